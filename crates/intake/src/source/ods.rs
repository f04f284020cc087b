//! The rows of an OpenDocument sheet, streamed from its XML.
//!
//! calamine unpacks a whole OpenDocument file into memory, and one cell of it may say that it stands a thousand times in
//! a million rows. Here a repeated cell or row costs nothing until it is handed over, and blank ones are never made.

use std::fs::File;
use std::io::{BufReader, Read};
use std::ops::ControlFlow;
use std::path::Path;

use quick_xml::XmlVersion;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;
use zip::ZipArchive;

use super::Native;
use super::workbook::{Cells, decimal_text};
use super::zip_guard::MAX_CONTENT;
use crate::fault::Fault;

/// The most rows that a sheet has.
pub(super) const MAX_ROWS: u64 = 1 << 20;
/// The most filled cells that are handed over: repeated rows could otherwise be read for hours.
const MAX_CELLS: u64 = 64 << 20;
/// Elements inside elements; a sheet needs about ten.
const MAX_DEPTH: usize = 64;

type Xml<'a> = Reader<BufReader<Box<dyn Read + 'a>>>;

fn broken(detail: &dyn std::fmt::Display) -> Fault {
    Fault::BrokenWorkbook {
        detail: detail.to_string(),
    }
}

/// Runs over the content of a file.
fn with_content<T>(
    path: &Path,
    work: impl FnOnce(&mut Xml<'_>) -> Result<T, Fault>,
) -> Result<T, Fault> {
    let mut archive = ZipArchive::new(BufReader::new(File::open(path)?)).map_err(|e| broken(&e))?;
    if let Ok(manifest) = archive.by_name("META-INF/manifest.xml") {
        let mut text = String::new();
        // A manifest that cannot be read says nothing; the content will.
        let _ = manifest.take(1 << 20).read_to_string(&mut text);
        if text.contains("encryption-data") {
            return Err(Fault::EncryptedWorkbook);
        }
    }
    let content = archive.by_name("content.xml").map_err(|e| broken(&e))?;
    // The directory of a file may lie about its sizes.
    let content: Box<dyn Read + '_> = Box::new(content.take(MAX_CONTENT));
    let mut reader = Reader::from_reader(BufReader::with_capacity(1 << 16, content));
    work(&mut reader)
}

/// The names of the visible sheets, in order.
pub(super) fn sheet_names(path: &Path) -> Result<Vec<String>, Fault> {
    with_content(path, |xml| {
        let (mut names, mut hidden) = (Vec::new(), Vec::new());
        let (mut style, mut depth) = (String::new(), 0_usize);
        each(xml, |event| {
            match event {
                Event::Start(e) | Event::Empty(e) if e.name().as_ref() == "style:style" => {
                    style = attribute(e, "style:name")?.unwrap_or_default();
                }
                Event::Start(e) | Event::Empty(e)
                    if e.name().as_ref() == "style:table-properties"
                        && attribute(e, "table:display")?.as_deref() == Some("false") =>
                {
                    hidden.push(style.clone());
                }
                Event::Start(e) if e.name().as_ref() == "table:table" => {
                    // A table inside a cell is no sheet.
                    if depth == 0 {
                        let style = attribute(e, "table:style-name")?.unwrap_or_default();
                        let name = attribute(e, "table:name")?.unwrap_or_default();
                        if !hidden.contains(&style) {
                            names.push(name);
                        }
                    }
                    depth += 1;
                }
                Event::End(e) if e.name().as_ref() == "table:table" => {
                    depth = depth.saturating_sub(1);
                }
                _ => {}
            }
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(names)
    })
}

/// Hands over the filled rows of a sheet with their numbers from 1, until the sheet ends or the receiver has enough.
pub(super) fn rows(
    path: &Path,
    sheet: &str,
    deliver: &mut dyn FnMut(u64, &Cells) -> ControlFlow<()>,
) -> Result<(), Fault> {
    let mut reading = Reading {
        sheet,
        deliver,
        tables: 0,
        is_in: false,
        row: 0,
        row_repeats: 1,
        cells: Cells::new(),
        width: 0,
        cell: None,
        skip: 0,
        depth: 0,
        filled: 0,
        was_found: false,
    };
    with_content(path, |xml| each(xml, |event| reading.take(event)))?;
    if reading.was_found {
        return Ok(());
    }
    Err(Fault::NoSuchSheet {
        sheet: sheet.to_owned(),
        sheets: sheet_names(path)?,
    })
}

/// Runs over the events of the content until its end or until the visitor has enough.
fn each(
    xml: &mut Xml<'_>,
    mut visit: impl FnMut(&Event<'_>) -> Result<ControlFlow<()>, Fault>,
) -> Result<(), Fault> {
    let mut buffer = Vec::new();
    let mut is_open = 0_i64;
    loop {
        buffer.clear();
        let event = xml.read_event_into(&mut buffer).map_err(|e| broken(&e))?;
        match &event {
            Event::Start(_) => is_open += 1,
            Event::End(_) => is_open -= 1,
            Event::DocType(_) => return Err(broken(&"a document type")),
            Event::Eof if is_open == 0 => return Ok(()),
            Event::Eof => return Err(broken(&"content cut short")),
            _ => {}
        }
        if visit(&event)?.is_break() {
            return Ok(());
        }
    }
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Result<Option<String>, Fault> {
    let found = element.try_get_attribute(name).map_err(|e| broken(&e))?;
    found
        .map(|a| {
            a.normalized_value(XmlVersion::Implicit1_0)
                .map(String::from)
        })
        .transpose()
        .map_err(|e| broken(&e))
}

/// A cell that is being read.
struct Cell {
    repeats: usize,
    native: Native,
    /// The stored value, where it is no text.
    value: Option<String>,
    text: String,
    paragraphs: usize,
}

/// One sheet that is being read.
struct Reading<'a> {
    sheet: &'a str,
    deliver: &'a mut dyn FnMut(u64, &Cells) -> ControlFlow<()>,
    /// Tables that are open, one inside the other.
    tables: usize,
    is_in: bool,
    row: u64,
    row_repeats: u64,
    cells: Cells,
    /// Columns passed, blank ones included.
    width: usize,
    cell: Option<Cell>,
    /// Elements that are open inside a note or a drawing, whose text is not the cell's.
    skip: usize,
    depth: usize,
    filled: u64,
    was_found: bool,
}

impl Reading<'_> {
    fn take(&mut self, event: &Event<'_>) -> Result<ControlFlow<()>, Fault> {
        match event {
            Event::Start(e) => {
                self.depth += 1;
                if self.depth > MAX_DEPTH {
                    return Err(broken(&"elements too deep"));
                }
                self.start(e)?;
                Ok(ControlFlow::Continue(()))
            }
            Event::Empty(e) => {
                self.start(e)?;
                self.end(e.name().as_ref())
            }
            Event::End(e) => {
                self.depth = self.depth.saturating_sub(1);
                self.end(e.name().as_ref())
            }
            Event::Text(e) => {
                self.add(&e.xml10_content());
                Ok(ControlFlow::Continue(()))
            }
            Event::CData(e) => {
                self.add(&e.xml10_content());
                Ok(ControlFlow::Continue(()))
            }
            Event::GeneralRef(e) => {
                let name = e.xml10_content();
                if let Some(text) = resolve_predefined_entity(&name) {
                    self.add(text);
                } else if let Some(c) = e.resolve_char_ref().map_err(|e| broken(&e))? {
                    self.add(c.encode_utf8(&mut [0; 4]));
                } else {
                    return Err(broken(&"an unknown entity"));
                }
                Ok(ControlFlow::Continue(()))
            }
            _ => Ok(ControlFlow::Continue(())),
        }
    }

    /// Adds text to the cell; what stands outside its paragraphs is layout.
    fn add(&mut self, text: &str) {
        if let Some(cell) = &mut self.cell
            && self.skip == 0
            && cell.paragraphs > 0
        {
            cell.text.push_str(text);
        }
    }

    fn start(&mut self, e: &BytesStart<'_>) -> Result<(), Fault> {
        let name = e.name();
        if self.skip > 0 {
            self.skip += 1;
            return Ok(());
        }
        match name.as_ref() {
            "table:table" if self.cell.is_some() => self.skip = 1,
            "table:table" => {
                self.tables += 1;
                let named = attribute(e, "table:name")?;
                self.is_in = self.tables == 1 && named.as_deref() == Some(self.sheet);
                self.was_found = self.was_found || self.is_in;
            }
            _ if !self.is_in => {}
            "table:table-row" => {
                self.row_repeats = repeats(e, "table:number-rows-repeated")?;
                self.cells.clear();
                self.width = 0;
            }
            "table:table-cell" | "table:covered-table-cell" => self.cell = Some(cell(e)?),
            "office:annotation" | "draw:frame" | "draw:g" | "table:shapes"
            | "draw:custom-shape" => {
                self.skip = 1;
            }
            "text:p" => {
                if let Some(cell) = &mut self.cell {
                    cell.paragraphs += 1;
                    if cell.paragraphs > 1 {
                        cell.text.push('\n');
                    }
                }
            }
            "text:s" => {
                let count = repeats::<usize>(e, "text:c")?.min(1_000);
                for _ in 0..count {
                    self.add(" ");
                }
            }
            "text:tab" => self.add("\t"),
            "text:line-break" => self.add("\n"),
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, name: &str) -> Result<ControlFlow<()>, Fault> {
        if self.skip > 0 {
            self.skip -= 1;
            return Ok(ControlFlow::Continue(()));
        }
        match name {
            "table:table" => {
                self.tables = self.tables.saturating_sub(1);
                if self.is_in {
                    return Ok(ControlFlow::Break(()));
                }
            }
            "table:table-cell" | "table:covered-table-cell" if self.is_in => self.end_cell()?,
            "table:table-row" if self.is_in => return self.end_row(),
            _ => {}
        }
        Ok(ControlFlow::Continue(()))
    }

    fn end_cell(&mut self) -> Result<(), Fault> {
        let Some(cell) = self.cell.take() else {
            return Ok(());
        };
        let (text, native) = match cell.value {
            Some(value) => (value, cell.native),
            None => (cell.text, Native::Text),
        };
        let end = self.width.saturating_add(cell.repeats);
        if !text.is_empty() {
            if end > crate::MAX_COLUMNS {
                return Err(Fault::TooManyColumns {
                    found: end,
                    limit: crate::MAX_COLUMNS,
                });
            }
            self.cells
                .resize_with(self.width, || (String::new(), Native::Text));
            for _ in 0..cell.repeats {
                self.cells.push((text.clone(), native));
            }
        }
        self.width = end;
        Ok(())
    }

    fn end_row(&mut self) -> Result<ControlFlow<()>, Fault> {
        let first = self.row + 1;
        self.row = self.row.saturating_add(self.row_repeats);
        if self.cells.is_empty() {
            return Ok(ControlFlow::Continue(()));
        }
        if self.row > MAX_ROWS {
            return Err(broken(&"more rows than a sheet has"));
        }
        for row in first..=self.row {
            self.filled += self.cells.len() as u64;
            if self.filled > MAX_CELLS {
                return Err(Fault::WorkbookTooLarge {
                    bytes: self.filled,
                    limit: MAX_CELLS,
                });
            }
            if (self.deliver)(row, &self.cells).is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        Ok(ControlFlow::Continue(()))
    }
}

/// How often an element stands in a row.
fn repeats<T: std::str::FromStr + From<u8> + PartialOrd>(
    e: &BytesStart<'_>,
    name: &str,
) -> Result<T, Fault> {
    match attribute(e, name)? {
        None => Ok(T::from(1)),
        Some(text) => text
            .parse()
            .ok()
            .filter(|n| *n >= T::from(1))
            .ok_or_else(|| broken(&"a repetition that is no number")),
    }
}

fn cell(e: &BytesStart<'_>) -> Result<Cell, Fault> {
    let kind = attribute(e, "office:value-type")?;
    let (native, value) = match kind.as_deref() {
        Some("float" | "currency" | "percentage") => {
            let value = attribute(e, "office:value")?.unwrap_or_default();
            let number: f64 = value
                .parse()
                .ok()
                .filter(|n: &f64| n.is_finite())
                .ok_or_else(|| broken(&"a stored number that is none"))?;
            (Native::Number, Some(decimal_text(number)))
        }
        Some("date") => {
            let value = attribute(e, "office:date-value")?.unwrap_or_default();
            let day = value.split('T').next().unwrap_or_default();
            (Native::Day, Some(day.to_owned()))
        }
        Some("boolean") => (Native::Text, attribute(e, "office:boolean-value")?),
        Some("string") => (Native::Text, attribute(e, "office:string-value")?),
        _ => (Native::Text, None),
    };
    Ok(Cell {
        repeats: repeats(e, "table:number-columns-repeated")?,
        native,
        value,
        text: String::new(),
        paragraphs: 0,
    })
}
