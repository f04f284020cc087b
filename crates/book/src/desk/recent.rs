//! The list of recently opened books: a small JSON file of the host, never part of a book.

use std::path::{Path, PathBuf};

use super::RecentBook;

const LONGEST: usize = 8;

/// Recently opened books.
#[derive(Debug)]
pub(super) struct RecentBooks {
    file: Option<PathBuf>,
    books: Vec<RecentBook>,
}

impl RecentBooks {
    /// Reads the list; a missing or broken one is empty, it holds nothing that matters.
    pub(super) fn read(file: Option<&Path>) -> Self {
        let books = file
            .and_then(|file| std::fs::read(file).ok())
            .and_then(|bytes| serde_json::from_slice(&bytes).ok())
            .unwrap_or_default();
        Self {
            file: file.map(Path::to_owned),
            books,
        }
    }

    /// The books that are still there.
    pub(super) fn list(self) -> Vec<RecentBook> {
        self.books
            .into_iter()
            .filter(|book| Path::new(&book.path).is_file())
            .collect()
    }

    /// Puts `book` first and saves the list; a list that cannot be saved is no reason to refuse a book.
    pub(super) fn put_first(mut self, book: RecentBook) {
        self.books.retain(|other| other.path != book.path);
        self.books.insert(0, book);
        self.books.truncate(LONGEST);
        let Some(file) = &self.file else { return };
        if let Some(folder) = file.parent() {
            let _ = std::fs::create_dir_all(folder);
        }
        match serde_json::to_vec_pretty(&self.books) {
            Ok(bytes) => {
                if let Err(error) = std::fs::write(file, bytes) {
                    tracing::warn!(%error, "the list of recent books was not saved");
                }
            }
            Err(error) => tracing::warn!(%error, "the list of recent books was not saved"),
        }
    }
}
