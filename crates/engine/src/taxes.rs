//! Sales tax on an amount (spec 22 §1): computed from the net amount, rounded once.

use rust_decimal::Decimal;

use crate::money::round_minor;

/// The tax on a net amount, both in minor units; `rate_bp` are hundredths of a percent. `None` where it does not fit.
pub fn on_net(net_minor: i64, rate_bp: u32) -> Option<i64> {
    round_minor(Decimal::from(net_minor) * Decimal::from(rate_bp) / Decimal::from(10_000))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tax_is_rounded_half_away_from_zero() {
        assert_eq!(on_net(1_000, 1_900), Some(190));
        assert_eq!(on_net(50, 1_900), Some(10));
        assert_eq!(on_net(250, 810), Some(20));
        assert_eq!(on_net(-50, 1_900), Some(-10));
        assert_eq!(on_net(1_000, 0), Some(0));
    }
}
