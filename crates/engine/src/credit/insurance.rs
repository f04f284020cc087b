//! Insurance policies and guarantees (spec 10 §6): what they do to a limit on a day, and which part of the exposure they
//! cover.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Flag;
use super::exposure::Exposures;
use crate::day::days_overdue;
use crate::exchange::{RateFault, Rates};
use crate::money::Money;

/// One hundred percent in basis points.
pub const WHOLE_BP: u32 = 10_000;

/// Insurance or guarantee.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Identifier {
    /// Trade-credit insurance; has a coverage type.
    Insurance,
    /// A third party's promise; has none.
    Guarantee,
}

/// What of a policy matters to limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policy {
    /// The book's id.
    pub id: i64,
    /// Insurance or guarantee.
    pub identifier: Identifier,
    /// The coverage type; of an insurance only.
    pub coverage_type_id: Option<i64>,
    /// First day of the cover.
    pub effective_on: NaiveDate,
    /// Last day of the cover; open end where blank.
    pub expires_on: Option<NaiveDate>,
    /// Value, not negative.
    pub value: Money,
    /// *Update credit limit %* in basis points, 0 to 10,000.
    pub update_bp: u32,
    /// *Included in exposure*.
    pub included_in_exposure: Flag,
}

/// Why a policy is not saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case", tag = "code")]
pub enum PolicyFault {
    /// The coverage type of an insurance is missing.
    #[error("an insurance needs a coverage type")]
    CoverageTypeMissing,
    /// A guarantee has a coverage type.
    #[error("a guarantee has no coverage type")]
    CoverageTypeNotAllowed,
    /// It ends before it begins.
    #[error("the cover ends on {expires_on}, before {effective_on}")]
    EndsBeforeItBegins {
        /// First day.
        effective_on: NaiveDate,
        /// Last day.
        expires_on: NaiveDate,
    },
    /// The value is negative.
    #[error("the value is negative: {value_minor}")]
    ValueNegative {
        /// Minor units.
        value_minor: i64,
    },
    /// More than 100 %.
    #[error("{update_bp} basis points are more than 100 %")]
    PercentOutOfRange {
        /// Basis points.
        update_bp: u32,
    },
}

impl Policy {
    /// Whether the cover is in force on `day`: both ends count (C-3).
    pub fn is_active(&self, day: NaiveDate) -> bool {
        self.effective_on <= day && self.expires_on.is_none_or(|last| day <= last)
    }

    /// Whether a cover that is in force on `day` ends within `days` more days: the task to renew it.
    pub fn ends_within(&self, day: NaiveDate, days: u32) -> bool {
        let left = |last| i64::from(days) >= days_overdue(day, last);
        self.is_active(day) && self.expires_on.is_some_and(left)
    }

    /// Everything that is wrong with it.
    pub fn faults(&self) -> Vec<PolicyFault> {
        let mut faults = Vec::new();
        match (self.identifier, self.coverage_type_id) {
            (Identifier::Insurance, None) => faults.push(PolicyFault::CoverageTypeMissing),
            (Identifier::Guarantee, Some(_)) => faults.push(PolicyFault::CoverageTypeNotAllowed),
            _ => {}
        }
        if let Some(expires_on) = self.expires_on.filter(|last| *last < self.effective_on) {
            faults.push(PolicyFault::EndsBeforeItBegins {
                effective_on: self.effective_on,
                expires_on,
            });
        }
        if self.value.minor < 0 {
            faults.push(PolicyFault::ValueNegative {
                value_minor: self.value.minor,
            });
        }
        if self.update_bp > WHOLE_BP {
            faults.push(PolicyFault::PercentOutOfRange {
                update_bp: self.update_bp,
            });
        }
        faults
    }
}

/// What one policy does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Effect {
    /// The policy.
    pub policy_id: i64,
    /// Its value in the company's currency, minor units.
    pub value_minor: i64,
    /// What it adds to the limit, minor units; negative where more is in the exposure than in the limit.
    pub effect_minor: i64,
}

/// What all policies of a day do, in the company's currency.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Cover {
    /// Active policies by id.
    pub effects: Vec<Effect>,
    /// Sum of their values, minor units.
    pub value_minor: i64,
    /// Sum of their effects on the limit, minor units.
    pub effect_minor: i64,
}

/// The effect of the policies that are in force on `day`: B × C, less B where the value is included in the exposure.
///
/// B is a figure of its own, because it is also the insured amount: it is rounded to the company's currency, then the
/// percentage of it is. Refuses where a rate is missing or an amount does not fit 64 bits.
pub fn cover(policies: &[Policy], day: NaiveDate, rates: &Rates<'_>) -> Result<Cover, RateFault> {
    let currency = rates.company;
    let narrow =
        |minor: i128| i64::try_from(minor).map_err(|_| RateFault::AmountOutOfRange { currency });
    let mut effects = Vec::new();
    let (mut values, mut total) = (0_i128, 0_i128);
    for policy in policies.iter().filter(|policy| policy.is_active(day)) {
        let value_minor = rates.value(policy.value.minor, policy.value.currency)?;
        let mut effect = share(value_minor, policy.update_bp);
        if policy.included_in_exposure.is_yes() {
            effect -= i128::from(value_minor);
        }
        values += i128::from(value_minor);
        total += effect;
        effects.push(Effect {
            policy_id: policy.id,
            value_minor,
            effect_minor: narrow(effect)?,
        });
    }
    effects.sort_by_key(|effect| effect.policy_id);
    Ok(Cover {
        effects,
        value_minor: narrow(values)?,
        effect_minor: narrow(total)?,
    })
}

/// `bp` basis points of a value that is not negative, rounded half up.
fn share(value_minor: i64, bp: u32) -> i128 {
    let whole = i128::from(WHOLE_BP);
    (i128::from(value_minor) * i128::from(bp) + whole / 2).div_euclid(whole)
}

/// The exposure with what is insured taken apart: insured = min(exposure, value of the active policies), never negative.
pub fn split(exposure_minor: i64, cover_value_minor: i64) -> Exposures {
    let insured_minor = exposure_minor.min(cover_value_minor).max(0);
    Exposures {
        total_minor: exposure_minor,
        // The insured part lies between 0 and the exposure, so that this cannot leave the range.
        uninsured_minor: exposure_minor - insured_minor,
    }
}
