//! What insurers ask for: notices, claims, lost cover, longest extensions, turnover.

use engine::account::Kind;
use rusqlite::named_params;
use serde_json::{Value, json};

use crate::shelf::{Document, Shelf};
use crate::tasks::policy;
use crate::{assert_sound, standing, type_limit};

fn tasks(shelf: &mut Shelf, kind: &str) -> Vec<Value> {
    let all = shelf.call("tasks.list", json!({"state": "open"}));
    let all = all["tasks"].as_array().unwrap();
    all.iter()
        .filter(|task| task["kind"] == json!(kind))
        .cloned()
        .collect()
}

fn lost(shelf: &mut Shelf, as_of: &str) -> Vec<Value> {
    let found = shelf.call("credit.lost_cover", json!({"account": "1", "as_of": as_of}));
    found["items"].as_array().unwrap().clone()
}

fn run(shelf: &mut Shelf, today: &str) {
    shelf.set_today(today);
    shelf.call("tasks.run", json!({}));
}

/// D-18: overdue notification within 60 days; invoice due 2026-03-01, not notified. The task is due on 04-30; on 05-01 the
/// cover is shown as lost, in the credit file and in the exposure, with item, duty and day. The limit stays.
#[test]
fn d_18_a_missed_notification_is_lost_cover() {
    let mut shelf = Shelf::new("2026-03-01");
    let one = shelf.customer("1");
    type_limit(&mut shelf, "1", Some(100_000));
    policy(
        &mut shelf,
        "1",
        &json!({"duties": {"notify_days": 60, "contact": "Frau Adler"}}),
    );
    shelf.invoice(one, "R-1", "2026-02-01", "2026-03-01", 80_000);
    run(&mut shelf, "2026-04-15");
    assert_eq!(
        tasks(&mut shelf, "overdue_notification").len(),
        0,
        "more than fourteen days ahead"
    );
    run(&mut shelf, "2026-04-16");
    run(&mut shelf, "2026-04-30");
    let found = tasks(&mut shelf, "overdue_notification");
    assert_eq!(found.len(), 1);
    assert_eq!(found[0]["due_on"], json!("2026-04-30"));
    let figures = &found[0]["figures"];
    assert_eq!(
        (
            &figures["contact"],
            &figures["items"][0]["document_no"],
            &figures["exposure_minor"]
        ),
        (&json!("Frau Adler"), &json!("R-1"), &json!(80_000))
    );
    assert_eq!(lost(&mut shelf, "2026-04-30"), Vec::<Value>::new());
    let effective = standing(&mut shelf, "1", "2026-04-30")["effective_minor"].clone();
    run(&mut shelf, "2026-05-01");
    let gone = lost(&mut shelf, "2026-05-01");
    assert_eq!(gone.len(), 1);
    assert_eq!(
        (
            &gone[0]["item"]["document_no"],
            &gone[0]["duty"],
            &gone[0]["by"]
        ),
        (
            &json!("R-1"),
            &json!("overdue_notification"),
            &json!("2026-04-30")
        )
    );
    let shown = standing(&mut shelf, "1", "2026-05-01");
    assert_eq!(shown["lost_cover_minor"], json!(80_000));
    assert_eq!(
        shown["effective_minor"], effective,
        "taking it off is a person's step"
    );
    assert_eq!(
        tasks(&mut shelf, "overdue_notification").len(),
        1,
        "nobody has done it yet"
    );
    assert_eq!(
        lost(&mut shelf, "2026-04-30"),
        Vec::<Value>::new(),
        "the day before stays as it was"
    );
    assert_sound(&mut shelf);
}

/// A notice in time keeps the cover; reopening the task takes the notice back; one that was given late does not save it.
/// An invoice that comes later with the same deadline makes another task.
#[test]
fn a_notice_in_time_keeps_the_cover() {
    let mut shelf = Shelf::new("2026-03-01");
    let one = shelf.customer("1");
    policy(&mut shelf, "1", &json!({"duties": {"notify_days": 60}}));
    shelf.invoice(one, "R-1", "2026-02-01", "2026-03-01", 80_000);
    run(&mut shelf, "2026-04-20");
    let id = tasks(&mut shelf, "overdue_notification")[0]["id"].clone();
    shelf.set_today("2026-05-05");
    let later = json!({"id": id, "on": "2026-05-06"});
    assert_eq!(
        shelf.try_call("tasks.done", later).unwrap_err().code,
        "credit_task_later"
    );
    shelf.call("tasks.done", json!({"id": id, "on": "2026-04-28"}));
    assert_eq!(lost(&mut shelf, "2026-05-05"), Vec::<Value>::new());
    shelf.call("tasks.reopen", json!({"id": id}));
    assert_eq!(lost(&mut shelf, "2026-05-05").len(), 1);
    shelf.call("tasks.done", json!({"id": id}));
    assert_eq!(
        lost(&mut shelf, "2026-05-05").len(),
        1,
        "on 05-05 it was too late"
    );
    shelf.call("tasks.reopen", json!({"id": id}));
    shelf.call("tasks.done", json!({"id": id, "on": "2026-04-28"}));
    shelf.set_today("2026-04-29");
    shelf.invoice(one, "R-2", "2026-02-01", "2026-03-01", 5_000);
    run(&mut shelf, "2026-04-29");
    let next = tasks(&mut shelf, "overdue_notification");
    assert_eq!(next.len(), 1);
    assert_eq!(next[0]["figures"]["items"].as_array().unwrap().len(), 1);
    assert_eq!(next[0]["figures"]["items"][0]["document_no"], json!("R-2"));
    assert_sound(&mut shelf);
}

/// A claim has its own days; an item that is paid closes its task and loses no cover; one from before the policy has none.
#[test]
fn claims_and_paid_items() {
    let mut shelf = Shelf::new("2026-03-01");
    let one = shelf.customer("1");
    policy(
        &mut shelf,
        "1",
        &json!({"effective_on": "2026-01-01", "duties": {"claim_days": 90}}),
    );
    shelf.invoice(one, "R-0", "2025-12-31", "2026-03-01", 1_000);
    let invoice = shelf.invoice(one, "R-1", "2026-02-01", "2026-03-01", 80_000);
    run(&mut shelf, "2026-05-25");
    let found = tasks(&mut shelf, "claim");
    assert_eq!(found[0]["due_on"], json!("2026-05-30"));
    assert_eq!(
        found[0]["figures"]["items"].as_array().unwrap().len(),
        1,
        "R-0 is older than the policy"
    );
    let paid = shelf.payment(one, "Z-1", "2026-05-26", 80_000);
    shelf.settle(invoice, paid, "2026-05-26", 80_000);
    run(&mut shelf, "2026-05-26");
    assert_eq!(tasks(&mut shelf, "claim").len(), 0);
    assert_eq!(lost(&mut shelf, "2026-06-30"), Vec::<Value>::new());
}

/// D-19: longest extension 60 days; 61 days after the due day warn before anything is saved, 60 do not.
#[test]
fn d_19_beyond_the_longest_extension() {
    let mut shelf = Shelf::new("2026-03-01");
    let one = shelf.customer("1");
    policy(&mut shelf, "1", &json!({"duties": {"extension_days": 60}}));
    let id = shelf.invoice(one, "R-1", "2026-02-01", "2026-03-01", 80_000);
    let ask = |shelf: &mut Shelf, on: &str| {
        let asked = shelf.call(
            "credit.extension_check",
            json!({"transaction_id": id, "new_on": on}),
        );
        asked["warnings"].as_array().unwrap().clone()
    };
    assert_eq!(ask(&mut shelf, "2026-04-30"), Vec::<Value>::new());
    let warned = ask(&mut shelf, "2026-05-01");
    assert_eq!(warned.len(), 1);
    assert_eq!(
        (
            &warned[0]["days"],
            &warned[0]["longest_days"],
            &warned[0]["latest_on"]
        ),
        (&json!(61), &json!(60), &json!("2026-04-30"))
    );
}

fn country(shelf: &mut Shelf, customer: i64, country: &str) {
    shelf.act(|act, _| {
        act.execute(
            "INSERT INTO addresses (customer_id, purpose, country) VALUES (:id, 'postal', :country)",
            named_params! {":id": customer, ":country": country},
        )
        .unwrap();
    });
}

/// Spec 30 §18: the turnover of a quarter by country, of insured customers and insured days alone, less credit notes. It is
/// kept as declared: an invoice that comes later changes nothing of it, its task is done, and the file has the same lines.
#[test]
fn turnover_is_kept_as_declared() {
    let mut shelf = Shelf::new("2026-04-02");
    let quarterly = json!({"duties": {"declaration": "quarterly", "declaration_days": 20}});
    for (account, where_) in [("1", "DE"), ("2", "AT"), ("3", "DE")] {
        let id = shelf.customer(account);
        country(&mut shelf, id, where_);
        shelf.invoice(
            id,
            &format!("R-{account}"),
            "2026-02-01",
            "2026-03-01",
            100_000,
        );
        shelf.invoice(
            id,
            &format!("A-{account}"),
            "2025-12-31",
            "2026-03-01",
            7_000,
        );
        if account != "3" {
            policy(&mut shelf, account, &quarterly);
            // A second row of the same policy counts nothing twice.
            policy(&mut shelf, account, &quarterly);
        }
    }
    let one = shelf.number("SELECT id FROM customers WHERE account = '1'");
    shelf.document(Document {
        customer: one,
        kind: Kind::CreditNote,
        number: "G-1",
        on: "2026-03-31",
        due: "2026-03-31",
        currency: "EUR",
        minor: -30_000,
    });
    shelf.call("tasks.run", json!({}));
    let task = tasks(&mut shelf, "turnover_declaration")[0].clone();
    assert_eq!(
        (
            &task["due_on"],
            &task["figures"]["value_minor"],
            &task["account"]
        ),
        (&json!("2026-04-20"), &json!(170_000), &json!(null))
    );
    let known = shelf.call("insurers.list", json!({}));
    let period = &known["policies"][0];
    assert_eq!(
        (&period["customers"], &period["declared"]),
        (&json!(2), &json!(false))
    );
    let request = json!({
        "party": period["party"], "policy_no": period["policy_no"], "from_on": period["from_on"], "to_on": period["to_on"],
    });
    let shown = shelf.call("insurers.turnover", request.clone());
    assert_eq!(
        shown["countries"],
        json!([
            {"country": "AT", "customers": 1, "minor": 100_000},
            {"country": "DE", "customers": 1, "minor": 70_000},
        ])
    );
    let after = shelf.call("insurers.declare", request.clone());
    assert_eq!(after["policies"][0]["declared"], json!(true));
    assert_eq!(
        tasks(&mut shelf, "turnover_declaration"),
        Vec::<Value>::new()
    );
    shelf.invoice(one, "R-9", "2026-03-15", "2026-04-15", 1_000_000);
    shelf.call("tasks.run", json!({}));
    let kept = shelf.call("insurers.list", json!({}))["declarations"][0].clone();
    assert_eq!(kept["total_minor"], json!(170_000));
    assert_eq!(
        shelf.call("insurers.turnover", request)["total_minor"],
        json!(1_170_000)
    );
    let path = shelf.folder.path().join("declared.csv");
    let written = json!({"id": kept["id"], "path": path, "format": "csv"});
    assert_eq!(shelf.call("insurers.export", written)["rows"], json!(2));
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains("country,account,name,turnover EUR"), "{text}");
    assert!(text.contains("DE,1,Weber 1,700.00"), "{text}");
    let running = json!({"party": "Assekuranz AG", "policy_no": "P-1", "from_on": "2026-04-01", "to_on": "2026-06-30"});
    assert_eq!(
        shelf
            .try_call("insurers.declare", running)
            .unwrap_err()
            .code,
        "turnover_period_runs"
    );
    assert_sound(&mut shelf);
}

/// Spec 30 §18: lost cover comes off the limit by a person's confirmed step with a reason, once, and by another it comes back.
#[test]
fn lost_cover_is_taken_off_the_limit_and_put_back() {
    let mut shelf = Shelf::new("2026-03-01");
    let one = shelf.customer("1");
    type_limit(&mut shelf, "1", Some(100_000));
    policy(
        &mut shelf,
        "1",
        &json!({"value_minor": 100_000, "update_bp": 5_000, "duties": {"notify_days": 60, "claim_days": 60}}),
    );
    shelf.invoice(one, "R-1", "2026-02-01", "2026-03-01", 80_000);
    shelf.set_today("2026-05-01");
    let effective =
        |shelf: &mut Shelf| standing(shelf, "1", "2026-05-01")["effective_minor"].clone();
    let before = effective(&mut shelf);
    let shown = shelf.call("credit.lost_cover", json!({"account": "1"}));
    let id = shown["takable"][0]["policy_id"].clone();
    assert_eq!(
        (
            shown["items"].as_array().unwrap().len(),
            &shown["takable"][0]["take_minor"],
            &shown["takable"][0]["items"]
        ),
        (2, &json!(80_000), &json!(1)),
        "two duties were missed for one item"
    );
    let refused = shelf.try_call(
        "credit.lost_cover_take",
        json!({"account": "1", "policy_id": id, "reason": " "}),
    );
    assert_eq!(refused.unwrap_err().code, "value_missing");
    let take = json!({"account": "1", "policy_id": id, "reason": "the insurer declined"});
    let taken = shelf.call("credit.lost_cover_take", take.clone());
    assert_eq!(taken["takable"], json!([]), "an item comes off once");
    assert_eq!(
        (
            &taken["taken"][0]["value_minor"],
            &taken["taken"][0]["documents"],
            &taken["taken"][0]["still_open"]
        ),
        (&json!(80_000), &json!(["R-1"]), &json!(1))
    );
    assert_eq!(
        effective(&mut shelf).as_i64().unwrap(),
        before.as_i64().unwrap() - 40_000,
        "half of the value raised the limit"
    );
    assert_eq!(
        shelf
            .try_call("credit.lost_cover_take", take)
            .unwrap_err()
            .code,
        "lost_cover_none"
    );
    // The next item takes what is left of the value, and no more.
    shelf.invoice(one, "R-2", "2026-02-01", "2026-03-01", 50_000);
    let take = json!({"account": "1", "policy_id": id, "reason": "and this one"});
    let taken = shelf.call("credit.lost_cover_take", take);
    assert_eq!(taken["taken"][0]["value_minor"], json!(20_000));
    for row in taken["taken"].as_array().unwrap() {
        let back = json!({"account": "1", "taken_id": row["taken_id"], "reason": "paid"});
        shelf.call("credit.lost_cover_back", back.clone());
        assert_eq!(
            shelf
                .try_call("credit.lost_cover_back", back)
                .unwrap_err()
                .code,
            "lost_cover_not_taken"
        );
    }
    assert_eq!(effective(&mut shelf), before);
    // A policy that is gone takes nothing back, and nothing is lost by trying.
    let take = json!({"account": "1", "policy_id": id, "reason": "again"});
    let taken = shelf.call("credit.lost_cover_take", take);
    shelf.call("credit.policy_delete", json!({"account": "1", "id": id}));
    let back = json!({"account": "1", "taken_id": taken["taken"][0]["taken_id"], "reason": "paid"});
    assert_eq!(
        shelf
            .try_call("credit.lost_cover_back", back)
            .unwrap_err()
            .code,
        "lost_cover_policy_gone"
    );
    assert_sound(&mut shelf);
}
