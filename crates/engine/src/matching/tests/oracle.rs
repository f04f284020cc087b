//! Properties over small random ledgers, against a reading of the rules that tries everything.

use proptest::prelude::*;

use super::super::evidence::Evidence;
use super::super::text::{Runs, one_slip};
use super::super::*;

/// Customer, number, open, discount, due day.
type Row = (i64, u32, i64, i64, u64);

#[derive(PartialEq)]
enum Order {
    Given,
    Reversed,
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let row = (1_i64..4, 0_u32..40, 1_i64..30, 0_i64..3, 0_u64..5);
    prop::collection::vec(row, 1..9)
}

fn number(row: &Row) -> String {
    format!("RE-7{:04}", row.1 * 11)
}

fn day(offset: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 1).unwrap() + chrono::Days::new(offset)
}

fn index(rows: &[Row], numbers: &[String], order: &Order) -> Index {
    let mut docs: Vec<OpenDoc<'_>> = (1_i64..)
        .zip(rows)
        .zip(numbers)
        .map(|((id, row), document_no)| OpenDoc {
            id,
            customer_id: row.0,
            document_no,
            reference: "",
            due_on: day(row.4),
            currency: Currency::EUR,
            open_minor: row.2 * 100,
            discount: (row.3 > 0).then(|| CashDiscount {
                amount_minor: row.3 * 10,
                until: day(2),
            }),
            state: State::Open,
        })
        .collect();
    if *order == Order::Reversed {
        docs.reverse();
    }
    let payers = (1_i64..4).map(|customer_id| Payer {
        customer_id,
        account: ["", "DE1", "DE2", "DE3"][usize::try_from(customer_id).unwrap()],
        name: "",
    });
    let mut payers: Vec<_> = payers.collect();
    if *order == Order::Reversed {
        payers.reverse();
    }
    Index::build(docs, payers, [])
}

proptest! {
    #[test]
    fn shares_add_up_exact_is_deserved_and_the_order_of_the_input_is_nothing(
        rows in rows(),
        picks in prop::collection::btree_set(0_usize..9, 1..4),
        paid in 0_i64..3, payer in 0_usize..4, on in 0_u64..5,
    ) {
        let numbers: Vec<String> = rows.iter().map(number).collect();
        let named: Vec<usize> = picks.into_iter().filter(|at| *at < rows.len()).collect();
        let open: i64 = named.iter().map(|at| rows[*at].2 * 100).sum();
        let granted: i64 = if on <= 2 { named.iter().map(|at| rows[*at].3 * 10).sum() } else { 0 };
        let amount_minor = match paid { 0 => open, 1 => open - granted, _ => open - 150 };
        let text = named.iter().map(|at| numbers[*at].clone()).collect::<Vec<_>>().join(" ");
        let line = BankLine {
            booked_on: day(on),
            currency: Currency::EUR,
            amount_minor,
            reference: "",
            end_to_end_id: "",
            text: &text,
            account: ["", "DE1", "DE2", "DE3"][payer],
            name: "",
            standing: Standing::New,
        };
        let found = index(&rows, &numbers, &Order::Given).propose(&line, &Policy::default());
        prop_assert_eq!(&found, &index(&rows, &numbers, &Order::Reversed).propose(&line, &Policy::default()));
        for proposal in &found {
            let given: i64 = proposal.shares.iter().map(|share| share.amount_minor).sum();
            prop_assert_eq!(given + proposal.rest_minor, amount_minor);
            let mut seen = Vec::new();
            for share in &proposal.shares {
                let row = &rows[usize::try_from(share.document_id).unwrap() - 1];
                prop_assert!(share.amount_minor + share.discount_minor <= row.2 * 100);
                prop_assert!(share.discount_minor == 0 || (on <= 2 && share.discount_minor <= row.3 * 10));
                prop_assert!(!seen.contains(&share.document_id));
                seen.push(share.document_id);
            }
            if proposal.confidence == Confidence::Exact {
                prop_assert_eq!(proposal.rest_minor, 0);
                prop_assert!(proposal.cautions.is_empty());
                for id in &seen {
                    let at = usize::try_from(*id).unwrap() - 1;
                    // Named, of one customer, who is not another than the payer, and by a number that is nobody else's.
                    prop_assert!(text.contains(&numbers[at]));
                    prop_assert_eq!(rows[at].0, proposal.customer_id);
                    prop_assert!(payer == 0 || i64::try_from(payer).unwrap() == rows[at].0);
                    prop_assert_eq!(numbers.iter().filter(|other| **other == numbers[at]).count(), 1);
                }
                // Nothing that is named was left out.
                prop_assert_eq!(seen.len(), named.iter().map(|at| &numbers[*at]).collect::<std::collections::BTreeSet<_>>().len());
            }
        }
    }

    #[test]
    fn no_text_is_a_panic(text in "\\PC{0,80}", reference in "[A-Z0-9 ]{0,30}", amount in any::<i64>()) {
        let rows = [(1, 3, 5, 1, 1), (2, 4, 5, 0, 1)];
        let numbers = ["RE-70033".to_owned(), text.clone()];
        let line = BankLine {
            booked_on: day(1),
            currency: Currency::EUR,
            amount_minor: amount,
            reference: &reference,
            end_to_end_id: &text,
            text: &text,
            account: &reference,
            name: &text,
            standing: Standing::New,
        };
        let found = index(&rows, &numbers, &Order::Given).propose(&line, &Policy::default());
        prop_assert!(found.len() <= 8);
    }

    /// What is found by amount and payer is what comparing every number with every word finds.
    #[test]
    fn slips_are_those_that_a_look_at_everything_finds(
        rows in rows(), words in prop::collection::vec("[RE]{0,2}-?7[0-4]{3,5}", 1..4),
        amount in 1_i64..30, payer in 0_usize..4,
    ) {
        let numbers: Vec<String> = rows.iter().map(number).collect();
        let index = index(&rows, &numbers, &Order::Given);
        let text = words.join(" ");
        let line = BankLine {
            booked_on: day(1),
            currency: Currency::EUR,
            amount_minor: amount * 100,
            reference: "",
            end_to_end_id: "",
            text: &text,
            account: ["", "DE1", "DE2", "DE3"][payer],
            name: "",
            standing: Standing::New,
        };
        let evidence = Evidence::of(&index, &line);
        // A number that is found is no slip, and its words are left away.
        prop_assume!(evidence.groups.is_empty());
        let scope = evidence.scope(&[]);
        let mut found: Vec<i64> = evidence
            .mistyped(&scope, &[amount * 100])
            .into_iter()
            .map(|at| index.doc(at).id)
            .collect();
        found.sort_unstable();
        let runs = Runs::of(&["", "", &text]);
        let expected: Vec<i64> = (1_i64..)
            .zip(&rows)
            .filter(|(_, row)| {
                let of_payer = payer > 0 && i64::try_from(payer).unwrap() == row.0;
                let net = row.2 * 100 - if row.3 > 0 { row.3 * 10 } else { 0 };
                of_payer || row.2 == amount || net == amount * 100
            })
            .filter(|(_, row)| {
                let (full, digits) = (format!("RE7{:04}", row.1 * 11), format!("7{:04}", row.1 * 11));
                runs.windows()
                    .filter(|window| window.key.len() >= 4)
                    .any(|window| one_slip(window.key, &full) || one_slip(window.key, &digits))
            })
            .map(|(id, _)| id)
            .collect();
        prop_assert_eq!(found, expected);
    }
}
