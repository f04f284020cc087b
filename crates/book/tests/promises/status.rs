//! The status by hand, several rows at once, with its history and its undo.

use serde_json::{Value, json};

use crate::*;

fn history(shelf: &mut Shelf, invoice: i64) -> Vec<(String, String, String)> {
    let found = shelf.call("collections.history", json!({"transaction_id": invoice}));
    let text = |row: &Value, name: &str| row[name].as_str().unwrap().to_owned();
    found["changes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            (
                text(row, "old_status"),
                text(row, "new_status"),
                text(row, "source"),
            )
        })
        .collect()
}

fn change(from: &str, to: &str, source: &str) -> (String, String, String) {
    (from.to_owned(), to.to_owned(), source.to_owned())
}

#[test]
fn several_rows_are_promised_at_once() {
    let (mut shelf, one) = owed("2026-05-04", "2026-03-31");
    let customer = customer(&shelf);
    let two = shelf.invoice(customer, "R-2", "2026-02-02", "2026-04-01", 50_000);
    let done = shelf.call(
        "collections.change_status",
        json!({"transaction_ids": [one, two], "status": "promised", "promise_on": "2026-05-20", "comment": "by telephone",
            "follow_up_on": "2026-05-22", "create_action": true}),
    );
    assert_eq!(done["changed"], json!(2));
    let running = promises(&mut shelf, "running");
    assert_eq!(running.len(), 2);
    assert_eq!(
        running[0]["promise_id"], running[1]["promise_id"],
        "one promise over both"
    );
    assert_eq!(
        shelf.number("SELECT COUNT(*) FROM activities WHERE kind = 'action' AND state = 'closed'"),
        1
    );
    assert_eq!(
        shelf.number(
            "SELECT COUNT(*) FROM activities WHERE kind = 'task' AND starts_on = '2026-05-22'"
        ),
        1
    );
    assert_eq!(
        history(&mut shelf, one),
        [change("not_disputed", "promised", "promise")]
    );
    shelf.call(
        "collections.undo",
        json!({"act_id": done["act_id"], "reason": "by mistake"}),
    );
    assert_eq!(
        (promises(&mut shelf, "running").len(), status(&mut shelf)),
        (0, json!("not_disputed"))
    );
    assert_eq!(
        history(&mut shelf, one),
        [
            change("promised", "not_disputed", "undo"),
            change("not_disputed", "promised", "promise")
        ],
        "what was written stays"
    );
    assert_sound(&mut shelf);
}

/// Disputed by hand is a dispute over what is left; it ends where the dispute does.
#[test]
fn disputed_by_hand_is_a_dispute() {
    let (mut shelf, invoice) = owed("2026-05-04", "2026-03-31");
    let set = |status: &str, reason: Value| json!({"transaction_ids": [invoice], "status": status, "reason": reason});
    let refusal = shelf
        .try_call("collections.change_status", set("disputed", json!(null)))
        .unwrap_err();
    assert_eq!(refusal.code, "dispute_without_reason");
    let done = shelf.call("collections.change_status", set("disputed", json!("price")));
    assert_eq!(
        (status(&mut shelf), disputes(&mut shelf, json!({})).1.len()),
        (json!("disputed"), 1)
    );
    let refusal = shelf
        .try_call("collections.change_status", set("resolved", json!(null)))
        .unwrap_err();
    assert_eq!(refusal.code, "status_has_dispute");
    shelf.call("collections.undo", json!({"act_id": done["act_id"]}));
    assert_eq!(
        (
            status(&mut shelf),
            disputes(&mut shelf, json!({"all": true})).1.len()
        ),
        (json!("not_disputed"), 0)
    );
}

/// Leaving *promised* by hand ends the promise; the undo lets it run again. What a later act rests on is not undone.
#[test]
fn leaving_promised_ends_the_promise() {
    let (mut shelf, invoice) = owed("2026-05-04", "2026-03-31");
    promise(&mut shelf, invoice, 30_000, "2026-05-20");
    let request = json!({"transaction_ids": [invoice], "status": "resolved", "comment": "written off by the owner"});
    let done = shelf.call("collections.change_status", request.clone());
    assert_eq!(
        (promises(&mut shelf, "running").len(), status(&mut shelf)),
        (0, json!("resolved"))
    );
    shelf.call("collections.undo", json!({"act_id": done["act_id"]}));
    assert_eq!(
        (promises(&mut shelf, "running").len(), status(&mut shelf)),
        (1, json!("promised"))
    );
    let again = shelf.call("collections.change_status", request);
    promise(&mut shelf, invoice, 30_000, "2026-05-21");
    let refusal = shelf
        .try_call("collections.undo", json!({"act_id": again["act_id"]}))
        .unwrap_err();
    assert_eq!(refusal.code, "status_changed_since");
}

/// The parameters and the reasons are what was saved.
#[test]
fn parameters_and_reasons_round_trip() {
    let (mut shelf, _) = owed("2026-05-04", "2026-03-31");
    let new = json!({"tolerance_days": 3, "horizon_days": 45, "renegotiations": 1, "raise_priority": true});
    assert_eq!(shelf.call("promises.parameters_save", new.clone()), new);
    assert_eq!(shelf.call("promises.parameters", json!({})), new);
    shelf.call(
        "collections.reason_save",
        json!({"code": "damaged", "description": "Arrived broken"}),
    );
    let reasons = shelf.call("collections.reasons", json!({}));
    assert!(reasons.to_string().contains("Arrived broken"));
    assert!(reasons.to_string().contains("\"price\""));
}

/// A broken promise raises the priority of the customer's open cases where the parameter says so.
#[test]
fn a_broken_promise_raises_the_priority() {
    let (mut shelf, invoice) = owed("2026-05-04", "2026-03-31");
    let new = json!({"tolerance_days": 0, "horizon_days": 30, "renegotiations": 2, "raise_priority": true});
    shelf.call("promises.parameters_save", new);
    let customer = customer(&shelf);
    shelf.act(|act, _| {
        act.execute(
            "INSERT INTO cases (number, customer_id, category_id, description, created_at, modified_at, act_id)
             VALUES ('CASE-1', ?1, 'COLLECTIONS', 'late', '', '', ?2)",
            [customer, act.id],
        )
        .unwrap();
    });
    promise(&mut shelf, invoice, 30_000, "2026-05-08");
    bank_data_to(&mut shelf, "2026-05-09");
    shelf.set_today("2026-05-09");
    age(&mut shelf, "2026-05-09", true);
    assert_eq!(
        shelf.number("SELECT priority FROM cases"),
        1,
        "1 comes first"
    );
    assert_eq!(
        shelf.number(
            "SELECT COUNT(*) FROM case_log WHERE what = 'priority' AND before = '2' AND after = '1'"
        ),
        1
    );
}

/// Spec 10 §2, 21 §7: a reason that a dispute or a status names is not deleted, and the refusal says how many do.
#[test]
fn a_reason_of_a_dispute_stays() {
    let (mut shelf, invoice) = owed("2026-06-30", "2026-05-01");
    shelf.call(
        "collections.reason_save",
        json!({"code": "damage", "description": "Transportschaden"}),
    );
    dispute(&mut shelf, invoice, Some(1_000));
    let refusal = shelf
        .try_call("collections.reason_delete", json!({"code": "price"}))
        .unwrap_err();
    assert_eq!(
        (refusal.code.as_str(), &refusal.args["disputes"]),
        ("collections_reason_used", &json!(1))
    );
    let left = shelf.call("collections.reason_delete", json!({"code": "damage"}));
    assert!(!left.to_string().contains("damage"), "{left}");
    let unknown = shelf.try_call("collections.reason_delete", json!({"code": "damage"}));
    assert_eq!(unknown.unwrap_err().code, "unknown_collections_reason");
    assert_sound(&mut shelf);
}

/// T-A15: an invoice in instalments is one document whichever of its rows are marked: it gets one status, one dispute about all
/// that is open, or one promise, and nobody disputes it twice at once.
#[test]
fn t_a15_an_invoice_in_instalments_has_one_status() {
    let (mut shelf, invoice) = owed("2026-05-04", "2026-03-31");
    let customer = customer(&shelf);
    shelf.act(|act, ledger| {
        let rows = [
            ("2026-03-31", 40_000),
            ("2026-04-30", 30_000),
            ("2026-05-31", 30_000),
        ];
        ledger.instalments(act, customer, invoice, &rows).unwrap();
    });
    let rows = shelf.call(
        "customers.transactions",
        json!({"account": "1", "show": "open"}),
    );
    let days: Vec<&Value> = rows["rows"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|row| row["transaction_id"] == invoice)
        .map(|row| &row["due_on"])
        .collect();
    assert_eq!(days, ["2026-03-31", "2026-04-30", "2026-05-31"]);
    let marked = [invoice, invoice, invoice];
    let request = json!({"transaction_ids": marked, "status": "disputed", "reason": "price"});
    let done = shelf.call("collections.change_status", request);
    assert_eq!(done["changed"], 1);
    let list = disputes(&mut shelf, json!({})).1;
    assert_eq!(
        (list.len(), &list[0]["disputed_minor"]),
        (1, &json!(100_000))
    );
    shelf.call("collections.undo", json!({"act_id": done["act_id"]}));
    let request =
        json!({"transaction_ids": marked, "status": "promised", "promise_on": "2026-05-20"});
    assert_eq!(
        shelf.call("collections.change_status", request)["changed"],
        1
    );
    let promised = promises(&mut shelf, "running");
    assert_eq!(
        (promised.len(), &promised[0]["amount_minor"]),
        (1, &json!(100_000))
    );
    let twice = json!([{"transaction_id": invoice, "amount_minor": 10_000}, {"transaction_id": invoice, "amount_minor": 10_000}]);
    let refusal = shelf
        .try_call("disputes.open", json!({"rows": twice, "reason": "price"}))
        .unwrap_err();
    assert_eq!(
        (refusal.code.as_str(), &refusal.args["document_no"]),
        ("dispute_row_twice", &json!("R-1"))
    );
    assert_eq!(
        disputes(&mut shelf, json!({})).1.len(),
        0,
        "nothing was written"
    );
}

/// What is disputed is not promised: of a document that is disputed in part the rest, of one that is disputed as a whole nothing.
#[test]
fn only_what_is_not_disputed_can_be_promised() {
    let (mut shelf, invoice) = owed("2026-05-04", "2026-03-31");
    dispute(&mut shelf, invoice, Some(20_000));
    assert_eq!(row(&mut shelf, "2026-05-04")["undisputed_minor"], 80_000);
    let ask = |minor: Value| json!({"lines": [{"transaction_id": invoice, "promised_on": "2026-05-20", "amount_minor": minor}]});
    let refusal = shelf
        .try_call("promises.record", ask(json!(80_001)))
        .unwrap_err();
    assert_eq!(refusal.code, "promise_above_undisputed");
    assert_eq!(
        (&refusal.args["undisputed"], &refusal.args["disputed"]),
        (
            &json!({"minor": 80_000, "currency": "EUR"}),
            &json!({"minor": 20_000, "currency": "EUR"})
        )
    );
    shelf.call("promises.record", ask(json!(null)));
    assert_eq!(promises(&mut shelf, "running")[0]["amount_minor"], 80_000);
    let other = customer(&shelf);
    let whole = shelf.invoice(other, "R-2", "2026-02-01", "2026-03-31", 5_000);
    dispute(&mut shelf, whole, None);
    let request =
        json!({"transaction_ids": [whole], "status": "promised", "promise_on": "2026-05-20"});
    let refusal = shelf
        .try_call("collections.change_status", request)
        .unwrap_err();
    assert_eq!(
        (refusal.code.as_str(), &refusal.args["undisputed"]["minor"]),
        ("promise_above_undisputed", &json!(0))
    );
}
