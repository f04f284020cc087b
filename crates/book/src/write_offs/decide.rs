//! `write_offs.approve`, `write_offs.reject` and `write_offs.reject_each`: by the levels that the size asks for; whoever prepared
//! it does not approve it.

use std::rc::Rc;

use chrono::NaiveDate;
use engine::write_offs::Status;
use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use super::approval::Asked;
use super::parameters;
use super::show::{WriteOff, one};
use super::stored::{Step, Stored, note, set_status};
use crate::accounts::day_of;
use crate::act::Act;
use crate::approval::People;
use crate::refusal::Refusal;
use crate::session::{Session, check_cancelled};

/// A decision about a write-off.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct DecideWriteOff {
    /// Row id.
    #[ts(type = "number")]
    pub write_off_id: i64,
    /// Comment; a rejection needs one.
    pub comment: String,
}

/// `write_offs.approve`: signs the level that is next.
pub fn approve(session: &mut Session<'_>, request: DecideWriteOff) -> Result<WriteOff, Refusal> {
    let (today, user) = (session.today, session.actor.user_id);
    let stored = Stored::load(session.connection(), request.write_off_id)?;
    stored.demand(Status::Approved)?;
    let mut asked = asked(session, &stored)?;
    let signature = asked.sign(user)?;
    session.act_for(signature.acting_for_id, |act| {
        let step = Step {
            what: "approved",
            signature: Some(&signature),
            comment: &request.comment,
        };
        note(act, (stored.id, &stored.number), &step)?;
        if asked.outstanding().is_empty() {
            set_status(act, &stored, Status::Approved)?;
        }
        Ok(())
    })?;
    one(session.connection(), request.write_off_id, today)
}

/// Proposals that wait for the signature of a user, and since when.
pub(crate) fn to_sign(
    connection: &Connection,
    (user_id, today): (i64, NaiveDate),
) -> Result<(i64, Option<NaiveDate>), Refusal> {
    let parameters = parameters::load(connection)?;
    let people = Rc::new(People::read(connection, today)?);
    let mut statement = connection.prepare_cached(
        "SELECT id, size_minor, prepared_by_id, write_off_on FROM write_offs WHERE status = 'draft' ORDER BY write_off_on",
    )?;
    let mut rows = statement.query([])?;
    let (mut count, mut oldest) = (0, None);
    while let Some(row) = rows.next()? {
        let of = (row.get("size_minor")?, row.get("prepared_by_id")?);
        let mut asked =
            Asked::among(&people, &parameters, of).signed(connection, row.get("id")?)?;
        if asked.sign(user_id).is_ok() {
            count += 1;
            oldest = oldest.or(Some(day_of(row, "write_off_on")?));
        }
    }
    Ok((count, oldest))
}

/// `write_offs.reject`: who prepared it may withdraw it so; else only who could approve it.
pub fn reject(session: &mut Session<'_>, request: DecideWriteOff) -> Result<WriteOff, Refusal> {
    demand_comment(&request.comment)?;
    let today = session.today;
    let stored = rejectable(session, request.write_off_id)?;
    session.act(|act| write_rejection(act, &stored, &request.comment))?;
    one(session.connection(), request.write_off_id, today)
}

/// Rejects several write-offs, as they were proposed at once.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct RejectWriteOffs {
    /// The write-offs.
    #[ts(type = "Array<number>")]
    pub write_off_ids: Vec<i64>,
    /// Why.
    pub comment: String,
}

/// What was rejected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct WriteOffsRejected {
    /// How many write-offs.
    #[ts(type = "number")]
    pub rejected: usize,
}

/// `write_offs.reject_each`: all of them in one act, or none.
pub fn reject_each(
    session: &mut Session<'_>,
    request: RejectWriteOffs,
) -> Result<WriteOffsRejected, Refusal> {
    if request.write_off_ids.is_empty() {
        return Err(Refusal::new("nothing_chosen"));
    }
    demand_comment(&request.comment)?;
    let job = session.job;
    let all = request
        .write_off_ids
        .iter()
        .map(|id| rejectable(session, *id))
        .collect::<Result<Vec<_>, Refusal>>()?;
    session.act(|act| {
        for (done, stored) in (0..).zip(&all) {
            check_cancelled(job)?;
            job.progress(done, all.len() as u64, "write_offs");
            write_rejection(act, stored, &request.comment)?;
        }
        act.about("write_offs", all.len());
        Ok(WriteOffsRejected {
            rejected: all.len(),
        })
    })
}

/// A write-off that the user may reject.
fn rejectable(session: &Session<'_>, id: i64) -> Result<Stored, Refusal> {
    let stored = Stored::load(session.connection(), id)?;
    stored.demand(Status::Rejected)?;
    if stored.prepared_by_id != session.actor.user_id {
        demand_decider(session, &stored)?;
    }
    Ok(stored)
}

fn demand_comment(comment: &str) -> Result<(), Refusal> {
    if comment.trim().is_empty() {
        return Err(Refusal::new("value_missing").with("field", "comment"));
    }
    Ok(())
}

fn write_rejection(act: &mut Act<'_>, stored: &Stored, comment: &str) -> Result<(), Refusal> {
    let step = Step::plain("rejected", comment);
    note(act, (stored.id, &stored.number), &step)?;
    set_status(act, stored, Status::Rejected)
}

/// Of a draft: whoever could sign next. Of an approved one: whoever could post it.
fn demand_decider(session: &Session<'_>, stored: &Stored) -> Result<(), Refusal> {
    if stored.status == Status::Draft {
        asked(session, stored)?.sign(session.actor.user_id)?;
        return Ok(());
    }
    let user = crate::users::load(session.connection(), session.actor.user_id)?;
    if user.may(crate::users::Right::Settle) {
        Ok(())
    } else {
        Err(Refusal::new("limit_role_missing"))
    }
}

fn asked(session: &Session<'_>, stored: &Stored) -> Result<Asked, Refusal> {
    let connection = session.connection();
    Asked::new(
        connection,
        &parameters::load(connection)?,
        (stored.size_minor, stored.prepared_by_id),
        session.today,
    )?
    .signed(connection, stored.id)
}
