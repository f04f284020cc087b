//! The documents that the rows of a settlement file name, in memory.
//!
//! Each row of a large file asks for two documents, and asking the file costs more than writing the row. Most systems
//! number their documents; a key that is such a number leads straight to its document. Every other key is looked up in
//! the file.

use chrono::NaiveDate;
use engine::money::Currency;
use rusqlite::{Connection, named_params};

use crate::accounts::parse_day;
use crate::company;
use crate::refusal::Refusal;

/// Files below this size are not worth reading the ledger for.
pub(super) const WORTH_IT: u64 = 1 << 20;

/// Keys are kept up to this many times the number of documents; what lies beyond is too sparse for an array.
const SPREAD: usize = 4;

/// Documents that a ledger is taken to have while it is written for the first time: its first keys may lie apart.
const FIRST: usize = 10_000;

/// A ledger beyond this is asked row by row: memory stays bounded whatever its size.
const MOST: i64 = 4_000_000;

/// A document of a settlement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Party {
    pub id: i64,
    pub customer_id: i64,
    pub currency: Currency,
    /// Its accounting day.
    pub on: NaiveDate,
    pub amount_minor: i64,
}

impl Party {
    /// Reads `id, customer_id, currency, transaction_on, amount_minor` without an allocation.
    pub fn from_row(row: &rusqlite::Row<'_>) -> Result<Self, Refusal> {
        let id = row.get(0)?;
        let currency = row.get_ref(2)?.as_str().map_err(rusqlite::Error::from)?;
        let on = row.get_ref(3)?.as_str().map_err(rusqlite::Error::from)?;
        let damaged = || Refusal::new("book_damaged").with("transaction", id);
        Ok(Self {
            id,
            customer_id: row.get(1)?,
            currency: Currency::known(currency).ok_or_else(damaged)?,
            on: parse_day(on).ok_or_else(damaged)?,
            amount_minor: row.get(4)?,
        })
    }
}

/// The documents of the book by keys that are numbers; 4 bytes for each key and 20 for each document.
#[derive(Debug, Default)]
pub(super) struct KnownParties {
    /// Id of a document by its key; 0 where there is none.
    by_key: Vec<u32>,
    /// By id.
    customers: Vec<u32>,
    currencies: Vec<Currency>,
    days: Vec<NaiveDate>,
    amounts: Vec<i64>,
    collects: Collects,
}

/// Whether documents are noted as they are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Collects {
    #[default]
    No,
    /// Every document of the book has been.
    Yes,
}

impl KnownParties {
    /// Of an empty ledger: what is written from now on is noted, so that the book need not be read for it.
    pub fn collecting() -> Self {
        Self {
            collects: Collects::Yes,
            ..Self::default()
        }
    }

    /// Whether every document that is found by its key is known as it stands in the book.
    pub fn is_complete(&self) -> bool {
        self.collects == Collects::Yes
    }

    /// A document was written under that key.
    pub fn note(&mut self, key: &str, party: &Party) {
        if self.collects == Collects::No {
            return;
        }
        let Some(count) = usize::try_from(party.id).ok().filter(|_| party.id <= MOST) else {
            *self = Self::default();
            return;
        };
        if let Some(key) = number(key).filter(|key| *key <= (count + FIRST) * SPREAD) {
            self.make_room(count);
            self.add(key, party);
        }
    }

    /// A document of the book was changed: what was noted may say otherwise.
    pub fn forget(&mut self) {
        if self.collects == Collects::Yes {
            *self = Self::default();
        }
    }

    fn make_room(&mut self, newest: usize) {
        if newest >= self.amounts.len() {
            self.customers.resize(newest + 1, 0);
            self.currencies.resize(newest + 1, Currency::EUR);
            self.days.resize(newest + 1, NaiveDate::MIN);
            self.amounts.resize(newest + 1, 0);
        }
    }

    /// Reads the documents of the book for a settlement file of `bytes`.
    pub fn read(connection: &Connection, bytes: u64) -> Result<Self, Refusal> {
        let mut known = Self::default();
        let newest: i64 = connection.query_row(
            "SELECT COALESCE(MAX(id), 0) AS newest FROM transactions",
            [],
            |row| row.get("newest"),
        )?;
        let Ok(count) = usize::try_from(newest) else {
            return Ok(known);
        };
        if bytes < WORTH_IT || newest > MOST {
            return Ok(known);
        }
        known.make_room(count);
        let mut statement = connection.prepare(
            "SELECT id, customer_id, currency, transaction_on, amount_minor, external_key FROM transactions
             WHERE external_key IS NOT NULL AND company_id = :company ORDER BY id",
        )?;
        let mut rows =
            statement.query(named_params! {":company": company::current(connection)?})?;
        while let Some(row) = rows.next()? {
            let key = row.get_ref(5)?.as_str().map_err(rusqlite::Error::from)?;
            if let Some(key) = number(key).filter(|key| *key <= count * SPREAD) {
                known.add(key, &Party::from_row(row)?);
            }
        }
        Ok(known)
    }

    fn add(&mut self, key: usize, party: &Party) {
        let (Ok(at), Ok(id), Ok(customer)) = (
            usize::try_from(party.id),
            u32::try_from(party.id),
            u32::try_from(party.customer_id),
        ) else {
            return;
        };
        if at >= self.amounts.len() {
            return;
        }
        if self.by_key.len() <= key {
            self.by_key.resize(key + 1, 0);
        }
        self.by_key[key] = id;
        self.customers[at] = customer;
        self.currencies[at] = party.currency;
        self.days[at] = party.on;
        self.amounts[at] = party.amount_minor;
    }

    /// The document of a key; `None` says nothing about the book.
    pub fn find(&self, key: &str) -> Option<Party> {
        let id = *self.by_key.get(number(key)?)?;
        let at = usize::try_from(id).ok().filter(|at| *at > 0)?;
        Some(Party {
            id: i64::from(id),
            customer_id: i64::from(*self.customers.get(at)?),
            currency: *self.currencies.get(at)?,
            on: *self.days.get(at)?,
            amount_minor: *self.amounts.get(at)?,
        })
    }
}

/// A key that is a number as one would write it: `007` is another key than `7`.
pub(super) fn number(key: &str) -> Option<usize> {
    let plain = matches!(key.as_bytes(), [b'1'..=b'9', rest @ ..]
        if rest.len() < 9 && rest.iter().all(u8::is_ascii_digit));
    plain.then(|| key.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn party(id: i64) -> Party {
        Party {
            id,
            customer_id: id + 100,
            currency: Currency::EUR,
            on: NaiveDate::MIN,
            amount_minor: id * 7,
        }
    }

    #[test]
    fn what_is_written_is_known_until_something_changes() {
        let mut known = KnownParties::collecting();
        // Ids without a key, keys that are no numbers and keys beyond the array lie between.
        for (key, id) in [("17", 1), ("INV-2", 2), ("5", 7), ("999999999", 8)] {
            known.note(key, &party(id));
        }
        assert_eq!(known.find("17"), Some(party(1)));
        assert_eq!(known.find("5"), Some(party(7)));
        for other in ["INV-2", "999999999", "6", "0"] {
            assert_eq!(known.find(other), None, "{other}");
        }
        assert!(known.is_complete());
        known.forget();
        assert!(!known.is_complete() && known.find("17").is_none());
        known.note("17", &party(1));
        assert!(!known.is_complete() && known.find("17").is_none());
    }

    #[test]
    fn a_ledger_too_large_for_memory_is_asked_row_by_row() {
        let mut known = KnownParties::collecting();
        known.note("1", &party(1));
        known.note("2", &party(MOST + 1));
        assert!(!known.is_complete() && known.find("1").is_none());
    }

    #[test]
    fn only_plain_numbers_are_numbers() {
        assert_eq!(number("1960000"), Some(1_960_000));
        for other in ["", "0", "007", "+7", "7 ", "INV7", "1234567890", "７"] {
            assert_eq!(number(other), None, "{other}");
        }
    }
}
