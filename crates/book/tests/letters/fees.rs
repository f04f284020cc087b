//! Fees of letters: their tax, their account, and what they do to blocks and mails.

use serde_json::{Value, json};

use crate::desk::TestDesk;

/// Sets the tax code and the account of the fee of the first line.
fn taxed(desk: &mut TestDesk) {
    desk.lines("EUR", &[("letter_1", 1_000, 0, 7, "nothing")]);
    desk.call(
        "taxes.save",
        json!({"rates": [
            {"code": "S", "from_on": "2020-01-01", "rate_bp": 1_900},
            {"code": "S", "from_on": "2026-04-01", "rate_bp": 2_000},
        ]}),
    );
    let mut sequence = desk.call("letters.sequences", json!({}))["sequences"][0].clone();
    sequence["lines"][0]["tax_group"] = json!("S");
    sequence["lines"][0]["fee_account"] = json!("8400");
    desk.call("letters.sequence_save", sequence);
    desk.customer("C1", None);
    desk.invoice("C1", "R1", "2026-03-01", 50_000);
}

fn journal(desk: &TestDesk, kind: &str) -> String {
    desk.number(&format!(
        "SELECT group_concat(role || ' ' || account || ' ' || tax_code || ' ' || amount_minor, ', ')
         FROM (SELECT l.* FROM journal_lines l JOIN journal_entries e ON e.id = l.entry_id WHERE e.kind = '{kind}' ORDER BY l.id)"
    ))
}

/// Spec 22 §1, §6: the fee of a letter has its tax by the code of its line and is booked to the account of its line.
#[test]
fn a_fee_has_its_tax_and_its_account() {
    let mut desk = TestDesk::new("2026-03-20");
    taxed(&mut desk);
    let posted = desk.letters("2026-03-20");
    assert_eq!(
        (
            &posted["totals"][0]["fee_minor"],
            &posted["totals"][0]["total_minor"]
        ),
        (&json!(1_190), &json!(51_190))
    );
    assert_eq!(
        desk.number::<i64>("SELECT amount_minor FROM transactions WHERE kind = 'letter_fee'"),
        1_190
    );
    assert_eq!(
        journal(&desk, "letter_fee"),
        "customer   1190, letter_fee 8400 S -1000, sales_tax  S -190"
    );
    let id: i64 = desk.number("SELECT id FROM letters");
    let pdf = desk.bytes("letters.document", json!({"letter_id": id}));
    let text = pdf_extract::extract_text_from_mem(&pdf).unwrap();
    assert!(text.contains("11,90") && text.contains("511,90"), "{text}");
    let done = desk.call(
        "letters.cancel",
        json!({"letter_ids": [id], "reason": "wrong"}),
    );
    assert_eq!(done["fees"], 1);
    assert_eq!(
        journal(&desk, "correction"),
        "customer   -1190, letter_fee 8400 S 1000, sales_tax  S 190"
    );
    desk.check();
}

/// The rate is that of the day on which the letter is posted; where that changes the fee, the answer says so.
#[test]
fn the_tax_is_that_of_the_posting() {
    let mut desk = TestDesk::new("2026-03-30");
    taxed(&mut desk);
    let run = desk.create("2026-03-30");
    desk.set_today("2026-04-02");
    let posted = desk.call("letters.post", json!({"run_id": run["run_id"]}));
    assert_eq!(posted["totals"][0]["fee_minor"], 1_200);
    let change = &posted["changes"][0];
    assert_eq!(
        (
            &change["fee_before_minor"],
            &change["fee_after_minor"],
            &change["items"]
        ),
        (&json!(1_190), &json!(1_200), &json!([]))
    );
    desk.check();
}

#[test]
fn a_tax_code_is_known_and_stays_while_it_is_used() {
    let mut desk = TestDesk::new("2026-03-20");
    taxed(&mut desk);
    let mut sequence = desk.call("letters.sequences", json!({}))["sequences"][0].clone();
    sequence["lines"][0]["tax_group"] = json!("NOPE");
    assert_eq!(
        desk.refused("letters.sequence_save", sequence).code,
        "unknown_tax_code"
    );
    assert_eq!(
        desk.refused("taxes.save", json!({"rates": []})).code,
        "tax_code_used"
    );
    let twice = json!({"rates": [
        {"code": "S", "from_on": "2020-01-01", "rate_bp": 1_900},
        {"code": "S", "from_on": "2020-01-01", "rate_bp": 2_000},
    ]});
    assert_eq!(desk.refused("taxes.save", twice).code, "tax_rate_twice");
}

/// A customer whose letters are printed before they are posted: the first one costs 10.00 and blocks.
fn printed_first() -> (TestDesk, Value) {
    let mut desk = TestDesk::new("2026-03-20");
    let mut parameters = desk.call("letters.parameters", json!({}));
    parameters["update_code_at"] = json!("printout");
    desk.call("letters.parameters_save", parameters);
    desk.lines("EUR", &[("letter_1", 1_000, 0, 7, "deliveries")]);
    let id = desk.customer("C1", None);
    desk.sql(&format!(
        "INSERT INTO contacts (uuid, customer_id, purpose, name, email)
         VALUES ('c', {id}, 'collections', 'Jana', 'jana@example.org')"
    ));
    desk.invoice("C1", "R1", "2026-03-01", 50_000);
    let run = desk.create("2026-03-20")["run_id"].clone();
    let folder = desk.folder.path().join("out");
    desk.call("letters.print", json!({"run_id": run, "folder": folder}));
    (desk, run)
}

/// T-D12: the mail of a letter names the amount of its PDF, also where it was printed before it was posted.
#[test]
fn a_mail_names_the_total_of_a_letter_printed_first() {
    let (mut desk, run) = printed_first();
    let amounts = |desk: &mut TestDesk| {
        let plan = desk.call("letters.mail_plan", json!({"run_id": run}));
        let mail = plan["letters"][0].clone();
        assert_eq!(mail["spared"], Value::Null, "{mail}");
        (mail["total_minor"].clone(), mail["now_minor"].clone())
    };
    assert_eq!(amounts(&mut desk), (json!(51_000), json!(51_000)));
    desk.call("letters.post", json!({"run_id": run}));
    assert_eq!(amounts(&mut desk), (json!(51_000), json!(51_000)));
    let fee = desk.number("SELECT id FROM transactions WHERE kind = 'letter_fee'");
    desk.pay("C1", fee, "P1", "2026-03-20", 1_000);
    let plan = desk.call("letters.mail_plan", json!({"run_id": run}));
    assert_eq!(
        (
            &plan["letters"][0]["spared"],
            &plan["letters"][0]["now_minor"]
        ),
        (&json!("changed"), &json!(50_000)),
        "a fee that is paid is noticed"
    );
}

/// Paid between printing and posting: the fee stands, the block does not, and the answer says so.
#[test]
fn who_paid_since_the_printing_is_not_blocked() {
    let (mut desk, run) = printed_first();
    desk.set_today("2026-03-24");
    let invoice = desk.number("SELECT id FROM transactions WHERE document_no = 'R1'");
    desk.pay("C1", invoice, "P1", "2026-03-23", 50_000);
    let posted = desk.call("letters.post", json!({"run_id": run}));
    assert_eq!(
        (&posted["letters"], &posted["changed"]),
        (&json!(1), &json!(1))
    );
    assert_eq!(posted["changes"][0]["paid_since_printing"], true);
    assert_eq!(
        desk.number::<String>("SELECT delivery_hold FROM customers"),
        "no"
    );
    assert_eq!(
        desk.number::<i64>("SELECT COUNT(*) FROM transactions WHERE kind = 'letter_fee'"),
        1
    );
    desk.check();
}

/// Two letters that block, the second while the first still does.
fn two_blocks() -> (TestDesk, [i64; 2]) {
    let mut desk = TestDesk::new("2026-03-20");
    desk.lines(
        "EUR",
        &[
            ("letter_1", 0, 0, 7, "deliveries"),
            ("letter_2", 0, 0, 7, "deliveries"),
        ],
    );
    desk.customer("C1", None);
    desk.invoice("C1", "R1", "2026-03-01", 50_000);
    desk.letters("2026-03-20");
    desk.set_today("2026-03-30");
    desk.letters("2026-03-30");
    let ids = ["MIN", "MAX"].map(|which| desk.number(&format!("SELECT {which}(id) FROM letters")));
    (desk, ids)
}

fn hold(desk: &TestDesk) -> String {
    desk.number("SELECT delivery_hold FROM customers")
}

/// Spec 22 §6: the block of letters is lifted with the last of them, in whatever order they are cancelled; one that somebody
/// set by hand stays.
#[test]
fn blocks_are_lifted_in_any_order() {
    for orders in [
        vec![vec![0], vec![1]],
        vec![vec![1], vec![0]],
        vec![vec![0, 1]],
    ] {
        let (mut desk, letters) = two_blocks();
        let count = orders.len();
        for (at, order) in orders.into_iter().enumerate() {
            assert_eq!(hold(&desk), "all");
            let ids: Vec<i64> = order
                .into_iter()
                .map(|index: usize| letters[index])
                .collect();
            let done = desk.call(
                "letters.cancel",
                json!({"letter_ids": ids, "reason": "wrong"}),
            );
            assert_eq!(done["unblocked"], u64::from(at + 1 == count), "{done}");
        }
        assert_eq!(hold(&desk), "no");
    }
    // Lifted, set by hand, and blocked again by a letter: what the hand set stays.
    let (mut desk, [first, second]) = two_blocks();
    desk.call(
        "letters.cancel",
        json!({"letter_ids": [first, second], "reason": "wrong"}),
    );
    desk.sql("UPDATE customers SET delivery_hold = 'all'");
    desk.letters("2026-03-30");
    let third: i64 = desk.number("SELECT MAX(id) FROM letters");
    desk.call(
        "letters.cancel",
        json!({"letter_ids": [third], "reason": "wrong"}),
    );
    assert_eq!(hold(&desk), "all");
}

/// A letter is taken back on a day that has come.
#[test]
fn letters_are_not_cancelled_ahead() {
    let (mut desk, [first, _]) = two_blocks();
    let refusal = desk.refused(
        "letters.cancel",
        json!({"letter_ids": [first], "reason": "wrong", "cancelled_on": "2026-04-01"}),
    );
    assert_eq!(
        (refusal.code.as_str(), &refusal.args["latest"]),
        ("cancelled_after_today", &json!("2026-03-30"))
    );
    desk.call(
        "letters.cancel",
        json!({"letter_ids": [first], "reason": "wrong", "cancelled_on": "2026-03-30"}),
    );
    assert_eq!(
        desk.number::<String>("SELECT cancelled_on FROM letter_cancellations"),
        "2026-03-30"
    );
}
