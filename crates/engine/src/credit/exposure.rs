//! Exposure (spec 11 §2): the amount at risk that is compared with a limit, as named parts that add up to it.

mod claims;
mod facts;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Flag;
use crate::account::{Kind, OpenItem};
use crate::exchange::{RateFault, Rates};
use crate::money::Currency;

use claims::Funds;
pub use facts::{
    CurrentOrder, Facts, Order, OrderCredit, OrderPayment, Reservation, Step, counts_as,
};

/// A part of the exposure. Amounts of a part are signed as they count, see each.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ts_rs::TS,
)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "ExposureComponent")]
pub enum Component {
    /// Open debits that are neither interest notes nor letter fees; adds.
    OpenInvoices,
    /// Open interest notes; adds.
    InterestNotes,
    /// Open fees of letters; adds.
    LetterFees,
    /// Open payments and credits, less what counts as the prepaid part of an order; deducts.
    Unapplied,
    /// Delivered and not invoiced; adds.
    Delivered,
    /// Open remainders of orders that are not held, less their prepaid parts; adds.
    OpenOrders,
    /// The same of orders on hold; adds.
    OrdersOnHold,
    /// Passed checks of orders that have not arrived yet, less their prepaid parts; adds.
    Reservations,
    /// What is disputed of the open items; deducts, only where it is chosen.
    Disputed,
    /// The order that is tested, before its prepaid part; adds. Never chosen: it always counts, once.
    CurrentOrder,
    /// The prepaid part of the order that is tested; deducts. Never chosen.
    Prepaid,
}

/// What counts as exposure (spec 11 §1, *Credit limit type*).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case", tag = "type", content = "components")]
pub enum LimitType {
    /// No limit is tested; where the customer's limit is mandatory, against the balance.
    None,
    /// The ledger balance.
    Balance,
    /// Balance and what is delivered and not invoiced.
    BalanceAndDelivered,
    /// Balance, delivered, orders and reservations.
    BalanceAndAll,
    /// The chosen components, each with its own sign; reservations come with the open orders.
    Custom(BTreeSet<Component>),
}

impl LimitType {
    /// Whether a limit is tested at all.
    pub fn tests(&self, mandatory: Flag) -> Flag {
        if *self == Self::None && mandatory == Flag::No {
            Flag::No
        } else {
            Flag::Yes
        }
    }

    /// The parts that count, in the order in which they are shown. *None* shows the balance.
    pub fn components(&self) -> BTreeSet<Component> {
        use Component as C;
        let mut parts = BTreeSet::from([C::CurrentOrder, C::Prepaid]);
        let balance = [
            C::OpenInvoices,
            C::InterestNotes,
            C::LetterFees,
            C::Unapplied,
        ];
        match self {
            Self::None | Self::Balance => parts.extend(balance),
            Self::BalanceAndDelivered => {
                parts.extend(balance);
                parts.insert(C::Delivered);
            }
            Self::BalanceAndAll => {
                parts.extend(balance);
                parts.extend([
                    C::Delivered,
                    C::OpenOrders,
                    C::OrdersOnHold,
                    C::Reservations,
                ]);
            }
            Self::Custom(chosen) => {
                parts.extend(chosen);
                if chosen.contains(&C::OpenOrders) {
                    parts.insert(C::Reservations);
                }
            }
        }
        parts
    }
}

/// How exposure is taken.
#[derive(Debug, Clone, Copy)]
pub struct Taking<'a> {
    /// The day.
    pub day: NaiveDate,
    /// What counts.
    pub limit_type: &'a LimitType,
    /// *Include tax in exposure*.
    pub include_tax: Flag,
    /// Rates of the credit limit exchange rate type into the company's currency.
    pub rates: Rates<'a>,
}

/// One part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(rename = "ExposurePart")]
pub struct Part {
    /// Which.
    pub component: Component,
    /// Minor units of the company's currency, signed as it counts.
    #[ts(type = "number")]
    pub minor: i64,
}

/// The exposure of an invoice account in the company's currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exposure {
    /// The company's currency.
    pub currency: Currency,
    /// Every part that counts, also those of 0, in the order of [`Component`]; they add up to the total.
    pub parts: Vec<Part>,
    /// The total, minor units; negative where the customer is owed more.
    pub total_minor: i64,
    /// Payment paper that is not cleared, minor units; in no part.
    pub uncleared_minor: i64,
}

impl Exposure {
    /// The amount of one part; 0 where it does not count.
    pub fn part(&self, component: Component) -> i64 {
        self.parts
            .iter()
            .find(|part| part.component == component)
            .map_or(0, |part| part.minor)
    }

    /// What the tested order adds, less its prepaid part, minor units.
    pub fn order_minor(&self) -> i64 {
        self.part(Component::CurrentOrder)
            .saturating_add(self.part(Component::Prepaid))
    }
}

/// Takes the exposure of one invoice account.
///
/// Refuses where a rate is missing or an amount does not fit 64 bits.
pub fn exposure(facts: &Facts<'_>, taking: &Taking<'_>) -> Result<Exposure, RateFault> {
    let counted = taking.limit_type.components();
    let mut sums = Sums::default();
    let mut funds = Funds::default();
    add_items(facts, &taking.rates, &mut sums, &mut funds)?;
    for delivery in facts.deliveries {
        let minor = taking.rates.value(delivery.minor, delivery.currency)?;
        sums.add(Component::Delivered, minor);
    }
    for claim in claims::of(facts, taking.day) {
        if !counted.contains(&claim.component) {
            continue;
        }
        let taken = funds.take(&claim, taking)?;
        if claim.component == Component::CurrentOrder {
            sums.add(Component::CurrentOrder, taken.gross_minor);
            sums.add_wide(Component::Prepaid, -i128::from(taken.prepaid_minor));
        } else {
            sums.add(claim.component, taken.gross_minor);
            sums.add_wide(claim.component, -i128::from(taken.prepaid_minor));
        }
    }
    sums.add_wide(Component::Unapplied, funds.taken());
    sums.finish(&counted, facts, &taking.rates)
}

fn add_items<'a>(
    facts: &Facts<'a>,
    rates: &Rates<'_>,
    sums: &mut Sums,
    funds: &mut Funds<'a>,
) -> Result<(), RateFault> {
    // The smallest number is taken where a payment names two orders, so that the order of the rows says nothing.
    let mut named: BTreeMap<i64, &str> = BTreeMap::new();
    for payment in facts.order_payments {
        let order_no = named.entry(payment.transaction_id);
        let order_no = order_no.or_insert(payment.order_no);
        *order_no = payment.order_no.min(*order_no);
    }
    for item in facts.items {
        let minor = rates.value(item.open_minor, item.currency)?;
        sums.add(component_of(item), minor);
        if item.open_minor < 0 && item.kind == Kind::Payment {
            funds.receive(named.get(&item.transaction_id).copied(), minor);
        }
        let disputed = rates.value(item.disputed_minor, item.currency)?;
        sums.add_wide(Component::Disputed, -i128::from(disputed));
    }
    Ok(())
}

/// The part in which an open item counts; what is disputed of it deducts besides, where that is chosen.
pub fn component_of(item: &OpenItem) -> Component {
    match item.kind {
        _ if item.open_minor < 0 => Component::Unapplied,
        Kind::InterestNote => Component::InterestNotes,
        Kind::LetterFee => Component::LetterFees,
        _ => Component::OpenInvoices,
    }
}

/// Sums by component, wide enough for any number of amounts.
#[derive(Default)]
struct Sums(BTreeMap<Component, i128>);

impl Sums {
    fn add(&mut self, component: Component, minor: i64) {
        self.add_wide(component, i128::from(minor));
    }

    fn add_wide(&mut self, component: Component, minor: i128) {
        *self.0.entry(component).or_default() += minor;
    }

    fn finish(
        &self,
        counted: &BTreeSet<Component>,
        facts: &Facts<'_>,
        rates: &Rates<'_>,
    ) -> Result<Exposure, RateFault> {
        let currency = rates.company;
        let narrow = |minor: i128| {
            i64::try_from(minor).map_err(|_| RateFault::AmountOutOfRange { currency })
        };
        let mut parts = Vec::new();
        let mut total = 0_i128;
        for component in counted {
            let minor = self.0.get(component).copied().unwrap_or(0);
            total += minor;
            parts.push(Part {
                component: *component,
                minor: narrow(minor)?,
            });
        }
        let mut uncleared = 0_i128;
        for paper in facts.uncleared {
            uncleared += i128::from(rates.value(paper.minor, paper.currency)?);
        }
        Ok(Exposure {
            currency,
            parts,
            total_minor: narrow(total)?,
            uncleared_minor: narrow(uncleared)?,
        })
    }
}

/// The figures of one member of a customer credit group, in the currency of the member's company.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Member {
    /// Currency of the member's company.
    pub currency: Currency,
    /// Total exposure, minor units.
    pub total_minor: i64,
    /// The uninsured part of it, minor units.
    pub uninsured_minor: i64,
}

/// What a limit is compared with, in minor units of the limit's currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Exposures {
    /// Total exposure.
    pub total_minor: i64,
    /// The uninsured part of it.
    pub uninsured_minor: i64,
}

/// The exposure of a customer credit group: all members of all companies (spec 11 §3.3a), in the currency of `rates`.
pub fn group(members: &[Member], rates: &Rates<'_>) -> Result<Exposures, RateFault> {
    let currency = rates.company;
    let narrow =
        |minor: i128| i64::try_from(minor).map_err(|_| RateFault::AmountOutOfRange { currency });
    let (mut total, mut uninsured) = (0_i128, 0_i128);
    for member in members {
        total += i128::from(rates.value(member.total_minor, member.currency)?);
        uninsured += i128::from(rates.value(member.uninsured_minor, member.currency)?);
    }
    Ok(Exposures {
        total_minor: narrow(total)?,
        uninsured_minor: narrow(uninsured)?,
    })
}
