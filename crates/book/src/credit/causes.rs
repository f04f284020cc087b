//! The credit hold reason of a customer (spec 10 §1): what stops deliveries, invoices or an order, and where that comes from.
//!
//! Invariant: it is derived from what is stored elsewhere, never stored itself, so that it cannot say something else than
//! what stops.

use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, named_params};
use serde::{Deserialize, Serialize};

use super::setup::StatusHold;
use super::status::{self, history};
use super::status_rule::StatusByRule;
use crate::accounts::day_of;
use crate::refusal::Refusal;

/// Where a stop comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum HoldFrom {
    /// A person gave the account status.
    Status,
    /// A customer rule gave it.
    Rule,
    /// A letter with a block.
    Letter,
    /// Set on the card, by a person or a file.
    Card,
    /// The latest order on hold.
    Order,
}

/// One reason why something stops.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct HoldCause {
    /// Where it comes from.
    pub from: HoldFrom,
    /// What it stops of the account; an order on hold stops only itself.
    pub stops: StatusHold,
    /// Since when; `None` where the book does not know.
    pub since: Option<NaiveDate>,
    /// Code of the account status.
    pub status: Option<String>,
    /// The book's own words for the status; empty where it is shipped.
    pub status_description: String,
    /// Code of the status reason, or of the reason of an order's hold (`multiple` where it has several).
    pub reason: Option<String>,
    /// The book's own words for the status reason; empty where it is shipped.
    pub reason_description: String,
    /// The rule with what it measured.
    pub by_rule: Option<StatusByRule>,
    /// Number of the letter or of the order.
    pub number: Option<String>,
    /// The hold of the order.
    #[ts(type = "number | null")]
    pub hold_id: Option<i64>,
}

impl HoldCause {
    fn new(from: HoldFrom, stops: StatusHold) -> Self {
        Self {
            from,
            stops,
            since: None,
            status: None,
            status_description: String::new(),
            reason: None,
            reason_description: String::new(),
            by_rule: None,
            number: None,
            hold_id: None,
        }
    }
}

/// What stops of a customer and why: by the account status, by the hold of the card, and by the latest order on hold.
pub(super) fn of(
    connection: &Connection,
    customer_id: i64,
    card: StatusHold,
) -> Result<Vec<HoldCause>, Refusal> {
    let mut found = Vec::new();
    found.extend(of_status(connection, customer_id)?);
    if card != StatusHold::None {
        found.push(of_card(connection, customer_id, card)?);
    }
    found.extend(of_order(connection, customer_id)?);
    Ok(found)
}

fn of_status(connection: &Connection, customer_id: i64) -> Result<Option<HoldCause>, Refusal> {
    let Some((code, stops)) = status::current(connection, customer_id)? else {
        return Ok(None);
    };
    if stops == StatusHold::None {
        return Ok(None);
    }
    let mut cause = HoldCause::new(HoldFrom::Status, stops);
    // A status that a file brought has no history.
    if let Some(change) = history(connection, customer_id)?
        .into_iter()
        .next()
        .filter(|change| change.new == code)
    {
        if change.by_rule.is_some() {
            cause.from = HoldFrom::Rule;
        }
        cause.since = Some(change.changed_on);
        cause.reason = Some(change.reason);
        cause.reason_description = change.reason_description;
        cause.status_description = change.new_description;
        cause.by_rule = change.by_rule;
    }
    cause.status = Some(code);
    Ok(Some(cause))
}

/// A letter that blocked and was not cancelled, else whoever filled the card.
fn of_card(
    connection: &Connection,
    customer_id: i64,
    stops: StatusHold,
) -> Result<HoldCause, Refusal> {
    let card = HoldCause::new(HoldFrom::Card, stops);
    if stops != StatusHold::All {
        return Ok(card);
    }
    let mut statement = connection.prepare_cached(
        "SELECT l.letter_no, l.letter_on FROM letters l LEFT JOIN letter_postings p ON p.letter_id = l.id
         WHERE l.customer_id = :customer AND COALESCE(l.hold_before, p.hold_before) <> 'all'
           AND NOT EXISTS (SELECT 1 FROM letter_cancellations x WHERE x.letter_id = l.id)
         ORDER BY l.id DESC LIMIT 1",
    )?;
    let mut rows = statement.query(named_params! {":customer": customer_id})?;
    match rows.next()? {
        None => Ok(card),
        Some(row) => Ok(HoldCause {
            from: HoldFrom::Letter,
            since: Some(day_of(row, "letter_on")?),
            number: Some(row.get("letter_no")?),
            ..card
        }),
    }
}

fn of_order(connection: &Connection, customer_id: i64) -> Result<Option<HoldCause>, Refusal> {
    let found: Option<(i64, String, String)> = connection
        .prepare_cached(
            "SELECT h.id, k.order_no, h.held_on FROM holds h JOIN order_credit k ON k.id = h.order_id
             WHERE h.customer_id = :customer AND h.state = 'open' ORDER BY h.held_on DESC, h.id DESC LIMIT 1",
        )?
        .query_row(named_params! {":customer": customer_id}, |row| {
            Ok((row.get("id")?, row.get("order_no")?, row.get("held_on")?))
        })
        .optional()?;
    let Some((id, number, held_on)) = found else {
        return Ok(None);
    };
    let reason: Option<String> = connection
        .prepare_cached(
            "SELECT CASE COUNT(*) WHEN 1 THEN MIN(code) ELSE 'multiple' END AS reason FROM hold_reasons
             WHERE hold_id = :hold AND json_extract(body, '$.outcome') = 'hold' HAVING COUNT(*) > 0",
        )?
        .query_row(named_params! {":hold": id}, |row| row.get("reason"))
        .optional()?;
    Ok(Some(HoldCause {
        since: crate::accounts::parse_day(&held_on),
        reason,
        number: Some(number),
        hold_id: Some(id),
        ..HoldCause::new(HoldFrom::Order, StatusHold::None)
    }))
}
