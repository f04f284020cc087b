//! What a rule measures (spec 12 §4), the same for blocking rows and exclusions: one look for each figure that is
//! compared.

mod limits;
mod review;

use super::compare::Compared;
use super::decision::{Figure, Measured, ReasonCode};
use super::measures::Snapshot;
use super::overdue::{Overdue, overdue};
use super::policy::Parameters;
use super::rule::{Condition, Kind, Outcome, OverdueParameters, Rule};
use crate::money::Currency;
pub use limits::{LimitUsed, limits_used};

/// Whose limit a look is at. The group's comes first (spec 11 §3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Whose {
    Group,
    Own,
}

/// A figure beside the value that it was compared with.
#[derive(Debug, Clone)]
pub(super) struct Look {
    pub(super) compared: Compared,
    /// The most that it can do to an order.
    pub(super) most: Outcome,
    pub(super) whose: Whose,
    pub(super) figures: Measured,
    pub(super) item_ids: Vec<i64>,
}

impl Look {
    fn new(compared: Compared, code: ReasonCode, measured: Figure, threshold: Figure) -> Self {
        Self {
            compared,
            most: Outcome::Hold,
            whose: Whose::Own,
            figures: Measured {
                code,
                measured,
                threshold,
            },
            item_ids: Vec::new(),
        }
    }

    /// A look that has nothing to compare: a blocking row warns, an exclusion does not exclude.
    fn nothing(code: ReasonCode, measured: Figure, threshold: Figure) -> Self {
        Self {
            most: Outcome::Warn,
            ..Self::new(Compared::Blank, code, measured, threshold)
        }
    }

    fn behind(self, item_ids: Vec<i64>) -> Self {
        Self { item_ids, ..self }
    }
}

/// An amount of a rule that has no rate into the company's currency.
struct NoRate {
    minor: i64,
    currency: Currency,
}

/// Whether a row of this kind is true: a blocking row by any of its looks, an exclusion only by all of them.
pub(super) fn is_true(looks: &[Look], kind: Kind) -> bool {
    let mut met = looks.iter().map(|look| look.compared.met(kind));
    match kind {
        Kind::Blocking => met.any(|met| met),
        Kind::Exclusion => !looks.is_empty() && met.all(|met| met),
    }
}

/// Measures rules against one snapshot.
pub(super) struct Bench<'a> {
    pub(super) snapshot: &'a Snapshot,
    pub(super) parameters: &'a Parameters,
}

impl Bench<'_> {
    /// What the rule compares; empty where its limit is not tested.
    pub(super) fn looks(&self, rule: &Rule) -> Vec<Look> {
        self.measure(rule)
            .unwrap_or_else(|NoRate { minor, currency }| {
                vec![Look::nothing(
                    ReasonCode::NotConvertible,
                    Figure::Nothing,
                    Figure::Amount { minor, currency },
                )]
            })
    }

    fn measure(&self, rule: &Rule) -> Result<Vec<Look>, NoRate> {
        let customer = &self.snapshot.customer;
        let look = match &rule.condition {
            Condition::DaysOverdue { days, overdue } => {
                let (late, oldest_ids) = self.days(rule, *overdue)?;
                let compared = Compared::of(late.into(), (*days).into());
                let measured = Figure::Days { days: late };
                let threshold = Figure::Days { days: *days };
                Look::new(compared, ReasonCode::DaysOverdue, measured, threshold).behind(oldest_ids)
            }
            Condition::TotalOverdue {
                amount_minor,
                overdue,
            } => {
                let late = self.overdue(rule, *overdue)?;
                let value = self.value(rule, *amount_minor)?;
                self.amounts(late.total_minor, value, ReasonCode::DaysOverdue)
                    .behind(late.ids)
            }
            Condition::AccountStatus { status } => {
                let of_customer = customer.status.as_ref();
                equal(ReasonCode::AccountStatus, of_customer, status)
            }
            Condition::TermsOfPayment { terms } => {
                let of_order = self.snapshot.order.terms.as_ref();
                let of_order = of_order.or(customer.terms.as_ref());
                equal(ReasonCode::TermsOfPayment, of_order, terms)
            }
            Condition::LimitExpired { days } => self.expired(*days),
            Condition::OverdueAmount {
                amount_minor,
                used_bp,
                measure,
                overdue,
            } => {
                let late = self.overdue(rule, *overdue)?;
                let value = self.value(rule, *amount_minor)?;
                self.overdue_and_used(late, (value, *used_bp), *measure)
            }
            Condition::SalesOrder { amount_minor } => {
                let tested = self.snapshot.order.tested_minor();
                let value = self.value(rule, *amount_minor)?;
                self.amounts(tested, value, ReasonCode::OrderAmount)
            }
            Condition::LimitUsed { used_bp, measure } => {
                return Ok(self.limit_used(*used_bp, *measure));
            }
            Condition::OrderReview { review } => self.review(rule, review)?,
        };
        Ok(vec![look])
    }

    /// A rule's amount in the company's currency.
    fn value(&self, rule: &Rule, minor: i64) -> Result<i64, NoRate> {
        let currency = rule.currency.unwrap_or(self.snapshot.currency);
        self.snapshot
            .in_company_currency(minor, rule.currency)
            .ok_or(NoRate { minor, currency })
    }

    fn overdue(&self, rule: &Rule, parameters: OverdueParameters) -> Result<Overdue, NoRate> {
        let parameters = self.converted(rule, parameters)?;
        let snapshot = self.snapshot;
        Ok(overdue(
            &snapshot.items,
            snapshot.credits_minor,
            &parameters,
            snapshot.day,
        ))
    }

    /// Days past due of the oldest invoice, and the invoices of that age: of the customer, and of every member whose days
    /// count too (spec 11 §5).
    fn days(&self, rule: &Rule, parameters: OverdueParameters) -> Result<(i64, Vec<i64>), NoRate> {
        let own = self.overdue(rule, parameters)?;
        let parameters = self.converted(rule, parameters)?;
        let (mut days, mut ids) = (own.days, own.oldest_ids);
        for member in &self.snapshot.members {
            let day = self.snapshot.day;
            let late = overdue(&member.items, member.credits_minor, &parameters, day);
            if late.days > days {
                (days, ids) = (late.days, late.oldest_ids);
            } else if late.days == days {
                ids.extend(late.oldest_ids);
            }
        }
        Ok((days, ids))
    }

    /// The parameters with their amount in the company's currency.
    fn converted(
        &self,
        rule: &Rule,
        parameters: OverdueParameters,
    ) -> Result<OverdueParameters, NoRate> {
        Ok(OverdueParameters {
            ignore_below_minor: self.value(rule, parameters.ignore_below_minor)?,
            ..parameters
        })
    }

    fn amounts(&self, measured: i64, value: i64, code: ReasonCode) -> Look {
        let figure = |minor| Figure::Amount {
            minor,
            currency: self.snapshot.currency,
        };
        let compared = Compared::of(measured.into(), value.into());
        Look::new(compared, code, figure(measured), figure(value))
    }

    /// A blank expiry never comes, unless the parameter lets it block (H-18).
    fn expired(&self, days: i64) -> Look {
        let (compared, measured) = match self.snapshot.customer.expiry.effective() {
            Some(expiry) => {
                let since = (self.snapshot.day - expiry).num_days();
                let compared = Compared::of(since.into(), days.into());
                (compared, Figure::Days { days: since })
            }
            None if self.parameters.ignore_blank_expiry.is_on() => {
                (Compared::Below, Figure::Nothing)
            }
            None => (Compared::Blank, Figure::Nothing),
        };
        let threshold = Figure::Days { days };
        Look::new(compared, ReasonCode::LimitExpired, measured, threshold)
    }
}

fn equal(code: ReasonCode, measured: Option<&String>, value: &str) -> Look {
    let id = |id: Option<&str>| Figure::Id {
        id: id.map(str::to_owned),
    };
    let measured = measured.map(String::as_str);
    Look::new(
        Compared::equality(measured, value),
        code,
        id(measured),
        id(Some(value)),
    )
}
