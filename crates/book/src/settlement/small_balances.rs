//! Small balances (spec 24 §2, T-M5): the rests of documents up to a threshold are looked at, and closed in one act.
//!
//! What is closed was shown: a run takes the list that the person has seen by its handle, judges every document again,
//! and leaves open what is not the same any more. Each rest is closed by an entry of its own, as a small difference
//! that a settlement closes is, so that it is taken back in the same way; the log keeps what became of every document
//! within reach, and why.

mod candidates;
pub mod list;
pub mod log;
mod plan;
pub mod post;
pub mod terms;

pub use plan::{SmallBalanceCount, SmallBalanceOutcome, SmallBalanceTotal};
