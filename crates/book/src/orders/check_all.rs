//! `orders.check_all`: open orders are checked again. What all of them look at is read for many at once; every check itself
//! is that of one order.

use std::collections::HashMap;

use chrono::NaiveDate;
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
use crate::standing::OpenOrder;

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

/// Orders of a run that are looked up together, as far as no customer has more; progress and cancel come after as many.
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
    let job = session.job;
    session.act_if(|act| {
        act.about("orders", "check");
        let mut counts = OrdersChecked::default();
        let (mut done, total) = (0_u64, orders.len() as u64);
        for wanted in lots(&orders) {
            let lot = Lot::read(act, wanted, bench.taker.as_of)?;
            bench.read_ahead(act, &lot.customers, lot.claiming)?;
            for order in lot.orders {
                if done.is_multiple_of(LOT as u64) {
                    job.progress(done, total, "orders");
                    check_cancelled(job)?;
                }
                counts.enter(order.check(act, &mut bench)?.as_ref());
                done += 1;
            }
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
    id: i64,
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

/// The orders of some customers.
struct Lot {
    /// Those that are to be checked, in the order of customers and ids.
    orders: Vec<OfLot>,
    /// Their customers, each once.
    customers: Vec<i64>,
    /// What every customer has open on the day: each check counts all of it.
    claiming: HashMap<i64, Vec<OpenOrder>>,
}

// Where the columns of a lot's order are that follow those of its facts.
const NUMBER: usize = facts::COUNT;
const KEPT: usize = NUMBER + 1;
const ID: usize = KEPT + store::COUNT;

impl Lot {
    /// Reads the open orders of the customers of `wanted`, which is by customer and id; what is open and not wanted only
    /// claims credit.
    fn read(
        connection: &Connection,
        wanted: &[(i64, i64)],
        day: NaiveDate,
    ) -> Result<Self, Refusal> {
        let mut customers: Vec<i64> = wanted.iter().map(|(_, customer)| *customer).collect();
        customers.dedup();
        let mut statement = connection.prepare_cached(&format!(
            "SELECT {order}, o.order_no, {kept}, o.id, o.ordered_on <= :day
             FROM json_each(:customers) j CROSS JOIN orders o ON o.customer_id = j.value
             LEFT JOIN order_credit k ON k.company_id = o.company_id AND k.order_no = o.order_no
             WHERE o.open_minor <> 0",
            order = facts::COLUMNS,
            kept = store::COLUMNS,
        ))?;
        let mut rows = statement.query(named_params! {
            ":customers": serde_json::to_string(&customers)?, ":day": day.to_string(),
        })?;
        let mut orders = Vec::with_capacity(wanted.len());
        let mut claiming: HashMap<i64, Vec<OpenOrder>> = HashMap::with_capacity(customers.len());
        while let Some(row) = rows.next()? {
            let id: i64 = row.get(ID)?;
            let (customer_id, facts, step) = facts::read(row)?;
            let number: String = row.get(NUMBER)?;
            if row.get(ID + 1)? {
                let state = store::state_code(row, KEPT)?;
                claiming
                    .entry(customer_id)
                    .or_default()
                    .push(facts.claim(&number, (&step, state))?);
            }
            if wanted
                .binary_search_by_key(&(customer_id, id), |(id, customer)| (*customer, *id))
                .is_err()
            {
                continue;
            }
            let known: Option<i64> = row.get(KEPT)?;
            let row = known
                .map(|_| store::read(row, KEPT, Some((customer_id, &facts))))
                .transpose()?;
            orders.push(OfLot {
                id,
                number,
                customer_id,
                facts,
                step: step_of(&step),
                row,
            });
        }
        orders.sort_unstable_by_key(|order| (order.customer_id, order.id));
        Ok(Self {
            orders,
            customers,
            claiming,
        })
    }
}

/// The orders, by customer, in lots of whole customers.
fn lots(orders: &[(i64, i64)]) -> Vec<&[(i64, i64)]> {
    let mut lots = Vec::new();
    let (mut from, mut to) = (0, 0);
    for of_customer in orders.chunk_by(|(_, one), (_, next)| one == next) {
        if to > from && to - from + of_customer.len() > LOT {
            lots.push(&orders[from..to]);
            from = to;
        }
        to += of_customer.len();
    }
    if to > from {
        lots.push(&orders[from..to]);
    }
    lots
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
