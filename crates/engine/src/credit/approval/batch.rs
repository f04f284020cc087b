//! A journal whose lines are approved as a whole, one by one, or both (spec 11 §4.4).
//!
//! A signature on the journal signs every line that waits; one on a line signs that line. The journal is decided when
//! each of its lines is.

use std::collections::BTreeSet;

use super::matrix::{Level, Matrix, Request};
use super::people::{ApprovalRefusal, Question, Signature, User, outstanding, sign, unreachable};
use crate::credit::Flag;
use crate::credit::adjustments::State;

/// Where a line stands while its journal is being approved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineState {
    /// Signatures are missing.
    Pending,
    /// Every signature is there, or none is needed.
    Approved,
    /// Somebody rejected it; it is not posted.
    Rejected,
}

/// A line.
#[derive(Debug, Clone, Copy)]
pub struct BatchLine<'a> {
    /// What is to be approved.
    pub request: Request,
    /// Signatures on this line alone.
    pub signatures: &'a [Signature],
    /// Whether somebody rejected it.
    pub rejected: Flag,
}

/// A journal that waits for approval.
#[derive(Debug, Clone, Copy)]
pub struct Batch<'a> {
    /// The matrix.
    pub matrix: Matrix<'a>,
    /// The lines, in their order.
    pub lines: &'a [BatchLine<'a>],
    /// The user who prepared it.
    pub preparer_id: i64,
    /// Signatures on the journal as a whole.
    pub signatures: &'a [Signature],
    /// Every user of the book, also those who left.
    pub users: &'a [User<'a>],
}

impl<'a> Batch<'a> {
    /// The signatures of a line: its own, and those of the whole.
    fn signed(&self, line: &BatchLine<'_>) -> Vec<Signature> {
        let whole = self.signatures.iter();
        whole.chain(line.signatures).copied().collect()
    }

    fn question<'q>(
        &'q self,
        requests: &'q [Request],
        signatures: &'q [Signature],
    ) -> Question<'q> {
        Question {
            matrix: self.matrix,
            requests,
            preparer_id: self.preparer_id,
            signatures,
            users: self.users,
        }
    }

    /// The levels that a line still needs, first to last.
    pub fn line_outstanding(&self, line: &BatchLine<'_>) -> BTreeSet<Level> {
        if line.rejected == Flag::Yes {
            return BTreeSet::new();
        }
        outstanding(&self.question(&[line.request], &self.signed(line)))
    }

    /// Where a line stands.
    pub fn line_state(&self, line: &BatchLine<'_>) -> LineState {
        if line.rejected == Flag::Yes {
            LineState::Rejected
        } else if self.line_outstanding(line).is_empty() {
            LineState::Approved
        } else {
            LineState::Pending
        }
    }

    fn pending(&self) -> Vec<&'a BatchLine<'a>> {
        let waits = |line: &&BatchLine<'_>| self.line_state(line) == LineState::Pending;
        self.lines.iter().filter(waits).collect()
    }

    /// The levels that one of the waiting lines still needs, first to last.
    pub fn outstanding(&self) -> BTreeSet<Level> {
        let lines = self.lines.iter();
        lines.flat_map(|line| self.line_outstanding(line)).collect()
    }

    /// The state of the journal: decided once every line is.
    pub fn state(&self) -> State {
        let states: Vec<LineState> = self
            .lines
            .iter()
            .map(|line| self.line_state(line))
            .collect();
        if states.contains(&LineState::Pending) {
            State::Submitted
        } else if states.is_empty() || states.contains(&LineState::Approved) {
            State::Approved
        } else {
            State::Rejected
        }
    }

    /// Asks about the waiting lines together. A level that each of them has on its own is not asked for again.
    fn ask<T>(&self, question: impl FnOnce(&Question<'_>) -> T) -> T {
        let left = self.outstanding();
        let pending = self.pending();
        let requests: Vec<Request> = pending.iter().map(|line| line.request).collect();
        let own = pending.iter().flat_map(|line| line.signatures);
        let done = own.filter(|signature| !left.contains(&signature.level));
        let signatures: Vec<Signature> = self.signatures.iter().chain(done).copied().collect();
        question(&self.question(&requests, &signatures))
    }

    /// The signature of a user on every line that waits, or why not.
    pub fn sign(&self, user_id: i64) -> Result<Signature, ApprovalRefusal> {
        let signature = self.ask(|question| sign(question, user_id))?;
        // Who signed one of the lines alone does not sign it again with the whole.
        for given in self.pending().iter().flat_map(|line| line.signatures) {
            for id in [Some(user_id), signature.acting_for_id]
                .into_iter()
                .flatten()
            {
                if given.involves(id) {
                    return Err(ApprovalRefusal::SignedAlready { user_id: id });
                }
            }
        }
        Ok(signature)
    }

    /// The signature of a user on one line.
    pub fn sign_line(
        &self,
        line: &BatchLine<'_>,
        user_id: i64,
    ) -> Result<Signature, ApprovalRefusal> {
        if line.rejected == Flag::Yes {
            return Err(ApprovalRefusal::NothingToApprove);
        }
        sign(&self.question(&[line.request], &self.signed(line)), user_id)
    }

    /// Whether a user may reject a line: who could sign it, or the journal where the line needs nobody.
    pub fn may_reject_line(
        &self,
        line: &BatchLine<'_>,
        user_id: i64,
    ) -> Result<(), ApprovalRefusal> {
        match self.line_state(line) {
            LineState::Rejected => Err(ApprovalRefusal::NothingToApprove),
            LineState::Pending => self.sign_line(line, user_id).map(|_| ()),
            LineState::Approved => self.sign(user_id).map(|_| ()),
        }
    }

    /// The first level that nobody can sign.
    pub fn unreachable(&self) -> Result<(), ApprovalRefusal> {
        self.ask(unreachable)
    }
}
