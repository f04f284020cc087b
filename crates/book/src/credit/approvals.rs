//! `limits.submit`, `limits.approve` and the other decisions about a journal, and its posting (spec 11 §4.4, §4.5).

use chrono::NaiveDate;
use engine::credit::adjustments::{Act as Step, Needs, Typed};
use engine::credit::approval::{
    Matrix, Presence, Question, Request, Row, Signature, User, outstanding, sign, unreachable,
};
use rusqlite::{Connection, named_params};
use serde::{Deserialize, Serialize};

use super::attributes::{government_id, identified};
use super::journal_rules::approval_refusal;
use super::journals::{
    JournalHead, JournalKind, JournalLine, JournalRequest, JournalState, LimitJournal, check_line,
    lines, load, load_head, step,
};
use super::limit::{LimitChange, record, write_permanent};
use super::setup::{ReasonKind, reason_id};
use crate::accounts::customer_id;
use crate::act::Act;
use crate::refusal::Refusal;
use crate::session::Session;
use crate::standing::{self, engine_role};
use crate::users::{self, Role};
use crate::wire::Nothing;

/// A decision with a comment.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct DecideJournal {
    /// Row id.
    #[ts(type = "number")]
    pub id: i64,
    /// Comment; a rejection needs one.
    #[serde(default)]
    pub comment: String,
}

/// What waited for its day and took effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct WaitingApplied {
    /// Number of lines.
    #[ts(type = "number")]
    pub lines: i64,
}

/// What the engine is asked about a journal.
struct Asked {
    matrix: Vec<Row>,
    requests: Vec<Request>,
    preparer_id: i64,
    signatures: Vec<Signature>,
    users: Vec<(
        users::User,
        Vec<engine::credit::adjustments::Role>,
        Option<i64>,
    )>,
}

impl Asked {
    fn load(
        connection: &Connection,
        head: &JournalHead,
        lines: &[JournalLine],
    ) -> Result<Self, Refusal> {
        let company = standing::company_currency(connection)?;
        let requests = lines.iter().map(|line| Request::Limit {
            old_minor: line.current_minor,
            new_minor: line.new_minor,
            eligible_minor: line.above_eligible_minor,
            risk_group_id: None,
        });
        let preparer_id = connection.query_row(
            "SELECT preparer_id FROM limit_journals WHERE id = :id",
            named_params! {":id": head.id},
            |row| row.get(0),
        )?;
        let mut statement =
            connection.prepare_cached("SELECT id, substitute_id FROM users ORDER BY id")?;
        let known: Vec<(i64, Option<i64>)> = statement
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<Result<_, _>>()?;
        let mut people = Vec::new();
        for (id, substitute_id) in known {
            let user = users::load(connection, id)?;
            let roles = user.roles.iter().copied().map(engine_role).collect();
            people.push((user, roles, substitute_id));
        }
        Ok(Self {
            matrix: standing::parameters(connection)?.matrix(company),
            requests: requests.collect(),
            preparer_id,
            signatures: signatures(connection, head.id)?,
            users: people,
        })
    }

    fn ask<T>(&self, question: impl FnOnce(&Question<'_>) -> T) -> T {
        let people: Vec<User<'_>> = self
            .users
            .iter()
            .map(|(user, roles, substitute_id)| User {
                id: user.id,
                roles,
                ceiling_minor: user.approval_ceiling_minor,
                substitute_id: *substitute_id,
                presence: if user.active {
                    Presence::Present
                } else {
                    Presence::Left
                },
            })
            .collect();
        question(&Question {
            matrix: Matrix(&self.matrix),
            requests: &self.requests,
            preparer_id: self.preparer_id,
            signatures: &self.signatures,
            users: &people,
        })
    }

    fn needs(&self) -> Needs {
        if self.ask(|question| outstanding(question).is_empty()) {
            Needs::Nothing
        } else {
            Needs::Approval
        }
    }
}

/// Signatures since the journal was submitted last.
fn signatures(connection: &Connection, journal_id: i64) -> Result<Vec<Signature>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT signature FROM limit_decisions WHERE journal_id = :id AND decision = 'approved'
           AND id > (SELECT COALESCE(MAX(id), 0) FROM limit_decisions WHERE journal_id = :id AND decision = 'submitted')
         ORDER BY id",
    )?;
    let texts: Vec<String> = statement
        .query_map(named_params! {":id": journal_id}, |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    texts
        .iter()
        .map(|text| Ok(serde_json::from_str(text)?))
        .collect()
}

/// The roles that still have to approve, first to last.
pub(super) fn outstanding_roles(
    connection: &Connection,
    head: &JournalHead,
    lines: &[JournalLine],
) -> Result<Vec<Role>, Refusal> {
    if matches!(head.state, JournalState::Posted | JournalState::Rejected)
        || !standing::parameters(connection)?.workflow
    {
        return Ok(Vec::new());
    }
    let levels = Asked::load(connection, head, lines)?.ask(outstanding);
    let known = |role| Role::ALL.into_iter().find(|own| engine_role(*own) == role);
    Ok(levels
        .iter()
        .filter_map(|level| known(level.role))
        .collect())
}

/// Refuses a journal without lines, or with one that could not be posted.
fn check(
    connection: &Connection,
    head: &JournalHead,
    lines: &[JournalLine],
) -> Result<(), Refusal> {
    if lines.is_empty() {
        return Err(Refusal::new("limit_journal_empty"));
    }
    for line in lines {
        let id = customer_id(connection, &line.account)?;
        let typed = Typed {
            customer_id: Some(id),
            group_id: None,
            new_minor: Some(line.new_minor),
            from_on: line.from_on,
            to_on: Some(line.to_on),
            reason_id: Some(reason_id(connection, ReasonKind::Limit, &line.reason)?),
        };
        let named = |refusal: Refusal| refusal.with("account", &line.account);
        check_line(connection, head, Some(line.id), &typed).map_err(named)?;
        super::status::open_for_limits(connection, id, &line.account)?;
        identified(
            connection,
            Some(line.new_minor),
            &government_id(connection, id)?,
        )
        .map_err(named)?;
    }
    Ok(())
}

fn decided(
    act: &mut Act<'_>,
    head: &JournalHead,
    decision: &str,
    signature: Option<&Signature>,
    comment: &str,
    by: (i64, NaiveDate),
) -> Result<(), Refusal> {
    act.about("limit_journal", &head.number);
    act.note("decision", decision);
    act.because(None, Some(comment));
    let signature = signature.map(serde_json::to_string).transpose()?;
    act.execute(
        "INSERT INTO limit_decisions (journal_id, decision, user_id, signature, comment, decided_on, act_id)
         VALUES (:journal, :decision, :user, :signature, :comment, :on, :act)",
        named_params! {
            ":journal": head.id, ":decision": decision, ":user": by.0, ":signature": signature,
            ":comment": comment.trim(), ":on": by.1.to_string(), ":act": act.id,
        },
    )?;
    Ok(())
}

fn set_state(act: &Act<'_>, id: i64, state: JournalState) -> Result<(), Refusal> {
    act.execute(
        "UPDATE limit_journals SET state = :state, act_id = :act WHERE id = :id",
        named_params! {":id": id, ":state": state.code(), ":act": act.id},
    )?;
    Ok(())
}

/// `limits.submit`
pub fn submit(session: &mut Session<'_>, request: JournalRequest) -> Result<LimitJournal, Refusal> {
    let (today, user) = (session.today, session.actor.user_id);
    let connection = session.connection();
    let head = load_head(connection, request.id)?;
    let rows = lines(connection, head.id, today)?;
    let mut asked = Asked::load(connection, &head, &rows)?;
    // What was signed before counts no more.
    asked.signatures.clear();
    let state = step(session, &head, Step::Submit(asked.needs()))?;
    check(connection, &head, &rows)?;
    asked.ask(unreachable).map_err(approval_refusal)?;
    session.act(|act| {
        decided(act, &head, "submitted", None, "", (user, today))?;
        set_state(act, head.id, state)?;
        post_if_wanted(act, head.id, state, (user, today))
    })?;
    load(session.connection(), request.id, today)
}

/// `limits.recall`
pub fn recall(session: &mut Session<'_>, request: JournalRequest) -> Result<LimitJournal, Refusal> {
    let (today, user) = (session.today, session.actor.user_id);
    let head = load_head(session.connection(), request.id)?;
    let state = step(session, &head, Step::Recall)?;
    session.act(|act| {
        decided(act, &head, "recalled", None, "", (user, today))?;
        set_state(act, head.id, state)
    })?;
    load(session.connection(), request.id, today)
}

/// Refuses whoever wrote one of the lines: the preparer is not only who began the journal.
fn not_a_preparer(session: &Session<'_>, head: &JournalHead) -> Result<(), Refusal> {
    let wrote: bool = session.connection().query_row(
        "SELECT EXISTS (SELECT 1 FROM limit_lines l JOIN audit a ON a.id = l.act_id
           WHERE l.journal_id = :id AND a.user_id = :user)",
        named_params! {":id": head.id, ":user": session.actor.user_id},
        |row| row.get(0),
    )?;
    if wrote {
        return Err(Refusal::new("limit_preparer_decides"));
    }
    Ok(())
}

/// `limits.approve`
pub fn approve(session: &mut Session<'_>, request: DecideJournal) -> Result<LimitJournal, Refusal> {
    let (today, user) = (session.today, session.actor.user_id);
    let connection = session.connection();
    let head = load_head(connection, request.id)?;
    step(session, &head, Step::Approve(Needs::Approval))?;
    not_a_preparer(session, &head)?;
    let rows = lines(connection, head.id, today)?;
    let mut asked = Asked::load(connection, &head, &rows)?;
    let signature = asked
        .ask(|question| sign(question, user))
        .map_err(approval_refusal)?;
    asked.signatures.push(signature);
    let state = step(session, &head, Step::Approve(asked.needs()))?;
    session.act(|act| {
        decided(
            act,
            &head,
            "approved",
            Some(&signature),
            &request.comment,
            (user, today),
        )?;
        set_state(act, head.id, state)?;
        post_if_wanted(act, head.id, state, (user, today))
    })?;
    load(session.connection(), request.id, today)
}

/// `limits.reject`
pub fn reject(session: &mut Session<'_>, request: DecideJournal) -> Result<LimitJournal, Refusal> {
    let (today, user) = (session.today, session.actor.user_id);
    if request.comment.trim().is_empty() {
        return Err(Refusal::new("value_missing").with("field", "comment"));
    }
    let connection = session.connection();
    let head = load_head(connection, request.id)?;
    let state = step(session, &head, Step::Reject)?;
    not_a_preparer(session, &head)?;
    let rows = lines(connection, head.id, today)?;
    // Who could not approve does not reject either.
    Asked::load(connection, &head, &rows)?
        .ask(|question| sign(question, user))
        .map_err(approval_refusal)?;
    session.act(|act| {
        decided(
            act,
            &head,
            "rejected",
            None,
            &request.comment,
            (user, today),
        )?;
        set_state(act, head.id, state)
    })?;
    load(session.connection(), request.id, today)
}

/// `limits.post`
pub fn post(session: &mut Session<'_>, request: JournalRequest) -> Result<LimitJournal, Refusal> {
    let (today, user) = (session.today, session.actor.user_id);
    let connection = session.connection();
    let head = load_head(connection, request.id)?;
    step(session, &head, Step::Post)?;
    session.act(|act| write(act, head.id, (user, today)))?;
    load(session.connection(), request.id, today)
}

fn post_if_wanted(
    act: &mut Act<'_>,
    id: i64,
    state: JournalState,
    by: (i64, NaiveDate),
) -> Result<(), Refusal> {
    if state == JournalState::Approved && standing::parameters(act)?.post_automatically {
        write(act, id, by)?;
    }
    Ok(())
}

/// Posts a journal: every line takes effect, or waits for its day.
fn write(act: &mut Act<'_>, id: i64, by: (i64, NaiveDate)) -> Result<(), Refusal> {
    let (user, today) = by;
    let head = load_head(act, id)?;
    let rows = lines(act, id, today)?;
    check(act, &head, &rows)?;
    act.about("limit_journal", &head.number);
    act.note("lines", rows.len());
    for line in &rows {
        apply(act, &head, line, today)?;
    }
    act.execute(
        "UPDATE limit_journals SET state = 'posted', posted_on = :on, posted_by_id = :user, act_id = :act WHERE id = :id",
        named_params! {":id": id, ":on": today.to_string(), ":user": user, ":act": act.id},
    )?;
    Ok(())
}

/// Writes one line where its day has come. A temporary limit is written at once: its days are its own.
fn apply(
    act: &mut Act<'_>,
    head: &JournalHead,
    line: &JournalLine,
    today: NaiveDate,
) -> Result<(), Refusal> {
    let permanent = head.kind == JournalKind::CreditLimit;
    if permanent && line.from_on.is_some_and(|day| day > today) {
        return Ok(());
    }
    let customer = customer_id(act, &line.account)?;
    let preparer_id = act.query_row(
        "SELECT preparer_id FROM limit_journals WHERE id = :id",
        named_params! {":id": head.id},
        |row| row.get(0),
    )?;
    let change = LimitChange {
        new_minor: Some(line.new_minor),
        from_on: line.from_on.unwrap_or(today),
        to_on: Some(line.to_on),
        preparer_id,
        approver_id: signatures(act, head.id)?
            .last()
            .map(|signed| signed.user_id),
        reason_id: Some(reason_id(act, ReasonKind::Limit, &line.reason)?),
        comment: &line.comment,
        line_id: Some(line.id),
        set_on: today,
    };
    if permanent {
        write_permanent(act, customer, &change)?;
    } else {
        record(
            act,
            head.kind.code(),
            customer,
            &change,
            line.current_minor,
            None,
        )?;
    }
    act.execute(
        "UPDATE limit_lines SET applied_on = :on WHERE id = :id",
        named_params! {":id": line.id, ":on": today.to_string()},
    )?;
    Ok(())
}

/// `limits.apply_waiting`: posted lines whose effective day has come, for the daily job and for people.
pub fn apply_waiting(session: &mut Session<'_>, _: Nothing) -> Result<WaitingApplied, Refusal> {
    let today = session.today;
    let mut statement = session.connection().prepare_cached(
        "SELECT DISTINCT j.id FROM limit_journals j JOIN limit_lines l ON l.journal_id = j.id
         WHERE j.state = 'posted' AND l.applied_on IS NULL AND l.from_on <= :today ORDER BY j.id",
    )?;
    let journals: Vec<i64> = statement
        .query_map(named_params! {":today": today.to_string()}, |row| {
            row.get(0)
        })?
        .collect::<Result<_, _>>()?;
    drop(statement);
    if journals.is_empty() {
        return Ok(WaitingApplied { lines: 0 });
    }
    let applied = session.act(|act| {
        act.about("limit_journal", "waiting");
        let mut applied = 0;
        for id in journals {
            let head = load_head(act, id)?;
            for line in lines(act, id, today)? {
                if line.applied_on.is_none() && line.from_on.is_some_and(|day| day <= today) {
                    apply(act, &head, &line, today)?;
                    applied += 1;
                }
            }
        }
        act.note("lines", applied);
        Ok(applied)
    })?;
    Ok(WaitingApplied { lines: applied })
}
