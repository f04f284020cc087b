//! A bank line as a fact: what is written, hashed, and kept when it is withdrawn.

use std::collections::HashMap;

use rusqlite::{Connection, Row};
use serde::{Deserialize, Serialize};

use crate::act::Act;
use crate::facts::{FactKind, FactRow, FactsHash};
use crate::refusal::Refusal;

/// A line as the bank sent it. Days are `YYYY-MM-DD`; texts that are missing are empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct LineFact {
    pub statement_id: i64,
    pub bank_account_id: i64,
    pub line: i64,
    pub booking_on: String,
    pub value_on: String,
    pub amount_minor: i64,
    pub currency: String,
    pub status: String,
    pub reversal: i64,
    pub payer_name: String,
    pub payer_account: String,
    pub payer_bic: String,
    pub reference: String,
    pub remittance: String,
    pub end_to_end_id: String,
    pub mandate_id: String,
    pub bank_ref: String,
    pub entry_ref: String,
    pub batch_key: String,
    pub transaction_code: String,
    pub return_code: String,
    pub return_text: String,
    pub original_end_to_end_id: String,
    pub original_bank_ref: String,
    pub document_numbers: String,
    pub fingerprint: String,
    pub occurrence: i64,
}

/// Columns in the order of [`LineFact::from_row`].
pub(crate) const COLUMNS: &str = "statement_id, bank_account_id, line, booking_on, value_on, amount_minor, currency, \
     status, reversal, payer_name, payer_account, payer_bic, reference, remittance, end_to_end_id, mandate_id, \
     bank_ref, entry_ref, batch_key, transaction_code, return_code, return_text, original_end_to_end_id, \
     original_bank_ref, document_numbers, fingerprint, occurrence";

impl LineFact {
    /// Reads a row of `bank_lines`.
    pub fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            statement_id: row.get("statement_id")?,
            bank_account_id: row.get("bank_account_id")?,
            line: row.get("line")?,
            booking_on: row.get("booking_on")?,
            value_on: row.get("value_on")?,
            amount_minor: row.get("amount_minor")?,
            currency: row.get("currency")?,
            status: row.get("status")?,
            reversal: row.get("reversal")?,
            payer_name: row.get("payer_name")?,
            payer_account: row.get("payer_account")?,
            payer_bic: row.get("payer_bic")?,
            reference: row.get("reference")?,
            remittance: row.get("remittance")?,
            end_to_end_id: row.get("end_to_end_id")?,
            mandate_id: row.get("mandate_id")?,
            bank_ref: row.get("bank_ref")?,
            entry_ref: row.get("entry_ref")?,
            batch_key: row.get("batch_key")?,
            transaction_code: row.get("transaction_code")?,
            return_code: row.get("return_code")?,
            return_text: row.get("return_text")?,
            original_end_to_end_id: row.get("original_end_to_end_id")?,
            original_bank_ref: row.get("original_bank_ref")?,
            document_numbers: row.get("document_numbers")?,
            fingerprint: row.get("fingerprint")?,
            occurrence: row.get("occurrence")?,
        })
    }

    fn canonical<'r>(&self, id: i64, row: &'r mut FactRow) -> &'r FactRow {
        row.start()
            .int(id)
            .int(self.statement_id)
            .int(self.bank_account_id)
            .int(self.line)
            .text(&self.booking_on)
            .text(&self.value_on)
            .int(self.amount_minor)
            .text(&self.currency)
            .text(&self.status)
            .int(self.reversal)
            .text(&self.payer_name)
            .text(&self.payer_account)
            .text(&self.payer_bic)
            .text(&self.reference)
            .text(&self.remittance)
            .text(&self.end_to_end_id)
            .text(&self.mandate_id)
            .text(&self.bank_ref)
            .text(&self.entry_ref)
            .text(&self.batch_key)
            .text(&self.transaction_code)
            .text(&self.return_code)
            .text(&self.return_text)
            .text(&self.original_end_to_end_id)
            .text(&self.original_bank_ref)
            .text(&self.document_numbers)
            .text(&self.fingerprint)
            .int(self.occurrence)
    }

    /// Writes the line and gives its id, or `None` where a file has brought it before.
    pub fn write(&self, act: &mut Act<'_>, bytes: &mut FactRow) -> Result<Option<i64>, Refusal> {
        let written = act
            .prepare_cached(&format!(
                "INSERT INTO bank_lines ({COLUMNS}, act_id)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20,
                   ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28)
                 ON CONFLICT (fingerprint, occurrence) DO NOTHING"
            ))?
            .execute(rusqlite::params![
                self.statement_id,
                self.bank_account_id,
                self.line,
                self.booking_on,
                self.value_on,
                self.amount_minor,
                self.currency,
                self.status,
                self.reversal,
                self.payer_name,
                self.payer_account,
                self.payer_bic,
                self.reference,
                self.remittance,
                self.end_to_end_id,
                self.mandate_id,
                self.bank_ref,
                self.entry_ref,
                self.batch_key,
                self.transaction_code,
                self.return_code,
                self.return_text,
                self.original_end_to_end_id,
                self.original_bank_ref,
                self.document_numbers,
                self.fingerprint,
                self.occurrence,
                act.id,
            ])?;
        if written == 0 {
            return Ok(None);
        }
        let id = act.last_insert_rowid();
        act.facts
            .written(FactKind::BankLine, self.canonical(id, bytes));
        Ok(Some(id))
    }
}

/// Hashes every line, in the book or withdrawn, for `book.check`.
pub(crate) fn hash_facts(
    connection: &Connection,
    hashes: &mut HashMap<i64, FactsHash>,
) -> Result<(), Refusal> {
    let mut bytes = FactRow::default();
    // Ids are never used again, and an undo withdraws whole acts: so the order within an act is that of the ids in
    // either table.
    let mut lines = connection.prepare(&format!(
        "SELECT id, act_id, {COLUMNS} FROM bank_lines ORDER BY id"
    ))?;
    let mut rows = lines.query([])?;
    while let Some(row) = rows.next()? {
        let fact = LineFact::from_row(row)?;
        let bytes = fact.canonical(row.get("id")?, &mut bytes);
        hashes
            .entry(row.get("act_id")?)
            .or_default()
            .written(FactKind::BankLine, bytes);
    }
    let mut withdrawn = connection
        .prepare("SELECT line_id, act_id, line FROM withdrawn_bank_lines ORDER BY line_id")?;
    let mut rows = withdrawn.query([])?;
    while let Some(row) = rows.next()? {
        let text: String = row.get("line")?;
        let fact: LineFact = serde_json::from_str(&text)?;
        let bytes = fact.canonical(row.get("line_id")?, &mut bytes);
        hashes
            .entry(row.get("act_id")?)
            .or_default()
            .written(FactKind::BankLine, bytes);
    }
    Ok(())
}
