//! Damage inside a book: each kind is named by `book.check`, and the guards refuse it in the first place.

use std::io::{Seek as _, SeekFrom, Write as _};

use rusqlite::Connection;
use serde_json::json;

use crate::shelf::{book_in, faults, faults_after};

fn one<T: rusqlite::types::FromSql>(connection: &Connection, sql: &str) -> T {
    connection.query_row(sql, [], |row| row.get(0)).unwrap()
}

#[test]
fn a_sound_book_has_no_fault() {
    assert_eq!(faults_after(|_| ()).0, [""; 0]);
}

/// T-F6: one byte of an audit row; the act is named.
#[test]
fn an_audit_byte_is_named() {
    let mut act = 0_i64;
    let (codes, args) = faults_after(|connection| {
        act = one(connection, "SELECT MIN(act_id) + 2 FROM audit_seals");
        connection
            .execute_batch(&format!(
                "DROP TRIGGER audit_seals_no_update;
                 UPDATE audit_seals SET changes = replace(changes, '\"', '''') WHERE act_id = {act};"
            ))
            .unwrap();
    });
    assert_eq!(
        (codes, &args["act"]),
        (vec!["audit_row_changed".to_owned()], &json!(act))
    );
    let (codes, args) = faults_after(|connection| {
        connection
            .execute_batch(
                "DROP TRIGGER audit_no_update; UPDATE audit SET at = replace(at, '2026', '2025') WHERE id = 2;",
            )
            .unwrap();
    });
    assert_eq!(
        (codes, &args["act"]),
        (vec!["audit_row_changed".to_owned()], &json!(2))
    );
    for day in ["NULL", "'2025-01-01'"] {
        let (codes, args) = faults_after(|connection| {
            let sql = format!(
                "DROP TRIGGER audit_no_update; UPDATE audit SET recorded_on = {day} WHERE id = 2;"
            );
            connection.execute_batch(&sql).unwrap();
        });
        assert_eq!(
            (codes, &args["act"]),
            (vec!["audit_row_changed".to_owned()], &json!(2)),
            "the day at the desk, changed to {day}"
        );
    }
}

/// A row cut out of the audit log, and a seal torn off.
#[test]
fn a_missing_audit_row_is_named() {
    let (codes, args) = faults_after(|connection| {
        connection
            .execute_batch(
                "DROP TRIGGER audit_no_delete; DROP TRIGGER audit_seals_no_delete;
                 DELETE FROM audit_seals WHERE act_id = 3; DELETE FROM audit WHERE id = 3;",
            )
            .unwrap();
    });
    assert_eq!(codes, ["audit_row_missing"]);
    assert_eq!(args["act"], json!(4), "the first row after the gap");
    let (codes, args) = faults_after(|connection| {
        let newest: i64 = one(connection, "SELECT MAX(id) FROM audit");
        connection
            .execute_batch(&format!(
                "DROP TRIGGER audit_seals_no_delete; DELETE FROM audit_seals WHERE act_id = {newest};"
            ))
            .unwrap();
    });
    assert!(
        codes.contains(&"audit_seal_missing".to_owned()),
        "{codes:?}"
    );
    assert!(args["act"].as_i64().is_some());
}

/// A posted amount, one cent more: the balance names the document, the facts name the act, even where the stored open
/// amount was changed along with it.
#[test]
fn a_posted_amount_is_named() {
    let change = "DROP TRIGGER transactions_keep_history;
        UPDATE transactions SET amount_minor = amount_minor + 1 WHERE document_no = 'INV-000500';";
    let (codes, args) = faults_after(|connection| connection.execute_batch(change).unwrap());
    assert_eq!(codes, ["balance_wrong", "facts_changed"]);
    assert_eq!(args["document_no"], "INV-000500");
    let (codes, args) = faults_after(|connection| {
        connection.execute_batch(change).unwrap();
        connection
            .execute_batch(
                "DELETE FROM open_items_snapshot WHERE transaction_id =
                   (SELECT id FROM transactions WHERE document_no = 'INV-000500');
                 INSERT INTO open_items_snapshot (customer_id, transaction_id, kind, transaction_on, document_on,
                   due_on, currency, amount_minor, open_minor)
                 SELECT customer_id, id, kind, transaction_on, document_on, due_on, currency, amount_minor,
                   amount_minor - (SELECT COALESCE(SUM(amount_minor), 0) FROM settlements WHERE debit_id = t.id)
                 FROM transactions t WHERE document_no = 'INV-000500'",
            )
            .unwrap();
    });
    assert_eq!(
        (codes, &args["object"]),
        (vec!["facts_changed".to_owned()], &json!("sample"))
    );
}

/// A deleted settlement: the balance names the document that is open again, the facts how many are left.
#[test]
fn a_deleted_settlement_is_named() {
    let mut debit = String::new();
    let (codes, args) = faults_after(|connection| {
        debit = one(
            connection,
            "SELECT t.document_no FROM settlements s JOIN transactions t ON t.id = s.debit_id
             WHERE s.id = (SELECT MIN(id) FROM settlements)",
        );
        connection
            .execute_batch(
                "DROP TRIGGER settlements_no_delete;
                 DELETE FROM settlements WHERE id = (SELECT MIN(id) FROM settlements);",
            )
            .unwrap();
    });
    assert_eq!(codes, ["balance_wrong", "facts_changed"]);
    assert_eq!(args["document_no"], json!(debit));
}

/// A reference to nobody: the table, the row and what is missing.
#[test]
fn a_broken_reference_is_named() {
    let (codes, args) = faults_after(|connection| {
        connection
            .execute_batch(
                "INSERT INTO contacts (uuid, customer_id, purpose) VALUES ('x', 987654, 'primary')",
            )
            .unwrap();
    });
    assert_eq!(codes, ["reference_broken"]);
    assert_eq!(
        (&args["table"], &args["parent"]),
        (&json!("contacts"), &json!("customers"))
    );
}

/// An archived letter whose bytes are not those that were sent.
#[test]
fn a_changed_letter_is_named() {
    let mut file_name = String::new();
    let (codes, args) = faults_after(|connection| {
        file_name = one(
            connection,
            "SELECT file_name FROM documents WHERE id = (SELECT MIN(id) FROM documents)",
        );
        connection
            .execute_batch(
                "DROP TRIGGER documents_no_update;
                 UPDATE documents SET bytes = CAST('%PDF-1.7 forged' AS BLOB) WHERE id = (SELECT MIN(id) FROM documents);",
            )
            .unwrap();
    });
    assert_eq!(
        (codes, &args["file_name"]),
        (vec!["document_changed".to_owned()], &json!(file_name))
    );
}

/// T-F6: a page of the file overwritten; the file itself is the first fault, and nothing else is believed.
#[test]
fn t_f6_a_corrupted_page_is_named() {
    for table in ["transactions", "settlements_by_pair"] {
        let folder = tempfile::tempdir().unwrap();
        let path = book_in(folder.path());
        let (root, size): (u32, u32) = {
            let connection = Connection::open(&path).unwrap();
            let sql = format!("SELECT rootpage FROM sqlite_schema WHERE name = '{table}'");
            (
                one(&connection, &sql),
                one(&connection, "SELECT page_size FROM pragma_page_size"),
            )
        };
        let mut file = std::fs::OpenOptions::new().write(true).open(&path).unwrap();
        file.seek(SeekFrom::Start(u64::from(root - 1) * u64::from(size)))
            .unwrap();
        file.write_all(&vec![0xA5; usize::try_from(size).unwrap()])
            .unwrap();
        drop(file);
        let (codes, args) = faults(&path);
        assert_eq!(codes, ["file_damaged"], "{table}");
        assert!(!args["detail"].as_str().unwrap().is_empty());
    }
}

/// What Duebook posts cannot be changed or deleted, not even with plain SQLite, as long as the guards stand.
#[test]
fn guards_refuse_updates_and_deletes() {
    let folder = tempfile::tempdir().unwrap();
    let connection = Connection::open(book_in(folder.path())).unwrap();
    for (table, column) in [
        ("audit", "command"),
        ("audit_seals", "hash"),
        ("settlements", "accounting_on"),
        ("documents", "file_name"),
        ("letters", "letter_no"),
        ("letter_items", "rowid"),
        ("instalments", "due_on"),
        ("transactions", "text"),
    ] {
        let rows: i64 = one(&connection, &format!("SELECT COUNT(*) FROM {table}"));
        assert!(rows > 0, "{table} is empty");
        let mut changes = vec![format!("DELETE FROM {table}")];
        if column != "rowid" {
            changes.push(format!("UPDATE {table} SET {column} = 'forged'"));
        }
        for change in changes {
            let error = connection.execute(&change, []).unwrap_err().to_string();
            assert!(error.contains("append-only"), "{change}: {error}");
        }
        let left: i64 = one(&connection, &format!("SELECT COUNT(*) FROM {table}"));
        assert_eq!(left, rows);
    }
}
