//! Journals whose lines are approved one by one, as a whole, or both.

use super::*;
use crate::credit::adjustments::{Role, State};
use crate::credit::approval::{
    ApprovalRefusal, Batch, BatchLine, Criterion, Level, LineState, Matrix, MatrixFault, Presence,
    Request, Row, Signature, User, shipped,
};

const MANAGER: Level = Level {
    order: 1,
    role: Role::CreditManager,
};
const CFO: Level = Level {
    order: 2,
    role: Role::FinanceApprover,
};
const PREPARER: i64 = 1;

struct Journal {
    rows: Vec<Row>,
    lines: Vec<(Request, Vec<Signature>, Flag)>,
    signatures: Vec<Signature>,
    users: Vec<User<'static>>,
}

fn raise(new: i64) -> (Request, Vec<Signature>, Flag) {
    let request = Request::Limit {
        old_minor: Some(0),
        new_minor: units(new),
        eligible_minor: None,
        risk_group_id: None,
    };
    (request, Vec::new(), Flag::No)
}

/// Clerk 1, managers 2 and 3, CFO 4, and 5 who is both.
fn journal(amounts: &[i64]) -> Journal {
    let user = |id, roles| User {
        id,
        roles,
        ceiling_minor: None,
        substitute_id: None,
        presence: Presence::Present,
    };
    Journal {
        rows: shipped(Currency::EUR).to_vec(),
        lines: amounts.iter().map(|new| raise(*new)).collect(),
        signatures: Vec::new(),
        users: vec![
            user(PREPARER, &[Role::CreditClerk]),
            user(2, &[Role::CreditManager]),
            user(3, &[Role::CreditManager]),
            user(4, &[Role::FinanceApprover]),
            user(5, &[Role::CreditManager, Role::FinanceApprover]),
        ],
    }
}

impl Journal {
    fn ask<T>(&self, question: impl FnOnce(&Batch<'_>) -> T) -> T {
        let lines: Vec<BatchLine<'_>> = self
            .lines
            .iter()
            .map(|(request, signatures, rejected)| BatchLine {
                request: *request,
                signatures,
                rejected: *rejected,
            })
            .collect();
        question(&Batch {
            matrix: Matrix(&self.rows),
            lines: &lines,
            preparer_id: PREPARER,
            signatures: &self.signatures,
            users: &self.users,
        })
    }

    fn sign(&mut self, user: i64) -> Result<Level, ApprovalRefusal> {
        let signature = self.ask(|batch| batch.sign(user))?;
        self.signatures.push(signature);
        Ok(signature.level)
    }

    fn sign_line(&mut self, at: usize, user: i64) -> Result<Level, ApprovalRefusal> {
        let signature = self.ask(|batch| batch.sign_line(&batch.lines[at], user))?;
        self.lines[at].1.push(signature);
        Ok(signature.level)
    }

    fn states(&self) -> Vec<LineState> {
        self.ask(|batch| {
            batch
                .lines
                .iter()
                .map(|line| batch.line_state(line))
                .collect()
        })
    }

    fn stand(&self) -> (State, Vec<Level>) {
        self.ask(|batch| (batch.state(), batch.outstanding().into_iter().collect()))
    }

    fn state(&self) -> State {
        self.stand().0
    }
}

#[test]
fn the_whole_needs_what_its_lines_need() {
    let mut journal = journal(&[5_000, 60_000, 150_000]);
    assert_eq!(
        journal.states(),
        [LineState::Approved, LineState::Pending, LineState::Pending]
    );
    assert_eq!(journal.sign(2), Ok(MANAGER));
    assert_eq!(journal.states()[1], LineState::Approved);
    assert_eq!(journal.state(), State::Submitted);
    assert_eq!(journal.sign(4), Ok(CFO));
    assert_eq!(journal.state(), State::Approved);
}

#[test]
fn lines_are_signed_by_different_people() {
    let mut journal = journal(&[60_000, 150_000]);
    assert_eq!(journal.sign_line(0, 2), Ok(MANAGER));
    assert_eq!(journal.sign_line(1, 3), Ok(MANAGER));
    assert_eq!(
        journal.sign_line(0, 2),
        Err(ApprovalRefusal::NothingToApprove)
    );
    // The manager's level is done on every line that waits: the whole asks for finance alone.
    assert_eq!(journal.stand(), (State::Submitted, vec![CFO]));
    assert_eq!(
        journal.sign(2),
        Err(ApprovalRefusal::RoleMissing {
            role: Role::FinanceApprover
        })
    );
    assert_eq!(journal.sign(4), Ok(CFO));
    assert_eq!(journal.state(), State::Approved);
}

#[test]
fn who_signed_a_line_does_not_sign_it_again_with_the_whole() {
    let mut journal = journal(&[150_000, 150_000]);
    assert_eq!(journal.sign_line(0, 5), Ok(MANAGER));
    assert_eq!(
        journal.sign(5),
        Err(ApprovalRefusal::SignedAlready { user_id: 5 })
    );
    assert_eq!(journal.sign(3), Ok(MANAGER));
    assert_eq!(
        journal.sign_line(0, 5),
        Err(ApprovalRefusal::SignedAlready { user_id: 5 })
    );
    assert_eq!(journal.sign_line(1, 5), Ok(CFO));
    assert_eq!(journal.sign_line(0, 4), Ok(CFO));
    assert_eq!(journal.state(), State::Approved);
}

#[test]
fn a_rejected_line_decides_and_does_not_hold_up() {
    let mut journal = journal(&[60_000, 150_000]);
    assert_eq!(
        journal.ask(|batch| batch.may_reject_line(&batch.lines[1], PREPARER)),
        Err(ApprovalRefusal::PreparerApproves)
    );
    assert_eq!(
        journal.ask(|batch| batch.may_reject_line(&batch.lines[1], 2)),
        Ok(())
    );
    journal.lines[1].2 = Flag::Yes;
    assert_eq!(journal.state(), State::Submitted);
    assert_eq!(journal.sign(2), Ok(MANAGER));
    assert_eq!(journal.states(), [LineState::Approved, LineState::Rejected]);
    assert_eq!(journal.state(), State::Approved);
    journal.lines[0].2 = Flag::Yes;
    assert_eq!(journal.state(), State::Rejected);
}

/// Two rows of one role on one measure say the same thing twice; two roles one after another do not.
#[test]
fn overlapping_ranges_are_faults() {
    let row = |above, up_to: Option<i64>, level: Level| Row {
        criterion: Criterion::Increase,
        above: units(above),
        up_to: up_to.map(units),
        risk_group_id: None,
        role: level.role,
        order: level.order,
    };
    let meets = [row(0, Some(100), MANAGER), row(100, None, MANAGER)];
    assert_eq!(Matrix(&meets).faults(), []);
    let above = [row(0, None, MANAGER), row(100, None, CFO)];
    assert_eq!(Matrix(&above).faults(), []);
    let overlaps = [row(0, Some(101), MANAGER), row(100, None, MANAGER)];
    assert_eq!(
        Matrix(&overlaps).faults(),
        [MatrixFault::Overlaps {
            position: 1,
            other: 0
        }]
    );
    let mut elsewhere = overlaps;
    elsewhere[1].risk_group_id = Some(1);
    assert_eq!(Matrix(&elsewhere).faults(), []);
}
