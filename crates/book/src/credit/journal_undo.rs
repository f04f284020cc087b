//! `limits.undo`: a posted journal stays as it is; a new one with the old values takes it back (spec 11 §4.4).

use chrono::NaiveDate;
use engine::credit::adjustments::{Act as Step, Target, Typed};
use rusqlite::{Connection, named_params};

use super::journal_lines::{JournalLine, insert, lines};
use super::journals::{
    JournalHead, JournalKind, JournalRequest, JournalState, LimitJournal, load, load_head, step,
};
use super::posting::history_of;
use super::setup::{ReasonKind, reason_id};
use crate::accounts::optional_day_of;
use crate::act::Act;
use crate::numbers;
use crate::refusal::Refusal;
use crate::session::Session;

/// A limit as it was before a line.
struct Before {
    minor: Option<i64>,
    to_on: Option<NaiveDate>,
}

/// `limits.undo`: prepares the journal that takes another one back; it is approved and posted like any other.
pub fn undo(session: &mut Session<'_>, request: JournalRequest) -> Result<LimitJournal, Refusal> {
    let (today, user) = (session.today, session.actor.user_id);
    let connection = session.connection();
    let old = load_head(connection, request.id)?;
    if old.state != JournalState::Posted {
        return Err(Refusal::new("limit_undo_not_posted").with("state", old.state));
    }
    if let Some(other) = &old.reversed_by {
        return Err(Refusal::new("limit_undone_already").with("number", &other.number));
    }
    // Who may begin a journal may begin this one.
    step(
        session,
        &JournalHead {
            state: JournalState::Draft,
            ..old.clone()
        },
        Step::Edit,
    )?;
    let rows = lines(session.connection(), &old, today)?;
    let id = session.act(|act| {
        let number = numbers::take(act, numbers::LIMITS)?;
        act.about("limit_journal", &number);
        act.note("takes_back", &old.number);
        let id: i64 = act.query_row(
            "INSERT INTO limit_journals (number, kind, description, preparer_id, created_on, reverses_id, act_id)
             VALUES (:number, :kind, :description, :user, :on, :old, :act) RETURNING id",
            named_params! {
                ":number": number, ":kind": old.kind.code(), ":description": old.number, ":user": user,
                ":on": today.to_string(), ":old": old.id, ":act": act.id,
            },
            |row| row.get("id"),
        )?;
        for line in rows.iter().filter(|line| line.rejected_comment.is_none()) {
            take_back(act, &old, id, line, today)?;
        }
        Ok(id)
    })?;
    load(session.connection(), id, today)
}

fn take_back(
    act: &Act<'_>,
    old: &JournalHead,
    journal_id: i64,
    line: &JournalLine,
    today: NaiveDate,
) -> Result<(), Refusal> {
    let before = match old.kind {
        // A temporary limit ends; nothing comes in its place.
        JournalKind::Temporary => Before {
            minor: None,
            to_on: None,
        },
        JournalKind::CreditLimit => before(act, line)?,
    };
    let (customer_id, group_id) = match line.target(act)? {
        Target::Customer(id) => (Some(id), None),
        Target::Group(id) => (None, Some(id)),
    };
    let typed = Typed {
        customer_id,
        group_id,
        new_minor: Some(before.minor.unwrap_or(0)),
        from_on: None,
        to_on: Some(before.to_on.unwrap_or(today)),
        reason_id: Some(reason_id(act, ReasonKind::Limit, &line.reason)?),
    };
    let id = insert(act, journal_id, &typed, &old.number)?;
    act.execute(
        "UPDATE limit_lines SET reverses_id = :old, to_not_set = :unset, to_no_expiry = :endless WHERE id = :id",
        named_params! {
            ":id": id, ":old": line.id, ":unset": before.minor.is_none(), ":endless": before.to_on.is_none(),
        },
    )?;
    Ok(())
}

/// The values before a permanent line took effect; of one that waits, the values of today, which stay then.
fn before(connection: &Connection, line: &JournalLine) -> Result<Before, Refusal> {
    let Some(history) = history_of(connection, line.id)? else {
        return Ok(Before {
            minor: line.current_minor,
            to_on: line.current_to_on,
        });
    };
    let mut statement = connection
        .prepare_cached("SELECT old_minor, old_to_on FROM limit_history WHERE id = :id")?;
    let mut rows = statement.query(named_params! {":id": history})?;
    let row = rows.next()?.ok_or(rusqlite::Error::QueryReturnedNoRows)?;
    Ok(Before {
        minor: row.get("old_minor")?,
        to_on: optional_day_of(row, "old_to_on")?,
    })
}
