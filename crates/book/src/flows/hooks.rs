//! What follows when something was settled or changed: later slices add their line here.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use rusqlite::Connection;

use crate::act::Act;
use crate::company;
use crate::credit::first_limit;
use crate::host::Job;
use crate::interest;
use crate::orders;
use crate::promises;
use crate::refusal::Refusal;
use crate::sight;

/// Called once per act, after the open items are up to date, with every customer that was touched.
///
/// Letters need nothing: every draft is computed again when it is posted (spec 30 §3). Promises are judged before the act is
/// sealed, with whatever else it brought.
pub(crate) fn after_settlement(act: &mut Act<'_>, customers: &BTreeSet<i64>) {
    act.note("customers", customers.len());
}

/// Called once before an act is sealed that changed what orders are checked by: orders that a file brought are checked at
/// their step, and the reasons of holds get or lose their ticks. Nothing is released by it.
pub(crate) fn before_seal(act: &mut Act<'_>, job: &dyn Job) -> Result<(), Refusal> {
    let corrected = std::mem::take(&mut act.credit.corrected);
    interest::correct::after_change(act, &corrected)?;
    let changed = std::mem::take(&mut act.credit);
    let day = act.today;
    let customers = (!changed.everybody && !changed.orders).then_some(&changed.customers);
    promises::judge::evaluate(act, customers, day)?;
    if changed.orders {
        orders::after_files(act, day, job)?;
    }
    // A group may share its limit over companies: what one member owes concerns the holds of the others there.
    company::in_each(
        act,
        |act| act,
        |act| orders::after_change(act, day, customers),
    )
}

/// Called by an aging run with *update collections status*, and where the bank brings a file: promises are judged as of the
/// day (spec 20 §2). Says whether any came to another verdict.
pub(crate) fn judge_promises(act: &mut Act<'_>, day: NaiveDate) -> Result<bool, Refusal> {
    // Verdicts follow from facts: the book judges everybody's promises, whoever asks for the run.
    let verdicts = sight::as_book(act, |act| promises::judge::evaluate(act, None, day))?;
    Ok(verdicts.any())
}

/// Called where an order meets a limit that is not set: one task and one proposed first limit, however many orders ask
/// (spec 11 §3.5).
pub(crate) fn limit_not_set(
    act: &mut Act<'_>,
    (user_id, customer_id): (i64, i64),
    with_order_minor: i64,
    day: NaiveDate,
) -> Result<(), Refusal> {
    first_limit::propose_for(act, user_id, customer_id, with_order_minor, day)?;
    Ok(())
}

/// For how many days a passed check keeps the credit of an order that has not arrived.
pub(crate) fn reservation_days(connection: &Connection) -> Result<u32, Refusal> {
    orders::reservation_days(connection)
}

/// Called where it is shown what waits for a user: submitted limit journals, and credit applications, that wait for this
/// signature, and since when.
pub(crate) fn limits_to_sign(
    connection: &Connection,
    user_id: i64,
    today: NaiveDate,
) -> Result<[(i64, Option<NaiveDate>); 2], Refusal> {
    Ok([
        crate::credit::journals::to_sign(connection, (user_id, today))?,
        crate::credit::application_decision::to_sign(connection, (user_id, today))?,
    ])
}

/// Called where it is shown what waits for a user: proposed write-offs that wait for this signature, and since when.
pub(crate) fn write_offs_to_sign(
    connection: &Connection,
    user_id: i64,
    today: NaiveDate,
) -> Result<(i64, Option<NaiveDate>), Refusal> {
    crate::write_offs::decide::to_sign(connection, (user_id, today))
}

/// Called where it is shown what waits for a user: proposed reimbursements that this user may approve, and since when.
pub(crate) fn reimbursements_to_sign(
    connection: &Connection,
    user_id: i64,
    today: NaiveDate,
) -> Result<(i64, Option<NaiveDate>), Refusal> {
    super::reimbursements::to_approve(connection, (user_id, today))
}

/// Called where it is shown what waits for a user: requests about holds that wait for this signature, and since when.
pub(crate) fn hold_requests_to_sign(
    connection: &Connection,
    user_id: i64,
    today: NaiveDate,
) -> Result<(i64, Option<NaiveDate>), Refusal> {
    orders::requests::to_sign(connection, (user_id, today))
}
