//! The watched folder: files that lie in it and were not imported yet. Nothing in it is moved, changed or deleted.

use std::collections::HashMap;
use std::path::Path;
use std::time::{Duration, SystemTime};

use rusqlite::named_params;
use serde::{Deserialize, Serialize};

use super::prepare::hash_of;
use crate::parameters;
use crate::refusal::Refusal;
use crate::session::Session;
use crate::wire::Nothing;

/// Name of the parameters.
const NAME: &str = "import_watch";

/// A file that changed so shortly ago may still be growing.
const QUIET: Duration = Duration::from_secs(2);

/// Files that one look lists.
const MOST: usize = 500;

/// The watched folder.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct WatchedFolder {
    /// Its path; none where no folder is watched.
    pub folder: Option<String>,
    /// Whether the night takes files that nobody has to look at first.
    pub by_night: bool,
}

/// A file that waits for its import.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct WaitingFile {
    /// Where it is.
    pub path: String,
    /// Its name.
    pub name: String,
    /// Its size.
    #[ts(type = "number")]
    pub bytes: u64,
}

/// The waiting files, by name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct WaitingFiles {
    /// The watched folder.
    pub folder: Option<String>,
    /// Whether the night takes files that nobody has to look at first.
    pub by_night: bool,
    /// The files, at most 500.
    pub files: Vec<WaitingFile>,
}

/// What the files of the watched folder held when they were looked at last, so that the next look reads only the ones
/// that have changed since.
#[derive(Debug, Default)]
pub struct SeenFiles(HashMap<String, Seen>);

#[derive(Debug, Clone)]
struct Seen {
    bytes: u64,
    changed_at: Option<SystemTime>,
    hash: String,
}

impl SeenFiles {
    fn seen(&self, file: &WaitingFile, changed_at: Option<SystemTime>) -> Option<&Seen> {
        self.0.get(&file.path).filter(|seen| {
            seen.bytes == file.bytes && seen.changed_at == changed_at && changed_at.is_some()
        })
    }
}

/// `import.watch_get`
pub fn watch_get(session: &mut Session<'_>, _: Nothing) -> Result<WatchedFolder, Refusal> {
    parameters::load(session.connection(), NAME)
}

/// `import.watch_set`
pub fn watch_set(
    session: &mut Session<'_>,
    request: WatchedFolder,
) -> Result<WatchedFolder, Refusal> {
    let folder = request.folder.filter(|folder| !folder.trim().is_empty());
    if let Some(folder) = folder
        .as_deref()
        .filter(|folder| !Path::new(folder).is_dir())
    {
        return Err(Refusal::new("folder_not_found").with("path", folder));
    }
    let watched = WatchedFolder {
        by_night: request.by_night && folder.is_some(),
        folder,
    };
    session.act(|act| {
        act.about("import_watch", "");
        parameters::save(act, NAME, &watched)
    })?;
    Ok(watched)
}

/// `import.waiting`: the files of the watched folder whose content was not imported yet, or was undone.
pub fn waiting(session: &mut Session<'_>, _: Nothing) -> Result<WaitingFiles, Refusal> {
    let watched: WatchedFolder = parameters::load(session.connection(), NAME)?;
    let Some(folder) = watched.folder else {
        return Ok(WaitingFiles::default());
    };
    let failed = |error: std::io::Error| Refusal::from(error).with("path", &folder);
    let entries = std::fs::read_dir(&folder).map_err(failed)?;
    let mut files: Vec<(WaitingFile, Option<SystemTime>)> = Vec::new();
    for entry in entries {
        let entry = entry.map_err(failed)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        // What vanishes between two looks is no fault.
        let Ok(about) = entry.metadata() else {
            continue;
        };
        let changed_at = about.modified().ok();
        let is_quiet = changed_at.is_none_or(|at| {
            SystemTime::now()
                .duration_since(at)
                .map_or(true, |age| age >= QUIET)
        });
        if about.is_file() && about.len() > 0 && is_quiet && !name.starts_with(['.', '~']) {
            let file = WaitingFile {
                path: entry.path().display().to_string(),
                name,
                bytes: about.len(),
            };
            files.push((file, changed_at));
        }
    }
    files.sort_by(|(a, _), (b, _)| a.name.cmp(&b.name));
    files.truncate(MOST);
    let known = std::mem::take(&mut session.book.seen_files);
    let mut waiting = Vec::new();
    for (file, changed_at) in files {
        let seen = known.seen(&file, changed_at).map_or_else(
            || {
                let (bytes, hash) = hash_of(Path::new(&file.path), session.job)?;
                Ok::<_, Refusal>(Seen {
                    bytes,
                    changed_at,
                    hash,
                })
            },
            |seen| Ok(seen.clone()),
        )?;
        if !is_imported(session, &seen.hash)? {
            waiting.push(file.clone());
        }
        session.book.seen_files.0.insert(file.path, seen);
    }
    Ok(WaitingFiles {
        folder: Some(folder),
        by_night: watched.by_night,
        files: waiting,
    })
}

fn is_imported(session: &Session<'_>, hash: &str) -> Result<bool, Refusal> {
    Ok(session.connection().query_row(
        "SELECT EXISTS (SELECT 1 FROM import_batches WHERE file_hash = :hash AND undone_by_act_id IS NULL
           AND (kind <> 'bank' OR rows_rejected = 0 OR rows_rejected < rows_read)) AS it_is",
        named_params! {":hash": hash},
        |row| row.get("it_is"),
    )?)
}
