//! The one list of jobs, in the order of the night (spec 13). A new job is one line.

use std::collections::BTreeMap;

use crate::refusal::Refusal;
use crate::session::Session;
use crate::wire::Nothing;
use crate::{aging, credit, limitation, orders, pools, risk, statistics, stops};

/// What a job did, by name.
pub type Counts = BTreeMap<&'static str, i64>;

/// What runs a job.
pub type Run = fn(&mut Session<'_>) -> Result<Counts, Refusal>;

/// A job of the night.
#[derive(Clone, Copy)]
pub struct NightlyJob {
    /// Stable name, in the log and for the words of the window.
    pub name: &'static str,
    /// What it does.
    pub run: Run,
}

/// Every job in its order.
pub static JOBS: &[NightlyJob] = &[
    job("import", super::files::take_waiting),
    job("scheduled_limits", scheduled_limits),
    job("statistics", balance_statistics),
    job("outdated_statistics", outdated_statistics),
    job("scores", scores),
    job("aging", age_balances),
    job("stored_aging", stored_aging),
    job("dated_duties", dated_duties),
    job("stops", stops_over),
    job("limitation", limitation_warnings),
    job("customer_rules", customer_rules),
    job("evaluate_releases", evaluate_releases),
];

const fn job(name: &'static str, run: Run) -> NightlyJob {
    NightlyJob { name, run }
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// Posted limits whose effective day has come.
fn scheduled_limits(session: &mut Session<'_>) -> Result<Counts, Refusal> {
    let done = credit::posting::apply_waiting(session, Nothing {})?;
    Ok(Counts::from([
        ("lines", done.lines),
        ("left_out", done.left_out),
    ]))
}

fn balance_statistics(session: &mut Session<'_>) -> Result<Counts, Refusal> {
    let done = statistics::calculate::calculate(session, Nothing {})?;
    Ok(Counts::from([
        ("customers", done.customers),
        ("rows", done.rows),
        ("without_rate", done.without_rate),
    ]))
}

/// Balance statistics that nobody needs any more, where the parameters say how long they are kept.
fn outdated_statistics(session: &mut Session<'_>) -> Result<Counts, Refusal> {
    let done = statistics::delete::delete_by_night(session)?;
    let rows = done.map_or(0, |done| count(done.rows));
    Ok(Counts::from([("deleted", rows)]))
}

fn scores(session: &mut Session<'_>) -> Result<Counts, Refusal> {
    let done = risk::update::update(session, risk::update::UpdateScores::default())?;
    Ok(Counts::from([
        ("customers", count(done.scored)),
        ("changed", count(done.changed)),
        ("without_rate", count(done.without_rate)),
    ]))
}

/// The snapshots of the default definition and of every other one that a pool names, whose lists show it, after promises
/// whose day is past were judged; missed days are not reconstructed.
fn age_balances(session: &mut Session<'_>) -> Result<Counts, Refusal> {
    let of_lists = aging::definitions::default_id(session.connection())?;
    let mut of_pools = pools::rows::definitions(session.connection())?;
    of_pools.retain(|definition| *definition != of_lists);
    let request = aging::run::RunRequest {
        update_status: true,
        ..aging::run::RunRequest::default()
    };
    let mut rows = aging::run::run(session, request)?.rows;
    for definition in of_pools {
        let request = aging::run::RunRequest {
            definition: Some(definition),
            ..aging::run::RunRequest::default()
        };
        rows += aging::run::run(session, request)?.rows;
    }
    Ok(Counts::from([("rows", rows)]))
}

/// Stored aging runs that wait for every night; one that fails says so on the list of runs and does not stop the others.
fn stored_aging(session: &mut Session<'_>) -> Result<Counts, Refusal> {
    let done = aging::stored::run_waiting(session)?;
    Ok(Counts::from([
        ("stored_runs", done.runs),
        ("stored_lines", done.lines),
        ("stored_failed", done.failed),
    ]))
}

/// What falls due ahead of its day: reviews, limits and policies that end, insurer's duties; and reservations whose last day
/// is over.
fn dated_duties(session: &mut Session<'_>) -> Result<Counts, Refusal> {
    let expired = orders::expire_reservations(session)?;
    let done = credit::duties::run_now(session, Nothing {})?;
    Ok(Counts::from([
        ("made", count(done.made)),
        ("closed", count(done.closed)),
        ("expired", count(expired)),
    ]))
}

/// Stops whose last day is over: a task for whoever set them.
fn stops_over(session: &mut Session<'_>) -> Result<Counts, Refusal> {
    let done = stops::over(session, Nothing {})?;
    Ok(Counts::from([("tasks", count(done.tasks))]))
}

/// Invoices that are soon time-barred: a task for each.
fn limitation_warnings(session: &mut Session<'_>) -> Result<Counts, Refusal> {
    let done = limitation::warn(session, Nothing {})?;
    Ok(Counts::from([
        ("tasks", count(done.tasks)),
        ("without_data", count(done.without_data)),
    ]))
}

/// Statuses that customer rules propose, set and lift.
fn customer_rules(session: &mut Session<'_>) -> Result<Counts, Refusal> {
    let done = orders::customer_rules::apply(session, Nothing {})?;
    let number = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    Ok(Counts::from([
        ("customers", number(done.customers)),
        ("proposed", number(done.proposed)),
        ("set", number(done.set)),
        ("lifted", number(done.lifted)),
    ]))
}

/// Holds whose reasons are gone; nobody is there to post a step.
fn evaluate_releases(session: &mut Session<'_>) -> Result<Counts, Refusal> {
    let done = orders::evaluate::run_by_night(session)?;
    let number = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    Ok(Counts::from([
        ("evaluated", number(done.evaluated)),
        ("released", number(done.released)),
        ("ready", number(done.ready)),
    ]))
}
