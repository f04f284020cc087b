//! The one way in which a limit changes: the figure, its days, and a row of its history (spec 11 §4.2).

use chrono::NaiveDate;
use engine::credit::adjustments::Target;
use engine::money::Currency;
use rusqlite::{Connection, named_params};
use serde::{Deserialize, Serialize};

use super::attributes::touch;
use crate::accounts::{day_of, optional_day_of};
use crate::act::Act;
use crate::reasons::{ReasonKind, reason_id};
use crate::refusal::Refusal;
use crate::standing;

/// A new limit: of a customer in the company's currency, of a group in the group's.
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
    /// As it was given, where that was not in the company's currency.
    pub given: Option<(i64, Currency)>,
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
    /// The new one as it was given, where that was in another currency.
    #[serde(default)]
    #[ts(type = "number | null")]
    pub given_minor: Option<i64>,
    /// The currency of that.
    #[serde(default)]
    pub given_currency: Option<String>,
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
    /// From this day on a temporary limit that was taken back does not hold.
    pub withdrawn_on: Option<NaiveDate>,
}

/// The reason of a limit that is typed; there must be one.
pub(super) fn typed_reason(connection: &Connection, code: &str) -> Result<i64, Refusal> {
    match code.trim() {
        "" => Err(Refusal::new("value_missing").with("field", "reason")),
        code => reason_id(connection, ReasonKind::Limit, code),
    }
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
        Target::Customer(customer_id),
        change,
        (old.limit_minor, old.expires_on),
    )
}

/// Sets the permanent limit of a customer credit group; its day becomes the expiry of every member's own limit.
pub(super) fn write_shared(
    act: &mut Act<'_>,
    group_id: i64,
    change: &LimitChange<'_>,
) -> Result<(), Refusal> {
    let (Some(minor), Some(to_on)) = (change.new_minor, change.to_on) else {
        return Err(Refusal::new("limit_line_no_expiry").with("field", "to_on"));
    };
    let (old_minor, old_to): (i64, String) = act.query_row(
        "SELECT limit_minor, to_on FROM customer_credit_groups WHERE id = :id",
        named_params! {":id": group_id},
        |row| Ok((row.get("limit_minor")?, row.get("to_on")?)),
    )?;
    act.change("limit_minor", old_minor, minor);
    act.change("to_on", &old_to, to_on.to_string());
    act.execute(
        "UPDATE customer_credit_groups SET limit_minor = :minor, to_on = :to, act_id = :act WHERE id = :id",
        named_params! {":id": group_id, ":minor": minor, ":to": to_on.to_string(), ":act": act.id},
    )?;
    expire_members(act, group_id, &to_on.to_string())?;
    let old = (Some(old_minor), crate::accounts::parse_day(&old_to));
    record(act, "credit_limit", Target::Group(group_id), change, old)
}

/// Gives the own limit of every member the day of the group.
pub(super) fn expire_members(act: &Act<'_>, group_id: i64, to_on: &str) -> Result<(), Refusal> {
    act.execute(
        "UPDATE credit_attributes SET limit_expires_on = :to, act_id = :act
         WHERE customer_id IN (SELECT customer_id FROM customer_credit_group_members WHERE group_id = :group)",
        named_params! {":to": to_on, ":act": act.id, ":group": group_id},
    )?;
    Ok(())
}

/// Writes the row of the history with limit and expiry before; of a temporary limit this is the limit.
pub(super) fn record(
    act: &mut Act<'_>,
    kind: &str,
    target: Target,
    change: &LimitChange<'_>,
    old: (Option<i64>, Option<NaiveDate>),
) -> Result<(), Refusal> {
    let (customer_id, group_id, currency) = match target {
        Target::Customer(id) => (Some(id), None, standing::company_currency(act)?.to_string()),
        Target::Group(id) => {
            let currency = act.query_row(
                "SELECT currency FROM customer_credit_groups WHERE id = :id",
                named_params! {":id": id},
                |row| row.get("currency"),
            )?;
            (None, Some(id), currency)
        }
    };
    let given = change.given.filter(|(_, given)| given.code() != currency);
    match customer_id {
        Some(id) => {
            act.credit.customers.insert(id);
        }
        // A shared limit is every member's.
        None => act.credit.everybody = true,
    }
    act.execute(
        "INSERT INTO limit_history (kind, customer_id, group_id, currency, old_minor, new_minor, old_to_on, from_on,
           to_on, preparer_id, approver_id, reason_id, comment, line_id, given_minor, given_currency,
           set_on, act_id)
         VALUES (:kind, :customer, :grp, :currency, :old, :new, :old_to, :from, :to, :preparer, :approver, :reason,
           :comment, :line, :given, :given_currency, :on, :act)",
        named_params! {
            ":kind": kind, ":customer": customer_id, ":grp": group_id, ":currency": currency, ":old": old.0,
            ":new": change.new_minor, ":old_to": old.1.map(|day| day.to_string()),
            ":from": change.from_on.to_string(), ":to": change.to_on.map(|day| day.to_string()),
            ":preparer": change.preparer_id, ":approver": change.approver_id, ":reason": change.reason_id,
            ":comment": change.comment, ":line": change.line_id, ":given": given.map(|(minor, _)| minor),
            ":given_currency": given.map(|(_, currency)| currency.code().to_owned()), ":on": change.set_on.to_string(), ":act": act.id,
        },
    )?;
    Ok(())
}

/// The changes of a customer's limits, newest first.
pub(super) fn history(
    connection: &Connection,
    customer_id: i64,
) -> Result<Vec<LimitChanged>, Refusal> {
    read(
        connection,
        customer_id,
        "SELECT h.*, p.code AS preparer, a.code AS approver, r.code AS reason, j.number AS journal, w.from_on AS withdrawn_on
         FROM limit_history h JOIN users p ON p.id = h.preparer_id LEFT JOIN users a ON a.id = h.approver_id
           LEFT JOIN credit_reasons r ON r.id = h.reason_id LEFT JOIN limit_lines l ON l.id = h.line_id
           LEFT JOIN limit_journals j ON j.id = l.journal_id LEFT JOIN limit_withdrawals w ON w.history_id = h.id
         WHERE h.customer_id = :id ORDER BY h.id DESC",
    )
}

/// The changes of the limits of a customer credit group, newest first.
pub(super) fn group_history(
    connection: &Connection,
    group_id: i64,
) -> Result<Vec<LimitChanged>, Refusal> {
    read(
        connection,
        group_id,
        "SELECT h.*, p.code AS preparer, a.code AS approver, r.code AS reason, j.number AS journal, w.from_on AS withdrawn_on
         FROM limit_history h JOIN users p ON p.id = h.preparer_id LEFT JOIN users a ON a.id = h.approver_id
           LEFT JOIN credit_reasons r ON r.id = h.reason_id LEFT JOIN limit_lines l ON l.id = h.line_id
           LEFT JOIN limit_journals j ON j.id = l.journal_id LEFT JOIN limit_withdrawals w ON w.history_id = h.id
         WHERE h.group_id = :id ORDER BY h.id DESC",
    )
}

fn read(connection: &Connection, id: i64, sql: &str) -> Result<Vec<LimitChanged>, Refusal> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(named_params! {":id": id})?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(LimitChanged {
            id: row.get("id")?,
            kind: row.get("kind")?,
            currency: row.get("currency")?,
            old_minor: row.get("old_minor")?,
            new_minor: row.get("new_minor")?,
            given_minor: row.get("given_minor")?,
            given_currency: row.get("given_currency")?,
            old_to_on: optional_day_of(row, "old_to_on")?,
            from_on: day_of(row, "from_on")?,
            to_on: optional_day_of(row, "to_on")?,
            preparer: row.get("preparer")?,
            approver: row.get("approver")?,
            reason: row.get("reason")?,
            comment: row.get("comment")?,
            journal: row.get("journal")?,
            set_on: day_of(row, "set_on")?,
            withdrawn_on: optional_day_of(row, "withdrawn_on")?,
        });
    }
    Ok(found)
}
