//! Risk (spec 10 §5 and §7, spec 13): credit statistics, scores, classes, and the limits that follow from them.
//!
//! Invariant: every figure is an integer with a named scale, rounded once, half away from zero; a figure that cannot be
//! formed (no sales, no month-ends) is blank and not 0. Nothing here depends on the order of its input.
//!
//! How the spec is read where it leaves room:
//! - A window holds both of its days, and its length is the difference of the two.
//! - Means are taken over the month-ends that are stored; a book of three months has a mean of three.
//! - Years are completed years by the calendar: 4 years and 11 months are 4.
//! - List values match without regard to case, also those of the predefined attributes; a value that is missing scores 0
//!   with a warning of its own.
//! - Shares of a score add up to 100 %: what rounding leaves goes to the largest remainders.
//!
//! Left out: loading, storing histories, and deciding who is scored when.

pub mod automatic;
pub mod classes;
mod fixed;
pub mod retention;
pub mod scoring;
pub mod statistics;
#[cfg(test)]
mod tests;

pub use fixed::Fixed;
