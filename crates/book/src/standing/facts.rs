//! What the engine is asked about: attributes, open items, policies, temporary limits and rates of a day.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use engine::account::{Horizon, OpenItem};
use engine::credit::Flag;
use engine::credit::insurance::{Identifier, Policy};
use engine::credit::limits::Temporary;
use engine::money::{Currency, Money};
use rusqlite::{Connection, OptionalExtension, Row, named_params};
use rust_decimal::Decimal;

use crate::accounts::{
    Scope, currency_of, day_of, for_each_open, optional_day_at, optional_day_of, uncleared,
};
use crate::company;
use crate::refusal::Refusal;

/// The limit fields of a customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attributes {
    /// *Unlimited credit limit*.
    pub unlimited: Flag,
    /// *Mandatory credit limit*.
    pub mandatory: Flag,
    /// The permanent limit, minor units of the company's currency; `None` is not set.
    pub limit_minor: Option<i64>,
    /// *Credit limit expiration date*.
    pub expires_on: Option<NaiveDate>,
}

/// A limit that several customers share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharedLimit {
    /// Row id.
    pub id: i64,
    /// Short name.
    pub code: String,
    /// Words.
    pub description: String,
    /// Currency of the limit.
    pub currency: Currency,
    /// The permanent limit, minor units.
    pub limit_minor: i64,
    /// Temporary limits of the group.
    pub temporaries: Vec<Temporary>,
    /// The customers, by id.
    pub members: Vec<i64>,
    /// Whether the days overdue of every member count when an order of one is checked.
    pub use_days_overdue: bool,
}

/// Whose temporary limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Whose {
    /// A customer's.
    Customer(i64),
    /// A customer credit group's.
    Group(i64),
}

/// A stored Yes or No.
pub(crate) fn flag(yes: bool) -> Flag {
    if yes { Flag::Yes } else { Flag::No }
}

/// The company's currency.
pub(crate) fn company_currency(connection: &Connection) -> Result<Currency, Refusal> {
    let code: String = connection
        .prepare_cached("SELECT currency FROM companies WHERE id = :id")?
        .query_row(
            named_params! {":id": company::current(connection)?},
            |row| row.get("currency"),
        )?;
    currency_of(&code)
}

/// The limit fields of the customers from one on, in their order, as [`attributes_in`] takes them.
pub(crate) const ATTRIBUTES_BY_CUSTOMER: &str =
    "SELECT c.id, c.credit_limit_minor, COALESCE(a.unlimited, 0), COALESCE(a.mandatory, 0), a.limit_expires_on
     FROM customers c LEFT JOIN credit_attributes a ON a.customer_id = c.id WHERE c.id >= ?1 ORDER BY c.id";

/// Of a row of id, limit, *unlimited*, *mandatory* and expiry.
pub(crate) fn attributes_in(row: &Row<'_>) -> Result<Attributes, Refusal> {
    Ok(Attributes {
        limit_minor: row.get(1)?,
        unlimited: flag(row.get(2)?),
        mandatory: flag(row.get(3)?),
        expires_on: optional_day_at(row, 4, "limit_expires_on")?,
    })
}

/// The limit fields of a customer; those that were never saved have their defaults.
pub fn attributes(connection: &Connection, customer_id: i64) -> Result<Attributes, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT c.id, c.credit_limit_minor, COALESCE(a.unlimited, 0), COALESCE(a.mandatory, 0), a.limit_expires_on
         FROM customers c LEFT JOIN credit_attributes a ON a.customer_id = c.id WHERE c.id = :id",
    )?;
    let mut rows = statement.query(named_params! {":id": customer_id})?;
    attributes_in(rows.next()?.ok_or(rusqlite::Error::QueryReturnedNoRows)?)
}

/// The same for the customers `ids`, a list in JSON.
pub(super) fn attributes_among(
    connection: &Connection,
    ids: &str,
) -> Result<HashMap<i64, Attributes>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT c.id, c.credit_limit_minor, COALESCE(a.unlimited, 0), COALESCE(a.mandatory, 0), a.limit_expires_on
         FROM json_each(:ids) j CROSS JOIN customers c ON c.id = j.value
         LEFT JOIN credit_attributes a ON a.customer_id = c.id",
    )?;
    let mut rows = statement.query(named_params! {":ids": ids})?;
    let mut found = HashMap::new();
    while let Some(row) = rows.next()? {
        found.insert(row.get(0)?, attributes_in(row)?);
    }
    Ok(found)
}

/// The code of the status by which a customer is closed; `None` where it is not.
pub(crate) fn closed(connection: &Connection, customer_id: i64) -> Result<Option<String>, Refusal> {
    Ok(connection
        .prepare_cached(
            "SELECT s.code FROM credit_attributes a JOIN account_statuses s ON s.id = a.status_id
             WHERE a.customer_id = :id AND s.closed = 1",
        )?
        .query_row(named_params! {":id": customer_id}, |row| row.get("code"))
        .optional()?)
}

/// What is open of a customer on a day.
pub fn open_items(
    connection: &Connection,
    customer_id: i64,
    as_of: NaiveDate,
) -> Result<Vec<OpenItem>, Refusal> {
    let mut found = Vec::new();
    let scope = Scope::Customer(customer_id);
    for_each_open(connection, scope, Horizon::as_of(as_of), |_, items| {
        found.extend_from_slice(items);
        Ok(())
    })?;
    Ok(found)
}

/// Paper that is not money yet.
pub(super) fn uncleared_money(
    connection: &Connection,
    customer_id: i64,
    as_of: NaiveDate,
) -> Result<Vec<Money>, Refusal> {
    uncleared(connection, customer_id, as_of)?
        .into_iter()
        .map(|(currency, minor)| {
            Ok(Money {
                minor,
                currency: currency_of(&currency)?,
            })
        })
        .collect()
}

/// The policies of a customer, also those that are over.
pub(crate) fn policies(connection: &Connection, customer_id: i64) -> Result<Vec<Policy>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT id, identifier, coverage_type_id, effective_on, expires_on, value_minor, currency, update_bp,
                included_in_exposure
         FROM credit_policies WHERE customer_id = :id ORDER BY id",
    )?;
    let mut rows = statement.query(named_params! {":id": customer_id})?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(policy(row)?);
    }
    Ok(found)
}

fn policy(row: &Row<'_>) -> Result<Policy, Refusal> {
    let identifier: String = row.get("identifier")?;
    let currency: String = row.get("currency")?;
    Ok(Policy {
        id: row.get("id")?,
        identifier: if identifier == "insurance" {
            Identifier::Insurance
        } else {
            Identifier::Guarantee
        },
        coverage_type_id: row.get("coverage_type_id")?,
        effective_on: day_of(row, "effective_on")?,
        expires_on: optional_day_of(row, "expires_on")?,
        value: Money {
            minor: row.get("value_minor")?,
            currency: currency_of(&currency)?,
        },
        update_bp: row.get("update_bp")?,
        included_in_exposure: flag(row.get("included_in_exposure")?),
    })
}

/// The temporary limits that were posted, past, active and future; one that was taken back ends the day before.
pub(crate) fn temporaries(
    connection: &Connection,
    whose: Whose,
) -> Result<Vec<Temporary>, Refusal> {
    let (sql, id) = match whose {
        Whose::Customer(id) => (
            "SELECT h.new_minor, h.from_on, h.to_on, w.from_on AS withdrawn_on FROM limit_history h
             LEFT JOIN limit_withdrawals w ON w.history_id = h.id
             WHERE h.customer_id = :id AND h.kind = 'temporary' ORDER BY h.id",
            id,
        ),
        Whose::Group(id) => (
            "SELECT h.new_minor, h.from_on, h.to_on, w.from_on AS withdrawn_on FROM limit_history h
             LEFT JOIN limit_withdrawals w ON w.history_id = h.id
             WHERE h.group_id = :id AND h.kind = 'temporary' ORDER BY h.id",
            id,
        ),
    };
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(named_params! {":id": id})?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let (from_on, mut to_on) = (day_of(row, "from_on")?, day_of(row, "to_on")?);
        if let Some(withdrawn_on) = optional_day_of(row, "withdrawn_on")? {
            to_on = to_on.min(withdrawn_on.pred_opt().unwrap_or(withdrawn_on));
        }
        if from_on <= to_on {
            found.push(Temporary {
                amount_minor: row.get("new_minor")?,
                from_on,
                to_on,
            });
        }
    }
    Ok(found)
}

/// The customer credit group of a customer.
pub fn shared_limit(
    connection: &Connection,
    customer_id: i64,
) -> Result<Option<SharedLimit>, Refusal> {
    let found = connection
        .prepare_cached(
            "SELECT g.id, g.code, g.description, g.currency, g.limit_minor, g.use_days_overdue FROM customer_credit_group_members m
             JOIN customer_credit_groups g ON g.id = m.group_id WHERE m.customer_id = :id",
        )?
        .query_row(named_params! {":id": customer_id}, |row| {
            Ok((
                row.get::<_, i64>("id")?,
                row.get::<_, String>("code")?,
                row.get::<_, String>("description")?,
                row.get::<_, String>("currency")?,
                row.get::<_, i64>("limit_minor")?,
                row.get::<_, bool>("use_days_overdue")?,
            ))
        })
        .optional()?;
    let Some((id, code, description, currency, limit_minor, use_days_overdue)) = found else {
        return Ok(None);
    };
    let mut statement = connection.prepare_cached(
        "SELECT customer_id FROM customer_credit_group_members WHERE group_id = :id ORDER BY customer_id",
    )?;
    let members = statement
        .query_map(named_params! {":id": id}, |row| row.get("customer_id"))?
        .collect::<Result<_, _>>()?;
    Ok(Some(SharedLimit {
        id,
        code,
        description,
        currency: currency_of(&currency)?,
        limit_minor,
        temporaries: temporaries(connection, Whose::Group(id))?,
        members,
        use_days_overdue,
    }))
}

/// The newest rate of each pair that is valid on the day.
pub(super) fn rates(
    connection: &Connection,
    rate_type: &str,
    into: Currency,
    on: NaiveDate,
) -> Result<Vec<(Currency, Decimal)>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT from_currency, rate, MAX(valid_from) AS valid_from FROM exchange_rates
         WHERE rate_type = :type AND to_currency = :into AND valid_from <= :on GROUP BY from_currency",
    )?;
    let mut rows = statement
        .query(named_params! {":type": rate_type, ":into": into.code(), ":on": on.to_string()})?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let (from, rate): (String, String) = (row.get("from_currency")?, row.get("rate")?);
        if let Ok(rate) = rate.parse() {
            found.push((currency_of(&from)?, rate));
        }
    }
    Ok(found)
}

/// The risk group of a customer on a day, by its code: that of the score that held then; `None` below the first risk group
/// and for a customer that was not scored yet. The one place where rules, journals and the approval matrix ask.
pub fn risk_group_of(
    connection: &Connection,
    customer_id: i64,
    on: NaiveDate,
) -> Result<Option<String>, Refusal> {
    let found: Option<Option<String>> = connection
        .prepare_cached(
            "SELECT risk_group FROM risk_scores WHERE customer_id = :id AND from_on <= :day
             ORDER BY from_on DESC LIMIT 1",
        )?
        .query_row(
            named_params! {":id": customer_id, ":day": on.to_string()},
            |row| row.get("risk_group"),
        )
        .optional()?;
    Ok(found.flatten())
}

/// The customers whose insolvency is open on `on`.
pub fn insolvent_on(connection: &Connection, on: NaiveDate) -> Result<HashSet<i64>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT DISTINCT customer_id FROM insolvencies WHERE opened_on <= :day AND COALESCE(closed_on > :day, 1)",
    )?;
    let found = statement.query_map(named_params! {":day": on.to_string()}, |row| {
        row.get("customer_id")
    })?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// The opening day of the insolvency of a customer that is open on `on`; `None` where there is none.
pub fn insolvent_since(
    connection: &Connection,
    customer_id: i64,
    on: NaiveDate,
) -> Result<Option<NaiveDate>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT opened_on FROM insolvencies
         WHERE customer_id = :id AND opened_on <= :day AND COALESCE(closed_on > :day, 1)
         ORDER BY opened_on LIMIT 1",
    )?;
    let mut rows = statement.query(named_params! {":id": customer_id, ":day": on.to_string()})?;
    rows.next()?.map(|row| day_of(row, "opened_on")).transpose()
}
