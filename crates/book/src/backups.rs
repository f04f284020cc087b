//! Backups that a book takes of itself, and the way back from one (T-F6).
//!
//! Invariant: a file under the name of a backup is a whole, verified copy, because it is written and checked under
//! another name first. Older ones are dropped only after that, by `engine::backups`, and a damaged book is never written
//! over: a backup is opened as a new book.

mod copy;
mod folder;
mod recover;

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use engine::backups::{BackupState, KEEP, superfluous};
use rusqlite::{Connection, OptionalExtension as _, named_params};
use serde::{Deserialize, Serialize};

pub(crate) use copy::{Kind, damage, write};
pub use recover::{RecoverBook, newest_good, recover};

use crate::file::BookFile;
use crate::host::Job;
use crate::parameters;
use crate::refusal::Refusal;
use crate::session::Session;
use crate::wire::Nothing;
use folder::StoredBackup;

const NAME: &str = "backups";

/// Which backups a host lets its books take by themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AutomaticBackups {
    /// None.
    #[default]
    Never,
    /// Before the first change of a day, where the state before it has none.
    BeforeTheDay,
    /// That one, and one when the book is closed.
    BeforeTheDayAndOnClosing,
}

/// Whether a book takes backups of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum BackupsTaken {
    /// Before the first change of a day and when it is closed.
    #[default]
    Automatically,
    /// Only when somebody asks.
    WhenAsked,
}

/// Where backups go, and whether the book takes them by itself.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct BackupSettings {
    /// Whether it does.
    pub taken: BackupsTaken,
    /// Folder in which the book makes its own folder of backups; empty for beside the book.
    pub folder: String,
}

/// A backup of the open book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct BackupFile {
    /// Where it is.
    pub path: String,
    /// Day of the newest act in it.
    pub on: NaiveDate,
    /// Id of that act.
    #[ts(type = "number")]
    pub act: i64,
    /// Size.
    #[ts(type = "number")]
    pub bytes: u64,
}

/// The backups of the open book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct BackupList {
    /// The folder into which the next one goes.
    pub folder: String,
    /// The newest first.
    pub backups: Vec<BackupFile>,
}

/// `backups.settings`
pub fn settings(session: &mut Session<'_>, _: Nothing) -> Result<BackupSettings, Refusal> {
    parameters::load(session.connection(), NAME)
}

/// `backups.settings_save`: a folder must exist, so that a slip of the pen does not make one.
pub fn settings_save(
    session: &mut Session<'_>,
    mut new: BackupSettings,
) -> Result<BackupSettings, Refusal> {
    new.folder = new.folder.trim().into();
    if !new.folder.is_empty() && !Path::new(&new.folder).is_dir() {
        return Err(Refusal::new("folder_not_found")
            .with("field", "folder")
            .with("path", &new.folder));
    }
    session.act(|act| {
        act.about("parameters", NAME);
        parameters::save(act, NAME, &new)
    })?;
    // Beside the book stands where its backups are, because a damaged book can no longer say so.
    let file = &session.book.file;
    let folder = chosen(&file.connection, &file.path)?;
    folder::point(&file.path, &folder);
    Ok(new)
}

/// `backups.list`
pub fn list(session: &mut Session<'_>, _: Nothing) -> Result<BackupList, Refusal> {
    let file = &session.book.file;
    let backups = folder::of_book(&file.path)
        .into_iter()
        .map(|stored| BackupFile {
            bytes: std::fs::metadata(&stored.path).map_or(0, |meta| meta.len()),
            path: stored.path.display().to_string(),
            on: stored.state.on,
            act: stored.state.act,
        });
    Ok(BackupList {
        backups: backups.collect(),
        folder: chosen(&file.connection, &file.path)?.display().to_string(),
    })
}

/// `backups.take`: a backup among the others, now.
pub fn take_now(session: &mut Session<'_>, _: Nothing) -> Result<BackupList, Refusal> {
    take(&session.book.file, session.today, session.job)?;
    list(session, Nothing {})
}

/// Whether the book takes backups by itself.
pub(crate) fn automatic(connection: &Connection) -> Result<BackupsTaken, Refusal> {
    Ok(parameters::load::<BackupSettings>(connection, NAME)?.taken)
}

/// Takes a backup of a state that has none, verifies it, and drops what is superfluous then.
pub(crate) fn take(file: &BookFile, today: NaiveDate, job: &dyn Job) -> Result<(), Refusal> {
    let Some((state, hash)) = state(&file.connection)? else {
        return Ok(());
    };
    let wanted = chosen(&file.connection, &file.path)?;
    let missing = !folder::is_there(&wanted, &file.path);
    // A disk that is not plugged in must not cost the backup.
    let folder = if missing {
        folder::beside(&file.path)
    } else {
        wanted.clone()
    };
    let stored = folder::read(&folder);
    if !stored
        .iter()
        .any(|other| other.state.act == state.act && other.hash == hash)
    {
        std::fs::create_dir_all(&folder)
            .map_err(|error| Refusal::from(error).with("path", &folder))?;
        folder::point(&file.path, &folder);
        let to = folder.join(folder::name(&file.path, state, &hash));
        write(&file.connection, &to, Kind::Backup, job)?;
        drop_superfluous(folder::read(&folder), today);
    }
    if missing {
        return Err(Refusal::new("backup_folder_missing")
            .with("path", wanted)
            .with("taken", folder));
    }
    Ok(())
}

fn drop_superfluous(stored: Vec<StoredBackup>, today: NaiveDate) {
    let states = stored.iter().map(|backup| backup.state).collect();
    let gone = superfluous(&states, KEEP, today);
    for backup in stored {
        if gone.contains(&backup.state)
            && let Err(why) = std::fs::remove_file(&backup.path)
        {
            tracing::warn!(%why, path = %backup.path.display(), "an old backup stays");
        }
    }
}

/// The folder that the book's set-up names, or the one beside it.
fn chosen(connection: &Connection, book: &Path) -> Result<PathBuf, Refusal> {
    let settings: BackupSettings = parameters::load(connection, NAME)?;
    if settings.folder.is_empty() {
        return Ok(folder::beside(book));
    }
    let uuid: String = connection.query_row(
        "SELECT uuid FROM main.companies WHERE id = :id",
        named_params! {":id": crate::company::FIRST},
        |row| row.get("uuid"),
    )?;
    Ok(folder::inside(Path::new(&settings.folder), book, &uuid))
}

/// The newest state of a book: its last act, with the beginning of its seal's hash; `None` in a book without acts.
fn state(connection: &Connection) -> Result<Option<(BackupState, String)>, Refusal> {
    let newest = connection
        .query_row(
            "SELECT a.id, COALESCE(a.recorded_on, substr(a.at, 1, 10)) AS day, substr(s.hash, 1, 8) AS hash
             FROM audit a JOIN audit_seals s ON s.act_id = a.id ORDER BY a.id DESC LIMIT 1",
            [],
            |row| Ok((row.get("id")?, row.get::<_, String>("day")?, row.get("hash")?)),
        )
        .optional()?;
    let Some((act, day, hash)) = newest else {
        return Ok(None);
    };
    let on = day
        .parse()
        .map_err(|_| Refusal::new("book_damaged").with("detail", day))?;
    Ok(Some((BackupState { on, act }, hash)))
}
