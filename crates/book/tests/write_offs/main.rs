//! Scenarios of write-offs and of the journal, run through the command list with a frozen day.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::missing_panics_doc,
    missing_docs,
    clippy::needless_pass_by_value
)]

mod approval;
mod cases;
#[path = "../common/mod.rs"]
mod common;
mod exports;
mod extf;
mod property;
mod recoveries;
#[path = "../aging/shelf.rs"]
#[allow(dead_code)]
mod shelf;
mod taken_back;

use book::act::Actor;
use book::ledger::{DetailFact, DetailText, DocumentTax};
use engine::account::Kind;
use serde_json::{Value, json};
use shelf::{Document, Shelf, write};

/// The day of every scenario.
pub const TODAY: &str = "2026-06-30";

/// A document with what its file says beside the amount.
#[derive(Default, Clone)]
pub struct Detailed<'a> {
    pub number: &'a str,
    pub currency: &'a str,
    pub minor: i64,
    pub profile: &'a str,
    pub taxes: &'a [(&'a str, i64)],
    pub dimensions: &'a [(&'a str, &'a str)],
}

/// Writes it: an invoice where the amount is positive, else a credit note.
pub fn document(shelf: &mut Shelf, customer: i64, of: &Detailed<'_>) -> i64 {
    let detail = DetailFact {
        posting_profile: Some(of.profile.to_owned()).filter(|profile| !profile.is_empty()),
        text: DetailText {
            taxes: of
                .taxes
                .iter()
                .map(|(code, minor)| DocumentTax {
                    code: (*code).to_owned(),
                    base_minor: None,
                    tax_minor: *minor,
                })
                .collect(),
            dimensions: of
                .dimensions
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect(),
            ..DetailText::default()
        },
        ..DetailFact::default()
    };
    let document = Document {
        customer,
        kind: if of.minor > 0 {
            Kind::Invoice
        } else {
            Kind::CreditNote
        },
        number: of.number,
        on: "2026-01-15",
        due: "2026-02-15",
        currency: if of.currency.is_empty() {
            "EUR"
        } else {
            of.currency
        },
        minor: of.minor,
    };
    shelf.act(|act, ledger| {
        let id = write(act, ledger, document);
        if !detail.is_empty() {
            ledger.set_detail(act, customer, id, &detail).unwrap();
        }
        id
    })
}

/// An account of the ledger.
pub fn account(shelf: &mut Shelf, role: &str, key: &str, account: &str) {
    shelf.call(
        "journal.account_save",
        json!({"role": role, "key": key, "account": account}),
    );
}

/// A customer, and the accounts of the parameters and of a tax.
pub fn desk() -> (Shelf, i64) {
    let mut shelf = Shelf::new(TODAY);
    let customer = shelf.customer("10001");
    account(&mut shelf, "write_off", "", "6920");
    account(&mut shelf, "sales_tax", "S19", "3806");
    account(&mut shelf, "recovery", "", "4925");
    (shelf, customer)
}

/// The lines of a write-off: account, amount.
pub fn lines(shown: &Value) -> Vec<(String, i64)> {
    shown["lines"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| {
            (
                line["account"].as_str().unwrap().to_owned(),
                line["amount_minor"].as_i64().unwrap(),
            )
        })
        .collect()
}

/// Lines to compare with.
pub fn expected(lines: &[(&str, i64)]) -> Vec<(String, i64)> {
    lines
        .iter()
        .map(|(account, minor)| ((*account).to_owned(), *minor))
        .collect()
}

/// Every line of the journal: kind of entry, role, account, amount, currency.
pub fn journal(shelf: &Shelf) -> Vec<String> {
    let connection = &shelf.book.file.connection;
    let mut statement = connection
        .prepare(
            "SELECT e.kind || ' ' || l.role || ' ' || l.account || ' ' || l.amount_minor || ' ' || e.currency
             FROM journal_lines l JOIN journal_entries e ON e.id = l.entry_id ORDER BY l.id",
        )
        .unwrap();
    let rows = statement.query_map([], |row| row.get(0)).unwrap();
    rows.map(Result::unwrap).collect()
}

/// Proposes and posts; gives the write-off.
pub fn written_off(shelf: &mut Shelf, request: Value) -> Value {
    let proposed = shelf.call("write_offs.propose", request);
    assert_eq!(proposed["status"], "approved");
    shelf.call("write_offs.post", json!({"write_off_id": proposed["id"]}))
}

/// What is open of the customer, minor units.
pub fn open(shelf: &Shelf) -> i64 {
    shelf.number("SELECT COALESCE(SUM(open_minor), 0) FROM open_items_snapshot")
}

/// A user with roles; gives its id.
pub fn user(shelf: &mut Shelf, code: &str, roles: &[&str]) -> i64 {
    let user = json!({
        "id": 0, "code": code, "name": code, "os_account": null, "roles": roles, "agent": false,
        "approval_ceiling_minor": null, "waiver_ceiling_minor": null, "substitute": null, "email": "", "phone": "",
        "active": true, "has_pin": false,
    });
    let saved = shelf.call("users.save", json!({"user": user, "pin": null}));
    saved["id"].as_i64().unwrap()
}

pub fn act_as(shelf: &mut Shelf, user_id: i64) {
    shelf.actor = Actor {
        user_id,
        acting_for_id: None,
    };
}

pub fn assert_sound(shelf: &mut Shelf) {
    assert_eq!(shelf.call("book.check", json!({}))["faults"], json!([]));
}
