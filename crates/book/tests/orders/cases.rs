//! Acceptance cases from the book to the answer: the engine's own tests prove the rules from a snapshot, these prove that what
//! stands in the book reaches them.

use book::ledger::{DisputedFlag, DueDay, TransactionFact};
use engine::account::Kind;
use serde_json::{Value, json};

use crate::shelf::Shelf;
use crate::{check, codes, credit, hold, limit, no_rules, parameters, rule};

/// A customer with a limit, and one rule.
fn ruled(today: &str, limit_minor: i64, rule_type: &str, values: Value) -> (Shelf, i64) {
    let mut shelf = Shelf::new(today);
    let customer = shelf.customer("1");
    limit(&mut shelf, "1", limit_minor);
    no_rules(&mut shelf);
    rule(&mut shelf, rule_type, values);
    (shelf, customer)
}

fn verdict(shelf: &mut Shelf, minor: i64) -> Value {
    check(shelf, "A-1", "1", minor, "confirmation")["verdict"].clone()
}

fn attributes(shelf: &mut Shelf, account: &str, changes: &Value) {
    let mut all = shelf.call("credit.get", json!({"account": account}))["attributes"].clone();
    for (name, value) in changes.as_object().unwrap() {
        all[name] = value.clone();
    }
    shelf.call(
        "credit.save",
        json!({"account": account, "attributes": all, "reason": "REVIEW"}),
    );
}

fn share(shelf: &mut Shelf, limit: i64, members: &[&str]) {
    credit(shelf, &json!({"manual_editing": true}));
    shelf.call(
        "credit.shared_save",
        json!({
            "code": "HOLDING", "description": "Holding", "limit_minor": limit, "currency": "EUR", "to_on": "2026-12-31",
            "use_days_overdue": false,
        }),
    );
    credit(shelf, &json!({"manual_editing": false}));
    for account in members {
        let member = json!({"group": "HOLDING", "account": account});
        shelf.call("credit.shared_join", member);
    }
}

/// C-4 to C-8: what an order meets inside a group with a limit of 15,000.
#[test]
fn c_4_to_c_8_orders_in_a_group() {
    let (own, group) = ("limit_used_customer", "limit_used_group");
    for (case, limit_minor, changes, order, reasons) in [
        ("C-4", 1_000_000, json!({}), 1_000_000, vec![]),
        ("C-4", 1_000_000, json!({}), 1_000_001, vec![own]),
        ("C-5", 2_000_000, json!({}), 1_500_100, vec![group]),
        ("C-6", 0, json!({"mandatory": true}), 1, vec![own]),
        ("C-7", 0, json!({"unlimited": true}), 9_999_900, vec![]),
        ("C-8", 0, json!({}), 1_500_000, vec![]),
        ("C-8", 0, json!({}), 1_500_001, vec![group]),
    ] {
        let used = json!({"used_bp": 10_000});
        let (mut shelf, _) = ruled("2026-03-02", limit_minor, "limit_used", used);
        attributes(&mut shelf, "1", &changes);
        share(&mut shelf, 1_500_000, &["1"]);
        let answer = check(&mut shelf, "A-1", "1", order, "confirmation");
        assert_eq!(codes(&answer), reasons, "{case} {order}");
        let expected = if reasons.is_empty() { "allow" } else { "hold" };
        assert_eq!(answer["verdict"], json!(expected), "{case} {order}");
    }
}

/// C-9: a typed 0 holds any order. C-10: with credit management off it is unlimited.
#[test]
fn c_9_and_c_10_an_order_against_a_typed_zero() {
    let used = json!({"used_bp": 10_000});
    let (mut shelf, _) = ruled("2026-03-02", 0, "limit_used", used);
    assert_eq!(verdict(&mut shelf, 1), json!("hold"));
    // Spec 11 §3: above a limit of 0 is "over limit", and not as blank as where no limit is set.
    let row = hold(&mut shelf);
    assert_eq!(
        (&row["over_limit"], &row["used_bp"]),
        (&json!(true), &json!(null))
    );
    let path = shelf.folder.path().join("holds.json");
    shelf.call("holds.write", json!({"path": path, "format": "json"}));
    let written: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    assert_eq!(written[0]["over_limit"], json!(true));
    credit(&mut shelf, &json!({"credit_management": false}));
    let answer = check(&mut shelf, "A-2", "1", 99_999_900, "confirmation");
    assert_eq!(
        (&answer["verdict"], &answer["may_go_on"]),
        (&json!("allow"), &json!(true))
    );
}

/// C-33: limit 10,000, open invoices 6,000, a payment of 2,000 for the order that is not applied: the order of 5,000 is tested
/// as 3,000, the exposure as 9,000, and the payment is not deducted once more.
#[test]
fn c_33_a_payment_for_the_order_counts_once() {
    let used = json!({"used_bp": 9_000});
    let (mut shelf, customer) = ruled("2026-03-02", 1_000_000, "limit_used", used);
    shelf.invoice(customer, "R-1", "2026-02-20", "2026-03-20", 600_000);
    shelf.act(|act, ledger| {
        let payment = TransactionFact {
            customer_id: customer,
            kind: Kind::Payment,
            document_no: "P-1",
            external_key: None,
            transaction_on: "2026-03-01",
            document_on: "2026-03-01",
            due_on: "2026-03-01",
            due: DueDay::Given,
            currency: "EUR",
            amount_minor: -200_000,
            disputed: DisputedFlag::No,
            order_no: Some("A-1"),
            text: None,
        };
        ledger.transaction(act, &payment).unwrap();
    });
    let ask = |shelf: &mut Shelf, number: &str, minor: i64| {
        let order = json!({"account": "1", "amount_minor": minor, "prepaid_minor": 200_000});
        let request = json!({"order_no": number, "step": "confirmation", "order": order});
        shelf.call("orders.try", request)
    };
    let answer = ask(&mut shelf, "A-1", 500_000);
    assert_eq!(
        (&answer["tested_minor"], &answer["exposure_minor"]),
        (&json!(300_000), &json!(900_000))
    );
    assert_eq!(answer["verdict"], json!("allow"), "90 % is not above 90 %");
    assert_eq!(ask(&mut shelf, "A-1", 500_001)["verdict"], json!("hold"));
}

/// H-3, H-4, H-5, H-9, H-11: exclusions as they are set up.
#[test]
fn h_3_to_h_5_h_9_and_h_11_exclusions_of_the_customer() {
    let exclusion = |rule_type: &str, release: bool, values: Value| {
        let mut row = json!({"kind": "exclusion", "release": release});
        for (name, value) in values.as_object().unwrap() {
            row[name] = value.clone();
        }
        (rule_type.to_owned(), row)
    };
    let amount = |minor: i64, release: bool| {
        let values = json!({
            "level": "table", "account": "1", "value_type": "amount", "amount_minor": minor,
        });
        exclusion("days_overdue", release, values)
    };
    let laxer = json!({"level": "table", "account": "1", "days": 90});
    let small = json!({"amount_minor": 50_000});
    for (case, row, overdue, order, expected) in [
        ("H-3", amount(100_000, false), 80_000, 100, "hold"),
        ("H-4", amount(100_000, true), 99_900, 100, "allow"),
        ("H-4", amount(100_000, true), 100_000, 100, "hold"),
        ("H-5", amount(250_000, true), 240_000, 100, "allow"),
        ("H-5", amount(250_000, true), 260_000, 100, "hold"),
        (
            "H-9",
            ("days_overdue".to_owned(), laxer),
            80_000,
            100,
            "hold",
        ),
        (
            "H-11",
            exclusion("sales_order", true, small.clone()),
            80_000,
            40_000,
            "allow",
        ),
        (
            "H-11",
            exclusion("sales_order", true, small),
            80_000,
            50_000,
            "hold",
        ),
    ] {
        let days = json!({"days": 61});
        let (mut shelf, customer) = ruled("2026-03-16", 100_000_000, "days_overdue", days);
        // 75 days overdue.
        shelf.invoice(customer, "R-1", "2025-12-01", "2025-12-31", overdue);
        rule(&mut shelf, &row.0, row.1);
        assert_eq!(
            verdict(&mut shelf, order),
            json!(expected),
            "{case} {overdue} {order}"
        );
    }
}

/// H-6, H-7, H-8: an exclusion of the group shields All, not the group's and not the customer's own rows.
#[test]
fn h_6_to_h_8_only_less_specific_levels_are_shielded() {
    for (case, level, expected) in [
        ("H-6", json!({"level": "group", "group": "KEY"}), "hold"),
        ("H-7", json!({"level": "all"}), "allow"),
        ("H-8", json!({"level": "table", "account": "1"}), "hold"),
    ] {
        let mut shelf = Shelf::new("2026-03-16");
        let customer = shelf.customer("1");
        limit(&mut shelf, "1", 100_000_000);
        no_rules(&mut shelf);
        shelf.call(
            "credit.group_save",
            json!({"code": "KEY", "description": ""}),
        );
        attributes(&mut shelf, "1", &json!({"group": "KEY"}));
        shelf.invoice(customer, "R-1", "2025-12-01", "2025-12-31", 80_000);
        let mut blocking = level;
        blocking["days"] = json!(10);
        rule(&mut shelf, "days_overdue", blocking);
        let shield = json!({"level": "group", "group": "KEY", "kind": "exclusion", "days": 100});
        rule(&mut shelf, "days_overdue", shield);
        assert_eq!(verdict(&mut shelf, 100), json!(expected), "{case}");
    }
}

/// H-12, H-13: both values must be exceeded.
#[test]
fn h_12_and_h_13_overdue_amount_and_share_of_the_limit() {
    for (overdue, order, expected) in [
        (400_000, 200_000, "allow"),
        (400_000, 400_000, "hold"),
        (290_000, 610_000, "allow"),
    ] {
        let values = json!({"amount_minor": 300_000, "used_bp": 7_000});
        let (mut shelf, customer) = ruled("2026-03-02", 1_000_000, "overdue_amount", values);
        shelf.invoice(customer, "R-1", "2026-01-01", "2026-02-10", overdue);
        assert_eq!(
            verdict(&mut shelf, order),
            json!(expected),
            "{overdue} {order}"
        );
    }
}

/// H-14: members without a limit of their own share 10,000, of which A has used 8,000.
#[test]
fn h_14_a_member_meets_what_the_others_used() {
    for (order, expected) in [(199_900, "allow"), (200_000, "allow"), (200_100, "hold")] {
        let used = json!({"used_bp": 10_000});
        let (mut shelf, _) = ruled("2026-03-02", 0, "limit_used", used);
        let other = shelf.customer("A");
        limit(&mut shelf, "A", 0);
        share(&mut shelf, 1_000_000, &["1", "A"]);
        shelf.invoice(other, "R-1", "2026-02-20", "2026-03-20", 800_000);
        assert_eq!(verdict(&mut shelf, order), json!(expected), "{order}");
        if expected == "hold" {
            group_on_the_page(&mut shelf);
        }
    }
}

/// The page of the hold compares what the rule compared: the limit of the group with the exposure of all members, 8,000 and
/// the order, not with that of the one customer.
fn group_on_the_page(shelf: &mut Shelf) {
    let id = hold(shelf)["hold_id"].clone();
    let shown = shelf.call("holds.explain", json!({"hold_id": id}));
    assert_eq!(shown["exposure_minor"], json!(200_100), "its own");
    let limits = shown["limits"].as_array().unwrap();
    assert_eq!(limits.len(), 1, "its own limit is not tested: {limits:?}");
    assert!(limits[0]["group"].is_string());
    assert_eq!(
        (
            &limits[0]["limit_minor"],
            &limits[0]["exposure_minor"],
            &limits[0]["left_minor"]
        ),
        (&json!(1_000_000), &json!(1_000_100), &json!(-100))
    );
}

/// H-17: ten days after the expiry. H-18: a blank expiry by the parameter.
#[test]
fn h_17_and_h_18_an_expired_limit() {
    for (expires, day, ignore, expected) in [
        (json!("2026-03-01"), "2026-03-11", true, "allow"),
        (json!("2026-03-01"), "2026-03-12", true, "hold"),
        (json!(null), "2026-03-12", true, "allow"),
        (json!(null), "2026-03-12", false, "hold"),
    ] {
        let days = json!({"days": 10});
        let (mut shelf, _) = ruled("2026-02-01", 1_000_000, "limit_expired", days);
        credit(&mut shelf, &json!({"manual_editing": true}));
        let typed = json!({
            "account": "1", "limit_minor": 1_000_000, "expires_on": expires, "reason": "REVIEW",
        });
        shelf.call("credit.set_limit", typed);
        parameters(&mut shelf, &json!({"ignore_blank_expiry": ignore}));
        shelf.set_today(day);
        assert_eq!(verdict(&mut shelf, 100), json!(expected), "{expires} {day}");
    }
}

/// H-39: with the order 130,000; in all 104 % of 125,000, uninsured 80 % of 100,000.
#[test]
fn h_39_the_measure_of_a_rule_about_the_limit() {
    for (measure, expected) in [("total", "hold"), ("uninsured", "allow")] {
        let used = json!({"used_bp": 10_000, "measure": measure});
        let (mut shelf, customer) = ruled("2026-03-02", 10_000_000, "limit_used", used);
        shelf.call(
            "credit.cover_type_save",
            json!({"kind": "coverage", "code": "TRADE", "description": ""}),
        );
        let policy = json!({
            "id": 0, "identifier": "insurance", "party": "Assekuranz AG", "coverage": "TRADE", "policy_no": "P-1",
            "effective_on": "2026-01-01", "expires_on": null, "value_minor": 5_000_000, "currency": "EUR",
            "update_bp": 5_000, "included_in_exposure": false,
        });
        shelf.call(
            "credit.policy_save",
            json!({"account": "1", "policy": policy}),
        );
        shelf.invoice(customer, "R-1", "2026-02-20", "2026-03-20", 9_000_000);
        assert_eq!(verdict(&mut shelf, 4_000_000), json!(expected), "{measure}");
        if expected == "hold" {
            insured_on_the_page(&mut shelf);
        }
    }
}

/// Spec 10 §6: the page of the hold shows what is insured of the exposure and what is not, and beside the limit what rules
/// on the uninsured part compare: 80,000 of 100,000.
fn insured_on_the_page(shelf: &mut Shelf) {
    let id = hold(shelf)["hold_id"].clone();
    let shown = shelf.call("holds.explain", json!({"hold_id": id}));
    assert_eq!(
        (&shown["insured_minor"], &shown["uninsured_minor"]),
        (&json!(5_000_000), &json!(8_000_000))
    );
    let own = &shown["limits"][0];
    assert_eq!(own["group"], json!(null));
    assert_eq!(
        (&own["limit_minor"], &own["exposure_minor"]),
        (&json!(12_500_000), &json!(13_000_000))
    );
    assert_eq!(
        (&own["bare_minor"], &own["uninsured_minor"]),
        (&json!(10_000_000), &json!(8_000_000))
    );
}

/// H-44: a rule for the risk group High.
#[test]
fn h_44_a_rule_for_a_risk_group() {
    for (group, expected) in [("High", "hold"), ("Low", "allow")] {
        let values = json!({"days": 10, "risk_group": "High"});
        let (mut shelf, customer) = ruled(
            "2026-03-02",
            100_000_000,
            "sales_order",
            json!({"amount_minor": 90_000_000}),
        );
        shelf.invoice(customer, "R-1", "2026-01-01", "2026-02-15", 80_000);
        shelf.call(
            "risk.group_save",
            json!({"code": group, "description": "", "from": 0, "indicator": "bad"}),
        );
        shelf.call(
            "risk.scoring_save",
            json!({
                "code": "LAND", "description": "", "group_type": "country", "score_type": "list", "weight": 10_000,
                "lines": [{"from": null, "value": "de", "score": 10_000}],
            }),
        );
        if group == "Low" {
            shelf.call(
                "risk.group_save",
                json!({"code": "High", "description": "", "from": 900_000, "indicator": "bad"}),
            );
        }
        shelf.call("risk.update", json!({}));
        rule(&mut shelf, "days_overdue", values);
        assert_eq!(verdict(&mut shelf, 100), json!(expected), "{group}");
    }
}

fn thirty_days(net_credits: bool, exclude_disputed: bool, ignore_below_minor: i64) -> Value {
    json!({
        "days": 30,
        "overdue": {
            "net_credits": net_credits, "exclude_disputed": exclude_disputed, "ignore_below_minor": ignore_below_minor,
        },
    })
}

/// H-46: an unapplied credit covers the oldest overdue item. H-47: small items are ignored. H-48: a disputed item is left out.
#[test]
fn h_46_to_h_48_what_counts_as_overdue() {
    for (net, expected) in [(true, "allow"), (false, "hold")] {
        let values = thirty_days(net, true, 0);
        let (mut shelf, customer) = ruled("2026-03-02", 100_000_000, "days_overdue", values);
        shelf.invoice(customer, "A", "2026-01-01", "2026-01-16", 40_000);
        shelf.invoice(customer, "B", "2026-01-01", "2026-02-10", 30_000);
        shelf.payment(customer, "P", "2026-02-20", 40_000);
        assert_eq!(verdict(&mut shelf, 100), json!(expected), "H-46 {net}");
    }
    for (below, expected) in [(5_000, "allow"), (1_250, "hold")] {
        let values = thirty_days(true, true, below);
        let (mut shelf, customer) = ruled("2026-03-02", 100_000_000, "days_overdue", values);
        shelf.invoice(customer, "A", "2025-11-01", "2025-12-02", 1_250);
        assert_eq!(verdict(&mut shelf, 100), json!(expected), "H-47 {below}");
    }
    for (exclude, expected) in [(true, "allow"), (false, "hold")] {
        let values = thirty_days(true, exclude, 0);
        let (mut shelf, customer) = ruled("2026-03-02", 100_000_000, "days_overdue", values);
        let invoice = shelf.invoice(customer, "A", "2026-01-01", "2026-01-16", 40_000);
        let rows = json!([{"transaction_id": invoice, "amount_minor": null}]);
        shelf.call("disputes.open", json!({"rows": rows, "reason": "price"}));
        assert_eq!(verdict(&mut shelf, 100), json!(expected), "H-48 {exclude}");
    }
}
