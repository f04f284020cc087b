//! The aging table: every customer's aged balance as of any day, computed on the spot.

use chrono::NaiveDate;
use engine::account::Horizon;
use engine::aging::{AgeBy, AgedBalance, CreditsIn, Promises, Question};
use rusqlite::{Connection, named_params};
use serde::{Deserialize, Serialize};

use super::{definitions, for_each_balance_by};
use crate::accounts::{Scope, customer_id};
use crate::refusal::Refusal;
use crate::session::Session;

/// Asks for the table.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
pub struct TableRequest {
    /// Definition; the default one where missing.
    #[serde(default)]
    pub definition: Option<String>,
    /// Day; today where missing.
    #[serde(default)]
    pub as_of: Option<NaiveDate>,
    /// Which day counts.
    #[serde(default)]
    pub by: AgeBy,
    /// Where credits stand.
    #[serde(default)]
    pub credits_in: CreditsIn,
    /// Only what was recorded up to this day.
    #[serde(default)]
    pub known_on: Option<NaiveDate>,
    /// Whether amounts of running promises age by their day; missing means yes.
    #[serde(default)]
    pub promises: Promises,
    /// One account number; all customers where missing.
    #[serde(default)]
    pub account: Option<String>,
    /// Code of a customer credit group: its members alone.
    #[serde(default)]
    pub group: Option<String>,
}

/// Heading of a column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct TablePeriod {
    /// Id of the period.
    pub id: String,
    /// The user's heading; empty where the id has a word of its own.
    pub label: String,
}

/// One customer in one currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct TableRow {
    /// Account number.
    pub account: String,
    /// Name.
    pub name: String,
    /// Currency of the amounts.
    pub currency: String,
    /// Sum, minor units.
    #[ts(type = "number")]
    pub total_minor: i64,
    /// One amount per period, minor units.
    #[ts(type = "Array<number>")]
    pub period_minor: Vec<i64>,
    /// Of the total, credits applied to nothing.
    #[ts(type = "number")]
    pub unapplied_minor: i64,
    /// Number of open items.
    pub open_count: u32,
    /// Days overdue of the oldest open debit; negative while nothing is due.
    #[ts(type = "number | null")]
    pub oldest_days_overdue: Option<i64>,
}

/// Sum of one currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct TableTotal {
    /// Currency.
    pub currency: String,
    /// Sum, minor units.
    #[ts(type = "number")]
    pub total_minor: i64,
    /// One amount per period, minor units.
    #[ts(type = "Array<number>")]
    pub period_minor: Vec<i64>,
}

/// The table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct AgingTable {
    /// Its day.
    pub as_of: NaiveDate,
    /// Its definition.
    pub definition: String,
    /// Which day counted.
    pub by: AgeBy,
    /// Columns.
    pub periods: Vec<TablePeriod>,
    /// Customers by account number, then currency.
    pub rows: Vec<TableRow>,
    /// One sum per currency.
    pub totals: Vec<TableTotal>,
}

/// `aging.table`
pub fn table(session: &mut Session<'_>, request: TableRequest) -> Result<AgingTable, Refusal> {
    let as_of = request.as_of.unwrap_or(session.today);
    let connection = session.connection();
    let (definition, periods) =
        definitions::periods(connection, request.definition.as_deref(), as_of)?;
    let question = Question {
        horizon: Horizon {
            as_of,
            known_on: request.known_on,
        },
        periods: &periods,
        by: request.by,
        credits_in: request.credits_in,
    };
    let scopes = match (&request.account, &request.group) {
        (Some(account), _) => vec![Scope::Customer(customer_id(connection, account)?)],
        (None, Some(group)) => members(connection, group)?,
        (None, None) => vec![Scope::All],
    };
    let columns = periods.list().len();
    let mut name =
        connection.prepare_cached("SELECT account, name FROM customers WHERE id = :id")?;
    let mut rows = Vec::new();
    let mut totals: Vec<TableTotal> = Vec::new();
    for scope in scopes {
        for_each_balance_by(
            connection,
            scope,
            &question,
            request.promises,
            |customer_id, balances, _| {
                let (account, name): (String, String) = name
                    .query_row(named_params! {":id": customer_id}, |row| {
                        Ok((row.get("account")?, row.get("name")?))
                    })?;
                for balance in balances {
                    add_total(&mut totals, balance, columns);
                    rows.push(table_row(&account, &name, balance, columns));
                }
                Ok(())
            },
        )?;
    }
    rows.sort_by(|a, b| (&a.account, &a.currency).cmp(&(&b.account, &b.currency)));
    totals.sort_by(|a, b| a.currency.cmp(&b.currency));
    Ok(AgingTable {
        as_of,
        definition,
        by: request.by,
        periods: periods
            .list()
            .iter()
            .map(|period| TablePeriod {
                id: period.id.clone(),
                label: period.label.clone(),
            })
            .collect(),
        rows,
        totals,
    })
}

fn table_row(account: &str, name: &str, balance: &AgedBalance, columns: usize) -> TableRow {
    TableRow {
        account: account.to_owned(),
        name: name.to_owned(),
        currency: balance.currency.to_string(),
        total_minor: balance.total_minor,
        period_minor: balance.period_minor[..columns].to_vec(),
        unapplied_minor: balance.unapplied_minor,
        open_count: balance.open_count,
        oldest_days_overdue: balance.oldest_days_overdue,
    }
}

/// The members of a customer credit group (spec 11 §5).
fn members(connection: &Connection, group: &str) -> Result<Vec<Scope>, Refusal> {
    let known: bool = connection.query_row(
        "SELECT EXISTS (SELECT 1 FROM customer_credit_groups WHERE code = :code)",
        named_params! {":code": group},
        |row| row.get(0),
    )?;
    if !known {
        return Err(Refusal::new("unknown_shared_group").with("code", group));
    }
    let mut statement = connection.prepare_cached(
        "SELECT m.customer_id FROM customer_credit_group_members m
         JOIN customer_credit_groups g ON g.id = m.group_id WHERE g.code = :code ORDER BY m.customer_id",
    )?;
    let ids = statement
        .query_map(named_params! {":code": group}, |row| row.get("customer_id"))?
        .collect::<Result<Vec<i64>, _>>()?;
    Ok(ids.into_iter().map(Scope::Customer).collect())
}

fn add_total(totals: &mut Vec<TableTotal>, balance: &AgedBalance, columns: usize) {
    let currency = balance.currency.to_string();
    let known = totals.iter().position(|total| total.currency == currency);
    let at = known.unwrap_or(totals.len());
    if at == totals.len() {
        totals.push(TableTotal {
            currency,
            total_minor: 0,
            period_minor: vec![0; columns],
        });
    }
    totals[at].total_minor += balance.total_minor;
    for (sum, minor) in totals[at].period_minor.iter_mut().zip(balance.period_minor) {
        *sum += minor;
    }
}
