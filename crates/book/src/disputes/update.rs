//! `disputes.update`: who looks into disputes, by when, and what is next. Every change is in the log of its dispute.

use chrono::NaiveDate;
use rusqlite::named_params;
use serde::{Deserialize, Deserializer, Serialize};

use super::close::end_tasks;
use super::log::log;
use super::open::{DisputesChanged, ask, demand_due, keys, user_id};
use super::{Stored, stored};
use crate::act::Act;
use crate::cases;
use crate::collections;
use crate::refusal::Refusal;
use crate::session::Session;

/// Assigns disputes and says what is next; what is missing stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct UpdateDisputes {
    /// Row ids.
    #[ts(type = "Array<number>")]
    pub dispute_ids: Vec<i64>,
    /// Code of who looks into them; an empty one for nobody.
    pub investigator: Option<String>,
    /// By when; an empty one for no day.
    #[ts(type = "string | null")]
    pub due_on: Option<Due>,
    /// What is to be done next.
    pub next_action: Option<String>,
    /// How another system calls it.
    pub external_reference: Option<String>,
    /// Number of the case to which they belong; an empty one for none.
    pub case: Option<String>,
}

/// By when something is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Due {
    /// By no day.
    Never,
    /// By this day.
    On(NaiveDate),
}

impl Due {
    fn day(self) -> Option<NaiveDate> {
        match self {
            Self::Never => None,
            Self::On(day) => Some(day),
        }
    }
}

impl<'de> Deserialize<'de> for Due {
    fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
        let text = String::deserialize(reader)?;
        if text.is_empty() {
            return Ok(Self::Never);
        }
        text.parse().map(Self::On).map_err(serde::de::Error::custom)
    }
}

/// `disputes.update`
pub fn update(
    session: &mut Session<'_>,
    request: UpdateDisputes,
) -> Result<DisputesChanged, Refusal> {
    session.act(|act| {
        act.about("dispute", keys(&request.dispute_ids));
        let investigator = match request.investigator.as_deref() {
            None | Some("") => None,
            Some(code) => Some(user_id(act, code)?),
        };
        for id in &request.dispute_ids {
            update_one(act, &request, *id, investigator)?;
        }
        Ok(DisputesChanged::of(request.dispute_ids.clone()))
    })
}

fn update_one(
    act: &mut Act<'_>,
    request: &UpdateDisputes,
    id: i64,
    investigator: Option<i64>,
) -> Result<(), Refusal> {
    let before = stored(act, id)?;
    let said = |new: &Option<String>, old: &str| new.as_deref().map_or(old, str::trim).to_owned();
    let next = said(&request.next_action, &before.next_action);
    let reference = said(&request.external_reference, &before.external_reference);
    let due_on = request.due_on.map_or(before.due_on, Due::day);
    if due_on != before.due_on {
        demand_due(act, due_on)?;
    }
    let who = match request.investigator {
        None => before.investigator_id,
        Some(_) => investigator,
    };
    let case = case_of(act, request, &before)?;
    act.prepare_cached(
        "UPDATE disputes SET investigator_id = :investigator, due_on = :due, next_action = :next,
           external_reference = :reference, case_id = :case, act_id = :act
         WHERE id = :id",
    )?
    .execute(named_params! {
        ":case": case, ":id": id, ":investigator": who, ":due": due_on.map(|day| day.to_string()),
        ":next": next, ":reference": reference, ":act": act.id,
    })?;
    let after = stored(act, id)?;
    note(act, &before, &after)?;
    if after.investigator_id != before.investigator_id {
        end_tasks(act, id)?;
        ask(act, &after)?;
    } else if after.due_on != before.due_on {
        move_tasks(act, &after)?;
    }
    Ok(())
}

/// The case to which it belongs then: only an open one of its customer is taken.
fn case_of(
    act: &Act<'_>,
    request: &UpdateDisputes,
    before: &Stored,
) -> Result<Option<i64>, Refusal> {
    match request.case.as_deref().map(str::trim) {
        None => Ok(before.case_id),
        Some("") => Ok(None),
        // A form sends what it showed: the case in which it is already may be closed by now.
        Some(number) if number == before.case => Ok(before.case_id),
        Some(number) => {
            let item = collections::item(act, before.transaction_id)?;
            cases::for_dispute(act, number, item.customer_id).map(Some)
        }
    }
}

/// Writes what was changed into the log of the dispute, that of its cases, and the act.
fn note(act: &mut Act<'_>, before: &Stored, after: &Stored) -> Result<(), Refusal> {
    let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    let (was_due, is_due) = (day(before.due_on), day(after.due_on));
    let fields = [
        ("investigator", &before.investigator, &after.investigator),
        ("due_on", &was_due, &is_due),
        ("next_action", &before.next_action, &after.next_action),
        (
            "external_reference",
            &before.external_reference,
            &after.external_reference,
        ),
        ("case", &before.case, &after.case),
    ];
    for (what, was, is) in fields {
        log(act, after.id, what, was, is)?;
        // An act about several says of which one it speaks.
        act.change(&format!("{} {what}", after.number), was, is);
    }
    if before.case_id != after.case_id {
        if let Some(case) = before.case_id {
            cases::log_dispute(act, case, (&after.number, ""))?;
        }
        if let Some(case) = after.case_id {
            cases::log_dispute(act, case, ("", &after.number))?;
        }
    }
    Ok(())
}

/// The task of the investigator is due when the dispute is.
fn move_tasks(act: &Act<'_>, dispute: &Stored) -> Result<(), Refusal> {
    let on = dispute.due_on.unwrap_or(act.today).to_string();
    act.prepare_cached(
        "UPDATE activities SET starts_on = :on, ends_on = :on, reminder_on = NULL, act_id = :act
         WHERE subject GLOB :subject AND state = 'open'",
    )?
    .execute(named_params! {
        ":subject": format!("dispute:{}:*", dispute.id), ":on": on, ":act": act.id,
    })?;
    Ok(())
}
