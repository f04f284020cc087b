//! The rule types one by one (spec 12 §4).

use rust_decimal::Decimal;

use super::*;

fn overdue_amount(amount: i64, percent: i64) -> Condition {
    Condition::OverdueAmount {
        amount_minor: euro(amount),
        used_bp: percent * 100,
        measure: Measure::Total,
        overdue: OverdueParameters::default(),
    }
}

/// Overdue so much, a limit of 10,000, and an order of 1,000 that brings the exposure to so much.
fn overdue_and_used(overdue: i64, exposure: i64) -> Snapshot {
    Snapshot {
        limits: only_own(set(10_000, exposure - 1_000)),
        ..late(20, overdue)
    }
}

/// H-12.
#[test]
fn h_12_overdue_amount_needs_both_values_exceeded() {
    let rules = [rule(1, overdue_amount(3_000, 70))];
    assert_eq!(verdict(&overdue_and_used(4_000, 6_000), &rules), Allow);
    let held = evaluate(&overdue_and_used(4_000, 8_000), &policy(rules.to_vec()));
    assert_eq!(codes(&held), [ReasonCode::OverdueAmount]);
    let Figure::OverdueAndUsed {
        overdue_minor,
        used: Some(used),
        ..
    } = held.reasons[0].measured
    else {
        panic!("{:?}", held.reasons[0].measured);
    };
    assert_eq!(
        (overdue_minor, used.basis_points()),
        (euro(4_000), Some(8_000))
    );
    assert_eq!(held.reasons[0].item_ids, [7]);
}

/// H-13.
#[test]
fn h_13_too_little_overdue_passes_however_much_is_used() {
    let rules = [rule(1, overdue_amount(3_000, 70))];
    assert_eq!(verdict(&overdue_and_used(2_900, 9_000), &rules), Allow);
}

#[test]
fn overdue_amount_without_a_limit_warns_and_with_an_unlimited_one_passes() {
    let rules = [rule(1, overdue_amount(3_000, 70))];
    for (limit, expected) in [
        (Limit::NotSet, Warn),
        (Limit::Unlimited, Allow),
        (Limit::NotTested, Allow),
    ] {
        let mut snapshot = late(20, 4_000);
        snapshot.limits = only_own(side(limit));
        assert_eq!(verdict(&snapshot, &rules), expected, "{limit:?}");
    }
}

/// H-14.
#[test]
fn h_14_a_shared_limit_passes_at_exactly_all_of_it() {
    let rules = [rule(1, used(100))];
    let group = Limits {
        group: set(10_000, 8_000),
        own: side(Limit::NotTested),
    };
    for (order, expected) in [(1_999, Allow), (2_000, Allow), (2_001, Hold)] {
        assert_eq!(verdict(&ordering(order, group), &rules), expected);
    }
    let held = evaluate(&ordering(2_001, group), &policy(rules.to_vec()));
    assert_eq!(codes(&held), [ReasonCode::LimitUsedGroup]);
}

#[test]
fn the_group_is_tested_before_the_own_limit_and_both_are_reasons() {
    let both = Limits {
        group: set(15_000, 14_500),
        own: set(8_000, 7_500),
    };
    let rules = [rule(1, used(100)), rule(2, used(90)).of_customer()];
    let held = evaluate(&ordering(1_000, both), &policy(rules.to_vec()));
    let reasons: Vec<_> = held
        .reasons
        .iter()
        .map(|reason| (reason.code, reason.rule_id))
        .collect();
    let expected = [
        (ReasonCode::LimitUsedGroup, Some(2)),
        (ReasonCode::LimitUsedGroup, Some(1)),
        (ReasonCode::LimitUsedCustomer, Some(2)),
        (ReasonCode::LimitUsedCustomer, Some(1)),
    ];
    assert_eq!(reasons, expected);
}

/// H-15.
#[test]
fn h_15_without_the_check_on_orders_the_limit_is_not_looked_at() {
    let over = ordering(1_000, only_own(set(10_000, 14_000)));
    let mut policy = policy(vec![rule(1, used(100))]);
    assert_eq!(evaluate(&over, &policy).verdict, Hold);
    policy.parameters.check_limit_on_orders = Switch::Off;
    let decision = evaluate(&over, &policy);
    assert_eq!(decision.verdict, Allow);
    assert_eq!(decision.trace[0].looked, Looked::TypeOff);
}

/// H-16.
#[test]
fn h_16_without_a_rule_no_limit_is_enforced() {
    let over = ordering(1_000, only_own(set(10_000, 500_000)));
    assert_eq!(verdict(&over, &[]), Allow);
}

#[test]
fn a_limit_of_0_is_above_every_value_and_a_blank_one_warns() {
    let rules = [rule(1, used(1_000))];
    let none = ordering(1, only_own(set(0, 0)));
    assert_eq!(verdict(&none, &rules), Hold);
    let blank = evaluate(
        &ordering(1, only_own(side(Limit::NotSet))),
        &policy(rules.to_vec()),
    );
    assert_eq!(blank.verdict, Warn);
    assert_eq!(codes(&blank), [ReasonCode::LimitNotSet]);
}

/// H-17.
#[test]
fn h_17_the_limit_expires_after_its_days() {
    let rules = [rule(1, Condition::LimitExpired { days: 10 })];
    let mut snapshot = snapshot();
    snapshot.customer.expiry.own = Some(day("2026-03-01"));
    for (on, expected) in [("2026-03-11", Allow), ("2026-03-12", Hold)] {
        snapshot.day = day(on);
        assert_eq!(verdict(&snapshot, &rules), expected, "{on}");
    }
    // The day of the group has overwritten the own one.
    snapshot.customer.expiry.group = Some(day("2026-06-30"));
    assert_eq!(verdict(&snapshot, &rules), Allow);
}

/// H-18.
#[test]
fn h_18_a_blank_expiry_blocks_only_by_parameter() {
    let mut policy = policy(vec![rule(1, Condition::LimitExpired { days: 0 })]);
    assert_eq!(evaluate(&snapshot(), &policy).verdict, Allow);
    policy.parameters.ignore_blank_expiry = Switch::Off;
    let decision = evaluate(&snapshot(), &policy);
    assert_eq!(codes(&decision), [ReasonCode::LimitExpired]);
    assert_eq!(decision.reasons[0].measured, Figure::Nothing);
}

/// Ranks of H-19 and H-45, for terms and discounts alike.
fn ranked(of_customer: &str, of_order: &str) -> (Snapshot, Policy) {
    let mut policy = policy(Vec::new());
    policy.ranks.terms = [("N30", 10), ("N60", 20), ("N30b", 10), ("cash", 5)]
        .map(|(id, rank)| (id.to_owned(), rank))
        .into();
    policy.ranks.discounts = policy.ranks.terms.clone();
    let mut snapshot = snapshot();
    for id in [
        &mut snapshot.customer.terms,
        &mut snapshot.customer.discount,
    ] {
        *id = Some(of_customer.into());
    }
    for id in [&mut snapshot.order.terms, &mut snapshot.order.discount] {
        *id = Some(of_order.into());
    }
    (snapshot, policy)
}

/// H-19, H-20, H-45.
#[test]
fn h_19_h_20_h_45_ranks_of_terms_and_discounts() {
    use ReasonCode::{DiscountNotRanked, DiscountRank, TermsNotRanked, TermsRank};
    for (of_customer, of_order, expected) in [
        ("N30", "N60", Some((TermsRank, DiscountRank))),
        ("N30", "N30b", None),
        ("N30", "cash", None),
        ("N30", "N90", Some((TermsNotRanked, DiscountNotRanked))),
        ("N45", "N45", None),
        ("N45", "N30", Some((TermsNotRanked, DiscountNotRanked))),
    ] {
        let (snapshot, mut policy) = ranked(of_customer, of_order);
        assert_eq!(evaluate(&snapshot, &policy).verdict, Allow, "switched off");
        policy.parameters.check_terms_rank = Switch::On;
        let terms: Vec<_> = expected.iter().map(|codes| codes.0).collect();
        let decision = evaluate(&snapshot, &policy);
        assert_eq!(codes(&decision), terms, "{of_customer} {of_order}");
        assert_eq!(decision.verdict == Hold, expected.is_some());
        policy.parameters.check_terms_rank = Switch::Off;
        policy.parameters.check_discount_rank = Switch::On;
        let discounts: Vec<_> = expected.iter().map(|codes| codes.1).collect();
        assert_eq!(codes(&evaluate(&snapshot, &policy)), discounts);
    }
}

/// H-39.
#[test]
fn h_39_uninsured_exposure_is_compared_with_the_limit_without_policies() {
    let limits = only_own(LimitSide {
        total: Limit::Set {
            total_minor: euro(125_000),
            exposure_minor: euro(100_000),
        },
        uninsured: Limit::Set {
            total_minor: euro(100_000),
            exposure_minor: euro(50_000),
        },
        ..side(Limit::NotTested)
    });
    let order = ordering(30_000, limits);
    let held = evaluate(&order, &policy(vec![rule(1, used(100))]));
    let expected = Used {
        exposure_minor: euro(130_000),
        total_minor: euro(125_000),
        currency: Currency::EUR,
    };
    assert_eq!(held.reasons[0].measured, Figure::Used { used: expected });
    assert_eq!(expected.basis_points(), Some(10_400));
    let uninsured = Condition::LimitUsed {
        used_bp: 10_000,
        measure: Measure::Uninsured,
    };
    let passed = evaluate(&order, &policy(vec![rule(1, uninsured)]));
    assert_eq!(passed.verdict, Allow);
    let Figure::Used { used } = passed.trace[0].figures[0].measured else {
        panic!("{:?}", passed.trace);
    };
    assert_eq!(
        (used.exposure_minor, used.basis_points()),
        (euro(80_000), Some(8_000))
    );
}

#[test]
fn an_order_takes_unused_cover_before_it_is_uninsured() {
    let uninsured = Condition::LimitUsed {
        used_bp: 10_000,
        measure: Measure::Uninsured,
    };
    // Exposure 30,000, cover 50,000: of an order of 100,000 the first 20,000 are covered.
    let mut limits = only_own(set(79_999, 0));
    limits.own.unused_cover_minor = euro(20_000);
    assert_eq!(
        verdict(&ordering(100_000, limits), &[rule(1, uninsured.clone())]),
        Hold
    );
    limits.own.uninsured = Limit::Set {
        total_minor: euro(80_000),
        exposure_minor: 0,
    };
    assert_eq!(
        verdict(&ordering(100_000, limits), &[rule(1, uninsured)]),
        Allow
    );
}

/// H-46.
#[test]
fn h_46_unapplied_credits_cover_the_oldest_items_first() {
    let snapshot = Snapshot {
        items: vec![invoice(2, 20, euro(300)), invoice(1, 45, euro(400))],
        credits_minor: euro(400),
        ..snapshot()
    };
    for (net_credits, expected, days) in [(Switch::On, Allow, 20), (Switch::Off, Hold, 45)] {
        let overdue = OverdueParameters {
            net_credits,
            ..OverdueParameters::default()
        };
        let rules = [rule(1, Condition::DaysOverdue { days: 30, overdue })];
        let decision = evaluate(&snapshot, &policy(rules.to_vec()));
        assert_eq!(decision.verdict, expected);
        assert_eq!(decision.trace[0].figures[0].measured, Figure::Days { days });
    }
}

/// Spec 11 §5: where the group says so, the days overdue of every member count, but not what it owes; a member's credits
/// cover its own items only.
#[test]
fn the_days_of_every_member_count() {
    let other = |days, credits_minor| Debts {
        customer_id: 2,
        items: vec![invoice(9, days, euro(400))],
        credits_minor,
    };
    let rules = [rule(1, days_overdue(30))];
    let measured = |members: Vec<Debts>| {
        let snapshot = Snapshot {
            members,
            credits_minor: euro(1_000),
            ..late(20, 5_000)
        };
        let decision = evaluate(&snapshot, &policy(rules.to_vec()));
        let ids = decision.reasons.first().map(|one| one.item_ids.clone());
        (decision.trace[0].figures[0].measured.clone(), ids)
    };
    let days = |days| Figure::Days { days };
    assert_eq!(measured(Vec::new()), (days(20), None));
    assert_eq!(measured(vec![other(45, 0)]), (days(45), Some(vec![9])));
    assert_eq!(measured(vec![other(45, euro(400))]), (days(20), None));
    assert_eq!(measured(vec![other(10, 0)]), (days(20), None));
    let amount = [rule(1, overdue_amount(5_001, 10))];
    let owing = Snapshot {
        members: vec![other(45, 0)],
        limits: only_own(set(1_000, 900)),
        ..late(20, 5_000)
    };
    assert_eq!(verdict(&owing, &amount), Allow);
}

/// H-47.
#[test]
fn h_47_items_below_an_amount_are_ignored() {
    let small = Snapshot {
        items: vec![invoice(1, 90, 1_250)],
        ..snapshot()
    };
    for (ignore_below_minor, expected) in [(5_000, Allow), (1_250, Hold)] {
        let overdue = OverdueParameters {
            ignore_below_minor,
            ..OverdueParameters::default()
        };
        let rules = [rule(1, Condition::DaysOverdue { days: 30, overdue })];
        assert_eq!(verdict(&small, &rules), expected);
    }
}

/// H-48.
#[test]
fn h_48_disputed_amounts_are_left_out() {
    let mut disputed = late(45, 100);
    disputed.items[0].disputed_minor = euro(100);
    for (exclude_disputed, expected) in [(Switch::On, Allow), (Switch::Off, Hold)] {
        let overdue = OverdueParameters {
            exclude_disputed,
            ..OverdueParameters::default()
        };
        let rules = [rule(1, Condition::DaysOverdue { days: 30, overdue })];
        assert_eq!(verdict(&disputed, &rules), expected);
    }
    disputed.items[0].disputed_minor = euro(99);
    assert_eq!(verdict(&disputed, &[rule(1, days_overdue(30))]), Hold);
}

#[test]
fn only_invoices_are_old_and_every_debit_is_owed() {
    let mut fee = late(90, 100);
    fee.items[0].kind = ItemKind::OtherDebit;
    assert_eq!(verdict(&fee, &[rule(1, days_overdue(30))]), Allow);
    fee.limits = only_own(set(1_000, 900));
    assert_eq!(verdict(&fee, &[rule(1, overdue_amount(99, 10))]), Hold);
    // An item that is due on the day of the check is not overdue.
    let mut due = late(0, 5_000);
    due.limits = fee.limits;
    assert_eq!(verdict(&due, &[rule(1, overdue_amount(99, 10))]), Allow);
}

/// H-53.
#[test]
fn h_53_the_prepaid_part_is_not_tested() {
    let mut order = snapshot();
    order.order.amount_minor = euro(1_200);
    order.order.prepaid_minor = euro(800);
    assert_eq!(order.order.tested_minor(), euro(400));
    assert_eq!(verdict(&order, &[rule(1, order_above(500))]), Allow);
    order.order.prepaid_minor = 0;
    assert_eq!(verdict(&order, &[rule(1, order_above(500))]), Hold);
}

/// T-C6.
#[test]
fn t_c6_an_order_that_is_paid_in_full_passes_over_the_limit() {
    let mut order = ordering(1_000, only_own(set(10_000, 20_000)));
    assert_eq!(evaluate(&order, &Policy::shipped()).verdict, Hold);
    for prepaid in [1_000, 1_500] {
        order.order.prepaid_minor = euro(prepaid);
        assert_eq!(evaluate(&order, &Policy::shipped()).verdict, Allow);
    }
}

#[test]
fn status_and_terms_are_compared_for_equality() {
    let status = |id: &str| Condition::AccountStatus { status: id.into() };
    assert_eq!(verdict(&snapshot(), &[rule(1, status("Normal"))]), Hold);
    assert_eq!(verdict(&snapshot(), &[rule(1, status("Stopped"))]), Allow);
    let terms = |id: &str| Condition::TermsOfPayment { terms: id.into() };
    let mut order = snapshot();
    assert_eq!(verdict(&order, &[rule(1, terms("N30"))]), Hold);
    order.order.terms = Some("N90".into());
    assert_eq!(verdict(&order, &[rule(1, terms("N30"))]), Allow);
    assert_eq!(verdict(&order, &[rule(1, terms("N90"))]), Hold);
}

#[test]
fn an_order_review_names_every_sign_that_it_found() {
    let review = OrderReview {
        average_bp: Some(25_000),
        newcomer: Some(Newcomer {
            days: 30,
            amount_minor: euro(900),
        }),
        new_address: Switch::On,
        suspicion: Switch::On,
    };
    let rules = [rule(1, Condition::OrderReview { review })];
    let mut order = snapshot();
    assert_eq!(verdict(&order, &rules), Allow, "nothing is known");
    order.customer.average_order_minor = Some(euro(400));
    order.customer.since = Some(ago(30));
    order.order.address = Address::Known;
    order.order.suspicion = Suspicion::Clear;
    assert_eq!(verdict(&order, &rules), Allow, "2.5 times, 30 days");
    order.customer.average_order_minor = Some(euro(399));
    order.customer.since = Some(ago(29));
    order.order.address = Address::New;
    order.order.suspicion = Suspicion::Flagged;
    let decision = evaluate(&order, &policy(rules.to_vec()));
    assert_eq!(codes(&decision), [ReasonCode::OrderReview]);
    let Figure::Signs { signs, .. } = &decision.reasons[0].measured else {
        panic!("{:?}", decision.reasons[0].measured);
    };
    let expected = [
        Trigger::AboveAverage {
            average_minor: euro(399),
        },
        Trigger::Newcomer { days: 29 },
        Trigger::NewAddress,
        Trigger::Suspicion,
    ];
    assert_eq!(signs, &expected);
}

#[test]
fn a_more_lenient_review_of_one_customer_shields_against_that_of_all() {
    let average = |average_bp| Condition::OrderReview {
        review: OrderReview {
            average_bp: Some(average_bp),
            newcomer: None,
            new_address: Switch::Off,
            suspicion: Switch::Off,
        },
    };
    let rules = [
        rule(1, average(20_000)),
        exclusion(2, average(50_000), Switch::Off).of_customer(),
    ];
    let mut order = snapshot();
    for (average, expected) in [(334, Allow), (201, Allow), (200, Hold), (150, Hold)] {
        order.customer.average_order_minor = Some(euro(average));
        assert_eq!(verdict(&order, &rules), expected, "average {average}");
    }
}

/// T-C9.
#[test]
fn t_c9_amounts_of_a_rule_are_converted_once_and_only_where_they_have_to_be() {
    let dollar: Currency = "USD".parse().unwrap();
    let mut order = snapshot();
    order.rates = vec![
        Rate {
            currency: dollar,
            rate: Decimal::new(9, 1),
        },
        Rate {
            currency: Currency::EUR,
            rate: Decimal::new(5, 1),
        },
    ];
    let above = |amount: i64, currency| Rule {
        currency: Some(currency),
        ..rule(1, order_above(amount))
    };
    // 1,111 dollars are 999.90 euros.
    assert_eq!(verdict(&order, &[above(1_111, dollar)]), Hold);
    assert_eq!(verdict(&order, &[above(1_112, dollar)]), Allow);
    assert_eq!(verdict(&order, &[above(1_000, Currency::EUR)]), Allow);
    let pound: Currency = "GBP".parse().unwrap();
    let decision = evaluate(&order, &policy(vec![above(1, pound)]));
    assert_eq!(decision.verdict, Warn);
    assert_eq!(codes(&decision), [ReasonCode::NotConvertible]);
}

#[test]
fn a_group_in_another_currency_is_tested_in_its_own() {
    let dollar: Currency = "USD".parse().unwrap();
    let mut limits = Limits {
        group: LimitSide {
            currency: dollar,
            order_minor: Some(euro(1_100)),
            ..set(10_000, 8_901)
        },
        own: side(Limit::NotTested),
    };
    let rules = [rule(1, used(100))];
    assert_eq!(verdict(&ordering(1_000, limits), &rules), Hold);
    limits.group.order_minor = None;
    assert_eq!(verdict(&ordering(1_000, limits), &rules), Warn);
}

#[test]
fn the_largest_amounts_are_compared_without_wrapping() {
    let huge = side(Limit::Set {
        total_minor: i64::MAX,
        exposure_minor: i64::MAX,
    });
    let mut order = ordering(0, only_own(huge));
    order.order.amount_minor = i64::MAX;
    order.items = vec![invoice(1, 90, i64::MAX), invoice(2, 91, i64::MAX)];
    let decision = evaluate(&order, &Policy::shipped());
    let expected = [ReasonCode::DaysOverdue, ReasonCode::LimitUsedCustomer];
    assert_eq!(codes(&decision), expected);
    order.order.amount_minor = i64::MIN;
    assert_eq!(codes(&evaluate(&order, &Policy::shipped())), expected[..1]);
}
