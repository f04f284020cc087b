//! `cases.get`: everything about a case on one page.

use chrono::NaiveDate;
use rusqlite::{Connection, named_params};
use serde::{Deserialize, Serialize};

use super::list::{CaseRow, rows};
use super::{CaseRequest, Head};
use crate::accounts::day_of;
use crate::activities::list::{ActivityRow, rows as activity_rows};
use crate::refusal::Refusal;
use crate::session::Session;

/// A person at the customer, as noted with the case.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct CaseContact {
    /// Name.
    pub name: String,
    /// E-mail.
    #[serde(default)]
    pub email: String,
    /// Telephone.
    #[serde(default)]
    pub phone: String,
}

/// A transaction of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct CaseTransaction {
    /// Row id.
    #[ts(type = "number")]
    pub transaction_id: i64,
    /// What it is.
    pub kind: String,
    /// Number of the document.
    pub document_no: String,
    /// Day on the document.
    pub document_on: NaiveDate,
    /// When it falls due.
    pub due_on: NaiveDate,
    /// Days overdue today; not positive while not overdue.
    #[ts(type = "number")]
    pub days_overdue: i64,
    /// Currency.
    pub currency: String,
    /// Minor units.
    #[ts(type = "number")]
    pub amount_minor: i64,
    /// Open today.
    #[ts(type = "number")]
    pub open_minor: i64,
}

/// A document of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct CaseDocument {
    /// Row id of the attachment.
    #[ts(type = "number")]
    pub id: i64,
    /// Its file name.
    pub file_name: String,
    /// Hash of its bytes.
    pub sha256: String,
    /// When it was attached.
    pub at: String,
    /// By whom.
    pub user: String,
}

/// A line of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct CaseLogLine {
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

/// A case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct CaseFile {
    /// Its row of the list.
    pub head: CaseRow,
    /// Notes.
    pub notes: String,
    /// How it ended.
    pub resolution: String,
    /// Who is talked to.
    pub contacts: Vec<CaseContact>,
    /// Its transactions, by due day.
    pub transactions: Vec<CaseTransaction>,
    /// Its activities, the newest end first.
    pub activities: Vec<ActivityRow>,
    /// Its documents.
    pub documents: Vec<CaseDocument>,
    /// What was changed, the newest first.
    pub log: Vec<CaseLogLine>,
}

/// `cases.get`
pub fn get(session: &mut Session<'_>, request: CaseRequest) -> Result<CaseFile, Refusal> {
    read(session.connection(), request.case_id, session.today)
}

/// The whole case.
pub(super) fn read(
    connection: &Connection,
    id: i64,
    today: NaiveDate,
) -> Result<CaseFile, Refusal> {
    let head = Head::load(connection, id)?;
    let row = rows(connection, &[head.id])?
        .pop()
        .ok_or_else(|| Refusal::new("unknown_case").with("case_id", id))?;
    let (notes, resolution, contacts): (String, String, String) = connection.query_row(
        "SELECT notes, resolution, contacts FROM cases WHERE id = :id",
        named_params! {":id": id},
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    let activities: Vec<i64> = connection
        .prepare_cached(
            "SELECT id FROM activities WHERE case_id = :id ORDER BY state DESC, ends_on DESC, id DESC",
        )?
        .query_map(named_params! {":id": id}, |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    Ok(CaseFile {
        head: row,
        notes,
        resolution,
        contacts: serde_json::from_str(&contacts)?,
        transactions: transactions(connection, id, today)?,
        activities: activity_rows(connection, &activities, today)?,
        documents: documents(connection, id)?,
        log: log(connection, id)?,
    })
}

fn transactions(
    connection: &Connection,
    id: i64,
    today: NaiveDate,
) -> Result<Vec<CaseTransaction>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT t.id, t.kind, t.document_no, t.document_on, t.due_on, t.currency, t.amount_minor,
                COALESCE(i.open_minor, 0) AS open_minor
         FROM case_transactions x JOIN transactions t ON t.id = x.transaction_id
           LEFT JOIN open_items_snapshot i ON i.customer_id = t.customer_id AND i.transaction_id = t.id
         WHERE x.case_id = :id ORDER BY t.due_on, t.id",
    )?;
    let mut rows = statement.query(named_params! {":id": id})?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let due_on = day_of(row, "due_on")?;
        found.push(CaseTransaction {
            transaction_id: row.get("id")?,
            kind: row.get("kind")?,
            document_no: row.get("document_no")?,
            document_on: day_of(row, "document_on")?,
            due_on,
            days_overdue: engine::day::days_overdue(due_on, today),
            currency: row.get("currency")?,
            amount_minor: row.get("amount_minor")?,
            open_minor: row.get("open_minor")?,
        });
    }
    Ok(found)
}

fn documents(connection: &Connection, id: i64) -> Result<Vec<CaseDocument>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT x.id, d.file_name, d.sha256, a.at, u.code FROM case_documents x JOIN documents d ON d.id = x.document_id
         JOIN audit a ON a.id = x.act_id JOIN users u ON u.id = a.user_id
         WHERE x.case_id = :id AND x.removed_by_act_id IS NULL ORDER BY x.id",
    )?;
    Ok(statement
        .query_map(named_params! {":id": id}, |row| {
            Ok(CaseDocument {
                id: row.get("id")?,
                file_name: row.get("file_name")?,
                sha256: row.get("sha256")?,
                at: row.get("at")?,
                user: row.get("code")?,
            })
        })?
        .collect::<Result<_, _>>()?)
}

fn log(connection: &Connection, id: i64) -> Result<Vec<CaseLogLine>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT l.id, a.at, u.code, l.what, l.before, l.after FROM case_log l JOIN audit a ON a.id = l.act_id
         JOIN users u ON u.id = a.user_id WHERE l.case_id = :id ORDER BY l.id DESC",
    )?;
    Ok(statement
        .query_map(named_params! {":id": id}, |row| {
            Ok(CaseLogLine {
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
