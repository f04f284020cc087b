//! Prints what bank files say, one line for a statement, an entry, a payment and a balance:
//! `cargo run --example read_bank FILE…`.

use std::path::{Path, PathBuf};

use intake::IntakeError;
use intake::bank::{BalanceCheck, Detail, Entry, Event, StatementEnd, StatementHead, probe, read};

fn main() {
    for path in std::env::args_os().skip(1).map(PathBuf::from) {
        println!("{}: {:?}", path.display(), probe(&path));
        if let Err(error) = print(&path) {
            println!("  refused: {error:?}");
        }
    }
}

fn print(path: &Path) -> Result<(), IntakeError> {
    let mut reader = read(path)?;
    while let Some(event) = reader.next()? {
        match event {
            Event::Statement(head) => statement(&head),
            Event::Entry(found) => entry(&found),
            Event::End(found) => end(&found),
            Event::Skipped { place } => println!("  left out: {place}"),
        }
    }
    Ok(())
}

fn statement(head: &StatementHead) {
    println!(
        "  statement {:?} {:?} id {} no {} legal {} page {:?} {:?} from {} to {} account {:?}",
        head.format,
        head.version,
        text(head.statement_id.as_ref()),
        text(head.sequence_no.as_ref()),
        text(head.legal_sequence_no.as_ref()),
        head.page_no,
        head.continuation,
        text(head.from_on.as_ref()),
        text(head.to_on.as_ref()),
        head.account,
    );
}

fn entry(entry: &Entry) {
    println!(
        "    entry line {} {} {} booked {} value {} {:?} {:?} ref {} bank {} code {:?} text {} batch {:?} charges {:?}",
        entry.line,
        entry.amount_minor,
        entry.currency,
        text(entry.booking_on.as_ref()),
        text(entry.value_on.as_ref()),
        entry.status,
        entry.reversal,
        text(entry.entry_ref.as_ref()),
        text(entry.bank_ref.as_ref()),
        entry.code,
        text(entry.text.as_ref()),
        entry.batch,
        entry.charges,
    );
    for payment in &entry.details {
        detail(payment);
    }
}

fn detail(detail: &Detail) {
    println!(
        "      payment {:?} {:?}",
        detail.amount_minor, detail.counterparty
    );
    let words = [
        ("end to end", &detail.end_to_end_id),
        ("mandate", &detail.mandate_id),
        ("creditor", &detail.creditor_id),
        ("instruction", &detail.instruction_id),
        ("transaction", &detail.transaction_id),
        ("group", &detail.payment_information_id),
        ("bank", &detail.bank_ref),
        ("ultimate", &detail.ultimate_party),
        ("remittance", &detail.remittance),
        ("purpose", &detail.purpose),
        ("text", &detail.text),
        ("rate", &detail.exchange_rate),
    ];
    for (name, word) in words {
        if let Some(word) = word {
            println!("        {name}: {word}");
        }
    }
    for reference in &detail.references {
        println!("        reference: {reference:?}");
    }
    if !detail.document_nos.is_empty() {
        println!("        documents: {:?}", detail.document_nos);
    }
    if let Some(returned) = &detail.returned {
        println!("        returned: {returned:?}");
    }
    if detail.instructed.is_some() || !detail.charges.is_empty() {
        println!(
            "        ordered {:?} charges {:?}",
            detail.instructed, detail.charges
        );
    }
}

fn end(end: &StatementEnd) {
    for balance in &end.balances {
        println!(
            "    balance {:?} {} {} on {}",
            balance.kind,
            balance.amount_minor,
            balance.currency,
            text(balance.day.as_ref()),
        );
    }
    let check = match end.check {
        BalanceCheck::Differs { .. } => format!("DIFFERS {:?}", end.check),
        check => format!("{check:?}"),
    };
    println!(
        "    end: {} entries, {check}, {}",
        end.entries,
        text(end.information.as_ref())
    );
}

fn text<T: ToString>(value: Option<&T>) -> String {
    value.map_or_else(|| "-".to_owned(), ToString::to_string)
}
