//! Limitation (spec 30 §16): the last day on which an invoice can be claimed in court.
//!
//! A period has a length and begins with the end of the year in which the invoice fell due, or on its due day. A suspension
//! moves the end by as many days of the running period as it takes; while one without an end lasts, there is no last day. A
//! restart (an acknowledgement, a part payment) begins the whole length anew from its own day, never from the end of the
//! year, and only where the period is not over yet. What the law of a country says is data, with its source.

use chrono::{Datelike, Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

/// When a period begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "LimitationFrom")]
pub enum From {
    /// With the end of the year in which the invoice fell due.
    EndOfYear,
    /// On the day on which it fell due.
    DueDay,
}

impl From {
    /// The word in the book and over the wire.
    pub fn code(self) -> &'static str {
        match self {
            Self::EndOfYear => "end_of_year",
            Self::DueDay => "due_day",
        }
    }

    /// Reads what [`From::code`] wrote.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::EndOfYear, Self::DueDay]
            .into_iter()
            .find(|known| known.code() == code)
    }
}

/// The period of a country.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// Its length in months.
    pub months: u32,
    /// When it begins.
    pub from: From,
}

/// What happened to the period of an invoice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// It did not run on these days, both included.
    Suspended {
        /// The first.
        from_on: NaiveDate,
        /// The last; `None` while it lasts.
        until_on: Option<NaiveDate>,
    },
    /// It began anew.
    Restarted {
        /// On this day.
        on: NaiveDate,
    },
}

/// What is known of the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limitation {
    /// Time-barred after this day.
    Until(NaiveDate),
    /// It does not run since this day.
    Suspended(NaiveDate),
}

impl Limitation {
    /// The last day, where there is one.
    pub fn last_day(self) -> Option<NaiveDate> {
        match self {
            Self::Until(day) => Some(day),
            Self::Suspended(_) => None,
        }
    }
}

/// The limitation of an invoice that is due on `due_on`.
pub fn limitation(due_on: NaiveDate, period: Period, events: &[Event]) -> Limitation {
    let begins = match period.from {
        From::EndOfYear => NaiveDate::from_ymd_opt(due_on.year(), 12, 31).unwrap_or(due_on),
        From::DueDay => due_on,
    };
    let suspensions = suspensions(events);
    let mut now = run(begins, period.months, &suspensions);
    let mut restarts: Vec<NaiveDate> = events
        .iter()
        .filter_map(|event| match event {
            Event::Restarted { on } if *on >= due_on => Some(*on),
            _ => None,
        })
        .collect();
    restarts.sort_unstable();
    for on in restarts {
        if now.last_day().is_none_or(|last| on <= last) {
            now = run(on, period.months, &suspensions);
        }
    }
    now
}

/// A run of the whole length from the day after `begins`.
fn run(
    begins: NaiveDate,
    months: u32,
    suspensions: &[(NaiveDate, Option<NaiveDate>)],
) -> Limitation {
    let mut last = begins
        .checked_add_months(Months::new(months))
        .unwrap_or(NaiveDate::MAX);
    for (from, until) in suspensions {
        if *from > last {
            break;
        }
        let Some(until) = until else {
            return Limitation::Suspended(*from);
        };
        // Days before the period runs cost nothing of it.
        let lost = (*until - (*from).max(begins.succ_opt().unwrap_or(begins))).num_days() + 1;
        let lost = u64::try_from(lost).unwrap_or(0);
        last = last.checked_add_days(Days::new(lost)).unwrap_or(last);
    }
    Limitation::Until(last)
}

/// The suspensions in their order, those that overlap or touch as one.
fn suspensions(events: &[Event]) -> Vec<(NaiveDate, Option<NaiveDate>)> {
    let mut found: Vec<(NaiveDate, Option<NaiveDate>)> = events
        .iter()
        .filter_map(|event| match event {
            Event::Suspended { from_on, until_on } => Some((*from_on, *until_on)),
            Event::Restarted { .. } => None,
        })
        .filter(|(from, until)| until.is_none_or(|until| until >= *from))
        .collect();
    found.sort_unstable_by_key(|(from, until)| (*from, until.unwrap_or(NaiveDate::MAX)));
    let mut merged: Vec<(NaiveDate, Option<NaiveDate>)> = Vec::new();
    for (from, until) in found {
        if let Some(last) = merged.last_mut()
            && last
                .1
                .and_then(|day| day.succ_opt())
                .is_none_or(|next| from <= next)
        {
            last.1 = match (last.1, until) {
                (Some(a), Some(b)) => Some(a.max(b)),
                _ => None,
            };
        } else {
            merged.push((from, until));
        }
    }
    merged
}

/// The day of the warning, `days` before the last day.
pub fn warning_on(last_day: NaiveDate, days: u32) -> NaiveDate {
    last_day
        .checked_sub_days(Days::new(u64::from(days)))
        .unwrap_or(NaiveDate::MIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    const GERMAN: Period = Period {
        months: 36,
        from: From::EndOfYear,
    };
    const BY_DAY: Period = Period {
        months: 36,
        from: From::DueDay,
    };

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn suspended(from: &str, until: Option<&str>) -> Event {
        Event::Suspended {
            from_on: day(from),
            until_on: until.map(day),
        }
    }

    fn restarted(on: &str) -> Event {
        Event::Restarted { on: day(on) }
    }

    /// W-20: three years from the end of the year, warned 90 days before.
    #[test]
    fn w_20_both_days() {
        let last = limitation(day("2023-05-10"), GERMAN, &[])
            .last_day()
            .unwrap();
        assert_eq!(last, day("2026-12-31"));
        assert_eq!(warning_on(last, 90), day("2026-10-02"));
    }

    #[test]
    #[expect(clippy::too_many_lines, reason = "one table of cases")]
    fn last_days() {
        let table: &[(&str, Period, &[Event], Option<&str>)] = &[
            ("2023-01-01", GERMAN, &[], Some("2026-12-31")),
            ("2023-12-31", GERMAN, &[], Some("2026-12-31")),
            ("2024-01-01", GERMAN, &[], Some("2027-12-31")),
            ("2023-05-10", BY_DAY, &[], Some("2026-05-10")),
            ("2024-02-29", BY_DAY, &[], Some("2027-02-28")),
            // Suspended while it runs: as many days more.
            (
                "2023-05-10",
                BY_DAY,
                &[suspended("2024-01-01", Some("2024-01-10"))],
                Some("2026-05-20"),
            ),
            // Before it runs, a suspension costs nothing; half before, half of it.
            (
                "2023-05-10",
                GERMAN,
                &[suspended("2023-06-01", Some("2023-06-30"))],
                Some("2026-12-31"),
            ),
            (
                "2023-05-10",
                GERMAN,
                &[suspended("2023-12-22", Some("2024-01-10"))],
                Some("2027-01-10"),
            ),
            // Two that overlap count once.
            (
                "2023-05-10",
                BY_DAY,
                &[
                    suspended("2024-01-05", Some("2024-01-14")),
                    suspended("2024-01-01", Some("2024-01-10")),
                ],
                Some("2026-05-24"),
            ),
            // A second one may begin in the days that the first one gave.
            (
                "2023-05-10",
                BY_DAY,
                &[
                    suspended("2024-01-01", Some("2024-01-10")),
                    suspended("2026-05-15", Some("2026-05-16")),
                ],
                Some("2026-05-22"),
            ),
            // While one lasts there is no last day; after the end none begins any more.
            ("2023-05-10", BY_DAY, &[suspended("2024-01-01", None)], None),
            (
                "2023-05-10",
                BY_DAY,
                &[suspended("2026-05-11", None)],
                Some("2026-05-10"),
            ),
            // Anew from its own day, also where the law counts from the end of the year.
            (
                "2023-05-10",
                GERMAN,
                &[restarted("2025-03-15")],
                Some("2028-03-15"),
            ),
            (
                "2023-05-10",
                GERMAN,
                &[restarted("2023-07-01")],
                Some("2026-07-01"),
            ),
            (
                "2023-05-10",
                BY_DAY,
                &[restarted("2026-05-10")],
                Some("2029-05-10"),
            ),
            (
                "2023-05-10",
                BY_DAY,
                &[restarted("2026-05-11")],
                Some("2026-05-10"),
            ),
            (
                "2023-05-10",
                BY_DAY,
                &[restarted("2025-01-01"), restarted("2027-12-31")],
                Some("2030-12-31"),
            ),
            // What was suspended before the restart is over with it.
            (
                "2023-05-10",
                BY_DAY,
                &[
                    suspended("2024-01-01", Some("2024-03-31")),
                    restarted("2025-01-01"),
                ],
                Some("2028-01-01"),
            ),
            (
                "2023-05-10",
                BY_DAY,
                &[
                    restarted("2025-01-01"),
                    suspended("2024-12-01", Some("2025-01-11")),
                ],
                Some("2028-01-11"),
            ),
        ];
        for (due, period, events, expected) in table {
            assert_eq!(
                limitation(day(due), *period, events).last_day(),
                expected.map(day),
                "{due} {period:?} {events:?}"
            );
        }
    }

    /// The order in which events are noted says nothing.
    #[test]
    fn events_come_in_any_order() {
        let mut events = vec![
            suspended("2024-01-01", Some("2024-03-31")),
            restarted("2025-01-01"),
            suspended("2026-02-01", Some("2026-02-10")),
        ];
        let expected = limitation(day("2023-05-10"), GERMAN, &events);
        events.reverse();
        assert_eq!(limitation(day("2023-05-10"), GERMAN, &events), expected);
        assert_eq!(expected.last_day(), Some(day("2028-01-11")));
    }
}
