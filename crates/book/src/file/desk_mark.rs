//! The desk mark: who has the book open.
//!
//! A lock of the operating system keeps two processes of one machine apart and vanishes with a crash. In a synced
//! folder such a lock does not travel, but the mark's text does: another desk's mark refuses (spec 00, U-4).

use std::fs::{File, OpenOptions};
use std::io::{Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};

use super::place::SharedPlace;
use crate::refusal::Refusal;

/// The mark beside an open book.
#[derive(Debug)]
pub struct DeskMark {
    path: PathBuf,
    file: Option<File>,
    left_behind: bool,
    stays: bool,
}

impl DeskMark {
    /// Takes the mark for `desk`, or says who has it.
    pub fn take(book: &Path, desk: &str, shared: Option<&SharedPlace>) -> Result<Self, Refusal> {
        let mut name = book.as_os_str().to_owned();
        name.push("-desk");
        let path = PathBuf::from(name);
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(|error| Refusal::from(error).with("path", book))?;
        let in_use = |by: &str| {
            Refusal::new("book_in_use")
                .with("path", book)
                .with("desk", by)
        };
        let mut holder = String::new();
        if file.try_lock().is_err() {
            // Where locks are mandatory the text cannot be read; the refusal is the same without the name.
            let _ = file.read_to_string(&mut holder);
            return Err(in_use(holder.trim()));
        }
        file.read_to_string(&mut holder)?;
        let holder = holder.trim();
        let left_behind = !holder.is_empty();
        if shared.is_some() && !holder.is_empty() && holder != desk {
            return Err(in_use(holder));
        }
        file.set_len(0)?;
        file.rewind()?;
        writeln!(file, "{desk}")?;
        file.sync_all()?;
        Ok(Self {
            path,
            file: Some(file),
            left_behind,
            stays: false,
        })
    }

    /// Whether the desk before did not close the book.
    pub fn left_behind(&self) -> bool {
        self.left_behind
    }

    /// Leaves the mark when this desk closes the book.
    pub fn leave(&mut self) {
        self.stays = true;
    }
}

impl Drop for DeskMark {
    fn drop(&mut self) {
        // Removed while locked, so that nobody can take the mark in between and lose it.
        if !self.stays {
            let _ = std::fs::remove_file(&self.path);
        }
        if let Some(file) = self.file.take() {
            let _ = file.unlock();
        }
    }
}
