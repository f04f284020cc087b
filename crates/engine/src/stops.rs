//! Stops (spec 30 §15): what keeps letters or interest from a customer or an item through a day.
//!
//! Invariant: a stop is an interval of days, both ends included. Whoever ends one early makes today the first day after it,
//! and only a running stop can be extended, so that no later change alters what held on a past day.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What a stop keeps off.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ts_rs::TS,
)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "StopPurpose")]
pub enum Purpose {
    /// Letters.
    Dunning,
    /// Interest: the days do not count.
    Interest,
    /// Both.
    Both,
}

impl Purpose {
    /// The word in the book and over the wire.
    pub fn code(self) -> &'static str {
        match self {
            Self::Dunning => "dunning",
            Self::Interest => "interest",
            Self::Both => "both",
        }
    }

    /// Reads what [`Purpose::code`] wrote.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Dunning, Self::Interest, Self::Both]
            .into_iter()
            .find(|known| known.code() == code)
    }

    /// Whether a stop for this keeps `other` off.
    pub fn covers(self, other: Self) -> bool {
        self == Self::Both || self == other
    }
}

/// A stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stop {
    /// The book's id.
    pub id: i64,
    /// The item; `None` for all items of the customer.
    pub transaction_id: Option<i64>,
    /// What it keeps off.
    pub purpose: Purpose,
    /// The first day.
    pub from_on: NaiveDate,
    /// The last day; before the first where it was ended on the day on which it was set.
    pub until_on: NaiveDate,
}

impl Stop {
    /// Whether it holds on `day`: through the until-date, and not the day after.
    pub fn holds(&self, day: NaiveDate) -> bool {
        self.from_on <= day && day <= self.until_on
    }
}

/// The stop for `purpose` that keeps the whole customer out on `day`; of several the one that ends last.
pub fn of_customer(stops: &[Stop], purpose: Purpose, day: NaiveDate) -> Option<&Stop> {
    last(stops, purpose, day, |stop| stop.transaction_id.is_none())
}

/// The stop for `purpose` that is on this very item on `day`; of several the one that ends last.
pub fn of_item(
    stops: &[Stop],
    transaction_id: i64,
    purpose: Purpose,
    day: NaiveDate,
) -> Option<&Stop> {
    last(stops, purpose, day, |stop| {
        stop.transaction_id == Some(transaction_id)
    })
}

fn last(
    stops: &[Stop],
    purpose: Purpose,
    day: NaiveDate,
    is_about: impl Fn(&Stop) -> bool,
) -> Option<&Stop> {
    stops
        .iter()
        .filter(|stop| is_about(stop) && stop.purpose.covers(purpose) && stop.holds(day))
        .max_by_key(|stop| (stop.until_on, stop.id))
}

/// The days on which `purpose` is kept off an item, by its own stops and those of its customer: intervals with both ends,
/// earliest first, that neither overlap nor touch. Interest reads them (spec 23 §2).
pub fn intervals(
    stops: &[Stop],
    transaction_id: i64,
    purpose: Purpose,
) -> Vec<(NaiveDate, NaiveDate)> {
    let mut days: Vec<(NaiveDate, NaiveDate)> = stops
        .iter()
        .filter(|stop| stop.purpose.covers(purpose) && stop.from_on <= stop.until_on)
        .filter(|stop| stop.transaction_id.is_none_or(|id| id == transaction_id))
        .map(|stop| (stop.from_on, stop.until_on))
        .collect();
    days.sort_unstable();
    let mut merged: Vec<(NaiveDate, NaiveDate)> = Vec::new();
    for (from, until) in days {
        match merged.last_mut() {
            Some(last) if last.1.succ_opt().is_none_or(|next| from <= next) => {
                last.1 = last.1.max(until);
            }
            _ => merged.push((from, until)),
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn stop(id: i64, item: Option<i64>, purpose: Purpose, from: &str, until: &str) -> Stop {
        Stop {
            id,
            transaction_id: item,
            purpose,
            from_on: day(from),
            until_on: day(until),
        }
    }

    /// L-26: the until-date is held, the day after is not.
    #[test]
    fn l_26_holds_through_its_until_date() {
        let stops = [stop(
            1,
            Some(7),
            Purpose::Dunning,
            "2026-05-01",
            "2026-05-31",
        )];
        let on = |text: &str| of_item(&stops, 7, Purpose::Dunning, day(text)).map(|stop| stop.id);
        assert_eq!(on("2026-04-30"), None);
        assert_eq!(on("2026-05-01"), Some(1));
        assert_eq!(on("2026-05-31"), Some(1));
        assert_eq!(on("2026-06-01"), None);
        assert_eq!(
            of_item(&stops, 8, Purpose::Dunning, day("2026-05-10")),
            None
        );
        assert_eq!(
            of_customer(&stops, Purpose::Dunning, day("2026-05-10")),
            None
        );
    }

    #[test]
    fn a_stop_keeps_off_what_it_is_for() {
        for (purpose, dunning, interest) in [
            (Purpose::Dunning, true, false),
            (Purpose::Interest, false, true),
            (Purpose::Both, true, true),
        ] {
            let stops = [stop(1, None, purpose, "2026-05-01", "2026-05-31")];
            let holds = |what| of_customer(&stops, what, day("2026-05-10")).is_some();
            assert_eq!(holds(Purpose::Dunning), dunning);
            assert_eq!(holds(Purpose::Interest), interest);
            assert_eq!(Purpose::from_code(purpose.code()), Some(purpose));
        }
    }

    #[test]
    fn of_several_the_one_that_ends_last_is_named() {
        let stops = [
            stop(1, None, Purpose::Both, "2026-05-01", "2026-05-31"),
            stop(2, None, Purpose::Dunning, "2026-05-01", "2026-06-30"),
            stop(3, None, Purpose::Dunning, "2026-05-01", "2026-05-15"),
        ];
        let named = of_customer(&stops, Purpose::Dunning, day("2026-05-10")).unwrap();
        assert_eq!(named.id, 2);
    }

    /// Ended on the day on which it was set, a stop has held on no day.
    #[test]
    fn ended_at_once_it_never_held() {
        let stops = [stop(1, None, Purpose::Both, "2026-05-10", "2026-05-09")];
        assert_eq!(
            of_customer(&stops, Purpose::Dunning, day("2026-05-10")),
            None
        );
        assert_eq!(intervals(&stops, 7, Purpose::Interest), []);
    }

    #[test]
    fn days_without_interest_are_merged() {
        let stops = [
            stop(1, Some(7), Purpose::Interest, "2026-01-10", "2026-01-20"),
            stop(2, None, Purpose::Both, "2026-01-15", "2026-01-31"),
            stop(3, Some(7), Purpose::Both, "2026-02-01", "2026-02-05"),
            stop(4, Some(7), Purpose::Dunning, "2026-02-06", "2026-02-28"),
            stop(5, Some(8), Purpose::Interest, "2026-03-01", "2026-03-31"),
            stop(6, Some(7), Purpose::Interest, "2026-04-01", "2026-04-01"),
        ];
        assert_eq!(
            intervals(&stops, 7, Purpose::Interest),
            [
                (day("2026-01-10"), day("2026-02-05")),
                (day("2026-04-01"), day("2026-04-01"))
            ]
        );
    }
}
