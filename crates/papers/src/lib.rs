//! Letters as paper: a [`LetterPaper`] goes in, the bytes of a PDF come out; and the other papers that leave the house:
//! interest notes ([`NotePaper`]) with the sheet that proves them ([`InterestSheet`]), mails as drafts, entries of a calendar,
//! the summary of an account, the statement of it ([`StatementPaper`]).
//!
//! Everything here is a pure function of its arguments: no SQL, no clock, no file (the fonts and words are part of the
//! program). Hence the invariant on which the archive stands: **the same paper gives the same bytes**, on every thread,
//! in every run, for ever within one version.
//!
//! What is printed is in the *recipient's* language: fixed words from `locales/`, numbers and dates from CLDR. A letter
//! whose rows, fee and total do not add up is refused, so nothing leaves the house that a reader could prove wrong with
//! a pencil.
//!
//! The letter's own faces have Latin, Greek and Cyrillic. Other scripts are set in fonts of the machine that a press is given
//! ([`Press::with_fonts`]); the same paper with the same fonts gives the same bytes. A letter with a character that no font has is
//! refused, a report prints a box and names it in [`Document::missing_glyphs`].
//!
//! Left out on purpose: which items are on a letter and what it costs (that is `engine`), and tagged PDF.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

mod calendar;
mod code;
mod error;
mod interest;
mod language;
mod layout;
mod logo;
mod mail;
mod note;
mod note_text;
mod paper;
mod pdf;
mod picture;
mod press;
mod report;
pub mod sample;
mod separator;
mod slip;
mod statement;
mod stationery;
mod summary;
mod template;
mod typeset;

pub use calendar::{CalendarEntry, EntryState, EntryTime, calendar};
pub use code::{PaymentCode, SwissBill};
pub use error::PaperError;
pub use interest::{
    InterestSheet, RatePer, ReferenceName, SheetHalf, SheetItem, SheetReference, SheetSlice,
};
pub use language::{LANGUAGES, Word, Wording};
pub use logo::Logo;
pub use mail::{Mail, MailAddress, MailAttachment};
pub use note::{Edition, NoteDirection, NoteItem, NotePaper};
pub use note_text::{
    NOTE_PLACEHOLDERS, NoteText, NoteValues, check_note, fill_note, note_text, note_texts,
};
pub use paper::{
    Bank, Clerk, Colour, Document, EdgeMarks, EnvelopeWindow, ItemKind, LetterItem, LetterPaper,
    PageSize, Sender,
};
pub use press::{Press, PrintRun, Sides};
pub use report::{LineKind, ReportColumn, ReportLine, ReportPaper, ReportRun, Side as ReportSide};
pub use separator::SeparatorPaper;
pub use slip::{SlipPaper, SlipStep};
pub use statement::{
    StatementAccount, StatementDue, StatementDueUntil, StatementLimit, StatementLine,
    StatementPaper, StatementSpan,
};
pub use summary::{
    AccountSummary, ListWords, OverdueItem, PaidInPeriod, SUMMARY_PLACEHOLDERS, SummaryMoney,
    account_summary, check_summary, summary_template,
};
pub use template::{
    MAIL_PLACEHOLDERS, MailValues, PLACEHOLDERS, TemplateValues, check, check_mail, fill, fill_mail,
};
pub use typeset::InstalledFont;
