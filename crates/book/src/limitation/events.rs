//! What happened to the period of an invoice: `limitation.event_add`, `limitation.suspension_end`,
//! `limitation.event_withdraw`.

use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, named_params};
use serde::{Deserialize, Serialize};

use super::list::{LimitationOf, Limitations, of_customer};
use crate::accounts::{day_of, optional_day_of};
use crate::refusal::Refusal;
use crate::session::Session;

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "LimitationEventKind")]
pub enum EventKind {
    /// The period does not run: negotiations, a dunning procedure at court.
    Suspended,
    /// It began anew: the customer acknowledged the claim, or paid a part.
    Restarted,
}

impl EventKind {
    fn code(self) -> &'static str {
        match self {
            Self::Suspended => "suspended",
            Self::Restarted => "restarted",
        }
    }

    pub(super) fn of(code: &str) -> Self {
        match code {
            "suspended" => Self::Suspended,
            _ => Self::Restarted,
        }
    }
}

/// Notes an event.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct AddEvent {
    /// The invoice.
    #[ts(type = "number")]
    pub transaction_id: i64,
    /// What happened.
    pub kind: EventKind,
    /// Its day; of a suspension the first.
    pub from_on: NaiveDate,
    /// The last day of a suspension, where it is over.
    #[serde(default)]
    pub until_on: Option<NaiveDate>,
    /// Why.
    pub note: String,
}

/// Ends a suspension.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct EndSuspension {
    /// The event.
    #[ts(type = "number")]
    pub id: i64,
    /// Its last day.
    pub until_on: NaiveDate,
}

/// Withdraws an event that was wrong.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct WithdrawEvent {
    /// The event.
    #[ts(type = "number")]
    pub id: i64,
    /// Why.
    pub reason: String,
}

/// `limitation.event_add`
pub fn add(session: &mut Session<'_>, request: AddEvent) -> Result<Limitations, Refusal> {
    let note = request.note.trim();
    if note.is_empty() {
        return Err(Refusal::new("value_missing").with("field", "note"));
    }
    if request.from_on > session.today {
        return Err(Refusal::new("limitation_event_later").with("field", "from_on"));
    }
    let until_on = match request.kind {
        EventKind::Suspended => request.until_on,
        EventKind::Restarted => None,
    };
    if let Some(until) = until_on {
        in_order(request.from_on, until)?;
    }
    let account: Option<String> = session
        .connection()
        .prepare_cached(
            "SELECT c.account FROM transactions t JOIN customers c ON c.id = t.customer_id
             WHERE t.id = :id AND t.amount_minor > 0",
        )?
        .query_row(named_params! {":id": request.transaction_id}, |row| {
            row.get(0)
        })
        .optional()?;
    let account = account.ok_or_else(|| {
        Refusal::new("unknown_transaction").with("transaction_id", request.transaction_id)
    })?;
    session.act(|act| {
        act.about("limitation", request.transaction_id);
        act.note("event", &request);
        act.execute(
            "INSERT INTO limitation_events (transaction_id, kind, from_on, until_on, note, entered_by_id, act_id)
             VALUES (:transaction, :kind, :from, :until, :note, :user, :act)",
            named_params! {
                ":transaction": request.transaction_id, ":kind": request.kind.code(),
                ":from": request.from_on.to_string(), ":until": until_on.map(|day| day.to_string()),
                ":note": note, ":user": act.actor.user_id, ":act": act.id,
            },
        )?;
        Ok(())
    })?;
    of_customer(session, LimitationOf::today(account))
}

fn in_order(from_on: NaiveDate, until_on: NaiveDate) -> Result<(), Refusal> {
    if until_on < from_on {
        return Err(Refusal::new("limit_line_ends_first")
            .with("field", "until_on")
            .with("from_on", from_on)
            .with("to_on", until_on));
    }
    Ok(())
}

/// An event that stands.
struct Standing {
    account: String,
    transaction_id: i64,
    kind: EventKind,
    from_on: NaiveDate,
    until_on: Option<NaiveDate>,
}

fn standing(connection: &Connection, id: i64) -> Result<Standing, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT e.transaction_id, e.kind, e.from_on, e.until_on, c.account FROM limitation_events e
         JOIN transactions t ON t.id = e.transaction_id JOIN customers c ON c.id = t.customer_id
         WHERE e.id = :id AND e.withdrawn_by_act_id IS NULL",
    )?;
    let mut rows = statement.query(named_params! {":id": id})?;
    let Some(row) = rows.next()? else {
        return Err(Refusal::new("unknown_limitation_event").with("id", id));
    };
    let kind: String = row.get("kind")?;
    Ok(Standing {
        account: row.get("account")?,
        transaction_id: row.get("transaction_id")?,
        kind: EventKind::of(&kind),
        from_on: day_of(row, "from_on")?,
        until_on: optional_day_of(row, "until_on")?,
    })
}

/// `limitation.suspension_end`
pub fn end_suspension(
    session: &mut Session<'_>,
    request: EndSuspension,
) -> Result<Limitations, Refusal> {
    let event = standing(session.connection(), request.id)?;
    if event.kind != EventKind::Suspended {
        return Err(Refusal::new("unknown_limitation_event").with("id", request.id));
    }
    in_order(event.from_on, request.until_on)?;
    session.act(|act| {
        act.about("limitation", event.transaction_id);
        act.change("until_on", event.until_on, Some(request.until_on));
        act.execute(
            "UPDATE limitation_events SET until_on = :until WHERE id = :id",
            named_params! {":id": request.id, ":until": request.until_on.to_string()},
        )?;
        Ok(())
    })?;
    of_customer(session, LimitationOf::today(event.account))
}

/// `limitation.event_withdraw`
pub fn withdraw(session: &mut Session<'_>, request: WithdrawEvent) -> Result<Limitations, Refusal> {
    let reason = request.reason.trim();
    if reason.is_empty() {
        return Err(Refusal::new("value_missing").with("field", "reason"));
    }
    let event = standing(session.connection(), request.id)?;
    session.act(|act| {
        act.about("limitation", event.transaction_id);
        act.because(Some(reason), None);
        act.note("withdrawn", request.id);
        act.execute(
            "UPDATE limitation_events SET withdrawn_by_act_id = :act WHERE id = :id",
            named_params! {":id": request.id, ":act": act.id},
        )?;
        Ok(())
    })?;
    of_customer(session, LimitationOf::today(event.account))
}
