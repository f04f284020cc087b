//! What stands on an import: later records that would lose their ground if it were undone. Each is named by what a person
//! calls it. Promises and disputes that were taken back, and tasks that the book noted by itself, go along.
//!
//! Tables that refer to documents and customers are found in the file itself, so that a slice added later is seen too.

use rusqlite::{Connection, named_params};
use serde::{Deserialize, Serialize};

use crate::import::before::{Shape, TABLES, referring};
use crate::refusal::Refusal;

/// Later records of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(rename = "StandingOnImport")]
pub struct Standing {
    /// What they are: `changed_documents`, `replaced_inferences`, `settlements`, `transactions`, `changed_records`,
    /// else the name of the table.
    pub what: String,
    /// How many.
    #[ts(type = "number")]
    pub count: i64,
    /// Numbers of promises, disputes, documents or customers, at most five.
    pub examples: Vec<String>,
}

const EXAMPLES: i64 = 5;

/// Everything that stands on the staged import of the act `of`.
pub(super) fn standing(connection: &Connection, of: i64) -> Result<Vec<Standing>, Refusal> {
    let mut found = Vec::new();
    for (what, sql) in LEDGER {
        found.extend(ask(connection, what, sql, of)?);
    }
    found.extend(on_documents(connection, of)?);
    found.extend(on_customers(connection, of)?);
    found.extend(on_records(connection, of)?);
    Ok(found)
}

/// Each gives a text per record that stands.
const LEDGER: [(&str, &str); 6] = [
    (
        "changed_documents",
        "SELECT DISTINCT h.document_no FROM transaction_history h
         WHERE h.act_id = :act AND h.transaction_id NOT IN (SELECT id FROM temp.undo_transactions)
           AND h.replaced_by_act_id > :act",
    ),
    (
        "changed_details",
        "SELECT DISTINCT t.document_no FROM transaction_detail_history h JOIN transactions t ON t.id = h.transaction_id
         WHERE h.act_id = :act AND h.transaction_id NOT IN (SELECT id FROM temp.undo_details)
           AND h.replaced_by_act_id > :act
         UNION
         SELECT t.document_no FROM transaction_details d JOIN temp.undo_transactions u ON u.id = d.transaction_id
           JOIN transactions t ON t.id = u.id
         WHERE u.changed = 0 AND d.transaction_id NOT IN (SELECT id FROM temp.undo_details)",
    ),
    (
        "replaced_inferences",
        "SELECT w.document_no FROM withdrawn_transactions w
         WHERE w.act_id = :act AND w.withdrawn_by_act_id NOT IN (SELECT act FROM temp.undone)",
    ),
    (
        "settlements",
        "SELECT t.document_no FROM settlements s JOIN transactions t ON t.id = s.debit_id
         WHERE s.id NOT IN (SELECT id FROM temp.undo_settlements)
           AND (s.debit_id IN (SELECT id FROM temp.undo_transactions WHERE changed = 0)
             OR s.credit_id IN (SELECT id FROM temp.undo_transactions WHERE changed = 0)
             OR s.reverses_id IN (SELECT id FROM temp.undo_settlements)) AND :act > 0",
    ),
    // Earlier values come back only where no later settlement rests on the new ones.
    (
        "settlements_of_changed",
        "SELECT t.document_no FROM temp.undo_transactions u JOIN transactions t ON t.id = u.id
           JOIN transaction_history h ON h.transaction_id = u.id AND h.replaced_by_act_id = :act
         WHERE u.changed = 1
           AND (h.customer_id <> t.customer_id OR h.currency <> t.currency OR h.amount_minor <> t.amount_minor
             OR h.transaction_on > t.transaction_on)
           AND EXISTS (SELECT 1 FROM settlements s WHERE s.customer_id = t.customer_id
             AND (s.debit_id = t.id OR s.credit_id = t.id) AND s.act_id > :act
             AND s.id NOT IN (SELECT id FROM temp.undo_settlements))",
    ),
    // What the import took back comes again only where nothing else has settled its document since.
    (
        "settlements_since",
        "SELECT t.document_no FROM withdrawn_settlements w JOIN transactions t ON t.id IN (w.debit_id, w.credit_id)
         WHERE w.withdrawn_by_act_id = :act
           AND EXISTS (SELECT 1 FROM settlements s WHERE s.customer_id = t.customer_id
             AND (s.debit_id = t.id OR s.credit_id = t.id) AND s.act_id > :act
             AND s.id NOT IN (SELECT id FROM temp.undo_settlements))",
    ),
];

/// Tables whose rows of the import's documents go with them, or are judged above.
const WITH_DOCUMENTS: [&str; 5] = [
    "settlements",
    "instalments",
    "transaction_details",
    "inferred_settlements",
    "transactions",
];

/// Which rows of a table stand, where not all do; the others go along.
fn stands(table: &str) -> Option<&'static str> {
    Some(match table {
        // What came with its invoice goes with it.
        "invoice_copies" => "x.withdrawn_by_act_id IS NULL AND x.act_id <> :act",
        // What the file itself held goes with its document; what a person changed about it stays.
        "stops" => {
            "(x.act_id <> :act OR EXISTS
               (SELECT 1 FROM stop_changes s WHERE s.stop_id = x.id AND s.act_id <> :act))"
        }
        "promises" | "disputes" => "x.undone_by_act_id IS NULL AND :act > 0",
        "promise_lines" => {
            "EXISTS (SELECT 1 FROM promises p WHERE p.id = x.promise_id AND p.undone_by_act_id IS NULL) AND :act > 0"
        }
        // Promises and disputes are named themselves; a status that a person has set has no other record.
        "collections_history" => {
            "x.source IN ('person', 'undo') AND x.new_status <> 'not_disputed' AND :act > 0
               AND x.id = (SELECT MAX(l.id) FROM collections_history l WHERE l.transaction_id = x.transaction_id)"
        }
        // Follow from those.
        "dispute_periods" | "dispute_log" | "transaction_states" => ":act < 0",
        "activities" => "NOT (x.source = 'automation' AND a.command NOT LIKE 'activities.%') AND :act > 0",
        _ => return None,
    })
}

/// What a person calls a row of a table that has a number of its own.
fn named(table: &str, otherwise: &str) -> String {
    match table {
        "promise_lines" => format!(
            "(SELECT p.number FROM promises p WHERE p.id = x.promise_id) || ' · ' || {otherwise}"
        ),
        "promises" | "disputes" | "activities" | "cases" => {
            format!("x.number || ' · ' || {otherwise}")
        }
        _ => otherwise.to_owned(),
    }
}

/// Automatic activities are touched where a person's act was the last one about them.
fn with_last_act(table: &str) -> &'static str {
    if table == "activities" {
        "JOIN audit a ON a.id = x.act_id"
    } else {
        ""
    }
}

fn on_documents(connection: &Connection, of: i64) -> Result<Vec<Standing>, Refusal> {
    let mut found = Vec::new();
    for (table, column) in referring(connection, "transactions")? {
        if WITH_DOCUMENTS.contains(&table.as_str()) {
            continue;
        }
        let (name, last) = (named(&table, "t.document_no"), with_last_act(&table));
        let stands = stands(&table).unwrap_or(":act > 0");
        let sql = format!(
            "SELECT {name} FROM \"{table}\" x JOIN temp.undo_transactions u ON u.id = x.\"{column}\"
               JOIN transactions t ON t.id = u.id {last}
             WHERE u.changed = 0 AND {stands}"
        );
        found.extend(ask(connection, &table, &sql, of)?);
    }
    Ok(found)
}

fn on_customers(connection: &Connection, of: i64) -> Result<Vec<Standing>, Refusal> {
    let mut found = Vec::new();
    found.extend(ask(
        connection,
        "changed_records",
        "SELECT account FROM customers WHERE created_act_id = :act AND act_id <> created_act_id",
        of,
    )?);
    found.extend(ask(
        connection,
        "transactions",
        "SELECT t.document_no FROM temp.undo_customers c JOIN transactions t ON t.customer_id = c.id
         WHERE t.id NOT IN (SELECT id FROM temp.undo_transactions)
           AND t.id NOT IN (SELECT transaction_id FROM transaction_history WHERE act_id = :act)",
        of,
    )?);
    for (table, column) in referring(connection, "customers")? {
        if WITH_DOCUMENTS.contains(&table.as_str())
            || matches!(table.as_str(), "contacts" | "addresses")
        {
            continue;
        }
        let others = match table.as_str() {
            // The book made them by itself; what a person did about them stays.
            "credit_tasks" => "x.done_by_id IS NOT NULL AND :act > 0",
            "limit_lines" => {
                "NOT (x.proposed = 1 AND :act > 0 AND EXISTS (SELECT 1 FROM limit_journals j
                   WHERE j.id = x.journal_id AND j.state = 'draft'))"
            }
            "customer_rule_states" => "(x.applied IS NOT NULL OR x.declined <> '[]') AND :act > 0",
            other => match stands(other) {
                Some(stands) => stands,
                None if Shape::read(connection, other)?.names_act() => "x.act_id <> :act",
                None => ":act > 0",
            },
        };
        let (name, last) = (named(&table, "c.account"), with_last_act(&table));
        let sql = format!(
            "SELECT {name} FROM \"{table}\" x JOIN temp.undo_customers u ON u.id = x.\"{column}\"
               JOIN customers c ON c.id = u.id {last}
             WHERE {others}"
        );
        found.extend(ask(connection, &table, &sql, of)?);
    }
    Ok(found)
}

/// Rows that are no facts and were changed again since, or to which something refers.
fn on_records(connection: &Connection, of: i64) -> Result<Vec<Standing>, Refusal> {
    let mut found = Vec::new();
    for table in TABLES {
        let shape = Shape::read(connection, table)?;
        if shape.names_act() {
            let sql = format!(
                "SELECT b.object_key FROM import_before b LEFT JOIN \"{table}\" x ON {}
                 WHERE b.act_id = :act AND b.object = '{table}' AND x.act_id IS NOT :act",
                shape.is_at("b.object_key")
            );
            found.extend(ask(connection, "changed_records", &sql, of)?);
        }
        if table == "customers" || shape.key.len() != 1 {
            continue;
        }
        for (child, column) in referring(connection, table)? {
            let sql = format!(
                "SELECT b.object_key FROM import_before b
                   JOIN \"{child}\" x ON x.\"{column}\" = json_extract(b.object_key, '$[0]')
                 WHERE b.act_id = :act AND b.object = '{table}' AND b.before IS NULL"
            );
            found.extend(ask(connection, &child, &sql, of)?);
        }
    }
    Ok(found)
}

/// What stands in one line: the first names, each once.
pub(super) fn first_names(standing: &[Standing]) -> String {
    let mut names: Vec<&str> = Vec::new();
    for name in standing.iter().flat_map(|standing| &standing.examples) {
        if !names.contains(&name.as_str()) {
            names.push(name);
        }
    }
    names.truncate(usize::try_from(EXAMPLES).unwrap_or(5));
    names.join(", ")
}

/// Counts the texts that a query gives and keeps the first of them.
fn ask(
    connection: &Connection,
    what: &str,
    sql: &str,
    of: i64,
) -> Result<Option<Standing>, Refusal> {
    let count: i64 = connection.query_row(
        &format!("SELECT COUNT(*) AS count FROM ({sql})"),
        named_params! {":act": of},
        |row| row.get("count"),
    )?;
    if count == 0 {
        return Ok(None);
    }
    let examples = connection
        .prepare(&format!("SELECT * FROM ({sql}) LIMIT {EXAMPLES}"))?
        .query_map(named_params! {":act": of}, |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    Ok(Some(Standing {
        what: what.to_owned(),
        count,
        examples,
    }))
}
