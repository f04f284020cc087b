//! Levels, shields and releases by rule (spec 12 §5).

use super::*;

/// H-1.
#[test]
fn h_1_days_overdue_blocks_above_its_value() {
    let rules = [rule(1, days_overdue(61))];
    assert_eq!(verdict(&late(61, 100), &rules), Allow);
    let held = evaluate(&late(62, 100), &policy(rules.to_vec()));
    assert_eq!(held.verdict, Hold);
    let reason = &held.reasons[0];
    assert_eq!(reason.code, ReasonCode::DaysOverdue);
    assert_eq!((reason.rule_id, reason.level), (Some(1), Some(Level::All)));
    assert_eq!(reason.measured, Figure::Days { days: 62 });
    assert_eq!(reason.threshold, Figure::Days { days: 61 });
    assert_eq!(reason.item_ids, [7]);
}

/// H-2.
#[test]
fn h_2_an_exclusion_of_the_customer_shields_below_its_value() {
    let rules = [
        rule(1, days_overdue(61)),
        exclusion(2, days_overdue(100), Switch::Off).of_customer(),
    ];
    for (days, expected) in [(75, Allow), (99, Allow), (100, Hold), (120, Hold)] {
        assert_eq!(verdict(&late(days, 100), &rules), expected, "{days} days");
    }
    let decision = evaluate(&late(75, 100), &policy(rules.to_vec()));
    let looked: Vec<_> = decision
        .trace
        .iter()
        .map(|row| (row.rule_id, row.looked))
        .collect();
    let expected = [
        (2, Looked::Excludes),
        (1, Looked::Shielded { by_rule_id: 2 }),
    ];
    assert_eq!(looked, expected);
}

/// H-3.
#[test]
fn h_3_an_exclusion_by_amount_does_not_shield_against_days() {
    let rules = [
        rule(1, days_overdue(61)),
        exclusion(2, total_overdue(1_000), Switch::Off).of_customer(),
    ];
    assert_eq!(verdict(&late(75, 800), &rules), Hold);
}

/// H-4.
#[test]
fn h_4_with_release_it_lets_the_order_through() {
    let rules = [
        rule(1, days_overdue(61)),
        exclusion(2, total_overdue(1_000), Switch::On).of_customer(),
    ];
    assert_eq!(verdict(&late(75, 999), &rules), Allow);
    assert_eq!(verdict(&late(75, 1_000), &rules), Hold);
}

/// H-5.
#[test]
fn h_5_release_by_the_overdue_amount_of_customer_y() {
    let rules = [
        rule(1, days_overdue(61)),
        exclusion(2, total_overdue(2_500), Switch::On).of_customer(),
    ];
    assert_eq!(verdict(&late(75, 2_400), &rules), Allow);
    assert_eq!(verdict(&late(75, 2_600), &rules), Hold);
}

/// H-6, H-7, H-8.
#[test]
fn h_6_h_7_h_8_only_less_specific_levels_are_shielded() {
    let levels: [fn(Rule) -> Rule; 3] = [Rule::of_customer, Rule::of_group, |rule| rule];
    for (of_block, blocking) in levels.iter().enumerate() {
        for (of_shield, shield) in levels.iter().enumerate() {
            let rules = [
                blocking(rule(1, days_overdue(10))),
                shield(exclusion(2, days_overdue(100), Switch::Off)),
            ];
            // H-6: Group by Group holds; H-7: All by Group passes; H-8: Table by Group holds.
            let expected = if of_shield < of_block { Allow } else { Hold };
            let got = verdict(&late(15, 100), &rules);
            assert_eq!(got, expected, "{of_block} by {of_shield}");
        }
    }
}

/// H-9.
#[test]
fn h_9_a_laxer_blocking_row_is_no_exclusion() {
    let rules = [
        rule(1, days_overdue(60)),
        rule(2, days_overdue(90)).of_customer(),
    ];
    assert_eq!(verdict(&late(70, 100), &rules), Hold);
}

/// H-10.
#[test]
fn h_10_exclusions_act_on_their_own_type_only() {
    let terms = Condition::TermsOfPayment {
        terms: "N30".into(),
    };
    let rules = [
        rule(1, days_overdue(10)),
        exclusion(2, terms, Switch::Off).of_customer(),
    ];
    let decision = evaluate(&late(15, 100), &policy(rules.to_vec()));
    assert_eq!(decision.verdict, Hold);
    let terms = decision.trace.iter().find(|row| row.rule_id == 2).unwrap();
    assert_eq!(terms.looked, Looked::Excludes);
}

/// H-11.
#[test]
fn h_11_a_small_order_is_released_and_nothing_else_is_looked_at() {
    let mut small = late(90, 5_000);
    small.order.amount_minor = euro(400);
    small.limits = only_own(set(100, 5_000));
    let rules = [
        exclusion(9, order_above(500), Switch::On),
        rule(1, days_overdue(30)),
        rule(2, used(100)),
        rule(3, order_above(100)),
    ];
    let decision = evaluate(&small, &policy(rules.to_vec()));
    assert_eq!(decision.verdict, Allow);
    assert_eq!(decision.ended, Some(Ended::ReleasedByRule { rule_id: 9 }));
    assert_eq!(decision.trace.len(), 1);
    assert_eq!(decision.trace[0].looked, Looked::LetsThrough);
    small.order.amount_minor = euro(500);
    let decision = evaluate(&small, &policy(rules.to_vec()));
    assert_eq!((decision.verdict, decision.reasons.len()), (Hold, 3));
}

/// H-44.
#[test]
fn h_44_a_risk_group_narrows_a_rule_for_everybody() {
    let rules = [Rule {
        risk_group: Some("High".into()),
        ..rule(1, days_overdue(10))
    }];
    let mut high = late(15, 100);
    assert_eq!(verdict(&high, &rules), Allow);
    high.customer.risk_group = Some("High".into());
    assert_eq!(verdict(&high, &rules), Hold);
}

#[test]
fn rules_count_only_while_they_are_in_force_and_in_scope() {
    let base = rule(1, days_overdue(10));
    let off = Rule {
        active: Switch::Off,
        ..base.clone()
    };
    let (yesterday, tomorrow) = (Some(ago(1)), Some(ago(-1)));
    let later = Rule {
        from: tomorrow,
        ..base.clone()
    };
    let over = Rule {
        to: yesterday,
        ..base.clone()
    };
    let today_only = Rule {
        from: Some(today()),
        to: Some(today()),
        ..base.clone()
    };
    let other = base.clone().of(Scope::Table { customer_id: 2 });
    let other_group = base.of(Scope::Group { group: "H".into() });
    for (rule, looked) in [
        (off, Looked::NotInForce),
        (later, Looked::NotInForce),
        (over, Looked::NotInForce),
        (today_only, Looked::Counts),
        (other, Looked::OtherScope),
        (other_group, Looked::OtherScope),
    ] {
        let decision = evaluate(&late(15, 100), &policy(vec![rule]));
        assert_eq!(decision.trace[0].looked, looked);
        assert_eq!(decision.verdict == Hold, looked == Looked::Counts);
    }
}

/// H-28.
#[test]
fn h_28_two_reasons_are_shown_as_multiple_and_both_are_kept() {
    let mut both = late(45, 100);
    both.limits = only_own(set(10_000, 9_500));
    let decision = evaluate(&both, &Policy::shipped());
    let expected = [ReasonCode::DaysOverdue, ReasonCode::LimitUsedCustomer];
    assert_eq!(codes(&decision), expected);
    assert_eq!(Headline::of(&decision.reasons), Headline::Multiple);
    let one = &decision.reasons[..1];
    let code = ReasonCode::DaysOverdue;
    assert_eq!(Headline::of(one), Headline::One { code });
    assert_eq!(Headline::of(&[]), Headline::None);
}

/// T-C13.
#[test]
fn t_c13_limit_and_overdue_are_told_apart() {
    let mut over_limit = snapshot();
    over_limit.limits = only_own(set(10_000, 9_500));
    let limit = evaluate(&over_limit, &Policy::shipped());
    let overdue = evaluate(&late(31, 100), &Policy::shipped());
    assert_eq!(codes(&limit), [ReasonCode::LimitUsedCustomer]);
    assert_eq!(codes(&overdue), [ReasonCode::DaysOverdue]);
}

/// H-36.
#[test]
fn h_36_a_rule_that_only_warns_lets_the_order_go_on() {
    let warns = Rule {
        effect: Effect::Blocking {
            outcome: Outcome::Warn,
            route: Some("credit_manager".into()),
        },
        ..rule(1, days_overdue(30))
    };
    let decision = evaluate(&late(31, 100), &policy(vec![warns]));
    assert_eq!(decision.verdict, Warn);
    assert_eq!(codes(&decision), [ReasonCode::DaysOverdue]);
    assert_eq!(decision.reasons[0].route.as_deref(), Some("credit_manager"));
    assert_eq!(Headline::of(&decision.reasons), Headline::None);
}

/// H-34.
#[test]
fn h_34_the_excluded_are_never_held() {
    let held = late(90, 100);
    let excluded = |change: fn(&mut Snapshot)| {
        let mut snapshot = held.clone();
        change(&mut snapshot);
        evaluate(&snapshot, &Policy::shipped())
    };
    assert_eq!(excluded(|_| {}).verdict, Hold);
    let customer = excluded(|s| s.customer.excluded = Switch::On);
    assert_eq!(customer.ended, Some(Ended::CustomerExcluded));
    let order = excluded(|s| s.order.exclusion = OrderExclusion::Excluded);
    assert_eq!(order.ended, Some(Ended::OrderExcluded));
    let until = ago(-1);
    let ignored = excluded(|s| s.customer.ignore_until = Some(ago(-1)));
    assert_eq!(ignored.ended, Some(Ended::IgnoredUntil { until }));
    assert_eq!(
        excluded(|s| s.customer.ignore_until = Some(today())).verdict,
        Hold
    );
    for decision in [customer, order, ignored] {
        assert_eq!((decision.verdict, decision.reasons.len()), (Allow, 0));
    }
    let unlimited = Limits {
        group: set(1_000, 99_000),
        own: side(Limit::Unlimited),
    };
    assert_eq!(
        verdict(&ordering(5_000, unlimited), &[rule(1, used(100))]),
        Allow
    );
}

/// H-35.
#[test]
fn h_35_intercompany_orders_are_excluded_by_default() {
    let mut order = late(90, 100);
    order.order.origin = Origin::Intercompany;
    let mut policy = Policy::shipped();
    assert_eq!(evaluate(&order, &policy).verdict, Hold);
    policy.parameters.exclude_intercompany = Switch::On;
    let decision = evaluate(&order, &policy);
    assert_eq!(decision.ended, Some(Ended::OrderExcluded));
    order.order.exclusion = OrderExclusion::NotExcluded;
    assert_eq!(evaluate(&order, &policy).verdict, Hold);
}

#[test]
fn without_credit_management_nothing_is_looked_at() {
    let mut policy = Policy::shipped();
    policy.parameters.credit_management = Switch::Off;
    let decision = evaluate(&late(90, 100), &policy);
    assert_eq!(decision.ended, Some(Ended::CreditManagementOff));
    assert_eq!(decision.verdict, Allow);
}

#[test]
fn a_forced_hold_outweighs_whatever_ends_a_check() {
    let mut forced = snapshot();
    forced.order.forced = Some(Forced {
        reason: "VISIT".into(),
        on: ago(3),
    });
    forced.customer.excluded = Switch::On;
    let decision = evaluate(&forced, &Policy::shipped());
    assert_eq!(decision.verdict, Hold);
    assert_eq!(codes(&decision), [ReasonCode::Forced]);
    forced.customer.excluded = Switch::Off;
    forced.order.step = Step::Entry;
    assert_eq!(evaluate(&forced, &Policy::shipped()).verdict, Hold);
}

#[test]
fn the_sequence_of_types_orders_the_reasons_and_the_rest_follows_as_in_the_spec() {
    let mut order = late(45, 100);
    order.limits = only_own(set(10_000, 9_500));
    let mut policy = policy(vec![
        rule(1, order_above(10)),
        rule(2, used(100)),
        rule(3, days_overdue(30)),
    ]);
    policy.sequence = vec![RuleType::LimitUsed];
    let expected = [
        ReasonCode::LimitUsedCustomer,
        ReasonCode::DaysOverdue,
        ReasonCode::OrderAmount,
    ];
    assert_eq!(codes(&evaluate(&order, &policy)), expected);
}
