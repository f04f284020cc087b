//! The rule test: other rules over stored checks, against what became of the customers; by a naive recount.

use engine::account::Kind;
use serde_json::{Value, json};

use crate::shelf::{Document, Shelf};
use crate::{check, limit, no_rules, rule};

/// 60 customers, each with an order of (n × 100.00) in January; every third one never pays the invoice that followed: of half
/// of them it is written off within days of its due day, so that nothing of it is open any more.
fn sample() -> Shelf {
    let mut shelf = Shelf::new("2026-01-10");
    no_rules(&mut shelf);
    for n in 1..=60_i64 {
        let account = n.to_string();
        let customer = shelf.customer(&account);
        limit(&mut shelf, &account, 100_000_000);
        check(
            &mut shelf,
            &format!("A-{n}"),
            &account,
            n * 10_000,
            "confirmation",
        );
        let number = format!("R-{n}");
        let invoice = shelf.invoice(customer, &number, "2026-01-12", "2026-02-11", n * 10_000);
        if n % 3 != 0 {
            let payment = shelf.payment(customer, &format!("Z-{n}"), "2026-02-20", n * 10_000);
            shelf.settle(invoice, payment, "2026-02-20", n * 10_000);
        } else if n % 2 != 0 {
            let gone = shelf.document(Document {
                customer,
                kind: Kind::Other,
                number: &format!("W-{n}"),
                on: "2026-02-20",
                due: "2026-02-20",
                currency: "EUR",
                minor: -n * 10_000,
            });
            shelf.settle(invoice, gone, "2026-02-20", n * 10_000);
        }
    }
    shelf.set_today("2026-06-30");
    shelf
}

/// The first delivery of an order is invoiced before its last check: an invoice of the day of the first check or later counts,
/// however often the order was checked since.
#[test]
fn bad_debts_count_from_the_first_check() {
    let mut shelf = sample();
    shelf.set_today("2026-04-01");
    check(&mut shelf, "A-60", "60", 600_000, "packing_slip");
    shelf.set_today("2026-06-30");
    let tested = shelf.call("rules.test", json!({"months": 6, "rules": []}));
    assert_eq!(
        (&tested["checks"], &tested["orders"]),
        (&json!(61), &json!(60))
    );
    let total = &tested["totals"][0];
    assert_eq!(
        (&total["orders"], &total["bad_orders"]),
        (&json!(60), &json!(20))
    );
}

/// A new rule *order above 3,000.00* over the last months: 30 orders would have been held, 10 of them bad debts, as a recount
/// by hand says. Nothing of the test is in the book.
#[test]
fn a_rule_is_tried_over_the_last_months() {
    let mut shelf = sample();
    let before = shelf.number("SELECT COUNT(*) FROM hold_policies");
    let acts = shelf.number("SELECT COUNT(*) FROM audit");
    let new = json!({
        "id": 0, "rule_type": "sales_order", "level": "all", "kind": "blocking", "active": true, "amount_minor": 300_000,
    });
    let tested = shelf.call("rules.test", json!({"months": 6, "rules": [new]}));
    assert_eq!(shelf.number("SELECT COUNT(*) FROM hold_policies"), before);
    assert_eq!(shelf.number("SELECT COUNT(*) FROM audit"), acts);
    assert_eq!(
        (&tested["checks"], &tested["orders"]),
        (&json!(60), &json!(60))
    );
    let held: Vec<i64> = (1..=60).filter(|n| n * 10_000 > 300_000).collect();
    let bad: Vec<i64> = held.iter().copied().filter(|n| n % 3 == 0).collect();
    assert!(
        (1..=60).filter(|n| n % 3 == 0).count() >= 20,
        "at least 20 bad debts"
    );
    let total = |before: &str, after: &str| -> Value {
        tested["totals"]
            .as_array()
            .unwrap()
            .iter()
            .find(|total| total["before"] == json!(before) && total["after"] == json!(after))
            .unwrap()
            .clone()
    };
    let caught = total("allow", "hold");
    assert_eq!(caught["orders"], json!(held.len()));
    assert_eq!(
        caught["amount_minor"],
        json!(held.iter().sum::<i64>() * 10_000)
    );
    assert_eq!(caught["bad_orders"], json!(bad.len()));
    assert_eq!(caught["bad_minor"], json!(bad.iter().sum::<i64>() * 10_000));
    let missed = total("allow", "allow");
    assert_eq!(missed["bad_orders"], json!(20 - bad.len()));
    assert_eq!(tested["changed"].as_array().unwrap().len(), held.len());
    assert_eq!(tested["changed"][0]["order_no"], json!("A-60"));
    assert_eq!(tested["changed"][0]["bad"], json!(true));
}

/// The other way: without a rule that holds, its orders would have gone.
#[test]
fn a_rule_is_left_out() {
    let mut shelf = Shelf::new("2026-01-10");
    no_rules(&mut shelf);
    let set = rule(&mut shelf, "sales_order", json!({"amount_minor": 100}));
    shelf.customer("1");
    limit(&mut shelf, "1", 100_000_000);
    check(&mut shelf, "A-1", "1", 5_000, "confirmation");
    let id = set["rules"][0]["id"].clone();
    let tested = shelf.call("rules.test", json!({"months": 1, "without": [id]}));
    assert_eq!(tested["changed"][0]["before"], json!("hold"));
    assert_eq!(tested["changed"][0]["after"], json!("allow"));
    let refusal = shelf.try_call("rules.test", json!({"months": 0}));
    assert_eq!(refusal.unwrap_err().code, "rule_value_range");
}

/// The step can be chosen: only checks at it are tried.
#[test]
fn a_rule_is_tried_at_one_step() {
    let mut shelf = Shelf::new("2026-01-10");
    no_rules(&mut shelf);
    shelf.customer("1");
    limit(&mut shelf, "1", 100_000_000);
    check(&mut shelf, "A-1", "1", 5_000, "entry");
    check(&mut shelf, "A-1", "1", 5_000, "confirmation");
    check(&mut shelf, "A-2", "1", 5_000, "packing_slip");
    for (step, checks) in [
        (json!(null), 3),
        (json!("confirmation"), 1),
        (json!("packing_slip"), 1),
        (json!("invoice"), 0),
    ] {
        let tested = shelf.call("rules.test", json!({"months": 1, "step": step}));
        assert_eq!(tested["checks"], json!(checks), "{step}");
    }
}

/// A rule that asks for what no rule of then asked: a rate of its currency on the day of the check, and the average order of the
/// year before it. Both are looked up, so that the test says what the rule would have said.
#[test]
fn a_tried_rule_asks_for_what_no_check_kept() {
    let mut shelf = sample();
    shelf.call(
        "rates.save",
        json!({"rate_type": "default", "from": "USD", "to": "EUR", "valid_from": "2026-01-01", "rate": "0.5"}),
    );
    let in_dollars = json!({
        "id": 0, "rule_type": "sales_order", "level": "all", "kind": "blocking", "active": true, "amount_minor": 300_000,
        "currency": "USD",
    });
    let held = |tested: &Value| -> i64 {
        let totals = tested["totals"].as_array().unwrap().iter();
        totals
            .filter(|total| total["after"] == "hold")
            .map(|total| total["orders"].as_i64().unwrap())
            .sum()
    };
    let tested = shelf.call("rules.test", json!({"months": 6, "rules": [in_dollars]}));
    assert_eq!(
        held(&tested),
        45,
        "3,000 dollars were 1,500 euros: {}",
        tested["totals"]
    );
    // One customer ordered little before: its order is far above its average, that of nobody else has one.
    let act = "UPDATE orders SET ordered_on = '2025-12-01', open_minor = 0 WHERE order_no = 'OLD'";
    shelf.call(
        "orders.save",
        json!({"order_no": "OLD", "order": {"account": "60", "currency": "EUR", "amount_minor": 10_000}}),
    );
    shelf.book.file.connection.execute_batch(act).unwrap();
    let review = json!({
        "id": 0, "rule_type": "order_review", "level": "all", "kind": "blocking", "active": true,
        "outcome": "hold", "review": {
            "average_bp": 30_000, "newcomer_days": null, "newcomer_minor": null, "new_address": false, "suspicion": false,
        },
    });
    let tested = shelf.call("rules.test", json!({"months": 6, "rules": [review]}));
    assert_eq!(held(&tested), 1, "{}", tested["totals"]);
    assert_eq!(tested["changed"][0]["account"], json!("60"));
}

/// Spec 30 §7: parameters and ranks are tried as rules are: with terms ranked and the check switched on, an order with longer
/// terms than its customer's would have been held, and a blank expiry that is not ignored holds too. Nothing of it is kept.
#[test]
fn parameters_and_ranks_are_tried() {
    let mut shelf = Shelf::new("2026-01-10");
    no_rules(&mut shelf);
    shelf.customer("1");
    limit(&mut shelf, "1", 100_000_000);
    shelf.act(|act, _| {
        act.execute("UPDATE customers SET terms = 'N30'", [])
            .unwrap();
    });
    shelf.call(
        "orders.check",
        json!({
            "order_no": "A-1", "step": "confirmation",
            "order": {"account": "1", "amount_minor": 5_000, "terms": "N90"},
        }),
    );
    let stored = shelf.call("rules.get", json!({}));
    let mut parameters = stored["parameters"].clone();
    parameters["check_terms_rank"] = json!(true);
    let ranks = json!({
        "terms": [{"code": "N30", "rank": 10}, {"code": "N90", "rank": 20}], "discounts": [],
    });
    for (asked, after) in [
        (json!({"months": 1}), json!(null)),
        (json!({"months": 1, "ranks": ranks}), json!(null)),
        (
            json!({"months": 1, "parameters": parameters, "ranks": ranks}),
            json!("hold"),
        ),
    ] {
        let tested = shelf.call("rules.test", asked.clone());
        assert_eq!(tested["changed"][0]["after"], after, "{asked}");
    }
    let now = shelf.call("rules.get", json!({}));
    assert_eq!(now["parameters"], stored["parameters"]);
    assert_eq!(now["terms_ranks"], stored["terms_ranks"]);
}
