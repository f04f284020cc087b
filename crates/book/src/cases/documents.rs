//! Documents of a case, which lie with the documents of the book.

use std::path::Path;

use rusqlite::{OptionalExtension, named_params};
use serde::{Deserialize, Serialize};

use super::file::{CaseFile, read};
use super::{Head, log, touch};
use crate::documents::attachment::{Attachment, attached};
use crate::lists::ExportDone;
use crate::refusal::Refusal;
use crate::session::Session;
use crate::sheet::write_whole;

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

/// `cases.attach`: the same bytes twice are named once.
pub fn attach(session: &mut Session<'_>, request: AttachToCase) -> Result<CaseFile, Refusal> {
    let today = session.today;
    Head::load(session.connection(), request.case_id)?;
    let file = Attachment::read(&request.path)?;
    session.act(|act| {
        let head = Head::load(act, request.case_id)?;
        act.about("case", &head.number);
        act.note("document", &file.name);
        file.demand_new(
            act,
            "SELECT 1 FROM case_documents x JOIN documents d ON d.id = x.document_id
             WHERE x.case_id = :record AND d.sha256 = :hash AND x.removed_by_act_id IS NULL",
            head.id,
        )?;
        let document_id = file.store(act)?;
        act.execute(
            "INSERT INTO case_documents (case_id, document_id, act_id) VALUES (:case, :document, :act)",
            named_params! {":case": head.id, ":document": document_id, ":act": act.id},
        )?;
        log(act, head.id, "document_added", "", &file.name)?;
        touch(act, head.id)
    })?;
    read(session.connection(), request.case_id, today)
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
    let sql = "SELECT d.file_name, d.bytes FROM case_documents x JOIN documents d ON d.id = x.document_id WHERE x.id = :id";
    attached(session.connection(), sql, id)?.ok_or_else(|| unknown(id))
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
