//! How late a customer paid, month by month.
//!
//! Invariant: what is said of a day follows from the facts up to that day alone (T-A4). A settlement that is taken back
//! counts until the day of the entry that takes it back, and amounts of two currencies are never added.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;

use crate::day::days_overdue;
use crate::money::{Currency, round_minor};

/// A part of a debit that a payment settled, or the entry that takes such a part back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PaidPart {
    /// The settlement.
    pub id: i64,
    /// The settlement that it takes back, where it is such an entry.
    pub reverses_id: Option<i64>,
    /// From which day it counts.
    pub effective_on: NaiveDate,
    /// When the debit fell due.
    pub due_on: NaiveDate,
    /// Currency of the amount.
    pub currency: Currency,
    /// Minor units.
    pub amount_minor: i64,
}

/// What was paid in a month in one currency, and how late.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaidMonth {
    /// The first day of the month.
    pub first_on: NaiveDate,
    /// Currency of the amount.
    pub currency: Currency,
    /// Number of parts that were settled.
    pub settlements: i64,
    /// Their sum, minor units.
    pub settled_minor: i64,
    /// Mean days between due day and settlement, each part with the same weight; half away from zero, negative where
    /// the customer paid early.
    pub mean_days_late: i64,
}

/// The last `months` months up to `as_of` in which anything was paid that still stands on that day: oldest first, inside
/// a month by currency. `parts` may come in any order.
pub fn paid_months(parts: &[PaidPart], as_of: NaiveDate, months: usize) -> Vec<PaidMonth> {
    let mut sums: BTreeMap<(NaiveDate, Currency), Sum> = BTreeMap::new();
    for part in standing(parts, as_of) {
        let Some(first_on) = part.effective_on.with_day(1) else {
            continue;
        };
        let sum = sums.entry((first_on, part.currency)).or_default();
        sum.settlements += 1;
        sum.settled_minor = sum.settled_minor.saturating_add(part.amount_minor);
        sum.days += days_overdue(part.due_on, part.effective_on);
    }
    let known: BTreeSet<NaiveDate> = sums.keys().map(|(first_on, _)| *first_on).collect();
    let Some(oldest) = known.iter().nth(known.len().saturating_sub(months)) else {
        return Vec::new();
    };
    sums.range((*oldest, Currency::LOWEST)..)
        .map(|((first_on, currency), sum)| PaidMonth {
            first_on: *first_on,
            currency: *currency,
            settlements: sum.settlements,
            settled_minor: sum.settled_minor,
            mean_days_late: sum.mean_days(),
        })
        .collect()
}

/// The parts that stand on a day. An entry that takes a part back may be taken back itself: then the part stands again, from
/// its own day.
fn standing(parts: &[PaidPart], as_of: NaiveDate) -> impl Iterator<Item = &PaidPart> {
    let seen = move || parts.iter().filter(move |part| part.effective_on <= as_of);
    let taken_back: BTreeMap<i64, i64> = seen()
        .filter_map(|part| Some((part.reverses_id?, part.id)))
        .collect();
    seen().filter(move |part| {
        let mut by = taken_back.get(&part.id);
        let mut stands = part.reverses_id.is_none();
        while let Some(entry) = by {
            stands = !stands;
            by = taken_back.get(entry);
        }
        stands && part.reverses_id.is_none()
    })
}

/// What was paid in a span of days in one currency, and how late.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaidSpan {
    /// Currency.
    pub currency: Currency,
    /// Number of parts that were settled.
    pub settlements: i64,
    /// Mean days between due day and settlement, as of a month.
    pub mean_days_late: i64,
}

/// How late everything was paid from `from` to `as_of`, both included, that still stands on that last day: mean days between
/// due day and settlement over all currencies, as of a month. `None` where nothing was paid.
pub fn paid_late(parts: &[PaidPart], from: NaiveDate, as_of: NaiveDate) -> Option<i64> {
    let mut sum = Sum::default();
    for part in standing(parts, as_of).filter(|part| part.effective_on >= from) {
        sum.settlements += 1;
        sum.days += days_overdue(part.due_on, part.effective_on);
    }
    (sum.settlements > 0).then(|| sum.mean_days())
}

/// The parts from `from` to `as_of`, both included, that still stand on that last day, by currency.
pub fn paid_span(parts: &[PaidPart], from: NaiveDate, as_of: NaiveDate) -> Vec<PaidSpan> {
    let mut sums: BTreeMap<Currency, Sum> = BTreeMap::new();
    for part in standing(parts, as_of).filter(|part| part.effective_on >= from) {
        let sum = sums.entry(part.currency).or_default();
        sum.settlements += 1;
        sum.days += days_overdue(part.due_on, part.effective_on);
    }
    sums.into_iter()
        .map(|(currency, sum)| PaidSpan {
            currency,
            settlements: sum.settlements,
            mean_days_late: sum.mean_days(),
        })
        .collect()
}

#[derive(Default)]
struct Sum {
    settlements: i64,
    settled_minor: i64,
    days: i64,
}

impl Sum {
    fn mean_days(&self) -> i64 {
        round_minor(Decimal::from(self.days) / Decimal::from(self.settlements.max(1))).unwrap_or(0)
    }
}
