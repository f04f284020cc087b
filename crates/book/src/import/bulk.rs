//! What a large import does once at its end instead of once for every row.
//!
//! - The first import of a book writes its indexes by customer in one sorted pass: rows come in the order of documents,
//!   and each would otherwise land on another page of them.
//! - The CHECKs of the tables are asked of all new rows together. SQLite builds the list of an `IN` anew for every row
//!   that it checks, which costs more than the row itself; in one query it is built once. A row that broke a CHECK would
//!   end the import, as it would have without this.

use rusqlite::{Connection, named_params};

use crate::refusal::Refusal;

/// Bytes of files from which all of this is worth it.
const WORTH_IT: u64 = 1 << 20;

/// The indexes that are not needed while rows are entered into an empty ledger.
const BY_CUSTOMER: [&str; 2] = ["transactions_by_customer", "settlements_by_customer"];

/// Indexes taken down, as the statements that make them again. They are part of the act: a rollback brings them back.
#[derive(Debug)]
pub(super) struct Later {
    indexes: Vec<String>,
}

impl Later {
    /// Takes the indexes down where the ledger is empty and `bytes` of files are enough to make it worth it.
    pub fn take_down(connection: &Connection, bytes: u64) -> Result<Self, Refusal> {
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
        Ok(Self { indexes: later })
    }

    /// Makes the indexes again.
    pub fn put_up(self, connection: &Connection) -> Result<(), Refusal> {
        for sql in self.indexes {
            connection.execute_batch(&sql)?;
        }
        Ok(())
    }
}

/// Whether rows are checked one by one as they are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Checks {
    /// By SQLite itself.
    EachRow,
    /// All of them by [`check`], before the act is sealed.
    Together,
}

impl Checks {
    /// How files of `bytes` are checked.
    pub fn of(bytes: u64) -> Self {
        if bytes > WORTH_IT {
            Self::Together
        } else {
            Self::EachRow
        }
    }

    /// Tells the connection.
    pub fn set(self, connection: &Connection) -> Result<(), Refusal> {
        let ignore = self == Self::Together;
        Ok(connection.pragma_update(None, "ignore_check_constraints", ignore)?)
    }
}

/// Tables that an import writes many rows of, and what their CHECKs demand of a row; a test holds the two together.
const CHECKED: [(&str, &str); 4] = [
    (
        "transactions",
        "act_id = :act AND NOT (
           kind IN ('invoice', 'credit_note', 'payment', 'refund', 'interest_note', 'letter_fee', 'other')
           AND document_no <> '' AND length(transaction_on) = 10 AND length(document_on) = 10 AND length(due_on) = 10
           AND due_given IN (0, 1) AND length(currency) = 3 AND disputed_flag IN (0, 1)
           AND ((kind IN ('invoice', 'refund', 'interest_note', 'letter_fee') AND amount_minor >= 0)
             OR (kind IN ('credit_note', 'payment') AND amount_minor <= 0) OR kind = 'other'))",
    ),
    (
        "settlements",
        "act_id = :act AND NOT (
           credit_id <> debit_id AND length(accounting_on) = 10 AND effective_on >= accounting_on
           AND (amount_minor > 0 OR reverses_id IS NOT NULL) AND occurrence > 0)",
    ),
    (
        "customers",
        ":act = :act AND NOT (
           account <> '' AND COALESCE(length(currency) = 3, 1) AND COALESCE(credit_limit_minor >= 0, 1)
           AND delivery_hold IN ('no', 'invoice', 'all') AND exclude_from_letters IN (0, 1)
           AND exclude_from_interest IN (0, 1))",
    ),
    (
        "addresses",
        ":act = :act AND NOT (
           purpose IN ('postal', 'statement', 'delivery') AND COALESCE(length(country) = 2, 1))",
    ),
];

/// Refuses the act `act_id` where one of its rows breaks a CHECK.
pub(super) fn check(connection: &Connection, act_id: i64) -> Result<(), Refusal> {
    for (table, broken) in CHECKED {
        let found: bool = connection.query_row(
            &format!("SELECT EXISTS (SELECT 1 FROM {table} WHERE {broken}) AS found"),
            named_params! {":act": act_id},
            |row| row.get("found"),
        )?;
        if found {
            return Err(Refusal::new("internal").with("detail", format!("a CHECK of {table}")));
        }
    }
    Ok(())
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
                    Checks::EachRow.set(&connection).unwrap();
                    connection.execute_batch("SAVEPOINT row").unwrap();
                    let itself = connection.execute(&insert, []).map_err(|e| e.to_string());
                    connection.execute_batch(TAKE_BACK).unwrap();
                    // Types and NOT NULL are never left to the query.
                    if matches!(&itself, Err(error) if !error.contains("CHECK")) {
                        continue;
                    }
                    Checks::Together.set(&connection).unwrap();
                    connection.execute_batch("SAVEPOINT row").unwrap();
                    connection.execute(&insert, []).unwrap();
                    let act = if *changed == "act_id" { value } else { "7" };
                    let together = check(&connection, act.parse().unwrap_or(7));
                    connection.execute_batch(TAKE_BACK).unwrap();
                    assert_eq!(itself.is_ok(), together.is_ok(), "{insert}: {itself:?}");
                    refused += usize::from(together.is_err());
                }
            }
        }
        assert!(refused > 60, "{refused}");
    }
}
