//! `aging.trend`: how the totals of the stored history moved, of everybody or of one customer (spec 20 §2).
//!
//! Invariant: a trend compares like with like. Only full runs count that were counted as the newest one was; a run with
//! other periods has its total and no amounts by period.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use engine::aging::{MAX_PERIODS, Period, Promises};
use rusqlite::{Connection, named_params};
use serde::{Deserialize, Serialize};

use super::definitions;
use super::run::{RunTotal, promises_of, totals};
use crate::accounts::{customer_id, day_of};
use crate::refusal::Refusal;
use crate::session::Session;

/// Asks for a trend.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
pub struct TrendRequest {
    /// Definition; the default one where missing.
    #[serde(default)]
    pub definition: Option<String>,
    /// Account number; everybody where missing.
    #[serde(default)]
    pub account: Option<String>,
}

/// The totals of a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct TrendPoint {
    /// The day.
    pub as_of: NaiveDate,
    /// Sum of all open items, minor units.
    #[ts(type = "number")]
    pub total_minor: i64,
    /// Of it, overdue.
    #[ts(type = "number")]
    pub overdue_minor: i64,
    /// One amount per period; `None` where the definition had other periods then.
    #[ts(type = "Array<number> | null")]
    pub period_minor: Option<Vec<i64>>,
}

/// The days of one currency, oldest first. A day without a row of the currency is a day of zeros.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct TrendLine {
    /// Currency.
    pub currency: String,
    /// The days.
    pub points: Vec<TrendPoint>,
}

/// A trend.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Trend {
    /// The definition.
    pub definition: String,
    /// Columns of the newest run; empty without any.
    pub periods: Vec<Period>,
    /// One per currency, by currency.
    pub lines: Vec<TrendLine>,
}

/// A run that counts.
struct Counted {
    id: i64,
    as_of: NaiveDate,
    same_periods: bool,
}

/// `aging.trend`
pub fn trend(session: &mut Session<'_>, request: TrendRequest) -> Result<Trend, Refusal> {
    session.read(|connection| {
        let definition = match &request.definition {
            Some(id) => id.clone(),
            None => definitions::default_id(connection)?,
        };
        let customer = match &request.account {
            Some(account) => Some(customer_id(connection, account)?),
            None => None,
        };
        let (periods, runs) = counted(connection, &definition)?;
        let lines = lines(connection, &runs, customer, periods.len())?;
        Ok(Trend {
            definition,
            periods,
            lines,
        })
    })
}

/// The runs in the order of their days, and the periods of the newest.
fn counted(
    connection: &Connection,
    definition: &str,
) -> Result<(Vec<Period>, Vec<Counted>), Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT id, as_of, age_by, credits_in, known_on, promises, periods FROM aging_runs
         WHERE definition_id = :definition AND covers = 'all' AND companies IS NULL
           AND company_id = (SELECT id FROM temp.current_company) ORDER BY id DESC",
    )?;
    let mut rows = statement.query(named_params! {":definition": definition})?;
    let mut manner: Option<([Option<String>; 3], Promises)> = None;
    let mut periods: Vec<Period> = Vec::new();
    let mut runs: Vec<Counted> = Vec::new();
    while let Some(row) = rows.next()? {
        let as_of = day_of(row, "as_of")?;
        let here = (
            [
                row.get("age_by")?,
                row.get("credits_in")?,
                row.get("known_on")?,
            ],
            promises_of(row)?,
        );
        let text: String = row.get("periods")?;
        let own: Vec<Period> = serde_json::from_str(&text)?;
        if *manner.get_or_insert_with(|| here.clone()) != here {
            continue;
        }
        if periods.is_empty() {
            periods.clone_from(&own);
        }
        // Of a day that was run twice the newer run counts, which comes first.
        if runs.iter().any(|run| run.as_of == as_of) {
            continue;
        }
        runs.push(Counted {
            id: row.get("id")?,
            as_of,
            same_periods: own
                .iter()
                .map(|period| &period.id)
                .eq(periods.iter().map(|period| &period.id)),
        });
    }
    runs.sort_by_key(|run| run.as_of);
    Ok((periods, runs))
}

/// Totals of one customer in a run, by currency.
const OF_ONE: &str = "
  SELECT currency, total_minor, overdue_minor, p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12
  FROM aging_balances_snapshot WHERE run_id = :run AND customer_id = :customer";

fn of_one(
    connection: &Connection,
    run_id: i64,
    customer_id: i64,
    columns: usize,
) -> Result<Vec<RunTotal>, Refusal> {
    let mut statement = connection.prepare_cached(OF_ONE)?;
    let totals = statement
        .query_map(
            named_params! {":run": run_id, ":customer": customer_id},
            |row| {
                Ok(RunTotal {
                    currency: row.get("currency")?,
                    total_minor: row.get("total_minor")?,
                    overdue_minor: row.get("overdue_minor")?,
                    period_minor: (0..columns.min(MAX_PERIODS))
                        .map(|at| row.get(3 + at))
                        .collect::<Result<_, _>>()?,
                })
            },
        )?
        .collect::<Result<_, _>>()?;
    Ok(totals)
}

fn lines(
    connection: &Connection,
    runs: &[Counted],
    customer: Option<i64>,
    columns: usize,
) -> Result<Vec<TrendLine>, Refusal> {
    let mut found: BTreeMap<String, Vec<TrendPoint>> = BTreeMap::new();
    for (at, run) in runs.iter().enumerate() {
        let totals = match customer {
            Some(customer_id) => of_one(connection, run.id, customer_id, columns)?,
            None => totals(connection, run.id, columns)?,
        };
        for total in totals {
            let points = found
                .entry(total.currency)
                .or_insert_with(|| runs.iter().map(|run| zeros(run, columns)).collect());
            points[at] = TrendPoint {
                as_of: run.as_of,
                total_minor: total.total_minor,
                overdue_minor: total.overdue_minor,
                period_minor: run.same_periods.then_some(total.period_minor),
            };
        }
    }
    Ok(found
        .into_iter()
        .map(|(currency, points)| TrendLine { currency, points })
        .collect())
}

fn zeros(run: &Counted, columns: usize) -> TrendPoint {
    TrendPoint {
        as_of: run.as_of,
        total_minor: 0,
        overdue_minor: 0,
        period_minor: run.same_periods.then(|| vec![0; columns]),
    }
}
