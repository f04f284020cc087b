//! The sequence of letters: its codes, its lines per currency, and what makes a sequence valid.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::account::{Kind, OpenItem};
use crate::money::Currency;

/// Codes that a sequence has at most (spec 22 §1).
pub const MAX_CODES: usize = 5;

/// Collection letter code, in the order in which letters follow each other.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ts_rs::TS,
)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "LetterCode")]
pub enum Code {
    /// Collection letter 1.
    #[serde(rename = "letter_1")]
    Letter1,
    /// Collection letter 2.
    #[serde(rename = "letter_2")]
    Letter2,
    /// Collection letter 3.
    #[serde(rename = "letter_3")]
    Letter3,
    /// Collection letter 4.
    #[serde(rename = "letter_4")]
    Letter4,
    /// The final letter before an agency or a court.
    Collection,
}

impl Code {
    /// All codes, in order.
    pub const ALL: [Self; MAX_CODES] = [
        Self::Letter1,
        Self::Letter2,
        Self::Letter3,
        Self::Letter4,
        Self::Collection,
    ];

    /// The word in the book and over the wire.
    pub fn code(self) -> &'static str {
        match self {
            Self::Letter1 => "letter_1",
            Self::Letter2 => "letter_2",
            Self::Letter3 => "letter_3",
            Self::Letter4 => "letter_4",
            Self::Collection => "collection",
        }
    }

    /// Reads what [`Code::code`] wrote.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.code() == code)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// What a posted letter does to deliveries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "LetterBlocks")]
pub enum Blocks {
    /// Nothing.
    #[default]
    Nothing,
    /// Invoicing and delivery are put on hold.
    Deliveries,
}

/// One line of a sequence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// Its code.
    pub code: Code,
    /// The currency of the items, of the fee and of the minimum.
    pub currency: Currency,
    /// Fee charged once per posted letter with its tax, minor units, not negative.
    pub fee_minor: i64,
    /// What of the fee is tax, minor units.
    pub fee_tax_minor: i64,
    /// Below this claim there is no letter of that code, minor units, not negative.
    pub minimum_minor: i64,
    /// Days after the due day (Letter 1) or after the letter before (all others).
    pub grace_days: u32,
    /// What posting does to deliveries.
    pub blocks: Blocks,
}

/// A sequence: per currency up to five lines, from Letter 1 upwards, then perhaps Collection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sequence {
    /// Its id.
    pub id: String,
    /// Its lines; checked by [`Sequence::new`], ascending by currency and code.
    lines: Vec<Line>,
}

/// Why a sequence is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SequenceFault {
    /// No line at all.
    #[error("a sequence needs at least one line")]
    Empty,
    /// More codes in one currency than there may be (L-20).
    #[error("{currency}: a sequence has at most {MAX_CODES} codes")]
    TooManyCodes {
        /// The currency.
        currency: Currency,
    },
    /// A code twice in one currency.
    #[error("{currency}: {code} stands twice")]
    CodeTwice {
        /// The currency.
        currency: Currency,
        /// The code.
        code: Code,
    },
    /// The numbered letters of a currency do not run 1, 2, 3, 4.
    #[error("{currency}: {code} follows on nothing")]
    Gap {
        /// The currency.
        currency: Currency,
        /// The code that has no predecessor.
        code: Code,
    },
    /// A fee or a minimum is negative.
    #[error("{currency}: fee and minimum of {code} cannot be negative")]
    Negative {
        /// The currency.
        currency: Currency,
        /// The code.
        code: Code,
    },
}

impl Sequence {
    /// The same sequence with what of each fee is tax, minor units.
    #[must_use]
    pub fn with_taxes(mut self, tax_minor: impl Fn(&Line) -> i64) -> Self {
        for line in &mut self.lines {
            line.fee_tax_minor = tax_minor(line);
        }
        self
    }

    /// Checks the lines and puts them in order.
    ///
    /// # Errors
    /// The first fault, by currency.
    pub fn new(id: &str, mut lines: Vec<Line>) -> Result<Self, SequenceFault> {
        lines.sort_by_key(|line| (line.currency, line.code));
        if lines.is_empty() {
            return Err(SequenceFault::Empty);
        }
        for of_currency in lines.chunk_by(|a, b| a.currency == b.currency) {
            check_currency(of_currency)?;
        }
        Ok(Self {
            id: id.to_owned(),
            lines,
        })
    }

    /// All lines, ascending by currency and code.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// The lines of one currency, in order.
    pub fn lines_in(&self, currency: Currency) -> impl Iterator<Item = &Line> {
        self.lines
            .iter()
            .filter(move |line| line.currency == currency)
    }

    /// The line that follows on `reached`; the first one before any letter, `None` after the last.
    pub fn line_after(&self, currency: Currency, reached: Option<Code>) -> Option<Line> {
        self.lines_in(currency)
            .find(|line| reached.is_none_or(|reached| line.code > reached))
            .copied()
    }
}

fn check_currency(lines: &[Line]) -> Result<(), SequenceFault> {
    let Some(currency) = lines.first().map(|line| line.currency) else {
        return Ok(());
    };
    if lines.len() > MAX_CODES {
        return Err(SequenceFault::TooManyCodes { currency });
    }
    for (line, expected) in lines.iter().zip(Code::ALL) {
        let code = line.code;
        if line.fee_minor < 0 || line.minimum_minor < 0 {
            return Err(SequenceFault::Negative { currency, code });
        }
        let first = expected == Code::Letter1;
        if code < expected {
            return Err(SequenceFault::CodeTwice { currency, code });
        }
        if code > expected && (first || code != Code::Collection) {
            return Err(SequenceFault::Gap { currency, code });
        }
    }
    let twice = lines.windows(2).find(|pair| pair[0].code == pair[1].code);
    match twice {
        Some(pair) => Err(SequenceFault::CodeTwice {
            currency,
            code: pair[0].code,
        }),
        None => Ok(()),
    }
}

/// The switches of the dialog *Create*: what may be listed.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ts_rs::TS,
)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "LetterItemType")]
pub enum ItemType {
    /// Invoices and other debits.
    Invoice,
    /// Credit notes.
    CreditNote,
    /// Payments, refunds and other credits.
    Payment,
    /// Interest notes.
    Interest,
    /// Fees of earlier letters.
    LetterFee,
}

impl ItemType {
    /// All types, in the order of the dialog.
    pub const ALL: [Self; 5] = [
        Self::Invoice,
        Self::CreditNote,
        Self::Payment,
        Self::Interest,
        Self::LetterFee,
    ];

    /// The switch that governs an item.
    pub fn of(item: &OpenItem) -> Self {
        match item.kind {
            Kind::CreditNote => Self::CreditNote,
            Kind::Payment | Kind::Refund => Self::Payment,
            Kind::InterestNote => Self::Interest,
            Kind::LetterFee => Self::LetterFee,
            Kind::Other if item.open_minor < 0 => Self::Payment,
            Kind::Invoice | Kind::Other => Self::Invoice,
        }
    }
}

/// A set of types.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Types(u8);

impl Types {
    /// All of them, the default of the dialog.
    pub fn all() -> Self {
        ItemType::ALL.into_iter().collect()
    }

    /// Whether `one` is among them.
    pub fn contains(self, one: ItemType) -> bool {
        self.0 & (1 << one as u8) != 0
    }
}

impl FromIterator<ItemType> for Types {
    fn from_iter<I: IntoIterator<Item = ItemType>>(types: I) -> Self {
        Self(types.into_iter().fold(0, |set, one| set | (1 << one as u8)))
    }
}
