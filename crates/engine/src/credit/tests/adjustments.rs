use super::*;
use crate::credit::adjustments::{
    Act, AdjustmentType, Automatic, Change, Dates, Eligible, Existing, LineFault, Needs, Occupied,
    Person, Role, Rounding, RoundingForm, Skip, State, StateRefusal, Target, Typed, Workflow,
    automatic, from_existing, line_faults, next,
};

const TODAY: &str = "2026-03-02";

fn existing(current_minor: Option<i64>) -> Existing {
    Existing {
        target: Target::Customer(1),
        unlimited: Flag::No,
        excluded: Flag::No,
        current_minor,
        from_on: None,
        to_on: Some(day("2026-06-30")),
        eligible_minor: None,
    }
}

fn until(to_on: &str) -> Dates {
    Dates::Absolute {
        from_on: None,
        to_on: Some(day(to_on)),
    }
}

fn generated(current: i64, change: Change, unit: i64, form: RoundingForm) -> i64 {
    let rounding = Rounding {
        unit_minor: units(unit),
        form,
    };
    let existing = [existing(Some(units(current)))];
    let out = from_existing(&existing, change, rounding, until("2026-12-31"), day(TODAY));
    out.lines[0].new_minor
}

/// C-13.
#[test]
fn c_13_a_fixed_value_is_added_before_rounding() {
    let change = Change::Fixed { minor: units(555) };
    assert_eq!(
        generated(10_000, change, 10, RoundingForm::Up),
        units(10_560)
    );
    assert_eq!(
        generated(10_000, change, 10, RoundingForm::Down),
        units(10_550)
    );
    assert_eq!(
        generated(10_000, change, 10, RoundingForm::Nearest),
        units(10_560)
    );
}

/// C-14.
#[test]
fn c_14_a_percentage_is_rounded_once() {
    let change = Change::Percent {
        basis_points: 1_000,
    };
    assert_eq!(
        generated(12_345, change, 10, RoundingForm::Up),
        units(13_580)
    );
    assert_eq!(
        generated(12_345, change, 10, RoundingForm::Down),
        units(13_570)
    );
    // 0.01 % of 100.01 is less than half a cent: up to the unit all the same, since the exact value is rounded.
    let hair = Change::Percent { basis_points: 1 };
    let one = [existing(Some(10_001))];
    let rounding = Rounding {
        unit_minor: 1,
        form: RoundingForm::Up,
    };
    let out = from_existing(&one, hair, rounding, until("2026-12-31"), day(TODAY));
    assert_eq!(out.lines[0].new_minor, 10_003);
}

/// C-15.
#[test]
fn c_15_relative_dates_count_from_the_current_ones() {
    let relative = Dates::Relative {
        from_days: None,
        to_days: 90,
    };
    let blank = Existing {
        target: Target::Group(7),
        to_on: None,
        ..existing(Some(units(10)))
    };
    let out = from_existing(
        &[blank, existing(Some(units(10)))],
        Change::Fixed { minor: 0 },
        Rounding::default(),
        relative,
        day(TODAY),
    );
    assert_eq!(out.lines[0].to_on, Some(day("2026-09-28")));
    // A blank expiry counts from today.
    assert_eq!(out.lines[1].to_on, Some(day("2026-05-31")));
    let both = Dates::Relative {
        from_days: Some(-1),
        to_days: 1,
    };
    let temporary = Existing {
        from_on: Some(day("2026-03-01")),
        ..existing(Some(units(10)))
    };
    let change = Change::Fixed { minor: 0 };
    let out = from_existing(&[temporary], change, Rounding::default(), both, day(TODAY));
    assert_eq!(out.lines[0].from_on, Some(day("2026-02-28")));
    assert_eq!(out.lines[0].to_on, Some(day("2026-07-01")));
}

#[test]
fn generated_limits_stop_at_0_and_say_when_they_are_above_the_eligible_one() {
    let down = Change::Fixed { minor: -units(50) };
    assert_eq!(generated(10, down, 10, RoundingForm::Down), 0);
    let eligible = Existing {
        eligible_minor: Some(units(100)),
        ..existing(Some(units(100)))
    };
    let line = |minor| {
        let change = Change::Fixed { minor };
        let rounding = Rounding::default();
        from_existing(
            &[eligible],
            change,
            rounding,
            until("2026-12-31"),
            day(TODAY),
        )
        .lines[0]
    };
    assert_eq!(line(0).eligible, None);
    assert_eq!(
        line(1).eligible,
        Some(Eligible::Above {
            eligible_minor: units(100)
        })
    );
}

#[test]
fn customers_without_a_line_are_named_with_the_reason() {
    let unlimited = Existing {
        target: Target::Customer(3),
        unlimited: Flag::Yes,
        ..existing(Some(5))
    };
    let unset = Existing {
        target: Target::Customer(2),
        ..existing(None)
    };
    let huge = existing(Some(i64::MAX));
    let out = from_existing(
        &[unlimited, unset, huge],
        Change::Percent { basis_points: 1 },
        Rounding::default(),
        until("2026-12-31"),
        day(TODAY),
    );
    assert_eq!(out.lines, []);
    let why: Vec<(Target, Skip)> = out
        .skipped
        .iter()
        .map(|one| (one.target, one.why))
        .collect();
    assert_eq!(
        why,
        [
            (Target::Customer(1), Skip::OutOfRange),
            (Target::Customer(2), Skip::NotSet),
            (Target::Customer(3), Skip::Unlimited),
        ]
    );
}

#[test]
fn automatic_lines_give_first_limits_and_are_capped() {
    let propose = |id, existing: Existing, proposed_minor| Automatic {
        existing: Existing {
            target: Target::Customer(id),
            ..existing
        },
        proposed_minor,
    };
    let capped = Existing {
        eligible_minor: Some(units(80)),
        ..existing(Some(units(10)))
    };
    let excluded = Existing {
        excluded: Flag::Yes,
        ..existing(Some(1))
    };
    let proposals = [
        propose(4, existing(Some(1)), None),
        propose(3, excluded, Some(5)),
        propose(2, capped, Some(units(100))),
        propose(1, existing(None), Some(units(100))),
    ];
    let out = automatic(&proposals, None, day("2026-12-31"));
    let lines: Vec<_> = out
        .lines
        .iter()
        .map(|line| (line.old_minor, line.new_minor, line.eligible))
        .collect();
    let proposed_minor = units(100);
    assert_eq!(
        lines,
        [
            (None, units(100), None),
            (
                Some(units(10)),
                units(80),
                Some(Eligible::Capped { proposed_minor })
            ),
        ]
    );
    let why: Vec<Skip> = out.skipped.iter().map(|one| one.why).collect();
    assert_eq!(why, [Skip::Excluded, Skip::NoProposal]);
}

fn typed() -> Typed {
    Typed {
        customer_id: Some(1),
        group_id: None,
        new_minor: Some(units(100)),
        from_on: None,
        to_on: Some(day("2026-12-31")),
        reason_id: Some(1),
    }
}

/// C-16.
#[test]
fn c_16_a_line_names_a_customer_or_a_group() {
    let permanent = AdjustmentType::CreditLimit;
    assert_eq!(line_faults(permanent, &typed(), &[]), []);
    let both = Typed {
        group_id: Some(2),
        ..typed()
    };
    assert_eq!(
        line_faults(permanent, &both, &[]),
        [LineFault::CustomerAndGroup]
    );
    let neither = Typed {
        customer_id: None,
        ..typed()
    };
    assert_eq!(
        line_faults(permanent, &neither, &[]),
        [LineFault::TargetMissing]
    );
}

/// C-17.
#[test]
fn c_17_a_line_has_an_expiry_date() {
    let line = Typed {
        to_on: None,
        ..typed()
    };
    let permanent = line_faults(AdjustmentType::CreditLimit, &line, &[]);
    assert_eq!(permanent, [LineFault::ExpiryMissing]);
    let temporary = line_faults(AdjustmentType::Temporary, &line, &[]);
    assert_eq!(
        temporary,
        [LineFault::ExpiryMissing, LineFault::FromMissing]
    );
    let empty = Typed {
        new_minor: None,
        reason_id: None,
        ..typed()
    };
    assert_eq!(
        line_faults(AdjustmentType::CreditLimit, &empty, &[]),
        [LineFault::LimitMissing, LineFault::ReasonMissing]
    );
}

#[test]
fn temporary_limits_of_one_target_do_not_overlap() {
    let others = [
        Occupied {
            target: Target::Customer(1),
            from_on: day("2026-03-01"),
            to_on: day("2026-03-31"),
        },
        Occupied {
            target: Target::Group(1),
            from_on: day("2026-01-01"),
            to_on: day("2026-12-31"),
        },
    ];
    let faults = |adjustment, from: &str, to: &str| {
        let line = Typed {
            from_on: Some(day(from)),
            to_on: Some(day(to)),
            ..typed()
        };
        line_faults(adjustment, &line, &others)
    };
    let overlaps = [LineFault::Overlaps {
        from_on: day("2026-03-01"),
        to_on: day("2026-03-31"),
    }];
    let temporary = AdjustmentType::Temporary;
    assert_eq!(faults(temporary, "2026-04-01", "2026-04-30"), []);
    assert_eq!(faults(temporary, "2026-03-31", "2026-04-30"), overlaps);
    assert_eq!(faults(temporary, "2026-01-01", "2026-12-31"), overlaps);
    assert_eq!(faults(temporary, "2026-02-01", "2026-02-28"), []);
    let permanent = AdjustmentType::CreditLimit;
    assert_eq!(faults(permanent, "2026-03-15", "2026-12-31"), []);
    assert_eq!(
        faults(temporary, "2026-03-02", "2026-03-01"),
        [LineFault::EndsBeforeItBegins {
            from_on: day("2026-03-02"),
            to_on: day("2026-03-01"),
        }]
    );
}

const CLERK: Person<'_> = Person {
    user_id: 1,
    roles: &[Role::CreditClerk],
};
const MANAGER: Person<'_> = Person {
    user_id: 2,
    roles: &[Role::CreditManager],
};

/// C-23: workflow active, *Post* on a Draft journal.
#[test]
fn c_23_a_draft_is_submitted_before_it_is_posted() {
    let post = |workflow| next(State::Draft, Act::Post, workflow, &CLERK, 1);
    assert_eq!(post(Workflow::On), Err(StateRefusal::MustBeSubmitted));
    assert_eq!(post(Workflow::Off), Ok(State::Posted));
}

#[test]
fn the_states_of_a_journal() {
    use State::{Approved, Draft, Posted, Rejected, Submitted};
    let acts = [
        Act::Edit,
        Act::Submit(Needs::Nothing),
        Act::Submit(Needs::Approval),
        Act::Recall,
        Act::Approve(Needs::Nothing),
        Act::Approve(Needs::Approval),
        Act::Reject,
        Act::Post,
    ];
    let wrong = |state| Err(StateRefusal::WrongState { state });
    let [in_draft, waiting, done] = [Draft, Submitted, Approved].map(wrong);
    let posted = Err(StateRefusal::Posted);
    let must = Err(StateRefusal::MustBeSubmitted);
    let none = Err(StateRefusal::NoWorkflow);
    let from_submitted = [
        waiting,
        waiting,
        waiting,
        Ok(Draft),
        Ok(Approved),
        Ok(Submitted),
        Ok(Rejected),
        waiting,
    ];
    let from_draft = |submit, approved, post| {
        let wrong = in_draft;
        [
            Ok(Draft),
            approved,
            submit,
            wrong,
            wrong,
            wrong,
            wrong,
            post,
        ]
    };
    let mut from_approved = [done; 8];
    from_approved[7] = Ok(Posted);
    let table = [
        (
            Workflow::On,
            Draft,
            from_draft(Ok(Submitted), Ok(Approved), must),
        ),
        (Workflow::Off, Draft, from_draft(none, none, Ok(Posted))),
        (Workflow::On, Submitted, from_submitted),
        (Workflow::Off, Submitted, from_submitted),
        (Workflow::On, Approved, from_approved),
        (Workflow::Off, Approved, from_approved),
        (Workflow::On, Rejected, [wrong(Rejected); 8]),
        (Workflow::Off, Rejected, [wrong(Rejected); 8]),
        (Workflow::On, Posted, [posted; 8]),
        (Workflow::Off, Posted, [posted; 8]),
    ];
    for (workflow, state, expected) in table {
        for (act, expected) in acts.iter().zip(expected) {
            let after = next(state, *act, workflow, &MANAGER, 1);
            assert_eq!(after, expected, "{workflow:?} {state:?} {act:?}");
        }
    }
}

#[test]
fn who_prepared_does_not_decide_and_readers_do_nothing() {
    let by = |person: &Person<'_>, act, state| next(state, act, Workflow::On, person, 2);
    let approve = Act::Approve(Needs::Nothing);
    let refused = Err(StateRefusal::PreparerDecides);
    assert_eq!(by(&MANAGER, approve, State::Submitted), refused);
    assert_eq!(by(&MANAGER, Act::Reject, State::Submitted), refused);
    assert_eq!(
        by(&MANAGER, Act::Recall, State::Submitted),
        Ok(State::Draft)
    );
    assert_eq!(by(&CLERK, approve, State::Submitted), Ok(State::Approved));
    let viewer = Person {
        user_id: 9,
        roles: &[Role::Viewer],
    };
    for (act, state) in [
        (Act::Edit, State::Draft),
        (Act::Submit(Needs::Approval), State::Draft),
        (Act::Recall, State::Submitted),
        (Act::Post, State::Approved),
    ] {
        let refused = Err(StateRefusal::RoleMissing);
        assert_eq!(by(&viewer, act, state), refused);
    }
}
