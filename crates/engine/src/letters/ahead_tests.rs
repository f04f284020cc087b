//! The days ahead: nothing is missed between the days on which the customer is asked.

use proptest::prelude::*;

use super::calendar::Walk;
use super::oracle::{CLOCK, at, ledgers, sequence as random_sequence};
use super::tests::{day, item, line, policy, sequence};
use super::*;
use crate::account::{Horizon, Kind, Scratch};

fn fee_due(on: NaiveDate) -> NaiveDate {
    on + Days::new(14)
}

fn outlook(until: NaiveDate, spared: &[Spared]) -> Outlook<'_> {
    Outlook {
        until,
        spared,
        paid: &[],
        fee_due: &fee_due,
    }
}

/// Spec 30 §7: each letter on its day, the next one after the days to wait; the fee of a letter stands on a later one.
#[test]
fn letters_follow_each_other() {
    let ladder = sequence(&[
        line(Code::Letter1, 500, 0, 7),
        line(Code::Letter2, 0, 0, 20),
    ]);
    let items = [item(1, Kind::Invoice, "2026-03-10", 50_000)];
    let debtor = Debtor {
        items: &items,
        history: &[],
        standing: Standing::Open,
        stops: &[],
        sequence: Some(&ladder),
    };
    let found = ahead(
        &debtor,
        &policy("2026-03-01"),
        &outlook(day("2026-05-01"), &[]),
    );
    let found: Vec<_> = found
        .iter()
        .map(|letter| (letter.on, letter.draft.line.code, letter.draft.items_minor))
        .collect();
    assert_eq!(
        found,
        [
            (day("2026-03-17"), Code::Letter1, 50_000),
            (day("2026-04-06"), Code::Letter2, 50_500),
        ]
    );
}

/// Spec 30 §7, if customers pay as predicted: who is used to pay ten days late gets first letters and no second one; who
/// is used to five gets none; who is later than ever, or has no habit, is taken to pay nothing.
#[test]
fn customers_pay_as_they_are_used_to() {
    let ladder = sequence(&[
        line(Code::Letter1, 500, 0, 7),
        line(Code::Letter2, 0, 0, 20),
    ]);
    let items = [
        item(1, Kind::Invoice, "2026-03-10", 50_000),
        item(2, Kind::Invoice, "2026-03-12", 20_000),
    ];
    let debtor = Debtor {
        items: &items,
        history: &[],
        standing: Standing::Open,
        stops: &[],
        sequence: Some(&ladder),
    };
    let letters = |late: Option<i64>| -> Vec<(NaiveDate, i64)> {
        let paid = expected(&items, &[], |_| late, day("2026-03-01"));
        let outlook = Outlook {
            paid: &paid,
            ..outlook(day("2026-05-01"), &[])
        };
        ahead(&debtor, &policy("2026-03-01"), &outlook)
            .iter()
            .map(|letter| (letter.on, letter.draft.items_minor))
            .collect()
    };
    assert!(letters(Some(5)).is_empty());
    assert_eq!(
        letters(Some(10)),
        [(day("2026-03-17"), 50_000), (day("2026-03-20"), 20_000)],
        "the first is paid on the 20th, and what is left has its first letter then; the fees alone make no second one"
    );
    assert_eq!(letters(None).len(), 2);
    let late = expected(&items, &[], |_| Some(3), day("2026-04-01"));
    assert!(late.is_empty(), "both days are over");
    let early = expected(&items, &[], |_| Some(-4), day("2026-03-11"));
    assert_eq!(
        early,
        [Paid {
            item: 1,
            on: day("2026-03-12"),
            amount_minor: 20_000
        }],
        "not before it is due"
    );
}

/// A promise spares until its last day, and not on the next.
#[test]
fn a_promise_ends() {
    let ladder = sequence(&[line(Code::Letter1, 0, 0, 7)]);
    let mut items = [item(1, Kind::Invoice, "2026-02-01", 50_000)];
    items[0].promised_minor = 50_000;
    let debtor = Debtor {
        items: &items,
        history: &[],
        standing: Standing::Open,
        stops: &[],
        sequence: Some(&ladder),
    };
    let spared = [Spared {
        item: 0,
        last_on: day("2026-03-12"),
        amount_minor: 50_000,
    }];
    let found = ahead(
        &debtor,
        &policy("2026-03-01"),
        &outlook(day("2026-05-01"), &spared),
    );
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].on, day("2026-03-13"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    /// Asking every day gives the same letters as asking on the days on which the answer can change.
    #[test]
    fn no_day_is_missed(
        ledger in ledgers(),
        per in prop::sample::select(vec![Per::Customer, Per::Transaction]),
        stop in prop::option::of((0_i64..60, 0_i64..60, prop::option::of(0_i64..8))),
        promise in prop::option::of((0_usize..8, 0_i64..60, 1_i64..50_000)),
        payment in prop::option::of((0_usize..8, 0_i64..60, 1_i64..50_000)),
    ) {
        let mut items = Vec::new();
        ledger.account().open_items(Horizon::as_of(at(CLOCK)), &mut Scratch::default(), &mut items);
        let spared: Vec<Spared> = promise.into_iter().filter(|(item, ..)| *item < items.len()).map(|(item, days, amount)| {
            let room = items[item].open_minor.max(0) - items[item].disputed_minor;
            Spared { item, last_on: at(CLOCK + days), amount_minor: amount.min(room).max(0) }
        }).collect();
        let stops: Vec<Stop> = stop.into_iter().map(|(from, days, item)| Stop {
            id: 1, transaction_id: item, purpose: Purpose::Both, from_on: at(CLOCK + from), until_on: at(CLOCK + from + days),
        }).collect();
        let (history, sequence) = (ledger.history(), random_sequence());
        let debtor = Debtor { items: &items, history: &history, standing: Standing::Open, stops: &stops,
            sequence: Some(&sequence) };
        let policy = Policy { per, ..policy(&at(CLOCK).to_string()) };
        let paid: Vec<Paid> = payment.into_iter().filter(|(item, ..)| *item < items.len() && items[*item].open_minor > 0)
            .map(|(item, days, amount_minor)| Paid { item, on: at(CLOCK + days), amount_minor }).collect();
        let outlook = Outlook { paid: &paid, ..outlook(at(CLOCK + 60), &spared) };
        let mut walk = Walk::start(&debtor, &policy, &outlook);
        let daily: Vec<Ahead> = (0..=60).flat_map(|after| walk.day(at(CLOCK + after))).collect();
        prop_assert_eq!(ahead(&debtor, &policy, &outlook), daily);
    }
}
