//! The worklist: whom to call first, and why (spec 21 §2).
//!
//! Every customer stands in exactly one place, and its place has one reason with its figures. Amounts that are compared
//! are in the company's currency; who owes in several currencies is compared by what all of it is worth.

use serde::{Deserialize, Serialize};

/// What decides who comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "WorklistRanking")]
pub enum Ranking {
    /// What is overdue and not disputed.
    #[default]
    UndisputedOverdue,
    /// The whole credit risk.
    Exposure,
    /// Days overdue of the oldest invoice.
    Oldest,
    /// Promises that were not kept.
    BrokenPromises,
    /// All of them, each with its weight.
    Weighted,
}

/// How much each figure counts where all of them count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(rename = "WorklistWeights")]
pub struct Weights {
    /// What is overdue and not disputed.
    pub undisputed_overdue: u32,
    /// The whole credit risk.
    pub exposure: u32,
    /// Days overdue of the oldest invoice.
    pub oldest: u32,
    /// Promises that were not kept.
    pub broken_promises: u32,
}

impl Default for Weights {
    fn default() -> Self {
        Self {
            undisputed_overdue: 5,
            exposure: 2,
            oldest: 3,
            broken_promises: 5,
        }
    }
}

/// What is known of a customer; amounts in minor units of the company's currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Figures {
    /// What is overdue and not disputed.
    pub undisputed_overdue_minor: i64,
    /// The whole credit risk.
    pub exposure_minor: i64,
    /// Days overdue of the oldest open invoice; 0 while nothing is overdue.
    pub oldest_days: i64,
    /// Promises that were not kept.
    pub broken_promises: i64,
}

/// The figure that put a customer in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "WorklistReason")]
pub enum Reason {
    /// What is overdue and not disputed.
    UndisputedOverdue,
    /// The whole credit risk.
    Exposure,
    /// Days overdue of the oldest invoice.
    Oldest,
    /// Promises that were not kept.
    BrokenPromises,
}

const REASONS: [Reason; 4] = [
    Reason::UndisputedOverdue,
    Reason::Exposure,
    Reason::Oldest,
    Reason::BrokenPromises,
];

/// A place on the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Which of the customers, by its position in what was given.
    pub of: usize,
    /// Why it stands here.
    pub reason: Reason,
    /// By what it was compared: minor units, days, a number, or points of at most 10,000 for each weight.
    pub measure: i64,
}

impl Figures {
    const fn of(&self, reason: Reason) -> i64 {
        match reason {
            Reason::UndisputedOverdue => self.undisputed_overdue_minor,
            Reason::Exposure => self.exposure_minor,
            Reason::Oldest => self.oldest_days,
            Reason::BrokenPromises => self.broken_promises,
        }
    }
}

impl Weights {
    const fn of(&self, reason: Reason) -> u32 {
        match reason {
            Reason::UndisputedOverdue => self.undisputed_overdue,
            Reason::Exposure => self.exposure,
            Reason::Oldest => self.oldest,
            Reason::BrokenPromises => self.broken_promises,
        }
    }
}

/// Puts the customers in their places: the largest measure first; of equal ones the one with the older invoice, then the
/// larger overdue amount, then the one that was given first.
pub fn rank(customers: &[Figures], ranking: Ranking, weights: &Weights) -> Vec<Place> {
    let largest = REASONS.map(|reason| {
        let figures = customers.iter().map(|figures| figures.of(reason));
        figures.max().unwrap_or(0).max(1)
    });
    let mut places: Vec<Place> = customers
        .iter()
        .enumerate()
        .map(|(of, figures)| {
            let (reason, measure) = measure(figures, ranking, weights, &largest);
            Place {
                of,
                reason,
                measure,
            }
        })
        .collect();
    let key = |place: &Place| {
        let figures = &customers[place.of];
        (
            place.measure,
            figures.oldest_days,
            figures.undisputed_overdue_minor,
        )
    };
    places.sort_by(|a, b| key(b).cmp(&key(a)).then(a.of.cmp(&b.of)));
    places
}

fn measure(
    figures: &Figures,
    ranking: Ranking,
    weights: &Weights,
    largest: &[i64; 4],
) -> (Reason, i64) {
    let reason = match ranking {
        Ranking::UndisputedOverdue => Reason::UndisputedOverdue,
        Ranking::Exposure => Reason::Exposure,
        Ranking::Oldest => Reason::Oldest,
        Ranking::BrokenPromises => Reason::BrokenPromises,
        Ranking::Weighted => return weighted(figures, weights, largest),
    };
    (reason, figures.of(reason))
}

/// Points: of each figure its ten-thousandths of the largest one, times its weight; the reason is the figure that gave most.
fn weighted(figures: &Figures, weights: &Weights, largest: &[i64; 4]) -> (Reason, i64) {
    let mut sum = 0_i64;
    let mut most = (0, Reason::UndisputedOverdue);
    for (reason, largest) in REASONS.into_iter().zip(largest) {
        let share = i128::from(figures.of(reason).max(0)) * 10_000 / i128::from(*largest);
        let points = share.saturating_mul(i128::from(weights.of(reason)));
        let points = i64::try_from(points).unwrap_or(i64::MAX);
        sum = sum.saturating_add(points);
        if points > most.0 {
            most = (points, reason);
        }
    }
    (most.1, sum)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn figures(undisputed: i64, exposure: i64, days: i64, broken: i64) -> Figures {
        Figures {
            undisputed_overdue_minor: undisputed,
            exposure_minor: exposure,
            oldest_days: days,
            broken_promises: broken,
        }
    }

    fn order(customers: &[Figures], ranking: Ranking) -> Vec<usize> {
        let places = rank(customers, ranking, &Weights::default());
        places.iter().map(|place| place.of).collect()
    }

    #[test]
    fn each_ranking_has_its_own_first() {
        let customers = [
            figures(900, 1_000, 5, 0),
            figures(100, 5_000, 10, 0),
            figures(200, 300, 90, 1),
            figures(300, 400, 20, 2),
        ];
        assert_eq!(order(&customers, Ranking::UndisputedOverdue), [0, 3, 2, 1]);
        assert_eq!(order(&customers, Ranking::Exposure), [1, 0, 3, 2]);
        assert_eq!(order(&customers, Ranking::Oldest), [2, 3, 1, 0]);
        assert_eq!(order(&customers, Ranking::BrokenPromises), [3, 2, 1, 0]);
    }

    #[test]
    fn where_all_count_the_figure_that_gave_most_is_the_reason() {
        let customers = [figures(1_000, 0, 1, 0), figures(10, 0, 100, 0)];
        let places = rank(&customers, Ranking::Weighted, &Weights::default());
        assert_eq!(
            places,
            [
                Place {
                    of: 0,
                    reason: Reason::UndisputedOverdue,
                    measure: 5 * 10_000 + 3 * 100
                },
                Place {
                    of: 1,
                    reason: Reason::Oldest,
                    measure: 5 * 100 + 3 * 10_000
                },
            ]
        );
    }

    proptest! {
        /// Every customer has exactly one place, and nobody stands before somebody with a larger measure.
        #[test]
        fn everybody_has_one_place(
            given in prop::collection::vec((0_i64..1_000, 0_i64..1_000, 0_i64..100, 0_i64..3), 0..40), mode in 0_usize..5,
        ) {
            let customers: Vec<Figures> = given.into_iter().map(|(a, b, c, d)| figures(a, b, c, d)).collect();
            let ranking = [Ranking::UndisputedOverdue, Ranking::Exposure, Ranking::Oldest, Ranking::BrokenPromises,
                Ranking::Weighted][mode];
            let places = rank(&customers, ranking, &Weights::default());
            let mut who: Vec<usize> = places.iter().map(|place| place.of).collect();
            who.sort_unstable();
            prop_assert_eq!(who, (0..customers.len()).collect::<Vec<_>>());
            prop_assert!(places.is_sorted_by(|a, b| a.measure >= b.measure));
        }
    }
}
