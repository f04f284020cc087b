//! The journal entries of an act, as a preview shows them before it is done and a reply after: the one shape for all acts.

use rusqlite::{Connection, named_params};
use serde::{Deserialize, Serialize};

use crate::refusal::Refusal;

/// Entries that are shown line by line; of an act that writes more, the sums say what it comes to.
const SHOWN: usize = 20;

/// A line of an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct PostedEntryLine {
    /// `customer`, or what the account of the ledger is for.
    pub role: String,
    /// Which of several: the number of a bank account, a charges code, an interest code, a vendor.
    pub key: String,
    /// The account of the ledger, or the customer's; empty where it is not set up yet.
    pub account: String,
    /// Tax code; empty for none.
    pub tax_code: String,
    /// Debits positive, credits negative, minor units.
    #[ts(type = "number")]
    pub amount_minor: i64,
}

/// An entry of the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct PostedEntry {
    /// Its number.
    pub number: String,
    /// What it is about.
    pub kind: String,
    /// Number of the document.
    pub document_no: String,
    /// Posting day, `YYYY-MM-DD`.
    pub posting_on: String,
    /// Currency of the lines.
    pub currency: String,
    /// Text for the accounting package.
    pub text: String,
    /// Its lines; they add up to nothing.
    pub lines: Vec<PostedEntryLine>,
}

/// What lines of one account come to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct PostedSum {
    /// `customer` for all customers together, or what the account of the ledger is for.
    pub role: String,
    /// Which of several; empty for none.
    pub key: String,
    /// The account of the ledger; empty where it is not set up yet, and for customers.
    pub account: String,
    /// Currency.
    pub currency: String,
    /// Minor units.
    #[ts(type = "number")]
    pub debits_minor: i64,
    /// Minor units.
    #[ts(type = "number")]
    pub credits_minor: i64,
}

/// What an act over many customers posts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct PostedJournal {
    /// The first entries with their lines.
    pub entries: Vec<PostedEntry>,
    /// How many entries there are in all.
    #[ts(type = "number")]
    pub count: i64,
    /// All of them per account and currency.
    pub sums: Vec<PostedSum>,
}

/// The entries of an act, in their order.
pub(crate) fn of_act(connection: &Connection, act_id: i64) -> Result<Vec<PostedEntry>, Refusal> {
    first_of_act(connection, act_id, usize::MAX)
}

/// The first entries of an act with their lines, and what all of them come to.
pub(crate) fn journal_of_act(
    connection: &Connection,
    act_id: i64,
) -> Result<PostedJournal, Refusal> {
    let count = connection
        .prepare_cached("SELECT COUNT(*) AS entries FROM journal_entries WHERE act_id = :act")?
        .query_row(named_params! {":act": act_id}, |row| row.get("entries"))?;
    Ok(PostedJournal {
        entries: first_of_act(connection, act_id, SHOWN)?,
        count,
        sums: sums_of_act(connection, act_id)?,
    })
}

fn first_of_act(
    connection: &Connection,
    act_id: i64,
    most: usize,
) -> Result<Vec<PostedEntry>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT e.id, e.number, e.kind, e.document_no, e.posting_on, e.currency, e.text, l.role, l.role_key,
                CASE WHEN l.role = 'customer' THEN c.account ELSE l.account END AS account, l.tax_code, l.amount_minor
         FROM journal_entries e JOIN journal_lines l ON l.entry_id = e.id JOIN customers c ON c.id = l.customer_id
         WHERE e.act_id = :act ORDER BY e.id, l.id",
    )?;
    let mut rows = statement.query(named_params! {":act": act_id})?;
    let mut entries: Vec<(i64, PostedEntry)> = Vec::new();
    while let Some(row) = rows.next()? {
        let id: i64 = row.get("id")?;
        if entries.last().is_none_or(|(last, _)| *last != id) {
            if entries.len() == most {
                break;
            }
            entries.push((
                id,
                PostedEntry {
                    number: row.get("number")?,
                    kind: row.get("kind")?,
                    document_no: row.get("document_no")?,
                    posting_on: row.get("posting_on")?,
                    currency: row.get("currency")?,
                    text: row.get("text")?,
                    lines: Vec::new(),
                },
            ));
        }
        if let Some((_, entry)) = entries.last_mut() {
            entry.lines.push(PostedEntryLine {
                role: row.get("role")?,
                key: row.get("role_key")?,
                account: row.get("account")?,
                tax_code: row.get("tax_code")?,
                amount_minor: row.get("amount_minor")?,
            });
        }
    }
    Ok(entries.into_iter().map(|(_, entry)| entry).collect())
}

fn sums_of_act(connection: &Connection, act_id: i64) -> Result<Vec<PostedSum>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT l.role, CASE WHEN l.role_key = '' THEN l.tax_code ELSE l.role_key END AS key, l.account, e.currency,
                SUM(MAX(l.amount_minor, 0)) AS debits, SUM(MAX(-l.amount_minor, 0)) AS credits
         FROM journal_entries e JOIN journal_lines l ON l.entry_id = e.id
         WHERE e.act_id = :act GROUP BY 1, 2, 3, 4 ORDER BY e.currency, l.role <> 'customer', l.role, key, l.account",
    )?;
    let sums = statement
        .query_map(named_params! {":act": act_id}, |row| {
            Ok(PostedSum {
                role: row.get("role")?,
                key: row.get("key")?,
                account: row.get("account")?,
                currency: row.get("currency")?,
                debits_minor: row.get("debits")?,
                credits_minor: row.get("credits")?,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(sums)
}
