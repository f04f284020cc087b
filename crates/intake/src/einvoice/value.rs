//! Values of elements, or the fault that names term, line and text.

use chrono::NaiveDate;
use engine::money::Currency;
use rust_decimal::Decimal;

use crate::fault::{Fault, IntakeError};
use crate::number::MAX_MINOR;
use crate::xml::Element;

/// A document while it is read: its file for faults, its currency for amounts.
pub(super) struct Context<'f> {
    pub file: &'f str,
    pub currency: Currency,
}

impl Context<'_> {
    /// The fault of a mandatory element that is not inside `parent`.
    pub fn missing(&self, term: &str, parent: &Element, path: &str) -> IntakeError {
        missing(self.file, term, parent, path)
    }

    /// An amount in minor units, `None` where the element is missing.
    ///
    /// Of several elements at the path the one in the document's currency counts; others repeat it in another currency.
    pub fn amount(
        &self,
        parent: &Element,
        path: &str,
        term: &str,
    ) -> Result<Option<i64>, IntakeError> {
        let all = elements(parent, path);
        let own = |e: &&&Element| {
            e.tag
                .attribute("currencyID")
                .is_none_or(|code| code.trim() == self.currency.code())
        };
        let Some(element) = all.iter().find(own) else {
            return match all.first() {
                Some(other) => {
                    Err(self.bad(other, term, other.tag.attribute("currencyID").unwrap_or("")))
                }
                None => Ok(None),
            };
        };
        self.amount_of(element, term).map(Some)
    }

    /// The amount of an element.
    pub fn amount_of(&self, element: &Element, term: &str) -> Result<i64, IntakeError> {
        let text = element.text.trim();
        minor_of(text, self.currency).ok_or_else(|| self.bad(element, term, text))
    }

    /// An amount that every document must have.
    pub fn needed_amount(
        &self,
        parent: &Element,
        path: &str,
        term: &str,
    ) -> Result<i64, IntakeError> {
        self.amount(parent, path, term)?
            .ok_or_else(|| self.missing(term, parent, path))
    }

    /// A number that is no amount: a quantity, a price, a percentage.
    pub fn decimal(
        &self,
        parent: &Element,
        path: &str,
        term: &str,
    ) -> Result<Option<Decimal>, IntakeError> {
        let Some(element) = parent.at(path).filter(|e| e.trimmed().is_some()) else {
            return Ok(None);
        };
        let text = element.text.trim();
        decimal_of(text)
            .map(Some)
            .ok_or_else(|| self.bad(element, term, text))
    }

    /// The fault of an element whose value cannot be what its term says.
    pub fn bad(&self, element: &Element, term: &str, value: &str) -> IntakeError {
        bad(self.file, element, term, value)
    }
}

/// The fault of a mandatory element that is not there, at the line of what should hold it.
pub(super) fn missing(file: &str, term: &str, parent: &Element, path: &str) -> IntakeError {
    Fault::EInvoiceMissing {
        term: term.to_owned(),
        element: path.to_owned(),
    }
    .at(file, parent.tag.line)
}

/// The fault of a value.
pub(super) fn bad(file: &str, element: &Element, term: &str, value: &str) -> IntakeError {
    Fault::EInvoiceBadValue {
        term: term.to_owned(),
        value: value.chars().take(80).collect(),
    }
    .at(file, element.tag.line)
}

/// Every element at a path of names.
pub(super) fn elements<'e>(parent: &'e Element, path: &str) -> Vec<&'e Element> {
    let mut level = vec![parent];
    for name in path.split('/') {
        level = level.into_iter().flat_map(|e| e.all(name)).collect();
    }
    level
}

/// The text at a path, owned.
pub(super) fn text(parent: &Element, path: &str) -> Option<String> {
    parent.text_at(path).map(str::to_owned)
}

/// The texts at a path, each on a line of its own.
pub(super) fn joined(parent: &Element, path: &str) -> Option<String> {
    let lines: Vec<&str> = elements(parent, path)
        .into_iter()
        .filter_map(Element::trimmed)
        .collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// A day: `2026-03-01`, with or without time or zone behind it, or `20260301`.
pub(super) fn day_of(text: &str) -> Option<NaiveDate> {
    let text = text.trim();
    let whole = if text.get(4..5) == Some("-") {
        text.get(..10)?.to_owned()
    } else {
        let digits = text
            .get(..8)
            .filter(|d| d.bytes().all(|b| b.is_ascii_digit()))?;
        format!("{}-{}-{}", &digits[..4], &digits[4..6], &digits[6..])
    };
    NaiveDate::parse_from_str(&whole, "%Y-%m-%d").ok()
}

/// A decimal number as XML writes it: a sign, digits, a point, digits.
pub(super) fn decimal_of(text: &str) -> Option<Decimal> {
    let text = text.trim();
    let is_plain = text
        .bytes()
        .all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'+'));
    (is_plain && text.len() <= 40)
        .then(|| Decimal::from_str_exact(text).ok())
        .flatten()
}

/// An amount in minor units; none where it is beyond 10^15 or has more decimals than its currency, zeros apart.
pub(super) fn minor_of(text: &str, currency: Currency) -> Option<i64> {
    let scaled = decimal_of(text)?.checked_mul(Decimal::from(currency.minor_per_major()))?;
    if !scaled.fract().is_zero() {
        return None;
    }
    i64::try_from(scaled.trunc())
        .ok()
        .filter(|minor| minor.abs() <= MAX_MINOR)
}
