//! `stops.set`, `stops.extend` and `stops.end`.

use chrono::NaiveDate;
use engine::stops::Purpose;
use rusqlite::{Connection, OptionalExtension, named_params};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::list::{Stops, StopsOf, of_customer};
use crate::accounts::{customer_id, day_of};
use crate::act::{Act, instant};
use crate::refusal::Refusal;
use crate::session::Session;

/// Sets stops.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct SetStop {
    /// Account number.
    pub account: String,
    /// The items, each of which gets a stop of its own; all items of the customer where it is empty.
    #[serde(default)]
    #[ts(type = "Array<number>")]
    pub transaction_ids: Vec<i64>,
    /// What it keeps off.
    pub purpose: Purpose,
    /// Why.
    pub reason: String,
    /// The last day.
    pub until_on: NaiveDate,
}

/// Extends a running stop.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct ChangeStop {
    /// The stop.
    #[ts(type = "number")]
    pub id: i64,
    /// The new last day.
    pub until_on: NaiveDate,
    /// Why.
    pub reason: String,
}

/// Ends a running stop: today is the first day without it.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct EndStop {
    /// The stop.
    #[ts(type = "number")]
    pub id: i64,
    /// Why.
    pub reason: String,
}

/// A stop that is to be written.
pub(super) struct NewStop<'a> {
    pub customer_id: i64,
    pub transaction_id: Option<i64>,
    pub purpose: Purpose,
    pub reason: &'a str,
    pub until_on: NaiveDate,
    pub source: &'static str,
}

/// `stops.set`
pub fn set(session: &mut Session<'_>, request: SetStop) -> Result<Stops, Refusal> {
    let reason = given(&request.reason)?;
    let today = session.today;
    if request.until_on < today {
        return Err(Refusal::new("stop_ends_first")
            .with("field", "until_on")
            .with("until_on", request.until_on)
            .with("earliest_on", today));
    }
    session.act(|act| {
        act.about("stop", &request.account);
        act.because(Some(reason), None);
        let customer_id = customer_id(act, &request.account)?;
        let mut items: Vec<Option<i64>> =
            request.transaction_ids.iter().copied().map(Some).collect();
        if items.is_empty() {
            items.push(None);
        }
        act.note("purpose", request.purpose);
        act.note("until_on", request.until_on);
        act.note("items", &request.transaction_ids);
        for transaction_id in items {
            if let Some(id) = transaction_id {
                demand_debit(act, customer_id, id)?;
            }
            write(
                act,
                &NewStop {
                    customer_id,
                    transaction_id,
                    purpose: request.purpose,
                    reason,
                    until_on: request.until_on,
                    source: "manual",
                },
            )?;
        }
        Ok(())
    })?;
    answer(session, request.account)
}

/// Writes a stop that begins today.
pub(super) fn write(act: &Act<'_>, new: &NewStop<'_>) -> Result<(), Refusal> {
    act.prepare_cached(
        "INSERT INTO stops (uuid, customer_id, transaction_id, purpose, reason, from_on, until_on, first_until_on,
           source, set_by_id, created_at, act_id)
         VALUES (:uuid, :customer, :transaction, :purpose, :reason, :from, :until, :until, :source, :user, :at, :act)",
    )?
    .execute(named_params! {
        ":uuid": Uuid::now_v7().to_string(), ":customer": new.customer_id, ":transaction": new.transaction_id,
        ":purpose": new.purpose.code(), ":reason": new.reason, ":from": act.today.to_string(),
        ":until": new.until_on.to_string(), ":source": new.source, ":user": act.actor.user_id,
        ":at": instant(act.at), ":act": act.id,
    })?;
    Ok(())
}

/// A stop is for what is claimed: credits are deducted whatever is stopped.
fn demand_debit(connection: &Connection, customer_id: i64, id: i64) -> Result<(), Refusal> {
    let found: Option<(i64, String)> = connection
        .prepare_cached(
            "SELECT amount_minor, document_no FROM transactions WHERE id = :id AND customer_id = :customer",
        )?
        .query_row(named_params! {":id": id, ":customer": customer_id}, |row| {
            Ok((row.get("amount_minor")?, row.get("document_no")?))
        })
        .optional()?;
    match found {
        None => Err(Refusal::new("unknown_transaction").with("transaction_id", id)),
        Some((amount, document_no)) if amount <= 0 => {
            Err(Refusal::new("stop_on_credit").with("document_no", document_no))
        }
        Some(_) => Ok(()),
    }
}

/// `stops.extend`
pub fn extend(session: &mut Session<'_>, request: ChangeStop) -> Result<Stops, Refusal> {
    let reason = given(&request.reason)?;
    let stop = running(session.connection(), request.id, session.today)?;
    if request.until_on <= stop.until_on {
        return Err(Refusal::new("stop_not_later")
            .with("field", "until_on")
            .with("until_on", stop.until_on));
    }
    session.act(|act| change(act, &stop, "extended", request.until_on, reason))?;
    answer(session, stop.account)
}

/// `stops.end`
pub fn end(session: &mut Session<'_>, request: EndStop) -> Result<Stops, Refusal> {
    let reason = given(&request.reason)?;
    let stop = running(session.connection(), request.id, session.today)?;
    let last = session.today.pred_opt().unwrap_or(session.today);
    session.act(|act| change(act, &stop, "ended", last, reason))?;
    answer(session, stop.account)
}

fn given(reason: &str) -> Result<&str, Refusal> {
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(Refusal::new("value_missing").with("field", "reason"));
    }
    Ok(reason)
}

/// A running stop.
pub(super) struct Running {
    id: i64,
    pub account: String,
    until_on: NaiveDate,
}

/// The stop, where it still runs on the day.
pub(super) fn running(
    connection: &Connection,
    id: i64,
    today: NaiveDate,
) -> Result<Running, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT c.account, s.until_on FROM stops s JOIN customers c ON c.id = s.customer_id WHERE s.id = :id",
    )?;
    let mut rows = statement.query(named_params! {":id": id})?;
    let Some(row) = rows.next()? else {
        return Err(Refusal::new("unknown_stop").with("id", id));
    };
    let until_on = day_of(row, "until_on")?;
    if until_on < today {
        return Err(Refusal::new("stop_over").with("until_on", until_on));
    }
    Ok(Running {
        id,
        account: row.get("account")?,
        until_on,
    })
}

/// Writes another last day of a stop, and the change.
pub(super) fn change(
    act: &mut Act<'_>,
    stop: &Running,
    kind: &str,
    until_on: NaiveDate,
    reason: &str,
) -> Result<(), Refusal> {
    act.about("stop", &stop.account);
    act.because(Some(reason), None);
    act.note("stop", stop.id);
    act.change("until_on", stop.until_on, until_on);
    act.execute(
        "INSERT INTO stop_changes (stop_id, kind, until_before, until_on, reason, changed_on, changed_by_id, act_id)
         VALUES (:stop, :kind, :before, :until, :reason, :today, :user, :act)",
        named_params! {
            ":stop": stop.id, ":kind": kind, ":before": stop.until_on.to_string(), ":until": until_on.to_string(),
            ":reason": reason, ":today": act.today.to_string(), ":user": act.actor.user_id, ":act": act.id,
        },
    )?;
    act.execute(
        "UPDATE stops SET until_on = :until WHERE id = :stop",
        named_params! {":stop": stop.id, ":until": until_on.to_string()},
    )?;
    Ok(())
}

pub(super) fn answer(session: &mut Session<'_>, account: String) -> Result<Stops, Refusal> {
    of_customer(
        session,
        StopsOf {
            account,
            as_of: None,
        },
    )
}
