//! `disputes.write`: disputes and the credits that they ask for, for other systems, as CSV or JSON (D-17).

use super::list::{DisputeRow, read};
use crate::lists::{ExportDone, WriteData, write_data};
use crate::refusal::Refusal;
use crate::session::Session;
use crate::sheet::Cell;

const COLUMNS: [&str; 18] = [
    "dispute",
    "account",
    "name",
    "invoice",
    "amount",
    "disputed",
    "currency",
    "reason",
    "explanation",
    "investigator",
    "opened_on",
    "due_on",
    "status",
    "next_action",
    "credit",
    "credit_note",
    "case",
    "external_reference",
];

/// `disputes.write`
pub fn write(session: &mut Session<'_>, request: WriteData) -> Result<ExportDone, Refusal> {
    let today = session.today;
    let rows: Vec<DisputeRow> = session.read(|connection| {
        let mut statement = connection.prepare_cached(
            "SELECT id FROM disputes WHERE undone_by_act_id IS NULL ORDER BY opened_on, id",
        )?;
        let ids: Vec<i64> = statement
            .query_map([], |row| row.get("id"))?
            .collect::<Result<_, _>>()?;
        ids.into_iter()
            .map(|id| read(connection, id, today))
            .collect()
    })?;
    write_data(&request, &rows, &COLUMNS, cells)
}

fn cells(row: &DisputeRow) -> Vec<Cell> {
    let money = |minor: i64| Cell::money(minor, &row.currency);
    let text = |value: &Option<String>| Cell::text(value.as_deref().unwrap_or(""));
    vec![
        Cell::text(&row.number),
        Cell::text(&row.account),
        Cell::text(&row.name),
        Cell::text(&row.document_no),
        money(row.amount_minor),
        money(row.disputed_minor),
        Cell::text(&row.currency),
        Cell::text(&row.reason),
        Cell::text(&row.explanation),
        text(&row.investigator),
        Cell::day(row.opened_on),
        row.due_on.map_or_else(|| Cell::text(""), Cell::day),
        Cell::text(row.status.code()),
        Cell::text(&row.next_action),
        row.resolution_minor.map_or_else(|| Cell::text(""), money),
        Cell::text(&row.credit_note_no),
        text(&row.case),
        Cell::text(&row.external_reference),
    ]
}
