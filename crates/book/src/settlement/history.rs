//! `settlement.history`: what was settled for a customer, by whom, and what was taken back.

use chrono::NaiveDate;
use engine::account::Kind;
use rusqlite::{Connection, named_params};
use serde::{Deserialize, Serialize};

use super::posted::PostedSettlement;
use crate::accounts::{customer_id, day_of, kind_of};
use crate::refusal::Refusal;
use crate::session::Session;

/// Asks for the history of a customer.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct SettlementHistoryRequest {
    /// Account number.
    pub account: String,
}

/// One posting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct SettlementHistoryRow {
    /// The posting; `settlement.undo` takes it.
    #[ts(type = "number")]
    pub posting_id: i64,
    /// Its act.
    #[ts(type = "number")]
    pub act_id: i64,
    /// When.
    pub at: String,
    /// Code of the user.
    pub user: String,
    /// `person` or `rule`.
    pub settled_by: String,
    /// Accounting day.
    pub settled_on: NaiveDate,
    /// The bank line from which it was posted.
    #[ts(type = "number | null")]
    pub line_id: Option<i64>,
    /// When it was taken back.
    pub undone_at: Option<String>,
    /// Its settlements.
    pub settlements: Vec<PostedSettlement>,
}

/// The history, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct SettlementHistory {
    /// At most 500.
    pub postings: Vec<SettlementHistoryRow>,
}

/// `settlement.history`
pub fn history(
    session: &mut Session<'_>,
    request: SettlementHistoryRequest,
) -> Result<SettlementHistory, Refusal> {
    let connection = session.connection();
    let id = customer_id(connection, &request.account)?;
    let mut statement = connection.prepare_cached(
        "SELECT p.id, p.act_id, a.at, u.code AS user, p.settled_by, p.settled_on, p.line_id,
                (SELECT z.at FROM audit z WHERE z.id = p.undone_by_act_id) AS undone_at
         FROM settlement_postings p JOIN audit a ON a.id = p.act_id JOIN users u ON u.id = a.user_id
         WHERE p.customer_id = :customer ORDER BY p.id DESC LIMIT 500",
    )?;
    let mut rows = statement.query(named_params! {":customer": id})?;
    let mut postings = Vec::new();
    while let Some(row) = rows.next()? {
        let posting_id = row.get("id")?;
        postings.push(SettlementHistoryRow {
            posting_id,
            act_id: row.get("act_id")?,
            at: row.get("at")?,
            user: row.get("user")?,
            settled_by: row.get("settled_by")?,
            settled_on: day_of(row, "settled_on")?,
            line_id: row.get("line_id")?,
            undone_at: row.get("undone_at")?,
            settlements: settlements(connection, posting_id)?,
        });
    }
    Ok(SettlementHistory { postings })
}

fn settlements(connection: &Connection, posting_id: i64) -> Result<Vec<PostedSettlement>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT s.customer_id, d.kind AS debit_kind, d.document_no AS debit_no, c.kind AS credit_kind,
                c.document_no AS credit_no, s.accounting_on, s.amount_minor, d.currency
         FROM settlement_posting_parts p JOIN settlements s ON s.id = p.settlement_id
         JOIN transactions d ON d.id = s.debit_id JOIN transactions c ON c.id = s.credit_id
         WHERE p.posting_id = :posting ORDER BY s.id",
    )?;
    let mut rows = statement.query(named_params! {":posting": posting_id})?;
    let mut settlements = Vec::new();
    while let Some(row) = rows.next()? {
        let kind = |name: &str| -> Result<Kind, Refusal> { kind_of(&row.get::<_, String>(name)?) };
        settlements.push(PostedSettlement {
            customer_id: row.get("customer_id")?,
            debit_kind: kind("debit_kind")?,
            debit_no: row.get("debit_no")?,
            credit_kind: kind("credit_kind")?,
            credit_no: row.get("credit_no")?,
            accounting_on: day_of(row, "accounting_on")?,
            amount_minor: row.get("amount_minor")?,
            currency: row.get("currency")?,
        });
    }
    Ok(settlements)
}
