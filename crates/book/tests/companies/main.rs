//! Scenarios of a book with several companies, run through the command list with a frozen day.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::missing_panics_doc)]

mod aging;
mod apart;
#[path = "../common/mod.rs"]
mod common;
mod groups;
mod restricted;

use common::TestBook;
use serde_json::{Value, json};

/// A book of a German company in euros, code `1`, and an American one in dollars, code `US`; the first is worked in.
pub fn two_companies() -> TestBook {
    let book = TestBook::new();
    book.call(
        "companies.add",
        json!({"code": "US", "company": {"name": "Muster Inc.", "country": "US", "currency": "USD", "language": null}}),
    );
    book
}

/// Works in a company from now on.
pub fn work_in(book: &TestBook, code: &str) {
    book.call("companies.choose", json!({"code": code}));
}

/// Brings one customer `K1` with an invoice `R-1` into the company that is worked in; every number and every key is the same
/// as in the other one.
pub fn trade(book: &TestBook, name: &str, currency: &str, minor: i64) {
    let customers = book.write(
        &format!("customers-{currency}.csv"),
        format!(
            "id,code,name,street,city,postcode,currency,credit_limit_minor,customer_group,region\n\
             1,K1,{name},Gasse 1,Kiel,24103,{currency},0,RETAIL,Nord\n"
        ),
    );
    let transactions = book.write(
        &format!("transactions-{currency}.csv"),
        format!(
            "id,customer_id,kind,doc_no,doc_date,due_date,currency,amount_minor,disputed\n\
             1,1,invoice,R-1,2026-04-01,2026-05-01,{currency},{minor},0\n\
             2,1,payment,P-1,2026-05-10,2026-05-10,{currency},-1000,0\n"
        ),
    );
    let settlements = book.write(
        &format!("settlements-{currency}.csv"),
        "id,debit_id,credit_id,date,amount_minor\n1,1,2,2026-05-10,1000\n",
    );
    book.import(&[&customers, &transactions, &settlements]);
}

/// Both companies have a customer `K1` that owes on an invoice `R-1`: 1,000.00 EUR here, 500.00 USD there, less 10.00 paid.
pub fn traded() -> TestBook {
    let book = two_companies();
    trade(&book, "Hafen GmbH", "EUR", 100_000);
    work_in(&book, "US");
    trade(&book, "Harbour Inc.", "USD", 50_000);
    work_in(&book, "1");
    book
}

/// One dollar is worth so much from the beginning of the year on.
pub fn rate(book: &TestBook, from: &str, to: &str, rate: &str) {
    book.call(
        "rates.save",
        json!({"rate_type": "default", "from": from, "to": to, "valid_from": "2026-01-01", "rate": rate}),
    );
}

/// Makes the customers `K1` of both companies the same party.
pub fn same_party(book: &TestBook) {
    for code in ["US", "1"] {
        work_in(book, code);
        book.call(
            "companies.set_party",
            json!({"account": "K1", "party": "HAFEN"}),
        );
    }
}

/// Balances of `K1` as the customer's page shows them: currency and total.
pub fn balance(book: &TestBook) -> Vec<(String, i64)> {
    book.call("customers.balance", json!({"account": "K1"}))["balances"]
        .as_array()
        .unwrap()
        .iter()
        .map(|balance| {
            (
                balance["currency"].as_str().unwrap().to_owned(),
                balance["total_minor"].as_i64().unwrap(),
            )
        })
        .collect()
}

/// The rows of a list that was opened.
pub fn rows(book: &TestBook, slice: &str, request: Value) -> Vec<Value> {
    let opened = book.call(&format!("{slice}.list"), request);
    let page = json!({"handle": opened["handle"], "offset": 0, "limit": 100});
    book.call(&format!("{slice}.page"), page)["rows"]
        .as_array()
        .unwrap()
        .clone()
}

/// Types an order of that number for `K1`.
pub fn order(book: &TestBook, order_no: &str, currency: &str, minor: i64) -> Value {
    let order = json!({"account": "K1", "currency": currency, "amount_minor": minor});
    book.call("orders.save", json!({"order_no": order_no, "order": order}))
}
