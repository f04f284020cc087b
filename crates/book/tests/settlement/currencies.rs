//! Settling across currencies.

use engine::account::Kind;
use serde_json::{Value, json};

use crate::files::{assert_sound, open};
use crate::shelf::{Document, Shelf};

fn rate(shelf: &mut Shelf, from: &str, to: &str, rate: &str) {
    let row = json!({"rate_type": "default", "from": from, "to": to, "valid_from": "2026-01-01", "rate": rate});
    shelf.call("rates.save", row);
}

fn data() -> (Shelf, i64, i64) {
    let mut shelf = Shelf::new("2026-03-31");
    let customer = shelf.customer("1");
    let invoice = shelf.document(Document {
        customer,
        kind: Kind::Invoice,
        number: "US-1",
        on: "2026-02-01",
        due: "2026-03-01",
        currency: "USD",
        minor: 100_001,
    });
    let payment = shelf.payment(customer, "P-1", "2026-03-10", 92_000);
    (shelf, invoice, payment)
}

fn cross(debit: i64, debit_minor: i64, credit: i64, credit_minor: i64) -> Value {
    json!({
        "account": "1", "currency": "EUR", "settled_on": "2026-03-10",
        "cross": [{"debit_id": debit, "debit_minor": debit_minor, "credit_id": credit, "credit_minor": credit_minor}],
    })
}

/// T-M1, T-M3: the open amounts stay in the currencies of their documents, in whole minor units, and nothing is left.
#[test]
fn t_m1_and_t_m3_both_currencies_are_closed_to_the_minor_unit() {
    let (mut shelf, invoice, payment) = data();
    let request = cross(invoice, 100_001, payment, 92_000);
    let refusal = shelf
        .try_call("settlement.post", request.clone())
        .unwrap_err();
    assert_eq!(
        refusal.code, "exchange_rate_missing",
        "a value is never guessed"
    );
    rate(&mut shelf, "USD", "EUR", "0.9");
    let run = shelf.call("settlement.automatic", json!({}));
    assert_eq!(run["settlements"], 0, "only one currency settles by itself");
    let posted = shelf.call("settlement.post", request);
    assert_eq!((open(&mut shelf, "US-1"), open(&mut shelf, "P-1")), (0, 0));
    // 92,000 less 100,001 × 0.9 = 90,000.9, rounded once.
    assert_eq!(posted["posting"]["exchange_difference_minor"], 1_999);
    assert_eq!(shelf.number("SELECT COUNT(*) FROM open_items_snapshot"), 0);
    assert_sound(&mut shelf);
    shelf.call(
        "settlement.undo",
        json!({"posting_id": posted["posting_id"]}),
    );
    assert_eq!(
        (open(&mut shelf, "US-1"), open(&mut shelf, "P-1")),
        (100_001, -92_000)
    );
    assert_eq!(shelf.number("SELECT COUNT(*) FROM open_items_snapshot"), 2);
    assert_sound(&mut shelf);
}

/// T-C9: equal currencies are never multiplied by a rate, not even by one that somebody entered.
#[test]
fn t_c9_equal_currencies_have_no_rate() {
    let mut shelf = Shelf::new("2026-03-31");
    let customer = shelf.customer("1");
    let invoice = shelf.invoice(customer, "R-1", "2026-02-01", "2026-03-01", 10_000);
    let payment = shelf.payment(customer, "P-1", "2026-03-10", 10_000);
    rate(&mut shelf, "USD", "EUR", "0.9");
    let refusal = shelf
        .try_call("settlement.post", cross(invoice, 10_000, payment, 9_000))
        .unwrap_err();
    assert_eq!(refusal.code, "settle_same_currency");
    let request = json!({
        "account": "1", "currency": "EUR", "settled_on": "2026-03-10",
        "credits": [{"transaction_id": payment}], "debits": [{"transaction_id": invoice}],
    });
    let posted = shelf.call("settlement.post", request);
    assert_eq!(posted["posting"]["exchange_difference_minor"], 0);
    assert_eq!((open(&mut shelf, "R-1"), open(&mut shelf, "P-1")), (0, 0));
    assert_sound(&mut shelf);
}
