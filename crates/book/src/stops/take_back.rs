//! `stops.undo`: the last thing that was done with stops is taken back, from today on.
//!
//! Invariant: what held on a past day never changes. So a stop that was set ends at once, one that was extended ends on its last
//! day of before, and one that was ended runs again only while the day of its end is not over. Each is a change of its own.

use chrono::NaiveDate;
use rusqlite::named_params;
use serde::{Deserialize, Serialize};

use super::list::Stops;
use super::set::{answer, change, running};
use crate::accounts::day_of;
use crate::act::Act;
use crate::refusal::Refusal;
use crate::session::Session;

/// Takes back what an act did with stops.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct UndoStops {
    /// The stops.
    #[ts(type = "Array<number>")]
    pub stop_ids: Vec<i64>,
    /// The act.
    #[ts(type = "number")]
    pub act_id: i64,
    /// Why.
    pub reason: String,
}

/// A stop with the last thing that was done with it.
struct Last {
    act_id: i64,
    /// `None` where it was set, and nothing since.
    kind: Option<String>,
    until_before: Option<NaiveDate>,
    changed_on: Option<NaiveDate>,
}

/// `stops.undo`
pub fn undo(session: &mut Session<'_>, request: UndoStops) -> Result<Stops, Refusal> {
    let reason = request.reason.trim();
    if reason.is_empty() {
        return Err(Refusal::new("value_missing").with("field", "reason"));
    }
    if request.stop_ids.is_empty() {
        return Err(Refusal::new("nothing_chosen"));
    }
    let account = session.act(|act| {
        let mut account = String::new();
        for id in &request.stop_ids {
            account = one(act, *id, request.act_id, reason)?;
        }
        act.note("stops", &request.stop_ids);
        Ok(account)
    })?;
    answer(session, account)
}

/// Takes it back for one stop; gives the account number of its customer.
fn one(act: &mut Act<'_>, id: i64, act_id: i64, reason: &str) -> Result<String, Refusal> {
    let last = last(act, id)?;
    if last.act_id != act_id {
        return Err(Refusal::new("stop_changed_since").with("id", id));
    }
    let today = act.today;
    let yesterday = today.pred_opt().unwrap_or(today);
    if last.kind.as_deref() == Some("ended") {
        let changed_on = last.changed_on.unwrap_or(today);
        if changed_on < today {
            return Err(Refusal::new("stop_ended_before").with("changed_on", changed_on));
        }
        // It has run until yesterday, and does so without a gap.
        let stop = running(act, id, yesterday)?;
        let until_on = last.until_before.unwrap_or(today);
        change(act, &stop, "extended", until_on, reason)?;
        return Ok(stop.account);
    }
    let stop = running(act, id, today)?;
    let until_on = last
        .until_before
        .map_or(yesterday, |before| before.max(yesterday));
    change(act, &stop, "ended", until_on, reason)?;
    Ok(stop.account)
}

fn last(act: &Act<'_>, id: i64) -> Result<Last, Refusal> {
    let mut statement = act.prepare_cached(
        "SELECT COALESCE(x.act_id, s.act_id) AS act_id, x.kind, x.until_before, x.changed_on
         FROM stops s LEFT JOIN stop_changes x ON x.stop_id = s.id WHERE s.id = :id ORDER BY x.id DESC LIMIT 1",
    )?;
    let mut rows = statement.query(named_params! {":id": id})?;
    let row = rows
        .next()?
        .ok_or_else(|| Refusal::new("unknown_stop").with("id", id))?;
    let kind: Option<String> = row.get("kind")?;
    let day = |name: &str| kind.is_some().then(|| day_of(row, name)).transpose();
    Ok(Last {
        act_id: row.get("act_id")?,
        until_before: day("until_before")?,
        changed_on: day("changed_on")?,
        kind,
    })
}
