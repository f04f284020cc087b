//! `limitation.setup`: the periods by country, as data with their source, and the parameters.

use engine::limitation::From;
use rusqlite::{Connection, named_params};
use serde::{Deserialize, Serialize};

use crate::parameters;
use crate::refusal::Refusal;
use crate::session::Session;
use crate::wire::Nothing;

/// Under this name the parameters are stored.
const NAME: &str = "limitation";

/// The longest period in months.
const LONGEST: u32 = 600;

/// The period of a country.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct LimitationPeriod {
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// Length in months.
    pub months: u32,
    /// When it begins.
    pub begins: From,
    /// Where it is written.
    pub source: String,
    /// Whether it is as it was shipped.
    #[serde(default)]
    pub shipped: bool,
}

/// Whose country counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "LimitationCountryOf")]
pub enum CountryOf {
    /// The company's: the law of the seller, where nothing else was agreed (Rome I art. 4 (1), 12 (1)).
    #[default]
    Company,
    /// The customer's.
    Customer,
}

/// Parameters of limitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct LimitationParameters {
    /// Days before the last day on which there is a task.
    pub warning_days: u32,
    /// Whose country counts.
    pub country_of: CountryOf,
}

impl Default for LimitationParameters {
    fn default() -> Self {
        Self {
            warning_days: 90,
            country_of: CountryOf::Company,
        }
    }
}

/// Periods and parameters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct LimitationSetup {
    /// By country.
    pub periods: Vec<LimitationPeriod>,
    /// Parameters.
    pub parameters: LimitationParameters,
}

/// Names the period of a country.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct PeriodOf {
    /// ISO 3166-1 alpha-2.
    pub country: String,
}

/// `limitation.setup`
pub fn setup(session: &mut Session<'_>, _: Nothing) -> Result<LimitationSetup, Refusal> {
    session.read(|connection| {
        Ok(LimitationSetup {
            periods: periods(connection)?,
            parameters: parameters(connection)?,
        })
    })
}

/// The parameters as they are now.
pub(super) fn parameters(connection: &Connection) -> Result<LimitationParameters, Refusal> {
    parameters::load(connection, NAME)
}

/// Every period, by country.
pub(super) fn periods(connection: &Connection) -> Result<Vec<LimitationPeriod>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT country, months, begins, source, act_id IS NULL AS shipped FROM limitation_periods ORDER BY country",
    )?;
    let mut rows = statement.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let begins: String = row.get("begins")?;
        found.push(LimitationPeriod {
            country: row.get("country")?,
            months: row.get("months")?,
            begins: From::from_code(&begins)
                .ok_or_else(|| Refusal::new("book_damaged").with("begins", &begins))?,
            source: row.get("source")?,
            shipped: row.get("shipped")?,
        });
    }
    Ok(found)
}

/// `limitation.period_save`
pub fn period_save(
    session: &mut Session<'_>,
    new: LimitationPeriod,
) -> Result<LimitationSetup, Refusal> {
    let country = new.country.trim().to_ascii_uppercase();
    if country.len() != 2 || !country.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return Err(Refusal::new("value_missing").with("field", "country"));
    }
    if new.months == 0 || new.months > LONGEST {
        return Err(Refusal::new("limitation_length")
            .with("field", "months")
            .with("most", LONGEST));
    }
    let source = new.source.trim();
    if source.is_empty() {
        return Err(Refusal::new("value_missing").with("field", "source"));
    }
    session.act(|act| {
        act.about("limitation_period", &country);
        let before = periods(act)?.into_iter().find(|row| row.country == country);
        act.change("months", before.as_ref().map(|row| row.months), Some(new.months));
        act.change("begins", before.as_ref().map(|row| row.begins), Some(new.begins));
        act.change("source", before.as_ref().map(|row| row.source.as_str()), Some(source));
        act.execute(
            "INSERT INTO limitation_periods (country, months, begins, source, act_id)
             VALUES (:country, :months, :begins, :source, :act)
             ON CONFLICT (country) DO UPDATE SET months = excluded.months, begins = excluded.begins,
               source = excluded.source, act_id = excluded.act_id",
            named_params! {
                ":country": country, ":months": new.months, ":begins": new.begins.code(), ":source": source,
                ":act": act.id,
            },
        )?;
        Ok(())
    })?;
    setup(session, Nothing {})
}

/// `limitation.period_delete`: the invoices of that country have no day then.
pub fn period_delete(
    session: &mut Session<'_>,
    request: PeriodOf,
) -> Result<LimitationSetup, Refusal> {
    session.act(|act| {
        act.about("limitation_period", &request.country);
        act.note("deleted", &request.country);
        let gone = act.execute(
            "DELETE FROM limitation_periods WHERE country = :country",
            named_params! {":country": request.country},
        )?;
        if gone == 0 {
            return Err(Refusal::new("unknown_limitation_period").with("country", &request.country));
        }
        Ok(())
    })?;
    setup(session, Nothing {})
}

/// `limitation.parameters_save`
pub fn parameters_save(
    session: &mut Session<'_>,
    new: LimitationParameters,
) -> Result<LimitationSetup, Refusal> {
    if new.warning_days > 3_650 {
        return Err(Refusal::new("limitation_warning")
            .with("field", "warning_days")
            .with("most", 3_650));
    }
    session.act(|act| {
        act.about("parameters", NAME);
        parameters::save(act, NAME, &new)
    })?;
    setup(session, Nothing {})
}
