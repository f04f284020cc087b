//! `rules.test`: a changed rule set over the checks of the last months, compared with what was decided and with what
//! became of the customers (spec 30 §7). Nothing of it touches the book.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use chrono::{Months, NaiveDate};
use engine::exchange::Rates;
use engine::holds::rule_test::{RuleTest, TestedOrder};
use engine::holds::{Policy, Rate, Snapshot, Step, Verdict};
use engine::money::Currency;
use rusqlite::{Connection, named_params};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::check::account;
use super::facts::{asks_average, average_order_of};
use super::policy;
use super::rule_row::HoldRule;
use super::rules::{
    CheckpointRow, HoldParameters, RankRows, checkpoints, parameters_of, put, put_ranks,
};
use crate::host::Job;
use crate::refusal::Refusal;
use crate::session::{Session, check_cancelled};
use crate::settling::WRITES_OFF;
use crate::standing;

/// Asks what other rules would have done.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct RuleTestRequest {
    /// Checks of the last months.
    pub months: u32,
    /// Rules that are new or changed.
    #[serde(default)]
    pub rules: Vec<HoldRule>,
    /// Ids of rules that are left out.
    #[serde(default)]
    #[ts(type = "number[]")]
    pub without: Vec<i64>,
    /// Other checkpoints; those of the book where empty.
    #[serde(default)]
    pub checkpoints: Vec<CheckpointRow>,
    /// Other parameters; those of the book where missing.
    #[serde(default)]
    pub parameters: Option<HoldParameters>,
    /// Other ranks; those of the book where missing.
    #[serde(default)]
    pub ranks: Option<RankRows>,
    /// Only checks at this step; every step where missing.
    #[serde(default)]
    pub step: Option<Step>,
    /// A customer who paid an invoice later than so many days after it was due, or has one open as long, is a bad debt.
    #[serde(default = "ninety")]
    pub bad_after_days: u32,
}

fn ninety() -> u32 {
    90
}

/// Orders that go from one verdict to another, or stay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct RuleTestTotal {
    /// By the rules as they are.
    pub before: Verdict,
    /// By the other rules.
    pub after: Verdict,
    /// Orders.
    #[ts(type = "number")]
    pub orders: u64,
    /// Their amount, minor units of the company's currency.
    #[ts(type = "number")]
    pub amount_minor: i64,
    /// Of them, orders of customers who became bad debts afterwards.
    #[ts(type = "number")]
    pub bad_orders: u64,
    /// Their amount.
    #[ts(type = "number")]
    pub bad_minor: i64,
}

/// An order that would have gone another way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct RuleTestOrder {
    /// Its number.
    pub order_no: String,
    /// Account number.
    pub account: String,
    /// Name.
    pub name: String,
    /// Highest amount at which it was checked, minor units of the company's currency.
    #[ts(type = "number")]
    pub amount_minor: i64,
    /// Strictest verdict by the rules as they are.
    pub before: Verdict,
    /// The same by the other rules.
    pub after: Verdict,
    /// Whether the customer became a bad debt afterwards.
    pub bad: bool,
}

/// What a rule test found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct RuleTested {
    /// First day of the checks.
    pub from_on: NaiveDate,
    /// Checks that were replayed.
    #[ts(type = "number")]
    pub checks: u64,
    /// Orders among them.
    #[ts(type = "number")]
    pub orders: u64,
    /// The company's currency.
    pub currency: String,
    /// Every order once, by verdict before and after.
    pub totals: Vec<RuleTestTotal>,
    /// Orders that differ, the largest first.
    pub changed: Vec<RuleTestOrder>,
}

/// `rules.test`
pub fn run(session: &mut Session<'_>, request: RuleTestRequest) -> Result<RuleTested, Refusal> {
    if request.months == 0 || request.months > 120 {
        return Err(Refusal::new("rule_value_range")
            .with("field", "months")
            .with("value", request.months)
            .with("most", 120));
    }
    let today = session.today;
    let job = session.job;
    let from = today
        .checked_sub_months(Months::new(request.months))
        .unwrap_or(NaiveDate::MIN);
    session.read(|connection| {
        let before = policy::current(connection)?;
        let after = changed(connection, &before, &request)?;
        policy::demand_consistent(&after)?;
        let mut completing = Completing::of(connection, &after)?;
        let mut test = RuleTest::new(&before, &after);
        let checks = each_check(
            connection,
            (from, today),
            (request.step, job),
            |mut snapshot| {
                completing.complete(connection, &mut snapshot)?;
                test.add(&snapshot);
                Ok(())
            },
        )?;
        let orders = test.orders();
        let bad = bad_debts(connection, &orders, (today, request.bad_after_days))?;
        let mut totals: BTreeMap<(Verdict, Verdict), RuleTestTotal> = BTreeMap::new();
        let mut changed = Vec::new();
        for (order, is_bad) in orders.iter().zip(bad) {
            let total = totals
                .entry((order.before, order.after))
                .or_insert(RuleTestTotal {
                    before: order.before,
                    after: order.after,
                    orders: 0,
                    amount_minor: 0,
                    bad_orders: 0,
                    bad_minor: 0,
                });
            total.orders += 1;
            total.amount_minor = total.amount_minor.saturating_add(order.amount_minor);
            if is_bad {
                total.bad_orders += 1;
                total.bad_minor = total.bad_minor.saturating_add(order.amount_minor);
            }
            if order.before != order.after {
                let (account, name) = account(connection, order.customer_id)?;
                changed.push(RuleTestOrder {
                    order_no: order.number.clone(),
                    account,
                    name,
                    amount_minor: order.amount_minor,
                    before: order.before,
                    after: order.after,
                    bad: is_bad,
                });
            }
        }
        changed.sort_by_key(|order| (-order.amount_minor, order.order_no.clone()));
        Ok(RuleTested {
            from_on: from,
            checks,
            orders: orders.len() as u64,
            currency: standing::company_currency(connection)?.code().to_owned(),
            totals: totals.into_values().collect(),
            changed,
        })
    })
}

fn changed(
    connection: &Connection,
    policy: &Policy,
    request: &RuleTestRequest,
) -> Result<Policy, Refusal> {
    let mut changed = policy.clone();
    changed
        .rules
        .retain(|rule| !request.without.contains(&rule.id));
    for row in &request.rules {
        put(connection, &mut changed, row)?;
    }
    if !request.checkpoints.is_empty() {
        changed.checkpoints = checkpoints(&request.checkpoints)?;
    }
    if let Some(new) = &request.parameters {
        changed.parameters = parameters_of(connection, &changed.parameters, new)?;
    }
    if let Some(rows) = &request.ranks {
        put_ranks(&mut changed, rows)?;
    }
    Ok(changed)
}

/// What a rule that is tried asks for and no rule of then did.
struct Completing {
    rate_type: String,
    /// Whether it asks for the average order.
    averages: bool,
    currencies: BTreeSet<Currency>,
    of_day: BTreeMap<NaiveDate, Vec<(Currency, Decimal)>>,
}

impl Completing {
    fn of(connection: &Connection, tried: &Policy) -> Result<Self, Refusal> {
        Ok(Self {
            rate_type: standing::parameters(connection)?.rate_type,
            averages: asks_average(tried),
            currencies: tried
                .rules
                .iter()
                .filter_map(|rule| rule.currency)
                .collect(),
            of_day: BTreeMap::new(),
        })
    }

    /// Adds a rate of the rule's currency on the day of the check, and the average order of the year before it. A check keeps
    /// only what its own rules looked at.
    fn complete(
        &mut self,
        connection: &Connection,
        snapshot: &mut Snapshot,
    ) -> Result<(), Refusal> {
        let company = snapshot.currency;
        let missing: Vec<Currency> = self
            .currencies
            .iter()
            .copied()
            .filter(|currency| {
                *currency != company && snapshot.rates.iter().all(|rate| rate.currency != *currency)
            })
            .collect();
        let asks = self.averages && snapshot.customer.average_order_minor.is_none();
        if missing.is_empty() && !asks {
            return Ok(());
        }
        let of = match self.of_day.entry(snapshot.day) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => new.insert(standing::rates(
                connection,
                &self.rate_type,
                company,
                snapshot.day,
            )?),
        };
        let known = of.iter().filter(|(currency, _)| missing.contains(currency));
        snapshot.rates.extend(known.map(|(currency, rate)| Rate {
            currency: *currency,
            rate: *rate,
        }));
        if asks {
            let average = average_order_of(
                connection,
                &Rates { company, of },
                (snapshot.customer.id, &snapshot.order.number),
                snapshot.day,
            );
            // Without a rate of an older order nobody knows the average, as on the day itself.
            snapshot.customer.average_order_minor = average.unwrap_or(None);
        }
        Ok(())
    }
}

/// Gives the stored facts of each check to `take`, one by one; how many there were. A forced hold is a person's act and no
/// rule's, so that it is left out on both sides.
fn each_check(
    connection: &Connection,
    (from, to): (NaiveDate, NaiveDate),
    (step, job): (Option<Step>, &dyn Job),
    mut take: impl FnMut(Snapshot) -> Result<(), Refusal>,
) -> Result<u64, Refusal> {
    const WHICH: &str = "FROM order_checks WHERE checked_on BETWEEN :from AND :to AND (:step IS NULL OR step = :step)";
    let (from, to) = (from.to_string(), to.to_string());
    let asked = named_params! {":from": from, ":to": to, ":step": step.map(Step::code)};
    let total: i64 = connection
        .prepare_cached(&format!("SELECT COUNT(*) {WHICH}"))?
        .query_row(asked, |row| row.get(0))?;
    let mut statement =
        connection.prepare_cached(&format!("SELECT snapshot {WHICH} ORDER BY checked_on, id"))?;
    let mut rows = statement.query(asked)?;
    let mut done = 0_u64;
    while let Some(row) = rows.next()? {
        if done.is_multiple_of(512) {
            job.progress(done, total.unsigned_abs(), "rule_test");
            check_cancelled(job)?;
        }
        let text = row
            .get_ref("snapshot")?
            .as_str()
            .map_err(rusqlite::Error::from)?;
        let mut snapshot: Snapshot = serde_json::from_str(text)?;
        snapshot.order.forced = None;
        take(snapshot)?;
        done += 1;
    }
    Ok(done)
}

/// For each order whether an invoice of its customer became a bad debt after its first check: written off, or open, or settled,
/// more than so many days after it fell due. Only invoices of the day of that check or later count: what was late before is no
/// news, and the first delivery of an order is invoiced before its last check.
fn bad_debts(
    connection: &Connection,
    orders: &[TestedOrder],
    (today, after_days): (NaiveDate, u32),
) -> Result<Vec<bool>, Refusal> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT EXISTS (
           SELECT 1 FROM transactions t WHERE t.customer_id = :customer AND t.kind = 'invoice'
             AND t.document_on >= :on AND t.amount_minor > 0
             AND (julianday(COALESCE(
               CASE WHEN (SELECT COALESCE(SUM(s.amount_minor), 0) FROM settlements s WHERE s.debit_id = t.id) >= t.amount_minor
                    THEN (SELECT MAX(s.effective_on) FROM settlements s WHERE s.debit_id = t.id) END, :today))
               - julianday(t.due_on) > :days
               OR (SELECT COALESCE(SUM(s.amount_minor), 0) FROM settlements s JOIN transactions w ON w.id = s.credit_id
                   WHERE s.debit_id = t.id AND {WRITES_OFF}) > 0))"
    ))?;
    orders
        .iter()
        .map(|order| {
            let on = order.first_on.to_string();
            Ok(statement.query_row(
                named_params! {
                    ":customer": order.customer_id, ":on": on, ":today": today.to_string(), ":days": after_days,
                },
                |row| row.get(0),
            )?)
        })
        .collect()
}
