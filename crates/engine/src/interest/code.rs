//! Interest by an interest code: percentages or amounts for whole intervals, by ranges, or a yearly rate for every day.
//!
//! Versions of a code follow each other by date; each is charged by a note of its own, and its intervals begin with its first
//! day. A part payment inside an interval splits it by days; the interval stays whole. Days and months of ranges count from
//! the due day.

use chrono::{Days, Months, NaiveDate};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::pack::DayCount;
use super::{Fault, Item, Part, RatePer, Slice};
use crate::money::{Currency, round_minor};

/// How long an interval is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case", tag = "unit", content = "number")]
#[ts(rename = "InterestEvery")]
pub enum Every {
    /// So many days.
    Day(u32),
    /// So many calendar months, counted from the due day.
    Month(u32),
}

/// What a range looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "InterestRangeBy")]
pub enum RangeBy {
    /// There are none.
    #[default]
    None,
    /// What is open, minor units: one value for the whole of it.
    Amount,
    /// Days that the interval's last day is late.
    Days,
    /// Number of the month that the interval ends, from 1.
    Months,
}

/// One row of a range.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(rename = "InterestRange")]
pub struct Range {
    /// From which minor units, days or months on; the first row begins with 0.
    #[ts(type = "number")]
    pub from: i64,
    /// Per cent of an interval, or minor units of an interval.
    #[ts(type = "string")]
    pub value: Decimal,
}

/// What an interval costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "InterestBasis")]
pub enum Basis {
    /// Per cent of what is open.
    Percentage,
    /// An amount.
    Amount,
}

/// From where days count once the grace is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "InterestCountsFrom")]
pub enum CountsFrom {
    /// From the due day.
    #[default]
    DueDay,
    /// From the last day of grace.
    EndOfGrace,
}

/// What happens below the minimum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "InterestBelowMinimum")]
pub enum BelowMinimum {
    /// Nothing is charged yet.
    #[default]
    Wait,
    /// The minimum is charged.
    Raise,
}

/// What is set for one currency.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ts_rs::TS)]
#[ts(rename = "InterestCurrency")]
pub struct PerCurrency {
    /// Which one; ISO 4217.
    pub currency: String,
    /// What an interval costs where the basis is an amount and no range is set, minor units.
    #[ts(type = "number")]
    pub amount_minor: i64,
    /// Least that is charged of an item, cumulative; 0 is none.
    #[ts(type = "number")]
    pub minimum_minor: i64,
    /// Most that is charged of an item, cumulative; `None` is none.
    #[ts(type = "number | null")]
    pub maximum_minor: Option<i64>,
    /// Ranges, ascending.
    pub ranges: Vec<Range>,
}

/// One half of a version: what is charged on what customers owe, or paid on what is owed to them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(rename = "InterestTerms")]
pub struct Terms {
    /// How long an interval is.
    pub every: Every,
    /// Whether the rate is per year and every day counts; the interval says nothing then.
    pub day_rate: bool,
    /// What an interval costs.
    pub basis: Basis,
    /// What ranges look at.
    pub range_by: RangeBy,
    /// Per cent of an interval, or of a year, where no range is set.
    #[ts(type = "string")]
    pub percent: Decimal,
    /// Days that cost nothing; once they are over, days count from [`Terms::counts_from`].
    pub grace_days: u32,
    /// From where they count.
    pub counts_from: CountsFrom,
    /// Whether the days of the last, incomplete interval count in proportion.
    pub prorate_last: bool,
    /// What happens below the minimum.
    pub below_minimum: BelowMinimum,
    /// By currency; one that is missing bears interest by percentage without ranges, minimum and maximum, and no amounts.
    pub currencies: Vec<PerCurrency>,
}

/// A version of a code with the terms of one half.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version<'a> {
    /// First day.
    pub from_on: NaiveDate,
    /// Last day; `None` while it is the newest.
    pub to_on: Option<NaiveDate>,
    /// Its terms.
    pub terms: &'a Terms,
}

/// Faults of terms that somebody entered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TermsFault {
    /// An interval has no length.
    #[error("an interval needs at least one day or month")]
    NoInterval,
    /// A rate, an amount, a minimum or a maximum is below zero.
    #[error("a value is below zero")]
    Negative,
    /// Ranges of a currency do not begin with 0.
    #[error("the first range does not begin with 0")]
    FirstNotZero,
    /// Ranges of a currency do not ascend.
    #[error("ranges do not ascend")]
    NotAscending,
    /// Ranges are asked for and missing.
    #[error("ranges are missing")]
    NoRanges,
    /// A maximum lies below its minimum.
    #[error("the maximum lies below the minimum")]
    MaximumBelowMinimum,
    /// A currency is set twice.
    #[error("a currency is set twice")]
    CurrencyTwice,
    /// A yearly rate counts every day: amounts, and ranges by days or months, say nothing then.
    #[error("a yearly rate has neither amounts nor ranges of intervals")]
    YearlyOnly,
}

impl Terms {
    /// The first fault, with the place of the currency that has it.
    pub fn check(&self) -> Result<(), (TermsFault, Option<usize>)> {
        let length = match self.every {
            Every::Day(number) | Every::Month(number) => number,
        };
        if length == 0 && !self.day_rate {
            return Err((TermsFault::NoInterval, None));
        }
        if self.percent < Decimal::ZERO {
            return Err((TermsFault::Negative, None));
        }
        let of_intervals = matches!(self.range_by, RangeBy::Days | RangeBy::Months);
        if self.day_rate && (of_intervals || self.basis == Basis::Amount) {
            return Err((TermsFault::YearlyOnly, None));
        }
        if self.range_by != RangeBy::None && self.currencies.is_empty() {
            return Err((TermsFault::NoRanges, None));
        }
        for (at, own) in self.currencies.iter().enumerate() {
            let twice = self.currencies[..at]
                .iter()
                .any(|other| other.currency == own.currency);
            let fault = if twice {
                Some(TermsFault::CurrencyTwice)
            } else {
                own.fault(self.range_by)
            };
            if let Some(fault) = fault {
                return Err((fault, Some(at)));
            }
        }
        Ok(())
    }

    /// Whether nothing is charged by intent: a rate of 0, no amount, no range above 0.
    pub fn is_free(&self, own: Option<&PerCurrency>) -> bool {
        match self.range_by {
            RangeBy::None if self.basis == Basis::Percentage || self.day_rate => {
                self.percent == Decimal::ZERO
            }
            RangeBy::None => own.is_none_or(|own| own.amount_minor == 0),
            RangeBy::Amount | RangeBy::Days | RangeBy::Months => {
                own.is_none_or(|own| own.ranges.iter().all(|range| range.value == Decimal::ZERO))
            }
        }
    }

    /// The same in a currency.
    pub fn is_free_in(&self, currency: Currency) -> bool {
        self.is_free(self.of_currency(currency))
    }

    fn of_currency(&self, currency: Currency) -> Option<&PerCurrency> {
        self.currencies
            .iter()
            .find(|own| own.currency == currency.code())
    }

    /// The first day that counts of an item, where the grace is over on `last`.
    fn counts(&self, item: &Item<'_>, last: NaiveDate) -> Option<NaiveDate> {
        let late = (last - item.due_on).num_days();
        if late <= i64::from(self.grace_days) {
            return None;
        }
        match self.counts_from {
            CountsFrom::DueDay => Some(item.due_on),
            CountsFrom::EndOfGrace => item
                .due_on
                .checked_add_days(Days::new(u64::from(self.grace_days))),
        }
        .and_then(|day| day.succ_opt())
    }
}

impl PerCurrency {
    fn fault(&self, range_by: RangeBy) -> Option<TermsFault> {
        let negative = self.amount_minor < 0
            || self.minimum_minor < 0
            || self.maximum_minor.is_some_and(|most| most < 0)
            || self.ranges.iter().any(|range| range.value < Decimal::ZERO);
        if negative {
            return Some(TermsFault::Negative);
        }
        if self
            .maximum_minor
            .is_some_and(|most| most < self.minimum_minor)
        {
            return Some(TermsFault::MaximumBelowMinimum);
        }
        if range_by == RangeBy::None {
            return None;
        }
        match self.ranges.first() {
            None => return Some(TermsFault::NoRanges),
            Some(first) if first.from != 0 => return Some(TermsFault::FirstNotZero),
            Some(_) => {}
        }
        let ascends = self
            .ranges
            .windows(2)
            .all(|pair| pair[0].from < pair[1].from);
        (!ascends).then_some(TermsFault::NotAscending)
    }

    fn at(&self, from: i64) -> Option<Decimal> {
        self.ranges
            .iter()
            .rev()
            .find(|range| range.from <= from)
            .map(|range| range.value)
    }
}

/// What an item costs up to a day, that day included: a part for each version that charges something of it.
pub fn parts(
    versions: &[Version<'_>],
    currency: Currency,
    item: &Item<'_>,
    to: NaiveDate,
) -> Result<Vec<Part>, Fault> {
    let last = item.last_day(to);
    // What the rows of time cost, and what of it was charged within minimum and maximum: both go on over all versions.
    let (mut raw, mut before) = (0_i64, 0_i64);
    let mut parts = Vec::new();
    for (at, version) in versions.iter().enumerate() {
        let ends = version.to_on.unwrap_or(NaiveDate::MAX).min(last);
        let Some(counts) = version.terms.counts(item, last) else {
            continue;
        };
        let first = counts.max(version.from_on);
        if first > ends {
            continue;
        }
        let own = version.terms.of_currency(currency);
        let slices = if version.terms.day_rate {
            days(version.terms, own, item, (first, ends))?
        } else {
            intervals(version.terms, own, item, (first, ends))?
        };
        for slice in &slices {
            raw = raw
                .checked_add(slice.interest_minor)
                .ok_or(Fault::OutOfRange)?;
        }
        let limited = limited(version.terms, own, raw);
        let interest_minor = limited.saturating_sub(before).max(0);
        // What costs nothing by intent is told apart from what costs nothing yet: a note with a fee only may follow from it.
        if interest_minor == 0 && (slices.is_empty() || !version.terms.is_free(own)) {
            continue;
        }
        before = before.max(limited);
        parts.push(Part {
            version: at,
            charged_to: slices.last().map(|slice| slice.to_on),
            slices,
            interest_minor,
        });
    }
    Ok(parts)
}

/// A cumulative sum within the minimum and the maximum.
fn limited(terms: &Terms, own: Option<&PerCurrency>, sum: i64) -> i64 {
    let Some(own) = own else {
        return sum;
    };
    let raised = if sum > 0 && sum < own.minimum_minor {
        match terms.below_minimum {
            BelowMinimum::Wait => 0,
            BelowMinimum::Raise => own.minimum_minor,
        }
    } else {
        sum
    };
    own.maximum_minor.map_or(raised, |most| raised.min(most))
}

/// Every day at a yearly rate; 365 days are a year in leap years too.
fn days(
    terms: &Terms,
    own: Option<&PerCurrency>,
    item: &Item<'_>,
    (first, last): (NaiveDate, NaiveDate),
) -> Result<Vec<Slice>, Fault> {
    let mut slices = Vec::new();
    let mut from = first;
    while from <= last {
        let to = item
            .changes(from, last)
            .next()
            .and_then(|day| day.pred_opt())
            .unwrap_or(last);
        let base_minor = item.balance_on(from);
        let percent = match (terms.range_by, own) {
            (RangeBy::Amount, own) => own
                .and_then(|own| own.at(base_minor))
                .unwrap_or(Decimal::ZERO),
            _ => terms.percent,
        };
        if base_minor > 0 {
            slices.push(Slice {
                from_on: from,
                to_on: to,
                days: count(from, to)?,
                per: RatePer::Year,
                intervals: None,
                base_minor,
                percent: Some(percent),
                reference_percent: None,
                reference: None,
                reference_source: None,
                interest_minor: DayCount::Act365
                    .interest(base_minor, percent, (from, to))
                    .ok_or(Fault::OutOfRange)?,
            });
        }
        from = to.succ_opt().ok_or(Fault::OutOfRange)?;
    }
    Ok(slices)
}

fn count(from: NaiveDate, to: NaiveDate) -> Result<u32, Fault> {
    u32::try_from((to - from).num_days() + 1).map_err(|_| Fault::OutOfRange)
}

/// A piece of an interval with one balance, before pieces of the same price are put together.
struct Piece {
    from_on: NaiveDate,
    to_on: NaiveDate,
    base_minor: i64,
    /// What a whole interval costs.
    value: Decimal,
    /// Days of it, and days of its interval.
    share: (u32, u32),
    /// Whether it is a whole interval.
    whole: bool,
}

/// Whole intervals; the last one in proportion where that is chosen.
fn intervals(
    terms: &Terms,
    own: Option<&PerCurrency>,
    item: &Item<'_>,
    (first, last): (NaiveDate, NaiveDate),
) -> Result<Vec<Slice>, Fault> {
    let mut pieces: Vec<Piece> = Vec::new();
    // An amount for an interval is the same whatever is open, as long as something is.
    let by_balance = terms.basis == Basis::Percentage || terms.range_by == RangeBy::Amount;
    let anchor = first.pred_opt().ok_or(Fault::OutOfRange)?;
    let mut number = 0;
    loop {
        let from = ends(anchor, terms.every, number)
            .and_then(|day| day.succ_opt())
            .ok_or(Fault::OutOfRange)?;
        let end = ends(anchor, terms.every, number + 1).ok_or(Fault::OutOfRange)?;
        if from > last || (end > last && !terms.prorate_last) {
            break;
        }
        let whole_days = count(from, end)?;
        let counted_to = end.min(last);
        let mut start = from;
        while start <= counted_to {
            let change = item.changes(start, counted_to).next();
            let to = change
                .filter(|_| by_balance)
                .and_then(|day| day.pred_opt())
                .unwrap_or(counted_to);
            let base_minor = item.balance_on(start);
            let value = value(terms, own, item, (base_minor, end));
            if base_minor > 0 && (value > Decimal::ZERO || terms.is_free(own)) {
                pieces.push(Piece {
                    from_on: start,
                    to_on: to,
                    base_minor,
                    value,
                    share: (count(start, to)?, whole_days),
                    whole: start == from && to == end,
                });
            }
            start = to.succ_opt().ok_or(Fault::OutOfRange)?;
        }
        if end >= last {
            break;
        }
        number += 1;
    }
    priced(terms, &pieces)
}

/// The last day of the interval of a number from 1; of number 0 the day before the first.
fn ends(anchor: NaiveDate, every: Every, number: u32) -> Option<NaiveDate> {
    match every {
        Every::Day(days) => {
            anchor.checked_add_days(Days::new(u64::from(days.checked_mul(number)?)))
        }
        Every::Month(months) => anchor.checked_add_months(Months::new(months.checked_mul(number)?)),
    }
}

/// Per cent or minor units of an interval that ends on a day.
fn value(
    terms: &Terms,
    own: Option<&PerCurrency>,
    item: &Item<'_>,
    (base_minor, end): (i64, NaiveDate),
) -> Decimal {
    let ranged = |from: i64| own.and_then(|own| own.at(from)).unwrap_or(Decimal::ZERO);
    match terms.range_by {
        RangeBy::None => match terms.basis {
            Basis::Percentage => terms.percent,
            Basis::Amount => own.map_or(Decimal::ZERO, |own| Decimal::from(own.amount_minor)),
        },
        RangeBy::Amount => ranged(base_minor),
        RangeBy::Days => ranged((end - item.due_on).num_days()),
        RangeBy::Months => ranged(months_between(item.due_on, end)),
    }
}

/// Number of the month, counted from the due day, that ends on or after a day; 1 for the first.
fn months_between(due_on: NaiveDate, end: NaiveDate) -> i64 {
    let mut months = 0;
    while due_on
        .checked_add_months(Months::new(months))
        .is_some_and(|day| day < end)
    {
        months += 1;
    }
    i64::from(months.max(1))
}

/// Slices of pieces that follow each other with one balance and one price, each rounded once.
fn priced(terms: &Terms, pieces: &[Piece]) -> Result<Vec<Slice>, Fault> {
    let mut slices = Vec::new();
    let mut at = 0;
    while at < pieces.len() {
        let first = &pieces[at];
        let same = |piece: &Piece| {
            piece.whole
                && first.whole
                && piece.base_minor == first.base_minor
                && piece.value == first.value
        };
        let many = pieces[at..]
            .windows(2)
            .take_while(|pair| same(&pair[1]) && pair[0].to_on.succ_opt() == Some(pair[1].from_on))
            .count();
        let last = &pieces[at + many];
        let intervals = u32::try_from(many + 1).map_err(|_| Fault::OutOfRange)?;
        let (days, of) = first.share;
        let share = Decimal::from(days) * Decimal::from(if first.whole { intervals } else { 1 });
        let price = match terms.basis {
            Basis::Percentage => Decimal::from(first.base_minor).checked_mul(first.value),
            Basis::Amount => first.value.checked_mul(Decimal::ONE_HUNDRED),
        };
        // A whole interval is itself, however many days its month has.
        let (share, of) = if first.whole {
            (Decimal::from(intervals), Decimal::ONE)
        } else {
            (share, Decimal::from(of))
        };
        let interest_minor = price
            .and_then(|price| price.checked_mul(share))
            .and_then(|price| price.checked_div(of * Decimal::ONE_HUNDRED))
            .and_then(round_minor)
            .ok_or(Fault::OutOfRange)?;
        slices.push(Slice {
            from_on: first.from_on,
            to_on: last.to_on,
            days: count(first.from_on, last.to_on)?,
            per: RatePer::Interval,
            intervals: first.whole.then_some(intervals),
            base_minor: first.base_minor,
            percent: (terms.basis == Basis::Percentage).then_some(first.value),
            reference_percent: None,
            reference: None,
            reference_source: None,
            interest_minor,
        });
        at += many + 1;
    }
    Ok(slices)
}
