//! A statement that the book has already, perhaps taken by an earlier reader.
//!
//! A fingerprint covers the texts of a line, and readers learn to find names and accounts in them. So a line that is read
//! better looks new. Within one statement that does no harm: it was taken whole, so each of its lines is in the book, and a
//! line whose fingerprint is not known is one of the same days and amount that is not known otherwise. Nothing of the kind
//! is assumed across statements, where equal amounts of one day are real payments.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use intake::bank::{Entry, StatementHead};
use rusqlite::{Connection, OptionalExtension as _, named_params};

use super::lines::{EntryLines, print_key};
use crate::act::Act;
use crate::bank::facts::LineFact;
use crate::bank::statements::StatementFigures;
use crate::refusal::Refusal;

/// The statement that is looked for.
pub(super) struct Asked<'a> {
    pub bank_account_id: i64,
    pub format: &'a str,
    pub head: &'a StatementHead,
    /// Of the content of the file.
    pub hash: &'a str,
}

/// A statement whose number the book has. Banks use numbers again, so its balances must say the same; they are known at its
/// end, and what looks new is held until then.
pub(super) struct Again {
    taken: Vec<Taken>,
    /// Lines of the book that this statement has by their fingerprints.
    met: HashSet<i64>,
    held: Held,
}

/// A statement of that number in the book.
struct Taken {
    act_id: i64,
    is_same_file: bool,
    balances: [Balance; 2],
}

/// Day and minor units, where the bank states both.
type Balance = Option<(String, i64)>;

/// Entries that wait, each with its day.
type Held = Vec<(Entry, NaiveDate)>;

/// A statement that the book has taken whole.
pub(super) struct Before {
    /// The act that took it.
    act_id: i64,
    met: HashSet<i64>,
}

impl Again {
    /// Looks for earlier statements of that number.
    pub fn look(act: &Act<'_>, asked: &Asked<'_>) -> Result<Option<Self>, Refusal> {
        let mut statement = act.prepare_cached(
            "SELECT o.act_id, o.opening_on, o.opening_minor, o.closing_on, o.closing_minor, i.file_hash = :hash AS same
             FROM bank_statements o JOIN import_batches i ON i.id = o.batch_id
             WHERE o.bank_account_id = :account AND o.format = :format AND o.statement_no = :number
               AND o.sequence_no = :sequence AND o.act_id <> :act
               AND (i.file_hash = :hash OR (o.opening_on IS NOT NULL AND o.opening_minor IS NOT NULL
                 AND o.closing_on IS NOT NULL AND o.closing_minor IS NOT NULL))",
        )?;
        let mut rows = statement.query(named_params! {
            ":hash": asked.hash, ":account": asked.bank_account_id, ":format": asked.format, ":act": act.id,
            ":number": asked.head.statement_id.as_deref().unwrap_or_default(),
            ":sequence": asked.head.sequence_no.as_deref().unwrap_or_default(),
        })?;
        let mut taken = Vec::new();
        while let Some(row) = rows.next()? {
            let balance = |on: &str, minor: &str| -> rusqlite::Result<Balance> {
                let (on, minor): (Option<String>, Option<i64>) = (row.get(on)?, row.get(minor)?);
                Ok(on.zip(minor))
            };
            taken.push(Taken {
                act_id: row.get("act_id")?,
                is_same_file: row.get("same")?,
                balances: [
                    balance("opening_on", "opening_minor")?,
                    balance("closing_on", "closing_minor")?,
                ],
            });
        }
        Ok((!taken.is_empty()).then(|| Self {
            taken,
            met: HashSet::new(),
            held: Vec::new(),
        }))
    }

    /// Whether the book has every line of an entry by its fingerprint; `met` is how often each was met in this file.
    pub fn knows_all(
        &mut self,
        connection: &Connection,
        met: &HashMap<u128, i64>,
        lines: &EntryLines,
    ) -> Result<bool, Refusal> {
        let mut own: HashMap<u128, i64> = HashMap::new();
        let mut all = true;
        for fact in lines.all() {
            let key = print_key(fact);
            let times = own
                .entry(key)
                .or_insert_with(|| met.get(&key).copied().unwrap_or(0));
            *times += 1;
            match line_of_print(connection, fact, *times)? {
                Some(id) => {
                    self.met.insert(id);
                }
                None => all = false,
            }
        }
        Ok(all)
    }

    pub fn hold(&mut self, entry: Entry, day: NaiveDate) {
        self.held.push((entry, day));
    }

    /// What was held, and whether the book has the statement: its file is the same, or both balances are.
    pub fn settle(self, figures: &StatementFigures) -> (Held, Option<Before>) {
        let told =
            |day: Option<NaiveDate>, minor: Option<i64>| day.map(|day| day.to_string()).zip(minor);
        let balances = [
            told(figures.opening_on, figures.opening_minor),
            told(figures.closing_on, figures.closing_minor),
        ];
        let is_told = balances.iter().all(Option::is_some);
        let same = self
            .taken
            .iter()
            .filter(|taken| taken.is_same_file || (is_told && taken.balances == balances));
        let before = same.map(|taken| taken.act_id).max().map(|act_id| Before {
            act_id,
            met: self.met,
        });
        (self.held, before)
    }
}

impl Before {
    /// Whether the book has a line that was read from the same entry: by its fingerprint, or one of the same days, amount and
    /// ids that no other line of the statement is.
    pub fn has(&mut self, connection: &Connection, fact: &LineFact) -> Result<bool, Refusal> {
        if let Some(id) = line_of_print(connection, fact, fact.occurrence)? {
            self.met.insert(id);
            return Ok(true);
        }
        let mut statement = connection.prepare_cached(
            "SELECT id FROM bank_lines
             WHERE bank_account_id = :account AND booking_on = :booking AND value_on = :value AND amount_minor = :minor
               AND currency = :currency AND status = :status AND reversal = :reversal AND act_id <= :act
               AND fingerprint <> :print
               AND (bank_ref = :bank_ref OR bank_ref = '' OR :bank_ref = '')
               AND (end_to_end_id = :end_to_end OR end_to_end_id = '' OR :end_to_end = '')
             ORDER BY id",
        )?;
        let mut rows = statement.query(named_params! {
            ":account": fact.bank_account_id, ":booking": fact.booking_on, ":value": fact.value_on,
            ":minor": fact.amount_minor, ":currency": fact.currency, ":status": fact.status,
            ":reversal": fact.reversal, ":act": self.act_id, ":print": fact.fingerprint,
            ":bank_ref": fact.bank_ref, ":end_to_end": fact.end_to_end_id,
        })?;
        while let Some(row) = rows.next()? {
            if self.met.insert(row.get("id")?) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

fn line_of_print(
    connection: &Connection,
    fact: &LineFact,
    occurrence: i64,
) -> Result<Option<i64>, Refusal> {
    Ok(connection
        .prepare_cached(
            "SELECT id FROM bank_lines WHERE fingerprint = :print AND occurrence = :occurrence",
        )?
        .query_row(
            named_params! {":print": fact.fingerprint, ":occurrence": occurrence},
            |row| row.get("id"),
        )
        .optional()?)
}
