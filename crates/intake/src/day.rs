//! Civil days in the forms that exports write them.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The order in which a file writes the parts of a date with slashes or dashes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DateOrder {
    /// 31/12/2026.
    Dmy,
    /// 12/31/2026.
    Mdy,
    /// 2026-12-31, the order that needs no settling.
    Ymd,
}

/// Why a text is not taken as a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayProblem {
    /// Not the form of a date, or a day that no calendar has (30 February).
    NotADay,
    /// Day and month can be exchanged and nothing says which is which.
    TwoWays,
}

/// What a text says about a day before the order of the file is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DayText {
    /// One reading only, whatever the order: year first, or with dots (which only day-first countries use).
    Fixed(NaiveDate),
    /// Slashes or dashes: what each order makes of it.
    Open {
        dmy: Option<NaiveDate>,
        mdy: Option<NaiveDate>,
    },
    /// No day under any order.
    No,
}

/// The first year that a two-digit year can mean is 1970, the last 2069.
const PIVOT: i32 = 70;

/// Parses a day under the order that was settled for the file.
///
/// `None` as order takes every form that needs no order.
pub fn parse_day(text: &str, order: Option<DateOrder>) -> Result<NaiveDate, DayProblem> {
    match read_day(text) {
        DayText::Fixed(day) => Ok(day),
        DayText::No => Err(DayProblem::NotADay),
        DayText::Open { dmy, mdy } => match order {
            Some(DateOrder::Dmy) => dmy.ok_or(DayProblem::NotADay),
            Some(DateOrder::Mdy) => mdy.ok_or(DayProblem::NotADay),
            Some(DateOrder::Ymd) | None => match (dmy, mdy) {
                (Some(a), Some(b)) if a == b => Ok(a),
                (None, None) => Err(DayProblem::NotADay),
                _ => Err(DayProblem::TwoWays),
            },
        },
    }
}

/// Reads a text as a day without knowing the order.
pub(crate) fn read_day(text: &str) -> DayText {
    let bytes = text.trim().as_bytes();
    if let Some(day) = iso(bytes) {
        return DayText::Fixed(day);
    }
    let bytes = without_time(bytes);
    if bytes.len() == 8 && bytes.iter().all(u8::is_ascii_digit) {
        let part = |from: usize, to: usize| digits(&bytes[from..to]);
        return civil(part(0, 4), part(4, 6), part(6, 8)).map_or(DayText::No, DayText::Fixed);
    }
    parts(bytes).unwrap_or(DayText::No)
}

/// A day written as `DDMM` in a fiscal year that begins on `begin` and may cross new year. A leading zero may be lost.
pub(crate) fn fiscal_day(text: &str, begin: NaiveDate) -> Option<NaiveDate> {
    let bytes = text.as_bytes();
    if !(3..=4).contains(&bytes.len()) || !bytes.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let (day, month) = bytes.split_at(bytes.len() - 2);
    let (day, month) = (digits(day), digits(month));
    let order = |month: i32, day: i32| month * 100 + day;
    let first = order(begin.month().cast_signed(), begin.day().cast_signed());
    let year = begin.year() + i32::from(order(month, day) < first);
    civil(year, month, day)
}

/// A day written as `DDMMYY` or `DDMMYYYY`. A leading zero may be lost.
pub(crate) fn packed_day(text: &str) -> Option<NaiveDate> {
    let bytes = text.as_bytes();
    if !(5..=8).contains(&bytes.len()) || !bytes.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let year_digits = if bytes.len() <= 6 { 2 } else { 4 };
    let (rest, year) = bytes.split_at(bytes.len() - year_digits);
    let (day, month) = rest.split_at(rest.len() - 2);
    let year = match digits(year) {
        year if year_digits == 4 => year,
        year if year < PIVOT => 2000 + year,
        year => 1900 + year,
    };
    civil(year, digits(month), digits(day))
}

/// The fast path: exactly `YYYY-MM-DD`.
fn iso(b: &[u8]) -> Option<NaiveDate> {
    if b.len() != 10 || b[4] != b'-' || b[7] != b'-' {
        return None;
    }
    let all = [b[0], b[1], b[2], b[3], b[5], b[6], b[8], b[9]];
    all.iter().all(u8::is_ascii_digit).then_some(())?;
    civil(digits(&b[..4]), digits(&b[5..7]), digits(&b[8..]))
}

/// Cuts a time of day (`T00:00:00`, ` 12:30`), which exports of a database add.
fn without_time(bytes: &[u8]) -> &[u8] {
    let cut = bytes.iter().position(|b| matches!(b, b'T' | b' '));
    match cut {
        Some(at) if at >= 6 && bytes[at + 1..].contains(&b':') => &bytes[..at],
        _ => bytes,
    }
}

/// Splits at two equal separators and reads what the three numbers allow.
fn parts(bytes: &[u8]) -> Option<DayText> {
    if bytes.len() > 10 {
        return None;
    }
    let at = bytes.iter().position(|b| !b.is_ascii_digit())?;
    let separator = bytes[at];
    if !matches!(separator, b'.' | b'/' | b'-') {
        return None;
    }
    let (first, rest) = (&bytes[..at], &bytes[at + 1..]);
    let at = rest.iter().position(|b| *b == separator)?;
    let (second, third) = (&rest[..at], &rest[at + 1..]);
    let number = |part: &[u8], most: usize| {
        let fits = !part.is_empty() && part.len() <= most && part.iter().all(u8::is_ascii_digit);
        fits.then(|| digits(part))
    };
    if first.len() == 4 {
        let day = civil(number(first, 4)?, number(second, 2)?, number(third, 2)?)?;
        return Some(DayText::Fixed(day));
    }
    let (a, b, year) = (number(first, 2)?, number(second, 2)?, number(third, 4)?);
    let year = match third.len() {
        2 => short_year(year),
        4 => year,
        _ => return None,
    };
    if separator == b'.' {
        return civil(year, b, a).map(DayText::Fixed);
    }
    match (civil(year, b, a), civil(year, a, b)) {
        (None, None) => None,
        (dmy, mdy) => Some(DayText::Open { dmy, mdy }),
    }
}

/// The year that two digits mean.
pub(crate) const fn short_year(two_digits: i32) -> i32 {
    if two_digits < PIVOT {
        2000 + two_digits
    } else {
        1900 + two_digits
    }
}

fn digits(part: &[u8]) -> i32 {
    part.iter().fold(0, |sum, b| sum * 10 + i32::from(b - b'0'))
}

/// A day of the calendar in the years that a ledger can have.
fn civil(year: i32, month: i32, day: i32) -> Option<NaiveDate> {
    if !(1900..2200).contains(&year) {
        return None;
    }
    NaiveDate::from_ymd_opt(year, u32::try_from(month).ok()?, u32::try_from(day).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ymd(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    /// T-F4: days with dots and two-digit years are days.
    #[test]
    fn t_f4_every_form_with_four_and_two_digit_years() {
        let day = ymd(2026, 3, 4);
        for text in [
            "2026-03-04",
            "2026-3-4",
            "2026/03/04",
            "20260304",
            "04.03.2026",
            "4.3.2026",
            "04.03.26",
            " 4.3.26 ",
        ] {
            assert_eq!(parse_day(text, None), Ok(day), "{text}");
        }
        for text in [
            "04/03/2026",
            "4/3/2026",
            "04-03-2026",
            "04/03/26",
            "04/03/2026 00:00:00",
        ] {
            assert_eq!(parse_day(text, Some(DateOrder::Dmy)), Ok(day), "{text}");
            assert_eq!(parse_day(text, None), Err(DayProblem::TwoWays), "{text}");
        }
        assert_eq!(parse_day("03/04/26", Some(DateOrder::Mdy)), Ok(day));
        assert_eq!(parse_day("2026-03-04T12:30:00Z", None), Ok(day));
        assert_eq!(parse_day("31.12.69", None), Ok(ymd(2069, 12, 31)));
        assert_eq!(parse_day("01.01.70", None), Ok(ymd(1970, 1, 1)));
    }

    #[test]
    fn days_without_a_year_fall_into_their_fiscal_year() {
        let july = ymd(2025, 7, 1);
        for (text, day) in [
            ("0107", Some(ymd(2025, 7, 1))),
            ("3112", Some(ymd(2025, 12, 31))),
            ("101", Some(ymd(2026, 1, 1))),
            ("3006", Some(ymd(2026, 6, 30))),
            ("2902", None),
            ("3104", None),
            ("12", None),
        ] {
            assert_eq!(fiscal_day(text, july), day, "{text}");
        }
        assert_eq!(fiscal_day("2902", ymd(2024, 1, 1)), Some(ymd(2024, 2, 29)));
        assert_eq!(packed_day("30426"), Some(ymd(2026, 4, 3)));
        assert_eq!(packed_day("030426"), Some(ymd(2026, 4, 3)));
        assert_eq!(packed_day("03042026"), Some(ymd(2026, 4, 3)));
        assert_eq!(packed_day("310426"), None);
    }

    #[test]
    fn a_day_that_no_calendar_has_is_refused() {
        for text in [
            "30.02.2026",
            "2026-02-30",
            "29.02.2025",
            "13/13/2026",
            "",
            "x",
            "1.2",
            "1.2.3.4",
            "31/12/0203",
            "00.01.2026",
        ] {
            assert_eq!(
                parse_day(text, Some(DateOrder::Dmy)),
                Err(DayProblem::NotADay),
                "{text}"
            );
        }
        assert_eq!(
            parse_day("30/02/2026", Some(DateOrder::Mdy)),
            Err(DayProblem::NotADay)
        );
        assert_eq!(
            parse_day("03/03/2026", None),
            Ok(ymd(2026, 3, 3)),
            "both readings are the same day"
        );
    }

    proptest! {
        #[test]
        fn printed_days_come_back(days in 0i64..36_500, order in 0..3, sep in prop::sample::select(vec!['/', '-', '.'])) {
            let day = ymd(1970, 1, 1) + chrono::Duration::days(days);
            let (order, text) = match (order, sep) {
                (0, _) | (2, '.') => (DateOrder::Dmy, day.format(&format!("%d{sep}%m{sep}%Y")).to_string()),
                (1, '/' | '-') => (DateOrder::Mdy, day.format(&format!("%m{sep}%d{sep}%Y")).to_string()),
                _ => (DateOrder::Ymd, day.format("%Y-%m-%d").to_string()),
            };
            prop_assert_eq!(parse_day(&text, Some(order)), Ok(day));
        }

        #[test]
        fn any_text_is_a_day_or_a_problem(text in ".{0,14}") {
            let _ = parse_day(&text, Some(DateOrder::Mdy));
        }
    }
}
