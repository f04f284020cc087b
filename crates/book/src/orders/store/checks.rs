//! Checks as they are kept, and what a passed one reserves.

use chrono::NaiveDate;
use engine::holds::{Decision, Reason, Snapshot, reservation};
use rusqlite::{Connection, OptionalExtension, named_params};
use sha2::{Digest as _, Sha256};

use super::{OrderRow, json_of};
use crate::act::Act;
use crate::company;
use crate::refusal::Refusal;
use crate::standing::Standing;

/// Whether a check that says what the last one said is kept once more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::orders) enum Keeping {
    /// A person or another system asked.
    Always,
    /// A run over many.
    Changed,
}

/// What a check came to.
#[derive(Clone, Copy)]
pub(in crate::orders) struct Said<'a> {
    /// By which rules; id of the stored version.
    pub policy_id: i64,
    /// What it looked at.
    pub snapshot: &'a Snapshot,
    /// What rules say.
    pub decision: &'a Decision,
    /// What the snapshot was made of.
    pub standing: &'a Standing,
}

/// Keeps a check with everything that it decided by; `None` where it is kept only if it says something new, and does not.
pub(in crate::orders) fn keep_check(
    act: &Act<'_>,
    row: &mut OrderRow,
    said: &Said<'_>,
    keeping: Keeping,
) -> Result<Option<i64>, Refusal> {
    let digest = said.digest()?;
    let known = row.said == Some(digest);
    let same = keeping == Keeping::Changed && (known || said.is_last_of(act, row.id)?);
    if !known {
        act.prepare_cached("UPDATE order_credit SET said = :said WHERE id = :id")?
            .execute(named_params! {":id": row.id, ":said": digest})?;
        row.said = Some(digest);
    }
    if same {
        return Ok(None);
    }
    let Said {
        snapshot, decision, ..
    } = said;
    act.prepare_cached(
        "INSERT INTO order_checks (order_id, checked_on, step, mode, policy_id, verdict, snapshot, decision, exposure, act_id)
         VALUES (:order, :on, :step, :mode, :policy, :verdict, :snapshot, :decision, :exposure, :act)",
    )?
    .execute(named_params! {
        ":order": row.id, ":on": snapshot.day.to_string(), ":step": snapshot.order.step.code(),
        ":mode": snapshot.order.mode.code(), ":policy": said.policy_id, ":verdict": decision.verdict.code(),
        ":snapshot": serde_json::to_string(snapshot)?, ":decision": serde_json::to_string(decision)?,
        ":exposure": serde_json::to_string(&said.standing.exposure)?, ":act": act.id,
    })?;
    Ok(Some(act.last_insert_rowid()))
}

impl Said<'_> {
    /// The step, the rules, the reasons and their figures in 8 bytes: checks that say the same have the same. Another
    /// program may write reasons in other words, so that a different one proves nothing.
    fn digest(&self) -> Result<i64, Refusal> {
        let order = &self.snapshot.order;
        let whole = serde_json::to_vec(&(
            order.step.code(),
            order.mode.code(),
            self.policy_id,
            self.decision.verdict.code(),
            &self.decision.reasons,
        ))?;
        let mut first = [0; 8];
        for (to, from) in first.iter_mut().zip(Sha256::digest(&whole)) {
            *to = from;
        }
        Ok(i64::from_le_bytes(first))
    }

    /// Whether the last check of an order said this: at the same step, by the same rules, with the same reasons and figures.
    fn is_last_of(&self, connection: &Connection, order_id: i64) -> Result<bool, Refusal> {
        let mut statement = connection.prepare_cached(
            "SELECT step, mode, policy_id, verdict, decision FROM order_checks WHERE order_id = :order ORDER BY id DESC LIMIT 1",
        )?;
        let mut rows = statement.query(named_params! {":order": order_id})?;
        let Some(row) = rows.next()? else {
            return Ok(false);
        };
        let text = |at: usize| -> Result<&str, Refusal> {
            Ok(row.get_ref(at)?.as_str().map_err(rusqlite::Error::from)?)
        };
        let same = text(0)? == self.snapshot.order.step.code()
            && text(1)? == self.snapshot.order.mode.code()
            && row.get::<_, i64>(2)? == self.policy_id
            && text(3)? == self.decision.verdict.code();
        if !same {
            return Ok(false);
        }
        let last: Decision = serde_json::from_str(text(4)?)?;
        Ok(last.reasons == self.decision.reasons)
    }
}

/// The reasons of the last check of an order; none where it was never checked.
pub(in crate::orders) fn last_reasons(
    connection: &Connection,
    order_id: i64,
) -> Result<Vec<Reason>, Refusal> {
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

/// Enters a check into the reservations: what the order reserved before is over, and a passed check reserves anew while
/// the order has not arrived.
pub(in crate::orders) fn reserve(
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
        let why = if row.arrived {
            reservation::Why::Imported
        } else {
            reservation::Why::Replaced
        };
        end_reservations(act, row.id, snapshot.day, why)?;
    }
    if row.arrived {
        return Ok(());
    }
    let Some(kept) = reservation::of_check(snapshot, decision) else {
        return Ok(());
    };
    keep_credit(act, row, kept.checked_on, days)
}

/// A release of an order that has not arrived keeps its credit from the day of the release on: what somebody let go may
/// not be given to another order before it comes.
pub(in crate::orders) fn reserve_released(
    act: &Act<'_>,
    row: &mut OrderRow,
    snapshot: &Snapshot,
    days: u32,
) -> Result<(), Refusal> {
    end_reservations(act, row.id, snapshot.day, reservation::Why::Replaced)?;
    if snapshot.order.tested_minor() <= 0 {
        return Ok(());
    }
    keep_credit(act, row, snapshot.day, days)
}

/// Keeps what the order claims for some days; nothing where it is in the book and counts by itself.
fn keep_credit(
    act: &Act<'_>,
    row: &mut OrderRow,
    from: NaiveDate,
    days: u32,
) -> Result<(), Refusal> {
    let last_on = engine::holds::order_state::grace_until(from, days);
    act.prepare_cached(
        "INSERT INTO reservations (order_id, customer_id, currency, amount_minor, tax_minor, prepaid_minor, checked_on,
           last_on, act_id)
         SELECT :order, :customer, :currency, :amount, :tax, :prepaid, :on, :last, :act
         WHERE NOT EXISTS (SELECT 1 FROM orders WHERE company_id = :company AND order_no = :no)",
    )?
    .execute(named_params! {
        ":order": row.id, ":customer": row.customer_id, ":currency": row.facts.currency,
        ":amount": row.facts.amount_minor, ":tax": row.facts.tax_minor, ":prepaid": row.facts.prepaid_minor,
        ":on": from.to_string(), ":last": last_on.to_string(), ":act": act.id, ":company": company::current(act)?,
        ":no": row.order_no,
    })?;
    if let Some(kept) = &mut row.kept {
        kept.reserves = true;
    }
    Ok(())
}

/// Ends whatever an order reserves.
pub(in crate::orders) fn end_reservations(
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
