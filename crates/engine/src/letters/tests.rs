use chrono::NaiveDate;

use super::*;
use crate::account::Kind;

pub(super) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(super) fn item(id: i64, kind: Kind, due: &str, open_minor: i64) -> OpenItem {
    OpenItem {
        transaction_id: id,
        kind,
        transaction_on: day(due),
        document_on: day(due),
        due_on: day(due),
        currency: Currency::EUR,
        amount_minor: open_minor,
        open_minor,
        disputed_minor: 0,
        promised_minor: 0,
    }
}

pub(super) fn line(code: Code, fee_minor: i64, minimum_minor: i64, grace_days: u32) -> Line {
    Line {
        code,
        currency: Currency::EUR,
        fee_minor,
        fee_tax_minor: 0,
        minimum_minor,
        grace_days,
        blocks: Blocks::Nothing,
    }
}

pub(super) fn sequence(lines: &[Line]) -> Sequence {
    Sequence::new("test", lines.to_vec()).unwrap()
}

/// The sequence of L-1 to L-5.
fn reference() -> Sequence {
    sequence(&[
        line(Code::Letter1, 0, 0, 2),
        line(Code::Letter2, 2_000, 1_000, 3),
        line(Code::Collection, 5_000, 10_000, 15),
    ])
}

/// The sequence that is shipped (spec 91 §3).
pub(super) fn shipped() -> Sequence {
    sequence(&[
        line(Code::Letter1, 0, 0, 7),
        line(Code::Letter2, 0, 0, 14),
        line(Code::Collection, 0, 0, 14),
    ])
}

pub(super) fn policy(clock: &str) -> Policy<'static> {
    Policy {
        clock: day(clock),
        per: Per::Customer,
        types: Types::all(),
        code: CodeChoice::All,
        exclude_disputed: Switch::On,
        skip_not_positive: Switch::On,
        ignore_credits_for_code: Switch::Off,
        scope: Scope::Everything,
    }
}

fn decided(
    items: &[OpenItem],
    history: &[Coded],
    sequence: &Sequence,
    policy: &Policy<'_>,
) -> Decision {
    let debtor = Debtor {
        items,
        history,
        standing: Standing::Open,
        stops: &[],
        sequence: Some(sequence),
    };
    let mut decisions = decide(&debtor, policy);
    assert_eq!(decisions.len(), 1, "one currency");
    decisions.remove(0)
}

pub(super) fn letter(decision: Decision) -> Draft {
    match decision.outcome {
        Outcome::Letter(draft) => draft,
        Outcome::Skip(reason) => panic!("skipped: {reason:?}"),
    }
}

pub(super) fn skipped(decision: &Decision) -> SkipReason {
    match &decision.outcome {
        Outcome::Letter(draft) => panic!("letter: {draft:?}"),
        Outcome::Skip(reason) => *reason,
    }
}

/// What posting `draft` on its day leaves in the history.
pub(super) fn posted(draft: &Draft, on: &str, history: &mut Vec<Coded>) {
    let number = i64::try_from(history.len()).unwrap();
    for row in &draft.items {
        if let Some(code) = row.code {
            let transaction_id = row.item.transaction_id;
            history.push(Coded {
                transaction_id,
                code,
                on: day(on),
                number,
                cancelled_on: None,
            });
        }
    }
    history.sort_by_key(|coded| coded.transaction_id);
}

pub(super) fn by_hand(transaction_id: i64, code: Code, on: &str) -> Coded {
    Coded {
        transaction_id,
        code,
        on: day(on),
        number: 99,
        cancelled_on: None,
    }
}

fn customer_of_l1() -> [OpenItem; 3] {
    [
        item(1, Kind::Invoice, "2021-01-16", 50_000),
        item(2, Kind::CreditNote, "2021-01-16", -10_000),
        item(3, Kind::CreditNote, "2021-01-16", -20_000),
    ]
}

fn types_of_l1() -> Types {
    [ItemType::Invoice, ItemType::CreditNote]
        .into_iter()
        .collect()
}

/// L-1, L-2, L-3, L-4, L-5, T-D3, T-D10, T-D14: the reference's example from the first letter to Collection.
#[test]
fn l_1_to_l_5_the_reference_example() {
    let (items, sequence) = (customer_of_l1(), reference());
    for ignore_credits_for_code in [Switch::On, Switch::Off] {
        let at = |clock: &str| Policy {
            types: types_of_l1(),
            ignore_credits_for_code,
            ..policy(clock)
        };
        let mut history = Vec::new();
        assert_eq!(
            skipped(&decided(&items, &history, &sequence, &at("2021-01-17"))),
            SkipReason::GraceDays
        );
        let first = letter(decided(&items, &history, &sequence, &at("2021-01-19")));
        assert_eq!(
            (first.line.code, first.items_minor, first.line.fee_minor),
            (Code::Letter1, 20_000, 0)
        );
        assert_eq!(
            (first.items.len(), first.total_minor),
            (3, 20_000),
            "one letter for all documents"
        );
        posted(&first, "2021-01-19", &mut history);
        let again = decided(&items, &history, &sequence, &at("2021-01-19"));
        assert_eq!(
            skipped(&again),
            SkipReason::GraceDays,
            "T-D3: the same day again"
        );
        let second = letter(decided(&items, &history, &sequence, &at("2021-01-23")));
        assert_eq!(
            (second.line.code, second.total_minor),
            (Code::Letter2, 22_000),
            "L-5: fee 20.00"
        );
        let codes: Vec<_> = second.items.iter().map(|row| row.code).collect();
        let of_credits = (ignore_credits_for_code == Switch::Off).then_some(Code::Letter2);
        assert_eq!(
            codes,
            [Some(Code::Letter2), of_credits, of_credits],
            "L-2, L-3: header and lines agree"
        );
        posted(&second, "2021-01-23", &mut history);
        assert_eq!(
            skipped(&decided(&items, &history, &sequence, &at("2021-02-06"))),
            SkipReason::GraceDays
        );
        let third = letter(decided(&items, &history, &sequence, &at("2021-02-07")));
        assert_eq!(
            (third.line.code, third.line.fee_minor),
            (Code::Collection, 5_000)
        );
        posted(&third, "2021-02-07", &mut history);
        let after = decided(&items, &history, &sequence, &at("2022-01-01"));
        assert_eq!(
            skipped(&after),
            SkipReason::AtCollection,
            "after the last code no further letter"
        );
    }
}

/// L-6: days 1, 6, 7 give due + 1, + 7, + 14.
#[test]
fn l_6_cadence() {
    let sequence = sequence(&[
        line(Code::Letter1, 0, 0, 1),
        line(Code::Letter2, 0, 0, 6),
        line(Code::Collection, 0, 0, 7),
    ]);
    let items = [item(1, Kind::Invoice, "2026-01-15", 10_000)];
    let mut history = Vec::new();
    let mut days = Vec::new();
    for clock in day("2026-01-10").iter_days().take(60) {
        let clock = clock.to_string();
        for decision in decide(
            &Debtor {
                items: &items,
                history: &history.clone(),
                standing: Standing::Open,
                stops: &[],
                sequence: Some(&sequence),
            },
            &policy(&clock),
        ) {
            if let Outcome::Letter(draft) = decision.outcome {
                posted(&draft, &clock, &mut history);
                days.push(clock.clone());
            }
        }
    }
    assert_eq!(days, ["2026-01-16", "2026-01-22", "2026-01-29"]);
}

/// L-9: grace runs at the customer; the next letter lists all overdue invoices, also those overdue since yesterday.
#[test]
fn l_9_next_letter_waits_and_then_lists_all() {
    let sequence = sequence(&[line(Code::Letter1, 0, 0, 0), line(Code::Letter2, 0, 0, 10)]);
    let mut items = vec![item(1, Kind::Invoice, "2026-02-28", 10_000)];
    let mut history = Vec::new();
    posted(
        &letter(decided(&items, &history, &sequence, &policy("2026-03-01"))),
        "2026-03-01",
        &mut history,
    );
    items.push(item(2, Kind::Invoice, "2026-03-01", 5_000));
    items.push(item(3, Kind::Invoice, "2026-03-10", 700));
    items.push(item(4, Kind::Invoice, "2026-03-11", 900));
    let early = decided(&items, &history, &sequence, &policy("2026-03-10"));
    assert_eq!(skipped(&early), SkipReason::GraceDays);
    let grace = early.checks.last().unwrap();
    assert_eq!(
        (grace.measured, grace.threshold),
        (
            Figure::Day(day("2026-03-10")),
            Figure::Day(day("2026-03-11"))
        )
    );
    let second = letter(decided(&items, &history, &sequence, &policy("2026-03-11")));
    let listed: Vec<i64> = second
        .items
        .iter()
        .map(|row| row.item.transaction_id)
        .collect();
    assert_eq!(
        listed,
        [1, 2, 3],
        "T-D19: what is due on the letter's day is not late"
    );
    assert_eq!(
        (second.line.code, second.total_minor),
        (Code::Letter2, 15_700)
    );
}

/// L-10: one cent below the minimum is no letter, and the figures say so.
#[test]
fn l_10_minimum() {
    let sequence = sequence(&[line(Code::Letter1, 0, 1_000, 0)]);
    let below = decided(
        &[item(1, Kind::Invoice, "2026-03-01", 999)],
        &[],
        &sequence,
        &policy("2026-03-20"),
    );
    assert_eq!(skipped(&below), SkipReason::MinimumNotReached);
    let check = below.checks.last().unwrap();
    assert!(!check.met);
    assert_eq!(
        (check.measured, check.threshold),
        (Figure::Amount(999), Figure::Amount(1_000))
    );
    let at = decided(
        &[item(1, Kind::Invoice, "2026-03-01", 1_000)],
        &[],
        &sequence,
        &policy("2026-03-20"),
    );
    assert_eq!(letter(at).total_minor, 1_000);
}

/// L-11: a currency without lines gets no letter, the others do.
#[test]
fn l_11_currency_not_in_sequence() {
    let usd: Currency = "USD".parse().unwrap();
    let sequence = sequence(&[Line {
        currency: usd,
        ..line(Code::Letter1, 0, 0, 0)
    }]);
    let items = [
        item(1, Kind::Invoice, "2026-03-01", 5_000),
        OpenItem {
            currency: usd,
            ..item(2, Kind::Invoice, "2026-03-01", 7_000)
        },
    ];
    let debtor = Debtor {
        items: &items,
        history: &[],
        standing: Standing::Open,
        stops: &[],
        sequence: Some(&sequence),
    };
    let decisions = decide(&debtor, &policy("2026-03-20"));
    assert_eq!(decisions.len(), 2, "one letter per currency");
    assert_eq!(skipped(&decisions[0]), SkipReason::CurrencyNotInSequence);
    assert_eq!(letter(decisions[1].clone()).total_minor, 7_000);
}

/// L-13: a cancelled letter gives the code before it back, with its day; before the cancellation it counted.
#[test]
fn l_13_cancelled_letters_do_not_count() {
    let history = [
        Coded {
            transaction_id: 1,
            code: Code::Letter1,
            on: day("2026-03-01"),
            number: 1,
            cancelled_on: None,
        },
        Coded {
            transaction_id: 1,
            code: Code::Letter2,
            on: day("2026-03-15"),
            number: 2,
            cancelled_on: Some(day("2026-03-18")),
        },
    ];
    let at = |clock: &str| standing_code(&history, 1, day(clock));
    assert_eq!(at("2026-02-28"), None);
    assert_eq!(at("2026-03-17"), Some((Code::Letter2, day("2026-03-15"))));
    assert_eq!(at("2026-03-18"), Some((Code::Letter1, day("2026-03-01"))));
}

/// L-25: a running promise of 300 spares 300 of 1,000; the letter is over 700. Where all of it is promised there is none.
#[test]
fn l_25_a_promise_spares_its_amount() {
    let part = OpenItem {
        promised_minor: 30_000,
        ..item(1, Kind::Invoice, "2026-03-01", 100_000)
    };
    let one = decided(&[part], &[], &shipped(), &policy("2026-03-20"));
    assert_eq!(letter(one).total_minor, 70_000);
    let whole = OpenItem {
        promised_minor: 100_000,
        ..part
    };
    let none = decided(&[whole], &[], &shipped(), &policy("2026-03-20"));
    assert_eq!(skipped(&none), SkipReason::Promised);
    let rest_disputed = OpenItem {
        disputed_minor: 70_000,
        ..part
    };
    let none = decided(&[rest_disputed], &[], &shipped(), &policy("2026-03-20"));
    assert_eq!(none.left_out[0].reason, LeftOutReason::Promised);
    let claimed = Policy {
        exclude_disputed: Switch::Off,
        ..policy("2026-03-20")
    };
    let all = decided(&[rest_disputed], &[], &shipped(), &claimed);
    assert_eq!(
        letter(all).total_minor,
        70_000,
        "the promise is spared whatever the parameter says"
    );
}

/// L-15: a disputed item is not claimed while the parameter says so, a disputed part is not either.
#[test]
fn l_15_disputed() {
    let disputed = OpenItem {
        disputed_minor: 10_000,
        ..item(1, Kind::Invoice, "2026-03-01", 10_000)
    };
    let part = OpenItem {
        disputed_minor: 3_000,
        ..item(2, Kind::Invoice, "2026-03-02", 10_000)
    };
    let only = decided(&[disputed], &[], &shipped(), &policy("2026-03-20"));
    assert_eq!(skipped(&only), SkipReason::Disputed);
    let both = decided(&[disputed, part], &[], &shipped(), &policy("2026-03-20"));
    let reasons: Vec<_> = both
        .left_out
        .iter()
        .map(|left| (left.transaction_id, left.reason))
        .collect();
    assert_eq!(reasons, [(1, LeftOutReason::Disputed)]);
    assert_eq!(letter(both).total_minor, 7_000);
    let claimed = Policy {
        exclude_disputed: Switch::Off,
        ..policy("2026-03-20")
    };
    assert_eq!(
        letter(decided(&[disputed, part], &[], &shipped(), &claimed)).total_minor,
        20_000
    );
}

/// L-16, L-17: a code set by hand is the last one considered sent.
#[test]
fn l_16_l_17_codes_set_by_hand() {
    let four = sequence(&[
        line(Code::Letter1, 0, 0, 7),
        line(Code::Letter2, 0, 0, 7),
        line(Code::Letter3, 0, 0, 7),
        line(Code::Letter4, 0, 0, 7),
        line(Code::Collection, 0, 0, 7),
    ]);
    let items = [item(1, Kind::Invoice, "2026-03-01", 10_000)];
    let third = [by_hand(1, Code::Letter3, "2026-03-10")];
    assert_eq!(
        letter(decided(&items, &third, &four, &policy("2026-03-20")))
            .line
            .code,
        Code::Letter4
    );
    let last = [by_hand(1, Code::Collection, "2026-03-10")];
    assert_eq!(
        skipped(&decided(&items, &last, &four, &policy("2026-12-31"))),
        SkipReason::AtCollection
    );
    let back = [
        by_hand(1, Code::Collection, "2026-03-10"),
        by_hand(1, Code::Letter1, "2026-03-12"),
    ];
    assert_eq!(
        letter(decided(&items, &back, &four, &policy("2026-03-20")))
            .line
            .code,
        Code::Letter2
    );
}

/// L-19: who is owed more than it owes gets no letter; without the parameter the claim itself must be positive.
#[test]
fn l_19_balance_not_positive() {
    let items = [
        item(1, Kind::Invoice, "2026-03-01", 100_000),
        item(2, Kind::CreditNote, "2026-03-05", -150_000),
    ];
    let decision = decided(&items, &[], &shipped(), &policy("2026-03-20"));
    assert_eq!(skipped(&decision), SkipReason::BalanceNotPositive);
    assert_eq!(
        decision.checks.last().unwrap().measured,
        Figure::Amount(-50_000)
    );
    let off = Policy {
        skip_not_positive: Switch::Off,
        ..policy("2026-03-20")
    };
    assert_eq!(
        skipped(&decided(&items, &[], &shipped(), &off)),
        SkipReason::BalanceNotPositive
    );
    let invoices = Policy {
        types: [ItemType::Invoice].into_iter().collect(),
        ..off
    };
    assert_eq!(
        letter(decided(&items, &[], &shipped(), &invoices)).total_minor,
        100_000
    );
}

/// L-20: a sixth code is refused, and so is whatever is no ladder.
#[test]
fn l_20_what_a_sequence_must_be() {
    use Code::{Collection, Letter1, Letter2, Letter3};
    let five = Code::ALL.map(|code| line(code, 0, 0, 7));
    assert!(Sequence::new("five", five.to_vec()).is_ok());
    let refused = |lines: &[Line]| Sequence::new("refused", lines.to_vec()).unwrap_err();
    let mut six = five.to_vec();
    six.push(line(Code::Letter4, 0, 0, 7));
    let currency = Currency::EUR;
    assert_eq!(refused(&six), SequenceFault::TooManyCodes { currency });
    assert_eq!(refused(&[]), SequenceFault::Empty);
    let only = |codes: &[Code]| {
        codes
            .iter()
            .map(|code| line(*code, 0, 0, 7))
            .collect::<Vec<_>>()
    };
    let gap = |code| SequenceFault::Gap { currency, code };
    let twice = |code| SequenceFault::CodeTwice { currency, code };
    assert_eq!(refused(&only(&[Letter2, Collection])), gap(Letter2));
    assert_eq!(refused(&only(&[Letter1, Letter3])), gap(Letter3));
    assert_eq!(refused(&only(&[Collection])), gap(Collection));
    assert_eq!(refused(&only(&[Letter1, Letter1])), twice(Letter1));
    assert_eq!(
        refused(&only(&[Letter1, Collection, Collection])),
        twice(Collection)
    );
    assert_eq!(
        refused(&[line(Letter1, -1, 0, 7)]),
        SequenceFault::Negative {
            currency,
            code: Letter1
        }
    );
    assert!(Sequence::new("jump", only(&[Letter1, Letter2, Collection])).is_ok());
}

/// L-21: a fee alone causes no letter; beside an invoice it is listed and summed.
#[test]
fn l_21_only_letter_fees() {
    let fee = item(1, Kind::LetterFee, "2026-03-18", 2_000);
    let alone = decided(&[fee], &[], &shipped(), &policy("2026-03-20"));
    assert_eq!(skipped(&alone), SkipReason::OnlyLetterFees);
    let both = [fee, item(2, Kind::Invoice, "2026-03-01", 50_000)];
    assert_eq!(
        letter(decided(&both, &[], &shipped(), &policy("2026-03-20"))).total_minor,
        52_000
    );
    let types: Types = ItemType::ALL
        .into_iter()
        .filter(|one| *one != ItemType::LetterFee)
        .collect();
    let without = Policy {
        types,
        ..policy("2026-03-20")
    };
    assert_eq!(
        letter(decided(&both, &[], &shipped(), &without)).total_minor,
        50_000
    );
}

/// L-22: an item at Collection is outside the level; the next invoice starts at Letter 1, alone.
#[test]
fn l_22_a_new_invoice_starts_again() {
    let items = [
        item(1, Kind::Invoice, "2026-01-01", 10_000),
        item(2, Kind::Invoice, "2026-03-01", 20_000),
    ];
    let history = [by_hand(1, Code::Collection, "2026-02-10")];
    let draft = letter(decided(&items, &history, &shipped(), &policy("2026-03-08")));
    assert_eq!(
        (draft.line.code, draft.total_minor, draft.items.len()),
        (Code::Letter1, 20_000, 1)
    );
    assert_eq!(draft.items[0].item.transaction_id, 2);
}

/// The level falls back to what the remaining items match, and fees don't hold it up.
#[test]
fn level_follows_the_remaining_items() {
    let history = [
        by_hand(1, Code::Letter2, "2026-03-01"),
        by_hand(3, Code::Letter2, "2026-03-01"),
    ];
    let new = item(2, Kind::Invoice, "2026-03-02", 5_000);
    let both = [item(1, Kind::Invoice, "2026-01-01", 10_000), new];
    assert_eq!(
        letter(decided(&both, &history, &shipped(), &policy("2026-03-20")))
            .line
            .code,
        Code::Collection
    );
    assert_eq!(
        letter(decided(&[new], &history, &shipped(), &policy("2026-03-20")))
            .line
            .code,
        Code::Letter1
    );
    let fee_left = [new, item(3, Kind::LetterFee, "2026-02-01", 500)];
    assert_eq!(
        letter(decided(
            &fee_left,
            &history,
            &shipped(),
            &policy("2026-03-20")
        ))
        .line
        .code,
        Code::Letter1
    );
}

/// On a first letter stand only the items that passed its grace days themselves; the others wait, with the reason.
#[test]
fn first_letter_lists_what_passed_the_grace_days() {
    let items = [
        item(1, Kind::Invoice, "2013-06-23", 10_000),
        item(2, Kind::Invoice, "2013-06-24", 5_000),
        item(3, Kind::Invoice, "2013-06-30", 2_500),
    ];
    let decision = decided(&items, &[], &shipped(), &policy("2013-06-30"));
    let waiting: Vec<_> = decision
        .left_out
        .iter()
        .map(|left| (left.transaction_id, left.reason))
        .collect();
    assert_eq!(
        waiting,
        [(2, LeftOutReason::GraceDays)],
        "what is due today is not overdue at all"
    );
    let draft = letter(decision);
    assert_eq!(
        (
            draft.items.len(),
            draft.total_minor,
            draft.items[0].days_overdue
        ),
        (1, 10_000, 7)
    );
}

/// T-D3: with 0 grace days a second run of the day makes nothing either.
#[test]
fn t_d3_no_second_step_on_one_day() {
    let sequence = sequence(&[line(Code::Letter1, 0, 0, 0), line(Code::Letter2, 0, 0, 0)]);
    let items = [item(1, Kind::Invoice, "2026-03-01", 10_000)];
    let mut history = Vec::new();
    posted(
        &letter(decided(&items, &history, &sequence, &policy("2026-03-02"))),
        "2026-03-02",
        &mut history,
    );
    assert_eq!(
        skipped(&decided(&items, &history, &sequence, &policy("2026-03-02"))),
        SkipReason::GraceDays
    );
    let next = letter(decided(&items, &history, &sequence, &policy("2026-03-03")));
    assert_eq!(next.line.code, Code::Letter2);
    posted(&next, "2026-03-03", &mut history);
    let after = decided(&items, &history, &sequence, &policy("2026-04-03"));
    assert_eq!(skipped(&after), SkipReason::LastCodeReached);
}

#[test]
fn customers_that_get_no_letters_at_all() {
    let items = [item(1, Kind::Invoice, "2026-03-01", 10_000)];
    let sequence = shipped();
    let reason = |standing, sequence| {
        let debtor = Debtor {
            items: &items,
            history: &[],
            standing,
            stops: &[],
            sequence,
        };
        skipped(&decide(&debtor, &policy("2026-03-20"))[0])
    };
    assert_eq!(
        reason(Standing::Excluded, Some(&sequence)),
        SkipReason::CustomerExcluded
    );
    assert_eq!(reason(Standing::Open, None), SkipReason::NoSequence);
    let one = Policy {
        code: CodeChoice::One(Code::Letter2),
        ..policy("2026-03-20")
    };
    assert_eq!(
        skipped(&decided(&items, &[], &sequence, &one)),
        SkipReason::OtherCode
    );
    let nobody = [
        item(1, Kind::Invoice, "2026-03-20", 10_000),
        item(2, Kind::Payment, "2026-03-01", -1),
    ];
    let debtor = Debtor {
        items: &nobody,
        history: &[],
        standing: Standing::Excluded,
        stops: &[],
        sequence: None,
    };
    assert_eq!(
        decide(&debtor, &policy("2026-03-20")),
        [],
        "nothing overdue, nothing to say"
    );
}

/// T-D1, L-27: a draft computed again loses what was paid, gains what was credited, and never grows.
#[test]
fn t_d1_a_draft_shrinks() {
    let invoices = [
        item(1, Kind::Invoice, "2026-02-01", 10_000),
        item(2, Kind::Invoice, "2026-02-02", 20_000),
        item(3, Kind::Invoice, "2026-02-03", 40_000),
        item(4, Kind::Invoice, "2026-03-01", 80_000),
    ];
    let again = |items: &[OpenItem], removed: &[i64]| {
        let scope = Scope::Draft {
            drafted: &[1, 2, 3].map(|id| (id, Some(Code::Letter1))),
            removed,
        };
        decided(
            items,
            &[],
            &shipped(),
            &Policy {
                scope,
                ..policy("2026-03-12")
            },
        )
    };
    assert_eq!(
        letter(again(&invoices, &[3])).total_minor,
        30_000,
        "4 was not on the draft, 3 was taken off"
    );
    assert_eq!(letter(again(&invoices[1..], &[])).total_minor, 60_000);
    let credited = [invoices[0], item(9, Kind::Payment, "2026-03-11", -4_000)];
    assert_eq!(letter(again(&credited, &[])).total_minor, 6_000);
    assert_eq!(
        skipped(&again(&invoices[3..], &[])),
        SkipReason::NothingLeft
    );
}

fn stop(id: i64, item: Option<i64>, from: &str, until: &str) -> Stop {
    Stop {
        id,
        transaction_id: item,
        purpose: Purpose::Dunning,
        from_on: day(from),
        until_on: day(until),
    }
}

fn with_stops(items: &[OpenItem], stops: &[Stop], standing: Standing, clock: &str) -> Decision {
    let sequence = shipped();
    let debtor = Debtor {
        items,
        history: &[],
        standing,
        stops,
        sequence: Some(&sequence),
    };
    decide(&debtor, &policy(clock)).remove(0)
}

/// L-26, T-D17: whoever has nothing overdue beside items on hold is skipped, with the last day of the stop; the day after it
/// the letter comes.
#[test]
fn l_26_a_stop_holds_through_its_day() {
    let items = [item(1, Kind::Invoice, "2026-04-30", 10_000)];
    for stop in [
        stop(9, Some(1), "2026-05-12", "2026-05-31"),
        stop(9, None, "2026-05-12", "2026-05-31"),
    ] {
        let held = with_stops(&items, &[stop], Standing::Open, "2026-05-31");
        assert_eq!(skipped(&held), SkipReason::OnHold);
        assert_eq!(held.stop, Some(9));
        let check = held.checks.last().unwrap();
        assert_eq!(
            (check.rule, check.met, check.threshold),
            (Rule::Stop, false, Figure::Day(day("2026-05-31")))
        );
        let after = with_stops(&items, &[stop], Standing::Open, "2026-06-01");
        assert_eq!(letter(after).total_minor, 10_000);
        let before = with_stops(&items, &[stop], Standing::Open, "2026-05-11");
        assert_eq!(letter(before).total_minor, 10_000);
    }
}

/// An item on hold is left out and named; the others get their letter, and credits are deducted as ever.
#[test]
fn the_items_beside_one_on_hold_get_their_letter() {
    let items = [
        item(1, Kind::Invoice, "2026-04-30", 10_000),
        item(2, Kind::Invoice, "2026-04-30", 5_000),
        item(3, Kind::Payment, "2026-05-02", -1_000),
    ];
    let stops = [
        stop(9, Some(1), "2026-05-12", "2026-05-31"),
        stop(8, Some(1), "2026-05-12", "2026-06-15"),
    ];
    let decision = with_stops(&items, &stops, Standing::Open, "2026-05-20");
    let left = decision.left_out[0];
    assert_eq!(
        (left.transaction_id, left.reason, left.until_on),
        (1, LeftOutReason::OnHold, Some(day("2026-06-15")))
    );
    assert_eq!(letter(decision).total_minor, 4_000);
}

/// Spec 22 §8, 13: from the opening day on no letter, whatever the day of the items.
#[test]
fn an_insolvent_customer_gets_no_letter() {
    let items = [item(1, Kind::Invoice, "2026-04-30", 10_000)];
    let standing = Standing::Insolvent {
        since: day("2026-05-20"),
    };
    let before = with_stops(&items, &[], standing, "2026-05-19");
    assert_eq!(letter(before).total_minor, 10_000);
    let opened = with_stops(&items, &[], standing, "2026-05-20");
    assert_eq!(skipped(&opened), SkipReason::Insolvent);
}
