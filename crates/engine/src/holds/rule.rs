//! The rule record (spec 12 §3, §4): a condition, for whom it is, and what it does when it is true.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::codes::codes;
use super::measures::Customer;
use super::policy::Switch;
use crate::money::Currency;

/// What a rule looks at (spec 12 §4.1–4.7, 4.10).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ts_rs::TS,
)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "HoldRuleType")]
pub enum RuleType {
    /// How late the customer is.
    DaysOverdue,
    /// The customer's account status.
    AccountStatus,
    /// The order's terms of payment.
    TermsOfPayment,
    /// The limit's expiry.
    LimitExpired,
    /// What is overdue, together with how much of the limit is used.
    OverdueAmount,
    /// The amount of the order.
    SalesOrder,
    /// How much of the limit the order uses up.
    LimitUsed,
    /// Signs of fraud.
    OrderReview,
}

codes!(RuleType {
    DaysOverdue => "days_overdue",
    AccountStatus => "account_status",
    TermsOfPayment => "terms_of_payment",
    LimitExpired => "limit_expired",
    OverdueAmount => "overdue_amount",
    SalesOrder => "sales_order",
    LimitUsed => "limit_used",
    OrderReview => "order_review",
});

impl RuleType {
    /// What a blocking row of this type does where nobody says otherwise: signs of fraud are shown and hold nothing by
    /// themselves (spec 12 §4.10), everything else holds.
    pub fn usual_outcome(self) -> Outcome {
        match self {
            Self::OrderReview => Outcome::Warn,
            _ => Outcome::Hold,
        }
    }
}

/// Whether a row holds orders back or lets them through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "HoldRuleKind")]
pub enum Kind {
    /// True when the measure is greater than the value.
    Blocking,
    /// True while the measure is less than the value.
    Exclusion,
}

codes!(Kind { Blocking => "blocking", Exclusion => "exclusion" });

/// Levels of scope, the most specific first.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ts_rs::TS,
)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "HoldRuleLevel")]
pub enum Level {
    /// One customer.
    Table,
    /// One credit management group.
    Group,
    /// Everybody.
    All,
}

codes!(Level { Table => "table", Group => "group", All => "all" });

/// The unit of a rule's value; exclusions shield only rows of the same one (spec 12 §5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "HoldValueType")]
pub enum ValueType {
    /// Days.
    Days,
    /// Money.
    Amount,
    /// Basis points of a limit.
    Percent,
    /// An account status.
    Status,
    /// Terms of payment.
    Terms,
    /// The signs of an order review.
    Review,
}

codes!(ValueType {
    Days => "days",
    Amount => "amount",
    Percent => "percent",
    Status => "status",
    Terms => "terms",
    Review => "review",
});

/// Which exposure is compared with which limit (spec 10 §6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "HoldMeasure")]
pub enum Measure {
    /// All of it, against the limit with the effect of policies.
    #[default]
    Total,
    /// What no policy covers, against the limit without their effect.
    Uninsured,
}

codes!(Measure { Total => "total", Uninsured => "uninsured" });

/// What a true blocking row does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "HoldOutcome")]
pub enum Outcome {
    /// The order is held.
    #[default]
    Hold,
    /// The order goes on, and the warning is kept.
    Warn,
}

codes!(Outcome { Hold => "hold", Warn => "warn" });

/// How overdue days and amounts are measured (spec 12 §4); the default is what is shipped (91 §3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct OverdueParameters {
    /// Items whose open amount is less are left out, minor units.
    pub ignore_below_minor: i64,
    /// Unapplied credits cover the oldest overdue items first.
    pub net_credits: Switch,
    /// Disputed amounts are left out.
    pub exclude_disputed: Switch,
}

impl Default for OverdueParameters {
    fn default() -> Self {
        Self {
            ignore_below_minor: 0,
            net_credits: Switch::On,
            exclude_disputed: Switch::On,
        }
    }
}

/// A customer who is new, with an order that is large.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Newcomer {
    /// Customer since fewer days than this.
    pub days: i64,
    /// Order above this, minor units.
    pub amount_minor: i64,
}

/// The signs of fraud that a row looks at (spec 12 §4.10): any of them blocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderReview {
    /// Order above this share of the customer's average order of the last 12 months, basis points: 25,000 are 2.5 times.
    pub average_bp: Option<i64>,
    /// New customer with a large order.
    pub newcomer: Option<Newcomer>,
    /// Delivery to an address that was never used before.
    pub new_address: Switch,
    /// The order was imported with a flag of suspicion.
    pub suspicion: Switch,
}

/// The condition of a rule: its type with the values that the type has. Amounts are minor units of the rule's currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "condition")]
pub enum Condition {
    /// Days past due of the oldest overdue invoice; the value is grace on top of the due day.
    DaysOverdue {
        /// Days.
        days: i64,
        /// What counts as overdue.
        overdue: OverdueParameters,
    },
    /// Type *Days overdue* with value type Amount: the customer's total overdue amount. Only of exclusions.
    TotalOverdue {
        /// Minor units.
        amount_minor: i64,
        /// What counts as overdue.
        overdue: OverdueParameters,
    },
    /// The customer's status is this.
    AccountStatus {
        /// The status.
        status: String,
    },
    /// The order's terms are these.
    TermsOfPayment {
        /// The terms.
        terms: String,
    },
    /// Days since the limit expired.
    LimitExpired {
        /// Days.
        days: i64,
    },
    /// Both must be exceeded.
    OverdueAmount {
        /// Overdue amount, minor units.
        amount_minor: i64,
        /// Used share of the limit, basis points.
        used_bp: i64,
        /// Which limit.
        measure: Measure,
        /// What counts as overdue.
        overdue: OverdueParameters,
    },
    /// Tested amount of the order.
    SalesOrder {
        /// Minor units.
        amount_minor: i64,
    },
    /// Used share of the limit with the order in it.
    LimitUsed {
        /// Basis points: 10,000 are 100 %.
        used_bp: i64,
        /// Which limit.
        measure: Measure,
    },
    /// Signs of fraud.
    OrderReview {
        /// Which.
        review: OrderReview,
    },
}

impl Condition {
    /// The type of rule.
    pub fn rule_type(&self) -> RuleType {
        match self {
            Self::DaysOverdue { .. } | Self::TotalOverdue { .. } => RuleType::DaysOverdue,
            Self::AccountStatus { .. } => RuleType::AccountStatus,
            Self::TermsOfPayment { .. } => RuleType::TermsOfPayment,
            Self::LimitExpired { .. } => RuleType::LimitExpired,
            Self::OverdueAmount { .. } => RuleType::OverdueAmount,
            Self::SalesOrder { .. } => RuleType::SalesOrder,
            Self::LimitUsed { .. } => RuleType::LimitUsed,
            Self::OrderReview { .. } => RuleType::OrderReview,
        }
    }

    /// The unit of the value; of *Overdue amount* that of its threshold (spec 12 §4.5).
    pub fn value_type(&self) -> ValueType {
        match self {
            Self::DaysOverdue { .. } | Self::LimitExpired { .. } => ValueType::Days,
            Self::TotalOverdue { .. } | Self::SalesOrder { .. } => ValueType::Amount,
            Self::AccountStatus { .. } => ValueType::Status,
            Self::TermsOfPayment { .. } => ValueType::Terms,
            Self::OverdueAmount { .. } | Self::LimitUsed { .. } => ValueType::Percent,
            Self::OrderReview { .. } => ValueType::Review,
        }
    }
}

/// For whom a rule is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "valid_for")]
pub enum Scope {
    /// One customer.
    Table {
        /// The book's id of the customer.
        customer_id: i64,
    },
    /// One credit management group.
    Group {
        /// Its id.
        group: String,
    },
    /// Everybody.
    All,
}

impl Scope {
    /// How specific it is.
    pub fn level(&self) -> Level {
        match self {
            Self::Table { .. } => Level::Table,
            Self::Group { .. } => Level::Group,
            Self::All => Level::All,
        }
    }

    /// Whether it has the customer in it, who may be in a credit management group.
    pub fn covers(&self, id: i64, of_group: Option<&String>) -> bool {
        match self {
            Self::Table { customer_id } => *customer_id == id,
            Self::Group { group } => of_group == Some(group),
            Self::All => true,
        }
    }
}

/// What a rule does when it is true.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Effect {
    /// Gives a reason.
    Blocking {
        /// Hold or warning.
        outcome: Outcome,
        /// Role or user whose queue the hold goes to.
        route: Option<String>,
    },
    /// Shields against less specific rows of the same type and value type.
    Exclusion {
        /// *Release sales order*: lets the order through, and no other rule is looked at.
        release: Switch,
    },
}

impl Effect {
    /// Blocking or exclusion.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Blocking { .. } => Kind::Blocking,
            Self::Exclusion { .. } => Kind::Exclusion,
        }
    }
}

/// A rule. What a person types is a [`super::RuleDraft`], which becomes one of these or is refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// The book's id.
    pub id: i64,
    /// What is compared with what.
    pub condition: Condition,
    /// For whom.
    pub scope: Scope,
    /// Only for customers of this risk group; narrows the scope and is no level of its own.
    pub risk_group: Option<String>,
    /// What it does.
    pub effect: Effect,
    /// Whether it is switched on.
    pub active: Switch,
    /// First day.
    pub from: Option<NaiveDate>,
    /// Last day.
    pub to: Option<NaiveDate>,
    /// Currency of its amounts; `None` is the company's.
    pub currency: Option<Currency>,
    /// Its place in the list, which is the order of display and nothing else.
    pub order: i64,
}

impl Rule {
    /// Whether it is switched on and `day` is in its period.
    pub fn in_force(&self, day: NaiveDate) -> bool {
        self.active.is_on()
            && self.from.is_none_or(|from| from <= day)
            && self.to.is_none_or(|to| day <= to)
    }

    /// Whether the customer is of its risk group, or it has none.
    pub fn covers_risk_group(&self, customer: &Customer) -> bool {
        self.risk_group.is_none() || self.risk_group == customer.risk_group
    }
}
