//! `cases.list` and `cases.page`: the cases of one customer or of all, with what is open of their transactions.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use rusqlite::{Connection, Row, named_params};
use serde::{Deserialize, Serialize};

use super::CaseStatus;
use crate::accounts::of_account;
use crate::filters::{Filters, Kind};
use crate::listing::{Ids, in_order, slice};
use crate::pools::agents::team_of;
use crate::pools::members::Narrowed;
use crate::refusal::Refusal;
use crate::session::Session;
use crate::wire::{Filter, PageRequest, Sort, SortOrder};

/// Which cases.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum CasesShown {
    /// Those that are not over.
    #[default]
    Open,
    /// Open and closed.
    All,
}

/// Whose cases.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum CasesOf {
    /// Those that the user owns.
    Mine,
    /// Those of the user and of the other agents of the user's team.
    MyTeam,
    /// Everybody's.
    #[default]
    Everybody,
}

/// Of which type the category of a case is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum CasesOfType {
    /// Any.
    #[default]
    Every,
    /// Collections only.
    Collections,
}

/// Opens the list.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct CasesRequest {
    /// Open ones, or all.
    pub show: CasesShown,
    /// Whose.
    pub of: CasesOf,
    /// Those of a category of collections; all where missing.
    #[ts(optional)]
    pub of_type: Option<CasesOfType>,
    /// Cases of this customer.
    pub account: Option<String>,
    /// Code of a pool; its customers of today.
    #[ts(optional)]
    pub pool: Option<String>,
    /// Text in number, account, name, description or external reference.
    pub search: String,
    /// Conditions; all must hold.
    pub filters: Vec<Filter>,
    /// By priority, then the latest change, where missing. Columns, also of the filters: `number`, `description`, `account`,
    /// `name`, `category`, `status`, `priority`, `owner`, `created_on`, `modified_at`, `external_reference`.
    pub sort: Option<Sort>,
}

/// An amount of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct CaseAmount {
    /// Currency.
    pub currency: String,
    /// What is open today, minor units.
    #[ts(type = "number")]
    pub open_minor: i64,
}

/// The opened list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct CaseListing {
    /// Handle for pages and exports.
    #[ts(type = "number")]
    pub handle: u64,
    /// Rows.
    #[ts(type = "number")]
    pub count: u64,
    /// Of them not over.
    #[ts(type = "number")]
    pub open: u64,
    /// What is open of their transactions, by currency.
    pub totals: Vec<CaseAmount>,
}

/// A case as the list shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct CaseRow {
    /// Row id.
    #[ts(type = "number")]
    pub case_id: i64,
    /// Number.
    pub number: String,
    /// What it is about.
    pub description: String,
    /// Account number.
    pub account: String,
    /// Name of the customer.
    pub name: String,
    /// Id of its category.
    pub category: String,
    /// Where it is.
    pub status: CaseStatus,
    /// 1, the first, to 5.
    #[ts(type = "number")]
    pub priority: i64,
    /// Code of its owner.
    pub owner: Option<String>,
    /// When it was opened.
    pub created_at: String,
    /// When it was changed last.
    pub modified_at: String,
    /// Number in another system.
    pub external_reference: String,
    /// Number of its transactions.
    #[ts(type = "number")]
    pub transactions: i64,
    /// What is open of them today, by currency; empty where nothing is.
    pub amounts: Vec<CaseAmount>,
    /// Its open activities.
    #[ts(type = "number")]
    pub open_activities: i64,
    /// The next day on which something is to be done.
    pub next_activity_on: Option<NaiveDate>,
}

/// A page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct CasePage {
    /// The rows.
    pub rows: Vec<CaseRow>,
}

fn expression(column: &str) -> Option<(&'static str, Kind)> {
    Some(match column {
        "number" => ("k.number", Kind::Text),
        "description" => ("k.description", Kind::Text),
        "account" => ("c.account", Kind::Text),
        "name" => ("c.name", Kind::Text),
        "category" => ("k.category_id", Kind::Text),
        "status" => ("k.status", Kind::Text),
        "priority" => ("k.priority", Kind::Number),
        "owner" => ("COALESCE(u.code, '')", Kind::Text),
        "created_on" => ("substr(k.created_at, 1, 10)", Kind::Text),
        "modified_at" => ("k.modified_at", Kind::Text),
        "external_reference" => ("k.external_reference", Kind::Text),
        _ => return None,
    })
}

/// A moment is filtered by its day: nobody types the time of a change.
fn filtered(column: &str) -> Option<(&'static str, Kind)> {
    match column {
        "modified_at" => Some(("substr(k.modified_at, 1, 10)", Kind::Text)),
        _ => expression(column),
    }
}

fn order(sort: Option<&Sort>) -> Result<String, Refusal> {
    let Some(sort) = sort else {
        return Ok("k.priority, k.modified_at DESC, k.id DESC".to_owned());
    };
    let (column, _) = expression(&sort.column)
        .ok_or_else(|| Refusal::new("unknown_column").with("column", &sort.column))?;
    Ok(match sort.order {
        SortOrder::Ascending => format!("{column}, k.id"),
        SortOrder::Descending => format!("{column} DESC, k.id DESC"),
    })
}

/// `cases.list`
pub fn list(session: &mut Session<'_>, request: CasesRequest) -> Result<CaseListing, Refusal> {
    let filters = Filters::new(&request.filters, filtered)?;
    let order = order(request.sort.as_ref())?;
    let search = request.search.trim().to_lowercase();
    let narrowed = Narrowed::to(session.connection(), request.pool.as_deref(), session.today)?;
    let of = match request.of {
        CasesOf::Mine => Some(vec![session.actor.user_id]),
        CasesOf::MyTeam => Some(team_of(session.connection(), session.actor.user_id)?),
        CasesOf::Everybody => None,
    };
    let of = of.as_ref().map(serde_json::to_string).transpose()?;
    let (mut ids, mut open) = (Vec::new(), 0);
    {
        let mut statement = session.connection().prepare_cached(&format!(
            "SELECT {} k.id, k.customer_id, k.number, k.description, k.external_reference, k.status, c.account,
               c.name
             FROM cases k JOIN customers c ON c.id = k.customer_id LEFT JOIN users u ON u.id = k.owner_id
             WHERE k.withdrawn = 0 AND (:all = 1 OR k.status <> 'closed')
               AND (:of IS NULL OR k.owner_id IN (SELECT value FROM json_each(:of)))
               AND (:collections = 0 OR k.category_id IN
                 (SELECT id FROM case_categories WHERE category_type = 'collections'))
               AND {of_account}
             ORDER BY {order}",
            filters.select(),
            of_account = of_account(request.account.as_deref(), "k.customer_id"),
        ))?;
        let mut rows = statement.query(named_params! {
            ":all": request.show == CasesShown::All, ":of": of, ":account": request.account,
            ":collections": request.of_type == Some(CasesOfType::Collections),
        })?;
        while let Some(row) = rows.next()? {
            if filters.pass(row)? && found(row, &search)? && narrowed.has(row.get("customer_id")?) {
                ids.push(row.get("id")?);
                open += u64::from(row.get::<_, String>("status")? != "closed");
            }
        }
    }
    let totals = totals(session.connection(), &ids)?;
    let count = ids.len() as u64;
    Ok(CaseListing {
        handle: session.book.listings.keep(Ids::<CaseRow>::new(ids)),
        count,
        open,
        totals,
    })
}

fn found(row: &Row<'_>, search: &str) -> Result<bool, Refusal> {
    if search.is_empty() {
        return Ok(true);
    }
    for column in [
        "number",
        "account",
        "name",
        "description",
        "external_reference",
    ] {
        if row
            .get::<_, String>(column)?
            .to_lowercase()
            .contains(search)
        {
            return Ok(true);
        }
    }
    Ok(false)
}

/// What is open today of the transactions of cases; a transaction that two of them had counts once.
const TOTALS: &str = "
  SELECT i.currency, SUM(i.open_minor) AS open_minor
  FROM (SELECT DISTINCT x.transaction_id FROM case_transactions x
        WHERE x.case_id IN (SELECT value FROM json_each(?1))) x
  JOIN transactions t ON t.id = x.transaction_id
  JOIN open_items_snapshot i ON i.customer_id = t.customer_id AND i.transaction_id = t.id
  GROUP BY i.currency ORDER BY i.currency";

fn totals(connection: &Connection, ids: &[i64]) -> Result<Vec<CaseAmount>, Refusal> {
    Ok(connection
        .prepare_cached(TOTALS)?
        .query_map([serde_json::to_string(ids)?], |row| {
            Ok(CaseAmount {
                currency: row.get("currency")?,
                open_minor: row.get("open_minor")?,
            })
        })?
        .collect::<Result<_, _>>()?)
}

/// `cases.page`
pub fn page(session: &mut Session<'_>, request: PageRequest) -> Result<CasePage, Refusal> {
    let ids = session.book.listings.get::<Ids<CaseRow>>(request.handle)?;
    let ids = slice(ids.ids(), request).to_vec();
    let rows = session.read(|connection| rows(connection, &ids))?;
    Ok(CasePage { rows })
}

/// The cases whose ids `?1` lists.
const ROWS: &str = "
  SELECT k.id, k.number, k.description, c.account, c.name, k.category_id, k.status, k.priority, u.code AS owner,
         k.created_at, k.modified_at, k.external_reference,
         (SELECT COUNT(*) FROM case_transactions x WHERE x.case_id = k.id) AS transactions,
         (SELECT COUNT(*) FROM activities v WHERE v.case_id = k.id AND v.state = 'open') AS open_activities,
         (SELECT MIN(v.ends_on) FROM activities v WHERE v.case_id = k.id AND v.state = 'open') AS next_on
  FROM json_each(?1) j
  CROSS JOIN cases k ON k.id = j.value
  JOIN customers c ON c.id = k.customer_id
  LEFT JOIN users u ON u.id = k.owner_id";

const AMOUNTS: &str = "
  SELECT x.case_id, i.currency, SUM(i.open_minor) AS open_minor
  FROM json_each(?1) j
  CROSS JOIN case_transactions x ON x.case_id = j.value
  CROSS JOIN transactions t ON t.id = x.transaction_id
  JOIN open_items_snapshot i ON i.customer_id = t.customer_id AND i.transaction_id = t.id
  GROUP BY x.case_id, i.currency";

/// The cases `ids`, in their order.
pub(super) fn rows(connection: &Connection, ids: &[i64]) -> Result<Vec<CaseRow>, Refusal> {
    let listed = serde_json::to_string(ids)?;
    let mut amounts: HashMap<i64, BTreeMap<String, i64>> = HashMap::new();
    let mut statement = connection.prepare_cached(AMOUNTS)?;
    let mut found = statement.query([&listed])?;
    while let Some(row) = found.next()? {
        let of = amounts.entry(row.get("case_id")?).or_default();
        of.insert(row.get("currency")?, row.get("open_minor")?);
    }
    let mut statement = connection.prepare_cached(ROWS)?;
    let mut found = statement.query([&listed])?;
    let mut rows = Vec::with_capacity(ids.len());
    while let Some(row) = found.next()? {
        let case_id = row.get("id")?;
        let status: String = row.get("status")?;
        rows.push(CaseRow {
            case_id,
            number: row.get("number")?,
            description: row.get("description")?,
            account: row.get("account")?,
            name: row.get("name")?,
            category: row.get("category_id")?,
            status: CaseStatus::from_code(&status)?,
            priority: row.get("priority")?,
            owner: row.get("owner")?,
            created_at: row.get("created_at")?,
            modified_at: row.get("modified_at")?,
            external_reference: row.get("external_reference")?,
            transactions: row.get("transactions")?,
            amounts: amounts
                .remove(&case_id)
                .unwrap_or_default()
                .into_iter()
                .map(|(currency, open_minor)| CaseAmount {
                    currency,
                    open_minor,
                })
                .collect(),
            open_activities: row.get("open_activities")?,
            next_activity_on: crate::accounts::optional_day_of(row, "next_on")?,
        });
    }
    in_order(rows, ids, |row: &CaseRow| row.case_id)
}
