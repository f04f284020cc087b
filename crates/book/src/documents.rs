//! Documents: the exact bytes of every paper that left the house, in little room.
//!
//! Letters of one run are alike: fonts, letterhead and frame of the file are the same bytes in each. The first document
//! of an act is stored whole, the others as what they differ from it ([`delta`]). What was printed comes back byte by
//! byte, whatever later programs would print, because nothing but bytes that were stored is used; the hash is always
//! that of the whole document. Books from before store every document whole, and are read the same way.

pub(crate) mod attachment;
pub(crate) mod copy;
mod delta;

use std::borrow::Cow;

use rusqlite::{Connection, OptionalExtension as _, named_params};
use uuid::Uuid;

use crate::act::Act;
use crate::facts::{FactKind, FactRow};
use crate::refusal::Refusal;
use delta::{Base, parse};

/// A document to store.
#[derive(Debug, Clone, Copy)]
pub struct NewDocument<'a> {
    /// Media type.
    pub media_type: &'a str,
    /// Name under which it is written as a file.
    pub file_name: &'a str,
    /// SHA-256 of its bytes, hexadecimal.
    pub sha256: &'a str,
    /// Number of pages.
    pub pages: u32,
    /// The whole document.
    pub bytes: &'a [u8],
}

/// Stores the documents of one act.
#[derive(Debug, Default)]
pub struct Archive {
    base: Option<(i64, Base)>,
    row: FactRow,
}

impl Archive {
    /// Stores a document and gives its id.
    pub fn store(&mut self, act: &mut Act<'_>, document: &NewDocument<'_>) -> Result<i64, Refusal> {
        let packed = self
            .base
            .as_ref()
            .and_then(|(id, base)| base.pack(*id, document.bytes));
        let id = act
            .prepare_cached(
                "INSERT INTO documents (uuid, media_type, file_name, sha256, pages, bytes, act_id)
                 VALUES (:uuid, :media_type, :name, :sha256, :pages, :bytes, :act)",
            )?
            .insert(named_params! {
                ":uuid": Uuid::now_v7().to_string(), ":media_type": document.media_type,
                ":name": document.file_name, ":sha256": document.sha256, ":pages": document.pages,
                ":bytes": packed.as_deref().unwrap_or(document.bytes), ":act": act.id,
            })?;
        if self.base.is_none() {
            self.base = Some((id, Base::of(document.bytes)));
        }
        let fact = document_row(&mut self.row, id, document.file_name, document.sha256);
        act.facts.written(FactKind::Document, fact);
        Ok(id)
    }
}

/// Canonical bytes of a stored document.
pub fn document_row<'r>(
    row: &'r mut FactRow,
    id: i64,
    file_name: &str,
    sha256: &str,
) -> &'r FactRow {
    row.start().int(id).text(file_name).text(sha256)
}

/// Gives documents back as they were. Keeps the one that others differ from, for the next of them.
#[derive(Debug)]
pub struct Unpacker<'c> {
    connection: &'c Connection,
    base: Option<(i64, Vec<u8>)>,
}

impl<'c> Unpacker<'c> {
    /// For the documents of a book.
    pub fn new(connection: &'c Connection) -> Self {
        Self {
            connection,
            base: None,
        }
    }

    /// The whole document from what is stored of it.
    ///
    /// # Errors
    /// `book_damaged` where the stored bytes are not what [`Archive::store`] wrote.
    pub fn whole<'b>(&mut self, stored: &'b [u8]) -> Result<Cow<'b, [u8]>, Refusal> {
        let Some(difference) = parse(stored) else {
            return Ok(Cow::Borrowed(stored));
        };
        let damaged = || Refusal::new("book_damaged").with("detail", "a document is not whole");
        let id = difference.base_id().ok_or_else(damaged)?;
        if self.base.as_ref().is_none_or(|(known, _)| *known != id) {
            let bytes: Option<Vec<u8>> = self
                .connection
                .prepare_cached("SELECT bytes FROM documents WHERE id = :id")?
                .query_row(named_params! {":id": id}, |row| row.get("bytes"))
                .optional()?;
            self.base = Some((id, bytes.ok_or_else(damaged)?));
        }
        let base = self.base.as_ref().map_or(&[][..], |(_, bytes)| bytes);
        difference.whole(base).map(Cow::Owned).ok_or_else(damaged)
    }
}
