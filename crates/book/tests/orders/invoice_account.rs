//! Order customers that share an invoice account (spec 10 §1, 11 §2): its limit, its exposure, its rules.

use serde_json::{Value, json};

use crate::files::{HEAD, import};
use crate::shelf::Shelf;
use crate::{assert_sound, check, codes, hold, limit, order, state};

fn bill_to(shelf: &mut Shelf, account: &str, invoice_account: Option<&str>) -> Value {
    let request = attributes(shelf, account, invoice_account);
    shelf.call("credit.save", request)
}

fn attributes(shelf: &mut Shelf, account: &str, invoice_account: Option<&str>) -> Value {
    let mut all = shelf.call("credit.get", json!({"account": account}))["attributes"].clone();
    all["invoice_account"] = json!(invoice_account);
    json!({"account": account, "attributes": all, "reason": "REVIEW"})
}

/// A head office that pays with a limit of 1,000 euros, and two shops.
fn chain_store() -> Shelf {
    let mut shelf = Shelf::new("2026-03-02");
    for account in ["HQ", "S1", "S2"] {
        shelf.customer(account);
    }
    limit(&mut shelf, "HQ", 100_000);
    bill_to(&mut shelf, "S1", Some("HQ"));
    bill_to(&mut shelf, "S2", Some("HQ"));
    shelf
}

/// Both shops order on the credit of the head office; an own limit of a shop is not looked at.
#[test]
fn orders_are_checked_on_the_invoice_account() {
    let mut shelf = chain_store();
    limit(&mut shelf, "S2", 5_000_000);
    let first = check(&mut shelf, "A-1", "S1", 60_000, "confirmation");
    assert_eq!(
        (&first["verdict"], &first["account"], &first["ordered_by"]),
        (&json!("allow"), &json!("HQ"), &json!("S1"))
    );
    let second = check(&mut shelf, "A-2", "S2", 50_000, "confirmation");
    assert_eq!(second["verdict"], json!("hold"), "600 and 500 of 1,000");
    assert_eq!(codes(&second), ["limit_used_customer"]);
    assert_eq!(hold(&mut shelf)["account"], json!("HQ"));
    let own = check(&mut shelf, "A-3", "HQ", 30_000, "confirmation");
    assert_eq!(
        own["verdict"],
        json!("hold"),
        "600, 300, and 500 that wait for a decision"
    );
    assert_eq!(own["ordered_by"], json!(null));
    assert_sound(&mut shelf);
}

/// The exposure of the head office has the orders of the shops; the shops have none.
#[test]
fn open_orders_count_in_the_exposure_of_the_invoice_account() {
    let mut shelf = chain_store();
    order(&mut shelf, "A-1", "S1", 40_000);
    let file = format!("{HEAD}A-2;S2;2026-03-01;confirmed;300,00;EUR;;\n");
    import(&mut shelf, "orders.csv", &file);
    assert_eq!(state(&mut shelf, "A-2"), "passed");
    let exposure = |shelf: &mut Shelf, account: &str| {
        shelf.call("credit.exposure", json!({"account": account}))["total_minor"].clone()
    };
    assert_eq!(exposure(&mut shelf, "HQ"), json!(70_000));
    assert_eq!(exposure(&mut shelf, "S1"), json!(0));
    for (number, by) in [("A-1", "S1"), ("A-2", "S2")] {
        let order = shelf.call("orders.get", json!({"order_no": number}));
        assert_eq!(
            (&order["account"], &order["ordered_by"]),
            (&json!("HQ"), &json!(by))
        );
    }
    let file = shelf.call("credit.get", json!({"account": "HQ"}));
    assert_eq!(file["order_customers"], json!(["S1", "S2"]));
    assert_sound(&mut shelf);
}

/// An order that came before the customer had an invoice account stays where it is, and its next file finds it.
#[test]
fn an_earlier_order_stays_on_its_account() {
    let mut shelf = Shelf::new("2026-03-02");
    for account in ["HQ", "S1"] {
        shelf.customer(account);
        limit(&mut shelf, account, 100_000);
    }
    let file = |amount: &str| format!("{HEAD}A-1;S1;2026-03-01;confirmed;{amount};EUR;;\n");
    import(&mut shelf, "a.csv", &file("300,00"));
    bill_to(&mut shelf, "S1", Some("HQ"));
    let done = import(&mut shelf, "b.csv", &file("350,00"));
    assert_eq!(done["batches"][0]["counts"]["changed"], json!(1));
    let order = shelf.call("orders.get", json!({"order_no": "A-1"}));
    assert_eq!(
        (&order["account"], &order["amount_minor"]),
        (&json!("S1"), &json!(35_000))
    );
    assert_eq!(
        check(&mut shelf, "A-1", "S1", 35_000, "confirmation")["account"],
        json!("S1")
    );
    assert_eq!(
        check(&mut shelf, "A-2", "S1", 10_000, "confirmation")["account"],
        json!("HQ")
    );
    bill_to(&mut shelf, "S1", None);
    assert_eq!(
        check(&mut shelf, "A-3", "S1", 10_000, "confirmation")["account"],
        json!("S1")
    );
    assert_sound(&mut shelf);
}

/// Nobody is billed for itself by another account, or over two corners; a closed head office gets no orders.
#[test]
fn what_is_no_invoice_account_is_refused() {
    let mut shelf = chain_store();
    shelf.customer("X");
    for (account, named, code) in [
        ("S1", "S1", "invoice_account_self"),
        ("X", "S1", "invoice_account_chain"),
        ("HQ", "X", "invoice_account_chain"),
        ("X", "nobody", "unknown_customer"),
    ] {
        let request = attributes(&mut shelf, account, Some(named));
        let refusal = shelf.try_call("credit.save", request).unwrap_err();
        assert_eq!(
            (refusal.code.as_str(), &refusal.args["field"]),
            (code, &json!("invoice_account"))
        );
    }
    shelf.call(
        "credit.set_status",
        json!({"account": "HQ", "status": "CLOSED", "reason": "REVIEW"}),
    );
    let request = json!({"order_no": "A-9", "order": {"account": "S1", "amount_minor": 100}});
    assert_eq!(
        shelf.try_call("orders.check", request).unwrap_err().code,
        "customer_closed"
    );
    assert_sound(&mut shelf);
}
