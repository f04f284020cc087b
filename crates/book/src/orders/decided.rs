//! A decision as another system takes it.

use chrono::NaiveDate;
use engine::holds::order_state::State;
use engine::holds::{Mode, Step, Verdict};
use rusqlite::{Connection, OptionalExtension, named_params};
use serde::{Deserialize, Serialize};

use super::check::{Bench, CheckOrder, OrderChecked, account, cannot_be_checked};
use super::customer_facts::CustomerFacts;
use super::detail;
use super::facts::{look, of_order, step_of};
use super::limit_message::{OrderLimit, asked};
use super::shown::{ReasonShown, shown};
use super::store::{self, OrderRow};
use crate::accounts::day_of;
use crate::refusal::Refusal;
use crate::standing;

/// What may become of an order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(rename = "OrderDecided")]
pub struct Decided {
    /// Number of the order; of a row that could not be read, its place.
    pub order_no: String,
    /// Account number.
    pub account: String,
    /// `allow`, `warn`, `hold`, `stop`, `rejected`, `cancelled`, `not_checked`, `refused`.
    pub decision: String,
    /// Whether the step may be taken.
    pub may_go_on: bool,
    /// The step.
    pub step: String,
    /// Codes of the reasons.
    pub reasons: Vec<String>,
    /// The reasons with what was measured and what it exceeds.
    pub why: Vec<ReasonShown>,
    /// When.
    pub checked_on: Option<NaiveDate>,
    /// Code of the refusal.
    pub error: String,
    /// A release takes the step with it: execute it.
    pub perform_step: bool,
    /// Code of the reason of a release.
    pub release_reason: Option<String>,
}

impl Decided {
    /// The answer of a check.
    pub fn of(checked: &OrderChecked) -> Self {
        let decided = Self {
            order_no: checked.order_no.clone(),
            account: checked.account.clone(),
            decision: decision(
                checked.state,
                checked.stop.is_some(),
                checked.verdict.code(),
            ),
            may_go_on: checked.may_go_on,
            step: checked.step.code().to_owned(),
            reasons: checked
                .reasons
                .iter()
                .map(|reason| reason.code.code().to_owned())
                .collect(),
            why: checked.reasons.clone(),
            checked_on: Some(checked.checked_on),
            ..Self::default()
        };
        decided.with_limit(checked.limit.as_ref())
    }

    /// What the check of the limit adds while credit management is off: a warning, or a stop.
    fn with_limit(mut self, limit: Option<&OrderLimit>) -> Self {
        let Some(limit) = limit.filter(|limit| limit.is_exceeded()) else {
            return self;
        };
        self.reasons.push("credit_limit_exceeded".to_owned());
        if limit.stops() {
            self.may_go_on = false;
        }
        if self.decision == "allow" {
            let word = if limit.stops() { "stop" } else { "warn" };
            word.clone_into(&mut self.decision);
        }
        self
    }

    /// What could not be checked.
    pub fn refused(order_no: &str, refusal: &Refusal) -> Self {
        Self {
            order_no: order_no.to_owned(),
            decision: "refused".to_owned(),
            error: refusal.code.clone(),
            ..Self::default()
        }
    }
}

/// One word for where an order is, what stops it, and what its check said.
fn decision(state: State, stopped: bool, verdict: &str) -> String {
    match state {
        State::OnHold | State::InApproval => "hold",
        State::Rejected | State::Cancelled => state.code(),
        // Its last check held it, and somebody let it go since.
        State::Released if !stopped && verdict == Verdict::Hold.code() => Verdict::Allow.code(),
        _ if stopped => "stop",
        _ => verdict,
    }
    .to_owned()
}

/// The decision that holds about an order of the book. What could not be checked does not go on, and says why; only what
/// is no order yet, or none any more, is not checked and goes on.
pub(crate) fn decided(
    connection: &Connection,
    today: NaiveDate,
    order_no: &str,
) -> Result<Decided, Refusal> {
    let stored = of_order(connection, order_no)?;
    let at = stored.as_ref().and_then(|(_, _, step)| step_of(step));
    let Some(row) = store::find(connection, order_no)? else {
        let cancelled = matches!(&stored, Some((_, _, step)) if step == "cancelled");
        return Ok(Decided {
            order_no: order_no.to_owned(),
            decision: if cancelled {
                "cancelled"
            } else {
                "not_checked"
            }
            .to_owned(),
            may_go_on: at.is_none() && !cancelled,
            ..Decided::default()
        });
    };
    let mut decided = Decided {
        order_no: order_no.to_owned(),
        account: account(connection, row.customer_id)?.0,
        decision: decision(row.state, false, "not_checked"),
        may_go_on: row.state.may_go_on() && at.is_none(),
        ..Decided::default()
    };
    let mut statement = connection.prepare_cached(
        "SELECT checked_on, step, verdict FROM order_checks WHERE order_id = :id ORDER BY id DESC LIMIT 1",
    )?;
    let mut rows = statement.query(named_params! {":id": row.id})?;
    if let Some(check) = rows.next()? {
        let step = detail::step_of(&check.get::<_, String>("step")?)?;
        let stopped = CustomerFacts::of(connection, row.customer_id)?
            .stop(step)
            .is_some();
        decided.checked_on = Some(day_of(check, "checked_on")?);
        step.code().clone_into(&mut decided.step);
        decided.may_go_on = row.state.may_go_on() && !stopped;
        decided.decision = decision(row.state, stopped, &check.get::<_, String>("verdict")?);
    }
    if row.state == State::Released {
        (decided.perform_step, decided.release_reason) = release(connection, row.id)?;
    }
    decided.why = store::last_reasons(connection, row.id)?
        .iter()
        .map(|reason| shown(reason, "valid"))
        .collect();
    decided.reasons = decided
        .why
        .iter()
        .map(|reason| reason.code.code().to_owned())
        .collect();
    if let (Some((_, facts, _)), Some(step)) = (stored, at)
        && row.state.may_go_on()
        && (row.facts != facts || row.step != Some(step))
    {
        let mut row = row;
        row.facts = facts;
        unchecked(connection, today, (&row, step), &mut decided)?;
    }
    let limit = match decided.checked_on {
        Some(day) if !standing::parameters(connection)?.credit_management => {
            let request = CheckOrder {
                order_no: order_no.to_owned(),
                step: None,
                mode: Mode::Posting,
                order: None,
                perform: false,
            };
            Some(asked(connection, &Bench::on(connection, day)?, &request)?)
        }
        _ => None,
    };
    Ok(decided.with_limit(limit.as_ref()))
}

/// Whether the last release of an order takes its step, and why it was released.
fn release(connection: &Connection, order_id: i64) -> Result<(bool, Option<String>), Refusal> {
    let found = connection
        .prepare_cached(
            "SELECT h.perform_step, r.code FROM holds h LEFT JOIN credit_reasons r ON r.id = h.release_reason_id
             WHERE h.order_id = :order AND h.state = 'released' ORDER BY h.id DESC LIMIT 1",
        )?
        .query_row(named_params! {":order": order_id}, |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .optional()?;
    Ok(found.unwrap_or_default())
}

/// An order that is not as it was checked last: where it cannot be checked, that is the decision.
fn unchecked(
    connection: &Connection,
    today: NaiveDate,
    (row, step): (&OrderRow, Step),
    decided: &mut Decided,
) -> Result<(), Refusal> {
    let bench = Bench::on(connection, today)?;
    let looked = look(connection, &bench, &row.known(), (step, Mode::Posting));
    match looked {
        Err(refusal) if cannot_be_checked(&refusal) => {
            "not_checked".clone_into(&mut decided.decision);
            decided.may_go_on = false;
            decided.error = refusal.code;
            Ok(())
        }
        Err(refusal) => Err(refusal),
        Ok(_) => Ok(()),
    }
}
