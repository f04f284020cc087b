//! `statistics.calculate`: what every customer owed, risked and was allowed at the ends of months and today.
//!
//! One pass over the ledger in the order of customers: each account is loaded once and asked about every day. The rows
//! of a run replace those of the run before, so that running twice on a day makes the same rows.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use engine::account::{Account, Horizon};
use engine::risk::statistics::month_ends;
use rusqlite::{Connection, OptionalExtension, named_params};
use serde::{Deserialize, Serialize};

use super::parameters::{self, StatisticsParameters};
use crate::accounts::{Scope, for_each_account, optional_day_of};
use crate::act::Act;
use crate::host::Job;
use crate::refusal::Refusal;
use crate::session::{Session, check_cancelled};
use crate::standing::Many;
use crate::wire::Nothing;

/// What a run made, or the last one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct StatisticsState {
    /// Its day; `None` where none ran yet.
    pub calculated_on: Option<NaiveDate>,
    /// Rows: customers times days.
    #[ts(type = "number")]
    pub rows: i64,
    /// Customers with a row.
    #[ts(type = "number")]
    pub customers: i64,
    /// Customers that were left out, because an amount of theirs has no exchange rate.
    #[ts(type = "number")]
    pub without_rate: i64,
}

/// `statistics.state`
pub fn state(session: &mut Session<'_>, _: Nothing) -> Result<StatisticsState, Refusal> {
    load(session.connection())
}

/// The last run.
pub(crate) fn load(connection: &Connection) -> Result<StatisticsState, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT calculated_on, rows, customers, without_rate FROM balance_statistics_state WHERE id = 1",
    )?;
    let mut rows = statement.query([])?;
    let row = rows.next()?.ok_or(rusqlite::Error::QueryReturnedNoRows)?;
    Ok(StatisticsState {
        calculated_on: optional_day_of(row, "calculated_on")?,
        rows: row.get("rows")?,
        customers: row.get("customers")?,
        without_rate: row.get("without_rate")?,
    })
}

/// `statistics.calculate`
pub fn calculate(session: &mut Session<'_>, _: Nothing) -> Result<StatisticsState, Refusal> {
    let (today, job) = (session.today, session.job);
    session.act(|act| {
        act.about("balance_statistics", today);
        let parameters = parameters::load(act)?;
        let mut days = month_ends(today, parameters.most());
        days.insert(today);
        clear(act, &days, today)?;
        let mut pass = Pass {
            act,
            job,
            total: customers(act)?,
            today,
            state: StatisticsState {
                calculated_on: Some(today),
                rows: 0,
                customers: 0,
                without_rate: 0,
            },
        };
        let mut many = Many::new(act, today, days)?;
        for_each_account(act, Scope::All, Horizon::as_of(today), |account| {
            pass.account(&mut many, account)
        })?;
        pass.without_documents(&mut many, &parameters)?;
        let state = pass.state;
        act.note("rows", state.rows);
        act.note("customers", state.customers);
        act.note("without_rate", state.without_rate);
        act.execute(
            "UPDATE balance_statistics_state SET calculated_on = :on, rows = :rows, customers = :customers,
               without_rate = :without, act_id = :act WHERE id = 1",
            named_params! {
                ":on": today.to_string(), ":rows": state.rows, ":customers": state.customers,
                ":without": state.without_rate, ":act": act.id,
            },
        )?;
        Ok(state)
    })
}

fn customers(connection: &Connection) -> Result<u64, Refusal> {
    let count: i64 =
        connection.query_row("SELECT COUNT(*) FROM customers", [], |row| row.get(0))?;
    Ok(u64::try_from(count).unwrap_or(0))
}

/// Takes away what the run makes anew, and the days that were today once and are no end of a month. Month-ends before
/// the months of the parameters stay until they are deleted.
fn clear(act: &Act<'_>, days: &BTreeSet<NaiveDate>, today: NaiveDate) -> Result<(), Refusal> {
    let from = days.first().copied().unwrap_or(today);
    act.execute(
        "DELETE FROM balance_statistics
         WHERE (on_day >= :from OR on_day <> date(on_day, 'start of month', '+1 month', '-1 day'))
           AND (NOT (SELECT several FROM temp.current_company) OR customer_id IN
             (SELECT id FROM customers WHERE company_id = (SELECT id FROM temp.current_company)))",
        named_params! {":from": from.to_string()},
    )?;
    Ok(())
}

struct Pass<'a> {
    act: &'a Act<'a>,
    job: &'a dyn Job,
    total: u64,
    today: NaiveDate,
    state: StatisticsState,
}

impl Pass<'_> {
    fn account(&mut self, many: &mut Many, account: &Account) -> Result<(), Refusal> {
        let id = account.customer_id;
        if id % 512 == 0 {
            let done = u64::try_from(id).unwrap_or(0).min(self.total);
            self.job.progress(done, self.total, "statistics");
            check_cancelled(self.job)?;
        }
        let mut insert = self.act.prepare_cached(
            "INSERT INTO balance_statistics (customer_id, on_day, balance_minor, exposure_minor, limit_minor, cover_minor)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?;
        let mut rows = 0;
        let fault = many.of_account(self.act, account, |figures| {
            rows += 1;
            insert.execute(rusqlite::params![
                id,
                figures.on.to_string(),
                figures.balance_minor,
                figures.exposure_minor,
                figures.limit_minor,
                figures.cover_minor,
            ])?;
            Ok(())
        })?;
        self.state.rows += rows;
        if rows > 0 {
            self.state.customers += 1;
        }
        if fault.is_some() {
            self.state.without_rate += 1;
        }
        Ok(())
    }

    /// Customers without a document have nothing at the end of a month; where it is wanted they have a row of today.
    fn without_documents(
        &mut self,
        many: &mut Many,
        parameters: &StatisticsParameters,
    ) -> Result<(), Refusal> {
        if !parameters.zero_balance {
            return Ok(());
        }
        let mut next = self.act.prepare_cached(
            "SELECT c.id FROM customers c WHERE c.id > ?1
               AND c.company_id = (SELECT id FROM temp.current_company) AND NOT EXISTS
               (SELECT 1 FROM transactions t WHERE t.customer_id = c.id AND t.transaction_on <= ?2) ORDER BY c.id LIMIT 1",
        )?;
        let until = self.today.to_string();
        let mut last = i64::MIN;
        while let Some(id) = next
            .query_row(rusqlite::params![last, until], |row| row.get(0))
            .optional()?
        {
            last = id;
            let mut account = Account::default();
            account.reset(id);
            self.account(many, &account)?;
        }
        Ok(())
    }
}
