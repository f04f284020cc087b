//! The first import of a book writes its indexes by customer at the end, in one sorted pass: rows come in the order of
//! documents, and each would otherwise land on another page of them.

use rusqlite::{Connection, named_params};

use crate::refusal::Refusal;

/// The indexes that are not needed while rows are entered into an empty ledger.
const BY_CUSTOMER: [&str; 2] = ["transactions_by_customer", "settlements_by_customer"];

/// Indexes taken down, as the statements that make them again. They are part of the act: a rollback brings them back.
#[derive(Debug)]
pub(super) struct Later(Vec<String>);

impl Later {
    /// Takes the indexes down where the ledger is empty and `bytes` of files are enough to make it worth it.
    pub fn take_down(connection: &Connection, bytes: u64) -> Result<Self, Refusal> {
        const WORTH_IT: u64 = 1 << 20;
        let empty: bool = connection.query_row(
            "SELECT NOT EXISTS (SELECT 1 FROM transactions) AND NOT EXISTS (SELECT 1 FROM settlements) AS it_is",
            [],
            |row| row.get("it_is"),
        )?;
        let mut later = Vec::new();
        if empty && bytes > WORTH_IT {
            for name in BY_CUSTOMER {
                let sql = connection.query_row(
                    "SELECT sql FROM sqlite_schema WHERE type = 'index' AND name = :name",
                    named_params! {":name": name},
                    |row| row.get("sql"),
                )?;
                later.push(sql);
                connection.execute_batch(&format!("DROP INDEX {name}"))?;
            }
        }
        Ok(Self(later))
    }

    /// Makes the indexes again.
    pub fn put_up(self, connection: &Connection) -> Result<(), Refusal> {
        for sql in self.0 {
            connection.execute_batch(&sql)?;
        }
        Ok(())
    }
}
