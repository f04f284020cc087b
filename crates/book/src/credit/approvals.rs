//! `limits.submit`, `limits.approve` and the other decisions about a journal, as a whole or line by line (spec 11 §4.4).

use chrono::NaiveDate;
use engine::credit::adjustments::{Act as Step, Needs, Target, Typed};
use engine::credit::approval::Signature;
use rusqlite::{Connection, named_params};
use serde::{Deserialize, Serialize};

use super::asked::Asked;
use super::attributes::{government_id, identified};
use super::journal_lines::{JournalLine, check_line, lines};
use super::journals::{
    JournalHead, JournalRequest, JournalState, LimitJournal, load, load_head, step,
};
use super::posting::post_if_wanted;
use super::setup::{ReasonKind, reason_id};
use crate::act::Act;
use crate::refusal::Refusal;
use crate::session::Session;

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

/// A decision about one line.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct DecideLine {
    /// The journal.
    #[ts(type = "number")]
    pub journal_id: i64,
    /// The line.
    #[ts(type = "number")]
    pub line_id: i64,
    /// Comment; a rejection needs one.
    #[serde(default)]
    pub comment: String,
}

/// Refuses a journal without lines, or with one that could not be posted.
pub(super) fn check(
    connection: &Connection,
    head: &JournalHead,
    lines: &[JournalLine],
) -> Result<(), Refusal> {
    if lines.is_empty() {
        return Err(Refusal::new("limit_journal_empty"));
    }
    for line in lines {
        // Old values were allowed once; what speaks against a new limit does not speak against going back.
        if line.rejected_comment.is_some() || line.reverses_id.is_some() {
            continue;
        }
        check_one(connection, head, line).map_err(|refusal| {
            let named = if line.group.is_some() {
                "group"
            } else {
                "account"
            };
            refusal.with(named, line.about())
        })?;
    }
    Ok(())
}

fn check_one(
    connection: &Connection,
    head: &JournalHead,
    line: &JournalLine,
) -> Result<(), Refusal> {
    let (customer_id, group_id) = match line.target(connection)? {
        Target::Customer(id) => (Some(id), None),
        Target::Group(id) => (None, Some(id)),
    };
    let typed = Typed {
        customer_id,
        group_id,
        new_minor: line.new_minor,
        from_on: line.from_on,
        to_on: line.to_on,
        reason_id: Some(reason_id(connection, ReasonKind::Limit, &line.reason)?),
    };
    check_line(connection, head, Some(line.id), &typed)?;
    if let Some(id) = customer_id {
        super::status::open_for_limits(connection, id, line.about())?;
        identified(connection, line.new_minor, &government_id(connection, id)?)?;
    }
    Ok(())
}

/// What is written down about a decision.
struct Decision<'a> {
    what: &'static str,
    signature: Option<&'a Signature>,
    line: Option<&'a JournalLine>,
    comment: &'a str,
}

fn decided(
    act: &mut Act<'_>,
    head: &JournalHead,
    new: &Decision<'_>,
    by: (i64, NaiveDate),
) -> Result<(), Refusal> {
    act.about("limit_journal", &head.number);
    act.note("decision", new.what);
    if let Some(line) = new.line {
        act.note("line", line.about());
    }
    act.because(None, Some(new.comment));
    let signature = new.signature.map(serde_json::to_string).transpose()?;
    act.execute(
        "INSERT INTO limit_decisions (journal_id, decision, user_id, signature, comment, decided_on, act_id, line_id,
           about)
         VALUES (:journal, :decision, :user, :signature, :comment, :on, :act, :line, :about)",
        named_params! {
            ":journal": head.id, ":decision": new.what, ":user": by.0, ":signature": signature,
            ":comment": new.comment.trim(), ":on": by.1.to_string(), ":act": act.id,
            ":line": new.line.map(|line| line.id), ":about": new.line.map_or("", JournalLine::about),
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
    let rows = lines(connection, &head, today)?;
    let mut asked = Asked::load(connection, &head, &rows, today)?;
    asked.forget();
    let needs = if asked.state() == JournalState::Approved {
        Needs::Nothing
    } else {
        Needs::Approval
    };
    let state = step(session, &head, Step::Submit(needs))?;
    check(connection, &head, &rows)?;
    asked.ask(|batch| batch.unreachable().map_err(|why| asked.refusal(why)))?;
    let decision = Decision {
        what: "submitted",
        signature: None,
        line: None,
        comment: "",
    };
    session.act(|act| {
        decided(act, &head, &decision, (user, today))?;
        set_state(act, head.id, state)?;
        post_if_wanted(act, head.id, state, (user, today))
    })?;
    load(session.connection(), request.id, today)
}

/// `limits.recall`: what was rejected line by line is open again.
pub fn recall(session: &mut Session<'_>, request: JournalRequest) -> Result<LimitJournal, Refusal> {
    let (today, user) = (session.today, session.actor.user_id);
    let head = load_head(session.connection(), request.id)?;
    let state = step(session, &head, Step::Recall)?;
    let decision = Decision {
        what: "recalled",
        signature: None,
        line: None,
        comment: "",
    };
    session.act(|act| {
        decided(act, &head, &decision, (user, today))?;
        act.execute(
            "UPDATE limit_lines SET rejected_comment = NULL WHERE journal_id = :id",
            named_params! {":id": head.id},
        )?;
        set_state(act, head.id, state)
    })?;
    load(session.connection(), request.id, today)
}

/// Refuses whoever wrote one of the lines: the preparer is not only who began the journal. What the book proposed itself
/// was written by nobody.
fn not_a_preparer(session: &Session<'_>, head: &JournalHead) -> Result<(), Refusal> {
    let wrote: bool = session.connection().query_row(
        "SELECT EXISTS (SELECT 1 FROM limit_lines l JOIN audit a ON a.id = l.act_id
           WHERE l.journal_id = :id AND l.proposed = 0 AND a.user_id = :user)",
        named_params! {":id": head.id, ":user": session.actor.user_id},
        |row| row.get(0),
    )?;
    if wrote {
        return Err(Refusal::new("limit_preparer_decides"));
    }
    Ok(())
}

/// What somebody is about to decide, and whether he may decide at all.
fn opened(
    session: &Session<'_>,
    id: i64,
    act: Step,
) -> Result<(JournalHead, Vec<JournalLine>, Asked), Refusal> {
    let (connection, today) = (session.connection(), session.today);
    let head = load_head(connection, id)?;
    step(session, &head, act)?;
    not_a_preparer(session, &head)?;
    let rows = lines(connection, &head, today)?;
    let asked = Asked::load(connection, &head, &rows, today)?;
    Ok((head, rows, asked))
}

fn commented(comment: &str) -> Result<(), Refusal> {
    if comment.trim().is_empty() {
        return Err(Refusal::new("value_missing").with("field", "comment"));
    }
    Ok(())
}

/// `limits.approve`: every line that waits.
pub fn approve(session: &mut Session<'_>, request: DecideJournal) -> Result<LimitJournal, Refusal> {
    let (today, user) = (session.today, session.actor.user_id);
    let (head, _, mut asked) = opened(session, request.id, Step::Approve(Needs::Approval))?;
    let signature = asked
        .ask(|batch| batch.sign(user))
        .map_err(|refusal| asked.refusal(refusal))?;
    asked.signatures.push(signature);
    let decision = Decision {
        what: "approved",
        signature: Some(&signature),
        line: None,
        comment: &request.comment,
    };
    let state = asked.state();
    session.act_for(signature.acting_for_id, |act| {
        decided(act, &head, &decision, (user, today))?;
        set_state(act, head.id, state)?;
        post_if_wanted(act, head.id, state, (user, today))
    })?;
    load(session.connection(), request.id, today)
}

/// `limits.reject`: the whole journal.
pub fn reject(session: &mut Session<'_>, request: DecideJournal) -> Result<LimitJournal, Refusal> {
    let (today, user) = (session.today, session.actor.user_id);
    commented(&request.comment)?;
    let (head, _, asked) = opened(session, request.id, Step::Reject)?;
    // Who could not approve does not reject either.
    asked
        .ask(|batch| batch.sign(user))
        .map_err(|refusal| asked.refusal(refusal))?;
    let decision = Decision {
        what: "rejected",
        signature: None,
        line: None,
        comment: &request.comment,
    };
    session.act(|act| {
        decided(act, &head, &decision, (user, today))?;
        set_state(act, head.id, JournalState::Rejected)
    })?;
    load(session.connection(), request.id, today)
}

fn position(rows: &[JournalLine], id: i64) -> Result<usize, Refusal> {
    let at = rows.iter().position(|line| line.id == id);
    at.ok_or_else(|| Refusal::new("unknown_limit_line").with("line_id", id))
}

/// `limits.line_approve`: one line; with the last line the journal is decided.
pub fn line_approve(
    session: &mut Session<'_>,
    request: DecideLine,
) -> Result<LimitJournal, Refusal> {
    let (today, user) = (session.today, session.actor.user_id);
    let (head, rows, mut asked) =
        opened(session, request.journal_id, Step::Approve(Needs::Approval))?;
    let at = position(&rows, request.line_id)?;
    let signature = asked
        .ask(|batch| batch.sign_line(&batch.lines[at], user))
        .map_err(|refusal| asked.refusal(refusal))?;
    asked.sign_line(at, signature);
    let decision = Decision {
        what: "approved",
        signature: Some(&signature),
        line: Some(&rows[at]),
        comment: &request.comment,
    };
    let state = asked.state();
    session.act_for(signature.acting_for_id, |act| {
        decided(act, &head, &decision, (user, today))?;
        set_state(act, head.id, state)?;
        post_if_wanted(act, head.id, state, (user, today))
    })?;
    load(session.connection(), request.journal_id, today)
}

/// `limits.line_reject`: one line stays unposted, with what was said.
pub fn line_reject(
    session: &mut Session<'_>,
    request: DecideLine,
) -> Result<LimitJournal, Refusal> {
    let (today, user) = (session.today, session.actor.user_id);
    commented(&request.comment)?;
    let (head, rows, mut asked) = opened(session, request.journal_id, Step::Reject)?;
    let at = position(&rows, request.line_id)?;
    asked
        .ask(|batch| batch.may_reject_line(&batch.lines[at], user))
        .map_err(|refusal| asked.refusal(refusal))?;
    asked.reject_line(at);
    let decision = Decision {
        what: "rejected",
        signature: None,
        line: Some(&rows[at]),
        comment: &request.comment,
    };
    let state = asked.state();
    session.act(|act| {
        decided(act, &head, &decision, (user, today))?;
        act.execute(
            "UPDATE limit_lines SET rejected_comment = :comment WHERE id = :id",
            named_params! {":id": request.line_id, ":comment": request.comment.trim()},
        )?;
        set_state(act, head.id, state)?;
        post_if_wanted(act, head.id, state, (user, today))
    })?;
    load(session.connection(), request.journal_id, today)
}
