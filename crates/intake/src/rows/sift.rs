//! Which records of a known export are rows of the ledger, and which are groups, drafts and other people's accounts.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::bookings::is_debtor;
use super::plan::Plan;
use crate::field::{Field, FileKind};
use crate::recognise::SourceProfile;
use crate::source::Record;
use crate::synonyms::normalise_heading;

/// Why a record is no row, though nothing is wrong with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SkipReason {
    /// Voided or deleted.
    Voided,
    /// A draft, or not released yet.
    NotPosted,
    /// A bill to be paid, not an invoice.
    Payable,
    /// A type that is no open item.
    NotAnItem,
    /// A booking without a debtor.
    NoDebtor,
    /// An account of a creditor.
    Creditor,
    /// A balance of the account, not a line of it.
    Balance,
}

/// Records that were passed over for one reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Skipped {
    /// The reason.
    pub reason: SkipReason,
    /// How many.
    #[ts(type = "number")]
    pub rows: u64,
    /// Line of the first, from 1.
    #[ts(type = "number")]
    pub first_line: u64,
}

/// Notes a record that is passed over.
pub(super) fn note(skipped: &mut Vec<Skipped>, reason: SkipReason, line: u64) {
    match skipped.iter_mut().find(|seen| seen.reason == reason) {
        Some(seen) => seen.rows += 1,
        None => skipped.push(Skipped {
            reason,
            rows: 1,
            first_line: line,
        }),
    }
}

/// The name that stands alone in a row: the customer of the rows below it.
pub(super) fn group_name<'a>(plan: &Plan, record: &'a Record) -> Option<&'a str> {
    if !plan.profile.has_group_rows() {
        return None;
    }
    let mut filled = (0..record.cells.len())
        .map(|column| record.cell(column))
        .filter(|text| !text.is_empty());
    let name = filled.next()?;
    filled.next().is_none().then_some(name)
}

/// Why a record is passed over; `None` for a row.
pub(super) fn skip(plan: &Plan, kind: FileKind, record: &Record) -> Option<SkipReason> {
    let text = |field| plan.text(record, field).unwrap_or("");
    match plan.profile {
        SourceProfile::DatevBookings => {
            let is_any = [Field::LedgerAccount, Field::ContraAccount]
                .iter()
                .any(|field| is_debtor(plan, text(*field)));
            (!is_any).then_some(SkipReason::NoDebtor)
        }
        SourceProfile::DatevAccounts => {
            let account = text(Field::CustomerNo);
            // Personal accounts from 7 on are creditors; what is no account at all is rejected with its reason.
            let is_creditor = account.len() == plan.debtor_digits
                && account.starts_with(['7', '8', '9'])
                && account.bytes().all(|b| b.is_ascii_digit());
            let is_ledger = account.len() < plan.debtor_digits && !account.is_empty();
            (is_creditor || is_ledger).then_some(SkipReason::Creditor)
        }
        SourceProfile::XeroInvoices => xero(text(Field::DocumentType), text(Field::DocumentStatus)),
        SourceProfile::QuickBooksAging => quickbooks(text(Field::DocumentType)),
        SourceProfile::DynamicsSlDocuments => match text(Field::DocumentStatus) {
            "0" | "N" | "n" | "False" | "false" => Some(SkipReason::NotPosted),
            _ => text(Field::DocumentType)
                .eq_ignore_ascii_case("VT")
                .then_some(SkipReason::Voided),
        },
        _ if kind == FileKind::BankLines => balance(plan, record),
        _ => None,
    }
}

fn xero(document_type: &str, status: &str) -> Option<SkipReason> {
    let kind = normalise_heading(document_type);
    let is_payable = ["accpay", "bill", "purchase", "spend", "ap"]
        .iter()
        .any(|word| kind.starts_with(word));
    if is_payable {
        return Some(SkipReason::Payable);
    }
    match normalise_heading(status).as_str() {
        "voided" | "deleted" => Some(SkipReason::Voided),
        "draft" | "submitted" | "awaitingapproval" => Some(SkipReason::NotPosted),
        _ => None,
    }
}

/// Only invoices, credits and payments are items of receivables.
fn quickbooks(document_type: &str) -> Option<SkipReason> {
    let kind = normalise_heading(document_type);
    if kind.starts_with("bill") || kind.starts_with("vendor") {
        return Some(SkipReason::Payable);
    }
    let is_item = ["invoice", "credit", "payment"]
        .iter()
        .any(|word| kind.contains(word));
    (!is_item).then_some(SkipReason::NotAnItem)
}

/// Banks put balances above and below the lines.
fn balance(plan: &Plan, record: &Record) -> Option<SkipReason> {
    let dated = match plan.column(Field::BookingDate) {
        Some(_) => Field::BookingDate,
        None => Field::ValueDate,
    };
    if plan.day(record, dated).is_ok_and(|day| day.is_some()) {
        return None;
    }
    let first = (0..record.cells.len())
        .map(|column| record.cell(column))
        .find(|text| !text.is_empty())
        .unwrap_or("");
    let word = normalise_heading(first);
    let is_balance = ["kontostand", "saldo", "balance"]
        .iter()
        .any(|end| word.ends_with(end) || word.starts_with(end));
    is_balance.then_some(SkipReason::Balance)
}
