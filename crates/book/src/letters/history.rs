//! Codes of transactions, and `letters.set_code`: the valid code of a transaction set by hand (spec 22 §3; L-16, L-17).

use chrono::NaiveDate;
use engine::letters::Code;
use rusqlite::{Connection, OptionalExtension, named_params};
use serde::{Deserialize, Serialize};

use crate::refusal::Refusal;
use crate::session::Session;
use crate::wire::Nothing;

/// Sets the code that counts as the last one sent.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct SetLetterCode {
    /// The transaction.
    #[ts(type = "number")]
    pub transaction_id: i64,
    /// The code: 3 makes the next letter 4, Collection stops letters, 1 starts again.
    pub code: Code,
    /// From which day; today where missing.
    #[serde(default)]
    pub on: Option<NaiveDate>,
    /// Why.
    pub reason: String,
}

/// `letters.set_code`
pub fn set_code(session: &mut Session<'_>, request: SetLetterCode) -> Result<Nothing, Refusal> {
    if request.reason.trim().is_empty() {
        return Err(Refusal::new("reason_missing").with("field", "reason"));
    }
    let on = request.on.unwrap_or(session.today);
    session.act(|act| {
        let found: Option<(i64, String)> = act
            .query_row(
                "SELECT customer_id, document_no FROM transactions WHERE id = :id",
                named_params! {":id": request.transaction_id},
                |row| Ok((row.get("customer_id")?, row.get("document_no")?)),
            )
            .optional()?;
        let (customer_id, document_no) = found.ok_or_else(|| {
            Refusal::new("unknown_transaction").with("transaction_id", request.transaction_id)
        })?;
        act.about("transaction", document_no);
        act.note("letter_code", request.code);
        act.note("coded_on", on);
        act.because(Some(&request.reason), None);
        record(
            act,
            customer_id,
            request.transaction_id,
            request.code,
            on,
            None,
            act.id,
        )
    })?;
    Ok(Nothing {})
}

/// Records that a transaction has got a code.
pub(super) fn record(
    connection: &Connection,
    customer_id: i64,
    transaction_id: i64,
    code: Code,
    on: NaiveDate,
    letter_id: Option<i64>,
    act_id: i64,
) -> Result<(), Refusal> {
    let mut statement = connection.prepare_cached(
        "INSERT INTO letter_codes (customer_id, transaction_id, code, coded_on, letter_id, act_id)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    statement.execute(rusqlite::params![
        customer_id,
        transaction_id,
        code.code(),
        on.to_string(),
        letter_id,
        act_id
    ])?;
    Ok(())
}
