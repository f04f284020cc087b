//! The preview: the import itself, rolled back, with every row to look at.

use intake::DefaultCode;
use rusqlite::Connection;

use super::prepare::{Ready, prepare};
use super::request::{
    FileDefault, ImportPreview, ImportRequest, ImportWarning, PreviewRows, PreviewRowsRequest,
};
use super::run::{enter, with_room};
use super::shown::Shown;
use crate::refusal::Refusal;
use crate::session::Session;

/// Records that come back with the preview itself.
const FIRST_ROWS: usize = 200;

/// `import.preview`: does the import and takes it back.
pub fn preview(
    session: &mut Session<'_>,
    request: ImportRequest,
) -> Result<ImportPreview, Refusal> {
    let files = prepare(session, request.files, request.as_of)?;
    let job = session.job;
    let shown = Shown::open()?;
    let mut entered = with_room(session, &files, |session| {
        // Dropped unsealed, the act takes everything back that was written in it.
        let mut act = session.open_act()?;
        enter(&mut act, job, &files, Some(shown))
    })?;
    let mut shown = match entered.tally.shown.take() {
        Some(shown) => shown,
        None => Shown::open()?,
    };
    shown.finish()?;
    let (sums, rows) = (shown.sums()?, shown.first(FIRST_ROWS)?);
    let mut warnings = before_warnings(session.connection(), &files)?;
    warnings.append(&mut entered.tally.warnings);
    let tally = entered.tally;
    let amounts = tally.new_amounts.iter();
    Ok(ImportPreview {
        handle: session.book.listings.keep(shown),
        counts: entered.batches.iter().map(|(_, counts)| *counts).collect(),
        sums,
        defaults: defaults(session.connection(), &files)?,
        warnings,
        rows,
        rejected: tally.rejected,
        customers_in_passing: tally.customers_in_passing,
        new_amounts: amounts
            .map(|(currency, debit, credit)| (currency.code().to_owned(), *debit, *credit))
            .collect(),
    })
}

/// `import.preview_rows`
pub fn preview_rows(
    session: &mut Session<'_>,
    request: PreviewRowsRequest,
) -> Result<PreviewRows, Refusal> {
    let shown: &Shown = session.book.listings.get(request.handle)?;
    Ok(PreviewRows {
        rows: shown.page(&request)?,
        total: shown.count(&request)?,
    })
}

/// The defaults of the files, with what they are in this book (U-6).
fn defaults(connection: &Connection, files: &[Ready]) -> Result<Vec<FileDefault>, Refusal> {
    let company = crate::company::load(connection)?;
    let mut defaults = Vec::new();
    for file in files {
        let recognition = &file.recognised.recognition;
        for taken in &recognition.defaults {
            let value = match taken.default {
                DefaultCode::BookCurrency => Some(company.currency.clone()),
                DefaultCode::CompanyLanguage => Some(company.language.clone()),
                DefaultCode::CompanyTerms => company.default_terms.clone(),
                DefaultCode::CompanyMainBank => {
                    Some(company.iban.clone()).filter(|iban| !iban.is_empty())
                }
                _ => None,
            };
            defaults.push(FileDefault {
                file: recognition.file.clone(),
                taken: taken.clone(),
                value,
            });
        }
    }
    Ok(defaults)
}

/// Files whose very bytes were imported before, and not undone since.
fn before_warnings(
    connection: &Connection,
    files: &[Ready],
) -> Result<Vec<ImportWarning>, Refusal> {
    use rusqlite::OptionalExtension as _;
    let mut warnings = Vec::new();
    for file in files {
        let before: Option<(i64, String)> = connection
            .prepare_cached(
                "SELECT b.id, a.at FROM import_batches b JOIN audit a ON a.id = b.act_id
                 WHERE b.file_hash = ?1 AND b.undone_by_act_id IS NULL ORDER BY b.id DESC LIMIT 1",
            )?
            .query_row([&file.hash], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        if let Some((batch, at)) = before {
            let name = &file.recognised.recognition.file;
            warnings.push(
                ImportWarning::new(name, "imported_before")
                    .with("batch", batch)
                    .with("at", at),
            );
        }
    }
    Ok(warnings)
}
