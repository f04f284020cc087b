//! Rows of files that are no ledger: contacts, orders, deliveries, rates, revenue, bank lines.

use chrono::NaiveDate;
use engine::money::Currency;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Others, Parts};
use crate::number::ExactDecimal;

/// A person to talk to or to write to.
#[derive(Debug, Clone, Copy)]
pub struct ContactRow<'a> {
    /// Line of the text file or row of the sheet.
    pub line: u64,
    /// Key of the customer in the system that wrote the file.
    pub customer_key: Option<&'a str>,
    /// Customer number; at least one of key, number and name is there.
    pub customer_no: Option<&'a str>,
    /// Customer's name.
    pub customer_name: Option<&'a str>,
    /// What the contact is for, as written; `None` is for everything.
    pub purpose: Option<&'a str>,
    /// Name of the person; at least one of name, e-mail and telephone is there.
    pub name: Option<&'a str>,
    /// E-mail address.
    pub email: Option<&'a str>,
    /// Telephone number.
    pub phone: Option<&'a str>,
    /// Language, as written.
    pub language: Option<&'a str>,
    /// Everything else in the row.
    pub others: Others<'a>,
}

/// How far an order has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum OrderStep {
    /// An offer.
    Quotation,
    /// Entered, and not confirmed yet.
    Entered,
    /// Ordered.
    Confirmed,
    /// Being picked.
    Picking,
    /// On its way.
    PackingSlip,
    /// Invoiced.
    Invoiced,
    /// Finished: nothing of it is open any more.
    Closed,
    /// Cancelled.
    Cancelled,
}

/// An order.
#[derive(Debug, Clone, Copy)]
pub struct OrderRow<'a> {
    /// Line of the text file or row of the sheet.
    pub line: u64,
    /// Number of the order.
    pub order_no: &'a str,
    /// Key of the customer in the system that wrote the file.
    pub customer_key: Option<&'a str>,
    /// Customer number; at least one of key, number and name is there.
    pub customer_no: Option<&'a str>,
    /// Customer's name.
    pub customer_name: Option<&'a str>,
    /// Day of the order.
    pub order_date: NaiveDate,
    /// How far it has come; confirmed where the file does not say.
    pub step: OrderStep,
    /// The whole amount in minor units.
    pub amount_minor: i64,
    /// What is not delivered yet, minor units; `None` where the file does not say.
    pub open_amount_minor: Option<i64>,
    /// What was paid in advance, minor units.
    pub prepaid_minor: Option<i64>,
    /// The tax in the whole amount, minor units.
    pub tax_minor: Option<i64>,
    /// Terms of payment.
    pub terms: Option<&'a str>,
    /// Code of the cash discount.
    pub discount: Option<&'a str>,
    /// Where it goes, on one line.
    pub deliver_to: Option<&'a str>,
    /// A flag of suspicion of the system that wrote the file.
    pub suspicious: Option<bool>,
    /// Currency of the amounts.
    pub currency: Currency,
    /// The lines, where the file has them.
    pub parts: Parts<'a>,
    /// Everything else in the row.
    pub others: Others<'a>,
}

/// A delivery that is not invoiced yet.
#[derive(Debug, Clone, Copy)]
pub struct DeliveryRow<'a> {
    /// Line of the text file or row of the sheet.
    pub line: u64,
    /// Number of the delivery note.
    pub delivery_no: &'a str,
    /// Number of its order.
    pub order_no: Option<&'a str>,
    /// Key of the customer in the system that wrote the file.
    pub customer_key: Option<&'a str>,
    /// Customer number; at least one of key, number and name is there.
    pub customer_no: Option<&'a str>,
    /// Customer's name.
    pub customer_name: Option<&'a str>,
    /// Day of the delivery.
    pub delivery_date: NaiveDate,
    /// What is not invoiced, minor units.
    pub amount_minor: i64,
    /// Currency of the amount.
    pub currency: Currency,
    /// Everything else in the row.
    pub others: Others<'a>,
}

/// A rate: `units` of `from` are `rate` of `to`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExchangeRateRow {
    /// Line of the text file or row of the sheet.
    pub line: u64,
    /// The currency that the rate is of.
    pub from: Currency,
    /// The currency in which it is expressed; the default where the file names none.
    pub to: Currency,
    /// The day of the rate.
    pub day: NaiveDate,
    /// The rate, exactly as written; its `Display` is decimal text.
    pub rate: ExactDecimal,
    /// How many units of `from` the rate is for, at least 1.
    pub units: u32,
}

/// What was sold to a customer in a period.
#[derive(Debug, Clone, Copy)]
pub struct RevenueRow<'a> {
    /// Line of the text file or row of the sheet.
    pub line: u64,
    /// Key of the customer in the system that wrote the file.
    pub customer_key: Option<&'a str>,
    /// Customer number; at least one of key, number and name is there.
    pub customer_no: Option<&'a str>,
    /// Customer's name.
    pub customer_name: Option<&'a str>,
    /// First day of the period.
    pub period_from: NaiveDate,
    /// Last day of the period.
    pub period_to: NaiveDate,
    /// Revenue in minor units.
    pub amount_minor: i64,
    /// Currency of the amount.
    pub currency: Currency,
}

/// A line of a bank statement. Blank cells are `None`.
#[derive(Debug, Clone, Copy)]
pub struct BankLineRow<'a> {
    /// Line of the text file or row of the sheet.
    pub line: u64,
    /// Day on which the bank booked; the value day where the file has no other.
    pub booking_date: NaiveDate,
    /// Day from which the money counts; the booking day where the file has no other.
    pub value_date: NaiveDate,
    /// Amount in minor units: money in is positive, money out negative.
    pub amount_minor: i64,
    /// Currency of the amount.
    pub currency: Currency,
    /// Who is on the other side: the payer of money in, the payee of money out.
    pub counterparty: Option<&'a str>,
    /// IBAN or account number of the other side.
    pub account: Option<&'a str>,
    /// BIC or bank code of the other side.
    pub bic: Option<&'a str>,
    /// The purpose.
    pub remittance: Option<&'a str>,
    /// What kind of line the bank calls it.
    pub bank_text: Option<&'a str>,
    /// End-to-end reference; banks write NOTPROVIDED for none.
    pub end_to_end_id: Option<&'a str>,
    /// Own account.
    pub own_account: Option<&'a str>,
    /// Balance after the line, minor units.
    pub balance_minor: Option<i64>,
    /// Everything else in the row.
    pub others: Others<'a>,
}
