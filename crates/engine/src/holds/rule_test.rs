//! Rule test (spec 30 §7): what other rules would have decided over stored checks. Nothing of it touches the book.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::decision::{Decision, Verdict};
use super::evaluate::evaluate;
use super::measures::Snapshot;
use super::policy::Policy;
use crate::money::Currency;

/// A check whose verdict or reasons differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangedCheck {
    /// Its place in the list of snapshots.
    pub index: usize,
    /// By the rules as they are.
    pub before: Decision,
    /// By the other rules.
    pub after: Decision,
}

/// An order whose strictest verdict differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangedOrder {
    /// The customer that is billed.
    pub customer_id: i64,
    /// The order's number.
    pub number: String,
    /// The highest amount at which it was checked, minor units.
    pub amount_minor: i64,
    /// Currency of the amount.
    pub currency: Currency,
    /// Strictest verdict of its checks by the rules as they are.
    pub before: Verdict,
    /// The same by the other rules.
    pub after: Verdict,
}

/// Orders that go from one verdict to another, or stay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Total {
    /// By the rules as they are.
    pub before: Verdict,
    /// By the other rules.
    pub after: Verdict,
    /// Currency of the amount.
    pub currency: Currency,
    /// How many orders.
    pub orders: u64,
    /// What they amount to, minor units; the highest that 64 bits hold where it is more.
    pub amount_minor: i64,
}

/// What a rule test found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comparison {
    /// Checks that differ, in the order of the snapshots.
    pub checks: Vec<ChangedCheck>,
    /// Orders that differ, by customer and number.
    pub orders: Vec<ChangedOrder>,
    /// All orders, each once, by verdict before and after.
    pub totals: Vec<Total>,
}

/// An order of a rule test by its strictest verdicts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TestedOrder {
    /// The customer that is billed.
    pub customer_id: i64,
    /// The order's number.
    pub number: String,
    /// The highest amount at which it was checked, minor units.
    pub amount_minor: i64,
    /// Currency of the amount.
    pub currency: Currency,
    /// Strictest verdict of its checks by the rules as they are.
    pub before: Verdict,
    /// The same by the other rules.
    pub after: Verdict,
    /// The day of its first check.
    pub first_on: NaiveDate,
}

/// A rule test in progress: checks come one by one, so that those of years need no memory, and what is kept is one row for
/// each order.
///
/// Each check stands for itself: what an order went through before (its release, a forced hold) is taken as it was, since
/// nobody can know what people would have done about holds that did not happen.
#[derive(Debug)]
pub struct RuleTest<'p> {
    before: &'p Policy,
    after: &'p Policy,
    orders: BTreeMap<(i64, String), TestedOrder>,
}

impl<'p> RuleTest<'p> {
    /// Compares the rules as they are with other rules.
    pub const fn new(before: &'p Policy, after: &'p Policy) -> Self {
        Self {
            before,
            after,
            orders: BTreeMap::new(),
        }
    }

    /// Decides a stored check by both; gives the decisions.
    pub fn add(&mut self, snapshot: &Snapshot) -> [Decision; 2] {
        let decided = [self.before, self.after].map(|policy| evaluate(snapshot, policy));
        let key = (snapshot.customer.id, snapshot.order.number.clone());
        let order = self.orders.entry(key).or_insert_with(|| TestedOrder {
            customer_id: snapshot.customer.id,
            number: snapshot.order.number.clone(),
            amount_minor: snapshot.order.amount_minor,
            currency: snapshot.currency,
            before: Verdict::Allow,
            after: Verdict::Allow,
            first_on: snapshot.day,
        });
        order.before = order.before.max(decided[0].verdict);
        order.after = order.after.max(decided[1].verdict);
        order.amount_minor = order.amount_minor.max(snapshot.order.amount_minor);
        order.first_on = order.first_on.min(snapshot.day);
        decided
    }

    /// Every order once, by customer and number.
    pub fn orders(self) -> Vec<TestedOrder> {
        self.orders.into_values().collect()
    }
}

/// Decides every stored check by both policies, as [`RuleTest`] does, and says which checks differ.
pub fn compare(snapshots: &[Snapshot], before: &Policy, after: &Policy) -> Comparison {
    let mut test = RuleTest::new(before, after);
    let mut checks = Vec::new();
    for (index, snapshot) in snapshots.iter().enumerate() {
        let [old, new] = test.add(snapshot);
        if old.verdict != new.verdict || old.reasons != new.reasons {
            checks.push(ChangedCheck {
                index,
                before: old,
                after: new,
            });
        }
    }
    let mut totals: BTreeMap<(Currency, Verdict, Verdict), (u64, i64)> = BTreeMap::new();
    let mut changed = Vec::new();
    for order in test.orders() {
        let key = (order.currency, order.before, order.after);
        let (count, sum) = totals.entry(key).or_default();
        *count += 1;
        *sum = sum.saturating_add(order.amount_minor);
        if order.before != order.after {
            changed.push(ChangedOrder {
                customer_id: order.customer_id,
                number: order.number,
                amount_minor: order.amount_minor,
                currency: order.currency,
                before: order.before,
                after: order.after,
            });
        }
    }
    Comparison {
        checks,
        orders: changed,
        totals: totals
            .into_iter()
            .map(
                |((currency, before, after), (orders, amount_minor))| Total {
                    before,
                    after,
                    currency,
                    orders,
                    amount_minor,
                },
            )
            .collect(),
    }
}
