//! Documents of a case, which lie with the documents of the book.
//!
//! Names are words of strangers: they are shown as they came and become names of files only through [`crate::viewed`].

use std::path::Path;

use rusqlite::{OptionalExtension, named_params};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::file::{CaseFile, read};
use super::{Head, log, touch};
use crate::act::hex;
use crate::documents::{Archive, NewDocument, Unpacker};
use crate::lists::ExportDone;
use crate::refusal::Refusal;
use crate::session::Session;
use crate::sheet::write_whole;
use crate::viewed;

/// Larger files would make a book slow to copy; they are linked to by the external reference.
const MOST_BYTES: u64 = 25_000_000;

/// Attaches a file.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct AttachToCase {
    /// Row id of the case.
    #[ts(type = "number")]
    pub case_id: i64,
    /// The file.
    pub path: String,
}

/// Names a document of a case.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ts_rs::TS)]
pub struct CaseDocumentRequest {
    /// Row id of the attachment.
    #[ts(type = "number")]
    pub id: i64,
}

/// Writes a document of a case as a file of its own.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct SaveCaseDocument {
    /// Row id of the attachment.
    #[ts(type = "number")]
    pub id: i64,
    /// File to write; an existing one is replaced, as the dialog has asked.
    pub path: String,
}

/// Where a document lies for a viewer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ViewedDocument {
    /// The file.
    pub path: String,
}

/// `cases.attach`: the same bytes twice are named once. The size is looked at before anything is read.
pub fn attach(session: &mut Session<'_>, request: AttachToCase) -> Result<CaseFile, Refusal> {
    let today = session.today;
    Head::load(session.connection(), request.case_id)?;
    let path = Path::new(&request.path);
    let unread = |error: std::io::Error| Refusal::from(error).with("path", &request.path);
    let meta = std::fs::metadata(path).map_err(unread)?;
    if !meta.is_file() || meta.len() > MOST_BYTES {
        return Err(Refusal::new("attachment_too_large")
            .with("file", &request.path)
            .with("bytes", meta.len())
            .with("most", MOST_BYTES));
    }
    let bytes = std::fs::read(path).map_err(unread)?;
    let name = path.file_name().unwrap_or(path.as_os_str());
    let name = viewed::file_name(&name.to_string_lossy());
    let sha256 = hex(&Sha256::digest(&bytes));
    session.act(|act| {
        let head = Head::load(act, request.case_id)?;
        act.about("case", &head.number);
        act.note("document", &name);
        let there = act
            .query_row(
                "SELECT 1 FROM case_documents x JOIN documents d ON d.id = x.document_id
                 WHERE x.case_id = :case AND d.sha256 = :hash AND x.removed_by_act_id IS NULL",
                named_params! {":case": head.id, ":hash": sha256},
                |_| Ok(()),
            )
            .optional()?;
        if there.is_some() {
            return Err(Refusal::new("attachment_there").with("file", &name));
        }
        let document_id = Archive::default().store(
            act,
            &NewDocument {
                media_type: media_type(&name),
                file_name: &name,
                sha256: &sha256,
                pages: 0,
                bytes: &bytes,
            },
        )?;
        act.execute(
            "INSERT INTO case_documents (case_id, document_id, act_id) VALUES (:case, :document, :act)",
            named_params! {":case": head.id, ":document": document_id, ":act": act.id},
        )?;
        log(act, head.id, "document_added", "", &name)?;
        touch(act, head.id)
    })?;
    read(session.connection(), request.case_id, today)
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

/// `cases.detach`: the case names it no more; the bytes stay in the book, as every document does.
pub fn detach(
    session: &mut Session<'_>,
    request: CaseDocumentRequest,
) -> Result<CaseFile, Refusal> {
    let case_id = session.act(|act| {
        let found: Option<(i64, String)> = act
            .query_row(
                "SELECT x.case_id, d.file_name FROM case_documents x JOIN documents d ON d.id = x.document_id
                 WHERE x.id = :id AND x.removed_by_act_id IS NULL",
                named_params! {":id": request.id},
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .optional()?;
        let (case_id, name) = found.ok_or_else(|| unknown(request.id))?;
        let head = Head::load(act, case_id)?;
        act.about("case", &head.number);
        act.note("document", &name);
        act.execute(
            "UPDATE case_documents SET removed_by_act_id = :act WHERE id = :id",
            named_params! {":act": act.id, ":id": request.id},
        )?;
        log(act, head.id, "document_removed", &name, "")?;
        touch(act, head.id)?;
        Ok(case_id)
    })?;
    read(session.connection(), case_id, session.today)
}

fn unknown(id: i64) -> Refusal {
    Refusal::new("unknown_case_document").with("id", id)
}

fn stored(session: &Session<'_>, id: i64) -> Result<(String, Vec<u8>), Refusal> {
    let connection = session.connection();
    let found: Option<(String, Vec<u8>)> = connection
        .prepare_cached(
            "SELECT d.file_name, d.bytes FROM case_documents x JOIN documents d ON d.id = x.document_id WHERE x.id = :id",
        )?
        .query_row(named_params! {":id": id}, |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let (name, packed) = found.ok_or_else(|| unknown(id))?;
    let bytes = Unpacker::new(connection).whole(&packed)?.into_owned();
    Ok((name, bytes))
}

/// `cases.document_view`: as a file for the viewer of the machine, in a folder that goes when the book is closed.
pub fn view(
    session: &mut Session<'_>,
    request: CaseDocumentRequest,
) -> Result<ViewedDocument, Refusal> {
    let (name, bytes) = stored(session, request.id)?;
    let folder = format!("case-{}", request.id);
    let path = session.book.viewed.put(&folder, &name, &bytes)?;
    Ok(ViewedDocument {
        path: path.display().to_string(),
    })
}

/// `cases.document_save`
pub fn save(session: &mut Session<'_>, request: SaveCaseDocument) -> Result<ExportDone, Refusal> {
    let (_, bytes) = stored(session, request.id)?;
    write_whole(Path::new(&request.path), &bytes)?;
    Ok(ExportDone {
        path: request.path,
        rows: 1,
    })
}
