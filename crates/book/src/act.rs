//! The act: one change of the book by one person, in one transaction, with one audit row that is sealed at its end.
//!
//! Invariant: whatever an act writes carries its id; the seal holds a hash over the posted facts among it and chains to
//! the seal before (spec 30 §13). An act that fails leaves nothing, not even its audit row.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use rusqlite::{Connection, OptionalExtension, named_params};
use serde::Serialize;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use crate::facts::FactsHash;
use crate::refusal::Refusal;

/// Hash before the first act.
pub const CHAIN_START: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// Who acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Actor {
    /// The user.
    pub user_id: i64,
    /// The absent user for whom a substitute acts.
    pub acting_for_id: Option<i64>,
}

/// What an act changed that checks of orders look at: before it is sealed, holds are looked at again (spec 12 §8).
#[derive(Debug, Default)]
pub struct CreditChanged {
    /// Anything that may concern every customer: parameters, rates, files.
    pub everybody: bool,
    /// These customers.
    pub customers: BTreeSet<i64>,
    /// A file brought orders, or its undo took some away.
    pub orders: bool,
    /// Documents that were replaced or left the book: interest on them is looked at again.
    pub corrected: BTreeSet<i64>,
}

impl CreditChanged {
    /// Whether anything was changed.
    pub fn is_any(&self) -> bool {
        self.everybody || self.orders || !self.customers.is_empty() || !self.corrected.is_empty()
    }
}

/// An open act. Dropping it without [`Act::seal`] rolls everything back.
#[derive(Debug)]
pub struct Act<'c> {
    transaction: rusqlite::Transaction<'c>,
    connection: &'c Connection,
    /// The id of its audit row, which everything it writes carries.
    pub id: i64,
    /// When it happens.
    pub at: DateTime<Utc>,
    /// Who does it.
    pub actor: Actor,
    /// The civil day at the desk.
    pub today: NaiveDate,
    /// Hash over the facts that it writes.
    pub facts: FactsHash,
    /// What it changed that holds depend on.
    pub credit: CreditChanged,
    object: (String, String),
    changes: Map<String, Value>,
    reason: Option<String>,
    comment: Option<String>,
}

impl<'c> Act<'c> {
    /// Opens an act: takes the book's one write lock and writes the audit row. `today` is the civil day at the desk,
    /// which may differ from the day of `at` in UTC.
    pub fn open(
        connection: &'c mut Connection,
        actor: Actor,
        at: DateTime<Utc>,
        today: NaiveDate,
        command: &str,
    ) -> Result<Self, Refusal> {
        // The connection is borrowed for the whole act, so no other transaction can be opened on it.
        let connection: &'c Connection = connection;
        let transaction = rusqlite::Transaction::new_unchecked(
            connection,
            rusqlite::TransactionBehavior::Immediate,
        )?;
        let id = transaction.query_row(
            "INSERT INTO audit (at, user_id, acting_for_id, command, recorded_on)
             VALUES (:at, :user, :acting_for, :command, :recorded_on) RETURNING id",
            named_params! {
                ":at": instant(at), ":user": actor.user_id,
                ":acting_for": actor.acting_for_id, ":command": command,
                ":recorded_on": today.to_string(),
            },
            |row| row.get("id"),
        )?;
        Ok(Self {
            transaction,
            connection,
            id,
            at,
            actor,
            today,
            facts: FactsHash::default(),
            credit: CreditChanged::default(),
            object: (String::new(), String::new()),
            changes: Map::new(),
            reason: None,
            comment: None,
        })
    }

    /// The connection of the act, for statements that are held while the act is written to.
    pub fn connection(&self) -> &'c Connection {
        self.connection
    }

    /// Names what the act is about: the kind of record and its key.
    pub fn about(&mut self, object: &str, key: impl ToString) {
        self.object = (object.to_owned(), key.to_string());
    }

    /// Records a changed field; equal values are not recorded.
    pub fn change(&mut self, field: &str, old: impl Serialize, new: impl Serialize) {
        let old = serde_json::to_value(old).unwrap_or(Value::Null);
        let new = serde_json::to_value(new).unwrap_or(Value::Null);
        if old != new {
            self.changes
                .insert(field.to_owned(), Value::Array(vec![old, new]));
        }
    }

    /// Records a figure of the act, for example a count.
    pub fn note(&mut self, name: &str, value: impl Serialize) {
        let value = serde_json::to_value(value).unwrap_or(Value::Null);
        self.changes.insert(name.to_owned(), value);
    }

    /// Records the reason that the user gave.
    pub fn because(&mut self, reason: Option<&str>, comment: Option<&str>) {
        self.reason = reason.map(str::to_owned);
        self.comment = comment.map(str::to_owned);
    }

    /// Seals and commits the act.
    pub fn seal(self) -> Result<(), Refusal> {
        let previous: Option<String> = self
            .transaction
            .query_row(
                "SELECT hash FROM audit_seals ORDER BY act_id DESC LIMIT 1",
                [],
                |row| row.get("hash"),
            )
            .optional()?;
        let (facts_count, facts_hash) = self.facts.finish();
        let mut seal = Seal {
            act_id: self.id,
            object: self.object.0,
            object_key: self.object.1,
            changes: Value::Object(self.changes).to_string(),
            reason: self.reason,
            comment: self.comment,
            approver_id: None,
            facts_count,
            facts_hash,
            previous_hash: previous.unwrap_or_else(|| CHAIN_START.to_owned()),
            hash: String::new(),
        };
        let opening = Opening::read(&self.transaction, self.id)?;
        seal.hash = seal.compute(&opening);
        seal.write(&self.transaction)?;
        self.transaction.commit()?;
        Ok(())
    }
}

impl std::ops::Deref for Act<'_> {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        &self.transaction
    }
}

/// The opening row of an act, as hashed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening {
    /// Id of the act.
    pub id: i64,
    /// When.
    pub at: String,
    /// Who.
    pub user_id: i64,
    /// For whom.
    pub acting_for_id: Option<i64>,
    /// By which command.
    pub command: String,
    /// The civil day at the desk; missing in acts of older books.
    pub recorded_on: Option<String>,
}

impl Opening {
    /// Columns in the order of [`Opening::from_row`].
    pub const COLUMNS: &'static str = "id, at, user_id, acting_for_id, command, recorded_on";

    fn read(connection: &Connection, id: i64) -> Result<Self, Refusal> {
        let sql = format!("SELECT {} FROM audit WHERE id = :id", Self::COLUMNS);
        Ok(connection.query_row(&sql, named_params! {":id": id}, Self::from_row)?)
    }

    /// Reads a row by name.
    pub fn from_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            at: row.get("at")?,
            user_id: row.get("user_id")?,
            acting_for_id: row.get("acting_for_id")?,
            command: row.get("command")?,
            recorded_on: row.get("recorded_on")?,
        })
    }
}

/// The seal of an act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seal {
    /// The act.
    pub act_id: i64,
    /// Kind of record.
    pub object: String,
    /// Its key.
    pub object_key: String,
    /// JSON.
    pub changes: String,
    /// The user's reason.
    pub reason: Option<String>,
    /// The user's comment.
    pub comment: Option<String>,
    /// Who approved.
    pub approver_id: Option<i64>,
    /// Number of facts.
    pub facts_count: i64,
    /// Hash over the facts.
    pub facts_hash: String,
    /// Hash of the seal before.
    pub previous_hash: String,
    /// Hash of this seal and its opening row.
    pub hash: String,
}

impl Seal {
    /// Columns in the order of [`Seal::from_row`].
    pub const COLUMNS: &'static str = "act_id, object, object_key, changes, reason, comment, approver_id, \
         facts_count, facts_hash, previous_hash, hash";

    /// Reads a row by name.
    pub fn from_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            act_id: row.get("act_id")?,
            object: row.get("object")?,
            object_key: row.get("object_key")?,
            changes: row.get("changes")?,
            reason: row.get("reason")?,
            comment: row.get("comment")?,
            approver_id: row.get("approver_id")?,
            facts_count: row.get("facts_count")?,
            facts_hash: row.get("facts_hash")?,
            previous_hash: row.get("previous_hash")?,
            hash: row.get("hash")?,
        })
    }

    /// The hash that belongs to this content: SHA-256 over every field with its length, in a fixed order. The day at the
    /// desk comes last and only where there is one, so that acts of older books keep their hash.
    pub fn compute(&self, opening: &Opening) -> String {
        let mut hasher = Sha256::new();
        let mut field = |text: Option<&str>| {
            let bytes = text.unwrap_or("\u{0}").as_bytes();
            hasher.update((bytes.len() as u64).to_le_bytes());
            hasher.update(bytes);
        };
        field(Some(&self.previous_hash));
        field(Some(&opening.id.to_string()));
        field(Some(&opening.at));
        field(Some(&opening.user_id.to_string()));
        field(opening.acting_for_id.map(|id| id.to_string()).as_deref());
        field(Some(&opening.command));
        field(Some(&self.object));
        field(Some(&self.object_key));
        field(Some(&self.changes));
        field(self.reason.as_deref());
        field(self.comment.as_deref());
        field(self.approver_id.map(|id| id.to_string()).as_deref());
        field(Some(&self.facts_count.to_string()));
        field(Some(&self.facts_hash));
        if let Some(day) = &opening.recorded_on {
            field(Some(day));
        }
        hex(&hasher.finalize())
    }

    fn write(&self, connection: &Connection) -> Result<(), Refusal> {
        connection.execute(
            "INSERT INTO audit_seals (act_id, object, object_key, changes, reason, comment, approver_id,
               facts_count, facts_hash, previous_hash, hash)
             VALUES (:act_id, :object, :object_key, :changes, :reason, :comment, :approver_id,
               :facts_count, :facts_hash, :previous_hash, :hash)",
            named_params! {
                ":act_id": self.act_id, ":object": self.object, ":object_key": self.object_key,
                ":changes": self.changes, ":reason": self.reason, ":comment": self.comment,
                ":approver_id": self.approver_id, ":facts_count": self.facts_count,
                ":facts_hash": self.facts_hash, ":previous_hash": self.previous_hash, ":hash": self.hash,
            },
        )?;
        Ok(())
    }
}

/// An instant as the book stores it.
pub fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}
