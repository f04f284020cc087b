//! Releases that need more than one person (spec 12 §9).

use book::act::Actor;
use serde_json::{Value, json};

use crate::decisions::held;
use crate::shelf::Shelf;
use crate::{assert_sound, hold, holds, limit, order, release, state, step};

/// A user with roles; gives its id.
pub fn user(shelf: &mut Shelf, code: &str, roles: &[&str], ceiling: Option<i64>) -> i64 {
    let user = shelf.call(
        "users.save",
        json!({"user": {
            "id": 0, "code": code, "name": code.to_uppercase(), "os_account": null, "roles": roles, "agent": false,
            "approval_ceiling_minor": ceiling, "waiver_ceiling_minor": null, "substitute": null, "email": "", "phone": "", "active": true,
            "has_pin": false,
        }, "pin": null}),
    );
    user["id"].as_i64().unwrap()
}

fn act_as(shelf: &mut Shelf, user_id: i64) {
    shelf.actor = Actor {
        user_id,
        acting_for_id: None,
    };
}

fn ask(shelf: &mut Shelf, id: &Value) -> Value {
    shelf.call(
        "holds.release",
        json!({"hold_ids": [id], "reason": "CHECKED", "mode": "without_posting", "comment": "pays soon"}),
    )
}

/// How many requests *Today* says wait for each of these users.
fn turns(shelf: &mut Shelf, users: &[i64]) -> Vec<i64> {
    let before = shelf.actor;
    let counts = users.iter().map(|user| {
        act_as(shelf, *user);
        let today = shelf.call("today.get", json!({}));
        let waiting = today["waiting"].as_array().unwrap();
        let requests = waiting.iter().find(|row| row["kind"] == "hold_requests");
        requests.map_or(0, |row| row["count"].as_i64().unwrap())
    });
    let counts = counts.collect();
    shelf.actor = before;
    counts
}

/// H-38: an order above the manager's ceiling: the manager approves, the finance approver's approval is still pending, and the
/// order is on hold. Then the last one approves, and the automated step releases.
#[test]
fn h_38_the_manager_approves_and_the_finance_approver_is_still_pending() {
    let mut shelf = Shelf::new("2026-03-02");
    shelf.customer("1");
    limit(&mut shelf, "1", 100);
    order(&mut shelf, "A-1", "1", 5_000_000);
    step(&mut shelf, "A-1", "confirmation");
    let manager = user(&mut shelf, "mm", &["credit_manager"], Some(1_000_000));
    let cfo = user(&mut shelf, "cf", &["finance_approver"], None);
    shelf.call(
        "holds.workflow_save",
        json!({"active": true, "automated": "with_posting"}),
    );
    let id = hold(&mut shelf)["hold_id"].clone();
    let asked = ask(&mut shelf, &id);
    assert_eq!(
        (&asked["requested"], &asked["decided"]),
        (&json!(1), &json!(0))
    );
    assert_eq!(state(&mut shelf, "A-1"), "in_approval");
    assert_eq!(hold(&mut shelf)["waits_for"], json!(["credit_manager"]));
    let founder = shelf.actor.user_id;
    assert_eq!(turns(&mut shelf, &[founder, manager, cfo]), [0, 1, 0]);
    act_as(&mut shelf, manager);
    let signed = shelf.call("holds.approve", json!({"hold_ids": [id]}));
    assert_eq!(signed["requested"], json!(1));
    assert_eq!(hold(&mut shelf)["waits_for"], json!(["finance_approver"]));
    assert_eq!(turns(&mut shelf, &[founder, manager, cfo]), [0, 0, 1]);
    assert_eq!(state(&mut shelf, "A-1"), "in_approval");
    let again = shelf.try_call("holds.approve", json!({"hold_ids": [id]}));
    assert_eq!(again.unwrap_err().code, "limit_signed_already");
    act_as(&mut shelf, cfo);
    let signed = shelf.call("holds.approve", json!({"hold_ids": [id]}));
    assert_eq!(signed["performed"], json!(["A-1"]));
    assert_eq!(state(&mut shelf, "A-1"), "released");
    let row = holds(&mut shelf, json!({"all": true}))[0].clone();
    assert_eq!(row["release_reason"], json!("CHECKED"));
    assert_sound(&mut shelf);
}

/// Whoever asked does not approve, whatever role they have. Declined, it is on the list again.
#[test]
fn whoever_asked_does_not_approve() {
    let mut shelf = held("2026-03-02");
    shelf.call("holds.workflow_save", json!({"active": true}));
    let manager = user(&mut shelf, "mm", &["credit_manager"], None);
    let id = hold(&mut shelf)["hold_id"].clone();
    ask(&mut shelf, &id);
    for command in ["holds.approve", "holds.decline"] {
        let refusal = shelf.try_call(command, json!({"hold_ids": [id], "comment": "x"}));
        assert_eq!(refusal.unwrap_err().code, "limit_preparer_decides");
    }
    let early = shelf.try_call(
        "holds.release",
        json!({"hold_ids": [id], "reason": "CHECKED", "mode": "without_posting"}),
    );
    assert_eq!(early.unwrap_err().code, "hold_approval_pending");
    act_as(&mut shelf, manager);
    shelf.call("holds.decline", json!({"hold_ids": [id], "comment": "no"}));
    assert_eq!(state(&mut shelf, "A-1"), "on_hold");
    // Approved without an automated step, the release by hand is enabled.
    ask(&mut shelf, &id);
    let founder = shelf.number("SELECT id FROM users WHERE code = 'kb'");
    act_as(&mut shelf, founder);
    shelf.call("holds.approve", json!({"hold_ids": [id]}));
    assert_eq!(state(&mut shelf, "A-1"), "in_approval");
    ask(&mut shelf, &id);
    assert_eq!(state(&mut shelf, "A-1"), "released");
}

/// A request is taken back by whoever asked, and an approver who left is named before anybody waits for nothing.
#[test]
fn recalled_and_unreachable() {
    let mut shelf = held("2026-03-02");
    shelf.call("holds.workflow_save", json!({"active": true}));
    let id = hold(&mut shelf)["hold_id"].clone();
    let refusal = shelf.try_call(
        "holds.release",
        json!({"hold_ids": [id], "reason": "CHECKED", "mode": "without_posting"}),
    );
    assert_eq!(refusal.unwrap_err().code, "limit_nobody_approves");
    assert_eq!(state(&mut shelf, "A-1"), "on_hold");
    user(&mut shelf, "mm", &["credit_manager"], None);
    ask(&mut shelf, &id);
    shelf.call("holds.recall", json!({"hold_ids": [id]}));
    assert_eq!(state(&mut shelf, "A-1"), "on_hold");
    let nothing = shelf.try_call("holds.recall", json!({"hold_ids": [id]}));
    assert_eq!(nothing.unwrap_err().code, "hold_not_possible");
}

/// Without a workflow a person's ceiling holds for releases by hand.
#[test]
fn a_release_by_hand_stays_within_the_ceiling() {
    let mut shelf = held("2026-03-02");
    let small = user(&mut shelf, "sm", &["credit_manager"], Some(14_999));
    let id = hold(&mut shelf)["hold_id"].clone();
    act_as(&mut shelf, small);
    let refusal = shelf.try_call(
        "holds.release",
        json!({"hold_ids": [id], "reason": "CHECKED", "mode": "without_posting"}),
    );
    let refusal = refusal.unwrap_err();
    assert_eq!(refusal.code, "limit_above_ceiling");
    assert_eq!(refusal.args["ceiling_minor"], json!(14_999));
}

/// What was asked for, or approved, of a smaller order does not hold for a raised one; the matrix looks at the amount as it is.
#[test]
fn a_request_does_not_survive_a_raise() {
    for granted in [false, true] {
        let mut shelf = held("2026-03-02");
        shelf.call("holds.workflow_save", json!({"active": true}));
        let manager = user(&mut shelf, "mm", &["credit_manager"], None);
        user(&mut shelf, "cf", &["finance_approver"], None);
        let founder = shelf.actor.user_id;
        let id = hold(&mut shelf)["hold_id"].clone();
        ask(&mut shelf, &id);
        if granted {
            act_as(&mut shelf, manager);
            shelf.call("holds.approve", json!({"hold_ids": [id]}));
            act_as(&mut shelf, founder);
        }
        order(&mut shelf, "A-1", "1", 14_000);
        assert_eq!(state(&mut shelf, "A-1"), "in_approval", "lowered");
        order(&mut shelf, "A-1", "1", 50_000_000);
        assert_eq!(state(&mut shelf, "A-1"), "on_hold", "{granted}");
        ask(&mut shelf, &id);
        act_as(&mut shelf, manager);
        shelf.call("holds.approve", json!({"hold_ids": [id]}));
        assert_eq!(
            hold(&mut shelf)["waits_for"],
            json!(["finance_approver"]),
            "500,000.00 need two"
        );
        assert_sound(&mut shelf);
    }
}

/// A release that was approved is carried out as a release and as nothing else.
#[test]
fn an_approval_covers_what_was_asked() {
    let mut shelf = held("2026-03-02");
    shelf.call("holds.workflow_save", json!({"active": true}));
    let manager = user(&mut shelf, "mm", &["credit_manager"], None);
    let founder = shelf.actor.user_id;
    let id = hold(&mut shelf)["hold_id"].clone();
    ask(&mut shelf, &id);
    act_as(&mut shelf, manager);
    shelf.call("holds.approve", json!({"hold_ids": [id]}));
    act_as(&mut shelf, founder);
    let refusal = shelf
        .try_call("holds.reject", json!({"hold_ids": [id]}))
        .unwrap_err();
    assert_eq!(refusal.code, "hold_approval_other");
    assert_eq!(refusal.args["wanted"], json!("release"));
    ask(&mut shelf, &id);
    assert_eq!(state(&mut shelf, "A-1"), "released");
}

/// What a release is over the limit counts the order itself, also where it was only checked and is not in the book.
#[test]
fn over_the_limit_counts_an_order_that_was_only_checked() {
    for in_book in [true, false] {
        let mut shelf = Shelf::new("2026-03-02");
        shelf.customer("1");
        limit(&mut shelf, "1", 10_000);
        if in_book {
            order(&mut shelf, "A-1", "1", 15_000);
            step(&mut shelf, "A-1", "confirmation");
        } else {
            crate::check(&mut shelf, "A-1", "1", 15_000, "confirmation");
        }
        user(&mut shelf, "mm", &["credit_manager"], None);
        shelf.call("holds.workflow_save", json!({"active": true}));
        let id = hold(&mut shelf)["hold_id"].clone();
        ask(&mut shelf, &id);
        let over = shelf.number("SELECT over_limit_minor FROM hold_requests");
        assert_eq!(over, 5_000, "{in_book}");
    }
}

/// Spec 12 §6: the queue of the routed credit manager: what waits for me or one of my roles and nobody has taken, and what I
/// have taken.
#[test]
fn whoever_takes_a_hold_has_it() {
    let mut shelf = Shelf::new("2026-03-02");
    shelf.customer("1");
    limit(&mut shelf, "1", 10_000_000);
    crate::no_rules(&mut shelf);
    crate::rule(
        &mut shelf,
        "sales_order",
        json!({"amount_minor": 1_000, "route": "credit_clerk"}),
    );
    for number in ["A-1", "A-2"] {
        order(&mut shelf, number, "1", 5_000);
        step(&mut shelf, number, "confirmation");
    }
    let clerk = user(&mut shelf, "cl", &["credit_clerk"], None);
    let other = user(&mut shelf, "c2", &["credit_clerk"], None);
    let manager = user(&mut shelf, "mm", &["credit_manager"], None);
    let mine = |shelf: &mut Shelf, user_id: i64| {
        act_as(shelf, user_id);
        holds(shelf, json!({"mine_only": true}))
    };
    assert_eq!(mine(&mut shelf, clerk).len(), 2);
    assert_eq!(mine(&mut shelf, manager).len(), 0);
    assert_eq!(holds(&mut shelf, json!({"route": "credit_clerk"})).len(), 2);
    assert_eq!(holds(&mut shelf, json!({"route": "cl"})).len(), 0);
    let rows = mine(&mut shelf, clerk);
    let id = rows[0]["hold_id"].clone();
    let done = shelf.call("holds.assign", json!({"hold_ids": [id]}));
    assert_eq!((&done["assigned"], &done["to"]), (&json!(1), &json!("cl")));
    assert_eq!(mine(&mut shelf, clerk).len(), 2);
    assert_eq!(mine(&mut shelf, other).len(), 1, "one is taken");
    shelf.call("holds.assign", json!({"hold_ids": [id], "to": "mm"}));
    let rows = mine(&mut shelf, manager);
    assert_eq!(rows[0]["assigned"], json!("mm"));
    shelf.call("holds.assign", json!({"hold_ids": [id], "to": ""}));
    assert_eq!(mine(&mut shelf, other).len(), 2, "put back");
    let unknown = shelf.try_call("holds.assign", json!({"hold_ids": [id], "to": "nobody"}));
    assert_eq!(unknown.unwrap_err().code, "unknown_user");
    act_as(&mut shelf, manager);
    shelf.call("holds.reject", json!({"hold_ids": [id]}));
    let late = shelf.try_call("holds.assign", json!({"hold_ids": [id]}));
    assert_eq!(late.unwrap_err().code, "hold_not_possible");
    assert_sound(&mut shelf);
}

/// Spec 12 §9: new holds may go to the workflow by themselves; one that nobody can sign stays on the list.
#[test]
fn new_holds_are_sent_for_approval_where_the_workflow_says_so() {
    for (somebody, left) in [(true, "in_approval"), (false, "on_hold")] {
        let mut shelf = Shelf::new("2026-03-02");
        shelf.customer("1");
        limit(&mut shelf, "1", 10_000);
        crate::parameters(&mut shelf, &json!({"release_reason": "AUTOMATIC"}));
        if somebody {
            user(&mut shelf, "mm", &["credit_manager"], None);
        }
        let workflow = json!({"active": true, "new_holds": true, "automated": "without_posting",
            "matrix": [{"criterion": "order_amount", "above": -1, "up_to": null, "role": "credit_manager", "order": 1}]});
        shelf.call("holds.workflow_save", workflow);
        order(&mut shelf, "A-1", "1", 15_000);
        step(&mut shelf, "A-1", "confirmation");
        assert_eq!(state(&mut shelf, "A-1"), left);
        assert_sound(&mut shelf);
    }
}

/// Spec 00 *Users*: a substitute releases within the ceiling of the user who is away, and the audit row names both; while
/// that user is at work, the own ceiling holds.
#[test]
fn a_substitute_releases_within_the_absent_user_s_ceiling() {
    let mut shelf = Shelf::new("2026-03-02");
    shelf.customer("1");
    limit(&mut shelf, "1", 100);
    order(&mut shelf, "A-1", "1", 5_000_000);
    step(&mut shelf, "A-1", "confirmation");
    let id = hold(&mut shelf)["hold_id"].clone();
    let clerk = user(&mut shelf, "cc", &["credit_clerk"], Some(100_000));
    let manager = user(&mut shelf, "mm", &["credit_manager"], Some(9_000_000));
    let away = |from: Value, to: Value| {
        json!({"user": {
            "id": manager, "code": "mm", "name": "MM", "os_account": null, "roles": ["credit_manager"], "agent": false,
            "approval_ceiling_minor": 9_000_000, "waiver_ceiling_minor": null, "substitute": "cc", "email": "",
            "phone": "", "active": true, "has_pin": false, "absent_from": from, "absent_to": to,
        }, "pin": null})
    };
    let turned = shelf.try_call("users.save", away(json!("2026-03-05"), json!("2026-03-01")));
    assert_eq!(turned.unwrap_err().code, "absence_ends_first");
    let release = json!({"hold_ids": [id], "reason": "CHECKED", "mode": "without_posting"});
    let founder = shelf.actor;
    for (from, to) in [
        (json!(null), json!(null)),
        (json!("2026-03-03"), json!(null)),
        (json!("2026-02-01"), json!("2026-03-01")),
    ] {
        shelf.actor = founder;
        shelf.call("users.save", away(from, to));
        act_as(&mut shelf, clerk);
        let refusal = shelf
            .try_call("holds.release", release.clone())
            .unwrap_err();
        assert_eq!(refusal.code, "limit_above_ceiling");
    }
    shelf.actor = founder;
    shelf.call("users.save", away(json!("2026-03-02"), json!("2026-03-02")));
    act_as(&mut shelf, clerk);
    shelf.call("holds.release", release);
    assert_eq!(state(&mut shelf, "A-1"), "released");
    let said = shelf.number(
        "SELECT user_id * 1000 + acting_for_id FROM audit WHERE command = 'holds.release' ORDER BY id DESC LIMIT 1",
    );
    assert_eq!(said, clerk * 1_000 + manager);
    assert_sound(&mut shelf);
}

/// The same where releases are approved: the substitute signs for the manager who is away.
#[test]
fn a_substitute_signs_for_the_absent_user() {
    let mut shelf = held("2026-03-02");
    shelf.call(
        "holds.workflow_save",
        json!({"active": true, "automated": "with_posting"}),
    );
    let clerk = user(&mut shelf, "cc", &["credit_clerk"], None);
    let manager = user(&mut shelf, "mm", &["credit_manager"], None);
    let id = hold(&mut shelf)["hold_id"].clone();
    ask(&mut shelf, &id);
    let founder = shelf.actor;
    act_as(&mut shelf, clerk);
    let refusal = shelf.try_call("holds.approve", json!({"hold_ids": [id]}));
    assert_eq!(refusal.unwrap_err().code, "limit_next_role");
    shelf.actor = founder;
    shelf.call(
        "users.save",
        json!({"user": {
            "id": manager, "code": "mm", "name": "MM", "os_account": null, "roles": ["credit_manager"], "agent": false,
            "approval_ceiling_minor": null, "waiver_ceiling_minor": null, "substitute": "cc", "email": "",
            "phone": "", "active": true, "has_pin": false, "absent_from": "2026-03-01", "absent_to": null,
        }, "pin": null}),
    );
    act_as(&mut shelf, clerk);
    shelf.call("holds.approve", json!({"hold_ids": [id]}));
    assert_eq!(state(&mut shelf, "A-1"), "released");
}

/// Spec 00 *Roles*: a clerk releases within the own ceiling and neither rejects nor cancels, not by one click either.
#[test]
fn a_clerk_releases_and_does_not_reject() {
    let mut shelf = held("2026-03-02");
    let clerk = user(&mut shelf, "cl", &["credit_clerk"], Some(15_000));
    let founder = shelf.actor.user_id;
    let id = hold(&mut shelf)["hold_id"].clone();
    act_as(&mut shelf, clerk);
    let acts = shelf.number("SELECT COUNT(*) FROM audit");
    for command in ["holds.decline", "holds.reject", "holds.cancel"] {
        let request = json!({"hold_ids": [id], "comment": "no"});
        let refusal = shelf.try_call(command, request).unwrap_err();
        assert_eq!(refusal.code, "not_permitted", "{command}");
        assert_eq!(refusal.args["right"], json!("decide"));
    }
    assert_eq!(shelf.number("SELECT COUNT(*) FROM audit"), acts);
    release(&mut shelf, &id);
    assert_eq!(state(&mut shelf, "A-1"), "released");
    act_as(&mut shelf, founder);
    shelf.call("holds.undo", json!({"hold_ids": [id]}));
    let again = hold(&mut shelf)["hold_id"].clone();
    shelf.call(
        "holds.decline",
        json!({"hold_ids": [again], "comment": "no"}),
    );
    assert_eq!(state(&mut shelf, "A-1"), "rejected");
    assert_sound(&mut shelf);
}

/// Who could not approve a request does not send it back either, and nobody but whoever asked, or decides about credit,
/// takes it back.
#[test]
fn a_request_is_sent_back_by_whoever_could_sign_it() {
    let mut shelf = held("2026-03-02");
    let manager = user(&mut shelf, "mm", &["credit_manager"], None);
    let clerk = user(&mut shelf, "cl", &["credit_clerk"], Some(100_000_000));
    let cfo = user(&mut shelf, "cf", &["finance_approver"], None);
    shelf.call(
        "holds.workflow_save",
        json!({"active": true, "matrix": [
            {"criterion": "order_amount", "above": -1, "up_to": null, "role": "credit_manager", "order": 1}]}),
    );
    let id = hold(&mut shelf)["hold_id"].clone();
    ask(&mut shelf, &id);
    let decline = json!({"hold_ids": [id], "comment": "no"});
    for other in [clerk, cfo] {
        act_as(&mut shelf, other);
        let refusal = shelf.try_call("holds.decline", decline.clone());
        assert_eq!(refusal.unwrap_err().code, "limit_next_role");
        let refusal = shelf.try_call("holds.recall", json!({"hold_ids": [id]}));
        let refusal = refusal.unwrap_err();
        assert_eq!(refusal.code, "hold_request_of_other");
        assert_eq!(refusal.args["order_no"], json!("A-1"));
    }
    assert_eq!(state(&mut shelf, "A-1"), "in_approval");
    act_as(&mut shelf, manager);
    shelf.call("holds.decline", decline);
    assert_eq!(state(&mut shelf, "A-1"), "on_hold");
    assert_sound(&mut shelf);
}

/// Approval is for what was asked: an order that was only checked and is asked about again with a larger amount shows that on
/// its hold; the request goes back, and the ceiling is asked about what it is now.
#[test]
fn a_raise_by_another_check_takes_the_request_back() {
    let mut shelf = held("2026-03-02");
    let clerk = user(&mut shelf, "cl", &["credit_clerk"], Some(500_000));
    user(&mut shelf, "mm", &["credit_manager"], None);
    crate::check(&mut shelf, "X-1", "1", 100_000, "confirmation");
    let of = |shelf: &mut Shelf| {
        let rows = holds(shelf, json!({}));
        let row = rows.iter().find(|row| row["order_no"] == json!("X-1"));
        row.unwrap().clone()
    };
    assert_eq!(of(&mut shelf)["amount_minor"], json!(100_000));
    crate::check(&mut shelf, "X-1", "1", 9_000_000, "confirmation");
    let held = of(&mut shelf);
    assert_eq!(
        (&held["amount_minor"], &held["modified"]),
        (&json!(9_000_000), &json!(true))
    );
    let founder = shelf.actor.user_id;
    act_as(&mut shelf, clerk);
    let release =
        json!({"hold_ids": [held["hold_id"]], "reason": "CHECKED", "mode": "without_posting"});
    let refusal = shelf.try_call("holds.release", release).unwrap_err();
    assert_eq!(refusal.code, "limit_above_ceiling");
    act_as(&mut shelf, founder);
    shelf.call("holds.workflow_save", json!({"active": true}));
    let id = held["hold_id"].clone();
    ask(&mut shelf, &id);
    assert_eq!(state(&mut shelf, "X-1"), "in_approval");
    crate::check(&mut shelf, "X-1", "1", 9_000_001, "confirmation");
    assert_eq!(state(&mut shelf, "X-1"), "on_hold");
    assert_sound(&mut shelf);
}

/// A request whose approver has left says so on the page of its hold: who it was, and in which role.
#[test]
fn a_request_whose_approver_left_says_so() {
    let mut shelf = held("2026-03-02");
    let manager = user(&mut shelf, "mm", &["credit_manager"], None);
    shelf.call(
        "holds.workflow_save",
        json!({"active": true, "matrix": [
            {"criterion": "order_amount", "above": -1, "up_to": null, "role": "credit_manager", "order": 1}]}),
    );
    let id = hold(&mut shelf)["hold_id"].clone();
    ask(&mut shelf, &id);
    let stuck =
        |shelf: &mut Shelf| shelf.call("holds.explain", json!({"hold_id": id}))["stuck"].clone();
    assert_eq!(stuck(&mut shelf), json!(null));
    shelf.call(
        "users.save",
        json!({"user": {
            "id": manager, "code": "mm", "name": "MM", "os_account": null, "roles": ["credit_manager"], "agent": false,
            "approval_ceiling_minor": null, "waiver_ceiling_minor": null, "substitute": null, "email": "",
            "phone": "", "active": false, "has_pin": false, "absent_from": null, "absent_to": null,
        }, "pin": null}),
    );
    assert_eq!(
        stuck(&mut shelf),
        json!({"role": "credit_manager", "left": "mm"})
    );
}

/// Spec 00 *Roles*: what a person rejected is opened by whoever may reject, with a reason.
#[test]
fn a_rejection_is_taken_back_by_whoever_may_reject() {
    let mut shelf = held("2026-03-02");
    let agent = user(&mut shelf, "ag", &["collections_agent"], None);
    let founder = shelf.actor.user_id;
    let id = hold(&mut shelf)["hold_id"].clone();
    shelf.call("holds.reject", json!({"hold_ids": [id]}));
    act_as(&mut shelf, agent);
    let reopen = |comment: &str| json!({"order_no": "A-1", "comment": comment});
    let refusal = shelf
        .try_call("orders.reopen", reopen("please"))
        .unwrap_err();
    assert_eq!(
        (refusal.code.as_str(), &refusal.args["right"]),
        ("not_permitted", &json!("decide"))
    );
    act_as(&mut shelf, founder);
    let refusal = shelf.try_call("orders.reopen", reopen(" ")).unwrap_err();
    assert_eq!(
        (refusal.code.as_str(), &refusal.args["field"]),
        ("value_missing", &json!("comment"))
    );
    shelf.call("orders.reopen", reopen("paid in advance"));
    assert_eq!(state(&mut shelf, "A-1"), "not_checked");
}
