//! Requests and replies of the import.

use chrono::NaiveDate;
use intake::{Options, Recognition};
use serde::{Deserialize, Serialize};

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
}

/// One file to import.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct ImportFile {
    /// Path of the file.
    pub path: String,
    /// What the user settled.
    #[serde(default)]
    pub options: Option<Options>,
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
}

/// What an import would do. Nothing was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ImportPreview {
    /// One count per file, in the order of the request.
    pub counts: Vec<ImportCounts>,
    /// The first 200 new or changed records.
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ImportDone {
    /// One batch per file, in the order of the request.
    pub batches: Vec<Batch>,
    /// The first 1,000 rejected rows.
    pub rejected: Vec<RejectedRow>,
    /// Newest accounting day among the facts of the book.
    pub facts_to: Option<NaiveDate>,
}

/// An import batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Batch {
    /// Id.
    #[ts(type = "number")]
    pub id: i64,
    /// When.
    pub at: String,
    /// Who.
    pub user: String,
    /// Name of the file.
    pub file_name: String,
    /// `customers`, `transactions` or `settlements`.
    pub kind: String,
    /// Counts.
    pub counts: ImportCounts,
    /// Newest accounting day in the file.
    pub facts_to: Option<NaiveDate>,
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
