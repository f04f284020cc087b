//! Days at the desk: what is recorded, what today is and how late an item is follow the desk's own calendar, in zones
//! and hours in which the day of UTC is another one.

use std::path::Path;
use std::sync::Arc;

use book::desk::{Desk, DeskOptions};
use book::host::{FrozenClock, Unwatched};
use serde_json::{Value, json};

/// Half past midnight of New Year two hours east of Greenwich: in UTC it is still the old year.
const EAST: &str = "2026-01-01T00:30:00+02:00";
/// New Year's Eve three hours west of Greenwich: in UTC the new year has begun.
const WEST: &str = "2025-12-31T22:30:00-03:00";

fn desk(instant: &str) -> Desk {
    Desk::new(DeskOptions {
        recent_file: None,
        os_account: "kb".to_owned(),
        desk: "desk".to_owned(),
        clock: Arc::new(FrozenClock(instant.parse().unwrap())),
    })
}

fn call(desk: &Desk, command: &str, request: Value) -> Value {
    desk.call(command, request, &Unwatched)
        .unwrap_or_else(|refusal| panic!("{command}: {refusal}"))
        .body
}

/// A new book at that instant.
fn new_book(instant: &str, folder: &Path) -> Desk {
    let desk = desk(instant);
    let company =
        json!({"name": "Muster GmbH", "country": "DE", "currency": "EUR", "language": null});
    let request = json!({"path": folder.join("t.duebook"), "company": company, "sample": null});
    call(&desk, "book.create", request);
    desk
}

/// The book again at a later instant.
fn opened(instant: &str, folder: &Path) -> Desk {
    let desk = desk(instant);
    call(
        &desk,
        "book.open",
        json!({"path": folder.join("t.duebook")}),
    );
    desk
}

/// Imports one invoice of 100.00, due on `due_on`; `settled_on` may be empty.
fn import(desk: &Desk, folder: &Path, due_on: &str, settled_on: &str) {
    let file = folder.join("items.csv");
    let rows = format!(
        "customerID,invoiceNumber,InvoiceDate,DueDate,InvoiceAmount,SettledDate\n\
         A-1,R-1,2025-11-01,{due_on},100.00,{settled_on}\n"
    );
    std::fs::write(&file, rows).unwrap();
    call(desk, "import.run", json!({"files": [{"path": file}]}));
}

/// What is open as known on a day.
fn known(desk: &Desk, known_on: &str) -> i64 {
    let request = json!({"as_of": "2026-06-30", "known_on": known_on});
    call(desk, "aging.table", request)["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["total_minor"].as_i64().unwrap())
        .sum()
}

/// T-Z1, T-Z2: an import is known from the day at the desk, east and west of Greenwich alike.
#[test]
fn t_z1_t_z2_a_record_is_of_the_day_at_the_desk() {
    for (instant, before, day) in [
        (EAST, "2025-12-31", "2026-01-01"),
        (WEST, "2025-12-30", "2025-12-31"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let desk = new_book(instant, folder.path());
        import(&desk, folder.path(), "2025-12-01", "");
        assert_eq!(known(&desk, before), 0, "{instant}: not known on {before}");
        assert_eq!(known(&desk, day), 10_000, "{instant}: known on {day}");
        assert_eq!(call(&desk, "book.check", json!({}))["faults"], json!([]));
    }
}

/// T-Z1, T-Z4: an item that is due on the last day of the year is late after midnight at the desk, and not before.
#[test]
fn t_z1_today_is_the_day_at_the_desk() {
    for (instant, late) in [(EAST, 1), (WEST, 0)] {
        let folder = tempfile::tempdir().unwrap();
        let desk = new_book(instant, folder.path());
        import(&desk, folder.path(), "2025-12-31", "");
        let table = call(&desk, "aging.table", json!({}));
        assert_eq!(table["as_of"], instant[..10], "{instant}");
        assert_eq!(table["rows"][0]["oldest_days_overdue"], late, "{instant}");
    }
}

/// T-Z5: night after night through both changes of summer time, one day later each time: none twice, none left out.
#[test]
fn t_z5_each_day_counts_once_at_clock_changes() {
    for (due_on, nights) in [
        (
            "2026-03-28",
            [
                "2026-03-28T23:30:00+01:00",
                "2026-03-29T23:30:00+02:00",
                "2026-03-30T00:30:00+02:00",
                "2026-03-31T00:30:00+02:00",
            ],
        ),
        (
            "2026-10-24",
            [
                "2026-10-24T00:30:00+02:00",
                "2026-10-25T23:30:00+01:00",
                "2026-10-26T00:30:00+01:00",
                "2026-10-27T23:30:00+01:00",
            ],
        ),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let first = new_book(nights[0], folder.path());
        import(&first, folder.path(), due_on, "");
        drop(first);
        let late: Vec<i64> = nights
            .iter()
            .map(|night| {
                let desk = opened(night, folder.path());
                let table = call(&desk, "aging.table", json!({}));
                table["rows"][0]["oldest_days_overdue"].as_i64().unwrap()
            })
            .collect();
        assert_eq!(late, [0, 1, 2, 3], "due on {due_on}");
    }
}

/// A-16, T-A5: settled in the old year, recorded half an hour after midnight of 15 January at the desk.
#[test]
fn a_16_recorded_after_midnight() {
    let folder = tempfile::tempdir().unwrap();
    let first = new_book("2025-11-01T10:00:00+02:00", folder.path());
    import(&first, folder.path(), "2025-12-01", "");
    drop(first);
    let desk = opened("2026-01-15T00:30:00+02:00", folder.path());
    import(&desk, folder.path(), "2025-12-01", "2025-12-20");
    assert_eq!(known(&desk, "2026-01-14"), 10_000, "open in what was known");
    assert_eq!(known(&desk, "2026-01-15"), 0, "settled");
    let table = call(&desk, "aging.table", json!({"as_of": "2025-12-31"}));
    assert_eq!(table["rows"], json!([]), "by the accounting day");
}

/// Acts of an older book have no day at the desk: the day of UTC stands in, and their seals hold.
#[test]
fn acts_of_older_books_keep_their_day() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.duebook");
    let packed = include_bytes!("../old_book/v0002.duebook.gz");
    let mut old = flate2::read::GzDecoder::new(&packed[..]);
    std::io::copy(&mut old, &mut std::fs::File::create(&path).unwrap()).unwrap();
    let desk = opened(EAST, folder.path());
    assert_eq!(call(&desk, "book.check", json!({}))["faults"], json!([]));
    assert_eq!(known(&desk, "1999-12-31"), 0);
    assert_ne!(known(&desk, "2026-12-31"), 0);
}
