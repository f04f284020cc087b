//! A rule as a form and a list have it: every field by itself, with the customer by its account number.

use chrono::NaiveDate;
use engine::holds::{
    Condition, Effect, Kind, Level, Measure, Newcomer, OrderReview, Outcome, OverdueParameters,
    Rule, RuleDraft, RuleFault, RuleType, Scope, Switch, ValueType,
};
use rusqlite::{Connection, named_params};
use serde::{Deserialize, Serialize};

use super::facts::switch;
use crate::accounts::customer_id;
use crate::refusal::Refusal;

/// A rule. Amounts are minor units of its currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct HoldRule {
    /// Its id; 0 for a new one.
    #[ts(type = "number")]
    pub id: i64,
    /// What it looks at.
    pub rule_type: RuleType,
    /// *Valid for*.
    pub level: Level,
    /// Account number, at level *table*.
    #[serde(default)]
    pub account: Option<String>,
    /// Code of the credit management group, at level *group*.
    #[serde(default)]
    pub group: Option<String>,
    /// Only customers of this risk group.
    #[serde(default)]
    pub risk_group: Option<String>,
    /// Blocking or exclusion.
    pub kind: Kind,
    /// *Release sales order*, of exclusions only.
    #[serde(default)]
    pub release: bool,
    /// Unit of the value; the type's own where missing.
    #[serde(default)]
    pub value_type: Option<ValueType>,
    /// Days.
    #[serde(default)]
    #[ts(type = "number | null")]
    pub days: Option<i64>,
    /// Amount.
    #[serde(default)]
    #[ts(type = "number | null")]
    pub amount_minor: Option<i64>,
    /// Basis points.
    #[serde(default)]
    #[ts(type = "number | null")]
    pub used_bp: Option<i64>,
    /// Account status.
    #[serde(default)]
    pub status: Option<String>,
    /// Terms of payment.
    #[serde(default)]
    pub terms: Option<String>,
    /// Signs of an order review.
    #[serde(default)]
    pub review: Option<ReviewRow>,
    /// Which exposure.
    #[serde(default)]
    pub measure: Option<Measure>,
    /// How overdue is measured.
    #[serde(default)]
    pub overdue: Option<OverdueRow>,
    /// Hold or warning, of blocking rows only.
    #[serde(default)]
    pub outcome: Option<Outcome>,
    /// Role or user whose queue the hold goes to.
    #[serde(default)]
    pub route: Option<String>,
    /// Whether it is switched on.
    pub active: bool,
    /// First day.
    #[serde(default)]
    pub from_on: Option<NaiveDate>,
    /// Last day.
    #[serde(default)]
    pub to_on: Option<NaiveDate>,
    /// Currency of its amounts; the company's where missing.
    #[serde(default)]
    pub currency: Option<String>,
}

/// How overdue is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct OverdueRow {
    /// Items of which less is open are left out, minor units.
    #[ts(type = "number")]
    pub ignore_below_minor: i64,
    /// Unapplied credits cover the oldest overdue items first.
    pub net_credits: bool,
    /// Disputed amounts are left out.
    pub exclude_disputed: bool,
}

/// Signs of an order review; any of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ReviewRow {
    /// Order above this share of the average order, basis points.
    #[ts(type = "number | null")]
    pub average_bp: Option<i64>,
    /// Customer since fewer days than this …
    #[ts(type = "number | null")]
    pub newcomer_days: Option<i64>,
    /// … with an order above this, minor units.
    #[ts(type = "number | null")]
    pub newcomer_minor: Option<i64>,
    /// Delivery to a new address.
    pub new_address: bool,
    /// A flag of suspicion.
    pub suspicion: bool,
}

impl OverdueRow {
    pub(super) fn of(parameters: &OverdueParameters) -> Self {
        Self {
            ignore_below_minor: parameters.ignore_below_minor,
            net_credits: parameters.net_credits.is_on(),
            exclude_disputed: parameters.exclude_disputed.is_on(),
        }
    }

    pub(super) fn parameters(self) -> OverdueParameters {
        OverdueParameters {
            ignore_below_minor: self.ignore_below_minor,
            net_credits: switch(self.net_credits),
            exclude_disputed: switch(self.exclude_disputed),
        }
    }
}

impl ReviewRow {
    fn review(self) -> Result<OrderReview, Refusal> {
        let newcomer = match (self.newcomer_days, self.newcomer_minor) {
            (Some(days), Some(amount_minor)) => Some(Newcomer { days, amount_minor }),
            (None, None) => None,
            (Some(_), None) => {
                return Err(Refusal::new("value_missing").with("field", "newcomer_minor"));
            }
            (None, Some(_)) => {
                return Err(Refusal::new("value_missing").with("field", "newcomer_days"));
            }
        };
        Ok(OrderReview {
            average_bp: self.average_bp,
            newcomer,
            new_address: switch(self.new_address),
            suspicion: switch(self.suspicion),
        })
    }
}

/// A code without the blanks around it; an empty one is not given.
pub(super) fn given(code: Option<&String>) -> Option<String> {
    code.map(|code| code.trim())
        .filter(|code| !code.is_empty())
        .map(str::to_owned)
}

/// A currency of a form.
pub(super) fn currency(code: Option<&String>) -> Result<Option<engine::money::Currency>, Refusal> {
    given(code)
        .map(|code| {
            code.parse().map_err(|_| {
                Refusal::new("unknown_currency")
                    .with("field", "currency")
                    .with("currency", &code)
            })
        })
        .transpose()
}

/// Refuses codes that the book does not have, so that no rule waits for a status that never comes.
pub(super) fn demand_code(
    connection: &Connection,
    (table, column, field): (&str, &str, &str),
    code: Option<&String>,
) -> Result<(), Refusal> {
    let Some(code) = code else { return Ok(()) };
    let known: bool = connection.query_row(
        &format!("SELECT EXISTS (SELECT 1 FROM {table} WHERE {column} = :code)"),
        named_params! {":code": code},
        |row| row.get(0),
    )?;
    if known {
        Ok(())
    } else {
        Err(Refusal::new("unknown_code")
            .with("field", field)
            .with("code", code))
    }
}

impl HoldRule {
    /// The rule that is meant; refuses it where something speaks against it.
    pub(super) fn rule(&self, connection: &Connection, order: i64) -> Result<Rule, Refusal> {
        let account = given(self.account.as_ref());
        let group = given(self.group.as_ref());
        let status = given(self.status.as_ref());
        let terms = given(self.terms.as_ref());
        demand_code(
            connection,
            ("credit_groups", "code", "group"),
            group.as_ref(),
        )?;
        demand_code(
            connection,
            ("account_statuses", "code", "status"),
            status.as_ref(),
        )?;
        demand_code(connection, ("terms", "id", "terms"), terms.as_ref())?;
        let draft = RuleDraft {
            id: self.id,
            rule_type: self.rule_type,
            level: self.level,
            customer_id: match &account {
                Some(account) => Some(
                    customer_id(connection, account)
                        .map_err(|refusal| refusal.with("field", "account"))?,
                ),
                None => None,
            },
            group,
            risk_group: given(self.risk_group.as_ref()),
            kind: self.kind,
            release: switch(self.release),
            value_type: self.value_type,
            days: self.days,
            amount_minor: self.amount_minor,
            used_bp: self.used_bp,
            status,
            terms,
            review: self.review.map(ReviewRow::review).transpose()?,
            measure: self.measure,
            overdue: self.overdue.map(OverdueRow::parameters),
            outcome: self.outcome,
            route: given(self.route.as_ref()),
            active: switch(self.active),
            from: self.from_on,
            to: self.to_on,
            currency: currency(self.currency.as_ref())?,
            order,
        };
        draft.check().map_err(|faults| fault_refusal(&faults))
    }
}

/// The first thing that speaks against a rule.
fn fault_refusal(faults: &[RuleFault]) -> Refusal {
    match faults.first() {
        Some(RuleFault::Missing { field }) => {
            Refusal::new("value_missing").with("field", field.code())
        }
        Some(RuleFault::NotUsed { field }) => {
            Refusal::new("rule_value_not_used").with("field", field.code())
        }
        Some(RuleFault::ReleaseOnBlocking) => {
            Refusal::new("rule_release_on_blocking").with("field", "release")
        }
        Some(RuleFault::ValueTypeNotOfType {
            rule_type,
            value_type,
        }) => Refusal::new("rule_value_type")
            .with("field", "value_type")
            .with("rule_type", rule_type.code())
            .with("value_type", value_type.code()),
        Some(RuleFault::OutOfRange { field, value, most }) => Refusal::new("rule_value_range")
            .with("field", field.code())
            .with("value", value)
            .with("most", most),
        Some(RuleFault::PeriodReversed { from, to }) => Refusal::new("limit_line_ends_first")
            .with("field", "to_on")
            .with("from_on", from)
            .with("to_on", to),
        None => Refusal::new("value_missing").with("field", "rule_type"),
    }
}

/// Whether the rule is for somebody whom the user sees.
pub(super) fn is_seen(connection: &Connection, scope: &Scope) -> Result<bool, Refusal> {
    match scope {
        Scope::Table { customer_id } => crate::sight::sees(connection, *customer_id),
        Scope::Group { .. } | Scope::All => Ok(true),
    }
}

/// A rule as a row.
pub(super) fn rule_row(connection: &Connection, rule: &Rule) -> Result<HoldRule, Refusal> {
    let (account, group) = match &rule.scope {
        Scope::Table { customer_id } => (
            Some(super::check::account(connection, *customer_id)?.0),
            None,
        ),
        Scope::Group { group } => (None, Some(group.clone())),
        Scope::All => (None, None),
    };
    let mut row = HoldRule {
        id: rule.id,
        rule_type: rule.condition.rule_type(),
        level: rule.scope.level(),
        account,
        group,
        risk_group: rule.risk_group.clone(),
        kind: rule.effect.kind(),
        release: false,
        value_type: Some(rule.condition.value_type()),
        days: None,
        amount_minor: None,
        used_bp: None,
        status: None,
        terms: None,
        review: None,
        measure: None,
        overdue: None,
        outcome: None,
        route: None,
        active: rule.active.is_on(),
        from_on: rule.from,
        to_on: rule.to,
        currency: rule.currency.map(|currency| currency.code().to_owned()),
    };
    match &rule.effect {
        Effect::Blocking { outcome, route } => {
            row.outcome = Some(*outcome);
            row.route.clone_from(route);
        }
        Effect::Exclusion { release } => row.release = *release == Switch::On,
    }
    condition(&mut row, &rule.condition);
    Ok(row)
}

fn condition(row: &mut HoldRule, condition: &Condition) {
    match condition {
        Condition::DaysOverdue { days, overdue } => {
            row.days = Some(*days);
            row.overdue = Some(OverdueRow::of(overdue));
        }
        Condition::TotalOverdue {
            amount_minor,
            overdue,
        } => {
            row.amount_minor = Some(*amount_minor);
            row.overdue = Some(OverdueRow::of(overdue));
        }
        Condition::AccountStatus { status } => row.status = Some(status.clone()),
        Condition::TermsOfPayment { terms } => row.terms = Some(terms.clone()),
        Condition::LimitExpired { days } => row.days = Some(*days),
        Condition::OverdueAmount {
            amount_minor,
            used_bp,
            measure,
            overdue,
        } => {
            row.amount_minor = Some(*amount_minor);
            row.used_bp = Some(*used_bp);
            row.measure = Some(*measure);
            row.overdue = Some(OverdueRow::of(overdue));
        }
        Condition::SalesOrder { amount_minor } => row.amount_minor = Some(*amount_minor),
        Condition::LimitUsed { used_bp, measure } => {
            row.used_bp = Some(*used_bp);
            row.measure = Some(*measure);
        }
        Condition::OrderReview { review } => {
            row.review = Some(ReviewRow {
                average_bp: review.average_bp,
                newcomer_days: review.newcomer.map(|newcomer| newcomer.days),
                newcomer_minor: review.newcomer.map(|newcomer| newcomer.amount_minor),
                new_address: review.new_address.is_on(),
                suspicion: review.suspicion.is_on(),
            });
        }
    }
}
