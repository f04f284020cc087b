//! What is behind the parts of an exposure that no item of the ledger is: orders, deliveries and reservations.
//!
//! Each counts alone what it counts among the others: the engine is asked about one claim at a time, so that the list and
//! the part cannot disagree on what counts where.

use std::collections::HashMap;

use chrono::NaiveDate;
use engine::credit::exposure::{self, Component, Facts, Taking};
use engine::money::{Currency, Money};
use rusqlite::{Connection, named_params};

use super::claims::{Claims, Paying};
use super::{Taker, facts, open_items};
use crate::accounts::{currency_of, day_of};
use crate::refusal::Refusal;

/// What claims credit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClaimKind {
    /// An order of the book.
    Order,
    /// A delivery that is not invoiced.
    Delivery,
    /// A passed check of an order that has not arrived.
    Reservation,
}

/// A claim behind a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// What it is.
    pub kind: ClaimKind,
    /// Its number.
    pub number: String,
    /// The order, where it is about one.
    pub order_no: Option<String>,
    /// When it was ordered or delivered, or the last day of a reservation.
    pub on: NaiveDate,
    /// Its currency.
    pub currency: Currency,
    /// Open in that currency.
    pub open_minor: i64,
    /// What it counts in the company's currency.
    pub minor: i64,
}

impl Taker {
    /// The claims behind a part, by number; none behind a part of the ledger.
    pub fn claims_behind(
        &self,
        connection: &Connection,
        customer_id: i64,
        component: Component,
    ) -> Result<Vec<Claim>, Refusal> {
        let items = open_items(connection, customer_id, self.as_of)?;
        let having = self.having(connection, customer_id)?;
        let paying = Paying {
            items: &items,
            order: false,
        };
        let claims = Claims::read(connection, customer_id, (self.as_of, having), paying, None)?;
        let days = ordered_on(connection, customer_id)?;
        let payments = claims.payments();
        let mut found = Vec::new();
        let mut enter = |claim: Claim, facts: &Facts<'_>| -> Result<(), Refusal> {
            let minor = self.alone(facts, component)?;
            if minor != 0 {
                found.push(Claim { minor, ..claim });
            }
            Ok(())
        };
        for order in claims.orders() {
            let claim = Claim {
                kind: ClaimKind::Order,
                number: order.order_no.to_owned(),
                order_no: Some(order.order_no.to_owned()),
                on: days.get(order.order_no).copied().unwrap_or(self.as_of),
                currency: order.currency,
                open_minor: order.open_minor,
                minor: 0,
            };
            let facts = Facts {
                items: &items,
                orders: &[order],
                order_payments: &payments,
                ..Facts::default()
            };
            enter(claim, &facts)?;
        }
        for kept in claims.reservations() {
            let claim = Claim {
                kind: ClaimKind::Reservation,
                number: kept.order_no.to_owned(),
                order_no: Some(kept.order_no.to_owned()),
                on: kept.last_on,
                currency: kept.currency,
                open_minor: kept.amount_minor,
                minor: 0,
            };
            let facts = Facts {
                reservations: &[kept],
                ..Facts::default()
            };
            enter(claim, &facts)?;
        }
        for claim in deliveries(connection, customer_id, self.as_of)? {
            let delivered = [Money {
                minor: claim.open_minor,
                currency: claim.currency,
            }];
            let facts = Facts {
                deliveries: &delivered,
                ..Facts::default()
            };
            enter(claim, &facts)?;
        }
        found.sort_by(|one, other| one.number.cmp(&other.number));
        Ok(found)
    }

    fn alone(&self, facts: &Facts<'_>, component: Component) -> Result<i64, Refusal> {
        let taking = Taking {
            day: self.as_of,
            limit_type: &self.parameters.limit_type,
            include_tax: facts::flag(self.parameters.include_tax),
            rates: self.rates(),
        };
        Ok(exposure::exposure(facts, &taking)?.part(component))
    }
}

fn ordered_on(
    connection: &Connection,
    customer_id: i64,
) -> Result<HashMap<String, NaiveDate>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT k.order_no, h.held_on AS ordered_on FROM holds h JOIN order_credit k ON k.id = h.order_id
         WHERE h.customer_id = :id AND h.state = 'open'
         UNION ALL SELECT order_no, ordered_on FROM orders WHERE customer_id = :id AND open_minor <> 0",
    )?;
    let mut rows = statement.query(named_params! {":id": customer_id})?;
    let mut found = HashMap::new();
    while let Some(row) = rows.next()? {
        found.insert(row.get("order_no")?, day_of(row, "ordered_on")?);
    }
    Ok(found)
}

fn deliveries(
    connection: &Connection,
    customer_id: i64,
    as_of: NaiveDate,
) -> Result<Vec<Claim>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT delivery_no, order_no, delivered_on, currency, amount_minor FROM deliveries
         WHERE customer_id = :id AND delivered_on <= :day",
    )?;
    let mut rows =
        statement.query(named_params! {":id": customer_id, ":day": as_of.to_string()})?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let currency: String = row.get("currency")?;
        found.push(Claim {
            kind: ClaimKind::Delivery,
            number: row.get("delivery_no")?,
            order_no: row.get("order_no")?,
            on: day_of(row, "delivered_on")?,
            currency: currency_of(&currency)?,
            open_minor: row.get("amount_minor")?,
            minor: 0,
        });
    }
    Ok(found)
}
