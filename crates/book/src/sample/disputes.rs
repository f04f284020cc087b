//! Disputes of the sample: written as a person would have, on the day of the event.

use rusqlite::named_params;

use crate::act::Act;
use crate::numbers::{self, DISPUTES};
use crate::refusal::Refusal;

const REASONS: [&str; 4] = ["price", "quantity", "quality", "not_delivered"];

/// A dispute that is looked into from that day on.
pub(super) fn open(
    act: &Act<'_>,
    customer: i64,
    debit: i64,
    minor: i64,
    day: &str,
) -> Result<(), Refusal> {
    let number = numbers::take(act.connection(), DISPUTES)?;
    let reason = REASONS[usize::try_from(debit).unwrap_or(0) % REASONS.len()];
    let dispute = act
        .prepare_cached(
            "INSERT INTO disputes (number, customer_id, transaction_id, amount_minor, reason_code, opened_on, opened_by_id,
               act_id)
             VALUES (:number, :customer, :debit, :minor, :reason, :day, :user, :act)",
        )?
        .insert(named_params! {
            ":number": number, ":customer": customer, ":debit": debit, ":minor": minor, ":reason": reason, ":day": day,
            ":user": act.actor.user_id, ":act": act.id,
        })?;
    act.prepare_cached(
        "INSERT INTO dispute_periods (dispute_id, customer_id, transaction_id, from_on, amount_minor)
         VALUES (:dispute, :customer, :debit, :day, :minor)",
    )?
    .execute(named_params! {
        ":dispute": dispute, ":customer": customer, ":debit": debit, ":day": day, ":minor": minor,
    })?;
    Ok(())
}

/// The open disputes of a document are over.
pub(super) fn close(act: &Act<'_>, debit: i64, day: &str) -> Result<(), Refusal> {
    act.prepare_cached(
        "UPDATE dispute_periods SET until_on = :day WHERE until_on IS NULL
           AND dispute_id IN (SELECT id FROM disputes WHERE transaction_id = :debit AND status = 'open')",
    )?
    .execute(named_params! {":debit": debit, ":day": day})?;
    act.prepare_cached(
        "UPDATE disputes SET status = 'resolved', resolved_on = :day, closed_by_act_id = :act
         WHERE transaction_id = :debit AND status = 'open'",
    )?
    .execute(named_params! {":debit": debit, ":day": day, ":act": act.id})?;
    Ok(())
}
