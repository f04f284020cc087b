//! Files of a run: one PDF per letter and one print file, all of them or none.
//!
//! They are written into a folder of their own beside their place and moved when everything is whole; an act that fails
//! or is cancelled leaves the target as it was.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use papers::Edition;

use crate::refusal::Refusal;

/// Files in the making.
pub(crate) struct Output {
    target: PathBuf,
    partial: PathBuf,
    names: Vec<String>,
}

impl Output {
    /// Prepares a folder; creates the last part of its path where it is missing.
    pub(crate) fn open(folder: &str) -> Result<Self, Refusal> {
        let target = PathBuf::from(folder);
        if target.is_file() {
            return Err(Refusal::new("folder_not_found").with("path", folder));
        }
        std::fs::create_dir_all(&target)
            .map_err(|error| Refusal::from(error).with("path", folder))?;
        let partial = target.join(format!(
            ".duebook-{}.partial",
            uuid::Uuid::now_v7().simple()
        ));
        std::fs::create_dir(&partial).map_err(|error| Refusal::from(error).with("path", folder))?;
        Ok(Self {
            target,
            partial,
            names: Vec::new(),
        })
    }

    /// Writes a file.
    pub(crate) fn write(&mut self, name: &str, bytes: &[u8]) -> Result<(), Refusal> {
        let path = self.partial.join(name);
        std::fs::write(&path, bytes).map_err(|error| Refusal::from(error).with("path", name))?;
        self.names.push(name.to_owned());
        Ok(())
    }

    /// Refuses what would stop [`Output::publish`] half way: a folder under the name of a file. Called before the act is
    /// sealed, while it can still be taken back.
    pub(crate) fn demand_room(&self) -> Result<(), Refusal> {
        match self
            .names
            .iter()
            .find(|name| self.target.join(name).is_dir())
        {
            Some(name) => Err(Refusal::new("file_exists").with("path", self.target.join(name))),
            None => Ok(()),
        }
    }

    /// Moves everything to its place, over files of the same names, and gives the paths. Where one move fails those
    /// before it are taken back, and what they stood over stands again.
    pub(crate) fn publish(self) -> Result<Vec<PathBuf>, Refusal> {
        self.demand_room()?;
        let mut moved: Vec<Moved> = Vec::with_capacity(self.names.len());
        for name in &self.names {
            match Moved::to(&self.target, &self.partial, name) {
                Ok(one) => moved.push(one),
                Err(error) => {
                    for one in moved.into_iter().rev() {
                        one.take_back();
                    }
                    return Err(Refusal::from(error).with("path", self.target.join(name)));
                }
            }
        }
        Ok(moved.into_iter().map(|one| one.path).collect())
    }
}

/// A file in its place.
struct Moved {
    path: PathBuf,
    partial: PathBuf,
    /// Where the file lies that it stands over.
    before: Option<PathBuf>,
}

impl Moved {
    fn to(target: &Path, partial: &Path, name: &str) -> std::io::Result<Self> {
        let mut one = Self {
            path: target.join(name),
            partial: partial.join(name),
            before: None,
        };
        if one.path.exists() {
            let before = partial.join(format!("{name}.before"));
            std::fs::rename(&one.path, &before)?;
            one.before = Some(before);
        }
        if let Err(error) = std::fs::rename(&one.partial, &one.path) {
            one.stand_again();
            return Err(error);
        }
        Ok(one)
    }

    fn take_back(self) {
        // Nothing more can be done where even this fails; the refusal names the place.
        let _ = std::fs::rename(&self.path, &self.partial);
        self.stand_again();
    }

    fn stand_again(&self) {
        if let Some(before) = &self.before {
            let _ = std::fs::rename(before, &self.path);
        }
    }
}

impl Drop for Output {
    fn drop(&mut self) {
        // Empty after publishing; after a failure it holds what nobody must take for letters.
        let _ = std::fs::remove_dir_all(&self.partial);
    }
}

/// Name of a letter's file: `letter-<account>-<number>.pdf`, without what a file system would stumble over.
pub(super) fn letter_file(account: &str, letter_no: &str) -> String {
    format!("letter-{}-{}.pdf", plain(account), plain(letter_no))
}

/// A print file by what is in it: two of different letters never have the same name.
#[derive(Debug, Clone)]
pub(super) struct PrintFile {
    newest: NaiveDate,
    first_no: String,
    last_no: String,
    edition: Edition,
}

impl PrintFile {
    /// Counts a letter in, by its day and number; a file with a copy in it is one of copies.
    pub(super) fn with(
        file: &mut Option<Self>,
        (letter_on, letter_no): (NaiveDate, &str),
        edition: Edition,
    ) {
        let file = file.get_or_insert_with(|| Self {
            newest: letter_on,
            first_no: letter_no.to_owned(),
            last_no: letter_no.to_owned(),
            edition,
        });
        file.newest = file.newest.max(letter_on);
        if letter_no < file.first_no.as_str() {
            letter_no.clone_into(&mut file.first_no);
        }
        if letter_no > file.last_no.as_str() {
            letter_no.clone_into(&mut file.last_no);
        }
        if edition == Edition::Copy {
            file.edition = edition;
        }
    }

    /// `letters-<day>-<first number>-<last number>.pdf`, with `-copy` where it has copies.
    pub(super) fn name(&self) -> String {
        let mut name = format!("letters-{}-{}", self.newest, plain(&self.first_no));
        if self.last_no != self.first_no {
            name = format!("{name}-{}", plain(&self.last_no));
        }
        match self.edition {
            Edition::Original => format!("{name}.pdf"),
            Edition::Copy => format!("{name}-copy.pdf"),
        }
    }
}

pub(crate) fn plain(text: &str) -> String {
    text.chars()
        .map(|c| {
            if c.is_alphanumeric() || matches!(c, '.' | '_' | '-') {
                c
            } else {
                '_'
            }
        })
        .collect()
}

/// The paths as texts, for an answer.
pub(crate) fn shown(paths: &[PathBuf]) -> Vec<String> {
    paths
        .iter()
        .map(|path| Path::display(path).to_string())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_half_done_is_left_behind() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out");
        let mut output = Output::open(&path.display().to_string()).unwrap();
        output.write("a.pdf", b"1").unwrap();
        assert!(!path.join("a.pdf").exists());
        drop(output);
        assert_eq!(std::fs::read_dir(&path).unwrap().count(), 0);
        let mut output = Output::open(&path.display().to_string()).unwrap();
        output.write("a.pdf", b"2").unwrap();
        output.publish().unwrap();
        let names: Vec<_> = std::fs::read_dir(&path)
            .unwrap()
            .map(|entry| entry.unwrap().file_name())
            .collect();
        assert_eq!(names, ["a.pdf"]);
    }

    fn read(folder: &Path) -> Vec<(String, Vec<u8>)> {
        let mut files: Vec<_> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.is_file())
            .map(|path| {
                let name = path.file_name().unwrap().to_str().unwrap().to_owned();
                (name, std::fs::read(path).unwrap())
            })
            .collect();
        files.sort();
        files
    }

    /// A place that is taken: the files before it are taken back, and an older letter stands as it did.
    #[test]
    fn a_move_that_fails_takes_the_others_back() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a.pdf"), b"older").unwrap();
        let mut output = Output::open(&folder.path().display().to_string()).unwrap();
        for name in ["a.pdf", "b.pdf", "c.pdf"] {
            output.write(name, b"new").unwrap();
        }
        std::fs::create_dir(folder.path().join("c.pdf")).unwrap();
        assert_eq!(output.demand_room().unwrap_err().code, "file_exists");
        assert_eq!(output.publish().unwrap_err().code, "file_exists");
        assert_eq!(
            read(folder.path()),
            [("a.pdf".to_owned(), b"older".to_vec())]
        );

        // The same where the move itself fails: the file to be moved is gone.
        std::fs::remove_dir(folder.path().join("c.pdf")).unwrap();
        let mut output = Output::open(&folder.path().display().to_string()).unwrap();
        for name in ["a.pdf", "b.pdf", "c.pdf"] {
            output.write(name, b"new").unwrap();
        }
        std::fs::remove_file(output.partial.join("c.pdf")).unwrap();
        output.publish().unwrap_err();
        assert_eq!(
            read(folder.path()),
            [("a.pdf".to_owned(), b"older".to_vec())]
        );
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    /// A disk that is full, or a folder that is taken away, while files are written: nothing of them stays.
    #[test]
    fn a_write_that_fails_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let mut output = Output::open(&folder.path().display().to_string()).unwrap();
        output.write("a.pdf", b"1").unwrap();
        std::fs::create_dir(output.partial.join("b.pdf")).unwrap();
        output.write("b.pdf", b"2").unwrap_err();
        #[cfg(target_os = "linux")]
        {
            std::os::unix::fs::symlink("/dev/full", output.partial.join("c.pdf")).unwrap();
            assert_eq!(output.write("c.pdf", b"3").unwrap_err().code, "disk_full");
        }
        drop(output);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn names_are_safe_for_every_file_system() {
        assert_eq!(
            letter_file("0379-NEVHP", "DL000001"),
            "letter-0379-NEVHP-DL000001.pdf"
        );
        assert_eq!(letter_file("../a b/ü:*", "1"), "letter-.._a_b_ü__-1.pdf");
    }

    #[test]
    fn print_files_of_other_letters_have_other_names() {
        let name = |numbers: &[&str], edition| {
            let mut file = None;
            for number in numbers {
                PrintFile::with(&mut file, ("2026-03-20".parse().unwrap(), number), edition);
            }
            file.unwrap().name()
        };
        assert_eq!(
            name(&["DL000002", "DL000001"], Edition::Original),
            "letters-2026-03-20-DL000001-DL000002.pdf"
        );
        assert_eq!(
            name(&["DL000003"], Edition::Copy),
            "letters-2026-03-20-DL000003-copy.pdf"
        );
    }
}
