//! A session: one call of a command, by one user, at one instant.

use chrono::{DateTime, NaiveDate, Utc};

use crate::act::{Act, Actor};
use crate::book::{Book, Seals};
use crate::host::Job;
use crate::refusal::Refusal;
use crate::sight::{self, Guards};

/// What a command's function gets.
pub struct Session<'a> {
    /// The open book.
    pub book: &'a mut Book,
    /// Who calls.
    pub actor: Actor,
    /// When, for records.
    pub now: DateTime<Utc>,
    /// The civil day at the desk.
    pub today: NaiveDate,
    /// Progress and cancel.
    pub job: &'a dyn Job,
    /// The command that was called; the audit row names it.
    pub command: &'static str,
}

/// Whether an act changed something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// It did.
    Yes,
    /// It did not: not even its audit row stays.
    No,
}

impl Session<'_> {
    /// Opens an act of this call. Dropped unsealed, it takes everything back that was written in it.
    pub fn open_act(&mut self) -> Result<Act<'_>, Refusal> {
        Act::open(
            &mut self.book.file.connection,
            self.actor,
            self.now,
            self.today,
            self.command,
        )
    }

    /// Does `work` as one act: everything or nothing, sealed in the audit log.
    pub fn act<T>(
        &mut self,
        work: impl FnOnce(&mut Act<'_>) -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        self.act_if(|act| Ok((work(act)?, Keep::Yes)))
    }

    /// Does `work` as one act in the place of a user who is away; as oneself where there is none.
    pub fn act_for<T>(
        &mut self,
        absent_id: Option<i64>,
        work: impl FnOnce(&mut Act<'_>) -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        let before = self.actor.acting_for_id;
        self.actor.acting_for_id = absent_id.or(before);
        let done = self.act(work);
        self.actor.acting_for_id = before;
        done
    }

    /// Does `work` as an act that is sealed only where it says that it changed something.
    pub fn act_if<T>(
        &mut self,
        work: impl FnOnce(&mut Act<'_>) -> Result<(T, Keep), Refusal>,
    ) -> Result<T, Refusal> {
        let (job, seals, narrowed) = (self.job, self.book.seals, self.book.sight.is_guarded());
        let mut act = self.open_act()?;
        let (done, keep) = work(&mut act)?;
        if keep == Keep::Yes && act.credit.is_any() {
            // What follows for other customers is done by the book, not by the user.
            if narrowed {
                sight::pause(&act, Guards::Paused)?;
            }
            crate::flows::hooks::before_seal(&mut act, job)?;
            if narrowed {
                sight::pause(&act, Guards::On)?;
            }
        }
        if job.cancelled() {
            return Err(Refusal::new("cancelled"));
        }
        if keep == Keep::Yes && seals == Seals::Keep {
            act.seal()?;
            sight::renew(self.book)?;
        } else if seals == Seals::TakeBack {
            let entries = crate::journal::posted::of_act(&act, act.id)?;
            drop(act);
            self.book.rehearsed.extend(entries);
        }
        Ok(done)
    }

    /// Does `work` as an act and takes it back: what a preview shows is what the act would do.
    pub fn rehearse<T>(
        &mut self,
        work: impl FnOnce(&mut Act<'_>) -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        let mut act = self.open_act()?;
        work(&mut act)
    }

    /// Stops here when the user asked for it.
    pub fn checkpoint(&self) -> Result<(), Refusal> {
        check_cancelled(self.job)
    }

    /// Reads with many statements in one transaction: the file is locked once for all of them.
    pub fn read<T>(
        &self,
        read: impl FnOnce(&rusqlite::Connection) -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        let connection = self.connection();
        connection.prepare_cached("BEGIN")?.execute([])?;
        let _reading = Reading(connection);
        read(connection)
    }

    /// The connection for reading: the book's, or the one on which the user finds the customers of some pools only.
    pub fn connection(&self) -> &rusqlite::Connection {
        let narrowed = self.book.sight.connection();
        narrowed.unwrap_or(&self.book.file.connection)
    }

    /// Whether the user sees only some customers.
    pub fn is_narrowed(&self) -> bool {
        self.book.sight.connection().is_some()
    }
}

/// An open transaction for reading, which ends however the reading ends.
struct Reading<'c>(&'c rusqlite::Connection);

impl Drop for Reading<'_> {
    fn drop(&mut self) {
        // Nothing was written; an error only says that the transaction is over already.
        let _ = self
            .0
            .prepare_cached("ROLLBACK")
            .and_then(|mut end| end.execute([]));
    }
}

/// Refuses with `cancelled` when the user asked the job to stop.
pub fn check_cancelled(job: &dyn Job) -> Result<(), Refusal> {
    if job.cancelled() {
        Err(Refusal::new("cancelled"))
    } else {
        Ok(())
    }
}

/// The connection that writes, for what is set on it around an act.
impl AsRef<rusqlite::Connection> for Session<'_> {
    fn as_ref(&self) -> &rusqlite::Connection {
        &self.book.file.connection
    }
}
