//! Where a customer stands with its credit on a day: exposure, cover, and the limit that holds. The one place of these
//! figures: the customer's page, the credit page and whoever tests a limit ask here, so that they cannot disagree.
//!
//! Invariant: everything is derived from facts by `engine::credit`; this module only loads them.

mod facts;
mod parameters;

use chrono::NaiveDate;
use engine::credit::Flag;
use engine::credit::exposure::{self, Exposures, Member, Taking};
use engine::credit::insurance::{self, Cover};
use engine::credit::limits::{self, GroupLimit, LimitState, Own, Question, Resolution};
use engine::exchange::{RateFault, Rates};
use engine::money::Currency;
use rusqlite::Connection;
use rust_decimal::Decimal;

use crate::refusal::Refusal;

pub use facts::{Attributes, SharedLimit, attributes, open_items, shared_limit};
pub(crate) use facts::{Whose as TemporariesOf, company_currency, flag, policies, temporaries};
pub use parameters::{
    ApprovalRow, CreditParameters, IdentificationRule, LimitMessage, NAME, engine_role, parameters,
};

/// Everything that is shown of a customer's credit, and all that a rule needs of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The day.
    pub as_of: NaiveDate,
    /// What counts, in parts.
    pub exposure: exposure::Exposure,
    /// The exposure with the insured part taken apart.
    pub exposures: Exposures,
    /// What policies do on the day.
    pub cover: Cover,
    /// The limit as the page shows it.
    pub state: LimitState,
    /// What is tested.
    pub resolution: Resolution,
    /// The shared limit and the exposure of all members, in the group's currency.
    pub group: Option<(SharedLimit, Exposures)>,
}

impl From<RateFault> for Refusal {
    fn from(fault: RateFault) -> Self {
        match fault {
            RateFault::RateMissing { currency } => {
                Self::new("exposure_rate_missing").with("currency", currency.code())
            }
            RateFault::AmountOutOfRange { currency } => {
                Self::new("exposure_out_of_range").with("currency", currency.code())
            }
        }
    }
}

/// Where a customer stands. Refuses with `exposure_rate_missing` where a currency has no rate on the day.
pub fn standing(
    connection: &Connection,
    customer_id: i64,
    as_of: NaiveDate,
) -> Result<Standing, Refusal> {
    let parameters = parameters(connection)?;
    let company = company_currency(connection)?;
    let attributes = attributes(connection, customer_id)?;
    let rates = rates(connection, &parameters.rate_type, company, as_of)?;
    let rates = Rates {
        company,
        of: &rates,
    };
    let (exposure, cover) = taken(connection, customer_id, &parameters, &rates, as_of)?;
    let exposures = insurance::split(exposure.total_minor, cover.value_minor);
    let temporaries = temporaries(connection, facts::Whose::Customer(customer_id))?;
    let own = Own {
        unlimited: attributes.unlimited,
        mandatory: attributes.mandatory,
        permanent_minor: attributes.limit_minor,
        expires_on: attributes.expires_on,
        temporaries: &temporaries,
    };
    let group = match shared_limit(connection, customer_id)? {
        Some(shared) => {
            let exposures = group_exposures(connection, &shared, &parameters, as_of)?;
            Some((shared, exposures))
        }
        None => None,
    };
    let resolution = limits::resolve(&Question {
        day: as_of,
        management: parameters.management(),
        tested: parameters.limit_type.tests(attributes.mandatory),
        check_groups: flag(parameters.check_groups),
        own,
        cover_minor: cover.effect_minor,
        exposures,
        group: group.as_ref().map(|(shared, exposures)| {
            let limit = GroupLimit {
                currency: shared.currency,
                permanent_minor: shared.limit_minor,
                temporaries: &shared.temporaries,
            };
            (limit, *exposures)
        }),
        rates,
    })?;
    Ok(Standing {
        as_of,
        state: limits::state(&own, cover.effect_minor, as_of),
        exposure,
        exposures,
        cover,
        resolution,
        group,
    })
}

/// Credit that remains; `None` where no amount is set, or a rate is missing.
pub fn remaining_minor(
    connection: &Connection,
    customer_id: i64,
    as_of: NaiveDate,
) -> Result<Option<i64>, Refusal> {
    match standing(connection, customer_id, as_of) {
        Ok(standing) => Ok(standing.resolution.remaining_minor),
        Err(refusal) if refusal.code == "exposure_rate_missing" => Ok(None),
        Err(refusal) => Err(refusal),
    }
}

fn taken(
    connection: &Connection,
    customer_id: i64,
    parameters: &CreditParameters,
    rates: &Rates<'_>,
    as_of: NaiveDate,
) -> Result<(exposure::Exposure, Cover), Refusal> {
    let items = open_items(connection, customer_id, as_of)?;
    let uncleared = facts::uncleared_money(connection, customer_id, as_of)?;
    let facts = exposure::Facts {
        items: &items,
        uncleared: &uncleared,
        ..exposure::Facts::default()
    };
    let taking = Taking {
        day: as_of,
        limit_type: &parameters.limit_type,
        include_tax: flag(parameters.include_tax),
        rates: *rates,
    };
    let exposure = exposure::exposure(&facts, &taking)?;
    let cover = insurance::cover(&policies(connection, customer_id)?, as_of, rates)?;
    Ok((exposure, cover))
}

/// The exposures of all members together, in the group's currency.
fn group_exposures(
    connection: &Connection,
    shared: &SharedLimit,
    parameters: &CreditParameters,
    as_of: NaiveDate,
) -> Result<Exposures, Refusal> {
    let company = company_currency(connection)?;
    let into_company = rates(connection, &parameters.rate_type, company, as_of)?;
    let into_company = Rates {
        company,
        of: &into_company,
    };
    let mut members = Vec::new();
    for id in &shared.members {
        let (exposure, cover) = taken(connection, *id, parameters, &into_company, as_of)?;
        let split = insurance::split(exposure.total_minor, cover.value_minor);
        members.push(Member {
            currency: company,
            total_minor: split.total_minor,
            uninsured_minor: split.uninsured_minor,
        });
    }
    let into_group = rates(connection, &parameters.rate_type, shared.currency, as_of)?;
    let rates = Rates {
        company: shared.currency,
        of: &into_group,
    };
    Ok(exposure::group(&members, &rates)?)
}

/// The rates of a day into a currency: of each pair the newest that is valid by then.
pub fn rates(
    connection: &Connection,
    rate_type: &str,
    into: Currency,
    on: NaiveDate,
) -> Result<Vec<(Currency, Decimal)>, Refusal> {
    facts::rates(connection, rate_type, into, on)
}

/// An amount in the company's currency by the credit limit rate of the day.
pub fn in_company_currency(
    connection: &Connection,
    minor: i64,
    currency: Currency,
    on: NaiveDate,
) -> Result<i64, Refusal> {
    converted(
        connection,
        minor,
        currency,
        company_currency(connection)?,
        on,
    )
}

/// An amount in another currency by the credit limit rate of the day.
pub fn converted(
    connection: &Connection,
    minor: i64,
    from: Currency,
    into: Currency,
    on: NaiveDate,
) -> Result<i64, Refusal> {
    let rates = rates(connection, &parameters(connection)?.rate_type, into, on)?;
    let rates = Rates {
        company: into,
        of: &rates,
    };
    Ok(rates.value(minor, from)?)
}

impl CreditParameters {
    /// The master switch.
    pub fn management(&self) -> limits::Management {
        if self.credit_management {
            limits::Management::On
        } else {
            limits::Management::Off
        }
    }

    /// Whether limits are tested for a customer.
    pub fn tests(&self, mandatory: Flag) -> Flag {
        self.limit_type.tests(mandatory)
    }
}
