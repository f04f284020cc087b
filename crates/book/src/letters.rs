//! Collection letters (spec 22): sequences and texts, runs, review, posting, paper, cancelling.
//!
//! A run is one pass over all accounts: it asks [`engine::letters`] and keeps the answers as drafts and skips. Posting
//! asks the very same rules again for every draft, with the clock of the posting, before anything is charged or printed
//! (spec 30 §3). What is posted is only added to: the letter, its items, the codes it gave, its PDF with its hash.
//!
//! A letter that is printed before it is posted is a letter already: what its posting adds stands beside it. Mails are a flow of their own.

mod address;
mod bundles;
pub mod calendar;
pub mod cancel;
pub mod codes;
pub mod countries;
mod country_names;
pub mod create;
pub mod export;
pub mod export_plan;
mod facts;
mod fonts;
pub mod forewarning;
mod freshness;
pub mod guard;
mod history;
pub mod list;
pub mod list_export;
pub(crate) mod note_paper;
pub(crate) mod open_list;
pub(crate) mod output;
mod paper;
pub mod parameters;
mod pass;
pub mod post;
pub(crate) mod posted;
pub mod print_job;
pub mod printed;
pub mod profiles;
mod recheck;
pub mod review;
pub mod runs;
mod selection;
pub mod sequences;
mod shipped;
pub mod show;
pub mod skips;
pub mod text_preview;
mod texts;

use rusqlite::Connection;

pub use facts::hash_facts;
pub(crate) use fonts::{press_for, press_for_notes, press_for_statements};
pub use history::{SetLetterCode, set_code};
pub(crate) use paper::{Letterhead, PaperRecord, item_kind, refused};

use crate::company::NewCompany;
use crate::refusal::Refusal;

/// Writes what a new book is shipped with: the sequence of spec 91 §3 in the company's currency with its texts, and a
/// posting profile that gives it to every customer.
pub fn seed(connection: &Connection, company: &NewCompany) -> Result<(), Refusal> {
    sequences::insert(connection, &shipped::sequence(&company.currency)?)?;
    profiles::insert(connection, &profiles::shipped())?;
    connection.execute(
        "INSERT INTO number_sequences (id, prefix, digits) VALUES ('letters', 'DL', 6)
         ON CONFLICT (id) DO NOTHING",
        [],
    )?;
    Ok(())
}

/// Reads a day of a row.
fn day(row: &rusqlite::Row<'_>, name: &str) -> Result<chrono::NaiveDate, Refusal> {
    let text = row.get_ref(name)?.as_str().map_err(rusqlite::Error::from)?;
    crate::accounts::parse_day(text).ok_or_else(|| Refusal::new("book_damaged").with(name, text))
}

/// Reads a day that may be missing.
fn optional_day(row: &rusqlite::Row<'_>, name: &str) -> Result<Option<chrono::NaiveDate>, Refusal> {
    let text = row
        .get_ref(name)?
        .as_str_or_null()
        .map_err(rusqlite::Error::from)?;
    text.map(|text| {
        crate::accounts::parse_day(text)
            .ok_or_else(|| Refusal::new("book_damaged").with(name, text))
    })
    .transpose()
}

/// Reads a letter code of a row.
fn code(row: &rusqlite::Row<'_>, name: &str) -> Result<engine::letters::Code, Refusal> {
    let text = row.get_ref(name)?.as_str().map_err(rusqlite::Error::from)?;
    engine::letters::Code::from_code(text)
        .ok_or_else(|| Refusal::new("book_damaged").with(name, text))
}

/// Reads a letter code that may be missing.
fn optional_code(
    row: &rusqlite::Row<'_>,
    name: &str,
) -> Result<Option<engine::letters::Code>, Refusal> {
    let text = row
        .get_ref(name)?
        .as_str_or_null()
        .map_err(rusqlite::Error::from)?;
    Ok(text.and_then(engine::letters::Code::from_code))
}
