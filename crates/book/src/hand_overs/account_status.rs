//! The account status that a hand-over gives its customer, and that its recall takes back (spec 22 §9). Whoever hands over may
//! give one who may change account statuses.

use engine::hand_overs::Status;
use rusqlite::{OptionalExtension, named_params};
use serde::{Deserialize, Serialize};

use crate::act::Act;
use crate::credit::status;
use crate::refusal::Refusal;
use crate::users::{self, Right};

/// The status without effect, where a customer has none.
const NONE: &str = "NORMAL";

/// A status to give.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct HandOverStatus {
    /// Code of the status.
    pub status: String,
    /// Code of a reason of the kind *status*.
    pub reason: String,
}

/// Gives the customer of a new hand-over its status.
pub(super) fn give(
    act: &mut Act<'_>,
    (hand_over_id, customer_id): (i64, i64),
    wanted: &HandOverStatus,
    number: &str,
) -> Result<(), Refusal> {
    if !users::load(act, act.actor.user_id)?.may(Right::Decide) {
        return Err(Refusal::new("hand_over_status_not_allowed").with("field", "status"));
    }
    let before = current(act, customer_id)?;
    if before == wanted.status {
        return Ok(());
    }
    let today = act.today;
    status::write(
        act,
        customer_id,
        Some(&wanted.status),
        (&wanted.reason, number),
        today,
    )?;
    act.prepare_cached(
        "UPDATE hand_overs SET status_before = :before, status_given = :given, status_reason = :reason WHERE id = :id",
    )?
    .execute(named_params! {
        ":before": before, ":given": wanted.status, ":reason": wanted.reason, ":id": hand_over_id,
    })?;
    Ok(())
}

/// What a hand-over did to the status.
struct Given {
    before: String,
    after: String,
    reason: String,
}

/// Takes the status back, or gives it again, where it is still what the hand-over left.
pub(super) fn turn(
    act: &mut Act<'_>,
    (hand_over_id, customer_id): (i64, i64),
    next: Status,
    number: &str,
) -> Result<(), Refusal> {
    let given = act
        .prepare_cached(
            "SELECT status_before, status_given, status_reason FROM hand_overs WHERE id = :id AND status_given IS NOT NULL",
        )?
        .query_row(named_params! {":id": hand_over_id}, |row| {
            Ok(Given {
                before: row.get("status_before")?,
                after: row.get("status_given")?,
                reason: row.get("status_reason")?,
            })
        })
        .optional()?;
    let Some(Given {
        before,
        after,
        reason,
    }) = given
    else {
        return Ok(());
    };
    let (from, to) = if next == Status::Recalled {
        (after, before)
    } else {
        (before, after)
    };
    // Whoever changed it since knows better.
    if current(act, customer_id)? != from {
        return Ok(());
    }
    let today = act.today;
    status::write(act, customer_id, Some(&to), (&reason, number), today)
}

fn current(act: &Act<'_>, customer_id: i64) -> Result<String, Refusal> {
    Ok(status::current(act, customer_id)?.map_or_else(|| NONE.to_owned(), |(code, _)| code))
}
