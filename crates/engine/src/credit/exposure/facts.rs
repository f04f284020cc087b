//! What goes in: the documents of an invoice account, and as what an order counts.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Component;
use crate::account::OpenItem;
use crate::money::{Currency, Money};

/// The step of an order, as the book stores it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Draft or quotation.
    Quotation,
    /// Entered.
    Entry,
    /// Confirmed.
    Confirmation,
    /// Being picked.
    Picking,
    /// Delivered in part or whole.
    PackingSlip,
    /// Invoiced in part or whole.
    Invoice,
    /// Locked against changes (*done*).
    Closed,
    /// Cancelled.
    Cancelled,
}

/// What credit management has decided about an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrderCredit {
    /// Not checked, passed, warned or released.
    #[default]
    Free,
    /// On hold or in approval.
    OnHold,
    /// Rejected: the customer does not get it.
    Rejected,
    /// Cancelled while it was held.
    Cancelled,
}

/// As what an order counts; `None` where it does not (T-C3: the one state table).
pub fn counts_as(step: Step, credit: OrderCredit) -> Option<Component> {
    match (step, credit) {
        (Step::Quotation | Step::Cancelled, _)
        | (_, OrderCredit::Rejected | OrderCredit::Cancelled) => None,
        (_, OrderCredit::OnHold) => Some(Component::OrdersOnHold),
        (_, OrderCredit::Free) => Some(Component::OpenOrders),
    }
}

/// An order in the book.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Order<'a> {
    /// Its number, unique in the company.
    pub order_no: &'a str,
    /// Its step.
    pub step: Step,
    /// What credit management says.
    pub credit: OrderCredit,
    /// Currency of the amounts.
    pub currency: Currency,
    /// Not delivered and not invoiced: after discounts, with charges and tax, before the prepaid part; minor units.
    pub open_minor: i64,
    /// The tax in it, minor units.
    pub tax_minor: i64,
    /// What the order says is prepaid, minor units, not negative.
    pub prepaid_minor: i64,
}

/// The order that is tested.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CurrentOrder<'a> {
    /// Its number; an order or a reservation of this number is not counted besides.
    pub order_no: &'a str,
    /// Currency of the amounts.
    pub currency: Currency,
    /// What is tested, before the prepaid part; minor units.
    pub amount_minor: i64,
    /// The tax in it, minor units.
    pub tax_minor: i64,
    /// What the order says is prepaid, minor units, not negative.
    pub prepaid_minor: i64,
}

/// The amount that a passed check keeps for an order that has not arrived yet (spec 12 §2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reservation<'a> {
    /// The order.
    pub order_no: &'a str,
    /// Currency of the amounts.
    pub currency: Currency,
    /// What was tested, before the prepaid part; minor units.
    pub amount_minor: i64,
    /// The tax in it, minor units.
    pub tax_minor: i64,
    /// The prepaid part, minor units, not negative.
    pub prepaid_minor: i64,
    /// The last day on which it counts; cancelled reservations are not handed in.
    pub last_on: NaiveDate,
}

/// A payment in the ledger that names an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct OrderPayment<'a> {
    /// The payment, one of the open items.
    pub transaction_id: i64,
    /// The order that it names.
    pub order_no: &'a str,
}

/// What is known of an invoice account on a day; everything in any order.
#[derive(Debug, Clone, Copy, Default)]
pub struct Facts<'a> {
    /// Open items as of the day (T-C10: what is open, never what was ever sold).
    pub items: &'a [OpenItem],
    /// Orders of the account and of the order customers that share it, whatever their step.
    pub orders: &'a [Order<'a>],
    /// Delivered and not invoiced.
    pub deliveries: &'a [Money],
    /// Reservations that were not cancelled or replaced.
    pub reservations: &'a [Reservation<'a>],
    /// Payments that name an order.
    pub order_payments: &'a [OrderPayment<'a>],
    /// Payment paper that is not cleared: shown, and never deducted.
    pub uncleared: &'a [Money],
    /// The order that is tested; `None` where only the standing is shown.
    pub current: Option<CurrentOrder<'a>>,
}
