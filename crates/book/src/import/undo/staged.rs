//! The records of an import, in temporary tables: what it wrote and what it changed.
//!
//! A record belongs to an import also when a later import had changed it and was undone: its newest version then carries
//! the act of that undo. The recursion goes back through such pairs to the act that the values come from.

use rusqlite::{Connection, named_params};

use super::UndoCounts;
use crate::act::Act;
use crate::ledger::{DETAIL_COLUMNS, DetailFact, Ledger, TransactionFact};
use crate::refusal::Refusal;

/// Acts that were undone and the acts that undid them.
const UNDONE: &str = "
  SELECT act_id AS act, undone_by_act_id AS undo_act FROM import_batches WHERE undone_by_act_id > :act
  UNION SELECT act_id, undone_by_act_id FROM settlement_postings WHERE undone_by_act_id > :act";

/// Writes the temporary tables for the import of the act `of`, and counts.
pub(super) fn stage(act: &Act<'_>, of: i64) -> Result<UndoCounts, Refusal> {
    act.execute_batch(
        "CREATE TEMP TABLE undone (act INTEGER NOT NULL, undo_act INTEGER NOT NULL, PRIMARY KEY (undo_act, act));
         CREATE TEMP TABLE undo_transactions (id INTEGER PRIMARY KEY, changed INTEGER NOT NULL);
         CREATE TEMP TABLE undo_settlements (id INTEGER PRIMARY KEY);
         CREATE TEMP TABLE undo_details (id INTEGER PRIMARY KEY, changed INTEGER NOT NULL);
         CREATE TEMP TABLE undo_customers (id INTEGER PRIMARY KEY);
         CREATE TEMP TABLE undo_touched (id INTEGER PRIMARY KEY);",
    )?;
    act.execute(
        &format!("INSERT INTO temp.undone {UNDONE}"),
        named_params! {":act": of},
    )?;
    for sql in [TRANSACTIONS, SETTLEMENTS, DETAILS, CUSTOMERS] {
        act.execute(sql, named_params! {":act": of})?;
    }
    let count =
        |sql: &str| -> Result<i64, Refusal> { Ok(act.query_row(sql, [], |row| row.get(0))?) };
    Ok(UndoCounts {
        transactions: count("SELECT COUNT(*) FROM temp.undo_transactions WHERE changed = 0")?,
        restored: count("SELECT COUNT(*) FROM temp.undo_transactions WHERE changed = 1")?,
        settlements: count("SELECT COUNT(*) FROM temp.undo_settlements")?,
        customers: count("SELECT COUNT(*) FROM temp.undo_customers")?,
        put_back: act.query_row(
            "SELECT COUNT(*) FROM import_before WHERE act_id = ?1 AND object NOT IN ('terms', 'addresses')",
            [of],
            |row| row.get(0),
        )?,
        tasks: act.query_row(
            &format!("SELECT COUNT(*) FROM ({OWN_TASKS})"),
            named_params! {":act": of},
            |row| row.get(0),
        )?,
    })
}

const TRANSACTIONS: &str = "
  INSERT INTO temp.undo_transactions
  WITH RECURSIVE origin (id, act) AS (
    SELECT id, act_id FROM transactions t WHERE (act_id = :act OR act_id IN (SELECT undo_act FROM temp.undone))
      AND NOT EXISTS (SELECT 1 FROM interest_adjustments a WHERE a.transaction_id = t.id)
    UNION
    SELECT o.id, h.act_id FROM origin o JOIN temp.undone u ON u.undo_act = o.act
      JOIN transaction_history h ON h.transaction_id = o.id AND h.replaced_by_act_id = u.act
    UNION
    SELECT o.id, w.act_id FROM origin o JOIN temp.undone u ON u.undo_act = o.act JOIN transactions t ON t.id = o.id
      JOIN withdrawn_transactions w
        ON w.withdrawn_by_act_id = u.act AND w.kind = t.kind AND w.document_no = t.document_no)
  SELECT DISTINCT id, EXISTS (SELECT 1 FROM transaction_history h
                              WHERE h.transaction_id = origin.id AND h.replaced_by_act_id = :act)
  FROM origin WHERE act = :act";

/// Those of the act, and those that an undo wrote again for its documents. What reversed interest because of the act stays: the
/// next run charges anew.
const SETTLEMENTS: &str = "
  INSERT INTO temp.undo_settlements
  SELECT id FROM settlements s WHERE act_id = :act
    AND NOT EXISTS (SELECT 1 FROM interest_adjustments a WHERE a.transaction_id IN (s.debit_id, s.credit_id))
  UNION
  SELECT s.id FROM settlements s JOIN temp.undo_transactions u ON u.id = s.credit_id AND u.changed = 0
  WHERE s.act_id IN (SELECT undo_act FROM temp.undone)
  UNION
  SELECT s.id FROM settlements s JOIN temp.undo_transactions u ON u.id = s.debit_id AND u.changed = 0
  WHERE s.act_id IN (SELECT undo_act FROM temp.undone)";

const DETAILS: &str = "
  INSERT INTO temp.undo_details
  WITH RECURSIVE origin (id, act) AS (
    SELECT transaction_id, act_id FROM transaction_details
    WHERE act_id = :act OR act_id IN (SELECT undo_act FROM temp.undone)
    UNION
    SELECT o.id, h.act_id FROM origin o JOIN temp.undone u ON u.undo_act = o.act
      JOIN transaction_detail_history h ON h.transaction_id = o.id AND h.replaced_by_act_id = u.act)
  SELECT DISTINCT id, EXISTS (SELECT 1 FROM transaction_detail_history h
                              WHERE h.transaction_id = origin.id AND h.replaced_by_act_id = :act)
  FROM origin WHERE act = :act";

const CUSTOMERS: &str =
    "INSERT INTO temp.undo_customers SELECT id FROM customers WHERE created_act_id = :act";

/// Drops the temporary tables.
pub(super) fn drop_tables(connection: &Connection) -> Result<(), Refusal> {
    Ok(connection.execute_batch(
        "DROP TABLE temp.undone; DROP TABLE temp.undo_transactions; DROP TABLE temp.undo_settlements;
         DROP TABLE temp.undo_details; DROP TABLE temp.undo_customers; DROP TABLE temp.undo_touched;",
    )?)
}

/// Notes the documents that stay and whose open amount may change.
pub(super) fn note_touched(connection: &Connection) -> Result<(), Refusal> {
    connection.execute(
        "INSERT INTO temp.undo_touched
         SELECT debit_id FROM settlements WHERE id IN (SELECT id FROM temp.undo_settlements)
         UNION SELECT credit_id FROM settlements WHERE id IN (SELECT id FROM temp.undo_settlements)
         UNION SELECT id FROM temp.undo_transactions WHERE changed = 1
         EXCEPT SELECT id FROM temp.undo_transactions WHERE changed = 0",
        [],
    )?;
    Ok(())
}

pub(super) fn touched(connection: &Connection) -> Result<Vec<i64>, Refusal> {
    Ok(connection
        .prepare("SELECT id FROM temp.undo_touched")?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?)
}

/// Drops the open items of everything concerned, while its customers are still known.
pub(super) fn drop_open_items(connection: &Connection) -> Result<(), Refusal> {
    connection.execute(
        "DELETE FROM open_items_snapshot WHERE (customer_id, transaction_id) IN
           (SELECT t.customer_id, t.id FROM temp.undo_transactions u JOIN transactions t ON t.id = u.id)",
        [],
    )?;
    Ok(())
}

/// Gives changed documents the values that the act `of` had replaced, as a new version.
pub(super) fn restore_transactions(
    act: &mut Act<'_>,
    ledger: &mut Ledger,
    of: i64,
) -> Result<(), Refusal> {
    let mut left: Vec<i64> = act
        .prepare("SELECT id FROM temp.undo_transactions WHERE changed = 1 ORDER BY id")?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    // A number that another changed document still holds is free in a later pass.
    while !left.is_empty() {
        let before = left.len();
        let mut waiting = Vec::new();
        for id in left {
            if !restore_transaction(act, ledger, of, id)? {
                waiting.push(id);
            }
        }
        if waiting.len() == before {
            return Err(Refusal::new("document_exists").with("count", before));
        }
        left = waiting;
    }
    Ok(())
}

/// `false` where another document has the number or the key.
fn restore_transaction(
    act: &mut Act<'_>,
    ledger: &mut Ledger,
    of: i64,
    id: i64,
) -> Result<bool, Refusal> {
    let taken: bool = act
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM transaction_history h JOIN transactions t
               ON t.document_no = h.document_no AND t.kind = h.kind AND t.company_id = :company AND t.id <> h.transaction_id
               WHERE h.transaction_id = :id AND h.replaced_by_act_id = :of)
             OR EXISTS (SELECT 1 FROM transaction_history h JOIN transactions t
               ON t.external_key = h.external_key AND t.company_id = :company AND t.id <> h.transaction_id
               WHERE h.transaction_id = :id AND h.replaced_by_act_id = :of) AS taken",
        )?
        .query_row(
            named_params! {":id": id, ":of": of, ":company": crate::company::current(act)?},
            |row| row.get("taken"),
        )?;
    if taken {
        return Ok(false);
    }
    let earlier = {
        let mut statement = act.prepare_cached(
            "SELECT transaction_id, customer_id, kind, document_no, external_key, transaction_on, document_on, due_on,
                    due_given, currency, amount_minor, disputed_flag, order_no, text
             FROM transaction_history WHERE transaction_id = :id AND replaced_by_act_id = :of",
        )?;
        let mut rows = statement.query(named_params! {":id": id, ":of": of})?;
        let Some(row) = rows.next()? else {
            return Err(Refusal::new("book_damaged").with("transaction", id));
        };
        crate::ledger::OwnedTransaction::from_row(row)?
    };
    let fact: TransactionFact<'_> = earlier.fact();
    ledger.replace(act, id, &fact)?;
    Ok(true)
}

/// Gives documents that stay the details that the act `of` had replaced; those that it had added go.
pub(super) fn restore_details(
    act: &mut Act<'_>,
    ledger: &mut Ledger,
    of: i64,
) -> Result<(), Refusal> {
    let ids: Vec<(i64, bool)> = act
        .prepare(
            "SELECT d.id, d.changed FROM temp.undo_details d
             WHERE EXISTS (SELECT 1 FROM transaction_details t WHERE t.transaction_id = d.id) ORDER BY d.id",
        )?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    for (id, changed) in ids {
        if !changed {
            ledger.withdraw_detail(act, id)?;
            continue;
        }
        let earlier = {
            let mut statement = act.prepare_cached(&format!(
                "SELECT {DETAIL_COLUMNS} FROM transaction_detail_history
                 WHERE transaction_id = :id AND replaced_by_act_id = :of"
            ))?;
            let mut rows = statement.query(named_params! {":id": id, ":of": of})?;
            match rows.next()? {
                Some(row) => Some((row.get("customer_id")?, DetailFact::from_row(row)?)),
                None => None,
            }
        };
        if let Some((customer_id, detail)) = earlier {
            ledger.set_detail(act, customer_id, id, &detail)?;
        }
    }
    Ok(())
}

/// Takes away what the history of limits says of the import: the limits themselves are put back with their customers.
pub(super) fn drop_limits(act: &Act<'_>, of: i64) -> Result<(), Refusal> {
    act.execute("DELETE FROM limit_history WHERE act_id = ?1", [of])?;
    Ok(())
}

/// Takes away the customers that the import had created, with what hangs on them and with what the book noted about them by
/// itself: their ids may be given again. What people decided about them stands on the import and ended its undo before.
pub(super) fn drop_customers(connection: &Connection) -> Result<(), Refusal> {
    Ok(connection.execute_batch(
        "CREATE TEMP TABLE undo_orders AS
           SELECT id FROM order_credit WHERE customer_id IN (SELECT id FROM temp.undo_customers);
         CREATE TEMP TABLE undo_holds AS SELECT id FROM holds WHERE order_id IN (SELECT id FROM temp.undo_orders);
         DELETE FROM order_credit WHERE id IN (SELECT id FROM temp.undo_orders);
         DELETE FROM order_history WHERE order_id IN (SELECT id FROM temp.undo_orders);
         DELETE FROM reservations WHERE order_id IN (SELECT id FROM temp.undo_orders);
         DELETE FROM hold_reasons WHERE hold_id IN (SELECT id FROM temp.undo_holds);
         DELETE FROM holds WHERE id IN (SELECT id FROM temp.undo_holds);
         DELETE FROM order_checks WHERE order_id IN (SELECT id FROM temp.undo_orders);
         DROP TABLE temp.undo_holds; DROP TABLE temp.undo_orders;
         DELETE FROM limit_lines WHERE customer_id IN (SELECT id FROM temp.undo_customers);
         DELETE FROM limit_journals WHERE origin = 'proposed' AND state = 'draft'
           AND NOT EXISTS (SELECT 1 FROM limit_lines l WHERE l.journal_id = limit_journals.id)
           AND NOT EXISTS (SELECT 1 FROM limit_decisions d WHERE d.journal_id = limit_journals.id);
         DELETE FROM credit_tasks WHERE customer_id IN (SELECT id FROM temp.undo_customers);
         DELETE FROM customer_rule_states WHERE customer_id IN (SELECT id FROM temp.undo_customers);
         DELETE FROM credit_attributes WHERE customer_id IN (SELECT id FROM temp.undo_customers);
         DELETE FROM contacts WHERE customer_id IN (SELECT id FROM temp.undo_customers);
         DELETE FROM addresses WHERE customer_id IN (SELECT id FROM temp.undo_customers);
         DELETE FROM aging_balances_snapshot WHERE customer_id IN (SELECT id FROM temp.undo_customers);
         DELETE FROM balance_statistics WHERE customer_id IN (SELECT id FROM temp.undo_customers);
         DELETE FROM risk_scores WHERE customer_id IN (SELECT id FROM temp.undo_customers);
         DELETE FROM bank_proposals_snapshot WHERE customer_id IN (SELECT id FROM temp.undo_customers);
         DELETE FROM customers WHERE id IN (SELECT id FROM temp.undo_customers);",
    )?)
}

/// Automatic activities that nobody has worked on: those that the act noted, and those about documents and customers that go.
const OWN_TASKS: &str = "
  SELECT v.id FROM activities v JOIN audit a ON a.id = v.act_id
  WHERE v.source = 'automation' AND a.command NOT LIKE 'activities.%'
    AND (v.act_id = :act
      OR EXISTS (SELECT 1 FROM temp.undo_transactions u WHERE u.id = v.transaction_id AND u.changed = 0)
      OR EXISTS (SELECT 1 FROM temp.undo_customers u WHERE u.id = v.customer_id))";

/// Takes away what was promised and disputed of the documents that go and was taken back before, with the tasks that the book
/// noted by itself. The few rows of these tables are looked through, not the many documents.
pub(super) fn drop_collected(act: &Act<'_>, of: i64) -> Result<(), Refusal> {
    act.execute(
        &format!("DELETE FROM activities WHERE id IN ({OWN_TASKS})"),
        named_params! {":act": of},
    )?;
    let gone = "EXISTS (SELECT 1 FROM temp.undo_transactions u WHERE u.id = transaction_id AND u.changed = 0)";
    act.execute_batch(&format!(
        "DELETE FROM dispute_lines WHERE dispute_id IN (SELECT id FROM disputes WHERE {gone});
         DELETE FROM dispute_log WHERE dispute_id IN (SELECT id FROM disputes WHERE {gone});
         DELETE FROM dispute_periods WHERE {gone};
         DELETE FROM collections_history WHERE {gone};
         DELETE FROM disputes WHERE {gone};
         CREATE TEMP TABLE undo_promises AS SELECT DISTINCT promise_id AS id FROM promise_lines WHERE {gone};
         DELETE FROM promise_lines WHERE {gone};
         DELETE FROM promises WHERE id IN (SELECT id FROM temp.undo_promises)
           AND NOT EXISTS (SELECT 1 FROM promise_lines l WHERE l.promise_id = promises.id);
         DELETE FROM transaction_states WHERE {gone};
         DROP TABLE temp.undo_promises;"
    ))?;
    Ok(())
}

/// Takes away the stops that the holds of the import had set, except those that a person changed since and whose document
/// stays.
pub(super) fn drop_stops(act: &Act<'_>, of: i64) -> Result<(), Refusal> {
    act.execute(
        "DELETE FROM stops WHERE act_id = ?1 AND source = 'import'
           AND NOT EXISTS (SELECT 1 FROM stop_changes x WHERE x.stop_id = stops.id)",
        [of],
    )?;
    Ok(())
}

/// Takes back the copies that the act `of` had attached. Withdrawn copies go with their documents.
pub(super) fn withdraw_copies(act: &Act<'_>, of: i64) -> Result<(), Refusal> {
    act.execute(
        "UPDATE invoice_copies SET withdrawn_by_act_id = ?1 WHERE act_id = ?2 AND withdrawn_by_act_id IS NULL",
        [act.id, of],
    )?;
    act.execute(
        "DELETE FROM invoice_copies WHERE withdrawn_by_act_id IS NOT NULL
           AND transaction_id IN (SELECT id FROM temp.undo_transactions WHERE changed = 0)",
        [],
    )?;
    Ok(())
}
