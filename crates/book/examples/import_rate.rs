//! Rows per second and peak memory of an import: `import_rate FOLDER`, where the folder has the three files of the
//! bench. The second import of the same files is measured too.
//!
//! The floor is `sqlite3 .import` of the same files into the same tables with the same indexes; see `cargo xtask bench`.

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use book::desk::{Desk, DeskOptions};
use book::host::{SystemClock, Unwatched};
use serde_json::json;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args().nth(1).ok_or("usage: import_rate FOLDER")?;
    let folder = Path::new(&folder);
    let book = folder.join("import_rate.duebook");
    for suffix in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(folder.join(format!("import_rate.duebook{suffix}")));
    }
    let desk = Desk::new(DeskOptions {
        recent_file: None,
        os_account: "bench".to_owned(),
        desk: "bench".to_owned(),
        clock: Arc::new(SystemClock),
    });
    let company = json!({"name": "Bench", "country": "DE", "currency": "EUR", "language": null});
    desk.call(
        "book.create",
        json!({"path": book, "company": company, "sample": null}),
        &Unwatched,
    )?;
    let files: Vec<_> = ["customers", "transactions", "settlements"]
        .iter()
        .map(|name| json!({"path": folder.join(format!("{name}.csv"))}))
        .collect();
    for pass in ["first", "again"] {
        let start = Instant::now();
        let done = desk
            .call("import.run", json!({"files": files}), &Unwatched)?
            .body;
        let millis = start.elapsed().as_millis().max(1);
        let batches = done["batches"].as_array().cloned().unwrap_or_default();
        let rows: u64 = batches
            .iter()
            .filter_map(|batch| batch["counts"]["read"].as_u64())
            .sum();
        let rejected: u64 = batches
            .iter()
            .filter_map(|batch| batch["counts"]["rejected"].as_u64())
            .sum();
        println!(
            "{pass}: {rows} rows in {millis} ms, {} rows/s, {rejected} rejected",
            u128::from(rows) * 1000 / millis
        );
    }
    println!("peak memory {} KiB", peak_kib().unwrap_or(0));
    Ok(())
}

/// The most memory that the process has had, where the system tells.
fn peak_kib() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}
