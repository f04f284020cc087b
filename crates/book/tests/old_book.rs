//! A book that Duebook made with the schema of migration V0002 is opened by the program of today: upgraded after a
//! backup, sound, with the figures that it had. It was made by `old_book/make.sh`.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use book::desk::{Desk, DeskOptions};
use book::file::newest_version;
use book::host::{FrozenClock, Unwatched};
use rusqlite::Connection;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

/// Schema of the old book.
const OLD: i32 = 2;

/// Account, and per currency total and overdue.
const BALANCES: [&str; 5] = [
    r#"K1 [["EUR",93300,93300]]"#,
    r#"K2 [["EUR",40500,40500]]"#,
    r#"K3 [["EUR",100400,100400]]"#,
    r#"K4 [["USD",500500,500500]]"#,
    r#"K5 [["EUR",-1450,4550]]"#,
];

/// The journal without the cancelled second letter of K2.
const LETTERS: [&str; 7] = [
    "K1 DL000001 2026-04-20 letter_1 posted 93300",
    "K1 DL000005 2026-05-12 letter_2 posted 92800",
    "K2 DL000002 2026-04-20 letter_1 posted 40500",
    "K3 DL000003 2026-04-20 letter_1 posted 100400",
    "K3 DL000007 2026-05-12 letter_2 posted 99900",
    "K4 DL000004 2026-04-20 letter_1 posted 500500",
    "K4 DL000008 2026-05-12 letter_2 posted 500000",
];

/// The beginning of the SHA-256 of each of them.
const HASHES: [&str; 7] = [
    "DL000001 8dacd5aa9c0542c1",
    "DL000005 509b5d54f6b17376",
    "DL000002 32c8ec13a0ad4bc6",
    "DL000003 5c357c2577e53d79",
    "DL000007 80c61235f1d7aa7a",
    "DL000004 d610f8c12e22a263",
    "DL000008 88626bec8e9b8254",
];

/// A copy of the old book in a folder.
fn unpacked(folder: &Path) -> PathBuf {
    let path = folder.join("old.duebook");
    let packed = include_bytes!("old_book/v0002.duebook.gz");
    let mut bytes = Vec::new();
    flate2::read::GzDecoder::new(&packed[..])
        .read_to_end(&mut bytes)
        .unwrap();
    std::fs::write(&path, bytes).unwrap();
    path
}

fn version(path: &Path) -> i32 {
    Connection::open(path)
        .unwrap()
        .query_row(
            "SELECT MAX(version) FROM refinery_schema_history",
            [],
            |row| row.get(0),
        )
        .unwrap()
}

fn desk() -> Desk {
    Desk::new(DeskOptions {
        recent_file: None,
        os_account: "kb".into(),
        desk: "later".into(),
        clock: Arc::new(FrozenClock("2026-06-30T09:00:00Z".parse().unwrap())),
    })
}

fn call(desk: &Desk, command: &str, request: Value) -> Value {
    desk.call(command, request, &Unwatched)
        .unwrap_or_else(|refusal| panic!("{command}: {refusal}"))
        .body
}

fn rows(desk: &Desk, list: &str, page: &str) -> Vec<Value> {
    let sort = json!({"sort": {"column": "account", "order": "ascending"}});
    let listing = call(desk, list, sort);
    let page = call(
        desk,
        page,
        json!({"handle": listing["handle"], "offset": 0, "limit": 1000}),
    );
    page["rows"].as_array().unwrap().clone()
}

/// T-F6: backup first, one upgrade, every figure as it was.
#[test]
fn an_old_book_opens_with_its_figures() {
    let folder = tempfile::tempdir().unwrap();
    let path = unpacked(folder.path());
    assert_eq!(version(&path), OLD);
    let desk = desk();
    call(&desk, "book.open", json!({"path": path}));
    assert_eq!(version(&path), newest_version());
    let backup = folder.path().join("old.before-upgrade.duebook");
    if newest_version() > OLD {
        assert_eq!(version(&backup), OLD);
    } else {
        assert!(!backup.exists(), "nothing to upgrade");
    }
    let report = call(&desk, "book.check", json!({}));
    assert_eq!(report["faults"], json!([]));
    // The one company that it has got a code.
    let companies = call(&desk, "companies.list", json!({}));
    let codes: Vec<&Value> = companies["companies"]
        .as_array()
        .unwrap()
        .iter()
        .map(|company| &company["code"])
        .collect();
    assert_eq!(codes, [&json!("1")]);

    let balances: Vec<_> = rows(&desk, "customers.list", "customers.page")
        .iter()
        .map(|row| format!("{} {}", row["account"].as_str().unwrap(), row["balances"]))
        .collect();
    assert_eq!(balances, BALANCES);
    let letters: Vec<_> = rows(&desk, "letters.list", "letters.page")
        .iter()
        .map(|row| {
            let text = |name: &str| row[name].as_str().unwrap_or("-");
            format!(
                "{} {} {} {} {} {}",
                text("account"),
                text("letter_no"),
                text("letter_on"),
                text("code"),
                text("status"),
                row["total_minor"]
            )
        })
        .collect();
    assert_eq!(letters, LETTERS);
}

/// Papers that went out come back byte by byte, one by one and as files.
#[test]
fn letters_of_an_old_book_are_reprinted_as_they_were() {
    let folder = tempfile::tempdir().unwrap();
    let path = unpacked(folder.path());
    let desk = desk();
    call(&desk, "book.open", json!({"path": path}));
    let mut hashes = Vec::new();
    for row in rows(&desk, "letters.list", "letters.page") {
        if row["letter_no"].is_null() {
            continue;
        }
        let id = json!({"letter_id": row["letter_id"]});
        let bytes = desk
            .call_bytes("letters.document", id.clone(), &Unwatched)
            .unwrap();
        let hash = hex(&bytes);
        assert_eq!(call(&desk, "letters.letter", id)["sha256"], hash);
        hashes.push(format!(
            "{} {}",
            row["letter_no"].as_str().unwrap(),
            &hash[..16]
        ));
    }
    assert_eq!(hashes, HASHES);
    let out = folder.path().join("out");
    let export =
        json!({"run_id": 1, "folder": out, "what": "single", "which": "all", "changed": true});
    let files = call(&desk, "letters.export", export);
    let files = files["files"].as_array().unwrap();
    assert!(!files.is_empty(), "some of them still claim what is open");
    for file in files {
        let hash = hex(&std::fs::read(file.as_str().unwrap()).unwrap());
        assert!(
            hashes.iter().any(|known| known.ends_with(&hash[..16])),
            "{hashes:?}"
        );
    }
}

/// The old book goes on: a new letter run posts, and everything is still sound.
#[test]
fn an_old_book_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let path = unpacked(folder.path());
    let desk = desk();
    call(&desk, "book.open", json!({"path": path}));
    // Its open items are two months old.
    let request = json!({"letter_on": "2026-06-30", "confirm": "Nobody paid."});
    let run = call(&desk, "letters.create", request);
    let posted = call(&desk, "letters.post", json!({"run_id": run["run_id"]}));
    assert!(posted["letters"].as_u64().unwrap() > 0, "{posted}");
    call(&desk, "aging.run", json!({}));
    assert_eq!(call(&desk, "book.check", json!({}))["faults"], json!([]));
}

fn hex(bytes: &[u8]) -> String {
    book::act::hex(&Sha256::digest(bytes))
}
