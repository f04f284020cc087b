//! `bank.statements`: what the bank sent, one import at a time (T-B5), with balances that are checked.

use chrono::NaiveDate;
use rusqlite::{Row, named_params};
use serde::{Deserialize, Serialize};

use crate::accounts::optional_day_of;
use crate::refusal::Refusal;
use crate::session::Session;

/// Asks for the statements.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct BankStatementsRequest {
    /// Number of the own account; all where missing.
    pub bank_account: Option<String>,
    /// Only this import.
    #[ts(type = "number | null")]
    pub batch_id: Option<i64>,
}

/// Whether a statement adds up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum StatementBalance {
    /// Opening balance and lines give the closing balance.
    Right,
    /// They don't: the figures say by how much.
    Wrong,
    /// The file gives no balances.
    Unknown,
}

/// What a statement says of itself, and whether it adds up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct StatementFigures {
    /// Number of the own account.
    pub bank_account: String,
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
    /// Closing less computed balance, minor units; 0 where it is not wrong.
    #[ts(type = "number")]
    pub difference_minor: i64,
}

/// A statement in the book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct BankStatement {
    /// Row id.
    #[ts(type = "number")]
    pub id: i64,
    /// Account, number and balances.
    #[serde(flatten)]
    pub figures: StatementFigures,
    /// `camt_053`, `mt940` and so on.
    pub format: String,
    /// Number of its page.
    pub sequence_no: String,
    /// Newest day of its lines.
    pub data_to: Option<NaiveDate>,
    /// Lines that it brought to the book.
    #[ts(type = "number")]
    pub lines: i64,
    /// Of them, waiting.
    #[ts(type = "number")]
    pub open: i64,
}

/// One import of the bank, with all its statements.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct BankImportRow {
    /// The batch.
    #[ts(type = "number")]
    pub batch_id: i64,
    /// Its act; the import is undone by it.
    #[ts(type = "number")]
    pub act_id: i64,
    /// The file.
    pub file_name: String,
    /// When.
    pub at: String,
    /// Code of the user.
    pub user: String,
    /// Lines read.
    #[ts(type = "number")]
    pub lines_read: i64,
    /// Lines that no file had brought before.
    #[ts(type = "number")]
    pub lines_new: i64,
    /// Whether it was undone.
    pub undone: bool,
    /// Its statements, in the order of the file.
    pub statements: Vec<BankStatement>,
}

/// The imports of the bank, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct BankStatements {
    /// At most 500.
    pub imports: Vec<BankImportRow>,
}

/// `bank.statements`
pub fn list(
    session: &mut Session<'_>,
    request: BankStatementsRequest,
) -> Result<BankStatements, Refusal> {
    let connection = session.connection();
    let mut statement = connection.prepare_cached(
        "SELECT i.id, i.act_id, i.file_name, a.at, u.code AS user, i.rows_read, i.rows_new, i.undone_by_act_id
         FROM import_batches i JOIN audit a ON a.id = i.act_id JOIN users u ON u.id = a.user_id
         WHERE i.kind = 'bank' AND (:batch IS NULL OR i.id = :batch)
           AND (:account IS NULL OR EXISTS (SELECT 1 FROM bank_statements x JOIN bank_accounts b
             ON b.id = x.bank_account_id WHERE x.batch_id = i.id AND b.number = :account))
         ORDER BY i.id DESC LIMIT 500",
    )?;
    let mut imports = statement
        .query_map(
            named_params! {":batch": request.batch_id, ":account": request.bank_account},
            |row| {
                Ok(BankImportRow {
                    batch_id: row.get("id")?,
                    act_id: row.get("act_id")?,
                    file_name: row.get("file_name")?,
                    at: row.get("at")?,
                    user: row.get("user")?,
                    lines_read: row.get("rows_read")?,
                    lines_new: row.get("rows_new")?,
                    undone: row.get::<_, Option<i64>>("undone_by_act_id")?.is_some(),
                    statements: Vec::new(),
                })
            },
        )?
        .collect::<Result<Vec<_>, _>>()?;
    let mut statement = connection.prepare_cached(
        "SELECT x.id, b.number, x.format, x.statement_no, x.sequence_no, x.entry_name, x.currency, x.opening_on,
                x.opening_minor, x.closing_on, x.closing_minor, x.computed_minor, x.data_to,
                (SELECT COUNT(*) FROM bank_lines l WHERE l.statement_id = x.id) AS lines,
                (SELECT COUNT(*) FROM bank_lines l JOIN bank_line_states s ON s.line_id = l.id
                 WHERE l.statement_id = x.id AND s.state = 'open') AS open
         FROM bank_statements x JOIN bank_accounts b ON b.id = x.bank_account_id
         WHERE x.batch_id = :batch AND (:account IS NULL OR b.number = :account) ORDER BY x.id",
    )?;
    for import in &mut imports {
        let mut rows = statement
            .query(named_params! {":batch": import.batch_id, ":account": request.bank_account})?;
        while let Some(row) = rows.next()? {
            import.statements.push(BankStatement {
                id: row.get("id")?,
                figures: figures(row)?,
                format: row.get("format")?,
                sequence_no: row.get("sequence_no")?,
                data_to: optional_day_of(row, "data_to")?,
                lines: row.get("lines")?,
                open: row.get("open")?,
            });
        }
    }
    Ok(BankStatements { imports })
}

fn figures(row: &Row<'_>) -> Result<StatementFigures, Refusal> {
    let computed_minor: Option<i64> = row.get("computed_minor")?;
    let closing_minor: Option<i64> = row.get("closing_minor")?;
    let (balance, difference_minor) = judged(computed_minor, closing_minor);
    Ok(StatementFigures {
        bank_account: row.get("number")?,
        statement_no: row.get("statement_no")?,
        entry_name: row.get("entry_name")?,
        currency: row.get("currency")?,
        opening_on: optional_day_of(row, "opening_on")?,
        opening_minor: row.get("opening_minor")?,
        closing_on: optional_day_of(row, "closing_on")?,
        closing_minor,
        computed_minor,
        balance,
        difference_minor,
    })
}

/// Whether computed and closing balance agree, and by how much they don't.
pub(super) fn judged(computed: Option<i64>, closing: Option<i64>) -> (StatementBalance, i64) {
    match (computed, closing) {
        (Some(computed), Some(closing)) if computed == closing => (StatementBalance::Right, 0),
        (Some(computed), Some(closing)) => (StatementBalance::Wrong, closing - computed),
        _ => (StatementBalance::Unknown, 0),
    }
}
