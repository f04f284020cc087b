//! The posted facts of letters, as the act's hash sees them and as `book.check` reads them again.

use std::collections::HashMap;
use std::hash::BuildHasher;

use rusqlite::{Connection, Row};

use crate::facts::{FactKind, FactRow, FactsHash};
use crate::refusal::Refusal;

/// A posted letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct LetterFact<'a> {
    pub id: i64,
    pub letter_no: &'a str,
    pub run_id: i64,
    pub customer_id: i64,
    pub currency: &'a str,
    pub code: &'a str,
    pub language: &'a str,
    pub letter_on: &'a str,
    pub items_minor: i64,
    pub fee_minor: i64,
    pub total_minor: i64,
    pub fee_transaction_id: Option<i64>,
    pub document_id: i64,
    pub hold_before: Option<&'a str>,
    pub checks: &'a str,
}

impl LetterFact<'_> {
    pub(super) fn canonical<'r>(&self, row: &'r mut FactRow) -> &'r FactRow {
        row.start()
            .int(self.id)
            .text(self.letter_no)
            .int(self.run_id)
            .int(self.customer_id)
            .text(self.currency)
            .text(self.code)
            .text(self.language)
            .text(self.letter_on)
            .int(self.items_minor)
            .int(self.fee_minor)
            .int(self.total_minor)
            .int(self.fee_transaction_id.unwrap_or(0))
            .int(self.document_id)
            .optional(self.hold_before)
            .text(self.checks)
    }
}

/// An item of a posted letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ItemFact<'a> {
    pub id: i64,
    pub letter_id: i64,
    pub transaction_id: i64,
    pub document_no: &'a str,
    pub due_on: &'a str,
    pub days_overdue: i64,
    pub amount_minor: i64,
    pub open_minor: i64,
    pub claimed_minor: i64,
    pub code: Option<&'a str>,
    pub previous_code: Option<&'a str>,
    pub previous_on: Option<&'a str>,
}

impl ItemFact<'_> {
    pub(super) fn canonical<'r>(&self, row: &'r mut FactRow) -> &'r FactRow {
        row.start()
            .int(self.id)
            .int(self.letter_id)
            .int(self.transaction_id)
            .text(self.document_no)
            .text(self.due_on)
            .int(self.days_overdue)
            .int(self.amount_minor)
            .int(self.open_minor)
            .int(self.claimed_minor)
            .optional(self.code)
            .optional(self.previous_code)
            .optional(self.previous_on)
    }
}

/// What posting adds to a letter that was printed before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct PostingFact<'a> {
    pub letter_id: i64,
    pub posted_on: &'a str,
    pub fee_transaction_id: Option<i64>,
    pub hold_before: Option<&'a str>,
}

impl PostingFact<'_> {
    pub(super) fn canonical<'r>(&self, row: &'r mut FactRow) -> &'r FactRow {
        row.start()
            .int(self.letter_id)
            .text(self.posted_on)
            .int(self.fee_transaction_id.unwrap_or(0))
            .optional(self.hold_before)
    }
}

/// Hashes every posted letter and item into the hash of the act that wrote it, in the order of ids.
pub fn hash_facts<S: BuildHasher>(
    connection: &Connection,
    hashes: &mut HashMap<i64, FactsHash, S>,
) -> Result<(), Refusal> {
    let mut bytes = FactRow::default();
    let mut statement = connection.prepare(
        "SELECT id, letter_no, run_id, customer_id, currency, code, language, letter_on, items_minor, fee_minor,
                total_minor, fee_transaction_id, document_id, hold_before, checks, act_id
         FROM letters ORDER BY id",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let fact = LetterFact {
            id: row.get("id")?,
            letter_no: text(row, "letter_no")?,
            run_id: row.get("run_id")?,
            customer_id: row.get("customer_id")?,
            currency: text(row, "currency")?,
            code: text(row, "code")?,
            language: text(row, "language")?,
            letter_on: text(row, "letter_on")?,
            items_minor: row.get("items_minor")?,
            fee_minor: row.get("fee_minor")?,
            total_minor: row.get("total_minor")?,
            fee_transaction_id: row.get("fee_transaction_id")?,
            document_id: row.get("document_id")?,
            hold_before: optional(row, "hold_before")?,
            checks: text(row, "checks")?,
        };
        let hash = hashes.entry(row.get("act_id")?).or_default();
        hash.written(FactKind::Letter, fact.canonical(&mut bytes));
    }
    hash_items(connection, hashes, &mut bytes)?;
    hash_postings(connection, hashes, &mut bytes)
}

fn hash_items<S: BuildHasher>(
    connection: &Connection,
    hashes: &mut HashMap<i64, FactsHash, S>,
    bytes: &mut FactRow,
) -> Result<(), Refusal> {
    let mut statement = connection.prepare(
        "SELECT id, letter_id, transaction_id, document_no, due_on, days_overdue, amount_minor, open_minor,
                claimed_minor, code, previous_code, previous_on, act_id
         FROM letter_items ORDER BY id",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let fact = ItemFact {
            id: row.get("id")?,
            letter_id: row.get("letter_id")?,
            transaction_id: row.get("transaction_id")?,
            document_no: text(row, "document_no")?,
            due_on: text(row, "due_on")?,
            days_overdue: row.get("days_overdue")?,
            amount_minor: row.get("amount_minor")?,
            open_minor: row.get("open_minor")?,
            claimed_minor: row.get("claimed_minor")?,
            code: optional(row, "code")?,
            previous_code: optional(row, "previous_code")?,
            previous_on: optional(row, "previous_on")?,
        };
        let hash = hashes.entry(row.get("act_id")?).or_default();
        hash.written(FactKind::LetterItem, fact.canonical(bytes));
    }
    Ok(())
}

fn hash_postings<S: BuildHasher>(
    connection: &Connection,
    hashes: &mut HashMap<i64, FactsHash, S>,
    bytes: &mut FactRow,
) -> Result<(), Refusal> {
    let mut statement = connection.prepare(
        "SELECT letter_id, posted_on, fee_transaction_id, hold_before, act_id FROM letter_postings ORDER BY letter_id",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let fact = PostingFact {
            letter_id: row.get("letter_id")?,
            posted_on: text(row, "posted_on")?,
            fee_transaction_id: row.get("fee_transaction_id")?,
            hold_before: optional(row, "hold_before")?,
        };
        let hash = hashes.entry(row.get("act_id")?).or_default();
        hash.written(FactKind::LetterPosting, fact.canonical(bytes));
    }
    Ok(())
}

fn text<'r>(row: &'r Row<'_>, name: &str) -> Result<&'r str, Refusal> {
    Ok(row.get_ref(name)?.as_str().map_err(rusqlite::Error::from)?)
}

fn optional<'r>(row: &'r Row<'_>, name: &str) -> Result<Option<&'r str>, Refusal> {
    Ok(row
        .get_ref(name)?
        .as_str_or_null()
        .map_err(rusqlite::Error::from)?)
}
