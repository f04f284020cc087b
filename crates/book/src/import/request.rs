//! Requests and replies of the import.

use chrono::NaiveDate;
use intake::{Options, Recognition};
use serde::{Deserialize, Serialize};

use crate::wire::Sort;

/// Asks what a file is.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct RecogniseRequest {
    /// Path of the file.
    pub path: String,
    /// What the user settled; where missing, the mapping remembered for these headings, else the guess.
    #[serde(default)]
    pub options: Option<Options>,
}

/// What a file is.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct Recognised {
    /// The guess, with its evidence and its open questions.
    pub recognition: Recognition,
    /// The options that gave it.
    pub options: Options,
    /// Whether a remembered mapping was used.
    pub remembered: bool,
    /// Whether it looks like a whole list of open items; a person confirms it.
    pub proposes_whole_list: bool,
}

/// Asks for a preview or an import of one or several files, in any order: customers are entered before transactions,
/// and those before settlements.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct ImportRequest {
    /// The files.
    pub files: Vec<ImportFile>,
    /// The day of which open amounts in the files are; today where missing.
    #[serde(default)]
    #[ts(optional)]
    pub as_of: Option<NaiveDate>,
    /// Opens disputes for open items that the files mark as disputed since a day; none where missing.
    #[serde(default)]
    #[ts(optional)]
    pub disputes: Option<ImportDisputes>,
}

/// How disputes are opened that files name with a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ImportDisputes {
    /// Code of their reason: files have none that the book knows.
    pub reason: String,
}

/// Open items that files mark as disputed since a day, and that are in no dispute yet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct DisputesOffered {
    /// How many.
    #[ts(type = "number")]
    pub items: u64,
    /// What of them would be open after the import, by currency, minor units.
    #[ts(type = "Array<[string, number]>")]
    pub open: Vec<(String, i64)>,
}

/// One file to import.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct ImportFile {
    /// Path of the file.
    pub path: String,
    /// What the user settled.
    #[serde(default)]
    pub options: Option<Options>,
    /// Whether it is the whole list of open items: what the book has open and the file lacks has then been settled.
    #[serde(default)]
    #[ts(optional)]
    pub whole_list: Option<bool>,
    /// The day of its open amounts, where it is not the one of the request.
    #[serde(default)]
    #[ts(optional)]
    pub as_of: Option<NaiveDate>,
}

/// Counts of an import. Every row that was read is one of new, changed, unchanged and rejected.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ImportCounts {
    /// Rows read, without titles and totals.
    #[ts(type = "number")]
    pub read: u64,
    /// Rows that brought a new record.
    #[ts(type = "number")]
    pub new: u64,
    /// Rows that changed a record or added to it, for example its settled day.
    #[ts(type = "number")]
    pub changed: u64,
    /// Rows whose record was there already.
    #[ts(type = "number")]
    pub unchanged: u64,
    /// Rejected rows.
    #[ts(type = "number")]
    pub rejected: u64,
    /// Rows that are no records: titles, groups, totals, drafts.
    #[serde(default, skip_serializing_if = "is_none")]
    #[ts(optional, as = "Option<u64>")]
    pub skipped: u64,
    /// Documents that the whole list no longer has; no rows of the file.
    #[serde(default, skip_serializing_if = "is_none")]
    #[ts(optional, as = "Option<u64>")]
    pub disappeared: u64,
}

#[allow(clippy::trivially_copy_pass_by_ref)] // The signature that serde asks for.
fn is_none(count: &u64) -> bool {
    *count == 0
}

/// A rejected row with its place and reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct RejectedRow {
    /// Name of the file.
    pub file: String,
    /// Line in the file, from 1.
    #[ts(type = "number")]
    pub line: u64,
    /// Column, from 1.
    #[ts(type = "number | null")]
    pub column: Option<u64>,
    /// Heading of the column.
    pub heading: Option<String>,
    /// Reason; the page has the words.
    pub code: String,
    /// Figures that belong to the reason.
    #[ts(type = "Record<string, unknown>")]
    pub args: serde_json::Map<String, serde_json::Value>,
    /// The value, cut to 80 characters.
    pub value: String,
    /// The whole row.
    pub raw: Vec<String>,
}

/// What an import would do to a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum RowChange {
    /// It is new.
    New,
    /// It changes.
    Changed,
    /// It is there already.
    Unchanged,
    /// The whole list no longer has it: it is settled, by what is not known yet.
    Disappeared,
    /// The row is left out.
    Rejected,
}

impl RowChange {
    const ALL: [Self; 5] = [
        Self::New,
        Self::Changed,
        Self::Unchanged,
        Self::Disappeared,
        Self::Rejected,
    ];

    /// The word for it on the wire.
    pub const fn code(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Changed => "changed",
            Self::Unchanged => "unchanged",
            Self::Disappeared => "disappeared",
            Self::Rejected => "rejected",
        }
    }

    /// The change of a word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|change| change.code() == code)
    }
}

/// A record of the preview.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct PreviewRow {
    /// Name of the file.
    pub file: String,
    /// Line in the file.
    #[ts(type = "number")]
    pub line: u64,
    /// What would happen.
    pub change: RowChange,
    /// Kind of record: `customer`, `invoice`, `payment`, …, `settlement`.
    pub record: String,
    /// Its key: account or document number.
    pub key: String,
    /// Customer's account number.
    pub account: String,
    /// Amount and currency, where it has one.
    #[ts(type = "number | null")]
    pub amount_minor: Option<i64>,
    /// Currency of the amount.
    pub currency: Option<String>,
    /// Changed fields: name, old and new text.
    pub fields: Vec<(String, String, String)>,
    /// Why the row is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub rejected: Option<RejectedRow>,
}

/// Rows of a preview with the same change and currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ChangeSum {
    /// What would happen.
    pub change: RowChange,
    /// Currency; none for records without an amount.
    pub currency: Option<String>,
    /// How many.
    #[ts(type = "number")]
    pub rows: u64,
    /// Sum of their amounts, minor units; of disappeared ones, of what was open.
    #[ts(type = "number")]
    pub amount_minor: i64,
}

/// Something that does not stop the import, but should be known before it is trusted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ts_rs::TS)]
pub struct ImportWarning {
    /// Name of the file.
    pub file: String,
    /// `total_differs`, `imported_before`, …; the page has the words.
    pub code: String,
    /// Figures.
    #[ts(type = "Record<string, unknown>")]
    pub args: serde_json::Map<String, serde_json::Value>,
}

impl ImportWarning {
    /// A warning without figures.
    pub fn new(file: &str, code: &str) -> Self {
        Self {
            file: file.to_owned(),
            code: code.to_owned(),
            args: serde_json::Map::new(),
        }
    }

    /// Adds a figure.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Serialize) -> Self {
        let value = serde_json::to_value(value).unwrap_or(serde_json::Value::Null);
        self.args.insert(name.to_owned(), value);
        self
    }
}

/// What stands in for a field that a file does not carry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct FileDefault {
    /// Name of the file.
    pub file: String,
    /// The field, its default, and the rows concerned.
    #[serde(flatten)]
    pub taken: intake::DefaultTaken,
    /// What the default is in this book, where it is a value: the company's terms, language, currency.
    pub value: Option<String>,
    /// The discount days of the terms, where they stand in for a last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub days: Option<u32>,
}

/// Asks for rows of a preview.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct PreviewRowsRequest {
    /// The handle that the preview gave.
    #[ts(type = "number")]
    pub handle: u64,
    /// Only rows with this change.
    #[serde(default)]
    #[ts(optional)]
    pub change: Option<RowChange>,
    /// First row, counted from 0.
    #[ts(type = "number")]
    pub offset: u64,
    /// Number of rows, at most 1,000.
    #[ts(type = "number")]
    pub limit: u64,
    /// Only rows whose number, account, record or amount has this in it; capitals do not matter.
    #[serde(default)]
    pub search: String,
    /// By `file`, `line`, `key`, `account` or `amount`; in the order of the files where missing.
    #[serde(default)]
    #[ts(optional)]
    pub sort: Option<Sort>,
}

/// A page of a preview.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ts_rs::TS)]
pub struct PreviewRows {
    /// The rows.
    pub rows: Vec<PreviewRow>,
    /// How many there are with this change that the search finds.
    #[ts(type = "number")]
    pub total: u64,
}

/// What an import would do. Nothing was written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ts_rs::TS)]
pub struct ImportPreview {
    /// Asks for its rows with `import.preview_rows`.
    #[ts(type = "number")]
    pub handle: u64,
    /// One count per file, in the order of the request.
    pub counts: Vec<ImportCounts>,
    /// Rows and amounts by change and currency.
    pub sums: Vec<ChangeSum>,
    /// The defaults that stand in for what the files do not carry.
    pub defaults: Vec<FileDefault>,
    /// What the files offer to open disputes for; none where they offer nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub disputed: Option<DisputesOffered>,
    /// What should be known before.
    pub warnings: Vec<ImportWarning>,
    /// The first 200 new, changed or disappeared records.
    pub rows: Vec<PreviewRow>,
    /// The first 1,000 rejected rows.
    pub rejected: Vec<RejectedRow>,
    /// Customers that the files name only in passing; they are created with their number as name.
    #[ts(type = "number")]
    pub customers_in_passing: u64,
    /// Sum of the new transactions per currency: debits and credits, minor units.
    #[ts(type = "Array<[string, number, number]>")]
    pub new_amounts: Vec<(String, i64, i64)>,
}

/// A finished import.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ts_rs::TS)]
pub struct ImportDone {
    /// One batch per file, in the order of the request.
    pub batches: Vec<Batch>,
    /// What should be known about it.
    pub warnings: Vec<ImportWarning>,
    /// The first 1,000 rejected rows.
    pub rejected: Vec<RejectedRow>,
    /// Newest accounting day among the facts of the book.
    pub facts_to: Option<NaiveDate>,
    /// Disputes that were opened.
    #[serde(default)]
    #[ts(type = "number")]
    pub disputes: u64,
}

/// An import batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Batch {
    /// Id.
    #[ts(type = "number")]
    pub id: i64,
    /// The import that it belongs to: all files of one drop have one.
    #[ts(type = "number")]
    pub act_id: i64,
    /// When.
    pub at: String,
    /// Who.
    pub user: String,
    /// Name of the file.
    pub file_name: String,
    /// `customers`, `transactions`, `settlements`, `contacts`, `orders`, `deliveries`, `exchange_rates`, `revenues`,
    /// `bank`, `e_invoices` or `copies`.
    pub kind: String,
    /// Where it comes from, by name: `csv`, `xlsx`, `datev_open_items`, `xero_invoices`, `ubl` …
    pub source: String,
    /// Counts.
    pub counts: ImportCounts,
    /// The day of its open amounts.
    pub as_of: Option<NaiveDate>,
    /// Whether it was taken as the whole list of open items.
    pub whole_list: bool,
    /// Newest accounting day in the file.
    pub facts_to: Option<NaiveDate>,
    /// When it was undone.
    pub undone_at: Option<String>,
    /// Who undid it.
    pub undone_by: Option<String>,
}

/// Asks for the history of imports.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ImportHistoryRequest {
    /// Only imports before this act; the newest where missing.
    #[serde(default)]
    #[ts(type = "number | null", optional)]
    pub before: Option<i64>,
}

/// One import: everything that was dropped at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ImportAct {
    /// Its act.
    #[ts(type = "number")]
    pub act_id: i64,
    /// When.
    pub at: String,
    /// Who.
    pub user: String,
    /// When it was undone.
    pub undone_at: Option<String>,
    /// Who undid it.
    pub undone_by: Option<String>,
    /// Its files.
    pub batches: Vec<Batch>,
}

/// A page of the history, newest first, at most 200 imports.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ImportHistory {
    /// The imports.
    pub imports: Vec<ImportAct>,
}

/// The batches, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Batches {
    /// The batches.
    pub batches: Vec<Batch>,
}

/// Names a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct BatchRequest {
    /// Id of the batch.
    #[ts(type = "number")]
    pub batch_id: i64,
}

/// Rejected rows of a batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Rejections {
    /// The rows.
    pub rows: Vec<RejectedRow>,
}
