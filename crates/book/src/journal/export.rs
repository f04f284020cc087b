//! `journal.export`, `journal.exports` and `journal.export_again`: entries go into one file each, which is kept.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use rusqlite::{OptionalExtension, named_params};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::lines::{JournalSum, Waiting};
use super::setup::LedgerAccountMissing;
use super::{extf, setup, table};
use crate::accounts::day_of;
use crate::act::{Act, hex, instant};
use crate::company;
use crate::documents::{Archive, NewDocument, Unpacker};
use crate::lists::ExportColumn;
use crate::refusal::Refusal;
use crate::session::Session;
use crate::sheet::write_whole;
use crate::wire::Nothing;

/// Format of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum JournalFormat {
    /// CSV with the headings and words of the user's language.
    #[default]
    Csv,
    /// Excel with the same.
    Xlsx,
    /// CSV with English headings and plain codes, for other programs.
    Generic,
    /// DATEV *Buchungsstapel*.
    Extf,
}

impl JournalFormat {
    const ALL: [Self; 4] = [Self::Csv, Self::Xlsx, Self::Generic, Self::Extf];

    fn code(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Generic => "generic",
            Self::Extf => "extf",
        }
    }

    fn media_type(self) -> &'static str {
        match self {
            Self::Csv | Self::Generic | Self::Extf => "text/csv",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }

    /// Number of the export and its days make the name; DATEV's begins as DATEV asks.
    fn file_name(self, number: i64, (first_on, last_on): (NaiveDate, NaiveDate)) -> String {
        let days = format!("{}-{}", first_on.format("%Y%m%d"), last_on.format("%Y%m%d"));
        match self {
            Self::Extf => format!("EXTF_Buchungsstapel_{days}_{number:04}.csv"),
            Self::Xlsx => format!("journal_{days}_{number:04}.xlsx"),
            Self::Csv | Self::Generic => format!("journal_{days}_{number:04}.csv"),
        }
    }
}

/// Asks for an export.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct ExportJournal {
    /// From this posting day; from the first where missing.
    pub first_on: Option<NaiveDate>,
    /// Up to this posting day; to the last where missing.
    pub last_on: Option<NaiveDate>,
    /// Format.
    pub format: JournalFormat,
    /// Folder for the file.
    pub folder: String,
    /// Headings and words of CSV and XLSX in the user's language; in English where empty.
    pub columns: Vec<ExportColumn>,
}

/// What of a line a format has no place for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum JournalUnmappedWhat {
    /// A dimension that is neither of the two cost centres.
    Dimension,
    /// A tax code without a key.
    TaxCode,
}

/// What lines have and an export goes without.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct JournalUnmapped {
    /// What it is.
    pub what: JournalUnmappedWhat,
    /// Name of the dimension, or the tax code.
    pub key: String,
    /// Lines that have it.
    #[ts(type = "number")]
    pub lines: i64,
}

/// What an export would take.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ts_rs::TS)]
pub struct JournalExportPreview {
    /// Entries.
    #[ts(type = "number")]
    pub entries: usize,
    /// Day of the first.
    pub first_on: Option<NaiveDate>,
    /// Day of the last.
    pub last_on: Option<NaiveDate>,
    /// Per currency.
    pub sums: Vec<JournalSum>,
    /// Roles without an account.
    pub missing: Vec<LedgerAccountMissing>,
    /// What the format has no place for as it is set up, so that the file goes without it.
    pub unmapped: Vec<JournalUnmapped>,
    /// Why it cannot be.
    pub refusal: Option<Refusal>,
}

/// A file that was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct JournalExport {
    /// Row id.
    #[ts(type = "number")]
    pub export_id: i64,
    /// Format.
    pub format: JournalFormat,
    /// When.
    pub exported_at: String,
    /// By whom.
    pub user: String,
    /// Day of the first entry.
    pub first_on: NaiveDate,
    /// Day of the last.
    pub last_on: NaiveDate,
    /// Entries.
    #[ts(type = "number")]
    pub entries: i64,
    /// Per currency.
    pub sums: Vec<JournalSum>,
    /// Name of the file.
    pub file_name: String,
}

/// All exports.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct JournalExports {
    /// The newest first.
    pub exports: Vec<JournalExport>,
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct JournalWritten {
    /// The export.
    #[ts(type = "number")]
    pub export_id: i64,
    /// The file.
    pub path: String,
    /// Entries.
    #[ts(type = "number")]
    pub entries: i64,
}

/// `journal.export_preview`: nothing is written or marked.
pub fn preview(
    session: &mut Session<'_>,
    request: ExportJournal,
) -> Result<JournalExportPreview, Refusal> {
    let at = session.now;
    session.read(|connection| {
        let waiting = Waiting::load(connection, (request.first_on, request.last_on))?;
        let parameters = setup::load(connection)?;
        let unmapped = match request.format {
            JournalFormat::Extf => extf::unmapped(&waiting, &parameters),
            JournalFormat::Csv | JournalFormat::Xlsx | JournalFormat::Generic => Vec::new(),
        };
        let refusal = waiting
            .demand_whole()
            .and_then(|()| {
                if request.format == JournalFormat::Extf {
                    extf::file(connection, &waiting, (&parameters, at))?;
                }
                Ok(())
            })
            .err();
        let days = waiting.days();
        Ok(JournalExportPreview {
            entries: waiting.entries.len(),
            first_on: days.map(|days| days.0),
            last_on: days.map(|days| days.1),
            sums: waiting.sums(),
            missing: waiting.missing,
            unmapped,
            refusal,
        })
    })
}

/// `journal.export`: every entry of the period that no export has goes into this one. The file is written last: where it cannot
/// be, nothing is marked.
pub fn export(
    session: &mut Session<'_>,
    request: ExportJournal,
) -> Result<JournalWritten, Refusal> {
    let folder = folder(&request.folder)?;
    let job = session.job;
    session.act(|act| {
        let waiting = Waiting::load(act, (request.first_on, request.last_on))?;
        waiting.demand_whole()?;
        let days = waiting
            .days()
            .ok_or_else(|| Refusal::new("journal_nothing_to_export"))?;
        job.progress(0, waiting.entries.len() as u64, "journal");
        let bytes = match request.format {
            JournalFormat::Extf => extf::file(act, &waiting, (&setup::load(act)?, act.at))?,
            JournalFormat::Xlsx => table::xlsx(&waiting, &request.columns)?,
            JournalFormat::Csv => table::csv(&waiting, &request.columns)?,
            JournalFormat::Generic => table::generic(&waiting)?,
        };
        crate::session::check_cancelled(job)?;
        let number: i64 = act
            .prepare_cached(
                "SELECT COUNT(*) + 1 AS number FROM journal_exports WHERE company_id = :company",
            )?
            .query_row(named_params! {":company": company::current(act)?}, |row| {
                row.get("number")
            })?;
        let name = request.format.file_name(number, days);
        let export_id = write(act, &waiting, request.format, (&name, &bytes))?;
        let path = folder.join(&name);
        write_whole(&path, &bytes)?;
        let entries = i64::try_from(waiting.entries.len()).unwrap_or(i64::MAX);
        Ok(JournalWritten {
            export_id,
            path: path.to_string_lossy().into_owned(),
            entries,
        })
    })
}

/// A folder that is there.
fn folder(path: &str) -> Result<PathBuf, Refusal> {
    let folder = Path::new(path.trim());
    if path.trim().is_empty() || !folder.is_dir() {
        return Err(Refusal::new("folder_not_found")
            .with("field", "folder")
            .with("path", path));
    }
    Ok(folder.to_owned())
}

fn write(
    act: &mut Act<'_>,
    waiting: &Waiting,
    format: JournalFormat,
    (name, bytes): (&str, &[u8]),
) -> Result<i64, Refusal> {
    let (first_on, last_on) = waiting
        .days()
        .ok_or_else(|| Refusal::new("journal_nothing_to_export"))?;
    let sha256 = hex(&Sha256::digest(bytes));
    let document_id = Archive::default().store(
        act,
        &NewDocument {
            media_type: format.media_type(),
            file_name: name,
            sha256: &sha256,
            pages: 1,
            bytes,
        },
    )?;
    act.about("journal_export", name);
    act.note("entries", waiting.entries.len());
    act.note("format", format.code());
    let id = act
        .prepare_cached(
            "INSERT INTO journal_exports (uuid, company_id, format, document_id, exported_at, first_on, last_on, entries,
               totals, act_id)
             VALUES (:uuid, :company, :format, :document, :at, :first, :last, :entries, :totals, :act)",
        )?
        .insert(named_params! {
            ":uuid": Uuid::now_v7().to_string(), ":company": company::current(act)?, ":format": format.code(),
            ":document": document_id, ":at": instant(act.at), ":first": first_on.to_string(),
            ":last": last_on.to_string(), ":entries": i64::try_from(waiting.entries.len()).unwrap_or(i64::MAX),
            ":totals": serde_json::to_string(&waiting.sums())?, ":act": act.id,
        })?;
    let mut mark = act.prepare_cached(
        "INSERT INTO journal_exported (entry_id, export_id) VALUES (:entry, :export)",
    )?;
    for entry in &waiting.entries {
        mark.execute(named_params! {":entry": entry.id, ":export": id})?;
    }
    Ok(id)
}

/// `journal.exports`
pub fn exports(session: &mut Session<'_>, _: Nothing) -> Result<JournalExports, Refusal> {
    let connection = session.connection();
    let mut statement = connection.prepare_cached(
        "SELECT p.id, p.format, p.exported_at, u.code AS user, p.first_on, p.last_on, p.entries, p.totals,
                (SELECT d.file_name FROM documents d WHERE d.id = p.document_id) AS file_name
         FROM journal_exports p JOIN audit a ON a.id = p.act_id JOIN users u ON u.id = a.user_id
         WHERE p.company_id = :company ORDER BY p.id DESC",
    )?;
    let mut rows = statement.query(named_params! {":company": company::current(connection)?})?;
    let mut exports = Vec::new();
    while let Some(row) = rows.next()? {
        let (format, totals): (String, String) = (row.get("format")?, row.get("totals")?);
        exports.push(JournalExport {
            export_id: row.get("id")?,
            format: JournalFormat::ALL
                .into_iter()
                .find(|known| known.code() == format)
                .unwrap_or_default(),
            exported_at: row.get("exported_at")?,
            user: row.get("user")?,
            first_on: day_of(row, "first_on")?,
            last_on: day_of(row, "last_on")?,
            entries: row.get("entries")?,
            sums: serde_json::from_str(&totals)?,
            file_name: row
                .get::<_, Option<String>>("file_name")?
                .unwrap_or_default(),
        });
    }
    Ok(JournalExports { exports })
}

/// Asks for a file again.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct ExportJournalAgain {
    /// The export.
    #[ts(type = "number")]
    pub export_id: i64,
    /// Folder for the file.
    pub folder: String,
}

/// `journal.export_again`: the same bytes under the same name.
pub fn again(
    session: &mut Session<'_>,
    request: ExportJournalAgain,
) -> Result<JournalWritten, Refusal> {
    let folder = folder(&request.folder)?;
    let connection = session.connection();
    let found: Option<(String, Vec<u8>, i64)> = connection
        .prepare_cached(
            "SELECT d.file_name, d.bytes, p.entries FROM journal_exports p JOIN documents d ON d.id = p.document_id
             WHERE p.id = :id AND p.company_id = :company",
        )?
        .query_row(
            named_params! {":id": request.export_id, ":company": company::current(connection)?},
            |row| Ok((row.get("file_name")?, row.get("bytes")?, row.get("entries")?)),
        )
        .optional()?;
    let (name, stored, entries) = found.ok_or_else(|| {
        Refusal::new("unknown_journal_export").with("export_id", request.export_id)
    })?;
    let mut unpacker = Unpacker::new(connection);
    let bytes = unpacker.whole(&stored)?;
    let path = folder.join(&name);
    write_whole(&path, &bytes)?;
    Ok(JournalWritten {
        export_id: request.export_id,
        path: path.to_string_lossy().into_owned(),
        entries,
    })
}
