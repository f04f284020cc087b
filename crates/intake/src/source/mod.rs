//! Records of text cells, whatever the file: the one place that knows formats.

mod ahead;
mod encoding;
mod ods;
mod sniff;
mod text;
mod workbook;
mod zip_guard;

use std::path::Path;

use csv::StringRecord;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::fault::{Fault, IntakeError};
pub(crate) use ahead::Ahead;
pub(crate) use encoding::{
    Survey, Transcoder, count, encoding_for, head, survey, wide_without_mark,
};
pub(crate) use sniff::{Container, container};
pub(crate) use text::{TextSource, delimiter_byte};
pub(crate) use workbook::{WorkbookSource, serial_day, sheet_names};

/// How far the work has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
pub struct Progress {
    /// Bytes of the file read; for a workbook the share of its rows.
    #[ts(type = "number")]
    pub bytes_read: u64,
    /// Size of the file.
    #[ts(type = "number")]
    pub bytes_total: u64,
    /// Records read.
    #[ts(type = "number")]
    pub rows: u64,
}

/// How the cell of a workbook was stored; a text file has text only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Native {
    /// Text, to be read like the cell of a text file.
    Text,
    /// A number: its text has a decimal point whatever the file's mark.
    Number,
    /// A day: its text is `YYYY-MM-DD` whatever the file's order.
    Day,
}

/// One record, reused from row to row.
#[derive(Debug, Default)]
pub(crate) struct Record {
    pub cells: StringRecord,
    /// Empty for text files.
    pub natives: Vec<Native>,
    /// Line of the text file or row of the sheet, from 1.
    pub line: u64,
    /// Whether serial days count from 1904.
    pub epoch_1904: bool,
}

impl Record {
    /// The trimmed text of a cell; a cell that is not there is blank.
    pub fn cell(&self, index: usize) -> &str {
        let text = self.cells.get(index).unwrap_or("");
        match text.as_bytes() {
            [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => text,
            [only] if only.is_ascii_graphic() => text,
            _ => text.trim(),
        }
    }

    /// How a cell was stored.
    pub fn native(&self, index: usize) -> Native {
        self.natives.get(index).copied().unwrap_or(Native::Text)
    }

    /// Whether no cell has anything in it.
    pub fn is_blank(&self) -> bool {
        (0..self.cells.len()).all(|column| self.cell(column).is_empty())
    }
}

/// A file opened for reading its records in order.
pub(crate) enum Source {
    Text(Box<TextSource>),
    Ahead(Box<Ahead>),
    Workbook(WorkbookSource),
}

impl Source {
    /// Reads the next record; `false` at the end.
    pub fn read(&mut self, record: &mut Record) -> Result<bool, IntakeError> {
        match self {
            Self::Text(source) => source.read(record),
            Self::Ahead(source) => source.read(record),
            Self::Workbook(source) => source.read(record),
        }
    }

    pub fn progress(&self) -> Progress {
        match self {
            Self::Text(source) => source.progress(),
            Self::Ahead(source) => source.progress(),
            Self::Workbook(source) => source.progress(),
        }
    }
}

/// The name of a file without its folder, for messages.
pub(crate) fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(
        || path.display().to_string(),
        |name| name.to_string_lossy().into_owned(),
    )
}

/// The size of a file, or why it cannot be read.
pub(crate) fn file_size(path: &Path) -> Result<u64, Fault> {
    let meta = std::fs::metadata(path)?;
    if meta.is_dir() {
        return Err(Fault::IsAFolder);
    }
    Ok(meta.len())
}
