//! `calendar.holidays`: the public holidays of a year, by country and region (spec 30 §15). The rules are shipped data of
//! [`engine::calendar::holidays`]; the book keeps only where the company is.

use chrono::{Datelike as _, NaiveDate};
use engine::calendar::holidays::{Place, countries};
use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use crate::company::{self, Company};
use crate::refusal::Refusal;
use crate::session::Session;

/// The company works on public holidays.
pub const NONE: &str = "none";

/// Asks for the holidays of a year.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct HolidaysAsked {
    /// The year; that of today where missing.
    pub year: Option<i32>,
    /// ISO 3166-1 alpha-2; the company's where missing.
    pub country: Option<String>,
    /// A region, blank for the whole country, `none` for no holidays; the company's where neither country nor region is given.
    pub region: Option<String>,
}

/// A region with holidays of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct HolidayRegion {
    /// Its code.
    pub code: String,
    /// Its name in its own language.
    pub name: String,
}

/// A public holiday.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct PublicHoliday {
    /// The day.
    pub day: NaiveDate,
    /// Its name in the language of the country.
    pub name: String,
    /// Kept on this day because its own lies on a weekend.
    pub moved: bool,
}

/// What is known of a country, and the holidays of the year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct PublicHolidays {
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// As asked.
    pub region: String,
    /// The year.
    pub year: i32,
    /// Where they are written; `None` where Duebook knows no holidays of the country.
    pub source: Option<String>,
    /// The regions that have their own.
    pub regions: Vec<HolidayRegion>,
    /// By day.
    pub days: Vec<PublicHoliday>,
}

/// Whose public holidays the company keeps; none where it works on them or its country is not known.
pub fn place(company: &Company) -> Option<Place> {
    if company.holiday_region == NONE {
        return None;
    }
    Place::of(
        &company.country.to_ascii_uppercase(),
        &company.holiday_region,
    )
}

/// The same, read from the book.
pub fn place_of_company(connection: &Connection) -> Result<Option<Place>, Refusal> {
    Ok(place(&company::load(connection)?))
}

/// Refuses a region that is not one of the country.
pub fn check_region(country: &str, region: &str) -> Result<(), Refusal> {
    let known =
        matches!(region, "" | NONE) || Place::of(&country.to_ascii_uppercase(), region).is_some();
    if known {
        return Ok(());
    }
    Err(Refusal::new("holiday_region_unknown")
        .with("field", "holiday_region")
        .with("country", country)
        .with("region", region))
}

/// `calendar.holidays`
pub fn asked(session: &mut Session<'_>, asked: HolidaysAsked) -> Result<PublicHolidays, Refusal> {
    let mut company = company::load(session.connection())?;
    if asked.country.is_some() || asked.region.is_some() {
        company.holiday_region = asked.region.unwrap_or_default();
    }
    company.country = asked
        .country
        .unwrap_or(company.country)
        .to_ascii_uppercase();
    check_region(&company.country, &company.holiday_region)?;
    let year = asked.year.unwrap_or_else(|| session.today.year());
    let country = countries()
        .iter()
        .find(|known| known.code == company.country);
    let regions = country.into_iter().flat_map(|country| &country.regions);
    let days = place(&company)
        .into_iter()
        .flat_map(|place| place.in_year(year));
    Ok(PublicHolidays {
        year,
        source: country.map(|country| country.source.clone()),
        regions: regions
            .map(|region| HolidayRegion {
                code: region.code.clone(),
                name: region.name.clone(),
            })
            .collect(),
        days: days
            .map(|holiday| PublicHoliday {
                day: holiday.day,
                name: holiday.name,
                moved: holiday.moved,
            })
            .collect(),
        country: company.country,
        region: company.holiday_region,
    })
}
