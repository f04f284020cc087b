//! An interest note as paper: what is charged, or owed, on which document for which days.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::interest::sum;
use crate::language::Word;
use crate::{
    Clerk, EdgeMarks, EnvelopeWindow, InterestSheet, PageSize, PaperError, PaymentCode, Sender,
};

/// Who owes the interest.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoteDirection {
    /// The customer, on what they pay late.
    #[default]
    Charged,
    /// The company, on credits of the customer. Such a note asks for nothing and names no way to pay.
    Owed,
}

impl NoteDirection {
    /// What the note is called.
    pub(crate) const fn word(self) -> Word {
        match self {
            Self::Charged => Word::Note,
            Self::Owed => Word::NoteOwed,
        }
    }
}

/// Whether a paper goes out for the first time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Edition {
    /// It does.
    #[default]
    Original,
    /// It is printed again, and every page says so.
    Copy,
}

/// One row of the table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteItem {
    /// Number of the document as the customer knows it.
    pub document_no: String,
    /// Day it fell due.
    pub due_on: NaiveDate,
    /// First day that bears interest on this note.
    pub from_on: NaiveDate,
    /// Last day that bears interest on this note.
    pub to_on: NaiveDate,
    /// Interest on this note, minor units.
    pub interest_minor: i64,
    /// Lump sum for late payment, minor units; where all are zero there is no column.
    pub lump_sum_minor: i64,
}

/// Everything that is printed on one interest note. One note has one currency. Amounts are positive in both directions.
#[derive(Debug, Clone)]
pub struct NotePaper {
    /// Language of the recipient as BCP 47.
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
    /// Who owes the interest.
    pub direction: NoteDirection,
    /// Whether it is printed again.
    pub edition: Edition,
    /// Number of the note.
    pub number: String,
    /// Date of the note.
    pub note_on: NaiveDate,
    /// Place before the date, where that is the custom.
    pub place: Option<String>,
    /// The customer's account number.
    pub account: String,
    /// Person at the customer; printed unless the address names them already.
    pub contact_name: Option<String>,
    /// Who answers questions.
    pub agent: Option<Clerk>,
    /// Title of the note.
    pub subject: String,
    /// Text before the table; blank lines separate paragraphs.
    pub opening: String,
    /// Text after the table; blank lines separate paragraphs.
    pub closing: String,
    /// Rows; printed in the order of their due days.
    pub items: Vec<NoteItem>,
    /// Currency code, `EUR`.
    pub currency: String,
    /// Decimal places of the currency: 2 for EUR, 0 for JPY, 3 for KWD.
    pub minor_digits: u32,
    /// Fee of the note in minor units; zero prints no row.
    pub fee_minor: i64,
    /// What rounding the sum added, in minor units; zero prints no row.
    pub rounding_minor: i64,
    /// Sum of interest, lump sums, fee and rounding, in minor units.
    pub total_minor: i64,
    /// Last day to pay.
    pub pay_until: Option<NaiveDate>,
    /// The structured reference as it is printed, in groups; empty names note and account instead.
    pub reference: String,
    /// The code that fills in the transfer; `None` prints none.
    pub code: Option<PaymentCode>,
    /// How the interest was computed, on pages of its own after the note; `None` prints none.
    pub sheet: Option<InterestSheet>,
    /// The instant that metadata carries; given, never read from a clock.
    pub produced_at: DateTime<Utc>,
}

impl NotePaper {
    /// The code, where the note asks for money.
    pub(crate) fn payment_code(&self) -> Option<&PaymentCode> {
        self.code
            .as_ref()
            .filter(|_| self.direction == NoteDirection::Charged)
    }

    /// A note that a reader could prove wrong with a pencil does not leave the house.
    pub(crate) fn check(&self) -> Result<(), PaperError> {
        if self.items.is_empty() {
            return Err(PaperError::NoItems {
                letter_no: self.number.clone(),
            });
        }
        let rows = self
            .items
            .iter()
            .flat_map(|item| [item.interest_minor, item.lump_sum_minor]);
        let computed_minor = sum(rows.chain([self.fee_minor, self.rounding_minor]));
        if computed_minor != i128::from(self.total_minor) {
            return Err(PaperError::NoteDoesNotAddUp {
                letter_no: self.number.clone(),
                computed_minor,
                total_minor: self.total_minor,
            });
        }
        match &self.sheet {
            Some(sheet) => self.check_sheet(sheet),
            None => Ok(()),
        }
    }

    /// What the sheet computes for a document is what the note has for it.
    fn check_sheet(&self, sheet: &InterestSheet) -> Result<(), PaperError> {
        sheet.check(&self.number)?;
        if sheet.currency != self.currency || sheet.minor_digits != self.minor_digits {
            return Err(PaperError::SheetCurrency {
                letter_no: self.number.clone(),
                sheet: sheet.currency.clone(),
                currency: self.currency.clone(),
            });
        }
        // By document: a document may stand in several rows.
        let mut documents: BTreeMap<&str, [i128; 4]> = BTreeMap::new();
        for item in &self.items {
            let sums = documents.entry(&item.document_no).or_default();
            sums[0] += i128::from(item.interest_minor);
            sums[1] += i128::from(item.lump_sum_minor);
        }
        for item in &sheet.items {
            let sums = documents.entry(&item.document_no).or_default();
            sums[2] += i128::from(item.now_minor);
            sums[3] += i128::from(item.lump_sum_minor);
        }
        let differs = |sums: &[i128; 4]| sums[0] != sums[2] || sums[1] != sums[3];
        match documents.into_iter().find(|(_, sums)| differs(sums)) {
            None => Ok(()),
            Some((document_no, [interest, lump, new, sheet_lump])) => {
                let (computed_minor, stated_minor) = if interest == new {
                    (sheet_lump, lump)
                } else {
                    (new, interest)
                };
                Err(PaperError::SheetDoesNotAddUp {
                    letter_no: self.number.clone(),
                    document_no: document_no.to_owned(),
                    computed_minor,
                    stated_minor,
                })
            }
        }
    }
}
