//! Reimbursements (spec 24 §4): credits that are paid back to customers, from the proposal to the request for accounts
//! payable.
//!
//! Invariant: a credit stands in one proposal at a time; nothing is posted before it is approved; what was approved is the
//! debit that settles those credits. Posting, and taking that back, are flows.

pub mod export;
pub mod list;
pub mod parameters;
pub mod payees;
mod plan;
pub mod propose;
pub mod runs;
pub mod steps;
