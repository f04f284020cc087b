//! Disputes (spec 21 §7): what a customer does not want to pay, and who looks into it.
//!
//! Invariant: the disputed amount of a transaction is the sum of its open disputes, never more than what is open; on a past
//! day it is that of the disputes that were open then. A dispute over all that is open gives the transaction its status; one
//! over a part leaves it, and the rest stays collectible.

pub mod close;
pub mod data;
pub mod documents;
pub mod list;
pub mod log;
pub mod open;
pub mod update;

use chrono::NaiveDate;
use engine::disputes::{Fault, Status};
use rusqlite::{Connection, named_params};
use serde_json::json;

use crate::accounts::optional_day_of;
use crate::collections::Item;
use crate::refusal::Refusal;

/// Reads a stored status.
fn status_of(code: &str) -> Result<Status, Refusal> {
    Status::from_code(code).ok_or_else(|| Refusal::new("book_damaged").with("status", code))
}

/// A dispute as its acts need it.
pub(crate) struct Stored {
    pub id: i64,
    pub transaction_id: i64,
    pub amount_minor: i64,
    pub status: Status,
    pub investigator_id: Option<i64>,
    pub number: String,
    /// Code of the investigator; empty where there is none.
    pub investigator: String,
    pub due_on: Option<NaiveDate>,
    pub next_action: String,
    pub external_reference: String,
    pub case_id: Option<i64>,
    /// Number of the case; empty where there is none.
    pub case: String,
}

/// Reads a dispute that was not taken back.
pub(crate) fn stored(connection: &Connection, id: i64) -> Result<Stored, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT d.*, COALESCE(u.code, '') AS investigator, COALESCE(k.number, '') AS case_number
         FROM disputes d LEFT JOIN users u ON u.id = d.investigator_id LEFT JOIN cases k ON k.id = d.case_id
         WHERE d.id = :id AND d.undone_by_act_id IS NULL",
    )?;
    let mut rows = statement.query(named_params! {":id": id})?;
    let row = rows
        .next()?
        .ok_or_else(|| Refusal::new("unknown_dispute").with("dispute_id", id))?;
    Ok(Stored {
        id,
        transaction_id: row.get("transaction_id")?,
        amount_minor: row.get("amount_minor")?,
        status: status_of(&row.get::<_, String>("status")?)?,
        investigator_id: row.get("investigator_id")?,
        number: row.get("number")?,
        investigator: row.get("investigator")?,
        due_on: optional_day_of(row, "due_on")?,
        next_action: row.get("next_action")?,
        external_reference: row.get("external_reference")?,
        case_id: row.get("case_id")?,
        case: row.get("case_number")?,
    })
}

/// A fault in words.
pub(crate) fn refused(fault: Fault, item: &Item) -> Refusal {
    let (code, left) = match fault {
        Fault::Credit => ("dispute_on_credit", None),
        Fault::NothingOpen => ("dispute_nothing_open", None),
        Fault::NoAmount => ("dispute_without_amount", None),
        Fault::MoreThanOpen { left_minor } => ("dispute_above_open", Some(left_minor)),
        Fault::ClosedAlready => ("dispute_closed", None),
        Fault::OpenStill => ("dispute_open", None),
        Fault::CreditWithoutAmount => ("dispute_credit_without_amount", None),
        Fault::CreditBeyondDispute => ("dispute_credit_too_large", None),
        Fault::NoOutcome => ("dispute_without_outcome", None),
    };
    let refusal = Refusal::new(code).with("document_no", &item.document_no);
    let refusal = match code {
        "dispute_without_amount" | "dispute_above_open" => refusal.with("field", "amount"),
        "dispute_credit_without_amount" | "dispute_credit_too_large" => {
            refusal.with("field", "resolution")
        }
        _ => refusal,
    };
    match left {
        Some(minor) => refusal.with("left", json!({"minor": minor, "currency": item.currency})),
        None => refusal,
    }
}
