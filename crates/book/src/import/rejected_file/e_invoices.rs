//! Rejected electronic invoices as files: a ZIP of them, byte by byte as they came, to be corrected and dropped again.
//!
//! The book does not keep what it refused. The files are read again from where the import found them.

use std::collections::BTreeSet;
use std::fs::File;
use std::path::Path;

use intake::RawFile;
use rusqlite::{Connection, named_params};
use zip::CompressionMethod;
use zip::write::{SimpleFileOptions, ZipWriter};

use super::super::recognise::refused;
use crate::refusal::Refusal;
use crate::session::{Session, check_cancelled};

/// Writes the rejected files of a batch into a new ZIP; gives their number.
pub(super) fn write(session: &Session<'_>, batch_id: i64, path: &Path) -> Result<u64, Refusal> {
    let connection = session.connection();
    let source: String = connection.query_row(
        "SELECT source_path FROM import_batches WHERE id = :id",
        named_params! {":id": batch_id},
        |row| row.get("source_path"),
    )?;
    let mut wanted = names(connection, batch_id)?;
    let gone = |count: usize| {
        Refusal::new("rejected_source_gone")
            .with("source", &source)
            .with("count", count)
    };
    if source.is_empty() || !Path::new(&source).exists() {
        return Err(gone(wanted.len()));
    }
    let mut zip = ZipWriter::new(File::create_new(path)?);
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    let mut count = 0;
    for file in intake::read_raw(Path::new(&source)).map_err(refused)? {
        check_cancelled(session.job)?;
        let Ok(RawFile { name, mut bytes }) = file else {
            continue;
        };
        if !wanted.remove(&name) {
            continue;
        }
        zip.start_file(name.as_str(), options).map_err(unwritten)?;
        std::io::copy(&mut bytes, &mut zip)?;
        count += 1;
        session.job.progress(count, 0, "e_invoices");
    }
    // Half of them would be taken for all.
    if !wanted.is_empty() {
        return Err(gone(wanted.len()));
    }
    let file = zip.finish().map_err(unwritten)?;
    file.sync_all()?;
    Ok(count)
}

/// Names of the rejected files inside the folder or ZIP.
fn names(connection: &Connection, batch_id: i64) -> Result<BTreeSet<String>, Refusal> {
    let mut statement =
        connection.prepare("SELECT raw FROM import_rejections WHERE batch_id = :id")?;
    let mut rows = statement.query(named_params! {":id": batch_id})?;
    let mut names = BTreeSet::new();
    while let Some(row) = rows.next()? {
        let raw: Vec<String> = serde_json::from_str(&row.get::<_, String>("raw")?)?;
        names.extend(raw.into_iter().next());
    }
    Ok(names)
}

fn unwritten(error: zip::result::ZipError) -> Refusal {
    match error {
        zip::result::ZipError::Io(error) => error.into(),
        other => Refusal::new("internal").with("detail", other.to_string()),
    }
}
