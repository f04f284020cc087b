//! What a run over many customers reads in one go, before it asks for each of them.
//!
//! Invariant: it only spares statements. Items are those that the single question reads, and a customer is asked about
//! nothing of which a table has no row for it. Whoever writes to one of these tables in the run reads ahead again.

use std::collections::HashMap;
use std::sync::LazyLock;

use chrono::NaiveDate;
use engine::account::OpenItem;
use rusqlite::{Connection, Row, named_params};

use super::claims::{OpenOrder, add_held_outside, orders_among};
use super::facts::{Attributes, attributes_among};
use crate::accounts::for_each_open_among;
use crate::refusal::Refusal;

/// Tables in which few customers have a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sparse {
    /// Insurance and guarantees.
    Policies,
    /// Temporary limits.
    Temporaries,
    /// Members of customer credit groups.
    Groups,
    /// Delivered and not invoiced.
    Deliveries,
    /// Reservations of passed checks.
    Reservations,
    /// Papers that are not money yet.
    Instruments,
    /// Scores.
    Scores,
    /// Orders of which something is open.
    Orders,
    /// Orders that are on hold, in the book or only checked.
    Holds,
    /// Credits that name an order.
    Payments,
}

/// How many there are.
const COUNT: usize = Sparse::Payments as usize + 1;

/// Each table with what a row of it must fulfil, in the order of [`Sparse`].
const TABLES: [(&str, &str); COUNT] = [
    ("credit_policies", "1"),
    ("limit_history", "kind = 'temporary'"),
    ("customer_credit_group_members", "1"),
    ("deliveries", "1"),
    ("reservations", "1"),
    ("instruments", "1"),
    ("risk_scores", "1"),
    ("orders", "open_minor <> 0"),
    ("holds", "state = 'open'"),
    ("transactions", "order_no IS NOT NULL AND amount_minor < 0"),
];

/// Whether a customer has a row, a column for each table.
pub(crate) fn exist(customer: &str) -> String {
    TABLES
        .map(|(table, rows)| {
            format!("EXISTS (SELECT 1 FROM {table} WHERE customer_id = {customer} AND {rows})")
        })
        .join(", ")
}

static OF_ONE: LazyLock<String> = LazyLock::new(|| format!("SELECT {}", exist(":id")));

static OF_MANY: LazyLock<String> = LazyLock::new(|| {
    format!(
        "SELECT j.value, {} FROM json_each(:ids) j",
        exist("j.value")
    )
});

/// In which of these tables a customer may have a row.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Having([bool; COUNT]);

impl Having {
    /// Asks for one customer, all tables at once: most have a row in hardly any.
    pub fn read(connection: &Connection, customer_id: i64) -> Result<Self, Refusal> {
        let mut statement = connection.prepare_cached(&OF_ONE)?;
        let mut rows = statement.query(named_params! {":id": customer_id})?;
        let row = rows.next()?.ok_or(rusqlite::Error::QueryReturnedNoRows)?;
        Self::at(row, 0)
    }

    /// Of the columns of a row from `first` on.
    pub(crate) fn at(row: &Row<'_>, first: usize) -> Result<Self, Refusal> {
        let mut having = [false; COUNT];
        for (at, has) in having.iter_mut().enumerate() {
            *has = row.get(first + at)?;
        }
        Ok(Self(having))
    }

    /// Of everybody who has a row anywhere; who is missing has none. Scores are left out: nearly everybody has one, and a
    /// limit does not ask for them.
    pub fn of_everybody(connection: &Connection) -> Result<HashMap<i64, Self>, Refusal> {
        let mut everybody: HashMap<i64, Self> = HashMap::new();
        for (at, (table, rows)) in TABLES.iter().enumerate() {
            if at == Sparse::Scores as usize {
                continue;
            }
            let mut statement = connection.prepare(&format!(
                "SELECT DISTINCT customer_id FROM {table} WHERE customer_id IS NOT NULL AND {rows}"
            ))?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                everybody.entry(row.get(0)?).or_default().0[at] = true;
            }
        }
        Ok(everybody)
    }

    /// Whether a customer has anything that sets an amount besides its own limit.
    pub fn any_limit(self) -> bool {
        self.any_of(Sparse::Temporaries) || self.any_of(Sparse::Groups)
    }

    /// Whether there is one.
    pub(super) fn any_of(self, table: Sparse) -> bool {
        self.0[table as usize]
    }
}

/// What was read of some customers.
#[derive(Debug, Clone)]
pub(super) struct Ahead {
    items: HashMap<i64, Vec<OpenItem>>,
    attributes: HashMap<i64, Attributes>,
    having: HashMap<i64, Having>,
    orders: HashMap<i64, Vec<OpenOrder>>,
}

impl Ahead {
    /// Reads what is asked about these customers on a day.
    pub fn read(
        connection: &Connection,
        ids: &[i64],
        as_of: NaiveDate,
        orders: Option<HashMap<i64, Vec<OpenOrder>>>,
    ) -> Result<Self, Refusal> {
        let mut items = HashMap::new();
        for_each_open_among(connection, ids, as_of, |id, open| {
            items.insert(id, open.to_vec());
            Ok(())
        })?;
        let list = serde_json::to_string(ids)?;
        let mut statement = connection.prepare_cached(&OF_MANY)?;
        let mut rows = statement.query(named_params! {":ids": list})?;
        let mut having = HashMap::new();
        while let Some(row) = rows.next()? {
            having.insert(row.get(0)?, Having::at(row, 1)?);
        }
        let mut orders = match orders {
            Some(orders) => orders,
            None => orders_among(connection, &list, as_of)?,
        };
        add_held_outside(connection, &list, as_of, &mut orders)?;
        Ok(Self {
            items,
            attributes: attributes_among(connection, &list)?,
            orders,
            having,
        })
    }

    /// The open items of a customer; `None` where it was not read ahead.
    pub fn items(&self, customer_id: i64) -> Option<&[OpenItem]> {
        let read = self.having.contains_key(&customer_id);
        read.then(|| self.items.get(&customer_id).map_or(&[][..], Vec::as_slice))
    }

    /// The limit fields of a customer; `None` where it was not read ahead.
    pub fn attributes(&self, customer_id: i64) -> Option<Attributes> {
        self.attributes.get(&customer_id).copied()
    }

    /// The open orders of a customer; `None` where they were not read ahead, or are to be read again.
    pub fn orders(&self, customer_id: i64) -> Option<&[OpenOrder]> {
        self.orders.get(&customer_id).map(Vec::as_slice)
    }

    /// Lets go what was read of a customer's orders.
    pub fn orders_again(&mut self, customer_id: i64) {
        self.orders.remove(&customer_id);
    }

    /// Where a customer has rows; `None` where it was not read ahead.
    pub fn having(&self, customer_id: i64) -> Option<Having> {
        self.having.get(&customer_id).copied()
    }
}
