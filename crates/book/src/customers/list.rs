//! The list *Customers*: all of them, also without a snapshot (spec 21 §3, A-10).

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::NaiveDate;
use engine::account::{Horizon, OpenItem};
use engine::aging::{AgeBy, AgedBalance, CreditsIn, Definition, Question, age_promised};
use engine::money::Currency;
use engine::promises::Part;
use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use crate::accounts::{Scope, for_each_promised, for_each_promised_among};
use crate::filters::{self, Filters, Kind};
use crate::listing::{in_order, slice};
use crate::pools;
use crate::refusal::Refusal;
use crate::session::Session;
use crate::standing::Taker;
use crate::wire::{Filter, PageRequest, Sort, SortOrder};
use crate::worked::AGENT;

/// Opens the list.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
#[ts(rename = "CustomerListRequest")]
pub struct ListRequest {
    /// Day of the overdue figures; today where missing.
    #[serde(default)]
    pub as_of: Option<NaiveDate>,
    /// Code of a pool; its customers of today.
    #[serde(default)]
    pub pool: Option<String>,
    /// Text in account, name or town.
    #[serde(default)]
    pub search: String,
    /// Conditions; all must hold. A figure passes when the balance of one currency passes.
    #[serde(default)]
    pub filters: Vec<Filter>,
    /// By account where missing. Columns, also of the filters: `account`, `name`, `city`, `country`, `group`, `region`,
    /// `agent`, `status`, `language`, `currency`, `hold`, `credit_limit`, `total`, `overdue`.
    #[serde(default)]
    pub sort: Option<Sort>,
}

/// The opened list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(rename = "CustomerListing")]
pub struct Listing {
    /// Handle for pages.
    #[ts(type = "number")]
    pub handle: u64,
    /// Rows.
    #[ts(type = "number")]
    pub count: u64,
}

/// One customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(rename = "CustomerRow")]
pub struct Row {
    /// The customer.
    #[ts(type = "number")]
    pub customer_id: i64,
    /// Account number.
    pub account: String,
    /// Name.
    pub name: String,
    /// Town.
    pub city: String,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// Language of letters.
    pub language: Option<String>,
    /// Group.
    pub group: Option<String>,
    /// Currency of the customer.
    pub currency: String,
    /// Company currency; `None` is *not set*.
    #[ts(type = "number | null")]
    pub credit_limit_minor: Option<i64>,
    /// Credit that remains on the day, company currency; `None` where no amount is set or a rate is missing. Pages read it.
    #[ts(type = "number | null")]
    pub remaining_credit_minor: Option<i64>,
    /// Code of the account status.
    pub account_status: Option<String>,
    /// Code of the collections agent: of the card, else by the pools.
    pub agent: Option<String>,
    /// Region.
    pub region: Option<String>,
    /// Invoicing and delivery on hold: `no`, `invoice` or `all`.
    pub delivery_hold: String,
    /// Balances per currency: code, total and overdue in minor units.
    #[ts(type = "Array<[string, number, number]>")]
    pub balances: Vec<(String, i64, i64)>,
}

/// A page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(rename = "CustomerPage")]
pub struct Page {
    /// The rows.
    pub rows: Vec<Row>,
}

/// What a handle keeps.
#[derive(Debug)]
pub(super) struct Kept {
    pub(super) ids: Vec<i64>,
    pub(super) as_of: NaiveDate,
    /// The figures, where they order or filter the list: its pages show the very figures that put them there.
    figures: Option<Figures>,
}

struct Candidate {
    id: i64,
    text: String,
    number: Option<i64>,
    account: String,
}

/// Total and overdue of a customer in every currency.
type Figures = HashMap<i64, Vec<(Currency, i64, i64)>>;

/// The SQL behind a column; the figures have none, they follow from the facts of the day.
fn expression(column: &str) -> Option<(&'static str, Kind)> {
    Some(match column {
        "account" => ("c.account", Kind::Text),
        "name" => ("c.name", Kind::Text),
        "city" => ("COALESCE(a.city, '')", Kind::Text),
        "country" => ("COALESCE(a.country, '')", Kind::Text),
        "group" => ("COALESCE(c.customer_group, '')", Kind::Text),
        "region" => ("COALESCE(c.region, '')", Kind::Text),
        "agent" => (AGENT, Kind::Text),
        "status" => ("COALESCE(s.code, '')", Kind::Text),
        "language" => ("COALESCE(c.language, '')", Kind::Text),
        "currency" => ("COALESCE(c.currency, co.currency)", Kind::Text),
        "hold" => ("c.delivery_hold", Kind::Text),
        "credit_limit" => ("c.credit_limit_minor", Kind::Number),
        _ => return None,
    })
}

fn is_figure(column: &str) -> bool {
    matches!(column, "total" | "overdue")
}

/// `customers.list`
pub fn list(session: &mut Session<'_>, request: ListRequest) -> Result<Listing, Refusal> {
    let as_of = request.as_of.unwrap_or(session.today);
    let sort = request.sort.unwrap_or(Sort {
        column: "account".to_owned(),
        order: SortOrder::Ascending,
    });
    let (figures, facts): (Vec<&Filter>, Vec<&Filter>) = request
        .filters
        .iter()
        .partition(|filter| is_figure(&filter.column));
    let facts = Filters::new(facts, expression)?;
    pools::specialists::derive(session.connection(), session.today)?;
    let mut rows = candidates(session, &request.search, &facts, &sort.column)?;
    if let Some(code) = &request.pool {
        let members = pools::members::of(session.connection(), code, session.today)?;
        rows.retain(|row| members.binary_search(&row.id).is_ok());
    }
    let needs_figures = is_figure(&sort.column) || !figures.is_empty();
    let known = needs_figures
        .then(|| figures_of(session.connection(), None, as_of))
        .transpose()?;
    if let Some(known) = &known {
        filter_figures(&mut rows, known, &figures)?;
        sort_figures(&mut rows, known, &sort.column);
    }
    rows.sort_by(|a, b| {
        let order = (a.number, &a.text).cmp(&(b.number, &b.text));
        let order = if sort.order == SortOrder::Descending {
            order.reverse()
        } else {
            order
        };
        order.then_with(|| a.account.cmp(&b.account))
    });
    let ids: Vec<i64> = rows.into_iter().map(|row| row.id).collect();
    let count = ids.len() as u64;
    let handle = session.book.listings.keep(Kept {
        ids,
        as_of,
        figures: known,
    });
    Ok(Listing { handle, count })
}

fn candidates(
    session: &Session<'_>,
    search: &str,
    filters: &Filters<'_>,
    column: &str,
) -> Result<Vec<Candidate>, Refusal> {
    let (text, number) = match expression(column) {
        Some((sql, Kind::Text)) => (sql, "NULL"),
        Some((sql, Kind::Number)) => ("''", sql),
        None if is_figure(column) => ("c.account", "NULL"),
        None => return Err(Refusal::new("sort_invalid").with("column", column)),
    };
    let sql = format!(
        "SELECT {} c.id, c.account, {text} AS text, {number} AS number, c.name, COALESCE(a.city, '') AS city
         FROM customers c JOIN companies co ON co.id = c.company_id
         LEFT JOIN addresses a ON a.customer_id = c.id AND a.purpose = 'postal'
         LEFT JOIN users u ON u.id = c.agent_id LEFT JOIN credit_attributes k ON k.customer_id = c.id
         LEFT JOIN account_statuses s ON s.id = k.status_id
         WHERE c.company_id = (SELECT id FROM temp.current_company)",
        filters.select()
    );
    let search = search.trim().to_lowercase();
    let mut statement = session.connection().prepare_cached(&sql)?;
    let mut cursor = statement.query([])?;
    let mut rows = Vec::new();
    while let Some(row) = cursor.next()? {
        if !is_hit(row, &search)? || !filters.pass(row)? {
            continue;
        }
        rows.push(Candidate {
            id: row.get("id")?,
            account: row.get("account")?,
            text: row.get::<_, String>("text")?.to_lowercase(),
            number: row.get("number")?,
        });
    }
    Ok(rows)
}

fn is_hit(row: &rusqlite::Row<'_>, search: &str) -> Result<bool, Refusal> {
    if search.is_empty() {
        return Ok(true);
    }
    for name in ["account", "name", "city"] {
        let value = row.get_ref(name)?.as_str().map_err(rusqlite::Error::from)?;
        if value.to_lowercase().contains(search) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The figures of some customers, or of everybody in one pass.
fn figures_of(
    connection: &Connection,
    ids: Option<&[i64]>,
    as_of: NaiveDate,
) -> Result<Figures, Refusal> {
    let mut known = Figures::new();
    ask(connection, ids, as_of, |customer_id, balances| {
        let of_currency = balances
            .iter()
            .map(|balance| (balance.currency, balance.total_minor, balance.overdue_minor));
        known.insert(customer_id, of_currency.collect());
    })?;
    Ok(known)
}

fn filter_figures(
    rows: &mut Vec<Candidate>,
    known: &Figures,
    filters: &[&Filter],
) -> Result<(), Refusal> {
    for filter in filters {
        filters::demand(filter, Some(Kind::Number))?;
        let passes = |total: i64, overdue: i64| {
            let figure = if filter.column == "total" {
                total
            } else {
                overdue
            };
            filters::number_passes(filter, Some(figure))
        };
        rows.retain(|row| match known.get(&row.id) {
            Some(figures) if !figures.is_empty() => figures
                .iter()
                .any(|(_, total, overdue)| passes(*total, *overdue)),
            _ => passes(0, 0),
        });
    }
    Ok(())
}

/// The sum over the currencies only orders the rows; it is never shown.
fn sort_figures(rows: &mut [Candidate], known: &Figures, column: &str) {
    if !is_figure(column) {
        return;
    }
    for row in rows {
        row.text.clear();
        let figures = known.get(&row.id).map_or(&[][..], Vec::as_slice);
        let sum = figures.iter().map(
            |(_, total, overdue)| {
                if column == "total" { *total } else { *overdue }
            },
        );
        row.number = Some(sum.sum());
    }
}

/// Ages the accounts of some customers, or of all.
pub(super) fn ask(
    connection: &Connection,
    ids: Option<&[i64]>,
    as_of: NaiveDate,
    mut use_it: impl FnMut(i64, &[AgedBalance]),
) -> Result<(), Refusal> {
    let periods = Definition::standard().periods(as_of).map_err(|fault| {
        Refusal::new("aging_definition_invalid").with("detail", fault.to_string())
    })?;
    let question = Question {
        horizon: Horizon::as_of(as_of),
        periods: &periods,
        by: AgeBy::Due,
        credits_in: CreditsIn::OwnPeriod,
    };
    let mut balances = Vec::new();
    let age = |customer_id, items: &[OpenItem], parts: &[Part]| {
        balances.clear();
        age_promised(items, parts, &question, &mut balances);
        use_it(customer_id, &balances);
        Ok(())
    };
    match ids {
        None => for_each_promised(connection, Scope::All, question.horizon, age),
        Some(ids) => for_each_promised_among(connection, ids, as_of, age),
    }
}

/// Sums of a list per currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(rename = "CustomerTotals")]
pub struct Totals {
    /// Currency, total and overdue, minor units.
    #[ts(type = "Array<[string, number, number]>")]
    pub totals: Vec<(String, i64, i64)>,
}

/// Names an open list.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ts_rs::TS)]
#[ts(rename = "CustomerTotalsRequest")]
pub struct TotalsRequest {
    /// Handle of the list.
    #[ts(type = "number")]
    pub handle: u64,
}

/// Up to so many customers are aged one by one; beyond, one pass over everybody is faster.
const ONE_BY_ONE: usize = 512;

/// `customers.totals`: apart from the list, because it ages every customer of it, and the rows shall not wait for that.
pub fn totals(session: &mut Session<'_>, request: TotalsRequest) -> Result<Totals, Refusal> {
    let kept: &Kept = session.book.listings.get(request.handle)?;
    let wanted: HashSet<i64> = kept.ids.iter().copied().collect();
    let few = (kept.ids.len() <= ONE_BY_ONE).then_some(kept.ids.as_slice());
    let mut sums: BTreeMap<String, (i64, i64)> = BTreeMap::new();
    ask(
        session.connection(),
        few,
        kept.as_of,
        |customer_id, balances| {
            if !wanted.contains(&customer_id) {
                return;
            }
            for balance in balances {
                let sum = sums.entry(balance.currency.to_string()).or_default();
                sum.0 += balance.total_minor;
                sum.1 += balance.overdue_minor;
            }
        },
    )?;
    let totals = sums
        .into_iter()
        .map(|(currency, (total, overdue))| (currency, total, overdue));
    Ok(Totals {
        totals: totals.collect(),
    })
}

/// `customers.page`
pub fn page(session: &mut Session<'_>, request: PageRequest) -> Result<Page, Refusal> {
    let kept: &Kept = session.book.listings.get(request.handle)?;
    let ids = slice(&kept.ids, request);
    session.read(|connection| {
        let mut rows = read(connection, ids)?;
        let on_demand;
        let figures = if let Some(figures) = &kept.figures {
            figures
        } else {
            on_demand = figures_of(connection, Some(ids), kept.as_of)?;
            &on_demand
        };
        let taker = Taker::on(connection, kept.as_of)?;
        for row in &mut rows {
            row.remaining_credit_minor = taker.remaining_minor(connection, row.customer_id)?;
            let of_currency = figures.get(&row.customer_id).into_iter().flatten();
            row.balances = of_currency
                .map(|(currency, total, overdue)| (currency.to_string(), *total, *overdue))
                .collect();
        }
        Ok(Page { rows })
    })
}

/// The customers `ids`, in their order, without their balances and without the credit that remains. One statement reads them all, and its columns are
/// read by place: a statement for each row, or a name looked up for each value, would cost more than the row.
pub(super) fn read(connection: &Connection, ids: &[i64]) -> Result<Vec<Row>, Refusal> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT c.id, c.account, c.name, COALESCE(a.city, ''), a.country, c.language, c.customer_group,
           COALESCE(c.currency, co.currency), c.credit_limit_minor, c.delivery_hold, s.code, NULLIF({AGENT}, ''), c.region
         FROM json_each(?1) j CROSS JOIN customers c ON c.id = j.value JOIN companies co ON co.id = c.company_id
         LEFT JOIN addresses a ON a.customer_id = c.id AND a.purpose = 'postal'
         LEFT JOIN users u ON u.id = c.agent_id LEFT JOIN credit_attributes k ON k.customer_id = c.id
         LEFT JOIN account_statuses s ON s.id = k.status_id",
    ))?;
    let rows = statement.query_map([serde_json::to_string(ids)?], |row| {
        Ok(Row {
            customer_id: row.get(0)?,
            account: row.get(1)?,
            name: row.get(2)?,
            city: row.get(3)?,
            country: row.get(4)?,
            language: row.get(5)?,
            group: row.get(6)?,
            currency: row.get(7)?,
            credit_limit_minor: row.get(8)?,
            remaining_credit_minor: None,
            account_status: row.get(10)?,
            agent: row.get(11)?,
            region: row.get(12)?,
            delivery_hold: row.get(9)?,
            balances: Vec::new(),
        })
    })?;
    in_order(rows.collect::<Result<_, _>>()?, ids, |row: &Row| {
        row.customer_id
    })
}
