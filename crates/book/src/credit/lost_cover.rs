//! `credit.lost_cover` and the longest extension: what a missed duty costs, and what would (spec 30 §18).
//!
//! Invariant: lost cover is derived from open items, terms of the policy and notices; nothing takes it off a limit but a
//! person (`credit.lost_cover_take`).

use chrono::NaiveDate;
use engine::credit::duties::{Duty, DutyState, beyond_extension, duty_state};
use rusqlite::{Connection, OptionalExtension, named_params};
use serde::{Deserialize, Serialize};

use super::insurer::{DUTIES, insured, named, noticed};
use super::lost_cover_taken::{self, TakableCover, TakenCover};
use super::tasks::TaskItem;
use crate::accounts::customer_id;
use crate::refusal::Refusal;
use crate::session::Session;
use crate::standing;

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
    /// What a person can take off the policies.
    pub takable: Vec<TakableCover>,
    /// What was taken off and not put back, the newest first.
    pub taken: Vec<TakenCover>,
}

/// `credit.lost_cover`
pub fn lost(session: &mut Session<'_>, request: LostCoverRequest) -> Result<LostCovers, Refusal> {
    let as_of = request.as_of.unwrap_or(session.today);
    session.read(|connection| {
        let id = customer_id(connection, &request.account)?;
        let items = lost_cover(connection, id, as_of)?;
        Ok(LostCovers {
            takable: lost_cover_taken::takable(connection, &items, as_of)?,
            taken: lost_cover_taken::taken(connection, id, as_of)?,
            items,
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
