//! Items handed over to an agency or a lawyer (spec 22 §9): which step may follow which, what was recovered, what it costs.

use chrono::NaiveDate;

/// Where a hand-over stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Put together; nobody has it yet.
    Prepared,
    /// With the agency.
    Sent,
    /// Taken back.
    Recalled,
    /// Over.
    Closed,
}

impl Status {
    /// Its code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Prepared => "prepared",
            Self::Sent => "sent",
            Self::Recalled => "recalled",
            Self::Closed => "closed",
        }
    }

    /// The status of a code.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Prepared, Self::Sent, Self::Recalled, Self::Closed]
            .into_iter()
            .find(|status| status.code() == code)
    }

    /// Whether letters stop for its items and the customer is with an agency.
    pub fn runs(self) -> bool {
        matches!(self, Self::Prepared | Self::Sent)
    }

    /// Whether `next` may follow: it is sent once, recalled or closed while it runs, and closed only when somebody has it.
    pub fn may_become(self, next: Self) -> bool {
        matches!(
            (self, next),
            (Self::Prepared, Self::Sent | Self::Recalled)
                | (Self::Sent, Self::Recalled | Self::Closed)
        )
    }
}

/// A payment that was settled against an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paid {
    /// From which day the settlement counts.
    pub on: NaiveDate,
    /// How much, minor units; below 0 where a settlement was taken back.
    pub minor: i64,
}

/// What was recovered from the day of the hand-over to its end, both included.
pub fn recovered(paid: &[Paid], from: NaiveDate, ended: Option<NaiveDate>) -> i64 {
    paid.iter()
        .filter(|one| one.on >= from && ended.is_none_or(|ended| one.on <= ended))
        .map(|one| one.minor)
        .sum()
}

/// The commission on what was recovered, minor units, rounded half away from zero; `commission_bp` in hundredths of a percent.
pub fn commission(recovered_minor: i64, commission_bp: i64) -> i64 {
    let product = i128::from(recovered_minor) * i128::from(commission_bp);
    let half = if product < 0 { -5_000 } else { 5_000 };
    i64::try_from((product + half) / 10_000).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn steps_follow_each_other() {
        let all = [
            Status::Prepared,
            Status::Sent,
            Status::Recalled,
            Status::Closed,
        ];
        let allowed: Vec<(&str, &str)> = all
            .into_iter()
            .flat_map(|from| all.into_iter().map(move |to| (from, to)))
            .filter(|(from, to)| from.may_become(*to))
            .map(|(from, to)| (from.code(), to.code()))
            .collect();
        assert_eq!(
            allowed,
            [
                ("prepared", "sent"),
                ("prepared", "recalled"),
                ("sent", "recalled"),
                ("sent", "closed")
            ]
        );
        assert!(
            all.into_iter()
                .all(|status| Status::from_code(status.code()) == Some(status))
        );
    }

    #[test]
    fn what_is_paid_while_it_runs_is_recovered() {
        let paid = [
            ("2026-03-01", 100),
            ("2026-03-10", 200),
            ("2026-03-20", 400),
            ("2026-03-21", -50),
        ]
        .map(|(on, minor)| Paid { on: day(on), minor });
        assert_eq!(recovered(&paid, day("2026-03-10"), None), 550);
        assert_eq!(
            recovered(&paid, day("2026-03-10"), Some(day("2026-03-20"))),
            600
        );
    }

    #[test]
    fn a_commission_is_rounded_once_half_away_from_zero() {
        assert_eq!(commission(10_000, 1_250), 1_250);
        assert_eq!(commission(101, 5_000), 51);
        assert_eq!(commission(-101, 5_000), -51);
        assert_eq!(commission(99, 50), 0);
        assert_eq!(commission(100, 50), 1);
    }
}
