//! Items handed over to an agency (spec 22 §9): letters stop for them, and a recall gives everything back.

use serde_json::{Value, json};

use crate::desk::TestDesk;

/// C1 owes two invoices, of which the first is at letter 1 on 2026-03-20; an agency takes 12.5 percent.
fn owing() -> (TestDesk, i64, i64) {
    let mut desk = TestDesk::new("2026-03-20");
    desk.customer("C1", Some("de"));
    let first = desk.invoice("C1", "R1", "2026-03-01", 10_000);
    let second = desk.invoice("C1", "R2", "2026-03-18", 5_000);
    desk.letters("2026-03-20");
    desk.call(
        "hand_overs.agency_save",
        json!({"code": "INK", "name": "Nord Inkasso GmbH", "commission_bp": 1_250,
        "email": "akte@example.com", "active": true}),
    );
    (desk, first, second)
}

fn prepare(desk: &mut TestDesk, ids: &[i64]) -> Value {
    desk.call(
        "hand_overs.prepare",
        json!({"account": "C1", "agency": "INK", "transaction_ids": ids, "note": "Bitte rasch"}),
    )
}

fn with_agency(desk: &mut TestDesk) -> Value {
    desk.call("credit.get", json!({"account": "C1"}))["attributes"]["with_agency"].clone()
}

/// T-D28, §8 no. 7: no letter claims what is handed over, the customer is marked, and a recall gives back what was before: the
/// item with a letter goes on from it, the one without begins.
#[test]
fn letters_stop_for_what_is_handed_over_until_it_is_recalled() {
    let (mut desk, first, second) = owing();
    assert_eq!(with_agency(&mut desk), false);
    desk.set_today("2026-05-20");
    let before = desk.call("letters.preview", json!({"letter_on": "2026-05-20"}));
    let done = prepare(&mut desk, &[first, second]);
    assert_eq!(
        (&done["status"], &done["number"]),
        (&json!("prepared"), &json!("HO-000001"))
    );
    assert_eq!(
        done["sums"],
        json!([{"currency": "EUR", "amount_minor": 15_000, "recovered_minor": 0, "commission_minor": 0}])
    );
    assert_eq!(with_agency(&mut desk), true);
    let run = desk.create("2026-05-20");
    assert_eq!(desk.skipped(&run), [("C1".into(), "at_collection".into())]);
    let twice = desk.refused(
        "hand_overs.prepare",
        json!({"account": "C1", "agency": "INK", "transaction_ids": [first]}),
    );
    assert_eq!(twice.code, "hand_over_twice");

    let id = done["id"].clone();
    assert_eq!(
        desk.refused("hand_overs.recall", json!({"hand_over_id": id}))
            .code,
        "reason_missing"
    );
    desk.call(
        "hand_overs.recall",
        json!({"hand_over_id": id, "reason": "paid in instalments"}),
    );
    assert_eq!(with_agency(&mut desk), false);
    let after = desk.call("letters.preview", json!({"letter_on": "2026-05-20"}));
    assert_eq!(
        (&after["letters"], &after["totals"]),
        (&before["letters"], &before["totals"])
    );
    assert_eq!(
        desk.refused("hand_overs.send", json!({"hand_over_id": id}))
            .code,
        "hand_over_step"
    );
    // Taken back, the recall leaves both in the history.
    let back = desk.call(
        "hand_overs.back",
        json!({"hand_over_id": id, "reason": "by mistake"}),
    );
    let history: Vec<(&str, bool)> = back["history"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            (
                one["status"].as_str().unwrap(),
                one["back"].as_bool().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        history,
        [("prepared", false), ("recalled", false), ("prepared", true)]
    );
    assert_eq!(with_agency(&mut desk), true);
    desk.check();
}

/// What payments settle while it is handed over is recovered, with its commission; earlier money and credit notes are not.
#[test]
fn payments_meanwhile_are_recovered() {
    let (mut desk, first, second) = owing();
    desk.pay("C1", first, "P0", "2026-03-25", 1_000);
    desk.set_today("2026-04-20");
    let done = prepare(&mut desk, &[]);
    assert_eq!(
        done["items"].as_array().unwrap().len(),
        2,
        "everything overdue"
    );
    assert_eq!(done["items"][0]["amount_minor"], 9_000);
    desk.call("hand_overs.send", json!({"hand_over_id": done["id"]}));
    desk.set_today("2026-05-10");
    desk.pay("C1", first, "P1", "2026-05-02", 4_000);
    desk.pay("C1", second, "P2", "2026-05-10", 5_000);
    desk.call("hand_overs.close", json!({"hand_over_id": done["id"]}));
    desk.set_today("2026-06-10");
    desk.pay("C1", first, "P3", "2026-06-01", 1_000);
    let list = desk.call("hand_overs.list", json!({"account": "C1"}))["hand_overs"].clone();
    assert_eq!(
        list[0]["sums"],
        json!([{"currency": "EUR", "amount_minor": 14_000, "recovered_minor": 9_000,
        "commission_minor": 1_125}])
    );
    assert_eq!(
        (&list[0]["status"], &list[0]["ended_on"]),
        (&json!("closed"), &json!("2026-05-10"))
    );
    assert_eq!(with_agency(&mut desk), false, "none is open");
    desk.check();
}

/// The mark on the last line of a currency proposes whoever has its letter and still owes it, until it is handed over.
#[test]
fn the_last_letter_of_a_marked_sequence_proposes() {
    let (mut desk, first, _) = owing();
    let proposals =
        |desk: &mut TestDesk| desk.call("hand_overs.proposals", json!({}))["proposals"].clone();
    let lines = [("letter_1", 0, 0, 7, "nothing")];
    desk.lines("EUR", &lines);
    assert_eq!(proposals(&mut desk), json!([]), "not marked");
    let mut sequence = desk.call("letters.sequences", json!({}))["sequences"][0].clone();
    let mut more = sequence.clone();
    more["lines"] = json!([sequence["lines"][0], sequence["lines"][0]]);
    more["lines"][0]["hands_over"] = json!(true);
    more["lines"][1]["code"] = json!("letter_2");
    let refusal = desk.refused("letters.sequence_save", more);
    assert_eq!(
        (refusal.code.as_str(), &refusal.args["code"]),
        ("letter_hand_over_not_last", &json!("letter_1"))
    );
    sequence["lines"][0]["hands_over"] = json!(true);
    let saved = desk.call("letters.sequence_save", sequence);
    assert_eq!(saved["sequences"][0]["lines"][0]["hands_over"], true);
    let found = proposals(&mut desk);
    assert_eq!(
        (&found[0]["account"], &found[0]["open_minor"]),
        (&json!("C1"), &json!(10_000))
    );
    assert_eq!(found[0]["transaction_ids"], json!([first]));
    prepare(&mut desk, &[first]);
    assert_eq!(proposals(&mut desk), json!([]));
    let nobody = desk.refused(
        "hand_overs.prepare",
        json!({"account": "C1", "agency": "XX"}),
    );
    assert_eq!(nobody.code, "unknown_agency");
}

/// Spec 22 §9: interest stops for what is with an agency, says so, and counts the time once it is recalled; the parameter lets it run.
#[test]
fn interest_stops_for_what_is_handed_over() {
    let (mut desk, first, second) = owing();
    desk.flat_rate();
    desk.set_today("2026-05-20");
    let preview =
        |desk: &mut TestDesk| desk.call("interest.preview", json!({"to_on": "2026-05-20"}));
    let before = preview(&mut desk);
    let done = prepare(&mut desk, &[first]);
    let during = preview(&mut desk);
    let sum = |preview: &Value| preview["totals"][0]["interest_minor"].as_i64().unwrap();
    assert!(sum(&during) < sum(&before), "{during}");
    let skipped = during["skipped"].to_string();
    assert!(skipped.contains("handed_over"), "{during}");
    let mut parameters = desk.call("interest.parameters", json!({}));
    parameters["stop_handed_over"] = json!(false);
    desk.call("interest.parameters_save", parameters.clone());
    assert_eq!(
        sum(&preview(&mut desk)),
        sum(&before),
        "the parameter lets it run"
    );
    parameters["stop_handed_over"] = json!(true);
    desk.call("interest.parameters_save", parameters);
    // A run keeps the reason.
    desk.call("interest.create", json!({"to_on": "2026-05-20"}));
    let kept: i64 = desk.number("SELECT COUNT(*) FROM interest_skips WHERE reason = 'handed_over'");
    assert_eq!(kept, 1);
    prepare(&mut desk, &[second]);
    desk.call(
        "hand_overs.recall",
        json!({"hand_over_id": done["id"], "reason": "paid in instalments"}),
    );
    desk.check();
}

/// Spec 22 §9: a hand-over may change the account status; its recall gives back what was before, and whoever changed it since keeps theirs.
#[test]
fn a_hand_over_may_change_the_account_status() {
    let (mut desk, first, second) = owing();
    let setup = desk.call("credit.setup", json!({}));
    let status = setup["statuses"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["code"].as_str().unwrap().to_owned())
        .find(|code| code != "NORMAL")
        .unwrap();
    let reason = setup["reasons"]
        .as_array()
        .unwrap()
        .iter()
        .find(|row| row["kind"] == "status")
        .unwrap()["code"]
        .clone();
    let now = |desk: &mut TestDesk| -> String {
        desk.number(
            "SELECT COALESCE((SELECT s.code FROM credit_attributes a JOIN account_statuses s ON s.id = a.status_id), 'NORMAL')",
        )
    };
    let request = |ids: &[i64], status: &str| {
        json!({"account": "C1", "agency": "INK", "transaction_ids": ids,
            "status": {"status": status, "reason": reason}})
    };
    let unknown = desk.refused("hand_overs.prepare", request(&[first], "NOWHERE"));
    assert_eq!(
        desk.number::<i64>("SELECT COUNT(*) FROM hand_overs"),
        0,
        "{unknown}"
    );
    let done = desk.call("hand_overs.prepare", request(&[first], &status));
    assert_eq!(now(&mut desk), status);
    let id = done["id"].clone();
    desk.call(
        "hand_overs.recall",
        json!({"hand_over_id": id, "reason": "paid"}),
    );
    assert_eq!(now(&mut desk), "NORMAL");
    desk.call(
        "hand_overs.back",
        json!({"hand_over_id": id, "reason": "by mistake"}),
    );
    assert_eq!(now(&mut desk), status);
    prepare(&mut desk, &[second]);
    assert_eq!(now(&mut desk), status, "without one it stays");
    desk.check();
}
