//! The record of a customer rule, and why it is not one.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::super::checkpoint::Step;
use super::super::codes::codes;
use super::super::manual::{GivenReason, ReasonKind};
use super::super::policy::Switch;
use super::super::rule::{OverdueParameters, Scope};

/// What an account status stops (spec 10 §4), the weakest first.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Default,
    Serialize,
    Deserialize,
    ts_rs::TS,
)]
#[serde(rename_all = "snake_case")]
pub enum StatusEffect {
    /// Nothing by itself.
    #[default]
    None,
    /// Invoices.
    Invoice,
    /// Deliveries and invoices.
    All,
}

codes!(StatusEffect { None => "none", Invoice => "invoice", All => "all" });

impl StatusEffect {
    /// Whether it stops a step, independently of blocking rules.
    pub fn stops(self, step: Step) -> bool {
        match step {
            Step::Entry | Step::Confirmation => false,
            Step::Invoice => self >= Self::Invoice,
            Step::PickingList | Step::PackingSlip | Step::ReleaseToWarehouse => self == Self::All,
        }
    }
}

/// When a customer rule is true.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "condition")]
pub enum Condition {
    /// The oldest overdue invoice is more days late.
    DaysOverdue {
        /// Days.
        days: i64,
        /// What counts as overdue.
        overdue: OverdueParameters,
    },
    /// More is overdue.
    OverdueAmount {
        /// Minor units.
        amount_minor: i64,
        /// What counts as overdue.
        overdue: OverdueParameters,
    },
    /// An insolvency is recorded.
    Insolvency,
    /// The last policy is over.
    InsuranceExpired,
    /// The limit has expired; a blank day does not.
    LimitExpired,
}

impl Condition {
    /// How overdue is measured for the rule; as shipped where its condition is about something else.
    pub(super) fn overdue_parameters(&self) -> OverdueParameters {
        match self {
            Self::DaysOverdue { overdue, .. } | Self::OverdueAmount { overdue, .. } => *overdue,
            Self::Insolvency | Self::InsuranceExpired | Self::LimitExpired => {
                OverdueParameters::default()
            }
        }
    }
}

/// Whether a rule changes the status or asks a person to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "CustomerRuleAct")]
pub enum Act {
    /// A task with one-click accept.
    #[default]
    Propose,
    /// At once.
    Set,
}

codes!(Act { Propose => "propose", Set => "set" });

/// What lifts the status of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "lifted_when")]
pub enum LiftedWhen {
    /// The condition is false.
    ConditionFalse,
    /// Nothing is overdue any more.
    NothingOverdue,
    /// A day is over.
    Until {
        /// The last day.
        on: NaiveDate,
    },
    /// A person.
    ByHand,
}

/// A customer rule (spec 12 §11).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerRule {
    /// The book's id.
    pub id: i64,
    /// When it is true.
    pub condition: Condition,
    /// For whom.
    pub scope: Scope,
    /// Only for customers of this risk group.
    pub risk_group: Option<String>,
    /// Propose or set.
    pub act: Act,
    /// The new account status.
    pub status: String,
    /// Status reason.
    pub reason: GivenReason,
    /// What lifts it.
    pub lifted_when: LiftedWhen,
    /// Whether it is switched on.
    pub active: Switch,
    /// First day.
    pub from: Option<NaiveDate>,
    /// Last day.
    pub to: Option<NaiveDate>,
}

/// Why a customer rule is not saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case", tag = "code")]
pub enum CustomerRuleFault {
    /// No status is named.
    #[error("the new status is missing")]
    StatusMissing,
    /// No reason is named.
    #[error("the status reason is missing")]
    ReasonMissing,
    /// The reason is of another type.
    #[error("the reason is of type {given:?}")]
    ReasonOfOtherKind {
        /// What it is.
        given: ReasonKind,
    },
    /// A value is below 0.
    #[error("{value} is below 0")]
    Negative {
        /// Days or minor units.
        value: i64,
    },
    /// The first day is after the last.
    #[error("the period ends on {to} before it begins on {from}")]
    PeriodReversed {
        /// First day.
        from: NaiveDate,
        /// Last day.
        to: NaiveDate,
    },
    /// The status would be lifted before the rule begins.
    #[error("{until} is before {from}")]
    LiftedBeforeItBegins {
        /// Last day of the status.
        until: NaiveDate,
        /// First day of the rule.
        from: NaiveDate,
    },
}

impl CustomerRule {
    /// Whether the rule can be true on `day`.
    pub(super) fn in_force(&self, day: NaiveDate) -> bool {
        let lifted = match self.lifted_when {
            LiftedWhen::Until { on } => day > on,
            _ => false,
        };
        self.active.is_on()
            && !lifted
            && self.from.is_none_or(|from| from <= day)
            && self.to.is_none_or(|to| day <= to)
    }

    /// What speaks against saving it.
    pub fn faults(&self) -> Vec<CustomerRuleFault> {
        let mut faults = Vec::new();
        if self.status.is_empty() {
            faults.push(CustomerRuleFault::StatusMissing);
        }
        let given = self.reason.kind;
        if self.reason.id.is_empty() {
            faults.push(CustomerRuleFault::ReasonMissing);
        } else if given != ReasonKind::Status {
            faults.push(CustomerRuleFault::ReasonOfOtherKind { given });
        }
        let value = match self.condition {
            Condition::DaysOverdue { days, .. } => days,
            Condition::OverdueAmount { amount_minor, .. } => amount_minor,
            _ => 0,
        };
        let ignored = self.condition.overdue_parameters().ignore_below_minor;
        faults.extend(
            [value, ignored]
                .into_iter()
                .filter(|value| *value < 0)
                .map(|value| CustomerRuleFault::Negative { value }),
        );
        if let (Some(from), Some(to)) = (self.from, self.to)
            && from > to
        {
            faults.push(CustomerRuleFault::PeriodReversed { from, to });
        }
        if let (Some(from), LiftedWhen::Until { on: until }) = (self.from, self.lifted_when)
            && until < from
        {
            faults.push(CustomerRuleFault::LiftedBeforeItBegins { until, from });
        }
        faults
    }
}
