//! Holds with their reasons.

use chrono::NaiveDate;
use engine::holds::{Mode, Reason, Step};
use rusqlite::{Connection, OptionalExtension, named_params};

use super::OrderRow;
use crate::act::Act;
use crate::refusal::Refusal;

/// A hold that is open, or was.
pub(in crate::orders) struct HoldRow {
    pub id: i64,
    pub step: Step,
    pub mode: Mode,
    pub amount_minor: i64,
    pub forced: bool,
    pub modified: bool,
}

/// A hold by its id.
pub(in crate::orders) fn hold(connection: &Connection, id: i64) -> Result<HoldRow, Refusal> {
    let found = connection
        .prepare_cached(
            "SELECT id, step, mode, amount_minor, forced_reason_id IS NOT NULL AS forced, modified FROM holds WHERE id = :id",
        )?
        .query_row(named_params! {":id": id}, |row| {
            Ok((
                row.get::<_, i64>("id")?,
                row.get::<_, String>("step")?,
                row.get::<_, String>("mode")?,
                row.get::<_, i64>("amount_minor")?,
                row.get::<_, bool>("forced")?,
                row.get::<_, bool>("modified")?,
            ))
        })
        .optional()?;
    let (id, step, mode, amount_minor, forced, modified) =
        found.ok_or_else(|| Refusal::new("unknown_hold").with("hold_id", id))?;
    let damaged = |what: &str| Refusal::new("book_damaged").with("hold", what);
    Ok(HoldRow {
        id,
        step: Step::from_code(&step).ok_or_else(|| damaged(&step))?,
        mode: Mode::from_code(&mode).ok_or_else(|| damaged(&mode))?,
        amount_minor,
        forced,
        modified,
    })
}

/// The reasons of a hold with their ticks, in order.
pub(in crate::orders) fn reasons(
    connection: &Connection,
    hold_id: i64,
) -> Result<Vec<(Reason, String)>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT body, still FROM hold_reasons WHERE hold_id = :hold ORDER BY position",
    )?;
    let mut rows = statement.query(named_params! {":hold": hold_id})?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let body: String = row.get("body")?;
        found.push((serde_json::from_str(&body)?, row.get("still")?));
    }
    Ok(found)
}

/// Writes the reasons of a hold anew.
pub(in crate::orders) fn write_reasons<'r>(
    act: &Act<'_>,
    hold_id: i64,
    reasons: impl IntoIterator<Item = (&'r Reason, &'static str)>,
) -> Result<(), Refusal> {
    act.prepare_cached("DELETE FROM hold_reasons WHERE hold_id = :hold")?
        .execute(named_params! {":hold": hold_id})?;
    let mut statement = act.prepare_cached(
        "INSERT INTO hold_reasons (hold_id, position, code, still, body) VALUES (:hold, :position, :code, :still, :body)",
    )?;
    for ((reason, still), position) in reasons.into_iter().zip(1_i64..) {
        statement.execute(named_params! {
            ":hold": hold_id, ":position": position, ":code": reason.code.code(), ":still": still,
            ":body": serde_json::to_string(reason)?,
        })?;
    }
    Ok(())
}

/// Opens a hold.
pub(in crate::orders) struct NewHold<'a> {
    pub step: Step,
    pub mode: Mode,
    pub day: NaiveDate,
    pub amount_minor: i64,
    pub check_id: Option<i64>,
    pub forced_reason_id: Option<i64>,
    pub reasons: &'a [Reason],
}

/// Opens a hold with its reasons; the first route among them takes it.
pub(in crate::orders) fn open_hold(
    act: &Act<'_>,
    row: &mut OrderRow,
    new: &NewHold<'_>,
) -> Result<i64, Refusal> {
    let route = new
        .reasons
        .iter()
        .find_map(|reason| reason.route.as_deref());
    act.prepare_cached(
        "INSERT INTO holds (order_id, customer_id, step, mode, held_on, amount_minor, check_id, forced_reason_id, route, act_id)
         VALUES (:order, :customer, :step, :mode, :on, :amount, :check, :forced, :route, :act)",
    )?
    .execute(named_params! {
        ":order": row.id, ":customer": row.customer_id, ":step": new.step.code(), ":mode": new.mode.code(),
        ":on": new.day.to_string(), ":amount": new.amount_minor, ":check": new.check_id,
        ":forced": new.forced_reason_id, ":route": route, ":act": act.id,
    })?;
    let id = act.last_insert_rowid();
    row.hold_id = Some(id);
    write_reasons(act, id, new.reasons.iter().map(|reason| (reason, "valid")))?;
    Ok(id)
}

/// How a hold ends.
pub(in crate::orders) struct Closing<'a> {
    pub state: &'static str,
    pub day: NaiveDate,
    pub reason_id: Option<i64>,
    pub comment: &'a str,
    pub review_on: Option<NaiveDate>,
    pub perform_step: bool,
    /// Where the order stood before its release took it to the step of the hold; `None` where it took none.
    pub step_before: Option<&'a str>,
}

/// Closes a hold.
pub(in crate::orders) fn close_hold(
    act: &Act<'_>,
    hold_id: i64,
    closing: &Closing<'_>,
) -> Result<(), Refusal> {
    act.prepare_cached(
        "UPDATE holds SET state = :state, closed_on = :on, closed_act_id = :act, release_reason_id = :reason,
           comment = :comment, review_on = :review, perform_step = :perform, step_before = :before WHERE id = :id",
    )?
    .execute(named_params! {
        ":id": hold_id, ":state": closing.state, ":on": closing.day.to_string(), ":act": act.id,
        ":reason": closing.reason_id, ":comment": closing.comment.trim(),
        ":review": closing.review_on.map(|day| day.to_string()), ":perform": closing.perform_step,
        ":before": closing.step_before,
    })?;
    Ok(())
}
