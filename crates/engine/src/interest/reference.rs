//! Reference rates by half-year (statutory interest follows one of them), each with its source, and what a user entered for
//! half-years that are not in the table yet.
//!
//! Invariant: a rate that is not known is a refusal that names the last one that is; nothing is guessed and nothing carried on.

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::Fault;

/// Whose rate it is.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ts_rs::TS,
)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "ReferenceRate")]
pub enum Reference {
    /// Base rate of § 247 BGB.
    DeBasiszins,
    /// Main refinancing rate of the European Central Bank in force on the first day.
    EcbMro,
    /// Base rate of § 456 UGB, as the Austrian National Bank states it.
    AtBasiszins,
    /// Official dealing rate of the Bank of England on the last day of the half-year before.
    UkBoeReference,
}

/// Every one, in the order of the columns of the table.
pub const ALL: [Reference; 4] = [
    Reference::DeBasiszins,
    Reference::EcbMro,
    Reference::AtBasiszins,
    Reference::UkBoeReference,
];

impl Reference {
    /// The word in the book and over the wire.
    pub fn code(self) -> &'static str {
        match self {
            Self::DeBasiszins => "de_basiszins",
            Self::EcbMro => "ecb_mro",
            Self::AtBasiszins => "at_basiszins",
            Self::UkBoeReference => "uk_boe_reference",
        }
    }

    /// Reads what [`Reference::code`] wrote.
    pub fn from_code(code: &str) -> Option<Self> {
        ALL.into_iter().find(|known| known.code() == code)
    }

    /// Where the values of the table come from.
    pub fn source(self) -> &'static str {
        match self {
            Self::DeBasiszins => {
                "§ 247 BGB: notices in the Federal Gazette and releases of the Deutsche Bundesbank; 2026 H2 from one secondary source"
            }
            Self::EcbMro => {
                "Key interest rates of the European Central Bank; 2026 H2 derived from the change of the German base rate"
            }
            Self::AtBasiszins => "Oesterreichische Nationalbank, table for § 456 UGB, to 2024 H1",
            Self::UkBoeReference => {
                "Bank Rate of the Bank of England on the preceding 30 June and 31 December"
            }
        }
    }
}

/// Where shipped values come from, by the half-year from which on; ascending. A value that rests on less than its neighbours
/// says so beside itself.
#[rustfmt::skip]
static SOURCES: [(Reference, HalfYear, &str); 15] = [
    (Reference::DeBasiszins, first(2002), "§ 247 BGB: notices in the Federal Gazette, collected by godoku.de"),
    (Reference::DeBasiszins, first(2008), "§ 247 BGB: rechtslupe.de for 2008 H1; two collections that agree"),
    (Reference::DeBasiszins, first(2009), "§ 247 BGB: releases of the Deutsche Bundesbank; two collections that agree"),
    (Reference::DeBasiszins, first(2023), "§ 247 BGB: page of the Deutsche Bundesbank, retrieved 2026-09-28"),
    (Reference::DeBasiszins, second(2026), "§ 247 BGB: one secondary source only, to be confirmed"),
    (Reference::EcbMro, first(2009), "ECB key interest rates, table of the Bank of Slovenia"),
    (Reference::EcbMro, second(2025), "ECB key interest rates, as named by releases of the Deutsche Bundesbank"),
    (Reference::EcbMro, first(2026), "ECB key interest rates, 2.15 % on 22 December 2025 by digitalverkehr.com"),
    (Reference::EcbMro, second(2026), "Derived from the change of the German base rate, to be confirmed"),
    (Reference::AtBasiszins, first(2013), "Oesterreichische Nationalbank, table for § 456 UGB"),
    (Reference::UkBoeReference, first(2003), "Bank Rate on the preceding 31 December or 30 June, datasets/interest-rates-gb"),
    (Reference::UkBoeReference, first(2011), "Bank Rate on the preceding 31 December or 30 June, payontime.co.uk"),
    (Reference::UkBoeReference, second(2024), "Bank Rate on the preceding 31 December or 30 June, datasets/interest-rates-gb"),
    (Reference::UkBoeReference, first(2026), "Bank Rate of 18 December 2025, tradingeconomics.com"),
    (Reference::UkBoeReference, second(2026), "Bank Rate held on 18 June 2026, livesquawk.com and fxmacrodata.com"),
];

const fn first(year: i32) -> HalfYear {
    HalfYear {
        year,
        half: Half::First,
    }
}

const fn second(year: i32) -> HalfYear {
    HalfYear {
        year,
        half: Half::Second,
    }
}

/// Where a shipped value comes from; `None` where the table has none.
pub fn source_of(reference: Reference, half_year: HalfYear) -> Option<&'static str> {
    shipped(reference, half_year)?;
    SOURCES
        .iter()
        .rev()
        .find(|(of, from, _)| *of == reference && *from <= half_year)
        .map(|(_, _, source)| *source)
}

/// Which half of a year.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ts_rs::TS,
)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "HalfOfYear")]
pub enum Half {
    /// January to June.
    First,
    /// July to December.
    Second,
}

/// A half-year.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ts_rs::TS,
)]
pub struct HalfYear {
    /// The year.
    pub year: i32,
    /// Which half of it.
    pub half: Half,
}

impl HalfYear {
    /// The one in which a day lies.
    pub fn of(day: NaiveDate) -> Self {
        Self {
            year: day.year(),
            half: if day.month() <= 6 {
                Half::First
            } else {
                Half::Second
            },
        }
    }

    /// Its first day; `None` beyond the calendar's range.
    pub fn first_day(self) -> Option<NaiveDate> {
        let month = if self.half == Half::First { 1 } else { 7 };
        NaiveDate::from_ymd_opt(self.year, month, 1)
    }

    /// Its last day; `None` beyond the calendar's range.
    pub fn last_day(self) -> Option<NaiveDate> {
        let (month, day) = if self.half == Half::First {
            (6, 30)
        } else {
            (12, 31)
        };
        NaiveDate::from_ymd_opt(self.year, month, day)
    }

    /// The one after it.
    #[must_use]
    pub fn next(self) -> Self {
        match self.half {
            Half::First => Self {
                half: Half::Second,
                ..self
            },
            Half::Second => Self {
                year: self.year.saturating_add(1),
                half: Half::First,
            },
        }
    }
}

impl std::fmt::Display for HalfYear {
    /// `2026 H1`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let half = if self.half == Half::First { 1 } else { 2 };
        write!(f, "{} H{half}", self.year)
    }
}

/// A value that a user entered, with its source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(rename = "EnteredRate")]
pub struct Entered {
    /// Of which rate.
    pub reference: Reference,
    /// For which half-year.
    pub half_year: HalfYear,
    /// Per cent per year.
    #[ts(type = "string")]
    pub percent: Decimal,
    /// Where it is written.
    pub source: String,
}

/// The table with what users entered: what they entered comes first.
#[derive(Debug, Clone, Copy, Default)]
pub struct References<'a> {
    /// What users entered.
    pub entered: &'a [Entered],
}

impl References<'_> {
    /// The rate of a half-year, per cent per year.
    pub fn percent(&self, reference: Reference, half_year: HalfYear) -> Result<Decimal, Fault> {
        self.known(reference, half_year)
            .ok_or_else(|| Fault::RateUnknown {
                reference,
                half_year,
                known_until: self.known_until(reference),
            })
    }

    /// Where a rate that somebody entered is written; `None` for one that is shipped.
    pub fn entered_source(&self, reference: Reference, half_year: HalfYear) -> Option<&str> {
        self.entered
            .iter()
            .find(|entered| entered.reference == reference && entered.half_year == half_year)
            .map(|entered| entered.source.as_str())
    }

    fn known(&self, reference: Reference, half_year: HalfYear) -> Option<Decimal> {
        let entered = self
            .entered
            .iter()
            .find(|entered| entered.reference == reference && entered.half_year == half_year);
        match entered {
            Some(entered) => Some(entered.percent),
            None => shipped(reference, half_year),
        }
    }

    /// The last day for which the rate is known without a gap.
    pub fn known_until(&self, reference: Reference) -> Option<NaiveDate> {
        let mut last = TABLE
            .iter()
            .filter(|row| row.values[reference as usize].is_some())
            .map(|row| row.half_year)
            .max()?;
        while self.known(reference, last.next()).is_some() {
            last = last.next();
        }
        last.last_day()
    }
}

/// What the table says; `None` where it has no source.
pub fn shipped(reference: Reference, half_year: HalfYear) -> Option<Decimal> {
    let at = TABLE
        .binary_search_by_key(&half_year, |row| row.half_year)
        .ok()?;
    TABLE[at].values[reference as usize].map(|hundredths| Decimal::new(hundredths, 2))
}

/// The half-years of the table, ascending.
pub fn half_years() -> impl Iterator<Item = HalfYear> {
    TABLE.iter().map(|row| row.half_year)
}

struct Row {
    half_year: HalfYear,
    /// Hundredths of a per cent, in the order of [`ALL`].
    values: [Option<i64>; 4],
}

const fn row(year: i32, half: Half, values: [Option<i64>; 4]) -> Row {
    Row {
        half_year: HalfYear { year, half },
        values,
    }
}

#[rustfmt::skip]
static TABLE: [Row; 50] = [
    row(2002, Half::First, [Some(257), None, None, None]),
    row(2002, Half::Second, [Some(247), None, None, None]),
    row(2003, Half::First, [Some(197), None, None, Some(400)]),
    row(2003, Half::Second, [Some(122), None, None, Some(375)]),
    row(2004, Half::First, [Some(114), None, None, Some(375)]),
    row(2004, Half::Second, [Some(113), None, None, Some(450)]),
    row(2005, Half::First, [Some(121), None, None, Some(475)]),
    row(2005, Half::Second, [Some(117), None, None, Some(475)]),
    row(2006, Half::First, [Some(137), None, None, Some(450)]),
    row(2006, Half::Second, [Some(195), None, None, Some(450)]),
    row(2007, Half::First, [Some(270), None, None, Some(500)]),
    row(2007, Half::Second, [Some(319), None, None, Some(550)]),
    row(2008, Half::First, [Some(332), None, None, Some(550)]),
    row(2008, Half::Second, [Some(319), None, None, Some(500)]),
    row(2009, Half::First, [Some(162), Some(250), None, Some(200)]),
    row(2009, Half::Second, [Some(12), Some(100), None, Some(50)]),
    row(2010, Half::First, [Some(12), Some(100), None, Some(50)]),
    row(2010, Half::Second, [Some(12), Some(100), None, Some(50)]),
    row(2011, Half::First, [Some(12), Some(100), None, Some(50)]),
    row(2011, Half::Second, [Some(37), Some(125), None, Some(50)]),
    row(2012, Half::First, [Some(12), Some(100), None, Some(50)]),
    row(2012, Half::Second, [Some(12), Some(100), None, Some(50)]),
    row(2013, Half::First, [Some(-13), Some(75), Some(38), Some(50)]),
    row(2013, Half::Second, [Some(-38), Some(50), Some(-12), Some(50)]),
    row(2014, Half::First, [Some(-63), Some(25), Some(-12), Some(50)]),
    row(2014, Half::Second, [Some(-73), Some(15), Some(-12), Some(50)]),
    row(2015, Half::First, [Some(-83), Some(5), Some(-12), Some(50)]),
    row(2015, Half::Second, [Some(-83), Some(5), Some(-12), Some(50)]),
    row(2016, Half::First, [Some(-83), Some(5), Some(-12), Some(50)]),
    row(2016, Half::Second, [Some(-88), Some(0), Some(-62), Some(50)]),
    row(2017, Half::First, [Some(-88), Some(0), Some(-62), Some(25)]),
    row(2017, Half::Second, [Some(-88), Some(0), Some(-62), Some(25)]),
    row(2018, Half::First, [Some(-88), Some(0), Some(-62), Some(50)]),
    row(2018, Half::Second, [Some(-88), Some(0), Some(-62), Some(50)]),
    row(2019, Half::First, [Some(-88), Some(0), Some(-62), Some(75)]),
    row(2019, Half::Second, [Some(-88), Some(0), Some(-62), Some(75)]),
    row(2020, Half::First, [Some(-88), Some(0), Some(-62), Some(75)]),
    row(2020, Half::Second, [Some(-88), Some(0), Some(-62), Some(10)]),
    row(2021, Half::First, [Some(-88), Some(0), Some(-62), Some(10)]),
    row(2021, Half::Second, [Some(-88), Some(0), Some(-62), Some(10)]),
    row(2022, Half::First, [Some(-88), Some(0), Some(-62), Some(25)]),
    row(2022, Half::Second, [Some(-88), Some(0), Some(-62), Some(125)]),
    row(2023, Half::First, [Some(162), Some(250), Some(188), Some(350)]),
    row(2023, Half::Second, [Some(312), Some(400), Some(338), Some(500)]),
    row(2024, Half::First, [Some(362), Some(450), Some(388), Some(525)]),
    row(2024, Half::Second, [Some(337), Some(425), None, Some(525)]),
    row(2025, Half::First, [Some(227), Some(315), None, Some(475)]),
    row(2025, Half::Second, [Some(127), Some(215), None, Some(425)]),
    row(2026, Half::First, [Some(127), Some(215), None, Some(375)]),
    row(2026, Half::Second, [Some(152), Some(240), None, Some(375)]),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn half(text: &str) -> HalfYear {
        let (year, half) = text.split_once(" H").unwrap();
        HalfYear {
            year: year.parse().unwrap(),
            half: if half == "1" {
                Half::First
            } else {
                Half::Second
            },
        }
    }

    /// T-I5: half-years follow each other without a gap, and each column has its values in one piece.
    #[test]
    fn the_table_has_no_gap() {
        for pair in TABLE.windows(2) {
            assert_eq!(pair[0].half_year.next(), pair[1].half_year);
        }
        for reference in ALL {
            let known: Vec<bool> = TABLE
                .iter()
                .map(|row| row.values[reference as usize].is_some())
                .collect();
            let changes = known.windows(2).filter(|pair| pair[0] != pair[1]).count();
            assert!(changes <= 2, "{reference:?} has a hole");
            assert!(!reference.source().is_empty());
        }
    }

    /// T-I8: every value that is shipped has its source, and one that is derived or rests on one page says so.
    #[test]
    fn every_value_has_its_source() {
        for half_year in half_years() {
            for reference in ALL {
                assert_eq!(
                    source_of(reference, half_year).is_some(),
                    shipped(reference, half_year).is_some(),
                    "{reference:?} {half_year}"
                );
            }
        }
        for reference in [Reference::DeBasiszins, Reference::EcbMro] {
            let source = source_of(reference, half("2026 H2"));
            assert!(source.is_some_and(|source| source.contains("to be confirmed")));
        }
    }

    /// The cross-check of independent sources: the German base rate is the main refinancing rate of the day before less 0.88
    /// points, for 35 half-years. A half-year's column of the ECB holds the rate of its first day, so the changes on a first day
    /// itself are none.
    #[test]
    fn the_german_base_rate_follows_the_main_refinancing_rate() {
        let mut compared = 0;
        for row in &TABLE {
            let [Some(german), Some(ecb), ..] = row.values else {
                continue;
            };
            if row.half_year <= half("2026 H1") {
                assert_eq!(german - ecb, -88, "{}", row.half_year);
                compared += 1;
            }
        }
        assert_eq!(compared, 35);
    }

    #[test]
    fn a_half_year_beyond_the_table_is_named_and_can_be_entered() {
        let none = References::default();
        assert_eq!(
            none.percent(Reference::DeBasiszins, half("2027 H1")),
            Err(Fault::RateUnknown {
                reference: Reference::DeBasiszins,
                half_year: half("2027 H1"),
                known_until: NaiveDate::from_ymd_opt(2026, 12, 31),
            })
        );
        assert_eq!(
            none.known_until(Reference::AtBasiszins),
            NaiveDate::from_ymd_opt(2024, 6, 30),
            "what has no source is not guessed"
        );
        let entered = [Entered {
            reference: Reference::DeBasiszins,
            half_year: half("2027 H1"),
            percent: Decimal::new(177, 2),
            source: "Federal Gazette".to_owned(),
        }];
        let with = References { entered: &entered };
        assert_eq!(
            with.percent(Reference::DeBasiszins, half("2027 H1")),
            Ok(Decimal::new(177, 2))
        );
        assert_eq!(
            with.known_until(Reference::DeBasiszins),
            NaiveDate::from_ymd_opt(2027, 6, 30)
        );
        assert_eq!(
            with.percent(Reference::EcbMro, half("2009 H1")),
            Ok(Decimal::new(250, 2))
        );
    }
}
