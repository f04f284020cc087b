//! Random definitions: every day lies in exactly one period, and in the one that a calendar walked day by day gives.

use chrono::{Datelike, NaiveDate};
use engine::aging::{Definition, Direction, Interval, PeriodLine};
use proptest::prelude::*;

use crate::model::date;

/// Two days lie in the same week, month, quarter or year when their keys are equal.
fn key(interval: Interval, day: NaiveDate) -> i64 {
    let (year, month) = (i64::from(day.year()), i64::from(day.month0()));
    match interval {
        // Day 1 of the common era was a Monday.
        Interval::Week => i64::from(day.num_days_from_ce() - 1).div_euclid(7),
        Interval::Month | Interval::LedgerPeriod => year * 12 + month,
        Interval::Quarter => year * 4 + month / 3,
        Interval::Year => year,
        Interval::Day | Interval::Unlimited => i64::from(day.num_days_from_ce()),
    }
}

/// The number of the line in which `day` lies, found by walking one day at a time from the as-of day.
fn walk(definition: &Definition, as_of: NaiveDate, day: NaiveDate) -> Option<usize> {
    let zero = definition
        .lines
        .iter()
        .position(|line| line.unit == 0)
        .unwrap();
    let current = &definition.lines[zero];
    let in_current = |day: NaiveDate| match current.interval {
        Interval::Day => {
            day <= as_of && day > as_of - chrono::Days::new(u64::from(current.length_days))
        }
        interval => key(interval, day) == key(interval, as_of),
    };
    if in_current(day) {
        return Some(zero);
    }
    let step = |from: NaiveDate| {
        if day < as_of {
            from.pred_opt()
        } else {
            from.succ_opt()
        }
    };
    let mut edge = as_of;
    while in_current(edge) {
        edge = step(edge)?;
    }
    let lines: Vec<usize> = if day < as_of {
        (0..zero).rev().collect()
    } else {
        (zero + 1..definition.lines.len()).collect()
    };
    for at in lines {
        let line = &definition.lines[at];
        let mut kinds = 0;
        let mut last = None;
        loop {
            let here = key(line.interval, edge);
            if last != Some(here) {
                kinds += 1;
                last = Some(here);
            }
            if line.interval != Interval::Unlimited && kinds > line.unit.unsigned_abs() {
                break;
            }
            if edge == day {
                return Some(at);
            }
            edge = step(edge)?;
        }
    }
    None
}

fn definitions() -> impl Strategy<Value = Definition> {
    let interval = prop_oneof![
        Just(Interval::Day),
        Just(Interval::Week),
        Just(Interval::LedgerPeriod),
        Just(Interval::Month),
        Just(Interval::Quarter),
        Just(Interval::Year),
    ];
    let side = || prop::collection::vec((1_i32..40, interval.clone()), 0..4);
    let ends = (any::<bool>(), any::<bool>(), any::<bool>());
    (side(), interval.clone(), 1_u32..40, side(), ends).prop_map(
        |(past, current, length_days, future, ends)| {
            let (open_start, open_end, forward) = ends;
            let mut lines = Vec::new();
            let mut push = |unit: i32, interval: Interval, length_days: u32| {
                let id = format!("p{}", lines.len());
                lines.push(PeriodLine {
                    id,
                    label: String::new(),
                    unit,
                    interval,
                    length_days,
                    indicator: String::new(),
                });
            };
            // Longer units get fewer intervals, so that a walk of a year or two meets every period.
            let few = |unit: i32, interval: Interval| {
                if interval == Interval::Day {
                    unit
                } else {
                    unit % 3 + 1
                }
            };
            if open_start {
                push(-1, Interval::Unlimited, 1);
            }
            for (unit, interval) in &past {
                push(-few(*unit, *interval), *interval, 1);
            }
            push(
                0,
                current,
                if current == Interval::Day {
                    length_days
                } else {
                    1
                },
            );
            for (unit, interval) in &future {
                push(few(*unit, *interval), *interval, 1);
            }
            if open_end {
                push(1, Interval::Unlimited, 1);
            }
            let direction = if forward {
                Direction::Forward
            } else {
                Direction::Backward
            };
            Definition {
                id: "random".into(),
                description: String::new(),
                direction,
                lines,
            }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    /// T-A1: no gap and no overlap, whatever the definition; outside is outside.
    #[test]
    fn every_day_lies_in_the_walked_period(
        definition in definitions(),
        as_of in 0_i64..1_500,
        shifts in prop::collection::vec(-900_i64..900, 12),
    ) {
        let periods = definition.periods(date(as_of)).unwrap();
        for shift in shifts {
            let day = date(as_of + shift);
            let column = periods.position(day);
            let walked = walk(&definition, date(as_of), day).map_or("outside".to_owned(), |at| format!("p{at}"));
            prop_assert_eq!(&periods.list()[column].id, &walked, "{} as of {}", day, date(as_of));
            let holding: Vec<&str> = periods
                .list()
                .iter()
                .filter(|period| period.number > 0)
                .filter(|period| period.from.is_none_or(|from| from <= day) && period.to.is_none_or(|to| day <= to))
                .map(|period| period.id.as_str())
                .collect();
            let expected: Vec<&str> = if walked == "outside" { Vec::new() } else { vec![walked.as_str()] };
            prop_assert_eq!(holding, expected);
        }
    }
}
