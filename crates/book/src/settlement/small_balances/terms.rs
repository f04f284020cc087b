//! `settlement.small_balance_terms`: with what a run is asked, and what was asked last.

use chrono::NaiveDate;
use engine::money::Currency;
use engine::settlement::{SmallBalances, Threshold, WholeDocuments};
use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use crate::act::Act;
use crate::pools::members::Narrowed;
use crate::refusal::Refusal;
use crate::session::Session;
use crate::wire::Nothing;
use crate::{company, parameters};

/// The name under which the last terms are kept.
const NAME: &str = "small_balances";

/// How small a rest of a currency must be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct SmallBalanceThreshold {
    /// Currency.
    pub currency: String,
    /// The largest rest that is closed, minor units.
    #[ts(type = "number")]
    pub threshold_minor: i64,
}

/// What a run is asked with.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct SmallBalanceTerms {
    /// At most one per currency; rests in other currencies stay open.
    pub thresholds: Vec<SmallBalanceThreshold>,
    /// Whether small documents of which nothing is settled are closed too.
    pub whole_documents: bool,
    /// Accounting day; today where missing. What moved after it waits.
    pub settled_on: Option<NaiveDate>,
    /// Code of a pool: documents of its customers of today; of all customers where missing.
    #[ts(optional)]
    pub pool: Option<String>,
}

/// What is kept of the terms: a day is chosen anew each time.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
struct Remembered {
    thresholds: Vec<SmallBalanceThreshold>,
    whole_documents: bool,
}

/// `settlement.small_balance_terms`: those of the last run; before the first one, a unit of the company's currency.
pub fn get(session: &mut Session<'_>, _: Nothing) -> Result<SmallBalanceTerms, Refusal> {
    let connection = session.connection();
    let last: Remembered = parameters::load(connection, NAME)?;
    let thresholds = if last.thresholds.is_empty() {
        vec![first(connection)?]
    } else {
        last.thresholds
    };
    Ok(SmallBalanceTerms {
        thresholds,
        whole_documents: last.whole_documents,
        settled_on: None,
        pool: None,
    })
}

fn first(connection: &Connection) -> Result<SmallBalanceThreshold, Refusal> {
    let currency = currency(&company::load(connection)?.currency)?;
    Ok(SmallBalanceThreshold {
        currency: currency.code().to_owned(),
        threshold_minor: currency.minor_per_major(),
    })
}

fn currency(code: &str) -> Result<Currency, Refusal> {
    code.parse()
        .map_err(|_| Refusal::new("unknown_currency").with("currency", code))
}

/// Terms that were checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Terms {
    /// Accounting day.
    pub on: NaiveDate,
    /// The pool to which the run is limited, and the day on which it is asked who is in it.
    pub pool: Option<String>,
    today: NaiveDate,
    thresholds: Vec<Threshold>,
    whole_documents: WholeDocuments,
}

impl Terms {
    pub fn check(asked: &SmallBalanceTerms, today: NaiveDate) -> Result<Self, Refusal> {
        let on = asked.settled_on.unwrap_or(today);
        if on > today {
            return Err(Refusal::new("posting_day_to_come")
                .with("field", "settled_on")
                .with("day", on));
        }
        let mut thresholds: Vec<Threshold> = Vec::with_capacity(asked.thresholds.len());
        for threshold in &asked.thresholds {
            let currency = currency(&threshold.currency)?;
            if thresholds.iter().any(|other| other.currency == currency) {
                return Err(Refusal::new("threshold_twice").with("currency", currency));
            }
            if threshold.threshold_minor < 0 {
                return Err(Refusal::new("threshold_negative").with("currency", currency));
            }
            thresholds.push(Threshold {
                currency,
                minor: threshold.threshold_minor,
            });
        }
        Ok(Self {
            on,
            pool: asked.pool.clone(),
            today,
            thresholds,
            whole_documents: if asked.whole_documents {
                WholeDocuments::AsRests
            } else {
                WholeDocuments::StayOpen
            },
        })
    }

    /// Whom the run takes.
    pub fn customers(&self, connection: &Connection) -> Result<Narrowed, Refusal> {
        Narrowed::to_run(connection, self.pool.as_deref(), self.today)
    }

    /// The engine's view of them.
    pub fn rule(&self) -> SmallBalances<'_> {
        SmallBalances {
            thresholds: &self.thresholds,
            whole_documents: self.whole_documents,
        }
    }

    /// The currencies that have a threshold, JSON.
    pub fn currencies(&self) -> String {
        let codes: Vec<&str> = self
            .thresholds
            .iter()
            .map(|threshold| threshold.currency.code())
            .collect();
        serde_json::Value::from(codes).to_string()
    }

    /// Keeps them for the next run.
    pub fn remember(&self, act: &mut Act<'_>) -> Result<(), Refusal> {
        let kept = Remembered {
            thresholds: self.stored(),
            whole_documents: self.whole_documents(),
        };
        parameters::save(act, NAME, &kept)
    }

    /// The thresholds, as stored and over the wire.
    pub fn stored(&self) -> Vec<SmallBalanceThreshold> {
        self.thresholds
            .iter()
            .map(|threshold| SmallBalanceThreshold {
                currency: threshold.currency.code().to_owned(),
                threshold_minor: threshold.minor,
            })
            .collect()
    }

    pub fn whole_documents(&self) -> bool {
        self.whole_documents == WholeDocuments::AsRests
    }
}
