//! `settlement.parameters`: what settles by itself, in which order, and what may be written off on the way.

use engine::account::Kind;
use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use crate::company;
use crate::parameters;
use crate::refusal::Refusal;
use crate::session::Session;
use crate::wire::{Nothing, SortOrder};

const NAME: &str = "settlement";

/// Order that the law gives a payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum LegalOrderChoice {
    /// That of the company's country.
    #[default]
    ByCountry,
    /// None.
    None,
    /// Costs, then interest, then principal.
    CostsInterestPrincipal,
}

/// What a level of the priority list sorts by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum PriorityBy {
    /// Kind of transaction, in the order of `kinds`; kinds that are not listed come last.
    Kind,
    /// Accounting day.
    TransactionOn,
    /// Due day; what has none comes last.
    DueOn,
    /// Document number, digits read as numbers.
    DocumentNo,
}

/// A level of the priority list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct PriorityLevel {
    /// What it sorts by.
    pub by: PriorityBy,
    /// Direction.
    #[serde(default)]
    pub order: SortOrder,
    /// The kinds, first one first; only of a level by kind.
    #[serde(default)]
    pub kinds: Vec<Kind>,
}

/// What may be written off in one currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct CurrencyTolerance {
    /// Currency.
    pub currency: String,
    /// A document that stays open with no more than this may be closed, minor units.
    #[ts(type = "number")]
    pub under_minor: i64,
    /// A payment that is over by no more than this may be closed, minor units.
    #[ts(type = "number")]
    pub over_minor: i64,
    /// By how much a deduction may differ from the discount that was granted, minor units.
    #[ts(type = "number")]
    pub discount_minor: i64,
}

/// The parameters of settlement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct SettlementParameters {
    /// Whether credits settle by themselves when the run is asked for, and the rest of a payment after what it names.
    pub automatic: bool,
    /// Whether the priority list is on; else the due day decides.
    pub use_priority: bool,
    /// The priority list, first level first.
    pub priority: Vec<PriorityLevel>,
    /// The order of the law.
    pub legal_order: LegalOrderChoice,
    /// Tolerances, at most one per currency; without one nothing is tolerated.
    pub tolerances: Vec<CurrencyTolerance>,
    /// Days after the discount day on which a discount is still granted.
    pub discount_tolerance_days: u32,
}

impl Default for SettlementParameters {
    fn default() -> Self {
        let level = |by| PriorityLevel {
            by,
            order: SortOrder::Ascending,
            kinds: Vec::new(),
        };
        Self {
            automatic: true,
            use_priority: false,
            priority: vec![
                PriorityLevel {
                    kinds: vec![
                        Kind::Other,
                        Kind::LetterFee,
                        Kind::InterestNote,
                        Kind::Invoice,
                    ],
                    ..level(PriorityBy::Kind)
                },
                level(PriorityBy::TransactionOn),
                level(PriorityBy::DocumentNo),
            ],
            legal_order: LegalOrderChoice::ByCountry,
            tolerances: Vec::new(),
            discount_tolerance_days: 0,
        }
    }
}

/// Reads the parameters.
pub(crate) fn load(connection: &Connection) -> Result<SettlementParameters, Refusal> {
    parameters::load(connection, NAME)
}

/// `settlement.parameters`
pub fn get(session: &mut Session<'_>, _: Nothing) -> Result<SettlementParameters, Refusal> {
    load(session.connection())
}

/// `settlement.parameters_save`
pub fn save(
    session: &mut Session<'_>,
    new: SettlementParameters,
) -> Result<SettlementParameters, Refusal> {
    for (at, tolerance) in new.tolerances.iter().enumerate() {
        tolerance
            .currency
            .parse::<engine::money::Currency>()
            .map_err(|_| Refusal::new("unknown_currency").with("currency", &tolerance.currency))?;
        let twice = new.tolerances[..at]
            .iter()
            .any(|other| other.currency == tolerance.currency);
        if twice {
            return Err(Refusal::new("tolerance_twice").with("currency", &tolerance.currency));
        }
        let figures = [
            tolerance.under_minor,
            tolerance.over_minor,
            tolerance.discount_minor,
        ];
        if figures.iter().any(|minor| *minor < 0) {
            return Err(Refusal::new("tolerance_negative").with("currency", &tolerance.currency));
        }
    }
    if new.discount_tolerance_days > 365 {
        return Err(Refusal::new("value_too_large")
            .with("field", "discount_tolerance_days")
            .with("limit", 365));
    }
    if new.use_priority && new.priority.is_empty() {
        return Err(Refusal::new("priority_list_empty").with("field", "priority"));
    }
    session.act(|act| {
        act.about("parameters", NAME);
        parameters::save(act, NAME, &new)
    })?;
    load(session.connection())
}

/// Countries whose rate pack orders costs, then interest, then principal (`rates.md`): § 367 BGB, art. 6:44 BW, and
/// Austria's practice of costs first.
const COSTS_FIRST: [&str; 3] = ["AT", "DE", "NL"];

/// The order of the law that the book follows.
pub(crate) fn legal_order(
    connection: &Connection,
    parameters: &SettlementParameters,
) -> Result<LegalOrderChoice, Refusal> {
    Ok(match parameters.legal_order {
        LegalOrderChoice::ByCountry => {
            let country = company::load(connection)?.country;
            if COSTS_FIRST.contains(&country.as_str()) {
                LegalOrderChoice::CostsInterestPrincipal
            } else {
                LegalOrderChoice::None
            }
        }
        chosen => chosen,
    })
}
