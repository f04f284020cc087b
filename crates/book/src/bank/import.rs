//! `bank.import` and `bank.preview`: bank files of any format, however packed; what is known already changes nothing.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::propose::ProposalsMade;
use super::statements::StatementBalance;
use crate::flows::bank_exact::ExactPosted;
use crate::refusal::Refusal;
use crate::session::Session;

/// Bank files to read.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
pub struct BankImportRequest {
    /// Paths of the files: camt, MT940 or CSV, plain or in a ZIP.
    pub paths: Vec<String>,
}

/// What a statement in a file says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct StatementSeen {
    /// Number of the own account.
    pub bank_account: String,
    /// Whether the book has no such account yet.
    pub new_account: bool,
    /// Number as the bank gives it.
    pub statement_no: String,
    /// File inside a ZIP.
    pub entry_name: String,
    /// Currency.
    pub currency: String,
    /// Day of the opening balance.
    pub opening_on: Option<NaiveDate>,
    /// Opening balance, minor units.
    #[ts(type = "number | null")]
    pub opening_minor: Option<i64>,
    /// Day of the closing balance.
    pub closing_on: Option<NaiveDate>,
    /// Closing balance, minor units.
    #[ts(type = "number | null")]
    pub closing_minor: Option<i64>,
    /// Opening balance and booked lines, minor units.
    #[ts(type = "number | null")]
    pub computed_minor: Option<i64>,
    /// Whether it adds up.
    pub balance: StatementBalance,
    /// Closing less computed balance, minor units.
    #[ts(type = "number")]
    pub difference_minor: i64,
    /// Lines in it.
    #[ts(type = "number")]
    pub lines: u64,
    /// Of them, not in the book yet.
    #[ts(type = "number")]
    pub lines_new: u64,
}

/// A warning or a rejected line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct BankFileProblem {
    /// File.
    pub file: String,
    /// File inside a ZIP.
    pub entry_name: String,
    /// Line or entry, from 1; 0 where it is the file as a whole.
    #[ts(type = "number")]
    pub line: u64,
    /// Stable code.
    pub code: String,
    /// Figures and texts.
    #[ts(type = "Record<string, unknown>")]
    pub args: Map<String, Value>,
}

/// What a file brings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct BankFileSeen {
    /// Its name.
    pub file: String,
    /// Format: `camt_053`, `mt940` and so on; of the first statement where a ZIP mixes them.
    pub format: String,
    /// Its batch; 0 in a preview.
    #[ts(type = "number")]
    pub batch_id: i64,
    /// Statements, in the order of the file.
    pub statements: Vec<StatementSeen>,
}

/// Money that new lines bring.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct BankMoney {
    /// Currency.
    pub currency: String,
    /// Lines.
    #[ts(type = "number")]
    pub lines: u64,
    /// Money in, minor units.
    #[ts(type = "number")]
    pub in_minor: i64,
    /// Money out, minor units, negative.
    #[ts(type = "number")]
    pub out_minor: i64,
}

/// What bank files bring: before the import, and after.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct BankFilesRead {
    /// The files.
    pub files: Vec<BankFileSeen>,
    /// Lines read.
    #[ts(type = "number")]
    pub lines_read: u64,
    /// Lines that no file had brought before.
    #[ts(type = "number")]
    pub lines_new: u64,
    /// Lines that the book has already.
    #[ts(type = "number")]
    pub lines_known: u64,
    /// Of the new ones, sums whose details count instead.
    #[ts(type = "number")]
    pub batches: u64,
    /// Of the new ones, payments that came back.
    #[ts(type = "number")]
    pub returned: u64,
    /// Of the new ones, pending or for information only.
    #[ts(type = "number")]
    pub not_booked: u64,
    /// Money of the new lines that count, per currency.
    pub money: Vec<BankMoney>,
    /// Own accounts that the book gets.
    pub new_accounts: Vec<String>,
    /// Balances that don't add up, and what could not be read.
    pub problems: Vec<BankFileProblem>,
}

/// What was imported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct BankImported {
    /// What the files brought.
    pub read: BankFilesRead,
    /// What the matching says of all open lines.
    pub proposals: ProposalsMade,
    /// What posted itself.
    pub posted: Option<ExactPosted>,
}
