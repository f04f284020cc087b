//! A page of a sorted list of aged balances, from the call to the JSON text.

use std::time::{Duration, Instant};

use book::host::Unwatched;
use serde_json::json;

use crate::child::desk_with;
use crate::measure::{median, p99};
use crate::table::{Table, Target};
use crate::{Bench, Failed};

/// Rows of a page, as the window's grid asks for them.
const PAGE: u64 = 100;

/// Pages asked for.
const ASKED: u64 = 2_000;

/// Opens the list sorted by total and jumps through it.
pub(crate) fn measure(bench: &Bench, table: &mut Table) -> Result<(), Failed> {
    let copy = bench.copy("lists.duebook")?;
    let desk = desk_with(&copy)?;
    desk.call("aging.run", json!({}), &Unwatched)?;
    let start = Instant::now();
    let request = json!({"sort": {"column": "total", "order": "descending"}});
    let list = desk.call("aging.list", request, &Unwatched)?.body;
    let opened = start.elapsed();
    let count = list["count"].as_u64().unwrap_or(0);
    let handle = &list["handle"];
    let mut times = Vec::new();
    let mut bytes = 0;
    for number in 0..ASKED {
        // A stride through the whole list that never falls into step with its pages.
        let offset = number * 7_919 * PAGE % count.max(1);
        let start = Instant::now();
        let request = json!({"handle": handle, "offset": offset, "limit": PAGE});
        let reply = desk.call("aging.page", request, &Unwatched)?;
        bytes += serde_json::to_vec(&reply.body)?.len();
        times.push(start.elapsed());
    }
    if bytes == 0 {
        return Err("empty pages".into());
    }
    let slow = p99(times.clone());
    let what = format!("page of a sorted list of {count} rows, p99");
    let target = Target::Is("<= 1 ms", slow <= Duration::from_millis(1));
    table.add(&what, format!("{slow:.2?}"), "", None, &target);
    table.add(
        "the same, median",
        format!("{:.2?}", median(times)),
        "",
        None,
        &Target::None,
    );
    table.add(
        "opening and sorting the list",
        format!("{opened:.0?}"),
        "",
        None,
        &Target::None,
    );
    drop(desk);
    crate::remove(&copy);
    Ok(())
}
