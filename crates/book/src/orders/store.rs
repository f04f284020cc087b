//! What is kept of an order under credit management: its row, its history, its checks and its reservation.

use chrono::NaiveDate;
use engine::holds::order_state::{Event, State, next};
use engine::holds::{Decision, Mode, OrderExclusion, Reason, Release, Snapshot, Step, Verdict};
use engine::holds::{Forced, reservation};
use rusqlite::{Connection, OptionalExtension, Row, named_params};

use super::facts::{Known, OrderFacts};
use crate::act::Act;
use crate::company::COMPANY_ID;
use crate::refusal::Refusal;
use crate::standing::Standing;

/// The row of an order.
pub(super) struct OrderRow {
    pub id: i64,
    pub order_no: String,
    pub customer_id: i64,
    pub state: State,
    pub exclusion: OrderExclusion,
    pub facts: OrderFacts,
    pub step: Option<Step>,
    pub released: Option<Release>,
    pub forced: Option<Forced>,
    /// Row id of the hold that is open.
    pub hold_id: Option<i64>,
    /// Whether the order is known to be in the book: it reserves nothing then. Whoever does not know leaves it.
    pub arrived: bool,
    /// What the book keeps of it, where it keeps anything.
    kept: Option<Kept>,
}

/// The row as it is stored, so that what did not change is not written.
struct Kept {
    values: Values,
    checked_on: Option<String>,
    /// Whether a reservation of the order runs.
    reserves: bool,
}

/// Columns of the row as they are written.
#[derive(PartialEq, Eq)]
struct Values {
    customer_id: i64,
    state: &'static str,
    exclusion: &'static str,
    facts: String,
    step: Option<&'static str>,
    released: Option<String>,
    forced: Option<String>,
}

impl OrderRow {
    /// The row of an order of which credit management knows nothing yet; it is not stored.
    pub fn new(order_no: &str, customer_id: i64, facts: &OrderFacts) -> Self {
        Self {
            id: 0,
            order_no: order_no.to_owned(),
            customer_id,
            state: State::NotChecked,
            exclusion: OrderExclusion::ByDefault,
            facts: facts.clone(),
            step: None,
            released: None,
            forced: None,
            hold_id: None,
            arrived: false,
            kept: None,
        }
    }

    fn values(&self) -> Result<Values, Refusal> {
        let json = |released: Option<&Release>| released.map(serde_json::to_string).transpose();
        Ok(Values {
            customer_id: self.customer_id,
            state: self.state.code(),
            exclusion: exclusion_code(self.exclusion),
            facts: serde_json::to_string(&self.facts)?,
            step: self.step.map(Step::code),
            released: json(self.released.as_ref())?,
            forced: self
                .forced
                .as_ref()
                .map(serde_json::to_string)
                .transpose()?,
        })
    }

    /// What a check needs of it.
    pub fn known(&self) -> Known {
        Known {
            order_no: self.order_no.clone(),
            customer_id: self.customer_id,
            facts: self.facts.clone(),
            exclusion: self.exclusion,
            released: self.released.clone(),
            forced: self.forced.clone(),
        }
    }
}

const COLUMNS: &str =
    "k.id, k.order_no, k.customer_id, k.state, k.exclusion, k.facts, k.step, k.released, k.forced,
    (SELECT h.id FROM holds h WHERE h.order_id = k.id AND h.state = 'open') AS hold_id, k.checked_on,
    EXISTS (SELECT 1 FROM reservations r WHERE r.order_id = k.id AND r.ended_on IS NULL) AS reserves";

/// The code of an exclusion.
pub(super) fn exclusion_code(exclusion: OrderExclusion) -> &'static str {
    match exclusion {
        OrderExclusion::ByDefault => "by_default",
        OrderExclusion::Excluded => "excluded",
        OrderExclusion::NotExcluded => "not_excluded",
    }
}

/// The state of a code.
pub(super) fn state_of(code: &str) -> Result<State, Refusal> {
    State::from_code(code).ok_or_else(|| Refusal::new("book_damaged").with("state", code))
}

/// Reads a row of [`COLUMNS`]; with what the order is now where the caller knows it. By place: a
/// run over all orders reads as many.
fn read(row: &Row<'_>, now: Option<(i64, &OrderFacts)>) -> Result<OrderRow, Refusal> {
    let state: String = row.get(3)?;
    let exclusion: String = row.get(4)?;
    let step: Option<String> = row.get(6)?;
    let facts: String = row.get(5)?;
    let released: Option<String> = row.get(7)?;
    let forced: Option<String> = row.get(8)?;
    let stored_customer = row.get(2)?;
    let state = state_of(&state)?;
    let step = step.as_deref().and_then(Step::from_code);
    let exclusion = match exclusion.as_str() {
        "excluded" => OrderExclusion::Excluded,
        "not_excluded" => OrderExclusion::NotExcluded,
        _ => OrderExclusion::ByDefault,
    };
    let (customer_id, known) = match now {
        Some((customer_id, facts)) => (customer_id, facts.clone()),
        None => (stored_customer, serde_json::from_str(&facts)?),
    };
    Ok(OrderRow {
        id: row.get(0)?,
        order_no: row.get(1)?,
        customer_id,
        state,
        exclusion,
        facts: known,
        step,
        released: json_of(released.as_deref())?,
        forced: json_of(forced.as_deref())?,
        hold_id: row.get(9)?,
        arrived: false,
        kept: Some(Kept {
            checked_on: row.get(10)?,
            reserves: row.get(11)?,
            values: Values {
                customer_id: stored_customer,
                state: state.code(),
                exclusion: exclusion_code(exclusion),
                facts,
                step: step.map(Step::code),
                released,
                forced,
            },
        }),
    })
}

fn json_of<T: serde::de::DeserializeOwned>(text: Option<&str>) -> Result<Option<T>, Refusal> {
    Ok(text.map(serde_json::from_str).transpose()?)
}

/// The row of an order by its number.
pub(super) fn find(connection: &Connection, order_no: &str) -> Result<Option<OrderRow>, Refusal> {
    find_as(connection, order_no, None)
}

fn find_as(
    connection: &Connection,
    order_no: &str,
    now: Option<(i64, &OrderFacts)>,
) -> Result<Option<OrderRow>, Refusal> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM order_credit k WHERE k.company_id = :company AND k.order_no = :no"
    ))?;
    let mut rows = statement.query(named_params! {":company": COMPANY_ID, ":no": order_no})?;
    rows.next()?.map(|row| read(row, now)).transpose()
}

/// The row of an order by its id.
pub(super) fn load(connection: &Connection, id: i64) -> Result<OrderRow, Refusal> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM order_credit k WHERE k.id = :id"
    ))?;
    let mut rows = statement.query(named_params! {":id": id})?;
    let row = rows
        .next()?
        .ok_or_else(|| Refusal::new("unknown_order").with("order_no", id))?;
    read(row, None)
}

/// The row of an order, new where there was none. What is looked at is what was handed in.
pub(super) fn open(
    act: &Act<'_>,
    order_no: &str,
    customer_id: i64,
    facts: &OrderFacts,
) -> Result<OrderRow, Refusal> {
    if let Some(row) = find_as(act, order_no, Some((customer_id, facts)))? {
        return Ok(row);
    }
    act.prepare_cached(
        "INSERT INTO order_credit (company_id, order_no, customer_id, facts, act_id)
         VALUES (:company, :no, :customer, :facts, :act)",
    )?
    .execute(named_params! {
        ":company": COMPANY_ID, ":no": order_no, ":customer": customer_id,
        ":facts": serde_json::to_string(facts)?, ":act": act.id,
    })?;
    Ok(OrderRow {
        id: act.last_insert_rowid(),
        ..OrderRow::new(order_no, customer_id, facts)
    })
}

/// What a transition says besides where it leads.
#[derive(Default)]
pub(super) struct Because<'a> {
    pub reason_id: Option<i64>,
    pub comment: &'a str,
    pub check_id: Option<i64>,
    pub hold_id: Option<i64>,
}

/// Takes an order to its next state and notes it; a check that changes nothing is not noted.
pub(super) fn go(
    act: &Act<'_>,
    row: &mut OrderRow,
    event: Event,
    day: NaiveDate,
    because: &Because<'_>,
) -> Result<(), Refusal> {
    let new = next(row.state, event).map_err(|no| {
        Refusal::new("order_not_possible")
            .with("order_no", &row.order_no)
            .with("state", no.state.code())
            .with("event", event_code(event))
    })?;
    if new == row.state && matches!(event, Event::Checked { .. }) {
        return Ok(());
    }
    act.prepare_cached(
        "INSERT INTO order_history (order_id, old_state, new_state, step, changed_on, event, reason_id, comment, check_id,
           hold_id, act_id)
         VALUES (:order, :old, :new, :step, :on, :event, :reason, :comment, :check, :hold, :act)",
    )?
    .execute(named_params! {
        ":order": row.id, ":old": row.state.code(), ":new": new.code(), ":step": row.step.map(Step::code),
        ":on": day.to_string(), ":event": event_code(event), ":reason": because.reason_id,
        ":comment": because.comment.trim(), ":check": because.check_id, ":hold": because.hold_id, ":act": act.id,
    })?;
    row.state = new;
    Ok(())
}

/// The code of an event, as the history keeps it.
pub(super) fn event_code(event: Event) -> &'static str {
    match event {
        Event::Checked { .. } => "checked",
        Event::Forced => "forced",
        Event::Submitted => "submitted",
        Event::Recalled => "recalled",
        Event::Released => "released",
        Event::Rejected => "rejected",
        Event::Cancelled => "cancelled",
        Event::Undone => "undone",
        Event::Reopened | Event::Returned => "reopened",
    }
}

/// Writes an order's row as it is now, as far as anything of it changed.
pub(super) fn save(
    act: &Act<'_>,
    row: &mut OrderRow,
    checked_on: Option<NaiveDate>,
) -> Result<(), Refusal> {
    let values = row.values()?;
    let checked_on = checked_on.map(|day| day.to_string());
    if let Some(kept) = row.kept.as_mut().filter(|kept| kept.values == values) {
        if checked_on.is_some() && checked_on != kept.checked_on {
            act.prepare_cached("UPDATE order_credit SET checked_on = :on WHERE id = :id")?
                .execute(named_params! {":id": row.id, ":on": checked_on})?;
            kept.checked_on = checked_on;
        }
        return Ok(());
    }
    act.prepare_cached(
        "UPDATE order_credit SET customer_id = :customer, state = :state, exclusion = :exclusion, facts = :facts,
           step = :step, checked_on = COALESCE(:on, checked_on), released = :released, forced = :forced, act_id = :act
         WHERE id = :id",
    )?
    .execute(named_params! {
        ":id": row.id, ":customer": values.customer_id, ":state": values.state, ":exclusion": values.exclusion,
        ":facts": values.facts, ":step": values.step, ":on": checked_on, ":released": values.released,
        ":forced": values.forced, ":act": act.id,
    })?;
    if let Some(kept) = &mut row.kept {
        kept.checked_on = checked_on.or(kept.checked_on.take());
        kept.values = values;
    }
    Ok(())
}

/// Keeps a check with everything that it decided by.
pub(super) fn keep_check(
    act: &Act<'_>,
    order_id: i64,
    policy_id: i64,
    snapshot: &Snapshot,
    decision: &Decision,
    standing: &Standing,
) -> Result<i64, Refusal> {
    act.prepare_cached(
        "INSERT INTO order_checks (order_id, checked_on, step, mode, policy_id, verdict, snapshot, decision, exposure, act_id)
         VALUES (:order, :on, :step, :mode, :policy, :verdict, :snapshot, :decision, :exposure, :act)",
    )?
    .execute(named_params! {
        ":order": order_id, ":on": snapshot.day.to_string(), ":step": snapshot.order.step.code(),
        ":mode": snapshot.order.mode.code(), ":policy": policy_id, ":verdict": decision.verdict.code(),
        ":snapshot": serde_json::to_string(snapshot)?, ":decision": serde_json::to_string(decision)?,
        ":exposure": serde_json::to_string(&standing.exposure)?, ":act": act.id,
    })?;
    Ok(act.last_insert_rowid())
}

/// The reasons of the last check of an order; none where it was never checked.
pub(super) fn last_reasons(connection: &Connection, order_id: i64) -> Result<Vec<Reason>, Refusal> {
    let decision: Option<Decision> = json_of(last_decision(connection, order_id)?.as_deref())?;
    Ok(decision.map_or_else(Vec::new, |decision| decision.reasons))
}

/// The decision of the last check of an order, as it is stored.
fn last_decision(connection: &Connection, order_id: i64) -> Result<Option<String>, Refusal> {
    Ok(connection
        .prepare_cached(
            "SELECT decision FROM order_checks WHERE order_id = :order ORDER BY id DESC LIMIT 1",
        )?
        .query_row(named_params! {":order": order_id}, |row| row.get(0))
        .optional()?)
}

/// Whether the last check of an order said what this one says: at the same step, by the same rules, with the same reasons
/// and figures.
pub(super) fn says_the_same(
    connection: &Connection,
    order_id: i64,
    policy_id: i64,
    snapshot: &Snapshot,
    decision: &Decision,
) -> Result<bool, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT step, mode, policy_id, verdict FROM order_checks WHERE order_id = :order ORDER BY id DESC LIMIT 1",
    )?;
    let mut rows = statement.query(named_params! {":order": order_id})?;
    let Some(row) = rows.next()? else {
        return Ok(false);
    };
    let text = |at: usize| -> Result<&str, Refusal> {
        Ok(row.get_ref(at)?.as_str().map_err(rusqlite::Error::from)?)
    };
    let same = text(0)? == snapshot.order.step.code()
        && text(1)? == snapshot.order.mode.code()
        && row.get::<_, i64>(2)? == policy_id
        && text(3)? == decision.verdict.code();
    if !same || (decision.verdict == Verdict::Allow && decision.reasons.is_empty()) {
        return Ok(same);
    }
    // Mostly the text is the same, and then it need not be read.
    let Some(last) = last_decision(connection, order_id)? else {
        return Ok(false);
    };
    if last == serde_json::to_string(decision)? {
        return Ok(true);
    }
    let last: Decision = serde_json::from_str(&last)?;
    Ok(last.reasons == decision.reasons)
}

/// Enters a check into the reservations: what the order reserved before is over, and a passed check reserves anew while
/// the order has not arrived.
pub(super) fn reserve(
    act: &Act<'_>,
    row: &mut OrderRow,
    snapshot: &Snapshot,
    decision: &Decision,
    days: u32,
) -> Result<(), Refusal> {
    if !reservation::is_check(decision) {
        return Ok(());
    }
    if row.kept.as_ref().is_none_or(|kept| kept.reserves) {
        end_reservations(act, row.id, snapshot.day, reservation::Why::Replaced)?;
    }
    if row.arrived {
        return Ok(());
    }
    let Some(kept) = reservation::of_check(snapshot, decision) else {
        return Ok(());
    };
    let last_on = engine::holds::order_state::grace_until(kept.checked_on, days);
    act.prepare_cached(
        "INSERT INTO reservations (order_id, customer_id, currency, amount_minor, tax_minor, prepaid_minor, checked_on,
           last_on, act_id)
         SELECT :order, :customer, :currency, :amount, :tax, :prepaid, :on, :last, :act
         WHERE NOT EXISTS (SELECT 1 FROM orders WHERE company_id = :company AND order_no = :no)",
    )?
    .execute(named_params! {
        ":order": row.id, ":customer": row.customer_id, ":currency": row.facts.currency,
        ":amount": row.facts.amount_minor, ":tax": row.facts.tax_minor, ":prepaid": row.facts.prepaid_minor,
        ":on": kept.checked_on.to_string(), ":last": last_on.to_string(), ":act": act.id, ":company": COMPANY_ID,
        ":no": row.order_no,
    })?;
    if let Some(kept) = &mut row.kept {
        kept.reserves = true;
    }
    Ok(())
}

/// Ends whatever an order reserves.
pub(super) fn end_reservations(
    act: &Act<'_>,
    order_id: i64,
    day: NaiveDate,
    why: reservation::Why,
) -> Result<(), Refusal> {
    act.prepare_cached(
        "UPDATE reservations SET ended_on = :on, ended_why = :why WHERE order_id = :order AND ended_on IS NULL",
    )?
    .execute(named_params! {":order": order_id, ":on": day.to_string(), ":why": why.code()})?;
    Ok(())
}

/// A hold that is open, or was.
pub(super) struct HoldRow {
    pub id: i64,
    pub step: Step,
    pub mode: Mode,
    pub amount_minor: i64,
    pub forced: bool,
    pub modified: bool,
}

/// A hold by its id.
pub(super) fn hold(connection: &Connection, id: i64) -> Result<HoldRow, Refusal> {
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
pub(super) fn reasons(
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
pub(super) fn write_reasons<'r>(
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
pub(super) struct NewHold<'a> {
    pub step: Step,
    pub mode: Mode,
    pub day: NaiveDate,
    pub amount_minor: i64,
    pub check_id: Option<i64>,
    pub forced_reason_id: Option<i64>,
    pub reasons: &'a [Reason],
}

/// Opens a hold with its reasons; the first route among them takes it.
pub(super) fn open_hold(
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
pub(super) struct Closing<'a> {
    pub state: &'static str,
    pub day: NaiveDate,
    pub reason_id: Option<i64>,
    pub comment: &'a str,
    pub review_on: Option<NaiveDate>,
    pub perform_step: bool,
}

/// Closes a hold.
pub(super) fn close_hold(
    act: &Act<'_>,
    hold_id: i64,
    closing: &Closing<'_>,
) -> Result<(), Refusal> {
    act.prepare_cached(
        "UPDATE holds SET state = :state, closed_on = :on, closed_act_id = :act, release_reason_id = :reason,
           comment = :comment, review_on = :review, perform_step = :perform WHERE id = :id",
    )?
    .execute(named_params! {
        ":id": hold_id, ":state": closing.state, ":on": closing.day.to_string(), ":act": act.id,
        ":reason": closing.reason_id, ":comment": closing.comment.trim(),
        ":review": closing.review_on.map(|day| day.to_string()), ":perform": closing.perform_step,
    })?;
    Ok(())
}
