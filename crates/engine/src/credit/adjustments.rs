//! Credit limit adjustments (spec 11 §4): lines that are generated or typed, what is wrong with them, and their states.

mod generate;
mod lines;
mod states;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use generate::{
    Automatic, Change, Dates, Existing, Generated, Rounding, RoundingForm, Skip, Skipped,
    automatic, from_existing,
};
pub use lines::{LineFault, Occupied, Typed, line_faults};
pub use states::{Act, Needs, Person, Role, State, StateRefusal, Workflow, next};

/// What an adjustment changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AdjustmentType {
    /// The permanent limit.
    CreditLimit,
    /// A temporary limit.
    Temporary,
}

/// Whose limit a line changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "of", content = "id")]
pub enum Target {
    /// An invoice customer.
    Customer(i64),
    /// A customer credit group.
    Group(i64),
}

/// A line as it is generated; amounts are minor units of the target's limit currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Whose limit.
    pub target: Target,
    /// The limit before, `None` where not set.
    pub old_minor: Option<i64>,
    /// The new limit.
    pub new_minor: i64,
    /// First day; of a temporary limit only.
    pub from_on: Option<NaiveDate>,
    /// Expiry of a permanent limit, last day of a temporary one. Blank only where absolute dates left it blank: the
    /// line is then not posted.
    pub to_on: Option<NaiveDate>,
    /// The eligible limit, where the new one is above it or was capped to it.
    pub eligible: Option<Eligible>,
}

/// How a new limit stands to the eligible one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "eligible")]
pub enum Eligible {
    /// The new limit is above it: a warning, and the next approval level.
    Above {
        /// The eligible limit, minor units.
        eligible_minor: i64,
    },
    /// The proposal was above it and has been capped to it.
    Capped {
        /// What was proposed, minor units.
        proposed_minor: i64,
    },
}

/// Compares a new limit with the eligible one.
pub fn above_eligible(new_minor: i64, eligible_minor: Option<i64>) -> Option<Eligible> {
    eligible_minor
        .filter(|eligible| new_minor > *eligible)
        .map(|eligible_minor| Eligible::Above { eligible_minor })
}
