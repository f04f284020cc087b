//! Documents of an application, which lie with the documents of the book, and its decision as a file for the quote.

use std::path::Path;

use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, named_params};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::applications::{ApplicationFile, CreditApplication, file, one, read};
use crate::accounts::day_of;
use crate::act::hex;
use crate::documents::{Archive, NewDocument, Unpacker};
use crate::lists::ExportDone;
use crate::refusal::Refusal;
use crate::session::Session;
use crate::sheet::{Cell, SheetFormat, SheetWriter};

/// Larger files are no extract and no report.
const MOST_BYTES: u64 = 25_000_000;

/// What a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum ApplicationDocumentKind {
    /// Extract of a register.
    Register,
    /// Report of a bureau.
    Bureau,
    /// Annual accounts.
    Accounts,
    /// A guarantee.
    Guarantee,
    /// Something else.
    Other,
}

/// A document of an application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ApplicationDocument {
    /// Row id.
    #[ts(type = "number")]
    pub id: i64,
    /// What it is.
    pub kind: ApplicationDocumentKind,
    /// Its file name.
    pub file_name: String,
    /// Its own day.
    pub dated_on: NaiveDate,
    /// Hash of its bytes.
    pub sha256: String,
}

/// Attaches a file.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct AttachDocument {
    /// The application.
    #[ts(type = "number")]
    pub id: i64,
    /// The file.
    pub path: String,
    /// What it is.
    pub kind: ApplicationDocumentKind,
    /// Its own day.
    pub dated_on: NaiveDate,
}

/// Writes a document as a file of its own.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct SaveDocument {
    /// Row id of the document.
    #[ts(type = "number")]
    pub document_id: i64,
    /// File to write; an existing one is replaced, as the dialog has asked.
    pub path: String,
}

/// CSV for tables, JSON for programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum DecisionFormat {
    /// One line for each application.
    Csv,
    /// Everything.
    Json,
}

/// Writes decisions.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct ExportApplications {
    /// Row ids; all of them where it is empty.
    #[serde(default)]
    #[ts(type = "number[]")]
    pub ids: Vec<i64>,
    /// File to write; an existing one is replaced, as the dialog has asked.
    pub path: String,
    /// The form.
    pub format: DecisionFormat,
}

/// The documents of an application.
pub(super) fn documents(
    connection: &Connection,
    id: i64,
) -> Result<Vec<ApplicationDocument>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT a.id, a.kind, a.dated_on, d.file_name, d.sha256 FROM application_documents a
         JOIN documents d ON d.id = a.document_id WHERE a.application_id = :id ORDER BY a.id",
    )?;
    let mut rows = statement.query(named_params! {":id": id})?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let kind: String = row.get("kind")?;
        found.push(ApplicationDocument {
            id: row.get("id")?,
            kind: serde_json::from_value(serde_json::Value::String(kind))?,
            file_name: row.get("file_name")?,
            dated_on: day_of(row, "dated_on")?,
            sha256: row.get("sha256")?,
        });
    }
    Ok(found)
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
        _ => "application/octet-stream",
    }
}

/// `applications.attach`: the same bytes twice are kept once, and the application names them once.
pub fn attach(
    session: &mut Session<'_>,
    request: AttachDocument,
) -> Result<ApplicationFile, Refusal> {
    let today = session.today;
    let application = one(session.connection(), request.id)?;
    let path = Path::new(&request.path);
    let unread = |error: std::io::Error| Refusal::from(error).with("path", &request.path);
    if std::fs::metadata(path).map_err(unread)?.len() > MOST_BYTES {
        return Err(Refusal::new("copy_too_large").with("file", &request.path));
    }
    let bytes = std::fs::read(path).map_err(unread)?;
    let name = path.file_name().map_or_else(
        || request.path.clone(),
        |name| name.to_string_lossy().into_owned(),
    );
    let sha256 = hex(&Sha256::digest(&bytes));
    session.act(|act| {
        act.about("credit_application", &application.number);
        act.note("document", &name);
        let known: Option<i64> = act
            .query_row(
                "SELECT d.id FROM documents d JOIN application_documents a ON a.document_id = d.id
                 WHERE d.sha256 = :hash LIMIT 1",
                named_params! {":hash": sha256},
                |row| row.get("id"),
            )
            .optional()?;
        let document_id = match known {
            Some(id) => id,
            None => Archive::default().store(
                act,
                &NewDocument {
                    media_type: media_type(&name),
                    file_name: &name,
                    sha256: &sha256,
                    pages: 0,
                    bytes: &bytes,
                },
            )?,
        };
        let kind = serde_json::to_value(request.kind)?;
        act.execute(
            "INSERT INTO application_documents (application_id, document_id, kind, dated_on, act_id)
             VALUES (:id, :document, :kind, :dated, :act)
             ON CONFLICT (application_id, document_id) DO UPDATE SET kind = excluded.kind, dated_on = excluded.dated_on",
            named_params! {
                ":id": request.id, ":document": document_id, ":kind": kind.as_str(),
                ":dated": request.dated_on.to_string(), ":act": act.id,
            },
        )?;
        Ok(())
    })?;
    file(session.connection(), request.id, today)
}

/// `applications.document_save`
pub fn document_save(
    session: &mut Session<'_>,
    request: SaveDocument,
) -> Result<ExportDone, Refusal> {
    let connection = session.connection();
    let stored: Option<Vec<u8>> = connection
        .query_row(
            "SELECT d.bytes FROM application_documents a JOIN documents d ON d.id = a.document_id WHERE a.id = :id",
            named_params! {":id": request.document_id},
            |row| row.get("bytes"),
        )
        .optional()?;
    let stored = stored.ok_or_else(|| {
        Refusal::new("unknown_application_document").with("id", request.document_id)
    })?;
    let bytes = Unpacker::new(connection).whole(&stored)?.into_owned();
    std::fs::write(&request.path, bytes)
        .map_err(|error| Refusal::from(error).with("path", &request.path))?;
    Ok(ExportDone {
        path: request.path,
        rows: 1,
    })
}

/// `applications.export`: for the quote, as a table or for a program.
pub fn export(
    session: &mut Session<'_>,
    request: ExportApplications,
) -> Result<ExportDone, Refusal> {
    let mut all = read(session.connection(), None)?;
    all.retain(|one| request.ids.is_empty() || request.ids.contains(&one.id));
    let rows = all.len() as u64;
    match request.format {
        DecisionFormat::Json => std::fs::write(&request.path, serde_json::to_vec_pretty(&all)?)
            .map_err(|error| Refusal::from(error).with("path", &request.path))?,
        DecisionFormat::Csv => table(&all, Path::new(&request.path))?,
    }
    Ok(ExportDone {
        path: request.path,
        rows,
    })
}

const HEADINGS: [&str; 17] = [
    "number",
    "prospect",
    "name",
    "account",
    "state",
    "requested_on",
    "requested_terms",
    "requested",
    "currency",
    "granted_terms",
    "granted",
    "with_changes",
    "valid_until",
    "decided_on",
    "approver",
    "reason",
    "journal",
];

fn table(all: &[CreditApplication], path: &Path) -> Result<(), Refusal> {
    let mut writer = SheetWriter::create(path, SheetFormat::Csv)?;
    writer.heading(&HEADINGS.map(str::to_owned))?;
    let text = |text: &Option<String>| Cell::text(text.as_deref().unwrap_or_default());
    let day = |day: Option<NaiveDate>| day.map_or_else(|| Cell::text(""), Cell::day);
    for one in all {
        writer.row(&[
            Cell::text(&one.number),
            Cell::text(&one.prospect.number),
            Cell::text(&one.prospect.name),
            text(&one.prospect.account),
            Cell::text(one.state.code()),
            Cell::day(one.requested_on),
            text(&one.requested_terms),
            Cell::money(one.requested_minor, &one.currency),
            Cell::text(&one.currency),
            text(&one.granted_terms),
            match one.granted_minor {
                Some(minor) => Cell::money(minor, &one.currency),
                None => Cell::text(""),
            },
            Cell::text(if one.with_changes { "yes" } else { "no" }),
            day(one.valid_until),
            day(one.decided_on),
            text(&one.approver),
            Cell::text(&one.reason),
            text(&one.journal),
        ])?;
    }
    writer.finish()
}
