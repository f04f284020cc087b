//! `promises.record` and `promises.cancel`.

use chrono::NaiveDate;
use engine::collections::Event;
use engine::promises::ConsentReason;
use rusqlite::{Connection, named_params};
use serde::{Deserialize, Serialize};

use super::check::{PromiseLine, Wanted, judged, lines};
use crate::accounts::day_of;
use crate::act::Act;
use crate::activities::{self, Kind, NewActivity};
use crate::collections::{self, Source, Why};
use crate::numbers::{self, PROMISES};
use crate::refusal::Refusal;
use crate::session::Session;
use crate::users::{self, Role};

/// How the promise was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum PromiseMethod {
    /// On the telephone.
    #[default]
    Call,
    /// By mail.
    Email,
    /// By letter.
    Letter,
    /// At a visit.
    Visit,
    /// Otherwise.
    Other,
}

impl PromiseMethod {
    fn code(self) -> &'static str {
        match self {
            Self::Call => "call",
            Self::Email => "email",
            Self::Letter => "letter",
            Self::Visit => "visit",
            Self::Other => "other",
        }
    }
}

/// The consent of a manager.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct PromiseConsentGiven {
    /// Code of the manager; whoever acts where missing.
    pub user: Option<String>,
    /// The manager's PIN, where somebody else acts.
    pub pin: String,
    /// Why.
    pub note: String,
}

/// A promise to record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct RecordPromise {
    /// The lines; a plan in instalments has several of one transaction.
    pub lines: Vec<PromiseLine>,
    /// Who promised.
    #[serde(default)]
    pub contact: String,
    /// How.
    #[serde(default)]
    pub method: PromiseMethod,
    /// In words.
    #[serde(default)]
    pub note: String,
    /// When to look at it again.
    #[serde(default)]
    pub follow_up_on: Option<NaiveDate>,
    /// The consent, where it is needed.
    #[serde(default)]
    pub consent: Option<PromiseConsentGiven>,
    /// That an insurer's longest extension is passed was seen.
    #[serde(default)]
    pub beyond_extension: bool,
}

/// A recorded promise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct PromiseRecorded {
    /// Row id.
    #[ts(type = "number")]
    pub promise_id: i64,
    /// Its number.
    pub number: String,
    /// Promises that it replaces.
    #[ts(type = "number")]
    pub replaced: i64,
}

/// `promises.record`
pub fn record(
    session: &mut Session<'_>,
    request: RecordPromise,
) -> Result<PromiseRecorded, Refusal> {
    session.act(|act| {
        let done = take(act, &request, Source::Promise)?;
        act.about("promise", &done.number);
        Ok(done)
    })
}

/// Takes a promise inside an act.
pub(crate) fn take(
    act: &mut Act<'_>,
    request: &RecordPromise,
    source: Source,
) -> Result<PromiseRecorded, Refusal> {
    let today = act.today;
    let wanted = lines(act, &request.lines, today)?;
    let needs = judged(act, &wanted, today)?;
    if let (Some(warning), false) = (needs.warnings.first(), request.beyond_extension) {
        return Err(Refusal::new("promise_beyond_extension")
            .with("document_no", &warning.document_no)
            .with("party", &warning.party)
            .with("policy_no", &warning.policy_no)
            .with("days", warning.days)
            .with("longest_days", warning.longest_days)
            .with("latest_on", warning.latest_on));
    }
    let consent_by = if needs.consent.is_empty() {
        None
    } else {
        Some(consented(act, request.consent.as_ref(), &needs.consent)?)
    };
    let replaced = replace(act, &wanted)?;
    let number = numbers::take(act.connection(), PROMISES)?;
    let promise_id = insert(act, request, &wanted, (&number, &needs.consent, consent_by))?;
    for line in &wanted {
        insert_line(act, promise_id, line)?;
    }
    let why = Why {
        promise_id: Some(promise_id),
        note: request.note.trim(),
        follow_up_on: request.follow_up_on,
        ..Why::by(source)
    };
    let mut ids: Vec<i64> = wanted.iter().map(|line| line.item.id).collect();
    ids.dedup();
    ids.sort_unstable();
    ids.dedup();
    for id in ids {
        collections::happens(act, id, Event::PromiseTaken, &why)?;
    }
    follow_up(act, request, &wanted)?;
    act.note("lines", wanted.len());
    if let Some(manager) = consent_by {
        act.note("consent_by", manager);
        act.note("consent_for", &needs.consent);
    }
    Ok(PromiseRecorded {
        promise_id,
        number,
        replaced,
    })
}

/// Who consented: the manager who acts, or the one who gives a PIN at the desk of somebody else.
fn consented(
    act: &Act<'_>,
    given: Option<&PromiseConsentGiven>,
    reasons: &[ConsentReason],
) -> Result<i64, Refusal> {
    let Some(given) = given else {
        return Err(Refusal::new("promise_consent_needed").with("reasons", reasons));
    };
    let manager = match &given.user {
        Some(code) => {
            let own = users::load(act, act.actor.user_id)?;
            if own.code == *code {
                act.actor.user_id
            } else {
                users::check_pin(act, code, &given.pin)?.user_id
            }
        }
        None => act.actor.user_id,
    };
    let user = users::load(act, manager)?;
    let may = [Role::CollectionsManager, Role::CreditManager]
        .iter()
        .any(|role| user.roles.contains(role));
    if may {
        Ok(manager)
    } else {
        Err(Refusal::new("promise_consent_of_manager").with("user", user.code))
    }
}

/// Ends the promises in whose place this one stands; gives their number.
fn replace(act: &Act<'_>, wanted: &[Wanted]) -> Result<i64, Refusal> {
    let mut replaced = 0;
    for (at, line) in wanted.iter().enumerate() {
        if wanted[..at]
            .iter()
            .all(|other| other.item.id != line.item.id)
        {
            replaced += i64::from(collections::end_promise(act, line.item.id)? > 0);
        }
    }
    Ok(replaced)
}

fn insert(
    act: &Act<'_>,
    request: &RecordPromise,
    wanted: &[Wanted],
    (number, reasons, consent_by): (&str, &[ConsentReason], Option<i64>),
) -> Result<i64, Refusal> {
    let note = request
        .consent
        .as_ref()
        .map_or("", |consent| consent.note.trim());
    Ok(act
        .prepare_cached(
            "INSERT INTO promises (number, customer_id, taken_on, taken_by_id, contact, method, note, consent_for,
               consent_by_id, consent_note, act_id)
             VALUES (:number, :customer, :today, :user, :contact, :method, :note, :for, :by, :consent_note, :act)",
        )?
        .insert(named_params! {
            ":number": number, ":customer": wanted[0].item.customer_id, ":today": act.today.to_string(),
            ":user": act.actor.user_id, ":contact": request.contact.trim(), ":method": request.method.code(),
            ":note": request.note.trim(), ":for": serde_json::to_string(reasons)?, ":by": consent_by,
            ":consent_note": note, ":act": act.id,
        })?)
}

fn insert_line(act: &Act<'_>, promise_id: i64, line: &Wanted) -> Result<(), Refusal> {
    act.prepare_cached(
        "INSERT INTO promise_lines (promise_id, customer_id, transaction_id, taken_on, promised_on, amount_minor,
           open_then_minor, act_id)
         VALUES (:promise, :customer, :transaction, :today, :on, :amount, :open, :act)",
    )?
    .execute(named_params! {
        ":promise": promise_id, ":customer": line.item.customer_id, ":transaction": line.item.id,
        ":today": act.today.to_string(), ":on": line.promised_on.to_string(), ":amount": line.amount_minor,
        ":open": line.item.open_minor, ":act": act.id,
    })?;
    Ok(())
}

/// A task for whoever follows it up.
fn follow_up(act: &mut Act<'_>, request: &RecordPromise, wanted: &[Wanted]) -> Result<(), Refusal> {
    let Some(on) = request.follow_up_on else {
        return Ok(());
    };
    if on < act.today {
        return Err(Refusal::new("follow_up_in_past")
            .with("field", "follow_up_on")
            .with("follow_up_on", on));
    }
    let numbers: Vec<&str> = wanted
        .iter()
        .map(|line| line.item.document_no.as_str())
        .collect();
    let purpose = collections::words::Words::of(act)?.follow_up(&numbers);
    let responsible = act.actor.user_id;
    activities::add(
        act,
        &NewActivity {
            customer_id: wanted[0].item.customer_id,
            kind: Kind::Task,
            category: "promise",
            purpose: &purpose,
            memo: request.note.trim(),
            responsible_id: Some(responsible),
            on,
            case_id: None,
            transaction_id: Some(wanted[0].item.id),
            subject: None,
        },
    )?;
    Ok(())
}

/// Names a promise.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct PromiseRequest {
    /// Row id.
    #[ts(type = "number")]
    pub promise_id: i64,
    /// Why.
    pub reason: String,
}

/// What was done with the lines of a promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct PromiseChanged {
    /// Lines.
    #[ts(type = "number")]
    pub promise_lines: usize,
}

/// `promises.cancel`: the customer took it back, or it was a mistake; what was kept of it stays.
pub fn cancel(
    session: &mut Session<'_>,
    request: PromiseRequest,
) -> Result<PromiseChanged, Refusal> {
    session.act(|act| {
        let number = number_of(act, request.promise_id)?;
        act.about("promise", &number);
        act.because(
            Some(request.reason.trim()).filter(|text| !text.is_empty()),
            None,
        );
        let ids = in_force(act, request.promise_id)?;
        if ids.is_empty() {
            return Err(Refusal::new("promise_over").with("number", number));
        }
        let mut lines = 0;
        for id in ids {
            lines += collections::end_promise(act, id)?;
            let item = collections::item(act, id)?;
            let why = Why {
                promise_id: Some(request.promise_id),
                note: request.reason.trim(),
                ..Why::by(Source::Promise)
            };
            let status = collections::by_records(act, &item)?;
            if status != item.status && item.open_minor != 0 {
                collections::set(act, &item, status, &why)?;
            }
        }
        Ok(PromiseChanged {
            promise_lines: lines,
        })
    })
}

/// Transactions of a promise that still runs for them.
fn in_force(connection: &Connection, promise_id: i64) -> Result<Vec<i64>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT DISTINCT transaction_id FROM promise_lines
         WHERE promise_id = :id AND ended_on IS NULL AND replaced_on IS NULL ORDER BY transaction_id",
    )?;
    let ids = statement
        .query_map(named_params! {":id": promise_id}, |row| {
            row.get("transaction_id")
        })?
        .collect::<Result<_, _>>()?;
    Ok(ids)
}

/// The number of a promise that was not taken back.
pub(super) fn number_of(connection: &Connection, promise_id: i64) -> Result<String, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT number, taken_on FROM promises WHERE id = :id AND undone_by_act_id IS NULL",
    )?;
    let mut rows = statement.query(named_params! {":id": promise_id})?;
    let row = rows
        .next()?
        .ok_or_else(|| Refusal::new("unknown_promise").with("promise_id", promise_id))?;
    day_of(row, "taken_on")?;
    Ok(row.get("number")?)
}
