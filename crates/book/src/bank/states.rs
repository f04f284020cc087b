//! Setting lines aside, and opening them again.

use rusqlite::named_params;
use serde::{Deserialize, Serialize};

use super::line::LineFacts;
use super::list::{BankLineRow, load_row, next_open};
use crate::act::Act;
use crate::refusal::Refusal;
use crate::session::Session;

/// Sets a line aside, or opens it again.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct SetBankLineState {
    /// The line.
    #[ts(type = "number")]
    pub line_id: i64,
    /// Why.
    #[serde(default)]
    pub note: String,
}

/// The line as it is now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct BankLineChanged {
    /// The line.
    pub line: BankLineRow,
    /// The next line that waits.
    #[ts(type = "number | null")]
    pub next_line_id: Option<i64>,
}

/// `bank.set_aside`: the line has nothing to do with customers.
pub fn set_aside(
    session: &mut Session<'_>,
    request: SetBankLineState,
) -> Result<BankLineChanged, Refusal> {
    change(session, &request, &["open", "returned"], "set_aside")
}

/// `bank.reopen`: a line that was set aside waits again, as a task where it is a return.
pub fn reopen(
    session: &mut Session<'_>,
    request: SetBankLineState,
) -> Result<BankLineChanged, Refusal> {
    let returned: bool = {
        let connection = session.connection();
        LineFacts::load(connection, request.line_id)?;
        connection.query_row(
            "SELECT return_code <> '' OR (reversal = 1 AND amount_minor < 0) AS returned FROM bank_lines WHERE id = :id",
            named_params! {":id": request.line_id},
            |row| row.get("returned"),
        )?
    };
    let to = if returned { "returned" } else { "open" };
    change(session, &request, &["set_aside"], to)
}

fn change(
    session: &mut Session<'_>,
    request: &SetBankLineState,
    from: &[&str],
    to: &str,
) -> Result<BankLineChanged, Refusal> {
    session.act(|act| {
        let line = LineFacts::load(act, request.line_id)?;
        if !from.contains(&line.state.as_str()) {
            return Err(Refusal::new("bank_line_not_open")
                .with("line_id", line.id)
                .with("state", &line.state));
        }
        act.about("bank_line", line.id);
        act.change("state", &line.state, to);
        act.because(
            Some(request.note.trim()).filter(|note| !note.is_empty()),
            None,
        );
        set(act, line.id, to, request.note.trim())
    })?;
    let connection = session.connection();
    Ok(BankLineChanged {
        line: load_row(connection, request.line_id)?,
        next_line_id: next_open(connection, request.line_id)?,
    })
}

/// Writes what has become of a line.
pub(crate) fn set(act: &Act<'_>, line_id: i64, state: &str, note: &str) -> Result<(), Refusal> {
    act.prepare_cached(
        "UPDATE bank_line_states SET state = :state, note = :note, act_id = :act WHERE line_id = :id",
    )?
    .execute(named_params! {":id": line_id, ":state": state, ":note": note, ":act": act.id})?;
    Ok(())
}
