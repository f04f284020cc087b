//! How the book settles: the parameters, and the engine's policy that follows from them. The settlements are posted by it,
//! and the proposals for lines of the bank are made by it, so that what is proposed is what would be posted.

use chrono::NaiveDate;
use engine::account::Kind;
use engine::money::Currency;
use engine::settlement::{Automatic, Direction, LegalOrder, Level, Policy, Tolerance};
use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use crate::accounts::currency_of;
use crate::company;
use crate::parameters;
use crate::refusal::Refusal;
use crate::wire::SortOrder;

/// The name under which the parameters are kept.
pub(crate) const NAME: &str = "settlement";

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

/// The due day by which a document sorts. An interest note without a due day of its own sorts by its date, after equal
/// invoices (spec 24 §1).
pub(crate) fn sorting_due_day(kind: Kind, due_on: NaiveDate, due_given: bool) -> Option<NaiveDate> {
    (due_given || kind != Kind::InterestNote).then_some(due_on)
}

/// The policy of the parameters, owned.
pub(crate) struct Rules {
    legal: LegalOrder,
    levels: Option<Vec<Level>>,
    tolerances: Vec<Tolerance>,
    days: u32,
    automatic: Automatic,
}

impl Rules {
    /// Reads the parameters.
    pub fn load(connection: &Connection) -> Result<Self, Refusal> {
        let parameters = load(connection)?;
        let legal = match legal_order(connection, &parameters)? {
            LegalOrderChoice::CostsInterestPrincipal => LegalOrder::CostsInterestPrincipal,
            LegalOrderChoice::None | LegalOrderChoice::ByCountry => LegalOrder::None,
        };
        Ok(Self {
            legal,
            levels: parameters
                .use_priority
                .then(|| parameters.priority.iter().map(level).collect()),
            tolerances: tolerances(&parameters)?,
            days: parameters.discount_tolerance_days,
            automatic: if parameters.automatic {
                Automatic::Allowed
            } else {
                Automatic::Forbidden
            },
        })
    }

    /// The engine's view of them.
    pub fn policy(&self) -> Policy<'_> {
        Policy {
            legal: self.legal,
            priority: self.levels.as_deref(),
            automatic: self.automatic,
            discount_tolerance_days: self.days,
            tolerances: &self.tolerances,
        }
    }

    /// What may be written off in a currency: too little and too much, minor units.
    pub fn tolerated(&self, currency: Currency) -> (i64, i64) {
        self.tolerances
            .iter()
            .find(|tolerance| tolerance.currency == currency)
            .map_or((0, 0), |tolerance| {
                (tolerance.under_minor, tolerance.over_minor)
            })
    }

    /// Days after the discount day on which a discount is still granted.
    pub fn discount_tolerance_days(&self) -> u32 {
        self.days
    }

    /// Whether credits may settle without being asked one by one.
    pub fn automatic(&self) -> Automatic {
        self.automatic
    }

    /// The same rules for a person who asks for it, whatever the parameter says of runs.
    pub fn asked_for(self) -> Self {
        Self {
            automatic: Automatic::Allowed,
            ..self
        }
    }
}

fn level(level: &PriorityLevel) -> Level {
    let direction = match level.order {
        SortOrder::Ascending => Direction::Ascending,
        SortOrder::Descending => Direction::Descending,
    };
    match level.by {
        PriorityBy::Kind => Level::Kind {
            order: level.kinds.clone(),
        },
        PriorityBy::TransactionOn => Level::TransactionDate { direction },
        PriorityBy::DueOn => Level::DueDate { direction },
        PriorityBy::DocumentNo => Level::Voucher { direction },
    }
}

fn tolerances(parameters: &SettlementParameters) -> Result<Vec<Tolerance>, Refusal> {
    parameters
        .tolerances
        .iter()
        .map(|tolerance| {
            Ok(Tolerance {
                currency: currency_of(&tolerance.currency)?,
                under_minor: tolerance.under_minor,
                over_minor: tolerance.over_minor,
                discount_minor: tolerance.discount_minor,
            })
        })
        .collect()
}

/// Countries whose rate pack orders costs, then interest, then principal (`rates.md`): § 367 BGB, art. 6:44 BW, and
/// Austria's practice of costs first.
const COSTS_FIRST: [&str; 3] = ["AT", "DE", "NL"];

/// The order of the law that the book follows.
fn legal_order(
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

/// Condition of a statement on a credit `w`: it wrote a debt off. It is neither money nor a credit note, nor what settling
/// makes by itself (discounts, small differences, exchange), nor what stands in for a payment that a list of open items did
/// not name.
pub(crate) const WRITES_OFF: &str = "w.kind = 'other'
    AND NOT EXISTS (SELECT 1 FROM settlement_differences f WHERE f.transaction_id = w.id)
    AND NOT EXISTS (SELECT 1 FROM inferred_settlements i WHERE i.counter_id = w.id)";

/// Whether a credit wrote a debt off.
pub(crate) fn writes_off(connection: &Connection, credit_id: i64) -> Result<bool, Refusal> {
    Ok(connection
        .prepare_cached(&format!(
            "SELECT EXISTS (SELECT 1 FROM transactions w WHERE w.id = ?1 AND {WRITES_OFF})"
        ))?
        .query_row([credit_id], |row| row.get(0))?)
}
