//! Where many customers stood on many days: the figures of [`super::standing`] without its questions about one customer.
//!
//! Invariant: what is not dated cannot be known of a past day. Orders and deliveries count only today; a permanent limit
//! of a past day is the one that the first later change replaced, else the one that holds now. The first limit of a file
//! replaced none: it counts for the days before the file too, as the customer's invoices do.

use std::collections::HashSet;

use chrono::NaiveDate;
use engine::account::{Account, Horizon, OpenItem, Scratch};
use engine::credit::exposure::{self, Taking};
use engine::credit::insurance::{self, Policy};
use engine::credit::limits::{self, Own, Temporary};
use engine::exchange::{RateFault, Rates};
use engine::money::Currency;
use engine::risk::statistics::MonthEnd;
use rusqlite::{Connection, named_params};
use rust_decimal::Decimal;

use super::{Attributes, CreditParameters, Taker, facts, flag};
use crate::accounts::day_of;
use crate::refusal::Refusal;

/// What is the same for every customer.
pub(crate) struct Many {
    parameters: CreditParameters,
    company: Currency,
    today: NaiveDate,
    taker: Taker,
    days: Vec<(NaiveDate, Vec<(Currency, Decimal)>)>,
    ordering: HashSet<i64>,
    scratch: Scratch,
    items: Vec<OpenItem>,
}

/// What limits and policies a customer has and had.
struct Allowed {
    attributes: Attributes,
    temporaries: Vec<Temporary>,
    policies: Vec<Policy>,
    /// Day of a change, and the permanent limit before it; oldest first.
    changes: Vec<(NaiveDate, Option<i64>)>,
}

impl Many {
    /// Prepares the days, of which `today` is the last.
    pub fn new(
        connection: &Connection,
        today: NaiveDate,
        days: impl IntoIterator<Item = NaiveDate>,
    ) -> Result<Self, Refusal> {
        let parameters = super::parameters(connection)?;
        let company = super::company_currency(connection)?;
        let days = days
            .into_iter()
            .map(|day| {
                let rates = facts::rates(connection, &parameters.rate_type, company, day)?;
                Ok((day, rates))
            })
            .collect::<Result<_, Refusal>>()?;
        Ok(Self {
            parameters,
            company,
            today,
            taker: Taker::on(connection, today)?,
            days,
            ordering: with_more_than_items(connection)?,
            scratch: Scratch::default(),
            items: Vec::new(),
        })
    }

    /// Hands the figures of an account on each of the days on which it had a fact already to `use_it`; a fault of
    /// rates that is given back leaves out the rest of the days.
    pub fn of_account(
        &mut self,
        connection: &Connection,
        account: &Account,
        mut use_it: impl FnMut(MonthEnd) -> Result<(), Refusal>,
    ) -> Result<Option<RateFault>, Refusal> {
        let first = account
            .transactions
            .iter()
            .map(|transaction| transaction.transaction_on)
            .min();
        let allowed = Allowed::load(connection, account.customer_id)?;
        for (day, rates) in &self.days {
            if first.is_none_or(|first| first > *day) && *day != self.today {
                continue;
            }
            self.items.clear();
            account.open_items(Horizon::as_of(*day), &mut self.scratch, &mut self.items);
            let rates = Rates {
                company: self.company,
                of: rates,
            };
            match figures(&self.items, *day, &allowed, &self.parameters, rates) {
                Ok(mut figures) => {
                    let id = account.customer_id;
                    if *day == self.today && self.ordering.contains(&id) {
                        figures.exposure_minor = self.taker.exposure_minor(connection, id)?;
                    }
                    use_it(figures)?;
                }
                Err(fault) => return Ok(Some(fault)),
            }
        }
        Ok(None)
    }
}

/// What customers risk on one day, where their open items are at hand already: the figure of [`super::standing`].
pub(crate) struct OpenExposures {
    taker: Taker,
    ordering: HashSet<i64>,
}

impl OpenExposures {
    /// Prepares the day.
    pub fn on(connection: &Connection, day: NaiveDate) -> Result<Self, Refusal> {
        Ok(Self {
            taker: Taker::on(connection, day)?,
            ordering: with_more_than_items(connection)?,
        })
    }

    /// The company's currency.
    pub fn company(&self) -> Currency {
        self.taker.company
    }

    /// An amount in the company's currency.
    pub fn value(&self, minor: i64, currency: Currency) -> Result<i64, RateFault> {
        self.taker.rates().value(minor, currency)
    }

    /// The exposure of a customer with these open items, minor units of the company's currency; the inner fault is one of
    /// rates.
    pub fn of(
        &self,
        connection: &Connection,
        customer_id: i64,
        items: &[OpenItem],
    ) -> Result<Result<i64, RateFault>, Refusal> {
        let facts = exposure::Facts {
            items,
            ..exposure::Facts::default()
        };
        let parameters = &self.taker.parameters;
        let taking = Taking {
            day: self.taker.as_of,
            limit_type: &parameters.limit_type,
            include_tax: flag(parameters.include_tax),
            rates: self.taker.rates(),
        };
        let of_items = exposure::exposure(&facts, &taking);
        if of_items.is_ok() && self.ordering.contains(&customer_id) {
            return Ok(Ok(self.taker.exposure_minor(connection, customer_id)?));
        }
        Ok(of_items.map(|exposure| exposure.total_minor))
    }
}

/// Customers whose exposure is more than their open items: only of them everything is asked.
fn with_more_than_items(connection: &Connection) -> Result<HashSet<i64>, Refusal> {
    let mut statement = connection.prepare(
        "SELECT customer_id FROM orders UNION SELECT customer_id FROM deliveries
           UNION SELECT customer_id FROM reservations UNION SELECT customer_id FROM holds WHERE state = 'open'",
    )?;
    let ids = statement.query_map([], |row| row.get(0))?;
    Ok(ids.collect::<Result<_, _>>()?)
}

fn figures(
    items: &[OpenItem],
    day: NaiveDate,
    allowed: &Allowed,
    parameters: &CreditParameters,
    rates: Rates<'_>,
) -> Result<MonthEnd, RateFault> {
    let facts = exposure::Facts {
        items,
        ..exposure::Facts::default()
    };
    let taking = Taking {
        day,
        limit_type: &parameters.limit_type,
        include_tax: flag(parameters.include_tax),
        rates,
    };
    let exposure = exposure::exposure(&facts, &taking)?;
    let cover = insurance::cover(&allowed.policies, day, &rates)?;
    let mut balance = 0_i64;
    for item in items {
        let minor = rates.value(item.open_minor, item.currency)?;
        balance = balance
            .checked_add(minor)
            .ok_or(RateFault::AmountOutOfRange {
                currency: item.currency,
            })?;
    }
    Ok(MonthEnd {
        on: day,
        balance_minor: balance,
        exposure_minor: exposure.total_minor,
        limit_minor: allowed.total(day, cover.effect_minor),
        cover_minor: cover.value_minor.max(0),
    })
}

impl Allowed {
    fn load(connection: &Connection, customer_id: i64) -> Result<Self, Refusal> {
        let mut statement = connection.prepare_cached(
            "SELECT h.set_on, h.old_minor FROM limit_history h LEFT JOIN credit_reasons r ON r.id = h.reason_id
             WHERE h.customer_id = :id AND h.kind = 'credit_limit'
               AND NOT (h.old_minor IS NULL AND r.code IS 'IMPORT') ORDER BY h.id",
        )?;
        let mut rows = statement.query(named_params! {":id": customer_id})?;
        let mut changes = Vec::new();
        while let Some(row) = rows.next()? {
            changes.push((day_of(row, "set_on")?, row.get("old_minor")?));
        }
        Ok(Self {
            attributes: super::attributes(connection, customer_id)?,
            temporaries: super::temporaries(connection, facts::Whose::Customer(customer_id))?,
            policies: super::policies(connection, customer_id)?,
            changes,
        })
    }

    fn total(&self, day: NaiveDate, effect_minor: i64) -> Option<i64> {
        if self.attributes.unlimited.is_yes() {
            return None;
        }
        let replaced = self.changes.iter().find(|(set_on, _)| *set_on > day);
        let own = Own {
            unlimited: self.attributes.unlimited,
            mandatory: self.attributes.mandatory,
            permanent_minor: replaced.map_or(self.attributes.limit_minor, |(_, before)| *before),
            expires_on: self.attributes.expires_on,
            temporaries: &self.temporaries,
        };
        limits::state(&own, effect_minor, day).total_minor
    }
}
