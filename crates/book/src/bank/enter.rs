//! Entering one bank file in an open act: statements and lines; what is known already changes nothing.

mod lines;
mod rows;

use std::collections::{BTreeSet, HashMap};
use std::path::Path;

use chrono::NaiveDate;
use intake::bank::{
    BalanceCheck, BalanceKind, BankFormat, Detail, Entry, Event, StatementEnd, StatementHead,
};
use rusqlite::named_params;
use serde_json::{Map, Value, json};

use super::accounts;
use super::import::{BankFileProblem, BankFileSeen, BankFilesRead, StatementSeen};
use super::statements::{StatementFigures, judged};
use super::table::{self, TableChoice};
use crate::act::Act;
use crate::facts::FactRow;
use crate::host::Job;
use crate::refusal::Refusal;
use crate::session::check_cancelled;
pub(super) use lines::is_return;
use lines::{amounts_told, line_fact, print_of};
pub(super) use rows::set_state;
use rows::{finish_statement, first_state, open_batch};

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
}

/// The file that is being entered.
struct FileState<'a> {
    name: &'a str,
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
                Event::Entry(entry) => self.entry(act, &mut file, &entry)?,
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
        let recognition = table::recognise(act, job, path, &self.choice)?;
        let mut reader = intake::read(path, &recognition, &table::defaults(act)?)?;
        let mut own = String::new();
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
                        _ => table::account_of_table(act, file.name, &self.choice)?,
                    };
                    if number != own {
                        self.end(act, file, &table::end(rows))?;
                        own = number;
                        file.begin(Box::new(table::head(file.name, &own)));
                    }
                    table::entry(&row)
                }
                Err(rejected) => {
                    let heading = rejected.column.map(|column| column.heading);
                    let args = json!({
                        "value": rejected.value, "heading": heading, "reason": rejected.code,
                    });
                    self.problem(file, rejected.line, "bank_row_rejected", args);
                    continue;
                }
            };
            self.entry(act, file, &entry)?;
        }
        self.end(act, file, &table::end(rows))
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
        entry: &Entry,
    ) -> Result<(), Refusal> {
        self.opened(act, file, entry.currency.code())?;
        let Some(day) = entry
            .booking_on
            .or(entry.value_on)
            .or(file.current.as_ref().and_then(|current| current.head.to_on))
        else {
            self.problem(file, entry.line, "bank_line_without_day", json!({}));
            return Ok(());
        };
        if entry.amount_minor == 0 {
            return Ok(());
        }
        let told = amounts_told(entry);
        let whole = (entry.details.len() == 1)
            .then(|| &entry.details[0])
            .filter(|detail| {
                detail
                    .amount_minor
                    .is_none_or(|minor| minor == entry.amount_minor)
            });
        let empty = Detail::default();
        let alone = whole.unwrap_or(&empty);
        let advice = file
            .current
            .as_ref()
            .is_some_and(|current| current.head.format == BankFormat::Camt054);
        let mut batch = None;
        // An advice books nothing: only its details are lines.
        if !(told && advice) {
            batch = self.line(act, file, entry, alone, (day, entry.amount_minor), None)?;
        }
        if told {
            // The sum is known to be a batch at once: its details stand in the same entry.
            if let Some(id) = batch {
                set_state(act, id, "batch", None)?;
            }
            for detail in &entry.details {
                let minor = detail.amount_minor.unwrap_or_default();
                if minor != 0 {
                    self.line(act, file, entry, detail, (day, minor), batch)?;
                }
            }
        }
        Ok(())
    }

    /// Enters a line; `batch` is the sum whose detail it is.
    fn line(
        &mut self,
        act: &mut Act<'_>,
        file: &mut FileState<'_>,
        entry: &Entry,
        detail: &Detail,
        (day, amount_minor): (NaiveDate, i64),
        batch: Option<i64>,
    ) -> Result<Option<i64>, Refusal> {
        let Some(current) = &mut file.current else {
            return Ok(None);
        };
        let mut fact = line_fact(entry, detail, day, amount_minor);
        fact.statement_id = current.id;
        fact.bank_account_id = current.bank_account_id;
        fact.fingerprint = print_of(&current.number, &fact, entry, (day, amount_minor));
        let print = u128::from_str_radix(&fact.fingerprint, 16).unwrap_or_default();
        let met = file.met.entry(print).or_default();
        *met += 1;
        fact.occurrence = *met;
        current.lines += 1;
        current.data_to = current.data_to.max(Some(day));
        self.read.lines_read += 1;
        let Some(id) = fact.write(act, &mut self.bytes)? else {
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

    /// Writes the statement at the first thing that tells its currency.
    fn opened(
        &mut self,
        act: &Act<'_>,
        file: &mut FileState<'_>,
        currency: &str,
    ) -> Result<(), Refusal> {
        let Some(head) = file.head.take() else {
            return Ok(());
        };
        let account = head
            .account
            .iban
            .as_deref()
            .or(head.account.other_id.as_deref());
        let Some(number) = account
            .map(accounts::plain_number)
            .filter(|n| !n.is_empty())
        else {
            return Err(Refusal::new("bank_account_not_in_file")
                .with("file", file.name)
                .with("line", head.line));
        };
        let currency = head.account.currency.map_or_else(
            || currency.to_owned(),
            |currency| currency.code().to_owned(),
        );
        let (bank_account_id, new_account) = accounts::found_or_made(
            act,
            &number,
            head.account.bic.as_deref().unwrap_or_default(),
            &currency,
        )?;
        if new_account {
            self.read.new_accounts.push(number.clone());
        }
        let format = file.format_code(&head);
        let ids = (file.batch_id, bank_account_id);
        let id = rows::open_statement(act, ids, &head, (format, file.entry_name(), &currency))?;
        if file.seen.format.is_empty() {
            format.clone_into(&mut file.seen.format);
        }
        file.current = Some(Current {
            id,
            head,
            bank_account_id,
            number,
            currency,
            new_account,
            data_to: None,
            lines: 0,
            lines_new: 0,
        });
        Ok(())
    }

    fn end(
        &mut self,
        act: &Act<'_>,
        file: &mut FileState<'_>,
        end: &StatementEnd,
    ) -> Result<(), Refusal> {
        let currency = end.balances.first().map_or_else(
            || "EUR".to_owned(),
            |balance| balance.currency.code().to_owned(),
        );
        self.opened(act, file, &currency)?;
        let Some(current) = file.current.take() else {
            return Ok(());
        };
        let of = |kinds: [BalanceKind; 2]| {
            kinds
                .iter()
                .find_map(|kind| end.balances.iter().find(|balance| balance.kind == *kind))
        };
        let opening = of([BalanceKind::Opening, BalanceKind::InterimOpening]);
        let closing = of([BalanceKind::Closing, BalanceKind::InterimClosing]);
        let computed = match end.check {
            BalanceCheck::Agrees => closing.map(|balance| balance.amount_minor),
            BalanceCheck::Differs { computed_minor, .. } => Some(computed_minor),
            BalanceCheck::NotStated | BalanceCheck::NotComparable => None,
        };
        let stated = match end.check {
            BalanceCheck::Differs { stated_minor, .. } => Some(stated_minor),
            _ => closing.map(|balance| balance.amount_minor),
        };
        let (balance, difference_minor) = judged(computed, stated);
        if difference_minor != 0 {
            self.problem(file, current.head.line, "bank_balance_differs", json!({
                "statement_no": current.head.statement_id, "bank_account": current.number,
                "computed_minor": computed, "stated_minor": stated, "difference_minor": difference_minor,
                "currency": current.currency,
            }));
        }
        let figures = StatementFigures {
            bank_account: current.number.clone(),
            statement_no: current.head.statement_id.clone().unwrap_or_default(),
            entry_name: file.entry_name().to_owned(),
            currency: current.currency.clone(),
            opening_on: opening.and_then(|balance| balance.day),
            opening_minor: opening.map(|balance| balance.amount_minor),
            closing_on: closing.and_then(|balance| balance.day),
            closing_minor: stated,
            computed_minor: computed,
            balance,
            difference_minor,
        };
        file.lines += current.lines;
        file.lines_new += current.lines_new;
        let data_to = current
            .data_to
            .max(figures.closing_on)
            .or(current.head.to_on);
        file.data_to = file.data_to.max(data_to);
        finish_statement(act, &current, &figures, data_to)?;
        file.seen.statements.push(StatementSeen {
            figures,
            new_account: current.new_account,
            lines: current.lines,
            lines_new: current.lines_new,
        });
        Ok(())
    }

    /// Closes the batch of the file; one that brought nothing leaves no trace.
    fn close(&mut self, act: &Act<'_>, file: FileState<'_>) -> Result<(), Refusal> {
        let counts = (file.lines, file.lines_new);
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
