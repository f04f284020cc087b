//! Lists as files: what a list shows goes to CSV or XLSX with the columns that are shown, in their order.
//!
//! A list that the book holds open is exported by its handle, beside its slice; a list whose rows came to the window
//! all at once, such as the transactions of one customer, sends the rows that its filter left.

use std::collections::BTreeMap;
use std::path::Path;

use chrono::NaiveDate;
use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use crate::filters::Kind;
use crate::listing::{Ids, slice};
use crate::refusal::Refusal;
use crate::session::Session;
use crate::sheet::{Cell, SheetFormat, SheetWriter, write_whole};
use crate::wire::{PageRequest, Sort, SortOrder};

/// A column of an export.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ExportColumn {
    /// Id of the column in its list.
    pub id: String,
    /// Heading in the user's language.
    pub heading: String,
    /// Words in the user's language for the codes of the column; a code without one stays as it is.
    #[serde(default)]
    pub words: BTreeMap<String, String>,
}

impl ExportColumn {
    /// A code in the user's language.
    pub fn word(&self, code: &str) -> Cell {
        Cell::text(self.words.get(code).map_or(code, String::as_str))
    }
}

/// Asks for a file of an open list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ExportList {
    /// Handle of the list.
    #[ts(type = "number")]
    pub handle: u64,
    /// File to write; an existing one is replaced, as the dialog has asked.
    pub path: String,
    /// CSV or XLSX.
    pub format: SheetFormat,
    /// The columns, in the order of the file.
    pub columns: Vec<ExportColumn>,
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ExportDone {
    /// The file.
    pub path: String,
    /// Rows without the heading.
    #[ts(type = "number")]
    pub rows: u64,
}

/// The file of a list while it is written.
pub struct ListFile<'a> {
    request: &'a ExportList,
    writer: SheetWriter,
    rows: u64,
}

impl<'a> ListFile<'a> {
    /// Starts the file with its headings.
    pub fn create(request: &'a ExportList) -> Result<Self, Refusal> {
        let mut writer = SheetWriter::create(Path::new(&request.path), request.format)?;
        let headings: Vec<String> = request
            .columns
            .iter()
            .map(|column| column.heading.clone())
            .collect();
        writer.heading(&headings)?;
        Ok(Self {
            request,
            writer,
            rows: 0,
        })
    }

    /// Writes a row; `cell` gives the value of a column, or `None` for one that the list has not.
    pub fn row(&mut self, cell: impl Fn(&ExportColumn) -> Option<Cell>) -> Result<(), Refusal> {
        let cells = self
            .request
            .columns
            .iter()
            .map(|column| {
                cell(column)
                    .ok_or_else(|| Refusal::new("unknown_column").with("column", &column.id))
            })
            .collect::<Result<Vec<_>, _>>()?;
        self.rows += 1;
        self.writer.row(&cells)
    }

    /// Puts the file in place.
    pub fn finish(self) -> Result<ExportDone, Refusal> {
        self.writer.finish()?;
        Ok(ExportDone {
            path: self.request.path.clone(),
            rows: self.rows,
        })
    }
}

/// Rows of an export that are read together; between two such lots it can be cancelled.
const STEP: u64 = 512;

/// Writes a list that the book holds open by the ids of its rows: `rows` reads some of them in their order, `cell` gives the
/// value of a column.
pub(crate) fn export_ids<R: 'static>(
    session: &Session<'_>,
    request: &ExportList,
    rows: impl Fn(&Connection, &[i64]) -> Result<Vec<R>, Refusal>,
    cell: impl Fn(&ExportColumn, &R) -> Option<Cell>,
) -> Result<ExportDone, Refusal> {
    let mut file = ListFile::create(request)?;
    let mut offset = 0;
    loop {
        let page = PageRequest {
            handle: request.handle,
            offset,
            limit: STEP,
        };
        let ids = session.book.listings.get::<Ids<R>>(request.handle)?;
        let ids = slice(ids.ids(), page);
        if ids.is_empty() {
            return file.finish();
        }
        offset += ids.len() as u64;
        for row in rows(session.connection(), ids)? {
            file.row(|column| cell(column, &row))?;
        }
        session.checkpoint()?;
    }
}

/// The same for a list whose rows are read one by one.
pub(crate) fn export_each<R: 'static>(
    session: &Session<'_>,
    request: &ExportList,
    row: impl Fn(&Connection, i64) -> Result<R, Refusal>,
    cell: impl Fn(&ExportColumn, &R) -> Option<Cell>,
) -> Result<ExportDone, Refusal> {
    let rows =
        |connection: &Connection, ids: &[i64]| ids.iter().map(|id| row(connection, *id)).collect();
    export_ids(session, request, rows, cell)
}

/// A value of a list that the window holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ListCell {
    /// Text.
    Text {
        /// The text.
        text: String,
    },
    /// A whole number.
    Number {
        /// The number.
        #[ts(type = "number")]
        value: i64,
    },
    /// An amount.
    Money {
        /// Minor units.
        #[ts(type = "number")]
        minor: i64,
        /// Its currency.
        currency: String,
    },
    /// A day.
    Day {
        /// The day.
        day: NaiveDate,
    },
    /// Nothing.
    Empty,
}

/// Asks for a file of rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct WriteList {
    /// File to write; an existing one is replaced, as the dialog has asked.
    pub path: String,
    /// CSV or XLSX.
    pub format: SheetFormat,
    /// Headings in the user's language.
    pub headings: Vec<String>,
    /// The rows, each with one value per heading.
    pub rows: Vec<Vec<ListCell>>,
}

/// `lists.write`
pub fn write(session: &mut Session<'_>, request: WriteList) -> Result<ExportDone, Refusal> {
    let width = request.headings.len();
    if request.rows.iter().any(|row| row.len() != width) {
        return Err(
            Refusal::new("bad_request").with("detail", "a row is not as wide as the headings")
        );
    }
    session.checkpoint()?;
    let mut writer = SheetWriter::create(Path::new(&request.path), request.format)?;
    writer.heading(&request.headings)?;
    for row in &request.rows {
        let cells: Vec<Cell> = row.iter().map(cell).collect();
        writer.row(&cells)?;
    }
    writer.finish()?;
    Ok(ExportDone {
        path: request.path,
        rows: request.rows.len() as u64,
    })
}

fn cell(value: &ListCell) -> Cell {
    match value {
        ListCell::Text { text } => Cell::text(text),
        ListCell::Number { value } => Cell::number(*value),
        ListCell::Money { minor, currency } => Cell::money(*minor, currency),
        ListCell::Day { day } => Cell::day(*day),
        ListCell::Empty => Cell::text(""),
    }
}

/// Format of a file for other systems.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum DataFormat {
    /// Comma-separated, with a heading.
    #[default]
    Csv,
    /// An array of objects.
    Json,
}

/// Asks for a file.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct WriteData {
    /// File to write; an existing one is replaced, as the dialog has asked.
    pub path: String,
    /// CSV or JSON.
    pub format: DataFormat,
}

/// Writes rows as a file that is there whole or not at all.
pub(crate) fn write_data<T: Serialize>(
    request: &WriteData,
    rows: &[T],
    columns: &[&str],
    cells: impl Fn(&T) -> Vec<Cell>,
) -> Result<ExportDone, Refusal> {
    let path = Path::new(&request.path);
    match request.format {
        DataFormat::Csv => {
            let mut writer = SheetWriter::create(path, SheetFormat::Csv)?;
            let headings: Vec<String> = columns.iter().map(|name| (*name).to_owned()).collect();
            writer.heading(&headings)?;
            for row in rows {
                writer.row(&cells(row))?;
            }
            writer.finish()?;
        }
        DataFormat::Json => {
            write_whole(path, &serde_json::to_vec_pretty(rows)?)?;
        }
    }
    Ok(ExportDone {
        path: request.path.clone(),
        rows: rows.len() as u64,
    })
}

/// The `ORDER BY` of a list.
pub(crate) fn sorted(
    sort: Option<&Sort>,
    default: &'static str,
    expression: impl Fn(&str) -> Option<(&'static str, Kind)>,
) -> Result<String, Refusal> {
    let Some(sort) = sort else {
        return Ok(default.to_owned());
    };
    let (column, _) = expression(&sort.column)
        .ok_or_else(|| Refusal::new("unknown_column").with("column", &sort.column))?;
    Ok(match sort.order {
        SortOrder::Ascending => format!("{column} ASC"),
        SortOrder::Descending => format!("{column} DESC"),
    })
}

/// Whether a text stands in one of the columns.
pub(crate) fn hit(
    row: &rusqlite::Row<'_>,
    search: &str,
    columns: &[&str],
) -> Result<bool, Refusal> {
    if search.is_empty() {
        return Ok(true);
    }
    for column in columns {
        let value: String = row.get(*column)?;
        if value.to_lowercase().contains(search) {
            return Ok(true);
        }
    }
    Ok(false)
}
