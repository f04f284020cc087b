//! What the host keeps while the window is open.

use std::{
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError, atomic::AtomicBool},
};

use book::desk::Desk;

use crate::{jobs::Jobs, words::Language};

/// The state behind the one door: the desk, its running jobs, and how the window talks to people.
pub struct Host {
    /// The desk, which holds at most one open book.
    pub desk: Arc<Desk>,
    /// The long calls that run now.
    pub jobs: Arc<Jobs>,
    /// Whether the closing question is on the screen, so that it is asked once.
    pub asking: AtomicBool,
    /// Whether the window is on its way out.
    pub closing: AtomicBool,
    /// Whether the book has been closed and the window may go.
    pub closed: AtomicBool,
    /// The answers that stand in for native dialogs while a test drives the window.
    pub answers: Option<PathBuf>,
    language: Mutex<Language>,
}

impl Host {
    /// A host in the language of the system.
    pub fn new(desk: Desk, jobs: Arc<Jobs>, answers: Option<PathBuf>) -> Self {
        Self {
            desk: Arc::new(desk),
            jobs,
            asking: AtomicBool::new(false),
            closing: AtomicBool::new(false),
            closed: AtomicBool::new(false),
            answers,
            language: Mutex::new(Language::of_system()),
        }
    }

    /// The language the page speaks.
    pub fn language(&self) -> Language {
        *self.language.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Follows the page into another language.
    pub fn speak(&self, language: Language) {
        *self.language.lock().unwrap_or_else(PoisonError::into_inner) = language;
    }
}
