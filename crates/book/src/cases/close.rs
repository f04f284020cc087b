//! `cases.close` and `cases.reopen`: one or many. A case with something open is closed only when the person says so.

use rusqlite::{OptionalExtension, named_params};
use serde::{Deserialize, Serialize};

use super::assign::{elsewhere, open_case};
use super::{CaseStatus, Head, log, set_status};
use crate::act::Act;
use crate::refusal::Refusal;
use crate::session::Session;

/// Whether the person was asked about what is open.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum ClosingOpen {
    /// No: a case with open transactions is refused.
    #[default]
    Ask,
    /// Yes, and it is to be closed.
    Confirmed,
}

/// Closes cases.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct CloseCases {
    /// Row ids.
    #[ts(type = "Array<number>")]
    pub case_ids: Vec<i64>,
    /// How they ended; each keeps its own where it is empty.
    #[serde(default)]
    pub resolution: String,
    /// Whether the person was asked.
    #[serde(default)]
    pub open_transactions: ClosingOpen,
}

/// Opens cases again.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct ReopenCases {
    /// Row ids.
    #[ts(type = "Array<number>")]
    pub case_ids: Vec<i64>,
    /// Why, for the audit log.
    #[serde(default)]
    #[ts(optional)]
    pub reason: Option<String>,
}

/// What was closed or opened.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct CasesDone {
    /// Changed ones.
    #[ts(type = "number")]
    pub cases: i64,
    /// Those that were so already.
    #[ts(type = "number")]
    pub already: i64,
}

/// `cases.close`
pub fn close(session: &mut Session<'_>, request: CloseCases) -> Result<CasesDone, Refusal> {
    let resolution = request.resolution.trim();
    change(session, &request.case_ids, |act, head| {
        if head.status == CaseStatus::Closed {
            return Ok(false);
        }
        if request.open_transactions == ClosingOpen::Ask {
            let open: i64 = act
                .prepare_cached(
                    "SELECT COUNT(*) FROM case_transactions x JOIN transactions t ON t.id = x.transaction_id
                     JOIN open_items_snapshot i ON i.customer_id = t.customer_id AND i.transaction_id = t.id
                     WHERE x.case_id = :id AND i.open_minor <> 0",
                )?
                .query_row(named_params! {":id": head.id}, |row| row.get(0))?;
            if open > 0 {
                return Err(Refusal::new("case_has_open_transactions")
                    .with("number", &head.number)
                    .with("count", open));
            }
        }
        if !resolution.is_empty() {
            resolve(act, head, resolution)?;
        }
        set_status(act, head, CaseStatus::Closed)?;
        Ok(true)
    })
}

/// Closes, with a line for its resolution, the cases whose transactions are all settled now and of which these are some.
pub(crate) fn close_settled(
    act: &Act<'_>,
    transaction_ids: &[i64],
    resolution: &str,
) -> Result<Vec<i64>, Refusal> {
    let ids: Vec<i64> = act
        .prepare_cached(
            "SELECT DISTINCT x.case_id FROM case_transactions x
             WHERE x.open = 1 AND x.transaction_id IN (SELECT value FROM json_each(:ids))
               AND NOT EXISTS (SELECT 1 FROM case_transactions y JOIN transactions t ON t.id = y.transaction_id
                 JOIN open_items_snapshot i ON i.customer_id = t.customer_id AND i.transaction_id = t.id
                 WHERE y.case_id = x.case_id) ORDER BY x.case_id",
        )?
        .query_map(
            named_params! {":ids": serde_json::to_string(transaction_ids)?},
            |row| row.get("case_id"),
        )?
        .collect::<Result<_, _>>()?;
    for id in &ids {
        let head = Head::load(act, *id)?;
        resolve(act, &head, resolution)?;
        set_status(act, &head, CaseStatus::Closed)?;
    }
    Ok(ids)
}

/// Opens a case again that [`close_settled`] closed; one that is open by now, or whose transactions are in another one,
/// stays as it is.
pub(crate) fn reopen_closed(act: &Act<'_>, case_id: i64) -> Result<(), Refusal> {
    let head = Head::load(act, case_id)?;
    if head.status != CaseStatus::Closed || demand_free(act, &head).is_err() {
        return Ok(());
    }
    let last: Option<(String, String)> = act
        .prepare_cached(
            "SELECT before, after FROM case_log WHERE case_id = :id AND what = 'resolution' ORDER BY id DESC LIMIT 1",
        )?
        .query_row(named_params! {":id": head.id}, |row| {
            Ok((row.get("before")?, row.get("after")?))
        })
        .optional()?;
    if let Some((before, after)) = last {
        log(act, head.id, "resolution", &after, &before)?;
        act.prepare_cached("UPDATE cases SET resolution = :text WHERE id = :id")?
            .execute(named_params! {":text": before, ":id": head.id})?;
    }
    set_status(act, &head, status_before(act, head.id)?)
}

/// The status that a case had before it was closed last.
fn status_before(act: &Act<'_>, case_id: i64) -> Result<CaseStatus, Refusal> {
    let before: Option<String> = act
        .prepare_cached(
            "SELECT before FROM case_log WHERE case_id = :id AND what = 'status' AND after = 'closed'
             ORDER BY id DESC LIMIT 1",
        )?
        .query_row(named_params! {":id": case_id}, |row| row.get(0))
        .optional()?;
    before.map_or(Ok(CaseStatus::InProcess), |code| {
        CaseStatus::from_code(&code)
    })
}

/// Writes how a case ended.
fn resolve(act: &Act<'_>, head: &Head, resolution: &str) -> Result<(), Refusal> {
    let before: String = act
        .prepare_cached("SELECT resolution FROM cases WHERE id = :id")?
        .query_row(named_params! {":id": head.id}, |row| row.get(0))?;
    log(act, head.id, "resolution", &before, resolution)?;
    act.prepare_cached("UPDATE cases SET resolution = :text WHERE id = :id")?
        .execute(named_params! {":text": resolution, ":id": head.id})?;
    Ok(())
}

/// `cases.reopen`: as it was before it was closed.
pub fn reopen(session: &mut Session<'_>, request: ReopenCases) -> Result<CasesDone, Refusal> {
    change(session, &request.case_ids, |act, head| {
        act.because(request.reason.as_deref(), None);
        if head.status != CaseStatus::Closed {
            return Ok(false);
        }
        demand_free(act, head)?;
        let status = status_before(act, head.id)?;
        set_status(act, head, status)?;
        Ok(true)
    })
}

/// Refuses where a transaction of the case is in another open case by now.
fn demand_free(act: &Act<'_>, head: &Head) -> Result<(), Refusal> {
    let documents: Vec<(i64, String)> = act
        .prepare_cached(
            "SELECT t.id, t.document_no FROM case_transactions x JOIN transactions t ON t.id = x.transaction_id
             WHERE x.case_id = :id",
        )?
        .query_map(named_params! {":id": head.id}, |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    for (id, document_no) in documents {
        if let Some((_, number)) = open_case(act, id)? {
            return Err(elsewhere(&document_no, &number));
        }
    }
    Ok(())
}

fn change(
    session: &mut Session<'_>,
    ids: &[i64],
    mut each: impl FnMut(&mut Act<'_>, &Head) -> Result<bool, Refusal>,
) -> Result<CasesDone, Refusal> {
    if ids.is_empty() {
        return Err(Refusal::new("nothing_chosen"));
    }
    let job = session.job;
    let total = ids.len() as u64;
    session.act(|act| {
        let mut done = CasesDone::default();
        for (at, id) in (0_u64..).zip(ids) {
            let head = Head::load(act, *id)?;
            if ids.len() == 1 {
                act.about("case", &head.number);
            } else {
                act.about("cases", ids.len());
            }
            if each(act, &head)? {
                done.cases += 1;
            } else {
                done.already += 1;
            }
            if at % 1_024 == 0 {
                job.progress(at, total, "cases");
                crate::session::check_cancelled(job)?;
            }
        }
        act.note("cases", done.cases);
        Ok(done)
    })
}
