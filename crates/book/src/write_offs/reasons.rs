//! `write_offs.reasons`, `write_offs.reason_save` and `write_offs.reason_delete`: why something is written off.

use rusqlite::{Connection, OptionalExtension, named_params};
use serde::{Deserialize, Serialize};

use crate::refusal::Refusal;
use crate::session::Session;
use crate::wire::Nothing;

/// Signs of a code.
const LONGEST: usize = 20;

/// A reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct WriteOffReason {
    /// Code.
    pub code: String,
    /// In words; empty for a shipped one, whose words the window has.
    #[serde(default)]
    pub description: String,
}

/// The reasons.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct WriteOffReasons {
    /// By code.
    pub reasons: Vec<WriteOffReason>,
}

/// Names a reason.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct WriteOffReasonName {
    /// Its code.
    pub code: String,
}

/// `write_offs.reasons`
pub fn list(session: &mut Session<'_>, _: Nothing) -> Result<WriteOffReasons, Refusal> {
    let mut statement = session
        .connection()
        .prepare_cached("SELECT code, description FROM write_off_reasons ORDER BY code")?;
    let reasons = statement
        .query_map([], |row| {
            Ok(WriteOffReason {
                code: row.get("code")?,
                description: row.get("description")?,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(WriteOffReasons { reasons })
}

/// `write_offs.reason_save`: adds a reason, or gives one other words.
pub fn save(session: &mut Session<'_>, reason: WriteOffReason) -> Result<WriteOffReasons, Refusal> {
    let code = reason.code.trim().to_uppercase();
    if code.is_empty() || code.chars().count() > LONGEST {
        return Err(Refusal::new("reason_code_invalid").with("field", "code"));
    }
    session.act(|act| {
        act.about("write_off_reason", &code);
        act.change("description", None::<&str>, Some(reason.description.trim()));
        act.execute(
            "INSERT INTO write_off_reasons (code, description) VALUES (:code, :description)
             ON CONFLICT (code) DO UPDATE SET description = excluded.description",
            named_params! {":code": code, ":description": reason.description.trim()},
        )?;
        Ok(())
    })?;
    list(session, Nothing {})
}

/// `write_offs.reason_delete`: a reason that a write-off names, or the parameters, stays.
pub fn delete(
    session: &mut Session<'_>,
    name: WriteOffReasonName,
) -> Result<WriteOffReasons, Refusal> {
    session.act(|act| {
        act.about("write_off_reason", &name.code);
        demand(act, &name.code)?;
        let used: i64 = act.query_row(
            "SELECT COUNT(*) AS used FROM write_offs WHERE reason_code = :code",
            named_params! {":code": name.code},
            |row| row.get("used"),
        )?;
        let is_default = super::parameters::load(act)?.reason == name.code;
        if used > 0 || is_default {
            return Err(Refusal::new("write_off_reason_used")
                .with("code", &name.code)
                .with("write_offs", used));
        }
        act.note("deleted", &name.code);
        act.execute(
            "DELETE FROM write_off_reasons WHERE code = :code",
            named_params! {":code": name.code},
        )?;
        Ok(())
    })?;
    list(session, Nothing {})
}

/// Refuses a reason that is not there.
pub(crate) fn demand(connection: &Connection, code: &str) -> Result<(), Refusal> {
    connection
        .prepare_cached("SELECT 1 FROM write_off_reasons WHERE code = :code")?
        .query_row(named_params! {":code": code}, |_| Ok(()))
        .optional()?
        .ok_or_else(|| {
            Refusal::new("unknown_write_off_reason")
                .with("field", "reason")
                .with("code", code)
        })
}
