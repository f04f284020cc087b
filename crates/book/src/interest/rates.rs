//! `interest.rates` and `interest.rate_enter`: the reference rates with their sources, and the laws that follow them.

use chrono::NaiveDate;
use engine::interest::pack::{Allocation, DayCount, PACKS, RateMode};
use engine::interest::reference::{self, ALL, Entered, Half, References};
use engine::interest::{HalfYear, Reference};
use rusqlite::{Connection, named_params};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::refusal::Refusal;
use crate::session::Session;
use crate::wire::Nothing;

/// A reference rate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ReferenceInfo {
    /// Which one.
    pub reference: Reference,
    /// Where the shipped values come from.
    pub source: String,
    /// The last day that it answers for.
    pub known_until: Option<NaiveDate>,
}

/// A value of a rate for a half-year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct RateCell {
    /// Of which rate.
    pub reference: Reference,
    /// Per cent per year, decimal text; missing where there is no source.
    pub percent: Option<String>,
    /// Its source, where somebody entered it.
    pub entered: Option<String>,
    /// Where the shipped value comes from; missing where there is none.
    pub shipped_source: Option<String>,
}

/// The values of a half-year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(rename = "ReferenceRateRow")]
pub struct RateRow {
    /// The half-year.
    pub half_year: HalfYear,
    /// One for each rate, in their order.
    pub cells: Vec<RateCell>,
}

/// The law of late payment of a country.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct PackInfo {
    /// Its name.
    pub code: String,
    /// Which rate it follows.
    pub reference: Option<Reference>,
    /// Points above it for a contract of today, decimal text.
    pub margin: String,
    /// How the rate follows.
    pub mode: RateMode,
    /// How days become years.
    pub day_count: DayCount,
    /// Who is paid first.
    pub allocation: Allocation,
    /// Currency of its lump sum; missing where there is none.
    pub lump_sum_currency: Option<String>,
    /// Where it is written.
    pub source: String,
    /// What it comes to today, per cent per year; missing where the reference rate has no source.
    pub percent_today: Option<String>,
}

/// All of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct RateTable {
    /// The rates.
    pub references: Vec<ReferenceInfo>,
    /// Newest half-year first.
    pub rows: Vec<RateRow>,
    /// The laws.
    pub packs: Vec<PackInfo>,
}

/// Enters the rate of a half-year.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct EnterRate {
    /// Of which rate.
    pub reference: Reference,
    /// The half-year.
    pub half_year: HalfYear,
    /// Per cent per year, decimal text.
    pub percent: String,
    /// Where it is written.
    pub source: String,
}

/// `interest.rates`
pub fn table(session: &mut Session<'_>, _: Nothing) -> Result<RateTable, Refusal> {
    let today = session.today;
    let entered = load(session.connection())?;
    let references = References { entered: &entered };
    let mut half_years: Vec<HalfYear> = reference::half_years()
        .chain(entered.iter().map(|rate| rate.half_year))
        .chain([HalfYear::of(today), HalfYear::of(today).next()])
        .collect();
    half_years.sort_unstable();
    half_years.dedup();
    half_years.reverse();
    Ok(RateTable {
        references: ALL
            .iter()
            .map(|reference| ReferenceInfo {
                reference: *reference,
                source: reference.source().to_owned(),
                known_until: references.known_until(*reference),
            })
            .collect(),
        rows: half_years
            .into_iter()
            .map(|half_year| row(&references, half_year))
            .collect(),
        packs: packs(&references, today),
    })
}

fn row(references: &References<'_>, half_year: HalfYear) -> RateRow {
    let cells = ALL.iter().map(|reference| RateCell {
        reference: *reference,
        percent: references
            .percent(*reference, half_year)
            .ok()
            .map(|percent| percent.to_string()),
        entered: references
            .entered
            .iter()
            .find(|rate| rate.reference == *reference && rate.half_year == half_year)
            .map(|rate| rate.source.clone()),
        shipped_source: reference::source_of(*reference, half_year).map(str::to_owned),
    });
    RateRow {
        half_year,
        cells: cells.collect(),
    }
}

fn packs(references: &References<'_>, today: NaiveDate) -> Vec<PackInfo> {
    let of = |pack: &'static engine::interest::pack::Pack| {
        let margin = pack.margin(today);
        let reference = match pack.reference {
            Some(reference) => references.percent(reference, HalfYear::of(today)).ok(),
            None => Some(Decimal::ZERO),
        };
        PackInfo {
            code: pack.code.to_owned(),
            reference: pack.reference,
            margin: margin.to_string(),
            mode: pack.mode,
            day_count: pack.day_count,
            allocation: pack.allocation,
            lump_sum_currency: pack.lump_sum.map(|sum| sum.currency.to_owned()),
            source: pack.source.to_owned(),
            percent_today: reference.map(|percent| (percent + margin).to_string()),
        }
    };
    PACKS.iter().map(of).collect()
}

/// `interest.rate_enter`: what was charged by another value stays as it was charged.
pub fn enter(session: &mut Session<'_>, request: EnterRate) -> Result<RateTable, Refusal> {
    let percent: Decimal = request.percent.trim().parse().map_err(|_| {
        Refusal::new("value_invalid")
            .with("field", "percent")
            .with("value", &request.percent)
    })?;
    if percent.abs() > Decimal::from(100) || percent.scale() > 4 {
        return Err(Refusal::new("interest_rate_implausible").with("value", &request.percent));
    }
    let source = request.source.trim();
    if source.is_empty() {
        return Err(Refusal::new("value_missing").with("field", "source"));
    }
    if !(1990..=2200).contains(&request.half_year.year) {
        return Err(Refusal::new("value_too_large")
            .with("field", "half_year")
            .with("limit", 2200));
    }
    session.act(|act| {
        let entered = load(act)?;
        let references = References { entered: &entered };
        let old = references.percent(request.reference, request.half_year).ok();
        act.about("reference_rate", request.half_year);
        act.change(
            request.reference.code(),
            old.map(|old| old.to_string()),
            percent.to_string(),
        );
        act.because(Some(source), None);
        act.execute(
            "INSERT INTO reference_rates (reference, year, half, percent, source, act_id)
             VALUES (:reference, :year, :half, :percent, :source, :act)
             ON CONFLICT (reference, year, half) DO UPDATE
               SET percent = excluded.percent, source = excluded.source, act_id = excluded.act_id",
            named_params! {
                ":reference": request.reference.code(), ":year": request.half_year.year,
                ":half": half_word(request.half_year.half), ":percent": percent.to_string(), ":source": source,
                ":act": act.id,
            },
        )?;
        Ok(())
    })?;
    table(session, Nothing {})
}

fn half_word(half: Half) -> &'static str {
    match half {
        Half::First => "first",
        Half::Second => "second",
    }
}

/// What users entered.
pub(super) fn load(connection: &Connection) -> Result<Vec<Entered>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT reference, year, half, percent, source FROM reference_rates ORDER BY reference, year, half",
    )?;
    let mut rows = statement.query([])?;
    let mut entered = Vec::new();
    while let Some(row) = rows.next()? {
        let reference: String = row.get("reference")?;
        let percent: String = row.get("percent")?;
        let damaged = || Refusal::new("book_damaged").with("reference", &reference);
        entered.push(Entered {
            reference: Reference::from_code(&reference).ok_or_else(damaged)?,
            half_year: HalfYear {
                year: row.get("year")?,
                half: if row.get::<_, String>("half")? == "first" {
                    Half::First
                } else {
                    Half::Second
                },
            },
            percent: percent.parse().map_err(|_| damaged())?,
            source: row.get("source")?,
        });
    }
    Ok(entered)
}
