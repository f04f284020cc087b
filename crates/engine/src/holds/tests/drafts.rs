//! What a person types, and why it is no rule (spec 12 §3, §4).

use super::*;

fn draft(rule_type: RuleType) -> RuleDraft {
    RuleDraft {
        id: 3,
        rule_type,
        level: Level::All,
        customer_id: None,
        group: None,
        risk_group: None,
        kind: Kind::Blocking,
        release: Switch::Off,
        value_type: None,
        days: None,
        amount_minor: None,
        used_bp: None,
        status: None,
        terms: None,
        review: None,
        measure: None,
        overdue: None,
        outcome: None,
        route: None,
        active: Switch::On,
        from: None,
        to: None,
        currency: None,
        order: 3,
    }
}

fn late_draft() -> RuleDraft {
    RuleDraft {
        days: Some(30),
        ..draft(RuleType::DaysOverdue)
    }
}

#[test]
fn every_type_has_its_values() {
    let review = OrderReview {
        average_bp: Some(20_000),
        newcomer: None,
        new_address: Switch::Off,
        suspicion: Switch::Off,
    };
    let filled = |rule_type| RuleDraft {
        value_type: None,
        days: Some(30),
        amount_minor: Some(500),
        used_bp: Some(9_000),
        status: Some("Stopped".into()),
        terms: Some("N90".into()),
        review: Some(review),
        ..draft(rule_type)
    };
    for rule_type in RuleType::ALL.iter().copied() {
        let needs: &[Field] = match rule_type {
            RuleType::DaysOverdue | RuleType::LimitExpired => &[Field::Days],
            RuleType::AccountStatus => &[Field::Status],
            RuleType::TermsOfPayment => &[Field::Terms],
            RuleType::OverdueAmount => &[Field::Amount, Field::Percent],
            RuleType::SalesOrder => &[Field::Amount],
            RuleType::LimitUsed => &[Field::Percent],
            RuleType::OrderReview => &[Field::Review],
        };
        let missing: Vec<_> = needs
            .iter()
            .map(|field| RuleFault::Missing { field: *field })
            .collect();
        assert_eq!(draft(rule_type).check(), Err(missing), "{rule_type:?}");
        let all = [
            Field::Days,
            Field::Amount,
            Field::Percent,
            Field::Status,
            Field::Terms,
            Field::Review,
        ];
        let foreign: Vec<_> = all
            .iter()
            .filter(|field| !needs.contains(field))
            .map(|field| RuleFault::NotUsed { field: *field })
            .collect();
        assert_eq!(filled(rule_type).check(), Err(foreign), "{rule_type:?}");
    }
    let rule = late_draft().check().unwrap();
    assert_eq!(rule, super::rule(3, days_overdue(30)));
}

/// Spec 12 §4.10: the default of an order review is a warning, that of every other type a hold; what is said counts.
#[test]
fn an_order_review_warns_where_nobody_says_otherwise() {
    let review = OrderReview {
        average_bp: Some(20_000),
        newcomer: None,
        new_address: Switch::Off,
        suspicion: Switch::Off,
    };
    let draft = RuleDraft {
        review: Some(review),
        ..draft(RuleType::OrderReview)
    };
    let outcome = |draft: &RuleDraft| match draft.check().unwrap().effect {
        Effect::Blocking { outcome, .. } => outcome,
        Effect::Exclusion { .. } => panic!("it blocks"),
    };
    assert_eq!(outcome(&draft), Outcome::Warn);
    let held = RuleDraft {
        outcome: Some(Outcome::Hold),
        ..draft
    };
    assert_eq!(outcome(&held), Outcome::Hold);
    assert_eq!(outcome(&late_draft()), Outcome::Hold);
}

#[test]
fn days_overdue_by_amount_is_for_exclusions() {
    let by_amount = RuleDraft {
        kind: Kind::Exclusion,
        release: Switch::On,
        value_type: Some(ValueType::Amount),
        amount_minor: Some(euro(1_000)),
        currency: Some(Currency::EUR),
        ..draft(RuleType::DaysOverdue)
    };
    let rule = by_amount.check().unwrap();
    assert_eq!(rule.condition, total_overdue(1_000));
    let fault = RuleFault::ValueTypeNotOfType {
        rule_type: RuleType::DaysOverdue,
        value_type: ValueType::Amount,
    };
    let blocking = RuleDraft {
        kind: Kind::Blocking,
        release: Switch::Off,
        ..by_amount
    };
    assert_eq!(blocking.check(), Err(vec![fault]));
    let by_days = RuleDraft {
        value_type: Some(ValueType::Days),
        days: Some(3),
        ..draft(RuleType::LimitUsed)
    };
    assert_eq!(
        by_days.check(),
        Err(vec![RuleFault::ValueTypeNotOfType {
            rule_type: RuleType::LimitUsed,
            value_type: ValueType::Days,
        }])
    );
}

#[test]
fn fields_that_contradict_each_other_are_refused() {
    let fault = |draft: RuleDraft| draft.check().unwrap_err();
    let release = RuleDraft {
        release: Switch::On,
        ..late_draft()
    };
    assert_eq!(fault(release), [RuleFault::ReleaseOnBlocking]);
    let outcome = RuleDraft {
        kind: Kind::Exclusion,
        outcome: Some(Outcome::Warn),
        route: Some("manager".into()),
        ..late_draft()
    };
    let unused = |field| RuleFault::NotUsed { field };
    assert_eq!(
        fault(outcome),
        [unused(Field::Outcome), unused(Field::Route)]
    );
    let (from, to) = (today(), ago(1));
    let period = RuleDraft {
        from: Some(from),
        to: Some(to),
        ..late_draft()
    };
    assert_eq!(fault(period), [RuleFault::PeriodReversed { from, to }]);
}

#[test]
fn the_account_belongs_to_its_level() {
    let with = |level, customer_id: Option<i64>, group: Option<&str>| {
        let draft = RuleDraft {
            level,
            customer_id,
            group: group.map(str::to_owned),
            ..late_draft()
        };
        draft.check().map(|rule| rule.scope)
    };
    let missing = |field| Err(vec![RuleFault::Missing { field }]);
    let unused = |field| Err(vec![RuleFault::NotUsed { field }]);
    let (customer, group) = (Field::Customer, Field::Group);
    assert_eq!(with(Level::Table, None, None), missing(customer));
    assert_eq!(with(Level::Group, None, Some("")), missing(group));
    assert_eq!(with(Level::Table, Some(1), Some("G")), unused(group));
    assert_eq!(with(Level::Group, Some(1), Some("G")), unused(customer));
    assert_eq!(with(Level::All, Some(1), None), unused(customer));
    assert_eq!(with(Level::All, None, Some("G")), unused(group));
    let table = Scope::Table { customer_id: 1 };
    assert_eq!(with(Level::Table, Some(1), None), Ok(table));
    let scope = Scope::Group { group: "G".into() };
    assert_eq!(with(Level::Group, None, Some("G")), Ok(scope));
}

#[test]
fn values_are_within_what_can_be_meant() {
    let out = |field, value, most| Err(vec![RuleFault::OutOfRange { field, value, most }]);
    let percent = |used_bp| {
        let draft = RuleDraft {
            used_bp: Some(used_bp),
            ..draft(RuleType::LimitUsed)
        };
        draft.check().map(|rule| rule.id)
    };
    assert_eq!(percent(-1), out(Field::Percent, -1, 100_000));
    assert_eq!(percent(100_001), out(Field::Percent, 100_001, 100_000));
    assert_eq!((percent(0), percent(100_000)), (Ok(3), Ok(3)));
    let days = RuleDraft {
        days: Some(-5),
        ..late_draft()
    };
    assert_eq!(days.check().map(|r| r.id), out(Field::Days, -5, 36_500));
    let ignored = RuleDraft {
        overdue: Some(OverdueParameters {
            ignore_below_minor: -1,
            ..OverdueParameters::default()
        }),
        ..late_draft()
    };
    let most = i64::MAX;
    assert_eq!(ignored.check().map(|r| r.id), out(Field::Overdue, -1, most));
}

#[test]
fn rows_that_repeat_or_contradict_each_other_are_refused() {
    let warns = |id| Rule {
        effect: Effect::Blocking {
            outcome: Outcome::Warn,
            route: None,
        },
        ..rule(id, days_overdue(30))
    };
    let (rule_id, other_id) = (2, 1);
    let first = rule(1, days_overdue(30));
    let twice = [first.clone(), rule(2, days_overdue(30))];
    assert_eq!(
        check_rules(&twice),
        [SetFault::Duplicate { rule_id, other_id }]
    );
    let both = [first.clone(), warns(2)];
    let contradiction = SetFault::Contradiction { rule_id, other_id };
    assert_eq!(check_rules(&both), [contradiction]);
    let releases = [
        exclusion(1, order_above(500), Switch::On),
        exclusion(2, order_above(500), Switch::Off),
    ];
    assert_eq!(check_rules(&releases), [contradiction]);
    // Warn above 20 and hold above 30 is what rules are for; so is another scope or another time.
    let steps = Rule {
        condition: days_overdue(20),
        ..warns(2)
    };
    let before = Rule {
        to: Some(ago(1)),
        ..warns(2)
    };
    let now = Rule {
        from: Some(today()),
        ..first.clone()
    };
    for (first, second) in [
        (first.clone(), steps),
        (first, warns(2).of_customer()),
        (now, before),
    ] {
        assert_eq!(check_rules(&[first, second]), []);
    }
}

#[test]
fn exclusions_that_do_nothing_are_pointed_out() {
    let rule_id = 2;
    let with = |exclusion: Rule| hints(&[rule(1, days_overdue(30)).of_group(), exclusion]);
    let days = || exclusion(2, days_overdue(90), Switch::Off);
    assert_eq!(with(days()), [RuleHint::ExclusionForAll { rule_id }]);
    let nothing = [RuleHint::ShieldsNothing { rule_id }];
    assert_eq!(with(days().of_group()), nothing);
    assert_eq!(with(days().of_customer()), []);
    let by_amount = exclusion(2, total_overdue(500), Switch::Off);
    assert_eq!(with(by_amount.of_customer()), nothing);
    assert_eq!(with(exclusion(2, total_overdue(500), Switch::On)), []);
}

#[test]
fn words_and_enumerations_go_both_ways() {
    for code in ReasonCode::ALL {
        assert_eq!(ReasonCode::from_code(code.code()), Some(*code));
        let json = serde_json::to_string(code).unwrap();
        assert_eq!(json, format!("\"{}\"", code.code()));
    }
    for rule_type in RuleType::ALL {
        let json = serde_json::to_string(rule_type).unwrap();
        assert_eq!(json, format!("\"{}\"", rule_type.code()));
    }
    assert_eq!(Step::from_code("nowhere"), None);
}
