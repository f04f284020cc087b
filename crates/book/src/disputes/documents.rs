//! `disputes.parts`, and what a customer sends to prove a dispute: attached, opened, saved and taken off again.

use std::path::Path;

use rusqlite::{Connection, OptionalExtension, named_params};
use serde::{Deserialize, Serialize};

use super::log::{self, DisputeLogLine};
use super::open::DisputeLine;
use super::stored;
use crate::documents::attachment::{Attachment, attached};
use crate::lists::ExportDone;
use crate::refusal::Refusal;
use crate::session::Session;
use crate::sheet::write_whole;

/// Names a dispute whose parts are asked for.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ts_rs::TS)]
pub struct DisputePartsRequest {
    /// Row id.
    #[ts(type = "number")]
    pub dispute_id: i64,
}

/// A document of a dispute.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct DisputeDocument {
    /// Row id of the attachment.
    #[ts(type = "number")]
    pub id: i64,
    /// Name of the file.
    pub file_name: String,
    /// When it was attached, RFC 3339.
    pub at: String,
    /// Code of who attached it.
    pub user: String,
}

/// What belongs to a dispute beside its row of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct DisputeParts {
    /// Lines of the invoice that are disputed, by their number; none where it is about an amount.
    pub lines: Vec<DisputeLine>,
    /// What was attached, the oldest first.
    pub documents: Vec<DisputeDocument>,
    /// What was changed, the newest first.
    pub log: Vec<DisputeLogLine>,
}

/// Attaches a file.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct AttachToDispute {
    /// Row id of the dispute.
    #[ts(type = "number")]
    pub dispute_id: i64,
    /// The file.
    pub path: String,
}

/// Names a document of a dispute.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ts_rs::TS)]
pub struct DisputeDocumentRequest {
    /// Row id of the attachment.
    #[ts(type = "number")]
    pub id: i64,
}

/// Writes a document of a dispute as a file of its own.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct SaveDisputeDocument {
    /// Row id of the attachment.
    #[ts(type = "number")]
    pub id: i64,
    /// File to write; an existing one is replaced, as the dialog has asked.
    pub path: String,
}

/// Where a document lies for a viewer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ViewedDisputeDocument {
    /// The file.
    pub path: String,
}

/// `disputes.parts`
pub fn parts(
    session: &mut Session<'_>,
    request: DisputePartsRequest,
) -> Result<DisputeParts, Refusal> {
    session.read(|connection| {
        stored(connection, request.dispute_id)?;
        read(connection, request.dispute_id)
    })
}

fn read(connection: &Connection, id: i64) -> Result<DisputeParts, Refusal> {
    let lines = connection
        .prepare_cached(
            "SELECT line_no, text, amount_minor FROM dispute_lines WHERE dispute_id = :id ORDER BY line_no",
        )?
        .query_map(named_params! {":id": id}, |row| {
            Ok(DisputeLine {
                line_no: row.get("line_no")?,
                text: row.get("text")?,
                amount_minor: row.get("amount_minor")?,
            })
        })?
        .collect::<Result<_, _>>()?;
    let documents = connection
        .prepare_cached(
            "SELECT x.id, d.file_name, a.at, u.code FROM dispute_documents x JOIN documents d ON d.id = x.document_id
             JOIN audit a ON a.id = x.act_id JOIN users u ON u.id = a.user_id
             WHERE x.dispute_id = :id AND x.removed_by_act_id IS NULL ORDER BY x.id",
        )?
        .query_map(named_params! {":id": id}, |row| {
            Ok(DisputeDocument {
                id: row.get("id")?,
                file_name: row.get("file_name")?,
                at: row.get("at")?,
                user: row.get("code")?,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(DisputeParts {
        lines,
        documents,
        log: log::lines(connection, id)?,
    })
}

/// `disputes.attach`: the same bytes twice are named once.
pub fn attach(
    session: &mut Session<'_>,
    request: AttachToDispute,
) -> Result<DisputeParts, Refusal> {
    let id = request.dispute_id;
    stored(session.connection(), id)?;
    let file = Attachment::read(&request.path)?;
    session.act(|act| {
        act.about("dispute", id);
        act.note("document", &file.name);
        file.demand_new(
            act,
            "SELECT 1 FROM dispute_documents x JOIN documents d ON d.id = x.document_id
             WHERE x.dispute_id = :record AND d.sha256 = :hash AND x.removed_by_act_id IS NULL",
            id,
        )?;
        let document_id = file.store(act)?;
        act.execute(
            "INSERT INTO dispute_documents (dispute_id, document_id, act_id) VALUES (:dispute, :document, :act)",
            named_params! {":dispute": id, ":document": document_id, ":act": act.id},
        )?;
        Ok(())
    })?;
    read(session.connection(), id)
}

/// `disputes.detach`: the dispute names it no more; the bytes stay in the book, as every document does.
pub fn detach(
    session: &mut Session<'_>,
    request: DisputeDocumentRequest,
) -> Result<DisputeParts, Refusal> {
    let dispute_id = session.act(|act| {
        let found: Option<(i64, String)> = act
            .query_row(
                "SELECT x.dispute_id, d.file_name FROM dispute_documents x JOIN documents d ON d.id = x.document_id
                 WHERE x.id = :id AND x.removed_by_act_id IS NULL",
                named_params! {":id": request.id},
                |row| Ok((row.get("dispute_id")?, row.get("file_name")?)),
            )
            .optional()?;
        let (dispute_id, name) = found.ok_or_else(|| unknown(request.id))?;
        act.about("dispute", dispute_id);
        act.note("document", &name);
        act.execute(
            "UPDATE dispute_documents SET removed_by_act_id = :act WHERE id = :id",
            named_params! {":act": act.id, ":id": request.id},
        )?;
        Ok(dispute_id)
    })?;
    read(session.connection(), dispute_id)
}

fn unknown(id: i64) -> Refusal {
    Refusal::new("unknown_dispute_document").with("id", id)
}

fn whole(session: &Session<'_>, id: i64) -> Result<(String, Vec<u8>), Refusal> {
    let sql = "SELECT d.file_name, d.bytes FROM dispute_documents x JOIN documents d ON d.id = x.document_id
               WHERE x.id = :id";
    attached(session.connection(), sql, id)?.ok_or_else(|| unknown(id))
}

/// `disputes.document_view`: as a file for the viewer of the machine, in a folder that goes when the book is closed.
pub fn view(
    session: &mut Session<'_>,
    request: DisputeDocumentRequest,
) -> Result<ViewedDisputeDocument, Refusal> {
    let (name, bytes) = whole(session, request.id)?;
    let folder = format!("dispute-{}", request.id);
    let path = session.book.viewed.put(&folder, &name, &bytes)?;
    Ok(ViewedDisputeDocument {
        path: path.display().to_string(),
    })
}

/// `disputes.document_save`
pub fn save(
    session: &mut Session<'_>,
    request: SaveDisputeDocument,
) -> Result<ExportDone, Refusal> {
    let (_, bytes) = whole(session, request.id)?;
    write_whole(Path::new(&request.path), &bytes)?;
    Ok(ExportDone {
        path: request.path,
        rows: 1,
    })
}
