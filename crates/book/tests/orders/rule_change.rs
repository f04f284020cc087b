//! What a changed or deleted rule says to the holds that stand on it, and notes about holds.

use serde_json::{Value, json};

use crate::decisions::held;
use crate::shelf::Shelf;
use crate::{assert_sound, hold, holds, limit, no_rules, order, parameters, rule, state, step};

/// Two orders, held because each is above 1,000.
fn two() -> (Shelf, i64) {
    let mut shelf = Shelf::new("2026-03-02");
    shelf.customer("1");
    limit(&mut shelf, "1", 10_000_000);
    no_rules(&mut shelf);
    let rules = rule(&mut shelf, "sales_order", json!({"amount_minor": 100_000}));
    let id = rules["rules"][0]["id"].as_i64().unwrap();
    for (number, minor) in [("A-1", 120_000), ("A-2", 300_000)] {
        order(&mut shelf, number, "1", minor);
        step(&mut shelf, number, "confirmation");
    }
    assert_eq!(holds(&mut shelf, json!({})).len(), 2);
    (shelf, id)
}

fn marks(shelf: &mut Shelf) -> Vec<(String, bool, bool)> {
    let mut found: Vec<_> = holds(shelf, json!({}))
        .iter()
        .map(|row| {
            (
                row["order_no"].as_str().unwrap().to_owned(),
                row["rule_changed"].as_bool().unwrap(),
                row["ready"].as_bool().unwrap(),
            )
        })
        .collect();
    found.sort();
    found
}

fn raised(id: i64, minor: i64) -> Value {
    json!({
        "id": id, "rule_type": "sales_order", "level": "all", "kind": "blocking", "active": true, "amount_minor": minor,
    })
}

/// Spec 12: a changed rule looks at the open holds at once. What stands only on it is marked, what is not true any more is
/// ready, and one act checks all of them again: one goes, the other stays, by the rule that holds now.
#[test]
fn holds_of_a_changed_rule_are_marked_and_checked_again_by_one_act() {
    let (mut shelf, id) = two();
    assert_eq!(
        marks(&mut shelf),
        [
            ("A-1".to_owned(), false, false),
            ("A-2".to_owned(), false, false)
        ]
    );
    let nothing = shelf.call("holds.check_changed", json!({}));
    assert_eq!(nothing["checks"]["checked"], json!(0));
    parameters(&mut shelf, &json!({"release_mode": "without_posting"}));
    shelf.call("rules.save", raised(id, 200_000));
    assert_eq!(
        marks(&mut shelf),
        [
            ("A-1".to_owned(), true, true),
            ("A-2".to_owned(), true, false)
        ],
        "both stand on it, and the smaller one is not above it any more"
    );
    let listing = shelf.call("holds.list", json!({"changed_only": true}));
    assert_eq!(
        (&listing["count"], &listing["rule_changed"]),
        (&json!(2), &json!(2))
    );
    let done = shelf.call("holds.check_changed", json!({}));
    assert_eq!(
        (&done["checks"]["checked"], &done["checks"]["held"]),
        (&json!(2), &json!(2)),
        "a check lets no held order go"
    );
    assert_eq!(
        (&done["holds"]["released"], &done["holds"]["kept"]),
        (&json!(1), &json!(1))
    );
    assert_eq!(state(&mut shelf, "A-1"), "released");
    assert_eq!(marks(&mut shelf), [("A-2".to_owned(), false, false)]);
    let explained = shelf.call("orders.get", json!({"order_no": "A-2"}));
    assert_eq!(
        explained["checks"].as_array().unwrap().len(),
        3,
        "at its entry, at its confirmation, and again"
    );
    assert_sound(&mut shelf);
}

/// A deleted rule marks too; a hold by hand, or one that another rule holds as well, is not marked.
#[test]
fn what_somebody_else_holds_is_not_marked() {
    let (mut shelf, id) = two();
    shelf.call(
        "orders.save",
        json!({"order_no": "A-3", "order": {"account": "1", "amount_minor": 5_000}}),
    );
    shelf.call(
        "holds.force",
        json!({"order_nos": ["A-3"], "reason": "CHECK", "comment": ""}),
    );
    let terms = rule(
        &mut shelf,
        "sales_order",
        json!({"amount_minor": 250_000, "level": "table", "account": "1"}),
    );
    assert!(terms["rules"].as_array().unwrap().len() > 1);
    shelf.call("holds.evaluate", json!({}));
    step(&mut shelf, "A-2", "confirmation");
    shelf.call("rules.delete", json!({"id": id}));
    assert_eq!(
        marks(&mut shelf),
        [
            ("A-1".to_owned(), true, true),
            ("A-2".to_owned(), false, false),
            ("A-3".to_owned(), false, true),
        ]
    );
    assert_sound(&mut shelf);
}

/// A note stands in the history of hold and order with its author and its day, also after the decision; nothing is changed
/// by it, and an empty one is refused.
#[test]
fn a_note_is_kept_with_author_and_day() {
    let mut shelf = held("2026-03-02");
    let id = hold(&mut shelf)["hold_id"].clone();
    let empty = shelf
        .try_call("holds.note", json!({"hold_id": id, "note": "  "}))
        .unwrap_err();
    assert_eq!(empty.code, "value_missing");
    let long = json!({"hold_id": id, "note": "x".repeat(4_001)});
    assert_eq!(
        shelf.try_call("holds.note", long).unwrap_err().code,
        "value_too_long"
    );
    let unknown = json!({"hold_id": 99, "note": "who"});
    assert_eq!(
        shelf.try_call("holds.note", unknown).unwrap_err().code,
        "unknown_hold"
    );
    shelf.call(
        "holds.note",
        json!({"hold_id": id, "note": " The bank promised a letter by Friday. "}),
    );
    shelf.set_today("2026-03-05");
    shelf.call(
        "holds.release",
        json!({"hold_ids": [id], "reason": "CHECKED", "mode": "without_posting"}),
    );
    let said = shelf.call("holds.note", json!({"hold_id": id, "note": "It came."}));
    let history: Vec<(&str, &str, &str)> = said["history"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            (
                row["event"].as_str().unwrap(),
                row["changed_on"].as_str().unwrap(),
                row["comment"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        history,
        [
            ("noted", "2026-03-05", "It came."),
            ("released", "2026-03-05", ""),
            (
                "noted",
                "2026-03-02",
                "The bank promised a letter by Friday."
            ),
            ("checked", "2026-03-02", ""),
        ]
    );
    let order = shelf.call("orders.get", json!({"order_no": "A-1"}));
    assert_eq!(order["history"][0]["event"], json!("noted"));
    assert_eq!(order["state"], json!("released"));
    let explained = shelf.call("holds.explain", json!({"hold_id": id}));
    assert_eq!(explained["history"], said["history"]);
    assert_sound(&mut shelf);
}
