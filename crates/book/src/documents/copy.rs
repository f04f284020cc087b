//! Copies of documents of the ledger: PDFs kept with an invoice or a credit note (spec 30 §14).
//!
//! The same bytes are stored once; another file for the same document is a new version, and the newest is shown.

use rusqlite::{Connection, OptionalExtension as _, named_params};

use super::{Archive, NewDocument};
use crate::act::Act;
use crate::refusal::Refusal;

/// A PDF that belongs to a document.
pub(crate) struct NewCopy<'a> {
    /// Its name, with folders inside a folder or ZIP.
    pub file: &'a str,
    /// SHA-256 of its bytes, hexadecimal.
    pub sha256: &'a str,
    /// Its pages, where they can be counted.
    pub pages: Option<u64>,
    /// All of it.
    pub bytes: &'a [u8],
    /// Where the number stood: `name`, `text`, or `hand` where a person chose.
    pub found_by: &'a str,
}

/// Whether a standing version of the copy of a document has these bytes.
pub(crate) fn has_copy(connection: &Connection, id: i64, hash: &str) -> Result<bool, Refusal> {
    Ok(connection
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM invoice_copies c JOIN documents d ON d.id = c.document_id
               WHERE c.transaction_id = :id AND c.withdrawn_by_act_id IS NULL AND d.sha256 = :hash) AS it_is",
        )?
        .query_row(named_params! {":id": id, ":hash": hash}, |row| {
            row.get("it_is")
        })?)
}

/// Keeps a copy with its document as the newest version.
pub(crate) fn keep_copy(
    act: &mut Act<'_>,
    transaction_id: i64,
    copy: &NewCopy<'_>,
) -> Result<(), Refusal> {
    let document_id = stored(act, copy)?;
    let added = act
        .prepare_cached(
            "INSERT INTO invoice_copies (transaction_id, version, document_id, found_by, act_id)
             SELECT id, (SELECT COALESCE(MAX(version), 0) + 1 FROM invoice_copies WHERE transaction_id = :id),
               :document, :by, :act
             FROM transactions WHERE id = :id",
        )?
        .execute(named_params! {
            ":id": transaction_id, ":document": document_id, ":by": copy.found_by, ":act": act.id,
        })?;
    if added == 0 {
        return Err(Refusal::new("unknown_document").with("transaction_id", transaction_id));
    }
    Ok(())
}

/// The document with these bytes; stored only where no other copy has them.
fn stored(act: &mut Act<'_>, copy: &NewCopy<'_>) -> Result<i64, Refusal> {
    let known: Option<i64> = act
        .prepare_cached(
            "SELECT d.id FROM documents d WHERE d.sha256 = :hash
               AND EXISTS (SELECT 1 FROM invoice_copies c WHERE c.document_id = d.id) LIMIT 1",
        )?
        .query_row(named_params! {":hash": copy.sha256}, |row| row.get("id"))
        .optional()?;
    if let Some(id) = known {
        return Ok(id);
    }
    let name = copy.file.rsplit('/').next().unwrap_or(copy.file);
    Archive::default().store(
        act,
        &NewDocument {
            media_type: "application/pdf",
            file_name: name,
            sha256: copy.sha256,
            pages: copy
                .pages
                .and_then(|pages| u32::try_from(pages).ok())
                .unwrap_or(0),
            bytes: copy.bytes,
        },
    )
}
