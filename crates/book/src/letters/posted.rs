//! Posted letters as they left the desk, for what is done with them afterwards: mails and files for others.

use chrono::NaiveDate;
use engine::mailing::Claimed;
use rusqlite::{Connection, OptionalExtension, named_params};

use super::day;
use super::selection::Selection;
use crate::documents::Unpacker;
use crate::refusal::Refusal;

/// A posted letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PostedLetter {
    pub id: i64,
    pub run_id: i64,
    pub letter_no: String,
    pub letter_on: NaiveDate,
    pub customer_id: i64,
    pub account: String,
    pub name: String,
    pub currency: String,
    pub language: String,
    pub total_minor: i64,
    /// Its heading, as it was printed.
    pub subject: String,
    pub cancelled_on: Option<NaiveDate>,
    fee_transaction_id: Option<i64>,
    fee_minor: i64,
    /// Whether it was only printed: its fee is charged when it is posted.
    waits_for_posting: bool,
    /// Whether it was printed before.
    pub printed: bool,
}

/// A line of a posted letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PostedLine {
    pub document_no: String,
    pub claimed: Claimed,
}

/// The posted letters of a run, or ticked ones of any runs, in the order of their numbers.
pub(crate) fn posted(
    connection: &Connection,
    run_id: Option<i64>,
    ids: &[i64],
) -> Result<Vec<PostedLetter>, Refusal> {
    let mut found = Vec::new();
    for selection in Selection::of(connection, run_id, ids)? {
        let mut statement = connection.prepare(&format!(
            "SELECT l.id, l.run_id, l.letter_no, l.letter_on, l.customer_id, c.account, c.name, l.currency, l.language, l.total_minor,
                    l.fee_minor, COALESCE(l.fee_transaction_id, f.fee_transaction_id) AS fee_transaction_id,
                    d.status = 'created' AS waits_for_posting,
                    EXISTS (SELECT 1 FROM letter_prints e WHERE e.letter_id = l.id) AS printed,
                    json_extract(p.paper, '$.subject') AS subject, x.cancelled_on
             FROM letters l
             JOIN letter_drafts d ON d.id = l.id
             LEFT JOIN letter_postings f ON f.letter_id = l.id
             JOIN customers c ON c.id = l.customer_id
             JOIN letter_papers p ON p.letter_id = l.id
             LEFT JOIN letter_cancellations x ON x.letter_id = l.id
             WHERE {} ORDER BY l.id",
            Selection::POSTED
        ))?;
        let mut rows = statement
            .query(named_params! {":run": selection.run_id, ":ids": selection.ids_json()})?;
        while let Some(row) = rows.next()? {
            found.push(PostedLetter {
                id: row.get("id")?,
                run_id: row.get("run_id")?,
                letter_no: row.get("letter_no")?,
                letter_on: day(row, "letter_on")?,
                customer_id: row.get("customer_id")?,
                account: row.get("account")?,
                name: row.get("name")?,
                currency: row.get("currency")?,
                language: row.get("language")?,
                total_minor: row.get("total_minor")?,
                subject: row.get("subject")?,
                cancelled_on: super::optional_day(row, "cancelled_on")?,
                fee_transaction_id: row.get("fee_transaction_id")?,
                fee_minor: row.get("fee_minor")?,
                waits_for_posting: row.get("waits_for_posting")?,
                printed: row.get("printed")?,
            });
        }
    }
    if found.is_empty() {
        return Err(Refusal::new("no_posted_letters"));
    }
    Ok(found)
}

impl PostedLetter {
    /// Its fee, minor units, where it stands on the paper and is not charged yet.
    pub(super) fn fee_to_come_minor(&self) -> i64 {
        if self.waits_for_posting && self.fee_transaction_id.is_none() {
            self.fee_minor
        } else {
            0
        }
    }

    /// What it claims, line by line, its own fee last.
    pub(crate) fn lines(&self, connection: &Connection) -> Result<Vec<PostedLine>, Refusal> {
        let mut statement = connection.prepare_cached(
            "SELECT transaction_id, document_no, due_on, claimed_minor FROM letter_items WHERE letter_id = :id ORDER BY id",
        )?;
        let mut rows = statement.query(named_params! {":id": self.id})?;
        let mut lines = Vec::new();
        while let Some(row) = rows.next()? {
            lines.push(PostedLine {
                document_no: row.get("document_no")?,
                claimed: Claimed {
                    transaction_id: row.get("transaction_id")?,
                    due_on: Some(day(row, "due_on")?),
                    claimed_minor: row.get("claimed_minor")?,
                },
            });
        }
        if let Some(transaction_id) = self.fee_transaction_id {
            lines.push(PostedLine {
                document_no: self.letter_no.clone(),
                claimed: Claimed {
                    transaction_id,
                    due_on: None,
                    claimed_minor: self.fee_minor,
                },
            });
        }
        Ok(lines)
    }
}

/// The stored PDF of a letter with its name.
pub(crate) fn paper_of(
    connection: &Connection,
    unpacker: &mut Unpacker<'_>,
    letter_id: i64,
) -> Result<(String, Vec<u8>), Refusal> {
    let stored: Option<(String, Vec<u8>)> = connection
        .prepare_cached(
            "SELECT o.file_name, o.bytes FROM letters l JOIN documents o ON o.id = l.document_id WHERE l.id = :id",
        )?
        .query_row(named_params! {":id": letter_id}, |row| {
            Ok((row.get("file_name")?, row.get("bytes")?))
        })
        .optional()?;
    let (name, bytes) =
        stored.ok_or_else(|| Refusal::new("unknown_letter").with("letter_id", letter_id))?;
    let whole = unpacker.whole(&bytes)?.into_owned();
    Ok((name, whole))
}
