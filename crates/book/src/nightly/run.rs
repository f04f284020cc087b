//! `nightly.run`, `nightly.due` and `nightly.log`.

use std::time::Instant;

use chrono::NaiveDate;
use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use super::jobs::{Counts, JOBS, NightlyJob, Run};
use super::log::{JobRun, JobState, begin, bury, end, is_due, last, newest, one};
use crate::company;
use crate::parameters;
use crate::refusal::Refusal;
use crate::session::Session;
use crate::wire::Nothing;

/// Under this name the parameters are stored.
const NAME: &str = "nightly";

/// Runs that the log shows.
const SHOWN: u32 = 200;

/// Whether the window runs what is due by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct NightlyParameters {
    /// At program start and every hour while the window is open.
    pub automatic: bool,
}

impl Default for NightlyParameters {
    fn default() -> Self {
        Self { automatic: true }
    }
}

/// A job and whether it is due.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ts_rs::TS)]
pub struct DueJob {
    /// Name of the job.
    pub job: String,
    /// Whether it is still to be done today.
    pub due: bool,
    /// Its last run.
    pub last: Option<JobRun>,
}

/// Every job.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ts_rs::TS)]
pub struct DueJobs {
    /// In their order.
    pub jobs: Vec<DueJob>,
    /// Whether the window runs what is due by itself.
    pub automatic: bool,
}

/// Runs jobs.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct RunNightly {
    /// Names of jobs, which run whether they are due or not; everything that is due where it is empty.
    pub jobs: Vec<String>,
}

/// What ran.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ts_rs::TS)]
pub struct NightlyDone {
    /// The runs, in their order; empty where nothing was due.
    pub runs: Vec<JobRun>,
}

/// `nightly.parameters`
pub fn get(session: &mut Session<'_>, _: Nothing) -> Result<NightlyParameters, Refusal> {
    parameters::load(session.connection(), NAME)
}

/// `nightly.parameters_save`
pub fn save(
    session: &mut Session<'_>,
    new: NightlyParameters,
) -> Result<NightlyParameters, Refusal> {
    session.act(|act| {
        act.about("parameters", NAME);
        parameters::save(act, NAME, &new)
    })?;
    parameters::load(session.connection(), NAME)
}

/// `nightly.due`
pub fn due(session: &mut Session<'_>, _: Nothing) -> Result<DueJobs, Refusal> {
    let connection = session.connection();
    let mut jobs = Vec::new();
    for job in JOBS {
        jobs.push(DueJob {
            job: job.name.to_owned(),
            due: is_due(connection, job.name, session.today)?,
            last: last(connection, job.name)?,
        });
    }
    let parameters: NightlyParameters = parameters::load(connection, NAME)?;
    Ok(DueJobs {
        jobs,
        automatic: parameters.automatic,
    })
}

/// `nightly.log`
pub fn log(session: &mut Session<'_>, _: Nothing) -> Result<NightlyDone, Refusal> {
    Ok(NightlyDone {
        runs: newest(session.connection(), SHOWN)?,
    })
}

/// `nightly.run`: a job that fails is logged and does not stop the others; stopping stops the rest.
pub fn run(session: &mut Session<'_>, request: RunNightly) -> Result<NightlyDone, Refusal> {
    let chosen = chosen(session.connection(), &request.jobs, session.today)?;
    bury(session.connection(), session.now)?;
    let began = Instant::now();
    let mut runs = Vec::new();
    for (job, work) in chosen {
        if session.job.cancelled() {
            break;
        }
        let id = begin(
            session.connection(),
            job.name,
            session.today,
            session.actor.user_id,
            session.now + began.elapsed(),
        )?;
        let result = in_each_company(session, work);
        // The clock of a call stands still, so that the end is its instant and what the work took.
        let ended_at = session.now + began.elapsed();
        let state = end(session.connection(), id, &result, ended_at)?;
        runs.push(one(session.connection(), id)?);
        if state == JobState::Cancelled {
            break;
        }
    }
    // The jobs ran for all customers; their counts are not for somebody who sees only some.
    if session.book.sight.is_lifted() {
        for run in &mut runs {
            run.counts.clear();
            run.error = run.error.take().map(|error| Refusal::new(&error.code));
        }
    }
    Ok(NightlyDone { runs })
}

/// A job does its work in one company after the other; its counts are those of all.
fn in_each_company(session: &mut Session<'_>, work: Run) -> Result<Counts, Refusal> {
    let mut counts = Counts::new();
    company::in_each(
        session,
        |session| &session.book.file.connection,
        |session| {
            for (name, count) in work(session)? {
                *counts.entry(name).or_default() += count;
            }
            Ok::<(), Refusal>(())
        },
    )?;
    Ok(counts)
}

/// The jobs to run with what runs them, in their order.
fn chosen(
    connection: &Connection,
    names: &[String],
    today: NaiveDate,
) -> Result<Vec<(&'static NightlyJob, Run)>, Refusal> {
    if let Some(unknown) = names
        .iter()
        .find(|name| !JOBS.iter().any(|job| job.name == name.as_str()))
    {
        return Err(Refusal::new("unknown_job").with("job", unknown));
    }
    let mut found = Vec::new();
    for job in JOBS {
        let wanted = if names.is_empty() {
            is_due(connection, job.name, today)?
        } else {
            names.iter().any(|name| name == job.name)
        };
        if wanted {
            found.push((job, job.run));
        }
    }
    Ok(found)
}
