//! Which backups of a book are kept (T-F6): the newest of each of the last days, weeks and months that has one.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};

/// A backup as the rule sees it: the day of the state that it holds, and its place among the states of the book.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct BackupState {
    /// Day of the newest act in it.
    pub on: NaiveDate,
    /// Id of that act.
    pub act: i64,
}

/// How many days, weeks and months keep their newest backup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Keep {
    /// Calendar days, today being one.
    pub days: i64,
    /// Weeks from Monday to Sunday, this one being one.
    pub weeks: i64,
    /// Calendar months, this one being one.
    pub months: i64,
}

/// What Duebook keeps.
pub const KEEP: Keep = Keep {
    days: 7,
    weeks: 4,
    months: 12,
};

/// The backups that need not be kept on `today`. The newest one is always kept, and so is one from a later day: a clock
/// that was set back must not cost a backup.
pub fn superfluous(
    backups: &BTreeSet<BackupState>,
    keep: Keep,
    today: NaiveDate,
) -> Vec<BackupState> {
    let mut kept: BTreeSet<BackupState> = backups.last().into_iter().copied().collect();
    kept.extend(backups.iter().filter(|backup| backup.on > today));
    for (period, last) in [
        (day as Period, keep.days),
        (week as Period, keep.weeks),
        (month as Period, keep.months),
    ] {
        let now = period(today);
        let mut taken = BTreeSet::new();
        for backup in backups.iter().rev() {
            let of = period(backup.on);
            if now - of < last && taken.insert(of) {
                kept.insert(*backup);
            }
        }
    }
    backups.difference(&kept).copied().collect()
}

/// The number of the period in which a day lies, counted without gaps.
type Period = fn(NaiveDate) -> i64;

fn day(on: NaiveDate) -> i64 {
    i64::from(on.num_days_from_ce())
}

/// The first day of the common era was a Monday.
fn week(on: NaiveDate) -> i64 {
    (day(on) - 1).div_euclid(7)
}

fn month(on: NaiveDate) -> i64 {
    i64::from(on.year()) * 12 + i64::from(on.month0())
}

#[cfg(test)]
mod tests {
    use chrono::{Days, Weekday};
    use proptest::prelude::*;

    use super::*;

    fn on(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn left(days: &[(&str, i64)], today: &str) -> Vec<String> {
        let all: BTreeSet<BackupState> = days
            .iter()
            .map(|(day, act)| BackupState {
                on: on(day),
                act: *act,
            })
            .collect();
        let gone = superfluous(&all, KEEP, on(today));
        all.into_iter()
            .filter(|backup| !gone.contains(backup))
            .map(|backup| format!("{} {}", backup.on, backup.act))
            .collect()
    }

    /// T-F6: seven days, four weeks, twelve months; of each the newest.
    #[test]
    fn a_year_of_daily_backups_leaves_days_weeks_and_months() {
        let today = on("2026-06-30");
        let days: Vec<(String, i64)> = (0..500)
            .map(|ago| {
                (
                    (today - Days::new(ago)).to_string(),
                    1_000 - i64::try_from(ago).unwrap(),
                )
            })
            .collect();
        let days: Vec<(&str, i64)> = days.iter().map(|(day, act)| (day.as_str(), *act)).collect();
        let left: Vec<String> = left(&days, "2026-06-30")
            .iter()
            .map(|line| line[..10].to_owned())
            .collect();
        assert_eq!(
            left,
            [
                "2025-07-31",
                "2025-08-31",
                "2025-09-30",
                "2025-10-31",
                "2025-11-30",
                "2025-12-31",
                "2026-01-31",
                "2026-02-28",
                "2026-03-31",
                "2026-04-30",
                "2026-05-31",
                "2026-06-14",
                "2026-06-21",
                "2026-06-24",
                "2026-06-25",
                "2026-06-26",
                "2026-06-27",
                "2026-06-28",
                "2026-06-29",
                "2026-06-30",
            ]
        );
    }

    #[test]
    fn the_only_one_stays_however_old_and_so_does_one_from_tomorrow() {
        assert_eq!(left(&[("2019-01-01", 5)], "2026-06-30"), ["2019-01-01 5"]);
        assert_eq!(
            left(
                &[("2019-01-01", 5), ("2026-07-01", 9), ("2026-07-01", 8)],
                "2026-06-30"
            ),
            ["2026-07-01 8", "2026-07-01 9"]
        );
        assert_eq!(
            left(&[("2026-06-30", 5), ("2026-06-30", 6)], "2026-06-30"),
            ["2026-06-30 6"],
            "two of one day"
        );
    }

    #[test]
    fn weeks_begin_on_monday() {
        for ago in 0..20 {
            let day = on("2026-06-30") - Days::new(ago);
            let same_as_yesterday = week(day) == week(day - Days::new(1));
            assert_eq!(same_as_yesterday, day.weekday() != Weekday::Mon, "{day}");
        }
    }

    proptest! {
        /// Taking one a day for ever never keeps more than the sum of the periods and one, and dropping is stable: what
        /// a second look finds, the first has found.
        #[test]
        fn a_folder_stays_small_and_a_second_look_drops_nothing(gaps in prop::collection::vec(0_u64..40, 1..120)) {
            let mut folder = BTreeSet::new();
            let mut today = on("2024-01-01");
            for (act, gap) in gaps.iter().enumerate() {
                today = today + Days::new(*gap);
                folder.insert(BackupState { on: today, act: i64::try_from(act).unwrap() });
                for gone in superfluous(&folder, KEEP, today) {
                    folder.remove(&gone);
                }
                prop_assert!(superfluous(&folder, KEEP, today).is_empty());
                prop_assert!(folder.len() <= 24);
                prop_assert_eq!(folder.last().unwrap().on, today);
                // Whatever day of the last week had a backup still has one.
                prop_assert!(folder.iter().any(|backup| backup.on == today));
            }
        }
    }
}
