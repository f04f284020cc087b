//! The step at which an order of the book stands.

use engine::holds::Step;
use rusqlite::named_params;

use crate::act::Act;
use crate::company;
use crate::orders::facts::{STORED_STEPS, stored_step};
use crate::refusal::Refusal;

/// Takes an order of the book forward to a step; whether it stands there by it. One that stands there already or further on
/// stays where it is, and so does one that is a quotation, closed or cancelled: a check never takes an order back.
pub(in crate::orders) fn take_step(
    act: &Act<'_>,
    number: &str,
    step: Step,
) -> Result<bool, Refusal> {
    let to = stored_step(step);
    let before: Vec<&str> = STORED_STEPS
        .into_iter()
        .take_while(|stored| *stored != to)
        .collect();
    let taken = act.execute(
        "UPDATE orders SET step = :step, act_id = :act WHERE company_id = :company AND order_no = :no
           AND step IN (SELECT value FROM json_each(:before))",
        named_params! {
            ":step": to, ":act": act.id, ":company": company::current(act)?, ":no": number,
            ":before": serde_json::to_string(&before)?,
        },
    )?;
    Ok(taken > 0)
}
