//! Statutory interest: reference rate and margin, how they follow the half-years, the lump sum, and who is paid first.
//!
//! Source: the acts named with each pack. A claim is the company's own to make: the pack only computes it.

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::reference::References;
use super::{Fault, HalfYear, Item, Part, RatePer, Reference, Slice};
use crate::money::round_minor;

/// How a rate follows its reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "InterestRateMode")]
pub enum RateMode {
    /// Every half-year has its own rate.
    FloatingHalfYear,
    /// The rate of the day on which interest began stays (T-I9).
    FixedAtInterestStart,
    /// One rate for the whole time: that of the day of payment, or of the day that is asked about.
    SingleAtPayment,
    /// No reference: the margin is the rate.
    Fixed,
}

/// How days become years.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "InterestDayCount")]
pub enum DayCount {
    /// Every year has 365 days.
    #[serde(rename = "act_365")]
    Act365,
    /// Days of a leap year are 366ths.
    #[serde(rename = "act_act")]
    ActAct,
    /// Months of 30 days, years of 360.
    #[serde(rename = "thirty_360")]
    Thirty360,
}

/// Who is paid first by a payment that does not reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "InterestAllocation")]
pub enum Allocation {
    /// Costs, then interest, then what was invoiced.
    CostsInterestPrincipal,
    /// As the settlement priorities of the book say.
    AsSettled,
}

/// A lump sum for the cost of recovery of a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LumpSum {
    /// Its currency.
    pub currency: &'static str,
    /// From which claim on, major units, and how much, major units; ascending.
    pub steps: &'static [(i64, i64)],
    /// For contracts from this year, month and day on; `None` from the beginning.
    pub since: Option<(i32, u32, u32)>,
}

impl LumpSum {
    /// For a claim of so many minor units on a contract of a day; `None` in another currency, and for older contracts.
    pub fn of(
        &self,
        currency: crate::money::Currency,
        claim_minor: i64,
        contract_on: NaiveDate,
    ) -> Option<i64> {
        if currency.code() != self.currency || claim_minor <= 0 || !holds(self.since, contract_on) {
            return None;
        }
        let per_major = currency.minor_per_major();
        self.steps
            .iter()
            .rev()
            .find(|(from, _)| from.saturating_mul(per_major) <= claim_minor)
            .map(|(_, sum)| sum.saturating_mul(per_major))
    }
}

/// The law of late payment of a country.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pack {
    /// Its name in the book.
    pub code: &'static str,
    /// Which rate it follows.
    pub reference: Option<Reference>,
    /// What is added, by the day of the contract; ascending, the first for all days before.
    pub margins: &'static [Margin],
    /// How the rate follows.
    pub mode: RateMode,
    /// How days become years.
    pub day_count: DayCount,
    /// The lump sum.
    pub lump_sum: Option<LumpSum>,
    /// Who is paid first.
    pub allocation: Allocation,
    /// Where it is written.
    pub source: &'static str,
}

/// What is added to a reference rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Margin {
    /// For contracts from this year, month and day on; `None` from the beginning.
    pub since: Option<(i32, u32, u32)>,
    /// Hundredths of a point.
    pub hundredths: i64,
}

/// A margin for all contracts.
const fn always(hundredths: i64) -> Margin {
    Margin {
        since: None,
        hundredths,
    }
}

const EUR_40: LumpSum = LumpSum {
    currency: "EUR",
    steps: &[(0, 40)],
    since: None,
};

/// The day from which Germany grants lump sum and nine points: contracts before 29 July 2014 have eight and none.
const DE_NEW: Option<(i32, u32, u32)> = Some((2014, 7, 29));

/// The day from which Austria has §§ 456 and 458 UGB: contracts before have eight points and no lump sum.
const AT_NEW: Option<(i32, u32, u32)> = Some((2013, 3, 16));

/// Whether what began on a day holds for a contract.
fn holds(since: Option<(i32, u32, u32)>, contract_on: NaiveDate) -> bool {
    since.is_none_or(|(year, month, day)| {
        NaiveDate::from_ymd_opt(year, month, day).is_some_and(|since| contract_on >= since)
    })
}

/// Every pack.
pub static PACKS: [Pack; 9] = [
    Pack {
        code: "DE_B2B",
        reference: Some(Reference::DeBasiszins),
        margins: &[
            always(800),
            Margin {
                since: DE_NEW,
                hundredths: 900,
            },
        ],
        mode: RateMode::FloatingHalfYear,
        day_count: DayCount::ActAct,
        lump_sum: Some(LumpSum {
            since: DE_NEW,
            ..EUR_40
        }),
        allocation: Allocation::CostsInterestPrincipal,
        source: "§§ 247, 288 (2) and (5), 289, 367 BGB: nine points above the base rate, no consumer involved; eight and no lump sum for contracts before 2014-07-29",
    },
    Pack {
        code: "DE_B2C",
        reference: Some(Reference::DeBasiszins),
        margins: &[always(500)],
        mode: RateMode::FloatingHalfYear,
        day_count: DayCount::ActAct,
        lump_sum: None,
        allocation: Allocation::CostsInterestPrincipal,
        source: "§§ 247, 288 (1), 289, 367 BGB: five points above the base rate, a consumer involved",
    },
    Pack {
        code: "AT_B2B",
        reference: Some(Reference::AtBasiszins),
        margins: &[
            always(800),
            Margin {
                since: AT_NEW,
                hundredths: 920,
            },
        ],
        mode: RateMode::FloatingHalfYear,
        day_count: DayCount::ActAct,
        lump_sum: Some(LumpSum {
            since: AT_NEW,
            ..EUR_40
        }),
        allocation: Allocation::AsSettled,
        source: "§§ 456, 458 UGB: 9.2 points above the base rate of the first day of the half-year; eight and no lump sum for contracts before 2013-03-16",
    },
    Pack {
        code: "EU_2011_7",
        reference: Some(Reference::EcbMro),
        margins: &[always(800)],
        mode: RateMode::FloatingHalfYear,
        day_count: DayCount::ActAct,
        lump_sum: Some(EUR_40),
        allocation: Allocation::AsSettled,
        source: "Directive 2011/7/EU, articles 2, 3 and 6: the least that every member state grants between businesses",
    },
    Pack {
        code: "NL_B2B",
        reference: Some(Reference::EcbMro),
        margins: &[always(800)],
        mode: RateMode::FloatingHalfYear,
        day_count: DayCount::ActAct,
        lump_sum: Some(EUR_40),
        allocation: Allocation::CostsInterestPrincipal,
        source: "Articles 6:119a, 6:96 and 6:44 BW",
    },
    Pack {
        code: "IE_B2B",
        reference: Some(Reference::EcbMro),
        margins: &[always(800)],
        mode: RateMode::SingleAtPayment,
        day_count: DayCount::Act365,
        lump_sum: Some(LumpSum {
            currency: "EUR",
            steps: &[(0, 40), (1_000, 70), (10_000, 100)],
            since: None,
        }),
        allocation: Allocation::AsSettled,
        source: "S.I. No. 580/2012: one rate, that of the day of payment",
    },
    Pack {
        code: "FR_B2B",
        reference: Some(Reference::EcbMro),
        margins: &[always(1_000)],
        mode: RateMode::FloatingHalfYear,
        day_count: DayCount::ActAct,
        lump_sum: Some(EUR_40),
        allocation: Allocation::AsSettled,
        source: "Articles L441-10 and D441-5 Code de commerce: ten points above the refinancing rate, 40 euros an invoice",
    },
    Pack {
        code: "UK_B2B",
        reference: Some(Reference::UkBoeReference),
        margins: &[always(800)],
        mode: RateMode::FixedAtInterestStart,
        day_count: DayCount::Act365,
        lump_sum: Some(LumpSum {
            currency: "GBP",
            steps: &[(0, 40), (1_000, 70), (10_000, 100)],
            since: None,
        }),
        allocation: Allocation::AsSettled,
        source: "Late Payment of Commercial Debts (Interest) Act 1998 and SI 2002/1675: fixed when interest starts, simple",
    },
    Pack {
        code: "CH",
        reference: None,
        margins: &[always(500)],
        mode: RateMode::Fixed,
        day_count: DayCount::Act365,
        lump_sum: None,
        allocation: Allocation::AsSettled,
        source: "Article 104 OR: five per cent",
    },
];

/// The pack of a name.
pub fn named(code: &str) -> Option<&'static Pack> {
    PACKS.iter().find(|pack| pack.code == code)
}

impl Pack {
    /// Points above the reference for a contract of this day.
    pub fn margin(&self, contract_on: NaiveDate) -> Decimal {
        let margin = self
            .margins
            .iter()
            .rev()
            .find(|margin| holds(margin.since, contract_on));
        margin.map_or(Decimal::ZERO, |margin| Decimal::new(margin.hundredths, 2))
    }

    /// The law of a contract of this day.
    pub fn law(&self, contract_on: NaiveDate) -> Law {
        Law {
            reference: self.reference,
            margin: self.margin(contract_on),
            mode: self.mode,
            day_count: self.day_count,
        }
    }

    /// What an item costs up to a day, that day included.
    pub fn part(
        &self,
        references: &References<'_>,
        item: &Item<'_>,
        to: NaiveDate,
    ) -> Result<Part, Fault> {
        self.law(item.contract_on)
            .part(references, item, (NaiveDate::MIN, to))
    }
}

/// A yearly rate that counts every day: that of a law, or one that was agreed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(rename = "InterestLaw")]
pub struct Law {
    /// Which rate it follows; `None` where the margin is the rate.
    pub reference: Option<Reference>,
    /// Points above it, per cent per year.
    #[ts(type = "string")]
    pub margin: Decimal,
    /// How the rate follows.
    pub mode: RateMode,
    /// How days become years.
    pub day_count: DayCount,
}

impl Law {
    /// What an item costs from a day to another, both included; nothing before the day after its due day.
    pub fn part(
        &self,
        references: &References<'_>,
        item: &Item<'_>,
        (since, to): (NaiveDate, NaiveDate),
    ) -> Result<Part, Fault> {
        let first = item.due_on.succ_opt().ok_or(Fault::OutOfRange)?;
        let last = item.last_day(to);
        let mut slices: Vec<Slice> = Vec::new();
        let mut from = first.max(since);
        let mut total = 0_i64;
        while from <= last {
            let reference = self.half_year(from, first, last);
            let to = self.end_of_slice(item, (from, last), reference.is_some());
            let base_minor = item.balance_on(from);
            if base_minor > 0 {
                let slice = self.slice(references, (from, to), base_minor, reference)?;
                total = total
                    .checked_add(slice.interest_minor)
                    .ok_or(Fault::OutOfRange)?;
                slices.push(slice);
            }
            from = to.succ_opt().ok_or(Fault::OutOfRange)?;
        }
        Ok(Part {
            version: 0,
            charged_to: slices.last().map(|slice| slice.to_on),
            slices,
            interest_minor: total,
        })
    }

    /// The half-year whose reference rate counts on a day.
    fn half_year(
        &self,
        day: NaiveDate,
        first: NaiveDate,
        last: NaiveDate,
    ) -> Option<(Reference, HalfYear)> {
        let of = match self.mode {
            RateMode::FloatingHalfYear => day,
            RateMode::FixedAtInterestStart => first,
            RateMode::SingleAtPayment => last,
            RateMode::Fixed => return None,
        };
        self.reference
            .map(|reference| (reference, HalfYear::of(of)))
    }

    /// The last day with the same balance and the same rate.
    fn end_of_slice(
        &self,
        item: &Item<'_>,
        (from, last): (NaiveDate, NaiveDate),
        follows: bool,
    ) -> NaiveDate {
        let balance = item
            .changes(from, last)
            .next()
            .and_then(|day| day.pred_opt())
            .unwrap_or(last);
        if follows && self.mode == RateMode::FloatingHalfYear {
            let half_year = HalfYear::of(from).last_day().unwrap_or(last);
            return balance.min(half_year);
        }
        balance
    }

    fn slice(
        &self,
        references: &References<'_>,
        (from, to): (NaiveDate, NaiveDate),
        base_minor: i64,
        reference: Option<(Reference, HalfYear)>,
    ) -> Result<Slice, Fault> {
        let reference_percent = reference
            .map(|(reference, half_year)| references.percent(reference, half_year))
            .transpose()?;
        let percent = (reference_percent.unwrap_or(Decimal::ZERO) + self.margin).max(Decimal::ZERO);
        let interest_minor = self
            .day_count
            .interest(base_minor, percent, (from, to))
            .ok_or(Fault::OutOfRange)?;
        Ok(Slice {
            from_on: from,
            to_on: to,
            days: u32::try_from((to - from).num_days() + 1).map_err(|_| Fault::OutOfRange)?,
            per: RatePer::Year,
            intervals: None,
            base_minor,
            percent: Some(percent),
            reference_percent,
            reference_source: reference
                .and_then(|(reference, half_year)| references.entered_source(reference, half_year))
                .map(str::to_owned),
            reference,
            interest_minor,
        })
    }
}

impl DayCount {
    /// The years that the days from one to another are, both counted, as a fraction; `None` beyond the range.
    pub fn years(self, from: NaiveDate, to: NaiveDate) -> Option<(i64, i64)> {
        let days = |from: NaiveDate, to: NaiveDate| (to - from).num_days() + 1;
        match self {
            Self::Act365 => Some((days(from, to), 365)),
            Self::ActAct => {
                let mut parts = 0;
                let mut start = from;
                while start <= to {
                    let end = NaiveDate::from_ymd_opt(start.year(), 12, 31)?.min(to);
                    parts += days(start, end) * if start.leap_year() { 365 } else { 366 };
                    start = end.succ_opt()?;
                }
                Some((parts, 365 * 366))
            }
            Self::Thirty360 => {
                // From the day before to the last day, as interest from a due day to a day is counted.
                let start = from.pred_opt()?;
                let day = |date: NaiveDate| i64::from(date.day().min(30));
                let months = i64::from(to.year() - start.year()) * 12 + i64::from(to.month())
                    - i64::from(start.month());
                Some((months * 30 + day(to) - day(start), 360))
            }
        }
    }

    /// Interest of a yearly rate in per cent, rounded once; the only division comes last, so that it is exact.
    pub(super) fn interest(
        self,
        base_minor: i64,
        percent: Decimal,
        (from, to): (NaiveDate, NaiveDate),
    ) -> Option<i64> {
        let (parts, of) = self.years(from, to)?;
        Decimal::from(base_minor)
            .checked_mul(percent)?
            .checked_mul(Decimal::from(parts))?
            .checked_div(Decimal::from(of * 100))
            .and_then(round_minor)
    }
}
