//! `customer_rules.*`: rules that propose or set the account status of customers by night, and lift it again (spec 12 §11).

mod night;
mod remembered;
mod rows;
mod status_change;

use chrono::NaiveDate;
use engine::holds::Level;
use engine::holds::customer_rules::{Act as RuleAct, Change, CustomerRule};
use rusqlite::{Connection, named_params};
use serde::{Deserialize, Serialize};

use super::rule_row::OverdueRow;
use super::shown::{FigureShown, figure};
use crate::accounts::day_of;
use crate::refusal::Refusal;
use crate::session::Session;
use crate::wire::Nothing;

pub use night::apply;
use rows::{fault_refusal, row_of};
pub use status_change::{accept, decline};

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
