//! Matching (spec 30 §2): which open items a line of the bank pays.
//!
//! Invariant: a proposal is *exact* only where a reference or a number names items of one customer, the amount fits them
//! to the minor unit, and nothing speaks against it; every other proposal waits for a click. All that speaks against is
//! said as a [`Caution`], all that speaks for it as a [`Reason`]. Money of a line counts once, whichever file brings it.
//!
//! The order of the evidence is that of the spec: structured reference, document number in the text, amount and payer's
//! account, amount and name. A number that neither the amount nor the payer supports stands behind them, because order
//! numbers, days and telephone numbers look like document numbers too.
//!
//! How the spec is read where it leaves room:
//! - A number of which another open item with the same amount is one slip of the key away is never exact: nobody
//!   could tell the slip from the number.
//! - One payment for several customers is a proposal, even where all numbers and the sum fit.
//! - A named document that is already closed proposes a payment on account of its customer.
//! - The reference of a letter stands for what is still open of its claims, in the order of the allocation. A letter whose
//!   number another document carries too is one reading beside that document, never exact.
//!
//! Left out: posting, remembering accounts, and reading files (`intake`).

mod batches;
mod evaluate;
mod evidence;
mod index;
mod lines;
mod names;
#[cfg(any(test, feature = "noise"))]
pub mod noise;
mod propose;
pub(crate) mod reference;
mod returned;
#[cfg(test)]
mod tests;
mod text;
mod verdict;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use batches::{Batch, Detail, Linked, Linking, link_batches};
pub use index::Index;
pub use lines::{Fingerprint, Occurrence, RawLine, Standing, count, fingerprint, new_lines};
pub use names::{normal_name, similarity};
pub use reference::{Scheme, scheme};
pub use returned::{By, Payment, Referred, Returned, count_returns, find_returned};
pub use text::{each_number, plain_number};

use crate::account::CashDiscount;
use crate::money::Currency;

/// Whether a document is still open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It is.
    Open,
    /// It was closed not long ago: a payment that names it pays again.
    Closed,
}

/// A document that a bank line can pay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenDoc<'a> {
    /// The transaction.
    pub id: i64,
    /// Whose it is.
    pub customer_id: i64,
    /// Its number as printed.
    pub document_no: &'a str,
    /// The structured reference printed on it; empty without one.
    pub reference: &'a str,
    /// When it falls due.
    pub due_on: NaiveDate,
    /// Its currency.
    pub currency: Currency,
    /// Open remainder, signed minor units; the original amount where it is closed.
    pub open_minor: i64,
    /// What may be deducted for paying early.
    pub discount: Option<CashDiscount>,
    /// Whether it is open.
    pub state: State,
}

/// A payer: what is known of a customer from master data and earlier payments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Payer<'a> {
    /// The customer.
    pub customer_id: i64,
    /// An account that paid for it before; empty where only the name is known.
    pub account: &'a str,
    /// A name it goes by; empty where only the account is known.
    pub name: &'a str,
}

/// A reference that stands for several documents: that of a letter (30 §5).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LetterReference<'a> {
    /// The letter.
    pub letter_id: i64,
    /// As printed: a structured reference, or the letter's number.
    pub reference: &'a str,
    /// The transactions on the letter with its fee, in the order in which a payment settles them (24 §1).
    pub document_ids: &'a [i64],
}

/// A credit of the bank statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BankLine<'a> {
    /// The booking day.
    pub booked_on: NaiveDate,
    /// Its currency.
    pub currency: Currency,
    /// Minor units; only what comes in (positive) is matched.
    pub amount_minor: i64,
    /// The structured reference; empty without one.
    pub reference: &'a str,
    /// The end-to-end id; empty without one.
    pub end_to_end_id: &'a str,
    /// The remittance text, its lines separated as the file has them.
    pub text: &'a str,
    /// The payer's account.
    pub account: &'a str,
    /// The payer's name.
    pub name: &'a str,
    /// What [`new_lines`] says of it.
    pub standing: Standing,
}

/// How lines are matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Policy {
    /// Days after the discount day on which a discount is still granted.
    pub discount_tolerance_days: u32,
}

/// What a proposal rests on, in the order of the spec.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// A structured reference, or that of a letter.
    Reference,
    /// A document number in the text.
    Number,
    /// The amount and an account that paid before.
    Account,
    /// The amount and the name.
    Name,
}

/// How sure a proposal is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// May post itself where the parameter allows.
    Exact,
    /// Waits for a click.
    Proposal,
}

/// What speaks for a proposal.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ts_rs::TS,
)]
#[serde(rename_all = "snake_case", tag = "code")]
pub enum Reason {
    /// A structured reference of this scheme, with right check digits.
    Reference {
        /// Which.
        scheme: Scheme,
    },
    /// The reference of a letter, which stands for what it claims.
    Letter {
        /// The letter.
        #[ts(type = "number")]
        letter_id: i64,
    },
    /// The number stands in the text as printed, whatever separates its parts.
    Number {
        /// The document.
        #[ts(type = "number")]
        document_id: i64,
    },
    /// Its digits stand in the text.
    NumberDigits {
        /// The document.
        #[ts(type = "number")]
        document_id: i64,
    },
    /// It stands there without leading zeros or without its first part.
    NumberShortened {
        /// The document.
        #[ts(type = "number")]
        document_id: i64,
    },
    /// It stands there with one slip of the key.
    NumberMistyped {
        /// The document.
        #[ts(type = "number")]
        document_id: i64,
    },
    /// The amount is what is open.
    AmountOpen,
    /// The amount is what is open less discount.
    AmountLessDiscount {
        /// The discount, minor units.
        #[ts(type = "number")]
        minor: i64,
    },
    /// The amount is the sum of several documents.
    AmountOfSeveral {
        /// How many.
        count: u32,
    },
    /// The amount is all that is due.
    AmountOfBalance,
    /// One document is not named, but its amount is what the others leave.
    AmountOfRest {
        /// The document.
        #[ts(type = "number")]
        document_id: i64,
    },
    /// The account has paid for this customer before.
    PayerAccount,
    /// The name is that of the customer.
    PayerName {
        /// Likeness in thousandths.
        per_mille: u32,
    },
}

/// What speaks against posting without a look.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ts_rs::TS,
)]
#[serde(rename_all = "snake_case", tag = "code")]
pub enum Caution {
    /// The check digits of the structured reference are wrong.
    ReferenceInvalid,
    /// More than one open item carries the number.
    NumberTwice,
    /// The number is short, shortened or mistyped.
    NumberWeak,
    /// The text names another document too.
    OtherNumber,
    /// The payer's account is known for another customer.
    PayerOfOther,
    /// Account, name and numbers point to different customers.
    CustomerAmbiguous,
    /// The documents belong to several customers.
    SeveralCustomers,
    /// Other items have the same amount.
    AmountsCompete,
    /// Less than is open.
    PartPayment {
        /// What stays open, minor units.
        #[ts(type = "number")]
        minor: i64,
    },
    /// More than is open.
    Overpayment {
        /// What is over, minor units.
        #[ts(type = "number")]
        minor: i64,
    },
    /// The document is closed: this pays again.
    PaidAgain {
        /// The document.
        #[ts(type = "number")]
        document_id: i64,
    },
    /// The document has another currency.
    OtherCurrency,
    /// A line like this has been read before.
    DuplicateSuspected,
    /// No reference or number says so.
    NothingNamed,
}

/// What a document gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Share {
    /// The transaction.
    #[ts(type = "number")]
    pub document_id: i64,
    /// Whose it is.
    #[ts(type = "number")]
    pub customer_id: i64,
    /// Minor units; negative for a credit note that was deducted.
    #[ts(type = "number")]
    pub amount_minor: i64,
    /// Discount besides, minor units.
    #[ts(type = "number")]
    pub discount_minor: i64,
}

/// What a bank line may be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Proposal {
    /// 1 is the best.
    pub rank: u32,
    /// Whether it may post itself.
    pub confidence: Confidence,
    /// What it rests on.
    pub step: Step,
    /// The customer whose account gets what no document gets.
    #[ts(type = "number")]
    pub customer_id: i64,
    /// What is paid; empty for a payment on account.
    pub shares: Vec<Share>,
    /// Minor units that no document gets.
    #[ts(type = "number")]
    pub rest_minor: i64,
    /// What speaks for it.
    pub reasons: Vec<Reason>,
    /// What speaks against posting it without a look.
    pub cautions: Vec<Caution>,
}
