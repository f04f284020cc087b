//! The import itself, and its preview: the same act, sealed or dropped.

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use intake::{Defaults, FileKind, Row, RowReader};
use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::batches::{self, Source};
use super::indexes::Later;
use super::known::home_currency;
use super::recognise::{recognised, refused, remember};
use super::request::{
    ImportCounts, ImportDone, ImportFile, ImportPreview, ImportRequest, Recognised,
};
use super::row::Trouble;
use super::tally::{refused_by_book, refused_by_reader};
use super::work::Work;
use super::{customers, settlements, transactions};
use crate::act::{Act, hex};
use crate::aging;
use crate::host::Job;
use crate::refusal::Refusal;
use crate::session::{Session, check_cancelled};

/// Rows between two reports of progress, and between two looks at the stop button.
const ROWS_PER_TICK: u64 = 20_000;
/// Page cache of an import, KiB; the book's own is smaller.
const CACHE_KIB: i64 = 48 * 1024;

/// A file that was recognised and can be read.
struct Ready {
    /// Its place in the request.
    position: usize,
    path: PathBuf,
    bytes: u64,
    hash: String,
    recognised: Recognised,
}

/// What an import did, or would do.
struct Entered {
    /// Batch id and counts of each file, in the order of the request.
    batches: Vec<(i64, ImportCounts)>,
    tally: super::tally::Tally,
}

/// `import.run`
pub fn run(session: &mut Session<'_>, request: ImportRequest) -> Result<ImportDone, Refusal> {
    let as_of = request.as_of.unwrap_or(session.today);
    let files = prepare(session, request.files)?;
    let job = session.job;
    let entered = with_large_cache(session, |session| {
        session.act(|act| {
            let entered = enter(act, job, &files, as_of)?;
            for file in &files {
                remember(
                    act,
                    &file.recognised.recognition,
                    &file.recognised.options,
                    act.at,
                )?;
            }
            demand_usable_rows(&files, &entered)?;
            seal_notes(act, &files, &entered);
            Ok(entered)
        })
    })?;
    age_first_time(session);
    let connection = session.connection();
    let batches = entered
        .batches
        .iter()
        .map(|(id, _)| batches::load(connection, *id))
        .collect::<Result<_, _>>()?;
    Ok(ImportDone {
        batches,
        rejected: entered.tally.rejected,
        facts_to: batches::facts_to(connection)?,
    })
}

/// `import.preview`: does the import and takes it back.
pub fn preview(
    session: &mut Session<'_>,
    request: ImportRequest,
) -> Result<ImportPreview, Refusal> {
    let as_of = request.as_of.unwrap_or(session.today);
    let files = prepare(session, request.files)?;
    let job = session.job;
    let entered = with_large_cache(session, |session| {
        let (actor, now, command) = (session.actor, session.now, session.command);
        // Dropped unsealed, the act takes everything back that was written in it.
        let mut act = Act::open(&mut session.book.file.connection, actor, now, command)?;
        enter(&mut act, job, &files, as_of)
    })?;
    let tally = entered.tally;
    let amounts = tally.new_amounts.iter();
    Ok(ImportPreview {
        counts: entered.batches.iter().map(|(_, counts)| *counts).collect(),
        rows: tally.rows,
        rejected: tally.rejected,
        customers_in_passing: tally.customers_in_passing,
        new_amounts: amounts
            .map(|(currency, debit, credit)| (currency.code().to_owned(), *debit, *credit))
            .collect(),
    })
}

/// Recognises the files and puts them in the order in which they depend on each other. Refuses open questions.
fn prepare(session: &mut Session<'_>, files: Vec<ImportFile>) -> Result<Vec<Ready>, Refusal> {
    if files.is_empty() {
        return Err(Refusal::new("import_no_files"));
    }
    let mut ready = Vec::new();
    let mut questions = Vec::new();
    for (position, file) in files.into_iter().enumerate() {
        let (connection, job) = (session.connection(), session.job);
        let recognised = recognised(connection, job, &file.path, file.options)?;
        demand_known_kind(&recognised)?;
        for ambiguity in &recognised.recognition.ambiguities {
            let name = &recognised.recognition.file;
            questions.push(json!({"file": name, "ambiguity": ambiguity}));
        }
        let path = PathBuf::from(file.path);
        let (bytes, hash) = hash_of(&path, job)?;
        ready.push(Ready {
            position,
            path,
            bytes,
            hash,
            recognised,
        });
    }
    if !questions.is_empty() {
        return Err(Refusal::new("import_ambiguous").with("questions", questions));
    }
    ready.sort_by_key(|file| match file.recognised.recognition.kind {
        FileKind::Customers => 0,
        FileKind::Transactions => 1,
        FileKind::Settlements => 2,
        _ => 3,
    });
    Ok(ready)
}

/// Refuses kinds of rows that are recognised, but that an import does not enter yet.
fn demand_known_kind(recognised: &Recognised) -> Result<(), Refusal> {
    let recognition = &recognised.recognition;
    match recognition.kind {
        FileKind::Customers | FileKind::Transactions | FileKind::Settlements => Ok(()),
        kind => Err(unsupported(kind).with("file", &recognition.file)),
    }
}

fn unsupported(kind: FileKind) -> Refusal {
    Refusal::new("import_kind_unsupported").with("kind", batches::kind_code(kind))
}

/// Size and SHA-256 of a file.
fn hash_of(path: &Path, job: &dyn Job) -> Result<(u64, String), Refusal> {
    let failed = |error: std::io::Error| Refusal::from(error).with("path", path);
    let mut file = File::open(path).map_err(failed)?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 1 << 18];
    let mut bytes = 0;
    loop {
        let read = file.read(&mut buffer).map_err(failed)?;
        if read == 0 {
            return Ok((bytes, hex(&hasher.finalize())));
        }
        bytes += read as u64;
        hasher.update(&buffer[..read]);
        check_cancelled(job)?;
    }
}

/// Enters every file in the open act.
fn enter(
    act: &mut Act<'_>,
    job: &dyn Job,
    files: &[Ready],
    as_of: NaiveDate,
) -> Result<Entered, Refusal> {
    let total: u64 = files.iter().map(|file| file.bytes).sum();
    let later = Later::take_down(act, total)?;
    let mut work = Work::begin(act, as_of)?;
    let mut batches = vec![(0, ImportCounts::default()); files.len()];
    let mut done = 0;
    for file in files {
        let progress = Progress { job, done, total };
        batches[file.position] = enter_file(&mut work, file, &progress)?;
        done += file.bytes;
    }
    job.progress(total, total, "open_items");
    later.put_up(work.act)?;
    check_cancelled(job)?;
    let Work {
        act,
        touched,
        tally,
        customer_changes,
        ..
    } = work;
    touched.refresh(act)?;
    if !customer_changes.is_empty() {
        act.note("customer_changes", customer_changes);
    }
    Ok(Entered { batches, tally })
}

struct Progress<'a> {
    job: &'a dyn Job,
    /// Bytes of the files before this one.
    done: u64,
    total: u64,
}

fn enter_file(
    work: &mut Work<'_, '_>,
    file: &Ready,
    progress: &Progress<'_>,
) -> Result<(i64, ImportCounts), Refusal> {
    let recognition = &file.recognised.recognition;
    work.next_file(&recognition.file);
    if recognition.kind == FileKind::Settlements {
        work.settled.reserve(work.act.query_row(
            "SELECT COALESCE(MAX(id), 0) AS id FROM transactions",
            [],
            |row| row.get("id"),
        )?);
    }
    let source = Source {
        name: &recognition.file,
        hash: &file.hash,
        kind: recognition.kind,
        options: &file.recognised.options,
    };
    let batch_id = batches::open(work.act, work.act.id, &source)?;
    let defaults = Defaults {
        currency: home_currency(work.act)?,
    };
    let mut reader = intake::read(&file.path, recognition, &defaults).map_err(refused)?;
    let phase = batches::kind_code(recognition.kind);
    loop {
        if work.tally.counts.read.is_multiple_of(ROWS_PER_TICK) {
            progress.job.progress(
                progress.done + reader.position().bytes_read,
                progress.total,
                phase,
            );
            check_cancelled(progress.job)?;
        }
        if !enter_row(work, &mut reader, batch_id)? {
            break;
        }
    }
    let counts = work.tally.counts;
    batches::close(work.act, batch_id, &counts, work.tally.facts_to)?;
    Ok((batch_id, counts))
}

/// Enters the next row; `false` at the end of the file.
fn enter_row(
    work: &mut Work<'_, '_>,
    reader: &mut RowReader,
    batch_id: i64,
) -> Result<bool, Refusal> {
    let Some(row) = reader.next().map_err(refused)? else {
        return Ok(false);
    };
    let entered = match row {
        Ok(Row::Customer(row)) => customers::enter(work, &row),
        Ok(Row::Transaction(row)) => transactions::enter(work, &row),
        Ok(Row::Settlement(row)) => settlements::enter(work, &row),
        Ok(Row::Contact(_)) => return Err(unsupported(FileKind::Contacts)),
        Ok(Row::Order(_)) => return Err(unsupported(FileKind::Orders)),
        Ok(Row::Delivery(_)) => return Err(unsupported(FileKind::Deliveries)),
        Ok(Row::ExchangeRate(_)) => return Err(unsupported(FileKind::ExchangeRates)),
        Ok(Row::Revenue(_)) => return Err(unsupported(FileKind::Revenue)),
        Ok(Row::BankLine(_)) => return Err(unsupported(FileKind::BankLines)),
        Err(rejected) => {
            work.tally
                .reject(work.act, batch_id, refused_by_reader(rejected))?;
            return Ok(true);
        }
    };
    match entered {
        Ok(outcome) => work.tally.count(outcome),
        Err(Trouble::Row(refusal)) => {
            let place = reader.place(refusal.field);
            let row = refused_by_book(work.file(), *refusal, place);
            work.tally.reject(work.act, batch_id, row)?;
        }
        Err(Trouble::Stop(refusal)) => return Err(refusal),
    }
    Ok(true)
}

/// Refuses a file of which no row can be used: most likely its columns mean something else.
fn demand_usable_rows(files: &[Ready], entered: &Entered) -> Result<(), Refusal> {
    for file in files {
        let (_, counts) = entered.batches[file.position];
        if counts.read > 0 && counts.rejected == counts.read {
            let name = &file.recognised.recognition.file;
            let first: Vec<_> = entered
                .tally
                .rejected
                .iter()
                .filter(|row| row.file == *name)
                .take(20)
                .collect();
            return Err(Refusal::new("import_nothing_usable")
                .with("file", name)
                .with("rows", counts.read)
                .with("rejected", first));
        }
    }
    Ok(())
}

/// What the audit row says: every file with its hash and counts.
fn seal_notes(act: &mut Act<'_>, files: &[Ready], entered: &Entered) {
    let names: Vec<&str> = files
        .iter()
        .map(|file| file.recognised.recognition.file.as_str())
        .collect();
    act.about("import", names.join(", "));
    let notes: Vec<_> = files
        .iter()
        .map(|file| {
            let (batch_id, counts) = entered.batches[file.position];
            json!({
                "batch": batch_id, "name": file.recognised.recognition.file, "sha256": file.hash,
                "bytes": file.bytes, "counts": counts,
            })
        })
        .collect();
    act.note("files", notes);
    act.note("customers_in_passing", entered.tally.customers_in_passing);
}

/// Runs `work` with a larger page cache, and gives the memory back whatever happens.
fn with_large_cache<T>(
    session: &mut Session<'_>,
    work: impl FnOnce(&mut Session<'_>) -> Result<T, Refusal>,
) -> Result<T, Refusal> {
    let usual: i64 = session
        .connection()
        .pragma_query_value(None, "cache_size", |row| row.get(0))?;
    session
        .connection()
        .pragma_update(None, "cache_size", -CACHE_KIB)?;
    let done = work(session);
    let restored = session
        .connection()
        .pragma_update(None, "cache_size", usual);
    session.connection().release_memory()?;
    let done = done?;
    restored?;
    Ok(done)
}

/// Ages the balances once, so that the first look at them is not empty (spec 20 §2). It is an act of its own: whatever
/// becomes of it, the import stands.
fn age_first_time(session: &mut Session<'_>) {
    let wanted = session.connection().query_row(
        "SELECT NOT EXISTS (SELECT 1 FROM aging_runs) AND EXISTS (SELECT 1 FROM transactions) AS it_is",
        [],
        |row| row.get::<_, bool>("it_is"),
    );
    if !matches!(wanted, Ok(true)) {
        return;
    }
    let command = std::mem::replace(&mut session.command, "aging.run");
    if let Err(refusal) = aging::run::run(session, aging::run::RunRequest::default()) {
        tracing::warn!(%refusal, "the first aging after an import did not run");
    }
    session.command = command;
}
