//! The days ahead: which letters go out when if nobody pays, and if customers pay as they are used to (spec 30 §7).
//!
//! There is no second rule: each day asks [`decide`], and what it decides counts as posted on that day. Between two days on
//! which the answer can change nobody is asked.

use chrono::NaiveDate;

use super::{Coded, Currency, Debtor, Draft, Outcome, Policy, decide, standing_code};
use crate::account::{Kind, OpenItem};
use crate::promises::Part;
use crate::stops::Purpose;

/// A letter of a day ahead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ahead {
    /// Its day.
    pub on: NaiveDate,
    /// Its currency.
    pub currency: Currency,
    /// The letter.
    pub draft: Draft,
}

/// A part of an item that a promise spares, and until when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spared {
    /// Which of the debtor's items.
    pub item: usize,
    /// The last day on which the promise is still in time; unpaid, it is broken on the next.
    pub last_on: NaiveDate,
    /// Minor units, positive.
    pub amount_minor: i64,
}

/// A payment that is expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paid {
    /// Which of the debtor's items.
    pub item: usize,
    /// Its day: no letter of that day or later claims what it pays.
    pub on: NaiveDate,
    /// Minor units, positive.
    pub amount_minor: i64,
}

/// What a customer is expected to pay from a day on: what it promised on the promised day, and the rest of a debit as late as it is
/// used to pay. Where that day is over, and where it has no habit, nothing is expected: it is late for its own measure.
///
/// `late_days` gives the mean days between due day and payment; who pays early is expected on the due day.
pub fn expected(
    items: &[OpenItem],
    parts: &[Part],
    late_days: impl Fn(Currency) -> Option<i64>,
    from: NaiveDate,
) -> Vec<Paid> {
    let mut paid: Vec<Paid> = parts
        .iter()
        .filter(|part| part.promised_on >= from)
        .map(|part| Paid {
            item: part.item,
            on: part.promised_on,
            amount_minor: part.amount_minor,
        })
        .collect();
    for (at, item) in items
        .iter()
        .enumerate()
        .filter(|(_, item)| item.open_minor > 0)
    {
        let promised: i64 = parts
            .iter()
            .filter(|part| part.item == at)
            .map(|part| part.amount_minor)
            .sum();
        let rest = item.open_minor - promised - item.disputed_minor;
        let habit = late_days(item.currency)
            .and_then(|days| u64::try_from(days.max(0)).ok())
            .and_then(|days| item.due_on.checked_add_days(chrono::Days::new(days)));
        if let Some(on) = habit.filter(|on| rest > 0 && *on >= from) {
            paid.push(Paid {
                item: at,
                on,
                amount_minor: rest,
            });
        }
    }
    paid
}

/// What is known of the days ahead.
#[derive(Clone, Copy)]
pub struct Outlook<'a> {
    /// The last day; the first is the clock of the policy.
    pub until: NaiveDate,
    /// What promises spare of the debtor's items.
    pub spared: &'a [Spared],
    /// What is expected to be paid; nothing where the question is what happens if nobody pays.
    pub paid: &'a [Paid],
    /// The day on which a fee that is charged on a day falls due.
    pub fee_due: &'a dyn Fn(NaiveDate) -> NaiveDate,
}

/// The letters of one customer, day by day.
pub fn ahead(debtor: &Debtor<'_>, policy: &Policy<'_>, outlook: &Outlook<'_>) -> Vec<Ahead> {
    let mut walk = Walk::start(debtor, policy, outlook);
    let mut letters = Vec::new();
    let mut next = Some(policy.clock);
    while let Some(on) = next.filter(|on| *on <= outlook.until) {
        letters.extend(walk.day(on));
        next = walk.next(on);
    }
    letters
}

/// An account on its way through the days.
pub(super) struct Walk<'a> {
    debtor: Debtor<'a>,
    policy: Policy<'a>,
    outlook: Outlook<'a>,
    items: Vec<OpenItem>,
    /// What was open of them on the first day.
    open: Vec<i64>,
    history: Vec<Coded>,
    /// Larger than that of any code before.
    number: i64,
    fees: i64,
}

impl<'a> Walk<'a> {
    pub(super) fn start(debtor: &Debtor<'a>, policy: &Policy<'a>, outlook: &Outlook<'a>) -> Self {
        let last = debtor.history.iter().map(|coded| coded.number).max();
        Self {
            debtor: *debtor,
            policy: *policy,
            outlook: *outlook,
            items: debtor.items.to_vec(),
            open: debtor.items.iter().map(|item| item.open_minor).collect(),
            history: debtor.history.to_vec(),
            number: last.unwrap_or(0),
            fees: 0,
        }
    }

    /// The letters of a day, which are posted on it.
    pub(super) fn day(&mut self, on: NaiveDate) -> Vec<Ahead> {
        self.break_promises(on);
        self.take_payments(on);
        // What is paid is no item any more.
        let open: Vec<OpenItem> = self
            .items
            .iter()
            .filter(|item| item.open_minor != 0)
            .copied()
            .collect();
        let debtor = Debtor {
            items: &open,
            history: &self.history,
            ..self.debtor
        };
        let policy = Policy {
            clock: on,
            ..self.policy
        };
        let mut letters = Vec::new();
        for decision in decide(&debtor, &policy) {
            if let Outcome::Letter(draft) = decision.outcome {
                letters.push(Ahead {
                    on,
                    currency: decision.currency,
                    draft,
                });
            }
        }
        for letter in &letters {
            self.post(letter);
        }
        letters
    }

    fn break_promises(&mut self, on: NaiveDate) {
        for spared in self.outlook.spared {
            if let Some(item) = self.items.get_mut(spared.item) {
                item.promised_minor = 0;
            }
        }
        for spared in self.outlook.spared.iter().filter(|one| one.last_on >= on) {
            if let Some(item) = self.items.get_mut(spared.item) {
                item.promised_minor += spared.amount_minor;
            }
        }
    }

    fn take_payments(&mut self, on: NaiveDate) {
        if self.outlook.paid.is_empty() {
            return;
        }
        for (item, open) in self.items.iter_mut().zip(&self.open) {
            item.open_minor = *open;
        }
        for paid in self.outlook.paid.iter().filter(|paid| paid.on <= on) {
            if let Some(item) = self.items.get_mut(paid.item) {
                item.open_minor = (item.open_minor - paid.amount_minor).max(0);
            }
        }
        for item in self.items.iter_mut().filter(|item| item.open_minor >= 0) {
            item.promised_minor = item.promised_minor.min(item.open_minor);
            item.disputed_minor = item.disputed_minor.min(item.open_minor);
        }
    }

    fn post(&mut self, letter: &Ahead) {
        for row in &letter.draft.items {
            let Some(code) = row.code else { continue };
            self.number += 1;
            self.history.push(Coded {
                transaction_id: row.item.transaction_id,
                code,
                on: letter.on,
                number: self.number,
                cancelled_on: None,
            });
        }
        self.history
            .sort_by_key(|coded| (coded.transaction_id, coded.number));
        let fee_minor = letter.draft.line.fee_minor;
        if fee_minor > 0 {
            self.fees += 1;
            self.items.push(OpenItem {
                // No transaction of the book has an id below 1.
                transaction_id: -self.fees,
                kind: Kind::LetterFee,
                transaction_on: letter.on,
                document_on: letter.on,
                due_on: (self.outlook.fee_due)(letter.on),
                currency: letter.currency,
                amount_minor: fee_minor,
                open_minor: fee_minor,
                disputed_minor: 0,
                promised_minor: 0,
            });
        }
    }

    /// The first day after `on` on which another answer is possible; `None` where nothing can change any more.
    pub(super) fn next(&self, on: NaiveDate) -> Option<NaiveDate> {
        let sequence = self.debtor.sequence?;
        let mut days = Days { on, first: None };
        for item in self.items.iter().filter(|item| item.open_minor > 0) {
            days.may_be(item.due_on.succ_opt());
            let reached = standing_code(&self.history, item.transaction_id, on);
            if let Some(line) = sequence.line_after(item.currency, reached.map(|(code, _)| code)) {
                days.may_be(super::earliest(reached, item.due_on, &line));
            }
            if reached.is_some() {
                // Beside others that had no letter yet its own due day may count again.
                days.first_letter(sequence, item);
            }
        }
        for coded in &self.history {
            days.may_be(Some(coded.on));
            days.may_be(coded.cancelled_on);
        }
        for stop in self.debtor.stops {
            if stop.purpose != Purpose::Interest {
                days.may_be(Some(stop.from_on));
                days.may_be(stop.until_on.succ_opt());
            }
        }
        for spared in self.outlook.spared {
            days.may_be(spared.last_on.succ_opt());
        }
        for paid in self.outlook.paid {
            days.may_be(Some(paid.on));
        }
        days.first
    }
}

/// The earliest of the days after one.
struct Days {
    on: NaiveDate,
    first: Option<NaiveDate>,
}

impl Days {
    fn may_be(&mut self, day: Option<NaiveDate>) {
        if let Some(day) = day.filter(|day| *day > self.on) {
            self.first = Some(self.first.map_or(day, |first| first.min(day)));
        }
    }

    fn first_letter(&mut self, sequence: &super::Sequence, item: &OpenItem) {
        if let Some(line) = sequence.line_after(item.currency, None) {
            self.may_be(super::earliest(None, item.due_on, &line));
        }
    }
}
