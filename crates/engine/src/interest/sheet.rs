//! The interest sheet: every slice with what it was computed from.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{HalfYear, Reference};

/// What a rate is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "InterestRatePer")]
pub enum RatePer {
    /// For a year; every day counts.
    #[default]
    Year,
    /// For an interval.
    Interval,
}

/// One slice: days, or whole intervals, of one balance at one rate. Rounded once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(rename = "InterestSlice")]
pub struct Slice {
    /// First day that bears interest.
    pub from_on: NaiveDate,
    /// Last day that bears interest.
    pub to_on: NaiveDate,
    /// Days, both counted.
    pub days: u32,
    /// What the percentage, or the amount without one, is for.
    #[serde(default)]
    pub per: RatePer,
    /// Whole intervals; `None` where every day counts, and for a part of an interval.
    pub intervals: Option<u32>,
    /// What was open, minor units.
    #[ts(type = "number")]
    pub base_minor: i64,
    /// Per cent: per year where every day counts, else per interval; `None` where an interval costs an amount.
    #[ts(type = "string | null")]
    pub percent: Option<Decimal>,
    /// The reference rate that is in it, per cent per year; `None` where there is none.
    #[serde(default)]
    #[ts(type = "string | null")]
    pub reference_percent: Option<Decimal>,
    /// Which reference rate is in it, and of which half-year; `None` where it is the company's own.
    pub reference: Option<(Reference, HalfYear)>,
    /// Where that rate is written, as somebody entered it; `None` for a rate that is shipped. It stays as it was charged by.
    #[serde(default)]
    pub reference_source: Option<String>,
    /// What it costs, minor units.
    #[ts(type = "number")]
    pub interest_minor: i64,
}

/// What an item costs under one version of a code, or under one law.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(rename = "InterestPart")]
pub struct Part {
    /// Place of the version among those that were given; 0 for a law.
    pub version: usize,
    /// Its slices, ascending.
    pub slices: Vec<Slice>,
    /// Their sum after minimum and maximum, cumulative from the due day, minor units.
    #[ts(type = "number")]
    pub interest_minor: i64,
    /// The last day that is charged by it; `None` where nothing is.
    pub charged_to: Option<NaiveDate>,
}
