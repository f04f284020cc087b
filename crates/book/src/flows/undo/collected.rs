//! What of a promise, a dispute or a changed status still stands, and what its undo is asked for it.

use rusqlite::{Connection, OptionalExtension, named_params};
use serde_json::json;

use super::ActRow;
use super::targets::{Found, Target, named};

/// A promise in whose place no later one stands.
pub(super) fn promise(connection: &Connection, act: &ActRow) -> Found {
    let (ids, names) = named(
        connection,
        "SELECT p.id, c.name FROM promises p JOIN customers c ON c.id = p.customer_id
         WHERE p.act_id = :act AND p.undone_by_act_id IS NULL
           AND NOT EXISTS (SELECT 1 FROM promise_lines l WHERE l.promise_id = p.id AND l.replaced_on IS NOT NULL)",
        named_params! {":act": act.id},
    )?;
    Ok(ids
        .first()
        .map(|id| Target::of(json!({"promise_id": id}), ids.len(), names)))
}

/// A promise that was called off, where no other has been taken since.
pub(super) fn cancelled_promise(connection: &Connection, act: &ActRow) -> Found {
    let (ids, names) = named(
        connection,
        "SELECT p.id, c.name FROM promises p JOIN customers c ON c.id = p.customer_id
         WHERE p.undone_by_act_id IS NULL
           AND p.id IN (SELECT promise_id FROM promise_lines WHERE replaced_by_act_id = :act)
           AND NOT EXISTS (SELECT 1 FROM promise_lines l JOIN promise_lines n ON n.transaction_id = l.transaction_id
             WHERE l.promise_id = p.id AND n.replaced_on IS NULL)",
        named_params! {":act": act.id},
    )?;
    Ok(ids
        .first()
        .map(|id| Target::of(json!({"promise_id": id}), ids.len(), names)))
}

/// Disputes that are open still.
pub(super) fn disputes(connection: &Connection, act: &ActRow) -> Found {
    let ids: Vec<i64> = act
        .key
        .split(',')
        .filter_map(|id| id.parse().ok())
        .collect();
    let (ids, names) = named(
        connection,
        "SELECT d.id, c.name FROM disputes d JOIN customers c ON c.id = d.customer_id
         WHERE d.id IN (SELECT value FROM json_each(:ids)) AND d.status = 'open' AND d.undone_by_act_id IS NULL
         ORDER BY d.id",
        named_params! {":ids": json!(ids).to_string()},
    )?;
    Ok((!ids.is_empty()).then(|| Target::of(json!({"dispute_ids": ids}), ids.len(), names)))
}

/// A dispute that is closed still.
pub(super) fn closed_dispute(connection: &Connection, act: &ActRow) -> Found {
    let (ids, names) = named(
        connection,
        "SELECT d.id, c.name FROM disputes d JOIN customers c ON c.id = d.customer_id
         WHERE d.closed_by_act_id = :act AND d.status <> 'open' AND d.undone_by_act_id IS NULL",
        named_params! {":act": act.id},
    )?;
    Ok(ids
        .first()
        .map(|id| Target::of(json!({"dispute_id": id}), ids.len(), names)))
}

/// A status that nobody has changed since.
pub(super) fn status(connection: &Connection, act: &ActRow) -> Found {
    let (ids, names) = named(
        connection,
        "SELECT DISTINCT h.transaction_id AS id, c.name FROM collections_history h JOIN customers c ON c.id = h.customer_id
         WHERE h.act_id = :act AND h.source IN ('person', 'promise', 'dispute')
           AND NOT EXISTS (SELECT 1 FROM collections_history l
             WHERE l.transaction_id = h.transaction_id AND l.act_id > h.act_id)",
        named_params! {":act": act.id},
    )?;
    Ok((!ids.is_empty()).then(|| Target::of(json!({"act_id": act.id}), ids.len(), names)))
}

/// A hand-over that stands as the act left it.
pub(super) fn hand_over(connection: &Connection, act: &ActRow) -> Found {
    let (ids, names) = named(
        connection,
        "SELECT h.id, c.name FROM hand_overs h JOIN customers c ON c.id = h.customer_id WHERE h.act_id = :act",
        named_params! {":act": act.id},
    )?;
    Ok(ids
        .first()
        .map(|id| Target::of(json!({"hand_over_id": id}), ids.len(), names)))
}

/// A write-off that was proposed and that nobody has posted.
pub(super) fn proposed_write_off(connection: &Connection, act: &ActRow) -> Found {
    waiting_write_off(connection, act, "proposed")
}

/// Write-offs of several customers that were proposed at once and that nobody has posted.
pub(super) fn proposed_write_offs(connection: &Connection, act: &ActRow) -> Found {
    let (ids, names) = named(
        connection,
        "SELECT w.id, c.name FROM write_offs w JOIN customers c ON c.id = w.customer_id
         WHERE w.act_id = :act AND w.status IN ('draft', 'approved') ORDER BY w.id",
        named_params! {":act": act.id},
    )?;
    Ok((!ids.is_empty()).then(|| Target::of(json!({"write_off_ids": ids}), ids.len(), names)))
}

/// A write-off that was approved and that nobody has posted.
pub(super) fn approved_write_off(connection: &Connection, act: &ActRow) -> Found {
    waiting_write_off(connection, act, "approved")
}

fn waiting_write_off(connection: &Connection, act: &ActRow, what: &str) -> Found {
    let (ids, names) = named(
        connection,
        "SELECT w.id, c.name FROM write_offs w JOIN customers c ON c.id = w.customer_id
         WHERE w.number = :key AND w.status IN ('draft', 'approved') AND EXISTS (SELECT 1 FROM write_off_history h
           WHERE h.write_off_id = w.id AND h.act_id = :act AND h.what = :what)",
        named_params! {":key": act.key, ":act": act.id, ":what": what},
    )?;
    Ok(ids
        .first()
        .map(|id| Target::of(json!({"write_off_id": id}), ids.len(), names)))
}

/// A write-off that is posted still.
pub(super) fn write_off(connection: &Connection, act: &ActRow) -> Found {
    let (ids, names) = named(
        connection,
        "SELECT w.id, c.name FROM write_offs w JOIN customers c ON c.id = w.customer_id
         WHERE w.posted_act_id = :act AND w.status = 'posted'",
        named_params! {":act": act.id},
    )?;
    Ok(ids
        .first()
        .map(|id| Target::of(json!({"write_off_id": id}), ids.len(), names)))
}

/// A recovery that stands.
pub(super) fn recovery(connection: &Connection, act: &ActRow) -> Found {
    let (ids, names) = named(
        connection,
        "SELECT r.id, c.name FROM write_off_recoveries r JOIN write_offs w ON w.id = r.write_off_id
         JOIN customers c ON c.id = w.customer_id WHERE r.act_id = :act AND r.undone_by_act_id IS NULL",
        named_params! {":act": act.id},
    )?;
    Ok(ids
        .first()
        .map(|id| Target::of(json!({"recovery_id": id}), ids.len(), names)))
}

/// Lost cover that was taken off a policy and not put back.
pub(super) fn lost_cover(connection: &Connection, act: &ActRow) -> Found {
    let found = connection
        .prepare_cached(
            "SELECT t.id, c.account, c.name FROM lost_cover_taken t JOIN customers c ON c.id = t.customer_id
             WHERE t.act_id = :act AND t.back_on IS NULL",
        )?
        .query_row(named_params! {":act": act.id}, |row| {
            Ok((
                row.get::<_, i64>("id")?,
                row.get::<_, String>("account")?,
                row.get::<_, String>("name")?,
            ))
        })
        .optional()?;
    Ok(found.map(|(id, account, name)| {
        Target::of(json!({"taken_id": id, "account": account}), 1, vec![name])
    }))
}
