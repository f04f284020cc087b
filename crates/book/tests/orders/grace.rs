//! The shipped days of grace, day by day, and what ends them early.

use serde_json::json;

use crate::shelf::Shelf;
use crate::{assert_sound, codes, hold, limit, order, release, state, step};

/// An order of 50.00 of a customer who is late, held at its confirmation on 2026-03-02 and released on that day, as shipped.
fn released() -> Shelf {
    let mut shelf = Shelf::new("2026-03-02");
    let customer = shelf.customer("1");
    limit(&mut shelf, "1", 10_000_000);
    shelf.invoice(customer, "R-1", "2025-12-01", "2026-01-01", 100_000);
    order(&mut shelf, "A-1", "1", 5_000);
    assert_eq!(
        step(&mut shelf, "A-1", "confirmation")["verdict"],
        json!("hold")
    );
    let held = hold(&mut shelf);
    release(&mut shelf, &held["hold_id"]);
    assert_eq!(state(&mut shelf, "A-1"), "released");
    shelf
}

/// H-22: five days of grace, released on day 0: nothing is looked at up to day 5, whichever step is asked for; day 6 is checked.
#[test]
fn h_22_five_days_are_free_and_the_sixth_is_checked() {
    let mut shelf = released();
    for day in 0..=5 {
        shelf.set_today(&format!("2026-03-{:02}", 2 + day));
        for at in ["confirmation", "packing_slip"] {
            let answer = step(&mut shelf, "A-1", at);
            assert_eq!(
                (&answer["ended"], &answer["verdict"]),
                (&json!("inside_grace"), &json!("allow")),
                "day {day} {at}"
            );
        }
    }
    shelf.set_today("2026-03-08");
    let answer = step(&mut shelf, "A-1", "packing_slip");
    assert_eq!(
        (&answer["ended"], &answer["verdict"]),
        (&json!(null), &json!("hold")),
        "day 6"
    );
    assert_sound(&mut shelf);
}

/// H-26, spec 12 §10: a released order is raised inside its days of grace: warned at once, and held at the packing slip of the
/// next day, five days before the window would be over. One that stays or is lowered is spared on that day.
#[test]
fn h_26_a_raise_ends_the_grace() {
    for (amount, held) in [(6_000, true), (5_000, false), (4_000, false)] {
        let mut shelf = released();
        let saved = order(&mut shelf, "A-1", "1", amount);
        let checked = saved["checks"][0]["step"].clone();
        assert_eq!(checked == json!("entry"), held, "{amount} {saved}");
        assert_eq!(saved["state"], json!("released"), "Entry only warns");
        shelf.set_today("2026-03-03");
        let answer = step(&mut shelf, "A-1", "packing_slip");
        assert_eq!(answer["verdict"] == json!("hold"), held, "{amount}");
        if held {
            assert_eq!(codes(&answer), ["days_overdue"]);
            assert_eq!(hold(&mut shelf)["amount_minor"], json!(6_000));
        } else {
            assert_eq!(answer["ended"], json!("inside_grace"));
        }
        assert_sound(&mut shelf);
    }
}

/// H-26: the same raise where rules are not run after a release at all.
#[test]
fn h_26_a_raise_is_not_looked_at_where_rules_are_skipped() {
    let mut shelf = released();
    crate::parameters(&mut shelf, &json!({"skip_after_release": true}));
    order(&mut shelf, "A-1", "1", 6_000);
    shelf.set_today("2026-03-03");
    let answer = step(&mut shelf, "A-1", "packing_slip");
    assert_eq!(
        (&answer["ended"], &answer["may_go_on"]),
        (&json!("released"), &json!(true))
    );
}
