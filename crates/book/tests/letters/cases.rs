//! Acceptance cases of letters that need the book: what is posted, charged, blocked, cancelled.

use engine::account::Kind;
use serde_json::json;

use crate::desk::TestDesk;

/// The sequence of L-1 to L-5 and its customer.
fn reference() -> TestDesk {
    let mut desk = TestDesk::new("2021-01-19");
    desk.lines(
        "EUR",
        &[
            ("letter_1", 0, 0, 2, "nothing"),
            ("letter_2", 2_000, 1_000, 3, "nothing"),
            ("collection", 5_000, 10_000, 15, "nothing"),
        ],
    );
    desk.customer("C1", Some("de"));
    desk.invoice("C1", "R1", "2021-01-16", 50_000);
    desk.document("C1", Kind::CreditNote, "G1", "2021-01-16", -10_000);
    desk.document("C1", Kind::CreditNote, "G2", "2021-01-16", -20_000);
    desk
}

fn question(letter_on: &str) -> serde_json::Value {
    json!({"letter_on": letter_on, "types": ["invoice", "credit_note"]})
}

/// L-1, L-3, L-4, L-5, T-D3, T-D14: the reference's example through creating and posting.
#[test]
fn l_1_to_l_5_posted() {
    let mut desk = reference();
    let run = desk.call("letters.create", question("2021-01-19"));
    let row = &desk.journal(json!({}))[0];
    assert_eq!(
        (&row["code"], &row["total_minor"], &row["fee_minor"]),
        (&json!("letter_1"), &json!(20_000), &json!(0))
    );
    assert_eq!(
        row["items_count"], 3,
        "T-D14: one letter for all documents of the customer"
    );
    let posted = desk.call("letters.post", json!({"run_id": run["run_id"]}));
    assert_eq!(
        (&posted["letters"], &posted["letter_on"]),
        (&json!(1), &json!("2021-01-19"))
    );
    let again = desk.call("letters.create", question("2021-01-19"));
    assert_eq!(again["counts"]["created"], 0, "T-D3");

    desk.set_today("2021-01-23");
    let run = desk.call("letters.create", question("2021-01-23"));
    desk.call("letters.post", json!({"run_id": run["run_id"]}));
    let letter = desk.journal(json!({"code": "letter_2"}))[0].clone();
    assert_eq!(
        (&letter["total_minor"], &letter["fee_minor"]),
        (&json!(22_000), &json!(2_000))
    );
    let detail = desk.call("letters.letter", json!({"letter_id": letter["letter_id"]}));
    for item in detail["items"].as_array().unwrap() {
        assert_eq!(
            (&item["code"], &item["previous_code"]),
            (&json!("letter_2"), &json!("letter_1")),
            "L-3"
        );
    }
    let fee: (String, i64, String) = desk
        .book
        .file
        .connection
        .query_row(
            "SELECT kind, amount_minor, due_on FROM transactions WHERE document_no = 'DL000002'",
            [],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )
        .unwrap();
    assert_eq!(
        fee,
        ("letter_fee".into(), 2_000, "2021-02-22".into()),
        "L-5, due by the company's 30 days"
    );

    desk.set_today("2021-02-06");
    let none = desk.call("letters.create", question("2021-02-06"));
    assert_eq!(none["counts"]["created"], 0, "L-4");
    assert_eq!(desk.skipped(&none), [("C1".into(), "grace_days".into())]);
    desk.set_today("2021-02-07");
    let last = desk.call("letters.create", question("2021-02-07"));
    assert_eq!(
        (&last["counts"]["created"], &last["totals"][0]["code"]),
        (&json!(1), &json!("collection")),
        "L-4"
    );
    desk.check();
}

/// L-10: nothing is made below the minimum, and no code advances.
#[test]
fn l_10_below_the_minimum() {
    let mut desk = TestDesk::new("2026-03-20");
    desk.lines("EUR", &[("letter_1", 0, 1_000, 7, "nothing")]);
    desk.customer("C1", None);
    desk.invoice("C1", "R1", "2026-03-01", 999);
    let run = desk.create("2026-03-20");
    assert_eq!(
        desk.skipped(&run),
        [("C1".into(), "minimum_not_reached".into())]
    );
    let detail = desk.call("letters.run", json!({"run_id": run["run_id"]}));
    let check = detail["skipped"][0]["checks"]
        .as_array()
        .unwrap()
        .last()
        .unwrap()
        .clone();
    assert_eq!(
        check,
        json!({"rule": "minimum", "met": false,
        "measured": {"kind": "amount", "value": 999}, "threshold": {"kind": "amount", "value": 1_000}})
    );
    assert_eq!(desk.number::<i64>("SELECT COUNT(*) FROM letter_codes"), 0);
}

/// L-11: a currency without lines gets no letter until it has some.
#[test]
fn l_11_currency_without_lines() {
    let mut desk = TestDesk::new("2026-03-20");
    desk.customer("C1", None);
    desk.document_in("C1", Kind::Invoice, "R1", "2026-03-01", 5_000, "USD");
    let run = desk.create("2026-03-20");
    assert_eq!(
        desk.skipped(&run),
        [("C1".into(), "currency_not_in_sequence".into())]
    );
    desk.lines("USD", &[("letter_1", 0, 0, 7, "nothing")]);
    let run = desk.create("2026-03-20");
    assert_eq!(run["totals"][0]["currency"], "USD");
}

/// L-12, T-D24: a line with *Block* puts deliveries on hold; setting No by hand frees them.
#[test]
fn l_12_block() {
    let mut desk = TestDesk::new("2026-03-20");
    desk.lines("EUR", &[("letter_1", 0, 0, 7, "deliveries")]);
    desk.customer("C1", None);
    desk.invoice("C1", "R1", "2026-03-01", 5_000);
    desk.letters("2026-03-20");
    let hold = |desk: &TestDesk| desk.number::<String>("SELECT delivery_hold FROM customers");
    assert_eq!(hold(&desk), "all");
    let letter = desk.journal(json!({}))[0].clone();
    let causes = desk.call("credit.get", json!({"account": "C1"}))["causes"].clone();
    assert_eq!(
        (
            &causes[0]["from"],
            &causes[0]["stops"],
            &causes[0]["number"],
            &causes[0]["since"]
        ),
        (
            &json!("letter"),
            &json!("all"),
            &letter["letter_no"],
            &json!("2026-03-20")
        ),
        "the page of the customer says which letter"
    );
    assert_eq!(causes[1], json!(null));
    let mut card = desk.call("customers.get", json!({"account": "C1"}))["card"].clone();
    card["delivery_hold"] = json!("no");
    desk.call("customers.update", json!({"account": "C1", "card": card}));
    assert_eq!(hold(&desk), "no");
    let causes = desk.call("credit.get", json!({"account": "C1"}))["causes"].clone();
    assert_eq!(causes, json!([]), "set free by hand");
    let id = letter["letter_id"].clone();
    let done = desk.call(
        "letters.cancel",
        json!({"letter_ids": [id], "reason": "wrong customer"}),
    );
    assert_eq!(
        (&done["unblocked"], hold(&desk).as_str()),
        (&json!(0), "no"),
        "nothing left to lift"
    );
}

/// L-13: a cancelled Letter 2 gives Letter 1 and its day back, its fee is credited, its block lifted; the book is whole.
#[test]
fn l_13_cancelled() {
    let mut desk = reference();
    desk.letters("2021-01-19");
    desk.lines(
        "EUR",
        &[
            ("letter_1", 0, 0, 2, "nothing"),
            ("letter_2", 2_000, 1_000, 3, "deliveries"),
        ],
    );
    desk.set_today("2021-01-23");
    desk.letters("2021-01-23");
    let id = desk.journal(json!({"code": "letter_2"}))[0]["letter_id"].clone();
    assert_eq!(
        desk.refused("letters.cancel", json!({"letter_ids": [id], "reason": " "}))
            .code,
        "reason_missing"
    );
    let done = desk.call(
        "letters.cancel",
        json!({"letter_ids": [id], "reason": "paid in cash"}),
    );
    assert_eq!(
        done,
        json!({"drafts": 0, "posted": 1, "fees": 1, "unblocked": 1})
    );
    let open: i64 = desk.number("SELECT SUM(open_minor) FROM open_items_snapshot");
    assert_eq!(open, 20_000, "the fee is gone");
    let explained = desk.call(
        "letters.explain",
        json!({"account": "C1", "letter_on": "2021-01-23"}),
    );
    let decision = &explained["decisions"][0];
    assert_eq!(
        (&decision["code"], &decision["total_minor"]),
        (&json!("letter_2"), &json!(22_000)),
        "back to Letter 1"
    );
    let again = desk.refused(
        "letters.cancel",
        json!({"letter_ids": [id], "reason": "twice"}),
    );
    assert_eq!(
        (again.code.as_str(), &again.args["status"]),
        ("letter_not_open", &json!("cancelled"))
    );
    assert_eq!(
        desk.journal(json!({"status": ["cancelled"]})).len(),
        1,
        "it stays in the journal"
    );
    desk.check();
}

/// Spec 22 §6: a letter whose fee was paid is not cancelled, and nothing of the act remains.
#[test]
fn a_settled_fee_keeps_its_letter() {
    let mut desk = TestDesk::new("2026-03-20");
    desk.lines("EUR", &[("letter_1", 500, 0, 7, "nothing")]);
    desk.customer("C1", None);
    desk.invoice("C1", "R1", "2026-03-01", 5_000);
    desk.letters("2026-03-20");
    let fee: i64 = desk.number("SELECT fee_transaction_id FROM letters");
    desk.pay("C1", fee, "P1", "2026-03-25", 500);
    let id = desk.journal(json!({}))[0]["letter_id"].clone();
    let refusal = desk.refused(
        "letters.cancel",
        json!({"letter_ids": [id], "reason": "wrong"}),
    );
    assert_eq!(
        (refusal.code.as_str(), &refusal.args["settled_minor"]),
        ("letter_fee_settled", &json!(500))
    );
    assert_eq!(
        desk.number::<i64>("SELECT COUNT(*) FROM letter_cancellations"),
        0
    );
    desk.check();
}

/// L-16, L-17: codes set by hand.
#[test]
fn l_16_l_17_code_by_hand() {
    let mut desk = TestDesk::new("2026-03-10");
    let steps = ["letter_1", "letter_2", "letter_3", "letter_4", "collection"];
    let lines: Vec<_> = steps
        .iter()
        .map(|code| (*code, 0, 0, 7, "nothing"))
        .collect();
    desk.lines("EUR", &lines);
    desk.customer("C1", None);
    let invoice = desk.invoice("C1", "R1", "2026-02-01", 5_000);
    let set = |code: &str| json!({"transaction_id": invoice, "code": code, "reason": "sent from the old system"});
    desk.call("letters.set_code", set("letter_3"));
    desk.set_today("2026-03-20");
    assert_eq!(
        desk.create("2026-03-20")["totals"][0]["code"],
        "letter_4",
        "L-16"
    );
    desk.call("letters.set_code", set("collection"));
    let run = desk.create("2026-03-20");
    assert_eq!(
        desk.skipped(&run),
        [("C1".into(), "at_collection".into())],
        "L-17"
    );
}

/// L-18, T-L1: the text and the figures in the customer's language, else in the company's.
#[test]
fn l_18_language() {
    let mut desk = TestDesk::of("GB", "EUR", "2026-03-20");
    desk.customer("C1", Some("de"));
    desk.customer("C2", Some("el"));
    desk.customer("C3", Some("pl"));
    desk.invoice("C1", "R1", "2026-03-01", 123_456);
    desk.invoice("C2", "R2", "2026-03-01", 123_456);
    desk.invoice("C3", "R3", "2026-03-01", 123_456);
    desk.letters("2026-03-20");
    let paper = |desk: &TestDesk, account: &str| {
        let sql = "SELECT p.paper FROM letter_papers p JOIN letters l ON l.id = p.letter_id
                   JOIN customers c ON c.id = l.customer_id WHERE c.account = ?1";
        let text: String = desk
            .book
            .file
            .connection
            .query_row(sql, [account], |row| row.get(0))
            .unwrap();
        serde_json::from_str::<serde_json::Value>(&text).unwrap()
    };
    let german = paper(&desk, "C1");
    assert_eq!(
        (&german["subject"], &german["language"]),
        (&json!("Zahlungserinnerung"), &json!("de"))
    );
    assert!(
        german["closing"].as_str().unwrap().contains("1.234,56"),
        "{german}"
    );
    let english = paper(&desk, "C2");
    assert_eq!(
        (&english["subject"], &english["language"]),
        (&json!("Payment reminder"), &json!("en"))
    );
    assert!(
        english["closing"].as_str().unwrap().contains("1,234.56"),
        "{english}"
    );
    let polish = paper(&desk, "C3");
    assert_eq!(
        (&polish["subject"], &polish["language"]),
        (&json!("Przypomnienie o płatności"), &json!("pl"))
    );
    assert!(
        polish["closing"]
            .as_str()
            .unwrap()
            .contains("1\u{a0}234,56\u{a0}EUR"),
        "{polish}"
    );
}

/// L-20: a sixth code is refused, and the sequence is as it was.
#[test]
fn l_20_sixth_code() {
    let mut desk = TestDesk::new("2026-03-20");
    let before = desk.call("letters.sequences", json!({}));
    let mut sequence = before["sequences"][0].clone();
    let line = sequence["lines"][0].clone();
    sequence["lines"] = [
        "letter_1",
        "letter_2",
        "letter_3",
        "letter_4",
        "collection",
        "letter_5",
    ]
    .iter()
    .map(|code| {
        let mut line = line.clone();
        line["code"] = json!(code);
        line
    })
    .collect();
    let refusal = desk.refused("letters.sequence_save", sequence);
    assert_eq!(
        (refusal.code.as_str(), &refusal.args["limit"]),
        ("letter_codes_too_many", &json!(5))
    );
    assert_eq!(desk.call("letters.sequences", json!({})), before);
}

/// L-21: a fee alone makes no letter; with an invoice it is listed and summed.
#[test]
fn l_21_only_a_fee() {
    let mut desk = TestDesk::new("2026-03-20");
    desk.customer("C1", None);
    desk.document("C1", Kind::LetterFee, "M1", "2026-03-01", 2_000);
    let run = desk.create("2026-03-20");
    assert_eq!(
        desk.skipped(&run),
        [("C1".into(), "only_letter_fees".into())]
    );
    desk.invoice("C1", "R1", "2026-03-01", 50_000);
    assert_eq!(
        desk.create("2026-03-20")["totals"][0]["total_minor"],
        52_000
    );
}

/// L-22: an invoice at Collection stays out; the next one starts at Letter 1.
#[test]
fn l_22_starts_again() {
    let mut desk = TestDesk::new("2026-03-10");
    desk.customer("C1", None);
    let old = desk.invoice("C1", "A", "2026-01-01", 10_000);
    desk.call(
        "letters.set_code",
        json!({"transaction_id": old, "code": "collection", "reason": "sent before"}),
    );
    desk.invoice("C1", "B", "2026-03-01", 20_000);
    let run = desk.create("2026-03-10");
    assert_eq!(
        (&run["totals"][0]["code"], &run["totals"][0]["total_minor"]),
        (&json!("letter_1"), &json!(20_000))
    );
}

/// L-23, T-A4: the letter day is the clock; what is paid later is open on it.
#[test]
fn l_23_the_clock_of_the_run() {
    let mut desk = TestDesk::new("2026-04-01");
    desk.customer("C1", None);
    let invoice = desk.invoice("C1", "R1", "2026-02-20", 10_000);
    desk.pay("C1", invoice, "P1", "2026-03-11", 10_000);
    assert_eq!(desk.create("2026-03-11")["counts"]["created"], 0);
    let posted = desk.letters("2026-03-10");
    assert_eq!(
        (&posted["letters"], &posted["totals"][0]["total_minor"]),
        (&json!(1), &json!(10_000))
    );
}

/// L-27, T-D1, T-D8: paid between draft and posting, it drops out and the answer says which and why.
#[test]
fn l_27_recomputed_at_posting() {
    let mut desk = TestDesk::new("2026-03-10");
    desk.customer("C1", None);
    desk.customer("C2", None);
    let paid = desk.invoice("C1", "R1", "2026-02-01", 100_000);
    let part = desk.invoice("C2", "R2", "2026-02-01", 100_000);
    desk.invoice("C2", "R3", "2026-03-05", 7_000);
    let run = desk.create("2026-03-10");
    assert_eq!(run["counts"]["created"], 2);
    desk.pay("C1", paid, "P1", "2026-03-11", 100_000);
    desk.pay("C2", part, "P2", "2026-03-11", 20_000);
    desk.set_today("2026-03-12");
    let posted = desk.call("letters.post", json!({"run_id": run["run_id"]}));
    assert_eq!(
        (&posted["letters"], &posted["dropped"], &posted["changed"]),
        (&json!(1), &json!(1), &json!(1))
    );
    assert_eq!(
        posted["letter_on"], "2026-03-12",
        "a later act has its own day as clock"
    );
    let changes = posted["changes"].as_array().unwrap();
    let of = |account: &str| {
        changes
            .iter()
            .find(|change| change["account"] == account)
            .unwrap()
    };
    assert_eq!(
        (&of("C1")["dropped"], &of("C1")["items"][0]["document_no"]),
        (&json!("nothing_left"), &json!("R1"))
    );
    let shrunk = of("C2");
    assert_eq!(
        (&shrunk["before_minor"], &shrunk["after_minor"]),
        (&json!(100_000), &json!(80_000)),
        "T-D20"
    );
    assert_eq!(
        shrunk["items"],
        json!([{"document_no": "R2", "before_minor": 100_000, "after_minor": 80_000}]),
        "R3 was not on the draft and is not slipped in"
    );
    let earlier = desk.refused(
        "letters.post",
        json!({"run_id": run["run_id"], "posting_on": "2026-03-09"}),
    );
    assert_eq!(earlier.code, "posting_before_letter");
    desk.check();
}

/// L-19, T-D18: more credit than debt makes no letter.
#[test]
fn l_19_credit_balance() {
    let mut desk = TestDesk::new("2026-03-20");
    desk.customer("C1", None);
    desk.invoice("C1", "R1", "2026-03-01", 100_000);
    desk.document("C1", Kind::CreditNote, "G1", "2026-03-05", -150_000);
    let run = desk.create("2026-03-20");
    assert_eq!(
        desk.skipped(&run),
        [("C1".into(), "balance_not_positive".into())]
    );
}

/// T-D20: what was paid in part stands on the letter itself: 1,000 invoiced, 800 open, 800 asked for.
#[test]
fn t_d20_a_part_payment_stands_on_the_letter() {
    let mut desk = TestDesk::new("2026-03-20");
    desk.customer("C1", None);
    let invoice = desk.invoice("C1", "R1", "2026-02-01", 100_000);
    desk.pay("C1", invoice, "P1", "2026-02-10", 20_000);
    let posted = desk.letters("2026-03-20");
    assert_eq!(posted["letters"], 1, "{posted}");
    let id: i64 = desk.number("SELECT id FROM letters");
    let bytes = desk.bytes("letters.document", json!({"letter_id": id}));
    let text = pdf_extract::extract_text_from_mem(&bytes).unwrap();
    let words: Vec<&str> = text.split_whitespace().collect();
    let at = words.iter().position(|word| *word == "R1").unwrap();
    let figures = |words: &[&str]| -> Vec<String> {
        words
            .iter()
            .filter(|word| word.contains(',') && word.starts_with(|c: char| c.is_ascii_digit()))
            .map(|word| (*word).to_owned())
            .collect()
    };
    let rest = figures(&words[at..]);
    assert_eq!(rest[..3], ["1.000,00", "800,00", "800,00"], "{text}");
}
