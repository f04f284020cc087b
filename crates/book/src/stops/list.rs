//! `stops.list` and `stops.of_customer`: stops with how they came to their last day.

use chrono::NaiveDate;
use engine::stops::Purpose;
use rusqlite::{Connection, Row, named_params};
use serde::{Deserialize, Serialize};

use crate::accounts::{customer_id, day_of};
use crate::refusal::Refusal;
use crate::session::Session;

/// Rows that one reply carries.
const LARGEST: i64 = 5_000;

/// Where a stop stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum StopState {
    /// It holds.
    Running,
    /// Its last day is over.
    Over,
}

/// A change of a stop.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct StopChange {
    /// `extended` or `ended`.
    pub kind: String,
    /// The last day before.
    pub until_before: NaiveDate,
    /// The last day after.
    pub until_on: NaiveDate,
    /// Why.
    pub reason: String,
    /// When.
    pub changed_on: NaiveDate,
    /// By whom.
    pub changed_by: String,
}

/// A stop.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct StopRow {
    /// Row id.
    #[ts(type = "number")]
    pub id: i64,
    /// Account number.
    pub account: String,
    /// Name of the customer.
    pub name: String,
    /// The item; `None` for all items of the customer.
    #[ts(type = "number | null")]
    pub transaction_id: Option<i64>,
    /// Number of its document.
    pub document_no: Option<String>,
    /// Currency of the item.
    pub currency: Option<String>,
    /// What is open of it now, minor units.
    #[ts(type = "number | null")]
    pub open_minor: Option<i64>,
    /// What it keeps off.
    pub purpose: Purpose,
    /// Why.
    pub reason: String,
    /// The first day.
    pub from_on: NaiveDate,
    /// The last day.
    pub until_on: NaiveDate,
    /// Where it stands.
    pub state: StopState,
    /// `manual` or `import`.
    pub source: String,
    /// Who set it.
    pub set_by: String,
    /// Its changes, oldest first.
    pub changes: Vec<StopChange>,
}

/// Stops.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Stops {
    /// The day.
    pub as_of: NaiveDate,
    /// By their last day.
    pub stops: Vec<StopRow>,
    /// How many there are; more than the rows where there are too many to show.
    #[ts(type = "number")]
    pub count: i64,
}

/// Asks for stops.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct StopsRequest {
    /// Running ones or those that are over; both where missing.
    pub state: Option<StopState>,
    /// The day; today where missing.
    pub as_of: Option<NaiveDate>,
}

/// Asks for the stops of a customer.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct StopsOf {
    /// Account number.
    pub account: String,
    /// The day; today where missing.
    #[serde(default)]
    pub as_of: Option<NaiveDate>,
}

/// `stops.list`
pub fn list(session: &mut Session<'_>, request: StopsRequest) -> Result<Stops, Refusal> {
    let as_of = request.as_of.unwrap_or(session.today);
    session.read(|connection| read(connection, None, as_of, request.state))
}

/// `stops.of_customer`
pub fn of_customer(session: &mut Session<'_>, request: StopsOf) -> Result<Stops, Refusal> {
    let as_of = request.as_of.unwrap_or(session.today);
    session.read(|connection| {
        let customer = customer_id(connection, &request.account)?;
        read(connection, Some(customer), as_of, None)
    })
}

/// Whether a stop has come by a day, and is on the side of its last day that is asked for. What was changed later does not
/// move it to the other side, because only running ones change.
const FROM: &str = "
  FROM stops s JOIN customers c ON c.id = s.customer_id JOIN users u ON u.id = s.set_by_id
    LEFT JOIN transactions t ON t.id = s.transaction_id
    LEFT JOIN open_items_snapshot o ON o.customer_id = s.customer_id AND o.transaction_id = s.transaction_id
  WHERE s.from_on <= :day AND (:state IS NULL OR (s.until_on >= :day) = (:state = 'running'))";

fn read(
    connection: &Connection,
    customer: Option<i64>,
    as_of: NaiveDate,
    state: Option<StopState>,
) -> Result<Stops, Refusal> {
    let whose = match customer {
        Some(_) => "s.customer_id = :customer",
        None => ":customer IS NULL",
    };
    let state = state.map(|state| match state {
        StopState::Running => "running",
        StopState::Over => "over",
    });
    let day = as_of.to_string();
    let asked = named_params! {":customer": customer, ":day": day, ":state": state};
    let count = connection
        .prepare_cached(&format!("SELECT COUNT(*) AS count {FROM} AND {whose}"))?
        .query_row(asked, |row| row.get("count"))?;
    let mut statement = connection.prepare_cached(&format!(
        "SELECT s.*, c.account, c.name, u.code AS set_by, t.document_no, t.currency, o.open_minor
         {FROM} AND {whose} ORDER BY s.until_on DESC, s.id DESC LIMIT {LARGEST}"
    ))?;
    let mut rows = statement.query(asked)?;
    let mut stops = Vec::new();
    while let Some(row) = rows.next()? {
        stops.push(stop(connection, row, as_of)?);
    }
    Ok(Stops {
        as_of,
        stops,
        count,
    })
}

fn stop(connection: &Connection, row: &Row<'_>, as_of: NaiveDate) -> Result<StopRow, Refusal> {
    let id = row.get("id")?;
    let (known, later): (Vec<_>, Vec<_>) = changes(connection, id)?
        .into_iter()
        .partition(|change| change.changed_on <= as_of);
    // A past day shows the last day as it was then.
    let until_on = match later.first() {
        Some(change) => change.until_before,
        None => day_of(row, "until_on")?,
    };
    let purpose: String = row.get("purpose")?;
    Ok(StopRow {
        id,
        account: row.get("account")?,
        name: row.get("name")?,
        transaction_id: row.get("transaction_id")?,
        document_no: row.get("document_no")?,
        currency: row.get("currency")?,
        open_minor: row.get("open_minor")?,
        purpose: Purpose::from_code(&purpose)
            .ok_or_else(|| Refusal::new("book_damaged").with("purpose", &purpose))?,
        reason: row.get("reason")?,
        from_on: day_of(row, "from_on")?,
        until_on,
        state: if until_on < as_of {
            StopState::Over
        } else {
            StopState::Running
        },
        source: row.get("source")?,
        set_by: row.get("set_by")?,
        changes: known,
    })
}

fn changes(connection: &Connection, stop_id: i64) -> Result<Vec<StopChange>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT x.kind, x.until_before, x.until_on, x.reason, x.changed_on, u.code AS changed_by
         FROM stop_changes x JOIN users u ON u.id = x.changed_by_id WHERE x.stop_id = :stop ORDER BY x.id",
    )?;
    let mut rows = statement.query(named_params! {":stop": stop_id})?;
    let mut changes = Vec::new();
    while let Some(row) = rows.next()? {
        changes.push(StopChange {
            kind: row.get("kind")?,
            until_before: day_of(row, "until_before")?,
            until_on: day_of(row, "until_on")?,
            reason: row.get("reason")?,
            changed_on: day_of(row, "changed_on")?,
            changed_by: row.get("changed_by")?,
        });
    }
    Ok(changes)
}
