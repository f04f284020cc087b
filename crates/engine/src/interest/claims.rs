//! What of an account may bear interest: the dated balances of its rows, on the side of the customer and on that of the house.
//!
//! Invariant: a row's balance on a day is what [`Account::open_items`] says of that day; only the days between are told apart.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Item, Step};
use crate::account::{Account, Kind, Transaction};
use crate::money::Currency;

/// Who owes.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ts_rs::TS,
)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "InterestSide")]
pub enum Side {
    /// The customer: interest is charged.
    Earnings,
    /// The house: interest is paid on credits.
    Payments,
}

impl Side {
    /// The word in the book and over the wire.
    pub fn code(self) -> &'static str {
        match self {
            Self::Earnings => "earnings",
            Self::Payments => "payments",
        }
    }

    /// Reads what [`Side::code`] wrote.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Earnings, Self::Payments]
            .into_iter()
            .find(|known| known.code() == code)
    }
}

/// What a run may look at (spec 23 §3).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ts_rs::TS,
)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "InterestOf")]
pub enum Of {
    /// Invoices.
    Invoice,
    /// Credit notes: the house owes.
    CreditNote,
    /// Payments that pay nothing: the house owes.
    Payment,
    /// Interest notes: interest on interest.
    Interest,
    /// Fees of letters.
    LetterFee,
    /// Everything else that the customer owes.
    Other,
}

impl Of {
    /// What a transaction is to a run; `None` of what bears no interest whatever is asked.
    pub fn from_kind(kind: Kind, amount_minor: i64) -> Option<Self> {
        match kind {
            Kind::Invoice => Some(Self::Invoice),
            Kind::CreditNote => Some(Self::CreditNote),
            Kind::Payment => Some(Self::Payment),
            Kind::InterestNote => Some(Self::Interest),
            Kind::LetterFee => Some(Self::LetterFee),
            Kind::Refund | Kind::Other => (amount_minor > 0).then_some(Self::Other),
        }
    }

    /// Who owes it.
    pub fn side(self) -> Side {
        match self {
            Self::CreditNote | Self::Payment => Side::Payments,
            Self::Invoice | Self::Interest | Self::LetterFee | Self::Other => Side::Earnings,
        }
    }
}

/// Whether what is closed by now counts for the days on which it was late.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "InterestReach")]
pub enum Reach {
    /// Only what is open on the last day.
    #[default]
    Open,
    /// What was settled late as well.
    OpenAndClosed,
}

/// One row of a transaction with its dated balances: all of it, or one of its instalments. Amounts are positive on either
/// side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The transaction.
    pub transaction_id: i64,
    /// Place among the instalments, from 0.
    pub number: u32,
    /// What it is to a run.
    pub of: Of,
    /// Day on the document.
    pub document_on: NaiveDate,
    /// When it falls due.
    pub due_on: NaiveDate,
    /// Its currency.
    pub currency: Currency,
    /// Amount of the row, minor units.
    pub amount_minor: i64,
    /// Amount of the whole transaction, minor units.
    pub transaction_minor: i64,
    /// What of the transaction is disputed now, minor units.
    pub disputed_minor: i64,
    /// What was open on the due day, minor units.
    pub open_minor: i64,
    /// What changed it later, ascending.
    pub steps: Vec<Step>,
}

impl Row {
    /// As interest is counted on it; `ends_on` is the last day that may bear any.
    pub fn item(&self, ends_on: Option<NaiveDate>) -> Item<'_> {
        Item {
            due_on: self.due_on,
            contract_on: self.document_on,
            open_minor: self.open_minor,
            steps: &self.steps,
            ends_on,
        }
    }

    /// What is open of it on the last day, minor units.
    pub fn still_open(&self) -> i64 {
        self.steps
            .last()
            .map_or(self.open_minor, |step| step.open_minor)
    }
}

/// The rows of an account that were late before or on `to`, of these kinds, in the order of the transactions.
pub fn rows(account: &Account, kinds: &[Of], reach: Reach, to: NaiveDate) -> Vec<Row> {
    let mut settled = settled_by_day(account, to);
    let mut rows = Vec::new();
    for transaction in &account.transactions {
        let Some(of) = Of::from_kind(transaction.kind, transaction.amount_minor) else {
            continue;
        };
        if !kinds.contains(&of) || transaction.amount_minor == 0 || transaction.transaction_on > to
        {
            continue;
        }
        let days = settled.remove(&transaction.id).unwrap_or_default();
        push_rows(account, transaction, (of, to), &days, reach, &mut rows);
    }
    rows
}

/// What is settled of each transaction by day, positive minor units; days on which it comes to nothing are left out.
fn settled_by_day(account: &Account, to: NaiveDate) -> BTreeMap<i64, BTreeMap<NaiveDate, i64>> {
    let mut settled: BTreeMap<i64, BTreeMap<NaiveDate, i64>> = BTreeMap::new();
    for settlement in &account.settlements {
        if settlement.effective_on > to {
            continue;
        }
        for id in [settlement.debit_id, settlement.credit_id] {
            *settled
                .entry(id)
                .or_default()
                .entry(settlement.effective_on)
                .or_default() += settlement.amount_minor;
        }
    }
    for days in settled.values_mut() {
        days.retain(|_, minor| *minor != 0);
    }
    settled
}

fn push_rows(
    account: &Account,
    transaction: &Transaction,
    (of, to): (Of, NaiveDate),
    days: &BTreeMap<NaiveDate, i64>,
    reach: Reach,
    out: &mut Vec<Row>,
) {
    let first = account
        .instalments
        .partition_point(|row| row.transaction_id < transaction.id);
    let instalments: Vec<(NaiveDate, i64)> = account.instalments[first..]
        .iter()
        .take_while(|row| row.transaction_id == transaction.id)
        .map(|row| (row.due_on, row.amount_minor.abs()))
        .collect();
    let parts = if instalments.is_empty() {
        vec![(transaction.due_on, transaction.amount_minor.abs())]
    } else {
        instalments
    };
    // What is settled fills the earliest row first, as it does for what is open.
    let mut before = 0_i64;
    for (number, (due_on, amount_minor)) in (0_u32..).zip(parts) {
        let open_after = |settled: i64| amount_minor - (settled - before).clamp(0, amount_minor);
        if due_on < to {
            let row = dated(
                transaction,
                (of, number),
                (due_on, amount_minor),
                days,
                open_after,
            );
            let counts = reach == Reach::OpenAndClosed || row.still_open() > 0;
            if counts && (row.open_minor > 0 || row.steps.iter().any(|step| step.open_minor > 0)) {
                out.push(row);
            }
        }
        before += amount_minor;
    }
}

fn dated(
    transaction: &Transaction,
    (of, number): (Of, u32),
    (due_on, amount_minor): (NaiveDate, i64),
    days: &BTreeMap<NaiveDate, i64>,
    open_after: impl Fn(i64) -> i64,
) -> Row {
    let mut settled = 0_i64;
    let mut open_minor = open_after(0);
    let mut steps: Vec<Step> = Vec::new();
    for (day, minor) in days {
        settled += minor;
        let open = open_after(settled);
        if *day <= due_on {
            open_minor = open;
        } else if steps.last().map_or(open_minor, |step| step.open_minor) != open {
            steps.push(Step {
                on: *day,
                open_minor: open,
            });
        }
    }
    Row {
        transaction_id: transaction.id,
        number,
        of,
        document_on: transaction.document_on,
        due_on,
        currency: transaction.currency,
        amount_minor,
        transaction_minor: transaction.amount_minor.abs(),
        disputed_minor: transaction.disputed_minor,
        open_minor,
        steps,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::{Horizon, Instalment, Scratch, Settlement};
    use proptest::prelude::*;

    fn day(number: u64) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 1, 1).unwrap() + chrono::Days::new(number)
    }

    fn transaction(id: i64, kind: Kind, on: u64, amount_minor: i64) -> Transaction {
        Transaction {
            id,
            kind,
            transaction_on: day(on),
            document_on: day(on),
            due_on: day(on + 10),
            recorded_on: day(on),
            currency: "EUR".parse().unwrap(),
            amount_minor,
            disputed_minor: 0,
        }
    }

    fn settle(credit_id: i64, on: u64, amount_minor: i64) -> Settlement {
        Settlement {
            debit_id: 1,
            credit_id,
            effective_on: day(on),
            recorded_on: day(on),
            amount_minor,
        }
    }

    /// T-I2: what is open is known for every day, not only for the last.
    #[test]
    fn a_part_payment_is_a_step_on_its_day() {
        let account = Account {
            customer_id: 1,
            transactions: vec![
                transaction(1, Kind::Invoice, 0, 1_000),
                transaction(2, Kind::Payment, 20, -400),
            ],
            settlements: vec![settle(2, 20, 400)],
            ..Account::default()
        };
        let found = rows(&account, &[Of::Invoice], Reach::Open, day(30));
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].open_minor, 1_000);
        assert_eq!(
            found[0].steps,
            [Step {
                on: day(20),
                open_minor: 600
            }]
        );
        assert!(rows(&account, &[Of::CreditNote], Reach::Open, day(30)).is_empty());
    }

    #[test]
    fn what_was_paid_late_counts_only_where_it_is_asked() {
        let account = Account {
            customer_id: 1,
            transactions: vec![
                transaction(1, Kind::Invoice, 0, 1_000),
                transaction(2, Kind::Payment, 20, -1_000),
            ],
            settlements: vec![settle(2, 20, 1_000)],
            ..Account::default()
        };
        assert!(rows(&account, &[Of::Invoice], Reach::Open, day(30)).is_empty());
        let late = rows(&account, &[Of::Invoice], Reach::OpenAndClosed, day(30));
        assert_eq!(late[0].steps.last().map(|step| step.open_minor), Some(0));
        assert_eq!(
            rows(&account, &[Of::Invoice], Reach::Open, day(15)).len(),
            1,
            "a later payment is not seen"
        );
    }

    proptest! {
        /// The balance of a day is the open item of that day, with instalments and taken-back settlements.
        #[test]
        fn every_balance_is_the_open_item_of_its_day(
            parts in proptest::collection::vec((12_u64..60, -300_i64..400), 0..8),
            split in 1_i64..999,
            instalments in proptest::bool::ANY,
        ) {
            let mut account = Account {
                customer_id: 1,
                transactions: vec![transaction(1, Kind::Invoice, 0, 1_000)],
                ..Account::default()
            };
            if instalments {
                account.instalments = vec![
                    Instalment { transaction_id: 1, due_on: day(10), amount_minor: split },
                    Instalment { transaction_id: 1, due_on: day(25), amount_minor: 1_000 - split },
                ];
            }
            let mut total = 0;
            let mut sorted = parts;
            sorted.sort_unstable();
            for (id, (on, minor)) in (2..).zip(sorted) {
                let minor = minor.clamp(-total, 1_000 - total);
                if minor == 0 {
                    continue;
                }
                total += minor;
                account.transactions.push(transaction(id, Kind::Payment, on, -minor));
                account.settlements.push(settle(id, on, minor));
            }
            for on in 26..70 {
                let mut open = Vec::new();
                account.open_items(Horizon::as_of(day(on)), &mut Scratch::default(), &mut open);
                let expected: i64 = open
                    .iter()
                    .filter(|item| item.transaction_id == 1)
                    .map(|item| item.open_minor)
                    .sum();
                let found: i64 = rows(&account, &[Of::Invoice], Reach::OpenAndClosed, day(80))
                    .iter()
                    .map(|row| row.item(None).balance_on(day(on + 1)))
                    .sum();
                prop_assert_eq!(found, expected);
            }
        }
    }
}
