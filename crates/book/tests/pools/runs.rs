//! Runs that are limited to a pool: letters, interest, small balances, the aging report, the check of orders. An agent may
//! limit them to own pools only, and finds nobody else in them.

use serde_json::{Value, json};

use crate::common::TestBook;
use crate::{pool, row, traded, with_agent};

/// Account numbers of a list of rows.
fn accounts(rows: &Value) -> Vec<String> {
    let rows = rows.as_array().unwrap();
    let mut found: Vec<String> = rows
        .iter()
        .map(|row| row["account"].as_str().unwrap().to_owned())
        .collect();
    found.sort();
    found.dedup();
    found
}

/// Everybody of whom letters would be made, or who is skipped with a reason.
fn lettered(book: &TestBook, question: &Value) -> Vec<String> {
    let preview = book.call("letters.preview", question.clone());
    let mut all = accounts(&preview["letters"]);
    all.extend(accounts(&preview["skipped"]));
    all.sort();
    all
}

/// The lines of a report: account numbers of its customers, as the table has them.
fn reported(book: &TestBook, parameters: Value) -> Vec<String> {
    let opened = book.call("aging.report", parameters);
    let path = book.folder.path().join("report.csv");
    book.call(
        "aging.report_write",
        json!({"handle": opened["handle"], "path": path, "format": "csv"}),
    );
    let text = std::fs::read_to_string(&path).unwrap();
    ["N1", "N2", "W1", "H1", "H2", "H3"]
        .into_iter()
        .filter(|account| {
            text.lines().any(|line| {
                line.split([',', ';'])
                    .any(|cell| cell.trim_matches('"') == *account)
            })
        })
        .map(str::to_owned)
        .collect()
}

/// Spec 21 §1: a pool by company and by employee responsible; a value that is not set is one too.
#[test]
fn pools_by_company_and_by_employee_responsible() {
    let book = traded();
    let count =
        |criteria: Value| book.call("pools.preview", pool("TRY", 1, criteria))["count"].clone();
    assert_eq!(count(json!([row("company", "is", &["1"])])), 6);
    assert_eq!(count(json!([row("company", "is", &["2"])])), 0);
    assert_eq!(count(json!([row("company", "is_not", &["1"])])), 0);
    let stored = book.call("credit.get", json!({"account": "N2"}));
    let mut attributes = stored["attributes"].clone();
    attributes["employee_responsible"] = json!("Frau Sommer");
    book.call(
        "credit.save",
        json!({"account": "N2", "attributes": attributes}),
    );
    let hers = json!([row("employee_responsible", "is", &["frau sommer"])]);
    let preview = book.call("pools.preview", pool("TRY", 1, hers.clone()));
    assert_eq!(accounts(&preview["members"]), ["N2"]);
    assert_eq!(preview["totals"], json!([["EUR", 50_000, 0]]));
    assert_eq!(count(json!([row("employee_responsible", "is", &[""])])), 5);
    book.call("pools.save", pool("SOMMER", 4, hers));
    let kept = book.call("pools.list", json!({}));
    assert_eq!(
        kept["pools"][0]["criteria"][0]["field"],
        "employee_responsible"
    );
    let refused = book.refused(
        "pools.preview",
        pool("TRY", 1, json!([row("company", "between", &["1", "2"])])),
    );
    assert_eq!(refused.code, "pool_row_invalid");
}

/// Letters: the preview, the days ahead and the run take the customers of the pool, and posting takes what was drafted.
#[test]
fn letters_of_a_pool() {
    let book = with_agent();
    let question = json!({"pool": "NORTH", "confirm": "known"});
    assert_eq!(lettered(&book, &question), ["N1"]);
    let days = book.call("letters.calendar", json!({"days": 366, "pool": "NORTH"}));
    let page = book.call(
        "letters.calendar_page",
        json!({"handle": days["handle"], "offset": 0, "limit": 100}),
    );
    let ahead = accounts(&page["rows"]);
    assert!(
        ahead.contains(&"N1".to_owned()) && ahead.iter().all(|account| account.starts_with('N'))
    );
    let run = book.call("letters.create", question);
    let list = book.call("letters.list", json!({"run_id": run["run_id"]}));
    let page = book.call(
        "letters.page",
        json!({"handle": list["handle"], "offset": 0, "limit": 100}),
    );
    assert_eq!(accounts(&page["rows"]), ["N1"]);
    let both = json!({"pool": "NORTH", "accounts": ["N1", "W1"]});
    assert_eq!(
        lettered(&book, &both),
        ["N1"],
        "accounts and a pool mean who is in both"
    );
    let refusal = book.refused("letters.preview", json!({"pool": "NOWHERE"}));
    assert_eq!(refusal.code, "unknown_pool");
}

/// The other runs over customers, each of one pool.
#[test]
fn interest_small_balances_report_and_orders_of_a_pool() {
    let book = with_agent();
    let skips = |question: Value| {
        let preview = book.call("interest.preview", question);
        preview["skipped"]
            .as_array()
            .unwrap()
            .iter()
            .map(|skip| skip["count"].as_u64().unwrap())
            .sum::<u64>()
    };
    assert!(skips(json!({"pool": "WEST"})) < skips(json!({})));
    assert_eq!(
        skips(json!({"pool": "WEST"})),
        skips(json!({"accounts": ["W1"]}))
    );
    assert_eq!(
        skips(json!({"pool": "WEST", "accounts": ["N1"]})),
        0,
        "accounts and a pool mean who is in both"
    );
    // Threshold as large as the largest rest: what stands is the part that was paid in part.
    let terms = |pool: Option<&str>| {
        json!({"terms": {"thresholds": [{"currency": "EUR", "threshold_minor": 100_000}],
            "whole_documents": true, "pool": pool}})
    };
    let proposed = |pool| book.call("settlement.small_balances", terms(pool))["proposed"].clone();
    assert_eq!(
        (proposed(None), proposed(Some("NORTH"))),
        (json!(2), json!(2))
    );
    assert_eq!(proposed(Some("WEST")), 0);
    let mut post = terms(Some("NORTH"));
    post["choice"] = json!({"of": "all_but", "transaction_ids": []});
    book.call("settlement.small_balances_post", post);
    let runs = book.call("settlement.small_balance_runs", json!({}));
    assert_eq!(runs["runs"][0]["pool"], "NORTH");

    assert_eq!(reported(&book, json!({"pool": "WEST"})), ["W1"]);
    assert_eq!(
        reported(&book, json!({"pool": "NORTH", "exclude_zero": false})),
        ["N1", "N2"],
        "they owe nothing by now"
    );
    for (order_no, account) in [("A-1", "N1"), ("A-2", "N2"), ("A-3", "H1")] {
        let order = json!({"account": account, "currency": "EUR", "amount_minor": 1_000});
        book.call("orders.save", json!({"order_no": order_no, "order": order}));
    }
    assert_eq!(book.call("orders.check_all", json!({}))["checked"], 3);
    let north = book.call("orders.check_all", json!({"pool": "NORTH"}));
    assert_eq!(north["checked"], 2);
}

/// An agent limits a run to own pools, whether it only looks or writes; the pool of somebody else is unknown to it.
#[test]
fn an_agent_limits_runs_to_own_pools() {
    let book = with_agent();
    book.desk.work_as("ben").unwrap();
    assert_eq!(lettered(&book, &json!({"pool": "WEST"})), ["W1"]);
    let run = book.call(
        "letters.create",
        json!({"pool": "NORTH", "confirm": "known"}),
    );
    let list = book.call("letters.list", json!({"run_id": run["run_id"]}));
    assert_eq!(list["count"], 1);
    assert_eq!(reported(&book, json!({"pool": "WEST"})), ["W1"]);
    let stored = book.call(
        "aging.store",
        json!({"name": "west", "parameters": {"pool": "WEST"}}),
    );
    assert_eq!(stored["lines"], 2);
    for (command, mut request) in [
        ("letters.preview", json!({})),
        ("letters.create", json!({"confirm": "known"})),
        ("letters.calendar", json!({})),
        ("interest.preview", json!({})),
        ("interest.create", json!({})),
        ("aging.report", json!({})),
        ("aging.run", json!({})),
    ] {
        request["pool"] = json!("SOUTH");
        assert_eq!(
            book.refused(command, request).code,
            "unknown_pool",
            "{command}"
        );
    }
    for command in [
        "settlement.small_balances",
        "settlement.small_balances_post",
    ] {
        let request = json!({"terms": {"thresholds": [], "pool": "SOUTH"}});
        assert_eq!(
            book.refused(command, request).code,
            "unknown_pool",
            "{command}"
        );
    }
    let request = json!({"name": "south", "parameters": {"pool": "SOUTH"}});
    assert_eq!(book.refused("aging.store", request).code, "unknown_pool");
}
