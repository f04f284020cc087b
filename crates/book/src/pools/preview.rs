//! `pools.preview`: who a pool means, before it is saved.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use engine::account::Horizon;
use engine::aging::{AgeBy, CreditsIn, Question};
use engine::money::Currency;
use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use super::members;
use super::rows::{self, Pool};
use crate::accounts::Scope;
use crate::aging::{self, definitions, for_each_balance};
use crate::refusal::Refusal;
use crate::session::Session;

/// Customers that a preview shows by name; its count and amounts cover all.
const SHOWN: usize = 100;

/// Whom a pool means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum PoolReach {
    /// No customer: its rows should be looked at.
    Nobody,
    /// Some.
    Some,
    /// All of them: it parts nothing.
    Everybody,
}

/// A customer of a pool.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct PoolMember {
    /// Row id.
    #[ts(type = "number")]
    pub customer_id: i64,
    /// Account number.
    pub account: String,
    /// Name.
    pub name: String,
}

/// Who is in a pool.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct PoolPreview {
    /// Whom it means.
    pub reach: PoolReach,
    /// Customers in it.
    #[ts(type = "number")]
    pub count: usize,
    /// Of them, those with a row in *Aged balances*: the list shows no others.
    #[ts(type = "number")]
    pub aged: usize,
    /// Customers of the book.
    #[ts(type = "number")]
    pub of: i64,
    /// What they owe: currency, total and overdue in minor units.
    #[ts(type = "Array<[string, number, number]>")]
    pub totals: Vec<(String, i64, i64)>,
    /// The first of them, by account.
    pub members: Vec<PoolMember>,
}

/// `pools.preview`: writes nothing.
pub fn preview(session: &mut Session<'_>, pool: Pool) -> Result<PoolPreview, Refusal> {
    rows::demand(&pool.criteria)?;
    let today = session.today;
    let listed = aging::list::listed(session, pool.definition.clone())?;
    session.read(|connection| {
        let ids = members::of_each(connection, &[pool], today)?.swap_remove(0);
        let of: i64 = connection.query_row("SELECT COUNT(*) AS n FROM customers", [], |row| {
            row.get("n")
        })?;
        let count = ids.len();
        let reach = match i64::try_from(count) {
            Ok(0) => PoolReach::Nobody,
            Ok(all) if all == of => PoolReach::Everybody,
            _ => PoolReach::Some,
        };
        Ok(PoolPreview {
            reach,
            count,
            aged: ids.iter().filter(|id| listed.contains(id)).count(),
            of,
            totals: totals(connection, &ids, today)?,
            members: first(connection, &ids)?,
        })
    })
}

/// What the customers owe, a sum for each currency and none over them (T-M2).
fn totals(
    connection: &Connection,
    ids: &[i64],
    today: NaiveDate,
) -> Result<Vec<(String, i64, i64)>, Refusal> {
    let (_, periods) = definitions::periods(connection, None, today)?;
    let question = Question {
        horizon: Horizon::as_of(today),
        periods: &periods,
        by: AgeBy::Due,
        credits_in: CreditsIn::OwnPeriod,
    };
    let mut sums: BTreeMap<Currency, (i64, i64)> = BTreeMap::new();
    for_each_balance(
        connection,
        Scope::All,
        &question,
        |customer_id, balances, _| {
            if ids.binary_search(&customer_id).is_ok() {
                for balance in balances {
                    let sum = sums.entry(balance.currency).or_default();
                    sum.0 += balance.total_minor;
                    sum.1 += balance.overdue_minor;
                }
            }
            Ok(())
        },
    )?;
    Ok(sums
        .into_iter()
        .map(|(currency, (total, overdue))| (currency.to_string(), total, overdue))
        .collect())
}

fn first(connection: &Connection, ids: &[i64]) -> Result<Vec<PoolMember>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT c.id, c.account, c.name FROM json_each(:ids) j CROSS JOIN customers c ON c.id = j.value
         ORDER BY c.account LIMIT :shown",
    )?;
    let shown = i64::try_from(SHOWN).unwrap_or(i64::MAX);
    let found = statement.query_map(
        rusqlite::named_params! {":ids": serde_json::to_string(ids)?, ":shown": shown},
        |row| {
            Ok(PoolMember {
                customer_id: row.get("id")?,
                account: row.get("account")?,
                name: row.get("name")?,
            })
        },
    )?;
    Ok(found.collect::<Result<_, _>>()?)
}
