use super::*;
use crate::credit::exposure::{Facts, exposure};
use crate::credit::insurance::{Identifier, Policy, PolicyFault, cover, split};
use crate::credit::limits::{
    Effective, GroupFault, GroupLimit, Identification, InForce, Limit, MessageOutcome, NotTested,
    Severity, Temporary, Used, Whose, first_limit, group_faults, identification_required,
    message_check, state,
};

/// The policy of C-1: 50,000, update 50 %.
fn policy(included_in_exposure: Flag) -> Policy {
    Policy {
        id: 1,
        identifier: Identifier::Insurance,
        coverage_type_id: Some(1),
        effective_on: day("2026-01-01"),
        expires_on: None,
        value: euro(units(50_000)),
        update_bp: 5_000,
        included_in_exposure,
    }
}

fn cover_minor(policies: &[Policy], on: &str) -> i64 {
    cover(policies, day(on), &only_euro()).unwrap().effect_minor
}

/// What is tested of a limit with policies on a day, with no exposure.
fn total(own: Own<'_>, policies: &[Policy], on: &str) -> Limit {
    let asked = Question {
        day: day(on),
        cover_minor: cover_minor(policies, on),
        ..question(own, 0)
    };
    resolved(&asked).own.total
}

fn set(total_minor: i64) -> Limit {
    Limit::Set {
        total_minor,
        exposure_minor: 0,
    }
}

/// C-1.
#[test]
fn c_1_a_policy_adds_its_percentage() {
    let policies = [policy(Flag::No)];
    let limit = total(limit_of(units(100_000)), &policies, "2026-03-02");
    assert_eq!(limit, set(units(125_000)));
}

/// C-2.
#[test]
fn c_2_a_policy_that_is_included_in_exposure_deducts_its_value() {
    let policies = [policy(Flag::Yes)];
    let limit = total(limit_of(units(100_000)), &policies, "2026-03-02");
    assert_eq!(limit, set(units(75_000)));
    // Tests know no limit below 0; the page shows the raw sum.
    let small = limit_of(units(20_000));
    assert_eq!(total(small, &policies, "2026-03-02"), set(0));
    let shown = state(&small, -units(25_000), day("2026-03-02"));
    assert_eq!(shown.total_minor, Some(-units(5_000)));
}

/// C-3.
#[test]
fn c_3_the_effect_ends_the_day_after_the_policy() {
    let policies = [Policy {
        expires_on: Some(day("2026-03-31")),
        ..policy(Flag::No)
    }];
    let own = limit_of(units(100_000));
    assert_eq!(total(own, &policies, "2026-03-31"), set(units(125_000)));
    assert_eq!(total(own, &policies, "2026-04-01"), set(units(100_000)));
    assert_eq!(total(own, &policies, "2025-12-31"), set(units(100_000)));
    let renew = |on: &str| policies[0].ends_within(day(on), 30);
    let tasks = ["2026-02-28", "2026-03-01", "2026-03-31", "2026-04-01"].map(renew);
    assert_eq!(tasks, [false, true, true, false]);
}

/// The group of C-4 to C-8: limit 15,000, no exposure but the member's.
fn in_group(own: Own<'_>, exposure_minor: i64) -> Resolution {
    let limit = GroupLimit {
        currency: Currency::EUR,
        permanent_minor: units(15_000),
        temporaries: &[],
    };
    resolved(&Question {
        group: Some((limit, all_of(exposure_minor))),
        ..question(own, exposure_minor)
    })
}

fn effective(minor: i64, whose: Whose) -> Effective {
    Effective::Limit { minor, whose }
}

/// C-4.
#[test]
fn c_4_the_smaller_own_limit_is_effective_in_a_group() {
    let tested = in_group(limit_of(units(10_000)), units(10_000) + 1);
    assert_eq!(tested.effective, effective(units(10_000), Whose::Own));
    assert!(tested.own.total.is_above(10_000));
    assert!(!tested.group.total.is_above(10_000));
}

/// C-5.
#[test]
fn c_5_the_smaller_group_limit_is_effective() {
    let tested = in_group(limit_of(units(20_000)), units(15_001));
    assert_eq!(tested.effective, effective(units(15_000), Whose::Group));
    assert!(tested.group.total.is_above(10_000));
    assert!(!tested.own.total.is_above(10_000));
    // Of equal limits the one that is tested first is named.
    let equal = in_group(limit_of(units(15_000)), 0);
    assert_eq!(equal.effective, effective(units(15_000), Whose::Group));
}

/// C-6.
#[test]
fn c_6_a_mandatory_limit_of_0_is_0_inside_a_group() {
    for permanent_minor in [Some(0), None] {
        let own = Own {
            mandatory: Flag::Yes,
            permanent_minor,
            ..Own::default()
        };
        let tested = in_group(own, 1);
        assert_eq!(tested.effective, effective(0, Whose::Own));
        assert!(tested.own.total.is_above(1_000_000));
        assert_eq!(tested.used(), Some(Used::OverLimit));
    }
}

/// C-7.
#[test]
fn c_7_unlimited_ignores_the_group() {
    let own = Own {
        unlimited: Flag::Yes,
        ..limit_of(0)
    };
    let tested = in_group(own, units(99_999));
    assert_eq!(tested.effective, Effective::Unlimited);
    let why = NotTested::CustomerUnlimited;
    assert_eq!(tested.group.total, Limit::NotTested { why });
    assert_eq!((tested.remaining_minor, tested.used()), (None, None));
    assert!(!tested.own.total.is_above(0));
}

/// C-8.
#[test]
fn c_8_only_the_group_counts_where_the_own_limit_is_0() {
    for permanent_minor in [Some(0), None] {
        let own = Own {
            permanent_minor,
            ..Own::default()
        };
        let tested = in_group(own, units(14_000));
        assert_eq!(tested.effective, effective(units(15_000), Whose::Group));
        let why = NotTested::OnlyTheGroupCounts;
        assert_eq!(tested.own.total, Limit::NotTested { why });
        assert_eq!(tested.remaining_minor, Some(units(1_000)));
    }
}

/// C-9.
#[test]
fn c_9_a_typed_0_is_no_credit() {
    let tested = resolved(&question(limit_of(0), 1));
    assert_eq!(tested.effective, effective(0, Whose::Own));
    assert!(tested.own.total.is_above(10_000));
    // Policies alone make no limit.
    let covered = Question {
        cover_minor: units(25_000),
        ..question(limit_of(0), 1)
    };
    assert_eq!(resolved(&covered).effective, effective(0, Whose::Own));
    let unset = Question {
        own: Own::default(),
        ..covered
    };
    assert_eq!(resolved(&unset).effective, Effective::NotSet);
}

/// C-10.
#[test]
fn c_10_without_credit_management_0_is_unlimited() {
    for permanent_minor in [Some(0), None] {
        let off = Question {
            management: Management::Off,
            ..question(
                Own {
                    permanent_minor,
                    ..Own::default()
                },
                units(1_000_000),
            )
        };
        assert_eq!(resolved(&off).own.total, Limit::Unlimited);
    }
}

/// The temporary limit of C-11.
const MARCH: &[Temporary] = &[Temporary {
    amount_minor: units(25_000),
    from_on: NaiveDate::from_ymd_opt(2026, 3, 1).unwrap(),
    to_on: NaiveDate::from_ymd_opt(2026, 3, 31).unwrap(),
}];

/// C-11.
#[test]
fn c_11_a_temporary_limit_holds_on_both_of_its_days() {
    let own = Own {
        temporaries: MARCH,
        ..limit_of(units(10_000))
    };
    for (on, expected) in [
        ("2026-02-28", 10_000),
        ("2026-03-01", 25_000),
        ("2026-03-31", 25_000),
        ("2026-04-01", 10_000),
    ] {
        assert_eq!(total(own, &[], on), set(units(expected)), "{on}");
    }
    let before = state(&own, 0, day("2026-02-28"));
    let amount_minor = units(10_000);
    assert_eq!(before.in_force, InForce::Permanent { amount_minor });
    let never = state(&Own::default(), units(5), day("2026-02-28"));
    assert_eq!((never.in_force, never.total_minor), (InForce::NotSet, None));
}

/// C-12.
#[test]
fn c_12_a_temporary_limit_and_a_policy_add_up() {
    let own = Own {
        temporaries: MARCH,
        ..limit_of(units(10_000))
    };
    let policies = [policy(Flag::No)];
    assert_eq!(total(own, &policies, "2026-03-15"), set(units(50_000)));
    // A temporary limit is a limit also where the permanent one was never set.
    let only_temporary = Own {
        temporaries: MARCH,
        ..Own::default()
    };
    let limit = total(only_temporary, &policies, "2026-03-15");
    assert_eq!(limit, set(units(50_000)));
    let limit = total(only_temporary, &policies, "2026-04-01");
    assert_eq!(limit, Limit::NotSet);
}

#[test]
fn an_expired_limit_keeps_its_number() {
    let own = Own {
        expires_on: Some(day("2026-03-01")),
        ..limit_of(units(10_000))
    };
    let limit = total(own, &[], "2026-06-01");
    assert_eq!(limit, set(units(10_000)));
    let expired = |on: &str| state(&own, 0, day(on)).days_expired;
    assert_eq!(expired("2026-03-01"), Some(0));
    assert_eq!(expired("2026-03-12"), Some(11));
    let blank = state(&limit_of(1), 0, day("2026-03-12"));
    assert_eq!(blank.days_expired, None);
}

/// C-19.
#[test]
fn c_19_a_group_without_to_date_cannot_be_saved() {
    let faults = group_faults(Some(units(15_000)), None);
    assert_eq!(faults, [GroupFault::ToDateMissing]);
    let to_on = Some(day("2026-12-31"));
    assert_eq!(group_faults(Some(0), to_on), []);
    assert_eq!(group_faults(None, to_on), [GroupFault::LimitMissing]);
    assert_eq!(
        group_faults(Some(-1), to_on),
        [GroupFault::LimitNegative { limit_minor: -1 }]
    );
}

/// C-24: credit management off, type None, Mandatory Yes, limit 1,000, balance 900, order 200.
#[test]
fn c_24_the_message_check_compares_the_balance_with_a_mandatory_limit() {
    let own = Own {
        mandatory: Flag::Yes,
        ..limit_of(units(1_000))
    };
    let items = [item(1, Kind::Invoice, units(900))];
    let open_orders = [order("B", units(5_000))];
    let facts = Facts {
        items: &items,
        orders: &open_orders,
        current: Some(current("A", units(200))),
        ..Facts::default()
    };
    let exposure = exposure(&facts, &taking(&LimitType::None)).unwrap();
    let off = Question {
        management: Management::Off,
        tested: LimitType::None.tests(own.mandatory),
        ..question(own, exposure.total_minor)
    };
    let limit = resolved(&off).own.total;
    let check = |severity| {
        message_check(
            limit,
            exposure.total_minor,
            exposure.order_minor(),
            severity,
        )
    };
    let message = check(Severity::Error);
    assert_eq!(message.open_minor, units(900));
    assert_eq!(message.document_minor, units(200));
    assert_eq!(message.new_minor, units(1_100));
    let exceeded = |severity| MessageOutcome::Exceeded {
        limit_minor: units(1_000),
        excess_minor: units(100),
        severity,
    };
    assert_eq!(message.outcome, exceeded(Severity::Error));
    let warned = check(Severity::Warning).outcome;
    assert_eq!(warned, exceeded(Severity::Warning));
}

#[test]
fn the_message_check_is_silent_up_to_the_limit() {
    let check = |limit, exposure| message_check(limit, exposure, 0, Severity::Error).outcome;
    let limit = |exposure_minor| Limit::Set {
        total_minor: 1_000,
        exposure_minor,
    };
    assert_eq!(
        check(limit(1_000), 1_000),
        MessageOutcome::Within { limit_minor: 1_000 }
    );
    assert_eq!(check(Limit::Unlimited, i64::MAX), MessageOutcome::NoLimit);
    assert_eq!(check(Limit::NotSet, 5), MessageOutcome::NotSet);
}

/// C-26.
#[test]
fn c_26_identification_from_the_minimum_limit_on() {
    let minimum = Identification::MinimumLimit {
        minor: units(2_000),
    };
    assert!(identification_required(minimum, Some(units(2_000))));
    assert!(!identification_required(minimum, Some(units(1_999))));
    assert!(identification_required(Identification::Yes, Some(0)));
    assert!(!identification_required(Identification::Yes, None));
    let no = Identification::No;
    assert!(!identification_required(no, Some(i64::MAX)));
}

/// C-30: group limit 15,000, group exposure 9,000; own exposure 5,000.
#[test]
fn c_30_remaining_credit_is_the_smaller_rest() {
    let limit = GroupLimit {
        currency: Currency::EUR,
        permanent_minor: units(15_000),
        temporaries: &[],
    };
    let remaining = |own| {
        resolved(&Question {
            group: Some((limit, all_of(units(9_000)))),
            ..question(own, units(5_000))
        })
        .remaining_minor
    };
    let mandatory = Own {
        mandatory: Flag::Yes,
        ..limit_of(0)
    };
    assert_eq!(remaining(limit_of(units(8_000))), Some(units(3_000)));
    assert_eq!(remaining(limit_of(0)), Some(units(6_000)));
    assert_eq!(remaining(mandatory), Some(-units(5_000)));
}

/// T-C8: the group's limit in USD is shown and compared in the company's EUR.
#[test]
fn t_c8_a_group_in_another_currency() {
    let of = [rate("USD", "0.80")];
    let limit = GroupLimit {
        currency: currency("USD"),
        permanent_minor: units(10_000),
        temporaries: MARCH,
    };
    let asked = Question {
        group: Some((limit, all_of(units(9_000)))),
        rates: Rates {
            company: Currency::EUR,
            of: &of,
        },
        ..question(limit_of(units(9_000)), units(5_000))
    };
    let in_february = resolved(&Question {
        day: day("2026-02-10"),
        ..asked
    });
    // 10,000 USD are 8,000 EUR; 1,000 USD remain, 800 EUR.
    assert_eq!(in_february.effective, effective(units(8_000), Whose::Group));
    assert_eq!(in_february.remaining_minor, Some(units(800)));
    assert_eq!(
        in_february.group.total,
        Limit::Set {
            total_minor: units(10_000),
            exposure_minor: units(9_000)
        }
    );
    // The group's temporary limit of 25,000 USD leaves the own limit the smaller one.
    let in_march = resolved(&asked);
    assert_eq!(in_march.effective, effective(units(9_000), Whose::Own));
    assert_eq!(in_march.remaining_minor, Some(units(4_000)));
    let unchecked = resolved(&Question {
        check_groups: Flag::No,
        ..asked
    });
    let why = NotTested::NoGroup;
    assert_eq!(unchecked.group.total, Limit::NotTested { why });
}

/// The figures of H-39: limit 100,000, policy as in C-1, exposure 130,000.
#[test]
fn the_uninsured_measure_leaves_the_cover_out_on_both_sides() {
    let cover = cover(&[policy(Flag::No)], day("2026-03-02"), &only_euro()).unwrap();
    let exposures = split(units(130_000), cover.value_minor);
    assert_eq!(exposures.uninsured_minor, units(80_000));
    let asked = Question {
        cover_minor: cover.effect_minor,
        exposures,
        ..question(limit_of(units(100_000)), 0)
    };
    let measures = resolved(&asked).own;
    let share = |basis_points| Some(Used::Share { basis_points });
    assert_eq!(measures.total.used(), share(10_400));
    assert_eq!(measures.uninsured.used(), share(8_000));
    // Nothing is insured of what is owed to the customer, and never more than the exposure.
    assert_eq!(split(-5, 100).uninsured_minor, -5);
    assert_eq!(split(60, 100).uninsured_minor, 0);
}

#[test]
fn a_threshold_is_compared_exactly() {
    let limit = |exposure_minor| Limit::Set {
        total_minor: 1_000_000,
        exposure_minor,
    };
    assert!(!limit(900_000).is_above(9_000));
    assert!(limit(900_001).is_above(9_000));
    // Shown as 90.00 %, and above it all the same.
    let share = Some(Used::Share {
        basis_points: 9_000,
    });
    assert_eq!(limit(900_001).used(), share);
    assert!(!Limit::NotSet.is_above(0));
    let empty = Limit::Set {
        total_minor: 0,
        exposure_minor: 0,
    };
    assert_eq!(empty.used(), Some(Used::Share { basis_points: 0 }));
    assert!(!empty.is_above(0));
}

#[test]
fn policies_are_checked_before_they_are_saved() {
    assert_eq!(policy(Flag::No).faults(), []);
    let wrong = Policy {
        identifier: Identifier::Guarantee,
        expires_on: Some(day("2025-12-31")),
        value: euro(-1),
        update_bp: 10_001,
        ..policy(Flag::No)
    };
    assert_eq!(
        wrong.faults(),
        [
            PolicyFault::CoverageTypeNotAllowed,
            PolicyFault::EndsBeforeItBegins {
                effective_on: day("2026-01-01"),
                expires_on: day("2025-12-31"),
            },
            PolicyFault::ValueNegative { value_minor: -1 },
            PolicyFault::PercentOutOfRange { update_bp: 10_001 },
        ]
    );
    let bare = Policy {
        coverage_type_id: None,
        ..policy(Flag::No)
    };
    assert_eq!(bare.faults(), [PolicyFault::CoverageTypeMissing]);
}

#[test]
fn a_first_limit_is_a_hundred_or_more() {
    let eur = Currency::EUR;
    assert_eq!(first_limit(None, units(1_234), eur), Some(units(1_300)));
    assert_eq!(first_limit(None, units(1_300), eur), Some(units(1_300)));
    assert_eq!(first_limit(None, 1, eur), Some(units(100)));
    assert_eq!(first_limit(None, 0, eur), None);
    assert_eq!(first_limit(None, i64::MAX, eur), None);
    let automatic = Some(units(50_000));
    assert_eq!(first_limit(automatic, units(1_234), eur), automatic);
    assert_eq!(first_limit(None, 101, currency("JPY")), Some(200));
}
