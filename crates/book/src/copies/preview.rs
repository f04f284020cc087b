//! What a folder or a ZIP of PDFs would bring: matched, doubtful and unmatched files.

use std::path::Path;

use engine::copies::{CopyMatch, DocumentNumbers, FoundBy};
use intake::{CopyReader, InvoiceCopy, PdfFault};
use rusqlite::{Connection, named_params};
use serde::{Deserialize, Serialize};

use crate::company;
use crate::documents::copy::has_copy;
use crate::import::Bundled;
use crate::refusal::Refusal;
use crate::session::{Session, check_cancelled};

/// Asks what a folder, a ZIP or a PDF holds.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct CopiesPreviewRequest {
    /// Its path.
    pub path: String,
    /// Whether the electronic invoices of the folder or ZIP are taken as such.
    #[serde(default)]
    pub bundled: Bundled,
}

/// What becomes of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum CopyState {
    /// One document fits.
    Matched,
    /// Its document has these very bytes already.
    Known,
    /// Several documents fit: a person chooses.
    Doubtful,
    /// None fits.
    Unmatched,
}

/// A document that fits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct CopyDocument {
    /// Id.
    #[ts(type = "number")]
    pub transaction_id: i64,
    /// Its number.
    pub document_no: String,
    /// Account of its customer.
    pub account: String,
    /// Name of its customer.
    pub customer: String,
}

/// A file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct CopyFile {
    /// Its name inside the folder or ZIP.
    pub file: String,
    /// Its size.
    #[ts(type = "number")]
    pub bytes: u64,
    /// Its pages, where they can be counted.
    #[ts(type = "number | null")]
    pub pages: Option<u64>,
    /// What becomes of it.
    pub state: CopyState,
    /// Where the number stood: `name` or `text`.
    pub found_by: Option<String>,
    /// The documents that fit.
    pub documents: Vec<CopyDocument>,
    /// Why its text could not be read.
    pub unreadable: Option<PdfFault>,
}

/// A file that is no copy.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ts_rs::TS)]
pub struct CopyProblem {
    /// Its name.
    pub file: String,
    /// The reason; the page has the words.
    pub code: String,
}

/// What is there. Nothing was written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ts_rs::TS)]
pub struct CopiesPreview {
    /// Its path.
    pub path: String,
    /// The PDFs, by name.
    pub files: Vec<CopyFile>,
    /// Everything else.
    pub problems: Vec<CopyProblem>,
}

/// `copies.preview`
pub fn preview(
    session: &mut Session<'_>,
    request: CopiesPreviewRequest,
) -> Result<CopiesPreview, Refusal> {
    let numbers = numbers(session.connection())?;
    let mut found = CopiesPreview {
        path: request.path,
        files: Vec::new(),
        problems: Vec::new(),
    };
    let job = session.job;
    let copies = reader(&found.path, request.bundled)?;
    for copy in copies {
        check_cancelled(job)?;
        job.progress(found.files.len() as u64, 0, "copies");
        match copy {
            Ok(copy) => found
                .files
                .push(looked_at(session.connection(), &numbers, &copy)?),
            Err(error) => {
                let file = error.file.clone();
                let code = crate::import::refused(error).code;
                found.problems.push(CopyProblem { file, code });
            }
        }
    }
    Ok(found)
}

/// The files that are taken as copies.
pub(super) fn reader(path: &str, bundled: Bundled) -> Result<CopyReader, Refusal> {
    let copies = intake::read_copies(Path::new(path)).map_err(crate::import::refused)?;
    Ok(match bundled {
        Bundled::Alone => copies,
        Bundled::ByFile => copies.without_e_invoices(),
    })
}

/// The numbers of documents that have copies.
pub(super) fn numbers(connection: &Connection) -> Result<DocumentNumbers<i64>, Refusal> {
    let documents: Vec<(i64, String)> = connection
        .prepare(
            "SELECT id, document_no FROM transactions
             WHERE company_id = :company AND kind IN ('invoice', 'credit_note')",
        )?
        .query_map(
            named_params! {":company": company::current(connection)?},
            |row| Ok((row.get("id")?, row.get("document_no")?)),
        )?
        .collect::<Result<_, _>>()?;
    Ok(DocumentNumbers::new(
        documents.iter().map(|(id, number)| (*id, number.as_str())),
    ))
}

/// Matches a file and names its documents.
pub(super) fn looked_at(
    connection: &Connection,
    numbers: &DocumentNumbers<i64>,
    copy: &InvoiceCopy,
) -> Result<CopyFile, Refusal> {
    let (mut state, ids, by) = match numbers.find(&copy.file, &copy.text) {
        CopyMatch::Matched { document, by } => (CopyState::Matched, vec![document], Some(by)),
        CopyMatch::Doubtful { candidates, by } => (CopyState::Doubtful, candidates, Some(by)),
        CopyMatch::Unmatched => (CopyState::Unmatched, Vec::new(), None),
    };
    if let (CopyState::Matched, [id]) = (state, ids.as_slice())
        && has_copy(connection, *id, &copy.sha256)?
    {
        state = CopyState::Known;
    }
    let documents = ids
        .iter()
        .map(|id| document(connection, *id))
        .collect::<Result<_, _>>()?;
    Ok(CopyFile {
        file: copy.file.clone(),
        bytes: copy.bytes,
        pages: copy.pages.map(|pages| pages as u64),
        state,
        found_by: by.map(|by| found_by(by).to_owned()),
        documents,
        unreadable: copy.unreadable,
    })
}

/// The word for where a number stood.
pub(super) fn found_by(by: FoundBy) -> &'static str {
    match by {
        FoundBy::Name => "name",
        FoundBy::Text => "text",
    }
}

fn document(connection: &Connection, id: i64) -> Result<CopyDocument, Refusal> {
    Ok(connection
        .prepare_cached(
            "SELECT t.document_no, c.account, c.name FROM transactions t JOIN customers c ON c.id = t.customer_id
             WHERE t.id = :id",
        )?
        .query_row(named_params! {":id": id}, |row| {
            Ok(CopyDocument {
                transaction_id: id,
                document_no: row.get("document_no")?,
                account: row.get("account")?,
                customer: row.get("name")?,
            })
        })?)
}
