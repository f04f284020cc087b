//! What the desk does by itself for the safety of a book: backups before the first change of a day and on closing, and
//! the way back named where a book is damaged.

use std::path::Path;
use std::sync::{MutexGuard, PoisonError};

use super::{Desk, OpenBook, OpenBookRequest};
use crate::backups::{self, AutomaticBackups, BackupsTaken, RecoverBook, newest_good};
use crate::file::damaged_book;
use crate::host::Job;
use crate::refusal::Refusal;

impl Desk {
    /// Closes the book, after a backup where one is due. Stopping the job leaves the backup out.
    pub fn close(&self, job: &dyn Job) {
        let mut open = self.lock();
        self.leave(&mut open, job);
    }

    pub(super) fn leave(&self, open: &mut Option<OpenBook>, job: &dyn Job) {
        if let Some(open) = open
            && self.backups == AutomaticBackups::BeforeTheDayAndOnClosing
        {
            self.back_up(open, job);
        }
        *open = None;
    }

    /// Called before anything is written: a damaged book is left as it is, and the state of an earlier day is backed up
    /// before this day changes it.
    pub(super) fn before_a_change(
        &self,
        open: &mut OpenBook,
        job: &dyn Job,
    ) -> Result<(), Refusal> {
        let file = &open.book.file;
        if let Some(detail) = &file.damage {
            let refusal = damaged_book(&file.path, detail);
            return Err(open.met(refusal, job));
        }
        let today = self.options.clock.today();
        if self.backups != AutomaticBackups::Never && open.backed_up_on != Some(today) {
            open.backed_up_on = Some(today);
            self.back_up(open, job);
        }
        Ok(())
    }

    /// A backup that cannot be taken stops nobody's work, but it is told.
    fn back_up(&self, open: &mut OpenBook, job: &dyn Job) {
        let today = self.options.clock.today();
        let file = &mut open.book.file;
        if file.damage.is_some() {
            return;
        }
        let taken = match backups::automatic(&file.connection) {
            Ok(BackupsTaken::WhenAsked) => Ok(()),
            Ok(BackupsTaken::Automatically) => backups::take(file, today, job),
            Err(refusal) => Err(refusal),
        };
        let trouble = taken.err().filter(|refusal| refusal.code != "cancelled");
        if let Some(refusal) = &trouble {
            tracing::error!(%refusal, "the automatic backup");
            if refusal.code == "book_damaged" {
                file.distrust();
            }
        }
        *self.trouble() = trouble.map(|refusal| remedied(refusal, &file.path, job));
    }

    pub(super) fn recover(&self, request: &RecoverBook, job: &dyn Job) -> Result<(), Refusal> {
        backups::recover(request, job)?;
        let open = OpenBookRequest {
            path: request.to.clone(),
            anyway: request.anyway,
            look: false,
        };
        self.open_book(&open, job)
    }

    /// Keeps a refusal that nobody was there to hear, until a book is opened.
    pub fn tell(&self, refusal: Refusal) {
        *self.trouble() = Some(refusal);
    }

    pub(super) fn trouble(&self) -> MutexGuard<'_, Option<Refusal>> {
        self.trouble.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl OpenBook {
    /// What a command is refused with. The first refusal that shows damage ends all writing and names the way back.
    pub(super) fn met(&mut self, refusal: Refusal, job: &dyn Job) -> Refusal {
        if refusal.code != "book_damaged" {
            return refusal;
        }
        if let Some(known) = &self.damaged {
            return known.clone();
        }
        let detail = refusal
            .args
            .get("detail")
            .and_then(|detail| detail.as_str());
        let detail = detail.unwrap_or_default().to_owned();
        self.book.file.damage.get_or_insert(detail);
        let remedied = remedied(refusal, &self.book.file.path, job);
        self.damaged = Some(remedied.clone());
        remedied
    }
}

/// A refusal of a damaged book with the newest good backup of it, where there is one. A file that is no book any more but
/// has backups was one.
pub(super) fn remedied(refusal: Refusal, book: &Path, job: &dyn Job) -> Refusal {
    if refusal.code == "book_is_backup" {
        return refusal.with("backup", book);
    }
    if !matches!(refusal.code.as_str(), "book_damaged" | "not_a_book") {
        return refusal;
    }
    match newest_good(book, job) {
        Ok(Some(backup)) => {
            let mut damaged = Refusal::new("book_damaged_backed_up");
            damaged.args = refusal.args;
            // A file that is no book any more has no fault of its own to tell.
            damaged.args.entry("detail").or_insert("".into());
            damaged
                .with("path", book)
                .with("backup", &backup.path)
                .with("backup_on", backup.state.on)
        }
        _ => refusal,
    }
}
