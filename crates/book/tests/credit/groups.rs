//! Customer credit groups: who else is the same party, and their aged balances.

use rusqlite::named_params;
use serde_json::{Value, json};

use crate::shelf::Shelf;
use crate::{assert_sound, attributes_of, parameters, standing, type_limit};

fn lives(shelf: &mut Shelf, customer: i64, name: &str, street: &str) {
    shelf.act(|act, _| {
        act.execute(
            "UPDATE customers SET name = :name WHERE id = :id",
            named_params! {":id": customer, ":name": name},
        )
        .unwrap();
        act.execute(
            "INSERT INTO addresses (customer_id, purpose, street, postal_code) VALUES (:id, 'postal', :street, '20457')",
            named_params! {":id": customer, ":street": street},
        )
        .unwrap();
    });
}

fn share(shelf: &mut Shelf, code: &str, members: &[&str]) {
    let group = json!({
        "code": code, "description": "", "limit_minor": 1_500_000, "currency": "EUR", "to_on": "2026-12-31",
        "use_days_overdue": false,
    });
    // Typed, whatever approvals its size would need.
    parameters(shelf, &json!({"manual_editing": true}));
    shelf.call("credit.shared_save", group);
    parameters(shelf, &json!({"manual_editing": false}));
    for account in members {
        shelf.call(
            "credit.shared_join",
            json!({"group": code, "account": account}),
        );
    }
}

/// Spec 11 §5: when a customer joins, the same party under another account is offered: by identification, or by name and
/// address however they are spelt; one that is in another group is not.
#[test]
fn the_same_party_is_offered() {
    let mut shelf = Shelf::new("2026-03-01");
    for (account, name, street) in [
        ("1", "Hafen GmbH", "Am Kai 1"),
        ("2", "HAFEN  GmbH.", "Am Kai 1"),
        ("3", "Hafen GmbH", "Am Markt 2"),
        ("4", "Speicher KG", "Am Tor 4"),
        ("5", "Hafen GmbH", "Am Kai 1"),
    ] {
        let id = shelf.customer(account);
        lives(&mut shelf, id, name, street);
    }
    attributes_of(&mut shelf, "1", &json!({"government_id": "HRB 4711"}));
    attributes_of(&mut shelf, "4", &json!({"government_id": "hrb4711"}));
    share(&mut shelf, "OTHER", &["5"]);
    share(&mut shelf, "HOLDING", &["1"]);
    let offered = shelf.call("credit.shared_parties", json!({"code": "HOLDING"}));
    let offered: Vec<(&Value, &Value)> = offered["customers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (&one["account"], &one["by_identification"]))
        .collect();
    assert_eq!(
        offered,
        [(&json!("2"), &json!(false)), (&json!("4"), &json!(true))]
    );
}

/// Spec 11 §5: aged balances of a group, one line for each customer and currency and a total, the same figures as the table of
/// everybody.
#[test]
fn aged_balances_of_a_group() {
    let mut shelf = Shelf::new("2026-03-31");
    for (account, minor) in [("1", 10_000), ("2", 20_000), ("3", 40_000)] {
        let id = shelf.customer(account);
        shelf.invoice(
            id,
            &format!("R-{account}"),
            "2026-02-01",
            "2026-03-01",
            minor,
        );
    }
    share(&mut shelf, "HOLDING", &["1", "3"]);
    let table = shelf.call("aging.table", json!({"group": "HOLDING"}));
    let everybody = shelf.call("aging.table", json!({}));
    assert_eq!(
        table["rows"],
        json!([everybody["rows"][0], everybody["rows"][2]])
    );
    assert_eq!(table["totals"][0]["total_minor"], json!(50_000));
    let refusal = shelf
        .try_call("aging.table", json!({"group": "NONE"}))
        .unwrap_err();
    assert_eq!(refusal.code, "unknown_shared_group");
}

/// T-C11: credit used shrinks when a payment arrives, without being applied to anything, and grows again when it is taken off;
/// for the group as for its member, because nothing of it is stored.
#[test]
fn t_c11_the_group_knows_of_a_payment_at_once() {
    let mut shelf = Shelf::new("2026-03-01");
    let one = shelf.customer("1");
    type_limit(&mut shelf, "1", Some(1_000_000));
    share(&mut shelf, "HOLDING", &["1"]);
    shelf.invoice(one, "R-1", "2026-02-01", "2026-03-01", 600_000);
    let rest = |shelf: &mut Shelf| standing(shelf, "1", "2026-03-01")["remaining_minor"].clone();
    assert_eq!(rest(&mut shelf), json!(400_000));
    shelf.payment(one, "Z-1", "2026-03-01", 600_000);
    assert_eq!(rest(&mut shelf), json!(1_000_000));
    let shown = standing(&mut shelf, "1", "2026-03-01");
    assert_eq!(shown["group"]["exposure_minor"], json!(0));
    assert_eq!(
        standing(&mut shelf, "1", "2026-02-28")["group"]["exposure_minor"],
        json!(600_000)
    );
    assert_sound(&mut shelf);
}

/// Spec 11 §1 and §4.5: the limit of a stored group changes by an adjustment, unless limits may be typed; then with a
/// reason. Its words change at any time.
#[test]
fn a_shared_limit_is_not_typed_unless_parameters_allow_it() {
    let mut shelf = Shelf::new("2026-03-01");
    share(&mut shelf, "HOLDING", &[]);
    let group = |limit: i64, words: &str, reason: &str| {
        json!({
            "code": "HOLDING", "description": words, "limit_minor": limit, "currency": "EUR", "to_on": "2026-12-31",
            "use_days_overdue": false, "reason": reason,
        })
    };
    shelf.call("credit.shared_save", group(1_500_000, "Holding", ""));
    let refusal = shelf.try_call("credit.shared_save", group(2_000_000, "", "REVIEW"));
    assert_eq!(refusal.unwrap_err().code, "credit_limit_by_adjustment");
    parameters(&mut shelf, &json!({"manual_editing": true}));
    let refusal = shelf.try_call("credit.shared_save", group(2_000_000, "", ""));
    assert_eq!(refusal.unwrap_err().code, "value_missing");
    shelf.call("credit.shared_save", group(2_000_000, "", "REVIEW"));
    let history = shelf.call("credit.shared_history", json!({"code": "HOLDING"}));
    let reasons: Vec<&Value> = history["limits"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| &row["reason"])
        .collect();
    assert_eq!(reasons, [&json!("REVIEW"), &json!("FIRST")]);
}

/// Spec 11 §4.5: the limit of a new group needs the approvals of its size as that of a customer does: one that needs none is
/// saved, a larger one is refused and the group begins with 0. Where no workflow asks, nothing is asked.
#[test]
fn the_limit_of_a_new_group_passes_no_approval_by() {
    let mut shelf = Shelf::new("2026-03-31");
    let group = |code: &str, limit: i64| {
        json!({
            "code": code, "description": "", "limit_minor": limit, "currency": "EUR", "to_on": "2026-12-31",
            "members": [], "use_days_overdue": false,
        })
    };
    let refusal = shelf.try_call("credit.shared_save", group("BIG", 1_000_000_000));
    let refusal = refusal.unwrap_err();
    assert_eq!(
        (refusal.code.as_str(), &refusal.args["field"]),
        ("shared_limit_by_adjustment", &json!("limit_minor"))
    );
    assert_eq!(
        shelf.number("SELECT COUNT(*) FROM customer_credit_groups"),
        0
    );
    shelf.call("credit.shared_save", group("BIG", 0));
    shelf.call("credit.shared_save", group("SMALL", 1_000_000));
    parameters(&mut shelf, &json!({"workflow": false}));
    shelf.call("credit.shared_save", group("FREE", 1_000_000_000));
    assert_sound(&mut shelf);
}
