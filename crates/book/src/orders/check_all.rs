//! `orders.check_all`: open orders are checked again. What all of them look at is read for many at once; every check itself
//! is that of one order.

use engine::holds::order_state::State;
use engine::holds::{Step, Verdict};
use rusqlite::{Connection, named_params};
use serde::{Deserialize, Serialize};

use super::check::{Bench, Came, check_arrived};
use super::facts::{self, OrderFacts, step_of};
use super::store::{self, OrderRow};
use crate::accounts::customer_id;
use crate::act::Act;
use crate::pools::members::Narrowed;
use crate::refusal::Refusal;
use crate::session::{Keep, Session, check_cancelled};

/// Which orders are checked again.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
pub struct CheckOrders {
    /// Account number; every customer where missing.
    #[serde(default)]
    pub account: Option<String>,
    /// Code of a pool: orders of its customers of today; every customer where missing.
    #[serde(default)]
    #[ts(optional)]
    pub pool: Option<String>,
    /// These only; every open order where empty.
    #[serde(default)]
    pub order_nos: Vec<String>,
}

/// What checking many came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct OrdersChecked {
    /// Orders looked at.
    #[ts(type = "number")]
    pub checked: u64,
    /// They pass.
    #[ts(type = "number")]
    pub passed: u64,
    /// They pass with warnings.
    #[ts(type = "number")]
    pub warned: u64,
    /// They are on hold.
    #[ts(type = "number")]
    pub held: u64,
    /// They went on hold by this check.
    #[ts(type = "number")]
    pub newly_held: u64,
    /// They could not be checked: a rate is missing, or an amount is beyond range.
    #[ts(type = "number")]
    pub failed: u64,
    /// They were rejected before, and stay so: only a person opens them again.
    #[ts(type = "number")]
    pub rejected: u64,
}

/// Orders of a run that are looked up together: progress and cancel come between two such lots.
const LOT: usize = 256;

/// `orders.check_all`: checks open orders again, each at the step at which it stands.
pub fn run_all(session: &mut Session<'_>, request: CheckOrders) -> Result<OrdersChecked, Refusal> {
    let mut bench = Bench::of(session)?;
    let customer = match &request.account {
        Some(account) => Some(customer_id(session.connection(), account)?),
        None => None,
    };
    let mut orders = open_orders(session.connection(), customer, &request.order_nos)?;
    if request.pool.is_some() {
        let members =
            Narrowed::to_run(session.connection(), request.pool.as_deref(), session.today)?;
        orders.retain(|(_, customer_id)| members.has(*customer_id));
    }
    let orders: Vec<i64> = orders.into_iter().map(|(id, _)| id).collect();
    let job = session.job;
    session.act_if(|act| {
        act.about("orders", "check");
        let mut counts = OrdersChecked::default();
        let (mut done, total) = (0_u64, orders.len() as u64);
        for ids in orders.chunks(LOT) {
            job.progress(done, total, "orders");
            check_cancelled(job)?;
            let lot = lot(act, ids)?;
            let mut customers: Vec<i64> = lot.iter().map(|order| order.customer_id).collect();
            customers.dedup();
            bench.taker.read_ahead(act, &customers)?;
            for order in lot {
                counts.enter(order.check(act, &mut bench)?.as_ref());
            }
            done += ids.len() as u64;
        }
        act.note("counts", counts);
        let keep = if counts.checked == 0 {
            Keep::No
        } else {
            Keep::Yes
        };
        Ok((counts, keep))
    })
}

/// An order of a lot, with what the book keeps of it.
struct OfLot {
    number: String,
    customer_id: i64,
    facts: OrderFacts,
    step: Option<Step>,
    row: Option<OrderRow>,
}

impl OfLot {
    /// Checks it; `None` where it stands at no step.
    fn check(self, act: &mut Act<'_>, bench: &mut Bench) -> Result<Option<Came>, Refusal> {
        let Some(step) = self.step else {
            return Ok(None);
        };
        let row = match self.row {
            Some(row) => row,
            None => store::enter(act, &self.number, self.customer_id, &self.facts)?,
        };
        let before = row.state;
        let came = check_arrived(act, bench, row, step)?;
        if came.state() != Some(before) {
            // A held order claims no credit: the customer's next one is to see that.
            bench.taker.read_again(self.customer_id);
        }
        Ok(Some(came))
    }
}

/// Reads these orders, in this order.
fn lot(connection: &Connection, ids: &[i64]) -> Result<Vec<OfLot>, Refusal> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {order}, o.order_no, {kept} FROM json_each(:ids) j JOIN orders o ON o.id = j.value
           LEFT JOIN order_credit k ON k.company_id = o.company_id AND k.order_no = o.order_no
         ORDER BY j.key",
        order = facts::COLUMNS,
        kept = store::COLUMNS,
    ))?;
    let mut rows = statement.query(named_params! {":ids": serde_json::to_string(ids)?})?;
    let mut lot = Vec::with_capacity(ids.len());
    while let Some(row) = rows.next()? {
        let (customer_id, facts, step) = facts::read(row)?;
        let number_at = facts::COUNT;
        let kept_at = number_at + 1;
        let known: Option<i64> = row.get(kept_at)?;
        lot.push(OfLot {
            number: row.get(number_at)?,
            row: known
                .map(|_| store::read(row, kept_at, Some((customer_id, &facts))))
                .transpose()?,
            customer_id,
            facts,
            step: step_of(&step),
        });
    }
    Ok(lot)
}

/// The orders that are open and their customers, by id, in the order of customers: each customer's facts are read in one place of the file.
fn open_orders(
    connection: &Connection,
    customer: Option<i64>,
    only: &[String],
) -> Result<Vec<(i64, i64)>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT id, customer_id FROM orders
         WHERE open_minor <> 0 AND step NOT IN ('quotation', 'closed', 'cancelled')
           AND (:customer IS NULL OR customer_id = :customer)
           AND (:only = '[]' OR order_no IN (SELECT value FROM json_each(:only)))
         ORDER BY customer_id, id",
    )?;
    let only = serde_json::to_string(only)?;
    Ok(statement
        .query_map(
            named_params! {":customer": customer, ":only": only},
            |row| Ok((row.get("id")?, row.get("customer_id")?)),
        )?
        .collect::<Result<_, _>>()?)
}

impl OrdersChecked {
    /// Counts what became of an order; `None` is one that nobody had to check.
    pub(super) fn enter(&mut self, came: Option<&Came>) {
        let made = match came {
            None => return,
            Some(Came::Checked(made)) => made,
            Some(Came::Failed) => {
                self.checked += 1;
                self.failed += 1;
                return;
            }
            Some(Came::Rejected) => {
                self.checked += 1;
                self.rejected += 1;
                return;
            }
        };
        self.checked += 1;
        self.newly_held += u64::from(made.newly_held);
        match made.row.state {
            State::OnHold | State::InApproval => self.held += 1,
            _ if made.decision.verdict == Verdict::Warn => self.warned += 1,
            _ => self.passed += 1,
        }
    }
}
