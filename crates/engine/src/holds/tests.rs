//! What all tests of holds share: a customer, an order and rules, to be changed by each scenario.

mod checkpoints;
mod conditions;
mod customers;
mod drafts;
mod hands;
mod levels;
mod oracle;
mod properties;
mod releases;
mod reserved;
mod states;

use chrono::{NaiveDate, TimeDelta};

use super::*;
use crate::money::Currency;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The day of all checks that do not name another.
fn today() -> NaiveDate {
    day("2026-03-02")
}

fn ago(days: i64) -> NaiveDate {
    today() - TimeDelta::days(days)
}

/// Minor units of an amount in euros.
fn euro(major: i64) -> i64 {
    major * 100
}

fn invoice(transaction_id: i64, days_late: i64, open_minor: i64) -> Item {
    Item {
        transaction_id,
        kind: ItemKind::Invoice,
        due_on: ago(days_late),
        open_minor,
        disputed_minor: 0,
    }
}

fn side(limit: Limit) -> LimitSide {
    LimitSide {
        currency: Currency::EUR,
        order_minor: None,
        total: limit,
        uninsured: limit,
        unused_cover_minor: 0,
    }
}

fn set(total: i64, exposure: i64) -> LimitSide {
    side(Limit::Set {
        total_minor: euro(total),
        exposure_minor: euro(exposure),
    })
}

/// Customer X of group G and risk group Low, with an order of 1,000 and no limit that would be tested.
fn snapshot() -> Snapshot {
    Snapshot {
        day: today(),
        currency: Currency::EUR,
        rates: Vec::new(),
        customer: Customer {
            id: 1,
            status: Some("Normal".into()),
            group: Some("G".into()),
            risk_group: Some("Low".into()),
            excluded: Switch::Off,
            ignore_until: None,
            expiry: Expiry::default(),
            terms: Some("N30".into()),
            discount: Some("D2".into()),
            since: None,
            average_order_minor: None,
        },
        order: Order {
            number: "SO-1".into(),
            price_minor: euro(1_000),
            amount_minor: euro(1_000),
            prepaid_minor: 0,
            terms: None,
            discount: None,
            address: Address::NotGiven,
            suspicion: Suspicion::NotGiven,
            origin: Origin::Customer,
            exclusion: OrderExclusion::ByDefault,
            step: Step::Confirmation,
            mode: Mode::Posting,
            forced: None,
            release: None,
        },
        limits: Limits {
            group: side(Limit::NotTested),
            own: side(Limit::NotTested),
        },
        items: Vec::new(),
        credits_minor: 0,
        members: Vec::new(),
    }
}

/// The customer, late by so many days with so much.
fn late(days: i64, open: i64) -> Snapshot {
    Snapshot {
        items: vec![invoice(7, days, euro(open))],
        ..snapshot()
    }
}

fn ordering(amount: i64, limits: Limits) -> Snapshot {
    let mut snapshot = snapshot();
    snapshot.order.amount_minor = euro(amount);
    snapshot.limits = limits;
    snapshot
}

fn only_own(own: LimitSide) -> Limits {
    Limits {
        group: side(Limit::NotTested),
        own,
    }
}

fn rule(id: i64, condition: Condition) -> Rule {
    Rule {
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
    }
}

fn exclusion(id: i64, condition: Condition, release: Switch) -> Rule {
    Rule {
        effect: Effect::Exclusion { release },
        ..rule(id, condition)
    }
}

impl Rule {
    fn of(self, scope: Scope) -> Self {
        Self { scope, ..self }
    }

    fn of_customer(self) -> Self {
        self.of(Scope::Table { customer_id: 1 })
    }

    fn of_group(self) -> Self {
        self.of(Scope::Group { group: "G".into() })
    }
}

fn days_overdue(days: i64) -> Condition {
    Condition::DaysOverdue {
        days,
        overdue: OverdueParameters::default(),
    }
}

fn total_overdue(amount: i64) -> Condition {
    Condition::TotalOverdue {
        amount_minor: euro(amount),
        overdue: OverdueParameters::default(),
    }
}

fn used(percent: i64) -> Condition {
    Condition::LimitUsed {
        used_bp: percent * 100,
        measure: Measure::Total,
    }
}

fn order_above(amount: i64) -> Condition {
    Condition::SalesOrder {
        amount_minor: euro(amount),
    }
}

/// The shipped policy with other rules.
fn policy(rules: Vec<Rule>) -> Policy {
    Policy {
        rules,
        ..Policy::shipped()
    }
}

/// The same with no grace at any step.
fn graceless(rules: Vec<Rule>) -> Policy {
    let mut policy = policy(rules);
    for row in &mut policy.checkpoints {
        row.posting.grace_days = None;
    }
    policy
}

fn verdict(snapshot: &Snapshot, rules: &[Rule]) -> Verdict {
    evaluate(snapshot, &policy(rules.to_vec())).verdict
}

fn codes(decision: &Decision) -> Vec<ReasonCode> {
    let codes = decision.reasons.iter().map(|reason| reason.code);
    codes.collect()
}

use Verdict::{Allow, Hold, Warn};
