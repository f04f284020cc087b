//! Amounts from text, exactly, and what a text says about the decimal mark of its file.
//!
//! A text is read strictly under each mark: grouping must stand before every third digit. What can be read under both
//! with different values says nothing by itself, and is never decided here.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The sign between units and decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DecimalMark {
    /// `1,234.56`
    Point,
    /// `1.234,56`
    Comma,
}

impl DecimalMark {
    const fn other(self) -> Self {
        match self {
            Self::Point => Self::Comma,
            Self::Comma => Self::Point,
        }
    }

    const fn sign(self) -> char {
        match self {
            Self::Point => '.',
            Self::Comma => ',',
        }
    }
}

/// Why a text is not taken as an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NumberProblem {
    /// No number under any mark.
    NotANumber,
    /// A number, but only under the other mark, or under both when none is settled.
    Ambiguous,
    /// More decimals than the currency has.
    TooManyDecimals,
    /// Beyond [`MAX_MINOR`].
    TooLarge,
}

/// The largest amount taken, in minor units: sums of thousands of such rows still fit 64 bits.
pub const MAX_MINOR: i64 = 1_000_000_000_000_000;

/// What an amount says about the mark of its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MarkEvidence {
    /// The same under both: `94`, `1 234`.
    None,
    /// Can only be read with this mark.
    Only(DecimalMark),
    /// Two different amounts: `1.234`.
    TwoWays,
    /// Not a number.
    NotANumber,
}

/// An unsigned decimal number: `mantissa / 10^scale`.
#[derive(Debug, Clone, Copy)]
struct Decimal {
    mantissa: u64,
    scale: u32,
}

/// Sign, digits with marks, and what stood around them (currency sign or code, CR/DR).
struct Written<'a> {
    negative: bool,
    body: &'a str,
    affix: &'a str,
}

/// Parses an amount to minor units of a currency with `digits` decimals.
///
/// Takes `1,234.56`, `1.234,56`, `1 234,56`, `1'234.56`, `(123.45)`, `123.45-`, a currency sign or code, `CR`/`DR`.
/// `mark` is what was settled for the file; with `None` only texts that need no mark are taken.
pub fn parse_amount(
    text: &str,
    mark: Option<DecimalMark>,
    digits: u32,
) -> Result<i64, NumberProblem> {
    if let Some(minor) = plain_integer(text.as_bytes(), digits) {
        return Ok(minor);
    }
    let written = peel(text).ok_or(NumberProblem::NotANumber)?;
    let value = under(written.body, mark)?;
    let minor = to_minor(value, digits)?;
    Ok(if written.negative { -minor } else { minor })
}

/// Reads digits under the settled mark; without one only what is the same under both.
fn under(body: &str, mark: Option<DecimalMark>) -> Result<Decimal, NumberProblem> {
    match mark {
        Some(mark) => match read_under(body, mark) {
            Some(value) => Ok(value),
            None if read_under(body, mark.other()).is_some() => Err(NumberProblem::Ambiguous),
            None => Err(NumberProblem::NotANumber),
        },
        None => match (
            read_under(body, DecimalMark::Point),
            read_under(body, DecimalMark::Comma),
        ) {
            (Some(a), Some(b)) if same(a, b) => Ok(a),
            (None, None) => Err(NumberProblem::NotANumber),
            _ => Err(NumberProblem::Ambiguous),
        },
    }
}

/// Parses a whole number of minor units; grouping and decimals are not taken.
pub(crate) fn parse_minor(text: &str) -> Result<i64, NumberProblem> {
    let body = text.strip_prefix('-').unwrap_or(text).as_bytes();
    if body.is_empty() || !body.iter().all(u8::is_ascii_digit) {
        return Err(NumberProblem::NotANumber);
    }
    plain_integer(text.as_bytes(), 0).ok_or(NumberProblem::TooLarge)
}

/// An exact decimal number that is no amount: a quantity, a unit price, a rate, a percent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExactDecimal {
    /// The digits with their sign: `mantissa / 10^scale` is the value.
    pub mantissa: i64,
    /// Decimals, at most 18.
    pub scale: u32,
}

impl std::fmt::Display for ExactDecimal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&engine::money::plain(self.mantissa, self.scale))
    }
}

/// Parses a decimal number exactly; a percent sign behind it is taken off.
pub(crate) fn parse_decimal(
    text: &str,
    mark: Option<DecimalMark>,
) -> Result<ExactDecimal, NumberProblem> {
    let text = text.trim().trim_end_matches('%').trim_end();
    let written = peel(text).ok_or(NumberProblem::NotANumber)?;
    let value = under(written.body, mark)?;
    let mantissa = i64::try_from(value.mantissa)
        .ok()
        .filter(|m| *m < i64::MAX && value.scale <= 18)
        .ok_or(NumberProblem::TooLarge)?;
    Ok(ExactDecimal {
        mantissa: if written.negative {
            -mantissa
        } else {
            mantissa
        },
        scale: value.scale,
    })
}

/// What a text says about the decimal mark.
pub(crate) fn mark_evidence(text: &str) -> MarkEvidence {
    let bytes = text.as_bytes();
    if !bytes.is_empty() && bytes.iter().all(u8::is_ascii_digit) {
        return MarkEvidence::None;
    }
    let Some(written) = peel(text) else {
        return MarkEvidence::NotANumber;
    };
    match (
        read_under(written.body, DecimalMark::Point),
        read_under(written.body, DecimalMark::Comma),
    ) {
        (Some(a), Some(b)) if same(a, b) => MarkEvidence::None,
        (Some(_), Some(_)) => MarkEvidence::TwoWays,
        (Some(_), None) => MarkEvidence::Only(DecimalMark::Point),
        (None, Some(_)) => MarkEvidence::Only(DecimalMark::Comma),
        (None, None) => MarkEvidence::NotANumber,
    }
}

/// The currency sign or code that stands beside the digits, if any.
pub(crate) fn affix(text: &str) -> &str {
    peel(text).map_or("", |written| written.affix)
}

/// The fast path: an optional minus and at most 18 digits.
fn plain_integer(bytes: &[u8], digits: u32) -> Option<i64> {
    let (negative, body) = match bytes {
        [b'-', rest @ ..] => (true, rest),
        _ => (false, bytes),
    };
    if body.is_empty() || body.len() > 18 || !body.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let units = body
        .iter()
        .fold(0_i64, |sum, b| sum * 10 + i64::from(b - b'0'));
    let minor = units
        .checked_mul(10_i64.checked_pow(digits)?)
        .filter(|m| *m <= MAX_MINOR)?;
    Some(if negative { -minor } else { minor })
}

/// Takes off sign, brackets, currency and debit/credit marks, each at most once.
fn peel(text: &str) -> Option<Written<'_>> {
    let mut body = text.trim();
    let mut negative = false;
    let mut affix = "";
    if let Some(inner) = body.strip_prefix('(').and_then(|b| b.strip_suffix(')')) {
        negative = true;
        body = inner.trim();
    }
    for _ in 0..3 {
        if let Some(rest) = strip_minus(body) {
            if negative {
                return None;
            }
            negative = true;
            body = rest.trim();
        } else if let Some(rest) = body.strip_prefix('+') {
            body = rest.trim_start();
        } else if let Some((word, rest)) = strip_word(body) {
            match word {
                "CR" | "Cr" | "H" if negative => return None,
                "CR" | "Cr" | "H" => negative = true,
                "DR" | "Dr" | "S" => {}
                _ if affix.is_empty() => affix = word,
                _ => return None,
            }
            body = rest;
        } else {
            break;
        }
    }
    Some(Written {
        negative,
        body,
        affix,
    })
}

fn strip_minus(body: &str) -> Option<&str> {
    const MINUS: [char; 2] = ['-', '\u{2212}'];
    body.strip_prefix(MINUS)
        .or_else(|| body.strip_suffix(MINUS))
}

/// Takes a run of letters or currency signs off one end; `Fr.` keeps its dot to itself.
fn strip_word(body: &str) -> Option<(&str, &str)> {
    let is_word =
        |c: char| c.is_alphabetic() || matches!(c, '$' | '€' | '£' | '¥' | '\u{20a0}'..='\u{20cf}');
    let rest = body.trim_start_matches(is_word);
    if rest.len() < body.len() {
        let word = &body[..body.len() - rest.len()];
        let rest = rest.strip_prefix(". ").unwrap_or(rest);
        return Some((word, rest.trim_start()));
    }
    let rest = body.trim_end_matches(is_word);
    (rest.len() < body.len()).then(|| (&body[rest.len()..], rest.trim_end()))
}

/// Reads digits strictly under one mark: at most one mark, groups of three by one and the same grouping sign before it.
fn read_under(body: &str, mark: DecimalMark) -> Option<Decimal> {
    let (whole, decimals) = match body.split_once(mark.sign()) {
        Some((whole, decimals)) => (whole, decimals),
        None => (body, ""),
    };
    if !decimals.bytes().all(|b| b.is_ascii_digit()) || (whole.is_empty() && decimals.is_empty()) {
        return None;
    }
    let mut number = Decimal {
        mantissa: 0,
        scale: 0,
    };
    let is_grouping = |c: char| {
        c == mark.other().sign()
            || matches!(c, ' ' | '\'' | '’' | '\u{a0}' | '\u{202f}' | '\u{2009}')
    };
    let mut grouping = None;
    let mut run = 0_usize;
    for c in whole.chars() {
        if let Some(digit) = c.to_digit(10) {
            number.push(digit)?;
            run += 1;
            continue;
        }
        let first = grouping.is_none();
        let fits = if first {
            (1..=3).contains(&run) && !whole.starts_with('0')
        } else {
            run == 3
        };
        if !is_grouping(c) || !fits || grouping.is_some_and(|g| g != c) {
            return None;
        }
        grouping = Some(c);
        run = 0;
    }
    if grouping.is_some() && run != 3 {
        return None;
    }
    for b in decimals.bytes() {
        number.push(u32::from(b - b'0'))?;
        number.scale += 1;
    }
    Some(number)
}

impl Decimal {
    /// Appends a digit; a number beyond 64 bits saturates, which is beyond [`MAX_MINOR`] in any currency.
    fn push(&mut self, digit: u32) -> Option<()> {
        self.mantissa = self
            .mantissa
            .saturating_mul(10)
            .saturating_add(u64::from(digit));
        (self.scale < 40).then_some(())
    }
}

fn same(a: Decimal, b: Decimal) -> bool {
    a.scale == b.scale && a.mantissa == b.mantissa
}

fn to_minor(value: Decimal, digits: u32) -> Result<i64, NumberProblem> {
    let exact = if value.scale <= digits {
        let factor = 10_u64
            .checked_pow(digits - value.scale)
            .ok_or(NumberProblem::TooLarge)?;
        value.mantissa.checked_mul(factor)
    } else {
        // A mantissa that saturated has lost digits: it may not pass as a small number with many decimals.
        if value.mantissa == u64::MAX {
            return Err(NumberProblem::TooManyDecimals);
        }
        let factor = 10_u64
            .checked_pow(value.scale - digits)
            .ok_or(NumberProblem::TooManyDecimals)?;
        if !value.mantissa.is_multiple_of(factor) {
            return Err(NumberProblem::TooManyDecimals);
        }
        Some(value.mantissa / factor)
    };
    exact
        .and_then(|minor| i64::try_from(minor).ok())
        .filter(|minor| *minor <= MAX_MINOR)
        .ok_or(NumberProblem::TooLarge)
}

#[cfg(test)]
mod tests;
