//! A decision opens to its facts, and is the same decision when it is taken again.

use serde_json::json;

use crate::shelf::Shelf;
use crate::{check, hold, limit, no_rules, order, rule, step};

/// Every hold opens to rule, measured value, threshold, the transactions behind it, step, day and user; the check replays
/// from what was stored, also after facts, rules and parameters have changed.
#[test]
fn a_hold_opens_to_its_facts_and_replays() {
    let mut shelf = Shelf::new("2026-03-02");
    let customer = shelf.customer("1");
    limit(&mut shelf, "1", 10_000_000);
    let late = shelf.invoice(customer, "R-1", "2025-12-01", "2026-01-01", 100_000);
    shelf.invoice(customer, "R-2", "2026-02-20", "2026-04-01", 70_000);
    order(&mut shelf, "A-1", "1", 5_000);
    step(&mut shelf, "A-1", "confirmation");
    let id = hold(&mut shelf)["hold_id"].clone();
    no_rules(&mut shelf);
    rule(&mut shelf, "sales_order", json!({"amount_minor": 1}));
    let payment = shelf.payment(customer, "Z-1", "2026-03-02", 100_000);
    shelf.settle(late, payment, "2026-03-02", 100_000);
    shelf.set_today("2026-03-09");
    let shown = shelf.call("holds.explain", json!({"hold_id": id}));
    let reason = &shown["reasons"][0];
    assert_eq!(reason["reason"]["code"], json!("days_overdue"));
    assert_eq!(reason["reason"]["measured"]["days"], json!(60));
    assert_eq!(reason["reason"]["threshold"]["days"], json!(30));
    assert_eq!(reason["rule"]["rule_type"], json!("days_overdue"));
    assert_eq!(reason["transactions"].as_array().unwrap().len(), 1);
    assert_eq!(reason["transactions"][0]["document_no"], json!("R-1"));
    assert_eq!(reason["transactions"][0]["transaction_id"], json!(late));
    assert_eq!(reason["transactions"][0]["days_overdue"], json!(60));
    let check = &shown["check"];
    assert_eq!(
        (
            &check["step"],
            &check["checked_on"],
            &check["user"],
            &check["replays"]
        ),
        (
            &json!("confirmation"),
            &json!("2026-03-02"),
            &json!("K. B."),
            &json!(true)
        )
    );
    let parts = check["parts"].as_array().unwrap();
    let sum: i64 = parts
        .iter()
        .map(|part| part["minor"].as_i64().unwrap())
        .sum();
    assert_eq!(json!(sum), check["exposure_minor"]);
    assert_eq!(sum, 175_000);
    assert_eq!(
        shown["exposure_minor"],
        json!(75_000),
        "now, with the order in it"
    );
    assert_eq!(check["rules"].as_array().unwrap().len(), 3);
}

/// Limit reasons and overdue reasons are told apart, each with its own measure. T-C13. T-C10: what is open counts, never what
/// was ever sold.
#[test]
fn t_c13_the_reason_says_which() {
    let mut shelf = Shelf::new("2026-03-02");
    let customer = shelf.customer("1");
    limit(&mut shelf, "1", 100_000);
    let paid = shelf.invoice(customer, "R-0", "2025-01-01", "2025-02-01", 900_000);
    let payment = shelf.payment(customer, "Z-0", "2025-02-01", 900_000);
    shelf.settle(paid, payment, "2025-02-01", 900_000);
    shelf.invoice(customer, "R-1", "2025-12-01", "2026-01-01", 60_000);
    let answer = check(&mut shelf, "A-1", "1", 50_000, "confirmation");
    assert_eq!(
        crate::codes(&answer),
        ["days_overdue", "limit_used_customer"]
    );
    assert_eq!(
        answer["reasons"][1]["measured"]["exposure_minor"],
        json!(110_000)
    );
    assert_eq!(answer["exposure_minor"], json!(110_000));
}

/// Spec 12 §6: a reason that was found after the hold shows the documents behind it, and one that was measured again those
/// of now.
#[test]
fn a_reason_found_later_shows_its_documents() {
    let mut shelf = Shelf::new("2026-03-02");
    let customer = shelf.customer("1");
    limit(&mut shelf, "1", 10_000);
    shelf.invoice(customer, "R-1", "2026-02-01", "2026-03-01", 5_000);
    order(&mut shelf, "A-1", "1", 15_000);
    step(&mut shelf, "A-1", "confirmation");
    let id = hold(&mut shelf)["hold_id"].clone();
    let shown = shelf.call("holds.explain", json!({"hold_id": id}));
    assert_eq!(shown["reasons"].as_array().unwrap().len(), 1);
    let numbers = |shelf: &mut Shelf| -> Vec<(String, i64)> {
        let shown = shelf.call("holds.explain", json!({"hold_id": id}));
        let late = shown["reasons"].as_array().unwrap().iter();
        let late = late.filter(|one| one["reason"]["code"] == json!("days_overdue"));
        late.flat_map(|one| one["transactions"].as_array().unwrap().clone())
            .map(|one| {
                let number = one["document_no"].as_str().unwrap().to_owned();
                (number, one["days_overdue"].as_i64().unwrap())
            })
            .collect()
    };
    shelf.set_today("2026-04-20");
    shelf.call("holds.evaluate", json!({}));
    assert_eq!(numbers(&mut shelf), [("R-1".to_owned(), 50)]);
    shelf.set_today("2026-04-25");
    shelf.call("holds.evaluate", json!({}));
    assert_eq!(numbers(&mut shelf), [("R-1".to_owned(), 55)]);
}
