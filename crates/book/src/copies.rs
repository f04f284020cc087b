//! Copies of invoices: PDFs found by document number and kept with their documents (spec 30 §14).
//!
//! The name of a file speaks first, its text after it; `engine::copies` decides. A file that fits two documents is
//! doubtful and waits for a choice. The same bytes are stored once; another file for the same document is a new version,
//! and the newest is shown.

mod attach;
mod open;
mod preview;

use rusqlite::{Connection, OptionalExtension as _, named_params};
use serde::{Deserialize, Serialize};

use crate::commands::Bytes;
use crate::documents::Unpacker;
use crate::refusal::Refusal;
use crate::session::Session;
pub use attach::{AttachCopies, CopiesAttached, CopyChoice, attach};
pub use open::{
    CopiedDocuments, CopiesOfCustomer, CopiesOfDocuments, SaveCopy, SavedCopy, of_customer,
    of_documents, save, view,
};
pub use preview::{
    CopiesPreview, CopiesPreviewRequest, CopyDocument, CopyFile, CopyProblem, CopyState, preview,
};

/// Names a document.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ts_rs::TS)]
pub struct CopyRequest {
    /// The document.
    #[ts(type = "number")]
    pub transaction_id: i64,
    /// The version; the newest where missing.
    #[serde(default)]
    #[ts(type = "number | null", optional)]
    pub version: Option<i64>,
}

/// A version of a copy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct CopyVersion {
    /// From 1.
    #[ts(type = "number")]
    pub version: i64,
    /// Name of its file.
    pub file_name: String,
    /// Its pages; 0 where they could not be counted.
    #[ts(type = "number")]
    pub pages: i64,
    /// SHA-256.
    pub sha256: String,
    /// When it was attached.
    pub at: String,
}

/// The copies of a document, the newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct CopyVersions {
    /// The versions.
    pub versions: Vec<CopyVersion>,
}

/// `copies.list`
pub fn list(session: &mut Session<'_>, request: CopyRequest) -> Result<CopyVersions, Refusal> {
    let versions = session
        .connection()
        .prepare_cached(
            "SELECT c.version, d.file_name, d.pages, d.sha256, a.at FROM invoice_copies c
             JOIN documents d ON d.id = c.document_id JOIN audit a ON a.id = c.act_id
             WHERE c.transaction_id = :id AND c.withdrawn_by_act_id IS NULL ORDER BY c.version DESC",
        )?
        .query_map(named_params! {":id": request.transaction_id}, |row| {
            Ok(CopyVersion {
                version: row.get("version")?,
                file_name: row.get("file_name")?,
                pages: row.get("pages")?,
                sha256: row.get("sha256")?,
                at: row.get("at")?,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(CopyVersions { versions })
}

/// `copies.get`: the bytes of a copy.
pub fn get(session: &mut Session<'_>, request: CopyRequest) -> Result<Bytes, Refusal> {
    bytes(
        session.connection(),
        request.transaction_id,
        request.version,
    )?
    .map(Bytes)
    .ok_or_else(|| Refusal::new("copy_missing").with("transaction_id", request.transaction_id))
}

/// The newest copy of a document with its file name, to go along with a mail.
pub(crate) fn attachment(
    connection: &Connection,
    transaction_id: i64,
) -> Result<Option<(String, Vec<u8>)>, Refusal> {
    let Some(bytes) = bytes(connection, transaction_id, None)? else {
        return Ok(None);
    };
    let name: String = connection
        .prepare_cached(
            "SELECT d.file_name FROM invoice_copies c JOIN documents d ON d.id = c.document_id
             WHERE c.transaction_id = :id AND c.withdrawn_by_act_id IS NULL ORDER BY c.version DESC LIMIT 1",
        )?
        .query_row(named_params! {":id": transaction_id}, |row| row.get("file_name"))?;
    Ok(Some((name, bytes)))
}

/// Whether there is a copy of a document.
pub(crate) fn has(connection: &Connection, transaction_id: i64) -> Result<bool, Refusal> {
    Ok(connection
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM invoice_copies
               WHERE transaction_id = :id AND withdrawn_by_act_id IS NULL) AS there",
        )?
        .query_row(named_params! {":id": transaction_id}, |row| {
            row.get("there")
        })?)
}

/// The bytes of the copy of a document; the newest version where none is asked for.
pub fn bytes(
    connection: &Connection,
    transaction_id: i64,
    version: Option<i64>,
) -> Result<Option<Vec<u8>>, Refusal> {
    let stored: Option<Vec<u8>> = connection
        .prepare_cached(
            "SELECT d.bytes FROM invoice_copies c JOIN documents d ON d.id = c.document_id
             WHERE c.transaction_id = :id AND c.withdrawn_by_act_id IS NULL
               AND (:version IS NULL OR c.version = :version)
             ORDER BY c.version DESC LIMIT 1",
        )?
        .query_row(
            named_params! {":id": transaction_id, ":version": version},
            |row| row.get("bytes"),
        )
        .optional()?;
    match stored {
        None => Ok(None),
        Some(stored) => Ok(Some(Unpacker::new(connection).whole(&stored)?.into_owned())),
    }
}
