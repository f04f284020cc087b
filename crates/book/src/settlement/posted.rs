//! What a posting does, as every preview and every reply shows it.

use chrono::NaiveDate;
use engine::account::Kind;
use serde::{Deserialize, Serialize};

use crate::journal::AccountRole;

/// A payment that is posted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct PostedPayment {
    /// The customer.
    #[ts(type = "number")]
    pub customer_id: i64,
    /// Account number.
    pub account: String,
    /// Name.
    pub name: String,
    /// Its number.
    pub document_no: String,
    /// `payment`, or `refund` where money goes out.
    pub kind: Kind,
    /// Accounting day.
    pub transaction_on: NaiveDate,
    /// Minor units, signed as in the ledger.
    #[ts(type = "number")]
    pub amount_minor: i64,
    /// Currency.
    pub currency: String,
}

/// A settlement that is posted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct PostedSettlement {
    /// The customer.
    #[ts(type = "number")]
    pub customer_id: i64,
    /// Kind of the debit.
    pub debit_kind: Kind,
    /// Its number.
    pub debit_no: String,
    /// Kind of the credit.
    pub credit_kind: Kind,
    /// Its number.
    pub credit_no: String,
    /// Accounting day.
    pub accounting_on: NaiveDate,
    /// Minor units; negative where it takes another one back.
    #[ts(type = "number")]
    pub amount_minor: i64,
    /// Currency.
    pub currency: String,
}

/// What an entry beside the payment is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum DifferenceKind {
    /// Cash discount taken.
    CashDiscount,
    /// A small difference, either way.
    SmallDifference,
    /// What leaves one currency and enters another.
    Currency,
}

impl DifferenceKind {
    /// The word in the book and over the wire.
    pub fn code(self) -> &'static str {
        match self {
            Self::CashDiscount => "cash_discount",
            Self::SmallDifference => "small_difference",
            Self::Currency => "currency",
        }
    }

    /// What account of the ledger it is on.
    pub(crate) fn account(self) -> AccountRole {
        match self {
            Self::CashDiscount => AccountRole::CashDiscount,
            Self::SmallDifference => AccountRole::SmallDifference,
            Self::Currency => AccountRole::ExchangeDifference,
        }
    }
}

/// An entry beside the payment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct PostedDifference {
    /// The customer.
    #[ts(type = "number")]
    pub customer_id: i64,
    /// What it is for.
    pub kind: DifferenceKind,
    /// Its own number.
    pub document_no: String,
    /// The document on which it is taken.
    pub on_document_no: String,
    /// Minor units, signed as in the ledger: a discount is a credit, so negative.
    #[ts(type = "number")]
    pub amount_minor: i64,
    /// Currency.
    pub currency: String,
}

/// A document before and after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct OpenChange {
    /// The document.
    #[ts(type = "number")]
    pub transaction_id: i64,
    /// The customer.
    #[ts(type = "number")]
    pub customer_id: i64,
    /// Account number.
    pub account: String,
    /// Kind.
    pub kind: Kind,
    /// Its number.
    pub document_no: String,
    /// Currency.
    pub currency: String,
    /// Open before, minor units; 0 where the posting makes it.
    #[ts(type = "number")]
    pub before_minor: i64,
    /// Open after, minor units.
    #[ts(type = "number")]
    pub after_minor: i64,
}

/// What a posting does, or would do.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Posting {
    /// Payments.
    pub payments: Vec<PostedPayment>,
    /// Settlements.
    pub settlements: Vec<PostedSettlement>,
    /// Discounts, small differences, exchanges.
    pub differences: Vec<PostedDifference>,
    /// Every document that it touches, in the order in which it is touched.
    pub open: Vec<OpenChange>,
    /// Value of the credits used less value of the debits settled, minor units of the company's currency: a gain is
    /// positive. 0 where nothing changes its currency.
    #[ts(type = "number")]
    pub exchange_difference_minor: i64,
    /// Documents whose settlement of unknown day the payment replaces.
    pub inferences_replaced: Vec<String>,
}
