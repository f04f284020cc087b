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
