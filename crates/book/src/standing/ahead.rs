//! What a run over many customers reads in one go, before it asks for each of them.
//!
//! Invariant: it only spares statements. Items are those that the single question reads, and a customer is asked about
//! nothing of which a table has no row for it. Whoever writes to one of these tables in the run reads ahead again.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use engine::account::OpenItem;
use rusqlite::{Connection, named_params};

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
}

impl Sparse {
    const ALL: [Self; 8] = [
        Self::Policies,
        Self::Temporaries,
        Self::Groups,
        Self::Deliveries,
        Self::Reservations,
        Self::Instruments,
        Self::Scores,
        Self::Orders,
    ];

    /// Which of the customers `:ids`, a list in JSON, have a row.
    fn sql(self) -> &'static str {
        match self {
            Self::Policies => {
                "SELECT DISTINCT customer_id FROM credit_policies WHERE customer_id IN (SELECT value FROM json_each(:ids))"
            }
            Self::Temporaries => {
                "SELECT DISTINCT customer_id FROM limit_history
                 WHERE customer_id IN (SELECT value FROM json_each(:ids)) AND kind = 'temporary'"
            }
            Self::Groups => {
                "SELECT customer_id FROM customer_credit_group_members
                 WHERE customer_id IN (SELECT value FROM json_each(:ids))"
            }
            Self::Deliveries => {
                "SELECT DISTINCT customer_id FROM deliveries WHERE customer_id IN (SELECT value FROM json_each(:ids))"
            }
            Self::Reservations => {
                "SELECT DISTINCT customer_id FROM reservations
                 WHERE customer_id IN (SELECT value FROM json_each(:ids))"
            }
            Self::Instruments => {
                "SELECT DISTINCT customer_id FROM instruments WHERE customer_id IN (SELECT value FROM json_each(:ids))"
            }
            Self::Scores => {
                "SELECT DISTINCT customer_id FROM risk_scores WHERE customer_id IN (SELECT value FROM json_each(:ids))"
            }
            Self::Orders => {
                "SELECT DISTINCT customer_id FROM orders
                 WHERE customer_id IN (SELECT value FROM json_each(:ids)) AND open_minor <> 0"
            }
        }
    }
}

/// In which of these tables a customer may have a row.
#[derive(Debug, Clone, Copy)]
pub(super) struct Having([bool; Sparse::ALL.len()]);

impl Having {
    /// Asks for one customer, all tables at once: most have a row in hardly any.
    pub fn read(connection: &Connection, customer_id: i64) -> Result<Self, Refusal> {
        // In the order of `Sparse::ALL`.
        let mut statement = connection.prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM credit_policies WHERE customer_id = :id),
                    EXISTS (SELECT 1 FROM limit_history WHERE customer_id = :id AND kind = 'temporary'),
                    EXISTS (SELECT 1 FROM customer_credit_group_members WHERE customer_id = :id),
                    EXISTS (SELECT 1 FROM deliveries WHERE customer_id = :id),
                    EXISTS (SELECT 1 FROM reservations WHERE customer_id = :id),
                    EXISTS (SELECT 1 FROM instruments WHERE customer_id = :id),
                    EXISTS (SELECT 1 FROM risk_scores WHERE customer_id = :id),
                    EXISTS (SELECT 1 FROM orders WHERE customer_id = :id AND open_minor <> 0)",
        )?;
        let mut rows = statement.query(named_params! {":id": customer_id})?;
        let row = rows.next()?.ok_or(rusqlite::Error::QueryReturnedNoRows)?;
        let mut having = [false; Sparse::ALL.len()];
        for (at, has) in having.iter_mut().enumerate() {
            *has = row.get(at)?;
        }
        Ok(Self(having))
    }

    /// Whether there is one.
    pub fn any_of(self, table: Sparse) -> bool {
        self.0[table as usize]
    }
}

/// What was read of some customers.
#[derive(Debug, Clone)]
pub(super) struct Ahead {
    customers: HashSet<i64>,
    items: HashMap<i64, Vec<OpenItem>>,
    attributes: HashMap<i64, Attributes>,
    having: [HashSet<i64>; Sparse::ALL.len()],
}

impl Ahead {
    /// Reads what is asked about these customers on a day.
    pub fn read(connection: &Connection, ids: &[i64], as_of: NaiveDate) -> Result<Self, Refusal> {
        let mut items = HashMap::new();
        for_each_open_among(connection, ids, as_of, |id, open| {
            items.insert(id, open.to_vec());
            Ok(())
        })?;
        let list = serde_json::to_string(ids)?;
        let mut having: [HashSet<i64>; Sparse::ALL.len()] = Default::default();
        for (table, found) in Sparse::ALL.into_iter().zip(&mut having) {
            *found = connection
                .prepare_cached(table.sql())?
                .query_map(named_params! {":ids": list}, |row| row.get(0))?
                .collect::<Result<_, _>>()?;
        }
        Ok(Self {
            customers: ids.iter().copied().collect(),
            items,
            attributes: attributes_among(connection, &list)?,
            having,
        })
    }

    /// The open items of a customer; `None` where it was not read ahead.
    pub fn items(&self, customer_id: i64) -> Option<&[OpenItem]> {
        let read = self.customers.contains(&customer_id);
        read.then(|| self.items.get(&customer_id).map_or(&[][..], Vec::as_slice))
    }

    /// The limit fields of a customer; `None` where it was not read ahead.
    pub fn attributes(&self, customer_id: i64) -> Option<Attributes> {
        self.attributes.get(&customer_id).copied()
    }

    /// Where a customer has rows; `None` where it was not read ahead.
    pub fn having(&self, customer_id: i64) -> Option<Having> {
        let read = self.customers.contains(&customer_id);
        read.then(|| {
            Having(std::array::from_fn(|at| {
                self.having[at].contains(&customer_id)
            }))
        })
    }
}
