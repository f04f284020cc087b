//! Insolvencies: letters and rules stop, items are kept apart, a dividend is spread.

use engine::account::Kind;
use serde_json::{Value, json};

use crate::desk::TestDesk;

/// C1 with two items before 2026-05-20 and one after it; the day is 2026-06-10.
fn opened() -> (TestDesk, i64) {
    let mut desk = TestDesk::new("2026-06-10");
    desk.customer("C1", Some("de"));
    desk.invoice("C1", "R1", "2026-04-30", 119_000);
    desk.invoice("C1", "R2", "2026-05-31", 50_000);
    desk.invoice("C1", "R3", "2026-07-01", 10_000);
    let request = json!({
        "id": 0, "account": "C1", "court": "Amtsgericht Hamburg", "file_number": "67g IN 12/26",
        "opened_on": "2026-05-20", "administrator": "RAin Petra Voss\nNeuer Wall 5\n20354 Hamburg",
        "file_by_on": "2026-07-15",
    });
    let reply = desk.call("insolvency.record", request);
    let id = reply["insolvencies"][0]["head"]["id"].as_i64().unwrap();
    (desk, id)
}

fn open_tasks(desk: &TestDesk) -> Vec<String> {
    let connection = &desk.book.file.connection;
    let mut statement = connection
        .prepare(
            "SELECT starts_on || ' ' || purpose FROM activities WHERE state = 'open' ORDER BY id",
        )
        .unwrap();
    let rows = statement.query_map([], |row| row.get(0)).unwrap();
    rows.map(Result::unwrap).collect()
}

fn sides(reply: &Value) -> Vec<(String, String, i64, i64)> {
    reply["insolvencies"][0]["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| {
            let text = |name: &str| item[name].as_str().unwrap().to_owned();
            let minor = |name: &str| item[name].as_i64().unwrap();
            (
                text("document_no"),
                text("side"),
                minor("opening_minor"),
                minor("open_minor"),
            )
        })
        .collect()
}

/// Spec 30 §16, 22 §8: from the opening day on no letter, with its reason; the deadline is a task until the claim is filed;
/// items before and after are apart; closed, the customer gets letters again.
#[test]
fn from_the_opening_day_letters_stop() {
    let (mut desk, id) = opened();
    for (letter_on, letters) in [("2026-05-19", 1), ("2026-05-20", 0), ("2026-06-10", 0)] {
        let preview = desk.call("letters.preview", json!({"letter_on": letter_on}));
        assert_eq!(preview["letters_count"], letters, "{letter_on}");
    }
    let run = desk.create("2026-06-10");
    assert_eq!(desk.skipped(&run), [("C1".into(), "insolvent".into())]);
    assert_eq!(
        open_tasks(&desk),
        ["2026-07-15 Forderung im Insolvenzverfahren anmelden"]
    );
    let reply = desk.call("insolvency.of_customer", json!({"account": "C1"}));
    let item = |no: &str, side: &str, opening, open| (no.into(), side.into(), opening, open);
    assert_eq!(
        sides(&reply),
        [
            item("R1", "before", 119_000, 119_000),
            item("R2", "before", 50_000, 50_000),
            item("R3", "after", 0, 10_000)
        ]
    );
    desk.call(
        "insolvency.file_claim",
        json!({"id": id, "on": "2026-06-10"}),
    );
    assert_eq!(open_tasks(&desk), [""; 0]);
    let closed = json!({"id": id, "closed_on": "2026-06-10", "reason": "aufgehoben"});
    desk.call("insolvency.close", closed);
    let preview = desk.call("letters.preview", json!({"letter_on": "2026-06-10"}));
    assert_eq!(preview["letters_count"], 1);
    desk.check();
}

/// A corrected deadline moves its task.
#[test]
fn the_deadline_moves() {
    let (mut desk, id) = opened();
    let mut request = json!({
        "id": id, "account": "C1", "court": "Amtsgericht Hamburg", "opened_on": "2026-05-20",
        "file_by_on": "2026-08-01",
    });
    desk.call("insolvency.record", request.clone());
    assert_eq!(
        open_tasks(&desk),
        ["2026-08-01 Forderung im Insolvenzverfahren anmelden"]
    );
    request["file_by_on"] = json!("2026-05-01");
    let refusal = desk.refused("insolvency.record", request);
    assert_eq!(refusal.code, "insolvency_deadline_first");
    let again = json!({"id": 0, "account": "C1", "court": "x", "opened_on": "2026-06-01"});
    assert_eq!(
        desk.refused("insolvency.record", again).code,
        "insolvency_open"
    );
}

/// The dividend of W-19, and one that does not divide: parts add up, nothing goes beyond what was filed, and a mistake is
/// withdrawn without being lost.
#[test]
fn w_19_a_dividend_is_spread() {
    let (mut desk, id) = opened();
    let early = desk.refused(
        "insolvency.dividend",
        json!({"id": id, "on": "2026-06-10", "currency": "EUR", "rate_bp": 1000}),
    );
    assert_eq!(early.code, "insolvency_nothing_filed");
    let r1 = desk.number::<i64>("SELECT id FROM transactions WHERE document_no = 'R1'");
    desk.call(
        "insolvency.file_claim",
        json!({"id": id, "on": "2026-06-10", "transaction_ids": [r1]}),
    );
    let ten_percent = json!({"id": id, "on": "2026-06-10", "currency": "EUR", "rate_bp": 1000});
    let preview = desk.call("insolvency.dividend_preview", ten_percent.clone());
    assert_eq!(preview["amount_minor"], 11_900);
    desk.call(
        "insolvency.file_claim",
        json!({"id": id, "on": "2026-06-10"}),
    );
    let reply = desk.call(
        "insolvency.dividend",
        json!({"id": id, "on": "2026-06-10", "currency": "EUR", "amount_minor": 10_001}),
    );
    let parts: Vec<i64> = reply["insolvencies"][0]["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["dividends_minor"].as_i64().unwrap())
        .collect();
    assert_eq!(parts, [7_042, 2_959, 0], "of 1,190.00 and 500.00");
    let sums = &reply["insolvencies"][0]["head"]["sums"][0];
    assert_eq!(
        (&sums["filed_minor"], &sums["dividends_minor"]),
        (&json!(169_000), &json!(10_001))
    );
    let too_much =
        json!({"id": id, "on": "2026-06-10", "currency": "EUR", "amount_minor": 160_000});
    assert_eq!(
        desk.refused("insolvency.dividend", too_much).code,
        "insolvency_above_filed"
    );
    let entries = reply["insolvencies"][0]["entries"]
        .as_array()
        .unwrap()
        .clone();
    let filed = json!({"entry_id": entries[0]["id"], "reason": "x"});
    assert_eq!(
        desk.refused("insolvency.withdraw", filed).code,
        "insolvency_rests_on_claim"
    );
    let wrong = json!({"entry_id": entries[2]["id"], "reason": "falscher Betrag"});
    let after = desk.call("insolvency.withdraw", wrong);
    let kinds: Vec<_> = after["insolvencies"][0]["entries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| {
            (
                entry["kind"].as_str().unwrap(),
                entry["withdrawn"].as_bool().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        kinds,
        [
            ("filed", false),
            ("filed", false),
            ("dividend", true),
            ("withdrawn", false)
        ]
    );
    assert_eq!(
        after["insolvencies"][0]["head"]["sums"][0]["dividends_minor"],
        0
    );
    desk.check();
}

/// Spec 12 §11: a customer rule on *insolvency* has its fact, from the opening day until it is closed.
#[test]
fn new_credit_stops_by_the_customer_rule() {
    let (mut desk, id) = opened();
    desk.call(
        "credit.status_save",
        json!({"code": "INSOLVENT", "description": "", "hold": "all", "closed": false}),
    );
    desk.call(
        "customer_rules.save",
        json!({"id": 0, "condition": "insolvency", "level": "all", "act": "set", "status": "INSOLVENT",
               "reason": "REVIEW", "lift": "condition_false", "active": true}),
    );
    let done = desk.call("customer_rules.apply", json!({}));
    assert_eq!(done["set"], 1);
    let closed = json!({"id": id, "closed_on": "2026-06-10", "reason": "aufgehoben"});
    desk.call("insolvency.close", closed);
    let done = desk.call("customer_rules.apply", json!({}));
    assert_eq!(done["lifted"], 1);
}

/// The claim as paper, in the language of the company: its items, their sum, the court and the file; and the sheet of the interest up
/// to the day before the opening, which leaves out what fell due after it. Where nothing bears interest
/// the claim says that none is in it.
#[test]
fn the_claim_is_printed() {
    let (mut desk, id) = opened();
    let path = desk.folder.path().join("claim.pdf");
    let printed = |desk: &mut TestDesk| {
        let done = desk.call("insolvency.claim", json!({"id": id, "path": path}));
        assert_eq!(done["rows"], 2);
        let pages = pdf_extract::extract_text_by_pages(&path).unwrap();
        let pages = pages
            .iter()
            .map(|page| page.split_whitespace().collect::<Vec<_>>().join(" "));
        pages.collect::<Vec<_>>()
    };
    let pages = printed(&mut desk);
    assert_eq!(pages.len(), 1);
    for wanted in [
        "Forderungsanmeldung: Weber C1",
        "(Amtsgericht Hamburg 67g IN 12/26), eröffnet am 20.05.2026",
        "1.690,00",
        "Zinsen bis zur Eröffnung sind in dieser Aufstellung nicht enthalten.",
    ] {
        assert!(pages[0].contains(wanted), "{wanted}: {}", pages[0]);
    }
    desk.flat_rate();
    let pages = printed(&mut desk);
    assert_eq!(pages.len(), 2, "{pages:?}");
    assert!(
        pages[0].contains("stehen auf dem Zinsblatt, das folgt."),
        "{}",
        pages[0]
    );
    // R1 of 1,190.00 was late from 1 May to 19 May: 19 days of 365 at 9 % are 5.58.
    assert!(pages[1].contains("Zinsen bis 19. Mai 2026"), "{}", pages[1]);
    assert!(
        pages[1].contains("R1") && pages[1].contains("5,58"),
        "{}",
        pages[1]
    );
    assert!(
        !pages[1].contains("R2"),
        "due after the opening: {}",
        pages[1]
    );
}

/// W-19, spec 30 §16: the money of a dividend settles the filed items by their parts to the cent; what is left is proposed to
/// be written off; taken back, everything is as it was.
#[test]
fn w_19_a_dividend_is_posted() {
    let (mut desk, id) = opened();
    desk.call(
        "insolvency.file_claim",
        json!({"id": id, "on": "2026-06-10"}),
    );
    let noted = desk.call(
        "insolvency.dividend",
        json!({"id": id, "on": "2026-06-10", "currency": "EUR", "amount_minor": 10_001}),
    );
    let entry = noted["insolvencies"][0]["entries"][1]["id"].clone();
    assert_eq!(noted["insolvencies"][0]["rests"], json!([]));
    let early = json!({"entry_id": entry, "on": "2026-05-01"});
    let refusal = desk.refused("insolvency.post_dividend", early);
    assert_eq!(refusal.code, "insolvency_entry_day");

    let posted = desk.call(
        "insolvency.post_dividend",
        json!({"entry_id": entry, "on": "2026-06-10"}),
    );
    let open = |reply: &Value| -> Vec<i64> {
        reply["insolvencies"][0]["items"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|item| item["filed_minor"] != 0)
            .map(|item| item["open_minor"].as_i64().unwrap())
            .collect()
    };
    assert_eq!(
        open(&posted["insolvencies"]),
        [119_000 - 7_042, 50_000 - 2_959]
    );
    assert_eq!(
        posted["insolvencies"]["insolvencies"][0]["rests"],
        json!([{"currency": "EUR", "items": 2, "amount_minor": 169_000 - 10_001}])
    );
    let settled: i64 = posted["posting"]["settlements"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["amount_minor"].as_i64().unwrap())
        .sum();
    assert_eq!(settled, 10_001, "not a cent stays on the payment");
    for (command, request) in [
        (
            "insolvency.post_dividend",
            json!({"entry_id": entry, "on": "2026-06-10"}),
        ),
        (
            "insolvency.withdraw",
            json!({"entry_id": entry, "reason": "x"}),
        ),
    ] {
        assert_eq!(
            desk.refused(command, request).code,
            "insolvency_dividend_posted",
            "{command}"
        );
    }

    let listed = desk.call("undo.list", json!({}));
    let act = &listed["acts"][0];
    assert_eq!(
        (&act["command"], &act["by"]),
        (
            &json!("insolvency.post_dividend"),
            &json!("settlement.undo")
        )
    );
    desk.call(
        "settlement.undo",
        json!({"posting_id": posted["posting_id"], "reason": "falscher Tag"}),
    );
    let after = desk.call("insolvency.of_customer", json!({"account": "C1"}));
    assert_eq!(open(&after), [119_000, 50_000]);
    assert_eq!(
        after["insolvencies"][0]["entries"][1]["posting_id"],
        Value::Null
    );
    let balance = desk.number::<i64>("SELECT SUM(amount_minor) FROM transactions");
    assert_eq!(balance, 179_000, "the payment that was written is gone");
    desk.check();
}

/// Money that the bank file brought is used instead; too little is refused, and what was paid otherwise stays on the account.
#[test]
fn a_dividend_takes_a_payment_of_the_account() {
    let (mut desk, id) = opened();
    desk.call(
        "insolvency.file_claim",
        json!({"id": id, "on": "2026-06-10"}),
    );
    let noted = desk.call(
        "insolvency.dividend",
        json!({"id": id, "on": "2026-06-10", "currency": "EUR", "amount_minor": 16_900}),
    );
    let entry = noted["insolvencies"][0]["entries"][1]["id"].clone();
    let small = desk.document("C1", Kind::Payment, "P1", "2026-06-09", -5_000);
    let refusal = desk.refused(
        "insolvency.post_dividend",
        json!({"entry_id": entry, "on": "2026-06-10", "payment_id": small}),
    );
    assert_eq!(
        (refusal.code.as_str(), &refusal.args["open"]),
        (
            "insolvency_payment_too_small",
            &json!({"minor": 5_000, "currency": "EUR"})
        )
    );
    let enough = desk.document("C1", Kind::Payment, "P2", "2026-06-09", -16_900);
    // R2 is paid but for one euro meanwhile: its part of 50.00 settles that, and 49.00 stay on the account.
    let r2 = desk.number::<i64>("SELECT id FROM transactions WHERE document_no = 'R2'");
    desk.pay("C1", r2, "P3", "2026-06-09", 49_900);
    let posted = desk.call(
        "insolvency.post_dividend",
        json!({"entry_id": entry, "on": "2026-06-10", "payment_id": enough}),
    );
    assert_eq!(posted["posting"]["payments"], json!([]));
    assert_eq!(
        posted["insolvencies"]["insolvencies"][0]["rests"],
        json!([{"currency": "EUR", "items": 1, "amount_minor": 119_000 - 11_900}])
    );
    desk.call(
        "settlement.undo",
        json!({"posting_id": posted["posting_id"], "reason": "x"}),
    );
    let kept = desk.number::<i64>(
        "SELECT COUNT(*) FROM transactions WHERE document_no = 'P2' AND amount_minor = -16900",
    );
    assert_eq!(kept, 1, "the money of the bank stays");
    desk.check();
}
