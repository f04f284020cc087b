//! What is settled of each transaction, while an import adds to it.

use rusqlite::Connection;

use crate::refusal::Refusal;

/// Settled minor units by transaction id, positive for debits and credits alike: 8 bytes each, because asking the
/// file for every row would cost more than the row.
#[derive(Debug, Default)]
pub(super) struct Settled {
    minor: Vec<i64>,
}

impl Settled {
    /// Reads the settlements that are in the book.
    pub fn read(connection: &Connection) -> Result<Self, Refusal> {
        let newest: Option<i64> =
            connection.query_row("SELECT MAX(id) AS newest FROM transactions", [], |row| {
                row.get("newest")
            })?;
        let mut settled = Self::default();
        settled.reserve(newest.unwrap_or(0));
        let mut statement =
            connection.prepare("SELECT debit_id, credit_id, amount_minor FROM settlements")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let minor = row.get(2)?;
            settled.add(row.get(0)?, minor);
            settled.add(row.get(1)?, minor);
        }
        Ok(settled)
    }

    /// Makes room for transactions up to the id `newest` at once: growing step by step would hold two copies.
    pub fn reserve(&mut self, newest: i64) {
        let wanted = usize::try_from(newest).unwrap_or(0) + 1;
        if wanted > self.minor.len() {
            self.minor.reserve_exact(wanted - self.minor.len());
            self.minor.resize(wanted, 0);
        }
    }

    /// What is settled of the transaction.
    pub fn of(&self, id: i64) -> i64 {
        usize::try_from(id)
            .ok()
            .and_then(|index| self.minor.get(index).copied())
            .unwrap_or(0)
    }

    /// Settles more of it.
    pub fn add(&mut self, id: i64, minor: i64) {
        let Ok(index) = usize::try_from(id) else {
            return;
        };
        if index >= self.minor.len() {
            self.minor.resize(index + 1, 0);
        }
        self.minor[index] += minor;
    }
}
