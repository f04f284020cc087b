//! The search of the palette: customers and documents.

use rusqlite::named_params;
use serde::{Deserialize, Serialize};

use crate::company;
use crate::refusal::Refusal;
use crate::session::Session;

/// Searches customers and documents.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct SearchRequest {
    /// Beginning of an account, a document number, or part of a name.
    pub text: String,
}

/// A hit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Hit {
    /// The customer.
    #[ts(type = "number")]
    pub customer_id: i64,
    /// Account number.
    pub account: String,
    /// Name.
    pub name: String,
    /// The document that was found; `None` where the customer itself was.
    pub document_no: Option<String>,
}

/// What was found, at most 30.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Found {
    /// Customers first, then documents.
    pub hits: Vec<Hit>,
}

/// `customers.search`
pub fn search(session: &mut Session<'_>, request: SearchRequest) -> Result<Found, Refusal> {
    let text = request.text.trim();
    let mut hits: Vec<Hit> = Vec::new();
    if text.is_empty() {
        return Ok(Found { hits });
    }
    let beginning_end = format!("{text}\u{10FFFF}");
    let queries = [
        "SELECT id, account, name, NULL AS document_no FROM customers
         WHERE company_id = :company AND account >= :text AND account < :end AND :like = :like
         ORDER BY account LIMIT 10",
        "SELECT id, account, name, NULL AS document_no FROM customers
         WHERE company_id = :company AND name LIKE :like ESCAPE '\\' AND :text = :text AND :end = :end LIMIT 10",
        "SELECT c.id, c.account, c.name, t.document_no FROM transactions t JOIN customers c ON c.id = t.customer_id
         WHERE t.company_id = :company AND t.document_no >= :text AND t.document_no < :end AND :like = :like
         ORDER BY t.document_no LIMIT 10",
    ];
    let like = format!(
        "%{}%",
        text.replace('\\', "\\\\")
            .replace('%', "\\%")
            .replace('_', "\\_")
    );
    for sql in queries {
        let mut statement = session.connection().prepare_cached(sql)?;
        let found = statement.query_map(
            named_params! {
                ":company": company::current(session.connection())?, ":text": text, ":end": beginning_end, ":like": like,
            },
            |row| {
                Ok(Hit {
                    customer_id: row.get("id")?,
                    account: row.get("account")?,
                    name: row.get("name")?,
                    document_no: row.get("document_no")?,
                })
            },
        )?;
        for hit in found {
            let hit = hit?;
            let known = hits.iter().any(|other| {
                (other.customer_id, &other.document_no) == (hit.customer_id, &hit.document_no)
            });
            if !known {
                hits.push(hit);
            }
        }
    }
    Ok(Found { hits })
}
