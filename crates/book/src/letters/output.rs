//! Files of a run: one PDF per letter and one print file, all of them or none.
//!
//! They are written into a folder of their own beside their place and moved when everything is whole; an act that fails
//! or is cancelled leaves the target as it was.

use std::path::{Path, PathBuf};

use crate::refusal::Refusal;

/// Files in the making.
pub(super) struct Output {
    target: PathBuf,
    partial: PathBuf,
    names: Vec<String>,
}

impl Output {
    /// Prepares a folder; creates the last part of its path where it is missing.
    pub(super) fn open(folder: &str) -> Result<Self, Refusal> {
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
    pub(super) fn write(&mut self, name: &str, bytes: &[u8]) -> Result<(), Refusal> {
        let path = self.partial.join(name);
        std::fs::write(&path, bytes).map_err(|error| Refusal::from(error).with("path", name))?;
        self.names.push(name.to_owned());
        Ok(())
    }

    /// Moves everything to its place, over files of the same names, and gives the paths.
    pub(super) fn publish(self) -> Result<Vec<PathBuf>, Refusal> {
        let mut paths = Vec::with_capacity(self.names.len());
        for name in &self.names {
            let path = self.target.join(name);
            std::fs::rename(self.partial.join(name), &path)
                .map_err(|error| Refusal::from(error).with("path", path.display().to_string()))?;
            paths.push(path);
        }
        Ok(paths)
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

/// Name of a print file: `letters-<day>.pdf`.
pub(super) fn print_file(letter_on: chrono::NaiveDate) -> String {
    format!("letters-{letter_on}.pdf")
}

fn plain(text: &str) -> String {
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
pub(super) fn shown(paths: &[PathBuf]) -> Vec<String> {
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

    #[test]
    fn names_are_safe_for_every_file_system() {
        assert_eq!(
            letter_file("0379-NEVHP", "DL000001"),
            "letter-0379-NEVHP-DL000001.pdf"
        );
        assert_eq!(letter_file("../a b/ü:*", "1"), "letter-.._a_b_ü__-1.pdf");
    }
}
