//! `holds.explain` and `orders.explain`: a decision with its facts: rule, measured value, threshold, the transactions
//! behind them, step, day, user (spec 30 §6).

use chrono::NaiveDate;
use engine::credit::exposure::{Exposure, Exposures, Part};
use engine::credit::limits::Whose;
use engine::holds::order_state::State;
use engine::holds::{
    Decision, Looked, Mode, Policy, Snapshot, Step, Verdict, evaluate, limits_used,
};
use rusqlite::{Connection, named_params};
use serde::{Deserialize, Serialize};

use super::check::Bench;
use super::detail::{OrderChange, history_of_hold, mode_of, step_of, verdict_of};
use super::hold_list::{self, HoldRow};
use super::rule_row::{HoldRule, rule_row};
use super::shown::{FigureShown, ReasonShown, figure, shown};
use super::{policy, requests, store};
use crate::accounts::day_of;
use crate::approval::Stuck;
use crate::company;
use crate::refusal::Refusal;
use crate::session::Session;
use crate::standing;

/// Names a hold.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ts_rs::TS)]
pub struct HoldRequest {
    /// The hold.
    #[ts(type = "number")]
    pub hold_id: i64,
}

/// Names a check.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ts_rs::TS)]
pub struct OrderCheckRequest {
    /// The check.
    #[ts(type = "number")]
    pub check_id: i64,
}

/// A transaction behind a measured value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct BehindReason {
    /// The transaction.
    #[ts(type = "number")]
    pub transaction_id: i64,
    /// Number of the document.
    pub document_no: String,
    /// Account number of its customer: that of another member where days of a group count.
    pub account: String,
    /// When it fell due.
    pub due_on: NaiveDate,
    /// Days overdue at the check.
    #[ts(type = "number")]
    pub days_overdue: i64,
    /// Open at the check, minor units of the company's currency.
    #[ts(type = "number")]
    pub open_minor: i64,
    /// Of it disputed.
    #[ts(type = "number")]
    pub disputed_minor: i64,
}

/// A reason with its rule and what stands behind it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ReasonExplained {
    /// The reason.
    pub reason: ReasonShown,
    /// The rule as it stood then.
    pub rule: Option<HoldRule>,
    /// The transactions behind the measured value.
    pub transactions: Vec<BehindReason>,
}

/// What became of a rule in a check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct RuleLooked {
    /// The rule as it stood then.
    pub rule: HoldRule,
    /// `not_in_force`, `other_scope`, `other_risk_group`, `type_off`, `not_true`, `counts`, `shielded`, `excludes`,
    /// `lets_through`.
    pub result: String,
    /// The exclusion that shields against it.
    #[ts(type = "number | null")]
    pub shielded_by: Option<i64>,
    /// What it measured.
    pub measured: Option<FigureShown>,
    /// What it compared with.
    pub threshold: Option<FigureShown>,
}

/// A check with everything that it went by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct CheckExplained {
    /// The check.
    #[ts(type = "number")]
    pub check_id: i64,
    /// Number of the order.
    pub order_no: String,
    /// The day.
    pub checked_on: NaiveDate,
    /// Name of the user.
    pub user: String,
    /// Step.
    pub step: Step,
    /// Executed or printed.
    pub mode: Mode,
    /// What came out.
    pub verdict: Verdict,
    /// Why the check ended before rules were looked at; a code.
    pub ended: Option<String>,
    /// The reasons.
    pub reasons: Vec<ReasonExplained>,
    /// What became of each rule.
    pub rules: Vec<RuleLooked>,
    /// The exposure with the order in it, by parts; company's currency.
    pub parts: Vec<Part>,
    /// The exposure.
    #[ts(type = "number")]
    pub exposure_minor: i64,
    /// The company's currency.
    pub currency: String,
    /// Whether the stored facts and rules give the stored decision again.
    pub replays: bool,
}

/// A limit that is tested, beside what is compared with it: the order is in each exposure. Minor units of its currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct HoldLimit {
    /// Code of the customer credit group whose limit it is; none of the customer's own.
    pub group: Option<String>,
    /// Currency of the amounts.
    pub currency: String,
    /// The limit.
    #[ts(type = "number")]
    pub limit_minor: i64,
    /// Exposure: of a group that of all members.
    #[ts(type = "number")]
    pub exposure_minor: i64,
    /// What is left; negative where more is used.
    #[ts(type = "number")]
    pub left_minor: i64,
    /// The limit without the effect of policies.
    #[ts(type = "number")]
    pub bare_minor: i64,
    /// What of the exposure no policy covers: compared with the limit without policies.
    #[ts(type = "number")]
    pub uninsured_minor: i64,
}

/// A hold with everything behind it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct HoldExplained {
    /// The row of the list.
    pub hold: HoldRow,
    /// Name of the user who held it, or who made the check.
    pub user: String,
    /// The reasons with their ticks.
    pub reasons: Vec<ReasonExplained>,
    /// The check that held it; `None` of a hold by hand.
    pub check: Option<CheckExplained>,
    /// The exposure now, by parts, with the order in it.
    pub parts: Vec<Part>,
    /// The exposure now.
    #[ts(type = "number | null")]
    pub exposure_minor: Option<i64>,
    /// Of it covered by policies.
    #[ts(type = "number | null")]
    pub insured_minor: Option<i64>,
    /// Of it not covered.
    #[ts(type = "number | null")]
    pub uninsured_minor: Option<i64>,
    /// Each limit that is tested and has an amount, as rules compare it now; the group's first.
    pub limits: Vec<HoldLimit>,
    /// What was asked for and waits.
    pub request: Option<RequestShown>,
    /// Why nobody can sign what was asked for.
    pub stuck: Option<Stuck>,
    /// What was decided; empty while it is open.
    pub comment: String,
    /// What happened to it, and the notes about it, newest first.
    pub history: Vec<OrderChange>,
}

/// A request that waits for approval.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct RequestShown {
    /// `release` or `reject`.
    pub wanted: String,
    /// Code of the reason.
    pub reason: Option<String>,
    /// Comment.
    pub comment: String,
    /// Name of whoever asked.
    pub asked_by: String,
    /// When.
    pub asked_on: String,
    /// Whether everybody has signed.
    pub granted: bool,
}

/// `orders.explain`
pub fn check(
    session: &mut Session<'_>,
    request: OrderCheckRequest,
) -> Result<CheckExplained, Refusal> {
    session.read(|connection| explained(connection, request.check_id))
}

fn explained(connection: &Connection, id: i64) -> Result<CheckExplained, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT k.order_no, c.checked_on, c.step, c.mode, c.verdict, c.policy_id, c.snapshot, c.decision, c.exposure,
                u.name AS user
         FROM order_checks c JOIN order_credit k ON k.id = c.order_id JOIN audit a ON a.id = c.act_id
           JOIN users u ON u.id = a.user_id WHERE c.id = :id",
    )?;
    let mut rows = statement.query(named_params! {":id": id})?;
    let row = rows
        .next()?
        .ok_or_else(|| Refusal::new("unknown_check").with("check_id", id))?;
    let policy = policy::version(connection, row.get("policy_id")?)?;
    let snapshot: Snapshot = serde_json::from_str(&row.get::<_, String>("snapshot")?)?;
    let decision: Decision = serde_json::from_str(&row.get::<_, String>("decision")?)?;
    let exposure: Exposure = serde_json::from_str(&row.get::<_, String>("exposure")?)?;
    let ended = match &decision.ended {
        Some(ended) => serde_json::to_value(ended)?["ended"]
            .as_str()
            .map(str::to_owned),
        None => None,
    };
    let replays = evaluate(&snapshot, &policy) == decision;
    let reasons = decision
        .reasons
        .iter()
        .map(|reason| {
            Ok(ReasonExplained {
                reason: shown(reason, "valid"),
                rule: rule_of(connection, &policy, reason.rule_id)?,
                transactions: behind(connection, &snapshot, &reason.item_ids)?,
            })
        })
        .collect::<Result<_, Refusal>>()?;
    Ok(CheckExplained {
        check_id: id,
        order_no: row.get("order_no")?,
        checked_on: day_of(row, "checked_on")?,
        user: row.get("user")?,
        step: step_of(&row.get::<_, String>("step")?)?,
        mode: mode_of(&row.get::<_, String>("mode")?)?,
        verdict: verdict_of(&row.get::<_, String>("verdict")?)?,
        ended,
        reasons,
        rules: looked(connection, &policy, &decision)?,
        exposure_minor: exposure.total_minor,
        currency: exposure.currency.code().to_owned(),
        parts: exposure.parts,
        replays,
    })
}

fn rule_of(
    connection: &Connection,
    policy: &Policy,
    rule_id: Option<i64>,
) -> Result<Option<HoldRule>, Refusal> {
    let rule = policy.rules.iter().find(|rule| Some(rule.id) == rule_id);
    rule.map(|rule| rule_row(connection, rule)).transpose()
}

fn looked(
    connection: &Connection,
    policy: &Policy,
    decision: &Decision,
) -> Result<Vec<RuleLooked>, Refusal> {
    let mut found = Vec::new();
    for trace in &decision.trace {
        let Some(rule) = rule_of(connection, policy, Some(trace.rule_id))? else {
            continue;
        };
        let (result, shielded_by) = match trace.looked {
            Looked::NotInForce => ("not_in_force", None),
            Looked::OtherScope => ("other_scope", None),
            Looked::OtherRiskGroup => ("other_risk_group", None),
            Looked::TypeOff => ("type_off", None),
            Looked::NotTrue => ("not_true", None),
            Looked::Counts => ("counts", None),
            Looked::Shielded { by_rule_id } => ("shielded", Some(by_rule_id)),
            Looked::Excludes => ("excludes", None),
            Looked::LetsThrough => ("lets_through", None),
        };
        // A rule may look at two limits: what is shown is what held the order, where it did.
        let held = decision
            .reasons
            .iter()
            .find(|reason| reason.rule_id == Some(trace.rule_id))
            .map(|reason| (&reason.measured, &reason.threshold));
        let first = trace
            .figures
            .first()
            .map(|one| (&one.measured, &one.threshold));
        let (measured, threshold) = held.or(first).unzip();
        found.push(RuleLooked {
            rule,
            result: result.to_owned(),
            shielded_by,
            measured: measured.map(figure),
            threshold: threshold.map(figure),
        });
    }
    Ok(found)
}

/// The transactions behind a value as they were at the check.
fn behind(
    connection: &Connection,
    snapshot: &Snapshot,
    ids: &[i64],
) -> Result<Vec<BehindReason>, Refusal> {
    let mut statement =
        connection.prepare_cached("SELECT t.document_no, c.account FROM transactions t JOIN customers c ON c.id = t.customer_id WHERE t.id = :id")?;
    let mut found = Vec::new();
    let others = snapshot.members.iter().flat_map(|member| &member.items);
    for item in snapshot.items.iter().chain(others) {
        if ids.contains(&item.transaction_id) {
            let (document_no, account) = statement
                .query_row(named_params! {":id": item.transaction_id}, |row| {
                    Ok((row.get("document_no")?, row.get("account")?))
                })?;
            found.push(BehindReason {
                transaction_id: item.transaction_id,
                document_no,
                account,
                due_on: item.due_on,
                days_overdue: engine::day::days_overdue(item.due_on, snapshot.day),
                open_minor: item.open_minor,
                disputed_minor: item.disputed_minor,
            });
        }
    }
    found.sort_by_key(|one| (one.due_on, one.transaction_id));
    Ok(found)
}

/// `holds.explain`
pub fn hold(session: &mut Session<'_>, request: HoldRequest) -> Result<HoldExplained, Refusal> {
    let today = session.today;
    session.read(|connection| {
        let company_id = hold_list::company_of(connection, request.hold_id)?;
        company::inside(connection, company_id, || {
            explained_hold(connection, today, request)
        })
    })
}

fn explained_hold(
    connection: &Connection,
    today: NaiveDate,
    request: HoldRequest,
) -> Result<HoldExplained, Refusal> {
    let row = hold_list::Takers::on(connection, today)?.read(connection, request.hold_id)?;
    let (check_id, user, comment): (Option<i64>, String, String) = connection.query_row(
        "SELECT h.check_id, u.name, h.comment FROM holds h JOIN audit a ON a.id = h.act_id
             JOIN users u ON u.id = a.user_id WHERE h.id = :id",
        named_params! {":id": request.hold_id},
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    let check = check_id.map(|id| explained(connection, id)).transpose()?;
    let now = now(connection, today, request.hold_id);
    let reasons = reasons(
        connection,
        request.hold_id,
        check.as_ref(),
        now.as_ref().map(|now| &now.snapshot),
    )?;
    Ok(HoldExplained {
        user,
        reasons,
        request: asked(connection, request.hold_id)?,
        stuck: match requests::pending(connection, request.hold_id)? {
            Some(pending) => {
                let company = standing::company_currency(connection)?;
                requests::stuck(connection, (company, today), &pending)?
            }
            None => None,
        },
        parts: now
            .as_ref()
            .map(|now| now.exposure.parts.clone())
            .unwrap_or_default(),
        exposure_minor: now.as_ref().map(|now| now.split.total_minor),
        insured_minor: now.as_ref().map(|now| {
            now.split
                .total_minor
                .saturating_sub(now.split.uninsured_minor)
        }),
        uninsured_minor: now.as_ref().map(|now| now.split.uninsured_minor),
        limits: now.map(|now| now.limits).unwrap_or_default(),
        hold: row,
        check,
        comment,
        history: history_of_hold(connection, request.hold_id)?,
    })
}

/// What a check would look at now, the order in it.
struct Now {
    exposure: Exposure,
    /// The exposure with what is insured taken apart.
    split: Exposures,
    limits: Vec<HoldLimit>,
    snapshot: Snapshot,
}

/// What a check would look at now; nothing without a rate.
fn now(connection: &Connection, today: NaiveDate, hold_id: i64) -> Option<Now> {
    let bench = Bench::on(connection, today).ok()?;
    let (row, hold) = super::evaluate::held_order(connection, hold_id).ok()?;
    if row.state == State::Cancelled {
        return None;
    }
    let looked =
        super::facts::look(connection, &bench, &row.known(), (hold.step, hold.mode)).ok()?;
    let standing = looked.standing;
    let group = standing.group.as_ref().map(|(shared, _)| &shared.code);
    let limits = limits_used(&looked.snapshot)
        .iter()
        .map(|used| HoldLimit {
            group: group.filter(|_| used.whose == Whose::Group).cloned(),
            currency: used.total.currency.code().to_owned(),
            limit_minor: used.total.total_minor,
            exposure_minor: used.total.exposure_minor,
            left_minor: used
                .total
                .total_minor
                .saturating_sub(used.total.exposure_minor),
            bare_minor: used.uninsured.total_minor,
            uninsured_minor: used.uninsured.exposure_minor,
        })
        .collect();
    let split =
        engine::credit::insurance::split(standing.exposure.total_minor, standing.cover.value_minor);
    Some(Now {
        split,
        limits,
        exposure: standing.exposure,
        snapshot: looked.snapshot,
    })
}

/// The reasons of a hold. The transactions of a reason that says what the check said are those of the check; a reason that
/// was found later, or measured again, has those that are behind it now, and of what is not open any more those of then.
fn reasons(
    connection: &Connection,
    hold_id: i64,
    check: Option<&CheckExplained>,
    now: Option<&Snapshot>,
) -> Result<Vec<ReasonExplained>, Refusal> {
    let policy = policy::current(connection)?;
    let stored = store::reasons(connection, hold_id)?;
    stored
        .iter()
        .map(|(reason, still)| {
            let found = check.and_then(|check| {
                check.reasons.iter().find(|one| {
                    one.reason.code == reason.code && one.reason.rule_id == reason.rule_id
                })
            });
            let rule = match found {
                Some(found) => found.rule.clone(),
                None => rule_of(connection, &policy, reason.rule_id)?,
            };
            let shown = shown(reason, still);
            let of_check = found.map(|found| found.transactions.as_slice());
            let transactions = match (found, of_check, now) {
                (Some(found), Some(then), _) if found.reason.measured == shown.measured => {
                    then.to_vec()
                }
                (_, then, Some(now)) => {
                    let mut behind = behind(connection, now, &reason.item_ids)?;
                    let gone = then.unwrap_or_default().iter().filter(|one| {
                        reason.item_ids.contains(&one.transaction_id)
                            && !behind
                                .iter()
                                .any(|known| known.transaction_id == one.transaction_id)
                    });
                    let gone: Vec<BehindReason> = gone.cloned().collect();
                    behind.extend(gone);
                    behind
                }
                (_, then, None) => then.unwrap_or_default().to_vec(),
            };
            Ok(ReasonExplained {
                reason: shown,
                rule,
                transactions,
            })
        })
        .collect()
}

fn asked(connection: &Connection, hold_id: i64) -> Result<Option<RequestShown>, Refusal> {
    let Some(request) = requests::pending(connection, hold_id)? else {
        return Ok(None);
    };
    let asked_by = connection.query_row(
        "SELECT name FROM users WHERE id = :id",
        named_params! {":id": request.asked_by_id},
        |row| row.get(0),
    )?;
    Ok(Some(RequestShown {
        wanted: request.wanted.code().to_owned(),
        reason: request.reason,
        comment: request.comment,
        asked_by,
        asked_on: request.asked_on,
        granted: request.granted,
    }))
}
