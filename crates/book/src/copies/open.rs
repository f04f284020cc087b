//! Opening a copy from the row of its invoice: which rows have one, and the file that a viewer opens.

use std::path::PathBuf;

use rusqlite::{OptionalExtension as _, named_params};
use serde::{Deserialize, Serialize};

use super::{CopyRequest, bytes};
use crate::accounts::customer_id;
use crate::company;
use crate::refusal::Refusal;
use crate::session::Session;
use crate::viewed::replace;

/// Asks which documents of a customer have copies.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct CopiesOfCustomer {
    /// Account number.
    pub account: String,
}

/// Asks which of these documents have copies.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct CopiesOfDocuments {
    /// The documents, at most 100,000.
    #[ts(type = "Array<number>")]
    pub transaction_ids: Vec<i64>,
}

/// Documents with copies.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct CopiedDocuments {
    /// Their ids, ascending.
    #[ts(type = "Array<number>")]
    pub transaction_ids: Vec<i64>,
}

/// Asks for a copy as a file.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct SaveCopy {
    /// The document.
    #[ts(type = "number")]
    pub transaction_id: i64,
    /// The version; the newest where missing.
    #[serde(default)]
    #[ts(type = "number | null", optional)]
    pub version: Option<i64>,
    /// Path of the file; one that is there is replaced, because the dialog has asked.
    pub path: String,
}

/// The written file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct SavedCopy {
    /// Where it is.
    pub path: String,
}

/// `copies.of_customer`
pub fn of_customer(
    session: &mut Session<'_>,
    request: CopiesOfCustomer,
) -> Result<CopiedDocuments, Refusal> {
    let customer = customer_id(session.connection(), &request.account)?;
    let transaction_ids = session
        .connection()
        .prepare_cached(
            "SELECT t.id FROM transactions t WHERE t.company_id = :company AND t.customer_id = :customer
               AND EXISTS (SELECT 1 FROM invoice_copies i
                           WHERE i.transaction_id = t.id AND i.withdrawn_by_act_id IS NULL)
             ORDER BY t.id",
        )?
        .query_map(named_params! {":company": company::current(session.connection())?, ":customer": customer}, |row| row.get("id"))?
        .collect::<Result<_, _>>()?;
    Ok(CopiedDocuments { transaction_ids })
}

/// `copies.of_documents`: for rows of several customers, such as those of a bank line or a letter.
pub fn of_documents(
    session: &mut Session<'_>,
    request: CopiesOfDocuments,
) -> Result<CopiedDocuments, Refusal> {
    if request.transaction_ids.len() > MOST_ASKED {
        return Err(Refusal::new("bad_request").with("detail", "at most 100,000 documents"));
    }
    let transaction_ids = session
        .connection()
        .prepare_cached(
            "SELECT j.value AS id FROM json_each(:ids) j
             WHERE EXISTS (SELECT 1 FROM invoice_copies i
                           WHERE i.transaction_id = j.value AND i.withdrawn_by_act_id IS NULL)
             GROUP BY j.value ORDER BY j.value",
        )?
        .query_map(
            named_params! {":ids": serde_json::to_string(&request.transaction_ids)?},
            |row| row.get("id"),
        )?
        .collect::<Result<_, _>>()?;
    Ok(CopiedDocuments { transaction_ids })
}

/// Documents that may be asked for at once.
const MOST_ASKED: usize = 100_000;

/// `copies.view`: a copy as a file for the viewer of the machine, in a folder that only this account can read and that
/// goes when the book is closed.
pub fn view(session: &mut Session<'_>, request: CopyRequest) -> Result<SavedCopy, Refusal> {
    let id = request.transaction_id;
    let missing = || Refusal::new("copy_missing").with("transaction_id", id);
    let newest: Option<(i64, String)> = session
        .connection()
        .prepare_cached(
            "SELECT i.version, t.document_no FROM invoice_copies i JOIN transactions t ON t.id = i.transaction_id
             WHERE i.transaction_id = :id AND i.withdrawn_by_act_id IS NULL
               AND (:version IS NULL OR i.version = :version)
             ORDER BY i.version DESC LIMIT 1",
        )?
        .query_row(named_params! {":id": id, ":version": request.version}, |row| {
            Ok((row.get("version")?, row.get("document_no")?))
        })
        .optional()?;
    let (version, document_no) = newest.ok_or_else(missing)?;
    let copy = bytes(session.connection(), id, Some(version))?.ok_or_else(missing)?;
    let path = session.book.viewed.put(
        &format!("{id}-{version}"),
        &format!("{document_no}.pdf"),
        &copy,
    )?;
    Ok(SavedCopy {
        path: path.display().to_string(),
    })
}

/// `copies.save`: the bytes of a copy as a file of their own.
pub fn save(session: &mut Session<'_>, request: SaveCopy) -> Result<SavedCopy, Refusal> {
    let found = bytes(
        session.connection(),
        request.transaction_id,
        request.version,
    )?;
    let copy = found.ok_or_else(|| {
        Refusal::new("copy_missing").with("transaction_id", request.transaction_id)
    })?;
    let path = PathBuf::from(&request.path);
    replace(&path, &copy).map_err(|error| Refusal::from(error).with("path", &path))?;
    Ok(SavedCopy { path: request.path })
}
