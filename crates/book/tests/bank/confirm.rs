//! Lines become payments and settlements: in one step, with everything shown before.

use serde_json::{Value, json};

use crate::files::{
    OWN, Pay, assert_sound, import, import_open, journal, lines, only_line, open, pay, simple,
};
use crate::shelf::Shelf;

/// T-B10: one fitting invoice: one confirmation posts payment and settlement, one undo restores both.
#[test]
fn t_b10_one_confirmation_closes_the_invoice_and_one_undo_restores_both() {
    let mut shelf = Shelf::new("2026-03-10");
    let weber = shelf.customer("1");
    shelf.invoice(weber, "RE-2026-0815", "2026-02-01", "2026-03-03", 85_000);
    let done = import(
        &mut shelf,
        "a.xml",
        &simple(&[pay(85_000, "Weber 1", "RE-2026-0815")]),
    );
    assert_eq!(done["proposals"]["exact"], 1, "{done}");
    assert_eq!(
        done["posted"],
        Value::Null,
        "nothing posts itself as shipped"
    );
    let line = only_line(&mut shelf);
    let shown = shelf.call("bank.line", json!({"line_id": line}));
    let best = &shown["proposals"][0];
    assert_eq!(
        (
            &best["confidence"],
            &best["parts"][0]["document_no"],
            &best["not_exact"]
        ),
        (&json!("exact"), &json!("RE-2026-0815"), &json!([]))
    );
    let before = shelf.call("bank.confirm_preview", json!({"line_id": line, "rank": 1}));
    assert_eq!(
        shelf.number("SELECT COUNT(*) FROM transactions"),
        1,
        "a preview writes nothing"
    );
    let confirmed = shelf.call("bank.confirm", json!({"line_id": line, "rank": 1}));
    assert_eq!(before, confirmed["posting"]);
    assert_eq!(confirmed["next_line_id"], Value::Null);
    let payment = &confirmed["posting"]["payments"][0];
    assert_eq!(
        (
            &payment["document_no"],
            &payment["amount_minor"],
            &payment["transaction_on"]
        ),
        (&json!("PAY-000001"), &json!(-85_000), &json!("2026-03-04"))
    );
    assert_eq!(
        (
            open(&mut shelf, "RE-2026-0815"),
            open(&mut shelf, "PAY-000001")
        ),
        (0, 0)
    );
    assert_sound(&mut shelf);
    let undone = shelf.call(
        "bank.undo",
        json!({"line_id": line, "reason": "falscher Kunde"}),
    );
    assert_eq!(undone["line"]["state"], "open");
    assert_eq!(
        (
            open(&mut shelf, "RE-2026-0815"),
            open(&mut shelf, "PAY-000001")
        ),
        (85_000, 0)
    );
    let again = shelf.call("bank.line", json!({"line_id": line}));
    assert_eq!(
        again["proposals"][0]["confidence"], "exact",
        "the matching sees the invoice again"
    );
    assert_sound(&mut shelf);
}

/// The parameter posts what is exact after an import, and nothing else; the history names the rule.
#[test]
fn exact_matches_post_themselves_where_the_parameter_allows() {
    let mut shelf = Shelf::new("2026-03-10");
    let weber = shelf.customer("1");
    shelf.invoice(weber, "RE-2026-0815", "2026-02-01", "2026-03-03", 85_000);
    shelf.invoice(weber, "RE-2026-0900", "2026-02-01", "2026-03-03", 20_000);
    shelf.call("bank.parameters_save", json!({"auto_post": "exact"}));
    let file = simple(&[
        pay(85_000, "Weber 1", "RE-2026-0815"),
        pay(85_000, "Weber 1", "RE-2026-0815"),
        pay(12_345, "Weber 1", "Akonto"),
    ]);
    let done = import(&mut shelf, "a.xml", &file);
    assert_eq!(done["posted"]["lines"], 1, "{done}");
    assert_eq!(open(&mut shelf, "RE-2026-0815"), 0);
    assert_eq!(
        lines(&mut shelf, &["open"]).len(),
        2,
        "a second payment of the same waits"
    );
    let history = shelf.call("settlement.history", json!({"account": "1"}));
    assert_eq!(history["postings"][0]["settled_by"], "rule");
    assert_sound(&mut shelf);
}

/// T-M6: 1,000 on 850 closes the invoice; the rest stays on the account.
#[test]
fn t_m6_an_overpayment_closes_the_invoice() {
    let mut shelf = Shelf::new("2026-03-10");
    import_open(
        &mut shelf,
        &[("1", "RE-2026-0815", "2026-02-01", "2026-03-03", 85_000)],
    );
    shelf.call(
        "journal.account_save",
        json!({"role": "bank", "key": "", "account": "1200"}),
    );
    import(
        &mut shelf,
        "a.xml",
        &simple(&[pay(100_000, "Weber 1", "RE-2026-0815")]),
    );
    let line = only_line(&mut shelf);
    let best = shelf.call("bank.line", json!({"line_id": line}))["proposals"][0].clone();
    assert_eq!(
        (&best["confidence"], &best["on_account"][0]["amount_minor"]),
        (&json!("proposal"), &json!(15_000))
    );
    shelf.call("bank.confirm", json!({"line_id": line, "rank": 1}));
    assert_eq!(
        (
            open(&mut shelf, "RE-2026-0815"),
            open(&mut shelf, "PAY-000001")
        ),
        (0, -15_000)
    );
    let unmatched = shelf.call("payments.unmatched", json!({}));
    assert_eq!(unmatched["totals"], json!([["EUR", 1, -15_000]]));
    // All of the money is on the bank and on the account of the customer, whatever of it is settled.
    assert_eq!(
        journal(&shelf),
        [
            "payment|customer|1||-100000|EUR".to_owned(),
            format!("payment|bank|1200|{OWN}|100000|EUR"),
        ]
    );
    assert_sound(&mut shelf);
}

/// T-M4: one cent short or over: the tolerance proposes the difference, the preview shows it, posting closes the invoice.
#[test]
fn t_m4_a_cent_does_not_keep_an_invoice_open() {
    for (paid, differs) in [(84_999, -1), (85_001, 1)] {
        let mut shelf = Shelf::new("2026-03-10");
        import_open(
            &mut shelf,
            &[("1", "RE-2026-0815", "2026-02-01", "2026-03-03", 85_000)],
        );
        let tolerance =
            json!({"currency": "EUR", "under_minor": 5, "over_minor": 5, "discount_minor": 0});
        shelf.call(
            "settlement.parameters_save",
            json!({"tolerances": [tolerance]}),
        );
        import(
            &mut shelf,
            "a.xml",
            &simple(&[pay(paid, "Weber 1", "RE-2026-0815")]),
        );
        let line = only_line(&mut shelf);
        let shown = shelf.call("bank.confirm_preview", json!({"line_id": line, "rank": 1}));
        assert_eq!(
            (
                &shown["differences"][0]["kind"],
                &shown["differences"][0]["amount_minor"]
            ),
            (&json!("small_difference"), &json!(differs)),
            "{shown}"
        );
        shelf.call("bank.confirm", json!({"line_id": line, "rank": 1}));
        let left = shelf.number("SELECT COUNT(*) FROM open_items_snapshot");
        assert_eq!(left, 0, "nothing stays open");
        // The difference of the cent has a line of its own, and debits are credits.
        let posted = journal(&shelf);
        assert!(
            posted
                .iter()
                .any(|line| line.contains(&format!("|{}|", -differs))
                    || line.contains(&format!("|{differs}|"))),
            "{posted:?}"
        );
        assert_sound(&mut shelf);
        shelf.call("bank.undo", json!({"line_id": line}));
        assert_eq!(open(&mut shelf, "RE-2026-0815"), 85_000);
        assert_eq!(shelf.number("SELECT COUNT(*) FROM open_items_snapshot"), 1);
        assert_sound(&mut shelf);
    }
}

/// A cash discount closes the invoice until its day, and is refused after it.
#[test]
fn a_discount_is_taken_until_its_day() {
    for (on, granted) in [("2026-03-04", true), ("2026-03-05", false)] {
        let mut shelf = Shelf::new("2026-03-10");
        let weber = shelf.customer("1");
        let id = shelf.invoice(weber, "RE-2026-0815", "2026-02-20", "2026-03-20", 100_000);
        shelf.act(|act, ledger| {
            let detail = book::ledger::DetailFact {
                discount_minor: Some(3_000),
                discount_on: Some("2026-03-04".into()),
                ..Default::default()
            };
            ledger.set_detail(act, weber, id, &detail).unwrap();
        });
        let file = simple(&[Pay {
            on,
            ..pay(97_000, "Weber 1", "RE-2026-0815")
        }]);
        import(&mut shelf, "a.xml", &file);
        let line = only_line(&mut shelf);
        let part = json!({"document_id": id, "amount_minor": 97_000, "discount_minor": 3_000});
        let request = json!({"line_id": line, "parts": [part]});
        if granted {
            let best = shelf.call("bank.line", json!({"line_id": line}))["proposals"][0].clone();
            assert_eq!(best["parts"][0]["discount_minor"], 3_000);
            shelf.call("bank.confirm", request);
            assert_eq!(open(&mut shelf, "RE-2026-0815"), 0);
        } else {
            assert_eq!(
                shelf.try_call("bank.confirm", request).unwrap_err().code,
                "discount_not_granted"
            );
            assert_eq!(open(&mut shelf, "RE-2026-0815"), 100_000);
        }
        assert_sound(&mut shelf);
    }
}

/// A payment for two customers becomes two payments; a deducted credit note is spent before the money.
#[test]
fn a_joint_payment_with_a_deducted_credit_note() {
    let mut shelf = Shelf::new("2026-03-10");
    let (one, two) = (shelf.customer("1"), shelf.customer("2"));
    let first = shelf.invoice(one, "RE-1001", "2026-02-01", "2026-03-03", 50_000);
    let second = shelf.invoice(two, "RE-1002", "2026-02-01", "2026-03-03", 30_000);
    let note = shelf.document(crate::shelf::Document {
        customer: one,
        kind: engine::account::Kind::CreditNote,
        number: "GS-1",
        on: "2026-02-10",
        due: "2026-02-10",
        currency: "EUR",
        minor: -10_000,
    });
    import(
        &mut shelf,
        "a.xml",
        &simple(&[pay(70_000, "Konzern", "beide")]),
    );
    let line = only_line(&mut shelf);
    let part = |id: i64, minor: i64| json!({"document_id": id, "amount_minor": minor});
    let short = json!({"line_id": line, "parts": [part(first, 50_000)]});
    assert_eq!(
        shelf.try_call("bank.confirm", short).unwrap_err().code,
        "bank_line_not_covered"
    );
    let parts = [
        part(first, 50_000),
        part(note, -10_000),
        part(second, 30_000),
    ];
    let done = shelf.call("bank.confirm", json!({"line_id": line, "parts": parts}));
    let payments: Vec<i64> = done["posting"]["payments"]
        .as_array()
        .unwrap()
        .iter()
        .map(|payment| payment["amount_minor"].as_i64().unwrap())
        .collect();
    assert_eq!(payments, [-40_000, -30_000]);
    for number in ["RE-1001", "RE-1002", "GS-1"] {
        assert_eq!(open(&mut shelf, number), 0, "{number}");
    }
    assert_sound(&mut shelf);
    shelf.call("bank.undo", json!({"line_id": line}));
    assert_eq!(open(&mut shelf, "GS-1"), -10_000);
    assert_eq!(
        open(&mut shelf, "RE-1001") + open(&mut shelf, "RE-1002"),
        80_000
    );
    assert_sound(&mut shelf);
}

/// Line after line: each answer names the next; setting aside and reopening move a line out of the work and back.
#[test]
fn what_is_left_shrinks_line_by_line() {
    let mut shelf = Shelf::new("2026-03-10");
    shelf.customer("1");
    import(
        &mut shelf,
        "a.xml",
        &simple(&[
            pay(100, "A", "eins"),
            pay(200, "B", "zwei"),
            pay(-300, "C", "Miete"),
        ]),
    );
    let ids: Vec<i64> = lines(&mut shelf, &["open"])
        .iter()
        .map(|line| line["line_id"].as_i64().unwrap())
        .collect();
    let request = json!({"line_id": ids[0], "on_account": [{"account": "1"}], "note": "Anzahlung"});
    let done = shelf.call("bank.confirm", request.clone());
    assert_eq!(done["next_line_id"], ids[1]);
    assert_eq!(
        shelf.try_call("bank.confirm", request).unwrap_err().code,
        "bank_line_not_open"
    );
    let aside = shelf.call(
        "bank.set_aside",
        json!({"line_id": ids[2], "note": "Miete"}),
    );
    assert_eq!(
        (&aside["line"]["state"], &aside["next_line_id"]),
        (&json!("set_aside"), &json!(ids[1]))
    );
    let listing = shelf.call("bank.lines", json!({}));
    assert_eq!(listing["count"], 1);
    let totals: Vec<(String, i64)> = listing["totals"]
        .as_array()
        .unwrap()
        .iter()
        .map(|total| {
            (
                total["state"].as_str().unwrap().to_owned(),
                total["lines"].as_i64().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        totals,
        [
            ("open".to_owned(), 1),
            ("posted".to_owned(), 1),
            ("set_aside".to_owned(), 1)
        ]
    );
    shelf.call("bank.reopen", json!({"line_id": ids[2]}));
    assert_eq!(lines(&mut shelf, &["open"]).len(), 2);
    assert_sound(&mut shelf);
}

/// A document that a later list of open items no longer had was settled on an unknown day: the payment that names it is
/// the real one, and its undo brings the inference back.
#[test]
fn a_payment_replaces_an_inferred_settlement() {
    let mut shelf = Shelf::new("2026-03-10");
    let weber = shelf.customer("1");
    let invoice = shelf.invoice(weber, "RE-2026-0815", "2026-02-01", "2026-03-03", 85_000);
    let counter = shelf.document(crate::shelf::Document {
        customer: weber,
        kind: engine::account::Kind::Other,
        number: "RE-2026-0815",
        on: "2026-03-09",
        due: "2026-03-09",
        currency: "EUR",
        minor: -85_000,
    });
    shelf.settle(invoice, counter, "2026-03-09", 85_000);
    shelf.act(|act, _| {
        act.execute(
            "INSERT INTO inferred_settlements (settlement_id, counter_id, document_id, act_id)
             SELECT id, credit_id, debit_id, ?1 FROM settlements",
            [act.id],
        )
        .unwrap()
    });
    import(
        &mut shelf,
        "a.xml",
        &simple(&[pay(85_000, "Weber 1", "RE-2026-0815")]),
    );
    let line = only_line(&mut shelf);
    let done = shelf.call("bank.confirm", json!({"line_id": line, "rank": 1}));
    assert_eq!(
        done["posting"]["inferences_replaced"],
        json!(["RE-2026-0815"])
    );
    let paid_on = "SELECT COUNT(*) FROM settlements s JOIN transactions c ON c.id = s.credit_id
         WHERE c.kind = 'payment' AND s.effective_on = '2026-03-04'";
    assert_eq!(
        shelf.number(paid_on),
        1,
        "settled on the day of the payment"
    );
    assert_eq!(shelf.number("SELECT COUNT(*) FROM open_items_snapshot"), 0);
    assert_eq!(shelf.number("SELECT COUNT(*) FROM inferred_settlements"), 0);
    assert_eq!(
        shelf.number("SELECT COUNT(*) FROM transactions"),
        2,
        "the entry that stood in for the payment is withdrawn, as by a file that brings the payment"
    );
    assert_eq!(
        shelf.number("SELECT COUNT(*) FROM withdrawn_transactions"),
        1
    );
    assert_sound(&mut shelf);
    for round in 0..2 {
        shelf.call("bank.undo", json!({"line_id": line}));
        assert_eq!(shelf.number("SELECT COUNT(*) FROM inferred_settlements"), 1);
        let again = "SELECT COUNT(*) FROM inferred_settlements i JOIN settlements s ON s.id = i.settlement_id
             JOIN transactions c ON c.id = i.counter_id AND c.id = s.credit_id
             WHERE s.effective_on = '2026-03-09' AND s.amount_minor = 85000 AND c.document_no = 'RE-2026-0815'";
        assert_eq!(shelf.number(again), 1, "round {round}: as it was");
        assert_eq!(shelf.number("SELECT COUNT(*) FROM open_items_snapshot"), 0);
        assert_sound(&mut shelf);
        if round == 0 {
            shelf.call("bank.confirm", json!({"line_id": line, "rank": 1}));
            assert_eq!(shelf.number("SELECT COUNT(*) FROM inferred_settlements"), 0);
            assert_sound(&mut shelf);
        }
    }
}

/// An inference whose document was paid otherwise since does not come back over it.
#[test]
fn an_inference_does_not_come_back_over_a_payment() {
    let mut shelf = Shelf::new("2026-03-10");
    let weber = shelf.customer("1");
    let invoice = shelf.invoice(weber, "RE-2026-0815", "2026-02-01", "2026-03-03", 85_000);
    let counter = shelf.document(crate::shelf::Document {
        customer: weber,
        kind: engine::account::Kind::Other,
        number: "RE-2026-0815",
        on: "2026-03-09",
        due: "2026-03-09",
        currency: "EUR",
        minor: -85_000,
    });
    shelf.settle(invoice, counter, "2026-03-09", 85_000);
    shelf.act(|act, _| {
        act.execute(
            "INSERT INTO inferred_settlements (settlement_id, counter_id, document_id, act_id)
             SELECT id, credit_id, debit_id, ?1 FROM settlements",
            [act.id],
        )
        .unwrap()
    });
    let file = [
        pay(60_000, "Weber 1", "RE-2026-0815 A"),
        pay(25_000, "Weber 1", "RE-2026-0815 B"),
    ];
    import(&mut shelf, "a.xml", &simple(&file));
    let waiting = lines(&mut shelf, &["open"]);
    for line in &waiting {
        shelf.call(
            "bank.confirm",
            json!({"line_id": line["line_id"], "rank": 1}),
        );
    }
    assert_eq!(open(&mut shelf, "RE-2026-0815"), 0);
    let undo = |shelf: &mut Shelf, at: usize| {
        shelf.try_call("bank.undo", json!({"line_id": waiting[at]["line_id"]}))
    };
    let refused = undo(&mut shelf, 0).unwrap_err();
    assert_eq!(
        refused.code, "settle_over_open",
        "the second payment stands"
    );
    undo(&mut shelf, 1).unwrap();
    assert_eq!(open(&mut shelf, "RE-2026-0815"), 25_000);
    undo(&mut shelf, 0).unwrap();
    assert_eq!(
        open(&mut shelf, "RE-2026-0815"),
        0,
        "settled by inference again"
    );
    assert_sound(&mut shelf);
}
