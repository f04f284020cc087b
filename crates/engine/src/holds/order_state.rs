//! The credit status of an order (spec 12 §10): which transition leads where, and which change asks for a new check.
//!
//! Every way back into the process leads through *Not checked* (T-C1): an order that was closed and is opened again has
//! to pass like a new one, and a release that it once had is gone.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::codes::codes;
use super::decision::Verdict;
use super::measures::Release;
use super::policy::Parameters;

/// The credit status of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "HoldState")]
pub enum State {
    /// Not checked.
    #[default]
    NotChecked,
    /// Checked, nothing found.
    Passed,
    /// Checked, with warnings.
    Warned,
    /// Held.
    OnHold,
    /// Held, and a release or rejection waits for approval.
    InApproval,
    /// Held once, and let go.
    Released,
    /// Refused.
    Rejected,
    /// Cancelled.
    Cancelled,
}

codes!(State {
    NotChecked => "not_checked",
    Passed => "passed",
    Warned => "warned",
    OnHold => "on_hold",
    InApproval => "in_approval",
    Released => "released",
    Rejected => "rejected",
    Cancelled => "cancelled",
});

impl State {
    /// Whether an order may take its next step as far as credit management goes: it neither waits nor is out.
    pub fn may_go_on(self) -> bool {
        !self.is_held() && !matches!(self, Self::Rejected | Self::Cancelled)
    }

    /// Whether the order waits for a decision.
    pub fn is_held(self) -> bool {
        matches!(self, Self::OnHold | Self::InApproval)
    }
}

/// What happens to an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "event")]
pub enum Event {
    /// A check at a step.
    Checked {
        /// Its verdict.
        verdict: Verdict,
    },
    /// A person holds it.
    Forced,
    /// A release or rejection is sent for approval.
    Submitted,
    /// The request is taken back or declined.
    Recalled,
    /// It is let go.
    Released,
    /// It is refused.
    Rejected,
    /// It is cancelled.
    Cancelled,
    /// A release or rejection is undone.
    Undone,
    /// A rejected or cancelled order is opened again.
    Reopened,
    /// An order that was closed or cancelled comes back by a file (T-C1). One that was rejected stays so.
    Returned,
}

/// A transition that does not exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{event:?} is not possible in {state:?}")]
pub struct NoTransition {
    /// Where the order is.
    pub state: State,
    /// What was to happen.
    pub event: Event,
}

/// Where an event leads.
///
/// A check never lets a held order go: only a release does. A released order stays one when it is checked again and
/// passes, so that its grace and its threshold keep counting.
pub fn next(state: State, event: Event) -> Result<State, NoTransition> {
    use State as S;
    let next = match (state, event) {
        (S::NotChecked | S::Passed | S::Warned, Event::Checked { verdict }) => match verdict {
            Verdict::Allow => Some(S::Passed),
            Verdict::Warn => Some(S::Warned),
            Verdict::Hold => Some(S::OnHold),
        },
        (S::Released, Event::Checked { verdict }) => Some(match verdict {
            Verdict::Hold => S::OnHold,
            Verdict::Allow | Verdict::Warn => S::Released,
        }),
        (S::OnHold | S::InApproval, Event::Checked { .. }) => Some(state),
        (S::NotChecked | S::Passed | S::Warned | S::Released | S::OnHold, Event::Forced)
        | (S::InApproval, Event::Recalled)
        | (S::Released | S::Rejected, Event::Undone) => Some(S::OnHold),
        (S::OnHold, Event::Submitted) => Some(S::InApproval),
        (S::OnHold | S::InApproval, Event::Released) => Some(S::Released),
        (S::OnHold | S::InApproval, Event::Rejected) => Some(S::Rejected),
        (
            S::NotChecked
            | S::Passed
            | S::Warned
            | S::OnHold
            | S::InApproval
            | S::Released
            | S::Rejected,
            Event::Cancelled,
        ) => Some(S::Cancelled),
        (S::Rejected | S::Cancelled, Event::Reopened)
        | (S::NotChecked | S::Passed | S::Warned | S::Released | S::Cancelled, Event::Returned) => {
            Some(S::NotChecked)
        }
        _ => None,
    };
    next.ok_or(NoTransition { state, event })
}

/// The last day on which a release of `on` spares an order, the grace days counted from the day after it (H-21, H-22).
pub fn grace_until(on: NaiveDate, grace_days: u32) -> NaiveDate {
    on.checked_add_days(Days::new(u64::from(grace_days)))
        .unwrap_or(NaiveDate::MAX)
}

/// Whether something besides the value of an order changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Otherwise {
    /// Nothing that rules look at.
    Unchanged,
    /// Terms, discount, address, flag of suspicion or customer.
    Changed,
}

/// A change of an order, in minor units of its own currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Extended price at the last check; of a released order that of the release counts instead.
    pub before_minor: i64,
    /// Extended price now.
    pub after_minor: i64,
    /// Anything else.
    pub otherwise: Otherwise,
}

/// Whether a change asks for a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "recheck")]
pub enum Recheck {
    /// A check at Entry, and at the next step.
    Needed,
    /// The value was only lowered, or nothing changed that rules look at (H-27).
    NotRaised,
    /// Rules are not run after a release.
    SkippedAfterRelease,
    /// It waits for a decision, which looks at it as it is then.
    OnHold,
    /// It is out of the process.
    Ended,
    /// *Skip credit limit check when cancelling a packing slip*.
    SkippedOnCancel,
}

/// Whether a changed order is checked (spec 12 §1, §10; T-C2). Whether a grace window spares it is for the check to say.
pub fn recheck(
    state: State,
    change: &Change,
    release: Option<&Release>,
    parameters: &Parameters,
) -> Recheck {
    let basis_minor = match (state, release) {
        (State::Released, Some(release)) => release.price_minor,
        _ => change.before_minor,
    };
    let raised = change.after_minor > basis_minor;
    match state {
        State::Rejected | State::Cancelled => Recheck::Ended,
        State::OnHold | State::InApproval => Recheck::OnHold,
        State::Released if parameters.skip_after_release.is_on() => Recheck::SkippedAfterRelease,
        State::NotChecked => Recheck::Needed,
        _ if raised || change.otherwise == Otherwise::Changed => Recheck::Needed,
        _ => Recheck::NotRaised,
    }
}

/// Whether an order is checked when one of its packing slips is cancelled (spec 12 §1).
pub fn recheck_on_packing_slip_cancel(parameters: &Parameters) -> Recheck {
    if parameters.skip_on_packing_slip_cancel.is_on() {
        Recheck::SkippedOnCancel
    } else {
        Recheck::Needed
    }
}
