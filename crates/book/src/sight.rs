//! What a user may see, decided in the book and not on the page (spec 21 §1).
//!
//! An agent who sees only the customers of some pools reads on a connection of its own, on which a temporary view stands
//! before every table that has customers: whatever a command asks, and whatever it adds up, it finds no others. What such
//! an agent writes goes through temporary triggers that refuse a row about anybody else. Both are made from the schema of
//! the file, so that a table that comes later is safe by itself; [`rooms`] says what is to be known about the few tables
//! that have no customer. Everybody else reads and writes the tables as they are, and pays nothing for it.
//!
//! In a book of several companies everybody reads through such views, made for the customers of the company in which they
//! work; who may see some companies only is also guarded like an agent. A book of one company has none of this.
//!
//! What the book does by itself goes on for all customers: holds that are looked at again when an act is sealed, and the
//! jobs of the night. A night that had been done for some customers only would count as done.

pub mod rooms;

use std::path::Path;

use chrono::NaiveDate;
use rusqlite::{Connection, OpenFlags, OptionalExtension, named_params};
use serde_json::Value;

use crate::act::{Act, Actor};
use crate::book::Book;
use crate::commands::Command;
use crate::companies;
use crate::company::{self, Here};
use crate::listing::Listings;
use crate::pools::members;
use crate::refusal::Refusal;
use crate::users::Right;

/// The code of a refusal, and the message by which a trigger asks for it.
pub const NOT_IN_POOLS: &str = "customer_not_in_pools";

/// The message by which a trigger refuses what belongs to a company in which the user does not work.
pub const OTHER_COMPANY: &str = "customer_of_other_company";

/// How the user who works sees the book.
#[derive(Debug, Default)]
pub struct Sight {
    narrowed: Option<Narrowed>,
    /// All companies that the user may see, where these are several but not all.
    wide: Option<Narrowed>,
    breadth: Breadth,
}

/// How much of what the user may see the call reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Breadth {
    /// The company in which the user works.
    #[default]
    Company,
    /// Every company that the user may see.
    Companies,
    /// Everything: the book does it by itself.
    Everybody,
}

/// Why somebody sees only a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// An agent sees the customers of pools.
    Pools,
    /// The user may see some companies.
    Companies,
    /// The user may see all, and works in one.
    Company,
}

#[derive(Debug)]
struct Narrowed {
    /// Reads only, through the views.
    connection: Connection,
    user_id: i64,
    kind: Kind,
    /// What the visible customers were computed from; `None` before the first time.
    from: Option<Source>,
}

/// What visible customers are computed from.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Source {
    version: i64,
    today: NaiveDate,
    pools: Vec<i64>,
    companies: Vec<i64>,
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
    "bank.return",
    "bank.set_aside",
    "bank.undo",
    "book.backup",
    "book.check",
    "customer_rules.apply",
    "holds.check_changed",
    "holds.evaluate",
    "holds.force",
    "insurers.declare",
    "journal.export",
    "journal.export_again",
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

/// What concerns every company that the user may see: what a group owes in all of them, and what holds orders anywhere.
const ACROSS: &[&str] = &[
    "aging.export",
    "aging.list",
    "aging.page",
    "aging.report",
    "aging.report_page",
    "aging.report_pages",
    "aging.report_write",
    "aging.run",
    "aging.runs",
    "aging.store",
    "aging.stored_open",
    "backups.take",
    "book.backup",
    "book.check",
    "credit.exposure",
    "credit.exposure_items",
    "credit.shared",
    "credit.shared_history",
    "credit.shared_join",
    "credit.shared_leave",
    "credit.shared_parties",
    "credit.shared_save",
    "credit.status_export",
    "customers.balance",
    "customers.export",
    "customers.list",
    "customers.page",
    "customers.summary",
    "customers.together",
    "customers.totals",
    "holds.approve",
    "holds.assign",
    "holds.cancel",
    "holds.decline",
    "holds.evaluate",
    "holds.explain",
    "holds.export",
    "holds.list",
    "holds.page",
    "holds.recall",
    "holds.reject",
    "holds.release",
    "holds.undo",
    "holds.write",
    "orders.explain",
];

/// Names in a request that mean records of a customer, with their table. What is read goes through the views; an act looks
/// at its records before a trigger can refuse to write them, and its refusal would tell of them.
const RECORDS: [(&str, &str); 28] = [
    ("activity_id", "activities"),
    ("activity_ids", "activities"),
    ("case_id", "cases"),
    ("case_ids", "cases"),
    ("dispute_id", "disputes"),
    ("dispute_ids", "disputes"),
    ("adjustment_id", "interest_adjustments"),
    ("adjustment_ids", "interest_adjustments"),
    ("note_id", "interest_notes"),
    ("note_ids", "interest_notes"),
    ("journal_entry_id", "journal_entries"),
    ("journal_entry_ids", "journal_entries"),
    ("hand_over_id", "hand_overs"),
    ("promise_id", "promises"),
    ("reimbursement_ids", "reimbursements"),
    ("reimbursement_id", "reimbursements"),
    ("return_id", "returned_payments"),
    ("stop_id", "stops"),
    ("stop_ids", "stops"),
    ("transaction_id", "transactions"),
    ("transaction_ids", "transactions"),
    ("letter_id", "letters"),
    ("letter_ids", "letters"),
    ("recovery_id", RECOVERIES),
    ("write_off_id", "write_offs"),
    ("write_off_ids", "write_offs"),
    ("hold_id", HOLDS),
    ("hold_ids", HOLDS),
];

/// Recoveries with the customers of their write-offs.
const RECOVERIES: &str = "(SELECT r.id, w.customer_id FROM write_off_recoveries r JOIN write_offs w ON w.id = r.write_off_id)";

/// Holds with the customers of their orders.
const HOLDS: &str =
    "(SELECT h.id, k.customer_id FROM holds h JOIN order_credit k ON k.id = h.order_id)";

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
        let near = self.narrowed.as_ref();
        let chosen = match self.breadth {
            Breadth::Company => near,
            Breadth::Companies if near.is_some_and(|near| near.kind == Kind::Company) => None,
            Breadth::Companies => self.wide.as_ref().or(near),
            Breadth::Everybody => None,
        };
        chosen.map(|narrowed| &narrowed.connection)
    }

    /// Whether this call is done for all customers on behalf of somebody who sees only some.
    pub(crate) fn is_lifted(&self) -> bool {
        self.breadth == Breadth::Everybody && self.is_restricted()
    }

    /// Whether there is something that the user may not see.
    fn is_restricted(&self) -> bool {
        let near = self.narrowed.as_ref();
        near.is_some_and(|near| near.kind != Kind::Company)
    }

    /// Whether triggers look at what the user writes.
    pub(crate) fn is_guarded(&self) -> bool {
        self.narrowed.is_some() && self.breadth != Breadth::Everybody
    }
}

/// Looks who works, in which company, and what that user may see; asked before every call, and once more done only when
/// the book changed.
pub(crate) fn look(book: &mut Book, actor: Actor, today: NaiveDate) -> Result<(), Refusal> {
    book.sight.breadth = Breadth::Company;
    let (user_id, working_in) = (actor.user_id, book.working_in);
    if book.sight.narrowed.is_none() && book.remembered.sees_all(user_id, working_in) {
        return Ok(());
    }
    companies::arrive(&book.file.connection, actor.user_id, book.working_in)?;
    let here = company::here(&book.file.connection)?;
    let pools = book
        .remembered
        .pools(&book.file.connection, actor.user_id)?;
    let companies = companies::allowed(&book.file.connection, actor.user_id)?;
    let kind = match (&pools, &companies, here.several) {
        (Some(_), ..) => Kind::Pools,
        (None, _, false) => {
            book.remembered.keep_sees_all(user_id, working_in);
            return see_all(book);
        }
        (None, Some(_), true) => Kind::Companies,
        (None, None, true) => Kind::Company,
    };
    let pools = pools.unwrap_or_default();
    let mut narrowed = match book.sight.narrowed.take() {
        Some(narrowed) if narrowed.user_id == actor.user_id && narrowed.kind == kind => narrowed,
        _ => {
            // A list that another user opened is not this one's.
            book.listings = Listings::default();
            book.sight.wide = None;
            rooms::open(&book.file.connection)?;
            rooms::guard(&book.file.connection, kind)?;
            Narrowed::open(&book.file.path, actor.user_id, kind)?
        }
    };
    pause(&book.file.connection, Guards::On)?;
    let allowed = companies.unwrap_or_default();
    let near = Seen {
        pools: &pools,
        companies: if here.several {
            vec![here.id]
        } else {
            Vec::new()
        },
    };
    if narrowed.was_in(&near.companies) {
        book.listings = Listings::default();
    }
    let mut written = vec![&narrowed.connection];
    if kind == Kind::Pools {
        written.push(&book.file.connection);
    }
    let from = look_again(
        &book.file.connection,
        (&narrowed, &written),
        &near,
        (here, today),
    )?;
    narrowed.from = Some(from);
    if kind == Kind::Companies {
        see_several(book, actor.user_id, &allowed, (here, today))?;
    }
    book.sight.narrowed = Some(narrowed);
    Ok(())
}

/// After an act: customers that it brought are seen by whoever works in their company.
pub(crate) fn renew(book: &Book) -> Result<(), Refusal> {
    let seen = [book.sight.narrowed.as_ref(), book.sight.wide.as_ref()];
    for narrowed in seen.into_iter().flatten() {
        let Some(from) = narrowed
            .from
            .as_ref()
            .filter(|_| narrowed.kind != Kind::Pools)
        else {
            continue;
        };
        if !counted_same(&narrowed.connection, &from.companies)? {
            let ids = customers_of(&book.file.connection, &from.companies)?;
            let seen = Seen {
                pools: &[],
                companies: from.companies.clone(),
            };
            keep(&narrowed.connection, &ids, &seen)?;
        }
    }
    Ok(())
}

fn see_all(book: &mut Book) -> Result<(), Refusal> {
    if book.sight.narrowed.take().is_some() {
        book.sight.wide = None;
        book.listings = Listings::default();
        rooms::open(&book.file.connection)?;
    }
    Ok(())
}

/// All companies that a user may see, for what concerns all of them, and for the triggers.
fn see_several(
    book: &mut Book,
    user_id: i64,
    allowed: &[i64],
    (here, today): (Here, NaiveDate),
) -> Result<(), Refusal> {
    let mut wide = match book.sight.wide.take() {
        Some(wide) => wide,
        None => Narrowed::open(&book.file.path, user_id, Kind::Companies)?,
    };
    let seen = Seen {
        pools: &[],
        companies: allowed.to_vec(),
    };
    let written = [&wide.connection, &book.file.connection];
    let from = look_again(
        &book.file.connection,
        (&wide, &written),
        &seen,
        (here, today),
    )?;
    wide.from = Some(from);
    book.sight.wide = Some(wide);
    Ok(())
}

/// Of which pools and companies the customers are that are seen; no company means that all count.
struct Seen<'a> {
    pools: &'a [i64],
    companies: Vec<i64>,
}

/// Writes down who is seen, where something changed since.
fn look_again(
    book: &Connection,
    (narrowed, written): (&Narrowed, &[&Connection]),
    seen: &Seen<'_>,
    (here, today): (Here, NaiveDate),
) -> Result<Source, Refusal> {
    company::enter(&narrowed.connection, here)?;
    let version: i64 = narrowed
        .connection
        .pragma_query_value(None, "data_version", |row| row.get(0))?;
    let from = Source {
        version,
        today,
        pools: seen.pools.to_vec(),
        companies: seen.companies.clone(),
    };
    if narrowed.from.as_ref() == Some(&from) {
        return Ok(from);
    }
    let same = narrowed
        .from
        .as_ref()
        .is_some_and(|last| last.companies == from.companies);
    if narrowed.kind == Kind::Pools {
        let mut ids = members::of_any(book, seen.pools, today)?;
        if !seen.companies.is_empty() {
            let own = customers_of(book, &seen.companies)?;
            ids.retain(|id| own.binary_search(id).is_ok());
        }
        for connection in written {
            keep(connection, &ids, seen)?;
        }
    } else if !same || !counted_same(&narrowed.connection, &seen.companies)? {
        // Customers come and go with imports only: most changes of the book leave the list as it is.
        let ids = customers_of(book, &seen.companies)?;
        for connection in written {
            keep(connection, &ids, seen)?;
        }
    }
    Ok(from)
}

/// The customers of companies, ascending.
fn customers_of(connection: &Connection, companies: &[i64]) -> Result<Vec<i64>, Refusal> {
    Ok(connection
        .prepare_cached(
            "SELECT id FROM main.customers WHERE company_id IN (SELECT value FROM json_each(:ids)) ORDER BY id",
        )?
        .query_map(
            named_params! {":ids": serde_json::to_string(companies)?},
            |row| row.get("id"),
        )?
        .collect::<Result<_, _>>()?)
}

fn counted_same(connection: &Connection, companies: &[i64]) -> Result<bool, Refusal> {
    Ok(connection
        .prepare_cached(
            "SELECT (SELECT COUNT(*) || ' ' || SUM(id) FROM main.customers
                     WHERE company_id IN (SELECT value FROM json_each(:ids)))
                    IS (SELECT COUNT(*) || ' ' || SUM(id) FROM temp.visible_customers) AS same",
        )?
        .query_row(
            named_params! {":ids": serde_json::to_string(companies)?},
            |row| row.get("same"),
        )?)
}

impl Narrowed {
    fn open(path: &Path, user_id: i64, kind: Kind) -> Result<Self, Refusal> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags)?;
        connection.busy_timeout(std::time::Duration::from_secs(5))?;
        connection.set_prepared_statement_cache_capacity(128);
        company::settle_in(&connection)?;
        rooms::veil(&connection, kind)?;
        Ok(Self {
            connection,
            user_id,
            kind,
            from: None,
        })
    }

    /// Whether it showed other companies before: lists that were opened there do not go on here.
    fn was_in(&self, companies: &[i64]) -> bool {
        self.from
            .as_ref()
            .is_some_and(|from| from.companies != companies)
    }
}

/// Writes down who is visible.
fn keep(connection: &Connection, customers: &[i64], seen: &Seen<'_>) -> Result<(), Refusal> {
    let transaction = connection.unchecked_transaction()?;
    for (table, ids) in [
        ("visible_customers", customers),
        ("visible_pools", seen.pools),
        ("visible_companies", seen.companies.as_slice()),
    ] {
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
    let Some(narrowed) = &book.sight.narrowed else {
        return Ok(());
    };
    let kind = narrowed.kind;
    if kind == Kind::Pools && is_whole_book(command) {
        return Err(Refusal::new("needs_all_customers").with("command", command.name));
    }
    if kind == Kind::Companies
        && (command.right == Right::Users || ALL_COMPANIES.contains(&command.name))
    {
        return Err(Refusal::new("needs_all_companies").with("command", command.name));
    }
    // What is set up may be called by the number of an account, and is about no customer.
    if kind == Kind::Pools && !matches!(command.right, Right::Setup | Right::CreditSetup) {
        named(&book.file.connection, request)?;
        if command.writes {
            recorded(&book.file.connection, request)?;
        }
    }
    if ACROSS.contains(&command.name) {
        book.sight.breadth = Breadth::Companies;
    }
    if FOR_ALL.contains(&command.name) {
        book.sight.breadth = Breadth::Everybody;
        pause(&book.file.connection, Guards::Paused)?;
    }
    Ok(())
}

/// What is done for the file as a whole, with every company in it.
const ALL_COMPANIES: &[&str] = &["backups.take", "book.backup", "book.check"];

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

/// Looks for records of customers that the request names, however deep.
fn recorded(connection: &Connection, request: &Value) -> Result<(), Refusal> {
    match request {
        Value::Object(fields) => {
            for (name, value) in fields {
                if let Some((_, table)) = RECORDS.iter().find(|(known, _)| known == name) {
                    recorded_by(connection, (name, table), value)?;
                }
                recorded(connection, value)?;
            }
            Ok(())
        }
        Value::Array(items) => items.iter().try_for_each(|item| recorded(connection, item)),
        _ => Ok(()),
    }
}

fn recorded_by(
    connection: &Connection,
    (name, table): (&str, &str),
    value: &Value,
) -> Result<(), Refusal> {
    let ids = match value {
        Value::Array(ids) => ids.iter().filter_map(Value::as_i64).collect(),
        one => one.as_i64().into_iter().collect::<Vec<_>>(),
    };
    for id in ids {
        let hidden: bool = connection
            .prepare_cached(&format!(
                "SELECT EXISTS (SELECT 1 FROM {table} WHERE id = :id
                   AND customer_id NOT IN (SELECT id FROM temp.visible_customers))"
            ))?
            .query_row(named_params! {":id": id}, |row| row.get(0))?;
        if hidden {
            return Err(Refusal::new(NOT_IN_POOLS).with(name, id));
        }
    }
    Ok(())
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

/// Does inside an act what the book does by itself about everybody, whoever began the act.
pub(crate) fn as_book<T>(
    act: &mut Act<'_>,
    work: impl FnOnce(&mut Act<'_>) -> Result<T, Refusal>,
) -> Result<T, Refusal> {
    let guarded: bool = act
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM sqlite_temp_schema WHERE name = 'guards_paused') AS guarded",
        )?
        .query_row([], |row| row.get("guarded"))?;
    if !guarded || is_paused(act)? {
        return work(act);
    }
    pause(act, Guards::Paused)?;
    let done = work(act);
    pause(act, Guards::On)?;
    done
}

/// Whether the book writes about everybody just now.
fn is_paused(connection: &Connection) -> Result<bool, Refusal> {
    Ok(connection
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM temp.guards_paused) AS paused")?
        .query_row([], |row| row.get("paused"))?)
}

/// The visible customers, ascending, where the connection writes for somebody who sees only some; a run over all
/// customers takes these.
pub fn only(connection: &Connection) -> Result<Option<Vec<i64>>, Refusal> {
    let guarded: bool = connection
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM sqlite_temp_schema WHERE name = 'seen_by_pools') AS guarded",
        )?
        .query_row([], |row| row.get("guarded"))?;
    if !guarded {
        return Ok(None);
    }
    if is_paused(connection)? {
        return Ok(None);
    }
    let ids = connection
        .prepare("SELECT id FROM temp.visible_customers ORDER BY id")?
        .query_map([], |row| row.get("id"))?
        .collect::<Result<_, _>>()?;
    Ok(Some(ids))
}

/// Whether a pool is one of the agent for whom the connection writes.
pub fn works(connection: &Connection, pool_id: i64) -> Result<bool, Refusal> {
    Ok(connection
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM temp.visible_pools WHERE id = :id) AS works")?
        .query_row(named_params! {":id": pool_id}, |row| row.get("works"))?)
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
