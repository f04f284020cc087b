//! What several companies share: a limit, and the list of holds.

use serde_json::{Value, json};

use crate::common::TestBook;
use crate::{order, rate, rows, same_party, traded, work_in};

/// Spec 11 §3.3 and §5: a group has members in two companies, one of them in USD; what it owes is the sum in the currency of
/// the group, from either side. The same party of the other company is offered.
#[test]
fn a_limit_over_two_companies() {
    let book = traded();
    same_party(&book);
    rate(&book, "USD", "EUR", "0.9");
    rate(&book, "EUR", "USD", "1.1");
    let group = json!({
        "code": "HOLDING", "description": "", "limit_minor": 500_000, "currency": "EUR", "to_on": "2026-12-31",
        "use_days_overdue": false,
    });
    book.call("credit.shared_save", group);
    book.call(
        "credit.shared_join",
        json!({"group": "HOLDING", "account": "K1"}),
    );
    let offered = book.call("credit.shared_parties", json!({"code": "HOLDING"}));
    assert_eq!(offered["customers"][0]["company_code"], "US", "{offered}");
    book.call(
        "credit.shared_join",
        json!({"group": "HOLDING", "account": "K1", "company": "US"}),
    );
    for code in ["1", "US"] {
        work_in(&book, code);
        let exposure = book.call(
            "credit.exposure",
            json!({"account": "K1", "as_of": "2026-06-30"}),
        );
        assert_eq!(
            exposure["group"]["exposure_minor"],
            99_000 + 44_100,
            "{code}: {exposure}"
        );
    }
}

/// Spec 12 §6: one list of holds over all companies that the user may see, each with the figures of its own company.
#[test]
fn holds_of_all_companies_are_in_one_list() {
    let book = traded();
    rate(&book, "USD", "EUR", "0.9");
    for (code, currency, minor) in [("1", "EUR", 10_000), ("US", "USD", 70_000)] {
        work_in(&book, code);
        order(&book, "A-1", currency, minor);
        // At entry rules only warn; the invoice is 60 days late.
        let check = json!({"order_no": "A-1", "step": "confirmation"});
        assert_eq!(
            book.call("orders.check", check)["state"],
            "on_hold",
            "{code}"
        );
    }
    work_in(&book, "1");
    let found = rows(&book, "holds", json!({}));
    let shown: Vec<(&str, &str)> = found
        .iter()
        .map(|row| {
            (
                row["company"].as_str().unwrap(),
                row["currency"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(shown, [("1", "EUR"), ("US", "USD")]);

    // What is checked again after a rule was changed is what the list shows: that of all companies, by one act.
    let rules = book.call("rules.get", json!({}));
    for rule in rules["rules"].as_array().unwrap() {
        book.call("rules.delete", json!({"id": rule["id"]}));
    }
    let counts = || {
        let head = book.call("holds.list", json!({"changed_only": true}));
        (
            head["count"].as_u64().unwrap(),
            head["rule_changed"].as_u64().unwrap(),
        )
    };
    assert_eq!(counts(), (2, 2));
    let done = book.call("holds.check_changed", json!({}));
    assert_eq!(done["checks"]["checked"], json!(2));
    assert_eq!(done["holds"]["evaluated"], json!(2));
    assert_eq!(counts(), (0, 0));
    decided_together(&book, &found);
    held_everywhere(&book);
}

/// Spec 12 §7, spec 13: many orders are held by a filter, of one company or of all; a number of another company is told with it.
fn held_everywhere(book: &TestBook) {
    work_in(book, "US");
    for (no, minor) in [("B-1", 90_000), ("B-2", 1_000)] {
        order(book, no, "USD", minor);
    }
    work_in(book, "1");
    order(book, "B-1", "EUR", 80_000);
    let force = |over: &str| {
        book.call(
            "holds.force",
            json!({"reason": "CHECK", "at_least_minor": 75_000, "over": over}),
        )
    };
    let here = force("company");
    assert_eq!(here["order_nos"], json!(["B-1"]), "{here}");
    let everywhere = force("companies");
    assert_eq!(everywhere["order_nos"], json!(["US/B-1"]), "{everywhere}");
    assert_eq!(everywhere["skipped"], json!(["B-1"]));
}

/// Spec 12 §6, §7: what is marked in that list is decided in one act, each hold by the rules of its company, and taken back so.
fn decided_together(book: &TestBook, found: &[Value]) {
    let ids: Vec<&Value> = found.iter().map(|row| &row["hold_id"]).collect();
    let counts = book.call("holds.evaluate", json!({}));
    assert_eq!(counts["evaluated"], json!(2), "{counts}");
    book.call("holds.assign", json!({"hold_ids": ids}));
    let done = book.call(
        "holds.release",
        json!({"hold_ids": ids, "reason": "CHECKED", "mode": "without_posting"}),
    );
    assert_eq!(done["decided"], json!(2));
    for code in ["US", "1"] {
        work_in(book, code);
        let order = book.call("orders.get", json!({"order_no": "A-1"}));
        assert_eq!(order["state"], "released", "{code}");
    }
    let undone = book.call("holds.undo", json!({"hold_ids": ids}));
    assert_eq!(undone["decided"], json!(2));
    assert_eq!(rows(book, "holds", json!({})).len(), 2);
    let path = book.folder.path().join("status.json");
    book.call(
        "credit.status_export",
        json!({"path": path, "format": "json"}),
    );
    let written: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    let shown: Vec<(&Value, &Value)> = written
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (&row["company"], &row["currency"]))
        .collect();
    assert_eq!(
        shown,
        [(&json!("1"), &json!("EUR")), (&json!("US"), &json!("USD"))]
    );
    assert_eq!(book.call("book.check", json!({}))["faults"], json!([]));
}

/// Spec 11 §4.2: a journal whose only line names a group is there in a book of several companies too, from either side.
#[test]
fn a_journal_of_a_group_is_seen_over_companies() {
    let book = traded();
    let group = json!({
        "code": "HOLDING", "description": "", "limit_minor": 500_000, "currency": "EUR", "to_on": "2026-12-31",
        "use_days_overdue": false,
    });
    book.call("credit.shared_save", group);
    let journal = book.call(
        "limits.create",
        json!({"kind": "credit_limit", "description": "group"}),
    );
    let id = journal["head"]["id"].clone();
    let line = json!({
        "journal_id": id, "line_id": null, "account": null, "group": "HOLDING", "new_minor": 600_000, "from_on": null,
        "to_on": "2027-06-30", "reason": "REVIEW", "comment": "",
    });
    let saved = book.call("limits.line_save", line);
    assert_eq!(saved["lines"].as_array().unwrap().len(), 1, "{saved}");
    for code in ["US", "1"] {
        work_in(&book, code);
        let listed = book.call("limits.list", json!({}));
        assert_eq!(listed["journals"][0]["id"], id, "{code}: {listed}");
    }
}

/// Spec 13, 30 §18: every company's tasks are made once, in its own currency, whichever company is worked in; looking from the
/// other one closes none of them.
#[test]
fn tasks_of_the_night_are_those_of_each_company() {
    let book = traded();
    for code in ["1", "US"] {
        work_in(&book, code);
        let mut attributes =
            book.call("credit.get", json!({"account": "K1"}))["attributes"].clone();
        attributes["next_review_on"] = json!("2026-06-30");
        book.call(
            "credit.save",
            json!({"account": "K1", "attributes": attributes}),
        );
    }
    for (code, made) in [("1", 2), ("US", 0), ("1", 0)] {
        work_in(&book, code);
        let done = book.call("tasks.run", json!({}));
        assert_eq!(
            (&done["made"], &done["closed"]),
            (&json!(made), &json!(0)),
            "{code}"
        );
    }
    let tasks = book.lines(
        "SELECT c.name, json_extract(t.figures, '$.currency'), t.state FROM credit_tasks t
         JOIN customers c ON c.id = t.customer_id WHERE t.kind = 'review_due' ORDER BY c.id",
    );
    assert_eq!(tasks, ["Hafen GmbH|EUR|open", "Harbour Inc.|USD|open"]);
}
