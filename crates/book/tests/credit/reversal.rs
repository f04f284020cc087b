//! Credit that comes back into use when what paid it is taken back (T-C11).

use serde_json::{Value, json};

use crate::files::{import, import_open, only_line, pay, simple};
use crate::shelf::Shelf;
use crate::{assert_sound, parameters, standing, type_limit};

fn part(exposure: &Value, component: &str) -> Value {
    let parts = exposure["parts"].as_array().unwrap();
    let part = parts.iter().find(|part| part["component"] == component);
    part.map_or(json!(null), |part| part["minor"].clone())
}

/// T-C11: a settlement that is undone brings the invoice and the payment back into their parts; where only invoices count,
/// all of the exposure is back, and so is what is used of the limit.
#[test]
fn t_c11_an_undone_settlement_brings_the_exposure_back() {
    for (limit_type, before, after) in [
        (json!({"type": "balance_and_all"}), 0, 0),
        (
            json!({"type": "custom", "components": ["open_invoices"]}),
            800_000,
            0,
        ),
    ] {
        let mut shelf = Shelf::new("2026-03-31");
        let customer = shelf.customer("1");
        type_limit(&mut shelf, "1", Some(1_000_000));
        parameters(&mut shelf, &json!({"limit_type": limit_type}));
        let invoice = shelf.invoice(customer, "R-1", "2026-01-01", "2026-01-31", 800_000);
        let payment = shelf.payment(customer, "P-1", "2026-03-10", 800_000);
        let now = |shelf: &mut Shelf| standing(shelf, "1", "2026-03-31");
        let open = now(&mut shelf);
        assert_eq!(open["total_minor"], json!(before), "{limit_type}");
        let posted = shelf.call(
            "settlement.post",
            json!({"account": "1", "currency": "EUR", "settled_on": "2026-03-31", "automatic": false,
                "credits": [{"transaction_id": payment}], "debits": [{"transaction_id": invoice}]}),
        );
        let settled = now(&mut shelf);
        assert_eq!(settled["total_minor"], json!(after));
        assert_eq!(settled["remaining_minor"], json!(1_000_000 - after));
        assert_eq!(part(&settled, "open_invoices"), json!(0));
        shelf.call(
            "settlement.undo",
            json!({"posting_id": posted["posting_id"], "reason": "by mistake"}),
        );
        let again = now(&mut shelf);
        for name in ["parts", "total_minor", "remaining_minor", "used_bp"] {
            assert_eq!(again[name], open[name], "{limit_type} {name}");
        }
        assert_eq!(part(&again, "open_invoices"), json!(800_000));
        assert_sound(&mut shelf);
    }
}

/// T-C11: a payment that the bank gives back uses the credit again, from the day on which it came back; the days before are
/// as they were.
#[test]
fn t_c11_a_returned_payment_brings_the_exposure_back() {
    let mut shelf = Shelf::new("2026-03-20");
    import_open(
        &mut shelf,
        &[("1", "RE-A-0815", "2026-02-01", "2026-03-03", 50_000)],
    );
    type_limit(&mut shelf, "1", Some(60_000));
    let rest = |shelf: &mut Shelf, day: &str| {
        let shown = standing(shelf, "1", day);
        (
            shown["total_minor"].clone(),
            shown["remaining_minor"].clone(),
        )
    };
    let (used, free) = ((json!(50_000), json!(10_000)), (json!(0), json!(60_000)));
    assert_eq!(rest(&mut shelf, "2026-03-20"), used);
    import(
        &mut shelf,
        "a.xml",
        &simple(&[pay(50_000, "Weber 1", "RE-A-0815")]),
    );
    let line = only_line(&mut shelf);
    shelf.call("bank.confirm", json!({"line_id": line, "rank": 1}));
    assert_eq!(rest(&mut shelf, "2026-03-20"), free);
    let payment = shelf.number("SELECT id FROM transactions WHERE document_no = 'PAY-000001'");
    shelf.call(
        "payments.return",
        json!({"transaction_id": payment, "returned_on": "2026-03-12", "reason_code": "AM04", "reason_text": ""}),
    );
    for (day, expected) in [
        ("2026-03-03", &used),
        ("2026-03-11", &free),
        ("2026-03-12", &used),
        ("2026-03-20", &used),
    ] {
        assert_eq!(&rest(&mut shelf, day), expected, "{day}");
    }
    // The next order meets what is used again: 100.01 are too much.
    for (minor, verdict) in [(10_000, "allow"), (10_001, "hold")] {
        let tried = json!({"order_no": "A-1", "step": "confirmation", "order": {"account": "1", "amount_minor": minor}});
        assert_eq!(shelf.call("orders.try", tried)["verdict"], json!(verdict));
    }
    assert_sound(&mut shelf);
}
