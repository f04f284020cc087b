//! Random histories.

use engine::account::Kind;
use engine::aging::{AgeBy, CreditsIn};
use proptest::prelude::*;
use proptest::sample::Index;

use crate::model::{Asked, Document, History, Match, engine_says, in_words};

/// A wish for a match; what is left of both documents decides how much of it comes true.
#[derive(Debug, Clone)]
struct Wish {
    debit: Index,
    credit: Index,
    accounted: i64,
    recorded: i64,
    percent: i64,
}

fn documents() -> impl Strategy<Value = Vec<Document>> {
    let kinds = prop_oneof![
        5 => Just(Kind::Invoice),
        3 => Just(Kind::Payment),
        2 => Just(Kind::CreditNote),
        1 => Just(Kind::Refund),
        1 => Just(Kind::LetterFee),
    ];
    let days = (0_i64..300, -20_i64..20, -60_i64..120, 0_i64..40);
    let rest = (
        0_usize..3,
        1_i64..200_000,
        0_i64..30_000,
        prop::collection::vec((-40_i64..90, 1_i64..9), 0..4),
    );
    let document = (kinds, days, rest).prop_map(|(kind, days, rest)| {
        let (booked, dated, due, known) = days;
        let (currency, minor, disputed, shares) = rest;
        let debit = matches!(kind, Kind::Invoice | Kind::Refund | Kind::LetterFee);
        let amount = if debit { minor } else { -minor };
        let dated = booked + dated;
        // A document that falls due before its own day is back-dated, as in T-A2.
        let due = dated + due;
        let rows = if kind == Kind::Invoice {
            instalments(due, amount, &shares)
        } else {
            Vec::new()
        };
        let disputed = if debit && disputed < 10_000 {
            disputed
        } else {
            0
        };
        Document {
            kind,
            booked,
            dated,
            due,
            recorded: booked + known,
            currency,
            amount,
            disputed,
            rows,
        }
    });
    prop::collection::vec(document, 1..14)
}

/// Rows that add up to `amount`, one per share.
fn instalments(due: i64, amount: i64, shares: &[(i64, i64)]) -> Vec<(i64, i64)> {
    let whole: i64 = shares.iter().map(|(_, share)| share).sum();
    if shares.len() < 2 || amount < whole {
        return Vec::new();
    }
    let mut left = amount;
    let mut rows: Vec<(i64, i64)> = shares
        .iter()
        .map(|(shift, share)| {
            let part = amount * share / whole;
            left -= part;
            (due + shift, part)
        })
        .collect();
    rows[0].1 += left;
    rows.sort_unstable();
    // Two rows of one day are one row for a reader; the engine's order inside a day must not matter.
    rows.dedup_by(|next, row| {
        let same = next.0 == row.0;
        if same {
            row.1 += next.1;
        }
        same
    });
    if rows.len() < 2 { Vec::new() } else { rows }
}

fn wishes() -> impl Strategy<Value = Vec<Wish>> {
    let wish = (
        any::<Index>(),
        any::<Index>(),
        -10_i64..340,
        0_i64..40,
        1_i64..=140,
    );
    prop::collection::vec(
        wish.prop_map(|(debit, credit, accounted, known, percent)| Wish {
            debit,
            credit,
            accounted,
            recorded: accounted + known,
            percent,
        }),
        0..20,
    )
}

/// Any history: chains, netting, part settlements, and some that take more than a debit had (over 100 per cent).
fn histories() -> impl Strategy<Value = History> {
    (documents(), wishes()).prop_map(|(documents, wishes)| {
        let mut history = History {
            documents,
            matches: Vec::new(),
        };
        let debits = positions(&history, |document| document.amount > 0);
        let credits = positions(&history, |document| document.amount < 0);
        if debits.is_empty() || credits.is_empty() {
            return history;
        }
        for wish in wishes {
            let debit = debits[wish.debit.index(debits.len())];
            let credit = credits[wish.credit.index(credits.len())];
            if history.documents[debit].currency != history.documents[credit].currency {
                continue;
            }
            let used = |side: fn(&Match) -> usize, at: usize| -> i64 {
                history
                    .matches
                    .iter()
                    .filter(|item| side(item) == at)
                    .map(|item| item.amount)
                    .sum()
            };
            let debit_left = history.documents[debit].amount - used(|item| item.debit, debit);
            let credit_left = -history.documents[credit].amount - used(|item| item.credit, credit);
            let amount = debit_left.min(credit_left) * wish.percent / 100;
            if amount > 0 {
                let Wish {
                    accounted,
                    recorded,
                    ..
                } = wish;
                history.matches.push(Match {
                    debit,
                    credit,
                    accounted,
                    recorded,
                    amount,
                });
            }
        }
        history
    })
}

fn positions(history: &History, wanted: fn(&Document) -> bool) -> Vec<usize> {
    (0..history.documents.len())
        .filter(|at| wanted(&history.documents[*at]))
        .collect()
}

fn questions() -> impl Strategy<Value = Asked> {
    let by = prop_oneof![
        Just(AgeBy::Due),
        Just(AgeBy::Document),
        Just(AgeBy::Transaction)
    ];
    let credits = prop_oneof![Just(CreditsIn::OwnPeriod), Just(CreditsIn::FirstPeriod)];
    (-30_i64..520, prop::option::of(-30_i64..400), by, credits).prop_map(
        |(day, known, by, credits_in)| Asked {
            day,
            known,
            by,
            credits_in,
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    /// Every figure of the engine is the model's, for any question (T-A4, T-A5, T-A6, T-A11, T-A15, T-A16).
    #[test]
    fn every_figure_is_the_models(history in histories(), asked in questions()) {
        let said = in_words(&engine_says(&history.account(), asked));
        prop_assert_eq!(said, history.aged(asked));
    }

    /// T-A1, T-A2, T-A10: on every day that matters the periods add up to the total, and the total is the ledger
    /// balance, whatever is back-dated, applied early or applied too much.
    #[test]
    fn periods_add_up_to_the_ledger_balance(history in histories()) {
        let account = history.account();
        for day in history.days() {
            let mut totals = [0; 3];
            for (currency, aged) in in_words(&engine_says(&account, Asked::on(day))) {
                prop_assert_eq!(aged.periods.iter().sum::<i64>(), aged.total, "day {}", day);
                totals[currency] = aged.total;
            }
            prop_assert_eq!(totals, history.balance(Asked::on(day)), "day {}", day);
        }
    }

    /// T-A3: the total does not depend on the day that counts, nor on where credits stand.
    #[test]
    fn totals_do_not_depend_on_the_basis(history in histories(), asked in questions()) {
        let account = history.account();
        let totals = |asked: Asked| -> Vec<(usize, i64, i64, u32)> {
            in_words(&engine_says(&account, asked))
                .into_iter()
                .map(|(currency, aged)| (currency, aged.total, aged.unapplied, aged.open_count))
                .collect()
        };
        let first = totals(asked);
        for by in [AgeBy::Due, AgeBy::Document, AgeBy::Transaction] {
            for credits_in in [CreditsIn::OwnPeriod, CreditsIn::FirstPeriod] {
                prop_assert_eq!(&totals(Asked { by, credits_in, ..asked }), &first);
            }
        }
    }

    /// T-A4, T-A6: what is booked, applied or accounted after the day never changes that day's answer.
    #[test]
    fn as_of_never_looks_ahead(history in histories(), day in 0_i64..330) {
        let mut past = history.clone();
        past.matches.retain(|item| history.counts_from(item) <= day);
        for document in &mut past.documents {
            // A later document keeps its place, so that the matches still point right, but not its content.
            if document.booked > day {
                *document = Document { amount: 7, rows: Vec::new(), disputed: 0, ..document.clone() };
            }
        }
        let with_future = engine_says(&history.account(), Asked::on(day));
        prop_assert_eq!(engine_says(&past.account(), Asked::on(day)), with_future);
    }

    /// T-A5: with nothing known before the first record the book is empty, with everything known it is whole.
    #[test]
    fn what_is_known_only_grows_to_the_whole(history in histories(), day in 0_i64..500) {
        let account = history.account();
        let known = |known: i64| engine_says(&account, Asked { known: Some(known), ..Asked::on(day) });
        prop_assert!(known(-30).is_empty());
        prop_assert_eq!(known(1_000), engine_says(&account, Asked::on(day)));
    }

    /// The order of rows never matters: ids in any order, settlements in any order, the same figures.
    #[test]
    fn order_of_rows_never_matters(
        history in histories(),
        asked in questions(),
        keys in prop::collection::vec(any::<u64>(), 40),
    ) {
        let mut order: Vec<usize> = (0..history.documents.len()).collect();
        order.sort_by_key(|at| keys[*at]);
        let mut ids = vec![0; order.len()];
        for (id, at) in (100..).step_by(3).zip(&order) {
            ids[*at] = id;
        }
        let mut account = history.account_with(&ids);
        let mut settlements: Vec<_> = account.settlements.drain(..).zip(&keys[20..]).collect();
        settlements.sort_by_key(|(_, key)| **key);
        account.settlements = settlements.into_iter().map(|(settlement, _)| settlement).collect();
        let one = in_words(&engine_says(&history.account(), asked));
        prop_assert_eq!(in_words(&engine_says(&account, asked)), one);
    }

    /// Paying in any order comes to the same: the days of the matches change places, the end does not.
    #[test]
    fn paying_in_any_order_comes_to_the_same(
        history in histories(),
        keys in prop::collection::vec(any::<u64>(), 20),
    ) {
        let mut other = history.clone();
        let mut order: Vec<usize> = (0..history.matches.len()).collect();
        order.sort_by_key(|at| keys[*at]);
        for (at, from) in order.into_iter().enumerate() {
            other.matches[at].accounted = history.matches[from].accounted;
        }
        let end = Asked::on(1_000);
        prop_assert_eq!(engine_says(&other.account(), end), engine_says(&history.account(), end));
    }
}
