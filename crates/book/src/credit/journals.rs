//! `limits.list`, `limits.get` and `limits.create`: adjustment journals and where they stand (spec 11 §4).

use chrono::NaiveDate;
use engine::credit::adjustments::{Act as Step, AdjustmentType, Person, State, Workflow, next};
use rusqlite::{Connection, Row, named_params};
use serde::{Deserialize, Serialize};

use super::asked::{self, Asked};
use super::journal_lines::{JournalLine, lines};
use super::journal_rules::state_refusal;
use crate::accounts::{day_of, optional_day_of};
use crate::approval::Stuck;
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

    pub(super) fn engine(self) -> AdjustmentType {
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
    /// The roles that still have to approve a submitted one, first to last; of a list only.
    #[serde(default)]
    pub waits_for: Vec<users::Role>,
    /// The journal that this one takes back.
    pub reverses: Option<JournalName>,
    /// The newest journal that takes this one back and was not rejected.
    pub reversed_by: Option<JournalName>,
}

/// Another journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct JournalName {
    /// Row id.
    #[ts(type = "number")]
    pub id: i64,
    /// Its number.
    pub number: String,
}

/// A decision about a journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct JournalDecision {
    /// Row id.
    #[ts(type = "number")]
    pub id: i64,
    /// `submitted`, `recalled`, `approved` or `rejected`.
    pub decision: String,
    /// Account or group of the line that it was about; `None`: about the whole.
    pub about: Option<String>,
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
    /// Why nobody in the book can approve it; somebody may have left since it was submitted.
    pub stuck: Option<Stuck>,
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

const HEADS: &str = "SELECT j.id, j.number, j.kind, j.description, j.state, u.code AS preparer, j.created_on, j.posted_on,
    (SELECT COUNT(*) FROM limit_lines l WHERE l.journal_id = j.id) AS lines,
    (SELECT COUNT(*) FROM limit_lines l WHERE l.journal_id = j.id AND l.applied_on IS NULL AND j.state = 'posted'
      AND l.rejected_comment IS NULL AND NOT EXISTS (SELECT 1 FROM limit_lines b JOIN limit_journals bj
        ON bj.id = b.journal_id WHERE b.reverses_id = l.id AND b.rejected_comment IS NULL AND bj.state = 'posted')) AS waiting,
    o.id AS reverses_id, o.number AS reverses, n.id AS reversed_by_id, n.number AS reversed_by
  FROM limit_journals j JOIN users u ON u.id = j.preparer_id LEFT JOIN limit_journals o ON o.id = j.reverses_id
    LEFT JOIN limit_journals n ON n.id = (SELECT MAX(r.id) FROM limit_journals r
      WHERE r.reverses_id = j.id AND r.state <> 'rejected')";

fn name(row: &Row<'_>, id: &str, number: &str) -> Result<Option<JournalName>, Refusal> {
    let (id, number): (Option<i64>, Option<String>) = (row.get(id)?, row.get(number)?);
    Ok(id
        .zip(number)
        .map(|(id, number)| JournalName { id, number }))
}

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
        waits_for: Vec::new(),
        reverses: name(row, "reverses_id", "reverses")?,
        reversed_by: name(row, "reversed_by_id", "reversed_by")?,
    })
}

/// `limits.list`
pub fn list(session: &mut Session<'_>, _: Nothing) -> Result<LimitJournals, Refusal> {
    let today = session.today;
    session.read(|connection| {
        let mut journals = heads(connection, "ORDER BY j.id DESC")?;
        for head in &mut journals {
            if head.state == JournalState::Submitted {
                let mut lines = lines(connection, head, today)?;
                (head.waits_for, _) = asked::stand(connection, head, &mut lines, today)?;
            }
        }
        Ok(LimitJournals { journals })
    })
}

fn heads(connection: &Connection, which: &str) -> Result<Vec<JournalHead>, Refusal> {
    let mut statement = connection.prepare_cached(&format!("{HEADS} {which}"))?;
    let mut rows = statement.query([])?;
    let mut journals = Vec::new();
    while let Some(row) = rows.next()? {
        journals.push(head(row)?);
    }
    Ok(journals)
}

/// How many submitted journals wait for this user's signature, and since when the oldest does.
pub(crate) fn to_sign(
    connection: &Connection,
    (user_id, day): (i64, NaiveDate),
) -> Result<(i64, Option<NaiveDate>), Refusal> {
    let (mut count, mut oldest) = (0, None);
    for head in heads(
        connection,
        "WHERE j.state = 'submitted' ORDER BY j.created_on, j.id",
    )? {
        let lines = lines(connection, &head, day)?;
        let mine = match Asked::load(connection, &head, &lines, day) {
            Ok(asked) => asked.may_sign(user_id),
            // Without a rate nobody can decide.
            Err(refusal) if standing::is_unknown(&refusal) => false,
            Err(refusal) => return Err(refusal),
        };
        if mine {
            count += 1;
            oldest = oldest.or(Some(head.created_on));
        }
    }
    Ok((count, oldest))
}

/// The head of the journal `id`.
pub(crate) fn load_head(connection: &Connection, id: i64) -> Result<JournalHead, Refusal> {
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
pub(crate) fn load(
    connection: &Connection,
    id: i64,
    today: NaiveDate,
) -> Result<LimitJournal, Refusal> {
    let head = load_head(connection, id)?;
    let mut lines = lines(connection, &head, today)?;
    let (outstanding, stuck) = asked::stand(connection, &head, &mut lines, today)?;
    Ok(LimitJournal {
        decisions: decisions(connection, id)?,
        head,
        lines,
        outstanding,
        stuck,
    })
}

fn decisions(connection: &Connection, id: i64) -> Result<Vec<JournalDecision>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT d.id, d.decision, d.line_id, d.about, u.code AS user, d.comment, d.decided_on FROM limit_decisions d
         JOIN users u ON u.id = d.user_id WHERE d.journal_id = :id ORDER BY d.id",
    )?;
    let mut rows = statement.query(named_params! {":id": id})?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let about: String = row.get("about")?;
        found.push(JournalDecision {
            id: row.get("id")?,
            decision: row.get("decision")?,
            about: row.get::<_, Option<i64>>("line_id")?.map(|_| about),
            user: row.get("user")?,
            comment: row.get("comment")?,
            decided_on: day_of(row, "decided_on")?,
        });
    }
    Ok(found)
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
pub(crate) fn step(
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
