//! The approval matrix: which levels a request needs by its size.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::credit::adjustments::Role;
use crate::money::Currency;

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Criterion {
    /// The new limit, minor units of the company's currency.
    NewLimit,
    /// New limit less old one, minor units; a limit that was not set counts as 0.
    Increase,
    /// The increase in basis points of the old limit; beyond every bound where that was 0 or not set.
    IncreasePercent,
    /// The order amount, minor units, of a release.
    OrderAmount,
    /// By how much the exposure is above the limit, minor units, of a release.
    OverLimit,
    /// What is written off, minor units of the company's currency.
    WriteOff,
}

/// A row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// What is measured.
    pub criterion: Criterion,
    /// *From*: the row matches above this.
    pub above: i64,
    /// *To*: and up to this; `None` is open.
    pub up_to: Option<i64>,
    /// Only for customers of this risk group.
    pub risk_group_id: Option<i64>,
    /// Who approves.
    pub role: Role,
    /// When: lower orders sign first.
    pub order: u32,
}

/// A signature that is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Level {
    /// Lower orders sign first.
    pub order: u32,
    /// Who approves.
    pub role: Role,
}

/// Why a row is not saved; `position` counts from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case", tag = "code")]
pub enum MatrixFault {
    /// *To* is not above *from*, so that nothing matches.
    #[error("row {position} matches nothing")]
    Empty {
        /// The row.
        position: usize,
    },
    /// The role approves nothing.
    #[error("row {position} names a role that does not approve")]
    RoleApprovesNothing {
        /// The row.
        position: usize,
    },
    /// Two roles have one order, so that neither is the next level of the other.
    #[error("row {position} gives order {order} to a second role")]
    OrderOfAnotherRole {
        /// The later row.
        position: usize,
        /// The order.
        order: u32,
    },
    /// Two rows ask the same role about the same measure, of the same customers: one of them says nothing.
    #[error("row {position} overlaps row {other}")]
    Overlaps {
        /// The later row.
        position: usize,
        /// The earlier one.
        other: usize,
    },
}

/// The rows, in any order.
#[derive(Debug, Clone, Copy)]
pub struct Matrix<'a>(pub &'a [Row]);

/// What is to be approved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "request")]
pub enum Request {
    /// A limit, in minor units of the company's currency.
    Limit {
        /// Before; `None` where not set.
        old_minor: Option<i64>,
        /// After.
        new_minor: i64,
        /// The eligible limit.
        eligible_minor: Option<i64>,
        /// The customer's risk group.
        risk_group_id: Option<i64>,
    },
    /// The release of an order, in minor units of the company's currency.
    Release {
        /// The order amount.
        order_minor: i64,
        /// Exposure less limit; 0 or less where it is within, or no amount is set.
        over_limit_minor: i64,
        /// The customer's risk group.
        risk_group_id: Option<i64>,
    },
    /// A write-off, in minor units of the company's currency.
    WriteOff {
        /// What is written off, all currencies together; debits and credits both count.
        amount_minor: i64,
    },
}

impl Request {
    /// What a ceiling is compared with: the new limit, the order amount, or what is written off.
    pub fn amount_minor(&self) -> i64 {
        match self {
            Self::Limit { new_minor, .. } => *new_minor,
            Self::Release { order_minor, .. } => *order_minor,
            Self::WriteOff { amount_minor } => *amount_minor,
        }
    }

    fn risk_group_id(&self) -> Option<i64> {
        match self {
            Self::Limit { risk_group_id, .. } | Self::Release { risk_group_id, .. } => {
                *risk_group_id
            }
            Self::WriteOff { .. } => None,
        }
    }

    /// The measure of a criterion; `None` where the request has none.
    fn measure(&self, criterion: Criterion) -> Option<i64> {
        match (*self, criterion) {
            (Self::Limit { new_minor, .. }, Criterion::NewLimit) => Some(new_minor),
            (Self::Limit { .. }, Criterion::Increase) => Some(self.increase_minor()),
            (Self::Limit { old_minor, .. }, Criterion::IncreasePercent) => {
                Some(percent(self.increase_minor(), old_minor.unwrap_or(0)))
            }
            (Self::Release { order_minor, .. }, Criterion::OrderAmount) => Some(order_minor),
            (
                Self::Release {
                    over_limit_minor, ..
                },
                Criterion::OverLimit,
            ) => Some(over_limit_minor),
            (Self::WriteOff { amount_minor }, Criterion::WriteOff) => Some(amount_minor),
            _ => None,
        }
    }

    /// Saturating, because a measure beyond the range is above every bound all the same.
    fn increase_minor(&self) -> i64 {
        match *self {
            Self::Limit {
                old_minor,
                new_minor,
                ..
            } => new_minor.saturating_sub(old_minor.unwrap_or(0)),
            Self::Release { .. } | Self::WriteOff { .. } => 0,
        }
    }

    fn is_above_eligible(&self) -> bool {
        match *self {
            Self::Limit {
                new_minor,
                eligible_minor: Some(eligible),
                ..
            } => new_minor > eligible && self.increase_minor() > 0,
            _ => false,
        }
    }
}

/// An increase in basis points of `old`, rounded up, so that a hair above a bound is above it.
fn percent(increase: i64, old: i64) -> i64 {
    if increase <= 0 {
        return 0;
    }
    if old <= 0 {
        return i64::MAX;
    }
    let old = i128::from(old);
    let share = (i128::from(increase) * 10_000 + old - 1) / old;
    i64::try_from(share).unwrap_or(i64::MAX)
}

impl Row {
    fn is_for(&self, risk_group_id: Option<i64>) -> bool {
        self.risk_group_id.is_none() || self.risk_group_id == risk_group_id
    }

    fn matches(&self, request: &Request) -> bool {
        self.is_for(request.risk_group_id())
            && request.measure(self.criterion).is_some_and(|measure| {
                measure > self.above && self.up_to.is_none_or(|bound| measure <= bound)
            })
    }

    /// Whether the role approves anything of the kind; write-offs are the collections manager's too.
    fn may_approve(&self) -> bool {
        match self.role {
            Role::CreditClerk | Role::CreditManager | Role::FinanceApprover => true,
            Role::CollectionsManager => self.criterion == Criterion::WriteOff,
            Role::CollectionsAgent | Role::Viewer => false,
        }
    }

    /// Whether a measure matches both, for the same customers and the same role.
    fn overlaps(&self, other: &Self) -> bool {
        let before = |one: &Self, two: &Self| two.up_to.is_none_or(|bound| one.above < bound);
        self.criterion == other.criterion
            && self.risk_group_id == other.risk_group_id
            && self.role == other.role
            && before(self, other)
            && before(other, self)
    }

    fn level(&self) -> Level {
        Level {
            order: self.order,
            role: self.role,
        }
    }
}

impl Matrix<'_> {
    /// Everything that is wrong with the rows.
    pub fn faults(&self) -> Vec<MatrixFault> {
        let mut faults = Vec::new();
        for (position, row) in self.0.iter().enumerate() {
            if row.up_to.is_some_and(|bound| bound <= row.above) {
                faults.push(MatrixFault::Empty { position });
            }
            if !row.may_approve() {
                faults.push(MatrixFault::RoleApprovesNothing { position });
            }
            let before = &self.0[..position];
            if before
                .iter()
                .any(|other| other.order == row.order && other.role != row.role)
            {
                faults.push(MatrixFault::OrderOfAnotherRole {
                    position,
                    order: row.order,
                });
            }
            if let Some(other) = before.iter().position(|other| other.overlaps(row)) {
                faults.push(MatrixFault::Overlaps { position, other });
            }
        }
        faults
    }

    /// The levels that a request needs before anybody has signed, first to last; none where it needs no approval.
    pub fn needed(&self, request: &Request) -> BTreeSet<Level> {
        let mut levels: BTreeSet<Level> = self
            .0
            .iter()
            .filter(|row| row.matches(request))
            .map(Row::level)
            .collect();
        if request.is_above_eligible() {
            let highest = levels.last().copied();
            levels.extend(self.after(highest, request));
        }
        levels
    }

    /// The level after another in the ladder of the request's kind, whatever the amount; the first one after `None`.
    pub(super) fn after(&self, level: Option<Level>, request: &Request) -> Option<Level> {
        self.0
            .iter()
            .filter(|row| row.is_for(request.risk_group_id()))
            .filter(|row| request.measure(row.criterion).is_some())
            .map(Row::level)
            .filter(|next| level.is_none_or(|level| next.order > level.order))
            .min()
    }
}

/// The rows as shipped: an increase of up to 10,000 needs no approval, one of up to 100,000 the credit manager's, a larger
/// one the credit manager's and then the CFO's; lowering needs none (spec 11 §4.5).
pub fn shipped(currency: Currency) -> [Row; 2] {
    let row = |above_major: i64, role, order| Row {
        criterion: Criterion::Increase,
        above: above_major * currency.minor_per_major(),
        up_to: None,
        risk_group_id: None,
        role,
        order,
    };
    [
        row(10_000, Role::CreditManager, 1),
        row(100_000, Role::FinanceApprover, 2),
    ]
}
