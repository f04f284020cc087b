//! `cases.export`: the list as a table. `cases.write`: every case for another system, as JSON or CSV with the same rows (D-17).

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::list::{CaseAmount, CaseRow, rows};
use crate::lists::{ExportColumn, ExportDone, ExportList, export_ids};
use crate::refusal::Refusal;
use crate::session::Session;
use crate::sheet::{Cell, SheetFormat, SheetWriter, write_whole};

/// `cases.export`
pub fn export(session: &mut Session<'_>, request: ExportList) -> Result<ExportDone, Refusal> {
    export_ids(session, &request, rows, cell)
}

fn cell(column: &ExportColumn, row: &CaseRow) -> Option<Cell> {
    let text = |value: &Option<String>| Cell::text(value.as_deref().unwrap_or(""));
    Some(match column.id.as_str() {
        "number" => Cell::text(&row.number),
        "description" => Cell::text(&row.description),
        "account" => Cell::text(&row.account),
        "name" => Cell::text(&row.name),
        "category" => column.word(&row.category),
        "status" => column.word(row.status.code()),
        "priority" => column.word(&row.priority.to_string()),
        "owner" => text(&row.owner),
        "created_on" => Cell::text(row.created_at.get(..10).unwrap_or_default()),
        "modified_at" => Cell::text(&row.modified_at),
        "external_reference" => Cell::text(&row.external_reference),
        "transactions" => Cell::number(row.transactions),
        // A table calculates with one amount; several currencies stand as text.
        "open" => match row.amounts.as_slice() {
            [] => Cell::text(""),
            [one] => Cell::money(one.open_minor, &one.currency),
            several => Cell::text(&written(several)),
        },
        "currency" => Cell::text(
            &row.amounts
                .iter()
                .map(|one| one.currency.as_str())
                .collect::<Vec<_>>()
                .join(" "),
        ),
        "open_activities" => Cell::number(row.open_activities),
        "next_activity_on" => row
            .next_activity_on
            .map_or_else(|| Cell::text(""), Cell::day),
        _ => return None,
    })
}

fn written(amounts: &[CaseAmount]) -> String {
    amounts
        .iter()
        .map(|one| match Cell::money(one.open_minor, &one.currency) {
            Cell::Money(text, _) => format!("{text} {}", one.currency),
            _ => String::new(),
        })
        .collect::<Vec<_>>()
        .join(" ")
}

/// Format of a file for other systems.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum CaseFormat {
    /// Comma-separated, with a heading.
    #[default]
    Csv,
    /// An array of objects.
    Json,
}

/// Asks for the file.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct WriteCases {
    /// File to write; an existing one is replaced, as the dialog has asked.
    pub path: String,
    /// CSV or JSON.
    pub format: CaseFormat,
    /// Row ids; every case that was not withdrawn where it is empty.
    #[serde(default)]
    #[ts(type = "Array<number>")]
    pub case_ids: Vec<i64>,
}

/// A case as another system takes it: one row for each transaction of it, one without where it has none. Amounts in minor
/// units.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct CaseData {
    number: String,
    external_reference: String,
    account: String,
    name: String,
    category: String,
    description: String,
    status: String,
    priority: i64,
    owner: String,
    created_at: String,
    modified_at: String,
    resolution: String,
    document_no: String,
    currency: String,
    open_minor: Option<i64>,
}

const HEADINGS: [&str; 15] = [
    "number",
    "external_reference",
    "account",
    "name",
    "category",
    "description",
    "status",
    "priority",
    "owner",
    "created_at",
    "modified_at",
    "resolution",
    "document_no",
    "currency",
    "open_minor",
];

/// `cases.write`
pub fn write(session: &mut Session<'_>, request: WriteCases) -> Result<ExportDone, Refusal> {
    let data = data(session, &request.case_ids)?;
    let rows = data.len() as u64;
    let path = Path::new(&request.path);
    match request.format {
        CaseFormat::Json => write_whole(path, &serde_json::to_vec_pretty(&data)?)?,
        CaseFormat::Csv => table(path, &data)?,
    }
    Ok(ExportDone {
        path: request.path,
        rows,
    })
}

fn data(session: &Session<'_>, ids: &[i64]) -> Result<Vec<CaseData>, Refusal> {
    let mut statement = session.connection().prepare_cached(
        "SELECT k.number, k.external_reference, c.account, c.name, k.category_id, k.description, k.status, k.priority,
                COALESCE(u.code, '') AS owner, k.created_at, k.modified_at, k.resolution,
                COALESCE(t.document_no, '') AS document_no, COALESCE(t.currency, '') AS currency,
                CASE WHEN t.id IS NOT NULL THEN COALESCE(i.open_minor, 0) END AS open_minor
         FROM cases k JOIN customers c ON c.id = k.customer_id LEFT JOIN users u ON u.id = k.owner_id
           LEFT JOIN case_transactions x ON x.case_id = k.id LEFT JOIN transactions t ON t.id = x.transaction_id
           LEFT JOIN open_items_snapshot i ON i.customer_id = t.customer_id AND i.transaction_id = t.id
         WHERE k.withdrawn = 0 AND (:every = 1 OR k.id IN (SELECT value FROM json_each(:ids)))
         ORDER BY k.id, t.document_no",
    )?;
    let found = statement.query_map(
        rusqlite::named_params! {":every": ids.is_empty(), ":ids": serde_json::to_string(ids)?},
        |row| {
            Ok(CaseData {
                number: row.get("number")?,
                external_reference: row.get("external_reference")?,
                account: row.get("account")?,
                name: row.get("name")?,
                category: row.get("category_id")?,
                description: row.get("description")?,
                status: row.get("status")?,
                priority: row.get("priority")?,
                owner: row.get("owner")?,
                created_at: row.get("created_at")?,
                modified_at: row.get("modified_at")?,
                resolution: row.get("resolution")?,
                document_no: row.get("document_no")?,
                currency: row.get("currency")?,
                open_minor: row.get("open_minor")?,
            })
        },
    )?;
    Ok(found.collect::<Result<_, _>>()?)
}

fn table(path: &Path, data: &[CaseData]) -> Result<(), Refusal> {
    let mut writer = SheetWriter::create(path, SheetFormat::Csv)?;
    writer.heading(&HEADINGS.map(str::to_owned))?;
    for one in data {
        writer.row(&[
            Cell::text(&one.number),
            Cell::text(&one.external_reference),
            Cell::text(&one.account),
            Cell::text(&one.name),
            Cell::text(&one.category),
            Cell::text(&one.description),
            Cell::text(&one.status),
            Cell::number(one.priority),
            Cell::text(&one.owner),
            Cell::text(&one.created_at),
            Cell::text(&one.modified_at),
            Cell::text(&one.resolution),
            Cell::text(&one.document_no),
            Cell::text(&one.currency),
            one.open_minor.map_or_else(|| Cell::text(""), Cell::number),
        ])?;
    }
    writer.finish()
}
