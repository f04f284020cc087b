//! Disputes (spec 21 §7): what of an invoice is not collected while it is looked into.
//!
//! Invariant: the disputed amount of an item is min(disputed, open) on any day, so that what is disputed and what is not
//! add up to what is open, whatever is paid meanwhile (D-15).

use serde::{Deserialize, Serialize};

/// What has become of a dispute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "DisputeStatus")]
pub enum Status {
    /// It is looked into.
    Open,
    /// Settled without a credit.
    Resolved,
    /// A credit note was granted.
    CreditIssued,
    /// The customer gave it up.
    CustomerWithdrew,
}

impl Status {
    /// Every status.
    pub const ALL: [Self; 4] = [
        Self::Open,
        Self::Resolved,
        Self::CreditIssued,
        Self::CustomerWithdrew,
    ];

    /// The word in the book and over the wire.
    pub fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Resolved => "resolved",
            Self::CreditIssued => "credit_issued",
            Self::CustomerWithdrew => "customer_withdrew",
        }
    }

    /// Reads what [`Status::code`] wrote.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.code() == code)
    }
}

/// How much of an invoice a dispute is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "DisputeReach")]
pub enum Reach {
    /// All that is open: the transaction itself is disputed.
    Whole,
    /// A part: the rest stays collectible.
    Part,
}

/// Why a dispute cannot be opened, closed or reopened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// A credit cannot be disputed.
    Credit,
    /// Nothing is open.
    NothingOpen,
    /// The amount is not positive.
    NoAmount,
    /// More than what is open and not yet disputed.
    MoreThanOpen {
        /// What is left, minor units.
        left_minor: i64,
    },
    /// It is closed already.
    ClosedAlready,
    /// It is open still.
    OpenStill,
    /// A credit was granted, but not how much (D-2).
    CreditWithoutAmount,
    /// More was granted than was disputed.
    CreditBeyondDispute,
    /// Closing means one of the three outcomes.
    NoOutcome,
}

/// Whether `amount_minor` of a transaction may be disputed, and how much of it that is; `disputed_minor` of it is in
/// dispute already.
pub fn open(open_minor: i64, disputed_minor: i64, amount_minor: i64) -> Result<Reach, Fault> {
    if open_minor < 0 {
        return Err(Fault::Credit);
    }
    if open_minor == 0 {
        return Err(Fault::NothingOpen);
    }
    if amount_minor <= 0 {
        return Err(Fault::NoAmount);
    }
    let left_minor = (open_minor - disputed_minor).max(0);
    if amount_minor > left_minor {
        return Err(Fault::MoreThanOpen { left_minor });
    }
    Ok(reach(open_minor, disputed_minor + amount_minor))
}

/// How much of what is open is disputed.
pub fn reach(open_minor: i64, disputed_minor: i64) -> Reach {
    if disputed_minor >= open_minor {
        Reach::Whole
    } else {
        Reach::Part
    }
}

/// What is disputed and what is not, minor units; together they are what is open.
pub fn split(open_minor: i64, disputed_minor: i64) -> (i64, i64) {
    let disputed = disputed_minor.clamp(0, open_minor.max(0));
    (disputed, open_minor - disputed)
}

/// Whether an open dispute may be closed this way.
pub fn close(
    from: Status,
    outcome: Status,
    amount_minor: i64,
    resolution_minor: Option<i64>,
) -> Result<(), Fault> {
    match (from, outcome, resolution_minor) {
        (Status::Open, Status::Open, _) => Err(Fault::NoOutcome),
        (Status::Open, Status::CreditIssued, None) => Err(Fault::CreditWithoutAmount),
        (Status::Open, Status::CreditIssued, Some(minor)) if minor <= 0 => {
            Err(Fault::CreditWithoutAmount)
        }
        (Status::Open, Status::CreditIssued, Some(minor)) if minor > amount_minor => {
            Err(Fault::CreditBeyondDispute)
        }
        (Status::Open, _, _) => Ok(()),
        _ => Err(Fault::ClosedAlready),
    }
}

/// Whether a dispute may be opened again.
pub fn reopen(from: Status) -> Result<(), Fault> {
    if from == Status::Open {
        Err(Fault::OpenStill)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// D-1, D-15: 200 of 1,000 leave 800; when 900 are paid, 100 are disputed and nothing is not.
    #[test]
    fn d_15_never_more_is_disputed_than_is_open() {
        assert_eq!(open(100_000, 0, 20_000), Ok(Reach::Part));
        assert_eq!(split(100_000, 20_000), (20_000, 80_000));
        assert_eq!(split(10_000, 20_000), (10_000, 0));
        assert_eq!(split(0, 20_000), (0, 0));
        assert_eq!(split(-5_000, 20_000), (0, -5_000));
    }

    #[test]
    fn what_may_be_disputed() {
        use Fault::{Credit, MoreThanOpen, NoAmount, NothingOpen};
        let cases = [
            ((1_000, 0, 1_000), Ok(Reach::Whole)),
            ((1_000, 0, 999), Ok(Reach::Part)),
            ((1_000, 400, 600), Ok(Reach::Whole)),
            ((1_000, 400, 601), Err(MoreThanOpen { left_minor: 600 })),
            ((1_000, 1_500, 1), Err(MoreThanOpen { left_minor: 0 })),
            ((1_000, 0, 0), Err(NoAmount)),
            ((1_000, 0, -1), Err(NoAmount)),
            ((0, 0, 1), Err(NothingOpen)),
            ((-1_000, 0, 1), Err(Credit)),
        ];
        for ((open_minor, disputed, amount), expected) in cases {
            assert_eq!(
                open(open_minor, disputed, amount),
                expected,
                "{open_minor} {disputed} {amount}"
            );
        }
    }

    /// D-2, D-3: every status and every outcome.
    #[test]
    fn d_2_a_credit_needs_its_amount() {
        use Status::{CreditIssued, CustomerWithdrew, Open, Resolved};
        for from in Status::ALL {
            for outcome in Status::ALL {
                for minor in [None, Some(0), Some(-1), Some(100), Some(200), Some(201)] {
                    let expected = match (from, outcome, minor) {
                        (Resolved | CreditIssued | CustomerWithdrew, _, _) => {
                            Err(Fault::ClosedAlready)
                        }
                        (Open, Open, _) => Err(Fault::NoOutcome),
                        (Open, CreditIssued, None | Some(0 | -1)) => {
                            Err(Fault::CreditWithoutAmount)
                        }
                        (Open, CreditIssued, Some(201)) => Err(Fault::CreditBeyondDispute),
                        _ => Ok(()),
                    };
                    assert_eq!(
                        close(from, outcome, 200, minor),
                        expected,
                        "{from:?} {outcome:?} {minor:?}"
                    );
                }
            }
            let expected = if from == Open {
                Err(Fault::OpenStill)
            } else {
                Ok(())
            };
            assert_eq!(reopen(from), expected);
        }
    }

    #[test]
    fn every_code_is_read_again() {
        for status in Status::ALL {
            assert_eq!(Status::from_code(status.code()), Some(status));
        }
        assert_eq!(Status::from_code("closed"), None);
    }

    proptest! {
        #[test]
        fn undisputed_and_disputed_are_what_is_open(open_minor in -1_000_000_i64..1_000_000, disputed in 0_i64..1_000_000) {
            let (part, rest) = split(open_minor, disputed);
            prop_assert_eq!(part + rest, open_minor);
            prop_assert!(part >= 0 && (open_minor <= 0 || rest >= 0));
        }
    }
}
