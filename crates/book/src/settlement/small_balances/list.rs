//! `settlement.small_balances` and `settlement.small_balances_page`: what a run would close, and what it leaves open
//! although it is close to the threshold.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use engine::account::Kind;
use engine::settlement::{Leave, Verdict};
use rusqlite::{Connection, named_params};
use serde::{Deserialize, Serialize};

use super::candidates::{Passes, for_each};
use super::plan::{Shown, SmallBalanceTotal, Totals};
use super::terms::{SmallBalanceTerms, Terms};
use crate::accounts::{day_of, kind_of};
use crate::filters::{self, Filters};
use crate::listing::{in_order, slice};
use crate::refusal::Refusal;
use crate::session::Session;
use crate::wire::{Filter, PageRequest, Sort, SortOrder};

/// Which documents a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum SmallBalancesShown {
    /// Those that a run would close.
    #[default]
    Proposed,
    /// Those that stay open although they are close to the threshold.
    Left,
}

/// Opens the list.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct SmallBalancesRequest {
    /// With what a run is asked.
    pub terms: SmallBalanceTerms,
    /// Which documents.
    pub show: SmallBalancesShown,
    /// Text in account, name or number.
    pub search: String,
    /// Conditions; all must hold.
    pub filters: Vec<Filter>,
    /// By account where missing. Columns, also of the filters: `account`, `name`, `document_no`, `kind`,
    /// `transaction_on`, `due_on`, `amount`, `open`, `currency`.
    pub sort: Option<Sort>,
}

/// How many documents stay open for a reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(rename = "SmallBalanceReasonCount")]
pub struct LeaveCount {
    /// The reason.
    pub reason: Leave,
    /// Documents.
    #[ts(type = "number")]
    pub count: u64,
}

/// Rests in a currency that has no threshold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(rename = "SmallBalancesWithoutThreshold")]
pub struct WithoutThreshold {
    /// Currency.
    pub currency: String,
    /// Documents that are settled in part.
    #[ts(type = "number")]
    pub count: u64,
}

/// The opened list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct SmallBalanceListing {
    /// Handle for pages, and for the run that closes what was shown.
    #[ts(type = "number")]
    pub handle: u64,
    /// Rows.
    #[ts(type = "number")]
    pub count: u64,
    /// Of the rows, per currency.
    pub totals: Vec<SmallBalanceTotal>,
    /// What a run would close, whatever the list is filtered by.
    #[ts(type = "number")]
    pub proposed: u64,
    /// What it leaves open although it is close, whatever the list is filtered by.
    #[ts(type = "number")]
    pub near: u64,
    /// The same by reason.
    pub left: Vec<LeaveCount>,
    /// Currencies with rests and no threshold.
    pub without_threshold: Vec<WithoutThreshold>,
}

/// A small balance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct SmallBalanceRow {
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
    /// Accounting day.
    pub transaction_on: NaiveDate,
    /// Due day.
    pub due_on: NaiveDate,
    /// Currency.
    pub currency: String,
    /// Amount, minor units, signed.
    #[ts(type = "number")]
    pub amount_minor: i64,
    /// Open when the list was opened, minor units, signed.
    #[ts(type = "number")]
    pub open_minor: i64,
    /// Why it stays open; missing where it is proposed.
    pub reason: Option<Leave>,
}

/// A page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct SmallBalancePage {
    /// The rows.
    pub rows: Vec<SmallBalanceRow>,
}

/// What a handle keeps.
#[derive(Debug)]
pub(super) struct Kept {
    terms: Terms,
    show: SmallBalancesShown,
    rows: Vec<KeptRow>,
}

#[derive(Debug, Clone, Copy)]
struct KeptRow {
    id: i64,
    open_minor: i64,
    reason: Option<Leave>,
}

impl Kept {
    /// What was shown to be closed; a list of other terms shows nothing of that.
    pub fn shown(&self, terms: &Terms) -> Result<Shown, Refusal> {
        if self.terms != *terms || self.show != SmallBalancesShown::Proposed {
            return Err(Refusal::new("listing_closed"));
        }
        Ok(self
            .rows
            .iter()
            .map(|row| (row.id, row.open_minor))
            .collect())
    }
}

fn expression(column: &str) -> Option<(&'static str, filters::Kind)> {
    use filters::Kind::{Number, Text};
    Some(match column {
        "account" => ("c.account", Text),
        "name" => ("c.name", Text),
        "document_no" => ("t.document_no", Text),
        "kind" => ("o.kind", Text),
        "transaction_on" => ("o.transaction_on", Text),
        "due_on" => ("o.due_on", Text),
        "amount" => ("o.amount_minor", Number),
        "open" => ("o.open_minor", Number),
        "currency" => ("o.currency", Text),
        _ => return None,
    })
}

fn order(sort: Option<&Sort>) -> Result<String, Refusal> {
    let (column, direction) = match sort {
        None => ("c.account", "ASC"),
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
    Ok(format!(
        "{column} {direction}, c.account, o.transaction_on, o.transaction_id"
    ))
}

/// `settlement.small_balances`
pub fn list(
    session: &mut Session<'_>,
    request: SmallBalancesRequest,
) -> Result<SmallBalanceListing, Refusal> {
    let terms = Terms::check(&request.terms, session.today)?;
    let filters = Filters::new(&request.filters, expression)?;
    let order = order(request.sort.as_ref())?;
    let search = request.search.trim().to_lowercase();
    let mut rows: Vec<KeptRow> = Vec::new();
    let (mut totals, mut proposed) = (Totals::default(), 0);
    let mut left: BTreeMap<Leave, u64> = BTreeMap::new();
    session.read(|connection| {
        for_each(connection, &terms, &filters, &order, |found, passes| {
            let reason = match found.verdict {
                Verdict::Close => None,
                Verdict::Leave(leave) => Some(leave),
            };
            match reason {
                None => proposed += 1,
                Some(leave) => *left.entry(leave).or_default() += 1,
            }
            let hit = [&found.account, &found.name, &found.document_no]
                .iter()
                .any(|text| text.to_lowercase().contains(&search));
            let wanted = reason.is_none() == (request.show == SmallBalancesShown::Proposed);
            if wanted && hit && passes == Passes::Yes {
                totals.add(&found.currency, found.open_minor);
                rows.push(KeptRow {
                    id: found.transaction_id,
                    open_minor: found.open_minor,
                    reason,
                });
            }
            Ok(())
        })
    })?;
    let without_threshold = without_threshold(session.connection(), &terms)?;
    let count = rows.len() as u64;
    let handle = session.book.listings.keep(Kept {
        terms,
        show: request.show,
        rows,
    });
    Ok(SmallBalanceListing {
        handle,
        count,
        totals: totals.all(),
        proposed,
        near: left.values().sum(),
        left: left
            .into_iter()
            .map(|(reason, count)| LeaveCount { reason, count })
            .collect(),
        without_threshold,
    })
}

fn without_threshold(
    connection: &Connection,
    terms: &Terms,
) -> Result<Vec<WithoutThreshold>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT currency, COUNT(*) AS rests FROM open_items_snapshot
         WHERE open_minor <> amount_minor AND currency NOT IN (SELECT value FROM json_each(:currencies))
           AND (:customers IS NULL OR customer_id IN (SELECT value FROM json_each(:customers)))
         GROUP BY currency ORDER BY currency",
    )?;
    let customers = terms.customers(connection)?;
    let mut rows = statement.query(named_params! {
        ":currencies": terms.currencies(), ":customers": customers.json()?,
    })?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(WithoutThreshold {
            currency: row.get("currency")?,
            count: row.get::<_, i64>("rests")?.unsigned_abs(),
        });
    }
    Ok(found)
}

/// The documents whose ids `?1` lists.
const ROWS: &str = "
  SELECT t.id, c.account, c.name, t.kind, t.document_no, t.transaction_on, t.due_on, t.currency, t.amount_minor
  FROM json_each(?1) j
  CROSS JOIN transactions t ON t.id = j.value
  JOIN customers c ON c.id = t.customer_id";

/// `settlement.small_balances_page`: what was open when the list was opened.
pub fn page(session: &mut Session<'_>, request: PageRequest) -> Result<SmallBalancePage, Refusal> {
    let kept: &Kept = session.book.listings.get(request.handle)?;
    let shown: Vec<KeptRow> = slice(&kept.rows, request).to_vec();
    let ids: Vec<i64> = shown.iter().map(|row| row.id).collect();
    let mut rows = in_order(
        session.read(|connection| documents(connection, &ids))?,
        &ids,
        |row: &SmallBalanceRow| row.transaction_id,
    )?;
    for (row, shown) in rows.iter_mut().zip(&shown) {
        row.open_minor = shown.open_minor;
        row.reason = shown.reason;
    }
    Ok(SmallBalancePage { rows })
}

fn documents(connection: &Connection, ids: &[i64]) -> Result<Vec<SmallBalanceRow>, Refusal> {
    let mut statement = connection.prepare_cached(ROWS)?;
    let mut found = statement.query([serde_json::to_string(ids)?])?;
    let mut rows = Vec::with_capacity(ids.len());
    while let Some(row) = found.next()? {
        rows.push(SmallBalanceRow {
            transaction_id: row.get("id")?,
            account: row.get("account")?,
            name: row.get("name")?,
            kind: kind_of(&row.get::<_, String>("kind")?)?,
            document_no: row.get("document_no")?,
            transaction_on: day_of(row, "transaction_on")?,
            due_on: day_of(row, "due_on")?,
            currency: row.get("currency")?,
            amount_minor: row.get("amount_minor")?,
            open_minor: 0,
            reason: None,
        });
    }
    Ok(rows)
}
