use chrono::NaiveDate;
use proptest::prelude::*;
use rust_decimal::Decimal;

use super::adjust::{Charge, PaidPart, Refused, reinstate, waive};
use super::code::{
    Basis, BelowMinimum, CountsFrom, Every, PerCurrency, Range, RangeBy, Terms, TermsFault,
    Version, parts,
};
use super::pack::{DayCount, PACKS, named};
use super::reference::{Half, References};
use super::{Fault, HalfYear, Item, Step, to_charge};
use crate::money::Currency;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn percent(text: &str) -> Decimal {
    text.parse().unwrap()
}

/// Five per cent for every two months, without anything else.
fn terms() -> Terms {
    Terms {
        every: Every::Month(2),
        day_rate: false,
        basis: Basis::Percentage,
        range_by: RangeBy::None,
        percent: percent("5"),
        grace_days: 0,
        counts_from: CountsFrom::DueDay,
        prorate_last: false,
        below_minimum: BelowMinimum::Wait,
        currencies: Vec::new(),
    }
}

fn euros(amount_minor: i64, ranges: &[(i64, &str)]) -> Vec<PerCurrency> {
    vec![PerCurrency {
        currency: "EUR".to_owned(),
        amount_minor,
        minimum_minor: 0,
        maximum_minor: None,
        ranges: ranges
            .iter()
            .map(|(from, value)| Range {
                from: *from,
                value: percent(value),
            })
            .collect(),
    }]
}

fn item(due_on: &str, open_minor: i64) -> Item<'static> {
    Item {
        due_on: day(due_on),
        contract_on: day(due_on),
        open_minor,
        steps: &[],
        ends_on: None,
    }
}

fn cost(terms: &Terms, item: &Item<'_>, to: NaiveDate) -> i64 {
    let versions = [Version {
        from_on: NaiveDate::MIN,
        to_on: None,
        terms,
    }];
    let parts = parts(&versions, Currency::EUR, item, to).unwrap();
    parts.iter().map(|part| part.interest_minor).sum()
}

/// What an item that fell due on 1 January costs after so many days.
fn after(terms: &Terms, open_minor: i64, days: u64) -> i64 {
    let due = day("2026-01-01");
    cost(
        terms,
        &item("2026-01-01", open_minor),
        due + chrono::Days::new(days),
    )
}

#[test]
fn whole_intervals_of_months_count_from_the_due_day() {
    let late = item("2026-01-15", 100_000);
    assert_eq!(cost(&terms(), &late, day("2026-06-20")), 10_000);
    assert_eq!(cost(&terms(), &late, day("2026-03-14")), 0);
    assert_eq!(cost(&terms(), &late, day("2026-03-15")), 5_000);
    let prorated = Terms {
        prorate_last: true,
        ..terms()
    };
    // 36 of the 61 days from 16 May to 15 July.
    assert_eq!(cost(&prorated, &late, day("2026-06-20")), 10_000 + 2_951);
}

#[test]
fn an_amount_for_every_twenty_days() {
    let terms = Terms {
        every: Every::Day(20),
        basis: Basis::Amount,
        currencies: euros(2_500, &[]),
        ..terms()
    };
    assert_eq!(after(&terms, 1, 50), 5_000);
    let dollars = Terms {
        currencies: Vec::new(),
        ..terms
    };
    assert_eq!(after(&dollars, 1, 50), 0, "no amount in this currency");
}

#[test]
fn a_range_of_amounts_is_one_rate_for_the_whole_base() {
    let terms = Terms {
        every: Every::Month(3),
        range_by: RangeBy::Amount,
        currencies: euros(0, &[(0, "1"), (100_100, "2"), (500_100, "3")]),
        ..terms()
    };
    let bases = [100_000, 100_050, 100_100, 500_000, 500_100];
    let due = item("2026-01-15", 0);
    let costs = bases.map(|open_minor| {
        cost(
            &terms,
            &Item {
                open_minor,
                ..due.clone()
            },
            day("2026-07-15"),
        )
    });
    assert_eq!(costs, [2_000, 2_001, 4_004, 20_000, 30_006]);
}

#[test]
fn a_range_of_days_looks_at_the_last_day_of_an_interval() {
    let terms = Terms {
        every: Every::Day(15),
        basis: Basis::Amount,
        range_by: RangeBy::Days,
        currencies: euros(0, &[(0, "1000"), (61, "1500"), (91, "2000")]),
        ..terms()
    };
    let costs = [14, 60, 90, 100, 105, 120].map(|days| after(&terms, 5, days));
    assert_eq!(costs, [0, 4_000, 7_000, 7_000, 9_000, 11_000]);
}

#[test]
fn a_range_of_months_looks_at_the_number_of_the_month() {
    let terms = Terms {
        every: Every::Month(1),
        range_by: RangeBy::Months,
        currencies: euros(0, &[(0, "1.5"), (4, "2.0"), (7, "2.5")]),
        ..terms()
    };
    let late = item("2026-01-15", 100_000);
    let costs = ["2026-04-15", "2026-07-15", "2026-09-15"].map(|to| cost(&terms, &late, day(to)));
    assert_eq!(costs, [4_500, 10_500, 15_500]);
}

fn nine_per_cent() -> Terms {
    Terms {
        day_rate: true,
        percent: percent("9"),
        ..terms()
    }
}

/// T-I4: due on the 15th and looked at on the 16th is one day.
#[test]
fn a_day_rate_counts_every_day_after_the_due_day() {
    let terms = nine_per_cent();
    assert_eq!(after(&terms, 1_000_000, 45), 11_096);
    assert_eq!(
        (after(&terms, 1_000_000, 0), after(&terms, 1_000_000, 1)),
        (0, 247)
    );
    assert_eq!(
        (after(&terms, 100_000, 10), after(&terms, 100_000, 20)),
        (247, 493)
    );
    assert_eq!(to_charge(493, 247), 246);
    assert_eq!(to_charge(247, 493), 0, "nothing is given back");
}

#[test]
fn grace_ends_and_then_counts_from_the_due_day() {
    let daily = Terms {
        every: Every::Day(1),
        basis: Basis::Amount,
        grace_days: 5,
        currencies: euros(100, &[]),
        ..terms()
    };
    assert_eq!((after(&daily, 1, 5), after(&daily, 1, 6)), (0, 600));
    let later = Terms {
        counts_from: CountsFrom::EndOfGrace,
        ..daily
    };
    assert_eq!((after(&later, 1, 5), after(&later, 1, 6)), (0, 100));
    let monthly = Terms {
        every: Every::Day(30),
        percent: percent("2"),
        grace_days: 29,
        ..terms()
    };
    let both = |days| after(&monthly, 10_000, days) + after(&monthly, 25_000, days);
    assert_eq!(
        (both(29), both(30), both(59), both(60)),
        (0, 700, 700, 1_400)
    );
}

#[test]
fn minimum_and_maximum_are_cumulative() {
    let monthly = |change: &dyn Fn(&mut PerCurrency)| {
        let mut currencies = euros(700, &[]);
        change(&mut currencies[0]);
        Terms {
            every: Every::Month(1),
            basis: Basis::Amount,
            currencies,
            ..terms()
        }
    };
    let late = item("2026-01-15", 100_000);
    let least = monthly(&|own| own.minimum_minor = 1_000);
    assert_eq!(cost(&least, &late, day("2026-02-20")), 0);
    assert_eq!(cost(&least, &late, day("2026-03-20")), 1_400);
    let raised = Terms {
        below_minimum: BelowMinimum::Raise,
        ..least
    };
    assert_eq!(cost(&raised, &late, day("2026-02-14")), 0);
    assert_eq!(cost(&raised, &late, day("2026-02-20")), 1_000);
    let most = monthly(&|own| own.maximum_minor = Some(2_000));
    let (first, second) = (
        cost(&most, &late, day("2026-03-20")),
        cost(&most, &late, day("2026-05-20")),
    );
    assert_eq!((first, to_charge(second, first)), (1_400, 600));
}

/// T-I2: from the day after a part payment interest runs on what is left, and ends with the last payment.
#[test]
fn a_part_payment_splits_the_time() {
    let steps = [
        Step {
            on: day("2025-03-02"),
            open_minor: 60_000,
        },
        Step {
            on: day("2025-04-01"),
            open_minor: 0,
        },
    ];
    let paid = Item {
        steps: &steps,
        ..item("2025-01-31", 100_000)
    };
    let versions = [Version {
        from_on: NaiveDate::MIN,
        to_on: None,
        terms: &nine_per_cent(),
    }];
    let parts = parts(&versions, Currency::EUR, &paid, day("2025-12-31")).unwrap();
    let slices: Vec<_> = parts[0]
        .slices
        .iter()
        .map(|slice| {
            (
                slice.from_on,
                slice.to_on,
                slice.days,
                slice.base_minor,
                slice.interest_minor,
            )
        })
        .collect();
    assert_eq!(
        slices,
        [
            (day("2025-02-01"), day("2025-03-02"), 30, 100_000, 740),
            (day("2025-03-03"), day("2025-04-01"), 30, 60_000, 444),
        ]
    );
    assert_eq!(parts[0].charged_to, Some(day("2025-04-01")));
    // In whole intervals the interval stays whole, and its days say how much of it each balance bears: the payment of the
    // fifteenth day of thirty leaves half of the interval on 1,000 and half on 500.
    let half = [Step {
        on: day("2026-01-16"),
        open_minor: 50_000,
    }];
    let paid = Item {
        steps: &half,
        ..item("2026-01-01", 100_000)
    };
    let monthly = Terms {
        every: Every::Day(30),
        percent: percent("2"),
        ..terms()
    };
    assert_eq!(cost(&monthly, &paid, day("2026-01-31")), 1_500);
    assert_eq!(cost(&monthly, &paid, day("2026-01-30")), 0);
    let amount = Terms {
        basis: Basis::Amount,
        currencies: euros(333, &[]),
        ..monthly
    };
    assert_eq!(cost(&amount, &paid, day("2026-01-31")), 333);
}

#[test]
fn each_version_charges_its_own_time() {
    let (old, new) = (
        nine_per_cent(),
        Terms {
            percent: percent("12"),
            ..nine_per_cent()
        },
    );
    let versions = [
        Version {
            from_on: day("2025-01-01"),
            to_on: Some(day("2026-01-31")),
            terms: &old,
        },
        Version {
            from_on: day("2026-02-01"),
            to_on: None,
            terms: &new,
        },
    ];
    let late = item("2026-01-21", 1_000_000);
    let parts = parts(&versions, Currency::EUR, &late, day("2026-02-10")).unwrap();
    let told: Vec<_> = parts
        .iter()
        .map(|part| (part.version, part.interest_minor, part.slices[0].from_on))
        .collect();
    assert_eq!(
        told,
        [(0, 2_466, day("2026-01-22")), (1, 3_288, day("2026-02-01"))]
    );
}

#[test]
fn interest_ends_before_an_insolvency() {
    let ended = Item {
        ends_on: Some(day("2026-01-11")),
        ..item("2026-01-01", 1_000_000)
    };
    let (terms, at) = (nine_per_cent(), day("2026-03-01"));
    assert_eq!(cost(&terms, &ended, at), after(&terms, 1_000_000, 10));
}

/// The German law floats with the half-years: two slices on one claim, each rounded once.
#[test]
fn the_german_rate_floats() {
    let pack = named("DE_B2B").unwrap();
    let late = item("2025-05-31", 100_000);
    let part = pack
        .part(&References::default(), &late, day("2025-07-31"))
        .unwrap();
    let slices: Vec<_> = part
        .slices
        .iter()
        .map(|slice| {
            (
                slice.days,
                slice.percent.unwrap().to_string(),
                slice.interest_minor,
            )
        })
        .collect();
    assert_eq!(
        slices,
        [(30, "11.27".to_owned(), 926), (31, "10.27".to_owned(), 872)]
    );
    assert_eq!(part.interest_minor, 1_798);
    let old = Item {
        contract_on: day("2014-07-28"),
        ..late
    };
    let part = pack
        .part(&References::default(), &old, day("2025-06-30"))
        .unwrap();
    assert_eq!(
        part.slices[0].percent,
        Some(percent("10.27")),
        "eight points before the reform"
    );
}

/// `rates.md`: Austria has 9.2 points and a lump sum for contracts from 16 March 2013 on, eight and none before; Germany's lump
/// sum begins on 29 July 2014.
#[test]
fn margins_and_lump_sums_begin_on_their_day() {
    let austrian = named("AT_B2B").unwrap();
    let margins = ["2013-03-15", "2013-03-16"].map(|on| austrian.margin(day(on)));
    assert_eq!(margins, [percent("8"), percent("9.2")]);
    for (code, before, since) in [
        ("AT_B2B", "2013-03-15", "2013-03-16"),
        ("DE_B2B", "2014-07-28", "2014-07-29"),
    ] {
        let lump = named(code).unwrap().lump_sum.unwrap();
        let sums = [before, since].map(|on| lump.of(Currency::EUR, 100_000, day(on)));
        assert_eq!(sums, [None, Some(4_000)], "{code}");
    }
}

/// T-I9: the British rate is that of the last day of the half-year before interest began, and stays.
#[test]
fn the_british_rate_stays() {
    let pack = named("UK_B2B").unwrap();
    let late = item("2025-05-01", 500_000);
    let to = late.due_on + chrono::Days::new(101);
    let part = pack.part(&References::default(), &late, to).unwrap();
    assert_eq!(part.slices.len(), 1);
    assert_eq!(part.slices[0].percent, Some(percent("12.75")));
    assert_eq!((part.slices[0].days, part.interest_minor), (101, 17_640));
    let lump = pack.lump_sum.unwrap();
    let pounds: Currency = "GBP".parse().unwrap();
    let sums =
        [99_999, 100_000, 999_999, 1_000_000].map(|claim| lump.of(pounds, claim, late.due_on));
    assert_eq!(sums, [Some(4_000), Some(7_000), Some(7_000), Some(10_000)]);
    assert_eq!(lump.of(Currency::EUR, 500_000, late.due_on), None);
    let swiss = named("CH").unwrap();
    let part = swiss.part(&References::default(), &late, to).unwrap();
    assert_eq!(part.slices[0].percent, Some(percent("5")));
}

/// The Irish rate is one for the whole time: that of the day of payment.
#[test]
fn the_irish_rate_is_that_of_the_payment() {
    let pack = named("IE_B2B").unwrap();
    let steps = [Step {
        on: day("2025-08-15"),
        open_minor: 0,
    }];
    let paid = Item {
        steps: &steps,
        ..item("2025-05-31", 100_000)
    };
    let part = pack
        .part(&References::default(), &paid, day("2026-03-01"))
        .unwrap();
    assert_eq!(part.slices.len(), 1);
    assert_eq!(part.slices[0].percent, Some(percent("10.15")));
    assert_eq!(part.slices[0].to_on, day("2025-08-15"));
}

/// T-I8: beyond the table nothing is computed, and the last known day is named.
#[test]
fn a_day_beyond_the_table_is_refused() {
    let late = item("2026-11-30", 100_000);
    let pack = named("DE_B2B").unwrap();
    assert!(
        pack.part(&References::default(), &late, day("2026-12-31"))
            .is_ok()
    );
    let refused = pack.part(&References::default(), &late, day("2027-01-01"));
    let Err(Fault::RateUnknown {
        half_year,
        known_until,
        ..
    }) = refused
    else {
        panic!("{refused:?}");
    };
    assert_eq!(
        half_year,
        HalfYear {
            year: 2027,
            half: Half::First
        }
    );
    assert_eq!(known_until, Some(day("2026-12-31")));
}

/// T-I6: a leap year has 366 days where the law counts so, and never where a contract says 365.
#[test]
fn leap_years() {
    let whole = (day("2024-01-01"), day("2024-12-31"));
    let interest = |count: DayCount| count.interest(100_000, percent("10"), whole);
    assert_eq!(interest(DayCount::ActAct), Some(10_000));
    assert_eq!(interest(DayCount::Act365), Some(10_027));
    assert_eq!(interest(DayCount::Thirty360), Some(10_000));
    let over = (day("2024-12-31"), day("2025-01-01"));
    assert_eq!(
        DayCount::ActAct.years(over.0, over.1),
        Some((365 + 366, 365 * 366))
    );
}

#[test]
fn every_pack_says_its_source() {
    for pack in &PACKS {
        assert!(
            !pack.source.is_empty() && !pack.margins.is_empty(),
            "{}",
            pack.code
        );
        assert_eq!(named(pack.code).unwrap().code, pack.code);
    }
}

#[test]
fn terms_that_contradict_are_named() {
    let of = |change: &dyn Fn(&mut Terms)| {
        let mut terms = Terms {
            range_by: RangeBy::Amount,
            currencies: euros(0, &[(0, "1"), (100, "2")]),
            ..terms()
        };
        change(&mut terms);
        terms.check()
    };
    assert_eq!(of(&|_| ()), Ok(()));
    assert_eq!(
        of(&|terms| terms.every = Every::Day(0)),
        Err((TermsFault::NoInterval, None))
    );
    assert_eq!(
        of(&|terms| terms.percent = percent("-1")),
        Err((TermsFault::Negative, None))
    );
    assert_eq!(
        of(&|terms| terms.currencies[0].ranges[0].from = 5),
        Err((TermsFault::FirstNotZero, Some(0)))
    );
    assert_eq!(
        of(&|terms| terms.currencies[0].ranges[1].from = 0),
        Err((TermsFault::NotAscending, Some(0)))
    );
    assert_eq!(
        of(&|terms| terms.currencies[0].ranges.clear()),
        Err((TermsFault::NoRanges, Some(0)))
    );
    assert_eq!(
        of(&|terms| terms.currencies[0].maximum_minor = Some(-1)),
        Err((TermsFault::Negative, Some(0)))
    );
    assert_eq!(
        of(&|terms| terms.currencies.push(euros(0, &[(0, "1")])[0].clone())),
        Err((TermsFault::CurrencyTwice, Some(1)))
    );
}

#[test]
fn a_waiver_covers_what_is_not_paid() {
    let note = Charge {
        charged_minor: 6_000,
        paid_minor: 2_000,
        ..Charge::default()
    };
    let waiver = waive(note, PaidPart::Left).unwrap();
    assert_eq!((waiver.credit_minor, waiver.settles_minor), (4_000, 4_000));
    let waiver = waive(note, PaidPart::Included).unwrap();
    assert_eq!((waiver.credit_minor, waiver.settles_minor), (6_000, 4_000));
    let paid = Charge {
        paid_minor: 6_000,
        ..note
    };
    assert_eq!(waive(paid, PaidPart::Left), Err(Refused::NothingToWaive));
    assert_eq!(waive(paid, PaidPart::Included).unwrap().settles_minor, 0);
    assert_eq!(reinstate(note), Err(Refused::NothingToReinstate));
    let waived = Charge {
        waived_minor: 4_000,
        ..note
    };
    assert_eq!(reinstate(waived), Ok(4_000));
    assert_eq!(waive(waived, PaidPart::Left), Err(Refused::NothingToWaive));
}

fn any_terms() -> impl Strategy<Value = Terms> {
    (
        (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>()),
        (1_u32..40, 0_u32..40, 0_i64..3_000),
        prop_oneof![
            Just(RangeBy::None),
            Just(RangeBy::Amount),
            Just(RangeBy::Days),
            Just(RangeBy::Months)
        ],
    )
        .prop_map(
            |((months, day_rate, amount, from_grace), (length, grace_days, value), range_by)| {
                Terms {
                    every: if months {
                        Every::Month(length % 4 + 1)
                    } else {
                        Every::Day(length)
                    },
                    day_rate,
                    basis: if amount {
                        Basis::Amount
                    } else {
                        Basis::Percentage
                    },
                    range_by,
                    percent: Decimal::new(value, 2),
                    grace_days,
                    counts_from: if from_grace {
                        CountsFrom::EndOfGrace
                    } else {
                        CountsFrom::DueDay
                    },
                    prorate_last: false,
                    below_minimum: BelowMinimum::Wait,
                    currencies: euros(value, &[(0, "1.25"), (4, "2"), (60, "3")]),
                }
            },
        )
}

proptest! {
    /// T-I3: however a period is split into runs, the sum that is charged is that of one run, and no run gives anything back.
    #[test]
    fn splitting_a_period_changes_no_sum(
        terms in any_terms(),
        open in 1_i64..5_000_000,
        pay in prop::collection::vec((1_u64..400, 0_i64..100), 0..4),
        mut looks in prop::collection::vec(0_u64..500, 1..6),
    ) {
        let due = day("2025-11-20");
        let mut steps: Vec<Step> = Vec::new();
        let mut days: Vec<u64> = pay.iter().map(|(on, _)| *on).collect();
        days.sort_unstable();
        days.dedup();
        let mut left = open;
        for (at, (_, share)) in days.iter().zip(&pay) {
            left -= left * share / 100;
            steps.push(Step { on: due + chrono::Days::new(*at), open_minor: left });
        }
        let item = Item { due_on: due, contract_on: due, open_minor: open, steps: &steps, ends_on: None };
        looks.sort_unstable();
        let mut charged = 0;
        for look in &looks {
            let so_far = cost(&terms, &item, due + chrono::Days::new(*look));
            prop_assert!(so_far >= charged, "{so_far} after {charged}");
            charged += to_charge(so_far, charged);
        }
        let once = cost(&terms, &item, due + chrono::Days::new(*looks.last().unwrap()));
        prop_assert_eq!(charged, once);
    }

    /// The same for the law of every country.
    #[test]
    fn splitting_a_statutory_period_changes_no_sum(
        pack in 0_usize..PACKS.len(),
        open in 1_i64..5_000_000,
        mut looks in prop::collection::vec(0_u64..500, 1..6),
    ) {
        let due = day("2022-11-20");
        let item = Item { due_on: due, contract_on: due, open_minor: open, steps: &[], ends_on: None };
        let pack = &PACKS[pack];
        // A rate that changes looking back, as the Irish does, is charged anew and never less than before.
        prop_assume!(pack.code != "IE_B2B");
        looks.sort_unstable();
        let cost = |days: u64| {
            let part = pack.part(&References::default(), &item, due + chrono::Days::new(days)).unwrap();
            prop_assert_eq!(
                part.interest_minor,
                part.slices.iter().map(|slice| slice.interest_minor).sum::<i64>()
            );
            Ok(part.interest_minor)
        };
        let mut charged = 0;
        for look in &looks {
            let so_far = cost(*look)?;
            prop_assert!(so_far >= charged);
            charged += to_charge(so_far, charged);
        }
        prop_assert_eq!(charged, cost(*looks.last().unwrap())?);
    }
}
