//! Rows that are no ledger: contacts, orders, deliveries, exchange rates, revenues. Each is one row of its table under its
//! own key; a later file changes it, and the row before is kept for the undo of that file.

mod contacts;

use intake::{DeliveryRow, ExchangeRateRow, Field, OrderRow, OrderStep, RevenueRow};
use rusqlite::types::Value;
use rust_decimal::Decimal;
use serde_json::json;
use uuid::Uuid;

use super::customers::{Beside, create_in_passing};
use super::known::{Naming, account_of};
use super::request::{PreviewRow, RowChange};
use super::row::{Outcome, RowRefusal, Trouble};
use super::upsert::{Upsert, Upserted};
use super::work::Work;
use crate::company;
use crate::ledger::DocumentLine;
pub(super) use contacts::contact;

fn text(value: &str) -> Value {
    Value::Text(value.to_owned())
}

fn optional(value: Option<&str>) -> Value {
    value.map_or(Value::Null, text)
}

fn naming<'a>(key: Option<&'a str>, no: Option<&'a str>, name: Option<&'a str>) -> Naming<'a> {
    Naming { key, no, name }
}

/// A customer who must be in the book.
fn known_customer(work: &Work<'_, '_>, naming: &Naming<'_>) -> Result<i64, Trouble> {
    work.find_customer(naming)?.ok_or_else(|| {
        let named = naming.no.or(naming.key).or(naming.name);
        RowRefusal::new("customer_not_in_book", Field::CustomerNo)
            .with("value", named)
            .into()
    })
}

/// A customer who is created where the book does not have them.
fn customer(work: &mut Work<'_, '_>, naming: &Naming<'_>) -> Result<i64, Trouble> {
    match work.find_customer(naming)? {
        Some(id) => Ok(id),
        None => create_in_passing(work, naming, Beside::default()),
    }
}

/// What the preview shows of a record.
struct Record<'a> {
    line: u64,
    what: &'static str,
    key: &'a str,
    customer_id: Option<i64>,
    amount: Option<(i64, &'a str)>,
}

fn done(
    work: &mut Work<'_, '_>,
    record: &Record<'_>,
    upserted: Upserted,
) -> Result<Outcome, Trouble> {
    let (outcome, change, fields) = match upserted {
        Upserted::New => (Outcome::New, RowChange::New, Vec::new()),
        Upserted::Unchanged => (Outcome::Unchanged, RowChange::Unchanged, Vec::new()),
        Upserted::Changed(fields) => (Outcome::Changed, RowChange::Changed, fields),
        Upserted::Twice => {
            return Err(RowRefusal::new("record_twice", None)
                .with("key", record.key)
                .into());
        }
    };
    if work.tally.shown.is_some() {
        let account = match record.customer_id {
            Some(id) => account_of(work.act, id)?,
            None => String::new(),
        };
        let file = work.file().to_owned();
        work.tally.show(|| PreviewRow {
            file,
            line: record.line,
            change,
            record: record.what.to_owned(),
            key: record.key.to_owned(),
            account,
            amount_minor: record.amount.map(|(minor, _)| minor),
            currency: record.amount.map(|(_, currency)| currency.to_owned()),
            fields,
            rejected: None,
        });
    }
    Ok(outcome)
}

fn step(step: OrderStep) -> &'static str {
    match step {
        OrderStep::Quotation => "quotation",
        OrderStep::Confirmed => "confirmation",
        OrderStep::Picking => "picking",
        OrderStep::PackingSlip => "packing_slip",
        OrderStep::Invoiced => "invoice",
        OrderStep::Entered => "entry",
        OrderStep::Closed => "closed",
        OrderStep::Cancelled => "cancelled",
    }
}

/// Enters an order.
pub(super) fn order(work: &mut Work<'_, '_>, row: &OrderRow<'_>) -> Result<Outcome, Trouble> {
    let naming = naming(row.customer_key, row.customer_no, row.customer_name);
    if let Some(minor) = row.prepaid_minor.filter(|minor| *minor < 0) {
        return Err(RowRefusal::new("prepaid_negative", Field::Prepaid)
            .with("amount_minor", minor)
            .into());
    }
    let ordered_by = customer(work, &naming)?;
    let customer_id = billed(work, ("orders", "order_no"), row.order_no, ordered_by)?;
    let found = held(work, "orders", "order_no", row.order_no, customer_id)?;
    if found.is_none() {
        open_for_orders(work, ordered_by)?;
        open_for_orders(work, customer_id)?;
    }
    work.act.credit.orders = true;
    let open = row.open_amount_minor.unwrap_or(match row.step {
        OrderStep::Invoiced | OrderStep::Closed | OrderStep::Cancelled => 0,
        _ => row.amount_minor,
    });
    let mut values = vec![
        ("ordered_on", text(&row.order_date.to_string())),
        ("step", text(step(row.step))),
        ("currency", text(row.currency.code())),
        ("amount_minor", Value::Integer(row.amount_minor)),
        ("open_minor", Value::Integer(open)),
    ];
    if let Some(prepaid) = row.prepaid_minor {
        values.push(("prepaid_minor", Value::Integer(prepaid)));
    }
    if let Some(tax) = row.tax_minor {
        values.push(("tax_minor", Value::Integer(tax)));
    }
    for (column, given) in [
        ("terms", row.terms),
        ("discount", row.discount),
        ("deliver_to", row.deliver_to),
    ] {
        if given.is_some() {
            values.push((column, optional(given)));
        }
    }
    if let Some(suspicious) = row.suspicious {
        let flag = if suspicious { "flagged" } else { "clear" };
        values.push(("suspicion", text(flag)));
    }
    let lines = order_lines(row);
    if !lines.is_empty() {
        let lines = serde_json::to_string(&lines).map_err(crate::refusal::Refusal::from)?;
        values.push(("lines", Value::Text(lines)));
    }
    let mut key = numbered(work, "order_no", row.order_no, customer_id)?;
    if ordered_by != customer_id {
        key.push(("ordered_by_id", Value::Integer(ordered_by)));
    }
    let upserted = Upsert {
        table: "orders",
        found,
        key,
        values,
    }
    .write(work)?;
    let record = Record {
        line: row.line,
        what: "order",
        key: row.order_no,
        customer_id: Some(customer_id),
        amount: Some((row.amount_minor, row.currency.code())),
    };
    done(work, &record, upserted)
}

/// A customer who is closed gets no new order (spec 10 §4).
fn open_for_orders(work: &Work<'_, '_>, customer_id: i64) -> Result<(), Trouble> {
    match crate::standing::closed(work.act, customer_id)? {
        None => Ok(()),
        Some(status) => Err(RowRefusal::new("customer_closed", Field::CustomerNo)
            .with("account", account_of(work.act, customer_id)?)
            .with("status", status)
            .into()),
    }
}

fn order_lines(row: &OrderRow<'_>) -> Vec<DocumentLine> {
    let own = |text: Option<&str>| text.map(str::to_owned);
    let numbered = row.parts.lines().zip(1_i64..);
    numbered
        .map(|(line, place)| DocumentLine {
            number: line.no.and_then(|no| no.parse().ok()).unwrap_or(place),
            item: own(line.item),
            text: own(line.text),
            quantity: line.quantity.map(|quantity| quantity.to_string()),
            price: line.unit_price.map(|price| price.to_string()),
            amount_minor: Some(line.amount_minor),
            tax_code: own(line.tax_code),
        })
        .collect()
}

/// Enters a delivery that is not invoiced.
pub(super) fn delivery(work: &mut Work<'_, '_>, row: &DeliveryRow<'_>) -> Result<Outcome, Trouble> {
    let naming = naming(row.customer_key, row.customer_no, row.customer_name);
    let ordered_by = customer(work, &naming)?;
    let numbers = ("deliveries", "delivery_no");
    let customer_id = billed(work, numbers, row.delivery_no, ordered_by)?;
    let found = held(
        work,
        "deliveries",
        "delivery_no",
        row.delivery_no,
        customer_id,
    )?;
    let mut values = vec![
        ("delivered_on", text(&row.delivery_date.to_string())),
        ("currency", text(row.currency.code())),
        ("amount_minor", Value::Integer(row.amount_minor)),
    ];
    if row.order_no.is_some() {
        values.push(("order_no", optional(row.order_no)));
    }
    let upserted = Upsert {
        table: "deliveries",
        found,
        key: numbered(work, "delivery_no", row.delivery_no, customer_id)?,
        values,
    }
    .write(work)?;
    let record = Record {
        line: row.line,
        what: "delivery",
        key: row.delivery_no,
        customer_id: Some(customer_id),
        amount: Some((row.amount_minor, row.currency.code())),
    };
    done(work, &record, upserted)
}

fn numbered(
    work: &Work<'_, '_>,
    column: &'static str,
    number: &str,
    customer_id: i64,
) -> Result<Vec<(&'static str, Value)>, crate::refusal::Refusal> {
    Ok(vec![
        ("company_id", Value::Integer(company::current(work.act)?)),
        ("uuid", text(&Uuid::now_v7().to_string())),
        ("customer_id", Value::Integer(customer_id)),
        (column, text(number)),
    ])
}

/// The account on which an order or a delivery counts: the invoice account of whoever ordered, unless it came before the
/// customer had one.
fn billed(
    work: &Work<'_, '_>,
    (table, column): (&str, &str),
    number: &str,
    ordered_by: i64,
) -> Result<i64, Trouble> {
    let invoice_id = crate::invoice_accounts::of(work.act, ordered_by)?;
    if invoice_id == ordered_by {
        return Ok(ordered_by);
    }
    let came_before: bool = work
        .act
        .prepare_cached(&format!(
            "SELECT EXISTS (SELECT 1 FROM {table} WHERE company_id = ?1 AND {column} = ?2 AND customer_id = ?3)"
        ))?
        .query_row(rusqlite::params![company::current(work.act)?, number, ordered_by], |row| row.get(0))?;
    Ok(if came_before { ordered_by } else { invoice_id })
}

/// The record of a number; refused where it is another customer's.
fn held(
    work: &Work<'_, '_>,
    table: &str,
    column: &str,
    number: &str,
    customer_id: i64,
) -> Result<Option<serde_json::Value>, Trouble> {
    use rusqlite::OptionalExtension as _;
    let found: Option<(i64, i64)> = work
        .act
        .prepare_cached(&format!(
            "SELECT id, customer_id FROM {table} WHERE company_id = ?1 AND {column} = ?2"
        ))?
        .query_row(
            rusqlite::params![company::current(work.act)?, number],
            |row| Ok((row.get("id")?, row.get("customer_id")?)),
        )
        .optional()?;
    match found {
        Some((_, holder)) if holder != customer_id => {
            let account = account_of(work.act, holder)?;
            Err(RowRefusal::new("number_of_other_customer", None)
                .with("account", account)
                .with("number", number)
                .into())
        }
        found => Ok(found.map(|(id, _)| json!([id]))),
    }
}

/// Enters a rate of exchange: what one unit is worth.
pub(super) fn rate(work: &mut Work<'_, '_>, row: &ExchangeRateRow) -> Result<Outcome, Trouble> {
    let invalid =
        || RowRefusal::new("rate_invalid", Field::Rate).with("value", row.rate.to_string());
    if row.from == row.to {
        return Err(RowRefusal::new("rate_same_currency", Field::CurrencyTo)
            .with("currency", row.from.code())
            .into());
    }
    let written = Decimal::try_from_i128_with_scale(i128::from(row.rate.mantissa), row.rate.scale)
        .map_err(|_| invalid())?;
    let rate = written
        .checked_div(Decimal::from(row.units.max(1)))
        .filter(|rate| *rate > Decimal::ZERO)
        .ok_or_else(invalid)?;
    let (from, to, day) = (row.from.code(), row.to.code(), row.day.to_string());
    let key = json!(["default", from, to, day]);
    let found: bool = work
        .act
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM exchange_rates WHERE rate_type = 'default' AND from_currency = ?1
               AND to_currency = ?2 AND valid_from = ?3)",
        )?
        .query_row([from, to, &day], |row| row.get(0))?;
    let upserted = Upsert {
        table: "exchange_rates",
        found: found.then_some(key),
        key: vec![
            ("rate_type", text("default")),
            ("from_currency", text(from)),
            ("to_currency", text(to)),
            ("valid_from", text(&day)),
        ],
        values: vec![("rate", text(&rate.normalize().to_string()))],
    }
    .write(work)?;
    let shown = format!("{from} {to} {day}");
    let record = Record {
        line: row.line,
        what: "exchange_rate",
        key: &shown,
        customer_id: None,
        amount: None,
    };
    done(work, &record, upserted)
}

/// Enters what was sold to a customer in a period.
pub(super) fn revenue(work: &mut Work<'_, '_>, row: &RevenueRow<'_>) -> Result<Outcome, Trouble> {
    let naming = naming(row.customer_key, row.customer_no, row.customer_name);
    let customer_id = known_customer(work, &naming)?;
    if row.period_to < row.period_from {
        return Err(RowRefusal::new("period_backwards", Field::PeriodTo).into());
    }
    let (from, to) = (row.period_from.to_string(), row.period_to.to_string());
    let currency = row.currency.code();
    let found: bool = work
        .act
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM revenues WHERE customer_id = ?1 AND from_on = ?2 AND to_on = ?3
               AND currency = ?4)",
        )?
        .query_row(rusqlite::params![customer_id, from, to, currency], |row| {
            row.get(0)
        })?;
    let upserted = Upsert {
        table: "revenues",
        found: found.then(|| json!([customer_id, from, to, currency])),
        key: vec![
            ("customer_id", Value::Integer(customer_id)),
            ("from_on", text(&from)),
            ("to_on", text(&to)),
            ("currency", text(currency)),
        ],
        values: vec![("amount_minor", Value::Integer(row.amount_minor))],
    }
    .write(work)?;
    let shown = format!("{from} {to}");
    let record = Record {
        line: row.line,
        what: "revenue",
        key: &shown,
        customer_id: Some(customer_id),
        amount: Some((row.amount_minor, currency)),
    };
    done(work, &record, upserted)
}
