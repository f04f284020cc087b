//! Customers as they were before an import changed them, for its undo.

use rusqlite::Connection;
use serde_json::json;

use crate::import::before::Before;
use crate::import::row::Trouble;
use crate::import::work::Work;

/// Address and primary contact of a customer, by their ids.
pub(super) type RowsBeside = Option<(Option<i64>, Option<i64>)>;

/// Keeps a customer as it was before this import; nothing of one that the import has created itself.
pub(super) fn keep_before(work: &mut Work<'_, '_>, id: i64) -> Result<RowsBeside, Trouble> {
    let act_id = work.act.id;
    let is_own = created_here(work, id)?;
    if is_own {
        return Ok(None);
    }
    let (address, contact) = rows_beside(work.act, id)?;
    let rows = [
        ("customers", Some(id)),
        ("addresses", address),
        ("contacts", contact),
    ];
    for (table, row) in rows {
        if let Some(row) = row {
            work.before.keep(work.act, act_id, table, &json!([row]))?;
        }
    }
    Ok(Some((address, contact)))
}

/// Keeps the credit attributes of a customer that was in the book, or that it had none.
pub(super) fn keep_attributes(work: &mut Work<'_, '_>, id: i64) -> Result<(), Trouble> {
    let act_id = work.act.id;
    let known: bool = work
        .act
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM credit_attributes WHERE customer_id = ?1) AS it_is",
        )?
        .query_row([id], |row| row.get("it_is"))?;
    if known {
        work.before
            .keep(work.act, act_id, "credit_attributes", &json!([id]))?;
    } else {
        Before::keep_missing(work.act, act_id, "credit_attributes", &json!([id]))?;
    }
    Ok(())
}

/// Whether this import has created the customer.
fn created_here(work: &Work<'_, '_>, id: i64) -> Result<bool, Trouble> {
    Ok(work
        .act
        .prepare_cached("SELECT created_act_id IS ?2 AS it_is FROM customers WHERE id = ?1")?
        .query_row([id, work.act.id], |row| row.get("it_is"))?)
}

/// Marks a customer as changed by this import, because something beside the row was.
pub(in crate::import) fn touch(work: &mut Work<'_, '_>, id: i64) -> Result<(), Trouble> {
    let act_id = work.act.id;
    if created_here(work, id)? {
        return Ok(());
    }
    work.before
        .keep(work.act, act_id, "customers", &json!([id]))?;
    work.act
        .prepare_cached("UPDATE customers SET act_id = ?2 WHERE id = ?1")?
        .execute([id, act_id])?;
    Ok(())
}

/// Keeps that the import has added an address or a contact.
pub(super) fn keep_created_beside(
    work: &Work<'_, '_>,
    id: i64,
    before: RowsBeside,
) -> Result<(), Trouble> {
    let Some((address_before, contact_before)) = before else {
        return Ok(());
    };
    let (address, contact) = rows_beside(work.act, id)?;
    let added = [
        ("addresses", address_before, address),
        ("contacts", contact_before, contact),
    ];
    for (table, before, now) in added {
        if let (None, Some(row)) = (before, now) {
            Before::keep_missing(work.act, work.act.id, table, &json!([row]))?;
        }
    }
    Ok(())
}

fn rows_beside(connection: &Connection, id: i64) -> Result<(Option<i64>, Option<i64>), Trouble> {
    Ok(connection
        .prepare_cached(
            "SELECT (SELECT id FROM addresses WHERE customer_id = ?1 AND purpose = 'postal') AS address,
                    (SELECT MIN(id) FROM contacts WHERE customer_id = ?1 AND purpose = 'primary') AS contact",
        )?
        .query_row([id], |row| Ok((row.get("address")?, row.get("contact")?)))?)
}
