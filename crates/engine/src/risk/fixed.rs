//! Numbers with decimals that are no money: scores, weights, days, years.

use std::fmt;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::money::{Currency, plain, round_minor};

/// A number in ten-thousandths: 29.9 is `Fixed(299_000)`. Stored as this integer.
///
/// Four decimals hold hundredths of a day and the minor units of every currency exactly.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Fixed(pub i64);

impl Fixed {
    /// How many parts make one.
    pub const SCALE: i64 = 10_000;
    /// One.
    pub const ONE: Self = Self(Self::SCALE);

    /// A whole number; `None` beyond the range.
    pub fn whole(number: i64) -> Option<Self> {
        number.checked_mul(Self::SCALE).map(Self)
    }

    /// A number of hundredths, as statistics give days; `None` beyond the range.
    pub fn hundredths(number: i64) -> Option<Self> {
        number.checked_mul(Self::SCALE / 100).map(Self)
    }

    /// An amount in major units: 12.34 EUR is 12.34; `None` beyond the range.
    pub fn major(minor: i64, currency: Currency) -> Option<Self> {
        // No currency has more than four digits, so that this divides without a rest.
        minor
            .checked_mul(Self::SCALE / currency.minor_per_major())
            .map(Self)
    }

    /// A product, rounded once; `None` beyond the range.
    pub fn times(self, other: Self) -> Option<Self> {
        let product = i128::from(self.0) * i128::from(other.0);
        let exact = Decimal::try_from_i128_with_scale(product, 4).ok()?;
        round_minor(exact).map(Self)
    }
}

impl fmt::Display for Fixed {
    /// Plain digits with a point and without zeros at the end: `29.9`, `5`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = plain(self.0, 4);
        f.write_str(text.trim_end_matches('0').trim_end_matches('.'))
    }
}
