//! Activities: calls, mails, tasks and appointments about a customer (spec 21 §9).
//!
//! Whatever makes an activity does it through [`add`]: the broken promise, the investigator's task, and whoever types one.

pub mod calendar;
pub mod close;
pub mod edit;
pub mod export;
pub mod list;

use chrono::NaiveDate;
use rusqlite::{OptionalExtension, named_params};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::act::{Act, instant};
use crate::numbers;
use crate::refusal::Refusal;

/// What an activity is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "ActivityKind")]
pub enum Kind {
    /// Something that was done; closed from the start.
    Action,
    /// Something to do.
    Task,
    /// Something to do at a time.
    Appointment,
    /// Something that happened; closed from the start.
    Event,
}

impl Kind {
    /// As the book writes it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Action => "action",
            Self::Task => "task",
            Self::Appointment => "appointment",
            Self::Event => "event",
        }
    }

    /// From a row.
    pub fn from_code(code: &str) -> Result<Self, Refusal> {
        [Self::Action, Self::Task, Self::Appointment, Self::Event]
            .into_iter()
            .find(|kind| kind.code() == code)
            .ok_or_else(|| Refusal::new("book_damaged").with("kind", code))
    }

    /// Whether it is still to be done when it is noted.
    pub fn waits(self) -> bool {
        matches!(self, Self::Task | Self::Appointment)
    }
}

/// How or about what something is done.
pub const CATEGORIES: [&str; 7] = [
    "call", "email", "letter", "visit", "dispute", "promise", "other",
];

/// An activity to be noted.
#[derive(Debug, Clone)]
pub struct NewActivity<'a> {
    /// The customer.
    pub customer_id: i64,
    /// What it is.
    pub kind: Kind,
    /// `call`, `email`, `letter`, `visit`, `dispute`, `promise` or `other`.
    pub category: &'a str,
    /// Its title.
    pub purpose: &'a str,
    /// Notes.
    pub memo: &'a str,
    /// Who does it; `None` for nobody yet.
    pub responsible_id: Option<i64>,
    /// The day on which it is done or due.
    pub on: NaiveDate,
    /// The case to which it belongs.
    pub case_id: Option<i64>,
    /// The transaction that it is about.
    pub transaction_id: Option<i64>,
    /// What an automatic one is about: a second one with the same subject is not made. `None` for one that a person notes.
    pub subject: Option<&'a str>,
}

/// Notes an activity and returns its row id; `None` where an automatic one about the same subject is there already.
pub fn add(act: &mut Act<'_>, new: &NewActivity<'_>) -> Result<Option<i64>, Refusal> {
    if let Some(subject) = new.subject {
        let there = act
            .connection()
            .prepare_cached("SELECT 1 FROM activities WHERE subject = :subject")?
            .query_row(named_params! {":subject": subject}, |_| Ok(()))
            .optional()?;
        if there.is_some() {
            return Ok(None);
        }
    }
    let number = numbers::take(act.connection(), numbers::ACTIVITIES)?;
    let closed_on = (!new.kind.waits()).then(|| new.on.to_string());
    act.connection()
        .prepare_cached(
            "INSERT INTO activities (uuid, number, customer_id, kind, category, purpose, memo, responsible_id, starts_on, ends_on,
               state, closed_on, case_id, transaction_id, source, subject, created_at, act_id)
             VALUES (:uuid, :number, :customer, :kind, :category, :purpose, :memo, :responsible, :on, :on,
               CASE WHEN :closed_on IS NULL THEN 'open' ELSE 'closed' END, :closed_on, :case, :transaction,
               CASE WHEN :subject IS NULL THEN 'manual' ELSE 'automation' END, :subject, :at, :act)",
        )?
        .execute(named_params! {
            ":uuid": Uuid::now_v7().to_string(),
            ":number": number,
            ":customer": new.customer_id,
            ":kind": new.kind.code(),
            ":category": new.category,
            ":purpose": new.purpose,
            ":memo": new.memo,
            ":responsible": new.responsible_id,
            ":on": new.on.to_string(),
            ":closed_on": closed_on,
            ":case": new.case_id,
            ":transaction": new.transaction_id,
            ":subject": new.subject,
            ":at": instant(act.at),
            ":act": act.id,
        })?;
    Ok(Some(act.connection().last_insert_rowid()))
}
