//! What is open, as a stored copy: rebuilt from the facts, never carried forward.

use rusqlite::{Connection, named_params};

use crate::accounts::{Scope, for_each_remainder};
use crate::days::DayText;
use crate::refusal::Refusal;

/// What is open of the transaction `t`, signed minor units, from the facts: its settlements are found among those of its
/// customer.
pub const OPEN_MINOR: &str = "t.amount_minor
  - COALESCE((SELECT SUM(s.amount_minor) FROM settlements s
              WHERE s.customer_id = t.customer_id AND s.debit_id = t.id), 0)
  + COALESCE((SELECT SUM(s.amount_minor) FROM settlements s
              WHERE s.customer_id = t.customer_id AND s.credit_id = t.id), 0)";

/// The same for every transaction at once. The check of the stored copy asks it: what wrote the copy does not judge it.
const OPEN_FROM_FACTS: &str = "
  SELECT t.customer_id, t.id AS transaction_id, t.kind, t.transaction_on, t.document_on, t.due_on, t.currency,
         t.amount_minor,
         t.amount_minor - COALESCE(d.minor, 0) + COALESCE(c.minor, 0) AS open_minor
  FROM transactions t
  LEFT JOIN (SELECT debit_id, SUM(amount_minor) AS minor FROM settlements GROUP BY debit_id) d ON d.debit_id = t.id
  LEFT JOIN (SELECT credit_id, SUM(amount_minor) AS minor FROM settlements GROUP BY credit_id) c ON c.credit_id = t.id";

/// Rebuilds the open items of everything, in one pass over the accounts.
pub fn rebuild_open_items(connection: &Connection) -> Result<(), Refusal> {
    // Later than any day that a book can hold.
    const EVER: &str = "9999-12-31";
    connection.execute("DELETE FROM open_items_snapshot", [])?;
    let mut insert = connection.prepare(
        "INSERT INTO open_items_snapshot (customer_id, transaction_id, kind, transaction_on, document_on, due_on,
           currency, amount_minor, open_minor)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?;
    for_each_remainder(connection, Scope::Whole, EVER, |customer_id, remainders| {
        for (transaction, settled) in remainders {
            let day = DayText::of;
            insert.execute(rusqlite::params![
                customer_id,
                transaction.id,
                transaction.kind.code(),
                day(transaction.transaction_on).as_str(),
                day(transaction.document_on).as_str(),
                day(transaction.due_on).as_str(),
                transaction.currency.code(),
                transaction.amount_minor,
                transaction.amount_minor - settled,
            ])?;
        }
        Ok(())
    })?;
    refresh_latest(connection)
}

/// Rebuilds the open items of the transactions `ids` after facts were added to them: the latest day can only have moved
/// on, so a small act on a large ledger looks at nothing else.
pub fn refresh_open_items(
    connection: &Connection,
    ids: impl IntoIterator<Item = i64>,
) -> Result<(), Refusal> {
    let mut advance = connection.prepare_cached(
        "UPDATE latest_facts_snapshot SET
           transaction_on = NULLIF(MAX(COALESCE(transaction_on, ''), COALESCE(
             (SELECT t.transaction_on FROM transactions t WHERE t.id = :id), '')), ''),
           effective_on = NULLIF(MAX(COALESCE(effective_on, ''), COALESCE(
             (SELECT MAX(s.effective_on) FROM transactions t JOIN settlements s ON s.customer_id = t.customer_id
              WHERE t.id = :id AND (s.debit_id = t.id OR s.credit_id = t.id)), '')), '')
         WHERE id = 1",
    )?;
    refresh_each(connection, ids, |id| {
        advance.execute(named_params! {":id": id})?;
        Ok(())
    })
}

/// The same after facts were changed or taken away, which may have been the latest.
pub fn refresh_changed_items(
    connection: &Connection,
    ids: impl IntoIterator<Item = i64>,
) -> Result<(), Refusal> {
    refresh_each(connection, ids, |_| Ok(()))?;
    refresh_latest(connection)
}

fn refresh_each(
    connection: &Connection,
    ids: impl IntoIterator<Item = i64>,
    mut then: impl FnMut(i64) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    let mut delete = connection.prepare_cached(
        "DELETE FROM open_items_snapshot WHERE transaction_id = :id AND customer_id =
           (SELECT customer_id FROM transactions WHERE id = :id)",
    )?;
    let mut insert = connection.prepare_cached(&format!(
        "INSERT INTO open_items_snapshot (customer_id, transaction_id, kind, transaction_on, document_on, due_on,
           currency, amount_minor, open_minor)
         SELECT * FROM (
           SELECT t.customer_id, t.id, t.kind, t.transaction_on, t.document_on, t.due_on, t.currency, t.amount_minor,
                  {OPEN_MINOR} AS open_minor
           FROM transactions t WHERE t.id = :id)
         WHERE open_minor <> 0"
    ))?;
    for id in ids {
        delete.execute(named_params! {":id": id})?;
        insert.execute(named_params! {":id": id})?;
        then(id)?;
    }
    Ok(())
}

/// Days of the latest facts; a question about an earlier day cannot use what is open now.
fn refresh_latest(connection: &Connection) -> Result<(), Refusal> {
    connection.execute(
        "UPDATE latest_facts_snapshot SET
           transaction_on = (SELECT MAX(transaction_on) FROM transactions),
           effective_on = (SELECT MAX(effective_on) FROM settlements)
         WHERE id = 1",
        [],
    )?;
    Ok(())
}

/// The first transaction whose stored open amount is not the one its facts give: document number, stored and right
/// amount in minor units.
pub fn first_wrong_open_item(
    connection: &Connection,
) -> Result<Option<(String, i64, i64)>, Refusal> {
    let sql = format!(
        "SELECT t.document_no, COALESCE(o.open_minor, 0) AS stored, f.open_minor AS right_minor
         FROM ({OPEN_FROM_FACTS}) f
         JOIN transactions t ON t.id = f.transaction_id
         LEFT JOIN open_items_snapshot o ON o.customer_id = f.customer_id AND o.transaction_id = f.transaction_id
         WHERE COALESCE(o.open_minor, 0) <> f.open_minor
            OR (o.transaction_id IS NOT NULL AND (o.due_on <> f.due_on OR o.amount_minor <> f.amount_minor))
         ORDER BY f.transaction_id LIMIT 1"
    );
    let mut statement = connection.prepare(&sql)?;
    let mut rows = statement.query([])?;
    Ok(match rows.next()? {
        Some(row) => Some((
            row.get("document_no")?,
            row.get("stored")?,
            row.get("right_minor")?,
        )),
        None => None,
    })
}
