//! Letters per transaction, and letters whose code advances when they are printed.

use engine::account::Kind;
use serde_json::{Value, json};

use crate::desk::TestDesk;

fn parameter(desk: &mut TestDesk, name: &str, value: Value) {
    let mut parameters = desk.call("letters.parameters", json!({}));
    parameters[name] = value;
    desk.call("letters.parameters_save", parameters);
}

/// A customer with an invoice that had Letter 1 on 1 March, and another that had none; letters are made per transaction.
fn two_levels() -> (TestDesk, i64, i64) {
    let mut desk = TestDesk::new("2026-03-01");
    parameter(&mut desk, "per", json!("transaction"));
    desk.lines(
        "EUR",
        &[
            ("letter_1", 0, 0, 7, "nothing"),
            ("letter_2", 1_000, 0, 14, "nothing"),
            ("collection", 2_500, 0, 14, "nothing"),
        ],
    );
    desk.customer("C1", None);
    let first = desk.invoice("C1", "R1", "2026-02-01", 50_000);
    desk.letters("2026-03-01");
    desk.set_today("2026-03-20");
    let second = desk.invoice("C1", "R2", "2026-03-01", 20_000);
    (desk, first, second)
}

fn codes(desk: &mut TestDesk, status: &str) -> Vec<(String, i64)> {
    let sort = json!({"column": "code", "order": "descending"});
    let rows = desk.journal(json!({"status": [status], "sort": sort}));
    rows.iter()
        .map(|row| {
            let code = row["code"].as_str().unwrap().to_owned();
            (code, row["total_minor"].as_i64().unwrap())
        })
        .collect()
}

fn pair(code: &str, total: i64) -> (String, i64) {
    (code.to_owned(), total)
}

/// L-7: per transaction a customer gets a letter for each code, each transaction keeps its own clock.
#[test]
fn l_7_two_letters_at_once() {
    let (mut desk, first, second) = two_levels();
    let preview = desk.call("letters.preview", json!({"letter_on": "2026-03-20"}));
    let run = desk.create("2026-03-20");
    assert_eq!(run["totals"], preview["totals"]);
    assert_eq!(run["question"]["per"], "transaction", "the run keeps it");
    assert_eq!(
        codes(&mut desk, "created"),
        [pair("letter_2", 51_000), pair("letter_1", 20_000)]
    );
    // What the parameter says later does not touch the run.
    parameter(&mut desk, "per", json!("customer"));
    let posted = desk.call("letters.post", json!({"run_id": run["run_id"]}));
    assert_eq!(
        (&posted["letters"], &posted["dropped"], &posted["changed"]),
        (&json!(2), &json!(0), &json!(0)),
        "{posted}"
    );
    parameter(&mut desk, "per", json!("transaction"));
    let code = |desk: &TestDesk, id: i64| {
        desk.number::<String>(&format!(
            "SELECT group_concat(code, ' ') FROM letter_codes WHERE transaction_id = {id}"
        ))
    };
    assert_eq!(code(&desk, first), "letter_1 letter_2");
    assert_eq!(code(&desk, second), "letter_1");
    desk.set_today("2026-04-02");
    let early = desk.create("2026-04-02");
    assert_eq!(desk.skipped(&early), [("C1".into(), "grace_days".into())]);
    desk.set_today("2026-04-03");
    desk.create("2026-04-03");
    assert_eq!(
        codes(&mut desk, "created"),
        [pair("collection", 52_500), pair("letter_2", 21_000)]
    );
    desk.check();
}

/// L-8: *Collection per customer* is one letter with the text of the highest code; its lines advance by their own, and
/// without the line of that code it is a letter of the next (T-D23).
#[test]
fn l_8_collection_per_customer() {
    let (mut desk, first, second) = two_levels();
    let run = desk.call(
        "letters.create",
        json!({"letter_on": "2026-03-20", "grouping": "customer"}),
    );
    assert_eq!(codes(&mut desk, "created"), [pair("letter_2", 71_000)]);
    let id = desk.journal(json!({"status": ["created"]}))[0]["letter_id"].clone();
    let item = |transaction: i64, to: &str| json!({"letter_id": id, "transaction_id": transaction, "to": to});
    let without = desk.call("letters.remove_item", item(first, "remove"));
    assert_eq!(
        (
            &without["code"],
            &without["total_minor"],
            &without["previous_code"]
        ),
        (&json!("letter_1"), &json!(20_000), &Value::Null)
    );
    let whole = desk.call("letters.remove_item", item(first, "restore"));
    assert_eq!(
        (&whole["code"], &whole["total_minor"]),
        (&json!("letter_2"), &json!(71_000))
    );
    let lines: Vec<_> = whole["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["code"].clone())
        .collect();
    assert_eq!(lines, ["letter_2", "letter_1"]);
    desk.call("letters.post", json!({"run_id": run["run_id"]}));
    let paper: String =
        desk.number("SELECT paper FROM letter_papers ORDER BY letter_id DESC LIMIT 1");
    assert!(paper.contains("R1") && paper.contains("R2"));
    for (transaction, code) in [(first, "letter_2"), (second, "letter_1")] {
        let sql = format!(
            "SELECT code FROM letter_codes WHERE transaction_id = {transaction} ORDER BY id DESC LIMIT 1"
        );
        assert_eq!(desk.number::<String>(&sql), code);
    }
    desk.check();
}

/// L-13 and L-27 per transaction: a letter that is cancelled gives its transaction back what it had, and only to it; a
/// payment since the run drops its own letter.
#[test]
fn letters_of_a_customer_are_apart() {
    let (mut desk, first, second) = two_levels();
    let run = desk.create("2026-03-20");
    desk.set_today("2026-03-21");
    desk.pay("C1", first, "P1", "2026-03-21", 50_000);
    let posted = desk.call("letters.post", json!({"run_id": run["run_id"]}));
    assert_eq!(
        (&posted["letters"], &posted["dropped"]),
        (&json!(1), &json!(1))
    );
    assert_eq!(posted["changes"][0]["dropped"], "nothing_left");
    assert_eq!(
        codes(&mut desk, "posted"),
        [pair("letter_1", 50_000), pair("letter_1", 20_000)]
    );
    let id = desk.journal(json!({"run_id": run["run_id"], "status": ["posted"]}))[0]["letter_id"]
        .clone();
    desk.call(
        "letters.cancel",
        json!({"letter_ids": [id], "reason": "wrong"}),
    );
    desk.create("2026-03-21");
    assert_eq!(
        codes(&mut desk, "created"),
        [pair("letter_1", 20_000)],
        "{second}"
    );
    desk.check();
}

/// The minimum is that of each transaction, credits are deducted once, and one code can be asked for.
#[test]
fn the_dialog_per_transaction() {
    let (mut desk, _, _) = two_levels();
    desk.lines(
        "EUR",
        &[
            ("letter_1", 0, 30_000, 7, "nothing"),
            ("letter_2", 0, 0, 14, "nothing"),
        ],
    );
    desk.document("C1", Kind::Payment, "P9", "2026-03-10", -10_000);
    desk.create("2026-03-20");
    assert_eq!(codes(&mut desk, "created"), [pair("letter_2", 40_000)]);
    let run = desk.call(
        "letters.create",
        json!({"letter_on": "2026-03-20", "code": "letter_1"}),
    );
    assert_eq!(desk.skipped(&run), [("C1".into(), "other_code".into())]);
    assert_eq!(
        codes(&mut desk, "created"),
        [pair("letter_2", 40_000)],
        "who gets nothing from a run keeps the draft"
    );
}
