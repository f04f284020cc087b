//! Bank files as tables: CSV, XLSX and ODS with a mapping, row by row as if they were entries of a statement.

use std::collections::BTreeMap;
use std::path::Path;

use chrono::NaiveDate;
use engine::money::Currency;
use intake::bank::{
    Account, Balance, BalanceCheck, BalanceKind, BankCode, BankFormat, Continuation, Detail, Entry,
    EntryStatus, Party, Reversal, StatementEnd, StatementHead,
};
use intake::{BankLineRow, Defaults, FileKind, Options, Recognition, Row};
use rusqlite::{Connection, named_params};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::accounts::plain_number;
use crate::act::Act;
use crate::company;
use crate::host::Job;
use crate::import::{self, Recognised, recognised};
use crate::parameters;
use crate::refusal::Refusal;

/// What a person settled about tables.
#[derive(Debug, Clone, Default)]
pub(super) struct TableChoice {
    /// Own account of rows that name none.
    pub bank_account: String,
    /// Mapping; the remembered one or the guess where missing.
    pub options: Option<Options>,
}

/// Recognises a table of bank lines; anything else is no bank file.
pub(super) fn recognise(
    connection: &Connection,
    job: &dyn Job,
    path: &Path,
    choice: &TableChoice,
) -> Result<Recognised, Refusal> {
    let text = path.display().to_string();
    let recognised = recognised(connection, job, &text, choice.options.clone())?;
    let recognition = &recognised.recognition;
    if recognition.kind != FileKind::BankLines {
        return Err(Refusal::new("not_a_bank_file").with("file", &recognition.file));
    }
    if !recognition.ambiguities.is_empty() {
        let questions: Vec<_> = recognition
            .ambiguities
            .iter()
            .map(|ambiguity| json!({"file": recognition.file, "ambiguity": ambiguity}))
            .collect();
        return Err(Refusal::new("import_ambiguous").with("questions", questions));
    }
    Ok(recognised)
}

/// Own accounts of tables that name none, by the signature of their headings.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
struct TableAccounts(BTreeMap<String, String>);

/// Name under which they are kept.
const ACCOUNTS: &str = "bank_table_accounts";

/// Keeps how a table was read and whose it is, for the next one with the same headings.
pub(super) fn remember(
    act: &mut Act<'_>,
    recognised: &Recognised,
    own_account: Option<&str>,
) -> Result<(), Refusal> {
    let (recognition, options) = (&recognised.recognition, &recognised.options);
    import::remember(act, recognition, options, act.at)?;
    let Some(own_account) = own_account else {
        return Ok(());
    };
    let mut known: TableAccounts = parameters::load(act, ACCOUNTS)?;
    let before = known
        .0
        .insert(recognition.signature.clone(), own_account.to_owned());
    if before.as_deref() == Some(own_account) {
        return Ok(());
    }
    parameters::save(act, ACCOUNTS, &known)
}

/// The own account of rows that name none: the one that was chosen, else that of the last table with these headings, else the
/// only one that there is.
pub(super) fn account_of_table(
    connection: &Connection,
    recognition: &Recognition,
    choice: &TableChoice,
) -> Result<String, Refusal> {
    let chosen = plain_number(&choice.bank_account);
    if !chosen.is_empty() {
        return Ok(chosen);
    }
    let known: TableAccounts = parameters::load(connection, ACCOUNTS)?;
    if let Some(number) = known.0.get(&recognition.signature)
        && is_own(connection, number)?
    {
        return Ok(number.clone());
    }
    let mut statement = connection
        .prepare_cached("SELECT number FROM bank_accounts WHERE company_id = :company LIMIT 2")?;
    let numbers: Vec<String> = statement
        .query_map(
            named_params! {":company": company::current(connection)?},
            |row| row.get("number"),
        )?
        .collect::<Result<_, _>>()?;
    match &numbers[..] {
        [only] => Ok(only.clone()),
        _ => Err(Refusal::new("bank_account_not_chosen").with("file", &recognition.file)),
    }
}

fn is_own(connection: &Connection, number: &str) -> Result<bool, Refusal> {
    let company = company::current(connection)?;
    Ok(connection
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM bank_accounts WHERE company_id = :company AND number = :number) AS it_is",
        )?
        .query_row(named_params! {":company": company, ":number": number}, |row| {
            row.get("it_is")
        })?)
}

/// Currency of rows that name none.
pub(super) fn defaults(connection: &Connection) -> Result<Defaults, Refusal> {
    let currency: Currency = crate::accounts::currency_of(&company::load(connection)?.currency)?;
    Ok(Defaults { currency })
}

/// A head for the rows of one own account.
pub(super) fn head(place: &str, number: &str) -> StatementHead {
    StatementHead {
        place: place.to_owned(),
        line: 1,
        format: BankFormat::Mt940,
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
        account: Account {
            other_id: Some(number.to_owned()),
            ..Account::default()
        },
    }
}

/// The balances beside the rows of one own account: they lead from one row to the next, the oldest row first or last.
#[derive(Debug, Default)]
pub(super) struct Running {
    rows: u64,
    first: Option<Point>,
    last: Option<Point>,
    sum_minor: i64,
    /// Pairs of neighbours that fit where the oldest row is first, less those that fit where it is last.
    upwards: i64,
    /// Rows without a balance, or in another currency.
    is_broken: bool,
}

/// A row with the balance after it.
#[derive(Debug, Clone, Copy)]
struct Point {
    day: NaiveDate,
    amount_minor: i64,
    balance_minor: i64,
    currency: Currency,
}

impl Running {
    /// Takes the next row.
    pub fn note(&mut self, row: &BankLineRow<'_>) {
        self.rows += 1;
        self.sum_minor = self.sum_minor.saturating_add(row.amount_minor);
        let Some(balance_minor) = row.balance_minor else {
            self.is_broken = true;
            return;
        };
        let here = Point {
            day: row.booking_date,
            amount_minor: row.amount_minor,
            balance_minor,
            currency: row.currency,
        };
        if let Some(before) = self.last {
            self.is_broken |= before.currency != here.currency;
            let step = here.balance_minor.saturating_sub(before.balance_minor);
            self.upwards += i64::from(step == here.amount_minor);
            self.upwards -= i64::from(step.saturating_neg() == before.amount_minor);
        }
        self.first.get_or_insert(here);
        self.last = Some(here);
    }

    /// The end of the statement: opening and closing balance, and whether the rows lead from one to the other.
    pub fn end(self) -> StatementEnd {
        let nothing = StatementEnd {
            entries: self.rows,
            balances: Vec::new(),
            check: BalanceCheck::NotStated,
            information: None,
        };
        let (Some(first), Some(last), false) = (self.first, self.last, self.is_broken) else {
            return nothing;
        };
        let oldest_first = match self.upwards {
            0 => first.day <= last.day,
            upwards => upwards > 0,
        };
        let (oldest, newest) = if oldest_first {
            (first, last)
        } else {
            (last, first)
        };
        let opening_minor = oldest.balance_minor.saturating_sub(oldest.amount_minor);
        let computed_minor = opening_minor.saturating_add(self.sum_minor);
        let balance = |kind, of: Point, amount_minor| Balance {
            kind,
            day: Some(of.day),
            amount_minor,
            currency: of.currency,
        };
        StatementEnd {
            balances: vec![
                balance(BalanceKind::Opening, oldest, opening_minor),
                balance(BalanceKind::Closing, newest, newest.balance_minor),
            ],
            check: if computed_minor == newest.balance_minor {
                BalanceCheck::Agrees
            } else {
                BalanceCheck::Differs {
                    computed_minor,
                    stated_minor: newest.balance_minor,
                    currency: newest.currency,
                }
            },
            ..nothing
        }
    }
}

/// A row as an entry.
pub(super) fn entry(row: &BankLineRow<'_>) -> Entry {
    let own = |text: Option<&str>| text.map(str::to_owned);
    let account: Option<String> = row.account.map(plain_number);
    let iban = account
        .clone()
        .filter(|number| number.starts_with(|c: char| c.is_ascii_alphabetic()));
    Entry {
        line: row.line,
        booking_on: Some(row.booking_date),
        value_on: Some(row.value_date),
        amount_minor: row.amount_minor,
        currency: row.currency,
        status: EntryStatus::Booked,
        reversal: Reversal::No,
        entry_ref: None,
        bank_ref: None,
        advice_id: None,
        code: BankCode::default(),
        text: own(row.bank_text),
        batch: None,
        details: vec![Detail {
            amount_minor: Some(row.amount_minor),
            end_to_end_id: own(row.end_to_end_id),
            counterparty: Party {
                name: own(row.counterparty),
                other_account: if iban.is_some() { None } else { account },
                iban,
                bic: own(row.bic),
            },
            remittance: own(row.remittance),
            ..Detail::default()
        }],
        charges: Vec::new(),
    }
}

/// The row that a reader gave, where it is one of a bank.
pub(super) fn bank_row<'a>(row: &Row<'a>) -> Option<BankLineRow<'a>> {
    match row {
        Row::BankLine(row) => Some(*row),
        _ => None,
    }
}
