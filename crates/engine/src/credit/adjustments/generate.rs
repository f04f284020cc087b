//! New limits for many customers or groups at once (spec 11 §4.3): current limit, change, rounding, not below 0.

use chrono::{NaiveDate, TimeDelta};
use serde::{Deserialize, Serialize};

use super::{Eligible, Line, Target, above_eligible};
use crate::credit::Flag;

/// How a limit is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "value_type")]
pub enum Change {
    /// *Fixed value*: minor units of the limit's currency, negative lowers.
    Fixed {
        /// Minor units.
        minor: i64,
    },
    /// *Percentage*: basis points of the current limit, negative lowers.
    Percent {
        /// Basis points.
        basis_points: i64,
    },
}

/// To which side a remainder goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoundingForm {
    /// To the larger limit.
    Up,
    /// To the smaller limit.
    Down,
    /// To the nearer multiple, half away from zero.
    Nearest,
}

/// The rounding of new limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rounding {
    /// *Rounding unit*, minor units; less than 1 is taken as one minor unit.
    pub unit_minor: i64,
    /// *Rounding form*.
    pub form: RoundingForm,
}

impl Default for Rounding {
    fn default() -> Self {
        Self {
            unit_minor: 1,
            form: RoundingForm::Nearest,
        }
    }
}

/// The dates of the lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "method")]
pub enum Dates {
    /// The same dates on every line.
    Absolute {
        /// First day; of temporary limits.
        from_on: Option<NaiveDate>,
        /// Last day.
        to_on: Option<NaiveDate>,
    },
    /// Offsets to the current dates; a blank date counts from today.
    Relative {
        /// Days, added to the first day; `None` for permanent limits.
        from_days: Option<i32>,
        /// Days, added to the last day.
        to_days: i32,
    },
}

impl Dates {
    fn on(
        self,
        existing: &Existing,
        today: NaiveDate,
    ) -> Option<(Option<NaiveDate>, Option<NaiveDate>)> {
        let shift = |day: Option<NaiveDate>, days: i32| {
            day.unwrap_or(today)
                .checked_add_signed(TimeDelta::days(i64::from(days)))
        };
        Some(match self {
            Self::Absolute { from_on, to_on } => (from_on, to_on),
            Self::Relative { from_days, to_days } => {
                let from_on = match from_days {
                    Some(days) => Some(shift(existing.from_on, days)?),
                    None => None,
                };
                (from_on, Some(shift(existing.to_on, to_days)?))
            }
        })
    }
}

/// A customer or group with its current limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Existing {
    /// Whose limit.
    pub target: Target,
    /// *Unlimited credit limit*; of a customer.
    pub unlimited: Flag,
    /// *Exclude from credit management*; of a customer, for automatic limits.
    pub excluded: Flag,
    /// The limit that holds today, minor units; `None` where not set.
    pub current_minor: Option<i64>,
    /// First day of the current temporary limit.
    pub from_on: Option<NaiveDate>,
    /// Expiry of the current limit.
    pub to_on: Option<NaiveDate>,
    /// The eligible limit in the same currency, minor units.
    pub eligible_minor: Option<i64>,
}

/// Why there is no line for a customer or group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Skip {
    /// Unlimited.
    Unlimited,
    /// The limit is not set; only the automatic limits give a first one.
    NotSet,
    /// Excluded from credit management.
    Excluded,
    /// No automatic limit matches.
    NoProposal,
    /// The new limit or a date leaves the range.
    OutOfRange,
}

/// A customer or group without a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skipped {
    /// Whose limit.
    pub target: Target,
    /// Why.
    pub why: Skip,
}

/// What was generated.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Generated {
    /// The lines, by target.
    pub lines: Vec<Line>,
    /// Who got none, by target.
    pub skipped: Vec<Skipped>,
}

impl Generated {
    fn collect(results: impl Iterator<Item = Result<Line, Skipped>>) -> Self {
        let mut out = Self::default();
        for result in results {
            match result {
                Ok(line) => out.lines.push(line),
                Err(skipped) => out.skipped.push(skipped),
            }
        }
        out.lines.sort_by_key(|line| line.target);
        out.skipped.sort_by_key(|skipped| skipped.target);
        out
    }
}

/// Lines *from existing customer* or *customer credit group*.
pub fn from_existing(
    existing: &[Existing],
    change: Change,
    rounding: Rounding,
    dates: Dates,
    today: NaiveDate,
) -> Generated {
    Generated::collect(existing.iter().map(|one| {
        let skip = |why| Skipped {
            target: one.target,
            why,
        };
        if one.unlimited.is_yes() {
            return Err(skip(Skip::Unlimited));
        }
        let current = one.current_minor.ok_or(skip(Skip::NotSet))?;
        let new_minor = changed(current, change, rounding).ok_or(skip(Skip::OutOfRange))?;
        let (from_on, to_on) = dates.on(one, today).ok_or(skip(Skip::OutOfRange))?;
        Ok(Line {
            target: one.target,
            old_minor: one.current_minor,
            new_minor,
            from_on,
            to_on,
            eligible: above_eligible(new_minor, one.eligible_minor),
        })
    }))
}

/// The new limit, minor units: changed exactly, rounded once to the unit, never below 0; `None` beyond the range.
fn changed(current: i64, change: Change, rounding: Rounding) -> Option<i64> {
    // In ten-thousandths of a minor unit, so that a percentage is exact until the one rounding.
    let exact = match change {
        Change::Fixed { minor } => (i128::from(current) + i128::from(minor)) * 10_000,
        Change::Percent { basis_points } => {
            i128::from(current) * (10_000 + i128::from(basis_points))
        }
    };
    let unit = i128::from(rounding.unit_minor.max(1)) * 10_000;
    let down = exact.div_euclid(unit);
    let rest = exact.rem_euclid(unit);
    let units = match rounding.form {
        RoundingForm::Up if rest > 0 => down + 1,
        // Below 0 the half does not matter, since nothing stays below 0.
        RoundingForm::Nearest if rest * 2 >= unit => down + 1,
        _ => down,
    };
    i64::try_from((units * unit / 10_000).max(0)).ok()
}

/// A proposal of the automatic limits for one customer (spec 10 §7.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Automatic {
    /// The customer.
    pub existing: Existing,
    /// The proposed limit, minor units of the customer's limit currency; `None` where nothing matches.
    pub proposed_minor: Option<i64>,
}

/// Lines of *Automatic credit limits*: with absolute dates, also for limits that are not set; a proposal above the
/// eligible limit is capped to it.
pub fn automatic(
    proposals: &[Automatic],
    from_on: Option<NaiveDate>,
    to_on: NaiveDate,
) -> Generated {
    Generated::collect(proposals.iter().map(|proposal| {
        let one = &proposal.existing;
        let skip = |why| Skipped {
            target: one.target,
            why,
        };
        if one.unlimited.is_yes() {
            return Err(skip(Skip::Unlimited));
        }
        if one.excluded.is_yes() {
            return Err(skip(Skip::Excluded));
        }
        let proposed_minor = proposal.proposed_minor.ok_or(skip(Skip::NoProposal))?;
        let cap = one.eligible_minor.filter(|cap| proposed_minor > *cap);
        Ok(Line {
            target: one.target,
            old_minor: one.current_minor,
            new_minor: cap.unwrap_or(proposed_minor),
            from_on,
            to_on: Some(to_on),
            eligible: cap.map(|_| Eligible::Capped { proposed_minor }),
        })
    }))
}
