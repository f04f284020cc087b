//! Automatic credit limits (spec 10 §7.3): risk group and values become a proposed limit, never a changed one.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::scoring::{Value, key};
use crate::money::Currency;

/// *Comparison operator*.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Operator {
    /// =
    Equal,
    /// ≠
    NotEqual,
    /// <
    Less,
    /// ≤
    AtMost,
    /// >
    Greater,
    /// ≥
    AtLeast,
}

impl Operator {
    fn admits(self, ordering: std::cmp::Ordering) -> bool {
        match self {
            Self::Equal => ordering.is_eq(),
            Self::NotEqual => ordering.is_ne(),
            Self::Less => ordering.is_lt(),
            Self::AtMost => ordering.is_le(),
            Self::Greater => ordering.is_gt(),
            Self::AtLeast => ordering.is_ge(),
        }
    }
}

/// A criterion with the limit that it grants.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Which value is compared.
    pub scoring_group_id: i64,
    /// How.
    pub operator: Operator,
    /// With what; a text only by = and ≠, without regard to case.
    pub value: Value,
    /// The limit, minor units of the header's currency.
    pub limit_minor: i64,
}

impl Line {
    /// Whether a customer's value meets it. Nothing is met by a value that is missing, also not ≠, nor by a text that is
    /// compared with a number.
    fn matches(&self, values: &BTreeMap<i64, Value>) -> bool {
        match (values.get(&self.scoring_group_id), &self.value) {
            (Some(Value::Number(has)), Value::Number(wants)) => {
                self.operator.admits(has.cmp(wants))
            }
            (Some(Value::Text(has)), Value::Text(wants)) => match self.operator {
                Operator::Equal => key(has) == key(wants),
                Operator::NotEqual => key(has) != key(wants),
                _ => false,
            },
            _ => false,
        }
    }
}

/// The limits of one risk group in one currency, for companies up to a revenue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// The book's id.
    pub id: i64,
    /// The risk group.
    pub risk_group_id: i64,
    /// The currency of all amounts.
    pub currency: Currency,
    /// *Revenue*: the largest for which it applies, minor units.
    pub revenue_minor: i64,
    /// The criteria, in any order.
    pub lines: Vec<Line>,
}

/// Why a header is not saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case", tag = "code")]
pub enum HeaderFault {
    /// Another header of the risk group and currency has the same revenue.
    #[error("header {other_id} has the same revenue")]
    EqualRevenue {
        /// The other.
        other_id: i64,
    },
    /// A text is compared by more or less.
    #[error("line {position} compares a text by more or less")]
    TextByOrder {
        /// The line, counted from 0.
        position: usize,
    },
    /// A limit is negative.
    #[error("line {position} grants a negative limit")]
    LimitNegative {
        /// The line, counted from 0.
        position: usize,
    },
}

impl Header {
    /// Everything that is wrong with it beside the other headers.
    pub fn faults(&self, others: &[Self]) -> Vec<HeaderFault> {
        let same = others.iter().filter(|other| {
            other.id != self.id
                && other.risk_group_id == self.risk_group_id
                && other.currency == self.currency
                && other.revenue_minor == self.revenue_minor
        });
        let mut faults: Vec<HeaderFault> = same
            .map(|other| HeaderFault::EqualRevenue { other_id: other.id })
            .collect();
        for (position, line) in self.lines.iter().enumerate() {
            let by_order = !matches!(line.operator, Operator::Equal | Operator::NotEqual);
            if by_order && matches!(line.value, Value::Text(_)) {
                faults.push(HeaderFault::TextByOrder { position });
            }
            if line.limit_minor < 0 {
                faults.push(HeaderFault::LimitNegative { position });
            }
        }
        faults
    }
}

/// A customer as far as automatic limits go. Unlimited and excluded customers are skipped by the journal.
#[derive(Debug, Clone, Copy)]
pub struct Applicant<'a> {
    /// The risk group; `None` below the first class, or never scored.
    pub risk_group_id: Option<i64>,
    /// The customer's currency.
    pub currency: Currency,
    /// The latest revenue figure in that currency, minor units.
    pub revenue_minor: Option<i64>,
    /// Values by scoring group.
    pub values: &'a BTreeMap<i64, Value>,
}

/// What is proposed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "proposal")]
pub enum Proposal {
    /// A limit.
    Limit {
        /// Minor units of the customer's currency.
        limit_minor: i64,
        /// The header that gave it.
        header_id: i64,
    },
    /// None.
    Nothing {
        /// Why.
        why: NoProposal,
    },
}

/// Why nothing is proposed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoProposal {
    /// The customer has no risk group.
    NoRiskGroup,
    /// No header of the risk group has the customer's currency and a revenue that is large enough.
    NoHeader,
    /// No line is met.
    NoLineMatches,
}

/// The limit that is proposed for a customer: of the headers whose revenue is large enough the smallest, without a known
/// revenue the smallest of all; of its lines that are met the highest limit.
pub fn propose(headers: &[Header], applicant: &Applicant<'_>) -> Proposal {
    let nothing = |why| Proposal::Nothing { why };
    let Some(risk_group_id) = applicant.risk_group_id else {
        return nothing(NoProposal::NoRiskGroup);
    };
    let header = headers
        .iter()
        .filter(|header| header.risk_group_id == risk_group_id)
        .filter(|header| header.currency == applicant.currency)
        .filter(|header| {
            applicant
                .revenue_minor
                .is_none_or(|revenue| header.revenue_minor >= revenue)
        })
        .min_by_key(|header| (header.revenue_minor, header.id));
    let Some(header) = header else {
        return nothing(NoProposal::NoHeader);
    };
    let met = header
        .lines
        .iter()
        .filter(|line| line.matches(applicant.values));
    match met.map(|line| line.limit_minor).max() {
        Some(limit_minor) => Proposal::Limit {
            limit_minor,
            header_id: header.id,
        },
        None => nothing(NoProposal::NoLineMatches),
    }
}
