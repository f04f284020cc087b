//! What can be wrong with a paper, and what to do about it.

use chrono::NaiveDate;
use thiserror::Error;

/// Why a paper could not be made. The message says what to change.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PaperError {
    /// An embedded font cannot be read: the program itself is damaged.
    #[error("the font {name} inside the program cannot be read; install Duebook again")]
    Font {
        /// Name of the font.
        name: &'static str,
    },
    /// The formats of a language are missing from the program.
    #[error(
        "no number and date formats for the language \"{language}\"; choose another language for this customer"
    )]
    Language {
        /// The tag as given.
        language: String,
    },
    /// The picture is neither a PNG nor a JPEG, or it is damaged.
    #[error("the logo cannot be used: {reason}; give a PNG or JPEG file")]
    Logo {
        /// What the decoder said.
        reason: String,
    },
    /// The address does not fit the window of the envelope.
    #[error(
        "the address of letter {letter_no} has {lines} lines, and the envelope window holds {room}; shorten it"
    )]
    AddressTooLong {
        /// Number of the letter.
        letter_no: String,
        /// Lines that the address needs.
        lines: usize,
        /// Lines that the window holds.
        room: usize,
    },
    /// Characters for which there is no glyph: a box on a letter reads like a mistake of the sender.
    #[error(
        "no font has the characters {characters} of letter {letter_no}; write them in other letters, or install a font that has them"
    )]
    MissingGlyphs {
        /// Number of the letter.
        letter_no: String,
        /// The characters, in order.
        characters: String,
    },
    /// Open amounts and fee do not sum up to the total that should be printed.
    #[error(
        "letter {letter_no} does not add up: items and fee give {computed_minor}, the total says {total_minor}"
    )]
    DoesNotAddUp {
        /// Number of the letter.
        letter_no: String,
        /// Sum of the open amounts and the fee, in minor units.
        computed_minor: i128,
        /// The total as given, in minor units.
        total_minor: i64,
    },
    /// Interest, lump sums, fee and rounding do not sum up to the total that should be printed.
    #[error(
        "interest note {letter_no} does not add up: items, fee and rounding give {computed_minor}, the total says {total_minor}"
    )]
    NoteDoesNotAddUp {
        /// Number of the note.
        letter_no: String,
        /// Sum of interest, lump sums, fee and rounding, in minor units.
        computed_minor: i128,
        /// The total as given, in minor units.
        total_minor: i64,
    },
    /// The rows of a statement, or its amounts by due day, do not lead to its balance.
    #[error(
        "the statement of {account} does not add up in {currency}: its rows give {computed_minor}, the balance says {closing_minor}"
    )]
    StatementDoesNotAddUp {
        /// Account number.
        account: String,
        /// Currency of the rows.
        currency: String,
        /// What the rows give, in minor units.
        computed_minor: i128,
        /// The balance as given, in minor units.
        closing_minor: i64,
    },
    /// The slices of a document do not lead to its interest, or the note has another interest for it than its sheet.
    #[error(
        "the interest sheet of {letter_no} does not add up at {document_no}: it gives {computed_minor}, and {stated_minor} is stated"
    )]
    SheetDoesNotAddUp {
        /// Number of the letter or note.
        letter_no: String,
        /// The document.
        document_no: String,
        /// What the sheet gives, in minor units.
        computed_minor: i128,
        /// What is stated, in minor units.
        stated_minor: i128,
    },
    /// A rate is not the sum of its reference rate and its margin.
    #[error(
        "the interest sheet of {letter_no} does not add up at {document_no}: the rate from {from_on} on is not its reference rate and its margin"
    )]
    RateDoesNotAddUp {
        /// Number of the letter or note.
        letter_no: String,
        /// The document.
        document_no: String,
        /// First day of the slice.
        from_on: NaiveDate,
    },
    /// A note and its sheet are in different currencies.
    #[error("interest note {letter_no} is in {currency}, and its interest sheet in {sheet}")]
    SheetCurrency {
        /// Number of the note.
        letter_no: String,
        /// Currency of the sheet.
        sheet: String,
        /// Currency of the note.
        currency: String,
    },
    /// A letter without a single item says nothing.
    #[error("letter {letter_no} has no items; a letter needs at least one")]
    NoItems {
        /// Number of the letter.
        letter_no: String,
    },
    /// The text of the payment code is longer than a code of its standard holds.
    #[error(
        "the payment code of letter {letter_no} holds more than its standard takes; switch codes off or shorten the names in it"
    )]
    CodeTooLong {
        /// Number of the letter.
        letter_no: String,
    },
    /// The payment part of a QR-bill is as wide as an A4 sheet.
    #[error("the payment part of letter {letter_no} needs A4; choose A4 for the company's letters")]
    BillNeedsA4 {
        /// Number of the letter.
        letter_no: String,
    },
    /// A print file needs at least one letter.
    #[error("there is no letter to print")]
    NothingToPrint,
    /// A text contains a placeholder that does not exist.
    #[error("line {line}, column {column}: there is no placeholder \"{name}\"; known are {known}")]
    UnknownPlaceholder {
        /// Line in the text, from 1.
        line: usize,
        /// Character in the line, from 1.
        column: usize,
        /// The name as written.
        name: String,
        /// All names that exist, in order.
        known: String,
    },
    /// A text cannot be understood as a template.
    #[error("line {line}, column {column}: {reason}")]
    Template {
        /// Line in the text, from 1.
        line: usize,
        /// Character in the line, from 1.
        column: usize,
        /// What is wrong there.
        reason: String,
    },
    /// The bytes are not a PDF that can be shown.
    #[error("this is not a PDF that can be shown")]
    NotAPdf,
    /// The page does not exist.
    #[error("there is no page {page}; the document has {pages}")]
    NoSuchPage {
        /// The page asked for, from 1.
        page: u32,
        /// Pages in the document.
        pages: u32,
    },
    /// The picture of a page would be empty or too large.
    #[error("a picture {width_px} pixels wide cannot be made; ask for 1 to 8000")]
    PictureSize {
        /// The width asked for.
        width_px: u32,
    },
    /// An address to which no mail can go.
    #[error("\"{address}\" is no mail address; correct it on the customer's card or with the user")]
    MailAddress {
        /// The address as given.
        address: String,
    },
    /// The document has outgrown what a PDF can hold.
    #[error("the print file is too large for one PDF; print fewer letters at once")]
    TooLarge,
}
