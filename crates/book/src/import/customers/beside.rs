//! What a customer file says beside the customer's own row: the credit attributes, the invoice account, and a limit in the
//! customer's currency.

use engine::money::Currency;
use intake::{CustomerRow, Field};

use super::{Beside, DISCOUNT, INVOICE_ACCOUNT, LIMIT, Values, create_in_passing};
use crate::import::known::{Naming, account_of};
use crate::import::limits::{self, Foreign};
use crate::import::row::{RowRefusal, Trouble};
use crate::import::work::Work;
use crate::{invoice_accounts, standing};

/// The agreed cash discount and the invoice account, which stand with the credit attributes.
pub(super) fn write_attributes(
    work: &mut Work<'_, '_>,
    id: i64,
    values: &Values,
) -> Result<(), Trouble> {
    let invoice_id = values[INVOICE_ACCOUNT]
        .as_deref()
        .and_then(|account| work.customers.by_account(account));
    work.act
        .prepare_cached(
            "INSERT INTO credit_attributes (customer_id, discount, invoice_account_id, act_id) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (customer_id) DO UPDATE SET discount = excluded.discount,
               invoice_account_id = excluded.invoice_account_id, act_id = excluded.act_id",
        )?
        .execute(rusqlite::params![id, values[DISCOUNT].as_deref(), invoice_id, work.act.id])?;
    Ok(())
}

/// The account number of the invoice account that a row names; blank where it names the customer itself. One that the book
/// does not have yet is created in passing, because files name it before its own row.
pub(super) fn invoice_account(
    work: &mut Work<'_, '_>,
    row: &CustomerRow<'_>,
    customer_id: Option<i64>,
) -> Result<Option<String>, Trouble> {
    let Some(named) = row.invoice_account else {
        return Ok(None);
    };
    let found = work
        .customers
        .by_account(named)
        .or_else(|| work.customers.by_key(named));
    let own = [row.no, row.key].contains(&Some(named));
    if own || (found.is_some() && found == customer_id) {
        return Ok(Some(String::new()));
    }
    let invoice_id = if let Some(id) = found {
        id
    } else {
        let naming = Naming {
            key: None,
            no: Some(named),
            name: None,
        };
        create_in_passing(work, &naming, Beside::default())?
    };
    match invoice_accounts::fault(work.act, customer_id, invoice_id)? {
        None => Ok(Some(account_of(work.act, invoice_id)?)),
        Some(code) => Err(RowRefusal::new(code, Field::InvoiceAccount)
            .with("account", named)
            .into()),
    }
}

/// A limit that the file gives in the customer's currency, put into the values in the company's by the credit limit rate of
/// the day. One that was given before as it is now keeps its worth, so that the same file changes nothing when rates move.
pub(super) fn foreign_limit(
    work: &Work<'_, '_>,
    row: &CustomerRow<'_>,
    customer_id: Option<i64>,
    given: &mut Values,
) -> Result<Option<Foreign>, Trouble> {
    let Some(minor) = row.credit_limit_foreign_minor else {
        return Ok(None);
    };
    let refused = |code| RowRefusal::new(code, Field::CreditLimitForeign);
    if minor < 0 {
        return Err(refused("credit_limit_negative")
            .with("amount_minor", minor)
            .into());
    }
    let currency = row.currency;
    let kept = match customer_id {
        None => None,
        Some(id) => {
            if row.others.text(Field::Currency).is_none() && is_of_other(work, id, currency)? {
                return Err(refused("limit_currency_missing").into());
            }
            limits::kept(work.act, id, minor, currency)?
        }
    };
    let converted = match kept {
        Some(kept) => kept,
        None => standing::in_company_currency(work.act, minor, currency, work.act.today).map_err(
            |refusal| match refusal.code.as_str() {
                "exposure_rate_missing" => {
                    Trouble::from(refused("limit_rate_missing").with("currency", currency.code()))
                }
                "exposure_out_of_range" => {
                    Trouble::from(refused("limit_out_of_range").with("currency", currency.code()))
                }
                _ => refusal.into(),
            },
        )?,
    };
    given[LIMIT] = Some(converted.to_string());
    let company = standing::company_currency(work.act)?;
    Ok((currency != company).then_some(Foreign { minor, currency }))
}

/// Whether the book has the customer with another currency.
fn is_of_other(work: &Work<'_, '_>, customer_id: i64, currency: Currency) -> Result<bool, Trouble> {
    let stored: Option<String> = work
        .act
        .prepare_cached("SELECT currency FROM customers WHERE id = ?1")?
        .query_row([customer_id], |row| row.get("currency"))?;
    Ok(stored.is_some_and(|stored| stored != currency.code()))
}
