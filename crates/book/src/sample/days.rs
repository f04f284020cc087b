//! The days of the sample's year, as numbers and as the book writes them.

use chrono::{Datelike as _, Days as Shift, NaiveDate, Weekday};

use crate::refusal::Refusal;

/// Days before today on which the year begins.
pub(super) const YEAR: i64 = 364;

/// Days after today that documents can name: the latest due day.
const AHEAD: i64 = 200;

/// Day 0 is the first of the year, [`YEAR`] is today.
#[derive(Debug)]
pub(super) struct Days {
    dates: Vec<NaiveDate>,
    texts: Vec<String>,
}

impl Days {
    /// The year that ends on `today`.
    pub(super) fn ending(today: NaiveDate) -> Result<Self, Refusal> {
        let first = today.checked_sub_days(Shift::new(YEAR.unsigned_abs()));
        let count = usize::try_from(YEAR + AHEAD).unwrap_or(0);
        let dates: Vec<NaiveDate> = first
            .into_iter()
            .flat_map(|day| day.iter_days())
            .take(count)
            .collect();
        if dates.len() < count {
            return Err(Refusal::new("day_out_of_range").with("day", today));
        }
        let texts = dates.iter().map(NaiveDate::to_string).collect();
        Ok(Self { dates, texts })
    }

    fn at(number: i64) -> usize {
        usize::try_from(number.clamp(0, YEAR + AHEAD - 1)).unwrap_or(0)
    }

    /// The date of a day.
    pub(super) fn date(&self, number: i64) -> NaiveDate {
        self.dates[Self::at(number)]
    }

    /// `YYYY-MM-DD`.
    pub(super) fn text(&self, number: i64) -> &str {
        &self.texts[Self::at(number)]
    }

    /// The number of a date.
    pub(super) fn number(&self, date: NaiveDate) -> i64 {
        (date - self.dates[0]).num_days()
    }

    /// The nearest worked day: offices write invoices from Monday to Friday.
    pub(super) fn office(&self, number: i64) -> i64 {
        let shift = match self.date(number).weekday() {
            Weekday::Sat => -1,
            Weekday::Sun => 1,
            _ => 0,
        };
        (number + shift).clamp(0, YEAR)
    }

    /// The worked day that is so many worked days before a day.
    pub(super) fn worked_before(&self, number: i64, count: usize) -> i64 {
        let worked = |day: &i64| !matches!(self.date(*day).weekday(), Weekday::Sat | Weekday::Sun);
        (0..number)
            .rev()
            .filter(worked)
            .nth(count.saturating_sub(1))
            .unwrap_or(0)
    }

    /// The next banking day: money that is sent on a Saturday arrives on Monday.
    pub(super) fn banking(&self, number: i64) -> i64 {
        number
            + match self.date(number).weekday() {
                Weekday::Sat => 2,
                Weekday::Sun => 1,
                _ => 0,
            }
    }

    /// The next payment run of a buyer who pays on the 10th and the 25th.
    pub(super) fn payment_run(&self, number: i64) -> i64 {
        (number..number + 31)
            .find(|day| matches!(self.date(*day).day(), 10 | 25))
            .unwrap_or(number)
    }

    /// The last days of the months that are over.
    pub(super) fn month_ends(&self) -> impl Iterator<Item = NaiveDate> {
        (0..YEAR)
            .map(|number| self.date(number))
            .filter(|date| date.succ_opt().is_some_and(|next| next.day() == 1))
    }
}
