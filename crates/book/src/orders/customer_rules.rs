//! `customer_rules.*`: rules that propose or set the account status of customers by night, and lift it again (spec 12 §11).

use std::collections::BTreeSet;

use chrono::NaiveDate;
use engine::credit::insurance::Policy as Cover;
use engine::holds::customer_rules::{
    Act as RuleAct, Applied, Change, Condition, CustomerRule, CustomerRuleFault, Facts, LiftedWhen,
    Proposed, StatusEffect, decide,
};
use engine::holds::manual::{GivenReason, ReasonKind as Kind};
use engine::holds::{Expiry, Level, Scope};
use rusqlite::{Connection, OptionalExtension, named_params};
use serde::{Deserialize, Serialize};

use super::facts::{items_of, switch};
use super::rule_row::{OverdueRow, demand_code, given};
use super::shown::{FigureShown, figure};
use crate::accounts::{customer_id, day_of, optional_day_of};
use crate::act::Act;
use crate::credit::setup::status_id;
use crate::credit::status;
use crate::credit::tasks::{self, Due, TaskFigures, TaskKind};
use crate::host::Job;
use crate::reasons::{ReasonKind, reason_id};
use crate::refusal::Refusal;
use crate::session::{Keep, Session, check_cancelled};
use crate::standing::{self, Taker};
use crate::wire::Nothing;

/// When a rule is true.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum CustomerCondition {
    /// The oldest overdue invoice is more days late.
    DaysOverdue,
    /// More is overdue.
    OverdueAmount,
    /// An insolvency is recorded.
    Insolvency,
    /// The last policy is over.
    InsuranceExpired,
    /// The limit has expired.
    LimitExpired,
}

/// What lifts the status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum Lift {
    /// The condition is false.
    ConditionFalse,
    /// Nothing is overdue.
    NothingOverdue,
    /// A day is over.
    Until,
    /// A person.
    ByHand,
}

/// A customer rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct CustomerRuleRow {
    /// Its id; 0 for a new one.
    #[ts(type = "number")]
    pub id: i64,
    /// When it is true.
    pub condition: CustomerCondition,
    /// Days, of *days overdue*.
    #[serde(default)]
    #[ts(type = "number | null")]
    pub days: Option<i64>,
    /// Minor units of the company's currency, of *overdue amount*.
    #[serde(default)]
    #[ts(type = "number | null")]
    pub amount_minor: Option<i64>,
    /// How overdue is measured.
    #[serde(default)]
    pub overdue: Option<OverdueRow>,
    /// For whom.
    pub level: Level,
    /// Account number, at level *table*.
    #[serde(default)]
    pub account: Option<String>,
    /// Credit management group, at level *group*.
    #[serde(default)]
    pub group: Option<String>,
    /// Only customers of this risk group.
    #[serde(default)]
    pub risk_group: Option<String>,
    /// Propose or set.
    pub act: RuleAct,
    /// The new account status.
    pub status: String,
    /// Code of a reason of the kind *status*.
    pub reason: String,
    /// What lifts it.
    pub lift: Lift,
    /// The last day, where a day lifts it.
    #[serde(default)]
    pub lift_on: Option<NaiveDate>,
    /// Whether it is switched on.
    pub active: bool,
    /// First day.
    #[serde(default)]
    pub from_on: Option<NaiveDate>,
    /// Last day.
    #[serde(default)]
    pub to_on: Option<NaiveDate>,
}

/// A proposal that waits for a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct StatusProposal {
    /// Account number.
    pub account: String,
    /// Name.
    pub name: String,
    /// The rule.
    #[ts(type = "number")]
    pub rule_id: i64,
    /// The status now.
    pub from: Option<String>,
    /// The status that is proposed; `None` is none.
    pub to: Option<String>,
    /// Whether a rule is lifted by it.
    pub lifts: bool,
    /// What was measured, of a rule that became true.
    pub measured: Option<FigureShown>,
    /// The value of the rule.
    pub threshold: Option<FigureShown>,
    /// Since when.
    pub proposed_on: NaiveDate,
}

/// The rules and what waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct CustomerRules {
    /// By id.
    pub rules: Vec<CustomerRuleRow>,
    /// Proposals that wait, oldest first.
    pub proposals: Vec<StatusProposal>,
}

/// Names a customer rule.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ts_rs::TS)]
pub struct CustomerRuleRequest {
    /// The rule.
    #[ts(type = "number")]
    pub id: i64,
}

/// Names the customer of a proposal.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct ProposalRequest {
    /// Account number.
    pub account: String,
}

/// What a night came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct CustomerRulesApplied {
    /// Customers that were looked at.
    #[ts(type = "number")]
    pub customers: u64,
    /// Statuses that are proposed anew.
    #[ts(type = "number")]
    pub proposed: u64,
    /// Statuses that were set.
    #[ts(type = "number")]
    pub set: u64,
    /// Statuses that were lifted.
    #[ts(type = "number")]
    pub lifted: u64,
    /// Proposals that have no ground any more.
    #[ts(type = "number")]
    pub withdrawn: u64,
}

/// `customer_rules.list`
pub fn list(session: &mut Session<'_>, _: Nothing) -> Result<CustomerRules, Refusal> {
    session.read(shown)
}

fn shown(connection: &Connection) -> Result<CustomerRules, Refusal> {
    let rules = rules(connection)?
        .iter()
        .filter_map(
            |rule| match super::rule_row::is_seen(connection, &rule.scope) {
                Ok(false) => None,
                Ok(true) => Some(row_of(connection, rule)),
                Err(refusal) => Some(Err(refusal)),
            },
        )
        .collect::<Result<_, _>>()?;
    let mut statement = connection.prepare_cached(
        "SELECT c.account, c.name, s.code AS status, p.proposed, p.proposed_on FROM customer_rule_states p
         JOIN customers c ON c.id = p.customer_id LEFT JOIN credit_attributes a ON a.customer_id = c.id
           LEFT JOIN account_statuses s ON s.id = a.status_id
         WHERE p.proposed IS NOT NULL ORDER BY p.proposed_on, c.account",
    )?;
    let mut found = statement.query([])?;
    let mut proposals = Vec::new();
    while let Some(row) = found.next()? {
        let change: Change = serde_json::from_str(&row.get::<_, String>("proposed")?)?;
        let (rule_id, to, lifts, measured) = match change {
            Change::Raise { applied, found, .. } => (
                applied.rule_id,
                Some(applied.status),
                false,
                Some((figure(&found.measured), figure(&found.threshold))),
            ),
            Change::Lift { rule_id, to, .. } => (rule_id, to, true, None),
            Change::Withdraw { .. } | Change::Forget { .. } => continue,
        };
        let (measured, threshold) = measured.unzip();
        proposals.push(StatusProposal {
            account: row.get("account")?,
            name: row.get("name")?,
            rule_id,
            from: row.get("status")?,
            to,
            lifts,
            measured,
            threshold,
            proposed_on: day_of(row, "proposed_on")?,
        });
    }
    Ok(CustomerRules { rules, proposals })
}

fn rules(connection: &Connection) -> Result<Vec<CustomerRule>, Refusal> {
    let mut statement =
        connection.prepare_cached("SELECT id, body FROM customer_rules ORDER BY id")?;
    let mut rows = statement.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let mut rule: CustomerRule = serde_json::from_str(&row.get::<_, String>("body")?)?;
        rule.id = row.get("id")?;
        found.push(rule);
    }
    Ok(found)
}

fn row_of(connection: &Connection, rule: &CustomerRule) -> Result<CustomerRuleRow, Refusal> {
    let (condition, days, amount_minor, overdue) = match &rule.condition {
        Condition::DaysOverdue { days, overdue } => (
            CustomerCondition::DaysOverdue,
            Some(*days),
            None,
            Some(overdue),
        ),
        Condition::OverdueAmount {
            amount_minor,
            overdue,
        } => (
            CustomerCondition::OverdueAmount,
            None,
            Some(*amount_minor),
            Some(overdue),
        ),
        Condition::Insolvency => (CustomerCondition::Insolvency, None, None, None),
        Condition::InsuranceExpired => (CustomerCondition::InsuranceExpired, None, None, None),
        Condition::LimitExpired => (CustomerCondition::LimitExpired, None, None, None),
    };
    let (account, group) = match &rule.scope {
        Scope::Table { customer_id } => (
            Some(super::check::account(connection, *customer_id)?.0),
            None,
        ),
        Scope::Group { group } => (None, Some(group.clone())),
        Scope::All => (None, None),
    };
    let (lift, lift_on) = match rule.lifted_when {
        LiftedWhen::ConditionFalse => (Lift::ConditionFalse, None),
        LiftedWhen::NothingOverdue => (Lift::NothingOverdue, None),
        LiftedWhen::Until { on } => (Lift::Until, Some(on)),
        LiftedWhen::ByHand => (Lift::ByHand, None),
    };
    Ok(CustomerRuleRow {
        id: rule.id,
        condition,
        days,
        amount_minor,
        overdue: overdue.map(OverdueRow::of),
        level: rule.scope.level(),
        account,
        group,
        risk_group: rule.risk_group.clone(),
        act: rule.act,
        status: rule.status.clone(),
        reason: rule.reason.id.clone(),
        lift,
        lift_on,
        active: rule.active.is_on(),
        from_on: rule.from,
        to_on: rule.to,
    })
}

impl CustomerRuleRow {
    fn rule(&self, connection: &Connection) -> Result<CustomerRule, Refusal> {
        let missing = |field: &str| Refusal::new("value_missing").with("field", field);
        let overdue = self.overdue.map(OverdueRow::parameters).unwrap_or_default();
        let condition = match self.condition {
            CustomerCondition::DaysOverdue => Condition::DaysOverdue {
                days: self.days.ok_or_else(|| missing("days"))?,
                overdue,
            },
            CustomerCondition::OverdueAmount => Condition::OverdueAmount {
                amount_minor: self.amount_minor.ok_or_else(|| missing("amount_minor"))?,
                overdue,
            },
            CustomerCondition::Insolvency => Condition::Insolvency,
            CustomerCondition::InsuranceExpired => Condition::InsuranceExpired,
            CustomerCondition::LimitExpired => Condition::LimitExpired,
        };
        let scope = match self.level {
            Level::All => Scope::All,
            Level::Group => {
                let group = given(self.group.as_ref()).ok_or_else(|| missing("group"))?;
                demand_code(connection, ("credit_groups", "code", "group"), Some(&group))?;
                Scope::Group { group }
            }
            Level::Table => {
                let account = given(self.account.as_ref()).ok_or_else(|| missing("account"))?;
                let customer_id = customer_id(connection, &account)
                    .map_err(|refusal| refusal.with("field", "account"))?;
                Scope::Table { customer_id }
            }
        };
        let lifted_when = match self.lift {
            Lift::ConditionFalse => LiftedWhen::ConditionFalse,
            Lift::NothingOverdue => LiftedWhen::NothingOverdue,
            Lift::ByHand => LiftedWhen::ByHand,
            Lift::Until => LiftedWhen::Until {
                on: self.lift_on.ok_or_else(|| missing("lift_on"))?,
            },
        };
        if !self.status.trim().is_empty() {
            status_id(connection, self.status.trim())?;
        }
        if !self.reason.trim().is_empty() {
            reason_id(connection, ReasonKind::Status, self.reason.trim())?;
        }
        Ok(CustomerRule {
            id: self.id,
            condition,
            scope,
            risk_group: given(self.risk_group.as_ref()),
            act: self.act,
            status: self.status.trim().to_owned(),
            reason: GivenReason {
                id: self.reason.trim().to_owned(),
                kind: Kind::Status,
            },
            lifted_when,
            active: switch(self.active),
            from: self.from_on,
            to: self.to_on,
        })
    }
}

fn fault_refusal(fault: CustomerRuleFault) -> Refusal {
    match fault {
        CustomerRuleFault::StatusMissing => Refusal::new("value_missing").with("field", "status"),
        CustomerRuleFault::ReasonMissing | CustomerRuleFault::ReasonOfOtherKind { .. } => {
            Refusal::new("value_missing").with("field", "reason")
        }
        CustomerRuleFault::Negative { value } => Refusal::new("rule_value_range")
            .with("field", "days")
            .with("value", value)
            .with("most", i64::MAX),
        CustomerRuleFault::PeriodReversed { from, to } => Refusal::new("limit_line_ends_first")
            .with("field", "to_on")
            .with("from_on", from)
            .with("to_on", to),
        CustomerRuleFault::LiftedBeforeItBegins { until, from } => {
            Refusal::new("limit_line_ends_first")
                .with("field", "lift_on")
                .with("from_on", from)
                .with("to_on", until)
        }
    }
}

/// `customer_rules.save`
pub fn save(session: &mut Session<'_>, row: CustomerRuleRow) -> Result<CustomerRules, Refusal> {
    let rule = row.rule(session.connection())?;
    if let Some(fault) = rule.faults().first() {
        return Err(fault_refusal(*fault));
    }
    session.act(|act| {
        let body = serde_json::to_string(&rule)?;
        let id = if row.id == 0 {
            act.query_row(
                "INSERT INTO customer_rules (body, act_id) VALUES (:body, :act) RETURNING id",
                named_params! {":body": body, ":act": act.id},
                |found| found.get(0),
            )?
        } else {
            let changed = act.execute(
                "UPDATE customer_rules SET body = :body, act_id = :act WHERE id = :id",
                named_params! {":id": row.id, ":body": body, ":act": act.id},
            )?;
            if changed == 0 {
                return Err(Refusal::new("unknown_rule").with("id", row.id));
            }
            row.id
        };
        act.about("customer_rule", id);
        act.note("rule", &row);
        Ok(())
    })?;
    list(session, Nothing {})
}

/// `customer_rules.delete`: what the rule gave stays until a person changes it.
pub fn delete(
    session: &mut Session<'_>,
    request: CustomerRuleRequest,
) -> Result<CustomerRules, Refusal> {
    session.act(|act| {
        act.about("customer_rule", request.id);
        act.note("deleted", request.id);
        act.execute(
            "DELETE FROM customer_rules WHERE id = :id",
            named_params! {":id": request.id},
        )?;
        Ok(())
    })?;
    list(session, Nothing {})
}

/// What the book remembers of rules and a customer.
#[derive(Default)]
struct Remembered {
    applied: Option<Applied>,
    proposed: Option<Change>,
    declined: BTreeSet<i64>,
}

impl Remembered {
    fn read(connection: &Connection, customer: i64) -> Result<Self, Refusal> {
        let found: Option<(Option<String>, Option<String>, String)> = connection
            .prepare_cached(
                "SELECT applied, proposed, declined FROM customer_rule_states WHERE customer_id = :id",
            )?
            .query_row(named_params! {":id": customer}, |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })
            .optional()?;
        let Some((applied, proposed, declined)) = found else {
            return Ok(Self::default());
        };
        Ok(Self {
            applied: applied
                .map(|text| serde_json::from_str(&text))
                .transpose()?,
            proposed: proposed
                .map(|text| serde_json::from_str(&text))
                .transpose()?,
            declined: serde_json::from_str(&declined)?,
        })
    }

    fn write(&self, act: &Act<'_>, customer: i64, day: NaiveDate) -> Result<(), Refusal> {
        let applied = self
            .applied
            .as_ref()
            .map(serde_json::to_string)
            .transpose()?;
        let proposed = self
            .proposed
            .as_ref()
            .map(serde_json::to_string)
            .transpose()?;
        act.prepare_cached(
            "INSERT INTO customer_rule_states (customer_id, applied, proposed, proposed_on, declined, act_id)
             VALUES (:id, :applied, :proposed, CASE WHEN :proposed IS NULL THEN NULL ELSE :on END, :declined, :act)
             ON CONFLICT (customer_id) DO UPDATE SET applied = excluded.applied, proposed_on = excluded.proposed_on,
               proposed = excluded.proposed, declined = excluded.declined, act_id = excluded.act_id",
        )?
        .execute(named_params! {
            ":id": customer, ":applied": applied, ":proposed": proposed, ":on": day.to_string(),
            ":declined": serde_json::to_string(&self.declined)?, ":act": act.id,
        })?;
        Ok(())
    }

    fn as_proposed(&self) -> Option<Proposed> {
        match &self.proposed {
            Some(Change::Raise { applied, .. }) => Some(Proposed {
                rule_id: applied.rule_id,
                to: Some(applied.status.clone()),
            }),
            Some(Change::Lift { rule_id, to, .. }) => Some(Proposed {
                rule_id: *rule_id,
                to: to.clone(),
            }),
            _ => None,
        }
    }
}

/// `customer_rules.apply`
pub fn apply(session: &mut Session<'_>, _: Nothing) -> Result<CustomerRulesApplied, Refusal> {
    let (today, job) = (session.today, session.job);
    session.act_if(|act| {
        act.about("customer_rules", "apply");
        let counts = by_night(act, today, job)?;
        act.note("counts", counts);
        let changed = counts.proposed + counts.set + counts.lifted + counts.withdrawn > 0;
        Ok((counts, if changed { Keep::Yes } else { Keep::No }))
    })
}

/// Applies the rules to every customer that one of them can be about.
fn by_night(
    act: &mut Act<'_>,
    day: NaiveDate,
    job: &dyn Job,
) -> Result<CustomerRulesApplied, Refusal> {
    let rules = rules(act)?;
    let remembers: bool = act.query_row(
        "SELECT EXISTS (SELECT 1 FROM customer_rule_states WHERE applied IS NOT NULL OR proposed IS NOT NULL)",
        [],
        |row| row.get(0),
    )?;
    let mut counts = CustomerRulesApplied::default();
    if rules.iter().all(|rule| !rule.active.is_on()) && !remembers {
        return Ok(counts);
    }
    let taker = Taker::on(act, day)?;
    let effects = effects(act)?;
    let customers: Vec<i64> = act
        .prepare_cached("SELECT id FROM customers ORDER BY id")?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    for (customer, done) in customers.iter().zip(0_u64..) {
        if done.is_multiple_of(1_024) {
            job.progress(done, customers.len() as u64, "customer_rules");
            check_cancelled(job)?;
        }
        counts.customers += 1;
        let remembered = Remembered::read(act, *customer)?;
        let Some(facts) = facts(act, &taker, *customer, &remembered)? else {
            continue;
        };
        let night = decide(&facts, &rules, &effects);
        let mut after = Remembered {
            declined: &remembered.declined - &night.declines_over,
            ..remembered
        };
        let declines_over = !night.declines_over.is_empty();
        if let Some(change) = night.change {
            enter(act, (*customer, day), change, &mut after, &mut counts)?;
            after.write(act, *customer, day)?;
        } else if declines_over {
            after.write(act, *customer, day)?;
        }
    }
    Ok(counts)
}

fn effects(
    connection: &Connection,
) -> Result<std::collections::BTreeMap<String, StatusEffect>, Refusal> {
    let mut statement = connection.prepare_cached("SELECT code, hold FROM account_statuses")?;
    let mut rows = statement.query([])?;
    let mut found = std::collections::BTreeMap::new();
    while let Some(row) = rows.next()? {
        let hold: String = row.get("hold")?;
        found.insert(
            row.get("code")?,
            StatusEffect::from_code(&hold).unwrap_or_default(),
        );
    }
    Ok(found)
}

/// What is known of a customer by night; `None` where a rate is missing, so that nothing is decided.
fn facts(
    connection: &Connection,
    taker: &Taker,
    customer: i64,
    remembered: &Remembered,
) -> Result<Option<Facts>, Refusal> {
    let items = standing::open_items(connection, customer, taker.as_of)?;
    let (items, credits_minor) = match items_of(&items, taker) {
        Ok(found) => found,
        Err(refusal) if refusal.code.starts_with("exposure_") => return Ok(None),
        Err(refusal) => return Err(refusal),
    };
    let mut statement = connection.prepare_cached(
        "SELECT s.code AS status, g.code AS credit_group, a.limit_expires_on, sg.to_on AS group_to_on
         FROM customers c LEFT JOIN credit_attributes a ON a.customer_id = c.id
           LEFT JOIN account_statuses s ON s.id = a.status_id LEFT JOIN credit_groups g ON g.id = a.credit_group_id
           LEFT JOIN customer_credit_group_members m ON m.customer_id = c.id
           LEFT JOIN customer_credit_groups sg ON sg.id = m.group_id
         WHERE c.id = :id",
    )?;
    let mut rows = statement.query(named_params! {":id": customer})?;
    let row = rows.next()?.ok_or(rusqlite::Error::QueryReturnedNoRows)?;
    Ok(Some(Facts {
        day: taker.as_of,
        currency: taker.company,
        customer_id: customer,
        group: row.get("credit_group")?,
        risk_group: standing::risk_group_of(connection, customer, taker.as_of)?,
        items,
        credits_minor,
        insolvent_since: standing::insolvent_since(connection, customer, taker.as_of)?,
        insured_until: insured_until(&standing::policies(connection, customer)?, taker.as_of),
        expiry: Expiry {
            own: optional_day_of(row, "limit_expires_on")?,
            group: optional_day_of(row, "group_to_on")?,
        },
        status: row.get("status")?,
        applied: remembered.applied.clone(),
        proposed: remembered.as_proposed(),
        declined: remembered.declined.clone(),
    }))
}

/// The last day of cover; `None` where there is none, or one without an end. A policy of the future covers nothing yet.
fn insured_until(policies: &[Cover], day: NaiveDate) -> Option<NaiveDate> {
    let begun = policies
        .iter()
        .filter(|policy| policy.effective_on <= day)
        .map(|policy| policy.expires_on);
    let mut last = None;
    for end in begun {
        last = Some(last.map_or(end?, |last: NaiveDate| last.max(end.unwrap_or(last))));
        end?;
    }
    last
}

fn enter(
    act: &mut Act<'_>,
    (customer, day): (i64, NaiveDate),
    change: Change,
    after: &mut Remembered,
    counts: &mut CustomerRulesApplied,
) -> Result<(), Refusal> {
    match &change {
        Change::Raise { act: how, .. } | Change::Lift { act: how, .. }
            if *how == RuleAct::Propose =>
        {
            propose(act, (customer, day), &change)?;
            after.proposed = Some(change);
            counts.proposed += 1;
        }
        Change::Raise { .. } => {
            counts.set += 1;
            carry_out(act, (customer, day), change, after)?;
        }
        Change::Lift { .. } => {
            counts.lifted += 1;
            carry_out(act, (customer, day), change, after)?;
        }
        Change::Withdraw { .. } => {
            after.proposed = None;
            counts.withdrawn += 1;
            tasks::close_of(act, (TaskKind::StatusProposal, customer), None, day)?;
        }
        Change::Forget { .. } => after.applied = None,
    }
    Ok(())
}

/// A proposal is a task, which whoever accepts or declines it has done.
fn propose(
    act: &Act<'_>,
    (customer, day): (i64, NaiveDate),
    change: &Change,
) -> Result<(), Refusal> {
    tasks::close_of(act, (TaskKind::StatusProposal, customer), None, day)?;
    let (rule_id, to) = match change {
        Change::Raise { applied, .. } => (applied.rule_id, Some(applied.status.clone())),
        Change::Lift { rule_id, to, .. } => (*rule_id, to.clone()),
        Change::Withdraw { .. } | Change::Forget { .. } => return Ok(()),
    };
    let due = Due {
        kind: TaskKind::StatusProposal,
        customer_id: Some(customer),
        // Several acts of one day can propose the same again.
        subject: format!("rule {rule_id} {day} {}", act.id),
        by: day,
        figures: TaskFigures {
            status_now: status::current(act, customer)?.map(|(code, _)| code),
            status_to: to,
            ..TaskFigures::default()
        },
    };
    tasks::make(act, &due, day)?;
    Ok(())
}

/// Sets or lifts the status; the history names rule, measured value, value of the rule and what lifts it.
fn carry_out(
    act: &mut Act<'_>,
    (customer, day): (i64, NaiveDate),
    change: Change,
    after: &mut Remembered,
) -> Result<(), Refusal> {
    let reason_of = |act: &Act<'_>, rule_id: i64| -> Result<Option<String>, Refusal> {
        let rule = rules(act)?.into_iter().find(|rule| rule.id == rule_id);
        Ok(rule.map(|rule| rule.reason.id))
    };
    match change {
        Change::Raise {
            applied,
            reason,
            found,
            ..
        } => {
            let note = serde_json::json!({
                "rule": applied.rule_id, "measured": found.measured, "threshold": found.threshold,
                "lifted_when": applied.lifted_when,
            });
            let same = status::current(act, customer)?.map(|(code, _)| code)
                == Some(applied.status.clone());
            if !same {
                let new = Some(applied.status.as_str());
                status::write(act, customer, new, (&reason, &note.to_string()), day)?;
            }
            after.applied = Some(applied);
        }
        Change::Lift {
            rule_id,
            to,
            lifted_when,
            ..
        } => {
            let note = serde_json::json!({"rule": rule_id, "lifted_when": lifted_when});
            let reason = reason_of(act, rule_id)?.unwrap_or_else(|| "REVIEW".to_owned());
            status::write(
                act,
                customer,
                to.as_deref(),
                (&reason, &note.to_string()),
                day,
            )?;
            after.applied = None;
        }
        Change::Withdraw { .. } | Change::Forget { .. } => {}
    }
    after.proposed = None;
    Ok(())
}

/// `customer_rules.accept`
pub fn accept(
    session: &mut Session<'_>,
    request: ProposalRequest,
) -> Result<CustomerRules, Refusal> {
    let today = session.today;
    session.act(|act| {
        let (customer, mut remembered, change) = proposal(act, &request.account)?;
        act.about("customer_credit", &request.account);
        let by = Some(act.actor.user_id);
        tasks::close_of(act, (TaskKind::StatusProposal, customer), by, today)?;
        carry_out(act, (customer, today), change, &mut remembered)?;
        remembered.write(act, customer, today)
    })?;
    list(session, Nothing {})
}

/// `customer_rules.decline`: the rule proposes nothing for this customer until its condition was false.
pub fn decline(
    session: &mut Session<'_>,
    request: ProposalRequest,
) -> Result<CustomerRules, Refusal> {
    let today = session.today;
    session.act(|act| {
        let (customer, mut remembered, change) = proposal(act, &request.account)?;
        act.about("customer_credit", &request.account);
        let rule_id = match change {
            Change::Raise { applied, .. } => {
                remembered.declined.insert(applied.rule_id);
                applied.rule_id
            }
            // Whoever declines to lift keeps the status as a person's own.
            Change::Lift { rule_id, .. } => {
                remembered.applied = None;
                rule_id
            }
            Change::Withdraw { rule_id } | Change::Forget { rule_id } => rule_id,
        };
        act.note("declined_rule", rule_id);
        let by = Some(act.actor.user_id);
        tasks::close_of(act, (TaskKind::StatusProposal, customer), by, today)?;
        remembered.proposed = None;
        remembered.write(act, customer, today)
    })?;
    list(session, Nothing {})
}

fn proposal(connection: &Connection, account: &str) -> Result<(i64, Remembered, Change), Refusal> {
    let customer = customer_id(connection, account)?;
    let remembered = Remembered::read(connection, customer)?;
    let change = remembered
        .proposed
        .clone()
        .ok_or_else(|| Refusal::new("proposal_gone").with("account", account))?;
    Ok((customer, remembered, change))
}
