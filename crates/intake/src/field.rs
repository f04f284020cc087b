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
    /// One row per person to talk to or to write to.
    Contacts,
    /// One row per order, or per line of one.
    Orders,
    /// One row per delivery that is not invoiced yet.
    Deliveries,
    /// One row per rate of a currency on a day.
    ExchangeRates,
    /// One row per customer and period: what was sold.
    Revenue,
    /// One row per line of a bank statement.
    BankLines,
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
    /// A whole number that is no amount.
    Whole,
    /// An exact decimal number that is no amount: a quantity, a rate, a percent.
    Decimal,
    /// Yes, no, or the last day of it.
    Hold,
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
    /// Since when the document is disputed; an open one can become a dispute.
    DisputedOn: Day,
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
    /// Value of a financial dimension; its name is in the column before it or is the heading.
    Dimension: Text,
    /// Name of the financial dimension whose value stands in the next column.
    DimensionName: Text,
    /// Posting profile.
    PostingProfile: Text,
    /// Own bank account of a payment.
    BankAccount: Text,
    /// Cash discount as an amount, major units; a cell with a percent sign is a percent.
    CashDiscount: Amount,
    /// Cash discount in percent.
    CashDiscountPercent: Decimal,
    /// Last day of the cash discount.
    CashDiscountDate: Day,
    /// Tax code.
    TaxCode: Text,
    /// Amount that is taxed by the code.
    TaxBase: Amount,
    /// Tax amount; a cell with a percent sign is the rate, which stands for the code.
    TaxAmount: Amount,
    /// Reminder level in the system that wrote the file.
    ReminderLevel: Whole,
    /// A stop for reminders and interest.
    Hold: Hold,
    /// A stop for reminders.
    DunningHold: Hold,
    /// A stop for interest.
    InterestHold: Hold,
    /// First name of a customer who is a person.
    FirstName: Text,
    /// Number of the instalment: the row is a part of its document.
    InstalmentNo: Text,
    /// What is due with the instalment, where it stands beside the whole amount.
    InstalmentAmount: Amount,
    /// Number of the invoice line: the row is a line of its document.
    LineNo: Text,
    /// Item of the invoice line.
    LineItem: Text,
    /// Text of the invoice line.
    LineText: Text,
    /// Quantity of the invoice line.
    LineQuantity: Decimal,
    /// Price of one unit, major units; may have more decimals than its currency.
    LinePrice: Decimal,
    /// Amount of the invoice line, major units.
    LineAmount: Amount,
    /// Tax code of the invoice line.
    LineTaxCode: Text,
    /// Tax of the invoice line.
    LineTaxAmount: Amount,
    /// Status of the document in the system that wrote the file: drafts and voided ones are no facts.
    DocumentStatus: Text,
    /// Account of a booking.
    LedgerAccount: Text,
    /// Account on the other side of a booking.
    ContraAccount: Text,
    /// A due day, where it is one; else text.
    DueHint: Text,
    /// The mark of a booking that takes another one back.
    Reversal: Text,
    /// What a contact is for: dunning, invoices, orders.
    ContactPurpose: Text,
    /// Day of the order.
    OrderDate: Day,
    /// How far the order has come.
    OrderStep: Text,
    /// What was paid for the order in advance, major units.
    Prepaid: Amount,
    /// Code of the cash discount of the order.
    DiscountCode: Text,
    /// Number of the customer that is billed for what this one orders.
    InvoiceAccount: Text,
    /// The credit limit in the customer's currency, major units.
    CreditLimitForeign: Amount,
    /// Where the order goes.
    DeliverTo: Text,
    /// Whether another system suspects the order.
    Suspicious: Flag,
    /// Number of the delivery note.
    DeliveryNo: Text,
    /// Day of the delivery.
    DeliveryDate: Day,
    /// The currency that a rate is of.
    CurrencyFrom: Text,
    /// The currency in which the rate is expressed.
    CurrencyTo: Text,
    /// The day of the rate.
    RateDate: Day,
    /// What the units of the one currency are in the other.
    Rate: Decimal,
    /// How many units the rate is for; 1 where missing.
    RateUnits: Whole,
    /// First day of a period.
    PeriodFrom: Day,
    /// Last day of a period.
    PeriodTo: Day,
    /// A period by its name: 2026, 2026-03, Q1 2026.
    Period: Text,
    /// Day on which the bank booked.
    BookingDate: Day,
    /// Day from which the money counts.
    ValueDate: Day,
    /// Money out, whatever its sign, major units.
    MoneyOut: Amount,
    /// Money in, major units.
    MoneyIn: Amount,
    /// Who is on the other side.
    CounterpartyName: Text,
    /// Who pays.
    PayerName: Text,
    /// Who is paid.
    PayeeName: Text,
    /// IBAN or account number of the other side.
    CounterpartyAccount: Text,
    /// BIC or bank code of the other side.
    CounterpartyBic: Text,
    /// The purpose as the payer wrote it.
    Remittance: Text,
    /// What kind of line the bank calls it.
    BankText: Text,
    /// End-to-end reference.
    EndToEndId: Text,
    /// Own account that the line is of.
    OwnAccount: Text,
    /// Balance after the line, major units.
    Balance: Amount,
    /// Debit or credit, where the amount has no sign.
    DebitCredit: Text,
    /// Kept beside the row for people to read; nothing is computed from it.
    Information: Text,
}

impl FileKind {
    /// All kinds in the order in which they are tried: a settlement file also looks like transactions, and both like
    /// customers. What is complete as transactions is never taken for something rarer.
    pub const ALL: [Self; 9] = [
        Self::Settlements,
        Self::Transactions,
        Self::BankLines,
        Self::Deliveries,
        Self::Orders,
        Self::ExchangeRates,
        Self::Revenue,
        Self::Contacts,
        Self::Customers,
    ];

    /// What a file of this kind must have: one field of each group.
    pub const fn needed(self) -> &'static [&'static [Field]] {
        use Field as F;
        const PARTY: &[Field] = &[F::CustomerNo, F::CustomerKey, F::CustomerName];
        const SUM: &[Field] = &[F::Amount, F::AmountMinor, F::OpenAmount, F::OpenAmountMinor];
        match self {
            Self::Customers => &[PARTY],
            Self::Transactions => &[
                PARTY,
                &[F::DocumentNo, F::DocumentKey],
                &[F::DocumentDate, F::TransactionDate],
                SUM,
            ],
            Self::Settlements => &[
                &[F::DebitKey],
                &[F::CreditKey],
                &[F::SettlementDate],
                &[F::Amount, F::AmountMinor],
            ],
            Self::Contacts => &[PARTY, &[F::ContactName, F::Email, F::Phone]],
            Self::Orders => &[PARTY, &[F::OrderNo], &[F::OrderDate], SUM],
            Self::Deliveries => &[PARTY, &[F::DeliveryNo], &[F::DeliveryDate], SUM],
            Self::ExchangeRates => &[&[F::CurrencyFrom], &[F::RateDate], &[F::Rate]],
            Self::Revenue => &[
                PARTY,
                &[F::PeriodFrom, F::Period],
                &[F::Amount, F::AmountMinor],
            ],
            Self::BankLines => &[
                &[F::BookingDate, F::ValueDate],
                &[F::Amount, F::AmountMinor, F::MoneyIn, F::MoneyOut],
            ],
        }
    }

    /// What the headings must show besides before the kind is chosen without being asked for: one of the group, where
    /// there is a group.
    pub(crate) const fn demanded(self) -> &'static [Field] {
        use Field as F;
        match self {
            Self::Contacts => &[F::ContactPurpose],
            Self::BankLines => &[
                F::Remittance,
                F::CounterpartyName,
                F::PayerName,
                F::PayeeName,
                F::CounterpartyAccount,
                F::EndToEndId,
            ],
            _ => &[],
        }
    }

    /// What speaks against the kind where nobody asked for it: fields that the headings have as transactions.
    pub(crate) const fn vetoed(self) -> &'static [Field] {
        use Field as F;
        match self {
            Self::Contacts | Self::Revenue => &[F::Street, F::City, F::CreditLimit],
            Self::BankLines | Self::ExchangeRates => &[F::DocumentNo, F::DueDate],
            Self::Orders | Self::Deliveries => &[F::DueDate],
            Self::Customers | Self::Transactions | Self::Settlements => &[],
        }
    }
}
