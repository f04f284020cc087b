//! `interest.show`: a note with its items, their interest sheet, and what was adjusted.

use chrono::NaiveDate;
use engine::interest::Slice;
use rusqlite::{Connection, named_params};
use serde::{Deserialize, Serialize};

use super::adjust::Adjustment;
use super::list::{NoteRow, read};
use super::parts::{FEE, Note};
use super::text_day;
use crate::accounts::optional_day_of;
use crate::refusal::Refusal;
use crate::session::Session;

/// Names a note.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ts_rs::TS)]
#[ts(rename = "InterestNoteOf")]
pub struct NoteOf {
    /// The note.
    #[ts(type = "number")]
    pub note_id: i64,
}

/// An item of a note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(rename = "InterestNoteItem")]
pub struct NoteItemShown {
    /// The item.
    #[ts(type = "number")]
    pub item_id: i64,
    /// The transaction.
    #[ts(type = "number")]
    pub transaction_id: i64,
    /// Number of its document.
    pub document_no: String,
    /// Day on its document; missing where it left the book.
    pub document_on: Option<NaiveDate>,
    /// Due day.
    pub due_on: NaiveDate,
    /// Amount, minor units.
    #[ts(type = "number")]
    pub amount_minor: i64,
    /// What it has cost from its due day, minor units.
    #[ts(type = "number")]
    pub cumulative_minor: i64,
    /// What of it was charged before, minor units.
    #[ts(type = "number")]
    pub before_minor: i64,
    /// What the note charges, minor units.
    #[ts(type = "number")]
    pub interest_minor: i64,
    /// The lump sum that it charges, minor units.
    #[ts(type = "number")]
    pub lump_sum_minor: i64,
    /// The first day that the note charges.
    pub charged_from: NaiveDate,
    /// The last day that it charges.
    pub charged_to: NaiveDate,
    /// The interest sheet.
    pub slices: Vec<Slice>,
    /// `none`, `waived`, `reinstated` or `reversed`.
    pub adjusted: String,
}

/// A note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(rename = "InterestNoteShown")]
pub struct NoteShown {
    /// Its row.
    pub note: NoteRow,
    /// Day of its paper.
    pub note_on: Option<NaiveDate>,
    /// Until when it asks for payment.
    pub due_on: Option<NaiveDate>,
    /// What rounding adds, minor units.
    #[ts(type = "number")]
    pub rounding_minor: i64,
    /// What is open of it, minor units; 0 before it is posted.
    #[ts(type = "number")]
    pub open_minor: i64,
    /// Its transactions; none before it is posted.
    #[ts(type = "Array<number>")]
    pub transaction_ids: Vec<i64>,
    /// Its items.
    pub items: Vec<NoteItemShown>,
    /// `none`, `waived`, `reinstated` or `reversed`; missing where there is no fee.
    pub fee_adjusted: Option<String>,
    /// What was adjusted, the oldest first.
    pub adjustments: Vec<Adjustment>,
}

/// `interest.show`
pub fn show(session: &mut Session<'_>, request: NoteOf) -> Result<NoteShown, Refusal> {
    session.read(|connection| load_note(connection, request.note_id))
}

/// Reads a note.
pub(crate) fn load_note(connection: &Connection, id: i64) -> Result<NoteShown, Refusal> {
    let state = Note::load(connection, id)?;
    let row = read(connection, &[id])?
        .pop()
        .ok_or_else(|| Refusal::new("unknown_interest_note").with("note_id", id))?;
    let all: Vec<i64> = state.parts.iter().map(|part| part.id).collect();
    let open_minor = state
        .targets(connection, &all)?
        .iter()
        .map(|target| target.open_minor.abs())
        .sum();
    let adjustments = adjustments(connection, id)?;
    let items = items(connection, &state)?;
    let fee_adjusted = state
        .parts
        .iter()
        .find(|part| part.id == FEE)
        .map(|_| adjusted(connection, &state, FEE))
        .transpose()?;
    let mut statement = connection.prepare_cached(
        "SELECT note_on, due_on, rounding_minor FROM interest_notes WHERE id = :id",
    )?;
    let mut rows = statement.query(named_params! {":id": id})?;
    let head = rows
        .next()?
        .ok_or_else(|| Refusal::new("unknown_interest_note").with("note_id", id))?;
    Ok(NoteShown {
        note: row,
        note_on: optional_day_of(head, "note_on")?,
        due_on: optional_day_of(head, "due_on")?,
        rounding_minor: head.get("rounding_minor")?,
        open_minor,
        transaction_ids: [state.interest_transaction_id, state.fee_transaction_id]
            .into_iter()
            .flatten()
            .collect(),
        items,
        fee_adjusted,
        adjustments,
    })
}

fn items(connection: &Connection, note: &Note) -> Result<Vec<NoteItemShown>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT i.*, t.document_on FROM interest_note_items i LEFT JOIN transactions t ON t.id = i.transaction_id
         WHERE i.note_id = :note ORDER BY i.due_on, i.id",
    )?;
    let mut rows = statement.query(named_params! {":note": note.id})?;
    let mut items = Vec::new();
    while let Some(row) = rows.next()? {
        let item_id: i64 = row.get("id")?;
        items.push(NoteItemShown {
            item_id,
            transaction_id: row.get("transaction_id")?,
            document_no: row.get("document_no")?,
            document_on: optional_day_of(row, "document_on")?,
            due_on: text_day(row, "due_on")?,
            amount_minor: row.get("amount_minor")?,
            cumulative_minor: row.get("cumulative_minor")?,
            before_minor: row.get("before_minor")?,
            interest_minor: row.get("interest_minor")?,
            lump_sum_minor: row.get("lump_sum_minor")?,
            charged_from: text_day(row, "charged_from")?,
            charged_to: text_day(row, "charged_to")?,
            slices: serde_json::from_str(&row.get::<_, String>("slices")?)?,
            adjusted: adjusted(connection, note, item_id)?,
        });
    }
    Ok(items)
}

/// The last thing that was done with a part.
fn adjusted(connection: &Connection, note: &Note, part: i64) -> Result<String, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT a.kind FROM interest_adjustments a JOIN interest_adjustment_parts p ON p.adjustment_id = a.id
         WHERE a.note_id = :note AND p.part = :part ORDER BY a.id DESC LIMIT 1",
    )?;
    let mut rows = statement.query(named_params! {":note": note.id, ":part": part})?;
    Ok(match rows.next()? {
        Some(row) => row.get("kind")?,
        None => "none".to_owned(),
    })
}

fn adjustments(connection: &Connection, note_id: i64) -> Result<Vec<Adjustment>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT a.*, t.document_no, i.document_no AS item, u.name AS user FROM interest_adjustments a
         JOIN transactions t ON t.id = a.transaction_id JOIN users u ON u.id = a.by_id
         LEFT JOIN interest_note_items i ON i.id = a.item_id WHERE a.note_id = :note ORDER BY a.id",
    )?;
    let mut rows = statement.query(named_params! {":note": note_id})?;
    let mut adjustments = Vec::new();
    while let Some(row) = rows.next()? {
        adjustments.push(Adjustment {
            kind: row.get("kind")?,
            object: row.get("object")?,
            item: row.get("item")?,
            adjusted_on: text_day(row, "adjusted_on")?,
            amount_minor: row.get("amount_minor")?,
            document_no: row.get("document_no")?,
            comment: row.get("comment")?,
            user: row.get("user")?,
            at: row.get("at")?,
        });
    }
    Ok(adjustments)
}
