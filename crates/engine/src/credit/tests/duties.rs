//! Insurer's duties: the exact days.

use super::*;
use crate::credit::duties::{
    BeyondExtension, DeclarationPeriod, DutyState, beyond_extension, duty_state, last_period,
};

/// D-18: overdue notification within 60 days, invoice due 2026-03-01: due on 04-30, lost on 05-01.
#[test]
fn d_18_the_last_day_is_in_time() {
    let by = day("2026-04-30");
    let on = |as_of, done| duty_state(day("2026-03-01"), 60, done, day(as_of), 14);
    assert_eq!(on("2026-04-15", None), DutyState::Later);
    assert_eq!(on("2026-04-16", None), DutyState::Due { by });
    assert_eq!(on("2026-04-30", None), DutyState::Due { by });
    assert_eq!(on("2026-05-01", None), DutyState::Lost { by });
    assert_eq!(on("2026-05-01", Some(by)), DutyState::Done);
    // Seen on a day before it was done, it was not done yet.
    assert_eq!(on("2026-04-29", Some(by)), DutyState::Due { by });
    assert_eq!(
        on("2026-05-09", Some(day("2026-05-01"))),
        DutyState::Lost { by }
    );
}

/// An item that is not overdue asks for nothing, however short the duty.
#[test]
fn nothing_before_it_is_overdue() {
    let on = |as_of| duty_state(day("2026-03-01"), 5, None, day(as_of), 14);
    assert_eq!(on("2026-03-01"), DutyState::Later);
    assert_eq!(
        on("2026-03-02"),
        DutyState::Due {
            by: day("2026-03-06")
        }
    );
}

/// D-19: longest extension 60 days: 61 days after the due day is too far.
#[test]
fn d_19_sixty_one_days_are_too_many() {
    let due = day("2026-03-01");
    assert_eq!(beyond_extension(due, day("2026-04-30"), 60), None);
    assert_eq!(
        beyond_extension(due, day("2026-05-01"), 60),
        Some(BeyondExtension {
            days: 61,
            longest_days: 60,
            latest_on: day("2026-04-30"),
        })
    );
}

#[test]
fn the_period_that_is_over() {
    for (period, today, from, to) in [
        (
            DeclarationPeriod::Monthly,
            "2026-03-01",
            "2026-02-01",
            "2026-02-28",
        ),
        (
            DeclarationPeriod::Monthly,
            "2026-01-31",
            "2025-12-01",
            "2025-12-31",
        ),
        (
            DeclarationPeriod::Quarterly,
            "2026-03-31",
            "2025-10-01",
            "2025-12-31",
        ),
        (
            DeclarationPeriod::Quarterly,
            "2026-04-01",
            "2026-01-01",
            "2026-03-31",
        ),
        (
            DeclarationPeriod::Yearly,
            "2026-06-15",
            "2025-01-01",
            "2025-12-31",
        ),
    ] {
        assert_eq!(
            last_period(period, day(today)),
            (day(from), day(to)),
            "{today}"
        );
    }
}
