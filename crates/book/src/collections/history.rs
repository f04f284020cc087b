//! `collections.history`: every change of the status of a transaction, newest first.

use chrono::NaiveDate;
use engine::collections::Status;
use rusqlite::named_params;
use serde::{Deserialize, Serialize};

use super::status_of;
use crate::accounts::{day_of, optional_day_of};
use crate::refusal::Refusal;
use crate::session::Session;

/// Asks for the history of a transaction.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ts_rs::TS)]
pub struct CollectionsHistoryRequest {
    /// Row id.
    #[ts(type = "number")]
    pub transaction_id: i64,
}

/// A change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct CollectionsChange {
    /// Row id.
    #[ts(type = "number")]
    pub id: i64,
    /// Currency of the amounts.
    pub currency: String,
    /// Amount of the transaction, minor units.
    #[ts(type = "number")]
    pub amount_minor: i64,
    /// Open of it then.
    #[ts(type = "number")]
    pub balance_minor: i64,
    /// Status before.
    pub old_status: Status,
    /// Status since.
    pub new_status: Status,
    /// The day.
    pub changed_on: NaiveDate,
    /// When to look at it again.
    pub follow_up_on: Option<NaiveDate>,
    /// Code of the reason.
    pub reason: Option<String>,
    /// In words.
    pub note: String,
    /// `person`, `promise`, `dispute`, `rule` or `undo`.
    pub source: String,
    /// Number of the promise.
    pub promise: Option<String>,
    /// Number of the dispute.
    pub dispute: Option<String>,
    /// Code of the user.
    pub user: String,
}

/// The changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct CollectionsHistory {
    /// Newest first.
    pub changes: Vec<CollectionsChange>,
}

/// `collections.history`
pub fn list(
    session: &mut Session<'_>,
    request: CollectionsHistoryRequest,
) -> Result<CollectionsHistory, Refusal> {
    let mut statement = session.connection().prepare_cached(
        "SELECT h.*, t.currency, u.code AS user, p.number AS promise, d.number AS dispute
         FROM collections_history h JOIN transactions t ON t.id = h.transaction_id JOIN users u ON u.id = h.user_id
           LEFT JOIN promises p ON p.id = h.promise_id LEFT JOIN disputes d ON d.id = h.dispute_id
         WHERE h.transaction_id = :id ORDER BY h.id DESC",
    )?;
    let mut rows = statement.query(named_params! {":id": request.transaction_id})?;
    let mut changes = Vec::new();
    while let Some(row) = rows.next()? {
        changes.push(CollectionsChange {
            id: row.get("id")?,
            currency: row.get("currency")?,
            amount_minor: row.get("amount_minor")?,
            balance_minor: row.get("balance_minor")?,
            old_status: status_of(&row.get::<_, String>("old_status")?)?,
            new_status: status_of(&row.get::<_, String>("new_status")?)?,
            changed_on: day_of(row, "changed_on")?,
            follow_up_on: optional_day_of(row, "follow_up_on")?,
            reason: row.get("reason_code")?,
            note: row.get("note")?,
            source: row.get("source")?,
            promise: row.get("promise")?,
            dispute: row.get("dispute")?,
            user: row.get("user")?,
        });
    }
    Ok(CollectionsHistory { changes })
}
