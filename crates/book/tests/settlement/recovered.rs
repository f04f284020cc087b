//! Money that names something written off, from the file of open items over the bank to the journal.

use serde_json::{Value, json};

use crate::files::{OWN, assert_sound, import, import_open, journal, only_line, open, pay, simple};
use crate::shelf::Shelf;

/// Weber's invoice over 100.00 from a file, written off in March.
fn written_off() -> (Shelf, Value) {
    let mut shelf = Shelf::new("2026-06-30");
    import_open(
        &mut shelf,
        &[
            ("1", "RE-A-0815", "2026-01-15", "2026-02-15", 10_000),
            ("1", "RE-A-0816", "2026-06-15", "2026-07-15", 2_500),
            ("2", "RE-A-0817", "2026-01-15", "2026-02-15", 7_000),
        ],
    );
    for (role, account) in [
        ("write_off", "6930"),
        ("recovery", "4925"),
        ("bank", "1200"),
    ] {
        shelf.call(
            "journal.account_save",
            json!({"role": role, "key": "", "account": account}),
        );
    }
    let id = shelf.number("SELECT id FROM transactions WHERE document_no = 'RE-A-0815'");
    let proposed = shelf.call(
        "write_offs.propose",
        json!({"account": "1", "transaction_ids": [id], "on": "2026-03-01"}),
    );
    shelf.call("write_offs.post", json!({"write_off_id": proposed["id"]}));
    (shelf, proposed["id"].clone())
}

fn found(shelf: &mut Shelf, request: Value) -> Vec<Value> {
    shelf.call("write_offs.recoverable", request)["found"]
        .as_array()
        .unwrap()
        .clone()
}

/// Spec 24 §2: a line of the bank that names a written-off invoice proposes the recovery, however the number is written; so does
/// the credit once it is posted, on the line and on the customer. The preview shows the entry that the act writes; when nothing
/// is left, nothing is proposed.
#[test]
fn a_bank_line_that_names_a_written_off_invoice_proposes_the_recovery() {
    let (mut shelf, write_off) = written_off();
    import(
        &mut shelf,
        "a.xml",
        &simple(&[pay(6_000, "Weber 1", "late: RE A 0815")]),
    );
    let line = only_line(&mut shelf);
    let of_line = json!({"line_id": line});
    let hint = found(&mut shelf, of_line.clone()).remove(0);
    assert_eq!(
        (
            &hint["write_off_id"],
            &hint["account"],
            &hint["documents"],
            &hint["left_minor"],
            &hint["credit"]
        ),
        (
            &write_off,
            &json!("1"),
            &json!(["RE-A-0815"]),
            &json!(10_000),
            &Value::Null
        )
    );
    assert_eq!(found(&mut shelf, json!({"account": "1"})), [json!(null); 0]);
    shelf.call(
        "bank.confirm",
        json!({"line_id": line, "on_account": [{"account": "1"}]}),
    );
    let hint = found(&mut shelf, of_line.clone()).remove(0);
    assert_eq!(
        (
            &hint["credit"]["document_no"],
            &hint["credit"]["open_minor"]
        ),
        (&json!("PAY-000001"), &json!(-6_000))
    );
    assert_eq!(
        found(&mut shelf, json!({"account": "1"})),
        std::slice::from_ref(&hint)
    );
    assert_eq!(found(&mut shelf, json!({"account": "2"})), [json!(null); 0]);

    let request =
        json!({"write_off_id": write_off, "transaction_id": hint["credit"]["transaction_id"]});
    let booked = journal(&shelf);
    let shown = shelf.call("write_offs.recover_preview", request.clone());
    assert_eq!(journal(&shelf), booked, "a preview writes nothing");
    assert_eq!(
        (
            &shown["amount_minor"],
            &shown["rest_minor"],
            &shown["left_minor"],
            &shown["entries"][0]["lines"][1]["account"]
        ),
        (&json!(6_000), &json!(0), &json!(4_000), &json!("4925"))
    );
    let recovered = shelf.call("write_offs.recover", request);
    assert_eq!(
        journal(&shelf)[booked.len()..],
        [
            "recovery|customer|1||6000|EUR",
            "recovery|recovery|4925||-6000|EUR"
        ]
    );
    assert_eq!(
        booked[2..],
        [
            "payment|customer|1||-6000|EUR".to_owned(),
            format!("payment|bank|1200|{OWN}|6000|EUR"),
        ]
    );
    assert_eq!(found(&mut shelf, of_line.clone()), [json!(null); 0]);
    assert_eq!(open(&mut shelf, "PAY-000001"), 0);
    assert_sound(&mut shelf);

    let taken = json!({"recovery_id": recovered["recoveries"][0]["recovery_id"]});
    let shown = shelf.call(
        "undo.rehearse",
        json!({"by": "write_offs.recovery_undo", "request": taken}),
    );
    assert_eq!(shown["refusal"], Value::Null);
    assert_eq!(shown["entries"][0]["lines"][0]["amount_minor"], -6_000);
    shelf.call("write_offs.recovery_undo", taken);
    assert_eq!(found(&mut shelf, of_line).len(), 1);
    assert_sound(&mut shelf);
}

/// An open invoice that is named, or another customer's number, is no recovery.
#[test]
fn what_names_nothing_written_off_proposes_nothing() {
    let (mut shelf, write_off) = written_off();
    import(
        &mut shelf,
        "a.xml",
        &simple(&[pay(2_500, "Weber 1", "RE-A-0816")]),
    );
    let line = only_line(&mut shelf);
    assert_eq!(
        found(&mut shelf, json!({"line_id": line})),
        [json!(null); 0]
    );
    assert_eq!(found(&mut shelf, json!({})), [json!(null); 0]);
    let request = json!({"write_off_id": write_off, "transaction_id": 4_711});
    let refusal = shelf
        .try_call("write_offs.recover_preview", request)
        .unwrap_err();
    assert_eq!(refusal.code, "unknown_transaction");
}
