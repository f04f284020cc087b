//! An open book: its file and the listings that are open on it.

use std::path::Path;

use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::named_params;

use crate::act::{Act, Actor};
use crate::aging;
use crate::company::{self, NewCompany};
use crate::file::{Anyway, BookFile, Damaged};
use crate::host::{Job, Unwatched};
use crate::import::SeenFiles;
use crate::listing::Listings;
use crate::refusal::Refusal;
use crate::remembered::Remembered;
use crate::sight::Sight;
use crate::users;
use crate::viewed::ViewedFiles;

/// An open book.
#[derive(Debug)]
pub struct Book {
    /// The file.
    pub file: BookFile,
    /// Open listings.
    pub listings: Listings,
    /// Files of the watched folder that were looked at.
    pub seen_files: SeenFiles,
    /// Files that a viewer shows.
    pub(crate) viewed: ViewedFiles,
    /// Whether acts are kept; anything else is for the length of one call.
    pub(crate) seals: Seals,
    /// What acts that were tried and taken back posted to the journal; whoever tries takes it.
    pub(crate) rehearsed: Vec<crate::journal::posted::PostedEntry>,
    /// What the user who works may see.
    pub(crate) sight: Sight,
    /// What is asked at every call and seldom changes.
    pub(crate) remembered: Remembered,
    /// The company in which this desk was told to work.
    pub(crate) working_in: Option<i64>,
}

/// What becomes of an act at its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Seals {
    /// It is sealed.
    #[default]
    Keep,
    /// It is taken back: a command is tried to see what it would do.
    TakeBack,
}

/// Who creates a book: its first user, with all roles.
#[derive(Debug, Clone)]
pub struct Founder {
    /// Short name.
    pub code: String,
    /// Name shown.
    pub name: String,
    /// Account of the operating system to which the user is bound.
    pub os_account: Option<String>,
}

impl Book {
    /// Creates a book with one company and its founder; nothing is left behind when that fails.
    pub fn create(
        path: &Path,
        desk: &str,
        founded: &NewCompany,
        founder: &Founder,
        at: DateTime<Utc>,
        today: NaiveDate,
    ) -> Result<Self, Refusal> {
        founded.check()?;
        let file = BookFile::create(path, desk)?;
        let mut book = Self {
            file,
            listings: Listings::default(),
            seen_files: SeenFiles::default(),
            viewed: ViewedFiles::default(),
            seals: Seals::Keep,
            rehearsed: Vec::new(),
            sight: Sight::default(),
            remembered: Remembered::default(),
            working_in: None,
        };
        if let Err(refusal) = book.found(founded, founder, at, today) {
            drop(book);
            for suffix in ["", "-wal", "-shm"] {
                let mut name = path.as_os_str().to_owned();
                name.push(suffix);
                let _ = std::fs::remove_file(name);
            }
            return Err(refusal);
        }
        Ok(book)
    }

    /// Opens a book that is whole.
    pub fn open(path: &Path, desk: &str, anyway: Anyway) -> Result<Self, Refusal> {
        Self::open_watched(path, desk, anyway, Damaged::Refuse, &Unwatched)
    }

    /// Opens a book; reading a large one through can be watched and stopped.
    pub fn open_watched(
        path: &Path,
        desk: &str,
        anyway: Anyway,
        damaged: Damaged,
        job: &dyn Job,
    ) -> Result<Self, Refusal> {
        let file = BookFile::open(path, desk, anyway, damaged, job)?;
        Ok(Self {
            file,
            listings: Listings::default(),
            seen_files: SeenFiles::default(),
            viewed: ViewedFiles::default(),
            seals: Seals::Keep,
            rehearsed: Vec::new(),
            sight: Sight::default(),
            remembered: Remembered::default(),
            working_in: None,
        })
    }

    fn found(
        &mut self,
        founded: &NewCompany,
        founder: &Founder,
        at: DateTime<Utc>,
        today: NaiveDate,
    ) -> Result<(), Refusal> {
        let connection = &mut self.file.connection;
        let user_id = users::insert_founder(connection, founder)?;
        let actor = Actor {
            user_id,
            acting_for_id: None,
        };
        let mut act = Act::open(connection, actor, at, today, "book.create")?;
        act.about("company", &founded.name);
        founded.insert(&act, company::FIRST, "1")?;
        act.execute(
            "INSERT INTO terms (id, description, days) VALUES (:id, :description, :days)",
            named_params! {":id": "N30", ":description": "30 days net", ":days": 30},
        )?;
        act.execute(
            "UPDATE companies SET default_terms = 'N30' WHERE id = 1",
            [],
        )?;
        aging::definitions::seed(&act)?;
        crate::letters::seed(&act, founded)?;
        act.note("founder", &founder.code);
        act.seal()
    }
}
