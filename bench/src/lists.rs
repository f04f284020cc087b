//! A page of each sorted list, from the call to the JSON text.

use std::path::Path;
use std::time::{Duration, Instant};

use book::desk::Desk;
use book::host::Unwatched;
use rusqlite::{Connection, OpenFlags};
use serde_json::{Value, json};

use crate::child::desk_with;
use crate::measure::{median, p99, waited};
use crate::table::{Table, Target};
use crate::workload::LAST_DAY;
use crate::{Bench, Failed, interest, letters};

/// Rows of a page, as the window's grid asks for them.
const PAGE: u64 = 100;

/// Pages asked for.
const ASKED: u64 = 2_000;

/// A list and what stands before its pages.
struct List {
    what: &'static str,
    open: &'static str,
    page: &'static str,
    sort: &'static str,
}

const LISTS: [List; 7] = [
    List {
        what: "aged balances",
        open: "aging.list",
        page: "aging.page",
        sort: "total",
    },
    List {
        what: "customers",
        open: "customers.list",
        page: "customers.page",
        sort: "total",
    },
    List {
        what: "letters",
        open: "letters.list",
        page: "letters.page",
        sort: "total",
    },
    List {
        what: "interest notes",
        open: "interest.notes",
        page: "interest.page",
        sort: "interest",
    },
    List {
        what: "write-offs",
        open: "write_offs.list",
        page: "write_offs.page",
        sort: "gross",
    },
    List {
        what: "the journal",
        open: "journal.list",
        page: "journal.page",
        sort: "amount",
    },
    List {
        what: "insurance coverage",
        open: "credit.coverage",
        page: "credit.coverage_page",
        sort: "uninsured",
    },
];

/// Customers for whom a write-off is proposed.
const WRITTEN_OFF: u32 = 20_000;

/// Opens each list sorted by amount and jumps through it.
pub(crate) fn measure(bench: &Bench, table: &mut Table) -> Result<(), Failed> {
    let copy = bench.copy("lists.duebook")?;
    let desk = desk_with(&copy)?;
    desk.call("aging.run", json!({}), &Unwatched)?;
    letters::speak_every_currency(&desk)?;
    desk.call("letters.create", json!({}), &Unwatched)?;
    move_money(&desk, &copy)?;
    for list in &LISTS {
        pages(&desk, list, table)?;
    }
    drop(desk);
    crate::remove(&copy);
    Ok(())
}

/// Fills the lists of the acts that move money: a note for everybody who is late, proposed write-offs, and the journal of a
/// run that closes every small balance.
fn move_money(desk: &Desk, book: &Path) -> Result<(), Failed> {
    interest::charge_everybody(desk)?;
    desk.call(
        "interest.create",
        json!({"to_on": LAST_DAY.to_string()}),
        &Unwatched,
    )?;
    let accounts: Vec<String> = {
        let reader = Connection::open_with_flags(book, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        let mut statement = reader.prepare(
            "SELECT c.account FROM customers c WHERE EXISTS (
               SELECT 1 FROM open_items_snapshot o JOIN transactions t ON t.id = o.transaction_id
               WHERE t.customer_id = c.id AND o.open_minor > 0) ORDER BY c.id LIMIT ?1",
        )?;
        statement
            .query_map([WRITTEN_OFF], |row| row.get(0))?
            .collect::<Result<_, _>>()?
    };
    let proposed = json!({"accounts": accounts, "comment": "bench"});
    desk.call("write_offs.propose_each", proposed, &Unwatched)?;
    let thresholds =
        ["EUR", "USD", "GBP"].map(|code| json!({"currency": code, "threshold_minor": 100_000}));
    let terms = json!({"thresholds": thresholds, "whole_documents": true});
    desk.call(
        "settlement.small_balances_post",
        json!({"terms": terms, "note": "bench"}),
        &Unwatched,
    )?;
    Ok(())
}

fn pages(desk: &Desk, list: &List, table: &mut Table) -> Result<(), Failed> {
    let start = Instant::now();
    let request = json!({"sort": {"column": list.sort, "order": "descending"}});
    let listing = desk.call(list.open, request, &Unwatched)?.body;
    let opened = start.elapsed();
    let count = listing["count"].as_u64().unwrap_or(0);
    let handle: &Value = &listing["handle"];
    let (mut times, mut working) = (Vec::new(), Vec::new());
    let mut bytes = 0;
    for number in 0..ASKED {
        // A stride through the whole list that never falls into step with its pages.
        let offset = number * 7_919 * PAGE % count.max(1);
        let before = waited();
        let start = Instant::now();
        let request = json!({"handle": handle, "offset": offset, "limit": PAGE});
        let reply = desk.call_text(list.page, request, &Unwatched)?;
        bytes += reply.body.get().len();
        let time = start.elapsed();
        times.push(time);
        working.push(time.saturating_sub(waited().saturating_sub(before)));
    }
    if bytes < usize::try_from(ASKED)? * 1_000 {
        return Err(format!("empty pages of {}", list.what).into());
    }
    let slow = p99(times.clone());
    let target = Target::Is("<= 1 ms", slow <= Duration::from_millis(1));
    let what = format!("page of {}, {count} rows, p99", list.what);
    table.add(&what, format!("{slow:.2?}"), "", None, &target);
    // Others on the machine take the processor away; what is left is the page's own.
    table.add(
        "  without waiting for a processor, p99",
        format!("{:.2?}", p99(working)),
        "",
        None,
        &Target::None,
    );
    table.add(
        "  median, and opening the list",
        format!("{:.2?}, {opened:.0?}", median(times)),
        "",
        None,
        &Target::None,
    );
    Ok(())
}
