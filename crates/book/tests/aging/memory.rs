//! What a run holds in memory follows what is open, not what ever was: ten times the history costs nothing more.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use book::act::Actor;
use book::book::Book;
use book::file::Anyway;
use book::host::Unwatched;
use book::session::Session;
use rusqlite::named_params;
use serde_json::{Value, json};

use crate::shelf::Shelf;

/// Where the child finds its book and what to do: folder, command and request, one to a line.
const TOLD: &str = "DUEBOOK_TEST_MEASURES_IN";
/// What the longer history may cost more.
const ROOM_KIB: u64 = 4 * 1024;

/// The acts, each as of a day on which all 50 customers owe something.
const ACTS: [(&str, &str); 5] = [
    ("aging.run", r#"{"as_of": "2026-04-30"}"#),
    ("aging.run", "{}"),
    ("letters.preview", r#"{"letter_on": "2026-06-30"}"#),
    (
        "aging.run",
        r#"{"as_of": "2026-04-30", "known_on": "2026-06-30"}"#,
    ),
    ("aging.report", r#"{"details": true, "group_by": "region"}"#),
];

/// A book in which 50 customers owe three items each, and `paid` customers paid 20 invoices each with one payment; its
/// log has ten acts for each of those.
fn book_of(paid: i64) -> tempfile::TempDir {
    let mut shelf = Shelf::new("2026-06-30");
    shelf.act(|act, _| {
        let numbers = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :count)";
        let insert = |count: i64, sql: &str| {
            act.execute(&format!("{numbers} {sql}"), named_params! {":count": count})
                .unwrap();
        };
        insert(
            paid + 50,
            "INSERT INTO customers (id, company_id, account, name, act_id)
             SELECT i, 1, 'K' || i, 'Weber ' || i, 1 FROM n",
        );
        insert(
            paid * 20,
            "INSERT INTO transactions (id, company_id, customer_id, kind, document_no, transaction_on, document_on,
               due_on, currency, amount_minor, act_id)
             SELECT i, 1, 1 + (i - 1) / 20, 'invoice', 'R' || i, date('2024-01-01', (i % 500) || ' days'),
               date('2024-01-01', (i % 500) || ' days'), date('2024-01-31', (i % 500) || ' days'), 'EUR', 10000, 1 FROM n",
        );
        insert(
            paid,
            "INSERT INTO transactions (id, company_id, customer_id, kind, document_no, transaction_on, document_on,
               due_on, currency, amount_minor, act_id)
             SELECT 1000000 + i, 1, i, 'payment', 'P' || i, '2025-06-30', '2025-06-30', '2025-06-30', 'EUR', -200000, 1
             FROM n",
        );
        insert(
            paid * 20,
            "INSERT INTO settlements (customer_id, debit_id, credit_id, accounting_on, effective_on, amount_minor, act_id)
             SELECT 1 + (i - 1) / 20, i, 1000001 + (i - 1) / 20, '2025-06-30', '2025-06-30', 10000, 1 FROM n",
        );
        // The third item is of a day after the past day of the acts, so that the facts answer for it.
        insert(
            150,
            &format!(
                "INSERT INTO transactions (id, company_id, customer_id, kind, document_no, transaction_on, document_on,
                   due_on, currency, amount_minor, act_id)
                 SELECT 2000000 + i, 1, {paid} + 1 + (i - 1) / 3, 'invoice', 'O' || i,
                   CASE i % 3 WHEN 0 THEN '2026-05-04' ELSE '2026-03-02' END,
                   CASE i % 3 WHEN 0 THEN '2026-05-04' ELSE '2026-03-02' END,
                   CASE i % 3 WHEN 0 THEN '2026-06-03' ELSE '2026-04-01' END, 'EUR', 5000, 1 FROM n"
            ),
        );
        insert(
            paid * 10,
            "INSERT INTO audit (at, user_id, command, recorded_on)
             SELECT date('2016-01-01', (i / 20) || ' days') || 'T10:00:00.000Z', (SELECT MIN(id) FROM users), 'test.past',
               date('2016-01-01', (i / 20) || ' days') FROM n",
        );
    });
    let Shelf { book, folder, .. } = shelf;
    drop(book);
    folder
}

/// The part of the process that is measured; without being told where it does nothing.
#[test]
#[ignore = "started by t_p2_memory_follows_what_is_open"]
fn does_one_act() {
    let Some(told) = std::env::var_os(TOLD).map(PathBuf::from) else {
        return;
    };
    let told = fs::read_to_string(told).unwrap();
    let [folder, command, request] = told.lines().collect::<Vec<_>>()[..] else {
        panic!("{told}");
    };
    let folder = Path::new(folder);
    let mut book = Book::open(&folder.join("t.duebook"), "child", Anyway::No).unwrap();
    let connection = &book.file.connection;
    connection.pragma_update(None, "cache_size", -1024).unwrap();
    let user_id = connection
        .query_row("SELECT MIN(id) FROM users", [], |row| row.get(0))
        .unwrap();
    let command = book::commands::find(command).unwrap();
    let mut session = Session {
        book: &mut book,
        actor: Actor {
            user_id,
            acting_for_id: None,
        },
        now: "2026-06-30T10:00:00Z".parse().unwrap(),
        today: "2026-06-30".parse().unwrap(),
        job: &Unwatched,
        command: command.name,
    };
    let request = serde_json::from_str(request).unwrap();
    let done = match (command.run)(&mut session, request).unwrap() {
        book::commands::Output::Json(body) => serde_json::from_str::<Value>(body.get()).unwrap(),
        book::commands::Output::Bytes(_) => panic!("bytes"),
    };
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let peak = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .unwrap();
    let peak: u64 = peak.trim().trim_end_matches(" kB").parse().unwrap();
    let found = json!({"peak_kib": peak, "done": done});
    fs::write(folder.join("found.json"), found.to_string()).unwrap();
}

/// Peak memory of a process of its own that does one act, and how many customers the act was about.
fn measured(folder: &Path, command: &str, request: &str) -> (u64, u64) {
    let told = folder.join("told");
    fs::write(
        &told,
        format!("{}\n{command}\n{request}\n", folder.display()),
    )
    .unwrap();
    let status = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "memory::does_one_act", "--ignored"])
        .env(TOLD, &told)
        .stdout(Stdio::null())
        .status()
        .unwrap();
    assert!(status.success(), "{command} {request}");
    let found = fs::read_to_string(folder.join("found.json")).unwrap();
    let found: Value = serde_json::from_str(&found).unwrap();
    let about = found["done"]["rows"]
        .as_u64()
        .or_else(|| found["done"]["letters_count"].as_u64())
        .or_else(|| found["done"]["head"]["customers"].as_u64());
    (found["peak_kib"].as_u64().unwrap(), about.unwrap())
}

/// T-P2: the ledger is never loaded as a whole, neither its facts nor the log of its acts.
#[test]
fn t_p2_memory_follows_what_is_open() {
    let (short, long) = (book_of(500), book_of(5_000));
    for (command, request) in ACTS {
        let (less, about) = measured(short.path(), command, request);
        let (more, same) = measured(long.path(), command, request);
        assert_eq!((about, same), (50, 50), "{command} {request}");
        println!("{command} {request}: {less} KiB, {more} KiB");
        assert!(
            more <= less + ROOM_KIB,
            "{command} {request}: {less} KiB with the short history, {more} KiB with the long one"
        );
    }
}
