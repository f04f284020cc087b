//! What is the same for every invoice, read once, and the state of one.

use std::collections::HashMap;

use chrono::NaiveDate;
use engine::limitation::{self, Event, Limitation, Period, warning_on};
use rusqlite::{Connection, Row};
use serde::{Deserialize, Serialize};

use super::events::EventKind;
use super::setup::{CountryOf, LimitationParameters, parameters, periods};
use crate::accounts::{day_of, optional_day_of};
use crate::company;
use crate::refusal::Refusal;

/// Where an invoice stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum LimitationState {
    /// Its last day is farther than the warning.
    Running,
    /// The warning has come.
    Soon,
    /// Its last day is over.
    Barred,
    /// It does not run.
    Suspended,
    /// Its country has no period.
    NoData,
}

impl LimitationState {
    /// The word over the wire.
    pub fn code(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Soon => "soon",
            Self::Barred => "barred",
            Self::Suspended => "suspended",
            Self::NoData => "no_data",
        }
    }
}

/// An event of an invoice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct LimitationEvent {
    /// Row id.
    #[ts(type = "number")]
    pub id: i64,
    /// What happened.
    pub kind: EventKind,
    /// Its day; of a suspension the first.
    pub from_on: NaiveDate,
    /// The last day of a suspension that is over.
    pub until_on: Option<NaiveDate>,
    /// Why.
    pub note: String,
}

impl LimitationEvent {
    fn rule(&self) -> Event {
        match self.kind {
            EventKind::Suspended => Event::Suspended {
                from_on: self.from_on,
                until_on: self.until_on,
            },
            EventKind::Restarted => Event::Restarted { on: self.from_on },
        }
    }
}

/// What was found about an invoice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found {
    pub state: LimitationState,
    pub last_day: Option<NaiveDate>,
    pub warning_on: Option<NaiveDate>,
}

/// Periods, parameters and events.
pub(super) struct Known {
    pub parameters: LimitationParameters,
    company: String,
    periods: HashMap<String, Period>,
    events: HashMap<i64, Vec<LimitationEvent>>,
}

impl Known {
    pub(super) fn read(connection: &Connection) -> Result<Self, Refusal> {
        let mut events: HashMap<i64, Vec<LimitationEvent>> = HashMap::new();
        let mut statement = connection.prepare_cached(
            "SELECT id, transaction_id, kind, from_on, until_on, note FROM limitation_events
             WHERE withdrawn_by_act_id IS NULL ORDER BY transaction_id, from_on, id",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let event = event(row)?;
            events
                .entry(row.get("transaction_id")?)
                .or_default()
                .push(event);
        }
        Ok(Self {
            parameters: parameters(connection)?,
            company: company::load(connection)?.country.to_ascii_uppercase(),
            periods: periods(connection)?
                .into_iter()
                .map(|row| {
                    let period = Period {
                        months: row.months,
                        from: row.begins,
                    };
                    (row.country, period)
                })
                .collect(),
            events,
        })
    }

    /// The country that counts for a customer of `country`; empty where nobody knows.
    pub(super) fn country(&self, country: &str) -> String {
        match self.parameters.country_of {
            CountryOf::Company => self.company.clone(),
            CountryOf::Customer => country.trim().to_ascii_uppercase(),
        }
    }

    /// The events of an invoice.
    pub(super) fn events(&self, transaction_id: i64) -> &[LimitationEvent] {
        self.events.get(&transaction_id).map_or(&[], Vec::as_slice)
    }

    /// Where an invoice stands on `day`.
    pub(super) fn of(
        &self,
        transaction_id: i64,
        due_on: NaiveDate,
        country: &str,
        day: NaiveDate,
    ) -> Found {
        let none = |state| Found {
            state,
            last_day: None,
            warning_on: None,
        };
        let Some(period) = self.periods.get(country) else {
            return none(LimitationState::NoData);
        };
        // What happened later does not exist on the day; a suspension that ended later still lasts on it.
        let events: Vec<Event> = self
            .events(transaction_id)
            .iter()
            .filter(|event| event.from_on <= day)
            .map(LimitationEvent::rule)
            .collect();
        match limitation::limitation(due_on, *period, &events) {
            Limitation::Suspended(_) => none(LimitationState::Suspended),
            Limitation::Until(last) => {
                let warning = warning_on(last, self.parameters.warning_days);
                Found {
                    state: if last < day {
                        LimitationState::Barred
                    } else if warning <= day {
                        LimitationState::Soon
                    } else {
                        LimitationState::Running
                    },
                    last_day: Some(last),
                    warning_on: Some(warning),
                }
            }
        }
    }
}

fn event(row: &Row<'_>) -> Result<LimitationEvent, Refusal> {
    let kind: String = row.get("kind")?;
    Ok(LimitationEvent {
        id: row.get("id")?,
        kind: EventKind::of(&kind),
        from_on: day_of(row, "from_on")?,
        until_on: optional_day_of(row, "until_on")?,
        note: row.get("note")?,
    })
}
