//! Copies of one sound book, and desks to open them.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use book::desk::{Desk, DeskOptions};
use book::host::{FrozenClock, Unwatched};
use book::refusal::Refusal;
use rusqlite::Connection;
use serde_json::{Value, json};

/// A desk of its own name.
pub fn desk(name: &str) -> Desk {
    Desk::new(DeskOptions {
        recent_file: None,
        os_account: "kb".into(),
        desk: name.into(),
        clock: Arc::new(FrozenClock("2026-06-30T10:00:00Z".parse().unwrap())),
    })
}

/// The bytes of a closed small sample: letters, settlements, snapshots and a long audit log are all in it.
fn sound() -> &'static [u8] {
    static BYTES: OnceLock<Vec<u8>> = OnceLock::new();
    BYTES.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("sound.duebook");
        let company =
            json!({"name": "Muster GmbH", "country": "DE", "currency": "EUR", "language": null});
        let desk = desk("maker");
        desk.call(
            "book.create",
            json!({"path": path, "company": company, "sample": "small"}),
            &Unwatched,
        )
        .unwrap();
        desk.call("book.close", Value::Null, &Unwatched).unwrap();
        std::fs::read(&path).unwrap()
    })
}

/// A sound book in a folder.
pub fn book_in(folder: &Path) -> PathBuf {
    let path = folder.join("b.duebook");
    std::fs::write(&path, sound()).unwrap();
    path
}

pub fn open(desk: &Desk, path: &Path) -> Result<Value, Refusal> {
    desk.call("book.open", json!({"path": path}), &Unwatched)
        .map(|reply| reply.body)
}

/// Codes of the faults that a check finds in a sound book after `damage`, the first fault's arguments with them.
pub fn faults_after(damage: impl FnOnce(&Connection)) -> (Vec<String>, Value) {
    let folder = tempfile::tempdir().unwrap();
    let path = book_in(folder.path());
    {
        let connection = Connection::open(&path).unwrap();
        connection
            .execute_batch("PRAGMA foreign_keys = OFF")
            .unwrap();
        damage(&connection);
    }
    faults(&path)
}

pub fn faults(path: &Path) -> (Vec<String>, Value) {
    let desk = desk("checker");
    // A file that is damaged itself is opened only to be looked at.
    desk.call("book.open", json!({"path": path, "look": true}), &Unwatched)
        .unwrap();
    let report = desk
        .call("book.check", Value::Null, &Unwatched)
        .unwrap()
        .body;
    let faults = report["faults"].as_array().unwrap();
    assert_eq!(report["ok"], json!(faults.is_empty()));
    let codes = faults
        .iter()
        .map(|fault| fault["code"].as_str().unwrap().to_owned())
        .collect();
    (
        codes,
        faults
            .first()
            .map_or(Value::Null, |fault| fault["args"].clone()),
    )
}
