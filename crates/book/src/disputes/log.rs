//! What was changed in a dispute, by whom and when; it is only added to.

use rusqlite::{Connection, named_params};
use serde::{Deserialize, Serialize};

use crate::act::Act;
use crate::refusal::Refusal;

/// A line of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct DisputeLogLine {
    /// Row id.
    #[ts(type = "number")]
    pub id: i64,
    /// When.
    pub at: String,
    /// Code of who did it.
    pub user: String,
    /// What was changed.
    pub what: String,
    /// What was there before.
    pub before: String,
    /// What is there now.
    pub after: String,
}

/// Writes a line; what did not change is not written.
pub(super) fn log(
    act: &Act<'_>,
    dispute_id: i64,
    what: &str,
    before: &str,
    after: &str,
) -> Result<(), Refusal> {
    if before != after {
        act.prepare_cached(
            "INSERT INTO dispute_log (dispute_id, what, before, after, act_id) VALUES (:dispute, :what, :before, :after, :act)",
        )?
        .execute(named_params! {
            ":dispute": dispute_id, ":what": what, ":before": before, ":after": after, ":act": act.id,
        })?;
    }
    Ok(())
}

/// The lines of a dispute, the newest first.
pub(super) fn lines(
    connection: &Connection,
    dispute_id: i64,
) -> Result<Vec<DisputeLogLine>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT l.id, a.at, u.code, l.what, l.before, l.after FROM dispute_log l JOIN audit a ON a.id = l.act_id
         JOIN users u ON u.id = a.user_id WHERE l.dispute_id = :id ORDER BY l.id DESC",
    )?;
    Ok(statement
        .query_map(named_params! {":id": dispute_id}, |row| {
            Ok(DisputeLogLine {
                id: row.get("id")?,
                at: row.get("at")?,
                user: row.get("code")?,
                what: row.get("what")?,
                before: row.get("before")?,
                after: row.get("after")?,
            })
        })?
        .collect::<Result<_, _>>()?)
}
