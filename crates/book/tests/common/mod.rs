//! What every test of the book starts from: a fresh book in a folder of its own, a desk that stands at one day, and
//! commands called by name as any host calls them.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::missing_panics_doc
)]

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use book::desk::{Desk, DeskOptions};
use book::host::{FrozenClock, Job, Unwatched};
use book::refusal::Refusal;
use chrono::{DateTime, FixedOffset};
use rusqlite::Connection;
use serde_json::{Value, json};
use tempfile::TempDir;

/// The day at the desk of every test that does not choose another.
pub const TODAY: &str = "2026-06-30";

/// A new book, open on a desk. Its folder goes with it.
pub struct TestBook {
    /// The desk.
    pub desk: Desk,
    /// The book's folder; files for imports go here too.
    pub folder: TempDir,
}

impl TestBook {
    /// A German company that keeps its book in euros, on [`TODAY`].
    pub fn new() -> Self {
        Self::on(TODAY)
    }

    /// The same on another day.
    pub fn on(day: &str) -> Self {
        Self::at(&format!("{day}T09:00:00Z"))
    }

    /// The same at an instant with the zone of the desk, as RFC 3339.
    pub fn at(instant: &str) -> Self {
        let now: DateTime<FixedOffset> = instant.parse().unwrap();
        let desk = Desk::new(DeskOptions {
            recent_file: None,
            os_account: "anna".to_owned(),
            desk: "test".to_owned(),
            clock: Arc::new(FrozenClock(now)),
        });
        let book = Self {
            desk,
            folder: tempfile::tempdir().unwrap(),
        };
        let company =
            json!({"name": "Muster GmbH", "country": "DE", "currency": "EUR", "language": null});
        book.call(
            "book.create",
            json!({"path": book.path(), "company": company, "sample": null}),
        );
        book
    }

    /// Where the book is.
    pub fn path(&self) -> PathBuf {
        self.folder.path().join("test.duebook")
    }

    /// Calls a command that must succeed.
    pub fn call(&self, command: &str, request: Value) -> Value {
        self.try_call(command, request)
            .unwrap_or_else(|refusal| panic!("{command}: {refusal}"))
    }

    /// Calls a command.
    pub fn try_call(&self, command: &str, request: Value) -> Result<Value, Refusal> {
        self.desk
            .call(command, request, &Unwatched)
            .map(|reply| reply.body)
    }

    /// Calls a command that must be refused.
    pub fn refused(&self, command: &str, request: Value) -> Refusal {
        match self.try_call(command, request) {
            Ok(body) => panic!("{command} was not refused: {body}"),
            Err(refusal) => refusal,
        }
    }

    /// Calls a command that somebody watches.
    pub fn call_watched(
        &self,
        command: &str,
        request: Value,
        job: &dyn Job,
    ) -> Result<Value, Refusal> {
        self.desk
            .call(command, request, job)
            .map(|reply| reply.body)
    }

    /// Writes a file beside the book and gives its path.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        path
    }

    /// Imports files as they are.
    pub fn import(&self, paths: &[&Path]) -> Value {
        self.call("import.run", request(paths))
    }

    /// A second reader of the file, as any other tool would be.
    pub fn reader(&self) -> Connection {
        Connection::open_with_flags(self.path(), rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY)
            .unwrap()
    }

    /// One number from the file.
    pub fn number(&self, sql: &str) -> i64 {
        self.reader().query_row(sql, [], |row| row.get(0)).unwrap()
    }

    /// Rows of text from the file, the columns joined by `|`.
    pub fn lines(&self, sql: &str) -> Vec<String> {
        let reader = self.reader();
        let mut statement = reader.prepare(sql).unwrap();
        let columns = statement.column_count();
        let rows = statement.query_map([], |row| {
            let cells: Vec<String> = (0..columns)
                .map(|at| match row.get_ref(at).unwrap() {
                    rusqlite::types::ValueRef::Null => String::new(),
                    rusqlite::types::ValueRef::Integer(value) => value.to_string(),
                    rusqlite::types::ValueRef::Real(value) => value.to_string(),
                    rusqlite::types::ValueRef::Text(text) => {
                        String::from_utf8_lossy(text).into_owned()
                    }
                    rusqlite::types::ValueRef::Blob(_) => "blob".to_owned(),
                })
                .collect();
            Ok(cells.join("|"))
        });
        rows.unwrap().map(Result::unwrap).collect()
    }

    /// Every fact of the book in words that do not depend on ids or on the order of rows.
    pub fn facts(&self) -> Vec<String> {
        let mut facts = self.lines(
            "SELECT 'customer', account, external_key, name, currency, credit_limit_minor, terms, language FROM customers
             ORDER BY account",
        );
        facts.extend(self.lines(
            "SELECT t.kind, c.account, t.document_no, t.external_key, t.transaction_on, t.document_on, t.due_on,
                    t.due_given, t.currency, t.amount_minor, t.disputed_flag, t.order_no, t.text
             FROM transactions t JOIN customers c ON c.id = t.customer_id ORDER BY t.document_no, t.kind",
        ));
        facts.extend(self.lines(
            "SELECT 'settlement', d.document_no, d.kind, k.document_no, k.kind, s.accounting_on, s.effective_on,
                    s.amount_minor, s.occurrence
             FROM settlements s JOIN transactions d ON d.id = s.debit_id JOIN transactions k ON k.id = s.credit_id
             ORDER BY 2, 3, 4, 5, 6, 8, 9",
        ));
        facts.extend(self.lines(
            "SELECT 'open', t.document_no, t.kind, o.open_minor, o.due_on FROM open_items_snapshot o
             JOIN transactions t ON t.id = o.transaction_id ORDER BY 2, 3",
        ));
        facts
    }

    /// Checks the file as `duebook check` does: every figure and the whole chain.
    ///
    /// Beside that the days of the latest facts must be those of the ledger: an act that only adds does not look.
    pub fn check(&self) -> Value {
        let stored = self.lines(
            "SELECT COALESCE(transaction_on, ''), COALESCE(effective_on, '') FROM latest_facts_snapshot",
        );
        let right = self.lines(
            "SELECT COALESCE((SELECT MAX(transaction_on) FROM transactions), ''),
                    COALESCE((SELECT MAX(effective_on) FROM settlements), '')",
        );
        assert_eq!(stored, right, "the days of the latest facts");
        self.call("book.check", json!({}))
    }
}

impl Default for TestBook {
    fn default() -> Self {
        Self::new()
    }
}

/// An import or a preview of files as they are.
pub fn request(paths: &[&Path]) -> Value {
    let files: Vec<Value> = paths.iter().map(|path| json!({"path": path})).collect();
    json!({"files": files})
}

/// A job that is stopped at its `after`-th look at the stop button.
pub struct StoppedAfter {
    after: u64,
    looks: AtomicU64,
}

impl StoppedAfter {
    /// Stops after so many looks.
    pub fn new(after: u64) -> Self {
        Self {
            after,
            looks: AtomicU64::new(0),
        }
    }
}

impl Job for StoppedAfter {
    fn progress(&self, _done: u64, _total: u64, _phase: &str) {}

    fn cancelled(&self) -> bool {
        self.looks.fetch_add(1, Ordering::Relaxed) >= self.after
    }
}

/// The same numbers on every machine, for tests that make up data: a linear congruential generator (Knuth's MMIX).
pub struct Dice(pub u64);

impl Dice {
    /// A number below `limit`.
    pub fn below(&mut self, limit: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }

    /// Shuffles in place.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for at in (1..items.len()).rev() {
            let other = usize::try_from(self.below(at as u64 + 1)).unwrap();
            items.swap(at, other);
        }
    }
}
