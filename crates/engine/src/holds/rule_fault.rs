//! Why a draft is no rule.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::codes::codes;
use super::rule::{RuleType, ValueType};

/// A field of a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "HoldRuleField")]
pub enum Field {
    /// The customer.
    Customer,
    /// The credit management group.
    Group,
    /// The risk group.
    RiskGroup,
    /// The days.
    Days,
    /// The amount.
    Amount,
    /// The percentage.
    Percent,
    /// The account status.
    Status,
    /// The terms of payment.
    Terms,
    /// The signs of an order review.
    Review,
    /// The measure.
    Measure,
    /// How overdue is measured.
    Overdue,
    /// Hold or warning.
    Outcome,
    /// The queue.
    Route,
    /// The currency.
    Currency,
}

codes!(Field {
    Customer => "customer",
    Group => "group",
    RiskGroup => "risk_group",
    Days => "days",
    Amount => "amount",
    Percent => "percent",
    Status => "status",
    Terms => "terms",
    Review => "review",
    Measure => "measure",
    Overdue => "overdue",
    Outcome => "outcome",
    Route => "route",
    Currency => "currency",
});

/// Why a draft is no rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case", tag = "code")]
pub enum RuleFault {
    /// A field that the row needs is empty.
    #[error("{field:?} is missing")]
    Missing {
        /// Which.
        field: Field,
    },
    /// A field has a value that the row has no use for, so that it would say one thing and do another.
    #[error("{field:?} has no meaning in this row")]
    NotUsed {
        /// Which.
        field: Field,
    },
    /// *Release sales order* on a blocking row.
    #[error("a blocking row cannot release orders")]
    ReleaseOnBlocking,
    /// The type does not compare in this unit, or not in rows of this kind.
    #[error("{value_type:?} is not a value type of {rule_type:?}")]
    ValueTypeNotOfType {
        /// The type.
        rule_type: RuleType,
        /// The unit.
        value_type: ValueType,
    },
    /// A value is below 0 or beyond what can be meant.
    #[error("{field:?} is {value}, which is not between 0 and {most}")]
    OutOfRange {
        /// Which.
        field: Field,
        /// What it is.
        value: i64,
        /// What it may be at most.
        most: i64,
    },
    /// The first day is after the last.
    #[error("the period ends on {to} before it begins on {from}")]
    PeriodReversed {
        /// First day.
        from: NaiveDate,
        /// Last day.
        to: NaiveDate,
    },
}
