//! `risk.list`, `risk.page` and `risk.customer`: the scores as they are, and how the score of a customer came about.

use chrono::NaiveDate;
use engine::risk::Fixed;
use rusqlite::{Connection, named_params};
use serde::{Deserialize, Serialize};

use super::update::ScoreContribution;
use crate::accounts::{customer_id, day_of};
use crate::filters::{Filters, Kind};
use crate::listing::{Ids, in_order, slice};
use crate::lists::{ExportDone, ExportList, ListFile};
use crate::refusal::Refusal;
use crate::session::Session;
use crate::sheet::Cell;
use crate::wire::{Filter, Nothing, PageRequest, Sort, SortOrder};

/// Opens the list.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct ScoreListRequest {
    /// Text in account or name.
    pub search: String,
    /// Conditions; all must hold.
    pub filters: Vec<Filter>,
    /// By total, highest first, where missing. Columns, also of the filters: `account`, `name`, `risk_group`, `total`,
    /// `warnings`, `scored_on`, `from_on`.
    pub sort: Option<Sort>,
}

/// How many customers a risk group has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct RiskGroupCount {
    /// Its code; `None` below the first one.
    pub risk_group: Option<String>,
    /// Customers.
    #[ts(type = "number")]
    pub customers: i64,
}

/// The opened list: customers that were scored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ScoreListing {
    /// Handle for pages.
    #[ts(type = "number")]
    pub handle: u64,
    /// Rows.
    #[ts(type = "number")]
    pub count: u64,
}

/// How all scores spread over the risk groups.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct RiskCounts {
    /// By From score.
    pub groups: Vec<RiskGroupCount>,
}

/// A score.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ScoreRow {
    /// The customer.
    #[ts(type = "number")]
    pub customer_id: i64,
    /// Account number.
    pub account: String,
    /// Name.
    pub name: String,
    /// Code of the risk group.
    pub risk_group: Option<String>,
    /// Total score, ten-thousandths.
    #[ts(type = "number")]
    pub total: i64,
    /// Values that are missing or in no line.
    #[ts(type = "number")]
    pub warnings: i64,
    /// Since when it is so.
    pub from_on: NaiveDate,
    /// When it was found last.
    pub scored_on: NaiveDate,
}

/// A page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ScorePage {
    /// The rows.
    pub rows: Vec<ScoreRow>,
}

/// Asks for the score of a customer.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct ScoreRequest {
    /// Account number.
    pub account: String,
    /// Day; today where missing.
    #[serde(default)]
    pub as_of: Option<NaiveDate>,
}

/// A score as it was from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ScoreEntry {
    /// From this day.
    pub from_on: NaiveDate,
    /// When it was found last.
    pub scored_on: NaiveDate,
    /// Total score, ten-thousandths.
    #[ts(type = "number")]
    pub total: i64,
    /// Code of the risk group.
    pub risk_group: Option<String>,
    /// What each scoring group contributed when it was found last.
    pub contributions: Vec<ScoreContribution>,
}

/// The scores of a customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct CustomerScore {
    /// Account number.
    pub account: String,
    /// Name.
    pub name: String,
    /// The score that held on the day; `None` where none was calculated.
    pub score: Option<ScoreEntry>,
    /// All until that day, newest first.
    pub history: Vec<ScoreEntry>,
}

fn expression(column: &str) -> Option<(&'static str, Kind)> {
    Some(match column {
        "account" => ("c.account", Kind::Text),
        "name" => ("c.name", Kind::Text),
        "risk_group" => ("COALESCE(s.risk_group, '')", Kind::Text),
        "total" => ("s.total", Kind::Number),
        "warnings" => ("s.warnings", Kind::Number),
        "scored_on" => ("s.scored_on", Kind::Text),
        "from_on" => ("s.from_on", Kind::Text),
        _ => return None,
    })
}

fn order(sort: Option<&Sort>) -> Result<String, Refusal> {
    let (column, direction) = match sort {
        None => ("s.total", "DESC"),
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
    Ok(format!("{column} {direction}, c.account"))
}

/// `risk.list`
pub fn list(session: &mut Session<'_>, request: ScoreListRequest) -> Result<ScoreListing, Refusal> {
    let filters = Filters::new(&request.filters, expression)?;
    let sql = format!(
        "SELECT {} c.id, c.account, c.name FROM risk_scores s JOIN customers c ON c.id = s.customer_id
         WHERE s.is_current = 1 ORDER BY {}",
        filters.select(),
        order(request.sort.as_ref())?
    );
    let search = request.search.trim().to_lowercase();
    let ids = session.read(|connection| {
        let mut statement = connection.prepare_cached(&sql)?;
        let mut rows = statement.query([])?;
        let mut ids: Vec<i64> = Vec::new();
        while let Some(row) = rows.next()? {
            if hit(row, &search)? && filters.pass(row)? {
                ids.push(row.get("id")?);
            }
        }
        Ok(ids)
    })?;
    let count = ids.len() as u64;
    let handle = session.book.listings.keep(Ids::<ScoreRow>::new(ids));
    Ok(ScoreListing { handle, count })
}

fn hit(row: &rusqlite::Row<'_>, search: &str) -> Result<bool, Refusal> {
    if search.is_empty() {
        return Ok(true);
    }
    for name in ["account", "name"] {
        let value = row.get_ref(name)?.as_str().map_err(rusqlite::Error::from)?;
        if value.to_lowercase().contains(search) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// `risk.counts`
pub fn counts(session: &mut Session<'_>, _: Nothing) -> Result<RiskCounts, Refusal> {
    let mut statement = session.connection().prepare_cached(
        "SELECT s.risk_group, COUNT(*) AS customers FROM risk_scores s
         LEFT JOIN risk_groups g ON g.code = s.risk_group
         WHERE s.is_current = 1 GROUP BY s.risk_group ORDER BY g.from_score, s.risk_group",
    )?;
    let rows = statement.query_map([], |row| {
        Ok(RiskGroupCount {
            risk_group: row.get("risk_group")?,
            customers: row.get("customers")?,
        })
    })?;
    Ok(RiskCounts {
        groups: rows.collect::<Result<_, _>>()?,
    })
}

/// `risk.page`
pub fn page(session: &mut Session<'_>, request: PageRequest) -> Result<ScorePage, Refusal> {
    let ids = session
        .book
        .listings
        .get::<Ids<ScoreRow>>(request.handle)?
        .ids();
    let ids = slice(ids, request).to_vec();
    Ok(ScorePage {
        rows: session.read(|connection| rows_of(connection, &ids))?,
    })
}

fn rows_of(connection: &Connection, ids: &[i64]) -> Result<Vec<ScoreRow>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT c.id, c.account, c.name, s.risk_group, s.total, s.warnings, s.from_on, s.scored_on
             FROM json_each(?1) j CROSS JOIN customers c ON c.id = j.value
             CROSS JOIN risk_scores s ON s.customer_id = c.id AND s.is_current = 1",
    )?;
    let mut found = statement.query([serde_json::to_string(ids)?])?;
    let mut rows = Vec::with_capacity(ids.len());
    while let Some(row) = found.next()? {
        rows.push(ScoreRow {
            customer_id: row.get("id")?,
            account: row.get("account")?,
            name: row.get("name")?,
            risk_group: row.get("risk_group")?,
            total: row.get("total")?,
            warnings: row.get("warnings")?,
            from_on: day_of(row, "from_on")?,
            scored_on: day_of(row, "scored_on")?,
        });
    }
    in_order(rows, ids, |row| row.customer_id)
}

/// `risk.export`: exactly the scores that an open list has.
pub fn export(session: &mut Session<'_>, request: ExportList) -> Result<ExportDone, Refusal> {
    let ids = session
        .book
        .listings
        .get::<Ids<ScoreRow>>(request.handle)?
        .ids();
    let mut file = ListFile::create(&request)?;
    for some in ids.chunks(512) {
        for row in rows_of(session.connection(), some)? {
            file.row(|column| {
                Some(match column.id.as_str() {
                    "account" => Cell::text(&row.account),
                    "name" => Cell::text(&row.name),
                    "risk_group" => Cell::text(row.risk_group.as_deref().unwrap_or("")),
                    "total" => Cell::text(&Fixed(row.total).to_string()),
                    "warnings" => Cell::number(row.warnings),
                    "from_on" => Cell::day(row.from_on),
                    "scored_on" => Cell::day(row.scored_on),
                    _ => return None,
                })
            })?;
        }
        session.checkpoint()?;
    }
    file.finish()
}

/// `risk.customer`
pub fn customer(
    session: &mut Session<'_>,
    request: ScoreRequest,
) -> Result<CustomerScore, Refusal> {
    let as_of = request.as_of.unwrap_or(session.today);
    session.read(|connection| {
        let id = customer_id(connection, &request.account)?;
        let name = connection
            .prepare_cached("SELECT name FROM customers WHERE id = :id")?
            .query_row(named_params! {":id": id}, |row| row.get("name"))?;
        let mut statement = connection.prepare_cached(
            "SELECT from_on, scored_on, total, risk_group, contributions FROM risk_scores
             WHERE customer_id = :id AND from_on <= :as_of ORDER BY from_on DESC",
        )?;
        let mut rows = statement.query(named_params! {":id": id, ":as_of": as_of.to_string()})?;
        let mut history = Vec::new();
        while let Some(row) = rows.next()? {
            history.push(ScoreEntry {
                from_on: day_of(row, "from_on")?,
                scored_on: day_of(row, "scored_on")?,
                total: row.get("total")?,
                risk_group: row.get("risk_group")?,
                contributions: serde_json::from_str(&row.get::<_, String>("contributions")?)?,
            });
        }
        Ok(CustomerScore {
            account: request.account.clone(),
            name,
            score: history.first().cloned(),
            history,
        })
    })
}
