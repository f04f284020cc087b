//! Aging: a past day and today beside plain SQL, and one customer among many.

use std::path::Path;
use std::time::{Duration, Instant};

use book::host::Unwatched;
use chrono::{Days, NaiveDate};
use rusqlite::Connection;
use serde_json::json;

use crate::child::{Told, desk_with, spawn};
use crate::measure::median;
use crate::table::{Table, Target};
use crate::workload::{LARGE_ACCOUNT, LAST_DAY};
use crate::{Bench, Failed, plain};

/// The day in the past from which snapshots are asked, one more for each round.
const PAST: NaiveDate = NaiveDate::from_ymd_opt(2026, 3, 2).unwrap();

/// Most memory that a run may take.
const MEMORY_KIB: u32 = 100 * 1024;

/// Snapshot of a past day, and of today, beside the fastest plain SQL for the past day.
pub(crate) fn measure(bench: &Bench, table: &mut Table) -> Result<(), Failed> {
    let ours = bench.copy("aging.duebook")?;
    let theirs = bench.copy("plain.duebook")?;
    plain::prepare(&theirs)?;
    let way = fastest_way(&theirs)?;
    let (mut past, mut today, mut floor) = (Vec::new(), Vec::new(), Vec::new());
    let mut peak = 0;
    for round in 0..bench.rounds {
        // A new day each time: an older snapshot of the same day would have to be removed, which is not the question.
        let day = (PAST + Days::new(round as u64)).to_string();
        let told = spawn("aging", &[&ours, &day])?;
        let plain = spawn("plain", &[&theirs, &way, &day])?;
        demand_same(&ours, &told, &plain, &day)?;
        let now = spawn(
            "aging-today",
            &[&ours, &(LAST_DAY + Days::new(round as u64)).to_string()],
        )?;
        peak = peak.max(told.peak_kib).max(now.peak_kib);
        past.push(told.time);
        today.push(now.time);
        floor.push(plain.time);
    }
    let (past, today, floor) = (median(past), median(today), median(floor));
    let against = format!("{floor:.0?} ({way})");
    let mut line = |what: &str, time: Duration, most: f64, target: &str| {
        let ratio = time.div_duration_f64(floor);
        table.add(
            what,
            format!("{time:.0?}"),
            &against,
            Some(ratio),
            &Target::Is(target, ratio <= most),
        );
    };
    line("snapshot of a past day", past, 0.5, "<= 0.5 x plain SQL");
    line("snapshot of today", today, 0.25, "<= 0.25 x plain SQL");
    let target = Target::Is("<= 100 MiB", peak <= MEMORY_KIB);
    table.add(
        "peak memory of a snapshot",
        format!("{} MiB", peak / 1024),
        "",
        None,
        &target,
    );
    crate::remove(&ours);
    crate::remove(&theirs);
    Ok(())
}

/// Tries each way once.
fn fastest_way(book: &Path) -> Result<&'static str, Failed> {
    let mut fastest: Option<(&str, Duration)> = None;
    for way in plain::WAYS {
        let told = spawn("plain", &[&book, &way, &(PAST - Days::new(1)).to_string()])?;
        eprintln!("  plain SQL, {way}: {:.0?}", told.time);
        if fastest.is_none_or(|(_, time)| told.time < time) {
            fastest = Some((way, told.time));
        }
    }
    Ok(fastest.ok_or("no way")?.0)
}

/// A ratio between different answers would be worth nothing.
fn demand_same(book: &Path, ours: &Told, plain: &Told, day: &str) -> Result<(), Failed> {
    let total: i64 = Connection::open(book)?.query_row(
        "SELECT COALESCE(SUM(total_minor), 0) FROM aging_balances_snapshot WHERE run_id = ?1",
        [ours.counts["run_id"].as_i64()],
        |row| row.get(0),
    )?;
    if (Some(total), &ours.counts["rows"])
        == (plain.counts["total"].as_i64(), &plain.counts["rows"])
    {
        Ok(())
    } else {
        Err(format!(
            "{day}: Duebook says {total} in {}, plain SQL {}",
            ours.counts, plain.counts
        )
        .into())
    }
}

/// T-P4: one customer with a thousand open items, among a tenth of the customers and among all.
pub(crate) fn measure_customer(
    small: &Bench,
    large: &Bench,
    table: &mut Table,
) -> Result<(), Failed> {
    let few = desk_with(&small.copy("customer.duebook")?)?;
    let many = desk_with(&large.copy("customer.duebook")?)?;
    let ask = |desk: &book::desk::Desk| -> Result<Duration, Failed> {
        let start = Instant::now();
        let reply = desk.call("aging.table", json!({"account": LARGE_ACCOUNT}), &Unwatched)?;
        let time = start.elapsed();
        let open = reply.body["rows"][0]["open_count"].as_u64();
        if open.is_some_and(|open| open >= 1_000) {
            Ok(time)
        } else {
            Err(format!("{open:?} open items").into())
        }
    };
    let (mut among_few, mut among_many) = (Vec::new(), Vec::new());
    for _ in 0..bench_rounds(large) {
        among_few.push(ask(&few)?);
        among_many.push(ask(&many)?);
    }
    let (among_few, among_many) = (median(among_few), median(among_many));
    let ratio = among_many.div_duration_f64(among_few);
    let most = Duration::from_millis(50);
    table.add(
        "one customer, 1,000 open items",
        format!("{among_many:.1?}"),
        format!("{among_few:.1?} (a tenth of the others)"),
        Some(ratio),
        &Target::Is("< 50 ms, same time", among_many < most && ratio < 1.5),
    );
    drop((few, many));
    crate::remove(&small.folder.join("customer.duebook"));
    crate::remove(&large.folder.join("customer.duebook"));
    Ok(())
}

/// A question of a millisecond needs more rounds for a steady median.
fn bench_rounds(bench: &Bench) -> usize {
    bench.rounds * 20
}
