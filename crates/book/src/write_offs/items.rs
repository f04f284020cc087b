//! The open documents that are written off: with profile, dimensions and tax, as a proposal needs them.

use chrono::NaiveDate;
use engine::account::Kind;
use engine::write_offs::{Item, Tax};
use rusqlite::{Connection, named_params};
use serde::{Deserialize, Serialize};

use crate::accounts::{day_of, kind_of};
use crate::ledger::DetailText;
use crate::refusal::Refusal;

/// A document of a write-off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct WriteOffItem {
    /// The transaction.
    #[ts(type = "number")]
    pub transaction_id: i64,
    /// What it is.
    pub kind: Kind,
    /// Its number.
    pub document_no: String,
    /// When it falls due.
    pub due_on: NaiveDate,
    /// Its currency.
    pub currency: String,
    /// Its amount, signed minor units.
    #[ts(type = "number")]
    pub amount_minor: i64,
    /// What of it is written off, signed minor units.
    #[ts(type = "number")]
    pub open_minor: i64,
    /// Its posting profile; empty for none.
    pub profile: String,
}

/// A document as it is in the book.
#[derive(Debug, Clone)]
pub(crate) struct Loaded {
    pub shown: WriteOffItem,
    pub transaction_on: NaiveDate,
    pub item: Item,
}

const COLUMNS: &str =
    "t.id, t.kind, t.document_no, t.transaction_on, t.due_on, t.currency, t.amount_minor,
  COALESCE(d.posting_profile, '') AS profile, COALESCE(d.detail, '{}') AS detail";

/// The open documents of a customer: these, or all where none is named, by currency and due day.
///
/// # Errors
/// `write_off_not_open` where one of those named is not open, or is another customer's.
pub(super) fn open(
    connection: &Connection,
    customer_id: i64,
    wanted: &[i64],
) -> Result<Vec<Loaded>, Refusal> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {COLUMNS}, o.open_minor FROM open_items_snapshot o
         JOIN transactions t ON t.id = o.transaction_id
         LEFT JOIN transaction_details d ON d.transaction_id = t.id
         WHERE o.customer_id = :customer
           AND (json_array_length(:wanted) = 0 OR o.transaction_id IN (SELECT value FROM json_each(:wanted)))
         ORDER BY t.currency, t.due_on, t.document_no, t.id"
    ))?;
    let mut rows = statement.query(named_params! {
        ":customer": customer_id, ":wanted": serde_json::to_string(wanted)?,
    })?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(read(row)?);
    }
    let missing = wanted
        .iter()
        .find(|id| !found.iter().any(|item| item.item.transaction_id == **id));
    match missing {
        Some(id) => Err(Refusal::new("write_off_not_open").with("transaction_id", id)),
        None => Ok(found),
    }
}

/// The documents of a proposal, each with what was open of it then.
pub(crate) fn of_write_off(
    connection: &Connection,
    write_off_id: i64,
) -> Result<Vec<Loaded>, Refusal> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {COLUMNS}, i.open_minor FROM write_off_items i
         JOIN transactions t ON t.id = i.transaction_id
         LEFT JOIN transaction_details d ON d.transaction_id = t.id
         WHERE i.write_off_id = :id ORDER BY i.id"
    ))?;
    let mut rows = statement.query(named_params! {":id": write_off_id})?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(read(row)?);
    }
    Ok(found)
}

fn read(row: &rusqlite::Row<'_>) -> Result<Loaded, Refusal> {
    let detail: String = row.get("detail")?;
    let detail: DetailText = serde_json::from_str(&detail)?;
    let shown = WriteOffItem {
        transaction_id: row.get("id")?,
        kind: kind_of(&row.get::<_, String>("kind")?)?,
        document_no: row.get("document_no")?,
        due_on: day_of(row, "due_on")?,
        currency: row.get("currency")?,
        amount_minor: row.get("amount_minor")?,
        open_minor: row.get("open_minor")?,
        profile: row.get("profile")?,
    };
    let item = Item {
        transaction_id: shown.transaction_id,
        currency: shown.currency.clone(),
        profile: shown.profile.clone(),
        dimensions: detail.dimensions,
        gross_minor: shown.amount_minor,
        open_minor: shown.open_minor,
        taxes: detail
            .taxes
            .into_iter()
            .map(|tax| Tax {
                code: tax.code,
                minor: tax.tax_minor,
            })
            .collect(),
    };
    Ok(Loaded {
        shown,
        transaction_on: day_of(row, "transaction_on")?,
        item,
    })
}
