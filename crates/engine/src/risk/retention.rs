//! The deletion guard (spec 13): how far back balance statistics may be deleted.

use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};

/// Until which day records are deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "until")]
pub enum Until {
    /// *Delete records until*.
    Day {
        /// The day.
        on: NaiveDate,
    },
    /// The recurring window: this many months to date are kept.
    MonthsKept {
        /// Months: 12, 6 or 3.
        months: u32,
    },
}

impl Until {
    /// What is offered: one year before today.
    pub const OFFERED: Self = Self::MonthsKept { months: 12 };
}

/// Why nothing is deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case", tag = "code")]
pub enum RetentionRefusal {
    /// The day cuts into the months that the statistics need (S-7).
    #[error("{until_on} cuts into the statistics; the latest day is {latest_on}")]
    CutsIntoStatistics {
        /// The day that was asked for.
        until_on: NaiveDate,
        /// The latest day that is allowed.
        latest_on: NaiveDate,
    },
    /// A day lies beyond the calendar.
    #[error("the day is out of range")]
    OutOfRange,
}

/// The day until which records may be deleted: at most today less the largest number of months of the statistics
/// parameters.
pub fn delete_until(
    until: Until,
    today: NaiveDate,
    months_needed: &[u32],
) -> Result<NaiveDate, RetentionRefusal> {
    let before = |months: u32| {
        today
            .checked_sub_months(Months::new(months))
            .ok_or(RetentionRefusal::OutOfRange)
    };
    let latest_on = before(months_needed.iter().copied().max().unwrap_or(0))?;
    let until_on = match until {
        Until::Day { on } => on,
        Until::MonthsKept { months } => before(months)?,
    };
    if until_on > latest_on {
        return Err(RetentionRefusal::CutsIntoStatistics {
            until_on,
            latest_on,
        });
    }
    Ok(until_on)
}
