//! What is wrong with a line before it is submitted or posted (spec 11 §4.2).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{AdjustmentType, Target};

/// A line as somebody typed it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Typed {
    /// An invoice customer.
    pub customer_id: Option<i64>,
    /// A customer credit group.
    pub group_id: Option<i64>,
    /// *New credit limit*, minor units.
    pub new_minor: Option<i64>,
    /// *New from date*; of a permanent limit its later effective date.
    pub from_on: Option<NaiveDate>,
    /// *New to date*.
    pub to_on: Option<NaiveDate>,
    /// The reason, where one is given.
    pub reason_id: Option<i64>,
}

/// A temporary limit that is posted, or that another line of the journal brings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Occupied {
    /// Whose.
    pub target: Target,
    /// First day.
    pub from_on: NaiveDate,
    /// Last day.
    pub to_on: NaiveDate,
}

/// Why a line is refused.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, thiserror::Error,
)]
#[serde(rename_all = "snake_case", tag = "code")]
pub enum LineFault {
    /// It names a customer and a group (C-16).
    #[error("a line names a customer or a group, not both")]
    CustomerAndGroup,
    /// It names neither.
    #[error("a line names a customer or a group")]
    TargetMissing,
    /// The new limit is missing.
    #[error("the new limit is missing")]
    LimitMissing,
    /// The new limit is negative.
    #[error("the new limit is negative: {new_minor}")]
    LimitNegative {
        /// Minor units.
        new_minor: i64,
    },
    /// The expiry date is missing (C-17).
    #[error("the expiry date is missing")]
    ExpiryMissing,
    /// The first day of a temporary limit is missing.
    #[error("the from date of a temporary limit is missing")]
    FromMissing,
    /// It ends before it begins.
    #[error("the limit ends on {to_on}, before {from_on}")]
    EndsBeforeItBegins {
        /// First day.
        from_on: NaiveDate,
        /// Last day.
        to_on: NaiveDate,
    },
    /// The reason is missing.
    #[error("the reason is missing")]
    ReasonMissing,
    /// Another temporary limit of the same customer or group holds on one of the days.
    #[error("another temporary limit holds from {from_on} to {to_on}")]
    Overlaps {
        /// First day of the other.
        from_on: NaiveDate,
        /// Last day of the other.
        to_on: NaiveDate,
    },
}

/// Everything that is wrong with a line. `others` are the temporary limits that are posted and those of the other lines
/// of the journal, of any target and in any order.
pub fn line_faults(
    adjustment: AdjustmentType,
    line: &Typed,
    others: &[Occupied],
) -> Vec<LineFault> {
    let mut faults = Vec::new();
    let target = match (line.customer_id, line.group_id) {
        (Some(_), Some(_)) => {
            faults.push(LineFault::CustomerAndGroup);
            None
        }
        (None, None) => {
            faults.push(LineFault::TargetMissing);
            None
        }
        (Some(id), None) => Some(Target::Customer(id)),
        (None, Some(id)) => Some(Target::Group(id)),
    };
    match line.new_minor {
        None => faults.push(LineFault::LimitMissing),
        Some(new_minor) if new_minor < 0 => faults.push(LineFault::LimitNegative { new_minor }),
        Some(_) => {}
    }
    if line.to_on.is_none() {
        faults.push(LineFault::ExpiryMissing);
    }
    if adjustment == AdjustmentType::Temporary && line.from_on.is_none() {
        faults.push(LineFault::FromMissing);
    }
    if line.reason_id.is_none() {
        faults.push(LineFault::ReasonMissing);
    }
    if let (Some(from_on), Some(to_on)) = (line.from_on, line.to_on) {
        if to_on < from_on {
            faults.push(LineFault::EndsBeforeItBegins { from_on, to_on });
        } else if adjustment == AdjustmentType::Temporary {
            let same = others.iter().filter(|other| Some(other.target) == target);
            let overlaps = same.filter(|other| other.from_on <= to_on && from_on <= other.to_on);
            faults.extend(overlaps.map(|other| LineFault::Overlaps {
                from_on: other.from_on,
                to_on: other.to_on,
            }));
        }
    }
    faults.sort_unstable();
    faults
}
