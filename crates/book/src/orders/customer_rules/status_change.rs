//! What a rule does to a status, by night or because a person accepts or declines it.

use chrono::NaiveDate;
use engine::holds::customer_rules::Change;
use rusqlite::Connection;

use super::remembered::Remembered;
use super::{CustomerRules, ProposalRequest, list, rules};
use crate::accounts::customer_id;
use crate::act::Act;
use crate::credit::status;
use crate::credit::status_rule::ByRule;
use crate::credit::tasks::{self, TaskKind};
use crate::refusal::Refusal;
use crate::session::Session;
use crate::wire::Nothing;

/// Sets or lifts the status; the history names rule, measured value, value of the rule and what lifts it.
pub(super) fn carry_out(
    act: &mut Act<'_>,
    (customer, day): (i64, NaiveDate),
    change: Change,
    after: &mut Remembered,
) -> Result<(), Refusal> {
    let reason_of = |act: &Act<'_>, rule_id: i64| -> Result<Option<String>, Refusal> {
        let rule = rules(act)?.into_iter().find(|rule| rule.id == rule_id);
        Ok(rule.map(|rule| rule.reason.id))
    };
    match change {
        Change::Raise {
            applied,
            reason,
            found,
            ..
        } => {
            let note = serde_json::to_string(&ByRule {
                rule: applied.rule_id,
                measured: Some(found.measured),
                threshold: Some(found.threshold),
                lifted_when: applied.lifted_when,
            })?;
            let same = status::current(act, customer)?.map(|(code, _)| code)
                == Some(applied.status.clone());
            if !same {
                let new = Some(applied.status.as_str());
                status::write(act, customer, new, (&reason, &note), day)?;
            }
            after.applied = Some(applied);
        }
        Change::Lift {
            rule_id,
            to,
            lifted_when,
            ..
        } => {
            let note = serde_json::to_string(&ByRule {
                rule: rule_id,
                measured: None,
                threshold: None,
                lifted_when,
            })?;
            let reason = reason_of(act, rule_id)?.unwrap_or_else(|| "REVIEW".to_owned());
            status::write(act, customer, to.as_deref(), (&reason, &note), day)?;
            after.applied = None;
        }
        Change::Withdraw { .. } | Change::Forget { .. } => {}
    }
    after.proposed = None;
    Ok(())
}

/// `customer_rules.accept`
pub fn accept(
    session: &mut Session<'_>,
    request: ProposalRequest,
) -> Result<CustomerRules, Refusal> {
    let today = session.today;
    session.act(|act| {
        let (customer, mut remembered, change) = proposal(act, &request.account)?;
        act.about("customer_credit", &request.account);
        let by = Some(act.actor.user_id);
        tasks::close_of(act, (TaskKind::StatusProposal, customer), by, today)?;
        carry_out(act, (customer, today), change, &mut remembered)?;
        remembered.write(act, customer, today)
    })?;
    list(session, Nothing {})
}

/// `customer_rules.decline`: the rule proposes nothing for this customer until its condition was false.
pub fn decline(
    session: &mut Session<'_>,
    request: ProposalRequest,
) -> Result<CustomerRules, Refusal> {
    let today = session.today;
    session.act(|act| {
        let (customer, mut remembered, change) = proposal(act, &request.account)?;
        act.about("customer_credit", &request.account);
        let rule_id = match change {
            Change::Raise { applied, .. } => {
                remembered.declined.insert(applied.rule_id);
                applied.rule_id
            }
            // Whoever declines to lift keeps the status as a person's own.
            Change::Lift { rule_id, .. } => {
                remembered.applied = None;
                rule_id
            }
            Change::Withdraw { rule_id } | Change::Forget { rule_id } => rule_id,
        };
        act.note("declined_rule", rule_id);
        let by = Some(act.actor.user_id);
        tasks::close_of(act, (TaskKind::StatusProposal, customer), by, today)?;
        remembered.proposed = None;
        remembered.write(act, customer, today)
    })?;
    list(session, Nothing {})
}

fn proposal(connection: &Connection, account: &str) -> Result<(i64, Remembered, Change), Refusal> {
    let customer = customer_id(connection, account)?;
    let remembered = Remembered::read(connection, customer)?;
    let change = remembered
        .proposed
        .clone()
        .ok_or_else(|| Refusal::new("proposal_gone").with("account", account))?;
    Ok((customer, remembered, change))
}
