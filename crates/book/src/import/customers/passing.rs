//! Customers that a ledger names only in passing.

use super::{ACCOUNT, KEY, LIMIT, NAME, Values, insert, limit_taken};
use crate::import::known::Naming;
use crate::import::row::Trouble;
use crate::import::words;
use crate::import::work::Work;

/// What a ledger says about a customer besides who it is.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::import) struct Beside<'a> {
    pub language: Option<&'a str>,
    pub customer_group: Option<&'a str>,
    pub region: Option<&'a str>,
    pub segment: Option<&'a str>,
    pub salesperson: Option<&'a str>,
    pub credit_limit_minor: Option<i64>,
    pub currency: Option<&'a str>,
    pub street: Option<&'a str>,
    pub postal_code: Option<&'a str>,
    pub city: Option<&'a str>,
    pub country: Option<&'a str>,
    pub contact_name: Option<&'a str>,
    pub email: Option<&'a str>,
    pub phone: Option<&'a str>,
}

/// Creates a customer that a ledger names only in passing: its number stands for the name where there is none. Words that
/// nobody knows are left out here; they would be no reason to refuse a document.
pub(in crate::import) fn create_in_passing(
    work: &mut Work<'_, '_>,
    naming: &Naming<'_>,
    beside: Beside<'_>,
) -> Result<i64, Trouble> {
    let own = |text: Option<&str>| text.map(str::to_owned);
    let mut values = Values::default();
    values[ACCOUNT] = own(naming.no.or(naming.key).or(naming.name));
    values[KEY] = own(naming.key);
    values[NAME] = own(naming.name);
    values[4] = beside.language.and_then(words::language);
    values[5] = own(beside.customer_group);
    values[6] = own(beside.region);
    values[7] = own(beside.segment);
    values[8] = own(beside.salesperson);
    values[10] = beside
        .credit_limit_minor
        .filter(|minor| *minor >= 0)
        .map(|minor| minor.to_string());
    values[11] = own(beside.street);
    values[12] = own(beside.postal_code);
    values[13] = own(beside.city);
    values[14] = beside.country.and_then(words::country);
    values[15] = own(beside.contact_name);
    values[16] = own(beside.email);
    values[17] = own(beside.phone);
    let account = values[ACCOUNT].clone().unwrap_or_default();
    if !limit_taken(work, (None, &account), None, &values)? {
        values[LIMIT] = None;
    }
    // A limit is an amount in the currency of the row.
    if values[10].is_some() {
        values[3] = own(beside.currency);
    }
    let id = insert(work, &values, None)?;
    work.tally.customers_in_passing += 1;
    Ok(id)
}
