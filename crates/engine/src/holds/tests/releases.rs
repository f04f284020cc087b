//! Evaluate for release (spec 12 §8).

use super::super::order_state::State;
use super::super::release::MarkOnly;
use super::*;

/// Holds the order at Confirmation by the policy.
fn hold(snapshot: &Snapshot, policy: &Policy) -> Held {
    let decision = evaluate(snapshot, policy);
    assert_eq!(decision.verdict, Hold);
    Held {
        state: State::OnHold,
        step: snapshot.order.step,
        mode: snapshot.order.mode,
        reasons: decision.reasons,
        modified: Switch::Off,
    }
}

fn review(held: &Held, snapshot: &Snapshot, policy: &Policy) -> Review {
    evaluate_for_release(held, snapshot, policy, Attendance::Unattended).unwrap()
}

fn standing(review: &Review) -> Vec<(ReasonCode, StillThere)> {
    let reasons = review.reasons.iter();
    reasons
        .map(|reviewed| (reviewed.reason.code, reviewed.still))
        .collect()
}

fn automatic(mode: ReleaseMode) -> Policy {
    let mut policy = graceless(shipped_rules());
    policy.parameters.release_mode = Some(mode);
    policy.parameters.release_reason = Some("AUTO".into());
    policy.parameters.modified_reason = Some("CHANGED".into());
    policy
}

/// Over the limit and late.
fn twice_held() -> Snapshot {
    let mut order = late(45, 100);
    order.limits = only_own(set(10_000, 9_500));
    order
}

#[test]
fn a_cleared_hold_is_released_with_the_automatic_reason() {
    let order = late(45, 100);
    let without = automatic(ReleaseMode::WithoutPosting);
    let mut held = hold(&order, &without);
    let paid = snapshot();
    let reviewed = review(&held, &paid, &without);
    let cleared = (ReasonCode::DaysOverdue, StillThere::Cleared);
    assert_eq!(standing(&reviewed), [cleared]);
    // The figures of a cleared reason are those of the hold.
    let reason = &reviewed.reasons[0].reason;
    assert_eq!(reason.measured, Figure::Days { days: 45 });
    let auto = |reason: &str| ReleaseAction::Release {
        reason: reason.into(),
    };
    assert_eq!(reviewed.action, auto("AUTO"));
    held.modified = Switch::On;
    assert_eq!(review(&held, &paid, &without).action, auto("CHANGED"));
}

#[test]
fn with_posting_asks_whoever_is_there_or_queues_the_question() {
    let policy = automatic(ReleaseMode::WithPosting);
    let held = hold(&late(45, 100), &policy);
    let ask = |attendance| evaluate_for_release(&held, &snapshot(), &policy, attendance);
    let reason = "AUTO".to_owned();
    assert_eq!(
        ask(Attendance::Attended).unwrap().action,
        ReleaseAction::PromptPosting {
            reason: reason.clone()
        }
    );
    assert_eq!(
        ask(Attendance::Unattended).unwrap().action,
        ReleaseAction::QueuePosting { reason }
    );
}

#[test]
fn without_mode_or_reason_a_cleared_hold_is_only_marked() {
    let mut policy = automatic(ReleaseMode::WithoutPosting);
    let mut held = hold(&late(45, 100), &policy);
    policy.parameters.release_reason = None;
    let mark = |why| ReleaseAction::MarkReady { why };
    let action = |held: &Held, policy: &Policy| review(held, &snapshot(), policy).action;
    assert_eq!(action(&held, &policy), mark(MarkOnly::NoReason));
    policy.parameters.release_mode = None;
    assert_eq!(action(&held, &policy), mark(MarkOnly::NoMode));
    held.state = State::InApproval;
    assert_eq!(action(&held, &policy), mark(MarkOnly::InApproval));
    held.state = State::Passed;
    let refused = evaluate_for_release(&held, &snapshot(), &policy, Attendance::Attended);
    assert_eq!(refused.unwrap_err().state, State::Passed);
}

/// H-30.
#[test]
fn h_30_a_hold_with_one_reason_left_stays() {
    let policy = automatic(ReleaseMode::WithoutPosting);
    let held = hold(&twice_held(), &policy);
    let mut paid = twice_held();
    paid.items.clear();
    let reviewed = review(&held, &paid, &policy);
    let expected = [
        (ReasonCode::DaysOverdue, StillThere::Cleared),
        (ReasonCode::LimitUsedCustomer, StillThere::Valid),
    ];
    assert_eq!(standing(&reviewed), expected);
    assert_eq!(reviewed.action, ReleaseAction::Keep);
}

#[test]
fn a_reason_that_is_found_now_keeps_the_hold() {
    let policy = automatic(ReleaseMode::WithoutPosting);
    let held = hold(&late(45, 100), &policy);
    let over = ordering(1_000, only_own(set(10_000, 9_500)));
    let reviewed = review(&held, &over, &policy);
    let expected = [
        (ReasonCode::DaysOverdue, StillThere::Cleared),
        (ReasonCode::LimitUsedCustomer, StillThere::New),
    ];
    assert_eq!(standing(&reviewed), expected);
    assert_eq!(reviewed.action, ReleaseAction::Keep);
}

#[test]
fn warnings_beside_a_cleared_reason_do_not_keep_the_hold() {
    let mut policy = automatic(ReleaseMode::WithoutPosting);
    let mut order = late(45, 100);
    order.limits = only_own(side(Limit::NotSet));
    let held = hold(&order, &policy);
    order.items.clear();
    let reviewed = review(&held, &order, &policy);
    let warning = (ReasonCode::LimitNotSet, StillThere::Valid);
    assert!(standing(&reviewed).contains(&warning));
    assert!(matches!(reviewed.action, ReleaseAction::Release { .. }));
    // A rule that only warns by now does not keep it either.
    let late_again = late(45, 100);
    policy.rules[2].effect = Effect::Blocking {
        outcome: Outcome::Warn,
        route: None,
    };
    let reviewed = review(&held, &late_again, &policy);
    assert!(matches!(reviewed.action, ReleaseAction::Release { .. }));
}

/// H-31.
#[test]
fn h_31_a_forced_hold_is_marked_and_stays() {
    let policy = automatic(ReleaseMode::WithoutPosting);
    let mut order = snapshot();
    order.order.forced = Some(Forced {
        reason: "VISIT".into(),
        on: ago(2),
    });
    let held = hold(&order, &policy);
    let reviewed = review(&held, &order, &policy);
    let why = MarkOnly::Forced;
    assert_eq!(reviewed.action, ReleaseAction::MarkReady { why });
    let forced = (ReasonCode::Forced, StillThere::Valid);
    assert_eq!(standing(&reviewed), [forced]);
    // The manual release that works is the one of `hands`.
}

/// The order of 1,000 that brings a limit of 10,000 to so many basis points.
fn used_to(basis_points: i64) -> Snapshot {
    ordering(
        1_000,
        only_own(side(Limit::Set {
            total_minor: euro(10_000),
            exposure_minor: basis_points * 100 - euro(1_000),
        })),
    )
}

fn threshold_policy() -> Policy {
    let mut policy = automatic(ReleaseMode::WithoutPosting);
    policy.rules = vec![rule(1, used(80)), rule(2, days_overdue(30))];
    policy.parameters.release_below_bp = Some(9_000);
    policy
}

/// H-37.
#[test]
fn h_37_little_enough_used_is_treated_as_cleared() {
    let policy = threshold_policy();
    let held = hold(&used_to(9_500), &policy);
    assert_eq!(
        review(&held, &used_to(9_000), &policy).action,
        ReleaseAction::Keep
    );
    let reviewed = review(&held, &used_to(8_800), &policy);
    let cleared = (
        ReasonCode::LimitUsedCustomer,
        StillThere::ClearedByThreshold,
    );
    assert_eq!(standing(&reviewed), [cleared]);
    assert!(matches!(reviewed.action, ReleaseAction::Release { .. }));
    // Not where another reason is left.
    let mut late_too = used_to(8_800);
    late_too.items = vec![invoice(1, 45, 100)];
    let reviewed = review(&held, &late_too, &policy);
    assert_eq!(reviewed.action, ReleaseAction::Keep);
    let valid = (ReasonCode::LimitUsedCustomer, StillThere::Valid);
    assert!(standing(&reviewed).contains(&valid));
}

/// H-43.
#[test]
fn h_43_a_release_by_threshold_covers_its_reason_below_the_threshold() {
    let policy = threshold_policy();
    let held = hold(&used_to(9_500), &policy);
    let reviewed = review(&held, &used_to(8_800), &policy);
    let release = released(&held, &used_to(8_800), &policy, Some(&reviewed));
    assert_eq!(release.by_threshold, [ReasonCode::LimitUsedCustomer]);
    for (basis_points, expected) in [(8_800, Allow), (8_990, Allow), (9_000, Hold)] {
        let mut again = used_to(basis_points);
        again.order.release = Some(release.clone());
        let decision = evaluate(&again, &policy);
        assert_eq!(decision.verdict, expected, "{basis_points}");
        let dropped: Vec<_> = decision.dropped.iter().map(|reason| reason.code).collect();
        let covered = [ReasonCode::LimitUsedCustomer];
        assert_eq!(dropped, &covered[..usize::from(expected == Allow)]);
    }
    // Another reason is not covered.
    let mut late_too = used_to(8_800);
    late_too.items = vec![invoice(1, 45, 100)];
    late_too.order.release = Some(release);
    let decision = evaluate(&late_too, &policy);
    assert_eq!(codes(&decision), [ReasonCode::DaysOverdue]);
}

#[test]
fn what_a_threshold_covers_outlives_a_hold_for_another_reason() {
    let policy = threshold_policy();
    let mut order = used_to(8_800);
    order.order.release = Some(Release {
        on: ago(9),
        held_at: Step::Confirmation,
        grace_days: None,
        price_minor: euro(1_000),
        by_threshold: vec![ReasonCode::LimitUsedCustomer],
    });
    order.items = vec![invoice(1, 45, 100)];
    let held = hold(&order, &policy);
    let release = released(&held, &order, &policy, None);
    assert_eq!(release.by_threshold, [ReasonCode::LimitUsedCustomer]);
    // Raised again and released by hand: the cover is gone.
    let mut over = used_to(9_500);
    over.order.release = Some(release);
    let held = hold(&over, &policy);
    assert!(
        released(&held, &over, &policy, None)
            .by_threshold
            .is_empty()
    );
}
