//! What stands in for what files do not carry, with what it is in this book and how many documents it concerns (U-6).

use std::collections::BTreeMap;

use intake::einvoice::EInvoice;
use intake::{DefaultCode, DefaultTaken, Field};
use rusqlite::Connection;

use super::discounts::DiscountsTaken;
use super::prepare::Ready;
use super::request::FileDefault;
use super::tally::Tally;
use crate::company::{self, Company};
use crate::refusal::Refusal;

/// The defaults of tables. What the terms say of discounts is counted by document, not by blank cell.
pub(super) fn of_tables(
    connection: &Connection,
    files: &[Ready],
    tally: &Tally,
) -> Result<Vec<FileDefault>, Refusal> {
    let company = company::load(connection)?;
    let mut defaults = Vec::new();
    for (at, file) in files.iter().enumerate() {
        let recognition = &file.recognised.recognition;
        let discounts = tally.discounts.get(at).cloned().unwrap_or_default();
        let by_percent: u64 = discounts.by_percent.values().sum();
        for taken in &recognition.defaults {
            let mut taken = taken.clone();
            match taken.default {
                DefaultCode::TermsDiscountDays => continue,
                DefaultCode::NoCashDiscount => taken.rows = taken.rows.saturating_sub(by_percent),
                _ => {}
            }
            if taken.rows > 0 {
                defaults.push(default(&company, &recognition.file, taken));
            }
        }
        of_discounts(&recognition.file, &discounts, &mut defaults);
    }
    Ok(defaults)
}

/// The defaults of electronic invoices, by the file, folder or ZIP that they came in.
pub(super) fn of_e_invoices(
    connection: &Connection,
    names: &[String],
    tally: &Tally,
) -> Result<Vec<FileDefault>, Refusal> {
    let company = company::load(connection)?;
    let mut defaults = Vec::new();
    for (at, name) in names.iter().enumerate() {
        for ((field, code), rows) in tally.lacking.get(at).into_iter().flatten() {
            let taken = DefaultTaken {
                field: *field,
                default: E_INVOICE_DEFAULTS[usize::from(*code)].1,
                rows: *rows,
            };
            defaults.push(default(&company, name, taken));
        }
        if let Some(discounts) = tally.discounts.get(at) {
            of_discounts(name, discounts, &mut defaults);
        }
    }
    Ok(defaults)
}

/// Documents by the field that they do not carry, and the place of its default among those of electronic invoices.
pub(super) type Lacking = BTreeMap<(Field, u8), u64>;

/// Fields that an electronic invoice may leave out, and what stands in for each (imports.md, section 2).
#[rustfmt::skip]
const E_INVOICE_DEFAULTS: &[(Field, DefaultCode)] = &[
    (Field::DueDate, DefaultCode::DocumentDatePlusTerms),
    (Field::CashDiscount, DefaultCode::NoCashDiscount),
    (Field::BankAccount, DefaultCode::CompanyMainBank),
    (Field::TaxAmount, DefaultCode::NoTaxKnown),
    (Field::OrderNo, DefaultCode::Blank),
    (Field::LineAmount, DefaultCode::OneLine),
    (Field::SettledDate, DefaultCode::Open),
    (Field::PostingProfile, DefaultCode::ProfileByLookup),
    (Field::Dimension, DefaultCode::NoDimension),
    (Field::Salesperson, DefaultCode::CustomersElseNone),
    (Field::DisputedFlag, DefaultCode::No),
    (Field::Language, DefaultCode::CompanyLanguage),
    (Field::Terms, DefaultCode::CompanyTerms),
    (Field::CustomerGroup, DefaultCode::CompanyGroup),
    (Field::CreditLimit, DefaultCode::NotSet),
    (Field::Segment, DefaultCode::None),
];

/// Whether the buyer of an invoice is new to the book.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Buyer {
    Known,
    New,
}

/// Counts what an invoice leaves out.
pub(super) fn count(lacking: &mut Lacking, invoice: &EInvoice, buyer: Buyer) {
    for (place, (field, _)) in (0_u8..).zip(E_INVOICE_DEFAULTS) {
        let is_lacking = match field {
            Field::DueDate => invoice.due_on.is_none(),
            Field::CashDiscount => invoice.discounts.is_empty(),
            Field::BankAccount => invoice.payee_account.is_none(),
            Field::TaxAmount => invoice.taxes.is_empty(),
            Field::OrderNo => invoice.order_no.is_none(),
            Field::LineAmount => invoice.lines.is_empty(),
            Field::SettledDate => invoice.totals.prepaid_minor == 0,
            Field::PostingProfile | Field::Dimension | Field::Salesperson | Field::DisputedFlag => {
                true
            }
            // These belong to a customer: nothing is changed of one that is known.
            _ => buyer == Buyer::New,
        };
        if is_lacking {
            *lacking.entry((*field, place)).or_default() += 1;
        }
    }
}

/// A default with what it is in this book, where it is a value there.
fn default(company: &Company, file: &str, taken: DefaultTaken) -> FileDefault {
    let value = match taken.default {
        DefaultCode::BookCurrency => Some(company.currency.clone()),
        DefaultCode::CompanyLanguage => Some(company.language.clone()),
        DefaultCode::CompanyTerms => company.default_terms.clone(),
        DefaultCode::CompanyMainBank => Some(company.iban.clone()).filter(|iban| !iban.is_empty()),
        _ => None,
    };
    FileDefault {
        file: file.to_owned(),
        taken,
        value,
        days: None,
    }
}

/// What the terms said of discounts, and how many have no last day.
fn of_discounts(file: &str, discounts: &DiscountsTaken, defaults: &mut Vec<FileDefault>) {
    let mut add = |field, default, rows: u64, value: Option<String>, days: Option<u32>| {
        defaults.push(FileDefault {
            file: file.to_owned(),
            taken: DefaultTaken {
                field,
                default,
                rows,
            },
            value,
            days,
        });
    };
    for (percent, rows) in &discounts.by_percent {
        let value = percent.normalize().to_string();
        add(
            Field::CashDiscount,
            DefaultCode::TermsDiscountPercent,
            *rows,
            Some(value),
            None,
        );
    }
    for (days, rows) in &discounts.by_days {
        add(
            Field::CashDiscountDate,
            DefaultCode::TermsDiscountDays,
            *rows,
            None,
            Some(*days),
        );
    }
    if discounts.without_day > 0 {
        add(
            Field::CashDiscountDate,
            DefaultCode::NoDiscountDay,
            discounts.without_day,
            None,
            None,
        );
    }
}
