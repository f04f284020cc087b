//! `limits.post` and `limits.apply_waiting`: what a journal does when it is posted, line by line (spec 11 §4.2).

use chrono::NaiveDate;
use engine::credit::adjustments::{Act as Step, Target};
use rusqlite::{Connection, named_params};
use serde::{Deserialize, Serialize};

use super::approvals::check;
use super::asked::signatures;
use super::journal_lines::{JournalLine, lines};
use super::journals::{
    JournalHead, JournalKind, JournalRequest, JournalState, LimitJournal, load, load_head, step,
};
use super::limit::{self, LimitChange};
use super::setup::{ReasonKind, reason_id};
use super::tasks::{Due, TaskFigures, TaskKind};
use crate::act::Act;
use crate::refusal::Refusal;
use crate::session::{Keep, Session};
use crate::standing;
use crate::wire::Nothing;

/// What waited for its day and took effect.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct WaitingApplied {
    /// Number of lines.
    #[ts(type = "number")]
    pub lines: i64,
    /// Lines that keep waiting: their customer was closed since, or must be identified.
    #[ts(type = "number")]
    pub left_out: i64,
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

/// Posts a journal that was approved just now, where the book posts automatically.
pub(super) fn post_if_wanted(
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

/// Posts a journal: every line that was not rejected takes effect, or waits for its day.
fn write(act: &mut Act<'_>, id: i64, by: (i64, NaiveDate)) -> Result<(), Refusal> {
    let (user, today) = by;
    let head = load_head(act, id)?;
    let rows = lines(act, &head, today)?;
    check(act, &head, &rows)?;
    act.about("limit_journal", &head.number);
    let posted: Vec<&JournalLine> = rows
        .iter()
        .filter(|line| line.rejected_comment.is_none())
        .collect();
    act.note("lines", posted.len());
    for line in posted {
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
    match line.reverses_id {
        Some(reversed) if !permanent => withdraw(act, line, reversed, today)?,
        Some(reversed) if history_of(act, reversed)?.is_none() => {
            // The line that is taken back still waited: it never takes effect.
        }
        _ => change(act, head, line, today)?,
    }
    act.execute(
        "UPDATE limit_lines SET applied_on = :on WHERE id = :id",
        named_params! {":id": line.id, ":on": today.to_string()},
    )?;
    Ok(())
}

fn change(
    act: &mut Act<'_>,
    head: &JournalHead,
    line: &JournalLine,
    today: NaiveDate,
) -> Result<(), Refusal> {
    let preparer_id = act.query_row(
        "SELECT preparer_id FROM limit_journals WHERE id = :id",
        named_params! {":id": head.id},
        |row| row.get(0),
    )?;
    let own = signatures(act, head.id, Some(line.id))?;
    let whole = signatures(act, head.id, None)?;
    let change = LimitChange {
        new_minor: line.new_minor,
        from_on: line.from_on.unwrap_or(today),
        to_on: line.to_on,
        preparer_id,
        approver_id: own
            .iter()
            .chain(&whole)
            .max_by_key(|signed| signed.level)
            .map(|signed| signed.user_id),
        reason_id: Some(reason_id(act, ReasonKind::Limit, &line.reason)?),
        comment: &line.comment,
        line_id: Some(line.id),
        given: None,
        set_on: today,
    };
    match (line.target(act)?, head.kind) {
        (Target::Customer(id), JournalKind::CreditLimit) => {
            limit::write_permanent(act, id, &change)
        }
        (Target::Group(id), JournalKind::CreditLimit) => limit::write_shared(act, id, &change),
        (target, JournalKind::Temporary) => limit::record(
            act,
            head.kind.code(),
            target,
            &change,
            (line.current_minor, None),
        ),
    }
}

/// The row of the history that a posted line made; `None` while it waits.
pub(super) fn history_of(connection: &Connection, line_id: i64) -> Result<Option<i64>, Refusal> {
    use rusqlite::OptionalExtension;
    Ok(connection
        .prepare_cached("SELECT id FROM limit_history WHERE line_id = :id")?
        .query_row(named_params! {":id": line_id}, |row| row.get("id"))
        .optional()?)
}

/// Ends a temporary limit before today; one that has not begun never holds.
fn withdraw(
    act: &mut Act<'_>,
    line: &JournalLine,
    reversed: i64,
    today: NaiveDate,
) -> Result<(), Refusal> {
    let Some(history) = history_of(act, reversed)? else {
        return Ok(());
    };
    act.execute(
        "INSERT INTO limit_withdrawals (history_id, from_on, line_id, act_id) VALUES (:history, :from, :line, :act)
         ON CONFLICT (history_id) DO NOTHING",
        named_params! {":history": history, ":from": today.to_string(), ":line": line.id, ":act": act.id},
    )?;
    Ok(())
}

/// `limits.apply_waiting`: posted lines whose effective day has come, for the daily job and for people.
pub fn apply_waiting(session: &mut Session<'_>, _: Nothing) -> Result<WaitingApplied, Refusal> {
    let today = session.today;
    let waiting = waiting(session.connection(), today)?;
    if waiting.is_empty() {
        return Ok(WaitingApplied::default());
    }
    session.act_if(|act| {
        act.about("limit_journal", "waiting");
        let mut done = WaitingApplied::default();
        for (journal_id, due) in &waiting {
            let head = load_head(act, *journal_id)?;
            for line in lines(act, &head, today)? {
                if !due.contains(&line.id) {
                    continue;
                }
                if why_not(act, &line)?.is_none() {
                    apply(act, &head, &line, today)?;
                    done.lines += 1;
                } else {
                    done.left_out += 1;
                }
            }
        }
        act.note("lines", done.lines);
        act.note("left_out", done.left_out);
        let keep = if done.lines > 0 { Keep::Yes } else { Keep::No };
        Ok((done, keep))
    })
}

/// Posted lines whose day has come and that could not take effect, as tasks: with the journal, and why.
pub(super) fn left_out(connection: &Connection, today: NaiveDate) -> Result<Vec<Due>, Refusal> {
    let mut found = Vec::new();
    for (journal_id, due) in waiting(connection, today)? {
        let head = load_head(connection, journal_id)?;
        for line in lines(connection, &head, today)? {
            let Target::Customer(customer_id) = line.target(connection)? else {
                continue;
            };
            let (true, Some(why)) = (due.contains(&line.id), why_not(connection, &line)?) else {
                continue;
            };
            found.push(Due {
                kind: TaskKind::LimitLeftOut,
                customer_id: Some(customer_id),
                subject: format!("line {}", line.id),
                by: line.from_on.unwrap_or(today),
                figures: TaskFigures {
                    why: Some(why),
                    ends_on: line.from_on,
                    currency: Some(line.currency.clone()),
                    proposed_minor: line.new_minor,
                    journal: Some(head.number.clone()),
                    journal_id: Some(head.id),
                    ..TaskFigures::default()
                },
            });
        }
    }
    Ok(found)
}

/// Why the customer of a line may not get its limit any more, if so: what was true on the day of the posting may be over on
/// that of the effect. What takes an earlier limit back is always possible.
fn why_not(connection: &Connection, line: &JournalLine) -> Result<Option<String>, Refusal> {
    let Target::Customer(id) = line.target(connection)? else {
        return Ok(None);
    };
    if line.reverses_id.is_some() {
        return Ok(None);
    }
    let asked = super::status::open_for_limits(connection, id, line.about()).and_then(|()| {
        super::attributes::identified(
            connection,
            line.new_minor,
            &super::attributes::government_id(connection, id)?,
        )
    });
    match asked {
        Ok(()) => Ok(None),
        Err(refusal)
            if matches!(
                refusal.code.as_str(),
                "customer_closed" | "identification_missing"
            ) =>
        {
            Ok(Some(refusal.code))
        }
        Err(refusal) => Err(refusal),
    }
}

/// The lines whose day has come, by journal; what was rejected or taken back meanwhile is not among them.
fn waiting(
    connection: &Connection,
    today: NaiveDate,
) -> Result<std::collections::BTreeMap<i64, Vec<i64>>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT l.journal_id, l.id FROM limit_lines l JOIN limit_journals j ON j.id = l.journal_id
         WHERE (l.customer_id IS NULL OR EXISTS (SELECT 1 FROM customers own WHERE own.id = l.customer_id
             AND own.company_id = (SELECT id FROM temp.current_company)))
           AND j.state = 'posted' AND l.applied_on IS NULL AND l.rejected_comment IS NULL AND l.from_on <= :today
           AND NOT EXISTS (SELECT 1 FROM limit_lines b JOIN limit_journals bj ON bj.id = b.journal_id
             WHERE b.reverses_id = l.id AND b.rejected_comment IS NULL AND bj.state = 'posted')
         ORDER BY l.id",
    )?;
    let mut rows = statement.query(named_params! {":today": today.to_string()})?;
    let mut found: std::collections::BTreeMap<i64, Vec<i64>> = std::collections::BTreeMap::new();
    while let Some(row) = rows.next()? {
        found
            .entry(row.get("journal_id")?)
            .or_default()
            .push(row.get("id")?);
    }
    Ok(found)
}
