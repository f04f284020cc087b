//! What a run over many customers reads in one go, before it asks for each of them.
//!
//! Invariant: it only spares statements. Items are those that the single question reads, and a customer is asked about
//! nothing of which a table has no row for it. Whoever writes to one of these tables in the run reads ahead again.

use std::collections::HashMap;

use chrono::NaiveDate;
use engine::account::OpenItem;
use rusqlite::{Connection, Row, named_params};

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

/// How many there are.
const TABLES: usize = Sparse::Orders as usize + 1;

/// Whether the customer `$id` has a row, a column for each table in the order of [`Sparse`].
macro_rules! having {
    ($id:literal) => {
        concat!(
            "EXISTS (SELECT 1 FROM credit_policies WHERE customer_id = ",
            $id,
            "),
             EXISTS (SELECT 1 FROM limit_history WHERE customer_id = ",
            $id,
            " AND kind = 'temporary'),
             EXISTS (SELECT 1 FROM customer_credit_group_members WHERE customer_id = ",
            $id,
            "),
             EXISTS (SELECT 1 FROM deliveries WHERE customer_id = ",
            $id,
            "),
             EXISTS (SELECT 1 FROM reservations WHERE customer_id = ",
            $id,
            "),
             EXISTS (SELECT 1 FROM instruments WHERE customer_id = ",
            $id,
            "),
             EXISTS (SELECT 1 FROM risk_scores WHERE customer_id = ",
            $id,
            "),
             EXISTS (SELECT 1 FROM orders WHERE customer_id = ",
            $id,
            " AND open_minor <> 0)"
        )
    };
}

/// In which of these tables a customer may have a row.
#[derive(Debug, Clone, Copy)]
pub(super) struct Having([bool; TABLES]);

impl Having {
    /// Asks for one customer, all tables at once: most have a row in hardly any.
    pub fn read(connection: &Connection, customer_id: i64) -> Result<Self, Refusal> {
        let mut statement = connection.prepare_cached(concat!("SELECT ", having!(":id")))?;
        let mut rows = statement.query(named_params! {":id": customer_id})?;
        let row = rows.next()?.ok_or(rusqlite::Error::QueryReturnedNoRows)?;
        Self::at(row, 0)
    }

    /// Of the columns of a row from `first` on.
    fn at(row: &Row<'_>, first: usize) -> Result<Self, Refusal> {
        let mut having = [false; TABLES];
        for (at, has) in having.iter_mut().enumerate() {
            *has = row.get(first + at)?;
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
    items: HashMap<i64, Vec<OpenItem>>,
    attributes: HashMap<i64, Attributes>,
    having: HashMap<i64, Having>,
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
        let mut statement = connection.prepare_cached(concat!(
            "SELECT j.value, ",
            having!("j.value"),
            " FROM json_each(:ids) j"
        ))?;
        let mut rows = statement.query(named_params! {":ids": list})?;
        let mut having = HashMap::new();
        while let Some(row) = rows.next()? {
            having.insert(row.get(0)?, Having::at(row, 1)?);
        }
        Ok(Self {
            items,
            attributes: attributes_among(connection, &list)?,
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

    /// Where a customer has rows; `None` where it was not read ahead.
    pub fn having(&self, customer_id: i64) -> Option<Having> {
        self.having.get(&customer_id).copied()
    }
}
