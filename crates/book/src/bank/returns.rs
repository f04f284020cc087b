//! `bank.returns`: payments that came back and wait as a task list, each with the payment that it returns (T-B9).

use std::collections::BTreeSet;

use chrono::NaiveDate;
use engine::matching::count_returns;
use rusqlite::{Connection, Row, named_params};
use serde::{Deserialize, Serialize};

use super::given_back::{FoundLine, line_of};
use crate::accounts::{customer_id, day_of};
use crate::refusal::Refusal;
use crate::returns::{count_of_customer, returns_of_documents};
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
    /// What the bank took besides, minor units; negative where it took back less.
    #[ts(type = "number")]
    pub besides_minor: i64,
    /// Documents that it had paid.
    pub documents: Vec<String>,
    /// How often payments of each of these documents have come back, this one counted: number and count.
    #[ts(type = "Array<[string, number]>")]
    pub returns_of_documents: Vec<(String, u32)>,
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
    count_documents(connection, &mut returns)?;
    Ok(BankReturns { returns })
}

/// Counts per document over all returns: parts of one payment count once.
fn count_documents(connection: &Connection, returns: &mut [BankReturn]) -> Result<(), Refusal> {
    let mut pairs = Vec::new();
    let mut numbers = Vec::with_capacity(returns.len());
    for task in returns.iter() {
        let payment_id = task
            .payment
            .as_ref()
            .and_then(|payment| payment.transaction_id);
        let documents = match payment_id {
            Some(id) => documents_of(connection, id)?,
            None => Vec::new(),
        };
        pairs.extend(
            documents
                .iter()
                .map(|(id, _)| (payment_id.unwrap_or(0), *id)),
        );
        numbers.push(documents);
    }
    // What came back before counts too.
    let ids: BTreeSet<i64> = pairs.iter().map(|(_, document)| *document).collect();
    let ids: Vec<i64> = ids.into_iter().collect();
    pairs.extend(returns_of_documents(connection, &ids)?);
    let counts = count_returns(&pairs);
    for (task, documents) in returns.iter_mut().zip(numbers) {
        if let Some(payment) = &mut task.payment {
            payment.documents = documents.iter().map(|(_, number)| number.clone()).collect();
            payment.returns_of_documents = documents
                .into_iter()
                .map(|(id, number)| (number, counts.get(&id).copied().unwrap_or(0)))
                .collect();
        }
    }
    Ok(())
}

/// Documents that a payment had paid.
fn documents_of(connection: &Connection, payment_id: i64) -> Result<Vec<(i64, String)>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT d.id, d.document_no FROM transactions t
         JOIN settlements s ON s.customer_id = t.customer_id AND s.credit_id = t.id
         JOIN transactions d ON d.id = s.debit_id
         WHERE t.id = :payment AND d.kind <> 'refund' GROUP BY d.id HAVING SUM(s.amount_minor) > 0 ORDER BY d.id",
    )?;
    let found = statement.query_map(named_params! {":payment": payment_id}, |row| {
        Ok((row.get("id")?, row.get("document_no")?))
    })?;
    Ok(found.collect::<Result<_, _>>()?)
}

fn payment_of(connection: &Connection, row: &Row<'_>) -> Result<Option<ReturnedPayment>, Refusal> {
    line_of(connection, row)?
        .map(|found| returned(connection, &found))
        .transpose()
}

fn returned(connection: &Connection, found: &FoundLine) -> Result<ReturnedPayment, Refusal> {
    let line_id = found.line_id;
    let mut statement = connection.prepare_cached(
        "SELECT l.booking_on, t.id AS transaction_id, t.document_no, c.account, c.name
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
    Ok(ReturnedPayment {
        line_id,
        booking_on: day_of(row, "booking_on")?,
        transaction_id: row.get("transaction_id")?,
        document_no: row.get("document_no")?,
        account: row.get("account")?,
        name: row.get("name")?,
        documents: Vec::new(),
        returns_of_documents: Vec::new(),
        found_by: found.found_by,
        besides_minor: found.besides_minor,
    })
}

/// Returned lines that wait and whose payer's account is one from which this customer has paid, and what came back before.
fn returns_of(connection: &Connection, payment: Option<&ReturnedPayment>) -> Result<i64, Refusal> {
    let Some(account) = payment.and_then(|payment| payment.account.as_ref()) else {
        return Ok(0);
    };
    let waiting: i64 = connection
        .prepare_cached(
            "SELECT COUNT(*) AS returns FROM bank_line_states s JOIN bank_lines l ON l.id = s.line_id
             WHERE s.state = 'returned' AND l.payer_account <> '' AND l.payer_account IN (
               SELECT p.payer_account FROM bank_postings x JOIN bank_lines p ON p.id = x.line_id
               JOIN customers c ON c.id = x.customer_id WHERE c.account = :account)",
        )?
        .query_row(named_params! {":account": account}, |row| row.get("returns"))?;
    let id = customer_id(connection, account)?;
    Ok(waiting + count_of_customer(connection, id, (None, None))?)
}
