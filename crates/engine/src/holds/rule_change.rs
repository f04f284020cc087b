//! Whether a hold stands only on rules that were changed or deleted since its order was checked: then it is to be checked
//! again, because nobody decided it by the rules that hold now.

use super::Rule;

/// A reason of a hold, as far as its rule goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// The rule; `None` of a reason that no rule gives, such as a forced hold or a rank.
    pub rule_id: Option<i64>,
    /// Whether the last look found it still there.
    pub still: bool,
}

/// Whether every reason that is still there is of a changed rule, and at least one reason is; what a change made untrue
/// counts too, since the hold stood on it. The place of a rule in the list says nothing about what it does.
pub fn stands_on_changed(reasons: &[Standing], then: &[Rule], now: &[Rule]) -> bool {
    let changed = |reason: &Standing| {
        reason
            .rule_id
            .is_some_and(|id| rule(then, id) != rule(now, id))
    };
    reasons
        .iter()
        .all(|reason| !reason.still || changed(reason))
        && reasons.iter().any(changed)
}

fn rule(rules: &[Rule], id: i64) -> Option<Rule> {
    let found = rules.iter().find(|rule| rule.id == id)?;
    Some(Rule {
        order: 0,
        ..found.clone()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::holds::{Policy, Switch};

    fn standing(rule_id: impl Into<Option<i64>>, still: bool) -> Standing {
        Standing {
            rule_id: rule_id.into(),
            still,
        }
    }

    #[test]
    fn a_hold_is_to_be_checked_again_where_nothing_but_changed_rules_holds_it() {
        let mut then = Policy::shipped().rules;
        let mut second = then[0].clone();
        (second.id, second.order) = (then[0].id + 1, then[0].order + 1);
        then.push(second);
        let (a, b) = (then[0].id, then[1].id);
        let mut changed = then.clone();
        changed[0].active = Switch::Off;
        let mut moved = then.clone();
        moved[0].order = 99;
        let deleted = vec![then[1].clone()];
        let table: &[(&[Standing], &[Rule], bool)] = &[
            (&[standing(a, true)], &then, false),
            (&[standing(a, true)], &moved, false),
            (&[standing(a, true)], &changed, true),
            (&[standing(a, true)], &deleted, true),
            // The change made it untrue: it is what the hold stood on.
            (&[standing(a, false)], &deleted, true),
            // Another rule, or a person, still holds it.
            (&[standing(a, true), standing(b, true)], &changed, false),
            (&[standing(a, true), standing(None, true)], &changed, false),
            // What was cleared before by itself holds nothing.
            (&[standing(a, true), standing(b, false)], &changed, true),
            (&[standing(b, false)], &changed, false),
            (&[], &changed, false),
        ];
        for (reasons, now, expected) in table {
            assert_eq!(
                stands_on_changed(reasons, &then, now),
                *expected,
                "{reasons:?}"
            );
        }
    }
}
