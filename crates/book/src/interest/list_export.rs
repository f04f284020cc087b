//! `interest.list_export`: exactly the notes that an open journal has, as a table.

use super::list::{NoteRow, read};
use crate::listing::{Ids, in_order};
use crate::lists::{ExportColumn, ExportDone, ExportList, ListFile};
use crate::refusal::Refusal;
use crate::session::Session;
use crate::sheet::Cell;

/// `interest.list_export`
pub fn export(session: &mut Session<'_>, request: ExportList) -> Result<ExportDone, Refusal> {
    let kept = session.book.listings.get::<Ids<NoteRow>>(request.handle)?;
    let mut file = ListFile::create(&request)?;
    for ids in kept.ids().chunks(512) {
        for note in in_order(read(session.connection(), ids)?, ids, |row| row.note_id)? {
            file.row(|column| cell(column, &note))?;
        }
        session.checkpoint()?;
    }
    file.finish()
}

fn cell(column: &ExportColumn, row: &NoteRow) -> Option<Cell> {
    let money = |minor: i64| Cell::money(minor, &row.currency);
    Some(match column.id.as_str() {
        "account" => Cell::text(&row.account),
        "name" => Cell::text(&row.name),
        "note_no" => Cell::text(row.note_no.as_deref().unwrap_or("")),
        "status" => column.word(&row.status),
        "side" => column.word(row.side.code()),
        "code" => Cell::text(&row.code),
        "currency" => Cell::text(&row.currency),
        "to_on" => Cell::day(row.to_on),
        "posted_on" => row.posted_on.map_or_else(|| Cell::text(""), Cell::day),
        "items" => Cell::number(row.items),
        "interest" => money(row.interest_minor),
        "fee" => money(row.fee_minor),
        "waived" => money(row.waived_minor),
        "reversed" => money(row.reversed_minor),
        _ => return None,
    })
}
