//! Periods of the company's ledger.
//!
//! Invariant: every day lies in exactly one ledger period. Days that the company's own periods do not cover lie in their
//! calendar month, cut where the own periods begin or end.

use chrono::{Datelike as _, NaiveDate};

use crate::day::last_of_month;

/// Periods that a line may reach over; more reaches beyond any calendar.
const MOST: u32 = 10_000;

/// The company's own periods; without any, calendar months.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LedgerPeriods {
    /// First and last day of each, consecutive.
    own: Vec<(NaiveDate, NaiveDate)>,
}

/// Why periods cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LedgerPeriodFault {
    /// The period, counted from 1, ends before it begins.
    #[error("period {0} ends before it begins")]
    Backwards(usize),
    /// The period, counted from 1, does not begin the day after the one before it ends.
    #[error("period {0} does not begin the day after the one before it")]
    NotConsecutive(usize),
}

impl LedgerPeriods {
    /// Takes the own periods, earliest first.
    ///
    /// # Errors
    /// Where they overlap or leave a day out.
    pub fn new(own: Vec<(NaiveDate, NaiveDate)>) -> Result<Self, LedgerPeriodFault> {
        for (at, (first, last)) in own.iter().enumerate() {
            if last < first {
                return Err(LedgerPeriodFault::Backwards(at + 1));
            }
            if at > 0 && own[at - 1].1.succ_opt() != Some(*first) {
                return Err(LedgerPeriodFault::NotConsecutive(at + 1));
            }
        }
        Ok(Self { own })
    }

    /// First and last day of the period in which `day` lies; `None` beyond the calendar.
    pub fn around(&self, day: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
        let after = self.own.partition_point(|(first, _)| *first <= day);
        if let Some(found) = self.own[..after].last().filter(|(_, last)| day <= *last) {
            return Some(*found);
        }
        let (mut first, mut last) = (day.with_day(1)?, last_of_month(day)?);
        if let (Some((begin, _)), Some((_, end))) = (self.own.first(), self.own.last()) {
            if day < *begin {
                last = last.min(begin.pred_opt()?);
            } else {
                first = first.max(end.succ_opt()?);
            }
        }
        Some((first, last))
    }

    /// First day of `count` periods of which the last contains `to`.
    pub fn first_of(&self, to: NaiveDate, count: u32) -> Option<NaiveDate> {
        self.reach(to, count, |(first, _)| (first, first.pred_opt()))
    }

    /// Last day of `count` periods of which the first contains `from`.
    pub fn last_of(&self, from: NaiveDate, count: u32) -> Option<NaiveDate> {
        self.reach(from, count, |(_, last)| (last, last.succ_opt()))
    }

    fn reach(
        &self,
        from: NaiveDate,
        count: u32,
        edge: impl Fn((NaiveDate, NaiveDate)) -> (NaiveDate, Option<NaiveDate>),
    ) -> Option<NaiveDate> {
        if count > MOST {
            return None;
        }
        let (mut end, mut next) = edge(self.around(from)?);
        for _ in 1..count {
            (end, next) = edge(self.around(next?)?);
        }
        Some(end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn four_weeks() -> LedgerPeriods {
        LedgerPeriods::new(vec![
            (day("2026-01-05"), day("2026-02-01")),
            (day("2026-02-02"), day("2026-03-01")),
        ])
        .unwrap()
    }

    #[test]
    fn without_data_they_are_calendar_months() {
        let months = LedgerPeriods::default();
        assert_eq!(
            months.around(day("2024-02-10")),
            Some((day("2024-02-01"), day("2024-02-29")))
        );
        assert_eq!(
            months.first_of(day("2024-03-31"), 2),
            Some(day("2024-02-01"))
        );
        assert_eq!(
            months.last_of(day("2024-02-01"), 2),
            Some(day("2024-03-31"))
        );
    }

    #[test]
    fn own_periods_count_and_months_fill_the_rest() {
        let own = four_weeks();
        for (on, first, last) in [
            ("2026-01-05", "2026-01-05", "2026-02-01"),
            ("2026-02-02", "2026-02-02", "2026-03-01"),
            ("2026-01-04", "2026-01-01", "2026-01-04"),
            ("2026-03-02", "2026-03-02", "2026-03-31"),
            ("2026-04-02", "2026-04-01", "2026-04-30"),
        ] {
            assert_eq!(own.around(day(on)), Some((day(first), day(last))), "{on}");
        }
        assert_eq!(own.first_of(day("2026-03-01"), 3), Some(day("2026-01-01")));
        assert_eq!(own.last_of(day("2026-02-05"), 2), Some(day("2026-03-31")));
    }

    /// Every day lies in exactly one period, whatever is data and whatever is a month.
    #[test]
    fn no_day_is_left_out_or_counted_twice() {
        let own = four_weeks();
        let mut on = day("2025-12-01");
        let mut last_end = on.pred_opt().unwrap();
        while on < day("2026-05-01") {
            let (first, last) = own.around(on).unwrap();
            assert_eq!(Some(first), last_end.succ_opt());
            let mut inside = first;
            while inside <= last {
                assert_eq!(own.around(inside), Some((first, last)));
                inside = inside.succ_opt().unwrap();
            }
            last_end = last;
            on = last.succ_opt().unwrap();
        }
    }

    #[test]
    fn gaps_and_overlaps_are_refused() {
        let (a, b, c) = (day("2026-01-01"), day("2026-01-28"), day("2026-01-30"));
        assert_eq!(
            LedgerPeriods::new(vec![(b, a)]),
            Err(LedgerPeriodFault::Backwards(1))
        );
        assert_eq!(
            LedgerPeriods::new(vec![(a, b), (c, c)]),
            Err(LedgerPeriodFault::NotConsecutive(2))
        );
        assert_eq!(
            LedgerPeriods::new(vec![(a, c), (b, c)]),
            Err(LedgerPeriodFault::NotConsecutive(2))
        );
    }
}
