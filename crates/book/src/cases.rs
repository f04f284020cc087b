//! Cases: what belongs together about a customer, from the first call to its resolution (spec 21 §8).
//!
//! Invariants: a transaction is in at most one open case; whatever changes in a case is in its log, which is only added to.

pub mod assign;
pub mod categories;
pub mod close;
pub mod documents;
pub mod edit;
pub mod export;
pub mod file;
pub mod list;
pub mod open_many;
pub mod write;

use rusqlite::{Connection, OptionalExtension, named_params};
use serde::{Deserialize, Serialize};

use crate::act::{Act, instant};
use crate::refusal::Refusal;

/// Where a case is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum CaseStatus {
    /// Nobody has begun.
    Opened,
    /// Somebody works on it.
    InProcess,
    /// Somebody else is to do something.
    Waiting,
    /// Over.
    Closed,
}

impl CaseStatus {
    /// As stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Opened => "opened",
            Self::InProcess => "in_process",
            Self::Waiting => "waiting",
            Self::Closed => "closed",
        }
    }

    /// From a row.
    pub fn from_code(code: &str) -> Result<Self, Refusal> {
        [Self::Opened, Self::InProcess, Self::Waiting, Self::Closed]
            .into_iter()
            .find(|status| status.code() == code)
            .ok_or_else(|| Refusal::new("book_damaged").with("status", code))
    }
}

/// Names a case.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ts_rs::TS)]
pub struct CaseRequest {
    /// Row id.
    #[ts(type = "number")]
    pub case_id: i64,
}

/// What an act needs to know of a case.
struct Head {
    id: i64,
    number: String,
    customer_id: i64,
    status: CaseStatus,
}

impl Head {
    /// A case that was not withdrawn.
    fn load(connection: &Connection, id: i64) -> Result<Self, Refusal> {
        let found: Option<(String, i64, String)> = connection
            .prepare_cached(
                "SELECT number, customer_id, status FROM cases WHERE id = :id AND withdrawn = 0",
            )?
            .query_row(named_params! {":id": id}, |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })
            .optional()?;
        let (number, customer_id, status) =
            found.ok_or_else(|| Refusal::new("unknown_case").with("case_id", id))?;
        Ok(Self {
            id,
            number,
            customer_id,
            status: CaseStatus::from_code(&status)?,
        })
    }

    /// Refuses a case that is over.
    fn open(connection: &Connection, id: i64) -> Result<Self, Refusal> {
        let head = Self::load(connection, id)?;
        if head.status == CaseStatus::Closed {
            return Err(Refusal::new("case_closed").with("number", head.number));
        }
        Ok(head)
    }
}

/// Writes a line of the log; what did not change is not written.
fn log(
    act: &Act<'_>,
    case_id: i64,
    what: &str,
    before: &str,
    after: &str,
) -> Result<bool, Refusal> {
    if before == after {
        return Ok(false);
    }
    act.prepare_cached(
        "INSERT INTO case_log (case_id, what, before, after, act_id) VALUES (:case, :what, :before, :after, :act)",
    )?
    .execute(named_params! {
        ":case": case_id, ":what": what, ":before": before, ":after": after, ":act": act.id,
    })?;
    Ok(true)
}

/// Marks a case as changed now.
fn touch(act: &Act<'_>, case_id: i64) -> Result<(), Refusal> {
    act.prepare_cached("UPDATE cases SET modified_at = :at, act_id = :act WHERE id = :id")?
        .execute(named_params! {":at": instant(act.at), ":act": act.id, ":id": case_id})?;
    Ok(())
}

/// The row id of the case with a number to which a dispute of a customer may go: an open one of that customer.
pub(crate) fn for_dispute(
    connection: &Connection,
    number: &str,
    customer_id: i64,
) -> Result<i64, Refusal> {
    let id: Option<i64> = connection
        .prepare_cached(
            "SELECT id FROM cases WHERE number = :number AND customer_id = :customer AND withdrawn = 0",
        )?
        .query_row(
            named_params! {":number": number, ":customer": customer_id},
            |row| row.get("id"),
        )
        .optional()?;
    let unknown = || {
        Refusal::new("unknown_case_of_customer")
            .with("field", "case")
            .with("number", number)
    };
    let head = Head::load(connection, id.ok_or_else(unknown)?)?;
    if head.status == CaseStatus::Closed {
        return Err(Refusal::new("case_closed")
            .with("field", "case")
            .with("number", number));
    }
    Ok(head.id)
}

/// Says in the log of a case that a dispute came, or went: its number before and after.
pub(crate) fn log_dispute(
    act: &Act<'_>,
    case_id: i64,
    (before, after): (&str, &str),
) -> Result<(), Refusal> {
    let what = if after.is_empty() {
        "dispute_removed"
    } else {
        "dispute_added"
    };
    log(act, case_id, what, before, after)?;
    touch(act, case_id)
}

/// Raises every case of collections of a customer that is not closed by one place: 1 comes first.
pub(crate) fn more_urgent(act: &Act<'_>, customer_id: i64) -> Result<(), Refusal> {
    let cases: Vec<(i64, i64)> = act
        .prepare_cached(
            "SELECT id, priority FROM cases
             WHERE customer_id = :customer AND status <> 'closed' AND priority > 1
               AND category_id IN (SELECT id FROM case_categories WHERE category_type = 'collections')",
        )?
        .query_map(named_params! {":customer": customer_id}, |row| {
            Ok((row.get("id")?, row.get("priority")?))
        })?
        .collect::<Result<_, _>>()?;
    for (id, priority) in cases {
        let raised = priority - 1;
        act.prepare_cached("UPDATE cases SET priority = :priority WHERE id = :id")?
            .execute(named_params! {":id": id, ":priority": raised})?;
        log(
            act,
            id,
            "priority",
            &priority.to_string(),
            &raised.to_string(),
        )?;
        touch(act, id)?;
    }
    Ok(())
}

/// Changes the status, with the log; the transactions follow it.
fn set_status(act: &Act<'_>, head: &Head, status: CaseStatus) -> Result<(), Refusal> {
    if !log(act, head.id, "status", head.status.code(), status.code())? {
        return Ok(());
    }
    act.prepare_cached("UPDATE cases SET status = :status WHERE id = :id")?
        .execute(named_params! {":status": status.code(), ":id": head.id})?;
    let (was, is) = (
        head.status == CaseStatus::Closed,
        status == CaseStatus::Closed,
    );
    if was != is {
        act.prepare_cached("UPDATE case_transactions SET open = :open WHERE case_id = :id")?
            .execute(named_params! {":open": !is, ":id": head.id})?;
    }
    touch(act, head.id)
}
