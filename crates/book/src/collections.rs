//! The collections status of transactions (spec 21 §5): the one place that writes it, together with its history, and what
//! promises and disputes share about a transaction.
//!
//! Invariant: `transaction_states` is what the newest row of the history says, and the disputed amount there is the sum of
//! the open disputes. Who promises and who disputes is in `promises` and `disputes`; a change by hand is a flow.

pub mod history;
pub mod parameters;
pub mod reasons;
pub(crate) mod words;

use chrono::NaiveDate;
use engine::account::Kind;
use engine::collections::{Event, Facts, Fault, Status, after, derived};
use rusqlite::{Connection, OptionalExtension, named_params};

use crate::accounts::{day_of, kind_of};
use crate::act::Act;
use crate::refusal::Refusal;

/// A transaction as promises and disputes see it now.
#[derive(Debug, Clone)]
pub struct Item {
    /// Row id.
    pub id: i64,
    /// Its customer.
    pub customer_id: i64,
    /// What it is.
    pub kind: Kind,
    /// Number of the document.
    pub document_no: String,
    /// Day on the document.
    pub document_on: NaiveDate,
    /// When it falls due.
    pub due_on: NaiveDate,
    /// Currency.
    pub currency: String,
    /// Minor units, signed.
    pub amount_minor: i64,
    /// Open now, minor units, signed.
    pub open_minor: i64,
    /// In open disputes, minor units.
    pub disputed_minor: i64,
    /// Its status.
    pub status: Status,
}

/// Reads a transaction.
pub fn item(connection: &Connection, id: i64) -> Result<Item, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT t.id, t.customer_id, t.kind, t.document_no, t.document_on, t.due_on, t.currency, t.amount_minor,
                COALESCE(o.open_minor, 0) AS open_minor, COALESCE(x.disputed_minor, 0) AS disputed_minor,
                COALESCE(x.collections_status, 'not_disputed') AS status
         FROM transactions t
           LEFT JOIN open_items_snapshot o ON o.customer_id = t.customer_id AND o.transaction_id = t.id
           LEFT JOIN transaction_states x ON x.transaction_id = t.id
         WHERE t.id = :id",
    )?;
    let mut rows = statement.query(named_params! {":id": id})?;
    let row = rows
        .next()?
        .ok_or_else(|| Refusal::new("unknown_document").with("id", id))?;
    Ok(Item {
        id,
        customer_id: row.get("customer_id")?,
        kind: kind_of(&row.get::<_, String>("kind")?)?,
        document_no: row.get("document_no")?,
        document_on: day_of(row, "document_on")?,
        due_on: day_of(row, "due_on")?,
        currency: row.get("currency")?,
        amount_minor: row.get("amount_minor")?,
        open_minor: row.get("open_minor")?,
        disputed_minor: row.get("disputed_minor")?,
        status: status_of(&row.get::<_, String>("status")?)?,
    })
}

/// Reads a stored status.
pub fn status_of(code: &str) -> Result<Status, Refusal> {
    Status::from_code(code).ok_or_else(|| Refusal::new("book_damaged").with("status", code))
}

/// Who or what changed a status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// A person, by hand.
    Person,
    /// A promise that was taken.
    Promise,
    /// A dispute that was opened, closed or reopened.
    Dispute,
    /// What was paid, or not.
    Rule,
    /// An act that was taken back.
    Undo,
}

impl Source {
    fn code(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Promise => "promise",
            Self::Dispute => "dispute",
            Self::Rule => "rule",
            Self::Undo => "undo",
        }
    }
}

/// Why a status changes.
#[derive(Debug, Clone, Copy)]
pub struct Why<'a> {
    /// Who or what.
    pub source: Source,
    /// Code of the reason.
    pub reason: Option<&'a str>,
    /// In words.
    pub note: &'a str,
    /// When to look at it again.
    pub follow_up_on: Option<NaiveDate>,
    /// The promise.
    pub promise_id: Option<i64>,
    /// The dispute.
    pub dispute_id: Option<i64>,
}

impl Why<'_> {
    /// Nothing but the source.
    pub fn by(source: Source) -> Self {
        Self {
            source,
            reason: None,
            note: "",
            follow_up_on: None,
            promise_id: None,
            dispute_id: None,
        }
    }
}

/// What happens to a transaction: its status follows, where it changes.
pub fn happens(act: &Act<'_>, id: i64, event: Event, why: &Why<'_>) -> Result<(), Refusal> {
    let item = item(act, id)?;
    let next = after(item.status, event).map_err(|fault| refused(fault, &item))?;
    match next {
        Some(status) => set(act, &item, status, why),
        None if why.promise_id.is_some() && why.source == Source::Promise => {
            set(act, &item, item.status, why)
        }
        None => Ok(()),
    }
}

/// A fault in words.
pub fn refused(fault: Fault, item: &Item) -> Refusal {
    let code = match fault {
        Fault::PromiseMissing => "status_needs_promise",
        Fault::Credit => "status_of_credit",
    };
    Refusal::new(code).with("document_no", &item.document_no)
}

/// Writes a status and its row of the history.
pub fn set(act: &Act<'_>, item: &Item, status: Status, why: &Why<'_>) -> Result<(), Refusal> {
    let today = act.today.to_string();
    act.prepare_cached(
        "INSERT INTO transaction_states (transaction_id, customer_id, collections_status, since, act_id)
         VALUES (:id, :customer, :status, :today, :act)
         ON CONFLICT (transaction_id) DO UPDATE SET collections_status = excluded.collections_status,
           since = excluded.since, act_id = excluded.act_id",
    )?
    .execute(named_params! {
        ":id": item.id, ":customer": item.customer_id, ":status": status.code(), ":today": today, ":act": act.id,
    })?;
    act.prepare_cached(
        "INSERT INTO collections_history (customer_id, transaction_id, amount_minor, balance_minor, old_status, new_status,
           changed_on, follow_up_on, reason_code, note, source, promise_id, dispute_id, user_id, act_id)
         VALUES (:customer, :id, :amount, :balance, :old, :new, :today, :follow_up, :reason, :note, :source, :promise,
           :dispute, :user, :act)",
    )?
    .execute(named_params! {
        ":customer": item.customer_id, ":id": item.id, ":amount": item.amount_minor, ":balance": item.open_minor,
        ":old": item.status.code(), ":new": status.code(), ":today": today,
        ":follow_up": why.follow_up_on.map(|day| day.to_string()), ":reason": why.reason, ":note": why.note,
        ":source": why.source.code(), ":promise": why.promise_id, ":dispute": why.dispute_id,
        ":user": act.actor.user_id, ":act": act.id,
    })?;
    Ok(())
}

/// Brings the disputed amount of a transaction in line with its open disputes; rules leave out what is disputed, so that
/// the customer's holds are looked at again.
pub fn sum_disputes(act: &mut Act<'_>, item: &Item) -> Result<(), Refusal> {
    act.credit.customers.insert(item.customer_id);
    act.prepare_cached(
        "INSERT INTO transaction_states (transaction_id, customer_id, disputed_minor, since, act_id)
         VALUES (:id, :customer,
           (SELECT COALESCE(SUM(amount_minor), 0) FROM disputes
            WHERE transaction_id = :id AND status = 'open' AND undone_by_act_id IS NULL), :today, :act)
         ON CONFLICT (transaction_id) DO UPDATE SET disputed_minor = excluded.disputed_minor, act_id = excluded.act_id",
    )?
    .execute(named_params! {
        ":id": item.id, ":customer": item.customer_id, ":today": act.today.to_string(), ":act": act.id,
    })?;
    Ok(())
}

/// The status that the records of a transaction give it.
pub fn by_records(connection: &Connection, item: &Item) -> Result<Status, Refusal> {
    let (runs, broken): (bool, bool) = connection
        .prepare_cached(
            "SELECT COALESCE(MAX(status IN ('open', 'awaiting_bank_data')), 0) AS runs,
                    COALESCE(MAX(status IN ('broken', 'partly_kept')), 0) AS broken
             FROM promise_lines WHERE transaction_id = :id AND replaced_on IS NULL",
        )?
        .query_row(named_params! {":id": item.id}, |row| {
            Ok((row.get("runs")?, row.get("broken")?))
        })?;
    let disputed = item.disputed_minor > 0 && item.disputed_minor >= item.open_minor;
    Ok(derived(&Facts {
        disputed_whole: disputed.into(),
        promise_broken: broken.into(),
        promise_runs: runs.into(),
    }))
}

/// Who made the newest change of a status; `None` before the first.
pub fn newest_source(connection: &Connection, id: i64) -> Result<Option<String>, Refusal> {
    Ok(connection
        .prepare_cached(
            "SELECT source FROM collections_history WHERE transaction_id = :id ORDER BY id DESC LIMIT 1",
        )?
        .query_row(named_params! {":id": id}, |row| row.get("source"))
        .optional()?)
}

/// Gives a transaction the status that it had before an act, because the act is taken back.
pub fn put_back(act: &Act<'_>, id: i64, of_act: i64) -> Result<(), Refusal> {
    let old: Option<String> = act
        .prepare_cached(
            "SELECT old_status FROM collections_history WHERE transaction_id = :id AND act_id = :act ORDER BY id LIMIT 1",
        )?
        .query_row(named_params! {":id": id, ":act": of_act}, |row| row.get("old_status"))
        .optional()?;
    let now = item(act, id)?;
    let status = match old {
        Some(code) => status_of(&code)?,
        None => return Ok(()),
    };
    if status == now.status {
        return Ok(());
    }
    set(act, &now, status, &Why::by(Source::Undo))
}

/// Ends the promise of a transaction: what still ran is cancelled, and nothing of it is judged any more. Gives the number
/// of lines.
pub(crate) fn end_promise(act: &Act<'_>, transaction_id: i64) -> Result<usize, Refusal> {
    Ok(act
        .prepare_cached(
            "UPDATE promise_lines SET
               status = CASE WHEN ended_on IS NULL THEN 'cancelled' ELSE status END,
               ended_on = COALESCE(ended_on, :today), replaced_on = :today, replaced_by_act_id = :act, act_id = :act
             WHERE transaction_id = :id AND replaced_on IS NULL",
        )?
        .execute(named_params! {
            ":id": transaction_id, ":today": act.today.to_string(), ":act": act.id,
        })?)
}
