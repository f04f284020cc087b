//! `collections.reasons`, `collections.reason_save` and `collections.reason_delete`: why something is disputed, or a status
//! changes.

use rusqlite::{Connection, OptionalExtension, named_params};
use serde::{Deserialize, Serialize};

use crate::refusal::Refusal;
use crate::session::Session;
use crate::wire::Nothing;

/// A reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct CollectionsReason {
    /// Code.
    pub code: String,
    /// In words; empty for a shipped one, whose words the window has.
    pub description: String,
}

/// The reasons.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct CollectionsReasons {
    /// By code.
    pub reasons: Vec<CollectionsReason>,
}

/// `collections.reasons`
pub fn list(session: &mut Session<'_>, _: Nothing) -> Result<CollectionsReasons, Refusal> {
    let mut statement = session
        .connection()
        .prepare_cached("SELECT code, description FROM collections_reasons ORDER BY code")?;
    let reasons = statement
        .query_map([], |row| {
            Ok(CollectionsReason {
                code: row.get("code")?,
                description: row.get("description")?,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(CollectionsReasons { reasons })
}

/// `collections.reason_save`: adds a reason, or gives one other words.
pub fn save(
    session: &mut Session<'_>,
    reason: CollectionsReason,
) -> Result<CollectionsReasons, Refusal> {
    let code = reason.code.trim().to_owned();
    if code.is_empty() || code.chars().count() > 20 {
        return Err(Refusal::new("reason_code_invalid").with("field", "code"));
    }
    session.act(|act| {
        act.about("collections_reason", &code);
        act.change("description", None::<&str>, Some(reason.description.trim()));
        act.execute(
            "INSERT INTO collections_reasons (code, description) VALUES (:code, :description)
             ON CONFLICT (code) DO UPDATE SET description = excluded.description",
            named_params! {":code": code, ":description": reason.description.trim()},
        )?;
        Ok(())
    })?;
    list(session, Nothing {})
}

/// Names a reason.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct CollectionsReasonName {
    /// Its code.
    pub code: String,
}

/// `collections.reason_delete`: a reason that a dispute or a status names stays, and the refusal says how many do.
pub fn delete(
    session: &mut Session<'_>,
    name: CollectionsReasonName,
) -> Result<CollectionsReasons, Refusal> {
    session.act(|act| {
        act.about("collections_reason", &name.code);
        demand(act, &name.code)?;
        let (disputes, changes): (i64, i64) = act.query_row(
            "SELECT (SELECT COUNT(*) FROM disputes WHERE reason_code = :code) AS disputes,
                    (SELECT COUNT(*) FROM collections_history WHERE reason_code = :code) AS changes",
            named_params! {":code": name.code},
            |row| Ok((row.get("disputes")?, row.get("changes")?)),
        )?;
        if disputes + changes > 0 {
            return Err(Refusal::new("collections_reason_used")
                .with("code", &name.code)
                .with("disputes", disputes)
                .with("changes", changes));
        }
        act.note("deleted", &name.code);
        act.execute(
            "DELETE FROM collections_reasons WHERE code = :code",
            named_params! {":code": name.code},
        )?;
        Ok(())
    })?;
    list(session, Nothing {})
}

/// Refuses a reason that is not there.
pub fn demand(connection: &Connection, code: &str) -> Result<(), Refusal> {
    connection
        .prepare_cached("SELECT 1 FROM collections_reasons WHERE code = :code")?
        .query_row(named_params! {":code": code}, |_| Ok(()))
        .optional()?
        .ok_or_else(|| {
            Refusal::new("unknown_collections_reason")
                .with("field", "reason")
                .with("code", code)
        })
}
