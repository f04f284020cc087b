//! The situations in which other systems went wrong, each as its own story.

use engine::account::{Horizon, Kind, Scratch};

use crate::model::{Aged, Asked, Document, History, Match, date, engine_says, in_words};

fn document(kind: Kind, booked: i64, due: i64, amount: i64) -> Document {
    Document {
        kind,
        booked,
        dated: booked,
        due,
        recorded: booked,
        currency: 0,
        amount,
        disputed: 0,
        rows: Vec::new(),
    }
}

fn invoice(booked: i64, due: i64, amount: i64) -> Document {
    document(Kind::Invoice, booked, due, amount)
}

fn payment(booked: i64, amount: i64) -> Document {
    document(Kind::Payment, booked, booked, -amount)
}

fn matched(debit: usize, credit: usize, accounted: i64, amount: i64) -> Match {
    Match {
        debit,
        credit,
        accounted,
        recorded: accounted,
        amount,
    }
}

fn aged(history: &History, day: i64) -> Aged {
    let said = in_words(&engine_says(&history.account(), Asked::on(day)));
    assert_eq!(said, history.aged(Asked::on(day)), "the model agrees");
    said.into_iter()
        .next()
        .map(|(_, aged)| aged)
        .unwrap_or_default()
}

fn statement(history: &History, day: i64) -> i64 {
    history.balance(Asked::on(day))[0]
}

/// T-A2: an invoice entered with a due day in the past is overdue at once, and summary and ledger agree.
#[test]
fn back_dated_due_day() {
    let history = History {
        documents: vec![invoice(50, 10, 10_000)],
        matches: vec![],
    };
    assert_eq!((aged(&history, 49).total, statement(&history, 49)), (0, 0));
    let on_entry = aged(&history, 50);
    assert_eq!(
        (on_entry.periods, on_entry.oldest),
        ([0, 0, 0, 10_000, 0, 0], Some(40))
    );
    assert_eq!(on_entry.total, statement(&history, 50));
}

/// T-A7: an advance payment of 9,000 is matched later, with an accounting day before it was paid. Statement and ageing
/// both say 149,000 until it is paid and 140,000 afterwards.
#[test]
fn advance_payment_matched_later() {
    let history = History {
        documents: vec![
            invoice(0, 30, 14_000_000),
            invoice(40, 70, 900_000),
            payment(20, 900_000),
        ],
        matches: vec![matched(1, 2, 10, 900_000)],
    };
    for (day, owed) in [
        (19, 14_000_000),
        (20, 13_100_000),
        (39, 13_100_000),
        (40, 14_000_000),
        (90, 14_000_000),
    ] {
        assert_eq!(
            (statement(&history, day), aged(&history, day).total),
            (owed, owed),
            "day {day}"
        );
    }
    assert_eq!(
        aged(&history, 39).unapplied,
        -900_000,
        "the advance is visible until its invoice exists"
    );
    let paid_later = History {
        documents: vec![invoice(0, 30, 14_900_000), payment(40, 900_000)],
        matches: vec![matched(0, 1, 31, 900_000)],
    };
    assert_eq!(
        (statement(&paid_later, 31), aged(&paid_later, 31).total),
        (14_900_000, 14_900_000)
    );
    assert_eq!(
        (statement(&paid_later, 40), aged(&paid_later, 40).total),
        (14_000_000, 14_000_000)
    );
}

/// T-A8: three part payments leave the rest in the period of the invoice, not of the payments.
#[test]
fn rest_after_part_payments_keeps_the_age_of_the_invoice() {
    let history = History {
        documents: vec![
            invoice(0, 30, 100_000),
            payment(35, 20_000),
            payment(50, 20_000),
            payment(70, 20_000),
        ],
        matches: vec![
            matched(0, 1, 35, 20_000),
            matched(0, 2, 50, 20_000),
            matched(0, 3, 70, 20_000),
        ],
    };
    assert_eq!(aged(&history, 75).periods, [0, 0, 0, 40_000, 0, 0]);
}

/// T-A9: a refund settled by a payment that also settles an invoice, netted by a credit note; each closes on its day.
#[test]
fn chained_matches_and_netting() {
    let history = History {
        documents: vec![
            invoice(0, 30, 60_000),
            payment(30, 100_000),
            document(Kind::Refund, 40, 40, 40_000),
            invoice(45, 75, 25_000),
            document(Kind::CreditNote, 50, 50, -25_000),
        ],
        matches: vec![
            matched(0, 1, 30, 60_000),
            matched(2, 1, 40, 40_000),
            matched(3, 4, 50, 25_000),
        ],
    };
    let open = |day| (aged(&history, day).total, aged(&history, day).open_count);
    assert_eq!(open(29), (60_000, 1));
    assert_eq!(open(30), (-40_000, 1), "what is left of the payment");
    assert_eq!(open(40), (0, 0), "the refund took it");
    assert_eq!(open(49), (25_000, 1));
    assert_eq!(open(50), (0, 0), "netted");
    assert_eq!(open(500), (0, 0));
}

/// T-A10: a payment dated before its invoice counts as unapplied until the invoice exists.
#[test]
fn payment_before_the_invoice() {
    let history = History {
        documents: vec![invoice(20, 50, 30_000), payment(5, 30_000)],
        matches: vec![matched(0, 1, 5, 30_000)],
    };
    assert_eq!(
        (aged(&history, 10).total, statement(&history, 10)),
        (-30_000, -30_000)
    );
    assert_eq!(aged(&history, 10).unapplied, -30_000);
    assert_eq!(
        (aged(&history, 20).open_count, statement(&history, 20)),
        (0, 0)
    );
}

/// T-A12, T-A13: a credit note without an invoice stands in its own period, as a credit note and not as a payment.
#[test]
fn standalone_credit_note() {
    let history = History {
        documents: vec![document(Kind::CreditNote, 10, 10, -5_000), payment(12, 700)],
        matches: vec![],
    };
    let now = aged(&history, 25);
    assert_eq!(
        (now.periods, now.unapplied),
        ([0, 0, -5_700, 0, 0, 0], -5_700)
    );
    let mut items = Vec::new();
    history.account().open_items(
        Horizon::as_of(date(25)),
        &mut Scratch::default(),
        &mut items,
    );
    let kinds: Vec<(Kind, i64)> = items
        .iter()
        .map(|item| (item.kind, item.open_minor))
        .collect();
    assert_eq!(kinds, [(Kind::CreditNote, -5_000), (Kind::Payment, -700)]);
}

/// An invoice in instalments that was settled with too much keeps the excess as a credit: the ledger has it too.
#[test]
fn excess_on_instalments_is_not_lost() {
    let mut split = invoice(0, 30, 90_000);
    split.rows = vec![(30, 45_000), (60, 45_000)];
    let history = History {
        documents: vec![split, payment(40, 95_000)],
        matches: vec![matched(0, 1, 40, 95_000)],
    };
    assert_eq!(
        (aged(&history, 45).total, statement(&history, 45)),
        (-5_000, -5_000)
    );
}
