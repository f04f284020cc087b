//! `credit.lost_cover_take` and `credit.lost_cover_back`: lost cover comes off the value of its policy by a person's
//! confirmed step (spec 30 §18), and is put back by another.
//!
//! Invariant: an item is taken off a policy once, by what was open of it on the day; the value never falls below nothing.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, named_params};
use serde::{Deserialize, Serialize};

use super::lost_cover::{LostCover, LostCoverRequest, LostCovers, lost, lost_cover};
use crate::accounts::{currency_of, customer_id, day_of};
use crate::refusal::Refusal;
use crate::session::Session;
use crate::standing;

/// Lost cover that was taken off a policy and not put back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct TakenCover {
    /// Row id.
    #[ts(type = "number")]
    pub taken_id: i64,
    /// Insurer; empty where the policy is gone.
    pub party: String,
    /// Number of the policy; empty where it is gone.
    pub policy_no: String,
    /// What was taken off its value, minor units.
    #[ts(type = "number")]
    pub value_minor: i64,
    /// Currency of the policy.
    pub currency: String,
    /// The day.
    pub taken_on: NaiveDate,
    /// Why.
    pub reason: String,
    /// Its documents.
    pub documents: Vec<String>,
    /// Those of them that are still open. Where none is, the cover may come back.
    pub still_open: u32,
}

/// What would come off a policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct TakableCover {
    /// Row id of the policy.
    #[ts(type = "number")]
    pub policy_id: i64,
    /// Insurer.
    pub party: String,
    /// Number of the policy.
    pub policy_no: String,
    /// Its value now, minor units.
    #[ts(type = "number")]
    pub value_minor: i64,
    /// What would come off, minor units: the open amounts of its items that were not taken off yet, at the rates of the day,
    /// and not more than the value.
    #[ts(type = "number")]
    pub take_minor: i64,
    /// Currency of both.
    pub currency: String,
    /// How many items.
    pub items: u32,
}

/// Takes lost cover off.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct TakeLostCover {
    /// Account number.
    pub account: String,
    /// Row id of the policy.
    #[ts(type = "number")]
    pub policy_id: i64,
    /// Why; it stands in the history.
    pub reason: String,
}

/// Puts lost cover back.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct ReturnLostCover {
    /// Account number.
    pub account: String,
    /// Row id of what was taken.
    #[ts(type = "number")]
    pub taken_id: i64,
    /// Why; it stands in the history.
    pub reason: String,
}

/// An item as its policy knows it: row id of the transaction and due day.
type Item = (i64, NaiveDate);

/// What of a policy is lost and not taken off yet.
struct Loss {
    shown: TakableCover,
    /// Each with its open amount in the currency of the policy.
    items: BTreeMap<Item, i64>,
}

/// What would come off each policy as of a day.
pub(super) fn takable(
    connection: &Connection,
    lost: &[LostCover],
    as_of: NaiveDate,
) -> Result<Vec<TakableCover>, Refusal> {
    let policies: BTreeSet<i64> = lost.iter().map(|item| item.policy_id).collect();
    let mut found = Vec::new();
    for policy in policies {
        let loss = loss(connection, policy, lost, as_of)?;
        found.extend(loss.map(|loss| loss.shown).filter(|one| one.items > 0));
    }
    Ok(found)
}

fn loss(
    connection: &Connection,
    policy: i64,
    lost: &[LostCover],
    as_of: NaiveDate,
) -> Result<Option<Loss>, Refusal> {
    let row = connection
        .prepare_cached(
            "SELECT party, policy_no, value_minor, currency FROM credit_policies WHERE id = :id",
        )?
        .query_row(named_params! {":id": policy}, |row| {
            Ok((
                row.get::<_, String>("party")?,
                row.get::<_, String>("policy_no")?,
                row.get::<_, i64>("value_minor")?,
                row.get::<_, String>("currency")?,
            ))
        })
        .optional()?;
    let Some((party, policy_no, value_minor, code)) = row else {
        return Ok(None);
    };
    let currency = currency_of(&code)?;
    let taken = items_taken(connection, policy)?;
    let mut items = BTreeMap::new();
    let mut sum: i64 = 0;
    for one in lost.iter().filter(|one| one.policy_id == policy) {
        let item = &one.item;
        let key = (item.transaction_id, item.due_on);
        if taken.contains(&key) || items.contains_key(&key) {
            continue;
        }
        let own = currency_of(&item.currency)?;
        let open = standing::converted(connection, item.open_minor, own, currency, as_of)?;
        items.insert(key, open);
        sum = sum
            .checked_add(open)
            .ok_or_else(|| Refusal::new("exposure_out_of_range"))?;
    }
    Ok(Some(Loss {
        shown: TakableCover {
            policy_id: policy,
            party,
            policy_no,
            value_minor,
            take_minor: sum.min(value_minor),
            currency: code,
            items: u32::try_from(items.len()).unwrap_or(u32::MAX),
        },
        items,
    }))
}

fn items_taken(connection: &Connection, policy: i64) -> Result<BTreeSet<Item>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT i.transaction_id, i.due_on FROM lost_cover_taken t JOIN lost_cover_items i ON i.taken_id = t.id
         WHERE t.policy_id = :policy AND t.back_on IS NULL
           AND t.customer_id = (SELECT customer_id FROM credit_policies WHERE id = :policy)",
    )?;
    let mut rows = statement.query(named_params! {":policy": policy})?;
    let mut found = BTreeSet::new();
    while let Some(row) = rows.next()? {
        found.insert((row.get("transaction_id")?, day_of(row, "due_on")?));
    }
    Ok(found)
}

/// What was taken off policies of a customer and not put back, the newest first.
pub(super) fn taken(
    connection: &Connection,
    customer: i64,
    as_of: NaiveDate,
) -> Result<Vec<TakenCover>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT t.id, COALESCE(p.party, '') AS party, COALESCE(p.policy_no, '') AS policy_no, t.value_minor, t.currency,
           t.taken_on, t.reason
         FROM lost_cover_taken t LEFT JOIN credit_policies p ON p.id = t.policy_id AND p.customer_id = t.customer_id
         WHERE t.customer_id = :customer AND t.back_on IS NULL ORDER BY t.id DESC",
    )?;
    let mut rows = statement.query(named_params! {":customer": customer})?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(TakenCover {
            taken_id: row.get("id")?,
            party: row.get("party")?,
            policy_no: row.get("policy_no")?,
            value_minor: row.get("value_minor")?,
            currency: row.get("currency")?,
            taken_on: day_of(row, "taken_on")?,
            reason: row.get("reason")?,
            documents: Vec::new(),
            still_open: 0,
        });
    }
    if !found.is_empty() {
        let open: BTreeSet<Item> = standing::open_items(connection, customer, as_of)?
            .iter()
            .map(|item| (item.transaction_id, item.due_on))
            .collect();
        for one in &mut found {
            (one.documents, one.still_open) = documents(connection, one.taken_id, &open)?;
        }
    }
    Ok(found)
}

/// The documents of what was taken, and how many of them are open.
fn documents(
    connection: &Connection,
    taken_id: i64,
    open: &BTreeSet<Item>,
) -> Result<(Vec<String>, u32), Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT i.transaction_id, i.due_on, COALESCE(t.document_no, '') AS document_no
         FROM lost_cover_items i LEFT JOIN transactions t ON t.id = i.transaction_id
         WHERE i.taken_id = :taken ORDER BY i.transaction_id, i.due_on",
    )?;
    let mut rows = statement.query(named_params! {":taken": taken_id})?;
    let (mut names, mut still_open) = (Vec::new(), 0);
    while let Some(row) = rows.next()? {
        let name: String = row.get("document_no")?;
        if names.last() != Some(&name) {
            names.push(name);
        }
        let item = (row.get("transaction_id")?, day_of(row, "due_on")?);
        still_open += u32::from(open.contains(&item));
    }
    Ok((names, still_open))
}

/// `credit.lost_cover_take`. Refuses without a reason (`value_missing`), and where nothing of the policy is lost that was not
/// taken off already, or its value is nothing (`lost_cover_none`).
pub fn take(session: &mut Session<'_>, request: TakeLostCover) -> Result<LostCovers, Refusal> {
    let reason = given(&request.reason)?;
    let today = session.today;
    let connection = session.connection();
    let customer = customer_id(connection, &request.account)?;
    let all = lost_cover(connection, customer, today)?;
    let loss = loss(connection, request.policy_id, &all, today)?
        .filter(|loss| loss.shown.take_minor > 0)
        .ok_or_else(|| Refusal::new("lost_cover_none"))?;
    session.act(|act| {
        act.about("customer_credit", &request.account);
        act.note("lost_cover", &loss.shown);
        act.note("reason", &reason);
        act.credit.customers.insert(customer);
        act.execute(
            "INSERT INTO lost_cover_taken (customer_id, policy_id, value_minor, currency, taken_on, reason, act_id)
             VALUES (:customer, :policy, :value, :currency, :on, :reason, :act)",
            named_params! {
                ":customer": customer, ":policy": request.policy_id, ":value": loss.shown.take_minor,
                ":currency": loss.shown.currency, ":on": today.to_string(), ":reason": reason, ":act": act.id,
            },
        )?;
        let taken_id = act.last_insert_rowid();
        for ((transaction, due_on), open) in &loss.items {
            act.execute(
                "INSERT INTO lost_cover_items (taken_id, transaction_id, due_on, open_minor)
                 VALUES (:taken, :transaction, :due, :open)",
                named_params! {
                    ":taken": taken_id, ":transaction": transaction, ":due": due_on.to_string(), ":open": open,
                },
            )?;
        }
        act.execute(
            "UPDATE credit_policies SET value_minor = value_minor - :value, act_id = :act WHERE id = :policy",
            named_params! {":value": loss.shown.take_minor, ":act": act.id, ":policy": request.policy_id},
        )?;
        Ok(())
    })?;
    shown(session, request.account)
}

/// `credit.lost_cover_back`. Refuses without a reason (`value_missing`), what is back already or was never taken
/// (`lost_cover_not_taken`), and a policy that is gone (`lost_cover_policy_gone`).
pub fn back(session: &mut Session<'_>, request: ReturnLostCover) -> Result<LostCovers, Refusal> {
    let reason = given(&request.reason)?;
    let today = session.today;
    let connection = session.connection();
    let customer = customer_id(connection, &request.account)?;
    let (policy, value): (i64, i64) = connection
        .query_row(
            "SELECT policy_id, value_minor FROM lost_cover_taken
             WHERE id = :id AND customer_id = :customer AND back_on IS NULL",
            named_params! {":id": request.taken_id, ":customer": customer},
            |row| Ok((row.get("policy_id")?, row.get("value_minor")?)),
        )
        .optional()?
        .ok_or_else(|| Refusal::new("lost_cover_not_taken"))?;
    session.act(|act| {
        act.about("customer_credit", &request.account);
        act.note("lost_cover_back", value);
        act.note("reason", &reason);
        act.credit.customers.insert(customer);
        act.execute(
            "UPDATE lost_cover_taken SET back_on = :on, back_reason = :reason, back_act_id = :act WHERE id = :id",
            named_params! {
                ":on": today.to_string(), ":reason": reason, ":act": act.id, ":id": request.taken_id,
            },
        )?;
        let changed = act.execute(
            "UPDATE credit_policies SET value_minor = value_minor + :value, act_id = :act
             WHERE id = :policy AND customer_id = :customer",
            named_params! {":value": value, ":act": act.id, ":policy": policy, ":customer": customer},
        )?;
        if changed == 0 {
            return Err(Refusal::new("lost_cover_policy_gone"));
        }
        Ok(())
    })?;
    shown(session, request.account)
}

fn given(reason: &str) -> Result<String, Refusal> {
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(Refusal::new("value_missing").with("field", "reason"));
    }
    Ok(reason.to_owned())
}

fn shown(session: &mut Session<'_>, account: String) -> Result<LostCovers, Refusal> {
    lost(
        session,
        LostCoverRequest {
            account,
            as_of: None,
        },
    )
}
