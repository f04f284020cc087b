//! Papers that are not money yet: post-dated cheques and bills. They stand beside what is open, and are in no balance
//! (T-A17).

use chrono::NaiveDate;
use rusqlite::{Connection, Row, named_params};
use serde::{Deserialize, Serialize};

use super::{day_of, optional_day_of};
use crate::refusal::Refusal;

/// What kind of paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum InstrumentKind {
    /// Cheque.
    #[default]
    Cheque,
    /// Bill of exchange.
    Bill,
}

impl InstrumentKind {
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Cheque => "cheque",
            Self::Bill => "bill",
        }
    }
}

/// Where a paper stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum InstrumentState {
    /// Not money yet.
    Uncleared,
    /// Money since its clearing.
    Cleared,
    /// Came back unpaid.
    Returned,
}

/// A paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct InstrumentRow {
    /// Row id.
    #[ts(type = "number")]
    pub id: i64,
    /// Account number.
    pub account: String,
    /// Name.
    pub name: String,
    /// Kind.
    pub kind: InstrumentKind,
    /// Its number.
    pub number: String,
    /// When it was received.
    pub received_on: NaiveDate,
    /// The day on it.
    pub due_on: NaiveDate,
    /// Currency.
    pub currency: String,
    /// Minor units, positive.
    #[ts(type = "number")]
    pub amount_minor: i64,
    /// Documents that it shall pay.
    #[ts(type = "Array<number>")]
    pub pays: Vec<i64>,
    /// Where it stands.
    pub state: InstrumentState,
    /// Since when, where it is not uncleared.
    pub state_on: Option<NaiveDate>,
    /// The payment that its clearing made.
    #[ts(type = "number | null")]
    pub payment_id: Option<i64>,
}

/// Rows that [`instrument`] reads.
pub(crate) const INSTRUMENTS: &str = "
  SELECT i.id, c.account, c.name, i.kind, i.number, i.received_on, i.due_on, i.currency, i.amount_minor, i.pays,
         i.cleared_on, i.returned_on, i.payment_id, i.customer_id
  FROM instruments i JOIN customers c ON c.id = i.customer_id";

/// Reads a row of [`INSTRUMENTS`].
pub(crate) fn instrument(row: &Row<'_>) -> Result<InstrumentRow, Refusal> {
    let (cleared, returned) = (
        optional_day_of(row, "cleared_on")?,
        optional_day_of(row, "returned_on")?,
    );
    let kind: String = row.get("kind")?;
    let pays: String = row.get("pays")?;
    Ok(InstrumentRow {
        id: row.get("id")?,
        account: row.get("account")?,
        name: row.get("name")?,
        kind: if kind == "bill" {
            InstrumentKind::Bill
        } else {
            InstrumentKind::Cheque
        },
        number: row.get("number")?,
        received_on: day_of(row, "received_on")?,
        due_on: day_of(row, "due_on")?,
        currency: row.get("currency")?,
        amount_minor: row.get("amount_minor")?,
        pays: serde_json::from_str(&pays)?,
        state: match (cleared, returned) {
            (Some(_), _) => InstrumentState::Cleared,
            (None, Some(_)) => InstrumentState::Returned,
            (None, None) => InstrumentState::Uncleared,
        },
        state_on: cleared.or(returned),
        payment_id: row.get("payment_id")?,
    })
}

/// Papers of a customer that are not money on a day.
pub(crate) fn uncleared_of(
    connection: &Connection,
    customer_id: i64,
    as_of: NaiveDate,
) -> Result<Vec<InstrumentRow>, Refusal> {
    let mut statement = connection.prepare_cached(&format!(
        "{INSTRUMENTS} WHERE i.customer_id = :customer AND {UNCLEARED_ON} ORDER BY i.due_on, i.id"
    ))?;
    let mut rows =
        statement.query(named_params! {":customer": customer_id, ":as_of": as_of.to_string()})?;
    let mut instruments = Vec::new();
    while let Some(row) = rows.next()? {
        instruments.push(instrument(row)?);
    }
    Ok(instruments)
}

/// The condition on rows of `instruments` (as `i`): papers that are not money on the day `:as_of` (T-A17).
pub const UNCLEARED_ON: &str =
    "i.received_on <= :as_of AND (i.cleared_on IS NULL OR i.cleared_on > :as_of)
  AND (i.returned_on IS NULL OR i.returned_on > :as_of)";

/// What papers that are not money yet would pay of one customer in one currency, minor units. They are in no balance.
pub fn uncleared_minor(
    connection: &Connection,
    customer_id: i64,
    currency: &str,
    as_of: NaiveDate,
) -> Result<i64, Refusal> {
    Ok(connection
        .prepare_cached(&format!(
            "SELECT COALESCE(SUM(i.amount_minor), 0) AS minor FROM instruments i
             WHERE i.customer_id = :customer AND i.currency = :currency AND {UNCLEARED_ON}"
        ))?
        .query_row(
            named_params! {":customer": customer_id, ":currency": currency, ":as_of": as_of.to_string()},
            |row| row.get("minor"),
        )?)
}

/// The same for every currency of a customer, by currency.
pub fn uncleared(
    connection: &Connection,
    customer_id: i64,
    as_of: NaiveDate,
) -> Result<Vec<(String, i64)>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT DISTINCT currency FROM instruments WHERE customer_id = :customer ORDER BY currency",
    )?;
    let currencies: Vec<String> = statement
        .query_map(named_params! {":customer": customer_id}, |row| {
            row.get("currency")
        })?
        .collect::<Result<_, _>>()?;
    let mut found = Vec::new();
    for currency in currencies {
        let minor = uncleared_minor(connection, customer_id, &currency, as_of)?;
        if minor != 0 {
            found.push((currency, minor));
        }
    }
    Ok(found)
}
