//! Amounts, days, texts and references of bank files, each read exactly or named as a fault.

use chrono::{Datelike, NaiveDate};
use engine::money::Currency;
use unicode_normalization::UnicodeNormalization;

use super::statement::{ReferenceKind, StructuredReference};
use crate::day::{DateOrder, parse_day, short_year};
use crate::fault::{Fault, ValueProblem};
use crate::number::{DecimalMark, NumberProblem, parse_amount};

/// The longest text that is kept of one element.
const MAX_TEXT: usize = 10_000;

/// A value that cannot be taken, with the element or field it stands in.
pub(super) fn bad(element: &str, value: &str, reason: ValueProblem) -> Fault {
    Fault::BankValue {
        element: element.to_owned(),
        value: value.chars().take(80).collect(),
        reason,
    }
}

/// A value that must not be missing.
pub(super) fn missing(element: &str) -> Fault {
    Fault::BankValueMissing {
        element: element.to_owned(),
    }
}

/// An unsigned amount in minor units: digits and at most one mark, nothing else.
pub(super) fn amount(
    element: &str,
    text: &str,
    mark: DecimalMark,
    currency: Currency,
) -> Result<i64, Fault> {
    let sign = match mark {
        DecimalMark::Point => '.',
        DecimalMark::Comma => ',',
    };
    let refuse = |reason| Err(bad(element, text, reason));
    let plain = text.chars().all(|c| c.is_ascii_digit() || c == sign);
    if !plain || text.matches(sign).count() > 1 {
        return refuse(ValueProblem::NotANumber);
    }
    let digits = currency.digits();
    match parse_amount(text, Some(mark), digits) {
        Ok(minor) => Ok(minor),
        Err(NumberProblem::NotANumber | NumberProblem::Ambiguous) => {
            refuse(ValueProblem::NotANumber)
        }
        Err(NumberProblem::TooManyDecimals) => refuse(ValueProblem::TooManyDecimals { digits }),
        Err(NumberProblem::TooLarge) => refuse(ValueProblem::AmountTooLarge),
    }
}

/// A currency by its code.
pub(super) fn currency(element: &str, code: &str) -> Result<Currency, Fault> {
    let known = code.trim().parse();
    known.map_err(|_| bad(element, code, ValueProblem::UnknownCurrency))
}

/// The civil day at the start of an ISO day or instant. What follows (time, zone) is not looked at.
pub(super) fn iso_day(element: &str, text: &str) -> Result<NaiveDate, Fault> {
    let day = text.trim().get(..10);
    let day = day.filter(|d| matches!(d.as_bytes(), [_, _, _, _, b'-', _, _, b'-', _, _]));
    let day = day.and_then(|day| parse_day(day, Some(DateOrder::Ymd)).ok());
    day.ok_or_else(|| bad(element, text, ValueProblem::NotADate))
}

/// Six digits `YYMMDD`; two-digit years turn where they do in every other file.
pub(super) fn short_day(text: &str) -> Option<NaiveDate> {
    let part = |from: usize| text.get(from..from + 2)?.parse::<u32>().ok();
    if text.len() != 6 || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let year = short_year(i32::try_from(part(0)?).ok()?);
    NaiveDate::from_ymd_opt(year, part(2)?, part(4)?)
}

/// The value day `YYMMDD` of a bank that counts interest by months of 30 days: 29 and 30 February are the last day there is.
pub(super) fn interest_day(text: &str) -> Option<NaiveDate> {
    let is_long_february = matches!(text.get(2..), Some("0229" | "0230"));
    let last = |day: &str| short_day(&format!("{}{day}", text.get(..2)?));
    short_day(text).or_else(|| {
        is_long_february
            .then(|| last("0229").or_else(|| last("0228")))
            .flatten()
    })
}

/// Four digits `MMDD`: the day of that month that lies nearest to another day, so that January follows December.
pub(super) fn day_near(text: &str, other: NaiveDate) -> Option<NaiveDate> {
    if text.len() != 4 || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let (month, day) = (text[..2].parse().ok()?, text[2..].parse().ok()?);
    (other.year() - 1..=other.year() + 1)
        .filter_map(|year| NaiveDate::from_ymd_opt(year, month, day))
        .min_by_key(|candidate| (*candidate - other).num_days().abs())
}

/// A text as it is kept: NFC, trimmed, runs of blanks and line ends as one blank. `None` where nothing is left.
pub(super) fn text(raw: &str) -> Option<String> {
    let mut kept = String::new();
    for word in raw.split(|c: char| c.is_whitespace() || c.is_control()) {
        if word.is_empty() {
            continue;
        }
        if !kept.is_empty() {
            kept.push(' ');
        }
        kept.extend(word.nfc());
        if kept.len() > MAX_TEXT {
            break;
        }
    }
    (!kept.is_empty()).then(|| kept.chars().take(MAX_TEXT).collect())
}

/// An identification: a text that is not one of the words for "none".
pub(super) fn id(raw: &str) -> Option<String> {
    const NONE: [&str; 9] = [
        "NOTPROVIDED",
        "NONREF",
        "NOTAVAILABLE",
        "NOT PROVIDED",
        "EREF",
        "KREF+",
        "MARF",
        "PREF",
        "NOREF",
    ];
    text(raw).filter(|id| !NONE.contains(&id.to_ascii_uppercase().as_str()))
}

/// Pieces of a text that was cut at a width. A piece that fills its width goes on in the next one; a shorter one ended there.
pub(super) fn join<'a>(pieces: impl IntoIterator<Item = &'a str>, width: usize) -> String {
    let mut joined = String::new();
    let mut is_full = true;
    for piece in pieces {
        if !is_full {
            joined.push(' ');
        }
        joined.push_str(piece);
        is_full = piece.chars().count() >= width;
    }
    joined
}

/// Whether a text is an IBAN: form and check digits.
pub(super) fn is_iban(text: &str) -> bool {
    has_iban_form(text) && mod_97(text) == Some(1)
}

/// Whether a text has the form of an IBAN, whatever its check digits say.
pub(super) fn has_iban_form(text: &str) -> bool {
    let bytes = text.as_bytes();
    (15..=34).contains(&bytes.len())
        && bytes[..2].iter().all(u8::is_ascii_uppercase)
        && bytes[2..4].iter().all(u8::is_ascii_digit)
        && bytes.iter().all(u8::is_ascii_alphanumeric)
}

/// A text without blanks, in capitals.
pub(super) fn compact(text: &str) -> String {
    let kept = text.chars().filter(|c| !c.is_whitespace());
    kept.flat_map(char::to_uppercase).collect()
}

/// A reference with what its check digits say about it.
pub(super) fn reference(raw: &str, named_type: Option<String>) -> Option<StructuredReference> {
    let written = text(raw)?;
    let tight = compact(&written);
    let (kind, value) = match kind_of(&tight) {
        ReferenceKind::Other => (ReferenceKind::Other, written),
        kind => (kind, tight),
    };
    Some(StructuredReference {
        kind,
        named_type,
        value,
    })
}

/// A remittance text that is nothing but a reference with right check digits.
pub(super) fn lone_reference(text: &str) -> Option<StructuredReference> {
    reference(text, None).filter(|r| r.kind != ReferenceKind::Other)
}

fn kind_of(tight: &str) -> ReferenceKind {
    let is_rf = tight.starts_with("RF") && (5..=25).contains(&tight.len());
    if is_rf && mod_97(tight) == Some(1) {
        ReferenceKind::Rf
    } else if tight.len() == 27 && is_qrr(tight.as_bytes()) {
        ReferenceKind::Qrr
    } else {
        ReferenceKind::Other
    }
}

/// ISO 7064, MOD 97-10, with the first four characters moved to the end; `None` where a character has no value.
fn mod_97(text: &str) -> Option<u32> {
    if !text.is_ascii() || text.len() < 5 {
        return None;
    }
    let (front, rest) = text.split_at(4);
    rest.chars().chain(front.chars()).try_fold(0, |rest, c| {
        let value = c.to_digit(36).filter(|_| !c.is_ascii_lowercase())?;
        Some(
            if value < 10 {
                rest * 10 + value
            } else {
                rest * 100 + value
            } % 97,
        )
    })
}

/// Modulo 10, recursive: the last digit checks the others (SIX, implementation guidelines of the QR-bill, annex B).
fn is_qrr(digits: &[u8]) -> bool {
    const CARRY: [u8; 10] = [0, 9, 4, 6, 8, 2, 7, 1, 3, 5];
    let Some((check, body)) = digits.split_last() else {
        return false;
    };
    if !digits.iter().all(u8::is_ascii_digit) || body.iter().all(|d| *d == b'0') {
        return false;
    }
    let carry = body
        .iter()
        .fold(0, |carry, d| CARRY[usize::from((carry + d - b'0') % 10)]);
    (10 - carry) % 10 == check - b'0'
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ymd(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    #[test]
    fn amounts_are_exact_or_refused() {
        let eur = |text: &str| amount("Amt", text, DecimalMark::Point, Currency::EUR);
        assert_eq!(eur("1234.56"), Ok(123_456));
        assert_eq!(eur("0.1"), Ok(10));
        assert_eq!(eur("100.0000"), Ok(10_000));
        assert_eq!(eur("7"), Ok(700));
        let yen = "JPY".parse().unwrap();
        assert_eq!(amount(":61:", "1000,", DecimalMark::Comma, yen), Ok(1_000));
        let dinar = "KWD".parse().unwrap();
        assert_eq!(amount("Amt", "1.234", DecimalMark::Point, dinar), Ok(1_234));
        let reason = |text: &str| match eur(text) {
            Err(Fault::BankValue { reason, .. }) => reason,
            other => panic!("{other:?}"),
        };
        assert_eq!(reason("1.234"), ValueProblem::TooManyDecimals { digits: 2 });
        for text in [
            "", ".", "-1.00", "1,00", "1.000.00", "1e3", "EUR 1", "1 000",
        ] {
            assert_eq!(reason(text), ValueProblem::NotANumber, "{text}");
        }
        assert_eq!(reason("99999999999999999999"), ValueProblem::AmountTooLarge);
    }

    #[test]
    fn days_are_civil_and_turn_with_the_year() {
        assert_eq!(
            iso_day("Dt", "2026-01-01T23:30:00-11:00"),
            Ok(ymd(2026, 1, 1))
        );
        assert_eq!(iso_day("Dt", "2026-01-01+14:00"), Ok(ymd(2026, 1, 1)));
        assert!(iso_day("Dt", "2026-02-30").is_err());
        assert!(iso_day("Dt", "01.02.2026").is_err());
        assert_eq!(short_day("691231"), Some(ymd(2069, 12, 31)));
        assert_eq!(short_day("700101"), Some(ymd(1970, 1, 1)));
        assert_eq!(short_day("000000"), None);
        assert_eq!(interest_day("260304"), Some(ymd(2026, 3, 4)));
        assert_eq!(interest_day("260230"), Some(ymd(2026, 2, 28)));
        assert_eq!(interest_day("260229"), Some(ymd(2026, 2, 28)));
        assert_eq!(interest_day("280230"), Some(ymd(2028, 2, 29)));
        for none in ["260231", "260431", "2é0230", "0230", ""] {
            assert_eq!(interest_day(none), None, "{none}");
        }
        assert_eq!(day_near("0102", ymd(2025, 12, 30)), Some(ymd(2026, 1, 2)));
        assert_eq!(day_near("1230", ymd(2026, 1, 2)), Some(ymd(2025, 12, 30)));
        assert_eq!(day_near("0229", ymd(2023, 12, 1)), Some(ymd(2024, 2, 29)));
        assert_eq!(day_near("0231", ymd(2023, 12, 1)), None);
    }

    #[test]
    fn texts_are_joined_as_they_were_cut() {
        assert_eq!(
            join(["RECHNUNG 47", "11 VOM", "3.4."], 11),
            "RECHNUNG 4711 VOM 3.4."
        );
        assert_eq!(
            text(" a\n\u{a0} b\u{0} u\u{308} "),
            Some("a b ü".to_owned())
        );
        assert_eq!(text(" \n"), None);
        assert_eq!(id("NotProvided"), None);
    }

    #[test]
    fn references_are_known_by_their_check_digits() {
        let kind = |text: &str| reference(text, None).map(|r| (r.kind, r.value));
        let rf = (ReferenceKind::Rf, "RF18539007547034".to_owned());
        assert_eq!(kind("rf18 5390 0754 7034"), Some(rf));
        assert_eq!(
            kind("RF19539007547034").map(|k| k.0),
            Some(ReferenceKind::Other)
        );
        let qrr = "21 00000 00003 13947 14300 09017";
        assert_eq!(kind(qrr), Some((ReferenceKind::Qrr, compact(qrr))));
        let wrong = "21 00000 00003 13947 14300 09018";
        assert_eq!(kind(wrong).map(|k| k.0), Some(ReferenceKind::Other));
        assert!(is_iban("DE89370400440532013000"));
        assert!(!is_iban("DE88370400440532013000"));
        assert!(lone_reference("Rechnung 4711").is_none());
    }
}
