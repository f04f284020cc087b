//! What a recognition says, in the shape that goes over the wire.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::profile::SourceProfile;
use crate::day::DateOrder;
use crate::fault::RejectCode;
use crate::field::{Field, FileKind};
use crate::number::DecimalMark;

/// What a person (or a remembered mapping) settles; everything left out is recognised.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct Options {
    /// What the rows are.
    pub kind: Option<FileKind>,
    /// The sign between cells.
    pub delimiter: Option<char>,
    /// A label of the WHATWG encoding standard, `windows-1252`.
    pub encoding: Option<String>,
    /// Order of day and month.
    pub date_order: Option<DateOrder>,
    /// The decimal mark.
    pub decimal_mark: Option<DecimalMark>,
    /// Columns whose meaning is settled; the others are recognised.
    pub columns: Option<Vec<ColumnChoice>>,
    /// Name of the sheet of a workbook.
    pub sheet: Option<String>,
    /// Line of the headings, from 1; 0 for a file without headings.
    pub header_row: Option<usize>,
    /// The program and list that the file comes from; `Generic` reads by the headings alone.
    #[ts(optional)]
    pub profile: Option<SourceProfile>,
    /// What one row of the file is.
    #[ts(optional)]
    pub rows_are: Option<RowsAre>,
    /// First day of the fiscal year, for days without a year.
    #[ts(optional)]
    pub fiscal_year_begin: Option<NaiveDate>,
}

/// What one row of a file is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum RowsAre {
    /// A whole document.
    #[default]
    Documents,
    /// A line of a document: rows of the same number that follow each other are one document.
    Lines,
    /// An instalment of a document: rows of the same number that follow each other are one document.
    Instalments,
    /// A booking: rows of the same number, debtor and day that follow each other add up to one document. A payment stands
    /// by itself.
    Bookings,
}

/// The meaning of one column as a person settled it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ColumnChoice {
    /// From 0.
    pub column: usize,
    /// `None` leaves the column out.
    pub field: Option<Field>,
}

/// How the table is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// Text with delimiters.
    Delimited,
    /// A workbook, Excel's or OpenDocument's.
    Workbook,
}

/// What a file holds, how it is read, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Recognition {
    /// Name of the file, without its folder.
    pub file: String,
    /// What the rows are.
    pub kind: FileKind,
    /// The program and list that the file comes from.
    pub profile: SourceProfile,
    /// What one row is.
    pub rows_are: RowsAre,
    /// The day of the list, where a title names it.
    pub as_of: Option<NaiveDate>,
    /// The currency of rows that name none, where the head of the file says it: ISO 4217.
    pub file_currency: Option<String>,
    /// First day of the fiscal year, for days without a year.
    pub fiscal_year_begin: Option<NaiveDate>,
    /// Digits of a ledger account where the head of the file says it; an account of a debtor has one more.
    pub ledger_digits: Option<u8>,
    /// The chart of accounts that the head of the file names, `03` or `04`.
    pub chart: Option<String>,
    /// How the table is stored.
    pub format: Format,
    /// Name in the WHATWG encoding standard; `None` for a workbook.
    pub encoding: Option<String>,
    /// The sign between cells; `None` for a workbook.
    pub delimiter: Option<char>,
    /// The sheet that is read.
    pub sheet: Option<String>,
    /// All sheets of the workbook.
    pub sheets: Vec<String>,
    /// Line of the headings, from 1; 0 where the file has none.
    pub header_row: usize,
    /// Every column, in order.
    pub columns: Vec<RecognisedColumn>,
    /// `None` when no date of the file depends on it.
    pub date_order: Option<DateOrder>,
    /// `None` when no amount of the file depends on it.
    pub decimal_mark: Option<DecimalMark>,
    /// Why the file is read this way.
    pub evidence: Vec<Evidence>,
    /// Columns whose dates can also be read the other way round.
    pub two_way_dates: Vec<TwoWayDates>,
    /// Open questions; rows can be read only when there are none.
    pub ambiguities: Vec<Ambiguity>,
    /// What stands in for fields that the file does not carry.
    pub defaults: Vec<DefaultTaken>,
    /// Rows below the headings. Counted by line ends, blank lines included, when the rows had not to be read for it.
    #[ts(type = "number")]
    pub row_count: u64,
    /// The headings as they are compared, under which a mapping is remembered.
    pub signature: String,
    /// The first rows, raw and as they are read.
    pub sample_rows: Vec<SampleRow>,
}

/// One column of the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RecognisedColumn {
    /// From 0.
    pub index: usize,
    /// As written.
    pub heading: String,
    /// What it means; `None` is left out.
    pub field: Option<Field>,
    /// Up to five different values.
    pub samples: Vec<String>,
    /// What the values look like, whatever the heading says.
    pub type_guess: TypeGuess,
}

/// What the values of a column look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum TypeGuess {
    /// Nothing but blanks.
    Blank,
    /// Days.
    Day,
    /// Whole numbers.
    Whole,
    /// Numbers with decimals or grouping.
    Amount,
    /// Yes and no.
    Flag,
    /// Anything else.
    Text,
}

/// One reason, with the place where it was seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Evidence {
    /// The reason.
    pub code: EvidenceCode,
    /// How often it was seen.
    #[ts(type = "number")]
    pub count: u64,
    /// The first places.
    pub examples: Vec<Example>,
}

/// Why a file is read the way it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum EvidenceCode {
    /// The file begins with the mark of its encoding.
    EncodingMark,
    /// The bytes are valid in this encoding and would hardly be by chance.
    EncodingValid,
    /// The frequency of letters speaks for the encoding.
    EncodingGuessed,
    /// Dates that can only be day first.
    OnlyDayFirst,
    /// Dates that can only be month first.
    OnlyMonthFirst,
    /// Dates that say themselves how they are read.
    YearFirstOrDots,
    /// Amounts that can only have a decimal point.
    OnlyPoint,
    /// Amounts that can only have a decimal comma.
    OnlyComma,
    /// The caller settled the date order.
    DateOrderGiven,
    /// The caller settled the decimal mark.
    DecimalMarkGiven,
    /// The file is a known export by its head or its headings.
    ProfileRecognised,
    /// The caller settled which export it is.
    ProfileGiven,
    /// A title names the day of the list.
    AsOfInTitle,
    /// The head of the file names the first day of the fiscal year.
    FiscalYearInHead,
    /// A column says that one row is a line of its document.
    LineColumns,
    /// A column says that one row is an instalment of its document.
    InstalmentColumn,
}

/// A value with its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Example {
    /// Line of a text file or row of a sheet, from 1.
    #[ts(type = "number")]
    pub line: u64,
    /// Column, from 0.
    pub column: usize,
    /// As written.
    pub value: String,
    /// The two readings of an ambiguous value: days as `YYYY-MM-DD` (day first, month first), amounts with a decimal
    /// point (point, comma); empty otherwise.
    pub readings: Vec<String>,
}

/// How many dates of a column can also be read the other way round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TwoWayDates {
    /// From 0.
    pub column: usize,
    /// As written.
    pub heading: String,
    /// Dates that are a day of the calendar both ways, those included that are the same day both ways.
    #[ts(type = "number")]
    pub count: u64,
    /// Those of them that are two different days.
    #[ts(type = "number")]
    pub differing: u64,
}

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Question {
    /// Settled by [`Options::date_order`].
    DateOrder,
    /// Settled by [`Options::decimal_mark`].
    DecimalMark,
}

/// A question that the file leaves open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Ambiguity {
    /// What is asked.
    pub question: Question,
    /// Values that can be read two ways.
    #[ts(type = "number")]
    pub count: u64,
    /// The first of them.
    pub examples: Vec<Example>,
    /// Values that speak for either side, when the file contradicts itself; else empty.
    pub contradiction: Vec<Evidence>,
}

/// What stands in for a field that is not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DefaultCode {
    /// The currency of the book.
    BookCurrency,
    /// Document day and the customer's terms, else the document day.
    DocumentDatePlusTerms,
    /// The sign of the amount tells debit from credit.
    SignOfAmount,
    /// No settled day: the document is open.
    Open,
    /// The company's language.
    CompanyLanguage,
    /// The company's terms.
    CompanyTerms,
    /// The company's customer group.
    CompanyGroup,
    /// Not set.
    NotSet,
    /// The customer's number stands for the name.
    CustomerNumber,
    /// No tax known: one code NONE with amount 0.
    NoTaxKnown,
    /// No dimension.
    NoDimension,
    /// The posting profile is looked up: customer, group, all.
    ProfileByLookup,
    /// The company's main bank account.
    CompanyMainBank,
    /// No cash discount.
    NoCashDiscount,
    /// The discount days of the terms, else none.
    TermsDiscountDays,
    /// The percent of the terms, for a discount of which only the last day is known.
    TermsDiscountPercent,
    /// None: the discount of a document whose terms have none is not offered.
    NoDiscountDay,
    /// The customer's, else none.
    CustomersElseNone,
    /// By the address, else none.
    ByAddress,
    /// None.
    None,
    /// Blank.
    Blank,
    /// No.
    No,
    /// One line with the whole amount.
    OneLine,
    /// A confirmed order.
    ConfirmedOrder,
    /// All of it is open.
    AllOpen,
    /// One unit.
    OneUnit,
    /// To the end of the period that begins.
    EndOfPeriod,
    /// The booking day.
    BookingDay,
    /// For every purpose.
    EveryPurpose,
}

/// A default, and in how many rows it stands in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DefaultTaken {
    /// The field that is missing.
    pub field: Field,
    /// What stands in.
    pub default: DefaultCode,
    /// Rows concerned among those that were read for the recognition.
    #[ts(type = "number")]
    pub rows: u64,
}

/// A row as written and as read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SampleRow {
    /// Line of a text file or row of a sheet, from 1.
    #[ts(type = "number")]
    pub line: u64,
    /// The cells as written, each cut to 80 characters.
    pub raw: Vec<String>,
    /// The cells as read, one per column.
    pub typed: Vec<TypedValue>,
}

/// A cell as it is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "type", content = "value", rename_all = "snake_case")]
pub enum TypedValue {
    /// The column is left out.
    LeftOut,
    /// Nothing there.
    Blank,
    /// Text.
    Text(String),
    /// `YYYY-MM-DD`.
    Day(String),
    /// Decimal text with a point, in major units.
    Amount(String),
    /// Yes or no.
    Flag(bool),
    /// Would be refused.
    Refused(RejectCode),
}
