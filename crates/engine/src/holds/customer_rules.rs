//! Customer rules (spec 12 §11): by night they propose or set a customer's account status, and lift it again.
//!
//! How the spec is read where it leaves room:
//! - A rule replaces the status of a person only by one that stops more; where neither stops anything it replaces too.
//!   *Closed* does not become *Stopped*.
//! - Of rules with equal effect the one that is in effect stays, then the one with the lowest id wins.
//! - A rule that is lifted hands over to the strongest one that is still true; the status before the first of them is
//!   what comes back in the end.
//! - *Lifted until a date* is in effect through that day, whatever becomes of the condition, and raises nothing after it.
//! - A status that a person changed since is left alone until the condition has been false once: only then is the rule
//!   free to raise again. The same goes for a proposal that was declined.
//! - A rule that is switched off, or whose period is over, counts as false.

mod record;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use record::{Act, Condition, CustomerRule, CustomerRuleFault, LiftedWhen, StatusEffect};

use super::compare::Compared;
use super::decision::Figure;
use super::measures::{Expiry, Item};
use super::overdue::overdue;
use super::rule::{Kind, OverdueParameters};
use crate::money::Currency;

/// The rule by which a customer has its status, or by which it had it before a person changed it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Applied {
    /// The rule.
    pub rule_id: i64,
    /// The status that it gave.
    pub status: String,
    /// The status before the first rule.
    pub before: Option<String>,
    /// How it was given, and how it is lifted.
    pub act: Act,
    /// What lifts it.
    pub lifted_when: LiftedWhen,
}

/// A proposal that waits for a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposed {
    /// The rule.
    pub rule_id: i64,
    /// The status that is proposed.
    pub to: Option<String>,
}

/// What is known of a customer by night, after aging. Amounts are minor units of one currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// The night's day.
    pub day: NaiveDate,
    /// Currency of all amounts, those of the rules too.
    pub currency: Currency,
    /// The customer.
    pub customer_id: i64,
    /// Its credit management group.
    pub group: Option<String>,
    /// Its risk group.
    pub risk_group: Option<String>,
    /// Its open debits, in any order.
    pub items: Vec<Item>,
    /// Open credits that are applied to nothing, as a positive amount.
    pub credits_minor: i64,
    /// Opening day of a recorded insolvency.
    pub insolvent_since: Option<NaiveDate>,
    /// Last day of its cover; `None` where there is no policy, or one without an end.
    pub insured_until: Option<NaiveDate>,
    /// When its limit expires.
    pub expiry: Expiry,
    /// Its account status.
    pub status: Option<String>,
    /// The rule that gave it a status, until that is lifted or forgotten.
    pub applied: Option<Applied>,
    /// The proposal that waits.
    pub proposed: Option<Proposed>,
    /// Rules whose proposal a person declined, until their condition is false.
    pub declined: BTreeSet<i64>,
}

/// What a rule measured.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// What was measured.
    pub measured: Figure,
    /// The value of the rule.
    pub threshold: Figure,
    /// The transactions behind it.
    pub item_ids: Vec<i64>,
}

/// A change of status, to be proposed or set. It takes the place of a proposal that waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "change")]
pub enum Change {
    /// A rule is true. Where another rule gave the same status before, only the rule behind it changes.
    Raise {
        /// Propose or set.
        act: Act,
        /// The status, the rule and what will lift it, to be kept with the customer.
        applied: Applied,
        /// Status reason.
        reason: String,
        /// What the rule measured.
        found: Found,
    },
    /// What lifts the rule has come.
    Lift {
        /// Propose or set, as the rule did.
        act: Act,
        /// The rule.
        rule_id: i64,
        /// The status before the rule.
        to: Option<String>,
        /// What lifted it.
        lifted_when: LiftedWhen,
    },
    /// A proposal that waits has no ground any more.
    Withdraw {
        /// The rule.
        rule_id: i64,
    },
    /// The status was changed by a person and the condition is false: the rule is no longer remembered (H-52).
    Forget {
        /// The rule.
        rule_id: i64,
    },
}

/// Why a true rule changes nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "left_alone")]
pub enum LeftAlone {
    /// A person changed the status since.
    ChangedByPerson {
        /// The rule.
        rule_id: i64,
    },
    /// The status stops as much already, or more.
    StatusStopsEnough {
        /// The rule.
        rule_id: i64,
    },
    /// The proposal waits already.
    AlreadyProposed {
        /// The rule.
        rule_id: i64,
    },
}

/// The result for one customer.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Nightly {
    /// What changes.
    pub change: Option<Change>,
    /// Why a true rule changes nothing.
    pub left_alone: Option<LeftAlone>,
    /// Rules whose declined proposal is over, because their condition is false.
    pub declines_over: BTreeSet<i64>,
}

/// Effects of the account statuses by id; a status that is not there stops nothing.
pub type Effects = BTreeMap<String, StatusEffect>;

/// Decides about one customer.
pub fn decide(facts: &Facts, rules: &[CustomerRule], effects: &Effects) -> Nightly {
    let night = Night {
        facts,
        rules,
        effects,
    };
    let declines_over = facts
        .declined
        .iter()
        .copied()
        .filter(|id| night.found(*id).is_none())
        .collect();
    let (change, left_alone) = match night.outcome() {
        Ok(change) => (change, None),
        Err(left_alone) => (None, Some(left_alone)),
    };
    Nightly {
        change,
        left_alone,
        declines_over,
    }
}

struct Night<'a> {
    facts: &'a Facts,
    rules: &'a [CustomerRule],
    effects: &'a Effects,
}

impl Night<'_> {
    fn outcome(&self) -> Result<Option<Change>, LeftAlone> {
        let facts = self.facts;
        if let Some(applied) = &facts.applied
            && facts.status.as_ref() != Some(&applied.status)
        {
            let rule_id = applied.rule_id;
            return match self.found(rule_id) {
                Some(_) => Err(LeftAlone::ChangedByPerson { rule_id }),
                None => Ok(Some(Change::Forget { rule_id })),
            };
        }
        let change = match (&facts.applied, self.winner()) {
            (None, None) => None,
            (Some(applied), None) if self.stays(applied) => None,
            (Some(applied), None) => Some(Change::Lift {
                act: applied.act,
                rule_id: applied.rule_id,
                to: applied.before.clone(),
                lifted_when: applied.lifted_when,
            }),
            (Some(applied), Some((rule, _))) if applied.rule_id == rule.id => None,
            (Some(applied), Some((rule, _)))
                if self.stays(applied)
                    && self.effect(Some(&rule.status)) <= self.effect(Some(&applied.status)) =>
            {
                None
            }
            (applied, Some((rule, found))) => {
                if applied.is_none() {
                    self.may_replace(rule)?;
                }
                let before = applied
                    .as_ref()
                    .map_or_else(|| facts.status.clone(), |applied| applied.before.clone());
                Some(raise(rule, before, found))
            }
        };
        self.beside_proposal(change)
    }

    /// A person's status is replaced only by one that stops more.
    fn may_replace(&self, rule: &CustomerRule) -> Result<(), LeftAlone> {
        let (now, then) = (
            self.effect(self.facts.status.as_ref()),
            self.effect(Some(&rule.status)),
        );
        let same = self.facts.status.as_ref() == Some(&rule.status);
        let nothing_stops = now == StatusEffect::None && then == StatusEffect::None;
        if !same && (then > now || nothing_stops) {
            Ok(())
        } else {
            Err(LeftAlone::StatusStopsEnough { rule_id: rule.id })
        }
    }

    /// What waits already is not proposed twice, and what has no ground any more is withdrawn.
    fn beside_proposal(&self, change: Option<Change>) -> Result<Option<Change>, LeftAlone> {
        let Some(waiting) = &self.facts.proposed else {
            return Ok(change);
        };
        let rule_id = waiting.rule_id;
        let same = match &change {
            None => return Ok(Some(Change::Withdraw { rule_id })),
            Some(Change::Raise {
                act: Act::Propose,
                applied,
                ..
            }) => applied.rule_id == rule_id && waiting.to.as_ref() == Some(&applied.status),
            Some(Change::Lift {
                act: Act::Propose,
                rule_id: lifted,
                to,
                ..
            }) => *lifted == rule_id && waiting.to == *to,
            Some(_) => false,
        };
        if same {
            Err(LeftAlone::AlreadyProposed { rule_id })
        } else {
            Ok(change)
        }
    }

    /// The true rule whose status has the strongest effect.
    fn winner(&self) -> Option<(&CustomerRule, Found)> {
        self.rules
            .iter()
            .filter(|rule| !self.facts.declined.contains(&rule.id))
            .filter_map(|rule| self.measure(rule).map(|found| (rule, found)))
            .max_by_key(|(rule, _)| {
                let applied = self.facts.applied.as_ref();
                let in_effect = applied.is_some_and(|applied| applied.rule_id == rule.id);
                let effect = self.effect(Some(&rule.status));
                (effect, in_effect, std::cmp::Reverse(rule.id))
            })
    }

    fn effect(&self, status: Option<&String>) -> StatusEffect {
        let effect = status.and_then(|status| self.effects.get(status));
        effect.copied().unwrap_or_default()
    }

    fn found(&self, rule_id: i64) -> Option<Found> {
        let rule = self.rules.iter().find(|rule| rule.id == rule_id)?;
        self.measure(rule)
    }

    /// Whether the status of a rule stays though nothing else speaks for it.
    fn stays(&self, applied: &Applied) -> bool {
        let rule = self.rules.iter().find(|rule| rule.id == applied.rule_id);
        let is_true = rule.is_some_and(|rule| self.measure(rule).is_some());
        match applied.lifted_when {
            LiftedWhen::ConditionFalse => is_true,
            LiftedWhen::NothingOverdue => {
                let parameters = rule.map_or_else(OverdueParameters::default, |rule| {
                    rule.condition.overdue_parameters()
                });
                is_true || self.overdue(&parameters).total_minor > 0
            }
            LiftedWhen::Until { on } => self.facts.day <= on,
            LiftedWhen::ByHand => true,
        }
    }

    fn overdue(&self, parameters: &OverdueParameters) -> super::overdue::Overdue {
        let facts = self.facts;
        overdue(&facts.items, facts.credits_minor, parameters, facts.day)
    }

    /// What the rule measures, where it is true for this customer on this day.
    fn measure(&self, rule: &CustomerRule) -> Option<Found> {
        let facts = self.facts;
        let risk = rule.risk_group.is_none() || rule.risk_group == facts.risk_group;
        let covers = rule.scope.covers(facts.customer_id, facts.group.as_ref());
        if !(rule.in_force(facts.day) && covers && risk) {
            return None;
        }
        let past = |day: Option<NaiveDate>| {
            day.filter(|day| facts.day > *day).map(|day| Found {
                measured: Figure::Day { on: facts.day },
                threshold: Figure::Day { on: day },
                item_ids: Vec::new(),
            })
        };
        match &rule.condition {
            Condition::DaysOverdue { days, overdue } => {
                let late = self.overdue(overdue);
                above(late.days, *days).then_some(Found {
                    measured: Figure::Days { days: late.days },
                    threshold: Figure::Days { days: *days },
                    item_ids: late.oldest_ids,
                })
            }
            Condition::OverdueAmount {
                amount_minor,
                overdue,
            } => {
                let late = self.overdue(overdue);
                let currency = facts.currency;
                above(late.total_minor, *amount_minor).then_some(Found {
                    measured: Figure::Amount {
                        minor: late.total_minor,
                        currency,
                    },
                    threshold: Figure::Amount {
                        minor: *amount_minor,
                        currency,
                    },
                    item_ids: late.ids,
                })
            }
            Condition::Insolvency => {
                let opened = facts.insolvent_since.filter(|on| *on <= facts.day);
                opened.map(|on| Found {
                    measured: Figure::Day { on },
                    threshold: Figure::Nothing,
                    item_ids: Vec::new(),
                })
            }
            Condition::InsuranceExpired => past(facts.insured_until),
            Condition::LimitExpired => past(facts.expiry.effective()),
        }
    }
}

fn above(measured: i64, value: i64) -> bool {
    Compared::of(measured.into(), value.into()).met(Kind::Blocking)
}

fn raise(rule: &CustomerRule, before: Option<String>, found: Found) -> Change {
    Change::Raise {
        act: rule.act,
        applied: Applied {
            rule_id: rule.id,
            status: rule.status.clone(),
            before,
            act: rule.act,
            lifted_when: rule.lifted_when,
        },
        reason: rule.reason.id.clone(),
        found,
    }
}
