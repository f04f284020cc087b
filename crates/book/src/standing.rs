//! Where a customer stands with its credit on a day: exposure, cover, and the limit that holds. The one place of these
//! figures: the customer's page, the credit page and whoever tests a limit ask here, so that they cannot disagree.
//!
//! Invariant: everything is derived from facts by `engine::credit`; this module only loads them.

mod ahead;
mod behind;
mod claims;
mod facts;
mod many;
mod parameters;

use std::collections::HashMap;

use chrono::NaiveDate;
use engine::account::OpenItem;
use engine::credit::Flag;
use engine::credit::exposure::{self, CurrentOrder, Exposures, Member, Taking};
use engine::credit::insurance::{self, Cover};
use engine::credit::limits::{self, GroupLimit, LimitState, Own, Question, Resolution};
use engine::exchange::{RateFault, Rates};
use engine::money::Currency;
use rusqlite::{Connection, named_params};
use rust_decimal::Decimal;

use crate::refusal::Refusal;

use ahead::{Ahead, Sparse};
pub(crate) use ahead::{Having, exist};
pub(crate) use behind::ClaimKind;
pub(crate) use claims::{OpenOrder, share};
pub(crate) use facts::{
    ATTRIBUTES_BY_CUSTOMER, Whose as TemporariesOf, attributes_in, closed, company_currency, flag,
    policies, temporaries,
};
pub use facts::{
    Attributes, SharedLimit, attributes, insolvent_on, insolvent_since, open_items, risk_group_of,
    shared_limit,
};
pub(crate) use many::{Many, OpenExposures};
pub use parameters::{
    ApprovalRow, CreditParameters, IdentificationRule, LimitCriterion, LimitMessage, NAME,
    engine_role, parameters,
};

/// Everything that is shown of a customer's credit, and all that a rule needs of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The day.
    pub as_of: NaiveDate,
    /// What is open of the customer.
    pub items: Vec<OpenItem>,
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
    ahead: Option<Ahead>,
}

/// What is known of a customer before it is asked where it stands.
pub(crate) struct Given {
    /// Its limit fields.
    pub attributes: Attributes,
    /// In which tables it has rows.
    pub having: Having,
    /// What is open of it on the day.
    pub items: Vec<OpenItem>,
}

/// What is taken of one customer: what is open, what counts of it, and what policies do.
struct Taken {
    items: Vec<OpenItem>,
    exposure: exposure::Exposure,
    cover: Cover,
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
            ahead: None,
        })
    }

    /// Reads what will be asked about these customers in a few statements for all of them. What was read ahead before is
    /// let go. It holds until somebody writes open items, policies, groups or the like.
    /// Open orders of them, all up to the day, are taken as `orders` where the caller has read them.
    pub(crate) fn read_ahead(
        &mut self,
        connection: &Connection,
        ids: &[i64],
        orders: Option<HashMap<i64, Vec<OpenOrder>>>,
    ) -> Result<(), Refusal> {
        self.ahead = Some(Ahead::read(connection, ids, self.as_of, orders)?);
        Ok(())
    }

    /// Reads the orders of a customer anew where they are asked for next: credit management says something else of one.
    pub(crate) fn read_again(&mut self, customer_id: i64) {
        if let Some(ahead) = &mut self.ahead {
            ahead.orders_again(customer_id);
        }
    }

    fn having(&self, connection: &Connection, customer_id: i64) -> Result<Having, Refusal> {
        let ahead = self.ahead.as_ref();
        match ahead.and_then(|ahead| ahead.having(customer_id)) {
            Some(having) => Ok(having),
            None => Having::read(connection, customer_id),
        }
    }

    /// What is open of a customer.
    pub(crate) fn open_items(
        &self,
        connection: &Connection,
        customer_id: i64,
    ) -> Result<Vec<OpenItem>, Refusal> {
        match self
            .ahead
            .as_ref()
            .and_then(|ahead| ahead.items(customer_id))
        {
            Some(items) => Ok(items.to_vec()),
            None => open_items(connection, customer_id, self.as_of),
        }
    }

    /// The risk group of a customer, by its code; of one whose tables may be known.
    pub(crate) fn risk_group(
        &self,
        connection: &Connection,
        customer_id: i64,
        having: Option<Having>,
    ) -> Result<Option<String>, Refusal> {
        let ahead = self.ahead.as_ref();
        match having.or_else(|| ahead.and_then(|ahead| ahead.having(customer_id))) {
            Some(having) if !having.any_of(Sparse::Scores) => Ok(None),
            _ => risk_group_of(connection, customer_id, self.as_of),
        }
    }

    /// Rates into the company's currency.
    pub fn rates(&self) -> Rates<'_> {
        Rates {
            company: self.company,
            of: &self.rates,
        }
    }

    /// Credit that remains; `None` where no amount is set, or a rate is missing.
    pub fn remaining_minor(
        &self,
        connection: &Connection,
        customer_id: i64,
    ) -> Result<Option<i64>, Refusal> {
        match self.standing(connection, customer_id, None) {
            Ok(standing) => Ok(standing.resolution.remaining_minor),
            Err(refusal) if is_unknown(&refusal) => Ok(None),
            Err(refusal) => Err(refusal),
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
        let ahead = self.ahead.as_ref();
        let attributes = match ahead.and_then(|ahead| ahead.attributes(customer_id)) {
            Some(attributes) => attributes,
            None => attributes(connection, customer_id)?,
        };
        let given = self.given(connection, customer_id, attributes, None)?;
        self.standing_of(connection, customer_id, given, current)
    }

    /// What is asked of a customer whose limit fields are known, and perhaps in which tables it has rows.
    pub(crate) fn given(
        &self,
        connection: &Connection,
        customer_id: i64,
        attributes: Attributes,
        having: Option<Having>,
    ) -> Result<Given, Refusal> {
        Ok(Given {
            attributes,
            having: match having {
                Some(having) => having,
                None => self.having(connection, customer_id)?,
            },
            items: self.open_items(connection, customer_id)?,
        })
    }

    /// The same of a customer of whom some is known already.
    pub(crate) fn standing_of(
        &self,
        connection: &Connection,
        customer_id: i64,
        given: Given,
        current: Option<CurrentOrder<'_>>,
    ) -> Result<Standing, Refusal> {
        let Given {
            attributes,
            having,
            items,
        } = given;
        let Taken {
            items,
            exposure,
            cover,
        } = self.taken(
            connection,
            customer_id,
            (items, having),
            (current, self.rates()),
        )?;
        let exposures = without_order(&exposure, &cover);
        let temporaries = if having.any_of(Sparse::Temporaries) {
            temporaries(connection, facts::Whose::Customer(customer_id))?
        } else {
            Vec::new()
        };
        let own = Own {
            unlimited: attributes.unlimited,
            mandatory: attributes.mandatory,
            permanent_minor: attributes.limit_minor,
            expires_on: attributes.expires_on,
            temporaries: &temporaries,
        };
        let shared = if having.any_of(Sparse::Groups) {
            shared_limit(connection, customer_id)?
        } else {
            None
        };
        let group = match shared {
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
            items,
            state: limits::state(&own, cover.effect_minor, self.as_of),
            exposure,
            exposures,
            cover,
            resolution,
            group,
        })
    }

    /// What counts of a customer, minor units of the company's currency.
    fn exposure_minor(&self, connection: &Connection, customer_id: i64) -> Result<i64, Refusal> {
        let having = self.having(connection, customer_id)?;
        let items = self.open_items(connection, customer_id)?;
        let taken = self.taken(
            connection,
            customer_id,
            (items, having),
            (None, self.rates()),
        )?;
        Ok(taken.exposure.total_minor)
    }

    fn taken(
        &self,
        connection: &Connection,
        customer_id: i64,
        (items, having): (Vec<OpenItem>, Having),
        (current, rates): (Option<CurrentOrder<'_>>, Rates<'_>),
    ) -> Result<Taken, Refusal> {
        let uncleared = if having.any_of(Sparse::Instruments) {
            facts::uncleared_money(connection, customer_id, self.as_of)?
        } else {
            Vec::new()
        };
        let claims = claims::Claims::read(
            connection,
            customer_id,
            (self.as_of, having),
            claims::Paying {
                items: &items,
                order: current.is_some(),
            },
            self.ahead
                .as_ref()
                .and_then(|ahead| ahead.orders(customer_id)),
        )?;
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
            rates,
        };
        let exposure = exposure::exposure(&facts, &taking)?;
        let policies = if having.any_of(Sparse::Policies) {
            policies(connection, customer_id)?
        } else {
            Vec::new()
        };
        let cover = insurance::cover(&policies, self.as_of, &rates)?;
        Ok(Taken {
            items,
            exposure,
            cover,
        })
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
            // A member of another company is worth what it is there: from either side the group owes the same.
            let currency = self.currency_of_member(connection, *id)?;
            let of;
            let rates = if currency == self.company {
                self.rates()
            } else {
                of = self.rates_into(connection, currency)?;
                Rates {
                    company: currency,
                    of: &of,
                }
            };
            let having = self.having(connection, *id)?;
            let items = self.open_items(connection, *id)?;
            let taken = self.taken(connection, *id, (items, having), (current, rates))?;
            let split = without_order(&taken.exposure, &taken.cover);
            members.push(Member {
                currency,
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

    fn currency_of_member(
        &self,
        connection: &Connection,
        customer_id: i64,
    ) -> Result<Currency, Refusal> {
        if !crate::company::here(connection)?.several {
            return Ok(self.company);
        }
        let code: String = connection
            .prepare_cached(
                "SELECT co.currency FROM main.customers c JOIN main.companies co ON co.id = c.company_id WHERE c.id = :id",
            )?
            .query_row(named_params! {":id": customer_id}, |row| row.get("currency"))?;
        crate::accounts::currency_of(&code)
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

/// Whether a figure cannot be told, because a rate is missing or the sum is beyond range: what needs it does without, and
/// everybody else goes on.
pub(crate) fn is_unknown(refusal: &Refusal) -> bool {
    matches!(
        refusal.code.as_str(),
        "exposure_rate_missing" | "exposure_out_of_range"
    )
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
    Taker::on(connection, as_of)?.remaining_minor(connection, customer_id)
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
