//! What people decide about holds: `holds.release`, `holds.reject`, `holds.cancel`, `holds.approve`, `holds.decline`,
//! `holds.recall`, `holds.undo` (spec 12 §7, §9). Many at once are one act: all of them or none.

mod back;
mod person;
mod refused;

use chrono::{DateTime, NaiveDate, Utc};
use engine::holds::manual::{
    self, Act as Wanted, Approval, Asked, Case, Ceiling, Decided, GivenReason, ManualRefusal,
    Outcome, ReasonKind as Kind, Workflow,
};
use engine::holds::order_state::{Event, State};
use engine::holds::{Mode, ReleaseMode, Switch, released};
use rusqlite::{Connection, OptionalExtension, named_params};
use serde::{Deserialize, Serialize};

use super::by_company;
use super::check::Bench;
use super::evaluate::{held, held_order};
use super::facts::{Looked, look, switch};
use super::limit_message;
use super::requests::{self, Request};
use super::store::{self, Because, Closing, HoldRow, OrderRow};
use super::typed::{Taken, take_step};
use crate::act::Act;
use crate::reasons::{ReasonKind, reason_id};
use crate::refusal::Refusal;
use crate::session::Session;
use crate::users::{self, Right};
pub use back::{recall, undo};
use person::Person;
pub(super) use refused::manual_refusal;

/// Releases holds.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct ReleaseHolds {
    /// The holds that the person looked at.
    #[ts(type = "number[]")]
    pub hold_ids: Vec<i64>,
    /// Code of a reason of the kind *release*.
    pub reason: String,
    /// When to look at them again.
    #[serde(default)]
    pub review_on: Option<NaiveDate>,
    /// With the step or without.
    pub mode: ReleaseMode,
    /// In words.
    #[serde(default)]
    pub comment: String,
}

/// Rejects, cancels, approves, declines, recalls or undoes.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct DecideHolds {
    /// The holds that the person looked at.
    #[ts(type = "number[]")]
    pub hold_ids: Vec<i64>,
    /// In words; declining needs some.
    #[serde(default)]
    pub comment: String,
}

/// What became of holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct HoldsDecided {
    /// Decided at once.
    #[ts(type = "number")]
    pub decided: u64,
    /// They wait for approval.
    #[ts(type = "number")]
    pub requested: u64,
    /// Numbers of the orders whose step somebody has to execute with the release.
    pub perform: Vec<String>,
    /// Numbers of the orders that took their step with the release, because the book keeps them.
    pub performed: Vec<String>,
}

impl HoldsDecided {
    /// Enters what a release does with the step at which the order was held.
    fn step(&mut self, order_no: String, step: TheStep) {
        match step {
            TheStep::Left => {}
            TheStep::Asked => self.perform.push(order_no),
            TheStep::Taken { .. } => self.performed.push(order_no),
        }
    }
}

/// What becomes of the step at which an order was held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum TheStep {
    /// Nothing: only the hold is gone, or the order has the step already.
    Left,
    /// Somebody has to execute it.
    Asked,
    /// The order took it.
    Taken {
        /// The stored step at which it stood before.
        before: String,
    },
}

/// `holds.release`
pub fn release(session: &mut Session<'_>, request: ReleaseHolds) -> Result<HoldsDecided, Refusal> {
    let reason = request.reason.trim().to_owned();
    let wanted = Wanted::Release {
        reason: (!reason.is_empty()).then_some(GivenReason {
            id: reason,
            kind: Kind::Release,
        }),
        review_on: request.review_on,
        mode: request.mode,
    };
    decide_all(session, &request.hold_ids, &wanted, &request.comment)
}

/// `holds.reject`
pub fn reject(session: &mut Session<'_>, request: DecideHolds) -> Result<HoldsDecided, Refusal> {
    let comment = Some(request.comment.clone());
    decide_all(
        session,
        &request.hold_ids,
        &Wanted::Reject { comment },
        &request.comment,
    )
}

/// `holds.cancel`
pub fn cancel(session: &mut Session<'_>, request: DecideHolds) -> Result<HoldsDecided, Refusal> {
    decide_all(
        session,
        &request.hold_ids,
        &Wanted::Cancel,
        &request.comment,
    )
}

/// `holds.approve`: one click. A request is signed; a hold without one is released with the default reason and mode.
pub fn approve(session: &mut Session<'_>, request: DecideHolds) -> Result<HoldsDecided, Refusal> {
    decide_all(
        session,
        &request.hold_ids,
        &Wanted::Approve,
        &request.comment,
    )
}

/// `holds.decline`: one click. A request goes back to the list; a hold without one is rejected.
pub fn decline(session: &mut Session<'_>, request: DecideHolds) -> Result<HoldsDecided, Refusal> {
    let comment = Some(request.comment.clone());
    decide_all(
        session,
        &request.hold_ids,
        &Wanted::Decline { comment },
        &request.comment,
    )
}

fn decide_all(
    session: &mut Session<'_>,
    hold_ids: &[i64],
    wanted: &Wanted,
    comment: &str,
) -> Result<HoldsDecided, Refusal> {
    if hold_ids.is_empty() {
        return Err(Refusal::new("nothing_chosen"));
    }
    let person = Person::of(session, hold_ids)?;
    session.act_for(person.acting_for_id, |act| {
        let mut done = HoldsDecided::default();
        by_company::each(act, hold_ids, |act, ids| {
            let bench = Bench::on(act, person.today)?;
            for id in ids {
                let (row, hold) = held_order(act, *id)?;
                if hold_ids.len() == 1 {
                    act.about("order", &row.order_no);
                } else {
                    act.about("holds", hold_ids.len());
                }
                let order_no = row.order_no.clone();
                let held = (row, hold);
                decide(act, &bench, &person, held, (wanted, comment), &mut done)
                    .map_err(|refusal| refusal.with("order_no", &order_no))?;
            }
            Ok(())
        })?;
        act.because(None, Some(comment));
        act.note("decided", done.decided);
        act.note("requested", done.requested);
        Ok(done)
    })
}

fn decide(
    act: &mut Act<'_>,
    bench: &Bench,
    person: &Person,
    (mut row, hold): (OrderRow, HoldRow),
    (wanted, comment): (&Wanted, &str),
    done: &mut HoldsDecided,
) -> Result<(), Refusal> {
    let pending = requests::pending(act, hold.id)?;
    if let (Some(request), State::InApproval) = (&pending, row.state) {
        match wanted {
            Wanted::Approve => {
                return approve_request(act, bench, person, (row, hold), request, comment, done);
            }
            Wanted::Decline { .. } => {
                return decline_request(act, bench, person, (row, request), comment, done);
            }
            _ => {}
        }
    }
    let workflow = requests::workflow(act)?;
    let case = case(act, &row, &hold, pending.as_ref())?;
    let becomes_request = workflow.active && !hold.forced;
    // One click declines too: who may not reject asks for it where a workflow is active, and for nothing else.
    let rejects = matches!(wanted, Wanted::Reject { .. } | Wanted::Decline { .. });
    if matches!(wanted, Wanted::Cancel) || rejects && !becomes_request {
        users::allow(&person.user, Right::Decide, "holds.reject")?;
    }
    let outcome = manual::decide(
        &case,
        wanted,
        &manual::Desk {
            day: person.today,
            // Who only asks is bound by no ceiling; who signs is.
            ceiling: if becomes_request {
                Ceiling::Unlimited
            } else {
                person.ceiling
            },
            workflow: if workflow.active {
                Workflow::Active
            } else {
                Workflow::Inactive
            },
            parameters: &bench.policy.parameters,
        },
    )
    .map_err(manual_refusal)?;
    if outcome.state == State::InApproval {
        let mode = match wanted {
            Wanted::Release { mode, .. } => *mode,
            _ => bench
                .policy
                .parameters
                .release_mode
                .unwrap_or(ReleaseMode::WithoutPosting),
        };
        requests::ask(
            act,
            bench,
            (&mut row, &hold),
            &outcome,
            (mode, comment),
            person.user_id,
        )?;
        done.requested += 1;
        return Ok(());
    }
    let order_no = row.order_no.clone();
    let step = carry_out(act, bench, (row, &hold), &outcome, comment)?;
    done.step(order_no, step);
    done.decided += 1;
    Ok(())
}

/// A hold as it is now, beside what the person looked at.
fn case(
    connection: &Connection,
    row: &OrderRow,
    hold: &HoldRow,
    pending: Option<&Request>,
) -> Result<Case, Refusal> {
    let granted = pending.filter(|request| request.granted);
    Ok(Case {
        state: row.state,
        hold_id: row.hold_id,
        seen_hold_id: Some(hold.id),
        decided: decided(connection, hold.id)?,
        forced: switch(hold.forced),
        modified: switch(hold.modified),
        amount_minor: hold.amount_minor,
        approval: match (row.state, granted) {
            (_, Some(request)) => Approval::Granted {
                act: request.wanted,
            },
            (State::InApproval, None) => Approval::Pending,
            _ => Approval::NotAsked,
        },
    })
}

/// Who decided about a hold, and when.
fn decided(connection: &Connection, hold_id: i64) -> Result<Option<Decided>, Refusal> {
    let found: Option<(String, String, String)> = connection
        .prepare_cached(
            "SELECT u.name, a.at, h.state FROM holds h JOIN audit a ON a.id = h.closed_act_id
             JOIN users u ON u.id = a.user_id WHERE h.id = :id AND h.state <> 'open'",
        )?
        .query_row(named_params! {":id": hold_id}, |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })
        .optional()?;
    found
        .map(|(by, at, state)| {
            let at: DateTime<Utc> = at
                .parse()
                .map_err(|_| Refusal::new("book_damaged").with("at", &at))?;
            Ok(Decided {
                by,
                at,
                state: store::state_of(&state)?,
            })
        })
        .transpose()
}

/// Writes what was decided: the hold is closed, the order goes on, and what it reserved is over where it does not. One
/// that was only checked keeps its credit from now on; one of the book takes its step where that goes with the release.
pub(super) fn carry_out(
    act: &mut Act<'_>,
    bench: &Bench,
    (mut row, hold): (OrderRow, &HoldRow),
    outcome: &Outcome,
    comment: &str,
) -> Result<TheStep, Refusal> {
    let day = bench.taker.as_of;
    let mut step = TheStep::Left;
    let reason_id = match &outcome.reason {
        Some(code) => Some(reason_id(act, ReasonKind::Release, code)?),
        None => None,
    };
    let (event, state) = match outcome.state {
        State::Released => (Event::Released, "released"),
        State::Rejected => (Event::Rejected, "rejected"),
        _ => (Event::Cancelled, "cancelled"),
    };
    if event == Event::Released {
        let held = held(act, &row, hold)?;
        let looked = look(act, bench, &row.known(), (hold.step, hold.mode))?;
        row.released = Some(released(&held, &looked.snapshot, &bench.policy, None));
        let days = bench.policy.parameters.reservation_days;
        store::reserve_released(act, &mut row, &looked.snapshot, days)?;
        if outcome.perform_step == Switch::On {
            step = perform(act, bench, (&row, hold), &looked)?;
        }
    } else {
        store::end_reservations(act, row.id, day, engine::holds::reservation::Why::Cancelled)?;
    }
    row.forced = None;
    requests::finish(act, hold.id)?;
    store::close_hold(
        act,
        hold.id,
        &Closing {
            state,
            day,
            reason_id,
            comment,
            review_on: outcome.review_on,
            perform_step: outcome.perform_step == Switch::On,
            step_before: match &step {
                TheStep::Taken { before } => Some(before),
                TheStep::Left | TheStep::Asked => None,
            },
        },
    )?;
    store::go(
        act,
        &mut row,
        event,
        day,
        &Because {
            reason_id,
            comment,
            check_id: None,
            hold_id: Some(hold.id),
        },
    )?;
    row.hold_id = None;
    if event == Event::Cancelled {
        super::typed::cancel_in_book(act, &row.order_no)?;
    }
    // What this order no longer claims, the customer's other holds have.
    act.credit.customers.insert(row.customer_id);
    store::save(act, &mut row, None)?;
    Ok(step)
}

/// Takes a released order of the book to the step at which it was held: the same step is executed again (spec 12 §7). What
/// stops the step whatever rules say stops it here too, and then somebody has to see to it.
fn perform(
    act: &Act<'_>,
    bench: &Bench,
    (row, hold): (&OrderRow, &HoldRow),
    looked: &Looked,
) -> Result<TheStep, Refusal> {
    let limit = limit_message::when_off(&bench.taker, &row.order_no, looked)?;
    let stopped = looked.stop.is_some() || limit.is_some_and(|limit| limit.stops());
    if stopped || hold.mode == Mode::ProForma {
        return Ok(TheStep::Asked);
    }
    Ok(match take_step(act, &row.order_no, hold.step)? {
        Taken::From(before) => TheStep::Taken { before },
        Taken::Left => TheStep::Left,
        Taken::NotKept => TheStep::Asked,
    })
}

fn approve_request(
    act: &mut Act<'_>,
    bench: &Bench,
    person: &Person,
    (row, hold): (OrderRow, HoldRow),
    request: &Request,
    comment: &str,
    done: &mut HoldsDecided,
) -> Result<(), Refusal> {
    let granted = requests::sign(act, bench, request, (person.user_id, person.today), comment)?;
    if !granted || requests::workflow(act)?.automated.is_none() && request.wanted == Asked::Release
    {
        done.requested += 1;
        return Ok(());
    }
    let outcome = request.outcome(act, &row)?;
    let order_no = row.order_no.clone();
    let step = carry_out(act, bench, (row, &hold), &outcome, &request.comment)?;
    done.step(order_no, step);
    done.decided += 1;
    Ok(())
}

fn decline_request(
    act: &mut Act<'_>,
    bench: &Bench,
    person: &Person,
    (mut row, request): (OrderRow, &Request),
    comment: &str,
    done: &mut HoldsDecided,
) -> Result<(), Refusal> {
    if comment.trim().is_empty() {
        return Err(manual_refusal(ManualRefusal::CommentMissing));
    }
    // What everybody has signed waits for its release: whoever may reject an order may send it back.
    if request.granted {
        users::allow(&person.user, Right::Decide, "holds.decline")?;
    }
    requests::decline(act, bench, request, (person.user_id, person.today), comment)?;
    back_to_list(act, &mut row, person.today, comment)?;
    done.decided += 1;
    Ok(())
}

pub(super) fn back_to_list(
    act: &Act<'_>,
    row: &mut OrderRow,
    day: NaiveDate,
    comment: &str,
) -> Result<(), Refusal> {
    store::go(
        act,
        row,
        Event::Recalled,
        day,
        &Because {
            comment,
            hold_id: row.hold_id,
            ..Because::default()
        },
    )?;
    store::save(act, row, None)
}
