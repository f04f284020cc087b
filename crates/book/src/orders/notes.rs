//! `holds.note`: what somebody wants to have said about a hold (spec 12 §6). A note decides nothing and can be written at any
//! time; it stands in the history of hold and order with its author and its day.

use engine::holds::Step;
use rusqlite::named_params;
use serde::{Deserialize, Serialize};

use super::detail::{OrderChange, history_of_hold};
use super::evaluate::held_order;
use crate::refusal::Refusal;
use crate::session::Session;

/// Characters of a note at most.
const LONGEST: usize = 4_000;

/// Writes a note about a hold.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct NoteHold {
    /// The hold, open or not.
    #[ts(type = "number")]
    pub hold_id: i64,
    /// In words.
    pub note: String,
}

/// What is said about a hold now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct HoldHistory {
    /// What happened to it, and the notes about it, newest first.
    pub history: Vec<OrderChange>,
}

/// `holds.note`
pub fn note(session: &mut Session<'_>, request: NoteHold) -> Result<HoldHistory, Refusal> {
    let note = request.note.trim();
    if note.is_empty() {
        return Err(Refusal::new("value_missing").with("field", "note"));
    }
    if note.chars().count() > LONGEST {
        return Err(Refusal::new("value_too_long")
            .with("field", "note")
            .with("limit", LONGEST));
    }
    session.act(|act| {
        let (row, hold) = held_order(act, request.hold_id)?;
        act.about("order", &row.order_no);
        act.because(None, Some(note));
        act.execute(
            "INSERT INTO order_history (order_id, old_state, new_state, step, changed_on, event, comment, hold_id, act_id)
             VALUES (:order, :state, :state, :step, :on, 'noted', :note, :hold, :act)",
            named_params! {
                ":order": row.id, ":state": row.state.code(), ":step": Step::code(hold.step),
                ":on": act.today.to_string(), ":note": note, ":hold": request.hold_id, ":act": act.id,
            },
        )?;
        Ok(HoldHistory {
            history: history_of_hold(act, request.hold_id)?,
        })
    })
}
