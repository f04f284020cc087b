//! Decisions by hand (spec 12 §7, §9).

use chrono::{DateTime, Utc};

use super::super::manual::{
    Act, Approval, Asked, Case, Ceiling, Decided, Desk, GivenReason, ManualRefusal, ReasonKind,
    Workflow, decide,
};
use super::super::order_state::State;
use super::*;

fn case() -> Case {
    Case {
        state: State::OnHold,
        hold_id: Some(4),
        seen_hold_id: Some(4),
        decided: None,
        forced: Switch::Off,
        modified: Switch::Off,
        amount_minor: euro(1_000),
        approval: Approval::NotAsked,
    }
}

fn parameters() -> Parameters {
    Parameters {
        release_mode: Some(ReleaseMode::WithPosting),
        release_reason: Some("AUTO".into()),
        modified_reason: Some("CHANGED".into()),
        cancel_reason: Some("GONE".into()),
        ..Parameters::default()
    }
}

fn desk(parameters: &Parameters) -> Desk<'_> {
    Desk {
        day: today(),
        ceiling: Ceiling::Unlimited,
        workflow: Workflow::Inactive,
        parameters,
    }
}

fn given(id: &str, kind: ReasonKind) -> GivenReason {
    let id = id.to_owned();
    GivenReason { id, kind }
}

fn release(reason: Option<GivenReason>, mode: ReleaseMode) -> Act {
    Act::Release {
        reason,
        review_on: None,
        mode,
    }
}

fn plain_release() -> Act {
    release(
        Some(given("PAID", ReasonKind::Release)),
        ReleaseMode::WithoutPosting,
    )
}

/// H-33.
#[test]
fn h_33_a_release_needs_a_reason_of_its_type() {
    let parameters = parameters();
    let with = |reason| {
        decide(
            &case(),
            &release(reason, ReleaseMode::WithPosting),
            &desk(&parameters),
        )
    };
    let kind = ReasonKind::Release;
    let missing = ManualRefusal::ReasonMissing { kind };
    assert_eq!(with(None), Err(missing.clone()));
    assert_eq!(with(Some(given("", ReasonKind::Release))), Err(missing));
    assert_eq!(
        with(Some(given("VISIT", ReasonKind::Hold))),
        Err(ManualRefusal::ReasonOfOtherKind {
            wanted: ReasonKind::Release,
            given: ReasonKind::Hold,
        })
    );
    let done = with(Some(given("PAID", ReasonKind::Release))).unwrap();
    assert_eq!(
        (done.state, done.perform_step),
        (State::Released, Switch::On)
    );
    assert_eq!(done.reason.as_deref(), Some("PAID"));
}

#[test]
fn without_posting_performs_no_step_and_a_review_lies_ahead() {
    let parameters = parameters();
    let done = decide(&case(), &plain_release(), &desk(&parameters)).unwrap();
    assert_eq!(done.perform_step, Switch::Off);
    let review = |on| Act::Release {
        reason: Some(given("PAID", ReasonKind::Release)),
        review_on: Some(on),
        mode: ReleaseMode::WithoutPosting,
    };
    let done = decide(&case(), &review(ago(-30)), &desk(&parameters)).unwrap();
    assert_eq!(done.review_on, Some(ago(-30)));
    assert_eq!(
        decide(&case(), &review(ago(1)), &desk(&parameters)),
        Err(ManualRefusal::ReviewInThePast {
            review_on: ago(1),
            day: today(),
        })
    );
}

/// H-31.
#[test]
fn h_31_a_forced_hold_is_released_by_hand() {
    let parameters = parameters();
    let forced = Case {
        forced: Switch::On,
        ..case()
    };
    // Also while a workflow is active, since it cannot process it.
    for workflow in [Workflow::Inactive, Workflow::Active] {
        let desk = Desk {
            workflow,
            ..desk(&parameters)
        };
        let done = decide(&forced, &plain_release(), &desk).unwrap();
        assert_eq!(done.state, State::Released);
    }
}

/// H-32.
#[test]
fn h_32_a_forced_hold_is_not_sent_for_approval() {
    let parameters = parameters();
    let active = Desk {
        workflow: Workflow::Active,
        ..desk(&parameters)
    };
    let forced = Case {
        forced: Switch::On,
        ..case()
    };
    let refused = decide(&forced, &Act::Submit, &active);
    assert_eq!(refused, Err(ManualRefusal::ForcedIntoWorkflow));
    let sent = decide(&case(), &Act::Submit, &active).unwrap();
    assert_eq!(sent.state, State::InApproval);
    let refused = decide(&case(), &Act::Submit, &desk(&parameters));
    assert_eq!(refused, Err(ManualRefusal::NoWorkflow));
}

#[test]
fn the_second_of_two_people_learns_who_decided_and_when() {
    let parameters = parameters();
    let at: DateTime<Utc> = "2026-03-02T09:30:00Z".parse().unwrap();
    let decided = Decided {
        by: "Anna".into(),
        at,
        state: State::Released,
    };
    let late = Case {
        state: State::Released,
        hold_id: None,
        decided: Some(decided.clone()),
        ..case()
    };
    let refusal = ManualRefusal::AlreadyDecided {
        by: "Anna".into(),
        at,
        state: State::Released,
    };
    let comment = Some("no".to_owned());
    let reject = Act::Reject { comment };
    for act in [plain_release(), reject.clone(), Act::Cancel, Act::Approve] {
        assert_eq!(
            decide(&late, &act, &desk(&parameters)),
            Err(refusal.clone())
        );
    }
    // Held again meanwhile: that is another hold, which the person has not seen.
    let other = Case {
        hold_id: Some(5),
        decided: Some(decided),
        ..case()
    };
    assert_eq!(decide(&other, &reject, &desk(&parameters)), Err(refusal));
    let passed = Case {
        state: State::Passed,
        hold_id: None,
        ..case()
    };
    let state = State::Passed;
    let refused = decide(&passed, &plain_release(), &desk(&parameters));
    assert_eq!(refused, Err(ManualRefusal::NotPossible { state }));
}

#[test]
fn with_a_workflow_releases_and_rejections_are_requests() {
    let parameters = parameters();
    let active = Desk {
        workflow: Workflow::Active,
        ..desk(&parameters)
    };
    for act in [plain_release(), Act::Approve, Act::Reject { comment: None }] {
        let asked = decide(&case(), &act, &active).unwrap();
        assert_eq!(asked.state, State::InApproval);
        assert_eq!(asked.perform_step, Switch::Off);
    }
    let mut waiting = Case {
        state: State::InApproval,
        approval: Approval::Pending,
        ..case()
    };
    let refused = decide(&waiting, &plain_release(), &active);
    assert_eq!(refused, Err(ManualRefusal::ApprovalPending));
    waiting.approval = Approval::Granted {
        act: Asked::Release,
    };
    let refused = decide(&waiting, &Act::Reject { comment: None }, &active);
    let granted = Asked::Release;
    assert_eq!(refused, Err(ManualRefusal::ApprovalOfOther { granted }));
    let done = decide(&waiting, &plain_release(), &active).unwrap();
    assert_eq!(done.state, State::Released);
}

#[test]
fn one_click_takes_the_defaults_and_a_decline_says_why() {
    let parameters = parameters();
    let desk = desk(&parameters);
    let done = decide(&case(), &Act::Approve, &desk).unwrap();
    assert_eq!(done.reason.as_deref(), Some("AUTO"));
    assert_eq!(done.perform_step, Switch::On);
    let modified = Case {
        modified: Switch::On,
        ..case()
    };
    let done = decide(&modified, &Act::Approve, &desk).unwrap();
    assert_eq!(done.reason.as_deref(), Some("CHANGED"));
    for comment in [None, Some("  ".to_owned())] {
        let refused = decide(&case(), &Act::Decline { comment }, &desk);
        assert_eq!(refused, Err(ManualRefusal::CommentMissing));
    }
    let comment = Some("too much".to_owned());
    let done = decide(&case(), &Act::Decline { comment }, &desk).unwrap();
    assert_eq!(done.state, State::Rejected);
    assert_eq!(done.comment.as_deref(), Some("too much"));
    let done = decide(&case(), &Act::Cancel, &desk).unwrap();
    assert_eq!(
        (done.state, done.reason.as_deref()),
        (State::Cancelled, Some("GONE"))
    );
    let none = Parameters::default();
    let kind = ReasonKind::Release;
    for act in [Act::Approve, Act::Cancel] {
        let refused = decide(&case(), &act, &self::desk(&none));
        assert_eq!(refused, Err(ManualRefusal::ReasonMissing { kind }));
    }
}

#[test]
fn a_person_releases_up_to_the_ceiling() {
    let parameters = parameters();
    let with = |minor| {
        let desk = Desk {
            ceiling: Ceiling::UpTo { minor },
            ..desk(&parameters)
        };
        decide(&case(), &plain_release(), &desk)
    };
    assert_eq!(with(euro(1_000)).unwrap().state, State::Released);
    assert_eq!(
        with(euro(1_000) - 1),
        Err(ManualRefusal::AboveCeiling {
            amount_minor: euro(1_000),
            ceiling_minor: euro(1_000) - 1,
        })
    );
}

#[test]
fn forcing_needs_a_reason_of_type_hold_and_works_from_any_open_state() {
    let parameters = parameters();
    let force = |state, forced, reason| {
        let case = Case {
            state,
            forced,
            hold_id: None,
            seen_hold_id: None,
            ..case()
        };
        decide(&case, &Act::Force { reason }, &desk(&parameters))
    };
    let reason = || Some(given("VISIT", ReasonKind::Hold));
    for state in [State::NotChecked, State::Passed, State::Released] {
        let done = force(state, Switch::Off, reason()).unwrap();
        assert_eq!(done.state, State::OnHold);
        assert_eq!(done.reason.as_deref(), Some("VISIT"));
    }
    let kind = ReasonKind::Hold;
    let refused = force(State::Passed, Switch::Off, None);
    assert_eq!(refused, Err(ManualRefusal::ReasonMissing { kind }));
    let refused = force(State::OnHold, Switch::On, reason());
    assert_eq!(refused, Err(ManualRefusal::AlreadyForced));
    let refused = force(State::InApproval, Switch::Off, reason());
    assert_eq!(refused, Err(ManualRefusal::ApprovalPending));
    let state = State::Cancelled;
    let refused = force(state, Switch::Off, reason());
    assert_eq!(refused, Err(ManualRefusal::NotPossible { state }));
}
