//! The list *Customers*: all of them, also without a snapshot (spec 21 §3, A-10), and the search of the palette.

use std::collections::HashMap;

use chrono::NaiveDate;
use engine::account::{Horizon, OpenItem};
use engine::aging::{AgeBy, AgedBalance, CreditsIn, Definition, Question, age_items};
use rusqlite::named_params;
use serde::{Deserialize, Serialize};

use crate::accounts::{Scope, for_each_open, for_each_open_among};
use crate::listing::slice;
use crate::refusal::Refusal;
use crate::session::Session;
use crate::wire::{PageRequest, Sort, SortOrder};

/// Opens the list.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
#[ts(rename = "CustomerListRequest")]
pub struct ListRequest {
    /// Day of the overdue figures; today where missing.
    #[serde(default)]
    pub as_of: Option<NaiveDate>,
    /// Text in account, name or town.
    #[serde(default)]
    pub search: String,
    /// Columns: `account`, `name`, `group`, `region`, `country`, `language`, `currency`, `credit_limit`, `total`,
    /// `overdue`.
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

#[derive(Debug)]
struct Kept {
    ids: Vec<i64>,
    as_of: NaiveDate,
}

struct Candidate {
    id: i64,
    text: String,
    number: Option<i64>,
    account: String,
}

/// `customers.list`
pub fn list(session: &mut Session<'_>, request: ListRequest) -> Result<Listing, Refusal> {
    let as_of = request.as_of.unwrap_or(session.today);
    let sort = request.sort.unwrap_or(Sort {
        column: "account".to_owned(),
        order: SortOrder::Ascending,
    });
    let mut rows = candidates(session, &request.search, &sort.column)?;
    if matches!(sort.column.as_str(), "total" | "overdue") {
        fill_figures(session, &mut rows, &sort.column, as_of)?;
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
    let handle = session.book.listings.keep(Kept { ids, as_of });
    Ok(Listing { handle, count })
}

fn candidates(
    session: &Session<'_>,
    search: &str,
    column: &str,
) -> Result<Vec<Candidate>, Refusal> {
    let (text, number) = match column {
        "account" | "total" | "overdue" => ("c.account", "NULL"),
        "name" => ("c.name", "NULL"),
        "group" => ("COALESCE(c.customer_group, '')", "NULL"),
        "region" => ("COALESCE(c.region, '')", "NULL"),
        "language" => ("COALESCE(c.language, '')", "NULL"),
        "currency" => ("COALESCE(c.currency, '')", "NULL"),
        "country" => ("COALESCE(a.country, '')", "NULL"),
        "credit_limit" => ("''", "c.credit_limit_minor"),
        other => return Err(Refusal::new("sort_invalid").with("column", other)),
    };
    let sql = format!(
        "SELECT c.id, c.account, {text} AS text, {number} AS number, c.name, COALESCE(a.city, '') AS city
         FROM customers c LEFT JOIN addresses a ON a.customer_id = c.id AND a.purpose = 'postal'"
    );
    let search = search.trim().to_lowercase();
    let mut statement = session.connection().prepare_cached(&sql)?;
    let mut cursor = statement.query([])?;
    let mut rows = Vec::new();
    while let Some(row) = cursor.next()? {
        if !search.is_empty() {
            let hit = ["account", "name", "city"]
                .iter()
                .try_fold(false, |hit, name| {
                    let value = row
                        .get_ref(*name)?
                        .as_str()
                        .map_err(rusqlite::Error::from)?;
                    Ok::<bool, rusqlite::Error>(hit || value.to_lowercase().contains(&search))
                })?;
            if !hit {
                continue;
            }
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

fn fill_figures(
    session: &Session<'_>,
    rows: &mut [Candidate],
    column: &str,
    as_of: NaiveDate,
) -> Result<(), Refusal> {
    let mut by_customer = HashMap::new();
    ask(session, None, as_of, |customer_id, balances| {
        let sum: i64 = balances
            .iter()
            .map(|balance| {
                if column == "total" {
                    balance.total_minor
                } else {
                    balance.overdue_minor
                }
            })
            .sum();
        by_customer.insert(customer_id, sum);
    })?;
    for row in rows {
        row.text.clear();
        row.number = Some(by_customer.get(&row.id).copied().unwrap_or(0));
    }
    Ok(())
}

/// Ages the accounts of some customers, or of all.
fn ask(
    session: &Session<'_>,
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
    let age = |customer_id, items: &[OpenItem]| {
        balances.clear();
        age_items(items, &question, &mut balances);
        use_it(customer_id, &balances);
        Ok(())
    };
    let connection = session.connection();
    match ids {
        None => for_each_open(connection, Scope::All, question.horizon, age),
        Some(ids) => for_each_open_among(connection, ids, as_of, age),
    }
}

/// `customers.page`
pub fn page(session: &mut Session<'_>, request: PageRequest) -> Result<Page, Refusal> {
    let kept: &Kept = session.book.listings.get(request.handle)?;
    let as_of = kept.as_of;
    let ids = slice(&kept.ids, request).to_vec();
    let mut balances: HashMap<i64, Vec<(String, i64, i64)>> = HashMap::new();
    ask(session, Some(&ids), as_of, |customer_id, aged| {
        let of_currency = aged.iter().map(|balance| {
            let currency = balance.currency.to_string();
            (currency, balance.total_minor, balance.overdue_minor)
        });
        balances.insert(customer_id, of_currency.collect());
    })?;
    let rows = ids
        .into_iter()
        .map(|id| {
            let mut row = read(session, id)?;
            row.balances = balances.remove(&id).unwrap_or_default();
            Ok(row)
        })
        .collect::<Result<_, Refusal>>()?;
    Ok(Page { rows })
}

fn read(session: &Session<'_>, id: i64) -> Result<Row, Refusal> {
    let mut statement = session.connection().prepare_cached(
        "SELECT c.account, c.name, COALESCE(a.city, '') AS city, a.country, c.language, c.customer_group,
           COALESCE(c.currency, co.currency) AS currency, c.credit_limit_minor, c.delivery_hold
         FROM customers c JOIN companies co ON co.id = c.company_id
         LEFT JOIN addresses a ON a.customer_id = c.id AND a.purpose = 'postal' WHERE c.id = :id",
    )?;
    Ok(statement.query_row(named_params! {":id": id}, |row| {
        Ok(Row {
            customer_id: id,
            account: row.get("account")?,
            name: row.get("name")?,
            city: row.get("city")?,
            country: row.get("country")?,
            language: row.get("language")?,
            group: row.get("customer_group")?,
            currency: row.get("currency")?,
            credit_limit_minor: row.get("credit_limit_minor")?,
            delivery_hold: row.get("delivery_hold")?,
            balances: Vec::new(),
        })
    })?)
}

/// Searches customers and documents.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct SearchRequest {
    /// Beginning of an account, a document number, or part of a name.
    pub text: String,
}

/// A hit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Hit {
    /// The customer.
    #[ts(type = "number")]
    pub customer_id: i64,
    /// Account number.
    pub account: String,
    /// Name.
    pub name: String,
    /// The document that was found; `None` where the customer itself was.
    pub document_no: Option<String>,
}

/// What was found, at most 30.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Found {
    /// Customers first, then documents.
    pub hits: Vec<Hit>,
}

/// `customers.search`
pub fn search(session: &mut Session<'_>, request: SearchRequest) -> Result<Found, Refusal> {
    let text = request.text.trim();
    let mut hits: Vec<Hit> = Vec::new();
    if text.is_empty() {
        return Ok(Found { hits });
    }
    let beginning_end = format!("{text}\u{10FFFF}");
    let queries = [
        "SELECT id, account, name, NULL AS document_no FROM customers
         WHERE account >= :text AND account < :end AND :like = :like ORDER BY account LIMIT 10",
        "SELECT id, account, name, NULL AS document_no FROM customers
         WHERE name LIKE :like ESCAPE '\\' AND :text = :text AND :end = :end LIMIT 10",
        "SELECT c.id, c.account, c.name, t.document_no FROM transactions t JOIN customers c ON c.id = t.customer_id
         WHERE t.document_no >= :text AND t.document_no < :end AND :like = :like ORDER BY t.document_no LIMIT 10",
    ];
    let like = format!(
        "%{}%",
        text.replace('\\', "\\\\")
            .replace('%', "\\%")
            .replace('_', "\\_")
    );
    for sql in queries {
        let mut statement = session.connection().prepare_cached(sql)?;
        let found = statement.query_map(
            named_params! {":text": text, ":end": beginning_end, ":like": like},
            |row| {
                Ok(Hit {
                    customer_id: row.get("id")?,
                    account: row.get("account")?,
                    name: row.get("name")?,
                    document_no: row.get("document_no")?,
                })
            },
        )?;
        for hit in found {
            let hit = hit?;
            let known = hits.iter().any(|other| {
                (other.customer_id, &other.document_no) == (hit.customer_id, &hit.document_no)
            });
            if !known {
                hits.push(hit);
            }
        }
    }
    Ok(Found { hits })
}
