//! What orders claim of the exposure, and which money is already there for them.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::{Component, Facts, Taking, counts_as};
use crate::exchange::RateFault;
use crate::money::Currency;

/// An order of any kind before its prepaid part.
pub(super) struct Claim<'a> {
    pub component: Component,
    order_no: &'a str,
    currency: Currency,
    amount_minor: i64,
    tax_minor: i64,
    prepaid_minor: i64,
}

/// A claim in the company's currency.
pub(super) struct Taken {
    pub gross_minor: i64,
    pub prepaid_minor: i64,
}

/// Every claim once: an order that is tested is not counted as an open order or as its own reservation besides, and an
/// order that has arrived ends its reservation, whatever became of it.
pub(super) fn of<'a>(facts: &Facts<'a>, day: NaiveDate) -> Vec<Claim<'a>> {
    let current_no = facts.current.map(|current| current.order_no);
    let mut claims: Vec<Claim<'a>> = facts
        .orders
        .iter()
        .filter(|order| Some(order.order_no) != current_no)
        .filter_map(|order| {
            Some(Claim {
                component: counts_as(order.step, order.credit)?,
                order_no: order.order_no,
                currency: order.currency,
                amount_minor: order.open_minor,
                tax_minor: order.tax_minor,
                prepaid_minor: order.prepaid_minor,
            })
        })
        .collect();
    let arrived: BTreeSet<&str> = facts.orders.iter().map(|order| order.order_no).collect();
    for reservation in facts.reservations {
        let no = reservation.order_no;
        if day <= reservation.last_on && Some(no) != current_no && !arrived.contains(no) {
            claims.push(Claim {
                component: Component::Reservations,
                order_no: no,
                currency: reservation.currency,
                amount_minor: reservation.amount_minor,
                tax_minor: reservation.tax_minor,
                prepaid_minor: reservation.prepaid_minor,
            });
        }
    }
    if let Some(current) = facts.current {
        claims.push(Claim {
            component: Component::CurrentOrder,
            order_no: current.order_no,
            currency: current.currency,
            amount_minor: current.amount_minor,
            tax_minor: current.tax_minor,
            prepaid_minor: current.prepaid_minor,
        });
    }
    claims
}

/// Unapplied payments in the company's currency, positive, and what of them counts as the prepaid part of an order.
#[derive(Default)]
pub(super) struct Funds<'a> {
    named: BTreeMap<&'a str, i128>,
    unnamed_minor: i128,
    taken_minor: i128,
    wanted_minor: i128,
}

impl<'a> Funds<'a> {
    /// Takes in an open payment; `minor` is negative, as in the ledger.
    pub fn receive(&mut self, order_no: Option<&'a str>, minor: i64) {
        let minor = -i128::from(minor);
        match order_no {
            Some(no) => *self.named.entry(no).or_default() += minor,
            None => self.unnamed_minor += minor,
        }
    }

    /// The value of a claim and its prepaid part. What no payment names is only noted: all of it together is taken from
    /// the payments without an order, so that the sum does not depend on which order comes first.
    pub fn take(&mut self, claim: &Claim<'_>, taking: &Taking<'_>) -> Result<Taken, RateFault> {
        let currency = claim.currency;
        let out_of_range = RateFault::AmountOutOfRange { currency };
        let tax_minor = if taking.include_tax.is_yes() {
            0
        } else {
            claim.tax_minor
        };
        let net = claim.amount_minor.checked_sub(tax_minor);
        let gross_minor = taking.rates.value(net.ok_or(out_of_range)?, currency)?;
        let room = i128::from(gross_minor.max(0));
        let stated = taking.rates.value(claim.prepaid_minor.max(0), currency)?;
        let named = self.named.remove(claim.order_no).unwrap_or(0).min(room);
        let prepaid = named.max(i128::from(stated)).min(room);
        self.taken_minor += named;
        self.wanted_minor += prepaid - named;
        Ok(Taken {
            gross_minor,
            // Not more than `gross_minor`.
            prepaid_minor: i64::try_from(prepaid).map_err(|_| out_of_range)?,
        })
    }

    /// What counts as unapplied no more.
    pub fn taken(&self) -> i128 {
        self.taken_minor + self.unnamed_minor.min(self.wanted_minor)
    }
}
