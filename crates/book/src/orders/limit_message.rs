//! The older message check (spec 11 §7): what an order does to the limit, as figures. While credit management is off it is
//! the only check; by hand it can be asked for at any time, and stops nothing then where rules decide.

use engine::credit::limits::{
    Effective, Limit, Management, MessageOutcome, Severity, Whose, message_check,
};
use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use super::check::{Bench, CheckOrder, tried};
use super::facts::{Looked, look, of_order};
use crate::refusal::Refusal;
use crate::session::Session;
use crate::standing::{LimitMessage, Taker};

/// Where an order leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum LimitOutcome {
    /// No limit is tested.
    NoLimit,
    /// Nobody has set one.
    NotSet,
    /// The new balance is within it.
    Within,
    /// The new balance is above it.
    Exceeded,
}

/// What the check of the limit says of an order; minor units of the company's currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct OrderLimit {
    /// Number of the order.
    pub order_no: String,
    /// Currency of the amounts.
    pub currency: String,
    /// Open balance: the exposure without the order.
    #[ts(type = "number")]
    pub open_minor: i64,
    /// The order.
    #[ts(type = "number")]
    pub order_minor: i64,
    /// Both.
    #[ts(type = "number")]
    pub new_minor: i64,
    /// The limit.
    #[ts(type = "number | null")]
    pub limit_minor: Option<i64>,
    /// What the new balance is above it.
    #[ts(type = "number | null")]
    pub excess_minor: Option<i64>,
    /// Where the order leads.
    pub outcome: LimitOutcome,
    /// Whether the limit is that of the customer's credit group.
    pub of_group: bool,
    /// Whether an exceeded limit stops the order.
    pub message: LimitMessage,
}

impl OrderLimit {
    /// Whether the order may not go on.
    pub fn stops(&self) -> bool {
        self.is_exceeded() && self.message == LimitMessage::Error
    }

    /// Whether the limit is exceeded.
    pub fn is_exceeded(&self) -> bool {
        self.outcome == LimitOutcome::Exceeded
    }
}

/// `orders.check_limit`: *Check credit limit*, at any time; nothing is kept.
pub fn check_limit(session: &mut Session<'_>, request: CheckOrder) -> Result<OrderLimit, Refusal> {
    let today = session.today;
    session.read(|connection| {
        let bench = Bench::on(connection, today)?;
        asked(connection, &bench, &request)
    })
}

/// The message about an order of the book or one that is handed in.
pub(super) fn asked(
    connection: &Connection,
    bench: &Bench,
    request: &CheckOrder,
) -> Result<OrderLimit, Refusal> {
    let (row, at) = tried(
        connection,
        request,
        of_order(connection, request.order_no.trim())?,
    )?;
    let step = request.step.or(at).unwrap_or(engine::holds::Step::Entry);
    let known = row.known();
    let looked = look(connection, bench, &known, (step, request.mode))?;
    of(&bench.taker, &row.order_no, &looked)
}

/// The message where it is the only check: while credit management is off.
pub(super) fn when_off(
    taker: &Taker,
    order_no: &str,
    looked: &Looked,
) -> Result<Option<OrderLimit>, Refusal> {
    match taker.parameters.management() {
        Management::On => Ok(None),
        Management::Off => of(taker, order_no, looked).map(Some),
    }
}

fn of(taker: &Taker, order_no: &str, looked: &Looked) -> Result<OrderLimit, Refusal> {
    let standing = &looked.standing;
    // Rules decide about orders where credit management is on: the message never stops one then.
    let message = match taker.parameters.management() {
        Management::On => LimitMessage::Warning,
        Management::Off => taker.parameters.message,
    };
    let severity = match message {
        LimitMessage::Warning => Severity::Warning,
        LimitMessage::Error => Severity::Error,
    };
    let order_minor = standing.exposure.order_minor();
    let own = standing.exposure.total_minor;
    let (limit, new_minor, of_group) = match (standing.resolution.effective, &standing.group) {
        (
            Effective::Limit {
                minor,
                whose: Whose::Group,
            },
            Some((shared, exposures)),
        ) => {
            let rates = taker.rates();
            let open_minor = rates.value(exposures.total_minor, shared.currency)?;
            let limit = Limit::Set {
                total_minor: minor,
                exposure_minor: open_minor,
            };
            (limit, open_minor.saturating_add(order_minor), true)
        }
        _ => (standing.resolution.own.total, own, false),
    };
    let check = message_check(limit, new_minor, order_minor, severity);
    let (outcome, limit_minor, excess_minor) = match check.outcome {
        MessageOutcome::NoLimit => (LimitOutcome::NoLimit, None, None),
        MessageOutcome::NotSet => (LimitOutcome::NotSet, None, None),
        MessageOutcome::Within { limit_minor } => (LimitOutcome::Within, Some(limit_minor), None),
        MessageOutcome::Exceeded {
            limit_minor,
            excess_minor,
            ..
        } => (
            LimitOutcome::Exceeded,
            Some(limit_minor),
            Some(excess_minor),
        ),
    };
    Ok(OrderLimit {
        order_no: order_no.to_owned(),
        currency: taker.company.code().to_owned(),
        open_minor: check.open_minor,
        order_minor: check.document_minor,
        new_minor: check.new_minor,
        limit_minor,
        excess_minor,
        outcome,
        of_group,
        message,
    })
}
