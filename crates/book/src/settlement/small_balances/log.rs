//! `settlement.small_balance_runs`, `settlement.small_balance_items` and `settlement.small_balance_items_page`: the log
//! of earlier runs, what became of each document, and why.

use chrono::NaiveDate;
use engine::account::Kind;
use rusqlite::{Connection, OptionalExtension as _, Row, named_params};
use serde::{Deserialize, Serialize};

use super::plan::{SmallBalanceCount, SmallBalanceOutcome, SmallBalanceTotal};
use super::terms::SmallBalanceThreshold;
use crate::accounts::{day_of, kind_of};
use crate::filters::{self, Filters};
use crate::listing::{in_order, slice};
use crate::refusal::Refusal;
use crate::session::Session;
use crate::wire::{Filter, Nothing, PageRequest, Sort, SortOrder};

/// A run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct SmallBalanceRun {
    /// The run.
    #[ts(type = "number")]
    pub run_id: i64,
    /// Its act.
    #[ts(type = "number")]
    pub act_id: i64,
    /// When.
    pub at: String,
    /// Code of the user.
    pub user: String,
    /// Accounting day.
    pub settled_on: NaiveDate,
    /// Its thresholds.
    pub thresholds: Vec<SmallBalanceThreshold>,
    /// Whether documents of which nothing was settled were closed too.
    pub whole_documents: bool,
    /// Code of the pool to which the run was limited; missing where it was not.
    pub pool: Option<String>,
    /// The person's comment.
    pub note: String,
    /// By outcome.
    pub counts: Vec<SmallBalanceCount>,
    /// Of what it closed, per currency.
    pub totals: Vec<SmallBalanceTotal>,
    /// Postings of it, one for each customer.
    #[ts(type = "number")]
    pub postings: u64,
    /// Of these, how many were taken back.
    #[ts(type = "number")]
    pub taken_back: u64,
}

/// The runs, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct SmallBalanceRuns {
    /// At most 200.
    pub runs: Vec<SmallBalanceRun>,
}

/// Opens the log of a run.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct SmallBalanceItemsRequest {
    /// The run.
    #[ts(type = "number")]
    pub run_id: i64,
    /// Text in account, name or number.
    #[serde(default)]
    pub search: String,
    /// Conditions; all must hold.
    #[serde(default)]
    pub filters: Vec<Filter>,
    /// By outcome where missing, what was closed first. Columns, also of the filters: `account`, `name`, `document_no`,
    /// `kind`, `amount`, `open`, `currency`, `outcome`.
    #[serde(default)]
    pub sort: Option<Sort>,
}

/// The opened log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct SmallBalanceItems {
    /// Handle for pages.
    #[ts(type = "number")]
    pub handle: u64,
    /// Rows.
    #[ts(type = "number")]
    pub count: u64,
}

/// A document of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct SmallBalanceItem {
    /// The document.
    #[ts(type = "number")]
    pub transaction_id: i64,
    /// Account number.
    pub account: String,
    /// Name.
    pub name: String,
    /// Kind.
    pub kind: Kind,
    /// Its number.
    pub document_no: String,
    /// Currency.
    pub currency: String,
    /// Amount, minor units, signed.
    #[ts(type = "number")]
    pub amount_minor: i64,
    /// Open when the run looked, minor units, signed.
    #[ts(type = "number")]
    pub open_minor: i64,
    /// Open when the person looked, minor units; missing where it was not shown.
    #[ts(type = "number | null")]
    pub shown_minor: Option<i64>,
    /// What became of it.
    pub outcome: SmallBalanceOutcome,
    /// The posting that closed it; `settlement.undo` takes it.
    #[ts(type = "number | null")]
    pub posting_id: Option<i64>,
    /// When that was taken back.
    pub taken_back_at: Option<String>,
}

/// A page of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct SmallBalanceItemsPage {
    /// The rows.
    pub rows: Vec<SmallBalanceItem>,
}

/// `settlement.small_balance_runs`
pub fn runs(session: &mut Session<'_>, _: Nothing) -> Result<SmallBalanceRuns, Refusal> {
    let mut statement = session.connection().prepare_cached(
        "SELECT r.id, r.act_id, a.at, u.code AS user, r.settled_on, r.thresholds, r.whole_documents, r.pool, r.note, r.counts,
                r.totals,
                (SELECT COUNT(*) FROM settlement_postings p WHERE p.act_id = r.act_id) AS postings,
                (SELECT COUNT(*) FROM settlement_postings p
                 WHERE p.act_id = r.act_id AND p.undone_by_act_id IS NOT NULL) AS taken_back
         FROM small_balance_runs r JOIN audit a ON a.id = r.act_id JOIN users u ON u.id = a.user_id
         ORDER BY r.id DESC LIMIT 200",
    )?;
    let mut rows = statement.query([])?;
    let mut runs = Vec::new();
    while let Some(row) = rows.next()? {
        runs.push(run(row)?);
    }
    Ok(SmallBalanceRuns { runs })
}

fn run(row: &Row<'_>) -> Result<SmallBalanceRun, Refusal> {
    let json = |name: &str| row.get::<_, String>(name);
    Ok(SmallBalanceRun {
        run_id: row.get("id")?,
        act_id: row.get("act_id")?,
        at: row.get("at")?,
        user: row.get("user")?,
        settled_on: day_of(row, "settled_on")?,
        thresholds: serde_json::from_str(&json("thresholds")?)?,
        whole_documents: row.get("whole_documents")?,
        pool: row.get("pool")?,
        note: row.get("note")?,
        counts: serde_json::from_str(&json("counts")?)?,
        totals: serde_json::from_str(&json("totals")?)?,
        postings: row.get::<_, i64>("postings")?.unsigned_abs(),
        taken_back: row.get::<_, i64>("taken_back")?.unsigned_abs(),
    })
}

/// The act of a run.
pub(crate) fn act_of(connection: &Connection, run_id: i64) -> Result<i64, Refusal> {
    connection
        .prepare_cached("SELECT act_id FROM small_balance_runs WHERE id = :run")?
        .query_row(named_params! {":run": run_id}, |row| row.get("act_id"))
        .optional()?
        .ok_or_else(|| Refusal::new("unknown_small_balance_run").with("run_id", run_id))
}

/// What a handle keeps.
#[derive(Debug)]
struct Kept {
    run_id: i64,
    ids: Vec<i64>,
}

fn expression(column: &str) -> Option<(&'static str, filters::Kind)> {
    use filters::Kind::{Number, Text};
    Some(match column {
        "account" => ("i.account", Text),
        "name" => ("i.name", Text),
        "document_no" => ("i.document_no", Text),
        "kind" => ("i.kind", Text),
        "amount" => ("i.amount_minor", Number),
        "open" => ("i.open_minor", Number),
        "currency" => ("i.currency", Text),
        "outcome" => ("i.outcome", Text),
        _ => return None,
    })
}

/// `settlement.small_balance_items`
pub fn items(
    session: &mut Session<'_>,
    request: SmallBalanceItemsRequest,
) -> Result<SmallBalanceItems, Refusal> {
    act_of(session.connection(), request.run_id)?;
    let filters = Filters::new(&request.filters, expression)?;
    let (column, direction) = match &request.sort {
        None => ("i.outcome <> 'closed', i.outcome", "ASC"),
        Some(sort) => {
            let (column, _) = expression(&sort.column)
                .ok_or_else(|| Refusal::new("unknown_column").with("column", &sort.column))?;
            let direction = match sort.order {
                SortOrder::Ascending => "ASC",
                SortOrder::Descending => "DESC",
            };
            (column, direction)
        }
    };
    let search = request.search.trim().to_lowercase();
    let mut ids = Vec::new();
    {
        let mut statement = session.connection().prepare_cached(&format!(
            "SELECT {} i.transaction_id, i.account, i.name, i.document_no FROM small_balance_items i
             WHERE i.run_id = :run ORDER BY {column} {direction}, i.account, i.document_no, i.transaction_id",
            filters.select()
        ))?;
        let mut rows = statement.query(named_params! {":run": request.run_id})?;
        while let Some(row) = rows.next()? {
            let mut hit = search.is_empty();
            for name in ["account", "name", "document_no"] {
                hit = hit || row.get::<_, String>(name)?.to_lowercase().contains(&search);
            }
            if hit && filters.pass(row)? {
                ids.push(row.get("transaction_id")?);
            }
        }
    }
    let count = ids.len() as u64;
    let handle = session.book.listings.keep(Kept {
        run_id: request.run_id,
        ids,
    });
    Ok(SmallBalanceItems { handle, count })
}

/// `settlement.small_balance_items_page`
pub fn items_page(
    session: &mut Session<'_>,
    request: PageRequest,
) -> Result<SmallBalanceItemsPage, Refusal> {
    let kept: &Kept = session.book.listings.get(request.handle)?;
    let ids = slice(&kept.ids, request);
    let rows = session.read(|connection| read(connection, kept.run_id, ids))?;
    let rows = in_order(rows, ids, |row: &SmallBalanceItem| row.transaction_id)?;
    Ok(SmallBalanceItemsPage { rows })
}

/// The documents of the log of run `?1` whose ids `?2` lists.
const ITEMS: &str = "
  SELECT i.transaction_id, i.account, i.name, i.kind, i.document_no, i.currency, i.amount_minor, i.open_minor,
         i.shown_minor, i.outcome, i.posting_id, a.at AS taken_back_at
  FROM json_each(?2) j
  CROSS JOIN small_balance_items i ON i.run_id = ?1 AND i.transaction_id = j.value
  LEFT JOIN settlement_postings p ON p.id = i.posting_id
  LEFT JOIN audit a ON a.id = p.undone_by_act_id";

fn read(
    connection: &Connection,
    run_id: i64,
    ids: &[i64],
) -> Result<Vec<SmallBalanceItem>, Refusal> {
    let mut statement = connection.prepare_cached(ITEMS)?;
    let mut found = statement.query(rusqlite::params![run_id, serde_json::to_string(ids)?])?;
    let mut rows = Vec::with_capacity(ids.len());
    while let Some(row) = found.next()? {
        let code: String = row.get("outcome")?;
        let outcome = SmallBalanceOutcome::ALL
            .into_iter()
            .find(|outcome| outcome.code() == code)
            .ok_or_else(|| Refusal::new("book_damaged").with("outcome", &code))?;
        rows.push(SmallBalanceItem {
            transaction_id: row.get("transaction_id")?,
            account: row.get("account")?,
            name: row.get("name")?,
            kind: kind_of(&row.get::<_, String>("kind")?)?,
            document_no: row.get("document_no")?,
            currency: row.get("currency")?,
            amount_minor: row.get("amount_minor")?,
            open_minor: row.get("open_minor")?,
            shown_minor: row.get("shown_minor")?,
            outcome,
            posting_id: row.get("posting_id")?,
            taken_back_at: row.get("taken_back_at")?,
        });
    }
    Ok(rows)
}
