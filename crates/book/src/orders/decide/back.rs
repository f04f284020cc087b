//! The way back: `holds.recall` takes a request back, `holds.undo` a decision.

use engine::holds::manual::ManualRefusal;
use engine::holds::order_state::Event;
use rusqlite::named_params;

use super::{DecideHolds, HoldsDecided, back_to_list, manual_refusal};
use crate::act::Act;
use crate::orders::by_company;
use crate::orders::evaluate::held_order;
use crate::orders::requests;
use crate::orders::store::{self, Because, NewHold};
use crate::orders::typed::back_from;
use crate::refusal::Refusal;
use crate::session::Session;
use crate::users::{self, Right};

/// `holds.recall`: takes requests back; one's own, or anybody's where one may decide about holds.
pub fn recall(session: &mut Session<'_>, request: DecideHolds) -> Result<HoldsDecided, Refusal> {
    let today = session.today;
    let me = users::load(session.connection(), session.actor.user_id)?;
    session.act(|act| {
        let mut done = HoldsDecided::default();
        by_company::each(act, &request.hold_ids, |act, ids| {
            for id in ids {
                let (mut row, hold) = held_order(act, *id)?;
                act.about("order", &row.order_no);
                let pending = requests::pending(act, hold.id)?.ok_or_else(|| {
                    manual_refusal(ManualRefusal::NotPossible { state: row.state })
                        .with("order_no", &row.order_no)
                })?;
                if pending.asked_by_id != me.id && !me.may(Right::Decide) {
                    return Err(Refusal::new("hold_request_of_other")
                        .with("order_no", &row.order_no)
                        .with("user", users::load(act, pending.asked_by_id)?.name));
                }
                requests::close(act, pending.id, "recalled")?;
                back_to_list(act, &mut row, today, &request.comment)?;
                done.decided += 1;
            }
            Ok(())
        })?;
        act.because(None, Some(&request.comment));
        Ok(done)
    })
}

/// `holds.undo`: an order that was released or rejected is on hold again, with the reasons of then, and stands where it stood
/// before its release took a step with it (spec 30 §11).
pub fn undo(session: &mut Session<'_>, request: DecideHolds) -> Result<HoldsDecided, Refusal> {
    session.act(|act| {
        let mut done = HoldsDecided::default();
        by_company::each(act, &request.hold_ids, |act, ids| {
            for id in ids {
                hold_again(act, *id, &request.comment)?;
                done.decided += 1;
            }
            Ok(())
        })?;
        act.because(None, Some(&request.comment));
        Ok(done)
    })
}

/// Puts an order that was released or rejected on hold again, where nothing was decided about it since.
fn hold_again(act: &mut Act<'_>, id: i64, comment: &str) -> Result<(), Refusal> {
    let today = act.today;
    let (mut row, hold) = held_order(act, id)?;
    act.about("order", &row.order_no);
    let last: Option<i64> = act.query_row(
        "SELECT MAX(id) FROM holds WHERE order_id = :order",
        named_params! {":order": row.id},
        |found| found.get(0),
    )?;
    if last != Some(hold.id) || row.hold_id.is_some() {
        return Err(Refusal::new("hold_superseded").with("order_no", &row.order_no));
    }
    let reasons: Vec<_> = store::reasons(act, hold.id)?
        .into_iter()
        .map(|(reason, _)| reason)
        .collect();
    let (forced_reason_id, check_id, step_before): (Option<i64>, Option<i64>, Option<String>) = act
        .query_row(
            "SELECT forced_reason_id, check_id, step_before FROM holds WHERE id = :id",
            named_params! {":id": hold.id},
            |found| Ok((found.get(0)?, found.get(1)?, found.get(2)?)),
        )?;
    if let Some(before) = &step_before {
        back_from(act, &row.order_no, hold.step, before)?;
    }
    if forced_reason_id.is_some() {
        row.forced = reasons.iter().find_map(|reason| match &reason.measured {
            engine::holds::Figure::Id { id: Some(id) }
                if reason.code == engine::holds::ReasonCode::Forced =>
            {
                Some(engine::holds::Forced {
                    reason: id.clone(),
                    on: today,
                })
            }
            _ => None,
        });
    }
    row.released = None;
    // What the release kept for it is over: a hold claims by itself.
    store::end_reservations(
        act,
        row.id,
        today,
        engine::holds::reservation::Why::Replaced,
    )?;
    let hold_id = store::open_hold(
        act,
        &mut row,
        &NewHold {
            step: hold.step,
            mode: hold.mode,
            day: today,
            amount_minor: hold.amount_minor,
            check_id,
            forced_reason_id,
            reasons: &reasons,
        },
    )?;
    let because = Because {
        comment,
        hold_id: Some(hold_id),
        ..Because::default()
    };
    store::go(act, &mut row, Event::Undone, today, &because)?;
    store::save(act, &mut row, None)?;
    act.credit.customers.insert(row.customer_id);
    Ok(())
}
