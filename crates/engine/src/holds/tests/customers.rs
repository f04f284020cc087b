//! Customer rules (spec 12 §11).

use std::collections::BTreeSet;

use super::super::customer_rules::{
    Act, Applied, Change, Condition as When, CustomerRule, CustomerRuleFault, Effects, Facts,
    LeftAlone, LiftedWhen, Nightly, Proposed, StatusEffect, decide,
};
use super::super::manual::{GivenReason, ReasonKind};
use super::*;

fn customer_rule(id: i64, condition: When, status: &str) -> CustomerRule {
    CustomerRule {
        id,
        condition,
        scope: Scope::All,
        risk_group: None,
        act: Act::Set,
        status: status.into(),
        reason: GivenReason {
            id: "LATE".into(),
            kind: ReasonKind::Status,
        },
        lifted_when: LiftedWhen::ConditionFalse,
        active: Switch::On,
        from: None,
        to: None,
    }
}

fn late_by(days: i64) -> When {
    When::DaysOverdue {
        days,
        overdue: OverdueParameters::default(),
    }
}

/// The rule of H-51.
fn stops() -> CustomerRule {
    customer_rule(1, late_by(60), "Stopped")
}

fn effects() -> Effects {
    [
        ("Normal", StatusEffect::None),
        ("Watch", StatusEffect::None),
        ("Cash only", StatusEffect::Invoice),
        ("Stopped", StatusEffect::All),
        ("Closed", StatusEffect::All),
    ]
    .map(|(id, effect)| (id.to_owned(), effect))
    .into()
}

fn facts(days_late: i64) -> Facts {
    Facts {
        day: today(),
        currency: Currency::EUR,
        customer_id: 1,
        group: Some("G".into()),
        risk_group: Some("Low".into()),
        items: vec![invoice(7, days_late, euro(100))],
        credits_minor: 0,
        insolvent_since: None,
        insured_until: None,
        expiry: Expiry::default(),
        status: Some("Normal".into()),
        applied: None,
        proposed: None,
        declined: BTreeSet::new(),
    }
}

fn night(facts: &Facts, rules: &[CustomerRule]) -> Nightly {
    decide(facts, rules, &effects())
}

/// What the book does with a change.
fn follow(facts: &mut Facts, nightly: &Nightly) {
    match nightly.change.clone() {
        Some(Change::Raise { applied, .. }) => {
            facts.status = Some(applied.status.clone());
            facts.applied = Some(applied);
        }
        Some(Change::Lift { to, .. }) => {
            facts.status = to;
            facts.applied = None;
        }
        Some(Change::Forget { .. }) => facts.applied = None,
        Some(Change::Withdraw { .. }) | None => {}
    }
}

/// H-51.
#[test]
fn h_51_a_late_customer_is_stopped_and_gets_its_status_back() {
    let rules = [stops()];
    assert_eq!(night(&facts(60), &rules), Nightly::default());
    let mut facts = facts(61);
    let raised = night(&facts, &rules);
    let Some(Change::Raise {
        act,
        applied,
        reason,
        found,
    }) = &raised.change
    else {
        panic!("{raised:?}");
    };
    assert_eq!((*act, reason.as_str()), (Act::Set, "LATE"));
    assert_eq!(applied.status, "Stopped");
    assert_eq!(applied.before.as_deref(), Some("Normal"));
    assert_eq!(applied.lifted_when, LiftedWhen::ConditionFalse);
    assert_eq!(found.measured, Figure::Days { days: 61 });
    assert_eq!(found.threshold, Figure::Days { days: 60 });
    assert_eq!(found.item_ids, [7]);
    follow(&mut facts, &raised);
    assert_eq!(night(&facts, &rules), Nightly::default(), "once");
    facts.items.clear();
    let lifted = night(&facts, &rules);
    follow(&mut facts, &lifted);
    assert_eq!(facts.status.as_deref(), Some("Normal"));
    assert_eq!(facts.applied, None);
}

/// H-52.
#[test]
fn h_52_a_status_that_a_person_changed_since_is_left_alone() {
    let rules = [stops()];
    let mut facts = facts(61);
    let raised = night(&facts, &rules);
    follow(&mut facts, &raised);
    facts.status = Some("Closed".into());
    let left = night(&facts, &rules);
    let rule_id = 1;
    assert_eq!(
        left.left_alone,
        Some(LeftAlone::ChangedByPerson { rule_id })
    );
    assert_eq!(left.change, None);
    facts.items.clear();
    let forgotten = night(&facts, &rules);
    assert_eq!(forgotten.change, Some(Change::Forget { rule_id }));
    follow(&mut facts, &forgotten);
    assert_eq!(facts.status.as_deref(), Some("Closed"));
    assert_eq!(night(&facts, &rules), Nightly::default());
    // Late once more, the customer is closed already, which stops as much.
    facts.items = self::facts(61).items;
    let left = night(&facts, &rules);
    let enough = LeftAlone::StatusStopsEnough { rule_id };
    assert_eq!((left.change, left.left_alone), (None, Some(enough)));
}

#[test]
fn the_strongest_effect_wins_and_hands_over_when_it_is_lifted() {
    let rules = [
        customer_rule(1, late_by(10), "Watch"),
        customer_rule(2, late_by(60), "Stopped"),
        customer_rule(3, late_by(30), "Cash only"),
    ];
    let mut facts = facts(5);
    let mut went = Vec::new();
    for late in [5, 11, 61, 31, 11, 5] {
        facts.items[0].due_on = ago(late);
        let nightly = night(&facts, &rules);
        follow(&mut facts, &nightly);
        went.push(facts.status.clone().unwrap());
    }
    let expected = ["Normal", "Watch", "Stopped", "Cash only", "Watch", "Normal"];
    assert_eq!(went, expected);
}

#[test]
fn of_equal_effects_the_one_that_is_there_stays() {
    let rules = [
        customer_rule(1, late_by(20), "Closed"),
        customer_rule(2, late_by(10), "Stopped"),
    ];
    let mut facts = facts(11);
    let nightly = night(&facts, &rules);
    follow(&mut facts, &nightly);
    facts.items[0].due_on = ago(21);
    assert_eq!(night(&facts, &rules), Nightly::default());
    // Both at once: the lower id.
    let fresh = self::facts(21);
    let Some(Change::Raise { applied, .. }) = night(&fresh, &rules).change else {
        panic!();
    };
    assert_eq!(applied.rule_id, 1);
}

#[test]
fn every_way_to_be_lifted() {
    let lifted = |lifted_when, late: i64, day: NaiveDate| {
        let rules = [CustomerRule {
            lifted_when,
            ..stops()
        }];
        let mut facts = facts(61);
        let raised = night(&facts, &rules);
        follow(&mut facts, &raised);
        assert_eq!(facts.status.as_deref(), Some("Stopped"));
        facts.day = day;
        facts.items[0].due_on = day - TimeDelta::days(late);
        matches!(night(&facts, &rules).change, Some(Change::Lift { .. }))
    };
    let on = ago(-10);
    let until = LiftedWhen::Until { on };
    for (lifted_when, late, day, expected) in [
        (LiftedWhen::ConditionFalse, 61, today(), false),
        (LiftedWhen::ConditionFalse, 60, today(), true),
        (LiftedWhen::NothingOverdue, 60, today(), false),
        (LiftedWhen::NothingOverdue, 0, today(), true),
        (until, 0, on, false),
        (until, 90, ago(-11), true),
        (LiftedWhen::ByHand, 0, today(), false),
    ] {
        let got = lifted(lifted_when, late, day);
        assert_eq!(got, expected, "{lifted_when:?}, {late} days, {day}");
    }
}

#[test]
fn a_proposal_is_made_once_and_withdrawn_without_ground() {
    let rules = [CustomerRule {
        act: Act::Propose,
        ..stops()
    }];
    let mut facts = facts(61);
    let Some(Change::Raise { act, .. }) = night(&facts, &rules).change else {
        panic!();
    };
    assert_eq!(act, Act::Propose);
    let rule_id = 1;
    facts.proposed = Some(Proposed {
        rule_id,
        to: Some("Stopped".into()),
    });
    let again = night(&facts, &rules);
    assert_eq!(again.change, None);
    assert_eq!(
        again.left_alone,
        Some(LeftAlone::AlreadyProposed { rule_id })
    );
    facts.items.clear();
    let withdrawn = night(&facts, &rules).change;
    assert_eq!(withdrawn, Some(Change::Withdraw { rule_id }));
    // Accepted: lifting is proposed too, once.
    facts.proposed = None;
    facts.status = Some("Stopped".into());
    facts.applied = Some(Applied {
        rule_id,
        status: "Stopped".into(),
        before: Some("Normal".into()),
        act: Act::Propose,
        lifted_when: LiftedWhen::ConditionFalse,
    });
    let Some(Change::Lift { act, to, .. }) = night(&facts, &rules).change else {
        panic!();
    };
    assert_eq!((act, to.as_deref()), (Act::Propose, Some("Normal")));
    facts.proposed = Some(Proposed { rule_id, to });
    assert_eq!(night(&facts, &rules).change, None);
}

#[test]
fn a_declined_proposal_rests_until_the_condition_was_false() {
    let rules = [stops()];
    let mut facts = facts(61);
    facts.declined = BTreeSet::from([1]);
    assert_eq!(night(&facts, &rules), Nightly::default());
    facts.items.clear();
    assert_eq!(night(&facts, &rules).declines_over, BTreeSet::from([1]));
}

#[test]
fn the_other_conditions_and_scopes() {
    let is_true = |condition: When, change: fn(&mut Facts)| {
        let mut facts = facts(31);
        change(&mut facts);
        let rules = [customer_rule(1, condition, "Stopped")];
        night(&facts, &rules).change.is_some()
    };
    let owes = |amount| When::OverdueAmount {
        amount_minor: euro(amount),
        overdue: OverdueParameters::default(),
    };
    assert!(is_true(owes(99), |_| {}));
    assert!(!is_true(owes(100), |_| {}));
    assert!(!is_true(owes(99), |facts| facts.credits_minor = euro(1)));
    assert!(!is_true(When::Insolvency, |_| {}));
    assert!(is_true(When::Insolvency, |f| f.insolvent_since = Some(today())));
    assert!(!is_true(When::Insolvency, |f| f.insolvent_since = Some(ago(-1))));
    assert!(is_true(When::InsuranceExpired, |f| f.insured_until = Some(ago(1))));
    assert!(!is_true(When::InsuranceExpired, |f| f.insured_until = Some(today())));
    assert!(!is_true(When::LimitExpired, |_| {}));
    assert!(is_true(When::LimitExpired, |f| f.expiry.own = Some(ago(1))));

    let raises = |rule: CustomerRule| night(&facts(61), &[rule]).change.is_some();
    let other = Scope::Table { customer_id: 2 };
    assert!(!raises(CustomerRule {
        scope: other,
        ..stops()
    }));
    let group = Scope::Group { group: "G".into() };
    assert!(raises(CustomerRule {
        scope: group,
        ..stops()
    }));
    let risk_group = Some("High".to_owned());
    assert!(!raises(CustomerRule {
        risk_group,
        ..stops()
    }));
    let active = Switch::Off;
    assert!(!raises(CustomerRule { active, ..stops() }));
    let to = Some(ago(1));
    assert!(!raises(CustomerRule { to, ..stops() }));
}

#[test]
fn a_customer_rule_that_cannot_be_saved_says_why() {
    let given = ReasonKind::Hold;
    let wrong = CustomerRule {
        condition: late_by(-1),
        status: String::new(),
        reason: GivenReason {
            id: "LATE".into(),
            kind: given,
        },
        lifted_when: LiftedWhen::Until { on: ago(9) },
        from: Some(today()),
        to: Some(ago(1)),
        ..stops()
    };
    let expected = [
        CustomerRuleFault::StatusMissing,
        CustomerRuleFault::ReasonOfOtherKind { given },
        CustomerRuleFault::Negative { value: -1 },
        CustomerRuleFault::PeriodReversed {
            from: today(),
            to: ago(1),
        },
        CustomerRuleFault::LiftedBeforeItBegins {
            until: ago(9),
            from: today(),
        },
    ];
    assert_eq!(wrong.faults(), expected);
    assert_eq!(stops().faults(), []);
    let mut blank = stops();
    blank.reason.id.clear();
    assert_eq!(blank.faults(), [CustomerRuleFault::ReasonMissing]);
}

#[test]
fn effects_stop_their_steps() {
    for step in Step::ALL.iter().copied() {
        let delivers = matches!(
            step,
            Step::PickingList | Step::PackingSlip | Step::ReleaseToWarehouse
        );
        let invoices = step == Step::Invoice;
        assert!(!StatusEffect::None.stops(step));
        assert_eq!(StatusEffect::Invoice.stops(step), invoices);
        assert_eq!(StatusEffect::All.stops(step), delivers || invoices);
    }
}
