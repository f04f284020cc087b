//! Letters per transaction: L-7, L-8, and what holds for every account.

use proptest::prelude::*;

use super::oracle::{CLOCK, Ledger, at, decide_with, ledgers};
use super::tests::{by_hand, day, item, letter, line, policy, posted, sequence, shipped, skipped};
use super::*;
use crate::account::Kind;

fn per_transaction(clock: &str) -> Policy<'static> {
    Policy {
        per: Per::Transaction,
        ..policy(clock)
    }
}

fn decisions(
    items: &[OpenItem],
    history: &[Coded],
    sequence: &Sequence,
    policy: &Policy<'_>,
) -> Vec<Decision> {
    let debtor = Debtor {
        items,
        history,
        standing: Standing::Open,
        stops: &[],
        sequence: Some(sequence),
    };
    decide(&debtor, policy)
}

fn drafts(decisions: Vec<Decision>) -> Vec<Draft> {
    decisions.into_iter().map(letter).collect()
}

fn rows(draft: &Draft) -> Vec<(i64, i64, Option<Code>)> {
    let row = |row: &DraftItem| (row.item.transaction_id, row.claimed_minor, row.code);
    draft.items.iter().map(row).collect()
}

/// An invoice that had Letter 1 on 1 February, and one that had none.
fn two_levels() -> ([OpenItem; 2], [Coded; 1]) {
    let items = [
        item(1, Kind::Invoice, "2026-01-10", 50_000),
        item(2, Kind::Invoice, "2026-02-01", 20_000),
    ];
    (items, [by_hand(1, Code::Letter1, "2026-02-01")])
}

/// L-7: invoices that are due for different codes get a letter each, and each has its own clock.
#[test]
fn l_7_a_letter_for_each_code() {
    let (items, mut history) = (two_levels().0, two_levels().1.to_vec());
    let letters = drafts(decisions(
        &items,
        &history,
        &shipped(),
        &per_transaction("2026-02-15"),
    ));
    let codes: Vec<Code> = letters.iter().map(|draft| draft.line.code).collect();
    assert_eq!(codes, [Code::Letter2, Code::Letter1]);
    assert_eq!(rows(&letters[0]), [(1, 50_000, Some(Code::Letter2))]);
    assert_eq!(rows(&letters[1]), [(2, 20_000, Some(Code::Letter1))]);
    for draft in &letters {
        posted(draft, "2026-02-15", &mut history);
    }
    let waiting = decisions(&items, &history, &shipped(), &per_transaction("2026-02-28"));
    assert_eq!(skipped(&waiting[0]), SkipReason::GraceDays);
    let next = drafts(decisions(
        &items,
        &history,
        &shipped(),
        &per_transaction("2026-03-01"),
    ));
    let codes: Vec<Code> = next.iter().map(|draft| draft.line.code).collect();
    assert_eq!(codes, [Code::Collection, Code::Letter2]);
}

/// L-8: *Collection per customer* makes one letter with the text of the highest code; each line advances by its own.
#[test]
fn l_8_one_letter_for_all_codes() {
    let (items, history) = two_levels();
    let policy = Policy {
        code: CodeChoice::PerCustomer,
        ..per_transaction("2026-02-15")
    };
    let letters = drafts(decisions(&items, &history, &shipped(), &policy));
    assert_eq!(letters.len(), 1);
    assert_eq!(letters[0].line.code, Code::Letter2);
    assert_eq!(
        rows(&letters[0]),
        [
            (1, 50_000, Some(Code::Letter2)),
            (2, 20_000, Some(Code::Letter1))
        ]
    );
    assert_eq!(
        letters[0].previous,
        Some((Code::Letter1, day("2026-02-01")))
    );
}

#[test]
fn one_code_leaves_the_others() {
    let (items, history) = two_levels();
    let policy = Policy {
        code: CodeChoice::One(Code::Letter1),
        ..per_transaction("2026-02-15")
    };
    let found = decisions(&items, &history, &shipped(), &policy);
    assert_eq!(found[0].left_out[0].reason, LeftOutReason::OtherCode);
    assert_eq!(
        rows(&letter(found[0].clone())),
        [(2, 20_000, Some(Code::Letter1))]
    );
    let none = Policy {
        code: CodeChoice::One(Code::Collection),
        ..policy
    };
    assert_eq!(
        skipped(&decisions(&items, &history, &shipped(), &none)[0]),
        SkipReason::OtherCode
    );
}

/// The minimum is that of each transaction: two below it get no letter although they exceed it together.
#[test]
fn the_minimum_is_per_transaction() {
    let ladder = sequence(&[line(Code::Letter1, 0, 1_000, 7)]);
    let small = [
        item(1, Kind::Invoice, "2026-01-10", 900),
        item(2, Kind::Invoice, "2026-01-10", 999),
    ];
    let none = decisions(&small, &[], &ladder, &per_transaction("2026-02-15"));
    assert_eq!(skipped(&none[0]), SkipReason::MinimumNotReached);
    assert_eq!(
        none[0]
            .checks
            .last()
            .map(|check| (check.measured, check.threshold)),
        Some((Figure::Amount(999), Figure::Amount(1_000)))
    );
    // Two instalments of one invoice are one transaction.
    let mut instalments = small;
    instalments[1].transaction_id = 1;
    instalments[1].due_on = day("2026-01-11");
    let one = decisions(&instalments, &[], &ladder, &per_transaction("2026-02-15"));
    assert_eq!(letter(one[0].clone()).items_minor, 1_899);
}

/// Credits go to the highest code first and are deducted once; what they cover gets no letter.
#[test]
fn credits_are_deducted_once() {
    let (debits, history) = two_levels();
    let with = |credit: i64| {
        let items = [
            debits[0],
            debits[1],
            item(9, Kind::Payment, "2026-02-10", -credit),
        ];
        decisions(&items, &history, &shipped(), &per_transaction("2026-02-15"))
    };
    let part = drafts(with(10_000));
    assert_eq!((part[0].items_minor, part[1].items_minor), (40_000, 20_000));
    let over = drafts(with(60_000));
    assert_eq!(over.len(), 1);
    assert_eq!(
        (over[0].line.code, over[0].items_minor),
        (Code::Letter1, 10_000)
    );
    assert_eq!(skipped(&with(70_000)[0]), SkipReason::BalanceNotPositive);
}

/// L-21 per transaction: a fee goes with the highest code, and never makes a letter.
#[test]
fn fees_go_with_the_highest_code() {
    let (debits, history) = two_levels();
    let items = [
        debits[0],
        debits[1],
        item(5, Kind::LetterFee, "2026-02-03", 500),
    ];
    let letters = drafts(decisions(
        &items,
        &history,
        &shipped(),
        &per_transaction("2026-02-15"),
    ));
    assert_eq!(
        rows(&letters[0]),
        [
            (1, 50_000, Some(Code::Letter2)),
            (5, 500, Some(Code::Letter2))
        ]
    );
    assert_eq!(letters[1].items.len(), 1);
    let alone = decisions(&items[2..], &[], &shipped(), &per_transaction("2026-02-15"));
    assert_eq!(skipped(&alone[0]), SkipReason::OnlyLetterFees);
}

/// T-D23: what is taken off a draft is gone from it alone; a draft never takes over what stood on another.
#[test]
fn drafts_keep_apart() {
    let (items, history) = two_levels();
    let drafted = [(1, Some(Code::Letter2)), (2, Some(Code::Letter1))];
    let again = |history: &[Coded], removed: &[i64]| {
        let scope = Scope::Draft {
            drafted: &drafted,
            removed,
        };
        let policy = Policy {
            scope,
            ..per_transaction("2026-02-15")
        };
        decisions(&items, history, &shipped(), &policy)
    };
    assert_eq!(drafts(again(&history, &[])).len(), 2);
    let one = drafts(again(&history, &[1]));
    assert_eq!((one.len(), one[0].line.code), (1, Code::Letter1));
    // By hand the second got Letter 1 since: it does not join the other letter, and its own is gone.
    let moved = [history[0], by_hand(2, Code::Letter1, "2026-01-20")];
    let one = drafts(again(&moved, &[]));
    assert_eq!(rows(&one[0]), [(1, 50_000, Some(Code::Letter2))]);
    assert_eq!(one.len(), 1);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// Each debit stands on one letter at most, with the code after its own; the letters never ask for more than the
    /// overdue claims less all credits, and after posting the same day makes none (T-D3).
    #[test]
    fn letters_per_transaction_hold_together(ledger in ledgers()) {
        let history = ledger.history();
        let decisions = decide_with(&ledger.account(), &history, false, Per::Transaction);
        let letters: Vec<&Draft> = decisions.iter().filter_map(|decision| match &decision.outcome {
            Outcome::Letter(draft) => Some(draft),
            Outcome::Skip(_) => None,
        }).collect();
        let mut seen = std::collections::BTreeSet::new();
        let (mut debits, mut credits) = (0, 0);
        for draft in &letters {
            let sum: i64 = draft.items.iter().map(|row| row.claimed_minor).sum();
            prop_assert_eq!((sum, sum + draft.line.fee_minor), (draft.items_minor, draft.total_minor));
            prop_assert!(sum > 0);
            for row in &draft.items {
                prop_assert_eq!(row.code, Some(draft.line.code));
                if row.claimed_minor < 0 {
                    credits -= row.claimed_minor;
                    continue;
                }
                debits += row.claimed_minor;
                prop_assert!(row.item.due_on < at(CLOCK));
                prop_assert!(seen.insert(row.item.transaction_id));
                if ItemType::of(&row.item) != ItemType::LetterFee {
                    let own = row.previous.map(|(code, _)| code);
                    prop_assert_eq!(own.and_then(next_code).or(own.is_none().then_some(Code::Letter1)), row.code);
                }
            }
        }
        let open_credits = open_credits(&ledger);
        prop_assert!(credits <= open_credits);
        if letters.len() > 1 {
            let largest = letters.iter().map(|draft| draft.items_minor).max().unwrap_or(0);
            prop_assert!(debits - credits >= largest);
        }
        let mut after = history;
        for draft in &letters {
            let number = 1_000;
            after.extend(draft.items.iter().filter_map(|row| row.code.map(|code| Coded {
                transaction_id: row.item.transaction_id, code, on: at(CLOCK), number, cancelled_on: None,
            })));
        }
        after.sort_by_key(|coded| coded.transaction_id);
        for decision in decide_with(&ledger.account(), &after, false, Per::Transaction) {
            prop_assert!(matches!(decision.outcome, Outcome::Skip(_)), "{decision:?}");
        }
    }

    #[test]
    fn order_of_items_never_matters_per_transaction(ledger in ledgers()) {
        let (account, history) = (ledger.account(), ledger.history());
        let outcomes = |reversed| decide_with(&account, &history, reversed, Per::Transaction)
            .into_iter().map(|one| one.outcome).collect::<Vec<_>>();
        prop_assert_eq!(outcomes(false), outcomes(true));
    }
}

/// The ladder of the random ledgers: 1, 2, Collection.
fn next_code(code: Code) -> Option<Code> {
    match code {
        Code::Letter1 => Some(Code::Letter2),
        Code::Letter2 | Code::Letter3 | Code::Letter4 => Some(Code::Collection),
        Code::Collection => None,
    }
}

fn open_credits(ledger: &Ledger) -> i64 {
    let mut scratch = crate::account::Scratch::default();
    let mut items = Vec::new();
    let horizon = crate::account::Horizon::as_of(at(CLOCK));
    ledger
        .account()
        .open_items(horizon, &mut scratch, &mut items);
    items.iter().map(|item| (-item.open_minor).max(0)).sum()
}
