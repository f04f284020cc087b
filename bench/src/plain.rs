//! The floor of aging: the best plain SQL that writes the same rows.

use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::Connection;
use serde_json::{Value, json};

use crate::Failed;

/// Ways to say it in SQL; the fastest one is the floor.
pub(crate) const WAYS: [&str; 3] = ["correlated", "grouped", "merged"];

const TWIN: &str = include_str!("../sql/twin.sql");
const TAIL: &str = include_str!("../sql/snapshot_tail.sql");

fn head(way: &str) -> Result<&'static str, Failed> {
    Ok(match way {
        "correlated" => include_str!("../sql/settled_correlated.sql"),
        "grouped" => include_str!("../sql/settled_grouped.sql"),
        "merged" => include_str!("../sql/settled_merged.sql"),
        other => return Err(format!("unknown way {other}").into()),
    })
}

/// Gives a copy of the book the twin table, and the indexes that plain SQL wants for its look-ups.
pub(crate) fn prepare(book: &Path) -> Result<(), Failed> {
    let connection = Connection::open(book)?;
    connection.execute_batch(TWIN)?;
    Ok(())
}

/// Writes the snapshot of a day, header and rows in one transaction, as durably as a book does.
pub(crate) fn run(book: &Path, way: &str, as_of: &str) -> Result<(Duration, Value), Failed> {
    let mut connection = Connection::open(book)?;
    connection.execute_batch(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536;",
    )?;
    let sql = format!("{}\n{TAIL}", head(way)?);
    let start = Instant::now();
    let transaction =
        connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    let run: i64 = transaction.query_row(
        "INSERT INTO twin_runs (as_of) VALUES (?1) RETURNING id",
        [as_of],
        |row| row.get(0),
    )?;
    let rows = transaction.execute(&sql, rusqlite::named_params! {":run": run, ":as_of": as_of})?;
    transaction.commit()?;
    let time = start.elapsed();
    let total: i64 = connection.query_row(
        "SELECT COALESCE(SUM(total_minor), 0) FROM twin_balances WHERE run_id = ?1",
        [run],
        |row| row.get(0),
    )?;
    Ok((time, json!({"rows": rows, "total": total})))
}
