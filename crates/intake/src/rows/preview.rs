//! Single cells as the preview shows them.

use engine::money::{Currency, plain};

use super::further::HoldMark;
use super::plan::{Money, Plan};
use super::words::parse_flag;
use crate::fault::RejectCode;
use crate::field::{Field, Shape};
use crate::recognise::TypedValue;
use crate::source::Record;

impl Plan {
    /// A single cell for the preview, where the currency of the row may not be known yet.
    pub fn typed(&self, record: &Record, column: usize, field: Field) -> TypedValue {
        let text = record.cell(column);
        let currency = self
            .text(record, Field::Currency)
            .and_then(|code| code.parse::<Currency>().ok());
        let money = currency.map_or(
            Money {
                currency: None,
                digits: 3,
            },
            Money::of,
        );
        let refused = TypedValue::Refused;
        match field.shape() {
            Shape::Day => match self.day_at(record, column) {
                Ok(day) => day.map_or(TypedValue::Blank, |d| TypedValue::Day(d.to_string())),
                Err(code) => refused(code),
            },
            // Minor units of an unknown currency cannot be shown in major units; they are shown as they stand.
            Shape::Minor => match self.amount_at(record, column, Shape::Minor, money) {
                Ok(minor) => minor.map_or(TypedValue::Blank, |m| {
                    TypedValue::Amount(minor_text(m, currency))
                }),
                Err(code) => refused(code),
            },
            Shape::Amount if text.ends_with('%') => TypedValue::Text(text.to_owned()),
            Shape::Amount => match self.amount_at(record, column, Shape::Amount, money) {
                Ok(minor) => minor.map_or(TypedValue::Blank, |m| {
                    TypedValue::Amount(plain(m, money.digits))
                }),
                Err(code) => refused(code),
            },
            Shape::Flag => {
                parse_flag(text).map_or_else(|| refused(RejectCode::NotAFlag), TypedValue::Flag)
            }
            Shape::Text if field == Field::Currency && currency.is_none() => {
                refused(RejectCode::UnknownCurrency)
            }
            Shape::Whole => match self.whole(record, field) {
                Ok(_) => TypedValue::Text(text.to_owned()),
                Err(refusal) => refused(refusal.code),
            },
            Shape::Decimal => match self.decimal_at(record, column, text) {
                Ok(number) => TypedValue::Amount(number.to_string()),
                Err(code) => refused(code),
            },
            Shape::Hold => match self.hold(record, field) {
                Ok(Some(HoldMark::Until(day))) => TypedValue::Day(day.to_string()),
                Ok(mark) => TypedValue::Flag(mark == Some(HoldMark::Yes)),
                Err(refusal) => refused(refusal.code),
            },
            Shape::Text if field == Field::DocumentType && self.document_word(text).is_none() => {
                refused(RejectCode::UnknownDocumentType)
            }
            Shape::Text => TypedValue::Text(text.chars().take(80).collect()),
        }
    }
}

fn minor_text(minor: i64, currency: Option<Currency>) -> String {
    currency.map_or_else(|| minor.to_string(), |c| plain(minor, c.digits()))
}
