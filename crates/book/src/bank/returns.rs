//! `bank.returns`: payments that came back, as a task list, each with the payment that it returns (T-B9).

use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, Row, named_params};
use serde::{Deserialize, Serialize};

use crate::accounts::day_of;
use crate::refusal::Refusal;
use crate::session::Session;
use crate::wire::Nothing;

/// How the returned payment was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum ReturnFoundBy {
    /// The payer's or the creditor's own id of the payment.
    EndToEndId,
    /// The bank's id of the payment.
    BankReference,
    /// The mandate and the amount.
    Mandate,
    /// The payer's account and the amount, and only one payment fits.
    AccountAndAmount,
}

/// The payment that came back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ReturnedPayment {
    /// The line that had brought it.
    #[ts(type = "number")]
    pub line_id: i64,
    /// Booking day of that line.
    pub booking_on: NaiveDate,
    /// The payment in the ledger, where the line was posted.
    #[ts(type = "number | null")]
    pub transaction_id: Option<i64>,
    /// Its number.
    pub document_no: Option<String>,
    /// Account number of the customer.
    pub account: Option<String>,
    /// Name.
    pub name: Option<String>,
    /// Documents that it had paid.
    pub documents: Vec<String>,
    /// How it was found.
    pub found_by: ReturnFoundBy,
}

/// A returned payment that waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct BankReturn {
    /// The line.
    #[ts(type = "number")]
    pub line_id: i64,
    /// Number of the own account.
    pub bank_account: String,
    /// Booking day.
    pub booking_on: NaiveDate,
    /// Minor units, negative.
    #[ts(type = "number")]
    pub amount_minor: i64,
    /// Currency.
    pub currency: String,
    /// Name of the payer.
    pub payer_name: String,
    /// The payer's account.
    pub payer_account: String,
    /// Code of the reason, such as `AC04`; empty where the bank gives none. The window has the words.
    pub reason_code: String,
    /// Text of the bank.
    pub reason_text: String,
    /// Text of the line.
    pub remittance: String,
    /// The payment that came back, where one fits.
    pub payment: Option<ReturnedPayment>,
    /// How often payments of this customer have come back, this one counted.
    #[ts(type = "number")]
    pub returns_of_customer: i64,
}

/// The task list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct BankReturns {
    /// Oldest first.
    pub returns: Vec<BankReturn>,
}

/// `bank.returns`
pub fn list(session: &mut Session<'_>, _: Nothing) -> Result<BankReturns, Refusal> {
    let connection = session.connection();
    let mut statement = connection.prepare_cached(
        "SELECT l.id, b.number, l.bank_account_id, l.booking_on, l.amount_minor, l.currency, l.payer_name,
                l.payer_account, l.return_code, l.return_text, l.remittance, l.mandate_id, l.end_to_end_id,
                l.original_end_to_end_id, l.original_bank_ref
         FROM bank_line_states s JOIN bank_lines l ON l.id = s.line_id JOIN bank_accounts b ON b.id = l.bank_account_id
         WHERE s.state = 'returned' ORDER BY l.booking_on, l.id",
    )?;
    let mut rows = statement.query([])?;
    let mut returns = Vec::new();
    while let Some(row) = rows.next()? {
        let payment = payment_of(connection, row)?;
        returns.push(BankReturn {
            returns_of_customer: returns_of(connection, payment.as_ref())?,
            line_id: row.get("id")?,
            bank_account: row.get("number")?,
            booking_on: day_of(row, "booking_on")?,
            amount_minor: row.get("amount_minor")?,
            currency: row.get("currency")?,
            payer_name: row.get("payer_name")?,
            payer_account: row.get("payer_account")?,
            reason_code: row.get("return_code")?,
            reason_text: row.get("return_text")?,
            remittance: row.get("remittance")?,
            payment,
        });
    }
    Ok(BankReturns { returns })
}

/// The line that the return gives back: by its ids first, then by mandate and amount, at last by payer and amount,
/// and only where one line fits.
fn payment_of(connection: &Connection, row: &Row<'_>) -> Result<Option<ReturnedPayment>, Refusal> {
    let text = |name: &str| row.get::<_, String>(name);
    let own_id = text("end_to_end_id")?;
    let original = text("original_end_to_end_id")?;
    let end_to_end = if original.is_empty() { own_id } else { original };
    let searches = [
        (ReturnFoundBy::EndToEndId, "p.end_to_end_id = :key", end_to_end),
        (ReturnFoundBy::BankReference, "p.bank_ref = :key", text("original_bank_ref")?),
        (ReturnFoundBy::Mandate, "p.mandate_id = :key AND p.amount_minor = -:amount", text("mandate_id")?),
        (
            ReturnFoundBy::AccountAndAmount,
            "p.payer_account = :key AND p.amount_minor = -:amount",
            text("payer_account")?,
        ),
    ];
    let (id, account, amount): (i64, i64, i64) =
        (row.get("id")?, row.get("bank_account_id")?, row.get("amount_minor")?);
    for (found_by, condition, key) in searches {
        if key.is_empty() || key == "NOTPROVIDED" || key == "NONREF" {
            continue;
        }
        let mut statement = connection.prepare_cached(&format!(
            "SELECT p.id FROM bank_lines p WHERE p.bank_account_id = :account AND p.id <> :id AND p.amount_minor > 0
               AND p.status = 'booked' AND {condition} AND :amount = :amount AND p.booking_on <= :on LIMIT 2"
        ))?;
        let on: String = row.get("booking_on")?;
        let found = statement
            .query_map(
                named_params! {":account": account, ":id": id, ":key": key, ":amount": amount, ":on": on},
                |row| row.get::<_, i64>("id"),
            )?
            .collect::<Result<Vec<_>, _>>()?;
        if let [line_id] = found[..] {
            return Ok(Some(returned(connection, line_id, found_by)?));
        }
    }
    Ok(None)
}

fn returned(
    connection: &Connection,
    line_id: i64,
    found_by: ReturnFoundBy,
) -> Result<ReturnedPayment, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT l.booking_on, t.id AS transaction_id, t.document_no, c.account, c.name,
                (SELECT json_group_array(d.document_no) FROM settlements s JOIN transactions d ON d.id = s.debit_id
                 WHERE s.customer_id = t.customer_id AND s.credit_id = t.id AND s.reverses_id IS NULL
                   AND NOT EXISTS (SELECT 1 FROM settlements r WHERE r.reverses_id = s.id)) AS documents
         FROM bank_lines l
         LEFT JOIN bank_postings p ON p.line_id = l.id AND p.undone_by_act_id IS NULL
         LEFT JOIN transactions t ON t.id = p.transaction_id
         LEFT JOIN customers c ON c.id = p.customer_id
         WHERE l.id = :id LIMIT 1",
    )?;
    let mut rows = statement.query(named_params! {":id": line_id})?;
    let row = rows
        .next()?
        .ok_or_else(|| Refusal::new("unknown_bank_line").with("line_id", line_id))?;
    let documents: String = row.get("documents")?;
    Ok(ReturnedPayment {
        line_id,
        booking_on: day_of(row, "booking_on")?,
        transaction_id: row.get("transaction_id")?,
        document_no: row.get("document_no")?,
        account: row.get("account")?,
        name: row.get("name")?,
        documents: serde_json::from_str(&documents)?,
        found_by,
    })
}

/// Returned lines whose payer's account is one from which this customer has paid.
fn returns_of(connection: &Connection, payment: Option<&ReturnedPayment>) -> Result<i64, Refusal> {
    let Some(account) = payment.and_then(|payment| payment.account.as_ref()) else {
        return Ok(0);
    };
    Ok(connection
        .prepare_cached(
            "SELECT COUNT(*) AS returns FROM bank_line_states s JOIN bank_lines l ON l.id = s.line_id
             WHERE s.state = 'returned' AND l.payer_account <> '' AND l.payer_account IN (
               SELECT p.payer_account FROM bank_postings x JOIN bank_lines p ON p.id = x.line_id
               JOIN customers c ON c.id = x.customer_id WHERE c.account = :account)",
        )?
        .query_row(named_params! {":account": account}, |row| row.get("returns"))
        .optional()?
        .unwrap_or(0))
}
