//! The resolution of limits: group first, then the own one (spec 11 §3).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    Effective, GroupLimit, Limit, Management, Measures, NotTested, Own, Used, Whose, in_force,
};
use crate::credit::Flag;
use crate::credit::exposure::Exposures;
use crate::exchange::{RateFault, Rates};

/// What is asked of a customer's limits.
#[derive(Debug, Clone, Copy)]
pub struct Question<'a> {
    /// The day.
    pub day: NaiveDate,
    /// The master switch.
    pub management: Management,
    /// Whether the limit type tests this customer: `exposure::LimitType::tests`.
    pub tested: Flag,
    /// *Check customer credit groups credit limit*.
    pub check_groups: Flag,
    /// The customer's limit fields.
    pub own: Own<'a>,
    /// Effect of the policies of the day, minor units: `insurance::Cover::effect_minor`.
    pub cover_minor: i64,
    /// The customer's exposure with the tested order, company's currency.
    pub exposures: Exposures,
    /// The limit of the customer's group, and the exposure of all its members with the tested order, in the group's
    /// currency: `exposure::group`.
    pub group: Option<(GroupLimit<'a>, Exposures)>,
    /// Rates into the company's currency, for the group's.
    pub rates: Rates<'a>,
}

/// What is tested of a customer on a day, and what is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resolution {
    /// The group's limit, in the group's currency; tested first.
    pub group: Measures,
    /// The own limit, in the company's currency.
    pub own: Measures,
    /// The smaller of the tested limits, in the company's currency.
    pub effective: Effective,
    /// Remaining credit: the smaller of what remains of the tested limits, minor units of the company's currency, negative
    /// beyond the limit; `None` where no amount is set.
    pub remaining_minor: Option<i64>,
}

impl Resolution {
    /// The larger share of the tested limits; `None` where no amount is set.
    pub fn used(&self) -> Option<Used> {
        self.group.total.used().max(self.own.total.used())
    }
}

/// Resolves the limits of one customer.
///
/// Refuses where the group's currency has no rate, or an amount does not fit 64 bits.
pub fn resolve(question: &Question<'_>) -> Result<Resolution, RateFault> {
    let none = |why| Measures::both(Limit::NotTested { why });
    let (group, own) = if question.own.unlimited.is_yes() {
        let unlimited = Measures::both(Limit::Unlimited);
        (none(NotTested::CustomerUnlimited), unlimited)
    } else if question.tested == Flag::No {
        let nothing = none(NotTested::LimitTypeNone);
        (nothing, nothing)
    } else if let Some((limit, exposures)) = checked_group(question) {
        let amount = in_force(Some(limit.permanent_minor), limit.temporaries, question.day);
        let amount = amount.amount_minor().unwrap_or(0);
        let only_the_group = none(NotTested::OnlyTheGroupCounts);
        (
            Measures::set(amount, amount, exposures),
            own(question)?.unwrap_or(only_the_group),
        )
    } else {
        (none(NotTested::NoGroup), alone(question)?)
    };
    show(question, group, own)
}

fn checked_group<'a>(question: &Question<'a>) -> Option<(GroupLimit<'a>, Exposures)> {
    let is_checked = question.check_groups.is_yes() && question.management == Management::On;
    question.group.filter(|_| is_checked)
}

/// The own limit where it has an amount above 0 or is mandatory; a 0 is no credit, whatever policies there are.
fn own(question: &Question<'_>) -> Result<Option<Measures>, RateFault> {
    let own = &question.own;
    let currency = question.rates.company;
    match in_force(own.permanent_minor, own.temporaries, question.day).amount_minor() {
        Some(amount) if amount != 0 => {
            let total = i128::from(amount) + i128::from(question.cover_minor);
            let total = i64::try_from(total.max(0))
                .map_err(|_| RateFault::AmountOutOfRange { currency })?;
            Ok(Some(Measures::set(total, amount, question.exposures)))
        }
        _ if own.mandatory.is_yes() => Ok(Some(Measures::set(0, 0, question.exposures))),
        _ => Ok(None),
    }
}

/// The own limit of a customer without a group.
fn alone(question: &Question<'_>) -> Result<Measures, RateFault> {
    if let Some(measures) = own(question)? {
        return Ok(measures);
    }
    let fields = &question.own;
    let amount = in_force(fields.permanent_minor, fields.temporaries, question.day);
    Ok(match (question.management, amount.amount_minor()) {
        (Management::Off, _) => Measures::both(Limit::Unlimited),
        (Management::On, None) => Measures::both(Limit::NotSet),
        (Management::On, Some(_)) => Measures::set(0, 0, question.exposures),
    })
}

fn show(question: &Question<'_>, group: Measures, own: Measures) -> Result<Resolution, RateFault> {
    let mut effective = match own.total {
        Limit::NotTested { .. } => Effective::NotTested,
        Limit::Unlimited => Effective::Unlimited,
        Limit::NotSet => Effective::NotSet,
        Limit::Set { total_minor, .. } => Effective::Limit {
            minor: total_minor,
            whose: Whose::Own,
        },
    };
    let mut remaining_minor = own.total.remaining_minor();
    if let (Limit::Set { total_minor, .. }, Some((limit, _))) = (group.total, question.group) {
        let rates = &question.rates;
        let minor = rates.value(total_minor, limit.currency)?;
        if !matches!(effective, Effective::Limit { minor: own, .. } if own < minor) {
            effective = Effective::Limit {
                minor,
                whose: Whose::Group,
            };
        }
        let remains = group.total.remaining_minor().unwrap_or(0);
        let remains = rates.value(remains, limit.currency)?;
        remaining_minor = Some(remaining_minor.map_or(remains, |own| own.min(remains)));
    }
    Ok(Resolution {
        group,
        own,
        effective,
        remaining_minor,
    })
}
