//! Streaming the rows of a file: one record in memory, reused.

use std::path::Path;

use super::plan::{Plan, Refusal};
use super::typing::{self, Currencies};
use super::{Defaults, Row};
use crate::fault::{ColumnRef, Fault, IntakeError, RejectCode, Rejected};
use crate::field::{Field, FileKind};
use crate::recognise::{Recognition, open, signature};
use crate::source::{Progress, Record, Source, file_name};
use crate::{MAX_CELL_CHARS, synonyms::normalise_heading};

/// A total that the file itself states, to compare with the sum of its rows: a difference is a warning, never a fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TotalRow {
    /// Line of the text file or row of the sheet.
    pub line: u64,
    /// What the file says, as written.
    pub stated: String,
    /// The same in minor units of the default currency, where it is a number.
    pub stated_minor: Option<i64>,
    /// Sum of the same column over the rows since the last total, the rejected ones left out, in minor units.
    pub summed_minor: i64,
}

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
    totals: Vec<TotalRow>,
    sum_minor: i64,
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
        totals: Vec::new(),
        sum_minor: 0,
    };
    reader.skip_to_rows(&recognition.signature)?;
    Ok(reader)
}

impl RowReader {
    /// The next row, a rejected row, or `None` at the end. An `Err` outside means that the rest cannot be read.
    #[allow(clippy::should_implement_trait)] // Rows borrow from the reader, which an iterator cannot express.
    pub fn next(&mut self) -> Result<Option<Result<Row<'_>, Rejected>>, IntakeError> {
        loop {
            if !self.source.read(&mut self.record)? {
                return Ok(None);
            }
            if !self.record.is_blank() && !self.take_total() {
                break;
            }
        }
        let (plan, record, currencies) = (&self.plan, &self.record, &mut self.currencies);
        let row = sound(plan, record).and_then(|()| match self.kind {
            FileKind::Customers => typing::customer(plan, record, currencies).map(Row::Customer),
            FileKind::Transactions => {
                typing::transaction(plan, record, currencies).map(Row::Transaction)
            }
            FileKind::Settlements => {
                typing::settlement(plan, record, currencies).map(Row::Settlement)
            }
        });
        if let Ok(Row::Transaction(row)) = &row {
            self.sum_minor = self.sum_minor.saturating_add(row.amount_minor);
        }
        Ok(Some(row.map_err(|refusal| {
            rejected(&self.file, plan, record, refusal)
        })))
    }

    /// The row that was read last, for a caller that refuses it: with `field`, the column and the value at fault.
    pub fn place(&self, field: Option<Field>) -> Place {
        let index = field.and_then(|field| self.plan.column(field));
        let value = index.map(|index| self.record.cell(index).chars().take(80).collect());
        Place {
            line: self.record.line,
            column: index.map(|index| ColumnRef {
                index,
                heading: self.plan.headings.get(index).cloned().unwrap_or_default(),
            }),
            value: value.unwrap_or_default(),
            raw: raw(&self.record),
        }
    }

    /// How far the reading has come.
    pub fn position(&self) -> Progress {
        self.source.progress()
    }

    /// The total rows met so far.
    pub fn totals(&self) -> &[TotalRow] {
        &self.totals
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

    /// Whether the record is a total row: it says so in words and carries neither document nor day.
    fn take_total(&mut self) -> bool {
        if self.kind != FileKind::Transactions {
            return false;
        }
        let (plan, record) = (&self.plan, &self.record);
        let has = |field| plan.text(record, field).is_some();
        if (has(Field::DocumentNo) || has(Field::DocumentKey)) && has(Field::DocumentDate) {
            return false;
        }
        let day = |field| plan.day(record, field).is_ok_and(|day| day.is_some());
        let first = record
            .cells
            .iter()
            .map(str::trim)
            .find(|cell| !cell.is_empty())
            .unwrap_or("");
        if day(Field::DocumentDate) || day(Field::TransactionDate) || !is_total_word(first) {
            return false;
        }
        let amount = [
            Field::AmountMinor,
            Field::Amount,
            Field::OpenAmountMinor,
            Field::OpenAmount,
        ];
        let stated = amount.iter().copied().find(|field| has(*field));
        if let Some(field) = stated {
            let money = plan.default_currency().map(super::plan::Money::of);
            self.totals.push(TotalRow {
                line: record.line,
                stated: plan
                    .text(record, field)
                    .unwrap_or_default()
                    .chars()
                    .take(80)
                    .collect(),
                stated_minor: money.and_then(|m| plan.amount(record, field, m).ok().flatten()),
                summed_minor: std::mem::take(&mut self.sum_minor),
            });
        }
        true
    }
}

/// `Total`, `Total for Alder Ltd`, `Summe:`, `Gesamt`.
fn is_total_word(cell: &str) -> bool {
    let word = cell.split_whitespace().next().unwrap_or("");
    let word = normalise_heading(word);
    matches!(
        word.as_str(),
        "total"
            | "totals"
            | "subtotal"
            | "grandtotal"
            | "grand"
            | "sum"
            | "summe"
            | "summen"
            | "gesamt"
            | "gesamtsumme"
            | "zwischensumme"
            | "endsumme"
            | "totale"
            | "totaal"
            | "totaux"
            | "soustotal"
            | "somme"
            | "somma"
    )
}

/// Checks that hold for the row as a whole.
fn sound(plan: &Plan, record: &Record) -> Result<(), Refusal> {
    let (found, expected) = (record.cells.len(), plan.headings.len());
    if found < plan.width {
        return Err(Refusal {
            column: None,
            code: RejectCode::TooFewColumns {
                found,
                needed: plan.width,
            },
        });
    }
    if found > expected && (expected..found).any(|i| !record.cell(i).is_empty()) {
        return Err(Refusal {
            column: Some(expected),
            code: RejectCode::TooManyCells { found, expected },
        });
    }
    if record.cells.as_slice().len() > MAX_CELL_CHARS {
        for (column, cell) in record.cells.iter().enumerate() {
            let chars = cell.chars().count();
            if chars > MAX_CELL_CHARS {
                let code = RejectCode::CellTooLong {
                    chars,
                    limit: MAX_CELL_CHARS,
                };
                return Err(Refusal {
                    column: Some(column),
                    code,
                });
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
