//! Orders under credit management (spec 12): rules, checks, holds, and what people decide about them.
//!
//! Invariant: every decision is taken by `engine::holds` from a snapshot that is kept beside it with the version of the
//! rules, so that it can be explained and replayed. A check, its reservation and its hold are one act.

mod check;
pub mod customer_rules;
pub mod decide;
mod decided;
pub mod detail;
pub mod evaluate;
pub mod explain;
pub mod export;
mod facts;
pub mod force;
pub mod hold_list;
pub mod list;
mod policy;
pub mod requests;
pub mod rule_row;
pub mod rule_test;
pub mod rules;
mod shown;
mod store;
pub mod typed;

use std::collections::BTreeSet;

use chrono::NaiveDate;
use rusqlite::{Connection, named_params};

use crate::act::Act;
use crate::host::Job;
use crate::refusal::Refusal;
use crate::session::check_cancelled;
use crate::standing;

pub use check::{
    CheckOrder, CheckOrders, OrderChecked, OrderGiven, OrdersChecked, run, run_all, run_dry,
};
pub use decided::Decided;
pub(crate) use decided::decided;
pub use export::DataFormat;
pub use facts::Stop;
pub use shown::{FigureShown, ReasonShown};

/// Refuses an order of a customer who is closed (spec 10 §4).
fn open_for_orders(
    connection: &Connection,
    customer_id: i64,
    account: &str,
) -> Result<(), Refusal> {
    match standing::closed(connection, customer_id)? {
        None => Ok(()),
        Some(status) => Err(Refusal::new("customer_closed")
            .with("field", "account")
            .with("account", account)
            .with("status", status)),
    }
}

/// After files came in or were undone: orders of the act are checked at their step, and those that are not in the book any
/// more have no hold.
pub(crate) fn after_files(act: &mut Act<'_>, day: NaiveDate, job: &dyn Job) -> Result<(), Refusal> {
    let mut statement = act.prepare_cached(
        "SELECT order_no FROM orders WHERE act_id = :act AND step <> 'quotation' ORDER BY customer_id, id",
    )?;
    let numbers: Vec<String> = statement
        .query_map(named_params! {":act": act.id}, |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    drop(statement);
    if !numbers.is_empty() {
        let bench = check::Bench::on(act, day)?;
        let mut counts = OrdersChecked::default();
        for (number, done) in numbers.iter().zip(0_u64..) {
            if done.is_multiple_of(256) {
                job.progress(done, numbers.len() as u64, "orders");
                check_cancelled(job)?;
            }
            counts.enter(arrived(act, &bench, number)?);
        }
        act.note("orders_checked", counts);
    }
    withdraw_gone(act, day)
}

/// An order that a file brought or changed. One that is cancelled there is cancelled here too.
fn arrived(
    act: &mut Act<'_>,
    bench: &check::Bench,
    number: &str,
) -> Result<Option<check::Made>, Refusal> {
    let Some((_, facts, step)) = facts::of_order(act, number)? else {
        return Ok(None);
    };
    let known = store::find(act, number)?;
    if step == "cancelled" || step == "closed" {
        if let Some(row) = known {
            typed::ended_in_file(act, row, &facts, &step, bench.taker.as_of)?;
        }
        return Ok(None);
    }
    if let Some(row) = &known
        && row.state.is_held()
    {
        let raised = row.facts != facts;
        if raised && let Some(hold_id) = row.hold_id {
            act.execute(
                "UPDATE holds SET modified = 1 WHERE id = :id",
                named_params! {":id": hold_id},
            )?;
        }
    }
    check::check_stored(act, bench, number)
}

/// Orders whose file was undone have no hold; orders that were only checked are none of a file.
fn withdraw_gone(act: &mut Act<'_>, day: NaiveDate) -> Result<(), Refusal> {
    let mut statement = act.prepare_cached(
        "SELECT k.order_no FROM order_credit k
         WHERE k.state IN ('on_hold', 'in_approval')
           AND NOT EXISTS (SELECT 1 FROM orders o WHERE o.company_id = k.company_id AND o.order_no = k.order_no)
           AND EXISTS (SELECT 1 FROM order_checks c JOIN audit a ON a.id = c.act_id
             WHERE c.order_id = k.id AND a.command = 'import.run')",
    )?;
    let numbers: Vec<String> = statement
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    drop(statement);
    for number in numbers {
        typed::withdraw(act, &number, day)?;
    }
    Ok(())
}

/// After something changed that limits or rules look at: the ticks of holds. `None` is everybody.
pub(crate) fn after_change(
    act: &mut Act<'_>,
    day: NaiveDate,
    customers: Option<&BTreeSet<i64>>,
) -> Result<(), Refusal> {
    evaluate::mark(act, day, customers)
}
