//! MT940 and MT942 of SWIFT, in the dialects of the banks.
//!
//! The currency stands only in the first balance (or, in MT942, in the floor limit), so a message without it is refused.
//! The same goes for the format: which of the two a message is shows by its header or its fields.

mod field;
mod info;
mod line;
mod plain;
mod slash;
mod subfield;

use std::collections::VecDeque;
use std::io::Read;

use engine::money::Currency;

use super::check::Tally;
use super::statement::{
    Account, Balance, BalanceKind, BankCode, BankFormat, Continuation, Detail, Entry, EntryStatus,
    Event, StatementHead,
};
use super::value::{self, missing};
use crate::fault::{Fault, IntakeError, ValueProblem};
use field::{Field, Fields, Piece};
use line::StatementLine;
pub(super) use subfield::{is_return, mark_returned};

/// Characters of an account; SWIFT allows 35. What is longer is another field under a wrong number.
const MAX_ACCOUNT: usize = 50;

/// Reads SWIFT messages event by event.
pub(super) struct MtReader<R: Read> {
    fields: Fields<R>,
    place: String,
    /// What the last field completed and was not handed out yet.
    ready: VecDeque<Event>,
    open: Option<Message>,
    /// The type that the header of the next message names.
    announced: Option<BankFormat>,
    has_statement: bool,
    is_done: bool,
}

/// A message that is being read.
struct Message {
    head: StatementHead,
    currency: Option<Currency>,
    has_head_gone: bool,
    entry: Option<Pending>,
    tally: Tally,
    information: Vec<String>,
}

/// An entry whose `:86:` may still come.
struct Pending {
    at: u64,
    line: StatementLine,
    info: Vec<String>,
    /// Subfields of `:NS:`, the German addition for banks that leave `:86:` empty.
    own: Vec<String>,
}

impl<R: Read> MtReader<R> {
    pub fn new(input: R, place: &str) -> Result<Self, IntakeError> {
        Ok(Self {
            fields: Fields::new(input, place)?,
            place: place.to_owned(),
            ready: VecDeque::new(),
            open: None,
            announced: None,
            has_statement: false,
            is_done: false,
        })
    }

    pub fn next(&mut self) -> Result<Option<Event>, IntakeError> {
        loop {
            if let Some(event) = self.ready.pop_front() {
                return Ok(Some(event));
            }
            if self.is_done {
                return Ok(None);
            }
            match self.fields.next()? {
                Some(Piece::Header(format)) => {
                    self.finish()?;
                    self.announced = Some(format);
                }
                Some(Piece::Field(field)) => self.take(&field)?,
                None => {
                    self.finish()?;
                    self.is_done = true;
                    if !self.has_statement {
                        return Err(Fault::NotABankFile.of(&self.place));
                    }
                }
            }
        }
    }

    fn take(&mut self, field: &Field) -> Result<(), IntakeError> {
        let has_head_gone = self.open.as_ref().is_none_or(|m| m.has_head_gone);
        if field.tag == "20" || (matches!(field.tag, "25" | "25P") && has_head_gone) {
            self.finish()?;
            self.has_statement = true;
            self.open = Some(Message::new(&self.place, field.line, self.announced.take()));
        }
        // Fields before the first message belong to nothing.
        let Some(message) = &mut self.open else {
            return Ok(());
        };
        let taken = message.take(field, &mut self.ready);
        taken.map_err(|fault| fault.at(&self.place, field.line))
    }

    fn finish(&mut self) -> Result<(), IntakeError> {
        let Some(mut message) = self.open.take() else {
            return Ok(());
        };
        let line = message.head.line;
        let finished = message.finish(&mut self.ready);
        finished.map_err(|fault| fault.at(&self.place, line))
    }
}

impl Message {
    fn new(place: &str, line: u64, announced: Option<BankFormat>) -> Self {
        Self {
            head: StatementHead {
                place: place.to_owned(),
                line,
                format: announced.unwrap_or(BankFormat::Mt940),
                version: None,
                statement_id: None,
                message_id: None,
                sequence_no: None,
                legal_sequence_no: None,
                page_no: None,
                continuation: Continuation::NotSaid,
                created: None,
                from_on: None,
                to_on: None,
                account: Account::default(),
            },
            currency: None,
            has_head_gone: false,
            entry: None,
            tally: Tally::default(),
            information: Vec::new(),
        }
    }

    fn take(&mut self, field: &Field, ready: &mut VecDeque<Event>) -> Result<(), Fault> {
        let first = field.lines.first().map_or("", String::as_str).trim();
        match field.tag {
            "20" => self.head.statement_id = value::text(first),
            "25" | "25P" => self.account(first)?,
            "28" | "28C" => self.number(first),
            "13" | "13D" => {
                self.head.created = value::text(first);
                self.looks_interim();
            }
            "34F" => {
                self.looks_interim();
                let code = first.get(..3).unwrap_or(first);
                self.set_currency(value::currency(":34F:", code)?);
            }
            "90C" | "90D" => self.looks_interim(),
            "60F" => self.balance(BalanceKind::Opening, field)?,
            "60M" => self.balance(BalanceKind::InterimOpening, field)?,
            "62F" => {
                self.flush(ready)?;
                self.balance(BalanceKind::Closing, field)?;
            }
            "62M" => {
                self.flush(ready)?;
                self.head.continuation = Continuation::More;
                self.balance(BalanceKind::InterimClosing, field)?;
            }
            "64" => {
                self.flush(ready)?;
                self.balance(BalanceKind::ClosingAvailable, field)?;
            }
            "65" => {
                self.flush(ready)?;
                self.balance(BalanceKind::ForwardAvailable, field)?;
            }
            "61" => self.line(field, ready)?,
            "86" => match &mut self.entry {
                Some(entry) => entry.info.extend(field.lines.iter().cloned()),
                None => self.information.extend(field.lines.iter().cloned()),
            },
            "NS" => {
                if let Some(entry) = &mut self.entry {
                    entry.own.extend(field.lines.iter().cloned());
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// A field that the report of the day has. A statement may have some of them, too; its opening balance, which no report
    /// has, comes after them and says so.
    fn looks_interim(&mut self) {
        if !self.has_head_gone && self.currency.is_none() {
            self.head.format = BankFormat::Mt942;
        }
    }

    /// `BLZ/number`, an IBAN, a BIC before a slash, a currency behind.
    fn account(&mut self, text: &str) -> Result<(), Fault> {
        let account = &mut self.head.account;
        let tight = value::compact(text);
        if tight.chars().count() > MAX_ACCOUNT {
            return Err(value::bad(":25:", text, ValueProblem::NotItsForm));
        }
        let code = tight.len().checked_sub(3).and_then(|at| tight.get(at..));
        let code: Option<Currency> = code.and_then(|code| code.parse().ok());
        let number = match code {
            Some(code) if tight.len() > 6 && !value::is_iban(&tight) => {
                account.currency = Some(code);
                tight[..tight.len() - 3].trim_end_matches('/').to_owned()
            }
            _ => tight,
        };
        let parts = || number.split('/');
        account.iban = parts().find(|part| value::is_iban(part)).map(str::to_owned);
        let is_bic = |part: &&str| {
            matches!(part.len(), 8 | 11) && part.bytes().take(6).all(|b| b.is_ascii_alphabetic())
        };
        account.bic = parts().next().filter(is_bic).map(str::to_owned);
        if account.iban.is_none() {
            account.other_id = value::text(&number);
        }
        Ok(())
    }

    /// `5/1`: number of the statement, page.
    fn number(&mut self, text: &str) {
        let (number, page) = text.split_once('/').unwrap_or((text, ""));
        self.head.sequence_no = value::text(number);
        self.head.page_no = page.trim().parse().ok();
    }

    fn set_currency(&mut self, currency: Currency) {
        self.currency.get_or_insert(currency);
        self.head.account.currency.get_or_insert(currency);
    }

    fn balance(&mut self, kind: BalanceKind, field: &Field) -> Result<(), Fault> {
        let (day, amount_minor, currency) = line::balance(field.tag, &field.lines, self.currency)?;
        if matches!(kind, BalanceKind::Opening | BalanceKind::InterimOpening) {
            self.head.from_on = day;
            self.head.format = BankFormat::Mt940;
        }
        self.set_currency(currency);
        self.tally.add_balance(Balance {
            kind,
            day,
            amount_minor,
            currency,
        });
        Ok(())
    }

    fn line(&mut self, field: &Field, ready: &mut VecDeque<Event>) -> Result<(), Fault> {
        self.flush(ready)?;
        self.show_head(ready);
        let currency = self.currency.or(self.head.account.currency);
        let currency = currency.ok_or_else(|| missing(":60F:"))?;
        let line = line::statement_line(&field.lines, currency)?;
        self.currency = Some(currency);
        self.entry = Some(Pending {
            at: field.line,
            line,
            info: Vec::new(),
            own: Vec::new(),
        });
        Ok(())
    }

    fn show_head(&mut self, ready: &mut VecDeque<Event>) {
        if !std::mem::replace(&mut self.has_head_gone, true) {
            ready.push_back(Event::Statement(Box::new(self.head.clone())));
        }
    }

    /// Hands out the entry that is complete now.
    fn flush(&mut self, ready: &mut VecDeque<Event>) -> Result<(), Fault> {
        let Some(pending) = self.entry.take() else {
            return Ok(());
        };
        let currency = self.currency.ok_or_else(|| missing(":60F:"))?;
        let entry = entry(pending, currency, self.head.format);
        self.tally.add_entry(&entry);
        ready.push_back(Event::Entry(Box::new(entry)));
        Ok(())
    }

    fn finish(&mut self, ready: &mut VecDeque<Event>) -> Result<(), Fault> {
        self.flush(ready)?;
        if self.head.account.iban.is_none() && self.head.account.other_id.is_none() {
            return Err(missing(":25:"));
        }
        self.show_head(ready);
        let lines = self.information.iter().map(String::as_str);
        let information = value::text(&value::join(lines, info::WIDTH));
        ready.push_back(Event::End(self.tally.end(information)));
        Ok(())
    }
}

fn entry(pending: Pending, currency: Currency, format: BankFormat) -> Entry {
    let Pending {
        at,
        line,
        info,
        own,
    } = pending;
    let mut info = info::read(&info);
    info::own_fields(&own, &mut info);
    let of_message = match format {
        BankFormat::Mt942 => EntryStatus::Pending,
        _ => EntryStatus::Booked,
    };
    let charges = info
        .charge(currency)
        .into_iter()
        .chain(line.charges)
        .collect();
    let is_return =
        info.gvc.as_deref().is_some_and(is_return) || line.kind.as_deref() == Some("NRTI");
    let mut detail = Detail {
        amount_minor: Some(line.amount_minor),
        instructed: line.instructed,
        ..info.detail
    };
    if let Some(supplement) = line.supplement {
        supplement_into(&mut detail, &supplement);
    }
    let party = &mut detail.counterparty;
    if party.iban.is_none() {
        // Some Dutch banks write the account in place of the reference.
        party.iban = line.owner_ref.clone().filter(|r| value::is_iban(r));
    }
    if let Some(name) = line.other_name {
        // Before they had IBANs, they wrote the name behind it in the same line.
        party.name = party.name.take().or(Some(name));
        let account = line.owner_ref.clone().filter(|r| is_account(r));
        party.other_account = party.other_account.take().or(account);
    }
    if is_return {
        mark_returned(&mut detail, info.text.as_deref());
    }
    Entry {
        line: at,
        booking_on: line.booking_on.or(Some(line.value_on)),
        value_on: Some(line.value_on),
        amount_minor: line.amount_minor,
        currency,
        status: line.is_expected.status(of_message),
        reversal: line.reversal,
        entry_ref: line.owner_ref,
        bank_ref: line.bank_ref,
        advice_id: None,
        code: BankCode {
            proprietary: line.kind,
            gvc: info.gvc,
            text_key: info.text_key,
            ..BankCode::default()
        },
        text: info.text,
        batch: None,
        details: vec![detail],
        charges,
    }
}

/// Ten digits, or nine behind a letter for what was a giro.
fn is_account(text: &str) -> bool {
    let digits = text.strip_prefix('P').unwrap_or(text);
    text.len() == 10 && digits.bytes().all(|b| b.is_ascii_digit())
}

/// Dutch banks write the other side's account under the line; others write what kind of payment it is.
fn supplement_into(detail: &mut Detail, supplement: &str) {
    let tight = value::compact(supplement);
    let party = &detail.counterparty;
    let is_open = party.iban.is_none() && party.other_account.is_none();
    if is_open && value::has_iban_form(&tight) {
        info::put_account(detail, &tight);
    } else if detail.text.is_none() {
        detail.text = Some(supplement.to_owned());
    }
}
