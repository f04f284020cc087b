//! Where each field stands in a record and how its cell is read, worked out once per file.

use chrono::NaiveDate;
use engine::money::{Currency, plain};

use super::Defaults;
use super::words::{document_word, parse_flag};
use crate::day::{DateOrder, DayProblem, parse_day};
use crate::fault::RejectCode;
use crate::field::{Field, Shape};
use crate::number::{DecimalMark, NumberProblem, affix, parse_amount, parse_minor};
use crate::recognise::{Recognition, TypedValue};
use crate::source::{Native, Record, serial_day};

const NOWHERE: u16 = u16::MAX;

/// Why a row is refused, before file and line are added.
#[derive(Debug)]
pub(crate) struct Refusal {
    pub column: Option<usize>,
    pub code: RejectCode,
}

/// How the records of one file are read.
#[derive(Debug)]
pub(crate) struct Plan {
    columns: [u16; Field::ALL.len()],
    pub information: Vec<(usize, String)>,
    pub headings: Vec<String>,
    /// Columns up to and with the last one that is read.
    pub width: usize,
    order: Option<DateOrder>,
    mark: Option<DecimalMark>,
    default_currency: Option<Currency>,
}

impl Plan {
    pub fn new(recognition: &Recognition, defaults: Option<&Defaults>) -> Self {
        let mut columns = [NOWHERE; Field::ALL.len()];
        let mut information = Vec::new();
        let mut width = 0;
        for column in &recognition.columns {
            match column.field {
                Some(Field::Information) => {
                    information.push((column.index, column.heading.clone()));
                }
                Some(field) => {
                    width = width.max(column.index + 1);
                    let slot = &mut columns[field as usize];
                    if *slot == NOWHERE {
                        *slot = u16::try_from(column.index).unwrap_or(NOWHERE);
                    }
                }
                None => {}
            }
        }
        Self {
            columns,
            information,
            headings: recognition
                .columns
                .iter()
                .map(|c| c.heading.clone())
                .collect(),
            width,
            order: recognition.date_order,
            mark: recognition.decimal_mark,
            default_currency: defaults.map(|d| d.currency),
        }
    }

    /// The column of a field.
    pub fn column(&self, field: Field) -> Option<usize> {
        let column = self.columns[field as usize];
        (column != NOWHERE).then_some(usize::from(column))
    }

    /// The trimmed text of a field; `None` where it is blank.
    pub fn text<'a>(&self, record: &'a Record, field: Field) -> Option<&'a str> {
        self.column(field)
            .map(|column| record.cell(column))
            .filter(|text| !text.is_empty())
    }

    /// The refusal of a field's cell.
    pub fn refuse(&self, field: Field, code: RejectCode) -> Refusal {
        Refusal {
            column: self.column(field),
            code,
        }
    }

    /// The text of a field that must be there.
    pub fn needed<'a>(&self, record: &'a Record, field: Field) -> Result<&'a str, Refusal> {
        self.text(record, field)
            .ok_or_else(|| self.refuse(field, RejectCode::MissingValue { field }))
    }

    /// The day of a field; `None` where it is blank.
    pub fn day(&self, record: &Record, field: Field) -> Result<Option<NaiveDate>, Refusal> {
        let Some(column) = self.column(field) else {
            return Ok(None);
        };
        self.day_at(record, column).map_err(|code| Refusal {
            column: Some(column),
            code,
        })
    }

    fn day_at(&self, record: &Record, column: usize) -> Result<Option<NaiveDate>, RejectCode> {
        let text = record.cell(column);
        if text.is_empty() {
            return Ok(None);
        }
        if record.native(column) == Native::Number
            && let Some(day) = serial_day(text, record.epoch_1904)
        {
            return Ok(Some(day));
        }
        parse_day(text, self.order)
            .map(Some)
            .map_err(|problem| match problem {
                DayProblem::NotADay => RejectCode::NotADate,
                DayProblem::TwoWays => RejectCode::AmbiguousDate,
            })
    }

    /// The amount of a field in minor units of a currency with `digits` decimals; `None` where it is blank.
    pub fn amount(
        &self,
        record: &Record,
        field: Field,
        currency: Money,
    ) -> Result<Option<i64>, Refusal> {
        let Some(column) = self.column(field) else {
            return Ok(None);
        };
        self.amount_at(record, column, field.shape(), currency)
            .map_err(|code| Refusal {
                column: Some(column),
                code,
            })
    }

    fn amount_at(
        &self,
        record: &Record,
        column: usize,
        shape: Shape,
        money: Money,
    ) -> Result<Option<i64>, RejectCode> {
        let text = record.cell(column);
        if text.is_empty() {
            return Ok(None);
        }
        let parsed = match (shape, record.native(column)) {
            (Shape::Minor, _) => parse_minor(text),
            (_, Native::Number) => parse_amount(text, Some(DecimalMark::Point), money.digits),
            (_, _) => parse_amount(text, self.mark, money.digits),
        };
        let minor = parsed.map_err(|problem| match problem {
            NumberProblem::NotANumber => RejectCode::NotANumber,
            NumberProblem::Ambiguous => RejectCode::AmbiguousNumber,
            NumberProblem::TooManyDecimals => RejectCode::TooManyDecimals {
                digits: money.digits,
            },
            NumberProblem::TooLarge => RejectCode::AmountTooLarge,
        })?;
        // Digits alone, and numbers that a workbook stores, have no sign beside them.
        let has_affix = shape == Shape::Amount
            && text
                .bytes()
                .any(|b| !b.is_ascii() || b.is_ascii_alphabetic() || b == b'$');
        if has_affix {
            fits(affix(text), money)?;
        }
        Ok(Some(minor))
    }

    /// The flag of a field; `None` where it is blank.
    pub fn flag(&self, record: &Record, field: Field) -> Result<Option<bool>, Refusal> {
        match self.text(record, field) {
            None => Ok(None),
            Some(text) => parse_flag(text)
                .map(Some)
                .ok_or_else(|| self.refuse(field, RejectCode::NotAFlag)),
        }
    }

    /// The currency that stands in where a row names none.
    pub fn default_currency(&self) -> Option<Currency> {
        self.default_currency
    }

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
            Shape::Text if field == Field::DocumentType && document_word(text).is_none() => {
                refused(RejectCode::UnknownDocumentType)
            }
            Shape::Text => TypedValue::Text(text.chars().take(80).collect()),
        }
    }
}

/// A currency with its decimals at hand.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Money {
    /// `None` in a preview that does not know it.
    pub currency: Option<Currency>,
    pub digits: u32,
}

impl Money {
    pub fn of(currency: Currency) -> Self {
        Self {
            currency: Some(currency),
            digits: currency.digits(),
        }
    }
}

fn minor_text(minor: i64, currency: Option<Currency>) -> String {
    currency.map_or_else(|| minor.to_string(), |c| plain(minor, c.digits()))
}

/// A sign or code beside the digits must be of the row's currency: "$ 12" in a row of euros is no 12 euros.
fn fits(affix: &str, money: Money) -> Result<(), RejectCode> {
    let Some(currency) = money.currency else {
        return Ok(());
    };
    let is_fine = match affix {
        "" => true,
        "€" => currency.code() == "EUR",
        "£" => matches!(
            currency.code(),
            "GBP" | "GIP" | "FKP" | "SHP" | "EGP" | "LBP" | "SYP" | "SSP" | "SDG"
        ),
        "¥" => matches!(currency.code(), "JPY" | "CNY"),
        "$" => !matches!(currency.code(), "EUR" | "GBP" | "CHF" | "JPY"),
        code => match code.parse::<Currency>() {
            Ok(other) => other == currency,
            // `Fr`, `kr`, `zł`: signs that several countries share say nothing against the row.
            Err(_) => true,
        },
    };
    if is_fine {
        Ok(())
    } else {
        Err(RejectCode::CurrencyContradiction {
            currency: currency.code().to_owned(),
        })
    }
}
