//! Bank files of every dialect, through the public functions only. All fixtures are made up.

mod camt;
mod camt_places;
mod dutch;
mod german;
mod hostile;
mod others;
mod real;
mod zips;

use std::fmt::Write;
use std::path::Path;

use intake::bank::{
    BalanceCheck, BankFormat, Detail, Entry, EntryStatus, Event, Reversal, StatementHead, probe,
    read,
};
use intake::{Fault, IntakeError};

use crate::support::file;

/// All events of a file.
pub fn events(path: &Path) -> Result<Vec<Event>, IntakeError> {
    let mut reader = read(path)?;
    let mut events = Vec::new();
    while let Some(event) = reader.next()? {
        events.push(event);
    }
    let progress = reader.progress();
    assert_eq!(progress.rows, events.len() as u64);
    Ok(events)
}

pub fn of(name: &str, content: impl AsRef<[u8]>) -> Vec<Event> {
    let file = file(name, content);
    assert!(probe(&file.path).unwrap().is_some(), "not recognised");
    events(&file.path).unwrap()
}

pub fn fault_of(name: &str, content: impl AsRef<[u8]>) -> (Fault, Option<u64>) {
    let error = events(&file(name, content).path).unwrap_err();
    (error.fault, error.line)
}

pub fn format_of(content: impl AsRef<[u8]>) -> Option<BankFormat> {
    probe(&file("x.bin", content).path).unwrap()
}

pub fn entries(events: &[Event]) -> Vec<&Entry> {
    let entries = events.iter().filter_map(|event| match event {
        Event::Entry(entry) => Some(entry.as_ref()),
        _ => None,
    });
    entries.collect()
}

pub fn heads(events: &[Event]) -> Vec<&StatementHead> {
    let heads = events.iter().filter_map(|event| match event {
        Event::Statement(head) => Some(head.as_ref()),
        _ => None,
    });
    heads.collect()
}

pub fn checks(events: &[Event]) -> Vec<BalanceCheck> {
    let ends = events.iter().filter_map(|event| match event {
        Event::End(end) => Some(end.check),
        _ => None,
    });
    ends.collect()
}

fn or_dash(text: Option<&str>) -> &str {
    text.unwrap_or("-")
}

/// The facts of an entry in one line: days, amount, status, references, codes, text.
pub fn short(entry: &Entry) -> String {
    let day = |day: Option<chrono::NaiveDate>| day.map_or("-".to_owned(), |d| d.to_string());
    let status = match (entry.status, entry.reversal) {
        (EntryStatus::Booked, Reversal::No) => "booked",
        (EntryStatus::Booked, Reversal::Yes) => "booked reversal",
        (EntryStatus::Pending, _) => "pending",
        (EntryStatus::Information, _) => "information",
    };
    format!(
        "{} {} {} {} {status} ref={} bank={} gvc={} text={}",
        day(entry.booking_on),
        day(entry.value_on),
        entry.amount_minor,
        entry.currency.code(),
        or_dash(entry.entry_ref.as_deref()),
        or_dash(entry.bank_ref.as_deref()),
        or_dash(entry.code.gvc.as_deref()),
        or_dash(entry.text.as_deref()),
    )
}

/// The facts of a payment in one line; what is not there is left out.
pub fn detail(detail: &Detail) -> String {
    let mut line = detail
        .amount_minor
        .map_or("?".to_owned(), |a| a.to_string());
    let references: Vec<_> = detail
        .references
        .iter()
        .map(|r| format!("{:?}:{}", r.kind, r.value))
        .collect();
    let returned = detail.returned.as_ref().map(|r| {
        format!(
            "{}|{}",
            or_dash(r.reason.as_deref()),
            or_dash(r.information.as_deref())
        )
    });
    let party = &detail.counterparty;
    let parts = [
        ("e2e", detail.end_to_end_id.clone()),
        ("mandate", detail.mandate_id.clone()),
        ("creditor", detail.creditor_id.clone()),
        ("instr", detail.instruction_id.clone()),
        ("name", party.name.clone()),
        ("iban", party.iban.clone()),
        ("account", party.other_account.clone()),
        ("bic", party.bic.clone()),
        ("for", detail.ultimate_party.clone()),
        ("refs", Some(references.join(",")).filter(|r| !r.is_empty())),
        (
            "docs",
            Some(detail.document_nos.join(",")).filter(|r| !r.is_empty()),
        ),
        ("text", detail.remittance.clone()),
        ("note", detail.text.clone()),
        ("returned", returned),
    ];
    for (name, value) in parts {
        if let Some(value) = value {
            write!(line, " {name}={value}").unwrap();
        }
    }
    line
}

/// The details of all entries, one line each.
pub fn details(events: &[Event]) -> Vec<String> {
    entries(events)
        .iter()
        .flat_map(|e| &e.details)
        .map(detail)
        .collect()
}

/// Good files for tests that damage them.
pub fn camt_fixtures() -> Vec<Vec<u8>> {
    vec![camt::german_053().into_bytes()]
}

/// Good files for tests that damage them.
pub fn mt_fixtures() -> Vec<Vec<u8>> {
    let texts = [
        german::GERMAN,
        german::INTERIM,
        dutch::ABN,
        dutch::ING,
        dutch::RABO,
        others::POLISH,
        others::POLISH_ANGLE,
        others::SWISS,
        others::MBANK,
    ];
    texts.map(|text| text.as_bytes().to_vec()).to_vec()
}
