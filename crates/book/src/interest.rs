//! Interest (spec 23): codes and reference rates, runs that make notes, their posting, and what is waived, reinstated or
//! reversed of them. What a row costs is `engine::interest`'s to say; here it is read, kept and posted.
//!
//! Invariant: what a note charges is written once. What was charged before is what stands on notes that are neither cancelled
//! nor reversed, so that no day is charged twice.

mod accrued;
pub(crate) mod adjust;
mod adjust_each;
mod cancel;
mod choose;
pub(crate) mod codes;
pub(crate) mod correct;
mod list;
mod list_export;
mod parameters;
mod parts;
mod pass;
mod post;
mod profiles;
mod rates;
mod run;
mod show;

pub(crate) use accrued::Accruals;
pub use adjust::{
    AdjustInterest, AdjustedObject, Adjustment, AdjustmentAsked, AdjustmentKind, InterestAdjusted,
    NotesReversed, ReverseNotes, reinstate, reverse, reverse_notes, show_adjustment, waive,
};
pub use adjust_each::{
    AdjustEach, AdjustedTotal, ChargeAdjusted, ChargeOf, InterestAdjustedEach, ReinstateEach,
    ReinstatedEach, adjust_each, preview as show_adjustments, reinstate_each,
};
pub use cancel::{CancelNotes, NotesCancelled, cancel};
pub use choose::{ChooseInterestCode, InterestChoice, choose};
pub use codes::{
    ActivateVersion, DeleteVersion, InterestCode, InterestCodes, InterestVersion, SaveInterestCode,
    SaveVersion, activate, delete_version, list as list_codes, save as save_code, save_version,
};
pub use list::{NoteList, NoteListRequest, NoteRow, NoteRows, NoteTotal, list, page};
pub use list_export::export as export_list;
pub(crate) use parameters::load as load_parameters;
pub use parameters::{InterestParameters, get as get_parameters, save as save_parameters};
pub use pass::{InterestQuestion, ProfileFrom};
pub use post::{NotesPosted, PostNotes, post, preview as preview_post};
pub use rates::{EnterRate, PackInfo, RateCell, RateRow, RateTable, ReferenceInfo, enter, table};
pub use run::{
    Dropped, InterestPreview, InterestRun, PreviewNote, SkipRow, SkipTotal, Skips, SkipsOf, create,
    preview, skips,
};
pub(crate) use show::load_note;
pub use show::{NoteItemShown, NoteOf, NoteShown, show};

use std::collections::BTreeSet;

use chrono::NaiveDate;
use engine::interest::Fault;
use rusqlite::{Connection, named_params};

use crate::numbers::Sequence;
use crate::refusal::Refusal;

/// Interest notes, and what takes them back.
pub(crate) const NOTES: Sequence = Sequence {
    id: "interest_notes",
    prefix: "INT-",
};

/// Credit notes of waivers and reversals, and debits of reinstatements.
const ADJUSTMENTS: Sequence = Sequence {
    id: "interest_adjustments",
    prefix: "ADJ-",
};

/// What the engine cannot say.
fn fault(fault: &Fault) -> Refusal {
    match fault {
        Fault::RateUnknown {
            reference,
            half_year,
            known_until,
        } => Refusal::new("interest_rate_unknown")
            .with("reference", reference)
            .with("half_year", half_year.to_string())
            .with("known_until", known_until),
        Fault::OutOfRange => Refusal::new("interest_out_of_range"),
    }
}

/// The notes that a request names and that the user sees: these, or those of a run that have one of the statuses.
pub(crate) fn chosen(
    connection: &Connection,
    run_id: Option<i64>,
    note_ids: &[i64],
    statuses: &[&str],
) -> Result<Vec<i64>, Refusal> {
    if note_ids.is_empty() && run_id.is_none() {
        return Err(Refusal::new("value_missing").with("field", "note_ids"));
    }
    let ids: BTreeSet<i64> = note_ids.iter().copied().collect();
    let mut statement = connection.prepare_cached(
        "SELECT id FROM interest_notes WHERE CASE WHEN :ids = '[]'
           THEN run_id = :run AND status IN (SELECT value FROM json_each(:statuses))
           ELSE id IN (SELECT value FROM json_each(:ids)) END ORDER BY id",
    )?;
    let found: Vec<i64> = statement
        .query_map(
            named_params! {
                ":run": run_id, ":ids": serde_json::to_string(&ids)?, ":statuses": serde_json::to_string(statuses)?,
            },
            |row| row.get("id"),
        )?
        .collect::<Result<_, _>>()?;
    if found.is_empty() && ids.is_empty() {
        return Err(Refusal::new("interest_no_notes"));
    }
    match ids.iter().find(|id| found.binary_search(id).is_err()) {
        Some(id) => Err(Refusal::new("unknown_interest_note").with("note_id", id)),
        None => Ok(found),
    }
}

/// Refuses a day that is not between the first one possible and today.
fn demand_between(
    field: &str,
    on: NaiveDate,
    (first, today): (NaiveDate, NaiveDate),
) -> Result<(), Refusal> {
    if on >= first && on <= today {
        return Ok(());
    }
    Err(Refusal::new("interest_day")
        .with("field", field)
        .with("on", on)
        .with("first", first)
        .with("today", today))
}

/// The ids of a request under which its notes are found again.
fn key_of(run_id: Option<i64>, ids: &[i64]) -> String {
    match (run_id, ids) {
        (Some(run_id), _) => run_id.to_string(),
        (None, [id]) => id.to_string(),
        (None, ids) => ids.len().to_string(),
    }
}

fn text_day(row: &rusqlite::Row<'_>, name: &str) -> Result<NaiveDate, Refusal> {
    crate::accounts::day_of(row, name)
}
