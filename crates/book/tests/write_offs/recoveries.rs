//! What comes in later on something that was written off.

use serde_json::{Value, json};

use crate::{Detailed, account, assert_sound, desk, document, journal, open, written_off};

/// Spec 24 §2: a later payment on a written-off item creates a *recovery* entry; the list shows gross, recovered, net. More than
/// was written off, a debit, or a write-off that is not posted is refused; taken back, the credit is open again.
#[test]
fn a_payment_on_a_write_off_is_a_recovery() {
    let (mut shelf, customer) = desk();
    document(
        &mut shelf,
        customer,
        &Detailed {
            number: "R-1",
            minor: 10_000,
            ..Detailed::default()
        },
    );
    let posted = written_off(&mut shelf, json!({"account": "10001", "on": "2026-03-01"}));
    let id = posted["id"].clone();
    let payment = shelf.payment(customer, "P-1", "2026-06-15", 6_000);
    let other = document(
        &mut shelf,
        customer,
        &Detailed {
            number: "R-2",
            minor: 500,
            ..Detailed::default()
        },
    );
    let recover = |credit: i64, minor: Value| json!({"write_off_id": id, "transaction_id": credit, "amount_minor": minor});
    for (code, request) in [
        ("recovery_amount", recover(payment, json!(6_001))),
        ("recovery_amount", recover(payment, json!(0))),
        ("recovery_no_credit", recover(other, Value::Null)),
    ] {
        assert_eq!(
            shelf
                .try_call("write_offs.recover", request)
                .unwrap_err()
                .code,
            code
        );
    }
    account(&mut shelf, "recovery", "", "");
    let refusal = shelf
        .try_call("write_offs.recover", recover(payment, Value::Null))
        .unwrap_err();
    assert_eq!(refusal.code, "recovery_account_missing");
    account(&mut shelf, "recovery", "", "4925");

    let shown = shelf.call("write_offs.recover", recover(payment, Value::Null));
    assert_eq!(shown["recoveries"][0]["amount_minor"], 6_000);
    assert_eq!(open(&shelf), 500);
    assert_eq!(
        journal(&shelf)[2..],
        [
            "recovery customer  6000 EUR",
            "recovery recovery 4925 -6000 EUR"
        ]
    );
    let totals = |shelf: &mut crate::shelf::Shelf| {
        let listing = shelf.call("write_offs.list", json!({}));
        let total = &listing["totals"][0];
        ["gross_minor", "recovered_minor", "net_minor"].map(|field| total[field].as_i64().unwrap())
    };
    assert_eq!(totals(&mut shelf), [10_000, 6_000, 4_000]);
    let second = shelf.payment(customer, "P-2", "2026-06-20", 9_000);
    let shown = shelf.call("write_offs.recover", recover(second, Value::Null));
    assert_eq!(
        shown["recoveries"][1]["amount_minor"], 4_000,
        "only what is left"
    );
    assert_sound(&mut shelf);

    let refusal = shelf
        .try_call("write_offs.undo", json!({"write_off_id": id}))
        .unwrap_err();
    assert_eq!(
        (refusal.code.as_str(), &refusal.args["count"]),
        ("write_off_recovered", &json!(2))
    );
    for recovery in shown["recoveries"].as_array().unwrap() {
        let request = json!({"recovery_id": recovery["recovery_id"], "reason": "x"});
        shelf.call("write_offs.recovery_undo", request.clone());
        let twice = shelf
            .try_call("write_offs.recovery_undo", request)
            .unwrap_err();
        assert_eq!(twice.code, "recovery_undone");
    }
    assert_eq!(open(&shelf), 500 - 15_000);
    assert_eq!(totals(&mut shelf), [10_000, 0, 10_000]);
    shelf.call(
        "write_offs.undo",
        json!({"write_off_id": id, "reason": "x"}),
    );
    assert_eq!(open(&shelf), 500 - 15_000 + 10_000);
    assert_sound(&mut shelf);
}
