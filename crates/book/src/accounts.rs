//! The spine's loader: one account, or a stream of them in bounded memory.
//!
//! Cursors ordered by customer are merged into one account at a time, so a run over 100,000 customers is one pass and
//! the rule that it calls is the very function that the single customer's page calls.

mod claims;
mod cursor;
mod open;
mod uncleared;

use chrono::NaiveDate;
use engine::account::{Account, Horizon, Instalment, Kind, Settlement, Transaction};
use engine::money::Currency;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, named_params};

use crate::company;
use crate::refusal::Refusal;
use crate::sight::planned;
use claims::{Claims, claims_day, disputes_sql, promises_sql};
pub(crate) use cursor::columns;
pub use cursor::{Cursor, parse_day};
pub use open::{
    for_each_open, for_each_open_among, for_each_promised, for_each_promised_among,
    for_each_remainder, open_now_answers,
};
pub(crate) use uncleared::{INSTRUMENTS, instrument, uncleared_of};
pub use uncleared::{
    InstrumentKind, InstrumentRow, InstrumentState, UNCLEARED_ON, uncleared, uncleared_minor,
};

/// Which customers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Every customer of the company that the connection works in.
    All,
    /// Every customer of the book.
    Whole,
    /// One customer.
    Customer(i64),
}

/// The condition of a query, and the value of its parameter `?1`.
struct Filter {
    sql: &'static str,
    value: Value,
}

/// The customers of one company, still in the order of the index by customer.
const OF_COMPANY: &str = "customer_id >= ?1 AND EXISTS (SELECT 1 FROM customers own
   WHERE own.id = customer_id AND own.company_id = (SELECT id FROM temp.current_company))";

impl Scope {
    fn filter(self, connection: &Connection) -> Result<Filter, Refusal> {
        let (sql, value) = match self {
            Self::All if company::here(connection)?.several => (OF_COMPANY, i64::MIN),
            Self::All | Self::Whole => ("customer_id >= ?1", i64::MIN),
            Self::Customer(id) => ("customer_id = ?1", id),
        };
        Ok(Filter {
            sql,
            value: value.into(),
        })
    }
}

impl Filter {
    /// These customers in one go: a page of a list costs one query, not one for each row.
    fn among(ids: &[i64]) -> Self {
        Self {
            sql: "customer_id IN (SELECT value FROM json_each(?1))",
            value: serde_json::Value::from(ids).to_string().into(),
        }
    }
}

/// Civil days at the desk on which acts were recorded; read only for questions *as known on* a day.
///
/// Acts of one day follow each other, so one entry per change of the day holds a log of any length in bounded memory:
/// the first act of the day, and the day.
#[derive(Debug, Default)]
struct RecordedDays(Vec<(i64, NaiveDate)>);

impl RecordedDays {
    fn read(connection: &Connection, horizon: Horizon) -> Result<Self, Refusal> {
        if horizon.known_on.is_none() {
            return Ok(Self::default());
        }
        let mut statement = connection.prepare_cached(
            "SELECT id, COALESCE(recorded_on, substr(at, 1, 10)) AS day FROM audit ORDER BY id",
        )?;
        let mut rows = statement.query([])?;
        let mut days: Vec<(i64, NaiveDate)> = Vec::new();
        while let Some(row) = rows.next()? {
            let day = day_of(row, "day")?;
            if days.last().is_none_or(|(_, last)| *last != day) {
                days.push((row.get("id")?, day));
            }
        }
        Ok(Self(days))
    }

    fn of(&self, act_id: i64) -> NaiveDate {
        let after = self.0.partition_point(|(first, _)| *first <= act_id);
        self.0[..after]
            .last()
            .map_or(NaiveDate::MIN, |(_, day)| *day)
    }
}

/// Streams the accounts of `scope` in the order of their ids: facts up to the horizon's day, and only customers that
/// have any.
pub fn for_each_account(
    connection: &Connection,
    scope: Scope,
    horizon: Horizon,
    mut use_it: impl FnMut(&Account) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    let recorded = RecordedDays::read(connection, horizon)?;
    let Filter { sql: filter, value } = scope.filter(connection)?;
    let until = horizon.as_of.to_string();
    let mut transactions = connection.prepare_cached(&planned(connection, format!(
        "SELECT customer_id, id, kind, transaction_on, document_on, due_on, currency, amount_minor, act_id
         FROM transactions INDEXED BY transactions_by_customer WHERE {filter} ORDER BY customer_id"
    )))?;
    let mut settlements = connection.prepare_cached(&planned(connection, format!(
        "SELECT customer_id, effective_on, debit_id, credit_id, amount_minor, act_id
         FROM settlements INDEXED BY settlements_by_customer WHERE {filter} ORDER BY customer_id, effective_on"
    )))?;
    let mut instalments = connection.prepare_cached(&planned(connection, format!(
        "SELECT customer_id, transaction_id, due_on, amount_minor
         FROM instalments INDEXED BY instalments_by_customer WHERE {filter} ORDER BY customer_id, transaction_id, due_on"
    )))?;
    let mut disputes = connection.prepare_cached(&planned(connection, disputes_sql(filter)))?;
    let mut promises = connection.prepare_cached(&planned(connection, promises_sql(filter)))?;
    let mut transactions = Cursor::start(transactions.query([&value])?)?;
    let mut settlements = Cursor::start(settlements.query([&value])?)?;
    let mut instalments = Cursor::start(instalments.query([&value])?)?;
    let seen_on = claims_day(horizon).to_string();
    let mut claims = Claims {
        disputes: Cursor::start(disputes.query(rusqlite::params![value, seen_on])?)?,
        promises: Cursor::start(promises.query(rusqlite::params![value, seen_on])?)?,
    };
    let mut account = Account::default();
    while let Some(customer_id) = transactions.customer() {
        account.reset(customer_id);
        transactions.take(customer_id, |row| {
            let transaction_on = row.get_ref(3)?;
            if transaction_on.as_str()? <= until.as_str() {
                account.transactions.push(Transaction {
                    id: row.get(1)?,
                    kind: columns::kind(row, 2)?,
                    transaction_on: columns::day(row, 3)?,
                    document_on: columns::day(row, 4)?,
                    due_on: columns::day(row, 5)?,
                    recorded_on: recorded.of(row.get(8)?),
                    currency: columns::currency(row, 6)?,
                    amount_minor: row.get(7)?,
                    disputed_minor: 0,
                });
            }
            Ok(())
        })?;
        account
            .transactions
            .sort_unstable_by_key(|transaction| transaction.id);
        settlements.take(customer_id, |row| {
            if row.get_ref(1)?.as_str()? <= until.as_str() {
                account.settlements.push(Settlement {
                    debit_id: row.get(2)?,
                    credit_id: row.get(3)?,
                    effective_on: columns::day(row, 1)?,
                    recorded_on: recorded.of(row.get(5)?),
                    amount_minor: row.get(4)?,
                });
            }
            Ok(())
        })?;
        instalments.take(customer_id, |row| {
            account.instalments.push(Instalment {
                transaction_id: row.get(1)?,
                due_on: columns::day(row, 2)?,
                amount_minor: row.get(3)?,
            });
            Ok(())
        })?;
        claims.complete(&mut account)?;
        if !account.transactions.is_empty() {
            use_it(&account)?;
        }
    }
    Ok(())
}

/// The facts of one customer up to the horizon's day.
pub fn load_account(
    connection: &Connection,
    customer_id: i64,
    horizon: Horizon,
) -> Result<Account, Refusal> {
    let mut loaded = Account {
        customer_id,
        ..Account::default()
    };
    for_each_account(
        connection,
        Scope::Customer(customer_id),
        horizon,
        |account| {
            loaded = account.clone();
            Ok(())
        },
    )?;
    Ok(loaded)
}

/// The condition that narrows a list to one customer where its account number is asked for, `:account`: by the id in a column, so
/// that an index leads to the rows instead of through those of everybody.
pub(crate) fn of_account(account: Option<&str>, column: &str) -> String {
    match account {
        None => ":account IS NULL".to_owned(),
        Some(_) => format!(
            "{column} = (SELECT own.id FROM customers own
               WHERE own.company_id = (SELECT id FROM temp.current_company) AND own.account = :account)"
        ),
    }
}

/// The id of the customer with the account number `account`.
pub fn customer_id(connection: &Connection, account: &str) -> Result<i64, Refusal> {
    connection
        .query_row(
            "SELECT id FROM customers WHERE company_id = :company AND account = :account",
            named_params! {":company": company::current(connection)?, ":account": account},
            |row| row.get("id"),
        )
        .optional()?
        .ok_or_else(|| Refusal::new("unknown_customer").with("account", account))
}

/// Reads a kind, for rows of other queries.
pub fn kind_of(code: &str) -> Result<Kind, Refusal> {
    Kind::from_code(code).ok_or_else(|| Refusal::new("book_damaged").with("kind", code))
}

/// Reads a currency, for rows of other queries.
pub fn currency_of(code: &str) -> Result<Currency, Refusal> {
    code.parse()
        .map_err(|_| Refusal::new("book_damaged").with("currency", code))
}

/// Reads a day, for rows of other queries.
pub fn day_of(row: &rusqlite::Row<'_>, name: &str) -> Result<NaiveDate, Refusal> {
    let text = row.get_ref(name)?.as_str().map_err(rusqlite::Error::from)?;
    parse_day(text).ok_or_else(|| Refusal::new("book_damaged").with(name, text))
}

/// Reads a day that may be missing, for rows of other queries.
pub fn optional_day_of(row: &rusqlite::Row<'_>, name: &str) -> Result<Option<NaiveDate>, Refusal> {
    optional_day_at(row, row.as_ref().column_index(name)?, name)
}

/// The same by place, for rows that are read often.
pub fn optional_day_at(
    row: &rusqlite::Row<'_>,
    at: usize,
    name: &str,
) -> Result<Option<NaiveDate>, Refusal> {
    let text = row
        .get_ref(at)?
        .as_str_or_null()
        .map_err(rusqlite::Error::from)?;
    text.map(|text| parse_day(text).ok_or_else(|| Refusal::new("book_damaged").with(name, text)))
        .transpose()
}
