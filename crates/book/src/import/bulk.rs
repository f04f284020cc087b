//! What a large import does once at its end instead of once for every row.
//!
//! - The first import of a book writes its indexes by customer in one sorted pass: rows come in the order of documents,
//!   and each would otherwise land on another page of them.
//! - Its references are checked as a whole: each row names its act, its company, its customer and perhaps its documents,
//!   and looking for all of them costs as much as writing the row. An import into an empty ledger takes nothing away, so
//!   nothing can lose what it refers to meanwhile.
//! - It is journalled by what the file held before, which is next to nothing, instead of writing each page twice. Killed,
//!   the book opens as it was, as ever.
//! - The CHECKs of the tables are asked of all new rows together. SQLite builds the list of an `IN` anew for every row
//!   that it checks, which costs more than the row itself; in one query it is built once. A row that broke a CHECK would
//!   end the import, as it would have without this.

use rusqlite::{Connection, named_params};

use crate::company;
use crate::file::cache;
use crate::refusal::Refusal;

/// Bytes of files from which all of this is worth it.
const WORTH_IT: u64 = 1 << 20;

/// Most page cache of an import, KiB: it has other uses for memory than looking pages up again.
const CACHE_KIB: i64 = 24 * 1024;

/// Most page cache while indexes are sorted, KiB.
const SORT_KIB: i64 = 12 * 1024;

/// The indexes that are not needed while rows are entered into an empty ledger.
const BY_CUSTOMER: [&str; 2] = ["transactions_by_customer", "settlements_by_customer"];

/// How rows are written and checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// SQLite checks each row as it is written.
    EachRow,
    /// CHECKs by [`check`], before the act is sealed.
    Large,
    /// A large import into an empty ledger: references too.
    First,
}

impl Way {
    /// How files of `bytes` are entered.
    pub fn of(connection: &Connection, bytes: u64) -> Result<Self, Refusal> {
        if bytes <= WORTH_IT {
            return Ok(Self::EachRow);
        }
        let is_empty = connection.query_row(
            "SELECT NOT EXISTS (SELECT 1 FROM transactions) AND NOT EXISTS (SELECT 1 FROM settlements) AS it_is",
            [],
            |row| row.get("it_is"),
        )?;
        Ok(if is_empty { Self::First } else { Self::Large })
    }

    /// Does `work` with the connection set for it, and sets it back whatever happens. Outside of an act: most of these
    /// settings do not change inside of one.
    pub fn with<T, C: AsRef<Connection>>(
        self,
        room: &mut C,
        work: impl FnOnce(&mut C) -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        let usual = cache::size(room.as_ref())?;
        let done = self.set(room.as_ref()).and_then(|()| work(room));
        let connection = room.as_ref();
        let restored = Self::EachRow
            .set(connection)
            .and_then(|()| Ok(connection.pragma_update(None, "cache_size", usual)?));
        connection.release_memory()?;
        let done = done?;
        restored?;
        Ok(done)
    }

    fn set(self, connection: &Connection) -> Result<(), Refusal> {
        let pragma =
            |name, value: &dyn rusqlite::ToSql| connection.pragma_update(None, name, value);
        pragma("ignore_check_constraints", &(self != Self::EachRow))?;
        pragma("foreign_keys", &(self != Self::First))?;
        pragma("threads", &i64::from(self == Self::First))?;
        // Another reader of the file keeps it as it is, and the import goes on in that way.
        let journal = if self == Self::First { "DELETE" } else { "WAL" };
        connection.query_row(&format!("PRAGMA journal_mode = {journal}"), [], |_| Ok(()))?;
        cache::limit(connection, CACHE_KIB)
    }
}

/// Indexes taken down, as the statements that make them again. They are part of the act: a rollback brings them back.
#[derive(Debug)]
pub(super) struct Later {
    indexes: Vec<String>,
}

impl Later {
    /// Takes the indexes down where that is worth it.
    pub fn take_down(connection: &Connection, way: Way) -> Result<Self, Refusal> {
        let mut later = Vec::new();
        if way == Way::First {
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
        Ok(Self { indexes: later })
    }

    /// Makes the indexes again.
    pub fn put_up(self, connection: &Connection) -> Result<(), Refusal> {
        if self.indexes.is_empty() {
            return Ok(());
        }
        // Each of the threads that sort may take as much memory as the page cache.
        let _small = cache::Narrow::to(connection, SORT_KIB)?;
        for sql in self.indexes {
            connection.execute_batch(&sql)?;
        }
        Ok(())
    }
}

/// A table that an import writes many rows of.
struct Checked {
    table: &'static str,
    /// Which of its rows are the act's.
    ours: &'static str,
    /// What its CHECKs demand of a row; a test holds the two together.
    demanded: &'static str,
    /// What its references demand, where all its rows are of this act. Who is named as a customer is asked apart, once
    /// for each.
    refers: &'static str,
}

const CHECKED: [Checked; 4] = [
    Checked {
        table: "transactions",
        ours: "act_id = :act",
        demanded: "CASE kind WHEN 'invoice' THEN amount_minor >= 0 WHEN 'payment' THEN amount_minor <= 0
             WHEN 'credit_note' THEN amount_minor <= 0 WHEN 'refund' THEN amount_minor >= 0
             WHEN 'interest_note' THEN amount_minor >= 0 WHEN 'letter_fee' THEN amount_minor >= 0
             ELSE kind = 'other' END
           AND document_no <> '' AND length(transaction_on) = 10 AND length(document_on) = 10 AND length(due_on) = 10
           AND due_given BETWEEN 0 AND 1 AND length(currency) = 3 AND disputed_flag BETWEEN 0 AND 1",
        refers: "company_id = :company",
    },
    Checked {
        table: "settlements",
        ours: "act_id = :act",
        demanded: "credit_id <> debit_id AND length(accounting_on) = 10 AND effective_on >= accounting_on
           AND (amount_minor > 0 OR reverses_id IS NOT NULL) AND occurrence > 0",
        refers: "reverses_id IS NULL AND debit_id IN (SELECT id FROM transactions)
           AND credit_id IN (SELECT id FROM transactions)",
    },
    Checked {
        table: "customers",
        ours: "1",
        demanded: "account <> '' AND COALESCE(length(currency) = 3, 1) AND COALESCE(credit_limit_minor >= 0, 1)
           AND delivery_hold IN ('no', 'invoice', 'all') AND exclude_from_letters IN (0, 1)
           AND exclude_from_interest IN (0, 1)",
        refers: "1",
    },
    Checked {
        table: "addresses",
        ours: "1",
        demanded: "purpose IN ('postal', 'statement', 'delivery') AND COALESCE(length(country) = 2, 1)",
        refers: "1",
    },
];

/// Refuses the act `act_id` where one of its rows breaks what SQLite was told not to ask of each row.
pub(super) fn check(connection: &Connection, act_id: i64, way: Way) -> Result<(), Refusal> {
    if way == Way::EachRow {
        return Ok(());
    }
    for Checked {
        table,
        ours,
        demanded,
        refers,
    } in CHECKED
    {
        let broken = match way {
            Way::First => format!("NOT ({ours} AND {refers} AND {demanded})"),
            _ => format!("{ours} AND NOT ({demanded})"),
        };
        if exists(connection, table, &broken, act_id)? {
            return Err(broken_by("a CHECK or a reference", table));
        }
    }
    if way == Way::First {
        check_references(connection)?;
    }
    Ok(())
}

fn exists(
    connection: &Connection,
    table: &str,
    condition: &str,
    act_id: i64,
) -> Result<bool, Refusal> {
    let sql = format!("SELECT EXISTS (SELECT 1 FROM {table} WHERE {condition}) AS found");
    let mut statement = connection.prepare(&sql)?;
    for (name, value) in [
        (":act", act_id),
        (":company", company::current(connection)?),
    ] {
        if let Some(index) = statement.parameter_index(name)? {
            statement.raw_bind_parameter(index, value)?;
        }
    }
    let mut rows = statement.raw_query();
    Ok(match rows.next()? {
        Some(row) => row.get("found")?,
        None => false,
    })
}

/// The references that were not asked with the rows: the customers of the two large tables, each once and by their
/// index, and every reference of every other table.
fn check_references(connection: &Connection) -> Result<(), Refusal> {
    for table in ["transactions", "settlements"] {
        let found: bool = connection.query_row(
            &format!(
                "WITH RECURSIVE named (id) AS (
                   SELECT MIN(customer_id) FROM {table}
                   UNION ALL
                   SELECT (SELECT MIN(t.customer_id) FROM {table} t WHERE t.customer_id > named.id) FROM named
                   WHERE named.id IS NOT NULL)
                 SELECT EXISTS (SELECT 1 FROM named WHERE id NOT IN (SELECT id FROM customers)) AS found"
            ),
            [],
            |row| row.get("found"),
        )?;
        if found {
            return Err(broken_by("a customer", table));
        }
    }
    let found: Option<String> = connection.query_row(
        "SELECT MIN(m.name) AS found FROM sqlite_schema m
         WHERE m.type = 'table' AND m.name NOT IN ('transactions', 'settlements')
           AND EXISTS (SELECT 1 FROM pragma_foreign_key_check(m.name))",
        [],
        |row| row.get("found"),
    )?;
    found.map_or(Ok(()), |table| Err(broken_by("a reference", &table)))
}

fn broken_by(what: &str, table: &str) -> Refusal {
    Refusal::new("internal").with("detail", format!("{what} of {table}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    mod embedded {
        refinery::embed_migrations!("../../migrations");
    }

    /// A row of each table as it should be: column and value.
    const SOUND: [(&str, &[(&str, &str)]); 4] = [
        (
            "transactions",
            &[
                ("company_id", "1"),
                ("customer_id", "1"),
                ("kind", "'invoice'"),
                ("document_no", "'R1'"),
                ("transaction_on", "'2026-01-01'"),
                ("document_on", "'2026-01-01'"),
                ("due_on", "'2026-01-01'"),
                ("due_given", "1"),
                ("currency", "'EUR'"),
                ("amount_minor", "5"),
                ("disputed_flag", "0"),
                ("act_id", "7"),
            ],
        ),
        (
            "settlements",
            &[
                ("customer_id", "1"),
                ("debit_id", "1"),
                ("credit_id", "2"),
                ("accounting_on", "'2026-01-01'"),
                ("effective_on", "'2026-01-01'"),
                ("amount_minor", "5"),
                ("occurrence", "1"),
                ("act_id", "7"),
            ],
        ),
        (
            "customers",
            &[
                ("company_id", "1"),
                ("account", "'K1'"),
                ("name", "'N'"),
                ("currency", "'EUR'"),
                ("credit_limit_minor", "5"),
                ("delivery_hold", "'no'"),
                ("exclude_from_letters", "0"),
                ("exclude_from_interest", "0"),
                ("act_id", "7"),
            ],
        ),
        (
            "addresses",
            &[
                ("customer_id", "1"),
                ("purpose", "'postal'"),
                ("country", "'DE'"),
            ],
        ),
    ];

    /// Values that are wrong for one column or another.
    const TRIED: [&str; 16] = [
        "''",
        "'x'",
        "'EUR'",
        "'DE'",
        "'refund'",
        "'payment'",
        "'credit_note'",
        "'other'",
        "'2025-12-31'",
        "'2026-01-02'",
        "'all'",
        "'delivery'",
        "-1",
        "0",
        "1",
        "2",
    ];

    fn asked_of_each_row(connection: &Connection, asked: bool) {
        connection
            .pragma_update(None, "ignore_check_constraints", !asked)
            .unwrap();
    }

    const TAKE_BACK: &str = "ROLLBACK TO row; RELEASE row";

    /// Every row that SQLite itself would refuse is refused by the query, and no other: each value of a column is tried
    /// with all others as they should be.
    #[test]
    fn the_query_asks_what_the_tables_ask() {
        let mut connection = Connection::open_in_memory().unwrap();
        embedded::migrations::runner().run(&mut connection).unwrap();
        connection
            .execute_batch("PRAGMA foreign_keys = OFF")
            .unwrap();
        let mut refused = 0;
        for (table, columns) in SOUND {
            for (changed, _) in columns {
                for value in TRIED {
                    let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
                    let values: Vec<&str> = columns
                        .iter()
                        .map(|(name, sound)| if name == changed { value } else { *sound })
                        .collect();
                    let insert = format!(
                        "INSERT INTO {table} ({}) VALUES ({})",
                        names.join(", "),
                        values.join(", ")
                    );
                    asked_of_each_row(&connection, true);
                    connection.execute_batch("SAVEPOINT row").unwrap();
                    let itself = connection.execute(&insert, []).map_err(|e| e.to_string());
                    connection.execute_batch(TAKE_BACK).unwrap();
                    // Types and NOT NULL are never left to the query.
                    if matches!(&itself, Err(error) if !error.contains("CHECK")) {
                        continue;
                    }
                    asked_of_each_row(&connection, false);
                    connection.execute_batch("SAVEPOINT row").unwrap();
                    connection.execute(&insert, []).unwrap();
                    let act = if *changed == "act_id" { value } else { "7" };
                    let together = check(&connection, act.parse().unwrap_or(7), Way::Large);
                    connection.execute_batch(TAKE_BACK).unwrap();
                    assert_eq!(itself.is_ok(), together.is_ok(), "{insert}: {itself:?}");
                    refused += usize::from(together.is_err());
                }
            }
        }
        assert!(refused > 60, "{refused}");
    }

    /// A row that refers to what is not there ends a first import, whichever of its references it is.
    #[test]
    fn a_first_import_asks_for_every_reference() {
        let mut connection = Connection::open_in_memory().unwrap();
        embedded::migrations::runner().run(&mut connection).unwrap();
        connection
            .execute_batch(
                "PRAGMA foreign_keys = OFF;
                 INSERT INTO users (id, uuid, code, name) VALUES (1, 'u', 'u', 'U');
                 INSERT INTO audit (id, at, user_id, command) VALUES (7, '2026-01-01', 1, 'import.run');
                 INSERT INTO companies (id, uuid, name, country, currency, language) VALUES (1, 'c', 'C', 'DE', 'EUR', 'de');
                 INSERT INTO customers (id, company_id, account, name, act_id) VALUES (1, 1, 'K1', 'N', 7);
                 INSERT INTO transactions (id, company_id, customer_id, kind, document_no, transaction_on, document_on,
                   due_on, currency, amount_minor, act_id)
                 VALUES (1, 1, 1, 'invoice', 'R1', '2026-01-01', '2026-01-01', '2026-01-01', 'EUR', 5, 7),
                        (2, 1, 1, 'payment', 'Z1', '2026-01-01', '2026-01-01', '2026-01-01', 'EUR', -5, 7);
                 INSERT INTO settlements (id, customer_id, debit_id, credit_id, accounting_on, effective_on, amount_minor, act_id)
                 VALUES (1, 1, 1, 2, '2026-01-01', '2026-01-01', 5, 7);",
            )
            .unwrap();
        check(&connection, 7, Way::First).unwrap();
        for change in [
            "INSERT INTO transactions (company_id, customer_id, kind, document_no, transaction_on, document_on, due_on,
               currency, amount_minor, act_id)
             VALUES (1, 9, 'invoice', 'R2', '2026-01-01', '2026-01-01', '2026-01-01', 'EUR', 5, 7)",
            "INSERT INTO transactions (company_id, customer_id, kind, document_no, transaction_on, document_on, due_on,
               currency, amount_minor, act_id)
             VALUES (9, 1, 'invoice', 'R2', '2026-01-01', '2026-01-01', '2026-01-01', 'EUR', 5, 7)",
            "INSERT INTO transactions (company_id, customer_id, kind, document_no, transaction_on, document_on, due_on,
               currency, amount_minor, act_id)
             VALUES (1, 1, 'invoice', 'R2', '2026-01-01', '2026-01-01', '2026-01-01', 'EUR', 5, 9)",
            "UPDATE customers SET company_id = 9",
            "INSERT INTO addresses (customer_id, purpose) VALUES (9, 'postal')",
            "INSERT INTO settlements (customer_id, debit_id, credit_id, accounting_on, effective_on, amount_minor, act_id)
             VALUES (9, 1, 2, '2026-01-02', '2026-01-02', 5, 7)",
            "INSERT INTO settlements (customer_id, debit_id, credit_id, accounting_on, effective_on, amount_minor, act_id)
             VALUES (1, 9, 2, '2026-01-02', '2026-01-02', 5, 7)",
            "INSERT INTO settlements (customer_id, debit_id, credit_id, accounting_on, effective_on, amount_minor, act_id)
             VALUES (1, 1, 9, '2026-01-02', '2026-01-02', 5, 7)",
            "INSERT INTO settlements (customer_id, debit_id, credit_id, accounting_on, effective_on, amount_minor, act_id)
             VALUES (1, 1, 2, '2026-01-02', '2026-01-02', 5, 9)",
        ] {
            connection.execute_batch("SAVEPOINT row").unwrap();
            connection.execute_batch(change).unwrap();
            check(&connection, 7, Way::First).expect_err(change);
            connection.execute_batch(TAKE_BACK).unwrap();
        }
    }
}
