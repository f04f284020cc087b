//! The bank (spec 30 §2): own accounts, statements, lines, and what the matching proposes for them.
//!
//! Invariant: a line is kept as the bank sent it and never changes; what became of it is its state. A line counts once,
//! however many files bring it: its fingerprint and its occurrence are its identity. What is posted from a line is done
//! by the flows, because it touches the ledger and the settlements too.
//!
//! Left out for now: the return of a payment itself (spec 24 §3); returned lines wait as tasks.

pub mod accounts;
mod batches;
mod enter;
mod facts;
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

pub(crate) use facts::hash_facts;
pub use withdraw::undo_import;
