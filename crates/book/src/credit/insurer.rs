//! What an insurer asks for about overdue items (spec 30 §18): tasks ahead of the day, lost cover after it, and the longest
//! extension. Turnover declarations are `turnover`.
//!
//! Invariant: lost cover is derived from open items, terms of the policy and notices; nothing takes it off a limit but a
//! person who changes the policy.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use engine::account::{Kind, OpenItem};
use engine::credit::duties::{DeclarationPeriod, Duty, DutyState, beyond_extension, duty_state};
use rusqlite::{Connection, OptionalExtension, Row, named_params};
use serde::{Deserialize, Serialize};

use super::tasks::{Due, TaskFigures, TaskItem, TaskKind, key};
use crate::accounts::{customer_id, day_of, optional_day_of};
use crate::act::Act;
use crate::refusal::Refusal;
use crate::session::Session;
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
struct Insured {
    id: i64,
    customer_id: i64,
    party: String,
    policy_no: String,
    effective_on: NaiveDate,
    expires_on: Option<NaiveDate>,
    duties: PolicyDuties,
}

impl Insured {
    fn days(&self, duty: Duty) -> Option<u32> {
        match duty {
            Duty::OverdueNotification => self.duties.notify_days,
            Duty::Claim => self.duties.claim_days,
        }
    }

    /// Invoices of the time of the policy are covered, also after it has ended.
    fn covers(&self, item: &OpenItem) -> bool {
        item.kind == Kind::Invoice
            && item.open_minor > 0
            && self.effective_on <= item.document_on
            && self.expires_on.is_none_or(|last| item.document_on <= last)
    }
}

/// The insurances that ask for something, of one customer or of all.
fn insured(connection: &Connection, customer: Option<i64>) -> Result<Vec<Insured>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT * FROM credit_policies
         WHERE identifier = 'insurance' AND (:customer IS NULL OR customer_id = :customer)
           AND (notify_days IS NOT NULL OR claim_days IS NOT NULL OR extension_days IS NOT NULL)
         ORDER BY id",
    )?;
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

const DUTIES: [(Duty, TaskKind); 2] = [
    (Duty::OverdueNotification, TaskKind::OverdueNotification),
    (Duty::Claim, TaskKind::Claim),
];

fn noticed(
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

fn named(connection: &Connection, item: &OpenItem) -> Result<TaskItem, Refusal> {
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

/// An item whose cover is lost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct LostCover {
    /// The item.
    pub item: TaskItem,
    /// The duty that was missed.
    pub duty: Duty,
    /// The last day on which it could have been done.
    pub by: NaiveDate,
    /// Insurer.
    pub party: String,
    /// Number of the policy.
    pub policy_no: String,
    /// Row id of the policy.
    #[ts(type = "number")]
    pub policy_id: i64,
}

/// Every item of a customer whose cover is lost as of a day, by the day on which it was.
pub fn lost_cover(
    connection: &Connection,
    customer: i64,
    as_of: NaiveDate,
) -> Result<Vec<LostCover>, Refusal> {
    let policies = insured(connection, Some(customer))?;
    if policies.is_empty() {
        return Ok(Vec::new());
    }
    let items = standing::open_items(connection, customer, as_of)?;
    let mut found = Vec::new();
    for policy in &policies {
        for (duty, _) in DUTIES {
            let Some(days) = policy.days(duty) else {
                continue;
            };
            for item in items.iter().filter(|item| policy.covers(item)) {
                let done = noticed(connection, policy, duty, item)?;
                if let DutyState::Lost { by } = duty_state(item.due_on, days, done, as_of, 0) {
                    found.push(LostCover {
                        item: named(connection, item)?,
                        duty,
                        by,
                        party: policy.party.clone(),
                        policy_no: policy.policy_no.clone(),
                        policy_id: policy.id,
                    });
                }
            }
        }
    }
    found.sort_by_key(|lost| (lost.by, lost.item.transaction_id, lost.duty));
    Ok(found)
}

/// Asks for lost cover.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct LostCoverRequest {
    /// Account number.
    pub account: String,
    /// Day; today where missing.
    #[serde(default)]
    pub as_of: Option<NaiveDate>,
}

/// Lost cover.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct LostCovers {
    /// By the day on which it was lost.
    pub items: Vec<LostCover>,
}

/// `credit.lost_cover`
pub fn lost(session: &mut Session<'_>, request: LostCoverRequest) -> Result<LostCovers, Refusal> {
    let as_of = request.as_of.unwrap_or(session.today);
    session.read(|connection| {
        let id = customer_id(connection, &request.account)?;
        Ok(LostCovers {
            items: lost_cover(connection, id, as_of)?,
        })
    })
}

/// A policy whose longest extension a new due day leaves behind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ExtensionWarning {
    /// Insurer.
    pub party: String,
    /// Number of the policy.
    pub policy_no: String,
    /// Days from the due day to the new one.
    #[ts(type = "number")]
    pub days: i64,
    /// Days that the policy allows.
    pub longest_days: u32,
    /// The last day that it allows.
    pub latest_on: NaiveDate,
}

/// What to warn about before a promise, an instalment or a new due day is saved: every policy that covers the document
/// and does not allow it (D-19). The due day is the original one, so that extensions do not add up unseen.
pub fn extension_warning(
    connection: &Connection,
    customer: i64,
    document_on: NaiveDate,
    due_on: NaiveDate,
    new_on: NaiveDate,
) -> Result<Vec<ExtensionWarning>, Refusal> {
    let mut found = Vec::new();
    for policy in insured(connection, Some(customer))? {
        let covered = policy.effective_on <= document_on
            && policy.expires_on.is_none_or(|last| document_on <= last);
        let Some(longest) = policy.duties.extension_days.filter(|_| covered) else {
            continue;
        };
        if let Some(beyond) = beyond_extension(due_on, new_on, longest) {
            found.push(ExtensionWarning {
                party: policy.party,
                policy_no: policy.policy_no,
                days: beyond.days,
                longest_days: beyond.longest_days,
                latest_on: beyond.latest_on,
            });
        }
    }
    Ok(found)
}

/// Asks whether a document may be paid on another day.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct ExtensionRequest {
    /// Row id of the transaction.
    #[ts(type = "number")]
    pub transaction_id: i64,
    /// The new day.
    pub new_on: NaiveDate,
}

/// What to warn about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ExtensionWarnings {
    /// One for each policy that does not allow it.
    pub warnings: Vec<ExtensionWarning>,
}

/// `credit.extension_check`
pub fn extension_check(
    session: &mut Session<'_>,
    request: ExtensionRequest,
) -> Result<ExtensionWarnings, Refusal> {
    let connection = session.connection();
    let found: Option<(i64, String, String)> = connection
        .query_row(
            "SELECT customer_id, document_on, due_on FROM transactions WHERE id = :id",
            named_params! {":id": request.transaction_id},
            |row| {
                Ok((
                    row.get("customer_id")?,
                    row.get("document_on")?,
                    row.get("due_on")?,
                ))
            },
        )
        .optional()?;
    let (customer, document_on, due_on) =
        found.ok_or_else(|| Refusal::new("unknown_document").with("id", request.transaction_id))?;
    let day = |text: &str| {
        crate::accounts::parse_day(text)
            .ok_or_else(|| Refusal::new("book_damaged").with("day", text))
    };
    Ok(ExtensionWarnings {
        warnings: extension_warning(
            connection,
            customer,
            day(&document_on)?,
            day(&due_on)?,
            request.new_on,
        )?,
    })
}
