//! Which step is looked at, and for how long a release spares an order.

use serde_json::json;

use crate::shelf::Shelf;
use crate::{
    assert_sound, check, codes, hold, limit, no_grace, no_rules, order, parameters, release, rule,
    state, step,
};

/// A customer with an invoice that is overdue since 2026-01-01.
fn overdue(today: &str) -> Shelf {
    let mut shelf = Shelf::new(today);
    let customer = shelf.customer("1");
    limit(&mut shelf, "1", 10_000_000);
    shelf.invoice(customer, "R-1", "2025-12-01", "2026-01-01", 100_000);
    shelf
}

/// H-40: *Entry* as shipped warns; the same order is held at *Confirmation*.
#[test]
fn h_40_entry_warns_and_confirmation_holds() {
    let mut shelf = overdue("2026-03-02");
    let created = order(&mut shelf, "A-1", "1", 5_000);
    assert_eq!(created["state"], json!("warned"));
    let confirmed = step(&mut shelf, "A-1", "confirmation");
    assert_eq!(confirmed["verdict"], json!("hold"));
    assert_eq!(confirmed["may_go_on"], json!(false));
    assert_eq!(codes(&confirmed), ["days_overdue"]);
    assert_eq!(state(&mut shelf, "A-1"), "on_hold");
    assert_sound(&mut shelf);
}

/// A check with *perform* takes an order forward and never back: one that stands at its packing slip stays there when
/// *Confirmation* is asked for.
#[test]
fn a_check_takes_no_order_backwards() {
    let mut shelf = Shelf::new("2026-03-02");
    shelf.customer("1");
    limit(&mut shelf, "1", 10_000_000);
    order(&mut shelf, "A-1", "1", 5_000);
    let stands = |shelf: &mut Shelf, step: &str| {
        shelf.call(
            "orders.check",
            json!({"order_no": "A-1", "step": step, "perform": true}),
        );
        shelf.call("orders.get", json!({"order_no": "A-1"}))["step"].clone()
    };
    assert_eq!(stands(&mut shelf, "packing_slip"), json!("packing_slip"));
    assert_eq!(stands(&mut shelf, "confirmation"), json!("packing_slip"));
    assert_eq!(stands(&mut shelf, "invoice"), json!("invoice"));
    assert_sound(&mut shelf);
}

/// H-41 and T-C6: as shipped the step *Invoice* is not looked at, so that what was shipped can be invoiced, also far above
/// the limit.
#[test]
fn h_41_goods_that_left_can_be_invoiced() {
    let mut shelf = overdue("2026-03-02");
    limit(&mut shelf, "1", 100);
    let answer = check(&mut shelf, "A-1", "1", 500_000, "invoice");
    assert_eq!(answer["verdict"], json!("allow"));
    assert_eq!(answer["ended"], json!("step_unticked"));
    assert_eq!(answer["may_go_on"], json!(true));
    assert_eq!(state(&mut shelf, "A-1"), "not_checked");
}

/// H-41 and T-C6 with an order of the book: it was let go to its packing slip and left the house; then the limit fell far below it. The
/// invoice goes out, and the order stands there.
#[test]
fn h_41_what_was_delivered_is_invoiced_above_the_limit() {
    let mut shelf = Shelf::new("2026-03-02");
    shelf.customer("1");
    limit(&mut shelf, "1", 1_000_000);
    order(&mut shelf, "A-1", "1", 500_000);
    for at in ["confirmation", "packing_slip"] {
        let request = json!({"order_no": "A-1", "step": at, "perform": true});
        let answer = shelf.call("orders.check", request);
        assert_eq!(answer["may_go_on"], json!(true), "{at}");
    }
    limit(&mut shelf, "1", 100);
    let tried = shelf.call(
        "orders.try",
        json!({"order_no": "A-1", "step": "packing_slip"}),
    );
    assert_eq!(
        tried["verdict"],
        json!("hold"),
        "it would not be let go now"
    );
    let request = json!({"order_no": "A-1", "step": "invoice", "perform": true});
    let answer = shelf.call("orders.check", request);
    assert_eq!(
        (&answer["verdict"], &answer["ended"], &answer["may_go_on"]),
        (&json!("allow"), &json!("step_unticked"), &json!(true))
    );
    let kept = shelf.call("orders.get", json!({"order_no": "A-1"}));
    assert_eq!(kept["step"], json!("invoice"));
    assert_sound(&mut shelf);
}

/// H-42: held at *Confirmation*, released on 2026-03-02 with 5 days of grace: the packing slip of 03-07 is not looked at, that
/// of 03-08 is held.
#[test]
fn h_42_the_shipped_grace() {
    for (day, verdict) in [("2026-03-07", "allow"), ("2026-03-08", "hold")] {
        let mut shelf = overdue("2026-03-02");
        order(&mut shelf, "A-1", "1", 5_000);
        step(&mut shelf, "A-1", "confirmation");
        let held = hold(&mut shelf);
        release(&mut shelf, &held["hold_id"]);
        assert_eq!(state(&mut shelf, "A-1"), "released");
        shelf.set_today(day);
        let answer = step(&mut shelf, "A-1", "packing_slip");
        assert_eq!(answer["verdict"], json!(verdict), "{day}");
        assert_sound(&mut shelf);
    }
}

/// H-21: held at *Confirmation* with 2 days of grace and released on day 1; the packing slip of day 3 is not looked at, that
/// of day 4 is, and from then on the packing slip's own grace counts.
#[test]
fn h_21_the_grace_is_that_of_the_checkpoint_that_held() {
    let mut shelf = overdue("2026-03-01");
    let mut rows = shelf.call("rules.get", json!({}))["checkpoints"].clone();
    for row in rows.as_array_mut().unwrap() {
        match row["step"].as_str().unwrap() {
            "confirmation" => row["posting_grace"] = json!(2),
            "packing_slip" => row["posting_grace"] = json!(4),
            _ => {}
        }
    }
    shelf.call("rules.checkpoints_save", json!({"checkpoints": rows}));
    order(&mut shelf, "A-1", "1", 5_000);
    step(&mut shelf, "A-1", "confirmation");
    let held = hold(&mut shelf);
    release(&mut shelf, &held["hold_id"]);
    shelf.set_today("2026-03-03");
    let spared = step(&mut shelf, "A-1", "packing_slip");
    assert_eq!(spared["ended"], json!("inside_grace"));
    shelf.set_today("2026-03-04");
    assert_eq!(
        step(&mut shelf, "A-1", "packing_slip")["verdict"],
        json!("hold")
    );
    let held = hold(&mut shelf);
    release(&mut shelf, &held["hold_id"]);
    shelf.set_today("2026-03-08");
    assert_eq!(
        step(&mut shelf, "A-1", "packing_slip")["ended"],
        json!("inside_grace")
    );
    shelf.set_today("2026-03-09");
    assert_eq!(
        step(&mut shelf, "A-1", "packing_slip")["verdict"],
        json!("hold")
    );
}

/// H-23: without grace a released order is held again when the same step is run again.
#[test]
fn h_23_without_grace_it_is_held_again() {
    let mut shelf = overdue("2026-03-02");
    no_grace(&mut shelf);
    order(&mut shelf, "A-1", "1", 5_000);
    step(&mut shelf, "A-1", "confirmation");
    let held = hold(&mut shelf);
    release(&mut shelf, &held["hold_id"]);
    assert_eq!(
        step(&mut shelf, "A-1", "confirmation")["verdict"],
        json!("hold")
    );
    assert_eq!(state(&mut shelf, "A-1"), "on_hold");
    let history = shelf.call("orders.get", json!({"order_no": "A-1"}))["history"].clone();
    let states: Vec<_> = history
        .as_array()
        .unwrap()
        .iter()
        .map(|change| change["new"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(states, ["on_hold", "released", "on_hold", "warned"]);
}

/// H-24 and H-25: grace is for all ticks or none, and for none without a tick.
#[test]
fn h_24_and_h_25_grace_is_for_all_or_none() {
    let mut shelf = Shelf::new("2026-03-02");
    let rows = shelf.call("rules.get", json!({}))["checkpoints"].clone();
    let with = |step: &str, field: &str, value: serde_json::Value| {
        let mut rows = rows.clone();
        for row in rows.as_array_mut().unwrap() {
            if row["step"] == json!(step) {
                row[field] = value.clone();
            }
        }
        json!({"checkpoints": rows})
    };
    let refusal = shelf.try_call(
        "rules.checkpoints_save",
        with("invoice", "posting", json!(true)),
    );
    assert_eq!(refusal.unwrap_err().code, "checkpoint_grace_missing");
    let refusal = shelf.try_call(
        "rules.checkpoints_save",
        with("invoice", "posting_grace", json!(3)),
    );
    assert_eq!(refusal.unwrap_err().code, "checkpoint_grace_without_tick");
    assert_eq!(shelf.call("rules.get", json!({}))["checkpoints"], rows);
}

/// H-26, H-27, T-C2: without days of grace a released order whose value is raised is checked again at *Entry* and held at the
/// next step after it; a lowered one is not checked because of the change.
#[test]
fn h_26_and_h_27_a_raised_order_is_checked_a_lowered_one_is_not() {
    let mut shelf = overdue("2026-03-02");
    no_grace(&mut shelf);
    order(&mut shelf, "A-1", "1", 5_000);
    step(&mut shelf, "A-1", "confirmation");
    let held = hold(&mut shelf);
    release(&mut shelf, &held["hold_id"]);
    let checks = |shelf: &mut Shelf| {
        shelf.call("orders.get", json!({"order_no": "A-1"}))["checks"]
            .as_array()
            .unwrap()
            .len()
    };
    let before = checks(&mut shelf);
    order(&mut shelf, "A-1", "1", 4_000);
    assert_eq!(checks(&mut shelf), before, "lowered");
    order(&mut shelf, "A-1", "1", 4_500);
    assert_eq!(checks(&mut shelf), before, "still below what was released");
    order(&mut shelf, "A-1", "1", 6_000);
    assert_eq!(checks(&mut shelf), before + 1, "raised");
    assert_eq!(
        step(&mut shelf, "A-1", "confirmation")["verdict"],
        json!("hold")
    );
    let held = hold(&mut shelf);
    release(&mut shelf, &held["hold_id"]);
    parameters(&mut shelf, &json!({"skip_after_release": true}));
    let before = checks(&mut shelf);
    order(&mut shelf, "A-1", "1", 9_000);
    assert_eq!(
        checks(&mut shelf),
        before,
        "rules are not run after a release"
    );
    assert_eq!(
        step(&mut shelf, "A-1", "confirmation")["ended"],
        json!("released")
    );
}

/// Spec 10 §4: a status stops deliveries and invoices whatever rules say, and makes no hold.
#[test]
fn a_status_stops_the_step_and_makes_no_hold() {
    let mut shelf = Shelf::new("2026-03-02");
    shelf.customer("1");
    limit(&mut shelf, "1", 10_000_000);
    for (status, stopped) in [
        ("CASH", ["confirmation", "invoice"].as_slice()),
        (
            "STOPPED",
            [
                "picking_list",
                "packing_slip",
                "invoice",
                "release_to_warehouse",
            ]
            .as_slice(),
        ),
    ] {
        shelf.call(
            "credit.set_status",
            json!({"account": "1", "status": status, "reason": "REVIEW"}),
        );
        for at in [
            "entry",
            "confirmation",
            "picking_list",
            "packing_slip",
            "invoice",
        ] {
            let answer = check(&mut shelf, "A-1", "1", 100, at);
            let is_stopped = stopped.contains(&at) && !(status == "CASH" && at == "confirmation");
            assert_eq!(answer["may_go_on"], json!(!is_stopped), "{status} {at}");
            if is_stopped {
                assert_eq!(answer["stop"]["status"], json!(status));
                assert_ne!(answer["verdict"], json!("hold"));
            }
        }
    }
    assert!(crate::holds(&mut shelf, json!({})).is_empty());
}

/// A pro forma step is looked at by its own tick.
#[test]
fn a_pro_forma_step_has_its_own_tick() {
    let mut shelf = overdue("2026-03-02");
    let check = json!({
        "order_no": "A-1", "step": "confirmation", "mode": "pro_forma",
        "order": {"account": "1", "amount_minor": 100},
    });
    assert_eq!(
        shelf.call("orders.check", check.clone())["ended"],
        json!("step_unticked")
    );
    let mut rows = shelf.call("rules.get", json!({}))["checkpoints"].clone();
    for row in rows.as_array_mut().unwrap() {
        if row["step"] == json!("confirmation") {
            row["pro_forma"] = json!(true);
            row["pro_forma_grace"] = json!(1);
        }
    }
    shelf.call("rules.checkpoints_save", json!({"checkpoints": rows}));
    assert_eq!(shelf.call("orders.check", check)["verdict"], json!("hold"));
}

/// H-15, H-16: no rule about the limit, no test of the limit.
#[test]
fn h_15_and_h_16_without_a_rule_no_limit_is_enforced() {
    let mut shelf = Shelf::new("2026-03-02");
    shelf.customer("1");
    limit(&mut shelf, "1", 10_000);
    let far =
        |shelf: &mut Shelf| check(shelf, "A-1", "1", 15_000, "confirmation")["verdict"].clone();
    assert_eq!(far(&mut shelf), json!("hold"));
    let held = hold(&mut shelf);
    shelf.call("holds.reject", json!({"hold_ids": [held["hold_id"]]}));
    shelf.call(
        "orders.reopen",
        json!({"order_no": "A-1", "comment": "once more"}),
    );
    crate::credit(&mut shelf, &json!({"check_on_order": false}));
    assert_eq!(far(&mut shelf), json!("allow"));
    crate::credit(&mut shelf, &json!({"check_on_order": true}));
    no_rules(&mut shelf);
    assert_eq!(far(&mut shelf), json!("allow"));
    rule(&mut shelf, "limit_used", json!({"used_bp": 10_000}));
    assert_eq!(far(&mut shelf), json!("hold"));
}

/// Spec 12 §2: at the first checkpoint after the window rules run, and from then on the grace of that checkpoint counts.
#[test]
fn grace_passes_on_with_the_next_checkpoint() {
    let mut shelf = Shelf::new("2026-03-01");
    shelf.customer("1");
    limit(&mut shelf, "1", 10_000_000);
    no_rules(&mut shelf);
    let set = rule(&mut shelf, "sales_order", json!({"amount_minor": 1_000}));
    let mut rows = shelf.call("rules.get", json!({}))["checkpoints"].clone();
    for row in rows.as_array_mut().unwrap() {
        match row["step"].as_str().unwrap() {
            "confirmation" => row["posting_grace"] = json!(2),
            "packing_slip" => row["posting_grace"] = json!(9),
            _ => {}
        }
    }
    shelf.call("rules.checkpoints_save", json!({"checkpoints": rows}));
    order(&mut shelf, "A-1", "1", 5_000);
    step(&mut shelf, "A-1", "confirmation");
    let held = hold(&mut shelf);
    release(&mut shelf, &held["hold_id"]);
    shelf.call("rules.delete", json!({"id": set["rules"][0]["id"]}));
    shelf.set_today("2026-03-04");
    let passed = step(&mut shelf, "A-1", "packing_slip");
    assert_eq!(
        (&passed["ended"], &passed["verdict"]),
        (&json!(null), &json!("allow"))
    );
    rule(&mut shelf, "sales_order", json!({"amount_minor": 1_000}));
    shelf.set_today("2026-03-10");
    assert_eq!(
        step(&mut shelf, "A-1", "packing_slip")["ended"],
        json!("inside_grace")
    );
    shelf.set_today("2026-03-11");
    assert_eq!(
        step(&mut shelf, "A-1", "packing_slip")["verdict"],
        json!("hold")
    );
}
