//! Insolvency (spec 30 §16): which items belong to the claim, and how a dividend is spread over it.
//!
//! Invariant: the parts of a dividend add up to it exactly, and no part is larger than what was filed for its item.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// On which side of the opening an item stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "InsolvencySide")]
pub enum Side {
    /// Founded before the opening: it can be filed.
    Before,
    /// Of the opening day or later: a debt of the estate, which is paid in full or not at all.
    After,
}

/// The side of a document of `document_on`. The opening has an hour and a document has none: what is of the same day counts as
/// after it, so that nothing is filed that could be claimed in full.
pub fn side(document_on: NaiveDate, opened_on: NaiveDate) -> Side {
    if document_on < opened_on {
        Side::Before
    } else {
        Side::After
    }
}

/// Why a dividend cannot be spread.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DividendFault {
    /// Nothing was filed.
    NothingFiled,
    /// It is not above 0.
    NotPositive,
    /// It is more than what was filed.
    AboveFiled {
        /// What was filed in all, minor units.
        filed_minor: i64,
    },
}

/// Spreads a dividend over filed amounts in their proportion: each part is rounded down once, and the cents that are left go
/// to the parts that lost most by it, the first of equal ones first (largest remainder).
pub fn spread(dividend_minor: i64, filed_minor: &[i64]) -> Result<Vec<i64>, DividendFault> {
    let total: i128 = filed_minor.iter().map(|filed| i128::from(*filed)).sum();
    if total <= 0 {
        return Err(DividendFault::NothingFiled);
    }
    if dividend_minor <= 0 {
        return Err(DividendFault::NotPositive);
    }
    if i128::from(dividend_minor) > total {
        return Err(DividendFault::AboveFiled {
            filed_minor: i64::try_from(total).unwrap_or(i64::MAX),
        });
    }
    let share = |filed: &i64| i128::from(*filed) * i128::from(dividend_minor);
    let mut parts: Vec<i64> = filed_minor
        .iter()
        .map(|filed| i64::try_from(share(filed) / total).unwrap_or(0))
        .collect();
    let mut left = dividend_minor - parts.iter().sum::<i64>();
    let mut by_loss: Vec<usize> = (0..filed_minor.len()).collect();
    by_loss.sort_by_key(|at| std::cmp::Reverse(share(&filed_minor[*at]) % total));
    for at in by_loss {
        if left == 0 {
            break;
        }
        parts[at] += 1;
        left -= 1;
    }
    Ok(parts)
}

/// The dividend of a rate in hundredths of a percent over what was filed, rounded once, half away from zero.
pub fn of_rate(rate_bp: i64, filed_minor: i64) -> Option<i64> {
    let exact = i128::from(filed_minor).checked_mul(i128::from(rate_bp))?;
    let rounded = (exact.checked_mul(2)? + 10_000) / 20_000;
    i64::try_from(rounded).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// W-19, its dividend: 10 % of 1,190.00 filed is 119.00.
    #[test]
    fn w_19_ten_percent_of_what_was_filed() {
        assert_eq!(of_rate(1_000, 119_000), Some(11_900));
        assert_eq!(spread(11_900, &[119_000]), Ok(vec![11_900]));
    }

    #[test]
    fn rates_are_rounded_once() {
        for (rate_bp, filed, expected) in [
            (1_000, 1, 0),
            (5_000, 1, 1),
            (333, 100_000, 3_330),
            (333, 150, 5),
            (10_000, 777, 777),
        ] {
            assert_eq!(of_rate(rate_bp, filed), Some(expected), "{rate_bp} {filed}");
        }
    }

    #[test]
    fn cents_go_where_most_was_lost() {
        assert_eq!(spread(100, &[100, 100, 100]), Ok(vec![34, 33, 33]));
        assert_eq!(spread(10, &[1, 2, 97]), Ok(vec![0, 0, 10]));
        assert_eq!(spread(1, &[50, 51]), Ok(vec![0, 1]));
        assert_eq!(spread(300, &[100, 0, 200]), Ok(vec![100, 0, 200]));
    }

    #[test]
    fn what_cannot_be_spread() {
        assert_eq!(spread(1, &[]), Err(DividendFault::NothingFiled));
        assert_eq!(spread(0, &[5]), Err(DividendFault::NotPositive));
        assert_eq!(
            spread(11, &[5, 5]),
            Err(DividendFault::AboveFiled { filed_minor: 10 })
        );
    }

    #[test]
    fn the_opening_day_counts_as_after() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let opened = day("2026-05-20");
        assert_eq!(side(day("2026-05-19"), opened), Side::Before);
        assert_eq!(side(day("2026-05-20"), opened), Side::After);
    }

    proptest! {
        /// Sums exactly, never beyond an item, and within a cent of the exact share.
        #[test]
        fn no_cent_is_lost(filed in prop::collection::vec(0_i64..10_000_000, 1..20), permille in 1_i64..=1_000) {
            let total: i64 = filed.iter().sum();
            let dividend = total * permille / 1_000;
            prop_assume!(dividend > 0);
            let parts = spread(dividend, &filed).unwrap();
            prop_assert_eq!(parts.iter().sum::<i64>(), dividend);
            for (part, filed) in parts.iter().zip(&filed) {
                prop_assert!(*part >= 0 && part <= filed);
                let exact = i128::from(*filed) * i128::from(dividend);
                let off = (i128::from(*part) * i128::from(total) - exact).abs();
                prop_assert!(off < i128::from(total));
            }
        }
    }
}
