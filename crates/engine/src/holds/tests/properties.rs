//! What holds for every set of rules.

use proptest::prelude::*;

use super::oracle::{plain, rules, worlds};
use super::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn adding_an_exclusion_never_creates_a_hold(world in worlds(), added in rules()) {
        prop_assume!(added.is_exclusion());
        let before = evaluate(&world.snapshot(), &world.policy());
        let mut more = world.clone();
        more.rules.push(added);
        let after = evaluate(&world.snapshot(), &more.policy());
        prop_assert!(after.verdict <= before.verdict);
        let left = plain(&before);
        prop_assert!(plain(&after).iter().all(|reason| left.contains(reason)));
    }

    #[test]
    fn raising_a_limit_never_creates_a_limit_reason(world in worlds(), raised in 1_i64..50) {
        let before = world.snapshot();
        let mut after = before.clone();
        for side in [&mut after.limits.group, &mut after.limits.own] {
            for limit in [&mut side.total, &mut side.uninsured] {
                if let Limit::Set { total_minor, .. } = limit
                    && *total_minor > 0
                {
                    *total_minor += raised;
                }
            }
        }
        let policy = world.policy();
        let of_limit = |snapshot: &Snapshot| -> Vec<_> {
            let reasons = plain(&evaluate(snapshot, &policy));
            reasons.into_iter().filter(|reason| reason.1.is_limit_used()).collect()
        };
        let had = of_limit(&before);
        prop_assert!(of_limit(&after).iter().all(|reason| had.contains(reason)));
    }

    #[test]
    fn a_stored_check_is_decided_again_the_same(world in worlds()) {
        let (snapshot, policy) = (world.snapshot(), world.policy());
        let decision = evaluate(&snapshot, &policy);
        let stored = serde_json::to_string(&(&snapshot, &policy, &decision)).unwrap();
        let (old, rules, kept): (Snapshot, Policy, Decision) =
            serde_json::from_str(&stored).unwrap();
        prop_assert_eq!(&old, &snapshot);
        prop_assert_eq!(&kept, &decision);
        prop_assert_eq!(evaluate(&old, &rules), decision);
    }

    #[test]
    fn the_order_of_rules_and_items_does_not_matter(
        world in worlds(),
        turn in 0_usize..7,
        sequence in Just(RuleType::ALL.to_vec()).prop_shuffle(),
    ) {
        let (mut snapshot, mut policy) = (world.snapshot(), world.policy());
        let before = evaluate(&snapshot, &policy);
        snapshot.items.reverse();
        if !policy.rules.is_empty() {
            let by = turn % policy.rules.len();
            policy.rules.rotate_left(by);
        }
        prop_assert_eq!(&evaluate(&snapshot, &policy), &before);
        // The sequence of types changes the order of display and nothing else.
        policy.sequence = sequence;
        let other = evaluate(&snapshot, &policy);
        prop_assert_eq!(plain(&other), plain(&before));
        prop_assert_eq!(other.verdict, before.verdict);
    }
}
