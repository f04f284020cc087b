//! What the history of a status says of the customer rule that gave or lifted it (spec 12 §11): the rule, what was measured,
//! the value of the rule, and what lifts it. It is kept as the comment of the change.

use chrono::NaiveDate;
use engine::holds::Figure;
use engine::holds::customer_rules::LiftedWhen;
use serde::{Deserialize, Serialize};

/// What is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ByRule {
    /// The rule.
    pub rule: i64,
    /// What it measured; `None` of a status that was lifted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measured: Option<Figure>,
    /// The value of the rule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub threshold: Option<Figure>,
    /// What lifts the status.
    pub lifted_when: LiftedWhen,
}

/// Days, an amount or a day; only the fields of its kind are there.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct StatusFigure {
    /// Days.
    #[ts(type = "number | null")]
    pub days: Option<i64>,
    /// Minor units of `currency`.
    #[ts(type = "number | null")]
    pub minor: Option<i64>,
    /// Currency of the amount.
    pub currency: Option<String>,
    /// A day.
    pub on: Option<NaiveDate>,
}

/// What is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct StatusByRule {
    /// The rule.
    #[ts(type = "number")]
    pub rule_id: i64,
    /// What it measured; `None` of a status that was lifted.
    pub measured: Option<StatusFigure>,
    /// The value of the rule.
    pub threshold: Option<StatusFigure>,
    /// What lifts the status: `condition_false`, `nothing_overdue`, `until`, `by_hand`.
    pub lift: String,
    /// The last day of a status that is lifted after a day.
    pub lift_on: Option<NaiveDate>,
}

/// Reads a comment; `None` where a person wrote it.
pub(super) fn read(comment: &str) -> Option<StatusByRule> {
    let kept: ByRule = serde_json::from_str(comment).ok()?;
    let (lift, lift_on) = match kept.lifted_when {
        LiftedWhen::ConditionFalse => ("condition_false", None),
        LiftedWhen::NothingOverdue => ("nothing_overdue", None),
        LiftedWhen::Until { on } => ("until", Some(on)),
        LiftedWhen::ByHand => ("by_hand", None),
    };
    Some(StatusByRule {
        rule_id: kept.rule,
        measured: kept.measured.as_ref().map(figure),
        threshold: kept.threshold.as_ref().map(figure),
        lift: lift.to_owned(),
        lift_on,
    })
}

fn figure(figure: &Figure) -> StatusFigure {
    match figure {
        Figure::Days { days } => StatusFigure {
            days: Some(*days),
            ..StatusFigure::default()
        },
        Figure::Day { on } => StatusFigure {
            on: Some(*on),
            ..StatusFigure::default()
        },
        Figure::Amount { minor, currency } => StatusFigure {
            minor: Some(*minor),
            currency: Some(currency.code().to_owned()),
            ..StatusFigure::default()
        },
        _ => StatusFigure::default(),
    }
}
