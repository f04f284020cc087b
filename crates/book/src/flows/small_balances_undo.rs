//! `settlement.small_balances_undo`: a run of small balances is taken back as a whole.

use rusqlite::named_params;
use serde::{Deserialize, Serialize};

use super::hooks::after_settlement;
use super::take_back::take_back;
use crate::act::Act;
use crate::refusal::Refusal;
use crate::session::{Session, check_cancelled};
use crate::settlement::poster::Poster;
use crate::settlement::small_balances::log::act_of;

/// Takes a run back.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct UndoSmallBalances {
    /// The run.
    #[ts(type = "number")]
    pub run_id: i64,
    /// Why.
    pub reason: String,
}

/// What was taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct SmallBalancesUndone {
    /// Documents whose rest is open again.
    #[ts(type = "number")]
    pub reopened: u64,
}

/// `settlement.small_balances_undo`: what was taken back for a customer before stays as it is.
pub fn undo(
    session: &mut Session<'_>,
    request: UndoSmallBalances,
) -> Result<SmallBalancesUndone, Refusal> {
    let job = session.job;
    session.act(|act| {
        act.about("small_balances", request.run_id);
        let reason = Some(request.reason.trim()).filter(|text| !text.is_empty());
        act.because(reason, None);
        let (postings, reopened) = standing(act, request.run_id)?;
        if postings.is_empty() {
            return Err(Refusal::new("small_balances_undone").with("run_id", request.run_id));
        }
        let total = postings.len() as u64;
        let mut poster = Poster::default();
        for (done, posting_id) in (0..).zip(&postings) {
            check_cancelled(job)?;
            job.progress(done, total, "undo");
            take_back(act, &mut poster, *posting_id)?;
            poster.turn_page();
        }
        act.note("reopened", reopened);
        let (_, customers) = poster.finish(act)?;
        after_settlement(act, &customers);
        Ok(SmallBalancesUndone { reopened })
    })
}

/// The postings of a run that stand, the last one first, and how many rests they closed.
fn standing(act: &Act<'_>, run_id: i64) -> Result<(Vec<i64>, u64), Refusal> {
    let of = act_of(act, run_id)?;
    let mut statement = act.prepare_cached(
        "SELECT p.id FROM settlement_postings p WHERE p.act_id = :act AND p.undone_by_act_id IS NULL ORDER BY p.id DESC",
    )?;
    let postings: Vec<i64> = statement
        .query_map(named_params! {":act": of}, |row| row.get("id"))?
        .collect::<Result<_, _>>()?;
    let closed: i64 = act
        .prepare_cached(
            "SELECT COUNT(*) AS closed FROM small_balance_items i JOIN settlement_postings p ON p.id = i.posting_id
             WHERE i.run_id = :run AND p.undone_by_act_id IS NULL",
        )?
        .query_row(named_params! {":run": run_id}, |row| row.get("closed"))?;
    Ok((postings, closed.unsigned_abs()))
}
