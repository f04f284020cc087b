//! `letters.list_export`: exactly the letters that an open journal has, as a table.

use super::list::{Kept, LetterRow, rows};
use crate::lists::{ExportColumn, ExportDone, ExportList, ListFile};
use crate::refusal::Refusal;
use crate::session::Session;
use crate::sheet::Cell;

/// `letters.list_export`
pub fn export(session: &mut Session<'_>, request: ExportList) -> Result<ExportDone, Refusal> {
    let kept: &Kept = session.book.listings.get(request.handle)?;
    let mut file = ListFile::create(&request)?;
    for ids in kept.0.chunks(512) {
        for letter in rows(session.connection(), ids)? {
            file.row(|column| cell(column, &letter))?;
        }
        session.checkpoint()?;
    }
    file.finish()
}

fn cell(column: &ExportColumn, row: &LetterRow) -> Option<Cell> {
    let money = |minor: i64| Cell::money(minor, &row.currency);
    Some(match column.id.as_str() {
        "account" => Cell::text(&row.account),
        "name" => Cell::text(&row.name),
        "letter_no" => Cell::text(row.letter_no.as_deref().unwrap_or("")),
        "letter_on" => Cell::day(row.letter_on),
        "run_id" => Cell::number(row.run_id),
        "code" => column.word(row.code.code()),
        "status" => column.word(&row.status),
        "currency" => Cell::text(&row.currency),
        "items" => money(row.items_minor),
        "fee" => money(row.fee_minor),
        "total" => money(row.total_minor),
        "items_count" => Cell::number(row.items_count),
        "oldest_days" => Cell::number(row.oldest_days_overdue),
        "mailed" => column.word(if row.mailed { "1" } else { "0" }),
        "still_open" => row.still_open_minor.map_or_else(|| Cell::text(""), money),
        "printed" => column.word(if row.printed { "1" } else { "0" }),
        _ => return None,
    })
}
