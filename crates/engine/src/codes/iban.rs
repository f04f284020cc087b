//! Account numbers by ISO 13616.

use crate::matching::reference::mod_97;

/// Countries and territories of SEPA with the length of their IBAN, and whether a transfer to them needs a BIC: it does
/// outside the European Economic Area (EPC409-09, EPC069-12).
const SEPA: [(&str, usize, Area); 42] = [
    ("AD", 24, Area::Outside),
    ("AL", 28, Area::Outside),
    ("AT", 20, Area::Economic),
    ("BE", 16, Area::Economic),
    ("BG", 22, Area::Economic),
    ("CH", 21, Area::Outside),
    ("CY", 28, Area::Economic),
    ("CZ", 24, Area::Economic),
    ("DE", 22, Area::Economic),
    ("DK", 18, Area::Economic),
    ("EE", 20, Area::Economic),
    ("ES", 24, Area::Economic),
    ("FI", 18, Area::Economic),
    ("FR", 27, Area::Economic),
    ("GB", 22, Area::Outside),
    ("GI", 23, Area::Outside),
    ("GR", 27, Area::Economic),
    ("HR", 21, Area::Economic),
    ("HU", 28, Area::Economic),
    ("IE", 22, Area::Economic),
    ("IS", 26, Area::Economic),
    ("IT", 27, Area::Economic),
    ("LI", 21, Area::Economic),
    ("LT", 20, Area::Economic),
    ("LU", 20, Area::Economic),
    ("LV", 21, Area::Economic),
    ("MC", 27, Area::Outside),
    ("MD", 24, Area::Outside),
    ("ME", 22, Area::Outside),
    ("MK", 19, Area::Outside),
    ("MT", 31, Area::Economic),
    ("NL", 18, Area::Economic),
    ("NO", 15, Area::Economic),
    ("PL", 28, Area::Economic),
    ("PT", 25, Area::Economic),
    ("RO", 24, Area::Economic),
    ("RS", 22, Area::Outside),
    ("SE", 24, Area::Economic),
    ("SI", 19, Area::Economic),
    ("SK", 24, Area::Economic),
    ("SM", 27, Area::Outside),
    ("VA", 22, Area::Outside),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Area {
    Economic,
    Outside,
}

fn entry(iban: &str) -> Option<(&'static str, usize, Area)> {
    SEPA.into_iter()
        .find(|(country, ..)| iban.starts_with(country))
}

/// An IBAN in capitals without blanks.
pub fn plain_iban(iban: &str) -> String {
    iban.chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| c.to_ascii_uppercase())
        .collect()
}

/// Whether the check digits of an IBAN without blanks are right.
pub fn iban_is_valid(iban: &str) -> bool {
    let bytes = iban.as_bytes();
    (15..=34).contains(&bytes.len())
        && bytes[..2].iter().all(u8::is_ascii_uppercase)
        && bytes[2..4].iter().all(u8::is_ascii_digit)
        && entry(iban).is_none_or(|(_, length, _)| bytes.len() == length)
        && mod_97(&[&bytes[4..], &bytes[..4]].concat()) == Some(1)
}

/// Whether an IBAN without blanks is of a country of SEPA.
pub fn is_sepa(iban: &str) -> bool {
    entry(iban).is_some()
}

/// Whether a transfer to an IBAN needs the BIC of its bank.
pub(super) fn needs_bic(iban: &str) -> bool {
    entry(iban).is_none_or(|(_, _, area)| area == Area::Outside)
}

/// Whether an IBAN without blanks is a Swiss QR-IBAN: its bank has a number from 30000 to 31999.
pub fn is_qr_iban(iban: &str) -> bool {
    (iban.starts_with("CH") || iban.starts_with("LI"))
        && iban
            .get(4..9)
            .and_then(|bank| bank.parse::<u32>().ok())
            .is_some_and(|bank| (30_000..=31_999).contains(&bank))
}
