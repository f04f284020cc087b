//! A file that somebody attaches to a record of the book.
//!
//! Names are words of strangers: they are shown as they came and become names of files only through [`crate::viewed`].

use std::path::Path;

use rusqlite::{Connection, OptionalExtension, named_params};
use sha2::{Digest, Sha256};

use super::{Archive, NewDocument, Unpacker};
use crate::act::{Act, hex};
use crate::refusal::Refusal;
use crate::viewed;

/// Larger files would make a book slow to copy; they are linked to by the external reference.
const MOST_BYTES: u64 = 25_000_000;

/// A file that was read whole.
pub(crate) struct Attachment {
    /// Its name, without its folder.
    pub name: String,
    /// SHA-256 of its bytes, hexadecimal.
    pub sha256: String,
    bytes: Vec<u8>,
}

impl Attachment {
    /// Reads a file. The size is looked at before anything is read.
    pub fn read(file: &str) -> Result<Self, Refusal> {
        let path = Path::new(file);
        let unread = |error: std::io::Error| Refusal::from(error).with("path", file);
        let meta = std::fs::metadata(path).map_err(unread)?;
        if !meta.is_file() || meta.len() > MOST_BYTES {
            return Err(Refusal::new("attachment_too_large")
                .with("file", file)
                .with("bytes", meta.len())
                .with("most", MOST_BYTES));
        }
        let bytes = std::fs::read(path).map_err(unread)?;
        let name = path.file_name().unwrap_or(path.as_os_str());
        Ok(Self {
            name: viewed::file_name(&name.to_string_lossy()),
            sha256: hex(&Sha256::digest(&bytes)),
            bytes,
        })
    }

    /// Puts it among the documents of the book and gives its row id there.
    pub fn store(&self, act: &mut Act<'_>) -> Result<i64, Refusal> {
        Archive::default().store(
            act,
            &NewDocument {
                media_type: media_type(&self.name),
                file_name: &self.name,
                sha256: &self.sha256,
                pages: 0,
                bytes: &self.bytes,
            },
        )
    }

    /// Refuses what is attached there already; `sql` finds it by `:record` and `:hash`.
    pub fn demand_new(
        &self,
        connection: &Connection,
        sql: &str,
        record: i64,
    ) -> Result<(), Refusal> {
        let there = connection
            .query_row(
                sql,
                named_params! {":record": record, ":hash": self.sha256},
                |_| Ok(()),
            )
            .optional()?;
        match there {
            Some(()) => Err(Refusal::new("attachment_there").with("file", &self.name)),
            None => Ok(()),
        }
    }
}

/// Name and bytes of an attached document, by the row that attaches it; `None` where there is no such row.
pub(crate) fn attached(
    connection: &Connection,
    sql: &str,
    id: i64,
) -> Result<Option<(String, Vec<u8>)>, Refusal> {
    let found: Option<(String, Vec<u8>)> = connection
        .prepare_cached(sql)?
        .query_row(named_params! {":id": id}, |row| {
            Ok((row.get("file_name")?, row.get("bytes")?))
        })
        .optional()?;
    let Some((name, packed)) = found else {
        return Ok(None);
    };
    let bytes = Unpacker::new(connection).whole(&packed)?.into_owned();
    Ok(Some((name, bytes)))
}

fn media_type(name: &str) -> &'static str {
    let ending = Path::new(name)
        .extension()
        .map(|ending| ending.to_string_lossy().to_lowercase());
    match ending.as_deref() {
        Some("pdf") => "application/pdf",
        Some("png") => "image/png",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("txt") => "text/plain",
        Some("eml") => "message/rfc822",
        _ => "application/octet-stream",
    }
}
