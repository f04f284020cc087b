//! Returned debits: which payment a line of the bank takes back (T-B9).
//!
//! Invariant: one payment is named only where the strongest evidence that exists leads to one. A payment that was
//! returned already is not found again.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::text::squeeze;
use crate::money::Currency;

/// How long after a payment its return is looked for by amount and account alone, days.
const WINDOW_DAYS: i64 = 60;

/// Ids that say that there is none.
const NO_ID: [&str; 4] = ["", "NOTPROVIDED", "NONREF", "NOREF"];

/// A line that takes a payment back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Returned<'a> {
    /// The booking day.
    pub booked_on: NaiveDate,
    /// Its currency.
    pub currency: Currency,
    /// What is taken back, positive minor units; the bank's charges may be in it.
    pub amount_minor: i64,
    /// End-to-end id of the payment.
    pub end_to_end_id: &'a str,
    /// The bank's reference of the payment.
    pub bank_reference: &'a str,
    /// Mandate of the debit.
    pub mandate: &'a str,
    /// The payer's account.
    pub account: &'a str,
    /// Why, as coded by the bank (`AC04`, `MS03` …).
    pub reason_code: &'a str,
}

/// A payment of before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Payment<'a> {
    /// The transaction.
    pub id: i64,
    /// The booking day.
    pub booked_on: NaiveDate,
    /// Its currency.
    pub currency: Currency,
    /// Positive minor units.
    pub amount_minor: i64,
    /// End-to-end id.
    pub end_to_end_id: &'a str,
    /// The bank's reference.
    pub bank_reference: &'a str,
    /// Mandate of the debit.
    pub mandate: &'a str,
    /// The payer's account.
    pub account: &'a str,
    /// The day on which it was taken back already.
    pub returned_on: Option<NaiveDate>,
}

/// What a payment was found by, strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum By {
    /// The end-to-end id.
    EndToEnd,
    /// The bank's reference.
    BankReference,
    /// Mandate and amount.
    MandateAndAmount,
    /// Amount and account within 60 days.
    AmountAndAccount,
}

/// What a return refers to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Referred<'a> {
    /// To one payment.
    One {
        /// Which.
        payment_id: i64,
        /// Found how.
        by: By,
        /// What the bank took besides, minor units; negative where it took back less.
        charge_minor: i64,
        /// Why, as coded by the bank.
        reason_code: &'a str,
    },
    /// To one of several; latest first.
    Several {
        /// Which.
        payment_ids: Vec<i64>,
        /// Found how.
        by: By,
        /// Why, as coded by the bank.
        reason_code: &'a str,
    },
    /// To none that is known.
    None {
        /// Why, as coded by the bank.
        reason_code: &'a str,
    },
}

/// Finds the payment that a line takes back.
pub fn find_returned<'a>(line: &Returned<'a>, payments: &[Payment<'_>]) -> Referred<'a> {
    let reason_code = line.reason_code;
    for by in [
        By::EndToEnd,
        By::BankReference,
        By::MandateAndAmount,
        By::AmountAndAccount,
    ] {
        let mut found: Vec<&Payment<'_>> = payments
            .iter()
            .filter(|payment| possible(line, payment) && speaks(by, line, payment))
            .collect();
        // Ids are used again for the next collection: the amount may decide between two.
        if found.len() > 1 && found.iter().any(|p| p.amount_minor == line.amount_minor) {
            found.retain(|payment| payment.amount_minor == line.amount_minor);
        }
        found.sort_by_key(|payment| (std::cmp::Reverse(payment.booked_on), payment.id));
        match found[..] {
            [] => {}
            [one] => {
                return Referred::One {
                    payment_id: one.id,
                    by,
                    charge_minor: line.amount_minor.saturating_sub(one.amount_minor),
                    reason_code,
                };
            }
            _ => {
                return Referred::Several {
                    payment_ids: found.iter().map(|payment| payment.id).collect(),
                    by,
                    reason_code,
                };
            }
        }
    }
    Referred::None { reason_code }
}

fn possible(line: &Returned<'_>, payment: &Payment<'_>) -> bool {
    payment.currency == line.currency
        && payment.booked_on <= line.booked_on
        && payment.returned_on.is_none()
}

fn speaks(by: By, line: &Returned<'_>, payment: &Payment<'_>) -> bool {
    let same = |a: &str, b: &str| {
        let a = squeeze(a);
        !NO_ID.contains(&a.as_str()) && a == squeeze(b)
    };
    let amount = payment.amount_minor == line.amount_minor;
    match by {
        By::EndToEnd => same(line.end_to_end_id, payment.end_to_end_id),
        By::BankReference => same(line.bank_reference, payment.bank_reference),
        By::MandateAndAmount => amount && same(line.mandate, payment.mandate),
        By::AmountAndAccount => {
            let age = (line.booked_on - payment.booked_on).num_days();
            amount && age <= WINDOW_DAYS && same(line.account, payment.account)
        }
    }
}

/// How many payments of each item have come back.
///
/// In go pairs of a returned payment and an item that it had settled; parts of one payment count once.
pub fn count_returns(settled: &[(i64, i64)]) -> BTreeMap<i64, u32> {
    let pairs: BTreeSet<(i64, i64)> = settled.iter().copied().collect();
    let mut counts = BTreeMap::new();
    for (_, item) in pairs {
        *counts.entry(item).or_default() += 1;
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn payment(
        id: i64,
        on: &str,
        amount_minor: i64,
        end_to_end_id: &'static str,
    ) -> Payment<'static> {
        Payment {
            id,
            booked_on: day(on),
            currency: Currency::EUR,
            amount_minor,
            end_to_end_id,
            bank_reference: "",
            mandate: "M-1",
            account: "DE7",
            returned_on: None,
        }
    }

    fn line(amount_minor: i64, end_to_end_id: &'static str) -> Returned<'static> {
        Returned {
            booked_on: day("2026-05-20"),
            currency: Currency::EUR,
            amount_minor,
            end_to_end_id,
            bank_reference: "NONREF",
            mandate: "",
            account: "",
            reason_code: "MS03",
        }
    }

    #[test]
    fn t_b9_the_id_finds_the_payment_and_names_the_charge() {
        let payments = [
            payment(1, "2026-05-01", 50_000, "E-1"),
            payment(2, "2026-05-02", 50_000, "E-2"),
        ];
        assert_eq!(
            find_returned(&line(50_300, "e1"), &payments),
            Referred::One {
                payment_id: 1,
                by: By::EndToEnd,
                charge_minor: 300,
                reason_code: "MS03"
            }
        );
        let by_mandate = Returned {
            mandate: "M1",
            ..line(50_000, "NOTPROVIDED")
        };
        assert_eq!(
            find_returned(&by_mandate, &payments),
            Referred::Several {
                payment_ids: vec![2, 1],
                by: By::MandateAndAmount,
                reason_code: "MS03"
            }
        );
        let back = [
            payments[0],
            Payment {
                returned_on: Some(day("2026-05-10")),
                ..payments[1]
            },
        ];
        assert!(matches!(
            find_returned(&by_mandate, &back),
            Referred::One { payment_id: 1, .. }
        ));
    }

    #[test]
    fn t_b9_amount_and_account_only_within_sixty_days() {
        let by_account = Returned {
            account: "DE 7",
            ..line(50_000, "")
        };
        let find = |on: &str| find_returned(&by_account, &[payment(1, on, 50_000, "")]);
        assert!(matches!(
            find("2026-03-21"),
            Referred::One {
                by: By::AmountAndAccount,
                ..
            }
        ));
        assert!(matches!(
            find("2026-03-20"),
            Referred::None {
                reason_code: "MS03"
            }
        ));
        assert!(matches!(find("2026-05-21"), Referred::None { .. }));
        assert_eq!(
            count_returns(&[(1, 7), (1, 7), (2, 7), (2, 8)]),
            BTreeMap::from([(7, 2), (8, 1)])
        );
    }
}
