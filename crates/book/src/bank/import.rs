//! Bank files of any format, however packed, and `bank.preview`; what is known already changes nothing.

use std::path::PathBuf;

use intake::Options;
use rusqlite::named_params;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::batches;
use super::enter::Entering;
use super::statements::StatementFigures;
use super::table::TableChoice;
use crate::act::Act;
use crate::host::Job;
use crate::import::hash_of;
use crate::refusal::Refusal;
use crate::session::{Session, check_cancelled};

/// Bank files to read.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
pub struct BankImportRequest {
    /// Paths of the files: camt or MT940, plain or in a ZIP, or tables.
    pub paths: Vec<String>,
    /// Own account of tables whose rows name none; the only one that there is where empty.
    #[serde(default)]
    pub bank_account: String,
    /// How tables are read; as remembered for their headings, else by guess, where missing.
    #[serde(default)]
    pub options: Option<Options>,
}

impl BankImportRequest {
    fn choice(&self) -> TableChoice {
        TableChoice {
            bank_account: self.bank_account.clone(),
            options: self.options.clone(),
        }
    }
}

/// What a statement in a file says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct StatementSeen {
    /// Account, number and balances.
    #[serde(flatten)]
    pub figures: StatementFigures,
    /// Whether the book has no such account yet.
    pub new_account: bool,
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

/// A file whose content is known.
pub(crate) struct Ready {
    path: PathBuf,
    bytes: u64,
    /// SHA-256.
    pub hash: String,
}

/// `bank.preview`: does the import and takes it back.
pub fn preview(
    session: &mut Session<'_>,
    request: BankImportRequest,
) -> Result<BankFilesRead, Refusal> {
    let job = session.job;
    let files = ready(&request.paths, job)?;
    session.rehearse(|act| enter(act, job, &files, &request))
}

/// Looks at the files; their content is known by its hash.
pub(crate) fn ready(paths: &[String], job: &dyn Job) -> Result<Vec<Ready>, Refusal> {
    if paths.is_empty() {
        return Err(Refusal::new("import_no_files"));
    }
    paths
        .iter()
        .map(|path| {
            let path = PathBuf::from(path);
            let (bytes, hash) = hash_of(&path, job)?;
            Ok(Ready { path, bytes, hash })
        })
        .collect()
}

/// Enters every file in the open act, and links batches with their details.
pub(crate) fn enter(
    act: &mut Act<'_>,
    job: &dyn Job,
    files: &[Ready],
    request: &BankImportRequest,
) -> Result<BankFilesRead, Refusal> {
    let total: u64 = files.iter().map(|file| file.bytes).sum();
    let mut before = 0;
    let mut entering = Entering::with(request.choice());
    for file in files {
        entering.file(act, job, &file.path, &file.hash, (before, total))?;
        before += file.bytes;
    }
    check_cancelled(job)?;
    batches::link(act, &entering.accounts)?;
    let mut read = entering.read;
    count(act, &mut read)?;
    Ok(read)
}

/// What has become of the new lines, and their money where it counts.
fn count(act: &Act<'_>, read: &mut BankFilesRead) -> Result<(), Refusal> {
    let mut statement = act.prepare_cached(
        "SELECT s.state, l.currency, COUNT(*) AS lines, SUM(MAX(l.amount_minor, 0)) AS money_in,
                SUM(MIN(l.amount_minor, 0)) AS money_out
         FROM bank_lines l JOIN bank_line_states s ON s.line_id = l.id
         WHERE l.statement_id IN (SELECT id FROM bank_statements WHERE act_id = :act)
         GROUP BY s.state, l.currency ORDER BY l.currency, s.state",
    )?;
    let mut rows = statement.query(named_params! {":act": act.id})?;
    while let Some(row) = rows.next()? {
        let lines = u64::try_from(row.get::<_, i64>("lines")?).unwrap_or(0);
        let state: String = row.get("state")?;
        match state.as_str() {
            "batch" => read.batches += lines,
            "not_booked" => read.not_booked += lines,
            "returned" => read.returned += lines,
            _ => {}
        }
        if !matches!(state.as_str(), "open" | "returned") {
            continue;
        }
        let currency: String = row.get("currency")?;
        if read
            .money
            .last()
            .is_none_or(|money| money.currency != currency)
        {
            read.money.push(BankMoney {
                currency,
                lines: 0,
                in_minor: 0,
                out_minor: 0,
            });
        }
        if let Some(money) = read.money.last_mut() {
            money.lines += lines;
            money.in_minor += row.get::<_, i64>("money_in")?;
            money.out_minor += row.get::<_, i64>("money_out")?;
        }
    }
    Ok(())
}
