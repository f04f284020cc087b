//! What is known of a customer and an order when it is checked (spec 12): the stored value that makes a decision
//! replayable.
//!
//! Amounts are minor units of [`Snapshot::currency`], the company's, where nothing else is said.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::checkpoint::{Mode, Step};
use super::decision::ReasonCode;
use super::policy::{Parameters, Switch};
use crate::exchange::Rates;
use crate::money::Currency;

/// Everything that a check looks at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    /// The day of the check.
    pub day: NaiveDate,
    /// The company's currency.
    pub currency: Currency,
    /// Rates of the day, for rules whose amounts are in other currencies.
    pub rates: Vec<Rate>,
    /// The customer that is billed.
    pub customer: Customer,
    /// The order.
    pub order: Order,
    /// Limits with the exposure that they are compared with.
    pub limits: Limits,
    /// Open debits of the customer, in any order.
    pub items: Vec<Item>,
    /// Open credits that are applied to nothing, as a positive amount.
    pub credits_minor: i64,
    /// What the others owe with whom the customer shares a limit, where the group says that their days count too.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub members: Vec<Debts>,
}

/// What another member of a customer credit group owes. Its credits cover its own items only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Debts {
    /// The book's id of the member.
    pub customer_id: i64,
    /// Open debits, in any order.
    pub items: Vec<Item>,
    /// Open credits that are applied to nothing, as a positive amount.
    pub credits_minor: i64,
}

/// An exchange rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rate {
    /// The other currency.
    pub currency: Currency,
    /// What one major unit of it is worth in major units of the company's currency.
    pub rate: Decimal,
}

/// What is known of the customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Customer {
    /// The book's id of the invoice account.
    pub id: i64,
    /// Credit account status.
    pub status: Option<String>,
    /// Credit management group.
    pub group: Option<String>,
    /// Risk group.
    pub risk_group: Option<String>,
    /// *Exclude from credit management*.
    pub excluded: Switch,
    /// *Ignore until date*: rules are not run before it.
    pub ignore_until: Option<NaiveDate>,
    /// When the limit expires.
    pub expiry: Expiry,
    /// Default terms of payment.
    pub terms: Option<String>,
    /// Default cash discount.
    pub discount: Option<String>,
    /// *Customer since*.
    pub since: Option<NaiveDate>,
    /// Average order of the last 12 months; `None` where there was none.
    pub average_order_minor: Option<i64>,
}

/// When the limit expires; blank days do not expire by themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Expiry {
    /// The customer's own day.
    pub own: Option<NaiveDate>,
    /// The to-date of its customer credit group.
    pub group: Option<NaiveDate>,
}

impl Expiry {
    /// The day that counts: of group members the group's, which has overwritten their own (spec 12 §4.4).
    pub fn effective(self) -> Option<NaiveDate> {
        self.group.or(self.own)
    }
}

/// What an open item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "HoldItemKind")]
pub enum ItemKind {
    /// An invoice, which is old when it is late.
    Invoice,
    /// Any other debit, which is owed.
    OtherDebit,
}

/// An open debit, or one of its instalments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// The transaction.
    pub transaction_id: i64,
    /// What it is.
    pub kind: ItemKind,
    /// When it falls due.
    pub due_on: NaiveDate,
    /// Open amount, positive.
    pub open_minor: i64,
    /// Disputed part of it.
    pub disputed_minor: i64,
}

/// A limit and what is compared with it, without the order in hand (spec 11 §3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "limit")]
pub enum Limit {
    /// There is no such test: no group, groups not checked, or only the group counts.
    NotTested,
    /// No limit.
    Unlimited,
    /// Left blank: warns at most.
    NotSet,
    /// An amount.
    Set {
        /// The limit; less than 0 counts as 0.
        total_minor: i64,
        /// The exposure without this order.
        exposure_minor: i64,
    },
}

/// A limit by both measures, in a currency of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LimitSide {
    /// Currency of the amounts.
    pub currency: Currency,
    /// What is tested of the order in that currency, where it is not the company's.
    pub order_minor: Option<i64>,
    /// Total exposure against the total limit.
    pub total: Limit,
    /// Uninsured exposure against the limit without the effect of policies.
    pub uninsured: Limit,
    /// Cover of the customer's policies that its exposure does not use yet: the order takes it before it is uninsured.
    pub unused_cover_minor: i64,
}

/// The limits of a customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Of its customer credit group, tested first.
    pub group: LimitSide,
    /// Its own.
    pub own: LimitSide,
}

/// The order-level exclusion from credit management.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "HoldOrderExclusion")]
pub enum OrderExclusion {
    /// Nobody has said: intercompany orders by the parameter, others are not excluded.
    #[default]
    ByDefault,
    /// Excluded.
    Excluded,
    /// Not excluded.
    NotExcluded,
}

/// Whether an order is from a company of the own house.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "HoldOrderOrigin")]
pub enum Origin {
    /// From outside.
    #[default]
    Customer,
    /// From a company of the own house.
    Intercompany,
}

/// What is known of the delivery address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "HoldAddress")]
pub enum Address {
    /// The order names none.
    #[default]
    NotGiven,
    /// It was used before.
    Known,
    /// It differs from every address used before.
    New,
}

/// The flag of suspicion of an imported order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "HoldSuspicion")]
pub enum Suspicion {
    /// The file has no such flag.
    #[default]
    NotGiven,
    /// Not suspicious.
    Clear,
    /// Suspicious.
    Flagged,
}

/// A hold that a person made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Forced {
    /// Reason of type Hold.
    pub reason: String,
    /// The day of the act.
    pub on: NaiveDate,
}

/// The last release of an order that was held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Release {
    /// The day of the release.
    pub on: NaiveDate,
    /// The step at which the order was held.
    pub held_at: Step,
    /// Grace of that checkpoint; `None` has none.
    pub grace_days: Option<u32>,
    /// The order's extended price at the release, in the order's currency.
    pub price_minor: i64,
    /// Reasons that were cleared because little enough of the limit was used (spec 12 §8.4).
    pub by_threshold: Vec<ReasonCode>,
}

/// The order that is checked, and what became of it so far.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// Its number.
    pub number: String,
    /// Extended price in minor units of the order's own currency: a rate that moves does not raise an order.
    pub price_minor: i64,
    /// Extended price with charges and tax.
    pub amount_minor: i64,
    /// What of it is paid already.
    pub prepaid_minor: i64,
    /// Its terms of payment; `None` takes the customer's.
    pub terms: Option<String>,
    /// Its cash discount; `None` takes the customer's.
    pub discount: Option<String>,
    /// What is known of where it goes.
    pub address: Address,
    /// The flag of the file.
    pub suspicion: Suspicion,
    /// Where it comes from.
    pub origin: Origin,
    /// Its own exclusion.
    pub exclusion: OrderExclusion,
    /// The step that is wanted.
    pub step: Step,
    /// Whether the step is executed.
    pub mode: Mode,
    /// The hold that a person made and nobody has released.
    pub forced: Option<Forced>,
    /// Its last release.
    pub release: Option<Release>,
}

impl Order {
    /// The amount that rules test: less the prepaid part, and not below 0 by it (spec 12 §2).
    pub fn tested_minor(&self) -> i64 {
        if self.amount_minor <= 0 {
            return self.amount_minor;
        }
        self.amount_minor
            .saturating_sub(self.prepaid_minor.max(0))
            .max(0)
    }

    /// Whether the order is excluded from credit management (spec 11 §6, H-35).
    pub fn is_excluded(&self, parameters: &Parameters) -> bool {
        match self.exclusion {
            OrderExclusion::Excluded => true,
            OrderExclusion::NotExcluded => false,
            OrderExclusion::ByDefault => {
                self.origin == Origin::Intercompany && parameters.exclude_intercompany.is_on()
            }
        }
    }
}

impl Snapshot {
    /// An amount of a rule in the company's currency, rounded once; `None` without a rate or beyond 64 bits. Equal
    /// currencies are never multiplied (T-C9).
    pub(super) fn in_company_currency(
        &self,
        minor: i64,
        currency: Option<Currency>,
    ) -> Option<i64> {
        let of: Vec<(Currency, Decimal)> = self
            .rates
            .iter()
            .map(|rate| (rate.currency, rate.rate))
            .collect();
        let rates = Rates {
            company: self.currency,
            of: &of,
        };
        rates.value(minor, currency.unwrap_or(self.currency)).ok()
    }
}
