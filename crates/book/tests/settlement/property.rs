//! Whatever is confirmed and undone in whatever order: what is open is the ledger balance, on every day.

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::files::{import, lines, pay, simple};
use crate::shelf::Shelf;

#[derive(Debug, Clone)]
enum Step {
    ConfirmBest(usize),
    OnAccount(usize),
    Undo(usize),
    SettleAll,
    UndoPosting(usize),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        (0_usize..8).prop_map(Step::ConfirmBest),
        (0_usize..8).prop_map(Step::OnAccount),
        (0_usize..8).prop_map(Step::Undo),
        Just(Step::SettleAll),
        (0_usize..8).prop_map(Step::UndoPosting),
    ]
}

fn at(rows: &[Value], index: usize, key: &str) -> Option<Value> {
    rows.get(index % rows.len().max(1))
        .map(|row| row[key].clone())
}

fn run(shelf: &mut Shelf, step: &Step) {
    let call = |shelf: &mut Shelf, command: &str, request: Value| {
        // A refusal is an answer; it must only leave everything as it was.
        let _ = shelf.try_call(command, request);
    };
    match step {
        Step::ConfirmBest(index) => {
            if let Some(id) = at(&lines(shelf, &["open"]), *index, "line_id") {
                call(shelf, "bank.confirm", json!({"line_id": id, "rank": 1}));
            }
        }
        Step::OnAccount(index) => {
            if let Some(id) = at(&lines(shelf, &["open"]), *index, "line_id") {
                call(
                    shelf,
                    "bank.confirm",
                    json!({"line_id": id, "on_account": [{"account": "1"}]}),
                );
            }
        }
        Step::Undo(index) => {
            if let Some(id) = at(&lines(shelf, &["posted"]), *index, "line_id") {
                call(shelf, "bank.undo", json!({"line_id": id}));
            }
        }
        Step::SettleAll => call(shelf, "settlement.automatic", json!({})),
        Step::UndoPosting(index) => {
            let history = shelf.call("settlement.history", json!({"account": "1"}));
            let postings = history["postings"].as_array().unwrap().clone();
            if let Some(id) = at(&postings, *index, "posting_id") {
                call(shelf, "settlement.undo", json!({"posting_id": id}));
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn open_is_the_ledger_balance_after_any_confirms_and_undos(steps in prop::collection::vec(step(), 1..14)) {
        let mut shelf = Shelf::new("2026-03-31");
        let (one, two) = (shelf.customer("1"), shelf.customer("2"));
        shelf.invoice(one, "RE-2026-0815", "2026-02-01", "2026-03-03", 85_000);
        shelf.invoice(one, "RE-2026-0816", "2026-02-05", "2026-03-07", 12_000);
        shelf.invoice(two, "RE-2026-0999", "2026-02-05", "2026-03-07", 40_000);
        let tolerance = json!({"currency": "EUR", "under_minor": 5, "over_minor": 5, "discount_minor": 0});
        shelf.call("settlement.parameters_save", json!({"tolerances": [tolerance]}));
        import(&mut shelf, "a.xml", &simple(&[
            pay(85_000, "Weber 1", "RE-2026-0815"),
            pay(11_998, "Weber 1", "RE-2026-0816"),
            pay(50_000, "Weber 2", "RE-2026-0999"),
            pay(7_000, "Weber 1", "Akonto"),
            pay(-2_500, "Weber 1", "Erstattung"),
        ]));
        for step in &steps {
            run(&mut shelf, step);
            for day in ["2026-02-28", "2026-03-03", "2026-03-04", "2026-03-31"] {
                let ledger = shelf.number(&format!(
                    "SELECT COALESCE(SUM(amount_minor), 0) FROM transactions WHERE transaction_on <= '{day}'"
                ));
                let (_, rows) = shelf.list(json!({"as_of": day}));
                let open: i64 = rows.iter().map(|row| row["total_minor"].as_i64().unwrap()).sum();
                prop_assert_eq!(open, ledger, "{} after {:?}", day, steps);
            }
        }
        let report = shelf.call("book.check", json!({}));
        prop_assert_eq!(&report["ok"], true, "{}", report);
    }
}
