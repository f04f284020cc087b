//! Properties of letters over random histories, against a naive reading of the rules that shares no code with them.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use proptest::prelude::*;

use super::*;
use crate::account::{Account, Horizon, Kind, Scratch, Settlement, Transaction};

pub(super) const CLOCK: i64 = 60;

pub(super) fn at(offset: i64) -> NaiveDate {
    let start = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
    start + chrono::TimeDelta::days(offset)
}

/// A small ledger in plain numbers: the generator's own form, from which account and oracle are both built.
#[derive(Debug, Clone)]
pub(super) struct Ledger {
    /// Kind, accounting day, due day, amount, disputed.
    rows: Vec<(Kind, i64, i64, i64, i64)>,
    /// Debit, credit, day, amount; indices into `rows`.
    settled: Vec<(usize, usize, i64, i64)>,
    /// Row, code, day.
    coded: Vec<(usize, Code, i64)>,
}

pub(super) fn ledgers() -> impl Strategy<Value = Ledger> {
    let kinds = prop::sample::select(vec![
        Kind::Invoice,
        Kind::Invoice,
        Kind::InterestNote,
        Kind::LetterFee,
        Kind::CreditNote,
        Kind::Payment,
    ]);
    let row = (
        kinds,
        0_i64..90,
        0_i64..40,
        1_i64..100_000,
        prop::option::weighted(0.2, 1_i64..100_000),
    );
    let rows = prop::collection::vec(row, 1..8).prop_map(|rows| {
        rows.into_iter()
            .map(|(kind, on, terms, amount, disputed)| match kind {
                Kind::CreditNote | Kind::Payment => (kind, on, on, -amount, 0),
                _ => (kind, on, on + terms, amount, disputed.unwrap_or(0)),
            })
            .collect::<Vec<_>>()
    });
    rows.prop_flat_map(|rows| {
        let count = rows.len();
        let settled = prop::collection::vec((0..count, 0..count, 0_i64..90, 1_i64..50_000), 0..6);
        let coded = prop::collection::vec(
            (
                0..count,
                prop::sample::select(Code::ALL.to_vec()),
                0_i64..90,
            ),
            0..5,
        );
        (Just(rows), settled, coded)
    })
    .prop_map(|(rows, wanted, coded)| {
        let mut left: Vec<i64> = rows.iter().map(|row| row.3).collect();
        let mut settled = Vec::new();
        for (debit, credit, on, amount) in wanted {
            let amount = amount.min(left[debit]).min(-left[credit]);
            if amount > 0 {
                left[debit] -= amount;
                left[credit] += amount;
                settled.push((
                    debit,
                    credit,
                    on.max(rows[debit].1).max(rows[credit].1),
                    amount,
                ));
            }
        }
        Ledger {
            rows,
            settled,
            coded,
        }
    })
}

impl Ledger {
    pub(super) fn account(&self) -> Account {
        let transactions = self
            .rows
            .iter()
            .enumerate()
            .map(|(index, row)| Transaction {
                id: i64::try_from(index).unwrap(),
                kind: row.0,
                transaction_on: at(row.1),
                document_on: at(row.1),
                due_on: at(row.2),
                recorded_on: at(row.1),
                currency: Currency::EUR,
                amount_minor: row.3,
                disputed_minor: row.4,
            });
        let settlements = self
            .settled
            .iter()
            .map(|(debit, credit, on, amount)| Settlement {
                debit_id: i64::try_from(*debit).unwrap(),
                credit_id: i64::try_from(*credit).unwrap(),
                effective_on: at(*on),
                recorded_on: at(*on),
                amount_minor: *amount,
            });
        Account {
            customer_id: 1,
            transactions: transactions.collect(),
            settlements: settlements.collect(),
            instalments: Vec::new(),
            promises: Vec::new(),
        }
    }

    pub(super) fn history(&self) -> Vec<Coded> {
        let mut history: Vec<Coded> = self
            .coded
            .iter()
            .enumerate()
            .map(|(number, (row, code, on))| Coded {
                transaction_id: i64::try_from(*row).unwrap(),
                code: *code,
                on: at(*on),
                number: i64::try_from(number).unwrap(),
                cancelled_on: None,
            })
            .collect();
        history.sort_by_key(|coded| coded.transaction_id);
        history
    }

    /// Without whatever is dated after the clock.
    fn known_at_clock(&self) -> Self {
        let mut known = self.clone();
        known.settled.retain(|row| row.2 <= CLOCK);
        known.coded.retain(|row| row.2 <= CLOCK);
        known
    }
}

pub(super) fn sequence() -> Sequence {
    let line = |code, fee_minor, minimum_minor, grace_days| Line {
        code,
        currency: Currency::EUR,
        fee_minor,
        fee_tax_minor: 0,
        minimum_minor,
        grace_days,
        blocks: Blocks::Nothing,
    };
    let lines = vec![
        line(Code::Letter1, 0, 500, 7),
        line(Code::Letter2, 1_000, 5_000, 14),
        line(Code::Collection, 2_500, 0, 10),
    ];
    Sequence::new("oracle", lines).unwrap()
}

fn decide_ledger(account: &Account, history: &[Coded], reversed: bool) -> Vec<Decision> {
    decide_with(account, history, reversed, Per::Customer)
}

pub(super) fn decide_with(
    account: &Account,
    history: &[Coded],
    reversed: bool,
    per: Per,
) -> Vec<Decision> {
    let mut items = Vec::new();
    account.open_items(
        Horizon::as_of(at(CLOCK)),
        &mut Scratch::default(),
        &mut items,
    );
    if reversed {
        items.reverse();
    }
    let sequence = sequence();
    let debtor = Debtor {
        items: &items,
        history,
        standing: Standing::Open,
        stops: &[],
        sequence: Some(&sequence),
    };
    let policy = Policy {
        clock: at(CLOCK),
        per,
        types: Types::all(),
        code: CodeChoice::All,
        exclude_disputed: Switch::On,
        skip_not_positive: Switch::On,
        ignore_credits_for_code: Switch::Off,
        scope: Scope::Everything,
    };
    decide(&debtor, &policy)
}

/// The naive reading: per row what the letter claims, the index of the code and the fee; `None` for no letter.
fn naive(ledger: &Ledger) -> Option<(BTreeMap<usize, i64>, usize, i64)> {
    let mut open: BTreeMap<usize, i64> = BTreeMap::new();
    for (index, row) in ledger.rows.iter().enumerate() {
        if row.1 <= CLOCK {
            let mut rest = row.3;
            for (debit, credit, on, amount) in &ledger.settled {
                if *on <= CLOCK && *debit == index {
                    rest -= amount;
                }
                if *on <= CLOCK && *credit == index {
                    rest += amount;
                }
            }
            if rest != 0 {
                open.insert(index, rest);
            }
        }
    }
    if open.values().sum::<i64>() <= 0 {
        return None;
    }
    let code_of = |index: usize| {
        let mut best: Option<(usize, i64)> = None;
        for (row, code, on) in &ledger.coded {
            if *row == index && *on <= CLOCK && best.is_none_or(|(_, day)| *on >= day) {
                best = Some((
                    Code::ALL.iter().position(|known| known == code).unwrap() + 1,
                    *on,
                ));
            }
        }
        best
    };
    let mut letter: BTreeMap<usize, i64> = BTreeMap::new();
    let (mut level, mut level_day) = (0, 0);
    for (index, rest) in &open {
        let row = &ledger.rows[*index];
        let claim = rest - row.4.min(*rest);
        let code = code_of(*index);
        if *rest > 0 && row.2 < CLOCK && claim > 0 && code.is_none_or(|(code, _)| code < 5) {
            letter.insert(*index, claim);
            if let Some((code, on)) = code.filter(|_| row.0 != Kind::LetterFee)
                && (code, on) > (level, level_day)
            {
                (level, level_day) = (code, on);
            }
        }
    }
    // The ladder of this test: 1 after nothing, 2 after 1, Collection after 2, 3 and 4.
    let (next, fee, minimum, grace) = match level {
        0 => (1, 0, 500, 7),
        1 => (2, 1_000, 5_000, 14),
        _ => (5, 2_500, 0, 10),
    };
    if level == 0 {
        letter.retain(|index, _| {
            ledger.rows[*index].0 == Kind::LetterFee || CLOCK - ledger.rows[*index].2 >= grace
        });
    } else if CLOCK - level_day < grace {
        return None;
    }
    if letter
        .keys()
        .all(|index| ledger.rows[*index].0 == Kind::LetterFee)
    {
        return None;
    }
    letter.extend(open.iter().filter(|(_, rest)| **rest < 0));
    let sum: i64 = letter.values().sum();
    (sum > 0 && sum >= minimum).then_some((letter, next, fee))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn letters_are_what_the_naive_reading_says(ledger in ledgers()) {
        let decisions = decide_ledger(&ledger.account(), &ledger.history(), false);
        let drafts: Vec<&Draft> = decisions.iter().filter_map(|decision| match &decision.outcome {
            Outcome::Letter(draft) => Some(draft),
            Outcome::Skip(_) => None,
        }).collect();
        match naive(&ledger) {
            None => prop_assert!(drafts.is_empty(), "{drafts:?}"),
            Some((claims, code, fee)) => {
                prop_assert_eq!(drafts.len(), 1, "{:?}", decisions);
                let listed: BTreeMap<usize, i64> = drafts[0].items.iter()
                    .map(|row| (usize::try_from(row.item.transaction_id).unwrap(), row.claimed_minor)).collect();
                prop_assert_eq!(&listed, &claims);
                prop_assert_eq!(drafts[0].line.code, Code::ALL[code - 1]);
                prop_assert_eq!(drafts[0].total_minor, claims.values().sum::<i64>() + fee);
            }
        }
    }

    /// T-D15, T-D19: a letter adds up, and no debit on it is due on or after its day.
    #[test]
    fn letters_add_up_and_list_nothing_early(ledger in ledgers()) {
        for decision in decide_ledger(&ledger.account(), &ledger.history(), false) {
            prop_assert!(!decision.checks.is_empty());
            let Outcome::Letter(draft) = decision.outcome else { continue };
            let sum: i64 = draft.items.iter().map(|row| row.claimed_minor).sum();
            prop_assert_eq!((sum, sum + draft.line.fee_minor), (draft.items_minor, draft.total_minor));
            for row in &draft.items {
                prop_assert!(row.claimed_minor < 0 || row.item.due_on < at(CLOCK));
                prop_assert!(row.item.transaction_on <= at(CLOCK));
            }
        }
    }

    #[test]
    fn order_of_items_never_matters(ledger in ledgers()) {
        let (account, history) = (ledger.account(), ledger.history());
        let outcomes = |decisions: Vec<Decision>| decisions.into_iter().map(|one| one.outcome).collect::<Vec<_>>();
        prop_assert_eq!(
            outcomes(decide_ledger(&account, &history, false)),
            outcomes(decide_ledger(&account, &history, true))
        );
    }

    /// L-23, T-A4: what is dated after the clock changes nothing.
    #[test]
    fn later_facts_are_invisible(ledger in ledgers(), later in 1_u64..30) {
        let known = ledger.known_at_clock();
        let mut more = known.account();
        let next = i64::try_from(more.transactions.len()).unwrap();
        let on = at(CLOCK) + Days::new(later);
        let payment = Transaction { id: next, kind: Kind::Payment, transaction_on: on, document_on: on, due_on: on,
            recorded_on: on, currency: Currency::EUR, amount_minor: -1_000_000, disputed_minor: 0 };
        more.transactions.push(payment);
        more.settlements.push(Settlement { debit_id: 0, credit_id: next, effective_on: on, recorded_on: on,
            amount_minor: 1 });
        prop_assert_eq!(
            decide_ledger(&ledger.account(), &ledger.history(), false),
            decide_ledger(&more, &known.history(), false)
        );
    }
}
