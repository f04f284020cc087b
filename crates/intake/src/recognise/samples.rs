//! The first rows, as written and as they will be read.

use std::path::Path;

use super::Recognition;
use super::types::{SampleRow, TypedValue};
use crate::fault::IntakeError;
use crate::rows::Plan;
use crate::source::Record;

const ROWS: usize = 8;

/// Reads the first rows below the headings again, now that it is settled how.
pub(super) fn take(path: &Path, recognition: &Recognition) -> Result<Vec<SampleRow>, IntakeError> {
    let mut source = super::open(path, recognition)?;
    let plan = Plan::new(recognition, None);
    let mut record = Record::default();
    let mut rows = Vec::with_capacity(ROWS);
    while rows.len() < ROWS && source.read(&mut record)? {
        if record.line <= recognition.header_row as u64 || record.is_blank() {
            continue;
        }
        let raw = record
            .cells
            .iter()
            .map(|cell| cell.chars().take(80).collect())
            .collect();
        let typed = recognition
            .columns
            .iter()
            .map(|column| typed(&plan, &record, column))
            .collect();
        rows.push(SampleRow {
            line: record.line,
            raw,
            typed,
        });
    }
    Ok(rows)
}

fn typed(plan: &Plan, record: &Record, column: &super::RecognisedColumn) -> TypedValue {
    match column.field {
        None => TypedValue::LeftOut,
        Some(_) if record.cell(column.index).is_empty() => TypedValue::Blank,
        Some(field) => plan.typed(record, column.index, field),
    }
}
