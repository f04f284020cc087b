//! §5 read again, naively, over plain numbers: shares no code with the rules, not even their comparison.

use proptest::prelude::*;

use super::*;

/// A rule in plain numbers.
#[derive(Debug, Clone)]
pub(super) struct PlainRule {
    /// 0 days overdue, 1 total overdue (exclusions), 2 status, 3 terms, 4 expired, 5 overdue amount, 6 order, 7 used.
    what: u8,
    /// 0 Table, 1 Group, 2 All.
    level: u8,
    /// The customer (1 or 2) or the group (0 or 1).
    target: i64,
    risk: Option<u8>,
    /// Exclusion, release, warn, uninsured, net credits, exclude disputed.
    flags: [bool; 6],
    value: i64,
    percent: i64,
    ignore: i64,
    active: bool,
    from: Option<i64>,
    to: Option<i64>,
}

/// 0 not tested, 1 unlimited, 2 not set, 3 set.
type PlainLimit = (u8, i64, i64);

/// A customer with an order, and rules; days count from the day of the check.
#[derive(Debug, Clone)]
pub(super) struct World {
    group: u8,
    risk: u8,
    status: u8,
    terms: [u8; 2],
    expiry: Option<i64>,
    order: i64,
    prepaid: i64,
    /// Days late, open, disputed, invoice.
    items: Vec<(i64, i64, i64, bool)>,
    credits: i64,
    own: PlainLimit,
    group_limit: PlainLimit,
    cover: i64,
    /// Warn only, check limit on orders, ignore blank expiry, check ranks.
    switches: [bool; 4],
    pub(super) rules: Vec<PlainRule>,
}

fn name(kind: &str, number: impl std::fmt::Display) -> String {
    format!("{kind}{number}")
}

fn switch(on: bool) -> Switch {
    if on { Switch::On } else { Switch::Off }
}

pub(super) fn rules() -> impl Strategy<Value = PlainRule> {
    // Days overdue by days and by amount are one type with two units, which needs both to be seen often.
    let what = prop_oneof![3 => Just(0_u8), 3 => Just(1), 6 => 2_u8..8];
    let shape = (
        what,
        0_u8..3,
        0_i64..3,
        prop::option::weighted(0.2, 0_u8..2),
    );
    let values = (0_i64..25, 0_i64..15, prop_oneof![Just(0_i64), 0_i64..12]);
    let flag = || prop::array::uniform6(any::<bool>());
    let period = (
        prop::bool::weighted(0.9),
        prop::option::weighted(0.2, -2_i64..3),
        prop::option::weighted(0.2, -2_i64..3),
    );
    (shape, flag(), values, period).prop_map(
        |((what, level, target, risk), mut flags, (value, tenths, ignore), (active, from, to))| {
            // Release for everything would leave little to look at, and exclusions by amount are never blocking.
            flags[0] |= what == 1;
            flags[1] &= value % 3 == 0;
            PlainRule {
                what,
                level,
                target,
                risk,
                flags,
                value,
                percent: tenths * 10,
                ignore,
                active,
                from,
                to,
            }
        },
    )
}

fn limits() -> impl Strategy<Value = PlainLimit> {
    (
        prop_oneof![1 => 0_u8..3, 2 => Just(3_u8)],
        0_i64..40,
        -5_i64..40,
    )
}

pub(super) fn worlds() -> impl Strategy<Value = World> {
    let who = (0_u8..2, 0_u8..2, 0_u8..2, prop::array::uniform2(0_u8..4));
    let order = (-3_i64..30, prop_oneof![Just(0_i64), 0_i64..35]);
    let item = (-5_i64..25, 1_i64..12, 0_i64..14, prop::bool::weighted(0.8));
    let items = (
        prop::collection::vec(item, 0..6),
        prop_oneof![Just(0_i64), 0_i64..20],
    );
    let limits = (limits(), limits(), 0_i64..10);
    let rest = (
        prop::option::of(-20_i64..5),
        prop::array::uniform4(prop::bool::weighted(0.5)),
        prop::collection::vec(rules(), 0..7),
    );
    (who, order, items, limits, rest).prop_map(
        |(
            (group, risk, status, terms),
            (order, prepaid),
            (items, credits),
            (own, group_limit, cover),
            (expiry, switches, rules),
        )| World {
            group,
            risk,
            status,
            terms,
            expiry,
            order,
            prepaid,
            items,
            credits,
            own,
            group_limit,
            cover,
            switches,
            rules,
        },
    )
}

impl World {
    pub(super) fn snapshot(&self) -> Snapshot {
        let mut snapshot = snapshot();
        snapshot.customer.group = Some(name("G", self.group));
        snapshot.customer.risk_group = Some(name("R", self.risk));
        snapshot.customer.status = Some(name("S", self.status));
        snapshot.customer.terms = Some(name("T", self.terms[0]));
        snapshot.order.terms = Some(name("T", self.terms[1]));
        snapshot.customer.expiry.own = self.expiry.map(|days| ago(-days));
        snapshot.order.amount_minor = self.order;
        snapshot.order.prepaid_minor = self.prepaid;
        snapshot.items = (1_i64..)
            .zip(&self.items)
            .map(|(id, (late, open, disputed, is_invoice))| Item {
                kind: if *is_invoice {
                    ItemKind::Invoice
                } else {
                    ItemKind::OtherDebit
                },
                disputed_minor: *disputed,
                ..invoice(id, *late, *open)
            })
            .collect();
        snapshot.credits_minor = self.credits;
        snapshot.limits = Limits {
            group: limit_side(self.group_limit, self.cover),
            own: limit_side(self.own, self.cover),
        };
        snapshot
    }

    pub(super) fn policy(&self) -> Policy {
        let mut policy = policy(
            (1_i64..)
                .zip(&self.rules)
                .map(|(id, plain)| plain.rule(id))
                .collect(),
        );
        if self.switches[0] {
            policy.checkpoints[1].outcome = CheckpointOutcome::WarnOnly;
        }
        policy.parameters.check_limit_on_orders = switch(self.switches[1]);
        policy.parameters.ignore_blank_expiry = switch(self.switches[2]);
        policy.parameters.check_terms_rank = switch(self.switches[3]);
        // T0 and T1 share a rank, T2 is riskier, T3 has none.
        policy.ranks.terms = [("T0", 1), ("T1", 1), ("T2", 2)]
            .map(|(id, rank)| (id.to_owned(), rank))
            .into();
        policy
    }

    fn tested(&self) -> i64 {
        if self.order <= 0 {
            self.order
        } else if self.prepaid >= self.order {
            0
        } else {
            self.order - self.prepaid
        }
    }

    /// What is left of each overdue unit: days late and whether it is of an invoice. One entry per minor unit.
    fn overdue_units(&self, rule: &PlainRule) -> Vec<(i64, bool)> {
        let mut units: Vec<(i64, usize, bool)> = Vec::new();
        for (at, (late, open, disputed, is_invoice)) in self.items.iter().enumerate() {
            if *late <= 0 || *open < rule.ignore {
                continue;
            }
            for unit in 0..*open {
                if !rule.flags[5] || unit >= *disputed {
                    units.push((*late, at, *is_invoice));
                }
            }
        }
        // The oldest first, of one day the first in the list.
        units.sort_by_key(|(late, at, _)| (-late, *at));
        let covered = if rule.flags[4] { self.credits } else { 0 };
        units
            .into_iter()
            .skip(usize::try_from(covered).unwrap())
            .map(|(late, _, is_invoice)| (late, is_invoice))
            .collect()
    }

    /// Used amount and limit of the tested limits, with `None` for an unlimited one; the flag is of the group.
    fn sides(&self, rule: &PlainRule) -> Vec<(bool, PlainLimit, i64)> {
        if self.own.0 == 1 {
            return vec![(false, self.own, 0)];
        }
        let mut order = self.tested();
        if rule.flags[3] && order > 0 {
            order = (order - self.cover).max(0);
        }
        let mut sides = Vec::new();
        for (of_group, limit) in [(true, self.group_limit), (false, self.own)] {
            if limit.0 != 0 {
                sides.push((of_group, limit, limit.2 + order));
            }
        }
        sides
    }

    fn in_scope(&self, rule: &PlainRule) -> bool {
        let scoped = match rule.level {
            0 => rule.target == 1,
            1 => rule.target == i64::from(self.group),
            _ => true,
        };
        scoped
            && rule.active
            && rule.risk.is_none_or(|risk| risk == self.risk)
            && rule.from.is_none_or(|from| from <= 0)
            && rule.to.is_none_or(|to| to >= 0)
            && (rule.what != 7 || self.switches[1])
    }

    /// The codes that a blocking row gives, with whether it can only warn.
    fn blocks(&self, rule: &PlainRule) -> Vec<(ReasonCode, bool)> {
        let units = self.overdue_units(rule);
        let days = units.iter().filter(|unit| unit.1).map(|unit| unit.0).max();
        let owed = i64::try_from(units.len()).unwrap();
        let when = |is_true: bool, code| {
            if is_true {
                vec![(code, false)]
            } else {
                Vec::new()
            }
        };
        match rule.what {
            0 => when(days.unwrap_or(0) > rule.value, ReasonCode::DaysOverdue),
            2 => when(
                rule.value % 2 == i64::from(self.status),
                ReasonCode::AccountStatus,
            ),
            3 => when(
                rule.value % 4 == i64::from(self.terms[1]),
                ReasonCode::TermsOfPayment,
            ),
            4 => {
                let expired = self
                    .expiry
                    .map_or(!self.switches[2], |days| -days > rule.value);
                when(expired, ReasonCode::LimitExpired)
            }
            5 if owed <= rule.value => Vec::new(),
            5 => {
                let sides = self.sides(rule);
                if sides.iter().any(|side| over(side, rule.percent)) {
                    vec![(ReasonCode::OverdueAmount, false)]
                } else if sides.iter().any(|side| side.1.0 == 2) {
                    vec![(ReasonCode::LimitNotSet, true)]
                } else {
                    Vec::new()
                }
            }
            6 => when(self.tested() > rule.value, ReasonCode::OrderAmount),
            7 => {
                let mut found = Vec::new();
                for side in self.sides(rule) {
                    if side.1.0 == 2 {
                        found.push((ReasonCode::LimitNotSet, true));
                    } else if over(&side, rule.percent) && self.tested() > 0 {
                        let code = if side.0 {
                            ReasonCode::LimitUsedGroup
                        } else {
                            ReasonCode::LimitUsedCustomer
                        };
                        found.push((code, false));
                    }
                }
                found
            }
            _ => panic!("{rule:?}"),
        }
    }

    fn excludes(&self, rule: &PlainRule) -> bool {
        let units = self.overdue_units(rule);
        let days = units.iter().filter(|unit| unit.1).map(|unit| unit.0).max();
        let owed = i64::try_from(units.len()).unwrap();
        let sides = self.sides(rule);
        let all_under = !sides.is_empty() && sides.iter().all(|side| under(side, rule.percent));
        match rule.what {
            0 => days.unwrap_or(0) < rule.value,
            1 => owed < rule.value,
            2 => rule.value % 2 == i64::from(self.status),
            3 => rule.value % 4 == i64::from(self.terms[1]),
            4 => self
                .expiry
                .map_or(self.switches[2], |days| -days < rule.value),
            5 => owed < rule.value && all_under,
            6 => self.tested() < rule.value,
            7 => all_under,
            _ => panic!("{rule:?}"),
        }
    }

    /// The reasons as (rule, code, warns), sorted; rule 0 is the rank test.
    pub(super) fn expected(&self) -> Vec<(i64, ReasonCode, bool)> {
        let numbered: Vec<(i64, &PlainRule)> = (1_i64..).zip(&self.rules).collect();
        let mut reasons = Vec::new();
        for (_, rule) in &numbered {
            let releases = rule.flags[0] && rule.flags[1];
            if releases && self.in_scope(rule) && self.excludes(rule) {
                return Vec::new();
            }
        }
        for (id, rule) in &numbered {
            if rule.flags[0] || !self.in_scope(rule) {
                continue;
            }
            let mut shielded = false;
            for (_, other) in &numbered {
                shielded |= other.flags[0]
                    && other.what == rule.what
                    && other.level < rule.level
                    && self.in_scope(other)
                    && self.excludes(other);
            }
            if !shielded {
                for (code, only_warns) in self.blocks(rule) {
                    reasons.push((*id, code, only_warns || rule.flags[2]));
                }
            }
        }
        if self.switches[3] && self.terms[0] != self.terms[1] {
            match self.terms {
                [3, _] | [_, 3] => reasons.push((0, ReasonCode::TermsNotRanked, false)),
                [0 | 1, 2] => reasons.push((0, ReasonCode::TermsRank, false)),
                _ => {}
            }
        }
        for reason in &mut reasons {
            reason.2 |= self.switches[0];
        }
        reasons.sort_unstable();
        reasons
    }
}

fn over((_, limit, used): &(bool, PlainLimit, i64), percent: i64) -> bool {
    match limit.0 {
        3 if limit.1 == 0 => *used > 0,
        3 => used * 100 > percent * limit.1,
        _ => false,
    }
}

fn under((_, limit, used): &(bool, PlainLimit, i64), percent: i64) -> bool {
    match limit.0 {
        1 => true,
        3 if limit.1 == 0 => *used < 0,
        3 => used * 100 < percent * limit.1,
        _ => false,
    }
}

fn limit_side((what, total_minor, exposure_minor): PlainLimit, cover: i64) -> LimitSide {
    LimitSide {
        unused_cover_minor: cover,
        ..side(match what {
            0 => Limit::NotTested,
            1 => Limit::Unlimited,
            2 => Limit::NotSet,
            _ => Limit::Set {
                total_minor,
                exposure_minor,
            },
        })
    }
}

impl PlainRule {
    pub(super) fn is_exclusion(&self) -> bool {
        self.flags[0]
    }

    fn rule(&self, id: i64) -> Rule {
        let overdue = OverdueParameters {
            ignore_below_minor: self.ignore,
            net_credits: switch(self.flags[4]),
            exclude_disputed: switch(self.flags[5]),
        };
        let (days, amount_minor, used_bp) = (self.value, self.value, self.percent * 100);
        let measure = if self.flags[3] {
            Measure::Uninsured
        } else {
            Measure::Total
        };
        let condition = match self.what {
            0 => Condition::DaysOverdue { days, overdue },
            1 => Condition::TotalOverdue {
                amount_minor,
                overdue,
            },
            2 => Condition::AccountStatus {
                status: name("S", self.value % 2),
            },
            3 => Condition::TermsOfPayment {
                terms: name("T", self.value % 4),
            },
            4 => Condition::LimitExpired { days },
            5 => Condition::OverdueAmount {
                amount_minor,
                used_bp,
                measure,
                overdue,
            },
            6 => Condition::SalesOrder { amount_minor },
            _ => Condition::LimitUsed { used_bp, measure },
        };
        let scope = match self.level {
            0 => Scope::Table {
                customer_id: self.target,
            },
            1 => Scope::Group {
                group: name("G", self.target),
            },
            _ => Scope::All,
        };
        let effect = if self.flags[0] {
            Effect::Exclusion {
                release: switch(self.flags[1]),
            }
        } else {
            Effect::Blocking {
                outcome: if self.flags[2] {
                    Outcome::Warn
                } else {
                    Outcome::Hold
                },
                route: None,
            }
        };
        Rule {
            id,
            condition,
            scope,
            risk_group: self.risk.map(|risk| name("R", risk)),
            effect,
            active: switch(self.active),
            from: self.from.map(|days| ago(-days)),
            to: self.to.map(|days| ago(-days)),
            currency: None,
            order: id,
        }
    }
}

/// The reasons of a decision in the oracle's form.
pub(super) fn plain(decision: &Decision) -> Vec<(i64, ReasonCode, bool)> {
    let mut reasons: Vec<_> = decision
        .reasons
        .iter()
        .map(|reason| {
            let warns = reason.outcome == Outcome::Warn;
            (reason.rule_id.unwrap_or(0), reason.code, warns)
        })
        .collect();
    reasons.sort_unstable();
    reasons
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn decisions_are_those_of_a_naive_reading(world in worlds()) {
        let decision = evaluate(&world.snapshot(), &world.policy());
        let expected = world.expected();
        prop_assert_eq!(plain(&decision), expected.clone());
        let verdict = if expected.is_empty() {
            Allow
        } else if expected.iter().all(|reason| reason.2) {
            Warn
        } else {
            Hold
        };
        prop_assert_eq!(decision.verdict, verdict);
    }
}
