//! Credits that are paid back: proposal, approval, the request for accounts payable, and each step back.

use serde_json::{Value, json};

use crate::files::{assert_sound, import_open, journal, open};
use crate::shelf::Shelf;

/// Weber with a credit of so much, at a minimum of 10.00.
fn credit(minor: i64) -> (Shelf, i64) {
    let mut shelf = Shelf::new("2026-03-20");
    import_open(
        &mut shelf,
        &[("1", "PAY-1", "2026-03-01", "2026-03-01", -minor)],
    );
    let id = shelf.number("SELECT id FROM transactions WHERE document_no = 'PAY-1'");
    shelf.call(
        "reimbursements.parameters_save",
        json!({"minimums": [{"currency": "EUR", "minimum_minor": 1_000}]}),
    );
    shelf.call(
        "journal.account_save",
        json!({"role": "payable", "key": "", "account": "1600"}),
    );
    (shelf, id)
}

fn propose(shelf: &mut Shelf) -> Value {
    shelf.call("reimbursements.propose", json!({"account": "1"}))["reimbursements"][0].clone()
}

fn named(one: &Value) -> Value {
    json!({"reimbursement_ids": [one["reimbursement_id"]], "reason": "as asked"})
}

fn status(shelf: &mut Shelf) -> String {
    let rows = shelf.call("reimbursements.list", json!({"account": "1"}));
    rows["reimbursements"][0]["status"]
        .as_str()
        .unwrap()
        .to_owned()
}

/// W-12: below the minimum nothing is written and it is said why; the minimum itself is payable.
#[test]
fn w_12_the_minimum_decides() {
    let (mut shelf, _) = credit(999);
    let preview = shelf.call("reimbursements.preview", json!({"account": "1"}));
    assert_eq!(
        (
            &preview["reimbursements"],
            &preview["skipped"][0]["why"],
            &preview["skipped"][0]["amount_minor"]
        ),
        (&json!([]), &json!("below_minimum"), &json!(999))
    );
    let refusal = shelf
        .try_call("reimbursements.propose", json!({"account": "1"}))
        .unwrap_err();
    assert_eq!(
        (refusal.code.as_str(), &refusal.args["why"]),
        ("reimbursement_nothing", &json!("below_minimum"))
    );
    assert_eq!(shelf.number("SELECT COUNT(*) FROM reimbursement_runs"), 0);
    let (mut shelf, _) = credit(1_000);
    let one = propose(&mut shelf);
    assert_eq!(
        (&one["amount_minor"], &one["status"]),
        (&json!(1_000), &json!("proposed"))
    );
    assert_eq!(
        open(&mut shelf, "PAY-1"),
        -1_000,
        "a proposal posts nothing"
    );
    let again = shelf
        .try_call("reimbursements.propose", json!({"account": "1"}))
        .unwrap_err();
    assert_eq!(
        again.code, "reimbursement_nothing",
        "a credit stands in one proposal at a time"
    );
    assert_eq!(journal(&shelf), [""; 0]);
    shelf.call("reimbursements.approve", named(&one));
    assert_eq!(
        journal(&shelf),
        [
            "reimbursement|customer|1||1000|EUR",
            "reimbursement|payable|1600|OTV-000001|-1000|EUR",
        ]
    );
    assert_eq!(open(&mut shelf, "PAY-1"), 0);
    assert_sound(&mut shelf);
}

/// W-13: without a vendor a one-time vendor is made, and the payable is on it; with one that is used.
#[test]
fn w_13_a_customer_without_vendor_gets_one_for_once() {
    let (mut shelf, _) = credit(5_000);
    let one = propose(&mut shelf);
    assert_eq!(
        (&one["vendor"], &one["one_time"]),
        (&json!("OTV-000001"), &json!(true))
    );
    let preview = shelf.call("reimbursements.approve_preview", named(&one));
    assert_eq!(status(&mut shelf), "proposed");
    let done = shelf.call("reimbursements.approve", named(&one));
    assert_eq!(preview["entries"], done["entries"]);
    let lines = &done["entries"][0]["lines"];
    assert_eq!(
        (
            &lines[0]["role"],
            &lines[0]["amount_minor"],
            &lines[1]["role"],
            &lines[1]["key"],
            &lines[1]["amount_minor"]
        ),
        (
            &json!("customer"),
            &json!(5_000),
            &json!("payable"),
            &json!("OTV-000001"),
            &json!(-5_000)
        )
    );
    assert_eq!(
        (open(&mut shelf, "PAY-1"), open(&mut shelf, "RMB-000001")),
        (0, 0)
    );
    assert_sound(&mut shelf);
    // The vendor that somebody types is kept for the next time.
    shelf.call(
        "reimbursements.payee_save",
        json!({"account": "1", "vendor": "70001", "iban": "DE89 3704 0044 0532 0130 00"}),
    );
    import_open(
        &mut shelf,
        &[("1", "PAY-2", "2026-03-02", "2026-03-02", -2_000)],
    );
    let other = propose(&mut shelf);
    assert_eq!(
        (
            &other["vendor"],
            &other["one_time"],
            &other["iban"],
            &other["holder"]
        ),
        (
            &json!("70001"),
            &json!(false),
            &json!("DE89370400440532013000"),
            &json!("Weber 1")
        )
    );
    shelf.call("reimbursements.approve", named(&other));
    assert_eq!(
        journal(&shelf)[2..],
        [
            "reimbursement|customer|1||2000|EUR",
            "reimbursement|payable|1600|70001|-2000|EUR",
        ]
    );
    let wrong = json!({"account": "1", "iban": "DE00 3704 0044 0532 0130 00"});
    assert_eq!(
        shelf
            .try_call("reimbursements.payee_save", wrong)
            .unwrap_err()
            .code,
        "iban_invalid"
    );
}

/// W-14: with an open debit the customer is left out, or only what is left of the credit is paid back.
#[test]
fn w_14_open_debits_leave_the_customer_out() {
    let (mut shelf, _) = credit(5_000);
    import_open(
        &mut shelf,
        &[("1", "RE-1", "2026-03-01", "2026-04-01", 2_000)],
    );
    let preview = shelf.call("reimbursements.preview", json!({}));
    assert_eq!(
        (&preview["reimbursements"], &preview["skipped"][0]["why"]),
        (&json!([]), &json!("open_debits"))
    );
    let preview = shelf.call("reimbursements.preview", json!({"with_debits": "include"}));
    assert_eq!(preview["totals"], json!([["EUR", 3_000]]));
    assert_eq!(journal(&shelf), [""; 0]);
    let run = shelf.call("reimbursements.propose", json!({"with_debits": "include"}));
    shelf.call("reimbursements.approve", named(&run["reimbursements"][0]));
    assert_eq!(
        journal(&shelf),
        [
            "reimbursement|customer|1||3000|EUR",
            "reimbursement|payable|1600|OTV-000001|-3000|EUR",
        ]
    );
    assert_eq!(
        open(&mut shelf, "PAY-1"),
        -2_000,
        "what covers the invoice stays"
    );
    assert_sound(&mut shelf);
}

/// From the proposal to the payment and back: until it is exported a step is taken back, afterwards a new entry does it.
#[test]
fn an_approval_is_undone_until_it_is_exported_and_reversed_afterwards() {
    let (mut shelf, _) = credit(5_000);
    let one = propose(&mut shelf);
    shelf.call("reimbursements.approve", named(&one));
    let posting = shelf.number("SELECT posting_id FROM reimbursements");
    let refusal = shelf
        .try_call("settlement.undo", json!({"posting_id": posting}))
        .unwrap_err();
    assert_eq!(refusal.code, "settlement_of_reimbursement");
    shelf.call("reimbursements.back", named(&one));
    assert_eq!(
        (status(&mut shelf), open(&mut shelf, "PAY-1")),
        ("proposed".into(), -5_000)
    );
    let payable = "SELECT COALESCE(SUM(amount_minor), 0) FROM journal_lines WHERE role = 'payable'";
    assert_eq!(
        shelf.number(payable),
        0,
        "the journal has the entry and its correction"
    );
    shelf.call("reimbursements.approve", named(&one));
    let path = shelf.folder.path().join("payables.csv");
    let to = |format: &str| json!({"reimbursement_ids": [one["reimbursement_id"]], "path": path, "format": format});
    let refusal = shelf
        .try_call("reimbursements.export", to("csv"))
        .unwrap_err();
    assert_eq!(refusal.code, "reimbursement_without_bank_details");
    assert_eq!(status(&mut shelf), "approved", "nothing is marked");
    shelf.call("reimbursements.back", named(&one));
    shelf.call("reimbursements.reject", named(&one));
    shelf.call(
        "reimbursements.payee_save",
        json!({"account": "1", "iban": "DE89370400440532013000", "holder": "Weber KG"}),
    );
    let one = propose(&mut shelf);
    shelf.call("reimbursements.approve", named(&one));
    let to = |format: &str| json!({"reimbursement_ids": [one["reimbursement_id"]], "path": path, "format": format});
    assert_eq!(shelf.call("reimbursements.export", to("csv"))["rows"], 1);
    let text = std::fs::read_to_string(&path).unwrap();
    for part in [
        "RMB-000002",
        "OTV-000002",
        "50.00",
        "EUR",
        "DE89370400440532013000",
        "Weber KG",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
    assert_eq!(
        shelf
            .try_call("reimbursements.back", named(&one))
            .unwrap_err()
            .code,
        "reimbursement_no_step_back"
    );
    shelf.call("reimbursements.paid", named(&one));
    shelf.call("reimbursements.back", named(&one));
    assert_eq!(status(&mut shelf), "exported");
    shelf.call("reimbursements.export", to("json"));
    assert!(
        std::fs::read_to_string(&path)
            .unwrap()
            .contains("\"amount_minor\": 5000")
    );
    shelf.call("reimbursements.reverse", named(&one));
    assert_eq!(
        (status(&mut shelf), shelf.number(payable)),
        ("reversed".into(), 0)
    );
    let total = shelf.call("aging.table", json!({"as_of": "2026-03-20"}));
    assert_eq!(
        total["totals"][0]["total_minor"], -5_000,
        "the customer has the credit again"
    );
    assert_sound(&mut shelf);
}

/// An amount beyond the ceiling is approved by another user.
#[test]
fn an_approval_asks_for_the_ceiling() {
    let (mut shelf, _) = credit(50_000);
    let one = propose(&mut shelf);
    let clerk = shelf.call(
        "users.save",
        json!({"user": {"id": 0, "code": "cl", "name": "Clerk", "os_account": null, "roles": ["credit_clerk"],
            "agent": false, "approval_ceiling_minor": 10_000, "waiver_ceiling_minor": null, "substitute": null, "email": "",
            "phone": "", "has_pin": false, "active": true}, "pin": null}),
    )["id"]
        .as_i64()
        .unwrap();
    let waiting = |shelf: &mut Shelf| {
        let today = shelf.call("today.get", json!({}));
        let mut rows = today["waiting"].as_array().unwrap().iter();
        rows.find(|row| row["kind"] == "reimbursements").cloned()
    };
    let seen = waiting(&mut shelf).unwrap();
    assert_eq!(
        (&seen["count"], &seen["oldest_on"]),
        (&json!(1), &one["proposed_on"])
    );
    let manager = shelf.actor;
    shelf.actor.user_id = clerk;
    assert_eq!(
        waiting(&mut shelf),
        None,
        "beyond what the clerk may decide"
    );
    let refusal = shelf
        .try_call("reimbursements.approve", named(&one))
        .unwrap_err();
    assert_eq!(
        (refusal.code.as_str(), &refusal.args["ceiling_minor"]),
        ("reimbursement_above_ceiling", &json!(10_000))
    );
    shelf.actor = manager;
    shelf.call("reimbursements.approve", named(&one));
    assert_eq!(status(&mut shelf), "approved");
    assert_eq!(waiting(&mut shelf), None);
}

/// A credit that was used meanwhile is not paid back too.
#[test]
fn a_credit_that_was_used_meanwhile_is_refused() {
    let (mut shelf, payment) = credit(5_000);
    let one = propose(&mut shelf);
    let invoice = shelf.invoice(1, "RE-1", "2026-03-10", "2026-04-10", 2_000);
    shelf.settle(invoice, payment, "2026-03-12", 2_000);
    let refusal = shelf
        .try_call("reimbursements.approve", named(&one))
        .unwrap_err();
    assert_eq!(
        (refusal.code.as_str(), &refusal.args["open_minor"]),
        ("reimbursement_changed", &json!(3_000))
    );
    assert_eq!(open(&mut shelf, "PAY-1"), -3_000);
}

/// Spec 24 §4: a periodic run with a filter looks at the customers of some groups only, and is remembered with them.
#[test]
fn a_run_looks_at_some_groups_only() {
    let (mut shelf, _) = credit(5_000);
    let request = json!({"groups": ["RETAIL"]});
    let refusal = shelf
        .try_call("reimbursements.propose", request.clone())
        .unwrap_err();
    assert_eq!(refusal.code, "reimbursement_nothing");
    shelf.act(|act, _| {
        act.execute("UPDATE customers SET customer_group = 'RETAIL'", [])
            .unwrap()
    });
    let run = shelf.call("reimbursements.propose", request);
    assert_eq!(run["reimbursements"][0]["amount_minor"], 5_000);
    let runs = shelf.call("reimbursements.runs", json!({}))["runs"].clone();
    assert_eq!(runs[0]["groups"], json!(["RETAIL"]));
}

/// Spec 24 §4: a run looks at some customers only; what a person leaves out of the preview is not proposed, and the run says
/// that it was left out.
#[test]
fn a_run_looks_at_some_customers_and_leaves_out_what_is_unticked() {
    let (mut shelf, _) = credit(5_000);
    import_open(
        &mut shelf,
        &[
            ("2", "PAY-2", "2026-03-01", "2026-03-01", -3_000),
            ("3", "PAY-3", "2026-03-01", "2026-03-01", -4_000),
        ],
    );
    let of = |run: &Value| -> Vec<(Value, Value)> {
        let all = run["reimbursements"].as_array().unwrap().iter();
        all.map(|one| (one["account"].clone(), one["amount_minor"].clone()))
            .collect()
    };
    let mut request = json!({"accounts": ["2", "1", "2"]});
    let all = shelf.call("reimbursements.preview", request.clone());
    assert_eq!(
        of(&all),
        [(json!("1"), json!(5_000)), (json!("2"), json!(3_000))]
    );
    request["without"] = json!([{"account": "1", "currency": "EUR", "dimensions": []}]);
    let some = shelf.call("reimbursements.preview", request.clone());
    assert_eq!(of(&some), [(json!("2"), json!(3_000))]);
    assert_eq!(some["totals"], json!([["EUR", 3_000]]));
    assert_eq!(
        (
            &some["skipped"][0]["why"],
            &some["skipped"][0]["amount_minor"]
        ),
        (&json!("left_out"), &json!(5_000))
    );
    let refusal = shelf
        .try_call("reimbursements.preview", json!({"accounts": ["1", "99"]}))
        .unwrap_err();
    assert_eq!(refusal.code, "unknown_customer");
    let run = shelf.call("reimbursements.propose", request);
    assert_eq!(of(&run), [(json!("2"), json!(3_000))]);
    let runs = shelf.call("reimbursements.runs", json!({}))["runs"].clone();
    assert_eq!(
        (
            &runs[0]["accounts"],
            &runs[0]["proposed"],
            &runs[0]["skipped"]
        ),
        (&json!(["2", "1", "2"]), &json!(1), &json!(1))
    );
    assert_sound(&mut shelf);
}
