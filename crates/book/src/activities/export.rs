//! `activities.export`: the list as a file.

use chrono::NaiveDate;

use super::list::{ActivityRow, ActivityState, rows};
use crate::lists::{ExportColumn, ExportDone, ExportList, export_ids};
use crate::refusal::Refusal;
use crate::session::Session;
use crate::sheet::Cell;

/// `activities.export`
pub fn export(session: &mut Session<'_>, request: ExportList) -> Result<ExportDone, Refusal> {
    let today = session.today;
    export_ids(
        session,
        &request,
        |connection, ids| rows(connection, ids, today),
        cell,
    )
}

fn cell(column: &ExportColumn, row: &ActivityRow) -> Option<Cell> {
    let text = |value: &Option<String>| Cell::text(value.as_deref().unwrap_or(""));
    let day = |value: Option<NaiveDate>| value.map_or_else(|| Cell::text(""), Cell::day);
    Some(match column.id.as_str() {
        "number" => Cell::text(&row.number),
        "account" => Cell::text(&row.account),
        "name" => Cell::text(&row.name),
        "purpose" => Cell::text(&row.purpose),
        "phase" => Cell::text(&row.phase),
        "memo" => Cell::text(&row.memo),
        "kind" => column.word(row.kind.code()),
        "category" => column.word(&row.category),
        "contact" => Cell::text(&row.contact),
        "responsible" => text(&row.responsible),
        "starts_on" => Cell::day(row.starts_on),
        "ends_on" => Cell::day(row.ends_on),
        "reminder_on" => day(row.reminder_on),
        "state" => column.word(match row.state {
            ActivityState::Open => "open",
            ActivityState::Closed => "closed",
        }),
        "closed_on" => day(row.closed_on),
        "case" => text(&row.case_number),
        "document_no" => text(&row.document_no),
        _ => return None,
    })
}
