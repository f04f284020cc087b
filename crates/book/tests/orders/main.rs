//! Scenarios of orders and holds, run through the command list with a frozen day.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::missing_panics_doc,
    clippy::needless_pass_by_value
)]

mod at_once;
mod bad_input;
mod cases;
mod changes;
#[path = "../common/mod.rs"]
mod common;
mod counted;
mod customer_rules;
mod decisions;
mod exclusions;
mod explain;
mod files;
mod grace;
mod group_currency;
mod invoice_account;
mod limit_message;
mod people;
mod properties;
mod raised;
mod releases;
mod reservations;
mod returns;
mod rule_change;
mod rule_test;
mod rule_types;
mod rules;
mod runs;
#[path = "../aging/shelf.rs"]
#[allow(dead_code)]
mod shelf;
mod status_rules;
mod steps;

use serde_json::{Value, json};
use shelf::Shelf;

/// Changes some parameters of credit and leaves the others.
pub fn credit(shelf: &mut Shelf, changes: &Value) {
    let mut all = shelf.call("credit.parameters", json!({}));
    for (name, value) in changes.as_object().unwrap() {
        all[name] = value.clone();
    }
    shelf.call("credit.parameters_save", all);
}

/// Changes some parameters of holds and leaves the others.
pub fn parameters(shelf: &mut Shelf, changes: &Value) {
    let mut all = shelf.call("rules.get", json!({}))["parameters"].clone();
    for (name, value) in changes.as_object().unwrap() {
        all[name] = value.clone();
    }
    shelf.call("rules.parameters_save", all);
}

/// Types a limit on a customer, as parameters allow it for the moment.
pub fn limit(shelf: &mut Shelf, account: &str, minor: i64) {
    credit(shelf, &json!({"manual_editing": true}));
    shelf.call(
        "credit.set_limit",
        json!({"account": account, "limit_minor": minor, "reason": "REVIEW"}),
    );
    credit(shelf, &json!({"manual_editing": false}));
}

/// Takes every rule away.
pub fn no_rules(shelf: &mut Shelf) {
    let rules = shelf.call("rules.get", json!({}))["rules"].clone();
    for rule in rules.as_array().unwrap() {
        shelf.call("rules.delete", json!({"id": rule["id"]}));
    }
}

/// A blocking rule for everybody.
pub fn rule(shelf: &mut Shelf, rule_type: &str, values: Value) -> Value {
    let mut row = json!({
        "id": 0, "rule_type": rule_type, "level": "all", "kind": "blocking", "active": true,
    });
    for (name, value) in values.as_object().unwrap() {
        row[name] = value.clone();
    }
    shelf.call("rules.save", row)
}

/// Checkpoints without grace, so that each step looks for itself.
pub fn no_grace(shelf: &mut Shelf) {
    let mut rows = shelf.call("rules.get", json!({}))["checkpoints"].clone();
    for row in rows.as_array_mut().unwrap() {
        row["posting_grace"] = json!(null);
    }
    shelf.call("rules.checkpoints_save", json!({"checkpoints": rows}));
}

/// Checks an order that is not in the book.
pub fn check(shelf: &mut Shelf, number: &str, account: &str, minor: i64, step: &str) -> Value {
    shelf.call(
        "orders.check",
        json!({
            "order_no": number, "step": step, "order": {"account": account, "amount_minor": minor},
        }),
    )
}

/// Checks an order of the book at a step.
pub fn step(shelf: &mut Shelf, number: &str, step: &str) -> Value {
    shelf.call("orders.check", json!({"order_no": number, "step": step}))
}

/// Types an order.
pub fn order(shelf: &mut Shelf, number: &str, account: &str, minor: i64) -> Value {
    shelf.call(
        "orders.save",
        json!({"order_no": number, "order": {"account": account, "amount_minor": minor}}),
    )
}

/// The codes of the reasons of an answer.
pub fn codes(answer: &Value) -> Vec<String> {
    answer["reasons"]
        .as_array()
        .unwrap()
        .iter()
        .map(|reason| reason["code"].as_str().unwrap().to_owned())
        .collect()
}

/// The rows of the hold list.
pub fn holds(shelf: &mut Shelf, request: Value) -> Vec<Value> {
    let listing = shelf.call("holds.list", request);
    let page = json!({"handle": listing["handle"], "offset": 0, "limit": 1000});
    shelf.call("holds.page", page)["rows"]
        .as_array()
        .unwrap()
        .clone()
}

/// The only open hold.
pub fn hold(shelf: &mut Shelf) -> Value {
    let rows = holds(shelf, json!({}));
    assert_eq!(rows.len(), 1, "{rows:?}");
    rows[0].clone()
}

/// Releases a hold by hand.
pub fn release(shelf: &mut Shelf, hold_id: &Value) -> Value {
    shelf.call(
        "holds.release",
        json!({"hold_ids": [hold_id], "reason": "CHECKED", "mode": "without_posting"}),
    )
}

/// The credit status of an order.
pub fn state(shelf: &mut Shelf, number: &str) -> String {
    shelf.call("orders.get", json!({"order_no": number}))["state"]
        .as_str()
        .unwrap()
        .to_owned()
}

/// The whole book is as its facts say.
pub fn assert_sound(shelf: &mut Shelf) {
    assert_eq!(shelf.call("book.check", json!({}))["faults"], json!([]));
}
