//! Promises to pay (spec 21 §6): taken from a customer, judged by what the bank brings.
//!
//! Invariant: one promise of a transaction is in force at a time; what was promised never changes, what became of it is
//! written beside it. The verdicts are the engine's; they are given at imports, settlements and their undo, and by the
//! aging run.

pub mod check;
pub mod judge;
pub mod list;
pub mod record;
pub mod undo;

use engine::promises::Status;

use crate::refusal::Refusal;

/// Reads a stored status.
fn status_of(code: &str) -> Result<Status, Refusal> {
    Status::from_code(code).ok_or_else(|| Refusal::new("book_damaged").with("status", code))
}
