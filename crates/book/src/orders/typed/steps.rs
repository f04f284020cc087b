//! The step at which an order of the book stands.

use engine::holds::Step;
use rusqlite::{OptionalExtension, named_params};

use crate::act::Act;
use crate::company;
use crate::orders::facts::{STORED_STEPS, stored_step};
use crate::refusal::Refusal;

/// What came of taking an order to a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::orders) enum Taken {
    /// It stands there by it, and stood at this stored step before.
    From(String),
    /// It stood there already or further on, or is a quotation, closed or cancelled: a check never takes an order back.
    Left,
    /// The book does not have it.
    NotKept,
}

/// Takes an order of the book forward to a step.
pub(in crate::orders) fn take_step(
    act: &Act<'_>,
    number: &str,
    step: Step,
) -> Result<Taken, Refusal> {
    let Some(before) = standing_at(act, number)? else {
        return Ok(Taken::NotKept);
    };
    let to = stored_step(step);
    let is_earlier = STORED_STEPS
        .into_iter()
        .take_while(|stored| *stored != to)
        .any(|stored| stored == before);
    if !is_earlier {
        return Ok(Taken::Left);
    }
    set(act, number, to)?;
    Ok(Taken::From(before))
}

/// Puts an order that stands at a step back to the stored step from which it was taken there; one that has gone on since, or
/// was brought elsewhere by a file, stays where it is.
pub(in crate::orders) fn back_from(
    act: &Act<'_>,
    number: &str,
    step: Step,
    before: &str,
) -> Result<(), Refusal> {
    if standing_at(act, number)?.as_deref() == Some(stored_step(step)) {
        set(act, number, before)?;
    }
    Ok(())
}

fn standing_at(act: &Act<'_>, number: &str) -> Result<Option<String>, Refusal> {
    Ok(act
        .prepare_cached("SELECT step FROM orders WHERE company_id = :company AND order_no = :no")?
        .query_row(
            named_params! {":company": company::current(act)?, ":no": number},
            |row| row.get("step"),
        )
        .optional()?)
}

fn set(act: &Act<'_>, number: &str, step: &str) -> Result<(), Refusal> {
    act.prepare_cached(
        "UPDATE orders SET step = :step, act_id = :act WHERE company_id = :company AND order_no = :no",
    )?
    .execute(named_params! {
        ":step": step, ":act": act.id, ":company": company::current(act)?, ":no": number,
    })?;
    Ok(())
}
