//! What goes onto a paper, and what comes out.

use std::fmt::Write as _;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::code::PaymentCode;
use crate::interest::InterestSheet;
use crate::logo::Logo;
use crate::note::Edition;

/// Size of the sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PageSize {
    /// 210 × 297 mm.
    A4,
    /// 8.5 × 11 in.
    UsLetter,
}

/// Where the window of the envelope lies; the measures are in `layout::envelope`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EnvelopeWindow {
    /// DIN 5008:2020 form A, with a low letterhead: the field is 27 mm from the top.
    Din5008A,
    /// DIN 5008:2020 form B: the field is 45 mm from the top.
    Din5008B,
    /// Swiss C5/6 envelope with its window on the left.
    SwissLeft,
    /// Swiss C5/6 envelope with its window on the right.
    SwissRight,
    /// DL envelope of the United Kingdom.
    UkDl,
    /// French DL envelope with its window on the right.
    FrenchRight,
    /// US #10 window envelope.
    Us10,
}

impl EnvelopeWindow {
    /// Every envelope, in the order in which they are offered.
    pub const ALL: [Self; 7] = [
        Self::Din5008A,
        Self::Din5008B,
        Self::SwissLeft,
        Self::SwissRight,
        Self::UkDl,
        Self::FrenchRight,
        Self::Us10,
    ];

    /// The word by which files and settings name it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Din5008A => "din_5008_a",
            Self::Din5008B => "din_5008_b",
            Self::SwissLeft => "swiss_left",
            Self::SwissRight => "swiss_right",
            Self::UkDl => "uk_dl",
            Self::FrenchRight => "french_right",
            Self::Us10 => "us_10",
        }
    }

    /// The envelope of a word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|window| window.code() == code)
    }
}

/// Marks at the left edge for folding and punching.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EdgeMarks {
    /// They are printed.
    #[default]
    Printed,
    /// The paper has them already, or a machine folds it.
    None,
}

/// A colour as 8-bit sRGB.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Colour {
    /// Red.
    pub red: u8,
    /// Green.
    pub green: u8,
    /// Blue.
    pub blue: u8,
}

/// Where the money goes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bank {
    /// Holder of the account.
    pub holder: String,
    /// IBAN or the account number, with or without spaces.
    pub iban: String,
    /// BIC, empty when there is none.
    pub bic: String,
    /// Name of the bank, empty when unknown.
    pub bank_name: String,
}

/// Who writes the letter.
#[derive(Debug, Clone, Default)]
pub struct Sender {
    /// Name of the company.
    pub name: String,
    /// Postal address below the name, in postal order.
    pub address: Vec<String>,
    /// Phone, empty when there is none.
    pub phone: String,
    /// Email, empty when there is none.
    pub email: String,
    /// Web address, empty when there is none.
    pub web: String,
    /// VAT identification number, empty when there is none.
    pub vat_id: String,
    /// Register, seat, directors: what the law wants on a business letter; lines separated by line breaks.
    pub register: String,
    /// Bank account; without one the payment box names no account.
    pub bank: Option<Bank>,
    /// Logo at the head of page 1.
    pub logo: Option<Arc<Logo>>,
    /// Accent of name and payment box; a dark neutral without one.
    pub accent: Option<Colour>,
}

/// The person who answers questions about the letter.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clerk {
    /// Full name.
    pub name: String,
    /// Direct line, empty when there is none.
    pub phone: String,
    /// Email, empty when there is none.
    pub email: String,
}

/// What a row of the table is; printed in the recipient's language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemKind {
    /// An invoice.
    Invoice,
    /// A credit note.
    CreditNote,
    /// A payment.
    Payment,
    /// An interest note.
    Interest,
    /// A fee of an earlier letter.
    Fee,
    /// Anything else.
    Other,
}

/// One row of the table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LetterItem {
    /// What it is.
    pub kind: ItemKind,
    /// Number of the document as the customer knows it.
    pub document_no: String,
    /// Day of the document.
    pub document_on: NaiveDate,
    /// Day it falls due.
    pub due_on: NaiveDate,
    /// Days since the due day; zero or less prints as a blank.
    pub days_overdue: i64,
    /// Original amount in minor units, negative for credits.
    pub amount_minor: i64,
    /// What is still open in minor units, negative for credits.
    pub open_minor: i64,
}

/// Everything that is printed on one letter. One letter has one currency.
#[derive(Debug, Clone)]
pub struct LetterPaper {
    /// Language of the recipient as BCP 47 (`de`, `en-US`, `de-AT`). Fixed words fall back to English, formats to CLDR's parents.
    pub language: String,
    /// Size of the sheet.
    pub page: PageSize,
    /// Window of the envelope.
    pub window: EnvelopeWindow,
    /// Marks for folding and punching.
    pub edge_marks: EdgeMarks,
    /// Who writes.
    pub sender: Sender,
    /// Address in postal order, at most six lines.
    pub recipient: Vec<String>,
    /// Number of the letter.
    pub letter_no: String,
    /// Date of the letter.
    pub letter_on: NaiveDate,
    /// Place before the date, where that is the custom.
    pub place: Option<String>,
    /// The customer's account number.
    pub account: String,
    /// Person at the customer; printed unless the address names them already.
    pub contact_name: Option<String>,
    /// Who answers questions.
    pub agent: Option<Clerk>,
    /// Title of the letter.
    pub subject: String,
    /// Text before the table; blank lines separate paragraphs.
    pub opening: String,
    /// Text after the table; blank lines separate paragraphs.
    pub closing: String,
    /// Rows; printed in the order of their due days.
    pub items: Vec<LetterItem>,
    /// Currency code, `EUR`.
    pub currency: String,
    /// Decimal places of the currency: 2 for EUR, 0 for JPY, 3 for KWD.
    pub minor_digits: u32,
    /// Fee of this letter in minor units; zero prints no row.
    pub fee_minor: i64,
    /// Sum of the open amounts and the fee, in minor units.
    pub total_minor: i64,
    /// Last day to pay.
    pub pay_by: Option<NaiveDate>,
    /// The structured reference as it is printed, in groups; empty names letter and account instead.
    pub reference: String,
    /// The code that fills in the transfer; `None` prints none.
    pub code: Option<PaymentCode>,
    /// Days overdue as figures (`31–60`) and open amount per aging period; empty prints nothing.
    pub period_totals: Vec<(String, i64)>,
    /// How interest on the items was computed, on pages of its own after the letter; `None` prints none.
    pub sheet: Option<InterestSheet>,
    /// Whether it goes out for the first time; a copy says on every page that it is one.
    pub edition: Edition,
    /// The instant that metadata carries; given, never read from a clock.
    pub produced_at: DateTime<Utc>,
}

/// A finished PDF.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// The file.
    pub bytes: Vec<u8>,
    /// SHA-256 of the file.
    pub sha256: [u8; 32],
    /// Number of pages.
    pub pages: u32,
    /// Characters that no font here has, in order; each stands on the paper as □.
    pub missing_glyphs: Vec<char>,
}

impl Document {
    /// The hash as 64 lower-case hexadecimal digits.
    pub fn sha256_hex(&self) -> String {
        self.sha256
            .iter()
            .fold(String::with_capacity(64), |mut hex, byte| {
                // Writing to a String cannot fail.
                let _ = write!(hex, "{byte:02x}");
                hex
            })
    }
}
