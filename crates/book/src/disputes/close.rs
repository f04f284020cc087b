//! `disputes.close` and `disputes.reopen`.

use engine::collections::Event;
use engine::disputes::{self as rule, Reach, Status};
use rusqlite::named_params;
use serde::{Deserialize, Serialize};

use super::open::{DisputesChanged, start};
use super::{log, refused, stored};
use crate::act::Act;
use crate::collections::{self, Source, Why};
use crate::refusal::Refusal;
use crate::session::Session;

/// Closes a dispute.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct CloseDispute {
    /// Row id.
    #[ts(type = "number")]
    pub dispute_id: i64,
    /// What came of it.
    pub outcome: Status,
    /// What is credited, minor units; of *credit issued* only, and there it must be.
    #[serde(default)]
    #[ts(type = "number | null")]
    pub resolution_minor: Option<i64>,
    /// In words.
    #[serde(default)]
    pub note: String,
    /// Number of the credit note, where there is one.
    #[serde(default)]
    pub credit_note_no: String,
}

/// `disputes.close`: the amount is collectible again; a credit is asked for from the accounting by the export.
pub fn close(session: &mut Session<'_>, request: CloseDispute) -> Result<DisputesChanged, Refusal> {
    session.act(|act| {
        act.about("dispute", request.dispute_id);
        act.because(Some(request.outcome.code()), Some(request.note.trim()));
        close_in(act, &request)
    })
}

/// Closes a dispute inside an act.
pub(crate) fn close_in(
    act: &mut Act<'_>,
    request: &CloseDispute,
) -> Result<DisputesChanged, Refusal> {
    let dispute = stored(act, request.dispute_id)?;
    let item = collections::item(act, dispute.transaction_id)?;
    rule::close(
        dispute.status,
        request.outcome,
        dispute.amount_minor,
        request.resolution_minor,
    )
    .map_err(|fault| refused(fault, &item))?;
    let credited = request
        .resolution_minor
        .filter(|_| request.outcome == Status::CreditIssued);
    act.prepare_cached(
        "UPDATE disputes SET status = :status, resolution_minor = :minor, resolved_on = :today, resolution_note = :note,
           credit_note_no = :credit, closed_by_act_id = :act, act_id = :act
         WHERE id = :id",
    )?
    .execute(named_params! {
        ":id": dispute.id, ":status": request.outcome.code(), ":minor": credited, ":today": act.today.to_string(),
        ":note": request.note.trim(), ":credit": request.credit_note_no.trim(), ":act": act.id,
    })?;
    log::log(act, dispute.id, "closed", "", request.outcome.code())?;
    end_period(act, dispute.id)?;
    end_tasks(act, dispute.id)?;
    collections::sum_disputes(act, &item)?;
    let left = collections::item(act, item.id)?;
    // While another dispute is about all that is open, the transaction stays disputed.
    let still = left.disputed_minor > 0
        && rule::reach(left.open_minor, left.disputed_minor) == Reach::Whole;
    let event = if still {
        Event::DisputedWhole
    } else {
        Event::DisputeClosed
    };
    let why = Why {
        note: request.note.trim(),
        dispute_id: Some(dispute.id),
        ..Why::by(Source::Dispute)
    };
    collections::happens(act, item.id, event, &why)?;
    Ok(DisputesChanged::of(vec![dispute.id]))
}

fn end_period(act: &Act<'_>, id: i64) -> Result<(), Refusal> {
    act.prepare_cached(
        "UPDATE dispute_periods SET until_on = :today WHERE dispute_id = :id AND until_on IS NULL",
    )?
    .execute(named_params! {":id": id, ":today": act.today.to_string()})?;
    Ok(())
}

/// The tasks of whoever looked into it are over.
pub(crate) fn end_tasks(act: &Act<'_>, id: i64) -> Result<(), Refusal> {
    act.prepare_cached(
        "UPDATE activities SET state = 'closed', closed_on = :today, act_id = :act
         WHERE subject GLOB :subject AND state = 'open'",
    )?
    .execute(named_params! {
        ":subject": format!("dispute:{id}:*"), ":today": act.today.to_string(), ":act": act.id,
    })?;
    Ok(())
}

/// Names a dispute.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct DisputeRequest {
    /// Row id.
    #[ts(type = "number")]
    pub dispute_id: i64,
    /// Why.
    pub reason: String,
}

/// `disputes.reopen`: it is disputed again from today on, as far as it still is open.
pub fn reopen(
    session: &mut Session<'_>,
    request: DisputeRequest,
) -> Result<DisputesChanged, Refusal> {
    session.act(|act| {
        act.about("dispute", request.dispute_id);
        act.because(
            Some(request.reason.trim()).filter(|text| !text.is_empty()),
            None,
        );
        reopen_in(act, &request)
    })
}

/// Opens a dispute again inside an act.
pub(crate) fn reopen_in(
    act: &mut Act<'_>,
    request: &DisputeRequest,
) -> Result<DisputesChanged, Refusal> {
    let dispute = stored(act, request.dispute_id)?;
    let item = collections::item(act, dispute.transaction_id)?;
    rule::reopen(dispute.status).map_err(|fault| refused(fault, &item))?;
    act.prepare_cached(
        "UPDATE disputes SET status = 'open', resolution_minor = NULL, resolved_on = NULL, resolution_note = '',
           credit_note_no = '', closed_by_act_id = NULL, act_id = :act
         WHERE id = :id",
    )?
    .execute(named_params! {":id": dispute.id, ":act": act.id})?;
    log::log(act, dispute.id, "reopened", dispute.status.code(), "")?;
    start(act, dispute.id, &item, (dispute.amount_minor, act.today))?;
    collections::sum_disputes(act, &item)?;
    let now = collections::item(act, item.id)?;
    let why = Why {
        note: request.reason.trim(),
        dispute_id: Some(dispute.id),
        ..Why::by(Source::Dispute)
    };
    if now.open_minor > 0 {
        let status = collections::by_records(act, &now)?;
        if status != now.status {
            collections::set(act, &now, status, &why)?;
        }
    }
    Ok(DisputesChanged::of(vec![dispute.id]))
}
