//! What changes beside an order shows at once in its hold: ticks and the marker, and nothing is let go by it.

use serde_json::{Value, json};

use crate::decisions::held;
use crate::{assert_sound, hold, limit, state};

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
        json!({"account": "1", "attributes": attributes, "reason": "REVIEW"}),
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

/// Spec 11 §5: where a group says so, an order of one member is held by the days of another; the page of the hold names
/// whose invoice it is, and what the other pays shows at once.
#[test]
fn the_days_of_another_member_hold_an_order() {
    let mut shelf = crate::shelf::Shelf::new("2026-03-02");
    shelf.customer("1");
    let other = shelf.customer("2");
    for account in ["1", "2"] {
        limit(&mut shelf, account, 1_000_000);
    }
    let invoice = shelf.invoice(other, "R-2", "2025-12-01", "2026-01-01", 100_000);
    let payment = shelf.payment(other, "Z-2", "2026-03-01", 40_000);
    shelf.settle(invoice, payment, "2026-03-01", 40_000);
    let rest = shelf.payment(other, "Z-3", "2026-03-02", 10_000);
    let group = |days: bool| {
        json!({"code": "HOLDING", "description": "", "limit_minor": 1_000_000, "currency": "EUR", "to_on": "2026-12-31",
            "use_days_overdue": days})
    };
    shelf.call("credit.shared_save", group(false));
    for account in ["1", "2"] {
        shelf.call(
            "credit.shared_join",
            json!({"group": "HOLDING", "account": account}),
        );
    }
    crate::no_rules(&mut shelf);
    crate::rule(&mut shelf, "days_overdue", json!({"days": 30}));
    let free = crate::check(&mut shelf, "A-0", "1", 5_000, "confirmation");
    assert_eq!(free["verdict"], json!("allow"));
    shelf.call("credit.shared_save", group(true));
    crate::order(&mut shelf, "A-1", "1", 5_000);
    let answer = crate::step(&mut shelf, "A-1", "confirmation");
    assert_eq!(crate::codes(&answer), ["days_overdue"]);
    assert_eq!(answer["reasons"][0]["measured"]["days"], json!(60));
    let id = hold(&mut shelf)["hold_id"].clone();
    let shown = shelf.call("holds.explain", json!({"hold_id": id}));
    let behind = &shown["reasons"][0]["transactions"][0];
    assert_eq!(
        (
            &behind["document_no"],
            &behind["account"],
            &behind["open_minor"]
        ),
        (&json!("R-2"), &json!("2"), &json!(60_000))
    );
    assert_eq!(shown["check"]["replays"], json!(true));
    assert_eq!(tick(&mut shelf), (json!("valid"), json!(false)));
    // The other's invoice falls below what the rule ignores: its payment concerns this hold too.
    let mut row = shelf.call("rules.get", json!({}))["rules"][0].clone();
    row["overdue"]["ignore_below_minor"] = json!(55_000);
    shelf.call("rules.save", row);
    let request = json!({"account": "2", "currency": "EUR", "settled_on": "2026-03-02", "automatic": false,
        "credits": [{"transaction_id": rest}], "debits": [{"transaction_id": invoice}]});
    shelf.call("settlement.post", request);
    assert_eq!(tick(&mut shelf), (json!("cleared"), json!(true)));
}

/// Spec 12 §4, §8: what is disputed of an invoice is left out by the rules on what is overdue, so that a dispute looks at the
/// hold behind it at once, and its end does again.
#[test]
fn a_dispute_marks_the_hold() {
    let mut shelf = crate::shelf::Shelf::new("2026-03-02");
    let customer = shelf.customer("1");
    limit(&mut shelf, "1", 1_000_000);
    crate::no_rules(&mut shelf);
    crate::rule(&mut shelf, "days_overdue", json!({"days": 30}));
    let invoice = shelf.invoice(customer, "R-1", "2025-12-01", "2026-01-01", 100_000);
    crate::order(&mut shelf, "A-1", "1", 5_000);
    crate::step(&mut shelf, "A-1", "confirmation");
    assert_eq!(tick(&mut shelf), (json!("valid"), json!(false)));
    let opened = shelf.call(
        "disputes.open",
        json!({"rows": [{"transaction_id": invoice, "amount_minor": 100_000}], "reason": "price"}),
    );
    assert_eq!(tick(&mut shelf), (json!("cleared"), json!(true)));
    let id = opened["dispute_ids"][0].clone();
    shelf.call(
        "disputes.close",
        json!({"dispute_id": id, "outcome": "resolved", "note": "we were right"}),
    );
    assert_eq!(tick(&mut shelf), (json!("valid"), json!(false)));
    shelf.call("disputes.reopen", json!({"dispute_id": id, "reason": ""}));
    assert_eq!(tick(&mut shelf), (json!("cleared"), json!(true)));
    shelf.call(
        "disputes.undo",
        json!({"dispute_ids": [id], "reason": "typed twice"}),
    );
    assert_eq!(tick(&mut shelf), (json!("valid"), json!(false)));
    assert_sound(&mut shelf);
}

/// A parameter that a reason stands on looks at the holds too.
#[test]
fn a_parameter_marks_the_hold() {
    let mut shelf = crate::shelf::Shelf::new("2026-03-02");
    shelf.customer("1");
    limit(&mut shelf, "1", 1_000_000);
    crate::no_rules(&mut shelf);
    crate::rule(&mut shelf, "limit_expired", json!({"days": 0}));
    crate::parameters(&mut shelf, &json!({"ignore_blank_expiry": false}));
    crate::order(&mut shelf, "A-1", "1", 5_000);
    crate::step(&mut shelf, "A-1", "confirmation");
    assert_eq!(tick(&mut shelf), (json!("valid"), json!(false)));
    crate::parameters(&mut shelf, &json!({"ignore_blank_expiry": true}));
    assert_eq!(tick(&mut shelf), (json!("cleared"), json!(true)));
    assert_sound(&mut shelf);
}

/// Spec 12 §7: a release has a day on which the order is to be looked at again; an order that was only checked, is held and
/// never arrives claims credit, and somebody is asked about it. Each task ends with its cause.
#[test]
fn orders_that_wait_for_somebody_are_tasks() {
    let mut shelf = held("2026-03-02");
    let of = |shelf: &mut crate::shelf::Shelf, kind: &str| -> Vec<Value> {
        let tasks = shelf.call("tasks.list", json!({"state": "open"}))["tasks"].clone();
        let tasks = tasks.as_array().unwrap().iter();
        tasks
            .filter(|task| task["kind"] == json!(kind))
            .map(|task| task["figures"]["order_no"].clone())
            .collect()
    };
    let id = hold(&mut shelf)["hold_id"].clone();
    shelf.call(
        "holds.release",
        json!({
            "hold_ids": [id], "reason": "CHECKED", "mode": "without_posting", "review_on": "2026-03-10",
        }),
    );
    crate::check(&mut shelf, "X-1", "1", 100_000, "confirmation");
    shelf.call("tasks.run", json!({}));
    assert!(of(&mut shelf, "order_review").is_empty());
    assert!(of(&mut shelf, "order_missing").is_empty());
    shelf.set_today("2026-03-10");
    shelf.call("tasks.run", json!({}));
    assert_eq!(of(&mut shelf, "order_review"), [json!("A-1")]);
    assert_eq!(of(&mut shelf, "order_missing"), [json!("X-1")]);
    let ghost = crate::holds(&mut shelf, json!({}))[0]["hold_id"].clone();
    shelf.call(
        "holds.cancel",
        json!({"hold_ids": [ghost], "comment": "never came"}),
    );
    shelf.call(
        "orders.cancel",
        json!({"order_no": "A-1", "comment": "not wanted"}),
    );
    shelf.call("tasks.run", json!({}));
    assert!(of(&mut shelf, "order_review").is_empty());
    assert!(of(&mut shelf, "order_missing").is_empty());
    assert_sound(&mut shelf);
}
