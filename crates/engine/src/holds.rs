//! Blocking rules, checkpoints and holds (spec 12): may this order go on, and why not.
//!
//! Invariant: a decision is a function of a [`Snapshot`] (what was known of customer and order) and a [`Policy`] (rules,
//! checkpoints, parameters, ranks). Both can be stored, so that a decision is replayed, explained and tried with other
//! rules years later. The order of rules and items has no influence on the set of reasons.
//!
//! How the spec is read where it leaves room:
//! - A forced hold is a person's act, so that nothing but credit management being off ends a check before it: an
//!   excluded customer, an unticked step and a grace window do not let a forced order through.
//! - Items below *ignore items below* are left out by their open amount, before credits are netted; what is left of a
//!   larger item after netting counts however small it is.
//! - Only invoices are old (measure Days); every overdue debit is owed (measure Amount).
//! - An order of which nothing is tested (prepaid in full) lifts no used percentage (T-C6): *Credit limit used* is not
//!   true for it. *Overdue amount* is, since what is overdue is overdue.
//! - *Overdue amount* is true when the overdue amount and one of the tested limits are above; as an exclusion when the
//!   overdue amount and all tested limits are below. It gives one reason, with the group's figures before the own ones.
//! - An order without terms or discount of its own takes the customer's; a customer without default terms has no rank.
//! - A window of grace begins with a release and with nothing else: a check that passes after it opens no new one.
//!
//! Left out: exposure and limits (they come as measures), the message check of 11 §7, words, storing.

mod checkpoint;
mod codes;
mod compare;
mod condition;
pub mod customer_rules;
mod decision;
mod evaluate;
pub mod manual;
mod measures;
pub mod order_state;
mod overdue;
mod policy;
mod ranks;
mod release;
pub mod reservation;
mod rule;
mod rule_change;
mod rule_draft;
mod rule_fault;
mod rule_set;
pub mod rule_test;
#[cfg(test)]
mod tests;

pub use checkpoint::{
    Checkpoint, CheckpointFault, CheckpointOutcome, Mode, Step, Tick, check_checkpoints,
    shipped_checkpoints,
};
pub use condition::{LimitUsed, limits_used};
pub use decision::{
    Decision, Ended, Figure, Headline, Looked, Measured, Reason, ReasonCode, Trace, Trigger, Used,
    Verdict,
};
pub use evaluate::evaluate;
pub use measures::{
    Address, Customer, Debts, Expiry, Forced, Item, ItemKind, Limit, LimitSide, Limits, Order,
    OrderExclusion, Origin, Rate, Release, Snapshot, Suspicion,
};
pub use overdue::{Overdue, overdue};
pub use policy::{Parameters, Policy, Ranks, ReleaseMode, Switch, shipped_rules};
pub use release::{
    Attendance, Held, ReleaseAction, Review, ReviewedReason, StillThere, evaluate_for_release,
    release_after_pass, released,
};
pub use rule::{
    Condition, Effect, Kind, Level, Measure, Newcomer, OrderReview, Outcome, OverdueParameters,
    Rule, RuleType, Scope, ValueType,
};
pub use rule_change::{Standing, stands_on_changed};
pub use rule_draft::RuleDraft;
pub use rule_fault::{Field, RuleFault};
pub use rule_set::{RuleHint, SetFault, check_rules, hints};
