//! What has to be done about orders ahead of, or after, a day: those that were released until a day, and those that are on hold
//! and never arrived.

use chrono::{Days, NaiveDate};
use rusqlite::{Connection, named_params};

use super::duties::OWN;
use super::tasks::{Due, TaskFigures, TaskKind};
use crate::accounts::day_of;
use crate::flows::hooks;
use crate::refusal::Refusal;
use crate::standing;

/// Released orders whose review day has come while something of them is open, or before they arrive; one that was held again
/// since waits for that.
pub(super) fn reviews(connection: &Connection, today: NaiveDate) -> Result<Vec<Due>, Refusal> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT h.customer_id, k.order_no, h.review_on, h.amount_minor FROM holds h JOIN order_credit k ON k.id = h.order_id
           LEFT JOIN orders o ON o.company_id = k.company_id AND o.order_no = k.order_no
         WHERE h.customer_id IN {OWN} AND h.state = 'released' AND h.review_on <= :today AND k.state = 'released'
           AND h.id = (SELECT MAX(l.id) FROM holds l WHERE l.order_id = k.id)
           AND (o.id IS NULL OR o.open_minor <> 0 AND o.step NOT IN ('closed', 'cancelled'))
         ORDER BY h.id"
    ))?;
    let mut rows = statement.query(named_params! {":today": today.to_string()})?;
    let currency = standing::company_currency(connection)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let (order_no, day): (String, _) = (row.get("order_no")?, day_of(row, "review_on")?);
        found.push(Due {
            kind: TaskKind::OrderReview,
            customer_id: row.get("customer_id")?,
            subject: format!("order {order_no} {day}"),
            by: day,
            figures: TaskFigures {
                order_no: Some(order_no),
                ends_on: Some(day),
                currency: Some(currency.to_string()),
                value_minor: row.get("amount_minor")?,
                ..TaskFigures::default()
            },
        });
    }
    Ok(found)
}

/// Orders that were only checked, are on hold, and have not arrived within the days for which a passed check keeps credit: they
/// claim it until somebody decides.
pub(super) fn missing(connection: &Connection, today: NaiveDate) -> Result<Vec<Due>, Refusal> {
    let days = hooks::reservation_days(connection)?;
    let Some(until) = today.checked_sub_days(Days::new(days.into())) else {
        return Ok(Vec::new());
    };
    let mut statement = connection.prepare_cached(&format!(
        "SELECT h.id, h.customer_id, k.order_no, h.held_on, h.amount_minor FROM holds h JOIN order_credit k ON k.id = h.order_id
         WHERE h.customer_id IN {OWN} AND h.state = 'open' AND h.held_on < :until
           AND NOT EXISTS (SELECT 1 FROM orders o WHERE o.company_id = k.company_id AND o.order_no = k.order_no)
         ORDER BY h.id"
    ))?;
    let mut rows = statement.query(named_params! {":until": until.to_string()})?;
    let currency = standing::company_currency(connection)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let (id, held_on): (i64, _) = (row.get("id")?, day_of(row, "held_on")?);
        found.push(Due {
            kind: TaskKind::OrderMissing,
            customer_id: row.get("customer_id")?,
            subject: format!("hold {id}"),
            by: today.max(held_on),
            figures: TaskFigures {
                order_no: row.get("order_no")?,
                ends_on: Some(held_on),
                currency: Some(currency.to_string()),
                value_minor: row.get("amount_minor")?,
                ..TaskFigures::default()
            },
        });
    }
    Ok(found)
}
