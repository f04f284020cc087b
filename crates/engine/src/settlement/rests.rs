//! Small balances (spec 24 §2, T-M5): which rests of documents may be closed in one go, and why another may not.
//!
//! A rest is what stays open of a document of which something is settled. It is closed by an entry of its own, whichever
//! side it is on: a credit that was used up but for a few cents has a rest as well as an invoice.
//!
//! Invariant: nothing above the threshold of its own currency is ever proposed, and the sign of an amount has no
//! influence. Where several reasons speak against a rest, the first of [`Leave`] is given.

use serde::{Deserialize, Serialize};

use super::Clearing;
use crate::money::Currency;

/// An open document, as it stands before a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenRest {
    /// Currency of the amounts.
    pub currency: Currency,
    /// Amount of the document, signed minor units.
    pub amount_minor: i64,
    /// What is open of it now, signed minor units, never 0.
    pub open_minor: i64,
    /// What was open of it on the posting day, signed minor units; 0 where it is dated later.
    pub open_on_day_minor: i64,
    /// Whether the customer disputes it.
    pub dispute: Dispute,
    /// Whether a paper that is not money yet shall pay it (T-A17).
    pub clearing: Clearing,
}

/// Whether a document is disputed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dispute {
    /// It is not.
    None,
    /// All of it or a part.
    Disputed,
}

/// How small a rest of a currency must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Threshold {
    /// The currency.
    pub currency: Currency,
    /// The largest rest, minor units; a rest of just this much is small.
    pub minor: i64,
}

/// Documents of which nothing is settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum WholeDocuments {
    /// They stay open, however small.
    #[default]
    StayOpen,
    /// They are treated as rests.
    AsRests,
}

/// What a run is asked with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SmallBalances<'a> {
    /// At most one per currency; a currency without one has no small rests.
    pub thresholds: &'a [Threshold],
    /// What becomes of small documents of which nothing is settled.
    pub whole_documents: WholeDocuments,
}

/// What a run says of an open document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It may be closed.
    Close,
    /// It stays open.
    Leave(Leave),
}

/// Why a document stays open; an earlier reason goes before a later one.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ts_rs::TS,
)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "SmallBalanceReason")]
pub enum Leave {
    /// Its currency has no threshold.
    NoThreshold,
    /// More is open than the threshold.
    AboveThreshold,
    /// It is dated after the posting day, or was settled after it: on that day this was not its rest.
    MovedLater,
    /// A cheque or bill that is not money yet shall pay it.
    Uncleared,
    /// It is disputed.
    Disputed,
    /// Nothing of it is settled, so it is no rest.
    WholeDocument,
}

impl Leave {
    /// Its code, as stored and over the wire.
    pub fn code(self) -> &'static str {
        match self {
            Self::NoThreshold => "no_threshold",
            Self::AboveThreshold => "above_threshold",
            Self::MovedLater => "moved_later",
            Self::Uncleared => "uncleared",
            Self::Disputed => "disputed",
            Self::WholeDocument => "whole_document",
        }
    }
}

/// A rest that is larger than the threshold is a near miss up to this many times of it.
const NEAR: u64 = 2;

impl SmallBalances<'_> {
    /// Says whether a document may be closed.
    pub fn judge(&self, rest: &OpenRest) -> Verdict {
        let Some(threshold) = self.threshold(rest.currency) else {
            return Verdict::Leave(Leave::NoThreshold);
        };
        if rest.open_minor.unsigned_abs() > threshold {
            return Verdict::Leave(Leave::AboveThreshold);
        }
        if rest.open_on_day_minor != rest.open_minor {
            return Verdict::Leave(Leave::MovedLater);
        }
        if rest.clearing != Clearing::Cleared {
            return Verdict::Leave(Leave::Uncleared);
        }
        if rest.dispute == Dispute::Disputed {
            return Verdict::Leave(Leave::Disputed);
        }
        if self.whole_documents == WholeDocuments::StayOpen && rest.is_whole() {
            return Verdict::Leave(Leave::WholeDocument);
        }
        Verdict::Close
    }

    /// Whether a document that stays open is worth a line in the log: whatever is within the threshold, and rests up to
    /// twice of it. The rest of the ledger is not.
    pub fn is_near_miss(&self, rest: &OpenRest) -> bool {
        let Verdict::Leave(_) = self.judge(rest) else {
            return false;
        };
        let Some(threshold) = self.threshold(rest.currency) else {
            return false;
        };
        let times = if rest.is_whole() { 1 } else { NEAR };
        rest.open_minor.unsigned_abs() <= threshold.saturating_mul(times)
    }

    /// Nothing that is open with more than this, in whichever currency, is closed or a near miss; minor units.
    pub fn reach_minor(&self) -> i64 {
        let largest = self
            .thresholds
            .iter()
            .map(|threshold| threshold.minor.max(0).unsigned_abs())
            .max()
            .unwrap_or(0);
        i64::try_from(largest.saturating_mul(NEAR)).unwrap_or(i64::MAX)
    }

    fn threshold(&self, currency: Currency) -> Option<u64> {
        self.thresholds
            .iter()
            .find(|threshold| threshold.currency == currency)
            .map(|threshold| threshold.minor.max(0).unsigned_abs())
    }
}

impl OpenRest {
    /// Whether nothing of the document is settled.
    pub fn is_whole(&self) -> bool {
        self.open_minor == self.amount_minor
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use proptest::prelude::*;

    use super::*;

    const EUR: Currency = Currency::EUR;

    fn usd() -> Currency {
        "USD".parse().unwrap()
    }

    /// A rest of a document over 100.00 that speaks for itself.
    fn rest(open_minor: i64) -> OpenRest {
        OpenRest {
            currency: EUR,
            amount_minor: 10_000 * open_minor.signum(),
            open_minor,
            open_on_day_minor: open_minor,
            dispute: Dispute::None,
            clearing: Clearing::Cleared,
        }
    }

    fn pending() -> Clearing {
        Clearing::Pending {
            due_on: NaiveDate::from_ymd_opt(2026, 7, 31).unwrap(),
        }
    }

    fn one_euro(whole_documents: WholeDocuments) -> SmallBalances<'static> {
        SmallBalances {
            thresholds: &[Threshold {
                currency: EUR,
                minor: 100,
            }],
            whole_documents,
        }
    }

    /// T-M5: threshold 1.00: rests 0.99 and 1.00 are proposed, 1.01 is not; and every other reason.
    #[test]
    fn t_m5_every_verdict_by_table() {
        let run = one_euro(WholeDocuments::StayOpen);
        let leave = Verdict::Leave;
        let whole = |minor| OpenRest {
            amount_minor: minor,
            ..rest(minor)
        };
        let rows = [
            (rest(99), Verdict::Close, false),
            (rest(100), Verdict::Close, false),
            (rest(101), leave(Leave::AboveThreshold), true),
            (rest(200), leave(Leave::AboveThreshold), true),
            (rest(201), leave(Leave::AboveThreshold), false),
            (rest(-100), Verdict::Close, false),
            (rest(-101), leave(Leave::AboveThreshold), true),
            (whole(99), leave(Leave::WholeDocument), true),
            (whole(-99), leave(Leave::WholeDocument), true),
            (whole(101), leave(Leave::AboveThreshold), false),
            (
                OpenRest {
                    currency: usd(),
                    ..rest(1)
                },
                leave(Leave::NoThreshold),
                false,
            ),
            (
                OpenRest {
                    dispute: Dispute::Disputed,
                    ..rest(50)
                },
                leave(Leave::Disputed),
                true,
            ),
            (
                OpenRest {
                    clearing: pending(),
                    ..rest(50)
                },
                leave(Leave::Uncleared),
                true,
            ),
            (
                OpenRest {
                    open_on_day_minor: 10_000,
                    ..rest(50)
                },
                leave(Leave::MovedLater),
                true,
            ),
            // More was settled than there was: the document is open on the other side.
            (
                OpenRest {
                    amount_minor: 10_000,
                    ..rest(-50)
                },
                Verdict::Close,
                false,
            ),
        ];
        for (rest, verdict, near) in rows {
            assert_eq!(run.judge(&rest), verdict, "{rest:?}");
            assert_eq!(run.is_near_miss(&rest), near, "{rest:?}");
        }
        let also_whole = one_euro(WholeDocuments::AsRests);
        assert_eq!(also_whole.judge(&whole(99)), Verdict::Close);
        assert_eq!(also_whole.judge(&whole(-100)), Verdict::Close);
        assert_eq!(also_whole.judge(&whole(101)), leave(Leave::AboveThreshold));
    }

    #[test]
    fn extremes_neither_overflow_nor_pass() {
        let run = SmallBalances {
            thresholds: &[Threshold {
                currency: EUR,
                minor: i64::MAX,
            }],
            whole_documents: WholeDocuments::AsRests,
        };
        assert_eq!(run.reach_minor(), i64::MAX);
        assert_eq!(
            run.judge(&rest(i64::MIN + 1)),
            Verdict::Close,
            "a threshold without bounds"
        );
        let none = SmallBalances {
            thresholds: &[],
            whole_documents: WholeDocuments::AsRests,
        };
        assert_eq!(none.reach_minor(), 0);
    }

    fn rests() -> impl Strategy<Value = OpenRest> {
        (
            prop::sample::select(vec!["EUR", "USD", "JPY"]),
            -300_i64..300,
            prop::sample::select(vec![0_i64, 1, 500]),
            0_u8..5,
            0_u8..5,
            0_u8..5,
        )
            .prop_filter("an open item", |row| row.1 != 0)
            .prop_map(
                |(currency, open, settled, disputed, paper, later)| OpenRest {
                    currency: currency.parse().unwrap(),
                    amount_minor: open + settled * open.signum(),
                    open_minor: open,
                    open_on_day_minor: if later == 0 { open + 7 } else { open },
                    dispute: if disputed == 0 {
                        Dispute::Disputed
                    } else {
                        Dispute::None
                    },
                    clearing: if paper == 0 {
                        pending()
                    } else {
                        Clearing::Cleared
                    },
                },
            )
    }

    proptest! {
        /// The oracle counts the cents down one after the other and never asks for a reason.
        #[test]
        fn only_small_rests_that_nothing_speaks_against(
            rest in rests(), euro in 0_i64..250, dollar in 0_i64..250, whole in any::<bool>(),
        ) {
            let thresholds = [
                Threshold { currency: EUR, minor: euro },
                Threshold { currency: usd(), minor: dollar },
            ];
            let run = SmallBalances {
                thresholds: &thresholds,
                whole_documents: if whole { WholeDocuments::AsRests } else { WholeDocuments::StayOpen },
            };
            let mut left = rest.open_minor;
            let mut cents = 0_i64;
            while left != 0 {
                left -= left.signum();
                cents += 1;
            }
            let limit = match rest.currency.code() {
                "EUR" => Some(euro),
                "USD" => Some(dollar),
                _ => None,
            };
            let fits = limit.is_some_and(|limit| (1..=limit).contains(&cents));
            let quiet = rest.dispute == Dispute::None && rest.clearing == Clearing::Cleared
                && rest.open_on_day_minor == rest.open_minor;
            let paid = rest.amount_minor != rest.open_minor || whole;
            prop_assert_eq!(run.judge(&rest) == Verdict::Close, fits && quiet && paid);

            let mirrored = OpenRest {
                amount_minor: -rest.amount_minor, open_minor: -rest.open_minor,
                open_on_day_minor: -rest.open_on_day_minor, ..rest
            };
            prop_assert_eq!(run.judge(&rest), run.judge(&mirrored), "credits as debits");
            if run.judge(&rest) == Verdict::Close {
                prop_assert!(!run.is_near_miss(&rest), "what is closed missed nothing");
                prop_assert!(cents <= run.reach_minor());
            }
            if run.is_near_miss(&rest) {
                prop_assert!(limit.is_some_and(|limit| cents <= 2 * limit));
                prop_assert!(cents <= run.reach_minor());
            }
        }

        /// A larger threshold never takes a proposal away.
        #[test]
        fn a_larger_threshold_proposes_no_less(rest in rests(), small in 0_i64..200, more in 0_i64..200) {
            let close = |minor| {
                let thresholds = [Threshold { currency: EUR, minor }];
                let run = SmallBalances { thresholds: &thresholds, whole_documents: WholeDocuments::StayOpen };
                run.judge(&rest) == Verdict::Close
            };
            prop_assert!(!close(small) || close(small + more));
        }
    }
}
