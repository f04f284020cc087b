//! The account: the dated facts of one customer, as the spine's loader hands them to every rule.
//!
//! Invariant: an account holds facts only. What is open on a day is computed from them by [`Account::open_items`], by
//! the single customer's page and by a run over 100,000 customers alike; nothing looks ahead of the as-of day.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::money::Currency;
use crate::promises::Promised;

/// What a transaction is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Invoice: a debit.
    Invoice,
    /// Credit note: a credit.
    CreditNote,
    /// Payment: a credit.
    Payment,
    /// Payment returned or refunded: a debit.
    Refund,
    /// Interest note: a debit.
    InterestNote,
    /// Fee of a collection letter: a debit.
    LetterFee,
    /// Anything else, by its sign.
    Other,
}

impl Kind {
    /// The word in the book and over the wire.
    pub fn code(self) -> &'static str {
        match self {
            Self::Invoice => "invoice",
            Self::CreditNote => "credit_note",
            Self::Payment => "payment",
            Self::Refund => "refund",
            Self::InterestNote => "interest_note",
            Self::LetterFee => "letter_fee",
            Self::Other => "other",
        }
    }

    /// Reads what [`Kind::code`] wrote.
    pub fn from_code(code: &str) -> Option<Self> {
        Some(match code {
            "invoice" => Self::Invoice,
            "credit_note" => Self::CreditNote,
            "payment" => Self::Payment,
            "refund" => Self::Refund,
            "interest_note" => Self::InterestNote,
            "letter_fee" => Self::LetterFee,
            "other" => Self::Other,
            _ => return None,
        })
    }
}

/// One transaction of the customer sub-ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Transaction {
    /// The book's id; ascending inside an account.
    pub id: i64,
    /// What it is.
    pub kind: Kind,
    /// The accounting day: before it the transaction does not exist.
    pub transaction_on: NaiveDate,
    /// The day on the document.
    pub document_on: NaiveDate,
    /// When it falls due, already by rule where the file had none (T-D15: the one source of due days).
    pub due_on: NaiveDate,
    /// The day on which it became known to the book, at its desk.
    pub recorded_on: NaiveDate,
    /// Its currency.
    pub currency: Currency,
    /// Signed minor units: debits positive, credits negative.
    pub amount_minor: i64,
    /// Part of the open amount under dispute, minor units, not negative.
    pub disputed_minor: i64,
}

/// A settlement: part of a credit applied to a debit of the same customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settlement {
    /// The debit.
    pub debit_id: i64,
    /// The credit.
    pub credit_id: i64,
    /// From which day it counts: its accounting day, and never before both documents exist (T-A5, T-A10).
    pub effective_on: NaiveDate,
    /// The day on which it became known to the book, at its desk.
    pub recorded_on: NaiveDate,
    /// Minor units, positive.
    pub amount_minor: i64,
}

/// One row of an invoice that is payable in instalments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Instalment {
    /// The transaction it belongs to.
    pub transaction_id: i64,
    /// When this row falls due.
    pub due_on: NaiveDate,
    /// Minor units with the sign of the transaction; the rows of one add up to it.
    pub amount_minor: i64,
}

/// What the seller grants for paying early.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CashDiscount {
    /// What may still be deducted, minor units, positive.
    pub amount_minor: i64,
    /// The last day on which it may be.
    pub until: NaiveDate,
}

impl CashDiscount {
    /// What may be deducted from a payment of `paid_on`, minor units; 0 once the day and the tolerated days are over.
    pub fn on(self, paid_on: NaiveDate, tolerance_days: u32) -> i64 {
        let last = self
            .until
            .checked_add_days(Days::new(u64::from(tolerance_days)))
            .unwrap_or(NaiveDate::MAX);
        if paid_on <= last {
            self.amount_minor.max(0)
        } else {
            0
        }
    }
}

/// The facts of one customer.
#[derive(Debug, Clone, Default)]
pub struct Account {
    /// The customer's id.
    pub customer_id: i64,
    /// Ascending by id.
    pub transactions: Vec<Transaction>,
    /// In any order.
    pub settlements: Vec<Settlement>,
    /// Ascending by transaction, then due day; only of transactions with more than one row.
    pub instalments: Vec<Instalment>,
    /// Promises in force on the day for which the account was loaded, ascending by transaction, then promised day.
    pub promises: Vec<Promised>,
}

/// From when facts are seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Horizon {
    /// Facts effective later are invisible.
    pub as_of: NaiveDate,
    /// Facts recorded later are invisible; `None` sees whatever is known now (spec 20 §2, *As known on*).
    pub known_on: Option<NaiveDate>,
}

impl Horizon {
    /// Everything known now, as of `day`.
    pub fn as_of(day: NaiveDate) -> Self {
        Self {
            as_of: day,
            known_on: None,
        }
    }

    fn sees(self, effective_on: NaiveDate, recorded_on: NaiveDate) -> bool {
        effective_on <= self.as_of && self.known_on.is_none_or(|known| recorded_on <= known)
    }
}

/// The open remainder of a transaction, or of one of its instalments, on the as-of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenItem {
    /// The transaction.
    pub transaction_id: i64,
    /// What it is.
    pub kind: Kind,
    /// The accounting day.
    pub transaction_on: NaiveDate,
    /// The day on the document.
    pub document_on: NaiveDate,
    /// When this row falls due.
    pub due_on: NaiveDate,
    /// Its currency.
    pub currency: Currency,
    /// Original amount of the row, signed minor units.
    pub amount_minor: i64,
    /// Open remainder, signed minor units, never 0.
    pub open_minor: i64,
    /// Part of the open remainder under dispute: min(disputed, open) (spec 21 §7), minor units.
    pub disputed_minor: i64,
    /// Part of the rest that a promise spares while nobody knows whether it is kept (spec 21 §6), minor units; 0 until
    /// [`crate::promises::spare`] has looked.
    pub promised_minor: i64,
}

/// Buffers that a run over many accounts uses again and again, so that an account costs no allocation.
#[derive(Debug, Default)]
pub struct Scratch {
    settled: Vec<i64>,
}

impl Account {
    /// Empties the account for the next customer and keeps its memory.
    pub fn reset(&mut self, customer_id: i64) {
        self.customer_id = customer_id;
        self.transactions.clear();
        self.settlements.clear();
        self.instalments.clear();
        self.promises.clear();
    }

    /// The open items on the horizon's day, in the order of the transactions, appended to `out`.
    ///
    /// Only the open remainder of a row is there: part settlements reduce it, full ones close it (T-A14). What
    /// is settled on an invoice in instalments fills the earliest row first (A-17, T-A16). The open items of a day add
    /// up to the ledger balance of that day, because a settlement takes from both sides alike (T-A1).
    pub fn open_items(&self, horizon: Horizon, scratch: &mut Scratch, out: &mut Vec<OpenItem>) {
        let settled = &mut scratch.settled;
        settled.clear();
        settled.resize(self.transactions.len(), 0);
        for settlement in &self.settlements {
            if !horizon.sees(settlement.effective_on, settlement.recorded_on) {
                continue;
            }
            if let (Some(debit), Some(credit)) = (
                self.position(settlement.debit_id),
                self.position(settlement.credit_id),
            ) {
                settled[debit] += settlement.amount_minor;
                settled[credit] -= settlement.amount_minor;
            }
        }
        self.open_items_from(horizon, settled, out);
    }

    /// The same where it is already known how much of each transaction is settled, signed like its amount.
    pub fn open_items_from(&self, horizon: Horizon, settled: &[i64], out: &mut Vec<OpenItem>) {
        for (transaction, settled) in self.transactions.iter().zip(settled) {
            if horizon.sees(transaction.transaction_on, transaction.recorded_on) {
                self.push_open(transaction, *settled, out);
            }
        }
    }

    fn position(&self, id: i64) -> Option<usize> {
        self.transactions
            .binary_search_by_key(&id, |transaction| transaction.id)
            .ok()
    }

    fn push_open(&self, transaction: &Transaction, settled: i64, out: &mut Vec<OpenItem>) {
        let item = OpenItem {
            transaction_id: transaction.id,
            kind: transaction.kind,
            transaction_on: transaction.transaction_on,
            document_on: transaction.document_on,
            due_on: transaction.due_on,
            currency: transaction.currency,
            amount_minor: transaction.amount_minor,
            open_minor: transaction.amount_minor - settled,
            disputed_minor: transaction.disputed_minor,
            promised_minor: 0,
        };
        let first = self
            .instalments
            .partition_point(|row| row.transaction_id < transaction.id);
        let rows = self.instalments[first..]
            .iter()
            .take_while(|row| row.transaction_id == transaction.id);
        let mut has_rows = false;
        let mut left = settled;
        let mut disputed = transaction.disputed_minor;
        let mut rows = rows.peekable();
        while let Some(row) = rows.next() {
            has_rows = true;
            // What is settled beyond the amount stays on the last row: the ledger balance has it too (T-A1).
            let taken = if rows.peek().is_some() {
                nearer_to_zero(row.amount_minor, left)
            } else {
                left
            };
            left -= taken;
            let open_minor = row.amount_minor - taken;
            let disputed_minor = disputed.min(open_minor.max(0));
            disputed -= disputed_minor;
            if open_minor != 0 {
                out.push(OpenItem {
                    due_on: row.due_on,
                    amount_minor: row.amount_minor,
                    open_minor,
                    disputed_minor,
                    ..item
                });
            }
        }
        if !has_rows && item.open_minor != 0 {
            let disputed_minor = item.disputed_minor.min(item.open_minor.max(0));
            out.push(OpenItem {
                disputed_minor,
                ..item
            });
        }
    }
}

/// How much of `left` a row of `amount` takes; both have the sign of the transaction, a settlement of the other sign
/// (a row never gets one from the book) takes nothing.
fn nearer_to_zero(amount: i64, left: i64) -> i64 {
    if amount >= 0 {
        left.clamp(0, amount)
    } else {
        left.clamp(amount, 0)
    }
}
