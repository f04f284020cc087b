//! `letters.list` and `letters.page`: the journal of all letters, whatever became of them.

use chrono::NaiveDate;
use engine::letters::Code;
use rusqlite::{Connection, named_params};
use serde::{Deserialize, Serialize};

use super::runs::LetterTotal;
use super::{code, day};
use crate::accounts::of_account;
use crate::filters::{Filters, Kind};
use crate::listing::{in_order, slice};
use crate::refusal::Refusal;
use crate::session::Session;
use crate::wire::{Filter, PageRequest, Sort, SortOrder};

/// Opens the journal.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
pub struct LetterListRequest {
    /// Letters of this run only.
    #[serde(default)]
    #[ts(type = "number | null")]
    pub run_id: Option<i64>,
    /// Letters of this customer only.
    #[serde(default)]
    pub account: Option<String>,
    /// `created`, `posted`, `cancelled`, `replaced` or `dropped`; created and posted where empty.
    #[serde(default)]
    pub status: Vec<String>,
    /// Letters of this code only.
    #[serde(default)]
    pub code: Option<Code>,
    /// Printed ones, or those that are not printed yet.
    #[serde(default)]
    pub printed: Option<bool>,
    /// Beginning of account or letter number, or part of the name.
    #[serde(default)]
    pub search: String,
    /// Conditions; all must hold.
    #[serde(default)]
    pub filters: Vec<Filter>,
    /// By run and account where missing. Columns, also of the filters: `account`, `name`, `letter_no`, `letter_on`,
    /// `run_id`, `code`, `status`, `currency`, `items`, `fee`, `total`, `items_count`, `oldest_days`, `printed` and `mailed` (0 or 1),
    /// `still_open`.
    #[serde(default)]
    pub sort: Option<Sort>,
}

/// The opened journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct LetterListing {
    /// Handle for pages.
    #[ts(type = "number")]
    pub handle: u64,
    /// Rows.
    #[ts(type = "number")]
    pub count: u64,
    /// Totals of all rows per currency and code.
    pub totals: Vec<LetterTotal>,
}

/// A row of the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct LetterRow {
    /// The letter.
    #[ts(type = "number")]
    pub letter_id: i64,
    /// Its run.
    #[ts(type = "number")]
    pub run_id: i64,
    /// Its number; drafts have none.
    pub letter_no: Option<String>,
    /// `created`, `posted`, `cancelled`, `replaced` or `dropped`.
    pub status: String,
    /// Its day; for a draft the day of its run.
    pub letter_on: NaiveDate,
    /// The customer.
    #[ts(type = "number")]
    pub customer_id: i64,
    /// Account number.
    pub account: String,
    /// Name.
    pub name: String,
    /// Currency.
    pub currency: String,
    /// Code.
    pub code: Code,
    /// Items on it.
    #[ts(type = "number")]
    pub items_count: i64,
    /// Days since the oldest fell due.
    #[ts(type = "number")]
    pub oldest_days_overdue: i64,
    /// What the items claim, minor units.
    #[ts(type = "number")]
    pub items_minor: i64,
    /// Fee, minor units.
    #[ts(type = "number")]
    pub fee_minor: i64,
    /// Items and fee, minor units.
    #[ts(type = "number")]
    pub total_minor: i64,
    /// Pages of the stored PDF.
    pub pages: Option<u32>,
    /// Whether it was printed.
    pub printed: bool,
    /// Whether it went out by mail, for all that is known.
    pub mailed: bool,
    /// What is open today of its items and its fee, minor units; `None` where it was not posted. Nothing is open once it is paid.
    #[ts(type = "number | null")]
    pub still_open_minor: Option<i64>,
}

/// A page of the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct LetterPage {
    /// The rows.
    pub rows: Vec<LetterRow>,
}

/// What a handle keeps: the ordered ids.
#[derive(Debug)]
pub(super) struct Kept(pub(super) Vec<i64>);

const FROM: &str = "
  FROM letter_drafts d
  JOIN letter_runs r ON r.id = d.run_id
  JOIN customers c ON c.id = d.customer_id
  LEFT JOIN letters l ON l.id = d.id
  LEFT JOIN letter_cancellations x ON x.letter_id = d.id";

/// A mail whose end nobody knows may have arrived.
const MAILED: &str =
    "EXISTS (SELECT 1 FROM letter_mails m LEFT JOIN letter_mail_results s ON s.mail_id = m.id
    WHERE m.letter_id = d.id AND COALESCE(s.status, 'uncertain') IN ('sent', 'uncertain'))";

/// The fee of a letter that was printed before it was posted stands beside it.
const STILL_OPEN: &str = "CASE WHEN l.id IS NOT NULL AND x.letter_id IS NULL THEN
    COALESCE((SELECT SUM(o.open_minor) FROM open_items_snapshot o
      WHERE o.customer_id = d.customer_id AND o.open_minor > 0
        AND (o.transaction_id IN (SELECT i.transaction_id FROM letter_items i WHERE i.letter_id = d.id)
          OR o.transaction_id = l.fee_transaction_id
          OR o.transaction_id = (SELECT p.fee_transaction_id FROM letter_postings p WHERE p.letter_id = d.id))), 0) END";

/// `letters.list`
pub fn list(
    session: &mut Session<'_>,
    request: LetterListRequest,
) -> Result<LetterListing, Refusal> {
    let status = if request.status.is_empty() {
        vec!["created".to_owned(), "posted".to_owned()]
    } else {
        request.status.clone()
    };
    let order = order(request.sort.as_ref())?;
    let filters = Filters::new(&request.filters, expression)?;
    let mut ids = Vec::new();
    let mut totals: Vec<LetterTotal> = Vec::new();
    {
        let connection = session.connection();
        let mut statement = connection.prepare_cached(&format!(
            "SELECT {} d.id, d.currency, d.code, d.items_minor, d.fee_minor, d.total_minor {FROM}
             WHERE (:run IS NULL OR d.run_id = :run)
               AND {of_account}
               AND (:code IS NULL OR d.code = :code)
               AND CASE WHEN x.letter_id IS NULL THEN d.status ELSE 'cancelled' END
                 IN (SELECT value FROM json_each(:status))
               AND (:printed IS NULL
                 OR :printed = EXISTS (SELECT 1 FROM letter_prints p WHERE p.letter_id = d.id))
               AND (:search = '' OR substr(c.account, 1, length(:search)) = :search
                 OR substr(l.letter_no, 1, length(:search)) = :search OR instr(lower(c.name), lower(:search)) > 0)
             ORDER BY {order}",
            filters.select(),
            of_account = of_account(request.account.as_deref(), "d.customer_id"),
        ))?;
        let mut rows = statement.query(named_params! {
            ":run": request.run_id, ":account": request.account, ":code": request.code.map(Code::code),
            ":status": serde_json::Value::from(status).to_string(), ":printed": request.printed,
            ":search": request.search.trim(),
        })?;
        while let Some(row) = rows.next()? {
            if !filters.pass(row)? {
                continue;
            }
            ids.push(row.get("id")?);
            let currency: String = row.get("currency")?;
            let code = code(row, "code")?;
            let known = totals
                .iter()
                .position(|total| total.currency == currency && total.code == code);
            let at = known.unwrap_or_else(|| {
                totals.push(LetterTotal::nothing(&currency, code));
                totals.len() - 1
            });
            totals[at].letters += 1;
            totals[at].items_minor += row.get::<_, i64>("items_minor")?;
            totals[at].fee_minor += row.get::<_, i64>("fee_minor")?;
            totals[at].total_minor += row.get::<_, i64>("total_minor")?;
        }
    }
    totals.sort_by(|a, b| (&a.currency, a.code).cmp(&(&b.currency, b.code)));
    let count = ids.len() as u64;
    Ok(LetterListing {
        handle: session.book.listings.keep(Kept(ids)),
        count,
        totals,
    })
}

/// The SQL behind a column.
fn expression(column: &str) -> Option<(&'static str, Kind)> {
    Some(match column {
        "account" => ("c.account", Kind::Text),
        "name" => ("c.name", Kind::Text),
        "letter_no" => ("l.letter_no", Kind::Text),
        "letter_on" => ("COALESCE(l.letter_on, r.letter_on)", Kind::Text),
        "run_id" => ("d.run_id", Kind::Number),
        "code" => ("d.code", Kind::Text),
        "status" => (
            "CASE WHEN x.letter_id IS NULL THEN d.status ELSE 'cancelled' END",
            Kind::Text,
        ),
        "currency" => ("d.currency", Kind::Text),
        "items" => ("d.items_minor", Kind::Number),
        "fee" => ("d.fee_minor", Kind::Number),
        "total" => ("d.total_minor", Kind::Number),
        "items_count" => ("d.items_count", Kind::Number),
        "oldest_days" => ("d.oldest_days_overdue", Kind::Number),
        "printed" => (
            "EXISTS (SELECT 1 FROM letter_prints p WHERE p.letter_id = d.id)",
            Kind::Number,
        ),
        "mailed" => (MAILED, Kind::Number),
        "still_open" => (STILL_OPEN, Kind::Number),
        _ => return None,
    })
}

fn order(sort: Option<&Sort>) -> Result<String, Refusal> {
    let Some(sort) = sort else {
        return Ok("d.run_id DESC, c.account, d.id".to_owned());
    };
    let (column, _) = expression(&sort.column)
        .ok_or_else(|| Refusal::new("unknown_column").with("column", &sort.column))?;
    // The collection letter follows the numbered ones.
    let column = if sort.column == "code" {
        "CASE d.code WHEN 'collection' THEN 'letter_9' ELSE d.code END"
    } else {
        column
    };
    let direction = match sort.order {
        SortOrder::Ascending => "ASC",
        SortOrder::Descending => "DESC",
    };
    Ok(format!("{column} {direction}, c.account, d.id"))
}

/// `letters.page`
pub fn page(session: &mut Session<'_>, request: PageRequest) -> Result<LetterPage, Refusal> {
    let ids = slice(
        &session.book.listings.get::<Kept>(request.handle)?.0,
        request,
    )
    .to_vec();
    let rows = session.read(|connection| rows(connection, &ids))?;
    Ok(LetterPage { rows })
}

/// The letters whose ids `?1` lists, in that order; the days and codes are read by name, all else by place.
const ROWS: &str = "
  SELECT d.id, d.run_id, l.letter_no, CASE WHEN x.letter_id IS NULL THEN d.status ELSE 'cancelled' END,
         COALESCE(l.letter_on, r.letter_on) AS letter_on, d.customer_id, c.account, c.name, d.currency, d.code,
         d.items_minor, d.fee_minor, d.total_minor,
         (SELECT o.pages FROM documents o WHERE o.id = l.document_id),
         EXISTS (SELECT 1 FROM letter_prints p WHERE p.letter_id = d.id), d.items_count, d.oldest_days_overdue,
         {mailed}, {still_open}
  FROM json_each(?1) j
  CROSS JOIN letter_drafts d ON d.id = j.value
  JOIN letter_runs r ON r.id = d.run_id
  JOIN customers c ON c.id = d.customer_id
  LEFT JOIN letters l ON l.id = d.id
  LEFT JOIN letter_cancellations x ON x.letter_id = d.id";

/// The letters `ids`, in their order. One statement reads them all, and its columns are read by place: a statement for
/// each row, or a name looked up for each value, would cost more than the row.
pub(super) fn rows(connection: &Connection, ids: &[i64]) -> Result<Vec<LetterRow>, Refusal> {
    let sql = ROWS
        .replace("{mailed}", MAILED)
        .replace("{still_open}", STILL_OPEN);
    let mut statement = connection.prepare_cached(&sql)?;
    let mut found = statement.query([serde_json::to_string(ids)?])?;
    let mut rows = Vec::with_capacity(ids.len());
    while let Some(row) = found.next()? {
        rows.push(LetterRow {
            letter_id: row.get(0)?,
            run_id: row.get(1)?,
            letter_no: row.get(2)?,
            status: row.get(3)?,
            letter_on: day(row, "letter_on")?,
            customer_id: row.get(5)?,
            account: row.get(6)?,
            name: row.get(7)?,
            currency: row.get(8)?,
            code: code(row, "code")?,
            items_count: row.get(15)?,
            oldest_days_overdue: row.get(16)?,
            items_minor: row.get(10)?,
            fee_minor: row.get(11)?,
            total_minor: row.get(12)?,
            pages: row.get(13)?,
            printed: row.get(14)?,
            mailed: row.get(17)?,
            still_open_minor: row.get(18)?,
        });
    }
    in_order(rows, ids, |row: &LetterRow| row.letter_id)
}
