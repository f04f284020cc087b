//! The customers of the book by the names that files use: account number and external key.

use std::collections::HashMap;

use engine::money::Currency;
use intake::Field;
use rusqlite::{Connection, named_params};

use super::lost_zeros::bare;
use super::parties::number;
use super::row::{RowRefusal, Trouble};
use crate::refusal::Refusal;

/// The customers that one text can mean; 0 where none.
#[derive(Debug, Clone, Copy, Default)]
struct Meaning {
    by_account: i64,
    by_key: i64,
}

/// Numbers beyond so many times the count of customers lie too far apart for an array.
const SPREAD: usize = 4;

/// Customers that a book is taken to have while it gets its first ones.
const FIRST: usize = 10_000;

/// Account numbers and external keys of every customer, in memory: each row of a ledger asks for one.
#[derive(Debug, Default)]
pub(super) struct KnownCustomers {
    /// Of texts that are numbers, which most systems give: an array is found faster than a text.
    numbers: Vec<Meaning>,
    /// Of every other text, and of numbers that lie too far apart.
    meanings: HashMap<Box<str>, Meaning>,
    /// Names that were added.
    count: usize,
    /// Numbers that customers had before a rename, where no customer has them now.
    former: HashMap<Box<str>, i64>,
    /// Account numbers that begin with a zero, without their zeros; 0 where several are the same so.
    bare: HashMap<Box<str>, i64>,
}

/// How a file names the customer of a row.
#[derive(Debug, Clone, Copy)]
pub(super) struct Naming<'a> {
    pub key: Option<&'a str>,
    pub no: Option<&'a str>,
    pub name: Option<&'a str>,
}

impl KnownCustomers {
    pub fn read(connection: &Connection) -> Result<Self, Refusal> {
        let mut known = Self::default();
        let mut statement = connection.prepare(
            "SELECT id, account, external_key FROM customers
                 WHERE company_id = (SELECT id FROM temp.current_company)",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let id = row.get(0)?;
            known.add(
                id,
                row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?,
                row.get_ref(2)?
                    .as_str_or_null()
                    .map_err(rusqlite::Error::from)?,
            );
        }
        known.read_former(connection)?;
        Ok(known)
    }

    /// A file may still name a customer by the number before its rename.
    fn read_former(&mut self, connection: &Connection) -> Result<(), Refusal> {
        let mut statement = connection
            .prepare("SELECT account, customer_id FROM former_accounts ORDER BY account")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let account: String = row.get("account")?;
            if self.by_account(&account).is_none() {
                let id = row.get("customer_id")?;
                self.meaning_mut(&account).by_account = id;
                self.former.insert(account.into(), id);
            }
        }
        Ok(())
    }

    /// Whether a number is one that the customer had before a rename.
    pub fn is_former(&self, account: &str, id: i64) -> bool {
        self.former.get(account) == Some(&id)
    }

    /// A customer is in the book from now on under these names.
    pub fn add(&mut self, id: i64, account: &str, key: Option<&str>) {
        self.meaning_mut(account).by_account = id;
        if account.starts_with('0')
            && let Some(bare) = bare(account)
        {
            let entry = self.bare.entry(bare.into()).or_insert(id);
            if *entry != id {
                *entry = 0;
            }
        }
        if let Some(key) = key {
            self.meaning_mut(key).by_key = id;
        }
    }

    /// The account number `account` no longer means anybody.
    pub fn forget_account(&mut self, account: &str) {
        self.meaning_mut(account).by_account = 0;
    }

    /// A number keeps the place that it was given first, however many customers there are later.
    fn meaning_mut(&mut self, text: &str) -> &mut Meaning {
        self.count += 1;
        let most = (self.count + FIRST) * SPREAD;
        let at = number(text)
            .filter(|at| *at < self.numbers.len() || *at <= most)
            .filter(|_| !self.meanings.contains_key(text));
        match at {
            Some(at) => {
                if at >= self.numbers.len() {
                    self.numbers.resize(at + 1, Meaning::default());
                }
                &mut self.numbers[at]
            }
            None => self.meanings.entry(text.into()).or_default(),
        }
    }

    fn meaning(&self, text: &str) -> Meaning {
        let near = number(text).and_then(|at| self.numbers.get(at));
        match near {
            Some(near) if near.by_account != 0 || near.by_key != 0 => *near,
            _ => self.meanings.get(text).copied().unwrap_or_default(),
        }
    }

    pub fn by_account(&self, account: &str) -> Option<i64> {
        Some(self.meaning(account).by_account).filter(|id| *id != 0)
    }

    /// The customer whose account number differs only by zeros at its beginning, where there is one such customer.
    pub fn by_bare_account(&self, account: &str) -> Option<i64> {
        let bare = bare(account)?;
        let plain = if bare.len() == account.len() {
            None
        } else {
            self.by_account(bare)
        };
        match (plain, self.bare.get(bare).copied()) {
            (Some(id), None) | (None, Some(id)) => Some(id).filter(|id| *id != 0),
            _ => None,
        }
    }

    pub fn by_key(&self, key: &str) -> Option<i64> {
        Some(self.meaning(key).by_key).filter(|id| *id != 0)
    }

    /// The customer whom a row of a ledger names; `None` for one that is not in the book yet.
    pub fn find(
        &self,
        connection: &Connection,
        naming: &Naming<'_>,
    ) -> Result<Option<i64>, Trouble> {
        match (naming.key, naming.no) {
            (Some(key), Some(no)) => match (self.by_key(key), self.by_account(no)) {
                (Some(by_key), Some(by_account)) if by_key != by_account => {
                    let refusal = RowRefusal::new("customer_contradiction", Field::CustomerKey)
                        .with("key", key);
                    Err(refusal
                        .with("by_key", account_of(connection, by_key)?)
                        .with("by_account", no)
                        .into())
                }
                (by_key, by_account) => Ok(by_key.or(by_account)),
            },
            (Some(text), None) => self.one(connection, text, Field::CustomerKey),
            (None, Some(text)) => self.one(connection, text, Field::CustomerNo),
            (None, None) => Ok(naming.name.and_then(|name| self.by_account(name))),
        }
    }

    /// One text may be a key or an account number, but not the key of one customer and the number of another.
    fn one(
        &self,
        connection: &Connection,
        text: &str,
        field: Field,
    ) -> Result<Option<i64>, Trouble> {
        match self.meaning(text) {
            Meaning {
                by_account: 0,
                by_key: 0,
            } => Ok(None),
            Meaning {
                by_account: 0,
                by_key: id,
            }
            | Meaning {
                by_account: id,
                by_key: 0,
            } => Ok(Some(id)),
            Meaning { by_account, by_key } if by_account == by_key => Ok(Some(by_key)),
            Meaning { by_account, by_key } => {
                let refusal = RowRefusal::new("customer_ambiguous", field).with("value", text);
                let by_key = account_of(connection, by_key)?;
                Err(refusal
                    .with("by_key", by_key)
                    .with("by_account", account_of(connection, by_account)?)
                    .into())
            }
        }
    }
}

/// The account number of a customer.
pub(super) fn account_of(connection: &Connection, id: i64) -> Result<String, Refusal> {
    let mut statement =
        connection.prepare_cached("SELECT account FROM customers WHERE id = :id")?;
    Ok(statement.query_row(named_params! {":id": id}, |row| row.get("account"))?)
}

/// The currency of the book.
pub(super) fn home_currency(connection: &Connection) -> Result<Currency, Refusal> {
    crate::accounts::currency_of(&crate::company::load(connection)?.currency)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whatever a text looks like, it means whom it was added for, and nobody else.
    #[test]
    fn numbers_and_texts_mean_the_customers_that_they_were_added_for() {
        let mut known = KnownCustomers::default();
        let far = "900000000";
        for (id, account, key) in [
            (1, "17", Some("K-1")),
            (2, far, Some("17")),
            (3, "0017", None),
            (4, "C-4", Some("4")),
        ] {
            known.add(id, account, key);
        }
        assert_eq!(
            (known.by_account("17"), known.by_key("17")),
            (Some(1), Some(2))
        );
        assert_eq!((known.by_account(far), known.by_key(far)), (Some(2), None));
        assert_eq!(known.by_account("0017"), Some(3));
        assert_eq!((known.by_key("4"), known.by_account("4")), (Some(4), None));
        for nobody in ["", "0", "18", "017", "K", "900000001"] {
            assert_eq!(
                (known.by_account(nobody), known.by_key(nobody)),
                (None, None)
            );
        }
        known.forget_account("17");
        assert_eq!(
            (known.by_account("17"), known.by_key("17")),
            (None, Some(2))
        );
        known.forget_account("nobody");
        known.add(5, "17", None);
        assert_eq!(known.by_account("17"), Some(5));
    }
}
