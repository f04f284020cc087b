//! Export of exactly what a list shows: CSV or XLSX.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::list::each_row;
use crate::lists::ExportDone;
use crate::refusal::Refusal;
use crate::session::Session;
use crate::sheet::{Cell, SheetFormat, SheetWriter};

/// Asks for an export.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct ExportRequest {
    /// Handle of the list.
    #[ts(type = "number")]
    pub handle: u64,
    /// File to write; an existing one is replaced, as the dialog has asked.
    pub path: String,
    /// CSV or XLSX.
    pub format: SheetFormat,
    /// Headings in the user's language: account, name, currency, total, overdue, unapplied, disputed, open items, days
    /// overdue, then one per period.
    pub headings: Vec<String>,
}

/// `aging.export`
pub fn export(session: &mut Session<'_>, request: ExportRequest) -> Result<ExportDone, Refusal> {
    let mut writer = SheetWriter::create(Path::new(&request.path), request.format)?;
    writer.heading(&request.headings)?;
    let mut rows = 0;
    each_row(session, request.handle, |_, row| {
        rows += 1;
        let money = |minor: i64| Cell::money(minor, &row.currency);
        let mut cells = vec![
            Cell::text(&row.account),
            Cell::text(&row.name),
            Cell::text(&row.currency),
            money(row.total_minor),
            money(row.overdue_minor),
            money(row.unapplied_minor),
            money(row.disputed_minor),
            Cell::number(row.open_count),
            row.oldest_days_overdue.map_or(Cell::text(""), Cell::number),
        ];
        cells.extend(row.period_minor.iter().map(|minor| money(*minor)));
        writer.row(&cells)
    })?;
    writer.finish()?;
    Ok(ExportDone {
        path: request.path,
        rows,
    })
}
