//! Why a decision is not taken, in the words of a refusal.

use engine::holds::manual::ManualRefusal;

use crate::refusal::Refusal;

/// Why a decision is not taken, in the words of a refusal.
pub(in crate::orders) fn manual_refusal(refusal: ManualRefusal) -> Refusal {
    match refusal {
        ManualRefusal::AlreadyDecided { by, at, state } => Refusal::new("hold_decided")
            .with("by", by)
            .with("at", at)
            .with("state", state.code()),
        ManualRefusal::NotPossible { state } => {
            Refusal::new("hold_not_possible").with("state", state.code())
        }
        ManualRefusal::ReasonMissing { kind } => Refusal::new("hold_reason_missing")
            .with("field", "reason")
            .with("kind", kind.code()),
        ManualRefusal::ReasonOfOtherKind { wanted, given } => {
            Refusal::new("hold_reason_other_kind")
                .with("field", "reason")
                .with("kind", wanted.code())
                .with("given", given.code())
        }
        ManualRefusal::ReviewInThePast { review_on, .. } => Refusal::new("hold_review_past")
            .with("field", "review_on")
            .with("day", review_on),
        ManualRefusal::CommentMissing => Refusal::new("value_missing").with("field", "comment"),
        ManualRefusal::ForcedIntoWorkflow => Refusal::new("hold_forced_no_workflow"),
        ManualRefusal::NoWorkflow => Refusal::new("hold_no_workflow"),
        ManualRefusal::ApprovalPending => Refusal::new("hold_approval_pending"),
        ManualRefusal::ApprovalOfOther { granted } => {
            Refusal::new("hold_approval_other").with("wanted", granted.code())
        }
        ManualRefusal::AlreadyForced => Refusal::new("hold_forced_already"),
        ManualRefusal::AboveCeiling {
            amount_minor,
            ceiling_minor,
        } => Refusal::new("limit_above_ceiling")
            .with("amount_minor", amount_minor)
            .with("ceiling_minor", ceiling_minor),
    }
}
