//! Scenarios of cases, activities, the timeline and mails, run through the command list with a frozen day.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::missing_panics_doc,
    clippy::needless_pass_by_value
)]

mod activities;
mod documents;
mod files;
mod mails;
mod open_many;
mod page;
mod scenarios;
#[path = "../aging/shelf.rs"]
#[allow(dead_code)]
mod shelf;

use serde_json::{Value, json};
use shelf::Shelf;

/// One customer with three invoices, the last of them not due.
pub fn shop() -> (Shelf, [i64; 3]) {
    let mut shelf = Shelf::new("2026-06-30");
    let customer = shelf.customer("1");
    let invoices = [
        shelf.invoice(customer, "R-1", "2026-03-01", "2026-03-31", 10_000),
        shelf.invoice(customer, "R-2", "2026-04-01", "2026-05-01", 20_000),
        shelf.invoice(customer, "R-3", "2026-06-20", "2026-07-20", 5_000),
    ];
    (shelf, invoices)
}

/// Opens a case with some transactions.
pub fn open_case(shelf: &mut Shelf, account: &str, description: &str, ids: &[i64]) -> Value {
    shelf.call(
        "cases.open",
        json!({
            "account": account, "transaction_ids": ids,
            "case": {"category": "COLLECTIONS", "description": description, "owner": "kb"},
        }),
    )
}

/// The rows of a list.
pub fn rows(shelf: &mut Shelf, list: &str, request: Value) -> Vec<Value> {
    let listing = shelf.call(list, request);
    let page = json!({"handle": listing["handle"], "offset": 0, "limit": 1000});
    let rows = shelf.call(&list.replace(".list", ".page"), page)["rows"].clone();
    assert_eq!(listing["count"], json!(rows.as_array().unwrap().len()));
    rows.as_array().unwrap().clone()
}

/// One field of each row.
pub fn column(rows: &Value, name: &str) -> Vec<String> {
    let text = |value: &Value| {
        value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned)
    };
    let rows = rows.as_array().unwrap();
    rows.iter().map(|row| text(&row[name])).collect()
}

/// The book is whole.
pub fn assert_sound(shelf: &mut Shelf) {
    let report = shelf.call("book.check", json!({}));
    assert_eq!(report["faults"], json!([]), "{report}");
}
