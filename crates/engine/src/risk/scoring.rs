//! Risk scoring (spec 10 §7.1): one value per customer and scoring group becomes points; their sum is the score.

mod factors;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Fixed;
use super::classes::{equal_froms, range_of};

pub use factors::{Factors, completed_years, value_of};

/// *Group type*: which figure a scoring group looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GroupType {
    /// Entered by hand or imported, for example a bureau's rating.
    UserDefined,
    /// Average payment days.
    AveragePaymentDays,
    /// Completed years as a customer.
    CustomerSince,
    /// Completed years in business.
    InBusinessSince,
    /// DSO of 12 months, days.
    Dso,
    /// Average balance of 12 months, major units of the company's currency.
    AverageBalance,
    /// Credit management group.
    CreditManagementGroup,
    /// Account status.
    AccountStatus,
    /// Country or region.
    Country,
}

impl GroupType {
    /// Every group type.
    pub const ALL: [Self; 9] = [
        Self::UserDefined,
        Self::AveragePaymentDays,
        Self::CustomerSince,
        Self::InBusinessSince,
        Self::Dso,
        Self::AverageBalance,
        Self::CreditManagementGroup,
        Self::AccountStatus,
        Self::Country,
    ];

    /// The score type that a group of this type must have; `None` where both fit.
    pub fn needs(self) -> Option<ScoreType> {
        match self {
            Self::UserDefined => None,
            Self::AveragePaymentDays
            | Self::CustomerSince
            | Self::InBusinessSince
            | Self::Dso
            | Self::AverageBalance => Some(ScoreType::Range),
            Self::CreditManagementGroup | Self::AccountStatus | Self::Country => {
                Some(ScoreType::List)
            }
        }
    }
}

/// *Score type*.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ScoreType {
    /// From values.
    Range,
    /// *User defined*: a list of values.
    List,
}

/// The value-to-score table of a group, in any order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "score_type", content = "lines")]
pub enum Table {
    /// Each line holds from its From up to the next one; the last is open.
    Range(Vec<RangeLine>),
    /// Each line holds for one value.
    List(Vec<ListLine>),
}

/// A line of a range table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RangeLine {
    /// *From value*.
    pub from: Fixed,
    /// *Score*.
    pub score: Fixed,
}

/// A line of a list table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListLine {
    /// *Value*.
    pub value: String,
    /// *Score*.
    pub score: Fixed,
}

/// A scoring group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScoringGroup {
    /// The book's id.
    pub id: i64,
    /// Which figure it looks at.
    pub group_type: GroupType,
    /// The table.
    pub table: Table,
    /// Multiplies the score; [`Fixed::ONE`] where nobody has said otherwise.
    pub weight: Fixed,
}

/// Why a scoring group is not saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case", tag = "code")]
pub enum ScoringFault {
    /// There is no line.
    #[error("the table has no line")]
    TableEmpty,
    /// The group type needs the other score type.
    #[error("this group type needs the score type {needs:?}")]
    WrongScoreType {
        /// What it needs.
        needs: ScoreType,
    },
    /// Two ranges begin at one value and would overlap.
    #[error("two ranges begin at {from}")]
    EqualFrom {
        /// The From value.
        from: Fixed,
    },
    /// A list names a value twice, whatever its case.
    #[error("`{value}` is listed twice")]
    EqualValue {
        /// The value as the later line has it.
        value: String,
    },
    /// A list names an empty value.
    #[error("a value is empty")]
    ValueEmpty,
    /// The weight is negative.
    #[error("the weight {weight} is negative")]
    WeightNegative {
        /// The weight.
        weight: Fixed,
    },
}

impl ScoringGroup {
    /// Everything that is wrong with it.
    pub fn faults(&self) -> Vec<ScoringFault> {
        let mut faults = Vec::new();
        let (score_type, lines) = match &self.table {
            Table::Range(lines) => (ScoreType::Range, lines.len()),
            Table::List(lines) => (ScoreType::List, lines.len()),
        };
        if lines == 0 {
            faults.push(ScoringFault::TableEmpty);
        }
        if let Some(needs) = self.group_type.needs().filter(|needs| *needs != score_type) {
            faults.push(ScoringFault::WrongScoreType { needs });
        }
        match &self.table {
            Table::Range(lines) => {
                let equal = equal_froms(lines.iter().map(|line| line.from));
                faults.extend(
                    equal
                        .into_iter()
                        .map(|from| ScoringFault::EqualFrom { from }),
                );
            }
            Table::List(lines) => faults.extend(list_faults(lines)),
        }
        if self.weight < Fixed::default() {
            faults.push(ScoringFault::WeightNegative {
                weight: self.weight,
            });
        }
        faults
    }

    /// The score of a value before the weight, and what is to be said about it.
    fn score(&self, value: Option<&Value>) -> (Fixed, Option<Warning>) {
        let Some(value) = value else {
            return (Fixed::default(), Some(Warning::ValueMissing));
        };
        let found = match (&self.table, value) {
            (Table::Range(lines), Value::Number(number)) => {
                range_of(lines, |line| line.from, *number)
                    .map(|line| line.score)
                    .ok_or(Warning::BelowFirstRange)
            }
            (Table::Range(_), Value::Text(_)) => Err(Warning::NotANumber),
            (Table::List(lines), value) => {
                let wanted = key(&value.to_string());
                lines
                    .iter()
                    .find(|line| key(&line.value) == wanted)
                    .map(|line| line.score)
                    .ok_or(Warning::NotListed)
            }
        };
        match found {
            Ok(score) => (score, None),
            Err(warning) => (Fixed::default(), Some(warning)),
        }
    }
}

fn list_faults(lines: &[ListLine]) -> Vec<ScoringFault> {
    let mut seen = std::collections::BTreeSet::new();
    let mut faults = Vec::new();
    for line in lines {
        let key = key(&line.value);
        if key.is_empty() {
            faults.push(ScoringFault::ValueEmpty);
        } else if !seen.insert(key) {
            faults.push(ScoringFault::EqualValue {
                value: line.value.clone(),
            });
        }
    }
    faults
}

/// How texts are compared: without regard to case and to blanks at the ends.
pub(super) fn key(text: &str) -> String {
    text.trim().to_lowercase()
}

/// The one value of a customer in a scoring group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "is", content = "value")]
pub enum Value {
    /// A number.
    Number(Fixed),
    /// A text.
    Text(String),
}

impl std::fmt::Display for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Number(number) => number.fmt(f),
            Self::Text(text) => f.write_str(text),
        }
    }
}

/// Why a value scores 0 although the group has a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Warning {
    /// The customer has no value.
    ValueMissing,
    /// It is below the first From (C-32).
    BelowFirstRange,
    /// It stands in no line of the list.
    NotListed,
    /// It is a text, and the table has ranges.
    NotANumber,
}

/// What one scoring group contributes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contribution {
    /// The scoring group.
    pub group_id: i64,
    /// The customer's value.
    pub value: Option<Value>,
    /// The score of the table.
    pub score: Fixed,
    /// The weight.
    pub weight: Fixed,
    /// Score × weight.
    pub points: Fixed,
    /// *Contribution ratio*: share of the total, basis points; blank where the total is not positive.
    pub share_bp: Option<i64>,
    /// Why it scores 0, where the table says nothing.
    pub warning: Option<Warning>,
}

/// The score of a customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Score {
    /// Sum of the points.
    pub total: Fixed,
    /// Contributions by group id; they add up to the total.
    pub contributions: Vec<Contribution>,
}

/// A score or the sum of them is beyond 64 bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the score is out of range")]
pub struct ScoreOutOfRange;

/// Scores a customer: `values` by id of the scoring group.
pub fn score(
    groups: &[ScoringGroup],
    values: &BTreeMap<i64, Value>,
) -> Result<Score, ScoreOutOfRange> {
    let mut contributions = Vec::new();
    let mut total = 0_i64;
    for group in groups {
        let value = values.get(&group.id);
        let (score, warning) = group.score(value);
        let points = score.times(group.weight).ok_or(ScoreOutOfRange)?;
        total = total.checked_add(points.0).ok_or(ScoreOutOfRange)?;
        contributions.push(Contribution {
            group_id: group.id,
            value: value.cloned(),
            score,
            weight: group.weight,
            points,
            share_bp: None,
            warning,
        });
    }
    contributions.sort_by_key(|contribution| contribution.group_id);
    share_out(&mut contributions, total);
    Ok(Score {
        total: Fixed(total),
        contributions,
    })
}

/// Gives each contribution its share. The shares add up to 100 %: what rounding down leaves goes to the largest
/// remainders, of equal ones to the smaller id.
fn share_out(contributions: &mut [Contribution], total: i64) {
    if total <= 0 {
        return;
    }
    let total = i128::from(total);
    let mut rests = Vec::new();
    let mut left = 10_000_i64;
    for (at, contribution) in contributions.iter_mut().enumerate() {
        let exact = i128::from(contribution.points.0) * 10_000;
        let share = i64::try_from(exact.div_euclid(total)).unwrap_or(i64::MAX);
        contribution.share_bp = Some(share);
        left = left.saturating_sub(share);
        rests.push((std::cmp::Reverse(exact.rem_euclid(total)), at));
    }
    rests.sort_unstable();
    // Rounding down leaves less than one basis point per contribution.
    for (_, at) in rests {
        if left <= 0 {
            break;
        }
        if let Some(share) = contributions[at].share_bp.as_mut() {
            *share += 1;
            left -= 1;
        }
    }
}
