//! Batches: what was imported when, and the rows that were left out.

use intake::{FileKind, Options};
use rusqlite::{Connection, Row, named_params};
use uuid::Uuid;

use super::request::{Batch, BatchRequest, Batches, ImportCounts, RejectedRow, Rejections};
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
        FileKind::Revenue => "revenue",
        FileKind::BankLines => "bank_lines",
    }
}

/// A file of a batch.
pub(super) struct Source<'a> {
    pub name: &'a str,
    pub hash: &'a str,
    pub kind: FileKind,
    pub options: &'a Options,
}

/// Opens the batch of a file; its counts follow in [`close`].
pub(super) fn open(
    connection: &Connection,
    act_id: i64,
    source: &Source<'_>,
) -> Result<i64, Refusal> {
    Ok(connection.query_row(
        "INSERT INTO import_batches (uuid, act_id, file_name, file_hash, kind, options, rows_read, rows_new,
           rows_changed, rows_unchanged, rows_rejected)
         VALUES (:uuid, :act, :name, :hash, :kind, :options, 0, 0, 0, 0, 0) RETURNING id",
        named_params! {
            ":uuid": Uuid::now_v7().to_string(), ":act": act_id, ":name": source.name, ":hash": source.hash,
            ":kind": kind_code(source.kind), ":options": serde_json::to_string(source.options)?,
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
           rows_unchanged = :unchanged, rows_rejected = :rejected
         WHERE id = :id",
        named_params! {
            ":id": id, ":facts_to": facts_to.as_ref().map(DayText::as_str), ":read": stored(counts.read),
            ":new": stored(counts.new), ":changed": stored(counts.changed), ":unchanged": stored(counts.unchanged),
            ":rejected": stored(counts.rejected),
        },
    )?;
    Ok(())
}

const SELECT: &str = "
  SELECT b.id, a.at, u.name AS user, b.file_name, b.kind, b.facts_to, b.rows_read, b.rows_new, b.rows_changed,
         b.rows_unchanged, b.rows_rejected
  FROM import_batches b JOIN audit a ON a.id = b.act_id JOIN users u ON u.id = a.user_id";

fn from_row(row: &Row<'_>) -> rusqlite::Result<Batch> {
    let count = |name: &str| -> rusqlite::Result<u64> {
        Ok(u64::try_from(row.get::<_, i64>(name)?).unwrap_or(0))
    };
    let facts_to: Option<String> = row.get("facts_to")?;
    Ok(Batch {
        id: row.get("id")?,
        at: row.get("at")?,
        user: row.get("user")?,
        file_name: row.get("file_name")?,
        kind: row.get("kind")?,
        counts: ImportCounts {
            read: count("rows_read")?,
            new: count("rows_new")?,
            changed: count("rows_changed")?,
            unchanged: count("rows_unchanged")?,
            rejected: count("rows_rejected")?,
        },
        facts_to: facts_to.and_then(|day| day.parse().ok()),
    })
}

/// One batch.
pub(super) fn load(connection: &Connection, id: i64) -> Result<Batch, Refusal> {
    let mut statement = connection.prepare_cached(&format!("{SELECT} WHERE b.id = :id"))?;
    Ok(statement.query_row(named_params! {":id": id}, from_row)?)
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
pub(super) fn facts_to(connection: &Connection) -> Result<Option<chrono::NaiveDate>, Refusal> {
    let day: String = connection.query_row(
        "SELECT MAX(COALESCE(transaction_on, ''), COALESCE(effective_on, '')) AS day FROM latest_facts_snapshot",
        [],
        |row| row.get("day"),
    )?;
    Ok(day.parse().ok())
}
