//! The bank (spec 30 §2): own accounts, statements, lines, and what the matching proposes for them.
//!
//! Invariant: a line is kept as the bank sent it and never changes; what became of it is its state. A line counts once,
//! however many files bring it: its fingerprint and its occurrence are its identity. What is posted from a line is done
//! by the flows, because it touches the ledger and the settlements too.
//!
//! A line that gives a payment back waits as a task; what it does then is a flow too (spec 24 §3).

pub mod accounts;
mod batches;
mod enter;
mod facts;
mod given_back;
pub mod import;
pub mod line;
pub mod list;
pub mod parameters;
pub mod propose;
pub mod returns;
pub mod statements;
pub mod states;
mod table;
pub mod withdraw;

pub(crate) use accounts::plain_number;
pub(crate) use facts::hash_facts;
pub(crate) use given_back::{ReturnLine, payments_of_line};
pub use withdraw::undo_import;
