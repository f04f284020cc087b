//! What a person can take back, through the command list: the list, its check, and the undo that it leads to.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use common::TestBook;
use serde_json::{Value, json};

const INVOICES: &str = "Customer No;Customer;Invoice No;Invoice Date;Due Date;Amount;Type\n\
    1;Alder;R-1;2026-01-05;2026-02-04;100,00;Invoice\n\
    1;Alder;P-1;2026-03-02;2026-03-02;-60,00;Payment\n\
    2;Birch;R-2;2026-01-05;2026-02-04;50,00;Invoice\n";

fn book() -> TestBook {
    let book = TestBook::new();
    book.import(&[&book.write("t.csv", INVOICES)]);
    book
}

fn acts(book: &TestBook) -> Vec<Value> {
    book.call("undo.list", json!({}))["acts"]
        .as_array()
        .unwrap()
        .clone()
}

fn commands(book: &TestBook) -> Vec<String> {
    acts(book)
        .iter()
        .map(|act| act["command"].as_str().unwrap().to_owned())
        .collect()
}

fn check(book: &TestBook, act: &Value) -> Value {
    book.call("undo.check", json!({"act_id": act["act_id"]}))
}

/// Does what the window does: asks the undo that the list names, with a reason.
fn undo(book: &TestBook, act: &Value) -> Value {
    let mut request = act["request"].clone();
    request["reason"] = json!("by mistake");
    book.call(act["by"].as_str().unwrap(), request)
}

fn id(book: &TestBook, number: &str) -> i64 {
    book.number(&format!(
        "SELECT id FROM transactions WHERE document_no = '{number}'"
    ))
}

fn settle(book: &TestBook) {
    let request = json!({
        "account": "1", "currency": "EUR", "settled_on": "2026-06-30",
        "credits": [{"transaction_id": id(book, "P-1"), "amount_minor": null}],
        "debits": [{"transaction_id": id(book, "R-1"), "amount_minor": null, "discount_minor": 0, "difference_minor": 0}],
        "automatic": false, "cross": [], "note": "",
    });
    book.call("settlement.post", request);
}

/// The newest first; an import on which a settlement rests says so, and goes once the settlement is taken back.
#[test]
fn later_work_is_taken_back_first() {
    let book = book();
    let before = book.facts();
    settle(&book);
    let list = acts(&book);
    assert_eq!(commands(&book), ["settlement.post", "import.run"]);
    assert_eq!(list[0]["names"], json!(["Alder"]));
    assert_eq!(list[1]["names"], json!(["t.csv"]));
    let import = check(&book, &list[1]);
    assert_eq!(
        import["refusal"]["code"], "import_has_later_work",
        "{import}"
    );
    let settled = check(&book, &list[0]);
    assert_eq!(settled["refusal"], Value::Null);
    assert!(
        settled["posting"]["open"].as_array().unwrap().len() >= 2,
        "{settled}"
    );
    assert_eq!(commands(&book).len(), 2, "a check changes nothing");

    undo(&book, &list[0]);
    assert_eq!(commands(&book), ["import.run"]);
    let open = |facts: &[String]| -> Vec<String> {
        facts
            .iter()
            .filter(|fact| fact.starts_with("open"))
            .cloned()
            .collect()
    };
    assert_eq!(open(&book.facts()), open(&before));
    let again = book.refused("undo.check", json!({"act_id": list[0]["act_id"]}));
    assert_eq!(again.code, "undo_nothing_left");
    assert_eq!(book.check()["faults"], json!([]));
}

/// An import says in figures what goes, and going it leaves the list.
#[test]
fn an_import_is_taken_back() {
    let book = book();
    let import = acts(&book).remove(0);
    let figures = check(&book, &import)["figures"].clone();
    assert!(
        figures
            .as_array()
            .unwrap()
            .contains(&json!({"what": "transactions", "count": 3})),
        "{figures}"
    );
    undo(&book, &import);
    assert_eq!(book.number("SELECT COUNT(*) FROM transactions"), 0);
    assert_eq!(acts(&book), [json!(null); 0]);
    assert_eq!(book.check()["faults"], json!([]));
}

/// A run, then its posting: each is taken back by cancelling its letters, with a reason.
#[test]
fn letters_are_taken_back_as_a_run() {
    let book = book();
    let run = book.call("letters.create", json!({"letter_on": "2026-06-30"}));
    let drafts = acts(&book).remove(0);
    assert_eq!(
        (&drafts["command"], &drafts["count"]),
        (&json!("letters.create"), &json!(2))
    );
    assert_eq!(
        check(&book, &drafts)["figures"],
        json!([{"what": "drafts", "count": 2}])
    );
    book.call("letters.post", json!({"run_id": run["run_id"]}));
    assert_eq!(commands(&book)[0], "letters.post");
    assert!(
        !commands(&book).contains(&"letters.create".to_owned()),
        "no draft is left"
    );
    let posted = acts(&book).remove(0);
    assert_eq!(posted["names"], json!(["Alder", "Birch"]));
    let figures = check(&book, &posted)["figures"].clone();
    assert!(
        figures
            .as_array()
            .unwrap()
            .contains(&json!({"what": "posted", "count": 2})),
        "{figures}"
    );
    let without_reason = book.refused("letters.cancel", {
        let mut request = posted["request"].clone();
        request["reason"] = json!("");
        request
    });
    assert_eq!(without_reason.code, "reason_missing");
    undo(&book, &posted);
    assert_eq!(book.number("SELECT COUNT(*) FROM letter_cancellations"), 2);
    assert_eq!(commands(&book), ["import.run"]);
    assert_eq!(book.check()["faults"], json!([]));
}

/// A cheque waits: it is given back. Cleared, what it settled is taken back.
#[test]
fn an_instrument_is_taken_back() {
    let book = book();
    let record = |number: &str| {
        book.call("instruments.record", json!({
            "account": "2", "kind": "cheque", "number": number, "received_on": "2026-06-01", "due_on": "2026-06-15",
            "currency": "EUR", "amount_minor": 5_000, "pays": [id(&book, "R-2")],
        }))
    };
    record("CHQ 1");
    let waiting = acts(&book).remove(0);
    assert_eq!(
        (&waiting["by"], &waiting["amount_minor"]),
        (&json!("instruments.return"), &json!(5_000))
    );
    assert_eq!(check(&book, &waiting)["refusal"], Value::Null);
    undo(&book, &waiting);
    assert_eq!(commands(&book), ["import.run"]);

    let second = record("CHQ 2");
    book.call(
        "instruments.clear",
        json!({"id": second["id"], "cleared_on": "2026-06-20"}),
    );
    let cleared = acts(&book).remove(0);
    assert_eq!(
        (&cleared["command"], &cleared["by"]),
        (&json!("instruments.clear"), &json!("settlement.undo"))
    );
    undo(&book, &cleared);
    assert_eq!(
        book.number("SELECT open_minor FROM open_items_snapshot o JOIN transactions t ON t.id = o.transaction_id
                     WHERE t.document_no = 'R-2'"),
        5_000
    );
    assert_eq!(book.check()["faults"], json!([]));
}

/// What was settled for all customers at once is no one thing to take back; the check says how many there are.
#[test]
fn many_postings_are_taken_back_one_by_one() {
    let book = book();
    book.call("settlement.automatic", json!({}));
    let act = acts(&book).remove(0);
    assert_eq!(
        (&act["command"], &act["request"]),
        (&json!("settlement.automatic"), &Value::Null)
    );
    let refusal = check(&book, &act)["refusal"].clone();
    assert_eq!(
        (&refusal["code"], &refusal["args"]["count"]),
        (&json!("undo_one_by_one"), &json!(1))
    );
}

/// Only one's own acts; and what one may not take back says so.
#[test]
fn another_persons_acts_are_not_ones_own() {
    let book = book();
    let user = json!({"user": {
        "id": 0, "code": "ben", "name": "Ben", "os_account": null, "roles": ["collections_agent"], "agent": true,
        "approval_ceiling_minor": null, "waiver_ceiling_minor": null, "substitute": null, "email": "", "phone": "",
        "has_pin": false, "active": true}, "pin": null});
    book.call("users.save", user.clone());
    let mine = acts(&book).remove(0);
    book.desk.work_as("ben").unwrap();
    assert_eq!(acts(&book), [json!(null); 0]);
    assert_eq!(
        book.refused("undo.check", json!({"act_id": mine["act_id"]}))
            .code,
        "undo_nothing_left"
    );
}

/// A hand-over is taken back by its recall, and the recall by a step back.
#[test]
fn a_hand_over_is_taken_back() {
    let book = book();
    book.call(
        "hand_overs.agency_save",
        json!({"code": "INK", "name": "Nord Inkasso", "commission_bp": 0, "active": true}),
    );
    book.call(
        "hand_overs.prepare",
        json!({"account": "2", "agency": "INK"}),
    );
    let prepared = acts(&book).remove(0);
    assert_eq!(
        (&prepared["command"], &prepared["by"]),
        (&json!("hand_overs.prepare"), &json!("hand_overs.recall"))
    );
    assert_eq!(check(&book, &prepared)["refusal"], Value::Null);
    undo(&book, &prepared);
    let recalled = acts(&book).remove(0);
    assert_eq!(
        (&recalled["command"], &recalled["by"]),
        (&json!("hand_overs.recall"), &json!("hand_overs.back"))
    );
    undo(&book, &recalled);
    assert_eq!(
        book.number("SELECT COUNT(*) FROM hand_overs WHERE status = 'prepared'"),
        1
    );
    assert_eq!(book.check()["faults"], json!([]));
}
