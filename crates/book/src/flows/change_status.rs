//! `collections.change_status` and `collections.undo`: a status by hand, for several transactions at once.
//!
//! *Promised* takes a promise over each row, *disputed* opens a dispute over what is left of it, and any other status ends
//! the promise that runs. A row with an open dispute is closed where the dispute is, because its outcome has to be said.

use chrono::NaiveDate;
use engine::collections::{Event, Status, fits};
use rusqlite::named_params;
use serde::{Deserialize, Serialize};

use super::dispute_undo::take_back as take_dispute_back;
use crate::act::Act;
use crate::activities::{self, Kind, NewActivity};
use crate::collections::words::Words;
use crate::collections::{self, Source, Why, end_promise, reasons, refused};
use crate::disputes::open::{DisputedRow, OpenDisputes, open_all};
use crate::promises::check::PromiseLine;
use crate::promises::record::{PromiseConsentGiven, RecordPromise, take};
use crate::promises::undo::{bring_back, take_back as take_promise_back};
use crate::refusal::Refusal;
use crate::session::Session;

/// Changes the status of transactions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ChangeStatus {
    /// Row ids of the transactions.
    #[ts(type = "Array<number>")]
    pub transaction_ids: Vec<i64>,
    /// The new status.
    pub status: Status,
    /// Code of the reason; a dispute needs one.
    #[serde(default)]
    pub reason: Option<String>,
    /// In words.
    #[serde(default)]
    pub comment: String,
    /// Of *promised*: by when.
    #[serde(default)]
    pub promise_on: Option<NaiveDate>,
    /// Of *promised* for one row: how much, minor units; all that is open where missing.
    #[serde(default)]
    #[ts(type = "number | null")]
    pub promise_minor: Option<i64>,
    /// When to look at it again.
    #[serde(default)]
    pub follow_up_on: Option<NaiveDate>,
    /// *Create action*: it is noted among the activities that this was done.
    #[serde(default)]
    pub create_action: bool,
    /// The consent of a manager, where the promise needs it.
    #[serde(default)]
    pub consent: Option<PromiseConsentGiven>,
    /// That an insurer's longest extension is passed was seen.
    #[serde(default)]
    pub beyond_extension: bool,
}

/// What was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct StatusChanged {
    /// Transactions with another status.
    #[ts(type = "number")]
    pub changed: i64,
    /// The act, for its undo.
    #[ts(type = "number")]
    pub act_id: i64,
}

/// `collections.change_status`
pub fn change(session: &mut Session<'_>, request: ChangeStatus) -> Result<StatusChanged, Refusal> {
    if request.transaction_ids.is_empty() {
        return Err(Refusal::new("status_without_rows"));
    }
    session.act(|act| {
        act.about("collections_status", act.id);
        act.because(request.reason.as_deref(), Some(request.comment.trim()));
        act.note("status", request.status);
        if let Some(code) = &request.reason {
            reasons::demand(act, code)?;
        }
        let mut items: Vec<collections::Item> = Vec::new();
        for id in &request.transaction_ids {
            // A document in instalments has several rows on a page, and one status.
            if items.iter().any(|item| item.id == *id) {
                continue;
            }
            let item = collections::item(act, *id)?;
            fits(item.amount_minor, request.status).map_err(|fault| refused(fault, &item))?;
            if item.disputed_minor > 0 && request.status != Status::Disputed && request.status != Status::Promised {
                return Err(Refusal::new("status_has_dispute").with("document_no", &item.document_no));
            }
            items.push(item);
        }
        match request.status {
            Status::Promised => promise(act, &request, &items)?,
            Status::Disputed => dispute(act, &request, &items)?,
            _ => by_hand(act, &request, &items)?,
        }
        note_action(act, &request, &items)?;
        let changed: i64 = act.query_row(
            "SELECT COUNT(DISTINCT transaction_id) AS changed FROM collections_history WHERE act_id = :act",
            named_params! {":act": act.id},
            |row| row.get("changed"),
        )?;
        act.note("transactions", changed);
        Ok(StatusChanged {
            changed,
            act_id: act.id,
        })
    })
}

fn promise(
    act: &mut Act<'_>,
    request: &ChangeStatus,
    items: &[collections::Item],
) -> Result<(), Refusal> {
    let Some(promised_on) = request.promise_on else {
        return Err(Refusal::new("status_needs_promise")
            .with("field", "promise_on")
            .with("document_no", &items[0].document_no));
    };
    let lines = items
        .iter()
        .map(|item| PromiseLine {
            transaction_id: item.id,
            promised_on,
            amount_minor: request.promise_minor,
        })
        .collect();
    let asked = RecordPromise {
        lines,
        contact: String::new(),
        method: crate::promises::record::PromiseMethod::Call,
        note: request.comment.clone(),
        follow_up_on: request.follow_up_on,
        consent: request.consent.clone(),
        beyond_extension: request.beyond_extension,
    };
    take(act, &asked, Source::Promise)?;
    Ok(())
}

fn dispute(
    act: &mut Act<'_>,
    request: &ChangeStatus,
    items: &[collections::Item],
) -> Result<(), Refusal> {
    let Some(reason) = request.reason.clone() else {
        return Err(Refusal::new("dispute_without_reason").with("field", "reason"));
    };
    let rows = items
        .iter()
        .map(|item| DisputedRow {
            transaction_id: item.id,
            amount_minor: None,
            lines: Vec::new(),
            since: None,
        })
        .collect();
    let asked = OpenDisputes {
        rows,
        reason,
        explanation: request.comment.clone(),
        investigator: None,
        due_on: request.follow_up_on,
        next_action: String::new(),
        external_reference: String::new(),
        case: None,
    };
    open_all(act, &asked)?;
    Ok(())
}

fn by_hand(
    act: &mut Act<'_>,
    request: &ChangeStatus,
    items: &[collections::Item],
) -> Result<(), Refusal> {
    let why = Why {
        reason: request.reason.as_deref(),
        note: request.comment.trim(),
        follow_up_on: request.follow_up_on,
        ..Why::by(Source::Person)
    };
    for item in items {
        end_promise(act, item.id)?;
        collections::happens(act, item.id, Event::Set(request.status), &why)?;
    }
    Ok(())
}

/// *Create action*, and the task of the follow-up day where the promise has not made one.
fn note_action(
    act: &mut Act<'_>,
    request: &ChangeStatus,
    items: &[collections::Item],
) -> Result<(), Refusal> {
    let words = Words::of(act)?;
    let numbers: Vec<&str> = items.iter().map(|item| item.document_no.as_str()).collect();
    let category = match request.status {
        Status::Disputed => "dispute",
        Status::Promised | Status::PromiseBroken => "promise",
        _ => "other",
    };
    let (today, user) = (act.today, act.actor.user_id);
    let mut add = |kind: Kind, purpose: &str, on: NaiveDate| {
        activities::add(
            act,
            &NewActivity {
                customer_id: items[0].customer_id,
                kind,
                category,
                purpose,
                memo: request.comment.trim(),
                responsible_id: Some(user),
                on,
                case_id: None,
                transaction_id: Some(items[0].id),
                subject: None,
            },
        )
    };
    if request.create_action {
        add(
            Kind::Action,
            &words.changed(request.status, &numbers),
            today,
        )?;
    }
    if let Some(on) = request
        .follow_up_on
        .filter(|_| request.status != Status::Promised)
    {
        if on < today {
            return Err(Refusal::new("follow_up_in_past")
                .with("field", "follow_up_on")
                .with("follow_up_on", on));
        }
        add(Kind::Task, &words.follow_up(&numbers), on)?;
    }
    Ok(())
}

/// Takes a change by hand back.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct UndoStatus {
    /// The act.
    #[ts(type = "number")]
    pub act_id: i64,
    /// Why.
    pub reason: String,
}

/// `collections.undo`: every row has the status, the promise and the dispute again that it had before the act; refused where
/// a row was changed since.
pub fn undo(session: &mut Session<'_>, request: UndoStatus) -> Result<StatusChanged, Refusal> {
    session.act(|act| {
        act.about("collections_status", request.act_id);
        act.because(Some(request.reason.trim()).filter(|text| !text.is_empty()), None);
        let rows: Vec<(i64, Option<i64>, Option<i64>, bool)> = act
            .prepare(
                "SELECT h.transaction_id, h.promise_id, h.dispute_id,
                        EXISTS (SELECT 1 FROM collections_history l
                          WHERE l.transaction_id = h.transaction_id AND l.act_id > h.act_id) AS later
                 FROM collections_history h WHERE h.act_id = :act AND h.source IN ('person', 'promise', 'dispute')
                 ORDER BY h.id",
            )?
            .query_map(named_params! {":act": request.act_id}, |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
            })?
            .collect::<Result<_, _>>()?;
        if rows.is_empty() {
            return Err(Refusal::new("undo_nothing_left").with("act_id", request.act_id));
        }
        let mut promises = Vec::new();
        for (transaction, promise, dispute, later) in &rows {
            if *later {
                let item = collections::item(act, *transaction)?;
                return Err(Refusal::new("status_changed_since").with("document_no", item.document_no));
            }
            match (promise, dispute) {
                (Some(id), _) if !promises.contains(id) => {
                    promises.push(*id);
                    take_promise_back(act, *id)?;
                }
                (Some(_), _) => {}
                (None, Some(id)) => take_dispute_back(act, *id)?,
                (None, None) => {
                    bring_back(act, *transaction, request.act_id)?;
                }
            }
        }
        Ok(StatusChanged {
            changed: i64::try_from(rows.len()).unwrap_or(i64::MAX),
            act_id: act.id,
        })
    })
}
