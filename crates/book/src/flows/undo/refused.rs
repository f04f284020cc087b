//! Acts that no undo takes back: they are listed all the same, with the reason and what to do instead.

use rusqlite::{Connection, named_params};

use super::ActRow;
use super::targets::{Found, Target, named};

fn found(connection: &Connection, act: &ActRow, (sql, why): (&str, &'static str)) -> Found {
    let (ids, names) = named(connection, sql, named_params! {":act": act.id})?;
    let count = i64::try_from(ids.len()).unwrap_or(i64::MAX);
    Ok(Target::without(count, names, why))
}

/// What was claimed again is waived again, by a waiver of its own.
pub(super) fn reinstated(connection: &Connection, act: &ActRow) -> Found {
    let sql =
        "SELECT a.id, c.name FROM interest_adjustments a JOIN customers c ON c.id = a.customer_id
               WHERE a.act_id = :act AND a.kind = 'reinstated' ORDER BY a.id";
    found(connection, act, (sql, "undo_waive_again"))
}

/// What was reversed is charged again by the next run.
pub(super) fn reversed(connection: &Connection, act: &ActRow) -> Found {
    let sql =
        "SELECT a.id, c.name FROM interest_adjustments a JOIN customers c ON c.id = a.customer_id
               WHERE a.act_id = :act AND a.kind = 'reversed' ORDER BY a.id";
    found(connection, act, (sql, "undo_charge_again"))
}

/// What the accounting package has is corrected by entries of their own.
pub(super) fn journal_exported(connection: &Connection, act: &ActRow) -> Found {
    let sql =
        "SELECT id, first_on || ' – ' || last_on AS name FROM journal_exports WHERE act_id = :act";
    found(connection, act, (sql, "undo_journal_exported"))
}

/// What accounts payable have is given back by a new entry.
pub(super) fn reimbursements_exported(connection: &Connection, act: &ActRow) -> Found {
    let sql = "SELECT r.id, c.name FROM reimbursements r JOIN customers c ON c.id = r.customer_id
               WHERE r.act_id = :act AND r.status = 'exported' ORDER BY r.id";
    found(connection, act, (sql, "undo_payables_exported"))
}

/// What was given back is proposed anew.
pub(super) fn reimbursements_reversed(connection: &Connection, act: &ActRow) -> Found {
    let sql = "SELECT r.id, c.name FROM reimbursements r JOIN customers c ON c.id = r.customer_id
               WHERE r.act_id = :act AND r.status = 'reversed' ORDER BY r.id";
    found(connection, act, (sql, "undo_propose_again"))
}

/// Write-offs that were rejected at once are proposed anew.
pub(super) fn write_offs_rejected(connection: &Connection, act: &ActRow) -> Found {
    let sql = "SELECT w.id, c.name FROM write_offs w JOIN customers c ON c.id = w.customer_id
               WHERE w.status = 'rejected' AND EXISTS (SELECT 1 FROM write_off_history h
                 WHERE h.write_off_id = w.id AND h.act_id = :act AND h.what = 'rejected') ORDER BY w.id";
    found(connection, act, (sql, "undo_propose_again"))
}

/// A write-off that was rejected is proposed anew.
pub(super) fn write_off_rejected(connection: &Connection, act: &ActRow) -> Found {
    let (ids, names) = named(
        connection,
        "SELECT w.id, c.name FROM write_offs w JOIN customers c ON c.id = w.customer_id
         WHERE w.number = :key AND w.status = 'rejected'",
        named_params! {":key": act.key},
    )?;
    let count = i64::try_from(ids.len()).unwrap_or(i64::MAX);
    Ok(Target::without(count, names, "undo_propose_again"))
}
