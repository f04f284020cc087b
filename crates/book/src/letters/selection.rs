//! Which letters of a run an act is about: all of them, or those that were ticked.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, named_params};

use super::day;
use crate::refusal::Refusal;
use crate::sight;

/// Letters of one run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Selection {
    pub run_id: i64,
    /// Ids of letters, ascending; the whole run where `None`.
    pub ids: Option<Vec<i64>>,
}

/// The letters of a run that somebody sees who sees only some customers; `None` for the whole run.
fn seen_of(connection: &Connection, run_id: i64) -> Result<Option<Vec<i64>>, Refusal> {
    if !sight::is_narrowed(connection) {
        return Ok(None);
    }
    let mut statement = connection
        .prepare_cached("SELECT id FROM letter_drafts WHERE run_id = :run ORDER BY id")?;
    let ids = statement.query_map(named_params! {":run": run_id}, |row| row.get("id"))?;
    Ok(Some(ids.collect::<Result<_, _>>()?))
}

impl Selection {
    /// Condition for the drafts `d` of a selection that are neither printed nor posted; parameters `:run` and `:ids`.
    pub(super) const CREATED: &'static str = "d.run_id = :run AND d.status = 'created'
         AND (:ids IS NULL OR d.id IN (SELECT value FROM json_each(:ids)))
         AND NOT EXISTS (SELECT 1 FROM letters l WHERE l.id = d.id)";

    /// The same in the order of ids: the plus signs keep the other indexes out, so that a chunk costs a chunk and not
    /// the run.
    pub(super) const CREATED_BY_ID: &'static str = "+d.run_id = :run AND +d.status = 'created'
         AND (:ids IS NULL OR d.id IN (SELECT value FROM json_each(:ids)))
         AND NOT EXISTS (SELECT 1 FROM letters l WHERE l.id = d.id)";

    /// Condition for the letters `l` of a selection, printed or posted; parameters `:run` and `:ids`.
    pub(super) const POSTED: &'static str =
        "l.run_id = :run AND (:ids IS NULL OR l.id IN (SELECT value FROM json_each(:ids)))";

    /// The ids for `json_each`.
    pub(super) fn ids_json(&self) -> Option<String> {
        self.ids
            .as_ref()
            .map(|ids| serde_json::Value::from(ids.clone()).to_string())
    }

    /// Whether a letter of the run is among them.
    pub(super) fn admits(&self, letter_id: i64) -> bool {
        self.ids
            .as_ref()
            .is_none_or(|ids| ids.binary_search(&letter_id).is_ok())
    }

    /// The letters of a run, or ticked letters of any runs; refuses what does not exist.
    pub(super) fn of(
        connection: &Connection,
        run_id: Option<i64>,
        letters: &[i64],
    ) -> Result<Vec<Self>, Refusal> {
        if letters.is_empty() {
            let run_id =
                run_id.ok_or_else(|| Refusal::new("value_missing").with("field", "run_id"))?;
            RunDays::load(connection, run_id)?;
            let ids = seen_of(connection, run_id)?;
            return Ok(vec![Self { run_id, ids }]);
        }
        let mut runs: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
        for id in letters.iter().collect::<BTreeSet<_>>() {
            let run: Option<i64> = connection
                .query_row(
                    "SELECT run_id FROM letter_drafts WHERE id = :id",
                    named_params! {":id": id},
                    |row| row.get("run_id"),
                )
                .optional()?;
            let run = run.ok_or_else(|| Refusal::new("unknown_letter").with("letter_id", id))?;
            runs.entry(run).or_default().push(*id);
        }
        Ok(runs
            .into_iter()
            .map(|(run_id, ids)| Self {
                run_id,
                ids: Some(ids),
            })
            .collect())
    }

    /// An id below those of the run's drafts, so that earlier runs are not read over.
    pub(super) fn before_first(&self, connection: &Connection) -> Result<i64, Refusal> {
        Ok(connection.query_row(
            "SELECT COALESCE(MIN(id), 1) - 1 AS before FROM letter_drafts WHERE run_id = :run",
            named_params! {":run": self.run_id},
            |row| row.get("before"),
        )?)
    }

    /// Customers of the drafts that are not posted, ascending.
    pub(super) fn customers(&self, connection: &Connection) -> Result<Vec<i64>, Refusal> {
        let mut statement = connection.prepare(&format!(
            "SELECT DISTINCT d.customer_id FROM letter_drafts d WHERE {} ORDER BY d.customer_id",
            Self::CREATED
        ))?;
        let ids = statement.query_map(
            named_params! {":run": self.run_id, ":ids": self.ids_json()},
            |row| row.get("customer_id"),
        )?;
        Ok(ids.collect::<Result<_, _>>()?)
    }
}

/// The two days of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct RunDays {
    /// Its clock.
    pub letter_on: NaiveDate,
    /// The day at the desk on which it was created.
    pub created_on: NaiveDate,
}

impl RunDays {
    pub(super) fn load(connection: &Connection, run_id: i64) -> Result<Self, Refusal> {
        let mut statement = connection
            .prepare_cached("SELECT letter_on, created_on FROM letter_runs WHERE id = :id")?;
        let mut rows = statement.query(named_params! {":id": run_id})?;
        let row = rows
            .next()?
            .ok_or_else(|| Refusal::new("unknown_letter_run").with("run_id", run_id))?;
        Ok(Self {
            letter_on: day(row, "letter_on")?,
            created_on: day(row, "created_on")?,
        })
    }

    /// The clock of an act on the run's letters: inside the run, that is on the day on which it was made, the run's own;
    /// later the day of the act (spec 22 §4).
    pub(super) fn clock(self, today: NaiveDate) -> NaiveDate {
        if self.created_on >= today {
            self.letter_on
        } else {
            self.letter_on.max(today)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn later_acts_have_a_later_clock() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let days = RunDays {
            letter_on: day("2013-06-30"),
            created_on: day("2026-03-10"),
        };
        assert_eq!(
            days.clock(day("2026-03-10")),
            day("2013-06-30"),
            "inside the run"
        );
        assert_eq!(days.clock(day("2026-03-12")), day("2026-03-12"));
        let ahead = RunDays {
            letter_on: day("2026-03-31"),
            created_on: day("2026-03-10"),
        };
        assert_eq!(ahead.clock(day("2026-03-12")), day("2026-03-31"));
    }
}
