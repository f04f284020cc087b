//! `credit.exposure`: what is at risk with a customer, in parts, and the limit that it is compared with.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use engine::account::Kind;
use engine::credit::exposure::{Component, Part, component_of};
use engine::credit::limits::{Effective, InForce, Limit, NotTested, Used, Whose};
use engine::exchange::Rates;
use rusqlite::{Connection, named_params};
use serde::{Deserialize, Serialize};

use crate::accounts::customer_id;
use crate::refusal::Refusal;
use crate::session::Session;
use crate::standing::{self, ClaimKind, Standing, Taker, standing};

/// Asks where a customer stands.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct ExposureRequest {
    /// Account number.
    pub account: String,
    /// Day; today where missing.
    #[serde(default)]
    pub as_of: Option<NaiveDate>,
}

/// What the effective limit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum EffectiveKind {
    /// Nothing is tested.
    NotTested,
    /// There is no limit.
    Unlimited,
    /// Nobody has said how much.
    NotSet,
    /// An amount; 0 is no credit.
    Limit,
}

/// Where the amount of the own limit comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum LimitSource {
    /// None is set.
    NotSet,
    /// The permanent limit.
    Permanent,
    /// A temporary limit.
    Temporary,
}

/// The own limit of the day, minor units of the company's currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct OwnLimit {
    /// Where it comes from.
    pub source: LimitSource,
    /// The amount before policies.
    #[ts(type = "number | null")]
    pub amount_minor: Option<i64>,
    /// First day of a temporary limit.
    pub from_on: Option<NaiveDate>,
    /// Last day of a temporary limit.
    pub to_on: Option<NaiveDate>,
    /// What insurance and guarantees do to it.
    #[ts(type = "number")]
    pub cover_minor: i64,
    /// *Total credit limit*, which may be negative; `None` where not set.
    #[ts(type = "number | null")]
    pub total_minor: Option<i64>,
    /// When the permanent limit expires.
    pub expires_on: Option<NaiveDate>,
    /// Days since then; negative before.
    #[ts(type = "number | null")]
    pub days_expired: Option<i64>,
    /// Why it is not tested; `None` where it is.
    pub not_tested: Option<NotTested>,
}

/// The limit that is shared, and what is compared with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct SharedStanding {
    /// Code of the customer credit group.
    pub code: String,
    /// Its words.
    pub description: String,
    /// Currency of the amounts.
    pub currency: String,
    /// Number of members.
    pub members: u32,
    /// The limit of the day; `None` where it is not tested.
    #[ts(type = "number | null")]
    pub limit_minor: Option<i64>,
    /// Exposure of all members.
    #[ts(type = "number")]
    pub exposure_minor: i64,
}

/// Where a customer stands; amounts in minor units of the company's currency unless they say another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct CreditExposure {
    /// The day.
    pub as_of: NaiveDate,
    /// The company's currency.
    pub currency: String,
    /// The parts that count, also those of 0; they add up to the total.
    pub parts: Vec<Part>,
    /// The exposure.
    #[ts(type = "number")]
    pub total_minor: i64,
    /// Of it, covered by insurance and guarantees.
    #[ts(type = "number")]
    pub insured_minor: i64,
    /// The rest.
    #[ts(type = "number")]
    pub uninsured_minor: i64,
    /// Open items that no insurance covers any more, because a duty was missed; the limit stays until somebody changes the
    /// policy.
    #[ts(type = "number")]
    pub lost_cover_minor: i64,
    /// Payment paper that is not cleared; in no part.
    #[ts(type = "number")]
    pub uncleared_minor: i64,
    /// The own limit.
    pub own: OwnLimit,
    /// The customer credit group.
    pub group: Option<SharedStanding>,
    /// What is tested.
    pub effective: EffectiveKind,
    /// The effective limit.
    #[ts(type = "number | null")]
    pub effective_minor: Option<i64>,
    /// Whose limit it is.
    pub whose: Option<Whose>,
    /// What remains; negative beyond the limit, `None` where no amount is set.
    #[ts(type = "number | null")]
    pub remaining_minor: Option<i64>,
    /// Used share of the limit in basis points; `None` where no amount is set, or nothing may be used.
    #[ts(type = "number | null")]
    pub used_bp: Option<i64>,
    /// Whether more is used than the limit.
    pub over_limit: bool,
}

/// `credit.exposure`
pub fn get(session: &mut Session<'_>, request: ExposureRequest) -> Result<CreditExposure, Refusal> {
    let as_of = request.as_of.unwrap_or(session.today);
    session.read(|connection| {
        let id = customer_id(connection, &request.account)?;
        let lost = lost_minor(connection, id, as_of)?;
        Ok(shown(&standing(connection, id, as_of)?, lost))
    })
}

/// What is open of items with lost cover, each counted once, in the company's currency.
pub(super) fn lost_minor(
    connection: &Connection,
    customer: i64,
    as_of: NaiveDate,
) -> Result<i64, Refusal> {
    let mut seen = BTreeSet::new();
    let mut total = 0;
    for lost in super::lost_cover::lost_cover(connection, customer, as_of)? {
        let item = &lost.item;
        if seen.insert((item.transaction_id, item.due_on)) {
            let currency = crate::accounts::currency_of(&item.currency)?;
            total += standing::in_company_currency(connection, item.open_minor, currency, as_of)?;
        }
    }
    Ok(total)
}

fn shown(standing: &Standing, lost_cover_minor: i64) -> CreditExposure {
    let resolution = &standing.resolution;
    let (effective, effective_minor, whose) = match resolution.effective {
        Effective::NotTested => (EffectiveKind::NotTested, None, None),
        Effective::Unlimited => (EffectiveKind::Unlimited, None, None),
        Effective::NotSet => (EffectiveKind::NotSet, None, None),
        Effective::Limit { minor, whose } => (EffectiveKind::Limit, Some(minor), Some(whose)),
    };
    let used = resolution.used();
    CreditExposure {
        as_of: standing.as_of,
        currency: standing.exposure.currency.to_string(),
        parts: standing.exposure.parts.clone(),
        total_minor: standing.exposure.total_minor,
        insured_minor: standing.exposures.total_minor - standing.exposures.uninsured_minor,
        uninsured_minor: standing.exposures.uninsured_minor,
        lost_cover_minor,
        uncleared_minor: standing.exposure.uncleared_minor,
        own: own(standing),
        group: standing
            .group
            .as_ref()
            .map(|(shared, exposures)| SharedStanding {
                code: shared.code.clone(),
                description: shared.description.clone(),
                currency: shared.currency.to_string(),
                members: u32::try_from(shared.members.len()).unwrap_or(u32::MAX),
                limit_minor: match resolution.group.total {
                    Limit::Set { total_minor, .. } => Some(total_minor),
                    _ => None,
                },
                exposure_minor: exposures.total_minor,
            }),
        effective,
        effective_minor,
        whose,
        remaining_minor: resolution.remaining_minor,
        used_bp: match used {
            Some(Used::Share { basis_points }) => Some(basis_points),
            _ => None,
        },
        over_limit: resolution.own.total.is_above(10_000)
            || resolution.group.total.is_above(10_000),
    }
}

fn own(standing: &Standing) -> OwnLimit {
    let state = &standing.state;
    let (source, from_on, to_on) = match state.in_force {
        InForce::NotSet => (LimitSource::NotSet, None, None),
        InForce::Permanent { .. } => (LimitSource::Permanent, None, None),
        InForce::Temporary { from_on, to_on, .. } => {
            (LimitSource::Temporary, Some(from_on), Some(to_on))
        }
    };
    OwnLimit {
        source,
        amount_minor: state.in_force.amount_minor(),
        from_on,
        to_on,
        cover_minor: state.cover_minor,
        total_minor: state.total_minor,
        expires_on: state.expires_on,
        days_expired: state.days_expired,
        not_tested: match standing.resolution.own.total {
            Limit::NotTested { why } => Some(why),
            _ => None,
        },
    }
}

/// Asks what is behind a part.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct ExposureItemsRequest {
    /// Account number.
    pub account: String,
    /// Day; today where missing.
    #[serde(default)]
    pub as_of: Option<NaiveDate>,
    /// The part.
    pub component: Component,
}

/// A document behind a part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ExposureItem {
    /// Row id of the transaction.
    #[ts(type = "number")]
    pub transaction_id: i64,
    /// What it is.
    pub kind: Kind,
    /// Its number.
    pub document_no: String,
    /// When it falls due.
    pub due_on: NaiveDate,
    /// Currency of the document.
    pub currency: String,
    /// Open in that currency; of *disputed* what is disputed.
    #[ts(type = "number")]
    pub open_minor: i64,
    /// What it counts in the company's currency, signed as it counts.
    #[ts(type = "number")]
    pub minor: i64,
}

/// The documents behind a part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ExposureItems {
    /// By due day. They add up to the part, less what counts as the prepaid part of an order.
    pub items: Vec<ExposureItem>,
    /// Orders, deliveries and reservations behind a part that is not of the ledger, by number.
    pub claims: Vec<ExposureClaim>,
}

/// What a claim is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum ExposureClaimKind {
    /// An order.
    Order,
    /// A delivery that is not invoiced.
    Delivery,
    /// What a passed check reserves for an order to come.
    Reservation,
}

/// An order, a delivery or a reservation behind a part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ExposureClaim {
    /// What it is.
    pub kind: ExposureClaimKind,
    /// Its number.
    pub number: String,
    /// The order that it is about.
    pub order_no: Option<String>,
    /// When it was ordered or delivered; of a reservation its last day.
    pub on: NaiveDate,
    /// Its currency.
    pub currency: String,
    /// Open in that currency.
    #[ts(type = "number")]
    pub open_minor: i64,
    /// What it counts in the company's currency.
    #[ts(type = "number")]
    pub minor: i64,
}

fn claims(
    connection: &Connection,
    customer: i64,
    request: &ExposureItemsRequest,
    as_of: NaiveDate,
) -> Result<Vec<ExposureClaim>, Refusal> {
    let taker = Taker::on(connection, as_of)?;
    let behind = taker.claims_behind(connection, customer, request.component)?;
    let shown = behind.into_iter().map(|claim| ExposureClaim {
        kind: match claim.kind {
            ClaimKind::Order => ExposureClaimKind::Order,
            ClaimKind::Delivery => ExposureClaimKind::Delivery,
            ClaimKind::Reservation => ExposureClaimKind::Reservation,
        },
        number: claim.number,
        order_no: claim.order_no,
        on: claim.on,
        currency: claim.currency.to_string(),
        open_minor: claim.open_minor,
        minor: claim.minor,
    });
    Ok(shown.collect())
}

/// `credit.exposure_items`
pub fn items(
    session: &mut Session<'_>,
    request: ExposureItemsRequest,
) -> Result<ExposureItems, Refusal> {
    let as_of = request.as_of.unwrap_or(session.today);
    session.read(|connection| {
        let id = customer_id(connection, &request.account)?;
        let company = standing::company_currency(connection)?;
        let rate_type = standing::parameters(connection)?.rate_type;
        let of = standing::rates(connection, &rate_type, company, as_of)?;
        let rates = Rates { company, of: &of };
        let mut number =
            connection.prepare_cached("SELECT document_no FROM transactions WHERE id = :id")?;
        let mut found = Vec::new();
        for item in standing::open_items(connection, id, as_of)? {
            let open_minor = match request.component {
                Component::Disputed => -item.disputed_minor,
                component if component_of(&item) == component => item.open_minor,
                _ => 0,
            };
            if open_minor == 0 {
                continue;
            }
            let document_no =
                number.query_row(named_params! {":id": item.transaction_id}, |row| row.get(0))?;
            found.push(ExposureItem {
                transaction_id: item.transaction_id,
                kind: item.kind,
                document_no,
                due_on: item.due_on,
                currency: item.currency.to_string(),
                open_minor,
                minor: rates.value(open_minor, item.currency)?,
            });
        }
        found.sort_by_key(|item| (item.due_on, item.transaction_id));
        let claims = claims(connection, id, &request, as_of)?;
        Ok(ExposureItems {
            items: found,
            claims,
        })
    })
}
