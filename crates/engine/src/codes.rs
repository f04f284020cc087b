//! Payment codes (spec 30 §5): the reference by which a payer names a letter, and the text of the QR code that fills in a
//! transfer.
//!
//! Two standards, and none besides: EPC069-12 for euros within SEPA, and the Swiss QR-bill. A text is made whole or not at
//! all: whatever a standard forbids is a [`Fault`] with the field and what is wrong with it, so that whoever reads it knows
//! what to change. Nothing is cut to fit, because a cut name or reference is another one.
//!
//! Left out: drawing (`papers`), and which account serves a currency (the `book` crate asks [`standard`] of each).

mod bill;
mod fault;
mod iban;
mod reference;
#[cfg(test)]
mod tests;
mod transfer;

pub use bill::{Bill, Party, split_street};
pub use fault::{Fault, Field, Problem};
pub use iban::{iban_is_valid, is_qr_iban, is_sepa, plain_iban};
pub use reference::{creditor_reference, grouped, qr_reference};
pub use transfer::Transfer;

use crate::money::Currency;

/// The standard of a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standard {
    /// EPC069-12: a SEPA credit transfer in euros.
    Epc,
    /// The Swiss QR-bill.
    Swiss,
}

/// The standard by which an account takes a currency; `None` where neither fits.
///
/// A QR-IBAN takes nothing but QR-bills, in francs or euros; any other account at a Swiss bank takes francs by QR-bill and
/// euros by SEPA.
pub fn standard(iban: &str, currency: Currency) -> Option<Standard> {
    let iban = plain_iban(iban);
    if !iban_is_valid(&iban) {
        return None;
    }
    let is_swiss = iban.starts_with("CH") || iban.starts_with("LI");
    match currency.code() {
        "CHF" if is_swiss => Some(Standard::Swiss),
        "EUR" if is_qr_iban(&iban) => Some(Standard::Swiss),
        "EUR" if is_sepa(&iban) => Some(Standard::Epc),
        _ => None,
    }
}
