//! Batches: what was imported when, and the rows that were left out.

use chrono::NaiveDate;
use intake::{FileKind, Options, Recognition};
use rusqlite::{Connection, OptionalExtension as _, Row, named_params};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::recognise::settled;
use super::request::{
    Batch, BatchRequest, Batches, ImportAct, ImportCounts, ImportHistory, ImportHistoryRequest,
    RejectedRow, Rejections,
};
use super::tally::stored;
use crate::days::DayText;
use crate::refusal::Refusal;
use crate::session::Session;
use crate::wire::Nothing;

/// The word for a kind of file in the book.
pub(super) fn kind_code(kind: FileKind) -> &'static str {
    match kind {
        FileKind::Customers => "customers",
        FileKind::Transactions => "transactions",
        FileKind::Settlements => "settlements",
        FileKind::Contacts => "contacts",
        FileKind::Orders => "orders",
        FileKind::Deliveries => "deliveries",
        FileKind::ExchangeRates => "exchange_rates",
        FileKind::Revenue => "revenues",
        FileKind::BankLines => "bank",
    }
}

/// How a file was read.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Reading {
    pub headings: Vec<String>,
    pub delimiter: Option<char>,
    /// Every option settled.
    pub options: Options,
}

/// Notes how the table of a batch was read, so that its rejected rows can be dropped again.
pub(crate) fn note_reading(
    connection: &Connection,
    id: i64,
    recognition: &Recognition,
    options: &Options,
) -> Result<(), Refusal> {
    let reading = Reading {
        headings: recognition
            .columns
            .iter()
            .map(|column| column.heading.clone())
            .collect(),
        delimiter: recognition.delimiter,
        options: settled(recognition, options),
    };
    connection.execute(
        "UPDATE import_batches SET options = :options, reading = :reading WHERE id = :id",
        named_params! {
            ":id": id, ":options": serde_json::to_string(options)?, ":reading": serde_json::to_string(&reading)?,
        },
    )?;
    Ok(())
}

/// What a list of open items says about documents that it does not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ListScope {
    /// Nothing.
    Part,
    /// They are no longer open.
    Whole,
}

/// A file of a batch.
pub(super) struct Source<'a> {
    pub name: &'a str,
    /// Where it was found.
    pub path: &'a str,
    pub hash: &'a str,
    pub kind: &'static str,
    pub format: String,
    pub options: &'a Options,
    pub reading: Reading,
    pub as_of: NaiveDate,
    pub scope: ListScope,
}

/// Opens the batch of a file; its counts follow in [`close`].
pub(super) fn open(
    connection: &Connection,
    act_id: i64,
    source: &Source<'_>,
) -> Result<i64, Refusal> {
    Ok(connection.query_row(
        "INSERT INTO import_batches (uuid, act_id, file_name, file_hash, kind, source, options, reading, as_of,
           whole_list, source_path, rows_read, rows_new, rows_changed, rows_unchanged, rows_rejected, company_id)
         VALUES (:uuid, :act, :name, :hash, :kind, :source, :options, :reading, :as_of, :whole_list, :path, 0, 0, 0, 0, 0,
           (SELECT id FROM temp.current_company))
         RETURNING id",
        named_params! {
            ":uuid": Uuid::now_v7().to_string(), ":act": act_id, ":name": source.name, ":hash": source.hash,
            ":kind": source.kind, ":path": source.path, ":source": source.format, ":options": serde_json::to_string(source.options)?,
            ":reading": serde_json::to_string(&source.reading)?,
            ":as_of": source.as_of.to_string(), ":whole_list": source.scope == ListScope::Whole,
        },
        |row| row.get("id"),
    )?)
}

/// Writes the counts of a batch.
pub(super) fn close(
    connection: &Connection,
    id: i64,
    counts: &ImportCounts,
    facts_to: Option<DayText>,
) -> Result<(), Refusal> {
    connection.execute(
        "UPDATE import_batches SET facts_to = :facts_to, rows_read = :read, rows_new = :new, rows_changed = :changed,
           rows_unchanged = :unchanged, rows_rejected = :rejected, rows_skipped = :skipped,
           rows_disappeared = :disappeared
         WHERE id = :id",
        named_params! {
            ":id": id, ":facts_to": facts_to.as_ref().map(DayText::as_str), ":read": stored(counts.read),
            ":new": stored(counts.new), ":changed": stored(counts.changed), ":unchanged": stored(counts.unchanged),
            ":rejected": stored(counts.rejected), ":skipped": stored(counts.skipped),
            ":disappeared": stored(counts.disappeared),
        },
    )?;
    Ok(())
}

/// Writes how many documents disappeared from a whole list.
pub(super) fn disappeared(connection: &Connection, id: i64, count: u64) -> Result<(), Refusal> {
    connection.execute(
        "UPDATE import_batches SET rows_disappeared = :count WHERE id = :id",
        named_params! {":id": id, ":count": stored(count)},
    )?;
    Ok(())
}

const SELECT: &str = "
  SELECT b.id, b.act_id, a.at, u.name AS user, b.file_name, b.kind, b.source, b.as_of, b.whole_list, b.facts_to,
         b.rows_read, b.rows_new, b.rows_changed, b.rows_unchanged, b.rows_rejected, b.rows_skipped,
         b.rows_disappeared, undone.at AS undone_at, undoer.name AS undone_by
  FROM import_batches b JOIN audit a ON a.id = b.act_id JOIN users u ON u.id = a.user_id
  LEFT JOIN audit undone ON undone.id = b.undone_by_act_id LEFT JOIN users undoer ON undoer.id = undone.user_id";

fn from_row(row: &Row<'_>) -> rusqlite::Result<Batch> {
    let count = |name: &str| -> rusqlite::Result<u64> {
        Ok(u64::try_from(row.get::<_, i64>(name)?).unwrap_or(0))
    };
    let day = |name: &str| -> rusqlite::Result<Option<NaiveDate>> {
        let text: Option<String> = row.get(name)?;
        Ok(text.and_then(|day| day.parse().ok()))
    };
    Ok(Batch {
        id: row.get("id")?,
        act_id: row.get("act_id")?,
        at: row.get("at")?,
        user: row.get("user")?,
        file_name: row.get("file_name")?,
        kind: row.get("kind")?,
        source: row.get("source")?,
        counts: ImportCounts {
            read: count("rows_read")?,
            new: count("rows_new")?,
            changed: count("rows_changed")?,
            unchanged: count("rows_unchanged")?,
            rejected: count("rows_rejected")?,
            skipped: count("rows_skipped")?,
            disappeared: count("rows_disappeared")?,
        },
        as_of: day("as_of")?,
        whole_list: row.get("whole_list")?,
        facts_to: day("facts_to")?,
        undone_at: row.get("undone_at")?,
        undone_by: row.get("undone_by")?,
    })
}

/// One batch.
pub(super) fn load(connection: &Connection, id: i64) -> Result<Batch, Refusal> {
    let mut statement = connection.prepare_cached(&format!("{SELECT} WHERE b.id = :id"))?;
    Ok(statement.query_row(named_params! {":id": id}, from_row)?)
}

/// One batch, or the refusal of an id that is none.
pub(super) fn find(connection: &Connection, id: i64) -> Result<Batch, Refusal> {
    let mut statement = connection.prepare_cached(&format!("{SELECT} WHERE b.id = :id"))?;
    statement
        .query_row(named_params! {":id": id}, from_row)
        .optional()?
        .ok_or_else(|| Refusal::new("unknown_batch").with("batch_id", id))
}

/// The batches of one act, in the order of their files.
pub(super) fn of_act(connection: &Connection, act_id: i64) -> Result<Vec<Batch>, Refusal> {
    let mut statement =
        connection.prepare_cached(&format!("{SELECT} WHERE b.act_id = :act ORDER BY b.id"))?;
    Ok(statement
        .query_map(named_params! {":act": act_id}, from_row)?
        .collect::<Result<_, _>>()?)
}

/// `import.batches`
pub fn batches(session: &mut Session<'_>, _: Nothing) -> Result<Batches, Refusal> {
    let mut statement = session
        .connection()
        .prepare_cached(&format!("{SELECT} ORDER BY b.id DESC LIMIT 1000"))?;
    let batches = statement
        .query_map([], from_row)?
        .collect::<Result<_, _>>()?;
    Ok(Batches { batches })
}

/// Imports on one page of the history.
const IMPORTS: usize = 200;

/// `import.history`: the imports, newest first; all files of one drop are one import (T-B5).
pub fn history(
    session: &mut Session<'_>,
    request: ImportHistoryRequest,
) -> Result<ImportHistory, Refusal> {
    let mut statement = session.connection().prepare_cached(&format!(
        "{SELECT} WHERE b.act_id < :before ORDER BY b.act_id DESC, b.id"
    ))?;
    let before = request.before.unwrap_or(i64::MAX);
    let mut imports: Vec<ImportAct> = Vec::new();
    for batch in statement.query_map(named_params! {":before": before}, from_row)? {
        let batch = batch?;
        if imports.last().is_some_and(|act| act.act_id == batch.act_id) {
            if let Some(act) = imports.last_mut() {
                act.batches.push(batch);
            }
            continue;
        }
        if imports.len() == IMPORTS {
            break;
        }
        imports.push(ImportAct {
            act_id: batch.act_id,
            at: batch.at.clone(),
            user: batch.user.clone(),
            undone_at: batch.undone_at.clone(),
            undone_by: batch.undone_by.clone(),
            batches: vec![batch],
        });
    }
    Ok(ImportHistory { imports })
}

/// `import.rejections`: every rejected row of a batch, in the order of the file.
pub fn rejections(session: &mut Session<'_>, request: BatchRequest) -> Result<Rejections, Refusal> {
    let mut statement = session.connection().prepare_cached(
        "SELECT b.file_name, r.line, r.column_number, r.heading, r.code, r.args, r.value, r.raw
         FROM import_rejections r JOIN import_batches b ON b.id = r.batch_id
         WHERE r.batch_id = :id ORDER BY r.number",
    )?;
    let mut found = statement.query(named_params! {":id": request.batch_id})?;
    let mut rows = Vec::new();
    while let Some(row) = found.next()? {
        let (args, raw): (String, String) = (row.get("args")?, row.get("raw")?);
        let positive = |number: i64| u64::try_from(number).unwrap_or(0);
        rows.push(RejectedRow {
            file: row.get("file_name")?,
            line: positive(row.get("line")?),
            column: row.get::<_, Option<i64>>("column_number")?.map(positive),
            heading: row.get("heading")?,
            code: row.get("code")?,
            args: serde_json::from_str(&args)?,
            value: row.get("value")?,
            raw: serde_json::from_str(&raw)?,
        });
    }
    Ok(Rejections { rows })
}

/// The newest accounting day among the facts of the book.
pub(super) fn facts_to(connection: &Connection) -> Result<Option<NaiveDate>, Refusal> {
    let day: String = connection.query_row(
        "SELECT MAX(COALESCE(transaction_on, ''), COALESCE(effective_on, '')) AS day FROM latest_facts_snapshot",
        [],
        |row| row.get("day"),
    )?;
    Ok(day.parse().ok())
}
