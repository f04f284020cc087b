//! `bank.undo` and `settlement.undo`: what was posted is taken back, from whichever side it is asked (T-B8).

use rusqlite::{Connection, OptionalExtension, named_params};
use serde::{Deserialize, Serialize};

use super::hooks::after_settlement;
use super::payment_return::{returns_of_line, take_return_back};
use super::reimbursements::demand_not_reimbursed;
use super::take_back::{cancel_entry, take_back};
use crate::act::Act;
use crate::bank::line::LineFacts;
use crate::bank::list::{BankLineRow, load_row};
use crate::bank::propose::propose_lines;
use crate::bank::states;
use crate::refusal::Refusal;
use crate::session::Session;
use crate::settlement::posted::Posting;
use crate::settlement::poster::Poster;
use crate::write_offs::stored::of_posting as write_off_of_posting;

/// Takes back what was posted from a line.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct UndoBankLine {
    /// The line.
    #[ts(type = "number")]
    pub line_id: i64,
    /// Why.
    pub reason: String,
}

/// What was taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct BankLineUndone {
    /// The entries that take it back.
    pub posting: Posting,
    /// The line as it is now.
    pub line: BankLineRow,
}

/// Takes back what was settled for a customer at once.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct UndoSettlement {
    /// The posting, as `settlement.history` lists it.
    #[ts(type = "number")]
    pub posting_id: i64,
    /// Why.
    pub reason: String,
}

/// What was taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct SettlementUndone {
    /// The entries that take it back.
    pub posting: Posting,
    /// The bank line that waits again, where it was posted from one.
    #[ts(type = "number | null")]
    pub line_id: Option<i64>,
}

/// `bank.undo`: invoice and bank line are as they were (T-B10).
pub fn undo_line(
    session: &mut Session<'_>,
    request: UndoBankLine,
) -> Result<BankLineUndone, Refusal> {
    let posting = session.act(|act| {
        act.because(
            Some(request.reason.trim()).filter(|text| !text.is_empty()),
            None,
        );
        take_line_back(act, request.line_id)
    })?;
    Ok(BankLineUndone {
        posting,
        line: load_row(session.connection(), request.line_id)?,
    })
}

/// `settlement.undo`: of a posting from the bank, the line is taken back as a whole.
pub fn undo_settlement(
    session: &mut Session<'_>,
    request: UndoSettlement,
) -> Result<SettlementUndone, Refusal> {
    let (line_id, undone) = found(session.connection(), request.posting_id)?;
    if undone {
        return Err(
            Refusal::new("settlement_already_undone").with("posting_id", request.posting_id)
        );
    }
    if let Some(number) = write_off_of_posting(session.connection(), request.posting_id)? {
        return Err(Refusal::new("settlement_of_write_off")
            .with("posting_id", request.posting_id)
            .with("number", number));
    }
    let posting = session.act(|act| {
        act.because(
            Some(request.reason.trim()).filter(|text| !text.is_empty()),
            None,
        );
        if let Some(line_id) = line_id {
            return take_line_back(act, line_id);
        }
        act.about("settlement", request.posting_id);
        demand_not_reimbursed(act, request.posting_id)?;
        let mut poster = Poster::default();
        take_back(act, &mut poster, request.posting_id)?;
        let (posting, customers) = poster.finish(act)?;
        after_settlement(act, &customers);
        Ok(posting)
    })?;
    Ok(SettlementUndone { posting, line_id })
}

fn found(connection: &Connection, posting_id: i64) -> Result<(Option<i64>, bool), Refusal> {
    connection
        .query_row(
            "SELECT line_id, undone_by_act_id IS NOT NULL AS undone FROM settlement_postings WHERE id = :id",
            named_params! {":id": posting_id},
            |row| Ok((row.get("line_id")?, row.get("undone")?)),
        )
        .optional()?
        .ok_or_else(|| Refusal::new("unknown_settlement").with("posting_id", posting_id))
}

fn take_line_back(act: &mut Act<'_>, line_id: i64) -> Result<Posting, Refusal> {
    let line = LineFacts::load(act, line_id)?;
    if line.state != "posted" {
        return Err(Refusal::new("bank_line_not_posted")
            .with("line_id", line_id)
            .with("state", &line.state));
    }
    act.about("bank_line", line_id);
    let returns = returns_of_line(act, line_id)?;
    if !returns.is_empty() {
        return take_returns_back(act, line_id, &returns);
    }
    act.change("state", "posted", "open");
    let mut poster = Poster::default();
    for posting_id in ids(
        act,
        "SELECT id FROM settlement_postings WHERE line_id = :line AND undone_by_act_id IS NULL ORDER BY id DESC",
        line_id,
    )? {
        take_back(act, &mut poster, posting_id)?;
    }
    for payment_id in ids(
        act,
        "SELECT transaction_id AS id FROM bank_postings WHERE line_id = :line AND undone_by_act_id IS NULL
         ORDER BY id DESC",
        line_id,
    )? {
        cancel_entry(act, &mut poster, payment_id)?;
    }
    act.execute(
        "UPDATE bank_postings SET undone_by_act_id = :act WHERE line_id = :line AND undone_by_act_id IS NULL",
        named_params! {":line": line_id, ":act": act.id},
    )?;
    states::set(act, line_id, "open", "")?;
    let (posting, customers) = poster.finish(act)?;
    after_settlement(act, &customers);
    propose_lines(act, &[line_id])?;
    Ok(posting)
}

/// A line that gave payments back waits as a task again, and the payments stand.
fn take_returns_back(act: &mut Act<'_>, line_id: i64, returns: &[i64]) -> Result<Posting, Refusal> {
    act.change("state", "posted", "returned");
    let mut poster = Poster::default();
    for return_id in returns {
        take_return_back(act, &mut poster, *return_id)?;
    }
    states::set(act, line_id, "returned", "")?;
    let (posting, customers) = poster.finish(act)?;
    after_settlement(act, &customers);
    Ok(posting)
}

fn ids(connection: &Connection, sql: &str, line_id: i64) -> Result<Vec<i64>, Refusal> {
    let mut statement = connection.prepare_cached(sql)?;
    let ids = statement.query_map(named_params! {":line": line_id}, |row| row.get("id"))?;
    Ok(ids.collect::<Result<_, _>>()?)
}
