//! Rules that change the status of customers by night (spec 12 §11).

use serde_json::{Value, json};

use crate::assert_sound;
use crate::shelf::Shelf;

/// A customer whose only invoice fell due so many days before 2026-06-30.
fn late(days: u64) -> (Shelf, i64, i64) {
    let mut shelf = Shelf::new("2026-06-30");
    let customer = shelf.customer("1");
    let due = chrono::NaiveDate::from_ymd_opt(2026, 6, 30).unwrap() - chrono::Days::new(days);
    let invoice = shelf.invoice(customer, "R-1", "2026-01-01", &due.to_string(), 80_000);
    (shelf, customer, invoice)
}

fn rule(shelf: &mut Shelf, act: &str) {
    shelf.call(
        "customer_rules.save",
        json!({
            "id": 0, "condition": "days_overdue", "days": 60, "level": "all", "act": act, "status": "STOPPED",
            "reason": "REVIEW", "lift": "condition_false", "active": true,
        }),
    );
}

fn status(shelf: &mut Shelf) -> Value {
    shelf.call("credit.get", json!({"account": "1"}))["status"].clone()
}

fn pay(shelf: &mut Shelf, customer: i64, invoice: i64) {
    let payment = shelf.payment(customer, "Z-1", "2026-06-30", 80_000);
    shelf.settle(invoice, payment, "2026-06-30", 80_000);
}

/// H-51: more than 60 days overdue sets *Stopped*: 60 days change nothing, 61 do, with reason and lifting condition in the
/// history; paid, the earlier status is back.
#[test]
fn h_51_set_and_lifted() {
    let (mut shelf, ..) = late(60);
    rule(&mut shelf, "set");
    shelf.call("customer_rules.apply", json!({}));
    assert_eq!(status(&mut shelf), json!(null));

    let (mut shelf, customer, invoice) = late(61);
    rule(&mut shelf, "set");
    shelf.call(
        "credit.set_status",
        json!({"account": "1", "status": "WATCH", "reason": "REVIEW"}),
    );
    let done = shelf.call("customer_rules.apply", json!({}));
    assert_eq!(done["set"], json!(1));
    assert_eq!(status(&mut shelf), json!("STOPPED"));
    let history = shelf.call("credit.get", json!({"account": "1"}))["statuses"].clone();
    let note = &history[0]["by_rule"];
    assert_eq!(note["measured"]["days"], json!(61));
    assert_eq!(note["threshold"]["days"], json!(60));
    assert_eq!(note["lift"], json!("condition_false"));
    let causes = shelf.call("credit.get", json!({"account": "1"}))["causes"].clone();
    assert_eq!(
        (
            &causes[0]["from"],
            &causes[0]["status"],
            &causes[0]["by_rule"]
        ),
        (&json!("rule"), &json!("STOPPED"), note),
        "the page of the customer says which rule"
    );
    let again = shelf.call("customer_rules.apply", json!({}));
    assert_eq!(
        (&again["set"], &again["lifted"]),
        (&json!(0), &json!(0)),
        "safe to repeat"
    );
    pay(&mut shelf, customer, invoice);
    assert_eq!(
        shelf.call("customer_rules.apply", json!({}))["lifted"],
        json!(1)
    );
    assert_eq!(status(&mut shelf), json!("WATCH"));
    assert_sound(&mut shelf);
}

/// H-52: a person set *Closed* meanwhile; paid, it stays.
#[test]
fn h_52_a_person_s_status_is_left_alone() {
    let (mut shelf, customer, invoice) = late(61);
    rule(&mut shelf, "set");
    shelf.call("customer_rules.apply", json!({}));
    shelf.call(
        "credit.set_status",
        json!({"account": "1", "status": "CLOSED", "reason": "REVIEW"}),
    );
    pay(&mut shelf, customer, invoice);
    shelf.call("customer_rules.apply", json!({}));
    shelf.call("customer_rules.apply", json!({}));
    assert_eq!(status(&mut shelf), json!("CLOSED"));
}

/// A proposal waits for a person, is made once, is withdrawn where its ground is gone, and is not made again after it was
/// declined until the condition was false.
#[test]
fn a_proposal_waits_for_a_person() {
    let (mut shelf, customer, invoice) = late(61);
    rule(&mut shelf, "propose");
    assert_eq!(
        shelf.call("customer_rules.apply", json!({}))["proposed"],
        json!(1)
    );
    assert_eq!(
        shelf.call("customer_rules.apply", json!({}))["proposed"],
        json!(0)
    );
    assert_eq!(status(&mut shelf), json!(null));
    let waiting = shelf.call("customer_rules.list", json!({}))["proposals"].clone();
    assert_eq!(waiting[0]["to"], json!("STOPPED"));
    assert_eq!(waiting[0]["measured"]["days"], json!(61));
    shelf.call("customer_rules.decline", json!({"account": "1"}));
    assert_eq!(
        shelf.call("customer_rules.apply", json!({}))["proposed"],
        json!(0)
    );
    let gone = shelf.try_call("customer_rules.accept", json!({"account": "1"}));
    assert_eq!(gone.unwrap_err().code, "proposal_gone");

    let (mut other, ..) = late(61);
    rule(&mut other, "propose");
    other.call("customer_rules.apply", json!({}));
    other.call("customer_rules.accept", json!({"account": "1"}));
    assert_eq!(status(&mut other), json!("STOPPED"));

    pay(&mut shelf, customer, invoice);
    shelf.call("customer_rules.apply", json!({}));
    assert_eq!(
        shelf.call("customer_rules.list", json!({}))["proposals"],
        json!([])
    );
}

/// An insurance that ended is seen, one without an end is not, nor is a customer who never had one.
#[test]
fn the_end_of_an_insurance() {
    for (expires, stopped) in [
        (json!("2026-06-29"), true),
        (json!("2026-06-30"), false),
        (json!(null), false),
    ] {
        let (mut shelf, ..) = late(1);
        shelf.call(
            "credit.cover_type_save",
            json!({"kind": "coverage", "code": "T", "description": ""}),
        );
        let policy = json!({
            "id": 0, "identifier": "insurance", "party": "A", "coverage": "T", "policy_no": "1",
            "effective_on": "2026-01-01", "expires_on": expires, "value_minor": 1, "currency": "EUR", "update_bp": 0,
            "included_in_exposure": false,
        });
        shelf.call(
            "credit.policy_save",
            json!({"account": "1", "policy": policy}),
        );
        shelf.call(
            "customer_rules.save",
            json!({
                "id": 0, "condition": "insurance_expired", "level": "all", "act": "set", "status": "STOPPED",
                "reason": "REVIEW", "lift": "by_hand", "active": true,
            }),
        );
        shelf.call("customer_rules.apply", json!({}));
        assert_eq!(status(&mut shelf) == json!("STOPPED"), stopped, "{expires}");
    }
}

/// A rule that could never be lifted, or names nothing, is refused.
#[test]
fn faults_of_a_rule() {
    let (mut shelf, ..) = late(1);
    let good = json!({
        "id": 0, "condition": "overdue_amount", "amount_minor": 1, "level": "all", "act": "set", "status": "STOPPED",
        "reason": "REVIEW", "lift": "until", "lift_on": "2026-12-31", "active": true,
    });
    for (field, value, code) in [
        ("amount_minor", json!(null), "value_missing"),
        ("status", json!(""), "value_missing"),
        ("status", json!("NONE"), "unknown_account_status"),
        ("reason", json!(""), "value_missing"),
        ("reason", json!("CHECKED"), "unknown_credit_reason"),
        ("lift_on", json!(null), "value_missing"),
        ("amount_minor", json!(-1), "rule_value_range"),
    ] {
        let mut bad = good.clone();
        bad[field] = value;
        let refusal = shelf.try_call("customer_rules.save", bad).unwrap_err();
        assert_eq!(refusal.code, code, "{field}");
    }
    assert_eq!(
        shelf.call("customer_rules.list", json!({}))["rules"],
        json!([])
    );
}

fn proposals(shelf: &mut Shelf) -> Vec<Value> {
    let tasks = shelf.call("tasks.list", json!({}))["tasks"].clone();
    let tasks = tasks.as_array().unwrap().clone();
    tasks
        .into_iter()
        .filter(|task| task["kind"] == "status_proposal")
        .collect()
}

/// Spec 12 §11: *Propose* is a task, made once, that is done by whoever accepts or declines, and closed where its ground is
/// gone. It is not ticked off by hand.
#[test]
fn a_proposal_is_a_task() {
    let (mut shelf, customer, invoice) = late(61);
    rule(&mut shelf, "propose");
    shelf.call("customer_rules.apply", json!({}));
    shelf.call("customer_rules.apply", json!({}));
    let tasks = proposals(&mut shelf);
    assert_eq!(tasks.len(), 1);
    assert_eq!(tasks[0]["account"], json!("1"));
    assert_eq!(tasks[0]["state"], json!("open"));
    let figures = &tasks[0]["figures"];
    assert_eq!(
        (&figures["status_now"], &figures["status_to"]),
        (&json!(null), &json!("STOPPED"))
    );
    let by_hand = shelf.try_call("tasks.done", json!({"id": tasks[0]["id"]}));
    assert_eq!(by_hand.unwrap_err().code, "credit_task_is_proposal");
    shelf.call("customer_rules.accept", json!({"account": "1"}));
    let tasks = proposals(&mut shelf);
    assert_eq!(
        (&tasks[0]["state"], &tasks[0]["done_by"]),
        (&json!("done"), &json!("kb"))
    );
    assert_eq!(status(&mut shelf), json!("STOPPED"));

    // Paid, the rule proposes to lift it: another task; and its ground goes with a new invoice that is as late.
    pay(&mut shelf, customer, invoice);
    shelf.call("customer_rules.apply", json!({}));
    let tasks = proposals(&mut shelf);
    assert_eq!(tasks.len(), 2);
    assert_eq!(tasks[1]["state"], json!("open"));
    shelf.call("customer_rules.decline", json!({"account": "1"}));
    assert_eq!(proposals(&mut shelf)[1]["done_by"], json!("kb"));
    assert_sound(&mut shelf);
}

/// Spec 12 §11: the history of a status that a rule gave names the rule, what was measured, the value of the rule and what lifts
/// it; a status that only a rule names is not deleted, so that no night stumbles over it.
#[test]
fn the_history_names_the_rule_and_its_status_stays() {
    let (mut shelf, ..) = late(61);
    let rule = json!({
        "id": 0, "condition": "days_overdue", "days": 60, "level": "all", "act": "set", "status": "STOPPED",
        "reason": "REVIEW", "lift": "nothing_overdue", "active": true,
    });
    shelf.call("customer_rules.save", rule);
    let kept = shelf.try_call("credit.status_delete", json!({"code": "STOPPED"}));
    assert_eq!(kept.unwrap_err().code, "credit_setup_used");
    shelf.call("customer_rules.apply", json!({}));
    let change = shelf.call("credit.get", json!({"account": "1"}))["statuses"][0].clone();
    assert_eq!(change["comment"], json!(""), "{change}");
    let by_rule = &change["by_rule"];
    assert_eq!(by_rule["threshold"]["days"], json!(60), "{by_rule}");
    assert!(
        by_rule["measured"]["days"].as_i64().unwrap() > 60,
        "{by_rule}"
    );
    assert_eq!(by_rule["lift"], json!("nothing_overdue"), "{by_rule}");
    shelf.call("credit.status_delete", json!({"code": "CASH"}));
}
