//! What an import finds before it changes something that is no posted fact: rows of customers, contacts, orders, rates.
//!
//! The earlier row is kept as JSON under its primary key, once for each act; a row that the act creates is kept as
//! missing. Customers that the act creates need nothing, because they name their act themselves.

use std::collections::HashMap;
use std::fmt::Write as _;

use rusqlite::{Connection, named_params};
use serde_json::Value;

use crate::refusal::Refusal;

/// Tables that are put back, in the order in which new rows of them can go: who refers to others goes first.
pub(super) const TABLES: [&str; 8] = [
    "credit_attributes",
    "contacts",
    "addresses",
    "revenues",
    "deliveries",
    "orders",
    "exchange_rates",
    "customers",
];

/// The columns of a table.
#[derive(Debug)]
pub(super) struct Shape {
    pub columns: Vec<String>,
    /// Of its primary key.
    pub key: Vec<String>,
}

impl Shape {
    pub fn read(connection: &Connection, table: &str) -> Result<Self, Refusal> {
        let mut statement = connection
            .prepare_cached("SELECT name, pk FROM pragma_table_info(:table) ORDER BY cid")?;
        let rows = statement
            .query_map(named_params! {":table": table}, |row| {
                Ok((row.get("name")?, row.get("pk")?))
            })?
            .collect::<Result<Vec<(String, i64)>, _>>()?;
        let mut key: Vec<(i64, String)> = rows
            .iter()
            .filter(|(_, place)| *place > 0)
            .map(|(name, place)| (*place, name.clone()))
            .collect();
        key.sort();
        Ok(Self {
            columns: rows.into_iter().map(|(name, _)| name).collect(),
            key: key.into_iter().map(|(_, name)| name).collect(),
        })
    }

    /// The condition that finds the row of a key, which `source` names as a JSON array.
    pub fn is_at(&self, source: &str) -> String {
        let terms: Vec<String> = self
            .key
            .iter()
            .enumerate()
            .map(|(place, column)| format!("\"{column}\" = json_extract({source}, '$[{place}]')"))
            .collect();
        terms.join(" AND ")
    }

    /// Whether its rows name the act that wrote them.
    pub fn names_act(&self) -> bool {
        self.columns.iter().any(|column| column == "act_id")
    }
}

/// Keeps earlier rows for one act.
#[derive(Debug, Default)]
pub(super) struct Before {
    statements: HashMap<&'static str, String>,
    shapes: HashMap<&'static str, Shape>,
}

impl Before {
    /// The columns of a table, read once.
    pub fn shape(
        &mut self,
        connection: &Connection,
        table: &'static str,
    ) -> Result<&Shape, Refusal> {
        match self.shapes.entry(table) {
            std::collections::hash_map::Entry::Occupied(known) => Ok(known.into_mut()),
            std::collections::hash_map::Entry::Vacant(place) => {
                Ok(place.insert(Shape::read(connection, table)?))
            }
        }
    }

    /// Keeps the row of `table` with this primary key as it is now.
    pub fn keep(
        &mut self,
        connection: &Connection,
        act_id: i64,
        table: &'static str,
        key: &Value,
    ) -> Result<(), Refusal> {
        if !self.statements.contains_key(table) {
            let sql = keeping(&Shape::read(connection, table)?, table);
            self.statements.insert(table, sql);
        }
        if let Some(sql) = self.statements.get(table) {
            connection
                .prepare_cached(sql)?
                .execute(named_params! {":act": act_id, ":key": key.to_string()})?;
        }
        Ok(())
    }

    /// Keeps that `table` had no row with this primary key.
    pub fn keep_missing(
        connection: &Connection,
        act_id: i64,
        table: &'static str,
        key: &Value,
    ) -> Result<(), Refusal> {
        connection
            .prepare_cached(
                "INSERT INTO import_before (act_id, object, object_key, before) VALUES (?1, ?2, ?3, NULL)
                 ON CONFLICT DO NOTHING",
            )?
            .execute(rusqlite::params![act_id, table, key.to_string()])?;
        Ok(())
    }
}

fn keeping(shape: &Shape, table: &str) -> String {
    let pairs: Vec<String> = shape
        .columns
        .iter()
        .map(|column| format!("'{column}', \"{column}\""))
        .collect();
    format!(
        "INSERT INTO import_before (act_id, object, object_key, before)
         SELECT :act, '{table}', :key, json_object({}) FROM \"{table}\" WHERE {} ON CONFLICT DO NOTHING",
        pairs.join(", "),
        shape.is_at(":key")
    )
}

/// Puts every row that the act `of` had changed back as it was, and takes away those that it had created. Gives how many
/// of each table.
pub(super) fn put_back(
    connection: &Connection,
    of: i64,
) -> Result<Vec<(&'static str, u64)>, Refusal> {
    let mut counts = Vec::new();
    for table in TABLES {
        let shape = Shape::read(connection, table)?;
        let keys: Vec<(String, Option<String>)> = connection
            .prepare_cached(
                "SELECT object_key, before FROM import_before WHERE act_id = ?1 AND object = ?2",
            )?
            .query_map(rusqlite::params![of, table], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })?
            .collect::<Result<_, _>>()?;
        let condition = shape.is_at("?1");
        let sets: Vec<String> = shape
            .columns
            .iter()
            .filter(|column| !shape.key.contains(column))
            .map(|column| format!("\"{column}\" = json_extract(?2, '$.{column}')"))
            .collect();
        let update = format!(
            "UPDATE \"{table}\" SET {} WHERE {condition}",
            sets.join(", ")
        );
        let delete = format!("DELETE FROM \"{table}\" WHERE {condition} AND ?2 IS NULL");
        let count = keys.len() as u64;
        for (key, before) in keys {
            let sql = if before.is_some() { &update } else { &delete };
            connection
                .prepare_cached(sql)?
                .execute(rusqlite::params![key, before])?;
        }
        if count > 0 {
            counts.push((table, count));
        }
    }
    Ok(counts)
}

/// Takes away the terms of payment that the act `of` had added, where nobody uses them.
pub(super) fn drop_unused_terms(connection: &Connection, of: i64) -> Result<(), Refusal> {
    let mut unused = String::from(
        "DELETE FROM terms WHERE id IN (SELECT json_extract(object_key, '$[0]') FROM import_before
           WHERE act_id = ?1 AND object = 'terms')",
    );
    for (table, column) in referring(connection, "terms")? {
        let _ = write!(
            unused,
            " AND id NOT IN (SELECT \"{column}\" FROM \"{table}\" WHERE \"{column}\" IS NOT NULL)"
        );
    }
    connection.execute(&unused, [of])?;
    Ok(())
}

/// Every column that refers to `parent`: table and column.
pub(super) fn referring(
    connection: &Connection,
    parent: &str,
) -> Result<Vec<(String, String)>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT m.name AS child, f.\"from\" AS child_column
         FROM sqlite_schema m, pragma_foreign_key_list(m.name) f
         WHERE m.type = 'table' AND f.\"table\" = ?1 ORDER BY 1, 2",
    )?;
    Ok(statement
        .query_map([parent], |row| {
            Ok((row.get("child")?, row.get("child_column")?))
        })?
        .collect::<Result<_, _>>()?)
}
