//! `write_offs.approve` and `write_offs.reject`: by the levels that the size asks for; whoever prepared it does not approve it.

use engine::write_offs::Status;
use serde::{Deserialize, Serialize};

use super::approval::Asked;
use super::parameters;
use super::show::{WriteOff, one};
use super::stored::{Step, Stored, note, set_status};
use crate::refusal::Refusal;
use crate::session::Session;

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

/// `write_offs.reject`: who prepared it may withdraw it so; else only who could approve it.
pub fn reject(session: &mut Session<'_>, request: DecideWriteOff) -> Result<WriteOff, Refusal> {
    if request.comment.trim().is_empty() {
        return Err(Refusal::new("value_missing").with("field", "comment"));
    }
    let (today, user) = (session.today, session.actor.user_id);
    let stored = Stored::load(session.connection(), request.write_off_id)?;
    stored.demand(Status::Rejected)?;
    if stored.prepared_by_id != user {
        demand_decider(session, &stored)?;
    }
    session.act(|act| {
        note(
            act,
            (stored.id, &stored.number),
            &Step::plain("rejected", &request.comment),
        )?;
        set_status(act, &stored, Status::Rejected)
    })?;
    one(session.connection(), request.write_off_id, today)
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
