//! The order of evaluation (spec 12 §5), step by step.

use super::checkpoint::CheckpointOutcome;
use super::compare::Compared;
use super::condition::{Bench, Look, is_true};
use super::decision::{Decision, Ended, Figure, Looked, Reason, ReasonCode, Trace, Verdict};
use super::measures::{Release, Snapshot};
use super::order_state::grace_until;
use super::policy::{Policy, Switch};
use super::ranks;
use super::rule::{Effect, Kind, Level, Outcome, Rule, RuleType};

/// Whether a release spares the order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum AfterRelease {
    /// As it was granted.
    Spared,
    /// It is on hold again, so that the earlier release is over.
    Checked,
}

/// Decides about an order at a step.
///
/// Needs nothing but its arguments: the same snapshot and policy give the same decision for ever.
pub fn evaluate(snapshot: &Snapshot, policy: &Policy) -> Decision {
    let mut decision = check(snapshot, policy, AfterRelease::Spared);
    if decision.ended == Some(Ended::CreditManagementOff) {
        return decision;
    }
    if let Some(forced) = &snapshot.order.forced {
        let reason = Reason {
            code: ReasonCode::Forced,
            rule_id: None,
            level: None,
            outcome: Outcome::Hold,
            measured: Figure::Id {
                id: Some(forced.reason.clone()),
            },
            threshold: Figure::Nothing,
            item_ids: Vec::new(),
            route: None,
        };
        decision.reasons.insert(0, reason);
        decision.verdict = Verdict::Hold;
    }
    decision
}

/// What rules, ranks and the checkpoint say, without a forced hold.
pub(super) fn check(snapshot: &Snapshot, policy: &Policy, after: AfterRelease) -> Decision {
    let checkpoint = match before_rules(snapshot, policy, after) {
        Ok(checkpoint) => checkpoint,
        Err(ended) => return allowed(ended, Vec::new()),
    };
    let mut rules = look_at_all(snapshot, policy);
    if let Some(released) = rules.iter().position(LookedRule::lets_through) {
        let row = rules.swap_remove(released);
        let rule_id = row.rule.id;
        let looked = Looked::LetsThrough;
        return allowed(
            Ended::ReleasedByRule { rule_id },
            vec![row.into_trace(looked)],
        );
    }
    let verdicts: Vec<Looked> = rules.iter().map(|row| row.looked(&rules)).collect();
    let mut reasons = counted(&rules, &verdicts, policy);
    reasons.extend(ranks::reasons(snapshot, policy));
    let (dropped, mut reasons): (Vec<Reason>, Vec<Reason>) = reasons
        .into_iter()
        .partition(|reason| is_covered(reason, snapshot, policy));
    if checkpoint == CheckpointOutcome::WarnOnly {
        for reason in &mut reasons {
            reason.outcome = Outcome::Warn;
        }
    }
    Decision {
        verdict: verdict(&reasons),
        reasons,
        dropped,
        ended: None,
        checkpoint: Some(checkpoint),
        trace: rules
            .into_iter()
            .zip(verdicts)
            .map(|(row, looked)| row.into_trace(looked))
            .collect(),
    }
}

fn allowed(ended: Ended, trace: Vec<Trace>) -> Decision {
    Decision {
        verdict: Verdict::Allow,
        reasons: Vec::new(),
        dropped: Vec::new(),
        ended: Some(ended),
        checkpoint: None,
        trace,
    }
}

fn verdict(reasons: &[Reason]) -> Verdict {
    reasons
        .iter()
        .map(|reason| match reason.outcome {
            Outcome::Hold => Verdict::Hold,
            Outcome::Warn => Verdict::Warn,
        })
        .max()
        .unwrap_or(Verdict::Allow)
}

/// Steps 1 to 3: what makes a check end before any rule is looked at.
fn before_rules(
    snapshot: &Snapshot,
    policy: &Policy,
    after: AfterRelease,
) -> Result<CheckpointOutcome, Ended> {
    let (customer, order) = (&snapshot.customer, &snapshot.order);
    if !policy.parameters.credit_management.is_on() {
        return Err(Ended::CreditManagementOff);
    }
    if customer.excluded.is_on() {
        return Err(Ended::CustomerExcluded);
    }
    if order.is_excluded(&policy.parameters) {
        return Err(Ended::OrderExcluded);
    }
    if let Some(until) = customer.ignore_until.filter(|until| snapshot.day < *until) {
        return Err(Ended::IgnoredUntil { until });
    }
    let (step, mode) = (order.step, order.mode);
    let row = policy.checkpoints.iter().find(|row| row.step == step);
    let Some(row) = row.filter(|row| row.tick(mode).check.is_on()) else {
        return Err(Ended::StepUnticked { step, mode });
    };
    if after == AfterRelease::Spared
        && let Some(release) = &order.release
    {
        spared(release, snapshot, policy)?;
    }
    Ok(row.outcome)
}

/// Whether a release spares the order from this check (spec 12 §1, §2, §10). A raised value asks for a check even inside
/// the grace days, unless rules are not run after a release at all (H-26).
fn spared(release: &Release, snapshot: &Snapshot, policy: &Policy) -> Result<(), Ended> {
    let on = release.on;
    if policy.parameters.skip_after_release.is_on() {
        return Err(Ended::Released { on });
    }
    if snapshot.order.price_minor > release.price_minor {
        return Ok(());
    }
    match release.grace_days.map(|days| grace_until(on, days)) {
        Some(until) if on <= snapshot.day && snapshot.day <= until => {
            Err(Ended::InsideGrace { on, until })
        }
        _ => Ok(()),
    }
}

/// A rule with what it measured, or why it was not looked at.
struct LookedRule<'a> {
    rule: &'a Rule,
    looks: Result<Vec<Look>, Looked>,
}

/// Looks at every rule, in the order in which reasons are shown.
fn look_at_all<'a>(snapshot: &Snapshot, policy: &'a Policy) -> Vec<LookedRule<'a>> {
    let bench = Bench {
        snapshot,
        parameters: &policy.parameters,
    };
    let mut rules: Vec<&Rule> = policy.rules.iter().collect();
    rules.sort_by_key(|rule| {
        let place = policy.place(rule.condition.rule_type());
        (place, rule.scope.level(), rule.order, rule.id)
    });
    rules
        .into_iter()
        .map(|rule| LookedRule {
            rule,
            looks: match not_looked_at(rule, snapshot, policy) {
                Some(why) => Err(why),
                None => Ok(bench.looks(rule)),
            },
        })
        .collect()
}

fn not_looked_at(rule: &Rule, snapshot: &Snapshot, policy: &Policy) -> Option<Looked> {
    let limit_off = !policy.parameters.check_limit_on_orders.is_on();
    if !rule.in_force(snapshot.day) {
        Some(Looked::NotInForce)
    } else if limit_off && rule.condition.rule_type() == RuleType::LimitUsed {
        Some(Looked::TypeOff)
    } else if !rule
        .scope
        .covers(snapshot.customer.id, snapshot.customer.group.as_ref())
    {
        Some(Looked::OtherScope)
    } else if !rule.covers_risk_group(&snapshot.customer) {
        Some(Looked::OtherRiskGroup)
    } else {
        None
    }
}

impl LookedRule<'_> {
    fn level(&self) -> Level {
        self.rule.scope.level()
    }

    fn is_true(&self) -> bool {
        let kind = self.rule.effect.kind();
        self.looks.as_ref().is_ok_and(|looks| is_true(looks, kind))
    }

    /// Step 4.
    fn lets_through(&self) -> bool {
        let releases = Effect::Exclusion {
            release: Switch::On,
        };
        self.rule.effect == releases && self.is_true()
    }

    /// Step 5: whether the rule counts. Exclusions shield only against less specific rows of the same type and the same
    /// value type; a laxer blocking row shields against nothing (H-9).
    fn looked(&self, all: &[Self]) -> Looked {
        if let Err(why) = self.looks {
            return why;
        }
        if !self.is_true() {
            return Looked::NotTrue;
        }
        if self.rule.effect.kind() == Kind::Exclusion {
            return Looked::Excludes;
        }
        let condition = &self.rule.condition;
        let shield = all.iter().find(|other| {
            other.rule.effect.kind() == Kind::Exclusion
                && other.level() < self.level()
                && other.rule.condition.rule_type() == condition.rule_type()
                && other.rule.condition.value_type() == condition.value_type()
                && other.is_true()
        });
        shield.map_or(Looked::Counts, |shield| Looked::Shielded {
            by_rule_id: shield.rule.id,
        })
    }

    fn into_trace(self, looked: Looked) -> Trace {
        Trace {
            rule_id: self.rule.id,
            looked,
            figures: self
                .looks
                .unwrap_or_default()
                .into_iter()
                .map(|look| look.figures)
                .collect(),
        }
    }
}

/// The reasons of the rules that count: every look that is true is one, of a type the group's limit before the own one.
fn counted(rules: &[LookedRule<'_>], verdicts: &[Looked], policy: &Policy) -> Vec<Reason> {
    let mut found = Vec::new();
    for (row, looked) in rules.iter().zip(verdicts) {
        let (Looked::Counts, Ok(looks)) = (looked, &row.looks) else {
            continue;
        };
        for look in looks
            .iter()
            .filter(|look| look.compared.met(Kind::Blocking))
        {
            let place = policy.place(row.rule.condition.rule_type());
            found.push(((place, look.whose), reason(row.rule, look)));
        }
    }
    found.sort_by_key(|(place, _)| *place);
    found.into_iter().map(|(_, reason)| reason).collect()
}

fn reason(rule: &Rule, look: &Look) -> Reason {
    let (outcome, route) = match &rule.effect {
        Effect::Blocking { outcome, route } if look.most == Outcome::Hold => (*outcome, route),
        Effect::Blocking { route, .. } => (Outcome::Warn, route),
        Effect::Exclusion { .. } => (Outcome::Warn, &None),
    };
    Reason {
        code: look.figures.code,
        rule_id: Some(rule.id),
        level: Some(rule.scope.level()),
        outcome,
        measured: look.figures.measured.clone(),
        threshold: look.figures.threshold.clone(),
        item_ids: look.item_ids.clone(),
        route: route.clone(),
    }
}

/// Step 7: whether the order was released by threshold for this reason, and is still below it (spec 12 §8.4).
fn is_covered(reason: &Reason, snapshot: &Snapshot, policy: &Policy) -> bool {
    let covered = snapshot
        .order
        .release
        .as_ref()
        .is_some_and(|release| release.by_threshold.contains(&reason.code));
    covered && is_below_threshold(reason, policy)
}

/// Whether a reason is *Credit limit used* and less than the parameter is used.
pub(super) fn is_below_threshold(reason: &Reason, policy: &Policy) -> bool {
    let (Figure::Used { used }, Some(below_bp)) =
        (&reason.measured, policy.parameters.release_below_bp)
    else {
        return false;
    };
    reason.code.is_limit_used()
        && Compared::of_share(
            used.exposure_minor.into(),
            used.total_minor.into(),
            below_bp,
        )
        .is_below()
}
