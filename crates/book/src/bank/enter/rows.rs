//! The rows around the lines: batch and statement, opened before and finished after them.

use chrono::NaiveDate;
use intake::bank::{BankFormat, StatementHead};
use rusqlite::{OptionalExtension, named_params};

use super::{Current, stored};
use crate::act::Act;
use crate::bank::facts::LineFact;
use crate::bank::import::BankFileSeen;
use crate::bank::statements::StatementFigures;
use crate::refusal::Refusal;

pub(super) fn open_batch(act: &Act<'_>, name: &str, hash: &str) -> Result<i64, Refusal> {
    Ok(act.prepare_cached(
        "INSERT INTO import_batches (uuid, act_id, file_name, file_hash, kind, options, rows_read, rows_new,
           rows_changed, rows_unchanged, rows_rejected, company_id)
         VALUES (:uuid, :act, :name, :hash, 'bank', '{}', 0, 0, 0, 0, 0, (SELECT id FROM temp.current_company))",
    )?
    .insert(named_params! {
        ":uuid": uuid::Uuid::now_v7().to_string(), ":act": act.id, ":name": name, ":hash": hash,
    })?)
}

/// Writes balances and days of a statement; one that brings nothing and is there already goes.
pub(super) fn finish_statement(
    act: &Act<'_>,
    current: &Current,
    figures: &StatementFigures,
    data_to: Option<NaiveDate>,
) -> Result<(), Refusal> {
    let day = |day: Option<NaiveDate>| day.map(|day| day.to_string());
    act.prepare_cached(
        "UPDATE bank_statements SET opening_on = :opening_on, opening_minor = :opening, closing_on = :closing_on,
           closing_minor = :closing, computed_minor = :computed, data_to = :to WHERE id = :id",
    )?
    .execute(named_params! {
        ":id": current.id, ":opening_on": day(figures.opening_on), ":opening": figures.opening_minor,
        ":closing_on": day(figures.closing_on), ":closing": figures.closing_minor, ":computed": figures.computed_minor,
        ":to": day(data_to),
    })?;
    if current.lines_new > 0 {
        return Ok(());
    }
    let there: Option<i64> = act
        .prepare_cached(
            "SELECT o.id FROM bank_statements o JOIN bank_statements n ON n.id = :id
             WHERE o.id < n.id AND o.bank_account_id = n.bank_account_id AND o.format = n.format
               AND o.statement_no = n.statement_no AND o.sequence_no = n.sequence_no
               AND o.opening_on IS n.opening_on AND o.opening_minor IS n.opening_minor
               AND o.closing_on IS n.closing_on AND o.closing_minor IS n.closing_minor LIMIT 1",
        )?
        .query_row(named_params! {":id": current.id}, |row| row.get("id"))
        .optional()?;
    if there.is_some() {
        act.execute(
            "DELETE FROM bank_statements WHERE id = :id",
            named_params! {":id": current.id},
        )?;
    }
    Ok(())
}

/// What becomes of a new line by itself. The money of an advice counts only once a statement books it, unless the
/// account has no statements at all.
pub(super) fn first_state(
    act: &Act<'_>,
    current: &Current,
    fact: &LineFact,
) -> Result<&'static str, Refusal> {
    if fact.status != "booked" {
        return Ok("not_booked");
    }
    if current.head.format == BankFormat::Camt054 {
        let stated: bool = act
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM bank_statements WHERE bank_account_id = :account
                   AND format IN ('camt_053', 'mt940', 'csv')) AS stated",
            )?
            .query_row(named_params! {":account": current.bank_account_id}, |row| {
                row.get("stated")
            })?;
        if stated {
            return Ok("not_booked");
        }
    }
    Ok(if super::lines::is_return(fact) {
        "returned"
    } else {
        "open"
    })
}

/// Writes what has become of a line, and the batch whose detail it is.
pub(in crate::bank) fn set_state(
    act: &Act<'_>,
    line_id: i64,
    state: &str,
    batch: Option<i64>,
) -> Result<(), Refusal> {
    act.prepare_cached(
        "UPDATE bank_line_states SET state = :state, batch_line_id = COALESCE(:batch, batch_line_id), act_id = :act
         WHERE line_id = :id",
    )?
    .execute(named_params! {":id": line_id, ":state": state, ":batch": batch, ":act": act.id})?;
    Ok(())
}

/// What a file had.
pub(super) struct FileCounts {
    pub lines: u64,
    pub lines_new: u64,
    pub rejected: u64,
}

/// Writes the counts of a file's batch. A file that brought nothing leaves none where these very bytes were imported before;
/// under other bytes its batch says that the book has all of it, so that nobody is asked about it again.
pub(super) fn close_batch(
    act: &Act<'_>,
    batch_id: i64,
    mut seen: BankFileSeen,
    counts: FileCounts,
    data_to: Option<NaiveDate>,
) -> Result<BankFileSeen, Refusal> {
    let FileCounts {
        lines,
        lines_new,
        rejected,
    } = counts;
    let statements: i64 = act.query_row(
        "SELECT COUNT(*) AS statements FROM bank_statements WHERE batch_id = :batch",
        named_params! {":batch": batch_id},
        |row| row.get("statements"),
    )?;
    let is_empty = lines == 0 && seen.statements.is_empty();
    if statements == 0 && rejected == 0 && (is_empty || is_imported(act, batch_id)?) {
        act.execute(
            "DELETE FROM import_batches WHERE id = :batch",
            named_params! {":batch": batch_id},
        )?;
        return Ok(seen);
    }
    seen.batch_id = batch_id;
    act.execute(
        "UPDATE import_batches SET source = :source, facts_to = :to, rows_read = :read, rows_new = :new,
           rows_unchanged = :known, rows_rejected = :rejected WHERE id = :batch",
        named_params! {
            ":batch": batch_id, ":source": seen.format, ":to": data_to.map(|day| day.to_string()),
            ":read": stored(lines + rejected), ":rejected": stored(rejected), ":new": stored(lines_new), ":known": stored(lines - lines_new),
        },
    )?;
    Ok(seen)
}

/// Whether another standing batch has the bytes of this one.
fn is_imported(act: &Act<'_>, batch_id: i64) -> Result<bool, Refusal> {
    Ok(act.query_row(
        "SELECT EXISTS (SELECT 1 FROM import_batches b JOIN import_batches o ON o.file_hash = b.file_hash
           WHERE b.id = :batch AND o.id <> b.id AND o.undone_by_act_id IS NULL) AS it_is",
        named_params! {":batch": batch_id},
        |row| row.get("it_is"),
    )?)
}

/// Forgets the files that only repeated what the book had: once an import is undone, they may bring it again.
pub(in crate::bank) fn forget_repetitions(act: &Act<'_>, since_act_id: i64) -> Result<(), Refusal> {
    act.execute(
        "UPDATE import_batches SET undone_by_act_id = :by
         WHERE kind = 'bank' AND act_id >= :since AND undone_by_act_id IS NULL AND rows_new = 0 AND rows_rejected = 0
           AND NOT EXISTS (SELECT 1 FROM bank_statements s WHERE s.batch_id = import_batches.id)",
        named_params! {":since": since_act_id, ":by": act.id},
    )?;
    Ok(())
}

/// Opens a statement of an own account and gives its id.
pub(super) fn open_statement(
    act: &Act<'_>,
    (batch_id, bank_account_id): (i64, i64),
    head: &StatementHead,
    (format, entry_name, currency): (&str, &str, &str),
) -> Result<i64, Refusal> {
    Ok(act
        .prepare_cached(
            "INSERT INTO bank_statements (batch_id, bank_account_id, format, statement_no, sequence_no, entry_name,
               currency, act_id)
             VALUES (:batch, :account, :format, :number, :sequence, :entry, :currency, :act)",
        )?
        .insert(named_params! {
            ":batch": batch_id, ":account": bank_account_id, ":format": format,
            ":number": head.statement_id.as_deref().unwrap_or_default(),
            ":sequence": head.sequence_no.as_deref().unwrap_or_default(), ":entry": entry_name,
            ":currency": currency, ":act": act.id,
        })?)
}
