//! Who ordered, where the order is checked on another account (spec 11 §2).

use rusqlite::{Connection, OptionalExtension, named_params};

use super::check::{OrderChecked, OrderGiven};
use crate::company;
use crate::invoice_accounts;
use crate::refusal::Refusal;

/// The account on which an order is checked: the invoice account of whoever ordered, unless the order came before the
/// customer had one. Neither may be closed.
pub(super) fn billed(
    connection: &Connection,
    number: &str,
    ordered_by: i64,
) -> Result<i64, Refusal> {
    let invoice_id = invoice_accounts::of(connection, ordered_by)?;
    if invoice_id == ordered_by {
        return Ok(ordered_by);
    }
    let came_before: bool = connection
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM orders WHERE company_id = :company AND order_no = :no AND customer_id = :customer)
               OR EXISTS (SELECT 1 FROM order_credit
                 WHERE company_id = :company AND order_no = :no AND customer_id = :customer)",
        )?
        .query_row(
            named_params! {":company": company::current(connection)?, ":no": number, ":customer": ordered_by},
            |row| row.get(0),
        )?;
    if came_before {
        return Ok(ordered_by);
    }
    let (account, _) = super::check::account(connection, invoice_id)?;
    super::open_for_orders(connection, invoice_id, &account)?;
    Ok(invoice_id)
}

/// Account number of whoever ordered an order of the book, where it is checked on another account.
pub(super) fn by(connection: &Connection, number: &str) -> Result<Option<String>, Refusal> {
    Ok(connection
        .prepare_cached(
            "SELECT c.account FROM orders o JOIN customers c ON c.id = o.ordered_by_id
             WHERE o.company_id = (SELECT id FROM temp.current_company) AND o.order_no = :no",
        )?
        .query_row(named_params! {":no": number}, |row| row.get(0))
        .optional()?)
}

/// The answer with the name of whoever ordered.
pub(super) fn named(
    connection: &Connection,
    mut answer: OrderChecked,
    given: Option<&OrderGiven>,
) -> Result<OrderChecked, Refusal> {
    answer.ordered_by = match given {
        Some(given) => Some(given.account.clone()).filter(|account| *account != answer.account),
        None => by(connection, &answer.order_no)?,
    };
    Ok(answer)
}
