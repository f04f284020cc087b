//! `hand_overs.list`: hand-overs with their items, what was recovered of them, and their history.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use engine::hand_overs::{Paid, commission, recovered};
use rusqlite::{Connection, Row, named_params};
use serde::{Deserialize, Serialize};

use crate::accounts::{customer_id, day_of, optional_day_of};
use crate::refusal::Refusal;
use crate::session::Session;

/// Asks for hand-overs.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct HandOversRequest {
    /// Account number; of every customer where missing.
    pub account: Option<String>,
}

/// An item of a hand-over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct HandOverItem {
    /// The transaction.
    #[ts(type = "number")]
    pub transaction_id: i64,
    /// Its number.
    pub document_no: String,
    /// Its due day.
    pub due_on: NaiveDate,
    /// Its currency.
    pub currency: String,
    /// What was open when it was handed over, minor units.
    #[ts(type = "number")]
    pub amount_minor: i64,
    /// What payments settled while it was handed over, minor units.
    #[ts(type = "number")]
    pub recovered_minor: i64,
}

/// The sums of a hand-over in one currency.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct HandOverSum {
    /// The currency.
    pub currency: String,
    /// Handed over, minor units.
    #[ts(type = "number")]
    pub amount_minor: i64,
    /// Recovered, minor units.
    #[ts(type = "number")]
    pub recovered_minor: i64,
    /// The commission on that, minor units.
    #[ts(type = "number")]
    pub commission_minor: i64,
}

/// A step of a hand-over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct HandOverEvent {
    /// Where it stood after it.
    pub status: String,
    /// Whether a step was taken back by it.
    pub back: bool,
    /// The day.
    pub on_day: NaiveDate,
    /// Why.
    pub note: String,
    /// By whom.
    pub user: String,
}

/// A hand-over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct HandOver {
    /// Row id.
    #[ts(type = "number")]
    pub id: i64,
    /// Its number.
    pub number: String,
    /// Account number.
    pub account: String,
    /// Name.
    pub name: String,
    /// Code of the agency.
    pub agency: String,
    /// Its name.
    pub agency_name: String,
    /// `prepared`, `sent`, `recalled` or `closed`.
    pub status: String,
    /// What the agency keeps, in hundredths of a percent.
    #[ts(type = "number")]
    pub commission_bp: i64,
    /// What the agency should know.
    pub note: String,
    /// When it was prepared.
    pub prepared_on: NaiveDate,
    /// When it ended.
    pub ended_on: Option<NaiveDate>,
    /// Its items by due day.
    pub items: Vec<HandOverItem>,
    /// Its sums by currency.
    pub sums: Vec<HandOverSum>,
    /// Its history, oldest first.
    pub history: Vec<HandOverEvent>,
}

/// Hand-overs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct HandOvers {
    /// The newest first.
    pub hand_overs: Vec<HandOver>,
}

const HEAD: &str = "SELECT h.*, c.account, c.name, a.code AS agency, a.name AS agency_name
     FROM hand_overs h JOIN customers c ON c.id = h.customer_id JOIN agencies a ON a.id = h.agency_id";

/// `hand_overs.list`
pub fn list(session: &mut Session<'_>, request: HandOversRequest) -> Result<HandOvers, Refusal> {
    let connection = session.connection();
    let customer = request
        .account
        .as_deref()
        .map(|account| customer_id(connection, account))
        .transpose()?;
    let mut statement = connection.prepare_cached(&format!(
        "{HEAD} WHERE (:customer IS NULL OR h.customer_id = :customer) ORDER BY h.id DESC"
    ))?;
    let mut rows = statement.query(named_params! {":customer": customer})?;
    let mut hand_overs = Vec::new();
    while let Some(row) = rows.next()? {
        hand_overs.push(read(connection, row)?);
    }
    Ok(HandOvers { hand_overs })
}

/// One hand-over.
pub(crate) fn one(connection: &Connection, id: i64) -> Result<HandOver, Refusal> {
    let mut statement = connection.prepare_cached(&format!("{HEAD} WHERE h.id = :id"))?;
    let mut rows = statement.query(named_params! {":id": id})?;
    match rows.next()? {
        Some(row) => read(connection, row),
        None => Err(Refusal::new("unknown_hand_over").with("hand_over_id", id)),
    }
}

fn read(connection: &Connection, row: &Row<'_>) -> Result<HandOver, Refusal> {
    let id = row.get("id")?;
    let (prepared_on, ended_on) = (
        day_of(row, "prepared_on")?,
        optional_day_of(row, "ended_on")?,
    );
    let commission_bp = row.get("commission_bp")?;
    let items = items(connection, id, prepared_on, ended_on)?;
    Ok(HandOver {
        id,
        number: row.get("number")?,
        account: row.get("account")?,
        name: row.get("name")?,
        agency: row.get("agency")?,
        agency_name: row.get("agency_name")?,
        status: row.get("status")?,
        commission_bp,
        note: row.get("note")?,
        prepared_on,
        ended_on,
        sums: sums(&items, commission_bp),
        items,
        history: history(connection, id)?,
    })
}

fn sums(items: &[HandOverItem], commission_bp: i64) -> Vec<HandOverSum> {
    let mut by_currency: BTreeMap<&str, HandOverSum> = BTreeMap::new();
    for item in items {
        let sum = by_currency.entry(&item.currency).or_default();
        sum.amount_minor += item.amount_minor;
        sum.recovered_minor += item.recovered_minor;
    }
    by_currency
        .into_iter()
        .map(|(currency, sum)| HandOverSum {
            currency: currency.to_owned(),
            commission_minor: commission(sum.recovered_minor, commission_bp),
            ..sum
        })
        .collect()
}

fn items(
    connection: &Connection,
    id: i64,
    from: NaiveDate,
    ended: Option<NaiveDate>,
) -> Result<Vec<HandOverItem>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT i.transaction_id, t.document_no, t.due_on, i.currency, i.amount_minor FROM hand_over_items i
         JOIN transactions t ON t.id = i.transaction_id WHERE i.hand_over_id = :id ORDER BY t.due_on, i.id",
    )?;
    let mut rows = statement.query(named_params! {":id": id})?;
    let mut items = Vec::new();
    while let Some(row) = rows.next()? {
        let transaction_id = row.get("transaction_id")?;
        items.push(HandOverItem {
            transaction_id,
            document_no: row.get("document_no")?,
            due_on: day_of(row, "due_on")?,
            currency: row.get("currency")?,
            amount_minor: row.get("amount_minor")?,
            recovered_minor: recovered(&paid(connection, transaction_id)?, from, ended),
        });
    }
    Ok(items)
}

/// What payments settled of an item; credit notes are no money.
fn paid(connection: &Connection, transaction_id: i64) -> Result<Vec<Paid>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT s.effective_on, s.amount_minor FROM settlements s JOIN transactions c ON c.id = s.credit_id
         WHERE s.debit_id = :id AND c.kind = 'payment'",
    )?;
    let mut rows = statement.query(named_params! {":id": transaction_id})?;
    let mut paid = Vec::new();
    while let Some(row) = rows.next()? {
        paid.push(Paid {
            on: day_of(row, "effective_on")?,
            minor: row.get("amount_minor")?,
        });
    }
    Ok(paid)
}

fn history(connection: &Connection, id: i64) -> Result<Vec<HandOverEvent>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT y.status, y.kind, y.on_day, y.note, u.name AS user FROM hand_over_history y
         JOIN users u ON u.id = y.user_id WHERE y.hand_over_id = :id ORDER BY y.id",
    )?;
    let mut rows = statement.query(named_params! {":id": id})?;
    let mut events = Vec::new();
    while let Some(row) = rows.next()? {
        events.push(HandOverEvent {
            status: row.get("status")?,
            back: row.get::<_, String>("kind")? == "back",
            on_day: day_of(row, "on_day")?,
            note: row.get("note")?,
            user: row.get("user")?,
        });
    }
    Ok(events)
}
