//! A customer credit group in another currency, on a day without a rate: what cannot be decided waits, and nothing is lost.

use serde_json::{Value, json};

use crate::files::{HEAD, import};
use crate::people::user;
use crate::shelf::Shelf;
use crate::{assert_sound, check, codes, credit, hold, limit, order, state, step};

/// A group with a limit of 10,000 dollars, which are 8,000 euros, of customer 1; customer 2 is in none.
fn world() -> Shelf {
    let mut shelf = Shelf::new("2026-03-02");
    for account in ["1", "2"] {
        shelf.customer(account);
        limit(&mut shelf, account, 5_000_000);
    }
    rate(&mut shelf, "default");
    credit(&mut shelf, &json!({"manual_editing": true}));
    shelf.call(
        "credit.shared_save",
        json!({"code": "WORLD", "description": "", "limit_minor": 1_000_000, "currency": "USD",
            "to_on": "2026-12-31", "use_days_overdue": false}),
    );
    credit(&mut shelf, &json!({"manual_editing": false}));
    shelf.call(
        "credit.shared_join",
        json!({"group": "WORLD", "account": "1"}),
    );
    shelf
}

/// A dollar is 80 cents, as rates of this type say.
fn rate(shelf: &mut Shelf, rate_type: &str) {
    for (from, to, rate) in [("USD", "EUR", "0.8"), ("EUR", "USD", "1.25")] {
        shelf.call(
            "rates.save",
            json!({"rate_type": rate_type, "from": from, "to": to, "valid_from": "2026-01-01", "rate": rate}),
        );
    }
}

/// From now on limits are compared by rates of a type that has none.
fn no_rate(shelf: &mut Shelf) {
    credit(shelf, &json!({"rate_type": "bank"}));
}

/// What a customer page shows as remaining credit.
fn remaining(shelf: &mut Shelf, account: &str) -> Value {
    let balance = shelf.call("customers.balance", json!({"account": account}));
    balance["remaining_credit_minor"].clone()
}

/// A check is refused and says which currency lacks a rate; the hold that is there stays and shows no figures instead of
/// wrong ones, and orders of others go on. With the rate everything is as it was.
#[test]
fn a_group_without_a_rate_is_not_decided_about() {
    let mut shelf = world();
    order(&mut shelf, "A-1", "1", 900_000);
    let answer = step(&mut shelf, "A-1", "confirmation");
    assert_eq!(codes(&answer), ["limit_used_group"]);
    let measured = &answer["reasons"][0]["measured"];
    assert_eq!(
        (&measured["exposure_minor"], &measured["limit_minor"]),
        (&json!(1_125_000), &json!(1_000_000))
    );
    let before = hold(&mut shelf);
    let rest = remaining(&mut shelf, "1");
    assert_ne!(rest, json!(null));

    no_rate(&mut shelf);
    let acts = shelf.number("SELECT COUNT(*) FROM audit");
    let asked = json!({"order_no": "A-2", "step": "confirmation", "order": {"account": "1", "amount_minor": 100}});
    for (command, request) in [
        ("orders.check", asked.clone()),
        ("orders.try", asked),
        ("orders.check", json!({"order_no": "A-1"})),
        ("credit.exposure", json!({"account": "1"})),
    ] {
        let refusal = shelf.try_call(command, request).unwrap_err();
        assert_eq!(refusal.code, "exposure_rate_missing", "{command}");
        assert!(refusal.args["currency"].is_string(), "{refusal}");
    }
    assert_eq!(shelf.number("SELECT COUNT(*) FROM audit"), acts);
    assert_eq!(shelf.number("SELECT COUNT(*) FROM order_credit"), 1);
    let blank = hold(&mut shelf);
    assert_eq!(blank["hold_id"], before["hold_id"]);
    assert_eq!(
        (&blank["used_bp"], &blank["remaining_minor"]),
        (&json!(null), &json!(null))
    );
    assert_eq!(remaining(&mut shelf, "1"), json!(null));
    assert_eq!(state(&mut shelf, "A-1"), "on_hold");
    assert_eq!(
        check(&mut shelf, "B-1", "2", 100, "confirmation")["verdict"],
        json!("allow")
    );

    credit(&mut shelf, &json!({"rate_type": "default"}));
    let again = hold(&mut shelf);
    assert_eq!(
        ["used_bp", "remaining_minor", "reason", "ready"].map(|name| &again[name]),
        ["used_bp", "remaining_minor", "reason", "ready"].map(|name| &before[name])
    );
    assert_eq!(remaining(&mut shelf, "1"), rest);
    assert_sound(&mut shelf);
}

/// A file with orders of both customers comes in on such a day: all of it is kept, the others are checked, and a run over all
/// orders counts what it could not decide. The night goes on. Once the rate is there, they are checked.
#[test]
fn a_file_and_a_night_without_a_rate_lose_nothing() {
    let mut shelf = world();
    no_rate(&mut shelf);
    let rows =
        "A-1;1;2026-03-01;confirmed;9000,00;EUR;;\nB-1;2;2026-03-01;confirmed;100,00;EUR;;\n";
    let done = import(&mut shelf, "orders.csv", &format!("{HEAD}{rows}"));
    assert_eq!(done["batches"][0]["counts"]["new"], json!(2), "{done}");
    assert_eq!(state(&mut shelf, "B-1"), "passed");
    assert_eq!(state(&mut shelf, "A-1"), "not_checked");
    let all = shelf.call("orders.check_all", json!({}));
    assert_eq!(
        (&all["checked"], &all["failed"], &all["passed"]),
        (&json!(2), &json!(1), &json!(1))
    );
    let night = shelf.call("nightly.run", json!({}));
    for run in night["runs"].as_array().unwrap() {
        assert_ne!(run["state"], json!("failed"), "{run}");
    }
    assert_eq!(state(&mut shelf, "A-1"), "not_checked");
    rate(&mut shelf, "bank");
    let all = shelf.call("orders.check_all", json!({}));
    assert_eq!((&all["failed"], &all["newly_held"]), (&json!(0), &json!(1)));
    assert_eq!(hold(&mut shelf)["reason"], json!("limit_used_group"));
    assert_sound(&mut shelf);
}

/// A journal that was submitted for the group: without a rate it can be looked at, not approved, and taken back; nobody's
/// *Today* stumbles over it. With the rate it is submitted and approved.
#[test]
fn a_journal_of_a_group_without_a_rate_can_be_recalled() {
    let mut shelf = world();
    let founder = shelf.actor;
    let manager = user(&mut shelf, "mm", &["credit_manager"], None);
    let id = shelf.call("limits.create", json!({"kind": "credit_limit"}))["head"]["id"].clone();
    let this = json!({"id": id});
    let line = json!({"journal_id": id, "group": "WORLD", "new_minor": 5_000_000, "from_on": null,
        "to_on": "2027-06-30", "reason": "REVIEW", "comment": "as agreed"});
    shelf.call("limits.line_save", line);
    let asked = shelf.call("limits.submit", this.clone());
    assert_eq!(asked["outstanding"], json!(["credit_manager"]));

    no_rate(&mut shelf);
    let shown = shelf.call("limits.get", this.clone());
    assert_eq!(
        (&shown["head"]["state"], &shown["outstanding"]),
        (&json!("submitted"), &json!([]))
    );
    assert_eq!(shown["lines"][0]["new_minor"], json!(5_000_000));
    shelf.actor.user_id = manager;
    shelf.call("today.get", json!({}));
    let refusal = shelf.try_call("limits.approve", this.clone()).unwrap_err();
    assert_eq!(refusal.code, "exposure_rate_missing");
    shelf.actor = founder;
    let back = shelf.call("limits.recall", this.clone());
    assert_eq!(back["head"]["state"], json!("draft"));
    let refusal = shelf.try_call("limits.submit", this.clone()).unwrap_err();
    assert_eq!(refusal.code, "exposure_rate_missing");
    let kept = shelf.call("limits.get", this.clone());
    assert_eq!(kept["head"]["state"], json!("draft"));
    assert_eq!(kept["lines"][0]["new_minor"], json!(5_000_000));

    rate(&mut shelf, "bank");
    shelf.call("limits.submit", this.clone());
    shelf.actor.user_id = manager;
    let approved = shelf.call("limits.approve", this);
    assert_eq!(approved["head"]["state"], json!("approved"));
    assert_sound(&mut shelf);
}
