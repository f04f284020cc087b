//! Tables as files: CSV, or XLSX with real numbers and days.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use chrono::{Datelike as _, NaiveDate};
use engine::money::{Currency, plain};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet};
use serde::{Deserialize, Serialize};

use crate::refusal::Refusal;

/// Format of an exported table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum SheetFormat {
    /// Comma-separated, UTF-8 with a byte order mark so that Excel reads umlauts, decimal point.
    Csv,
    /// Office Open XML.
    Xlsx,
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Text.
    Text(String),
    /// A whole number.
    Number(i64),
    /// Plain decimal text and its decimals.
    Money(String, u32),
    /// A day.
    Day(NaiveDate),
}

impl Cell {
    /// Text; what a spreadsheet would run as a formula is disarmed when written.
    pub fn text(text: &str) -> Self {
        Self::Text(text.to_owned())
    }

    /// A whole number.
    pub fn number(value: i64) -> Self {
        Self::Number(value)
    }

    /// A day.
    pub fn day(day: NaiveDate) -> Self {
        Self::Day(day)
    }

    /// An amount of minor units.
    pub fn money(minor: i64, currency: &str) -> Self {
        let digits = Currency::known(currency).map_or(2, |currency| currency.digits());
        Self::Money(plain(minor, digits), digits)
    }
}

/// Writes a table under a temporary name and puts it in place when it is whole.
pub struct SheetWriter {
    target: PathBuf,
    kind: Kind,
    partial: Partial,
}

/// The temporary name. It goes when the table is in place, or when it never will be: half a table must not be taken
/// for a whole one, and must not fill a disk that is full.
struct Partial(PathBuf);

impl Drop for Partial {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

enum Kind {
    Csv(BufWriter<File>),
    Xlsx { workbook: Box<Workbook>, row: u32 },
}

/// Rows of a sheet of Excel.
const XLSX_ROWS: u32 = 1_048_576;

impl SheetWriter {
    /// Starts a table.
    pub fn create(target: &Path, format: SheetFormat) -> Result<Self, Refusal> {
        let partial = Partial(partial_name(target));
        let kind = match format {
            SheetFormat::Csv => {
                let file = File::create(&partial.0)
                    .map_err(|error| Refusal::from(error).with("path", target))?;
                let mut file = BufWriter::new(file);
                file.write_all("\u{feff}".as_bytes())?;
                Kind::Csv(file)
            }
            SheetFormat::Xlsx => {
                let mut workbook = Workbook::new();
                let sheet = workbook
                    .add_worksheet_with_constant_memory()
                    .map_err(|error| xlsx_refusal(&error))?;
                let _ = sheet.set_freeze_panes(1, 0);
                Kind::Xlsx {
                    workbook: Box::new(workbook),
                    row: 0,
                }
            }
        };
        Ok(Self {
            target: target.to_owned(),
            kind,
            partial,
        })
    }

    /// Writes the heading.
    pub fn heading(&mut self, headings: &[String]) -> Result<(), Refusal> {
        let cells: Vec<Cell> = headings.iter().map(|heading| Cell::text(heading)).collect();
        self.row(&cells)
    }

    /// Writes a row.
    pub fn row(&mut self, cells: &[Cell]) -> Result<(), Refusal> {
        match &mut self.kind {
            Kind::Csv(file) => {
                let line: Vec<String> = cells.iter().map(csv_field).collect();
                writeln!(file, "{}\r", line.join(","))?;
            }
            Kind::Xlsx { workbook, row } => {
                if *row >= XLSX_ROWS {
                    return Err(Refusal::new("sheet_too_long").with("limit", XLSX_ROWS - 1));
                }
                let sheet = workbook
                    .worksheet_from_index(0)
                    .map_err(|error| xlsx_refusal(&error))?;
                xlsx_row(sheet, *row, cells).map_err(|error| xlsx_refusal(&error))?;
                *row += 1;
            }
        }
        Ok(())
    }

    /// Puts the finished table in place.
    pub fn finish(self) -> Result<(), Refusal> {
        match self.kind {
            Kind::Csv(mut file) => {
                file.flush()?;
                file.into_inner()
                    .map_err(|error| Refusal::from(error.into_error()))?
                    .sync_all()?;
            }
            Kind::Xlsx { mut workbook, .. } => {
                workbook
                    .save(&self.partial.0)
                    .map_err(|error| xlsx_refusal(&error))?;
            }
        }
        Ok(std::fs::rename(&self.partial.0, &self.target)?)
    }
}

/// A table as bytes, its headings first, for what is kept and written.
pub(crate) fn table_bytes(format: SheetFormat, rows: &[Vec<Cell>]) -> Result<Vec<u8>, Refusal> {
    match format {
        SheetFormat::Csv => {
            let mut text = "\u{feff}".to_owned();
            for row in rows {
                let line: Vec<String> = row.iter().map(csv_field).collect();
                text.push_str(&line.join(","));
                text.push_str("\r\n");
            }
            Ok(text.into_bytes())
        }
        SheetFormat::Xlsx => {
            let mut workbook = Workbook::new();
            let sheet = workbook
                .add_worksheet_with_constant_memory()
                .map_err(|error| xlsx_refusal(&error))?;
            let _ = sheet.set_freeze_panes(1, 0);
            for (at, row) in (0..).zip(rows) {
                if at >= XLSX_ROWS {
                    return Err(Refusal::new("sheet_too_long").with("limit", XLSX_ROWS - 1));
                }
                xlsx_row(sheet, at, row).map_err(|error| xlsx_refusal(&error))?;
            }
            workbook
                .save_to_buffer()
                .map_err(|error| xlsx_refusal(&error))
        }
    }
}

/// Writes a file that is there whole or not at all.
pub(crate) fn write_whole(target: &Path, bytes: &[u8]) -> Result<(), Refusal> {
    let partial = Partial(partial_name(target));
    let mut file =
        File::create(&partial.0).map_err(|error| Refusal::from(error).with("path", target))?;
    file.write_all(bytes)?;
    file.sync_all()?;
    Ok(std::fs::rename(&partial.0, target)?)
}

fn partial_name(target: &Path) -> PathBuf {
    let mut name = target.as_os_str().to_owned();
    name.push(".partial");
    PathBuf::from(name)
}

fn xlsx_refusal(error: &rust_xlsxwriter::XlsxError) -> Refusal {
    Refusal::new("file_not_written").with("detail", error.to_string())
}

/// Text that begins like a formula is disarmed by an apostrophe, as spreadsheets do themselves.
fn csv_field(cell: &Cell) -> String {
    match cell {
        Cell::Number(value) => value.to_string(),
        Cell::Money(text, _) => text.clone(),
        Cell::Day(day) => day.to_string(),
        Cell::Text(text) => {
            let armed = text.starts_with(['=', '+', '-', '@', '\t']);
            let text = if armed {
                format!("'{text}")
            } else {
                text.clone()
            };
            if text.contains(['"', ',', '\n', '\r']) {
                format!("\"{}\"", text.replace('"', "\"\""))
            } else {
                text
            }
        }
    }
}

fn xlsx_row(
    sheet: &mut Worksheet,
    row: u32,
    cells: &[Cell],
) -> Result<(), rust_xlsxwriter::XlsxError> {
    for (column, cell) in (0_u16..).zip(cells) {
        match cell {
            Cell::Text(text) if row == 0 => {
                sheet.write_string_with_format(row, column, text, &Format::new().set_bold())?;
            }
            Cell::Text(text) => {
                sheet.write_string(row, column, text)?;
            }
            Cell::Number(value) => {
                sheet.write_number(row, column, display_number(&value.to_string()))?;
            }
            Cell::Day(day) => xlsx_day(sheet, row, column, *day)?,
            Cell::Money(text, digits) => {
                let zeros = "0".repeat(*digits as usize);
                let format = if *digits == 0 {
                    "#,##0".to_owned()
                } else {
                    format!("#,##0.{zeros}")
                };
                sheet.write_number_with_format(
                    row,
                    column,
                    display_number(text),
                    &Format::new().set_num_format(format),
                )?;
            }
        }
    }
    Ok(())
}

/// A real day, so that a spreadsheet can sort and count with it; before 1900 it has none, and the text stands.
fn xlsx_day(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    day: NaiveDate,
) -> Result<(), rust_xlsxwriter::XlsxError> {
    let parts = (
        u16::try_from(day.year()),
        u8::try_from(day.month()),
        u8::try_from(day.day()),
    );
    let written = match parts {
        (Ok(year), Ok(month), Ok(date)) => ExcelDateTime::from_ymd(year, month, date).ok(),
        _ => None,
    };
    let format = Format::new().set_num_format("yyyy-mm-dd");
    match written {
        Some(value) => sheet.write_datetime_with_format(row, column, value, &format)?,
        None => sheet.write_string(row, column, day.to_string())?,
    };
    Ok(())
}

/// A spreadsheet knows no other numbers; the text is exact, and nothing is calculated with the result here.
fn display_number(text: &str) -> f64 {
    text.parse().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_disarmed_and_quotes_doubled() {
        assert_eq!(csv_field(&Cell::text("=1+1")), "'=1+1");
        assert_eq!(csv_field(&Cell::text("a \"b\", c")), "\"a \"\"b\"\", c\"");
        assert_eq!(csv_field(&Cell::money(-5, "EUR")), "-0.05");
        assert_eq!(csv_field(&Cell::money(5, "JPY")), "5");
    }

    /// A disk that is full, a place that cannot be written, a table that nobody finished: what was there stays as it
    /// was, and nothing lies beside it.
    #[test]
    fn half_a_table_never_stays() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("aged.csv");
        std::fs::write(&target, "as it was").unwrap();
        for format in [SheetFormat::Csv, SheetFormat::Xlsx] {
            let mut writer = SheetWriter::create(&target, format).unwrap();
            writer.heading(&["Account".to_owned()]).unwrap();
            drop(writer);

            // A folder under the name of the file: the table is whole, but cannot be put in place.
            let taken = folder.path().join("taken");
            std::fs::create_dir(&taken).unwrap();
            let mut writer = SheetWriter::create(&taken, format).unwrap();
            writer.heading(&["Account".to_owned()]).unwrap();
            writer.finish().unwrap_err();
            std::fs::remove_dir(&taken).unwrap();

            let nowhere = folder.path().join("no such folder/aged.csv");
            let failed = SheetWriter::create(&nowhere, format).and_then(SheetWriter::finish);
            assert!(failed.is_err());
        }
        #[cfg(target_os = "linux")]
        {
            std::os::unix::fs::symlink("/dev/full", partial_name(&target)).unwrap();
            let mut writer = SheetWriter::create(&target, SheetFormat::Csv).unwrap();
            writer.heading(&["Account".to_owned()]).unwrap();
            assert_eq!(writer.finish().unwrap_err().code, "disk_full");
        }
        assert_eq!(std::fs::read_to_string(&target).unwrap(), "as it was");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
