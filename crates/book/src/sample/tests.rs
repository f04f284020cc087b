use chrono::{NaiveDate, NaiveTime};
use serde_json::{Value, json};

use crate::desk::{Desk, DeskOptions};
use crate::host::{FrozenClock, Job, Unwatched};

fn desk(today: &str) -> Desk {
    let today: NaiveDate = today.parse().unwrap();
    let now = today
        .and_time(NaiveTime::from_hms_opt(9, 30, 0).unwrap())
        .and_utc()
        .fixed_offset();
    Desk::new(DeskOptions {
        recent_file: None,
        os_account: "maker".into(),
        desk: "desk-1".into(),
        clock: std::sync::Arc::new(FrozenClock(now)),
    })
}

fn create(
    desk: &Desk,
    folder: &std::path::Path,
    job: &dyn Job,
) -> Result<std::path::PathBuf, String> {
    create_sized(desk, folder, "small", job)
}

fn create_sized(
    desk: &Desk,
    folder: &std::path::Path,
    size: &str,
    job: &dyn Job,
) -> Result<std::path::PathBuf, String> {
    let path = folder.join("sample.duebook");
    let company =
        json!({"name": "Example GmbH", "country": "DE", "currency": "EUR", "language": null});
    let request = json!({"path": path, "company": company, "sample": size});
    desk.call("book.create", request, job)
        .map(|_| path)
        .map_err(|refusal| refusal.to_string())
}

fn one(path: &std::path::Path, sql: &str) -> i64 {
    rusqlite::Connection::open(path)
        .unwrap()
        .query_row(sql, [], |row| row.get(0))
        .unwrap()
}

fn sealed(path: &std::path::Path) -> String {
    let connection = rusqlite::Connection::open(path).unwrap();
    connection
        .query_row(
            "SELECT facts_hash FROM audit_seals WHERE object = 'sample'",
            [],
            |row| row.get(0),
        )
        .unwrap()
}

/// The book is whole, and everything a look around wants to see is there.
#[test]
fn the_small_sample_is_alive_and_whole() {
    let folder = tempfile::tempdir().unwrap();
    let desk = desk("2026-06-30");
    let path = create(&desk, folder.path(), &Unwatched).unwrap();
    let report = desk
        .call("book.check", Value::Null, &Unwatched)
        .unwrap()
        .body;
    assert_eq!(report["ok"], json!(true), "{report}");
    let listing = desk.call("aging.list", json!({}), &Unwatched).unwrap().body;
    assert_eq!(
        (&listing["stored"], &listing["as_of"][0]),
        (&json!(true), &json!("2026-06-30"))
    );
    let currencies: Vec<_> = listing["totals"]
        .as_array()
        .unwrap()
        .iter()
        .map(|total| &total["currency"])
        .collect();
    assert_eq!(currencies, ["EUR", "GBP", "USD"]);
    desk.call("book.close", Value::Null, &Unwatched).unwrap();
    assert_eq!(one(&path, "SELECT COUNT(*) FROM customers"), 100);
    assert_eq!(
        one(
            &path,
            "SELECT COUNT(*) FROM transactions WHERE kind = 'invoice'"
        ),
        1_000
    );
    for (what, sql) in [
        (
            "names in Greek or Cyrillic",
            "SELECT COUNT(*) FROM customers WHERE language IN ('el', 'bg')",
        ),
        (
            "limits not set",
            "SELECT COUNT(*) FROM customers WHERE credit_limit_minor IS NULL",
        ),
        (
            "part payments",
            "SELECT COUNT(*) FROM open_items_snapshot WHERE kind = 'invoice' AND open_minor < amount_minor",
        ),
        (
            "unapplied credits",
            "SELECT COUNT(*) FROM open_items_snapshot WHERE open_minor < 0",
        ),
        (
            "disputes",
            "SELECT COUNT(*) FROM transaction_states WHERE disputed_minor > 0",
        ),
        (
            "undated flags",
            "SELECT COUNT(*) FROM transactions WHERE disputed_flag = 1",
        ),
        ("instalments", "SELECT COUNT(*) FROM instalments"),
        (
            "credit notes",
            "SELECT COUNT(*) FROM transactions WHERE kind = 'credit_note'",
        ),
        (
            "month-ends",
            "SELECT COUNT(*) - 10 FROM aging_runs WHERE covers = 'all'",
        ),
        ("posted letters", "SELECT COUNT(*) FROM letters"),
        ("agents", "SELECT COUNT(*) FROM users WHERE agent = 1"),
        ("rates", "SELECT COUNT(*) FROM exchange_rates"),
        (
            "no future",
            "SELECT COUNT(*) = 0 FROM transactions WHERE transaction_on > '2026-06-30'",
        ),
        (
            "nothing settled twice",
            "SELECT COUNT(*) = 0 FROM open_items_snapshot WHERE (open_minor > 0) <> (amount_minor > 0)",
        ),
    ] {
        assert!(one(&path, sql) > 0, "{what}");
    }
}

/// Credit is at work too: orders that pass and orders that wait, insurance, a shared limit, scores.
#[test]
fn the_small_sample_has_credit() {
    let folder = tempfile::tempdir().unwrap();
    let path = create(&desk("2026-06-30"), folder.path(), &Unwatched).unwrap();
    for (what, sql) in [
        (
            "open orders",
            "SELECT COUNT(*) FROM orders WHERE open_minor <> 0",
        ),
        (
            "orders that passed",
            "SELECT COUNT(*) FROM order_credit WHERE state = 'passed'",
        ),
        (
            "holds",
            "SELECT COUNT(*) >= 3 FROM holds WHERE state = 'open'",
        ),
        (
            "more reasons than one",
            "SELECT COUNT(DISTINCT code) >= 2 FROM hold_reasons",
        ),
        ("policies", "SELECT COUNT(*) FROM credit_policies"),
        (
            "members",
            "SELECT COUNT(*) >= 3 FROM customer_credit_group_members",
        ),
        (
            "risk groups",
            "SELECT COUNT(DISTINCT risk_group) >= 3 FROM risk_scores",
        ),
    ] {
        assert!(one(&path, sql) > 0, "{what}");
    }
}

/// Collections are at work: what was promised and what came of it, disputes of every kind, and what is to be done today.
#[test]
fn the_small_sample_has_collections() {
    let folder = tempfile::tempdir().unwrap();
    let desk = desk("2026-06-30");
    let path = create(&desk, folder.path(), &Unwatched).unwrap();
    for show in ["awaiting", "running", "broken"] {
        let found = desk.call("promises.list", json!({"show": show}), &Unwatched);
        assert!(found.unwrap().body["count"].as_u64() > Some(0), "{show}");
    }
    for (what, sql) in [
        ("pools", "SELECT COUNT(*) >= 3 FROM pools"),
        (
            "agents with pools",
            "SELECT COUNT(DISTINCT user_id) = 2 FROM agent_pools",
        ),
        (
            "a kept promise",
            "SELECT COUNT(*) FROM promise_lines WHERE status = 'kept'",
        ),
        (
            "a promise kept in part",
            "SELECT COUNT(*) FROM promise_lines WHERE status = 'partly_kept'",
        ),
        (
            "broken yesterday",
            "SELECT COUNT(*) FROM promise_lines WHERE status = 'broken' AND judged_on = '2026-06-29'",
        ),
        (
            "a plan",
            "SELECT MAX(lines) >= 3 FROM (SELECT COUNT(*) AS lines FROM promise_lines GROUP BY promise_id)",
        ),
        (
            "whole disputes",
            "SELECT COUNT(*) FROM transaction_states WHERE collections_status = 'disputed'",
        ),
        ("disputed lines", "SELECT COUNT(*) >= 2 FROM dispute_lines"),
        (
            "a credit",
            "SELECT COUNT(*) FROM disputes WHERE status = 'credit_issued'",
        ),
        (
            "reopened",
            "SELECT COUNT(*) FROM (SELECT 1 FROM dispute_periods GROUP BY dispute_id HAVING COUNT(*) = 2)",
        ),
        (
            "cases",
            "SELECT COUNT(*) >= 2 FROM cases WHERE status <> 'closed'",
        ),
        (
            "activities of cases",
            "SELECT COUNT(*) >= 4 FROM activities WHERE case_id IS NOT NULL",
        ),
        (
            "due today",
            "SELECT COUNT(*) >= 3 FROM activities WHERE state = 'open' AND ends_on = '2026-06-30'",
        ),
        (
            "a stop",
            "SELECT COUNT(*) FROM stops WHERE until_on > '2026-06-30'",
        ),
        ("an insolvency", "SELECT COUNT(*) FROM insolvencies"),
    ] {
        assert!(one(&path, sql) > 0, "{what}");
    }
}

/// The same day gives the same facts; another day gives others.
#[test]
fn the_same_day_gives_the_same_book() {
    let hash = |today: &str| {
        let folder = tempfile::tempdir().unwrap();
        let desk = desk(today);
        let path = create(&desk, folder.path(), &Unwatched).unwrap();
        sealed(&path)
    };
    let first = hash("2026-02-28");
    assert_eq!(hash("2026-02-28"), first);
    assert_ne!(hash("2026-03-01"), first);
}

/// A sample that is cancelled leaves no file.
#[test]
fn cancelling_leaves_nothing() {
    struct Stopped;
    impl Job for Stopped {
        fn progress(&self, _: u64, _: u64, _: &str) {}
        fn cancelled(&self) -> bool {
            true
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let refused = create(&desk("2026-06-30"), folder.path(), &Stopped).unwrap_err();
    assert_eq!(refused, "cancelled");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

/// Among ten thousand customers every rare day happens: instalments of one invoice that are paid together, for one.
#[test]
fn the_medium_sample_is_whole() {
    let folder = tempfile::tempdir().unwrap();
    let desk = desk("2026-11-26");
    let path = create_sized(&desk, folder.path(), "medium", &Unwatched).unwrap();
    assert_eq!(one(&path, "SELECT COUNT(*) FROM customers"), 10_000);
    assert!(
        one(
            &path,
            "SELECT COUNT(*) FROM transactions WHERE kind = 'invoice'"
        ) >= 100_000
    );
    let report = desk.call("book.check", Value::Null, &Unwatched).unwrap();
    assert_eq!(report.body["ok"], json!(true), "{}", report.body);
}
