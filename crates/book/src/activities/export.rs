//! `activities.export`: the list as a file.

use chrono::NaiveDate;

use super::list::{ActivityRow, ActivityState, rows};
use crate::listing::{Ids, slice};
use crate::lists::{ExportColumn, ExportDone, ExportList, ListFile};
use crate::refusal::Refusal;
use crate::session::Session;
use crate::sheet::Cell;
use crate::wire::PageRequest;

/// Rows that are read together.
const STEP: u64 = 512;

/// `activities.export`
pub fn export(session: &mut Session<'_>, request: ExportList) -> Result<ExportDone, Refusal> {
    let mut file = ListFile::create(&request)?;
    let mut offset = 0;
    loop {
        let page = PageRequest {
            handle: request.handle,
            offset,
            limit: STEP,
        };
        let ids = session
            .book
            .listings
            .get::<Ids<ActivityRow>>(request.handle)?;
        let ids = slice(ids.ids(), page).to_vec();
        if ids.is_empty() {
            return file.finish();
        }
        offset += ids.len() as u64;
        for row in rows(session.connection(), &ids, session.today)? {
            file.row(|column| cell(column, &row))?;
        }
        session.checkpoint()?;
    }
}

fn cell(column: &ExportColumn, row: &ActivityRow) -> Option<Cell> {
    let text = |value: &Option<String>| Cell::text(value.as_deref().unwrap_or(""));
    let day = |value: Option<NaiveDate>| value.map_or_else(|| Cell::text(""), Cell::day);
    Some(match column.id.as_str() {
        "number" => Cell::text(&row.number),
        "account" => Cell::text(&row.account),
        "name" => Cell::text(&row.name),
        "purpose" => Cell::text(&row.purpose),
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
