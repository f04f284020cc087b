//! EPC069-12, version 002: a SEPA credit transfer as lines of a QR code.

use super::fault::{self, Fault, Field, Problem};
use super::iban::{iban_is_valid, is_sepa, needs_bic, plain_iban};
use crate::matching::{Scheme, scheme};
use crate::money::Currency;

/// The most bytes of a payload.
const LONGEST: usize = 331;

/// A SEPA credit transfer.
#[derive(Debug, Clone, Copy)]
pub struct Transfer<'a> {
    /// Holder of the account, at most 70 characters.
    pub name: &'a str,
    /// IBAN, blanks allowed.
    pub iban: &'a str,
    /// BIC; may be missing within the European Economic Area.
    pub bic: &'a str,
    /// Cents; from 0.01 to 999,999,999.99.
    pub amount_minor: i64,
    /// Must be the euro.
    pub currency: Currency,
    /// Code of a purpose, at most 4 characters.
    pub purpose: &'a str,
    /// Structured reference, at most 35 characters.
    pub reference: &'a str,
    /// Free text instead of a reference, at most 140 characters.
    pub message: &'a str,
    /// Note to whoever pays, at most 70 characters.
    pub information: &'a str,
}

impl Transfer<'_> {
    /// The text of the code, in UTF-8.
    pub fn payload(&self) -> Result<String, Fault> {
        if self.currency != Currency::EUR {
            return Err(Fault::new(Field::Currency, Problem::Unfitting));
        }
        let iban = checked_iban(self.iban)?;
        let bic = bic(self.bic, &iban)?;
        let name = fault::required(Field::Name, self.name, 70, is_printable)?;
        let amount = fault::amount(self.amount_minor)?;
        let purpose = fault::text(Field::Purpose, self.purpose, 4, |c| {
            c.is_ascii_alphanumeric()
        })?;
        let reference = fault::text(Field::Reference, self.reference, 35, is_printable)?;
        if reference.starts_with("RF") && scheme(reference) != Some(Scheme::Rf) {
            return Err(Fault::new(Field::Reference, Problem::Invalid));
        }
        let message = fault::text(Field::Message, self.message, 140, is_printable)?;
        if !reference.is_empty() && !message.is_empty() {
            return Err(Fault::new(Field::Message, Problem::NotBoth));
        }
        let information = fault::text(Field::Information, self.information, 70, is_printable)?;
        // `1` says UTF-8, `SCT` a SEPA credit transfer. The amount carries its currency: without it banks cut it (T-Q2).
        let mut payload = format!(
            "BCD\n002\n1\nSCT\n{bic}\n{name}\n{iban}\nEUR{amount}\n{purpose}\n{reference}\n{message}\n{information}"
        );
        // What is empty at the end is left out; readers stumble over elements that are there and empty (T-Q6).
        payload.truncate(payload.trim_end_matches('\n').len());
        if payload.len() > LONGEST {
            return Err(Fault::new(Field::Code, Problem::TooLong { limit: LONGEST }));
        }
        Ok(payload)
    }
}

fn checked_iban(given: &str) -> Result<String, Fault> {
    let iban = plain_iban(given);
    let problem = if iban.is_empty() {
        Problem::Missing
    } else if !iban_is_valid(&iban) {
        Problem::Invalid
    } else if !is_sepa(&iban) {
        Problem::Unfitting
    } else {
        return Ok(iban);
    };
    Err(Fault::new(Field::Iban, problem))
}

fn bic(given: &str, iban: &str) -> Result<String, Fault> {
    let bic = plain_iban(given);
    if bic.is_empty() {
        return if needs_bic(iban) {
            Err(Fault::new(Field::Bic, Problem::Missing))
        } else {
            Ok(bic)
        };
    }
    let bytes = bic.as_bytes();
    let is_form = matches!(bytes.len(), 8 | 11)
        && bytes[..6].iter().all(u8::is_ascii_uppercase)
        && bytes[6..].iter().all(u8::is_ascii_alphanumeric);
    if is_form {
        Ok(bic)
    } else {
        Err(Fault::new(Field::Bic, Problem::Invalid))
    }
}

fn is_printable(character: char) -> bool {
    !character.is_control()
}
