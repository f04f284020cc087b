//! Activities: typed, noted in one line, closed together, and taken to a calendar.

use serde_json::{Value, json};

use crate::shelf::Shelf;
use crate::{assert_sound, column, open_case, rows, shop};

fn task(purpose: &str, by: &str) -> Value {
    json!({
        "kind": "task", "category": "call", "purpose": purpose, "responsible": "kb",
        "starts_on": "2026-06-01", "ends_on": by,
    })
}

/// Tasks wait, actions are done when they are noted; the oldest end comes first, and the list counts.
#[test]
fn the_oldest_end_comes_first() {
    let (mut shelf, _) = shop();
    for (purpose, by) in [
        ("Later", "2026-07-10"),
        ("Past", "2026-06-10"),
        ("Today", "2026-06-30"),
    ] {
        shelf.call(
            "activities.add",
            json!({"account": "1", "activity": task(purpose, by)}),
        );
    }
    shelf.call(
        "activities.note",
        json!({"account": "1", "text": "Called: Ms Lind\npays on Friday", "contact": "Ms Lind"}),
    );
    let mine = shelf.call("activities.list", json!({"of": "mine"}));
    assert_eq!(
        (&mine["count"], &mine["overdue"], &mine["today"]),
        (&json!(3), &json!(1), &json!(1))
    );
    let open = rows(&mut shelf, "activities.list", json!({}));
    assert_eq!(column(&json!(open), "purpose"), ["Past", "Today", "Later"]);
    assert_eq!(column(&json!(open), "overdue"), ["true", "false", "false"]);
    let all = rows(
        &mut shelf,
        "activities.list",
        json!({"show": "all", "search": "lind"}),
    );
    assert_eq!(
        (
            &all[0]["purpose"],
            &all[0]["memo"],
            &all[0]["state"],
            &all[0]["closed_on"],
            &all[0]["contact"]
        ),
        (
            &json!("Called: Ms Lind"),
            &json!("Called: Ms Lind\npays on Friday"),
            &json!("closed"),
            &json!("2026-06-30"),
            &json!("Ms Lind")
        )
    );
    let late = json!([{"column": "ends_on", "test": "at_most", "value": "2026-06-30"}]);
    assert_eq!(
        rows(&mut shelf, "activities.list", json!({"filters": late})).len(),
        2
    );
    let sorted = json!({"sort": {"column": "purpose", "order": "descending"}});
    assert_eq!(
        column(
            &json!(rows(&mut shelf, "activities.list", sorted)),
            "purpose"
        ),
        ["Today", "Past", "Later"]
    );
    assert_sound(&mut shelf);
}

/// Many are closed in one act; those that were closed already stay as they are.
#[test]
fn many_are_closed_together() {
    let (mut shelf, _) = shop();
    let ids: Vec<Value> = (0..5)
        .map(|at| {
            let request =
                json!({"account": "1", "activity": task(&format!("Call {at}"), "2026-07-01")});
            shelf.call("activities.add", request)["activity_id"].clone()
        })
        .collect();
    shelf.call(
        "activities.close",
        json!({"activity_ids": [ids[0]], "on": "2026-06-29"}),
    );
    let done = shelf.call(
        "activities.close",
        json!({"activity_ids": ids, "note": "all done"}),
    );
    assert_eq!(
        (&done["activities"], &done["already"]),
        (&json!(4), &json!(1))
    );
    let all = rows(&mut shelf, "activities.list", json!({"show": "all"}));
    assert_eq!(
        column(&json!(all), "closed_on")[..2],
        ["2026-06-29", "2026-06-30"]
    );
    assert_eq!(
        (&all[0]["memo"], &all[1]["memo"]),
        (&json!(""), &json!("all done"))
    );
    let tomorrow = shelf.try_call(
        "activities.close",
        json!({"activity_ids": ids, "on": "2026-07-01"}),
    );
    assert_eq!(tomorrow.unwrap_err().code, "activity_closed_later");
    let unknown = shelf.try_call("activities.close", json!({"activity_ids": [ids[0], 999]}));
    assert_eq!(unknown.unwrap_err().code, "unknown_activity");
    assert_sound(&mut shelf);
}

/// What cannot be is refused beside its field.
#[test]
fn what_cannot_be_an_activity_is_refused() {
    let (mut shelf, _) = shop();
    let other = shelf.customer("2");
    let foreign = shelf.invoice(other, "X-1", "2026-03-01", "2026-03-31", 100);
    let case = open_case(&mut shelf, "2", "Of another", &[])["head"]["case_id"].clone();
    for (changes, code, field) in [
        (json!({"purpose": " "}), "value_missing", "purpose"),
        (json!({"category": "fax"}), "unknown_choice", "category"),
        (
            json!({"ends_on": "2026-05-31"}),
            "activity_ends_before_start",
            "ends_on",
        ),
        (
            json!({"starts_at": "25:00"}),
            "activity_time_invalid",
            "starts_at",
        ),
        (
            json!({"starts_at": "9:00"}),
            "activity_time_invalid",
            "starts_at",
        ),
        (json!({"starts_at": "09:00"}), "value_missing", "ends_at"),
        (json!({"ends_at": "09:00"}), "value_missing", "starts_at"),
        (
            json!({"starts_at": "09:00", "ends_at": "08:00", "ends_on": "2026-06-01"}),
            "activity_ends_before_start",
            "ends_at",
        ),
        (
            json!({"reminder_on": "2026-07-02"}),
            "activity_reminder_late",
            "reminder_on",
        ),
        (
            json!({"responsible": "nobody"}),
            "unknown_user",
            "responsible",
        ),
        (json!({"case_id": case}), "unknown_case", "case_id"),
        (
            json!({"transaction_id": foreign}),
            "unknown_transaction",
            "transaction_id",
        ),
    ] {
        let mut activity = task("Call", "2026-07-01");
        for (name, value) in changes.as_object().unwrap() {
            activity[name] = value.clone();
        }
        let refusal = shelf
            .try_call(
                "activities.add",
                json!({"account": "1", "activity": activity}),
            )
            .unwrap_err();
        assert_eq!(
            (refusal.code.as_str(), &refusal.args["field"]),
            (code, &json!(field)),
            "{changes}"
        );
    }
    let empty = shelf.try_call("activities.note", json!({"account": "1", "text": " \n "}));
    assert_eq!(empty.unwrap_err().code, "value_missing");
    assert_eq!(shelf.number("SELECT COUNT(*) FROM activities"), 0);
}

/// Changing an activity keeps its number and is in the audit log; a contact that leaves the card stays with what was said.
#[test]
fn an_activity_is_changed() {
    let (mut shelf, _) = shop();
    let id = shelf.call(
        "activities.add",
        json!({"account": "1", "activity": task("Call", "2026-07-01")}),
    )["activity_id"]
        .clone();
    let mut changed = task("Call Ms Lind", "2026-07-02");
    changed["contact"] = json!("Ms Lind");
    changed["memo"] = json!("second try");
    let row = shelf.call(
        "activities.save",
        json!({"activity_id": id, "activity": changed}),
    );
    assert_eq!(
        (&row["number"], &row["purpose"], &row["ends_on"]),
        (
            &json!("ACT-000001"),
            &json!("Call Ms Lind"),
            &json!("2026-07-02")
        )
    );
    let mut card = shelf.call("customers.get", json!({"account": "1"}))["card"].clone();
    card["contacts"] = json!([]);
    shelf.call("customers.update", json!({"account": "1", "card": card}));
    assert_eq!(
        rows(&mut shelf, "activities.list", json!({}))[0]["contact"],
        "Ms Lind"
    );
    assert_sound(&mut shelf);
}

/// Spec 21 §3: an activity has a phase in the words of the house, which the list shows, orders and filters by, and which is offered
/// again.
#[test]
fn an_activity_has_a_phase() {
    let (mut shelf, _) = shop();
    for (purpose, phase) in [
        ("Ask", " Second call "),
        ("Call", "First call"),
        ("Note", ""),
    ] {
        let mut typed = task(purpose, "2026-07-01");
        typed["phase"] = json!(phase);
        shelf.call("activities.add", json!({"account": "1", "activity": typed}));
    }
    let sorted = json!({"sort": {"column": "phase", "order": "descending"}});
    let found = rows(&mut shelf, "activities.list", sorted);
    assert_eq!(
        column(&json!(found), "phase"),
        ["Second call", "First call", ""]
    );
    let filter = json!({"filters": [{"column": "phase", "test": "contains", "value": "second"}]});
    assert_eq!(rows(&mut shelf, "activities.list", filter).len(), 1);
    let offered = shelf.call("activities.phases", json!({}));
    assert_eq!(offered["phases"], json!(["First call", "Second call"]));
    let mut long = task("Ask", "2026-07-01");
    long["phase"] = json!("x".repeat(41));
    let refusal = shelf
        .try_call("activities.add", json!({"account": "1", "activity": long}))
        .unwrap_err();
    assert_eq!(
        (refusal.code.as_str(), &refusal.args["field"]),
        ("value_too_long", &json!("phase"))
    );
    assert_sound(&mut shelf);
}

/// Tasks and appointments go to a calendar file; the identifier of an entry stays when it is changed.
#[test]
fn a_calendar_file_keeps_its_identifiers() {
    let (mut shelf, _) = shop();
    let mut visit = task("Visit; with, Jörg", "2026-07-01");
    for (name, value) in [
        ("kind", "appointment"),
        ("starts_on", "2026-07-01"),
        ("starts_at", "09:00"),
        ("ends_at", "10:30"),
        ("reminder_on", "2026-06-30"),
    ] {
        visit[name] = json!(value);
    }
    let id =
        shelf.call("activities.add", json!({"account": "1", "activity": visit}))["activity_id"]
            .clone();
    let call =
        shelf.call("activities.note", json!({"account": "1", "text": "Called"}))["activity_id"]
            .clone();
    let path = shelf.folder.path().join("plan.ics");
    let nothing = shelf.try_call(
        "activities.calendar",
        json!({"activity_ids": [call], "path": path}),
    );
    assert_eq!(nothing.unwrap_err().code, "calendar_empty");
    let write = |shelf: &mut Shelf| -> String {
        let done = shelf.call(
            "activities.calendar",
            json!({"activity_ids": [id, call], "path": path}),
        );
        assert_eq!(done["rows"], json!(1));
        std::fs::read_to_string(&path).unwrap()
    };
    let first = write(&mut shelf);
    for line in [
        "BEGIN:VEVENT",
        "DTSTART:20260701T090000",
        "DTEND:20260701T103000",
        "TRIGGER:-P1D",
    ] {
        assert!(first.contains(&format!("{line}\r\n")), "{line} in {first}");
    }
    assert!(
        first.contains("SUMMARY:Visit\\; with\\, Jörg – Weber 1\r\n"),
        "{first}"
    );
    let uid = |file: &str| {
        file.lines()
            .find(|line| line.starts_with("UID:"))
            .unwrap()
            .to_owned()
    };
    visit["purpose"] = json!("Visit");
    shelf.call(
        "activities.save",
        json!({"activity_id": id, "activity": visit}),
    );
    assert_eq!(uid(&write(&mut shelf)), uid(&first));
}

/// Whoever left the team keeps what was theirs and gets nothing new.
#[test]
fn nothing_new_for_who_left() {
    let (mut shelf, _) = shop();
    let user = json!({
        "id": 0, "code": "old", "name": "Old", "os_account": null, "roles": ["collections_agent"], "agent": true,
        "approval_ceiling_minor": null, "waiver_ceiling_minor": null, "substitute": null, "email": "", "phone": "",
        "has_pin": false, "active": true,
    });
    let mut saved = shelf.call("users.save", json!({"user": user, "pin": null}));
    let mut theirs = task("Theirs", "2026-07-01");
    theirs["responsible"] = json!("old");
    let id = shelf.call(
        "activities.add",
        json!({"account": "1", "activity": theirs}),
    )["activity_id"]
        .clone();
    saved["active"] = json!(false);
    shelf.call("users.save", json!({"user": saved, "pin": null}));
    shelf.call(
        "activities.save",
        json!({"activity_id": id, "activity": theirs}),
    );
    let refusal = shelf
        .try_call(
            "activities.add",
            json!({"account": "1", "activity": theirs}),
        )
        .unwrap_err();
    assert_eq!(refusal.code, "user_inactive");
}

/// Spec 21 §4: *created in collections* leaves out what belongs to a case of another type.
#[test]
fn activities_of_other_cases_are_no_collections() {
    let (mut shelf, invoices) = shop();
    shelf.call(
        "cases.category_save",
        json!({
            "id": "SALES", "description": "Sales", "category_type": "other",
            "first": {"kind": "task", "category": "call", "purpose": "", "days": 0},
            "follow_up": {"kind": "task", "category": "call", "purpose": "", "days": 7},
        }),
    );
    let other = shelf.call(
        "cases.open",
        json!({
            "account": "1", "transaction_ids": [], "case": {"category": "SALES", "description": "New price list", "owner": "kb"},
        }),
    );
    let collections = open_case(&mut shelf, "1", "Late", &invoices[..1]);
    for (text, case_id) in [
        ("of sales", other["head"]["case_id"].clone()),
        ("of collections", collections["head"]["case_id"].clone()),
        ("without a case", Value::Null),
    ] {
        shelf.call(
            "activities.note",
            json!({"account": "1", "text": text, "category": "call", "case_id": case_id}),
        );
    }
    let named = |shelf: &mut Shelf, request: Value| {
        let listed = rows(shelf, "activities.list", request);
        let mut purposes = column(&json!(listed), "purpose");
        purposes.retain(|purpose| purpose.contains("of ") || purpose.contains("without"));
        purposes.sort();
        purposes
    };
    assert_eq!(
        named(&mut shelf, json!({"show": "all"})),
        ["of collections", "of sales", "without a case"]
    );
    assert_eq!(
        named(&mut shelf, json!({"show": "all", "made_in": "collections"})),
        ["of collections", "without a case"]
    );
}

/// A call and the day on which to call again are one act: noted together and taken back together.
#[test]
fn a_call_is_noted_with_the_day_to_call_again() {
    let (mut shelf, _) = shop();
    let note = json!({"account": "1", "text": "Called: looks for the invoice", "follow_up_on": "2026-07-07"});
    let noted = shelf.call("activities.note", note);
    assert_eq!(noted["state"], "closed");
    let open = rows(&mut shelf, "activities.list", json!({"of": "mine"}));
    assert_eq!(column(&json!(open), "ends_on"), ["2026-07-07"]);
    assert_eq!(column(&json!(open), "kind"), ["task"]);
    let past = json!({"account": "1", "text": "Called", "follow_up_on": "2026-06-29"});
    assert_eq!(
        shelf.try_call("activities.note", past).unwrap_err().code,
        "follow_up_in_past"
    );
    let acts = shelf.call("undo.list", json!({}));
    assert_eq!(acts["acts"][0]["count"], 2, "{acts}");
}

/// From the day of its reminder an activity is on the list of what was reminded, and Today counts it.
#[test]
fn a_reminder_reminds_from_its_day() {
    let (mut shelf, [first, ..]) = shop();
    let mut later = task("Ask the lawyer", "2026-08-10");
    later["reminder_on"] = json!("2026-07-06");
    later["transaction_id"] = json!(first);
    shelf.call("activities.add", json!({"account": "1", "activity": later}));
    let reminded = |shelf: &mut Shelf| {
        let waiting = shelf.call("today.get", json!({}))["waiting"].clone();
        let on_today = waiting
            .as_array()
            .unwrap()
            .iter()
            .any(|one| one["kind"] == "reminders");
        let rows = rows(
            shelf,
            "activities.list",
            json!({"of": "mine", "show": "reminded"}),
        );
        (on_today, rows.len())
    };
    assert_eq!(reminded(&mut shelf), (false, 0));
    shelf.set_today("2026-07-06");
    assert_eq!(reminded(&mut shelf), (true, 1));
    let sorted = rows(
        &mut shelf,
        "activities.list",
        json!({"sort": {"column": "reminder_on", "order": "descending"},
            "filters": [{"column": "reminder_on", "test": "at_least", "value": "2026-07-01"}]}),
    );
    assert_eq!(sorted[0]["document_no"], "R-1");
    let timeline = shelf.call(
        "customers.timeline",
        json!({"account": "1", "as_of": "2026-08-10", "kinds": ["activity"]}),
    );
    assert_eq!(timeline["entries"][0]["activity"], "task");
}

/// The list of cases shows those of collections, or of every type.
#[test]
fn the_type_of_a_category_decides_where_its_cases_are() {
    let (mut shelf, _) = shop();
    let noted = json!({"kind": "task", "category": "call", "purpose": "", "days": 0});
    shelf.call(
        "cases.category_save",
        json!({"id": "CLAIM", "description": "Claims", "category_type": "other", "first": noted,
            "follow_up": noted}),
    );
    open_case(&mut shelf, "1", "Overdue", &[]);
    shelf.call(
        "cases.open",
        json!({"account": "1", "transaction_ids": [],
            "case": {"category": "CLAIM", "description": "Broken goods", "owner": "kb"}}),
    );
    let shown = |shelf: &mut Shelf, request: Value| {
        column(&json!(rows(shelf, "cases.list", request)), "category")
    };
    assert_eq!(
        shown(&mut shelf, json!({"of_type": "collections"})),
        ["COLLECTIONS"]
    );
    assert_eq!(shown(&mut shelf, json!({"of_type": "every"})).len(), 2);
}

/// What is with the agents of one's own team, and with nobody else's.
#[test]
fn the_list_of_my_team() {
    let (mut shelf, _) = shop();
    for (code, team) in [("kb", "North"), ("ann", "North"), ("ben", "South")] {
        if code != "kb" {
            shelf.act(|act, _| {
                act.execute_batch(&format!(
                    "INSERT INTO users (uuid, code, name, os_account) VALUES ('{code}', '{code}', '{code}', '{code}')"
                ))
                .unwrap();
            });
        }
        shelf.call(
            "agents.save",
            json!({"user": code, "team": team, "pools": [], "sees": "all"}),
        );
        let mut new = task(code, "2026-07-10");
        new["responsible"] = json!(code);
        shelf.call("activities.add", json!({"account": "1", "activity": new}));
    }
    let of = |shelf: &mut Shelf, of: &str| {
        let mut found = column(
            &json!(rows(shelf, "activities.list", json!({"of": of}))),
            "purpose",
        );
        found.sort_unstable();
        found
    };
    assert_eq!(of(&mut shelf, "my_team"), ["ann", "kb"]);
    assert_eq!(of(&mut shelf, "mine"), ["kb"]);
    assert_eq!(of(&mut shelf, "everybody").len(), 3);
}
