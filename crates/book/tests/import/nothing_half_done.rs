//! A stop, a full disk, a crash: the book is as it was before.

use rusqlite::Connection;
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
    use book::act::Actor;
    use book::book::Book;
    use book::file::Anyway;
    use book::host::Unwatched;
    use book::session::Session;

    let mut open = Book::open(&test.path(), "test", Anyway::No).unwrap();
    open.file
        .connection
        .pragma_update(None, "max_page_count", max_pages)
        .unwrap();
    let mut session = Session {
        book: &mut open,
        actor: Actor {
            user_id: 1,
            acting_for_id: None,
        },
        now: "2026-06-30T10:00:00Z".parse().unwrap(),
        today: "2026-06-30".parse().unwrap(),
        job: &Unwatched,
        command: "import.run",
    };
    let request = serde_json::from_value(request(paths)).unwrap();
    book::import::run(&mut session, request).unwrap_err()
}

/// What a killed process leaves behind: a log with pages of an act that never ended. Opening the book passes over them.
#[test]
fn a_killed_import_is_rolled_back_when_the_book_is_opened() {
    let book = TestBook::new();
    let [customers, transactions, _] = write(&book, &generated(9, 20, 200));
    book.import(&[&customers, &transactions]);
    let before = everything(&book);
    book.call("book.close", json!({}));

    // The crash: a writer with a tiny cache spills its pages to the log, and the files are copied before it ends.
    let victim = Connection::open(book.path()).unwrap();
    victim
        .execute_batch("PRAGMA journal_mode = WAL; PRAGMA cache_size = 5; BEGIN IMMEDIATE")
        .unwrap();
    victim
        .execute_batch(
            "INSERT INTO terms (id, description) WITH RECURSIVE n (i) AS
               (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) SELECT 'X' || i, 'half done' FROM n",
        )
        .unwrap();
    let survivor = TestBook::new();
    survivor.call("book.close", json!({}));
    for suffix in ["", "-wal"] {
        let from = format!("{}{suffix}", book.path().display());
        let to = format!("{}{suffix}", survivor.path().display());
        std::fs::copy(from, to).unwrap();
    }
    drop(victim);
    let log = std::fs::metadata(format!("{}-wal", survivor.path().display()))
        .unwrap()
        .len();
    assert!(log > 100_000, "the act had reached the log: {log} bytes");

    survivor.call("book.open", json!({"path": survivor.path()}));
    assert_eq!(everything(&survivor), before);
    assert_eq!(survivor.check()["faults"], json!([]));
}
