//! The journal as a table: a row for each line, with debit and credit in columns of their own.

use super::lines::{Waiting, WaitingEntry, WaitingLine};
use crate::lists::ExportColumn;
use crate::refusal::Refusal;
use crate::sheet::{Cell, SheetFormat, table_bytes};

/// The columns in their order, as other programs find them.
const COLUMNS: [&str; 17] = [
    "entry_number",
    "posting_date",
    "kind",
    "document_no",
    "customer_account",
    "customer_name",
    "role",
    "account",
    "receivable_account",
    "debit",
    "credit",
    "currency",
    "text",
    "posting_profile",
    "dimensions",
    "tax_code",
    "corrects",
];

/// CSV with the headings of the user's language.
pub(super) fn csv(waiting: &Waiting, columns: &[ExportColumn]) -> Result<Vec<u8>, Refusal> {
    written(waiting, columns, SheetFormat::Csv)
}

/// Excel with the same.
pub(super) fn xlsx(waiting: &Waiting, columns: &[ExportColumn]) -> Result<Vec<u8>, Refusal> {
    written(waiting, columns, SheetFormat::Xlsx)
}

/// CSV with the headings as they are: no byte order mark, ISO days, a decimal point.
pub(super) fn generic(waiting: &Waiting) -> Result<Vec<u8>, Refusal> {
    let bytes = written(waiting, &[], SheetFormat::Csv)?;
    let mark = "\u{feff}".as_bytes();
    Ok(bytes
        .strip_prefix(mark)
        .map_or(bytes.clone(), <[u8]>::to_vec))
}

fn written(
    waiting: &Waiting,
    columns: &[ExportColumn],
    format: SheetFormat,
) -> Result<Vec<u8>, Refusal> {
    let plain: Vec<ExportColumn> = COLUMNS
        .iter()
        .map(|id| ExportColumn {
            id: (*id).to_owned(),
            heading: (*id).to_owned(),
            words: std::collections::BTreeMap::default(),
        })
        .collect();
    let columns = if columns.is_empty() { &plain } else { columns };
    let mut rows = vec![
        columns
            .iter()
            .map(|column| Cell::text(&column.heading))
            .collect::<Vec<_>>(),
    ];
    for entry in &waiting.entries {
        for line in &entry.lines {
            let cells = columns
                .iter()
                .map(|column| {
                    cell(column, entry, line)
                        .ok_or_else(|| Refusal::new("unknown_column").with("column", &column.id))
                })
                .collect::<Result<Vec<_>, _>>()?;
            rows.push(cells);
        }
    }
    table_bytes(format, &rows)
}

fn cell(column: &ExportColumn, entry: &WaitingEntry, line: &WaitingLine) -> Option<Cell> {
    let side = |minor: i64| {
        if minor > 0 {
            Cell::money(minor, &entry.currency)
        } else {
            Cell::text("")
        }
    };
    Some(match column.id.as_str() {
        "entry_number" => Cell::text(&entry.number),
        "posting_date" => Cell::day(entry.posting_on),
        "kind" => column.word(&entry.kind),
        "document_no" => Cell::text(&entry.document_no),
        "customer_account" => Cell::text(&entry.account),
        "customer_name" => Cell::text(&entry.name),
        "role" => column.word(&line.role),
        "account" => Cell::text(&line.account),
        "receivable_account" => Cell::text(&line.receivable),
        "debit" => side(line.amount_minor),
        "credit" => side(line.amount_minor.checked_neg()?),
        "currency" => Cell::text(&entry.currency),
        "text" => Cell::text(&entry.text),
        "posting_profile" => Cell::text(&line.profile),
        "dimensions" => Cell::text(&line.named_dimensions()),
        "tax_code" => Cell::text(&line.tax_code),
        "corrects" => Cell::text(&entry.corrects),
        _ => return None,
    })
}
