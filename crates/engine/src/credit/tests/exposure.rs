use super::*;
use crate::account::{Account, Horizon, Scratch, Settlement, Transaction};
use crate::credit::exposure::{
    Exposure, Facts, Member, OrderPayment, Reservation, counts_as, exposure, group,
};
use crate::credit::limits::{Limit, Used};
use crate::exchange::RateFault;

fn taken(facts: &Facts<'_>, limit_type: &LimitType) -> Exposure {
    exposure(facts, &taking(limit_type)).unwrap()
}

/// C-25: balance 500, delivered 300, open orders 400.
#[test]
fn c_25_each_limit_type_counts_its_parts() {
    let items = [
        item(1, Kind::Invoice, units(450)),
        item(2, Kind::InterestNote, units(60)),
        item(3, Kind::LetterFee, units(20)),
        item(4, Kind::CreditNote, -units(30)),
    ];
    let orders = [
        order("A", units(300)),
        Order {
            credit: OrderCredit::OnHold,
            ..order("B", units(100))
        },
    ];
    let facts = Facts {
        items: &items,
        orders: &orders,
        deliveries: &[euro(units(300))],
        ..Facts::default()
    };
    assert_eq!(taken(&facts, &LimitType::Balance).total_minor, units(500));
    let delivered = taken(&facts, &LimitType::BalanceAndDelivered);
    assert_eq!(delivered.total_minor, units(800));
    let all = taken(&facts, &LimitType::BalanceAndAll);
    assert_eq!(all.total_minor, units(1_200));
    assert_eq!(all.part(Component::OpenInvoices), units(450));
    assert_eq!(all.part(Component::InterestNotes), units(60));
    assert_eq!(all.part(Component::LetterFees), units(20));
    assert_eq!(all.part(Component::Unapplied), -units(30));
    assert_eq!(all.part(Component::OpenOrders), units(300));
    assert_eq!(all.part(Component::OrdersOnHold), units(100));
}

/// C-33: limit 10,000; open invoices 6,000; payment 2,000 for the order, unapplied; order 5,000.
#[test]
fn c_33_the_prepaid_part_is_deducted_once() {
    let items = [
        item(1, Kind::Invoice, units(6_000)),
        item(2, Kind::Payment, -units(2_000)),
    ];
    let named = [OrderPayment {
        transaction_id: 2,
        order_no: "SO-1",
    }];
    let stated = CurrentOrder {
        prepaid_minor: units(2_000),
        ..current("SO-1", units(5_000))
    };
    // Whether the payment names the order, the order says it, or both: it is one payment.
    for (order_payments, current) in [
        (&named[..], current("SO-1", units(5_000))),
        (&[], stated),
        (&named, stated),
    ] {
        let facts = Facts {
            items: &items,
            order_payments,
            current: Some(current),
            ..Facts::default()
        };
        let exposure = taken(&facts, &LimitType::BalanceAndAll);
        assert_eq!(exposure.total_minor, units(9_000));
        assert_eq!(exposure.part(Component::OpenInvoices), units(6_000));
        assert_eq!(exposure.order_minor(), units(3_000));
        assert_eq!(exposure.part(Component::Unapplied), 0);
        let tested = resolved(&question(limit_of(units(10_000)), exposure.total_minor));
        assert_eq!(
            tested.used(),
            Some(Used::Share {
                basis_points: 9_000
            })
        );
        assert_eq!(tested.remaining_minor, Some(units(1_000)));
    }
}

/// T-C6: an order that is paid before it is delivered passes, however full the limit is.
#[test]
fn t_c6_a_prepaid_order_adds_nothing() {
    let items = [
        item(1, Kind::Invoice, units(1_000)),
        item(2, Kind::Payment, -units(700)),
    ];
    let named = [OrderPayment {
        transaction_id: 2,
        order_no: "SO-1",
    }];
    let facts = Facts {
        items: &items,
        order_payments: &named,
        current: Some(current("SO-1", units(500))),
        ..Facts::default()
    };
    let exposure = taken(&facts, &LimitType::BalanceAndAll);
    // What was paid beyond the order is an unapplied payment as any other.
    assert_eq!(exposure.order_minor(), 0);
    assert_eq!(exposure.part(Component::Unapplied), -units(200));
    assert_eq!(exposure.total_minor, units(800));
    let tested = resolved(&question(limit_of(units(1_000)), exposure.total_minor));
    assert!(!tested.own.total.is_above(10_000));
}

#[test]
fn a_payment_for_an_order_that_does_not_count_is_unapplied() {
    let items = [item(1, Kind::Payment, -units(200))];
    let named = [OrderPayment {
        transaction_id: 1,
        order_no: "SO-1",
    }];
    let orders = [order("SO-1", units(500))];
    let facts = Facts {
        items: &items,
        orders: &orders,
        order_payments: &named,
        ..Facts::default()
    };
    assert_eq!(taken(&facts, &LimitType::Balance).total_minor, -units(200));
    let all = taken(&facts, &LimitType::BalanceAndAll);
    assert_eq!(all.total_minor, units(300));
    assert_eq!(all.part(Component::Unapplied), 0);
}

#[test]
fn a_payment_that_names_two_orders_is_there_for_one() {
    let items = [item(1, Kind::Payment, -units(200))];
    let names = |order_no| OrderPayment {
        transaction_id: 1,
        order_no,
    };
    let current = current("SO-1", units(500));
    for order_payments in [
        [names("SO-1"), names("SO-2")],
        [names("SO-2"), names("SO-1")],
    ] {
        let facts = Facts {
            items: &items,
            order_payments: &order_payments,
            current: Some(current),
            ..Facts::default()
        };
        assert_eq!(taken(&facts, &LimitType::Balance).order_minor(), units(300));
    }
}

#[test]
fn a_prepaid_part_from_outside_the_ledger_leaves_its_payments_alone() {
    let items = [
        item(1, Kind::Invoice, units(1_000)),
        item(2, Kind::CreditNote, -units(400)),
    ];
    let current = CurrentOrder {
        prepaid_minor: units(300),
        ..current("SO-1", units(500))
    };
    let facts = Facts {
        items: &items,
        current: Some(current),
        ..Facts::default()
    };
    let exposure = taken(&facts, &LimitType::Balance);
    assert_eq!(exposure.part(Component::Unapplied), -units(400));
    assert_eq!(exposure.total_minor, units(800));
}

/// T-C3: what counts, state by state; a locked order is still to be delivered.
#[test]
fn t_c3_the_state_table_of_orders() {
    use Component::{OpenOrders, OrdersOnHold};
    let table = [
        (Step::Quotation, None, None),
        (Step::Entry, Some(OpenOrders), Some(OrdersOnHold)),
        (Step::Confirmation, Some(OpenOrders), Some(OrdersOnHold)),
        (Step::Picking, Some(OpenOrders), Some(OrdersOnHold)),
        (Step::PackingSlip, Some(OpenOrders), Some(OrdersOnHold)),
        (Step::Invoice, Some(OpenOrders), Some(OrdersOnHold)),
        (Step::Closed, Some(OpenOrders), Some(OrdersOnHold)),
        (Step::Cancelled, None, None),
    ];
    for (step, free, held) in table {
        assert_eq!(counts_as(step, OrderCredit::Free), free, "{step:?}");
        assert_eq!(counts_as(step, OrderCredit::OnHold), held, "{step:?}");
        assert_eq!(counts_as(step, OrderCredit::Rejected), None, "{step:?}");
        assert_eq!(counts_as(step, OrderCredit::Cancelled), None, "{step:?}");
    }
    let orders: Vec<Order<'_>> = table
        .iter()
        .map(|(step, ..)| Order {
            step: *step,
            ..order("A", units(10))
        })
        .collect();
    let facts = Facts {
        orders: &orders,
        ..Facts::default()
    };
    let total = taken(&facts, &LimitType::BalanceAndAll).total_minor;
    assert_eq!(total, units(60));
}

/// T-C7: the company chooses which documents count.
#[test]
fn t_c7_chosen_components_count_with_their_signs() {
    use Component as C;
    let items = [
        OpenItem {
            disputed_minor: units(150),
            ..item(1, Kind::Invoice, units(1_000))
        },
        item(2, Kind::InterestNote, units(60)),
        item(3, Kind::Payment, -units(300)),
    ];
    let orders = [
        order("A", units(400)),
        Order {
            credit: OrderCredit::OnHold,
            ..order("B", units(90))
        },
    ];
    let reservations = [Reservation {
        order_no: "C",
        currency: Currency::EUR,
        amount_minor: units(70),
        tax_minor: 0,
        prepaid_minor: 0,
        last_on: day("2026-03-02"),
    }];
    let facts = Facts {
        items: &items,
        orders: &orders,
        reservations: &reservations,
        current: Some(current("D", units(5))),
        ..Facts::default()
    };
    let total = |parts: &[Component]| taken(&facts, &custom(parts)).total_minor;
    assert_eq!(total(&[]), units(5));
    assert_eq!(total(&[C::OpenInvoices, C::Disputed]), units(855));
    assert_eq!(total(&[C::OpenInvoices, C::Unapplied]), units(705));
    // Reservations count as open orders do.
    assert_eq!(total(&[C::OpenOrders]), units(475));
    assert_eq!(total(&[C::OrdersOnHold, C::InterestNotes]), units(155));
}

/// T-C8: the limit of the group is in USD, the document in GBP, the company in EUR.
#[test]
fn t_c8_each_amount_is_converted_from_its_own_currency() {
    let into_euro = [rate("GBP", "1.20"), rate("USD", "0.80")];
    let rates = Rates {
        company: Currency::EUR,
        of: &into_euro,
    };
    let items = [OpenItem {
        currency: currency("GBP"),
        ..item(1, Kind::Invoice, units(1_000))
    }];
    let facts = Facts {
        items: &items,
        current: Some(CurrentOrder {
            currency: currency("USD"),
            ..current("A", units(500))
        }),
        ..Facts::default()
    };
    let how = Taking {
        rates,
        ..taking(&LimitType::BalanceAndAll)
    };
    let exposure = exposure(&facts, &how).unwrap();
    assert_eq!(exposure.part(Component::OpenInvoices), units(1_200));
    assert_eq!(exposure.part(Component::CurrentOrder), units(400));
    let into_dollar = [rate("EUR", "1.25"), rate("GBP", "1.50")];
    let members = [
        Member {
            currency: Currency::EUR,
            total_minor: exposure.total_minor,
            uninsured_minor: units(1_000),
        },
        Member {
            currency: currency("USD"),
            total_minor: units(100),
            uninsured_minor: units(100),
        },
    ];
    let dollars = Rates {
        company: currency("USD"),
        of: &into_dollar,
    };
    let together = group(&members, &dollars).unwrap();
    assert_eq!(together.total_minor, units(2_100));
    assert_eq!(together.uninsured_minor, units(1_350));
    let missing = Rates {
        company: Currency::EUR,
        of: &into_euro[1..],
    };
    assert_eq!(
        crate::credit::exposure::exposure(
            &facts,
            &Taking {
                rates: missing,
                ..how
            }
        ),
        Err(RateFault::RateMissing {
            currency: currency("GBP")
        })
    );
}

/// T-C9: a rate for the company's own currency, should a file bring one, is never used.
#[test]
fn t_c9_equal_currencies_are_not_multiplied() {
    let wrong = [rate("EUR", "1.10")];
    let items = [item(1, Kind::Invoice, 12_345)];
    let facts = Facts {
        items: &items,
        ..Facts::default()
    };
    let how = Taking {
        rates: Rates {
            company: Currency::EUR,
            of: &wrong,
        },
        ..taking(&LimitType::Balance)
    };
    assert_eq!(exposure(&facts, &how).unwrap().total_minor, 12_345);
}

fn ledger(id: i64, kind: Kind, amount_minor: i64, on: &str) -> Transaction {
    Transaction {
        id,
        kind,
        transaction_on: day(on),
        document_on: day(on),
        due_on: day(on),
        recorded_on: day(on),
        currency: Currency::EUR,
        amount_minor,
        disputed_minor: 0,
    }
}

fn settlement(amount_minor: i64, on: &str) -> Settlement {
    Settlement {
        debit_id: 1,
        credit_id: 2,
        effective_on: day(on),
        recorded_on: day(on),
        amount_minor,
    }
}

fn balance_on(account: &Account, on: &str) -> i64 {
    let mut items = Vec::new();
    account.open_items(Horizon::as_of(day(on)), &mut Scratch::default(), &mut items);
    let facts = Facts {
        items: &items,
        ..Facts::default()
    };
    taken(&facts, &LimitType::Balance).total_minor
}

/// T-C10: what was ever sold does not count, what is open does. T-C11: a payment lowers the exposure on its day, and
/// taking its settlement back changes nothing of it.
#[test]
fn t_c10_t_c11_exposure_follows_the_ledger_of_the_day() {
    let account = Account {
        customer_id: 1,
        transactions: vec![
            ledger(1, Kind::Invoice, units(1_000), "2026-01-10"),
            ledger(2, Kind::Payment, -units(1_000), "2026-02-10"),
            ledger(3, Kind::Invoice, units(40), "2026-02-20"),
        ],
        settlements: vec![
            settlement(units(1_000), "2026-02-12"),
            settlement(-units(1_000), "2026-02-25"),
        ],
        instalments: Vec::new(),
        promises: Vec::new(),
    };
    assert_eq!(balance_on(&account, "2026-02-09"), units(1_000));
    assert_eq!(balance_on(&account, "2026-02-10"), 0);
    assert_eq!(balance_on(&account, "2026-02-12"), 0);
    assert_eq!(balance_on(&account, "2026-02-20"), units(40));
    assert_eq!(balance_on(&account, "2026-02-25"), units(40));
}

#[test]
fn the_tested_order_counts_once_and_reservations_end() {
    let reserve = |order_no, last_on: &str| Reservation {
        order_no,
        currency: Currency::EUR,
        amount_minor: units(100),
        tax_minor: 0,
        prepaid_minor: 0,
        last_on: day(last_on),
    };
    let orders = [
        order("A", units(10)),
        Order {
            step: Step::Cancelled,
            ..order("B", units(20))
        },
    ];
    let reservations = [
        reserve("A", "2026-03-09"),
        reserve("B", "2026-03-09"),
        reserve("C", "2026-03-02"),
        reserve("D", "2026-03-01"),
    ];
    let facts = Facts {
        orders: &orders,
        reservations: &reservations,
        current: Some(current("A", units(15))),
        ..Facts::default()
    };
    let exposure = taken(&facts, &LimitType::BalanceAndAll);
    assert_eq!(exposure.part(Component::OpenOrders), 0);
    assert_eq!(exposure.part(Component::Reservations), units(100), "only C");
    assert_eq!(exposure.total_minor, units(115));
    let standing = Facts {
        current: None,
        ..facts
    };
    let exposure = taken(&standing, &LimitType::BalanceAndAll);
    assert_eq!(exposure.total_minor, units(110));
}

#[test]
fn uncleared_paper_is_shown_and_never_deducted() {
    let items = [item(1, Kind::Invoice, units(500))];
    let facts = Facts {
        items: &items,
        uncleared: &[euro(units(500))],
        ..Facts::default()
    };
    for limit_type in [
        LimitType::Balance,
        LimitType::BalanceAndAll,
        custom(&[Component::OpenInvoices, Component::Unapplied]),
    ] {
        let exposure = taken(&facts, &limit_type);
        assert_eq!(exposure.total_minor, units(500));
        assert_eq!(exposure.uncleared_minor, units(500));
    }
}

#[test]
fn tax_counts_unless_the_parameter_says_no() {
    let orders = [Order {
        tax_minor: units(19),
        ..order("A", units(119))
    }];
    let facts = Facts {
        orders: &orders,
        current: Some(CurrentOrder {
            tax_minor: units(38),
            ..current("B", units(238))
        }),
        ..Facts::default()
    };
    let with = taken(&facts, &LimitType::BalanceAndAll);
    assert_eq!(with.total_minor, units(357));
    let how = Taking {
        include_tax: Flag::No,
        ..taking(&LimitType::BalanceAndAll)
    };
    assert_eq!(exposure(&facts, &how).unwrap().total_minor, units(300));
}

#[test]
fn amounts_beyond_the_range_are_refused() {
    let items = [
        item(1, Kind::Invoice, i64::MAX),
        item(2, Kind::InterestNote, 1),
    ];
    let refused = Err(RateFault::AmountOutOfRange {
        currency: Currency::EUR,
    });
    let facts = Facts {
        items: &items,
        ..Facts::default()
    };
    let how = taking(&LimitType::Balance);
    assert_eq!(exposure(&facts, &how), refused);
    // A sum that comes back into the range is none that was ever out of it.
    let three = [items[0], items[1], item(3, Kind::Payment, -5)];
    let facts = Facts {
        items: &three,
        ..Facts::default()
    };
    assert_eq!(exposure(&facts, &how).unwrap().total_minor, i64::MAX - 4);
}

#[test]
fn none_tests_only_mandatory_limits() {
    assert_eq!(LimitType::None.tests(Flag::No), Flag::No);
    assert_eq!(LimitType::None.tests(Flag::Yes), Flag::Yes);
    assert_eq!(LimitType::Balance.tests(Flag::No), Flag::Yes);
    let tested = resolved(&Question {
        tested: Flag::No,
        ..question(limit_of(0), units(5))
    });
    assert!(matches!(tested.own.total, Limit::NotTested { .. }));
    assert_eq!((tested.remaining_minor, tested.used()), (None, None));
}
