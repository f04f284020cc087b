//! Scenarios of credit, run through the command list with a frozen day.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::missing_panics_doc,
    clippy::needless_pass_by_value
)]

mod applications;
mod approvals;
mod attributes;
mod cover;
mod coverage;
mod exposure;
#[path = "../bank/files.rs"]
#[allow(dead_code)]
mod files;
mod groups;
mod insurer;
mod journals;
mod reversal;
mod setup;
#[path = "../aging/shelf.rs"]
#[allow(dead_code)]
mod shelf;
mod tasks;

use serde_json::{Value, json};
use shelf::Shelf;

/// Where a customer stands on a day.
pub fn standing(shelf: &mut Shelf, account: &str, as_of: &str) -> Value {
    shelf.call(
        "credit.exposure",
        json!({"account": account, "as_of": as_of}),
    )
}

/// Changes some parameters and leaves the others.
pub fn parameters(shelf: &mut Shelf, changes: &Value) {
    let mut all = shelf.call("credit.parameters", json!({}));
    for (name, value) in changes.as_object().unwrap() {
        all[name] = value.clone();
    }
    shelf.call("credit.parameters_save", all);
}

/// Types a limit on a customer, as parameters allow it for the moment.
pub fn type_limit(shelf: &mut Shelf, account: &str, minor: Option<i64>) {
    parameters(shelf, &json!({"manual_editing": true}));
    shelf.call(
        "credit.set_limit",
        json!({"account": account, "limit_minor": minor, "reason": "REVIEW"}),
    );
    parameters(shelf, &json!({"manual_editing": false}));
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

/// The whole book is as its facts say.
pub fn assert_sound(shelf: &mut Shelf) {
    assert_eq!(shelf.call("book.check", json!({}))["faults"], json!([]));
}
