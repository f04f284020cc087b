//! The lists of customers and of work: who works a customer and what comes next, and what a pool leaves (spec 21 §3).

use serde_json::{Value, json};

use crate::common::TestBook;
use crate::with_agent;

/// The rows of a list.
fn rows(book: &TestBook, list: &str, request: Value) -> Vec<Value> {
    let opened = book.call(&format!("{list}.list"), request);
    let page = json!({"handle": opened["handle"], "offset": 0, "limit": 100});
    let page = book.call(&format!("{list}.page"), page)["rows"].clone();
    assert_eq!(opened["count"], page.as_array().unwrap().len());
    page.as_array().unwrap().clone()
}

fn accounts(rows: &[Value]) -> Vec<&str> {
    rows.iter()
        .map(|row| row["account"].as_str().unwrap())
        .collect()
}

fn activity(book: &TestBook, account: &str, category: &str, on: &str, kind: &str) {
    let activity = json!({
        "kind": kind, "category": category, "purpose": "Call", "memo": "", "contact": "", "responsible": "anna",
        "starts_on": on, "starts_at": null, "ends_on": on, "ends_at": null, "reminder_on": null, "case_id": null,
        "transaction_id": null,
    });
    book.call(
        "activities.add",
        json!({"account": account, "activity": activity}),
    );
}

/// N1 was called, is called again and has promised; N2 has an agent on its card.
fn worked() -> TestBook {
    let book = with_agent();
    activity(&book, "N1", "call", "2026-06-26", "action");
    activity(&book, "N1", "call", "2026-07-03", "task");
    let line = json!({"transaction_id": 1, "promised_on": "2026-07-10", "amount_minor": 1_000});
    book.call("promises.record", json!({"lines": [line]}));
    let mut card = book.call("customers.get", json!({"account": "N2"}))["card"].clone();
    card["agent"] = json!("anna");
    book.call("customers.update", json!({"account": "N2", "card": card}));
    book.call("aging.run", json!({"as_of": "2026-06-30"}));
    book
}

/// Aged balances say who works a customer, when it was spoken to, what comes next and what is promised; they sort and filter
/// by it, the file has it too, and a written act shows at once.
#[test]
fn aged_balances_say_who_works_a_customer_and_what_comes_next() {
    let book = worked();
    let found = rows(&book, "aging", json!({}));
    let of = |account: &str| {
        let row = found.iter().find(|row| row["account"] == account);
        row.unwrap()["worked"].clone()
    };
    let n1 = json!({
        "agent": "ben", "region": "Nord", "last_contact_on": "2026-06-26", "next_activity_on": "2026-07-03",
        "promise_due_on": "2026-07-10",
    });
    assert_eq!(of("N1"), n1, "by the pool");
    assert_eq!(of("N2")["agent"], "anna", "the card comes first");
    assert_eq!(of("H1")["agent"], Value::Null, "nobody works SOUTH");
    let by_agent = json!({"filters": [{"column": "agent", "test": "equals", "value": "BEN"}],
        "sort": {"column": "next_activity_on", "order": "descending"}});
    assert_eq!(accounts(&rows(&book, "aging", by_agent)), ["N1", "W1"]);
    let due = json!({"filters": [
        {"column": "promise_due_on", "test": "at_most", "value": "2026-07-31"},
        {"column": "promise_due_on", "test": "at_least", "value": "2026-07-01"},
    ]});
    assert_eq!(accounts(&rows(&book, "aging", due)), ["N1"]);
    let path = book.folder.path().join("aged.csv");
    let opened = book.call("aging.list", json!({"search": "N1"}));
    let columns =
        ["account", "next_activity_on", "agent"].map(|id| json!({"id": id, "heading": id}));
    book.call(
        "aging.export",
        json!({"handle": opened["handle"], "path": path, "format": "csv", "columns": columns}),
    );
    let written = std::fs::read_to_string(&path).unwrap();
    let row = written.lines().nth(1).unwrap();
    assert_eq!(
        row, "N1,2026-07-03,ben",
        "the chosen columns in their order"
    );
    book.call("agents.remove", json!({"user": "ben"}));
    let found = rows(&book, "aging", json!({"search": "N1"}));
    assert_eq!(found[0]["worked"]["agent"], Value::Null);
}

/// Customers say their account status, the credit that remains as the customer's page has it, agent and region, and are
/// filtered by the status.
#[test]
fn customers_say_status_remaining_credit_agent_and_region() {
    let book = worked();
    book.call(
        "credit.set_status",
        json!({"account": "W1", "status": "WATCH", "reason": "REVIEW", "comment": ""}),
    );
    let watched = json!({"filters": [{"column": "status", "test": "equals", "value": "watch"}]});
    let found = rows(&book, "customers", watched);
    assert_eq!(accounts(&found), ["W1"]);
    let all = rows(
        &book,
        "customers",
        json!({"sort": {"column": "agent", "order": "descending"}}),
    );
    assert_eq!(accounts(&all)[..3], ["N1", "W1", "N2"]);
    for row in &all {
        let account = json!({"account": row["account"]});
        let balance = book.call("customers.balance", account);
        assert_eq!(
            row["remaining_credit_minor"], balance["remaining_credit_minor"],
            "{row}"
        );
    }
}

/// The pool of the top bar narrows cases, activities, promises and disputes too, and one that is not offered is refused.
#[test]
fn a_pool_narrows_the_lists_of_work() {
    let book = worked();
    for account in ["N1", "W1", "H1"] {
        let case = json!({"category": "COLLECTIONS", "description": account, "priority": 2, "owner": null, "notes": "",
            "resolution": "", "external_reference": "", "contacts": []});
        book.call("cases.open", json!({"account": account, "case": case}));
        activity(&book, account, "call", "2026-07-06", "task");
    }
    for id in [3, 4, 5] {
        let line =
            json!({"transaction_id": id, "promised_on": "2026-07-10", "amount_minor": 1_000});
        book.call("promises.record", json!({"lines": [line]}));
        let disputed = json!([{"transaction_id": id, "amount_minor": 1_000}]);
        book.call(
            "disputes.open",
            json!({"rows": disputed, "reason": "price"}),
        );
    }
    for list in ["cases", "activities", "promises", "disputes"] {
        assert!(rows(&book, list, json!({})).len() >= 3, "{list}");
        let west = rows(&book, list, json!({"pool": "WEST"}));
        assert_eq!(accounts(&west), ["W1"], "{list}");
        let refusal = book.refused(&format!("{list}.list"), json!({"pool": "EAST"}));
        assert_eq!(refusal.code, "unknown_pool", "{list}");
    }
    let changed = |test: &str, day: &str| {
        let filter = json!({"column": "modified_at", "test": test, "value": day});
        rows(&book, "cases", json!({"filters": [filter]})).len()
    };
    assert_eq!(
        (
            changed("equals", "2026-06-30"),
            changed("at_most", "2026-06-29")
        ),
        (3, 0),
        "a moment is filtered by its day"
    );
}
