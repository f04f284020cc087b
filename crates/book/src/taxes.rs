//! `taxes.rates`, `taxes.save`: sales tax by code, each with its rate from a day on.
//!
//! Invariant: the rate of a day is that of the newest row of the code up to the day; before the oldest row that one holds.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use rusqlite::{Connection, named_params};
use serde::{Deserialize, Serialize};

use crate::accounts::day_of;
use crate::refusal::Refusal;
use crate::session::Session;
use crate::wire::Nothing;

/// The most that a rate may be, hundredths of a percent.
const HIGHEST: u32 = 10_000;

/// A rate of a code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct TaxRate {
    /// Its code.
    pub code: String,
    /// From which day on.
    pub from_on: NaiveDate,
    /// What it is.
    #[serde(default)]
    pub description: String,
    /// Hundredths of a percent.
    pub rate_bp: u32,
}

/// All rates.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ts_rs::TS)]
pub struct TaxRates {
    /// By code and day.
    pub rates: Vec<TaxRate>,
}

impl TaxRates {
    /// Reads them.
    pub(crate) fn load(connection: &Connection) -> Result<Self, Refusal> {
        let mut statement = connection.prepare_cached(
            "SELECT code, from_on, description, rate_bp FROM tax_rates ORDER BY code, from_on",
        )?;
        let mut rows = statement.query([])?;
        let mut rates = Vec::new();
        while let Some(row) = rows.next()? {
            rates.push(TaxRate {
                code: row.get("code")?,
                from_on: day_of(row, "from_on")?,
                description: row.get("description")?,
                rate_bp: row.get("rate_bp")?,
            });
        }
        Ok(Self { rates })
    }

    /// Whether there is such a code.
    pub(crate) fn knows(&self, code: &str) -> bool {
        self.rates.iter().any(|rate| rate.code == code)
    }

    /// The rate of a code on a day, hundredths of a percent; 0 for a code that is not known.
    pub(crate) fn rate_bp(&self, code: &str, on: NaiveDate) -> u32 {
        let of_code = || self.rates.iter().filter(move |rate| rate.code == code);
        of_code()
            .rfind(|rate| rate.from_on <= on)
            .or_else(|| of_code().next())
            .map_or(0, |rate| rate.rate_bp)
    }
}

/// `taxes.rates`
pub fn list(session: &mut Session<'_>, _: Nothing) -> Result<TaxRates, Refusal> {
    TaxRates::load(session.connection())
}

/// `taxes.save`: writes all rates; those that are not named are gone.
pub fn save(session: &mut Session<'_>, mut new: TaxRates) -> Result<TaxRates, Refusal> {
    for rate in &mut new.rates {
        rate.code = rate.code.trim().to_owned();
    }
    new.rates
        .sort_by(|a, b| (&a.code, a.from_on).cmp(&(&b.code, b.from_on)));
    check(&new)?;
    session.act(|act| {
        act.about("tax_rates", "all");
        let old = TaxRates::load(act)?;
        demand_used(act, &new)?;
        act.change(
            "rates",
            Some(&serde_json::to_value(&old.rates)?),
            Some(&serde_json::to_value(&new.rates)?),
        );
        act.execute("DELETE FROM tax_rates", [])?;
        let mut insert = act.prepare_cached(
            "INSERT INTO tax_rates (code, from_on, description, rate_bp) VALUES (:code, :from, :description, :rate)",
        )?;
        for rate in &new.rates {
            insert.execute(named_params! {
                ":code": rate.code, ":from": rate.from_on.to_string(), ":description": rate.description,
                ":rate": rate.rate_bp,
            })?;
        }
        Ok(())
    })?;
    TaxRates::load(session.connection())
}

fn check(new: &TaxRates) -> Result<(), Refusal> {
    for (at, rate) in new.rates.iter().enumerate() {
        if rate.code.is_empty() {
            return Err(Refusal::new("value_missing")
                .with("field", "code")
                .with("line", at + 1));
        }
        if rate.rate_bp > HIGHEST {
            return Err(Refusal::new("value_too_large")
                .with("field", "rate_bp")
                .with("line", at + 1)
                .with("limit", HIGHEST / 100));
        }
        let twice = |other: &&TaxRate| other.code == rate.code && other.from_on == rate.from_on;
        if new.rates.iter().filter(twice).count() > 1 {
            return Err(Refusal::new("tax_rate_twice")
                .with("tax_code", &rate.code)
                .with("from_on", rate.from_on));
        }
    }
    Ok(())
}

/// A code that a line of letters charges stays.
fn demand_used(connection: &Connection, new: &TaxRates) -> Result<(), Refusal> {
    let mut statement = connection.prepare(
        "SELECT DISTINCT tax_group FROM letter_lines WHERE tax_group IN (SELECT code FROM tax_rates)",
    )?;
    let used = statement
        .query_map([], |row| row.get("tax_group"))?
        .collect::<Result<BTreeSet<String>, _>>()?;
    match used.into_iter().find(|code| !new.knows(code)) {
        Some(code) => Err(Refusal::new("tax_code_used").with("tax_code", code)),
        None => Ok(()),
    }
}
