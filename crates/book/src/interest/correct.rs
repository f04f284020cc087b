//! What follows for interest when a document is corrected or leaves the book (spec 23 §5): notes that are not posted are
//! cancelled, the interest of posted ones is reversed.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension, named_params};

use super::adjust::reverse_item;
use super::cancel::mark;
use crate::act::Act;
use crate::refusal::Refusal;

/// Called before an act is sealed, with the documents that it corrected or withdrew.
pub(crate) fn after_change(act: &mut Act<'_>, ids: &BTreeSet<i64>) -> Result<(), Refusal> {
    let today = act.today;
    for id in ids {
        let items = items(act, *id)?;
        if items.is_empty() || !is_corrected(act, *id)? {
            continue;
        }
        for item in items {
            if item.status == "posted" {
                reverse_item(act, item.note_id, item.id, &item.document_no)?;
            } else {
                mark(act, item.note_id, today, "invoice_changed")?;
            }
        }
    }
    Ok(())
}

struct Item {
    id: i64,
    note_id: i64,
    status: String,
    document_no: String,
}

/// The items of a document that stand, the newest first.
fn items(connection: &Connection, transaction_id: i64) -> Result<Vec<Item>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT i.id, i.note_id, n.status, i.document_no FROM interest_note_items i
         JOIN interest_notes n ON n.id = i.note_id
         WHERE i.transaction_id = :id AND n.status <> 'cancelled' AND NOT EXISTS (SELECT 1 FROM interest_adjustments a
           JOIN interest_adjustment_parts p ON p.adjustment_id = a.id
           WHERE a.note_id = n.id AND a.kind = 'reversed' AND p.part = i.id)
         ORDER BY n.to_on DESC, n.id DESC",
    )?;
    let items = statement
        .query_map(named_params! {":id": transaction_id}, |row| {
            Ok(Item {
                id: row.get("id")?,
                note_id: row.get("note_id")?,
                status: row.get("status")?,
                document_no: row.get("document_no")?,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(items)
}

/// Whether what interest depends on is other than it was before the act, or the document is gone.
fn is_corrected(act: &Act<'_>, transaction_id: i64) -> Result<bool, Refusal> {
    let now = act
        .prepare_cached("SELECT 1 FROM transactions WHERE id = :id")?
        .query_row(named_params! {":id": transaction_id}, |_| Ok(()))
        .optional()?;
    if now.is_none() {
        return Ok(true);
    }
    Ok(act
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM transaction_history h JOIN transactions t ON t.id = h.transaction_id
               WHERE h.transaction_id = :id AND h.replaced_by_act_id = :act
                 AND (h.amount_minor <> t.amount_minor OR h.due_on <> t.due_on OR h.document_on <> t.document_on OR h.currency <> t.currency
                   OR h.kind <> t.kind OR h.customer_id <> t.customer_id)) AS corrected",
        )?
        .query_row(
            named_params! {":id": transaction_id, ":act": act.id},
            |row| row.get("corrected"),
        )?)
}
