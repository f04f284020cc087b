//! `disputes.open`.

use chrono::NaiveDate;
use engine::collections::Event;
use engine::disputes::{Reach, open as judge};
use rusqlite::{Connection, OptionalExtension, named_params};
use serde::{Deserialize, Serialize};

use super::log::log;
use super::{Stored, refused, stored};
use crate::act::Act;
use crate::activities::{self, Kind, NewActivity};
use crate::cases;
use crate::collections::{self, Item, Source, Why, reasons};
use crate::ledger::{DocumentLine, lines_of};
use crate::numbers::{self, DISPUTES};
use crate::refusal::Refusal;
use crate::session::Session;

/// A line of an invoice, as the customer names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct DisputeLine {
    /// Its number on the invoice.
    pub line_no: i64,
    /// What it says.
    #[serde(default)]
    pub text: String,
    /// Disputed of it, minor units.
    #[ts(type = "number")]
    pub amount_minor: i64,
}

/// What is disputed of a transaction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct DisputedRow {
    /// Row id of the transaction.
    #[ts(type = "number")]
    pub transaction_id: i64,
    /// How much, minor units; the sum of the lines, or all that is open, where missing.
    #[serde(default)]
    #[ts(type = "number | null")]
    pub amount_minor: Option<i64>,
    /// Lines of the invoice; the disputed amount is then theirs.
    #[serde(default)]
    pub lines: Vec<DisputeLine>,
    /// Since when, between the day on the document and today; today where missing.
    #[serde(default)]
    #[ts(optional)]
    pub since: Option<NaiveDate>,
}

/// Opens disputes, one for each row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct OpenDisputes {
    /// The rows.
    pub rows: Vec<DisputedRow>,
    /// Code of the reason.
    pub reason: String,
    /// In words.
    #[serde(default)]
    pub explanation: String,
    /// Code of who looks into it.
    #[serde(default)]
    pub investigator: Option<String>,
    /// By when.
    #[serde(default)]
    pub due_on: Option<NaiveDate>,
    /// What is to be done next.
    #[serde(default)]
    pub next_action: String,
    /// How the other side, or another system, calls it.
    #[serde(default)]
    pub external_reference: String,
    /// Number of the case.
    #[serde(default)]
    pub case: Option<String>,
}

/// What was opened or changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct DisputesChanged {
    /// Row ids.
    #[ts(type = "Array<number>")]
    pub dispute_ids: Vec<i64>,
    /// Their number.
    #[ts(type = "number")]
    pub disputes: usize,
}

impl DisputesChanged {
    pub(crate) fn of(dispute_ids: Vec<i64>) -> Self {
        Self {
            disputes: dispute_ids.len(),
            dispute_ids,
        }
    }
}

/// `disputes.open`
pub fn open(session: &mut Session<'_>, request: OpenDisputes) -> Result<DisputesChanged, Refusal> {
    session.act(|act| {
        let ids = open_all(act, &request)?;
        act.about("dispute", keys(&ids));
        Ok(DisputesChanged::of(ids))
    })
}

/// The key of an act about several.
pub(crate) fn keys(ids: &[i64]) -> String {
    let texts: Vec<String> = ids.iter().map(ToString::to_string).collect();
    texts.join(",")
}

/// Opens disputes inside an act.
pub(crate) fn open_all(act: &mut Act<'_>, request: &OpenDisputes) -> Result<Vec<i64>, Refusal> {
    if request.rows.is_empty() {
        return Err(Refusal::new("dispute_without_rows"));
    }
    reasons::demand(act, &request.reason)?;
    demand_due(act, request.due_on)?;
    let investigator = request
        .investigator
        .as_deref()
        .map(|code| user_id(act, code))
        .transpose()?;
    let mut ids = Vec::new();
    for (at, row) in request.rows.iter().enumerate() {
        let document = row.transaction_id;
        if request.rows[..at]
            .iter()
            .any(|other| other.transaction_id == document)
        {
            let item = collections::item(act, document)?;
            return Err(Refusal::new("dispute_row_twice").with("document_no", &item.document_no));
        }
        ids.push(open_one(act, request, row, investigator)?);
    }
    act.because(
        Some(&request.reason),
        Some(request.explanation.trim()).filter(|text| !text.is_empty()),
    );
    Ok(ids)
}

/// Nobody can be asked for anything by a day that is past.
pub(super) fn demand_due(act: &Act<'_>, due_on: Option<NaiveDate>) -> Result<(), Refusal> {
    match due_on {
        Some(on) if on < act.today => Err(Refusal::new("dispute_due_in_past")
            .with("field", "due_on")
            .with("due_on", on)),
        _ => Ok(()),
    }
}

fn open_one(
    act: &mut Act<'_>,
    request: &OpenDisputes,
    row: &DisputedRow,
    investigator: Option<i64>,
) -> Result<i64, Refusal> {
    let item = collections::item(act, row.transaction_id)?;
    let wanted = match (row.amount_minor, row.lines.is_empty()) {
        (_, false) => of_lines(act, row, &item)?,
        (Some(minor), true) => minor,
        (None, true) if item.open_minor > 0 => (item.open_minor - item.disputed_minor).max(0),
        (None, true) => 1,
    };
    let reach = judge(item.open_minor, item.disputed_minor, wanted)
        .map_err(|fault| refused(fault, &item))?;
    let since = since(act, row, &item)?;
    let id = insert(act, request, &item, (wanted, investigator, since))?;
    insert_lines(act, id, &row.lines)?;
    start(act, id, &item, (wanted, since))?;
    collections::sum_disputes(act, &item)?;
    let event = match reach {
        Reach::Whole => {
            // Whoever disputes all of it does not promise to pay it.
            collections::end_promise(act, item.id)?;
            Event::DisputedWhole
        }
        Reach::Part => Event::DisputedInPart,
    };
    let why = Why {
        reason: Some(&request.reason),
        note: request.explanation.trim(),
        dispute_id: Some(id),
        ..Why::by(Source::Dispute)
    };
    collections::happens(act, item.id, event, &why)?;
    let dispute = stored(act, id)?;
    ask(act, &dispute)?;
    Ok(id)
}

/// The day from which the row is disputed.
fn since(act: &Act<'_>, row: &DisputedRow, item: &Item) -> Result<NaiveDate, Refusal> {
    let since = row.since.unwrap_or(act.today);
    if since > act.today || (since < item.document_on && row.since.is_some()) {
        return Err(Refusal::new("dispute_since_invalid")
            .with("field", "since")
            .with("document_no", &item.document_no)
            .with("since", since)
            .with("document_on", item.document_on));
    }
    Ok(since)
}

/// The sum of the lines that are named: each once, each with an amount, and each one of the document where a file named its
/// lines. Where those add up to the document none is disputed beyond its amount; lines without tax do not.
fn of_lines(connection: &Connection, row: &DisputedRow, item: &Item) -> Result<i64, Refusal> {
    let known = lines_of(connection, item.id)?;
    let whole: i64 = known.iter().filter_map(|line| line.amount_minor).sum();
    let mut sum = 0_i64;
    for (at, line) in row.lines.iter().enumerate() {
        let twice = row.lines[..at]
            .iter()
            .any(|other| other.line_no == line.line_no);
        if line.line_no < 1 || twice || line.amount_minor <= 0 {
            return Err(Refusal::new("dispute_line_invalid")
                .with("field", "lines")
                .with("document_no", &item.document_no)
                .with("line", line.line_no));
        }
        sum = sum.saturating_add(line.amount_minor);
        let of_file = known.iter().find(|other| other.number == line.line_no);
        match of_file {
            None if !known.is_empty() => {
                return Err(Refusal::new("dispute_line_unknown")
                    .with("field", "lines")
                    .with("document_no", &item.document_no)
                    .with("line", line.line_no)
                    .with("lines", known.len()));
            }
            Some(DocumentLine {
                amount_minor: Some(minor),
                ..
            }) if whole == item.amount_minor && line.amount_minor > *minor => {
                return Err(Refusal::new("dispute_line_above")
                    .with("field", "lines")
                    .with("document_no", &item.document_no)
                    .with("line", line.line_no)
                    .with(
                        "amount",
                        serde_json::json!({"minor": minor, "currency": item.currency}),
                    ));
            }
            _ => {}
        }
    }
    if row.amount_minor.is_some_and(|minor| minor != sum) {
        return Err(Refusal::new("dispute_lines_differ")
            .with("field", "lines")
            .with("document_no", &item.document_no)
            .with(
                "sum",
                serde_json::json!({"minor": sum, "currency": item.currency}),
            ));
    }
    Ok(sum)
}

fn insert(
    act: &Act<'_>,
    request: &OpenDisputes,
    item: &Item,
    (amount_minor, investigator, since): (i64, Option<i64>, NaiveDate),
) -> Result<i64, Refusal> {
    let number = numbers::take(act.connection(), DISPUTES)?;
    let case = request
        .case
        .as_deref()
        .filter(|number| !number.trim().is_empty())
        .map(|number| cases::for_dispute(act, number.trim(), item.customer_id))
        .transpose()?;
    let id = act
        .prepare_cached(
            "INSERT INTO disputes (number, customer_id, transaction_id, amount_minor, reason_code, explanation,
               investigator_id, opened_on, opened_by_id, due_on, next_action, external_reference, case_id, act_id)
             VALUES (:number, :customer, :transaction, :amount, :reason, :explanation, :investigator, :since, :user, :due,
               :next, :reference, :case, :act)",
        )?
        .insert(named_params! {
            ":number": number, ":customer": item.customer_id, ":transaction": item.id, ":amount": amount_minor,
            ":reason": request.reason, ":explanation": request.explanation.trim(), ":investigator": investigator,
            ":since": since.to_string(), ":user": act.actor.user_id,
            ":due": request.due_on.map(|day| day.to_string()), ":next": request.next_action.trim(),
            ":reference": request.external_reference.trim(), ":case": case, ":act": act.id,
        })?;
    log(act, id, "opened", "", &number)?;
    if let Some(case) = case {
        cases::log_dispute(act, case, ("", &number))?;
    }
    Ok(id)
}

fn insert_lines(act: &Act<'_>, id: i64, lines: &[DisputeLine]) -> Result<(), Refusal> {
    for line in lines {
        act.prepare_cached(
            "INSERT INTO dispute_lines (dispute_id, line_no, text, amount_minor) VALUES (:id, :no, :text, :amount)",
        )?
        .execute(named_params! {
            ":id": id, ":no": line.line_no, ":text": line.text.trim(), ":amount": line.amount_minor,
        })?;
    }
    Ok(())
}

/// From a day on so much of it is disputed.
pub(super) fn start(
    act: &Act<'_>,
    id: i64,
    item: &Item,
    (amount_minor, since): (i64, NaiveDate),
) -> Result<(), Refusal> {
    act.prepare_cached(
        "INSERT INTO dispute_periods (dispute_id, customer_id, transaction_id, from_on, amount_minor)
         VALUES (:id, :customer, :transaction, :since, :amount)",
    )?
    .execute(named_params! {
        ":id": id, ":customer": item.customer_id, ":transaction": item.id, ":since": since.to_string(),
        ":amount": amount_minor,
    })?;
    Ok(())
}

/// The task of the investigator, once for each, due when the dispute is.
pub(super) fn ask(act: &mut Act<'_>, dispute: &Stored) -> Result<(), Refusal> {
    let Some(investigator) = dispute.investigator_id else {
        return Ok(());
    };
    let item = collections::item(act, dispute.transaction_id)?;
    let purpose = collections::words::Words::of(act)?.investigate(&item.document_no);
    let subject = format!("dispute:{}:{investigator}", dispute.id);
    let on = dispute.due_on.unwrap_or(act.today);
    activities::add(
        act,
        &NewActivity {
            customer_id: item.customer_id,
            kind: Kind::Task,
            category: "dispute",
            purpose: &purpose,
            memo: "",
            responsible_id: Some(investigator),
            on,
            case_id: None,
            transaction_id: Some(item.id),
            subject: Some(&subject),
        },
    )?;
    Ok(())
}

pub(super) fn user_id(connection: &Connection, code: &str) -> Result<i64, Refusal> {
    connection
        .prepare_cached("SELECT id FROM users WHERE code = :code AND active = 1")?
        .query_row(named_params! {":code": code}, |row| row.get("id"))
        .optional()?
        .ok_or_else(|| {
            Refusal::new("unknown_user")
                .with("field", "investigator")
                .with("user", code)
        })
}
