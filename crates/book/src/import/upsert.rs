//! One row of a table that holds no posted facts: written, changed or left alone, with the row before kept for the undo.

use rusqlite::types::Value;
use rusqlite::{OptionalExtension as _, params_from_iter};
use serde_json::json;

use super::before::{Before, Shape};
use super::row::Trouble;
use super::work::Work;

/// What became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Upserted {
    New,
    Unchanged,
    /// Changed fields: name, old and new text.
    Changed(Vec<(String, String, String)>),
    /// This very import has written it with other values.
    Twice,
}

/// A row to write.
pub(super) struct Upsert {
    pub table: &'static str,
    /// Primary key of the row that is there, as a JSON array.
    pub found: Option<serde_json::Value>,
    /// Columns that only a new row gets.
    pub key: Vec<(&'static str, Value)>,
    /// Columns that a later file changes.
    pub values: Vec<(&'static str, Value)>,
}

impl Upsert {
    pub fn write(self, work: &mut Work<'_, '_>) -> Result<Upserted, Trouble> {
        match self.found.clone() {
            None => self.insert(work),
            Some(key) => self.update(work, &key),
        }
    }

    fn insert(self, work: &mut Work<'_, '_>) -> Result<Upserted, Trouble> {
        let act_id = work.act.id;
        let shape = work.before.shape(work.act, self.table)?;
        let (has_id, names_act) = (shape.key == ["id"], shape.names_act());
        let key: Vec<String> = shape.key.clone();
        let mut columns = self.key;
        columns.extend(self.values);
        if names_act {
            columns.push(("act_id", Value::Integer(act_id)));
        }
        let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
        let marks = vec!["?"; names.len()].join(", ");
        let sql = format!(
            "INSERT INTO {} ({}) VALUES ({marks})",
            self.table,
            names.join(", ")
        );
        work.act
            .prepare_cached(&sql)?
            .execute(params_from_iter(columns.iter().map(|(_, value)| value)))?;
        let written = if has_id {
            json!([work.act.last_insert_rowid()])
        } else {
            let of = |name: &String| {
                let found = columns.iter().find(|(column, _)| column == name);
                found.map_or(serde_json::Value::Null, |(_, value)| as_json(value))
            };
            serde_json::Value::Array(key.iter().map(of).collect())
        };
        Before::keep_missing(work.act, act_id, self.table, &written)?;
        Ok(Upserted::New)
    }

    fn update(self, work: &mut Work<'_, '_>, key: &serde_json::Value) -> Result<Upserted, Trouble> {
        if self.values.is_empty() {
            return Ok(Upserted::Unchanged);
        }
        let act_id = work.act.id;
        let shape: &Shape = work.before.shape(work.act, self.table)?;
        let names_act = shape.names_act();
        let condition = shape.is_at("?1");
        let names: Vec<&str> = self.values.iter().map(|(name, _)| *name).collect();
        let act = if names_act { "act_id" } else { "NULL" };
        let stored: Option<Vec<Value>> = work
            .act
            .prepare_cached(&format!(
                "SELECT {}, {act} FROM {} WHERE {condition}",
                names.join(", "),
                self.table
            ))?
            .query_row([key.to_string()], |row| {
                (0..=names.len()).map(|at| row.get(at)).collect()
            })
            .optional()?;
        let stored = stored.unwrap_or_default();
        let changed: Vec<(String, String, String)> = self
            .values
            .iter()
            .zip(&stored)
            .filter(|((_, new), old)| new != *old)
            .map(|((name, new), old)| ((*name).to_owned(), as_text(old), as_text(new)))
            .collect();
        if changed.is_empty() {
            return Ok(Upserted::Unchanged);
        }
        if stored.last() == Some(&Value::Integer(act_id)) {
            return Ok(Upserted::Twice);
        }
        work.before.keep(work.act, act_id, self.table, key)?;
        let mut sets: Vec<String> = names
            .iter()
            .zip(2..)
            .map(|(name, place)| format!("{name} = ?{place}"))
            .collect();
        if names_act {
            sets.push(format!("act_id = {act_id}"));
        }
        let sql = format!(
            "UPDATE {} SET {} WHERE {condition}",
            self.table,
            sets.join(", ")
        );
        let parameters = std::iter::once(Value::Text(key.to_string()))
            .chain(self.values.into_iter().map(|(_, value)| value));
        work.act
            .prepare_cached(&sql)?
            .execute(params_from_iter(parameters))?;
        Ok(Upserted::Changed(changed))
    }
}

fn as_json(value: &Value) -> serde_json::Value {
    match value {
        Value::Integer(number) => json!(number),
        Value::Text(text) => json!(text),
        _ => serde_json::Value::Null,
    }
}

fn as_text(value: &Value) -> String {
    match value {
        Value::Integer(number) => number.to_string(),
        Value::Text(text) => text.clone(),
        _ => String::new(),
    }
}
