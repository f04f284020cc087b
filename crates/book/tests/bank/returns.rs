//! Payments that come back wait as tasks.

use serde_json::json;

use crate::files::{
    Pay, assert_sound, camt053, entry, import, lines, only_line, pay, simple, statement,
};
use crate::shelf::Shelf;

/// T-B9: a returned debit finds the payment that it returns, with what that had paid, and counts per customer.
#[test]
fn t_b9_a_returned_debit_finds_its_payment() {
    let mut shelf = Shelf::new("2026-03-20");
    let weber = shelf.customer("1");
    shelf.invoice(weber, "RE-2026-0815", "2026-02-01", "2026-03-03", 85_000);
    let debit = Pay {
        more: "<Refs><EndToEndId>LS-77</EndToEndId><MndtId>M-1</MndtId></Refs>",
        ..pay(85_000, "Weber 1", "RE-2026-0815")
    };
    import(&mut shelf, "a.xml", &simple(&[debit]));
    let line = only_line(&mut shelf);
    shelf.call("bank.confirm", json!({"line_id": line, "rank": 1}));
    let back = Pay {
        on: "2026-03-12",
        more: "<Refs><EndToEndId>LS-77</EndToEndId><MndtId>M-1</MndtId></Refs>\
               <RtrInf><Rsn><Cd>AM04</Cd></Rsn><AddtlInf>Deckung</AddtlInf></RtrInf>",
        ..pay(-85_000, "Weber 1", "Ruecklastschrift")
    };
    let file = camt053(&statement(
        "S-2",
        "2026-03-12",
        (185_000, 100_000),
        &entry(&[back], "<RvslInd>true</RvslInd>"),
    ));
    let done = import(&mut shelf, "b.xml", &file);
    assert_eq!(done["read"]["returned"], 1, "{done}");
    assert_eq!(
        lines(&mut shelf, &["open"]).len(),
        0,
        "it is no line to match"
    );
    let returns = shelf.call("bank.returns", json!({}));
    let task = &returns["returns"][0];
    assert_eq!(
        (
            &task["reason_code"],
            &task["payment"]["document_no"],
            &task["payment"]["documents"]
        ),
        (
            &json!("AM04"),
            &json!("PAY-000001"),
            &json!(["RE-2026-0815"])
        )
    );
    assert_eq!(
        (&task["payment"]["found_by"], &task["returns_of_customer"]),
        (&json!("end_to_end_id"), &json!(1))
    );
    assert_sound(&mut shelf);
}
