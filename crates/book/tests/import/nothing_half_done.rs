//! A stop, a full disk, a crash: the book is as it was before.

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use book::act::Actor;
use book::book::Book;
use book::file::Anyway;
use book::host::{Job, Unwatched};
use book::session::Session;
use serde_json::json;

use crate::bench_shape::{generated, write};
use crate::common::{StoppedAfter, TestBook, request};

/// Everything that an import could have touched.
fn everything(book: &TestBook) -> Vec<String> {
    let mut all = book.facts();
    for table in [
        "audit",
        "audit_seals",
        "import_batches",
        "import_rejections",
        "import_mappings",
        "terms",
    ] {
        all.extend(book.lines(&format!("SELECT * FROM {table}")));
    }
    all.extend(book.lines("SELECT name, sql FROM sqlite_schema ORDER BY name"));
    all
}

/// Wherever the user stops it, nothing was done, and the next import works.
#[test]
fn a_stopped_import_leaves_nothing() {
    let files = generated(7, 60, 12_000);
    let book = TestBook::new();
    let paths = write(&book, &files);
    let paths = [paths[0].as_path(), paths[1].as_path(), paths[2].as_path()];
    let before = everything(&book);
    let mut stops = 0;
    for after in [0, 1, 3, 5, 7, 8, 9, 10, 11] {
        match book.call_watched("import.run", request(&paths), &StoppedAfter::new(after)) {
            Err(refusal) => {
                assert_eq!(refusal.code, "cancelled", "after {after} looks");
                stops += 1;
                assert_eq!(everything(&book), before, "after {after} looks");
            }
            Ok(_) => break,
        }
    }
    assert!(
        stops > 4,
        "the import looked at the stop button {stops} times"
    );
    let fresh = TestBook::new();
    let others = write(&fresh, &files);
    fresh.import(&[&others[0], &others[1], &others[2]]);
    book.import(&paths);
    assert_eq!(book.facts(), fresh.facts());
}

/// A disk that is full: refused as that, and the book unchanged.
#[test]
fn a_full_disk_leaves_the_book_as_it_was() {
    let files = generated(8, 60, 3_000);
    let book = TestBook::new();
    let paths = write(&book, &files);
    let paths = [paths[0].as_path(), paths[1].as_path(), paths[2].as_path()];
    book.import(&[paths[0]]);
    let before = everything(&book);
    book.call("book.close", json!({}));
    // SQLite keeps the limit with the connection, so the import is called on one that has it.
    let pages = book.number("PRAGMA page_count");
    let refusal = import_with_limit(&book, pages + 40, &paths);
    assert_eq!(refusal.code, "disk_full");
    book.call("book.open", json!({"path": book.path()}));
    assert_eq!(everything(&book), before);
    book.import(&paths);
    assert_eq!(book.check()["faults"], json!([]));
}

fn import_with_limit(
    test: &TestBook,
    max_pages: i64,
    paths: &[&std::path::Path],
) -> book::refusal::Refusal {
    let mut open = Book::open(&test.path(), "test", Anyway::No).unwrap();
    open.file
        .connection
        .pragma_update(None, "max_page_count", max_pages)
        .unwrap();
    let mut session = session_of(&mut open, &Unwatched);
    let request = serde_json::from_value(request(paths)).unwrap();
    book::import::run(&mut session, request).unwrap_err()
}

fn session_of<'a>(book: &'a mut Book, job: &'a dyn Job) -> Session<'a> {
    Session {
        book,
        actor: Actor {
            user_id: 1,
            acting_for_id: None,
        },
        now: "2026-06-30T10:00:00Z".parse().unwrap(),
        today: "2026-06-30".parse().unwrap(),
        job,
        command: "import.run",
    }
}

/// Where the process that gets killed finds its folder.
const TOLD: &str = "DUEBOOK_TEST_IMPORTS_IN";

/// Says that every row is entered and nothing committed, and waits there for the end.
struct WaitsBeforeTheEnd(PathBuf);

impl Job for WaitsBeforeTheEnd {
    fn progress(&self, _done: u64, _total: u64, phase: &str) {
        if phase == "open_items" {
            std::fs::write(&self.0, b"now").unwrap();
            std::thread::sleep(Duration::from_mins(2));
        }
    }

    fn cancelled(&self) -> bool {
        false
    }
}

/// The part of the process that gets killed; without being told where it does nothing.
#[test]
#[ignore = "started by the tests that kill it"]
fn imports_until_killed() {
    let Some(folder) = std::env::var_os(TOLD).map(PathBuf::from) else {
        return;
    };
    let mut open = Book::open(&folder.join("test.duebook"), "victim", Anyway::No).unwrap();
    // Pages of the act reach the file's log long before its end, as they do in an import of a million rows.
    open.file
        .connection
        .pragma_update(None, "cache_size", -200)
        .unwrap();
    let job = WaitsBeforeTheEnd(folder.join("now"));
    let files =
        ["customers.csv", "transactions.csv", "settlements.csv"].map(|name| folder.join(name));
    let paths = [files[0].as_path(), files[1].as_path(), files[2].as_path()];
    let mut session = session_of(&mut open, &job);
    let _ = book::import::run(
        &mut session,
        serde_json::from_value(request(&paths)).unwrap(),
    );
}

/// T-F6: the process is killed in the middle of the first import of a book, which writes into the file itself. The book
/// opens as it was, sound, and the same import goes through.
#[test]
fn a_killed_first_import_is_rolled_back_when_the_book_is_opened() {
    let book = TestBook::new();
    let size = |book: &TestBook| std::fs::metadata(book.path()).unwrap().len();
    killed_import(&book, 14_000, 0, |before| {
        let grown = size(&book) - before;
        assert!(
            grown > 100_000,
            "the act had reached the file: {grown} bytes"
        );
        assert!(beside(&book, "-journal").exists());
    });
}

/// T-F6: the same for an import into a ledger that has documents, which writes into the log beside the file.
#[test]
fn a_killed_import_is_rolled_back_when_the_book_is_opened() {
    let book = TestBook::new();
    killed_import(&book, 4_000, 20, |_| {
        let log = std::fs::metadata(beside(&book, "-wal")).unwrap().len();
        assert!(log > 100_000, "the act had reached the log: {log} bytes");
    });
}

fn beside(book: &TestBook, suffix: &str) -> PathBuf {
    PathBuf::from(format!("{}{suffix}", book.path().display()))
}

/// Kills an import of a ledger of `documents`, of which the first `known` rows are in the book already; `look` is told the size that the
/// file had before, and sees what the killed process left.
fn killed_import(book: &TestBook, documents: u64, known: usize, look: impl FnOnce(u64)) {
    let files = generated(9, 40, documents);
    let paths = write(book, &files);
    let paths = [paths[0].as_path(), paths[1].as_path(), paths[2].as_path()];
    book.import(&[paths[0]]);
    if known > 0 {
        let ledger = std::fs::read_to_string(paths[1]).unwrap();
        let first: Vec<&str> = ledger.lines().take(known + 1).collect();
        let part = book.folder.path().join("first.csv");
        std::fs::write(&part, first.join("\n")).unwrap();
        book.import(&[&part]);
    }
    let before = everything(book);
    book.call("book.close", json!({}));
    let size = std::fs::metadata(book.path()).unwrap().len();

    let now = book.folder.path().join("now");
    let mut victim = Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "nothing_half_done::imports_until_killed",
            "--ignored",
        ])
        .env(TOLD, book.folder.path())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let start = Instant::now();
    while !now.exists() {
        assert!(start.elapsed() < Duration::from_secs(100), "never began");
        assert!(victim.try_wait().unwrap().is_none(), "ended by itself");
        std::thread::sleep(Duration::from_millis(10));
    }
    victim.kill().unwrap();
    victim.wait().unwrap();
    look(size);

    book.call("book.open", json!({"path": book.path()}));
    assert_eq!(everything(book), before);
    assert_eq!(book.check()["faults"], json!([]));
    book.import(&paths);
    assert_eq!(book.check()["faults"], json!([]));
    let fresh = TestBook::new();
    let others = write(&fresh, &files);
    fresh.import(&[&others[0], &others[1], &others[2]]);
    if known == 0 {
        assert_eq!(book.facts(), fresh.facts());
    }
}
