//! Entering one bank file in an open act: statements and lines; what is known already changes nothing.

mod again;
mod lines;
mod rows;
mod shares;
mod statement;

use std::collections::{BTreeSet, HashMap};
use std::path::Path;

use chrono::NaiveDate;
use intake::bank::{BankFormat, Entry, Event, StatementHead};
use rusqlite::named_params;
use serde_json::{Map, Value, json};

use super::accounts;
use super::facts::LineFact;
use super::import::{BankFileProblem, BankFileSeen, BankFilesRead};
use super::table::{self, TableChoice};
use crate::act::Act;
use crate::facts::FactRow;
use crate::host::Job;
use crate::import;
use crate::refusal::Refusal;
use crate::session::check_cancelled;
use again::{Again, Before};
pub(super) use lines::is_return;
use lines::{EntryLines, print_key};
use rows::{FileCounts, first_state, open_batch};
pub(super) use rows::{forget_repetitions, set_state};

/// Problems that one answer carries.
const PROBLEMS_SHOWN: usize = 500;

/// The word of a format in the book and over the wire.
pub(super) fn format_code(format: BankFormat) -> &'static str {
    match format {
        BankFormat::Camt052 => "camt_052",
        BankFormat::Camt053 => "camt_053",
        BankFormat::Camt054 => "camt_054",
        BankFormat::Mt940 => "mt940",
        BankFormat::Mt942 => "mt942",
    }
}

/// The state of an import over all its files.
#[derive(Default)]
pub(super) struct Entering {
    pub read: BankFilesRead,
    /// What was settled about tables.
    pub choice: TableChoice,
    /// Own accounts of which lines were entered.
    pub accounts: BTreeSet<i64>,
    bytes: FactRow,
}

/// The statement that is being entered.
struct Current {
    id: i64,
    head: Box<StatementHead>,
    bank_account_id: i64,
    number: String,
    currency: String,
    new_account: bool,
    data_to: Option<NaiveDate>,
    lines: u64,
    lines_new: u64,
    /// Entries without a day of their own, until the closing balance tells one.
    undated: Vec<Entry>,
    /// Set where the book may have this statement already.
    again: Option<Again>,
    /// Set where it has.
    before: Option<Before>,
}

/// The file that is being entered.
struct FileState<'a> {
    name: &'a str,
    hash: &'a str,
    /// Whether it is a table.
    table: bool,
    batch_id: i64,
    place: String,
    /// How often each fingerprint was met in this file, or in this file of a ZIP.
    met: HashMap<u128, i64>,
    head: Option<Box<StatementHead>>,
    current: Option<Current>,
    seen: BankFileSeen,
    lines: u64,
    lines_new: u64,
    /// Rows of a table that were rejected.
    rejected: u64,
    data_to: Option<NaiveDate>,
}

impl Entering {
    pub fn with(choice: TableChoice) -> Self {
        Self {
            choice,
            ..Self::default()
        }
    }

    /// Enters a file whose content has that hash. Progress is told in bytes of `total`, of which `before` are done.
    pub fn file(
        &mut self,
        act: &mut Act<'_>,
        job: &dyn Job,
        path: &Path,
        hash: &str,
        (before, total): (u64, u64),
    ) -> Result<(), Refusal> {
        let name = path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default();
        let format = intake::bank::probe(path)?;
        let mut file = FileState {
            name: &name,
            hash,
            table: format.is_none(),
            batch_id: open_batch(act, &name, hash)?,
            place: String::new(),
            met: HashMap::new(),
            head: None,
            current: None,
            seen: BankFileSeen {
                file: name.clone(),
                format: String::new(),
                batch_id: 0,
                statements: Vec::new(),
            },
            lines: 0,
            lines_new: 0,
            rejected: 0,
            data_to: None,
        };
        if format.is_none() {
            self.table(act, job, path, &mut file)?;
            return self.close(act, file);
        }
        let mut reader = intake::bank::read(path)?;
        let mut events = 0_u64;
        while let Some(event) = reader.next()? {
            if events.is_multiple_of(2_000) {
                check_cancelled(job)?;
                job.progress(before + reader.progress().bytes_read, total, "bank");
            }
            events += 1;
            match event {
                Event::Statement(head) => file.begin(head),
                Event::Entry(entry) => self.entry(act, &mut file, *entry)?,
                Event::End(end) => self.end(act, &mut file, &end)?,
                Event::Skipped { place } => {
                    self.problem(&file, 0, "bank_file_skipped", json!({"place": place}));
                }
            }
        }
        self.close(act, file)
    }

    /// Enters a table: one statement for each own account, in the order of the rows.
    fn table(
        &mut self,
        act: &mut Act<'_>,
        job: &dyn Job,
        path: &Path,
        file: &mut FileState<'_>,
    ) -> Result<(), Refusal> {
        let recognised = table::recognise(act, job, path, &self.choice)?;
        let recognition = &recognised.recognition;
        import::note_reading(act, file.batch_id, recognition, &recognised.options)?;
        let mut reader = intake::read(path, recognition, &table::defaults(act)?)?;
        let (mut own, mut unnamed) = (String::new(), None);
        let mut running = table::Running::default();
        let mut rows = 0_u64;
        while let Some(row) = reader.next()? {
            if rows.is_multiple_of(2_000) {
                check_cancelled(job)?;
            }
            rows += 1;
            let entry = match row {
                Ok(row) => {
                    let Some(row) = table::bank_row(&row) else {
                        continue;
                    };
                    let number = match row.own_account.map(accounts::plain_number) {
                        Some(number) if !number.is_empty() => number,
                        _ => {
                            let number = table::account_of_table(act, recognition, &self.choice)?;
                            unnamed = Some(number.clone());
                            number
                        }
                    };
                    if number != own {
                        let before = std::mem::take(&mut running);
                        self.end(act, file, &before.end())?;
                        own = number;
                        file.begin(Box::new(table::head(file.name, &own)));
                    }
                    running.note(&row);
                    table::entry(&row)
                }
                Err(rejected) => {
                    let row = import::refused_by_reader(rejected);
                    file.rejected += 1;
                    import::store_rejection(act, (file.batch_id, file.rejected), &row)?;
                    let args = json!({
                        "value": row.value, "heading": row.heading.as_deref().unwrap_or(""), "reason": row.code,
                    });
                    self.problem(file, row.line, "bank_row_rejected", args);
                    continue;
                }
            };
            self.entry(act, file, entry)?;
        }
        self.end(act, file, &running.end())?;
        if file.lines == 0 {
            return Ok(());
        }
        table::remember(act, &recognised, unnamed.as_deref())
    }

    fn problem(&mut self, file: &FileState<'_>, line: u64, code: &str, args: Value) {
        if self.read.problems.len() < PROBLEMS_SHOWN {
            self.read.problems.push(BankFileProblem {
                file: file.name.to_owned(),
                entry_name: file.entry_name().to_owned(),
                line,
                code: code.to_owned(),
                args: args.as_object().cloned().unwrap_or_else(Map::new),
            });
        }
    }

    fn entry(
        &mut self,
        act: &mut Act<'_>,
        file: &mut FileState<'_>,
        entry: Entry,
    ) -> Result<(), Refusal> {
        self.opened(act, file, entry.currency.code())?;
        match (entry.booking_on.or(entry.value_on), &mut file.current) {
            (Some(day), _) => self.dated(act, file, entry, day),
            (None, Some(current)) => {
                current.undated.push(entry);
                Ok(())
            }
            (None, None) => Ok(()),
        }
    }

    /// Enters an entry of a day, or holds it until the end of a statement that may be in the book already.
    fn dated(
        &mut self,
        act: &mut Act<'_>,
        file: &mut FileState<'_>,
        entry: Entry,
        day: NaiveDate,
    ) -> Result<(), Refusal> {
        let Some(current) = &mut file.current else {
            return Ok(());
        };
        if entry.amount_minor == 0 {
            return Ok(());
        }
        let lines = EntryLines::of(current, &entry, day);
        if let Some(again) = &mut current.again
            && !again.knows_all(act, &file.met, &lines)?
        {
            again.hold(entry, day);
            return Ok(());
        }
        let batch = match lines.sum {
            Some(sum) => self.line(act, file, sum, (day, None))?,
            None => None,
        };
        // The sum is known to be a batch at once: its details stand in the same entry.
        if let (Some(id), false) = (batch, lines.details.is_empty()) {
            set_state(act, id, "batch", None)?;
        }
        for detail in lines.details {
            self.line(act, file, detail, (day, batch))?;
        }
        Ok(())
    }

    /// Enters a line; `batch` is the sum whose detail it is.
    fn line(
        &mut self,
        act: &mut Act<'_>,
        file: &mut FileState<'_>,
        mut fact: LineFact,
        (day, batch): (NaiveDate, Option<i64>),
    ) -> Result<Option<i64>, Refusal> {
        let Some(current) = &mut file.current else {
            return Ok(None);
        };
        let met = file.met.entry(print_key(&fact)).or_default();
        *met += 1;
        fact.occurrence = *met;
        current.lines += 1;
        current.data_to = current.data_to.max(Some(day));
        self.read.lines_read += 1;
        let read_before = match &mut current.before {
            Some(before) => before.has(act, &fact)?,
            None => false,
        };
        let written = if read_before {
            None
        } else {
            fact.write(act, &mut self.bytes)?
        };
        let Some(id) = written else {
            self.read.lines_known += 1;
            return Ok(None);
        };
        current.lines_new += 1;
        self.read.lines_new += 1;
        self.accounts.insert(current.bank_account_id);
        let state = first_state(act, current, &fact)?;
        act.prepare_cached(
            "INSERT INTO bank_line_states (line_id, state, batch_line_id, act_id) VALUES (:id, :state, :batch, :act)",
        )?
        .execute(named_params! {":id": id, ":state": state, ":batch": batch, ":act": act.id})?;
        Ok(Some(id))
    }

    /// Closes the batch of the file.
    fn close(&mut self, act: &Act<'_>, file: FileState<'_>) -> Result<(), Refusal> {
        let counts = FileCounts {
            lines: file.lines,
            lines_new: file.lines_new,
            rejected: file.rejected,
        };
        let seen = rows::close_batch(act, file.batch_id, file.seen, counts, file.data_to)?;
        self.read.files.push(seen);
        Ok(())
    }
}

impl FileState<'_> {
    fn begin(&mut self, head: Box<StatementHead>) {
        // Overlaps are counted per file, and a ZIP is a folder of files.
        if head.place != self.place {
            self.met.clear();
            self.place.clone_from(&head.place);
        }
        self.head = Some(head);
    }

    fn format_code(&self, head: &StatementHead) -> &'static str {
        if self.table {
            "csv"
        } else {
            format_code(head.format)
        }
    }

    /// The name inside the ZIP.
    fn entry_name(&self) -> &str {
        self.place
            .strip_prefix(self.name)
            .and_then(|rest| rest.strip_prefix('/'))
            .unwrap_or_default()
    }
}

fn stored(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
