//! Rules on limits (spec 12 §4.5, §4.7): the tested limits, the group's before the own one.

use super::super::compare::{Compared, shown};
use super::super::decision::{Figure, ReasonCode, Used};
use super::super::measures::{Limit, LimitSide, Snapshot};
use super::super::overdue::Overdue;
use super::super::rule::{Measure, Outcome};
use super::{Bench, Look, Whose};
use crate::credit::limits::Whose as Owner;

/// What is used of a tested limit with the order in it, by both measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LimitUsed {
    /// Whether it is the limit of the customer credit group or the own one.
    pub whose: Owner,
    /// Total exposure against the total limit.
    pub total: Used,
    /// Uninsured exposure against the limit without policies.
    pub uninsured: Used,
}

/// What is used of each limit with an amount, as rules compare it; the group's first.
pub fn limits_used(snapshot: &Snapshot) -> Vec<LimitUsed> {
    let limits = &snapshot.limits;
    [(Owner::Group, &limits.group), (Owner::Own, &limits.own)]
        .into_iter()
        .filter_map(|(whose, side)| {
            let used = |measure| side_of(snapshot, side, measure).and_then(|side| side.used());
            Some(LimitUsed {
                whose,
                total: used(Measure::Total)?,
                uninsured: used(Measure::Uninsured)?,
            })
        })
        .collect()
}

/// A tested limit with the order in it.
enum Side {
    Unlimited,
    NotSet,
    NotConvertible,
    Used { exposure: i128, used: Used },
}

impl Side {
    /// How the used share stands to a value.
    fn share(&self, used_bp: i64) -> Compared {
        match self {
            Self::Unlimited => Compared::Below,
            Self::NotSet | Self::NotConvertible => Compared::Neither,
            Self::Used { exposure, used } => {
                Compared::of_share(*exposure, used.total_minor.into(), used_bp)
            }
        }
    }

    fn used(&self) -> Option<Used> {
        match self {
            Self::Used { used, .. } => Some(*used),
            _ => None,
        }
    }

    /// Why nothing can be said about it.
    fn unknown(&self) -> Option<ReasonCode> {
        match self {
            Self::NotSet => Some(ReasonCode::LimitNotSet),
            Self::NotConvertible => Some(ReasonCode::NotConvertible),
            Self::Unlimited | Self::Used { .. } => None,
        }
    }
}

impl Bench<'_> {
    /// The tested limits. An unlimited customer is not tested in its group either (spec 11 §3).
    fn sides(&self, measure: Measure) -> Vec<(Whose, Side)> {
        let limits = &self.snapshot.limits;
        let own = self.side(&limits.own, measure);
        if matches!(own, Some(Side::Unlimited)) {
            return vec![(Whose::Own, Side::Unlimited)];
        }
        let group = self.side(&limits.group, measure);
        [(Whose::Group, group), (Whose::Own, own)]
            .into_iter()
            .filter_map(|(whose, side)| side.map(|side| (whose, side)))
            .collect()
    }

    fn side(&self, side: &LimitSide, measure: Measure) -> Option<Side> {
        side_of(self.snapshot, side, measure)
    }

    /// *Credit limit used*: a look at each tested limit. An order that is paid in full lifts nothing (T-C6).
    pub(super) fn limit_used(&self, used_bp: i64, measure: Measure) -> Vec<Look> {
        let lifts = self.snapshot.order.tested_minor() > 0;
        let look = |(whose, side): (Whose, Side)| {
            let code = match whose {
                Whose::Group => ReasonCode::LimitUsedGroup,
                Whose::Own => ReasonCode::LimitUsedCustomer,
            };
            let threshold = Figure::Percent {
                basis_points: used_bp,
            };
            let look = match &side {
                Side::Unlimited => Look::new(Compared::Below, code, Figure::Unlimited, threshold),
                Side::NotSet => Look::nothing(ReasonCode::LimitNotSet, Figure::NotSet, threshold),
                Side::NotConvertible => {
                    Look::nothing(ReasonCode::NotConvertible, Figure::Nothing, threshold)
                }
                Side::Used { used, .. } => {
                    let compared = match side.share(used_bp) {
                        Compared::Above if !lifts => Compared::Neither,
                        other => other,
                    };
                    Look::new(compared, code, Figure::Used { used: *used }, threshold)
                }
            };
            Look { whose, ..look }
        };
        self.sides(measure).into_iter().map(look).collect()
    }

    /// *Overdue amount*: both values must be exceeded, the second by any tested limit.
    pub(super) fn overdue_and_used(
        &self,
        overdue: Overdue,
        (minor, used_bp): (i64, i64),
        measure: Measure,
    ) -> Look {
        let sides: Vec<Side> = self
            .sides(measure)
            .into_iter()
            .map(|(_, side)| side)
            .collect();
        let late = Compared::of(overdue.total_minor.into(), minor.into());
        let above = sides
            .iter()
            .find(|side| side.share(used_bp) == Compared::Above);
        let all_below =
            !sides.is_empty() && sides.iter().all(|side| side.share(used_bp).is_below());
        let unknown = sides.iter().find_map(Side::unknown);
        let (compared, most, code) = match (late, above, unknown) {
            (Compared::Above, Some(_), _) => {
                (Compared::Above, Outcome::Hold, ReasonCode::OverdueAmount)
            }
            (Compared::Above, None, Some(code)) => (Compared::Blank, Outcome::Warn, code),
            (Compared::Below, _, _) if all_below => {
                (Compared::Below, Outcome::Hold, ReasonCode::OverdueAmount)
            }
            _ => (Compared::Neither, Outcome::Hold, ReasonCode::OverdueAmount),
        };
        let currency = self.snapshot.currency;
        let used = above.or_else(|| sides.iter().find(|side| side.used().is_some()));
        let measured = Figure::OverdueAndUsed {
            overdue_minor: overdue.total_minor,
            currency,
            used: used.and_then(Side::used),
        };
        let threshold = Figure::AmountAndPercent {
            minor,
            currency,
            basis_points: used_bp,
        };
        Look {
            most,
            ..Look::new(compared, code, measured, threshold)
        }
        .behind(overdue.ids)
    }
}

fn side_of(snapshot: &Snapshot, side: &LimitSide, measure: Measure) -> Option<Side> {
    let limit = match measure {
        Measure::Total => side.total,
        Measure::Uninsured => side.uninsured,
    };
    let (total_minor, exposure_minor) = match limit {
        Limit::NotTested => return None,
        Limit::Unlimited => return Some(Side::Unlimited),
        Limit::NotSet => return Some(Side::NotSet),
        Limit::Set {
            total_minor,
            exposure_minor,
        } => (total_minor.max(0), exposure_minor),
    };
    let tested = if side.currency == snapshot.currency {
        Some(snapshot.order.tested_minor())
    } else {
        side.order_minor
    };
    let Some(tested) = tested else {
        return Some(Side::NotConvertible);
    };
    let order = match measure {
        Measure::Uninsured if tested > 0 => {
            tested.saturating_sub(side.unused_cover_minor.max(0)).max(0)
        }
        Measure::Uninsured | Measure::Total => tested,
    };
    let exposure = i128::from(exposure_minor) + i128::from(order);
    Some(Side::Used {
        exposure,
        used: Used {
            exposure_minor: shown(exposure),
            total_minor,
            currency: side.currency,
        },
    })
}
