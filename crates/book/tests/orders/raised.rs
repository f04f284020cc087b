//! Orders that passed and are raised afterwards (T-C2), and who is told of a hold (T-C4, T-C5).

use book::act::Actor;
use serde_json::json;

use crate::files::{HEAD, import};
use crate::people::user;
use crate::shelf::Shelf;
use crate::{assert_sound, codes, hold, holds, limit, order, release, rule, state, step};

/// An order of 500.00 against a limit of 1,000.00, confirmed and passed.
fn confirmed() -> Shelf {
    let mut shelf = Shelf::new("2026-03-02");
    shelf.customer("1");
    limit(&mut shelf, "1", 100_000);
    order(&mut shelf, "A-1", "1", 50_000);
    let answer = shelf.call(
        "orders.check",
        json!({"order_no": "A-1", "step": "confirmation", "perform": true}),
    );
    assert_eq!(answer["verdict"], json!("allow"));
    let kept = shelf.call("orders.get", json!({"order_no": "A-1"}));
    assert_eq!(
        (&kept["state"], &kept["step"]),
        (&json!("passed"), &json!("confirmation"))
    );
    shelf
}

/// T-C2: a confirmed order that passed is raised to 1,500.00 by typing: it is checked at once, which warns as shipped, and does
/// not get past the next step.
#[test]
fn t_c2_a_confirmed_order_that_is_raised_is_checked_again() {
    let mut shelf = confirmed();
    let before = shelf.number("SELECT COUNT(*) FROM order_checks");
    let saved = order(&mut shelf, "A-1", "1", 150_000);
    assert_eq!(
        (&saved["state"], &saved["step"]),
        (&json!("warned"), &json!("confirmation"))
    );
    let newest = &saved["checks"][0];
    assert_eq!(
        (&newest["step"], &newest["verdict"]),
        (&json!("entry"), &json!("warn"))
    );
    let checks = shelf.number("SELECT COUNT(*) FROM order_checks");
    assert_eq!(checks, before + 1);
    assert!(holds(&mut shelf, json!({})).is_empty());
    let answer = shelf.call(
        "orders.check",
        json!({"order_no": "A-1", "step": "packing_slip", "perform": true}),
    );
    assert_eq!(
        (&answer["verdict"], &answer["may_go_on"]),
        (&json!("hold"), &json!(false))
    );
    assert_eq!(codes(&answer), ["limit_used_customer"]);
    let row = hold(&mut shelf);
    assert_eq!(
        (&row["step"], &row["amount_minor"]),
        (&json!("packing_slip"), &json!(150_000))
    );
    let kept = shelf.call("orders.get", json!({"order_no": "A-1"}));
    assert_eq!(kept["step"], json!("confirmation"), "it goes nowhere");
    assert_sound(&mut shelf);
}

/// T-C2: the same raise by a file that says *confirmed* is held at the confirmation.
#[test]
fn t_c2_a_confirmed_order_that_a_file_raises_is_held() {
    let mut shelf = Shelf::new("2026-03-02");
    shelf.customer("1");
    limit(&mut shelf, "1", 100_000);
    let file = |amount: &str| format!("{HEAD}A-1;1;2026-03-01;confirmed;{amount};EUR;;\n");
    import(&mut shelf, "a.csv", &file("500,00"));
    assert_eq!(state(&mut shelf, "A-1"), "passed");
    import(&mut shelf, "b.csv", &file("400,00"));
    assert_eq!(state(&mut shelf, "A-1"), "passed", "lowered");
    import(&mut shelf, "c.csv", &file("1500,00"));
    assert_eq!(state(&mut shelf, "A-1"), "on_hold");
    let row = hold(&mut shelf);
    assert_eq!(
        (&row["step"], &row["reason"], &row["amount_minor"]),
        (
            &json!("confirmation"),
            &json!("limit_used_customer"),
            &json!(150_000)
        )
    );
    assert_sound(&mut shelf);
}

/// How many holds *Today* says wait for a user, and since when.
fn waiting(shelf: &mut Shelf, user_id: i64) -> Option<(i64, String)> {
    let before = shelf.actor;
    shelf.actor = Actor {
        user_id,
        acting_for_id: None,
    };
    let today = shelf.call("today.get", json!({}));
    shelf.actor = before;
    let rows = today["waiting"].as_array().unwrap();
    let row = rows.iter().find(|row| row["kind"] == json!("holds"))?;
    let since = row["oldest_on"].as_str().unwrap().to_owned();
    Some((row["count"].as_i64().unwrap(), since))
}

/// T-C4, T-C5: a quotation that is accepted elsewhere and does not pass is told to the credit clerk on *Today*, at once and
/// until somebody decides; whoever only types orders is not asked.
#[test]
fn t_c4_t_c5_today_tells_the_clerk_of_a_hold() {
    let mut shelf = Shelf::new("2026-03-02");
    shelf.customer("1");
    limit(&mut shelf, "1", 1_000_000);
    rule(&mut shelf, "sales_order", json!({"amount_minor": 10_000}));
    let clerk = user(&mut shelf, "cl", &["credit_clerk"], None);
    let agent = user(&mut shelf, "ag", &["collections_agent"], None);
    let file =
        |number: &str, status: &str| format!("{HEAD}{number};1;2026-03-01;{status};600,00;EUR;;\n");
    import(&mut shelf, "a.csv", &file("A-1", "quotation"));
    assert_eq!(waiting(&mut shelf, clerk), None);
    import(&mut shelf, "b.csv", &file("A-1", "confirmed"));
    assert_eq!(state(&mut shelf, "A-1"), "on_hold");
    let told = |count: i64| Some((count, "2026-03-02".to_owned()));
    assert_eq!(waiting(&mut shelf, clerk), told(1));
    assert_eq!(waiting(&mut shelf, agent), None);
    shelf.set_today("2026-03-04");
    import(&mut shelf, "c.csv", &file("A-2", "confirmed"));
    assert_eq!(waiting(&mut shelf, clerk), told(2), "since the first");
    for number in ["A-1", "A-2"] {
        let rows = holds(&mut shelf, json!({"search": number}));
        release(&mut shelf, &rows[0]["hold_id"]);
    }
    assert_eq!(waiting(&mut shelf, clerk), None);
    assert_eq!(
        step(&mut shelf, "A-1", "confirmation")["ended"],
        json!("inside_grace")
    );
}
