//! `bank.line`: one line with everything the bank said, the ranked proposals, and what was posted from it.

use chrono::NaiveDate;
use engine::account::Kind;
use rusqlite::{Connection, named_params};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::list::{BankLineRow, BestProposal, load_row, next_open};
use super::propose::propose_lines;
use crate::accounts::day_of;
use crate::refusal::Refusal;
use crate::session::Session;

/// How sure a proposal is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// Exact and unique: may post itself where the parameter allows.
    Exact,
    /// To be confirmed.
    Proposal,
}

impl Confidence {
    /// The word in the book and over the wire.
    pub fn code(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Proposal => "proposal",
        }
    }
}

/// A reason: a code, and the figures and texts that belong to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct MatchReason {
    /// Stable code; the window has the words.
    pub code: String,
    /// Figures and texts.
    #[ts(type = "Record<string, unknown>")]
    pub args: Map<String, Value>,
}

/// What a line may be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct BankProposal {
    /// From 1, the best first.
    #[ts(type = "number")]
    pub rank: i64,
    /// How sure.
    pub confidence: Confidence,
    /// Why, the strongest first.
    pub reasons: Vec<MatchReason>,
    /// Why it must be confirmed; empty where it is exact.
    pub not_exact: Vec<MatchReason>,
    /// The documents that it pays.
    pub parts: Vec<ProposalPart>,
    /// What stays on the accounts of customers as unapplied credit.
    pub on_account: Vec<ProposalRest>,
    /// Too much by little, minor units: a small difference on the first document.
    #[serde(default)]
    #[ts(type = "number")]
    pub over_minor: i64,
}

/// A document that a proposal pays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ProposalPart {
    /// The document.
    #[ts(type = "number")]
    pub document_id: i64,
    /// Its customer.
    #[ts(type = "number")]
    pub customer_id: i64,
    /// Account number.
    pub account: String,
    /// Name.
    pub name: String,
    /// Kind of document.
    pub kind: Kind,
    /// Its number.
    pub document_no: String,
    /// Its day.
    pub document_on: NaiveDate,
    /// Its due day.
    pub due_on: NaiveDate,
    /// What was open when the proposal was made, minor units, signed.
    #[ts(type = "number")]
    pub open_minor: i64,
    /// What of the line goes to it, minor units: positive for a debit, negative for a credit that is deducted.
    #[ts(type = "number")]
    pub amount_minor: i64,
    /// Cash discount that closes it, minor units.
    #[ts(type = "number")]
    pub discount_minor: i64,
    /// Small difference that closes it, minor units.
    #[ts(type = "number")]
    pub difference_minor: i64,
    /// Whether the list of open items says that it was settled on an unknown day: this payment is the real one.
    pub inferred: bool,
}

/// What stays on an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ProposalRest {
    /// The customer.
    #[ts(type = "number")]
    pub customer_id: i64,
    /// Account number.
    pub account: String,
    /// Name.
    pub name: String,
    /// Minor units, signed like the line.
    #[ts(type = "number")]
    pub amount_minor: i64,
}

impl BankProposal {
    /// The proposal in one glance.
    pub(super) fn glance(&self) -> BestProposal {
        let mut accounts: Vec<String> = Vec::new();
        let customers = self
            .parts
            .iter()
            .map(|part| (&part.account, &part.name))
            .chain(
                self.on_account
                    .iter()
                    .map(|rest| (&rest.account, &rest.name)),
            );
        let mut first = None;
        for (account, name) in customers {
            first.get_or_insert(name);
            if !accounts.contains(account) {
                accounts.push(account.clone());
            }
        }
        BestProposal {
            confidence: self.confidence,
            reason: self
                .reasons
                .first()
                .map(|reason| reason.code.clone())
                .unwrap_or_default(),
            accounts,
            name: first.cloned().unwrap_or_default(),
            documents: self
                .parts
                .iter()
                .map(|part| part.document_no.clone())
                .collect(),
        }
    }
}

/// Asks for a line.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ts_rs::TS)]
pub struct BankLineRequest {
    /// The line.
    #[ts(type = "number")]
    pub line_id: i64,
}

/// A payment posted from a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct BankLinePosting {
    /// The payment.
    #[ts(type = "number")]
    pub transaction_id: i64,
    /// Its number.
    pub document_no: String,
    /// Account number of the customer.
    pub account: String,
    /// Name.
    pub name: String,
    /// Minor units, signed as in the ledger: a payment is negative.
    #[ts(type = "number")]
    pub amount_minor: i64,
    /// `person` or `rule`.
    pub posted_by: String,
    /// When.
    pub at: String,
    /// Code of the user.
    pub user: String,
    /// When it was taken back.
    pub undone_at: Option<String>,
    /// The proposal as it was confirmed, with its reasons.
    #[ts(type = "Record<string, unknown>")]
    pub why: Value,
}

/// A line with everything.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct BankLine {
    /// The line as the list shows it.
    pub line: BankLineRow,
    /// Format of its statement.
    pub format: String,
    /// Number of its statement.
    pub statement_no: String,
    /// File that brought it.
    pub file_name: String,
    /// `booked`, `pending` or `information`.
    pub status: String,
    /// Whether the bank marks it as the reversal of an earlier line.
    pub reversal: bool,
    /// BIC of the payer.
    pub payer_bic: String,
    /// The payer's own id of the payment.
    pub end_to_end_id: String,
    /// Mandate of a direct debit.
    pub mandate_id: String,
    /// The bank's id of the line.
    pub bank_ref: String,
    /// Code of the bank for the kind of line.
    pub transaction_code: String,
    /// Text of a return.
    pub return_text: String,
    /// Document numbers that the file names as such.
    pub document_numbers: Vec<String>,
    /// The batch whose detail it is.
    #[ts(type = "number | null")]
    pub batch_line_id: Option<i64>,
    /// Details of it, where it is a batch.
    #[ts(type = "number")]
    pub details: i64,
    /// Ranked proposals of an open line.
    pub proposals: Vec<BankProposal>,
    /// What was posted from it, newest first.
    pub postings: Vec<BankLinePosting>,
    /// The next line that waits.
    #[ts(type = "number | null")]
    pub next_line_id: Option<i64>,
}

/// `bank.line`
pub fn line(session: &mut Session<'_>, request: BankLineRequest) -> Result<BankLine, Refusal> {
    let connection = session.connection();
    refresh_stale(connection, request.line_id)?;
    let line = load_row(connection, request.line_id)?;
    let proposals = load_proposals(connection, request.line_id)?;
    let postings = postings(connection, request.line_id)?;
    let next_line_id = next_open(connection, request.line_id)?;
    let mut statement = connection.prepare_cached(
        "SELECT x.format, x.statement_no, i.file_name, l.status, l.reversal, l.payer_bic, l.end_to_end_id,
                l.mandate_id, l.bank_ref, l.transaction_code, l.return_text, l.document_numbers,
                s.batch_line_id,
                (SELECT COUNT(*) FROM bank_line_states d WHERE d.batch_line_id = l.id) AS details
         FROM bank_lines l JOIN bank_line_states s ON s.line_id = l.id
         JOIN bank_statements x ON x.id = l.statement_id JOIN import_batches i ON i.id = x.batch_id
         WHERE l.id = :id",
    )?;
    let mut rows = statement.query(named_params! {":id": request.line_id})?;
    let row = rows
        .next()?
        .ok_or_else(|| Refusal::new("unknown_bank_line").with("line_id", request.line_id))?;
    let numbers: String = row.get("document_numbers")?;
    Ok(BankLine {
        line,
        format: row.get("format")?,
        statement_no: row.get("statement_no")?,
        file_name: row.get("file_name")?,
        status: row.get("status")?,
        reversal: row.get("reversal")?,
        payer_bic: row.get("payer_bic")?,
        end_to_end_id: row.get("end_to_end_id")?,
        mandate_id: row.get("mandate_id")?,
        bank_ref: row.get("bank_ref")?,
        transaction_code: row.get("transaction_code")?,
        return_text: row.get("return_text")?,
        document_numbers: serde_json::from_str(&numbers)?,
        batch_line_id: row.get("batch_line_id")?,
        details: row.get("details")?,
        proposals,
        postings,
        next_line_id,
    })
}

/// Makes the proposals of a line again where a document that they pay is not as open any more as it was.
fn refresh_stale(connection: &Connection, line_id: i64) -> Result<(), Refusal> {
    let mut open = connection.prepare_cached(
        "SELECT COALESCE((SELECT o.open_minor FROM open_items_snapshot o
           WHERE o.customer_id = :customer AND o.transaction_id = :id), 0) AS open_minor",
    )?;
    for part in load_proposals(connection, line_id)?
        .iter()
        .flat_map(|proposal| &proposal.parts)
        .filter(|part| !part.inferred)
    {
        let now: i64 = open.query_row(
            named_params! {":customer": part.customer_id, ":id": part.document_id},
            |row| row.get("open_minor"),
        )?;
        if now != part.open_minor {
            let transaction = connection.unchecked_transaction()?;
            propose_lines(&transaction, &[line_id])?;
            transaction.commit()?;
            return Ok(());
        }
    }
    Ok(())
}

/// The proposals of a line, the best first.
pub(crate) fn load_proposals(
    connection: &Connection,
    line_id: i64,
) -> Result<Vec<BankProposal>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT proposal FROM bank_proposals_snapshot WHERE line_id = :id ORDER BY rank",
    )?;
    let mut rows = statement.query(named_params! {":id": line_id})?;
    let mut proposals = Vec::new();
    while let Some(row) = rows.next()? {
        let text: String = row.get("proposal")?;
        proposals.push(serde_json::from_str(&text)?);
    }
    Ok(proposals)
}

fn postings(connection: &Connection, line_id: i64) -> Result<Vec<BankLinePosting>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT t.id, t.document_no, t.amount_minor, c.account, c.name, p.posted_by, p.why, a.at, u.code AS user,
                (SELECT z.at FROM audit z WHERE z.id = p.undone_by_act_id) AS undone_at
         FROM bank_postings p JOIN transactions t ON t.id = p.transaction_id JOIN customers c ON c.id = p.customer_id
         JOIN audit a ON a.id = p.act_id JOIN users u ON u.id = a.user_id
         WHERE p.line_id = :id ORDER BY p.id DESC",
    )?;
    let mut rows = statement.query(named_params! {":id": line_id})?;
    let mut postings = Vec::new();
    while let Some(row) = rows.next()? {
        let why: String = row.get("why")?;
        postings.push(BankLinePosting {
            transaction_id: row.get("id")?,
            document_no: row.get("document_no")?,
            account: row.get("account")?,
            name: row.get("name")?,
            amount_minor: row.get("amount_minor")?,
            posted_by: row.get("posted_by")?,
            at: row.get("at")?,
            user: row.get("user")?,
            undone_at: row.get("undone_at")?,
            why: serde_json::from_str(&why)?,
        });
    }
    Ok(postings)
}

/// What a posting needs of a line.
#[derive(Debug, Clone)]
pub(crate) struct LineFacts {
    pub id: i64,
    pub state: String,
    pub booking_on: NaiveDate,
    pub value_on: NaiveDate,
    pub amount_minor: i64,
    pub currency: String,
    pub remittance: String,
    pub reference: String,
    pub payer_name: String,
    pub bank_account: String,
}

impl LineFacts {
    /// What the payment says in the ledger: the text of the payer, else the payer's name.
    pub fn text(&self) -> &str {
        if self.remittance.is_empty() {
            &self.payer_name
        } else {
            &self.remittance
        }
    }

    /// Reads a line.
    pub fn load(connection: &Connection, id: i64) -> Result<Self, Refusal> {
        let mut statement = connection.prepare_cached(
            "SELECT l.booking_on, l.value_on, l.amount_minor, l.currency, l.remittance, l.reference, l.payer_name,
                    b.number, s.state
             FROM bank_lines l JOIN bank_accounts b ON b.id = l.bank_account_id
             JOIN bank_line_states s ON s.line_id = l.id WHERE l.id = :id",
        )?;
        let mut rows = statement.query(named_params! {":id": id})?;
        let row = rows
            .next()?
            .ok_or_else(|| Refusal::new("unknown_bank_line").with("line_id", id))?;
        Ok(Self {
            id,
            state: row.get("state")?,
            booking_on: day_of(row, "booking_on")?,
            value_on: day_of(row, "value_on")?,
            amount_minor: row.get("amount_minor")?,
            currency: row.get("currency")?,
            remittance: row.get("remittance")?,
            reference: row.get("reference")?,
            payer_name: row.get("payer_name")?,
            bank_account: row.get("number")?,
        })
    }
}
