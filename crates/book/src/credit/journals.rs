//! `limits.list`, `limits.get` and the lines of adjustment journals (spec 11 §4).

use chrono::NaiveDate;
use engine::credit::adjustments::{
    Act as Step, AdjustmentType, Occupied, Person, State, Target, Typed, Workflow, line_faults,
    next,
};
use rusqlite::{Connection, OptionalExtension, Row, named_params};
use serde::{Deserialize, Serialize};

use super::journal_rules::{line_refusal, state_refusal};
use super::setup::{ReasonKind, reason_id};
use crate::accounts::{customer_id, day_of, optional_day_of};
use crate::act::Act;
use crate::refusal::Refusal;
use crate::session::Session;
use crate::standing::{self, engine_role};
use crate::users;
use crate::wire::Nothing;

/// What a journal changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum JournalKind {
    /// The permanent limit.
    CreditLimit,
    /// A temporary limit.
    Temporary,
}

impl JournalKind {
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::CreditLimit => "credit_limit",
            Self::Temporary => "temporary",
        }
    }

    fn of(code: &str) -> Self {
        if code == "temporary" {
            Self::Temporary
        } else {
            Self::CreditLimit
        }
    }

    fn engine(self) -> AdjustmentType {
        match self {
            Self::CreditLimit => AdjustmentType::CreditLimit,
            Self::Temporary => AdjustmentType::Temporary,
        }
    }
}

/// Where a journal stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum JournalState {
    /// Being prepared.
    Draft,
    /// Waits for approval.
    Submitted,
    /// May be posted.
    Approved,
    /// Was refused.
    Rejected,
    /// Cannot be changed any more.
    Posted,
}

impl JournalState {
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::Approved => "approved",
            Self::Rejected => "rejected",
            Self::Posted => "posted",
        }
    }

    fn of(code: &str) -> Self {
        match code {
            "submitted" => Self::Submitted,
            "approved" => Self::Approved,
            "rejected" => Self::Rejected,
            "posted" => Self::Posted,
            _ => Self::Draft,
        }
    }

    pub(super) fn engine(self) -> State {
        match self {
            Self::Draft => State::Draft,
            Self::Submitted => State::Submitted,
            Self::Approved => State::Approved,
            Self::Rejected => State::Rejected,
            Self::Posted => State::Posted,
        }
    }

    pub(super) fn from_engine(state: State) -> Self {
        match state {
            State::Draft => Self::Draft,
            State::Submitted => Self::Submitted,
            State::Approved => Self::Approved,
            State::Rejected => Self::Rejected,
            State::Posted => Self::Posted,
        }
    }
}

/// The head of a journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct JournalHead {
    /// Row id.
    #[ts(type = "number")]
    pub id: i64,
    /// Its number.
    pub number: String,
    /// What it changes.
    pub kind: JournalKind,
    /// Words.
    pub description: String,
    /// Where it stands.
    pub state: JournalState,
    /// Code of the user who prepared it.
    pub preparer: String,
    /// When it was begun.
    pub created_on: NaiveDate,
    /// When it was posted.
    pub posted_on: Option<NaiveDate>,
    /// Number of lines.
    #[ts(type = "number")]
    pub lines: i64,
    /// Of them, posted and waiting for their effective day.
    #[ts(type = "number")]
    pub waiting: i64,
}

/// A line; amounts in minor units of the company's currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct JournalLine {
    /// Row id.
    #[ts(type = "number")]
    pub id: i64,
    /// Account number.
    pub account: String,
    /// Name.
    pub name: String,
    /// The limit now; `None` is not set.
    #[ts(type = "number | null")]
    pub current_minor: Option<i64>,
    /// Its expiry now.
    pub current_to_on: Option<NaiveDate>,
    /// The new limit.
    #[ts(type = "number")]
    pub new_minor: i64,
    /// First day of a temporary limit, or the later effective day of a permanent one.
    pub from_on: Option<NaiveDate>,
    /// Last day, or expiry.
    pub to_on: NaiveDate,
    /// Code of the reason.
    pub reason: String,
    /// Comment.
    pub comment: String,
    /// When it took effect; a posted line without it waits.
    pub applied_on: Option<NaiveDate>,
    /// The eligible limit, where the new one is above it.
    #[ts(type = "number | null")]
    pub above_eligible_minor: Option<i64>,
}

/// A decision about a journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct JournalDecision {
    /// Row id.
    #[ts(type = "number")]
    pub id: i64,
    /// `submitted`, `recalled`, `approved` or `rejected`.
    pub decision: String,
    /// Code of the user.
    pub user: String,
    /// Comment.
    pub comment: String,
    /// When.
    pub decided_on: NaiveDate,
}

/// A journal with its lines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct LimitJournal {
    /// Its head.
    pub head: JournalHead,
    /// Its lines, in the order in which they were made.
    pub lines: Vec<JournalLine>,
    /// What was decided, oldest first.
    pub decisions: Vec<JournalDecision>,
    /// Roles that still have to approve, first to last.
    pub outstanding: Vec<users::Role>,
}

/// Every journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct LimitJournals {
    /// Newest first.
    pub journals: Vec<JournalHead>,
}

/// Names a journal.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ts_rs::TS)]
pub struct JournalRequest {
    /// Row id.
    #[ts(type = "number")]
    pub id: i64,
}

/// Begins a journal.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct CreateJournal {
    /// What it changes.
    pub kind: JournalKind,
    /// Words.
    #[serde(default)]
    pub description: String,
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
    /// The new limit, minor units of the company's currency.
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

const HEADS: &str = "SELECT j.id, j.number, j.kind, j.description, j.state, u.code AS preparer, j.created_on, j.posted_on,
    (SELECT COUNT(*) FROM limit_lines l WHERE l.journal_id = j.id) AS lines,
    (SELECT COUNT(*) FROM limit_lines l WHERE l.journal_id = j.id AND l.applied_on IS NULL AND j.state = 'posted')
      AS waiting
  FROM limit_journals j JOIN users u ON u.id = j.preparer_id";

fn head(row: &Row<'_>) -> Result<JournalHead, Refusal> {
    Ok(JournalHead {
        id: row.get("id")?,
        number: row.get("number")?,
        kind: JournalKind::of(&row.get::<_, String>("kind")?),
        description: row.get("description")?,
        state: JournalState::of(&row.get::<_, String>("state")?),
        preparer: row.get("preparer")?,
        created_on: day_of(row, "created_on")?,
        posted_on: optional_day_of(row, "posted_on")?,
        lines: row.get("lines")?,
        waiting: row.get("waiting")?,
    })
}

/// `limits.list`
pub fn list(session: &mut Session<'_>, _: Nothing) -> Result<LimitJournals, Refusal> {
    let mut statement = session
        .connection()
        .prepare_cached(&format!("{HEADS} ORDER BY j.id DESC"))?;
    let mut rows = statement.query([])?;
    let mut journals = Vec::new();
    while let Some(row) = rows.next()? {
        journals.push(head(row)?);
    }
    Ok(LimitJournals { journals })
}

/// The head of the journal `id`.
pub(super) fn load_head(connection: &Connection, id: i64) -> Result<JournalHead, Refusal> {
    let mut statement = connection.prepare_cached(&format!("{HEADS} WHERE j.id = :id"))?;
    let mut rows = statement.query(named_params! {":id": id})?;
    match rows.next()? {
        Some(row) => head(row),
        None => Err(Refusal::new("unknown_limit_journal").with("id", id)),
    }
}

/// `limits.get`
pub fn get(session: &mut Session<'_>, request: JournalRequest) -> Result<LimitJournal, Refusal> {
    let today = session.today;
    session.read(|connection| load(connection, request.id, today))
}

/// A journal with everything.
pub(super) fn load(
    connection: &Connection,
    id: i64,
    today: NaiveDate,
) -> Result<LimitJournal, Refusal> {
    let head = load_head(connection, id)?;
    let lines = lines(connection, id, today)?;
    let outstanding = super::approvals::outstanding_roles(connection, &head, &lines)?;
    let mut statement = connection.prepare_cached(
        "SELECT d.id, d.decision, u.code AS user, d.comment, d.decided_on FROM limit_decisions d
         JOIN users u ON u.id = d.user_id WHERE d.journal_id = :id ORDER BY d.id",
    )?;
    let mut rows = statement.query(named_params! {":id": id})?;
    let mut decisions = Vec::new();
    while let Some(row) = rows.next()? {
        decisions.push(JournalDecision {
            id: row.get("id")?,
            decision: row.get("decision")?,
            user: row.get("user")?,
            comment: row.get("comment")?,
            decided_on: day_of(row, "decided_on")?,
        });
    }
    Ok(LimitJournal {
        head,
        lines,
        decisions,
        outstanding,
    })
}

/// The lines of a journal with the limits as they are now.
pub(super) fn lines(
    connection: &Connection,
    id: i64,
    today: NaiveDate,
) -> Result<Vec<JournalLine>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT l.id, c.account, c.name, c.credit_limit_minor, a.limit_expires_on, l.new_minor, l.from_on, l.to_on,
                r.code AS reason, l.comment, l.applied_on, a.eligible_minor, a.eligible_currency
         FROM limit_lines l JOIN customers c ON c.id = l.customer_id
           LEFT JOIN credit_attributes a ON a.customer_id = c.id JOIN credit_reasons r ON r.id = l.reason_id
         WHERE l.journal_id = :id ORDER BY l.id",
    )?;
    let mut rows = statement.query(named_params! {":id": id})?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let new_minor: i64 = row.get("new_minor")?;
        let eligible = eligible(connection, row, today)?;
        found.push(JournalLine {
            id: row.get("id")?,
            account: row.get("account")?,
            name: row.get("name")?,
            current_minor: row.get("credit_limit_minor")?,
            current_to_on: optional_day_of(row, "limit_expires_on")?,
            new_minor,
            from_on: optional_day_of(row, "from_on")?,
            to_on: day_of(row, "to_on")?,
            reason: row.get("reason")?,
            comment: row.get("comment")?,
            applied_on: optional_day_of(row, "applied_on")?,
            above_eligible_minor: eligible.filter(|eligible| new_minor > *eligible),
        });
    }
    Ok(found)
}

/// The eligible limit in the company's currency.
pub(super) fn eligible(
    connection: &Connection,
    row: &Row<'_>,
    today: NaiveDate,
) -> Result<Option<i64>, Refusal> {
    let minor: Option<i64> = row.get("eligible_minor")?;
    let currency: Option<String> = row.get("eligible_currency")?;
    match (minor, currency) {
        (Some(minor), Some(currency)) => {
            let currency = crate::accounts::currency_of(&currency)?;
            standing::in_company_currency(connection, minor, currency, today).map(Some)
        }
        _ => Ok(None),
    }
}

/// `limits.create`
pub fn create(session: &mut Session<'_>, request: CreateJournal) -> Result<LimitJournal, Refusal> {
    let (today, user) = (session.today, session.actor.user_id);
    let id = session.act(|act| {
        let number = crate::numbers::take(act, crate::numbers::LIMITS)?;
        act.about("limit_journal", &number);
        let id = act.query_row(
            "INSERT INTO limit_journals (number, kind, description, preparer_id, created_on, act_id)
             VALUES (:number, :kind, :description, :user, :on, :act) RETURNING id",
            named_params! {
                ":number": number, ":kind": request.kind.code(), ":description": request.description.trim(),
                ":user": user, ":on": today.to_string(), ":act": act.id,
            },
            |row| row.get(0),
        )?;
        Ok(id)
    })?;
    load(session.connection(), id, today)
}

/// Refuses what does not belong to the journal's state, or to the user's roles.
pub(super) fn step(
    session: &Session<'_>,
    head: &JournalHead,
    act: Step,
) -> Result<JournalState, Refusal> {
    let connection = session.connection();
    let user = users::load(connection, session.actor.user_id)?;
    let roles: Vec<_> = user.roles.iter().copied().map(engine_role).collect();
    let workflow = if standing::parameters(connection)?.workflow {
        Workflow::On
    } else {
        Workflow::Off
    };
    let preparer_id: i64 = connection.query_row(
        "SELECT preparer_id FROM limit_journals WHERE id = :id",
        named_params! {":id": head.id},
        |row| row.get(0),
    )?;
    let person = Person {
        user_id: user.id,
        roles: &roles,
    };
    let after = next(head.state.engine(), act, workflow, &person, preparer_id);
    Ok(JournalState::from_engine(after.map_err(state_refusal)?))
}

/// `limits.line_save`
pub fn line_save(session: &mut Session<'_>, request: SaveLine) -> Result<LimitJournal, Refusal> {
    let connection = session.connection();
    let head = load_head(connection, request.journal_id)?;
    step(session, &head, Step::Edit)?;
    let customer = match &request.account {
        Some(account) => Some(customer_id(connection, account)?),
        None => None,
    };
    let reason = match &request.reason {
        Some(code) => Some(reason_id(connection, ReasonKind::Limit, code)?),
        None => None,
    };
    let typed = Typed {
        customer_id: customer,
        // A group is only told apart here: its limit is changed on the group.
        group_id: request.group.as_ref().map(|_| 0),
        new_minor: request.new_minor,
        from_on: request.from_on,
        to_on: request.to_on,
        reason_id: reason,
    };
    check_line(connection, &head, request.line_id, &typed)?;
    let (Some(customer), Some(account)) = (customer, &request.account) else {
        return Err(Refusal::new("limit_line_no_target").with("field", "account"));
    };
    super::status::open_for_limits(connection, customer, account)?;
    let today = session.today;
    session.act(|act| {
        act.about("limit_journal", &head.number);
        act.note("line", &request);
        if let Some(id) = request.line_id {
            remove(act, head.id, id)?;
        }
        insert(act, head.id, &typed, request.comment.trim())
    })?;
    load(session.connection(), request.journal_id, today)
}

/// Refuses a line with which something is wrong, beside the other lines and the temporary limits that were posted.
pub(super) fn check_line(
    connection: &Connection,
    head: &JournalHead,
    own: Option<i64>,
    typed: &Typed,
) -> Result<(), Refusal> {
    let others = match typed.customer_id {
        Some(customer) => occupied(connection, head, customer, own)?,
        None => Vec::new(),
    };
    match line_faults(head.kind.engine(), typed, &others).first() {
        None => Ok(()),
        Some(fault) => Err(line_refusal(*fault)),
    }
}

/// The temporary limits of a customer, posted and in other lines of the journal.
fn occupied(
    connection: &Connection,
    head: &JournalHead,
    customer: i64,
    own: Option<i64>,
) -> Result<Vec<Occupied>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT from_on, to_on FROM limit_history WHERE customer_id = :customer AND kind = 'temporary'
         UNION ALL
         SELECT from_on, to_on FROM limit_lines
         WHERE customer_id = :customer AND journal_id = :journal AND id <> :own AND from_on IS NOT NULL",
    )?;
    let mut rows = statement.query(named_params! {
        ":customer": customer, ":journal": head.id, ":own": own.unwrap_or(0),
    })?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(Occupied {
            target: Target::Customer(customer),
            from_on: day_of(row, "from_on")?,
            to_on: day_of(row, "to_on")?,
        });
    }
    Ok(found)
}

/// Writes a line that was checked.
pub(super) fn insert(
    act: &Act<'_>,
    journal_id: i64,
    typed: &Typed,
    comment: &str,
) -> Result<(), Refusal> {
    act.prepare_cached(
        "INSERT INTO limit_lines (journal_id, customer_id, new_minor, from_on, to_on, reason_id, comment, act_id)
         VALUES (:journal, :customer, :minor, :from, :to, :reason, :comment, :act)",
    )?
    .execute(named_params! {
        ":journal": journal_id, ":customer": typed.customer_id, ":minor": typed.new_minor,
        ":from": typed.from_on.map(|day| day.to_string()), ":to": typed.to_on.map(|day| day.to_string()),
        ":reason": typed.reason_id, ":comment": comment, ":act": act.id,
    })?;
    Ok(())
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
