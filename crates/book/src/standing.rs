//! Where a customer stands with its credit on a day: exposure, cover, and the limit that holds. The one place of these
//! figures: the customer's page, the credit page and whoever tests a limit ask here, so that they cannot disagree.
//!
//! Invariant: everything is derived from facts by `engine::credit`; this module only loads them.

mod claims;
mod facts;
mod many;
mod parameters;

use chrono::NaiveDate;
use engine::credit::Flag;
use engine::credit::exposure::{self, CurrentOrder, Exposures, Member, Taking};
use engine::credit::insurance::{self, Cover};
use engine::credit::limits::{self, GroupLimit, LimitState, Own, Question, Resolution};
use engine::exchange::{RateFault, Rates};
use engine::money::Currency;
use rusqlite::Connection;
use rust_decimal::Decimal;

use crate::refusal::Refusal;

pub(crate) use claims::share;
pub use facts::{Attributes, SharedLimit, attributes, open_items, risk_group_of, shared_limit};
pub(crate) use facts::{
    Whose as TemporariesOf, closed, company_currency, flag, policies, temporaries,
};
pub(crate) use many::Many;
pub use parameters::{
    ApprovalRow, CreditParameters, IdentificationRule, LimitCriterion, LimitMessage, NAME,
    engine_role, parameters,
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

/// What is the same for every customer on a day: read once, however many are asked about.
#[derive(Debug, Clone)]
pub struct Taker {
    /// The day.
    pub as_of: NaiveDate,
    /// The parameters of credit.
    pub parameters: CreditParameters,
    /// The company's currency.
    pub company: Currency,
    /// Rates of the day into it.
    rates: Vec<(Currency, Decimal)>,
}

impl Taker {
    /// Reads it.
    pub fn on(connection: &Connection, as_of: NaiveDate) -> Result<Self, Refusal> {
        let parameters = parameters(connection)?;
        let company = company_currency(connection)?;
        let rates = rates(connection, &parameters.rate_type, company, as_of)?;
        Ok(Self {
            as_of,
            parameters,
            company,
            rates,
        })
    }

    /// Rates into the company's currency.
    pub fn rates(&self) -> Rates<'_> {
        Rates {
            company: self.company,
            of: &self.rates,
        }
    }

    /// Where a customer stands, with the order that is tested besides where there is one. Limits are resolved without
    /// that order: whoever tests it adds it.
    pub fn standing(
        &self,
        connection: &Connection,
        customer_id: i64,
        current: Option<CurrentOrder<'_>>,
    ) -> Result<Standing, Refusal> {
        let attributes = attributes(connection, customer_id)?;
        let (exposure, cover) = self.taken(connection, customer_id, current)?;
        let exposures = without_order(&exposure, &cover);
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
                let exposures = self.group(connection, &shared, customer_id, current)?;
                Some((shared, exposures))
            }
            None => None,
        };
        let resolution = limits::resolve(&Question {
            day: self.as_of,
            management: self.parameters.management(),
            tested: self.parameters.limit_type.tests(attributes.mandatory),
            check_groups: flag(self.parameters.check_groups),
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
            rates: self.rates(),
        })?;
        Ok(Standing {
            as_of: self.as_of,
            state: limits::state(&own, cover.effect_minor, self.as_of),
            exposure,
            exposures,
            cover,
            resolution,
            group,
        })
    }

    fn taken(
        &self,
        connection: &Connection,
        customer_id: i64,
        current: Option<CurrentOrder<'_>>,
    ) -> Result<(exposure::Exposure, Cover), Refusal> {
        let items = open_items(connection, customer_id, self.as_of)?;
        let uncleared = facts::uncleared_money(connection, customer_id, self.as_of)?;
        let claims = claims::Claims::read(connection, customer_id, self.as_of, &items)?;
        let (orders, reservations, order_payments) =
            (claims.orders(), claims.reservations(), claims.payments());
        let facts = exposure::Facts {
            items: &items,
            uncleared: &uncleared,
            orders: &orders,
            deliveries: &claims.deliveries,
            reservations: &reservations,
            order_payments: &order_payments,
            current,
        };
        let taking = Taking {
            day: self.as_of,
            limit_type: &self.parameters.limit_type,
            include_tax: flag(self.parameters.include_tax),
            rates: self.rates(),
        };
        let exposure = exposure::exposure(&facts, &taking)?;
        let policies = policies(connection, customer_id)?;
        let cover = insurance::cover(&policies, self.as_of, &self.rates())?;
        Ok((exposure, cover))
    }

    /// The exposures of all members together, in the group's currency, without the order that is tested.
    fn group(
        &self,
        connection: &Connection,
        shared: &SharedLimit,
        customer_id: i64,
        current: Option<CurrentOrder<'_>>,
    ) -> Result<Exposures, Refusal> {
        let mut members = Vec::new();
        for id in &shared.members {
            // The order is one customer's: the others' payments pay nothing of it.
            let current = current.filter(|_| *id == customer_id);
            let (exposure, cover) = self.taken(connection, *id, current)?;
            let split = without_order(&exposure, &cover);
            members.push(Member {
                currency: self.company,
                total_minor: split.total_minor,
                uninsured_minor: split.uninsured_minor,
            });
        }
        let into_group = self.rates_into(connection, shared.currency)?;
        let rates = Rates {
            company: shared.currency,
            of: &into_group,
        };
        Ok(exposure::group(&members, &rates)?)
    }

    /// Rates of the day into another currency.
    pub fn rates_into(
        &self,
        connection: &Connection,
        currency: Currency,
    ) -> Result<Vec<(Currency, Decimal)>, Refusal> {
        if currency == self.company {
            return Ok(self.rates.clone());
        }
        rates(connection, &self.parameters.rate_type, currency, self.as_of)
    }
}

/// What limits are compared with before the tested order is added. Money that is there for the order is no credit
/// besides, so that it is taken off with the order and not before.
fn without_order(exposure: &exposure::Exposure, cover: &Cover) -> Exposures {
    let total = exposure.total_minor.saturating_sub(exposure.order_minor());
    insurance::split(total, cover.value_minor)
}

/// Where a customer stands. Refuses with `exposure_rate_missing` where a currency has no rate on the day.
pub fn standing(
    connection: &Connection,
    customer_id: i64,
    as_of: NaiveDate,
) -> Result<Standing, Refusal> {
    Taker::on(connection, as_of)?.standing(connection, customer_id, None)
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
