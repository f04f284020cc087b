//! Letters that are printed before they are posted: L-14, and what posting and cancelling do then.

use serde_json::{Value, json};

use crate::desk::TestDesk;

/// A customer with an invoice of 500.00; Letter 1 costs 10.00 and blocks, and letters count from their first printing.
fn at_printing() -> (TestDesk, Value) {
    let mut desk = TestDesk::new("2026-03-20");
    let mut parameters = desk.call("letters.parameters", json!({}));
    parameters["update_code_at"] = json!("printout");
    desk.call("letters.parameters_save", parameters);
    desk.lines(
        "EUR",
        &[
            ("letter_1", 1_000, 0, 7, "deliveries"),
            ("letter_2", 2_000, 0, 14, "nothing"),
        ],
    );
    desk.customer("C1", None);
    desk.invoice("C1", "R1", "2026-03-01", 50_000);
    let run = desk.create("2026-03-20");
    (desk, run["run_id"].clone())
}

fn print(desk: &mut TestDesk, run: &Value, folder: &str) -> Value {
    let folder = desk.folder.path().join(folder);
    desk.call("letters.print", json!({"run_id": run, "folder": folder}))
}

fn codes(desk: &TestDesk) -> (i64, String) {
    let on = desk.number("SELECT group_concat(code || ' ' || coded_on, ', ') FROM letter_codes");
    (desk.number("SELECT COUNT(*) FROM letter_codes"), on)
}

/// L-14: printed twice and never posted, the code advanced once; a later run does not make the letter again.
#[test]
fn l_14_printed_twice_and_never_posted() {
    let (mut desk, run) = at_printing();
    let first = print(&mut desk, &run, "first");
    assert_eq!(
        (&first["letters"], first["files"].as_array().unwrap().len()),
        (&json!(1), 2)
    );
    assert_eq!(codes(&desk), (1, "letter_1 2026-03-20".into()));
    desk.set_today("2026-03-22");
    assert_eq!(
        print(&mut desk, &run, "second")["letters"],
        0,
        "T-D2: it is out"
    );
    let folder = desk.folder.path().join("third");
    let again = desk.call(
        "letters.export",
        json!({"run_id": run, "folder": folder, "which": "all"}),
    );
    assert_eq!(again["letters"], 1, "a reprint is another act");
    assert_eq!(codes(&desk).0, 1);
    let row = desk.journal(json!({}))[0].clone();
    assert_eq!(
        (&row["status"], &row["printed"], &row["letter_no"]),
        (&json!("created"), &json!(true), &json!("DL000001"))
    );
    assert_eq!(
        desk.number::<i64>("SELECT COUNT(*) FROM transactions WHERE kind = 'letter_fee'"),
        0
    );
    assert_eq!(
        desk.number::<String>("SELECT delivery_hold FROM customers"),
        "no"
    );
    let next = desk.create("2026-03-22");
    assert_eq!(desk.skipped(&next), [("C1".into(), "grace_days".into())]);
    let detail = desk.call("letters.run", json!({"run_id": run}));
    assert_eq!(
        detail["run"]["counts"]["printed"], 1,
        "the next run leaves it"
    );
    let late = desk.refused(
        "letters.edit",
        json!({"letter_id": row["letter_id"], "note": "x"}),
    );
    assert_eq!(
        (late.code.as_str(), &late.args["status"]),
        ("letter_not_open", &json!("printed"))
    );
    desk.check();
}

/// Posting after printing charges the fee and blocks; number, reference, paper and code stay those of the printing.
#[test]
fn posting_after_printing_changes_nothing_on_paper() {
    let (mut desk, run) = at_printing();
    print(&mut desk, &run, "out");
    let id = desk.journal(json!({}))[0]["letter_id"].clone();
    let before = desk.call("letters.letter", json!({"letter_id": id}));
    let pdf = desk.bytes("letters.document", json!({"letter_id": id}));
    desk.set_today("2026-03-25");
    let posted = desk.call("letters.post", json!({"run_id": run}));
    assert_eq!(
        (
            &posted["letters"],
            &posted["totals"][0]["fee_minor"],
            &posted["dropped"]
        ),
        (&json!(1), &json!(1_000), &json!(0))
    );
    let after = desk.call("letters.letter", json!({"letter_id": id}));
    for same in [
        "letter_no",
        "payment",
        "sha256",
        "letter_on",
        "total_minor",
        "prints",
    ] {
        assert_eq!(after[same], before[same], "{same}");
    }
    assert_eq!(
        (&before["status"], &after["status"]),
        (&json!("created"), &json!("posted"))
    );
    assert!(
        before["payment"]["reference"]
            .as_str()
            .unwrap()
            .starts_with("RF")
    );
    assert_eq!(
        desk.bytes("letters.document", json!({"letter_id": id})),
        pdf
    );
    assert_eq!(codes(&desk), (1, "letter_1 2026-03-20".into()));
    let fee: (String, i64) = desk
        .book
        .file
        .connection
        .query_row(
            "SELECT document_no, amount_minor FROM transactions WHERE kind = 'letter_fee' AND transaction_on = '2026-03-20'",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .unwrap();
    assert_eq!(
        fee,
        ("DL000001".into(), 1_000),
        "T-D12: the ledger has what the paper says"
    );
    assert_eq!(
        desk.number::<String>("SELECT delivery_hold FROM customers"),
        "all"
    );
    assert_eq!(
        desk.call("letters.post", json!({"run_id": run}))["letters"],
        0
    );
    let done = desk.call(
        "letters.cancel",
        json!({"letter_ids": [id], "reason": "wrong"}),
    );
    assert_eq!(
        done,
        json!({"drafts": 0, "posted": 1, "fees": 1, "unblocked": 1})
    );
    desk.check();
}

/// L-13 for a letter that was only printed: cancelled, it gives the codes back, and nothing is left to post.
#[test]
fn a_printed_letter_is_cancelled() {
    let (mut desk, run) = at_printing();
    print(&mut desk, &run, "out");
    let id = desk.journal(json!({}))[0]["letter_id"].clone();
    let done = desk.call(
        "letters.cancel",
        json!({"letter_ids": [id], "reason": "misprint"}),
    );
    assert_eq!(
        done,
        json!({"drafts": 0, "posted": 1, "fees": 0, "unblocked": 0})
    );
    assert_eq!(
        desk.call("letters.post", json!({"run_id": run}))["letters"],
        0
    );
    let explained = desk.call(
        "letters.explain",
        json!({"account": "C1", "letter_on": "2026-03-20"}),
    );
    assert_eq!(explained["decisions"][0]["code"], "letter_1");
    assert_eq!(desk.journal(json!({"status": ["cancelled"]})).len(), 1);
    desk.create("2026-03-20");
    assert_eq!(desk.journal(json!({"status": ["created"]})).len(), 1);
    desk.check();
}

/// T-D1: whoever paid before the printing gets no letter; and where letters count from posting, nothing is printed before.
#[test]
fn printing_computes_again() {
    let (mut desk, run) = at_printing();
    desk.set_today("2026-03-21");
    let invoice = desk.number("SELECT id FROM transactions WHERE document_no = 'R1'");
    desk.pay("C1", invoice, "P1", "2026-03-21", 50_000);
    let printed = print(&mut desk, &run, "out");
    assert_eq!(
        (&printed["letters"], &printed["dropped"]),
        (&json!(0), &json!(1))
    );
    let mut parameters = desk.call("letters.parameters", json!({}));
    parameters["update_code_at"] = json!("posting");
    desk.call("letters.parameters_save", parameters);
    let folder = desk.folder.path().join("none");
    let refusal = desk.refused("letters.print", json!({"run_id": run, "folder": folder}));
    assert_eq!(refusal.code, "printing_needs_posting");
    desk.check();
}
