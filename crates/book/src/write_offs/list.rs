//! `write_offs.list`, `write_offs.page` and `write_offs.export`: write-offs with what was written off, what came in on it, and
//! what is left of the loss.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use engine::write_offs::Status;
use rusqlite::{Connection, named_params};
use serde::{Deserialize, Serialize};

use super::stored::status_of;
use crate::accounts::{day_of, of_account};
use crate::filters::{Filters, Kind};
use crate::listing::{Ids, in_order, slice};
use crate::lists::{ExportColumn, ExportDone, ExportList, export_ids, sorted};
use crate::refusal::Refusal;
use crate::session::Session;
use crate::sheet::Cell;
use crate::wire::{Filter, PageRequest, Sort};

/// Opens the list.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct WriteOffsRequest {
    /// Write-offs of this customer only.
    pub account: Option<String>,
    /// Where they stand; wherever where empty.
    pub status: Vec<Status>,
    /// Beginning of an account or a number, or part of the name.
    pub search: String,
    /// Conditions; all must hold.
    pub filters: Vec<Filter>,
    /// Newest first where missing. Columns, also of the filters: `number`, `account`, `name`, `status`, `on`, `reason`,
    /// `currency`, `gross`, `recovered`.
    pub sort: Option<Sort>,
}

/// What was written off in a currency.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct WriteOffTotal {
    /// Currency.
    pub currency: String,
    /// Rows.
    #[ts(type = "number")]
    pub count: u64,
    /// Posted and not taken back, signed minor units.
    #[ts(type = "number")]
    pub gross_minor: i64,
    /// What came in on it, minor units.
    #[ts(type = "number")]
    pub recovered_minor: i64,
    /// What is left, minor units.
    #[ts(type = "number")]
    pub net_minor: i64,
}

/// The opened list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct WriteOffListing {
    /// Handle for pages.
    #[ts(type = "number")]
    pub handle: u64,
    /// Rows.
    #[ts(type = "number")]
    pub count: u64,
    /// Of all rows, per currency.
    pub totals: Vec<WriteOffTotal>,
}

/// A row: a write-off in one of its currencies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct WriteOffRow {
    /// The line that stands for the row.
    #[ts(type = "number")]
    pub row_id: i64,
    /// The write-off.
    #[ts(type = "number")]
    pub write_off_id: i64,
    /// Its number.
    pub number: String,
    /// Account number.
    pub account: String,
    /// Name.
    pub name: String,
    /// Where it stands.
    pub status: Status,
    /// The day.
    pub on: NaiveDate,
    /// Code of the reason.
    pub reason: String,
    /// Currency.
    pub currency: String,
    /// What is taken off the customer, signed minor units.
    #[ts(type = "number")]
    pub gross_minor: i64,
    /// What came in on it, minor units.
    #[ts(type = "number")]
    pub recovered_minor: i64,
    /// What is left of it, minor units.
    #[ts(type = "number")]
    pub net_minor: i64,
}

/// A page of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct WriteOffPage {
    /// The rows.
    pub rows: Vec<WriteOffRow>,
}

/// A write-off has a row for each currency; the first of its lines names it.
const FROM: &str = "
  FROM write_off_lines l JOIN write_offs w ON w.id = l.write_off_id JOIN customers c ON c.id = w.customer_id
  WHERE l.id = (SELECT MIN(f.id) FROM write_off_lines f
    WHERE f.write_off_id = l.write_off_id AND f.currency = l.currency)";

const GROSS: &str = "(SELECT COALESCE(-SUM(g.amount_minor), 0) FROM write_off_lines g
  WHERE g.write_off_id = l.write_off_id AND g.kind = 'customer' AND g.currency = l.currency)";

const RECOVERED: &str = "(SELECT COALESCE(SUM(r.amount_minor), 0) FROM write_off_recoveries r
  WHERE r.write_off_id = l.write_off_id AND r.currency = l.currency AND r.undone_by_act_id IS NULL)";

/// `write_offs.list`
pub fn list(
    session: &mut Session<'_>,
    request: WriteOffsRequest,
) -> Result<WriteOffListing, Refusal> {
    let filters = Filters::new(&request.filters, expression)?;
    let order = sorted(request.sort.as_ref(), "w.id DESC", expression)?;
    let status: Vec<&str> = request.status.iter().map(|status| status.code()).collect();
    let mut ids = Vec::new();
    let mut totals: BTreeMap<String, WriteOffTotal> = BTreeMap::new();
    {
        let mut statement = session.connection().prepare_cached(&format!(
            "SELECT {} l.id, l.currency, w.status AS state, {GROSS} AS gross, {RECOVERED} AS recovered {FROM}
               AND {of_account}
               AND (json_array_length(:status) = 0 OR w.status IN (SELECT value FROM json_each(:status)))
               AND (:search = '' OR substr(c.account, 1, length(:search)) = :search
                 OR substr(w.number, 1, length(:search)) = :search OR instr(lower(c.name), lower(:search)) > 0)
             ORDER BY {order}, l.id",
            filters.select(),
            of_account = of_account(request.account.as_deref(), "w.customer_id"),
        ))?;
        let mut rows = statement.query(named_params! {
            ":account": request.account, ":status": serde_json::to_string(&status)?, ":search": request.search.trim(),
        })?;
        while let Some(row) = rows.next()? {
            if !filters.pass(row)? {
                continue;
            }
            ids.push(row.get("id")?);
            let currency: String = row.get("currency")?;
            let total = totals.entry(currency).or_default();
            total.count += 1;
            if row.get::<_, String>("state")? == Status::Posted.code() {
                total.gross_minor += row.get::<_, i64>("gross")?;
                total.recovered_minor += row.get::<_, i64>("recovered")?;
            }
        }
    }
    let totals = totals
        .into_iter()
        .map(|(currency, total)| WriteOffTotal {
            net_minor: total.gross_minor - total.recovered_minor,
            currency,
            ..total
        })
        .collect();
    let count = ids.len() as u64;
    let handle = session.book.listings.keep(Ids::<WriteOffRow>::new(ids));
    Ok(WriteOffListing {
        handle,
        count,
        totals,
    })
}

/// The SQL behind a column.
fn expression(column: &str) -> Option<(&'static str, Kind)> {
    Some(match column {
        "number" => ("w.number", Kind::Text),
        "account" => ("c.account", Kind::Text),
        "name" => ("c.name", Kind::Text),
        "status" => ("w.status", Kind::Text),
        "on" => ("w.write_off_on", Kind::Text),
        "reason" => ("w.reason_code", Kind::Text),
        "currency" => ("l.currency", Kind::Text),
        "gross" => (GROSS, Kind::Number),
        "recovered" => (RECOVERED, Kind::Number),
        _ => return None,
    })
}

/// `write_offs.page`
pub fn page(session: &mut Session<'_>, request: PageRequest) -> Result<WriteOffPage, Refusal> {
    let ids = session
        .book
        .listings
        .get::<Ids<WriteOffRow>>(request.handle)?;
    let ids = slice(ids.ids(), request).to_vec();
    let rows = session.read(|connection| rows(connection, &ids))?;
    Ok(WriteOffPage { rows })
}

fn rows(connection: &Connection, ids: &[i64]) -> Result<Vec<WriteOffRow>, Refusal> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT l.id, w.id AS write_off_id, w.number, c.account, c.name, w.status, w.write_off_on, w.reason_code,
                l.currency, {GROSS} AS gross, {RECOVERED} AS recovered
         FROM json_each(:ids) j CROSS JOIN write_off_lines l ON l.id = j.value
         JOIN write_offs w ON w.id = l.write_off_id JOIN customers c ON c.id = w.customer_id"
    ))?;
    let mut found = statement.query(named_params! {":ids": serde_json::to_string(ids)?})?;
    let mut rows = Vec::with_capacity(ids.len());
    while let Some(row) = found.next()? {
        let (gross_minor, recovered_minor): (i64, i64) = (row.get("gross")?, row.get("recovered")?);
        rows.push(WriteOffRow {
            row_id: row.get("id")?,
            write_off_id: row.get("write_off_id")?,
            number: row.get("number")?,
            account: row.get("account")?,
            name: row.get("name")?,
            status: status_of(&row.get::<_, String>("status")?)?,
            on: day_of(row, "write_off_on")?,
            reason: row.get("reason_code")?,
            currency: row.get("currency")?,
            gross_minor,
            recovered_minor,
            net_minor: gross_minor - recovered_minor,
        });
    }
    in_order(rows, ids, |row| row.row_id)
}

/// `write_offs.export`: exactly the rows of an open list.
pub fn export(session: &mut Session<'_>, request: ExportList) -> Result<ExportDone, Refusal> {
    export_ids(session, &request, rows, cell)
}

fn cell(column: &ExportColumn, row: &WriteOffRow) -> Option<Cell> {
    let money = |minor: i64| Cell::money(minor, &row.currency);
    Some(match column.id.as_str() {
        "number" => Cell::text(&row.number),
        "account" => Cell::text(&row.account),
        "name" => Cell::text(&row.name),
        "status" => column.word(row.status.code()),
        "on" => Cell::day(row.on),
        "reason" => column.word(&row.reason),
        "currency" => Cell::text(&row.currency),
        "gross" => money(row.gross_minor),
        "recovered" => money(row.recovered_minor),
        "net" => money(row.net_minor),
        _ => return None,
    })
}
