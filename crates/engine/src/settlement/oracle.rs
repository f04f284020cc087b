//! Properties of settlement, against a reading that hands out one minor unit after the other.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use proptest::prelude::*;

use super::*;
use crate::account::{CashDiscount, Kind};
use crate::money::Currency;

fn at(offset: i64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 1).unwrap() + chrono::TimeDelta::days(offset)
}

/// Kind, due day (`None`: no due day), accounting day, open, disputed, customer.
type Row = (Kind, Option<i64>, i64, i64, i64, i64);

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let kind = prop::sample::select(vec![
        Kind::Invoice,
        Kind::InterestNote,
        Kind::LetterFee,
        Kind::CreditNote,
    ]);
    let row = (
        kind,
        prop::option::weighted(0.8, 0_i64..6),
        0_i64..6,
        1_i64..60,
        0_i64..3,
        1_i64..3,
    );
    prop::collection::vec(row, 0..9).prop_map(|rows| {
        rows.into_iter()
            .map(|(kind, due, on, open, disputed, customer)| {
                let open = if kind == Kind::CreditNote {
                    -open
                } else {
                    open
                };
                let disputed = if disputed == 0 { open.max(0) / 3 } else { 0 };
                (kind, due, on, open, disputed, customer)
            })
            .collect()
    })
}

fn items(rows: &[Row]) -> Vec<Item<'static>> {
    (1_i64..)
        .zip(rows)
        .map(|(id, (kind, due, on, open, disputed, customer))| Item {
            transaction_id: id,
            row: 0,
            customer_id: *customer,
            kind: *kind,
            class: Class::of(*kind),
            document_no: "",
            voucher: "",
            transaction_on: at(*on),
            due_on: due.map(at),
            currency: Currency::EUR,
            open_minor: *open,
            disputed_minor: *disputed,
            clearing: Clearing::Cleared,
            discount: Some(CashDiscount {
                amount_minor: open.abs() / 10,
                until: at(*on),
            }),
            automatic: Automatic::Allowed,
        })
        .collect()
}

fn credit(amount_minor: i64, on: i64) -> Credit {
    Credit {
        customer_id: 1,
        currency: Currency::EUR,
        amount_minor,
        on: at(on),
        clearing: Clearing::Cleared,
    }
}

fn policy(legal: LegalOrder) -> Policy<'static> {
    Policy {
        legal,
        ..Policy::default()
    }
}

fn laws() -> impl Strategy<Value = LegalOrder> {
    prop::sample::select(vec![LegalOrder::None, LegalOrder::CostsInterestPrincipal])
}

/// One unit after the other goes to the first in line that still wants one; lines are found by looking at all of them.
fn by_unit(rows: &[Row], amount: i64, names: &[usize], legal: LegalOrder) -> BTreeMap<i64, i64> {
    let mut given: BTreeMap<i64, i64> = BTreeMap::new();
    let mut helped: i64 = names.iter().map(|at| (-rows[*at].3).max(0)).sum();
    let mut money = amount;
    let by_law = legal == LegalOrder::CostsInterestPrincipal;
    let rank = |at: usize| {
        let (kind, due, on, ..) = rows[at];
        let class = match kind {
            Kind::LetterFee if by_law => 0,
            Kind::InterestNote if by_law => 1,
            _ if by_law => 2,
            _ => 0,
        };
        (class, due.unwrap_or(on), i64::from(due.is_none()), at)
    };
    loop {
        let mut wanting = Vec::new();
        for (at, (_, _, _, open, disputed, customer)) in rows.iter().enumerate() {
            let id = i64::try_from(at).unwrap() + 1;
            let got = given.get(&id).copied().unwrap_or(0);
            let is_named = names.contains(&at);
            let limit = if is_named { *open } else { *open - *disputed };
            if *open > 0 && got < limit && (is_named || *customer == 1) {
                wanting.push((i64::from(!is_named), rank(at), id));
            }
        }
        wanting.sort_unstable();
        let Some((unnamed, _, id)) = wanting.first().copied() else {
            break;
        };
        if unnamed == 0 && helped > 0 {
            helped -= 1;
        } else if money > 0 {
            money -= 1;
        } else {
            break;
        }
        *given.entry(id).or_default() += 1;
    }
    given
}

fn sums(parts: &[Part]) -> BTreeMap<i64, i64> {
    let mut sums = BTreeMap::new();
    for part in parts {
        *sums.entry(part.transaction_id).or_default() += part.amount_minor + part.discount_minor;
    }
    sums
}

proptest! {
    #[test]
    fn the_same_as_one_unit_after_the_other(
        rows in rows(), amount in 0_i64..200, picks in prop::collection::btree_set(0_usize..9, 0..3), legal in laws(),
    ) {
        let names: Vec<usize> = picks.into_iter().filter(|at| *at < rows.len()).collect();
        let designation: Vec<Named> = names.iter().map(|at| Named {
            transaction_id: i64::try_from(*at).unwrap() + 1,
            amount_minor: None,
        }).collect();
        // After every discount day, so that no deduction is read into a part payment.
        let result = allocate(&items(&rows), &credit(amount, 10), &designation, &policy(legal));
        prop_assert_eq!(sums(&result.parts), by_unit(&rows, amount, &names, legal));
    }

    #[test]
    fn nothing_is_exceeded_sums_balance_and_undo_restores(
        rows in rows(), amount in 0_i64..200, on in 0_i64..8, legal in laws(), seed in 0_usize..100,
        picks in prop::collection::vec((0_i64..12, prop::option::of(-3_i64..80)), 0..4),
    ) {
        let list = items(&rows);
        let designation: Vec<Named> = picks.iter().map(|(transaction_id, amount_minor)| Named {
            transaction_id: *transaction_id,
            amount_minor: *amount_minor,
        }).collect();
        let result = allocate(&list, &credit(amount, on), &designation, &policy(legal));
        let from_credit: i64 = result.parts.iter().filter(|part| part.source == Source::Credit)
            .map(|part| part.amount_minor).sum();
        prop_assert_eq!(from_credit + result.unapplied_minor, amount);
        let mut open: BTreeMap<i64, i64> = list.iter().map(|item| (item.transaction_id, item.open_minor)).collect();
        let before = open.clone();
        let apply = |open: &mut BTreeMap<i64, i64>, parts: &[Part]| {
            for part in parts {
                *open.get_mut(&part.transaction_id).unwrap() -= part.amount_minor + part.discount_minor;
                if let Source::Item { transaction_id } = part.source {
                    *open.get_mut(&transaction_id).unwrap() += part.amount_minor;
                }
            }
        };
        apply(&mut open, &result.parts);
        for (id, left) in &open {
            let was = before[id];
            let within = (was.min(0)..=was.max(0)).contains(left);
            prop_assert!(within, "{} of {}", left, was);
        }
        for part in &result.parts {
            prop_assert!(part.amount_minor > 0 && part.discount_minor >= 0);
        }
        apply(&mut open, &undo(&result.parts));
        prop_assert_eq!(open, before);

        let mut turned = list.clone();
        turned.reverse();
        if !turned.is_empty() {
            let by = seed % turned.len();
            turned.rotate_left(by);
        }
        let mut names = designation.clone();
        names.reverse();
        prop_assert_eq!(allocate(&turned, &credit(amount, on), &names, &policy(legal)), result);
    }
}
