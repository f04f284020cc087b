//! Reservations (spec 12 §2) and the rule test (spec 30 §7).

use super::super::reservation::{Reservation, Why, end, enter, of_check, reserved_minor};
use super::super::rule_test::{Total, compare};
use super::*;

/// A desk that checks orders of a customer with a limit of 10,000 and a rule of 100 %, and enters what they reserve.
#[derive(Default)]
struct Book {
    reservations: Vec<Reservation>,
    imported_minor: i64,
}

impl Book {
    fn check(&mut self, number: &str, amount: i64, on: &str) -> Decision {
        let day = day(on);
        let reserved = reserved_minor(&self.reservations, (1, number), day, 7).unwrap();
        let mut order = ordering(
            amount,
            only_own(side(Limit::Set {
                total_minor: euro(10_000),
                exposure_minor: self.imported_minor + reserved,
            })),
        );
        order.day = day;
        order.order.number = number.into();
        let decision = evaluate(&order, &policy(vec![rule(1, used(100))]));
        enter(&mut self.reservations, &order, &decision);
        decision
    }
}

fn exposure(decision: &Decision) -> i64 {
    match decision.trace[0].figures[0].measured {
        Figure::Used { used } => used.exposure_minor,
        ref other => panic!("{other:?}"),
    }
}

/// H-49.
#[test]
fn h_49_a_passed_check_reserves_for_seven_days() {
    for (on, expected, exposed) in [
        ("2026-03-02", Hold, 11_000),
        ("2026-03-09", Hold, 11_000),
        ("2026-03-10", Allow, 5_000),
    ] {
        let mut book = Book::default();
        assert_eq!(book.check("X", 6_000, "2026-03-02").verdict, Allow);
        let y = book.check("Y", 5_000, on);
        assert_eq!((y.verdict, exposure(&y)), (expected, euro(exposed)), "{on}");
    }
}

/// H-50.
#[test]
fn h_50_a_cancelled_order_frees_its_amount_and_an_imported_one_counts_once() {
    let mut book = Book::default();
    book.check("X", 6_000, "2026-03-02");
    let on = day("2026-03-03");
    end(&mut book.reservations, (1, "X"), on, Why::Cancelled);
    assert_eq!(book.check("Y", 5_000, "2026-03-03").verdict, Allow);

    let mut book = Book::default();
    book.check("X", 6_000, "2026-03-02");
    end(&mut book.reservations, (1, "X"), on, Why::Imported);
    book.imported_minor = euro(6_000);
    let y = book.check("Y", 5_000, "2026-03-03");
    assert_eq!((y.verdict, exposure(&y)), (Hold, euro(11_000)));
    // Before its end it counted.
    let before = reserved_minor(&book.reservations, (1, "Y"), day("2026-03-02"), 7);
    assert_eq!(before, Some(euro(6_000)));
}

#[test]
fn a_new_check_replaces_what_its_order_reserved() {
    let mut book = Book::default();
    book.check("X", 6_000, "2026-03-02");
    assert_eq!(book.check("X", 9_000, "2026-03-03").verdict, Allow);
    let of_others =
        |book: &Book| reserved_minor(&book.reservations, (1, "Y"), day("2026-03-03"), 7);
    assert_eq!(of_others(&book), Some(euro(9_000)));
    // Held by its next check, it reserves nothing.
    assert_eq!(book.check("X", 11_000, "2026-03-03").verdict, Hold);
    assert_eq!(of_others(&book), Some(0));
    assert_eq!(
        reserved_minor(&book.reservations, (2, "Y"), day("2026-03-02"), 7),
        Some(0)
    );
}

#[test]
fn only_what_was_checked_and_is_tested_is_reserved() {
    let mut order = snapshot();
    order.order.prepaid_minor = euro(300);
    let policy = Policy::shipped();
    let reserved = of_check(&order, &evaluate(&order, &policy)).unwrap();
    assert_eq!(reserved.amount_minor, euro(700));
    order.order.step = Step::Invoice;
    let unticked = evaluate(&order, &policy);
    assert_eq!(of_check(&order, &unticked), None);
    let mut kept = vec![reserved];
    enter(&mut kept, &order, &unticked);
    assert_eq!((kept.len(), kept[0].end), (1, None));
    order.order.step = Step::Entry;
    order.items = vec![invoice(1, 45, 100)];
    let warned = evaluate(&order, &policy);
    assert_eq!(warned.verdict, Warn);
    assert!(of_check(&order, &warned).is_some());
    order.order.prepaid_minor = euro(1_000);
    assert_eq!(of_check(&order, &evaluate(&order, &policy)), None);
}

#[test]
fn a_rule_test_says_which_orders_decide_differently_and_what_they_amount_to() {
    let order = |number: &str, days: i64, amount: i64, step: Step| {
        let mut order = late(days, 100);
        order.order.number = number.into();
        order.order.amount_minor = euro(amount);
        order.order.step = step;
        order
    };
    let snapshots = [
        order("A", 20, 1_000, Step::Entry),
        order("A", 22, 1_200, Step::Confirmation),
        order("B", 40, 500, Step::Confirmation),
        order("C", 5, 300, Step::Confirmation),
    ];
    let before = policy(vec![rule(1, days_overdue(30))]);
    let after = policy(vec![rule(1, days_overdue(15))]);
    let found = compare(&snapshots, &before, &after);
    let changed: Vec<_> = found
        .orders
        .iter()
        .map(|one| (one.number.as_str(), one.amount_minor, one.before, one.after))
        .collect();
    assert_eq!(changed, [("A", euro(1_200), Allow, Hold)]);
    // B is held either way, by another value.
    let checks: Vec<_> = found.checks.iter().map(|check| check.index).collect();
    assert_eq!(checks, [0, 1, 2]);
    let total = |before, after, amount| Total {
        before,
        after,
        currency: Currency::EUR,
        orders: 1,
        amount_minor: euro(amount),
    };
    let expected = [
        total(Allow, Allow, 300),
        total(Allow, Hold, 1_200),
        total(Hold, Hold, 500),
    ];
    assert_eq!(found.totals, expected);
    let same = compare(&snapshots, &before, &before);
    assert_eq!((same.checks.len(), same.orders.len()), (0, 0));
}
