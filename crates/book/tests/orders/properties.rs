//! What holds for any history of orders.

use proptest::prelude::*;
use serde_json::json;

use crate::shelf::Shelf;
use crate::{check, limit, no_rules, rule};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Whatever is checked in whatever order: what passed together never uses more than the limit, the parts of the exposure
    /// sum to it, and every stored decision is the same when it is taken again.
    #[test]
    fn passed_orders_stay_within_the_limit(
        total in 1_000_i64..50_000,
        orders in prop::collection::vec((0_u8..6, 1_i64..20_000), 1..12),
    ) {
        let mut shelf = Shelf::new("2026-03-02");
        shelf.customer("1");
        limit(&mut shelf, "1", total);
        no_rules(&mut shelf);
        rule(&mut shelf, "limit_used", json!({"used_bp": 10_000}));
        let mut passed = std::collections::BTreeMap::new();
        let mut held = std::collections::BTreeMap::new();
        for (number, minor) in orders {
            let name = format!("A-{number}");
            if shelf.try_call("orders.get", json!({"order_no": name})).is_ok_and(|o| o["state"] == json!("on_hold")) {
                continue;
            }
            let answer = check(&mut shelf, &name, "1", minor, "confirmation");
            if answer["verdict"] == json!("hold") {
                passed.remove(&name);
                held.insert(name, minor);
            } else {
                passed.insert(name, minor);
            }
            let sum: i64 = passed.values().sum();
            prop_assert!(sum <= total);
            let standing = shelf.call("credit.exposure", json!({"account": "1"}));
            let parts: i64 = standing["parts"].as_array().unwrap().iter().map(|p| p["minor"].as_i64().unwrap()).sum();
            prop_assert_eq!(json!(parts), standing["total_minor"].clone());
            // What waits for a decision claims its credit too.
            prop_assert_eq!(parts, sum + held.values().sum::<i64>());
            let shown = shelf.call("orders.explain", json!({"check_id": answer["check_id"]}));
            prop_assert_eq!(&shown["replays"], &json!(true));
        }
    }
}
