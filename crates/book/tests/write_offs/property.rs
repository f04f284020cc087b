//! Whatever is open: a write-off closes it, its entries add up to nothing in every currency, and its undo leaves what was there.

use proptest::prelude::*;
use serde_json::json;

use crate::{Detailed, account, assert_sound, desk, document, written_off};

fn any_document() -> impl Strategy<Value = (&'static str, i64, &'static str, i64, bool)> {
    (
        prop::sample::select(vec!["EUR", "USD", "JPY"]),
        1_i64..100_000,
        prop::sample::select(vec!["", "A", "B"]),
        0_i64..=190,
        prop::bool::weighted(0.25),
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn debits_equal_credits_and_the_undo_leaves_nothing(
        documents in prop::collection::vec(any_document(), 1..7), yes in prop::bool::ANY
    ) {
        let (mut shelf, customer) = desk();
        account(&mut shelf, "sales_tax", "", "3800");
        for (at, (currency, minor, profile, permille, credit)) in documents.iter().enumerate() {
            let sign = if *credit { -1 } else { 1 };
            let taxes = [("S19", sign * minor * permille / 1_000)];
            let number = format!("R-{at}");
            let of = Detailed {
                number: &number, currency, minor: sign * minor, profile,
                taxes: if taxes[0].1 == 0 { &[] } else { &taxes },
                dimensions: &[],
            };
            document(&mut shelf, customer, &of);
        }
        let items = "SELECT COUNT(*) * 1000003 + COALESCE(SUM(open_minor * transaction_id), 0) FROM open_items_snapshot";
        let before = shelf.number(items);
        let separate = if yes { "yes" } else { "no" };
        let posted = written_off(&mut shelf, json!({"account": "10001", "separate_tax": separate}));
        prop_assert_eq!(shelf.number("SELECT COUNT(*) FROM open_items_snapshot"), 0);
        let off = "SELECT COUNT(*) FROM (SELECT 1 FROM journal_lines l JOIN journal_entries e ON e.id = l.entry_id
                   GROUP BY e.id, e.currency HAVING SUM(l.amount_minor) <> 0)";
        prop_assert_eq!(shelf.number(off), 0);
        shelf.call("write_offs.undo", json!({"write_off_id": posted["id"], "reason": "x"}));
        prop_assert_eq!(shelf.number(items), before);
        let left = "SELECT COALESCE(SUM(ABS(s)), 0) FROM (SELECT SUM(amount_minor) AS s FROM journal_lines
                    GROUP BY account, role, transaction_id)";
        prop_assert_eq!(shelf.number(left), 0, "the corrections take every account back");
        assert_sound(&mut shelf);
    }
}
