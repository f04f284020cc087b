//! Orders: one check, and all open orders again, beside the reads that a check needs: the open items of the customer and
//! its open orders.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use book::host::{Job, Unwatched};
use rusqlite::{Connection, named_params};
use serde_json::{Value, json};

use crate::child::{desk_with, spawn};
use crate::measure::{median, p99, per_second};
use crate::table::{Table, Target};
use crate::{Bench, Failed};

/// Open orders in the book.
const ORDERS: u32 = 20_000;

/// Checks that are measured one by one.
const CHECKS: u32 = 5_000;

/// Checks of other orders that come before them and are not measured: a desk at work has prepared its statements and holds the
/// upper pages of the book's trees; the pages of each customer are as cold as they are.
const WARMING: u32 = 250;

/// Most memory that a night may take, however large the book.
const NIGHT_KIB: u32 = 256 * 1024;

const ITEMS: &str = "SELECT transaction_id, kind, due_on, currency, open_minor FROM open_items_snapshot WHERE customer_id = :id";
const OPEN_ORDERS: &str = "SELECT order_no, step, currency, open_minor FROM orders WHERE customer_id = :id AND open_minor <> 0";

/// Writes a file of orders for customers all over the book.
fn write_file(book: &Path, file: &Path) -> Result<(), Failed> {
    let connection = Connection::open(book)?;
    let mut statement = connection.prepare("SELECT account FROM customers ORDER BY id")?;
    let accounts: Vec<String> = statement
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let mut out = BufWriter::new(File::create(file)?);
    writeln!(
        out,
        "Order No;Customer No;Order Date;Status;Amount;Currency"
    )?;
    for number in 0..ORDERS {
        // A stride that never falls into step with the accounts, and two orders for many a customer.
        let at = usize::try_from(u64::from(number / 2) * 7_919 % accounts.len() as u64)?;
        let step = if number % 3 == 0 {
            "entered"
        } else {
            "confirmed"
        };
        let amount = u64::from(number) * 37 % 90_000 + 100;
        writeln!(
            out,
            "A-{number};{};2026-06-01;{step};{}.{:02};EUR",
            accounts[at],
            amount / 100,
            amount % 100
        )?;
    }
    out.flush()?;
    Ok(())
}

/// The child's side: all open orders again.
pub(crate) fn check_all(book: &Path) -> Result<(Duration, Value), Failed> {
    let desk = desk_with(book)?;
    let start = Instant::now();
    let reply = desk.call("orders.check_all", json!({}), &Unwatched)?;
    Ok((start.elapsed(), reply.body))
}

/// The child's side: the reads of every order, one after the other.
pub(crate) fn read_all(book: &Path) -> Result<(Duration, Value), Failed> {
    let connection = Connection::open(book)?;
    let mut customers = connection.prepare(
        "SELECT customer_id FROM orders WHERE open_minor <> 0 AND step NOT IN ('quotation', 'closed', 'cancelled')
         ORDER BY customer_id, id",
    )?;
    let customers: Vec<i64> = customers
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let start = Instant::now();
    let mut rows = 0_u64;
    for customer in &customers {
        rows += reads(&connection, *customer)?;
    }
    let time = start.elapsed();
    Ok((time, json!({"orders": customers.len(), "rows": rows})))
}

/// The two reads of one check; every value is read.
fn reads(connection: &Connection, customer: i64) -> Result<u64, Failed> {
    let mut rows = 0;
    for (sql, columns) in [(ITEMS, 5), (OPEN_ORDERS, 4)] {
        let mut statement = connection.prepare_cached(sql)?;
        let mut found = statement.query(named_params! {":id": customer})?;
        while let Some(row) = found.next()? {
            for column in 0..columns {
                std::hint::black_box(row.get_ref(column)?);
            }
            rows += 1;
        }
    }
    Ok(rows)
}

/// Rates for the customers of the workload that buy in another currency: exposure is in the company's.
pub(crate) fn rates(desk: &book::desk::Desk) -> Result<(), Failed> {
    for (from, rate) in [("USD", "0.92"), ("GBP", "1.17")] {
        let rate = json!({"rate_type": "default", "from": from, "to": "EUR", "valid_from": "2020-01-01", "rate": rate});
        desk.call("rates.save", rate, &Unwatched)?;
    }
    Ok(())
}

/// Measures one check and all of them.
pub(crate) fn measure(bench: &Bench, table: &mut Table) -> Result<(), Failed> {
    let copy = bench.copy("orders.duebook")?;
    let file = bench.folder.join("orders.csv");
    write_file(&copy, &file)?;
    let desk = desk_with(&copy)?;
    rates(&desk)?;
    let files = json!([{"path": file, "kind": "orders", "options": null}]);
    let start = Instant::now();
    desk.call(
        "import.run",
        json!({"files": files, "as_of": null}),
        &Unwatched,
    )?;
    let imported = start.elapsed();
    table.add(
        &format!("import of {ORDERS} orders, each checked at its step"),
        format!(
            "{:.0} ms ({:.0} orders/s)",
            imported.as_secs_f64() * 1e3,
            per_second(ORDERS, imported)
        ),
        "",
        None,
        &Target::None,
    );
    drop(desk);
    add_one_check(bench, &copy, table)?;
    let (mut checking, mut reading) = (Vec::new(), Vec::new());
    let mut counts = Value::Null;
    for _ in 0..bench.rounds {
        reading.push(spawn("orders-read", &[&copy])?.time);
        let told = spawn("orders-check", &[&copy])?;
        checking.push(told.time);
        counts = told.counts;
    }
    let (checking, reading) = (median(checking), median(reading));
    let ratio = checking.div_duration_f64(reading);
    table.add(
        &format!("all {} open orders again", counts["checked"]),
        format!("{:.0} ms", checking.as_secs_f64() * 1e3),
        format!("{:.0} ms (their reads)", reading.as_secs_f64() * 1e3),
        Some(ratio),
        &Target::Is("<= 3 x", ratio <= 3.0),
    );
    add_night(&copy, table)?;
    crate::remove(&copy);
    Ok(())
}

/// The whole night over the book, in a process of its own.
fn add_night(book: &Path, table: &mut Table) -> Result<(), Failed> {
    let night = spawn("night", &[&book])?;
    let mut failed = night.counts["failed"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    failed.truncate(3);
    if !failed.is_empty() {
        return Err(format!("the night failed: {failed:?}").into());
    }
    table.add(
        &format!(
            "the whole night, {} jobs, {} progress steps",
            night.counts["jobs"], night.counts["steps"]
        ),
        format!("{:.1?}, {} MiB", night.time, night.peak_kib / 1024),
        "",
        None,
        &Target::Is("<= 256 MiB", night.peak_kib <= NIGHT_KIB),
    );
    Ok(())
}

/// Counts what a job says of its progress.
#[derive(Default)]
struct Counting(AtomicU32);

impl Job for Counting {
    fn progress(&self, _: u64, _: u64, _: &str) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    fn cancelled(&self) -> bool {
        false
    }
}

/// The child's side: the night.
pub(crate) fn night(book: &Path) -> Result<(Duration, Value), Failed> {
    let desk = desk_with(book)?;
    let counting = Counting::default();
    let start = Instant::now();
    let reply = desk.call("nightly.run", json!({}), &counting)?.body;
    let runs = reply["runs"].as_array().cloned().unwrap_or_default();
    let failed: Vec<&Value> = runs.iter().filter(|run| run["state"] != "done").collect();
    Ok((
        start.elapsed(),
        json!({"jobs": runs.len(), "failed": failed, "steps": counting.0.load(Ordering::Relaxed)}),
    ))
}

/// The child's side: one check after the other, in turns with its reads; nanoseconds of each at the 99th percentile and
/// in the middle.
pub(crate) fn one_by_one(book: &Path) -> Result<(Duration, Value), Failed> {
    let desk = desk_with(book)?;
    let connection = Connection::open(book)?;
    let mut statement =
        connection.prepare("SELECT order_no, customer_id FROM orders ORDER BY id LIMIT :count")?;
    let orders: Vec<(String, i64)> = statement
        .query_map(named_params! {":count": WARMING + CHECKS}, |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?
        .collect::<Result<_, _>>()?;
    let begun = Instant::now();
    let (mut checks, mut floors) = (Vec::new(), Vec::new());
    for (number, customer) in &orders {
        let start = Instant::now();
        reads(&connection, *customer)?;
        floors.push(start.elapsed());
        let request = json!({"order_no": number, "step": "confirmation"});
        let start = Instant::now();
        desk.call_text("orders.try", request, &Unwatched)?;
        checks.push(start.elapsed());
    }
    let warm = usize::try_from(WARMING)?;
    let (floors, checks) = (floors.split_off(warm), checks.split_off(warm));
    let nanos = |time: Duration| u64::try_from(time.as_nanos());
    let told = json!({
        "p99": nanos(p99(checks.clone()))?, "median": nanos(median(checks))?,
        "floor_p99": nanos(p99(floors.clone()))?, "floor_median": nanos(median(floors))?,
    });
    Ok((begun.elapsed(), told))
}

/// Lines of one check; of several rounds the one whose p99 is in the middle, since others take the processor away.
fn add_one_check(bench: &Bench, copy: &Path, table: &mut Table) -> Result<(), Failed> {
    let mut rounds = Vec::new();
    for _ in 0..bench.rounds {
        let counts = spawn("orders-try", &[&copy])?.counts;
        let of = |name: &str| Duration::from_nanos(counts[name].as_u64().unwrap_or(0));
        rounds.push((of("p99"), of("floor_p99"), of("median"), of("floor_median")));
    }
    rounds.sort();
    let (slow, floor, middle, floor_middle) = rounds[rounds.len() / 2];
    let beyond = slow.saturating_sub(floor);
    table.add(
        &format!("one check among {ORDERS} open orders, p99"),
        format!("{slow:.0?}"),
        format!("{floor:.0?} (its reads)"),
        None,
        &Target::None,
    );
    table.add(
        "  beyond its reads, p99",
        format!("{beyond:.0?}"),
        "",
        None,
        &Target::Is("<= 100 us", beyond <= Duration::from_micros(100)),
    );
    table.add(
        "  median of both",
        format!("{middle:.0?}"),
        format!("{floor_middle:.0?}"),
        None,
        &Target::None,
    );
    Ok(())
}
