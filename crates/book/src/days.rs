//! Days as the book stores them, without an allocation per row.

use chrono::{Datelike as _, NaiveDate};

/// `YYYY-MM-DD`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct DayText([u8; 10]);

impl DayText {
    /// The text of a day. Files are read with four-digit years, so no other can come here.
    pub fn of(day: NaiveDate) -> Self {
        let year = day.year().unsigned_abs();
        let (month, date) = (day.month(), day.day());
        let digit = |value: u32, place: u32| b'0' + u8::try_from(value / place % 10).unwrap_or(0);
        Self([
            digit(year, 1000),
            digit(year, 100),
            digit(year, 10),
            digit(year, 1),
            b'-',
            digit(month, 10),
            digit(month, 1),
            b'-',
            digit(date, 10),
            digit(date, 1),
        ])
    }

    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_reads_as_chrono_writes_it() {
        for day in ["2013-01-02", "2024-02-29", "1999-12-31", "0987-06-05"] {
            let parsed: NaiveDate = day.parse().unwrap();
            assert_eq!(DayText::of(parsed).as_str(), day);
        }
    }
}
