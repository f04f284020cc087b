//! What is known of a customer on a day, as values of scoring groups.
//!
//! Values of people and statuses are dated and read as of the day; the credit management group and the country carry no
//! day and are those of now.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use engine::money::Currency;
use engine::risk::Fixed;
use engine::risk::scoring::{Factors, Value, value_of};
use rusqlite::{Connection, OptionalExtension, named_params};

use super::setup::{Scoring, ScoringTable, ScoringType};
use crate::accounts::optional_day_of;
use crate::refusal::Refusal;

/// What the account says; everything else is asked here.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Measured {
    /// Average payment days, hundredths.
    pub payment_hundredths: Option<i64>,
    /// DSO of twelve months, hundredths of a day.
    pub dso_hundredths: Option<i64>,
    /// Average balance of twelve months, minor units.
    pub average_balance_minor: Option<i64>,
}

/// The card of a customer, as far as scores go.
#[derive(Debug, Clone)]
pub(super) struct Known {
    customer_id: i64,
    /// *Customer since*.
    pub since: Option<NaiveDate>,
    started: Option<NaiveDate>,
    group: Option<String>,
    status: Option<String>,
    country: Option<String>,
}

impl Known {
    pub fn load(
        connection: &Connection,
        customer_id: i64,
        as_of: NaiveDate,
    ) -> Result<Self, Refusal> {
        let mut statement = connection.prepare_cached(
            "SELECT c.customer_since, a.business_started_on, g.code AS group_code, s.code AS status_code,
                    COALESCE(p.country, co.country) AS country,
                    (SELECT h.id FROM account_status_history h WHERE h.customer_id = c.id AND h.changed_on > :as_of
                     ORDER BY h.id LIMIT 1) AS later
             FROM customers c JOIN companies co ON co.id = c.company_id
             LEFT JOIN credit_attributes a ON a.customer_id = c.id
             LEFT JOIN credit_groups g ON g.id = a.credit_group_id
             LEFT JOIN account_statuses s ON s.id = a.status_id
             LEFT JOIN addresses p ON p.customer_id = c.id AND p.purpose = 'postal'
             WHERE c.id = :id",
        )?;
        let mut rows =
            statement.query(named_params! {":id": customer_id, ":as_of": as_of.to_string()})?;
        let row = rows.next()?.ok_or(rusqlite::Error::QueryReturnedNoRows)?;
        let status = match row.get::<_, Option<i64>>("later")? {
            None => row.get("status_code")?,
            Some(change) => status_before(connection, change)?,
        };
        Ok(Self {
            customer_id,
            since: optional_day_of(row, "customer_since")?,
            started: optional_day_of(row, "business_started_on")?,
            group: row.get("group_code")?,
            status,
            country: row.get("country")?,
        })
    }

    /// The values of all scoring groups that have one.
    pub fn values(
        &self,
        connection: &Connection,
        scoring: &[Scoring],
        measured: Measured,
        currency: Currency,
        as_of: NaiveDate,
    ) -> Result<BTreeMap<i64, Value>, Refusal> {
        let factors = Factors {
            average_payment_hundredths: measured.payment_hundredths,
            customer_since: self.since,
            business_started: self.started,
            dso_hundredths: measured.dso_hundredths,
            average_balance_minor: measured.average_balance_minor,
            currency,
            credit_management_group: self.group.as_deref(),
            account_status: self.status.as_deref(),
            country: self.country.as_deref(),
        };
        let mut values = BTreeMap::new();
        for group in scoring {
            let value = if group.row.group_type == ScoringType::UserDefined {
                brought(connection, self.customer_id, group, as_of)?
            } else {
                value_of(group.row.group_type.engine(), &factors, as_of)
            };
            if let Some(value) = value {
                values.insert(group.id, value);
            }
        }
        Ok(values)
    }
}

/// The status that a change replaced.
fn status_before(connection: &Connection, change: i64) -> Result<Option<String>, Refusal> {
    let code: Option<Option<String>> = connection
        .prepare_cached(
            "SELECT s.code FROM account_status_history h LEFT JOIN account_statuses s ON s.id = h.old_status_id
             WHERE h.id = :id",
        )?
        .query_row(named_params! {":id": change}, |row| row.get(0))
        .optional()?;
    Ok(code.flatten())
}

/// The value that somebody brought and that held on the day.
fn brought(
    connection: &Connection,
    customer_id: i64,
    group: &Scoring,
    as_of: NaiveDate,
) -> Result<Option<Value>, Refusal> {
    let found: Option<Option<String>> = connection
        .prepare_cached(
            "SELECT value FROM scoring_values WHERE customer_id = :customer AND group_id = :group AND from_on <= :as_of
             ORDER BY from_on DESC LIMIT 1",
        )?
        .query_row(
            named_params! {":customer": customer_id, ":group": group.id, ":as_of": as_of.to_string()},
            |row| row.get(0),
        )
        .optional()?;
    Ok(found
        .flatten()
        .map(|text| typed(&text, group.row.score_type)))
}

/// A stored text as the table of its group takes it: a number where the table has ranges.
pub(super) fn typed(text: &str, table: ScoringTable) -> Value {
    match (table, number(text)) {
        (ScoringTable::Range, Some(number)) => Value::Number(number),
        _ => Value::Text(text.to_owned()),
    }
}

/// A number with up to four decimals after a point or a comma; `None` for anything else.
pub(super) fn number(text: &str) -> Option<Fixed> {
    let text = text.trim();
    let (sign, digits) = match text.strip_prefix(['-', '−']) {
        Some(rest) => (-1, rest),
        None => (1, text),
    };
    let (whole, part) = digits.split_once(['.', ',']).unwrap_or((digits, ""));
    let plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || part.len() > 4 || !plain(whole) || !plain(part) {
        return None;
    }
    let part: i64 = format!("{part:0<4}").parse().ok()?;
    let whole: i64 = whole.parse().ok()?;
    let number = whole.checked_mul(Fixed::SCALE)?.checked_add(part)?;
    Some(Fixed(sign * number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_a_point_or_a_comma_and_up_to_four_decimals() {
        for (text, right) in [
            ("5", Some(50_000)),
            ("-0.5", Some(-5_000)),
            ("29,9", Some(299_000)),
            ("0.0001", Some(1)),
            ("1.23456", None),
            ("1.000,5", None),
            ("", None),
            (".5", None),
            ("AA", None),
        ] {
            assert_eq!(number(text).map(|number| number.0), right, "{text}");
        }
    }
}
