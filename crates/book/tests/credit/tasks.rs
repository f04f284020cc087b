//! What the credit team has to do: first limits, policies and limits that end, reviews, customers without their cover.

use serde_json::{Value, json};

use crate::journals::{journal, line};
use crate::shelf::Shelf;
use crate::{assert_sound, attributes_of, parameters, standing, type_limit};

fn open(shelf: &mut Shelf) -> Vec<Value> {
    let tasks = shelf.call("tasks.list", json!({"state": "open"}));
    tasks["tasks"].as_array().unwrap().clone()
}

fn kinds(shelf: &mut Shelf) -> Vec<String> {
    let of = |task: &Value| task["kind"].as_str().unwrap().to_owned();
    open(shelf).iter().map(of).collect()
}

pub fn policy(shelf: &mut Shelf, account: &str, changes: &Value) -> Value {
    shelf.call(
        "credit.cover_type_save",
        json!({"kind": "coverage", "code": "TRADE", "description": "Trade credit"}),
    );
    let mut policy = json!({
        "id": 0, "identifier": "insurance", "party": "Assekuranz AG", "coverage": "TRADE", "policy_no": "P-1",
        "effective_on": "2026-01-01", "expires_on": null, "value_minor": 5_000_000, "currency": "EUR",
        "update_bp": 10_000, "included_in_exposure": false,
    });
    for (name, value) in changes.as_object().unwrap() {
        policy[name] = value.clone();
    }
    shelf.call(
        "credit.policy_save",
        json!({"account": account, "policy": policy}),
    )
}

/// C-29: no limit, no group; two orders. One task and one draft line with a proposed first limit in all: the highest
/// exposure of twelve months with the order, rounded up to 100. When both are through, the next order makes new ones only
/// while there is still no limit.
#[test]
fn c_29_one_task_and_one_draft_line() {
    let mut shelf = Shelf::new("2026-03-01");
    let one = shelf.customer("1");
    // The highest balance was 9,000 in last summer; what was owed before twelve months ago counts no more.
    let old = shelf.invoice(one, "R-0", "2024-06-01", "2024-07-01", 5_000_000);
    let paid = shelf.payment(one, "Z-0", "2024-07-01", 5_000_000);
    shelf.settle(old, paid, "2024-07-01", 5_000_000);
    let summer = shelf.invoice(one, "R-1", "2025-06-01", "2025-07-01", 900_000);
    let paid = shelf.payment(one, "Z-1", "2025-08-01", 900_000);
    shelf.settle(summer, paid, "2025-08-01", 900_000);
    shelf.invoice(one, "R-2", "2026-02-01", "2026-03-01", 300_000);
    let first = shelf.call(
        "limits.propose_first",
        json!({"account": "1", "order_minor": 100_001}),
    );
    assert_eq!(
        first["proposed_minor"],
        json!(900_000),
        "summer was higher than 3,000 and the order"
    );
    assert_eq!(
        (&first["task_made"], &first["line_made"]),
        (&json!(true), &json!(true))
    );
    let second = shelf.call(
        "limits.propose_first",
        json!({"account": "1", "order_minor": 900_001}),
    );
    assert_eq!(
        (&second["task_made"], &second["line_made"]),
        (&json!(false), &json!(false))
    );
    assert_eq!(shelf.number("SELECT COUNT(*) FROM limit_lines"), 1);
    let tasks = open(&mut shelf);
    assert_eq!(tasks.len(), 1);
    assert_eq!(tasks[0]["kind"], json!("limit_not_set"));
    assert_eq!(tasks[0]["role"], json!("credit_clerk"));
    assert_eq!(tasks[0]["figures"]["journal"], first["journal"]);
    let journal = shelf.call("limits.get", json!({"id": first["journal_id"]}));
    assert_eq!(journal["head"]["state"], json!("draft"));
    let shown = &journal["lines"][0];
    assert_eq!(
        (
            &shown["account"],
            &shown["new_minor"],
            &shown["to_on"],
            &shown["reason"]
        ),
        (
            &json!("1"),
            &json!(900_000),
            &json!("2027-03-01"),
            &json!("FIRST")
        )
    );
    assert_eq!(
        standing(&mut shelf, "1", "2026-03-01")["effective"],
        json!("not_set"),
        "only posting sets it"
    );
    // A second customer gets a task of its own, in the same journal.
    shelf.customer("2");
    let other = shelf.call(
        "limits.propose_first",
        json!({"account": "2", "order_minor": 12_345}),
    );
    assert_eq!(other["proposed_minor"], json!(20_000));
    assert_eq!(other["journal_id"], first["journal_id"]);
    shelf.call("limits.submit", json!({"id": first["journal_id"]}));
    shelf.call("limits.post", json!({"id": first["journal_id"]}));
    assert_eq!(
        shelf.call("tasks.run", json!({}))["closed"],
        json!(2),
        "both have a limit"
    );
    assert_eq!(open(&mut shelf), Vec::<Value>::new());
    let after = shelf.call(
        "limits.propose_first",
        json!({"account": "1", "order_minor": 1}),
    );
    assert_eq!(
        (&after["task_made"], &after["line_made"]),
        (&json!(false), &json!(false))
    );
    assert_sound(&mut shelf);
}

/// A task that is done while the line still waits comes again with the next order; the line does not.
#[test]
fn a_done_task_comes_again_without_a_second_line() {
    let mut shelf = Shelf::new("2026-03-01");
    shelf.customer("1");
    let order = json!({"account": "1", "order_minor": 50_000});
    shelf.call("limits.propose_first", order.clone());
    let id = open(&mut shelf)[0]["id"].clone();
    let done = shelf.call("tasks.done", json!({"id": id, "comment": "seen"}));
    assert_eq!(
        (&done["state"], &done["done_by"]),
        (&json!("done"), &json!("kb"))
    );
    assert_eq!(
        shelf
            .try_call("tasks.done", json!({"id": id}))
            .unwrap_err()
            .code,
        "credit_task_state"
    );
    let again = shelf.call("limits.propose_first", order);
    assert_eq!(
        (&again["task_made"], &again["line_made"]),
        (&json!(true), &json!(false))
    );
    assert_eq!(shelf.number("SELECT COUNT(*) FROM limit_lines"), 1);
}

/// Spec 10 §6, §1: a policy that ends in thirty days, a limit that ends, and a review make one task each, and the second run
/// makes nothing. A renewed policy closes its task; a done one does not come back; a new end is a new subject.
#[test]
fn what_ends_is_announced_once() {
    let mut shelf = Shelf::new("2026-03-01");
    shelf.customer("1");
    shelf.customer("2");
    policy(&mut shelf, "1", &json!({"expires_on": "2026-04-01"}));
    let nothing = shelf.call("tasks.run", json!({}));
    assert_eq!(
        nothing["made"],
        json!(0),
        "31 days are further away than 30"
    );
    shelf.set_today("2026-03-02");
    parameters(&mut shelf, &json!({"manual_editing": true}));
    let set = json!({"account": "2", "limit_minor": 100_000, "expires_on": "2026-03-20", "reason": "REVIEW"});
    shelf.call("credit.set_limit", set);
    attributes_of(&mut shelf, "2", &json!({"next_review_on": "2026-03-10"}));
    assert_eq!(shelf.call("tasks.run", json!({}))["made"], json!(3));
    let again = shelf.call("tasks.run", json!({}));
    assert_eq!((&again["made"], &again["closed"]), (&json!(0), &json!(0)));
    assert_eq!(
        kinds(&mut shelf),
        ["review_due", "limit_expires", "policy_expires"],
        "by their days"
    );
    let stored = shelf.call("credit.policies", json!({"account": "1"}))["policies"][0].clone();
    let mut renewed = stored.clone();
    renewed["expires_on"] = json!("2027-04-01");
    shelf.call(
        "credit.policy_save",
        json!({"account": "1", "policy": renewed}),
    );
    assert_eq!(shelf.call("tasks.run", json!({}))["closed"], json!(1));
    let review = open(&mut shelf)[0]["id"].clone();
    shelf.call("tasks.done", json!({"id": review}));
    assert_eq!(shelf.call("tasks.run", json!({}))["made"], json!(0));
    let reopened = shelf.call("tasks.reopen", json!({"id": review}));
    assert_eq!(reopened["done_on"], json!(null));
    attributes_of(&mut shelf, "2", &json!({"next_review_on": "2026-03-12"}));
    let moved = shelf.call("tasks.run", json!({}));
    assert_eq!((&moved["made"], &moved["closed"]), (&json!(1), &json!(1)));
    assert_sound(&mut shelf);
}

/// Spec 10 §6: the day after a policy has ended, a customer that needed it is over its limit and named; one that did not
/// need it is not.
#[test]
fn who_is_over_the_limit_without_the_policy() {
    let mut shelf = Shelf::new("2026-03-01");
    for account in ["1", "2"] {
        let id = shelf.customer(account);
        type_limit(&mut shelf, account, Some(100_000));
        policy(
            &mut shelf,
            account,
            &json!({"expires_on": "2026-03-10", "value_minor": 200_000}),
        );
        let minor = if account == "1" { 250_000 } else { 90_000 };
        shelf.invoice(
            id,
            &format!("R-{account}"),
            "2026-02-01",
            "2026-03-01",
            minor,
        );
    }
    shelf.set_today("2026-03-10");
    shelf.call("tasks.run", json!({}));
    assert!(
        !kinds(&mut shelf).contains(&"over_limit".to_owned()),
        "it still holds"
    );
    shelf.set_today("2026-03-11");
    shelf.call("tasks.run", json!({}));
    let over: Vec<Value> = open(&mut shelf)
        .into_iter()
        .filter(|task| task["kind"] == json!("over_limit"))
        .collect();
    assert_eq!(over.len(), 1);
    assert_eq!(over[0]["account"], json!("1"));
    assert_eq!(
        (
            &over[0]["figures"]["exposure_minor"],
            &over[0]["figures"]["limit_minor"]
        ),
        (&json!(250_000), &json!(100_000))
    );
    // Still over after the look back: the task stays; within the limit again, it is closed.
    shelf.set_today("2026-06-01");
    shelf.call("tasks.run", json!({}));
    assert!(kinds(&mut shelf).contains(&"over_limit".to_owned()));
    type_limit(&mut shelf, "1", Some(300_000));
    shelf.call("tasks.run", json!({}));
    assert!(!kinds(&mut shelf).contains(&"over_limit".to_owned()));
    assert_sound(&mut shelf);
}

/// Tasks of one's own roles; a rejected first limit may be proposed again.
#[test]
fn tasks_of_a_role_and_a_rejected_proposal() {
    let mut shelf = Shelf::new("2026-03-01");
    shelf.customer("1");
    shelf.call(
        "limits.propose_first",
        json!({"account": "1", "order_minor": 50_000}),
    );
    let finance = crate::journals::person(&mut shelf, "fred", &["finance_approver"]);
    let mine = crate::journals::as_user(&mut shelf, finance, |shelf| {
        shelf.call("tasks.list", json!({"state": "open", "of": "mine"}))
    });
    assert_eq!(mine["tasks"], json!([]));
    assert_eq!(mine["open"], json!(1));
    // A line that somebody prepared by hand is the open line of the customer.
    let id = journal(&mut shelf, "credit_limit");
    shelf.customer("2");
    shelf.call(
        "limits.line_save",
        line(id, "2", 77_700, json!(null), "2026-12-31"),
    );
    let known = shelf.call(
        "limits.propose_first",
        json!({"account": "2", "order_minor": 50_000}),
    );
    assert_eq!(
        (&known["line_made"], &known["proposed_minor"]),
        (&json!(false), &json!(77_700))
    );
    assert_eq!(known["journal_id"], json!(id));
}

/// Spec 13: a temporary limit that ends is told within the days of the parameters, once; one that another follows without a
/// gap is not, and one that was taken back is not either. A task that nobody did stays after the day.
#[test]
fn a_temporary_limit_that_ends_is_told() {
    let mut shelf = Shelf::new("2026-03-01");
    for account in ["1", "2"] {
        shelf.customer(account);
        type_limit(&mut shelf, account, Some(1_000_000));
    }
    parameters(
        &mut shelf,
        &json!({"workflow": false, "limit_warning_days": 10}),
    );
    let temporary = |shelf: &mut Shelf, account: &str, from: &str, to: &str| {
        let id = journal(shelf, "temporary");
        shelf.call(
            "limits.line_save",
            line(id, account, 2_500_000, json!(from), to),
        );
        shelf.call("limits.post", json!({"id": id}));
    };
    temporary(&mut shelf, "1", "2026-03-01", "2026-03-31");
    temporary(&mut shelf, "2", "2026-03-01", "2026-03-31");
    temporary(&mut shelf, "2", "2026-04-01", "2026-06-30");
    let ends = |shelf: &mut Shelf| -> Vec<Value> {
        shelf.call("tasks.run", json!({}));
        open(shelf)
            .into_iter()
            .filter(|task| task["kind"] == "limit_expires")
            .collect()
    };
    shelf.set_today("2026-03-20");
    assert!(ends(&mut shelf).is_empty(), "eleven days away");
    for day in ["2026-03-21", "2026-03-22", "2026-04-02"] {
        shelf.set_today(day);
        let tasks = ends(&mut shelf);
        assert_eq!(tasks.len(), 1, "{day}: {tasks:?}");
        assert_eq!(tasks[0]["account"], json!("1"));
        let figures = &tasks[0]["figures"];
        assert_eq!(figures["temporary"], json!(true));
        assert_eq!(
            (&figures["ends_on"], &figures["limit_minor"]),
            (&json!("2026-03-31"), &json!(2_500_000))
        );
    }
    let id = ends(&mut shelf)[0]["id"].clone();
    shelf.call("tasks.done", json!({"id": id, "comment": ""}));
    assert!(ends(&mut shelf).is_empty());
    assert_sound(&mut shelf);
}
