//! The files of a request, recognised, without open questions, in the order in which they depend on each other.

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use intake::{Field, FileKind, Format, Recognition, SourceProfile};
use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::batches::ListScope;
use super::disappeared;
use super::recognise::recognised;
use super::request::{ImportFile, Recognised};
use crate::act::hex;
use crate::host::Job;
use crate::refusal::Refusal;
use crate::session::{Session, check_cancelled};

/// A file that was recognised and can be read.
pub(super) struct Ready {
    /// Its place in the request.
    pub position: usize,
    pub path: PathBuf,
    pub bytes: u64,
    pub hash: String,
    pub recognised: Recognised,
    /// Day of its open amounts.
    pub as_of: NaiveDate,
    pub scope: ListScope,
}

/// Recognises the files and puts them in order. Refuses open questions.
pub(super) fn prepare(
    session: &mut Session<'_>,
    files: Vec<ImportFile>,
    as_of: Option<NaiveDate>,
) -> Result<Vec<Ready>, Refusal> {
    if files.is_empty() {
        return Err(Refusal::new("import_no_files"));
    }
    let mut ready = Vec::new();
    let mut questions = Vec::new();
    for (position, file) in files.into_iter().enumerate() {
        let (connection, job) = (session.connection(), session.job);
        let recognised = recognised(connection, job, &file.path, file.options)?;
        let recognition = &recognised.recognition;
        if recognition.kind == FileKind::BankLines {
            return Err(Refusal::new("import_is_bank_file").with("file", &recognition.file));
        }
        for ambiguity in &recognition.ambiguities {
            questions.push(json!({"file": recognition.file, "ambiguity": ambiguity}));
        }
        let as_of = file.as_of.or(as_of).or(recognition.as_of);
        let as_of = as_of.unwrap_or(session.today);
        let scope = scope(file.whole_list, recognition)?;
        if scope == ListScope::Whole {
            disappeared::demand_newest(connection, &recognition.file, as_of)?;
        }
        let path = PathBuf::from(file.path);
        let (bytes, hash) = hash_of(&path, job)?;
        ready.push(Ready {
            position,
            path,
            bytes,
            hash,
            recognised,
            as_of,
            scope,
        });
    }
    if !questions.is_empty() {
        return Err(Refusal::new("import_ambiguous").with("questions", questions));
    }
    ready.sort_by_key(|file| order(file.recognised.recognition.kind));
    Ok(ready)
}

/// Customers before their documents, those before their settlements.
fn order(kind: FileKind) -> u8 {
    match kind {
        FileKind::Customers => 0,
        FileKind::Contacts => 1,
        FileKind::ExchangeRates => 2,
        FileKind::Transactions => 3,
        FileKind::Settlements => 4,
        _ => 5,
    }
}

fn scope(whole: Option<bool>, recognition: &Recognition) -> Result<ListScope, Refusal> {
    if whole != Some(true) {
        return Ok(ListScope::Part);
    }
    if has_open_amounts(recognition) {
        Ok(ListScope::Whole)
    } else {
        Err(Refusal::new("whole_list_without_open").with("file", &recognition.file))
    }
}

/// Whether the rows say what is open of their documents.
fn has_open_amounts(recognition: &Recognition) -> bool {
    recognition.kind == FileKind::Transactions
        && recognition.columns.iter().any(|column| {
            matches!(
                column.field,
                Some(Field::OpenAmount | Field::OpenAmountMinor)
            )
        })
        || recognition.profile == SourceProfile::DatevOpenItems
}

/// Whether the file looks like a whole list of open items: it says what is open and nothing of what was settled when.
pub(super) fn proposes_whole_list(recognition: &Recognition) -> bool {
    has_open_amounts(recognition)
        && recognition.profile != SourceProfile::XeroInvoices
        && !recognition
            .columns
            .iter()
            .any(|column| column.field == Some(Field::SettledDate))
}

/// Where a file comes from, by name.
pub(super) fn source_name(recognition: &Recognition) -> String {
    if recognition.profile == SourceProfile::Generic {
        let is_text = recognition.format == Format::Delimited;
        let extension = Path::new(&recognition.file)
            .extension()
            .and_then(|extension| extension.to_str())
            .map(str::to_lowercase);
        return match extension.as_deref() {
            Some(known @ ("xlsx" | "ods" | "xls" | "xlsb" | "xlsm")) if !is_text => {
                known.to_owned()
            }
            _ if is_text => "csv".to_owned(),
            _ => "xlsx".to_owned(),
        };
    }
    match serde_json::to_value(recognition.profile) {
        Ok(serde_json::Value::String(name)) => name,
        _ => String::new(),
    }
}

/// Size and SHA-256 of a file.
pub(crate) fn hash_of(path: &Path, job: &dyn Job) -> Result<(u64, String), Refusal> {
    let failed = |error: std::io::Error| Refusal::from(error).with("path", path);
    let mut file = File::open(path).map_err(failed)?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 1 << 18];
    let mut bytes = 0;
    loop {
        let read = file.read(&mut buffer).map_err(failed)?;
        if read == 0 {
            return Ok((bytes, hex(&hasher.finalize())));
        }
        bytes += read as u64;
        hasher.update(&buffer[..read]);
        check_cancelled(job)?;
    }
}
