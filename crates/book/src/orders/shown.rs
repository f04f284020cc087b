//! Reasons and figures as they are shown: flat, so that the words for them are chosen by one code.

use chrono::NaiveDate;
use engine::holds::{Figure, Level, Outcome, Reason, ReasonCode, Trigger, Used};
use engine::money::{Currency, plain};
use serde::{Deserialize, Serialize};

/// What was measured, or the value that it is compared with. Only the fields of its kind are there.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(rename = "HoldFigure")]
pub struct FigureShown {
    /// `nothing`, `days`, `day`, `amount`, `percent`, `used`, `unlimited`, `not_set`, `overdue_and_used`,
    /// `amount_and_percent`, `id`, `rank`, `signs`, `review`.
    pub figure: String,
    /// Days.
    #[ts(type = "number | null")]
    pub days: Option<i64>,
    /// A day.
    pub on: Option<NaiveDate>,
    /// Minor units of `currency`.
    #[ts(type = "number | null")]
    pub minor: Option<i64>,
    /// Currency of every amount.
    pub currency: Option<String>,
    /// Share in basis points.
    #[ts(type = "number | null")]
    pub basis_points: Option<i64>,
    /// Exposure with the order, minor units.
    #[ts(type = "number | null")]
    pub exposure_minor: Option<i64>,
    /// The limit, minor units.
    #[ts(type = "number | null")]
    pub limit_minor: Option<i64>,
    /// A status, terms, a discount, a reason.
    pub id: Option<String>,
    /// Its rank.
    #[ts(type = "number | null")]
    pub rank: Option<i64>,
    /// Signs of an order review: `above_average`, `newcomer`, `new_address`, `suspicion`.
    pub signs: Vec<String>,
}

/// A reason with its figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(rename = "HoldReason")]
pub struct ReasonShown {
    /// Which.
    pub code: ReasonCode,
    /// The rule; `None` of rank tests and forced holds.
    #[ts(type = "number | null")]
    pub rule_id: Option<i64>,
    /// Its level.
    pub level: Option<Level>,
    /// Hold or warning.
    pub outcome: Outcome,
    /// What was measured.
    pub measured: FigureShown,
    /// What it exceeds.
    pub threshold: FigureShown,
    /// Transactions behind it.
    #[ts(type = "number[]")]
    pub transaction_ids: Vec<i64>,
    /// `valid`, `cleared`, `cleared_by_threshold`, `new`.
    pub still: String,
    /// Whose queue.
    pub route: Option<String>,
}

impl FigureShown {
    /// As a line for other systems, in no language: days, days of the calendar, amounts with their currency, percentages, codes.
    pub(crate) fn plain(&self) -> String {
        let digits = self.currency.as_deref().and_then(Currency::known);
        let money = |minor: i64| match digits {
            Some(currency) => format!("{} {}", plain(minor, currency.digits()), currency.code()),
            None => minor.to_string(),
        };
        let share = |basis_points: i64| format!("{} %", plain(basis_points, 2));
        let parts = [
            self.days.map(|days| days.to_string()),
            self.on.map(|day| day.to_string()),
            self.minor.map(money),
            self.basis_points.map(share),
            self.exposure_minor.map(money),
            self.limit_minor.map(money),
            self.id.clone(),
            self.rank.map(|rank| rank.to_string()),
            (!self.signs.is_empty()).then(|| self.signs.join(" ")),
        ];
        let known: Vec<String> = parts.into_iter().flatten().collect();
        if known.is_empty() {
            self.figure.clone()
        } else {
            known.join(" / ")
        }
    }
}

/// A reason as it is shown.
pub(super) fn shown(reason: &Reason, still: &str) -> ReasonShown {
    ReasonShown {
        code: reason.code,
        rule_id: reason.rule_id,
        level: reason.level,
        outcome: reason.outcome,
        measured: figure(&reason.measured),
        threshold: figure(&reason.threshold),
        transaction_ids: reason.item_ids.clone(),
        still: still.to_owned(),
        route: reason.route.clone(),
    }
}

fn used(shown: FigureShown, used: Used) -> FigureShown {
    FigureShown {
        exposure_minor: Some(used.exposure_minor),
        limit_minor: Some(used.total_minor),
        currency: Some(used.currency.code().to_owned()),
        basis_points: used.basis_points(),
        ..shown
    }
}

/// A figure as it is shown.
pub(super) fn figure(figure: &Figure) -> FigureShown {
    let of = |name: &str| FigureShown {
        figure: name.to_owned(),
        ..FigureShown::default()
    };
    match figure {
        Figure::Nothing => of("nothing"),
        Figure::Unlimited => of("unlimited"),
        Figure::NotSet => of("not_set"),
        Figure::Days { days } => FigureShown {
            days: Some(*days),
            ..of("days")
        },
        Figure::Day { on } => FigureShown {
            on: Some(*on),
            ..of("day")
        },
        Figure::Amount { minor, currency } => FigureShown {
            minor: Some(*minor),
            currency: Some(currency.code().to_owned()),
            ..of("amount")
        },
        Figure::Percent { basis_points } => FigureShown {
            basis_points: Some(*basis_points),
            ..of("percent")
        },
        Figure::Used { used: share } => used(of("used"), *share),
        Figure::OverdueAndUsed {
            overdue_minor,
            currency,
            used: share,
        } => {
            let shown = FigureShown {
                minor: Some(*overdue_minor),
                currency: Some(currency.code().to_owned()),
                ..of("overdue_and_used")
            };
            share.map_or(shown.clone(), |share| used(shown, share))
        }
        Figure::AmountAndPercent {
            minor,
            currency,
            basis_points,
        } => FigureShown {
            minor: Some(*minor),
            currency: Some(currency.code().to_owned()),
            basis_points: Some(*basis_points),
            ..of("amount_and_percent")
        },
        Figure::Id { id } => FigureShown {
            id: id.clone(),
            ..of("id")
        },
        Figure::Rank { id, rank } => FigureShown {
            id: id.clone(),
            rank: *rank,
            ..of("rank")
        },
        Figure::Signs {
            order_minor,
            currency,
            signs,
        } => FigureShown {
            minor: Some(*order_minor),
            currency: Some(currency.code().to_owned()),
            signs: signs.iter().map(sign).collect(),
            ..of("signs")
        },
        Figure::Review { .. } => of("review"),
    }
}

fn sign(trigger: &Trigger) -> String {
    match trigger {
        Trigger::AboveAverage { .. } => "above_average",
        Trigger::Newcomer { .. } => "newcomer",
        Trigger::NewAddress => "new_address",
        Trigger::Suspicion => "suspicion",
    }
    .to_owned()
}
