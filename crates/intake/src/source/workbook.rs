//! The rows of a sheet as records, streamed.
//!
//! calamine's cell reader borrows its workbook, so both live on a thread of their own that hands over batches of rows
//! through a short queue: memory stays bounded by the queue and the workbook's shared strings. OpenDocument sheets are
//! read by [`super::ods`] and come through the same queue.

use std::fs::File;
use std::io::BufReader;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use calamine::{
    DataRef, ExcelDateTime, ExcelDateTimeType, Reader, SheetType, SheetVisible, Xlsx, XlsxError,
};

use super::zip_guard::{self, Packed};
use super::{Native, Progress, Record, ods};
use crate::fault::{Fault, IntakeError};

/// Rows handed over at once, and batches that may wait.
const BATCH: usize = 512;
const WAITING: usize = 4;

type Book = Xlsx<BufReader<File>>;
pub(super) type Cells = Vec<(String, Native)>;

struct SheetRow {
    /// From 1, as the sheet shows it.
    row: u64,
    cells: Cells,
}

enum Message {
    Opened { epoch_1904: bool, rows: u64 },
    Rows(Vec<SheetRow>),
    Broken(Fault),
}

/// The rows of one sheet.
pub(crate) struct WorkbookSource {
    messages: Receiver<Message>,
    batch: std::vec::IntoIter<SheetRow>,
    file: String,
    epoch_1904: bool,
    rows_total: u64,
    bytes_total: u64,
    last_row: u64,
    rows: u64,
}

/// The names of the visible sheets with cells, in order; charts are sheets too, and hold no rows.
pub(crate) fn sheet_names(path: &Path) -> Result<Vec<String>, Fault> {
    if zip_guard::check(path)? == Packed::Ods {
        return ods::sheet_names(path);
    }
    let book = open(path)?;
    let sheets = book.sheets_metadata().iter();
    let tables =
        sheets.filter(|s| s.typ == SheetType::WorkSheet && s.visible == SheetVisible::Visible);
    Ok(tables.map(|s| s.name.clone()).collect())
}

fn open(path: &Path) -> Result<Book, Fault> {
    Xlsx::new(BufReader::new(File::open(path)?)).map_err(broken)
}

fn broken(error: XlsxError) -> Fault {
    match error {
        XlsxError::Password => Fault::EncryptedWorkbook,
        // What the system reports is its fault; what the unpacker reports is the file's.
        XlsxError::Io(error) if error.raw_os_error().is_some() => Fault::from(error),
        other => Fault::BrokenWorkbook {
            detail: other.to_string(),
        },
    }
}

impl WorkbookSource {
    pub fn open(path: &Path, sheet: &str) -> Result<Self, Fault> {
        let packed = zip_guard::check(path)?;
        let bytes_total = std::fs::metadata(path)?.len();
        let (sender, messages) = sync_channel(WAITING);
        let (own_path, own_sheet): (PathBuf, String) = (path.to_owned(), sheet.to_owned());
        std::thread::Builder::new()
            .name("intake-sheet".to_owned())
            .spawn(move || {
                let sent = match packed {
                    Packed::Xlsx => send_sheet(&own_path, &own_sheet, &sender),
                    Packed::Ods => send_ods(&own_path, &own_sheet, &sender),
                };
                if let Err(fault) = sent {
                    // Nobody listens any more when the reader was dropped; then the fault has no reader either.
                    let _ = sender.send(Message::Broken(fault));
                }
            })?;
        let (epoch_1904, rows_total) = match messages.recv() {
            Ok(Message::Opened { epoch_1904, rows }) => (epoch_1904, rows),
            Ok(Message::Broken(fault)) => return Err(fault),
            _ => {
                return Err(Fault::BrokenWorkbook {
                    detail: "the sheet reader stopped".to_owned(),
                });
            }
        };
        let (batch, file) = (Vec::new().into_iter(), super::file_name(path));
        Ok(Self {
            messages,
            batch,
            file,
            epoch_1904,
            rows_total,
            bytes_total,
            last_row: 0,
            rows: 0,
        })
    }

    pub fn read(&mut self, record: &mut Record) -> Result<bool, IntakeError> {
        loop {
            if let Some(row) = self.batch.next() {
                record.cells.clear();
                record.natives.clear();
                for (text, native) in &row.cells {
                    record.cells.push_field(text);
                    record.natives.push(*native);
                }
                record.line = row.row;
                record.epoch_1904 = self.epoch_1904;
                self.last_row = row.row;
                self.rows += 1;
                return Ok(true);
            }
            match self.messages.recv() {
                Ok(Message::Rows(rows)) => self.batch = rows.into_iter(),
                Ok(Message::Broken(fault)) => return Err(fault.at(&self.file, self.last_row + 1)),
                Ok(Message::Opened { .. }) | Err(_) => return Ok(false),
            }
        }
    }

    /// The share of the rows as a share of the bytes.
    pub fn progress(&self) -> Progress {
        let share = u128::from(self.bytes_total) * u128::from(self.last_row)
            / u128::from(self.rows_total.max(1));
        let bytes_read = u64::try_from(share)
            .unwrap_or(u64::MAX)
            .min(self.bytes_total);
        Progress {
            bytes_read,
            bytes_total: self.bytes_total,
            rows: self.rows,
        }
    }
}

/// Runs on the sheet's thread until the sheet or the listener ends.
fn send_sheet(path: &Path, sheet: &str, sender: &SyncSender<Message>) -> Result<(), Fault> {
    let mut book = open(path)?;
    let epoch_1904 = book.has_1904_epoch();
    let sheets = book.sheet_names();
    if !sheets.iter().any(|name| name == sheet) {
        return Err(Fault::NoSuchSheet {
            sheet: sheet.to_owned(),
            sheets,
        });
    }
    let mut cells = book.worksheet_cells_reader(sheet).map_err(broken)?;
    let rows = u64::from(cells.dimensions().end.0) + 1;
    if sender.send(Message::Opened { epoch_1904, rows }).is_err() {
        return Ok(());
    }
    let mut batch: Vec<SheetRow> = Vec::with_capacity(BATCH);
    while let Some(cell) = cells.next_cell().map_err(broken)? {
        let ((row, column), value) = (cell.get_position(), cell.get_value());
        let (row, column) = (u64::from(row) + 1, column as usize);
        if column >= crate::MAX_COLUMNS {
            if matches!(value, DataRef::Empty) {
                continue;
            }
            return Err(Fault::TooManyColumns {
                found: column + 1,
                limit: crate::MAX_COLUMNS,
            });
        }
        if batch.last().is_none_or(|last| last.row != row) {
            if batch.len() >= BATCH
                && sender
                    .send(Message::Rows(std::mem::take(&mut batch)))
                    .is_err()
            {
                return Ok(());
            }
            batch.push(SheetRow {
                row,
                cells: Vec::new(),
            });
        }
        if let Some(current) = batch.last_mut() {
            put(&mut current.cells, column, text_of(value));
        }
    }
    let _ = sender.send(Message::Rows(batch));
    Ok(())
}

/// The same for an OpenDocument sheet, whose number of rows only its end tells.
fn send_ods(path: &Path, sheet: &str, sender: &SyncSender<Message>) -> Result<(), Fault> {
    let opened = Message::Opened {
        epoch_1904: false,
        rows: ods::MAX_ROWS,
    };
    let mut opened = Some(opened);
    let mut batch: Vec<SheetRow> = Vec::with_capacity(BATCH);
    let mut deliver = |row: u64, cells: &Cells| {
        if let Some(opened) = opened.take()
            && sender.send(opened).is_err()
        {
            return ControlFlow::Break(());
        }
        batch.push(SheetRow {
            row,
            cells: cells.clone(),
        });
        if batch.len() >= BATCH {
            let rows = std::mem::replace(&mut batch, Vec::with_capacity(BATCH));
            if sender.send(Message::Rows(rows)).is_err() {
                return ControlFlow::Break(());
            }
        }
        ControlFlow::Continue(())
    };
    ods::rows(path, sheet, &mut deliver)?;
    if let Some(opened) = opened {
        let _ = sender.send(opened);
    }
    let _ = sender.send(Message::Rows(batch));
    Ok(())
}

/// Puts a cell at its column; the cells that a sheet leaves out are blank.
fn put(cells: &mut Cells, column: usize, cell: (String, Native)) {
    if cells.len() <= column {
        cells.resize_with(column + 1, || (String::new(), Native::Text));
    }
    cells[column] = cell;
}

/// The text of a stored value and how it was stored.
fn text_of(value: &DataRef<'_>) -> (String, Native) {
    match value {
        DataRef::Int(v) => (v.to_string(), Native::Number),
        DataRef::Float(v) => (decimal_text(*v), Native::Number),
        DataRef::String(v) | DataRef::DateTimeIso(v) | DataRef::DurationIso(v) => {
            (v.clone(), Native::Text)
        }
        DataRef::SharedString(v) => ((*v).to_owned(), Native::Text),
        DataRef::Bool(v) => (v.to_string(), Native::Text),
        DataRef::DateTime(v) if v.is_datetime() => (day_text(*v), Native::Day),
        DataRef::DateTime(v) => (decimal_text(v.as_f64()), Native::Number),
        DataRef::Error(v) => (v.to_string(), Native::Text),
        DataRef::Empty => (String::new(), Native::Text),
    }
}

/// A stored number as decimal text. Excel itself keeps and shows 15 significant digits; more are noise of its
/// arithmetic (`0.30000000000000004`), so the text is rounded there and is exact from then on.
pub(super) fn decimal_text(value: f64) -> String {
    let fifteen: f64 = format!("{value:.14e}").parse().unwrap_or(value);
    fifteen.to_string()
}

/// A stored day as `YYYY-MM-DD`; a serial number that is no day stays a number and is refused where a day is needed.
fn day_text(value: ExcelDateTime) -> String {
    value
        .as_datetime()
        .map_or_else(|| decimal_text(value.as_f64()), |at| at.date().to_string())
}

/// A serial day written without a date format, `45943`, as text of a day.
pub(crate) fn serial_day(text: &str, epoch_1904: bool) -> Option<chrono::NaiveDate> {
    // 18,264 is 1950-01-01 and 109,574 the end of 2199 where days count from 1900.
    let serial: u32 = text
        .parse()
        .ok()
        .filter(|n| (16_000..110_000).contains(n))?;
    let value = ExcelDateTime::new(f64::from(serial), ExcelDateTimeType::DateTime, epoch_1904);
    value.as_datetime().map(|at| at.date())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stored_numbers_become_the_text_that_excel_shows() {
        for (value, text) in [
            (55.94, "55.94"),
            (0.1 + 0.2, "0.3"),
            (1_234.5, "1234.5"),
            (10_001.0, "10001"),
            (-110.7, "-110.7"),
            (1e15, "1000000000000000"),
        ] {
            assert_eq!(decimal_text(value), text);
        }
    }

    #[test]
    fn serial_days_count_from_either_epoch() {
        assert_eq!(
            serial_day("46085", false).unwrap().to_string(),
            "2026-03-04"
        );
        assert_eq!(serial_day("44623", true).unwrap().to_string(), "2026-03-04");
        assert_eq!(serial_day("20260304", false), None);
    }
}
