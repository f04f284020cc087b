//! Scenarios of credit statistics, risk scores and periodic tasks, run through the command list with a frozen day.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::missing_panics_doc,
    clippy::needless_pass_by_value
)]

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
        json!({"account": account, "limit_minor": minor}),
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
        json!({"account": account, "attributes": all}),
    );
}

/// The whole book is as its facts say.
pub fn assert_sound(shelf: &mut Shelf) {
    assert_eq!(shelf.call("book.check", json!({}))["faults"], json!([]));
}
