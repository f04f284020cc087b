//! `journal.show`: an entry with its lines, and the entries that take it back or that it takes back.

use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, named_params};
use serde::{Deserialize, Serialize};

use super::Accounts;
use super::list::{JournalRow, rows};
use super::setup::role_of;
use crate::accounts::day_of;
use crate::refusal::Refusal;
use crate::session::Session;

/// Names an entry.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct JournalEntryAsked {
    /// Row id.
    #[ts(type = "number")]
    pub journal_entry_id: i64,
}

/// A line of an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct JournalEntryLine {
    /// `customer`, or what the account of the ledger is for.
    pub role: String,
    /// Tax code, bank account or charges code; empty for none.
    pub role_key: String,
    /// The account, or the customer's number; empty where none is set up.
    pub account: String,
    /// Debits positive, credits negative, minor units.
    #[ts(type = "number")]
    pub amount_minor: i64,
    /// The transaction that it is, or is about.
    #[ts(type = "number | null")]
    pub transaction_id: Option<i64>,
    /// Its number.
    pub document_no: String,
    /// Posting profile; empty for none.
    pub profile: String,
    /// Dimensions: name and value.
    pub dimensions: Vec<(String, String)>,
    /// Tax code; empty for none.
    pub tax_code: String,
}

/// Another entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct JournalLink {
    /// Row id.
    #[ts(type = "number")]
    pub journal_entry_id: i64,
    /// Its number.
    pub number: String,
    /// Its day.
    pub posting_on: NaiveDate,
}

/// An entry as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct JournalEntry {
    /// Its head.
    pub entry: JournalRow,
    /// Its lines.
    pub lines: Vec<JournalEntryLine>,
    /// The entry that it takes back.
    pub corrects: Option<JournalLink>,
    /// The entry that takes it back.
    pub corrected_by: Option<JournalLink>,
    /// Name of the file that has it; missing where it waits.
    pub file_name: Option<String>,
}

/// `journal.show`
pub fn show(
    session: &mut Session<'_>,
    request: JournalEntryAsked,
) -> Result<JournalEntry, Refusal> {
    session.read(|connection| one(connection, request.journal_entry_id))
}

fn one(connection: &Connection, id: i64) -> Result<JournalEntry, Refusal> {
    let known: bool = connection
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM journal_entries WHERE id = :id) AS known")?
        .query_row(named_params! {":id": id}, |row| row.get("known"))?;
    let entry = if known {
        rows(connection, &[id])?.pop()
    } else {
        None
    };
    let entry = entry.ok_or_else(|| Refusal::new("unknown_journal_entry").with("entry_id", id))?;
    let file_name = connection
        .prepare_cached(
            "SELECT d.file_name FROM journal_exported x JOIN journal_exports p ON p.id = x.export_id
             JOIN documents d ON d.id = p.document_id WHERE x.entry_id = :id",
        )?
        .query_row(named_params! {":id": id}, |row| row.get("file_name"))
        .optional()?;
    Ok(JournalEntry {
        lines: lines(connection, id, &entry.account)?,
        corrects: link(
            connection,
            "e.id = (SELECT corrects_id FROM journal_entries WHERE id = :id)",
            id,
        )?,
        corrected_by: link(connection, "e.corrects_id = :id", id)?,
        entry,
        file_name,
    })
}

fn link(connection: &Connection, is: &str, id: i64) -> Result<Option<JournalLink>, Refusal> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT e.id, e.number, e.posting_on FROM journal_entries e WHERE {is}"
    ))?;
    let mut rows = statement.query(named_params! {":id": id})?;
    let Some(row) = rows.next()? else {
        return Ok(None);
    };
    Ok(Some(JournalLink {
        journal_entry_id: row.get("id")?,
        number: row.get("number")?,
        posting_on: day_of(row, "posting_on")?,
    }))
}

fn lines(
    connection: &Connection,
    id: i64,
    customer: &str,
) -> Result<Vec<JournalEntryLine>, Refusal> {
    let accounts = Accounts::load(connection)?;
    let mut statement = connection.prepare_cached(
        "SELECT l.role, l.role_key, l.account, l.amount_minor, l.transaction_id,
                COALESCE(t.document_no, '') AS document_no, l.profile, l.dimensions, l.tax_code
         FROM journal_lines l LEFT JOIN transactions t ON t.id = l.transaction_id WHERE l.entry_id = :id ORDER BY l.id",
    )?;
    let mut rows = statement.query(named_params! {":id": id})?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let dimensions: String = row.get("dimensions")?;
        let mut line = JournalEntryLine {
            role: row.get("role")?,
            role_key: row.get("role_key")?,
            account: row.get("account")?,
            amount_minor: row.get("amount_minor")?,
            transaction_id: row.get("transaction_id")?,
            document_no: row.get("document_no")?,
            profile: row.get("profile")?,
            dimensions: serde_json::from_str(&dimensions)?,
            tax_code: row.get("tax_code")?,
        };
        if line.role == "customer" {
            customer.clone_into(&mut line.account);
        } else if line.account.is_empty() {
            // What was not set up then is asked now, as an export would.
            let key = if line.role_key.is_empty() {
                &line.tax_code
            } else {
                &line.role_key
            };
            let now = accounts.of(role_of(&line.role)?, key, &line.profile);
            now.unwrap_or_default().clone_into(&mut line.account);
        }
        found.push(line);
    }
    Ok(found)
}
