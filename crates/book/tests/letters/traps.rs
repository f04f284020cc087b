//! Traps of other systems that need the book (`shared/traps.md`, dunning life cycle): each test shows what users of another system
//! did not get.

use engine::account::Kind;
use serde_json::{Value, json};

use crate::desk::TestDesk;

/// C1 owes R1, R2 and R3, all late on 20 March 2026; C2 owes S1.
fn three_invoices() -> (TestDesk, [i64; 3]) {
    let mut desk = TestDesk::new("2026-03-20");
    desk.customer("C1", Some("en"));
    let ids = [
        desk.invoice("C1", "R1", "2026-02-01", 100_000),
        desk.invoice("C1", "R2", "2026-02-10", 50_000),
        desk.invoice("C1", "R3", "2026-03-01", 20_000),
    ];
    desk.customer("C2", Some("en"));
    desk.invoice("C2", "S1", "2026-02-01", 7_000);
    (desk, ids)
}

fn row(desk: &mut TestDesk, account: &str) -> Value {
    let rows = desk.journal(json!({"account": account}));
    rows.first().cloned().unwrap_or(Value::Null)
}

fn claimed(desk: &mut TestDesk, letter: &Value) -> Vec<(String, i64, String)> {
    let detail = desk.call("letters.letter", json!({"letter_id": letter["letter_id"]}));
    let items = detail["items"].as_array().unwrap();
    items
        .iter()
        .map(|item| {
            (
                item["document_no"].as_str().unwrap().to_owned(),
                item["claimed_minor"].as_i64().unwrap(),
                item["due_on"].as_str().unwrap().to_owned(),
            )
        })
        .collect()
}

/// T-D4, T-D21: three invoices are paid in each of the six orders: after every payment the letter says what is still open of it,
/// and it is paid when the last is, whichever that was.
#[test]
fn t_d4_a_letter_is_paid_when_all_of_it_is() {
    for order in [
        [0, 1, 2],
        [0, 2, 1],
        [1, 0, 2],
        [1, 2, 0],
        [2, 0, 1],
        [2, 1, 0],
    ] {
        let (mut desk, ids) = three_invoices();
        let amounts = [100_000, 50_000, 20_000];
        desk.letters("2026-03-20");
        let mut left = 170_000;
        assert_eq!(row(&mut desk, "C1")["still_open_minor"], left, "{order:?}");
        for (number, at) in order.into_iter().enumerate() {
            let payment = format!("P{number}");
            desk.pay("C1", ids[at], &payment, "2026-03-20", amounts[at]);
            left -= amounts[at];
            assert_eq!(row(&mut desk, "C1")["still_open_minor"], left, "{order:?}");
        }
        let paid = desk.journal(
            json!({"filters": [{"column": "still_open", "test": "equals", "value": "0"}]}),
        );
        assert_eq!((paid.len(), &paid[0]["account"]), (1, &json!("C1")));
        assert_eq!(row(&mut desk, "C2")["still_open_minor"], 7_000);
        // What is paid gets no second letter.
        desk.set_today("2026-04-20");
        let run = desk.create("2026-04-20");
        assert_eq!(run["counts"]["created"], 1, "{order:?}: only C2");
    }
}

/// T-D7, T-D15: each row has its own open amount and its own due day, as the documents have them.
#[test]
fn t_d7_every_row_has_its_own_figures() {
    let (mut desk, ids) = three_invoices();
    desk.pay("C1", ids[0], "P1", "2026-03-02", 30_000);
    desk.pay("C1", ids[2], "P2", "2026-03-03", 5_000);
    desk.create("2026-03-20");
    let letter = row(&mut desk, "C1");
    let named = |number: &str, minor: i64, due: &str| (number.to_owned(), minor, due.to_owned());
    assert_eq!(
        claimed(&mut desk, &letter),
        [
            named("R1", 70_000, "2026-02-01"),
            named("R2", 50_000, "2026-02-10"),
            named("R3", 15_000, "2026-03-01"),
        ]
    );
    let due: String = desk.number(
        "SELECT group_concat(due_on) FROM (SELECT due_on FROM transactions WHERE document_no LIKE 'R_' ORDER BY id)",
    );
    assert_eq!(
        due, "2026-02-01,2026-02-10,2026-03-01",
        "one source of due days"
    );
}

/// T-D9: a credit note that settles the invoice closes what was asked for; taken back, it is open again and asked for again.
#[test]
fn t_d9_a_credit_note_closes_and_its_reversal_reopens() {
    let mut desk = TestDesk::new("2026-03-20");
    desk.customer("C1", Some("en"));
    let invoice = desk.invoice("C1", "R1", "2026-02-01", 40_000);
    desk.letters("2026-03-20");
    let note = desk.document("C1", Kind::CreditNote, "G1", "2026-03-20", -40_000);
    let settled = desk.call(
        "settlement.post",
        json!({"account": "C1", "currency": "EUR", "settled_on": "2026-03-20",
            "credits": [{"transaction_id": note}], "debits": [{"transaction_id": invoice}]}),
    );
    assert_eq!(row(&mut desk, "C1")["still_open_minor"], 0, "closed");
    desk.set_today("2026-04-20");
    let none = desk.call("letters.preview", json!({"letter_on": "2026-04-20"}));
    assert_eq!(none["letters_count"], 0);
    desk.call(
        "settlement.undo",
        json!({"posting_id": settled["posting_id"], "reason": "wrong invoice"}),
    );
    assert_eq!(
        row(&mut desk, "C1")["still_open_minor"],
        40_000,
        "open again"
    );
    // The credit note is still there and would make the balance nothing: without that rule the second letter comes.
    let mut parameters = desk.call("letters.parameters", json!({}));
    parameters["skip_not_positive"] = json!(false);
    desk.call("letters.parameters_save", parameters);
    let again = desk.call(
        "letters.preview",
        json!({"letter_on": "2026-04-20", "types": ["invoice"]}),
    );
    assert_eq!(
        (
            &again["letters"][0]["code"],
            &again["letters"][0]["total_minor"]
        ),
        (&json!("letter_2"), &json!(40_000))
    );
}

/// T-D16: of several letters that are ticked all are posted or named with a reason, not the first one alone.
#[test]
fn t_d16_every_ticked_letter_is_posted_or_named() {
    let mut desk = TestDesk::new("2026-03-20");
    for number in 1..=6 {
        let account = format!("C{number}");
        desk.customer(&account, Some("en"));
        desk.invoice(
            &account,
            &format!("R{number}"),
            "2026-02-01",
            10_000 * number,
        );
    }
    desk.create("2026-03-20");
    let rows = desk.journal(json!({}));
    let ticked: Vec<Value> = rows
        .iter()
        .filter(|row| ["C1", "C3", "C4", "C6"].contains(&row["account"].as_str().unwrap()))
        .map(|row| row["letter_id"].clone())
        .collect();
    // One of them was paid meanwhile.
    let paid = desk.number("SELECT id FROM transactions WHERE document_no = 'R4'");
    desk.pay("C4", paid, "P4", "2026-03-20", 40_000);
    let done = desk.call("letters.post", json!({"letter_ids": ticked}));
    assert_eq!(
        (&done["letters"], &done["dropped"]),
        (&json!(3), &json!(1)),
        "{done}"
    );
    let state = |desk: &mut TestDesk, status: &str| -> Vec<String> {
        desk.journal(json!({"status": [status]}))
            .iter()
            .map(|row| row["account"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(state(&mut desk, "posted"), ["C1", "C3", "C6"]);
    assert_eq!(state(&mut desk, "dropped"), ["C4"]);
    assert_eq!(state(&mut desk, "created"), ["C2", "C5"], "not ticked");
    let changes = done["changes"].to_string();
    assert!(changes.contains("C4"), "named: {changes}");
}

/// T-D18, L-19: whoever the list names gets a letter over what the list says, and nobody gets a letter over nothing.
#[test]
fn t_d18_the_list_says_what_the_letter_says() {
    let (mut desk, ids) = three_invoices();
    desk.customer("C3", Some("en"));
    desk.invoice("C3", "T1", "2026-02-01", 100_000);
    desk.document("C3", Kind::CreditNote, "G1", "2026-02-05", -150_000);
    desk.customer("C4", Some("en"));
    let settled = desk.invoice("C4", "U1", "2026-02-01", 9_000);
    desk.pay("C4", settled, "P4", "2026-03-01", 9_000);
    desk.pay("C1", ids[1], "P1", "2026-03-01", 50_000);
    let listed = desk.call("letters.preview", json!({"letter_on": "2026-03-20"}));
    let listed: Vec<(String, i64)> = listed["letters"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            (
                row["account"].as_str().unwrap().to_owned(),
                row["total_minor"].as_i64().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        listed,
        [("C1".to_owned(), 120_000), ("C2".to_owned(), 7_000)]
    );
    desk.letters("2026-03-20");
    for (account, minor) in listed {
        let letter = row(&mut desk, &account);
        assert_eq!(letter["total_minor"], minor, "{account}");
        let sum: i64 = claimed(&mut desk, &letter).iter().map(|item| item.1).sum();
        assert_eq!(sum, minor, "{account}");
        let bytes = desk.bytes(
            "letters.document",
            json!({"letter_id": letter["letter_id"]}),
        );
        let text = pdf_extract::extract_text_from_mem(&bytes).unwrap();
        let written = format!(
            "{},{:03}.{:02}",
            minor / 100_000,
            minor / 100 % 1_000,
            minor % 100
        );
        let written = written.trim_start_matches("0,").trim_start_matches('0');
        assert!(text.contains(written), "{account}: {written} in {text}");
    }
    assert_eq!(
        desk.number::<i64>("SELECT COUNT(*) FROM letters WHERE total_minor <= 0"),
        0
    );
}

/// T-D22, L-9: per customer there is one letter of the customer's level, with everything that is overdue, also what had none yet.
#[test]
fn t_d22_one_letter_at_the_level_of_the_customer() {
    let mut desk = TestDesk::new("2026-03-01");
    desk.lines(
        "EUR",
        &[
            ("letter_1", 0, 0, 7, "nothing"),
            ("letter_2", 0, 0, 10, "nothing"),
        ],
    );
    desk.customer("C1", Some("en"));
    desk.invoice("C1", "R1", "2026-02-01", 50_000);
    desk.letters("2026-03-01");
    desk.invoice("C1", "R2", "2026-02-28", 20_000);
    desk.set_today("2026-03-10");
    let early = desk.call("letters.preview", json!({"letter_on": "2026-03-10"}));
    assert_eq!(early["letters_count"], 0, "the days of the customer run");
    desk.set_today("2026-03-11");
    desk.create("2026-03-11");
    let rows = desk.journal(json!({"status": ["created"]}));
    assert_eq!(
        (rows.len(), &rows[0]["code"], &rows[0]["total_minor"]),
        (1, &json!("letter_2"), &json!(70_000)),
        "the highest level for all of it"
    );
}

/// Spec 22 §1: a line that shows how old its items are says so on paper, by the days of the letter, and sums to what it claims.
#[test]
fn a_letter_shows_its_items_by_age() {
    let (mut desk, _) = three_invoices();
    let mut sequence = desk.call("letters.sequences", json!({}))["sequences"][0].clone();
    sequence["lines"][0]["period_totals"] = json!(true);
    desk.call("letters.sequence_save", sequence);
    desk.letters("2026-03-20");
    let id = row(&mut desk, "C1")["letter_id"].clone();
    let bytes = desk.bytes("letters.document", json!({"letter_id": id}));
    let text = pdf_extract::extract_text_from_mem(&bytes).unwrap();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in [
        "Open items by age · Days overdue",
        "1–30",
        "31–60",
        "200.00",
        "1,500.00",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let other = row(&mut desk, "C2")["letter_id"].clone();
    let bytes = desk.bytes("letters.document", json!({"letter_id": other}));
    let text = pdf_extract::extract_text_from_mem(&bytes).unwrap();
    assert!(text.contains("31–60") && !text.contains("1–30 "), "{text}");
}

/// Spec 22 §1: a text is seen as a page while it is written, and what is wrong with it is named with its place; nothing is kept.
#[test]
fn a_text_is_previewed_as_a_page() {
    let mut desk = TestDesk::new("2026-03-20");
    let request = |closing: &str| {
        json!({"text": {"code": "letter_2", "language": "en", "subject": "Reminder", "opening": "Dear {{ contact_name }},",
            "closing": closing}, "currency": "EUR", "fee_minor": 500, "period_totals": true, "page": 1, "width_px": 300})
    };
    let acts: i64 = desk.number("SELECT COUNT(*) FROM audit");
    let picture = desk.bytes(
        "letters.text_preview",
        request("Pay {{ total }} to {{ iban }} for {{ invoices }}."),
    );
    assert_eq!(&picture[1..4], b"PNG");
    let refusal = desk.refused("letters.text_preview", request("Pay\n  {{ totl }}"));
    assert_eq!(refusal.code, "text_placeholder_unknown");
    assert_eq!(
        (
            &refusal.args["field"],
            &refusal.args["line"],
            &refusal.args["column"]
        ),
        (&json!("closing"), &json!(2), &json!(6))
    );
    assert_eq!(desk.number::<i64>("SELECT COUNT(*) FROM audit"), acts);
}

/// Spec 22 §1: a sequence goes when nothing uses it; one that a profile names, or by which letters were made, stays.
#[test]
fn a_sequence_is_deleted_when_nothing_uses_it() {
    let (mut desk, _) = three_invoices();
    let mut copy = desk.call("letters.sequences", json!({}))["sequences"][0].clone();
    copy["id"] = json!("COPY");
    desk.call("letters.sequence_save", copy);
    let used = desk.refused("letters.sequence_delete", json!({"sequence": "STD"}));
    assert_eq!(
        (used.code.as_str(), &used.args["profiles"]),
        ("sequence_used", &json!(1))
    );
    let left = desk.call("letters.sequence_delete", json!({"sequence": "COPY"}));
    assert_eq!(left["sequences"].as_array().unwrap().len(), 1);
    let unknown = desk.refused("letters.sequence_delete", json!({"sequence": "COPY"}));
    assert_eq!(unknown.code, "unknown_letter_sequence");
    desk.check();
}

/// Whoever has no address is counted before the run and named on the letter.
#[test]
fn who_has_no_address_is_named_before_the_run() {
    let (mut desk, _) = three_invoices();
    desk.sql(
        "UPDATE addresses SET street = '', city = '', postal_code = ''
        WHERE customer_id = (SELECT id FROM customers WHERE account = 'C2')",
    );
    let preview = desk.call("letters.preview", json!({"letter_on": "2026-03-20"}));
    assert_eq!(preview["without_address"], 1);
    desk.create("2026-03-20");
    let of = |desk: &mut TestDesk, account: &str| {
        let id = row(desk, account)["letter_id"].clone();
        desk.call("letters.letter", json!({"letter_id": id}))
    };
    assert_eq!(of(&mut desk, "C1")["without_address"], false);
    let bare = of(&mut desk, "C2");
    assert_eq!(bare["without_address"], true);
    let typed = desk.call(
        "letters.edit",
        json!({"letter_id": bare["letter_id"], "note": "", "address": ["Weber C2", "Lindenallee 7", "04109 Leipzig"]}),
    );
    assert_eq!(typed["without_address"], false);
}

/// 22 §6: the journal reaches every run, also those before the newest two hundred.
#[test]
fn earlier_runs_can_be_reached() {
    let (mut desk, _) = three_invoices();
    let first = desk.create("2026-03-20");
    desk.sql(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 205)
         INSERT INTO letter_runs (id, uuid, letter_on, created_on, created_at, request, act_id)
         SELECT r.id + n.i, r.uuid || n.i, r.letter_on, r.created_on, r.created_at, r.request, r.act_id
         FROM n, letter_runs r",
    );
    let newest = desk.call("letters.runs", json!({}));
    let runs = newest["runs"].as_array().unwrap();
    assert_eq!((runs.len(), &newest["more"]), (200, &json!(true)));
    let earlier = desk.call("letters.runs", json!({"before": runs[199]["run_id"]}));
    let runs = earlier["runs"].as_array().unwrap();
    assert_eq!((runs.len(), &earlier["more"]), (6, &json!(false)));
    assert_eq!(runs[5]["run_id"], first["run_id"]);
}

/// T-L5: with every choice of what is included the totals are the sums of the letters that are listed.
#[test]
fn t_l5_totals_follow_what_is_included() {
    let (mut desk, _) = three_invoices();
    desk.document("C1", Kind::CreditNote, "G1", "2026-02-20", -10_000);
    desk.document("C1", Kind::Payment, "P1", "2026-02-25", -5_000);
    for (types, claimed) in [
        (json!(["invoice"]), 177_000),
        (json!(["invoice", "credit_note"]), 167_000),
        (json!(["invoice", "payment"]), 172_000),
        (json!(["invoice", "credit_note", "payment"]), 162_000),
        (json!(null), 162_000),
    ] {
        let preview = desk.call(
            "letters.preview",
            json!({"letter_on": "2026-03-20", "types": types}),
        );
        let listed: i64 = preview["letters"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| row["total_minor"].as_i64().unwrap())
            .sum();
        let total = preview["totals"][0]["total_minor"].as_i64().unwrap();
        assert_eq!((listed, total), (claimed, claimed), "{types}");
    }
}
