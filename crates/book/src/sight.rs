//! What a user may see, decided in the book and not on the page (spec 21 §1).
//!
//! An agent who sees only the customers of some pools reads on a connection of its own, on which a temporary view stands
//! before every table that has customers: whatever a command asks, and whatever it adds up, it finds no others. What such
//! an agent writes goes through temporary triggers that refuse a row about anybody else. Both are made from the schema of
//! the file, so that a table that comes later is safe by itself; [`rooms`] says what is to be known about the few tables
//! that have no customer. Everybody else reads and writes the tables as they are, and pays nothing for it.
//!
//! What the book does by itself goes on for all customers: holds that are looked at again when an act is sealed, and the
//! jobs of the night. A night that had been done for some customers only would count as done.

pub mod rooms;

use std::path::Path;

use chrono::NaiveDate;
use rusqlite::{Connection, OpenFlags, OptionalExtension, named_params};
use serde_json::Value;

use crate::act::Actor;
use crate::book::Book;
use crate::commands::Command;
use crate::listing::Listings;
use crate::pools::members;
use crate::refusal::Refusal;
use crate::users::Right;

/// The code of a refusal, and the message by which a trigger asks for it.
pub const NOT_IN_POOLS: &str = "customer_not_in_pools";

/// How the user who works sees the book.
#[derive(Debug, Default)]
pub struct Sight {
    narrowed: Option<Narrowed>,
    lifted: bool,
}

#[derive(Debug)]
struct Narrowed {
    /// Reads only, through the views.
    connection: Connection,
    user_id: i64,
    /// What the visible customers were computed from; `None` before the first time.
    from: Option<(i64, NaiveDate, Vec<i64>)>,
}

/// What is done for the whole book, whoever asks for it: by right, by beginning and by name.
const WHOLE_BOOK_RIGHTS: [Right; 2] = [Right::Import, Right::Users];
const WHOLE_BOOK: &[&str] = &[
    "agents.remove",
    "agents.save",
    "backups.take",
    "bank.confirm",
    "bank.confirm_exact",
    "bank.propose",
    "bank.reopen",
    "bank.set_aside",
    "bank.undo",
    "book.backup",
    "book.check",
    "customer_rules.apply",
    "holds.evaluate",
    "holds.force",
    "insurers.declare",
    "limits.apply_waiting",
    "limits.generate",
    "limits.generate_automatic",
    "orders.check_all",
    "pools.delete",
    "pools.save",
    "risk.update",
    "settlement.automatic",
    "settlement.small_balances_undo",
    "statistics.calculate",
    "statistics.delete",
    "tasks.run",
];

/// What is done for all customers even when an agent starts it; its reply counts nothing then.
const FOR_ALL: &[&str] = &["nightly.run"];

/// Names in a request that mean customers.
const NAMES: [&str; 5] = [
    "account",
    "accounts",
    "customer",
    "customer_id",
    "customers",
];

impl Sight {
    /// The connection to read on, where the user sees only some customers.
    pub(crate) fn connection(&self) -> Option<&Connection> {
        self.narrowed
            .as_ref()
            .filter(|_| !self.lifted)
            .map(|narrowed| &narrowed.connection)
    }

    /// Whether this call is done for all customers on behalf of somebody who sees only some.
    pub(crate) fn is_lifted(&self) -> bool {
        self.lifted
    }
}

/// Looks who works and what that user may see; asked before every call, and once more done only when the book changed.
pub(crate) fn look(book: &mut Book, actor: Actor, today: NaiveDate) -> Result<(), Refusal> {
    book.sight.lifted = false;
    let pools = book
        .remembered
        .pools(&book.file.connection, actor.user_id)?;
    let Some(pools) = pools else {
        if book.sight.narrowed.take().is_some() {
            book.listings = Listings::default();
            rooms::open(&book.file.connection)?;
        }
        return Ok(());
    };
    let mut narrowed = match book.sight.narrowed.take() {
        Some(narrowed) if narrowed.user_id == actor.user_id => narrowed,
        _ => {
            // A list that another user opened is not this one's.
            book.listings = Listings::default();
            rooms::open(&book.file.connection)?;
            rooms::guard(&book.file.connection)?;
            Narrowed::open(&book.file.path, actor.user_id)?
        }
    };
    pause(&book.file.connection, Guards::On)?;
    let version: i64 = narrowed
        .connection
        .pragma_query_value(None, "data_version", |row| row.get(0))?;
    let from = Some((version, today, pools));
    if narrowed.from != from {
        if let Some((_, _, pools)) = &from {
            let ids = members::of_any(&book.file.connection, pools, today)?;
            for connection in [&narrowed.connection, &book.file.connection] {
                keep(connection, &ids, pools)?;
            }
        }
        narrowed.from = from;
    }
    book.sight.narrowed = Some(narrowed);
    Ok(())
}

impl Narrowed {
    fn open(path: &Path, user_id: i64) -> Result<Self, Refusal> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags)?;
        connection.busy_timeout(std::time::Duration::from_secs(5))?;
        connection.set_prepared_statement_cache_capacity(128);
        rooms::veil(&connection)?;
        Ok(Self {
            connection,
            user_id,
            from: None,
        })
    }
}

/// Writes down who is visible.
fn keep(connection: &Connection, customers: &[i64], pools: &[i64]) -> Result<(), Refusal> {
    let transaction = connection.unchecked_transaction()?;
    for (table, ids) in [("visible_customers", customers), ("visible_pools", pools)] {
        transaction.execute(&format!("DELETE FROM temp.{table}"), [])?;
        transaction.execute(
            &format!("INSERT INTO temp.{table} (id) SELECT value FROM json_each(:ids)"),
            named_params! {":ids": serde_json::to_string(ids)?},
        )?;
    }
    transaction.commit()?;
    Ok(())
}

/// Whether a command is about the whole book, so that who sees only some customers may not give it.
pub fn is_whole_book(command: &Command) -> bool {
    WHOLE_BOOK_RIGHTS.contains(&command.right) || WHOLE_BOOK.contains(&command.name)
}

/// Refuses a command that is about the whole book, and a request that names a customer of other pools.
pub(crate) fn demand(book: &mut Book, command: &Command, request: &Value) -> Result<(), Refusal> {
    if book.sight.narrowed.is_none() {
        return Ok(());
    }
    if is_whole_book(command) {
        return Err(Refusal::new("needs_all_customers").with("command", command.name));
    }
    // What is set up may be called by the number of an account, and is about no customer.
    if command.right != Right::Setup {
        named(&book.file.connection, request)?;
    }
    if FOR_ALL.contains(&command.name) {
        book.sight.lifted = true;
        pause(&book.file.connection, Guards::Paused)?;
    }
    Ok(())
}

/// Looks for customers that the request names.
fn named(connection: &Connection, request: &Value) -> Result<(), Refusal> {
    match request {
        Value::Object(fields) => {
            for (name, value) in fields {
                if NAMES.contains(&name.as_str()) {
                    named_by(connection, value)?;
                }
                named(connection, value)?;
            }
            Ok(())
        }
        Value::Array(items) => items.iter().try_for_each(|item| named(connection, item)),
        _ => Ok(()),
    }
}

fn named_by(connection: &Connection, value: &Value) -> Result<(), Refusal> {
    let (column, key) = match value {
        Value::Array(items) => return items.iter().try_for_each(|item| named_by(connection, item)),
        Value::String(account) => ("account", rusqlite::types::Value::from(account.clone())),
        Value::Number(id) => ("id", rusqlite::types::Value::from(id.as_i64().unwrap_or(0))),
        _ => return Ok(()),
    };
    let hidden: Option<String> = connection
        .prepare_cached(&format!(
            "SELECT account FROM customers WHERE {column} = :key AND id NOT IN (SELECT id FROM temp.visible_customers)"
        ))?
        .query_row(named_params! {":key": key}, |row| row.get("account"))
        .optional()?;
    match hidden {
        None => Ok(()),
        Some(_) => Err(Refusal::new(NOT_IN_POOLS).with(column, value)),
    }
}

/// Whether rows about other customers are refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Guards {
    /// They are.
    On,
    /// What the book does by itself is about everybody.
    Paused,
}

/// Lets the book write about everybody, or ends that.
pub(crate) fn pause(connection: &Connection, guards: Guards) -> Result<(), Refusal> {
    let sql = match guards {
        Guards::On => "DELETE FROM temp.guards_paused",
        Guards::Paused => {
            "INSERT INTO temp.guards_paused (id) VALUES (1) ON CONFLICT (id) DO NOTHING"
        }
    };
    connection.prepare_cached(sql)?.execute([])?;
    Ok(())
}

/// The visible customers, ascending, where the connection writes for somebody who sees only some; a run over all
/// customers takes these.
pub fn only(connection: &Connection) -> Result<Option<Vec<i64>>, Refusal> {
    let guarded: bool = connection
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM sqlite_temp_schema WHERE name = 'visible_customers') AS guarded",
        )?
        .query_row([], |row| row.get("guarded"))?;
    if !guarded {
        return Ok(None);
    }
    let paused: bool = connection.query_row(
        "SELECT EXISTS (SELECT 1 FROM temp.guards_paused) AS paused",
        [],
        |row| row.get("paused"),
    )?;
    if paused {
        return Ok(None);
    }
    let ids = connection
        .prepare("SELECT id FROM temp.visible_customers ORDER BY id")?
        .query_map([], |row| row.get("id"))?
        .collect::<Result<_, _>>()?;
    Ok(Some(ids))
}

/// Whether what is about one customer may be shown: it is always, but to somebody who does not see that one.
pub fn sees(connection: &Connection, customer_id: i64) -> Result<bool, Refusal> {
    if !is_narrowed(connection) {
        return Ok(true);
    }
    Ok(connection
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM customers WHERE id = :id) AS seen")?
        .query_row(named_params! {":id": customer_id}, |row| row.get("seen"))?)
}

/// Whether views stand before the tables of the connection: only such a connection cannot write.
pub fn is_narrowed(connection: &Connection) -> bool {
    connection.is_readonly("main").unwrap_or(false)
}

/// A statement that names its index, for a connection on which views stand before the tables: a view has no index of its
/// own, and SQLite finds that of the table by itself.
pub fn planned(connection: &Connection, sql: String) -> String {
    if !is_narrowed(connection) {
        return sql;
    }
    let mut words = sql.split_inclusive(char::is_whitespace);
    let mut plain = String::with_capacity(sql.len());
    while let Some(word) = words.next() {
        if word.trim_end() == "INDEXED" {
            words.next();
            words.next();
        } else {
            plain.push_str(word);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_view_is_asked_without_an_index() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.db");
        let written = Connection::open(&path).unwrap();
        written.execute_batch("CREATE TABLE t (a)").unwrap();
        let read = Connection::open_with_flags(&path, OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
        let sql = "SELECT a FROM t INDEXED BY t_a WHERE a > 1\n ORDER BY a";
        assert_eq!(planned(&written, sql.to_owned()), sql);
        assert_eq!(
            planned(&read, sql.to_owned()),
            "SELECT a FROM t WHERE a > 1\n ORDER BY a"
        );
    }
}
