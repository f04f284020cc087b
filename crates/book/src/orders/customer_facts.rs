//! What rules look at of a customer, and what its own hold and its status stop.

use std::collections::HashMap;
use std::rc::Rc;
use std::sync::LazyLock;

use chrono::NaiveDate;
use engine::holds::Step;
use engine::holds::customer_rules::StatusEffect;
use rusqlite::{Connection, Row, named_params};
use serde::{Deserialize, Serialize};

use crate::accounts::optional_day_at;
use crate::refusal::Refusal;
use crate::standing::{self, Attributes, Having};

/// What rules look at of a customer, as the book keeps it.
pub(super) struct CustomerFacts {
    /// Row id.
    pub id: i64,
    /// Account number.
    pub account: String,
    /// Name.
    pub name: String,
    /// Its limit fields.
    pub attributes: Attributes,
    /// In which tables it has rows; `None` where that was read for many customers at once.
    pub having: Option<Having>,
    own_hold: StatusEffect,
    status: Option<Status>,
    /// Terms of payment.
    pub terms: Option<String>,
    /// *Customer since*.
    pub since: Option<NaiveDate>,
    /// Code of its credit group.
    pub group: Option<String>,
    /// *Exclude from credit management*.
    pub excluded: bool,
    /// Until when rules are ignored.
    pub ignore_until: Option<NaiveDate>,
    /// Cash discount.
    pub discount: Option<String>,
    /// Last day of the limit that it shares.
    pub group_to_on: Option<NaiveDate>,
}

/// An account status.
struct Status {
    code: String,
    effect: StatusEffect,
    closed: bool,
}

/// Columns of a customer `c`, as [`CustomerFacts::read`] takes them; the limit fields first.
const CUSTOMER: &str = "c.id, c.credit_limit_minor, COALESCE(a.unlimited, 0), COALESCE(a.mandatory, 0), a.limit_expires_on,
     c.delivery_hold, s.code, s.hold, COALESCE(s.closed, 0), c.terms, c.customer_since, g.code,
     COALESCE(a.excluded, 0), a.ignore_until, a.discount, sg.to_on, c.account, c.name";

const OF_CUSTOMER: &str = "LEFT JOIN credit_attributes a ON a.customer_id = c.id
     LEFT JOIN account_statuses s ON s.id = a.status_id LEFT JOIN credit_groups g ON g.id = a.credit_group_id
     LEFT JOIN customer_credit_group_members m ON m.customer_id = c.id
     LEFT JOIN customer_credit_groups sg ON sg.id = m.group_id";

/// How many they are.
const COUNT: usize = 18;

/// One customer, with the tables in which it has rows.
static OF_ONE: LazyLock<String> = LazyLock::new(|| {
    format!(
        "SELECT {CUSTOMER}, {} FROM customers c {OF_CUSTOMER} WHERE c.id = :id",
        standing::exist("c.id")
    )
});

impl CustomerFacts {
    /// Reads those of one customer.
    pub fn of(connection: &Connection, id: i64) -> Result<Self, Refusal> {
        let mut statement = connection.prepare_cached(&OF_ONE)?;
        let mut rows = statement.query(named_params! {":id": id})?;
        let row = rows.next()?.ok_or(rusqlite::Error::QueryReturnedNoRows)?;
        Ok(Self {
            having: Some(Having::at(row, COUNT)?),
            ..Self::read(row)?
        })
    }

    /// Reads those of many.
    pub fn among(connection: &Connection, ids: &[i64]) -> Result<HashMap<i64, Rc<Self>>, Refusal> {
        let mut statement = connection.prepare_cached(&format!(
            "SELECT {CUSTOMER} FROM json_each(:ids) j CROSS JOIN customers c ON c.id = j.value {OF_CUSTOMER}"
        ))?;
        let mut rows = statement.query(named_params! {":ids": serde_json::to_string(ids)?})?;
        let mut found = HashMap::with_capacity(ids.len());
        while let Some(row) = rows.next()? {
            let facts = Self::read(row)?;
            found.insert(facts.id, Rc::new(facts));
        }
        Ok(found)
    }

    /// Of a row of [`CUSTOMER`]. By place: every check of an order reads it.
    fn read(row: &Row<'_>) -> Result<Self, Refusal> {
        let code: Option<String> = row.get(6)?;
        let effect = row
            .get_ref(7)?
            .as_str_or_null()
            .map_err(rusqlite::Error::from)?;
        let closed = row.get(8)?;
        Ok(Self {
            id: row.get(0)?,
            attributes: standing::attributes_in(row)?,
            having: None,
            own_hold: own_hold(row.get_ref(5)?.as_str().map_err(rusqlite::Error::from)?),
            status: code.map(|code| Status {
                code,
                effect: effect.and_then(StatusEffect::from_code).unwrap_or_default(),
                closed,
            }),
            terms: row.get(9)?,
            since: optional_day_at(row, 10, "customer_since")?,
            group: row.get(11)?,
            excluded: row.get(12)?,
            ignore_until: optional_day_at(row, 13, "ignore_until")?,
            discount: row.get(14)?,
            group_to_on: optional_day_at(row, 15, "group_to_on")?,
            account: row.get(16)?,
            name: row.get(17)?,
        })
    }

    /// Code of its account status.
    pub fn status(&self) -> Option<&str> {
        self.status.as_ref().map(|status| status.code.as_str())
    }

    /// What its own hold and its status stop, whichever stops more.
    pub fn stop(&self, step: Step) -> Option<Stop> {
        match &self.status {
            Some(status) if status.closed || status.effect.stops(step) => Some(Stop {
                status: Some(status.code.clone()),
            }),
            _ => self.own_hold.stops(step).then_some(Stop { status: None }),
        }
    }
}

/// What *invoicing and delivery on hold* of a customer stops.
fn own_hold(code: &str) -> StatusEffect {
    match code {
        "all" => StatusEffect::All,
        "invoice" => StatusEffect::Invoice,
        _ => StatusEffect::None,
    }
}

/// What stops a step whatever rules say (spec 10 §4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(rename = "OrderStop")]
pub struct Stop {
    /// Code of the account status; `None` where it is *invoicing and delivery on hold* of the customer.
    pub status: Option<String>,
}
