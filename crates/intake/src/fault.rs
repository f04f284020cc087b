//! What can be wrong with a file or a row: codes and figures, never sentences.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::field::{Field, FileKind};

/// A column of the file, as a person finds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ColumnRef {
    /// From 0.
    pub index: usize,
    /// The heading as written; empty where the file has none.
    pub heading: String,
}

/// A file that cannot be imported, with its name and, where there is one, the place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize, TS)]
#[error("{file}{}: {fault}", line.map(|l| format!(":{l}")).unwrap_or_default())]
pub struct IntakeError {
    /// Name of the file, without its folder.
    pub file: String,
    /// Line of a text file or row of a sheet, from 1.
    #[ts(type = "number | null")]
    pub line: Option<u64>,
    /// The column, where the fault has one. Boxed, because every fallible function carries the room for it.
    pub column: Option<Box<ColumnRef>>,
    /// What is wrong.
    pub fault: Fault,
}

/// What the content of a file turned out to be, when it is not a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Content {
    /// A workbook of Excel 97–2003 (`.xls`): to be saved as `.xlsx`.
    OldWorkbook,
    /// A ZIP that is not a workbook.
    Zip,
    /// A picture.
    Picture,
    /// A web page, whatever its name says.
    Html,
    /// XML.
    Xml,
    /// Something else that is not text.
    Binary,
}

/// What is wrong with a value of a file that has no rows to reject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "code", content = "args", rename_all = "snake_case")]
pub enum ValueProblem {
    /// Not a day, or one that no calendar has (30 February).
    NotADate,
    /// Not an amount in the way the format writes it.
    NotANumber,
    /// More decimals than the currency has.
    TooManyDecimals {
        /// Decimals of the currency.
        digits: u32,
    },
    /// Beyond 10^15 minor units.
    AmountTooLarge,
    /// Not a code of ISO 4217.
    UnknownCurrency,
    /// Neither yes nor no.
    NotAFlag,
    /// A code that is none of those the format has.
    UnknownCode,
    /// A text that does not have the form of its field.
    NotItsForm,
}

/// What is wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize, TS)]
#[serde(tag = "code", content = "args", rename_all = "snake_case")]
pub enum Fault {
    /// No such file.
    #[error("not_found")]
    NotFound,
    /// The path is a folder.
    #[error("is_a_folder")]
    IsAFolder,
    /// No bytes, or nothing but blanks.
    #[error("empty_file")]
    EmptyFile,
    /// A PDF, whatever its name says.
    #[error("is_a_pdf")]
    IsAPdf,
    /// Not a table.
    #[error("wrong_content: {found:?}")]
    WrongContent {
        /// What it is.
        found: Content,
    },
    /// A workbook that cannot be opened.
    #[error("broken_workbook: {detail}")]
    BrokenWorkbook {
        /// Technical detail for the log.
        detail: String,
    },
    /// A workbook behind a password.
    #[error("encrypted_workbook")]
    EncryptedWorkbook,
    /// A workbook that would unpack to more than the limit.
    #[error("workbook_too_large: {bytes} > {limit}")]
    WorkbookTooLarge {
        /// Unpacked size of its largest part that is read.
        #[ts(type = "number")]
        bytes: u64,
        /// The limit.
        #[ts(type = "number")]
        limit: u64,
    },
    /// The workbook has no sheet of that name.
    #[error("no_such_sheet: {sheet}")]
    NoSuchSheet {
        /// The name asked for.
        sheet: String,
        /// The names there are.
        sheets: Vec<String>,
    },
    /// None of the headings means anything.
    #[error("no_known_columns: {headings:?}")]
    NoKnownColumns {
        /// The headings found.
        headings: Vec<String>,
    },
    /// Some headings are known, but not all that are needed.
    #[error("missing_columns for {kind:?}: {needed:?}")]
    MissingColumns {
        /// The kind of file that fits best.
        kind: FileKind,
        /// One field of each group is missing.
        needed: Vec<Vec<Field>>,
        /// The headings found.
        headings: Vec<String>,
    },
    /// More columns than the limit.
    #[error("too_many_columns: {found} > {limit}")]
    TooManyColumns {
        /// Columns found.
        found: usize,
        /// The limit.
        limit: usize,
    },
    /// The bytes are not text in this encoding.
    #[error("unreadable as {encoding}")]
    Unreadable {
        /// The encoding tried.
        encoding: String,
    },
    /// The name of an encoding that nobody knows.
    #[error("unknown_encoding: {label}")]
    UnknownEncoding {
        /// As given.
        label: String,
    },
    /// A delimiter that cannot be one.
    #[error("unknown_delimiter: {delimiter:?}")]
    UnknownDelimiter {
        /// As given.
        delimiter: char,
    },
    /// One record goes on and on: most likely a quote that is never closed.
    #[error("record_too_long")]
    RecordTooLong,
    /// A ZIP that cannot be read.
    #[error("archive_broken: {entry}: {detail}")]
    ArchiveBroken {
        /// Name inside the ZIP; empty where its directory is at fault.
        entry: String,
        /// Technical detail for the log.
        detail: String,
    },
    /// A name in a ZIP that leads out of it, or is no name at all. Nothing of that ZIP is read.
    #[error("archive_unsafe_path: {entry}")]
    ArchiveUnsafePath {
        /// As written in the ZIP.
        entry: String,
    },
    /// A ZIP behind a password.
    #[error("archive_encrypted: {entry}")]
    ArchiveEncrypted {
        /// Name inside the ZIP.
        entry: String,
    },
    /// More files in a ZIP than the limit.
    #[error("archive_too_many_entries: {found} > {limit}")]
    ArchiveTooManyEntries {
        /// Files there are.
        found: usize,
        /// The limit.
        limit: usize,
    },
    /// A ZIP unpacks to more than the limit, for one file or for all that were read so far.
    #[error("archive_too_large: {entry}: more than {limit} bytes")]
    ArchiveTooLarge {
        /// Name inside the ZIP of the file at which the limit was reached.
        entry: String,
        /// The limit in bytes.
        #[ts(type = "number")]
        limit: u64,
    },
    /// A file in a ZIP is packed more densely than data of people ever is.
    #[error("archive_bomb: {entry}: more than {limit}:1")]
    ArchiveBomb {
        /// Name inside the ZIP.
        entry: String,
        /// How many times its packed size a file may unpack to.
        #[ts(type = "number")]
        limit: u64,
    },
    /// A file in a ZIP is packed in a way that is not read (only stored and deflated ones are).
    #[error("archive_unknown_method: {entry}: {method}")]
    ArchiveUnknownMethod {
        /// Name inside the ZIP.
        entry: String,
        /// Name of the method.
        method: String,
    },
    /// XML that is not well formed.
    #[error("xml_broken: {detail}")]
    XmlBroken {
        /// Technical detail for the log.
        detail: String,
    },
    /// XML with a document type: it could define entities that grow without end or fetch other files.
    #[error("xml_doctype")]
    XmlDoctype,
    /// An entity that is none of the five that XML itself has.
    #[error("xml_entity: {name}")]
    XmlEntity {
        /// Its name, without `&` and `;`.
        name: String,
    },
    /// Elements inside elements beyond the limit.
    #[error("xml_too_deep: more than {limit}")]
    XmlTooDeep {
        /// The limit.
        limit: usize,
    },
    /// One text, tag or comment beyond the limit.
    #[error("xml_text_too_long: more than {limit} bytes")]
    XmlTextTooLong {
        /// The limit in bytes.
        limit: usize,
    },
    /// One record has more parts than the limit.
    #[error("xml_too_many_parts: {element}: more than {limit}")]
    XmlTooManyParts {
        /// Name of the record's element.
        element: String,
        /// The limit.
        limit: usize,
    },
    /// The file ends inside an element.
    #[error("xml_cut_short: {element}")]
    XmlCutShort {
        /// Name of the innermost element that is not closed.
        element: String,
    },
    /// Not a file of a bank, or not one in a known format.
    #[error("not_a_bank_file")]
    NotABankFile,
    /// A value of a bank file that cannot be taken. One of them spoils the whole statement: its balances would not hold.
    #[error("bank_value: {element}: {value:?}: {reason:?}")]
    BankValue {
        /// Element (`Amt`) or field (`:61:`).
        element: String,
        /// The value, cut to 80 characters.
        value: String,
        /// What is wrong with it.
        reason: ValueProblem,
    },
    /// A value that a bank file must have.
    #[error("bank_value_missing: {element}")]
    BankValueMissing {
        /// Element (`CdtDbtInd`) or field (`:60F:`).
        element: String,
    },
    /// A file beyond the size that is read at once.
    #[error("file_too_large: more than {limit} bytes")]
    FileTooLarge {
        /// The limit in bytes.
        #[ts(type = "number")]
        limit: u64,
    },
    /// A folder with more files, or deeper, than the limit.
    #[error("too_many_files: more than {limit}")]
    TooManyFiles {
        /// The limit.
        limit: usize,
    },
    /// A PDF that cannot be taken apart.
    #[error("pdf_unreadable: {why:?}")]
    PdfUnreadable {
        /// Why.
        why: PdfFault,
    },
    /// Neither an electronic invoice nor a PDF with one inside.
    #[error("no_e_invoice")]
    NoEInvoice,
    /// An electronic invoice without something that every one must have.
    #[error("e_invoice_missing: {term} ({element})")]
    EInvoiceMissing {
        /// The business term of EN 16931, `BT-112`.
        term: String,
        /// Name of the element in the format of the file.
        element: String,
    },
    /// A value of an electronic invoice that cannot be what its term says.
    #[error("e_invoice_bad_value: {term}: {value}")]
    EInvoiceBadValue {
        /// The business term of EN 16931, `BT-112`.
        term: String,
        /// As written, cut to 80 characters.
        value: String,
    },
    /// Open questions: options must settle them before rows can be read.
    #[error("ambiguous: {questions} open question(s)")]
    Ambiguous {
        /// How many questions are open.
        questions: usize,
    },
    /// The file is no longer the one that was recognised.
    #[error("changed_since_recognised")]
    ChangedSinceRecognised,
    /// The system refused to read.
    #[error("io: {detail}")]
    Io {
        /// Words of the operating system.
        detail: String,
    },
    /// The caller stopped the work.
    #[error("cancelled")]
    Cancelled,
}

/// Why a PDF cannot be taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PdfFault {
    /// It has no mark of a PDF.
    NotAPdf,
    /// Larger than what is taken apart.
    TooLarge,
    /// More objects, or more of them packed, than any invoice has.
    TooComplex,
    /// Protected by a password, be it an empty one.
    Encrypted,
    /// No page is found in it.
    NoPages,
}

impl Fault {
    /// This fault of a whole file.
    pub(crate) fn of(self, file: &str) -> IntakeError {
        IntakeError {
            file: file.to_owned(),
            line: None,
            column: None,
            fault: self,
        }
    }

    /// This fault at a line of a file.
    pub(crate) fn at(self, file: &str, line: u64) -> IntakeError {
        IntakeError {
            line: Some(line),
            ..self.of(file)
        }
    }
}

impl From<std::io::Error> for Fault {
    fn from(error: std::io::Error) -> Self {
        match error.downcast::<Self>() {
            Ok(fault) => fault,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Self::NotFound,
            Err(error) => Self::Io {
                detail: error.to_string(),
            },
        }
    }
}

/// A row that is left out, with its place, its reason and all its cells to correct and drop in again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Rejected {
    /// Name of the file, without its folder.
    pub file: String,
    /// Line of a text file or row of a sheet, from 1.
    #[ts(type = "number")]
    pub line: u64,
    /// The column at fault, where one is.
    pub column: Option<ColumnRef>,
    /// The reason.
    pub code: RejectCode,
    /// The value at fault, cut to 80 characters.
    pub value: String,
    /// The cells of the row, each cut to [`crate::MAX_CELL_CHARS`].
    pub raw: Vec<String>,
}

/// Why a row is left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "code", content = "args", rename_all = "snake_case")]
pub enum RejectCode {
    /// Not a day, or one that no calendar has (30 February).
    NotADate,
    /// A day that can be read two ways in a file that settles nothing.
    AmbiguousDate,
    /// The due day is before the document day.
    DueBeforeDocument {
        /// `YYYY-MM-DD`.
        document_date: String,
        /// `YYYY-MM-DD`.
        due_date: String,
    },
    /// Not an amount.
    NotANumber,
    /// An amount that contradicts the decimal mark of the file, or needs one that is not settled.
    AmbiguousNumber,
    /// More decimals than the currency has.
    TooManyDecimals {
        /// Decimals of the currency.
        digits: u32,
    },
    /// Beyond 10^15 minor units.
    AmountTooLarge,
    /// A settlement must be more than nothing.
    AmountNotPositive,
    /// Not a code of ISO 4217.
    UnknownCurrency,
    /// The sign beside the amount is not of the row's currency.
    CurrencyContradiction {
        /// Currency of the row.
        currency: String,
    },
    /// A cell that must not be blank.
    MissingValue {
        /// The field, one of those that would do.
        field: Field,
    },
    /// A word that names no kind of document.
    UnknownDocumentType,
    /// Neither yes nor no.
    NotAFlag,
    /// A cell beyond the limit.
    CellTooLong {
        /// Characters found.
        chars: usize,
        /// Characters allowed.
        limit: usize,
    },
    /// The row ends before a column that is read.
    TooFewColumns {
        /// Cells found.
        found: usize,
        /// Cells needed.
        needed: usize,
    },
    /// The row has more cells than the heading: an unquoted delimiter has shifted them.
    TooManyCells {
        /// Cells found.
        found: usize,
        /// Headings.
        expected: usize,
    },
    /// Rows of one document that contradict each other.
    RowsDisagree {
        /// What differs from the first row.
        field: Field,
    },
    /// Instalments that are not the whole amount.
    PartsDisagree {
        /// The whole amount, minor units.
        #[ts(type = "number")]
        amount_minor: i64,
        /// The sum of the instalments, minor units.
        #[ts(type = "number")]
        parts_minor: i64,
    },
    /// A row of a document of which another row is at fault.
    DocumentRejected {
        /// The line of that row.
        #[ts(type = "number")]
        line: u64,
    },
    /// A document with more rows than are held together.
    TooManyRows {
        /// Rows allowed.
        limit: usize,
    },
    /// A booking from one debtor to another: it is two documents.
    TwoDebtors,
    /// A word that names no step of an order.
    UnknownOrderStep,
    /// The period ends before it begins, or is none.
    NotAPeriod,
    /// A rate must be more than nothing.
    RateNotPositive,
}

impl RejectCode {
    /// The code as it goes over the wire, `not_a_date`.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotADate => "not_a_date",
            Self::AmbiguousDate => "ambiguous_date",
            Self::DueBeforeDocument { .. } => "due_before_document",
            Self::NotANumber => "not_a_number",
            Self::AmbiguousNumber => "ambiguous_number",
            Self::TooManyDecimals { .. } => "too_many_decimals",
            Self::AmountTooLarge => "amount_too_large",
            Self::AmountNotPositive => "amount_not_positive",
            Self::UnknownCurrency => "unknown_currency",
            Self::CurrencyContradiction { .. } => "currency_contradiction",
            Self::MissingValue { .. } => "missing_value",
            Self::UnknownDocumentType => "unknown_document_type",
            Self::NotAFlag => "not_a_flag",
            Self::CellTooLong { .. } => "cell_too_long",
            Self::TooFewColumns { .. } => "too_few_columns",
            Self::TooManyCells { .. } => "too_many_cells",
            Self::RowsDisagree { .. } => "rows_disagree",
            Self::PartsDisagree { .. } => "parts_disagree",
            Self::DocumentRejected { .. } => "document_rejected",
            Self::TooManyRows { .. } => "too_many_rows",
            Self::TwoDebtors => "two_debtors",
            Self::UnknownOrderStep => "unknown_order_step",
            Self::NotAPeriod => "not_a_period",
            Self::RateNotPositive => "rate_not_positive",
        }
    }
}
