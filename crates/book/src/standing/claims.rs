//! What claims credit besides open items: orders with what credit management says of them, also those on hold that were
//! only checked, deliveries that are not invoiced, reservations of passed checks, and payments that name an order.

use std::borrow::Cow;
use std::collections::HashMap;

use chrono::NaiveDate;
use engine::account::OpenItem;
use engine::credit::exposure::{Order, OrderCredit, OrderPayment, Reservation, Step};
use engine::money::{Currency, Money};
use rusqlite::{Connection, OptionalExtension, Row, named_params};

use super::ahead::{Having, Sparse};
use crate::accounts::{currency_of, day_of};
use crate::refusal::Refusal;

/// An order with its number.
#[derive(Debug, Clone)]
pub(crate) struct OpenOrder {
    order_no: String,
    step: Step,
    credit: OrderCredit,
    currency: Currency,
    amount_minor: i64,
    tax_minor: i64,
    prepaid_minor: i64,
}

/// A reservation with its number.
struct Kept {
    order_no: String,
    currency: Currency,
    amount_minor: i64,
    tax_minor: i64,
    prepaid_minor: i64,
    last_on: NaiveDate,
}

/// What may pay an order: the payments among these items name one only where there is one.
pub(super) struct Paying<'a> {
    pub items: &'a [OpenItem],
    /// Whether an order is tested that nothing here knows.
    pub order: bool,
}

/// The claims of a customer on a day.
pub(super) struct Claims<'a> {
    orders: Cow<'a, [OpenOrder]>,
    reservations: Vec<Kept>,
    payments: Vec<(i64, String)>,
    /// Delivered and not invoiced.
    pub deliveries: Vec<Money>,
}

impl<'a> Claims<'a> {
    /// Reads them. An order that is invoiced to its end claims nothing, so that it is not read.
    pub fn read(
        connection: &Connection,
        customer_id: i64,
        (as_of, having): (NaiveDate, Having),
        paying: Paying<'_>,
        orders_ahead: Option<&'a [OpenOrder]>,
    ) -> Result<Self, Refusal> {
        let orders = if let Some(orders) = orders_ahead {
            Cow::Borrowed(orders)
        } else {
            let mut found = if having.any_of(Sparse::Orders) {
                orders(connection, customer_id, as_of)?
            } else {
                Vec::new()
            };
            if having.any_of(Sparse::Holds) {
                found.extend(held_outside(connection, customer_id, as_of)?);
            }
            Cow::Owned(found)
        };
        let claimed = !orders.is_empty() || having.any_of(Sparse::Reservations);
        Ok(Self {
            orders,
            reservations: if having.any_of(Sparse::Reservations) {
                reservations(connection, customer_id, as_of)?
            } else {
                Vec::new()
            },
            payments: if (claimed || paying.order) && having.any_of(Sparse::Payments) {
                payments(connection, paying.items)?
            } else {
                Vec::new()
            },
            deliveries: if having.any_of(Sparse::Deliveries) {
                deliveries(connection, customer_id, as_of)?
            } else {
                Vec::new()
            },
        })
    }

    /// The orders as the engine takes them.
    pub fn orders(&self) -> Vec<Order<'_>> {
        self.orders
            .iter()
            .map(|row| Order {
                order_no: &row.order_no,
                step: row.step,
                credit: row.credit,
                currency: row.currency,
                open_minor: row.amount_minor,
                tax_minor: row.tax_minor,
                prepaid_minor: row.prepaid_minor,
            })
            .collect()
    }

    /// The reservations as the engine takes them.
    pub fn reservations(&self) -> Vec<Reservation<'_>> {
        self.reservations
            .iter()
            .map(|row| Reservation {
                order_no: &row.order_no,
                currency: row.currency,
                amount_minor: row.amount_minor,
                tax_minor: row.tax_minor,
                prepaid_minor: row.prepaid_minor,
                last_on: row.last_on,
            })
            .collect()
    }

    /// The payments as the engine takes them.
    pub fn payments(&self) -> Vec<OrderPayment<'_>> {
        self.payments
            .iter()
            .map(|(transaction_id, order_no)| OrderPayment {
                transaction_id: *transaction_id,
                order_no,
            })
            .collect()
    }
}

/// What claims of an order `o`, with what credit management says of it.
const ORDER_COLUMNS: &str = "o.order_no, o.step, o.currency, o.open_minor, o.tax_minor, o.amount_minor, o.prepaid_minor,
    (SELECT k.state FROM order_credit k WHERE k.company_id = o.company_id AND k.order_no = o.order_no)";

fn orders(
    connection: &Connection,
    customer_id: i64,
    as_of: NaiveDate,
) -> Result<Vec<OpenOrder>, Refusal> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {ORDER_COLUMNS} FROM orders o WHERE o.customer_id = :id AND o.open_minor <> 0 AND o.ordered_on <= :day"
    ))?;
    let mut rows =
        statement.query(named_params! {":id": customer_id, ":day": as_of.to_string()})?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(OpenOrder::read(row)?);
    }
    Ok(found)
}

/// Orders on hold that were only checked: they have not arrived, and claim what was handed in, so that nobody else gets the
/// credit that a release of them would use. By the customer, whose holds are few: every check asks, and the holds of a whole
/// book are many.
fn held_outside(
    connection: &Connection,
    customer_id: i64,
    as_of: NaiveDate,
) -> Result<Vec<OpenOrder>, Refusal> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {HELD_COLUMNS} FROM holds h JOIN order_credit k ON k.id = h.order_id
         WHERE h.customer_id = :id AND h.state = 'open' AND +h.held_on <= :day AND {NOT_ARRIVED} ORDER BY h.id"
    ))?;
    let mut rows =
        statement.query(named_params! {":id": customer_id, ":day": as_of.to_string()})?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(OpenOrder::read_held(row)?);
    }
    Ok(found)
}

/// What an order `k` that is on hold and was only checked claims.
const HELD_COLUMNS: &str =
    "k.order_no, json_extract(k.facts, '$.currency'), json_extract(k.facts, '$.amount_minor'),
    json_extract(k.facts, '$.tax_minor'), json_extract(k.facts, '$.prepaid_minor')";

/// Whether the book does not have it.
const NOT_ARRIVED: &str = "NOT EXISTS (SELECT 1 FROM orders o WHERE o.company_id = k.company_id AND o.order_no = k.order_no)";

/// The orders of many customers, given as a JSON list of ids; a customer without one is left out.
pub(super) fn orders_among(
    connection: &Connection,
    list: &str,
    as_of: NaiveDate,
) -> Result<HashMap<i64, Vec<OpenOrder>>, Refusal> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {ORDER_COLUMNS}, o.customer_id FROM json_each(:ids) j JOIN orders o ON o.customer_id = j.value
         WHERE o.open_minor <> 0 AND o.ordered_on <= :day"
    ))?;
    let mut rows = statement.query(named_params! {":ids": list, ":day": as_of.to_string()})?;
    let mut found: HashMap<i64, Vec<OpenOrder>> = HashMap::new();
    while let Some(row) = rows.next()? {
        found
            .entry(row.get(8)?)
            .or_default()
            .push(OpenOrder::read(row)?);
    }
    Ok(found)
}

/// Adds the orders of these customers that are on hold and were only checked.
pub(super) fn add_held_outside(
    connection: &Connection,
    list: &str,
    as_of: NaiveDate,
    found: &mut HashMap<i64, Vec<OpenOrder>>,
) -> Result<(), Refusal> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {HELD_COLUMNS}, h.customer_id FROM json_each(:ids) j CROSS JOIN holds h ON h.customer_id = j.value
           JOIN order_credit k ON k.id = h.order_id
         WHERE h.state = 'open' AND +h.held_on <= :day AND {NOT_ARRIVED}"
    ))?;
    let mut rows = statement.query(named_params! {":ids": list, ":day": as_of.to_string()})?;
    while let Some(row) = rows.next()? {
        found
            .entry(row.get(5)?)
            .or_default()
            .push(OpenOrder::read_held(row)?);
    }
    Ok(())
}

impl OpenOrder {
    /// Reads a row that begins with [`ORDER_COLUMNS`]. By place: every check of an order reads all orders of its customer.
    fn read(row: &Row<'_>) -> Result<Self, Refusal> {
        let text = |at: usize| -> Result<Option<&str>, Refusal> {
            Ok(row
                .get_ref(at)?
                .as_str_or_null()
                .map_err(rusqlite::Error::from)?)
        };
        let open = Money {
            minor: row.get(3)?,
            currency: currency_of(text(2)?.unwrap_or_default())?,
        };
        let tax_minor = share(row.get(4)?, open.minor, row.get(5)?);
        Self::of_book(
            row.get(0)?,
            (text(1)?.unwrap_or_default(), text(7)?),
            open,
            (tax_minor, row.get(6)?),
        )
    }

    /// An order of the book, with its stored step and what credit management says of it where it says anything; what is open
    /// of it, the tax in that, and what is paid already.
    pub(crate) fn of_book(
        order_no: String,
        (step, credit): (&str, Option<&str>),
        open: Money,
        (tax_minor, prepaid_minor): (i64, i64),
    ) -> Result<Self, Refusal> {
        Ok(Self {
            order_no,
            step: step_of(step)?,
            credit: credit.map_or(OrderCredit::Free, credit_of),
            currency: open.currency,
            amount_minor: open.minor,
            tax_minor,
            prepaid_minor,
        })
    }
}

impl OpenOrder {
    /// Reads a row that begins with [`HELD_COLUMNS`].
    fn read_held(row: &Row<'_>) -> Result<Self, Refusal> {
        let currency: String = row.get(1)?;
        Ok(Self {
            order_no: row.get(0)?,
            step: Step::Entry,
            credit: OrderCredit::OnHold,
            currency: currency_of(&currency)?,
            amount_minor: row.get(2)?,
            tax_minor: row.get(3)?,
            prepaid_minor: row.get(4)?,
        })
    }
}

/// The tax in what is open of an order, in proportion, half away from zero.
pub(crate) fn share(tax_minor: i64, open_minor: i64, amount_minor: i64) -> i64 {
    if amount_minor == 0 || open_minor == amount_minor {
        return tax_minor;
    }
    let (product, whole) = (
        i128::from(tax_minor) * i128::from(open_minor),
        i128::from(amount_minor),
    );
    let twice = product * 2;
    let sign = twice.signum() * whole.signum();
    let rounded = (twice.abs() + whole.abs()) / (whole.abs() * 2) * sign;
    i64::try_from(rounded).unwrap_or(tax_minor)
}

fn step_of(code: &str) -> Result<Step, Refusal> {
    Ok(match code {
        "quotation" => Step::Quotation,
        "entry" => Step::Entry,
        "confirmation" => Step::Confirmation,
        "picking" => Step::Picking,
        "packing_slip" => Step::PackingSlip,
        "invoice" => Step::Invoice,
        "closed" => Step::Closed,
        "cancelled" => Step::Cancelled,
        other => return Err(Refusal::new("book_damaged").with("step", other)),
    })
}

fn credit_of(state: &str) -> OrderCredit {
    match state {
        "on_hold" | "in_approval" => OrderCredit::OnHold,
        "rejected" => OrderCredit::Rejected,
        "cancelled" => OrderCredit::Cancelled,
        _ => OrderCredit::Free,
    }
}

/// What passed checks keep on the day. An order that has arrived ends its reservation by being there.
fn reservations(
    connection: &Connection,
    customer_id: i64,
    as_of: NaiveDate,
) -> Result<Vec<Kept>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT k.order_no, r.currency, r.amount_minor, r.tax_minor, r.prepaid_minor, r.last_on
         FROM reservations r JOIN order_credit k ON k.id = r.order_id
         WHERE r.customer_id = :id AND r.last_on >= :day AND r.checked_on <= :day
           AND (r.ended_on IS NULL OR r.ended_on > :day)
           AND NOT EXISTS (SELECT 1 FROM orders o WHERE o.company_id = k.company_id AND o.order_no = k.order_no)",
    )?;
    let mut rows =
        statement.query(named_params! {":id": customer_id, ":day": as_of.to_string()})?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let currency: String = row.get("currency")?;
        found.push(Kept {
            order_no: row.get("order_no")?,
            currency: currency_of(&currency)?,
            amount_minor: row.get("amount_minor")?,
            tax_minor: row.get("tax_minor")?,
            prepaid_minor: row.get("prepaid_minor")?,
            last_on: day_of(row, "last_on")?,
        });
    }
    Ok(found)
}

/// The orders that open credits name.
fn payments(connection: &Connection, items: &[OpenItem]) -> Result<Vec<(i64, String)>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT order_no FROM transactions WHERE id = :id AND order_no IS NOT NULL",
    )?;
    let mut found = Vec::new();
    for item in items.iter().filter(|item| item.open_minor < 0) {
        let order_no: Option<String> = statement
            .query_row(named_params! {":id": item.transaction_id}, |row| {
                row.get("order_no")
            })
            .optional()?;
        found.extend(order_no.map(|order_no| (item.transaction_id, order_no)));
    }
    Ok(found)
}

fn deliveries(
    connection: &Connection,
    customer_id: i64,
    as_of: NaiveDate,
) -> Result<Vec<Money>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT currency, amount_minor FROM deliveries WHERE customer_id = :id AND delivered_on <= :day",
    )?;
    let mut rows =
        statement.query(named_params! {":id": customer_id, ":day": as_of.to_string()})?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let currency: String = row.get("currency")?;
        found.push(Money {
            minor: row.get("amount_minor")?,
            currency: currency_of(&currency)?,
        });
    }
    Ok(found)
}
