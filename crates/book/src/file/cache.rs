//! The page cache of a connection, held small while a pass goes through the book from one end to the other: pages that it has
//! left are not asked for again, and memory stays for the rest of the desk.

use rusqlite::Connection;

use crate::refusal::Refusal;

/// The cache as SQLite says it: KiB below zero.
pub(crate) fn size(connection: &Connection) -> Result<i64, Refusal> {
    Ok(connection.pragma_query_value(None, "cache_size", |row| row.get(0))?)
}

/// Makes the cache no larger than `kib`.
pub(crate) fn limit(connection: &Connection, kib: i64) -> Result<(), Refusal> {
    let limit = size(connection)?.max(-kib);
    Ok(connection.pragma_update(None, "cache_size", limit)?)
}

/// Holds the cache small until it is dropped.
pub(crate) struct Narrow<'c> {
    connection: &'c Connection,
    usual: i64,
}

impl<'c> Narrow<'c> {
    /// Begins, with at most `kib`.
    pub fn to(connection: &'c Connection, kib: i64) -> Result<Self, Refusal> {
        let usual = size(connection)?;
        limit(connection, kib)?;
        Ok(Self { connection, usual })
    }
}

impl Drop for Narrow<'_> {
    fn drop(&mut self) {
        // A cache that stays small costs time and nothing else.
        let _ = self
            .connection
            .pragma_update(None, "cache_size", self.usual);
    }
}
