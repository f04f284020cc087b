//! `returns.list`: payments that came back, and how often for each customer and each document (T-B9).

use std::collections::BTreeMap;

use chrono::NaiveDate;
use engine::matching::count_returns;
use rusqlite::{Connection, Row, named_params};
use serde::{Deserialize, Serialize};

use crate::accounts::{customer_id, day_of};
use crate::refusal::Refusal;
use crate::session::Session;

/// Asks for returned payments.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct ReturnsRequest {
    /// Account number; of every customer where missing.
    pub account: Option<String>,
}

/// A payment that came back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ReturnedPaymentRow {
    /// The return.
    #[ts(type = "number")]
    pub return_id: i64,
    /// The payment.
    #[ts(type = "number")]
    pub transaction_id: i64,
    /// Its number.
    pub document_no: String,
    /// Account number.
    pub account: String,
    /// Name.
    pub name: String,
    /// The day on which it came back.
    pub returned_on: NaiveDate,
    /// Code of the bank; empty where none is known. The window has the words.
    pub reason_code: String,
    /// Words of the bank, or of whoever typed it.
    pub reason_text: String,
    /// What came back, positive minor units.
    #[ts(type = "number")]
    pub amount_minor: i64,
    /// What the customer was charged for it, positive minor units.
    #[ts(type = "number")]
    pub charged_minor: i64,
    /// Currency of both.
    pub currency: String,
    /// Numbers of the documents that it had paid.
    pub documents: Vec<String>,
    /// The line of the bank that brought it back.
    #[ts(type = "number | null")]
    pub line_id: Option<i64>,
    /// When it was recorded.
    pub at: String,
    /// By whom.
    pub user: String,
    /// When it was taken back: the payment stands again.
    pub undone_at: Option<String>,
}

/// A document and how often its payments came back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ReturnedDocument {
    /// The document.
    #[ts(type = "number")]
    pub transaction_id: i64,
    /// Its number.
    pub document_no: String,
    /// How often.
    pub returns: u32,
}

/// Returned payments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ReturnedPayments {
    /// The newest first, also those that were taken back.
    pub returns: Vec<ReturnedPaymentRow>,
    /// How many of them stand.
    pub count: u32,
    /// Documents of the customer whose payments came back, by number; empty where all customers are asked for.
    pub documents: Vec<ReturnedDocument>,
}

const HEAD: &str = "
  SELECT r.id, r.payment_id, t.document_no, c.account, c.name, r.returned_on, r.reason_code, r.reason_text,
         -t.amount_minor AS amount_minor, t.currency, r.line_id, a.at, u.code AS user,
         (SELECT z.at FROM audit z WHERE z.id = r.undone_by_act_id) AS undone_at,
         (SELECT COALESCE(SUM(x.amount_minor), 0) FROM returned_payment_entries e
          JOIN transactions x ON x.id = e.transaction_id WHERE e.return_id = r.id AND e.kind = 'charge') AS charged
  FROM returned_payments r JOIN transactions t ON t.id = r.payment_id JOIN customers c ON c.id = r.customer_id
  JOIN audit a ON a.id = r.act_id JOIN users u ON u.id = a.user_id";

/// `returns.list`
pub fn list(
    session: &mut Session<'_>,
    request: ReturnsRequest,
) -> Result<ReturnedPayments, Refusal> {
    let connection = session.connection();
    let customer = request
        .account
        .as_deref()
        .map(|account| customer_id(connection, account))
        .transpose()?;
    let mut statement = connection.prepare_cached(&format!(
        "{HEAD} WHERE (:customer IS NULL OR r.customer_id = :customer) ORDER BY r.returned_on DESC, r.id DESC"
    ))?;
    let mut rows = statement.query(named_params! {":customer": customer})?;
    let mut returns = Vec::new();
    while let Some(row) = rows.next()? {
        returns.push(read(connection, row)?);
    }
    let standing = returns.iter().filter(|one| one.undone_at.is_none()).count();
    Ok(ReturnedPayments {
        count: u32::try_from(standing).unwrap_or(u32::MAX),
        documents: match customer {
            Some(id) => documents_of_customer(connection, id)?,
            None => Vec::new(),
        },
        returns,
    })
}

/// One return as the list shows it.
pub(crate) fn one(connection: &Connection, return_id: i64) -> Result<ReturnedPaymentRow, Refusal> {
    let mut statement = connection.prepare_cached(&format!("{HEAD} WHERE r.id = :id"))?;
    let mut rows = statement.query(named_params! {":id": return_id})?;
    match rows.next()? {
        Some(row) => read(connection, row),
        None => Err(Refusal::new("unknown_return").with("return_id", return_id)),
    }
}

fn read(connection: &Connection, row: &Row<'_>) -> Result<ReturnedPaymentRow, Refusal> {
    let return_id = row.get("id")?;
    Ok(ReturnedPaymentRow {
        return_id,
        transaction_id: row.get("payment_id")?,
        document_no: row.get("document_no")?,
        account: row.get("account")?,
        name: row.get("name")?,
        returned_on: day_of(row, "returned_on")?,
        reason_code: row.get("reason_code")?,
        reason_text: row.get("reason_text")?,
        amount_minor: row.get("amount_minor")?,
        charged_minor: row.get("charged")?,
        currency: row.get("currency")?,
        documents: documents(connection, return_id)?,
        line_id: row.get("line_id")?,
        at: row.get("at")?,
        user: row.get("user")?,
        undone_at: row.get("undone_at")?,
    })
}

fn documents(connection: &Connection, return_id: i64) -> Result<Vec<String>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT DISTINCT t.document_no FROM returned_payment_parts p JOIN transactions t ON t.id = p.document_id
         WHERE p.return_id = :id AND NOT EXISTS (SELECT 1 FROM settlement_differences d WHERE d.transaction_id = t.id)
         ORDER BY t.due_on, t.id",
    )?;
    let found = statement.query_map(named_params! {":id": return_id}, |row| {
        row.get("document_no")
    })?;
    Ok(found.collect::<Result<_, _>>()?)
}

fn documents_of_customer(
    connection: &Connection,
    customer_id: i64,
) -> Result<Vec<ReturnedDocument>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT r.payment_id, p.document_id, t.document_no FROM returned_payments r
         JOIN returned_payment_parts p ON p.return_id = r.id JOIN transactions t ON t.id = p.document_id
         WHERE r.customer_id = :customer AND r.undone_by_act_id IS NULL
           AND NOT EXISTS (SELECT 1 FROM settlement_differences d WHERE d.transaction_id = t.id)
         ORDER BY t.document_no",
    )?;
    let mut rows = statement.query(named_params! {":customer": customer_id})?;
    let mut pairs: Vec<(i64, i64)> = Vec::new();
    let mut names: BTreeMap<String, i64> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let document_id = row.get("document_id")?;
        pairs.push((row.get("payment_id")?, document_id));
        names.insert(row.get("document_no")?, document_id);
    }
    let counts = count_returns(&pairs);
    Ok(names
        .into_iter()
        .map(|(document_no, transaction_id)| ReturnedDocument {
            returns: counts.get(&transaction_id).copied().unwrap_or(0),
            transaction_id,
            document_no,
        })
        .collect())
}

/// Returns that stand, with the documents that their payments had paid: of these documents, each pair once.
pub(crate) fn returns_of_documents(
    connection: &Connection,
    documents: &[i64],
) -> Result<Vec<(i64, i64)>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT DISTINCT r.payment_id, p.document_id FROM returned_payment_parts p
         JOIN returned_payments r ON r.id = p.return_id
         WHERE p.document_id IN (SELECT value FROM json_each(:ids)) AND r.undone_by_act_id IS NULL",
    )?;
    let pairs = statement.query_map(
        named_params! {":ids": serde_json::to_string(documents)?},
        |row| Ok((row.get("payment_id")?, row.get("document_id")?)),
    )?;
    Ok(pairs.collect::<Result<_, _>>()?)
}

/// How many returns of a customer stand, of all or of a span of days.
pub(crate) fn count_of_customer(
    connection: &Connection,
    customer_id: i64,
    (from, to): (Option<NaiveDate>, Option<NaiveDate>),
) -> Result<i64, Refusal> {
    Ok(connection
        .prepare_cached(
            "SELECT COUNT(*) AS returns FROM returned_payments
             WHERE customer_id = :customer AND undone_by_act_id IS NULL
               AND returned_on >= COALESCE(:from, '') AND (:to IS NULL OR returned_on <= :to)",
        )?
        .query_row(
            named_params! {
                ":customer": customer_id, ":from": from.map(|day| day.to_string()),
                ":to": to.map(|day| day.to_string()),
            },
            |row| row.get("returns"),
        )?)
}
