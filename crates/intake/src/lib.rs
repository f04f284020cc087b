//! Files in, typed rows and a list of problems out.
//!
//! Two steps: [`recognise`] looks at a whole file and says what it holds and why; [`read`] streams its rows as that
//! recognition reads them. Between the two a person (or a remembered mapping) may settle what the file leaves open.
//!
//! Invariants:
//! - Nothing is guessed silently. A file that can be read two ways has an [`Ambiguity`], and [`read`] refuses it until
//!   [`Options`] settle it; a cell that contradicts what was settled is a [`Rejected`] row with its place.
//! - An amount is parsed from its text to minor units exactly; nothing is rounded.
//! - Text files of any size need bounded memory; a workbook needs its shared strings and nothing else.
//!
//! Left out on purpose: what the rows do to a book (the `book` crate), sentences (codes and figures leave here; the
//! words live with whoever shows them), and today's date: two-digit years turn at 1970 for everyone.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

mod archive;
pub mod bank;
mod bundle;
mod copies;
mod day;
pub mod einvoice;
mod fault;
mod field;
mod number;
mod pdf;
mod recognise;
mod rows;
mod source;
mod synonyms;
mod xml;

pub use bundle::{RawFile, RawFiles, read_raw};
pub use copies::{
    COPY_TEXT_BYTES, COPY_TEXT_PAGES, CopyReader, InvoiceCopy, MAX_COPY_BYTES, count_pages,
    read_copies,
};
pub use day::{DateOrder, DayProblem, parse_day};
pub use fault::{
    ColumnRef, Content, Fault, IntakeError, PdfFault, RejectCode, Rejected, ValueProblem,
};
pub use field::{Field, FileKind, Shape};
pub use number::{DecimalMark, ExactDecimal, NumberProblem, parse_amount};
pub use recognise::{
    Ambiguity, ColumnChoice, DefaultCode, DefaultTaken, Evidence, EvidenceCode, Example, Format,
    Options, Question, RecognisedColumn, Recognition, RowsAre, SampleRow, SourceProfile,
    TwoWayDates, TypeGuess, TypedValue, recognise, signature,
};
pub use rows::{
    BankLineRow, CashDiscount, ContactRow, CustomerRow, Defaults, DeliveryRow, Dimension,
    DocumentKind, ExchangeRateRow, Further, HoldMark, Holds, Instalment, InvoiceLine, OrderRow,
    OrderStep, Others, Parts, Place, RevenueRow, Row, RowReader, SettlementRow, SkipReason,
    Skipped, Tax, TotalRow, TransactionRow, read,
};
pub use source::Progress;
pub use synonyms::normalise_heading;

/// The longest cell that is taken, in characters: what a spreadsheet cell holds at most.
pub const MAX_CELL_CHARS: usize = 32_767;

/// The most columns a file may have.
pub const MAX_COLUMNS: usize = 1_024;
