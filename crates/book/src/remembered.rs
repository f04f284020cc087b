//! What every call asks anew though it seldom changes: who works, what that user may see, and by what orders are checked.
//!
//! Invariant: it only spares statements. Whatever another connection commits and whatever this one writes empties it, and
//! it is filled from what is committed, never inside an act.

use std::collections::HashMap;

use chrono::NaiveDate;
use engine::holds::Policy;
use rusqlite::Connection;

use crate::act::Actor;
use crate::pools::agents;
use crate::refusal::Refusal;
use crate::standing::Taker;
use crate::users::{self, User};

/// The state of the book as a connection sees it: it differs after every change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Version {
    /// Changes by when others commit.
    data: i64,
    /// Rows that this connection has written, also those that were taken back.
    written: u64,
}

/// What is known of the book as it is.
#[derive(Debug, Default)]
pub(crate) struct Remembered {
    version: Option<Version>,
    bound: Option<Actor>,
    users: HashMap<i64, User>,
    pools: HashMap<i64, Option<Vec<i64>>>,
    checking: Option<(NaiveDate, Taker, Policy)>,
    sees_all: Option<(i64, Option<i64>)>,
}

impl Remembered {
    /// Forgets everything where the book is another one than at the last call.
    pub fn refresh(&mut self, connection: &Connection) -> Result<(), Refusal> {
        let now = Version {
            data: connection
                .prepare_cached("PRAGMA data_version")?
                .query_row([], |row| row.get(0))?,
            written: connection.total_changes(),
        };
        if self.version != Some(now) {
            *self = Self {
                version: Some(now),
                ..Self::default()
            };
        }
        Ok(())
    }

    /// The user to whom the account of the operating system is bound.
    pub fn bound(&mut self, connection: &Connection, os_account: &str) -> Result<Actor, Refusal> {
        if let Some(actor) = self.bound {
            return Ok(actor);
        }
        let actor = users::resolve(connection, None, os_account)?;
        self.bound = Some(actor);
        Ok(actor)
    }

    /// A user by id.
    pub fn user(&mut self, connection: &Connection, id: i64) -> Result<&User, Refusal> {
        use std::collections::hash_map::Entry;
        Ok(match self.users.entry(id) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(free) => free.insert(users::load(connection, id)?),
        })
    }

    /// The pools to which a user is narrowed.
    pub fn pools(
        &mut self,
        connection: &Connection,
        user_id: i64,
    ) -> Result<Option<Vec<i64>>, Refusal> {
        if let Some(known) = self.pools.get(&user_id) {
            return Ok(known.clone());
        }
        let pools = agents::narrowed_to(connection, user_id)?;
        self.pools.insert(user_id, pools.clone());
        Ok(pools)
    }

    /// Whether it is known that a user sees everybody of a book of one company, and works there.
    pub fn sees_all(&self, user_id: i64, working_in: Option<i64>) -> bool {
        self.sees_all == Some((user_id, working_in))
    }

    /// Keeps that.
    pub fn keep_sees_all(&mut self, user_id: i64, working_in: Option<i64>) {
        self.sees_all = Some((user_id, working_in));
    }

    /// By what orders are checked on a day; `read` says it where it is not known, or where this call has written since.
    pub fn checking(
        &mut self,
        connection: &Connection,
        day: NaiveDate,
        read: impl FnOnce() -> Result<(Taker, Policy), Refusal>,
    ) -> Result<(Taker, Policy), Refusal> {
        let written = connection.total_changes();
        if self
            .version
            .is_none_or(|version| version.written != written)
        {
            return read();
        }
        if let Some((known, taker, policy)) = &self.checking
            && *known == day
        {
            return Ok((taker.clone(), policy.clone()));
        }
        let (taker, policy) = read()?;
        self.checking = Some((day, taker.clone(), policy.clone()));
        Ok((taker, policy))
    }
}
