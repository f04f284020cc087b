//! Who and what rules leave alone, and holds by hand beside a workflow.

use book::act::Actor;
use serde_json::{Value, json};

use crate::people::user;
use crate::shelf::Shelf;
use crate::{assert_sound, codes, holds, limit, no_rules, order, release, rule, state, step};

/// A customer with a limit of 1.00 and two rules that an order of 90.00 breaks.
fn strict() -> Shelf {
    let mut shelf = Shelf::new("2026-03-02");
    shelf.customer("1");
    limit(&mut shelf, "1", 100);
    no_rules(&mut shelf);
    rule(&mut shelf, "limit_used", json!({"used_bp": 10_000}));
    rule(&mut shelf, "sales_order", json!({"amount_minor": 1_000}));
    order(&mut shelf, "A-1", "1", 9_000);
    shelf
}

/// H-34: an ordinary order that somebody excludes is never held: at no step, by no run over all orders and by no night. It is
/// held as soon as the exclusion is taken back.
#[test]
fn h_34_an_excluded_order_is_never_held() {
    let mut shelf = strict();
    assert_eq!(state(&mut shelf, "A-1"), "warned");
    let exclude = |exclusion: &str| json!({"order_no": "A-1", "exclusion": exclusion});
    shelf.call("orders.exclude", exclude("excluded"));
    for at in [
        "entry",
        "confirmation",
        "picking_list",
        "packing_slip",
        "invoice",
    ] {
        let answer = step(&mut shelf, "A-1", at);
        assert_eq!(answer["ended"], json!("order_excluded"), "{at}");
        assert_eq!(
            (&answer["verdict"], &answer["may_go_on"]),
            (&json!("allow"), &json!(true)),
            "{at}"
        );
    }
    let all = shelf.call("orders.check_all", json!({}));
    assert_eq!((&all["checked"], &all["held"]), (&json!(1), &json!(0)));
    shelf.call("nightly.run", json!({}));
    assert!(holds(&mut shelf, json!({"all": true})).is_empty());
    shelf.call("orders.exclude", exclude("not_excluded"));
    let answer = step(&mut shelf, "A-1", "confirmation");
    assert_eq!(answer["verdict"], json!("hold"));
    assert_eq!(codes(&answer), ["order_amount", "limit_used_customer"]);
    assert_sound(&mut shelf);
}

/// H-34, spec 11 §6: *Unlimited* switches tests of limits off and nothing else: with a rule about limits alone the order
/// passes, a rule about days overdue still holds it.
#[test]
fn h_34_an_unlimited_customer_is_held_by_other_rules() {
    let mut shelf = Shelf::new("2026-03-02");
    let customer = shelf.customer("1");
    limit(&mut shelf, "1", 100);
    shelf.invoice(customer, "R-1", "2025-12-01", "2026-01-01", 80_000);
    no_rules(&mut shelf);
    rule(&mut shelf, "limit_used", json!({"used_bp": 10_000}));
    let mut attributes = shelf.call("credit.get", json!({"account": "1"}))["attributes"].clone();
    attributes["unlimited"] = json!(true);
    shelf.call(
        "credit.save",
        json!({"account": "1", "attributes": attributes, "reason": "REVIEW"}),
    );
    order(&mut shelf, "A-1", "1", 9_000);
    assert_eq!(
        step(&mut shelf, "A-1", "confirmation")["verdict"],
        json!("allow")
    );
    rule(&mut shelf, "days_overdue", json!({"days": 30}));
    let answer = step(&mut shelf, "A-1", "confirmation");
    assert_eq!(answer["verdict"], json!("hold"));
    assert_eq!(codes(&answer), ["days_overdue"]);
    assert_eq!(answer["reasons"][0]["measured"]["days"], json!(60));
}

fn act_as(shelf: &mut Shelf, user_id: i64) {
    shelf.actor = Actor {
        user_id,
        acting_for_id: None,
    };
}

fn hold_of(shelf: &mut Shelf, number: &str) -> Value {
    let rows = holds(shelf, json!({"search": number}));
    assert_eq!(rows.len(), 1, "{rows:?}");
    rows[0].clone()
}

/// H-32: where every new hold is sent for approval by itself, one by hand is not: it waits for nobody's signature. An order
/// whose request waits is not held by hand before the request is taken back. Whoever releases a hold by hand does so within
/// the own ceiling, though no workflow has it.
#[test]
fn h_32_a_forced_hold_is_in_no_workflow() {
    let mut shelf = Shelf::new("2026-03-02");
    shelf.customer("1");
    limit(&mut shelf, "1", 1_000_000);
    let founder = shelf.actor.user_id;
    let manager = user(&mut shelf, "mm", &["credit_manager"], None);
    let small = user(&mut shelf, "sm", &["credit_manager"], Some(14_999));
    shelf.call(
        "holds.workflow_save",
        json!({"active": true, "new_holds": true, "automated": "without_posting",
            "matrix": [{"criterion": "order_amount", "above": -1, "up_to": null, "role": "credit_manager", "order": 1}]}),
    );
    order(&mut shelf, "A-1", "1", 15_000);
    order(&mut shelf, "A-2", "1", 2_000_000);
    step(&mut shelf, "A-2", "confirmation");
    assert_eq!(state(&mut shelf, "A-2"), "in_approval");
    let force = |number: &str| json!({"order_nos": [number], "reason": "CHECK"});
    let refusal = shelf.try_call("holds.force", force("A-2")).unwrap_err();
    assert_eq!(refusal.code, "hold_approval_pending");
    assert_eq!(state(&mut shelf, "A-2"), "in_approval");
    assert_eq!(
        hold_of(&mut shelf, "A-2")["waits_for"],
        json!(["credit_manager"])
    );

    shelf.call("holds.force", force("A-1"));
    assert_eq!(state(&mut shelf, "A-1"), "on_hold");
    let row = hold_of(&mut shelf, "A-1");
    assert_eq!(
        (&row["forced"], &row["waits_for"]),
        (&json!(true), &json!([]))
    );
    let requests = shelf.number("SELECT COUNT(*) FROM hold_requests");
    assert_eq!(requests, 1, "that of A-2");
    act_as(&mut shelf, small);
    let request =
        json!({"hold_ids": [row["hold_id"]], "reason": "CHECKED", "mode": "without_posting"});
    let refusal = shelf.try_call("holds.release", request).unwrap_err();
    assert_eq!(
        (refusal.code.as_str(), &refusal.args["ceiling_minor"]),
        ("limit_above_ceiling", &json!(14_999))
    );
    act_as(&mut shelf, manager);
    let done = release(&mut shelf, &row["hold_id"]);
    assert_eq!(
        (&done["decided"], &done["requested"]),
        (&json!(1), &json!(0))
    );
    assert_eq!(state(&mut shelf, "A-1"), "released");
    act_as(&mut shelf, founder);
    let id = hold_of(&mut shelf, "A-2")["hold_id"].clone();
    shelf.call("holds.recall", json!({"hold_ids": [id]}));
    shelf.call("holds.force", force("A-2"));
    assert_eq!(hold_of(&mut shelf, "A-2")["forced"], json!(true));
    assert_sound(&mut shelf);
}
