//! What was dropped: each file goes to the reader that understands it, so that one drop is enough for everything.

use std::path::Path;

use intake::einvoice::PlainPdfs;
use serde::{Deserialize, Serialize};

use super::prepare::source_name;
use super::recognise::recognised;
use super::{batches, request::Recognised};
use crate::refusal::Refusal;
use crate::session::Session;

/// Asks what files are.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct SortFiles {
    /// Paths of files and folders.
    pub paths: Vec<String>,
}

/// Which commands a file is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum SortedAs {
    /// A table: `import.recognise`, `import.preview`, `import.run`.
    Table,
    /// A bank file: `bank.preview`, `bank.import`.
    Bank,
    /// Electronic invoices: `einvoices.preview`, `einvoices.run`.
    EInvoices,
    /// Copies of invoices: `copies.preview`, `copies.attach`.
    Copies,
    /// Nothing that can be read; the code says why.
    Unknown,
}

/// How the files of a folder or ZIP are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum Bundled {
    /// All of them go the same way.
    #[default]
    Alone,
    /// Each goes its own: electronic invoices, with the PDFs that they are in, and other PDFs as copies.
    ByFile,
}

/// A dropped file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ts_rs::TS)]
pub struct SortedFile {
    /// Its path.
    pub path: String,
    /// Its name.
    pub name: String,
    /// What it is.
    pub sorted_as: SortedAs,
    /// Kind of its rows, for a table.
    pub kind: Option<String>,
    /// The source or format by name.
    pub source: Option<String>,
    /// Whether it is a folder or ZIP that stands here twice, because its files go two ways.
    pub bundled: Bundled,
    /// Why it cannot be read; the page has the words.
    pub code: Option<String>,
    /// Figures of the reason.
    #[ts(type = "Record<string, unknown>")]
    pub args: serde_json::Map<String, serde_json::Value>,
}

/// The dropped files, in their order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ts_rs::TS)]
pub struct SortedFiles {
    /// The files.
    pub files: Vec<SortedFile>,
}

/// `import.sort`
pub fn sort(session: &mut Session<'_>, request: SortFiles) -> Result<SortedFiles, Refusal> {
    let mut files = Vec::new();
    for path in request.paths {
        session.checkpoint()?;
        let file = sorted(session, path);
        let copies = copies_beside(&file);
        files.push(file);
        files.extend(copies);
    }
    Ok(SortedFiles { files })
}

fn sorted(session: &Session<'_>, path: String) -> SortedFile {
    let at = Path::new(&path);
    let name = at
        .file_name()
        .map_or_else(|| path.clone(), |name| name.to_string_lossy().into_owned());
    let mut file = SortedFile {
        name,
        sorted_as: SortedAs::Unknown,
        kind: None,
        source: None,
        bundled: Bundled::Alone,
        code: None,
        args: serde_json::Map::new(),
        path: path.clone(),
    };
    if let Ok(Some(format)) = intake::bank::probe(at) {
        file.sorted_as = SortedAs::Bank;
        file.source = word(&format);
        return file;
    }
    if let Ok((Some(container), plain_pdfs)) = intake::einvoice::survey(at) {
        file.sorted_as = SortedAs::EInvoices;
        file.source = word(&container);
        if plain_pdfs == PlainPdfs::Some {
            file.bundled = Bundled::ByFile;
        }
        return file;
    }
    match recognised(session.connection(), session.job, &path, None) {
        Ok(recognised) => as_table(&mut file, &recognised),
        // What is no table may be copies: a PDF, a folder or a ZIP with one in it.
        Err(_) if has_copies(at) => file.sorted_as = SortedAs::Copies,
        Err(refusal) => {
            file.code = Some(refusal.code);
            file.args = refusal.args;
        }
    }
    file
}

/// The other PDFs of a folder or ZIP with electronic invoices. They come after these, whose documents they may belong to.
fn copies_beside(file: &SortedFile) -> Option<SortedFile> {
    (file.bundled == Bundled::ByFile).then(|| SortedFile {
        sorted_as: SortedAs::Copies,
        source: None,
        ..file.clone()
    })
}

fn as_table(file: &mut SortedFile, recognised: &Recognised) {
    let recognition = &recognised.recognition;
    let kind = batches::kind_code(recognition.kind);
    file.sorted_as = if kind == "bank" {
        SortedAs::Bank
    } else {
        SortedAs::Table
    };
    file.kind = Some(kind.to_owned());
    file.source = Some(source_name(recognition));
}

/// Whether the first files have a PDF among them.
fn has_copies(path: &Path) -> bool {
    const LOOKS: usize = 20;
    let Ok(copies) = intake::read_copies(path) else {
        return false;
    };
    copies.take(LOOKS).any(|copy| copy.is_ok())
}

/// The word that a value has on the wire.
fn word(value: &impl Serialize) -> Option<String> {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => Some(word),
        _ => None,
    }
}
