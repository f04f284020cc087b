//! `letters.edit` and `letters.remove_item`: what can be changed on a draft (spec 22 §6, T-D23).

use rusqlite::{Connection, OptionalExtension, named_params};
use serde::{Deserialize, Serialize};

use super::create::count_items;
use super::recheck::{OtherCode, recheck};
use super::selection::{RunDays, Selection};
use super::show::{self, Letter, LetterRequest};
use crate::host::Unwatched;
use crate::refusal::Refusal;
use crate::session::Session;

/// Longest note on a letter, characters.
const NOTE_LIMIT: usize = 2_000;

/// Most lines of an address that an envelope window holds.
const ADDRESS_LINES: usize = 6;

/// Changes a draft.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct EditLetter {
    /// The draft.
    #[ts(type = "number")]
    pub letter_id: i64,
    /// Printed above the closing text.
    pub note: String,
    /// Lines of the address; the customer's own where missing.
    #[serde(default)]
    pub address: Option<Vec<String>>,
}

/// Takes a transaction off a draft, or puts it back.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ts_rs::TS)]
pub struct RemoveLetterItem {
    /// The draft.
    #[ts(type = "number")]
    pub letter_id: i64,
    /// The transaction.
    #[ts(type = "number")]
    pub transaction_id: i64,
    /// What to do.
    #[serde(default)]
    pub to: LetterItemTo,
}

/// What to do with an item in review.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum LetterItemTo {
    /// Take it off.
    #[default]
    Remove,
    /// Put it back.
    Restore,
}

/// `letters.edit`
pub fn edit(session: &mut Session<'_>, request: EditLetter) -> Result<Letter, Refusal> {
    if request.note.chars().count() > NOTE_LIMIT {
        return Err(Refusal::new("value_too_long")
            .with("field", "note")
            .with("limit", NOTE_LIMIT));
    }
    let lines = request.address.map(|lines| {
        lines
            .into_iter()
            .map(|line| line.trim().to_owned())
            .filter(|line| !line.is_empty())
            .collect::<Vec<_>>()
    });
    if lines
        .as_ref()
        .is_some_and(|lines| lines.is_empty() || lines.len() > ADDRESS_LINES)
    {
        return Err(Refusal::new("address_lines_wrong")
            .with("field", "address")
            .with("limit", ADDRESS_LINES));
    }
    session.act(|act| {
        demand_draft(act, request.letter_id)?;
        act.about("letter", request.letter_id);
        let old: (String, Option<String>) = act.query_row(
            "SELECT note, address FROM letter_drafts WHERE id = :id",
            named_params! {":id": request.letter_id},
            |row| Ok((row.get("note")?, row.get("address")?)),
        )?;
        let address = lines.map(|lines| lines.join("\n"));
        act.change("note", &old.0, &request.note);
        act.change("address", &old.1, &address);
        act.execute(
            "UPDATE letter_drafts SET note = :note, address = :address WHERE id = :id",
            named_params! {":note": request.note, ":address": address, ":id": request.letter_id},
        )?;
        Ok(())
    })?;
    show::letter(
        session,
        LetterRequest {
            letter_id: request.letter_id,
        },
    )
}

/// `letters.remove_item`: total, code and texts follow. Refused where there would be no letter without the item.
pub fn remove_item(
    session: &mut Session<'_>,
    request: RemoveLetterItem,
) -> Result<Letter, Refusal> {
    session.act(|act| {
        let run_id = demand_draft(act, request.letter_id)?;
        act.about("letter", request.letter_id);
        let removed = request.to == LetterItemTo::Remove;
        let touched = act.execute(
            "UPDATE letter_draft_items SET removed = :removed WHERE draft_id = :draft AND transaction_id = :transaction",
            named_params! {
                ":removed": removed, ":draft": request.letter_id, ":transaction": request.transaction_id,
            },
        )?;
        count_items(act, request.letter_id)?;
        if touched == 0 {
            return Err(Refusal::new("item_not_on_letter")
                .with("letter_id", request.letter_id)
                .with("transaction_id", request.transaction_id));
        }
        act.note(if removed { "removed" } else { "restored" }, request.transaction_id);
        recompute(act, run_id, request.letter_id)
    })?;
    show::letter(
        session,
        LetterRequest {
            letter_id: request.letter_id,
        },
    )
}

fn recompute(connection: &Connection, run_id: i64, letter_id: i64) -> Result<(), Refusal> {
    let selection = Selection {
        run_id,
        ids: Some(vec![letter_id]),
    };
    let clock = RunDays::load(connection, run_id)?.letter_on;
    let changes = recheck(
        connection,
        &selection,
        clock,
        OtherCode::Follows,
        &Unwatched,
    )?;
    match changes.iter().find_map(|change| change.dropped) {
        Some(reason) => Err(Refusal::new("letter_would_drop")
            .with("reason", reason)
            .with("letter_id", letter_id)),
        None => Ok(()),
    }
}

/// Refuses what is no draft any more; gives its run.
pub(super) fn demand_draft(connection: &Connection, letter_id: i64) -> Result<i64, Refusal> {
    let found: Option<(i64, String)> = connection
        .query_row(
            "SELECT d.run_id, CASE WHEN l.id IS NOT NULL AND d.status = 'created' THEN 'printed' ELSE d.status END AS status
             FROM letter_drafts d LEFT JOIN letters l ON l.id = d.id WHERE d.id = :id",
            named_params! {":id": letter_id},
            |row| Ok((row.get("run_id")?, row.get("status")?)),
        )
        .optional()?;
    match found {
        Some((run_id, status)) if status == "created" => Ok(run_id),
        Some((_, status)) => Err(Refusal::new("letter_not_open")
            .with("letter_id", letter_id)
            .with("status", status)),
        None => Err(Refusal::new("unknown_letter").with("letter_id", letter_id)),
    }
}
