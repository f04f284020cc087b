//! The import itself: every file in one act, sealed or taken back.

use chrono::NaiveDate;
use intake::{Defaults, Field, FileKind, Recognition, Row, RowReader};
use serde_json::json;

use super::batches::{self, ListScope, Reading, Source};
use super::bulk::{self, Later, Way};
use super::disappeared::{self, Coverage};
use super::known::home_currency;
use super::parties::KnownParties;
use super::prepare::{Ready, prepare, source_name};
use super::recognise::{refused, remember, settled};
use super::request::{ImportCounts, ImportDone, ImportRequest, ImportWarning};
use super::row::{RowRefusal, Trouble};
use super::shown::Shown;
use super::tally::{DisputedSince, Tally, refused_by_book, refused_by_reader};
use super::work::Work;
use super::{booked, customers, details, kinds, parties, settlements, transactions};
use crate::act::Act;
use crate::aging;
use crate::days::DayText;
use crate::host::Job;
use crate::refusal::Refusal;
use crate::session::{Session, check_cancelled};
use crate::stops;

/// Rows between two reports of progress, and between two looks at the stop button.
const ROWS_PER_TICK: u64 = 20_000;

/// What an import did, or would do.
pub(super) struct Entered {
    /// Batch id and counts of each file, in the order of the request.
    pub batches: Vec<(i64, ImportCounts)>,
    pub tally: Tally,
}

/// Imports files; what they say of disputes is left to a flow.
pub fn run(session: &mut Session<'_>, request: ImportRequest) -> Result<ImportDone, Refusal> {
    run_noting(session, request).map(|(done, _)| done)
}

/// Imports files, and gives the documents that they mark as disputed since a day.
pub(crate) fn run_noting(
    session: &mut Session<'_>,
    request: ImportRequest,
) -> Result<(ImportDone, Vec<DisputedSince>), Refusal> {
    let files = prepare(session, request.files, request.as_of)?;
    let job = session.job;
    let entered = with_room(session, &files, |session| {
        session.act(|act| {
            let entered = enter(act, job, &files, None)?;
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
    let done = ImportDone {
        batches,
        warnings: entered.tally.warnings,
        rejected: entered.tally.rejected,
        facts_to: batches::facts_to(connection)?,
        disputes: 0,
    };
    Ok((done, entered.tally.disputed))
}

/// Enters every file in the open act. A preview gives the list for its rows.
pub(super) fn enter(
    act: &mut Act<'_>,
    job: &dyn Job,
    files: &[Ready],
    shown: Option<Shown>,
) -> Result<Entered, Refusal> {
    let total = bytes(files);
    let way = Way::of(act, total)?;
    let later = Later::take_down(act, way)?;
    if way != Way::EachRow {
        act.facts.beside();
    }
    let first_day = files.first().map_or(NaiveDate::MIN, |file| file.as_of);
    let mut work = Work::begin(act, first_day)?;
    work.tally.shown = shown;
    let is_worth_it = |file: &Ready| {
        file.recognised.recognition.kind == FileKind::Settlements && file.bytes >= parties::WORTH_IT
    };
    if way == Way::First && files.iter().any(is_worth_it) {
        work.parties = KnownParties::collecting();
    }
    let mut batches = vec![(0, ImportCounts::default()); files.len()];
    let mut done = 0;
    for file in files {
        let progress = Progress { job, done, total };
        batches[file.position] = enter_file(&mut work, file, &progress)?;
        done += file.bytes;
    }
    settle_disappeared(&mut work, files, &mut batches, job)?;
    job.progress(total, total, "open_items");
    // The sorting of the indexes needs the room.
    work.parties = KnownParties::default();
    later.put_up(work.act)?;
    check_cancelled(job)?;
    bulk::check(work.act, work.act.id, way)?;
    Ok(Entered {
        tally: finish(work)?,
        batches,
    })
}

/// Brings the open items up to date and notes what changed of customers; gives the count.
pub(super) fn finish(work: Work<'_, '_>) -> Result<Tally, Refusal> {
    let Work {
        act,
        touched,
        mut tally,
        customer_changes,
        limits,
        ..
    } = work;
    act.credit.everybody = true;
    touched.refresh(act)?;
    tally.warnings.extend(limits.finish(act)?);
    if !customer_changes.is_empty() {
        act.note("customer_changes", customer_changes);
    }
    Ok(tally)
}

/// Settles what the whole lists among the files no longer have. All of them together are the list: one may have the
/// euros and another the dollars.
fn settle_disappeared(
    work: &mut Work<'_, '_>,
    files: &[Ready],
    batches: &mut [(i64, ImportCounts)],
    job: &dyn Job,
) -> Result<(), Refusal> {
    let lists = || files.iter().filter(|file| file.scope == ListScope::Whole);
    let Some(first) = lists().next() else {
        return Ok(());
    };
    let on = lists().map(|file| file.as_of).max().unwrap_or(first.as_of);
    let mut currencies = Vec::new();
    for file in lists() {
        currencies.push(only_currency(work.act, &file.recognised.recognition)?);
    }
    if currencies.contains(&None) {
        currencies = vec![None];
    }
    currencies.sort();
    currencies.dedup();
    if work.refused.unnamed > 0 {
        // A row without a number may be any document of the book.
        let warning = ImportWarning::new(&first.recognised.recognition.file, "list_not_settled")
            .with("count", work.refused.unnamed);
        work.tally.warnings.push(warning);
        return Ok(());
    }
    let mut count = 0;
    for currency in currencies {
        let coverage = Coverage {
            on: DayText::of(on),
            currency,
        };
        count += disappeared::settle(work, &coverage, job)?;
    }
    let (batch_id, counts) = &mut batches[first.position];
    counts.disappeared = count;
    batches::disappeared(work.act, *batch_id, count)
}

/// The currency of a file whose rows name none.
fn only_currency(
    connection: &rusqlite::Connection,
    recognition: &Recognition,
) -> Result<Option<String>, Refusal> {
    let is_named = recognition
        .columns
        .iter()
        .any(|column| column.field == Some(Field::Currency));
    if is_named {
        return Ok(None);
    }
    let home = home_currency(connection)?.code().to_owned();
    Ok(Some(recognition.file_currency.clone().unwrap_or(home)))
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
    work.next_file(&recognition.file, file.as_of, details::has_any(recognition))?;
    if recognition.kind == FileKind::Settlements {
        work.settled.reserve(work.act.query_row(
            "SELECT COALESCE(MAX(id), 0) AS id FROM transactions",
            [],
            |row| row.get("id"),
        )?);
        if !work.parties.is_complete() {
            work.parties = KnownParties::read(work.act, file.bytes)?;
        }
    }
    let path = file.path.display().to_string();
    let source = Source {
        name: &recognition.file,
        path: &path,
        hash: &file.hash,
        kind: batches::kind_code(recognition.kind),
        format: source_name(recognition),
        options: &file.recognised.options,
        reading: Reading {
            headings: recognition
                .columns
                .iter()
                .map(|c| c.heading.clone())
                .collect(),
            delimiter: recognition.delimiter,
            options: settled(recognition, &file.recognised.options),
        },
        as_of: file.as_of,
        scope: file.scope,
    };
    let batch_id = batches::open(work.act, work.act.id, &source)?;
    let is_whole = file.scope == ListScope::Whole;
    work.refused.next_file(is_whole.then_some(recognition));
    let defaults = Defaults {
        currency: home_currency(work.act)?,
    };
    let mut reader = intake::read(&file.path, recognition, &defaults).map_err(refused)?;
    loop {
        if work.tally.counts.read.is_multiple_of(ROWS_PER_TICK) {
            progress.job.progress(
                progress.done + reader.position().bytes_read,
                progress.total,
                "import",
            );
            check_cancelled(progress.job)?;
        }
        if !enter_row(work, &mut reader, batch_id)? {
            break;
        }
    }
    booked::settle(work)?;
    set_stops(work)?;
    warn_of_contradictions(work);
    warn_of_columns(work, recognition);
    work.tally.counts.skipped = reader.skipped().iter().map(|skipped| skipped.rows).sum();
    warn_of_totals(work, &reader);
    let counts = work.tally.counts;
    batches::close(work.act, batch_id, &counts, work.tally.facts_to)?;
    Ok((batch_id, counts))
}

/// Holds of the file become stops; the preview names them, and the day of those that have none.
fn set_stops(work: &mut Work<'_, '_>) -> Result<(), Refusal> {
    let (documents, customers) = (
        std::mem::take(&mut work.held),
        std::mem::take(&mut work.held_customers),
    );
    let file = work.file().to_owned();
    let set = stops::from_file(work.act, &documents, &customers, &file)?;
    if set.stops > 0 {
        let mut warning = ImportWarning::new(&file, "holds_become_stops")
            .with("count", set.stops)
            .with("without_day", set.without_day);
        if let Some(until) = set.until_on {
            warning = warning.with("until_on", until);
        }
        work.tally.warnings.push(warning);
    }
    Ok(())
}

/// Columns of a customer file that mean something of a document only, or that the book decides by rules of its own.
fn warn_of_columns(work: &mut Work<'_, '_>, recognition: &Recognition) {
    let is_left = |field| {
        matches!(
            field,
            Field::CashDiscount
                | Field::CashDiscountPercent
                | Field::ReminderLevel
                | Field::PostingProfile
        )
    };
    if recognition.kind != FileKind::Customers {
        return;
    }
    let headings: Vec<&str> = recognition
        .columns
        .iter()
        .filter(|column| column.field.is_some_and(is_left))
        .map(|column| column.heading.as_str())
        .collect();
    if !headings.is_empty() {
        let file = work.file().to_owned();
        let warning = ImportWarning::new(&file, "customer_fields_not_taken")
            .with("headings", headings.join(", "));
        work.tally.warnings.push(warning);
    }
}

/// What a list says otherwise than the book is a warning with both figures of the first document.
fn warn_of_contradictions(work: &mut Work<'_, '_>) {
    let file = work.file().to_owned();
    let warning = work.more_open.take(&file);
    work.tally.warnings.extend(warning);
}

/// A total of the file that its rows do not add up to is a warning with both figures, never a fault (T-F5).
fn warn_of_totals(work: &mut Work<'_, '_>, reader: &RowReader) {
    let file = work.file().to_owned();
    for total in reader.totals() {
        if total.stated_minor != Some(total.summed_minor) {
            let warning = ImportWarning::new(&file, "total_differs")
                .with("line", total.line)
                .with("stated", &total.stated)
                .with("stated_minor", total.stated_minor)
                .with("summed_minor", total.summed_minor);
            work.tally.warnings.push(warning);
        }
    }
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
        Ok(Row::Contact(row)) => kinds::contact(work, &row),
        Ok(Row::Order(row)) => kinds::order(work, &row),
        Ok(Row::Delivery(row)) => kinds::delivery(work, &row),
        Ok(Row::ExchangeRate(row)) => kinds::rate(work, &row),
        Ok(Row::Revenue(row)) => kinds::revenue(work, &row),
        Ok(Row::BankLine(_)) => return Err(Refusal::new("import_is_bank_file")),
        Err(rejected) => {
            work.refused.note(&rejected.raw);
            work.tally
                .reject(work.act, batch_id, refused_by_reader(rejected))?;
            return Ok(true);
        }
    };
    match entered {
        Ok(outcome) => work.tally.count(outcome),
        Err(Trouble::Row(refusal)) => reject(work, reader, batch_id, *refusal)?,
        Err(Trouble::Stop(refusal)) => return Err(refusal),
    }
    Ok(true)
}

/// Keeps a row that contradicts the book; the other rows of its document go with it, so that the file of rejected rows
/// has the whole document.
fn reject(
    work: &mut Work<'_, '_>,
    reader: &RowReader,
    batch_id: i64,
    refusal: RowRefusal,
) -> Result<(), Refusal> {
    let place = reader.place(refusal.field);
    let line = place.line;
    work.refused.note(&place.raw);
    let row = refused_by_book(work.file(), refusal, place);
    work.tally.reject(work.act, batch_id, row)?;
    for place in reader.further_places() {
        let with = RowRefusal::new("document_rejected", None).with("line", line);
        let row = refused_by_book(work.file(), with, place);
        work.tally.reject(work.act, batch_id, row)?;
    }
    Ok(())
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

fn bytes(files: &[Ready]) -> u64 {
    files.iter().map(|file| file.bytes).sum()
}

/// Runs `work` with the connection set for as much as the files have.
pub(super) fn with_room<T>(
    session: &mut Session<'_>,
    files: &[Ready],
    work: impl FnOnce(&mut Session<'_>) -> Result<T, Refusal>,
) -> Result<T, Refusal> {
    Way::of(&session.book.file.connection, bytes(files))?.with(session, work)
}

/// Ages the balances once, so that the first look at them is not empty (spec 20 §2). It is an act of its own: whatever
/// becomes of it, the import stands.
pub(super) fn age_first_time(session: &mut Session<'_>) {
    let wanted = session.connection().query_row(
        "SELECT NOT EXISTS (SELECT 1 FROM aging_runs
           WHERE company_id = (SELECT id FROM temp.current_company)) AND EXISTS (SELECT 1 FROM transactions) AS it_is",
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
