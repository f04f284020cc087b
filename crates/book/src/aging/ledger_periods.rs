//! The periods of the company's ledger: those that it keeps as data; calendar months where it keeps none.

use chrono::NaiveDate;
use engine::aging::{LedgerPeriodFault, LedgerPeriods};
use rusqlite::{Connection, named_params};
use serde::{Deserialize, Serialize};

use crate::accounts::day_of;
use crate::refusal::Refusal;
use crate::session::Session;
use crate::wire::Nothing;

/// A period of the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct LedgerPeriod {
    /// Its first day.
    pub first_on: NaiveDate,
    /// Its last day.
    pub last_on: NaiveDate,
    /// What the company calls it.
    #[serde(default)]
    pub name: String,
}

/// The company's own periods, earliest first; empty where calendar months are its periods.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ts_rs::TS)]
pub struct LedgerPeriodList {
    /// Consecutive periods.
    pub periods: Vec<LedgerPeriod>,
}

/// `aging.ledger_periods`
pub fn list(session: &mut Session<'_>, _: Nothing) -> Result<LedgerPeriodList, Refusal> {
    read(session.connection())
}

fn read(connection: &Connection) -> Result<LedgerPeriodList, Refusal> {
    let mut statement = connection
        .prepare_cached("SELECT first_on, last_on, name FROM ledger_periods ORDER BY first_on")?;
    let mut rows = statement.query([])?;
    let mut periods = Vec::new();
    while let Some(row) = rows.next()? {
        periods.push(LedgerPeriod {
            first_on: day_of(row, "first_on")?,
            last_on: day_of(row, "last_on")?,
            name: row.get("name")?,
        });
    }
    Ok(LedgerPeriodList { periods })
}

/// What the engine lays periods out with.
pub(crate) fn load(connection: &Connection) -> Result<LedgerPeriods, Refusal> {
    let own = read(connection)?.periods;
    LedgerPeriods::new(
        own.iter()
            .map(|period| (period.first_on, period.last_on))
            .collect(),
    )
    .map_err(|fault| Refusal::new("book_damaged").with("detail", fault.to_string()))
}

/// `aging.ledger_periods_save`: the whole list replaces the one before.
pub fn save(
    session: &mut Session<'_>,
    mut request: LedgerPeriodList,
) -> Result<LedgerPeriodList, Refusal> {
    request.periods.sort_by_key(|period| period.first_on);
    LedgerPeriods::new(
        request
            .periods
            .iter()
            .map(|period| (period.first_on, period.last_on))
            .collect(),
    )
    .map_err(|fault| refuse(fault, &request.periods))?;
    session.act(|act| {
        act.about("parameters", "ledger_periods");
        let old = read(act)?;
        act.change("periods", Some(&old.periods), Some(&request.periods));
        act.execute("DELETE FROM ledger_periods", [])?;
        let mut insert = act.prepare_cached(
            "INSERT INTO ledger_periods (first_on, last_on, name) VALUES (:first, :last, :name)",
        )?;
        for period in &request.periods {
            insert.execute(named_params! {
                ":first": period.first_on.to_string(), ":last": period.last_on.to_string(),
                ":name": period.name.trim(),
            })?;
        }
        Ok(())
    })?;
    read(session.connection())
}

fn refuse(fault: LedgerPeriodFault, periods: &[LedgerPeriod]) -> Refusal {
    let (code, number) = match fault {
        LedgerPeriodFault::Backwards(number) => ("ledger_period_backwards", number),
        LedgerPeriodFault::NotConsecutive(number) => ("ledger_period_not_consecutive", number),
    };
    let first_on = periods.get(number - 1).map(|period| period.first_on);
    Refusal::new(code)
        .with("number", number)
        .with("first_on", first_on)
}
