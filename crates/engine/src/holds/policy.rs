//! The policy: parameters of credit holds (spec 12 §1), ranks (§4.8, §4.9), and all that a check goes by.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::checkpoint::{Checkpoint, shipped_checkpoints};
use super::codes::codes;
use super::compare::WHOLE_BP;
use super::rule::{Condition, Effect, Measure, Outcome, OverdueParameters, Rule, RuleType, Scope};

/// Whether a parameter is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "HoldSwitch")]
pub enum Switch {
    /// Yes.
    On,
    /// No.
    #[default]
    Off,
}

codes!(Switch { On => "on", Off => "off" });

impl Switch {
    /// Whether it is on.
    pub fn is_on(self) -> bool {
        self == Self::On
    }
}

/// What happens to the step at which a released order was held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "HoldReleaseMode")]
pub enum ReleaseMode {
    /// The hold goes; a person posts the step.
    WithoutPosting,
    /// The hold goes, and the step is executed again.
    WithPosting,
}

codes!(ReleaseMode { WithoutPosting => "without_posting", WithPosting => "with_posting" });

/// Parameters (spec 11 §1, 12 §1). Reasons are ids of the book's reasons of type Release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parameters {
    /// *Credit management*: off leaves only the message check of 11 §7.
    pub credit_management: Switch,
    /// *Check credit limit on sales order*: off leaves out the type *Credit limit used*.
    pub check_limit_on_orders: Switch,
    /// *Skip blocking rules after order hold is released*.
    pub skip_after_release: Switch,
    /// *Ignore credit limit expired rule when expiration date is blank*.
    pub ignore_blank_expiry: Switch,
    /// *Check credit limit when payment terms are increased*: the rank test of 4.8.
    pub check_terms_rank: Switch,
    /// *Check credit limit when a settlement discount is increased*: the rank test of 4.9.
    pub check_discount_rank: Switch,
    /// *Exclude intercompany orders*: the default of the flag on such orders.
    pub exclude_intercompany: Switch,
    /// *Skip credit limit check when cancelling a packing slip*.
    pub skip_on_packing_slip_cancel: Switch,
    /// *Remove blocked load lines*: held lines are flagged for the export.
    pub remove_blocked_lines: Switch,
    /// *Automatically release*; `None` only marks what is ready to release.
    pub release_mode: Option<ReleaseMode>,
    /// *Auto-release when used % is below*, basis points; `None` is off.
    pub release_below_bp: Option<i64>,
    /// *Reason to release automatically*.
    pub release_reason: Option<String>,
    /// *Reason for releasing modified orders*.
    pub modified_reason: Option<String>,
    /// *Reason for cancelled orders*.
    pub cancel_reason: Option<String>,
    /// Days for which a passed check reserves its amount after the day of the check.
    pub reservation_days: u32,
}

impl Default for Parameters {
    /// As shipped (12 §1, 91 §3).
    fn default() -> Self {
        Self {
            credit_management: Switch::On,
            check_limit_on_orders: Switch::On,
            skip_after_release: Switch::Off,
            ignore_blank_expiry: Switch::On,
            check_terms_rank: Switch::Off,
            check_discount_rank: Switch::Off,
            exclude_intercompany: Switch::Off,
            skip_on_packing_slip_cancel: Switch::Off,
            remove_blocked_lines: Switch::Off,
            release_mode: None,
            release_below_bp: None,
            release_reason: None,
            modified_reason: None,
            cancel_reason: None,
            reservation_days: 7,
        }
    }
}

/// Ranks by id: higher is riskier for the seller, equal ranks are allowed, only their order means something.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Ranks {
    /// Of terms of payment.
    pub terms: BTreeMap<String, i64>,
    /// Of cash discounts.
    pub discounts: BTreeMap<String, i64>,
}

/// Everything that a check goes by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policy {
    /// Parameters.
    pub parameters: Parameters,
    /// One row per step; a step without a row is unticked.
    pub checkpoints: Vec<Checkpoint>,
    /// In any order.
    pub rules: Vec<Rule>,
    /// Ranks.
    pub ranks: Ranks,
    /// The order in which types are shown; types that are not on it follow in the order of the spec.
    pub sequence: Vec<RuleType>,
}

impl Policy {
    /// What Duebook ships (91 §3).
    pub fn shipped() -> Self {
        Self {
            parameters: Parameters::default(),
            checkpoints: shipped_checkpoints(),
            rules: shipped_rules(),
            ranks: Ranks::default(),
            sequence: RuleType::ALL.to_vec(),
        }
    }

    /// The place of a type in the sequence.
    pub(super) fn place(&self, rule_type: RuleType) -> (usize, RuleType) {
        let place = self.sequence.iter().position(|known| *known == rule_type);
        (place.unwrap_or(self.sequence.len()), rule_type)
    }
}

/// The rules as shipped (91 §3): credit limit used 100 %, credit limit expired 0 days, days overdue 30, all for everybody.
pub fn shipped_rules() -> Vec<Rule> {
    let conditions = [
        Condition::LimitUsed {
            used_bp: WHOLE_BP,
            measure: Measure::Total,
        },
        Condition::LimitExpired { days: 0 },
        Condition::DaysOverdue {
            days: 30,
            overdue: OverdueParameters::default(),
        },
    ];
    (1_i64..)
        .zip(conditions)
        .map(|(id, condition)| Rule {
            id,
            condition,
            scope: Scope::All,
            risk_group: None,
            effect: Effect::Blocking {
                outcome: Outcome::Hold,
                route: None,
            },
            active: Switch::On,
            from: None,
            to: None,
            currency: None,
            order: id,
        })
        .collect()
}
