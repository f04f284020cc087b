//! `letters.runs` and `letters.run`: the runs and what became of their letters.

use chrono::NaiveDate;
use engine::letters::{Code, SkipReason};
use rusqlite::{Connection, Row, named_params};
use serde::{Deserialize, Serialize};

use super::create::{LetterSkip, SkipCount};
use super::freshness::Freshness;
use super::pass::{LetterQuestion, SkipStop};
use super::selection::RunDays;
use crate::accounts::optional_day_of;
use crate::refusal::Refusal;
use crate::session::Session;

/// Skipped customers that one answer carries.
const SKIPS_SHOWN: i64 = 1_000;

/// Runs that one answer carries.
const RUNS_SHOWN: i64 = 200;

/// A run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct LetterRun {
    /// Its id.
    #[ts(type = "number")]
    pub run_id: i64,
    /// Its clock: the day of the letters.
    pub letter_on: NaiveDate,
    /// The day at the desk on which it was created.
    pub created_on: NaiveDate,
    /// When.
    pub created_at: String,
    /// What was asked.
    pub question: LetterQuestion,
    /// How old the sources were.
    pub freshness: Freshness,
    /// Why it was made although both were old.
    pub confirmed: Option<String>,
    /// Letters by status.
    pub counts: LetterCounts,
    /// Letters that are created or posted, per currency and code.
    pub totals: Vec<LetterTotal>,
    /// Skipped per reason.
    pub reasons: Vec<SkipCount>,
    /// The clock that posting would have now, if no day is given.
    pub default_posting_on: NaiveDate,
}

/// Letters of a run by status.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct LetterCounts {
    /// Drafts, also those that are printed.
    #[ts(type = "number")]
    pub created: u64,
    /// Of these, printed ones.
    #[ts(type = "number")]
    pub printed: u64,
    /// Posted, and not cancelled since.
    #[ts(type = "number")]
    pub posted: u64,
    /// Cancelled.
    #[ts(type = "number")]
    pub cancelled: u64,
    /// Replaced by a later run.
    #[ts(type = "number")]
    pub replaced: u64,
    /// Dropped when they were computed again.
    #[ts(type = "number")]
    pub dropped: u64,
    /// Customers, per currency, without a letter.
    #[ts(type = "number")]
    pub skipped: u64,
}

/// Letters of one code in one currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct LetterTotal {
    /// Currency.
    pub currency: String,
    /// Code.
    pub code: Code,
    /// Number of letters.
    #[ts(type = "number")]
    pub letters: u64,
    /// What their items claim, minor units.
    #[ts(type = "number")]
    pub items_minor: i64,
    /// Their fees, minor units.
    #[ts(type = "number")]
    pub fee_minor: i64,
    /// Items and fees, minor units.
    #[ts(type = "number")]
    pub total_minor: i64,
}

impl LetterTotal {
    pub(super) fn nothing(currency: &str, code: Code) -> Self {
        Self {
            currency: currency.to_owned(),
            code,
            letters: 0,
            items_minor: 0,
            fee_minor: 0,
            total_minor: 0,
        }
    }
}

/// Asks for runs.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize, ts_rs::TS)]
pub struct LetterRunsRequest {
    /// Only runs that were made before this one; the newest where missing.
    #[serde(default)]
    #[ts(type = "number | null")]
    pub before: Option<i64>,
}

/// Runs, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct LetterRuns {
    /// At most 200.
    pub runs: Vec<LetterRun>,
    /// Whether there are earlier ones.
    pub more: bool,
}

/// Names a run.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ts_rs::TS)]
pub struct LetterRunRequest {
    /// The run.
    #[ts(type = "number")]
    pub run_id: i64,
}

/// A run with those that it skipped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct LetterRunDetail {
    /// The run.
    pub run: LetterRun,
    /// Who got no letter and why, by account; at most 1,000, the counts cover all.
    pub skipped: Vec<LetterSkip>,
}

/// `letters.runs`
pub fn list(session: &mut Session<'_>, request: LetterRunsRequest) -> Result<LetterRuns, Refusal> {
    let today = session.today;
    let connection = session.connection();
    let mut statement = connection.prepare_cached(
        "SELECT id FROM letter_runs WHERE :before IS NULL OR id < :before ORDER BY id DESC LIMIT :limit",
    )?;
    // One more than is shown tells whether there are more.
    let mut ids: Vec<i64> = statement
        .query_map(
            named_params! {":before": request.before, ":limit": RUNS_SHOWN + 1},
            |row| row.get("id"),
        )?
        .collect::<Result<_, _>>()?;
    let shown = usize::try_from(RUNS_SHOWN).unwrap_or(usize::MAX);
    let more = ids.len() > shown;
    ids.truncate(shown);
    let runs = ids
        .into_iter()
        .map(|id| load(connection, id, today))
        .collect::<Result<_, _>>()?;
    Ok(LetterRuns { runs, more })
}

/// `letters.run`
pub fn detail(
    session: &mut Session<'_>,
    request: LetterRunRequest,
) -> Result<LetterRunDetail, Refusal> {
    let run = load(session.connection(), request.run_id, session.today)?;
    Ok(LetterRunDetail {
        run,
        skipped: skips(session.connection(), request.run_id)?,
    })
}

/// Reads a run.
pub(super) fn load(
    connection: &Connection,
    run_id: i64,
    today: NaiveDate,
) -> Result<LetterRun, Refusal> {
    let days = RunDays::load(connection, run_id)?;
    let (created_at, request): (String, String) = connection.query_row(
        "SELECT created_at, request FROM letter_runs WHERE id = :id",
        named_params! {":id": run_id},
        |row| Ok((row.get("created_at")?, row.get("request")?)),
    )?;
    let (counts, totals) = letters(connection, run_id)?;
    let reasons = reasons(connection, run_id)?;
    let skipped = reasons.iter().map(|reason| reason.count).sum();
    let (freshness, confirmed) = Freshness::of_run(connection, run_id, days.letter_on)?;
    Ok(LetterRun {
        run_id,
        letter_on: days.letter_on,
        created_on: days.created_on,
        created_at,
        question: serde_json::from_str(&request)?,
        freshness,
        confirmed,
        counts: LetterCounts { skipped, ..counts },
        totals,
        reasons,
        default_posting_on: days.clock(today),
    })
}

fn letters(
    connection: &Connection,
    run_id: i64,
) -> Result<(LetterCounts, Vec<LetterTotal>), Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT CASE WHEN x.letter_id IS NULL THEN d.status ELSE 'cancelled' END AS state, d.currency, d.code,
                COUNT(*) AS letters, COUNT(l.id) AS made, SUM(d.items_minor) AS items, SUM(d.fee_minor) AS fee, SUM(d.total_minor) AS total
         FROM letter_drafts d LEFT JOIN letters l ON l.id = d.id
         LEFT JOIN letter_cancellations x ON x.letter_id = d.id
         WHERE d.run_id = :run GROUP BY state, d.currency, d.code",
    )?;
    let mut counts = LetterCounts::default();
    let mut totals: Vec<LetterTotal> = Vec::new();
    let mut rows = statement.query(named_params! {":run": run_id})?;
    while let Some(row) = rows.next()? {
        let state: String = row.get("state")?;
        let letters = count(row, "letters")?;
        let slot = match state.as_str() {
            "created" => &mut counts.created,
            "posted" => &mut counts.posted,
            "cancelled" => &mut counts.cancelled,
            "replaced" => &mut counts.replaced,
            _ => &mut counts.dropped,
        };
        *slot += letters;
        if state == "created" {
            counts.printed += count(row, "made")?;
        }
        if matches!(state.as_str(), "created" | "posted") {
            add_total(&mut totals, row, letters)?;
        }
    }
    totals.sort_by(|a, b| (&a.currency, a.code).cmp(&(&b.currency, b.code)));
    Ok((counts, totals))
}

fn add_total(totals: &mut Vec<LetterTotal>, row: &Row<'_>, letters: u64) -> Result<(), Refusal> {
    let currency: String = row.get("currency")?;
    let code = super::code(row, "code")?;
    let at = totals
        .iter()
        .position(|total| total.currency == currency && total.code == code)
        .unwrap_or_else(|| {
            totals.push(LetterTotal::nothing(&currency, code));
            totals.len() - 1
        });
    totals[at].letters += letters;
    totals[at].items_minor += row.get::<_, i64>("items")?;
    totals[at].fee_minor += row.get::<_, i64>("fee")?;
    totals[at].total_minor += row.get::<_, i64>("total")?;
    Ok(())
}

fn count(row: &Row<'_>, name: &str) -> Result<u64, Refusal> {
    Ok(u64::try_from(row.get::<_, i64>(name)?).unwrap_or(0))
}

fn reasons(connection: &Connection, run_id: i64) -> Result<Vec<SkipCount>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT reason, COUNT(*) AS skipped FROM letter_skips WHERE run_id = :run GROUP BY reason ORDER BY skipped DESC",
    )?;
    let mut rows = statement.query(named_params! {":run": run_id})?;
    let mut reasons = Vec::new();
    while let Some(row) = rows.next()? {
        reasons.push(SkipCount {
            reason: skip_reason(row)?,
            count: count(row, "skipped")?,
        });
    }
    Ok(reasons)
}

fn skip_reason(row: &Row<'_>) -> Result<SkipReason, Refusal> {
    let word: String = row.get("reason")?;
    SkipReason::from_code(&word).ok_or_else(|| Refusal::new("book_damaged").with("reason", word))
}

fn skips(connection: &Connection, run_id: i64) -> Result<Vec<LetterSkip>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT s.customer_id, c.account, c.name, s.currency, s.reason, s.overdue_minor, s.checks, s.stop_reason,
                s.stop_until_on
         FROM letter_skips s JOIN customers c ON c.id = s.customer_id
         WHERE s.run_id = :run ORDER BY c.account, s.currency LIMIT :limit",
    )?;
    let mut rows = statement.query(named_params! {":run": run_id, ":limit": SKIPS_SHOWN})?;
    let mut skips = Vec::new();
    while let Some(row) = rows.next()? {
        skips.push(skip(row)?);
    }
    Ok(skips)
}

/// Reads a row of those without a letter.
pub(super) fn skip(row: &Row<'_>) -> Result<LetterSkip, Refusal> {
    let checks: String = row.get("checks")?;
    let stop_reason: Option<String> = row.get("stop_reason")?;
    let stop = stop_reason
        .zip(optional_day_of(row, "stop_until_on")?)
        .map(|(reason, until_on)| SkipStop { reason, until_on });
    Ok(LetterSkip {
        customer_id: row.get("customer_id")?,
        account: row.get("account")?,
        name: row.get("name")?,
        currency: row.get("currency")?,
        reason: skip_reason(row)?,
        overdue_minor: row.get("overdue_minor")?,
        checks: serde_json::from_str(&checks)?,
        stop,
    })
}

/// The question with which a run was made.
pub(super) fn question(connection: &Connection, run_id: i64) -> Result<LetterQuestion, Refusal> {
    let request: String = connection.query_row(
        "SELECT request FROM letter_runs WHERE id = :id",
        named_params! {":id": run_id},
        |row| row.get("request"),
    )?;
    let question: LetterQuestion = serde_json::from_str(&request)?;
    Ok(LetterQuestion {
        // Runs that say nothing were made when there was one way.
        per: Some(question.per.unwrap_or_default()),
        // An empty list meant everything once.
        types: question.types.filter(|types| !types.is_empty()),
        ..question
    })
}
