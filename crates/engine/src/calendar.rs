//! The working-day calendar of a company (spec 30 §15): weekdays, public holidays as data, own closing days.

pub mod holidays;

use std::collections::BTreeSet;

use chrono::{Datelike, Days, NaiveDate, Weekday};

use holidays::Place;

/// Which days are worked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    /// Worked weekdays, Monday first.
    pub worked: [bool; 7],
    /// Own closing days.
    pub closed: BTreeSet<NaiveDate>,
    /// Whose public holidays are kept; none where the company works on them.
    pub place: Option<Place>,
}

impl Default for Calendar {
    fn default() -> Self {
        Self {
            worked: [true, true, true, true, true, false, false],
            closed: BTreeSet::new(),
            place: None,
        }
    }
}

impl Calendar {
    /// Whether `day` is worked.
    pub fn is_working(&self, day: NaiveDate) -> bool {
        let weekday = match day.weekday() {
            Weekday::Mon => 0,
            Weekday::Tue => 1,
            Weekday::Wed => 2,
            Weekday::Thu => 3,
            Weekday::Fri => 4,
            Weekday::Sat => 5,
            Weekday::Sun => 6,
        };
        self.worked[weekday]
            && !self.closed.contains(&day)
            && !self.place.is_some_and(|place| place.is_holiday(day))
    }

    /// The day `count` working days after `day`; a calendar without a worked day within ten years gives `None`.
    pub fn add_working_days(&self, day: NaiveDate, count: u32) -> Option<NaiveDate> {
        let mut left = count;
        let mut at = day;
        for _ in 0..3_660 {
            if left == 0 {
                return Some(at);
            }
            at = at.checked_add_days(Days::new(1))?;
            if self.is_working(at) {
                left -= 1;
            }
        }
        None
    }

    /// Working days after `from` up to and including `to`; 0 where `to` is not later.
    pub fn working_days_between(&self, from: NaiveDate, to: NaiveDate) -> u32 {
        let days = from.iter_days().skip(1).take_while(|day| *day <= to);
        u32::try_from(days.filter(|day| self.is_working(*day)).count()).unwrap_or(u32::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn weekends_and_closing_days_do_not_count() {
        let mut calendar = Calendar::default();
        assert_eq!(
            calendar.add_working_days(day("2026-05-08"), 2),
            Some(day("2026-05-12"))
        );
        calendar.closed.insert(day("2026-05-11"));
        assert_eq!(
            calendar.add_working_days(day("2026-05-08"), 2),
            Some(day("2026-05-13"))
        );
        assert_eq!(
            calendar.working_days_between(day("2026-05-08"), day("2026-05-13")),
            2
        );
        let closed = Calendar {
            worked: [false; 7],
            ..Calendar::default()
        };
        assert_eq!(closed.add_working_days(day("2026-05-08"), 1), None);
    }

    #[test]
    fn public_holidays_of_the_place_do_not_count() {
        let at = |country: &str, region: &str| Calendar {
            place: Place::of(country, region),
            ..Calendar::default()
        };
        // Corpus Christi is the Thursday.
        let wednesday = day("2026-06-03");
        let after = |calendar: Calendar| calendar.add_working_days(wednesday, 1);
        assert_eq!(after(at("DE", "")), Some(day("2026-06-04")));
        assert_eq!(after(at("DE", "DE-NW")), Some(day("2026-06-05")));
        assert_eq!(
            at("DE", "").working_days_between(day("2025-12-23"), day("2026-01-02")),
            5
        );
        assert_eq!(at("XX", "").place, None);
        assert_eq!(at("DE", "AT-1").place, None);
    }
}
