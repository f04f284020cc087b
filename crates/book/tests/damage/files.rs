//! Files that are no book of this Duebook, books in the wrong place, and books in use.

use std::path::Path;

use book::file::{APPLICATION_ID, newest_version};
use book::host::Unwatched;
use rusqlite::Connection;
use serde_json::{Value, json};

use crate::shelf::{book_in, desk, open};

fn refused(path: &Path) -> book::refusal::Refusal {
    let before = std::fs::read(path).unwrap();
    let refusal = open(&desk("d"), path).unwrap_err();
    assert_eq!(
        std::fs::read(path).unwrap(),
        before,
        "a refused file stays as it is"
    );
    refusal
}

/// A book made by a newer Duebook is refused with both versions, and left as it is.
#[test]
fn a_newer_book_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = book_in(folder.path());
    {
        let connection = Connection::open(&path).unwrap();
        connection
            .execute_batch(
                "INSERT INTO refinery_schema_history (version, name, applied_on, checksum)
                 VALUES (9999, 'from_tomorrow', '2030-01-01T00:00:00Z', '1')",
            )
            .unwrap();
        connection
            .execute_batch("PRAGMA journal_mode = DELETE")
            .unwrap();
    }
    let refusal = refused(&path);
    assert_eq!(refusal.code, "book_newer");
    assert_eq!(
        (&refusal.args["version"], &refusal.args["newest"]),
        (&json!(9999), &json!(newest_version()))
    );
}

/// Some other SQLite file, a text file, an empty file: none of them is a book.
#[test]
fn what_is_no_book_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let other = folder.path().join("other.duebook");
    Connection::open(&other)
        .unwrap()
        .execute_batch("CREATE TABLE t (a)")
        .unwrap();
    assert_eq!(refused(&other).code, "not_a_book");
    let text = folder.path().join("text.duebook");
    std::fs::write(&text, "Kundennummer;Betrag\n".repeat(500)).unwrap();
    assert_eq!(refused(&text).code, "not_a_book");
    let empty = folder.path().join("empty.duebook");
    std::fs::write(&empty, "").unwrap();
    assert_eq!(refused(&empty).code, "not_a_book");
    let missing = folder.path().join("missing.duebook");
    let refusal = open(&desk("d"), &missing).unwrap_err();
    assert_eq!(refusal.code, "file_not_found");
    assert!(!missing.exists(), "asking for a file does not make one");
}

/// A book is open on one desk at a time; the second is told on which.
#[test]
fn a_book_opened_twice_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = book_in(folder.path());
    let first = desk("office");
    open(&first, &path).unwrap();
    let second = desk("home");
    let refusal = open(&second, &path).unwrap_err();
    assert_eq!(
        (refusal.code.as_str(), &refusal.args["desk"]),
        ("book_in_use", &json!("office"))
    );
    first.call("book.close", Value::Null, &Unwatched).unwrap();
    open(&second, &path).unwrap();
}

/// What a crashed desk leaves beside the book does not lock anybody out.
#[test]
fn the_mark_of_a_crashed_desk_does_not_lock() {
    let folder = tempfile::tempdir().unwrap();
    let path = book_in(folder.path());
    std::fs::write(folder.path().join("b.duebook-desk"), "crashed\n").unwrap();
    open(&desk("office"), &path).unwrap();
}

/// U-4, T-F7: a synced folder is refused; *open anyway* opens with a warning; a second desk is refused meanwhile.
#[test]
fn u_4_a_synced_folder_admits_one_desk_that_insists() {
    let root = tempfile::tempdir().unwrap();
    let dropbox = root.path().join("Dropbox").join("books");
    std::fs::create_dir_all(&dropbox).unwrap();
    let marked = root.path().join("shared");
    std::fs::create_dir_all(marked.join(".stfolder")).unwrap();
    for (folder, service) in [(dropbox, "Dropbox"), (marked, "Syncthing")] {
        let path = book_in(&folder);
        let (one, two) = (desk("one"), desk("two"));
        let refusal = open(&one, &path).unwrap_err();
        assert_eq!(
            (refusal.code.as_str(), &refusal.args["name"]),
            ("shared_folder", &json!(service))
        );
        let anyway = json!({"path": path, "anyway": true});
        let state = one
            .call("book.open", anyway.clone(), &Unwatched)
            .unwrap()
            .body;
        assert_eq!(
            state["book"]["shared_place"],
            json!(service),
            "the warning stays"
        );
        let refusal = two
            .call("book.open", anyway.clone(), &Unwatched)
            .unwrap_err();
        assert_eq!(
            (refusal.code.as_str(), &refusal.args["desk"]),
            ("book_in_use", &json!("one"))
        );
        one.call("book.close", Value::Null, &Unwatched).unwrap();
        two.call("book.open", anyway, &Unwatched).unwrap();
    }
}

/// T-F7: the lock of an operating system does not travel with a synced folder, the mark of the other desk does.
#[test]
fn t_f7_the_mark_of_another_desk_travels() {
    let root = tempfile::tempdir().unwrap();
    let folder = root.path().join("OneDrive - Muster GmbH");
    std::fs::create_dir_all(&folder).unwrap();
    let path = book_in(&folder);
    std::fs::write(folder.join("b.duebook-desk"), "the other machine\n").unwrap();
    let anyway = json!({"path": path, "anyway": true});
    let refusal = desk("here")
        .call("book.open", anyway.clone(), &Unwatched)
        .unwrap_err();
    assert_eq!(
        (refusal.code.as_str(), &refusal.args["desk"]),
        ("book_in_use", &json!("the other machine"))
    );
    desk("the other machine")
        .call("book.open", anyway, &Unwatched)
        .unwrap();
    let company =
        json!({"name": "Muster GmbH", "country": "DE", "currency": "EUR", "language": null});
    let request = json!({"path": folder.join("new.duebook"), "company": company, "sample": null});
    assert_eq!(
        desk("here")
            .call("book.create", request, &Unwatched)
            .unwrap_err()
            .code,
        "shared_folder"
    );
    assert!(!folder.join("new.duebook").exists());
}

mod embedded {
    refinery::embed_migrations!("../../migrations");
}

/// T-F6: an older book is copied before it is upgraded; the copy is the book as it was.
#[test]
fn an_upgrade_keeps_a_backup() {
    let newest = newest_version();
    // Numbers may have gaps: slices take theirs before they land.
    let before = embedded::migrations::runner()
        .get_migrations()
        .iter()
        .map(refinery::Migration::version)
        .filter(|version| *version < newest)
        .max()
        .expect("there is something to upgrade from");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("old.duebook");
    {
        let mut connection = Connection::open(&path).unwrap();
        connection
            .pragma_update(None, "application_id", APPLICATION_ID)
            .unwrap();
        let older = refinery::Target::Version(before);
        embedded::migrations::runner()
            .set_grouped(true)
            .set_target(older)
            .run(&mut connection)
            .unwrap();
        connection
            .execute_batch(
                "INSERT INTO companies (id, uuid, name, country, currency, language)
                 VALUES (1, 'u', 'Altbestand GmbH', 'DE', 'EUR', 'de');
                 INSERT INTO users (id, uuid, code, name, os_account) VALUES (1, 'u', 'kb', 'K. B.', 'kb');
                 INSERT INTO user_roles (user_id, role) VALUES (1, 'viewer');",
            )
            .unwrap();
    }
    let state = open(&desk("d"), &path).unwrap();
    assert_eq!(state["book"]["company"], "Altbestand GmbH");
    let version = |path: &Path| -> i32 {
        let sql = "SELECT MAX(version) FROM refinery_schema_history";
        Connection::open(path)
            .unwrap()
            .query_row(sql, [], |row| row.get(0))
            .unwrap()
    };
    let backup = folder.path().join("old.before-upgrade.duebook");
    assert_eq!((version(&path), version(&backup)), (newest, before));
}

/// A backup is a whole book, and never overwrites anything.
#[test]
fn a_backup_is_a_whole_book() {
    let folder = tempfile::tempdir().unwrap();
    let path = book_in(folder.path());
    let first = desk("d");
    open(&first, &path).unwrap();
    let copy = folder.path().join("copy.duebook");
    first
        .call("book.backup", json!({"path": copy}), &Unwatched)
        .unwrap();
    let again = first
        .call("book.backup", json!({"path": copy}), &Unwatched)
        .unwrap_err();
    assert_eq!(again.code, "file_exists");
    let second = desk("e");
    open(&second, &copy).unwrap();
    let report = second
        .call("book.check", Value::Null, &Unwatched)
        .unwrap()
        .body;
    assert_eq!(report["ok"], true);
}
