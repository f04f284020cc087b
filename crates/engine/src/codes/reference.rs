//! References made of the number of a letter, and read again by the matching of bank lines.

use crate::matching::reference::{check_digit, mod_97};

/// Characters that an RF reference carries besides `RF` and its check digits.
const CARRIED: usize = 21;
/// Digits of a QR reference before its check digit.
const DIGITS: usize = 26;

/// ISO 11649: `RF`, two check digits, and the capitals and digits of the number. `None` where there are none or more
/// than 21, or where the number has letters that are not A to Z.
pub fn creditor_reference(number: &str) -> Option<String> {
    let carried = carried(number).filter(|carried| carried.len() <= CARRIED)?;
    let rest = mod_97(format!("{carried}RF00").as_bytes())?;
    Some(format!("RF{:02}{carried}", 98 - rest))
}

/// The QR reference: 26 digits and a check digit. Letters of the number count 10 to 35, as in ISO 11649, so that the
/// prefix of letters keeps them apart from the invoices of the same number. `None` where it does not fit.
pub fn qr_reference(number: &str) -> Option<String> {
    use std::fmt::Write as _;
    let mut digits = String::with_capacity(DIGITS + 1);
    for byte in carried(number)?.bytes() {
        // Writing to a String cannot fail.
        let _ = match byte {
            b'0'..=b'9' => write!(digits, "{}", byte - b'0'),
            _ => write!(digits, "{}", byte - b'A' + 10),
        };
    }
    if digits.len() > DIGITS {
        return None;
    }
    let padded = format!("{digits:0>DIGITS$}");
    Some(format!("{padded}{}", check_digit(padded.as_bytes())))
}

/// A reference as it is printed: an RF in groups of four, a QR reference in groups of five from its end.
pub fn grouped(reference: &str) -> String {
    let characters: Vec<char> = reference.chars().collect();
    let groups = if reference.starts_with("RF") {
        characters.chunks(4).map(String::from_iter).collect()
    } else {
        let mut groups: Vec<String> = characters.rchunks(5).map(String::from_iter).collect();
        groups.reverse();
        groups
    };
    groups.join(" ")
}

fn carried(number: &str) -> Option<String> {
    let mut carried = String::with_capacity(number.len());
    for character in number.chars().filter(|c| c.is_alphanumeric()) {
        carried.push(Some(character.to_ascii_uppercase()).filter(char::is_ascii_alphanumeric)?);
    }
    (!carried.is_empty()).then_some(carried)
}
