//! What is kept of an order under credit management: its row and its history, its checks, its reservation and its holds.

mod checks;
mod holds;

use chrono::NaiveDate;
use engine::holds::order_state::{Event, State, next};
use engine::holds::{Forced, OrderExclusion, Release, Step};
use rusqlite::{Connection, Row, named_params};

use super::facts::{Known, OrderFacts};
use crate::act::Act;
use crate::company;
use crate::refusal::Refusal;
pub(super) use checks::{
    Keeping, Said, end_reservations, keep_check, last_reasons, reserve, reserve_released,
};
pub(super) use holds::{
    Closing, HoldRow, NewHold, close_hold, hold, open_hold, reasons, write_reasons,
};

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
    /// Digest of what its last check said; `None` where none is known.
    said: Option<i64>,
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
            said: None,
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

    /// Whether it is not what the book keeps of it: other figures, or other terms.
    pub fn is_changed(&self) -> Result<bool, Refusal> {
        let Some(kept) = &self.kept else {
            return Ok(false);
        };
        let stored: OrderFacts = serde_json::from_str(&kept.values.facts)?;
        Ok(stored != self.facts)
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

/// Columns of a row `k`, as [`read`] takes them.
pub(super) const COLUMNS: &str =
    "k.id, k.order_no, k.customer_id, k.state, k.exclusion, k.facts, k.step, k.released, k.forced,
    (SELECT h.id FROM holds h WHERE h.order_id = k.id AND h.state = 'open') AS hold_id, k.checked_on,
    EXISTS (SELECT 1 FROM reservations r WHERE r.order_id = k.id AND r.ended_on IS NULL) AS reserves, k.said";

/// How many they are.
pub(super) const COUNT: usize = 13;

/// The code of the state in a row that has [`COLUMNS`] from a place on; `None` where the order has no row.
pub(super) fn state_code<'a>(row: &'a Row<'_>, from: usize) -> Result<Option<&'a str>, Refusal> {
    Ok(row
        .get_ref(from + 3)?
        .as_str_or_null()
        .map_err(rusqlite::Error::from)?)
}

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

/// Reads a row that has [`COLUMNS`] from a place on; with what the order is now where the caller knows it. By place: a run
/// over all orders reads as many.
pub(super) fn read(
    row: &Row<'_>,
    from: usize,
    now: Option<(i64, &OrderFacts)>,
) -> Result<OrderRow, Refusal> {
    let state: String = row.get(from + 3)?;
    let exclusion: String = row.get(from + 4)?;
    let step: Option<String> = row.get(from + 6)?;
    let facts: String = row.get(from + 5)?;
    let released: Option<String> = row.get(from + 7)?;
    let forced: Option<String> = row.get(from + 8)?;
    let stored_customer = row.get(from + 2)?;
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
        id: row.get(from)?,
        order_no: row.get(from + 1)?,
        customer_id,
        state,
        exclusion,
        facts: known,
        step,
        released: json_of(released.as_deref())?,
        forced: json_of(forced.as_deref())?,
        hold_id: row.get(from + 9)?,
        arrived: false,
        said: row.get(from + 12)?,
        kept: Some(Kept {
            checked_on: row.get(from + 10)?,
            reserves: row.get(from + 11)?,
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
        "SELECT {COLUMNS} FROM order_credit k
         WHERE k.company_id = (SELECT id FROM temp.current_company) AND k.order_no = :no"
    ))?;
    let mut rows = statement.query(named_params! {":no": order_no})?;
    rows.next()?.map(|row| read(row, 0, now)).transpose()
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
    read(row, 0, None)
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
    enter(act, order_no, customer_id, facts)
}

/// The new row of an order that has none.
pub(super) fn enter(
    act: &Act<'_>,
    order_no: &str,
    customer_id: i64,
    facts: &OrderFacts,
) -> Result<OrderRow, Refusal> {
    act.prepare_cached(
        "INSERT INTO order_credit (company_id, order_no, customer_id, facts, act_id)
         VALUES (:company, :no, :customer, :facts, :act)",
    )?
    .execute(named_params! {
        ":company": company::current(act)?, ":no": order_no, ":customer": customer_id,
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
