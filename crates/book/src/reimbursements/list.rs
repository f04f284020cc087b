//! `reimbursements.list`: reimbursements with their credits and their history.

use chrono::NaiveDate;
use rusqlite::{Connection, Row, named_params};
use serde::{Deserialize, Serialize};

use crate::accounts::{customer_id, day_of};
use crate::refusal::Refusal;
use crate::session::Session;

/// Asks for reimbursements.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct ReimbursementsRequest {
    /// Account number; of every customer where missing.
    pub account: Option<String>,
}

/// A credit that is paid back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ReimbursementItem {
    /// The transaction.
    #[ts(type = "number")]
    pub transaction_id: i64,
    /// Its number.
    pub document_no: String,
    /// What it is.
    pub kind: String,
    /// Its accounting day.
    pub transaction_on: NaiveDate,
    /// What of it is paid back, positive minor units.
    #[ts(type = "number")]
    pub amount_minor: i64,
}

/// A step of a reimbursement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ReimbursementEvent {
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

/// A reimbursement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Reimbursement {
    /// Row id.
    #[ts(type = "number")]
    pub reimbursement_id: i64,
    /// Its number; the reference of the payment.
    pub number: String,
    /// The run that proposed it.
    #[ts(type = "number")]
    pub run_id: i64,
    /// Account number.
    pub account: String,
    /// Name.
    pub name: String,
    /// Currency.
    pub currency: String,
    /// Positive minor units.
    #[ts(type = "number")]
    pub amount_minor: i64,
    /// Dimensions, name and value; empty where all are put together.
    #[ts(type = "Array<[string, string]>")]
    pub dimensions: Vec<(String, String)>,
    /// Vendor account.
    pub vendor: String,
    /// Whether that vendor is for this reimbursement only.
    pub one_time: bool,
    /// Holder of the bank account.
    pub holder: String,
    /// IBAN, or number of the account.
    pub iban: String,
    /// BIC.
    pub bic: String,
    /// `proposed`, `approved`, `exported`, `paid`, `rejected` or `reversed`.
    pub status: String,
    /// When it was proposed.
    pub proposed_on: NaiveDate,
    /// Code of whoever proposed it.
    pub proposer: String,
    /// Number of the debit that settled the credits.
    pub refund_no: Option<String>,
    /// The credits, the oldest first.
    pub items: Vec<ReimbursementItem>,
    /// Its history, oldest first.
    pub history: Vec<ReimbursementEvent>,
}

/// Reimbursements.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Reimbursements {
    /// The newest first.
    pub reimbursements: Vec<Reimbursement>,
}

const HEAD: &str = "
  SELECT r.*, c.account, c.name, u.code AS proposer,
         (SELECT t.document_no FROM transactions t WHERE t.id = r.refund_id) AS refund_no
  FROM reimbursements r JOIN customers c ON c.id = r.customer_id JOIN users u ON u.id = r.proposer_id";

/// `reimbursements.list`
pub fn list(
    session: &mut Session<'_>,
    request: ReimbursementsRequest,
) -> Result<Reimbursements, Refusal> {
    let connection = session.connection();
    let customer = request
        .account
        .as_deref()
        .map(|account| customer_id(connection, account))
        .transpose()?;
    let found = read_all(
        connection,
        "(:key IS NULL OR r.customer_id = :key) ORDER BY r.id DESC",
        customer,
    )?;
    Ok(Reimbursements {
        reimbursements: found,
    })
}

/// What a run proposed.
pub(super) fn of_run(connection: &Connection, run_id: i64) -> Result<Vec<Reimbursement>, Refusal> {
    read_all(connection, "r.run_id = :key ORDER BY r.id", Some(run_id))
}

/// One reimbursement.
pub(crate) fn one(connection: &Connection, id: i64) -> Result<Reimbursement, Refusal> {
    read_all(connection, "r.id = :key", Some(id))?
        .pop()
        .ok_or_else(|| Refusal::new("unknown_reimbursement").with("reimbursement_id", id))
}

fn read_all(
    connection: &Connection,
    condition: &str,
    key: Option<i64>,
) -> Result<Vec<Reimbursement>, Refusal> {
    let mut statement = connection.prepare_cached(&format!("{HEAD} WHERE {condition}"))?;
    let mut rows = statement.query(named_params! {":key": key})?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(read(connection, row)?);
    }
    Ok(found)
}

fn read(connection: &Connection, row: &Row<'_>) -> Result<Reimbursement, Refusal> {
    let id = row.get("id")?;
    let dimensions: String = row.get("dimensions")?;
    Ok(Reimbursement {
        reimbursement_id: id,
        number: row.get("number")?,
        run_id: row.get("run_id")?,
        account: row.get("account")?,
        name: row.get("name")?,
        currency: row.get("currency")?,
        amount_minor: row.get("amount_minor")?,
        dimensions: serde_json::from_str(&dimensions)?,
        vendor: row.get("vendor")?,
        one_time: row.get("one_time")?,
        holder: row.get("holder")?,
        iban: row.get("iban")?,
        bic: row.get("bic")?,
        status: row.get("status")?,
        proposed_on: day_of(row, "proposed_on")?,
        proposer: row.get("proposer")?,
        refund_no: row.get("refund_no")?,
        items: items(connection, id)?,
        history: history(connection, id)?,
    })
}

fn items(connection: &Connection, id: i64) -> Result<Vec<ReimbursementItem>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT i.transaction_id, t.document_no, t.kind, t.transaction_on, i.amount_minor FROM reimbursement_items i
         JOIN transactions t ON t.id = i.transaction_id WHERE i.reimbursement_id = :id ORDER BY t.transaction_on, t.id",
    )?;
    let mut rows = statement.query(named_params! {":id": id})?;
    let mut items = Vec::new();
    while let Some(row) = rows.next()? {
        items.push(ReimbursementItem {
            transaction_id: row.get("transaction_id")?,
            document_no: row.get("document_no")?,
            kind: row.get("kind")?,
            transaction_on: day_of(row, "transaction_on")?,
            amount_minor: row.get("amount_minor")?,
        });
    }
    Ok(items)
}

fn history(connection: &Connection, id: i64) -> Result<Vec<ReimbursementEvent>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT y.status, y.kind, y.on_day, y.note, u.name AS user FROM reimbursement_history y
         JOIN users u ON u.id = y.user_id WHERE y.reimbursement_id = :id ORDER BY y.id",
    )?;
    let mut rows = statement.query(named_params! {":id": id})?;
    let mut events = Vec::new();
    while let Some(row) = rows.next()? {
        events.push(ReimbursementEvent {
            status: row.get("status")?,
            back: row.get::<_, String>("kind")? == "back",
            on_day: day_of(row, "on_day")?,
            note: row.get("note")?,
            user: row.get("user")?,
        });
    }
    Ok(events)
}
