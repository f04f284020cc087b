//! Where each field stands in a record and how its cell is read, worked out once per file.

use chrono::NaiveDate;
use engine::money::Currency;

use super::Defaults;
use super::further::{DimensionColumn, Further, HoldMark, TaxColumns};
use super::further::{dimension_columns, tax_columns};
use super::words::{DocumentWord, document_word, dynamics_sl_word, parse_flag};
use crate::day::{DateOrder, DayProblem, fiscal_day, packed_day, parse_day};
use crate::fault::RejectCode;
use crate::field::{Field, Shape};
use crate::number::{
    DecimalMark, ExactDecimal, NumberProblem, affix, parse_amount, parse_decimal, parse_minor,
};
use crate::recognise::{Recognition, RowsAre, SourceProfile};
use crate::source::{Native, Record, serial_day};

const NOWHERE: u16 = u16::MAX;

/// Why a row is refused, before file and line are added.
#[derive(Debug)]
pub(crate) struct Refusal {
    pub column: Option<usize>,
    pub code: RejectCode,
    /// Which record of a document that stands in several, from 0.
    pub at: usize,
}

impl Refusal {
    pub fn new(column: Option<usize>, code: RejectCode) -> Self {
        Self {
            column,
            code,
            at: 0,
        }
    }
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
    pub profile: SourceProfile,
    pub rows_are: RowsAre,
    /// First day of the fiscal year for days without a year; `None` where days have their years.
    pub fiscal_year_begin: Option<NaiveDate>,
    /// Digits of a debtor's account.
    pub debtor_digits: usize,
    pub chart: Option<String>,
    /// Columns of tax, one entry per code.
    pub taxes: Vec<TaxColumns>,
    pub dimensions: Vec<DimensionColumn>,
    /// More columns of the customer's name.
    pub more_names: Vec<usize>,
    /// Whether the file has any of the fields of [`super::Further`].
    pub has_further: bool,
}

impl Plan {
    pub fn new(recognition: &Recognition, defaults: Option<&Defaults>) -> Self {
        let mut columns = [NOWHERE; Field::ALL.len()];
        let mut information = Vec::new();
        let mut more_names = Vec::new();
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
                    } else if field == Field::CustomerName {
                        more_names.push(column.index);
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
            default_currency: defaults.map(|d| {
                let stated = recognition.file_currency.as_deref();
                stated
                    .and_then(|code| code.parse().ok())
                    .unwrap_or(d.currency)
            }),
            profile: recognition.profile,
            rows_are: recognition.rows_are,
            fiscal_year_begin: (recognition.profile == SourceProfile::DatevBookings)
                .then_some(recognition.fiscal_year_begin)
                .flatten(),
            debtor_digits: usize::from(recognition.ledger_digits.unwrap_or(4)) + 1,
            chart: recognition.chart.clone(),
            taxes: tax_columns(&recognition.columns),
            dimensions: dimension_columns(&recognition.columns),
            more_names,
            has_further: recognition
                .columns
                .iter()
                .filter_map(|c| c.field)
                .any(Further::has),
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
        Refusal::new(self.column(field), code)
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
        self.day_at(record, column)
            .map_err(|code| Refusal::new(Some(column), code))
    }

    pub fn day_at(&self, record: &Record, column: usize) -> Result<Option<NaiveDate>, RejectCode> {
        let text = record.cell(column);
        if text.is_empty() {
            return Ok(None);
        }
        if record.native(column) == Native::Number
            && let Some(day) = serial_day(text, record.epoch_1904)
        {
            return Ok(Some(day));
        }
        match self.own_day(text) {
            OwnDay::AsWritten => {}
            OwnDay::NoDay => return Ok(None),
            OwnDay::Day(day) => return Ok(Some(day)),
        }
        parse_day(text, self.order)
            .map(Some)
            .map_err(|problem| match problem {
                DayProblem::NotADay => RejectCode::NotADate,
                DayProblem::TwoWays => RejectCode::AmbiguousDate,
            })
    }

    /// A day in a form that only one export has: without a year, packed without separators, or 1900 for none at all.
    fn own_day(&self, text: &str) -> OwnDay {
        match self.profile {
            SourceProfile::DatevBookings => self
                .fiscal_year_begin
                .and_then(|begin| fiscal_day(text, begin))
                .or_else(|| packed_day(text))
                .map_or(OwnDay::AsWritten, OwnDay::Day),
            SourceProfile::DynamicsSlDocuments => {
                let is_none = ["1900-01-01", "01/01/1900", "1/1/1900", "01.01.1900"]
                    .iter()
                    .any(|none| text.starts_with(none));
                if is_none {
                    OwnDay::NoDay
                } else {
                    OwnDay::AsWritten
                }
            }
            _ => OwnDay::AsWritten,
        }
    }

    /// The exact number of a field; `None` where it is blank.
    pub fn decimal(&self, record: &Record, field: Field) -> Result<Option<ExactDecimal>, Refusal> {
        let Some(text) = self.text(record, field) else {
            return Ok(None);
        };
        let column = self.column(field);
        self.decimal_at(record, column.unwrap_or(0), text)
            .map(Some)
            .map_err(|code| Refusal::new(column, code))
    }

    pub fn decimal_at(
        &self,
        record: &Record,
        column: usize,
        text: &str,
    ) -> Result<ExactDecimal, RejectCode> {
        let mark = match record.native(column) {
            Native::Number => Some(DecimalMark::Point),
            _ => self.mark,
        };
        parse_decimal(text, mark).map_err(|problem| match problem {
            NumberProblem::Ambiguous => RejectCode::AmbiguousNumber,
            NumberProblem::TooLarge => RejectCode::AmountTooLarge,
            NumberProblem::NotANumber | NumberProblem::TooManyDecimals => RejectCode::NotANumber,
        })
    }

    /// The whole number of a field; `None` where it is blank.
    pub fn whole(&self, record: &Record, field: Field) -> Result<Option<u32>, Refusal> {
        match self.text(record, field) {
            None => Ok(None),
            Some(text) => text
                .parse()
                .map(Some)
                .map_err(|_| self.refuse(field, RejectCode::NotANumber)),
        }
    }

    /// The stop of a field; `None` where it is blank.
    pub fn hold(&self, record: &Record, field: Field) -> Result<Option<HoldMark>, Refusal> {
        let Some(text) = self.text(record, field) else {
            return Ok(None);
        };
        match parse_flag(text) {
            Some(true) => Ok(Some(HoldMark::Yes)),
            Some(false) => Ok(Some(HoldMark::No)),
            None => self.day(record, field).map(|day| day.map(HoldMark::Until)),
        }
    }

    /// The first name that stands in any of the columns of names.
    pub fn name<'a>(&self, record: &'a Record) -> Option<&'a str> {
        self.text(record, Field::CustomerName).or_else(|| {
            let more = self.more_names.iter().map(|column| record.cell(*column));
            more.into_iter().find(|text| !text.is_empty())
        })
    }

    /// What the word of a document's type says in this export.
    pub fn document_word(&self, text: &str) -> Option<DocumentWord> {
        match self.profile {
            SourceProfile::DynamicsSlDocuments => dynamics_sl_word(text),
            _ => document_word(text),
        }
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
            .map_err(|code| Refusal::new(Some(column), code))
    }

    pub fn amount_at(
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
}

/// A day in a form that only one export has.
enum OwnDay {
    Day(NaiveDate),
    /// How the export writes that there is none.
    NoDay,
    /// In no such form.
    AsWritten,
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
