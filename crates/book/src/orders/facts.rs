//! What rules look at of an order, and the snapshot that a check decides by.

use std::rc::Rc;

use chrono::NaiveDate;
use engine::account::{Kind, OpenItem};
use engine::credit::exposure::{Component, CurrentOrder, Exposure};
use engine::credit::limits::{Limit as Tested, Measures};
use engine::exchange::Rates;
use engine::holds::{
    Address, Customer, Debts, Expiry, Forced, Item, ItemKind, Limit, LimitSide, Limits, Mode,
    Order, OrderExclusion, Origin, Policy, Rate, Release, Snapshot, Step, Suspicion, Switch,
};
use engine::money::{Currency, Money};
use rusqlite::{Connection, Row, named_params};
use serde::{Deserialize, Serialize};

use super::check::Bench;
use super::customer_facts::{CustomerFacts, Stop};
use crate::accounts::currency_of;
use crate::refusal::Refusal;
use crate::standing::{self, OpenOrder, Standing, Taker};

/// An order as rules look at it; amounts in minor units of its own currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderFacts {
    /// Its currency.
    pub currency: String,
    /// With charges and tax, after discounts, before the prepaid part: what is open of it.
    pub amount_minor: i64,
    /// The tax in it.
    pub tax_minor: i64,
    /// What is paid already.
    pub prepaid_minor: i64,
    /// Its terms of payment.
    pub terms: Option<String>,
    /// Its cash discount.
    pub discount: Option<String>,
    /// Where it goes, on one line.
    pub deliver_to: Option<String>,
    /// The flag of the file.
    pub suspicion: Suspicion,
    /// Where it comes from.
    pub origin: Origin,
    /// The whole order, open or not: what grows and asks for a new check.
    pub price_minor: i64,
}

impl OrderFacts {
    /// What the order claims, with its stored step and the state that credit management gives it.
    pub(super) fn claim(
        &self,
        order_no: &str,
        at: (&str, Option<&str>),
    ) -> Result<OpenOrder, Refusal> {
        let open = Money {
            minor: self.amount_minor,
            currency: currency_of(&self.currency)?,
        };
        let paid = (self.tax_minor, self.prepaid_minor);
        OpenOrder::of_book(order_no.to_owned(), at, open, paid)
    }
}

/// An order under credit management, with what was decided before.
pub(super) struct Known {
    pub order_no: String,
    pub customer_id: i64,
    pub facts: OrderFacts,
    pub exclusion: OrderExclusion,
    pub released: Option<Release>,
    pub forced: Option<Forced>,
}

/// A snapshot, and the standing that it was made of.
pub(super) struct Looked {
    pub snapshot: Snapshot,
    pub standing: Standing,
    /// The customer, as the book keeps it.
    pub customer: Rc<CustomerFacts>,
    /// What stops the step whatever rules say.
    pub stop: Option<Stop>,
}

/// Columns of an order `o`, as [`read`] takes them.
pub(super) const COLUMNS: &str =
    "o.customer_id, o.currency, o.amount_minor, o.open_minor, o.tax_minor, o.prepaid_minor,
    o.terms, o.discount, o.deliver_to, o.suspicion, o.origin, o.step";

/// How many they are.
pub(super) const COUNT: usize = 12;

/// Reads an order of the book: its customer, its facts and its stored step; `None` where it has not arrived.
pub(super) fn of_order(
    connection: &Connection,
    order_no: &str,
) -> Result<Option<(i64, OrderFacts, String)>, Refusal> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM orders o
         WHERE o.company_id = (SELECT id FROM temp.current_company) AND o.order_no = :no"
    ))?;
    let mut rows = statement.query(named_params! {":no": order_no})?;
    rows.next()?.map(read).transpose()
}

/// Reads a row that begins with [`COLUMNS`]. By place: a run over all orders reads as many.
pub(super) fn read(row: &Row<'_>) -> Result<(i64, OrderFacts, String), Refusal> {
    let (amount, open): (i64, i64) = (row.get(2)?, row.get(3)?);
    let code = |at: usize| -> Result<&str, Refusal> {
        Ok(row.get_ref(at)?.as_str().map_err(rusqlite::Error::from)?)
    };
    let facts = OrderFacts {
        currency: row.get(1)?,
        amount_minor: open,
        tax_minor: standing::share(row.get(4)?, open, amount),
        prepaid_minor: row.get(5)?,
        terms: row.get(6)?,
        discount: row.get(7)?,
        deliver_to: row.get(8)?,
        suspicion: suspicion_of(code(9)?),
        origin: origin_of(code(10)?),
        price_minor: amount,
    };
    Ok((row.get(0)?, facts, row.get(11)?))
}

/// Reads a flag of suspicion.
pub(super) fn suspicion_of(code: &str) -> Suspicion {
    match code {
        "clear" => Suspicion::Clear,
        "flagged" => Suspicion::Flagged,
        _ => Suspicion::NotGiven,
    }
}

/// The code of a flag of suspicion.
pub(super) fn suspicion_code(suspicion: Suspicion) -> &'static str {
    match suspicion {
        Suspicion::NotGiven => "not_given",
        Suspicion::Clear => "clear",
        Suspicion::Flagged => "flagged",
    }
}

/// Reads an origin.
pub(super) fn origin_of(code: &str) -> Origin {
    match code {
        "intercompany" => Origin::Intercompany,
        _ => Origin::Customer,
    }
}

/// The code of an origin.
pub(super) fn origin_code(origin: Origin) -> &'static str {
    match origin {
        Origin::Customer => "customer",
        Origin::Intercompany => "intercompany",
    }
}

/// The step of checks that a stored step of an order stands for; a quotation, a closed and a cancelled order have none.
pub(super) fn step_of(stored: &str) -> Option<Step> {
    match stored {
        "entry" => Some(Step::Entry),
        "confirmation" => Some(Step::Confirmation),
        "picking" => Some(Step::PickingList),
        "packing_slip" => Some(Step::PackingSlip),
        "invoice" => Some(Step::Invoice),
        _ => None,
    }
}

/// Refuses an order that stands at no step of checks: a quotation is no order yet, and a closed one is finished.
pub(super) fn checkable(order_no: &str, stored: &str) -> Result<(), Refusal> {
    match stored {
        "quotation" | "closed" => Err(Refusal::new("order_at_no_step")
            .with("order_no", order_no)
            .with("step", stored)),
        _ => Ok(()),
    }
}

/// Whether an order that stood at its packing slip stands before it now: the slip was cancelled.
pub(super) fn is_slip_cancelled(before: Option<&str>, now: &str) -> bool {
    before == Some("packing_slip") && matches!(now, "entry" | "confirmation" | "picking")
}

/// Stored steps in the order in which an order takes them.
pub(super) const STORED_STEPS: [&str; 5] = [
    "entry",
    "confirmation",
    "picking",
    "packing_slip",
    "invoice",
];

/// The stored step of an order that has passed a step of checks. A release to the warehouse comes before picking.
pub(super) fn stored_step(step: Step) -> &'static str {
    match step {
        Step::Entry => "entry",
        Step::Confirmation | Step::ReleaseToWarehouse => "confirmation",
        Step::PickingList => "picking",
        Step::PackingSlip => "packing_slip",
        Step::Invoice => "invoice",
    }
}

/// Takes everything that a check looks at.
pub(super) fn look(
    connection: &Connection,
    bench: &Bench,
    known: &Known,
    (step, mode): (Step, Mode),
) -> Result<Looked, Refusal> {
    let Bench { taker, policy, .. } = bench;
    let of_customer = bench.customer(connection, known.customer_id)?;
    let facts = &known.facts;
    let currency = currency_of(&facts.currency)?;
    let current = CurrentOrder {
        order_no: &known.order_no,
        currency,
        amount_minor: facts.amount_minor,
        tax_minor: facts.tax_minor,
        prepaid_minor: facts.prepaid_minor,
    };
    let given = taker.given(
        connection,
        known.customer_id,
        of_customer.attributes,
        of_customer.having,
    )?;
    let standing = taker.standing_of(connection, known.customer_id, given, Some(current))?;
    let (late, credits_minor) = items_of(&standing.items, taker)?;
    let order = Order {
        number: known.order_no.clone(),
        price_minor: facts.price_minor,
        amount_minor: standing.exposure.part(Component::CurrentOrder),
        prepaid_minor: standing.exposure.part(Component::Prepaid).saturating_neg(),
        terms: facts.terms.clone(),
        discount: facts.discount.clone(),
        address: address(connection, known)?,
        suspicion: facts.suspicion,
        origin: facts.origin,
        exclusion: known.exclusion,
        step,
        mode,
        forced: known.forced.clone(),
        release: known.released.clone(),
    };
    let customer = customer(connection, bench, (&of_customer, known), &standing)?;
    let limits = limits(connection, taker, &standing)?;
    let members = members(connection, taker, &standing, known.customer_id)?;
    Ok(Looked {
        snapshot: Snapshot {
            day: taker.as_of,
            currency: taker.company,
            rates: rates_of(&taker.rates(), policy),
            customer,
            order,
            limits,
            items: late,
            credits_minor,
            members,
        },
        standing,
        stop: of_customer.stop(step),
        customer: of_customer,
    })
}

/// What the others owe with whom the customer shares a limit, where the group says that their days count too.
fn members(
    connection: &Connection,
    taker: &Taker,
    standing: &Standing,
    customer_id: i64,
) -> Result<Vec<Debts>, Refusal> {
    let Some((shared, _)) = &standing.group else {
        return Ok(Vec::new());
    };
    if !shared.use_days_overdue {
        return Ok(Vec::new());
    }
    let others = shared.members.iter().filter(|id| **id != customer_id);
    others
        .map(|id| {
            let items = taker.open_items(connection, *id)?;
            let (items, credits_minor) = items_of(&items, taker)?;
            Ok(Debts {
                customer_id: *id,
                items,
                credits_minor,
            })
        })
        .collect()
}

/// The overdue debits, and what is there that pays nothing yet. A debit that is not due yet is in no rule.
pub(super) fn items_of(items: &[OpenItem], taker: &Taker) -> Result<(Vec<Item>, i64), Refusal> {
    let rates = taker.rates();
    let mut late = Vec::new();
    let mut credits = 0_i128;
    for item in items {
        let open_minor = rates.value(item.open_minor, item.currency)?;
        if open_minor < 0 {
            credits -= i128::from(open_minor);
        } else if item.due_on < taker.as_of {
            late.push(Item {
                transaction_id: item.transaction_id,
                kind: match item.kind {
                    Kind::Invoice => ItemKind::Invoice,
                    _ => ItemKind::OtherDebit,
                },
                due_on: item.due_on,
                open_minor,
                disputed_minor: rates.value(item.disputed_minor, item.currency)?,
            });
        }
    }
    let credits_minor = i64::try_from(credits).unwrap_or(i64::MAX);
    Ok((late, credits_minor))
}

/// Only the rates that a rule asks for, so that a stored snapshot holds what was used and nothing else.
fn rates_of(rates: &Rates<'_>, policy: &Policy) -> Vec<Rate> {
    let asked = |currency: &Currency| {
        policy
            .rules
            .iter()
            .any(|rule| rule.currency == Some(*currency))
    };
    rates
        .of
        .iter()
        .filter(|(currency, _)| asked(currency))
        .map(|(currency, rate)| Rate {
            currency: *currency,
            rate: *rate,
        })
        .collect()
}

fn customer(
    connection: &Connection,
    bench: &Bench,
    (facts, known): (&CustomerFacts, &Known),
    standing: &Standing,
) -> Result<Customer, Refusal> {
    let Bench { taker, policy, .. } = bench;
    Ok(Customer {
        id: facts.id,
        status: facts.status().map(str::to_owned),
        group: facts.group.clone(),
        risk_group: taker.risk_group(connection, facts.id, facts.having)?,
        excluded: switch(facts.excluded),
        ignore_until: facts.ignore_until,
        expiry: Expiry {
            own: standing.state.expires_on,
            group: facts.group_to_on,
        },
        terms: facts.terms.clone(),
        discount: facts.discount.clone(),
        since: facts.since,
        average_order_minor: average_order(connection, taker, policy, known)?,
    })
}

/// A parameter or a box as the engine takes it.
pub(super) fn switch(on: bool) -> Switch {
    if on { Switch::On } else { Switch::Off }
}

/// The customer's average order of the last 12 months without the one in hand; looked for only where a rule asks.
fn average_order(
    connection: &Connection,
    taker: &Taker,
    policy: &Policy,
    known: &Known,
) -> Result<Option<i64>, Refusal> {
    if !asks_average(policy) {
        return Ok(None);
    }
    average_order_of(
        connection,
        &taker.rates(),
        (known.customer_id, &known.order_no),
        taker.as_of,
    )
}

/// Whether a rule asks for the average order.
pub(super) fn asks_average(policy: &Policy) -> bool {
    use engine::holds::Condition;
    policy.rules.iter().any(|rule| {
        matches!(&rule.condition, Condition::OrderReview { review } if review.average_bp.is_some())
    })
}

/// The average order of a customer in the 12 months before a day, without the order in hand.
pub(super) fn average_order_of(
    connection: &Connection,
    rates: &Rates<'_>,
    (customer_id, order_no): (i64, &str),
    as_of: NaiveDate,
) -> Result<Option<i64>, Refusal> {
    let from = as_of
        .checked_sub_months(chrono::Months::new(12))
        .unwrap_or(NaiveDate::MIN);
    let mut statement = connection.prepare_cached(
        "SELECT o.currency, o.amount_minor FROM orders o
         WHERE o.customer_id = :id AND o.order_no <> :no AND o.ordered_on BETWEEN :from AND :to
           AND o.step NOT IN ('quotation', 'cancelled')
           AND NOT EXISTS (SELECT 1 FROM order_credit k WHERE k.company_id = o.company_id AND k.order_no = o.order_no
             AND k.state = 'rejected')",
    )?;
    let mut rows = statement.query(named_params! {
        ":id": customer_id, ":no": order_no, ":from": from.to_string(), ":to": as_of.to_string(),
    })?;
    let (mut sum, mut count) = (0_i128, 0_i128);
    while let Some(row) = rows.next()? {
        let currency: String = row.get("currency")?;
        let minor = rates.value(row.get("amount_minor")?, currency_of(&currency)?)?;
        sum += i128::from(minor);
        count += 1;
    }
    if count == 0 {
        return Ok(None);
    }
    // Half away from zero, as every figure is rounded once.
    let average = (sum * 2 + sum.signum() * count) / (count * 2);
    Ok(i64::try_from(average).ok())
}

/// Whether the order goes where the customer had orders go before: an address of its own, or that of an earlier order that
/// nobody holds, rejected or cancelled.
fn address(connection: &Connection, known: &Known) -> Result<Address, Refusal> {
    let Some(to) = known
        .facts
        .deliver_to
        .as_deref()
        .map(str::trim)
        .filter(|to| !to.is_empty())
    else {
        return Ok(Address::NotGiven);
    };
    let used: bool = connection
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM orders o WHERE o.customer_id = :id AND o.order_no <> :no
               AND trim(o.deliver_to) = :to COLLATE NOCASE AND o.step <> 'cancelled'
               AND NOT EXISTS (SELECT 1 FROM order_credit k WHERE k.company_id = o.company_id AND k.order_no = o.order_no
                 AND k.state IN ('on_hold', 'in_approval', 'rejected', 'cancelled')))",
        )?
        .query_row(
            named_params! {":id": known.customer_id, ":no": known.order_no, ":to": to},
            |row| row.get(0),
        )?;
    let own = || -> Result<bool, Refusal> {
        let mut statement = connection.prepare_cached(
            "SELECT street, postal_code, city FROM addresses WHERE customer_id = :id",
        )?;
        let mut rows = statement.query(named_params! {":id": known.customer_id})?;
        while let Some(row) = rows.next()? {
            let parts: [String; 3] = [
                row.get("street")?,
                row.get("postal_code")?,
                row.get("city")?,
            ];
            if words(&parts.join(" ")) == words(to) {
                return Ok(true);
            }
        }
        Ok(false)
    };
    Ok(if used || own()? {
        Address::Known
    } else {
        Address::New
    })
}

/// The words of an address, whatever stands between them.
fn words(text: &str) -> Vec<String> {
    text.split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

fn limits(connection: &Connection, taker: &Taker, standing: &Standing) -> Result<Limits, Refusal> {
    let order = &standing.exposure;
    let unused = standing
        .cover
        .value_minor
        .saturating_sub(standing.exposures.total_minor.max(0))
        .max(0);
    let own = side(taker.company, None, standing.resolution.own, unused);
    let group = match &standing.group {
        Some((shared, _)) if shared.currency != taker.company => {
            let rates = taker.rates_into(connection, shared.currency)?;
            let rates = Rates {
                company: shared.currency,
                of: &rates,
            };
            let tested = rates.value(tested(order), taker.company)?;
            let unused = rates.value(unused, taker.company)?;
            side(
                shared.currency,
                Some(tested),
                standing.resolution.group,
                unused,
            )
        }
        _ => side(taker.company, None, standing.resolution.group, unused),
    };
    Ok(Limits { group, own })
}

/// What rules test of the order, in the company's currency.
fn tested(exposure: &Exposure) -> i64 {
    exposure.order_minor()
}

fn side(
    currency: Currency,
    order_minor: Option<i64>,
    measures: Measures,
    unused_cover_minor: i64,
) -> LimitSide {
    LimitSide {
        currency,
        order_minor,
        total: limit(measures.total),
        uninsured: limit(measures.uninsured),
        unused_cover_minor,
    }
}

fn limit(tested: Tested) -> Limit {
    match tested {
        Tested::NotTested { .. } => Limit::NotTested,
        Tested::Unlimited => Limit::Unlimited,
        Tested::NotSet => Limit::NotSet,
        Tested::Set {
            total_minor,
            exposure_minor,
        } => Limit::Set {
            total_minor,
            exposure_minor,
        },
    }
}
