//! Orders that end or come back without a decision about their hold: by hand, by a file, by the undo of a file.

use chrono::NaiveDate;
use engine::holds::order_state::{Event, State};
use rusqlite::{OptionalExtension, named_params};

use crate::act::Act;
use crate::company;
use crate::orders::facts::OrderFacts;
use crate::orders::store::{self, Because, Closing, OrderRow};
use crate::refusal::Refusal;

/// An order that was closed or cancelled is there again: it has to pass like a new one, and a release that it once had is
/// gone (T-C1). A rejected one stays so, and a held one on hold.
pub(in crate::orders) fn returned(
    act: &Act<'_>,
    row: &mut OrderRow,
    day: NaiveDate,
) -> Result<(), Refusal> {
    if row.state.is_held() || matches!(row.state, State::Rejected | State::NotChecked) {
        return Ok(());
    }
    store::go(act, row, Event::Returned, day, &Because::default())?;
    row.released = None;
    row.forced = None;
    store::save(act, row, None)
}

/// An order of the book that is cancelled claims nothing any more.
pub(in crate::orders) fn cancel_in_book(act: &Act<'_>, number: &str) -> Result<(), Refusal> {
    act.execute(
        "UPDATE orders SET step = 'cancelled', act_id = :act WHERE company_id = :company AND order_no = :no",
        named_params! {":company": company::current(act)?, ":no": number, ":act": act.id},
    )?;
    Ok(())
}

/// Undoes what an undone import checked: an order that is not in the book any more has no hold.
pub(in crate::orders) fn withdraw(
    act: &mut Act<'_>,
    number: &str,
    day: NaiveDate,
) -> Result<(), Refusal> {
    let Some(mut row) = store::find(act, number)? else {
        return Ok(());
    };
    let there: Option<i64> = act
        .query_row(
            "SELECT id FROM orders WHERE company_id = :company AND order_no = :no",
            named_params! {":company": company::current(act)?, ":no": number},
            |found| found.get(0),
        )
        .optional()?;
    if there.is_some() || matches!(row.state, State::Cancelled | State::Rejected) {
        return Ok(());
    }
    cancel(act, &mut row, day)?;
    store::end_reservations(act, row.id, day, engine::holds::reservation::Why::Cancelled)?;
    store::save(act, &mut row, None)
}

/// An order that its file cancelled or closed. A closed one is finished: its hold, if any, has nothing to hold any more.
pub(in crate::orders) fn ended_in_file(
    act: &mut Act<'_>,
    mut row: OrderRow,
    facts: &OrderFacts,
    step: &str,
    day: NaiveDate,
) -> Result<(), Refusal> {
    row.facts = facts.clone();
    if step == "closed" && !row.state.is_held() {
        return store::save(act, &mut row, None);
    }
    if matches!(row.state, State::Cancelled | State::Rejected) {
        return Ok(());
    }
    cancel(act, &mut row, day)?;
    store::save(act, &mut row, None)
}

/// Cancels an order with its hold, without anybody having decided so.
fn cancel(act: &Act<'_>, row: &mut OrderRow, day: NaiveDate) -> Result<(), Refusal> {
    if let Some(hold_id) = row.hold_id.take() {
        store::close_hold(
            act,
            hold_id,
            &Closing {
                state: "cancelled",
                day,
                reason_id: None,
                comment: "",
                review_on: None,
                perform_step: false,
                step_before: None,
            },
        )?;
    }
    store::go(act, row, Event::Cancelled, day, &Because::default())?;
    Ok(())
}
