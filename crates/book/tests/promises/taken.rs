//! Taking promises: consent, insurers, renegotiation, and taking them back.

use serde_json::{Value, json};

use crate::*;

fn undo_newest(shelf: &mut Shelf) {
    let act = shelf.call("undo.list", json!({}))["acts"][0].clone();
    let outlook = shelf.call("undo.check", json!({"act_id": act["act_id"]}));
    assert_eq!(outlook["refusal"], json!(null), "{outlook}");
    let mut request = act["request"].clone();
    request["reason"] = json!("by mistake");
    shelf.call(act["by"].as_str().unwrap(), request);
}

/// D-14: 30 days ahead is free, 31 days and the third renegotiation ask for the manager, whose consent is recorded.
#[test]
fn d_14_beyond_the_horizon_a_manager_consents() {
    let (mut shelf, invoice) = owed("2026-05-04", "2026-03-31");
    promise(&mut shelf, invoice, 30_000, "2026-06-03");
    let far = json!({"lines": [{"transaction_id": invoice, "promised_on": "2026-06-04", "amount_minor": 30_000}]});
    let refusal = shelf.try_call("promises.record", far.clone()).unwrap_err();
    assert_eq!(
        (refusal.code.as_str(), &refusal.args["reasons"]),
        ("promise_consent_needed", &json!(["horizon"]))
    );
    let asked = shelf.call("promises.check", far.clone());
    assert_eq!(
        (&asked["consent"], &asked["latest_on"]),
        (&json!(["horizon"]), &json!("2026-06-03"))
    );
    let mut consented = far;
    consented["consent"] = json!({"note": "pays after the fair"});
    shelf.call("promises.record", consented);
    assert_eq!(
        shelf.number(
            "SELECT COUNT(*) FROM promises WHERE consent_by_id IS NOT NULL AND consent_note <> ''"
        ),
        1
    );
    promise(&mut shelf, invoice, 20_000, "2026-06-01");
    let again = json!({"lines": [{"transaction_id": invoice, "promised_on": "2026-06-02"}]});
    let refusal = shelf.try_call("promises.record", again).unwrap_err();
    assert_eq!(refusal.args["reasons"], json!(["renegotiations"]));
    let rows = promises(&mut shelf, "all");
    let running: Vec<_> = rows.iter().filter(|row| row["status"] == "open").collect();
    assert_eq!((rows.len(), running.len()), (3, 1), "one promise at a time");
}

/// An agent cannot consent; a manager at the agent's desk can, with a PIN.
#[test]
fn d_14_an_agent_needs_the_managers_pin() {
    let (mut shelf, invoice) = owed("2026-05-04", "2026-03-31");
    let user = |code: &str, role: &str| {
        json!({"user": {"id": 0, "code": code, "name": code, "os_account": null, "roles": [role], "agent": false,
            "approval_ceiling_minor": null, "waiver_ceiling_minor": null, "substitute": null, "email": "", "phone": "",
            "has_pin": false, "active": true}, "pin": "4711"})
    };
    let agent = shelf.call("users.save", user("ag", "collections_agent"))["id"]
        .as_i64()
        .unwrap();
    shelf.call("users.save", user("mg", "collections_manager"));
    shelf.actor.user_id = agent;
    let with = |consent: Value| json!({"lines": [{"transaction_id": invoice, "promised_on": "2026-06-30"}], "consent": consent});
    let code = |shelf: &mut Shelf, consent| {
        shelf
            .try_call("promises.record", with(consent))
            .unwrap_err()
            .code
    };
    assert_eq!(code(&mut shelf, json!(null)), "promise_consent_needed");
    assert_eq!(
        code(&mut shelf, json!({"note": "mine"})),
        "promise_consent_of_manager"
    );
    assert_eq!(
        code(&mut shelf, json!({"user": "mg", "pin": "0000"})),
        "pin_wrong"
    );
    shelf.call(
        "promises.record",
        with(json!({"user": "mg", "pin": "4711", "note": "agreed"})),
    );
    assert_eq!(
        promises(&mut shelf, "running")[0]["consent_by"],
        json!("mg")
    );
}

/// D-19: longest extension 60 days; 61 days after the due day is warned of before it is saved.
#[test]
fn d_19_the_insurer_is_thought_of() {
    let (mut shelf, invoice) = owed("2026-04-20", "2026-03-01");
    shelf.call(
        "credit.cover_type_save",
        json!({"kind": "coverage", "code": "TRADE", "description": "Trade credit"}),
    );
    shelf.call(
        "credit.policy_save",
        json!({"account": "1", "policy": {"id": 0, "identifier": "insurance", "party": "Polaris", "coverage": "TRADE",
            "policy_no": "P-9", "effective_on": "2026-01-01", "expires_on": null, "value_minor": 5_000_000, "currency": "EUR",
            "update_bp": 10_000, "included_in_exposure": false, "duties": {"extension_days": 60}}}),
    );
    let by = |on: &str| json!({"lines": [{"transaction_id": invoice, "promised_on": on, "amount_minor": 10_000}]});
    assert_eq!(
        shelf.call("promises.check", by("2026-04-30"))["warnings"],
        json!([])
    );
    let warned = shelf.call("promises.check", by("2026-05-01"));
    assert_eq!(
        (
            &warned["warnings"][0]["days"],
            &warned["warnings"][0]["party"]
        ),
        (&json!(61), &json!("Polaris"))
    );
    let refusal = shelf
        .try_call("promises.record", by("2026-05-01"))
        .unwrap_err();
    assert_eq!(refusal.code, "promise_beyond_extension");
    let mut seen = by("2026-05-01");
    seen["beyond_extension"] = json!(true);
    shelf.call("promises.record", seen);
}

/// The Undo drawer takes a promise back: the one that it replaced runs again; so does a cancelled one.
#[test]
fn a_promise_is_taken_back() {
    let (mut shelf, invoice) = owed("2026-05-04", "2026-03-31");
    promise(&mut shelf, invoice, 30_000, "2026-05-20");
    promise(&mut shelf, invoice, 40_000, "2026-05-25");
    undo_newest(&mut shelf);
    let running = promises(&mut shelf, "running");
    assert_eq!(
        (running.len(), &running[0]["amount_minor"]),
        (1, &json!(30_000))
    );
    assert_eq!(status(&mut shelf), json!("promised"));
    let id = running[0]["promise_id"].clone();
    shelf.call(
        "promises.cancel",
        json!({"promise_id": id, "reason": "cannot pay"}),
    );
    assert_eq!(
        (promises(&mut shelf, "running").len(), status(&mut shelf)),
        (0, json!("not_disputed"))
    );
    undo_newest(&mut shelf);
    assert_eq!(
        (promises(&mut shelf, "running").len(), status(&mut shelf)),
        (1, json!("promised"))
    );
    undo_newest(&mut shelf);
    assert_eq!(
        (promises(&mut shelf, "all").len(), status(&mut shelf)),
        (0, json!("not_disputed"))
    );
    assert_eq!(row(&mut shelf, "2026-05-04")["promised_minor"], json!(0));
    assert_sound(&mut shelf);
}

/// The customer's page has the promises, the disputes and the kept rate together; the list goes into a file.
#[test]
fn the_customers_page_has_both() {
    let (mut shelf, invoice) = owed("2026-05-04", "2026-03-31");
    promise(&mut shelf, invoice, 30_000, "2026-05-20");
    dispute(&mut shelf, invoice, Some(20_000));
    let found = shelf.call("collections.customer", json!({"account": "1"}));
    assert_eq!(found["promises"][0]["amount_minor"], json!(30_000));
    assert_eq!(found["disputes"][0]["amount_minor"], json!(20_000));
    assert_eq!(found["kept_rate_bp"], json!(null));
    let listing = shelf.call("promises.list", json!({}));
    let path = shelf.folder.path().join("promises.csv");
    let columns: Vec<_> = [
        "number",
        "account",
        "name",
        "document_no",
        "promised_on",
        "last_on",
        "amount",
        "kept",
        "open",
        "currency",
        "status",
        "taken_on",
        "taken_by",
        "contact",
        "method",
        "note",
        "consent_by",
    ]
    .iter()
    .map(|id| json!({"id": id, "heading": id}))
    .collect();
    let request =
        json!({"handle": listing["handle"], "path": path, "format": "csv", "columns": columns});
    assert_eq!(shelf.call("promises.export", request)["rows"], json!(1));
    assert!(
        std::fs::read_to_string(path)
            .unwrap()
            .contains("PRM-000001")
    );
}
