//! Cheques and bills that are not money yet, beside the balances of a report (T-A17): they are in no period and in no total.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use engine::exchange::Rates;
use engine::money::Currency;
use rusqlite::Connection;

use super::together::Together;
use crate::accounts::uncleared;
use crate::company;
use crate::refusal::Refusal;

/// What papers would pay, minor units, by the customer of a row and the currency in which it is shown.
#[derive(Default)]
pub(super) struct Papers(BTreeMap<(i64, String), i64>);

impl Papers {
    /// The papers of the customers of `together`, or of the company of the work, that are not money on a day; converted where
    /// there are rates. A currency without one stands by itself, as open items do.
    pub fn load(
        connection: &Connection,
        together: Option<&Together>,
        rates: Option<Rates<'_>>,
        on: NaiveDate,
    ) -> Result<Self, Refusal> {
        let here = company::current(connection)?;
        let holders: Option<HashMap<i64, i64>> = together.map(Together::holders);
        let mut statement = connection.prepare_cached(
            "SELECT DISTINCT i.customer_id, c.company_id FROM instruments i JOIN customers c ON c.id = i.customer_id",
        )?;
        let mut rows = statement.query([])?;
        let mut papers = Self::default();
        while let Some(row) = rows.next()? {
            let customer_id: i64 = row.get("customer_id")?;
            let holder = match &holders {
                Some(holders) => holders.get(&customer_id).copied(),
                None => (row.get::<_, i64>("company_id")? == here).then_some(customer_id),
            };
            let Some(holder) = holder else { continue };
            for (currency, minor) in uncleared(connection, customer_id, on)? {
                let (currency, minor) = shown(currency, minor, rates);
                *papers.0.entry((holder, currency)).or_default() += minor;
            }
        }
        Ok(papers)
    }

    /// What stands beside a balance; it is asked for once.
    pub fn take(&mut self, customer_id: i64, currency: Currency) -> i64 {
        let key = (customer_id, currency.code().to_owned());
        self.0.remove(&key).unwrap_or(0)
    }

    /// What nobody asked for: customers who have papers and owe nothing.
    pub fn rest(self) -> impl Iterator<Item = (i64, Currency, i64)> {
        self.0
            .into_iter()
            .filter_map(|((customer_id, currency), minor)| {
                Some((customer_id, Currency::known(&currency)?, minor))
            })
    }
}

fn shown(own: String, minor: i64, rates: Option<Rates<'_>>) -> (String, i64) {
    let converted = rates.and_then(|rates| {
        let value = rates.value(minor, Currency::known(&own)?).ok()?;
        Some((rates.company.code().to_owned(), value))
    });
    converted.unwrap_or((own, minor))
}
