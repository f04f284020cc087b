//! Every status of a promise, and what each act of a person makes of it.

use crate::*;

const STATUSES: [&str; 6] = [
    "open",
    "awaiting_bank_data",
    "kept",
    "partly_kept",
    "broken",
    "cancelled",
];

/// A promise of 300 of the 1,000 by 8 May, brought into a status; the day is 4 May while it is open, else 11 May.
fn brought(status: &str) -> (Shelf, i64, Value) {
    let (mut shelf, invoice) = owed("2026-05-04", "2026-03-31");
    tolerance(&mut shelf, 0);
    let id = promise(&mut shelf, invoice, 30_000, "2026-05-08")["promise_id"].clone();
    let paid = match status {
        "kept" => 30_000,
        "partly_kept" => 10_000,
        _ => 0,
    };
    if status != "open" {
        shelf.set_today("2026-05-11");
    }
    if paid > 0 {
        pay(&mut shelf, invoice, "P-1", "2026-05-06", paid);
    }
    if ["partly_kept", "broken"].contains(&status) {
        bank_data_to(&mut shelf, "2026-05-11");
    }
    if status == "cancelled" {
        shelf.call("promises.cancel", json!({"promise_id": id, "reason": "x"}));
    } else if status != "open" {
        age(&mut shelf, "2026-05-11", true);
    }
    assert_eq!(now(&shelf, &id), status);
    (shelf, invoice, id)
}

/// The status of the promise.
fn now(shelf: &Shelf, id: &Value) -> String {
    let connection = &shelf.book.file.connection;
    connection
        .query_row(
            "SELECT status FROM promise_lines WHERE promise_id = ?1",
            [id.as_i64()],
            |row| row.get(0),
        )
        .unwrap()
}

/// What an act makes of a promise in each status: its new status, or the code of the refusal.
fn table(
    act: impl Fn(&mut Shelf, i64, &Value) -> Result<Value, book::refusal::Refusal>,
) -> Vec<String> {
    STATUSES
        .into_iter()
        .map(|status| {
            let (mut shelf, invoice, id) = brought(status);
            match act(&mut shelf, invoice, &id) {
                Ok(_) => now(&shelf, &id),
                Err(refusal) => {
                    assert_eq!(now(&shelf, &id), status, "a refusal changes nothing");
                    refusal.code
                }
            }
        })
        .collect()
}

/// Spec 21 §6: a new promise ends one that runs and leaves a verdict as it is; only what runs is called off; whatever was not
/// replaced can be taken back; only what was called off is restored; money in time keeps all but what was called off.
#[test]
fn every_status_and_every_act() {
    let by_id = |command: &'static str| {
        move |shelf: &mut Shelf, _: i64, id: &Value| {
            shelf.try_call(command, json!({"promise_id": id, "reason": "x"}))
        }
    };
    assert_eq!(
        table(|shelf, invoice, _| {
            let lines = json!([{"transaction_id": invoice, "promised_on": "2026-05-20", "amount_minor": 20_000}]);
            shelf.try_call("promises.record", json!({"lines": lines}))
        }),
        [
            "cancelled",
            "cancelled",
            "kept",
            "partly_kept",
            "broken",
            "cancelled"
        ],
        "promised anew"
    );
    assert_eq!(
        table(by_id("promises.cancel")),
        [
            "cancelled",
            "cancelled",
            "promise_over",
            "promise_over",
            "promise_over",
            "promise_over"
        ],
        "called off"
    );
    assert_eq!(
        table(by_id("promises.undo")),
        [
            "cancelled",
            "cancelled",
            "cancelled",
            "cancelled",
            "cancelled",
            "promise_over"
        ],
        "taken back"
    );
    assert_eq!(
        table(by_id("promises.restore")),
        [
            "promise_runs",
            "promise_runs",
            "promise_runs",
            "promise_runs",
            "promise_runs",
            "awaiting_bank_data"
        ],
        "restored"
    );
    assert_eq!(
        table(|shelf, invoice, _| {
            let on =
                if shelf.number("SELECT COUNT(*) FROM promise_lines WHERE status = 'open'") == 1 {
                    "2026-05-04"
                } else {
                    "2026-05-07"
                };
            pay(shelf, invoice, "P-9", on, 30_000);
            Ok(json!(null))
        }),
        ["kept", "kept", "kept", "kept", "kept", "cancelled"],
        "paid in time"
    );
    assert_eq!(
        table(|shelf, invoice, _| {
            dispute(shelf, invoice, None);
            Ok(json!(null))
        }),
        [
            "cancelled",
            "cancelled",
            "kept",
            "partly_kept",
            "broken",
            "cancelled"
        ],
        "disputed as a whole"
    );
}
