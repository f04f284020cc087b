//! Steps of a reimbursement that post nothing: rejecting, and noting that it was paid.

use engine::reimbursements::Status;
use rusqlite::{Connection, OptionalExtension, named_params};
use serde::{Deserialize, Serialize};

use super::list::{Reimbursements, one};
use crate::act::Act;
use crate::refusal::Refusal;
use crate::session::Session;

/// Names reimbursements; all of them take the step, or none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct ReimbursementStep {
    /// Row ids.
    #[ts(type = "Array<number>")]
    pub reimbursement_ids: Vec<i64>,
    /// Why, in words.
    pub reason: String,
}

/// A reimbursement as a step needs it.
#[derive(Debug, Clone)]
pub(crate) struct Stored {
    pub id: i64,
    pub number: String,
    pub customer_id: i64,
    pub currency: String,
    pub amount_minor: i64,
    /// JSON.
    pub dimensions: String,
    pub vendor: String,
    pub status: Status,
    pub refund_id: Option<i64>,
    pub posting_id: Option<i64>,
}

impl Stored {
    /// Reads one.
    pub fn load(connection: &Connection, id: i64) -> Result<Self, Refusal> {
        let found = connection
            .prepare_cached("SELECT * FROM reimbursements WHERE id = :id")?
            .query_row(named_params! {":id": id}, |row| {
                Ok((
                    Self {
                        id,
                        number: row.get("number")?,
                        customer_id: row.get("customer_id")?,
                        currency: row.get("currency")?,
                        amount_minor: row.get("amount_minor")?,
                        dimensions: row.get("dimensions")?,
                        vendor: row.get("vendor")?,
                        status: Status::Proposed,
                        refund_id: row.get("refund_id")?,
                        posting_id: row.get("posting_id")?,
                    },
                    row.get::<_, String>("status")?,
                ))
            })
            .optional()?;
        let (stored, status) = found
            .ok_or_else(|| Refusal::new("unknown_reimbursement").with("reimbursement_id", id))?;
        Ok(Self {
            status: Status::from_code(&status)
                .ok_or_else(|| Refusal::new("book_damaged").with("status", status))?,
            ..stored
        })
    }

    /// Refuses a step that does not follow.
    pub fn demand(&self, next: Status) -> Result<(), Refusal> {
        if self.status.may_become(next) {
            return Ok(());
        }
        Err(Refusal::new("reimbursement_step")
            .with("number", &self.number)
            .with("status", self.status.code())
            .with("next", next.code()))
    }
}

/// The reimbursements that a step names, each once.
pub(crate) fn named(
    connection: &Connection,
    request: &ReimbursementStep,
) -> Result<Vec<Stored>, Refusal> {
    let mut ids = request.reimbursement_ids.clone();
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() {
        return Err(Refusal::new("reimbursement_none_marked"));
    }
    ids.into_iter()
        .map(|id| Stored::load(connection, id))
        .collect()
}

/// What an act is about, and why.
pub(crate) fn about(act: &mut Act<'_>, all: &[Stored], reason: &str) {
    let numbers: Vec<&str> = all.iter().map(|one| one.number.as_str()).collect();
    act.about("reimbursements", numbers.join(","));
    act.because(Some(reason.trim()).filter(|text| !text.is_empty()), None);
}

/// `reimbursements.reject`
pub fn reject(
    session: &mut Session<'_>,
    request: ReimbursementStep,
) -> Result<Reimbursements, Refusal> {
    if request.reason.trim().is_empty() {
        return Err(Refusal::new("reason_missing").with("field", "reason"));
    }
    step(session, &request, Status::Rejected)
}

/// `reimbursements.paid`: accounts payable paid it.
pub fn paid(
    session: &mut Session<'_>,
    request: ReimbursementStep,
) -> Result<Reimbursements, Refusal> {
    step(session, &request, Status::Paid)
}

fn step(
    session: &mut Session<'_>,
    request: &ReimbursementStep,
    next: Status,
) -> Result<Reimbursements, Refusal> {
    session.act(|act| {
        let all = named(act, request)?;
        about(act, &all, &request.reason);
        for one in &all {
            one.demand(next)?;
            become_status(act, one, next, ("step", request.reason.trim()))?;
        }
        act.note("status", next.code());
        shown(act, &all)
    })
}

/// Writes where a reimbursement stands, and the step into its history.
pub(crate) fn become_status(
    act: &Act<'_>,
    of: &Stored,
    next: Status,
    (kind, text): (&str, &str),
) -> Result<(), Refusal> {
    act.prepare_cached("UPDATE reimbursements SET status = :status, act_id = :act WHERE id = :id")?
        .execute(named_params! {":id": of.id, ":status": next.code(), ":act": act.id})?;
    note(act, of.id, (Some(of.status), next, kind), text)
}

/// The reimbursements as they are now.
pub(crate) fn shown(connection: &Connection, all: &[Stored]) -> Result<Reimbursements, Refusal> {
    let reimbursements = all
        .iter()
        .map(|stored| one(connection, stored.id))
        .collect::<Result<_, _>>()?;
    Ok(Reimbursements { reimbursements })
}

/// Writes a step into the history.
pub(crate) fn note(
    act: &Act<'_>,
    id: i64,
    (before, status, kind): (Option<Status>, Status, &str),
    text: &str,
) -> Result<(), Refusal> {
    act.prepare_cached(
        "INSERT INTO reimbursement_history (reimbursement_id, status_before, status, kind, on_day, note, user_id, act_id)
         VALUES (:id, :before, :status, :kind, :on, :note, :user, :act)",
    )?
    .execute(named_params! {
        ":id": id, ":before": before.map(Status::code), ":status": status.code(), ":kind": kind,
        ":on": act.today.to_string(), ":note": text, ":user": act.actor.user_id, ":act": act.id,
    })?;
    Ok(())
}
