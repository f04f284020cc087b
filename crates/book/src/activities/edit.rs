//! `activities.add`, `activities.note`, `activities.save` and `activities.withdraw`: what a person types.

use std::collections::BTreeSet;

use chrono::{NaiveDate, NaiveTime};
use rusqlite::{Connection, OptionalExtension, named_params};
use serde::{Deserialize, Serialize};

use super::list::{ActivityRow, one};
use super::{CATEGORIES, Kind, NewActivity, add};
use crate::accounts::customer_id;
use crate::act::Act;
use crate::refusal::Refusal;
use crate::session::{Session, check_cancelled};
use crate::users;

/// Signs of a phase.
const PHASE: usize = 40;

/// Signs of a title that is taken from a note.
const TITLE: usize = 80;

/// What an activity says.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct ActivityFields {
    /// What it is.
    pub kind: Kind,
    /// `call`, `email`, `letter`, `visit`, `dispute`, `promise` or `other`.
    pub category: String,
    /// Title.
    pub purpose: String,
    /// In which phase of its collection the customer is, in the words of the house; at most 40 characters.
    #[serde(default)]
    pub phase: String,
    /// Notes.
    #[serde(default)]
    pub memo: String,
    /// Person at the customer.
    #[serde(default)]
    pub contact: String,
    /// Code of who does it; nobody yet where missing.
    #[serde(default)]
    pub responsible: Option<String>,
    /// First day.
    pub starts_on: NaiveDate,
    /// `HH:MM`; whole days where missing.
    #[serde(default)]
    pub starts_at: Option<String>,
    /// The day by which it is to be done, or its last day.
    pub ends_on: NaiveDate,
    /// `HH:MM`.
    #[serde(default)]
    pub ends_at: Option<String>,
    /// When to be reminded.
    #[serde(default)]
    pub reminder_on: Option<NaiveDate>,
    /// Its case.
    #[serde(default)]
    #[ts(type = "number | null")]
    pub case_id: Option<i64>,
    /// The transaction that it is about.
    #[serde(default)]
    #[ts(type = "number | null")]
    pub transaction_id: Option<i64>,
}

/// Notes an activity.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct AddActivity {
    /// Account number.
    pub account: String,
    /// What it says.
    pub activity: ActivityFields,
}

/// Notes the same activity with several customers.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct AddActivities {
    /// Account numbers; each gets an activity of its own.
    pub accounts: Vec<String>,
    /// What each of them says.
    pub activity: ActivityFields,
}

/// What was noted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ActivitiesAdded {
    /// How many.
    #[ts(type = "number")]
    pub activities: usize,
}

/// Changes an activity.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct SaveActivity {
    /// Row id.
    #[ts(type = "number")]
    pub activity_id: i64,
    /// What it says now.
    pub activity: ActivityFields,
}

/// Notes what was said, in one field.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct NoteActivity {
    /// Account number.
    pub account: String,
    /// What was said; its first line becomes the title.
    pub text: String,
    /// As of an activity; a call where missing.
    #[serde(default = "call")]
    pub category: String,
    /// Person at the customer.
    #[serde(default)]
    pub contact: String,
    /// The case to which it belongs.
    #[serde(default)]
    #[ts(type = "number | null")]
    pub case_id: Option<i64>,
    /// The transaction that it is about.
    #[serde(default)]
    #[ts(type = "number | null")]
    pub transaction_id: Option<i64>,
    /// When to call again: a task of whoever notes it.
    #[serde(default)]
    pub follow_up_on: Option<NaiveDate>,
}

/// Takes back what was noted by mistake.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct WithdrawActivities {
    /// Row ids.
    #[ts(type = "Array<number>")]
    pub activity_ids: Vec<i64>,
    /// Why, for the audit log.
    #[serde(default)]
    #[ts(optional)]
    pub reason: Option<String>,
}

/// What was taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ActivitiesWithdrawn {
    /// How many.
    #[ts(type = "number")]
    pub activities: usize,
}

fn call() -> String {
    "call".to_owned()
}

/// `activities.add`
pub fn create(session: &mut Session<'_>, request: AddActivity) -> Result<ActivityRow, Refusal> {
    let customer = customer_id(session.connection(), &request.account)?;
    let fields = checked(session.connection(), customer, request.activity, None)?;
    let today = session.today;
    let id = session.act(|act| {
        act.note("purpose", &fields.purpose);
        create_one(act, customer, &fields)
    })?;
    one(session.connection(), id, today)
}

/// `activities.add_many`: one act for all customers, so that nothing is noted where one of them refuses it, and all of it is
/// taken back at once.
pub fn create_many(
    session: &mut Session<'_>,
    request: AddActivities,
) -> Result<ActivitiesAdded, Refusal> {
    let accounts: BTreeSet<String> = request.accounts.into_iter().collect();
    if accounts.is_empty() {
        return Err(Refusal::new("nothing_chosen"));
    }
    let job = session.job;
    session.act(|act| {
        let total = accounts.len() as u64;
        for (at, account) in (0_u64..).zip(&accounts) {
            job.progress(at, total, "customers");
            check_cancelled(job)?;
            let customer = customer_id(act, account)?;
            let fields = checked(act, customer, request.activity.clone(), None)?;
            create_one(act, customer, &fields)?;
        }
        act.about("activities", accounts.len());
        act.note("purpose", request.activity.purpose.trim());
        act.note("accounts", &accounts);
        Ok(ActivitiesAdded {
            activities: accounts.len(),
        })
    })
}

fn create_one(act: &mut Act<'_>, customer: i64, fields: &ActivityFields) -> Result<i64, Refusal> {
    let new = NewActivity {
        customer_id: customer,
        kind: fields.kind,
        category: &fields.category,
        purpose: &fields.purpose,
        memo: &fields.memo,
        responsible_id: responsible(act, fields.responsible.as_deref(), None)?,
        on: fields.starts_on,
        case_id: fields.case_id,
        transaction_id: fields.transaction_id,
        subject: None,
    };
    let id = noted(act, &new)?;
    write(act, id, fields, new.responsible_id)?;
    Ok(id)
}

/// `activities.note`: a call or a mail that just was, without a form.
pub fn note(session: &mut Session<'_>, request: NoteActivity) -> Result<ActivityRow, Refusal> {
    let connection = session.connection();
    let customer = customer_id(connection, &request.account)?;
    let text = request.text.trim();
    let Some(first) = text.lines().next().filter(|line| !line.is_empty()) else {
        return Err(Refusal::new("value_missing").with("field", "text"));
    };
    check_category(&request.category)?;
    check_case(connection, customer, request.case_id)?;
    check_transaction(connection, customer, request.transaction_id)?;
    let title: String = first.chars().take(TITLE).collect();
    let (today, user) = (session.today, session.actor.user_id);
    if request.follow_up_on.is_some_and(|day| day < today) {
        return Err(Refusal::new("follow_up_in_past")
            .with("field", "follow_up_on")
            .with("follow_up_on", request.follow_up_on));
    }
    let id = session.act(|act| {
        let said = NewActivity {
            customer_id: customer,
            kind: Kind::Action,
            category: &request.category,
            purpose: &title,
            memo: text,
            responsible_id: Some(user),
            on: today,
            case_id: request.case_id,
            transaction_id: request.transaction_id,
            subject: None,
        };
        let id = noted(act, &said)?;
        if let Some(on) = request.follow_up_on {
            let task = NewActivity {
                kind: Kind::Task,
                memo: "",
                on,
                ..said
            };
            add(act, &task)?;
            act.note("follow_up_on", on);
        }
        act.execute(
            "UPDATE activities SET contact = :contact WHERE id = :id",
            named_params! {":contact": request.contact.trim(), ":id": id},
        )?;
        act.note("purpose", &title);
        Ok(id)
    })?;
    one(session.connection(), id, today)
}

fn noted(act: &mut Act<'_>, new: &NewActivity<'_>) -> Result<i64, Refusal> {
    let id = add(act, new)?.ok_or_else(|| Refusal::new("internal"))?;
    act.about("activity", id);
    Ok(id)
}

/// `activities.save`
pub fn save(session: &mut Session<'_>, request: SaveActivity) -> Result<ActivityRow, Refusal> {
    let today = session.today;
    let old = one(session.connection(), request.activity_id, today)?;
    let customer = customer_id(session.connection(), &old.account)?;
    let fields = checked(session.connection(), customer, request.activity, Some(&old))?;
    session.act(|act| {
        act.about("activity", old.activity_id);
        act.change("kind", old.kind, fields.kind);
        act.change("category", &old.category, &fields.category);
        act.change("purpose", &old.purpose, &fields.purpose);
        act.change("phase", &old.phase, &fields.phase);
        act.change("memo", &old.memo, &fields.memo);
        act.change("contact", &old.contact, &fields.contact);
        act.change("responsible", &old.responsible, &fields.responsible);
        act.change("starts_on", old.starts_on, fields.starts_on);
        act.change("starts_at", &old.starts_at, &fields.starts_at);
        act.change("ends_on", old.ends_on, fields.ends_on);
        act.change("ends_at", &old.ends_at, &fields.ends_at);
        act.change("reminder_on", old.reminder_on, fields.reminder_on);
        act.change("case_id", old.case_id, fields.case_id);
        act.change("transaction_id", old.transaction_id, fields.transaction_id);
        let who = responsible(
            act,
            fields.responsible.as_deref(),
            old.responsible.as_deref(),
        )?;
        write(act, old.activity_id, &fields, who)
    })?;
    one(session.connection(), request.activity_id, today)
}

/// `activities.withdraw`: what the book noted by itself stays, because it would note it no second time.
pub fn withdraw(
    session: &mut Session<'_>,
    request: WithdrawActivities,
) -> Result<ActivitiesWithdrawn, Refusal> {
    if request.activity_ids.is_empty() {
        return Err(Refusal::new("nothing_chosen"));
    }
    let today = session.today;
    session.act(|act| {
        for id in &request.activity_ids {
            let row = one(act, *id, today)?;
            if row.automatic {
                return Err(Refusal::new("activity_automatic").with("number", row.number));
            }
            if request.activity_ids.len() == 1 {
                act.about("activity", id);
            }
            act.note(&row.number, &row);
            act.prepare_cached("DELETE FROM activities WHERE id = :id")?
                .execute(named_params! {":id": id})?;
        }
        act.because(request.reason.as_deref(), None);
        Ok(ActivitiesWithdrawn {
            activities: request.activity_ids.len(),
        })
    })
}

/// What was typed, without blanks around it, when nothing is wrong with it.
fn checked(
    connection: &Connection,
    customer: i64,
    mut fields: ActivityFields,
    old: Option<&ActivityRow>,
) -> Result<ActivityFields, Refusal> {
    for text in [&mut fields.purpose, &mut fields.contact, &mut fields.phase] {
        *text = text.trim().to_owned();
    }
    let empty = |time: Option<String>| time.filter(|time| !time.trim().is_empty());
    fields.starts_at = empty(fields.starts_at);
    fields.ends_at = empty(fields.ends_at);
    if fields.purpose.is_empty() {
        return Err(Refusal::new("value_missing").with("field", "purpose"));
    }
    if fields.phase.chars().count() > PHASE {
        return Err(Refusal::new("value_too_long")
            .with("field", "phase")
            .with("limit", PHASE));
    }
    check_category(&fields.category)?;
    check_times(&fields)?;
    // What was noted in a case can be corrected after it was closed.
    if fields.case_id.is_some() && fields.case_id != old.and_then(|old| old.case_id) {
        check_case(connection, customer, fields.case_id)?;
    }
    check_transaction(connection, customer, fields.transaction_id)?;
    responsible(
        connection,
        fields.responsible.as_deref(),
        old.and_then(|old| old.responsible.as_deref()),
    )?;
    Ok(fields)
}

fn check_category(category: &str) -> Result<(), Refusal> {
    if CATEGORIES.contains(&category) {
        return Ok(());
    }
    Err(Refusal::new("unknown_choice")
        .with("field", "category")
        .with("value", category))
}

fn check_times(fields: &ActivityFields) -> Result<(), Refusal> {
    if fields.ends_on < fields.starts_on {
        return Err(Refusal::new("activity_ends_before_start")
            .with("field", "ends_on")
            .with("starts_on", fields.starts_on));
    }
    let time = |field: &str, text: &Option<String>| -> Result<Option<NaiveTime>, Refusal> {
        let wrong = |text: &String| {
            Refusal::new("activity_time_invalid")
                .with("field", field)
                .with("value", text)
        };
        text.as_ref()
            .map(|text| clock(text).ok_or_else(|| wrong(text)))
            .transpose()
    };
    let from = time("starts_at", &fields.starts_at)?;
    let to = time("ends_at", &fields.ends_at)?;
    // An end without a begin says nothing, and over several days a begin without an end does not either.
    let half = match (from, to) {
        (None, Some(_)) => Some("starts_at"),
        (Some(_), None) if fields.ends_on > fields.starts_on => Some("ends_at"),
        _ => None,
    };
    if let Some(field) = half {
        return Err(Refusal::new("value_missing").with("field", field));
    }
    if let (Some(from), Some(to)) = (from, to)
        && fields.ends_on == fields.starts_on
        && to < from
    {
        return Err(Refusal::new("activity_ends_before_start")
            .with("field", "ends_at")
            .with("starts_on", fields.starts_on));
    }
    if fields.reminder_on.is_some_and(|on| on > fields.ends_on) {
        return Err(Refusal::new("activity_reminder_late")
            .with("field", "reminder_on")
            .with("ends_on", fields.ends_on));
    }
    Ok(())
}

/// A time of the day, in the one form that the book keeps.
pub(super) fn clock(text: &str) -> Option<NaiveTime> {
    (text.len() == 5)
        .then(|| NaiveTime::parse_from_str(text, "%H:%M").ok())
        .flatten()
}

/// A case that is open, of this customer.
pub(crate) fn check_case(
    connection: &Connection,
    customer: i64,
    case_id: Option<i64>,
) -> Result<(), Refusal> {
    let Some(id) = case_id else { return Ok(()) };
    let of: Option<(i64, String, String)> = connection
        .prepare_cached(
            "SELECT customer_id, number, status FROM cases WHERE id = :id AND withdrawn = 0",
        )?
        .query_row(named_params! {":id": id}, |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })
        .optional()?;
    match of {
        Some((of, number, status)) if of == customer => {
            if status == "closed" {
                return Err(Refusal::new("case_closed")
                    .with("field", "case_id")
                    .with("number", number));
            }
            Ok(())
        }
        _ => Err(Refusal::new("unknown_case")
            .with("field", "case_id")
            .with("case_id", id)),
    }
}

fn check_transaction(
    connection: &Connection,
    customer: i64,
    transaction_id: Option<i64>,
) -> Result<(), Refusal> {
    let Some(id) = transaction_id else {
        return Ok(());
    };
    let of: Option<i64> = connection
        .prepare_cached("SELECT customer_id FROM transactions WHERE id = :id")?
        .query_row(named_params! {":id": id}, |row| row.get(0))
        .optional()?;
    if of == Some(customer) {
        return Ok(());
    }
    Err(Refusal::new("unknown_transaction")
        .with("field", "transaction_id")
        .with("transaction_id", id))
}

/// The user who does it. Somebody who left may stay with what was theirs, and gets nothing new.
pub(crate) fn responsible(
    connection: &Connection,
    code: Option<&str>,
    before: Option<&str>,
) -> Result<Option<i64>, Refusal> {
    let Some(code) = code.filter(|code| !code.is_empty()) else {
        return Ok(None);
    };
    let unknown = || {
        Refusal::new("unknown_user")
            .with("field", "responsible")
            .with("user", code)
    };
    let id = users::id_of(connection, code)?.ok_or_else(unknown)?;
    if before != Some(code) && !users::load(connection, id)?.active {
        return Err(Refusal::new("user_inactive")
            .with("field", "responsible")
            .with("user", code));
    }
    Ok(Some(id))
}

fn write(
    act: &Act<'_>,
    id: i64,
    fields: &ActivityFields,
    responsible_id: Option<i64>,
) -> Result<(), Refusal> {
    act.execute(
        "UPDATE activities SET kind = :kind, category = :category, purpose = :purpose, phase = :phase, memo = :memo, contact = :contact,
           responsible_id = :responsible, starts_on = :starts_on, starts_at = :starts_at, ends_on = :ends_on,
           ends_at = :ends_at, reminder_on = :reminder, case_id = :case, transaction_id = :transaction, act_id = :act
         WHERE id = :id",
        named_params! {
            ":kind": fields.kind.code(), ":category": fields.category, ":purpose": fields.purpose, ":phase": fields.phase,
            ":memo": fields.memo, ":contact": fields.contact, ":responsible": responsible_id,
            ":starts_on": fields.starts_on.to_string(), ":starts_at": fields.starts_at,
            ":ends_on": fields.ends_on.to_string(), ":ends_at": fields.ends_at,
            ":reminder": fields.reminder_on.map(|day| day.to_string()), ":case": fields.case_id,
            ":transaction": fields.transaction_id, ":act": act.id, ":id": id,
        },
    )?;
    Ok(())
}
