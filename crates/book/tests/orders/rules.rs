//! Rules as they are set up.

use serde_json::{Value, json};

use crate::shelf::Shelf;
use crate::{check, codes, limit, no_rules, rule};

fn late(days: i64) -> Shelf {
    let mut shelf = Shelf::new("2026-06-30");
    let customer = shelf.customer("1");
    limit(&mut shelf, "1", 100_000_000);
    let due = chrono::NaiveDate::from_ymd_opt(2026, 6, 30).unwrap()
        - chrono::Days::new(u64::try_from(days).unwrap());
    shelf.invoice(customer, "R-1", "2026-01-01", &due.to_string(), 80_000);
    no_rules(&mut shelf);
    shelf
}

fn verdict(shelf: &mut Shelf) -> Value {
    check(shelf, "A-1", "1", 100, "confirmation")["verdict"].clone()
}

/// H-1 and H-2: blocking at 61 days; an exclusion of 100 days for the customer shields below 100.
#[test]
fn h_1_and_h_2_days_overdue_and_an_exclusion() {
    for (days, alone, excluded) in [
        (61, "allow", "allow"),
        (62, "hold", "allow"),
        (99, "hold", "allow"),
        (100, "hold", "hold"),
        (120, "hold", "hold"),
    ] {
        let mut shelf = late(days);
        rule(&mut shelf, "days_overdue", json!({"days": 61}));
        assert_eq!(verdict(&mut shelf), json!(alone), "{days}");
        let mut shelf = late(days);
        rule(&mut shelf, "days_overdue", json!({"days": 61}));
        rule(
            &mut shelf,
            "days_overdue",
            json!({"days": 100, "kind": "exclusion", "level": "table", "account": "1"}),
        );
        assert_eq!(verdict(&mut shelf), json!(excluded), "{days}");
    }
}

/// H-36: a rule that only warns lets the order through, and the warning is kept with the check.
#[test]
fn h_36_a_warning_is_kept() {
    let mut shelf = late(75);
    rule(
        &mut shelf,
        "days_overdue",
        json!({"days": 61, "outcome": "warn"}),
    );
    let answer = check(&mut shelf, "A-1", "1", 100, "confirmation");
    assert_eq!(
        (&answer["verdict"], &answer["state"]),
        (&json!("warn"), &json!("warned"))
    );
    let shown = shelf.call("orders.explain", json!({"check_id": answer["check_id"]}));
    assert_eq!(shown["reasons"][0]["reason"]["outcome"], json!("warn"));
}

/// H-19, H-20, H-45: ranks of terms and discounts.
#[test]
fn h_19_h_20_and_h_45_ranks() {
    let mut shelf = Shelf::new("2026-03-02");
    shelf.customer("1");
    limit(&mut shelf, "1", 100_000_000);
    no_rules(&mut shelf);
    crate::parameters(
        &mut shelf,
        &json!({"check_terms_rank": true, "check_discount_rank": true}),
    );
    shelf.call(
        "rules.ranks_save",
        json!({
            "terms": [{"code": "N30", "rank": 10}, {"code": "N30b", "rank": 10}, {"code": "N60", "rank": 20}, {"code": "CASH", "rank": 5}],
            "discounts": [{"code": "D2", "rank": 10}, {"code": "D5", "rank": 20}],
        }),
    );
    shelf.act(|act, _| {
        act.execute("UPDATE customers SET terms = 'N30', act_id = ?1", [act.id])
            .unwrap();
    });
    let mut attributes = shelf.call("credit.get", json!({"account": "1"}))["attributes"].clone();
    attributes["discount"] = json!("D2");
    shelf.call(
        "credit.save",
        json!({"account": "1", "attributes": attributes}),
    );
    let ask = |shelf: &mut Shelf, terms: &str, discount: &str| {
        let answer = shelf.call(
            "orders.check",
            json!({
                "order_no": format!("{terms}{discount}"), "step": "confirmation",
                "order": {"account": "1", "amount_minor": 100, "terms": terms, "discount": discount},
            }),
        );
        codes(&answer)
    };
    assert_eq!(ask(&mut shelf, "N60", "D2"), ["terms_rank"]);
    assert_eq!(ask(&mut shelf, "N30b", "D2"), [""; 0]);
    assert_eq!(ask(&mut shelf, "CASH", "D2"), [""; 0]);
    assert_eq!(ask(&mut shelf, "N90", "D2"), ["terms_not_ranked"]);
    assert_eq!(ask(&mut shelf, "N30", "D5"), ["discount_rank"]);
    assert_eq!(ask(&mut shelf, "N30", "D9"), ["discount_not_ranked"]);
    let twice = shelf.try_call(
        "rules.ranks_save",
        json!({"terms": [{"code": "A", "rank": 1}, {"code": "A", "rank": 2}], "discounts": []}),
    );
    assert_eq!(twice.unwrap_err().code, "rank_twice");
}

/// H-10: an exclusion acts on rules of its own type only: true terms of payment shield against no days overdue, unless the
/// exclusion releases the order.
#[test]
fn h_10_an_exclusion_of_another_type_shields_nothing() {
    let mut shelf = late(62);
    rule(&mut shelf, "days_overdue", json!({"days": 61}));
    let exclusion = json!({"terms": "N30", "kind": "exclusion", "level": "table", "account": "1"});
    let set = rule(&mut shelf, "terms_of_payment", exclusion);
    let ask = |shelf: &mut Shelf, terms: &str| {
        let order = json!({"account": "1", "amount_minor": 100, "terms": terms});
        let request = json!({"order_no": "A-1", "step": "confirmation", "order": order});
        shelf.call("orders.try", request)
    };
    let answer = ask(&mut shelf, "N30");
    assert_eq!(answer["verdict"], json!("hold"));
    assert_eq!(codes(&answer), ["days_overdue"]);
    let rows = set["rules"].as_array().unwrap();
    let mut row = rows
        .iter()
        .find(|row| row["rule_type"] == json!("terms_of_payment"))
        .unwrap()
        .clone();
    row["release"] = json!(true);
    shelf.call("rules.save", row);
    assert_eq!(ask(&mut shelf, "N30")["ended"], json!("released_by_rule"));
    assert_eq!(ask(&mut shelf, "N60")["verdict"], json!("hold"));
}

/// H-19, H-20, H-45, row by row: ranks of terms and of discounts decide in the same way; what is equal or lower passes, what is
/// the customer's own passes without a rank, and whatever cannot be compared is held as *not ranked*.
#[test]
fn h_19_h_20_and_h_45_every_row_for_terms_and_for_discounts() {
    let ranks = json!([
        {"code": "N30", "rank": 10}, {"code": "N30b", "rank": 10}, {"code": "N60", "rank": 20}, {"code": "CASH", "rank": 5},
    ]);
    for kind in ["terms", "discount"] {
        let mut shelf = Shelf::new("2026-03-02");
        shelf.customer("1");
        limit(&mut shelf, "1", 100_000_000);
        no_rules(&mut shelf);
        let switch = format!("check_{kind}_rank");
        crate::parameters(&mut shelf, &json!({switch: true}));
        shelf.call(
            "rules.ranks_save",
            json!({"terms": ranks, "discounts": ranks}),
        );
        for code in ["N30", "N45"] {
            let terms = json!({"months": 0, "days": 30, "from": "document_day"});
            shelf.call(
                "terms.save",
                json!({"id": code, "description": code, "terms": terms}),
            );
        }
        for (of_customer, of_order, reason) in [
            ("N30", "N60", "rank"),
            ("N30", "N30b", ""),
            ("N30", "CASH", ""),
            ("N30", "N90", "not_ranked"),
            ("N45", "N45", ""),
            ("N45", "N30", "not_ranked"),
        ] {
            if kind == "terms" {
                shelf.act(|act, _| {
                    let sql = "UPDATE customers SET terms = ?1, act_id = ?2";
                    act.execute(sql, (of_customer, act.id)).unwrap();
                });
            } else {
                let file = shelf.call("credit.get", json!({"account": "1"}));
                let mut attributes = file["attributes"].clone();
                attributes["discount"] = json!(of_customer);
                shelf.call(
                    "credit.save",
                    json!({"account": "1", "attributes": attributes}),
                );
            }
            let mut order = json!({"account": "1", "amount_minor": 100});
            order[kind] = json!(of_order);
            let number = format!("{of_customer}-{of_order}");
            let request = json!({"order_no": number, "step": "confirmation", "order": order});
            let answer = shelf.call("orders.check", request);
            let (expected, verdict) = if reason.is_empty() {
                (vec![], "allow")
            } else {
                (vec![format!("{kind}_{reason}")], "hold")
            };
            assert_eq!(codes(&answer), expected, "{kind} {number}");
            assert_eq!(answer["verdict"], json!(verdict), "{kind} {number}");
        }
    }
}

/// Rules that repeat or contradict each other are refused by their places; the set stays as it was. A rule names only
/// what the book has.
#[test]
fn rules_that_contradict_each_other_are_refused() {
    let mut shelf = Shelf::new("2026-03-02");
    no_rules(&mut shelf);
    let set = rule(&mut shelf, "days_overdue", json!({"days": 61}));
    let mut row = set["rules"][0].clone();
    row["id"] = json!(0);
    let refusal = shelf.try_call("rules.save", row.clone()).unwrap_err();
    assert_eq!(
        (refusal.code.as_str(), &refusal.args["other"]),
        ("rule_repeats", &json!(1))
    );
    row["outcome"] = json!("warn");
    assert_eq!(
        shelf.try_call("rules.save", row.clone()).unwrap_err().code,
        "rule_contradicts"
    );
    for (field, value, code) in [
        ("days", json!(null), "value_missing"),
        ("days", json!(-1), "rule_value_range"),
        ("used_bp", json!(100), "rule_value_not_used"),
        ("group", json!("NOBODY"), "unknown_code"),
        ("release", json!(true), "rule_release_on_blocking"),
        ("currency", json!("XXY"), "unknown_currency"),
        ("to_on", json!("2020-01-01"), "limit_line_ends_first"),
    ] {
        let mut bad = row.clone();
        bad["from_on"] = json!("2026-01-01");
        bad[field] = value;
        let refusal = shelf.try_call("rules.save", bad).unwrap_err();
        assert_eq!(refusal.code, code, "{field}");
    }
    let mut unknown = row.clone();
    unknown["level"] = json!("table");
    unknown["account"] = json!("99");
    assert_eq!(
        shelf.try_call("rules.save", unknown).unwrap_err().code,
        "unknown_customer"
    );
    assert_eq!(
        shelf.call("rules.get", json!({}))["rules"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
}

/// An exclusion that does nothing is told, and an id is never used twice.
#[test]
fn notes_and_ids() {
    let mut shelf = Shelf::new("2026-03-02");
    no_rules(&mut shelf);
    let set = rule(
        &mut shelf,
        "days_overdue",
        json!({"days": 61, "kind": "exclusion"}),
    );
    assert_eq!(set["notes"][0]["code"], json!("exclusion_for_all"));
    let id = set["rules"][0]["id"].as_i64().unwrap();
    shelf.call("rules.delete", json!({"id": id}));
    let set = rule(&mut shelf, "days_overdue", json!({"days": 5}));
    assert!(set["rules"][0]["id"].as_i64().unwrap() > id);
    let gone = shelf.try_call("rules.delete", json!({"id": id}));
    assert_eq!(gone.unwrap_err().code, "unknown_rule");
}
