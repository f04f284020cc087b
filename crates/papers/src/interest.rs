//! The interest sheet: how interest was computed, slice by slice, so that a reader with a pencil comes to the same sum.
//!
//! Invariant: a sheet is printed only when it adds up. The slices of an item and what a minimum or maximum changed are its
//! interest, less what earlier notes have is what is new; a rate is its reference rate and its margin.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::PaperError;

/// Whose rate it is; printed in the recipient's language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReferenceName {
    /// Base rate of § 247 BGB.
    DeBasiszins,
    /// Main refinancing rate of the European Central Bank.
    EcbMro,
    /// Base rate of § 456 UGB.
    AtBasiszins,
    /// Official rate of the Bank of England.
    UkBoeReference,
}

impl ReferenceName {
    /// Every one.
    pub const ALL: [Self; 4] = [
        Self::DeBasiszins,
        Self::EcbMro,
        Self::AtBasiszins,
        Self::UkBoeReference,
    ];

    /// The word by which a book names it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::DeBasiszins => "de_basiszins",
            Self::EcbMro => "ecb_mro",
            Self::AtBasiszins => "at_basiszins",
            Self::UkBoeReference => "uk_boe_reference",
        }
    }

    /// The rate of a word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|name| name.code() == code)
    }
}

/// Which half of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SheetHalf {
    /// January to June.
    First,
    /// July to December.
    Second,
}

/// What a rate is made of, and where that was published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetReference {
    /// Whose rate.
    pub name: ReferenceName,
    /// The year for which it was published.
    pub year: i32,
    /// The half of that year.
    pub half: SheetHalf,
    /// The reference rate, per cent per year; may be negative.
    pub percent: Decimal,
    /// Points above it.
    pub margin: Decimal,
    /// Where it is written, where the sender entered it; empty for what everybody finds under its name.
    #[serde(default)]
    pub source: String,
}

/// What a percentage is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RatePer {
    /// For a year; every day counts.
    Year,
    /// For an interval; whole ones are counted, a part of one counts by its days.
    Interval,
}

/// Days, or whole intervals, of one balance at one rate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetSlice {
    /// First day that bears interest.
    pub from_on: NaiveDate,
    /// Last day that bears interest.
    pub to_on: NaiveDate,
    /// Days.
    pub days: u32,
    /// What the percentage, or the amount without one, is for.
    pub rate_per: RatePer,
    /// Whole intervals; `None` where every day counts, and for a part of an interval.
    pub intervals: Option<u32>,
    /// What was open, minor units.
    pub base_minor: i64,
    /// Per cent; `None` where an interval costs an amount.
    pub percent: Option<Decimal>,
    /// What the percentage is made of; `None` where it is the sender's own.
    pub reference: Option<SheetReference>,
    /// What the slice costs, minor units, rounded once.
    pub interest_minor: i64,
}

/// One document with its slices.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetItem {
    /// Number of the document as the customer knows it.
    pub document_no: String,
    /// Day of the document.
    pub document_on: NaiveDate,
    /// Day it fell due.
    pub due_on: NaiveDate,
    /// Its amount, minor units.
    pub amount_minor: i64,
    /// The slices, ascending.
    pub slices: Vec<SheetSlice>,
    /// What a minimum added or a maximum took away, minor units; zero prints no line.
    pub adjusted_minor: i64,
    /// Interest from the due day to the end, minor units: the slices and what was adjusted.
    pub interest_minor: i64,
    /// What earlier notes have of it, minor units, not negative; zero prints no line.
    pub charged_before_minor: i64,
    /// What is new, minor units: the interest less what earlier notes have, and nothing where they have more.
    pub now_minor: i64,
    /// The lump sum for late payment, minor units; zero prints no line.
    pub lump_sum_minor: i64,
}

/// Interest by document; one sheet has one currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InterestSheet {
    /// Documents; printed in the order of their due days.
    pub items: Vec<SheetItem>,
    /// Last day that was looked at.
    pub to_on: NaiveDate,
    /// Currency code, `EUR`.
    pub currency: String,
    /// Decimal places of the currency.
    pub minor_digits: u32,
}

impl SheetItem {
    /// What earlier notes have beyond the interest, minor units; mostly zero.
    pub(crate) fn over_minor(&self) -> i128 {
        let open = i128::from(self.interest_minor) - i128::from(self.charged_before_minor);
        i128::from(self.now_minor) - open
    }

    fn check(&self, letter_no: &str) -> Result<(), PaperError> {
        let refused = |computed_minor: i128, stated_minor: i64| PaperError::SheetDoesNotAddUp {
            letter_no: letter_no.to_owned(),
            document_no: self.document_no.clone(),
            computed_minor,
            stated_minor: i128::from(stated_minor),
        };
        let slices = sum(self.slices.iter().map(|slice| slice.interest_minor));
        let interest = slices + i128::from(self.adjusted_minor);
        if interest != i128::from(self.interest_minor) {
            return Err(refused(interest, self.interest_minor));
        }
        let new = (interest - i128::from(self.charged_before_minor)).max(0);
        if new != i128::from(self.now_minor) {
            return Err(refused(new, self.now_minor));
        }
        for slice in &self.slices {
            self.check_rate(slice, letter_no)?;
        }
        Ok(())
    }

    /// A rate with a reference is the sum that stands on the paper; it does not fall below zero.
    fn check_rate(&self, slice: &SheetSlice, letter_no: &str) -> Result<(), PaperError> {
        let Some(reference) = &slice.reference else {
            return Ok(());
        };
        let computed = reference.percent.checked_add(reference.margin);
        let computed = computed.map(|percent| percent.max(Decimal::ZERO));
        if computed.is_some() && computed == slice.percent {
            return Ok(());
        }
        Err(PaperError::RateDoesNotAddUp {
            letter_no: letter_no.to_owned(),
            document_no: self.document_no.clone(),
            from_on: slice.from_on,
        })
    }
}

impl InterestSheet {
    /// A sheet that a reader could prove wrong with a pencil does not leave the house.
    pub(crate) fn check(&self, letter_no: &str) -> Result<(), PaperError> {
        if self.items.is_empty() {
            return Err(PaperError::NoItems {
                letter_no: letter_no.to_owned(),
            });
        }
        self.items.iter().try_for_each(|item| item.check(letter_no))
    }
}

/// The sum of minor units; as many amounts as there are never leave 128 bits.
pub(crate) fn sum(amounts: impl Iterator<Item = i64>) -> i128 {
    amounts.map(i128::from).sum()
}

/// Minor units for printing: a sum of amounts of one paper is within an i64 but for absurd figures of both signs; those are
/// printed at their bound rather than wrapped around.
pub(crate) fn printable(minor: i128) -> i64 {
    i64::try_from(minor).unwrap_or(if minor < 0 { i64::MIN } else { i64::MAX })
}
