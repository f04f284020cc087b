//! What a person types as a rule, and why it is not one (spec 12 §3, §4).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::policy::Switch;
use super::rule::{
    Condition, Effect, Kind, Level, Measure, OrderReview, Outcome, OverdueParameters, Rule,
    RuleType, Scope, ValueType,
};
use super::rule_fault::{Field, RuleFault};
use crate::money::Currency;

/// The most days that a rule can name: a hundred years.
const MOST_DAYS: i64 = 36_500;
/// The highest percentage that a rule can name: 1,000 %.
const MOST_BP: i64 = 100_000;

/// A rule as it stands in a form, a row of the book or a file: every field by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleDraft {
    /// The book's id; 0 before it is stored.
    pub id: i64,
    /// What it looks at.
    pub rule_type: RuleType,
    /// *Valid for*.
    pub level: Level,
    /// *Account/group* of a customer.
    pub customer_id: Option<i64>,
    /// *Account/group* of a credit management group.
    pub group: Option<String>,
    /// *Risk group*.
    pub risk_group: Option<String>,
    /// Blocking or exclusion.
    pub kind: Kind,
    /// *Release sales order*.
    pub release: Switch,
    /// Unit of the value; `None` is the type's own.
    pub value_type: Option<ValueType>,
    /// Value in days.
    pub days: Option<i64>,
    /// Value in minor units.
    pub amount_minor: Option<i64>,
    /// Value in basis points.
    pub used_bp: Option<i64>,
    /// Account status.
    pub status: Option<String>,
    /// Terms of payment.
    pub terms: Option<String>,
    /// Signs of an order review.
    pub review: Option<OrderReview>,
    /// Which exposure; `None` is the total.
    pub measure: Option<Measure>,
    /// How overdue is measured; `None` is as shipped.
    pub overdue: Option<OverdueParameters>,
    /// Hold or warning; `None` is the usual one of the type. Only of blocking rows.
    pub outcome: Option<Outcome>,
    /// Role or user of the queue. Only of blocking rows.
    pub route: Option<String>,
    /// Whether it is switched on.
    pub active: Switch,
    /// First day.
    pub from: Option<NaiveDate>,
    /// Last day.
    pub to: Option<NaiveDate>,
    /// Currency of its amounts; `None` is the company's.
    pub currency: Option<Currency>,
    /// Its place in the list.
    pub order: i64,
}

impl RuleDraft {
    /// The rule that the draft means, or everything that speaks against it.
    pub fn check(&self) -> Result<Rule, Vec<RuleFault>> {
        let mut faults = Vec::new();
        let scope = self.scope(&mut faults);
        if self.risk_group.as_deref() == Some("") {
            faults.push(RuleFault::Missing {
                field: Field::RiskGroup,
            });
        }
        let effect = self.effect(&mut faults);
        let condition = self.condition(&mut faults);
        if let (Some(from), Some(to)) = (self.from, self.to)
            && from > to
        {
            faults.push(RuleFault::PeriodReversed { from, to });
        }
        match (scope, condition) {
            (Some(scope), Some(condition)) if faults.is_empty() => Ok(Rule {
                id: self.id,
                condition,
                scope,
                risk_group: self.risk_group.clone(),
                effect,
                active: self.active,
                from: self.from,
                to: self.to,
                currency: self.currency,
                order: self.order,
            }),
            _ => Err(faults),
        }
    }

    fn scope(&self, faults: &mut Vec<RuleFault>) -> Option<Scope> {
        let group = self.group.clone().filter(|group| !group.is_empty());
        let unused = match self.level {
            Level::Table => group.is_some().then_some(Field::Group),
            Level::Group => self.customer_id.is_some().then_some(Field::Customer),
            Level::All => match (self.customer_id, &group) {
                (Some(_), _) => Some(Field::Customer),
                (None, Some(_)) => Some(Field::Group),
                (None, None) => None,
            },
        };
        faults.extend(unused.map(|field| RuleFault::NotUsed { field }));
        let scope = match self.level {
            Level::Table => self
                .customer_id
                .map(|customer_id| Scope::Table { customer_id })
                .ok_or(Field::Customer),
            Level::Group => group
                .map(|group| Scope::Group { group })
                .ok_or(Field::Group),
            Level::All => Ok(Scope::All),
        };
        scope
            .map_err(|field| faults.push(RuleFault::Missing { field }))
            .ok()
    }

    fn effect(&self, faults: &mut Vec<RuleFault>) -> Effect {
        match self.kind {
            Kind::Blocking => {
                if self.release.is_on() {
                    faults.push(RuleFault::ReleaseOnBlocking);
                }
                Effect::Blocking {
                    outcome: self
                        .outcome
                        .unwrap_or_else(|| self.rule_type.usual_outcome()),
                    route: self.route.clone().filter(|route| !route.is_empty()),
                }
            }
            Kind::Exclusion => {
                for (field, given) in [
                    (Field::Outcome, self.outcome.is_some()),
                    (Field::Route, self.route.is_some()),
                ] {
                    if given {
                        faults.push(RuleFault::NotUsed { field });
                    }
                }
                Effect::Exclusion {
                    release: self.release,
                }
            }
        }
    }

    /// The unit that the row compares in; a unit that its type does not have is a fault.
    fn unit(&self, faults: &mut Vec<RuleFault>) -> Option<ValueType> {
        let own = match self.rule_type {
            RuleType::DaysOverdue | RuleType::LimitExpired => ValueType::Days,
            RuleType::AccountStatus => ValueType::Status,
            RuleType::TermsOfPayment => ValueType::Terms,
            RuleType::OverdueAmount | RuleType::LimitUsed => ValueType::Percent,
            RuleType::SalesOrder => ValueType::Amount,
            RuleType::OrderReview => ValueType::Review,
        };
        let value_type = self.value_type.unwrap_or(own);
        let by_amount = self.rule_type == RuleType::DaysOverdue
            && self.kind == Kind::Exclusion
            && value_type == ValueType::Amount;
        if value_type == own || by_amount {
            return Some(value_type);
        }
        faults.push(RuleFault::ValueTypeNotOfType {
            rule_type: self.rule_type,
            value_type,
        });
        None
    }

    fn condition(&self, faults: &mut Vec<RuleFault>) -> Option<Condition> {
        let unit = self.unit(faults)?;
        let mut form = Form {
            draft: self,
            used: Vec::new(),
            faults,
        };
        let condition = match (self.rule_type, unit) {
            (RuleType::DaysOverdue, ValueType::Amount) => {
                let overdue = form.overdue();
                form.amount().map(|amount_minor| Condition::TotalOverdue {
                    amount_minor,
                    overdue,
                })
            }
            (RuleType::DaysOverdue, _) => {
                let overdue = form.overdue();
                form.days()
                    .map(|days| Condition::DaysOverdue { days, overdue })
            }
            (RuleType::AccountStatus, _) => form
                .text(Field::Status, self.status.as_ref())
                .map(|status| Condition::AccountStatus { status }),
            (RuleType::TermsOfPayment, _) => form
                .text(Field::Terms, self.terms.as_ref())
                .map(|terms| Condition::TermsOfPayment { terms }),
            (RuleType::LimitExpired, _) => form.days().map(|days| Condition::LimitExpired { days }),
            (RuleType::OverdueAmount, _) => {
                let (overdue, measure) = (form.overdue(), form.measure());
                let values = (form.amount(), form.percent());
                let (Some(amount_minor), Some(used_bp)) = values else {
                    form.unused();
                    return None;
                };
                Some(Condition::OverdueAmount {
                    amount_minor,
                    used_bp,
                    measure,
                    overdue,
                })
            }
            (RuleType::SalesOrder, _) => form
                .amount()
                .map(|amount_minor| Condition::SalesOrder { amount_minor }),
            (RuleType::LimitUsed, _) => {
                let measure = form.measure();
                form.percent()
                    .map(|used_bp| Condition::LimitUsed { used_bp, measure })
            }
            (RuleType::OrderReview, _) => form
                .review()
                .map(|review| Condition::OrderReview { review }),
        };
        form.unused();
        condition
    }
}

/// Reads the values of a draft, and remembers which it read.
struct Form<'a> {
    draft: &'a RuleDraft,
    used: Vec<Field>,
    faults: &'a mut Vec<RuleFault>,
}

impl Form<'_> {
    fn number(&mut self, field: Field, value: Option<i64>, most: i64) -> Option<i64> {
        self.used.push(field);
        match value {
            None => self.faults.push(RuleFault::Missing { field }),
            Some(value) if !(0..=most).contains(&value) => {
                self.faults
                    .push(RuleFault::OutOfRange { field, value, most });
            }
            Some(_) => {}
        }
        value
    }

    fn days(&mut self) -> Option<i64> {
        self.number(Field::Days, self.draft.days, MOST_DAYS)
    }

    fn amount(&mut self) -> Option<i64> {
        self.used.push(Field::Currency);
        self.number(Field::Amount, self.draft.amount_minor, i64::MAX)
    }

    fn percent(&mut self) -> Option<i64> {
        self.number(Field::Percent, self.draft.used_bp, MOST_BP)
    }

    fn text(&mut self, field: Field, value: Option<&String>) -> Option<String> {
        self.used.push(field);
        let value = value.filter(|value| !value.is_empty()).cloned();
        if value.is_none() {
            self.faults.push(RuleFault::Missing { field });
        }
        value
    }

    fn measure(&mut self) -> Measure {
        self.used.push(Field::Measure);
        self.draft.measure.unwrap_or_default()
    }

    fn overdue(&mut self) -> OverdueParameters {
        // What is ignored is an amount too.
        self.used.extend([Field::Overdue, Field::Currency]);
        let overdue = self.draft.overdue.unwrap_or_default();
        self.number(Field::Overdue, Some(overdue.ignore_below_minor), i64::MAX);
        overdue
    }

    fn review(&mut self) -> Option<OrderReview> {
        self.used.extend([Field::Review, Field::Currency]);
        let review = self.draft.review.filter(|review| {
            review.average_bp.is_some()
                || review.newcomer.is_some()
                || review.new_address.is_on()
                || review.suspicion.is_on()
        });
        let Some(review) = review else {
            self.faults.push(RuleFault::Missing {
                field: Field::Review,
            });
            return None;
        };
        if let Some(average_bp) = review.average_bp {
            self.number(Field::Review, Some(average_bp), 100 * MOST_BP);
        }
        if let Some(newcomer) = review.newcomer {
            self.number(Field::Review, Some(newcomer.days), MOST_DAYS);
            self.number(Field::Review, Some(newcomer.amount_minor), i64::MAX);
        }
        Some(review)
    }

    /// Whatever was given and not read contradicts the row.
    fn unused(&mut self) {
        let draft = self.draft;
        for (field, given) in [
            (Field::Days, draft.days.is_some()),
            (Field::Amount, draft.amount_minor.is_some()),
            (Field::Percent, draft.used_bp.is_some()),
            (Field::Status, draft.status.is_some()),
            (Field::Terms, draft.terms.is_some()),
            (Field::Review, draft.review.is_some()),
            (Field::Measure, draft.measure.is_some()),
            (Field::Overdue, draft.overdue.is_some()),
            (Field::Currency, draft.currency.is_some()),
        ] {
            if given && !self.used.contains(&field) {
                self.faults.push(RuleFault::NotUsed { field });
            }
        }
    }
}
