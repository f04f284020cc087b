//! `orders.get`: everything of one order: what it is, where it stands, its checks and its history.

use chrono::NaiveDate;
use engine::holds::order_state::State;
use engine::holds::{Mode, OrderExclusion, Origin, Step, Suspicion, Verdict};
use rusqlite::{Connection, named_params};
use serde::{Deserialize, Serialize};

use super::check::account;
use super::facts::{OrderFacts, of_order};
use super::typed::OrderLine;
use super::{ordered, store};
use crate::accounts::{day_of, optional_day_of};
use crate::company;
use crate::ledger::DocumentLine;
use crate::refusal::Refusal;
use crate::session::Session;

/// Names an order.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct OrderRequest {
    /// Its number.
    pub order_no: String,
}

/// An order with everything that credit management knows of it. Amounts are minor units of its currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct OrderDetail {
    /// Its number.
    pub order_no: String,
    /// Account number of the customer on which it is checked.
    pub account: String,
    /// Name of the customer.
    pub name: String,
    /// Account number of whoever ordered, where that is another customer.
    #[serde(default)]
    pub ordered_by: Option<String>,
    /// Whether it is in the book; else it was only checked.
    pub arrived: bool,
    /// Its day.
    pub ordered_on: Option<NaiveDate>,
    /// `quotation`, `entry`, `confirmation`, `picking`, `packing_slip`, `invoice`, `closed`, `cancelled`.
    pub step: Option<String>,
    /// Its currency.
    pub currency: String,
    /// With charges and tax.
    #[ts(type = "number")]
    pub amount_minor: i64,
    /// Not delivered and not invoiced.
    #[ts(type = "number")]
    pub open_minor: i64,
    /// The tax in the whole.
    #[ts(type = "number")]
    pub tax_minor: i64,
    /// Prepaid.
    #[ts(type = "number")]
    pub prepaid_minor: i64,
    /// Terms of payment of its own.
    pub terms: Option<String>,
    /// Cash discount of its own.
    pub discount: Option<String>,
    /// Where it goes.
    pub deliver_to: Option<String>,
    /// Flag of suspicion.
    pub suspicion: Suspicion,
    /// Where it comes from.
    pub origin: Origin,
    /// Its exclusion from credit management.
    pub exclusion: OrderExclusion,
    /// Its credit status.
    pub state: State,
    /// The step that was checked last.
    pub checked_step: Option<Step>,
    /// The hold that is open.
    #[ts(type = "number | null")]
    pub hold_id: Option<i64>,
    /// The last hold, open or not.
    #[ts(type = "number | null")]
    pub last_hold_id: Option<i64>,
    /// Its lines.
    pub lines: Vec<OrderLine>,
    /// What of it was delivered and is not invoiced.
    pub deliveries: Vec<OrderDelivery>,
    /// Until when a passed check keeps its amount; `None` where nothing is kept.
    pub reserved_until: Option<NaiveDate>,
    /// Checks, newest first, at most 50.
    pub checks: Vec<OrderCheck>,
    /// Changes of its credit status, newest first.
    pub history: Vec<OrderChange>,
}

/// A delivery that is not invoiced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct OrderDelivery {
    /// Its number.
    pub delivery_no: String,
    /// Its day.
    pub delivered_on: NaiveDate,
    /// Minor units.
    #[ts(type = "number")]
    pub amount_minor: i64,
    /// Their currency.
    pub currency: String,
}

/// A check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct OrderCheck {
    /// Row id.
    #[ts(type = "number")]
    pub id: i64,
    /// When.
    pub checked_on: NaiveDate,
    /// The step.
    pub step: Step,
    /// Executed or printed.
    pub mode: Mode,
    /// What came out.
    pub verdict: Verdict,
    /// Code of the user.
    pub user: String,
}

/// A change of the credit status.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct OrderChange {
    /// Row id.
    #[ts(type = "number")]
    pub id: i64,
    /// When.
    pub changed_on: NaiveDate,
    /// Before.
    pub old: State,
    /// After.
    pub new: State,
    /// `checked`, `forced`, `submitted`, `recalled`, `released`, `rejected`, `cancelled`, `undone`, `reopened`; `noted` is a note
    /// and changes nothing.
    pub event: String,
    /// The step.
    pub step: Option<Step>,
    /// Code of the reason.
    pub reason: Option<String>,
    /// Comment.
    pub comment: String,
    /// Code of the user.
    pub user: String,
    /// The check.
    #[ts(type = "number | null")]
    pub check_id: Option<i64>,
    /// The hold.
    #[ts(type = "number | null")]
    pub hold_id: Option<i64>,
}

/// `orders.get`
pub fn get(session: &mut Session<'_>, request: OrderRequest) -> Result<OrderDetail, Refusal> {
    load(session, &request)
}

pub(super) fn load(session: &Session<'_>, request: &OrderRequest) -> Result<OrderDetail, Refusal> {
    let today = session.today;
    session.read(|connection| read(connection, request.order_no.trim(), today))
}

/// What only an order of the book has.
struct InBook {
    ordered_on: NaiveDate,
    step: String,
    lines: Vec<OrderLine>,
    tax_minor: i64,
}

fn in_book(connection: &Connection, number: &str) -> Result<Option<InBook>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT ordered_on, step, lines, tax_minor FROM orders WHERE company_id = :company AND order_no = :no",
    )?;
    let mut rows = statement
        .query(named_params! {":company": company::current(connection)?, ":no": number})?;
    let Some(row) = rows.next()? else {
        return Ok(None);
    };
    let lines: String = row.get("lines")?;
    let lines: Vec<DocumentLine> = serde_json::from_str(&lines)?;
    Ok(Some(InBook {
        ordered_on: day_of(row, "ordered_on")?,
        step: row.get("step")?,
        tax_minor: row.get("tax_minor")?,
        lines: lines
            .into_iter()
            .map(|line| OrderLine {
                item: line.item,
                text: line.text,
                quantity: line.quantity,
                price: line.price,
                amount_minor: line.amount_minor,
            })
            .collect(),
    }))
}

fn read(connection: &Connection, number: &str, today: NaiveDate) -> Result<OrderDetail, Refusal> {
    let book = in_book(connection, number)?;
    let stored = of_order(connection, number)?;
    let credit = store::find(connection, number)?;
    let unknown = || {
        Refusal::new("unknown_order")
            .with("field", "order_no")
            .with("order_no", number)
    };
    let (customer, facts): (i64, OrderFacts) = match (&stored, &credit) {
        (Some((customer, facts, _)), _) => (*customer, facts.clone()),
        (None, Some(row)) => (row.customer_id, row.facts.clone()),
        (None, None) => return Err(unknown()),
    };
    let (account, name) = account(connection, customer)?;
    let id = credit.as_ref().map_or(0, |row| row.id);
    Ok(OrderDetail {
        order_no: number.to_owned(),
        account,
        name,
        ordered_by: ordered::by(connection, number)?,
        arrived: book.is_some(),
        ordered_on: book.as_ref().map(|book| book.ordered_on),
        step: book.as_ref().map(|book| book.step.clone()),
        currency: facts.currency,
        amount_minor: facts.price_minor,
        open_minor: facts.amount_minor,
        tax_minor: book.as_ref().map_or(facts.tax_minor, |book| book.tax_minor),
        prepaid_minor: facts.prepaid_minor,
        terms: facts.terms,
        discount: facts.discount,
        deliver_to: facts.deliver_to,
        suspicion: facts.suspicion,
        origin: facts.origin,
        exclusion: credit
            .as_ref()
            .map_or(OrderExclusion::ByDefault, |row| row.exclusion),
        state: credit.as_ref().map_or(State::NotChecked, |row| row.state),
        checked_step: credit.as_ref().and_then(|row| row.step),
        hold_id: credit.as_ref().and_then(|row| row.hold_id),
        last_hold_id: connection.query_row(
            "SELECT MAX(id) FROM holds WHERE order_id = :id",
            named_params! {":id": id},
            |row| row.get(0),
        )?,
        lines: book.map(|book| book.lines).unwrap_or_default(),
        deliveries: deliveries(connection, number)?,
        reserved_until: reserved(connection, id, today)?,
        checks: checks(connection, id)?,
        history: history(connection, id)?,
    })
}

fn deliveries(connection: &Connection, number: &str) -> Result<Vec<OrderDelivery>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT delivery_no, delivered_on, amount_minor, currency FROM deliveries
         WHERE order_no = :no ORDER BY delivered_on, id",
    )?;
    let mut rows = statement.query(named_params! {":no": number})?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(OrderDelivery {
            delivery_no: row.get("delivery_no")?,
            delivered_on: day_of(row, "delivered_on")?,
            amount_minor: row.get("amount_minor")?,
            currency: row.get("currency")?,
        });
    }
    Ok(found)
}

fn reserved(
    connection: &Connection,
    id: i64,
    today: NaiveDate,
) -> Result<Option<NaiveDate>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT r.last_on FROM reservations r JOIN order_credit k ON k.id = r.order_id
         WHERE r.order_id = :id AND r.ended_on IS NULL AND r.last_on >= :today
           AND NOT EXISTS (SELECT 1 FROM orders o WHERE o.company_id = k.company_id AND o.order_no = k.order_no)",
    )?;
    let mut rows = statement.query(named_params! {":id": id, ":today": today.to_string()})?;
    match rows.next()? {
        Some(row) => optional_day_of(row, "last_on"),
        None => Ok(None),
    }
}

/// Reads a step of a stored check.
pub(super) fn step_of(code: &str) -> Result<Step, Refusal> {
    Step::from_code(code).ok_or_else(|| Refusal::new("book_damaged").with("step", code))
}

/// Reads a mode of a stored check.
pub(super) fn mode_of(code: &str) -> Result<Mode, Refusal> {
    Mode::from_code(code).ok_or_else(|| Refusal::new("book_damaged").with("mode", code))
}

/// Reads a verdict of a stored check.
pub(super) fn verdict_of(code: &str) -> Result<Verdict, Refusal> {
    Verdict::from_code(code).ok_or_else(|| Refusal::new("book_damaged").with("verdict", code))
}

fn checks(connection: &Connection, id: i64) -> Result<Vec<OrderCheck>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT c.id, c.checked_on, c.step, c.mode, c.verdict, u.code AS user FROM order_checks c
         JOIN audit a ON a.id = c.act_id JOIN users u ON u.id = a.user_id
         WHERE c.order_id = :id ORDER BY c.id DESC LIMIT 50",
    )?;
    let mut rows = statement.query(named_params! {":id": id})?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(OrderCheck {
            id: row.get("id")?,
            checked_on: day_of(row, "checked_on")?,
            step: step_of(&row.get::<_, String>("step")?)?,
            mode: mode_of(&row.get::<_, String>("mode")?)?,
            verdict: verdict_of(&row.get::<_, String>("verdict")?)?,
            user: row.get("user")?,
        });
    }
    Ok(found)
}

fn history(connection: &Connection, id: i64) -> Result<Vec<OrderChange>, Refusal> {
    changes(connection, "h.order_id = :id", id)
}

/// What happened to a hold, with the notes about it, newest first.
pub(super) fn history_of_hold(
    connection: &Connection,
    hold_id: i64,
) -> Result<Vec<OrderChange>, Refusal> {
    changes(connection, "h.hold_id = :id", hold_id)
}

fn changes(connection: &Connection, of: &str, id: i64) -> Result<Vec<OrderChange>, Refusal> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT h.id, h.changed_on, h.old_state, h.new_state, h.event, h.step, r.code AS reason, h.comment, u.code AS user,
                h.check_id, h.hold_id
         FROM order_history h JOIN audit a ON a.id = h.act_id JOIN users u ON u.id = a.user_id
           LEFT JOIN credit_reasons r ON r.id = h.reason_id
         WHERE {of} ORDER BY h.id DESC"
    ))?;
    let mut rows = statement.query(named_params! {":id": id})?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let step: Option<String> = row.get("step")?;
        found.push(OrderChange {
            id: row.get("id")?,
            changed_on: day_of(row, "changed_on")?,
            old: store::state_of(&row.get::<_, String>("old_state")?)?,
            new: store::state_of(&row.get::<_, String>("new_state")?)?,
            event: row.get("event")?,
            step: step.as_deref().and_then(Step::from_code),
            reason: row.get("reason")?,
            comment: row.get("comment")?,
            user: row.get("user")?,
            check_id: row.get("check_id")?,
            hold_id: row.get("hold_id")?,
        });
    }
    Ok(found)
}
