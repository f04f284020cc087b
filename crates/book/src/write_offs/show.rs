//! `write_offs.show`: a write-off with its documents, lines, entries, recoveries and history.

use chrono::NaiveDate;
use engine::write_offs::{SeparateTax, Status};
use rusqlite::{Connection, named_params};
use serde::{Deserialize, Serialize};

use super::approval::Asked;
use super::draft::{WriteOffLine, WriteOffSum, sums};
use super::items::{self, WriteOffItem};
use super::parameters;
use super::stored::{self, Stored};
use crate::accounts::day_of;
use crate::refusal::Refusal;
use crate::session::Session;
use crate::users::Role;

/// Names a write-off.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct WriteOffAsked {
    /// Row id.
    #[ts(type = "number")]
    pub write_off_id: i64,
}

/// What somebody did with a write-off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct WriteOffEvent {
    /// `proposed`, `approved`, `rejected`, `posted`, `undone`, `recovered` or `recovery_undone`.
    pub what: String,
    /// The day.
    pub on_day: NaiveDate,
    /// By whom.
    pub user: String,
    /// Comment.
    pub comment: String,
}

/// An entry of the journal that belongs to a write-off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct WriteOffEntry {
    /// Row id.
    #[ts(type = "number")]
    pub entry_id: i64,
    /// Its number.
    pub number: String,
}

/// What came in on a write-off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct WriteOffRecovery {
    /// Row id.
    #[ts(type = "number")]
    pub recovery_id: i64,
    /// Number of the credit.
    pub document_no: String,
    /// The day.
    pub recovered_on: NaiveDate,
    /// Currency.
    pub currency: String,
    /// Minor units.
    #[ts(type = "number")]
    pub amount_minor: i64,
    /// Whether it was taken back.
    pub undone: bool,
}

/// A write-off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct WriteOff {
    /// Row id.
    #[ts(type = "number")]
    pub id: i64,
    /// Its number.
    pub number: String,
    /// Account number.
    pub account: String,
    /// Name.
    pub name: String,
    /// Where it stands.
    pub status: Status,
    /// The day.
    pub on: NaiveDate,
    /// Code of the reason.
    pub reason: String,
    /// Comment.
    pub comment: String,
    /// Whether tax has lines of its own.
    pub separate_tax: SeparateTax,
    /// Code of who prepared it.
    pub prepared_by: String,
    /// All of it in the company's currency, minor units.
    #[ts(type = "number | null")]
    pub size_minor: Option<i64>,
    /// The documents.
    pub items: Vec<WriteOffItem>,
    /// The lines.
    pub lines: Vec<WriteOffLine>,
    /// Per currency.
    pub sums: Vec<WriteOffSum>,
    /// Who still has to approve, first to last.
    pub approvers: Vec<Role>,
    /// Entries of the journal.
    pub entries: Vec<WriteOffEntry>,
    /// What came in.
    pub recoveries: Vec<WriteOffRecovery>,
    /// Its history, oldest first.
    pub history: Vec<WriteOffEvent>,
}

/// `write_offs.show`
pub fn show(session: &mut Session<'_>, request: WriteOffAsked) -> Result<WriteOff, Refusal> {
    let today = session.today;
    session.read(|connection| one(connection, request.write_off_id, today))
}

/// One write-off.
pub(crate) fn one(connection: &Connection, id: i64, today: NaiveDate) -> Result<WriteOff, Refusal> {
    let stored = Stored::load(connection, id)?;
    let (account, name, prepared_by): (String, String, String) = connection
        .prepare_cached(
            "SELECT c.account, c.name, u.code FROM write_offs w JOIN customers c ON c.id = w.customer_id
             JOIN users u ON u.id = w.prepared_by_id WHERE w.id = :id",
        )?
        .query_row(named_params! {":id": id}, |row| {
            Ok((row.get("account")?, row.get("name")?, row.get("code")?))
        })?;
    let lines = stored::lines(connection, id)?;
    let approvers = if stored.status == Status::Draft {
        let of = (stored.size_minor, stored.prepared_by_id);
        Asked::new(connection, &parameters::load(connection)?, of, today)?
            .signed(connection, id)?
            .outstanding()
    } else {
        Vec::new()
    };
    Ok(WriteOff {
        id,
        number: stored.number,
        account,
        name,
        status: stored.status,
        on: stored.on,
        reason: stored.reason,
        comment: stored.comment,
        separate_tax: stored.separate_tax,
        prepared_by,
        size_minor: stored.size_minor,
        items: items::of_write_off(connection, id)?
            .into_iter()
            .map(|item| item.shown)
            .collect(),
        sums: sums(&lines),
        lines,
        approvers,
        entries: entries(connection, id)?,
        recoveries: recoveries(connection, id)?,
        history: history(connection, id)?,
    })
}

/// Entries of the posting, of recoveries, and what takes them back.
fn entries(connection: &Connection, id: i64) -> Result<Vec<WriteOffEntry>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT e.id, e.number FROM journal_entries e WHERE e.id IN (
           SELECT entry_id FROM write_off_postings WHERE write_off_id = :id
           UNION SELECT entry_id FROM write_off_recoveries WHERE write_off_id = :id)
           OR e.corrects_id IN (
           SELECT entry_id FROM write_off_postings WHERE write_off_id = :id
           UNION SELECT entry_id FROM write_off_recoveries WHERE write_off_id = :id)
         ORDER BY e.id",
    )?;
    let found = statement
        .query_map(named_params! {":id": id}, |row| {
            Ok(WriteOffEntry {
                entry_id: row.get("id")?,
                number: row.get("number")?,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(found)
}

fn recoveries(connection: &Connection, id: i64) -> Result<Vec<WriteOffRecovery>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT r.id, t.document_no, r.recovered_on, r.currency, r.amount_minor, r.undone_by_act_id IS NOT NULL AS undone
         FROM write_off_recoveries r JOIN transactions t ON t.id = r.credit_id WHERE r.write_off_id = :id ORDER BY r.id",
    )?;
    let mut rows = statement.query(named_params! {":id": id})?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(WriteOffRecovery {
            recovery_id: row.get("id")?,
            document_no: row.get("document_no")?,
            recovered_on: day_of(row, "recovered_on")?,
            currency: row.get("currency")?,
            amount_minor: row.get("amount_minor")?,
            undone: row.get("undone")?,
        });
    }
    Ok(found)
}

fn history(connection: &Connection, id: i64) -> Result<Vec<WriteOffEvent>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT h.what, h.on_day, u.code, h.comment FROM write_off_history h JOIN users u ON u.id = h.user_id
         WHERE h.write_off_id = :id ORDER BY h.id",
    )?;
    let mut rows = statement.query(named_params! {":id": id})?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(WriteOffEvent {
            what: row.get("what")?,
            on_day: day_of(row, "on_day")?,
            user: row.get("code")?,
            comment: row.get("comment")?,
        });
    }
    Ok(found)
}
