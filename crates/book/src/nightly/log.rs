//! The log of job runs. It is written beside the acts of a job: a row says that a job began before anything else happens,
//! and stays when the job does not come back.

use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::{Connection, OptionalExtension, Row, named_params};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::jobs::Counts;
use crate::accounts::day_of;
use crate::act::instant;
use crate::refusal::Refusal;

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum JobState {
    /// Not yet.
    Running,
    /// As it should.
    Done,
    /// It was refused, and changed nothing.
    Failed,
    /// Somebody stopped it.
    Cancelled,
    /// The program ended before it.
    Killed,
}

impl JobState {
    fn code(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
            Self::Killed => "killed",
        }
    }

    fn of(code: &str) -> Self {
        match code {
            "running" => Self::Running,
            "done" => Self::Done,
            "cancelled" => Self::Cancelled,
            "killed" => Self::Killed,
            _ => Self::Failed,
        }
    }
}

/// A run of a job.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ts_rs::TS)]
pub struct JobRun {
    /// Row id.
    #[ts(type = "number")]
    pub id: i64,
    /// Name of the job.
    pub job: String,
    /// The day for which it ran.
    pub due_on: NaiveDate,
    /// How it ended.
    pub state: JobState,
    /// When it began, in UTC.
    pub started_at: String,
    /// When it ended.
    pub ended_at: Option<String>,
    /// Code of the user.
    pub user: String,
    /// What it did, by name.
    #[ts(type = "Record<string, number>")]
    pub counts: Map<String, Value>,
    /// Why it failed.
    pub error: Option<Refusal>,
}

const COLUMNS: &str = "SELECT r.id, r.job, r.due_on, r.state, r.started_at, r.ended_at, u.code AS user, r.counts, r.error
  FROM job_runs r JOIN users u ON u.id = r.user_id";

fn read(row: &Row<'_>) -> Result<JobRun, Refusal> {
    let error: Option<String> = row.get("error")?;
    Ok(JobRun {
        id: row.get("id")?,
        job: row.get("job")?,
        due_on: day_of(row, "due_on")?,
        state: JobState::of(&row.get::<_, String>("state")?),
        started_at: row.get("started_at")?,
        ended_at: row.get("ended_at")?,
        user: row.get("user")?,
        counts: serde_json::from_str(&row.get::<_, String>("counts")?)?,
        error: error.map(|json| serde_json::from_str(&json)).transpose()?,
    })
}

/// The newest runs, newest first.
pub(super) fn newest(connection: &Connection, limit: u32) -> Result<Vec<JobRun>, Refusal> {
    let mut statement =
        connection.prepare_cached(&format!("{COLUMNS} ORDER BY r.id DESC LIMIT :limit"))?;
    let mut rows = statement.query(named_params! {":limit": limit})?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(read(row)?);
    }
    Ok(found)
}

/// The last run of a job.
pub(super) fn last(connection: &Connection, job: &str) -> Result<Option<JobRun>, Refusal> {
    let mut statement = connection.prepare_cached(&format!(
        "{COLUMNS} WHERE r.job = :job ORDER BY r.due_on DESC, r.id DESC LIMIT 1"
    ))?;
    let mut rows = statement.query(named_params! {":job": job})?;
    rows.next()?.map(read).transpose()
}

/// One run.
pub(super) fn one(connection: &Connection, id: i64) -> Result<JobRun, Refusal> {
    let mut statement = connection.prepare_cached(&format!("{COLUMNS} WHERE r.id = :id"))?;
    let mut rows = statement.query(named_params! {":id": id})?;
    let row = rows.next()?.ok_or(rusqlite::Error::QueryReturnedNoRows)?;
    read(row)
}

/// Whether a job is still to be done on a day.
pub(super) fn is_due(connection: &Connection, job: &str, on: NaiveDate) -> Result<bool, Refusal> {
    let done: Option<i64> = connection
        .prepare_cached(
            "SELECT 1 FROM job_runs WHERE job = :job AND due_on = :on AND state = 'done' LIMIT 1",
        )?
        .query_row(named_params! {":job": job, ":on": on.to_string()}, |row| {
            row.get(0)
        })
        .optional()?;
    Ok(done.is_none())
}

/// Notes that what still says `running` was killed: nothing else can run beside this process.
pub(super) fn bury(connection: &Connection, now: DateTime<Utc>) -> Result<(), Refusal> {
    connection.execute(
        "UPDATE job_runs SET state = 'killed', ended_at = :now WHERE state = 'running'",
        named_params! {":now": instant(now)},
    )?;
    Ok(())
}

/// Opens the row of a run.
pub(super) fn begin(
    connection: &Connection,
    job: &str,
    on: NaiveDate,
    user_id: i64,
    now: DateTime<Utc>,
) -> Result<i64, Refusal> {
    Ok(connection.query_row(
        "INSERT INTO job_runs (job, due_on, state, started_at, user_id)
         VALUES (:job, :on, 'running', :now, :user) RETURNING id",
        named_params! {":job": job, ":on": on.to_string(), ":now": instant(now), ":user": user_id},
        |row| row.get(0),
    )?)
}

/// Closes the row of a run; how it ended.
pub(super) fn end(
    connection: &Connection,
    id: i64,
    result: &Result<Counts, Refusal>,
    now: DateTime<Utc>,
) -> Result<JobState, Refusal> {
    let (state, counts, error) = match result {
        Ok(counts) => (JobState::Done, serde_json::to_string(counts)?, None),
        Err(refusal) if refusal.code == "cancelled" => (JobState::Cancelled, "{}".to_owned(), None),
        Err(refusal) => (
            JobState::Failed,
            "{}".to_owned(),
            Some(serde_json::to_string(refusal)?),
        ),
    };
    connection.execute(
        "UPDATE job_runs SET state = :state, ended_at = :now, counts = :counts, error = :error WHERE id = :id",
        named_params! {
            ":id": id, ":state": state.code(), ":now": instant(now), ":counts": counts, ":error": error,
        },
    )?;
    Ok(state)
}
