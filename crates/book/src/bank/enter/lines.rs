//! From an entry of a file to the line that is kept.

use chrono::NaiveDate;
use engine::matching::{RawLine, fingerprint};
use intake::bank::{BankFormat, Detail, Entry, EntryStatus, Reversal};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::shares::{Told, whole_of};
use super::{Current, stored};
use crate::act::hex;
use crate::bank::facts::LineFact;

/// The lines of an entry, without their occurrences.
pub(super) struct EntryLines {
    /// The entry itself; an advice whose details are lines books no sum.
    pub sum: Option<LineFact>,
    /// Payments in it that count instead.
    pub details: Vec<LineFact>,
}

impl EntryLines {
    pub fn of(current: &Current, entry: &Entry, day: NaiveDate) -> Self {
        let line = |detail: &Detail, amount_minor: i64| {
            let mut fact = line_fact(entry, detail, day, amount_minor);
            fact.statement_id = current.id;
            fact.bank_account_id = current.bank_account_id;
            fact.fingerprint = print_of(&current.number, &fact, entry, (day, amount_minor));
            fact
        };
        let told = Told::of(entry);
        let advice = current.head.format == BankFormat::Camt054;
        let is_line = told == Told::Sum || !advice;
        let sum = is_line.then(|| line(&whole_of(entry, told), entry.amount_minor));
        let mut details = Vec::new();
        if told == Told::Every {
            for detail in &entry.details {
                let minor = detail.amount_minor.unwrap_or_default();
                if minor != 0 {
                    details.push(line(detail, minor));
                }
            }
        }
        Self { sum, details }
    }

    /// All of them.
    pub fn all(&self) -> impl Iterator<Item = &LineFact> {
        self.sum.iter().chain(&self.details)
    }
}

/// A fingerprint as a key.
pub(super) fn print_key(fact: &LineFact) -> u128 {
    u128::from_str_radix(&fact.fingerprint, 16).unwrap_or_default()
}

/// Whether money of a customer goes back.
pub(in crate::bank) fn is_return(fact: &LineFact) -> bool {
    fact.amount_minor < 0 && (fact.reversal == 1 || !fact.return_code.is_empty())
}

/// The line without its place, its fingerprint and its occurrence.
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
