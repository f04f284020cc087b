//! `journal.list`, `journal.page` and `journal.list_export`: the entries of the journal, whoever posted them.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rusqlite::{Connection, named_params};
use serde::{Deserialize, Serialize};

use super::EntryKind;
use crate::accounts::{day_of, of_account, optional_day_of};
use crate::filters::{Filters, Kind};
use crate::listing::{Ids, in_order, slice};
use crate::lists::{ExportColumn, ExportDone, ExportList, export_ids, sorted};
use crate::refusal::Refusal;
use crate::session::Session;
use crate::sheet::Cell;
use crate::wire::{Filter, PageRequest, Sort};

/// Which entries by their export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "JournalExported")]
pub enum Exported {
    /// All.
    #[default]
    Any,
    /// Those that no export has.
    Waiting,
    /// Those that one has.
    Done,
}

impl Exported {
    fn code(self) -> &'static str {
        match self {
            Self::Any => "any",
            Self::Waiting => "waiting",
            Self::Done => "done",
        }
    }
}

/// Opens the journal.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct JournalListRequest {
    /// Entries about this customer only.
    pub account: Option<String>,
    /// From this posting day.
    pub first_on: Option<NaiveDate>,
    /// Up to this posting day.
    pub last_on: Option<NaiveDate>,
    /// Kinds; all where empty.
    pub kinds: Vec<EntryKind>,
    /// By their export.
    pub exported: Exported,
    /// Those of one export.
    #[ts(type = "number | null")]
    pub export_id: Option<i64>,
    /// Beginning of an entry's number, an account or a document number, or part of the name or text.
    pub search: String,
    /// Conditions; all must hold.
    pub filters: Vec<Filter>,
    /// Newest first where missing. Columns, also of the filters: `number`, `posting_on`, `kind`, `account`, `name`,
    /// `document_no`, `text`, `currency`, `amount`, `exported_on`.
    pub sort: Option<Sort>,
}

/// What entries come to in a currency.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct JournalTotal {
    /// Currency.
    pub currency: String,
    /// Entries.
    #[ts(type = "number")]
    pub count: u64,
    /// Their debits, which are their credits, minor units.
    #[ts(type = "number")]
    pub amount_minor: i64,
}

/// The opened journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct JournalListing {
    /// Handle for pages.
    #[ts(type = "number")]
    pub handle: u64,
    /// Entries.
    #[ts(type = "number")]
    pub count: u64,
    /// Of all of them, per currency.
    pub totals: Vec<JournalTotal>,
}

/// An entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct JournalRow {
    /// The entry.
    #[ts(type = "number")]
    pub journal_entry_id: i64,
    /// Its number.
    pub number: String,
    /// Its day.
    pub posting_on: NaiveDate,
    /// What it is about; the word of [`EntryKind`].
    pub kind: String,
    /// Account number.
    pub account: String,
    /// Name.
    pub name: String,
    /// Number of the document.
    pub document_no: String,
    /// Text for the accounting package.
    pub text: String,
    /// Currency.
    pub currency: String,
    /// Debits, which are the credits, minor units.
    #[ts(type = "number")]
    pub amount_minor: i64,
    /// The day of its export; missing where it waits.
    pub exported_on: Option<NaiveDate>,
    /// Whether another entry takes it back.
    pub corrected: bool,
}

/// A page of the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct JournalPage {
    /// The rows.
    pub rows: Vec<JournalRow>,
}

const BESIDE: &str = "JOIN customers c ON c.id = e.customer_id
  LEFT JOIN journal_exported x ON x.entry_id = e.id LEFT JOIN journal_exports p ON p.id = x.export_id";

const AMOUNT: &str = "(SELECT COALESCE(SUM(l.amount_minor), 0) FROM journal_lines l
  WHERE l.entry_id = e.id AND l.amount_minor > 0)";

const EXPORTED_ON: &str = "substr(p.exported_at, 1, 10)";

/// `journal.list`
pub fn list(
    session: &mut Session<'_>,
    request: JournalListRequest,
) -> Result<JournalListing, Refusal> {
    let filters = Filters::new(&request.filters, expression)?;
    let order = sorted(request.sort.as_ref(), "e.id DESC", expression)?;
    let kinds: Vec<&str> = request.kinds.iter().map(|kind| kind.code()).collect();
    let mut ids = Vec::new();
    let mut totals: BTreeMap<String, (u64, i64)> = BTreeMap::new();
    {
        let mut statement = session.connection().prepare_cached(&format!(
            "SELECT {} e.id, e.currency, {AMOUNT} AS amount FROM journal_entries e {BESIDE}
             WHERE {of_account}
               AND e.posting_on >= :first AND e.posting_on <= :last
               AND (json_array_length(:kinds) = 0 OR e.kind IN (SELECT value FROM json_each(:kinds)))
               AND (:exported = 'any' OR (x.entry_id IS NULL) = (:exported = 'waiting'))
               AND (:export IS NULL OR x.export_id = :export)
               AND (:search = '' OR substr(e.number, 1, length(:search)) = :search
                 OR substr(c.account, 1, length(:search)) = :search
                 OR substr(e.document_no, 1, length(:search)) = :search
                 OR instr(lower(c.name), lower(:search)) > 0 OR instr(lower(e.text), lower(:search)) > 0)
             ORDER BY {order}, e.id DESC",
            filters.select(),
            of_account = of_account(request.account.as_deref(), "e.customer_id"),
        ))?;
        let day = |day: Option<NaiveDate>, open: &str| {
            day.map_or_else(|| open.to_owned(), |day| day.to_string())
        };
        let mut rows = statement.query(named_params! {
            ":account": request.account, ":first": day(request.first_on, ""), ":last": day(request.last_on, "9999-12-31"),
            ":kinds": serde_json::to_string(&kinds)?, ":exported": request.exported.code(),
            ":export": request.export_id, ":search": request.search.trim(),
        })?;
        while let Some(row) = rows.next()? {
            if !filters.pass(row)? {
                continue;
            }
            ids.push(row.get("id")?);
            let currency = row
                .get_ref("currency")?
                .as_str()
                .map_err(rusqlite::Error::from)?;
            let minor: i64 = row.get("amount")?;
            match totals.get_mut(currency) {
                Some(total) => *total = (total.0 + 1, total.1 + minor),
                None => {
                    totals.insert(currency.to_owned(), (1, minor));
                }
            }
        }
    }
    let totals = totals
        .into_iter()
        .map(|(currency, (count, amount_minor))| JournalTotal {
            currency,
            count,
            amount_minor,
        })
        .collect();
    let count = ids.len() as u64;
    let handle = session.book.listings.keep(Ids::<JournalRow>::new(ids));
    Ok(JournalListing {
        handle,
        count,
        totals,
    })
}

/// The SQL behind a column.
fn expression(column: &str) -> Option<(&'static str, Kind)> {
    Some(match column {
        "number" => ("e.number", Kind::Text),
        "posting_on" => ("e.posting_on", Kind::Text),
        "kind" => ("e.kind", Kind::Text),
        "account" => ("c.account", Kind::Text),
        "name" => ("c.name", Kind::Text),
        "document_no" => ("e.document_no", Kind::Text),
        "text" => ("e.text", Kind::Text),
        "currency" => ("e.currency", Kind::Text),
        "amount" => (AMOUNT, Kind::Number),
        "exported_on" => (EXPORTED_ON, Kind::Text),
        _ => return None,
    })
}

/// `journal.page`
pub fn page(session: &mut Session<'_>, request: PageRequest) -> Result<JournalPage, Refusal> {
    let ids = session
        .book
        .listings
        .get::<Ids<JournalRow>>(request.handle)?;
    let ids = slice(ids.ids(), request).to_vec();
    let rows = session.read(|connection| rows(connection, &ids))?;
    Ok(JournalPage { rows })
}

/// The entries `ids`, in their order.
pub(super) fn rows(connection: &Connection, ids: &[i64]) -> Result<Vec<JournalRow>, Refusal> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT e.id, e.number, e.posting_on, e.kind, c.account, c.name, e.document_no, e.text, e.currency,
                {AMOUNT} AS amount, {EXPORTED_ON} AS exported_on,
                EXISTS (SELECT 1 FROM journal_entries k WHERE k.corrects_id = e.id) AS corrected
         FROM json_each(:ids) j CROSS JOIN journal_entries e ON e.id = j.value {BESIDE}"
    ))?;
    let mut found = statement.query(named_params! {":ids": serde_json::to_string(ids)?})?;
    let mut rows = Vec::with_capacity(ids.len());
    while let Some(row) = found.next()? {
        rows.push(JournalRow {
            journal_entry_id: row.get("id")?,
            number: row.get("number")?,
            posting_on: day_of(row, "posting_on")?,
            kind: row.get("kind")?,
            account: row.get("account")?,
            name: row.get("name")?,
            document_no: row.get("document_no")?,
            text: row.get("text")?,
            currency: row.get("currency")?,
            amount_minor: row.get("amount")?,
            exported_on: optional_day_of(row, "exported_on")?,
            corrected: row.get("corrected")?,
        });
    }
    in_order(rows, ids, |row| row.journal_entry_id)
}

/// `journal.list_export`: exactly the entries that an open list has, as a table; nothing is marked as exported by it.
pub fn list_export(session: &mut Session<'_>, request: ExportList) -> Result<ExportDone, Refusal> {
    export_ids(session, &request, rows, cell)
}

fn cell(column: &ExportColumn, row: &JournalRow) -> Option<Cell> {
    Some(match column.id.as_str() {
        "number" => Cell::text(&row.number),
        "posting_on" => Cell::day(row.posting_on),
        "kind" => column.word(&row.kind),
        "account" => Cell::text(&row.account),
        "name" => Cell::text(&row.name),
        "document_no" => Cell::text(&row.document_no),
        "text" => Cell::text(&row.text),
        "currency" => Cell::text(&row.currency),
        "amount" => Cell::money(row.amount_minor, &row.currency),
        "exported_on" => row.exported_on.map_or_else(|| Cell::text(""), Cell::day),
        _ => return None,
    })
}
