//! Insurance and guarantees, and limits that several customers share.

use serde_json::{Value, json};

use crate::shelf::Shelf;
use crate::{assert_sound, attributes_of, parameters, standing, type_limit};

fn insure(shelf: &mut Shelf, included: bool, expires: Value) {
    shelf.call(
        "credit.cover_type_save",
        json!({"kind": "coverage", "code": "TRADE", "description": "Trade credit"}),
    );
    let policy = json!({
        "id": 0, "identifier": "insurance", "party": "Assekuranz AG", "coverage": "TRADE", "policy_no": "P-1",
        "effective_on": "2026-01-01", "expires_on": expires, "value_minor": 5_000_000, "currency": "EUR",
        "update_bp": 5_000, "included_in_exposure": included,
    });
    shelf.call(
        "credit.policy_save",
        json!({"account": "1", "policy": policy}),
    );
}

/// C-1: limit 100,000, policy 50,000, update 50 %: 125,000. C-2: included in exposure: 75,000. C-3: on the last day of the
/// policy 125,000, the day after 100,000. What is insured is taken apart.
#[test]
fn c_1_c_2_and_c_3_a_policy() {
    for (included, expires, day, total) in [
        (false, json!(null), "2026-03-01", 12_500_000),
        (true, json!(null), "2026-03-01", 7_500_000),
        (false, json!("2026-03-31"), "2026-03-31", 12_500_000),
        (false, json!("2026-03-31"), "2026-04-01", 10_000_000),
    ] {
        let mut shelf = Shelf::new("2026-03-01");
        let customer = shelf.customer("1");
        type_limit(&mut shelf, "1", Some(10_000_000));
        insure(&mut shelf, included, expires);
        shelf.invoice(customer, "R-1", "2026-02-01", "2026-03-01", 6_000_000);
        let shown = standing(&mut shelf, "1", day);
        assert_eq!(shown["own"]["total_minor"], json!(total), "{day}");
        assert_eq!(shown["effective_minor"], json!(total), "{day}");
        let insured = if day == "2026-04-01" { 0 } else { 5_000_000 };
        assert_eq!(shown["insured_minor"], json!(insured), "{day}");
        assert_eq!(
            shown["uninsured_minor"],
            json!(6_000_000 - insured),
            "{day}"
        );
        assert_sound(&mut shelf);
    }
}

/// C-12: a temporary limit of 25,000 in March and the policy of C-1: 50,000 in March.
#[test]
fn c_12_a_temporary_limit_and_a_policy() {
    let mut shelf = Shelf::new("2026-02-01");
    shelf.customer("1");
    type_limit(&mut shelf, "1", Some(1_000_000));
    insure(&mut shelf, false, json!(null));
    parameters(&mut shelf, &json!({"workflow": false}));
    let id = shelf.call("limits.create", json!({"kind": "temporary"}))["head"]["id"].clone();
    shelf.call(
        "limits.line_save",
        json!({
            "journal_id": id, "account": "1", "new_minor": 2_500_000, "from_on": "2026-03-01", "to_on": "2026-03-31",
            "reason": "REVIEW",
        }),
    );
    shelf.call("limits.post", json!({"id": id}));
    assert_eq!(
        standing(&mut shelf, "1", "2026-03-15")["own"]["total_minor"],
        json!(5_000_000)
    );
    assert_eq!(
        standing(&mut shelf, "1", "2026-04-01")["own"]["total_minor"],
        json!(3_500_000)
    );
}

/// Spec 10 §6: an insurance needs a coverage type, a guarantee has none.
#[test]
fn a_guarantee_has_no_coverage_type() {
    let mut shelf = Shelf::new("2026-03-01");
    shelf.customer("1");
    insure(&mut shelf, false, json!(null));
    let mut policy = shelf.call("credit.policies", json!({"account": "1"}))["policies"][0].clone();
    policy["identifier"] = json!("guarantee");
    let refusal = shelf.try_call(
        "credit.policy_save",
        json!({"account": "1", "policy": policy}),
    );
    assert_eq!(refusal.unwrap_err().code, "policy_coverage_not_allowed");
    policy["identifier"] = json!("insurance");
    policy["coverage"] = json!(null);
    let refusal = shelf.try_call(
        "credit.policy_save",
        json!({"account": "1", "policy": policy}),
    );
    assert_eq!(refusal.unwrap_err().code, "value_missing");
    let left = shelf.call(
        "credit.policy_delete",
        json!({"account": "1", "id": policy["id"]}),
    );
    assert_eq!(left["policies"], json!([]));
}

fn share(shelf: &mut Shelf, limit: i64, members: &[&str]) {
    let group = json!({
        "code": "HOLDING", "description": "Holding", "limit_minor": limit, "currency": "EUR", "to_on": "2026-12-31",
        "use_days_overdue": false,
    });
    // Typed, whatever approvals its size would need.
    parameters(shelf, &json!({"manual_editing": true}));
    shelf.call("credit.shared_save", group);
    parameters(shelf, &json!({"manual_editing": false}));
    for account in members {
        shelf.call(
            "credit.shared_join",
            json!({"group": "HOLDING", "account": account}),
        );
    }
}

/// C-4 to C-8 as far as no order is checked: the effective limit of a member is the smaller of the two, 0 where the own one
/// is 0 and mandatory, none where the customer is unlimited, and the group's where the own one is 0 otherwise.
#[test]
fn c_4_to_c_8_the_effective_limit_in_a_group() {
    for (limit, attributes, effective, minor) in [
        (1_000_000, json!({}), "limit", json!(1_000_000)),
        (2_000_000, json!({}), "limit", json!(1_500_000)),
        (0, json!({"mandatory": true}), "limit", json!(0)),
        (0, json!({"unlimited": true}), "unlimited", json!(null)),
        (0, json!({}), "limit", json!(1_500_000)),
    ] {
        let mut shelf = Shelf::new("2026-03-01");
        shelf.customer("1");
        type_limit(&mut shelf, "1", Some(limit));
        attributes_of(&mut shelf, "1", &attributes);
        share(&mut shelf, 1_500_000, &["1"]);
        let shown = standing(&mut shelf, "1", "2026-03-01");
        assert_eq!(
            (&shown["effective"], &shown["effective_minor"]),
            (&json!(effective), &minor),
            "{limit}"
        );
    }
}

/// C-30: group limit 15,000 and group exposure 9,000; own limit 8,000 and own exposure 5,000: 3,000 remain. Own limit 0, not
/// mandatory: 6,000. Own limit 0, mandatory: -5,000. The customer's page says the same.
#[test]
fn c_30_the_smaller_rest() {
    for (limit, mandatory, rest) in [
        (800_000, false, 300_000),
        (0, false, 600_000),
        (0, true, -500_000),
    ] {
        let mut shelf = Shelf::new("2026-03-01");
        let one = shelf.customer("1");
        let two = shelf.customer("2");
        type_limit(&mut shelf, "1", Some(limit));
        attributes_of(&mut shelf, "1", &json!({"mandatory": mandatory}));
        share(&mut shelf, 1_500_000, &["1", "2"]);
        shelf.invoice(one, "R-1", "2026-02-01", "2026-03-01", 500_000);
        shelf.invoice(two, "R-2", "2026-02-01", "2026-03-01", 400_000);
        let shown = standing(&mut shelf, "1", "2026-03-01");
        assert_eq!(shown["group"]["exposure_minor"], json!(900_000));
        assert_eq!(shown["remaining_minor"], json!(rest));
        let balance = shelf.call("customers.balance", json!({"account": "1"}));
        assert_eq!(balance["remaining_credit_minor"], json!(rest));
    }
}

/// C-18: a customer whose limit expires later joins a group: its expiry is the group's; the group's new day is every
/// member's. C-19: a group without a day cannot be saved. A customer belongs to one group at most.
#[test]
fn c_18_and_c_19_the_day_of_a_group() {
    let mut shelf = Shelf::new("2026-03-01");
    shelf.customer("1");
    parameters(&mut shelf, &json!({"manual_editing": true}));
    shelf.call(
        "credit.set_limit",
        json!({"account": "1", "limit_minor": 100, "expires_on": "2027-01-31", "reason": "REVIEW"}),
    );
    share(&mut shelf, 1_500_000, &["1"]);
    let expiry = |shelf: &mut Shelf| {
        shelf.call("credit.get", json!({"account": "1"}))["limit"]["expires_on"].clone()
    };
    assert_eq!(expiry(&mut shelf), json!("2026-12-31"));
    let group = |code: &str, to: Value| {
        json!({
            "code": code, "description": "", "limit_minor": 100, "currency": "EUR", "to_on": to,
            "use_days_overdue": false, "reason": "REVIEW",
        })
    };
    parameters(&mut shelf, &json!({"manual_editing": true}));
    let refusal = shelf.try_call("credit.shared_save", group("OTHER", json!(null)));
    assert_eq!(refusal.unwrap_err().code, "limit_line_no_expiry");
    shelf.call("credit.shared_save", group("HOLDING", json!("2027-06-30")));
    assert_eq!(expiry(&mut shelf), json!("2027-06-30"));
    shelf.call("credit.shared_save", group("OTHER", json!("2027-06-30")));
    let second = shelf.try_call(
        "credit.shared_join",
        json!({"group": "OTHER", "account": "1"}),
    );
    assert_eq!(second.unwrap_err().code, "customer_in_other_group");
    assert_sound(&mut shelf);
}

/// Spec 10 §6: a policy names the type of its insurer or guarantor; a type is of one kind, and one that a policy has is not
/// deleted.
#[test]
fn types_of_insurance_and_guarantee() {
    let mut shelf = Shelf::new("2026-03-01");
    shelf.customer("1");
    for (kind, code) in [
        ("insurance", "TRADE"),
        ("guarantee", "BANK"),
        ("coverage", "WHOLE"),
    ] {
        let row = json!({"kind": kind, "code": code, "description": ""});
        shelf.call("credit.cover_type_save", row);
    }
    let policy = |cover_type: &str| {
        json!({"account": "1", "policy": {
            "id": 0, "identifier": "insurance", "cover_type": cover_type, "party": "Atlas", "coverage": "WHOLE",
            "policy_no": "P-1", "effective_on": "2026-01-01", "expires_on": null, "value_minor": 100, "currency": "EUR",
            "update_bp": 0, "included_in_exposure": false,
        }})
    };
    let refusal = shelf.try_call("credit.policy_save", policy("BANK"));
    assert_eq!(refusal.unwrap_err().code, "unknown_cover_type");
    let saved = shelf.call("credit.policy_save", policy("TRADE"));
    assert_eq!(saved["policies"][0]["cover_type"], json!("TRADE"));
    let delete = |kind: &str, code: &str| json!({"kind": kind, "code": code});
    for (kind, code) in [("insurance", "TRADE"), ("coverage", "WHOLE")] {
        let refusal = shelf.try_call("credit.cover_type_delete", delete(kind, code));
        assert_eq!(refusal.unwrap_err().code, "cover_type_used");
    }
    let left = shelf.call("credit.cover_type_delete", delete("guarantee", "BANK"));
    assert_eq!(left["types"].as_array().unwrap().len(), 2);
    assert_eq!(shelf.call("credit.cover_types", json!({})), left);
}
