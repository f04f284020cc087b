//! Rules about the account status, the terms of payment and signs of fraud, from the form to the hold (spec 12 §4.2, §4.3,
//! §4.10).

use rusqlite::named_params;
use serde_json::{Value, json};

use crate::files::{HEAD, import};
use crate::shelf::Shelf;
use crate::{assert_sound, codes, hold, holds, limit, no_rules, release, rule, state, step};

fn shelf() -> Shelf {
    let mut shelf = Shelf::new("2026-03-02");
    shelf.customer("1");
    limit(&mut shelf, "1", 100_000_000);
    no_rules(&mut shelf);
    shelf
}

/// Types an order with more fields than its amount, and checks it at its confirmation.
fn confirmed(shelf: &mut Shelf, number: &str, fields: Value) -> Value {
    let mut order = json!({"account": "1", "amount_minor": 5_000});
    for (name, value) in fields.as_object().unwrap() {
        order[name] = value.clone();
    }
    shelf.call("orders.save", json!({"order_no": number, "order": order}));
    step(shelf, number, "confirmation")
}

/// What the first reason measured beside what it was compared with.
fn ids(answer: &Value) -> (&Value, &Value) {
    let reason = &answer["reasons"][0];
    (&reason["measured"]["id"], &reason["threshold"]["id"])
}

/// Spec 12 §4.2: true where the customer has exactly this status; an exclusion for one customer shields against the rule for
/// everybody.
#[test]
fn the_account_status_of_the_customer() {
    let mut shelf = shelf();
    rule(&mut shelf, "account_status", json!({"status": "WATCH"}));
    let answer = confirmed(&mut shelf, "A-1", json!({}));
    assert_eq!(answer["verdict"], json!("allow"), "no status");
    for (number, status, held) in [("A-2", "WATCH", true), ("A-3", "NORMAL", false)] {
        let given = json!({"account": "1", "status": status, "reason": "REVIEW"});
        shelf.call("credit.set_status", given);
        let answer = confirmed(&mut shelf, number, json!({}));
        assert_eq!(answer["verdict"] == json!("hold"), held, "{status}");
        if held {
            assert_eq!(codes(&answer), ["account_status"]);
            assert_eq!(ids(&answer), (&json!("WATCH"), &json!("WATCH")));
        }
    }
    // The hold of A-2 knows that its reason is over.
    assert_eq!(hold(&mut shelf)["ready"], json!(true));
    shelf.call(
        "credit.set_status",
        json!({"account": "1", "status": "WATCH", "reason": "REVIEW"}),
    );
    assert_eq!(hold(&mut shelf)["ready"], json!(false));
    let mine = json!({"status": "WATCH", "kind": "exclusion", "level": "table", "account": "1"});
    rule(&mut shelf, "account_status", mine);
    let answer = confirmed(&mut shelf, "A-4", json!({}));
    assert_eq!(answer["verdict"], json!("allow"), "shielded");
    assert_sound(&mut shelf);
}

/// Spec 12 §4.3: true where the order has these terms; an order that names none has those of its customer.
#[test]
fn the_terms_of_the_order() {
    let mut shelf = shelf();
    let terms = json!({"months": 0, "days": 90, "from": "document_day"});
    let row = json!({"id": "N90", "description": "90 days net", "terms": terms});
    shelf.call("terms.save", row);
    rule(&mut shelf, "terms_of_payment", json!({"terms": "N90"}));
    let mut ask = |number: &str, fields: Value| {
        let answer = confirmed(&mut shelf, number, fields);
        (codes(&answer), answer)
    };
    let (found, answer) = ask("A-1", json!({"terms": "N90"}));
    assert_eq!(found, ["terms_of_payment"]);
    assert_eq!(ids(&answer), (&json!("N90"), &json!("N90")));
    assert_eq!(ask("A-2", json!({"terms": "N30"})).0, [""; 0]);
    assert_eq!(ask("A-3", json!({})).0, [""; 0]);
    shelf.act(|act, _| {
        act.execute("UPDATE customers SET terms = 'N90', act_id = ?1", [act.id])
            .unwrap();
    });
    assert_eq!(
        codes(&confirmed(&mut shelf, "A-4", json!({}))),
        ["terms_of_payment"]
    );
    let row = json!({"order_no": "A-4", "order": {"account": "1", "amount_minor": 5_000, "terms": "N30"}});
    shelf.call("orders.save", row);
    shelf.call("holds.evaluate", json!({}));
    let rows = holds(&mut shelf, json!({"search": "A-4"}));
    assert_eq!(rows[0]["ready"], json!(true), "with shorter terms");
    assert_sound(&mut shelf);
}

/// An order review with one sign; the others are not looked at.
fn review(shelf: &mut Shelf, outcome: Value, signs: Value) {
    let mut all = json!({
        "average_bp": null, "newcomer_days": null, "newcomer_minor": null, "new_address": false, "suspicion": false,
    });
    for (name, value) in signs.as_object().unwrap() {
        all[name] = value.clone();
    }
    rule(
        shelf,
        "order_review",
        json!({"review": all, "outcome": outcome}),
    );
}

fn signs(answer: &Value) -> Value {
    match answer["reasons"].as_array().unwrap().as_slice() {
        [] => json!([]),
        [only] => {
            assert_eq!(only["code"], json!("order_review"));
            only["measured"]["signs"].clone()
        }
        more => panic!("{more:?}"),
    }
}

/// Spec 12 §4.10: an order far above what the customer orders otherwise: the average of the last 12 months without the order in
/// hand, and without orders that were rejected, cancelled or never more than a quotation. A customer without an order has no average.
#[test]
fn an_order_far_above_the_average() {
    let mut shelf = shelf();
    shelf.customer("2");
    review(&mut shelf, json!("hold"), json!({"average_bp": 30_000}));
    import(
        &mut shelf,
        "orders.csv",
        &format!(
            "{HEAD}O-1;1;2025-06-01;invoiced;100,00;EUR;;\nO-2;1;2025-12-01;invoiced;300,00;EUR;;\n\
             OLD;1;2025-02-27;invoiced;9000,00;EUR;;\nQ-1;1;2025-12-01;quotation;9000,00;EUR;;\n\
             GONE;1;2025-12-01;cancelled;9000,00;EUR;;\n"
        ),
    );
    let mut ask = |number: &str, account: &str, minor: i64| {
        let row = json!({"order_no": number, "order": {"account": account, "amount_minor": minor}});
        shelf.call("orders.save", row);
        let answer = step(&mut shelf, number, "confirmation");
        signs(&answer)
    };
    // 200.00 on average: three times as much is 600.00, which is not more than that.
    assert_eq!(ask("A-1", "1", 60_000), json!([]));
    // With A-1 the average is 333.33; A-2 itself is not in it.
    assert_eq!(ask("A-2", "1", 100_000), json!(["above_average"]));
    assert_eq!(
        ask("B-1", "2", 5_000_000),
        json!([]),
        "nothing to compare with"
    );
    // A rejected order is no habit: of O-1, O-2 and A-1 three times the average are 1,000.00.
    let id = holds(&mut shelf, json!({"search": "A-2"}))[0]["hold_id"].clone();
    shelf.call(
        "holds.reject",
        json!({"hold_ids": [id], "reason": "CHECKED", "comment": "too much"}),
    );
    let row = json!({"order_no": "A-3", "order": {"account": "1", "amount_minor": 100_001}});
    shelf.call("orders.save", row);
    let answer = step(&mut shelf, "A-3", "confirmation");
    assert_eq!(signs(&answer), json!(["above_average"]));
    assert_sound(&mut shelf);
}

/// Spec 12 §4.10: an address is known where it is one of the customer's, however it is spelt, or where an order went that
/// nobody holds. A second order to the new address is no less suspicious than the first.
#[test]
fn an_order_to_a_new_address() {
    let mut shelf = shelf();
    shelf.act(|act, _| {
        act.execute_batch(
            "INSERT INTO addresses (customer_id, purpose, street, postal_code, city)
             VALUES (1, 'postal', 'Am Kai 1', '20457', 'Hamburg')",
        )
        .unwrap();
    });
    review(&mut shelf, json!("hold"), json!({"new_address": true}));
    let mut ask = |number: &str, to: Value| {
        let answer = confirmed(&mut shelf, number, json!({"deliver_to": to}));
        signs(&answer)
    };
    assert_eq!(ask("A-1", json!("am kai 1 - 20457 HAMBURG")), json!([]));
    assert_eq!(ask("A-2", json!(null)), json!([]), "none is given");
    for number in ["A-3", "A-4"] {
        let found = ask(number, json!("Hinterhof 9, 20457 Hamburg"));
        assert_eq!(found, json!(["new_address"]), "{number}");
    }
    assert_eq!(state(&mut shelf, "A-4"), "on_hold");
    let first = holds(&mut shelf, json!({"search": "A-3"}))[0]["hold_id"].clone();
    release(&mut shelf, &first);
    let answer = confirmed(
        &mut shelf,
        "A-5",
        json!({"deliver_to": "Hinterhof 9, 20457 Hamburg"}),
    );
    assert_eq!(signs(&answer), json!([]), "somebody let one go there");
    assert_sound(&mut shelf);
}

/// Spec 12 §4.10: a customer since fewer than 30 days with an order above 1,000.00; both are needed.
#[test]
fn a_large_order_of_a_newcomer() {
    for (since, minor, expected) in [
        (json!("2026-02-01"), 100_001, json!(["newcomer"])),
        (json!("2026-02-01"), 100_000, json!([])),
        (json!("2026-01-31"), 100_001, json!([])),
        (json!(null), 100_001, json!([])),
    ] {
        let mut shelf = shelf();
        shelf.act(|act, _| {
            act.execute(
                "UPDATE customers SET customer_since = :since, act_id = :act",
                named_params! {":since": since.as_str(), ":act": act.id},
            )
            .unwrap();
        });
        review(
            &mut shelf,
            json!("hold"),
            json!({"newcomer_days": 30, "newcomer_minor": 100_000}),
        );
        let answer = confirmed(&mut shelf, "A-1", json!({"amount_minor": minor}));
        assert_eq!(signs(&answer), expected, "{since} {minor}");
        let held = answer["verdict"] == json!("hold");
        assert_eq!(held, expected != json!([]));
    }
}

/// Spec 12 §4.10: a flag that another system sets, typed or in a file.
#[test]
fn an_order_that_another_system_suspects() {
    let mut shelf = shelf();
    review(&mut shelf, json!("hold"), json!({"suspicion": true}));
    for (number, flag, expected) in [
        ("A-1", "flagged", json!(["suspicion"])),
        ("A-2", "clear", json!([])),
        ("A-3", "not_given", json!([])),
    ] {
        let answer = confirmed(&mut shelf, number, json!({"suspicion": flag}));
        assert_eq!(signs(&answer), expected, "{flag}");
    }
    let head = HEAD.replace('\n', ";Suspicious\n");
    let row =
        |number: &str, flag: &str| format!("{number};1;2026-03-01;confirmed;60,00;EUR;;;{flag}\n");
    let text = format!("{head}{}{}", row("F-1", "yes"), row("F-2", "no"));
    import(&mut shelf, "orders.csv", &text);
    assert_eq!(state(&mut shelf, "F-1"), "on_hold");
    assert_eq!(state(&mut shelf, "F-2"), "passed");
    assert_sound(&mut shelf);
}

/// Spec 12 §4.10: an order review only warns where nobody says that it holds, as no other type does.
#[test]
fn an_order_review_warns_by_itself() {
    let mut shelf = shelf();
    review(&mut shelf, json!(null), json!({"suspicion": true}));
    let kept = shelf.call("rules.get", json!({}))["rules"][0].clone();
    assert_eq!(kept["outcome"], json!("warn"));
    let answer = confirmed(&mut shelf, "A-1", json!({"suspicion": "flagged"}));
    assert_eq!(
        (&answer["verdict"], &answer["may_go_on"]),
        (&json!("warn"), &json!(true))
    );
    assert_eq!(signs(&answer), json!(["suspicion"]));
    let set = rule(&mut shelf, "sales_order", json!({"amount_minor": 1_000}));
    assert_eq!(set["rules"][1]["outcome"], json!("hold"));
}
