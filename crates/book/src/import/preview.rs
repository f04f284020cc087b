//! The preview: the import itself, rolled back, with every row to look at.

use rusqlite::Connection;

use super::defaults;
use super::prepare::{Ready, prepare};
use super::request::{
    DisputesOffered, ImportPreview, ImportRequest, ImportWarning, PreviewRows, PreviewRowsRequest,
};
use super::run::{enter, with_room};
use super::shown::Shown;
use super::tally::DisputedSince;
use crate::act::Act;
use crate::refusal::Refusal;
use crate::session::Session;

/// Records that come back with the preview itself.
const FIRST_ROWS: usize = 200;

/// Does an import and takes it back. In between `look` sees the book as it would be, and the documents that the files
/// mark as disputed since a day.
pub(crate) fn preview_looking(
    session: &mut Session<'_>,
    request: ImportRequest,
    look: impl FnOnce(&Act<'_>, &[DisputedSince]) -> Result<Option<DisputesOffered>, Refusal>,
) -> Result<ImportPreview, Refusal> {
    let files = prepare(session, request.files, request.as_of)?;
    let job = session.job;
    let shown = Shown::open()?;
    let (mut entered, disputed) = with_room(session, &files, |session| {
        // Dropped unsealed, the act takes everything back that was written in it.
        let mut act = session.open_act()?;
        let entered = enter(&mut act, job, &files, Some(shown))?;
        let disputed = look(&act, &entered.tally.disputed)?;
        Ok((entered, disputed))
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
    let defaults = defaults::of_tables(session.connection(), &files, &tally)?;
    let amounts = tally.new_amounts.iter();
    Ok(ImportPreview {
        handle: session.book.listings.keep(shown),
        counts: entered.batches.iter().map(|(_, counts)| *counts).collect(),
        sums,
        defaults,
        disputed,
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
