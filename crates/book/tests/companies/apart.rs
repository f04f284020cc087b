//! The same numbers in two companies stay apart, in whatever is imported, posted, written and aged.

use book::desk::{Desk, DeskOptions};
use book::host::{FrozenClock, Unwatched};
use serde_json::json;

use crate::{balance, order, rows, trade, traded, two_companies, work_in};

/// Spec 00, scope of data: account, document number and key are of a company. Both imports are new in their company, a second
/// one changes nothing, and each page shows its own.
#[test]
fn the_same_numbers_are_imported_twice() {
    let book = traded();
    assert_eq!(balance(&book), [("EUR".to_owned(), 99_000)]);
    assert_eq!(
        book.call("customers.get", json!({"account": "K1"}))["card"]["name"],
        "Hafen GmbH"
    );
    work_in(&book, "US");
    assert_eq!(balance(&book), [("USD".to_owned(), 49_000)]);
    assert_eq!(
        book.call("customers.get", json!({"account": "K1"}))["card"]["name"],
        "Harbour Inc."
    );
    assert_eq!(rows(&book, "customers", json!({})).len(), 1);
    let batches = book.call("import.batches", json!({}));
    assert_eq!(batches["batches"].as_array().unwrap().len(), 3);
    trade(&book, "Harbour Inc.", "USD", 50_000);
    assert_eq!(balance(&book), [("USD".to_owned(), 49_000)]);
    assert_eq!(book.number("SELECT COUNT(*) FROM transactions"), 4);
    assert_eq!(book.number("SELECT COUNT(*) FROM settlements"), 2);
    assert_eq!(book.check()["ok"], json!(true));
}

/// What is paid, written and aged in one company leaves the other as it is.
#[test]
fn letters_aging_and_lists_are_of_one_company() {
    let book = traded();
    let run = book.call("letters.create", json!({}));
    book.call("letters.post", json!({"run_id": run["run_id"]}));
    book.call("aging.run", json!({}));
    assert_eq!(rows(&book, "aging", json!({}))[0]["currency"], "EUR");
    work_in(&book, "US");
    assert_eq!(book.number("SELECT COUNT(*) FROM letters"), 1);
    assert_eq!(book.call("letters.runs", json!({}))["runs"], json!([]));
    let theirs = book.call("aging.runs", json!({}));
    assert_eq!(
        theirs["runs"].as_array().unwrap().len(),
        1,
        "that of the import"
    );
    assert_eq!(theirs["runs"][0]["totals"][0]["currency"], "USD");
    book.call("aging.run", json!({}));
    let own = rows(&book, "aging", json!({}));
    assert_eq!((own.len(), &own[0]["total_minor"]), (1, &json!(49_000)));
    work_in(&book, "1");
    let own = rows(&book, "aging", json!({}));
    assert_eq!(
        (own.len(), &own[0]["currency"]),
        (1, &json!("EUR")),
        "the other run ended nothing here"
    );
    assert_eq!(book.check()["ok"], json!(true));
}

/// Two companies number their orders alike; each checks its own.
#[test]
fn orders_of_one_number_are_two_orders() {
    let book = traded();
    for (code, currency, minor) in [("1", "EUR", 10_000), ("US", "USD", 70_000)] {
        work_in(&book, code);
        order(&book, "A-1", currency, minor);
    }
    assert_eq!(
        book.lines("SELECT c.company_id, o.order_no FROM order_credit o JOIN customers c ON c.id = o.customer_id ORDER BY 1"),
        ["1|A-1", "2|A-1"]
    );
}

/// A number of a bank account belongs to one company: a statement that is imported in the wrong one is refused.
#[test]
fn a_bank_account_is_of_one_company() {
    let book = two_companies();
    let account = json!({"number": "DE89370400440532013000", "name": "Haus", "currency": "EUR"});
    book.call("bank.account_save", account);
    assert_eq!(
        book.call("bank.accounts", json!({}))["accounts"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    work_in(&book, "US");
    assert_eq!(book.call("bank.accounts", json!({}))["accounts"], json!([]));
}

/// A call never writes the facts of a company in which it does not work, also where it names them by id.
#[test]
fn what_is_named_by_id_is_of_the_company() {
    let book = traded();
    let theirs = book
        .number("SELECT t.id FROM transactions t WHERE t.company_id = 2 AND t.kind = 'invoice'");
    let rows = json!([{"transaction_id": theirs, "amount_minor": 1_000}]);
    let refusal = book.refused("disputes.open", json!({"rows": rows, "reason": "price"}));
    assert_ne!(refusal.code, "internal");
    assert_eq!(book.number("SELECT COUNT(*) FROM disputes"), 0);
}

/// Every night looks after every company once.
#[test]
fn the_night_goes_through_all_companies() {
    let book = traded();
    let done = book.call("nightly.run", json!({}));
    for run in done["runs"].as_array().unwrap() {
        assert_eq!(run["error"], json!(null), "{run}");
    }
    assert_eq!(
        book.lines("SELECT company_id, COUNT(*) FROM aging_runs GROUP BY company_id ORDER BY 1"),
        ["1|1", "2|1"]
    );
    assert_eq!(
        book.number("SELECT COUNT(DISTINCT customer_id) FROM balance_statistics"),
        2
    );
    assert_eq!(balance(&book), [("EUR".to_owned(), 99_000)]);
}

/// A user goes on in the company that was chosen last; codes are unique.
#[test]
fn the_choice_is_remembered() {
    let book = two_companies();
    work_in(&book, "US");
    book.call("book.close", json!({}));
    let desk = Desk::new(DeskOptions {
        recent_file: None,
        os_account: "anna".to_owned(),
        desk: "test".to_owned(),
        clock: std::sync::Arc::new(FrozenClock("2026-06-30T09:00:00Z".parse().unwrap())),
    });
    let state = desk
        .call("book.open", json!({"path": book.path()}), &Unwatched)
        .unwrap()
        .body;
    assert_eq!(state["book"]["company_code"], "US");
    assert_eq!(state["book"]["currency"], "USD");
    assert_eq!(state["book"]["companies"].as_array().unwrap().len(), 2);
    desk.work_in("1").unwrap();
    let company = desk
        .call("company.get", json!({}), &Unwatched)
        .unwrap()
        .body;
    assert_eq!(company["name"], "Muster GmbH");
    assert_eq!(desk.work_in("X").unwrap_err().code, "unknown_company");
    let again = json!({"code": "US", "company": {"name": "X", "country": "US", "currency": "USD", "language": null}});
    let refusal = desk.call("companies.add", again, &Unwatched).unwrap_err();
    assert_eq!(refusal.code, "company_code_taken");
}
