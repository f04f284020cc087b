//! Disputes: closing, reopening, taking back, and what other systems get.

use serde_json::{Value, json};

use crate::*;

/// D-2, D-3: a credit needs its amount; a customer who withdraws owes all of it again.
#[test]
fn d_2_d_3_how_a_dispute_ends() {
    let (mut shelf, invoice) = owed("2026-05-04", "2026-03-31");
    let id = dispute(&mut shelf, invoice, None);
    assert_eq!(
        (status(&mut shelf), claimed(&mut shelf, "2026-05-04")),
        (json!("disputed"), 0)
    );
    let close = |outcome: &str, minor: Value| json!({"dispute_id": id, "outcome": outcome, "resolution_minor": minor, "note": "looked into"});
    let code =
        |shelf: &mut Shelf, request| shelf.try_call("disputes.close", request).unwrap_err().code;
    assert_eq!(
        code(&mut shelf, close("credit_issued", json!(null))),
        "dispute_credit_without_amount"
    );
    assert_eq!(
        code(&mut shelf, close("credit_issued", json!(100_001))),
        "dispute_credit_too_large"
    );
    assert_eq!(
        code(&mut shelf, close("open", json!(null))),
        "dispute_without_outcome"
    );
    shelf.call("disputes.close", close("customer_withdrew", json!(null)));
    assert_eq!(
        (status(&mut shelf), claimed(&mut shelf, "2026-05-04")),
        (json!("resolved"), 100_000)
    );
    assert_eq!(
        code(&mut shelf, close("resolved", json!(null))),
        "dispute_closed"
    );
    shelf.call(
        "disputes.reopen",
        json!({"dispute_id": id, "reason": "came back"}),
    );
    assert_eq!(
        (status(&mut shelf), claimed(&mut shelf, "2026-05-04")),
        (json!("disputed"), 0)
    );
    shelf.call("disputes.close", close("credit_issued", json!(25_000)));
    assert_eq!(status(&mut shelf), json!("resolved"));
    assert_eq!(
        claimed(&mut shelf, "2026-05-04"),
        100_000,
        "until the credit note is there, and the difference after it"
    );
    assert_sound(&mut shelf);
}

/// A partial dispute whose lines are named has their sum; a second one shares what is left.
#[test]
fn lines_of_an_invoice() {
    let (mut shelf, invoice) = owed("2026-05-04", "2026-03-31");
    let lines = json!([{"line_no": 2, "text": "Paper", "amount_minor": 12_000}, {"line_no": 5, "amount_minor": 8_000}]);
    let rows = json!([{"transaction_id": invoice, "lines": lines}]);
    shelf.call(
        "disputes.open",
        json!({"rows": rows, "reason": "quality", "explanation": "wet"}),
    );
    assert_eq!(
        disputes(&mut shelf, json!({})).1[0]["disputed_minor"],
        json!(20_000)
    );
    dispute(&mut shelf, invoice, None);
    assert_eq!(
        status(&mut shelf),
        json!("disputed"),
        "together they are all of it"
    );
    assert_eq!(
        disputes(&mut shelf, json!({})).0["totals"][0]["disputed_minor"],
        json!(100_000)
    );
}

/// The investigator gets a task, has a list of his own, and both are over with the dispute.
#[test]
fn the_investigators_list() {
    let (mut shelf, invoice) = owed("2026-05-04", "2026-03-31");
    let id = dispute(&mut shelf, invoice, Some(20_000));
    assert_eq!(disputes(&mut shelf, json!({"mine": true})).1.len(), 0);
    shelf.call(
        "disputes.update",
        json!({"dispute_ids": [id], "investigator": "kb", "due_on": "2026-05-11", "next_action": "ask the warehouse",
            "external_reference": "T-77"}),
    );
    let open = "SELECT COUNT(*) FROM activities WHERE category = 'dispute' AND state = 'open'";
    assert_eq!(
        (
            disputes(&mut shelf, json!({"mine": true})).1.len(),
            shelf.number(open)
        ),
        (1, 1)
    );
    shelf.set_today("2026-05-09");
    let row = disputes(&mut shelf, json!({"search": "t-77"})).1[0].clone();
    assert_eq!(
        (&row["age_days"], &row["next_action"]),
        (&json!(5), &json!("ask the warehouse"))
    );
    shelf.call(
        "disputes.close",
        json!({"dispute_id": id, "outcome": "resolved"}),
    );
    assert_eq!(
        (
            disputes(&mut shelf, json!({"mine": true})).1.len(),
            shelf.number(open)
        ),
        (0, 0)
    );
    assert_eq!(disputes(&mut shelf, json!({"all": true})).1.len(), 1);
}

/// A dispute over all of it ends the promise; taking the dispute back lets it run again.
#[test]
fn a_dispute_is_taken_back() {
    let (mut shelf, invoice) = owed("2026-05-04", "2026-03-31");
    promise(&mut shelf, invoice, 30_000, "2026-05-20");
    let id = dispute(&mut shelf, invoice, None);
    assert_eq!(
        (promises(&mut shelf, "running").len(), status(&mut shelf)),
        (0, json!("disputed"))
    );
    let act = shelf.call("undo.list", json!({}))["acts"][0].clone();
    assert_eq!(
        (&act["command"], &act["request"]),
        (&json!("disputes.open"), &json!({"dispute_ids": [id]}))
    );
    shelf.call(
        "disputes.undo",
        json!({"dispute_ids": [id], "reason": "by mistake"}),
    );
    assert_eq!(
        (promises(&mut shelf, "running").len(), status(&mut shelf)),
        (1, json!("promised"))
    );
    assert_eq!(disputes(&mut shelf, json!({"all": true})).1.len(), 0);
    assert_eq!(row(&mut shelf, "2026-05-04")["disputed_minor"], json!(0));
    assert_sound(&mut shelf);
}

/// D-17: the same disputes as JSON and CSV, external reference included.
#[test]
fn d_17_disputes_for_other_systems() {
    let (mut shelf, invoice) = owed("2026-05-04", "2026-03-31");
    let rows = json!([{"transaction_id": invoice, "amount_minor": 20_000}]);
    shelf.call(
        "disputes.open",
        json!({"rows": rows, "reason": "price", "external_reference": "TICKET-9", "explanation": "agreed 980"}),
    );
    let write = |shelf: &mut Shelf, format: &str| {
        let path = shelf.folder.path().join(format!("disputes.{format}"));
        assert_eq!(
            shelf.call("disputes.write", json!({"path": path, "format": format}))["rows"],
            json!(1)
        );
        std::fs::read_to_string(path).unwrap()
    };
    let data: Value = serde_json::from_str(&write(&mut shelf, "json")).unwrap();
    assert_eq!(
        (&data[0]["external_reference"], &data[0]["amount_minor"]),
        (&json!("TICKET-9"), &json!(20_000))
    );
    let text = write(&mut shelf, "csv");
    let line = text.lines().nth(1).unwrap();
    for value in [
        "DSP-000001",
        "R-1",
        "200",
        "TICKET-9",
        "price",
        "agreed 980",
    ] {
        assert!(line.contains(value), "{value}: {line}");
    }
    let listing = shelf.call("disputes.list", json!({}));
    let path = shelf.folder.path().join("list.csv");
    let columns: Vec<_> = [
        "number",
        "account",
        "name",
        "document_no",
        "amount",
        "disputed",
        "currency",
        "reason",
        "explanation",
        "investigator",
        "opened_on",
        "age",
        "due_on",
        "status",
        "next_action",
        "external_reference",
        "resolution",
        "resolved_on",
    ]
    .iter()
    .map(|id| json!({"id": id, "heading": id}))
    .collect();
    let request =
        json!({"handle": listing["handle"], "path": path, "format": "csv", "columns": columns});
    assert_eq!(shelf.call("disputes.export", request)["rows"], json!(1));
}

/// What the customer sends as proof is kept byte by byte beside the disputed lines; twice the same is named once.
#[test]
fn proofs_of_a_dispute_are_kept_whole_beside_its_lines() {
    let (mut shelf, invoice) = owed("2026-05-04", "2026-03-31");
    let lines = json!([
        {"line_no": 5, "text": "Fittings", "amount_minor": 1_250}, {"line_no": 2, "text": "Shelving", "amount_minor": 4_000},
    ]);
    let rows = json!([{"transaction_id": invoice, "lines": lines}]);
    let opened = shelf.call("disputes.open", json!({"rows": rows, "reason": "quality"}));
    let id = &opened["dispute_ids"][0];
    let path = shelf.folder.path().join("Lieferschein Müller.txt");
    std::fs::write(&path, "two are missing").unwrap();
    let attach = json!({"dispute_id": id, "path": path});
    let parts = shelf.call("disputes.attach", attach.clone());
    let named: Vec<_> = [0, 1]
        .map(|at| parts["lines"][at]["line_no"].as_i64())
        .into();
    assert_eq!(named, [Some(2), Some(5)]);
    assert_eq!(
        parts["documents"][0]["file_name"],
        "Lieferschein Müller.txt"
    );
    let twice = shelf.try_call("disputes.attach", attach).unwrap_err();
    assert_eq!(twice.code, "attachment_there");
    let document = json!({"id": parts["documents"][0]["id"]});
    let viewed = shelf.call("disputes.document_view", document.clone());
    let read = |path: &Value| std::fs::read_to_string(path.as_str().unwrap()).unwrap();
    assert_eq!(read(&viewed["path"]), "two are missing");
    let copy = json!(shelf.folder.path().join("copy.txt"));
    shelf.call(
        "disputes.document_save",
        json!({"id": document["id"], "path": copy}),
    );
    assert_eq!(read(&copy), "two are missing");
    let left = shelf.call("disputes.detach", document.clone());
    assert_eq!(left["documents"], json!([]));
    let gone = shelf.try_call("disputes.detach", document).unwrap_err();
    assert_eq!(gone.code, "unknown_dispute_document");
    let nobody = shelf
        .try_call("disputes.parts", json!({"dispute_id": 99}))
        .unwrap_err();
    assert_eq!(nobody.code, "unknown_dispute");
    assert_eq!(shelf.call("book.check", json!({}))["ok"], true);
}

fn log_of(shelf: &mut Shelf, id: i64) -> Vec<[String; 3]> {
    let parts = shelf.call("disputes.parts", json!({"dispute_id": id}));
    let lines = parts["log"].as_array().unwrap();
    lines
        .iter()
        .rev()
        .map(|line| ["what", "before", "after"].map(|name| line[name].as_str().unwrap().to_owned()))
        .collect()
}

/// Every change of a dispute is in its log; its due day moves the task, may be emptied, and is no past one.
#[test]
fn every_change_of_a_dispute_is_in_its_log() {
    let (mut shelf, invoice) = owed("2026-05-04", "2026-03-31");
    let id = dispute(&mut shelf, invoice, Some(20_000));
    let change = |shelf: &mut Shelf, mut request: Value| {
        request["dispute_ids"] = json!([id]);
        shelf.try_call("disputes.update", request)
    };
    change(
        &mut shelf,
        json!({"due_on": "2026-05-11", "next_action": "ask"}),
    )
    .unwrap();
    change(&mut shelf, json!({"investigator": "kb"})).unwrap();
    let task = "SELECT julianday(ends_on) - julianday('2026-05-04') FROM activities
                WHERE category = 'dispute' AND state = 'open'";
    assert_eq!(
        shelf.number(&format!("SELECT CAST(({task}) AS INTEGER)")),
        7
    );
    change(
        &mut shelf,
        json!({"due_on": "2026-05-14", "external_reference": "T-9"}),
    )
    .unwrap();
    assert_eq!(
        shelf.number(&format!("SELECT CAST(({task}) AS INTEGER)")),
        10
    );
    let late = change(&mut shelf, json!({"due_on": "2026-05-03"})).unwrap_err();
    assert_eq!(late.code, "dispute_due_in_past");
    change(&mut shelf, json!({"due_on": ""})).unwrap();
    shelf.call(
        "disputes.close",
        json!({"dispute_id": id, "outcome": "resolved", "note": "paid"}),
    );
    shelf.call(
        "disputes.reopen",
        json!({"dispute_id": id, "reason": "not paid"}),
    );
    let row = disputes(&mut shelf, json!({})).1[0].clone();
    assert_eq!(
        (
            &row["due_on"],
            &row["resolution_note"],
            &row["credit_note_no"]
        ),
        (&Value::Null, &json!(""), &json!(""))
    );
    let number = row["number"].as_str().unwrap();
    assert_eq!(
        log_of(&mut shelf, id),
        [
            ["opened", "", number],
            ["due_on", "", "2026-05-11"],
            ["next_action", "", "ask"],
            ["investigator", "", "kb"],
            ["due_on", "2026-05-11", "2026-05-14"],
            ["external_reference", "", "T-9"],
            ["due_on", "2026-05-14", ""],
            ["closed", "", "resolved"],
            ["reopened", "resolved", ""],
        ]
    );
    // The first closing stays in the timeline although the dispute is open again.
    shelf.call(
        "disputes.close",
        json!({"dispute_id": id, "outcome": "customer_withdrew"}),
    );
    let timeline = shelf.call(
        "customers.timeline",
        json!({"account": "1", "kinds": ["dispute"]}),
    );
    let mut codes: Vec<&str> = timeline["entries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| entry["code"].as_str().unwrap())
        .collect();
    codes.sort_unstable();
    assert_eq!(
        codes,
        ["customer_withdrew", "opened", "reopened", "resolved"]
    );
    assert_sound(&mut shelf);
}

/// A dispute goes into an open case only, the log of the case says so, and such a case is not taken back.
#[test]
fn a_dispute_goes_into_an_open_case_only() {
    let (mut shelf, invoice) = owed("2026-05-04", "2026-03-31");
    let id = dispute(&mut shelf, invoice, Some(20_000));
    let open = |shelf: &mut Shelf| {
        let file = shelf.call(
            "cases.open",
            json!({"account": "1", "transaction_ids": [],
                "case": {"category": "COLLECTIONS", "description": "Call", "owner": "kb"}}),
        );
        (
            file["head"]["case_id"].as_i64().unwrap(),
            file["head"]["number"].as_str().unwrap().to_owned(),
        )
    };
    let (closed, number) = open(&mut shelf);
    shelf.call(
        "cases.close",
        json!({"case_ids": [closed], "resolution": ""}),
    );
    let into = |number: &str| json!({"dispute_ids": [id], "case": number});
    let refusal = shelf
        .try_call("disputes.update", into(&number))
        .unwrap_err();
    assert_eq!(
        (refusal.code.as_str(), &refusal.args["field"]),
        ("case_closed", &json!("case"))
    );
    let (back, withdrawn) = open(&mut shelf);
    shelf.call("cases.withdraw", json!({"case_id": back}));
    let refusal = shelf
        .try_call("disputes.update", into(&withdrawn))
        .unwrap_err();
    assert_eq!(refusal.code, "unknown_case_of_customer");
    let noted = json!({"account": "1", "text": "Called", "case_id": closed});
    assert_eq!(
        shelf.try_call("activities.note", noted).unwrap_err().code,
        "case_closed"
    );
    let (case, number) = open(&mut shelf);
    shelf.call("disputes.update", into(&number));
    let file = shelf.call("cases.get", json!({"case_id": case}));
    assert_eq!(
        (&file["log"][0]["what"], &file["log"][0]["after"]),
        (
            &json!("dispute_added"),
            &disputes(&mut shelf, json!({})).1[0]["number"]
        )
    );
    let refusal = shelf
        .try_call("cases.withdraw", json!({"case_id": case}))
        .unwrap_err();
    assert_eq!(refusal.code, "case_has_later_work");
    // What was noted in a case can still be corrected after it was closed.
    let row = shelf.call(
        "activities.note",
        json!({"account": "1", "text": "Called", "case_id": case}),
    );
    shelf.call("cases.close", json!({"case_ids": [case], "resolution": ""}));
    let activity = json!({
        "kind": "action", "category": "call", "purpose": "Called twice", "starts_on": "2026-05-04",
        "ends_on": "2026-05-04", "case_id": case,
    });
    let saved = shelf.call(
        "activities.save",
        json!({"activity_id": row["activity_id"], "activity": activity}),
    );
    assert_eq!(saved["purpose"], "Called twice");
    assert_sound(&mut shelf);
}
