//! Rejected rows as a file: the original columns, then line and reason, to be corrected and dropped again.

mod e_invoices;

use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use intake::{ColumnChoice, FileKind, Options};
use rusqlite::{OptionalExtension as _, named_params};
use serde::{Deserialize, Serialize};

use super::batches::{self, Reading};
use super::recognise::remember_as;
use crate::refusal::Refusal;
use crate::session::Session;

/// Headings behind the original ones. They mean nothing to an import.
const BESIDE: [&str; 3] = ["Duebook line", "Duebook reason", "Duebook column"];

/// Asks for the rejected rows of a batch as a file.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct RejectionsExport {
    /// The batch.
    #[ts(type = "number")]
    pub batch_id: i64,
    /// Path of the new file; an existing one is not overwritten.
    pub path: String,
}

/// The written file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct RejectionsExported {
    /// Where it is.
    pub path: String,
    /// Rows in it, without the heading; files in it, of electronic invoices.
    #[ts(type = "number")]
    pub rows: u64,
}

/// `import.rejections_export`: writes the file and remembers how it is read, so that dropping it needs no answer. Electronic
/// invoices that were rejected become a ZIP of their files.
pub fn rejections_export(
    session: &mut Session<'_>,
    request: RejectionsExport,
) -> Result<RejectionsExported, Refusal> {
    let batch = batches::find(session.connection(), request.batch_id)?;
    let path = PathBuf::from(&request.path);
    if path.exists() {
        return Err(Refusal::new("file_exists").with("path", &path));
    }
    // A half-written file would be taken for the whole.
    let drop_half = |refusal: Refusal| {
        let _ = std::fs::remove_file(&path);
        refusal.with("path", &path)
    };
    if batch.kind == "e_invoices" {
        let rows = e_invoices::write(session, request.batch_id, &path).map_err(drop_half)?;
        return Ok(RejectionsExported {
            path: request.path,
            rows,
        });
    }
    let reading: String = session.connection().query_row(
        "SELECT reading FROM import_batches WHERE id = :id",
        named_params! {":id": request.batch_id},
        |row| row.get("reading"),
    )?;
    let mut reading: Reading = serde_json::from_str(&reading)?;
    widen(session, request.batch_id, &mut reading)?;
    let rows = write(session, request.batch_id, &reading, &path).map_err(drop_half)?;
    remember(session, &reading)?;
    Ok(RejectionsExported {
        path: request.path,
        rows,
    })
}

/// Files without headings, and those of older books, get numbers for headings.
fn widen(session: &Session<'_>, batch_id: i64, reading: &mut Reading) -> Result<(), Refusal> {
    let widest: Option<i64> = session
        .connection()
        .query_row(
            "SELECT MAX(json_array_length(raw)) AS widest FROM import_rejections WHERE batch_id = :id",
            named_params! {":id": batch_id},
            |row| row.get("widest"),
        )
        .optional()?
        .flatten();
    let widest = usize::try_from(widest.unwrap_or(0)).unwrap_or(0);
    for place in reading.headings.len()..widest {
        reading.headings.push(format!("{}", place + 1));
    }
    Ok(())
}

fn write(
    session: &Session<'_>,
    batch_id: i64,
    reading: &Reading,
    path: &Path,
) -> Result<u64, Refusal> {
    let delimiter = reading.delimiter.unwrap_or(';');
    let mut file = BufWriter::new(std::fs::File::create_new(path)?);
    // The mark tells spreadsheets, and the next import, that this is UTF-8.
    file.write_all("\u{feff}".as_bytes())?;
    let headings = reading.headings.iter().map(String::as_str).chain(BESIDE);
    line(&mut file, headings, delimiter)?;
    let mut statement = session.connection().prepare(
        "SELECT line, heading, code, args, raw FROM import_rejections WHERE batch_id = :id ORDER BY line, number",
    )?;
    let mut rows = statement.query(named_params! {":id": batch_id})?;
    let mut count = 0;
    while let Some(row) = rows.next()? {
        let raw: String = row.get("raw")?;
        let mut cells: Vec<String> = serde_json::from_str(&raw)?;
        cells.resize(reading.headings.len(), String::new());
        let (code, args): (String, String) = (row.get("code")?, row.get("args")?);
        cells.push(row.get::<_, i64>("line")?.to_string());
        cells.push(if args == "{}" {
            code
        } else {
            format!("{code} {args}")
        });
        cells.push(row.get::<_, Option<String>>("heading")?.unwrap_or_default());
        line(&mut file, cells.iter().map(String::as_str), delimiter)?;
        count += 1;
    }
    file.flush()?;
    file.into_inner()
        .map_err(|error| Refusal::from(error.into_error()))?
        .sync_all()?;
    Ok(count)
}

/// The cells as they were: a sign that a spreadsheet would take for a formula is a sign of an amount here.
fn line<'a>(
    file: &mut impl std::io::Write,
    cells: impl Iterator<Item = &'a str>,
    delimiter: char,
) -> Result<(), Refusal> {
    let quoted: Vec<String> = cells
        .map(|cell| {
            let plain =
                !cell.contains(['"', '\n', '\r', delimiter]) && cell.trim().len() == cell.len();
            if plain {
                cell.to_owned()
            } else {
                format!("\"{}\"", cell.replace('"', "\"\""))
            }
        })
        .collect();
    write!(file, "{}\r\n", quoted.join(&delimiter.to_string()))?;
    Ok(())
}

/// The same mapping under the longer headings; place, sheet and encoding of the old file mean nothing to the new one.
fn remember(session: &Session<'_>, reading: &Reading) -> Result<(), Refusal> {
    let mut headings = reading.headings.clone();
    headings.extend(BESIDE.map(str::to_owned));
    let mut options = Options {
        header_row: Some(1),
        sheet: None,
        encoding: None,
        delimiter: None,
        ..reading.options.clone()
    };
    let columns = options.columns.get_or_insert_default();
    for column in 0..headings.len() {
        if column >= reading.headings.len() || columns.iter().all(|c| c.column != column) {
            columns.retain(|choice| choice.column != column);
            columns.push(ColumnChoice {
                column,
                field: None,
            });
        }
    }
    if options.kind == Some(FileKind::BankLines) || options.kind.is_none() {
        return Ok(());
    }
    remember_as(
        &session.book.file.connection,
        &intake::signature(&headings),
        &options,
        session.now,
    )
}
