//! The rest of a snapshot's header (spec 20 §2): what is delivered, what is ordered, and the credit that remains.
//!
//! Invariant: what is not dated cannot be known of a past day, so only a run of today has these figures. A customer of
//! whom a rate is missing has none either; the run goes on.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use engine::exchange::Rates;
use rusqlite::{Connection, named_params};

use crate::accounts::currency_of;
use crate::act::Act;
use crate::host::Job;
use crate::refusal::Refusal;
use crate::session::check_cancelled;
use crate::standing::Taker;

/// Customers that are looked up together: cancel comes between two such lots.
const CHUNK: usize = 512;

const DELIVERED: &str = "SELECT customer_id, currency, SUM(amount_minor) AS minor FROM deliveries GROUP BY customer_id, currency";

/// Orders that no packing slip or invoice closed: what remains of them.
const ORDERED: &str = "SELECT customer_id, currency, SUM(open_minor) AS minor FROM orders
   WHERE step NOT IN ('quotation', 'closed', 'cancelled') GROUP BY customer_id, currency";

/// Customers whose credit has an amount: only they have something that remains.
const LIMITED: &str = "SELECT id FROM customers WHERE credit_limit_minor IS NOT NULL
   UNION SELECT customer_id FROM customer_credit_group_members
   UNION SELECT customer_id FROM limit_history WHERE kind = 'temporary' AND customer_id IS NOT NULL";

/// Writes the figures of today into the rows of a run.
pub(super) fn write(
    act: &Act<'_>,
    run_id: i64,
    as_of: NaiveDate,
    job: &dyn Job,
) -> Result<(), Refusal> {
    let mut taker = Taker::on(act, as_of)?;
    let delivered = sums(act, DELIVERED, &taker.rates())?;
    let ordered = sums(act, ORDERED, &taker.rates())?;
    let limited = ids(act, LIMITED)?;
    act.execute(
        "UPDATE aging_balances_snapshot SET packing_slip_minor = 0, sales_order_minor = 0 WHERE run_id = :run",
        named_params! {":run": run_id},
    )?;
    let mut update = act.prepare(
        "UPDATE aging_balances_snapshot SET packing_slip_minor = :delivered, sales_order_minor = :ordered,
           remaining_credit_minor = :remaining WHERE run_id = :run AND customer_id = :customer",
    )?;
    for chunk in customers(act, run_id)?.chunks(CHUNK) {
        check_cancelled(job)?;
        taker.read_ahead(act, chunk)?;
        for customer_id in chunk {
            let known = limited.contains(customer_id);
            if !known && !delivered.contains_key(customer_id) && !ordered.contains_key(customer_id)
            {
                continue;
            }
            let remaining = if known {
                remaining(act, &taker, *customer_id)?
            } else {
                None
            };
            let of = |sums: &HashMap<i64, Option<i64>>| {
                sums.get(customer_id).copied().unwrap_or(Some(0))
            };
            update.execute(named_params! {
                ":delivered": of(&delivered), ":ordered": of(&ordered), ":remaining": remaining,
                ":run": run_id, ":customer": customer_id,
            })?;
        }
    }
    Ok(())
}

/// The same figure as on the customer's page: `standing` says it.
fn remaining(act: &Act<'_>, taker: &Taker, customer_id: i64) -> Result<Option<i64>, Refusal> {
    match taker.standing(act, customer_id, None) {
        Ok(standing) => Ok(standing.resolution.remaining_minor),
        Err(refusal) if refusal.code == "exposure_rate_missing" => Ok(None),
        Err(refusal) => Err(refusal),
    }
}

fn customers(connection: &Connection, run_id: i64) -> Result<Vec<i64>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT DISTINCT customer_id FROM aging_balances_snapshot WHERE run_id = :run",
    )?;
    let ids = statement
        .query_map(named_params! {":run": run_id}, |row| row.get("customer_id"))?
        .collect::<Result<_, _>>()?;
    Ok(ids)
}

fn ids(connection: &Connection, sql: &str) -> Result<HashSet<i64>, Refusal> {
    let mut statement = connection.prepare_cached(sql)?;
    let ids = statement
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    Ok(ids)
}

/// Sums in the company's currency by customer; `None` where a rate is missing.
fn sums(
    connection: &Connection,
    sql: &str,
    rates: &Rates<'_>,
) -> Result<HashMap<i64, Option<i64>>, Refusal> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query([])?;
    let mut sums: HashMap<i64, Option<i64>> = HashMap::new();
    while let Some(row) = rows.next()? {
        let code: String = row.get("currency")?;
        let value = rates.value(row.get("minor")?, currency_of(&code)?).ok();
        let sum = sums.entry(row.get("customer_id")?).or_insert(Some(0));
        *sum = sum
            .zip(value)
            .and_then(|(sum, value)| sum.checked_add(value));
    }
    Ok(sums)
}
