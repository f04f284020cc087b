//! Which cash discounts a payment has deducted.
//!
//! A term is what an item is to be paid with and what may be deducted from it; both in minor units. The answers have one
//! granted discount per term, and 0 for all of them where the payment does not speak of a discount.

use crate::sums::{Sum, unique_sum};

/// For items that are named together: the deduction has to be the sum of all discounts, within the tolerance, or the
/// sum of one choice of them.
pub(super) fn named(terms: &[(i64, i64)], money: i64, tolerance: i64) -> Vec<i64> {
    let pay: i64 = terms.iter().map(|term| term.0).sum();
    let allowed: i64 = terms.iter().map(|term| term.1).sum();
    let deducted = pay - money;
    if allowed <= 0 || deducted <= 0 {
        return vec![0; terms.len()];
    }
    if (deducted - allowed).abs() <= tolerance {
        return capped(terms, deducted);
    }
    let discounted: Vec<usize> = (0..terms.len()).filter(|at| terms[*at].1 > 0).collect();
    let amounts: Vec<i64> = discounted.iter().map(|at| terms[*at].1).collect();
    let mut granted = vec![0; terms.len()];
    if let Sum::One(chosen) = unique_sum(&amounts, deducted) {
        for at in chosen {
            granted[discounted[at]] = amounts[at];
        }
    }
    granted
}

/// For items in the order of settlement: the payment has to be the first of them less all their discounts.
///
/// Where it is just as near to the same items without a discount, no discount is read into it.
pub(super) fn leading(terms: &[(i64, i64)], money: i64, tolerance: i64) -> Vec<i64> {
    let mut best: Option<(i64, usize)> = None;
    let mut plain_gap = i64::MAX;
    let (mut pay, mut allowed) = (0_i64, 0_i64);
    for (at, term) in terms.iter().enumerate() {
        pay += term.0;
        allowed += term.1;
        plain_gap = plain_gap.min((pay - money).abs());
        let gap = (pay - allowed - money).abs();
        let nearer = best.is_none_or(|(known, _)| gap < known);
        if allowed > 0 && pay > money && gap <= tolerance && nearer {
            best = Some((gap, at));
        }
    }
    let Some((_, last)) = best.filter(|(gap, _)| *gap < plain_gap) else {
        return vec![0; terms.len()];
    };
    let head = &terms[..=last];
    let mut granted = capped(head, head.iter().map(|term| term.0).sum::<i64>() - money);
    granted.resize(terms.len(), 0);
    granted
}

/// All discounts, but together no more than was deducted: a payer who deducts less gets less.
fn capped(terms: &[(i64, i64)], deducted: i64) -> Vec<i64> {
    let mut left = deducted;
    terms
        .iter()
        .map(|term| {
            let granted = term.1.min(left);
            left -= granted;
            granted
        })
        .collect()
}
