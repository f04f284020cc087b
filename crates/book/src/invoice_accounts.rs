//! Invoice accounts (spec 11 §2): the account that is billed for the orders of a customer and carries the limit. Several order
//! customers may share one; whatever any of them orders is checked on it, and counts in its exposure.
//!
//! Invariant: an invoice account has none of its own, so that nobody has to follow a chain. An order stays on the account on
//! which it came; a change counts for the orders that come afterwards.

use rusqlite::{Connection, OptionalExtension, named_params};

use crate::refusal::Refusal;

/// The account on which the orders of a customer are checked: the customer's own where there is no other.
pub(crate) fn of(connection: &Connection, customer_id: i64) -> Result<i64, Refusal> {
    Ok(other(connection, customer_id)?.unwrap_or(customer_id))
}

fn other(connection: &Connection, customer_id: i64) -> Result<Option<i64>, Refusal> {
    let found: Option<Option<i64>> = connection
        .prepare_cached("SELECT invoice_account_id FROM credit_attributes WHERE customer_id = :id")?
        .query_row(named_params! {":id": customer_id}, |row| row.get(0))
        .optional()?;
    Ok(found.flatten())
}

/// Account number of the invoice account, where it is another one.
pub(crate) fn named(connection: &Connection, customer_id: i64) -> Result<Option<String>, Refusal> {
    let Some(id) = other(connection, customer_id)? else {
        return Ok(None);
    };
    Ok(connection
        .prepare_cached("SELECT account FROM customers WHERE id = :id")?
        .query_row(named_params! {":id": id}, |row| row.get(0))
        .optional()?)
}

/// Account numbers of the customers whose orders are checked on this account.
pub(crate) fn order_customers(
    connection: &Connection,
    invoice_id: i64,
) -> Result<Vec<String>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT c.account FROM credit_attributes a JOIN customers c ON c.id = a.customer_id
         WHERE a.invoice_account_id = :id",
    )?;
    let mut accounts: Vec<String> = statement
        .query_map(named_params! {":id": invoice_id}, |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    accounts.sort();
    Ok(accounts)
}

/// Why a customer cannot have this invoice account; a code. A customer that is only about to be there is `None`.
pub(crate) fn fault(
    connection: &Connection,
    customer_id: Option<i64>,
    invoice_id: i64,
) -> Result<Option<&'static str>, Refusal> {
    if customer_id == Some(invoice_id) {
        return Ok(Some("invoice_account_self"));
    }
    let has_own = other(connection, invoice_id)?.is_some();
    let is_one = match customer_id {
        Some(id) => !order_customers(connection, id)?.is_empty(),
        None => false,
    };
    Ok((has_own || is_one).then_some("invoice_account_chain"))
}
