//! `credit.set_status`: the account status of a customer, with a reason and a history (spec 10 §4).

use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, named_params};
use serde::{Deserialize, Serialize};

use super::attributes::{CreditFile, CreditRequest, get, touch};
use super::setup::{ReasonKind, StatusHold, reason_id, status_id};
use super::status_rule::{self, StatusByRule};
use crate::accounts::{customer_id, day_of};
use crate::act::Act;
use crate::refusal::Refusal;
use crate::session::Session;

/// Changes the account status.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct SetStatus {
    /// Account number.
    pub account: String,
    /// Code of the new status.
    pub status: String,
    /// Code of a reason of the kind *status*.
    pub reason: String,
    /// In words.
    #[serde(default)]
    pub comment: String,
}

/// A change of the status.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct StatusChange {
    /// Row id.
    #[ts(type = "number")]
    pub id: i64,
    /// When.
    pub changed_on: NaiveDate,
    /// Code before; `None` where none was set.
    pub old: Option<String>,
    /// Code after.
    pub new: String,
    /// The book's own words for the statuses before and after, and for the reason; empty where they are shipped.
    pub old_description: String,
    /// Of the status after.
    pub new_description: String,
    /// Code of the reason.
    pub reason: String,
    /// Of the reason.
    pub reason_description: String,
    /// Comment; empty where a rule did it.
    pub comment: String,
    /// The rule that did it; `None` where a person did.
    pub by_rule: Option<StatusByRule>,
    /// Code of the user.
    pub user: String,
}

/// The code of a customer's status and what it stops; `None` where none was set.
pub(crate) fn current(
    connection: &Connection,
    customer_id: i64,
) -> Result<Option<(String, StatusHold)>, Refusal> {
    Ok(connection
        .prepare_cached(
            "SELECT s.code, s.hold FROM credit_attributes a JOIN account_statuses s ON s.id = a.status_id
             WHERE a.customer_id = :id",
        )?
        .query_row(named_params! {":id": customer_id}, |row| {
            Ok((
                row.get("code")?,
                StatusHold::of(&row.get::<_, String>("hold")?),
            ))
        })
        .optional()?)
}

/// Refuses a new limit for a closed customer.
pub(super) fn open_for_limits(
    connection: &Connection,
    customer_id: i64,
    account: &str,
) -> Result<(), Refusal> {
    match crate::standing::closed(connection, customer_id)? {
        None => Ok(()),
        Some(status) => Err(Refusal::new("customer_closed")
            .with("account", account)
            .with("status", status)),
    }
}

/// `credit.set_status`
pub fn set_status(session: &mut Session<'_>, request: SetStatus) -> Result<CreditFile, Refusal> {
    let connection = session.connection();
    let id = customer_id(connection, &request.account)?;
    let new = status_id(connection, &request.status)?;
    reason_id(connection, ReasonKind::Status, &request.reason)?;
    if stored(connection, id)? == Some(new) {
        return Err(Refusal::new("status_unchanged")
            .with("field", "status")
            .with("status", &request.status));
    }
    let today = session.today;
    session.act(|act| {
        act.about("customer_credit", &request.account);
        act.because(Some(&request.reason), Some(&request.comment));
        write(
            act,
            id,
            Some(&request.status),
            (&request.reason, &request.comment),
            today,
        )
    })?;
    get(
        session,
        CreditRequest {
            account: request.account,
        },
    )
}

fn stored(connection: &Connection, customer_id: i64) -> Result<Option<i64>, Refusal> {
    Ok(connection
        .query_row(
            "SELECT status_id FROM credit_attributes WHERE customer_id = :id",
            named_params! {":id": customer_id},
            |row| row.get(0),
        )
        .optional()?
        .flatten())
}

/// Gives a customer a status, or the one without effect where `new` is none, and writes the history.
pub(crate) fn write(
    act: &mut Act<'_>,
    customer_id: i64,
    new: Option<&str>,
    (reason, comment): (&str, &str),
    day: NaiveDate,
) -> Result<(), Refusal> {
    let before = current(act, customer_id)?.map(|(code, _)| code);
    let new = new.unwrap_or("NORMAL");
    act.change("status", before, Some(new));
    let old = stored(act, customer_id)?;
    touch(act, customer_id)?;
    let new_id = status_id(act, new)?;
    act.execute(
        "UPDATE credit_attributes SET status_id = :new WHERE customer_id = :id",
        named_params! {":id": customer_id, ":new": new_id},
    )?;
    act.execute(
        "INSERT INTO account_status_history (customer_id, old_status_id, new_status_id, reason_id, comment, changed_on,
           act_id)
         VALUES (:id, :old, :new, :reason, :comment, :on, :act)",
        named_params! {
            ":id": customer_id, ":old": old, ":new": new_id,
            ":reason": reason_id(act, ReasonKind::Status, reason)?, ":comment": comment.trim(),
            ":on": day.to_string(), ":act": act.id,
        },
    )?;
    Ok(())
}

/// The changes of a customer's status, newest first.
pub(super) fn history(
    connection: &Connection,
    customer_id: i64,
) -> Result<Vec<StatusChange>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT h.id, h.changed_on, o.code AS old, n.code AS new, r.code AS reason, h.comment, u.code AS user,
                COALESCE(o.description, '') AS old_description, n.description AS new_description,
                r.description AS reason_description
         FROM account_status_history h JOIN account_statuses n ON n.id = h.new_status_id
           LEFT JOIN account_statuses o ON o.id = h.old_status_id JOIN credit_reasons r ON r.id = h.reason_id
           JOIN audit a ON a.id = h.act_id JOIN users u ON u.id = a.user_id
         WHERE h.customer_id = :id ORDER BY h.id DESC",
    )?;
    let mut rows = statement.query(named_params! {":id": customer_id})?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let comment: String = row.get("comment")?;
        let by_rule = status_rule::read(&comment);
        found.push(StatusChange {
            id: row.get("id")?,
            changed_on: day_of(row, "changed_on")?,
            old: row.get("old")?,
            new: row.get("new")?,
            old_description: row.get("old_description")?,
            new_description: row.get("new_description")?,
            reason: row.get("reason")?,
            reason_description: row.get("reason_description")?,
            comment: if by_rule.is_some() {
                String::new()
            } else {
                comment
            },
            by_rule,
            user: row.get("user")?,
        });
    }
    Ok(found)
}
