//! The rest of a snapshot's header (spec 20 §2): what is delivered, what is ordered, and the credit that remains.
//!
//! Invariant: what is not dated cannot be known of a past day, so only a run of today has these figures. A customer of
//! whom a rate is missing has none either; the run goes on.

use std::collections::HashMap;

use chrono::NaiveDate;
use engine::account::OpenItem;
use engine::credit::Flag;
use engine::exchange::Rates;
use rusqlite::{Connection, Statement, named_params};

use crate::accounts::{Cursor, currency_of};
use crate::act::Act;
use crate::host::Job;
use crate::refusal::Refusal;
use crate::session::check_cancelled;
use crate::standing::{
    self, ATTRIBUTES_BY_CUSTOMER, Attributes, Given, Having, Taker, attributes_in,
};

/// Customers without open items that are looked up between two looks at cancel.
const LOT: usize = 512;

const DELIVERED: &str = "SELECT customer_id, currency, SUM(amount_minor) AS minor FROM deliveries GROUP BY customer_id, currency";

/// Orders that no packing slip or invoice closed: what remains of them.
const ORDERED: &str = "SELECT customer_id, currency, SUM(open_minor) AS minor FROM orders
   WHERE step NOT IN ('quotation', 'closed', 'cancelled') GROUP BY customer_id, currency";

/// Credit limits in the order of customers.
const LIMITS: &str = "SELECT id, credit_limit_minor FROM customers WHERE id >= ?1 ORDER BY id";

/// The header of one customer, minor units of the company's currency.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Header {
    /// The permanent limit.
    pub limit: Option<i64>,
    /// Delivered and not invoiced.
    pub delivered: Option<i64>,
    /// Ordered and not delivered.
    pub ordered: Option<i64>,
    /// What remains of the limit that holds.
    pub remaining: Option<i64>,
}

/// What is the same for every customer of a run of today.
pub(super) struct Today {
    taker: Taker,
    having: HashMap<i64, Having>,
    delivered: HashMap<i64, Option<i64>>,
    ordered: HashMap<i64, Option<i64>>,
}

impl Today {
    /// Reads it.
    pub fn read(connection: &Connection, today: NaiveDate) -> Result<Self, Refusal> {
        let taker = Taker::on(connection, today)?;
        Ok(Self {
            having: Having::of_everybody(connection)?,
            delivered: sums(connection, DELIVERED, &taker.rates())?,
            ordered: sums(connection, ORDERED, &taker.rates())?,
            taker,
        })
    }

    /// The header of a customer with these open items.
    fn of(
        &self,
        connection: &Connection,
        customer_id: i64,
        attributes: Attributes,
        items: &[OpenItem],
    ) -> Result<Header, Refusal> {
        let of =
            |sums: &HashMap<i64, Option<i64>>| sums.get(&customer_id).copied().unwrap_or(Some(0));
        let having = self.having.get(&customer_id).copied().unwrap_or_default();
        let given = Given {
            attributes,
            having,
            items: items.to_vec(),
        };
        let limited = attributes.limit_minor.is_some() || having.any_limit();
        Ok(Header {
            limit: attributes.limit_minor,
            delivered: of(&self.delivered),
            ordered: of(&self.ordered),
            remaining: if limited {
                self.remaining(connection, customer_id, given)?
            } else {
                None
            },
        })
    }

    /// The same figure as on the customer's page: `standing` says it.
    fn remaining(
        &self,
        connection: &Connection,
        customer_id: i64,
        given: Given,
    ) -> Result<Option<i64>, Refusal> {
        match self.taker.standing_of(connection, customer_id, given, None) {
            Ok(standing) => Ok(standing.resolution.remaining_minor),
            Err(refusal) if standing::is_unknown(&refusal) => Ok(None),
            Err(refusal) => Err(refusal),
        }
    }

    /// Completes the rows of customers of whom the pass had nothing, which have none of these figures yet.
    pub fn complete(&self, act: &Act<'_>, run_id: i64, job: &dyn Job) -> Result<(), Refusal> {
        let mut update = act.prepare(
            "UPDATE aging_balances_snapshot SET packing_slip_minor = :delivered, sales_order_minor = :ordered,
               remaining_credit_minor = :remaining WHERE run_id = :run AND customer_id = :customer",
        )?;
        let without: Vec<i64> = act
            .prepare(
                "SELECT DISTINCT customer_id FROM aging_balances_snapshot
                 WHERE run_id = :run AND sales_order_minor IS NULL AND open_count = 0",
            )?
            .query_map(named_params! {":run": run_id}, |row| row.get("customer_id"))?
            .collect::<Result<_, _>>()?;
        for lot in without.chunks(LOT) {
            check_cancelled(job)?;
            for customer_id in lot {
                let attributes = standing::attributes(act, *customer_id)?;
                let header = self.of(act, *customer_id, attributes, &[])?;
                update.execute(named_params! {
                    ":delivered": header.delivered, ":ordered": header.ordered,
                    ":remaining": header.remaining, ":run": run_id, ":customer": customer_id,
                })?;
            }
        }
        Ok(())
    }
}

/// The statement behind [`Cards`]: one cursor beside the pass, never a query per customer.
pub(super) fn cards_sql(today: Option<&Today>) -> &'static str {
    today.map_or(LIMITS, |_| ATTRIBUTES_BY_CUSTOMER)
}

/// The headers of customers, asked for in their order.
pub(super) struct Cards<'s> {
    cursor: Cursor<'s>,
    today: Option<&'s Today>,
}

impl<'s> Cards<'s> {
    /// Begins at a customer; the statement is of [`cards_sql`].
    pub fn start(
        statement: &'s mut Statement<'_>,
        first: i64,
        today: Option<&'s Today>,
    ) -> Result<Self, Refusal> {
        Ok(Self {
            cursor: Cursor::start(statement.query([first])?)?,
            today,
        })
    }

    /// The header of a customer with these open items.
    pub fn of(
        &mut self,
        connection: &Connection,
        customer_id: i64,
        items: &[OpenItem],
    ) -> Result<Header, Refusal> {
        let mut attributes = Attributes {
            unlimited: Flag::No,
            mandatory: Flag::No,
            limit_minor: None,
            expires_on: None,
        };
        let today = self.today;
        self.cursor.take(customer_id, |row| {
            match today {
                Some(_) => attributes = attributes_in(row)?,
                None => attributes.limit_minor = row.get(1)?,
            }
            Ok(())
        })?;
        match today {
            Some(today) => today.of(connection, customer_id, attributes, items),
            None => Ok(Header {
                limit: attributes.limit_minor,
                ..Header::default()
            }),
        }
    }
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
