//! Money: an integer number of minor units in a currency, and the one rounding rule.
//!
//! Invariant: no amount is ever a float, and a stored amount has been rounded exactly once, half away from zero.

use std::fmt;
use std::str::FromStr;

use iso_currency::Currency as Iso;
use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An ISO 4217 currency.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Currency([u8; 3]);

/// The text is not the code of a currency of ISO 4217.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not an ISO 4217 currency code")]
pub struct UnknownCurrency(pub String);

impl Currency {
    /// Before every code, for ranges.
    pub(crate) const LOWEST: Self = Self([0; 3]);
    /// Euro, the currency that examples and tests use.
    pub const EUR: Self = Self(*b"EUR");

    /// The currency of an upper-case code that was checked when it was stored; `None` where it is not three letters.
    pub fn known(code: &str) -> Option<Self> {
        let bytes: [u8; 3] = code.as_bytes().try_into().ok()?;
        bytes
            .iter()
            .all(u8::is_ascii_uppercase)
            .then_some(Self(bytes))
    }

    /// The three-letter code.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("XXX")
    }

    /// Decimals of the minor unit: 2 for EUR, 0 for JPY, 3 for KWD.
    pub fn digits(&self) -> u32 {
        Iso::from_code(self.code())
            .and_then(Iso::exponent)
            .map_or(2, u32::from)
    }

    /// How many minor units make one major unit: 100 for EUR.
    pub fn minor_per_major(&self) -> i64 {
        10_i64.pow(self.digits())
    }
}

impl FromStr for Currency {
    type Err = UnknownCurrency;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let bytes: [u8; 3] = text
            .as_bytes()
            .try_into()
            .map_err(|_| UnknownCurrency(text.to_owned()))?;
        let upper = bytes.map(|b| b.to_ascii_uppercase());
        let code = std::str::from_utf8(&upper).map_err(|_| UnknownCurrency(text.to_owned()))?;
        match Iso::from_code(code) {
            Some(iso) if iso.exponent().is_some() => Ok(Self(upper)),
            _ => Err(UnknownCurrency(text.to_owned())),
        }
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl Serialize for Currency {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// An amount in a currency; over the wire `{"minor": 12345, "currency": "EUR"}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
pub struct Money {
    /// Minor units, signed: a receivable is positive, a credit negative.
    #[ts(type = "number")]
    pub minor: i64,
    /// ISO 4217 code.
    #[ts(type = "string")]
    pub currency: Currency,
}

impl fmt::Display for Money {
    /// Plain digits for logs and the command line, never for paper: `-1234.50 EUR`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} {}",
            plain(self.minor, self.currency.digits()),
            self.currency
        )
    }
}

/// Plain decimal text of minor units with a point: `plain(-5, 2)` is `-0.05`.
pub fn plain(minor: i64, digits: u32) -> String {
    let sign = if minor < 0 { "-" } else { "" };
    let scale = 10_u64.pow(digits);
    let value = minor.unsigned_abs();
    if digits == 0 {
        return format!("{sign}{value}");
    }
    let width = digits as usize;
    format!("{sign}{}.{:0width$}", value / scale, value % scale)
}

/// Rounds a calculated amount in minor units once, half away from zero (spec 00, money).
///
/// Returns `None` where the result does not fit 64 bits.
pub fn round_minor(value: Decimal) -> Option<i64> {
    let rounded = value.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
    i64::try_from(rounded.mantissa() / 10_i128.pow(rounded.scale())).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_follow_the_currency() {
        let digits = |code: &str| code.parse::<Currency>().unwrap().digits();
        assert_eq!((digits("EUR"), digits("JPY"), digits("KWD")), (2, 0, 3));
        assert_eq!("eur".parse::<Currency>().unwrap(), Currency::EUR);
        assert!("EUX".parse::<Currency>().is_err());
        assert!("XXX".parse::<Currency>().is_err());
        assert!("€".parse::<Currency>().is_err());
    }

    #[test]
    fn rounding_is_half_away_from_zero() {
        let round = |text: &str| round_minor(text.parse().unwrap()).unwrap();
        assert_eq!((round("0.5"), round("-0.5"), round("1.4999")), (1, -1, 1));
    }

    #[test]
    fn plain_text_keeps_small_negatives() {
        assert_eq!(plain(-5, 2), "-0.05");
        assert_eq!(plain(i64::MIN, 0), "-9223372036854775808");
        assert_eq!(plain(12_345, 3), "12.345");
    }
}
