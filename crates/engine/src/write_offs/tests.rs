use proptest::prelude::*;

use super::*;

fn item(
    id: i64,
    currency: &str,
    profile: &str,
    gross: i64,
    open: i64,
    taxes: &[(&str, i64)],
) -> Item {
    Item {
        transaction_id: id,
        currency: currency.to_owned(),
        profile: profile.to_owned(),
        dimensions: Vec::new(),
        gross_minor: gross,
        open_minor: open,
        taxes: taxes
            .iter()
            .map(|(code, minor)| Tax {
                code: (*code).to_owned(),
                minor: *minor,
            })
            .collect(),
    }
}

/// Kind, currency, profile or tax code, amount.
fn shown(lines: &[Line]) -> Vec<(LineKind, &str, &str, i64)> {
    lines
        .iter()
        .map(|line| {
            let key = if line.kind == LineKind::SalesTax {
                &line.tax_code
            } else {
                &line.profile
            };
            (
                line.kind,
                line.currency.as_str(),
                key.as_str(),
                line.amount_minor,
            )
        })
        .collect()
}

fn invoice_and_credit_note() -> [Item; 2] {
    [
        item(1, "EUR", "", 110_000, 110_000, &[("S19", 10_000)]),
        item(2, "EUR", "", -22_000, -22_000, &[("S19", -2_000)]),
    ]
}

#[test]
fn w_3_without_separate_tax_the_write_off_includes_it() {
    let lines = lines(&invoice_and_credit_note(), SeparateTax::No).unwrap();
    assert_eq!(
        shown(&lines),
        [
            (LineKind::Customer, "EUR", "", -88_000),
            (LineKind::WriteOff, "EUR", "", 88_000)
        ]
    );
}

#[test]
fn w_4_with_separate_tax_it_has_its_line() {
    let lines = lines(&invoice_and_credit_note(), SeparateTax::Yes).unwrap();
    assert_eq!(
        shown(&lines),
        [
            (LineKind::Customer, "EUR", "", -88_000),
            (LineKind::WriteOff, "EUR", "", 80_000),
            (LineKind::SalesTax, "EUR", "S19", 8_000)
        ]
    );
}

#[test]
fn w_5_every_currency_has_its_pair() {
    let items = [
        item(1, "EUR", "", 10_000, 10_000, &[]),
        item(2, "USD", "", 5_000, 5_000, &[]),
    ];
    assert_eq!(
        shown(&lines(&items, SeparateTax::Yes).unwrap()),
        [
            (LineKind::Customer, "EUR", "", -10_000),
            (LineKind::WriteOff, "EUR", "", 10_000),
            (LineKind::Customer, "USD", "", -5_000),
            (LineKind::WriteOff, "USD", "", 5_000)
        ]
    );
}

#[test]
fn w_6_a_credit_goes_the_other_way() {
    let items = [item(1, "EUR", "", -3_000, -3_000, &[])];
    assert_eq!(
        shown(&lines(&items, SeparateTax::No).unwrap()),
        [
            (LineKind::Customer, "EUR", "", 3_000),
            (LineKind::WriteOff, "EUR", "", -3_000)
        ]
    );
}

#[test]
fn w_7_two_tax_codes_have_a_line_each() {
    let items = [item(
        1,
        "EUR",
        "",
        12_600,
        12_600,
        &[("S19", 1_900), ("S07", 700)],
    )];
    assert_eq!(
        shown(&lines(&items, SeparateTax::Yes).unwrap()),
        [
            (LineKind::Customer, "EUR", "", -12_600),
            (LineKind::WriteOff, "EUR", "", 10_000),
            (LineKind::SalesTax, "EUR", "S07", 700),
            (LineKind::SalesTax, "EUR", "S19", 1_900)
        ]
    );
}

#[test]
fn w_15_profiles_have_lines_of_their_own() {
    let items = [
        item(1, "EUR", "A", 10_000, 10_000, &[]),
        item(2, "EUR", "B", 10_000, 10_000, &[]),
    ];
    assert_eq!(
        shown(&lines(&items, SeparateTax::No).unwrap()),
        [
            (LineKind::Customer, "EUR", "A", -10_000),
            (LineKind::Customer, "EUR", "B", -10_000),
            (LineKind::WriteOff, "EUR", "A", 10_000),
            (LineKind::WriteOff, "EUR", "B", 10_000)
        ]
    );
}

/// 100.00 of 119.00 are open: tax is 15.966…; of three codes the last one takes the rest.
#[test]
fn the_share_of_a_partly_paid_invoice_is_rounded_once() {
    let part = item(1, "EUR", "", 11_900, 10_000, &[("S19", 1_900)]);
    assert_eq!(tax_share(&part), Ok(vec![("S19".to_owned(), 1_597)]));
    let thirds = item(1, "EUR", "", 400, 200, &[("A", 1), ("B", 1), ("C", 1)]);
    assert_eq!(
        tax_share(&thirds),
        Ok(vec![("A".to_owned(), 1), ("B".to_owned(), 1)]),
        "half of 0.03 is 0.02, half of 0.01 is 0.01, and nothing is left"
    );
}

#[test]
fn dimensions_are_a_set() {
    let mut one = item(1, "EUR", "", 100, 100, &[]);
    let mut two = item(2, "EUR", "", 50, 50, &[]);
    one.dimensions = vec![("a".into(), "1".into()), ("b".into(), "2".into())];
    two.dimensions = vec![("b".into(), "2".into()), ("a".into(), "1".into())];
    let lines = lines(&[one, two], SeparateTax::No).unwrap();
    assert_eq!(lines.len(), 2);
    assert_eq!(lines[0].amount_minor, -150);
}

#[test]
fn a_tax_that_is_no_part_is_refused() {
    for (gross, tax) in [(100, 101), (100, -1), (0, 5)] {
        let wrong = [item(7, "EUR", "", gross, 100, &[("S19", tax)])];
        assert!(matches!(
            lines(&wrong, SeparateTax::Yes),
            Err(Fault::TaxNotAPart {
                transaction_id: 7,
                ..
            })
        ));
        assert!(lines(&wrong, SeparateTax::No).is_ok());
    }
}

#[test]
fn what_cancels_out_has_no_lines() {
    let items = [
        item(1, "EUR", "", 100, 100, &[]),
        item(2, "EUR", "", -100, -100, &[]),
    ];
    assert_eq!(lines(&items, SeparateTax::No), Err(Fault::NothingOpen));
    assert_eq!(lines(&[], SeparateTax::Yes), Err(Fault::NothingOpen));
    let taxed = [
        item(1, "EUR", "", 100, 100, &[("S19", 16)]),
        item(2, "EUR", "", -100, -100, &[]),
        item(3, "USD", "", 50, 50, &[]),
    ];
    let lines = lines(&taxed, SeparateTax::Yes).unwrap();
    assert!(lines.iter().all(|line| line.currency == "USD"));
}

#[test]
fn steps_follow_their_order() {
    use Status::{Approved, Draft, Posted, Rejected, Undone};
    let allowed = [
        (Draft, Approved),
        (Draft, Rejected),
        (Approved, Rejected),
        (Approved, Posted),
        (Posted, Undone),
    ];
    for from in Status::ALL {
        assert_eq!(Status::from_code(from.code()), Some(from));
        for to in Status::ALL {
            assert_eq!(from.may_become(to), allowed.contains(&(from, to)));
        }
    }
}

fn any_item() -> impl Strategy<Value = Item> {
    (
        prop::sample::select(vec!["EUR", "USD", "JPY"]),
        prop::sample::select(vec!["", "A", "B"]),
        prop::sample::select(vec![vec![], vec![("Dept", "1")], vec![("Dept", "2")]]),
        1_i64..10_000_000,
        1_i64..=1_000,
        prop::bool::ANY,
        prop::collection::vec(
            (0_i64..=200, prop::sample::select(vec!["S19", "S07", "S00"])),
            0..4,
        ),
    )
        .prop_map(
            |(currency, profile, dimensions, gross, open_permille, credit, taxes)| {
                let sign = if credit { -1 } else { 1 };
                Item {
                    transaction_id: 1,
                    currency: currency.to_owned(),
                    profile: profile.to_owned(),
                    dimensions: dimensions
                        .into_iter()
                        .map(|(name, value)| (name.to_owned(), value.to_owned()))
                        .collect(),
                    gross_minor: sign * gross,
                    open_minor: sign * (gross * open_permille / 1_000).max(1),
                    taxes: taxes
                        .into_iter()
                        .map(|(permille, code)| Tax {
                            code: code.to_owned(),
                            minor: sign * (gross * permille / 1_000),
                        })
                        .collect(),
                }
            },
        )
}

proptest! {
    /// Debits equal credits in every currency, whatever is written off; the customer's lines take away what was open, and
    /// without separate tax nothing goes to a tax account.
    #[test]
    fn debits_equal_credits(items in prop::collection::vec(any_item(), 1..12), yes in prop::bool::ANY) {
        let separate = if yes { SeparateTax::Yes } else { SeparateTax::No };
        match lines(&items, separate) {
            Ok(lines) => {
                prop_assert_eq!(out_of_balance(&lines), vec![]);
                prop_assert!(lines.iter().all(|line| line.amount_minor != 0));
                prop_assert!(yes || lines.iter().all(|line| line.kind != LineKind::SalesTax));
                for currency in ["EUR", "USD", "JPY"] {
                    let open: i64 = items.iter().filter(|i| i.currency == currency).map(|i| i.open_minor).sum();
                    let taken: i64 = lines.iter()
                        .filter(|l| l.currency == currency && l.kind == LineKind::Customer)
                        .map(|l| l.amount_minor).sum();
                    prop_assert_eq!(taken, -open);
                }
            }
            Err(Fault::NothingOpen) => {
                let open: i64 = items.iter().map(|item| item.open_minor).sum();
                prop_assert_eq!(open, 0);
            }
            Err(other) => prop_assert!(false, "{}", other),
        }
    }

    /// A share is within a cent of the exact one as a whole, and never more than what is open.
    #[test]
    fn shares_are_within_a_cent(item in any_item()) {
        let parts: i64 = tax_share(&item).unwrap().iter().map(|(_, minor)| minor).sum();
        let tax: i128 = item.taxes.iter().map(|tax| i128::from(tax.minor)).sum();
        let exact = tax * i128::from(item.open_minor);
        let off = (i128::from(parts) * i128::from(item.gross_minor) - exact).abs();
        prop_assert!(2 * off <= i128::from(item.gross_minor).abs());
        prop_assert!(parts.abs() <= item.open_minor.abs());
    }
}
