//! The dunning calendar (spec 30 §7): what it says is what runs of those days do, and it writes nothing.

use chrono::{Days, NaiveDate};
use engine::account::Kind;
use serde_json::{Value, json};

use crate::desk::TestDesk;

const FIRST: &str = "2026-03-02";

/// Customers with several invoices, fees, a credit, a stop that ends, and one who is never dunned.
fn desk(per: &str) -> TestDesk {
    let mut desk = TestDesk::new(FIRST);
    let mut parameters = desk.call("letters.parameters", json!({}));
    parameters["per"] = json!(per);
    parameters["fresh_within_days"] = Value::Null;
    desk.call("letters.parameters_save", parameters);
    desk.lines(
        "EUR",
        &[
            ("letter_1", 500, 1_000, 3, "nothing"),
            ("letter_2", 1_000, 0, 10, "nothing"),
            ("collection", 2_500, 0, 12, "nothing"),
        ],
    );
    for account in ["C1", "C2", "C3", "C4"] {
        desk.customer(account, None);
    }
    desk.invoice("C1", "R1", "2026-02-20", 50_000);
    desk.invoice("C1", "R2", "2026-03-05", 20_000);
    desk.invoice("C1", "R3", "2026-03-28", 900);
    desk.document("C1", Kind::Payment, "P1", "2026-02-25", -7_500);
    desk.invoice("C2", "R4", "2026-03-10", 80_000);
    desk.invoice("C3", "R5", "2026-02-01", 30_000);
    desk.invoice("C4", "R6", "2026-02-01", 30_000);
    desk.sql("UPDATE customers SET exclude_from_letters = 1 WHERE account = 'C4'");
    desk.call(
        "stops.set",
        json!({"account": "C3", "transaction_ids": [], "purpose": "dunning", "until_on": "2026-03-15", "reason": "claim"}),
    );
    desk
}

fn ahead(desk: &mut TestDesk, days: u32) -> (Value, Vec<(String, String, String, i64)>) {
    let calendar = desk.call("letters.calendar", json!({"days": days}));
    let page = desk.call(
        "letters.calendar_page",
        json!({"handle": calendar["handle"], "offset": 0, "limit": 1000}),
    );
    let text = |row: &Value, name: &str| row[name].as_str().unwrap().to_owned();
    let rows = page["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            (
                text(row, "on"),
                text(row, "account"),
                text(row, "code"),
                row["total_minor"].as_i64().unwrap(),
            )
        })
        .collect();
    (calendar, rows)
}

/// The same by making and posting the letters of each day.
fn by_runs(desk: &mut TestDesk, days: u64) -> Vec<(String, String, String, i64)> {
    let first: NaiveDate = FIRST.parse().unwrap();
    let mut letters = Vec::new();
    for after in 0..days {
        let day = first
            .checked_add_days(Days::new(after))
            .unwrap()
            .to_string();
        desk.set_today(&day);
        let run = desk.create(&day);
        let text = |row: &Value, name: &str| row[name].as_str().unwrap().to_owned();
        let rows = desk.journal(json!({"run_id": run["run_id"], "status": ["created"]}));
        for row in &rows {
            let total = row["total_minor"].as_i64().unwrap();
            letters.push((day.clone(), text(row, "account"), text(row, "code"), total));
        }
        if !rows.is_empty() {
            desk.call("letters.post", json!({"run_id": run["run_id"]}));
        }
    }
    letters
}

#[test]
fn the_calendar_is_what_runs_would_do() {
    for per in ["customer", "transaction"] {
        let mut book = desk(per);
        let before: i64 = book.number("SELECT COUNT(*) FROM audit");
        let (calendar, foreseen) = ahead(&mut book, 60);
        assert_eq!(
            book.number::<i64>("SELECT COUNT(*) FROM audit"),
            before,
            "nothing is written"
        );
        assert_eq!(calendar["to_on"], "2026-04-30");
        let mut made = by_runs(&mut book, 60);
        made.sort();
        let mut sorted = foreseen.clone();
        sorted.sort();
        assert!(foreseen.len() > 6, "{foreseen:?}");
        assert_eq!(sorted, made, "{per}");
        let first_day = &calendar["days"][0];
        assert_eq!(first_day["on"], json!(foreseen[0].0));
        let counted: u64 = calendar["totals"]
            .as_array()
            .unwrap()
            .iter()
            .map(|total| total["letters"].as_u64().unwrap())
            .sum();
        assert_eq!(
            (counted, &calendar["count"]),
            (foreseen.len() as u64, &json!(foreseen.len()))
        );
    }
}

#[test]
fn the_calendar_has_bounds() {
    let mut desk = TestDesk::new(FIRST);
    for days in [0, 367] {
        let refusal = desk.refused("letters.calendar", json!({"days": days}));
        assert_eq!(
            (refusal.code.as_str(), &refusal.args["field"]),
            ("value_too_large", &json!("days"))
        );
    }
    assert_eq!(ahead(&mut desk, 366).1, []);
}

/// Spec 30 §7: if customers pay as predicted, who is used to pay soon gets no letter, who promised gets none before that day is over,
/// and who never paid counts as if nobody did – and is counted.
#[test]
fn the_calendar_can_expect_payments() {
    let mut desk = TestDesk::new("2026-03-02");
    desk.lines(
        "EUR",
        &[
            ("letter_1", 0, 0, 7, "nothing"),
            ("letter_2", 0, 0, 14, "nothing"),
        ],
    );
    for account in ["C1", "C2"] {
        desk.customer(account, None);
    }
    // C1 paid two days late so far; C2 never paid.
    let old = desk.invoice("C1", "O1", "2026-01-10", 10_000);
    desk.pay("C1", old, "P1", "2026-01-12", 10_000);
    desk.invoice("C1", "R1", "2026-03-10", 50_000);
    desk.invoice("C2", "R2", "2026-03-10", 20_000);
    let nobody = desk.call("letters.calendar", json!({"days": 40}));
    assert_eq!(
        (
            &nobody["letters"],
            &nobody["customers"],
            &nobody["without_habit"]
        ),
        (&json!(4), &json!(2), &json!(0))
    );
    let usual = desk.call(
        "letters.calendar",
        json!({"days": 40, "assume": "as_usual"}),
    );
    assert_eq!(
        (
            &usual["letters"],
            &usual["customers"],
            &usual["without_habit"]
        ),
        (&json!(2), &json!(1), &json!(1))
    );
}
