//! Cash discounts of which a file says one half: what may be deducted, or until when. The terms of payment say the other.
//!
//! What a file or a person has said stays. What followed from the terms follows the document: another document day or
//! another amount gives another discount.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use engine::account::Kind;
use engine::day::{Terms, TermsDiscount};
use engine::money::round_minor;
use rust_decimal::Decimal;

use super::row::Trouble;
use super::work::Work;
use crate::ledger::DetailFact;

/// How often the terms stood in for what a file did not say.
#[derive(Debug, Clone, Default)]
pub(super) struct DiscountsTaken {
    /// Documents by the discount days of their terms.
    pub by_days: BTreeMap<u32, u64>,
    /// Documents with a discount whose last day nobody knows.
    pub without_day: u64,
    /// Documents by the percent of their terms.
    pub by_percent: BTreeMap<Decimal, u64>,
}

/// The half that is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Missing {
    Day,
    Amount,
}

/// A discount of which one half is missing, with the terms that may say it.
#[derive(Debug, Clone, Copy)]
pub(super) struct HalfDiscount {
    missing: Missing,
    terms: Option<(Terms, TermsDiscount)>,
}

/// What a document was when its discount was written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Base<'a> {
    pub document_on: &'a str,
    pub amount_minor: i64,
}

/// The discount of a document where the file says one half of it; `named` are the terms that its row names.
pub(super) fn half(
    work: &Work<'_, '_>,
    (kind, customer_id): (Kind, i64),
    named: Option<&str>,
    detail: &DetailFact,
) -> Result<Option<HalfDiscount>, Trouble> {
    // With a payment stands what it deducted, not what it may deduct.
    if !matches!(kind, Kind::Invoice | Kind::CreditNote) {
        return Ok(None);
    }
    let missing = match (detail.discount_minor, &detail.discount_on) {
        (Some(minor), None) if minor != 0 => Missing::Day,
        (None, Some(_)) => Missing::Amount,
        _ => return Ok(None),
    };
    let terms = work.terms.discount(work.act, customer_id, named)?;
    Ok(Some(HalfDiscount { missing, terms }))
}

impl HalfDiscount {
    /// Adds the other half to the details of a document that is new to the book.
    pub fn complete(self, taken: &mut DiscountsTaken, base: Base<'_>, detail: &mut DetailFact) {
        match self.missing {
            Missing::Day => detail.discount_on = self.day(base),
            Missing::Amount => detail.discount_minor = self.minor(base),
        }
        self.count(taken, detail);
    }

    /// Adds the other half to what a file says of a document whose details are `known`. What is known stays, unless it
    /// followed from these terms for the document as it was `before`.
    pub fn complete_known(
        self,
        taken: &mut DiscountsTaken,
        (before, known): (Base<'_>, &DetailFact),
        now: Base<'_>,
        detail: &mut DetailFact,
    ) {
        match self.missing {
            Missing::Day => {
                if known.discount_on.is_none() || known.discount_on == self.day(before) {
                    detail.discount_on = self.day(now);
                    self.count(taken, detail);
                }
            }
            Missing::Amount => {
                if known.discount_minor.is_none() || known.discount_minor == self.minor(before) {
                    detail.discount_minor = self.minor(now);
                    self.count(taken, detail);
                }
            }
        }
    }

    fn day(self, base: Base<'_>) -> Option<String> {
        let (terms, discount) = self.terms?;
        let on: NaiveDate = base.document_on.parse().ok()?;
        terms
            .discount_until(on, discount)
            .map(|day| day.to_string())
    }

    fn minor(self, base: Base<'_>) -> Option<i64> {
        let (_, discount) = self.terms?;
        percent_of(base.amount_minor, discount.percent?)
    }

    fn count(self, taken: &mut DiscountsTaken, detail: &DetailFact) {
        let Some((_, discount)) = self.terms else {
            taken.without_day += u64::from(self.missing == Missing::Day);
            return;
        };
        match (self.missing, discount.percent) {
            (Missing::Day, _) if detail.discount_on.is_some() => {
                *taken.by_days.entry(discount.days).or_default() += 1;
            }
            (Missing::Day, _) => taken.without_day += 1,
            (Missing::Amount, Some(percent)) => {
                *taken.by_percent.entry(percent).or_default() += 1;
            }
            (Missing::Amount, None) => {}
        }
    }
}

/// A percent of an amount, rounded once, half away from zero; `None` beyond what an amount can be.
pub(super) fn percent_of(amount_minor: i64, percent: Decimal) -> Option<i64> {
    let part = Decimal::from(amount_minor)
        .checked_mul(percent)?
        .checked_div(Decimal::ONE_HUNDRED)?;
    round_minor(part)
}
