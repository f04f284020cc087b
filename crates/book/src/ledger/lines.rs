//! `documents.lines`: the lines of an invoice as its file brought them.

use rusqlite::{Connection, OptionalExtension as _, named_params};
use serde::{Deserialize, Serialize};

use super::{DetailFact, DocumentLine};
use crate::refusal::Refusal;
use crate::session::Session;

/// Names a document.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ts_rs::TS)]
pub struct DocumentLinesRequest {
    /// Id of the transaction.
    #[ts(type = "number")]
    pub transaction_id: i64,
}

/// The lines of a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct DocumentLines {
    /// In their order; empty where no file named any.
    pub lines: Vec<DocumentLine>,
}

/// `documents.lines`
pub fn lines(
    session: &mut Session<'_>,
    request: DocumentLinesRequest,
) -> Result<DocumentLines, Refusal> {
    session.read(|connection| {
        Ok(DocumentLines {
            lines: lines_of(connection, request.transaction_id)?,
        })
    })
}

/// The lines of a document; empty where no file named any, or where there is no such document.
pub(crate) fn lines_of(
    connection: &Connection,
    transaction_id: i64,
) -> Result<Vec<DocumentLine>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT d.posting_profile, d.bank_account, d.payment_reference, d.discount_minor, d.discount_on, d.detail
         FROM transactions t JOIN transaction_details d ON d.transaction_id = t.id WHERE t.id = :id",
    )?;
    let detail = statement
        .query_row(named_params! {":id": transaction_id}, |row| {
            Ok(DetailFact::from_row(row))
        })
        .optional()?
        .transpose()?;
    Ok(detail.map_or_else(Vec::new, |detail| detail.text.lines))
}
