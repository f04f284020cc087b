//! `disputes.undo`: what was opened was never opened, and a promise that it ended runs again.

use engine::disputes::{Fault, Status};
use rusqlite::named_params;
use serde::{Deserialize, Serialize};

use crate::act::Act;
use crate::cases;
use crate::collections;
use crate::disputes::close::end_tasks;
use crate::disputes::open::{DisputesChanged, keys};
use crate::disputes::{refused, stored};
use crate::promises::undo::bring_back;
use crate::refusal::Refusal;
use crate::session::Session;

/// Takes disputes back.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct UndoDisputes {
    /// Row ids.
    #[ts(type = "Array<number>")]
    pub dispute_ids: Vec<i64>,
    /// Why.
    pub reason: String,
}

/// `disputes.undo`: they were never opened; a promise that one of them ended runs again.
pub fn undo(session: &mut Session<'_>, request: UndoDisputes) -> Result<DisputesChanged, Refusal> {
    session.act(|act| {
        act.about("dispute", keys(&request.dispute_ids));
        act.because(
            Some(request.reason.trim()).filter(|text| !text.is_empty()),
            None,
        );
        for id in &request.dispute_ids {
            take_back(act, *id)?;
        }
        Ok(DisputesChanged::of(request.dispute_ids.clone()))
    })
}

/// Takes a dispute back inside an act; a closed one is opened again first.
pub(crate) fn take_back(act: &mut Act<'_>, id: i64) -> Result<(), Refusal> {
    let dispute = stored(act, id)?;
    let item = collections::item(act, dispute.transaction_id)?;
    if dispute.status != Status::Open {
        return Err(refused(Fault::ClosedAlready, &item));
    }
    let of_act: i64 = act
        .prepare_cached(
            "SELECT MIN(act_id) AS act FROM collections_history WHERE dispute_id = :id",
        )?
        .query_row(named_params! {":id": id}, |row| {
            row.get::<_, Option<i64>>("act")
        })?
        .unwrap_or(0);
    act.execute(
        "UPDATE disputes SET undone_by_act_id = :act, act_id = :act WHERE id = :id",
        named_params! {":id": id, ":act": act.id},
    )?;
    act.execute(
        "UPDATE dispute_periods SET until_on = from_on WHERE dispute_id = :id",
        named_params! {":id": id},
    )?;
    end_tasks(act, id)?;
    if let Some(case) = dispute.case_id {
        cases::log_dispute(act, case, (&dispute.number, ""))?;
    }
    collections::sum_disputes(act, &item)?;
    bring_back(act, item.id, of_act)?;
    Ok(())
}
