//! Paying credits back to customers (spec 24 §4): which amounts a run proposes, and which steps a proposal may take.
//!
//! Invariant: what is proposed of a customer in a currency is at most what the customer may claim: the undisputed credits
//! less what is open against the customer. The oldest credits are kept for that.

use std::collections::{BTreeMap, BTreeSet};

use crate::money::Currency;

/// Where a reimbursement stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Waits for an approval; nothing is posted.
    Proposed,
    /// Posted: the credits are settled, and the amount is payable.
    Approved,
    /// Accounts payable have the request.
    Exported,
    /// Paid.
    Paid,
    /// Not wanted; nothing was posted.
    Rejected,
    /// Posted once, and given back to the customer's account by a later entry.
    Reversed,
}

impl Status {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Proposed,
        Self::Approved,
        Self::Exported,
        Self::Paid,
        Self::Rejected,
        Self::Reversed,
    ];

    /// The word in the book and over the wire.
    pub fn code(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Approved => "approved",
            Self::Exported => "exported",
            Self::Paid => "paid",
            Self::Rejected => "rejected",
            Self::Reversed => "reversed",
        }
    }

    /// The status of a code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.code() == code)
    }

    /// Whether `next` may follow.
    pub fn may_become(self, next: Self) -> bool {
        matches!(
            (self, next),
            (Self::Proposed, Self::Approved | Self::Rejected)
                | (Self::Approved, Self::Exported)
                | (Self::Exported, Self::Paid | Self::Reversed)
                | (Self::Paid, Self::Reversed)
        )
    }

    /// What taking the last step back leads to; `None` where a new entry is asked for instead: accounts payable have the
    /// request.
    pub fn before(self) -> Option<Self> {
        match self {
            Self::Approved | Self::Rejected => Some(Self::Proposed),
            Self::Paid => Some(Self::Exported),
            Self::Proposed | Self::Exported | Self::Reversed => None,
        }
    }
}

/// How the credits of a customer are put together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Summarize {
    /// One amount in each currency, whatever the dimensions.
    Customer,
    /// One amount for each set of dimensions.
    Dimensions,
}

/// What becomes of customers against whom something is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WithDebits {
    /// They are taken; what is open against them is kept back.
    Include,
    /// They are left out.
    Skip,
}

/// A credit that is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credit<'a> {
    /// The transaction.
    pub id: i64,
    /// Its currency.
    pub currency: Currency,
    /// What is open of it, positive minor units.
    pub open_minor: i64,
    /// Whether somebody disputes it.
    pub dispute: Dispute,
    /// Its dimensions, as one text.
    pub dimensions: &'a str,
}

/// Whether a credit is disputed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dispute {
    /// It is not.
    None,
    /// It is.
    Disputed,
}

/// What a run asks for.
#[derive(Debug, Clone, Copy)]
pub struct Terms<'a> {
    /// The least amount that is paid back in a currency; 0 where none is set.
    pub minimum: &'a [(Currency, i64)],
    /// How credits are put together.
    pub summarize: Summarize,
    /// What becomes of customers with open debits.
    pub with_debits: WithDebits,
}

/// An amount that is proposed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal<'a> {
    /// Currency.
    pub currency: Currency,
    /// The set of dimensions; empty where they are put together.
    pub dimensions: &'a str,
    /// Positive minor units.
    pub amount_minor: i64,
    /// What of which credit, positive minor units.
    pub parts: Vec<(i64, i64)>,
}

/// Why nothing is proposed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// Something is open against the customer.
    OpenDebits,
    /// All credits are disputed.
    Disputed,
    /// As much or more is open against the customer.
    NoCredit,
    /// Less than the minimum.
    BelowMinimum,
    /// A person left it out.
    LeftOut,
}

impl Why {
    /// The word in the book and over the wire.
    pub fn code(self) -> &'static str {
        match self {
            Self::OpenDebits => "open_debits",
            Self::Disputed => "disputed",
            Self::NoCredit => "no_credit",
            Self::BelowMinimum => "below_minimum",
            Self::LeftOut => "left_out",
        }
    }
}

/// An amount that is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Skipped {
    /// Currency.
    pub currency: Currency,
    /// The amount that it would have been, positive minor units.
    pub amount_minor: i64,
    /// Why.
    pub why: Why,
}

/// What is proposed for a customer, and what is left out. `credits` come in the order in which they are used, the oldest
/// first; `debits` say how much is open against the customer in each currency, positive minor units.
pub fn plan<'a>(
    credits: &[Credit<'a>],
    debits: &[(Currency, i64)],
    terms: &Terms<'_>,
) -> (Vec<Proposal<'a>>, Vec<Skipped>) {
    let currencies: BTreeSet<Currency> = credits.iter().map(|credit| credit.currency).collect();
    let (mut proposals, mut skipped) = (Vec::new(), Vec::new());
    for currency in currencies {
        let own: Vec<&Credit<'a>> = credits
            .iter()
            .filter(|credit| credit.currency == currency && credit.open_minor > 0)
            .collect();
        let sum = |of: &[&Credit<'a>]| of.iter().map(|credit| credit.open_minor).sum::<i64>();
        let (free, disputed): (Vec<_>, Vec<_>) = own
            .into_iter()
            .partition(|credit| credit.dispute == Dispute::None);
        let mut skip = |amount_minor, why| {
            skipped.push(Skipped {
                currency,
                amount_minor,
                why,
            });
        };
        if free.is_empty() {
            if !disputed.is_empty() {
                skip(sum(&disputed), Why::Disputed);
            }
            continue;
        }
        if terms.with_debits == WithDebits::Skip && debits.iter().any(|(_, minor)| *minor > 0) {
            skip(sum(&free), Why::OpenDebits);
            continue;
        }
        let kept: i64 = of_currency(debits, currency);
        let sets = sets(&free, kept, terms.summarize);
        if sets.is_empty() {
            skip(sum(&free), Why::NoCredit);
        }
        for (dimensions, parts) in sets {
            let amount_minor = parts.iter().map(|(_, minor)| minor).sum();
            if amount_minor < of_currency(terms.minimum, currency) {
                skip(amount_minor, Why::BelowMinimum);
            } else {
                proposals.push(Proposal {
                    currency,
                    dimensions,
                    amount_minor,
                    parts,
                });
            }
        }
    }
    (proposals, skipped)
}

fn of_currency(amounts: &[(Currency, i64)], currency: Currency) -> i64 {
    amounts
        .iter()
        .filter(|(of, _)| *of == currency)
        .map(|(_, minor)| minor)
        .sum()
}

/// What is left of the credits when `kept` is kept back of the oldest, by dimensions.
fn sets<'a>(
    credits: &[&Credit<'a>],
    mut kept: i64,
    summarize: Summarize,
) -> BTreeMap<&'a str, Vec<(i64, i64)>> {
    let mut sets: BTreeMap<&'a str, Vec<(i64, i64)>> = BTreeMap::new();
    for credit in credits {
        let back = kept.clamp(0, credit.open_minor);
        kept -= back;
        if credit.open_minor > back {
            let of = match summarize {
                Summarize::Customer => "",
                Summarize::Dimensions => credit.dimensions,
            };
            sets.entry(of)
                .or_default()
                .push((credit.id, credit.open_minor - back));
        }
    }
    sets
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn eur() -> Currency {
        "EUR".parse().unwrap()
    }

    fn credit(id: i64, open_minor: i64, dimensions: &str) -> Credit<'_> {
        Credit {
            id,
            currency: eur(),
            open_minor,
            dispute: Dispute::None,
            dimensions,
        }
    }

    fn terms(minimum: &[(Currency, i64)]) -> Terms<'_> {
        Terms {
            minimum,
            summarize: Summarize::Customer,
            with_debits: WithDebits::Skip,
        }
    }

    /// W-12, the rule of it: a minimum of 10.00 leaves 9.99 out and takes 10.00.
    #[test]
    fn w_12_the_minimum_itself_is_paid_back() {
        let minimum = [(eur(), 1_000)];
        let (none, skipped) = plan(&[credit(1, 999, "")], &[], &terms(&minimum));
        assert_eq!(none, []);
        assert_eq!(
            (skipped[0].amount_minor, skipped[0].why),
            (999, Why::BelowMinimum)
        );
        let (found, skipped) = plan(&[credit(1, 1_000, "")], &[], &terms(&minimum));
        assert_eq!((found[0].amount_minor, skipped.len()), (1_000, 0));
    }

    /// W-14, the rule of it.
    #[test]
    fn w_14_open_debits_leave_a_customer_out_or_are_kept_back() {
        let credits = [credit(1, 5_000, "")];
        let debits = [(eur(), 2_000)];
        let (none, skipped) = plan(&credits, &debits, &terms(&[]));
        assert_eq!((none.len(), skipped[0].why), (0, Why::OpenDebits));
        let include = Terms {
            with_debits: WithDebits::Include,
            ..terms(&[])
        };
        let (found, _) = plan(&credits, &debits, &include);
        assert_eq!(found[0].parts, [(1, 3_000)]);
        let (none, skipped) = plan(&credits, &[(eur(), 5_000)], &include);
        assert_eq!((none.len(), skipped[0].why), (0, Why::NoCredit));
    }

    #[test]
    fn dimensions_are_kept_apart_where_they_shall_be() {
        let credits = [
            credit(1, 3_000, "north"),
            credit(2, 2_000, "south"),
            credit(3, 500, "north"),
        ];
        let (one, _) = plan(&credits, &[], &terms(&[]));
        assert_eq!((one.len(), one[0].amount_minor), (1, 5_500));
        let apart = Terms {
            summarize: Summarize::Dimensions,
            ..terms(&[])
        };
        let (two, _) = plan(&credits, &[], &apart);
        let amounts: Vec<_> = two
            .iter()
            .map(|one| (one.dimensions, one.amount_minor))
            .collect();
        assert_eq!(amounts, [("north", 3_500), ("south", 2_000)]);
    }

    #[test]
    fn disputed_credits_stay_where_they_are() {
        let disputed = Credit {
            dispute: Dispute::Disputed,
            ..credit(1, 5_000, "")
        };
        let (found, _) = plan(&[disputed.clone(), credit(2, 700, "")], &[], &terms(&[]));
        assert_eq!(found[0].parts, [(2, 700)]);
        let (none, skipped) = plan(&[disputed], &[], &terms(&[]));
        assert_eq!((none.len(), skipped[0].why), (0, Why::Disputed));
    }

    #[test]
    fn what_was_exported_is_given_back_by_a_new_entry_only() {
        assert_eq!(Status::Approved.before(), Some(Status::Proposed));
        assert_eq!(Status::Exported.before(), None);
        assert!(Status::Exported.may_become(Status::Reversed));
        assert!(!Status::Approved.may_become(Status::Reversed));
        for status in Status::ALL {
            assert_eq!(Status::from_code(status.code()), Some(status));
        }
    }

    proptest! {
        /// What is proposed, skipped and kept back is all that there is, and no credit gives more than is open of it.
        #[test]
        fn nothing_is_paid_back_twice(
            minors in proptest::collection::vec(1_i64..100_000, 0..8), debit in 0_i64..200_000, minimum in 0_i64..50_000,
            apart in any::<bool>(),
        ) {
            let names = ["north", "south"];
            let credits: Vec<Credit<'_>> = (1_i64..).zip(&minors)
                .map(|(id, minor)| credit(id, *minor, names[usize::try_from(id % 2).unwrap()])).collect();
            let terms = Terms {
                minimum: &[(eur(), minimum)],
                summarize: if apart { Summarize::Dimensions } else { Summarize::Customer },
                with_debits: WithDebits::Include,
            };
            let (found, skipped) = plan(&credits, &[(eur(), debit)], &terms);
            let paid: i64 = found.iter().map(|one| one.amount_minor).sum();
            let below: i64 = skipped.iter().filter(|one| one.why == Why::BelowMinimum).map(|one| one.amount_minor).sum();
            let all: i64 = minors.iter().sum();
            prop_assert_eq!(paid + below, (all - debit).max(0));
            for one in &found {
                prop_assert!(one.amount_minor >= minimum);
                for (id, minor) in &one.parts {
                    prop_assert!(*minor <= credits.iter().find(|credit| credit.id == *id).unwrap().open_minor);
                }
            }
        }
    }
}
