//! What a passed check keeps, and what it does not (T-C12).

use serde_json::json;

use crate::files::{HEAD, import};
use crate::shelf::Shelf;
use crate::{
    assert_sound, check, codes, credit, holds, limit, no_rules, order, parameters, rule, state,
    step,
};

/// A limit of 10,000 and the rule 100 %.
fn ten_thousand(day: &str) -> Shelf {
    let mut shelf = Shelf::new(day);
    shelf.customer("1");
    limit(&mut shelf, "1", 1_000_000);
    no_rules(&mut shelf);
    rule(&mut shelf, "limit_used", json!({"used_bp": 10_000}));
    shelf
}

/// H-49: X of 6,000 passes on 03-02; Y of 5,000 is held on 03-02 and on 03-09 (11,000), and passes on 03-10, when the seven
/// days of X are over; X never came.
#[test]
fn h_49_two_orders_do_not_both_pass_with_the_last_credit() {
    for (day, verdict) in [
        ("2026-03-02", "hold"),
        ("2026-03-09", "hold"),
        ("2026-03-10", "allow"),
    ] {
        let mut shelf = ten_thousand("2026-03-02");
        let x = check(&mut shelf, "X", "1", 600_000, "confirmation");
        assert_eq!(x["verdict"], json!("allow"));
        let kept = shelf.call("orders.get", json!({"order_no": "X"}));
        assert_eq!(kept["reserved_until"], json!("2026-03-09"));
        shelf.set_today(day);
        let y = check(&mut shelf, "Y", "1", 500_000, "confirmation");
        assert_eq!(y["verdict"], json!(verdict), "{day}");
        if verdict == "hold" {
            assert_eq!(codes(&y), ["limit_used_customer"]);
            assert_eq!(
                y["reasons"][0]["measured"]["exposure_minor"],
                json!(1_100_000)
            );
            assert_eq!(y["reasons"][0]["measured"]["limit_minor"], json!(1_000_000));
        }
        assert_sound(&mut shelf);
    }
}

/// H-50: X cancelled on 03-03: Y passes. X in the book on 03-03: it counts once, and Y is held.
#[test]
fn h_50_a_reservation_ends_with_the_order() {
    let mut shelf = ten_thousand("2026-03-02");
    check(&mut shelf, "X", "1", 600_000, "confirmation");
    shelf.set_today("2026-03-03");
    shelf.call("orders.cancel", json!({"order_no": "X"}));
    assert_eq!(state(&mut shelf, "X"), "cancelled");
    let y = check(&mut shelf, "Y", "1", 500_000, "confirmation");
    assert_eq!(y["verdict"], json!("allow"));

    let mut shelf = ten_thousand("2026-03-02");
    check(&mut shelf, "X", "1", 600_000, "confirmation");
    shelf.set_today("2026-03-03");
    order(&mut shelf, "X", "1", 600_000);
    assert_eq!(
        shelf.number("SELECT COUNT(*) FROM reservations WHERE ended_why = 'imported'"),
        1,
        "it counts by itself now"
    );
    let standing = shelf.call("credit.exposure", json!({"account": "1"}));
    assert_eq!(standing["total_minor"], json!(600_000));
    let y = check(&mut shelf, "Y", "1", 500_000, "confirmation");
    assert_eq!(y["verdict"], json!("hold"));
    assert_sound(&mut shelf);
}

/// H-50 by a file: X comes in as an imported order on 03-03: its reservation is over because of that, the order counts once, and
/// Y is held.
#[test]
fn h_50_an_imported_order_takes_the_place_of_its_reservation() {
    let mut shelf = ten_thousand("2026-03-02");
    check(&mut shelf, "X", "1", 600_000, "confirmation");
    shelf.set_today("2026-03-03");
    let row = "X;1;2026-03-03;confirmed;6000,00;EUR;;\n";
    import(&mut shelf, "orders.csv", &format!("{HEAD}{row}"));
    assert_eq!(state(&mut shelf, "X"), "passed");
    let ended = "SELECT COUNT(*) FROM reservations WHERE ended_on = '2026-03-03' AND ended_why = 'imported'";
    assert_eq!(shelf.number(ended), 1);
    assert_eq!(shelf.number("SELECT COUNT(*) FROM reservations"), 1);
    let kept = shelf.call("orders.get", json!({"order_no": "X"}));
    assert_eq!(
        (&kept["arrived"], &kept["reserved_until"]),
        (&json!(true), &json!(null))
    );
    let shown = shelf.call("credit.exposure", json!({"account": "1"}));
    assert_eq!(shown["total_minor"], json!(600_000));
    let y = check(&mut shelf, "Y", "1", 500_000, "confirmation");
    assert_eq!(codes(&y), ["limit_used_customer"]);
    assert_eq!(y["exposure_minor"], json!(1_100_000));
    assert_sound(&mut shelf);
}

/// T-C12 with a release between: X of 6,000, only checked, is held and counts; Y of 5,000 does not pass beside it. X is
/// released and keeps its credit for seven days from the release, so that Y still does not pass, and passes on the eighth.
#[test]
fn what_is_only_checked_counts_while_it_is_held_and_after_its_release() {
    let mut shelf = ten_thousand("2026-03-02");
    rule(&mut shelf, "sales_order", json!({"amount_minor": 550_000}));
    let part = |shelf: &mut Shelf, name: &str| {
        let shown = shelf.call("credit.exposure", json!({"account": "1"}));
        let parts = shown["parts"].as_array().unwrap();
        let part = parts.iter().find(|part| part["component"] == json!(name));
        part.unwrap()["minor"].as_i64().unwrap()
    };
    assert_eq!(
        codes(&check(&mut shelf, "X", "1", 600_000, "confirmation")),
        ["order_amount"]
    );
    assert_eq!(part(&mut shelf, "orders_on_hold"), 600_000);
    let behind = shelf.call(
        "credit.exposure_items",
        json!({"account": "1", "component": "orders_on_hold"}),
    );
    assert_eq!(behind["claims"][0]["number"], json!("X"));
    let y = check(&mut shelf, "Y", "1", 500_000, "confirmation");
    assert_eq!(codes(&y), ["limit_used_customer"]);
    let of = |shelf: &mut Shelf, number: &str| {
        let rows = holds(shelf, json!({}));
        let row = rows.iter().find(|row| row["order_no"] == json!(number));
        row.unwrap()["hold_id"].clone()
    };
    let (x, y) = (of(&mut shelf, "X"), of(&mut shelf, "Y"));
    shelf.call("holds.reject", json!({"hold_ids": [y]}));
    shelf.set_today("2026-03-04");
    let done = shelf.call(
        "holds.release",
        json!({"hold_ids": [x], "reason": "CHECKED", "mode": "with_posting"}),
    );
    assert_eq!(done["perform"], json!(["X"]));
    assert_eq!(part(&mut shelf, "orders_on_hold"), 0);
    assert_eq!(part(&mut shelf, "reservations"), 600_000);
    let kept = shelf.call("orders.get", json!({"order_no": "X"}));
    assert_eq!(kept["reserved_until"], json!("2026-03-11"));
    for (day, verdict) in [("2026-03-11", "hold"), ("2026-03-12", "allow")] {
        shelf.set_today(day);
        let y = json!({"order_no": "Z", "step": "confirmation", "order": {"account": "1", "amount_minor": 500_000}});
        assert_eq!(
            shelf.call("orders.try", y)["verdict"],
            json!(verdict),
            "{day}"
        );
    }
    shelf.set_today("2026-03-05");
    shelf.call("holds.undo", json!({"hold_ids": [x]}));
    assert_eq!(part(&mut shelf, "orders_on_hold"), 600_000);
    assert_eq!(part(&mut shelf, "reservations"), 0, "it counts once");
    assert_sound(&mut shelf);
}

/// A release that nobody took by hand keeps the credit of an order that was only checked, too.
#[test]
fn an_automatic_release_keeps_the_credit() {
    let mut shelf = ten_thousand("2026-03-02");
    parameters(&mut shelf, &json!({"release_mode": "without_posting"}));
    check(&mut shelf, "X", "1", 1_100_000, "confirmation");
    limit(&mut shelf, "1", 1_200_000);
    assert_eq!(
        shelf.call("holds.evaluate", json!({}))["released"],
        json!(1)
    );
    let y = check(&mut shelf, "Y", "1", 200_000, "confirmation");
    assert_eq!(y["verdict"], json!("hold"));
    assert_eq!(y["exposure_minor"], json!(1_300_000));
    assert_sound(&mut shelf);
}

/// A new check of the same order replaces its reservation, and its own reservation is not counted against it.
#[test]
fn an_order_is_never_counted_against_itself() {
    let mut shelf = ten_thousand("2026-03-02");
    for _ in 0..3 {
        let x = check(&mut shelf, "X", "1", 900_000, "confirmation");
        assert_eq!(x["verdict"], json!("allow"));
    }
    assert_eq!(
        shelf.number("SELECT COUNT(*) FROM reservations WHERE ended_on IS NULL"),
        1
    );
    let standing = shelf.call("credit.exposure", json!({"account": "1"}));
    assert_eq!(standing["total_minor"], json!(900_000));
    check(&mut shelf, "X", "1", 100_000, "confirmation");
    let standing = shelf.call("credit.exposure", json!({"account": "1"}));
    assert_eq!(standing["total_minor"], json!(100_000));
}

/// Trying an order says what a check would say and keeps nothing: no act, no reservation, no hold, also of an order that is
/// not known.
#[test]
fn trying_keeps_nothing() {
    let mut shelf = ten_thousand("2026-03-02");
    let acts = shelf.number("SELECT COUNT(*) FROM audit");
    let ask = json!({"order_no": "X", "step": "confirmation", "order": {"account": "1", "amount_minor": 1_000_001}});
    let tried = shelf.call("orders.try", ask.clone());
    assert_eq!(
        (&tried["verdict"], &tried["state"]),
        (&json!("hold"), &json!("not_checked"))
    );
    assert_eq!(shelf.number("SELECT COUNT(*) FROM audit"), acts);
    assert_eq!(shelf.number("SELECT COUNT(*) FROM order_credit"), 0);
    assert_eq!(shelf.call("orders.check", ask)["verdict"], tried["verdict"]);
}

/// A held order reserves nothing, a rejected one leaves the exposure, and one on hold in the book stays in it. T-C3.
#[test]
fn what_is_held_counts_and_what_is_rejected_does_not() {
    let mut shelf = ten_thousand("2026-03-02");
    order(&mut shelf, "A-1", "1", 1_500_000);
    step(&mut shelf, "A-1", "confirmation");
    let standing = |shelf: &mut Shelf| {
        let shown = shelf.call("credit.exposure", json!({"account": "1"}));
        let part = |name: &str| {
            let parts = shown["parts"].as_array().unwrap();
            let part = parts.iter().find(|part| part["component"] == json!(name));
            part.unwrap()["minor"].as_i64().unwrap()
        };
        (part("open_orders"), part("orders_on_hold"))
    };
    assert_eq!(standing(&mut shelf), (0, 1_500_000));
    let hold_id = holds(&mut shelf, json!({}))[0]["hold_id"].clone();
    shelf.call("holds.reject", json!({"hold_ids": [hold_id]}));
    assert_eq!(state(&mut shelf, "A-1"), "rejected");
    assert_eq!(standing(&mut shelf), (0, 0));
    shelf.call("holds.undo", json!({"hold_ids": [hold_id]}));
    assert_eq!(standing(&mut shelf), (0, 1_500_000));
    assert_sound(&mut shelf);
}

/// H-53: an order of 1,200 of which 800 is prepaid is tested with 400.
#[test]
fn h_53_the_prepaid_part_is_not_tested() {
    let mut shelf = Shelf::new("2026-03-02");
    shelf.customer("1");
    limit(&mut shelf, "1", 100_000_000);
    no_rules(&mut shelf);
    rule(&mut shelf, "sales_order", json!({"amount_minor": 50_000}));
    let ask = |shelf: &mut Shelf, prepaid: i64| {
        shelf.call(
            "orders.check",
            json!({
                "order_no": "A-1", "step": "confirmation",
                "order": {"account": "1", "amount_minor": 120_000, "prepaid_minor": prepaid},
            }),
        )
    };
    let answer = ask(&mut shelf, 80_000);
    assert_eq!(answer["verdict"], json!("allow"));
    assert_eq!(answer["tested_minor"], json!(40_000));
    assert_eq!(answer["exposure_minor"], json!(40_000));
    assert_eq!(ask(&mut shelf, 0)["verdict"], json!("hold"));
}

/// Spec 12 §2, 13: the night ends a reservation whose last day is over, and it counts up to that day as before.
#[test]
fn the_night_ends_what_is_over() {
    let mut shelf = Shelf::new("2026-03-02");
    shelf.customer("1");
    limit(&mut shelf, "1", 100_000);
    check(&mut shelf, "N-1", "1", 60_000, "confirmation");
    let run = json!({"jobs": ["dated_duties"]});
    shelf.set_today("2026-03-09");
    let done = shelf.call("nightly.run", run.clone());
    assert_eq!(
        done["runs"][0]["counts"]["expired"],
        json!(0),
        "its last day"
    );
    shelf.set_today("2026-03-10");
    let done = shelf.call("nightly.run", run);
    assert_eq!(done["runs"][0]["counts"]["expired"], json!(1));
    assert_eq!(
        shelf.number("SELECT COUNT(*) FROM reservations WHERE ended_why = 'expired' AND ended_on = '2026-03-10'"),
        1
    );
    for (day, minor) in [("2026-03-09", 60_000), ("2026-03-10", 0)] {
        let shown = shelf.call("credit.exposure", json!({"account": "1", "as_of": day}));
        assert_eq!(shown["total_minor"], json!(minor), "{day}");
    }
    assert_sound(&mut shelf);
}

/// Spec 30 §6: behind the parts that are not of the ledger stand orders, deliveries and reservations, and they add up to
/// their part.
#[test]
fn orders_and_reservations_are_behind_their_parts() {
    let mut shelf = Shelf::new("2026-03-02");
    shelf.customer("1");
    limit(&mut shelf, "1", 100_000);
    order(&mut shelf, "A-1", "1", 30_000);
    order(&mut shelf, "A-2", "1", 500_000);
    step(&mut shelf, "A-2", "confirmation");
    credit(&mut shelf, &json!({"check_on_order": false}));
    check(&mut shelf, "N-1", "1", 20_000, "confirmation");
    let parts = shelf.call("credit.exposure", json!({"account": "1"}))["parts"].clone();
    for (component, number, kind) in [
        ("open_orders", "A-1", "order"),
        ("orders_on_hold", "A-2", "order"),
        ("reservations", "N-1", "reservation"),
    ] {
        let part = parts
            .as_array()
            .unwrap()
            .iter()
            .find(|part| part["component"] == component);
        let behind = shelf.call(
            "credit.exposure_items",
            json!({"account": "1", "component": component}),
        );
        let claims = behind["claims"].as_array().unwrap();
        assert_eq!(claims.len(), 1, "{component} {behind}");
        assert_eq!(
            (&claims[0]["number"], &claims[0]["kind"]),
            (&json!(number), &json!(kind))
        );
        assert_eq!(claims[0]["minor"], part.unwrap()["minor"], "{component}");
        assert_eq!(behind["items"], json!([]));
    }
}
