//! Releases and rejections that wait for approval (spec 12 §9): who has to sign by the size of the order, within each
//! one's ceiling, and never whoever asked.

use chrono::NaiveDate;
use engine::credit::approval::{
    ApprovalRefusal, Criterion, Matrix, Question, Request as Asking, Row, Signature, outstanding,
    sign as sign_next, unreachable,
};
use engine::holds::manual::{Asked, Outcome};
use engine::holds::order_state::{Event, State};
use engine::holds::{ReleaseMode, Switch};
use engine::money::Currency;
use rusqlite::{Connection, OptionalExtension, named_params};
use serde::{Deserialize, Serialize};

use super::check::Bench;
use super::facts::look;
use super::store::{self, Because, HoldRow, OrderRow};
use crate::accounts::optional_day_of;
use crate::act::Act;
use crate::approval::{People, Stuck, approval_refusal, matrix_refusal, own_role};
use crate::company;
use crate::parameters;
use crate::reasons::{ReasonKind, reason_id};
use crate::refusal::Refusal;
use crate::session::Session;
use crate::standing::{self, engine_role};
use crate::users::Role;
use crate::wire::Nothing;

const NAME: &str = "release_workflow";

/// What a row of the release matrix measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum ReleaseCriterion {
    /// The order's amount.
    OrderAmount,
    /// Exposure less limit.
    OverLimit,
}

/// A row: above `above` and up to `up_to`, minor units of the company's currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ReleaseRow {
    /// What is measured.
    pub criterion: ReleaseCriterion,
    /// The row matches above this.
    #[ts(type = "number")]
    pub above: i64,
    /// And up to this; open where missing.
    #[ts(type = "number | null")]
    pub up_to: Option<i64>,
    /// Only for customers of this risk group; every one where missing.
    #[serde(default)]
    pub risk_group: Option<String>,
    /// Who approves.
    pub role: Role,
    /// Lower orders sign first.
    pub order: u32,
}

/// The workflow of releases.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct ReleaseWorkflow {
    /// Whether releases and rejections are requests.
    pub active: bool,
    /// *Release with or without posting* as an automated step: the last approval also releases. Where missing it only
    /// enables the release by hand.
    pub automated: Option<ReleaseMode>,
    /// Whether an order that goes on hold is sent for its release at once, with the default reason (spec 12 §9).
    pub new_holds: bool,
    /// Who signs; where missing the credit manager, and above 100,000 the finance approver after him.
    pub matrix: Option<Vec<ReleaseRow>>,
}

/// The workflow of the book.
pub(super) fn workflow(connection: &Connection) -> Result<ReleaseWorkflow, Refusal> {
    parameters::load(connection, NAME)
}

/// `holds.workflow`
pub fn get(session: &mut Session<'_>, _: Nothing) -> Result<ReleaseWorkflow, Refusal> {
    workflow(session.connection())
}

/// `holds.workflow_save`
pub fn save(session: &mut Session<'_>, new: ReleaseWorkflow) -> Result<ReleaseWorkflow, Refusal> {
    let company = standing::company_currency(session.connection())?;
    for row in new.matrix.iter().flatten() {
        if let Some(code) = &row.risk_group {
            risk_group_id(session.connection(), code)?.ok_or_else(|| {
                Refusal::new("unknown_risk_group")
                    .with("field", "matrix")
                    .with("code", code)
            })?;
        }
    }
    let rows = new.rows(session.connection(), company)?;
    if let Some(fault) = Matrix(&rows).faults().first() {
        return Err(matrix_refusal(*fault, "matrix"));
    }
    session.act(|act| {
        act.about("parameters", NAME);
        parameters::save(act, NAME, &new)
    })?;
    Ok(new)
}

impl ReleaseWorkflow {
    fn rows(&self, connection: &Connection, company: Currency) -> Result<Vec<Row>, Refusal> {
        let row = |criterion, above, up_to, role, order| Row {
            criterion,
            above,
            up_to,
            risk_group_id: None,
            role: engine_role(role),
            order,
        };
        if let Some(rows) = &self.matrix {
            return rows
                .iter()
                .map(|given| {
                    let criterion = match given.criterion {
                        ReleaseCriterion::OrderAmount => Criterion::OrderAmount,
                        ReleaseCriterion::OverLimit => Criterion::OverLimit,
                    };
                    let risk_group_id = match &given.risk_group {
                        // A group that is gone matches nobody.
                        Some(code) => Some(risk_group_id(connection, code)?.unwrap_or(0)),
                        None => None,
                    };
                    Ok(Row {
                        risk_group_id,
                        ..row(criterion, given.above, given.up_to, given.role, given.order)
                    })
                })
                .collect();
        }
        let large = 100_000 * company.minor_per_major();
        Ok(vec![
            row(Criterion::OrderAmount, -1, None, Role::CreditManager, 1),
            row(
                Criterion::OrderAmount,
                large,
                None,
                Role::FinanceApprover,
                2,
            ),
        ])
    }
}

fn risk_group_id(connection: &Connection, code: &str) -> Result<Option<i64>, Refusal> {
    Ok(connection
        .prepare_cached("SELECT id FROM risk_groups WHERE code = :code")?
        .query_row(named_params! {":code": code}, |row| row.get("id"))
        .optional()?)
}

/// A request that waits, or was granted and waits for its release.
pub(super) struct Request {
    pub id: i64,
    pub wanted: Asked,
    pub reason: Option<String>,
    pub review_on: Option<NaiveDate>,
    pub mode: ReleaseMode,
    pub comment: String,
    pub over_limit_minor: i64,
    pub order_minor: i64,
    pub customer_id: i64,
    pub asked_by_id: i64,
    pub asked_on: String,
    pub granted: bool,
}

impl Request {
    /// What the approval leads to.
    pub fn outcome(&self, connection: &Connection, row: &OrderRow) -> Result<Outcome, Refusal> {
        let automated = workflow(connection)?.automated;
        let (state, mode) = match self.wanted {
            Asked::Release => (State::Released, automated.unwrap_or(self.mode)),
            Asked::Reject => (State::Rejected, ReleaseMode::WithoutPosting),
        };
        if row.state != State::InApproval {
            return Err(Refusal::new("hold_not_possible").with("state", row.state.code()));
        }
        Ok(Outcome {
            state,
            reason: self.reason.clone(),
            review_on: self.review_on,
            comment: Some(self.comment.clone()),
            perform_step: if mode == ReleaseMode::WithPosting && self.wanted == Asked::Release {
                Switch::On
            } else {
                Switch::Off
            },
        })
    }
}

/// The request of a hold that is pending or granted.
pub(super) fn pending(connection: &Connection, hold_id: i64) -> Result<Option<Request>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT r.id, r.wanted, r.review_on, r.mode, r.comment, r.over_limit_minor, r.asked_by_id, r.asked_on, r.state,
                c.code AS reason, h.amount_minor, h.customer_id
         FROM hold_requests r JOIN holds h ON h.id = r.hold_id LEFT JOIN credit_reasons c ON c.id = r.reason_id
         WHERE r.hold_id = :hold AND r.state IN ('pending', 'granted') ORDER BY r.id DESC LIMIT 1",
    )?;
    let mut rows = statement.query(named_params! {":hold": hold_id})?;
    let Some(row) = rows.next()? else {
        return Ok(None);
    };
    let wanted: String = row.get("wanted")?;
    let mode: String = row.get("mode")?;
    let state: String = row.get("state")?;
    Ok(Some(Request {
        id: row.get("id")?,
        wanted: if wanted == "reject" {
            Asked::Reject
        } else {
            Asked::Release
        },
        reason: row.get("reason")?,
        review_on: optional_day_of(row, "review_on")?,
        mode: ReleaseMode::from_code(&mode).unwrap_or(ReleaseMode::WithoutPosting),
        comment: row.get("comment")?,
        over_limit_minor: row.get("over_limit_minor")?,
        order_minor: row.get("amount_minor")?,
        customer_id: row.get("customer_id")?,
        asked_by_id: row.get("asked_by_id")?,
        asked_on: row.get("asked_on")?,
        granted: state == "granted",
    }))
}

/// Asks the engine about a request.
fn question<T>(
    connection: &Connection,
    (company, day): (Currency, NaiveDate),
    request: &Request,
    ask: impl FnOnce(&Question<'_>) -> T,
) -> Result<T, Refusal> {
    let people = People::read(connection, day)?;
    let rows = workflow(connection)?.rows(connection, company)?;
    let risk_group_id = match standing::risk_group_of(connection, request.customer_id, day)? {
        Some(code) => risk_group_id(connection, &code)?,
        None => None,
    };
    let requests = [Asking::Release {
        order_minor: request.order_minor,
        over_limit_minor: request.over_limit_minor,
        risk_group_id,
    }];
    Ok(ask(&Question {
        matrix: Matrix(&rows),
        requests: &requests,
        preparer_id: request.asked_by_id,
        signatures: &signatures(connection, request.id)?,
        users: &people.users(),
    }))
}

fn signatures(connection: &Connection, request_id: i64) -> Result<Vec<Signature>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT signature FROM hold_decisions WHERE request_id = :id AND signature IS NOT NULL ORDER BY id",
    )?;
    let texts: Vec<String> = statement
        .query_map(named_params! {":id": request_id}, |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    texts
        .iter()
        .map(|text| Ok(serde_json::from_str(text)?))
        .collect()
}

/// The roles that still have to sign, first to last.
pub(super) fn outstanding_roles(
    connection: &Connection,
    (company, day): (Currency, NaiveDate),
    request: &Request,
) -> Result<Vec<Role>, Refusal> {
    if request.granted {
        return Ok(Vec::new());
    }
    let levels = question(connection, (company, day), request, outstanding)?;
    Ok(levels
        .iter()
        .filter_map(|level| own_role(level.role))
        .collect())
}

/// Why nobody can sign what a request still needs: somebody may have left since it was asked.
pub(super) fn stuck(
    connection: &Connection,
    (company, day): (Currency, NaiveDate),
    request: &Request,
) -> Result<Option<Stuck>, Refusal> {
    if request.granted {
        return Ok(None);
    }
    let reachable = question(connection, (company, day), request, unreachable)?;
    let people = People::read(connection, day)?;
    Ok(reachable.err().and_then(|refusal| people.stuck(refusal)))
}

/// How many requests wait for this user's signature, and since when the oldest does: those whose next level the user, or
/// whoever he stands in for, may sign.
pub(crate) fn to_sign(
    connection: &Connection,
    (user_id, day): (i64, NaiveDate),
) -> Result<(i64, Option<NaiveDate>), Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT r.hold_id, c.company_id FROM hold_requests r JOIN holds h ON h.id = r.hold_id
           JOIN customers c ON c.id = h.customer_id
         WHERE r.state = 'pending' AND r.asked_by_id <> :user ORDER BY r.asked_on, r.id",
    )?;
    let waiting: Vec<(i64, i64)> = statement
        .query_map(named_params! {":user": user_id}, |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?
        .collect::<Result<_, _>>()?;
    let (mut count, mut oldest) = (0, None);
    for (hold_id, company_id) in waiting {
        company::inside(connection, company_id, || {
            let Some(request) = pending(connection, hold_id)? else {
                return Ok(());
            };
            let at = (standing::company_currency(connection)?, day);
            if question(connection, at, &request, |asked| sign_next(asked, user_id))?.is_ok() {
                count += 1;
                oldest = oldest.or_else(|| request.asked_on.parse().ok());
            }
            Ok(())
        })?;
    }
    Ok((count, oldest))
}

/// Sends a release or rejection for approval; refuses where nobody could sign it.
pub(super) fn ask(
    act: &mut Act<'_>,
    bench: &Bench,
    (row, hold): (&mut OrderRow, &HoldRow),
    outcome: &Outcome,
    (mode, comment): (ReleaseMode, &str),
    user_id: i64,
) -> Result<(), Refusal> {
    // With the order itself, also where it was only checked and is not in the book: limits are resolved without it.
    let at = (hold.step, hold.mode);
    let standing = look(act, bench, &row.known(), at)?.standing;
    let order_minor = standing.exposure.order_minor();
    let remaining = standing.resolution.remaining_minor;
    let over = remaining.map_or(0, |remaining| order_minor.saturating_sub(remaining));
    let wanted = if outcome.reason.is_some() {
        "release"
    } else {
        "reject"
    };
    let reason_id = match &outcome.reason {
        Some(code) => Some(reason_id(act, ReasonKind::Release, code)?),
        None => None,
    };
    let day = bench.taker.as_of;
    act.execute(
        "INSERT INTO hold_requests (hold_id, wanted, reason_id, review_on, mode, comment, over_limit_minor, asked_by_id,
           asked_on, act_id)
         VALUES (:hold, :wanted, :reason, :review, :mode, :comment, :over, :by, :on, :act)",
        named_params! {
            ":hold": hold.id, ":wanted": wanted, ":reason": reason_id,
            ":review": outcome.review_on.map(|day| day.to_string()), ":mode": mode.code(),
            ":comment": comment.trim(), ":over": over, ":by": user_id, ":on": day.to_string(), ":act": act.id,
        },
    )?;
    let request = pending(act, hold.id)?
        .ok_or_else(|| Refusal::new("unknown_hold").with("hold_id", hold.id))?;
    question(act, (bench.taker.company, day), &request, unreachable)?.map_err(approval_refusal)?;
    let because = Because {
        comment,
        hold_id: Some(hold.id),
        ..Because::default()
    };
    store::go(act, row, Event::Submitted, day, &because)?;
    store::save(act, row, None)
}

/// Sends an order that has just gone on hold for its release, where the workflow says so. One that nobody could sign, or for
/// which the parameters name no reason, stays on the list.
pub(super) fn route_new(
    act: &mut Act<'_>,
    bench: &Bench,
    row: &mut OrderRow,
) -> Result<(), Refusal> {
    let workflow = workflow(act)?;
    let parameters = &bench.policy.parameters;
    let (Some(hold_id), Some(reason)) = (row.hold_id, parameters.release_reason.clone()) else {
        return Ok(());
    };
    if !workflow.active || !workflow.new_holds {
        return Ok(());
    }
    let hold = store::hold(act, hold_id)?;
    if hold.forced {
        return Ok(());
    }
    let user_id = act.actor.user_id;
    let mode = parameters.release_mode;
    let mode = mode.unwrap_or(ReleaseMode::WithoutPosting);
    let outcome = Outcome {
        state: State::InApproval,
        reason: Some(reason),
        review_on: None,
        comment: None,
        perform_step: Switch::Off,
    };
    // What was written of a request that nobody can sign is taken back with it.
    act.execute_batch("SAVEPOINT route_new")?;
    match ask(act, bench, (row, &hold), &outcome, (mode, ""), user_id) {
        Ok(()) => act.execute_batch("RELEASE route_new")?,
        Err(refusal) if refusal.code.starts_with("limit_") => {
            act.execute_batch("ROLLBACK TO route_new; RELEASE route_new")?;
        }
        Err(refusal) => return Err(refusal),
    }
    Ok(())
}

/// Signs the next level; whether everybody has signed.
pub(super) fn sign(
    act: &mut Act<'_>,
    bench: &Bench,
    request: &Request,
    (user_id, day): (i64, NaiveDate),
    comment: &str,
) -> Result<bool, Refusal> {
    let company = bench.taker.company;
    let signature = question(act, (company, day), request, |question| {
        sign_next(question, user_id)
    })?
    .map_err(approval_refusal)?;
    if let Some(id) = signature.acting_for_id {
        act.note("acting_for", crate::users::load(act, id)?.code);
    }
    let text = serde_json::to_string(&signature)?;
    note(
        act,
        request.id,
        "approved",
        Some(&text),
        (user_id, day),
        comment,
    )?;
    let left = question(act, (company, day), request, |question| {
        outstanding(question).len()
    })?;
    if left == 0 {
        close(act, request.id, "granted")?;
    }
    Ok(left == 0)
}

/// Declines a request. Who could not approve does not decline either.
pub(super) fn decline(
    act: &Act<'_>,
    bench: &Bench,
    request: &Request,
    by: (i64, NaiveDate),
    comment: &str,
) -> Result<(), Refusal> {
    if by.0 == request.asked_by_id {
        return Err(approval_refusal(ApprovalRefusal::PreparerApproves));
    }
    if !request.granted {
        let at = (bench.taker.company, by.1);
        question(act, at, request, |question| sign_next(question, by.0))?
            .map_err(approval_refusal)?;
    }
    note(act, request.id, "declined", None, by, comment)?;
    close(act, request.id, "declined")
}

fn note(
    act: &Act<'_>,
    request_id: i64,
    decision: &str,
    signature: Option<&str>,
    (user_id, day): (i64, NaiveDate),
    comment: &str,
) -> Result<(), Refusal> {
    act.execute(
        "INSERT INTO hold_decisions (request_id, decision, user_id, signature, comment, decided_on, act_id)
         VALUES (:request, :decision, :user, :signature, :comment, :on, :act)",
        named_params! {
            ":request": request_id, ":decision": decision, ":user": user_id, ":signature": signature,
            ":comment": comment.trim(), ":on": day.to_string(), ":act": act.id,
        },
    )?;
    Ok(())
}

/// Ends a request.
pub(super) fn close(act: &Act<'_>, request_id: i64, state: &str) -> Result<(), Refusal> {
    act.execute(
        "UPDATE hold_requests SET state = :state WHERE id = :id",
        named_params! {":id": request_id, ":state": state},
    )?;
    Ok(())
}

/// What was asked for was done.
pub(super) fn finish(act: &Act<'_>, hold_id: i64) -> Result<(), Refusal> {
    act.execute(
        "UPDATE hold_requests SET state = 'done' WHERE hold_id = :hold AND state IN ('pending', 'granted')",
        named_params! {":hold": hold_id},
    )?;
    Ok(())
}

/// Whether a hold's request waits for somebody, for lists.
pub(super) fn waits(connection: &Connection, hold_id: i64) -> Result<bool, Refusal> {
    Ok(connection
        .prepare_cached("SELECT 1 FROM hold_requests WHERE hold_id = :hold AND state = 'pending'")?
        .query_row(named_params! {":hold": hold_id}, |_| Ok(()))
        .optional()?
        .is_some())
}
