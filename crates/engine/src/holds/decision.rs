//! What comes out of a check: the verdict, every reason with its figures, and what was skipped and why.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::checkpoint::{CheckpointOutcome, Mode, Step};
use super::codes::codes;
use super::compare::share_bp;
use super::rule::{Level, OrderReview, Outcome};
use crate::money::Currency;

/// What becomes of the order at this step, the mildest first.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ts_rs::TS,
)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "HoldVerdict")]
pub enum Verdict {
    /// It goes on.
    Allow,
    /// It goes on, with warnings.
    Warn,
    /// It is held.
    Hold,
}

codes!(Verdict { Allow => "allow", Warn => "warn", Hold => "hold" });

/// Why an order is held or warned about (spec 12 §6). Limit and overdue reasons are told apart (T-C13).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ts_rs::TS,
)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "HoldReasonCode")]
pub enum ReasonCode {
    /// The oldest invoice is too late.
    DaysOverdue,
    /// The customer has this account status.
    AccountStatus,
    /// The order has these terms.
    TermsOfPayment,
    /// The limit has expired, or has no expiry where one is asked for.
    LimitExpired,
    /// Too much is overdue, and too much of the limit is used.
    OverdueAmount,
    /// The order is too large.
    OrderAmount,
    /// Too much of the group's limit is used.
    LimitUsedGroup,
    /// Too much of the customer's own limit is used.
    LimitUsedCustomer,
    /// No limit is set; a warning only.
    LimitNotSet,
    /// An amount could not be converted into the currency in which it is compared; a warning only.
    NotConvertible,
    /// Signs of fraud.
    OrderReview,
    /// Terms of a higher rank than agreed.
    TermsRank,
    /// Other terms than agreed, and one of the two has no rank.
    TermsNotRanked,
    /// A discount of a higher rank than agreed.
    DiscountRank,
    /// Another discount than agreed, and one of the two has no rank.
    DiscountNotRanked,
    /// A person holds it.
    Forced,
}

codes!(ReasonCode {
    DaysOverdue => "days_overdue",
    AccountStatus => "account_status",
    TermsOfPayment => "terms_of_payment",
    LimitExpired => "limit_expired",
    OverdueAmount => "overdue_amount",
    OrderAmount => "order_amount",
    LimitUsedGroup => "limit_used_group",
    LimitUsedCustomer => "limit_used_customer",
    LimitNotSet => "limit_not_set",
    NotConvertible => "not_convertible",
    OrderReview => "order_review",
    TermsRank => "terms_rank",
    TermsNotRanked => "terms_not_ranked",
    DiscountRank => "discount_rank",
    DiscountNotRanked => "discount_not_ranked",
    Forced => "forced",
});

impl ReasonCode {
    /// Whether it is *Credit limit used*, of whichever limit.
    pub fn is_limit_used(self) -> bool {
        matches!(self, Self::LimitUsedGroup | Self::LimitUsedCustomer)
    }
}

/// How much of a limit is used, with the order in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Used {
    /// Exposure with the order, minor units.
    pub exposure_minor: i64,
    /// The limit, minor units, not below 0.
    pub total_minor: i64,
    /// Currency of both.
    pub currency: Currency,
}

impl Used {
    /// Used share in basis points, rounded once, half away from zero; `None` where the limit is 0. For showing only.
    pub fn basis_points(&self) -> Option<i64> {
        share_bp(self.exposure_minor.into(), self.total_minor.into())
    }
}

/// A sign of fraud that was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "sign")]
pub enum Trigger {
    /// The order is far above the customer's average.
    AboveAverage {
        /// The average order, minor units.
        average_minor: i64,
    },
    /// The customer is new and the order large.
    Newcomer {
        /// Days since the customer became one.
        days: i64,
    },
    /// It goes to a new address.
    NewAddress,
    /// The file says so.
    Suspicion,
}

/// What a rule measured, or the value that it compares with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "figure")]
pub enum Figure {
    /// Nothing: a blank date, a rule without a value.
    Nothing,
    /// Days.
    Days {
        /// Days; of an expiry those since it.
        days: i64,
    },
    /// A day.
    Day {
        /// The day.
        on: NaiveDate,
    },
    /// Money.
    Amount {
        /// Minor units.
        minor: i64,
        /// Their currency.
        currency: Currency,
    },
    /// A share of a limit.
    Percent {
        /// Basis points.
        basis_points: i64,
    },
    /// How much of a limit is used.
    Used {
        /// Exposure and limit.
        used: Used,
    },
    /// The customer has no limit at all.
    Unlimited,
    /// No limit is set.
    NotSet,
    /// The measure of *Overdue amount*.
    OverdueAndUsed {
        /// What is overdue, minor units.
        overdue_minor: i64,
        /// Its currency.
        currency: Currency,
        /// What is used of the limit; `None` where none is set or tested.
        used: Option<Used>,
    },
    /// The value of *Overdue amount*.
    AmountAndPercent {
        /// Minor units.
        minor: i64,
        /// Their currency.
        currency: Currency,
        /// Basis points.
        basis_points: i64,
    },
    /// An id: a status, terms, a reason.
    Id {
        /// The id; `None` where there is none.
        id: Option<String>,
    },
    /// Terms or a discount with their rank.
    Rank {
        /// The id.
        id: Option<String>,
        /// The rank; `None` is not ranked.
        rank: Option<i64>,
    },
    /// The signs that an order review found.
    Signs {
        /// Tested amount of the order, minor units.
        order_minor: i64,
        /// Currency of all amounts.
        currency: Currency,
        /// The signs.
        signs: Vec<Trigger>,
    },
    /// The signs that an order review looks for, amounts in the rule's currency.
    Review {
        /// The value of the rule.
        review: OrderReview,
    },
}

/// A measure beside the value that it was compared with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measured {
    /// What a reason from it would be called.
    pub code: ReasonCode,
    /// What was measured.
    pub measured: Figure,
    /// What it was compared with.
    pub threshold: Figure,
}

/// A reason to hold an order or to warn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// Which.
    pub code: ReasonCode,
    /// The rule; `None` of rank tests and forced holds.
    pub rule_id: Option<i64>,
    /// Its level; `None` without a rule.
    pub level: Option<Level>,
    /// What it does, after the checkpoint had its say.
    pub outcome: Outcome,
    /// What was measured.
    pub measured: Figure,
    /// The value that it exceeds.
    pub threshold: Figure,
    /// The transactions behind the measure, ascending.
    pub item_ids: Vec<i64>,
    /// Role or user whose queue it goes to.
    pub route: Option<String>,
}

/// Why a check ended before all rules were looked at (spec 12 §5, steps 1 to 4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "ended")]
pub enum Ended {
    /// Credit management is off.
    CreditManagementOff,
    /// The customer is excluded.
    CustomerExcluded,
    /// The order is excluded.
    OrderExcluded,
    /// The customer is ignored before a day.
    IgnoredUntil {
        /// The first day of checks.
        until: NaiveDate,
    },
    /// The step is not ticked.
    StepUnticked {
        /// The step.
        step: Step,
        /// Executed or printed.
        mode: Mode,
    },
    /// The order was released, and rules are not run after that.
    Released {
        /// The day of the release.
        on: NaiveDate,
    },
    /// The order was released not long ago.
    InsideGrace {
        /// The day of the release.
        on: NaiveDate,
        /// The last day of grace.
        until: NaiveDate,
    },
    /// An exclusion with *Release sales order* is true.
    ReleasedByRule {
        /// The rule.
        rule_id: i64,
    },
}

/// What became of a rule in a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "result")]
pub enum Looked {
    /// Switched off, or the day is not in its period.
    NotInForce,
    /// For another customer or group.
    OtherScope,
    /// For another risk group.
    OtherRiskGroup,
    /// *Check credit limit on sales order* is off.
    TypeOff,
    /// Looked at and not true.
    NotTrue,
    /// True; gives a reason.
    Counts,
    /// True, and an exclusion that is more specific shields against it.
    Shielded {
        /// The exclusion.
        by_rule_id: i64,
    },
    /// A true exclusion.
    Excludes,
    /// A true exclusion that lets the order through.
    LetsThrough,
}

/// A rule in a check, for the explanation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trace {
    /// The rule.
    pub rule_id: i64,
    /// What became of it.
    pub looked: Looked,
    /// What it measured; empty where it was not looked at.
    pub figures: Vec<Measured>,
}

/// The decision about an order at a step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// What becomes of it.
    pub verdict: Verdict,
    /// All reasons: by sequence of types, the group's limit before the own one, then level and place of the rule.
    pub reasons: Vec<Reason>,
    /// Reasons that a release by threshold covers (spec 12 §8.4).
    pub dropped: Vec<Reason>,
    /// Why not all rules were looked at.
    pub ended: Option<Ended>,
    /// What the checkpoint made of the reasons; `None` where none was reached.
    pub checkpoint: Option<CheckpointOutcome>,
    /// The rules in the order of the reasons; where a rule lets the order through only that one.
    pub trace: Vec<Trace>,
}

/// The reason as the hold list shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "headline")]
pub enum Headline {
    /// Nothing holds the order.
    None,
    /// One reason.
    One {
        /// Which.
        code: ReasonCode,
    },
    /// More than one (H-28).
    Multiple,
}

impl Decision {
    /// The reasons that hold the order.
    pub fn holding(&self) -> impl Iterator<Item = &Reason> {
        self.reasons
            .iter()
            .filter(|reason| reason.outcome == Outcome::Hold)
    }
}

impl Headline {
    /// The headline of the reasons of a hold; warnings beside them are not counted.
    pub fn of(reasons: &[Reason]) -> Self {
        let mut holding = reasons
            .iter()
            .filter(|reason| reason.outcome == Outcome::Hold);
        match (holding.next(), holding.next()) {
            (None, _) => Self::None,
            (Some(reason), None) => Self::One { code: reason.code },
            (Some(_), Some(_)) => Self::Multiple,
        }
    }
}
