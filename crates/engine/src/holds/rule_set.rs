//! What speaks against a set of rules, beyond what speaks against each: rows that repeat or contradict each other, and
//! exclusions that do nothing.

use serde::{Deserialize, Serialize};

use super::policy::Switch;
use super::rule::{Effect, Kind, Rule, Scope};

/// Why a set of rules is not saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case", tag = "code")]
pub enum SetFault {
    /// Two rows are the same on some day.
    #[error("rule {rule_id} says the same as rule {other_id}")]
    Duplicate {
        /// The later row.
        rule_id: i64,
        /// The earlier row.
        other_id: i64,
    },
    /// Two rows ask the same of the same customers on some day and answer differently: one holds and one warns, or one
    /// releases and one does not.
    #[error("rule {rule_id} contradicts rule {other_id}")]
    Contradiction {
        /// The later row.
        rule_id: i64,
        /// The earlier row.
        other_id: i64,
    },
}

/// What speaks against a set of rules, beyond what speaks against each.
pub fn check_rules(rules: &[Rule]) -> Vec<SetFault> {
    let mut faults = Vec::new();
    for (at, rule) in rules.iter().enumerate() {
        for other in &rules[..at] {
            if !same_question(rule, other) || !meet(rule, other) {
                continue;
            }
            let (rule_id, other_id) = (rule.id, other.id);
            faults.push(if same_answer(&rule.effect, &other.effect) {
                SetFault::Duplicate { rule_id, other_id }
            } else {
                SetFault::Contradiction { rule_id, other_id }
            });
        }
    }
    faults
}

fn same_question(a: &Rule, b: &Rule) -> bool {
    a.condition == b.condition
        && a.scope == b.scope
        && a.risk_group == b.risk_group
        && a.effect.kind() == b.effect.kind()
        && a.currency == b.currency
}

fn same_answer(a: &Effect, b: &Effect) -> bool {
    match (a, b) {
        (Effect::Blocking { outcome: a, .. }, Effect::Blocking { outcome: b, .. }) => a == b,
        _ => a == b,
    }
}

/// Whether both are in force on some day.
fn meet(a: &Rule, b: &Rule) -> bool {
    let ends_before = |first: &Rule, second: &Rule| {
        first
            .to
            .zip(second.from)
            .is_some_and(|(to, from)| to < from)
    };
    a.active.is_on() && b.active.is_on() && !ends_before(a, b) && !ends_before(b, a)
}

/// Something about a rule that a person may not have meant; no refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "code")]
pub enum RuleHint {
    /// An exclusion for everybody shields nothing; it is useful only with *Release sales order*.
    ExclusionForAll {
        /// The rule.
        rule_id: i64,
    },
    /// No less specific blocking row of the same type and value type exists that the exclusion could shield against.
    ShieldsNothing {
        /// The rule.
        rule_id: i64,
    },
}

/// What a set of rules does not do though it looks as if it did (spec 12 §5).
pub fn hints(rules: &[Rule]) -> Vec<RuleHint> {
    let mut hints = Vec::new();
    for rule in rules {
        let Effect::Exclusion {
            release: Switch::Off,
        } = rule.effect
        else {
            continue;
        };
        let rule_id = rule.id;
        if rule.scope == Scope::All {
            hints.push(RuleHint::ExclusionForAll { rule_id });
            continue;
        }
        let shields = rules.iter().any(|other| {
            other.effect.kind() == Kind::Blocking
                && other.condition.rule_type() == rule.condition.rule_type()
                && other.condition.value_type() == rule.condition.value_type()
                && other.scope.level() > rule.scope.level()
        });
        if !shields {
            hints.push(RuleHint::ShieldsNothing { rule_id });
        }
    }
    hints
}
