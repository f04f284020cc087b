//! `worklist.snooze` and `worklist.wake`: a customer is put off until a day, and taken back.

use std::collections::HashMap;

use chrono::NaiveDate;
use rusqlite::{Connection, named_params};
use serde::{Deserialize, Serialize};

use crate::accounts::{customer_id, day_of};
use crate::refusal::Refusal;
use crate::session::Session;
use crate::wire::Nothing;

/// Days ahead to which a customer can be put off.
const FURTHEST: u64 = 366;

/// Puts a customer off.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct SnoozeCustomer {
    /// Account number.
    pub account: String,
    /// The day on which it is back.
    pub until_on: NaiveDate,
}

/// Names a customer.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct WakeCustomer {
    /// Account number.
    pub account: String,
}

/// `worklist.snooze`: for the user who asks, and nobody else.
pub fn snooze(session: &mut Session<'_>, request: SnoozeCustomer) -> Result<Nothing, Refusal> {
    let (today, user) = (session.today, session.actor.user_id);
    let last = today.checked_add_days(chrono::Days::new(FURTHEST));
    if request.until_on <= today || last.is_some_and(|last| request.until_on > last) {
        return Err(Refusal::new("snooze_day_invalid")
            .with("field", "until_on")
            .with("until_on", request.until_on)
            .with("today", today));
    }
    let id = customer_id(session.connection(), &request.account)?;
    session.act(|act| {
        act.about("worklist", &request.account);
        act.note("until_on", request.until_on);
        act.execute(
            "INSERT INTO worklist_snoozes (user_id, customer_id, until_on, act_id) VALUES (:user, :customer, :until, :act)
             ON CONFLICT (user_id, customer_id) DO UPDATE SET until_on = excluded.until_on, act_id = excluded.act_id",
            named_params! {":user": user, ":customer": id, ":until": request.until_on.to_string(), ":act": act.id},
        )?;
        Ok(Nothing {})
    })
}

/// `worklist.wake`: takes a snooze back.
pub fn wake(session: &mut Session<'_>, request: WakeCustomer) -> Result<Nothing, Refusal> {
    let user = session.actor.user_id;
    let id = customer_id(session.connection(), &request.account)?;
    session.act(|act| {
        act.about("worklist", &request.account);
        act.note("woken", &request.account);
        let gone = act.execute(
            "DELETE FROM worklist_snoozes WHERE user_id = :user AND customer_id = :customer",
            named_params! {":user": user, ":customer": id},
        )?;
        if gone == 0 {
            return Err(Refusal::new("not_snoozed").with("account", &request.account));
        }
        Ok(Nothing {})
    })
}

/// Customers that the user has put off beyond today.
pub(super) fn of_user(
    connection: &Connection,
    user_id: i64,
    today: NaiveDate,
) -> Result<HashMap<i64, NaiveDate>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT customer_id, until_on FROM worklist_snoozes WHERE user_id = :user AND until_on > :today",
    )?;
    let mut rows =
        statement.query(named_params! {":user": user_id, ":today": today.to_string()})?;
    let mut found = HashMap::new();
    while let Some(row) = rows.next()? {
        found.insert(row.get("customer_id")?, day_of(row, "until_on")?);
    }
    Ok(found)
}
