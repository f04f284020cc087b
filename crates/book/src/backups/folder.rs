//! Where the backups of a book are, and what their names say: the day and the number of the newest act in them, and the
//! beginning of its hash. `acme 2026-06-30 act 214 9f3c21ab.duebook`

use std::cmp::Reverse;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use engine::backups::BackupState;

/// A backup as its name describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredBackup {
    /// Where it is.
    pub path: PathBuf,
    /// What it holds.
    pub state: BackupState,
    /// Beginning of the hash of its newest seal.
    pub hash: String,
}

fn stem(book: &Path) -> &str {
    book.file_stem()
        .and_then(|stem| stem.to_str())
        .unwrap_or("book")
}

/// The folder beside a book.
pub fn beside(book: &Path) -> PathBuf {
    book.with_file_name(format!("{} backups", stem(book)))
}

/// The book's own folder in one that several books may share: two books of one name are told apart by their company's id.
pub fn inside(folder: &Path, book: &Path, uuid: &str) -> PathBuf {
    let end = uuid.get(uuid.len().saturating_sub(8)..).unwrap_or(uuid);
    folder.join(format!("{} {end}", stem(book)))
}

/// Whether backups can go there: the folder above exists. The one beside the book always can.
pub fn is_there(folder: &Path, book: &Path) -> bool {
    folder == beside(book) || folder.parent().is_some_and(Path::is_dir)
}

/// The name of a backup.
pub fn name(book: &Path, state: BackupState, hash: &str) -> String {
    format!(
        "{} {} act {} {hash}.duebook",
        stem(book),
        state.on,
        state.act
    )
}

fn parse(path: PathBuf) -> Option<StoredBackup> {
    let name = path.file_name()?.to_str()?.strip_suffix(".duebook")?;
    let mut words = name.rsplit(' ');
    let hash = words.next().filter(|hash| hash.len() == 8)?.to_owned();
    let act: i64 = words.next()?.parse().ok()?;
    words.next().filter(|word| *word == "act")?;
    let on: NaiveDate = words.next()?.parse().ok()?;
    let state = BackupState { on, act };
    Some(StoredBackup { path, state, hash })
}

/// The backups in a folder, the newest first.
pub fn read(folder: &Path) -> Vec<StoredBackup> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut stored: Vec<StoredBackup> = entries.filter_map(|entry| parse(entry.path())).collect();
    newest_first(&mut stored);
    stored
}

fn newest_first(stored: &mut [StoredBackup]) {
    stored.sort_by_key(|backup| Reverse((backup.state.act, backup.state.on)));
}

/// Every backup of the book at `book`, the newest first: beside it, and where the note beside it points. Works for a book
/// that cannot be read.
pub fn of_book(book: &Path) -> Vec<StoredBackup> {
    let mut stored = read(&beside(book));
    if let Ok(elsewhere) = std::fs::read_to_string(note(book)) {
        stored.extend(read(Path::new(elsewhere.trim())));
    }
    newest_first(&mut stored);
    stored
}

/// The note beside a book that names the folder of its backups.
fn note(book: &Path) -> PathBuf {
    let mut name = OsString::from(book);
    name.push("-backups");
    PathBuf::from(name)
}

/// Writes the note where the backups are not beside the book. Without it only the way back is longer.
pub fn point(book: &Path, folder: &Path) {
    let note = note(book);
    let known = std::fs::read_to_string(&note).ok();
    let text = format!("{}\n", folder.display());
    let done = match known {
        _ if folder == beside(book) => Ok(()),
        Some(known) if known == text => Ok(()),
        _ => std::fs::write(&note, text),
    };
    if let Err(why) = done {
        tracing::warn!(%why, path = %note.display(), "nothing beside the book says where its backups are");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_what_is_in_a_backup_and_other_files_are_none() {
        let state = BackupState {
            on: "2026-06-30".parse().unwrap(),
            act: 214,
        };
        let book = Path::new("/books/Muster & Sohn.duebook");
        let name = name(book, state, "9f3c21ab");
        assert_eq!(name, "Muster & Sohn 2026-06-30 act 214 9f3c21ab.duebook");
        let stored = parse(beside(book).join(&name)).unwrap();
        assert_eq!((stored.state, stored.hash.as_str()), (state, "9f3c21ab"));
        for other in [
            "Muster & Sohn.duebook",
            "a 2026-06-30.duebook",
            "a 2026-06-30 act 214 9f3c21ab.duebook-part",
            "a 2026-02-30 act 214 9f3c21ab.duebook",
            "a 2026-06-30 act x 9f3c21ab.duebook",
        ] {
            assert_eq!(parse(PathBuf::from(other)), None, "{other}");
        }
    }

    #[test]
    fn a_shared_folder_has_a_folder_for_each_book() {
        let one = inside(
            Path::new("/safe"),
            Path::new("/a/acme.duebook"),
            "0199-aaaaaaaa",
        );
        let two = inside(
            Path::new("/safe"),
            Path::new("/b/acme.duebook"),
            "0199-bbbbbbbb",
        );
        assert_eq!(one, Path::new("/safe/acme aaaaaaaa"));
        assert_ne!(one, two);
    }
}
