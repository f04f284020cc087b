//! What is known of everybody who owes something: one pass over what is open.

use std::collections::HashMap;

use chrono::NaiveDate;
use engine::account::Horizon;
use engine::aging::{AgeBy, CreditsIn, MAX_PERIODS, Period, Question};
use engine::money::Currency;
use engine::worklist::Figures;
use rusqlite::Connection;

use crate::accounts::Scope;
use crate::aging::{definitions, for_each_balance};
use crate::refusal::Refusal;
use crate::standing::OpenExposures;

/// What is owed in one currency, minor units.
#[derive(Debug, Clone)]
pub(super) struct OwedMinor {
    pub currency: Currency,
    pub total: i64,
    pub overdue: i64,
    pub undisputed: i64,
    /// Of each period.
    pub periods: [i64; MAX_PERIODS],
}

/// A customer who owes something, or is owed something.
#[derive(Debug, Clone)]
pub(super) struct Debtor {
    pub customer_id: i64,
    pub figures: Figures,
    /// What everything is worth in the company's currency.
    pub total_minor: i64,
    pub owed: Vec<OwedMinor>,
    /// Number, by its day, and column of the earliest period with an open item.
    pub oldest_period: Option<(u32, usize)>,
    /// An amount has no exchange rate: it counts nothing where customers are compared.
    pub without_rate: bool,
}

/// Everybody with an open item.
pub(super) struct Facts {
    pub debtors: Vec<Debtor>,
    pub periods: Vec<Period>,
    pub company: Currency,
}

/// Reads it; `among` are the ids of a pool, ascending.
pub(super) fn read(
    connection: &Connection,
    among: Option<&[i64]>,
    definition: Option<&str>,
    today: NaiveDate,
) -> Result<Facts, Refusal> {
    let exposures = OpenExposures::on(connection, today)?;
    let broken = broken(connection)?;
    let (_, periods) = definitions::periods(connection, definition, today)?;
    let question = Question {
        horizon: Horizon::as_of(today),
        periods: &periods,
        by: AgeBy::Due,
        credits_in: CreditsIn::OwnPeriod,
    };
    let mut debtors = Vec::new();
    for_each_balance(
        connection,
        Scope::All,
        &question,
        |customer_id, balances, items| {
            if among.is_some_and(|ids| ids.binary_search(&customer_id).is_err()) {
                return Ok(());
            }
            let mut debtor = Debtor {
                customer_id,
                figures: Figures {
                    broken_promises: broken.get(&customer_id).copied().unwrap_or(0),
                    ..Figures::default()
                },
                total_minor: 0,
                owed: Vec::with_capacity(balances.len()),
                oldest_period: None,
                without_rate: false,
            };
            for balance in balances {
                let mut worth = |minor: i64| {
                    let worth = exposures.value(minor, balance.currency);
                    debtor.without_rate |= worth.is_err();
                    worth.unwrap_or(0)
                };
                debtor.total_minor = debtor
                    .total_minor
                    .saturating_add(worth(balance.total_minor));
                let undisputed = worth(balance.undisputed_overdue_minor);
                let figures = &mut debtor.figures;
                figures.undisputed_overdue_minor =
                    figures.undisputed_overdue_minor.saturating_add(undisputed);
                figures.oldest_days = figures
                    .oldest_days
                    .max(balance.oldest_days_overdue.unwrap_or(0));
                let oldest = balance
                    .oldest_period
                    .map(usize::from)
                    .and_then(|at| Some((periods.list().get(at)?.number, at)));
                debtor.oldest_period = [debtor.oldest_period, oldest].into_iter().flatten().min();
                debtor.owed.push(OwedMinor {
                    currency: balance.currency,
                    total: balance.total_minor,
                    overdue: balance.overdue_minor,
                    undisputed: balance.undisputed_overdue_minor,
                    periods: balance.period_minor,
                });
            }
            match exposures.of(connection, customer_id, items)? {
                Ok(minor) => debtor.figures.exposure_minor = minor,
                Err(_) => debtor.without_rate = true,
            }
            debtors.push(debtor);
            Ok(())
        },
    )?;
    Ok(Facts {
        debtors,
        periods: periods.list().to_vec(),
        company: exposures.company(),
    })
}

/// Promises that were not kept, of documents that say so.
fn broken(connection: &Connection) -> Result<HashMap<i64, i64>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT s.customer_id, COUNT(*) AS broken FROM transaction_states s
         JOIN open_items_snapshot o ON o.customer_id = s.customer_id AND o.transaction_id = s.transaction_id
         WHERE s.collections_status = 'promise_broken' GROUP BY s.customer_id",
    )?;
    let rows = statement.query_map([], |row| Ok((row.get("customer_id")?, row.get("broken")?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
