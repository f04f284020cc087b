//! Evaluate for release (spec 12 §8): which reasons of a hold are still there, and what becomes of the hold.

use serde::{Deserialize, Serialize};

use super::checkpoint::{CheckpointOutcome, Mode, Step};
use super::codes::codes;
use super::decision::{Decision, Reason, ReasonCode, Verdict};
use super::evaluate::{AfterRelease, check, is_below_threshold};
use super::measures::{Release, Snapshot};
use super::order_state::{State, grace_until};
use super::policy::{Policy, ReleaseMode, Switch};
use super::rule::Outcome;

/// A hold as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// Where the order is.
    pub state: State,
    /// The step at which it was held.
    pub step: Step,
    /// Whether that step was executed.
    pub mode: Mode,
    /// The reasons of the hold that have not been cleared by an earlier evaluation.
    pub reasons: Vec<Reason>,
    /// Whether the order was changed since it was held.
    pub modified: Switch,
}

/// Whether somebody is there who can post the step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Attendance {
    /// Somebody started the evaluation and waits for it.
    Attended,
    /// A scheduled run.
    Unattended,
}

/// What an evaluation makes of a reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "HoldReasonStanding")]
pub enum StillThere {
    /// Still valid: keeps its tick.
    Valid,
    /// Not true any more: loses its tick.
    Cleared,
    /// True, and treated as cleared because less than the parameter is used.
    ClearedByThreshold,
    /// Found now.
    New,
}

codes!(StillThere {
    Valid => "valid",
    Cleared => "cleared",
    ClearedByThreshold => "cleared_by_threshold",
    New => "new",
});

/// A reason after the evaluation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewedReason {
    /// With the figures of now, of a cleared one those of the hold.
    pub reason: Reason,
    /// Whether it is still there.
    pub still: StillThere,
}

/// Why a hold that could be released is only marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "HoldMarkOnly")]
pub enum MarkOnly {
    /// A person holds it (H-31).
    Forced,
    /// It waits for approval.
    InApproval,
    /// *Automatically release* is not set.
    NoMode,
    /// The parameters name no reason for it.
    NoReason,
}

/// What becomes of a hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "action")]
pub enum ReleaseAction {
    /// It stays.
    Keep,
    /// It is marked *Ready to release* and stays on the list.
    MarkReady {
        /// Why it is not released.
        why: MarkOnly,
    },
    /// It is released; a person posts the step.
    Release {
        /// Release reason.
        reason: String,
    },
    /// It is marked, and the user is asked to post the step.
    PromptPosting {
        /// Release reason.
        reason: String,
    },
    /// It is marked, and the question to post waits for the next user.
    QueuePosting {
        /// Release reason.
        reason: String,
    },
}

/// The result of an evaluation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// The reasons of the hold in their order, then those found now.
    pub reasons: Vec<ReviewedReason>,
    /// What becomes of the hold; everything but [`ReleaseAction::Keep`] is *Ready to release*.
    pub action: ReleaseAction,
}

/// The order is not on hold, so that there is nothing to release.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("the order is {state:?}")]
pub struct NotHeld {
    /// Where it is.
    pub state: State,
}

/// Evaluates a hold on the day of the snapshot, at the step at which it was held.
///
/// Only reasons that hold keep the order back: a warning beside them, or a reason whose rule only warns by now, does not.
/// A forced hold is no reason that could be cleared.
pub fn evaluate_for_release(
    held: &Held,
    snapshot: &Snapshot,
    policy: &Policy,
    attendance: Attendance,
) -> Result<Review, NotHeld> {
    if !held.state.is_held() {
        return Err(NotHeld { state: held.state });
    }
    let mut snapshot = snapshot.clone();
    (snapshot.order.step, snapshot.order.mode) = (held.step, held.mode);
    let fresh = check(&snapshot, policy, AfterRelease::Checked);
    let mut reasons = reviewed(&held.reasons, &fresh.reasons);
    clear_by_threshold(&mut reasons, policy);
    let keeps = reasons.iter().any(keeps_back);
    let action = if keeps {
        ReleaseAction::Keep
    } else {
        action(held, &snapshot, policy, attendance)
    };
    Ok(Review { reasons, action })
}

fn reviewed(stored: &[Reason], fresh: &[Reason]) -> Vec<ReviewedReason> {
    let same = |a: &Reason, b: &Reason| a.code == b.code && a.rule_id == b.rule_id;
    let mut reasons: Vec<ReviewedReason> = stored
        .iter()
        .map(|reason| match fresh.iter().find(|now| same(now, reason)) {
            Some(now) => ReviewedReason {
                reason: now.clone(),
                still: StillThere::Valid,
            },
            None => ReviewedReason {
                reason: reason.clone(),
                still: if reason.code == ReasonCode::Forced {
                    StillThere::Valid
                } else {
                    StillThere::Cleared
                },
            },
        })
        .collect();
    let new = fresh
        .iter()
        .filter(|now| !stored.iter().any(|reason| same(now, reason)));
    reasons.extend(new.map(|now| ReviewedReason {
        reason: now.clone(),
        still: StillThere::New,
    }));
    reasons
}

fn keeps_back(reviewed: &ReviewedReason) -> bool {
    matches!(reviewed.still, StillThere::Valid | StillThere::New)
        && reviewed.reason.outcome == Outcome::Hold
        && reviewed.reason.code != ReasonCode::Forced
}

/// §8.4: where *Credit limit used* is all that remains and little enough is used, it is treated as cleared.
fn clear_by_threshold(reasons: &mut [ReviewedReason], policy: &Policy) {
    let all_small = reasons
        .iter()
        .filter(|reviewed| keeps_back(reviewed))
        .all(|reviewed| is_below_threshold(&reviewed.reason, policy));
    if !all_small {
        return;
    }
    for reviewed in reasons.iter_mut().filter(|reviewed| keeps_back(reviewed)) {
        reviewed.still = StillThere::ClearedByThreshold;
    }
}

fn action(
    held: &Held,
    snapshot: &Snapshot,
    policy: &Policy,
    attendance: Attendance,
) -> ReleaseAction {
    let parameters = &policy.parameters;
    let mark = |why| ReleaseAction::MarkReady { why };
    if snapshot.order.forced.is_some() {
        return mark(MarkOnly::Forced);
    }
    if held.state == State::InApproval {
        return mark(MarkOnly::InApproval);
    }
    let Some(mode) = parameters.release_mode else {
        return mark(MarkOnly::NoMode);
    };
    let reason = if held.modified.is_on() {
        &parameters.modified_reason
    } else {
        &parameters.release_reason
    };
    let Some(reason) = reason.clone() else {
        return mark(MarkOnly::NoReason);
    };
    match (mode, attendance) {
        (ReleaseMode::WithoutPosting, _) => ReleaseAction::Release { reason },
        (ReleaseMode::WithPosting, Attendance::Attended) => ReleaseAction::PromptPosting { reason },
        (ReleaseMode::WithPosting, Attendance::Unattended) => {
            ReleaseAction::QueuePosting { reason }
        }
    }
}

/// The release that an order keeps after a check at which rules ran and nothing held it (spec 12 §2): the grace after the
/// window is that of the checkpoint that it passed, counted from the day of its release as before.
///
/// Inside the window a raised value is checked too; that changes no grace, and neither does a checkpoint that only warns.
pub fn release_after_pass(
    release: &Release,
    snapshot: &Snapshot,
    policy: &Policy,
    decision: &Decision,
) -> Release {
    let mut kept = release.clone();
    let passed = decision.ended.is_none()
        && decision.checkpoint == Some(CheckpointOutcome::AsRule)
        && decision.verdict != Verdict::Hold;
    let over = release
        .grace_days
        .is_none_or(|days| grace_until(release.on, days) < snapshot.day);
    let (step, mode) = (snapshot.order.step, snapshot.order.mode);
    let row = policy.checkpoints.iter().find(|row| row.step == step);
    if passed
        && over
        && let Some(row) = row
    {
        kept.grace_days = row.tick(mode).grace_days;
    }
    kept
}

/// The release to keep with an order that is let go on the day of the snapshot, by hand (`None`) or by an evaluation.
///
/// Its grace is that of the checkpoint at which it was held. What an earlier release cleared by threshold stays covered
/// unless this hold raised it again.
pub fn released(
    held: &Held,
    snapshot: &Snapshot,
    policy: &Policy,
    review: Option<&Review>,
) -> Release {
    let row = policy.checkpoints.iter().find(|row| row.step == held.step);
    let raised = |code: &ReasonCode| held.reasons.iter().any(|reason| reason.code == *code);
    let before = snapshot.order.release.iter();
    let carried = before
        .flat_map(|release| &release.by_threshold)
        .filter(|code| !raised(code));
    let cleared = review
        .iter()
        .flat_map(|review| &review.reasons)
        .filter(|reviewed| reviewed.still == StillThere::ClearedByThreshold)
        .map(|reviewed| &reviewed.reason.code);
    let mut by_threshold: Vec<ReasonCode> = carried.chain(cleared).copied().collect();
    by_threshold.sort_unstable();
    by_threshold.dedup();
    Release {
        on: snapshot.day,
        held_at: held.step,
        grace_days: row.and_then(|row| row.tick(held.mode).grace_days),
        price_minor: snapshot.order.price_minor,
        by_threshold,
    }
}
