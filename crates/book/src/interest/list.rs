//! `interest.notes` and `interest.page`: the interest journal, whatever became of its notes.

use chrono::NaiveDate;
use engine::interest::claims::Side;
use rusqlite::{Connection, Row, named_params};
use serde::{Deserialize, Serialize};

use super::text_day;
use crate::accounts::{customer_id, optional_day_of};
use crate::filters::{Filters, Kind};
use crate::listing::{Ids, in_order, slice};
use crate::refusal::Refusal;
use crate::session::Session;
use crate::wire::{Filter, PageRequest, Sort, SortOrder};

/// What notes come to in a currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(rename = "InterestNoteTotal")]
pub struct NoteTotal {
    /// Currency.
    pub currency: String,
    /// Who owes.
    pub side: Side,
    /// How many.
    #[ts(type = "number")]
    pub notes: u64,
    /// Interest, minor units.
    #[ts(type = "number")]
    pub interest_minor: i64,
    /// Fees, minor units.
    #[ts(type = "number")]
    pub fee_minor: i64,
}

impl NoteTotal {
    pub(super) fn nothing(currency: &str, side: Side) -> Self {
        Self {
            currency: currency.to_owned(),
            side,
            notes: 0,
            interest_minor: 0,
            fee_minor: 0,
        }
    }

    pub(super) fn add(&mut self, interest_minor: i64, fee_minor: i64) {
        self.notes += 1;
        self.interest_minor += interest_minor;
        self.fee_minor += fee_minor;
    }
}

/// Opens the journal of notes.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
#[ts(rename = "InterestNoteListRequest")]
pub struct NoteListRequest {
    /// Notes of this run only.
    #[ts(type = "number | null")]
    pub run_id: Option<i64>,
    /// Notes of this customer only.
    pub account: Option<String>,
    /// `created`, `printed`, `posted`, `cancelled`; all but the cancelled where empty.
    pub status: Vec<String>,
    /// Beginning of account or note number, or part of the name.
    pub search: String,
    /// Conditions; all must hold.
    pub filters: Vec<Filter>,
    /// Newest first where missing. Columns, also of the filters: `account`, `name`, `note_no`, `to_on`, `status`, `code`,
    /// `currency`, `interest`, `fee`, `items`, `posted_on`.
    pub sort: Option<Sort>,
}

/// The opened journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(rename = "InterestNoteList")]
pub struct NoteList {
    /// Handle for pages.
    #[ts(type = "number")]
    pub handle: u64,
    /// Rows.
    #[ts(type = "number")]
    pub count: u64,
    /// Per currency and side.
    pub totals: Vec<NoteTotal>,
}

/// A row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(rename = "InterestNoteRow")]
pub struct NoteRow {
    /// The note.
    #[ts(type = "number")]
    pub note_id: i64,
    /// Its run.
    #[ts(type = "number")]
    pub run_id: i64,
    /// Its number; what is not printed has none.
    pub note_no: Option<String>,
    /// `created`, `printed`, `posted` or `cancelled`.
    pub status: String,
    /// Why it was cancelled: `person`, `recalculated`, `invoice_changed`.
    pub cancel_reason: Option<String>,
    /// The customer.
    #[ts(type = "number")]
    pub customer_id: i64,
    /// Account number.
    pub account: String,
    /// Name.
    pub name: String,
    /// Who owes.
    pub side: Side,
    /// Currency.
    pub currency: String,
    /// Code.
    pub code: String,
    /// The last day that it charges.
    pub to_on: NaiveDate,
    /// Posting day.
    pub posted_on: Option<NaiveDate>,
    /// Rows on it.
    #[ts(type = "number")]
    pub items: i64,
    /// Interest with lump sums and rounding, minor units.
    #[ts(type = "number")]
    pub interest_minor: i64,
    /// Fee, minor units.
    #[ts(type = "number")]
    pub fee_minor: i64,
    /// Waived and not reinstated, minor units.
    #[ts(type = "number")]
    pub waived_minor: i64,
    /// Reversed, minor units.
    #[ts(type = "number")]
    pub reversed_minor: i64,
    /// Whether its paper is kept.
    pub has_paper: bool,
}

/// A page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(rename = "InterestNoteRows")]
pub struct NoteRows {
    /// The rows.
    pub rows: Vec<NoteRow>,
}

const FROM: &str = "FROM interest_notes n JOIN customers c ON c.id = n.customer_id";

/// `interest.notes`
pub fn list(session: &mut Session<'_>, request: NoteListRequest) -> Result<NoteList, Refusal> {
    let status = if request.status.is_empty() {
        ["created", "printed", "posted"].map(str::to_owned).to_vec()
    } else {
        request.status.clone()
    };
    let order = order(request.sort.as_ref())?;
    // Notes of one customer are found by the customer, not among all.
    let of_customer = match &request.account {
        Some(account) => Some(customer_id(session.connection(), account)?),
        None => None,
    };
    let whose = if of_customer.is_some() {
        "n.customer_id = :customer"
    } else {
        ":customer IS NULL"
    };
    let filters = Filters::new(&request.filters, expression)?;
    let mut ids = Vec::new();
    let mut totals: Vec<NoteTotal> = Vec::new();
    {
        let connection = session.connection();
        let mut statement = connection.prepare_cached(&format!(
            "SELECT {} n.id, n.currency, n.side, n.interest_minor, n.fee_minor {FROM}
             WHERE {whose} AND (:run IS NULL OR n.run_id = :run)
               AND n.status IN (SELECT value FROM json_each(:status))
               AND (:search = '' OR substr(c.account, 1, length(:search)) = :search
                 OR substr(n.note_no, 1, length(:search)) = :search OR instr(lower(c.name), lower(:search)) > 0)
             ORDER BY {order}",
            filters.select()
        ))?;
        let mut rows = statement.query(named_params! {
            ":run": request.run_id, ":customer": of_customer,
            ":status": serde_json::Value::from(status).to_string(), ":search": request.search.trim(),
        })?;
        while let Some(row) = rows.next()? {
            if !filters.pass(row)? {
                continue;
            }
            ids.push(row.get("id")?);
            let currency: String = row.get("currency")?;
            let side = side_of(row)?;
            let at = totals
                .iter()
                .position(|total| total.currency == currency && total.side == side)
                .unwrap_or_else(|| {
                    totals.push(NoteTotal::nothing(&currency, side));
                    totals.len() - 1
                });
            totals[at].add(row.get("interest_minor")?, row.get("fee_minor")?);
        }
    }
    totals.sort_by(|a, b| (&a.currency, a.side).cmp(&(&b.currency, b.side)));
    let count = ids.len() as u64;
    Ok(NoteList {
        handle: session.book.listings.keep(Ids::<NoteRow>::new(ids)),
        count,
        totals,
    })
}

/// `interest.page`
pub fn page(session: &mut Session<'_>, request: PageRequest) -> Result<NoteRows, Refusal> {
    let listing = session.book.listings.get::<Ids<NoteRow>>(request.handle)?;
    let ids = slice(listing.ids(), request).to_vec();
    let rows = read(session.connection(), &ids)?;
    Ok(NoteRows {
        rows: in_order(rows, &ids, |row| row.note_id)?,
    })
}

pub(super) fn read(connection: &Connection, ids: &[i64]) -> Result<Vec<NoteRow>, Refusal> {
    let adjusted = |kinds: &str| {
        format!(
            "COALESCE((SELECT SUM(CASE a.kind WHEN 'reinstated' THEN -a.amount_minor ELSE a.amount_minor END)
               FROM interest_adjustments a WHERE a.note_id = n.id AND a.kind IN ({kinds})), 0)"
        )
    };
    let mut statement = connection.prepare_cached(&format!(
        "SELECT n.*, c.account, c.name, {} AS waived_minor, {} AS reversed_minor {FROM}
         WHERE n.id IN (SELECT value FROM json_each(:ids))",
        adjusted("'waived', 'reinstated'"),
        adjusted("'reversed'"),
    ))?;
    let mut rows = statement
        .query(named_params! {":ids": serde_json::Value::from(ids.to_vec()).to_string()})?;
    let mut found = Vec::with_capacity(ids.len());
    while let Some(row) = rows.next()? {
        found.push(NoteRow {
            note_id: row.get("id")?,
            run_id: row.get("run_id")?,
            note_no: row.get("note_no")?,
            status: row.get("status")?,
            cancel_reason: row.get("cancel_reason")?,
            customer_id: row.get("customer_id")?,
            account: row.get("account")?,
            name: row.get("name")?,
            side: side_of(row)?,
            currency: row.get("currency")?,
            code: row.get("code_id")?,
            to_on: text_day(row, "to_on")?,
            posted_on: optional_day_of(row, "posted_on")?,
            items: row.get("items")?,
            interest_minor: row.get("interest_minor")?,
            fee_minor: row.get("fee_minor")?,
            waived_minor: row.get("waived_minor")?,
            reversed_minor: row.get("reversed_minor")?,
            has_paper: row.get::<_, Option<i64>>("document_id")?.is_some(),
        });
    }
    Ok(found)
}

pub(super) fn side_of(row: &Row<'_>) -> Result<Side, Refusal> {
    let side: String = row.get("side")?;
    Side::from_code(&side).ok_or_else(|| Refusal::new("book_damaged").with("side", side))
}

/// The SQL behind a column.
fn expression(column: &str) -> Option<(&'static str, Kind)> {
    Some(match column {
        "account" => ("c.account", Kind::Text),
        "name" => ("c.name", Kind::Text),
        "note_no" => ("n.note_no", Kind::Text),
        "to_on" => ("n.to_on", Kind::Text),
        "posted_on" => ("n.posted_on", Kind::Text),
        "status" => ("n.status", Kind::Text),
        "code" => ("n.code_id", Kind::Text),
        "currency" => ("n.currency", Kind::Text),
        "interest" => ("n.interest_minor", Kind::Number),
        "fee" => ("n.fee_minor", Kind::Number),
        "items" => ("n.items", Kind::Number),
        _ => return None,
    })
}

fn order(sort: Option<&Sort>) -> Result<String, Refusal> {
    let Some(sort) = sort else {
        return Ok("n.id DESC".to_owned());
    };
    let (sql, _) = expression(&sort.column)
        .ok_or_else(|| Refusal::new("unknown_column").with("column", &sort.column))?;
    let direction = match sort.order {
        SortOrder::Ascending => "ASC",
        SortOrder::Descending => "DESC",
    };
    Ok(format!("{sql} {direction}, n.id"))
}
