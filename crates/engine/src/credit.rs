//! Credit limits (spec 10 §1 and §6, spec 11): what a customer owes and has ordered, how much that may be, who changes it.
//!
//! Invariant: exposure is derived from facts and never stored as truth (T-C11); its parts add up to it; nothing here
//! depends on the order of its input. A limit that is *not set* is neither 0 nor unlimited, and says so in its own word.
//! An amount beyond 64 bits is a refusal with a code.
//!
//! How the spec is read where it leaves room:
//! - A document in another currency is converted by itself, so that the lines of a breakdown add up to its total.
//! - The open remainder of an order counts at every step but quotation and cancelled, also at *closed*: a locked order is
//!   still to be delivered (T-C3), and one that is really done brings no remainder.
//! - The prepaid part of an order is what its file says or what payments name the order, whichever is more, and at most
//!   the order. It is taken from payments that name the order, then from unapplied payments that name none; what is
//!   still missing was received outside the ledger. What is taken counts as unapplied no more.
//! - A typed limit of 0 is no credit, also with insurance: policies alone make no limit.
//! - An individual limit of 0 means the permanent or temporary amount, not what policies make of it.
//! - Where *Unlimited* and *Mandatory* are both set, *Unlimited* stands, as the first step of the resolution.
//! - With credit management switched off, a mandatory limit of 0 stays 0, and groups are not looked at.
//! - Where the limit type is *None* and the limit not mandatory, neither the own limit nor the group's is tested.
//!
//! Left out: the rules that hold an order (they take these figures as measures), posting, and everything with a file.

pub mod adjustments;
pub mod approval;
pub mod duties;
pub mod exposure;
pub mod insurance;
pub mod limits;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

/// A field or parameter that is Yes or No.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Flag {
    /// No.
    #[default]
    No,
    /// Yes.
    Yes,
}

impl Flag {
    /// Whether it is Yes.
    pub fn is_yes(self) -> bool {
        self == Self::Yes
    }
}
