//! What the engine says about journals, in the words of refusals.

use engine::credit::adjustments::{LineFault, StateRefusal};

use crate::refusal::Refusal;

/// Why a line is not taken.
pub(super) fn line_refusal(fault: LineFault) -> Refusal {
    match fault {
        LineFault::CustomerAndGroup => {
            Refusal::new("limit_line_two_targets").with("field", "group")
        }
        LineFault::TargetMissing => Refusal::new("limit_line_no_target").with("field", "account"),
        LineFault::LimitMissing => Refusal::new("value_missing").with("field", "new_minor"),
        LineFault::LimitNegative { .. } => {
            Refusal::new("credit_limit_below_zero").with("field", "new_minor")
        }
        LineFault::ExpiryMissing => Refusal::new("limit_line_no_expiry").with("field", "to_on"),
        LineFault::FromMissing => Refusal::new("value_missing").with("field", "from_on"),
        LineFault::EndsBeforeItBegins { from_on, to_on } => Refusal::new("limit_line_ends_first")
            .with("field", "to_on")
            .with("from_on", from_on)
            .with("to_on", to_on),
        LineFault::ReasonMissing => Refusal::new("value_missing").with("field", "reason"),
        LineFault::Overlaps { from_on, to_on } => Refusal::new("limit_line_overlaps")
            .with("field", "from_on")
            .with("from_on", from_on)
            .with("to_on", to_on),
    }
}

/// Why a journal stays in its state.
pub(super) fn state_refusal(refusal: StateRefusal) -> Refusal {
    match refusal {
        StateRefusal::MustBeSubmitted => Refusal::new("limit_must_be_submitted"),
        StateRefusal::NoWorkflow => Refusal::new("limit_no_workflow"),
        StateRefusal::Posted => Refusal::new("limit_journal_posted"),
        StateRefusal::WrongState { state } => {
            Refusal::new("limit_journal_state").with("state", state)
        }
        StateRefusal::PreparerDecides => Refusal::new("limit_preparer_decides"),
        StateRefusal::RoleMissing => Refusal::new("limit_role_missing"),
    }
}
