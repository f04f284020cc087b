//! Promises to pay (spec 21 §6): whether they are kept, and what they spare while nobody knows.
//!
//! Invariant: a promise is never broken before its last day in time is past *and* the data of the bank reach that day; a
//! payment that becomes known later but is dated in time keeps it after all. Every line is judged alone: money goes to the
//! earliest line that it still meets in time, and no cent keeps two of them.
//!
//! What counts as paid is whatever settles the transaction beyond what had settled it when the promise was taken, a credit
//! note and a small balance too: what is not owed any more cannot be paid. It has the day of the credit, not the day on
//! which somebody got to settle it.

#[cfg(test)]
mod tests;

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::account::OpenItem;
use crate::calendar::Calendar;

/// What has become of a line of a promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "PromiseStatus")]
pub enum Status {
    /// Its last day in time is still to come.
    Open,
    /// That day is past, but the data of the bank do not reach it.
    AwaitingBankData,
    /// Paid in time.
    Kept,
    /// Paid in part.
    PartlyKept,
    /// Not paid in time.
    Broken,
    /// Replaced by another promise, or called off.
    Cancelled,
}

impl Status {
    /// Every status.
    pub const ALL: [Self; 6] = [
        Self::Open,
        Self::AwaitingBankData,
        Self::Kept,
        Self::PartlyKept,
        Self::Broken,
        Self::Cancelled,
    ];

    /// The word in the book and over the wire.
    pub fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::AwaitingBankData => "awaiting_bank_data",
            Self::Kept => "kept",
            Self::PartlyKept => "partly_kept",
            Self::Broken => "broken",
            Self::Cancelled => "cancelled",
        }
    }

    /// Reads what [`Status::code`] wrote.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.code() == code)
    }

    /// Whether it spares what was promised from letters.
    pub fn spares(self) -> bool {
        matches!(self, Self::Open | Self::AwaitingBankData)
    }

    /// Whether the day came and not all of it was paid.
    pub fn disappoints(self) -> bool {
        matches!(self, Self::PartlyKept | Self::Broken)
    }
}

/// A line: an amount of one transaction by a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// By when.
    pub promised_on: NaiveDate,
    /// How much, minor units, positive.
    pub amount_minor: i64,
}

/// What settles the transaction on a day, minor units; less than 0 where something was taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paid {
    /// The day of the credit.
    pub on: NaiveDate,
    /// Minor units.
    pub amount_minor: i64,
}

/// What a line is judged by beside what was paid.
#[derive(Debug, Clone, Copy)]
pub struct Terms<'a> {
    /// The company's working days.
    pub calendar: &'a Calendar,
    /// Working days after the promised one that are still in time.
    pub tolerance_days: u32,
    /// The last day that the data of the bank cover; `None` without any.
    pub reach: Option<NaiveDate>,
}

impl Terms<'_> {
    /// The last day in time of a promise.
    pub fn last_day(&self, promised_on: NaiveDate) -> NaiveDate {
        self.calendar
            .add_working_days(promised_on, self.tolerance_days)
            .unwrap_or(promised_on)
    }
}

/// What a line comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Judged {
    /// Its status.
    pub status: Status,
    /// Paid of it in time, minor units.
    pub kept_minor: i64,
}

/// Judges the lines of a promise about one transaction on a day; `settled_then_minor` had settled it when the promise was
/// taken. One verdict per line, in their order.
pub fn judge(
    lines: &[Line],
    paid: &[Paid],
    settled_then_minor: i64,
    day: NaiveDate,
    terms: &Terms<'_>,
) -> Vec<Judged> {
    let last: Vec<NaiveDate> = lines
        .iter()
        .map(|line| terms.last_day(line.promised_on))
        .collect();
    let mut order: Vec<usize> = (0..lines.len()).collect();
    order.sort_by_key(|at| (lines[*at].promised_on, *at));
    let mut kept = vec![0_i64; lines.len()];
    for payment in paid_since(paid, settled_then_minor) {
        let mut left = payment.amount_minor;
        for at in &order {
            if last[*at] >= payment.on {
                let part = left.min(lines[*at].amount_minor - kept[*at]).max(0);
                kept[*at] += part;
                left -= part;
            }
        }
    }
    lines
        .iter()
        .enumerate()
        .map(|(at, line)| {
            let reached = terms.reach.is_some_and(|reach| reach >= last[at]);
            let status = if kept[at] >= line.amount_minor {
                Status::Kept
            } else if day <= last[at] {
                Status::Open
            } else if !reached {
                Status::AwaitingBankData
            } else if kept[at] > 0 {
                Status::PartlyKept
            } else {
                Status::Broken
            };
            Judged {
                status,
                kept_minor: kept[at],
            }
        })
        .collect()
}

/// What was paid beyond what had settled the transaction before: the earliest money is what was there already. What was
/// taken back is taken from the latest.
fn paid_since(paid: &[Paid], settled_then_minor: i64) -> Vec<Paid> {
    let mut sorted: Vec<Paid> = paid.to_vec();
    sorted.sort_by_key(|payment| payment.on);
    let total: i64 = sorted.iter().map(|payment| payment.amount_minor).sum();
    let mut before = settled_then_minor.max(0);
    let mut most = (total - before).max(0);
    let mut since = Vec::new();
    for payment in sorted {
        let money = payment.amount_minor.max(0);
        let old = before.min(money);
        before -= old;
        let new = (money - old).min(most);
        most -= new;
        if new > 0 {
            since.push(Paid {
                on: payment.on,
                amount_minor: new,
            });
        }
    }
    since
}

/// Why a promise needs the consent of a manager (D-14).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "PromiseConsent")]
pub enum ConsentReason {
    /// The day is further away than the horizon.
    Horizon,
    /// The transaction was promised anew too often.
    Renegotiations,
}

/// What the parameters allow without a manager.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Freedom {
    /// Days from the day on which it is taken to the promised one.
    pub horizon_days: u32,
    /// How often one transaction may be promised anew.
    pub renegotiations: u32,
}

impl Freedom {
    /// The last day that may be promised without a manager.
    pub fn latest(&self, taken_on: NaiveDate) -> NaiveDate {
        taken_on
            .checked_add_days(Days::new(self.horizon_days.into()))
            .unwrap_or(NaiveDate::MAX)
    }

    /// Why a promise needs a manager; `earlier` promises of the transaction were not kept.
    pub fn asks(
        &self,
        taken_on: NaiveDate,
        promised_on: NaiveDate,
        earlier: u32,
    ) -> Vec<ConsentReason> {
        let mut reasons = Vec::new();
        if promised_on > self.latest(taken_on) {
            reasons.push(ConsentReason::Horizon);
        }
        if earlier > self.renegotiations {
            reasons.push(ConsentReason::Renegotiations);
        }
        reasons
    }
}

/// How many promises came to what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Kept.
    pub kept: u32,
    /// Kept in part.
    pub partly_kept: u32,
    /// Broken.
    pub broken: u32,
    /// Cancelled; they count for nothing.
    pub cancelled: u32,
}

impl Tally {
    /// The kept rate in basis points, half away from zero: kept ÷ (kept, partly kept and broken). `None` before any was
    /// judged (D-5).
    pub fn kept_rate_bp(&self) -> Option<u32> {
        let judged = u64::from(self.kept) + u64::from(self.partly_kept) + u64::from(self.broken);
        let doubled = u64::from(self.kept) * 20_000;
        (judged > 0).then(|| u32::try_from((doubled + judged) / (2 * judged)).unwrap_or(10_000))
    }
}

/// A line as an account has it: of a promise that was in force on the day of the question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Promised {
    /// The transaction.
    pub transaction_id: i64,
    /// By when.
    pub promised_on: NaiveDate,
    /// How much, minor units.
    pub amount_minor: i64,
    /// Open of the transaction when the promise was taken, minor units.
    pub open_then_minor: i64,
    /// Paid of a line that has ended, minor units.
    pub kept_minor: i64,
    /// Whether it still ran on the day.
    pub runs: Runs,
}

/// Whether a line ran on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Runs {
    /// Open, or awaiting data of the bank.
    Still,
    /// Judged before.
    NoMore,
}

/// A part of an open item that a promise spares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// Which of the items.
    pub item: usize,
    /// By when it is promised.
    pub promised_on: NaiveDate,
    /// Minor units, positive.
    pub amount_minor: i64,
}

/// What promises spare of the open items of one account: writes the sum on each item and appends the parts by day.
///
/// `promised` ascends by transaction, then day; the items of a transaction stand together, earliest row first. What was
/// paid since the promise fulfils its earliest running line first, and a dispute comes before a promise: no part of an item
/// is both, so that open = disputed + promised + what a letter claims.
pub fn spare(promised: &[Promised], items: &mut [OpenItem], parts: &mut Vec<Part>) {
    let mut first = 0;
    while first < promised.len() {
        let id = promised[first].transaction_id;
        let end = first + promised[first..].partition_point(|line| line.transaction_id == id);
        spare_one(&promised[first..end], id, items, parts);
        first = end;
    }
}

fn spare_one(lines: &[Promised], id: i64, items: &mut [OpenItem], parts: &mut Vec<Part>) {
    let own = |item: &OpenItem| item.transaction_id == id;
    let open: i64 = items
        .iter()
        .filter(|item| own(item))
        .map(|item| item.open_minor)
        .sum();
    let ended: i64 = lines
        .iter()
        .filter(|line| line.runs == Runs::NoMore)
        .map(|line| line.kept_minor)
        .sum();
    let then = lines
        .iter()
        .map(|line| line.open_then_minor)
        .max()
        .unwrap_or(0);
    let mut paid = (then - open - ended).max(0);
    for line in lines.iter().filter(|line| line.runs == Runs::Still) {
        let fulfilled = paid.min(line.amount_minor);
        paid -= fulfilled;
        let mut left = line.amount_minor - fulfilled;
        for (at, item) in items.iter_mut().enumerate().filter(|(_, item)| own(item)) {
            let room = item.open_minor.max(0) - item.disputed_minor - item.promised_minor;
            let part = left.min(room).max(0);
            if part > 0 {
                item.promised_minor += part;
                left -= part;
                parts.push(Part {
                    item: at,
                    promised_on: line.promised_on,
                    amount_minor: part,
                });
            }
        }
    }
}
