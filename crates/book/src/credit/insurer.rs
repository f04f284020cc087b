//! What an insurer asks for about overdue items (spec 30 §18): tasks ahead of the day, and notices. What is lost after it is
//! `lost_cover`, turnover declarations are `turnover`.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use engine::account::{Kind, OpenItem};
use engine::credit::duties::{DeclarationPeriod, Duty, DutyState, duty_state};
use rusqlite::{Connection, Row, named_params};
use serde::{Deserialize, Serialize};

use super::duties::OWN;
use super::tasks::{Due, TaskFigures, TaskItem, TaskKind, key};
use crate::accounts::{day_of, optional_day_of};
use crate::act::Act;
use crate::refusal::Refusal;
use crate::standing;

/// What an insurer asks for; a duty without days is none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct PolicyDuties {
    /// Days after the due day within which an overdue item is notified.
    pub notify_days: Option<u32>,
    /// Longest extension of terms, days after the due day.
    pub extension_days: Option<u32>,
    /// Days after the due day within which a claim is filed.
    pub claim_days: Option<u32>,
    /// How often turnover is declared.
    pub declaration: Option<DeclarationPeriod>,
    /// Days after the end of the period by which it is declared.
    pub declaration_days: Option<u32>,
    /// Who to talk to there.
    pub contact: String,
}

impl PolicyDuties {
    pub(super) fn of(row: &Row<'_>) -> Result<Self, Refusal> {
        let declaration: Option<String> = row.get("declaration")?;
        Ok(Self {
            notify_days: row.get("notify_days")?,
            extension_days: row.get("extension_days")?,
            claim_days: row.get("claim_days")?,
            declaration: declaration
                .map(|code| serde_json::from_value(serde_json::Value::String(code)))
                .transpose()?,
            declaration_days: row.get("declaration_days")?,
            contact: row.get("contact")?,
        })
    }

    /// Refuses days that no policy has.
    pub(super) fn check(&self) -> Result<(), Refusal> {
        for (field, days) in [
            ("notify_days", self.notify_days),
            ("extension_days", self.extension_days),
            ("claim_days", self.claim_days),
            ("declaration_days", self.declaration_days),
        ] {
            if days.is_some_and(|days| days > 3_650) {
                return Err(Refusal::new("value_too_large")
                    .with("field", field)
                    .with("limit", 3_650));
            }
        }
        Ok(())
    }
}

/// A policy with duties.
pub(super) struct Insured {
    pub(super) id: i64,
    customer_id: i64,
    pub(super) party: String,
    pub(super) policy_no: String,
    pub(super) effective_on: NaiveDate,
    pub(super) expires_on: Option<NaiveDate>,
    pub(super) duties: PolicyDuties,
}

impl Insured {
    pub(super) fn days(&self, duty: Duty) -> Option<u32> {
        match duty {
            Duty::OverdueNotification => self.duties.notify_days,
            Duty::Claim => self.duties.claim_days,
        }
    }

    /// Invoices of the time of the policy are covered, also after it has ended.
    pub(super) fn covers(&self, item: &OpenItem) -> bool {
        item.kind == Kind::Invoice
            && item.open_minor > 0
            && self.effective_on <= item.document_on
            && self.expires_on.is_none_or(|last| item.document_on <= last)
    }
}

/// The insurances that ask for something, of one customer or of all.
pub(super) fn insured(
    connection: &Connection,
    customer: Option<i64>,
) -> Result<Vec<Insured>, Refusal> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT * FROM credit_policies
         WHERE identifier = 'insurance' AND (customer_id = :customer OR :customer IS NULL AND customer_id IN {OWN})
           AND (notify_days IS NOT NULL OR claim_days IS NOT NULL OR extension_days IS NOT NULL)
         ORDER BY id"
    ))?;
    let mut rows = statement.query(named_params! {":customer": customer})?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(Insured {
            id: row.get("id")?,
            customer_id: row.get("customer_id")?,
            party: row.get("party")?,
            policy_no: row.get("policy_no")?,
            effective_on: day_of(row, "effective_on")?,
            expires_on: optional_day_of(row, "expires_on")?,
            duties: PolicyDuties::of(row)?,
        });
    }
    Ok(found)
}

pub(super) const DUTIES: [(Duty, TaskKind); 2] = [
    (Duty::OverdueNotification, TaskKind::OverdueNotification),
    (Duty::Claim, TaskKind::Claim),
];

pub(super) fn noticed(
    connection: &Connection,
    policy: &Insured,
    duty: Duty,
    item: &OpenItem,
) -> Result<Option<NaiveDate>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT done_on FROM cover_notices
         WHERE policy_id = :policy AND duty = :duty AND transaction_id = :id AND due_on = :due",
    )?;
    let mut rows = statement.query(named_params! {
        ":policy": policy.id, ":duty": code(duty), ":id": item.transaction_id, ":due": item.due_on.to_string(),
    })?;
    rows.next()?.map(|row| day_of(row, "done_on")).transpose()
}

fn code(duty: Duty) -> &'static str {
    match duty {
        Duty::OverdueNotification => "overdue_notification",
        Duty::Claim => "claim",
    }
}

/// The tasks about overdue items as of a day, and the keys of open tasks whose day has gone by.
pub(super) fn due(
    connection: &Connection,
    kind: TaskKind,
    today: NaiveDate,
) -> Result<(Vec<Due>, Vec<String>), Refusal> {
    let ahead = standing::parameters(connection)?.duty_warning_days;
    let (mut found, mut late) = (Vec::new(), Vec::new());
    for policy in insured(connection, None)? {
        for (duty, _) in DUTIES.into_iter().filter(|(_, other)| *other == kind) {
            let Some(days) = policy.days(duty) else {
                continue;
            };
            let mut by_day: BTreeMap<NaiveDate, Vec<TaskItem>> = BTreeMap::new();
            for item in standing::open_items(connection, policy.customer_id, today)? {
                if !policy.covers(&item) {
                    continue;
                }
                let done = noticed(connection, &policy, duty, &item)?;
                match duty_state(item.due_on, days, done, today, ahead) {
                    DutyState::Due { by } => {
                        by_day
                            .entry(by)
                            .or_default()
                            .push(named(connection, &item)?);
                    }
                    DutyState::Lost { by } if done.is_none() => {
                        let subject = subject(connection, kind, &policy, by)?;
                        late.push(key(Some(policy.customer_id), &subject));
                    }
                    _ => {}
                }
            }
            for (by, items) in by_day {
                found.push(task(connection, kind, &policy, by, items)?);
            }
        }
    }
    Ok((found, late))
}

pub(super) fn named(connection: &Connection, item: &OpenItem) -> Result<TaskItem, Refusal> {
    Ok(TaskItem {
        transaction_id: item.transaction_id,
        document_no: connection
            .prepare_cached("SELECT document_no FROM transactions WHERE id = :id")?
            .query_row(named_params! {":id": item.transaction_id}, |row| {
                row.get("document_no")
            })?,
        due_on: item.due_on,
        currency: item.currency.to_string(),
        open_minor: item.open_minor,
    })
}

/// What the tasks of a policy with one deadline are called: items that come after one was done make the next.
fn subject(
    connection: &Connection,
    kind: TaskKind,
    policy: &Insured,
    by: NaiveDate,
) -> Result<String, Refusal> {
    let stem = format!("policy {} {by}", policy.id);
    let done: i64 = connection
        .prepare_cached(
            "SELECT COUNT(*) FROM credit_tasks WHERE customer_id = :customer AND kind = :kind AND state = 'done'
               AND substr(subject, 1, length(:stem) + 1) = :stem || ' '",
        )?
        .query_row(
            named_params! {":customer": policy.customer_id, ":kind": kind.code(), ":stem": stem},
            |row| row.get(0),
        )?;
    Ok(format!("{stem} {}", done + 1))
}

fn task(
    connection: &Connection,
    kind: TaskKind,
    policy: &Insured,
    by: NaiveDate,
    items: Vec<TaskItem>,
) -> Result<Due, Refusal> {
    let one = items.first().map(|item| item.currency.clone());
    let same = items
        .iter()
        .all(|item| Some(&item.currency) == one.as_ref());
    Ok(Due {
        kind,
        customer_id: Some(policy.customer_id),
        subject: subject(connection, kind, policy, by)?,
        by,
        figures: TaskFigures {
            party: Some(policy.party.clone()),
            policy_no: Some(policy.policy_no.clone()),
            contact: Some(policy.duties.contact.clone()).filter(|contact| !contact.is_empty()),
            policy_id: Some(policy.id),
            // A total only of one currency; the items have theirs.
            exposure_minor: same.then(|| items.iter().map(|item| item.open_minor).sum()),
            currency: one.filter(|_| same),
            items,
            ..TaskFigures::default()
        },
    })
}

/// Writes down that the items of a task were notified, or their claims filed, on a day.
pub(super) fn notice(
    act: &Act<'_>,
    task: &super::tasks::CreditTask,
    on: NaiveDate,
) -> Result<(), Refusal> {
    let (Some(policy), true) = (
        task.figures.policy_id,
        matches!(task.kind, TaskKind::OverdueNotification | TaskKind::Claim),
    ) else {
        return Ok(());
    };
    for item in &task.figures.items {
        act.execute(
            "INSERT INTO cover_notices (policy_id, duty, transaction_id, due_on, done_on, task_id, act_id)
             VALUES (:policy, :duty, :id, :due, :on, :task, :act) ON CONFLICT DO NOTHING",
            named_params! {
                ":policy": policy, ":duty": task.kind.code(), ":id": item.transaction_id,
                ":due": item.due_on.to_string(), ":on": on.to_string(), ":task": task.id, ":act": act.id,
            },
        )?;
    }
    Ok(())
}

/// A task that is open again was not done: its notices go, and the act of reopening says so.
pub(super) fn unnotice(act: &Act<'_>, task_id: i64) -> Result<(), Refusal> {
    act.execute(
        "DELETE FROM cover_notices WHERE task_id = :task",
        named_params! {":task": task_id},
    )?;
    Ok(())
}
