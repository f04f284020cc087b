//! Cases from their opening to their end.

use serde_json::{Value, json};

use crate::{assert_sound, column, open_case, rows, shop};

/// D-9: a case names its transactions and its activities, and no others of the customer.
#[test]
fn d_9_a_case_selects_its_transactions_and_activities() {
    let (mut shelf, [first, second, _]) = shop();
    let case = open_case(&mut shelf, "1", "Wrong price", &[first, second]);
    let id = case["head"]["case_id"].clone();
    shelf.call(
        "activities.note",
        json!({"account": "1", "text": "Called about R-1", "case_id": id, "transaction_id": first}),
    );
    shelf.call(
        "activities.note",
        json!({"account": "1", "text": "Called about something else"}),
    );
    let file = shelf.call("cases.get", json!({"case_id": id}));
    assert_eq!(column(&file["transactions"], "document_no"), ["R-1", "R-2"]);
    assert_eq!(column(&file["transactions"], "days_overdue"), ["91", "60"]);
    assert_eq!(column(&file["activities"], "purpose"), ["Called about R-1"]);
    let of_case = rows(
        &mut shelf,
        "activities.list",
        json!({"show": "all", "account": "1", "case_id": id}),
    );
    assert_eq!(of_case.len(), 1);
    let all = rows(
        &mut shelf,
        "activities.list",
        json!({"show": "all", "account": "1"}),
    );
    assert_eq!(all.len(), 2);
    let listed = rows(&mut shelf, "cases.list", json!({"account": "1"}));
    assert_eq!(
        listed[0]["amounts"],
        json!([{"currency": "EUR", "open_minor": 30_000}])
    );
    assert_sound(&mut shelf);
}

/// A transaction is in at most one open case; a closed case lets it go, and cannot be reopened over its head.
#[test]
fn a_transaction_is_in_one_open_case() {
    let (mut shelf, [first, second, _]) = shop();
    let one = open_case(&mut shelf, "1", "One", &[first])["head"]["case_id"].clone();
    let two = open_case(&mut shelf, "1", "Two", &[second])["head"]["case_id"].clone();
    let refusal = shelf
        .try_call(
            "cases.assign",
            json!({"case_id": two, "transaction_ids": [first]}),
        )
        .unwrap_err();
    assert_eq!(
        (
            refusal.code.as_str(),
            &refusal.args["document_no"],
            &refusal.args["number"]
        ),
        (
            "transaction_in_other_case",
            &json!("R-1"),
            &json!("CASE-000001")
        )
    );
    // Once more into the same case changes nothing.
    let same = shelf.call(
        "cases.assign",
        json!({"case_id": one, "transaction_ids": [first]}),
    );
    assert_eq!(same["log"].as_array().unwrap().len(), 2);
    shelf.call(
        "cases.close",
        json!({"case_ids": [one], "open_transactions": "confirmed"}),
    );
    shelf.call(
        "cases.assign",
        json!({"case_id": two, "transaction_ids": [first]}),
    );
    let refusal = shelf
        .try_call("cases.reopen", json!({"case_ids": [one]}))
        .unwrap_err();
    assert_eq!(
        (refusal.code.as_str(), &refusal.args["number"]),
        ("transaction_in_other_case", &json!("CASE-000002"))
    );
    shelf.call(
        "cases.unassign",
        json!({"case_id": two, "transaction_ids": [first]}),
    );
    shelf.call("cases.reopen", json!({"case_ids": [one]}));
    let refusal = shelf
        .try_call(
            "cases.assign",
            json!({"case_id": two, "transaction_ids": [first]}),
        )
        .unwrap_err();
    assert_eq!(refusal.code, "transaction_in_other_case");
    let other = shelf.customer("2");
    let foreign = shelf.invoice(other, "X-1", "2026-03-01", "2026-03-31", 100);
    let refusal = shelf
        .try_call(
            "cases.assign",
            json!({"case_id": two, "transaction_ids": [foreign]}),
        )
        .unwrap_err();
    assert_eq!(refusal.code, "transaction_of_other_customer");
    assert_sound(&mut shelf);
}

/// Closing asks while something is open; the undo opens it as it was, and everything is in the log.
#[test]
fn closing_asks_and_is_taken_back() {
    let (mut shelf, [first, ..]) = shop();
    let id = open_case(&mut shelf, "1", "Late", &[first])["head"]["case_id"].clone();
    let saved = json!({
        "case_id": id, "status": "waiting",
        "case": {"category": "COLLECTIONS", "description": "Late again", "priority": 1, "owner": "kb",
                 "external_reference": "CRM-77", "notes": "asked", "contacts": [{"name": "Frau Lind", "phone": "030 1"}]},
    });
    shelf.call("cases.save", saved.clone());
    let close = json!({"case_ids": [id], "resolution": "given up"});
    let refusal = shelf.try_call("cases.close", close.clone()).unwrap_err();
    assert_eq!(
        (refusal.code.as_str(), &refusal.args["count"]),
        ("case_has_open_transactions", &json!(1))
    );
    let mut confirmed = close;
    confirmed["open_transactions"] = json!("confirmed");
    assert_eq!(
        shelf.call("cases.close", confirmed.clone())["cases"],
        json!(1)
    );
    assert_eq!(shelf.call("cases.close", confirmed)["already"], json!(1));
    assert!(rows(&mut shelf, "cases.list", json!({})).is_empty());
    assert_eq!(
        rows(&mut shelf, "cases.list", json!({"show": "all"})).len(),
        1
    );
    let mut closed = saved;
    closed["status"] = json!("opened");
    let refusal = shelf.try_call("cases.save", closed).unwrap_err();
    assert_eq!(refusal.code, "case_status_by_act");
    // A paid invoice is not asked about.
    let payment = shelf.payment(1, "P-1", "2026-06-30", 10_000);
    shelf.settle(first, payment, "2026-06-30", 10_000);
    shelf.call("cases.reopen", json!({"case_ids": [id]}));
    let file = shelf.call("cases.get", json!({"case_id": id}));
    assert_eq!(
        (&file["head"]["status"], &file["head"]["amounts"]),
        (&json!("waiting"), &json!([]))
    );
    assert_eq!(file["contacts"][0]["name"], "Frau Lind");
    shelf.call("cases.close", json!({"case_ids": [id]}));
    let log = shelf.call("cases.get", json!({"case_id": id}))["log"].clone();
    assert_eq!(
        column(&log, "what"),
        [
            "status",
            "status",
            "status",
            "resolution",
            "contacts",
            "external_reference",
            "notes",
            "priority",
            "description",
            "status",
            "transaction_added",
            "opened"
        ]
    );
    assert_eq!(
        (&log[0]["before"], &log[0]["after"], &log[0]["user"]),
        (&json!("waiting"), &json!("closed"), &json!("kb"))
    );
    let changed = shelf
        .book
        .file
        .connection
        .execute("UPDATE case_log SET after = ''", []);
    assert!(changed.is_err(), "the log is only added to");
    assert_sound(&mut shelf);
}

/// A category notes what is to be done first, and closing that notes what follows, once and only while the case is open.
#[test]
fn a_category_notes_its_activities() {
    let (mut shelf, [first, ..]) = shop();
    let category = |kind: &str| {
        json!({
            "id": "PRICE", "description": "Price", "category_type": "collections",
            "first": {"kind": "task", "category": "call", "purpose": "Ask for the order", "days": 2},
            "follow_up": {"kind": kind, "category": "email", "purpose": "Ask again", "days": 7},
        })
    };
    let refusal = shelf
        .try_call("cases.category_save", category("event"))
        .unwrap_err();
    assert_eq!(
        (refusal.code.as_str(), &refusal.args["field"]),
        ("unknown_choice", &json!("follow_up.kind"))
    );
    shelf.call("cases.category_save", category("task"));
    let case = shelf.call(
        "cases.open",
        json!({"account": "1", "case": {"category": "PRICE", "description": "Price", "owner": "kb"}, "transaction_ids": [first]}),
    );
    let noted = &case["activities"][0];
    assert_eq!(
        (
            &noted["purpose"],
            &noted["ends_on"],
            &noted["responsible"],
            &noted["automatic"]
        ),
        (
            &json!("Ask for the order"),
            &json!("2026-07-02"),
            &json!("kb"),
            &json!(true)
        )
    );
    let ids = json!([noted["activity_id"]]);
    let refusal = shelf
        .try_call("activities.withdraw", json!({"activity_ids": ids}))
        .unwrap_err();
    assert_eq!(refusal.code, "activity_automatic");
    let done = shelf.call(
        "activities.close",
        json!({"activity_ids": ids, "note": "no answer"}),
    );
    assert_eq!(
        (&done["activities"], &done["follow_ups"]),
        (&json!(1), &json!(1))
    );
    let next = rows(&mut shelf, "activities.list", json!({}));
    assert_eq!(
        (&next[0]["purpose"], &next[0]["ends_on"]),
        (&json!("Ask again"), &json!("2026-07-07"))
    );
    shelf.call("activities.reopen", json!({"activity_ids": ids}));
    let again = shelf.call("activities.close", json!({"activity_ids": ids}));
    assert_eq!(again["follow_ups"], json!(0), "once");
    let refusal = shelf
        .try_call("cases.category_delete", json!({"id": "PRICE"}))
        .unwrap_err();
    assert_eq!(
        (refusal.code.as_str(), &refusal.args["number"]),
        ("case_category_used", &json!("CASE-000001"))
    );
    let unknown = shelf.try_call(
        "cases.open",
        json!({"account": "1", "case": {"category": "NONE", "description": "x"}}),
    );
    assert_eq!(unknown.unwrap_err().code, "unknown_case_category");
    assert_sound(&mut shelf);
}

/// A case that was opened by mistake goes, with what it noted by itself; one in which somebody worked does not.
#[test]
fn a_case_is_taken_back_while_nothing_was_done_in_it() {
    let (mut shelf, [first, second, _]) = shop();
    let mistake = open_case(&mut shelf, "1", "Mistake", &[first])["head"]["case_id"].clone();
    let gone = shelf.call(
        "cases.withdraw",
        json!({"case_id": mistake, "reason": "wrong customer"}),
    );
    assert_eq!(
        (&gone["cases"], &gone["transactions"]),
        (&json!(1), &json!(1))
    );
    assert!(rows(&mut shelf, "cases.list", json!({"show": "all"})).is_empty());
    assert_eq!(
        shelf
            .try_call("cases.get", json!({"case_id": mistake}))
            .unwrap_err()
            .code,
        "unknown_case"
    );
    let worked = open_case(&mut shelf, "1", "Worked", &[first])["head"]["case_id"].clone();
    shelf.call(
        "cases.assign",
        json!({"case_id": worked, "transaction_ids": [second]}),
    );
    let refusal = shelf
        .try_call("cases.withdraw", json!({"case_id": worked}))
        .unwrap_err();
    assert_eq!(refusal.code, "case_has_later_work");
    assert_sound(&mut shelf);
}

/// The undo of the window finds each act, and what it asks is right.
#[test]
fn every_act_of_cases_is_found_by_the_undo() {
    let (mut shelf, [first, second, _]) = shop();
    let id = open_case(&mut shelf, "1", "Late", &[first])["head"]["case_id"].clone();
    let top = |shelf: &mut crate::shelf::Shelf| -> Value {
        shelf.call("undo.list", json!({}))["acts"][0].clone()
    };
    let take_back = |shelf: &mut crate::shelf::Shelf, of: &str| {
        let act = top(shelf);
        assert_eq!(act["command"], of);
        let check = shelf.call("undo.check", json!({"act_id": act["act_id"]}));
        assert_eq!(check["refusal"], Value::Null, "{of}: {check}");
        let mut request = act["request"].clone();
        request["reason"] = json!("by mistake");
        shelf.call(act["by"].as_str().unwrap(), request);
    };
    shelf.call(
        "cases.assign",
        json!({"case_id": id, "transaction_ids": [second]}),
    );
    take_back(&mut shelf, "cases.assign");
    shelf.call(
        "cases.close",
        json!({"case_ids": [id], "open_transactions": "confirmed"}),
    );
    take_back(&mut shelf, "cases.close");
    let note = shelf.call("activities.note", json!({"account": "1", "text": "Called"}));
    take_back(&mut shelf, "activities.note");
    let page = shelf.call("activities.list", json!({"show": "all"}));
    assert_eq!(page["count"], json!(0), "{note}");
    let task = json!({"account": "1", "activity": {"kind": "task", "category": "call", "purpose": "Call", "starts_on": "2026-07-01", "ends_on": "2026-07-01"}});
    let task_id = shelf.call("activities.add", task)["activity_id"].clone();
    shelf.call("activities.close", json!({"activity_ids": [task_id]}));
    take_back(&mut shelf, "activities.close");
    assert_eq!(rows(&mut shelf, "activities.list", json!({})).len(), 1);
    open_case(&mut shelf, "1", "Again", &[]);
    take_back(&mut shelf, "cases.open");
    assert_eq!(
        rows(&mut shelf, "cases.list", json!({"show": "all"})).len(),
        1
    );
    assert_sound(&mut shelf);
}
