//! What counts as exposure, by the type of the credit limit, and what a check makes of it.

use std::fs;

use engine::account::Kind;
use serde_json::{Value, json};

use crate::shelf::{Document, Shelf};
use crate::{assert_sound, check, codes, credit, limit, no_rules, order, rule, state};

/// A delivery that is not invoiced yet, as a file brings it.
fn delivered(shelf: &mut Shelf, number: &str, amount: &str) {
    let path = shelf.folder.path().join(format!("{number}.csv"));
    let head = "Lieferschein;Kundennummer;Lieferdatum;Betrag;Währung;Auftragsnummer";
    fs::write(
        &path,
        format!("{head}\n{number};1;02.03.2026;{amount};EUR;\n"),
    )
    .unwrap();
    let files = json!({"files": [{"path": path, "kind": "deliveries"}]});
    let done = shelf.call("import.run", files);
    assert_eq!(done["batches"][0]["counts"]["new"], json!(1), "{done}");
}

/// C-25: 500.00 owed, 300.00 delivered and not invoiced, an open order of 400.00: *Balance* is 500.00, with packing slips
/// 800.00, with all 1,200.00; what remains of the limit follows, and so does a check of one more order of 100.00.
#[test]
fn c_25_balance_deliveries_and_orders() {
    let mut shelf = Shelf::new("2026-03-02");
    let customer = shelf.customer("1");
    limit(&mut shelf, "1", 125_000);
    no_rules(&mut shelf);
    rule(&mut shelf, "limit_used", json!({"used_bp": 10_000}));
    shelf.invoice(customer, "R-1", "2026-02-01", "2026-03-31", 50_000);
    delivered(&mut shelf, "L-1", "300,00");
    order(&mut shelf, "A-1", "1", 40_000);
    assert_eq!(state(&mut shelf, "A-1"), "passed");
    for (limit_type, total, verdict) in [
        ("balance", 50_000, "allow"),
        ("balance_and_delivered", 80_000, "allow"),
        ("balance_and_all", 120_000, "hold"),
    ] {
        credit(&mut shelf, &json!({"limit_type": {"type": limit_type}}));
        let shown = shelf.call("credit.exposure", json!({"account": "1"}));
        assert_eq!(shown["total_minor"], json!(total), "{limit_type}");
        assert_eq!(shown["remaining_minor"], json!(125_000 - total));
        let more = json!({"order_no": "A-2", "step": "confirmation", "order": {"account": "1", "amount_minor": 10_000}});
        let tried = shelf.call("orders.try", more);
        assert_eq!(
            (&tried["verdict"], &tried["exposure_minor"]),
            (&json!(verdict), &json!(total + 10_000)),
            "{limit_type}"
        );
    }
    let behind = shelf.call(
        "credit.exposure_items",
        json!({"account": "1", "component": "delivered"}),
    );
    let claim = &behind["claims"][0];
    assert_eq!(
        (&claim["kind"], &claim["number"], &claim["minor"]),
        (&json!("delivery"), &json!("L-1"), &json!(30_000))
    );
    assert_sound(&mut shelf);
}

/// A customer with a limit of 1,000.00 who owes 900.00, of which 400.00 is disputed, and an interest note of 150.00.
fn disputing() -> Shelf {
    let mut shelf = Shelf::new("2026-03-02");
    let customer = shelf.customer("1");
    limit(&mut shelf, "1", 100_000);
    no_rules(&mut shelf);
    rule(&mut shelf, "limit_used", json!({"used_bp": 10_000}));
    let invoice = shelf.invoice(customer, "R-1", "2026-02-01", "2026-03-31", 90_000);
    shelf.document(Document {
        customer,
        kind: Kind::InterestNote,
        number: "Z-1",
        on: "2026-02-15",
        due: "2026-03-31",
        currency: "EUR",
        minor: 15_000,
    });
    shelf.call(
        "disputes.open",
        json!({"rows": [{"transaction_id": invoice, "amount_minor": 40_000}], "reason": "price"}),
    );
    shelf
}

/// T-C7: the book chooses which documents count. The same order of 400.00 is held or goes on by whether what is disputed
/// is deducted and interest notes count, and the reason says the exposure that it was decided by.
#[test]
fn t_c7_a_custom_type_chooses_what_counts() {
    let custom = |parts: &[&str]| json!({"type": "custom", "components": parts});
    for (limit_type, exposure, verdict) in [
        (json!({"type": "balance_and_all"}), 145_000, "hold"),
        (custom(&["open_invoices"]), 130_000, "hold"),
        (custom(&["open_invoices", "disputed"]), 90_000, "allow"),
        (
            custom(&["open_invoices", "interest_notes", "disputed"]),
            105_000,
            "hold",
        ),
        (custom(&["interest_notes"]), 55_000, "allow"),
    ] {
        let mut shelf = disputing();
        credit(&mut shelf, &json!({"limit_type": limit_type}));
        let kept = shelf.call("credit.parameters", json!({}))["limit_type"].clone();
        assert_eq!(kept["type"], limit_type["type"]);
        let answer = check(&mut shelf, "A-1", "1", 40_000, "confirmation");
        assert_eq!(answer["verdict"], json!(verdict), "{limit_type}");
        assert_eq!(answer["exposure_minor"], json!(exposure), "{limit_type}");
        if verdict == "hold" {
            assert_eq!(codes(&answer), ["limit_used_customer"]);
            let measured = &answer["reasons"][0]["measured"];
            assert_eq!(measured["exposure_minor"], json!(exposure));
        }
        let shown = shelf.call("orders.explain", json!({"check_id": answer["check_id"]}));
        assert_eq!(shown["replays"], json!(true), "{limit_type}");
        assert_sound(&mut shelf);
    }
}

/// T-C7: what is disputed deducts only while it is, so that the end of a dispute shows at once.
#[test]
fn t_c7_a_dispute_that_ends_counts_again() {
    let mut shelf = disputing();
    let parts = json!({"type": "custom", "components": ["open_invoices", "disputed"]});
    credit(&mut shelf, &json!({"limit_type": parts}));
    let total = |shelf: &mut Shelf| -> Value {
        shelf.call("credit.exposure", json!({"account": "1"}))["total_minor"].clone()
    };
    assert_eq!(total(&mut shelf), json!(50_000));
    let dispute = shelf.number("SELECT id FROM disputes");
    shelf.call(
        "disputes.close",
        json!({"dispute_id": dispute, "outcome": "resolved", "note": "we were right"}),
    );
    assert_eq!(total(&mut shelf), json!(90_000));
}
