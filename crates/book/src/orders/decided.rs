//! A decision as another system takes it.

use chrono::NaiveDate;
use rusqlite::{Connection, named_params};
use serde::{Deserialize, Serialize};

use super::check::{OrderChecked, account};
use super::facts::stop;
use super::{detail, store};
use crate::accounts::day_of;
use crate::refusal::Refusal;

/// What may become of an order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(rename = "OrderDecided")]
pub struct Decided {
    /// Number of the order; of a row that could not be read, its place.
    pub order_no: String,
    /// Account number.
    pub account: String,
    /// `allow`, `warn`, `hold`, `stop`, `not_checked`, `refused`.
    pub decision: String,
    /// Whether the step may be taken.
    pub may_go_on: bool,
    /// The step.
    pub step: String,
    /// Codes of the reasons.
    pub reasons: Vec<String>,
    /// When.
    pub checked_on: Option<NaiveDate>,
    /// Code of the refusal.
    pub error: String,
}

impl Decided {
    /// The answer of a check.
    pub fn of(checked: &OrderChecked) -> Self {
        Self {
            order_no: checked.order_no.clone(),
            account: checked.account.clone(),
            decision: if checked.state.is_held() {
                "hold"
            } else if checked.stop.is_some() {
                "stop"
            } else {
                checked.verdict.code()
            }
            .to_owned(),
            may_go_on: checked.may_go_on,
            step: checked.step.code().to_owned(),
            reasons: checked
                .reasons
                .iter()
                .map(|reason| reason.code.code().to_owned())
                .collect(),
            checked_on: Some(checked.checked_on),
            error: String::new(),
        }
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

/// The decision that holds about an order of the book.
pub(crate) fn decided(connection: &Connection, order_no: &str) -> Result<Decided, Refusal> {
    let Some(row) = store::find(connection, order_no)? else {
        return Ok(Decided {
            order_no: order_no.to_owned(),
            decision: "not_checked".to_owned(),
            may_go_on: true,
            ..Decided::default()
        });
    };
    let mut decided = Decided {
        order_no: order_no.to_owned(),
        account: account(connection, row.customer_id)?.0,
        decision: "not_checked".to_owned(),
        may_go_on: !row.state.is_held(),
        ..Decided::default()
    };
    let mut statement = connection.prepare_cached(
        "SELECT checked_on, step, verdict FROM order_checks WHERE order_id = :id ORDER BY id DESC LIMIT 1",
    )?;
    let mut rows = statement.query(named_params! {":id": row.id})?;
    if let Some(check) = rows.next()? {
        let step = detail::step_of(&check.get::<_, String>("step")?)?;
        let stopped = stop(connection, row.customer_id, step)?.is_some();
        decided.checked_on = Some(day_of(check, "checked_on")?);
        step.code().clone_into(&mut decided.step);
        decided.may_go_on &= !stopped;
        decided.decision = if row.state.is_held() {
            "hold".to_owned()
        } else if stopped {
            "stop".to_owned()
        } else {
            check.get("verdict")?
        };
    }
    decided.reasons = store::last_reasons(connection, row.id)?
        .iter()
        .map(|reason| reason.code.code().to_owned())
        .collect();
    Ok(decided)
}
