//! Orders under credit management (spec 12): rules, checks, holds, and what people decide about them.
//!
//! Invariant: every decision is taken by `engine::holds` from a snapshot that is kept beside it with the version of the
//! rules, so that it can be explained and replayed. A check, its reservation and its hold are one act.

pub mod assign;
mod by_company;
mod check;
mod check_all;
mod customer_facts;
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
pub mod limit_message;
pub mod list;
pub mod notes;
mod ordered;
mod policy;
pub mod requests;
pub mod rule_change;
pub mod rule_row;
pub mod rule_test;
pub mod rules;
mod shown;
pub mod slip;
mod store;
pub mod typed;

use std::collections::BTreeSet;

use chrono::NaiveDate;
use engine::holds::Step;
use engine::holds::order_state::{Recheck, recheck, recheck_on_packing_slip_cancel};
use rusqlite::{Connection, OptionalExtension, named_params};

use crate::act::Act;
use crate::company;
use crate::host::Job;
use crate::refusal::Refusal;
use crate::session::check_cancelled;
use crate::standing;

use check::{Bench, Came};
pub use check::{CheckOrder, OrderChecked, OrderGiven, run, run_dry};
pub use check_all::{CheckOrders, OrdersChecked, run_all};
pub use customer_facts::Stop;
pub use decided::Decided;
pub(crate) use decided::decided;
pub use export::DataFormat;
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
    let numbers = touched(act)?;
    if !numbers.is_empty() {
        let bench = Bench::on(act, day)?;
        let mut counts = OrdersChecked::default();
        for (number, done) in numbers.iter().zip(0_u64..) {
            if done.is_multiple_of(256) {
                job.progress(done, numbers.len() as u64, "orders");
                check_cancelled(job)?;
            }
            counts.enter(arrived(act, &bench, number)?.as_ref());
        }
        act.note("orders_checked", counts);
    }
    withdraw_gone(act, day)
}

/// Numbers of the orders that the act brought, changed, or put back by an undo; by customer.
fn touched(act: &Act<'_>) -> Result<Vec<String>, Refusal> {
    let mut statement = act.prepare_cached(
        "SELECT order_no FROM orders WHERE step <> 'quotation' AND id IN (
           SELECT id FROM orders WHERE act_id = :act
           UNION SELECT json_extract(b.object_key, '$[0]') FROM import_before b
             WHERE b.object = 'orders' AND b.before IS NOT NULL
               AND b.act_id IN (SELECT act_id FROM import_batches WHERE undone_by_act_id = :act))
         ORDER BY customer_id, id",
    )?;
    Ok(statement
        .query_map(named_params! {":act": act.id}, |row| row.get(0))?
        .collect::<Result<_, _>>()?)
}

/// Where an order stood before the file of this act.
enum Before {
    /// Nowhere: the file brought it.
    New,
    /// At this step.
    At(String),
    /// The act says nothing about it: an undo put it back.
    Unknown,
}

fn before(act: &Act<'_>, number: &str) -> Result<Before, Refusal> {
    let found: Option<Option<String>> = act
        .prepare_cached(
            "SELECT json_extract(b.before, '$.step') FROM orders o JOIN import_before b ON b.act_id = :act
               AND b.object = 'orders' AND b.object_key = json_array(o.id)
             WHERE o.company_id = :company AND o.order_no = :no",
        )?
        .query_row(
            named_params! {":act": act.id, ":company": company::current(act)?, ":no": number},
            |row| row.get(0),
        )
        .optional()?;
    Ok(match found {
        None => Before::Unknown,
        Some(None) => Before::New,
        Some(Some(step)) => Before::At(step),
    })
}

/// An order that a file brought or changed. One that is cancelled there is cancelled here too; one that comes back begins
/// anew (T-C1), and one that was only lowered is left as it is (H-27).
fn arrived(act: &mut Act<'_>, bench: &Bench, number: &str) -> Result<Option<Came>, Refusal> {
    let Some((customer, facts, step)) = facts::of_order(act, number)? else {
        return Ok(None);
    };
    let Some(mut row) = store::find(act, number)? else {
        return check::check_stored(act, bench, number);
    };
    if facts::step_of(&step).is_none() {
        typed::ended_in_file(act, row, &facts, &step, bench.taker.as_of)?;
        return Ok(None);
    }
    let before = before(act, number)?;
    let old_step = match &before {
        Before::At(step) => Some(step.as_str()),
        Before::New => None,
        Before::Unknown => row.step.map(facts::stored_step),
    };
    if matches!(old_step, Some("closed" | "cancelled")) {
        typed::returned(act, &mut row, bench.taker.as_of)?;
    }
    let differs = row.facts != facts;
    let change = typed::change(Some(&row.facts), &facts, row.customer_id == customer);
    row.facts = facts;
    let wanted = if row.state.is_held() {
        if differs {
            typed::follow(act, bench, &mut row)?;
        }
        typed::needs_check(&change)
    } else if facts::is_slip_cancelled(old_step, &step) {
        recheck_on_packing_slip_cancel(&bench.policy.parameters)
    } else {
        let parameters = &bench.policy.parameters;
        recheck(row.state, &change, row.released.as_ref(), parameters)
    };
    match wanted {
        Recheck::SkippedOnCancel => {
            store::save(act, &mut row, None)?;
            Ok(None)
        }
        Recheck::NotRaised if old_step == Some(step.as_str()) => {
            store::save(act, &mut row, None)?;
            Ok(None)
        }
        // It has to take the packing slip again, so that step's rules look at it.
        Recheck::Needed if !row.state.is_held() && facts::is_slip_cancelled(old_step, &step) => {
            check::check_at(act, bench, number, Step::PackingSlip)
        }
        _ => check::check_stored(act, bench, number),
    }
}

/// Orders whose file was undone have no hold; orders that were only checked are none of a file.
fn withdraw_gone(act: &mut Act<'_>, day: NaiveDate) -> Result<(), Refusal> {
    let mut statement = act.prepare_cached(
        "SELECT k.order_no FROM order_credit k
         WHERE k.company_id = (SELECT id FROM temp.current_company) AND k.state IN ('on_hold', 'in_approval')
           AND NOT EXISTS (SELECT 1 FROM orders o WHERE o.company_id = k.company_id AND o.order_no = k.order_no)
           AND EXISTS (SELECT 1 FROM order_checks c JOIN import_batches b ON b.act_id = c.act_id
             WHERE c.order_id = k.id)",
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

/// For how many days a passed check keeps the credit of an order that has not arrived.
pub(crate) fn reservation_days(connection: &Connection) -> Result<u32, Refusal> {
    Ok(policy::current(connection)?.parameters.reservation_days)
}

/// Checks orders of the book at the step at which each stands; how many could be checked.
pub(crate) fn check_again(
    act: &mut Act<'_>,
    day: NaiveDate,
    numbers: &[String],
) -> Result<usize, Refusal> {
    let bench = Bench::on(act, day)?;
    let mut checked = 0;
    for number in numbers {
        if let Some(Came::Checked(_)) = check::check_stored(act, &bench, number)? {
            checked += 1;
        }
    }
    Ok(checked)
}

/// After something changed that limits or rules look at: the ticks of holds. `None` is everybody.
pub(crate) fn after_change(
    act: &mut Act<'_>,
    day: NaiveDate,
    customers: Option<&BTreeSet<i64>>,
) -> Result<(), Refusal> {
    evaluate::mark(act, day, customers)
}

/// Reservations whose last day is over end on the day after it (spec 12 §2); gives their number. They count no more either
/// way: this says so where they are shown.
pub fn expire_reservations(session: &mut crate::session::Session<'_>) -> Result<usize, Refusal> {
    let today = session.today.to_string();
    session.act_if(|act| {
        act.about("reservations", "expired");
        let expired = act.execute(
            "UPDATE reservations SET ended_on = date(last_on, '+1 day'), ended_why = :why
             WHERE ended_on IS NULL AND last_on < :today",
            named_params! {":today": today, ":why": engine::holds::reservation::Why::Expired.code()},
        )?;
        act.note("expired", expired);
        let keep = if expired == 0 {
            crate::session::Keep::No
        } else {
            crate::session::Keep::Yes
        };
        Ok((expired, keep))
    })
}
