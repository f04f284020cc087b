//! What changed of an order, and whether the change asks for a check (spec 12 §10).

use engine::holds::order_state::{Change, Otherwise, Recheck, State, recheck};
use engine::holds::{Mode, Step};
use rusqlite::named_params;

use crate::act::Act;
use crate::orders::check::{Bench, cannot_be_checked, check};
use crate::orders::decide::back_to_list;
use crate::orders::facts::{OrderFacts, look};
use crate::orders::requests;
use crate::orders::store::{self, Keeping, OrderRow};
use crate::refusal::Refusal;

/// What rules look at besides the value.
fn otherwise(before: &OrderFacts, after: &OrderFacts) -> Otherwise {
    let same = before.terms == after.terms
        && before.discount == after.discount
        && before.deliver_to == after.deliver_to
        && before.suspicion == after.suspicion
        && before.origin == after.origin
        && before.currency == after.currency
        && before.prepaid_minor <= after.prepaid_minor;
    if same {
        Otherwise::Unchanged
    } else {
        Otherwise::Changed
    }
}

/// What changed of an order since it was checked.
pub(in crate::orders) fn change(
    before: Option<&OrderFacts>,
    after: &OrderFacts,
    same_customer: bool,
) -> Change {
    Change {
        before_minor: before.map_or(0, |facts| facts.price_minor),
        after_minor: after.price_minor,
        otherwise: match before {
            Some(before) if same_customer => otherwise(before, after),
            _ => Otherwise::Changed,
        },
    }
}

/// Whether a change of an order that is held asks for a check of it: it may have new reasons.
pub(in crate::orders) fn needs_check(change: &Change) -> Recheck {
    if change.after_minor > change.before_minor || change.otherwise == Otherwise::Changed {
        Recheck::Needed
    } else {
        Recheck::NotRaised
    }
}

/// The hold of an order that was changed shows the order as it is now. Whoever was asked, or approved, saw a smaller one:
/// a request does not survive a raise.
pub(in crate::orders) fn follow(
    act: &mut Act<'_>,
    bench: &Bench,
    row: &mut OrderRow,
) -> Result<(), Refusal> {
    let Some(hold_id) = row.hold_id else {
        return Ok(());
    };
    let hold = store::hold(act, hold_id)?;
    let at = (hold.step, hold.mode);
    let now = match look(act, bench, &row.known(), at) {
        Ok(looked) => Some(looked.snapshot.order.amount_minor),
        Err(refusal) if cannot_be_checked(&refusal) => None,
        Err(refusal) => return Err(refusal),
    };
    act.execute(
        "UPDATE holds SET modified = 1, amount_minor = COALESCE(:now, amount_minor) WHERE id = :id",
        named_params! {":id": hold_id, ":now": now},
    )?;
    let raised = now.is_none_or(|now| now > hold.amount_minor);
    if raised && let Some(request) = requests::pending(act, hold_id)? {
        requests::close(act, request.id, "recalled")?;
        back_to_list(act, row, bench.taker.as_of, "")?;
    }
    Ok(())
}

/// Checks an order that is new or was changed where the change asks for it; an order on hold is marked as changed.
pub(in crate::orders) fn changed(
    act: &mut Act<'_>,
    bench: &Bench,
    number: &str,
    customer: i64,
    before: Option<OrderFacts>,
    after: &OrderFacts,
) -> Result<(), Refusal> {
    let mut row = store::open(act, number, customer, after)?;
    // Whatever is typed is in the book.
    row.arrived = true;
    act.credit.customers.insert(customer);
    let new = before.is_none() || row.state == State::NotChecked;
    let change = change(before.as_ref(), after, true);
    let wanted = if new {
        Recheck::Needed
    } else {
        recheck(
            row.state,
            &change,
            row.released.as_ref(),
            &bench.policy.parameters,
        )
    };
    match wanted {
        Recheck::Needed => {
            check(
                act,
                bench,
                row,
                (Step::Entry, Mode::Posting),
                Keeping::Always,
            )?;
        }
        Recheck::OnHold => {
            follow(act, bench, &mut row)?;
            store::save(act, &mut row, None)?;
        }
        Recheck::NotRaised
        | Recheck::SkippedAfterRelease
        | Recheck::Ended
        | Recheck::SkippedOnCancel => store::save(act, &mut row, None)?,
    }
    Ok(())
}
