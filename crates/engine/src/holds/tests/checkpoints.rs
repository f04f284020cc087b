//! Checkpoints and what they do to reasons (spec 12 §2).

use super::*;

fn row(step: Step, check: Switch, grace_days: Option<u32>) -> Checkpoint {
    Checkpoint {
        step,
        posting: Tick { check, grace_days },
        pro_forma: Tick::default(),
        outcome: CheckpointOutcome::AsRule,
    }
}

/// H-24.
#[test]
fn h_24_grace_days_are_for_all_ticked_rows_or_none() {
    let mode = Mode::Posting;
    let rows = |grace| {
        vec![
            row(Step::Confirmation, Switch::On, Some(2)),
            row(Step::Invoice, Switch::On, grace),
        ]
    };
    let step = Step::Invoice;
    let missing = CheckpointFault::GraceMissing { step, mode };
    assert_eq!(check_checkpoints(&rows(None)), [missing]);
    assert_eq!(check_checkpoints(&rows(Some(0))), []);
    let mut without = rows(None);
    without[0].posting.grace_days = None;
    assert_eq!(check_checkpoints(&without), []);
    // What only warns holds nothing, so that it needs no grace.
    let mut warning = rows(None);
    warning[1].outcome = CheckpointOutcome::WarnOnly;
    assert_eq!(check_checkpoints(&warning), []);
}

/// H-25.
#[test]
fn h_25_an_unticked_row_has_no_grace_days() {
    let (step, mode) = (Step::Invoice, Mode::Posting);
    let rows = [row(step, Switch::Off, Some(3))];
    let fault = CheckpointFault::GraceWithoutTick { step, mode };
    assert_eq!(check_checkpoints(&rows), [fault]);
}

#[test]
fn a_step_has_one_row_and_both_columns_are_looked_at() {
    let step = Step::PackingSlip;
    let mut rows = vec![
        row(step, Switch::On, Some(2)),
        row(step, Switch::On, Some(2)),
    ];
    assert_eq!(
        check_checkpoints(&rows),
        [CheckpointFault::StepTwice { step }]
    );
    rows.truncate(1);
    rows[0].pro_forma.check = Switch::On;
    let mode = Mode::ProForma;
    let missing = CheckpointFault::GraceMissing { step, mode };
    assert_eq!(check_checkpoints(&rows), [missing]);
}

#[test]
fn what_is_shipped_can_be_saved() {
    assert_eq!(check_checkpoints(&shipped_checkpoints()), []);
    assert_eq!(check_rules(&shipped_rules()), []);
    assert_eq!(hints(&shipped_rules()), []);
    let conditions: Vec<_> = shipped_rules()
        .into_iter()
        .map(|rule| rule.condition)
        .collect();
    let expected = [
        used(100),
        Condition::LimitExpired { days: 0 },
        days_overdue(30),
    ];
    assert_eq!(conditions, expected);
    let parameters = Parameters::default();
    assert_eq!(parameters.reservation_days, 7);
    assert_eq!(parameters.skip_after_release, Switch::Off);
    assert_eq!(parameters.ignore_blank_expiry, Switch::On);
}

/// H-40.
#[test]
fn h_40_entry_warns_and_confirmation_holds() {
    let mut order = late(31, 100);
    order.order.step = Step::Entry;
    let entry = evaluate(&order, &Policy::shipped());
    assert_eq!(entry.verdict, Warn);
    assert_eq!(entry.checkpoint, Some(CheckpointOutcome::WarnOnly));
    assert_eq!(codes(&entry), [ReasonCode::DaysOverdue]);
    order.order.step = Step::Confirmation;
    assert_eq!(evaluate(&order, &Policy::shipped()).verdict, Hold);
}

/// H-41, T-C6.
#[test]
fn h_41_t_c6_shipped_goods_stay_invoiceable() {
    let mut order = ordering(1_000, only_own(set(10_000, 20_000)));
    order.order.step = Step::Invoice;
    let decision = evaluate(&order, &Policy::shipped());
    let (step, mode) = (Step::Invoice, Mode::Posting);
    assert_eq!(decision.verdict, Allow);
    assert_eq!(decision.ended, Some(Ended::StepUnticked { step, mode }));
}

#[test]
fn pro_forma_is_a_tick_of_its_own_and_a_missing_row_is_unticked() {
    let mut order = late(31, 100);
    order.order.mode = Mode::ProForma;
    let mut policy = Policy::shipped();
    assert_eq!(evaluate(&order, &policy).verdict, Allow);
    policy.checkpoints[1].pro_forma.check = Switch::On;
    assert_eq!(evaluate(&order, &policy).verdict, Hold);
    policy.checkpoints.clear();
    assert_eq!(evaluate(&order, &policy).verdict, Allow);
}
