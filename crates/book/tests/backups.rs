//! T-F6: a book backs itself up, keeps the right ones, and comes back from one when its file is damaged.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use book::backups::AutomaticBackups;
use book::desk::{Desk, DeskOptions};
use book::host::{FrozenClock, Job, Unwatched};
use book::refusal::Refusal;
use rusqlite::Connection;
use serde_json::{Value, json};

/// A book in a folder, and desks that come and go on different days.
struct Shelf {
    folder: tempfile::TempDir,
}

impl Shelf {
    fn new() -> Self {
        let shelf = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        let desk = Shelf::desk("2026-06-01", AutomaticBackups::Never);
        let company =
            json!({"name": "Muster GmbH", "country": "DE", "currency": "EUR", "language": null});
        let request = json!({"path": shelf.book(), "company": company, "sample": null});
        desk.call("book.create", request, &Unwatched).unwrap();
        shelf
    }

    fn book(&self) -> PathBuf {
        self.folder.path().join("acme.duebook")
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A desk of that morning, without a book.
    fn desk(day: &str, backups: AutomaticBackups) -> Desk {
        Desk::new(DeskOptions {
            recent_file: None,
            os_account: "anna".into(),
            desk: "office".into(),
            clock: Arc::new(FrozenClock(
                format!("{day}T09:00:00+02:00").parse().unwrap(),
            )),
        })
        .with_backups(backups)
    }

    fn open(&self, day: &str) -> Desk {
        let desk = Self::desk(day, AutomaticBackups::BeforeTheDayAndOnClosing);
        call(&desk, "book.open", json!({"path": self.book()}));
        desk
    }

    /// A day on which one thing changes.
    fn day(&self, day: &str) {
        let desk = self.open(day);
        change(&desk, day);
        call(&desk, "book.close", json!({}));
    }

    fn names(&self) -> Vec<String> {
        names(&self.path("acme backups"))
    }

    /// The days and acts of the backups, oldest first.
    fn days(&self) -> Vec<String> {
        self.names()
            .iter()
            .map(|name| {
                name.split(' ')
                    .skip(1)
                    .take(3)
                    .collect::<Vec<_>>()
                    .join(" ")
            })
            .collect()
    }
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn call(desk: &Desk, command: &str, request: Value) -> Value {
    desk.call(command, request, &Unwatched)
        .unwrap_or_else(|refusal| panic!("{command}: {refusal}"))
        .body
}

fn refused(desk: &Desk, command: &str, request: Value) -> Refusal {
    desk.call(command, request, &Unwatched).unwrap_err()
}

fn change(desk: &Desk, city: &str) {
    let mut company = call(desk, "company.get", json!({}));
    company["city"] = json!(city);
    call(desk, "company.update", company);
}

/// Everything in a file, table by table.
fn content(path: &Path) -> Vec<String> {
    let connection = Connection::open(path).unwrap();
    let mut tables = connection
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY 1")
        .unwrap();
    let tables: Vec<String> = tables
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let mut lines = Vec::new();
    for table in tables {
        let mut rows = connection
            .prepare(&format!("SELECT * FROM {table}"))
            .unwrap();
        let columns = rows.column_count();
        let rows = rows.query_map([], |row| {
            let cells: Vec<String> = (0..columns)
                .map(|at| format!("{:?}", row.get_ref(at).unwrap()))
                .collect();
            Ok(format!("{table}: {}", cells.join("|")))
        });
        lines.extend(rows.unwrap().map(Result::unwrap));
    }
    lines
}

/// Overwrites a piece of a file.
fn overwrite(path: &Path, at: u64, length: usize) {
    let mut file = std::fs::OpenOptions::new().write(true).open(path).unwrap();
    file.seek(SeekFrom::Start(at)).unwrap();
    file.write_all(&vec![0xA5; length]).unwrap();
}

fn root_page_of(path: &Path, table: &str) -> u64 {
    let connection = Connection::open(path).unwrap();
    let sql = format!("SELECT rootpage FROM sqlite_schema WHERE name = '{table}'");
    let page: u32 = connection.query_row(&sql, [], |row| row.get(0)).unwrap();
    u64::from(page - 1) * 4096
}

/// T-F6: closing takes a backup of what changed, and none of what did not.
#[test]
fn t_f6_closing_backs_up_what_changed() {
    let shelf = Shelf::new();
    shelf.day("2026-06-02");
    assert_eq!(
        shelf.days(),
        ["2026-06-01 act 1", "2026-06-02 act 2"],
        "before the change, and after it"
    );
    let desk = shelf.open("2026-06-03");
    call(&desk, "company.get", json!({}));
    call(&desk, "book.close", json!({}));
    assert_eq!(shelf.days().len(), 2, "nothing changed");
    shelf.day("2026-06-03");
    shelf.day("2026-06-03");
    assert_eq!(
        shelf.days(),
        ["2026-06-01 act 1", "2026-06-02 act 2", "2026-06-03 act 4"],
        "of one day only the newest"
    );
    let desk = Shelf::desk("2026-06-04", AutomaticBackups::Never);
    call(&desk, "book.open", json!({"path": shelf.book()}));
    assert_eq!(call(&desk, "book.check", json!({}))["ok"], true);
    let list = call(&desk, "backups.list", json!({}));
    let found: Vec<(&Value, &Value)> = list["backups"]
        .as_array()
        .unwrap()
        .iter()
        .map(|backup| (&backup["on"], &backup["act"]))
        .collect();
    assert_eq!(found[0], (&json!("2026-06-03"), &json!(4)), "newest first");
    assert_eq!(list["folder"], json!(shelf.path("acme backups")));
}

/// T-F6: a desk that was never closed leaves its day's work to the first change of the next day, which backs it up first.
#[test]
fn t_f6_the_first_change_of_a_day_backs_up_the_days_before() {
    let shelf = Shelf::new();
    let crashed = Shelf::desk("2026-06-02", AutomaticBackups::BeforeTheDay);
    call(&crashed, "book.open", json!({"path": shelf.book()}));
    change(&crashed, "one");
    change(&crashed, "two");
    drop(crashed);
    assert_eq!(
        shelf.days(),
        ["2026-06-01 act 1"],
        "before the first change, once"
    );
    let next = Shelf::desk("2026-06-03", AutomaticBackups::BeforeTheDay);
    call(&next, "book.open", json!({"path": shelf.book()}));
    change(&next, "three");
    assert_eq!(shelf.days(), ["2026-06-01 act 1", "2026-06-02 act 3"]);
    call(&next, "book.close", json!({}));
    assert_eq!(shelf.days().len(), 2, "this host leaves closing out");
}

/// T-F6: a folder of its own inside the one that the set-up names; where that is not there, beside the book, and it is said.
#[test]
fn t_f6_the_folder_of_the_set_up_is_used_while_it_is_there() {
    let shelf = Shelf::new();
    let safe = shelf.path("safe");
    let desk = shelf.open("2026-06-02");
    let settings = json!({"taken": "automatically", "folder": safe});
    assert_eq!(
        refused(&desk, "backups.settings_save", settings.clone()).code,
        "folder_not_found"
    );
    std::fs::create_dir(&safe).unwrap();
    call(&desk, "backups.settings_save", settings.clone());
    assert_eq!(call(&desk, "backups.settings", json!({})), settings);
    call(&desk, "book.close", json!({}));
    let own = names(&safe);
    assert!(own.len() == 1 && own[0].starts_with("acme "), "{own:?}");
    assert_eq!(names(&safe.join(&own[0])).len(), 1);

    std::fs::rename(&safe, shelf.path("unplugged")).unwrap();
    let desk = shelf.open("2026-06-03");
    change(&desk, "three");
    let state = call(&desk, "book.close", json!({}));
    assert_eq!(state["trouble"]["code"], "backup_folder_missing", "{state}");
    assert_eq!(shelf.days().last().unwrap(), "2026-06-03 act 3");
    std::fs::rename(shelf.path("unplugged"), &safe).unwrap();
    let desk = shelf.open("2026-06-04");
    change(&desk, "four");
    let state = call(&desk, "book.close", json!({}));
    assert_eq!(state["trouble"], Value::Null);
    // A damaged book cannot say where its backups are; the note beside it does.
    overwrite(&shelf.book(), 0, 100);
    let refusal = refused(
        &Shelf::desk("2026-06-05", AutomaticBackups::Never),
        "book.open",
        json!({"path": shelf.book()}),
    );
    assert_eq!(refusal.code, "book_damaged_backed_up");
    assert!(
        Path::new(refusal.args["backup"].as_str().unwrap()).starts_with(&safe),
        "{refusal}"
    );
}

/// The set-up may say that backups are taken only when somebody asks.
#[test]
fn a_book_may_be_backed_up_only_when_asked() {
    let shelf = Shelf::new();
    let desk = shelf.open("2026-06-02");
    // Before this very change one is taken still.
    call(
        &desk,
        "backups.settings_save",
        json!({"taken": "when_asked", "folder": ""}),
    );
    change(&desk, "two");
    call(&desk, "book.close", json!({}));
    shelf.day("2026-06-03");
    assert_eq!(shelf.days(), ["2026-06-01 act 1"]);
    let desk = shelf.open("2026-06-04");
    let list = call(&desk, "backups.take", json!({}));
    assert_eq!(list["backups"].as_array().unwrap().len(), 2);
    call(&desk, "backups.take", json!({}));
    assert_eq!(shelf.days().len(), 2, "the same state once");
}

/// T-F6: a damaged header, and a damaged page in the middle, are refused with the newest good backup and its day; it becomes
/// a new book, equal to the one backed up; the damaged file keeps every byte.
#[test]
fn t_f6_a_damaged_book_comes_back_from_its_newest_good_backup() {
    for damage in ["header", "first page", "middle", "cut"] {
        let shelf = Shelf::new();
        shelf.day("2026-06-02");
        shelf.day("2026-06-03");
        let whole = content(&shelf.book());
        match damage {
            "header" => overwrite(&shelf.book(), 0, 16),
            "first page" => overwrite(&shelf.book(), 60, 2000),
            "middle" => overwrite(
                &shelf.book(),
                root_page_of(&shelf.book(), "audit_seals"),
                4096,
            ),
            _ => {
                let file = std::fs::OpenOptions::new()
                    .write(true)
                    .open(shelf.book())
                    .unwrap();
                file.set_len(40_000).unwrap();
            }
        }
        let broken = std::fs::read(shelf.book()).unwrap();
        let desk = Shelf::desk("2026-06-04", AutomaticBackups::BeforeTheDayAndOnClosing);
        let refusal = refused(&desk, "book.open", json!({"path": shelf.book()}));
        assert_eq!(
            refusal.code, "book_damaged_backed_up",
            "{damage}: {refusal}"
        );
        assert_eq!(refusal.args["backup_on"], "2026-06-03", "{damage}");

        let same = json!({"path": shelf.book(), "to": shelf.book()});
        assert_eq!(
            refused(&desk, "book.recover", same).code,
            "file_exists",
            "{damage}"
        );
        let to = shelf.path("acme recovered.duebook");
        let state = call(
            &desk,
            "book.recover",
            json!({"backup": refusal.args["backup"], "to": to}),
        );
        assert_eq!(state["book"]["path"], json!(to));
        assert_eq!(call(&desk, "book.check", json!({}))["ok"], true, "{damage}");
        call(&desk, "book.close", json!({}));
        assert_eq!(content(&to), whole, "{damage}");
        assert_eq!(
            std::fs::read(shelf.book()).unwrap(),
            broken,
            "{damage}: the damaged file stays"
        );
        // And it is a book to go on with.
        let desk = Shelf::desk("2026-06-04", AutomaticBackups::Never);
        call(&desk, "book.open", json!({"path": to}));
        change(&desk, "on");
    }
}

/// T-F6: a backup that is damaged itself is passed over; where none is good, the refusal says no more than it knows.
#[test]
fn t_f6_a_damaged_backup_is_passed_over() {
    let shelf = Shelf::new();
    shelf.day("2026-06-02");
    shelf.day("2026-06-03");
    let backups = shelf.path("acme backups");
    let stored = shelf.names();
    let newest = backups.join(stored.last().unwrap());
    overwrite(&newest, root_page_of(&newest, "audit_seals"), 4096);
    overwrite(&shelf.book(), 0, 16);
    let desk = Shelf::desk("2026-06-04", AutomaticBackups::Never);
    let refusal = refused(&desk, "book.open", json!({"path": shelf.book()}));
    assert_eq!(refusal.args["backup_on"], "2026-06-02");
    let to = shelf.path("new.duebook");
    let damaged = refused(&desk, "book.recover", json!({"backup": newest, "to": to}));
    assert_eq!(damaged.code, "backup_damaged");
    for name in stored {
        std::fs::write(backups.join(name), "gone").unwrap();
    }
    let refusal = refused(&desk, "book.open", json!({"path": shelf.book()}));
    assert_eq!(refusal.code, "not_a_book");
    let refusal = refused(
        &desk,
        "book.recover",
        json!({"path": shelf.book(), "to": to}),
    );
    assert_eq!(refusal.code, "no_good_backup");
    assert_eq!(
        names(shelf.folder.path())
            .iter()
            .filter(|name| name.starts_with("new"))
            .count(),
        0
    );
}

/// T-F6: a damaged book may be looked at; nothing is written into it, no backup of it is kept, and no good one is dropped.
#[test]
fn t_f6_a_damaged_book_is_read_and_not_written() {
    let shelf = Shelf::new();
    shelf.day("2026-06-02");
    let kept = shelf.names();
    overwrite(
        &shelf.book(),
        root_page_of(&shelf.book(), "instruments"),
        4096,
    );
    let desk = Shelf::desk("2026-06-03", AutomaticBackups::BeforeTheDayAndOnClosing);
    let state = call(
        &desk,
        "book.open",
        json!({"path": shelf.book(), "look": true}),
    );
    assert!(state["book"]["damage"].is_string());
    let company = call(&desk, "company.get", json!({}));
    let refusal = refused(&desk, "company.update", company);
    assert_eq!(
        (refusal.code.as_str(), &refusal.args["backup_on"]),
        ("book_damaged_backed_up", &json!("2026-06-02"))
    );
    call(&desk, "book.close", json!({}));
    assert_eq!(shelf.names(), kept);
}

/// T-F6: damage that comes while the book is open is found by the backup of it; the good ones stay, and the next desk
/// is told.
#[test]
fn t_f6_damage_is_found_by_the_next_backup() {
    let shelf = Shelf::new();
    shelf.day("2026-06-02");
    let kept = shelf.names();
    let desk = shelf.open("2026-06-03");
    change(&desk, "three");
    let page = root_page_of(&shelf.book(), "instruments");
    Connection::open(shelf.book())
        .unwrap()
        .execute_batch("PRAGMA wal_checkpoint")
        .unwrap();
    overwrite(&shelf.book(), page, 4096);
    let state = call(&desk, "book.close", json!({}));
    assert_eq!(
        state["trouble"]["code"], "book_damaged_backed_up",
        "{state}"
    );
    assert_eq!(shelf.names(), kept, "nothing half-written, nothing dropped");
    let desk = Shelf::desk("2026-06-04", AutomaticBackups::Never);
    let refusal = refused(&desk, "book.open", json!({"path": shelf.book()}));
    assert_eq!(refusal.code, "book_damaged_backed_up");
}

/// Nobody works on in a backup by mistake: it says what it is, and opens as a new book.
#[test]
fn a_backup_is_not_worked_on() {
    let shelf = Shelf::new();
    shelf.day("2026-06-02");
    let backup = shelf
        .path("acme backups")
        .join(shelf.names().pop().unwrap());
    let desk = Shelf::desk("2026-06-03", AutomaticBackups::Never);
    let refusal = refused(&desk, "book.open", json!({"path": backup}));
    assert_eq!(
        (refusal.code.as_str(), &refusal.args["backup"]),
        ("book_is_backup", &json!(backup))
    );
    let to = shelf.path("new.duebook");
    call(&desk, "book.recover", json!({"backup": backup, "to": to}));
    let elsewhere = json!({"backup": backup, "to": shelf.path("no/such/new.duebook")});
    assert_eq!(
        refused(&desk, "book.recover", elsewhere).code,
        "folder_not_found"
    );
    let synced = shelf.path("Dropbox");
    std::fs::create_dir(&synced).unwrap();
    let shared = json!({"backup": backup, "to": synced.join("new.duebook")});
    assert_eq!(refused(&desk, "book.recover", shared).code, "shared_folder");
}

/// Stops at once.
struct Stopped(AtomicBool);

impl Job for Stopped {
    fn progress(&self, _done: u64, _total: u64, _phase: &str) {}

    fn cancelled(&self) -> bool {
        self.0.store(true, Ordering::Relaxed);
        true
    }
}

/// A stopped backup leaves nothing, and the book closes all the same.
#[test]
fn a_stopped_backup_leaves_nothing() {
    let shelf = Shelf::new();
    let desk = shelf.open("2026-06-02");
    change(&desk, "two");
    let kept = shelf.names();
    let job = Stopped(AtomicBool::new(false));
    let state = desk.call("book.close", json!({}), &job).unwrap().body;
    assert!(job.0.load(Ordering::Relaxed));
    assert_eq!(
        (&state["book"], &state["trouble"]),
        (&Value::Null, &Value::Null)
    );
    assert_eq!(shelf.names(), kept);
    let desk = shelf.open("2026-06-02");
    let to = shelf.path("copy.duebook");
    let refusal = desk
        .call(
            "book.backup",
            json!({"path": to}),
            &Stopped(AtomicBool::new(false)),
        )
        .unwrap_err();
    assert_eq!(refusal.code, "cancelled");
    assert!(!to.exists());
}

/// The rule for a year: what a folder holds after daily work.
#[test]
fn t_f6_old_backups_are_thinned_out() {
    let shelf = Shelf::new();
    for day in [
        "2026-06-02",
        "2026-06-03",
        "2026-06-04",
        "2026-06-11",
        "2026-06-12",
        "2026-06-13",
    ] {
        shelf.day(day);
    }
    // June 8 to 14 is last week: its newest stays, the days before it go once they are older than seven days.
    shelf.day("2026-06-25");
    assert_eq!(
        shelf
            .days()
            .iter()
            .map(|day| &day[..10])
            .collect::<Vec<_>>(),
        ["2026-06-04", "2026-06-13", "2026-06-25"]
    );
}
