//! The one comparison of measures with values (spec 12 §4): blocking means *greater than*, excluding *less than*, and at
//! equality nothing is true (H-1, H-2, H-14).

use std::cmp::Ordering;

use super::rule::Kind;

/// Percentages are basis points: 10,000 are 100 %.
pub(super) const WHOLE_BP: i64 = 10_000;

/// How a measure stands to the value of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Compared {
    /// Greater than the value: blocks.
    Above,
    /// As great as the value: neither blocks nor excludes.
    Equal,
    /// Less than the value: excludes.
    Below,
    /// What was compared for equality is equal: blocks as well as excludes.
    Matches,
    /// A blank that a parameter lets block: blocks and never excludes.
    Blank,
    /// Nothing is known that could be compared, or it is not the order that lifts the measure.
    Neither,
}

impl Compared {
    /// Compares a measure with a value of the same unit.
    pub(super) fn of(measured: i128, value: i128) -> Self {
        match measured.cmp(&value) {
            Ordering::Greater => Self::Above,
            Ordering::Equal => Self::Equal,
            Ordering::Less => Self::Below,
        }
    }

    /// Compares a share with a value in basis points, exactly. A total of 0 of which anything is used is above every
    /// value (spec 11 §3).
    pub(super) fn of_share(part: i128, total: i128, value_bp: i64) -> Self {
        if total <= 0 {
            return Self::of(part, 0);
        }
        Self::of(
            part.saturating_mul(i128::from(WHOLE_BP)),
            total.saturating_mul(i128::from(value_bp)),
        )
    }

    /// Compares for equality.
    pub(super) fn equality(measured: Option<&str>, value: &str) -> Self {
        if measured == Some(value) {
            Self::Matches
        } else {
            Self::Neither
        }
    }

    /// Whether a row of this kind is true.
    pub(super) fn met(self, kind: Kind) -> bool {
        match self {
            Self::Above | Self::Blank => kind == Kind::Blocking,
            Self::Below => kind == Kind::Exclusion,
            Self::Matches => true,
            Self::Equal | Self::Neither => false,
        }
    }

    /// Whether a figure is below a threshold that clears (spec 12 §8.4).
    pub(super) fn is_below(self) -> bool {
        self == Self::Below
    }
}

/// A sum as it is shown: the nearest amount that 64 bits hold. Comparisons use the sum itself.
pub(super) fn shown(sum: i128) -> i64 {
    i64::try_from(sum).unwrap_or(if sum > 0 { i64::MAX } else { i64::MIN })
}

/// A share in basis points, rounded once, half away from zero; `None` where the total is 0 or less. Only for showing.
pub(super) fn share_bp(part: i128, total: i128) -> Option<i64> {
    if total <= 0 {
        return None;
    }
    let twice = part.saturating_mul(2 * i128::from(WHOLE_BP));
    Some(shown((twice + twice.signum() * total) / (total * 2)))
}
