//! Cases of the marked rows of a list (spec 21 §3).

use serde_json::{Value, json};

use crate::{assert_sound, open_case, shop};

fn fields() -> Value {
    json!({"category": "COLLECTIONS", "description": "Quarter end", "owner": "kb"})
}

/// Marked customers get one case each about what is overdue; a document of another open case stays there. It is one act.
#[test]
fn marked_customers_get_a_case_each() {
    let (mut shelf, invoices) = shop();
    let two = shelf.customer("2");
    shelf.customer("3");
    let other = shelf.invoice(two, "R-9", "2026-04-01", "2026-05-01", 7_000);
    open_case(&mut shelf, "1", "before", &[invoices[0]]);
    let acts = shelf.number("SELECT COUNT(*) FROM audit");
    let done = shelf.call(
        "cases.open_many",
        json!({"accounts": ["2", "1", "3", "1"], "case": fields()}),
    );
    assert_eq!(shelf.number("SELECT COUNT(*) FROM audit"), acts + 1);
    let opened: Vec<(&str, i64)> = done["opened"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            (
                one["account"].as_str().unwrap(),
                one["transactions"].as_i64().unwrap(),
            )
        })
        .collect();
    // R-1 is in another case, R-3 is not due; who owes nothing overdue gets a case without documents.
    assert_eq!(opened, [("1", 1), ("2", 1), ("3", 0)]);
    assert_eq!(done["in_other_cases"], json!(1));
    assert_eq!(done["without"], json!([]));
    let file = shelf.call(
        "cases.get",
        json!({"case_id": done["opened"][1]["case_id"]}),
    );
    assert_eq!(
        file["transactions"][0]["transaction_id"],
        json!(other),
        "{file}"
    );
    assert_eq!(file["head"]["description"], json!("Quarter end"));
    assert_sound(&mut shelf);
}

/// Marked documents make one case per customer, whatever is overdue besides; a customer whose documents are all in cases is
/// named and gets none.
#[test]
fn marked_documents_make_one_case_per_customer() {
    let (mut shelf, invoices) = shop();
    let two = shelf.customer("2");
    let other = shelf.invoice(two, "R-9", "2026-04-01", "2026-05-01", 7_000);
    open_case(&mut shelf, "2", "before", &[other]);
    let request = json!({"transaction_ids": [invoices[0], invoices[2], other], "case": fields()});
    let done = shelf.call("cases.open_many", request.clone());
    assert_eq!(done["opened"].as_array().unwrap().len(), 1);
    assert_eq!(done["opened"][0]["transactions"], json!(2));
    assert_eq!(done["without"], json!(["2"]));
    let acts = shelf.number("SELECT COUNT(*) FROM audit");
    let again = shelf.call("cases.open_many", request);
    assert_eq!(again["opened"], json!([]));
    assert_eq!(again["without"], json!(["1", "2"]));
    assert_eq!(
        shelf.number("SELECT COUNT(*) FROM audit"),
        acts,
        "nothing was opened, nothing is written"
    );
    assert_sound(&mut shelf);
}

/// What is wrong is said, and no case is opened.
#[test]
fn bad_requests_open_nothing() {
    let (mut shelf, invoices) = shop();
    for (request, code) in [
        (json!({"case": fields()}), "nothing_chosen"),
        (
            json!({"accounts": ["1", "99"], "case": fields()}),
            "unknown_customer",
        ),
        (
            json!({"transaction_ids": [invoices[0], 9_999], "case": fields()}),
            "unknown_document",
        ),
        (
            json!({"accounts": ["1"], "case": {"category": "COLLECTIONS", "description": " "}}),
            "value_missing",
        ),
    ] {
        let refused = shelf.try_call("cases.open_many", request).unwrap_err();
        assert_eq!(refused.code, code);
    }
    assert_eq!(shelf.number("SELECT COUNT(*) FROM cases"), 0);
}
