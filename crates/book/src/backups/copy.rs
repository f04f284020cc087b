//! A copy of an open book by SQLite's online backup, whole and verified before it gets its name.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};

use crate::file::BACKUP_MARK;
use crate::host::Job;
use crate::refusal::Refusal;
use crate::session::check_cancelled;

/// What a copy is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A book like the one it was taken of.
    Book,
    /// A backup: marked, so that nobody works on in it by mistake and it stays what its name says.
    Backup,
}

/// Pages copied between two looks at the stop button: 4 MiB.
const PAGES: i32 = 1024;

/// A copy that is done sooner needs no bar on the screen.
const QUIET: Duration = Duration::from_millis(300);

/// Copies the book to `to`, which must not exist, and verifies the copy; refused or stopped, it leaves nothing.
pub fn write(from: &Connection, to: &Path, kind: Kind, job: &dyn Job) -> Result<(), Refusal> {
    if to.exists() {
        return Err(Refusal::new("file_exists").with("path", to));
    }
    let part = part_of(to);
    let _ = std::fs::remove_file(&part);
    let started = Instant::now();
    let result = copy(from, &part, kind, job, started)
        .and_then(|()| verify(&part, job, started))
        .and_then(|()| Ok(std::fs::rename(&part, to)?));
    result.map_err(|refusal| {
        let _ = std::fs::remove_file(&part);
        refusal.with("path", to)
    })
}

fn part_of(to: &Path) -> PathBuf {
    let mut name = OsString::from(to);
    name.push("-part");
    PathBuf::from(name)
}

fn copy(
    from: &Connection,
    to: &Path,
    kind: Kind,
    job: &dyn Job,
    started: Instant,
) -> Result<(), Refusal> {
    let mut target = Connection::open(to)?;
    {
        let backup = Backup::new(from, &mut target)?;
        loop {
            check_cancelled(job)?;
            match backup.step(PAGES)? {
                StepResult::Done => break,
                StepResult::More => {}
                // Busy or locked: a reader of the other kind is at it for a moment.
                _ => std::thread::sleep(Duration::from_millis(20)),
            }
            if started.elapsed() > QUIET {
                let of = backup.progress();
                let pages = |count: i32| u64::try_from(count).unwrap_or(0);
                job.progress(
                    pages(of.pagecount - of.remaining),
                    pages(of.pagecount),
                    "backup_copy",
                );
            }
        }
    }
    // One file, without the side files of a book in use.
    target.pragma_update(None, "journal_mode", "DELETE")?;
    let mark = match kind {
        Kind::Book => 0,
        Kind::Backup => BACKUP_MARK,
    };
    target.pragma_update(None, "user_version", mark)?;
    target.close().map_err(|(_, error)| Refusal::from(error))
}

fn verify(path: &Path, job: &dyn Job, started: Instant) -> Result<(), Refusal> {
    if started.elapsed() > QUIET {
        job.progress(0, 0, "backup_verify");
    }
    match damage(path, "PRAGMA integrity_check(1)", job)? {
        None => Ok(()),
        Some(detail) => Err(Refusal::new("book_damaged").with("detail", detail)),
    }
}

/// What SQLite's `check` says against the file; `None` where it is sound. The check runs beside this thread, which looks
/// at the stop button meanwhile.
pub fn damage(path: &Path, check: &str, job: &dyn Job) -> Result<Option<String>, Refusal> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    let stop = connection.get_interrupt_handle();
    let (said, hear) = channel();
    let answer = std::thread::scope(|scope| {
        scope.spawn(move || {
            // Nobody hears it only where this thread has panicked.
            let _ = said.send(connection.query_row(check, [], |row| row.get::<_, String>(0)));
        });
        loop {
            match hear.recv_timeout(Duration::from_millis(50)) {
                Ok(answer) => return Some(answer),
                Err(RecvTimeoutError::Disconnected) => return None,
                Err(RecvTimeoutError::Timeout) if job.cancelled() => stop.interrupt(),
                Err(RecvTimeoutError::Timeout) => {}
            }
        }
    });
    check_cancelled(job)?;
    match answer {
        Some(Ok(said)) if said == "ok" => Ok(None),
        Some(Ok(said)) => Ok(Some(said)),
        Some(Err(error)) => {
            let detail = error.to_string();
            match Refusal::from(error) {
                refusal if refusal.code == "book_damaged" => Ok(Some(detail)),
                refusal => Err(refusal),
            }
        }
        None => Err(Refusal::new("work_lost").with("detail", "integrity check")),
    }
}
