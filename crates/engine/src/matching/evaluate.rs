//! Whether an amount fits a set of documents.

use super::BankLine;
use super::index::{DocAt, Index};
use crate::sums::{Sum, unique_sum};

/// How a set of documents takes an amount.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fit {
    /// One for each document: amount and discount, minor units.
    pub shares: Vec<(i64, i64)>,
    /// What the discounts add up to.
    pub discount_minor: i64,
}

/// The amounts of documents on the day of a line.
pub(super) struct Scale<'a> {
    pub index: &'a Index,
    pub line: &'a BankLine<'a>,
    pub tolerance_days: u32,
}

impl Scale<'_> {
    pub fn open(&self, at: DocAt) -> i64 {
        self.index.doc(at).open_minor
    }

    pub fn discount(&self, at: DocAt) -> i64 {
        self.index
            .doc(at)
            .discount_on(self.line.booked_on, self.tolerance_days)
    }

    fn net(&self, at: DocAt) -> i64 {
        self.open(at) - self.discount(at)
    }

    pub fn sum(&self, docs: &[DocAt]) -> i64 {
        docs.iter().map(|at| self.open(*at)).sum()
    }

    /// The line's amount is the open amount of all, or that less all discounts or less one choice of them.
    pub fn fit(&self, docs: &[DocAt]) -> Option<Fit> {
        if docs.is_empty() {
            return None;
        }
        let amount = self.line.amount_minor;
        let deducted = self.sum(docs) - amount;
        let discounts: Vec<i64> = docs.iter().map(|at| self.discount(*at)).collect();
        let all: i64 = discounts.iter().sum();
        let granted: Vec<i64> = if deducted == 0 {
            vec![0; docs.len()]
        } else if deducted < 0 || deducted > all {
            return None;
        } else if deducted == all {
            discounts
        } else {
            let with: Vec<usize> = (0..docs.len()).filter(|at| discounts[*at] > 0).collect();
            let terms: Vec<i64> = with.iter().map(|at| discounts[*at]).collect();
            let Sum::One(chosen) = unique_sum(&terms, deducted) else {
                return None;
            };
            let mut granted = vec![0; docs.len()];
            for at in chosen {
                granted[with[at]] = terms[at];
            }
            granted
        };
        let shares = docs.iter().zip(&granted);
        Some(Fit {
            shares: shares
                .map(|(at, discount)| (self.open(*at) - discount, *discount))
                .collect(),
            discount_minor: deducted,
        })
    }

    /// Whether one document takes the amount.
    pub fn fits_one(&self, at: DocAt) -> bool {
        let amount = self.line.amount_minor;
        self.open(at) == amount || (self.discount(at) > 0 && self.net(at) == amount)
    }

    /// The only choice of at least `least` documents that the amount fits, all with or all without discount.
    pub fn only_choice(&self, docs: &[DocAt], least: usize) -> Option<Vec<DocAt>> {
        let amount = self.line.amount_minor;
        let open: Vec<i64> = docs.iter().map(|at| self.open(*at)).collect();
        let net: Vec<i64> = docs.iter().map(|at| self.net(*at)).collect();
        let plain = unique_sum(&open, amount);
        let less = if net == open {
            Sum::None
        } else {
            unique_sum(&net, amount)
        };
        let chosen = match (plain, less) {
            (Sum::One(chosen), Sum::None) | (Sum::None, Sum::One(chosen)) => chosen,
            (Sum::One(chosen), Sum::One(other)) if chosen == other => chosen,
            _ => return None,
        };
        (chosen.len() >= least).then(|| chosen.into_iter().map(|at| docs[at]).collect())
    }

    /// Splits what came over documents that it does not fit: the first ones are filled, the rest stays open.
    pub fn pour(&self, docs: &[DocAt]) -> (Vec<(i64, i64)>, i64) {
        // Deducted credit notes help to pay.
        let helped: i64 = docs.iter().map(|at| (-self.open(*at)).max(0)).sum();
        let mut left = self.line.amount_minor + helped;
        let shares = docs
            .iter()
            .map(|at| {
                let open = self.open(*at);
                if open < 0 {
                    return (open, 0);
                }
                let taken = open.min(left);
                left -= taken;
                (taken, 0)
            })
            .collect();
        (shares, left)
    }
}
