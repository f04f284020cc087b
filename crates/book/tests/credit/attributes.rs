//! What is kept of a customer, and who may change it.

use serde_json::{Value, json};

use crate::journals::person;
use crate::shelf::Shelf;
use crate::{assert_sound, attributes_of, parameters, standing, type_limit};

/// C-20 (first half): manual editing off, a typed limit is refused on the credit page and on the card; switched on, it is
/// taken, dated, and leaves its row. The second half is in the journals.
#[test]
fn c_20_a_limit_is_not_typed_unless_parameters_allow_it() {
    let mut shelf = Shelf::new("2026-03-01");
    shelf.customer("1");
    let set = json!({"account": "1", "limit_minor": 5_000_000, "expires_on": "2026-12-31", "comment": "first", "reason": "REVIEW"});
    let refusal = shelf.try_call("credit.set_limit", set.clone());
    assert_eq!(refusal.unwrap_err().code, "credit_limit_by_adjustment");
    let mut card = shelf.call("customers.get", json!({"account": "1"}))["card"].clone();
    card["credit_limit_minor"] = json!(5_000_000);
    let refusal = shelf.try_call("customers.update", json!({"account": "1", "card": card}));
    assert_eq!(refusal.unwrap_err().code, "credit_limit_by_adjustment");
    parameters(&mut shelf, &json!({"manual_editing": true}));
    let file = shelf.call("credit.set_limit", set);
    assert_eq!(file["limit"]["limit_minor"], json!(5_000_000));
    assert_eq!(file["limit"]["set_on"], json!("2026-03-01"));
    assert_eq!(file["limit"]["expires_on"], json!("2026-12-31"));
    let row = &file["limits"][0];
    assert_eq!(row["old_minor"], json!(null));
    assert_eq!(row["new_minor"], json!(5_000_000));
    assert_eq!(
        (&row["preparer"], &row["approver"]),
        (&json!("kb"), &json!(null))
    );
    assert_sound(&mut shelf);
}

/// C-26: identification from 2,000 on: a limit of 2,000 asks for it, one of 1,999 does not.
#[test]
fn c_26_identification_from_a_minimum_limit_on() {
    let mut shelf = Shelf::new("2026-03-01");
    shelf.customer("1");
    parameters(
        &mut shelf,
        &json!({"manual_editing": true, "identification": {"rule": "minimum_limit", "minor": 200_000}}),
    );
    let set = |minor: i64| json!({"account": "1", "limit_minor": minor, "reason": "REVIEW"});
    shelf.call("credit.set_limit", set(199_900));
    let refusal = shelf.try_call("credit.set_limit", set(200_000));
    assert_eq!(refusal.unwrap_err().code, "identification_missing");
    attributes_of(&mut shelf, "1", &json!({"government_id": "HRB 12345"}));
    shelf.call("credit.set_limit", set(200_000));
    let mut file = shelf.call("credit.get", json!({"account": "1"}))["attributes"].clone();
    file["government_id"] = json!("");
    let refusal = shelf.try_call("credit.save", json!({"account": "1", "attributes": file}));
    assert_eq!(refusal.unwrap_err().code, "identification_missing");
}

/// C-34: no column, a blank cell and a written 0 are three files and two answers.
#[test]
fn c_34_not_set_is_not_zero() {
    for (name, text, limit, effective) in [
        (
            "a.csv",
            "Customer No,Name\n7,Alder\n",
            json!(null),
            "not_set",
        ),
        (
            "b.csv",
            "Customer No,Name,Credit limit\n7,Alder,\n",
            json!(null),
            "not_set",
        ),
        (
            "c.csv",
            "Customer No,Name,Credit limit\n7,Alder,0\n",
            json!(0),
            "limit",
        ),
    ] {
        let mut shelf = Shelf::new("2026-03-01");
        let path = shelf.folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        shelf.call("import.run", json!({"files": [{"path": path}]}));
        let file = shelf.call("credit.get", json!({"account": "7"}));
        assert_eq!(file["limit"]["limit_minor"], limit, "{name}");
        let exposure = standing(&mut shelf, "7", "2026-03-01");
        assert_eq!(exposure["effective"], json!(effective), "{name}");
        assert_eq!(exposure["effective_minor"], limit, "{name}");
    }
}

/// Spec 10 §4: a status changes with a reason of its kind, what it stops holds beside the customer's own hold, and the
/// history names old, new, reason and user.
#[test]
fn a_status_changes_with_a_reason_and_keeps_its_history() {
    let mut shelf = Shelf::new("2026-03-01");
    shelf.customer("1");
    shelf.call(
        "credit.reason_save",
        json!({"kind": "hold", "code": "OVERDUE", "description": ""}),
    );
    let set = |status: &str, reason: &str| json!({"account": "1", "status": status, "reason": reason, "comment": "as agreed"});
    let other_kind = shelf.try_call("credit.set_status", set("CASH", "OVERDUE"));
    assert_eq!(other_kind.unwrap_err().code, "unknown_credit_reason");
    let file = shelf.call("credit.set_status", set("CASH", "REVIEW"));
    assert_eq!(
        (&file["status"], &file["hold"]),
        (&json!("CASH"), &json!("invoice"))
    );
    shelf.set_today("2026-03-02");
    let file = shelf.call("credit.set_status", set("NORMAL", "REVIEW"));
    assert_eq!(
        (&file["status"], &file["hold"]),
        (&json!("NORMAL"), &json!("none"))
    );
    let history = file["statuses"].as_array().unwrap();
    assert_eq!(history.len(), 2);
    assert_eq!(history[0]["old"], json!("CASH"));
    assert_eq!(history[0]["changed_on"], json!("2026-03-02"));
    assert_eq!(history[1]["old"], json!(null));
    assert_eq!(history[1]["user"], json!("kb"));
    let again = shelf.try_call("credit.set_status", set("NORMAL", "REVIEW"));
    assert_eq!(again.unwrap_err().code, "status_unchanged");
    assert_sound(&mut shelf);
}

/// Spec 10 §4: a closed customer gets no new limit.
#[test]
fn a_closed_customer_gets_no_limit() {
    let mut shelf = Shelf::new("2026-03-01");
    shelf.customer("1");
    type_limit(&mut shelf, "1", Some(100));
    shelf.call(
        "credit.set_status",
        json!({"account": "1", "status": "CLOSED", "reason": "REVIEW"}),
    );
    parameters(&mut shelf, &json!({"manual_editing": true}));
    let refusal = shelf.try_call(
        "credit.set_limit",
        json!({"account": "1", "limit_minor": 200, "reason": "REVIEW"}),
    );
    assert_eq!(refusal.unwrap_err().code, "customer_closed");
}

/// Spec 10 §1: a limit typed in the customer's currency is kept in the company's, and shown in both.
#[test]
fn a_limit_in_the_customers_currency() {
    let mut shelf = Shelf::new("2026-03-01");
    shelf.customer("1");
    shelf.act(|act, _| {
        act.execute("UPDATE customers SET currency = 'USD'", [])
            .unwrap()
    });
    for (from, to, rate) in [("USD", "EUR", "0.9"), ("EUR", "USD", "1.1")] {
        shelf.call(
            "rates.save",
            json!({"rate_type": "default", "from": from, "to": to, "valid_from": "2026-01-01", "rate": rate}),
        );
    }
    parameters(&mut shelf, &json!({"manual_editing": true}));
    let set =
        json!({"account": "1", "limit_minor": 1_000_000, "currency": "USD", "reason": "REVIEW"});
    let file = shelf.call("credit.set_limit", set);
    assert_eq!(file["limit"]["limit_minor"], json!(900_000));
    assert_eq!(file["limit"]["in_customer_currency_minor"], json!(990_000));
}

/// Spec 00 *Audit trail*: a typed limit has a reason of the kind *limit*, which its row of the history and the audit row name.
#[test]
fn a_typed_limit_needs_a_reason() {
    let mut shelf = Shelf::new("2026-03-01");
    shelf.customer("1");
    parameters(&mut shelf, &json!({"manual_editing": true}));
    let set = |reason: &str| json!({"account": "1", "limit_minor": 100, "reason": reason});
    let refusal = shelf.try_call("credit.set_limit", set("")).unwrap_err();
    assert_eq!(
        (refusal.code.as_str(), &refusal.args["field"]),
        ("value_missing", &json!("reason"))
    );
    let refusal = shelf.try_call("credit.set_limit", set("NONE")).unwrap_err();
    assert_eq!(refusal.code, "unknown_credit_reason");
    let file = shelf.call("credit.set_limit", set("REVIEW"));
    assert_eq!(file["limits"][0]["reason"], json!("REVIEW"));
}

/// Spec 10 §1: *Unlimited*, *Exclude from credit management* and *Ignore until* do what no limit and no rule could: whoever
/// decides about credit sets them, with a reason that stands in the log. Everything else is saved without one.
#[test]
fn what_lets_a_customer_through_needs_a_reason() {
    let mut shelf = Shelf::new("2026-03-31");
    shelf.customer("1");
    shelf.customer("2");
    let clerk = person(&mut shelf, "cl", &["credit_clerk"]);
    let stored = shelf.call("credit.get", json!({"account": "1"}))["attributes"].clone();
    let with = |changes: &Value| {
        let mut all = stored.clone();
        for (field, value) in changes.as_object().unwrap() {
            all[field] = value.clone();
        }
        all
    };
    for field in [
        json!({"unlimited": true}),
        json!({"excluded": true}),
        json!({"ignore_until": "2026-04-30"}),
        json!({"eligible_minor": 100, "eligible_currency": "EUR"}),
        json!({"invoice_account": "2"}),
    ] {
        let all = with(&field);
        let refusal = shelf.try_call("credit.save", json!({"account": "1", "attributes": all}));
        let refusal = refusal.unwrap_err();
        assert_eq!(
            (refusal.code.as_str(), &refusal.args["field"]),
            ("value_missing", &json!("reason")),
            "{field}"
        );
        let founder = shelf.actor;
        shelf.actor.user_id = clerk;
        let asked =
            json!({"account": "1", "attributes": all, "reason": "REVIEW", "comment": "a bank"});
        let refusal = shelf.try_call("credit.save", asked.clone());
        assert_eq!(refusal.unwrap_err().code, "not_permitted", "{field}");
        let other = with(&json!({"title_held": true, "mandatory": false}));
        shelf.call("credit.save", json!({"account": "1", "attributes": other}));
        shelf.call("credit.save", json!({"account": "1", "attributes": stored}));
        shelf.actor = founder;
        shelf.call("credit.save", asked);
        let back = json!({"account": "1", "attributes": stored, "reason": "REVIEW"});
        shelf.call("credit.save", back);
    }
    assert_eq!(
        shelf.number(
            "SELECT COUNT(*) FROM audit_seals WHERE reason = 'REVIEW' AND comment = 'a bank'"
        ),
        5
    );
    // A mandatory limit binds by itself; that it binds no more is a decision.
    shelf.actor.user_id = clerk;
    let mandatory =
        |on: bool| json!({"account": "1", "attributes": with(&json!({"mandatory": on}))});
    shelf.call("credit.save", mandatory(true));
    let refusal = shelf.try_call("credit.save", mandatory(false));
    assert_eq!(refusal.unwrap_err().code, "not_permitted");
    assert_sound(&mut shelf);
}
