//! Counting: what the rows of the files did, the first of them in full, and the rows left out.

use chrono::NaiveDate;
use engine::money::Currency;
use intake::Rejected;
use rusqlite::{Connection, named_params};
use serde_json::{Map, Value};

use super::defaults::Lacking;
use super::discounts::DiscountsTaken;
use super::request::{ImportCounts, ImportWarning, PreviewRow, RejectedRow, RowChange};
use super::row::{Outcome, RowRefusal};
use super::shown::Shown;
use crate::days::DayText;
use crate::refusal::Refusal;

/// Rejected rows that come back with the reply; all of them are kept with the batch.
const REJECTED_ROWS: usize = 1_000;

/// A document that a file marks as disputed since a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct DisputedSince {
    pub transaction_id: i64,
    pub since: NaiveDate,
}

/// What the files of one request did.
#[derive(Debug, Default)]
pub(super) struct Tally {
    /// Of the current file.
    pub counts: ImportCounts,
    /// Newest accounting day of the current file.
    pub facts_to: Option<DayText>,
    /// Every row of a preview; an import that is meant keeps none.
    pub shown: Option<Shown>,
    /// The first rejected rows of all files.
    pub rejected: Vec<RejectedRow>,
    /// What should be known about the files.
    pub warnings: Vec<ImportWarning>,
    /// Customers that were named only in passing.
    pub customers_in_passing: u64,
    /// New debits and credits by currency, minor units.
    pub new_amounts: Vec<(Currency, i64, i64)>,
    /// Documents that a file marks as disputed since a day.
    pub disputed: Vec<DisputedSince>,
    /// What the terms said of discounts, by file in the order in which they are entered.
    pub discounts: Vec<DiscountsTaken>,
    /// What electronic invoices left out, by file in the order in which they are entered.
    pub lacking: Vec<Lacking>,
}

impl Tally {
    /// A new file begins.
    pub fn next_file(&mut self) {
        self.counts = ImportCounts::default();
        self.facts_to = None;
        self.discounts.push(DiscountsTaken::default());
        self.lacking.push(Lacking::default());
    }

    /// What the electronic invoices of the current file left out.
    pub fn lacking(&mut self) -> &mut Lacking {
        if self.lacking.is_empty() {
            self.lacking.push(Lacking::default());
        }
        let last = self.lacking.len() - 1;
        &mut self.lacking[last]
    }

    /// A file says since when a document is disputed.
    pub fn mark_disputed(&mut self, transaction_id: i64, since: Option<NaiveDate>) {
        self.disputed.extend(since.map(|since| DisputedSince {
            transaction_id,
            since,
        }));
    }

    /// What the terms said of the discounts of the current file.
    pub fn discounts(&mut self) -> &mut DiscountsTaken {
        if self.discounts.is_empty() {
            self.discounts.push(DiscountsTaken::default());
        }
        let last = self.discounts.len() - 1;
        &mut self.discounts[last]
    }

    pub fn count(&mut self, outcome: Outcome) {
        self.counts.read += 1;
        match outcome {
            Outcome::New => self.counts.new += 1,
            Outcome::Changed => self.counts.changed += 1,
            Outcome::Unchanged => self.counts.unchanged += 1,
        }
    }

    /// A fact of the current file has this accounting day.
    pub fn saw_day(&mut self, day: DayText) {
        if self.facts_to.is_none_or(|latest| latest < day) {
            self.facts_to = Some(day);
        }
    }

    /// A new transaction over this amount.
    pub fn saw_amount(&mut self, currency: Currency, minor: i64) {
        let known = |(known, _, _): &(Currency, i64, i64)| *known == currency;
        let at = self.new_amounts.iter().position(known);
        let at = at.unwrap_or_else(|| {
            self.new_amounts.push((currency, 0, 0));
            self.new_amounts.len() - 1
        });
        let (_, debits, credits) = &mut self.new_amounts[at];
        if minor >= 0 {
            *debits += minor;
        } else {
            *credits += minor;
        }
    }

    /// Keeps a record for the preview; the record is built only there.
    pub fn show(&mut self, row: impl FnOnce() -> PreviewRow) {
        if let Some(shown) = &mut self.shown {
            shown.add(&row());
        }
    }

    /// Stores a rejected row with its batch, and keeps the first ones for the reply.
    pub fn reject(
        &mut self,
        connection: &Connection,
        batch_id: i64,
        row: RejectedRow,
    ) -> Result<(), Refusal> {
        self.counts.read += 1;
        self.counts.rejected += 1;
        store_rejection(connection, (batch_id, self.counts.rejected), &row)?;
        self.show(|| PreviewRow {
            file: row.file.clone(),
            line: row.line,
            change: RowChange::Rejected,
            record: String::new(),
            key: String::new(),
            account: String::new(),
            amount_minor: None,
            currency: None,
            fields: Vec::new(),
            rejected: Some(row.clone()),
        });
        if self.rejected.len() < REJECTED_ROWS {
            self.rejected.push(row);
        }
        Ok(())
    }
}

/// Stores a rejected row with its batch under its number in the batch, from 1.
pub(crate) fn store_rejection(
    connection: &Connection,
    (batch_id, number): (i64, u64),
    row: &RejectedRow,
) -> Result<(), Refusal> {
    let column = row.column.map(i64::try_from).transpose().unwrap_or(None);
    connection
        .prepare_cached(
            "INSERT INTO import_rejections
               (batch_id, number, line, column_number, heading, code, args, value, raw)
             VALUES (:batch, :number, :line, :column, :heading, :code, :args, :value, :raw)",
        )?
        .execute(named_params! {
            ":batch": batch_id, ":number": stored(number), ":line": stored(row.line),
            ":column": column, ":heading": row.heading, ":code": row.code,
            ":args": serde_json::to_string(&row.args)?, ":value": row.value,
            ":raw": serde_json::to_string(&row.raw)?,
        })?;
    Ok(())
}

/// A count as the file stores it.
pub(super) fn stored(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// A row that the reader refused.
pub(crate) fn refused_by_reader(rejected: Rejected) -> RejectedRow {
    let args = match serde_json::to_value(&rejected.code) {
        Ok(Value::Object(mut code)) => match code.remove("args") {
            Some(Value::Object(args)) => args,
            _ => Map::new(),
        },
        _ => Map::new(),
    };
    let (column, heading) = rejected.column.map_or((None, None), |c| {
        (Some(c.index as u64 + 1), Some(c.heading))
    });
    RejectedRow {
        file: rejected.file,
        line: rejected.line,
        column,
        heading,
        code: rejected.code.code().to_owned(),
        args,
        value: rejected.value,
        raw: rejected.raw,
    }
}

/// A row that contradicts the book.
pub(super) fn refused_by_book(
    file: &str,
    refusal: RowRefusal,
    place: intake::Place,
) -> RejectedRow {
    let (column, heading) = place.column.map_or((None, None), |c| {
        (Some(c.index as u64 + 1), Some(c.heading))
    });
    RejectedRow {
        file: file.to_owned(),
        line: place.line,
        column,
        heading,
        code: refusal.code.to_owned(),
        args: refusal.args,
        value: place.value,
        raw: place.raw,
    }
}
