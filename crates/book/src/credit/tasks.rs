//! `tasks.list`, `tasks.done` and `tasks.reopen`: what the credit team has to do, ahead of its day.
//!
//! Invariant: a task is made once for its kind, customer and subject, whatever became of it; the subject carries the day
//! of the fact, so that a policy with a new end is a new subject. Who makes tasks is `duties` and `first_limit`.

use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, Row, named_params};
use serde::{Deserialize, Serialize};

use crate::accounts::{day_of, optional_day_of};
use crate::act::Act;
use crate::refusal::Refusal;
use crate::session::Session;
use crate::users::{self, Role};

/// What is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum TaskKind {
    /// A policy ends soon.
    PolicyExpires,
    /// A limit ends soon, or has ended.
    LimitExpires,
    /// A review is due.
    ReviewDue,
    /// An order met a customer without a limit; a first one is proposed.
    LimitNotSet,
    /// A policy has ended, and the customer is over the limit now.
    OverLimit,
    /// Overdue items have to be notified to an insurer.
    OverdueNotification,
    /// A claim has to be filed with an insurer.
    Claim,
    /// Turnover has to be declared to an insurer.
    TurnoverDeclaration,
    /// A customer rule proposes an account status, or to lift one.
    StatusProposal,
    /// An order that was released is to be looked at again.
    OrderReview,
    /// An order that was only checked is on hold, and has not arrived.
    OrderMissing,
    /// A posted limit could not take effect on its day.
    LimitLeftOut,
}

impl TaskKind {
    /// As stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::PolicyExpires => "policy_expires",
            Self::LimitExpires => "limit_expires",
            Self::ReviewDue => "review_due",
            Self::LimitNotSet => "limit_not_set",
            Self::OverLimit => "over_limit",
            Self::OverdueNotification => "overdue_notification",
            Self::Claim => "claim",
            Self::TurnoverDeclaration => "turnover_declaration",
            Self::StatusProposal => "status_proposal",
            Self::OrderReview => "order_review",
            Self::OrderMissing => "order_missing",
            Self::LimitLeftOut => "limit_left_out",
        }
    }

    /// Who does it.
    pub const fn role(self) -> Role {
        match self {
            Self::OverLimit => Role::CreditManager,
            _ => Role::CreditClerk,
        }
    }
}

/// Whether it is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum TaskState {
    /// To do.
    Open,
    /// Done, by somebody or because its cause is gone.
    Done,
}

/// An item that a task names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct TaskItem {
    /// Row id of the transaction.
    #[ts(type = "number")]
    pub transaction_id: i64,
    /// Number of the document.
    pub document_no: String,
    /// When it fell due.
    pub due_on: NaiveDate,
    /// Currency.
    pub currency: String,
    /// Open when the task was made, minor units.
    #[ts(type = "number")]
    pub open_minor: i64,
}

/// The figures of a task; only those of its kind are there.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct TaskFigures {
    /// Insurer or guarantor.
    pub party: Option<String>,
    /// Number of the policy.
    pub policy_no: Option<String>,
    /// Row id of the policy.
    #[ts(type = "number | null")]
    pub policy_id: Option<i64>,
    /// Who to talk to there.
    pub contact: Option<String>,
    /// Code of a customer credit group.
    pub group: Option<String>,
    /// Number of an order.
    pub order_no: Option<String>,
    /// Code of why a limit could not take effect: `customer_closed`, `identification_missing`.
    pub why: Option<String>,
    /// The day on which something ends, or ended.
    pub ends_on: Option<NaiveDate>,
    /// A temporary limit ends, and the permanent one comes back.
    pub temporary: bool,
    /// Currency of the amounts.
    pub currency: Option<String>,
    /// Value of the policy, minor units.
    #[ts(type = "number | null")]
    pub value_minor: Option<i64>,
    /// The limit.
    #[ts(type = "number | null")]
    pub limit_minor: Option<i64>,
    /// The exposure.
    #[ts(type = "number | null")]
    pub exposure_minor: Option<i64>,
    /// The limit that is proposed.
    #[ts(type = "number | null")]
    pub proposed_minor: Option<i64>,
    /// Number of the journal with the proposed line.
    pub journal: Option<String>,
    /// Its row id.
    #[ts(type = "number | null")]
    pub journal_id: Option<i64>,
    /// First day of a period.
    pub from_on: Option<NaiveDate>,
    /// Last day of a period.
    pub to_on: Option<NaiveDate>,
    /// Code of the account status now.
    pub status_now: Option<String>,
    /// Code of the account status that is proposed; `None` is none.
    pub status_to: Option<String>,
    /// The items that it is about.
    pub items: Vec<TaskItem>,
}

/// A task that there should be.
#[derive(Debug, Clone)]
pub(crate) struct Due {
    pub kind: TaskKind,
    pub customer_id: Option<i64>,
    /// What it is about, with the day of the fact.
    pub subject: String,
    pub by: NaiveDate,
    pub figures: TaskFigures,
}

/// A task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct CreditTask {
    /// Row id.
    #[ts(type = "number")]
    pub id: i64,
    /// What is to be done.
    pub kind: TaskKind,
    /// Account number; `None` where it is about no customer.
    pub account: Option<String>,
    /// Name of the customer.
    pub name: Option<String>,
    /// The day by which.
    pub due_on: NaiveDate,
    /// Its figures, as they were when it was made.
    pub figures: TaskFigures,
    /// Whether it is done.
    pub state: TaskState,
    /// Who does it.
    pub role: Role,
    /// When it was made.
    pub created_on: NaiveDate,
    /// When it was done.
    pub done_on: Option<NaiveDate>,
    /// Code of who did it; `None` in a done one: its cause was gone.
    pub done_by: Option<String>,
    /// What was said.
    pub comment: String,
}

/// Which tasks.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum TasksOf {
    /// Those of the user's roles.
    Mine,
    /// Everybody's.
    #[default]
    Everybody,
}

/// Asks for tasks.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct TasksRequest {
    /// Open or done ones; both where missing.
    pub state: Option<TaskState>,
    /// Whose.
    pub of: TasksOf,
}

/// Tasks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct CreditTasks {
    /// By the day by which they are to be done.
    pub tasks: Vec<CreditTask>,
    /// Number of open ones, whoever does them.
    #[ts(type = "number")]
    pub open: usize,
}

/// Names a task.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct TaskRequest {
    /// Row id.
    #[ts(type = "number")]
    pub id: i64,
    /// In words.
    #[serde(default)]
    pub comment: String,
    /// The day on which it was done, where that was before today.
    #[serde(default)]
    pub on: Option<NaiveDate>,
}

/// `tasks.list`
pub fn list(session: &mut Session<'_>, request: TasksRequest) -> Result<CreditTasks, Refusal> {
    let connection = session.connection();
    let user = users::load(connection, session.actor.user_id)?;
    let mut tasks = read(connection, None)?;
    let open = tasks
        .iter()
        .filter(|task| task.state == TaskState::Open)
        .count();
    tasks.retain(|task| {
        let mine = match request.of {
            TasksOf::Mine => user.roles.contains(&task.role),
            TasksOf::Everybody => true,
        };
        mine && request.state.is_none_or(|state| state == task.state)
    });
    Ok(CreditTasks { tasks, open })
}

fn read(connection: &Connection, id: Option<i64>) -> Result<Vec<CreditTask>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT t.*, c.account, c.name, u.code AS done_by FROM credit_tasks t
         LEFT JOIN customers c ON c.id = t.customer_id LEFT JOIN users u ON u.id = t.done_by_id
         WHERE :id IS NULL OR t.id = :id ORDER BY t.due_on, t.id",
    )?;
    let mut rows = statement.query(named_params! {":id": id})?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(task(row)?);
    }
    Ok(found)
}

fn task(row: &Row<'_>) -> Result<CreditTask, Refusal> {
    let (kind, figures): (String, String) = (row.get("kind")?, row.get("figures")?);
    let kind = serde_json::from_value(serde_json::Value::String(kind))?;
    let role: String = row.get("role")?;
    let state: String = row.get("state")?;
    Ok(CreditTask {
        id: row.get("id")?,
        kind,
        account: row.get("account")?,
        name: row.get("name")?,
        due_on: day_of(row, "due_on")?,
        figures: serde_json::from_str(&figures)?,
        state: if state == "open" {
            TaskState::Open
        } else {
            TaskState::Done
        },
        role: serde_json::from_value(serde_json::Value::String(role))?,
        created_on: day_of(row, "created_on")?,
        done_on: optional_day_of(row, "done_on")?,
        done_by: row.get("done_by")?,
        comment: row.get("comment")?,
    })
}

/// Makes a task unless there is one of its kind, customer and subject; says whether it did.
pub(crate) fn make(act: &Act<'_>, due: &Due, today: NaiveDate) -> Result<Made, Refusal> {
    let made = act
        .prepare_cached(
            "INSERT INTO credit_tasks (kind, customer_id, subject, due_on, figures, role, created_on, act_id)
             VALUES (:kind, :customer, :subject, :due, :figures, :role, :today, :act)
             ON CONFLICT DO NOTHING RETURNING id",
        )?
        .query_row(
            named_params! {
                ":kind": due.kind.code(), ":customer": due.customer_id, ":subject": due.subject,
                ":due": due.by.to_string(), ":figures": serde_json::to_string(&due.figures)?,
                ":role": due.kind.role().code(), ":today": today.to_string(), ":act": act.id,
            },
            |row| row.get::<_, i64>("id"),
        )
        .optional()?;
    if made.is_some() {
        return Ok(Made::New);
    }
    // An open task shows what there is to do today; a done one keeps what was done.
    act.prepare_cached(
        "UPDATE credit_tasks SET figures = :figures, act_id = :act
         WHERE kind = :kind AND COALESCE(customer_id, 0) = COALESCE(:customer, 0) AND subject = :subject
           AND state = 'open' AND figures <> :figures",
    )?
    .execute(named_params! {
        ":kind": due.kind.code(), ":customer": due.customer_id, ":subject": due.subject,
        ":figures": serde_json::to_string(&due.figures)?, ":act": act.id,
    })?;
    Ok(Made::Known)
}

/// Whether a task was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Made {
    /// Just now.
    New,
    /// There was one.
    Known,
}

/// Closes the open tasks of a kind about a customer; nobody has done them where their cause is gone.
pub(crate) fn close_of(
    act: &Act<'_>,
    (kind, customer_id): (TaskKind, i64),
    by: Option<i64>,
    today: NaiveDate,
) -> Result<(), Refusal> {
    act.prepare_cached(
        "UPDATE credit_tasks SET state = 'done', done_on = :today, done_by_id = :by, act_id = :act
         WHERE kind = :kind AND customer_id = :customer AND state = 'open'",
    )?
    .execute(named_params! {
        ":today": today.to_string(), ":by": by, ":act": act.id, ":kind": kind.code(), ":customer": customer_id,
    })?;
    Ok(())
}

/// What an open task is known by beside its kind.
pub(super) fn key(customer_id: Option<i64>, subject: &str) -> String {
    format!("{} {subject}", customer_id.unwrap_or(0))
}

/// Closes the open tasks of a kind whose cause is gone, which are those without a key; gives their number.
pub(super) fn close_others(
    act: &Act<'_>,
    kind: TaskKind,
    keys: &[String],
    today: NaiveDate,
) -> Result<usize, Refusal> {
    Ok(act.execute(
        "UPDATE credit_tasks SET state = 'done', done_on = :today, act_id = :act
         WHERE kind = :kind AND state = 'open'
           AND COALESCE(customer_id, 0) || ' ' || subject NOT IN (SELECT value FROM json_each(:keys))",
        named_params! {
            ":today": today.to_string(), ":act": act.id, ":kind": kind.code(),
            ":keys": serde_json::to_string(keys)?,
        },
    )?)
}

fn one(connection: &Connection, id: i64) -> Result<CreditTask, Refusal> {
    let found = read(connection, Some(id))?.into_iter().next();
    found.ok_or_else(|| Refusal::new("unknown_credit_task").with("id", id))
}

/// `tasks.done`
pub fn done(session: &mut Session<'_>, request: TaskRequest) -> Result<CreditTask, Refusal> {
    change(session, &request, TaskState::Open)
}

/// `tasks.reopen`
pub fn reopen(session: &mut Session<'_>, request: TaskRequest) -> Result<CreditTask, Refusal> {
    change(session, &request, TaskState::Done)
}

fn change(
    session: &mut Session<'_>,
    request: &TaskRequest,
    from: TaskState,
) -> Result<CreditTask, Refusal> {
    let task = one(session.connection(), request.id)?;
    if task.state != from {
        return Err(Refusal::new("credit_task_state").with("state", task.state));
    }
    // A proposal is accepted or declined; that ends its task.
    if task.kind == TaskKind::StatusProposal {
        return Err(Refusal::new("credit_task_is_proposal").with("account", &task.account));
    }
    let (today, user) = (session.today, session.actor.user_id);
    let on = request.on.unwrap_or(today);
    if on > today {
        return Err(Refusal::new("credit_task_later")
            .with("field", "on")
            .with("on", on));
    }
    session.act(|act| {
        act.about("credit_task", request.id);
        let (state, on, by) = match from {
            TaskState::Open => {
                super::insurer::notice(act, &task, on)?;
                ("done", Some(on.to_string()), Some(user))
            }
            TaskState::Done => {
                super::insurer::unnotice(act, task.id)?;
                ("open", None, None)
            }
        };
        act.change("state", task.state, state);
        act.because(None, Some(&request.comment));
        act.execute(
            "UPDATE credit_tasks SET state = :state, done_on = :on, done_by_id = :by, comment = :comment, act_id = :act
             WHERE id = :id",
            named_params! {
                ":id": request.id, ":state": state, ":on": on, ":by": by, ":comment": request.comment.trim(),
                ":act": act.id,
            },
        )?;
        Ok(())
    })?;
    one(session.connection(), request.id)
}
