//! Opening a copy from the row of its invoice: which rows have one, and the file that a viewer opens.

use std::path::{Path, PathBuf};

use rusqlite::named_params;
use serde::{Deserialize, Serialize};

use super::bytes;
use crate::accounts::customer_id;
use crate::company::COMPANY_ID;
use crate::refusal::Refusal;
use crate::session::Session;

/// Asks which documents of a customer have copies.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct CopiesOfCustomer {
    /// Account number.
    pub account: String,
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
        .query_map(named_params! {":company": COMPANY_ID, ":customer": customer}, |row| row.get("id"))?
        .collect::<Result<_, _>>()?;
    Ok(CopiedDocuments { transaction_ids })
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

/// Writes beside the target first, so that a full disk leaves no half of a document.
fn replace(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    let partial = path.with_file_name(name);
    let written = std::fs::write(&partial, bytes).and_then(|()| std::fs::rename(&partial, path));
    if written.is_err() {
        // What could not be finished is of no use to anybody.
        let _ = std::fs::remove_file(&partial);
    }
    written
}
