//! Scenarios of promises to pay, disputes and the collections status, run through the command list with a frozen day.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::missing_panics_doc,
    clippy::needless_pass_by_value
)]

mod bad_input;
mod belongs;
mod disputes;
mod figures;
mod history;
mod kept;
mod page;
#[path = "../aging/shelf.rs"]
#[allow(dead_code)]
mod shelf;
mod status;
mod table;
mod taken;

use rusqlite::named_params;
use serde_json::{Value, json};
use shelf::Shelf;

/// An invoice of 1,000 euros of customer 1.
pub fn owed(today: &str, due: &str) -> (Shelf, i64) {
    let mut shelf = Shelf::new(today);
    let customer = shelf.customer("1");
    let invoice = shelf.invoice(customer, "R-1", "2026-02-01", due, 100_000);
    (shelf, invoice)
}

/// Row id of customer 1.
pub fn customer(shelf: &Shelf) -> i64 {
    shelf.number("SELECT id FROM customers WHERE account = '1'")
}

/// Sets the tolerance and leaves the other parameters.
pub fn tolerance(shelf: &mut Shelf, days: u32) {
    let mut parameters = shelf.call("promises.parameters", json!({}));
    parameters["tolerance_days"] = json!(days);
    shelf.call("promises.parameters_save", parameters);
}

/// The data of the bank cover this day from now on.
pub fn bank_data_to(shelf: &mut Shelf, day: &str) {
    shelf.act(|act, _| {
        act.execute(
            "INSERT INTO import_batches (uuid, act_id, file_name, file_hash, kind, options, as_of, rows_read, rows_new,
               rows_changed, rows_unchanged, rows_rejected)
             VALUES (lower(hex(randomblob(8))), :act, 'bank.csv', '', 'transactions', '{}', :day, 0, 0, 0, 0, 0)",
            named_params! {":act": act.id, ":day": day},
        )
        .unwrap();
    });
}

/// A promise of one line.
pub fn promise(shelf: &mut Shelf, invoice: i64, minor: i64, on: &str) -> Value {
    let lines = json!([{"transaction_id": invoice, "promised_on": on, "amount_minor": minor}]);
    shelf.call("promises.record", json!({"lines": lines}))
}

/// A payment that settles the invoice, by the command that a person uses.
pub fn pay(shelf: &mut Shelf, invoice: i64, number: &str, on: &str, minor: i64) {
    let customer = customer(shelf);
    let payment = shelf.payment(customer, number, on, minor);
    let request = json!({
        "account": "1", "currency": "EUR", "settled_on": on,
        "credits": [{"transaction_id": payment, "amount_minor": null}],
        "debits": [{"transaction_id": invoice, "amount_minor": minor, "discount_minor": 0, "difference_minor": 0}],
        "automatic": false, "cross": [], "note": "",
    });
    shelf.call("settlement.post", request);
}

/// The rows of the list.
pub fn promises(shelf: &mut Shelf, show: &str) -> Vec<Value> {
    let listing = shelf.call("promises.list", json!({"show": show}));
    let page = json!({"handle": listing["handle"], "offset": 0, "limit": 100});
    let rows = shelf.call("promises.page", page)["rows"]
        .as_array()
        .unwrap()
        .clone();
    assert_eq!(listing["count"], json!(rows.len()));
    rows
}

/// The status of the only line there is.
pub fn verdict(shelf: &mut Shelf) -> Value {
    promises(shelf, "all")[0]["status"].clone()
}

/// The list of disputes and its rows.
pub fn disputes(shelf: &mut Shelf, request: Value) -> (Value, Vec<Value>) {
    let listing = shelf.call("disputes.list", request);
    let page = json!({"handle": listing["handle"], "offset": 0, "limit": 100});
    let rows = shelf.call("disputes.page", page)["rows"]
        .as_array()
        .unwrap()
        .clone();
    (listing, rows)
}

/// A dispute about the price; of all that is open where no amount is given.
pub fn dispute(shelf: &mut Shelf, invoice: i64, minor: Option<i64>) -> i64 {
    let rows = json!([{"transaction_id": invoice, "amount_minor": minor}]);
    let done = shelf.call("disputes.open", json!({"rows": rows, "reason": "price"}));
    done["dispute_ids"][0].as_i64().unwrap()
}

/// The row of the customer's page.
pub fn row(shelf: &mut Shelf, as_of: &str) -> Value {
    let request = json!({"account": "1", "as_of": as_of, "show": "all"});
    let rows = shelf.call("customers.transactions", request)["rows"].clone();
    let found = rows
        .as_array()
        .unwrap()
        .iter()
        .find(|row| row["document_no"] == "R-1");
    found.unwrap().clone()
}

/// The collections status of the invoice.
pub fn status(shelf: &mut Shelf) -> Value {
    row(shelf, "2026-12-31")["status"].clone()
}

/// An aging run.
pub fn age(shelf: &mut Shelf, as_of: &str, update_status: bool) {
    shelf.call(
        "aging.run",
        json!({"as_of": as_of, "update_status": update_status}),
    );
}

/// What the letter of the day claims; 0 where there is none.
pub fn claimed(shelf: &mut Shelf, on: &str) -> i64 {
    let run = shelf.call("letters.create", json!({"letter_on": on}));
    let sum = shelf
        .number("SELECT COALESCE(SUM(items_minor), 0) FROM letter_drafts WHERE status = 'created'");
    if run["run_id"].is_i64() && sum > 0 {
        let ids: Vec<i64> = {
            let connection = &shelf.book.file.connection;
            let mut statement = connection
                .prepare("SELECT id FROM letter_drafts WHERE status = 'created'")
                .unwrap();
            statement
                .query_map([], |row| row.get(0))
                .unwrap()
                .map(Result::unwrap)
                .collect()
        };
        shelf.call(
            "letters.cancel",
            json!({"letter_ids": ids, "reason": "only asked"}),
        );
    }
    sum
}

/// The file, its references, balances and chain are sound.
pub fn assert_sound(shelf: &mut Shelf) {
    assert_eq!(shelf.call("book.check", json!({}))["faults"], json!([]));
}
