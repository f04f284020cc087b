//! Streaming the rows of a file: one record in memory, reused.

use std::collections::VecDeque;
use std::path::Path;

use super::parts::{MAX_PARTS, is_same_document};
use super::plan::{Plan, Refusal};
use super::sift::{self, Skipped};
use super::totals::{TotalRow, Totals};
use super::typing::{self, Around, Currencies};
use super::{Defaults, Row, bank, bookings, sales};
use crate::MAX_CELL_CHARS;
use crate::fault::{ColumnRef, Fault, IntakeError, RejectCode, Rejected};
use crate::field::{Field, FileKind};
use crate::recognise::{Recognition, RowsAre, SourceProfile, open, signature};
use crate::source::{Progress, Record, Source, file_name};

/// A row as a person finds and corrects it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Line of the text file or row of the sheet, from 1.
    pub line: u64,
    /// The column at fault, where one is.
    pub column: Option<ColumnRef>,
    /// The value at fault, cut to 80 characters.
    pub value: String,
    /// The cells of the row, each cut to [`crate::MAX_CELL_CHARS`].
    pub raw: Vec<String>,
}

/// The rows of a file, in order.
pub struct RowReader {
    source: Source,
    record: Record,
    plan: Plan,
    kind: FileKind,
    file: String,
    header_row: u64,
    currencies: Currencies,
    totals: Totals,
    skipped: Vec<Skipped>,
    /// The customer that stands above its rows.
    group: String,
    document: Document,
    /// Rejected rows that are still to be handed out.
    waiting: VecDeque<Rejected>,
}

/// The rows of the document that is read, in a file whose documents stand in several rows.
#[derive(Debug, Default)]
struct Document {
    /// Reused from document to document; the first `len` are this one's.
    records: Vec<Record>,
    len: usize,
    /// The record that was read last is not of this document.
    is_ahead: bool,
    /// The document has more rows than are held: its other rows are refused as they come.
    is_too_long: bool,
}

impl Document {
    fn rows(&self) -> &[Record] {
        &self.records[..self.len]
    }

    /// Takes the record over, leaving an old one to be filled again.
    fn take(&mut self, record: &mut Record) {
        if self.records.len() == self.len {
            self.records.push(Record::default());
        }
        std::mem::swap(&mut self.records[self.len], record);
        self.len += 1;
    }
}

impl std::fmt::Debug for RowReader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RowReader")
            .field("file", &self.file)
            .field("at", &self.position())
            .finish_non_exhaustive()
    }
}

/// Opens the rows of a recognised file. Refuses a recognition with open questions, and a file whose headings changed.
pub fn read(
    path: &Path,
    recognition: &Recognition,
    defaults: &Defaults,
) -> Result<RowReader, IntakeError> {
    let file = file_name(path);
    if !recognition.ambiguities.is_empty() {
        let questions = recognition.ambiguities.len();
        let first = recognition.ambiguities[0].examples.first();
        let column = first.and_then(|e| recognition.columns.get(e.column));
        return Err(IntakeError {
            line: first.map(|e| e.line),
            column: column.map(|c| {
                Box::new(ColumnRef {
                    index: c.index,
                    heading: c.heading.clone(),
                })
            }),
            ..Fault::Ambiguous { questions }.of(&file)
        });
    }
    let mut reader = RowReader {
        source: open(path, recognition)?,
        record: Record::default(),
        plan: Plan::new(recognition, Some(defaults)),
        kind: recognition.kind,
        file,
        header_row: recognition.header_row as u64,
        currencies: Currencies::default(),
        totals: Totals::default(),
        skipped: Vec::new(),
        group: String::new(),
        document: Document::default(),
        waiting: VecDeque::new(),
    };
    reader.skip_to_rows(&recognition.signature)?;
    Ok(reader)
}

impl RowReader {
    /// The next row, a rejected row, or `None` at the end. An `Err` outside means that the rest cannot be read.
    #[allow(clippy::should_implement_trait)] // Rows borrow from the reader, which an iterator cannot express.
    pub fn next(&mut self) -> Result<Option<Result<Row<'_>, Rejected>>, IntakeError> {
        if let Some(rejected) = self.waiting.pop_front() {
            return Ok(Some(Err(rejected)));
        }
        if self.plan.rows_are != RowsAre::Documents {
            return self.next_document();
        }
        if !self.advance()? {
            return Ok(None);
        }
        let (plan, record) = (&self.plan, &self.record);
        let around = Around {
            group: &self.group,
            rest: &[],
        };
        let row = sound(plan, record)
            .and_then(|()| typed(self.kind, plan, record, around, &mut self.currencies));
        if let Ok(Row::Transaction(row)) = &row {
            self.totals.add(row);
        }
        Ok(Some(row.map_err(|refusal| {
            rejected(&self.file, plan, record, refusal)
        })))
    }

    /// Reads to the next record that is a row; `false` at the end of the file.
    fn advance(&mut self) -> Result<bool, IntakeError> {
        while self.source.read(&mut self.record)? {
            if !self.record.is_blank() && !self.is_passed_over() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether the record is a group, a total, or nothing of the ledger; each is noted.
    fn is_passed_over(&mut self) -> bool {
        let (plan, record) = (&self.plan, &self.record);
        if let Some(name) = sift::group_name(plan, record) {
            name.clone_into(&mut self.group);
            return true;
        }
        if self.kind == FileKind::Transactions && self.totals.take(plan, record) {
            return true;
        }
        match sift::skip(plan, self.kind, record) {
            Some(reason) => {
                sift::note(&mut self.skipped, reason, record.line);
                true
            }
            None => false,
        }
    }

    /// The next document of a file whose documents stand in several rows. A bad row refuses its whole document: a
    /// document with a line missing would be another one.
    fn next_document(&mut self) -> Result<Option<Result<Row<'_>, Rejected>>, IntakeError> {
        let document = &mut self.document;
        if document.is_too_long && document.is_ahead {
            document.is_ahead = false;
            let record = &self.record;
            if is_same_document(&self.plan, &document.records[0], record) {
                let code = RejectCode::TooManyRows { limit: MAX_PARTS };
                let refusal = Refusal::new(None, code);
                let row = rejected(&self.file, &self.plan, record, refusal);
                self.document.is_ahead = self.advance()?;
                return Ok(Some(Err(row)));
            }
            document.is_ahead = true;
        }
        if !self.document.is_ahead && !self.advance()? {
            return Ok(None);
        }
        self.document.len = 0;
        self.document.is_too_long = false;
        self.document.take(&mut self.record);
        self.document.is_ahead = false;
        while self.advance()? {
            let first = &self.document.records[0];
            let is_same = is_same_document(&self.plan, first, &self.record);
            self.document.is_too_long = is_same && self.document.len == MAX_PARTS;
            if !is_same || self.document.is_too_long {
                self.document.is_ahead = true;
                break;
            }
            self.document.take(&mut self.record);
        }
        Ok(Some(self.typed_document().map_err(|row| *row)))
    }

    fn typed_document(&mut self) -> Result<Row<'_>, Box<Rejected>> {
        let (plan, rows) = (&self.plan, self.document.rows());
        let around = Around {
            group: &self.group,
            rest: &rows[1..],
        };
        let is_sound = || {
            if self.document.is_too_long {
                let code = RejectCode::TooManyRows { limit: MAX_PARTS };
                return Err(Refusal::new(None, code));
            }
            rows.iter().enumerate().try_for_each(|(at, record)| {
                sound(plan, record).map_err(|refusal| Refusal { at, ..refusal })
            })
        };
        let row = is_sound()
            .and_then(|()| typed(self.kind, plan, &rows[0], around, &mut self.currencies));
        match row {
            Ok(row) => {
                if let Row::Transaction(row) = &row {
                    self.totals.add(row);
                }
                Ok(row)
            }
            Err(refusal) => {
                let at = refusal.at;
                let line = rows[at].line;
                for (index, record) in rows.iter().enumerate() {
                    if index != at {
                        let with = Refusal::new(None, RejectCode::DocumentRejected { line });
                        let row = rejected(&self.file, plan, record, with);
                        self.waiting.push_back(row);
                    }
                }
                Err(Box::new(rejected(&self.file, plan, &rows[at], refusal)))
            }
        }
    }

    /// The row that was read last, for a caller that refuses it: with `field`, the column and the value at fault.
    pub fn place(&self, field: Option<Field>) -> Place {
        let index = field.and_then(|field| self.plan.column(field));
        self.place_of(self.current(), index)
    }

    /// The other rows of the document that was read last, for a caller that refuses it.
    pub fn further_places(&self) -> Vec<Place> {
        if self.plan.rows_are == RowsAre::Documents {
            return Vec::new();
        }
        let rest = self.document.rows().iter().skip(1);
        rest.map(|record| self.place_of(record, None)).collect()
    }

    /// The record of the row that was handed out last; of a document its first.
    fn current(&self) -> &Record {
        match self.plan.rows_are {
            RowsAre::Documents => &self.record,
            _ => self.document.rows().first().unwrap_or(&self.record),
        }
    }

    fn place_of(&self, record: &Record, index: Option<usize>) -> Place {
        let value = index.map(|index| record.cell(index).chars().take(80).collect());
        Place {
            line: record.line,
            column: index.map(|index| ColumnRef {
                index,
                heading: self.plan.headings.get(index).cloned().unwrap_or_default(),
            }),
            value: value.unwrap_or_default(),
            raw: raw(record),
        }
    }

    /// How far the reading has come.
    pub fn position(&self) -> Progress {
        self.source.progress()
    }

    /// The total rows met so far.
    pub fn totals(&self) -> &[TotalRow] {
        &self.totals.rows
    }

    /// The records passed over so far that are no rows of the ledger, by reason.
    pub fn skipped(&self) -> &[Skipped] {
        &self.skipped
    }

    /// Passes title rows and headings, and makes sure that the headings are those that were recognised.
    fn skip_to_rows(&mut self, expected: &str) -> Result<(), IntakeError> {
        let mut found = self.header_row == 0;
        while !found && self.source.read(&mut self.record)? {
            if self.record.line < self.header_row {
                continue;
            }
            let width = self.plan.headings.len();
            let headings: Vec<String> = self
                .record
                .cells
                .iter()
                .take(width)
                .map(str::to_owned)
                .collect();
            if self.record.line != self.header_row || signature(&headings) != expected {
                return Err(Fault::ChangedSinceRecognised.at(&self.file, self.header_row));
            }
            found = true;
        }
        if found {
            Ok(())
        } else {
            Err(Fault::ChangedSinceRecognised.of(&self.file))
        }
    }
}

/// The row of a record.
fn typed<'a>(
    kind: FileKind,
    plan: &'a Plan,
    record: &'a Record,
    around: Around<'a>,
    currencies: &mut Currencies,
) -> Result<Row<'a>, Refusal> {
    match kind {
        FileKind::Transactions if plan.profile == SourceProfile::DatevBookings => {
            bookings::booking(plan, record, around, currencies).map(Row::Transaction)
        }
        FileKind::Transactions => {
            typing::transaction(plan, record, around, currencies).map(Row::Transaction)
        }
        FileKind::Customers => typing::customer(plan, record, currencies).map(Row::Customer),
        FileKind::Settlements => typing::settlement(plan, record, currencies).map(Row::Settlement),
        FileKind::Contacts => sales::contact(plan, record).map(Row::Contact),
        FileKind::Orders => sales::order(plan, record, around, currencies).map(Row::Order),
        FileKind::Deliveries => sales::delivery(plan, record, currencies).map(Row::Delivery),
        FileKind::ExchangeRates => {
            sales::exchange_rate(plan, record, currencies).map(Row::ExchangeRate)
        }
        FileKind::Revenue => sales::revenue(plan, record, currencies).map(Row::Revenue),
        FileKind::BankLines => bank::bank_line(plan, record, currencies).map(Row::BankLine),
    }
}

/// Checks that hold for the row as a whole.
fn sound(plan: &Plan, record: &Record) -> Result<(), Refusal> {
    let (found, expected) = (record.cells.len(), plan.headings.len());
    if found < plan.width {
        let needed = plan.width;
        return Err(Refusal::new(
            None,
            RejectCode::TooFewColumns { found, needed },
        ));
    }
    if found > expected && (expected..found).any(|i| !record.cell(i).is_empty()) {
        return Err(Refusal::new(
            Some(expected),
            RejectCode::TooManyCells { found, expected },
        ));
    }
    if record.cells.as_slice().len() > MAX_CELL_CHARS {
        for (column, cell) in record.cells.iter().enumerate() {
            let chars = cell.chars().count();
            if chars > MAX_CELL_CHARS {
                let code = RejectCode::CellTooLong {
                    chars,
                    limit: MAX_CELL_CHARS,
                };
                return Err(Refusal::new(Some(column), code));
            }
        }
    }
    Ok(())
}

fn rejected(file: &str, plan: &Plan, record: &Record, refusal: Refusal) -> Rejected {
    let value = refusal
        .column
        .map(|column| record.cell(column).chars().take(80).collect());
    let heading = |index: usize| plan.headings.get(index).cloned().unwrap_or_default();
    Rejected {
        file: file.to_owned(),
        line: record.line,
        column: refusal.column.map(|index| ColumnRef {
            index,
            heading: heading(index),
        }),
        code: refusal.code,
        value: value.unwrap_or_default(),
        raw: raw(record),
    }
}

fn raw(record: &Record) -> Vec<String> {
    let cut = |cell: &str| cell.chars().take(MAX_CELL_CHARS).collect();
    record.cells.iter().map(cut).collect()
}
