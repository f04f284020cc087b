//! Evaluate for release (spec 12 §8).

use serde_json::{Value, json};

use crate::decisions::held;
use crate::shelf::Shelf;
use crate::{assert_sound, hold, holds, limit, no_rules, order, parameters, rule, state, step};

/// An order that is held because an invoice is overdue, and the ids of that invoice and of its customer.
fn overdue(today: &str) -> (Shelf, i64, i64) {
    let mut shelf = Shelf::new(today);
    let customer = shelf.customer("1");
    limit(&mut shelf, "1", 10_000_000);
    let invoice = shelf.invoice(customer, "R-1", "2025-12-01", "2026-01-01", 100_000);
    order(&mut shelf, "A-1", "1", 5_000);
    step(&mut shelf, "A-1", "confirmation");
    (shelf, customer, invoice)
}

fn ticks(shelf: &mut Shelf, hold_id: &Value) -> Vec<(String, String)> {
    let shown = shelf.call("holds.explain", json!({"hold_id": hold_id}));
    shown["reasons"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            let text = |name: &str| one["reason"][name].as_str().unwrap().to_owned();
            (text("code"), text("still"))
        })
        .collect()
}

/// H-29: held by overdue, the customer pays, evaluated with mode *without posting*: the reason has no tick any more, the order
/// is released with the reason for automatic releases, and nothing is posted.
#[test]
fn h_29_a_paid_order_is_released_automatically() {
    let (mut shelf, customer, invoice) = overdue("2026-03-02");
    parameters(&mut shelf, &json!({"release_mode": "without_posting"}));
    let id = hold(&mut shelf)["hold_id"].clone();
    let kept = shelf.call("holds.evaluate", json!({}));
    assert_eq!((&kept["kept"], &kept["released"]), (&json!(1), &json!(0)));
    let payment = shelf.payment(customer, "Z-1", "2026-03-02", 100_000);
    shelf.settle(invoice, payment, "2026-03-02", 100_000);
    let done = shelf.call("holds.evaluate", json!({}));
    assert_eq!(done["released"], json!(1));
    assert_eq!(
        ticks(&mut shelf, &id),
        [("days_overdue".to_owned(), "cleared".to_owned())]
    );
    let row = holds(&mut shelf, json!({"all": true}))[0].clone();
    assert_eq!(row["state"], json!("released"));
    assert_eq!(row["release_reason"], json!("AUTOMATIC"));
    assert_eq!(row["ready"], json!(true));
    assert_eq!(
        shelf.number("SELECT COUNT(*) FROM holds WHERE perform_step = 1"),
        0
    );
    let shown = shelf.call("orders.get", json!({"order_no": "A-1"}));
    assert_eq!(shown["step"], json!("entry"), "not posted");
    assert_sound(&mut shelf);
}

/// H-30: two reasons, one cleared: it stays on hold with one tick less. A new reason is added.
#[test]
fn h_30_one_reason_cleared_is_not_enough() {
    let (mut shelf, customer, invoice) = overdue("2026-03-02");
    rule(&mut shelf, "sales_order", json!({"amount_minor": 1_000}));
    parameters(&mut shelf, &json!({"release_mode": "without_posting"}));
    order(&mut shelf, "A-2", "1", 7_000);
    step(&mut shelf, "A-2", "confirmation");
    let id = holds(&mut shelf, json!({"search": "A-2"}))[0]["hold_id"].clone();
    let payment = shelf.payment(customer, "Z-1", "2026-03-02", 100_000);
    shelf.settle(invoice, payment, "2026-03-02", 100_000);
    shelf.call("holds.evaluate", json!({"hold_ids": [id]}));
    assert_eq!(
        ticks(&mut shelf, &id),
        [
            ("days_overdue".to_owned(), "cleared".to_owned()),
            ("order_amount".to_owned(), "valid".to_owned()),
        ]
    );
    assert_eq!(state(&mut shelf, "A-2"), "on_hold");
    // The first order was held by the invoice alone; the rule that came since is a new reason.
    let first = holds(&mut shelf, json!({"search": "A-1"}))[0]["hold_id"].clone();
    shelf.call("holds.evaluate", json!({"hold_ids": [first]}));
    assert_eq!(
        ticks(&mut shelf, &first),
        [
            ("days_overdue".to_owned(), "cleared".to_owned()),
            ("order_amount".to_owned(), "new".to_owned()),
        ]
    );
}

/// With posting: somebody is asked to post the step; the order stays on the list until a person releases it.
#[test]
fn with_posting_somebody_is_asked() {
    let (mut shelf, customer, invoice) = overdue("2026-03-02");
    parameters(&mut shelf, &json!({"release_mode": "with_posting"}));
    let payment = shelf.payment(customer, "Z-1", "2026-03-02", 100_000);
    shelf.settle(invoice, payment, "2026-03-02", 100_000);
    let done = shelf.call("holds.evaluate", json!({"account": "1"}));
    assert_eq!((&done["ready"], &done["to_post"]), (&json!(1), &json!(1)));
    let row = hold(&mut shelf);
    assert_eq!(
        (&row["ready"], &row["posting_asked"]),
        (&json!(true), &json!(true))
    );
    assert_eq!(state(&mut shelf, "A-1"), "on_hold");
}

/// H-37 and H-43: rule 80 %, threshold 90 %: at 88 % the only reason is treated as cleared; the same step again at 88 % and
/// 89.9 % is allowed, at 90 % it is held again.
#[test]
fn h_37_and_h_43_released_by_threshold() {
    for (later, verdict) in [(0, "allow"), (1_900, "allow"), (2_000, "hold")] {
        let mut shelf = Shelf::new("2026-03-02");
        let customer = shelf.customer("1");
        limit(&mut shelf, "1", 1_000_000);
        no_rules(&mut shelf);
        crate::no_grace(&mut shelf);
        rule(&mut shelf, "limit_used", json!({"used_bp": 8_000}));
        parameters(
            &mut shelf,
            &json!({"release_mode": "without_posting", "release_below_bp": 9_000}),
        );
        let invoice = shelf.invoice(customer, "R-1", "2026-03-01", "2026-04-01", 500_000);
        order(&mut shelf, "A-1", "1", 480_000);
        assert_eq!(
            step(&mut shelf, "A-1", "confirmation")["verdict"],
            json!("hold")
        );
        assert_eq!(
            shelf.call("holds.evaluate", json!({}))["kept"],
            json!(1),
            "98 %"
        );
        let payment = shelf.payment(customer, "Z-1", "2026-03-02", 100_000);
        shelf.settle(invoice, payment, "2026-03-02", 100_000);
        assert_eq!(
            shelf.call("holds.evaluate", json!({}))["released"],
            json!(1),
            "88 %"
        );
        if later > 0 {
            shelf.invoice(customer, "R-2", "2026-03-02", "2026-04-01", later * 10);
        }
        assert_eq!(
            step(&mut shelf, "A-1", "confirmation")["verdict"],
            json!(verdict),
            "{later}"
        );
    }
}

/// A held order that was changed is released with the reason for changed ones.
#[test]
fn a_changed_order_is_released_with_its_own_reason() {
    let (mut shelf, customer, invoice) = overdue("2026-03-02");
    parameters(&mut shelf, &json!({"release_mode": "without_posting"}));
    order(&mut shelf, "A-1", "1", 6_000);
    assert_eq!(hold(&mut shelf)["modified"], json!(true));
    let payment = shelf.payment(customer, "Z-1", "2026-03-02", 100_000);
    shelf.settle(invoice, payment, "2026-03-02", 100_000);
    shelf.call("holds.evaluate", json!({}));
    assert_eq!(
        holds(&mut shelf, json!({"all": true}))[0]["release_reason"],
        json!("CHANGED")
    );
}

/// Spec 30 §12: the release slip of a released order is one page; no other order has one.
#[test]
fn a_released_order_has_a_slip_of_one_page() {
    let mut shelf = held("2026-03-02");
    let path = shelf.folder.path().join("slip.pdf");
    let request = json!({"order_no": "A-1", "path": path, "language": "de"});
    let early = shelf.try_call("orders.release_slip", request.clone());
    assert_eq!(early.unwrap_err().code, "order_not_released");
    assert!(!path.exists());
    let id = hold(&mut shelf)["hold_id"].clone();
    let words = "The customer pays half in advance. ".repeat(200);
    shelf.call(
        "holds.release",
        json!({"hold_ids": [id], "reason": "CHECKED", "mode": "with_posting", "review_on": "2026-04-01", "comment": words}),
    );
    shelf.call("orders.release_slip", request);
    let pdf = std::fs::read(&path).unwrap();
    assert_eq!(papers::Press::page_count(&pdf).unwrap(), 1);
}
