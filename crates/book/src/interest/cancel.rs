//! `interest.cancel`: notes that are not posted.

use chrono::NaiveDate;
use rusqlite::named_params;
use serde::{Deserialize, Serialize};

use super::parts::Note;
use super::{chosen, key_of};
use crate::act::Act;
use crate::refusal::Refusal;
use crate::session::Session;

/// Cancels notes.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct CancelNotes {
    /// Those of a run that are not posted.
    #[ts(type = "number | null")]
    pub run_id: Option<i64>,
    /// Or these.
    #[ts(type = "Array<number>")]
    pub note_ids: Vec<i64>,
    /// Why.
    pub reason: String,
}

/// What was cancelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(rename = "InterestNotesCancelled")]
pub struct NotesCancelled {
    /// How many.
    #[ts(type = "number")]
    pub notes: u64,
}

/// `interest.cancel`: what they charged is charged by the next run.
pub fn cancel(session: &mut Session<'_>, request: CancelNotes) -> Result<NotesCancelled, Refusal> {
    let today = session.today;
    let ids = chosen(
        session.connection(),
        request.run_id,
        &request.note_ids,
        &["created", "printed"],
    )?;
    session.act(|act| {
        act.about("interest_notes", key_of(request.run_id, &ids));
        act.because(
            Some(request.reason.trim()).filter(|text| !text.is_empty()),
            None,
        );
        for id in &ids {
            let note = Note::load(act, *id)?;
            if !matches!(note.status.as_str(), "created" | "printed") {
                return Err(Refusal::new("interest_note_not_open")
                    .with("note_no", note.number)
                    .with("status", note.status));
            }
            mark(act, *id, today, "person")?;
        }
        act.note("notes", ids.len());
        Ok(NotesCancelled {
            notes: ids.len() as u64,
        })
    })
}

/// Marks a note that is not posted as cancelled.
pub(super) fn mark(act: &Act<'_>, id: i64, on: NaiveDate, reason: &str) -> Result<(), Refusal> {
    act.prepare_cached(
        "UPDATE interest_notes SET status = 'cancelled', cancelled_on = :on, cancel_reason = :reason, cancelled_act_id = :act
         WHERE id = :id AND status IN ('created', 'printed')",
    )?
    .execute(named_params! {":id": id, ":on": on.to_string(), ":reason": reason, ":act": act.id})?;
    Ok(())
}
