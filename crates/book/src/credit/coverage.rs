//! `credit.coverage`: insurance coverage against exposure (spec 26 §8): customers with limit, cover, exposure, what of it is
//! insured, and the cover that missed duties lost.
//!
//! Invariant: every figure is the one of the customer's credit page, taken for many; a customer without a rate is named and
//! stands in no sum.

use std::cmp::Ordering;

use chrono::NaiveDate;
use engine::credit::insurance::Policy;
use engine::credit::limits::Effective;
use rusqlite::{Connection, named_params};
use serde::{Deserialize, Serialize};

use super::exposure::lost_minor;
use crate::filters::{Kind, demand, number_passes, text_passes};
use crate::listing::slice;
use crate::pools::members::Narrowed;
use crate::pools::specialists;
use crate::refusal::Refusal;
use crate::session::{Session, check_cancelled};
use crate::standing::{self, Taker};
use crate::wire::{Filter, PageRequest, Sort, SortOrder};
use crate::worked::AGENT;

/// Which customers are shown; nobody who neither owes nor has cover.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum CoverageShow {
    /// With exposure or with cover.
    #[default]
    All,
    /// With cover.
    Covered,
    /// With exposure that no cover takes.
    Uncovered,
    /// With cover that was lost.
    Lost,
}

/// Opens the report.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct CoverageRequest {
    /// Day; today where missing.
    pub as_of: Option<NaiveDate>,
    /// Code of a pool; everybody where missing.
    pub pool: Option<String>,
    /// Which customers.
    pub show: CoverageShow,
    /// Text in account or name.
    pub search: String,
    /// On every column but `limit` and `currency`; who has no figures passes no filter on one.
    pub filters: Vec<Filter>,
    /// By what is not insured, largest first, where missing. Every column but `currency` sorts.
    pub sort: Option<Sort>,
}

/// The opened report. Sums are minor units of the company's currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct CoverageListing {
    /// Handle for pages and files.
    #[ts(type = "number")]
    pub handle: u64,
    /// Rows.
    #[ts(type = "number")]
    pub count: u64,
    /// The day.
    pub as_of: NaiveDate,
    /// The company's currency.
    pub currency: String,
    /// Sums of the columns.
    pub sums: CoverageSums,
    /// Customers that have no figures, because a rate is missing.
    #[ts(type = "number")]
    pub without_rate: u64,
}

/// Sums, minor units of the company's currency.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct CoverageSums {
    /// Exposure.
    #[ts(type = "number")]
    pub exposure_minor: i64,
    /// Value of the policies and guarantees in force.
    #[ts(type = "number")]
    pub cover_minor: i64,
    /// Exposure that they take.
    #[ts(type = "number")]
    pub insured_minor: i64,
    /// The rest of it.
    #[ts(type = "number")]
    pub uninsured_minor: i64,
    /// Open items whose cover was lost.
    #[ts(type = "number")]
    pub lost_minor: i64,
}

/// A customer; amounts in minor units of the company's currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct CoverageRow {
    /// Row id of the customer.
    #[ts(type = "number")]
    pub customer_id: i64,
    /// Account number.
    pub account: String,
    /// Name.
    pub name: String,
    /// Customer group.
    pub group: Option<String>,
    /// Region.
    pub region: Option<String>,
    /// Segment.
    pub segment: Option<String>,
    /// Code of the risk group on the day of the report.
    pub risk_group: Option<String>,
    /// Code of the collections agent: of the card, else by the pools.
    pub agent: Option<String>,
    /// The company's currency.
    pub currency: String,
    /// `limit`, `unlimited`, `not_set` or `not_tested`.
    pub limit_kind: String,
    /// The effective limit; `None` where no amount is set.
    #[ts(type = "number | null")]
    pub limit_minor: Option<i64>,
    /// The figures; `None` where a rate is missing.
    pub figures: Option<CoverageSums>,
    /// Policies and guarantees in force.
    pub policies: u32,
    /// The first day on which one of them ends.
    pub ends_on: Option<NaiveDate>,
}

/// A page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct CoveragePage {
    /// The rows.
    pub rows: Vec<CoverageRow>,
}

/// The report as it is kept while it is open.
#[derive(Debug, Clone)]
pub(super) struct Kept {
    pub head: CoverageListing,
    pub rows: Vec<CoverageRow>,
}

/// Customers that are read together.
const LOT: usize = 256;

/// `credit.coverage`
pub fn open(
    session: &mut Session<'_>,
    request: CoverageRequest,
) -> Result<CoverageListing, Refusal> {
    let as_of = request.as_of.unwrap_or(session.today);
    let (today, job) = (session.today, session.job);
    check(&request.filters)?;
    let (mut rows, currency) = session.read(|connection| {
        specialists::derive(connection, today)?;
        let within = Narrowed::to(connection, request.pool.as_deref(), today)?;
        let mut cards = cards(connection, &request.search)?;
        cards.retain(|card| within.has(card.customer_id));
        let mut taker = Taker::on(connection, as_of)?;
        let mut rows = Vec::new();
        let (mut done, total) = (0, cards.len() as u64);
        for lot in cards.chunks(LOT) {
            job.progress(done, total, "customers");
            check_cancelled(job)?;
            let ids: Vec<i64> = lot.iter().map(|card| card.customer_id).collect();
            taker.read_ahead(connection, &ids, None)?;
            for card in lot {
                rows.push(row(connection, &taker, card)?);
            }
            done += lot.len() as u64;
        }
        Ok((rows, taker.company.code().to_owned()))
    })?;
    rows.retain(|row| shown(row, request.show) && passes(row, &request.filters));
    sort(&mut rows, request.sort.as_ref())?;
    let head = CoverageListing {
        handle: 0,
        count: rows.len() as u64,
        as_of,
        currency,
        sums: sums(&rows),
        without_rate: rows.iter().filter(|row| row.figures.is_none()).count() as u64,
    };
    let handle = session.book.listings.keep(Kept {
        head: head.clone(),
        rows,
    });
    Ok(CoverageListing { handle, ..head })
}

/// `credit.coverage_page`
pub fn page(session: &mut Session<'_>, request: PageRequest) -> Result<CoveragePage, Refusal> {
    let kept: &Kept = session.book.listings.get(request.handle)?;
    Ok(CoveragePage {
        rows: slice(&kept.rows, request).to_vec(),
    })
}

/// What of a customer is no figure, with its policies.
struct CoveredCard {
    customer_id: i64,
    account: String,
    name: String,
    group: Option<String>,
    region: Option<String>,
    segment: Option<String>,
    agent: Option<String>,
    /// Whether a policy asks for something, so that cover may be lost.
    has_duties: bool,
}

fn cards(connection: &Connection, search: &str) -> Result<Vec<CoveredCard>, Refusal> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT c.id, c.account, c.name, c.customer_group, c.region, c.segment, NULLIF({AGENT}, '') AS agent, EXISTS (
           SELECT 1 FROM credit_policies p WHERE p.customer_id = c.id AND p.identifier = 'insurance'
             AND (p.notify_days IS NOT NULL OR p.claim_days IS NOT NULL)) AS has_duties
         FROM customers c LEFT JOIN users u ON u.id = c.agent_id WHERE c.company_id = :company ORDER BY c.id",
    ))?;
    let search = search.trim().to_lowercase();
    let company = crate::company::current(connection)?;
    let mut rows = statement.query(named_params! {":company": company})?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let card = CoveredCard {
            customer_id: row.get("id")?,
            account: row.get("account")?,
            name: row.get("name")?,
            group: row.get("customer_group")?,
            region: row.get("region")?,
            segment: row.get("segment")?,
            agent: row.get("agent")?,
            has_duties: row.get("has_duties")?,
        };
        if card.account.to_lowercase().contains(&search)
            || card.name.to_lowercase().contains(&search)
        {
            found.push(card);
        }
    }
    Ok(found)
}

fn row(connection: &Connection, taker: &Taker, card: &CoveredCard) -> Result<CoverageRow, Refusal> {
    let active: Vec<Policy> = standing::policies(connection, card.customer_id)?
        .into_iter()
        .filter(|policy| policy.is_active(taker.as_of))
        .collect();
    let mut row = CoverageRow {
        customer_id: card.customer_id,
        account: card.account.clone(),
        name: card.name.clone(),
        group: card.group.clone(),
        region: card.region.clone(),
        segment: card.segment.clone(),
        risk_group: standing::risk_group_of(connection, card.customer_id, taker.as_of)?,
        agent: card.agent.clone(),
        currency: taker.company.code().to_owned(),
        limit_kind: "not_tested".to_owned(),
        limit_minor: None,
        figures: None,
        policies: u32::try_from(active.len()).unwrap_or(u32::MAX),
        ends_on: active.iter().filter_map(|policy| policy.expires_on).min(),
    };
    let standing = match taker.standing(connection, card.customer_id, None) {
        Ok(standing) => standing,
        Err(refusal) if is_rate_missing(&refusal) => return Ok(row),
        Err(refusal) => return Err(refusal),
    };
    let lost_minor = if card.has_duties {
        match lost_minor(connection, card.customer_id, taker.as_of) {
            Ok(minor) => minor,
            Err(refusal) if is_rate_missing(&refusal) => return Ok(row),
            Err(refusal) => return Err(refusal),
        }
    } else {
        0
    };
    let (kind, limit_minor) = match standing.resolution.effective {
        Effective::NotTested => ("not_tested", None),
        Effective::Unlimited => ("unlimited", None),
        Effective::NotSet => ("not_set", None),
        Effective::Limit { minor, .. } => ("limit", Some(minor)),
    };
    kind.clone_into(&mut row.limit_kind);
    row.limit_minor = limit_minor;
    row.figures = Some(CoverageSums {
        exposure_minor: standing.exposures.total_minor,
        cover_minor: standing.cover.value_minor,
        insured_minor: standing.exposures.total_minor - standing.exposures.uninsured_minor,
        uninsured_minor: standing.exposures.uninsured_minor,
        lost_minor,
    });
    Ok(row)
}

fn is_rate_missing(refusal: &Refusal) -> bool {
    standing::is_unknown(refusal)
}

fn shown(row: &CoverageRow, show: CoverageShow) -> bool {
    // Whoever has no figures is named wherever they might belong.
    let Some(figures) = row.figures else {
        return true;
    };
    match show {
        CoverageShow::All => figures != CoverageSums::default(),
        CoverageShow::Covered => row.policies > 0,
        CoverageShow::Uncovered => figures.uninsured_minor > 0,
        CoverageShow::Lost => figures.lost_minor > 0,
    }
}

fn sums(rows: &[CoverageRow]) -> CoverageSums {
    let mut sums = CoverageSums::default();
    for figures in rows.iter().filter_map(|row| row.figures) {
        for (sum, minor) in [
            (&mut sums.exposure_minor, figures.exposure_minor),
            (&mut sums.cover_minor, figures.cover_minor),
            (&mut sums.insured_minor, figures.insured_minor),
            (&mut sums.uninsured_minor, figures.uninsured_minor),
            (&mut sums.lost_minor, figures.lost_minor),
        ] {
            *sum = sum.saturating_add(minor);
        }
    }
    sums
}

/// How a column is read, for its order and its filter.
#[derive(Clone, Copy)]
enum Column {
    Text(fn(&CoverageRow) -> Option<&str>),
    Number(fn(&CoverageRow) -> Option<i64>),
    Day(fn(&CoverageRow) -> Option<NaiveDate>),
}

impl Column {
    fn named(id: &str) -> Option<Self> {
        fn figure(row: &CoverageRow, of: fn(&CoverageSums) -> i64) -> Option<i64> {
            row.figures.as_ref().map(of)
        }
        Some(match id {
            "account" => Self::Text(|row| Some(&row.account)),
            "name" => Self::Text(|row| Some(&row.name)),
            "group" => Self::Text(|row| row.group.as_deref()),
            "region" => Self::Text(|row| row.region.as_deref()),
            "segment" => Self::Text(|row| row.segment.as_deref()),
            "risk_group" => Self::Text(|row| row.risk_group.as_deref()),
            "agent" => Self::Text(|row| row.agent.as_deref()),
            "limit" => Self::Number(|row| row.limit_minor),
            "exposure" => Self::Number(|row| figure(row, |sums| sums.exposure_minor)),
            "cover" => Self::Number(|row| figure(row, |sums| sums.cover_minor)),
            "insured" => Self::Number(|row| figure(row, |sums| sums.insured_minor)),
            "uninsured" => Self::Number(|row| figure(row, |sums| sums.uninsured_minor)),
            "lost" => Self::Number(|row| figure(row, |sums| sums.lost_minor)),
            "policies" => Self::Number(|row| Some(i64::from(row.policies))),
            "ends_on" => Self::Day(|row| row.ends_on),
            _ => return None,
        })
    }

    fn compare(self, one: &CoverageRow, other: &CoverageRow) -> Ordering {
        match self {
            Self::Text(of) => {
                let folded = |row| of(row).map(str::to_lowercase);
                folded(one).cmp(&folded(other))
            }
            Self::Number(of) => of(one).cmp(&of(other)),
            Self::Day(of) => of(one).cmp(&of(other)),
        }
    }

    fn passes(self, row: &CoverageRow, filter: &Filter) -> bool {
        match self {
            Self::Text(of) => text_passes(filter, of(row).unwrap_or_default()),
            Self::Number(of) => number_passes(filter, of(row)),
            Self::Day(of) => of(row).is_some_and(|day| text_passes(filter, &day.to_string())),
        }
    }
}

/// Refuses a filter that no column takes.
fn check(filters: &[Filter]) -> Result<(), Refusal> {
    filters.iter().try_for_each(|filter| {
        let kind = Column::named(&filter.column).map(|column| match column {
            Column::Number(_) => Kind::Number,
            Column::Text(_) | Column::Day(_) => Kind::Text,
        });
        demand(filter, kind)
    })
}

fn passes(row: &CoverageRow, filters: &[Filter]) -> bool {
    filters.iter().all(|filter| {
        Column::named(&filter.column).is_some_and(|column| column.passes(row, filter))
    })
}

fn sort(rows: &mut [CoverageRow], by: Option<&Sort>) -> Result<(), Refusal> {
    let (column, order) = by.map_or(("uninsured", SortOrder::Descending), |by| {
        (by.column.as_str(), by.order)
    });
    let key = Column::named(column)
        .ok_or_else(|| Refusal::new("unknown_column").with("column", column))?;
    rows.sort_by(|one, other| {
        let ordering = key.compare(one, other);
        let ordering = match order {
            SortOrder::Ascending => ordering,
            SortOrder::Descending => ordering.reverse(),
        };
        ordering.then_with(|| one.account.cmp(&other.account))
    });
    Ok(())
}
