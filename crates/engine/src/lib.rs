//! The credit engine: pure rules over dated facts.
//!
//! In goes a snapshot of an account, a policy and an as-of day; out comes a decision with coded reasons. The same
//! question gives the same answer for ever, because nothing here reads a clock, a file or SQL, and because money is an
//! integer count of minor units.
//!
//! Left out on purpose: loading (the `book` crate streams accounts into these functions), wording (a decision carries
//! codes and figures; words live with whoever shows them) and anything asynchronous.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

pub mod account;
pub mod aging;
pub mod backups;
pub mod calendar;
pub mod charges;
pub mod codes;
pub mod collections;
pub mod copies;
pub mod credit;
pub mod day;
pub mod disputes;
pub mod exchange;
pub mod hand_overs;
pub mod holds;
pub mod insolvency;
pub mod interest;
pub mod journal;
pub mod letters;
pub mod limitation;
pub mod mailing;
pub mod matching;
pub mod money;
pub mod payments;
pub mod pools;
pub mod promises;
pub mod reimbursements;
pub mod returns;
pub mod risk;
pub mod settlement;
pub mod stops;
pub mod sums;
pub mod taxes;
pub mod worklist;
pub mod write_offs;
