//! What an insurer asks for (spec 30 §18): overdue items are notified and claims filed in time, terms are not extended
//! too far, turnover is declared. A duty that is missed loses the cover of its item.
//!
//! A deadline of n days is the n-th day after the due day, and that day is still in time (D-18).

use chrono::{Datelike, Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::day::days_overdue;

/// What has to be done about an overdue item.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ts_rs::TS,
)]
#[serde(rename_all = "snake_case")]
pub enum Duty {
    /// The insurer is told that it is overdue.
    OverdueNotification,
    /// The claim is filed.
    Claim,
}

/// Where an item stands with a duty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DutyState {
    /// The duty asks for nothing: the item is not overdue, or its deadline is further away than tasks look.
    Later,
    /// It has to be done by this day.
    Due {
        /// The last day.
        by: NaiveDate,
    },
    /// It was done in time.
    Done,
    /// It was not done by this day: the cover is lost.
    Lost {
        /// The last day on which it could have been done.
        by: NaiveDate,
    },
}

/// The last day of a duty, `days` after the due day.
pub fn deadline(due_on: NaiveDate, days: u32) -> NaiveDate {
    due_on
        .checked_add_days(Days::new(days.into()))
        .unwrap_or(NaiveDate::MAX)
}

/// Where an open item stands with a duty of `days` days as of a day; a task looks `ahead` days to its deadline.
pub fn duty_state(
    due_on: NaiveDate,
    days: u32,
    done_on: Option<NaiveDate>,
    as_of: NaiveDate,
    ahead: u32,
) -> DutyState {
    let by = deadline(due_on, days);
    match done_on.filter(|done| *done <= as_of) {
        Some(done) if done <= by => DutyState::Done,
        Some(_) => DutyState::Lost { by },
        None if as_of > by => DutyState::Lost { by },
        None if days_overdue(due_on, as_of) > 0 && days_overdue(as_of, by) <= i64::from(ahead) => {
            DutyState::Due { by }
        }
        None => DutyState::Later,
    }
}

/// A new due day that is further away than the insurer allows (D-19).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct BeyondExtension {
    /// Days after the due day.
    pub days: i64,
    /// Days that are allowed.
    pub longest_days: u32,
    /// The last day that is allowed.
    pub latest_on: NaiveDate,
}

/// Compares a promise, an instalment or a new due day with the longest extension.
pub fn beyond_extension(
    due_on: NaiveDate,
    new_on: NaiveDate,
    longest_days: u32,
) -> Option<BeyondExtension> {
    let days = days_overdue(due_on, new_on);
    (days > i64::from(longest_days)).then(|| BeyondExtension {
        days,
        longest_days,
        latest_on: deadline(due_on, longest_days),
    })
}

/// How often turnover is declared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum DeclarationPeriod {
    /// Each month.
    Monthly,
    /// Each quarter.
    Quarterly,
    /// Each year.
    Yearly,
}

/// The last period that was over before a day: first and last day.
pub fn last_period(period: DeclarationPeriod, today: NaiveDate) -> (NaiveDate, NaiveDate) {
    let months = match period {
        DeclarationPeriod::Monthly => 1,
        DeclarationPeriod::Quarterly => 3,
        DeclarationPeriod::Yearly => 12,
    };
    let first_month = today.month0() / months * months + 1;
    let running = NaiveDate::from_ymd_opt(today.year(), first_month, 1).unwrap_or(today);
    let from = running
        .checked_sub_months(Months::new(months))
        .unwrap_or(running);
    (from, running.pred_opt().unwrap_or(running))
}
