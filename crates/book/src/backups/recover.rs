//! The way back: a backup becomes a new book. The damaged one stays as it is.

use std::path::Path;

use rusqlite::{Connection, OpenFlags};
use serde::{Deserialize, Serialize};

use super::copy::{Kind, damage, write};
use super::folder::{self, StoredBackup};
use crate::file::{APPLICATION_ID, Anyway, shared_place};
use crate::host::Job;
use crate::refusal::Refusal;

/// Opens a backup as a new book.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
pub struct RecoverBook {
    /// The book whose newest good backup is wanted.
    #[serde(default)]
    pub path: Option<String>,
    /// Or this backup.
    #[serde(default)]
    pub backup: Option<String>,
    /// Path of the new book; must not exist.
    pub to: String,
    /// Put it into a synced or network folder all the same.
    #[serde(default)]
    pub anyway: bool,
}

/// The newest backup of a book that is whole.
pub fn newest_good(book: &Path, job: &dyn Job) -> Result<Option<StoredBackup>, Refusal> {
    for stored in folder::of_book(book) {
        // One that cannot even be read is no good either.
        match is_good(&stored.path, job) {
            Ok(true) => return Ok(Some(stored)),
            Err(refusal) if refusal.code == "cancelled" => return Err(refusal),
            Ok(false) | Err(_) => {}
        }
    }
    Ok(None)
}

fn is_good(path: &Path, job: &dyn Job) -> Result<bool, Refusal> {
    job.progress(0, 0, "backup_verify");
    let found = damage(path, "PRAGMA integrity_check(1)", job)?;
    Ok(found.is_none() && is_book(&read_only(path)?)?)
}

fn read_only(path: &Path) -> Result<Connection, Refusal> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    Ok(Connection::open_with_flags(path, flags)?)
}

fn is_book(connection: &Connection) -> Result<bool, Refusal> {
    let id: i32 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    Ok(id == APPLICATION_ID)
}

/// Copies the backup to the new book's path and verifies the copy.
pub fn recover(request: &RecoverBook, job: &dyn Job) -> Result<(), Refusal> {
    let to = Path::new(&request.to);
    let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty());
    if let Some(folder) = folder.filter(|folder| !folder.is_dir()) {
        return Err(Refusal::new("folder_not_found").with("path", folder));
    }
    let anyway = if request.anyway {
        Anyway::Open
    } else {
        Anyway::No
    };
    if let (Some(place), Anyway::No) = (shared_place(to), anyway) {
        return Err(place.refusal(to));
    }
    let backup = match (&request.backup, &request.path) {
        (Some(backup), _) => Path::new(backup).to_owned(),
        (None, Some(book)) => {
            newest_good(Path::new(book), job)?
                .ok_or_else(|| Refusal::new("no_good_backup").with("path", book))?
                .path
        }
        (None, None) => return Err(Refusal::new("value_missing").with("field", "backup")),
    };
    if !backup.is_file() {
        return Err(Refusal::new("file_not_found").with("path", &backup));
    }
    let broken = || Refusal::new("backup_damaged").with("path", &backup);
    let from = read_only(&backup)?;
    match is_book(&from) {
        Ok(true) => {}
        Ok(false) => return Err(Refusal::new("not_a_book").with("path", &backup)),
        Err(_) => return Err(broken()),
    }
    write(&from, to, Kind::Book, job).map_err(|refusal| match refusal.code.as_str() {
        "book_damaged" => broken(),
        _ => refusal,
    })
}
