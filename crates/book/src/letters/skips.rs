//! `letters.skips`, `letters.skips_page`, `letters.skips_export`: who got no letter in a run, each with the reason.

use engine::letters::SkipReason;
use rusqlite::{Connection, named_params};
use serde::{Deserialize, Serialize};

use super::create::LetterSkip;
use super::runs::skip;
use crate::filters::{Filters, Kind};
use crate::listing::slice;
use crate::lists::{ExportColumn, ExportDone, ExportList, ListFile};
use crate::refusal::Refusal;
use crate::session::Session;
use crate::sheet::Cell;
use crate::wire::{Filter, PageRequest, Sort, SortOrder};

/// Opens the list.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct SkipListRequest {
    /// The run.
    #[ts(type = "number")]
    pub run_id: i64,
    /// Those of this reason only.
    #[serde(default)]
    pub reason: Option<SkipReason>,
    /// Text in account or name.
    #[serde(default)]
    pub search: String,
    /// Conditions; all must hold.
    #[serde(default)]
    pub filters: Vec<Filter>,
    /// By account where missing. Columns, also of the filters: `account`, `name`, `reason`, `currency`, `overdue`.
    #[serde(default)]
    pub sort: Option<Sort>,
}

/// The opened list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct SkipListing {
    /// Handle for pages and exports.
    #[ts(type = "number")]
    pub handle: u64,
    /// Rows.
    #[ts(type = "number")]
    pub count: u64,
}

/// A page of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct SkipPage {
    /// The rows.
    pub rows: Vec<LetterSkip>,
}

/// What a handle keeps: the run, and customer and currency of every row.
#[derive(Debug)]
struct Kept {
    run_id: i64,
    keys: Vec<(i64, String)>,
}

fn expression(column: &str) -> Option<(&'static str, Kind)> {
    Some(match column {
        "account" => ("c.account", Kind::Text),
        "name" => ("c.name", Kind::Text),
        "reason" => ("s.reason", Kind::Text),
        "currency" => ("s.currency", Kind::Text),
        "overdue" => ("s.overdue_minor", Kind::Number),
        _ => return None,
    })
}

/// `letters.skips`
pub fn list(session: &mut Session<'_>, request: SkipListRequest) -> Result<SkipListing, Refusal> {
    let filters = Filters::new(&request.filters, expression)?;
    let (column, order) = match &request.sort {
        None => ("c.account", "ASC"),
        Some(sort) => {
            let (column, _) = expression(&sort.column)
                .ok_or_else(|| Refusal::new("unknown_column").with("column", &sort.column))?;
            let order = match sort.order {
                SortOrder::Ascending => "ASC",
                SortOrder::Descending => "DESC",
            };
            (column, order)
        }
    };
    let search = request.search.trim().to_lowercase();
    let mut keys = Vec::new();
    {
        let mut statement = session.connection().prepare_cached(&format!(
            "SELECT {} s.customer_id, s.currency, c.account, c.name
             FROM letter_skips s JOIN customers c ON c.id = s.customer_id
             WHERE s.run_id = :run AND (:reason IS NULL OR s.reason = :reason)
             ORDER BY {column} {order}, c.account, s.currency",
            filters.select()
        ))?;
        let reason = request.reason.map(SkipReason::code);
        let mut rows =
            statement.query(named_params! {":run": request.run_id, ":reason": reason})?;
        while let Some(row) = rows.next()? {
            let hit = |name: &str| -> Result<bool, Refusal> {
                let value: String = row.get(name)?;
                Ok(value.to_lowercase().contains(&search))
            };
            if filters.pass(row)? && (search.is_empty() || hit("account")? || hit("name")?) {
                keys.push((row.get("customer_id")?, row.get("currency")?));
            }
        }
    }
    let count = keys.len() as u64;
    let handle = session.book.listings.keep(Kept {
        run_id: request.run_id,
        keys,
    });
    Ok(SkipListing { handle, count })
}

/// `letters.skips_page`
pub fn page(session: &mut Session<'_>, request: PageRequest) -> Result<SkipPage, Refusal> {
    let kept: &Kept = session.book.listings.get(request.handle)?;
    let rows = slice(&kept.keys, request)
        .iter()
        .map(|(customer_id, currency)| {
            read(session.connection(), kept.run_id, *customer_id, currency)
        })
        .collect::<Result<_, _>>()?;
    Ok(SkipPage { rows })
}

/// `letters.skips_export`
pub fn export(session: &mut Session<'_>, request: ExportList) -> Result<ExportDone, Refusal> {
    let kept: &Kept = session.book.listings.get(request.handle)?;
    let mut file = ListFile::create(&request)?;
    for keys in kept.keys.chunks(512) {
        for (customer_id, currency) in keys {
            let row = read(session.connection(), kept.run_id, *customer_id, currency)?;
            file.row(|column| cell(column, &row))?;
        }
        session.checkpoint()?;
    }
    file.finish()
}

fn cell(column: &ExportColumn, row: &LetterSkip) -> Option<Cell> {
    Some(match column.id.as_str() {
        "account" => Cell::text(&row.account),
        "name" => Cell::text(&row.name),
        "reason" => reason(column, row),
        "currency" => Cell::text(&row.currency),
        "overdue" => Cell::money(row.overdue_minor, &row.currency),
        _ => return None,
    })
}

/// The word of the reason; of a stop also why it was set, and its last day.
fn reason(column: &ExportColumn, row: &LetterSkip) -> Cell {
    match (&row.stop, column.word(row.reason.code())) {
        (Some(stop), Cell::Text(word)) => {
            Cell::text(&format!("{word}: {}, {}", stop.reason, stop.until_on))
        }
        (_, word) => word,
    }
}

fn read(
    connection: &Connection,
    run_id: i64,
    customer_id: i64,
    currency: &str,
) -> Result<LetterSkip, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT s.customer_id, c.account, c.name, s.currency, s.reason, s.overdue_minor, s.checks, s.stop_reason,
                s.stop_until_on
         FROM letter_skips s JOIN customers c ON c.id = s.customer_id
         WHERE s.run_id = :run AND s.customer_id = :customer AND s.currency = :currency",
    )?;
    let mut rows = statement
        .query(named_params! {":run": run_id, ":customer": customer_id, ":currency": currency})?;
    let row = rows
        .next()?
        .ok_or_else(|| Refusal::new("unknown_letter_run").with("run_id", run_id))?;
    skip(row)
}
