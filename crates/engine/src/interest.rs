//! Interest on what is late (spec 23): by an interest code of the company, or by the law of a country.
//!
//! Invariant: what an item has cost so far is cumulative from its due day and depends on dated facts alone, never on when
//! somebody looked before. A run charges the difference to what was charged already, so that splitting a period changes no
//! sum. Time is cut where the balance or the rate changes; every such slice is rounded once, and the total is their sum.

mod accrued;
pub mod adjust;
pub mod charge;
pub mod claims;
pub mod code;
pub mod pack;
pub mod reference;
mod sheet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use accrued::accrued;
pub use reference::{HalfYear, Reference};
pub use sheet::{Part, RatePer, Slice};

/// What is open of an item from the day after a day on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// The day of the payment, which still bears interest on what was open before.
    pub on: NaiveDate,
    /// What is open afterwards, minor units, not negative.
    pub open_minor: i64,
}

/// An item that may bear interest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item<'a> {
    /// Its due day: the first day of interest is the next one.
    pub due_on: NaiveDate,
    /// The day of the contract, by which a margin is chosen: the document day where nothing else is known.
    pub contract_on: NaiveDate,
    /// What was open on the due day, minor units, not negative.
    pub open_minor: i64,
    /// What changed it later, ascending by day; at most one for a day.
    pub steps: &'a [Step],
    /// The last day that may bear interest whatever is asked: the day before an insolvency was opened.
    pub ends_on: Option<NaiveDate>,
}

impl Item<'_> {
    /// The last day that bears interest when it is asked on `to`: the day of the payment that closed it at the latest.
    fn last_day(&self, to: NaiveDate) -> NaiveDate {
        // What was closed and opened again goes on.
        let closed = self
            .steps
            .last()
            .filter(|step| step.open_minor == 0)
            .map_or(NaiveDate::MAX, |step| step.on);
        to.min(closed).min(self.ends_on.unwrap_or(NaiveDate::MAX))
    }

    /// What bears interest on a day.
    fn balance_on(&self, day: NaiveDate) -> i64 {
        self.steps
            .iter()
            .rev()
            .find(|step| step.on < day)
            .map_or(self.open_minor, |step| step.open_minor)
    }

    /// Days on which a new balance begins, after `first` and up to `last`.
    fn changes(&self, first: NaiveDate, last: NaiveDate) -> impl Iterator<Item = NaiveDate> + '_ {
        self.steps
            .iter()
            .filter_map(|step| step.on.succ_opt())
            .filter(move |day| *day > first && *day <= last)
    }
}

/// Why interest cannot be said.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "code")]
pub enum Fault {
    /// The reference rate of a half-year has no source.
    #[error("no {reference:?} for {half_year}")]
    RateUnknown {
        /// Which rate.
        reference: Reference,
        /// The half-year.
        half_year: HalfYear,
        /// The last day that the table answers for; `None` where it knows nothing of that rate.
        known_until: Option<NaiveDate>,
    },
    /// The amount does not fit 64 bits, or a day leaves the calendar.
    #[error("the interest is out of range")]
    OutOfRange,
}

/// What a run charges: what an item has cost so far less what was charged already; never less than nothing.
pub fn to_charge(cumulative_minor: i64, charged_minor: i64) -> i64 {
    cumulative_minor.saturating_sub(charged_minor).max(0)
}

#[cfg(test)]
mod tests;
