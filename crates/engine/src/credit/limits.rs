//! Limits (spec 11 §3): which limit holds on a day, what is tested against it, and what remains.

mod first;
mod message;
mod resolve;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Flag;
use super::exposure::Exposures;
use crate::day::days_overdue;
use crate::money::Currency;

pub use first::{Identification, first_limit, identification_required};
pub use message::{MessageCheck, MessageOutcome, Severity, message_check};
pub use resolve::{Question, Resolution, resolve};

/// The master switch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Management {
    /// Credit management: limits act through rules.
    On,
    /// The older message check: 0 or not set means unlimited.
    Off,
}

/// A limit that holds between two days instead of the permanent one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Temporary {
    /// Minor units.
    pub amount_minor: i64,
    /// First day.
    pub from_on: NaiveDate,
    /// Last day.
    pub to_on: NaiveDate,
}

impl Temporary {
    /// Whether it holds on `day`: both ends count (C-11).
    pub fn is_active(&self, day: NaiveDate) -> bool {
        self.from_on <= day && day <= self.to_on
    }
}

/// The limit fields of a customer, in the company's currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Own<'a> {
    /// *Unlimited credit limit*.
    pub unlimited: Flag,
    /// *Mandatory credit limit*.
    pub mandatory: Flag,
    /// The permanent limit, minor units; `None` is *not set*, which is not 0.
    pub permanent_minor: Option<i64>,
    /// *Credit limit expiration date*; of a group member the group's.
    pub expires_on: Option<NaiveDate>,
    /// Temporary limits, past, active and future, in any order.
    pub temporaries: &'a [Temporary],
}

/// The limit fields of a customer credit group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GroupLimit<'a> {
    /// Currency of the limit.
    pub currency: Currency,
    /// The permanent limit, minor units.
    pub permanent_minor: i64,
    /// Temporary limits, in any order.
    pub temporaries: &'a [Temporary],
}

/// Which amount holds on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum InForce {
    /// Neither a permanent nor an active temporary one.
    NotSet,
    /// The permanent one; an expired one keeps its number.
    Permanent {
        /// Minor units.
        amount_minor: i64,
    },
    /// A temporary one.
    Temporary {
        /// Minor units.
        amount_minor: i64,
        /// First day.
        from_on: NaiveDate,
        /// Last day.
        to_on: NaiveDate,
    },
}

impl InForce {
    /// The amount, minor units; `None` where not set.
    pub fn amount_minor(self) -> Option<i64> {
        match self {
            Self::NotSet => None,
            Self::Permanent { amount_minor } | Self::Temporary { amount_minor, .. } => {
                Some(amount_minor)
            }
        }
    }
}

/// The amount that holds on `day`. Posting refuses overlapping temporary limits; should a file have brought some, the
/// smallest holds.
pub fn in_force(
    permanent_minor: Option<i64>,
    temporaries: &[Temporary],
    day: NaiveDate,
) -> InForce {
    let active = temporaries.iter().filter(|limit| limit.is_active(day));
    let active = active.min_by_key(|limit| (limit.amount_minor, limit.from_on, limit.to_on));
    match (active, permanent_minor) {
        (Some(limit), _) => InForce::Temporary {
            amount_minor: limit.amount_minor,
            from_on: limit.from_on,
            to_on: limit.to_on,
        },
        (None, Some(amount_minor)) => InForce::Permanent { amount_minor },
        (None, None) => InForce::NotSet,
    }
}

/// What the page of a customer says of the limit on a day; all amounts minor units of the company's currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LimitState {
    /// The amount that holds.
    pub in_force: InForce,
    /// Effect of insurance and guarantees.
    pub cover_minor: i64,
    /// *Total credit limit* as shown: the raw sum, which may be negative; `None` where not set. Nothing is decided by it,
    /// so that a sum beyond 64 bits is shown as the farthest amount; the test refuses one.
    pub total_minor: Option<i64>,
    /// *Credit limit expiration date*.
    pub expires_on: Option<NaiveDate>,
    /// Days since the expiry date, for the rule *Credit limit expired*: 0 on the day itself, negative before; `None`
    /// where the date is blank. The limit keeps its number.
    pub days_expired: Option<i64>,
}

/// The state of a customer's limit on `day`.
pub fn state(own: &Own<'_>, cover_minor: i64, day: NaiveDate) -> LimitState {
    let in_force = in_force(own.permanent_minor, own.temporaries, day);
    LimitState {
        in_force,
        cover_minor,
        total_minor: in_force
            .amount_minor()
            .map(|amount| amount.saturating_add(cover_minor)),
        expires_on: own.expires_on,
        days_expired: own.expires_on.map(|expiry| days_overdue(expiry, day)),
    }
}

/// Why a limit is not tested.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum NotTested {
    /// The limit type is *None* and the limit is not mandatory.
    LimitTypeNone,
    /// The customer is in no group, or groups are not checked.
    NoGroup,
    /// The customer is in a group, and its own limit is 0 or not set and not mandatory.
    OnlyTheGroupCounts,
    /// The customer is unlimited: the group is not tested either.
    CustomerUnlimited,
}

/// A limit with what is compared with it: the plain measure that rules take. Amounts are minor units of one currency:
/// the company's for the own limit, the group's for that of a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "limit")]
pub enum Limit {
    /// There is no test, which is why no rule on it can be true.
    NotTested {
        /// Why.
        why: NotTested,
    },
    /// There is no limit.
    Unlimited,
    /// Nobody has said how much: a rule on it warns at most.
    NotSet,
    /// An amount; 0 is no credit.
    Set {
        /// The limit, not negative.
        total_minor: i64,
        /// The exposure; negative where the customer is owed more.
        exposure_minor: i64,
    },
}

/// How much of a limit is used. Ordered: over the limit is above every percentage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "used")]
pub enum Used {
    /// A share of the limit.
    Share {
        /// Basis points, half away from zero: 9,000 are 90 %. For showing; rules ask [`Limit::is_above`].
        basis_points: i64,
    },
    /// The limit is 0 and the exposure is not: above every threshold.
    OverLimit,
}

impl Limit {
    /// Limit less exposure, minor units of its currency; `None` where no amount is set. A rest beyond 64 bits is the
    /// farthest one there is, which is on the same side of 0.
    pub fn remaining_minor(self) -> Option<i64> {
        match self {
            Self::Set {
                total_minor,
                exposure_minor,
            } => Some(total_minor.saturating_sub(exposure_minor)),
            _ => None,
        }
    }

    /// How much is used; `None` where no amount is set.
    pub fn used(self) -> Option<Used> {
        let Self::Set {
            total_minor,
            exposure_minor,
        } = self
        else {
            return None;
        };
        if total_minor <= 0 {
            return Some(if exposure_minor > 0 {
                Used::OverLimit
            } else {
                Used::Share { basis_points: 0 }
            });
        }
        let total = i128::from(total_minor);
        let twice = i128::from(exposure_minor) * 20_000;
        // Half away from zero: the sign moves the half.
        let share = (twice + twice.signum() * total) / (total * 2);
        let basis_points =
            i64::try_from(share).unwrap_or(if share > 0 { i64::MAX } else { i64::MIN });
        Some(Used::Share { basis_points })
    }

    /// Whether more than `threshold_bp` basis points are used: compared exactly, never the rounded share. This is the one
    /// place of the comparison (H-14): at exactly the threshold nothing is above it.
    pub fn is_above(self, threshold_bp: i64) -> bool {
        match self {
            Self::Set {
                total_minor,
                exposure_minor,
            } if total_minor > 0 => {
                i128::from(exposure_minor) * 10_000
                    > i128::from(threshold_bp) * i128::from(total_minor)
            }
            Self::Set { exposure_minor, .. } => exposure_minor > 0,
            _ => false,
        }
    }
}

/// A limit by both measures (spec 10 §6): *uninsured* leaves out the effect of policies, so that cover does not count
/// twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measures {
    /// Total limit against total exposure.
    pub total: Limit,
    /// Limit without policies against the uninsured exposure.
    pub uninsured: Limit,
}

impl Measures {
    fn both(limit: Limit) -> Self {
        Self {
            total: limit,
            uninsured: limit,
        }
    }

    fn set(total_minor: i64, bare_minor: i64, exposures: Exposures) -> Self {
        Self {
            total: Limit::Set {
                total_minor: total_minor.max(0),
                exposure_minor: exposures.total_minor,
            },
            uninsured: Limit::Set {
                total_minor: bare_minor.max(0),
                exposure_minor: exposures.uninsured_minor,
            },
        }
    }
}

/// Whose limit is the effective one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum Whose {
    /// The customer's own.
    Own,
    /// The customer credit group's.
    Group,
}

/// The effective limit as it is shown: of the tested limits the smaller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "effective")]
pub enum Effective {
    /// Nothing is tested.
    NotTested,
    /// There is no limit.
    Unlimited,
    /// Nobody has said how much.
    NotSet,
    /// An amount.
    Limit {
        /// Minor units of the company's currency.
        minor: i64,
        /// Whose limit it is; of equal ones the group's, which is tested first.
        whose: Whose,
    },
}

/// Why a customer credit group is not saved (spec 11 §5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case", tag = "code")]
pub enum GroupFault {
    /// *Credit limit to date* is required (C-19).
    #[error("a customer credit group needs the date to which its limit holds")]
    ToDateMissing,
    /// The limit is required.
    #[error("a customer credit group needs a limit")]
    LimitMissing,
    /// The limit is negative.
    #[error("the limit is negative: {limit_minor}")]
    LimitNegative {
        /// Minor units.
        limit_minor: i64,
    },
}

/// Everything that is wrong with a group before it is saved.
pub fn group_faults(limit_minor: Option<i64>, to_on: Option<NaiveDate>) -> Vec<GroupFault> {
    let mut faults = Vec::new();
    match limit_minor {
        None => faults.push(GroupFault::LimitMissing),
        Some(limit_minor) if limit_minor < 0 => {
            faults.push(GroupFault::LimitNegative { limit_minor });
        }
        Some(_) => {}
    }
    if to_on.is_none() {
        faults.push(GroupFault::ToDateMissing);
    }
    faults
}
