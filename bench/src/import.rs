//! Import of the three files, beside `sqlite3 .import` of the same files into tables with the same indexes.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use book::host::Unwatched;
use serde_json::{Value, json};

use crate::child::{desk, spawn};
use crate::measure::{median, per_second};
use crate::table::{Table, Target};
use crate::{Bench, Failed};

const FILES: [&str; 3] = ["customers", "transactions", "settlements"];

/// Imports the files of `folder` into a new book.
pub(crate) fn import(folder: &Path, book: &Path) -> Result<(Duration, Value), Failed> {
    crate::remove(book);
    let desk = desk();
    let company = json!({"name": "Bench", "country": "DE", "currency": "EUR", "language": null});
    desk.call(
        "book.create",
        json!({"path": book, "company": company, "sample": null}),
        &Unwatched,
    )?;
    let files = FILES.map(|name| json!({"path": folder.join(format!("{name}.csv"))}));
    let start = Instant::now();
    let done = desk.call("import.run", json!({"files": files}), &Unwatched)?;
    let time = start.elapsed();
    let batches = done.body["batches"].as_array().cloned().unwrap_or_default();
    let count = |name: &str| -> u64 {
        batches
            .iter()
            .filter_map(|batch| batch["counts"][name].as_u64())
            .sum()
    };
    // Every page goes to the file itself, so that a copy of the file is a copy of the book.
    desk.call("book.close", Value::Null, &Unwatched)?;
    Ok((
        time,
        json!({"new": count("new"), "rejected": count("rejected")}),
    ))
}

/// Measures both in turns.
pub(crate) fn measure(bench: &Bench, table: &mut Table) -> Result<(), Failed> {
    let book = bench.folder.join("import.duebook");
    let floor_file = bench.folder.join("import.sqlite");
    let (mut ours, mut floor) = (Vec::new(), Vec::new());
    let mut peak = 0;
    for _ in 0..bench.rounds {
        let told = spawn("import", &[&bench.folder, &book])?;
        if told.counts["new"].as_u64() != Some(u64::from(bench.rows)) {
            return Err(format!("{} rows, imported {}", bench.rows, told.counts).into());
        }
        peak = peak.max(told.peak_kib);
        ours.push(told.time);
        floor.push(command_line(bench, &floor_file)?);
    }
    crate::remove(&book);
    crate::remove(&floor_file);
    let (ours, floor) = (median(ours), median(floor));
    // Speeds: the ratio of the times turned round.
    let ratio = floor.div_duration_f64(ours);
    table.add(
        "import of three CSV files",
        format!("{:.0} rows/s", per_second(bench.rows, ours)),
        format!(
            "{:.0} rows/s (sqlite3 .import)",
            per_second(bench.rows, floor)
        ),
        Some(ratio),
        &Target::Is(">= 1.0 x", ratio >= 1.0),
    );
    table.add(
        "peak memory of an import",
        format!("{} MiB", peak / 1024),
        "",
        None,
        &Target::Is("<= 150 MiB", peak <= 150 * 1024),
    );
    Ok(())
}

/// The command line of SQLite, into tables of the files' shape with as many indexes as the book keeps.
fn command_line(bench: &Bench, file: &Path) -> Result<Duration, Failed> {
    crate::remove(file);
    let mut script = include_str!("../sql/import.sql").to_owned();
    for name in FILES {
        let path = bench.folder.join(format!("{name}.csv"));
        let line = format!(".import --csv --skip 1 \"{}\" {name}\n", path.display());
        script.push_str(&line);
    }
    let start = Instant::now();
    let mut child = Command::new("sqlite3")
        .arg(file)
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::null())
        .spawn()?;
    if let Some(mut input) = child.stdin.take() {
        std::io::Write::write_all(&mut input, script.as_bytes())?;
    }
    let status = child.wait()?;
    if status.success() {
        Ok(start.elapsed())
    } else {
        Err("sqlite3 .import failed".into())
    }
}
