//! Exchange rates: what an amount is worth in another currency, by the one rounding rule.
//!
//! Invariant: equal currencies are never multiplied by a rate (T-C9), and an amount is rounded once, half away from zero,
//! to the minor unit of the currency into which it is converted. A missing rate is a refusal, never a rate of 1.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::money::{Currency, round_minor};

/// Exchange rates of one day into one currency.
#[derive(Debug, Clone, Copy)]
pub struct Rates<'a> {
    /// The currency into which amounts are converted: the company's, or that of a customer credit group.
    pub company: Currency,
    /// How much of that currency one major unit of a currency is worth.
    pub of: &'a [(Currency, Decimal)],
}

/// Why an amount cannot be given in another currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "code")]
pub enum RateFault {
    /// No positive rate is known for a currency.
    #[error("there is no exchange rate for {currency}")]
    RateMissing {
        /// The currency of the amount.
        currency: Currency,
    },
    /// An amount or a sum does not fit 64 bits.
    #[error("an amount in {currency} is out of range")]
    AmountOutOfRange {
        /// The currency of the amount that does not fit.
        currency: Currency,
    },
}

impl Rates<'_> {
    /// The value of `minor` of `currency` in minor units of [`Rates::company`], rounded once.
    pub fn value(&self, minor: i64, currency: Currency) -> Result<i64, RateFault> {
        if currency == self.company {
            return Ok(minor);
        }
        let rate = self
            .of
            .iter()
            .find(|(known, _)| *known == currency)
            .map(|(_, rate)| *rate)
            .filter(|rate| *rate > Decimal::ZERO)
            .ok_or(RateFault::RateMissing { currency })?;
        let scale = Decimal::from(self.company.minor_per_major())
            / Decimal::from(currency.minor_per_major());
        Decimal::from(minor)
            .checked_mul(rate)
            .and_then(|value| value.checked_mul(scale))
            .and_then(round_minor)
            .ok_or(RateFault::AmountOutOfRange { currency })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// T-C9: a rate that somebody entered for the currency itself is never used; minor units of 0 and 2 digits meet.
    #[test]
    fn t_c9_the_identity_needs_no_rate_and_digits_are_those_of_each_currency() {
        let yen: Currency = "JPY".parse().unwrap();
        let rates = Rates {
            company: Currency::EUR,
            of: &[
                (Currency::EUR, Decimal::new(11, 1)),
                (yen, Decimal::new(625, 5)),
            ],
        };
        assert_eq!(rates.value(100_005, Currency::EUR), Ok(100_005));
        // 1,000 yen at 0.00625 are 6.25.
        assert_eq!(rates.value(1_000, yen), Ok(625));
        let dollar: Currency = "USD".parse().unwrap();
        assert_eq!(
            rates.value(1, dollar),
            Err(RateFault::RateMissing { currency: dollar })
        );
        let dear = Rates {
            company: Currency::EUR,
            of: &[(dollar, Decimal::from(1_000))],
        };
        assert_eq!(
            dear.value(i64::MAX, dollar),
            Err(RateFault::AmountOutOfRange { currency: dollar })
        );
    }
}
