//! Reasons of credit management: one table, a kind each (spec 10 §2).

use rusqlite::{Connection, OptionalExtension, named_params};
use serde::{Deserialize, Serialize};

use crate::refusal::Refusal;

/// What a reason is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum ReasonKind {
    /// An order is held.
    Hold,
    /// An order is released.
    Release,
    /// The account status changes.
    Status,
    /// A limit is adjusted.
    Limit,
}

impl ReasonKind {
    /// As stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Hold => "hold",
            Self::Release => "release",
            Self::Status => "status",
            Self::Limit => "limit",
        }
    }

    /// Reads a stored kind.
    pub fn of(code: &str) -> Self {
        match code {
            "hold" => Self::Hold,
            "release" => Self::Release,
            "status" => Self::Status,
            _ => Self::Limit,
        }
    }
}

/// The id of a reason of a kind.
pub fn reason_id(connection: &Connection, kind: ReasonKind, code: &str) -> Result<i64, Refusal> {
    connection
        .prepare_cached("SELECT id FROM credit_reasons WHERE kind = :kind AND code = :code")?
        .query_row(named_params! {":kind": kind.code(), ":code": code}, |row| {
            row.get("id")
        })
        .optional()?
        .ok_or_else(|| {
            Refusal::new("unknown_credit_reason")
                .with("field", "reason")
                .with("kind", kind.code())
                .with("code", code)
        })
}

/// Reasons that the book writes by itself.
const OF_THE_BOOK: [(ReasonKind, &str); 7] = [
    (ReasonKind::Limit, "FIRST"),
    (ReasonKind::Limit, "APPLICATION"),
    (ReasonKind::Limit, "IMPORT"),
    (ReasonKind::Status, "REVIEW"),
    (ReasonKind::Release, "AUTOMATIC"),
    (ReasonKind::Release, "CHANGED"),
    (ReasonKind::Release, "CANCELLED"),
];

/// Whether the book gives the reason by itself, or a rule or parameter says that it shall. Those name it by its code, so
/// that no reference of the file holds it.
pub fn is_given_by_book(
    connection: &Connection,
    kind: ReasonKind,
    code: &str,
) -> Result<bool, Refusal> {
    if OF_THE_BOOK.contains(&(kind, code)) {
        return Ok(true);
    }
    let bodies = match kind {
        ReasonKind::Release => {
            "SELECT body FROM hold_policies WHERE id = (SELECT MAX(id) FROM hold_policies)"
        }
        ReasonKind::Status => "SELECT body FROM customer_rules",
        ReasonKind::Hold | ReasonKind::Limit => return Ok(false),
    };
    Ok(connection
        .prepare_cached(&format!(
            "SELECT EXISTS (SELECT 1 FROM ({bodies}) b, json_tree(b.body) j
               WHERE j.fullkey LIKE '%reason%' AND j.atom = :code) AS given"
        ))?
        .query_row(named_params! {":code": code}, |row| row.get("given"))?)
}
