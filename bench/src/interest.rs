//! Interest: notes with their sheets for every late customer, counted, made and printed, beside the letters of the same book.

use std::path::Path;
use std::time::{Duration, Instant};

use book::desk::Desk;
use book::host::Unwatched;
use serde_json::{Value, json};

use crate::child::{desk_with, spawn};
use crate::measure::median;
use crate::table::{Table, Target};
use crate::workload::LAST_DAY;
use crate::{Bench, Failed};

/// A code at a yearly rate, valid for every customer.
pub(crate) fn charge_everybody(desk: &Desk) -> Result<(), Failed> {
    let call = |command: &str, request: Value| desk.call(command, request, &Unwatched);
    let terms = json!({
        "every": {"unit": "day", "number": 1}, "day_rate": true, "basis": "percentage", "range_by": "none", "percent": "9.27",
        "grace_days": 0, "counts_from": "due_day", "prorate_last": false, "below_minimum": "wait", "currencies": [],
    });
    call(
        "interest.code_save",
        json!({"id": "B", "description": "bench"}),
    )?;
    call(
        "interest.version_save",
        json!({"code": "B", "from_on": "2000-01-01", "earnings": {"by": "terms", "terms": terms}}),
    )?;
    let mut profile = call("letters.profiles", json!({}))?.body["profiles"][0].take();
    profile["lines"][0]["interest_code"] = json!("B");
    call("letters.profile_save", profile)?;
    Ok(())
}

/// A run over all customers of the book: notes created, then printed into files and the archive.
pub(crate) fn notes(book: &Path, folder: &Path) -> Result<(Duration, Value), Failed> {
    let desk = desk_with(book)?;
    let call = |command: &str, request: Value| desk.call(command, request, &Unwatched);
    charge_everybody(&desk)?;
    let _ = std::fs::remove_dir_all(folder);
    std::fs::create_dir_all(folder)?;
    let day = LAST_DAY.to_string();
    let start = Instant::now();
    let run = call("interest.create", json!({"to_on": day}))?.body;
    let created = start.elapsed();
    let printed = call(
        "interest.print",
        json!({"run_id": run["run_id"], "note_on": day, "folder": folder}),
    )?
    .body;
    let time = start.elapsed();
    desk.call("book.close", Value::Null, &Unwatched)?;
    let counts = json!({
        "notes": printed["notes"], "created_nanos": u64::try_from(created.as_nanos())?,
        "unprintable": printed["unprintable"].as_array().map_or(0, Vec::len),
    });
    Ok((time, counts))
}

/// Measures notes and letters in turns.
pub(crate) fn measure(bench: &Bench, table: &mut Table) -> Result<(), Failed> {
    let (ours_in, theirs_in) = (bench.folder.join("notes"), bench.folder.join("letters"));
    let (mut ours, mut created, mut letters) = (Vec::new(), Vec::new(), Vec::new());
    let mut told = (0, 0, 0);
    for _ in 0..bench.rounds {
        let copy = bench.copy("interest.duebook")?;
        let notes = spawn("interest", &[&copy, &ours_in])?;
        crate::remove(&copy);
        let copy = bench.copy("letters.duebook")?;
        let posted = spawn("letters", &[&copy, &theirs_in])?;
        crate::remove(&copy);
        if notes.counts["unprintable"] != 0 {
            return Err(format!("unprintable notes: {}", notes.counts).into());
        }
        let count = |value: &Value| value.as_u64().unwrap_or(0);
        told = (
            count(&notes.counts["notes"]),
            count(&posted.counts["letters"]),
            notes.peak_kib,
        );
        ours.push(notes.time);
        created.push(Duration::from_nanos(count(&notes.counts["created_nanos"])));
        letters.push(posted.time);
    }
    let _ = std::fs::remove_dir_all(ours_in);
    let _ = std::fs::remove_dir_all(theirs_in);
    let (notes, posted, peak) = told;
    let (ours, letters) = (median(ours), median(letters));
    let ratio = ours.div_duration_f64(letters);
    table.add(
        &format!("{notes} interest notes with sheets, counted, written and archived"),
        format!("{} ms", ours.as_millis()),
        format!("{} ms ({posted} letters)", letters.as_millis()),
        Some(ratio),
        &Target::Is("<= 3 x", ratio <= 3.0),
    );
    table.add(
        "  of it the run over all accounts",
        format!("{} ms", median(created).as_millis()),
        "",
        None,
        &Target::None,
    );
    table.add(
        "peak memory of the notes",
        format!("{} MiB", peak / 1024),
        "",
        None,
        &Target::None,
    );
    Ok(())
}
