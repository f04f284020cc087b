//! A customer rule as a form has it, and as the engine does.

use engine::holds::customer_rules::{Condition, CustomerRule, CustomerRuleFault, LiftedWhen};
use engine::holds::manual::{GivenReason, ReasonKind as Kind};
use engine::holds::{Level, Scope};
use rusqlite::Connection;

use super::{CustomerCondition, CustomerRuleRow, Lift};
use crate::accounts::customer_id;
use crate::credit::setup::status_id;
use crate::orders::check::account;
use crate::orders::facts::switch;
use crate::orders::rule_row::{OverdueRow, demand_code, given};
use crate::reasons::{ReasonKind, reason_id};
use crate::refusal::Refusal;

/// The row of a rule.
pub(super) fn row_of(
    connection: &Connection,
    rule: &CustomerRule,
) -> Result<CustomerRuleRow, Refusal> {
    let (condition, days, amount_minor, overdue) = match &rule.condition {
        Condition::DaysOverdue { days, overdue } => (
            CustomerCondition::DaysOverdue,
            Some(*days),
            None,
            Some(overdue),
        ),
        Condition::OverdueAmount {
            amount_minor,
            overdue,
        } => (
            CustomerCondition::OverdueAmount,
            None,
            Some(*amount_minor),
            Some(overdue),
        ),
        Condition::Insolvency => (CustomerCondition::Insolvency, None, None, None),
        Condition::InsuranceExpired => (CustomerCondition::InsuranceExpired, None, None, None),
        Condition::LimitExpired => (CustomerCondition::LimitExpired, None, None, None),
    };
    let (account, group) = match &rule.scope {
        Scope::Table { customer_id } => (Some(account(connection, *customer_id)?.0), None),
        Scope::Group { group } => (None, Some(group.clone())),
        Scope::All => (None, None),
    };
    let (lift, lift_on) = match rule.lifted_when {
        LiftedWhen::ConditionFalse => (Lift::ConditionFalse, None),
        LiftedWhen::NothingOverdue => (Lift::NothingOverdue, None),
        LiftedWhen::Until { on } => (Lift::Until, Some(on)),
        LiftedWhen::ByHand => (Lift::ByHand, None),
    };
    Ok(CustomerRuleRow {
        id: rule.id,
        condition,
        days,
        amount_minor,
        overdue: overdue.map(OverdueRow::of),
        level: rule.scope.level(),
        account,
        group,
        risk_group: rule.risk_group.clone(),
        act: rule.act,
        status: rule.status.clone(),
        reason: rule.reason.id.clone(),
        lift,
        lift_on,
        active: rule.active.is_on(),
        from_on: rule.from,
        to_on: rule.to,
    })
}

impl CustomerRuleRow {
    /// The rule of a row; refuses what is missing or not known.
    pub(super) fn rule(&self, connection: &Connection) -> Result<CustomerRule, Refusal> {
        let missing = |field: &str| Refusal::new("value_missing").with("field", field);
        let overdue = self.overdue.map(OverdueRow::parameters).unwrap_or_default();
        let condition = match self.condition {
            CustomerCondition::DaysOverdue => Condition::DaysOverdue {
                days: self.days.ok_or_else(|| missing("days"))?,
                overdue,
            },
            CustomerCondition::OverdueAmount => Condition::OverdueAmount {
                amount_minor: self.amount_minor.ok_or_else(|| missing("amount_minor"))?,
                overdue,
            },
            CustomerCondition::Insolvency => Condition::Insolvency,
            CustomerCondition::InsuranceExpired => Condition::InsuranceExpired,
            CustomerCondition::LimitExpired => Condition::LimitExpired,
        };
        let scope = match self.level {
            Level::All => Scope::All,
            Level::Group => {
                let group = given(self.group.as_ref()).ok_or_else(|| missing("group"))?;
                demand_code(connection, ("credit_groups", "code", "group"), Some(&group))?;
                Scope::Group { group }
            }
            Level::Table => {
                let account = given(self.account.as_ref()).ok_or_else(|| missing("account"))?;
                let customer_id = customer_id(connection, &account)
                    .map_err(|refusal| refusal.with("field", "account"))?;
                Scope::Table { customer_id }
            }
        };
        let lifted_when = match self.lift {
            Lift::ConditionFalse => LiftedWhen::ConditionFalse,
            Lift::NothingOverdue => LiftedWhen::NothingOverdue,
            Lift::ByHand => LiftedWhen::ByHand,
            Lift::Until => LiftedWhen::Until {
                on: self.lift_on.ok_or_else(|| missing("lift_on"))?,
            },
        };
        if !self.status.trim().is_empty() {
            status_id(connection, self.status.trim())?;
        }
        if !self.reason.trim().is_empty() {
            reason_id(connection, ReasonKind::Status, self.reason.trim())?;
        }
        Ok(CustomerRule {
            id: self.id,
            condition,
            scope,
            risk_group: given(self.risk_group.as_ref()),
            act: self.act,
            status: self.status.trim().to_owned(),
            reason: GivenReason {
                id: self.reason.trim().to_owned(),
                kind: Kind::Status,
            },
            lifted_when,
            active: switch(self.active),
            from: self.from_on,
            to: self.to_on,
        })
    }
}

/// What is wrong with a rule, in the words of a refusal.
pub(super) fn fault_refusal(fault: CustomerRuleFault) -> Refusal {
    match fault {
        CustomerRuleFault::StatusMissing => Refusal::new("value_missing").with("field", "status"),
        CustomerRuleFault::ReasonMissing | CustomerRuleFault::ReasonOfOtherKind { .. } => {
            Refusal::new("value_missing").with("field", "reason")
        }
        CustomerRuleFault::Negative { value } => Refusal::new("rule_value_range")
            .with("field", "days")
            .with("value", value)
            .with("most", i64::MAX),
        CustomerRuleFault::PeriodReversed { from, to } => Refusal::new("limit_line_ends_first")
            .with("field", "to_on")
            .with("from_on", from)
            .with("to_on", to),
        CustomerRuleFault::LiftedBeforeItBegins { until, from } => {
            Refusal::new("limit_line_ends_first")
                .with("field", "lift_on")
                .with("from_on", from)
                .with("to_on", until)
        }
    }
}
