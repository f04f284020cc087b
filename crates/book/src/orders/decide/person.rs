//! Who decides about holds, and up to which amount.

use chrono::NaiveDate;
use engine::holds::manual::Ceiling;
use rusqlite::{Connection, named_params};

use crate::approval::People;
use crate::refusal::Refusal;
use crate::session::Session;
use crate::users::{self, User};

/// Who decides, and when.
pub(super) struct Person {
    pub user: User,
    pub user_id: i64,
    pub today: NaiveDate,
    pub ceiling: Ceiling,
    /// Whose ceiling this is, where it is not the own one.
    pub acting_for_id: Option<i64>,
}

impl Person {
    pub fn of(session: &Session<'_>, hold_ids: &[i64]) -> Result<Self, Refusal> {
        let (user_id, today) = (session.actor.user_id, session.today);
        let people = People::read(session.connection(), today)?;
        let largest = largest(session.connection(), hold_ids)?;
        let (ceiling_minor, acting_for_id) = people.ceiling(user_id, largest);
        Ok(Self {
            user: users::load(session.connection(), user_id)?,
            user_id,
            today,
            ceiling: match ceiling_minor {
                Some(minor) => Ceiling::UpTo { minor },
                None => Ceiling::Unlimited,
            },
            acting_for_id,
        })
    }
}

/// The largest amount among holds.
fn largest(connection: &Connection, hold_ids: &[i64]) -> Result<i64, Refusal> {
    Ok(connection
        .prepare_cached(
            "SELECT COALESCE(MAX(amount_minor), 0) FROM holds WHERE id IN (SELECT value FROM json_each(:ids))",
        )?
        .query_row(
            named_params! {":ids": serde_json::to_string(hold_ids)?},
            |row| row.get(0),
        )?)
}
