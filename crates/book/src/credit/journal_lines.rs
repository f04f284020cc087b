//! The lines of adjustment journals (spec 11 §4.2): what a customer or a customer credit group has now, and shall have.

use chrono::NaiveDate;
use engine::credit::adjustments::{Act as Step, Occupied, Target, Typed, line_faults};
use engine::money::Currency;
use rusqlite::{Connection, OptionalExtension, Row, named_params};
use serde::{Deserialize, Serialize};

use super::journal_rules::line_refusal;
use super::journals::{JournalHead, JournalKind, LimitJournal, load, load_head, step};
use super::setup::{ReasonKind, reason_id};
use super::shared::group_id;
use crate::accounts::{currency_of, customer_id, day_of, optional_day_of};
use crate::act::Act;
use crate::company;
use crate::refusal::Refusal;
use crate::session::Session;
use crate::standing::{self, TemporariesOf};
use crate::users;

/// Where a line stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum JournalLineState {
    /// Not decided yet.
    Pending,
    /// Approved, or no approval is needed.
    Approved,
    /// Rejected alone; it is not posted.
    Rejected,
}

/// A temporary limit that holds or will.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct TemporaryLimit {
    /// Minor units of the line's currency.
    #[ts(type = "number")]
    pub minor: i64,
    /// First day.
    pub from_on: NaiveDate,
    /// Last day.
    pub to_on: NaiveDate,
}

/// A line; amounts in minor units of its currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct JournalLine {
    /// Row id.
    #[ts(type = "number")]
    pub id: i64,
    /// Account number of an invoice customer; `None` in a line of a group.
    pub account: Option<String>,
    /// Code of a customer credit group; `None` in a line of a customer.
    pub group: Option<String>,
    /// Name of the customer, words of the group.
    pub name: String,
    /// The company's currency, or that of the group.
    pub currency: String,
    /// The limit now; `None` is not set.
    #[ts(type = "number | null")]
    pub current_minor: Option<i64>,
    /// Its expiry now.
    pub current_to_on: Option<NaiveDate>,
    /// Temporary limits that hold or will; in journals of temporary limits.
    pub temporaries: Vec<TemporaryLimit>,
    /// The new limit; `None` only in a line that takes another back: not set, or the end of a temporary limit.
    #[ts(type = "number | null")]
    pub new_minor: Option<i64>,
    /// First day of a temporary limit, or the later effective day of a permanent one.
    pub from_on: Option<NaiveDate>,
    /// Last day, or expiry; `None` only in a line that takes another back.
    pub to_on: Option<NaiveDate>,
    /// Code of the reason.
    pub reason: String,
    /// Comment.
    pub comment: String,
    /// The posted line that this one takes back.
    #[ts(type = "number | null")]
    pub reverses_id: Option<i64>,
    /// When it took effect; a posted line without it waits, unless it was rejected.
    pub applied_on: Option<NaiveDate>,
    /// The eligible limit, where the new one is above it.
    #[ts(type = "number | null")]
    pub above_eligible_minor: Option<i64>,
    /// Where it stands.
    pub state: JournalLineState,
    /// What was said when it was rejected.
    pub rejected_comment: Option<String>,
    /// Roles that still have to approve it, first to last.
    pub outstanding: Vec<users::Role>,
}

impl JournalLine {
    /// Account number or code of the group.
    pub(super) fn about(&self) -> &str {
        let named = self.account.as_deref().or(self.group.as_deref());
        named.unwrap_or_default()
    }

    /// Row ids of customer and group, one of them.
    pub(super) fn target(&self, connection: &Connection) -> Result<Target, Refusal> {
        match (&self.account, &self.group) {
            (Some(account), _) => Ok(Target::Customer(customer_id(connection, account)?)),
            (None, Some(group)) => Ok(Target::Group(group_id(connection, group)?)),
            (None, None) => Err(Refusal::new("limit_line_no_target").with("field", "account")),
        }
    }
}

/// Writes a line.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct SaveLine {
    /// The journal.
    #[ts(type = "number")]
    pub journal_id: i64,
    /// The line; a new one where missing.
    #[ts(type = "number | null")]
    pub line_id: Option<i64>,
    /// Account number of an invoice customer.
    pub account: Option<String>,
    /// Code of a customer credit group; never beside an account.
    pub group: Option<String>,
    /// The new limit, minor units of the company's currency, in a line of a group of the group's.
    #[ts(type = "number | null")]
    pub new_minor: Option<i64>,
    /// First day.
    pub from_on: Option<NaiveDate>,
    /// Last day, or expiry.
    pub to_on: Option<NaiveDate>,
    /// Code of a reason of the kind *limit*.
    pub reason: Option<String>,
    /// Comment.
    pub comment: String,
}

/// Takes a line away.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ts_rs::TS)]
pub struct DeleteLine {
    /// The journal.
    #[ts(type = "number")]
    pub journal_id: i64,
    /// The line.
    #[ts(type = "number")]
    pub line_id: i64,
}

/// The lines of a journal with the limits as they are now; who has to approve them is not asked.
pub(super) fn lines(
    connection: &Connection,
    head: &JournalHead,
    today: NaiveDate,
) -> Result<Vec<JournalLine>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT l.id, l.customer_id, l.group_id, c.account, g.code AS group_code, COALESCE(c.name, g.description) AS name,
                COALESCE(g.currency, co.currency) AS currency, COALESCE(c.credit_limit_minor, g.limit_minor) AS current_minor,
                COALESCE(a.limit_expires_on, g.to_on) AS current_to_on, l.new_minor, l.from_on, l.to_on, l.to_not_set,
                l.to_no_expiry, l.reverses_id, l.rejected_comment, r.code AS reason, l.comment, l.applied_on,
                a.eligible_minor, a.eligible_currency
         FROM limit_lines l JOIN companies co ON co.id = :company JOIN credit_reasons r ON r.id = l.reason_id
           LEFT JOIN customers c ON c.id = l.customer_id LEFT JOIN credit_attributes a ON a.customer_id = c.id
           LEFT JOIN customer_credit_groups g ON g.id = l.group_id
         WHERE l.journal_id = :id ORDER BY l.id",
    )?;
    let mut rows = statement
        .query(named_params! {":id": head.id, ":company": company::current(connection)?})?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(line(connection, head, row, today)?);
    }
    Ok(found)
}

fn line(
    connection: &Connection,
    head: &JournalHead,
    row: &Row<'_>,
    today: NaiveDate,
) -> Result<JournalLine, Refusal> {
    let new_minor = if row.get("to_not_set")? {
        None
    } else {
        Some(row.get::<_, i64>("new_minor")?)
    };
    let to_on = if row.get("to_no_expiry")? {
        None
    } else {
        Some(day_of(row, "to_on")?)
    };
    let rejected_comment: Option<String> = row.get("rejected_comment")?;
    let whose = match row.get::<_, Option<i64>>("customer_id")? {
        Some(id) => TemporariesOf::Customer(id),
        None => TemporariesOf::Group(row.get("group_id")?),
    };
    let temporaries = if head.kind == JournalKind::Temporary {
        standing::temporaries(connection, whose)?
    } else {
        Vec::new()
    };
    Ok(JournalLine {
        id: row.get("id")?,
        account: row.get("account")?,
        group: row.get("group_code")?,
        name: row.get("name")?,
        currency: row.get("currency")?,
        current_minor: row.get("current_minor")?,
        current_to_on: optional_day_of(row, "current_to_on")?,
        temporaries: temporaries
            .into_iter()
            .filter(|limit| limit.to_on >= today)
            .map(|limit| TemporaryLimit {
                minor: limit.amount_minor,
                from_on: limit.from_on,
                to_on: limit.to_on,
            })
            .collect(),
        new_minor,
        from_on: optional_day_of(row, "from_on")?,
        to_on,
        reason: row.get("reason")?,
        comment: row.get("comment")?,
        reverses_id: row.get("reverses_id")?,
        applied_on: optional_day_of(row, "applied_on")?,
        above_eligible_minor: eligible(connection, row, today)?
            .filter(|eligible| new_minor.is_some_and(|new| new > *eligible)),
        state: match rejected_comment {
            Some(_) => JournalLineState::Rejected,
            None => JournalLineState::Pending,
        },
        rejected_comment,
        outstanding: Vec::new(),
    })
}

/// The eligible limit in the company's currency.
pub(crate) fn eligible(
    connection: &Connection,
    row: &Row<'_>,
    today: NaiveDate,
) -> Result<Option<i64>, Refusal> {
    let minor: Option<i64> = row.get("eligible_minor")?;
    let currency: Option<String> = row.get("eligible_currency")?;
    match (minor, currency) {
        (Some(minor), Some(currency)) => {
            let currency: Currency = currency_of(&currency)?;
            standing::in_company_currency(connection, minor, currency, today).map(Some)
        }
        _ => Ok(None),
    }
}

/// `limits.line_save`
pub fn line_save(session: &mut Session<'_>, request: SaveLine) -> Result<LimitJournal, Refusal> {
    let connection = session.connection();
    let head = load_head(connection, request.journal_id)?;
    step(session, &head, Step::Edit)?;
    if head.reverses.is_some() {
        return Err(Refusal::new("limit_line_of_undo"));
    }
    if request.account.is_some() && request.group.is_some() {
        return Err(Refusal::new("limit_line_two_targets").with("field", "group"));
    }
    let customer = match &request.account {
        Some(account) => Some(customer_id(connection, account)?),
        None => None,
    };
    let group = match &request.group {
        Some(code) => Some(group_id(connection, code)?),
        None => None,
    };
    let reason = match &request.reason {
        Some(code) => Some(reason_id(connection, ReasonKind::Limit, code)?),
        None => None,
    };
    let typed = Typed {
        customer_id: customer,
        group_id: group,
        new_minor: request.new_minor,
        from_on: request.from_on,
        to_on: request.to_on,
        reason_id: reason,
    };
    check_line(connection, &head, request.line_id, &typed)?;
    if let (Some(customer), Some(account)) = (customer, &request.account) {
        super::status::open_for_limits(connection, customer, account)?;
    }
    let today = session.today;
    session.act(|act| {
        act.about("limit_journal", &head.number);
        act.note("line", &request);
        if let Some(id) = request.line_id {
            remove(act, head.id, id)?;
        }
        insert(act, head.id, &typed, request.comment.trim())?;
        Ok(())
    })?;
    load(session.connection(), request.journal_id, today)
}

/// Refuses a line with which something is wrong, beside the other lines and the temporary limits that were posted.
pub(crate) fn check_line(
    connection: &Connection,
    head: &JournalHead,
    own: Option<i64>,
    typed: &Typed,
) -> Result<(), Refusal> {
    let others = match (typed.customer_id, typed.group_id) {
        (Some(id), None) => occupied(connection, head, Target::Customer(id), own)?,
        (None, Some(id)) => occupied(connection, head, Target::Group(id), own)?,
        _ => Vec::new(),
    };
    match line_faults(head.kind.engine(), typed, &others).first() {
        None => Ok(()),
        Some(fault) => Err(line_refusal(*fault)),
    }
}

/// The temporary limits of a customer or group, posted and in other lines of the journal.
fn occupied(
    connection: &Connection,
    head: &JournalHead,
    target: Target,
    own: Option<i64>,
) -> Result<Vec<Occupied>, Refusal> {
    let (whose, sql, id) = match target {
        Target::Customer(id) => (
            TemporariesOf::Customer(id),
            "SELECT from_on, to_on FROM limit_lines
             WHERE customer_id = :id AND journal_id = :journal AND id <> :own AND from_on IS NOT NULL
               AND rejected_comment IS NULL",
            id,
        ),
        Target::Group(id) => (
            TemporariesOf::Group(id),
            "SELECT from_on, to_on FROM limit_lines
             WHERE group_id = :id AND journal_id = :journal AND id <> :own AND from_on IS NOT NULL
               AND rejected_comment IS NULL",
            id,
        ),
    };
    let posted = standing::temporaries(connection, whose)?;
    let mut found: Vec<Occupied> = posted
        .into_iter()
        .map(|limit| Occupied {
            target,
            from_on: limit.from_on,
            to_on: limit.to_on,
        })
        .collect();
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(named_params! {
        ":id": id, ":journal": head.id, ":own": own.unwrap_or(0),
    })?;
    while let Some(row) = rows.next()? {
        found.push(Occupied {
            target,
            from_on: day_of(row, "from_on")?,
            to_on: day_of(row, "to_on")?,
        });
    }
    Ok(found)
}

/// Writes a line that was checked.
pub(crate) fn insert(
    act: &Act<'_>,
    journal_id: i64,
    typed: &Typed,
    comment: &str,
) -> Result<i64, Refusal> {
    Ok(act
        .prepare_cached(
            "INSERT INTO limit_lines (journal_id, customer_id, group_id, new_minor, from_on, to_on, reason_id, comment,
               act_id)
             VALUES (:journal, :customer, :grp, :minor, :from, :to, :reason, :comment, :act) RETURNING id",
        )?
        .query_row(
            named_params! {
                ":journal": journal_id, ":customer": typed.customer_id, ":grp": typed.group_id,
                ":minor": typed.new_minor, ":from": typed.from_on.map(|day| day.to_string()),
                ":to": typed.to_on.map(|day| day.to_string()), ":reason": typed.reason_id, ":comment": comment,
                ":act": act.id,
            },
            |row| row.get("id"),
        )?)
}

fn remove(act: &Act<'_>, journal_id: i64, line_id: i64) -> Result<(), Refusal> {
    let gone = act
        .query_row(
            "DELETE FROM limit_lines WHERE id = :id AND journal_id = :journal RETURNING id",
            named_params! {":id": line_id, ":journal": journal_id},
            |row| row.get::<_, i64>(0),
        )
        .optional()?;
    match gone {
        Some(_) => Ok(()),
        None => Err(Refusal::new("unknown_limit_line").with("line_id", line_id)),
    }
}

/// `limits.line_delete`
pub fn line_delete(
    session: &mut Session<'_>,
    request: DeleteLine,
) -> Result<LimitJournal, Refusal> {
    let head = load_head(session.connection(), request.journal_id)?;
    step(session, &head, Step::Edit)?;
    session.act(|act| {
        act.about("limit_journal", &head.number);
        act.note("line_deleted", request.line_id);
        remove(act, head.id, request.line_id)
    })?;
    let today = session.today;
    load(session.connection(), request.journal_id, today)
}
