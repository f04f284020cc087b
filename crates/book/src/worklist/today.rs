//! `today.get`: what the page *Today* shows beside the worklist.

use chrono::NaiveDate;
use engine::aging::Period;
use rusqlite::{Connection, OptionalExtension, named_params};
use serde::{Deserialize, Serialize};

use super::facts::{self, Debtor};
use super::waiting::{self, Waiting};
use crate::pools;
use crate::refusal::Refusal;
use crate::session::Session;
use crate::standing;
use crate::users;

/// Customers in each of the two grids of balances (D-8).
const HIGHEST: usize = 100;

/// Asks for the page.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct TodayRequest {
    /// Code of a pool; everybody whom the user sees where missing.
    pub pool: Option<String>,
}

/// A customer by its balance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct BalanceRow {
    /// Row id of the customer.
    #[ts(type = "number")]
    pub customer_id: i64,
    /// Account number.
    pub account: String,
    /// Name.
    pub name: String,
    /// Balances: currency, total and overdue in minor units.
    #[ts(type = "Array<[string, number, number]>")]
    pub balances: Vec<(String, i64, i64)>,
    /// Minor units of the company's currency; `None` is *not set*.
    #[ts(type = "number | null")]
    pub credit_limit_minor: Option<i64>,
    /// Credit that remains, minor units of the company's currency; `None` where no amount is set or a rate is missing.
    #[ts(type = "number | null")]
    pub remaining_minor: Option<i64>,
    /// Risk score, ten-thousandths.
    #[ts(type = "number | null")]
    pub risk_score: Option<i64>,
    /// Credit management group.
    pub credit_group: Option<String>,
    /// Account status.
    pub account_status: Option<String>,
    /// Days overdue of the oldest invoice.
    #[ts(type = "number")]
    pub oldest_days: i64,
    /// Column of the oldest period.
    #[ts(type = "number | null")]
    pub oldest_period: Option<usize>,
    /// What is owed in each period: currency and minor units, in the order of the page's periods.
    #[ts(type = "Array<[string, Array<number>]>")]
    pub periods: Vec<(String, Vec<i64>)>,
}

/// The page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Today {
    /// The customers with the highest balances, at most 100; what is owed in several currencies is compared by its worth.
    pub highest: Vec<BalanceRow>,
    /// The customers with the oldest balances, at most 100.
    pub oldest: Vec<BalanceRow>,
    /// What waits for the user elsewhere.
    pub waiting: Vec<Waiting>,
    /// The periods by which balances are shown.
    pub periods: Vec<Period>,
    /// Currency of limits and of credit that remains.
    pub currency: String,
}

/// `today.get`
pub fn get(session: &mut Session<'_>, request: TodayRequest) -> Result<Today, Refusal> {
    let (today, user_id) = (session.today, session.actor.user_id);
    session.read(|connection| {
        let user = users::load(connection, user_id)?;
        let (members, definition) = match request.pool.as_deref() {
            None => (None, None),
            Some(code) => (
                Some(pools::members::of(connection, code, today)?),
                pools::rows::of_code(connection, code)?.definition,
            ),
        };
        let facts = facts::read(connection, members.as_deref(), definition.as_deref(), today)?;
        let rows = |debtors: Vec<&Debtor>| {
            debtors
                .into_iter()
                .take(HIGHEST)
                .map(|debtor| row(connection, debtor, facts.periods.len(), today))
                .collect::<Result<Vec<_>, Refusal>>()
        };
        let mut highest: Vec<&Debtor> =
            facts.debtors.iter().filter(|debtor| owes(debtor)).collect();
        let mut oldest = highest.clone();
        highest.sort_by_key(|debtor| std::cmp::Reverse(debtor.total_minor));
        oldest.sort_by_key(|debtor| {
            let figures = &debtor.figures;
            std::cmp::Reverse((figures.oldest_days, debtor.total_minor))
        });
        Ok(Today {
            highest: rows(highest)?,
            oldest: rows(oldest)?,
            waiting: waiting::all(connection, &user, members.as_deref(), today)?,
            periods: facts.periods,
            currency: facts.company.to_string(),
        })
    })
}

fn owes(debtor: &Debtor) -> bool {
    debtor.owed.iter().any(|owed| owed.total > 0)
}

fn row(
    connection: &Connection,
    debtor: &Debtor,
    columns: usize,
    today: NaiveDate,
) -> Result<BalanceRow, Refusal> {
    let id = debtor.customer_id;
    let remaining_minor = standing::remaining_minor(connection, id, today)?;
    let mut statement = connection.prepare_cached(
        "SELECT c.account, c.name, c.credit_limit_minor, r.total AS score, g.code AS credit_group, s.code AS status
         FROM customers c LEFT JOIN risk_scores r ON r.customer_id = c.id AND r.is_current = 1
         LEFT JOIN credit_attributes a ON a.customer_id = c.id
         LEFT JOIN credit_groups g ON g.id = a.credit_group_id LEFT JOIN account_statuses s ON s.id = a.status_id
         WHERE c.id = :id",
    )?;
    let found = statement
        .query_row(named_params! {":id": id}, |row| {
            Ok(BalanceRow {
                customer_id: id,
                account: row.get("account")?,
                name: row.get("name")?,
                balances: debtor
                    .owed
                    .iter()
                    .map(|owed| (owed.currency.to_string(), owed.total, owed.overdue))
                    .collect(),
                credit_limit_minor: row.get("credit_limit_minor")?,
                remaining_minor,
                risk_score: row.get("score")?,
                credit_group: row.get("credit_group")?,
                account_status: row.get("status")?,
                oldest_days: debtor.figures.oldest_days,
                oldest_period: debtor.oldest_period.map(|(_, column)| column),
                periods: debtor
                    .owed
                    .iter()
                    .map(|owed| {
                        let of_each = owed.periods.iter().take(columns);
                        (owed.currency.to_string(), of_each.copied().collect())
                    })
                    .collect(),
            })
        })
        .optional()?;
    found.ok_or_else(|| Refusal::new("unknown_customer").with("customer_id", id))
}
