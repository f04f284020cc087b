//! How late customers paid: months, currencies, and what later facts must never change.
#![allow(clippy::unwrap_used)]

use chrono::{Days, NaiveDate};
use engine::money::Currency;
use engine::payments::{PaidMonth, PaidPart, paid_late, paid_months};
use proptest::prelude::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn part(id: i64, effective_on: &str, due_on: &str, currency: &str, amount_minor: i64) -> PaidPart {
    PaidPart {
        id,
        reverses_id: None,
        effective_on: day(effective_on),
        due_on: day(due_on),
        currency: currency.parse().unwrap(),
        amount_minor,
    }
}

fn words(months: &[PaidMonth]) -> Vec<String> {
    months
        .iter()
        .map(|month| {
            format!(
                "{} {} {}x {} {}d",
                &month.first_on.to_string()[..7],
                month.currency,
                month.settlements,
                month.settled_minor,
                month.mean_days_late
            )
        })
        .collect()
}

#[test]
fn currencies_stand_apart_and_means_round_away_from_zero() {
    let parts = [
        part(1, "2026-03-10", "2026-03-01", "EUR", 10_000),
        part(2, "2026-03-20", "2026-03-10", "EUR", 5_000),
        part(3, "2026-03-20", "2026-03-25", "USD", 700),
        part(4, "2026-03-21", "2026-03-25", "USD", 300),
        part(5, "2026-04-02", "2026-04-02", "USD", 1),
    ];
    assert_eq!(
        words(&paid_months(&parts, day("2026-04-30"), 12)),
        [
            "2026-03 EUR 2x 15000 10d",
            "2026-03 USD 2x 1000 -5d",
            "2026-04 USD 1x 1 0d"
        ]
    );
    assert_eq!(
        words(&paid_months(&parts, day("2026-04-30"), 1)),
        ["2026-04 USD 1x 1 0d"]
    );
    assert_eq!(
        words(&paid_months(&parts, day("2026-03-10"), 12)),
        ["2026-03 EUR 1x 10000 9d"]
    );
    assert!(paid_months(&parts, day("2026-03-09"), 12).is_empty());
    assert!(paid_months(&parts, day("2026-04-30"), 0).is_empty());
    let late = |from, as_of| paid_late(&parts, day(from), day(as_of));
    assert_eq!(
        late("2026-01-01", "2026-04-30"),
        Some(2),
        "9, 10, -5, -4 and 0"
    );
    assert_eq!(
        late("2026-03-15", "2026-03-20"),
        Some(3),
        "10 and -5, rounded"
    );
    assert_eq!(late("2026-04-03", "2026-04-30"), None);
}

/// T-A4: what is taken back in May was paid as far as April knows.
#[test]
fn t_a4_a_part_counts_until_it_is_taken_back() {
    let paid = part(1, "2026-03-10", "2026-03-01", "EUR", 10_000);
    let back = PaidPart {
        id: 2,
        reverses_id: Some(1),
        effective_on: day("2026-05-05"),
        amount_minor: -10_000,
        ..paid
    };
    let parts = [back, paid];
    assert_eq!(
        words(&paid_months(&parts, day("2026-04-30"), 12)),
        ["2026-03 EUR 1x 10000 9d"]
    );
    assert!(paid_months(&parts, day("2026-05-05"), 12).is_empty());
}

/// Parts over two years, some of them taken back later.
fn histories() -> impl Strategy<Value = Vec<PaidPart>> {
    let one = (
        0_u64..700,
        0_u64..700,
        any::<bool>(),
        1_i64..1_000_000,
        proptest::option::of(0_u64..90),
    );
    proptest::collection::vec(one, 0..40).prop_map(|rows| {
        let start = day("2025-01-01");
        let mut parts = Vec::new();
        for (on, due, euros, amount_minor, back) in rows {
            let id = i64::try_from(parts.len()).unwrap() + 1;
            let paid = PaidPart {
                id,
                reverses_id: None,
                effective_on: start + Days::new(on),
                due_on: start + Days::new(due),
                currency: if euros {
                    Currency::EUR
                } else {
                    "USD".parse().unwrap()
                },
                amount_minor,
            };
            parts.push(paid);
            if let Some(later) = back {
                parts.push(PaidPart {
                    id: id + 1,
                    reverses_id: Some(id),
                    effective_on: paid.effective_on + Days::new(later),
                    amount_minor: -amount_minor,
                    ..paid
                });
            }
        }
        parts
    })
}

proptest! {
    /// T-A4: facts after the day never change what is said of it, and the order of facts never matters.
    #[test]
    fn t_a4_later_facts_change_nothing(mut parts in histories(), on in 0_u64..800, turn in 0_usize..40) {
        let as_of = day("2025-01-01") + Days::new(on);
        let known: Vec<PaidPart> =
            parts.iter().filter(|part| part.effective_on <= as_of).copied().collect();
        let turn = turn.min(parts.len());
        parts.rotate_left(turn);
        prop_assert_eq!(paid_months(&parts, as_of, 12), paid_months(&known, as_of, 12));
    }

    /// The sums of all months are what a plain loop over the days of the ledger gives.
    #[test]
    fn every_part_that_stands_is_in_one_month(parts in histories(), on in 0_u64..800) {
        let as_of = day("2025-01-01") + Days::new(on);
        for currency in [Currency::EUR, "USD".parse().unwrap()] {
            let mut stands = 0_i64;
            for part in &parts {
                let back = parts.iter().any(|other| other.reverses_id == Some(part.id) && other.effective_on <= as_of);
                if part.currency == currency && part.reverses_id.is_none() && part.effective_on <= as_of && !back {
                    stands += part.amount_minor;
                }
            }
            let months = paid_months(&parts, as_of, usize::MAX);
            let sum: i64 = months.iter().filter(|month| month.currency == currency).map(|month| month.settled_minor).sum();
            prop_assert_eq!(sum, stands);
        }
    }
}
