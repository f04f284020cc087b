//! The one way in which a limit changes: the figure, its days, and a row of its history (spec 11 §4.2).

use chrono::NaiveDate;
use rusqlite::{Connection, named_params};
use serde::{Deserialize, Serialize};

use super::attributes::touch;
use crate::accounts::{day_of, optional_day_of};
use crate::act::Act;
use crate::refusal::Refusal;
use crate::standing;

/// A new limit of a customer, in the company's currency.
pub(super) struct LimitChange<'a> {
    /// `None` is not set.
    pub new_minor: Option<i64>,
    /// First day on which it holds.
    pub from_on: NaiveDate,
    /// Last day, or expiry.
    pub to_on: Option<NaiveDate>,
    /// Who prepared it.
    pub preparer_id: i64,
    /// Who approved last; `None` where no approval was required.
    pub approver_id: Option<i64>,
    /// Why.
    pub reason_id: Option<i64>,
    /// In words.
    pub comment: &'a str,
    /// The line of the journal; `None` by hand.
    pub line_id: Option<i64>,
    /// The day at the desk.
    pub set_on: NaiveDate,
}

/// A change of a limit, as the customer's page shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct LimitChanged {
    /// Row id.
    #[ts(type = "number")]
    pub id: i64,
    /// `credit_limit` or `temporary`.
    pub kind: String,
    /// Currency of the amounts.
    pub currency: String,
    /// Before; `None` is not set.
    #[ts(type = "number | null")]
    pub old_minor: Option<i64>,
    /// After.
    #[ts(type = "number | null")]
    pub new_minor: Option<i64>,
    /// Expiry before.
    pub old_to_on: Option<NaiveDate>,
    /// First day.
    pub from_on: NaiveDate,
    /// Last day, or expiry.
    pub to_on: Option<NaiveDate>,
    /// Code of the user who prepared it.
    pub preparer: String,
    /// Code of the user who approved it; `None`: no approval was required.
    pub approver: Option<String>,
    /// Code of the reason.
    pub reason: Option<String>,
    /// Comment.
    pub comment: String,
    /// Number of the journal; `None`: by hand.
    pub journal: Option<String>,
    /// When.
    pub set_on: NaiveDate,
}

/// Sets the permanent limit of a customer.
pub(super) fn write_permanent(
    act: &mut Act<'_>,
    customer_id: i64,
    change: &LimitChange<'_>,
) -> Result<(), Refusal> {
    let old = standing::attributes(act, customer_id)?;
    act.change("credit_limit_minor", old.limit_minor, change.new_minor);
    act.change("limit_expires_on", old.expires_on, change.to_on);
    act.execute(
        "UPDATE customers SET credit_limit_minor = :minor, act_id = :act WHERE id = :id",
        named_params! {":id": customer_id, ":minor": change.new_minor, ":act": act.id},
    )?;
    touch(act, customer_id)?;
    act.execute(
        "UPDATE credit_attributes SET limit_set_on = :on, limit_expires_on = :expires WHERE customer_id = :id",
        named_params! {
            ":id": customer_id, ":on": change.set_on.to_string(),
            ":expires": change.to_on.map(|day| day.to_string()),
        },
    )?;
    record(
        act,
        "credit_limit",
        customer_id,
        change,
        old.limit_minor,
        old.expires_on,
    )
}

/// Writes the row of the history; of a temporary limit this is the limit.
pub(super) fn record(
    act: &mut Act<'_>,
    kind: &str,
    customer_id: i64,
    change: &LimitChange<'_>,
    old_minor: Option<i64>,
    old_to_on: Option<NaiveDate>,
) -> Result<(), Refusal> {
    act.credit.customers.insert(customer_id);
    act.execute(
        "INSERT INTO limit_history (kind, customer_id, currency, old_minor, new_minor, old_to_on, from_on, to_on,
           preparer_id, approver_id, reason_id, comment, line_id, set_on, act_id)
         VALUES (:kind, :customer, :currency, :old, :new, :old_to, :from, :to, :preparer, :approver, :reason, :comment,
           :line, :on, :act)",
        named_params! {
            ":kind": kind, ":customer": customer_id, ":currency": standing::company_currency(act)?.code(),
            ":old": old_minor, ":new": change.new_minor, ":old_to": old_to_on.map(|day| day.to_string()),
            ":from": change.from_on.to_string(), ":to": change.to_on.map(|day| day.to_string()),
            ":preparer": change.preparer_id, ":approver": change.approver_id, ":reason": change.reason_id,
            ":comment": change.comment, ":line": change.line_id, ":on": change.set_on.to_string(), ":act": act.id,
        },
    )?;
    Ok(())
}

/// The changes of a customer's limits, newest first.
pub(super) fn history(
    connection: &Connection,
    customer_id: i64,
) -> Result<Vec<LimitChanged>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT h.*, p.code AS preparer, a.code AS approver, r.code AS reason, j.number AS journal
         FROM limit_history h JOIN users p ON p.id = h.preparer_id LEFT JOIN users a ON a.id = h.approver_id
           LEFT JOIN credit_reasons r ON r.id = h.reason_id LEFT JOIN limit_lines l ON l.id = h.line_id
           LEFT JOIN limit_journals j ON j.id = l.journal_id
         WHERE h.customer_id = :id ORDER BY h.id DESC",
    )?;
    let mut rows = statement.query(named_params! {":id": customer_id})?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(LimitChanged {
            id: row.get("id")?,
            kind: row.get("kind")?,
            currency: row.get("currency")?,
            old_minor: row.get("old_minor")?,
            new_minor: row.get("new_minor")?,
            old_to_on: optional_day_of(row, "old_to_on")?,
            from_on: day_of(row, "from_on")?,
            to_on: optional_day_of(row, "to_on")?,
            preparer: row.get("preparer")?,
            approver: row.get("approver")?,
            reason: row.get("reason")?,
            comment: row.get("comment")?,
            journal: row.get("journal")?,
            set_on: day_of(row, "set_on")?,
        });
    }
    Ok(found)
}
