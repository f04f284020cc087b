//! Payments that come back wait as tasks.

use serde_json::json;

use crate::files::{
    Pay, assert_sound, camt053, entry, import, import_open, lines, only_line, pay, simple,
    statement,
};
use crate::shelf::Shelf;

/// An invoice over 850.00 that a debit of 4 March paid, and the line of 12 March by which it came back.
fn returned_debit() -> (Shelf, serde_json::Value) {
    taken_back_by_the_bank(85_000)
}

/// The same where the bank takes so much.
fn taken_back_by_the_bank(taken: i64) -> (Shelf, serde_json::Value) {
    returned_debit_as(&Pay {
        more: "<Refs><EndToEndId>LS-77</EndToEndId><MndtId>M-1</MndtId></Refs>\
               <RtrInf><Rsn><Cd>AM04</Cd></Rsn><AddtlInf>Deckung</AddtlInf></RtrInf>",
        ..pay(-taken, "Weber 1", "Ruecklastschrift")
    })
}

/// The same with another line by which it came back.
fn returned_debit_as(back: &Pay<'_>) -> (Shelf, serde_json::Value) {
    let mut shelf = Shelf::new("2026-03-20");
    import_open(
        &mut shelf,
        &[("1", "RE-2026-0815", "2026-02-01", "2026-03-03", 85_000)],
    );
    let debit = Pay {
        more: "<Refs><EndToEndId>LS-77</EndToEndId><MndtId>M-1</MndtId></Refs>",
        ..pay(85_000, "Weber 1", "RE-2026-0815")
    };
    import(&mut shelf, "a.xml", &simple(&[debit]));
    let line = only_line(&mut shelf);
    shelf.call("bank.confirm", json!({"line_id": line, "rank": 1}));
    let back = Pay {
        on: "2026-03-12",
        ..*back
    };
    let file = camt053(&statement(
        "S-2",
        "2026-03-12",
        (200_000, 200_000 + back.minor),
        &entry(&[back], "<RvslInd>true</RvslInd>"),
    ));
    let done = import(&mut shelf, "b.xml", &file);
    assert_eq!(done["read"]["returned"], 1, "{done}");
    assert_eq!(
        lines(&mut shelf, &["open"]).len(),
        0,
        "it is no line to match"
    );
    let returns = shelf.call("bank.returns", json!({}));
    let task = returns["returns"][0].clone();
    (shelf, task)
}

/// T-B9: a returned debit finds the payment that it returns, with what that had paid, and counts per customer.
#[test]
fn t_b9_a_returned_debit_finds_its_payment() {
    let (mut shelf, task) = returned_debit();
    assert_eq!(
        (
            &task["reason_code"],
            &task["payment"]["document_no"],
            &task["payment"]["documents"]
        ),
        (
            &json!("AM04"),
            &json!("PAY-000001"),
            &json!(["RE-2026-0815"])
        )
    );
    assert_eq!(
        (&task["payment"]["found_by"], &task["returns_of_customer"]),
        (&json!("end_to_end_id"), &json!(1))
    );
    assert_sound(&mut shelf);
}

/// T-B9, spec 24 §3: what the bank takes besides the payment is named by the task and the preview, and posted on an account of
/// its own, so that the bank account is right; taken back, nothing of it is left.
#[test]
fn t_b9_what_the_bank_takes_besides_is_its_charge() {
    let (mut shelf, task) = taken_back_by_the_bank(85_300);
    assert_eq!(task["payment"]["besides_minor"], 300);
    for (role, account) in [("bank", "1200"), ("bank_charge", "4970")] {
        shelf.call(
            "journal.account_save",
            json!({"role": role, "key": "", "account": account}),
        );
    }
    let line = json!({"line_id": task["line_id"]});
    let preview = shelf.call("bank.return_preview", line.clone());
    let done = shelf.call("bank.return", line.clone());
    assert_eq!(
        (&preview["entries"], &preview["besides_minor"]),
        (&done["entries"], &json!(300))
    );
    let lines: Vec<(&str, &str, i64)> = done["entries"][0]["lines"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| {
            (
                line["role"].as_str().unwrap(),
                line["account"].as_str().unwrap(),
                line["amount_minor"].as_i64().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        lines,
        [
            ("customer", "1", 85_000),
            ("bank", "1200", -85_300),
            ("bank_charge", "4970", 300),
        ]
    );
    assert_eq!(crate::files::open(&mut shelf, "RE-2026-0815"), 85_000);
    let of = |shelf: &Shelf, role: &str| {
        shelf.number(&format!(
            "SELECT COALESCE(SUM(amount_minor), 0) FROM journal_lines WHERE role = '{role}'"
        ))
    };
    assert_eq!(of(&shelf, "bank"), -300, "the payment came and went");
    shelf.call("bank.undo", line);
    assert_eq!((of(&shelf, "bank"), of(&shelf, "bank_charge")), (85_000, 0));
    assert_sound(&mut shelf);
}

/// T-B9 and T-B8: confirming the task gives the payment back and clears the task; a second return is refused; taking the line
/// back takes the return back and the task waits again, and so does taking the return back on the customer's side.
#[test]
fn t_b9_confirming_the_task_posts_the_return_and_clears_it() {
    let (mut shelf, task) = returned_debit();
    let line = &task["line_id"];
    let open_of = |shelf: &mut Shelf| crate::files::open(shelf, "RE-2026-0815");
    let state = |shelf: &mut Shelf| lines(shelf, &["returned"]).len();
    assert_eq!((open_of(&mut shelf), state(&mut shelf)), (0, 1));
    for back in ["bank.undo", "payments.return_undo"] {
        let preview = shelf.call("bank.return_preview", json!({"line_id": line}));
        let done = shelf.call("bank.return", json!({"line_id": line}));
        let returned = &done["returns"][0];
        assert_eq!(
            (
                &returned["returned_on"],
                &returned["reason_code"],
                &returned["reason_text"]
            ),
            (&json!("2026-03-12"), &json!("AM04"), &json!("Deckung"))
        );
        assert_eq!(done["posting"]["open"], preview["posting"]["open"]);
        assert_eq!((open_of(&mut shelf), state(&mut shelf)), (85_000, 0));
        assert_eq!(shelf.call("returns.list", json!({}))["count"], 1);
        let again = shelf
            .try_call("bank.return", json!({"line_id": line}))
            .unwrap_err();
        assert_eq!(again.code, "bank_line_not_returned");
        let payment = &returned["transaction_id"];
        let by_hand = shelf
            .try_call("payments.return", json!({"transaction_id": payment}))
            .unwrap_err();
        assert_eq!(by_hand.code, "return_twice");
        let undo = shelf
            .try_call("bank.undo_import", json!({"batch_id": 2}))
            .unwrap_err();
        assert_eq!(
            undo.code, "bank_lines_posted",
            "the return stands on its line"
        );
        let request = match back {
            "bank.undo" => json!({"line_id": line}),
            _ => json!({"return_id": returned["return_id"]}),
        };
        shelf.call(back, request);
        assert_eq!((open_of(&mut shelf), state(&mut shelf)), (0, 1), "{back}");
        assert_sound(&mut shelf);
    }
    // Returned by hand first, the task says that a payment comes back once.
    let payment = &task["payment"]["transaction_id"];
    shelf.call(
        "payments.return",
        json!({"transaction_id": payment, "returned_on": "2026-03-12"}),
    );
    let counted = shelf.call("bank.returns", json!({}))["returns"][0].clone();
    assert_eq!(counted["payment"]["transaction_id"], *payment);
    assert_eq!(
        counted["payment"]["returns_of_documents"][0],
        serde_json::Value::Null
    );
    let refusal = shelf
        .try_call("bank.return", json!({"line_id": line}))
        .unwrap_err();
    assert_eq!(refusal.code, "return_twice");
}

/// The bank names neither id nor account: a person chooses the payment among those of the customer, which are offered with
/// what the bank took besides, or with the reason why they cannot have come back.
#[test]
fn a_payment_that_is_not_found_is_chosen() {
    let (mut shelf, task) = returned_debit_as(&Pay {
        iban: "DE02120300000000202051",
        more: "<Refs><EndToEndId>LS-99</EndToEndId></Refs><RtrInf><Rsn><Cd>AM04</Cd></Rsn></RtrInf>",
        ..pay(-85_300, "Bank", "Ruecklastschrift")
    });
    let line = &task["line_id"];
    assert_eq!(task["payment"], json!(null));
    let refused = |shelf: &mut Shelf, command: &str, request| {
        shelf.try_call(command, request).unwrap_err().code
    };
    let alone = json!({"line_id": line});
    assert_eq!(
        refused(&mut shelf, "bank.return", alone),
        "return_payment_unknown"
    );
    let asked = json!({"line_id": line, "account": "1"});
    let offered = shelf.call("bank.return_payments", asked.clone())["payments"].clone();
    assert_eq!(offered.as_array().unwrap().len(), 1);
    assert_eq!(
        (
            &offered[0]["document_no"],
            &offered[0]["amount_minor"],
            &offered[0]["besides_minor"],
            &offered[0]["refusal"]
        ),
        (
            &json!("PAY-000001"),
            &json!(85_000),
            &json!(300),
            &json!(null)
        )
    );
    let unknown = json!({"line_id": line, "account": "9"});
    assert_eq!(
        refused(&mut shelf, "bank.return_payments", unknown),
        "unknown_customer"
    );
    let chosen = json!({"line_id": line, "transaction_id": offered[0]["transaction_id"]});
    shelf.call("bank.return_preview", chosen.clone());
    shelf.call("bank.return", chosen);
    assert_eq!(crate::files::open(&mut shelf, "RE-2026-0815"), 85_000);
    let again = shelf.call("bank.return_payments", asked)["payments"].clone();
    assert_eq!(again[0]["refusal"]["code"], "return_twice");
    assert_sound(&mut shelf);
}
