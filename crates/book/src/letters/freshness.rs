//! The freshness guard (spec 30 §3): nobody who has paid gets a letter because the bank file was forgotten.
//!
//! The newest bank file and the newest import of open items are measured in working days at the day of the letters. One
//! that is fresh is enough; where both are too old, a run needs a reason, which the run and its audit row keep. A source
//! that never came says nothing: a book whose payments come with its open items has no bank file to wait for.

use chrono::NaiveDate;
use rusqlite::{Connection, Row, named_params};
use serde::{Deserialize, Serialize};

use super::parameters;
use crate::accounts::optional_day_of;
use crate::refusal::Refusal;
use crate::terms::engine_calendar;

/// How far a source reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct LetterSource {
    /// The last day that it covers.
    pub to: NaiveDate,
    /// Working days from it to the day of the letters; 0 where it reaches that day.
    pub working_days: u32,
}

/// How old the sources are on the day of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(rename = "LetterFreshness")]
pub struct Freshness {
    /// The newest bank file; `None` where none was ever imported.
    pub bank: Option<LetterSource>,
    /// The newest import of open items; `None` where none was ever imported.
    pub items: Option<LetterSource>,
    /// Working days that a source may be old; `None` where nobody asks.
    pub within_days: Option<u32>,
    /// Whether a run needs a reason.
    pub stale: bool,
}

/// Of the company that is worked in. A batch that was taken back covers nothing.
const SOURCES: &str = "
  SELECT (SELECT MAX(COALESCE(s.data_to, s.closing_on)) FROM bank_statements s
            JOIN import_batches b ON b.id = s.batch_id WHERE b.undone_by_act_id IS NULL
              AND b.company_id = (SELECT id FROM temp.current_company)) AS bank_to,
         (SELECT MAX(COALESCE(b.as_of, b.facts_to)) FROM import_batches b
            WHERE b.kind = 'transactions' AND b.undone_by_act_id IS NULL
              AND b.company_id = (SELECT id FROM temp.current_company)) AS items_to";

impl Freshness {
    /// Measures the sources of the book at the day of the letters.
    pub(super) fn measure(connection: &Connection, letter_on: NaiveDate) -> Result<Self, Refusal> {
        let within_days = parameters::load(connection)?.fresh_within_days;
        let mut statement = connection.prepare_cached(SOURCES)?;
        let mut rows = statement.query([])?;
        let row = rows.next()?.ok_or(rusqlite::Error::QueryReturnedNoRows)?;
        Self::of(connection, row, letter_on, within_days)
    }

    /// Of the row of a run, as it was when the run was made; no limit is asked any more.
    pub(super) fn of_run(
        connection: &Connection,
        run_id: i64,
        letter_on: NaiveDate,
    ) -> Result<(Self, Option<String>), Refusal> {
        let mut statement = connection.prepare_cached(
            "SELECT bank_to, items_to, confirmed FROM letter_runs WHERE id = :id",
        )?;
        let mut rows = statement.query(named_params! {":id": run_id})?;
        let row = rows.next()?.ok_or(rusqlite::Error::QueryReturnedNoRows)?;
        let confirmed: Option<String> = row.get("confirmed")?;
        let mut kept = Self::of(connection, row, letter_on, None)?;
        kept.stale = confirmed.is_some();
        Ok((kept, confirmed))
    }

    fn of(
        connection: &Connection,
        row: &Row<'_>,
        letter_on: NaiveDate,
        within_days: Option<u32>,
    ) -> Result<Self, Refusal> {
        let calendar = engine_calendar(connection)?;
        let source = |to: Option<NaiveDate>| {
            to.map(|to| LetterSource {
                to,
                working_days: calendar.working_days_between(to, letter_on),
            })
        };
        let (bank, items) = (
            source(optional_day_of(row, "bank_to")?),
            source(optional_day_of(row, "items_to")?),
        );
        let newest = bank
            .iter()
            .chain(&items)
            .map(|source| source.working_days)
            .min();
        let stale = newest
            .zip(within_days)
            .is_some_and(|(days, within)| days > within);
        Ok(Self {
            bank,
            items,
            within_days,
            stale,
        })
    }

    /// Refuses a run by old sources without a reason; gives the reason that is kept.
    pub(super) fn demand(self, confirm: Option<&str>) -> Result<Option<String>, Refusal> {
        if !self.stale {
            return Ok(None);
        }
        let reason = confirm.map(str::trim).filter(|reason| !reason.is_empty());
        if let Some(reason) = reason {
            return Ok(Some(reason.to_owned()));
        }
        let day = |source: Option<LetterSource>| {
            source.map_or_else(|| "–".to_owned(), |source| source.to.to_string())
        };
        Err(Refusal::new("letters_sources_old")
            .with("field", "confirm")
            .with("bank_to", day(self.bank))
            .with("items_to", day(self.items))
            .with("days", self.within_days.unwrap_or_default()))
    }
}
