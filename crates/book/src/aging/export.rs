//! Export of exactly what a list shows: CSV or XLSX.

use std::path::Path;

use chrono::NaiveDate;
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
    /// overdue, one per period, then agent, region, last contact, next activity, promise due and oldest period.
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
        let first_period = cells.len();
        cells.extend(row.period_minor.iter().map(|minor| money(*minor)));
        let text = |value: &Option<String>| Cell::text(value.as_deref().unwrap_or(""));
        let day = |value: Option<NaiveDate>| value.map_or_else(|| Cell::text(""), Cell::day);
        // The period in words is the heading of its column.
        let oldest = row
            .oldest_period
            .and_then(|at| usize::try_from(at).ok())
            .and_then(|at| request.headings.get(first_period + at));
        cells.extend([
            text(&row.worked.agent),
            text(&row.worked.region),
            day(row.worked.last_contact_on),
            day(row.worked.next_activity_on),
            day(row.worked.promise_due_on),
            Cell::text(oldest.map_or("", String::as_str)),
        ]);
        writer.row(&cells)
    })?;
    writer.finish()?;
    Ok(ExportDone {
        path: request.path,
        rows,
    })
}
