//! What cannot be promised or disputed is refused with figures, and nothing is changed.

use serde_json::{Value, json};

use crate::*;

fn refused(shelf: &mut Shelf, command: &str, request: Value) -> String {
    let acts = shelf.number("SELECT COUNT(*) FROM audit");
    let refusal = shelf.try_call(command, request).unwrap_err();
    assert_eq!(
        shelf.number("SELECT COUNT(*) FROM audit"),
        acts,
        "nothing was changed"
    );
    refusal.code
}

#[test]
fn promises_that_cannot_be() {
    let (mut shelf, invoice) = owed("2026-05-04", "2026-03-31");
    let other = shelf.customer("2");
    let theirs = shelf.invoice(other, "R-9", "2026-02-01", "2026-03-01", 5_000);
    let one = customer(&shelf);
    let credit = shelf.payment(one, "P-9", "2026-05-01", 7_000);
    let line = |id: i64, on: &str, minor: Value| json!({"transaction_id": id, "promised_on": on, "amount_minor": minor});
    let whole = || line(invoice, "2026-05-20", json!(60_000));
    for (lines, code) in [
        (json!([]), "promise_without_lines"),
        (
            json!([line(invoice, "2026-05-03", json!(100))]),
            "promise_in_past",
        ),
        (
            json!([line(invoice, "2026-05-20", json!(100_001))]),
            "promise_above_open",
        ),
        (
            json!([whole(), line(invoice, "2026-05-25", json!(40_001))]),
            "promise_above_open",
        ),
        (
            json!([whole(), line(invoice, "2026-05-20", json!(1))]),
            "promise_line_twice",
        ),
        (
            json!([line(invoice, "2026-05-20", json!(0))]),
            "promise_without_amount",
        ),
        (
            json!([line(credit, "2026-05-20", json!(null))]),
            "promise_on_credit",
        ),
        (
            json!([line(999, "2026-05-20", json!(null))]),
            "unknown_document",
        ),
        (
            json!([whole(), line(theirs, "2026-05-20", json!(null))]),
            "promise_of_two_customers",
        ),
    ] {
        assert_eq!(
            refused(&mut shelf, "promises.record", json!({"lines": lines})),
            code,
            "{lines}"
        );
        assert_eq!(
            refused(&mut shelf, "promises.check", json!({"lines": lines})),
            code,
            "{lines}"
        );
    }
    for command in ["promises.cancel", "promises.undo", "promises.restore"] {
        assert_eq!(
            refused(&mut shelf, command, json!({"promise_id": 7})),
            "unknown_promise"
        );
    }
    let id = promise(&mut shelf, invoice, 100, "2026-05-20")["promise_id"].clone();
    assert_eq!(
        refused(&mut shelf, "promises.restore", json!({"promise_id": id})),
        "promise_runs"
    );
    shelf.call("promises.cancel", json!({"promise_id": id}));
    assert_eq!(
        refused(&mut shelf, "promises.cancel", json!({"promise_id": id})),
        "promise_over"
    );
    let much = json!({"tolerance_days": 61, "horizon_days": 30, "renegotiations": 2, "raise_priority": false});
    assert_eq!(
        refused(&mut shelf, "promises.parameters_save", much),
        "promise_parameter_too_large"
    );
    assert_eq!(
        refused(
            &mut shelf,
            "promises.list",
            json!({"sort": {"column": "x", "order": "ascending"}})
        ),
        "unknown_column"
    );
}

#[test]
fn disputes_that_cannot_be() {
    let (mut shelf, invoice) = owed("2026-05-04", "2026-03-31");
    let one = customer(&shelf);
    let credit = shelf.payment(one, "P-9", "2026-05-01", 7_000);
    let open = |row: Value, reason: &str| json!({"rows": [row], "reason": reason});
    let row = |id: i64, minor: Value| json!({"transaction_id": id, "amount_minor": minor});
    let lines = |rows: Value| json!({"transaction_id": invoice, "lines": rows});
    for (request, code) in [
        (
            json!({"rows": [], "reason": "price"}),
            "dispute_without_rows",
        ),
        (
            open(row(invoice, json!(100_001)), "price"),
            "dispute_above_open",
        ),
        (
            open(row(invoice, json!(0)), "price"),
            "dispute_without_amount",
        ),
        (
            open(row(invoice, json!(1)), "sunshine"),
            "unknown_collections_reason",
        ),
        (open(row(credit, json!(null)), "price"), "dispute_on_credit"),
        (open(row(999, json!(null)), "price"), "unknown_document"),
        (
            open(lines(json!([{"line_no": 0, "amount_minor": 5}])), "price"),
            "dispute_line_invalid",
        ),
        (
            open(
                lines(
                    json!([{"line_no": 1, "amount_minor": 5}, {"line_no": 1, "amount_minor": 5}]),
                ),
                "price",
            ),
            "dispute_line_invalid",
        ),
        (
            open(
                lines(json!([{"line_no": 1, "amount_minor": 100_001}])),
                "price",
            ),
            "dispute_above_open",
        ),
    ] {
        assert_eq!(
            refused(&mut shelf, "disputes.open", request.clone()),
            code,
            "{request}"
        );
    }
}

#[test]
fn details_of_disputes_that_cannot_be() {
    let (mut shelf, invoice) = owed("2026-05-04", "2026-03-31");
    let open = |row: Value, reason: &str| json!({"rows": [row], "reason": reason});
    let row = |id: i64, minor: Value| json!({"transaction_id": id, "amount_minor": minor});
    let lines = |rows: Value| json!({"transaction_id": invoice, "lines": rows});
    let mut differ = open(lines(json!([{"line_no": 1, "amount_minor": 5}])), "price");
    differ["rows"][0]["amount_minor"] = json!(6);
    assert_eq!(
        refused(&mut shelf, "disputes.open", differ),
        "dispute_lines_differ"
    );
    let mut past = open(row(invoice, json!(1)), "price");
    past["due_on"] = json!("2026-05-03");
    assert_eq!(
        refused(&mut shelf, "disputes.open", past),
        "dispute_due_in_past"
    );
    let mut nobody = open(row(invoice, json!(1)), "price");
    nobody["investigator"] = json!("nobody");
    assert_eq!(refused(&mut shelf, "disputes.open", nobody), "unknown_user");
    let mut case = open(row(invoice, json!(1)), "price");
    case["case"] = json!("CASE-9");
    assert_eq!(
        refused(&mut shelf, "disputes.open", case),
        "unknown_case_of_customer"
    );
    assert_eq!(
        refused(
            &mut shelf,
            "disputes.close",
            json!({"dispute_id": 9, "outcome": "resolved"})
        ),
        "unknown_dispute"
    );
    let id = dispute(&mut shelf, invoice, Some(90_000));
    assert_eq!(
        refused(
            &mut shelf,
            "disputes.open",
            open(row(invoice, json!(10_001)), "price")
        ),
        "dispute_above_open"
    );
    assert_eq!(
        refused(&mut shelf, "disputes.reopen", json!({"dispute_id": id})),
        "dispute_open"
    );
    pay(&mut shelf, invoice, "P-1", "2026-05-04", 100_000);
    assert_eq!(
        refused(
            &mut shelf,
            "disputes.open",
            open(row(invoice, json!(1)), "price")
        ),
        "dispute_nothing_open"
    );
    assert_eq!(
        refused(
            &mut shelf,
            "collections.reason_save",
            json!({"code": " ", "description": "x"})
        ),
        "reason_code_invalid"
    );
}

#[test]
fn statuses_that_cannot_be() {
    let (mut shelf, invoice) = owed("2026-05-04", "2026-03-31");
    let one = customer(&shelf);
    let credit = shelf.payment(one, "P-9", "2026-05-01", 7_000);
    let set = |id: i64, status: &str| json!({"transaction_ids": [id], "status": status});
    let change = "collections.change_status";
    assert_eq!(
        refused(
            &mut shelf,
            change,
            json!({"transaction_ids": [], "status": "resolved"})
        ),
        "status_without_rows"
    );
    assert_eq!(
        refused(&mut shelf, change, set(invoice, "promised")),
        "status_needs_promise"
    );
    for status in ["disputed", "promised", "promise_broken"] {
        assert_eq!(
            refused(&mut shelf, change, set(credit, status)),
            "status_of_credit",
            "{status}"
        );
    }
    let mut past = set(invoice, "resolved");
    past["follow_up_on"] = json!("2026-05-03");
    assert_eq!(refused(&mut shelf, change, past), "follow_up_in_past");
    assert_eq!(
        refused(&mut shelf, "collections.undo", json!({"act_id": 1})),
        "undo_nothing_left"
    );
}
