//! What cannot be is refused in words' codes, and nothing is lost.

use serde_json::json;

use crate::shelf::Shelf;
use crate::{assert_sound, limit, order, state};

#[test]
fn what_cannot_be_an_order_is_refused() {
    let mut shelf = Shelf::new("2026-03-02");
    shelf.customer("1");
    shelf.customer("2");
    limit(&mut shelf, "1", 10_000);
    order(&mut shelf, "A-1", "1", 5_000);
    for (number, given, code, field) in [
        (
            "",
            json!({"account": "1", "amount_minor": 1}),
            "value_missing",
            "order_no",
        ),
        (
            "B",
            json!({"account": "9", "amount_minor": 1}),
            "unknown_customer",
            "account",
        ),
        (
            "B",
            json!({"account": "1", "amount_minor": 1, "currency": "QQQ"}),
            "unknown_currency",
            "currency",
        ),
        (
            "B",
            json!({"account": "1", "amount_minor": 1, "prepaid_minor": -1}),
            "prepaid_negative",
            "prepaid_minor",
        ),
        (
            "B",
            json!({"account": "1", "amount_minor": 1, "tax_minor": 2}),
            "order_tax_above_amount",
            "tax_minor",
        ),
        (
            "A-1",
            json!({"account": "2", "amount_minor": 1}),
            "number_of_other_customer",
            "order_no",
        ),
    ] {
        for command in ["orders.check", "orders.save"] {
            let refusal = shelf
                .try_call(command, json!({"order_no": number, "order": given}))
                .unwrap_err();
            assert_eq!(
                (refusal.code.as_str(), &refusal.args["field"]),
                (code, &json!(field)),
                "{command}"
            );
        }
    }
    let refusal = shelf.try_call("orders.check", json!({"order_no": "NEVER"}));
    assert_eq!(refusal.unwrap_err().code, "unknown_order");
    let lines = shelf.try_call(
        "orders.save",
        json!({
            "order_no": "L", "order": {"account": "1", "amount_minor": 100},
            "lines": [{"amount_minor": 60}, {"amount_minor": 41}],
        }),
    );
    assert_eq!(lines.unwrap_err().code, "order_lines_differ");
    lines_are_kept_until_they_are_changed(&mut shelf);
    assert_eq!(state(&mut shelf, "A-1"), "passed");
    assert_sound(&mut shelf);
}

/// Lines that nobody sends stay, and the last one can be taken away.
fn lines_are_kept_until_they_are_changed(shelf: &mut Shelf) {
    for (lines, left) in [
        (json!([{"amount_minor": 60}, {"amount_minor": 40}]), 2),
        (json!(null), 2),
        (json!([{"amount_minor": 100}]), 1),
        (json!([]), 0),
    ] {
        let order = json!({"order_no": "L", "order": {"account": "1", "amount_minor": 100}, "lines": lines});
        let saved = shelf.call("orders.save", order);
        assert_eq!(saved["lines"].as_array().unwrap().len(), left, "{lines}");
    }
}

/// A currency without a rate on the day, and an amount beyond range: the check says so and changes nothing; a run over many
/// counts it and goes on.
#[test]
fn a_missing_rate_stops_one_order_and_no_other() {
    let mut shelf = Shelf::new("2026-03-02");
    shelf.customer("1");
    limit(&mut shelf, "1", 10_000);
    let foreign = json!({"order_no": "U-1", "step": "confirmation", "order": {"account": "1", "amount_minor": 100, "currency": "USD"}});
    let refusal = shelf.try_call("orders.check", foreign.clone()).unwrap_err();
    assert_eq!(
        (refusal.code.as_str(), &refusal.args["currency"]),
        ("exposure_rate_missing", &json!("USD"))
    );
    assert!(
        shelf
            .try_call("orders.get", json!({"order_no": "U-1"}))
            .is_err()
    );
    let huge = json!({"order_no": "H-1", "step": "confirmation", "order": {"account": "1", "amount_minor": i64::MAX}});
    let refusal = shelf.try_call("orders.check", huge).unwrap_err();
    assert_eq!(
        (refusal.code.as_str(), &refusal.args["field"]),
        ("order_amount_too_large", &json!("amount_minor"))
    );
    shelf.call(
        "rates.save",
        json!({"rate_type": "default", "from": "USD", "to": "EUR", "valid_from": "2026-01-01", "rate": "0.5"}),
    );
    let answer = shelf.call("orders.check", foreign);
    assert_eq!(
        (&answer["verdict"], &answer["tested_minor"]),
        (&json!("allow"), &json!(50))
    );
}

/// An order that the book keeps is decided by what the book keeps: a check with another amount is refused, one with the same is
/// a check like any other, and a closed order is checked in neither way.
#[test]
fn a_check_cannot_say_what_an_order_of_the_book_is() {
    let mut shelf = Shelf::new("2026-03-02");
    shelf.customer("1");
    limit(&mut shelf, "1", 10_000);
    order(&mut shelf, "A-1", "1", 1_000_000);
    let asked = |minor: i64| {
        json!({"order_no": "A-1", "step": "packing_slip", "perform": true,
            "order": {"account": "1", "amount_minor": minor}})
    };
    let refusal = shelf.try_call("orders.check", asked(1)).unwrap_err();
    assert_eq!(
        (refusal.code.as_str(), &refusal.args["amount_minor"]),
        ("order_is_in_book", &json!(1_000_000))
    );
    let kept = |shelf: &mut Shelf| {
        let order = shelf.call("orders.get", json!({"order_no": "A-1"}));
        (order["step"].clone(), order["amount_minor"].clone())
    };
    assert_eq!(kept(&mut shelf), (json!("entry"), json!(1_000_000)));
    assert_eq!(
        shelf.call("orders.check", asked(1_000_000))["verdict"],
        json!("hold")
    );
    assert_eq!(kept(&mut shelf), (json!("entry"), json!(1_000_000)));
    assert_sound(&mut shelf);
}
