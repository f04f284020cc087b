//! Approval by size: who prepared it does not approve it, and agents only propose.

use serde_json::{Value, json};

use crate::shelf::Shelf;
use crate::{Detailed, act_as, assert_sound, desk, document, open, user};

/// Above 500.00 a collections manager, above 5,000.00 a finance approver besides.
fn matrix(shelf: &mut Shelf) {
    let row = |above: i64, role: &str, order: u32| json!({"above_minor": above, "up_to_minor": null, "role": role, "order": order});
    shelf.call(
        "write_offs.parameters_save",
        json!({
            "reason": "UNECONOMIC", "separate_tax": "no",
            "approval": [row(50_000, "collections_manager", 1), row(500_000, "finance_approver", 2)],
        }),
    );
}

fn proposed(shelf: &mut Shelf, customer: i64, number: &str, minor: i64) -> Value {
    let id = document(
        shelf,
        customer,
        &Detailed {
            number,
            minor,
            ..Detailed::default()
        },
    );
    shelf.call(
        "write_offs.propose",
        json!({"account": "10001", "transaction_ids": [id]}),
    )
}

/// How many write-offs wait for whoever works, as the page of the day says.
fn waiting(shelf: &mut Shelf) -> Value {
    let today = shelf.call("today.get", json!({}));
    let mut rows = today["waiting"].as_array().unwrap().iter();
    rows.find(|row| row["kind"] == "write_offs")
        .map_or(json!(null), |row| row["count"].clone())
}

#[test]
fn the_size_decides_who_approves() {
    let (mut shelf, customer) = desk();
    matrix(&mut shelf);
    let manager = user(&mut shelf, "mia", &["collections_manager"]);
    let finance = user(&mut shelf, "fin", &["finance_approver"]);
    assert_eq!(
        proposed(&mut shelf, customer, "R-1", 50_000)["status"],
        "approved"
    );
    let middle = proposed(&mut shelf, customer, "R-2", 50_001);
    assert_eq!(
        (&middle["status"], &middle["approvers"]),
        (&json!("draft"), &json!(["collections_manager"]))
    );
    let large = proposed(&mut shelf, customer, "R-3", 600_000);
    let of = |shown: &Value| json!({"write_off_id": shown["id"], "comment": ""});
    let refusal = shelf.try_call("write_offs.post", of(&middle)).unwrap_err();
    assert_eq!(refusal.code, "write_off_not_approved");
    let refusal = shelf
        .try_call("write_offs.approve", of(&middle))
        .unwrap_err();
    assert_eq!(refusal.code, "limit_preparer_decides");

    assert_eq!(
        waiting(&mut shelf),
        json!(null),
        "who prepared it waits for others"
    );
    act_as(&mut shelf, finance);
    assert_eq!(
        waiting(&mut shelf),
        json!(null),
        "not before the level below"
    );
    act_as(&mut shelf, manager);
    assert_eq!(waiting(&mut shelf), json!(2));
    assert_eq!(
        shelf.call("write_offs.approve", of(&middle))["status"],
        "approved"
    );
    let half = shelf.call("write_offs.approve", of(&large));
    assert_eq!(
        (&half["status"], &half["approvers"]),
        (&json!("draft"), &json!(["finance_approver"]))
    );
    let refusal = shelf
        .try_call("write_offs.approve", of(&large))
        .unwrap_err();
    assert_eq!(refusal.code, "limit_signed_already");
    assert_eq!(waiting(&mut shelf), json!(null));
    act_as(&mut shelf, finance);
    assert_eq!(waiting(&mut shelf), json!(1));
    assert_eq!(
        shelf.call("write_offs.approve", of(&large))["status"],
        "approved"
    );
    act_as(&mut shelf, manager);
    shelf.call("write_offs.post", of(&large));
    assert_eq!(open(&shelf), 100_001);
    assert_sound(&mut shelf);
}

/// What nobody could approve is not proposed; a matrix in which rows say the same is not saved; a rejection has a comment.
#[test]
fn what_nobody_can_approve_is_refused() {
    let (mut shelf, customer) = desk();
    matrix(&mut shelf);
    let id = document(
        &mut shelf,
        customer,
        &Detailed {
            number: "R-1",
            minor: 60_000,
            ..Detailed::default()
        },
    );
    let request = json!({"account": "10001", "transaction_ids": [id]});
    let refusal = shelf
        .try_call("write_offs.propose", request.clone())
        .unwrap_err();
    assert_eq!(refusal.code, "write_off_nobody_approves");
    assert_eq!(refusal.args["role"], "collections_manager");
    let row =
        json!({"above_minor": 5, "up_to_minor": null, "role": "collections_manager", "order": 1});
    let twice = json!({"reason": "UNECONOMIC", "separate_tax": "no", "approval": [row, row]});
    let refusal = shelf
        .try_call("write_offs.parameters_save", twice)
        .unwrap_err();
    assert_eq!(refusal.code, "approval_row_overlaps");
    let agent =
        json!({"above_minor": 5, "up_to_minor": null, "role": "collections_agent", "order": 1});
    let wrong = json!({"reason": "UNECONOMIC", "separate_tax": "no", "approval": [agent]});
    let refusal = shelf
        .try_call("write_offs.parameters_save", wrong)
        .unwrap_err();
    assert_eq!(refusal.code, "approval_row_role");

    let manager = user(&mut shelf, "mia", &["collections_manager"]);
    let viewer = user(&mut shelf, "vic", &["viewer"]);
    let proposed = shelf.call("write_offs.propose", request);
    let reject = |comment: &str| json!({"write_off_id": proposed["id"], "comment": comment});
    let refusal = shelf
        .try_call("write_offs.reject", reject(" "))
        .unwrap_err();
    assert_eq!(refusal.code, "value_missing");
    act_as(&mut shelf, viewer);
    let refusal = shelf
        .try_call("write_offs.reject", reject("no"))
        .unwrap_err();
    assert_eq!(refusal.code, "limit_next_role");
    act_as(&mut shelf, manager);
    assert_eq!(
        shelf.call("write_offs.reject", reject("goodwill"))["status"],
        "rejected"
    );
}

/// A reason that is used stays; another one goes.
#[test]
fn reasons_that_are_used_stay() {
    let (mut shelf, customer) = desk();
    proposed(&mut shelf, customer, "R-1", 1_000);
    let name = |code: &str| json!({"code": code});
    let refusal = shelf
        .try_call("write_offs.reason_delete", name("UNECONOMIC"))
        .unwrap_err();
    assert_eq!(refusal.code, "write_off_reason_used");
    let left = shelf.call("write_offs.reason_delete", name("GOODWILL"));
    assert_eq!(left["reasons"].as_array().unwrap().len(), 3);
    let saved = shelf.call(
        "write_offs.reason_save",
        json!({"code": "moved", "description": "Moved away"}),
    );
    assert_eq!(
        saved["reasons"][2],
        json!({"code": "MOVED", "description": "Moved away"})
    );
}
