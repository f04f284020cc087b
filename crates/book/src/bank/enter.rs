//! Entering one bank file in an open act: statements and lines; what is known already changes nothing.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;

use chrono::NaiveDate;
use engine::matching::{RawLine, fingerprint};
use intake::bank::{
    BalanceCheck, BalanceKind, BankFormat, Detail, Entry, EntryStatus, Event, Reversal,
    StatementEnd, StatementHead,
};
use rusqlite::{OptionalExtension, named_params};
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};

use super::accounts;
use super::facts::LineFact;
use super::import::{BankFileProblem, BankFileSeen, BankFilesRead, StatementSeen};
use super::statements::judged;
use crate::act::{Act, hex};
use crate::facts::FactRow;
use crate::host::Job;
use crate::refusal::Refusal;
use crate::session::check_cancelled;

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
    /// Own accounts of which lines were entered.
    pub accounts: BTreeSet<i64>,
    bytes: FactRow,
}

/// The statement that is being entered.
struct Current {
    id: i64,
    head: StatementHead,
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
    batch_id: i64,
    place: String,
    /// How often each fingerprint was met in this file, or in this file of a ZIP.
    met: HashMap<String, i64>,
    head: Option<StatementHead>,
    current: Option<Current>,
    seen: BankFileSeen,
    lines: u64,
    lines_new: u64,
    data_to: Option<NaiveDate>,
}

impl Entering {
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
        let mut reader = intake::bank::read(path)?;
        let mut file = FileState {
            name: &name,
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
        let mut events = 0_u64;
        while let Some(event) = reader.next()? {
            if events.is_multiple_of(2_000) {
                check_cancelled(job)?;
                job.progress(before + reader.progress().bytes_read, total, "bank");
            }
            events += 1;
            match event {
                Event::Statement(head) => file.begin(*head),
                Event::Entry(entry) => self.entry(act, &mut file, &entry)?,
                Event::End(end) => self.end(act, &mut file, &end)?,
                Event::Skipped { place } => {
                    self.problem(&file, 0, "bank_file_skipped", json!({"place": place}));
                }
            }
        }
        self.close(act, file)
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
            .filter(|detail| detail.amount_minor.is_none_or(|minor| minor == entry.amount_minor));
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
        let met = file.met.entry(fact.fingerprint.clone()).or_default();
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
        let account = head.account.iban.as_deref().or(head.account.other_id.as_deref());
        let Some(number) = account.map(accounts::plain_number).filter(|n| !n.is_empty()) else {
            return Err(Refusal::new("bank_account_not_in_file")
                .with("file", file.name)
                .with("line", head.line));
        };
        let currency = head
            .account
            .currency
            .map_or_else(|| currency.to_owned(), |currency| currency.code().to_owned());
        let (bank_account_id, new_account) = accounts::found_or_made(
            act,
            &number,
            head.account.bic.as_deref().unwrap_or_default(),
            &currency,
        )?;
        if new_account {
            self.read.new_accounts.push(number.clone());
        }
        let id = act
            .prepare_cached(
                "INSERT INTO bank_statements (batch_id, bank_account_id, format, statement_no, sequence_no, entry_name,
                   currency, act_id)
                 VALUES (:batch, :account, :format, :number, :sequence, :entry, :currency, :act)",
            )?
            .insert(named_params! {
                ":batch": file.batch_id, ":account": bank_account_id, ":format": format_code(head.format),
                ":number": head.statement_id.as_deref().unwrap_or_default(),
                ":sequence": head.sequence_no.as_deref().unwrap_or_default(), ":entry": file.entry_name(),
                ":currency": currency, ":act": act.id,
            })?;
        if file.seen.format.is_empty() {
            format_code(head.format).clone_into(&mut file.seen.format);
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
        let currency = end
            .balances
            .first()
            .map_or_else(|| "EUR".to_owned(), |balance| balance.currency.code().to_owned());
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
        let seen = StatementSeen {
            bank_account: current.number.clone(),
            new_account: current.new_account,
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
            lines: current.lines,
            lines_new: current.lines_new,
        };
        file.lines += current.lines;
        file.lines_new += current.lines_new;
        let data_to = current.data_to.max(seen.closing_on).or(current.head.to_on);
        file.data_to = file.data_to.max(data_to);
        finish_statement(act, &current, &seen, data_to)?;
        file.seen.statements.push(seen);
        Ok(())
    }

    /// Closes the batch of the file; one that brought nothing leaves no trace.
    fn close(&mut self, act: &Act<'_>, mut file: FileState<'_>) -> Result<(), Refusal> {
        let statements: i64 = act.query_row(
            "SELECT COUNT(*) AS statements FROM bank_statements WHERE batch_id = :batch",
            named_params! {":batch": file.batch_id},
            |row| row.get("statements"),
        )?;
        if statements == 0 {
            act.execute(
                "DELETE FROM import_batches WHERE id = :batch",
                named_params! {":batch": file.batch_id},
            )?;
        } else {
            file.seen.batch_id = file.batch_id;
            act.execute(
                "UPDATE import_batches SET source = :source, facts_to = :to, rows_read = :read, rows_new = :new,
                   rows_unchanged = :known WHERE id = :batch",
                named_params! {
                    ":batch": file.batch_id, ":source": file.seen.format,
                    ":to": file.data_to.map(|day| day.to_string()), ":read": stored(file.lines),
                    ":new": stored(file.lines_new), ":known": stored(file.lines - file.lines_new),
                },
            )?;
        }
        self.read.files.push(file.seen);
        Ok(())
    }
}

impl FileState<'_> {
    fn begin(&mut self, head: StatementHead) {
        // Overlaps are counted per file, and a ZIP is a folder of files.
        if head.place != self.place {
            self.met.clear();
            self.place.clone_from(&head.place);
        }
        self.head = Some(head);
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

fn open_batch(act: &Act<'_>, name: &str, hash: &str) -> Result<i64, Refusal> {
    Ok(act.prepare_cached(
        "INSERT INTO import_batches (uuid, act_id, file_name, file_hash, kind, options, rows_read, rows_new,
           rows_changed, rows_unchanged, rows_rejected)
         VALUES (:uuid, :act, :name, :hash, 'bank', '{}', 0, 0, 0, 0, 0)",
    )?
    .insert(named_params! {
        ":uuid": uuid::Uuid::now_v7().to_string(), ":act": act.id, ":name": name, ":hash": hash,
    })?)
}

/// Writes balances and days of a statement; one that brings nothing and is there already goes.
fn finish_statement(
    act: &Act<'_>,
    current: &Current,
    seen: &StatementSeen,
    data_to: Option<NaiveDate>,
) -> Result<(), Refusal> {
    let day = |day: Option<NaiveDate>| day.map(|day| day.to_string());
    act.prepare_cached(
        "UPDATE bank_statements SET opening_on = :opening_on, opening_minor = :opening, closing_on = :closing_on,
           closing_minor = :closing, computed_minor = :computed, data_to = :to WHERE id = :id",
    )?
    .execute(named_params! {
        ":id": current.id, ":opening_on": day(seen.opening_on), ":opening": seen.opening_minor,
        ":closing_on": day(seen.closing_on), ":closing": seen.closing_minor, ":computed": seen.computed_minor,
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

/// Whether an entry tells every payment in it: then they count, and it does not.
fn amounts_told(entry: &Entry) -> bool {
    let sum: Option<i64> = entry
        .details
        .iter()
        .map(|detail| detail.amount_minor)
        .try_fold(0_i64, |sum, minor| sum.checked_add(minor?));
    entry.details.len() > 1 && sum == Some(entry.amount_minor)
}

/// What becomes of a new line by itself. The money of an advice counts only once a statement books it, unless the
/// account has no statements at all.
fn first_state(
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
                   AND format IN ('camt_053', 'mt940')) AS stated",
            )?
            .query_row(named_params! {":account": current.bank_account_id}, |row| {
                row.get("stated")
            })?;
        if stated {
            return Ok("not_booked");
        }
    }
    Ok(if is_return(fact) { "returned" } else { "open" })
}

/// Whether money of a customer goes back.
pub(super) fn is_return(fact: &LineFact) -> bool {
    fact.amount_minor < 0 && (fact.reversal == 1 || !fact.return_code.is_empty())
}

pub(super) fn set_state(
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

fn line_fact(entry: &Entry, detail: &Detail, day: NaiveDate, amount_minor: i64) -> LineFact {
    let text = |text: Option<&String>| text.cloned().unwrap_or_default();
    let returned = detail.returned.clone().unwrap_or_default();
    let batch = entry.batch.as_ref();
    let keys = [
        detail
            .payment_information_id
            .as_ref()
            .or(batch.and_then(|batch| batch.payment_information_id.as_ref())),
        detail
            .message_id
            .as_ref()
            .or(batch.and_then(|batch| batch.message_id.as_ref())),
        entry.bank_ref.as_ref(),
    ];
    let batch_key = if keys.iter().any(Option::is_some) {
        keys.iter().map(|key| text(*key) + "\u{1f}").collect()
    } else {
        String::new()
    };
    let other = &detail.counterparty;
    let code = &entry.code;
    let iso: Vec<&str> = [&code.domain, &code.family, &code.sub_family]
        .into_iter()
        .filter_map(|part| part.as_deref())
        .collect();
    LineFact {
        line: stored(entry.line),
        booking_on: day.to_string(),
        value_on: entry.value_on.unwrap_or(day).to_string(),
        amount_minor,
        currency: entry.currency.code().to_owned(),
        status: match entry.status {
            EntryStatus::Booked => "booked",
            EntryStatus::Pending => "pending",
            EntryStatus::Information => "information",
        }
        .to_owned(),
        reversal: i64::from(entry.reversal == Reversal::Yes),
        payer_name: text(other.name.as_ref().or(detail.ultimate_party.as_ref())),
        payer_account: text(other.iban.as_ref().or(other.other_account.as_ref())),
        payer_bic: text(other.bic.as_ref()),
        reference: detail
            .references
            .first()
            .map(|reference| reference.value.clone())
            .unwrap_or_default(),
        remittance: text(
            detail
                .remittance
                .as_ref()
                .or(detail.text.as_ref())
                .or(entry.text.as_ref()),
        ),
        end_to_end_id: text(detail.end_to_end_id.as_ref()),
        mandate_id: text(detail.mandate_id.as_ref()),
        bank_ref: text(detail.bank_ref.as_ref().or(entry.bank_ref.as_ref())),
        entry_ref: text(entry.entry_ref.as_ref()),
        batch_key,
        transaction_code: if iso.is_empty() {
            text(code.proprietary.as_ref().or(code.gvc.as_ref()))
        } else {
            iso.join("/")
        },
        return_code: text(returned.reason.as_ref()),
        return_text: text(returned.information.as_ref()),
        original_end_to_end_id: text(returned.original_end_to_end_id.as_ref()),
        original_bank_ref: text(returned.original_bank_ref.as_ref()),
        document_numbers: Value::from(detail.document_nos.clone()).to_string(),
        ..LineFact::default()
    }
}

/// What makes two lines the same, as 32 hexadecimal digits; pending ones never stand for booked ones.
fn print_of(
    account: &str,
    fact: &LineFact,
    entry: &Entry,
    (day, amount_minor): (NaiveDate, i64),
) -> String {
    let print = fingerprint(&RawLine {
        account,
        booked_on: day,
        value_on: entry.value_on,
        amount_minor,
        currency: entry.currency,
        counterparty_account: &fact.payer_account,
        text: &fact.remittance,
        end_to_end_id: &fact.end_to_end_id,
        bank_reference: &fact.bank_ref,
    });
    let mut hasher = Sha256::new();
    hasher.update(print.0.as_bytes());
    if fact.status != "booked" {
        hasher.update(fact.status.as_bytes());
    }
    hex(&hasher.finalize()[..16])
}
