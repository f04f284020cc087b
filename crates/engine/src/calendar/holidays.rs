//! Public holidays by country and region (spec 30 §15). The rules are data with their source, in `holidays.txt`; this module
//! reads them and says on which days they fall. Any year, no table of days that ends.
//!
//! Left out: holidays of single towns and days that employers choose. They are own closing days of the company.

use std::sync::LazyLock;

use chrono::{Datelike, Days, NaiveDate, Weekday};

static COUNTRIES: LazyLock<Vec<Country>> = LazyLock::new(|| read(include_str!("holidays.txt")).0);

/// The public holidays of a country.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Country {
    /// ISO 3166-1 alpha-2.
    pub code: String,
    /// Where they are written.
    pub source: String,
    /// Regions with holidays of their own.
    pub regions: Vec<Region>,
    rules: Vec<Rule>,
}

/// A part of a country.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Region {
    /// Its code, which begins with that of the country.
    pub code: String,
    /// Its name in its own language.
    pub name: String,
}

/// A day and its name in the language of the country.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Holiday {
    /// The day.
    pub day: NaiveDate,
    /// Its name.
    pub name: String,
    /// Whether it is kept on this day because its own lies on a weekend.
    pub moved: bool,
}

/// Where a company is: the holidays of a country, and those of a region besides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    country: &'static Country,
    region: Option<&'static Region>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Rule {
    on: On,
    name: String,
    /// Codes of regions; empty for the whole country.
    regions: Vec<String>,
    years: Vec<Years>,
    moves: Moves,
    /// Only where the day is one of these; empty for any.
    weekdays: Vec<Weekday>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum On {
    Date {
        month: u32,
        date: u32,
    },
    Easter {
        offset: i64,
    },
    Nth {
        nth: u8,
        weekday: Weekday,
        month: u32,
    },
    Last {
        weekday: Weekday,
        month: u32,
    },
    After {
        weekday: Weekday,
        month: u32,
        date: u32,
    },
    Before {
        weekday: Weekday,
        month: u32,
        date: u32,
    },
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Years {
    From(i32),
    Until(i32),
    Only(Vec<i32>),
    AllBut(Vec<i32>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Moves {
    Never,
    /// On the next working day that is no holiday too, besides its own.
    Substitute,
    /// From Saturday to Friday and from Sunday to Monday, besides its own.
    Observed,
    /// From Sunday to Saturday, instead of its own.
    SundayBefore,
}

/// Every country with holidays, by code.
pub fn countries() -> &'static [Country] {
    &COUNTRIES
}

impl Place {
    /// The place of these codes; a blank region is the country without those of its regions.
    pub fn of(country: &str, region: &str) -> Option<Self> {
        let country = countries().iter().find(|known| known.code == country)?;
        let region = match region {
            "" => None,
            code => Some(country.regions.iter().find(|known| known.code == code)?),
        };
        Some(Self { country, region })
    }

    /// The holidays of a year by day.
    pub fn in_year(self, year: i32) -> Vec<Holiday> {
        let mut found: Vec<Holiday> = self
            .days(year)
            .into_iter()
            .map(|(day, rule, moved)| Holiday {
                day,
                name: rule.name.clone(),
                moved,
            })
            .collect();
        found.sort();
        found
    }

    /// Whether a day is a holiday. Lists ask this for every day of many deadlines, so that the whole year is looked at only
    /// where holidays move.
    pub fn is_holiday(self, day: NaiveDate) -> bool {
        if self.rules().all(|rule| rule.moves == Moves::Never) {
            return self.rules().any(|rule| rule.day(day.year()) == Some(day));
        }
        self.days(day.year())
            .iter()
            .any(|(known, ..)| *known == day)
    }

    /// Code of the country.
    pub fn country(self) -> &'static str {
        &self.country.code
    }

    /// The days of a year, also those that the neighbouring years move into it.
    fn days(self, year: i32) -> Vec<(NaiveDate, &'static Rule, bool)> {
        let own: Vec<(NaiveDate, &Rule)> = (year.saturating_sub(1)..=year.saturating_add(1))
            .flat_map(|year| {
                self.rules()
                    .filter_map(move |rule| Some((rule.day(year)?, rule)))
            })
            .collect();
        let mut all: Vec<(NaiveDate, &Rule, bool)> = own
            .iter()
            .filter(|(day, rule)| {
                rule.moves != Moves::SundayBefore || day.weekday() != Weekday::Sun
            })
            .map(|(day, rule)| (*day, *rule, false))
            .collect();
        for (day, rule) in own {
            if let Some(moved) = moved(day, rule.moves, &all) {
                all.push((moved, rule, true));
            }
        }
        all.retain(|(day, ..)| day.year() == year);
        all
    }

    fn rules(self) -> impl Iterator<Item = &'static Rule> {
        self.country.rules.iter().filter(move |rule| {
            rule.regions.is_empty()
                || self
                    .region
                    .is_some_and(|region| rule.regions.contains(&region.code))
        })
    }
}

/// The day on which a holiday on a weekend is kept.
fn moved(day: NaiveDate, moves: Moves, all: &[(NaiveDate, &Rule, bool)]) -> Option<NaiveDate> {
    let weekend = |day: NaiveDate| matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
    match (moves, day.weekday()) {
        (Moves::Substitute, Weekday::Sat | Weekday::Sun) => day
            .iter_days()
            .take(10)
            .find(|next| !weekend(*next) && !all.iter().any(|(taken, ..)| taken == next)),
        (Moves::Observed, Weekday::Sat) | (Moves::SundayBefore, Weekday::Sun) => day.pred_opt(),
        (Moves::Observed, Weekday::Sun) => day.succ_opt(),
        _ => None,
    }
}

impl Rule {
    fn day(&self, year: i32) -> Option<NaiveDate> {
        if !self.years.iter().all(|years| years.hold(year)) {
            return None;
        }
        let day = self.on.day(year)?;
        (self.weekdays.is_empty() || self.weekdays.contains(&day.weekday())).then_some(day)
    }
}

impl Years {
    fn hold(&self, year: i32) -> bool {
        match self {
            Self::From(first) => year >= *first,
            Self::Until(last) => year <= *last,
            Self::Only(years) => years.contains(&year),
            Self::AllBut(years) => !years.contains(&year),
        }
    }
}

impl On {
    fn day(self, year: i32) -> Option<NaiveDate> {
        match self {
            Self::Date { month, date } => NaiveDate::from_ymd_opt(year, month, date),
            Self::Easter { offset } => {
                easter_sunday(year)?.checked_add_signed(chrono::TimeDelta::try_days(offset)?)
            }
            Self::Nth {
                nth,
                weekday,
                month,
            } => NaiveDate::from_weekday_of_month_opt(year, month, weekday, nth),
            Self::Last { weekday, month } => (4..=5)
                .rev()
                .find_map(|nth| NaiveDate::from_weekday_of_month_opt(year, month, weekday, nth)),
            Self::After {
                weekday,
                month,
                date,
            } => NaiveDate::from_ymd_opt(year, month, date)?
                .iter_days()
                .take(7)
                .find(|day| day.weekday() == weekday),
            Self::Before {
                weekday,
                month,
                date,
            } => {
                let end = NaiveDate::from_ymd_opt(year, month, date)?;
                let mut before = (1..=7).filter_map(|days| end.checked_sub_days(Days::new(days)));
                before.find(|day| day.weekday() == weekday)
            }
        }
    }
}

/// Easter Sunday of the Gregorian calendar (the rule of Gauss in the form of Meeus, Jones and Butcher).
pub fn easter_sunday(year: i32) -> Option<NaiveDate> {
    let golden = year.rem_euclid(19);
    let (century, of_century) = (year.div_euclid(100), year.rem_euclid(100));
    let skipped = century - century / 4 - (century - (century + 8) / 25 + 1) / 3;
    let epact = (19 * golden + skipped + 15).rem_euclid(30);
    let weekday =
        (32 + 2 * (century % 4) + 2 * (of_century / 4) - epact - of_century % 4).rem_euclid(7);
    let late = (golden + 11 * epact + 22 * weekday) / 451;
    let days = epact + weekday - 7 * late + 114;
    NaiveDate::from_ymd_opt(
        year,
        u32::try_from(days / 31).ok()?,
        u32::try_from(days % 31 + 1).ok()?,
    )
}

/// The countries of a text, and the lines that mean nothing. The shipped text has none, which a test holds.
fn read(text: &'static str) -> (Vec<Country>, Vec<&'static str>) {
    let mut countries: Vec<Country> = Vec::new();
    let mut wrong = Vec::new();
    for line in text.lines().map(str::trim) {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if read_line(line, &mut countries).is_none() {
            wrong.push(line);
        }
    }
    countries.sort_by(|a, b| a.code.cmp(&b.code));
    (countries, wrong)
}

fn read_line(line: &str, countries: &mut Vec<Country>) -> Option<()> {
    let (first, rest) = line.split_once('|')?;
    let first = first.trim();
    if let Some(code) = first.strip_prefix("country ") {
        countries.push(Country {
            code: code.to_owned(),
            source: rest.trim().to_owned(),
            regions: Vec::new(),
            rules: Vec::new(),
        });
        return Some(());
    }
    let country = countries.last_mut()?;
    if let Some(code) = first.strip_prefix("region ") {
        country.regions.push(Region {
            code: code.to_owned(),
            name: rest.trim().to_owned(),
        });
        return Some(());
    }
    let mut fields = rest.split('|').map(str::trim);
    let name = fields.next()?.to_owned();
    let mut words = || fields.next().unwrap_or("").split_whitespace();
    let regions: Vec<String> = words().map(str::to_owned).collect();
    let years = words().map(read_years).collect::<Option<Vec<Years>>>()?;
    let moves = match words().next() {
        None => Moves::Never,
        Some("substitute") => Moves::Substitute,
        Some("observed") => Moves::Observed,
        Some("sunday-before") => Moves::SundayBefore,
        Some(_) => return None,
    };
    let mut condition = words();
    let weekdays = match condition.next() {
        None => Vec::new(),
        Some("if") => condition.map(read_weekday).collect::<Option<_>>()?,
        Some(_) => return None,
    };
    if !regions
        .iter()
        .all(|code| country.regions.iter().any(|known| known.code == *code))
    {
        return None;
    }
    country.rules.push(Rule {
        on: read_on(first)?,
        name,
        regions,
        years,
        moves,
        weekdays,
    });
    Some(())
}

fn read_years(word: &str) -> Option<Years> {
    let list = |years: &str| {
        years
            .split(',')
            .map(|year| year.parse().ok())
            .collect::<Option<Vec<i32>>>()
    };
    Some(match word.as_bytes().first()? {
        b'=' => Years::Only(list(&word[1..])?),
        b'!' => Years::AllBut(list(&word[1..])?),
        b'-' => Years::Until(word[1..].parse().ok()?),
        _ => Years::From(word.strip_suffix('-')?.parse().ok()?),
    })
}

fn read_weekday(word: &str) -> Option<Weekday> {
    word.parse().ok()
}

fn read_on(word: &str) -> Option<On> {
    if let Some(offset) = word.strip_prefix("easter") {
        return Some(On::Easter {
            offset: offset.parse().ok()?,
        });
    }
    if let Some((weekday, date)) = word.split_once(">=") {
        let (month, date) = read_date(date)?;
        return Some(On::After {
            weekday: read_weekday(weekday)?,
            month,
            date,
        });
    }
    if let Some((weekday, date)) = word.split_once('<') {
        let (month, date) = read_date(date)?;
        return Some(On::Before {
            weekday: read_weekday(weekday)?,
            month,
            date,
        });
    }
    let mut parts = word.split('.');
    if let (Some(nth), Some(weekday), Some(month)) = (parts.next(), parts.next(), parts.next()) {
        let (weekday, month) = (read_weekday(weekday)?, month.parse().ok()?);
        return Some(match nth {
            "-1" => On::Last { weekday, month },
            nth => On::Nth {
                nth: nth.parse().ok()?,
                weekday,
                month,
            },
        });
    }
    let (month, date) = read_date(word)?;
    Some(On::Date { month, date })
}

fn read_date(word: &str) -> Option<(u32, u32)> {
    let (month, date) = word.split_once('-')?;
    Some((month.parse().ok()?, date.parse().ok()?))
}

#[cfg(test)]
mod tests;
