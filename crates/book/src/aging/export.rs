//! `aging.export`: exactly what the list shows, with the columns that are shown, in their order.

use chrono::NaiveDate;
use engine::aging::Period;

use super::list::{Row, each_row};
use crate::company;
use crate::lists::{ExportColumn, ExportDone, ExportList, ListFile};
use crate::refusal::Refusal;
use crate::session::Session;
use crate::sheet::Cell;

/// `aging.export`
pub fn export(session: &mut Session<'_>, request: ExportList) -> Result<ExportDone, Refusal> {
    let home = company::load(session.connection())?.currency;
    let mut file = ListFile::create(&request)?;
    each_row(session, request.handle, |kept, row| {
        file.row(|column| cell(column, row, &kept.periods, &home))
    })?;
    file.finish()
}

/// The period of a row's oldest item is a code, and its words come with the column.
fn oldest(column: &ExportColumn, row: &Row, periods: &[Period]) -> Cell {
    row.oldest_period
        .and_then(|at| usize::try_from(at).ok())
        .and_then(|at| periods.get(at))
        .map_or_else(|| Cell::text(""), |period| column.word(&period.id))
}

fn cell(column: &ExportColumn, row: &Row, periods: &[Period], home: &str) -> Option<Cell> {
    let money = |minor: i64| Cell::money(minor, &row.currency);
    let of_company =
        |minor: Option<i64>| minor.map_or_else(|| Cell::text(""), |minor| Cell::money(minor, home));
    let text = |value: &Option<String>| Cell::text(value.as_deref().unwrap_or(""));
    let day = |value: Option<NaiveDate>| value.map_or_else(|| Cell::text(""), Cell::day);
    Some(match column.id.as_str() {
        "account" => Cell::text(&row.account),
        "name" => Cell::text(&row.name),
        "company" => Cell::text(&row.company),
        "currency" => Cell::text(&row.currency),
        "total" => money(row.total_minor),
        "overdue" => money(row.overdue_minor),
        "unapplied" => money(row.unapplied_minor),
        "uncleared" => money(row.uncleared_minor),
        "disputed" => money(row.disputed_minor),
        "disputed_count" => Cell::number(row.disputed_count),
        "open_count" => Cell::number(row.open_count),
        "oldest_days" => row
            .oldest_days_overdue
            .map_or_else(|| Cell::text(""), Cell::number),
        "oldest_period" => oldest(column, row, periods),
        "agent" => text(&row.worked.agent),
        "region" => text(&row.worked.region),
        "last_contact_on" => day(row.worked.last_contact_on),
        "next_activity_on" => day(row.worked.next_activity_on),
        "promise_due_on" => day(row.worked.promise_due_on),
        "credit_limit" => of_company(row.credit_limit_minor),
        "packing_slip" => of_company(row.packing_slip_minor),
        "sales_order" => of_company(row.sales_order_minor),
        "remaining_credit" => of_company(row.remaining_credit_minor),
        id => {
            let at = periods.iter().position(|period| period.id == id)?;
            money(*row.period_minor.get(at)?)
        }
    })
}
