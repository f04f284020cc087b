//! Aging: who owes what since when, as of any day (spec 20).
//!
//! Invariant: the periods of a definition cover every day without gap or overlap, so the amounts of the periods add up
//! to the total on any day and on any basis (T-A1, T-A3). The customer page, the list and the stored snapshot all call
//! [`age`].
//!
//! Left out: conversion to one currency (a balance has one row per currency; T-M2) and storing.

mod definition;
mod ledger_periods;
#[cfg(test)]
mod tests;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use definition::{
    Definition, DefinitionFault, Direction, Interval, MAX_PERIODS, MAX_PRINTED_PERIODS, Period,
    PeriodLine, Periods,
};
pub use ledger_periods::{LedgerPeriodFault, LedgerPeriods};

use crate::account::{Account, Horizon, OpenItem, Scratch};
use crate::day::days_overdue;
use crate::money::Currency;
use crate::promises::Part;

/// Which day of a transaction its age counts from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum AgeBy {
    /// The due day of each row.
    #[default]
    Due,
    /// The document day.
    Document,
    /// The accounting day.
    Transaction,
}

impl AgeBy {
    /// The word on the command line, in the book and over the wire.
    pub fn code(self) -> &'static str {
        match self {
            Self::Due => "due",
            Self::Document => "document",
            Self::Transaction => "transaction",
        }
    }

    /// Reads what [`AgeBy::code`] wrote.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Due, Self::Document, Self::Transaction]
            .into_iter()
            .find(|by| by.code() == code)
    }

    /// The day from which `item` ages.
    pub fn day(self, item: &OpenItem) -> NaiveDate {
        match self {
            Self::Due => item.due_on,
            Self::Document => item.document_on,
            Self::Transaction => item.transaction_on,
        }
    }
}

/// Where unapplied credits stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum CreditsIn {
    /// In the period of their own day.
    #[default]
    OwnPeriod,
    /// In the first period of the definition as printed (*Payments in first column*).
    FirstPeriod,
}

/// Whether the amount of a promise that runs ages by the day of the promise (spec 20 §4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "AgingPromises")]
pub enum Promises {
    /// It does; the rest of the transaction ages as ever.
    #[default]
    Respected,
    /// Everything ages by its own day.
    Ignored,
}

impl Promises {
    /// The word in the book.
    pub fn code(self) -> &'static str {
        match self {
            Self::Respected => "respected",
            Self::Ignored => "ignored",
        }
    }

    /// Reads what [`Promises::code`] wrote.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Respected, Self::Ignored]
            .into_iter()
            .find(|promises| promises.code() == code)
    }

    /// The parts that age by their promised day.
    pub fn parts(self, parts: &[Part]) -> &[Part] {
        match self {
            Self::Respected => parts,
            Self::Ignored => &[],
        }
    }
}

/// The question put to [`age`].
#[derive(Debug, Clone, Copy)]
pub struct Question<'a> {
    /// Which facts are seen.
    pub horizon: Horizon,
    /// The periods, laid out for the as-of day.
    pub periods: &'a Periods,
    /// Which day counts.
    pub by: AgeBy,
    /// Where credits stand.
    pub credits_in: CreditsIn,
}

/// Aged balance of one customer in one currency; every amount in signed minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AgedBalance {
    /// The currency of every amount here.
    pub currency: Currency,
    /// Sum of the open items.
    pub total_minor: i64,
    /// One amount per period, in the order of [`Periods::list`]; the rest is 0.
    pub period_minor: [i64; MAX_PERIODS],
    /// Number of open items (instalments count one by one).
    pub open_count: u32,
    /// Open debits whose due day is past.
    pub overdue_minor: i64,
    /// Of the overdue amount, what is not disputed.
    pub undisputed_overdue_minor: i64,
    /// Of the total, credits that are applied to nothing (T-A11); not positive.
    pub unapplied_minor: i64,
    /// Number of items with a disputed part.
    pub disputed_count: u32,
    /// Sum of the disputed parts.
    pub disputed_minor: i64,
    /// Days overdue of the oldest open debit by due day; negative while nothing is due, `None` without open debit.
    pub oldest_days_overdue: Option<i64>,
    /// Period of the oldest open item by the criterion; its indicator is the row's icon.
    pub oldest_period: Option<u8>,
    oldest_day: Option<NaiveDate>,
}

impl AgedBalance {
    /// The balance of a customer who owes nothing.
    pub fn nothing(currency: Currency) -> Self {
        Self {
            currency,
            total_minor: 0,
            period_minor: [0; MAX_PERIODS],
            open_count: 0,
            overdue_minor: 0,
            undisputed_overdue_minor: 0,
            unapplied_minor: 0,
            disputed_count: 0,
            disputed_minor: 0,
            oldest_days_overdue: None,
            oldest_period: None,
            oldest_day: None,
        }
    }

    fn add(&mut self, item: &OpenItem, parts: impl Iterator<Item = Part>, question: &Question<'_>) {
        let mut rest = Share {
            minor: item.open_minor,
            day: question.by.day(item),
            due_on: item.due_on,
            disputed_minor: item.disputed_minor,
        };
        self.open_count += 1;
        for part in parts {
            rest.minor -= part.amount_minor;
            self.share(
                &Share {
                    minor: part.amount_minor,
                    day: part.promised_on,
                    due_on: part.promised_on,
                    disputed_minor: 0,
                },
                question,
            );
        }
        if rest.minor != 0 {
            self.share(&rest, question);
        }
        if item.disputed_minor > 0 {
            self.disputed_count += 1;
            self.disputed_minor += item.disputed_minor;
        }
    }

    fn share(&mut self, share: &Share, question: &Question<'_>) {
        let credit = share.minor < 0;
        let period = if credit && question.credits_in == CreditsIn::FirstPeriod {
            0
        } else {
            question.periods.position(share.day)
        };
        self.total_minor += share.minor;
        self.period_minor[period] += share.minor;
        if credit {
            self.unapplied_minor += share.minor;
        } else {
            let late = days_overdue(share.due_on, question.horizon.as_of);
            self.oldest_days_overdue = Some(
                self.oldest_days_overdue
                    .map_or(late, |oldest| oldest.max(late)),
            );
            if late > 0 {
                self.overdue_minor += share.minor;
                self.undisputed_overdue_minor += share.minor - share.disputed_minor;
            }
        }
        if self.oldest_day.is_none_or(|oldest| share.day < oldest) {
            self.oldest_day = Some(share.day);
            self.oldest_period = u8::try_from(period).ok();
        }
    }
}

/// What of an open item ages by one day: all of it, a promised part, or the rest beside one.
struct Share {
    minor: i64,
    day: NaiveDate,
    due_on: NaiveDate,
    disputed_minor: i64,
}

/// The aged balances of one account, one per currency with open items, in the order of first appearance.
///
/// Appends to `out`. `items` and `scratch` are buffers; `items` holds the open items afterwards, which is what a click
/// on a figure shows.
pub fn age(
    account: &Account,
    question: &Question<'_>,
    scratch: &mut Scratch,
    items: &mut Vec<OpenItem>,
    out: &mut Vec<AgedBalance>,
) {
    items.clear();
    account.open_items(question.horizon, scratch, items);
    age_items(items, question, out);
}

/// The same from open items that are already known, for example from the book's list of what is open now.
pub fn age_items(items: &[OpenItem], question: &Question<'_>, out: &mut Vec<AgedBalance>) {
    age_promised(items, &[], question, out);
}

/// The same where parts of the items are promised for another day: such a part ages by the promised day, whatever the
/// criterion, and the rest as ever. `parts` are those of [`crate::promises::spare`] for these items.
pub fn age_promised(
    items: &[OpenItem],
    parts: &[Part],
    question: &Question<'_>,
    out: &mut Vec<AgedBalance>,
) {
    let first = out.len();
    for (number, item) in items.iter().enumerate() {
        let known = out[first..]
            .iter()
            .position(|balance| balance.currency == item.currency);
        let at = known.map_or(out.len(), |at| first + at);
        if at == out.len() {
            out.push(AgedBalance::nothing(item.currency));
        }
        let own = parts.iter().filter(|part| part.item == number).copied();
        out[at].add(item, own, question);
    }
}
