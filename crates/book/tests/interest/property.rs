//! Splitting a period never changes the sum that is charged.

use proptest::prelude::*;
use serde_json::json;

use crate::desk::{Book, day_rate, terms_with};

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    /// T-I3: whatever days it is looked at in between, and whatever was paid meanwhile, the sum is that of one run.
    #[test]
    fn splitting_changes_no_sum(
        mut cuts in proptest::collection::vec(1_u32..180, 1..4),
        paid_on in 20_u32..120,
        monthly in proptest::bool::ANY,
        round_off in prop::sample::select(vec![0_i64, 10, 100]),
    ) {
        let terms = if monthly {
            terms_with(&json!({"every": {"unit": "month", "number": 1}, "percent": "1.3"}))
        } else {
            day_rate("9.27")
        };
        let day = |number: u32| {
            (chrono::NaiveDate::from_ymd_opt(2026, 1, 15).unwrap()
                + chrono::Days::new(u64::from(number)))
            .to_string()
        };
        cuts.sort_unstable();
        let total = |cuts: &[u32]| {
            let mut book = Book::charging("2026-12-30", &terms);
            // Rounded off, too: the sum is that of one note.
            let mut parameters = book.call("interest.parameters", json!({}));
            parameters["round_off_minor"] = json!(round_off);
            book.call("interest.parameters_save", parameters);
            book.documents(&[("R1", "2026-01-15", "1234,56", "Invoice")]);
            book.pay("P1", &day(paid_on), "400,07", "R1");
            let mut sum = 0;
            for cut in cuts {
                sum += book.post(&day(*cut)).iter().map(|(minor, _)| minor).sum::<i64>();
            }
            sum + book.post(&day(200)).iter().map(|(minor, _)| minor).sum::<i64>()
        };
        prop_assert_eq!(total(&cuts), total(&[]));
    }
}
