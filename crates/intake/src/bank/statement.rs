//! What a bank file says, the same for every format.
//!
//! Texts are NFC, trimmed, with runs of blanks as one blank. Amounts are signed minor units: money coming in is positive.
//! Days are civil days as written; a time of day and its zone never move them. What a file does not say is `None`.

use chrono::NaiveDate;
use engine::money::Currency;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The format of a bank file, found by its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum BankFormat {
    /// Report of the day so far, ISO 20022.
    Camt052,
    /// Statement, ISO 20022.
    Camt053,
    /// Notification of single debits and credits, ISO 20022; has no balance and often details what a statement books as one sum.
    Camt054,
    /// Statement, SWIFT.
    Mt940,
    /// Report of the day so far, SWIFT. Its entries are [`EntryStatus::Pending`]: the statement brings them again.
    Mt942,
}

/// What comes next in a bank file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A statement, report or notification begins.
    Statement(Box<StatementHead>),
    /// An entry of it.
    Entry(Box<Entry>),
    /// It ends.
    End(StatementEnd),
    /// A file in a ZIP that is none of a bank or tells no statement, and was left out.
    Skipped {
        /// Name of the ZIP and name inside it.
        place: String,
    },
}

/// The head of a statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatementHead {
    /// Name of the file; inside a ZIP its name there after a slash.
    pub place: String,
    /// Line on which it begins, from 1.
    pub line: u64,
    /// Format.
    pub format: BankFormat,
    /// Version of the message (`001.08`); `None` for SWIFT and where no namespace tells.
    pub version: Option<String>,
    /// Identification by the bank. Banks use the same one again in other years.
    pub statement_id: Option<String>,
    /// Identification of the message around it.
    pub message_id: Option<String>,
    /// Electronic sequence number, or the number of a SWIFT statement.
    pub sequence_no: Option<String>,
    /// Legal sequence number.
    pub legal_sequence_no: Option<String>,
    /// Page of the statement, from 1, where it comes in pages.
    pub page_no: Option<u32>,
    /// Whether another page follows.
    pub continuation: Continuation,
    /// When it was made, as written.
    pub created: Option<String>,
    /// First day it covers.
    pub from_on: Option<NaiveDate>,
    /// Last day it covers.
    pub to_on: Option<NaiveDate>,
    /// The account.
    pub account: Account,
}

/// Whether a page is the last one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Continuation {
    /// The last page, or the only one.
    Last,
    /// More pages follow.
    More,
    /// The file does not say.
    NotSaid,
}

/// A bank account, own or other.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// IBAN without blanks.
    pub iban: Option<String>,
    /// Any other number, as the bank writes it (`10020030/1234567`).
    pub other_id: Option<String>,
    /// BIC of the bank.
    pub bic: Option<String>,
    /// Currency of the account.
    pub currency: Option<Currency>,
    /// Owner.
    pub owner: Option<String>,
}

/// What a balance stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BalanceKind {
    /// At the beginning of the statement (OPBD, PRCD, `:60F:`).
    Opening,
    /// At the end of the statement (CLBD, `:62F:`).
    Closing,
    /// At the beginning of a later page (`:60M:`).
    InterimOpening,
    /// At the end of a page that is not the last, or of the day so far (ITBD, `:62M:`).
    InterimClosing,
    /// Available at the beginning (OPAV).
    OpeningAvailable,
    /// Available at the end (CLAV, ITAV, `:64:`).
    ClosingAvailable,
    /// Available on a later day (FWAV, `:65:`).
    ForwardAvailable,
    /// Anything else.
    Other,
}

/// A balance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Balance {
    /// What it stands for.
    pub kind: BalanceKind,
    /// Its day; some banks write zeros.
    pub day: Option<NaiveDate>,
    /// Signed: what the bank owes the owner is positive.
    pub amount_minor: i64,
    /// Currency.
    pub currency: Currency,
}

/// The end of a statement: what can only be said when all of it was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatementEnd {
    /// Entries it had, of any status.
    pub entries: u64,
    /// Its balances, in the order of the file.
    pub balances: Vec<Balance>,
    /// Whether they add up.
    pub check: BalanceCheck,
    /// What the bank says about the whole statement.
    pub information: Option<String>,
}

/// Whether opening balance plus booked entries make the closing balance. A difference is a warning, not a fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", content = "args", rename_all = "snake_case")]
pub enum BalanceCheck {
    /// They do.
    Agrees,
    /// They don't: something is missing, double, or booked elsewhere.
    Differs {
        /// Opening balance plus booked entries.
        computed_minor: i64,
        /// Closing balance as stated.
        stated_minor: i64,
        /// Currency of both.
        currency: Currency,
    },
    /// One of the two balances is missing, as in every notification.
    NotStated,
    /// Entries or balances in more than one currency.
    NotComparable,
}

/// Whether the bank has booked an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryStatus {
    /// Booked.
    Booked,
    /// Expected, or booked within the day so far; a statement will say more.
    Pending,
    /// For information only: no money moved.
    Information,
}

/// Whether an entry takes back an earlier one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reversal {
    /// No.
    No,
    /// Yes. The sign of the entry is that of the reversal itself: money goes back.
    Yes,
}

/// What kind of business the bank says an entry is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BankCode {
    /// ISO 20022 domain (`PMNT`).
    pub domain: Option<String>,
    /// ISO 20022 family (`RDDT`).
    pub family: Option<String>,
    /// ISO 20022 sub-family (`PMDD`).
    pub sub_family: Option<String>,
    /// The bank's own code as written (`NTRF+166+931`), or SWIFT's type (`NTRF`).
    pub proprietary: Option<String>,
    /// Three digits that German and Austrian banks share (Geschäftsvorfallcode, `166`).
    pub gvc: Option<String>,
    /// Three digits that German banks add to it (Textschlüsselergänzung).
    pub text_key: Option<String>,
}

/// What several payments, booked as one sum, have in common.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Batch {
    /// The message in which they were handed to the bank.
    pub message_id: Option<String>,
    /// Their group in that message.
    pub payment_information_id: Option<String>,
    /// How many they are.
    pub count: Option<u64>,
}

/// An entry: one movement of the account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Line in the file, from 1.
    pub line: u64,
    /// Day of booking.
    pub booking_on: Option<NaiveDate>,
    /// Day from which it bears interest.
    pub value_on: Option<NaiveDate>,
    /// Signed amount: credit is positive.
    pub amount_minor: i64,
    /// Currency of the account.
    pub currency: Currency,
    /// Whether it is booked.
    pub status: EntryStatus,
    /// Whether it takes back an earlier one.
    pub reversal: Reversal,
    /// The entry's own reference (`NtryRef`, or the owner's reference of `:61:`).
    pub entry_ref: Option<String>,
    /// The bank's reference (`AcctSvcrRef`, or after `//` in `:61:`).
    pub bank_ref: Option<String>,
    /// Identification of the notification that details this entry, where the bank names one.
    pub advice_id: Option<String>,
    /// Kind of business.
    pub code: BankCode,
    /// What the bank says about it (booking text).
    pub text: Option<String>,
    /// Set when it stands for several payments.
    pub batch: Option<Batch>,
    /// The payments in it, as far as the file tells; one for a single payment.
    pub details: Vec<Detail>,
    /// Charges of the whole entry.
    pub charges: Vec<Charge>,
}

/// A charge the bank took.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Charge {
    /// Signed like an entry: what the bank takes is negative.
    pub amount_minor: i64,
    /// Currency.
    pub currency: Currency,
    /// Whether the amount of the entry is already less by it.
    pub inclusion: Inclusion,
}

/// Whether a charge is inside an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Inclusion {
    /// Inside.
    Included,
    /// Besides.
    Separate,
    /// The file does not say.
    NotSaid,
}

/// The other side of a payment.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// Name.
    pub name: Option<String>,
    /// IBAN without blanks.
    pub iban: Option<String>,
    /// Any other account number.
    pub other_account: Option<String>,
    /// BIC, or the national code of the bank where there is none.
    pub bic: Option<String>,
}

impl Party {
    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// What a structured reference is, by its check digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReferenceKind {
    /// ISO 11649, `RF…`, with right check digits.
    Rf,
    /// 27 digits of a Swiss QR-bill, with right check digit.
    Qrr,
    /// Anything else that the payer's bank passed on as a structured reference.
    Other,
}

/// A structured reference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StructuredReference {
    /// What it is.
    pub kind: ReferenceKind,
    /// The type that the file names (`SCOR`, `QRR`, `ISR`).
    pub named_type: Option<String>,
    /// The reference; for RF and QRR in capitals and without blanks.
    pub value: String,
}

/// What a file says about the payment that comes back.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Return {
    /// Reason as a code of ISO 20022 (see [`crate::bank::return_reasons`]), or the bank's own.
    pub reason: Option<String>,
    /// The bank's words.
    pub information: Option<String>,
    /// End-to-end identification of the payment that comes back.
    pub original_end_to_end_id: Option<String>,
    /// The bank's reference of the payment that comes back.
    pub original_bank_ref: Option<String>,
}

/// One payment in an entry.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Detail {
    /// Signed amount in the currency of the entry; `None` where one of several payments does not tell its share.
    pub amount_minor: Option<i64>,
    /// End-to-end identification; the word for "none" counts as none.
    pub end_to_end_id: Option<String>,
    /// Mandate of a direct debit.
    pub mandate_id: Option<String>,
    /// Creditor identifier of a direct debit.
    pub creditor_id: Option<String>,
    /// Instruction identification, or the customer's reference (KREF).
    pub instruction_id: Option<String>,
    /// Transaction identification, or the one by which banks trace a payment (UETR).
    pub transaction_id: Option<String>,
    /// Message in which it was handed to the bank.
    pub message_id: Option<String>,
    /// Group in that message.
    pub payment_information_id: Option<String>,
    /// The bank's reference of this payment.
    pub bank_ref: Option<String>,
    /// The other side.
    pub counterparty: Party,
    /// On whose behalf the other side paid or was paid.
    pub ultimate_party: Option<String>,
    /// Structured references.
    pub references: Vec<StructuredReference>,
    /// Unstructured remittance text, its lines joined.
    pub remittance: Option<String>,
    /// Numbers of documents the payer named in a structured way.
    pub document_nos: Vec<String>,
    /// Purpose code (`SALA`).
    pub purpose: Option<String>,
    /// What the bank says about this payment.
    pub text: Option<String>,
    /// Set when a payment comes back.
    pub returned: Option<Return>,
    /// What the payer ordered, where it is in another currency or another amount, unsigned.
    pub instructed: Option<(i64, Currency)>,
    /// Rate of exchange, as written.
    pub exchange_rate: Option<String>,
    /// Charges of this payment.
    pub charges: Vec<Charge>,
}
