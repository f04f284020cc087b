//! Aging period definitions, and their periods laid out for one as-of day.

use chrono::{Datelike, Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

use super::ledger_periods::LedgerPeriods;
use crate::day::last_of_month;

/// Periods that a laid-out definition can have: twelve lines and *outside definition*.
pub const MAX_PERIODS: usize = 13;

/// Periods that paper has room for: printed reports and statements refuse longer definitions.
pub const MAX_PRINTED_PERIODS: usize = 6;

/// Lines that a definition can have.
const MAX_LINES: usize = MAX_PERIODS - 1;

/// Kind of interval of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum Interval {
    /// Days.
    Day,
    /// Weeks, Monday to Sunday.
    Week,
    /// Calendar months.
    Month,
    /// Calendar quarters.
    Quarter,
    /// Calendar years.
    Year,
    /// Periods of the ledger: those that the company keeps as data, calendar months where it keeps none.
    LedgerPeriod,
    /// Everything before or after the neighbour; only on the first or last line.
    Unlimited,
}

/// The order in which the columns are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// As listed, earliest first.
    Forward,
    /// Reverse: latest first.
    Backward,
}

/// One line of a definition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct PeriodLine {
    /// Stable id of the period, for example `d1_30`.
    pub id: String,
    /// Heading that the user gave; empty where the id has a translated one.
    pub label: String,
    /// Number of intervals: negative past, 0 the current line, positive future.
    pub unit: i32,
    /// Of which kind.
    pub interval: Interval,
    /// Length of the current line in days where its interval is a day; 1 elsewhere.
    pub length_days: u32,
    /// Icon of a row whose oldest item lies here.
    pub indicator: String,
}

/// An aging period definition; lines from the earliest to the latest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Definition {
    /// Its id.
    pub id: String,
    /// What it is for.
    pub description: String,
    /// The order of the columns.
    pub direction: Direction,
    /// The lines.
    pub lines: Vec<PeriodLine>,
}

/// Why a definition cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DefinitionFault {
    /// Not exactly one line has unit 0.
    #[error("a definition needs exactly one current line (unit 0); this one has {0}")]
    CurrentLines(usize),
    /// More lines than can be shown.
    #[error("a definition has at most 12 lines; this one has {0}")]
    TooManyLines(usize),
    /// Past after the current line, or future before it.
    #[error("line {0}: past lines stand above the current line, future lines below it")]
    WrongSide(usize),
    /// Unlimited in the middle, or as the current line.
    #[error(
        "line {0}: only the first and the last line can be unlimited, and never the current one"
    )]
    UnlimitedInside(usize),
    /// Two lines share an id, or one is empty.
    #[error("line {0}: the id is empty or used twice")]
    Id(usize),
    /// A current line of no day.
    #[error("line {0}: the current line covers at least one day")]
    Length(usize),
    /// The periods reach beyond the calendar.
    #[error("the periods reach beyond the calendar")]
    OutOfCalendar,
}

/// A period laid out for one as-of day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Period {
    /// The line's id, or `outside`.
    pub id: String,
    /// The line's heading.
    pub label: String,
    /// First day; `None` reaches back without end.
    pub from: Option<NaiveDate>,
    /// Last day; `None` reaches on without end.
    pub to: Option<NaiveDate>,
    /// Number by day, the earliest is 1, whatever the printing direction; 0 for *outside definition*.
    pub number: u32,
    /// Icon.
    pub indicator: String,
}

/// The periods of a definition on one as-of day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Periods {
    list: Vec<Period>,
    /// Last day and column of each period, earliest first.
    ends: Vec<(NaiveDate, usize)>,
    /// Before this day everything is outside.
    first_day: Option<NaiveDate>,
    outside: usize,
}

impl Definition {
    /// The definition of spec 20 §1: not due, current, 1–30, 31–60, 61–90, over 90.
    pub fn standard() -> Self {
        let line = |id: &str, unit: i32, interval: Interval, indicator: &str| PeriodLine {
            id: id.to_owned(),
            label: String::new(),
            unit,
            interval,
            length_days: 1,
            indicator: indicator.to_owned(),
        };
        Self {
            id: "standard".to_owned(),
            description: String::new(),
            direction: Direction::Backward,
            lines: vec![
                line("over_90", -1, Interval::Unlimited, "alarm"),
                line("d61_90", -30, Interval::Day, "late"),
                line("d31_60", -30, Interval::Day, "late"),
                line("d1_30", -30, Interval::Day, "watch"),
                line("current", 0, Interval::Day, "calm"),
                line("not_due", 1, Interval::Unlimited, "calm"),
            ],
        }
    }

    /// Periods of equal length, for a report without a definition: not due, the day itself, three times `length` days or
    /// months, and everything before (spec 20 §3).
    pub fn even(length: u32, interval: Interval, direction: Direction) -> Self {
        let unit = i32::try_from(length.max(1)).unwrap_or(i32::MAX);
        let standard = Self::standard();
        let lines = standard
            .lines
            .into_iter()
            .enumerate()
            .map(|(at, mut line)| {
                if (1..=3).contains(&at) {
                    line.id = format!("even_{}", 4 - at);
                    line.unit = -unit;
                    line.interval = interval;
                } else if at == 0 {
                    "older".clone_into(&mut line.id);
                }
                line
            })
            .collect();
        Self {
            id: String::new(),
            description: String::new(),
            direction,
            lines,
        }
    }

    /// Whether paper has room for its periods.
    pub fn is_printable(&self) -> bool {
        self.lines.len() <= MAX_PRINTED_PERIODS
    }

    /// Checks the lines; says the first fault.
    pub fn check(&self) -> Result<(), DefinitionFault> {
        let current: Vec<usize> = (0..self.lines.len())
            .filter(|at| self.lines[*at].unit == 0)
            .collect();
        let [zero] = current[..] else {
            return Err(DefinitionFault::CurrentLines(current.len()));
        };
        if self.lines.len() > MAX_LINES {
            return Err(DefinitionFault::TooManyLines(self.lines.len()));
        }
        for (at, line) in self.lines.iter().enumerate() {
            let number = at + 1;
            if (at < zero && line.unit > 0) || (at > zero && line.unit < 0) {
                return Err(DefinitionFault::WrongSide(number));
            }
            let outer = (at == 0 || at + 1 == self.lines.len()) && at != zero;
            if line.interval == Interval::Unlimited && !outer {
                return Err(DefinitionFault::UnlimitedInside(number));
            }
            if line.id.is_empty() || self.lines[..at].iter().any(|other| other.id == line.id) {
                return Err(DefinitionFault::Id(number));
            }
            if at == zero && line.length_days == 0 {
                return Err(DefinitionFault::Length(number));
            }
        }
        Ok(())
    }

    /// Lays the periods out for `as_of`, in the printing direction, with calendar months as ledger periods.
    pub fn periods(&self, as_of: NaiveDate) -> Result<Periods, DefinitionFault> {
        self.periods_in(as_of, &LedgerPeriods::default())
    }

    /// The same with the periods of the company's ledger.
    pub fn periods_in(
        &self,
        as_of: NaiveDate,
        ledger: &LedgerPeriods,
    ) -> Result<Periods, DefinitionFault> {
        self.check()?;
        let spans = self
            .spans(as_of, ledger)
            .ok_or(DefinitionFault::OutOfCalendar)?;
        let mut order: Vec<usize> = (0..self.lines.len()).collect();
        if self.direction == Direction::Backward {
            order.reverse();
        }
        let mut list: Vec<Period> = order
            .iter()
            .map(|at| Period {
                id: self.lines[*at].id.clone(),
                label: self.lines[*at].label.clone(),
                from: spans[*at].0,
                to: spans[*at].1,
                number: u32::try_from(at + 1).unwrap_or(u32::MAX),
                indicator: self.lines[*at].indicator.clone(),
            })
            .collect();
        let outside = list.len();
        let open_start = spans.first().is_some_and(|span| span.0.is_none());
        let open_end = spans.last().is_some_and(|span| span.1.is_none());
        if !(open_start && open_end) {
            list.push(Period {
                id: "outside".to_owned(),
                label: String::new(),
                from: None,
                to: None,
                number: 0,
                indicator: String::new(),
            });
        }
        let ends = (0..spans.len())
            .filter_map(|at| {
                let column = order.iter().position(|line| *line == at)?;
                Some((spans[at].1.unwrap_or(NaiveDate::MAX), column))
            })
            .collect();
        Ok(Periods {
            list,
            ends,
            first_day: spans.first().and_then(|span| span.0),
            outside,
        })
    }

    /// First and last day of each line.
    fn spans(
        &self,
        as_of: NaiveDate,
        ledger: &LedgerPeriods,
    ) -> Option<Vec<(Option<NaiveDate>, Option<NaiveDate>)>> {
        let zero = self.lines.iter().position(|line| line.unit == 0)?;
        let current = &self.lines[zero];
        let (start, end) = match current.interval {
            Interval::Day => (
                as_of.checked_sub_days(Days::new(u64::from(current.length_days - 1)))?,
                as_of,
            ),
            Interval::LedgerPeriod => ledger.around(as_of)?,
            interval => (first_day(interval, as_of)?, last_day(interval, as_of)?),
        };
        let mut spans = vec![(None, None); self.lines.len()];
        spans[zero] = (Some(start), Some(end));
        let mut edge = start;
        for at in (0..zero).rev() {
            let to = edge.pred_opt()?;
            let from = reach_back(&self.lines[at], to, ledger)?.day();
            spans[at] = (from, Some(to));
            edge = from.unwrap_or(to);
        }
        let mut edge = end;
        for (at, line) in self.lines.iter().enumerate().skip(zero + 1) {
            let from = edge.succ_opt()?;
            let to = reach_on(line, from, ledger)?.day();
            spans[at] = (Some(from), to);
            edge = to.unwrap_or(from);
        }
        Some(spans)
    }
}

impl Periods {
    /// The periods in the printing direction; *outside definition* last, where there is one.
    pub fn list(&self) -> &[Period] {
        &self.list
    }

    /// Column of the period in which `day` lies.
    pub fn position(&self, day: NaiveDate) -> usize {
        if self.first_day.is_some_and(|first| day < first) {
            return self.outside;
        }
        self.ends
            .iter()
            .find(|(last, _)| day <= *last)
            .map_or(self.outside, |(_, column)| *column)
    }
}

/// How far a line reaches.
enum Reach {
    Day(NaiveDate),
    Unlimited,
}

impl Reach {
    fn day(self) -> Option<NaiveDate> {
        match self {
            Self::Day(day) => Some(day),
            Self::Unlimited => None,
        }
    }
}

/// First day of a past line that ends on `to`; `None` beyond the calendar.
fn reach_back(line: &PeriodLine, to: NaiveDate, ledger: &LedgerPeriods) -> Option<Reach> {
    let units = line.unit.unsigned_abs();
    Some(match line.interval {
        Interval::Unlimited => Reach::Unlimited,
        Interval::Day => Reach::Day(to.checked_sub_days(Days::new(u64::from(units - 1)))?),
        Interval::LedgerPeriod => Reach::Day(ledger.first_of(to, units)?),
        interval => {
            let start = first_day(interval, to)?;
            Reach::Day(match months(interval) {
                Some(months) => start.checked_sub_months(Months::new(months * (units - 1)))?,
                None => start.checked_sub_days(Days::new(7 * u64::from(units - 1)))?,
            })
        }
    })
}

/// Last day of a future line that starts on `from`; `None` beyond the calendar.
fn reach_on(line: &PeriodLine, from: NaiveDate, ledger: &LedgerPeriods) -> Option<Reach> {
    let units = line.unit.unsigned_abs();
    Some(match line.interval {
        Interval::Unlimited => Reach::Unlimited,
        Interval::Day => Reach::Day(from.checked_add_days(Days::new(u64::from(units - 1)))?),
        Interval::LedgerPeriod => Reach::Day(ledger.last_of(from, units)?),
        interval => Reach::Day(match months(interval) {
            Some(months) => {
                let start = first_day(interval, from)?;
                let next = start.checked_add_months(Months::new(months * units))?;
                next.pred_opt()?
            }
            None => {
                last_day(interval, from)?.checked_add_days(Days::new(7 * u64::from(units - 1)))?
            }
        }),
    })
}

fn months(interval: Interval) -> Option<u32> {
    match interval {
        Interval::Month => Some(1),
        Interval::Quarter => Some(3),
        Interval::Year => Some(12),
        Interval::Day | Interval::Week | Interval::LedgerPeriod | Interval::Unlimited => None,
    }
}

fn first_day(interval: Interval, day: NaiveDate) -> Option<NaiveDate> {
    let quarter_month = day.month0() / 3 * 3 + 1;
    match interval {
        Interval::Day | Interval::LedgerPeriod | Interval::Unlimited => Some(day),
        Interval::Week => {
            day.checked_sub_days(Days::new(u64::from(day.weekday().num_days_from_monday())))
        }
        Interval::Month => day.with_day(1),
        Interval::Quarter => NaiveDate::from_ymd_opt(day.year(), quarter_month, 1),
        Interval::Year => NaiveDate::from_ymd_opt(day.year(), 1, 1),
    }
}

fn last_day(interval: Interval, day: NaiveDate) -> Option<NaiveDate> {
    let first = first_day(interval, day)?;
    match interval {
        Interval::Day | Interval::LedgerPeriod | Interval::Unlimited => Some(day),
        Interval::Week => first.checked_add_days(Days::new(6)),
        Interval::Month => last_of_month(first),
        Interval::Quarter => last_of_month(first.checked_add_months(Months::new(2))?),
        Interval::Year => NaiveDate::from_ymd_opt(first.year(), 12, 31),
    }
}
