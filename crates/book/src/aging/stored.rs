//! Stored aging runs (spec 20 §3): a named report with its details as it was, and names that wait for every night.
//!
//! Invariant: the lines of a run are one act, so that it is there whole or not at all; they are never changed and go only by hand.
//! An act before them notes that it began ([`super::attempts`]).

use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, Row, named_params};
use serde::{Deserialize, Serialize};

use super::attempts;
use super::report::{self, ReportHead, ReportOpened, ReportParameters};
use super::report_lines::Lines;
use crate::accounts::optional_day_of;
use crate::act::instant;
use crate::refusal::Refusal;
use crate::session::{Session, check_cancelled};
use crate::sight;

/// How far a run is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum StoredStatus {
    /// It waits for every night.
    Waiting,
    /// It began and did not come to its end; the run says why.
    Failed,
    /// It is there.
    Ended,
}

/// Why a run did not come to its end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(rename = "StoredRunFault")]
pub struct StoredFault {
    /// Code of the refusal; `run_interrupted` where the run was killed.
    pub code: String,
    /// Its figures.
    #[ts(type = "Record<string, unknown>")]
    pub args: serde_json::Value,
}

/// Stores a run.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct StoreRun {
    /// Its name; runs of one name belong together.
    pub name: String,
    /// What it is asked with; details are always included.
    #[serde(default)]
    pub parameters: ReportParameters,
    /// Whether the name waits for every night from now on, with these parameters.
    #[serde(default)]
    pub every_night: bool,
}

/// Asks for the runs.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct StoredRequest {
    /// Of each name only the newest run, and what waits.
    pub latest_only: bool,
}

/// A run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct StoredRun {
    /// Its id; 0 for one that did not come to its end.
    #[ts(type = "number")]
    pub report_id: i64,
    /// Id of the attempt that did not come to its end.
    #[ts(type = "number | null")]
    pub attempt_id: Option<i64>,
    /// Why it did not.
    pub fault: Option<StoredFault>,
    /// Its name.
    pub name: String,
    /// How far it is.
    pub status: StoredStatus,
    /// The day from which age counted; `None` while it waits.
    pub as_of: Option<NaiveDate>,
    /// When it ran, or began; `None` while it waits.
    pub ran_at: Option<String>,
    /// Aging lines.
    #[ts(type = "number")]
    pub lines: i64,
    /// Whether it is the newest of its name.
    pub latest: bool,
    /// What it was asked with.
    pub parameters: ReportParameters,
    /// Code of who asked.
    pub user: String,
}

/// The runs: what failed and what waits first, then the newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct StoredRuns {
    /// The runs.
    pub runs: Vec<StoredRun>,
}

/// Names runs.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct StoredIds {
    /// Their ids.
    #[ts(type = "Array<number>")]
    pub report_ids: Vec<i64>,
    /// Ids of attempts that did not come to their end.
    #[ts(type = "Array<number>")]
    pub attempt_ids: Vec<i64>,
}

/// Names one run.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct StoredId {
    /// Its id.
    #[ts(type = "number")]
    pub report_id: i64,
}

/// `aging.store`: what the run asks for is looked at first, then the run is noted, so that one that fails or is killed stays on
/// the list and can be run again.
pub fn store(session: &mut Session<'_>, request: StoreRun) -> Result<StoredRun, Refusal> {
    let name = request.name.trim().to_owned();
    if name.is_empty() {
        return Err(Refusal::new("value_missing").with("field", "name"));
    }
    let parameters = ReportParameters {
        details: true,
        ..request.parameters
    };
    let whose = (session.today, session.actor.user_id);
    report::demand(session.connection(), &parameters, whose)?;
    let run = StoreRun {
        name,
        parameters,
        every_night: request.every_night,
    };
    attempt(session, &run)
}

/// Notes that the run began, and runs it: one that fails stays on the list with its reason.
fn attempt(session: &mut Session<'_>, run: &StoreRun) -> Result<StoredRun, Refusal> {
    session.act(|act| attempts::begin(act, &run.name, &run.parameters))?;
    match compute(session, run) {
        Ok(report_id) => one(session.connection(), report_id)?.ok_or_else(|| unknown(report_id)),
        Err(refusal) => {
            // Why it failed first is what helps; that it could not be noted is in the log.
            if let Err(second) = attempts::fail(session, &run.name, &refusal) {
                tracing::warn!(%second, "the failure of a stored run was not noted");
            }
            Err(refusal)
        }
    }
}

fn compute(session: &mut Session<'_>, run: &StoreRun) -> Result<i64, Refusal> {
    let (today, job) = (session.today, session.job);
    let parameters = &run.parameters;
    session.act(|act| {
        act.about("aging_report", &run.name);
        if run.every_night {
            wait(act, &run.name, parameters)?;
        }
        // The lines refer to their run, so that it is there first; what it found is filled in afterwards.
        let report_id: i64 = act.query_row(
            "INSERT INTO aging_reports (name, status, parameters, head, as_of, ran_at, user_id, act_id, company_id)
             VALUES (:name, 'ended', :parameters, '{}', :as_of, :at, :user, :act,
               (SELECT id FROM temp.current_company)) RETURNING id",
            named_params! {
                ":name": run.name, ":parameters": serde_json::to_string(parameters)?,
                ":as_of": parameters.as_of.unwrap_or(today).to_string(), ":at": instant(act.at),
                ":user": act.actor.user_id, ":act": act.id,
            },
            |row| row.get("id"),
        )?;
        let head = report::compute(
            act,
            Lines::stored(report_id),
            parameters,
            (today, act.actor.user_id),
            job,
        )?;
        act.execute(
            "UPDATE aging_reports SET head = :head, line_count = :lines WHERE id = :id",
            named_params! {
                ":head": serde_json::to_string(&head)?, ":lines": head.lines, ":id": report_id,
            },
        )?;
        attempts::end(act, &run.name)?;
        act.note("lines", head.lines);
        Ok(report_id)
    })
}

/// A name waits once; new parameters replace the old ones.
fn wait(
    act: &crate::act::Act<'_>,
    name: &str,
    parameters: &ReportParameters,
) -> Result<(), Refusal> {
    act.execute(
        "DELETE FROM aging_reports WHERE status = 'waiting' AND name = :name
           AND company_id = (SELECT id FROM temp.current_company)",
        named_params! {":name": name},
    )?;
    act.execute(
        "INSERT INTO aging_reports (name, status, parameters, user_id, act_id, company_id)
         VALUES (:name, 'waiting', :parameters, :user, :act, (SELECT id FROM temp.current_company))",
        named_params! {
            ":name": name, ":parameters": serde_json::to_string(parameters)?, ":user": act.actor.user_id,
            ":act": act.id,
        },
    )?;
    Ok(())
}

/// What came of the runs that wait for every night.
#[derive(Debug, Clone, Copy, Default)]
pub struct WaitingDone {
    /// Runs that are there.
    pub runs: i64,
    /// Their lines.
    pub lines: i64,
    /// Runs that failed; the list of runs says why.
    pub failed: i64,
}

/// Runs every name that waits. One that fails does not keep the others; nobody is there to be told, so that what it asks for
/// is looked at only after it was noted. Stopping stops the rest.
pub fn run_waiting(session: &mut Session<'_>) -> Result<WaitingDone, Refusal> {
    let waiting: Vec<StoredRun> = all(session.connection())?
        .into_iter()
        .filter(|run| run.status == StoredStatus::Waiting)
        .collect();
    let mut done = WaitingDone::default();
    for one in waiting {
        let run = StoreRun {
            name: one.name,
            parameters: one.parameters,
            every_night: false,
        };
        match attempt(session, &run) {
            Ok(stored) => {
                done.runs += 1;
                done.lines += stored.lines;
            }
            Err(refusal) => {
                check_cancelled(session.job)?;
                tracing::warn!(%refusal, name = %run.name, "a stored run of the night failed");
                done.failed += 1;
            }
        }
    }
    Ok(done)
}

const SELECT: &str = "SELECT r.id, r.name, r.status, r.parameters, r.as_of, r.ran_at, r.line_count, u.code AS user,
   r.status = 'ended' AND NOT EXISTS (SELECT 1 FROM aging_reports n WHERE n.name = r.name AND n.id > r.id
     AND n.status = 'ended' AND n.company_id = r.company_id) AS latest
 FROM aging_reports r JOIN users u ON u.id = r.user_id WHERE r.company_id = (SELECT id FROM temp.current_company)";

fn read(row: &Row<'_>) -> Result<StoredRun, Refusal> {
    let status: String = row.get("status")?;
    let parameters: String = row.get("parameters")?;
    Ok(StoredRun {
        report_id: row.get("id")?,
        attempt_id: None,
        fault: None,
        name: row.get("name")?,
        status: if status == "waiting" {
            StoredStatus::Waiting
        } else {
            StoredStatus::Ended
        },
        as_of: optional_day_of(row, "as_of")?,
        ran_at: row.get("ran_at")?,
        lines: row.get("line_count")?,
        latest: row.get("latest")?,
        parameters: serde_json::from_str(&parameters)?,
        user: row.get("user")?,
    })
}

fn all(connection: &Connection) -> Result<Vec<StoredRun>, Refusal> {
    let mut statement = connection.prepare_cached(&format!(
        "{SELECT} ORDER BY r.status <> 'waiting', r.id DESC"
    ))?;
    let mut rows = statement.query([])?;
    let mut runs = Vec::new();
    while let Some(row) = rows.next()? {
        runs.push(read(row)?);
    }
    Ok(runs)
}

fn one(connection: &Connection, report_id: i64) -> Result<Option<StoredRun>, Refusal> {
    Ok(all(connection)?
        .into_iter()
        .find(|run| run.report_id == report_id))
}

/// `aging.stored`
pub fn list(session: &mut Session<'_>, request: StoredRequest) -> Result<StoredRuns, Refusal> {
    let mut runs = attempts::all(session.connection())?;
    runs.append(&mut all(session.connection())?);
    if request.latest_only {
        runs.retain(|run| run.latest || run.status != StoredStatus::Ended);
    }
    Ok(StoredRuns { runs })
}

/// `aging.stored_open`: the run as it was, for its pages and files.
pub fn open(session: &mut Session<'_>, request: StoredId) -> Result<ReportOpened, Refusal> {
    let found: Option<(String, Option<String>)> = session
        .connection()
        .query_row(
            "SELECT parameters, head FROM aging_reports WHERE id = :id",
            named_params! {":id": request.report_id},
            |row| Ok((row.get("parameters")?, row.get("head")?)),
        )
        .optional()?;
    let Some((parameters, Some(head))) = found else {
        return Err(unknown(request.report_id));
    };
    let parameters: ReportParameters = serde_json::from_str(&parameters)?;
    if !parameters.companies.is_empty() && sight::only(session.connection())?.is_some() {
        // The sum of a party would tell what customers of other pools owe.
        return Err(Refusal::new("needs_all_customers").with("command", session.command));
    }
    let head: ReportHead = serde_json::from_str(&head)?;
    report::keep(session, Lines::stored(request.report_id), parameters, head)
}

/// `aging.stored_delete`: retention is by hand.
pub fn delete(session: &mut Session<'_>, request: StoredIds) -> Result<StoredRuns, Refusal> {
    session.act(|act| {
        for report_id in &request.report_ids {
            let known = act
                .query_row(
                    "SELECT name FROM aging_reports WHERE id = :id",
                    named_params! {":id": report_id},
                    |row| row.get::<_, String>("name"),
                )
                .optional()?;
            let Some(name) = known else {
                return Err(unknown(*report_id));
            };
            act.about("aging_report", &name);
            act.execute(
                "DELETE FROM aging_report_lines WHERE report_id = :id",
                named_params! {":id": report_id},
            )?;
            act.execute(
                "DELETE FROM aging_reports WHERE id = :id",
                named_params! {":id": report_id},
            )?;
        }
        for attempt_id in &request.attempt_ids {
            attempts::delete(act, *attempt_id)?;
        }
        act.note("runs", request.report_ids.len() + request.attempt_ids.len());
        Ok(())
    })?;
    list(session, StoredRequest::default())
}

fn unknown(report_id: i64) -> Refusal {
    Refusal::new("unknown_stored_run").with("report_id", report_id)
}
