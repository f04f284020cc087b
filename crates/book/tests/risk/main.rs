//! Scenarios of credit statistics, risk scores and periodic tasks, run through the command list with a frozen day.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::missing_panics_doc,
    clippy::needless_pass_by_value
)]

mod automatic;
mod backtest;
mod nightly;
mod scores;
#[path = "../aging/shelf.rs"]
#[allow(dead_code)]
mod shelf;
mod statistics;

use serde_json::{Value, json};
use shelf::Shelf;

/// Types a limit on a customer, as parameters allow it for the moment.
pub fn type_limit(shelf: &mut Shelf, account: &str, minor: Option<i64>) {
    let mut all = shelf.call("credit.parameters", json!({}));
    all["manual_editing"] = json!(true);
    shelf.call("credit.parameters_save", all);
    shelf.call(
        "credit.set_limit",
        json!({"account": account, "limit_minor": minor, "reason": "REVIEW"}),
    );
}

/// Changes some attributes of a customer and leaves the others.
pub fn attributes_of(shelf: &mut Shelf, account: &str, changes: &Value) {
    let mut all = shelf.call("credit.get", json!({"account": account}))["attributes"].clone();
    for (name, value) in changes.as_object().unwrap() {
        all[name] = value.clone();
    }
    shelf.call(
        "credit.save",
        json!({"account": account, "attributes": all, "reason": "REVIEW"}),
    );
}

/// Ten-thousandths, as scores and weights are stored.
pub fn points(whole: i64) -> i64 {
    whole * 10_000
}

/// A scoring group; whole numbers of its lines become ten-thousandths.
pub fn group(shelf: &mut Shelf, code: &str, group_type: &str, lines: Value) {
    let lines: Vec<Value> = lines
        .as_array()
        .unwrap()
        .iter()
        .map(|line| {
            let number = |name: &str| line[name].as_i64().map(points);
            json!({"from": number("from"), "value": line["value"], "score": number("score")})
        })
        .collect();
    let score_type = if lines[0]["from"].is_null() {
        "list"
    } else {
        "range"
    };
    shelf.call(
        "risk.scoring_save",
        json!({
            "code": code, "description": "", "group_type": group_type, "score_type": score_type, "weight": 10_000,
            "lines": lines,
        }),
    );
}

/// A risk group from a whole score on.
pub fn risk_group(shelf: &mut Shelf, code: &str, from: i64, indicator: &str) {
    shelf.call(
        "risk.group_save",
        json!({"code": code, "description": "", "from": points(from), "indicator": indicator}),
    );
}

/// The whole book is as its facts say.
pub fn assert_sound(shelf: &mut Shelf) {
    assert_eq!(shelf.call("book.check", json!({}))["faults"], json!([]));
}
