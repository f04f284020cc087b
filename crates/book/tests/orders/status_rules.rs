//! Customer rules beside those on days: their reasons, overdue amounts, and limits that have expired (spec 12 §11).

use serde_json::{Value, json};

use crate::shelf::Shelf;
use crate::{assert_sound, credit};

fn file(shelf: &mut Shelf) -> Value {
    shelf.call("credit.get", json!({"account": "1"}))
}

/// A rule that sets *Stopped* and lifts it where its condition is false; with a reason of its own.
fn rule(shelf: &mut Shelf, condition: &str, values: Value) {
    shelf.call(
        "credit.reason_save",
        json!({"kind": "status", "code": "LATE", "description": "Pays late"}),
    );
    let mut row = json!({
        "id": 0, "condition": condition, "level": "all", "act": "set", "status": "STOPPED", "reason": "LATE",
        "lift": "condition_false", "active": true,
    });
    for (name, value) in values.as_object().unwrap() {
        row[name] = value.clone();
    }
    shelf.call("customer_rules.save", row);
}

/// A night: how many statuses were set and lifted.
fn night(shelf: &mut Shelf) -> (Value, Value) {
    let done = shelf.call("customer_rules.apply", json!({}));
    (done["set"].clone(), done["lifted"].clone())
}

/// H-51: *Stopped with reason*: the row of the history that a rule writes has the reason of the rule, and so has the row by
/// which it is lifted, which says what lifted it and gives back the status before.
#[test]
fn h_51_both_rows_of_the_history_have_the_reason_of_the_rule() {
    let mut shelf = Shelf::new("2026-06-30");
    let customer = shelf.customer("1");
    let invoice = shelf.invoice(customer, "R-1", "2026-01-01", "2026-04-30", 80_000);
    rule(&mut shelf, "days_overdue", json!({"days": 60}));
    shelf.call(
        "credit.set_status",
        json!({"account": "1", "status": "WATCH", "reason": "REVIEW"}),
    );
    assert_eq!(night(&mut shelf), (json!(1), json!(0)));
    let payment = shelf.payment(customer, "Z-1", "2026-06-30", 80_000);
    shelf.settle(invoice, payment, "2026-06-30", 80_000);
    shelf.set_today("2026-07-01");
    assert_eq!(night(&mut shelf), (json!(0), json!(1)));
    let history = file(&mut shelf)["statuses"].clone();
    let shown: Vec<[&Value; 4]> = history
        .as_array()
        .unwrap()
        .iter()
        .map(|row| ["old", "new", "reason", "changed_on"].map(|name| &row[name]))
        .collect();
    let expected = [
        ["STOPPED", "WATCH", "LATE", "2026-07-01"],
        ["WATCH", "STOPPED", "LATE", "2026-06-30"],
    ];
    for (row, expected) in shown.iter().zip(expected) {
        assert_eq!(*row, expected.map(|word| json!(word)).each_ref());
    }
    let (lifted, set) = (&history[0]["by_rule"], &history[1]["by_rule"]);
    assert_eq!(
        (&set["measured"]["days"], &set["threshold"]["days"]),
        (&json!(61), &json!(60))
    );
    assert_eq!(
        (&lifted["rule_id"], &lifted["lift"], &lifted["measured"]),
        (&set["rule_id"], &json!("condition_false"), &json!(null))
    );
    assert_sound(&mut shelf);
}

/// Spec 12 §11: *overdue amount* above a value; what is exactly the value changes nothing, and one cent that is paid lifts
/// it again.
#[test]
fn the_overdue_amount() {
    for (value, stopped) in [(80_000, false), (79_999, true)] {
        let mut shelf = Shelf::new("2026-06-30");
        let customer = shelf.customer("1");
        let invoice = shelf.invoice(customer, "R-1", "2026-01-01", "2026-06-29", 80_000);
        shelf.invoice(customer, "R-2", "2026-06-01", "2026-06-30", 50_000);
        rule(&mut shelf, "overdue_amount", json!({"amount_minor": value}));
        let set = i64::from(stopped);
        assert_eq!(night(&mut shelf), (json!(set), json!(0)), "{value}");
        assert_eq!(night(&mut shelf), (json!(0), json!(0)), "twice");
        let shown = file(&mut shelf);
        assert_eq!(shown["status"] == json!("STOPPED"), stopped, "{value}");
        if !stopped {
            continue;
        }
        let by_rule = &shown["statuses"][0]["by_rule"];
        assert_eq!(
            (
                &by_rule["measured"]["minor"],
                &by_rule["threshold"]["minor"]
            ),
            (&json!(80_000), &json!(79_999)),
            "what falls due today is not overdue"
        );
        let payment = shelf.payment(customer, "Z-1", "2026-06-30", 1);
        shelf.settle(invoice, payment, "2026-06-30", 1);
        assert_eq!(night(&mut shelf), (json!(0), json!(1)));
        assert_eq!(file(&mut shelf)["status"], json!("NORMAL"));
        assert_sound(&mut shelf);
    }
}

/// Spec 12 §11: *credit limit expired*, from the day after its last day on; a limit without an end never is, and one that is
/// given anew lifts the status.
#[test]
fn a_limit_that_has_expired() {
    for (expires, stopped) in [
        (json!("2026-06-29"), true),
        (json!("2026-06-30"), false),
        (json!(null), false),
    ] {
        let mut shelf = Shelf::new("2026-06-01");
        shelf.customer("1");
        credit(&mut shelf, &json!({"manual_editing": true}));
        let mut limit = json!({"account": "1", "limit_minor": 100_000, "reason": "REVIEW", "expires_on": expires});
        shelf.call("credit.set_limit", limit.clone());
        rule(&mut shelf, "limit_expired", json!({}));
        assert_eq!(night(&mut shelf), (json!(0), json!(0)));
        shelf.set_today("2026-06-30");
        let set = i64::from(stopped);
        assert_eq!(night(&mut shelf), (json!(set), json!(0)), "{expires}");
        if !stopped {
            continue;
        }
        let by_rule = file(&mut shelf)["statuses"][0]["by_rule"].clone();
        assert_eq!(by_rule["threshold"]["on"], json!("2026-06-29"));
        limit["expires_on"] = json!("2026-12-31");
        shelf.call("credit.set_limit", limit);
        assert_eq!(night(&mut shelf), (json!(0), json!(1)));
        assert_eq!(file(&mut shelf)["status"], json!("NORMAL"));
        assert_sound(&mut shelf);
    }
}
