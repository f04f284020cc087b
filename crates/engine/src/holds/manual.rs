//! What a person decides about a hold (spec 12 §7, §9), and what the decision needs.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::codes::codes;
use super::order_state::{Event, State, next};
use super::policy::{Parameters, ReleaseMode, Switch};

/// Types of credit management reasons (spec 10 §2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "HoldReasonKind")]
pub enum ReasonKind {
    /// Why an order is held by hand.
    Hold,
    /// Why an order is let go.
    Release,
    /// Why a customer has a status.
    Status,
}

codes!(ReasonKind { Hold => "hold", Release => "release", Status => "status" });

/// A reason that a person chose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GivenReason {
    /// Its id.
    pub id: String,
    /// Its type.
    pub kind: ReasonKind,
}

/// Whether a release workflow is active.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Workflow {
    /// Decisions count at once.
    Inactive,
    /// Releases and rejections are requests.
    Active,
}

/// How far the approval of a request is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Approval {
    /// Nobody was asked.
    #[default]
    NotAsked,
    /// Somebody has yet to approve (H-38).
    Pending,
    /// Everybody who was asked approved, of this act and no other.
    Granted {
        /// What they approved.
        act: Asked,
    },
}

/// What an approval is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Asked {
    /// Let the order go.
    Release,
    /// Refuse it.
    Reject,
}

codes!(Asked { Release => "release", Reject => "reject" });

/// A decision that was taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decided {
    /// Who.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Where it led.
    pub state: State,
}

/// A hold as it is now, beside what the person had before them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// Where the order is.
    pub state: State,
    /// The hold that is open; `None` where there is none.
    pub hold_id: Option<i64>,
    /// The hold that the person looked at; `None` of orders that were not held.
    pub seen_hold_id: Option<i64>,
    /// The decision about the hold that the person looked at, where somebody took one.
    pub decided: Option<Decided>,
    /// Whether a person holds it.
    pub forced: Switch,
    /// Whether the order was changed since it was held.
    pub modified: Switch,
    /// The order's amount, minor units of the company's currency.
    pub amount_minor: i64,
    /// How far its approval is.
    pub approval: Approval,
}

/// Up to which order a person may release.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "ceiling")]
pub enum Ceiling {
    /// Any.
    Unlimited,
    /// Up to and with an amount.
    UpTo {
        /// Minor units.
        minor: i64,
    },
}

/// What a person wants.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "act")]
pub enum Act {
    /// Let it go.
    Release {
        /// Reason of type Release; needed.
        reason: Option<GivenReason>,
        /// When to look at it again.
        review_on: Option<NaiveDate>,
        /// With the step or without.
        mode: ReleaseMode,
    },
    /// Refuse it.
    Reject {
        /// What there is to say.
        comment: Option<String>,
    },
    /// Cancel the held order, with the default reason.
    Cancel,
    /// Hold it.
    Force {
        /// Reason of type Hold; needed.
        reason: Option<GivenReason>,
    },
    /// Send it for approval.
    Submit,
    /// One click of the routed credit manager: release with the default reason and mode.
    Approve,
    /// One click of the routed credit manager: reject with a comment.
    Decline {
        /// Needed.
        comment: Option<String>,
    },
}

/// What follows from a decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// Where the order goes.
    pub state: State,
    /// The reason's id.
    pub reason: Option<String>,
    /// When to look at it again.
    pub review_on: Option<NaiveDate>,
    /// The comment.
    pub comment: Option<String>,
    /// Whether *perform step* goes into the export.
    pub perform_step: Switch,
}

/// Why a decision is not taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case", tag = "code")]
pub enum ManualRefusal {
    /// Somebody was faster.
    #[error("{by} decided at {at}")]
    AlreadyDecided {
        /// Who.
        by: String,
        /// When.
        at: DateTime<Utc>,
        /// Where it led.
        state: State,
    },
    /// There is nothing to decide, or the order cannot go there.
    #[error("not possible in {state:?}")]
    NotPossible {
        /// Where the order is.
        state: State,
    },
    /// A reason is needed (H-33); also where the parameters name no default one.
    #[error("a reason of type {kind:?} is needed")]
    ReasonMissing {
        /// Of this type.
        kind: ReasonKind,
    },
    /// The reason is of another type.
    #[error("the reason is of type {given:?}, not {wanted:?}")]
    ReasonOfOtherKind {
        /// What it has to be.
        wanted: ReasonKind,
        /// What it is.
        given: ReasonKind,
    },
    /// The review day is not in the future.
    #[error("{review_on} is over on {day}")]
    ReviewInThePast {
        /// The day given.
        review_on: NaiveDate,
        /// Today.
        day: NaiveDate,
    },
    /// A comment is needed.
    #[error("a comment is needed")]
    CommentMissing,
    /// A forced hold cannot be processed by workflow (H-32).
    #[error("a forced hold is not sent for approval")]
    ForcedIntoWorkflow,
    /// No workflow is active.
    #[error("no workflow is active")]
    NoWorkflow,
    /// The request has not been approved by everybody.
    #[error("the approval is pending")]
    ApprovalPending,
    /// What was approved is something else.
    #[error("{granted:?} was approved")]
    ApprovalOfOther {
        /// What was approved.
        granted: Asked,
    },
    /// A person holds it already.
    #[error("the order is held by hand already")]
    AlreadyForced,
    /// The order is above what the person may release.
    #[error("the order of {amount_minor} is above the ceiling of {ceiling_minor}")]
    AboveCeiling {
        /// Minor units.
        amount_minor: i64,
        /// Minor units.
        ceiling_minor: i64,
    },
}

/// What a decision is taken by.
#[derive(Debug, Clone, Copy)]
pub struct Desk<'a> {
    /// Today.
    pub day: NaiveDate,
    /// Up to where the person may go.
    pub ceiling: Ceiling,
    /// Whether releases are requests.
    pub workflow: Workflow,
    /// Parameters.
    pub parameters: &'a Parameters,
}

/// Takes a decision about one order, or says why not.
///
/// Of two people who decide about the same hold the second one learns who decided and when.
pub fn decide(case: &Case, act: &Act, desk: &Desk<'_>) -> Result<Outcome, ManualRefusal> {
    match act {
        Act::Force { reason } => force(case, reason.as_ref()),
        Act::Cancel => {
            open(case)?;
            let reason = default_reason(desk.parameters.cancel_reason.as_ref())?;
            let mut outcome = go(case, Event::Cancelled)?;
            outcome.reason = Some(reason);
            Ok(outcome)
        }
        Act::Submit => submit(case, desk),
        Act::Release {
            reason,
            review_on,
            mode,
        } => {
            open(case)?;
            let reason = needed(reason.as_ref(), ReasonKind::Release)?;
            release(case, (reason, *review_on, *mode), desk)
        }
        Act::Approve => {
            open(case)?;
            let parameters = desk.parameters;
            let reason = default_reason(if case.modified.is_on() {
                parameters.modified_reason.as_ref()
            } else {
                parameters.release_reason.as_ref()
            })?;
            let mode = parameters.release_mode;
            let mode = mode.unwrap_or(ReleaseMode::WithoutPosting);
            release(case, (reason, None, mode), desk)
        }
        Act::Reject { comment } => reject(case, comment.as_ref(), desk),
        Act::Decline { comment } => {
            open(case)?;
            let comment = comment.as_ref().filter(|text| !text.trim().is_empty());
            let comment = comment.ok_or(ManualRefusal::CommentMissing)?;
            reject(case, Some(comment), desk)
        }
    }
}

/// Whether the hold that the person looked at is still open.
fn open(case: &Case) -> Result<(), ManualRefusal> {
    if case.state.is_held() && case.hold_id == case.seen_hold_id {
        return Ok(());
    }
    Err(match &case.decided {
        Some(decided) => ManualRefusal::AlreadyDecided {
            by: decided.by.clone(),
            at: decided.at,
            state: decided.state,
        },
        None => ManualRefusal::NotPossible { state: case.state },
    })
}

fn go(case: &Case, event: Event) -> Result<Outcome, ManualRefusal> {
    let state =
        next(case.state, event).map_err(|no| ManualRefusal::NotPossible { state: no.state })?;
    Ok(Outcome {
        state,
        reason: None,
        review_on: None,
        comment: None,
        perform_step: Switch::Off,
    })
}

fn needed(reason: Option<&GivenReason>, wanted: ReasonKind) -> Result<String, ManualRefusal> {
    let reason = reason.filter(|reason| !reason.id.is_empty());
    let reason = reason.ok_or(ManualRefusal::ReasonMissing { kind: wanted })?;
    if reason.kind == wanted {
        Ok(reason.id.clone())
    } else {
        let given = reason.kind;
        Err(ManualRefusal::ReasonOfOtherKind { wanted, given })
    }
}

fn default_reason(reason: Option<&String>) -> Result<String, ManualRefusal> {
    let kind = ReasonKind::Release;
    reason.cloned().ok_or(ManualRefusal::ReasonMissing { kind })
}

fn force(case: &Case, reason: Option<&GivenReason>) -> Result<Outcome, ManualRefusal> {
    let reason = needed(reason, ReasonKind::Hold)?;
    if case.forced.is_on() && case.state.is_held() {
        return Err(ManualRefusal::AlreadyForced);
    }
    if case.state == State::InApproval {
        // A forced hold cannot be in a workflow: the request has to be recalled first.
        return Err(ManualRefusal::ApprovalPending);
    }
    let mut outcome = go(case, Event::Forced)?;
    outcome.reason = Some(reason);
    Ok(outcome)
}

fn submit(case: &Case, desk: &Desk<'_>) -> Result<Outcome, ManualRefusal> {
    open(case)?;
    if case.forced.is_on() {
        return Err(ManualRefusal::ForcedIntoWorkflow);
    }
    if desk.workflow == Workflow::Inactive {
        return Err(ManualRefusal::NoWorkflow);
    }
    go(case, Event::Submitted)
}

/// Whether a decision counts now or has to be asked for: with a workflow only after its approval, and a forced hold
/// always now, since no workflow can have it.
fn asks(case: &Case, act: Asked, desk: &Desk<'_>) -> Result<bool, ManualRefusal> {
    if case.state == State::InApproval {
        return match case.approval {
            Approval::Granted { act: granted } if granted == act => Ok(false),
            Approval::Granted { act: granted } => Err(ManualRefusal::ApprovalOfOther { granted }),
            Approval::NotAsked | Approval::Pending => Err(ManualRefusal::ApprovalPending),
        };
    }
    Ok(desk.workflow == Workflow::Active
        && !case.forced.is_on()
        && case.approval != Approval::Granted { act })
}

fn release(
    case: &Case,
    (reason, review_on, mode): (String, Option<NaiveDate>, ReleaseMode),
    desk: &Desk<'_>,
) -> Result<Outcome, ManualRefusal> {
    if let Some(review_on) = review_on.filter(|on| *on < desk.day) {
        let day = desk.day;
        return Err(ManualRefusal::ReviewInThePast { review_on, day });
    }
    if let Ceiling::UpTo { minor } = desk.ceiling
        && case.amount_minor > minor
    {
        return Err(ManualRefusal::AboveCeiling {
            amount_minor: case.amount_minor,
            ceiling_minor: minor,
        });
    }
    let requested = asks(case, Asked::Release, desk)?;
    let event = if requested {
        Event::Submitted
    } else {
        Event::Released
    };
    let performs = !requested && mode == ReleaseMode::WithPosting;
    Ok(Outcome {
        reason: Some(reason),
        review_on,
        perform_step: if performs { Switch::On } else { Switch::Off },
        ..go(case, event)?
    })
}

fn reject(
    case: &Case,
    comment: Option<&String>,
    desk: &Desk<'_>,
) -> Result<Outcome, ManualRefusal> {
    open(case)?;
    let event = if asks(case, Asked::Reject, desk)? {
        Event::Submitted
    } else {
        Event::Rejected
    };
    Ok(Outcome {
        comment: comment.cloned(),
        ..go(case, event)?
    })
}
