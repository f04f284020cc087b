//! What changes beside an order shows at once in its hold: ticks and the marker, and nothing is let go by it.

use serde_json::{Value, json};

use crate::decisions::held;
use crate::{hold, limit, state};

fn tick(shelf: &mut crate::shelf::Shelf) -> (Value, Value) {
    let row = hold(shelf);
    let shown = shelf.call("holds.explain", json!({"hold_id": row["hold_id"]}));
    (
        shown["reasons"][0]["reason"]["still"].clone(),
        row["ready"].clone(),
    )
}

/// A higher limit clears the reason at once; the order waits for a person, also where releases are automatic.
#[test]
fn a_higher_limit_marks_the_hold() {
    let mut shelf = held("2026-03-02");
    crate::parameters(&mut shelf, &json!({"release_mode": "without_posting"}));
    assert_eq!(tick(&mut shelf), (json!("valid"), json!(false)));
    limit(&mut shelf, "1", 20_000);
    assert_eq!(tick(&mut shelf), (json!("cleared"), json!(true)));
    assert_eq!(state(&mut shelf, "A-1"), "on_hold");
    limit(&mut shelf, "1", 10_000);
    assert_eq!(tick(&mut shelf), (json!("valid"), json!(false)));
}

/// So does a policy, an unlimited customer, a change of what counts as exposure.
#[test]
fn whatever_a_limit_is_made_of_marks_the_hold() {
    let mut shelf = held("2026-03-02");
    shelf.call(
        "credit.cover_type_save",
        json!({"kind": "coverage", "code": "TRADE", "description": ""}),
    );
    let policy = json!({
        "id": 0, "identifier": "insurance", "party": "A", "coverage": "TRADE", "policy_no": "1",
        "effective_on": "2026-01-01", "expires_on": null, "value_minor": 100_000, "currency": "EUR", "update_bp": 10_000,
        "included_in_exposure": false,
    });
    let policies = shelf.call(
        "credit.policy_save",
        json!({"account": "1", "policy": policy}),
    );
    assert_eq!(tick(&mut shelf), (json!("cleared"), json!(true)));
    let id = policies["policies"][0]["id"].clone();
    shelf.call("credit.policy_delete", json!({"account": "1", "id": id}));
    assert_eq!(tick(&mut shelf), (json!("valid"), json!(false)));
    let mut attributes = shelf.call("credit.get", json!({"account": "1"}))["attributes"].clone();
    attributes["unlimited"] = json!(true);
    shelf.call(
        "credit.save",
        json!({"account": "1", "attributes": attributes}),
    );
    assert_eq!(tick(&mut shelf), (json!("cleared"), json!(true)));
}

/// C-29: a limit that is not set warns and holds nothing; two orders make one task and one draft line with a proposed first
/// limit.
#[test]
fn c_29_a_limit_that_is_not_set_warns() {
    let mut shelf = crate::shelf::Shelf::new("2026-03-02");
    shelf.customer("1");
    for number in ["A-1", "A-2"] {
        let answer = crate::check(&mut shelf, number, "1", 50_000, "confirmation");
        assert_eq!(answer["verdict"], json!("warn"));
        assert_eq!(crate::codes(&answer), ["limit_not_set"]);
        assert_eq!(answer["may_go_on"], json!(true));
    }
    assert!(crate::holds(&mut shelf, json!({})).is_empty());
    let tasks = shelf.call("tasks.list", json!({}))["tasks"].clone();
    assert_eq!(
        tasks.as_array().unwrap().len(),
        1,
        "one task in all: {tasks}"
    );
    let journals = shelf.call("limits.list", json!({}))["journals"].clone();
    assert_eq!(journals.as_array().unwrap().len(), 1);
    let journal = shelf.call("limits.get", json!({"id": journals[0]["id"]}));
    assert_eq!(journal["head"]["state"], json!("draft"));
    assert_eq!(
        journal["lines"].as_array().unwrap().len(),
        1,
        "one line in all"
    );
    assert_eq!(journal["lines"][0]["new_minor"], json!(50_000));
}
