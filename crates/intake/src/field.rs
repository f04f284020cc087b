//! What a column can mean, and what a file can hold.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What the rows of a file are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum FileKind {
    /// One row per customer.
    Customers,
    /// One row per document: invoices, credit notes, payments; open items too.
    Transactions,
    /// One row per settlement of a debit by a credit.
    Settlements,
}

/// How the text of a field is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// Text as it stands, leading zeros kept.
    Text,
    /// A civil day.
    Day,
    /// A decimal amount in major units of the row's currency.
    Amount,
    /// A whole number of minor units.
    Minor,
    /// Yes or no.
    Flag,
}

macro_rules! fields {
    ($($(#[$doc:meta])* $name:ident: $shape:ident,)+) => {
        /// The meaning of a column. See [`Field::shape`] for how its cells are read.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
        #[serde(rename_all = "snake_case")]
        pub enum Field { $($(#[$doc])* $name,)+ }

        impl Field {
            /// Every field, in the order of the mapper's list.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// How the cells of this field are read.
            pub const fn shape(self) -> Shape {
                match self { $(Self::$name => Shape::$shape,)+ }
            }
        }
    };
}

fields! {
    /// The key of the customer in the system that wrote the file.
    CustomerKey: Text,
    /// The customer number as people know it.
    CustomerNo: Text,
    /// The customer's name.
    CustomerName: Text,
    /// The key of the document in the system that wrote the file.
    DocumentKey: Text,
    /// The number printed on the document.
    DocumentNo: Text,
    /// Invoice, credit note, payment …, or a debit/credit mark.
    DocumentType: Text,
    /// The day on the document.
    DocumentDate: Day,
    /// The day of the posting, where it differs from the document's.
    TransactionDate: Day,
    /// The day payment is due.
    DueDate: Day,
    /// The whole amount, major units.
    Amount: Amount,
    /// The whole amount, minor units.
    AmountMinor: Minor,
    /// What is still open, major units.
    OpenAmount: Amount,
    /// What is still open, minor units.
    OpenAmountMinor: Minor,
    /// What has been paid, or the credit side of a two-column list, major units.
    Paid: Amount,
    /// ISO 4217 code.
    Currency: Text,
    /// The day on which the document was settled in full.
    SettledDate: Day,
    /// Whether the document is disputed; without a day it is information only.
    DisputedFlag: Flag,
    /// Free text or reference.
    Reference: Text,
    /// The customer's order number.
    OrderNo: Text,
    /// Language of letters.
    Language: Text,
    /// Street and number.
    Street: Text,
    /// Postal code.
    PostalCode: Text,
    /// Town.
    City: Text,
    /// Country of the address.
    Country: Text,
    /// E-mail address.
    Email: Text,
    /// Telephone number.
    Phone: Text,
    /// Person to talk to.
    ContactName: Text,
    /// Terms of payment.
    Terms: Text,
    /// Credit limit, major units; blank is not set, 0 is 0.
    CreditLimit: Amount,
    /// Credit limit, minor units.
    CreditLimitMinor: Minor,
    /// Customer group.
    CustomerGroup: Text,
    /// Sales region.
    Region: Text,
    /// Branch of trade.
    Segment: Text,
    /// Salesperson.
    Salesperson: Text,
    /// Key of the debit that is settled.
    DebitKey: Text,
    /// Key of the credit that settles.
    CreditKey: Text,
    /// Key of the settlement itself.
    SettlementKey: Text,
    /// Accounting day of the settlement.
    SettlementDate: Day,
    /// Financial dimension.
    Dimension: Text,
    /// Posting profile.
    PostingProfile: Text,
    /// Own bank account of a payment.
    BankAccount: Text,
    /// Cash discount, percent or amount.
    CashDiscount: Text,
    /// Last day of the cash discount.
    CashDiscountDate: Text,
    /// Tax code.
    TaxCode: Text,
    /// Tax amount.
    TaxAmount: Text,
    /// Reminder level in the system that wrote the file.
    ReminderLevel: Text,
    /// A stop for reminders or interest.
    Hold: Text,
    /// Kept beside the row for people to read; nothing is computed from it.
    Information: Text,
}

impl FileKind {
    /// All kinds, the most demanding first: a settlement file also looks like transactions, and those like customers.
    pub const ALL: [Self; 3] = [Self::Settlements, Self::Transactions, Self::Customers];

    /// What a file of this kind must have: one field of each group.
    pub const fn needed(self) -> &'static [&'static [Field]] {
        use Field as F;
        match self {
            Self::Customers => &[&[F::CustomerNo, F::CustomerKey, F::CustomerName]],
            Self::Transactions => &[
                &[F::CustomerNo, F::CustomerKey, F::CustomerName],
                &[F::DocumentNo, F::DocumentKey],
                &[F::DocumentDate, F::TransactionDate],
                &[F::Amount, F::AmountMinor, F::OpenAmount, F::OpenAmountMinor],
            ],
            Self::Settlements => &[
                &[F::DebitKey],
                &[F::CreditKey],
                &[F::SettlementDate],
                &[F::Amount, F::AmountMinor],
            ],
        }
    }
}
