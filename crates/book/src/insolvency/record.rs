//! `insolvency.record` and `insolvency.close`.

use chrono::NaiveDate;
use rusqlite::{OptionalExtension, named_params};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::shown::{Insolvencies, InsolvenciesOf, InsolvencyHead, head, of_customer};
use crate::accounts::customer_id;
use crate::act::{Act, instant};
use crate::activities::{self, Kind, NewActivity};
use crate::company;
use crate::refusal::Refusal;
use crate::session::Session;

/// Records an insolvency, or corrects what is recorded of it.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct RecordInsolvency {
    /// Row id; 0 for a new one.
    #[ts(type = "number")]
    pub id: i64,
    /// Account number.
    pub account: String,
    /// Court.
    pub court: String,
    /// Number of the court's file.
    #[serde(default)]
    pub file_number: String,
    /// The opening day.
    pub opened_on: NaiveDate,
    /// Administrator, with address, in lines.
    #[serde(default)]
    pub administrator: String,
    /// The last day for filing the claim.
    #[serde(default)]
    pub file_by_on: Option<NaiveDate>,
    /// Notes.
    #[serde(default)]
    pub note: String,
}

/// Closes an insolvency: from that day the customer gets letters again.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct CloseInsolvency {
    /// Row id.
    #[ts(type = "number")]
    pub id: i64,
    /// The first day on which it is over.
    pub closed_on: NaiveDate,
    /// Why.
    pub reason: String,
}

/// `insolvency.record`
pub fn record(
    session: &mut Session<'_>,
    request: RecordInsolvency,
) -> Result<Insolvencies, Refusal> {
    let court = request.court.trim();
    if court.is_empty() {
        return Err(Refusal::new("value_missing").with("field", "court"));
    }
    if let Some(by) = request.file_by_on.filter(|by| *by < request.opened_on) {
        return Err(Refusal::new("insolvency_deadline_first")
            .with("field", "file_by_on")
            .with("file_by_on", by)
            .with("opened_on", request.opened_on));
    }
    let before = match request.id {
        0 => None,
        id => Some(head(session.connection(), id)?),
    };
    session.act(|act| {
        let customer = customer_id(act, &request.account)?;
        act.about("insolvency", &request.account);
        act.credit.customers.insert(customer);
        let id = match &before {
            None => insert(act, customer, court, &request)?,
            Some(known) => update(act, known, court, &request)?,
        };
        deadline(act, customer, id, request.file_by_on)
    })?;
    of_customer(session, InsolvenciesOf::today(request.account))
}

fn insert(
    act: &mut Act<'_>,
    customer: i64,
    court: &str,
    new: &RecordInsolvency,
) -> Result<i64, Refusal> {
    let open: Option<String> = act
        .prepare_cached(
            "SELECT opened_on FROM insolvencies WHERE customer_id = :customer AND closed_on IS NULL",
        )?
        .query_row(named_params! {":customer": customer}, |row| row.get(0))
        .optional()?;
    if let Some(opened_on) = open {
        return Err(Refusal::new("insolvency_open").with("opened_on", opened_on));
    }
    act.note("insolvency", new);
    Ok(act.query_row(
        "INSERT INTO insolvencies (uuid, customer_id, court, file_number, opened_on, administrator, file_by_on, note,
           recorded_by_id, created_at, act_id)
         VALUES (:uuid, :customer, :court, :file, :opened, :administrator, :by, :note, :user, :at, :act) RETURNING id",
        named_params! {
            ":uuid": Uuid::now_v7().to_string(), ":customer": customer, ":court": court,
            ":file": new.file_number.trim(), ":opened": new.opened_on.to_string(),
            ":administrator": new.administrator.trim(), ":by": new.file_by_on.map(|day| day.to_string()),
            ":note": new.note.trim(), ":user": act.actor.user_id, ":at": instant(act.at), ":act": act.id,
        },
        |row| row.get("id"),
    )?)
}

fn update(
    act: &mut Act<'_>,
    known: &InsolvencyHead,
    court: &str,
    new: &RecordInsolvency,
) -> Result<i64, Refusal> {
    if known.account != new.account {
        return Err(Refusal::new("unknown_insolvency").with("id", known.id));
    }
    if known.filed_on.is_some() && known.opened_on != new.opened_on {
        return Err(Refusal::new("insolvency_filed_already").with("field", "opened_on"));
    }
    if known.closed_on.is_some_and(|closed| closed < new.opened_on) {
        return Err(Refusal::new("insolvency_closed_first").with("field", "opened_on"));
    }
    act.change("court", &known.court, court);
    act.change("file_number", &known.file_number, new.file_number.trim());
    act.change("opened_on", known.opened_on, new.opened_on);
    act.change(
        "administrator",
        &known.administrator,
        new.administrator.trim(),
    );
    act.change("file_by_on", known.file_by_on, new.file_by_on);
    act.change("note", &known.note, new.note.trim());
    act.execute(
        "UPDATE insolvencies SET court = :court, file_number = :file, opened_on = :opened, administrator = :administrator,
           file_by_on = :by, note = :note, act_id = :act WHERE id = :id",
        named_params! {
            ":id": known.id, ":court": court, ":file": new.file_number.trim(),
            ":opened": new.opened_on.to_string(), ":administrator": new.administrator.trim(),
            ":by": new.file_by_on.map(|day| day.to_string()), ":note": new.note.trim(), ":act": act.id,
        },
    )?;
    Ok(known.id)
}

/// The deadline as a task of whoever records it; one of another day is closed.
fn deadline(
    act: &mut Act<'_>,
    customer_id: i64,
    id: i64,
    file_by_on: Option<NaiveDate>,
) -> Result<(), Refusal> {
    let subject = file_by_on.map(|day| format!("insolvency_filing:{id}:{day}"));
    close_tasks(act, id, subject.as_deref())?;
    let filed: bool = act.query_row(
        "SELECT EXISTS (SELECT 1 FROM insolvency_entries e WHERE e.insolvency_id = :id AND e.kind = 'filed'
           AND NOT EXISTS (SELECT 1 FROM insolvency_entries w WHERE w.withdraws_id = e.id))",
        named_params! {":id": id},
        |row| row.get(0),
    )?;
    let (Some(on), false) = (file_by_on, filed) else {
        return Ok(());
    };
    let german = company::load(act)?.language.starts_with("de");
    let purpose = if german {
        "Forderung im Insolvenzverfahren anmelden"
    } else {
        "File the claim in the insolvency"
    };
    activities::add(
        act,
        &NewActivity {
            customer_id,
            kind: Kind::Task,
            category: "other",
            purpose,
            memo: "",
            responsible_id: Some(act.actor.user_id),
            on,
            case_id: None,
            transaction_id: None,
            subject: subject.as_deref(),
        },
    )?;
    Ok(())
}

/// Closes the open tasks for filing, except the one with the subject `but`.
pub(super) fn close_tasks(act: &Act<'_>, id: i64, but: Option<&str>) -> Result<(), Refusal> {
    act.execute(
        "UPDATE activities SET state = 'closed', closed_on = :today
         WHERE subject GLOB 'insolvency_filing:' || :id || ':*' AND state = 'open' AND subject IS NOT :but",
        named_params! {":today": act.today.to_string(), ":id": id, ":but": but},
    )?;
    Ok(())
}

/// `insolvency.close`
pub fn close(session: &mut Session<'_>, request: CloseInsolvency) -> Result<Insolvencies, Refusal> {
    let reason = request.reason.trim();
    if reason.is_empty() {
        return Err(Refusal::new("value_missing").with("field", "reason"));
    }
    let known = head(session.connection(), request.id)?;
    if let Some(closed_on) = known.closed_on {
        return Err(Refusal::new("insolvency_closed").with("closed_on", closed_on));
    }
    if request.closed_on < known.opened_on || request.closed_on > session.today {
        return Err(Refusal::new("insolvency_close_day")
            .with("field", "closed_on")
            .with("opened_on", known.opened_on)
            .with("today", session.today));
    }
    session.act(|act| {
        act.about("insolvency", &known.account);
        act.because(Some(reason), None);
        act.change("closed_on", None::<NaiveDate>, Some(request.closed_on));
        act.credit
            .customers
            .insert(customer_id(act, &known.account)?);
        act.execute(
            "UPDATE insolvencies SET closed_on = :on, act_id = :act WHERE id = :id",
            named_params! {":id": request.id, ":on": request.closed_on.to_string(), ":act": act.id},
        )?;
        close_tasks(act, request.id, None)
    })?;
    of_customer(session, InsolvenciesOf::today(known.account))
}
