//! The Swiss QR-bill (Swiss Implementation Guidelines QR-bill 2.3): lines of the code, with structured addresses only.

use super::fault::{self, Fault, Field, Problem};
use super::iban::{iban_is_valid, is_qr_iban, plain_iban};
use crate::matching::{Scheme, scheme};
use crate::money::Currency;

/// The most bytes of a payload: what a code of version 25 holds at error correction M.
const LONGEST: usize = 997;

/// Who gets or gives the money. There is no combined address: from 21 November 2025 banks refuse it (T-Q5).
#[derive(Debug, Clone, Copy, Default)]
pub struct Party<'a> {
    /// Name, at most 70 characters.
    pub name: &'a str,
    /// Street, at most 70 characters; may be empty.
    pub street: &'a str,
    /// House number, at most 16 characters; may be empty.
    pub building: &'a str,
    /// Postal code without the country, at most 16 characters.
    pub postal_code: &'a str,
    /// Town, at most 35 characters.
    pub city: &'a str,
    /// ISO 3166-1 alpha-2.
    pub country: &'a str,
}

/// The fields of a party, in the order of their lines.
type Fields = [Field; 6];

const CREDITOR: Fields = [
    Field::Name,
    Field::Street,
    Field::Building,
    Field::PostalCode,
    Field::City,
    Field::Country,
];

const DEBTOR: Fields = [
    Field::DebtorName,
    Field::DebtorStreet,
    Field::DebtorBuilding,
    Field::DebtorPostalCode,
    Field::DebtorCity,
    Field::DebtorCountry,
];

impl Party<'_> {
    fn lines(&self, fields: Fields) -> Result<[String; 7], Fault> {
        let [name, street, building, postal_code, city, country] = fields;
        let code = fault::required(country, self.country, 2, |c| c.is_ascii_alphabetic())?;
        if code.len() != 2 {
            return Err(Fault::new(country, Problem::Invalid));
        }
        let place = fault::required(postal_code, self.postal_code, 16, is_allowed)?;
        if place
            .get(..3)
            .is_some_and(|head| head.eq_ignore_ascii_case(&format!("{code}-")))
        {
            // The country has a line of its own.
            return Err(Fault::new(postal_code, Problem::Invalid));
        }
        Ok([
            "S".to_owned(),
            fault::required(name, self.name, 70, is_allowed)?.to_owned(),
            fault::text(street, self.street, 70, is_allowed)?.to_owned(),
            fault::text(building, self.building, 16, is_allowed)?.to_owned(),
            place.to_owned(),
            fault::required(city, self.city, 35, is_allowed)?.to_owned(),
            code.to_ascii_uppercase(),
        ])
    }
}

/// A QR-bill.
#[derive(Debug, Clone, Copy)]
pub struct Bill<'a> {
    /// IBAN or QR-IBAN of a bank in Switzerland or Liechtenstein, blanks allowed.
    pub iban: &'a str,
    /// Who gets the money.
    pub creditor: Party<'a>,
    /// Hundredths, from 0.01 to 999,999,999.99; `None` leaves the amount to the payer.
    pub amount_minor: Option<i64>,
    /// Francs or euros.
    pub currency: Currency,
    /// Who pays; `None` leaves it to the payer.
    pub debtor: Option<Party<'a>>,
    /// 27 digits with a QR-IBAN, an RF reference or nothing with any other.
    pub reference: &'a str,
    /// Free text; together with `information` at most 140 characters.
    pub message: &'a str,
    /// Structured information of the biller (`//S1/…`); empty for none.
    pub information: &'a str,
    /// At most two alternative procedures of 100 characters.
    pub alternatives: &'a [&'a str],
}

impl Bill<'_> {
    /// The text of the code, in UTF-8.
    pub fn payload(&self) -> Result<String, Fault> {
        if !matches!(self.currency.code(), "CHF" | "EUR") {
            return Err(Fault::new(Field::Currency, Problem::Unfitting));
        }
        let iban = self.checked_iban()?;
        let amount = self.amount_minor.map(fault::amount).transpose()?;
        let (kind, reference) = self.checked_reference(&iban)?;
        let message = fault::text(Field::Message, self.message, 140, is_allowed)?;
        let information = fault::text(Field::Information, self.information, 140, is_allowed)?;
        let both = message.chars().count() + information.chars().count();
        if both > 140 {
            return Err(Fault::new(Field::Message, Problem::TooLong { limit: 140 }));
        }
        let mut lines: Vec<String> = Vec::with_capacity(34);
        // The version is 2.0 throughout all guidelines since; `1` says UTF-8.
        lines.extend(["SPC", "0200", "1"].map(str::to_owned));
        lines.push(iban);
        lines.extend(self.creditor.lines(CREDITOR)?);
        // The ultimate creditor is for future use and stays empty.
        lines.extend(vec![String::new(); 7]);
        lines.push(amount.unwrap_or_default());
        lines.push(self.currency.code().to_owned());
        match self.debtor {
            Some(debtor) => lines.extend(debtor.lines(DEBTOR)?),
            None => lines.extend(vec![String::new(); 7]),
        }
        lines.extend([kind, &reference, message, "EPD"].map(str::to_owned));
        lines.extend(self.optional(information)?);
        let payload = lines.join("\n");
        if payload.len() > LONGEST {
            return Err(Fault::new(Field::Code, Problem::TooLong { limit: LONGEST }));
        }
        Ok(payload)
    }

    fn checked_iban(&self) -> Result<String, Fault> {
        let iban = plain_iban(self.iban);
        let problem = if iban.is_empty() {
            Problem::Missing
        } else if !iban_is_valid(&iban) {
            Problem::Invalid
        } else if !(iban.starts_with("CH") || iban.starts_with("LI")) {
            Problem::Unfitting
        } else {
            return Ok(iban);
        };
        Err(Fault::new(Field::Iban, problem))
    }

    /// The kind of the reference and the reference, as the account takes it.
    fn checked_reference(&self, iban: &str) -> Result<(&'static str, String), Fault> {
        let reference: String = self
            .reference
            .chars()
            .filter(|c| !c.is_whitespace())
            .collect();
        let fault = |problem| Err(Fault::new(Field::Reference, problem));
        if reference.is_empty() {
            return if is_qr_iban(iban) {
                fault(Problem::Missing)
            } else {
                Ok(("NON", reference))
            };
        }
        let looks_like_qrr = reference.len() == 27 && reference.bytes().all(|b| b.is_ascii_digit());
        match (scheme(&reference), is_qr_iban(iban)) {
            (Some(Scheme::Qrr), true) => Ok(("QRR", reference)),
            (Some(Scheme::Rf), false) => Ok(("SCOR", reference)),
            (None, true) if looks_like_qrr => fault(Problem::Invalid),
            (None, false) if !looks_like_qrr => fault(Problem::Invalid),
            _ => fault(Problem::Unfitting),
        }
    }

    /// What may follow the trailer: lines that are empty at the end are left out (T-Q6).
    fn optional(&self, information: &str) -> Result<Vec<String>, Fault> {
        if self.alternatives.len() > 2 {
            return Err(Fault::new(
                Field::Alternatives,
                Problem::TooLong { limit: 2 },
            ));
        }
        let mut lines = vec![information.to_owned()];
        for alternative in self.alternatives {
            let line = fault::text(Field::Alternatives, alternative, 100, is_allowed)?;
            lines.push(line.to_owned());
        }
        while lines.last().is_some_and(String::is_empty) {
            lines.pop();
        }
        Ok(lines)
    }
}

/// The characters of the guidelines 2.3: Latin with its supplement and extension A, four letters of Romanian, and the euro.
fn is_allowed(character: char) -> bool {
    matches!(
        character,
        ' '..='~' | '\u{a0}'..='\u{17f}' | '\u{218}'..='\u{21b}' | '€'
    )
}

/// A street and the house number at its end: `Lindenallee 7a` gives `Lindenallee` and `7a`. A street that begins with its
/// number, or has none, stays whole.
pub fn split_street(street: &str) -> (&str, &str) {
    let street = street.trim();
    match street.rsplit_once(' ') {
        Some((name, number))
            if number.len() <= 16
                && number.starts_with(|c: char| c.is_ascii_digit())
                && name.contains(|c: char| c.is_alphabetic()) =>
        {
            (name.trim_end(), number)
        }
        _ => (street, ""),
    }
}
