//! Delimiter, sheet and row of the headings, from the first rows of a file.

use std::path::Path;

use encoding_rs::Encoding;

use super::columns::{Assignment, best, best_of};
use super::profile::{self, SourceProfile};
use super::types::Options;
use crate::fault::{Fault, IntakeError};
use crate::source::{Record, Source, TextSource, WorkbookSource, delimiter_byte, sheet_names};
use crate::synonyms::normalise_heading;

/// Title rows stand above the headings; no export has more of them than this.
const LOOK: usize = 60;

/// Where the headings are and what they mean.
#[derive(Debug)]
pub(super) struct Layout {
    pub delimiter: Option<char>,
    pub sheet: Option<String>,
    pub sheets: Vec<String>,
    /// From 1; 0 for none.
    pub header_row: usize,
    pub headings: Vec<String>,
    pub columns: Assignment,
    pub profile: SourceProfile,
    /// The first row of the file, which some exports fill with facts about it.
    pub first_row: Vec<String>,
    /// The rows above the headings.
    pub titles: Head,
    /// Whether most rows are as wide as the headings, for choosing among delimiters.
    agreement: usize,
}

impl Layout {
    fn merit(&self) -> (usize, bool, usize) {
        (
            self.columns.known,
            self.columns.missing.is_empty(),
            self.agreement * usize::from(self.headings.len() > 1),
        )
    }
}

/// The layout of a text file under the delimiter that makes most sense of it.
pub(super) fn of_text(
    path: &Path,
    encoding: &'static Encoding,
    options: &Options,
) -> Result<Layout, IntakeError> {
    let name = crate::source::file_name(path);
    let candidates = options
        .delimiter
        .map_or_else(|| vec![',', ';', '\t', '|'], |d| vec![d]);
    let mut found: Option<Layout> = None;
    for delimiter in candidates {
        let byte = delimiter_byte(delimiter).map_err(|f| f.of(&name))?;
        let source = TextSource::open(path, encoding, byte).map_err(|f| f.of(&name))?;
        let mut layout = of_rows(&head(&mut Source::Text(Box::new(source)))?, options);
        layout.delimiter = Some(delimiter);
        if found
            .as_ref()
            .is_none_or(|best| layout.merit() > best.merit())
        {
            found = Some(layout);
        }
    }
    checked(found, options, &name)
}

/// The layout of the sheet of a workbook that makes most sense, or of the one that was asked for.
pub(super) fn of_workbook(path: &Path, options: &Options) -> Result<Layout, IntakeError> {
    let name = crate::source::file_name(path);
    let sheets = sheet_names(path).map_err(|f| f.of(&name))?;
    let candidates = options
        .sheet
        .clone()
        .map_or_else(|| sheets.clone(), |sheet| vec![sheet]);
    let mut found: Option<Layout> = None;
    for sheet in candidates {
        let source = WorkbookSource::open(path, &sheet).map_err(|f| f.of(&name))?;
        let mut layout = of_rows(&head(&mut Source::Workbook(source))?, options);
        layout.sheet = Some(sheet);
        if found
            .as_ref()
            .is_none_or(|best| layout.merit() > best.merit())
        {
            found = Some(layout);
        }
    }
    let mut layout = checked(found, options, &name)?;
    layout.sheets = sheets;
    Ok(layout)
}

fn checked(found: Option<Layout>, options: &Options, name: &str) -> Result<Layout, IntakeError> {
    let layout = found.ok_or_else(|| Fault::EmptyFile.of(name))?;
    let line = layout.header_row as u64;
    if layout.headings.is_empty() {
        return Err(Fault::EmptyFile.of(name));
    }
    if layout.headings.len() > crate::MAX_COLUMNS {
        let fault = Fault::TooManyColumns {
            found: layout.headings.len(),
            limit: crate::MAX_COLUMNS,
        };
        return Err(fault.at(name, line));
    }
    let headings = layout
        .headings
        .iter()
        .take(50)
        .map(|h| h.chars().take(80).collect())
        .collect();
    if layout.columns.known == 0 && options.columns.is_none() {
        return Err(Fault::NoKnownColumns { headings }.at(name, line));
    }
    if !layout.columns.missing.is_empty() {
        let (kind, needed) = (layout.columns.kind, layout.columns.missing.clone());
        return Err(Fault::MissingColumns {
            kind,
            needed,
            headings,
        }
        .at(name, line));
    }
    Ok(layout)
}

pub(super) type Head = Vec<(u64, Vec<String>)>;

/// The first rows that have anything in them.
fn head(source: &mut Source) -> Result<Head, IntakeError> {
    let mut record = Record::default();
    let mut rows = Vec::new();
    while rows.len() < LOOK && source.read(&mut record)? {
        if !record.is_blank() {
            rows.push((
                record.line,
                record.cells.iter().map(|c| c.trim().to_owned()).collect(),
            ));
        }
    }
    Ok(rows)
}

fn of_rows(rows: &Head, options: &Options) -> Layout {
    let choices = options.columns.as_deref().unwrap_or_default();
    let (header_row, headings) = match options.header_row {
        Some(0) => (
            0,
            vec![String::new(); rows.iter().map(|(_, cells)| cells.len()).max().unwrap_or(0)],
        ),
        Some(wanted) => {
            let row = rows.iter().find(|(line, _)| *line == wanted as u64);
            (
                wanted,
                row.map(|(_, cells)| trimmed(cells)).unwrap_or_default(),
            )
        }
        None => {
            // Meanings that were chosen hold in every row and so say nothing about where the headings are.
            let merit = |cells: &[String]| {
                let own = best(cells, options.kind, &[]);
                (own.known, own.missing.is_empty())
            };
            let mut found = rows.first();
            for row in rows.iter().skip(1) {
                if found.is_some_and(|best| merit(&trimmed(&row.1)) > merit(&trimmed(&best.1))) {
                    found = Some(row);
                }
            }
            found.map_or((0, Vec::new()), |(line, cells)| {
                (usize::try_from(*line).unwrap_or(0), trimmed(cells))
            })
        }
    };
    let agreement = rows
        .iter()
        .filter(|(_, cells)| trimmed(cells).len() == headings.len())
        .count();
    let first_row = rows
        .first()
        .map(|(_, cells)| cells.clone())
        .unwrap_or_default();
    let profile = options.profile.unwrap_or_else(|| {
        let normalised: Vec<String> = headings.iter().map(|h| normalise_heading(h)).collect();
        let found = profile::detect(&first_row, &normalised);
        // Who asked for another kind of rows than the export has does not mean this export.
        let fits = options.kind.is_none() || found.kind() == options.kind;
        if fits { found } else { SourceProfile::Generic }
    });
    let columns = best_of(&headings, options.kind, choices, profile);
    let above = |line: &u64| *line < header_row as u64;
    Layout {
        delimiter: None,
        sheet: None,
        sheets: Vec::new(),
        header_row,
        headings,
        columns,
        profile,
        first_row,
        titles: rows
            .iter()
            .filter(|(line, _)| above(line))
            .cloned()
            .collect(),
        agreement,
    }
}

/// Cells without the blank ones at the end, which a trailing delimiter makes.
fn trimmed(cells: &[String]) -> Vec<String> {
    let width = cells
        .iter()
        .rposition(|c| !c.is_empty())
        .map_or(0, |last| last + 1);
    cells[..width].to_vec()
}
