//! Properties of exposure and limits, against readings that share no code with them.

use proptest::prelude::*;

use super::*;
use crate::credit::exposure::{Facts, Member, OrderPayment, Reservation, exposure, group};
use crate::credit::insurance::split;
use crate::credit::limits::{Effective, GroupLimit, Limit, Temporary, Used};

/// Kind, currency, open, disputed, order that a payment names.
type Row = (Kind, usize, i64, i64, usize);
/// Step, held, number, currency, open, prepaid.
type Ordered = (usize, bool, usize, usize, i64, i64);

const CODES: [&str; 3] = ["EUR", "USD", "JPY"];
const NUMBERS: [&str; 6] = ["A", "B", "C", "D", "E", "F"];
const STEPS: [Step; 4] = [Step::Quotation, Step::Entry, Step::Closed, Step::Cancelled];

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let kind = prop::sample::select(vec![
        Kind::Invoice,
        Kind::InterestNote,
        Kind::LetterFee,
        Kind::CreditNote,
        Kind::Payment,
    ]);
    let row = (kind, 0_usize..3, 1_i64..100_000, 0_i64..500, 0_usize..8);
    prop::collection::vec(row, 0..8)
}

fn ordered() -> impl Strategy<Value = Vec<Ordered>> {
    let row = (
        0_usize..4,
        any::<bool>(),
        0_usize..6,
        0_usize..3,
        1_i64..100_000,
        0_i64..50_000,
    );
    prop::collection::vec(row, 0..6).prop_map(|mut rows| {
        // A number stands once in a company.
        rows.sort_by_key(|row| row.2);
        rows.dedup_by_key(|row| row.2);
        rows
    })
}

fn types() -> impl Strategy<Value = LimitType> {
    use Component as C;
    let parts = vec![
        C::OpenInvoices,
        C::InterestNotes,
        C::LetterFees,
        C::Unapplied,
        C::Delivered,
        C::OpenOrders,
        C::OrdersOnHold,
        C::Disputed,
    ];
    prop_oneof![
        Just(LimitType::None),
        Just(LimitType::Balance),
        Just(LimitType::BalanceAndDelivered),
        Just(LimitType::BalanceAndAll),
        prop::sample::subsequence(parts, 0..8).prop_map(|parts| custom(&parts)),
    ]
}

struct World {
    items: Vec<OpenItem>,
    orders: Vec<Order<'static>>,
    payments: Vec<OrderPayment<'static>>,
    reservations: Vec<Reservation<'static>>,
    deliveries: Vec<Money>,
    current: Option<CurrentOrder<'static>>,
}

fn world(rows: &[Row], orders: &[Ordered], current_no: usize, reserved: &[(usize, i64)]) -> World {
    let mut items = Vec::new();
    let mut payments = Vec::new();
    for (id, (kind, code, open, disputed, names)) in (1_i64..).zip(rows) {
        let is_credit = matches!(kind, Kind::CreditNote | Kind::Payment);
        items.push(OpenItem {
            currency: currency(CODES[*code]),
            disputed_minor: if is_credit { 0 } else { (*disputed).min(*open) },
            ..item(id, *kind, if is_credit { -open } else { *open })
        });
        if let Some(order_no) = NUMBERS.get(*names).filter(|_| *kind == Kind::Payment) {
            payments.push(OrderPayment {
                transaction_id: id,
                order_no,
            });
        }
    }
    let orders = orders
        .iter()
        .map(|(step, held, no, code, open, prepaid)| Order {
            step: STEPS[*step],
            credit: if *held {
                OrderCredit::OnHold
            } else {
                OrderCredit::Free
            },
            currency: currency(CODES[*code]),
            prepaid_minor: *prepaid,
            ..order(NUMBERS[*no], *open)
        })
        .collect();
    let reservations = reserved
        .iter()
        .map(|(no, amount)| Reservation {
            order_no: NUMBERS[*no],
            currency: Currency::EUR,
            amount_minor: *amount,
            tax_minor: 0,
            prepaid_minor: 0,
            last_on: day("2026-03-01") + chrono::TimeDelta::days(amount % 3),
        })
        .collect();
    World {
        items,
        orders,
        payments,
        reservations,
        deliveries: vec![euro(700), euro(30)],
        current: NUMBERS.get(current_no).map(|no| CurrentOrder {
            prepaid_minor: 1_000,
            ..current(no, 4_321)
        }),
    }
}

impl World {
    fn facts(&self) -> Facts<'_> {
        Facts {
            items: &self.items,
            orders: &self.orders,
            deliveries: &self.deliveries,
            reservations: &self.reservations,
            order_payments: &self.payments,
            uncleared: &[],
            current: self.current,
        }
    }
}

/// EUR as it is, a dollar at 0.50, a yen at 0.01 EUR, which is one cent: whole by hand, but for odd dollar cents.
fn in_euro(minor: i64, code: Currency) -> i64 {
    match code.code() {
        "USD" => (minor.abs() + 1) / 2 * minor.signum(),
        _ => minor,
    }
}

/// Goes document by document through the words of the spec.
fn by_hand(world: &World, limit_type: &LimitType) -> i64 {
    let counts = |part: Component| match limit_type {
        LimitType::None | LimitType::Balance => part < Component::Delivered,
        LimitType::BalanceAndDelivered => part <= Component::Delivered,
        LimitType::BalanceAndAll => part <= Component::Reservations,
        LimitType::Custom(chosen) => {
            chosen.contains(&part)
                || (part == Component::Reservations && chosen.contains(&Component::OpenOrders))
        }
    };
    let mut total = 0;
    let mut money: Vec<(Option<&str>, i64)> = Vec::new();
    let mut unapplied = 0;
    for item in &world.items {
        let minor = in_euro(item.open_minor, item.currency);
        let part = match item.kind {
            Kind::Invoice => Component::OpenInvoices,
            Kind::InterestNote => Component::InterestNotes,
            Kind::LetterFee => Component::LetterFees,
            _ => {
                unapplied += minor;
                if item.kind == Kind::Payment {
                    let names = world
                        .payments
                        .iter()
                        .find(|payment| payment.transaction_id == item.transaction_id);
                    money.push((names.map(|payment| payment.order_no), -minor));
                }
                continue;
            }
        };
        if counts(part) {
            total += minor;
        }
        if counts(Component::Disputed) {
            total -= in_euro(item.disputed_minor, item.currency);
        }
    }
    if counts(Component::Delivered) {
        total += 730;
    }
    // Number, amount, prepaid of every order that counts.
    let mut claims: Vec<(&str, i64, i64)> = Vec::new();
    let current_no = world.current.map(|current| current.order_no);
    for order in &world.orders {
        let open = matches!(order.step, Step::Entry | Step::Closed);
        let part = if order.credit == OrderCredit::OnHold {
            Component::OrdersOnHold
        } else {
            Component::OpenOrders
        };
        if open && counts(part) && current_no != Some(order.order_no) {
            claims.push((
                order.order_no,
                in_euro(order.open_minor, order.currency),
                in_euro(order.prepaid_minor, order.currency),
            ));
        }
    }
    for reservation in &world.reservations {
        let no = reservation.order_no;
        let here = world.orders.iter().any(|order| order.order_no == no);
        let over = reservation.last_on < day("2026-03-02");
        if counts(Component::Reservations) && !here && !over && current_no != Some(no) {
            claims.push((no, reservation.amount_minor, 0));
        }
    }
    if let Some(current) = world.current {
        claims.push((
            current.order_no,
            current.amount_minor,
            current.prepaid_minor,
        ));
    }
    let mut missing = 0;
    for (no, amount, says) in claims {
        let mut paid = 0;
        for (names, left) in &mut money {
            if *names == Some(no) {
                let part = (*left).min(amount - paid);
                *left -= part;
                paid += part;
                unapplied += part;
            }
        }
        let prepaid = paid.max(says.min(amount));
        missing += prepaid - paid;
        total += amount - prepaid;
    }
    for (names, left) in money {
        if names.is_none() {
            let part = left.min(missing);
            missing -= part;
            unapplied += part;
        }
    }
    if counts(Component::Unapplied) {
        total += unapplied;
    }
    total
}

/// Unlimited, mandatory, permanent amount, temporary ones as amount, first day from today, more days.
type Fields = (bool, bool, Option<i64>, Vec<(i64, i64, i64)>);

fn own_limits() -> impl Strategy<Value = Fields> {
    (
        prop::bool::weighted(0.1),
        prop::bool::weighted(0.3),
        prop::option::weighted(0.8, prop_oneof![Just(0), 1_i64..3_000]),
        prop::collection::vec((0_i64..3_000, -5_i64..5, 0_i64..5), 0..2),
    )
}

/// What one sentence of 11 §3 after the other says.
struct Naive {
    own: Option<i64>,
    bare: Option<i64>,
    group_tested: bool,
    word: &'static str,
}

fn by_steps(own: &Fields, cover: i64, grouped: bool, off: bool, tested: bool) -> Naive {
    let nothing = |word| Naive {
        own: None,
        bare: None,
        group_tested: false,
        word,
    };
    let (unlimited, mandatory, permanent, temporary) = own;
    if *unlimited {
        return nothing("unlimited");
    }
    if !tested {
        return nothing("not tested");
    }
    let mut amount = *permanent;
    for (minor, from, days) in temporary {
        if *from <= 0 && from + days >= 0 {
            amount = Some(*minor);
        }
    }
    let own = match amount {
        Some(minor) if minor > 0 => Some((minor + cover).max(0)),
        Some(_) if *mandatory || (!grouped && !off) => Some(0),
        None if *mandatory => Some(0),
        _ => None,
    };
    let word = if own.is_some() {
        "set"
    } else if grouped {
        "not tested"
    } else if off {
        "unlimited"
    } else {
        "not set"
    };
    Naive {
        own,
        bare: own.map(|_| amount.unwrap_or(0)),
        group_tested: grouped,
        word,
    }
}

fn word(limit: Limit) -> &'static str {
    match limit {
        Limit::NotTested { .. } => "not tested",
        Limit::Unlimited => "unlimited",
        Limit::NotSet => "not set",
        Limit::Set { .. } => "set",
    }
}

fn amount_in(limit: Limit) -> Option<Limit> {
    matches!(limit, Limit::Set { .. }).then_some(limit)
}

/// What the engine adds up of members in EUR (0) and USD (1), which is also added up by hand.
fn in_dollars(members: &[(usize, i64, i64)]) -> Exposures {
    let mut by_hand = Exposures::default();
    let mut rows = Vec::new();
    for (code, total_minor, uninsured_minor) in members {
        let times = if *code == 0 { 2 } else { 1 };
        by_hand.total_minor += total_minor * times;
        by_hand.uninsured_minor += uninsured_minor * times;
        rows.push(Member {
            currency: currency(CODES[*code]),
            total_minor: *total_minor,
            uninsured_minor: *uninsured_minor,
        });
    }
    rows.reverse();
    let rates = Rates {
        company: currency("USD"),
        of: &[rate("EUR", "2")],
    };
    assert_eq!(group(&rows, &rates), Ok(by_hand));
    by_hand
}

fn temporaries(rows: &[(i64, i64, i64)]) -> Vec<Temporary> {
    rows.iter()
        .map(|(amount, from, days)| Temporary {
            amount_minor: *amount,
            from_on: day("2026-03-02") + chrono::TimeDelta::days(*from),
            to_on: day("2026-03-02") + chrono::TimeDelta::days(from + days),
        })
        .collect()
}

fn flag(yes: bool) -> Flag {
    if yes { Flag::Yes } else { Flag::No }
}

proptest! {
    #[test]
    fn exposure_is_the_sum_of_its_parts_and_what_the_documents_say(
        rows in rows(), orders in ordered(), current_no in 0_usize..9, limit_type in types(),
        reserved in prop::collection::btree_map(0_usize..6, 1_i64..9_000, 0..3), cover in 0_i64..9_000,
    ) {
        let reserved: Vec<(usize, i64)> = reserved.into_iter().collect();
        let world = world(&rows, &orders, current_no, &reserved);
        let of = [rate("USD", "0.5"), rate("JPY", "0.01")];
        let how = Taking { rates: Rates { company: Currency::EUR, of: &of }, ..taking(&limit_type) };
        let result = exposure(&world.facts(), &how).unwrap();
        let parts: i64 = result.parts.iter().map(|part| part.minor).sum();
        prop_assert_eq!(parts, result.total_minor);
        prop_assert_eq!(result.total_minor, by_hand(&world, &limit_type));
        let exposures = split(result.total_minor, cover);
        let insured = result.total_minor - exposures.uninsured_minor;
        prop_assert!(insured >= 0 && insured <= cover && exposures.total_minor == result.total_minor);
    }

    #[test]
    fn the_order_of_documents_never_matters(
        rows in rows(), orders in ordered(), current_no in 0_usize..9, limit_type in types(), turn in 0_usize..9,
        reserved in prop::collection::btree_map(0_usize..6, 1_i64..9_000, 0..3),
    ) {
        let reserved: Vec<(usize, i64)> = reserved.into_iter().collect();
        let mut world = world(&rows, &orders, current_no, &reserved);
        let of = [rate("USD", "0.913"), rate("JPY", "0.00625")];
        let how = Taking { rates: Rates { company: Currency::EUR, of: &of }, ..taking(&limit_type) };
        let before = exposure(&world.facts(), &how).unwrap();
        world.items.reverse();
        world.orders.reverse();
        world.payments.reverse();
        world.reservations.reverse();
        world.deliveries.reverse();
        if !world.items.is_empty() {
            let by = turn % world.items.len();
            world.items.rotate_left(by);
        }
        prop_assert_eq!(exposure(&world.facts(), &how).unwrap(), before);
    }

    #[test]
    fn limits_resolve_as_the_steps_of_the_spec_say(
        own in own_limits(), exposure in -500_i64..4_000, cover in -900_i64..900, insured in 0_i64..900,
        others in prop::option::of(prop::collection::vec((0_usize..2, -200_i64..2_000, 0_i64..200), 0..4)),
        group_minor in 0_i64..5_000, check in prop::bool::weighted(0.8), off in prop::bool::weighted(0.2),
        tested in prop::bool::weighted(0.9),
    ) {
        let uninsured = exposure - insured.min(exposure.max(0));
        // The group counts in dollars, of which two make a euro; the customer is one of its members.
        let mut members = vec![(0, exposure, uninsured)];
        members.extend(others.iter().flatten().map(|(code, total, insured)| (*code, *total, total - insured)));
        let together = in_dollars(&members);
        let temporaries = temporaries(&own.3);
        let fields = Own {
            unlimited: flag(own.0), mandatory: flag(own.1), permanent_minor: own.2, expires_on: None,
            temporaries: &temporaries,
        };
        let limit = GroupLimit { currency: currency("USD"), permanent_minor: group_minor, temporaries: &[] };
        let euros = [rate("USD", "0.5")];
        let result = resolved(&Question {
            management: if off { Management::Off } else { Management::On },
            tested: flag(tested), check_groups: flag(check), cover_minor: cover,
            exposures: Exposures { total_minor: exposure, uninsured_minor: uninsured },
            group: others.as_ref().map(|_| (limit, together)),
            rates: Rates { company: Currency::EUR, of: &euros },
            ..question(fields, 0)
        });

        let grouped = others.is_some() && check && !off;
        let naive = by_steps(&own, cover, grouped, off, tested);
        let set = |total_minor: Option<i64>, exposure_minor| {
            total_minor.map(|total_minor| Limit::Set { total_minor, exposure_minor })
        };
        prop_assert_eq!(amount_in(result.own.total), set(naive.own, exposure));
        prop_assert_eq!(amount_in(result.own.uninsured), set(naive.bare, uninsured));
        let group = naive.group_tested.then_some(group_minor);
        prop_assert_eq!(amount_in(result.group.total), set(group, together.total_minor));
        prop_assert_eq!(amount_in(result.group.uninsured), set(group, together.uninsured_minor));
        prop_assert_eq!(word(result.own.total), naive.word);

        let halved = |minor| in_euro(minor, currency("USD"));
        let smallest = [naive.own, group.map(halved)].into_iter().flatten().min();
        let rests = [
            naive.own.map(|own| own - exposure),
            group.map(|group| halved(group - together.total_minor)),
        ];
        prop_assert_eq!(result.remaining_minor, rests.into_iter().flatten().min());
        let shown = match result.effective {
            Effective::Limit { minor, .. } => Some(minor),
            _ => None,
        };
        prop_assert_eq!(shown, smallest);
    }

    #[test]
    fn raising_a_limit_never_takes_credit_away(
        before in 1_i64..3_000, more in 0_i64..3_000, exposure in -500_i64..4_000, cover in -900_i64..900,
        group_limit in prop::option::of(0_i64..5_000), group_more in 0_i64..1_000, others in 0_i64..2_000,
        mandatory in any::<bool>(),
    ) {
        let answer = |own_minor, extra| {
            let limit = group_limit.map(|minor| GroupLimit {
                currency: Currency::EUR, permanent_minor: minor + extra, temporaries: &[],
            });
            resolved(&Question {
                cover_minor: cover,
                group: limit.map(|limit| (limit, all_of(exposure + others))),
                ..question(Own { mandatory: flag(mandatory), ..limit_of(own_minor) }, exposure)
            })
        };
        let low = answer(before, 0);
        for high in [answer(before + more, 0), answer(before, group_more), answer(before + more, group_more)] {
            prop_assert!(high.remaining_minor >= low.remaining_minor);
            if exposure >= 0 {
                prop_assert!(high.used() <= low.used(), "{:?} {:?}", high.used(), low.used());
            }
            for threshold in [0, 5_000, 10_000] {
                let above = |one: &Resolution| {
                    one.own.total.is_above(threshold) || one.group.total.is_above(threshold)
                };
                prop_assert!(above(&low) || !above(&high));
            }
        }
    }

    #[test]
    fn used_is_the_nearest_basis_point(total in 1_i64..1_000_000, exposure in -1_000_000_i64..5_000_000) {
        let limit = Limit::Set { total_minor: total, exposure_minor: exposure };
        let Some(Used::Share { basis_points }) = limit.used() else {
            return Err(TestCaseError::fail("a limit above 0 has a share"));
        };
        let off = (i128::from(basis_points) * i128::from(total) - i128::from(exposure) * 10_000).abs();
        prop_assert!(off * 2 <= i128::from(total));
    }
}
