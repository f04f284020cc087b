//! `orders.save`, `orders.cancel`, `orders.exclude`, `orders.reopen`: orders that people type, and what they say of any
//! order. A change that raises an order is checked at once at *Entry* (spec 12 §2, §10).

mod change;
mod ended;
mod steps;

use chrono::NaiveDate;
use engine::holds::OrderExclusion;
use engine::holds::manual::ManualRefusal;
use engine::holds::order_state::{Event, State};
use rusqlite::named_params;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::check::{Bench, OrderGiven, other_customer};
use super::decide::manual_refusal;
use super::detail::{OrderDetail, OrderRequest, load};
use super::facts::{OrderFacts, checkable, of_order, origin_code, suspicion_code};
use super::ordered;
use super::store::{self, Because, OrderRow};
use crate::act::Act;
use crate::company;
use crate::ledger::DocumentLine;
use crate::refusal::Refusal;
use crate::session::Session;
use crate::users::{self, Right};
pub(super) use change::{change, changed, follow, needs_check};
pub(super) use ended::{cancel_in_book, ended_in_file, returned, withdraw};
pub(super) use steps::{Taken, back_from, take_step};

/// An order that is typed: a new one, or a change of one that is there.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct SaveOrder {
    /// Its number.
    pub order_no: String,
    /// Its day; today where missing.
    #[serde(default)]
    pub ordered_on: Option<NaiveDate>,
    /// What it is.
    pub order: OrderGiven,
    /// What of it is not delivered and not invoiced; the whole where missing.
    #[serde(default)]
    #[ts(type = "number | null")]
    pub open_minor: Option<i64>,
    /// Its lines: they stay as they are where missing, none are left where empty, and where there are some they add up to the
    /// amount.
    #[serde(default)]
    pub lines: Option<Vec<OrderLine>>,
}

/// A line of an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct OrderLine {
    /// Item.
    #[serde(default)]
    pub item: Option<String>,
    /// Words.
    #[serde(default)]
    pub text: Option<String>,
    /// Quantity as written.
    #[serde(default)]
    pub quantity: Option<String>,
    /// Price as written.
    #[serde(default)]
    pub price: Option<String>,
    /// Amount of the line, minor units.
    #[ts(type = "number | null")]
    pub amount_minor: Option<i64>,
}

/// Says whether an order is excluded from credit management.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct ExcludeOrder {
    /// Its number.
    pub order_no: String,
    /// Excluded, not excluded, or by the parameter.
    pub exclusion: OrderExclusion,
    /// Why.
    #[serde(default)]
    pub comment: String,
}

/// Cancels or opens an order again.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct OrderComment {
    /// Its number.
    pub order_no: String,
    /// Why.
    #[serde(default)]
    pub comment: String,
}

/// `orders.save`
pub fn save(session: &mut Session<'_>, request: SaveOrder) -> Result<OrderDetail, Refusal> {
    let number = request.order_no.trim().to_owned();
    if number.is_empty() {
        return Err(Refusal::new("value_missing").with("field", "order_no"));
    }
    let (ordered_by, mut facts) = request.order.facts(session.connection())?;
    let customer = ordered::billed(session.connection(), &number, ordered_by)?;
    other_customer(session.connection(), &number, customer)?;
    let open = request.open_minor.unwrap_or(facts.amount_minor);
    if open.unsigned_abs() > facts.price_minor.unsigned_abs()
        || open.signum() * facts.price_minor.signum() < 0
    {
        return Err(Refusal::new("order_open_above_amount").with("field", "open_minor"));
    }
    lines_add_up(
        request.lines.as_deref().unwrap_or_default(),
        facts.price_minor,
    )?;
    let today = session.today;
    let bench = Bench::on(session.connection(), today)?;
    session.act(|act| {
        act.about("order", &number);
        let before = of_order(act, &number)?;
        if let Some((_, _, stored)) = &before {
            checkable(&number, stored)?;
        }
        write(
            act,
            &number,
            (customer, ordered_by),
            &facts,
            (open, request.ordered_on.unwrap_or(today)),
            request.lines.as_deref(),
        )?;
        facts.amount_minor = open;
        changed(
            act,
            &bench,
            &number,
            customer,
            before.map(|(_, facts, _)| facts),
            &facts,
        )
    })?;
    load(session, &OrderRequest { order_no: number })
}

fn lines_add_up(lines: &[OrderLine], amount_minor: i64) -> Result<(), Refusal> {
    if lines.is_empty() {
        return Ok(());
    }
    let sum = lines.iter().try_fold(0_i64, |sum, line| {
        sum.checked_add(line.amount_minor.unwrap_or(0))
    });
    if sum == Some(amount_minor) {
        Ok(())
    } else {
        Err(Refusal::new("order_lines_differ")
            .with("field", "lines")
            .with("sum_minor", sum)
            .with("amount_minor", amount_minor))
    }
}

fn write(
    act: &mut Act<'_>,
    number: &str,
    (customer, ordered_by): (i64, i64),
    facts: &OrderFacts,
    (open, ordered_on): (i64, NaiveDate),
    lines: Option<&[OrderLine]>,
) -> Result<(), Refusal> {
    let touched = lines.is_some();
    let lines: Vec<DocumentLine> = lines
        .unwrap_or_default()
        .iter()
        .zip(1_i64..)
        .map(|(line, number)| DocumentLine {
            number,
            item: line.item.clone(),
            text: line.text.clone(),
            quantity: line.quantity.clone(),
            price: line.price.clone(),
            amount_minor: line.amount_minor,
            tax_code: None,
        })
        .collect();
    act.note("order", facts);
    act.execute(
        "INSERT INTO orders (uuid, company_id, customer_id, order_no, ordered_on, step, currency, amount_minor, open_minor,
           prepaid_minor, lines, tax_minor, terms, discount, deliver_to, suspicion, origin, ordered_by_id, act_id)
         VALUES (:uuid, :company, :customer, :no, :on, 'entry', :currency, :amount, :open, :prepaid, :lines, :tax, :terms,
           :discount, :to, :suspicion, :origin, :ordered_by, :act)
         ON CONFLICT (company_id, order_no) DO UPDATE SET ordered_on = excluded.ordered_on, currency = excluded.currency,
           amount_minor = excluded.amount_minor, open_minor = excluded.open_minor, prepaid_minor = excluded.prepaid_minor,
           lines = CASE WHEN :touched THEN excluded.lines ELSE lines END, tax_minor = excluded.tax_minor,
           terms = excluded.terms, discount = excluded.discount, deliver_to = excluded.deliver_to,
           suspicion = excluded.suspicion, origin = excluded.origin, act_id = excluded.act_id",
        named_params! {
            ":uuid": Uuid::now_v7().to_string(), ":company": company::current(act)?, ":customer": customer, ":no": number,
            ":on": ordered_on.to_string(), ":currency": facts.currency, ":amount": facts.price_minor, ":open": open,
            ":prepaid": facts.prepaid_minor, ":lines": serde_json::to_string(&lines)?, ":touched": touched, ":tax": facts.tax_minor,
            ":terms": facts.terms, ":discount": facts.discount, ":to": facts.deliver_to,
            ":suspicion": suspicion_code(facts.suspicion), ":origin": origin_code(facts.origin),
            ":ordered_by": (ordered_by != customer).then_some(ordered_by), ":act": act.id,
        },
    )?;
    Ok(())
}

/// `orders.cancel`: an order that is not held; a held one is cancelled by a decision about its hold.
pub fn cancel(session: &mut Session<'_>, request: OrderComment) -> Result<OrderDetail, Refusal> {
    let today = session.today;
    let number = request.order_no.trim().to_owned();
    session.act(|act| {
        act.about("order", &number);
        act.because(None, Some(&request.comment));
        let mut row = known(act, &number)?;
        if row.state.is_held() {
            return Err(Refusal::new("order_is_held").with("order_no", &number));
        }
        let because = Because {
            comment: &request.comment,
            ..Because::default()
        };
        store::go(act, &mut row, Event::Cancelled, today, &because)?;
        store::end_reservations(
            act,
            row.id,
            today,
            engine::holds::reservation::Why::Cancelled,
        )?;
        cancel_in_book(act, &number)?;
        act.credit.customers.insert(row.customer_id);
        store::save(act, &mut row, None)
    })?;
    load(session, &OrderRequest { order_no: number })
}

/// `orders.reopen`: a rejected or cancelled order begins anew. What somebody rejected is opened by whoever may reject, and
/// says why.
pub fn reopen(session: &mut Session<'_>, request: OrderComment) -> Result<OrderDetail, Refusal> {
    let today = session.today;
    let number = request.order_no.trim().to_owned();
    session.act(|act| {
        act.about("order", &number);
        act.because(None, Some(&request.comment));
        let mut row = known(act, &number)?;
        if row.state == State::Rejected {
            let me = users::load(act, act.actor.user_id)?;
            users::allow(&me, Right::Decide, "orders.reopen")?;
            if request.comment.trim().is_empty() {
                return Err(manual_refusal(ManualRefusal::CommentMissing));
            }
        }
        let because = Because {
            comment: &request.comment,
            ..Because::default()
        };
        store::go(act, &mut row, Event::Reopened, today, &because)?;
        row.released = None;
        row.forced = None;
        act.execute(
            "UPDATE orders SET step = 'entry', act_id = :act
             WHERE company_id = :company AND order_no = :no AND step = 'cancelled'",
            named_params! {":company": company::current(act)?, ":no": number, ":act": act.id},
        )?;
        act.credit.customers.insert(row.customer_id);
        store::save(act, &mut row, None)
    })?;
    load(session, &OrderRequest { order_no: number })
}

/// The row of an order that the book knows, checked or not.
pub(super) fn known(act: &Act<'_>, number: &str) -> Result<OrderRow, Refusal> {
    if let Some(row) = store::find(act, number)? {
        return Ok(row);
    }
    let (customer, facts, _) = of_order(act, number)?.ok_or_else(|| {
        Refusal::new("unknown_order")
            .with("field", "order_no")
            .with("order_no", number)
    })?;
    store::open(act, number, customer, &facts)
}

/// `orders.exclude`: only those who decide about credit may.
pub fn exclude(session: &mut Session<'_>, request: ExcludeOrder) -> Result<OrderDetail, Refusal> {
    let number = request.order_no.trim().to_owned();
    session.act(|act| {
        act.about("order", &number);
        act.because(None, Some(&request.comment));
        let mut row = known(act, &number)?;
        act.change(
            "exclusion",
            store::exclusion_code(row.exclusion),
            store::exclusion_code(request.exclusion),
        );
        row.exclusion = request.exclusion;
        act.credit.customers.insert(row.customer_id);
        store::save(act, &mut row, None)
    })?;
    load(session, &OrderRequest { order_no: number })
}
