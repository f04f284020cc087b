//! Reasons, groups, statuses and parameters.

use serde_json::json;

use crate::parameters;
use crate::shelf::Shelf;

/// Spec 10 §4: five statuses are there with what they stop; spec 11 §1: the parameters have their defaults.
#[test]
fn a_new_book_has_statuses_and_parameters() {
    let mut shelf = Shelf::new("2026-03-01");
    let setup = shelf.call("credit.setup", json!({}));
    let statuses: Vec<_> = setup["statuses"]
        .as_array()
        .unwrap()
        .iter()
        .map(|status| {
            let text = |name: &str| status[name].as_str().unwrap();
            format!("{} {}", text("code"), text("hold"))
        })
        .collect();
    assert_eq!(
        statuses,
        [
            "NORMAL none",
            "WATCH none",
            "CASH invoice",
            "STOPPED all",
            "CLOSED all"
        ]
    );
    let parameters = shelf.call("credit.parameters", json!({}));
    assert_eq!(parameters["credit_management"], json!(true));
    assert_eq!(parameters["limit_type"], json!({"type": "balance_and_all"}));
    assert_eq!(parameters["check_groups"], json!(true));
    assert_eq!(parameters["manual_editing"], json!(false));
    assert_eq!(parameters["identification"], json!({"rule": "no"}));
}

/// Spec 10 §2: a reason that was used stays, one that was not goes.
#[test]
fn a_used_reason_is_not_deleted() {
    let mut shelf = Shelf::new("2026-03-01");
    shelf.customer("1");
    for code in ["LATE", "UNUSED"] {
        shelf.call(
            "credit.reason_save",
            json!({"kind": "status", "code": code, "description": "Pays late"}),
        );
    }
    shelf.call(
        "credit.set_status",
        json!({"account": "1", "status": "WATCH", "reason": "LATE"}),
    );
    let delete = |code: &str| json!({"kind": "status", "code": code});
    let used = shelf.try_call("credit.reason_delete", delete("LATE"));
    assert_eq!(used.unwrap_err().code, "credit_setup_used");
    shelf.call("credit.reason_delete", delete("UNUSED"));
    let unknown = shelf.try_call("credit.reason_delete", delete("UNUSED"));
    assert_eq!(unknown.unwrap_err().code, "unknown_credit_reason");
    let status = shelf.try_call("credit.status_delete", json!({"code": "WATCH"}));
    assert_eq!(status.unwrap_err().code, "credit_setup_used");
}

/// Spec 10 §3: a credit management group has at most 10 characters, and one in use stays.
#[test]
fn a_credit_management_group() {
    let mut shelf = Shelf::new("2026-03-01");
    shelf.customer("1");
    let group = |code: &str| json!({"code": code, "description": "Large accounts"});
    let long = shelf.try_call("credit.group_save", group("ELEVEN-CHAR"));
    assert_eq!(long.unwrap_err().code, "value_too_long");
    shelf.call("credit.group_save", group("MAJOR"));
    crate::attributes_of(&mut shelf, "1", &json!({"group": "MAJOR"}));
    let file = shelf.call("credit.get", json!({"account": "1"}));
    assert_eq!(file["attributes"]["group"], json!("MAJOR"));
    let used = shelf.try_call("credit.group_delete", json!({"code": "MAJOR"}));
    assert_eq!(used.unwrap_err().code, "credit_setup_used");
}

/// Spec 11 §4.5: a matrix that nobody could follow is refused with the row.
#[test]
fn a_matrix_without_sense_is_refused() {
    let mut shelf = Shelf::new("2026-03-01");
    let mut all = shelf.call("credit.parameters", json!({}));
    let row = |role: &str, order: u32| json!({"criterion": "increase", "above": 0, "up_to": null, "role": role, "order": order});
    all["approval"] = json!([row("credit_manager", 1), row("viewer", 2)]);
    let refusal = shelf.try_call("credit.parameters_save", all).unwrap_err();
    assert_eq!(refusal.code, "approval_row_role");
    assert_eq!(refusal.args["row"], json!(2));
    parameters(&mut shelf, &json!({"approval": [row("credit_manager", 1)]}));
}

/// Spec 10 §2: a reason that a rule, a parameter or the book itself gives is not deleted, though no row of the past names it.
#[test]
fn a_reason_that_the_book_gives_stays() {
    let mut shelf = Shelf::new("2026-03-01");
    let refused = |shelf: &mut Shelf, kind: &str, code: &str| {
        let request = json!({"kind": kind, "code": code});
        let refusal = shelf.try_call("credit.reason_delete", request).unwrap_err();
        refusal.code
    };
    for (kind, code) in [
        ("limit", "FIRST"),
        ("status", "REVIEW"),
        ("release", "AUTOMATIC"),
    ] {
        assert_eq!(refused(&mut shelf, kind, code), "credit_reason_of_book");
    }
    shelf.call(
        "credit.reason_save",
        json!({"kind": "release", "code": "OURS", "description": "Ours"}),
    );
    let mut parameters = shelf.call("rules.get", json!({}))["parameters"].clone();
    parameters["release_reason"] = json!("OURS");
    shelf.call("rules.parameters_save", parameters.clone());
    assert_eq!(
        refused(&mut shelf, "release", "OURS"),
        "credit_reason_of_book"
    );
    parameters["release_reason"] = json!("CHECKED");
    shelf.call("rules.parameters_save", parameters);
    let setup = shelf.call(
        "credit.reason_delete",
        json!({"kind": "release", "code": "OURS"}),
    );
    let left = setup["reasons"].as_array().unwrap();
    assert!(left.iter().all(|reason| reason["code"] != "OURS"));
}
