//! The credit status of an order (spec 12 §10), grace windows and changes.

use super::super::order_state::{
    Change, Event, NoTransition, Otherwise, Recheck, State, grace_until, next, recheck,
    recheck_on_packing_slip_cancel,
};
use super::*;

fn held_at(step: Step) -> Held {
    Held {
        state: State::OnHold,
        step,
        mode: Mode::Posting,
        reasons: Vec::new(),
        modified: Switch::Off,
    }
}

/// The order on a day at a step, late enough to be held, after a release.
fn released_order(on: NaiveDate, step: Step, release: Release) -> Snapshot {
    let mut order = late(90, 100);
    order.day = on;
    order.order.step = step;
    order.order.release = Some(release);
    order
}

/// Released on a day after a hold at a step, with the amounts of the standard order.
fn release_of(on: NaiveDate, step: Step, policy: &Policy) -> Release {
    let mut order = late(90, 100);
    order.day = on;
    released(&held_at(step), &order, policy, None)
}

/// H-21.
#[test]
fn h_21_grace_is_that_of_the_step_at_which_the_order_was_held() {
    let mut policy = Policy::shipped();
    policy.checkpoints[1].posting.grace_days = Some(2);
    policy.checkpoints[3].posting.grace_days = Some(4);
    let first = day("2026-03-01");
    let release = release_of(first, Step::Confirmation, &policy);
    assert_eq!(release.grace_days, Some(2));
    let at = |on: &str| released_order(day(on), Step::PackingSlip, release.clone());
    let until = day("2026-03-03");
    let free = evaluate(&at("2026-03-03"), &policy);
    assert_eq!(free.verdict, Allow);
    assert_eq!(free.ended, Some(Ended::InsideGrace { on: first, until }));
    assert_eq!(evaluate(&at("2026-03-04"), &policy).verdict, Hold);
    let again = release_of(day("2026-03-04"), Step::PackingSlip, &policy);
    assert_eq!(again.grace_days, Some(4));
    let at = |on: &str| released_order(day(on), Step::PackingSlip, again.clone());
    assert_eq!(evaluate(&at("2026-03-08"), &policy).verdict, Allow);
    assert_eq!(evaluate(&at("2026-03-09"), &policy).verdict, Hold);
}

/// H-22.
#[test]
fn h_22_five_grace_days_are_five_days_after_the_release() {
    let policy = Policy::shipped();
    let release = release_of(today(), Step::Confirmation, &policy);
    assert_eq!(release.grace_days, Some(5));
    for after in 1..=6 {
        let order = released_order(ago(-after), Step::PackingSlip, release.clone());
        let expected = if after <= 5 { Allow } else { Hold };
        assert_eq!(evaluate(&order, &policy).verdict, expected, "day {after}");
    }
    assert_eq!(grace_until(NaiveDate::MAX, 5), NaiveDate::MAX);
}

/// H-23.
#[test]
fn h_23_without_grace_the_same_step_holds_again() {
    let policy = graceless(shipped_rules());
    let release = release_of(today(), Step::Confirmation, &policy);
    assert_eq!(release.grace_days, None);
    let order = released_order(today(), Step::Confirmation, release);
    let decision = evaluate(&order, &policy);
    assert_eq!(decision.verdict, Hold);
    let verdict = decision.verdict;
    let state = next(State::Released, Event::Checked { verdict });
    assert_eq!(state, Ok(State::OnHold));
}

/// H-26.
#[test]
fn h_26_a_raised_value_is_checked_inside_the_grace_days() {
    let mut policy = Policy::shipped();
    let release = release_of(today(), Step::Confirmation, &policy);
    let mut order = released_order(ago(-1), Step::PackingSlip, release.clone());
    order.order.price_minor += 1;
    assert_eq!(evaluate(&order, &policy).verdict, Hold);
    // A rate that moved raises nothing.
    let mut other_rate = released_order(ago(-1), Step::PackingSlip, release.clone());
    other_rate.order.amount_minor += 5_000;
    assert_eq!(evaluate(&other_rate, &policy).verdict, Allow);
    let change = Change {
        before_minor: release.price_minor,
        after_minor: release.price_minor + 1,
        otherwise: Otherwise::Unchanged,
    };
    let ask = |policy: &Policy| {
        let parameters = &policy.parameters;
        recheck(State::Released, &change, Some(&release), parameters)
    };
    assert_eq!(ask(&policy), Recheck::Needed);
    policy.parameters.skip_after_release = Switch::On;
    let decision = evaluate(&order, &policy);
    assert_eq!(decision.ended, Some(Ended::Released { on: today() }));
    assert_eq!(ask(&policy), Recheck::SkippedAfterRelease);
}

/// H-27.
#[test]
fn h_27_a_lowered_value_asks_for_no_check() {
    let policy = Policy::shipped();
    let release = release_of(today(), Step::Confirmation, &policy);
    let mut order = released_order(ago(-1), Step::PackingSlip, release.clone());
    order.order.price_minor -= 1;
    assert_eq!(evaluate(&order, &policy).verdict, Allow);
    // Lowered and raised again, but not above what was released.
    let change = Change {
        before_minor: release.price_minor - 500,
        after_minor: release.price_minor,
        otherwise: Otherwise::Unchanged,
    };
    let parameters = &policy.parameters;
    let answer = recheck(State::Released, &change, Some(&release), parameters);
    assert_eq!(answer, Recheck::NotRaised);
    let passed = Change {
        before_minor: 500,
        after_minor: 499,
        ..change
    };
    let answer = recheck(State::Passed, &passed, None, parameters);
    assert_eq!(answer, Recheck::NotRaised);
}

/// H-42.
#[test]
fn h_42_shipped_grace_spares_five_days_and_not_the_sixth() {
    let policy = Policy::shipped();
    let release = release_of(day("2026-03-02"), Step::Confirmation, &policy);
    for (on, expected) in [("2026-03-07", Allow), ("2026-03-08", Hold)] {
        let order = released_order(day(on), Step::PackingSlip, release.clone());
        assert_eq!(evaluate(&order, &policy).verdict, expected, "{on}");
    }
}

#[test]
fn a_grace_of_0_spares_the_day_of_the_release_only() {
    let mut policy = Policy::shipped();
    policy.checkpoints[1].posting.grace_days = Some(0);
    let release = release_of(today(), Step::Confirmation, &policy);
    for (after, expected) in [(0, Allow), (1, Hold)] {
        let order = released_order(ago(-after), Step::Confirmation, release.clone());
        assert_eq!(evaluate(&order, &policy).verdict, expected);
    }
}

/// T-C1.
#[test]
fn t_c1_an_order_that_is_opened_again_has_to_pass_like_a_new_one() {
    for closed in [State::Cancelled, State::Rejected] {
        assert_eq!(next(closed, Event::Reopened), Ok(State::NotChecked));
        let verdict = Allow;
        assert!(next(closed, Event::Checked { verdict }).is_err());
    }
    let unchanged = Change {
        before_minor: 500,
        after_minor: 500,
        otherwise: Otherwise::Unchanged,
    };
    let parameters = Parameters::default();
    let answer = recheck(State::NotChecked, &unchanged, None, &parameters);
    assert_eq!(answer, Recheck::Needed);
}

/// T-C2.
#[test]
fn t_c2_raising_a_confirmed_order_asks_for_a_check() {
    let parameters = Parameters::default();
    let raised = Change {
        before_minor: 500,
        after_minor: 501,
        otherwise: Otherwise::Unchanged,
    };
    let other_terms = Change {
        after_minor: 400,
        otherwise: Otherwise::Changed,
        ..raised
    };
    for state in [State::Passed, State::Warned, State::Released] {
        for change in [raised, other_terms] {
            let answer = recheck(state, &change, None, &parameters);
            assert_eq!(answer, Recheck::Needed, "{state:?} {change:?}");
        }
    }
    let verdict = Hold;
    let held = next(State::Passed, Event::Checked { verdict });
    assert_eq!(held, Ok(State::OnHold));
    let answer = recheck(State::OnHold, &raised, None, &parameters);
    assert_eq!(answer, Recheck::OnHold);
}

#[test]
fn cancelling_a_packing_slip_is_checked_unless_the_parameter_skips_it() {
    let mut parameters = Parameters::default();
    let answer = recheck_on_packing_slip_cancel(&parameters);
    assert_eq!(answer, Recheck::Needed);
    parameters.skip_on_packing_slip_cancel = Switch::On;
    let answer = recheck_on_packing_slip_cancel(&parameters);
    assert_eq!(answer, Recheck::SkippedOnCancel);
}

/// The whole table: every state with every event, `-` where there is no transition.
#[test]
fn every_transition_of_an_order() {
    let events = [
        Event::Checked { verdict: Allow },
        Event::Checked { verdict: Warn },
        Event::Checked { verdict: Hold },
        Event::Forced,
        Event::Submitted,
        Event::Recalled,
        Event::Released,
        Event::Rejected,
        Event::Cancelled,
        Event::Undone,
        Event::Reopened,
        Event::Returned,
    ];
    let table = [
        (
            State::NotChecked,
            "passed warned on_hold on_hold - - - - cancelled - - not_checked",
        ),
        (
            State::Passed,
            "passed warned on_hold on_hold - - - - cancelled - - not_checked",
        ),
        (
            State::Warned,
            "passed warned on_hold on_hold - - - - cancelled - - not_checked",
        ),
        (
            State::OnHold,
            "on_hold on_hold on_hold on_hold in_approval - released rejected cancelled - - -",
        ),
        (
            State::InApproval,
            "in_approval in_approval in_approval - - on_hold released rejected cancelled - - -",
        ),
        (
            State::Released,
            "released released on_hold on_hold - - - - cancelled on_hold - not_checked",
        ),
        (
            State::Rejected,
            "- - - - - - - - cancelled on_hold not_checked -",
        ),
        (
            State::Cancelled,
            "- - - - - - - - - - not_checked not_checked",
        ),
    ];
    assert_eq!(table.len(), State::ALL.len());
    for (state, row) in table {
        let expected: Vec<&str> = row.split(' ').collect();
        assert_eq!(expected.len(), events.len());
        for (event, expected) in events.iter().zip(expected) {
            let event = *event;
            let wanted = State::from_code(expected).ok_or(NoTransition { state, event });
            assert_eq!(next(state, event), wanted);
        }
    }
}
