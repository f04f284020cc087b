//! Bank files that nobody here wrote, with the answers that must come out. They lie beside the project, not in it:
//! `DUEBOOK_REAL_BANK_FILES` names their folder, else `shared/data/bank/genkgo-camt` beside the project is taken.
//!
//! The answer to `x.xml` is `x.json`, as another reader of these files wrote down what it read: one record for a statement,
//! the entries by their place in their statement, an object once and `__RECURSIVITY__` where it is met again.

use std::io::Write;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use engine::money::Currency;
use intake::bank::{
    BalanceKind, Detail, Entry, EntryStatus, Event, Reversal, StatementEnd, StatementHead,
};
use serde_json::Value;

use super::events;

/// What was read of one statement.
struct Statement {
    head: StatementHead,
    entries: Vec<Entry>,
    end: Option<StatementEnd>,
}

#[test]
fn the_bank_files_of_others_give_their_answers() {
    let Some(folder) = folder() else {
        // Not by a macro: the runner of the tests would keep it to itself.
        let _ = writeln!(
            std::io::stderr(),
            "skipped: DUEBOOK_REAL_BANK_FILES names no folder of bank files, and there is none beside the project"
        );
        return;
    };
    let mut answers = 0;
    for path in files(&folder) {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let read = events(&path);
        if name.contains("wrong") {
            assert!(read.is_err(), "{name} is read");
            continue;
        }
        let read = read.unwrap_or_else(|error| panic!("{name}: {error:?}"));
        let Ok(answer) = std::fs::read_to_string(path.with_extension("json")) else {
            continue;
        };
        compare(
            &name,
            &statements(read),
            &serde_json::from_str(&answer).unwrap(),
        );
        answers += 1;
    }
    assert!(answers > 0, "{} has no answer", folder.display());
}

fn folder() -> Option<PathBuf> {
    let told = std::env::var_os("DUEBOOK_REAL_BANK_FILES").map(PathBuf::from);
    told.or_else(|| {
        Path::new(env!("CARGO_MANIFEST_DIR"))
            .ancestors()
            .map(|folder| folder.join("shared/data/bank/genkgo-camt"))
            .find(|folder| folder.is_dir())
    })
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "xml"))
        .collect();
    files.sort();
    files
}

fn statements(events: Vec<Event>) -> Vec<Statement> {
    let mut statements: Vec<Statement> = Vec::new();
    for event in events {
        match event {
            Event::Statement(head) => statements.push(Statement {
                head: *head,
                entries: Vec::new(),
                end: None,
            }),
            Event::Entry(entry) => statements.last_mut().unwrap().entries.push(*entry),
            Event::End(end) => statements.last_mut().unwrap().end = Some(end),
            Event::Skipped { .. } => {}
        }
    }
    statements
}

fn own_account(head: &StatementHead) -> Option<&str> {
    let account = &head.account;
    account.iban.as_deref().or(account.other_id.as_deref())
}

fn compare(name: &str, statements: &[Statement], answer: &Value) {
    let records = answer["getRecords"].as_array().unwrap();
    assert_eq!(statements.len(), records.len(), "{name}: statements");
    for (statement, record) in statements.iter().zip(records) {
        statement_is(name, statement, record);
    }
    let entries = answer["getEntries"].as_array().unwrap();
    let most = statements.iter().map(|s| s.entries.len()).max();
    assert_eq!(most, Some(entries.len()), "{name}: entries");
    for (at, expected) in entries.iter().enumerate() {
        // Of entries at the same place in their statements the answer has the last one.
        let fitting = statements.iter().rfind(|s| s.entries.len() > at).unwrap();
        statement_is(name, fitting, &expected["getRecord"]);
        entry_is(name, fitting, at, expected);
    }
}

fn statement_is(name: &str, statement: &Statement, record: &Value) {
    if !record.is_object() {
        return;
    }
    let (head, end) = (&statement.head, statement.end.as_ref().unwrap());
    let page = head.page_no.map(|page| page.to_string());
    for (what, read, expected) in [
        ("id", &head.statement_id, &record["getId"]),
        (
            "number",
            &head.sequence_no,
            &record["getElectronicSequenceNumber"],
        ),
        (
            "legal number",
            &head.legal_sequence_no,
            &record["getLegalSequenceNumber"],
        ),
        (
            "account",
            &own_account(head).map(str::to_owned),
            &record["getAccount"]["getIdentification"],
        ),
        (
            "information",
            &end.information,
            &record["getAdditionalInformation"],
        ),
    ] {
        assert_eq!(read.as_deref(), expected.as_str(), "{name}: {what}");
    }
    // A statement without a page of its own has that of its message, which the answer keeps to the message.
    if let Some(expected) = record["getPagination"]["getPageNumber"].as_str() {
        assert_eq!(page.as_deref(), Some(expected), "{name}: page");
    }
    day_is(name, "from", head.from_on, &record["getFromDate"]);
    day_is(name, "to", head.to_on, &record["getToDate"]);
    assert_eq!(end.entries, statement.entries.len() as u64, "{name}");
    let balances = record["getBalances"]
        .as_array()
        .map_or(&[][..], Vec::as_slice);
    assert_eq!(end.balances.len(), balances.len(), "{name}: balances");
    for (balance, expected) in end.balances.iter().zip(balances) {
        let kind = match expected["getType"].as_str().unwrap() {
            "opening" => BalanceKind::Opening,
            "closing" => BalanceKind::Closing,
            "interim" => BalanceKind::InterimClosing,
            "opening_available" => BalanceKind::OpeningAvailable,
            "closing_available" | "interim_available" => BalanceKind::ClosingAvailable,
            "forward_available" => BalanceKind::ForwardAvailable,
            _ => BalanceKind::Other,
        };
        assert_eq!(balance.kind, kind, "{name}");
        let read = (balance.amount_minor, balance.currency);
        assert_eq!(Some(read), money(&expected["getAmount"]), "{name}: balance");
        day_is(name, "balance", balance.day, &expected["getDate"]);
    }
}

fn entry_is(name: &str, statement: &Statement, at: usize, expected: &Value) {
    let entry = &statement.entries[at];
    let read = (entry.amount_minor, entry.currency);
    assert_eq!(Some(read), money(&expected["getAmount"]), "{name}: entry");
    day_is(
        name,
        "booking",
        entry.booking_on,
        &expected["getBookingDate"],
    );
    day_is(name, "value", entry.value_on, &expected["getValueDate"]);
    let status = match expected["getStatus"].as_str().unwrap() {
        "BOOK" => EntryStatus::Booked,
        "INFO" => EntryStatus::Information,
        _ => EntryStatus::Pending,
    };
    assert_eq!(entry.status, status, "{name}");
    let is_reversal = expected["getReversalIndicator"] == Value::Bool(true);
    assert_eq!(entry.reversal == Reversal::Yes, is_reversal, "{name}");
    let bank_ref = expected["getAccountServicerReference"].as_str();
    assert_eq!(entry.bank_ref.as_deref(), bank_ref, "{name}");
    assert_eq!(
        entry.entry_ref.as_deref(),
        expected["getReference"].as_str(),
        "{name}"
    );
    let text = expected["getAdditionalInfo"].as_str().unwrap_or_default();
    assert_eq!(entry.text.as_deref().unwrap_or_default(), text, "{name}");
    let group = entry
        .batch
        .as_ref()
        .and_then(|batch| batch.payment_information_id.as_deref());
    if let Some(expected) = expected["getBatchPaymentId"].as_str() {
        assert_eq!(group, Some(expected), "{name}");
    }
    let details = expected["getTransactionDetails"].as_array().unwrap();
    if details.is_empty() {
        // A single payment that the file does not detail is one with nothing but its amount.
        assert!(
            entry.details.iter().all(|d| d.counterparty.is_empty()),
            "{name}"
        );
        assert!(entry.details.len() <= 1, "{name}");
        return;
    }
    assert_eq!(entry.details.len(), details.len(), "{name}: payments");
    for (detail, expected_here) in entry.details.iter().zip(details) {
        let first = &expected["getTransactionDetail"];
        let told = if expected_here.is_object() {
            expected_here
        } else {
            first
        };
        amounts_are(name, entry, detail, told);
        detail_is(name, own_account(&statement.head), detail, told);
    }
}

/// The amounts of a payment. Their signs in the answer are those of the entry, whatever the payment says of itself.
fn amounts_are(name: &str, entry: &Entry, detail: &Detail, expected: &Value) {
    let told: Vec<(i64, Currency)> = [&expected["getAmount"], &expected["getAmountDetails"]]
        .into_iter()
        .filter_map(money)
        .map(|(minor, currency)| (minor.abs(), currency))
        .filter(|(minor, _)| *minor != 0)
        .collect();
    let is_own = |(_, currency): &&(i64, Currency)| *currency == entry.currency;
    let read = detail
        .amount_minor
        .map(|minor| (minor.abs(), entry.currency));
    let counted = entry
        .batch
        .as_ref()
        .and_then(|batch| batch.count)
        .unwrap_or(1);
    let is_single = entry.details.len() == 1 && counted <= 1;
    if is_single {
        assert_eq!(detail.amount_minor, Some(entry.amount_minor), "{name}");
    } else if let Some(share) = told.iter().find(is_own) {
        assert_eq!(read, Some(*share), "{name}: share");
    } else {
        assert_eq!(read, None, "{name}: share");
    }
    match told.first() {
        Some(first) if Some(*first) != read => {
            let ordered = detail.instructed.unwrap();
            assert!(told.contains(&ordered), "{name}: {ordered:?} of {told:?}");
        }
        _ => assert_eq!(detail.instructed, None, "{name}"),
    }
}

fn detail_is(name: &str, own: Option<&str>, detail: &Detail, expected: &Value) {
    let refs = &expected["getReference"];
    for (read, expected) in [
        (&detail.end_to_end_id, &refs["getEndToEndId"]),
        (&detail.instruction_id, &refs["getInstructionId"]),
        (
            &detail.payment_information_id,
            &refs["getPaymentInformationId"],
        ),
        (&detail.transaction_id, &refs["getUuidEndToEndReference"]),
    ] {
        let expected = expected.as_str().filter(|id| *id != "NOTPROVIDED");
        assert_eq!(read.as_deref(), expected, "{name}");
    }
    let parties = expected["getRelatedParties"].as_array().unwrap();
    let of = |roles: [&str; 2]| -> Vec<(String, Option<String>)> {
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let fitting = parties.iter().filter(|party| {
            let class = party["getRelatedPartyType"]["__CLASS__"].as_str().unwrap();
            roles
                .iter()
                .any(|role| class.ends_with(&format!("\\{role}")))
        });
        fitting
            .map(|party| {
                let named = text(&party["getRelatedPartyType"]["getName"]).unwrap();
                (named, text(&party["getAccount"]["getIdentification"]))
            })
            .collect()
    };
    let (sides, ultimate) = (
        of(["Debtor", "Creditor"]),
        of(["UltimateDebtor", "UltimateCreditor"]),
    );
    let other = &detail.counterparty;
    let account = other.iban.clone().or_else(|| other.other_account.clone());
    match &other.name {
        Some(read) => assert!(sides.contains(&(read.clone(), account)), "{name}: {read}"),
        // The own side is not the other one, even where it is the only one.
        None => assert!(
            sides.iter().all(|(_, account)| account.as_deref() == own),
            "{name}: no name of {sides:?}"
        ),
    }
    match &detail.ultimate_party {
        Some(read) => assert!(
            ultimate.iter().any(|(named, _)| named == read),
            "{name}: {read}"
        ),
        None => assert!(ultimate.is_empty(), "{name}: no name of {ultimate:?}"),
    }
    let remittance = &expected["getRemittanceInformation"];
    let is_reference = |text: &str| detail.references.iter().any(|r| r.value == text);
    if let Some(text) = remittance["getMessage"].as_str() {
        let is_text = detail
            .remittance
            .as_ref()
            .is_some_and(|read| read.contains(text));
        assert!(is_text || is_reference(text), "{name}: {text}");
    }
    if let Some(text) = remittance["getCreditorReferenceInformation"]["getRef"].as_str() {
        assert!(is_reference(text), "{name}: {text}");
    }
}

fn money(value: &Value) -> Option<(i64, Currency)> {
    let minor = value["getAmount"].as_str()?.parse().unwrap();
    let code = value["getCurrency"]["getCode"].as_str().unwrap();
    Some((minor, code.parse().unwrap()))
}

/// The answer has instants in UTC: those at midnight were days, of others the day as written is the same or a neighbour.
fn day_is(name: &str, what: &str, read: Option<NaiveDate>, expected: &Value) {
    let Some(text) = expected["0"].as_str() else {
        assert_eq!(read, None, "{name}: {what}");
        return;
    };
    let day: NaiveDate = text[..10].parse().unwrap();
    let read = read.unwrap_or_else(|| panic!("{name}: no day of {what}"));
    let apart = (read - day).num_days().abs();
    let most = i64::from(!text[10..].starts_with("T00:00:00"));
    assert!(apart <= most, "{name}: {what} {read} instead of {text}");
}
