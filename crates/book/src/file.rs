//! The file: one `.duebook`, created, opened, upgraded and backed up here and nowhere else.
//!
//! Invariant: at most one process holds a book; an upgrade happens in one transaction after a backup; a file that
//! Duebook does not know, that is newer, or that lies in a synced or network folder is refused and left as it is.

pub(crate) mod cache;
mod desk_mark;
mod place;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

pub use desk_mark::DeskMark;
pub use place::{SharedPlace, shared_place};

use crate::backups;
use crate::company;
use crate::host::Job;
use crate::refusal::Refusal;

/// `DueB`: tells a book from any other SQLite file.
pub const APPLICATION_ID: i32 = 0x4475_6542;

/// `Back` in `user_version`: the file is a backup and must stay what it is; it is opened as a new book.
pub const BACKUP_MARK: i32 = 0x4261_636B;

/// Up to this size a book is read through before it is opened: a check reads about 80 MB a second.
const READ_THROUGH: u64 = 8 * 1024 * 1024;

/// The migrations, compiled in.
mod embedded {
    refinery::embed_migrations!("../../migrations");
}

/// How to open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Anyway {
    /// Refuse a synced or network folder.
    #[default]
    No,
    /// Open there all the same, as the only desk.
    Open,
}

/// What to do with a damaged book.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Damaged {
    /// Refuse it.
    #[default]
    Refuse,
    /// Open it, to look at it.
    Look,
}

/// An open file. Dropping it closes the book and takes the desk mark away.
#[derive(Debug)]
pub struct BookFile {
    /// The one writer.
    pub connection: Connection,
    /// Where it is.
    pub path: PathBuf,
    /// The synced or network folder in which it was opened anyway; the warning stays.
    pub shared_place: Option<SharedPlace>,
    /// What is wrong with the file, where it was opened all the same; nothing is written then.
    pub damage: Option<String>,
    mark: DeskMark,
}

impl BookFile {
    /// Creates a book at `path`; refuses to overwrite anything.
    pub fn create(path: &Path, desk: &str) -> Result<Self, Refusal> {
        if path.exists() {
            return Err(Refusal::new("file_exists").with("path", path));
        }
        let folder = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty());
        if let Some(folder) = folder.filter(|folder| !folder.is_dir()) {
            return Err(Refusal::new("folder_not_found").with("path", folder));
        }
        if let Some(place) = shared_place(path) {
            return Err(place.refusal(path));
        }
        let mark = DeskMark::take(path, desk, None)?;
        let mut connection =
            Connection::open(path).map_err(|error| Refusal::from(error).with("path", path))?;
        connection.pragma_update(None, "application_id", APPLICATION_ID)?;
        configure(&connection)?;
        migrate(&mut connection)?;
        company::settle_in(&connection)?;
        Ok(Self {
            connection,
            path: path.to_owned(),
            shared_place: None,
            damage: None,
            mark,
        })
    }

    /// Opens a book, upgrading it when it is older. A small one, and one that a crashed desk left open, is read through
    /// first; a large one is when its next backup is verified.
    pub fn open(
        path: &Path,
        desk: &str,
        anyway: Anyway,
        damaged: Damaged,
        job: &dyn Job,
    ) -> Result<Self, Refusal> {
        if !path.is_file() {
            return Err(Refusal::new("file_not_found").with("path", path));
        }
        let shared = shared_place(path);
        if let (Some(place), Anyway::No) = (&shared, anyway) {
            return Err(place.refusal(path));
        }
        let mark = DeskMark::take(path, desk, shared.as_ref())?;
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut connection = Connection::open_with_flags(path, flags)
            .map_err(|error| Refusal::from(error).with("path", path))?;
        let state = recognise(&connection).map_err(|refusal| refusal.with("path", path))?;
        let damage = if mark.left_behind() || std::fs::metadata(path)?.len() <= READ_THROUGH {
            backups::damage(path, "PRAGMA quick_check(1)", job)?
        } else {
            None
        };
        match &damage {
            Some(_) if damaged == Damaged::Look && state == FileState::Current => {}
            Some(detail) => return Err(damaged_book(path, detail)),
            None => {}
        }
        configure(&connection)?;
        if state == FileState::Older {
            let backup = backup_path(path, "before-upgrade");
            backups::write(&connection, &backup, backups::Kind::Book, job)?;
            migrate(&mut connection)?;
        }
        company::settle_in(&connection)?;
        Ok(Self {
            connection,
            path: path.to_owned(),
            shared_place: shared,
            damage,
            mark,
        })
    }

    /// Writes a copy of the book as it is now; an existing file is not overwritten.
    pub fn backup(&self, to: &Path, job: &dyn Job) -> Result<u64, Refusal> {
        backups::write(&self.connection, to, backups::Kind::Book, job)?;
        Ok(std::fs::metadata(to)?.len())
    }

    /// Leaves the desk mark where it is, so that the book is read through when it is opened next.
    pub fn distrust(&mut self) {
        self.mark.leave();
    }
}

/// The refusal of a damaged book.
pub fn damaged_book(path: &Path, detail: &str) -> Refusal {
    Refusal::new("book_damaged")
        .with("path", path)
        .with("detail", detail)
}

#[derive(Debug, PartialEq, Eq)]
enum FileState {
    Current,
    Older,
}

/// Newest migration that this Duebook knows.
pub fn newest_version() -> i32 {
    embedded::migrations::runner()
        .get_migrations()
        .iter()
        .map(refinery::Migration::version)
        .max()
        .unwrap_or(0)
}

fn recognise(connection: &Connection) -> Result<FileState, Refusal> {
    let application: i32 = connection
        .pragma_query_value(None, "application_id", |row| row.get(0))
        .map_err(|error| match error.sqlite_error_code() {
            // A text file under the name of a book is not damaged, it never was one.
            Some(rusqlite::ErrorCode::NotADatabase) => Refusal::new("not_a_book"),
            _ => error.into(),
        })?;
    if application != APPLICATION_ID {
        return Err(Refusal::new("not_a_book"));
    }
    let mark: i32 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if mark == BACKUP_MARK {
        return Err(Refusal::new("book_is_backup"));
    }
    let version: i32 = connection
        .query_row(
            "SELECT COALESCE(MAX(version), 0) AS version FROM refinery_schema_history",
            [],
            |row| row.get("version"),
        )
        .map_err(|error| Refusal::new("book_damaged").with("detail", error.to_string()))?;
    let newest = newest_version();
    match version {
        version if version > newest => Err(Refusal::new("book_newer")
            .with("version", version)
            .with("newest", newest)),
        version if version == newest => Ok(FileState::Current),
        _ => Ok(FileState::Older),
    }
}

fn configure(connection: &Connection) -> Result<(), Refusal> {
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    // Room for the rows that the lists of a large book jump through.
    connection.pragma_update(None, "cache_size", -65_536)?;
    connection.pragma_update(None, "temp_store", "FILE")?;
    connection.busy_timeout(std::time::Duration::from_secs(5))?;
    connection.set_prepared_statement_cache_capacity(128);
    // A statement is planned once: else SQLite parses and plans many of them again for every value that is bound.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(())
}

fn migrate(connection: &mut Connection) -> Result<(), Refusal> {
    // A migration may rebuild a table that others refer to; the references are checked as a whole afterwards.
    connection.pragma_update(None, "foreign_keys", false)?;
    embedded::migrations::runner()
        .set_grouped(true)
        .run(connection)
        .map_err(|error| Refusal::new("upgrade_failed").with("detail", error.to_string()))?;
    let faults: i64 = connection.query_row(
        "SELECT COUNT(*) AS faults FROM pragma_foreign_key_check",
        [],
        |row| row.get("faults"),
    )?;
    if faults > 0 {
        return Err(
            Refusal::new("upgrade_failed").with("detail", format!("{faults} broken references"))
        );
    }
    connection.pragma_update(None, "foreign_keys", true)?;
    Ok(())
}

/// A free name beside the book: `name.before-upgrade.duebook`, then `…-2`, and so on.
fn backup_path(path: &Path, why: &str) -> PathBuf {
    let stem = path
        .file_stem()
        .and_then(|stem| stem.to_str())
        .unwrap_or("book");
    let name = |number: u32| match number {
        1 => format!("{stem}.{why}.duebook"),
        number => format!("{stem}.{why}-{number}.duebook"),
    };
    (1..10_000)
        .map(|number| path.with_file_name(name(number)))
        .find(|candidate| !candidate.exists())
        .unwrap_or_else(|| path.with_file_name(name(1)))
}
