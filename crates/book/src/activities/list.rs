//! `activities.list` and `activities.page`: what is to be done and what was done, for one customer or for all.

use chrono::NaiveDate;
use rusqlite::{Connection, Row, named_params};
use serde::{Deserialize, Serialize};

use super::Kind;
use crate::accounts::{day_of, of_account, optional_day_of};
use crate::filters::{self, Filters};
use crate::listing::{Ids, in_order, slice};
use crate::pools::agents::team_of;
use crate::pools::members::Narrowed;
use crate::refusal::Refusal;
use crate::session::Session;
use crate::wire::{Filter, Nothing, PageRequest, Sort, SortOrder};

/// Whether it is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum ActivityState {
    /// To do.
    Open,
    /// Done.
    Closed,
}

/// Which activities.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum ActivitiesShown {
    /// What is to be done.
    #[default]
    Open,
    /// What is to be done and of which the day of the reminder has come.
    Reminded,
    /// Open and closed.
    All,
}

/// Whose activities.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum ActivitiesOf {
    /// Those for which the user is responsible.
    Mine,
    /// Those of the user and of the other agents of the user's team.
    MyTeam,
    /// Everybody's.
    #[default]
    Everybody,
}

/// Where activities were made.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum ActivitiesMadeIn {
    /// Anywhere.
    #[default]
    Everywhere,
    /// In collections: not in a case of another type.
    Collections,
}

/// Opens the list.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct ActivitiesRequest {
    /// Open ones, or all.
    pub show: ActivitiesShown,
    /// Whose.
    pub of: ActivitiesOf,
    /// Those that were made in collections; all where missing.
    #[ts(optional)]
    pub made_in: Option<ActivitiesMadeIn>,
    /// Code of who is responsible.
    pub responsible: Option<String>,
    /// Activities of this customer.
    pub account: Option<String>,
    /// Code of a pool; its customers of today.
    #[ts(optional)]
    pub pool: Option<String>,
    /// Activities of this case.
    #[ts(type = "number | null")]
    pub case_id: Option<i64>,
    /// Text in number, account, name or title.
    pub search: String,
    /// Conditions; all must hold.
    pub filters: Vec<Filter>,
    /// By end, oldest first, where missing. Columns, also of the filters: `number`, `account`, `name`, `purpose`, `phase`, `kind`,
    /// `category`, `responsible`, `starts_on`, `ends_on`, `reminder_on`, `state`, `closed_on`, `case`, `document_no`, `contact`.
    pub sort: Option<Sort>,
}

/// The opened list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ActivityListing {
    /// Handle for pages and exports.
    #[ts(type = "number")]
    pub handle: u64,
    /// Rows.
    #[ts(type = "number")]
    pub count: u64,
    /// Of them open.
    #[ts(type = "number")]
    pub open: u64,
    /// Of the open ones, those whose end is past.
    #[ts(type = "number")]
    pub overdue: u64,
    /// Of the open ones, those that end today.
    #[ts(type = "number")]
    pub today: u64,
}

/// An activity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ActivityRow {
    /// Row id.
    #[ts(type = "number")]
    pub activity_id: i64,
    /// Number.
    pub number: String,
    /// Account number.
    pub account: String,
    /// Name of the customer.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// `call`, `email`, `letter`, `visit`, `dispute`, `promise` or `other`.
    pub category: String,
    /// Title.
    pub purpose: String,
    /// In which phase of its collection the customer is; empty where nobody said it.
    pub phase: String,
    /// Notes.
    pub memo: String,
    /// Person at the customer.
    pub contact: String,
    /// Code of who does it.
    pub responsible: Option<String>,
    /// First day.
    pub starts_on: NaiveDate,
    /// `HH:MM`; `None` for whole days.
    pub starts_at: Option<String>,
    /// The day by which it is to be done, or its last day.
    pub ends_on: NaiveDate,
    /// `HH:MM`.
    pub ends_at: Option<String>,
    /// When to be reminded.
    pub reminder_on: Option<NaiveDate>,
    /// Whether it is done.
    pub state: ActivityState,
    /// When it was done.
    pub closed_on: Option<NaiveDate>,
    /// Its case.
    #[ts(type = "number | null")]
    pub case_id: Option<i64>,
    /// Number of its case.
    pub case_number: Option<String>,
    /// The transaction that it is about.
    #[ts(type = "number | null")]
    pub transaction_id: Option<i64>,
    /// Number of that document.
    pub document_no: Option<String>,
    /// Whether the book noted it by itself.
    pub automatic: bool,
    /// Open, and its end is past.
    pub overdue: bool,
}

/// A page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ActivityPage {
    /// The rows.
    pub rows: Vec<ActivityRow>,
}

fn expression(column: &str) -> Option<(&'static str, filters::Kind)> {
    use filters::Kind::Text;
    Some(match column {
        "number" => ("v.number", Text),
        "account" => ("c.account", Text),
        "name" => ("c.name", Text),
        "purpose" => ("v.purpose", Text),
        "phase" => ("v.phase", Text),
        "kind" => ("v.kind", Text),
        "category" => ("v.category", Text),
        "responsible" => ("COALESCE(u.code, '')", Text),
        "starts_on" => ("v.starts_on", Text),
        "ends_on" => ("v.ends_on", Text),
        "reminder_on" => ("COALESCE(v.reminder_on, '')", Text),
        "contact" => ("v.contact", Text),
        "state" => ("v.state", Text),
        "closed_on" => ("COALESCE(v.closed_on, '')", Text),
        "case" => ("COALESCE(k.number, '')", Text),
        "document_no" => ("COALESCE(t.document_no, '')", Text),
        _ => return None,
    })
}

fn order(sort: Option<&Sort>) -> Result<String, Refusal> {
    let Some(sort) = sort else {
        return Ok("v.ends_on, v.id".to_owned());
    };
    let (column, _) = expression(&sort.column)
        .ok_or_else(|| Refusal::new("unknown_column").with("column", &sort.column))?;
    Ok(match sort.order {
        SortOrder::Ascending => format!("{column}, v.id"),
        SortOrder::Descending => format!("{column} DESC, v.id DESC"),
    })
}

/// `activities.list`
pub fn list(
    session: &mut Session<'_>,
    request: ActivitiesRequest,
) -> Result<ActivityListing, Refusal> {
    let filters = Filters::new(&request.filters, expression)?;
    let order = order(request.sort.as_ref())?;
    let search = request.search.trim().to_lowercase();
    let today = session.today.to_string();
    let narrowed = Narrowed::to(session.connection(), request.pool.as_deref(), session.today)?;
    let of = match request.of {
        ActivitiesOf::Mine => Some(vec![session.actor.user_id]),
        ActivitiesOf::MyTeam => Some(team_of(session.connection(), session.actor.user_id)?),
        ActivitiesOf::Everybody => None,
    };
    let of = of.as_ref().map(serde_json::to_string).transpose()?;
    let (mut ids, mut open, mut overdue, mut due_today) = (Vec::new(), 0, 0, 0);
    {
        let mut statement = session.connection().prepare_cached(&format!(
            "SELECT {} v.id, v.customer_id, v.number, c.account, c.name, v.purpose, v.state, v.ends_on
             FROM activities v JOIN customers c ON c.id = v.customer_id LEFT JOIN users u ON u.id = v.responsible_id
               LEFT JOIN cases k ON k.id = v.case_id LEFT JOIN transactions t ON t.id = v.transaction_id
             WHERE (:all = 1 OR v.state = 'open') AND (:reminded = 0 OR v.reminder_on <= :today)
               AND (:of IS NULL OR v.responsible_id IN (SELECT value FROM json_each(:of)))
               AND (:responsible IS NULL OR u.code = :responsible) AND {of_account}
               AND (:case IS NULL OR v.case_id = :case)
               AND (:collections = 0 OR k.id IS NULL OR k.category_id IN
                 (SELECT id FROM case_categories WHERE category_type = 'collections'))
             ORDER BY {order}",
            filters.select(),
            of_account = of_account(request.account.as_deref(), "v.customer_id"),
        ))?;
        let mut rows = statement.query(named_params! {
            ":all": request.show == ActivitiesShown::All, ":of": of,
            ":reminded": request.show == ActivitiesShown::Reminded, ":today": today, ":responsible": request.responsible,
            ":account": request.account, ":case": request.case_id,
            ":collections": request.made_in == Some(ActivitiesMadeIn::Collections),
        })?;
        while let Some(row) = rows.next()? {
            if !filters.pass(row)?
                || !found(row, &search)?
                || !narrowed.has(row.get("customer_id")?)
            {
                continue;
            }
            ids.push(row.get("id")?);
            let text = |name: &str| -> Result<String, Refusal> { Ok(row.get(name)?) };
            if text("state")? == "open" {
                open += 1;
                let ends_on = text("ends_on")?;
                overdue += u64::from(ends_on < today);
                due_today += u64::from(ends_on == today);
            }
        }
    }
    let count = ids.len() as u64;
    Ok(ActivityListing {
        handle: session.book.listings.keep(Ids::<ActivityRow>::new(ids)),
        count,
        open,
        overdue,
        today: due_today,
    })
}

fn found(row: &Row<'_>, search: &str) -> Result<bool, Refusal> {
    if search.is_empty() {
        return Ok(true);
    }
    for column in ["number", "account", "name", "purpose"] {
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

/// `activities.page`
pub fn page(session: &mut Session<'_>, request: PageRequest) -> Result<ActivityPage, Refusal> {
    let ids = session
        .book
        .listings
        .get::<Ids<ActivityRow>>(request.handle)?;
    let ids = slice(ids.ids(), request).to_vec();
    let today = session.today;
    let rows = session.read(|connection| rows(connection, &ids, today))?;
    Ok(ActivityPage { rows })
}

/// The activities whose ids `?1` lists.
const ROWS: &str = "
  SELECT v.id, v.number, c.account, c.name, v.kind, v.category, v.purpose, v.phase, v.memo, v.contact, u.code AS responsible,
         v.starts_on, v.starts_at, v.ends_on, v.ends_at, v.reminder_on, v.state, v.closed_on, v.case_id,
         k.number AS case_number, v.transaction_id, t.document_no, v.source
  FROM json_each(?1) j
  CROSS JOIN activities v ON v.id = j.value
  JOIN customers c ON c.id = v.customer_id
  LEFT JOIN users u ON u.id = v.responsible_id
  LEFT JOIN cases k ON k.id = v.case_id
  LEFT JOIN transactions t ON t.id = v.transaction_id";

/// The activities `ids`, in their order.
pub fn rows(
    connection: &Connection,
    ids: &[i64],
    today: NaiveDate,
) -> Result<Vec<ActivityRow>, Refusal> {
    let mut statement = connection.prepare_cached(ROWS)?;
    let mut found = statement.query([serde_json::to_string(ids)?])?;
    let mut rows = Vec::with_capacity(ids.len());
    while let Some(row) = found.next()? {
        rows.push(read(row, today)?);
    }
    in_order(rows, ids, |row: &ActivityRow| row.activity_id)
}

fn read(row: &Row<'_>, today: NaiveDate) -> Result<ActivityRow, Refusal> {
    let (kind, state, source): (String, String, String) =
        (row.get("kind")?, row.get("state")?, row.get("source")?);
    let ends_on = day_of(row, "ends_on")?;
    let state = if state == "open" {
        ActivityState::Open
    } else {
        ActivityState::Closed
    };
    Ok(ActivityRow {
        activity_id: row.get("id")?,
        number: row.get("number")?,
        account: row.get("account")?,
        name: row.get("name")?,
        kind: Kind::from_code(&kind)?,
        category: row.get("category")?,
        purpose: row.get("purpose")?,
        phase: row.get("phase")?,
        memo: row.get("memo")?,
        contact: row.get("contact")?,
        responsible: row.get("responsible")?,
        starts_on: day_of(row, "starts_on")?,
        starts_at: row.get("starts_at")?,
        ends_on,
        ends_at: row.get("ends_at")?,
        reminder_on: optional_day_of(row, "reminder_on")?,
        state,
        closed_on: optional_day_of(row, "closed_on")?,
        case_id: row.get("case_id")?,
        case_number: row.get("case_number")?,
        transaction_id: row.get("transaction_id")?,
        document_no: row.get("document_no")?,
        automatic: source == "automation",
        overdue: state == ActivityState::Open && ends_on < today,
    })
}

/// The phases that activities have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ActivityPhases {
    /// In alphabetical order.
    pub phases: Vec<String>,
}

/// `activities.phases`: what a form offers.
pub fn phases(session: &mut Session<'_>, _: Nothing) -> Result<ActivityPhases, Refusal> {
    let mut statement = session.connection().prepare_cached(
        "SELECT DISTINCT phase FROM activities WHERE phase <> '' ORDER BY phase COLLATE NOCASE, phase",
    )?;
    let phases = statement
        .query_map([], |row| row.get("phase"))?
        .collect::<Result<_, _>>()?;
    Ok(ActivityPhases { phases })
}

/// One activity.
pub(super) fn one(
    connection: &Connection,
    id: i64,
    today: NaiveDate,
) -> Result<ActivityRow, Refusal> {
    let unknown = || Refusal::new("unknown_activity").with("activity_id", id);
    let mut found = rows(connection, &[id], today).map_err(|refusal| {
        if refusal.code == "listing_closed" {
            unknown()
        } else {
            refusal
        }
    })?;
    found.pop().ok_or_else(unknown)
}
