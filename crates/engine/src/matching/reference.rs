//! Structured references and their check digits.
//!
//! ISO 11649 (RF, which SCOR carries): the first four characters go to the end, letters count 10 to 35, and the number is
//! 1 modulo 97. QRR of the Swiss QR-bill: 27 digits, the last of which is modulo 10, recursive, over the 26 before.

use serde::{Deserialize, Serialize};

/// The scheme of a reference.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ts_rs::TS,
)]
#[serde(rename_all = "snake_case")]
pub enum Scheme {
    /// ISO 11649, also within a Swiss SCOR.
    Rf,
    /// Swiss QR reference.
    Qrr,
    /// Any other text that was printed as a reference.
    Plain,
}

/// The scheme of a reference in capitals without separators; `None` where its check digits are wrong.
pub fn scheme(reference: &str) -> Option<Scheme> {
    let bytes = reference.as_bytes();
    if bytes.starts_with(b"RF")
        && bytes
            .get(2..4)
            .is_some_and(|d| d.iter().all(u8::is_ascii_digit))
    {
        return (5..=25)
            .contains(&bytes.len())
            .then_some(())
            .and_then(|()| mod_97(&[&bytes[4..], &bytes[..4]].concat()))
            .filter(|rest| *rest == 1)
            .map(|_| Scheme::Rf);
    }
    if bytes.len() == 27 && bytes.iter().all(u8::is_ascii_digit) {
        return (check_digit(&bytes[..26]) == bytes[26] - b'0').then_some(Scheme::Qrr);
    }
    Some(Scheme::Plain)
}

/// What a reference carries: without `RF` and check digits, or without leading zeros and check digit.
pub(super) fn payload(reference: &str, scheme: Scheme) -> &str {
    match scheme {
        Scheme::Rf => reference.get(4..).unwrap_or_default(),
        Scheme::Qrr => reference
            .get(..26)
            .unwrap_or_default()
            .trim_start_matches('0'),
        Scheme::Plain => reference,
    }
}

/// Modulo 97 of digits and capitals; `None` with any other character.
pub(crate) fn mod_97(text: &[u8]) -> Option<u32> {
    text.iter().try_fold(0_u32, |rest, c| match c {
        b'0'..=b'9' => Some((rest * 10 + u32::from(c - b'0')) % 97),
        b'A'..=b'Z' => Some((rest * 100 + u32::from(c - b'A') + 10) % 97),
        _ => None,
    })
}

/// The recursive modulo 10 digit of digits.
pub(crate) fn check_digit(digits: &[u8]) -> u8 {
    const TABLE: [u8; 10] = [0, 9, 4, 6, 8, 2, 7, 1, 3, 5];
    let carry = digits.iter().fold(0_u8, |carry, digit| {
        TABLE[usize::from((carry + (digit - b'0')) % 10)]
    });
    (10 - carry) % 10
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_examples_pass_and_one_wrong_digit_does_not() {
        assert_eq!(scheme("RF18539007547034"), Some(Scheme::Rf));
        assert_eq!(scheme("RF18539007547035"), None);
        assert_eq!(scheme("RF81539007547034"), None);
        assert_eq!(scheme("210000000003139471430009017"), Some(Scheme::Qrr));
        assert_eq!(scheme("210000000003139471430009018"), None);
        assert_eq!(scheme("RE4711"), Some(Scheme::Plain));
        assert_eq!(scheme("RF1"), Some(Scheme::Plain));
        assert_eq!(payload("RF18539007547034", Scheme::Rf), "539007547034");
    }
}
