//! Files of the watched folder that the night takes by itself, where the book's people let it.
//!
//! Invariant: the night takes nothing that a person would have to look at first: bank files, electronic invoices of the own
//! company, and tables whose columns were settled before. A whole list of open items, a table that is new, and everything in a book of several
//! companies waits. Each file is an import of its own, which can be taken back; one that fails stops no other.

use super::jobs::Counts;
use crate::bank::import::BankImportRequest;
use crate::company;
use crate::flows::bank_import;
use crate::import::{
    self, Bundled, EInvoicesRequest, ImportFile, ImportRequest, RecogniseRequest, SortFiles,
    SortedAs, SortedFile, WaitingFile,
};
use crate::refusal::Refusal;
use crate::session::Session;
use crate::wire::Nothing;

/// What became of a file.
enum Taken {
    /// It is in the book, with so many rows left out.
    Imported { rejected: usize },
    /// It waits for a person.
    Left,
}

/// Takes what waits.
pub(super) fn take_waiting(session: &mut Session<'_>) -> Result<Counts, Refusal> {
    let mut counts = Counts::from([
        ("files", 0),
        ("files_left", 0),
        ("files_failed", 0),
        ("rows_rejected", 0),
    ]);
    let mut add = |name: &'static str, number: usize| {
        *counts.entry(name).or_default() += i64::try_from(number).unwrap_or(i64::MAX);
    };
    let watched = import::watch_get(session, Nothing {})?;
    if !watched.by_night || watched.folder.is_none() {
        return Ok(counts);
    }
    let waiting = import::waiting(session, Nothing {})?.files;
    if company::here(session.connection())?.several {
        add("files_left", waiting.len());
        return Ok(counts);
    }
    for file in waiting {
        session.checkpoint()?;
        match take(session, &file) {
            Ok(Taken::Imported { rejected }) => {
                add("files", 1);
                add("rows_rejected", rejected);
            }
            Ok(Taken::Left) => add("files_left", 1),
            Err(refusal) if refusal.code == "cancelled" => return Err(refusal),
            Err(_) => add("files_failed", 1),
        }
    }
    Ok(counts)
}

fn take(session: &mut Session<'_>, file: &WaitingFile) -> Result<Taken, Refusal> {
    let paths = vec![file.path.clone()];
    let sorted = import::sort(
        session,
        SortFiles {
            paths: paths.clone(),
        },
    )?;
    let Some(SortedFile {
        sorted_as,
        kind,
        bundled,
        ..
    }) = sorted.files.into_iter().next()
    else {
        return Ok(Taken::Left);
    };
    match sorted_as {
        // A table of the bank names its account in no way that is sure.
        SortedAs::Bank if kind.is_none() => {
            let request = BankImportRequest {
                paths,
                bank_account: String::new(),
                options: None,
            };
            called(session, "bank.import", |session| {
                bank_import::import(session, request)
            })?;
            Ok(Taken::Imported { rejected: 0 })
        }
        SortedAs::Table => {
            let asked = RecogniseRequest {
                path: file.path.clone(),
                options: None,
            };
            let recognised = import::recognise(session, asked)?;
            if !recognised.remembered || recognised.proposes_whole_list {
                return Ok(Taken::Left);
            }
            let request = ImportRequest {
                files: vec![ImportFile {
                    path: file.path.clone(),
                    options: Some(recognised.options),
                    whole_list: None,
                    as_of: None,
                }],
                as_of: None,
                disputes: None,
            };
            let done = called(session, "import.run", |session| {
                import::run(session, request)
            })?;
            Ok(Taken::Imported {
                rejected: done.rejected.len(),
            })
        }
        // Copies that come along may be doubtful.
        SortedAs::EInvoices if bundled == Bundled::ByFile => Ok(Taken::Left),
        SortedAs::EInvoices => {
            let request = EInvoicesRequest {
                paths: paths.clone(),
                by_file: Vec::new(),
            };
            // Whose invoice it is that names another seller, only a person can say.
            let asked = import::preview_e_invoices(session, request)?;
            if asked.warnings.iter().any(|it| it.code == "seller_is_other") {
                return Ok(Taken::Left);
            }
            let done = called(session, "einvoices.run", |session| {
                let request = EInvoicesRequest {
                    paths,
                    by_file: Vec::new(),
                };
                import::run_e_invoices(session, request)
            })?;
            Ok(Taken::Imported {
                rejected: done.rejected.len(),
            })
        }
        SortedAs::Bank | SortedAs::Copies | SortedAs::Unknown => Ok(Taken::Left),
    }
}

/// Lets the acts of an import stand under its own name, by which it is undone.
fn called<T>(
    session: &mut Session<'_>,
    command: &'static str,
    work: impl FnOnce(&mut Session<'_>) -> Result<T, Refusal>,
) -> Result<T, Refusal> {
    let before = std::mem::replace(&mut session.command, command);
    let done = work(session);
    session.command = before;
    done
}
