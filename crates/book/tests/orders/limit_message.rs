//! The check of the limit while credit management is off, and by hand (spec 11 §7).

use std::fs;

use serde_json::{Value, json};

use crate::decisions::held;
use crate::files::HEAD;
use crate::shelf::Shelf;
use crate::{assert_sound, check, credit, limit, order, step};

fn owing(shelf: &mut Shelf, account: &str, minor: i64) {
    let id = shelf.customer(account);
    shelf.invoice(
        id,
        &format!("R-{account}"),
        "2026-02-01",
        "2026-03-31",
        minor,
    );
}

fn figures(message: &Value) -> [&Value; 5] {
    [
        "open_minor",
        "order_minor",
        "new_minor",
        "limit_minor",
        "excess_minor",
    ]
    .map(|name| &message[name])
}

/// What the order folder answers about an order of a CSV file and one that is handed in as JSON, both far above the limit.
fn answered(shelf: &mut Shelf) -> [String; 2] {
    let (orders, decisions) = (
        shelf.folder.path().join("in"),
        shelf.folder.path().join("out"),
    );
    fs::create_dir(&orders).unwrap();
    fs::create_dir(&decisions).unwrap();
    shelf.call(
        "orders.folder_set",
        json!({"orders": orders, "decisions": decisions, "format": "json"}),
    );
    let row = "C-1;1;2026-03-01;confirmed;600,00;EUR;;\n";
    fs::write(orders.join("a.csv"), format!("{HEAD}{row}")).unwrap();
    let given = json!([{"order_no": "J-1", "step": "confirmation", "order": {"account": "1", "amount_minor": 60_000}}]);
    fs::write(orders.join("b.json"), given.to_string()).unwrap();
    std::thread::sleep(std::time::Duration::from_millis(1_100));
    shelf.call("orders.answer", json!({}));
    ["a.csv", "b.json"].map(|name| {
        let path = decisions.join(format!("{name}.decisions.json"));
        let rows: Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
        assert_eq!(rows[0]["reasons"], json!(["credit_limit_exceeded"]));
        rows[0]["decision"].as_str().unwrap().to_owned()
    })
}

/// C-24, spec 12 §5 step 1: management off, limit 100.00, open 60.00, order 50.00: the message has the figures. As a
/// warning the order goes on, as an error it stops. No rule is run and nothing is held.
#[test]
fn c_24_the_message_while_credit_management_is_off() {
    for (message, goes_on, decision) in [("warning", true, "warn"), ("error", false, "stop")] {
        let mut shelf = Shelf::new("2026-03-02");
        owing(&mut shelf, "1", 6_000);
        limit(&mut shelf, "1", 10_000);
        credit(
            &mut shelf,
            &json!({"credit_management": false, "message": message}),
        );
        order(&mut shelf, "A-1", "1", 5_000);
        for command in ["orders.try", "orders.check"] {
            let answer = shelf.call(
                command,
                json!({"order_no": "A-1", "step": "confirmation", "perform": true}),
            );
            assert_eq!(answer["verdict"], json!("allow"));
            assert_eq!(answer["ended"], json!("credit_management_off"));
            assert_eq!(answer["may_go_on"], json!(goes_on), "{message}");
            let said = &answer["limit"];
            assert_eq!(
                (&said["order_no"], &said["outcome"]),
                (&json!("A-1"), &json!("exceeded"))
            );
            let expected = [6_000, 5_000, 11_000, 10_000, 1_000].map(|minor| json!(minor));
            assert_eq!(figures(said), expected.each_ref());
        }
        let stood = shelf.call("orders.get", json!({"order_no": "A-1"}))["step"].clone();
        assert_eq!(stood == json!("confirmation"), goes_on, "{stood}");
        assert_eq!(answered(&mut shelf), [decision, decision]);
        assert_sound(&mut shelf);
    }
}

/// C-24 as the cases have it: type *None* and a mandatory limit of 1,000.00: the 900.00 that are owed and an order of 200.00 are
/// compared with it, another open order of 5,000.00 is not in the balance. Without *Mandatory* nothing is tested.
#[test]
fn c_24_type_none_compares_a_mandatory_limit_with_the_balance() {
    for (message, goes_on) in [("warning", true), ("error", false)] {
        let mut shelf = Shelf::new("2026-03-02");
        owing(&mut shelf, "1", 90_000);
        limit(&mut shelf, "1", 100_000);
        credit(
            &mut shelf,
            &json!({"credit_management": false, "limit_type": {"type": "none"}, "message": message}),
        );
        order(&mut shelf, "OTHER", "1", 500_000);
        order(&mut shelf, "A-1", "1", 20_000);
        let asked = json!({"order_no": "A-1"});
        let said = shelf.call("orders.check_limit", asked.clone());
        assert_eq!(said["outcome"], json!("no_limit"), "not mandatory");
        let mut attributes =
            shelf.call("credit.get", json!({"account": "1"}))["attributes"].clone();
        attributes["mandatory"] = json!(true);
        shelf.call(
            "credit.save",
            json!({"account": "1", "attributes": attributes, "reason": "REVIEW"}),
        );
        let expected = [90_000, 20_000, 110_000, 100_000, 10_000].map(|minor| json!(minor));
        let said = shelf.call("orders.check_limit", asked);
        assert_eq!(figures(&said), expected.each_ref());
        let answer = step(&mut shelf, "A-1", "confirmation");
        assert_eq!(answer["ended"], json!("credit_management_off"));
        assert_eq!(figures(&answer["limit"]), expected.each_ref());
        assert_eq!(answer["limit"]["outcome"], json!("exceeded"));
        assert_eq!(answer["may_go_on"], json!(goes_on), "{message}");
        assert_sound(&mut shelf);
    }
}

/// C-24: while it is off, a limit of 0 and one that is not set are unlimited.
#[test]
fn c_24_zero_is_unlimited_while_it_is_off() {
    for given in [None, Some(0)] {
        let mut shelf = Shelf::new("2026-03-02");
        owing(&mut shelf, "1", 6_000);
        if let Some(minor) = given {
            limit(&mut shelf, "1", minor);
        }
        credit(
            &mut shelf,
            &json!({"credit_management": false, "message": "error"}),
        );
        let answer = check(&mut shelf, "B-1", "1", 5_000_000, "confirmation");
        assert_eq!(answer["limit"]["outcome"], json!("no_limit"));
        assert_eq!(answer["may_go_on"], json!(true));
    }
}

/// Spec 11 §7: *Check credit limit* on an order at any time, also while rules decide: the same figures, nothing is kept, and
/// the answer of a check has no message besides its reasons.
#[test]
fn the_limit_of_an_order_is_checked_by_hand() {
    let mut shelf = held("2026-03-02");
    credit(&mut shelf, &json!({"message": "error"}));
    let checks = shelf.number("SELECT COUNT(*) FROM order_checks");
    let said = shelf.call("orders.check_limit", json!({"order_no": "A-1"}));
    let expected = [0, 15_000, 15_000, 10_000, 5_000].map(|minor| json!(minor));
    assert_eq!(figures(&said), expected.each_ref());
    assert_eq!(
        (&said["outcome"], &said["message"]),
        (&json!("exceeded"), &json!("warning"))
    );
    assert_eq!(shelf.number("SELECT COUNT(*) FROM order_checks"), checks);
    assert_eq!(
        step(&mut shelf, "A-1", "confirmation")["limit"],
        json!(null)
    );
    let given = json!({"order_no": "N-1", "order": {"account": "1", "amount_minor": 1_000}});
    let said = shelf.call("orders.check_limit", given);
    assert_eq!(said["outcome"], json!("exceeded"), "the held order counts");
}
