//! `rules.get` and what changes it: rules, checkpoints, ranks and parameters of credit holds. Every change is a version.

use std::collections::BTreeMap;

use engine::holds::{
    Checkpoint, CheckpointFault, CheckpointOutcome, Parameters, Policy, ReleaseMode, RuleHint,
    RuleType, Step, Tick, check_checkpoints, hints,
};
use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use super::facts::switch;
use super::rule_row::{HoldRule, given, is_seen, rule_row};
use super::{evaluate, policy};
use crate::act::Act;
use crate::company;
use crate::reasons::{ReasonKind, reason_id};
use crate::refusal::Refusal;
use crate::session::Session;
use crate::sight;
use crate::wire::Nothing;

/// The row of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct CheckpointRow {
    /// The step.
    pub step: Step,
    /// Checked when it is executed.
    pub posting: bool,
    /// Days of grace after a release.
    pub posting_grace: Option<u32>,
    /// Checked when it is printed beforehand.
    pub pro_forma: bool,
    /// Days of grace after a release.
    pub pro_forma_grace: Option<u32>,
    /// What it makes of reasons.
    pub outcome: CheckpointOutcome,
}

/// Terms or a discount with a rank.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct RankRow {
    /// The code.
    pub code: String,
    /// Higher is riskier for the seller; only their order means something.
    #[ts(type = "number")]
    pub rank: i64,
}

/// Parameters of credit holds (spec 12 §1). What stands with the parameters of credit is not here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "boxes of a form, each with a name of its own"
)]
pub struct HoldParameters {
    /// *Skip blocking rules after order hold is released*.
    pub skip_after_release: bool,
    /// *Ignore credit limit expired rule when expiration date is blank*.
    pub ignore_blank_expiry: bool,
    /// *Check credit limit when payment terms are increased*.
    pub check_terms_rank: bool,
    /// *Check credit limit when a settlement discount is increased*.
    pub check_discount_rank: bool,
    /// *Exclude intercompany orders*.
    pub exclude_intercompany: bool,
    /// *Skip credit limit check when cancelling a packing slip*.
    pub skip_on_packing_slip_cancel: bool,
    /// *Remove blocked load lines*.
    pub remove_blocked_lines: bool,
    /// *Automatically release*; only marked where missing.
    pub release_mode: Option<ReleaseMode>,
    /// *Auto-release when used % is below*, basis points.
    #[ts(type = "number | null")]
    pub release_below_bp: Option<i64>,
    /// *Reason to release automatically*.
    pub release_reason: Option<String>,
    /// *Reason for releasing modified orders*.
    pub modified_reason: Option<String>,
    /// *Reason for cancelled orders*.
    pub cancel_reason: Option<String>,
    /// Days for which a passed check keeps its amount.
    pub reservation_days: u32,
}

/// Something about a rule that may not be meant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct RuleNote {
    /// The rule.
    #[ts(type = "number")]
    pub rule_id: i64,
    /// `exclusion_for_all` or `shields_nothing`.
    pub code: String,
}

/// Everything that a check goes by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct HoldPolicy {
    /// The rules in the order of the list.
    pub rules: Vec<HoldRule>,
    /// One row per step.
    pub checkpoints: Vec<CheckpointRow>,
    /// Ranks of terms of payment.
    pub terms_ranks: Vec<RankRow>,
    /// Ranks of cash discounts.
    pub discount_ranks: Vec<RankRow>,
    /// Cash discounts that customers or orders of the book have.
    pub discounts: Vec<String>,
    /// Parameters.
    pub parameters: HoldParameters,
    /// The order in which types are shown.
    pub sequence: Vec<RuleType>,
    /// What a rule does not do though it looks as if it did.
    pub notes: Vec<RuleNote>,
    /// Whether rules are run at all.
    pub credit_management: bool,
    /// Whether the type *Credit limit used* is run.
    pub check_limit_on_orders: bool,
}

/// Names a rule.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ts_rs::TS)]
pub struct RuleRequest {
    /// The rule.
    #[ts(type = "number")]
    pub id: i64,
}

/// All checkpoints.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct Checkpoints {
    /// One row per step.
    pub checkpoints: Vec<CheckpointRow>,
}

/// All ranks.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct RankRows {
    /// Of terms of payment.
    pub terms: Vec<RankRow>,
    /// Of cash discounts.
    pub discounts: Vec<RankRow>,
}

/// The order of types.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct RuleSequence {
    /// Types, the first first.
    pub sequence: Vec<RuleType>,
}

fn discounts(connection: &Connection) -> Result<Vec<String>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT discount FROM credit_attributes WHERE discount <> ''
         UNION SELECT discount FROM orders WHERE discount <> '' ORDER BY 1",
    )?;
    Ok(statement
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?)
}

/// The policy as a page has it.
pub(super) fn shown(connection: &Connection, policy: &Policy) -> Result<HoldPolicy, Refusal> {
    let ranks = |ranks: &BTreeMap<String, i64>| {
        let mut rows: Vec<RankRow> = ranks
            .iter()
            .map(|(code, rank)| RankRow {
                code: code.clone(),
                rank: *rank,
            })
            .collect();
        rows.sort_by_key(|row| row.rank);
        rows
    };
    let parameters = &policy.parameters;
    let mut rules: Vec<_> = policy.rules.iter().collect();
    rules.sort_by_key(|rule| rule.order);
    Ok(HoldPolicy {
        rules: rules
            .into_iter()
            .filter_map(|rule| match is_seen(connection, &rule.scope) {
                Ok(false) => None,
                Ok(true) => Some(rule_row(connection, rule)),
                Err(refusal) => Some(Err(refusal)),
            })
            .collect::<Result<_, _>>()?,
        checkpoints: policy.checkpoints.iter().map(checkpoint_row).collect(),
        terms_ranks: ranks(&policy.ranks.terms),
        discount_ranks: ranks(&policy.ranks.discounts),
        discounts: discounts(connection)?,
        parameters: HoldParameters {
            skip_after_release: parameters.skip_after_release.is_on(),
            ignore_blank_expiry: parameters.ignore_blank_expiry.is_on(),
            check_terms_rank: parameters.check_terms_rank.is_on(),
            check_discount_rank: parameters.check_discount_rank.is_on(),
            exclude_intercompany: parameters.exclude_intercompany.is_on(),
            skip_on_packing_slip_cancel: parameters.skip_on_packing_slip_cancel.is_on(),
            remove_blocked_lines: parameters.remove_blocked_lines.is_on(),
            release_mode: parameters.release_mode,
            release_below_bp: parameters.release_below_bp,
            release_reason: parameters.release_reason.clone(),
            modified_reason: parameters.modified_reason.clone(),
            cancel_reason: parameters.cancel_reason.clone(),
            reservation_days: parameters.reservation_days,
        },
        sequence: policy.sequence.clone(),
        notes: hints(&policy.rules)
            .into_iter()
            .map(|hint| match hint {
                RuleHint::ExclusionForAll { rule_id } => RuleNote {
                    rule_id,
                    code: "exclusion_for_all".to_owned(),
                },
                RuleHint::ShieldsNothing { rule_id } => RuleNote {
                    rule_id,
                    code: "shields_nothing".to_owned(),
                },
            })
            .collect(),
        credit_management: parameters.credit_management.is_on(),
        check_limit_on_orders: parameters.check_limit_on_orders.is_on(),
    })
}

fn checkpoint_row(row: &Checkpoint) -> CheckpointRow {
    CheckpointRow {
        step: row.step,
        posting: row.posting.check.is_on(),
        posting_grace: row.posting.grace_days,
        pro_forma: row.pro_forma.check.is_on(),
        pro_forma_grace: row.pro_forma.grace_days,
        outcome: row.outcome,
    }
}

/// `rules.get`
pub fn get(session: &mut Session<'_>, _: Nothing) -> Result<HoldPolicy, Refusal> {
    session.read(|connection| shown(connection, &policy::current(connection)?))
}

/// Changes the policy by one act.
fn change(
    session: &mut Session<'_>,
    what: &str,
    work: impl FnOnce(&Connection, &mut Policy) -> Result<serde_json::Value, Refusal>,
) -> Result<HoldPolicy, Refusal> {
    session.act(|act| changed(act, what, work))?;
    get(session, Nothing {})
}

/// Changes the rules by one act, and looks again at the open holds: their reasons get or lose their ticks by the rules that
/// hold now. Nothing is released by it.
fn change_rules(
    session: &mut Session<'_>,
    what: &str,
    work: impl FnOnce(&Connection, &mut Policy) -> Result<serde_json::Value, Refusal>,
) -> Result<HoldPolicy, Refusal> {
    session.act(|act| {
        changed(act, what, work)?;
        let day = act.today;
        // A rule is everybody's, whoever may change it.
        sight::as_book(act, |act| {
            company::in_each(act, |act| act, |act| evaluate::mark(act, day, None))
        })
    })?;
    get(session, Nothing {})
}

fn changed(
    act: &mut Act<'_>,
    what: &str,
    work: impl FnOnce(&Connection, &mut Policy) -> Result<serde_json::Value, Refusal>,
) -> Result<(), Refusal> {
    let mut new = policy::current(act)?;
    let noted = work(act, &mut new)?;
    policy::demand_consistent(&new)?;
    act.about("hold_policy", what);
    act.note(what, noted);
    policy::store(act, &new)?;
    Ok(())
}

/// `rules.save`: a new rule, or a change of one.
pub fn save(session: &mut Session<'_>, row: HoldRule) -> Result<HoldPolicy, Refusal> {
    let work = |connection: &Connection, policy: &mut Policy| -> Result<_, Refusal> {
        put(connection, policy, &row)?;
        Ok(serde_json::to_value(&row)?)
    };
    // Nothing stands on a rule that is new.
    if row.id == 0 {
        change(session, "rule", work)
    } else {
        change_rules(session, "rule", work)
    }
}

/// Puts a rule into a policy: in the place of the one with its id, or at the end with a new one.
pub(super) fn put(
    connection: &Connection,
    policy: &mut Policy,
    row: &HoldRule,
) -> Result<(), Refusal> {
    let last = policy.rules.iter().map(|rule| rule.order).max();
    let at = policy.rules.iter().position(|rule| rule.id == row.id);
    let order = match at {
        Some(at) => policy.rules[at].order,
        None if row.id == 0 => last.unwrap_or(0) + 1,
        None => return Err(Refusal::new("unknown_rule").with("id", row.id)),
    };
    let mut rule = row.rule(connection, order)?;
    if let Some(at) = at {
        policy.rules[at] = rule;
    } else {
        // Ids are never used twice, so that an old decision names the rule that it meant.
        rule.id = next_id(connection, policy)?;
        policy.rules.push(rule);
    }
    Ok(())
}

fn next_id(connection: &Connection, policy: &Policy) -> Result<i64, Refusal> {
    let used: i64 = connection.query_row(
        "SELECT COALESCE(MAX(json_extract(r.value, '$.id')), 0) FROM hold_policies p, json_each(p.body, '$.rules') r",
        [],
        |row| row.get(0),
    )?;
    let here = policy.rules.iter().map(|rule| rule.id).max().unwrap_or(0);
    Ok(used.max(here) + 1)
}

/// `rules.delete`
pub fn delete(session: &mut Session<'_>, request: RuleRequest) -> Result<HoldPolicy, Refusal> {
    change_rules(session, "rule_deleted", |connection, policy| {
        let at = policy
            .rules
            .iter()
            .position(|rule| rule.id == request.id)
            .ok_or_else(|| Refusal::new("unknown_rule").with("id", request.id))?;
        let gone = policy.rules.remove(at);
        Ok(serde_json::to_value(rule_row(connection, &gone)?)?)
    })
}

/// `rules.checkpoints_save`
pub fn checkpoints_save(
    session: &mut Session<'_>,
    request: Checkpoints,
) -> Result<HoldPolicy, Refusal> {
    change_rules(session, "checkpoints", |_, policy| {
        policy.checkpoints = checkpoints(&request.checkpoints)?;
        Ok(serde_json::to_value(&request.checkpoints)?)
    })
}

pub(super) fn checkpoints(rows: &[CheckpointRow]) -> Result<Vec<Checkpoint>, Refusal> {
    let rows: Vec<Checkpoint> = rows
        .iter()
        .map(|row| Checkpoint {
            step: row.step,
            posting: Tick {
                check: switch(row.posting),
                grace_days: row.posting_grace,
            },
            pro_forma: Tick {
                check: switch(row.pro_forma),
                grace_days: row.pro_forma_grace,
            },
            outcome: row.outcome,
        })
        .collect();
    let (code, step) = match check_checkpoints(&rows).first() {
        None => return Ok(rows),
        Some(CheckpointFault::StepTwice { step }) => ("checkpoint_twice", *step),
        Some(CheckpointFault::GraceWithoutTick { step, .. }) => {
            ("checkpoint_grace_without_tick", *step)
        }
        Some(CheckpointFault::GraceMissing { step, .. }) => ("checkpoint_grace_missing", *step),
    };
    Err(Refusal::new(code)
        .with("field", step.code())
        .with("step", step.code()))
}

/// `rules.parameters_save`
pub fn parameters_save(
    session: &mut Session<'_>,
    new: HoldParameters,
) -> Result<HoldPolicy, Refusal> {
    change_rules(session, "parameters", |connection, policy| {
        policy.parameters = parameters_of(connection, &policy.parameters, &new)?;
        Ok(serde_json::to_value(&new)?)
    })
}

/// The parameters as they are typed; what stands elsewhere stays as it is.
pub(super) fn parameters_of(
    connection: &Connection,
    old: &Parameters,
    new: &HoldParameters,
) -> Result<Parameters, Refusal> {
    if new
        .release_below_bp
        .is_some_and(|bp| !(0..=100_000).contains(&bp))
    {
        return Err(Refusal::new("rule_value_range")
            .with("field", "release_below_bp")
            .with("value", new.release_below_bp)
            .with("most", 100_000));
    }
    if new.reservation_days > 365 {
        return Err(Refusal::new("value_too_large")
            .with("field", "reservation_days")
            .with("limit", 365));
    }
    let reason = |code: &Option<String>, field: &str| -> Result<Option<String>, Refusal> {
        let code = given(code.as_ref());
        if let Some(code) = &code {
            reason_id(connection, ReasonKind::Release, code)
                .map_err(|refusal| refusal.with("field", field))?;
        }
        Ok(code)
    };
    Ok(Parameters {
        credit_management: old.credit_management,
        check_limit_on_orders: old.check_limit_on_orders,
        skip_after_release: switch(new.skip_after_release),
        ignore_blank_expiry: switch(new.ignore_blank_expiry),
        check_terms_rank: switch(new.check_terms_rank),
        check_discount_rank: switch(new.check_discount_rank),
        exclude_intercompany: switch(new.exclude_intercompany),
        skip_on_packing_slip_cancel: switch(new.skip_on_packing_slip_cancel),
        remove_blocked_lines: switch(new.remove_blocked_lines),
        release_mode: new.release_mode,
        release_below_bp: new.release_below_bp,
        release_reason: reason(&new.release_reason, "release_reason")?,
        modified_reason: reason(&new.modified_reason, "modified_reason")?,
        cancel_reason: reason(&new.cancel_reason, "cancel_reason")?,
        reservation_days: new.reservation_days,
    })
}

/// `rules.ranks_save`
pub fn ranks_save(session: &mut Session<'_>, request: RankRows) -> Result<HoldPolicy, Refusal> {
    change_rules(session, "ranks", |_, policy| {
        put_ranks(policy, &request)?;
        Ok(serde_json::to_value(&request)?)
    })
}

/// Puts other ranks into a policy.
pub(super) fn put_ranks(policy: &mut Policy, rows: &RankRows) -> Result<(), Refusal> {
    policy.ranks.terms = ranks(&rows.terms, "terms")?;
    policy.ranks.discounts = ranks(&rows.discounts, "discounts")?;
    Ok(())
}

fn ranks(rows: &[RankRow], field: &str) -> Result<BTreeMap<String, i64>, Refusal> {
    let mut ranks = BTreeMap::new();
    for row in rows {
        let code = row.code.trim();
        if code.is_empty() {
            return Err(Refusal::new("value_missing").with("field", field));
        }
        if ranks.insert(code.to_owned(), row.rank).is_some() {
            return Err(Refusal::new("rank_twice")
                .with("field", field)
                .with("code", code));
        }
    }
    Ok(ranks)
}

/// `rules.sequence_save`
pub fn sequence_save(
    session: &mut Session<'_>,
    request: RuleSequence,
) -> Result<HoldPolicy, Refusal> {
    change(session, "sequence", |_, policy| {
        let mut sequence = Vec::new();
        for rule_type in request.sequence.iter().chain(RuleType::ALL) {
            if !sequence.contains(rule_type) {
                sequence.push(*rule_type);
            }
        }
        policy.sequence = sequence;
        Ok(serde_json::to_value(&request.sequence)?)
    })
}
