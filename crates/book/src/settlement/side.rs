//! The two sides of a settlement, and what may be settled between them.

use chrono::NaiveDate;
use engine::account::Kind;
use rusqlite::{Connection, OptionalExtension, named_params};

use crate::accounts::{day_of, kind_of};
use crate::ledger::OPEN_MINOR;
use crate::refusal::Refusal;

/// A transaction as a settlement sees it.
#[derive(Debug, Clone)]
pub(crate) struct Side {
    pub id: i64,
    pub customer_id: i64,
    pub account: String,
    pub kind: Kind,
    pub document_no: String,
    pub transaction_on: String,
    pub currency: String,
    /// Signed, minor units.
    pub open_minor: i64,
    /// Open before the act touched it.
    pub before_minor: i64,
}

/// A settlement that stands.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Settled {
    /// The entry that is named where it is taken back: the settlement itself, or the one that restored it last.
    pub id: i64,
    pub debit_id: i64,
    pub credit_id: i64,
    pub amount_minor: i64,
    pub accounting_on: NaiveDate,
}

/// The entry of a settlement that stands: itself, or the one that restored it after it was taken back; `None` where it is
/// taken back.
pub(crate) fn standing_entry(
    connection: &Connection,
    settlement_id: i64,
) -> Result<Option<i64>, Refusal> {
    let mut statement =
        connection.prepare_cached("SELECT id FROM settlements WHERE reverses_id = :id")?;
    let mut next = |id: i64| -> Result<Option<i64>, Refusal> {
        Ok(statement
            .query_row(named_params! {":id": id}, |row| row.get("id"))
            .optional()?)
    };
    let mut last = settlement_id;
    while let Some(taken_back) = next(last)? {
        match next(taken_back)? {
            Some(restored) => last = restored,
            None => return Ok(None),
        }
    }
    Ok(Some(last))
}

/// The settlements of a transaction that stand, in the order in which they were written.
pub(crate) fn standing_of(
    connection: &Connection,
    transaction_id: i64,
) -> Result<Vec<Settled>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT s.id, s.debit_id, s.credit_id, s.amount_minor, s.accounting_on FROM settlements s
         WHERE (s.debit_id = :id OR s.credit_id = :id) AND s.reverses_id IS NULL
           AND s.customer_id = (SELECT customer_id FROM transactions WHERE id = :id) ORDER BY s.id",
    )?;
    let mut rows = statement.query(named_params! {":id": transaction_id})?;
    let mut standing = Vec::new();
    while let Some(row) = rows.next()? {
        if let Some(id) = standing_entry(connection, row.get("id")?)? {
            standing.push(Settled {
                id,
                debit_id: row.get("debit_id")?,
                credit_id: row.get("credit_id")?,
                amount_minor: row.get("amount_minor")?,
                accounting_on: day_of(row, "accounting_on")?,
            });
        }
    }
    Ok(standing)
}

/// Refuses a settlement that takes more than is open, or between sides that don't belong together.
pub(super) fn check_pair(debit: &Side, credit: &Side, amount_minor: i64) -> Result<(), Refusal> {
    if debit.customer_id != credit.customer_id {
        return Err(Refusal::new("settle_other_customer")
            .with("document_no", &debit.document_no)
            .with("account", &debit.account)
            .with("other", &credit.account));
    }
    if debit.currency != credit.currency {
        return Err(Refusal::new("settle_other_currency")
            .with("document_no", &debit.document_no)
            .with("currency", &debit.currency)
            .with("other", &credit.currency));
    }
    if amount_minor <= 0 {
        return Err(Refusal::new("settle_not_positive").with("document_no", &debit.document_no));
    }
    for (side, open) in [(debit, debit.open_minor), (credit, -credit.open_minor)] {
        if amount_minor > open {
            return Err(Refusal::new("settle_over_open")
                .with("document_no", &side.document_no)
                .with("open_minor", open.max(0))
                .with("asked_minor", amount_minor)
                .with("currency", &side.currency));
        }
    }
    Ok(())
}

/// Account number and name of a customer.
pub(crate) fn customer(connection: &Connection, id: i64) -> Result<(String, String), Refusal> {
    Ok(connection
        .prepare_cached("SELECT account, name FROM customers WHERE id = :id")?
        .query_row(named_params! {":id": id}, |row| {
            Ok((row.get("account")?, row.get("name")?))
        })?)
}

/// A transaction with what is open of it by the facts.
pub(super) fn find_side(connection: &Connection, id: i64) -> Result<Option<Side>, Refusal> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT t.customer_id, c.account, t.kind, t.document_no, t.transaction_on, t.currency,
                {OPEN_MINOR} AS open_minor
         FROM transactions t JOIN customers c ON c.id = t.customer_id WHERE t.id = :id"
    ))?;
    let mut rows = statement.query(named_params! {":id": id})?;
    let Some(row) = rows.next()? else {
        return Ok(None);
    };
    let open_minor = row.get("open_minor")?;
    Ok(Some(Side {
        id,
        customer_id: row.get("customer_id")?,
        account: row.get("account")?,
        kind: kind_of(&row.get::<_, String>("kind")?)?,
        document_no: row.get("document_no")?,
        transaction_on: row.get("transaction_on")?,
        currency: row.get("currency")?,
        open_minor,
        before_minor: open_minor,
    }))
}

/// Pays debits by credits in their orders; what one side has more stays open.
pub(crate) fn pairs(debits: &[(i64, i64)], credits: &[(i64, i64)]) -> Vec<(i64, i64, i64)> {
    let mut pairs = Vec::new();
    let mut credits = credits.iter().copied();
    let mut credit = credits.next();
    for (debit, mut wanted) in debits.iter().copied() {
        while wanted > 0 {
            let Some((id, left)) = credit else {
                return pairs;
            };
            let minor = wanted.min(left);
            if minor > 0 {
                pairs.push((debit, id, minor));
            }
            wanted -= minor;
            credit = if left > minor {
                Some((id, left - minor))
            } else {
                credits.next()
            };
        }
    }
    pairs
}
