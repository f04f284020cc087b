//! Bank files as tables: CSV, XLSX and ODS with a mapping, row by row as if they were entries of a statement.

use std::path::Path;

use engine::money::Currency;
use intake::bank::{
    Account, BalanceCheck, BankCode, BankFormat, Continuation, Detail, Entry, EntryStatus, Party,
    Reversal, StatementEnd, StatementHead,
};
use intake::{BankLineRow, Defaults, FileKind, Options, Recognition, Row};
use rusqlite::{Connection, named_params};
use serde_json::json;

use super::accounts::plain_number;
use crate::company;
use crate::host::Job;
use crate::import::recognised;
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
) -> Result<Recognition, Refusal> {
    let text = path.display().to_string();
    let recognition = recognised(connection, job, &text, choice.options.clone())?.recognition;
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
    Ok(recognition)
}

/// The own account of rows that name none: the one that was chosen, else the only one that there is.
pub(super) fn account_of_table(
    connection: &Connection,
    file: &str,
    choice: &TableChoice,
) -> Result<String, Refusal> {
    let chosen = plain_number(&choice.bank_account);
    if !chosen.is_empty() {
        return Ok(chosen);
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
        _ => Err(Refusal::new("bank_account_not_chosen").with("file", file)),
    }
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

/// The end of such a statement: tables state no balances that could be checked.
pub(super) fn end(entries: u64) -> StatementEnd {
    StatementEnd {
        entries,
        balances: Vec::new(),
        check: BalanceCheck::NotStated,
        information: None,
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
