//! The agent's day in a large book: the worklist, a customer's page, the lists of collections, and the aging report of
//! everybody.

use std::path::Path;
use std::time::{Duration, Instant};

use book::desk::Desk;
use book::host::Unwatched;
use chrono::Days;
use rusqlite::{Connection, named_params};
use serde_json::{Value, json};

use crate::child::{desk_with, spawn};
use crate::measure::{median, p99};
use crate::table::{Table, Target};
use crate::workload::LAST_DAY;
use crate::{Bench, Failed, orders};

/// Promises, disputes, cases and notes that are made before anything is measured, each of another customer.
const EACH: u32 = 10_000;

/// Pools that there are, each with an agent; every second one asks what is open.
const POOLS: u32 = 20;

/// Customers whose page is opened.
const PAGES: usize = 500;

/// What the page of a customer asks when it is opened on its transactions.
const PAGE: [&str; 20] = [
    "customers.get",
    "customers.balance",
    "customers.transactions",
    "customers.timeline",
    "collections.customer",
    "credit.exposure",
    "stops.of_customer",
    "insolvency.of_customer",
    "limitation.of_customer",
    "copies.of_customer",
    "letters.explain",
    "cases.list",
    "activities.list",
    "credit.get",
    "customers.team",
    "pools.of_customer",
    "returns.list",
    "hand_overs.list",
    "interest.notes",
    "write_offs.recoverable",
];

/// Those of them that open a list.
const LISTED: [&str; 2] = ["cases.list", "activities.list"];

const LISTS: [&str; 4] = ["activities", "cases", "promises", "disputes"];

/// One frame of a screen with 60 pictures a second.
const FRAME: Duration = Duration::from_millis(16);

/// Most memory that a report of everybody may take.
const MEMORY_KIB: u32 = 256 * 1024;

/// Measures it.
pub(crate) fn measure(bench: &Bench, table: &mut Table) -> Result<(), Failed> {
    let copy = bench.copy("collections.duebook")?;
    let desk = desk_with(&copy)?;
    orders::rates(&desk)?;
    desk.call("aging.run", json!({}), &Unwatched)?;
    let late = late_customers(&copy)?;
    fill(&desk, &late)?;
    pools(&desk)?;
    worklist(&desk, table)?;
    pages(&desk, &late, table)?;
    for list in LISTS {
        one_list(&desk, list, table)?;
    }
    drop(desk);
    report(bench, &copy, table)?;
    crate::remove(&copy);
    Ok(())
}

/// Account number and an overdue item of customers all over the book.
fn late_customers(book: &Path) -> Result<Vec<(String, i64)>, Failed> {
    let connection = Connection::open(book)?;
    let mut statement = connection.prepare(
        "SELECT c.account, MIN(o.transaction_id) FROM open_items_snapshot o JOIN customers c ON c.id = o.customer_id
         WHERE o.open_minor > 0 AND o.due_on < :day GROUP BY c.id ORDER BY c.id * 7919 % 100003 LIMIT :count",
    )?;
    Ok(statement
        .query_map(
            named_params! {":day": LAST_DAY.to_string(), ":count": EACH * 4},
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?
        .collect::<Result<_, _>>()?)
}

/// What agents did: by commands, as they would.
fn fill(desk: &Desk, late: &[(String, i64)]) -> Result<(), Failed> {
    let soon = LAST_DAY + Days::new(5);
    let lot = usize::try_from(EACH)?.min(late.len() / 4);
    let mut lots = late.chunks(lot.max(1));
    for (_, item) in lots.next().unwrap_or_default() {
        let promise = json!({"lines": [{"transaction_id": item, "promised_on": soon}]});
        desk.call("promises.record", promise, &Unwatched)?;
    }
    let mut lot = || lots.next().unwrap_or_default();
    let rows: Vec<Value> = lot()
        .iter()
        .map(|(_, item)| json!({"transaction_id": item}))
        .collect();
    let disputes = json!({"rows": rows, "reason": "quality"});
    desk.call("disputes.open", disputes, &Unwatched)?;
    let items: Vec<i64> = lot().iter().map(|(_, item)| *item).collect();
    let cases = json!({"transaction_ids": items,
        "case": {"category": "COLLECTIONS", "description": "Reminders"}});
    desk.call("cases.open_many", cases, &Unwatched)?;
    let accounts: Vec<&str> = lot().iter().map(|(account, _)| account.as_str()).collect();
    let activities = json!({"accounts": accounts,
        "activity": {"kind": "task", "category": "call", "purpose": "Ask accounts payable.", "starts_on": LAST_DAY, "ends_on": LAST_DAY}});
    desk.call("activities.add_many", activities, &Unwatched)?;
    Ok(())
}

/// Pools with agents, as a house has them that parts its customers among its people.
fn pools(desk: &Desk) -> Result<(), Failed> {
    for number in 1..=POOLS {
        let code = format!("P{number}");
        let criteria = if number % 2 == 0 {
            json!([{"field": "overdue", "comparison": "at_least", "values": [format!("{number}00000")], "currency": "EUR"}])
        } else {
            json!([{"field": "account", "comparison": "between",
                "values": [number.to_string(), format!("{number}9")], "currency": null}])
        };
        let pool = json!({"id": 0, "code": code, "kind": "collections", "rank": number, "criteria": criteria});
        desk.call("pools.save", pool, &Unwatched)?;
        let user = json!({
            "id": 0, "code": format!("agent{number}"), "name": format!("Agent {number}"), "os_account": null,
            "roles": ["collections_agent"], "agent": false, "approval_ceiling_minor": null,
            "waiver_ceiling_minor": null, "substitute": null, "email": "", "phone": "", "has_pin": false,
            "active": true,
        });
        desk.call("users.save", json!({"user": user, "pin": null}), &Unwatched)?;
        let agent = json!({"user": format!("agent{number}"), "pools": [code], "sees": "all"});
        desk.call("agents.save", agent, &Unwatched)?;
    }
    Ok(())
}

fn worklist(desk: &Desk, table: &mut Table) -> Result<(), Failed> {
    let mut times = Vec::new();
    let mut count = 0;
    for _ in 0..5 {
        let start = Instant::now();
        let listing = desk.call("worklist.list", json!({}), &Unwatched)?.body;
        let page = json!({"handle": listing["handle"], "offset": 0, "limit": 100});
        desk.call_text("worklist.page", page, &Unwatched)?;
        times.push(start.elapsed());
        count = listing["count"].as_u64().unwrap_or(0);
    }
    let time = median(times);
    table.add(
        &format!("worklist of {count} customers, ranked, with its first page"),
        format!("{time:.0?}"),
        "",
        None,
        &Target::Is("<= 1 s", time <= Duration::from_secs(1)),
    );
    let start = Instant::now();
    desk.call_text("today.get", json!({}), &Unwatched)?;
    table.add(
        "everything else on Today",
        format!("{:.0?}", start.elapsed()),
        "",
        None,
        &Target::None,
    );
    Ok(())
}

fn pages(desk: &Desk, late: &[(String, i64)], table: &mut Table) -> Result<(), Failed> {
    let mut times = Vec::new();
    let mut slowest: Option<(Duration, &str)> = None;
    for (account, _) in late.iter().step_by((late.len() / PAGES).max(1)) {
        let mut page = Duration::ZERO;
        for command in PAGE {
            let request = json!({"account": account});
            let start = Instant::now();
            if LISTED.contains(&command) {
                // A list of the page shows its first rows.
                let listing = desk.call(command, request, &Unwatched)?.body;
                let rows = json!({"handle": listing["handle"], "offset": 0, "limit": 100});
                desk.call_text(&command.replace(".list", ".page"), rows, &Unwatched)?;
            } else {
                desk.call_text(command, request, &Unwatched)?;
            }
            let time = start.elapsed();
            page += time;
            if slowest.is_none_or(|(most, _)| time > most) {
                slowest = Some((time, command));
            }
        }
        times.push(page);
    }
    let slow = p99(times.clone());
    table.add(
        &format!("a customer's page, all its {} questions, p99", PAGE.len()),
        format!("{slow:.1?}"),
        "",
        None,
        &Target::Is("<= 50 ms", slow <= Duration::from_millis(50)),
    );
    let (most, command) = slowest.ok_or("no page")?;
    table.add(
        "  median, and the slowest question of all",
        format!("{:.1?}, {most:.1?} ({command})", median(times)),
        "",
        None,
        &Target::None,
    );
    Ok(())
}

/// Opens a list and walks through its pages.
fn one_list(desk: &Desk, list: &str, table: &mut Table) -> Result<(), Failed> {
    // Of the lists only that of activities has another word for the closed ones too.
    let request = if list == "activities" {
        json!({"show": "all"})
    } else {
        json!({})
    };
    let start = Instant::now();
    let listing = desk
        .call(&format!("{list}.list"), request, &Unwatched)?
        .body;
    let opened = start.elapsed();
    let count = listing["count"].as_u64().unwrap_or(0);
    let mut times = Vec::new();
    for number in 0..200 {
        let request = json!({"handle": listing["handle"], "offset": number * 790 % count.max(1), "limit": 100});
        let start = Instant::now();
        desk.call_text(&format!("{list}.page"), request, &Unwatched)?;
        times.push(start.elapsed());
    }
    let slow = p99(times);
    table.add(
        &format!("page of {list}, {count} rows, p99"),
        format!("{slow:.1?} (opened in {opened:.0?})"),
        "",
        None,
        &Target::Is("<= 16 ms", count > 0 && slow <= FRAME),
    );
    Ok(())
}

/// The child's side: the report of everybody with its items, written as a table and as pages.
pub(crate) fn write_report(book: &Path, folder: &Path) -> Result<(Duration, Value), Failed> {
    let desk = desk_with(book)?;
    let start = Instant::now();
    let opened = desk.call("aging.report", json!({}), &Unwatched)?.body;
    for format in ["csv", "xlsx", "pdf"] {
        let path = folder.join("report").with_extension(format);
        let write = json!({"handle": opened["handle"], "path": path, "format": format});
        desk.call("aging.report_write", write, &Unwatched)?;
        std::fs::remove_file(path)?;
    }
    Ok((start.elapsed(), opened["head"].clone()))
}

fn report(bench: &Bench, copy: &Path, table: &mut Table) -> Result<(), Failed> {
    let told = spawn("report", &[&copy, &bench.folder])?;
    table.add(
        "aging report of everybody as CSV, XLSX and PDF",
        format!("{:.1?}, {} MiB", told.time, told.peak_kib / 1024),
        "",
        None,
        &Target::Is("<= 256 MiB", told.peak_kib <= MEMORY_KIB),
    );
    Ok(())
}
