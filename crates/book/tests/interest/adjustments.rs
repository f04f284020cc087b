//! Waive, reinstate, reverse.

use serde_json::{Value, json};

use crate::desk::{Book, day_rate, euros, terms_with};

/// I-13: a posted note of 50.00 interest and a fee of 10.00.
fn noted() -> Book {
    let mut book = Book::on("2026-12-30");
    let terms = terms_with(&json!({
        "every": {"unit": "month", "number": 1}, "basis": "amount", "currencies": euros(&json!({"amount_minor": 5_000})),
    }));
    book.code(
        "C",
        "2020-01-01",
        &json!({"by": "terms", "terms": terms}),
        1_000,
    );
    book.everybody("C");
    book.documents(&[("R1", "2026-01-15", "1000,00", "Invoice")]);
    assert_eq!(book.post("2026-02-20"), [(5_000, 1_000)]);
    book
}

/// The same with 20.00 paid of the interest.
fn part_paid() -> Book {
    let mut book = noted();
    book.pay("P1", "2026-03-01", "20,00", "INT-000001");
    book
}

/// What the customer's page says that the invoice was charged.
fn charged(book: &Book) -> i64 {
    let account = &book.lines("SELECT account FROM customers")[0];
    let rows = book.call(
        "customers.transactions",
        json!({"account": account, "show": "all"}),
    );
    let rows = rows["rows"].as_array().unwrap();
    let row = rows.iter().find(|row| row["document_no"] == "R1").unwrap();
    row["interest_minor"].as_i64().unwrap()
}

fn note(object: &str) -> Value {
    json!({"note_id": 1, "object": object})
}

/// I-13, I-14: what is not paid is waived by a credit note that settles it; claimed again it is a debit of its own, and the
/// note stays as it was.
#[test]
fn i_13_and_i_14_waived_and_reinstated() {
    let book = part_paid();
    let shown = book.call(
        "interest.adjustment",
        json!({"kind": "waived", "note_id": 1, "object": "note"}),
    );
    assert_eq!(shown["amount_minor"], 4_000);
    assert_eq!(shown["entries"][0]["lines"].as_array().unwrap().len(), 3);
    assert_eq!(
        book.number("SELECT COUNT(*) FROM interest_adjustments"),
        0,
        "a preview writes nothing"
    );
    assert_eq!(charged(&book), 5_000);
    let waived = book.call("interest.waive", note("note"));
    assert_eq!(
        charged(&book),
        2_000,
        "of 40.00 that were waived 10.00 are the fee"
    );
    assert_eq!(waived["amount_minor"], 4_000);
    assert_eq!(waived["settled_minor"], 4_000);
    assert_eq!((book.open("INT-000001"), book.open("INT-000001-F")), (0, 0));
    assert_eq!(
        book.refused("interest.waive", note("note")).code,
        "interest_nothing_to_waive"
    );

    let reinstated = book.call("interest.reinstate", note("note"));
    assert_eq!(reinstated["amount_minor"], 4_000);
    assert_eq!(charged(&book), 5_000);
    let number = reinstated["document_no"].as_str().unwrap();
    assert_eq!(book.open(number), 4_000);
    assert_eq!((book.open("INT-000001"), book.open("INT-000001-F")), (0, 0));
    assert_eq!(
        book.journal()[4..],
        [
            "waiver|customer|-4000",
            "waiver|interest_fee|1000",
            "waiver|interest_income|3000",
            "reinstatement|customer|4000",
            "reinstatement|interest_fee|-1000",
            "reinstatement|interest_income|-3000",
        ]
    );
    let shown = book.call("interest.show", json!({"note_id": 1}));
    assert_eq!(shown["note"]["waived_minor"], 0);
    assert_eq!(shown["items"][0]["adjusted"], "reinstated");
    assert_eq!(shown["adjustments"].as_array().unwrap().len(), 2);
    // Waived once more it is the reinstated debit that is settled.
    assert_eq!(
        book.call("interest.waive", note("note"))["settled_minor"],
        4_000
    );
    assert_eq!(book.open(number), 0);
    book.check();
}

/// I-15: what was never waived cannot be reinstated.
#[test]
fn i_15_nothing_to_reinstate() {
    assert_eq!(
        noted().refused("interest.reinstate", note("note")).code,
        "interest_nothing_to_reinstate"
    );
}

/// I-16: a fee goes only with its note.
#[test]
fn i_16_a_fee_is_not_reversed_alone() {
    let book = noted();
    assert_eq!(
        book.refused("interest.reverse", note("fee")).code,
        "interest_fee_alone"
    );
    let reversed = book.call("interest.reverse", note("note"));
    assert_eq!(reversed["amount_minor"], 6_000);
    assert_eq!(book.open("INT-000001-F"), 0);
    assert_eq!(
        book.journal()[4..],
        [
            "interest_reversal|customer|-6000",
            "interest_reversal|interest_fee|1000",
            "interest_reversal|interest_income|5000",
        ]
    );
    // The same days can be charged again.
    assert_eq!(book.run("2026-02-20"), [(5_000, 1_000)]);
    book.check();
}

/// I-17: the newest note first.
#[test]
fn i_17_newest_first() {
    let book = noted();
    assert_eq!(book.post("2026-03-20"), [(5_000, 1_000)]);
    let refusal = book.refused("interest.reverse", note("note"));
    assert_eq!(refusal.code, "interest_newer_first");
    assert_eq!(refusal.args["newest_no"], "INT-000002");
    book.call(
        "interest.reverse",
        json!({"note_id": book.note(), "object": "note"}),
    );
    book.call("interest.reverse", note("note"));
    assert_eq!(book.by_role(), [0, 0, 0]);
    book.check();
}

/// I-18, U-3: a collections manager with a ceiling of 50.00 waives 50.00 and not 50.01, not in parts either; a viewer waives
/// nothing.
#[test]
fn i_18_and_u_3_the_ceiling() {
    let noted = |interest: i64| {
        let mut book = Book::on("2026-12-30");
        let terms = terms_with(&json!({
            "every": {"unit": "month", "number": 1}, "basis": "amount",
            "currencies": euros(&json!({"amount_minor": interest})),
        }));
        let rule = json!({"by": "terms", "terms": terms});
        book.code("C", "2020-01-01", &rule, 1_000);
        book.everybody("C");
        book.documents(&[("R1", "2026-01-15", "1000,00", "Invoice")]);
        book.post("2026-02-20");
        let user = |code: &str, role: &str, ceiling: Option<i64>| {
            json!({"user": {
                "id": 0, "code": code, "name": code, "os_account": null, "roles": [role], "agent": false,
                "approval_ceiling_minor": null, "waiver_ceiling_minor": ceiling, "substitute": null, "email": "",
                "phone": "", "has_pin": false, "active": true,
            }, "pin": "2580"})
        };
        book.call(
            "users.save",
            user("ben", "collections_manager", Some(5_000)),
        );
        book.call("users.save", user("vera", "viewer", None));
        book
    };
    let item = json!({"note_id": 1, "object": "interest", "item_id": 1});
    let over = noted(5_001);
    over.call("session.switch", json!({"user": "ben", "pin": "2580"}));
    let refusal = over.refused("interest.waive", item.clone());
    assert_eq!(refusal.code, "interest_above_ceiling");
    assert_eq!(
        (
            &refusal.args["amount"]["minor"],
            &refusal.args["ceiling_minor"]
        ),
        (&json!(5_001), &json!(5_000))
    );

    let book = noted(5_000);
    book.call("session.switch", json!({"user": "vera", "pin": "2580"}));
    assert_eq!(
        book.refused("interest.waive", item.clone()).code,
        "not_permitted"
    );
    book.call("session.switch", json!({"user": "ben", "pin": "2580"}));
    assert_eq!(book.call("interest.waive", item)["amount_minor"], 5_000);
    assert_eq!(book.by_role(), [1_000, 0, -1_000]);
    assert_eq!(
        book.refused("interest.waive", note("fee")).code,
        "interest_above_ceiling",
        "what was waived before counts"
    );
    assert_eq!(
        book.lines("SELECT u.code FROM interest_adjustments a JOIN users u ON u.id = a.by_id"),
        ["ben"]
    );
}

/// I-20, I-26: the paid part is credited where that is asked, and its credit stays open; without it a paid charge leaves
/// nothing to waive.
#[test]
fn i_20_and_i_26_the_paid_part() {
    let book = part_paid();
    let mut request = note("note");
    request["paid_part"] = json!("included");
    let waived = book.call("interest.waive", request.clone());
    assert_eq!(waived["amount_minor"], 6_000);
    assert_eq!(waived["settled_minor"], 4_000);
    let number = waived["document_no"].as_str().unwrap();
    assert_eq!(book.open(number), -2_000, "open, to be reimbursed");
    // A reinstatement uses up what is open of it.
    let again = book.call("interest.reinstate", note("note"));
    assert_eq!(again["settled_minor"], 2_000);
    assert_eq!(book.open(number), 0);
    assert_eq!(book.open(again["document_no"].as_str().unwrap()), 4_000);
    book.check();

    let mut book = noted();
    book.pay("P1", "2026-03-01", "50,00", "INT-000001");
    book.pay("P2", "2026-03-01", "10,00", "INT-000001-F");
    assert_eq!(
        book.refused("interest.waive", note("note")).code,
        "interest_nothing_to_waive"
    );
    assert_eq!(book.call("interest.waive", request)["settled_minor"], 0);
    book.check();
}

/// I-20: the credit of a waiver with its paid part is paid back, from the import to the payable: the customer has nothing open,
/// income is lost, and accounts payable owe what was paid.
#[test]
fn i_20_the_waived_credit_is_reimbursed() {
    let mut book = part_paid();
    let mut request = note("note");
    request["paid_part"] = json!("included");
    let waived = book.call("interest.waive", request);
    let number = waived["document_no"].as_str().unwrap().to_owned();
    book.call(
        "reimbursements.parameters_save",
        json!({"minimums": [{"currency": "EUR", "minimum_minor": 1_000}]}),
    );
    book.pay("P9", "2026-03-01", "1000,00", "R1");
    let run = book.call("reimbursements.propose", json!({"account": null}));
    let one = &run["reimbursements"][0];
    assert_eq!(one["amount_minor"], 2_000, "{run}");
    book.call(
        "reimbursements.approve",
        json!({"reimbursement_ids": [one["reimbursement_id"]]}),
    );
    assert_eq!(book.open(&number), 0);
    assert_eq!(
        book.number("SELECT COALESCE(SUM(open_minor), 0) FROM open_items_snapshot"),
        0
    );
    assert_eq!(
        book.journal()[4..],
        [
            "waiver|customer|-6000",
            "waiver|interest_fee|1000",
            "waiver|interest_income|5000",
            "reimbursement|customer|2000",
            "reimbursement|payable|-2000",
        ]
    );
    book.check();
}

/// I-19: a corrected invoice cancels the note that is not posted, and reverses the interest of a posted one, once.
#[test]
fn i_19_a_corrected_invoice() {
    let mut book = Book::charging("2026-12-30", &day_rate("9"));
    book.documents(&[("R1", "2026-01-15", "1000,00", "Invoice")]);
    book.run("2026-01-25");
    book.documents(&[("R1", "2026-01-15", "900,00", "Invoice")]);
    assert_eq!(
        book.lines("SELECT status, cancel_reason FROM interest_notes"),
        ["cancelled|invoice_changed"]
    );
    assert_eq!(book.post("2026-01-25"), [(222, 0)]);
    book.documents(&[("R1", "2026-01-15", "800,00", "Invoice")]);
    let shown = book.call("interest.show", json!({"note_id": book.note()}));
    assert_eq!(shown["items"][0]["adjusted"], "reversed");
    assert_eq!(book.open("INT-000001"), 0);
    assert_eq!(book.post("2026-01-25"), [(197, 0)]);
    // The same file again corrects nothing.
    book.documents(&[("R1", "2026-01-15", "800,00", "Invoice")]);
    assert_eq!(book.number("SELECT COUNT(*) FROM interest_adjustments"), 1);
    book.check();
}

/// T-D5, T-D11: principal paid alone leaves interest and fee as claims of their own; a payment of both together settles both.
#[test]
fn t_d5_and_t_d11_claims_of_their_own() {
    let mut book = noted();
    book.pay("P1", "2026-03-01", "1000,00", "R1");
    assert_eq!(
        (book.open("INT-000001"), book.open("INT-000001-F")),
        (5_000, 1_000)
    );
    book.documents(&[("P2", "2026-03-02", "-60,00", "Payment")]);
    let debit = |number: &str| json!({"transaction_id": book.id(number)});
    book.call(
        "settlement.post",
        json!({
            "account": "C1", "currency": "EUR", "settled_on": "2026-03-02",
            "credits": [{"transaction_id": book.id("P2")}], "debits": [debit("INT-000001"), debit("INT-000001-F")],
        }),
    );
    assert_eq!(
        (
            book.open("INT-000001"),
            book.open("INT-000001-F"),
            book.open("P2")
        ),
        (0, 0, 0)
    );
    book.check();
}

/// I-19: an import that is taken back, with the invoice on a posted note and on one that is not; the import stays undoable.
#[test]
fn i_19_an_invoice_that_leaves_the_book() {
    let mut book = Book::charging("2026-12-30", &day_rate("9"));
    book.documents(&[("R0", "2026-12-01", "1,00", "Invoice")]);
    book.documents(&[("R1", "2026-01-15", "1000,00", "Invoice")]);
    assert_eq!(book.post("2026-01-25"), [(247, 0)]);
    book.run("2026-02-04");
    let batch = book.number("SELECT MAX(id) FROM import_batches");
    book.call("import.undo", json!({"batch_id": batch}));
    assert_eq!(
        book.lines("SELECT status, COALESCE(cancel_reason, '') FROM interest_notes ORDER BY id"),
        ["posted|", "cancelled|invoice_changed"]
    );
    assert_eq!(book.open("INT-000001"), 0);
    book.check();

    // A correction that reversed interest is taken back all the same; the reversal stays, and the next run charges anew.
    let mut book = Book::charging("2026-12-30", &day_rate("9"));
    book.documents(&[("R1", "2026-01-15", "1000,00", "Invoice")]);
    book.post("2026-01-25");
    book.documents(&[("R1", "2026-01-15", "900,00", "Invoice")]);
    let batch = book.number("SELECT MAX(id) FROM import_batches");
    book.call("import.undo", json!({"batch_id": batch}));
    assert_eq!(book.post("2026-01-25"), [(247, 0)]);
    book.check();
}

/// What was waived before a reversal stays waived: only the rest is charged anew.
#[test]
fn a_reversal_leaves_what_was_waived() {
    let book = part_paid();
    let item = json!({"note_id": 1, "object": "interest", "item_id": 1});
    assert_eq!(book.call("interest.waive", item)["amount_minor"], 3_000);
    let reversed = book.call("interest.reverse", note("note"));
    assert_eq!(reversed["amount_minor"], 2_000 + 1_000);
    assert_eq!(book.run("2026-02-20"), [(2_000, 1_000)]);
    book.check();
}

/// A note that is waived as a whole does not keep an older one from being reversed.
#[test]
fn a_waived_note_stands_in_nobodys_way() {
    let book = noted();
    assert_eq!(book.post("2026-03-20"), [(5_000, 1_000)]);
    book.call("interest.waive", json!({"note_id": 2, "object": "note"}));
    book.call("interest.reverse", note("note"));
    book.check();
}

/// The acts that can be taken back, the newest first.
fn undoable(book: &Book) -> Vec<Value> {
    book.call("undo.list", json!({}))["acts"]
        .as_array()
        .unwrap()
        .clone()
}

/// Spec 30 §11: taking a waiver back claims again what it forgave, and nothing else that is waived of the note; its outlook
/// shows the lines of the journal, and no ids or amounts as counts.
#[test]
fn the_undo_of_a_waiver_is_of_that_waiver_only() {
    let mut book = Book::charging("2026-12-30", &day_rate("9"));
    book.documents(&[
        ("R1", "2026-01-15", "1000,00", "Invoice"),
        ("R2", "2026-01-15", "2000,00", "Invoice"),
    ]);
    assert_eq!(book.post("2026-01-25"), [(247 + 493, 0)]);
    let item = |id: i64| json!({"note_id": 1, "object": "interest", "item_id": id});
    assert_eq!(book.call("interest.waive", item(1))["amount_minor"], 247);
    assert_eq!(
        book.call("interest.waive", note("note"))["amount_minor"],
        493
    );
    let acts = undoable(&book);
    assert_eq!(
        (
            &acts[0]["command"],
            &acts[0]["amount_minor"],
            &acts[1]["amount_minor"]
        ),
        (&json!("interest.waive"), &json!(493), &json!(247)),
        "neither stands in the way of the other"
    );
    let outlook = book.call("undo.check", json!({"act_id": acts[0]["act_id"]}));
    assert_eq!(
        (&outlook["refusal"], &outlook["figures"]),
        (&Value::Null, &json!([]))
    );
    let lines = outlook["entries"][0]["lines"].as_array().unwrap();
    assert_eq!(
        (lines.len(), &lines[0]["role"], &lines[0]["amount_minor"]),
        (2, &json!("customer"), &json!(493))
    );
    // The older one first: what it forgave comes back, the newer one stays.
    assert_eq!(
        book.call("interest.reinstate", acts[1]["request"].clone())["amount_minor"],
        247
    );
    assert_eq!(
        book.refused("interest.reinstate", acts[1]["request"].clone())
            .code,
        "interest_nothing_to_reinstate"
    );
    let left = undoable(&book);
    let newer = left
        .iter()
        .find(|act| act["act_id"] == acts[0]["act_id"])
        .unwrap();
    assert_eq!(
        book.call("interest.reinstate", newer["request"].clone())["amount_minor"],
        493
    );
    let shown = book.call("interest.show", json!({"note_id": 1}));
    assert_eq!(shown["note"]["waived_minor"], 0);
    book.check();
}

/// Bad input: a day to come, and one on which the note was not there yet, are refused before anything is written.
#[test]
fn days_lie_between_the_note_and_today() {
    let mut book = Book::charging("2026-03-01", &day_rate("9"));
    book.documents(&[("R1", "2026-01-15", "1000,00", "Invoice")]);
    book.run("2026-01-25");
    book.call("interest.print", json!({"note_ids": [1]}));
    for on in ["2026-01-24", "2026-03-02", "2099-01-01"] {
        let refusal = book.refused("interest.post", json!({"note_ids": [1], "posting_on": on}));
        assert_eq!(
            (
                refusal.code.as_str(),
                &refusal.args["first"],
                &refusal.args["today"]
            ),
            ("interest_day", &json!("2026-01-25"), &json!("2026-03-01"))
        );
    }
    book.call(
        "interest.post",
        json!({"note_ids": [1], "posting_on": "2026-02-01"}),
    );
    for command in ["interest.waive", "interest.reverse"] {
        for on in ["2026-01-31", "2026-03-02"] {
            let mut asked = note("note");
            asked["on"] = json!(on);
            assert_eq!(
                book.refused(command, asked).code,
                "interest_day",
                "{command} {on}"
            );
        }
    }
    let mut waived = note("note");
    waived["on"] = json!("2026-02-10");
    book.call("interest.waive", waived);
    let mut early = note("note");
    early["on"] = json!("2026-02-09");
    let refusal = book.refused("interest.reinstate", early);
    assert_eq!(
        (refusal.code.as_str(), &refusal.args["first"]),
        ("interest_day", &json!("2026-02-10"))
    );
    book.check();
}

/// Spec 30 §11, I-17: a posted run of several notes is taken back in one act, the newest note of each customer first.
#[test]
fn i_17_a_posted_run_is_taken_back_newest_first() {
    let mut book = Book::charging("2026-12-30", &day_rate("9"));
    let rule = json!({"by": "terms", "terms": day_rate("6")});
    book.call(
        "interest.version_save",
        json!({"code": "C", "from_on": "2026-02-01", "earnings": rule, "fees": []}),
    );
    book.documents(&[("R1", "2026-01-15", "1000,00", "Invoice")]);
    let notes = book.post("2026-02-28");
    assert_eq!(notes.len(), 2);
    let act = undoable(&book)[0].clone();
    assert_eq!(
        (&act["command"], &act["by"], &act["count"]),
        (
            &json!("interest.post"),
            &json!("interest.reverse_notes"),
            &json!(2)
        )
    );
    let outlook = book.call("undo.check", json!({"act_id": act["act_id"]}));
    assert_eq!(outlook["refusal"], Value::Null);
    assert_eq!(outlook["entries"].as_array().unwrap().len(), 2);
    assert_eq!(
        book.call("interest.reverse_notes", act["request"].clone())["notes"],
        2
    );
    assert_eq!(book.by_role(), [0, 0, 0]);
    // What no undo takes back says so, and what to do instead.
    let act = undoable(&book)[0].clone();
    assert_eq!(
        (&act["command"], &act["request"]),
        (&json!("interest.reverse_notes"), &Value::Null)
    );
    let outlook = book.call("undo.check", json!({"act_id": act["act_id"]}));
    assert_eq!(outlook["refusal"]["code"], "undo_charge_again");
    assert_eq!(book.post("2026-02-28"), notes, "the same days again");
    book.check();
}
