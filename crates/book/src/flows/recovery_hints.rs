//! `write_offs.recoverable`: money that came in and names a document that was written off (spec 24 §2). What a line of the bank,
//! or an open credit of a customer, says is looked through for the numbers of written-off documents, as matching looks for open
//! ones; whoever takes the proposal takes a recovery.

use std::collections::BTreeSet;

use engine::matching::{each_number, plain_number};
use rusqlite::{Connection, OptionalExtension as _, named_params};
use serde::{Deserialize, Serialize};

use super::write_off_recover::left;
use crate::accounts::customer_id;
use crate::refusal::Refusal;
use crate::session::Session;

/// Asks which write-offs money names.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct RecoverableAsked {
    /// A line of the bank.
    #[ts(type = "number | null")]
    pub line_id: Option<i64>,
    /// Else the open credits of this customer.
    pub account: Option<String>,
}

/// Money that names a written-off document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Recoverable {
    /// The write-off.
    #[ts(type = "number")]
    pub write_off_id: i64,
    /// Its number.
    pub number: String,
    /// Account number of the customer.
    pub account: String,
    /// Name.
    pub name: String,
    /// Numbers of its documents that are named.
    pub documents: Vec<String>,
    /// Currency.
    pub currency: String,
    /// Written off and not recovered yet, minor units.
    #[ts(type = "number")]
    pub left_minor: i64,
    /// The credit; missing where the line of the bank has not been posted to the customer.
    pub credit: Option<RecoverableCredit>,
}

/// A credit from which a recovery can be taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct RecoverableCredit {
    /// Its transaction.
    #[ts(type = "number")]
    pub transaction_id: i64,
    /// Its number.
    pub document_no: String,
    /// What is open of it, minor units, negative.
    #[ts(type = "number")]
    pub open_minor: i64,
}

/// Write-offs that money names.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Recoverables {
    /// The latest write-off first.
    pub found: Vec<Recoverable>,
}

/// `write_offs.recoverable`
pub fn recoverable(
    session: &mut Session<'_>,
    request: RecoverableAsked,
) -> Result<Recoverables, Refusal> {
    session.read(|connection| {
        let found = match (request.line_id, request.account.as_deref()) {
            (Some(line_id), _) => of_line(connection, line_id)?,
            (None, Some(account)) => of_customer(connection, customer_id(connection, account)?)?,
            (None, None) => Vec::new(),
        };
        Ok(Recoverables { found })
    })
}

/// A line that came in and waits, or whose payment has something open still.
fn of_line(connection: &Connection, line_id: i64) -> Result<Vec<Recoverable>, Refusal> {
    let found: Option<(String, Vec<String>)> = connection
        .prepare_cached(
            "SELECT l.currency, l.remittance, l.reference, l.end_to_end_id, l.document_numbers FROM bank_lines l
             JOIN bank_line_states s ON s.line_id = l.id AND s.state IN ('open', 'posted')
             WHERE l.id = :line AND l.amount_minor > 0",
        )?
        .query_row(named_params! {":line": line_id}, |row| {
            let texts = ["remittance", "reference", "end_to_end_id", "document_numbers"]
                .into_iter()
                .map(|column| row.get(column))
                .collect::<Result<_, _>>()?;
            Ok((row.get("currency")?, texts))
        })
        .optional()?;
    let Some((currency, texts)) = found else {
        return Ok(Vec::new());
    };
    let mut all = named_write_offs(connection, None, (&currency, &numbers(&texts)))?;
    let credits = credits(
        connection,
        "SELECT p.customer_id, t.id, t.document_no, t.currency, o.open_minor, '' AS text, '' AS reference
         FROM bank_postings p JOIN transactions t ON t.id = p.transaction_id
         JOIN open_items_snapshot o ON o.customer_id = p.customer_id AND o.transaction_id = t.id
         WHERE p.line_id = :id AND p.undone_by_act_id IS NULL AND o.open_minor < 0 ORDER BY t.id",
        line_id,
    )?;
    let is_posted: bool = connection
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM bank_postings WHERE line_id = :line AND undone_by_act_id IS NULL) AS posted",
        )?
        .query_row(named_params! {":line": line_id}, |row| row.get("posted"))?;
    for (customer_id, one) in &mut all {
        let own = credits
            .iter()
            .find(|credit| credit.customer_id == *customer_id);
        one.credit = own.map(|credit| credit.shown.clone());
    }
    // What was posted and settled otherwise has nothing left for a recovery.
    all.retain(|(_, one)| !is_posted || one.credit.is_some());
    Ok(all.into_iter().map(|(_, one)| one).collect())
}

/// The open credits of a customer.
fn of_customer(connection: &Connection, customer_id: i64) -> Result<Vec<Recoverable>, Refusal> {
    let credits = credits(
        connection,
        "SELECT o.customer_id, t.id, t.document_no, t.currency, o.open_minor, COALESCE(t.text, '') AS text,
                COALESCE(d.payment_reference, '') AS reference
         FROM open_items_snapshot o JOIN transactions t ON t.id = o.transaction_id
         LEFT JOIN transaction_details d ON d.transaction_id = t.id
         WHERE o.customer_id = :id AND o.open_minor < 0 ORDER BY t.id",
        customer_id,
    )?;
    let mut found = Vec::new();
    for credit in credits {
        let named = (credit.currency.as_str(), &numbers(&credit.texts));
        for (_, mut one) in named_write_offs(connection, Some(customer_id), named)? {
            one.credit = Some(credit.shown.clone());
            found.push(one);
        }
    }
    Ok(found)
}

struct Credit {
    customer_id: i64,
    currency: String,
    texts: Vec<String>,
    shown: RecoverableCredit,
}

fn credits(connection: &Connection, sql: &str, id: i64) -> Result<Vec<Credit>, Refusal> {
    let mut statement = connection.prepare_cached(sql)?;
    let found = statement.query_map(named_params! {":id": id}, |row| {
        Ok(Credit {
            customer_id: row.get("customer_id")?,
            currency: row.get("currency")?,
            texts: vec![row.get("text")?, row.get("reference")?],
            shown: RecoverableCredit {
                transaction_id: row.get("id")?,
                document_no: row.get("document_no")?,
                open_minor: row.get("open_minor")?,
            },
        })
    })?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// Whatever in the texts can be the number of a document.
fn numbers(texts: &[String]) -> BTreeSet<String> {
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let mut numbers = BTreeSet::new();
    each_number(&texts, |number| {
        numbers.insert(number.to_owned());
    });
    numbers
}

/// Posted write-offs with something left in the currency, one of whose documents is named; each with its customer.
fn named_write_offs(
    connection: &Connection,
    customer_id: Option<i64>,
    (currency, numbers): (&str, &BTreeSet<String>),
) -> Result<Vec<(i64, Recoverable)>, Refusal> {
    let mut found: Vec<(i64, Recoverable)> = Vec::new();
    if numbers.is_empty() {
        return Ok(found);
    }
    let mut statement = connection.prepare_cached(
        "SELECT w.id, w.number, w.customer_id, c.account, c.name, t.document_no FROM write_offs w
         JOIN customers c ON c.id = w.customer_id JOIN write_off_items i ON i.write_off_id = w.id
         JOIN transactions t ON t.id = i.transaction_id
         WHERE w.status = 'posted' AND i.open_minor > 0 AND i.currency = :currency
           AND (:customer IS NULL OR w.customer_id = :customer)
         ORDER BY w.id DESC, i.id",
    )?;
    let mut rows =
        statement.query(named_params! {":customer": customer_id, ":currency": currency})?;
    while let Some(row) = rows.next()? {
        let document: String = row.get("document_no")?;
        if !numbers.contains(&plain_number(&document)) {
            continue;
        }
        let id: i64 = row.get("id")?;
        match found.last_mut().filter(|(_, last)| last.write_off_id == id) {
            Some((_, last)) => last.documents.push(document),
            None => found.push((
                row.get("customer_id")?,
                Recoverable {
                    write_off_id: id,
                    number: row.get("number")?,
                    account: row.get("account")?,
                    name: row.get("name")?,
                    documents: vec![document],
                    currency: currency.to_owned(),
                    left_minor: left(connection, id, currency)?,
                    credit: None,
                },
            )),
        }
    }
    found.retain(|(_, one)| one.left_minor > 0);
    Ok(found)
}
