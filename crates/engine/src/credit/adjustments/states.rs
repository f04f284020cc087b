//! The states of a journal or line (spec 11 §4.4), and who may do what.

use serde::{Deserialize, Serialize};

/// A role (spec 00), with the words of the book.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Everything in credit management.
    CreditManager,
    /// Prepares adjustments.
    CreditClerk,
    /// All pools.
    CollectionsManager,
    /// Own pools.
    CollectionsAgent,
    /// Final approval.
    FinanceApprover,
    /// Reads and prints.
    Viewer,
}

/// Whether adjustments need a workflow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Workflow {
    /// `Draft → Posted`; the audit row records that no approval was required.
    Off,
    /// Submitted first.
    On,
}

/// The state of a journal, or of a line where lines are approved one by one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Being prepared.
    Draft,
    /// Waits for approval.
    Submitted,
    /// May be posted.
    Approved,
    /// Stays as it is, with the comment of the rejection.
    Rejected,
    /// Immutable; undone by a new journal with the old values.
    Posted,
}

/// Whether approvals are still needed: after submitting, or after the one that is given now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needs {
    /// None.
    Nothing,
    /// At least one.
    Approval,
}

/// What somebody does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Changes it.
    Edit,
    /// Hands it in; where no approval is needed it is approved at once.
    Submit(Needs),
    /// Takes it back from approval.
    Recall,
    /// Approves; what the approval needs besides is `approval::sign`'s.
    Approve(Needs),
    /// Rejects, with a comment.
    Reject,
    /// Posts it.
    Post,
}

/// Who acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Person<'a> {
    /// The user.
    pub user_id: i64,
    /// The roles.
    pub roles: &'a [Role],
}

/// Why an act is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case", tag = "code")]
pub enum StateRefusal {
    /// A workflow is active: it is submitted before it is posted (C-23).
    #[error("it must be submitted first")]
    MustBeSubmitted,
    /// Without a workflow nothing is submitted or approved.
    #[error("no workflow is active")]
    NoWorkflow,
    /// Posted is immutable.
    #[error("it is posted and cannot be changed")]
    Posted,
    /// The act does not belong to the state.
    #[error("this cannot be done while it is {state:?}")]
    WrongState {
        /// The state.
        state: State,
    },
    /// Whoever prepared it does not approve or reject it.
    #[error("whoever prepared it does not decide about it")]
    PreparerDecides,
    /// No role of the user allows it.
    #[error("no role of the user allows this")]
    RoleMissing,
}

/// The state after an act; `preparer_id` is the user who prepared it. Approving and rejecting also need a signature that
/// `approval::sign` admits.
pub fn next(
    state: State,
    act: Act,
    workflow: Workflow,
    person: &Person<'_>,
    preparer_id: i64,
) -> Result<State, StateRefusal> {
    let after = transition(state, act, workflow)?;
    let decides = matches!(act, Act::Approve(_) | Act::Reject);
    // Who may decide at which level, and in whose place, is `approval::sign`'s: a substitute needs no role of its own.
    let prepares = [Role::CreditClerk, Role::CreditManager];
    if !decides && !person.roles.iter().any(|role| prepares.contains(role)) {
        return Err(StateRefusal::RoleMissing);
    }
    if decides && person.user_id == preparer_id {
        return Err(StateRefusal::PreparerDecides);
    }
    Ok(after)
}

/// The state table alone.
fn transition(state: State, act: Act, workflow: Workflow) -> Result<State, StateRefusal> {
    use StateRefusal as R;
    match (state, act, workflow) {
        (State::Posted, ..) => Err(R::Posted),
        (State::Draft, Act::Edit, _) | (State::Submitted, Act::Recall, _) => Ok(State::Draft),
        (State::Draft, Act::Post, Workflow::Off) | (State::Approved, Act::Post, _) => {
            Ok(State::Posted)
        }
        (State::Draft, Act::Post, Workflow::On) => Err(R::MustBeSubmitted),
        (State::Draft, Act::Submit(_), Workflow::Off) => Err(R::NoWorkflow),
        (State::Draft, Act::Submit(Needs::Nothing), Workflow::On)
        | (State::Submitted, Act::Approve(Needs::Nothing), _) => Ok(State::Approved),
        (State::Draft, Act::Submit(Needs::Approval), Workflow::On)
        | (State::Submitted, Act::Approve(Needs::Approval), _) => Ok(State::Submitted),
        (State::Submitted, Act::Reject, _) => Ok(State::Rejected),
        (state, ..) => Err(R::WrongState { state }),
    }
}
