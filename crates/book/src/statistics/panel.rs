//! `statistics.get` and `statistics.inputs`: the credit statistics of a customer, and what each is taken from.

mod loaded;

use chrono::NaiveDate;
use engine::account::Kind;
use rusqlite::named_params;
use serde::{Deserialize, Serialize};

use self::loaded::Loaded;
use crate::accounts::{day_of, kind_of};
use crate::refusal::Refusal;
use crate::session::Session;
use crate::standing;

/// Asks for the statistics of a customer.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct StatisticsRequest {
    /// Account number.
    pub account: String,
    /// Day; today where missing.
    #[serde(default)]
    pub as_of: Option<NaiveDate>,
}

/// Which figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum Statistic {
    /// Days sales outstanding, hundredths of a day.
    Dso1,
    /// The same over other months.
    Dso2,
    /// Mean balance at the ends of months, minor units.
    AverageBalance1,
    /// The same over other months.
    AverageBalance2,
    /// Mean exposure ÷ total limit, basis points.
    AverageLimit,
    /// Mean share that is not insured, basis points.
    AverageExposure,
    /// Mean days from invoice to payment, hundredths of a day.
    PaymentDays,
    /// Mean days past due, hundredths of a day.
    DaysPastDue,
    /// Most days past due, whole days.
    LongestDelinquency,
    /// Disputed invoices of all, basis points by number.
    DisputeRate,
    /// The same by amount.
    DisputeAmountRate,
    /// Payments that came back, by number.
    ReturnedPayments,
}

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum StatisticUnit {
    /// Hundredths of a day.
    DayHundredths,
    /// Whole days.
    Days,
    /// Minor units of the company's currency.
    Minor,
    /// Basis points.
    BasisPoints,
    /// A number.
    Count,
}

/// A figure with its window.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct StatisticFigure {
    /// Which.
    pub statistic: Statistic,
    /// What the value is.
    pub unit: StatisticUnit,
    /// The figure; `None` where it cannot be formed, which is not 0.
    #[ts(type = "number | null")]
    pub value: Option<i64>,
    /// Months over which it is taken; `None` for all time.
    pub months: Option<u32>,
    /// First day of the window.
    pub from_on: Option<NaiveDate>,
    /// Last day of the window.
    pub to_on: NaiveDate,
    /// Length of the window.
    #[ts(type = "number | null")]
    pub days: Option<i64>,
    /// Credit sales of the window, of a DSO.
    #[ts(type = "number | null")]
    pub sales_minor: Option<i64>,
    /// Number of documents, pairs or months that it is taken from.
    #[ts(type = "number")]
    pub inputs: usize,
}

/// The statistics of a customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct CreditStatistics {
    /// Their day.
    pub as_of: NaiveDate,
    /// The company's currency.
    pub currency: String,
    /// When the ends of months were stored last; `None` where never.
    pub calculated_on: Option<NaiveDate>,
    /// Open balance of the day.
    #[ts(type = "number")]
    pub balance_minor: i64,
    /// The figures in the order in which they are shown.
    pub figures: Vec<StatisticFigure>,
}

/// Asks what a figure is taken from.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct StatisticInputsRequest {
    /// Account number.
    pub account: String,
    /// Day; today where missing.
    #[serde(default)]
    pub as_of: Option<NaiveDate>,
    /// Which figure.
    pub statistic: Statistic,
}

/// One input of a figure: a document, a document with its payment, or an end of a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct StatisticInput {
    /// Number of the document; `None` for an end of a month.
    pub document_no: Option<String>,
    /// Its kind.
    pub kind: Option<Kind>,
    /// Day of the document, or end of the month.
    pub on: NaiveDate,
    /// Due day, where it matters.
    pub due_on: Option<NaiveDate>,
    /// When it was settled; `None` while it is open.
    pub settled_on: Option<NaiveDate>,
    /// Amount of the document, settled amount, balance or exposure; minor units of the company's currency.
    #[ts(type = "number")]
    pub amount_minor: i64,
    /// Total limit, or value of the cover, at the end of the month.
    #[ts(type = "number | null")]
    pub against_minor: Option<i64>,
    /// Days that count.
    #[ts(type = "number | null")]
    pub days: Option<i64>,
    /// Whether it was disputed.
    pub disputed: bool,
}

/// What a figure is taken from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct StatisticInputs {
    /// The figure.
    pub figure: StatisticFigure,
    /// The company's currency.
    pub currency: String,
    /// Its inputs by day.
    pub rows: Vec<StatisticInput>,
}

const SHOWN: [Statistic; 12] = [
    Statistic::Dso1,
    Statistic::Dso2,
    Statistic::AverageBalance1,
    Statistic::AverageBalance2,
    Statistic::AverageLimit,
    Statistic::AverageExposure,
    Statistic::PaymentDays,
    Statistic::DaysPastDue,
    Statistic::LongestDelinquency,
    Statistic::DisputeRate,
    Statistic::DisputeAmountRate,
    Statistic::ReturnedPayments,
];

/// `statistics.get`
pub fn get(
    session: &mut Session<'_>,
    request: StatisticsRequest,
) -> Result<CreditStatistics, Refusal> {
    let as_of = request.as_of.unwrap_or(session.today);
    session.read(|connection| {
        let loaded = Loaded::load(connection, &request.account, as_of)?;
        Ok(CreditStatistics {
            as_of,
            currency: standing::company_currency(connection)?.to_string(),
            calculated_on: super::calculate::load(connection)?.calculated_on,
            balance_minor: loaded.inputs.balance_minor,
            figures: SHOWN
                .into_iter()
                .map(|statistic| loaded.figure(statistic))
                .collect(),
        })
    })
}

/// `statistics.inputs`
pub fn inputs(
    session: &mut Session<'_>,
    request: StatisticInputsRequest,
) -> Result<StatisticInputs, Refusal> {
    let as_of = request.as_of.unwrap_or(session.today);
    session.read(|connection| {
        let loaded = Loaded::load(connection, &request.account, as_of)?;
        let mut statement = connection.prepare_cached(
            "SELECT document_no, kind, document_on FROM transactions WHERE id = :id",
        )?;
        let mut rows = Vec::new();
        for (id, mut row) in loaded.rows(request.statistic) {
            if let Some(id) = id {
                let mut found = statement.query(named_params! {":id": id})?;
                let known = found.next()?.ok_or(rusqlite::Error::QueryReturnedNoRows)?;
                row.document_no = known.get("document_no")?;
                row.kind = Some(kind_of(&known.get::<_, String>("kind")?)?);
                row.on = day_of(known, "document_on")?;
            }
            rows.push(row);
        }
        Ok(StatisticInputs {
            figure: loaded.figure(request.statistic),
            currency: standing::company_currency(connection)?.to_string(),
            rows,
        })
    })
}
