//! What people decide about holds.

use serde_json::{Value, json};

use crate::people::user;
use crate::shelf::Shelf;
use crate::{
    assert_sound, check, hold, holds, limit, no_grace, no_rules, order, parameters, release, rule,
    state, step,
};

/// An order of 150.00 against a limit of 100.00, held at *Confirmation*.
pub fn held(today: &str) -> Shelf {
    let mut shelf = Shelf::new(today);
    shelf.customer("1");
    limit(&mut shelf, "1", 10_000);
    order(&mut shelf, "A-1", "1", 15_000);
    step(&mut shelf, "A-1", "confirmation");
    shelf
}

/// H-28: two reasons: the list says so, and the panel lists both.
#[test]
fn h_28_several_reasons() {
    let mut shelf = held("2026-03-02");
    rule(&mut shelf, "sales_order", json!({"amount_minor": 1_000}));
    assert_eq!(hold(&mut shelf)["reason"], json!("limit_used_customer"));
    let answer = check(&mut shelf, "B-1", "1", 20_000, "confirmation");
    assert_eq!(answer["reasons"].as_array().unwrap().len(), 2);
    let rows = holds(&mut shelf, json!({"search": "B-1"}));
    assert_eq!(rows[0]["reason"], json!("multiple"));
    let shown = shelf.call("holds.explain", json!({"hold_id": rows[0]["hold_id"]}));
    assert_eq!(shown["reasons"].as_array().unwrap().len(), 2);
}

/// H-33: no release without a reason of the kind release.
#[test]
fn h_33_a_release_needs_a_reason() {
    let mut shelf = held("2026-03-02");
    let id = hold(&mut shelf)["hold_id"].clone();
    let release =
        |reason: &str| json!({"hold_ids": [id], "reason": reason, "mode": "without_posting"});
    let refusal = shelf.try_call("holds.release", release("")).unwrap_err();
    assert_eq!(refusal.code, "hold_reason_missing");
    let refusal = shelf
        .try_call("holds.release", release("CHECK"))
        .unwrap_err();
    assert_eq!(
        refusal.code, "unknown_credit_reason",
        "a reason of the kind hold"
    );
    assert_eq!(state(&mut shelf, "A-1"), "on_hold");
    shelf.call("holds.release", release("CHECKED"));
    assert_eq!(state(&mut shelf, "A-1"), "released");
}

/// Spec 12 §7: release with posting takes the step of an order that the book keeps, in the same act and without another
/// check; without it, only the hold is gone, and an order that the book does not have is posted by whoever has it.
#[test]
fn a_release_with_posting_performs_the_step() {
    let mut shelf = held("2026-03-02");
    let id = hold(&mut shelf)["hold_id"].clone();
    let done = shelf.call(
        "holds.release",
        json!({
            "hold_ids": [id], "reason": "CHECKED", "mode": "with_posting", "review_on": "2026-04-01",
        }),
    );
    assert_eq!(
        (&done["performed"], &done["perform"]),
        (&json!(["A-1"]), &json!([]))
    );
    let kept = shelf.call("orders.get", json!({"order_no": "A-1"}));
    assert_eq!(kept["step"], json!("confirmation"));
    let rows = holds(&mut shelf, json!({"all": true}));
    assert_eq!(rows[0]["state"], json!("released"));
    assert_eq!(rows[0]["review_on"], json!("2026-04-01"));
    let past = shelf.try_call(
        "holds.release",
        json!({"hold_ids": [id], "reason": "CHECKED", "mode": "with_posting", "review_on": "2026-03-01"}),
    );
    assert_eq!(past.unwrap_err().code, "hold_decided");
}

/// Without days of grace too, an order that is released with posting stands at its step. What stops the step whatever rules
/// say stops it here as well; of an order that was only checked somebody else executes the step.
#[test]
fn a_release_with_posting_needs_no_second_check() {
    let mut shelf = held("2026-03-02");
    no_grace(&mut shelf);
    let with_posting = |shelf: &mut Shelf| {
        let id = hold(shelf)["hold_id"].clone();
        shelf.call(
            "holds.release",
            json!({"hold_ids": [id], "reason": "CHECKED", "mode": "with_posting"}),
        )
    };
    assert_eq!(with_posting(&mut shelf)["performed"], json!(["A-1"]));
    assert_eq!(
        step(&mut shelf, "A-1", "packing_slip")["verdict"],
        json!("hold")
    );
    shelf.call(
        "credit.set_status",
        json!({"account": "1", "status": "STOPPED", "reason": "REVIEW"}),
    );
    let done = with_posting(&mut shelf);
    let kept = shelf.call("orders.get", json!({"order_no": "A-1"}));
    assert_eq!(
        (&done["perform"], &kept["step"]),
        (&json!(["A-1"]), &json!("confirmation")),
        "{done}"
    );
    assert_eq!(
        check(&mut shelf, "N-1", "1", 15_000, "confirmation")["verdict"],
        json!("hold")
    );
    assert_eq!(with_posting(&mut shelf)["perform"], json!(["N-1"]));
    assert_sound(&mut shelf);
}

/// H-31: a forced hold without a true reason is shown as ready and stays; a release by hand works. H-32: it goes into no
/// workflow.
#[test]
fn h_31_and_h_32_a_forced_hold() {
    let mut shelf = Shelf::new("2026-03-02");
    shelf.customer("1");
    limit(&mut shelf, "1", 1_000_000);
    order(&mut shelf, "A-1", "1", 15_000);
    shelf.call(
        "holds.force",
        json!({"order_nos": ["A-1"], "reason": "CHECK"}),
    );
    let row = hold(&mut shelf);
    assert_eq!(
        (&row["forced"], &row["reason"]),
        (&json!(true), &json!("forced"))
    );
    parameters(&mut shelf, &json!({"release_mode": "without_posting"}));
    let counts = shelf.call("holds.evaluate", json!({}));
    assert_eq!(
        (&counts["released"], &counts["ready"]),
        (&json!(0), &json!(1))
    );
    assert_eq!(hold(&mut shelf)["ready"], json!(true));
    let again = shelf.try_call(
        "holds.force",
        json!({"order_nos": ["A-1"], "reason": "CHECK"}),
    );
    assert_eq!(again.unwrap_err().code, "hold_forced_already");
    shelf.call("holds.workflow_save", json!({"active": true}));
    let id = row["hold_id"].clone();
    // With the workflow active a forced hold is decided at once: no workflow can have it.
    let done = release(&mut shelf, &id);
    assert_eq!(
        (&done["decided"], &done["requested"]),
        (&json!(1), &json!(0))
    );
    assert_eq!(state(&mut shelf, "A-1"), "released");
    assert_eq!(
        step(&mut shelf, "A-1", "confirmation")["verdict"],
        json!("allow")
    );
    assert_sound(&mut shelf);
}

/// Force by filter: every open order of a customer, those that are held by hand already are skipped.
#[test]
fn many_orders_are_held_at_once() {
    let mut shelf = Shelf::new("2026-03-02");
    for account in ["1", "2"] {
        shelf.customer(account);
        limit(&mut shelf, account, 1_000_000);
        for number in 1..=3 {
            order(
                &mut shelf,
                &format!("{account}-{number}"),
                account,
                1_000 * number,
            );
        }
    }
    shelf.call(
        "holds.force",
        json!({"order_nos": ["1-1"], "reason": "CHECK"}),
    );
    let done = shelf.call("holds.force", json!({"account": "1", "reason": "CHECK"}));
    assert_eq!(done["order_nos"], json!(["1-2", "1-3"]));
    assert_eq!(done["skipped"], json!(["1-1"]));
    assert_eq!(holds(&mut shelf, json!({})).len(), 3);
    let nothing = shelf.try_call("holds.force", json!({"reason": "CHECK"}));
    assert_eq!(nothing.unwrap_err().code, "nothing_chosen");
    let without = shelf.try_call("holds.force", json!({"order_nos": ["2-1"], "reason": ""}));
    assert_eq!(without.unwrap_err().code, "hold_reason_missing");
}

/// One click: approve releases with the default reason and mode, decline rejects with a comment.
#[test]
fn one_click_approves_and_declines() {
    let mut shelf = held("2026-03-02");
    let id = hold(&mut shelf)["hold_id"].clone();
    let refusal = shelf.try_call("holds.decline", json!({"hold_ids": [id]}));
    assert_eq!(refusal.unwrap_err().code, "value_missing");
    shelf.call("holds.approve", json!({"hold_ids": [id]}));
    assert_eq!(state(&mut shelf, "A-1"), "released");
    let rows = holds(&mut shelf, json!({"all": true}));
    assert_eq!(rows[0]["release_reason"], json!("AUTOMATIC"));
    order(&mut shelf, "A-2", "1", 90_000);
    step(&mut shelf, "A-2", "confirmation");
    let id = hold(&mut shelf)["hold_id"].clone();
    shelf.call(
        "holds.decline",
        json!({"hold_ids": [id], "comment": "not before they pay"}),
    );
    assert_eq!(state(&mut shelf, "A-2"), "rejected");
}

/// Cancel takes the default reason, and the order out of the book's open ones.
#[test]
fn a_held_order_is_cancelled() {
    let mut shelf = held("2026-03-02");
    let refusal = shelf.try_call("orders.cancel", json!({"order_no": "A-1"}));
    assert_eq!(refusal.unwrap_err().code, "order_is_held");
    let id = hold(&mut shelf)["hold_id"].clone();
    shelf.call("holds.cancel", json!({"hold_ids": [id]}));
    let shown = shelf.call("orders.get", json!({"order_no": "A-1"}));
    assert_eq!(
        (&shown["state"], &shown["step"]),
        (&json!("cancelled"), &json!("cancelled"))
    );
    assert_eq!(shown["history"][0]["reason"], json!("CANCELLED"));
    parameters(&mut shelf, &json!({"cancel_reason": null}));
    shelf.call("orders.reopen", json!({"order_no": "A-1"}));
    assert_eq!(state(&mut shelf, "A-1"), "not_checked");
    step(&mut shelf, "A-1", "confirmation");
    let id = hold(&mut shelf)["hold_id"].clone();
    let refusal = shelf.try_call("holds.cancel", json!({"hold_ids": [id]}));
    assert_eq!(refusal.unwrap_err().code, "hold_reason_missing");
}

/// Two people decide about one hold: the second learns who was faster. Nothing is lost. Many at once are all or none.
#[test]
fn the_second_decision_says_who_was_first() {
    let mut shelf = held("2026-03-02");
    order(&mut shelf, "A-2", "1", 90_000);
    step(&mut shelf, "A-2", "confirmation");
    let ids: Vec<Value> = holds(&mut shelf, json!({}))
        .iter()
        .map(|row| row["hold_id"].clone())
        .collect();
    let slower = user(&mut shelf, "mia", &["credit_manager"], None);
    release(&mut shelf, &ids[0]);
    shelf.actor.user_id = slower;
    let refusal = shelf
        .try_call(
            "holds.release",
            json!({"hold_ids": [ids[1], ids[0]], "reason": "CHECKED", "mode": "without_posting"}),
        )
        .unwrap_err();
    assert_eq!(refusal.code, "hold_decided");
    assert_eq!(
        refusal.args["by"],
        json!("K. B."),
        "who was first, not who asks"
    );
    assert_eq!(refusal.args["order_no"], json!("A-1"));
    assert_eq!(state(&mut shelf, "A-2"), "on_hold", "all or none");
}

/// Undo of a release: on hold again with the reasons of then; both stay in the history. A hold that came after makes it
/// too late.
#[test]
fn a_release_is_undone() {
    let mut shelf = held("2026-03-02");
    let first = hold(&mut shelf)["hold_id"].clone();
    release(&mut shelf, &first);
    shelf.call(
        "holds.undo",
        json!({"hold_ids": [first], "comment": "too early"}),
    );
    let again = hold(&mut shelf);
    assert_eq!(again["reason"], json!("limit_used_customer"));
    // It opens to the same check as before.
    let checks = [&first, &again["hold_id"]]
        .map(|id| shelf.call("holds.explain", json!({"hold_id": id}))["check"]["check_id"].clone());
    assert!(checks[0].is_i64());
    assert_eq!(checks[0], checks[1]);
    assert_eq!(state(&mut shelf, "A-1"), "on_hold");
    let refusal = shelf.try_call("holds.undo", json!({"hold_ids": [first]}));
    assert_eq!(refusal.unwrap_err().code, "hold_superseded");
    let events: Vec<Value> = shelf.call("orders.get", json!({"order_no": "A-1"}))["history"]
        .as_array()
        .unwrap()
        .iter()
        .map(|change| change["event"].clone())
        .collect();
    assert_eq!(events[..2], [json!("undone"), json!("released")]);
    assert_sound(&mut shelf);
}

/// Spec 30 §11: a release that took a step is taken back with it: the order stands where it stood, and can be released in
/// the same way again. One that stands at the step already asks nobody to execute it.
#[test]
fn a_release_with_posting_is_undone_with_its_step() {
    let mut shelf = held("2026-03-02");
    no_grace(&mut shelf);
    let with_posting = json!({"reason": "CHECKED", "mode": "with_posting"});
    let released = |shelf: &mut Shelf| {
        let mut request = with_posting.clone();
        let id = hold(shelf)["hold_id"].clone();
        request["hold_ids"] = json!([id]);
        let done = shelf.call("holds.release", request);
        (id, done["performed"].clone(), done["perform"].clone())
    };
    let stands =
        |shelf: &mut Shelf| shelf.call("orders.get", json!({"order_no": "A-1"}))["step"].clone();
    assert_eq!(stands(&mut shelf), json!("entry"));
    for _ in 0..2 {
        let (id, performed, asked) = released(&mut shelf);
        assert_eq!((performed, asked), (json!(["A-1"]), json!([])));
        assert_eq!(stands(&mut shelf), json!("confirmation"));
        shelf.call("holds.undo", json!({"hold_ids": [id]}));
        assert_eq!(stands(&mut shelf), json!("entry"));
        assert_eq!(state(&mut shelf, "A-1"), "on_hold");
    }
    // A later step: the order stands at the confirmation, and goes back to it.
    released(&mut shelf);
    assert_eq!(
        step(&mut shelf, "A-1", "packing_slip")["verdict"],
        json!("hold")
    );
    let (id, _, _) = released(&mut shelf);
    assert_eq!(stands(&mut shelf), json!("packing_slip"));
    shelf.call("holds.undo", json!({"hold_ids": [id]}));
    assert_eq!(stands(&mut shelf), json!("confirmation"));
    // Held by hand where it stands: there is nothing to execute.
    released(&mut shelf);
    shelf.call(
        "holds.force",
        json!({"order_nos": ["A-1"], "reason": "CHECK"}),
    );
    let (_, performed, asked) = released(&mut shelf);
    assert_eq!((performed, asked), (json!([]), json!([])));
    assert_eq!(stands(&mut shelf), json!("packing_slip"));
    assert_sound(&mut shelf);
}

/// T-C1: every way back into the process is a check: an order that was rejected and is opened again has to pass like a new
/// one, and an earlier release is gone.
#[test]
fn t_c1_a_reopened_order_passes_again_like_a_new_one() {
    let mut shelf = held("2026-03-02");
    let id = hold(&mut shelf)["hold_id"].clone();
    release(&mut shelf, &id);
    assert_eq!(
        step(&mut shelf, "A-1", "confirmation")["ended"],
        json!("inside_grace")
    );
    shelf.call("orders.cancel", json!({"order_no": "A-1"}));
    let refusal = shelf.try_call(
        "orders.check",
        json!({"order_no": "A-1", "step": "confirmation"}),
    );
    assert_eq!(refusal.unwrap_err().code, "order_not_possible");
    shelf.call(
        "orders.reopen",
        json!({"order_no": "A-1", "comment": "the customer paid"}),
    );
    assert_eq!(state(&mut shelf, "A-1"), "not_checked");
    assert_eq!(
        step(&mut shelf, "A-1", "confirmation")["verdict"],
        json!("hold")
    );
}

/// H-34, H-35: excluded customers and orders are never held; an unlimited customer not by a rule about limits; an
/// intercompany order by the parameter, until its flag is switched off.
#[test]
fn h_34_and_h_35_exclusions() {
    let mut shelf = Shelf::new("2026-03-02");
    shelf.customer("1");
    limit(&mut shelf, "1", 100);
    no_rules(&mut shelf);
    rule(&mut shelf, "limit_used", json!({"used_bp": 10_000}));
    let attributes = |shelf: &mut Shelf, changes: Value| {
        let mut all = shelf.call("credit.get", json!({"account": "1"}))["attributes"].clone();
        for (name, value) in changes.as_object().unwrap() {
            all[name] = value.clone();
        }
        shelf.call(
            "credit.save",
            json!({"account": "1", "attributes": all, "reason": "REVIEW"}),
        );
    };
    attributes(&mut shelf, json!({"excluded": true}));
    assert_eq!(
        check(&mut shelf, "A-1", "1", 9_000, "confirmation")["ended"],
        json!("customer_excluded")
    );
    attributes(&mut shelf, json!({"excluded": false, "unlimited": true}));
    assert_eq!(
        check(&mut shelf, "A-2", "1", 9_000, "confirmation")["verdict"],
        json!("allow")
    );
    attributes(
        &mut shelf,
        json!({"unlimited": false, "ignore_until": "2026-03-03"}),
    );
    assert_eq!(
        check(&mut shelf, "A-3", "1", 9_000, "confirmation")["ended"],
        json!("ignored_until")
    );
    attributes(&mut shelf, json!({"ignore_until": null}));
    parameters(&mut shelf, &json!({"exclude_intercompany": true}));
    let intercompany = json!({
        "order_no": "I-1", "step": "confirmation",
        "order": {"account": "1", "amount_minor": 9_000, "origin": "intercompany"},
    });
    assert_eq!(
        shelf.call("orders.check", intercompany.clone())["ended"],
        json!("order_excluded")
    );
    shelf.call(
        "orders.exclude",
        json!({"order_no": "I-1", "exclusion": "not_excluded"}),
    );
    assert_eq!(
        shelf.call("orders.check", intercompany)["verdict"],
        json!("hold")
    );
}
