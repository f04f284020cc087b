//! `settlement.open_items`: what *Settle* shows of a customer in one currency.

use chrono::NaiveDate;
use engine::account::Kind;
use engine::settlement::Automatic;
use rusqlite::{Connection, named_params};
use serde::{Deserialize, Serialize};

use super::items::load;
use crate::accounts::{InstrumentRow, customer_id, uncleared_of};
use crate::refusal::Refusal;
use crate::session::Session;
use crate::settling;

/// Asks for what can be settled.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct OpenItemsRequest {
    /// Account number.
    pub account: String,
    /// Currency; that of the largest number of open items where missing.
    pub currency: Option<String>,
    /// Day of the settlement: discounts are those of this day; today where missing.
    pub settled_on: Option<NaiveDate>,
}

fn allowed() -> Automatic {
    Automatic::Allowed
}

/// A document that can be settled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct SettleItem {
    /// The document.
    #[ts(type = "number")]
    pub transaction_id: i64,
    /// Kind.
    pub kind: Kind,
    /// Its number.
    pub document_no: String,
    /// Accounting day.
    pub transaction_on: NaiveDate,
    /// Day on it.
    pub document_on: NaiveDate,
    /// Due day.
    pub due_on: NaiveDate,
    /// Whether the document has a due day of its own; else it is by rule.
    pub due_given: bool,
    /// Days overdue on the day of the settlement; 0 or less is not overdue.
    #[ts(type = "number")]
    pub days_overdue: i64,
    /// Amount, minor units, signed.
    #[ts(type = "number")]
    pub amount_minor: i64,
    /// Open, minor units, signed.
    #[ts(type = "number")]
    pub open_minor: i64,
    /// Discount that may be taken on the day of the settlement, minor units, not negative.
    #[ts(type = "number")]
    pub discount_minor: i64,
    /// Last day of the discount.
    pub discount_on: Option<NaiveDate>,
    /// Part of it under dispute, minor units.
    #[ts(type = "number")]
    pub disputed_minor: i64,
    /// Whether its posting profile lets it be settled without a person; the page does not ask.
    #[serde(skip, default = "allowed")]
    #[ts(skip)]
    pub automatic: Automatic,
    /// Text.
    pub text: Option<String>,
}

/// What can be settled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct OpenItems {
    /// The customer.
    #[ts(type = "number")]
    pub customer_id: i64,
    /// Account number.
    pub account: String,
    /// Name.
    pub name: String,
    /// Currency of the items.
    pub currency: String,
    /// Currencies in which something is open.
    pub currencies: Vec<String>,
    /// Day of the settlement.
    pub settled_on: NaiveDate,
    /// Debits, by due day.
    pub debits: Vec<SettleItem>,
    /// Credits, by day.
    pub credits: Vec<SettleItem>,
    /// Papers that are not money yet; they settle nothing (T-A17).
    pub uncleared: Vec<InstrumentRow>,
}

/// `settlement.open_items`
pub fn open_items(
    session: &mut Session<'_>,
    request: OpenItemsRequest,
) -> Result<OpenItems, Refusal> {
    let settled_on = request.settled_on.unwrap_or(session.today);
    let connection = session.connection();
    let id = customer_id(connection, &request.account)?;
    let (account, name) = super::poster::customer(connection, id)?;
    let currencies = currencies(connection, id)?;
    let currency = request
        .currency
        .or_else(|| currencies.first().cloned())
        .unwrap_or_else(|| String::from("EUR"));
    let days = settling::load(connection)?.discount_tolerance_days;
    let items = load(connection, id, &currency, settled_on, days)?;
    let (debits, credits) = items.into_iter().partition(|item| item.open_minor > 0);
    Ok(OpenItems {
        customer_id: id,
        account,
        name,
        uncleared: uncleared_of(connection, id, settled_on)?,
        currency,
        currencies,
        settled_on,
        debits,
        credits,
    })
}

fn currencies(connection: &Connection, id: i64) -> Result<Vec<String>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT currency FROM open_items_snapshot WHERE customer_id = :id
         GROUP BY currency ORDER BY COUNT(*) DESC, currency",
    )?;
    let found = statement.query_map(named_params! {":id": id}, |row| row.get("currency"))?;
    Ok(found.collect::<Result<_, _>>()?)
}
