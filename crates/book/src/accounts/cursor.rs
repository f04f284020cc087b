//! A cursor over rows ordered by customer, one of several that are merged.

use chrono::NaiveDate;
use engine::account::Kind;
use engine::money::Currency;
use rusqlite::fallible_streaming_iterator::FallibleStreamingIterator as _;
use rusqlite::{Row, Rows};

use crate::refusal::Refusal;

/// Rows ordered by customer; column 0 is the customer's id.
pub struct Cursor<'s> {
    rows: Rows<'s>,
    customer: Option<i64>,
}

impl<'s> Cursor<'s> {
    /// Steps to the first row.
    pub fn start(rows: Rows<'s>) -> Result<Self, Refusal> {
        let mut cursor = Self {
            rows,
            customer: None,
        };
        cursor.step()?;
        Ok(cursor)
    }

    /// The customer of the current row; `None` at the end.
    pub fn customer(&self) -> Option<i64> {
        self.customer
    }

    /// Hands every row of `customer_id` to `use_it`, passing over rows of customers before.
    pub fn take(
        &mut self,
        customer_id: i64,
        mut use_it: impl FnMut(&Row<'_>) -> Result<(), CursorFault>,
    ) -> Result<(), Refusal> {
        while self
            .customer
            .is_some_and(|customer| customer <= customer_id)
        {
            if self.customer == Some(customer_id)
                && let Some(row) = self.rows.get()
            {
                use_it(row)?;
            }
            self.step()?;
        }
        Ok(())
    }

    fn step(&mut self) -> Result<(), Refusal> {
        self.rows.advance()?;
        self.customer = match self.rows.get() {
            Some(row) => Some(row.get(0)?),
            None => None,
        };
        Ok(())
    }
}

/// A row that is not what the schema promises.
#[derive(Debug)]
pub struct CursorFault(Refusal);

impl From<rusqlite::Error> for CursorFault {
    fn from(error: rusqlite::Error) -> Self {
        Self(error.into())
    }
}

impl From<rusqlite::types::FromSqlError> for CursorFault {
    fn from(error: rusqlite::types::FromSqlError) -> Self {
        Self(rusqlite::Error::from(error).into())
    }
}

impl From<Refusal> for CursorFault {
    fn from(refusal: Refusal) -> Self {
        Self(refusal)
    }
}

impl From<CursorFault> for Refusal {
    fn from(fault: CursorFault) -> Self {
        fault.0
    }
}

/// Columns by their places, for rows that come by the hundred thousand.
pub(crate) mod columns {
    use super::{Currency, CursorFault, Kind, NaiveDate, Refusal, Row, parse_day};

    fn damaged(what: &str, value: &str) -> CursorFault {
        CursorFault(Refusal::new("book_damaged").with(what, value))
    }

    pub(crate) fn day(row: &Row<'_>, index: usize) -> Result<NaiveDate, CursorFault> {
        let text = row.get_ref(index)?.as_str()?;
        parse_day(text).ok_or_else(|| damaged("day", text))
    }

    pub(crate) fn kind(row: &Row<'_>, index: usize) -> Result<Kind, CursorFault> {
        let text = row.get_ref(index)?.as_str()?;
        Kind::from_code(text).ok_or_else(|| damaged("kind", text))
    }

    pub(crate) fn currency(row: &Row<'_>, index: usize) -> Result<Currency, CursorFault> {
        let text = row.get_ref(index)?.as_str()?;
        Currency::known(text).ok_or_else(|| damaged("currency", text))
    }
}

/// Reads `YYYY-MM-DD`, the only form of a day in a book; many times faster than a general parser.
pub fn parse_day(text: &str) -> Option<NaiveDate> {
    let bytes: &[u8; 10] = text.as_bytes().try_into().ok()?;
    if bytes[4] != b'-' || bytes[7] != b'-' {
        return None;
    }
    let number = |digits: &[u8]| {
        digits.iter().try_fold(0_u32, |value, digit| {
            digit
                .is_ascii_digit()
                .then(|| value * 10 + u32::from(digit - b'0'))
        })
    };
    let year = i32::try_from(number(&bytes[..4])?).ok()?;
    NaiveDate::from_ymd_opt(year, number(&bytes[5..7])?, number(&bytes[8..])?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_in_one_form_only() {
        assert_eq!(
            parse_day("2024-02-29"),
            NaiveDate::from_ymd_opt(2024, 2, 29)
        );
        for wrong in [
            "2023-02-29",
            "2024-2-29",
            "2024/02/29",
            "20240229",
            "２０24-02-2",
            "",
        ] {
            assert_eq!(parse_day(wrong), None, "{wrong}");
        }
    }
}
