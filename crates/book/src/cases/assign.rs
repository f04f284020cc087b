//! `cases.assign` and `cases.unassign`: which transactions a case is about.

use rusqlite::{OptionalExtension, named_params};
use serde::{Deserialize, Serialize};

use super::file::{CaseFile, read};
use super::{Head, log, touch};
use crate::act::Act;
use crate::refusal::Refusal;
use crate::session::Session;

/// Puts transactions into a case, or takes them out.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct CaseTransactionsRequest {
    /// Row id of the case.
    #[ts(type = "number")]
    pub case_id: i64,
    /// Row ids of the transactions.
    #[ts(type = "Array<number>")]
    pub transaction_ids: Vec<i64>,
    /// Why, for the audit log.
    #[serde(default)]
    #[ts(optional)]
    pub reason: Option<String>,
}

/// `cases.assign`
pub fn assign(
    session: &mut Session<'_>,
    request: CaseTransactionsRequest,
) -> Result<CaseFile, Refusal> {
    change(session, &request, |act, head| {
        add(act, head, &request.transaction_ids)
    })
}

/// `cases.unassign`
pub fn unassign(
    session: &mut Session<'_>,
    request: CaseTransactionsRequest,
) -> Result<CaseFile, Refusal> {
    change(session, &request, |act, head| {
        for id in &request.transaction_ids {
            let document_no = document(act, head, *id)?;
            let removed = act
                .prepare_cached(
                    "DELETE FROM case_transactions WHERE case_id = :case AND transaction_id = :id",
                )?
                .execute(named_params! {":case": head.id, ":id": id})?;
            if removed > 0 {
                log(act, head.id, "transaction_removed", &document_no, "")?;
            }
        }
        Ok(())
    })
}

fn change(
    session: &mut Session<'_>,
    request: &CaseTransactionsRequest,
    work: impl FnOnce(&mut Act<'_>, &Head) -> Result<(), Refusal>,
) -> Result<CaseFile, Refusal> {
    if request.transaction_ids.is_empty() {
        return Err(Refusal::new("nothing_chosen"));
    }
    session.act(|act| {
        let head = Head::open(act, request.case_id)?;
        act.about("case", &head.number);
        work(act, &head)?;
        act.note("transactions", request.transaction_ids.len());
        act.because(request.reason.as_deref(), None);
        touch(act, head.id)
    })?;
    read(session.connection(), request.case_id, session.today)
}

/// Puts transactions of the same customer into an open case. One that is in another open case is refused with its number.
pub(super) fn add(act: &Act<'_>, head: &Head, ids: &[i64]) -> Result<(), Refusal> {
    for id in ids {
        let document_no = document(act, head, *id)?;
        match open_case(act, *id)? {
            Some((case, _)) if case == head.id => continue,
            Some((_, number)) => return Err(elsewhere(&document_no, &number)),
            None => {}
        }
        act.prepare_cached(
            "INSERT INTO case_transactions (case_id, transaction_id, open, act_id) VALUES (:case, :id, 1, :act)",
        )?
        .execute(named_params! {":case": head.id, ":id": id, ":act": act.id})?;
        log(act, head.id, "transaction_added", "", &document_no)?;
    }
    Ok(())
}

/// Refuses a transaction that is in another open case.
pub(super) fn elsewhere(document_no: &str, number: &str) -> Refusal {
    Refusal::new("transaction_in_other_case")
        .with("document_no", document_no)
        .with("number", number)
}

/// The open case of a transaction.
pub(super) fn open_case(act: &Act<'_>, id: i64) -> Result<Option<(i64, String)>, Refusal> {
    Ok(act
        .prepare_cached(
            "SELECT k.id, k.number FROM case_transactions x JOIN cases k ON k.id = x.case_id
             WHERE x.transaction_id = :id AND x.open = 1",
        )?
        .query_row(named_params! {":id": id}, |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .optional()?)
}

/// The number of a document of the customer of the case.
fn document(act: &Act<'_>, head: &Head, id: i64) -> Result<String, Refusal> {
    act.prepare_cached(
        "SELECT document_no FROM transactions WHERE id = :id AND customer_id = :customer",
    )?
    .query_row(
        named_params! {":id": id, ":customer": head.customer_id},
        |row| row.get(0),
    )
    .optional()?
    .ok_or_else(|| {
        Refusal::new("transaction_of_other_customer")
            .with("transaction_id", id)
            .with("number", &head.number)
    })
}
