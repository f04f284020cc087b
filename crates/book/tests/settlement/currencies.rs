//! Settling across currencies.

use serde_json::{Value, json};

use crate::files::{assert_sound, journal, open, write};
use crate::shelf::Shelf;

fn rate(shelf: &mut Shelf, from: &str, to: &str, rate: &str) {
    let row = json!({"rate_type": "default", "from": from, "to": to, "valid_from": "2026-01-01", "rate": rate});
    shelf.call("rates.save", row);
}

/// An invoice in dollars and a payment in euros, from a file.
fn data() -> (Shelf, i64, i64) {
    let mut shelf = Shelf::new("2026-03-31");
    let path = write(
        &shelf,
        "open.csv",
        "Customer No;Customer;Invoice No;Invoice Date;Due Date;Currency;Amount;Type\n\
         1;Weber;US-1;2026-02-01;2026-03-01;USD;1000,01;Invoice\n\
         1;Weber;P-1;2026-03-10;2026-03-10;EUR;-920,00;Payment\n",
    );
    shelf.call("import.run", json!({"files": [{"path": path}]}));
    let id = |number: &str| {
        shelf.number(&format!(
            "SELECT id FROM transactions WHERE document_no = '{number}'"
        ))
    };
    let (invoice, payment) = (id("US-1"), id("P-1"));
    shelf.call(
        "journal.account_save",
        json!({"role": "exchange_difference", "key": "", "account": "4660"}),
    );
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
    // The amounts leave one currency and come into the other, each in whole minor units of its own.
    assert_eq!(
        journal(&shelf),
        [
            "difference|customer|1||-100001|USD",
            "difference|exchange_difference|4660||100001|USD",
            "difference|customer|1||92000|EUR",
            "difference|exchange_difference|4660||-92000|EUR",
        ]
    );
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
