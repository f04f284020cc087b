//! The policy as the book keeps it: a version for every change, the newest of which holds.

use std::cell::RefCell;

use engine::holds::{Policy, check_rules};
use rusqlite::{Connection, OptionalExtension, named_params};

use super::facts::switch;
use crate::act::Act;
use crate::refusal::Refusal;
use crate::standing;

/// The policy that holds: the newest version, with the two switches that stand with the parameters of credit.
pub(super) fn current(connection: &Connection) -> Result<Policy, Refusal> {
    let mut policy = newest(connection)?.map_or_else(shipped, |(_, policy)| policy);
    let credit = standing::parameters(connection)?;
    policy.parameters.credit_management = switch(credit.credit_management);
    policy.parameters.check_limit_on_orders = switch(credit.check_on_order);
    Ok(policy)
}

/// As shipped, with the shipped reasons as defaults.
fn shipped() -> Policy {
    let mut policy = Policy::shipped();
    policy.parameters.release_reason = Some("AUTOMATIC".to_owned());
    policy.parameters.modified_reason = Some("CHANGED".to_owned());
    policy.parameters.cancel_reason = Some("CANCELLED".to_owned());
    policy
}

fn newest(connection: &Connection) -> Result<Option<(i64, Policy)>, Refusal> {
    let row: Option<(i64, String)> = connection
        .prepare_cached("SELECT id, body FROM hold_policies ORDER BY id DESC LIMIT 1")?
        .query_row([], |row| Ok((row.get("id")?, row.get("body")?)))
        .optional()?;
    row.map(|(id, body)| Ok((id, parsed(body)?))).transpose()
}

thread_local! {
    /// The body that was taken apart last. Every check begins with the same one, and taking it apart costs as much as all
    /// that the check reads.
    static LAST: RefCell<Option<(String, Policy)>> = const { RefCell::new(None) };
}

fn parsed(body: String) -> Result<Policy, Refusal> {
    LAST.with_borrow_mut(|last| {
        if let Some((known, policy)) = last
            && *known == body
        {
            return Ok(policy.clone());
        }
        let policy: Policy = serde_json::from_str(&body)?;
        *last = Some((body, policy.clone()));
        Ok(policy)
    })
}

/// A version by its id, for a check that went by it.
pub(super) fn version(connection: &Connection, id: i64) -> Result<Policy, Refusal> {
    let body: String = connection
        .prepare_cached("SELECT body FROM hold_policies WHERE id = :id")?
        .query_row(named_params! {":id": id}, |row| row.get("body"))?;
    Ok(serde_json::from_str(&body)?)
}

/// The id of the version that holds; a new one where none says exactly this.
pub(super) fn version_for(act: &Act<'_>, policy: &Policy) -> Result<i64, Refusal> {
    match newest(act)? {
        Some((id, stored)) if stored == *policy => Ok(id),
        _ => store(act, policy),
    }
}

/// Keeps a new version.
pub(super) fn store(act: &Act<'_>, policy: &Policy) -> Result<i64, Refusal> {
    let body = serde_json::to_string(policy)?;
    Ok(act.query_row(
        "INSERT INTO hold_policies (body, act_id) VALUES (:body, :act) RETURNING id",
        named_params! {":body": body, ":act": act.id},
        |row| row.get("id"),
    )?)
}

/// Refuses rules that repeat or contradict each other.
pub(super) fn demand_consistent(policy: &Policy) -> Result<(), Refusal> {
    use engine::holds::SetFault;
    match check_rules(&policy.rules).first() {
        None => Ok(()),
        Some(SetFault::Duplicate { rule_id, other_id }) => {
            Err(between("rule_repeats", policy, *rule_id, *other_id))
        }
        Some(SetFault::Contradiction { rule_id, other_id }) => {
            Err(between("rule_contradicts", policy, *rule_id, *other_id))
        }
    }
}

fn between(code: &str, policy: &Policy, rule_id: i64, other_id: i64) -> Refusal {
    let place = |id| {
        let at = policy.rules.iter().position(|rule| rule.id == id);
        at.map_or(0, |at| at + 1)
    };
    Refusal::new(code)
        .with("rule", place(rule_id))
        .with("other", place(other_id))
}
