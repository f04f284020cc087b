use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::*;
use crate::account::{CashDiscount, Kind};
use crate::money::Currency;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn item(id: i64, kind: Kind, on: &'static str, open_minor: i64) -> Item<'static> {
    Item {
        transaction_id: id,
        row: 0,
        customer_id: 1,
        kind,
        class: Class::of(kind),
        document_no: "",
        voucher: "",
        transaction_on: day(on),
        due_on: Some(day(on)),
        currency: Currency::EUR,
        open_minor,
        disputed_minor: 0,
        clearing: Clearing::Cleared,
        discount: None,
        automatic: Automatic::Allowed,
    }
}

fn invoice(id: i64, on: &'static str, open_minor: i64) -> Item<'static> {
    item(id, Kind::Invoice, on, open_minor)
}

fn credit(amount_minor: i64, on: &str) -> Credit {
    Credit {
        customer_id: 1,
        currency: Currency::EUR,
        amount_minor,
        on: day(on),
        clearing: Clearing::Cleared,
    }
}

fn named(transaction_id: i64) -> Named {
    Named {
        transaction_id,
        amount_minor: None,
    }
}

/// Invoices 1 to 3 and the interest note 4 of the reference example; the fee 5 of W-16.
fn reference() -> Vec<Item<'static>> {
    let mut note = item(4, Kind::InterestNote, "2015-10-15", 700);
    note.due_on = None;
    vec![
        note,
        invoice(3, "2015-10-15", 50_000),
        invoice(2, "2015-09-01", 25_000),
        invoice(1, "2015-08-15", 10_000),
    ]
}

fn with_fee() -> Vec<Item<'static>> {
    let mut items = reference();
    items.push(item(5, Kind::LetterFee, "2015-10-15", 500));
    items
}

fn paid(allocation: &Allocation) -> Vec<(i64, i64)> {
    let part = |part: &Part| (part.transaction_id, part.amount_minor);
    allocation.parts.iter().map(part).collect()
}

const TOLERANCES: [Tolerance; 1] = [Tolerance {
    currency: Currency::EUR,
    under_minor: 5,
    over_minor: 5,
    discount_minor: 2,
}];

fn tolerant() -> Policy<'static> {
    Policy {
        tolerances: &TOLERANCES,
        ..Policy::default()
    }
}

fn legal() -> Policy<'static> {
    Policy {
        legal: LegalOrder::CostsInterestPrincipal,
        ..Policy::default()
    }
}

#[test]
fn w_1_the_priority_list_decides() {
    let levels = [
        Level::Kind {
            order: vec![
                Kind::Other,
                Kind::LetterFee,
                Kind::InterestNote,
                Kind::Invoice,
            ],
        },
        Level::TransactionDate {
            direction: Direction::Ascending,
        },
        Level::Voucher {
            direction: Direction::Ascending,
        },
    ];
    let policy = Policy {
        priority: Some(&levels),
        ..Policy::default()
    };
    let result = allocate(&reference(), &credit(70_000, "2015-10-25"), &[], &policy);
    assert_eq!(
        paid(&result),
        [(4, 700), (1, 10_000), (2, 25_000), (3, 34_300)]
    );
    assert!(result.parts.iter().all(|part| part.why == Why::Priority));
    assert_eq!(result.unapplied_minor, 0);
}

#[test]
fn w_2_without_any_order_the_due_day_decides_and_the_note_comes_after_equal_invoices() {
    let result = allocate(
        &reference(),
        &credit(70_000, "2015-10-25"),
        &[],
        &Policy::default(),
    );
    assert_eq!(paid(&result), [(1, 10_000), (2, 25_000), (3, 35_000)]);
    assert!(result.parts.iter().all(|part| part.why == Why::DueDate));
}

#[test]
fn w_16_t_d6_costs_then_interest_then_principal() {
    let result = allocate(&with_fee(), &credit(70_000, "2015-10-25"), &[], &legal());
    assert_eq!(
        paid(&result),
        [(5, 500), (4, 700), (1, 10_000), (2, 25_000), (3, 33_800)]
    );
    let class = |at: usize| result.parts[at].why;
    assert_eq!(class(0), Why::Legal { class: Class::Cost });
    assert_eq!(
        class(4),
        Why::Legal {
            class: Class::Principal
        }
    );
}

#[test]
fn w_17_what_the_payer_names_comes_before_the_law() {
    let result = allocate(
        &with_fee(),
        &credit(70_000, "2015-10-25"),
        &[named(3)],
        &legal(),
    );
    assert_eq!(
        paid(&result),
        [(3, 50_000), (5, 500), (4, 700), (1, 10_000), (2, 8_800)]
    );
    assert_eq!(result.parts[0].why, Why::Designated);
}

#[test]
fn a_18_t_a17_a_cheque_settles_nothing_until_it_is_cleared() {
    let items = [invoice(1, "2026-05-01", 50_000)];
    let cheque = |as_of: &str| Credit {
        clearing: Clearing::on(day("2026-06-30"), Some(day("2026-07-02")), day(as_of)),
        ..credit(50_000, "2026-05-15")
    };
    let before = allocate(
        &items,
        &cheque("2026-06-30"),
        &[named(1)],
        &Policy::default(),
    );
    assert_eq!((before.parts.len(), before.uncleared_minor), (0, 50_000));
    let after = allocate(&items, &cheque("2026-07-02"), &[], &Policy::default());
    assert_eq!(paid(&after), [(1, 50_000)]);
    assert_eq!(after.uncleared_minor, 0);
    let never = Clearing::on(day("2026-06-30"), None, day("2027-01-01"));
    assert_eq!(
        never,
        Clearing::Pending {
            due_on: day("2026-06-30")
        }
    );
}

#[test]
fn t_a16_rows_with_terms_stand_in_line_by_due_day_then_number() {
    let row = |row: u32, due: &'static str| Item {
        row,
        due_on: Some(day(due)),
        document_no: "RE-8",
        ..invoice(8, "2026-01-31", 30_000)
    };
    let items = [
        row(3, "2026-05-31"),
        row(1, "2026-03-31"),
        row(2, "2026-04-30"),
        Item {
            document_no: "RE-10",
            ..invoice(7, "2026-03-31", 10_000)
        },
        Item {
            document_no: "RE-9",
            ..invoice(9, "2026-03-31", 10_000)
        },
    ];
    let result = allocate(
        &items,
        &credit(100_000, "2026-05-15"),
        &[],
        &Policy::default(),
    );
    let order: Vec<(i64, u32)> = result
        .parts
        .iter()
        .map(|part| (part.transaction_id, part.row))
        .collect();
    assert_eq!(order, [(8, 1), (9, 0), (7, 0), (8, 2), (8, 3)]);

    let latest_first = [Level::DueDate {
        direction: Direction::Descending,
    }];
    let policy = Policy {
        priority: Some(&latest_first),
        ..Policy::default()
    };
    let result = allocate(&items[..3], &credit(40_000, "2026-05-15"), &[], &policy);
    let rows: Vec<u32> = result.parts.iter().map(|part| part.row).collect();
    assert_eq!(rows, [1, 2]);
    let part_of_rows = Named {
        transaction_id: 8,
        amount_minor: Some(40_000),
    };
    let result = allocate(
        &items,
        &credit(40_000, "2026-05-15"),
        &[part_of_rows],
        &policy,
    );
    assert_eq!(paid(&result), [(8, 30_000), (8, 10_000)]);
}

#[test]
fn t_d11_invoice_and_fee_are_paid_with_one_payment() {
    let items = [
        invoice(1, "2026-01-01", 5_000),
        item(2, Kind::LetterFee, "2026-02-01", 500),
    ];
    let result = allocate(&items, &credit(5_500, "2026-03-01"), &[], &legal());
    assert_eq!(paid(&result), [(2, 500), (1, 5_000)]);
    assert_eq!(result.unapplied_minor, 0);
}

#[test]
fn t_m6_an_overpayment_closes_the_invoice_and_keeps_the_rest() {
    let items = [invoice(1, "2026-01-01", 85_000)];
    let result = allocate(&items, &credit(100_000, "2026-02-01"), &[], &tolerant());
    assert_eq!(paid(&result), [(1, 85_000)]);
    assert_eq!(
        (result.unapplied_minor, result.differences.len()),
        (15_000, 0)
    );
}

#[test]
fn t_m4_a_cent_over_or_short_is_proposed_and_never_dropped() {
    let items = [
        invoice(1, "2026-01-01", 10_000),
        invoice(2, "2026-01-02", 20_000),
    ];
    let short = allocate(
        &items,
        &credit(9_999, "2026-02-01"),
        &[named(1)],
        &tolerant(),
    );
    assert_eq!(
        short.differences,
        [Difference::Item {
            transaction_id: 1,
            row: 0,
            minor: 1
        }]
    );
    let over = allocate(
        &items,
        &credit(10_001, "2026-02-01"),
        &[named(1)],
        &tolerant(),
    );
    assert_eq!(paid(&over), [(1, 10_000)]);
    assert_eq!(over.differences, [Difference::Credit { minor: 1 }]);
    assert_eq!(over.unapplied_minor, 1);
    let too_short = allocate(
        &items,
        &credit(9_994, "2026-02-01"),
        &[named(1)],
        &tolerant(),
    );
    assert!(too_short.differences.is_empty());
    let part = allocate(&items, &credit(20_000, "2026-02-01"), &[], &tolerant());
    assert!(part.differences.is_empty(), "{:?}", part.differences);
}

#[test]
fn a_discount_needs_its_day_and_its_amount() {
    let discount = CashDiscount {
        amount_minor: 200,
        until: day("2026-02-10"),
    };
    let items = [
        Item {
            discount: Some(discount),
            ..invoice(1, "2026-03-01", 10_000)
        },
        invoice(2, "2026-03-02", 5_000),
    ];
    let parts = |amount: i64, on: &str, names: &[Named], policy: &Policy<'_>| {
        let result = allocate(&items, &credit(amount, on), names, policy);
        let part = |part: &Part| (part.transaction_id, part.amount_minor, part.discount_minor);
        result.parts.iter().map(part).collect::<Vec<_>>()
    };
    let plain = Policy::default();
    assert_eq!(parts(9_800, "2026-02-10", &[], &plain), [(1, 9_800, 200)]);
    assert_eq!(parts(9_800, "2026-02-11", &[], &plain), [(1, 9_800, 0)]);
    let late = Policy {
        discount_tolerance_days: 1,
        ..plain
    };
    assert_eq!(parts(9_800, "2026-02-11", &[], &late), [(1, 9_800, 200)]);
    assert_eq!(parts(9_000, "2026-02-01", &[], &plain), [(1, 9_000, 0)]);
    assert_eq!(
        parts(14_800, "2026-02-01", &[named(2), named(1)], &plain),
        [(1, 9_800, 200), (2, 5_000, 0)]
    );
    assert_eq!(
        parts(14_800, "2026-02-01", &[], &plain),
        [(1, 9_800, 200), (2, 5_000, 0)]
    );
    assert_eq!(
        parts(9_801, "2026-02-01", &[named(1)], &tolerant()),
        [(1, 9_801, 199)]
    );
    let short = allocate(
        &items,
        &credit(9_799, "2026-02-01"),
        &[named(1)],
        &tolerant(),
    );
    assert_eq!(
        (short.parts[0].amount_minor, short.parts[0].discount_minor),
        (9_799, 200)
    );
    assert_eq!(short.differences.len(), 1);
}

#[test]
fn disputed_other_currency_uncleared_and_forbidden_are_left_alone_and_said() {
    let usd = Currency::known("USD").unwrap();
    let items = [
        Item {
            disputed_minor: 4_000,
            ..invoice(1, "2026-01-01", 10_000)
        },
        Item {
            currency: usd,
            ..invoice(2, "2026-01-01", 5_000)
        },
        Item {
            automatic: Automatic::Forbidden,
            ..invoice(3, "2026-01-01", 5_000)
        },
        Item {
            clearing: Clearing::Pending {
                due_on: day("2026-09-01"),
            },
            ..invoice(4, "2026-01-01", 5_000)
        },
    ];
    let result = allocate(&items, &credit(50_000, "2026-02-01"), &[], &tolerant());
    assert_eq!(paid(&result), [(1, 6_000)]);
    assert_eq!(result.unapplied_minor, 44_000);
    let reasons: Vec<_> = result.notes.iter().map(|note| note.reason).collect();
    assert_eq!(
        reasons,
        [
            NoteReason::Disputed,
            NoteReason::OtherCurrency,
            NoteReason::ProfileForbids,
            NoteReason::Uncleared
        ]
    );
    let by_name = allocate(
        &items,
        &credit(15_000, "2026-02-01"),
        &[named(1), named(3), named(99)],
        &tolerant(),
    );
    assert_eq!(paid(&by_name), [(1, 10_000), (3, 5_000)]);
    assert_eq!(by_name.notes[0].reason, NoteReason::UnknownItem);
}

#[test]
fn one_payment_pays_for_several_customers_and_a_named_credit_note_helps() {
    let of = |customer_id: i64, item: Item<'static>| Item {
        customer_id,
        ..item
    };
    let items = [
        of(1, invoice(1, "2026-01-01", 10_000)),
        of(2, invoice(2, "2026-01-01", 20_000)),
        of(2, invoice(3, "2026-01-02", 7_000)),
        of(1, item(4, Kind::CreditNote, "2026-01-03", -3_000)),
    ];
    let names = [named(1), named(2), named(4)];
    let result = allocate(&items, &credit(27_000, "2026-02-01"), &names, &tolerant());
    let parts: Vec<_> = result
        .parts
        .iter()
        .map(|part| (part.source, part.transaction_id, part.amount_minor))
        .collect();
    assert_eq!(
        parts,
        [
            (Source::Item { transaction_id: 4 }, 1, 3_000),
            (Source::Credit, 1, 7_000),
            (Source::Credit, 2, 20_000)
        ]
    );
    let rest = allocate(&items, &credit(40_000, "2026-02-01"), &names, &tolerant());
    assert_eq!(
        rest.unapplied_minor, 13_000,
        "customer 2 gets only what is named"
    );
}

fn mark_of(transaction_id: i64, amount_minor: i64) -> Mark {
    Mark {
        transaction_id,
        row: 0,
        amount_minor,
        discount_minor: 0,
        uses: CreditUsed::Same,
    }
}

const EUR_BOOKS: Rates<'static> = Rates {
    company: Currency::EUR,
    of: &[],
};

#[test]
fn wrong_marks_are_named_one_by_one() {
    let usd = Currency::known("USD").unwrap();
    let items = [
        invoice(1, "2026-01-01", 10_000),
        item(2, Kind::CreditNote, "2026-01-01", -500),
        Item {
            customer_id: 2,
            ..invoice(3, "2026-01-01", 100)
        },
        Item {
            currency: usd,
            ..invoice(4, "2026-01-01", 100)
        },
    ];
    let with = |marks: &[Mark]| {
        mark(&items, &credit(9_000, "2026-02-01"), marks, &EUR_BOOKS, 0).unwrap_err()
    };
    assert!(matches!(
        with(&[mark_of(1, 10_001)])[..],
        [
            Refusal::OverOpen {
                open_minor: 10_000,
                ..
            },
            Refusal::OverCredit { .. }
        ] | [Refusal::OverOpen { .. }]
    ));
    assert_eq!(
        with(&[mark_of(1, 9_001)]),
        [Refusal::OverCredit {
            left_minor: 9_000,
            asked_minor: 9_001
        }]
    );
    let all = with(&[
        mark_of(2, 1),
        mark_of(3, 1),
        mark_of(4, 1),
        mark_of(5, 1),
        mark_of(1, 0),
        mark_of(1, 1),
    ]);
    let codes: Vec<&str> = all
        .iter()
        .map(|refusal| match refusal {
            Refusal::NotADebit { .. } => "debit",
            Refusal::OtherCustomer { customer_id: 2, .. } => "customer",
            Refusal::OtherCurrency { .. } => "currency",
            Refusal::UnknownItem { .. } => "unknown",
            Refusal::NotPositive { .. } => "positive",
            Refusal::MarkedTwice { .. } => "twice",
            _ => "other",
        })
        .collect();
    assert_eq!(
        codes,
        [
            "debit", "customer", "currency", "unknown", "positive", "twice"
        ]
    );
    let discounted = Mark {
        discount_minor: 1,
        ..mark_of(1, 100)
    };
    assert!(matches!(
        with(&[discounted])[..],
        [Refusal::OverDiscount { .. }]
    ));
}

#[test]
fn t_m1_t_m3_across_currencies_the_document_keeps_its_own_and_the_difference_is_whole_cents() {
    let usd = Currency::known("USD").unwrap();
    let items = [Item {
        currency: usd,
        ..invoice(1, "2026-01-01", 100_000)
    }];
    let rates = Rates {
        company: Currency::EUR,
        of: &[(usd, Decimal::new(9_137, 4))],
    };
    let marks = [Mark {
        uses: CreditUsed::Across(92_000),
        ..mark_of(1, 100_000)
    }];
    let result = mark(&items, &credit(92_000, "2026-02-01"), &marks, &rates, 0).unwrap();
    assert_eq!(result.parts[0].amount_minor, 100_000, "nothing stays open");
    assert_eq!(result.unapplied_minor, 0);
    assert_eq!(result.exchange_difference_minor, 630, "920.00 - 913.70");
    let missing = mark(&items, &credit(92_000, "2026-02-01"), &marks, &EUR_BOOKS, 0);
    assert_eq!(missing, Err(vec![Refusal::NoRate { currency: usd }]));
}

#[test]
fn t_c9_equal_currencies_are_never_multiplied_by_a_rate() {
    let usd = Currency::known("USD").unwrap();
    let rates = Rates {
        company: Currency::EUR,
        of: &[
            (Currency::EUR, Decimal::new(2, 0)),
            (usd, Decimal::new(1, 0)),
        ],
    };
    let items = [
        invoice(1, "2026-01-01", 10_000),
        Item {
            currency: usd,
            ..invoice(2, "2026-01-01", 10_000)
        },
    ];
    let pay = credit(20_000, "2026-02-01");
    let marks = [
        mark_of(1, 10_000),
        Mark {
            uses: CreditUsed::Across(10_000),
            ..mark_of(2, 10_000)
        },
    ];
    let result = mark(&items, &pay, &marks, &rates, 0).unwrap();
    assert_eq!(result.exchange_difference_minor, 0);
    let same = Mark {
        uses: CreditUsed::Across(5_000),
        ..mark_of(1, 10_000)
    };
    assert_eq!(
        mark(&items, &pay, &[same], &rates, 0),
        Err(vec![Refusal::SameCurrency { transaction_id: 1 }])
    );
}
