//! `holds.evaluate`: which reasons of a hold are still there, and what becomes of it (spec 12 §8).

use std::collections::BTreeSet;

use engine::holds::order_state::Event;
use engine::holds::{
    Attendance, Decision, Held, ReleaseAction, Review, Snapshot, StillThere, evaluate_for_release,
    released,
};
use rusqlite::{Connection, named_params};
use serde::{Deserialize, Serialize};

use super::check::Bench;
use super::facts::{look, of_order, switch};
use super::store::{self, Because, Closing, HoldRow, OrderRow};
use crate::accounts::customer_id;
use crate::act::Act;
use crate::companies;
use crate::reasons::{ReasonKind, reason_id};
use crate::refusal::Refusal;
use crate::session::{Keep, Session, check_cancelled};
use crate::standing;

/// Which holds are evaluated: all that are open where nothing is named.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
pub struct EvaluateHolds {
    /// These.
    #[serde(default)]
    #[ts(type = "number[]")]
    pub hold_ids: Vec<i64>,
    /// Those of a customer.
    #[serde(default)]
    pub account: Option<String>,
}

/// What the evaluation came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct HoldsEvaluated {
    /// Holds that were looked at.
    #[ts(type = "number")]
    pub evaluated: u64,
    /// Released.
    #[ts(type = "number")]
    pub released: u64,
    /// Ready to release, and still on the list.
    #[ts(type = "number")]
    pub ready: u64,
    /// Of them, those whose step somebody has to post.
    #[ts(type = "number")]
    pub to_post: u64,
    /// They stay.
    #[ts(type = "number")]
    pub kept: u64,
    /// They could not be evaluated: a rate is missing.
    #[ts(type = "number")]
    pub failed: u64,
}

impl HoldsEvaluated {
    pub(super) fn add(&mut self, more: Self) {
        self.evaluated += more.evaluated;
        self.released += more.released;
        self.ready += more.ready;
        self.to_post += more.to_post;
        self.kept += more.kept;
        self.failed += more.failed;
    }
}

/// Whether an evaluation may let orders go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reach {
    /// As the parameters say; somebody started it.
    Attended,
    /// As the parameters say; by night.
    Unattended,
    /// Ticks and the marker only: something changed beside.
    MarkOnly,
}

/// `holds.evaluate`
pub fn run(session: &mut Session<'_>, request: EvaluateHolds) -> Result<HoldsEvaluated, Refusal> {
    let connection = session.connection();
    let customer = match &request.account {
        Some(account) => Some(customer_id(connection, account)?),
        None => None,
    };
    let (today, job) = (session.today, session.job);
    let allowed = companies::allowed(connection, session.actor.user_id)?;
    session.act_if(|act| {
        act.about("holds", "evaluate");
        let mut counts = HoldsEvaluated::default();
        let mut here = |act: &mut Act<'_>| {
            let ids = open_holds(act, &request.hold_ids, customer)?;
            if !ids.is_empty() {
                let bench = Bench::on(act, today)?;
                counts.add(evaluate_all(act, &bench, &ids, Reach::Attended, job)?);
            }
            Ok(())
        };
        // The list is one over all companies; a customer is one of the company that is worked in.
        if customer.is_some() {
            here(act)?;
        } else {
            companies::in_each_seen(act, allowed.as_deref(), here)?;
        }
        act.note("counts", counts);
        let keep = if counts.evaluated == 0 {
            Keep::No
        } else {
            Keep::Yes
        };
        Ok((counts, keep))
    })
}

/// By night: every open hold, with nobody there to post a step.
pub(crate) fn run_by_night(session: &mut Session<'_>) -> Result<HoldsEvaluated, Refusal> {
    let connection = session.connection();
    let ids = open_holds(connection, &[], None)?;
    let bench = Bench::on(connection, session.today)?;
    let job = session.job;
    session.act_if(|act| {
        act.about("holds", "evaluate");
        let counts = evaluate_all(act, &bench, &ids, Reach::Unattended, job)?;
        act.note("counts", counts);
        let keep = if counts.evaluated == 0 {
            Keep::No
        } else {
            Keep::Yes
        };
        Ok((counts, keep))
    })
}

/// After something changed for customers: the ticks of their holds, and the marker. Nothing is let go.
pub(crate) fn mark(
    act: &mut Act<'_>,
    day: chrono::NaiveDate,
    customers: Option<&BTreeSet<i64>>,
) -> Result<(), Refusal> {
    let ids = match customers {
        Some(customers) => concerned(act, customers)?,
        None => open_holds(act, &[], None)?,
    };
    if ids.is_empty() {
        return Ok(());
    }
    let bench = Bench::on(act, day)?;
    evaluate_all(act, &bench, &ids, Reach::MarkOnly, &crate::host::Unwatched)?;
    Ok(())
}

/// Open holds of customers, and of everybody who shares a limit with one of them: what one member of a group owes or pays
/// concerns the holds of all.
fn concerned(
    connection: &Connection,
    customers: &BTreeSet<i64>,
) -> Result<Vec<(i64, i64)>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT id, customer_id FROM holds WHERE state = 'open'
         AND EXISTS (SELECT 1 FROM customers own WHERE own.id = holds.customer_id
           AND own.company_id = (SELECT id FROM temp.current_company))
         AND customer_id IN (
           SELECT value FROM json_each(:changed)
           UNION SELECT m.customer_id FROM customer_credit_group_members m
             JOIN customer_credit_group_members o ON o.group_id = m.group_id
             WHERE o.customer_id IN (SELECT value FROM json_each(:changed)))
         ORDER BY customer_id, id",
    )?;
    let changed = serde_json::to_string(customers)?;
    Ok(statement
        .query_map(named_params! {":changed": changed}, |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?
        .collect::<Result<_, _>>()?)
}

/// Ids of open holds with their customers.
pub(super) fn open_holds(
    connection: &Connection,
    only: &[i64],
    customer: Option<i64>,
) -> Result<Vec<(i64, i64)>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT id, customer_id FROM holds WHERE state = 'open' AND (:customer IS NULL OR customer_id = :customer)
           AND EXISTS (SELECT 1 FROM customers own WHERE own.id = holds.customer_id
             AND own.company_id = (SELECT id FROM temp.current_company))
           AND (:only = '[]' OR id IN (SELECT value FROM json_each(:only)))
         ORDER BY customer_id, id",
    )?;
    let only = serde_json::to_string(only)?;
    Ok(statement
        .query_map(
            named_params! {":customer": customer, ":only": only},
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?
        .collect::<Result<_, _>>()?)
}

pub(super) fn evaluate_all(
    act: &mut Act<'_>,
    bench: &Bench,
    ids: &[(i64, i64)],
    reach: Reach,
    job: &dyn crate::host::Job,
) -> Result<HoldsEvaluated, Refusal> {
    let mut counts = HoldsEvaluated::default();
    for ((id, _), done) in ids.iter().zip(0_u64..) {
        if done.is_multiple_of(64) {
            job.progress(done, ids.len() as u64, "holds");
            check_cancelled(job)?;
        }
        counts.evaluated += 1;
        match evaluate(act, bench, *id, reach) {
            Ok(action) => match action {
                ReleaseAction::Keep => counts.kept += 1,
                ReleaseAction::Release { .. } if reach != Reach::MarkOnly => counts.released += 1,
                ReleaseAction::Release { .. } | ReleaseAction::MarkReady { .. } => {
                    counts.ready += 1;
                }
                ReleaseAction::PromptPosting { .. } | ReleaseAction::QueuePosting { .. } => {
                    counts.ready += 1;
                    counts.to_post += 1;
                }
            },
            Err(refusal) if standing::is_unknown(&refusal) => {
                counts.failed += 1;
            }
            Err(refusal) => return Err(refusal),
        }
    }
    Ok(counts)
}

/// The order of a hold as it is now, and the hold.
pub(super) fn held_order(
    connection: &Connection,
    hold_id: i64,
) -> Result<(OrderRow, HoldRow), Refusal> {
    let order_id: i64 = connection
        .prepare_cached("SELECT order_id FROM holds WHERE id = :id")?
        .query_row(named_params! {":id": hold_id}, |row| row.get("order_id"))
        .map_err(|error| match error {
            rusqlite::Error::QueryReturnedNoRows => {
                Refusal::new("unknown_hold").with("hold_id", hold_id)
            }
            other => other.into(),
        })?;
    let mut row = store::load(connection, order_id)?;
    if let Some((_, facts, _)) = of_order(connection, &row.order_no)? {
        row.facts = facts;
    }
    Ok((row, store::hold(connection, hold_id)?))
}

/// A hold as the engine takes it, with the reasons that no evaluation has cleared.
pub(super) fn held(
    connection: &Connection,
    row: &OrderRow,
    hold: &HoldRow,
) -> Result<Held, Refusal> {
    let reasons = store::reasons(connection, hold.id)?;
    Ok(Held {
        state: row.state,
        step: hold.step,
        mode: hold.mode,
        reasons: reasons
            .into_iter()
            .filter(|(_, still)| still == "valid" || still == "new")
            .map(|(reason, _)| reason)
            .collect(),
        modified: switch(hold.modified),
    })
}

/// The evaluation of a hold now, without any change.
pub(super) fn review(
    connection: &Connection,
    bench: &Bench,
    row: &OrderRow,
    hold: &HoldRow,
    attendance: Attendance,
) -> Result<(Held, Snapshot, Review), Refusal> {
    let held = held(connection, row, hold)?;
    let looked = look(connection, bench, &row.known(), (hold.step, hold.mode))?;
    let review = evaluate_for_release(&held, &looked.snapshot, &bench.policy, attendance).map_err(
        |not_held| {
            Refusal::new("order_not_possible")
                .with("order_no", &row.order_no)
                .with("state", not_held.state.code())
                .with("event", "evaluated")
        },
    )?;
    Ok((held, looked.snapshot, review))
}

fn evaluate(
    act: &mut Act<'_>,
    bench: &Bench,
    hold_id: i64,
    reach: Reach,
) -> Result<ReleaseAction, Refusal> {
    let (mut row, hold) = held_order(act, hold_id)?;
    let attendance = match reach {
        Reach::Attended => Attendance::Attended,
        Reach::Unattended | Reach::MarkOnly => Attendance::Unattended,
    };
    let (held, snapshot, review) = review(act, bench, &row, &hold, attendance)?;
    write(act, hold_id, &review, snapshot.order.amount_minor)?;
    let ReleaseAction::Release { reason } = &review.action else {
        return Ok(review.action);
    };
    if reach == Reach::MarkOnly {
        return Ok(review.action);
    }
    let reason_id = reason_id(act, ReasonKind::Release, reason)?;
    row.released = Some(released(&held, &snapshot, &bench.policy, Some(&review)));
    let days = bench.policy.parameters.reservation_days;
    store::reserve_released(act, &mut row, &snapshot, days)?;
    store::close_hold(
        act,
        hold_id,
        &Closing {
            state: "released",
            day: bench.taker.as_of,
            reason_id: Some(reason_id),
            comment: "",
            review_on: None,
            perform_step: false,
            step_before: None,
        },
    )?;
    store::go(
        act,
        &mut row,
        Event::Released,
        bench.taker.as_of,
        &Because {
            reason_id: Some(reason_id),
            hold_id: Some(hold_id),
            ..Because::default()
        },
    )?;
    row.hold_id = None;
    store::save(act, &mut row, None)?;
    Ok(review.action)
}

/// Writes ticks and the marker. A reason that an earlier evaluation cleared stays on the list without its tick; where it
/// is true again it has it back.
fn write(act: &Act<'_>, hold_id: i64, review: &Review, amount_minor: i64) -> Result<(), Refusal> {
    let before = store::reasons(act, hold_id)?;
    let mut rows: Vec<(engine::holds::Reason, &'static str)> = Vec::new();
    let code = |still| match still {
        StillThere::Valid => "valid",
        StillThere::Cleared => "cleared",
        StillThere::ClearedByThreshold => "cleared_by_threshold",
        StillThere::New => "new",
    };
    let same = |a: &engine::holds::Reason, b: &engine::holds::Reason| {
        a.code == b.code && a.rule_id == b.rule_id
    };
    for (reason, still) in &before {
        match review
            .reasons
            .iter()
            .find(|reviewed| same(&reviewed.reason, reason))
        {
            // What was new by an earlier evaluation keeps saying so.
            Some(now) if now.still == StillThere::Valid && still == "new" => {
                rows.push((now.reason.clone(), "new"));
            }
            // Cleared once and true again: it is one of the reasons of this hold.
            Some(now) if now.still == StillThere::New => rows.push((now.reason.clone(), "valid")),
            Some(now) => rows.push((now.reason.clone(), code(now.still))),
            None => rows.push((
                reason.clone(),
                if still == "cleared_by_threshold" {
                    "cleared_by_threshold"
                } else {
                    "cleared"
                },
            )),
        }
    }
    for reviewed in &review.reasons {
        if !before
            .iter()
            .any(|(reason, _)| same(reason, &reviewed.reason))
        {
            rows.push((reviewed.reason.clone(), code(reviewed.still)));
        }
    }
    store::write_reasons(
        act,
        hold_id,
        rows.iter().map(|(reason, still)| (reason, *still)),
    )?;
    let ready = review.action != ReleaseAction::Keep;
    let asked = matches!(
        review.action,
        ReleaseAction::PromptPosting { .. } | ReleaseAction::QueuePosting { .. }
    );
    act.prepare_cached(
        "UPDATE holds SET ready = :ready, posting_asked = :asked, amount_minor = :amount WHERE id = :id",
    )?
    .execute(named_params! {
        ":id": hold_id, ":ready": ready, ":asked": asked, ":amount": amount_minor,
    })?;
    Ok(())
}

/// Adds what a check of a held order found besides the reasons of its hold.
pub(super) fn add_reasons(act: &Act<'_>, hold_id: i64, decision: &Decision) -> Result<(), Refusal> {
    let mut rows = store::reasons(act, hold_id)?;
    let before = rows.len();
    for reason in decision.holding() {
        if !rows
            .iter()
            .any(|(known, _)| known.code == reason.code && known.rule_id == reason.rule_id)
        {
            rows.push((reason.clone(), "new".to_owned()));
        }
    }
    if rows.len() == before {
        return Ok(());
    }
    let code = |still: &str| match still {
        "cleared" => "cleared",
        "cleared_by_threshold" => "cleared_by_threshold",
        "new" => "new",
        _ => "valid",
    };
    store::write_reasons(
        act,
        hold_id,
        rows.iter().map(|(reason, still)| (reason, code(still))),
    )?;
    act.prepare_cached("UPDATE holds SET ready = 0, posting_asked = 0 WHERE id = :id")?
        .execute(named_params! {":id": hold_id})?;
    Ok(())
}
