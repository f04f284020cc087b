//! One pass over the rows: what the values look like, and what they say about date order and decimal mark.

use std::ops::ControlFlow;

use super::settle::has_default;
use super::types::{Example, TypeGuess};
use crate::day::{DayText, read_day};
use crate::fault::{Fault, IntakeError};
use crate::field::{Field, Shape};
use crate::number::DecimalMark;
use crate::number::{MarkEvidence, mark_evidence, parse_amount};
use crate::rows::parse_flag;
use crate::source::{Native, Progress, Record, Source};

/// Rows from which the look of every column is taken; below them only the columns that matter are watched.
const LOOK: u64 = 1_000;
/// Where nothing can be ambiguous (ISO days, minor units), this many rows are enough.
const ENOUGH: u64 = 20_000;
/// Rows between two calls of the caller's tick.
const TICK: u64 = 16_384;
const EXAMPLES: usize = 3;

/// A count with its first places.
#[derive(Debug, Default, Clone)]
pub(super) struct Seen {
    pub count: u64,
    pub examples: Vec<Example>,
}

impl Seen {
    fn note(&mut self, record: &Record, column: usize, readings: impl FnOnce() -> Vec<String>) {
        self.count += 1;
        if self.examples.len() < EXAMPLES {
            let value = record.cell(column).chars().take(80).collect();
            self.examples.push(Example {
                line: record.line,
                column,
                value,
                readings: readings(),
            });
        }
    }
}

/// What one column showed.
#[derive(Debug, Default, Clone)]
pub(super) struct ColumnLook {
    pub filled: u64,
    pub samples: Vec<String>,
    pub two_way: u64,
    pub differing: u64,
    days: u64,
    whole: u64,
    amounts: u64,
    flags: u64,
    looked_at: u64,
}

impl ColumnLook {
    /// The type of nine out of ten of the values looked at.
    pub fn type_guess(&self) -> TypeGuess {
        let most = |n: u64| n * 10 >= self.looked_at * 9;
        match () {
            () if self.looked_at == 0 => TypeGuess::Blank,
            () if most(self.days) => TypeGuess::Day,
            () if most(self.whole) => TypeGuess::Whole,
            () if most(self.whole + self.amounts) => TypeGuess::Amount,
            () if most(self.flags) => TypeGuess::Flag,
            () => TypeGuess::Text,
        }
    }
}

/// What the whole file showed.
#[derive(Debug, Default)]
pub(super) struct Findings {
    pub columns: Vec<ColumnLook>,
    pub day_first: Seen,
    pub month_first: Seen,
    pub either_order: Seen,
    pub fixed_days: Seen,
    pub only_point: Seen,
    pub only_comma: Seen,
    pub either_mark: Seen,
    /// Rows read.
    pub rows: u64,
    /// Whether every row was read.
    pub is_whole: bool,
}

/// Reads the rows below the headings. `may_stop` tells that the row count is known without reading.
pub(super) fn scan(
    source: &mut Source,
    header_row: usize,
    fields: &[Option<Field>],
    may_stop: bool,
    tick: &mut dyn FnMut(Progress) -> ControlFlow<()>,
    file: &str,
) -> Result<Findings, IntakeError> {
    let mut findings = Findings {
        columns: vec![ColumnLook::default(); fields.len()],
        ..Findings::default()
    };
    let has_mark = |f: &Field| matches!(f.shape(), Shape::Amount | Shape::Decimal);
    let has_amounts = fields.iter().flatten().any(has_mark);
    let mut watched: Vec<(usize, Watch)> = Vec::new();
    let mut record = Record::default();
    while source.read(&mut record)? {
        if record.line <= header_row as u64 || record.is_blank() {
            continue;
        }
        findings.rows += 1;
        if findings.rows <= LOOK {
            for column in 0..fields.len() {
                findings.look(&record, column);
            }
        }
        if findings.rows == 1 {
            watched = watch_list(fields, None);
        } else if findings.rows == LOOK {
            // Columns that merely look like days are counted too, for the report of two-way dates.
            watched = watch_list(fields, Some(&findings.columns));
        }
        for (column, watch) in &watched {
            findings.watch(&record, *column, *watch);
        }
        if findings.rows.is_multiple_of(TICK) && tick(source.progress()).is_break() {
            return Err(Fault::Cancelled.of(file));
        }
        let is_plain = !has_amounts
            && findings.day_first.count + findings.month_first.count + findings.either_order.count
                == 0;
        if may_stop && is_plain && findings.rows == ENOUGH {
            return Ok(findings);
        }
    }
    findings.is_whole = true;
    Ok(findings)
}

/// How a column is watched to the end of the file.
#[derive(Clone, Copy)]
enum Watch {
    /// A mapped day: evidence, and two-way count.
    Day,
    /// Looks like a day but is not mapped: two-way count only.
    OtherDay,
    Amount,
    /// Only whether it is filled.
    Presence,
}

fn watch_list(fields: &[Option<Field>], looks: Option<&[ColumnLook]>) -> Vec<(usize, Watch)> {
    let mut list = Vec::new();
    for (column, field) in fields.iter().enumerate() {
        let watch = match field.map(Field::shape) {
            Some(Shape::Day | Shape::Hold) => Watch::Day,
            Some(Shape::Amount | Shape::Decimal) => Watch::Amount,
            Some(_) if field.is_some_and(has_default) => Watch::Presence,
            _ if looks.is_none_or(|l| l[column].type_guess() == TypeGuess::Day) => Watch::OtherDay,
            _ => continue,
        };
        list.push((column, watch));
    }
    list
}

impl Findings {
    /// Takes the look of a value.
    fn look(&mut self, record: &Record, column: usize) {
        let text = record.cell(column);
        let look = &mut self.columns[column];
        if text.is_empty() {
            return;
        }
        look.looked_at += 1;
        if look.samples.len() < 5 && !look.samples.iter().any(|s| s == text) {
            look.samples.push(text.chars().take(80).collect());
        }
        if record.native(column) == Native::Day || looks_like_day(text) {
            look.days += 1;
        } else if text.bytes().all(|b| b.is_ascii_digit()) {
            look.whole += 1;
        } else if !matches!(mark_evidence(text), MarkEvidence::NotANumber) {
            look.amounts += 1;
        } else if parse_flag(text).is_some() {
            look.flags += 1;
        }
    }

    /// Takes what a value says about order or mark.
    fn watch(&mut self, record: &Record, column: usize, watch: Watch) {
        let text = record.cell(column);
        if text.is_empty() {
            return;
        }
        self.columns[column].filled += 1;
        if record.native(column) != Native::Text {
            return;
        }
        match watch {
            Watch::Day => self.watch_day(record, column, text),
            Watch::OtherDay => {
                self.count_two_way(column, read_day(text));
            }
            Watch::Amount => self.watch_amount(record, column, text),
            Watch::Presence => {}
        }
    }

    fn count_two_way(&mut self, column: usize, day: DayText) {
        if let DayText::Open {
            dmy: Some(dmy),
            mdy: Some(mdy),
        } = day
        {
            let look = &mut self.columns[column];
            look.two_way += 1;
            look.differing += u64::from(dmy != mdy);
        }
    }

    fn watch_day(&mut self, record: &Record, column: usize, text: &str) {
        let day = read_day(text);
        self.count_two_way(column, day);
        match day {
            DayText::Fixed(_) => self.fixed_days.note(record, column, Vec::new),
            DayText::Open {
                dmy: Some(_),
                mdy: None,
            } => self.day_first.note(record, column, Vec::new),
            DayText::Open {
                dmy: None,
                mdy: Some(_),
            } => self.month_first.note(record, column, Vec::new),
            DayText::Open {
                dmy: Some(a),
                mdy: Some(b),
            } if a != b => {
                self.either_order
                    .note(record, column, || vec![a.to_string(), b.to_string()]);
            }
            DayText::Open { .. } | DayText::No => {}
        }
    }

    fn watch_amount(&mut self, record: &Record, column: usize, text: &str) {
        match mark_evidence(text.trim_end_matches('%').trim_end()) {
            MarkEvidence::Only(DecimalMark::Point) => {
                self.only_point.note(record, column, Vec::new);
            }
            MarkEvidence::Only(DecimalMark::Comma) => {
                self.only_comma.note(record, column, Vec::new);
            }
            MarkEvidence::TwoWays => self.either_mark.note(record, column, || {
                let under = |mark| {
                    parse_amount(text, Some(mark), 3)
                        .map_or_else(|_| String::new(), |m| engine::money::plain(m, 3))
                };
                vec![under(DecimalMark::Point), under(DecimalMark::Comma)]
            }),
            MarkEvidence::None | MarkEvidence::NotANumber => {}
        }
    }
}

/// A day with separators; eight digits in a row are a number until a heading says otherwise.
fn looks_like_day(text: &str) -> bool {
    !text.bytes().all(|b| b.is_ascii_digit()) && read_day(text) != DayText::No
}
