//! `hand_overs.send`, `hand_overs.recall`, `hand_overs.close`, and `hand_overs.back`, which takes the last step back.

use engine::hand_overs::Status;
use rusqlite::{OptionalExtension, named_params};
use serde::{Deserialize, Serialize};

use super::account_status;
use super::items;
use super::list::{HandOver, one};
use crate::act::Act;
use crate::refusal::Refusal;
use crate::session::Session;

/// Names a hand-over.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct HandOverStep {
    /// Row id.
    #[ts(type = "number")]
    pub hand_over_id: i64,
    /// Why, in words.
    pub reason: String,
}

/// A hand-over as a step needs it.
struct Stored {
    id: i64,
    number: String,
    customer_id: i64,
    status: Status,
    agency_before: bool,
}

fn stored(act: &Act<'_>, id: i64) -> Result<Stored, Refusal> {
    let found = act
        .prepare_cached(
            "SELECT id, number, customer_id, status, agency_before FROM hand_overs WHERE id = :id",
        )?
        .query_row(named_params! {":id": id}, |row| {
            Ok((
                row.get("id")?,
                row.get("number")?,
                row.get("customer_id")?,
                row.get::<_, String>("status")?,
                row.get("agency_before")?,
            ))
        })
        .optional()?;
    let (id, number, customer_id, status, agency_before) =
        found.ok_or_else(|| Refusal::new("unknown_hand_over").with("hand_over_id", id))?;
    Ok(Stored {
        id,
        number,
        customer_id,
        status: Status::from_code(&status)
            .ok_or_else(|| Refusal::new("book_damaged").with("status", &status))?,
        agency_before,
    })
}

/// `hand_overs.send`: the agency has it.
pub fn send(session: &mut Session<'_>, request: HandOverStep) -> Result<HandOver, Refusal> {
    step(session, &request, Status::Sent)
}

/// `hand_overs.recall`: its items get letters again where they left off, and the customer is with no agency any more.
pub fn recall(session: &mut Session<'_>, request: HandOverStep) -> Result<HandOver, Refusal> {
    step(session, &request, Status::Recalled)
}

/// `hand_overs.close`: it is over; what is still open of its items stays without letters.
pub fn close(session: &mut Session<'_>, request: HandOverStep) -> Result<HandOver, Refusal> {
    step(session, &request, Status::Closed)
}

fn step(
    session: &mut Session<'_>,
    request: &HandOverStep,
    next: Status,
) -> Result<HandOver, Refusal> {
    if next == Status::Recalled && request.reason.trim().is_empty() {
        return Err(Refusal::new("reason_missing").with("field", "reason"));
    }
    session.act(|act| {
        let hand_over = stored(act, request.hand_over_id)?;
        about(act, &hand_over, &request.reason);
        if !hand_over.status.may_become(next) {
            return Err(Refusal::new("hand_over_step")
                .with("number", &hand_over.number)
                .with("status", hand_over.status.code())
                .with("next", next.code()));
        }
        become_status(act, &hand_over, next, ("step", request.reason.trim()))
    })?;
    one(session.connection(), request.hand_over_id)
}

/// `hand_overs.back`: the last step is taken back; a prepared one is recalled instead.
pub fn back(session: &mut Session<'_>, request: HandOverStep) -> Result<HandOver, Refusal> {
    session.act(|act| {
        let hand_over = stored(act, request.hand_over_id)?;
        about(act, &hand_over, &request.reason);
        let before: Option<String> = act
            .prepare_cached(
                "SELECT status_before FROM hand_over_history
                 WHERE hand_over_id = :id AND kind = 'step' AND status = :status ORDER BY id DESC LIMIT 1",
            )?
            .query_row(
                named_params! {":id": hand_over.id, ":status": hand_over.status.code()},
                |row| row.get("status_before"),
            )
            .optional()?
            .flatten();
        let before = before
            .as_deref()
            .and_then(Status::from_code)
            .ok_or_else(|| {
                Refusal::new("hand_over_no_step_back").with("number", &hand_over.number)
            })?;
        if before.runs() && !hand_over.status.runs() {
            demand_free(act, &hand_over)?;
        }
        become_status(act, &hand_over, before, ("back", request.reason.trim()))
    })?;
    one(session.connection(), request.hand_over_id)
}

fn about(act: &mut Act<'_>, hand_over: &Stored, reason: &str) {
    act.about("hand_over", &hand_over.number);
    act.because(
        Some(reason.trim()).filter(|reason| !reason.is_empty()),
        None,
    );
}

/// Before it runs again: none of its items may have gone to somebody else meanwhile.
fn demand_free(act: &Act<'_>, hand_over: &Stored) -> Result<(), Refusal> {
    let taken: Option<(String, String)> = act
        .prepare_cached(
            "SELECT o.number, t.document_no FROM hand_over_items i
             JOIN hand_over_items j ON j.transaction_id = i.transaction_id AND j.hand_over_id <> i.hand_over_id
             JOIN hand_overs o ON o.id = j.hand_over_id JOIN transactions t ON t.id = i.transaction_id
             WHERE i.hand_over_id = :id AND o.status IN ('prepared', 'sent') LIMIT 1",
        )?
        .query_row(named_params! {":id": hand_over.id}, |row| {
            Ok((row.get("number")?, row.get("document_no")?))
        })
        .optional()?;
    match taken {
        None => Ok(()),
        Some((number, document_no)) => Err(Refusal::new("hand_over_twice")
            .with("document_no", document_no)
            .with("number", number)),
    }
}

fn become_status(
    act: &mut Act<'_>,
    hand_over: &Stored,
    next: Status,
    (kind, note_text): (&str, &str),
) -> Result<(), Refusal> {
    act.change("status", hand_over.status.code(), next.code());
    let today = act.today.to_string();
    let ended = (!next.runs()).then_some(&today);
    act.prepare_cached(
        "UPDATE hand_overs SET status = :status, ended_on = :ended, act_id = :act WHERE id = :id",
    )?
    .execute(named_params! {
        ":id": hand_over.id, ":status": next.code(), ":ended": ended, ":act": act.id,
    })?;
    note(
        act,
        hand_over.id,
        (Some(hand_over.status), next, kind),
        note_text,
    )?;
    // A closed one keeps its items from letters: the agency was the last resort. A recalled one gives them back.
    let recalled = (next == Status::Recalled).then_some(&today);
    act.prepare_cached("UPDATE hand_over_items SET recalled_on = :on WHERE hand_over_id = :id")?
        .execute(named_params! {":id": hand_over.id, ":on": recalled})?;
    // Closed keeps it; recalled takes it back, and what runs again has it again.
    let was_recalled = hand_over.status == Status::Recalled;
    if next == Status::Recalled || (was_recalled && next.runs()) {
        account_status::turn(
            act,
            (hand_over.id, hand_over.customer_id),
            next,
            &hand_over.number,
        )?;
    }
    if next.runs() {
        items::mark(act, hand_over.customer_id, true)?;
    } else if !items::any_runs(act, hand_over.customer_id)? {
        items::mark(act, hand_over.customer_id, hand_over.agency_before)?;
    }
    Ok(())
}

/// Writes a step into the history.
pub(super) fn note(
    act: &Act<'_>,
    id: i64,
    (before, status, kind): (Option<Status>, Status, &str),
    text: &str,
) -> Result<(), Refusal> {
    act.prepare_cached(
        "INSERT INTO hand_over_history (hand_over_id, status_before, status, kind, on_day, note, user_id, act_id)
         VALUES (:id, :before, :status, :kind, :on, :note, :user, :act)",
    )?
    .execute(named_params! {
        ":id": id, ":before": before.map(Status::code), ":status": status.code(), ":kind": kind,
        ":on": act.today.to_string(), ":note": text, ":user": act.actor.user_id, ":act": act.id,
    })?;
    Ok(())
}
