//! Parameters: one typed value per slice, stored as JSON under the slice's name.

use rusqlite::{Connection, OptionalExtension, named_params};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::act::Act;
use crate::refusal::Refusal;

/// Reads the parameters `name`, or their defaults where none were saved.
pub fn load<P: DeserializeOwned + Default>(
    connection: &Connection,
    name: &str,
) -> Result<P, Refusal> {
    let value: Option<String> = connection
        .prepare_cached("SELECT value FROM parameters WHERE name = :name")?
        .query_row(named_params! {":name": name}, |row| row.get("value"))
        .optional()?;
    Ok(value
        .map(|value| serde_json::from_str(&value))
        .transpose()?
        .unwrap_or_default())
}

/// Saves the parameters `name` inside an act, which records every changed field.
pub fn save<P: DeserializeOwned + Default + Serialize>(
    act: &mut Act<'_>,
    name: &str,
    new: &P,
) -> Result<(), Refusal> {
    let old = serde_json::to_value(load::<P>(act, name)?)?;
    let value = serde_json::to_value(new)?;
    for (field, new) in value.as_object().into_iter().flatten() {
        act.change(field, old.get(field), Some(new));
    }
    act.execute(
        "INSERT INTO parameters (name, value) VALUES (:name, :value)
         ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        named_params! {":name": name, ":value": value.to_string()},
    )?;
    Ok(())
}
