//! Undo of an import: the book becomes what it was before, and both stay in the history.
//!
//! An import is one act, however many files were dropped at once, and is undone as one. New facts are withdrawn, changed
//! ones get their earlier values as a new version, rows that are no posted facts are put back as they were kept. Nothing
//! is undone on which later work stands; the refusal says what does.
//!
//! References are checked as a whole before the seal instead of one by one: asking every table for each withdrawn
//! document would read the book as often as there are documents.

mod staged;
mod standing;

use rusqlite::{Connection, named_params};
use serde::{Deserialize, Serialize};

use super::batches;
use super::before;
use super::request::{Batch, BatchRequest};
use crate::act::Act;
use crate::ledger::{self, Ledger};
use crate::refusal::Refusal;
use crate::session::{Session, check_cancelled};
pub use standing::Standing;

/// Beyond so many documents the open items are rebuilt as a whole.
const TOUCHED_ONE_BY_ONE: i64 = 20_000;

/// Undoes the import that a batch belongs to.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct UndoImport {
    /// Any batch of the import.
    #[ts(type = "number")]
    pub batch_id: i64,
    /// Why, for the audit log.
    #[serde(default)]
    #[ts(optional)]
    pub reason: Option<String>,
}

/// What an undo takes back.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct UndoCounts {
    /// Documents that leave the book.
    #[ts(type = "number")]
    pub transactions: i64,
    /// Settlements that leave the book.
    #[ts(type = "number")]
    pub settlements: i64,
    /// Documents that get their earlier values back.
    #[ts(type = "number")]
    pub restored: i64,
    /// Customers that leave the book.
    #[ts(type = "number")]
    pub customers: i64,
    /// Rows of customers, orders, rates … that become what they were.
    #[ts(type = "number")]
    pub put_back: i64,
    /// Tasks that the book noted by itself because of the import.
    #[ts(type = "number")]
    pub tasks: i64,
}

/// Whether an import can be undone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ts_rs::TS)]
pub struct UndoCheck {
    /// The batches that are undone together.
    pub batches: Vec<Batch>,
    /// What would be taken back.
    pub counts: UndoCounts,
    /// What stands on the import; it can be undone where nothing does.
    pub standing: Vec<Standing>,
}

/// An undone import.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ts_rs::TS)]
pub struct UndoDone {
    /// The batches that were undone.
    pub batches: Vec<Batch>,
    /// What was taken back.
    pub counts: UndoCounts,
}

/// `import.undo_check`: what an undo would do, and what stands against it. Nothing is written.
pub fn undo_check(session: &mut Session<'_>, request: BatchRequest) -> Result<UndoCheck, Refusal> {
    let of = act_of(session.connection(), request.batch_id)?;
    let (counts, standing) = {
        // Dropped unsealed, the act takes its temporary tables back.
        let act = session.open_act()?;
        let counts = staged::stage(&act, of)?;
        (counts, standing::standing(&act, of)?)
    };
    Ok(UndoCheck {
        batches: batches::of_act(session.connection(), of)?,
        counts,
        standing,
    })
}

/// `import.undo`
pub fn undo(session: &mut Session<'_>, request: UndoImport) -> Result<UndoDone, Refusal> {
    let of = act_of(session.connection(), request.batch_id)?;
    let reason = request.reason.filter(|reason| !reason.trim().is_empty());
    let counts = without_references(session, |session| {
        let job = session.job;
        session.act(|act| {
            job.progress(0, 4, "undo");
            let counts = staged::stage(act, of)?;
            let standing = standing::standing(act, of)?;
            if !standing.is_empty() {
                let count: i64 = standing.iter().map(|standing| standing.count).sum();
                return Err(Refusal::new("import_has_later_work")
                    .with("count", count)
                    .with("names", standing::first_names(&standing))
                    .with("standing", standing));
            }
            job.progress(1, 4, "undo");
            check_cancelled(job)?;
            take_back(act, of, counts)?;
            act.credit.orders = true;
            job.progress(2, 4, "undo");
            check_cancelled(job)?;
            act.execute(
                "UPDATE import_batches SET undone_by_act_id = :act WHERE act_id = :of",
                named_params! {":act": act.id, ":of": of},
            )?;
            seal_notes(act, of, counts, reason.as_deref())?;
            staged::drop_tables(act)?;
            demand_whole_references(act)?;
            job.progress(4, 4, "undo");
            Ok(counts)
        })
    })?;
    Ok(UndoDone {
        batches: batches::of_act(session.connection(), of)?,
        counts,
    })
}

/// The act of a batch that can be undone.
fn act_of(connection: &Connection, batch_id: i64) -> Result<i64, Refusal> {
    let batch = batches::find(connection, batch_id)?;
    if let Some(by) = batch.undone_by {
        return Err(Refusal::new("import_undone_already")
            .with("user", by)
            .with("at", batch.undone_at));
    }
    if batch.kind == "bank" {
        return Err(Refusal::new("import_undone_elsewhere").with("kind", batch.kind));
    }
    Ok(batch.act_id)
}

fn take_back(act: &mut Act<'_>, of: i64, counts: UndoCounts) -> Result<(), Refusal> {
    let mut ledger = Ledger::default();
    staged::note_touched(act)?;
    let few = counts.transactions + counts.settlements + counts.restored <= TOUCHED_ONE_BY_ONE;
    if few {
        staged::drop_open_items(act)?;
    }
    staged::withdraw_copies(act, of)?;
    staged::drop_stops(act, of)?;
    ledger.withdraw_listed(act)?;
    let mut touched = ledger.bring_back(act, of)?;
    staged::restore_transactions(act, &mut ledger, of)?;
    staged::restore_details(act, &mut ledger, of)?;
    before::put_back(act, of)?;
    staged::drop_limits(act, of)?;
    staged::drop_collected(act, of)?;
    staged::drop_customers(act)?;
    before::drop_unused_terms(act, of)?;
    if few {
        touched.extend(staged::touched(act)?);
        touched.sort_unstable();
        touched.dedup();
        ledger::refresh_changed_items(act, touched)
    } else {
        ledger::rebuild_open_items(act)
    }
}

fn seal_notes(
    act: &mut Act<'_>,
    of: i64,
    counts: UndoCounts,
    reason: Option<&str>,
) -> Result<(), Refusal> {
    let batches = batches::of_act(act, of)?;
    let names: Vec<&str> = batches.iter().map(|b| b.file_name.as_str()).collect();
    act.about("import", names.join(", "));
    let ids: Vec<i64> = batches.iter().map(|batch| batch.id).collect();
    act.note("undone_batches", ids);
    act.note("undone_act", of);
    act.note("counts", counts);
    act.because(reason, None);
    Ok(())
}

/// The first reference that points nowhere ends the undo: the check of what stands must have missed it.
fn demand_whole_references(act: &Act<'_>) -> Result<(), Refusal> {
    let broken: Option<(String, String)> = act
        .prepare("SELECT \"table\" AS child, parent FROM pragma_foreign_key_check LIMIT 1")?
        .query_map([], |row| Ok((row.get("child")?, row.get("parent")?)))?
        .next()
        .transpose()?;
    match broken {
        None => Ok(()),
        Some((child, parent)) => {
            let standing = Standing {
                what: child,
                count: 1,
                examples: vec![parent.clone()],
            };
            Err(Refusal::new("import_has_later_work")
                .with("count", 1)
                .with("names", parent)
                .with("standing", vec![standing]))
        }
    }
}

/// Does `work` while references are not checked row by row, and has them checked again whatever happens.
fn without_references<T>(
    session: &mut Session<'_>,
    work: impl FnOnce(&mut Session<'_>) -> Result<T, Refusal>,
) -> Result<T, Refusal> {
    let connection = session.connection();
    connection.pragma_update(None, "foreign_keys", false)?;
    let done = work(session);
    session
        .connection()
        .pragma_update(None, "foreign_keys", true)?;
    done
}
