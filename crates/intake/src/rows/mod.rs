//! The rows of a recognised file, typed, one at a time.

mod bank;
mod bookings;
mod further;
mod kinds;
mod parts;
mod plan;
mod preview;
mod reader;
mod sales;
mod sift;
mod totals;
mod typing;
mod words;

use chrono::NaiveDate;
use engine::money::Currency;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::field::Field;
use crate::source::Record;
pub use further::{CashDiscount, Dimension, Further, HoldMark, Holds, Tax};
pub use kinds::{
    BankLineRow, ContactRow, DeliveryRow, ExchangeRateRow, OrderRow, OrderStep, RevenueRow,
};
pub use parts::{Instalment, InvoiceLine, Parts};
pub(crate) use plan::Plan;
pub use reader::{Place, RowReader, read};
pub use sift::{SkipReason, Skipped};
pub use totals::TotalRow;
pub(crate) use words::parse_flag;

/// What stands in where a file is silent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Defaults {
    /// The currency of rows that name none, usually the book's.
    pub currency: Currency,
}

/// A row; it borrows from the reader and is gone with the next one.
#[derive(Debug, Clone, Copy)]
pub enum Row<'a> {
    /// A customer.
    Customer(CustomerRow<'a>),
    /// A document, and where it has a settled day, that it was settled in full on it.
    Transaction(TransactionRow<'a>),
    /// A settlement of a debit by a credit.
    Settlement(SettlementRow<'a>),
    /// A person of a customer.
    Contact(ContactRow<'a>),
    /// An order.
    Order(OrderRow<'a>),
    /// A delivery that is not invoiced.
    Delivery(DeliveryRow<'a>),
    /// A rate of a currency.
    ExchangeRate(ExchangeRateRow),
    /// What was sold to a customer in a period.
    Revenue(RevenueRow<'a>),
    /// A line of a bank statement.
    BankLine(BankLineRow<'a>),
}

/// What a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DocumentKind {
    /// A debit for goods or services; also any debit that names itself nothing else.
    Invoice,
    /// A credit that is no payment.
    CreditNote,
    /// Money from the customer, a credit.
    Payment,
    /// Money to the customer, a debit.
    Refund,
    /// A reminder fee, a debit.
    Fee,
    /// An interest note, a debit.
    Interest,
}

impl DocumentKind {
    /// Whether its amount is negative.
    pub const fn is_credit(self) -> bool {
        matches!(self, Self::CreditNote | Self::Payment)
    }
}

/// A customer. Blank cells are `None`; text is trimmed and otherwise as written.
#[derive(Debug, Clone, Copy)]
pub struct CustomerRow<'a> {
    /// Line of the text file or row of the sheet.
    pub line: u64,
    /// Key in the system that wrote the file.
    pub key: Option<&'a str>,
    /// Customer number.
    pub no: Option<&'a str>,
    /// Name.
    pub name: Option<&'a str>,
    /// First name, where the customer is a person.
    pub first_name: Option<&'a str>,
    /// Language, as written; the numbers of DATEV's languages as ISO 639-1.
    pub language: Option<&'a str>,
    /// Street and number.
    pub street: Option<&'a str>,
    /// Postal code.
    pub postal_code: Option<&'a str>,
    /// Town.
    pub city: Option<&'a str>,
    /// Country, as written.
    pub country: Option<&'a str>,
    /// E-mail address.
    pub email: Option<&'a str>,
    /// Telephone number.
    pub phone: Option<&'a str>,
    /// Person to talk to.
    pub contact_name: Option<&'a str>,
    /// Terms of payment, as written.
    pub terms: Option<&'a str>,
    /// Credit limit in minor units of `currency`; a blank is `None`, a written 0 is 0.
    pub credit_limit_minor: Option<i64>,
    /// The customer's currency; the default's where the file names none.
    pub currency: Currency,
    /// Customer group, as written.
    pub customer_group: Option<&'a str>,
    /// Sales region.
    pub region: Option<&'a str>,
    /// Branch of trade.
    pub segment: Option<&'a str>,
    /// Salesperson.
    pub salesperson: Option<&'a str>,
    /// Posting profile.
    pub posting_profile: Option<&'a str>,
    /// Code of the cash discount that is agreed.
    pub discount_code: Option<&'a str>,
    /// Number of the customer that is billed for what this one orders.
    pub invoice_account: Option<&'a str>,
    /// Credit limit as an amount in `currency`, where the file says that it is one; minor units.
    pub credit_limit_foreign_minor: Option<i64>,
    /// Cash discount that the customer gets.
    pub cash_discount: Option<CashDiscount>,
    /// Reminder level in the system that wrote the file.
    pub reminder_level: Option<u32>,
    /// Stops.
    pub holds: Holds,
    /// Everything else in the row.
    pub others: Others<'a>,
}

/// A document.
#[derive(Debug, Clone, Copy)]
pub struct TransactionRow<'a> {
    /// Line of the text file or row of the sheet.
    pub line: u64,
    /// Key in the system that wrote the file.
    pub key: Option<&'a str>,
    /// Number on the document; at least one of this and `key` is there.
    pub document_no: Option<&'a str>,
    /// Key of the customer in the system that wrote the file.
    pub customer_key: Option<&'a str>,
    /// Customer number; at least one of key, number and name is there.
    pub customer_no: Option<&'a str>,
    /// Customer's name.
    pub customer_name: Option<&'a str>,
    /// What it is: by its word, else by the sign of its amount.
    pub kind: DocumentKind,
    /// Day on the document.
    pub document_date: NaiveDate,
    /// Day of the posting, where the file has it apart.
    pub transaction_date: Option<NaiveDate>,
    /// Day payment is due, never before `document_date`; of instalments the last.
    pub due_date: Option<NaiveDate>,
    /// The whole amount in minor units of `currency`: debits positive, credits negative.
    pub amount_minor: i64,
    /// What is open, with the same sign; `None` where the file does not say.
    pub open_amount_minor: Option<i64>,
    /// Currency of the amounts.
    pub currency: Currency,
    /// Day of the settlement in full.
    pub settled_date: Option<NaiveDate>,
    /// An undated flag: information.
    pub disputed: Option<bool>,
    /// Text.
    pub reference: Option<&'a str>,
    /// The customer's order number.
    pub order_no: Option<&'a str>,
    /// Terms of payment, as written.
    pub terms: Option<&'a str>,
    /// The further fields.
    pub further: Further<'a>,
    /// The rows that make up the document: lines or instalments.
    pub parts: Parts<'a>,
    /// Everything else in the row.
    pub others: Others<'a>,
}

impl<'a> TransactionRow<'a> {
    /// Tax by code in minor units, with the sign of the document; empty where no tax is known.
    pub fn taxes(&self) -> Vec<Tax<'a>> {
        self.parts.taxes(self.amount_minor < 0)
    }

    /// The financial dimensions of the document, blank ones left out.
    pub fn dimensions(&self) -> impl Iterator<Item = Dimension<'a>> + use<'a> {
        further::dimensions(self.others.plan, self.others.record)
    }
}

/// A settlement.
#[derive(Debug, Clone, Copy)]
pub struct SettlementRow<'a> {
    /// Line of the text file or row of the sheet.
    pub line: u64,
    /// Key of the settlement in the system that wrote the file.
    pub key: Option<&'a str>,
    /// Key of the debit.
    pub debit_key: &'a str,
    /// Key of the credit.
    pub credit_key: &'a str,
    /// Accounting day.
    pub date: NaiveDate,
    /// What is settled, in minor units, more than 0.
    pub amount_minor: i64,
    /// Currency, where the file names it; else it is the currency of the documents.
    pub currency: Option<Currency>,
}

/// The cells of a row that the typed row has no place for.
#[derive(Clone, Copy)]
pub struct Others<'a> {
    record: &'a Record,
    plan: &'a Plan,
}

impl<'a> Others<'a> {
    /// The text of any field of the file, typed or not; `None` where it is blank.
    pub fn text(&self, field: Field) -> Option<&'a str> {
        self.plan.text(self.record, field)
    }

    /// Heading and text of the columns that are information only, blank ones left out.
    pub fn information(&self) -> impl Iterator<Item = (&'a str, &'a str)> + use<'a> {
        let (plan, record) = (self.plan, self.record);
        let cells = plan
            .information
            .iter()
            .map(move |(column, heading)| (heading.as_str(), record.cell(*column)));
        cells.filter(|(_, text)| !text.is_empty())
    }
}

impl std::fmt::Debug for Others<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_map().entries(self.information()).finish()
    }
}
