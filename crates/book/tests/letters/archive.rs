//! The archive of letters: what they share is kept once, and every letter comes back byte by byte.

use std::collections::HashMap;
use std::fs;

use serde_json::json;

use crate::desk::TestDesk;

/// Letters of one run in two languages, one of them two pages long.
fn posted() -> (TestDesk, HashMap<String, Vec<u8>>) {
    let mut desk = TestDesk::new("2026-03-20");
    for number in 1..=6 {
        let account = format!("C{number}");
        desk.customer(&account, Some(if number % 2 == 0 { "de" } else { "en" }));
        let invoices = if number == 3 { 40 } else { number };
        for invoice in 0..invoices {
            let name = format!("R{number}-{invoice}");
            desk.invoice(&account, &name, "2026-03-01", 10_000 + invoice * 731);
        }
    }
    let out = desk.folder.path().join("out");
    let run = desk.create("2026-03-20");
    desk.call(
        "letters.post",
        json!({"run_id": run["run_id"], "folder": out}),
    );
    let files = fs::read_dir(&out)
        .unwrap()
        .map(|entry| entry.unwrap())
        .map(|entry| {
            let name = entry.file_name().into_string().unwrap();
            (name, fs::read(entry.path()).unwrap())
        })
        .filter(|(name, _)| name.starts_with("letter-"))
        .collect();
    (desk, files)
}

/// The archive has the very bytes that went out, in a fraction of their room.
#[test]
fn what_letters_share_is_kept_once() {
    let (mut desk, files) = posted();
    assert_eq!(files.len(), 6);
    let written: usize = files.values().map(Vec::len).sum();
    let stored: i64 = desk.number("SELECT SUM(length(bytes)) FROM documents");
    let stored = usize::try_from(stored).unwrap();
    assert!(
        stored < written * 6 / 10,
        "{stored} bytes for letters of {written}"
    );
    let whole: i64 = desk
        .number("SELECT COUNT(*) FROM documents WHERE substr(bytes, 1, 4) = CAST('%PDF' AS BLOB)");
    assert_eq!(whole, 1, "the first one carries the others");
    for row in desk.journal(json!({})) {
        let document = desk.bytes("letters.document", json!({"letter_id": row["letter_id"]}));
        let name = format!(
            "letter-{}-{}.pdf",
            row["account"].as_str().unwrap(),
            row["letter_no"].as_str().unwrap()
        );
        assert!(document == files[&name], "{name}");
    }
    desk.check();
}

/// A letter of a book from before, which stores every one whole, is read like the others.
#[test]
fn letters_that_are_stored_whole_are_read_too() {
    let (mut desk, files) = posted();
    let names: Vec<(i64, String)> = {
        let connection = &desk.book.file.connection;
        connection
            .execute_batch("DROP TRIGGER documents_no_update")
            .unwrap();
        let mut statement = connection
            .prepare("SELECT id, file_name FROM documents")
            .unwrap();
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)));
        rows.unwrap().map(Result::unwrap).collect()
    };
    for (id, name) in &names {
        desk.book
            .file
            .connection
            .execute(
                "UPDATE documents SET bytes = ?2 WHERE id = ?1",
                rusqlite::params![id, files[name]],
            )
            .unwrap();
    }
    desk.check();
    let again = desk.folder.path().join("again");
    desk.call(
        "letters.export",
        json!({"run_id": 1, "folder": again, "what": "single", "which": "all"}),
    );
    for (name, bytes) in &files {
        assert!(fs::read(again.join(name)).unwrap() == *bytes, "{name}");
    }
}

/// A byte that somebody changed is named, be it in the letter that carries the others or in what one differs from it.
#[test]
fn a_changed_byte_is_named() {
    for id in ["MIN(id)", "MAX(id)"] {
        let (mut desk, _) = posted();
        let name: String = desk.number(&format!(
            "SELECT file_name FROM documents WHERE id = (SELECT {id} FROM documents)"
        ));
        desk.sql(&format!(
            "DROP TRIGGER documents_no_update;
             UPDATE documents SET bytes = CAST(substr(bytes, 1, length(bytes) - 30) || X'00' ||
               substr(bytes, length(bytes) - 28) AS BLOB) WHERE id = (SELECT {id} FROM documents)"
        ));
        let report = desk.call("book.check", json!({}));
        assert_eq!(report["faults"][0]["code"], "document_changed");
        assert_eq!(report["faults"][0]["args"]["file_name"], name);
    }
}
