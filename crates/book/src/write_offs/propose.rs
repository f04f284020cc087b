//! `write_offs.preview`, `write_offs.propose`, and the same for several customers at once.

use chrono::NaiveDate;
use engine::write_offs::{SeparateTax, Status};
use rusqlite::named_params;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::approval::Asked;
use super::draft::{Draft, WriteOffPreview, WriteOffRequest, WriteOffSum, draft};
use super::parameters;
use super::show::{WriteOff, one};
use super::stored::{Step, note, separate_code};
use crate::act::Act;
use crate::host::Job;
use crate::numbers::{self, Sequence};
use crate::refusal::Refusal;
use crate::session::{Session, check_cancelled};

/// Numbers of write-offs; what posting writes to the customer carries them too.
const WRITE_OFFS: Sequence = Sequence {
    id: "write_offs",
    prefix: "WO-",
};

/// `write_offs.preview`: nothing is written.
pub fn preview(
    session: &mut Session<'_>,
    request: WriteOffRequest,
) -> Result<WriteOffPreview, Refusal> {
    let by = (session.actor.user_id, session.today);
    session.read(|connection| Ok(draft(connection, &request, by)?.shown))
}

/// `write_offs.propose`: it waits for its approvals, or may be posted where none is needed.
pub fn propose(session: &mut Session<'_>, request: WriteOffRequest) -> Result<WriteOff, Refusal> {
    let by = (session.actor.user_id, session.today);
    let id = session.act(|act| {
        let made = draft(act, &request, by)?;
        write(act, &made)
    })?;
    one(session.connection(), id, session.today)
}

fn write(act: &mut Act<'_>, made: &Draft) -> Result<i64, Refusal> {
    let shown = &made.shown;
    let asked = Asked::new(
        act,
        &parameters::load(act)?,
        (shown.size_minor, act.actor.user_id),
        act.today,
    )?;
    asked.demand_reachable()?;
    let status = if shown.approvers.is_empty() {
        Status::Approved
    } else {
        Status::Draft
    };
    let number = numbers::take(act, WRITE_OFFS)?;
    let id = act
        .prepare_cached(
            "INSERT INTO write_offs (uuid, number, customer_id, status, write_off_on, reason_code, comment, separate_tax,
               size_minor, prepared_by_id, act_id)
             VALUES (:uuid, :number, :customer, :status, :on, :reason, :comment, :separate, :size, :by, :act)",
        )?
        .insert(named_params! {
            ":uuid": Uuid::now_v7().to_string(), ":number": number, ":customer": made.customer_id,
            ":status": status.code(), ":on": shown.on.to_string(), ":reason": shown.reason, ":comment": made.comment,
            ":separate": separate_code(shown.separate_tax), ":size": shown.size_minor, ":by": act.actor.user_id,
            ":act": act.id,
        })?;
    for item in &shown.items {
        act.prepare_cached(
            "INSERT INTO write_off_items (write_off_id, transaction_id, currency, open_minor)
             VALUES (:id, :transaction, :currency, :open)",
        )?
        .execute(named_params! {
            ":id": id, ":transaction": item.transaction_id, ":currency": item.currency, ":open": item.open_minor,
        })?;
    }
    for line in &shown.lines {
        act.prepare_cached(
            "INSERT INTO write_off_lines (write_off_id, kind, currency, profile, dimensions, tax_code, account, amount_minor)
             VALUES (:id, :kind, :currency, :profile, :dimensions, :tax, :account, :amount)",
        )?
        .execute(named_params! {
            ":id": id, ":kind": line.kind.code(), ":currency": line.currency, ":profile": line.profile,
            ":dimensions": serde_json::to_string(&line.dimensions)?, ":tax": line.tax_code, ":account": line.account,
            ":amount": line.amount_minor,
        })?;
    }
    note(act, (id, &number), &Step::plain("proposed", &made.comment))?;
    act.note("items", shown.items.len());
    act.note("sums", &shown.sums);
    Ok(id)
}

/// Asks for a write-off of each of several customers: all that is open of them.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct WriteOffEach {
    /// Account numbers.
    pub accounts: Vec<String>,
    /// The day; today where missing.
    pub on: Option<NaiveDate>,
    /// Code of the reason; that of the parameters where empty.
    pub reason: String,
    /// A comment.
    pub comment: String,
    /// Whether tax has lines of its own; as the parameters say where missing.
    pub separate_tax: Option<SeparateTax>,
}

impl WriteOffEach {
    fn of(&self, account: &str) -> WriteOffRequest {
        WriteOffRequest {
            account: account.to_owned(),
            on: self.on,
            reason: self.reason.clone(),
            comment: self.comment.clone(),
            separate_tax: self.separate_tax,
            ..WriteOffRequest::default()
        }
    }
}

/// What a write-off of a customer would be, or why there can be none.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ts_rs::TS)]
pub struct WriteOffOfOne {
    /// Account number.
    pub account: String,
    /// Name; empty where the customer is not known.
    pub name: String,
    /// Per currency.
    pub sums: Vec<WriteOffSum>,
    /// Documents.
    #[ts(type = "number")]
    pub items: usize,
    /// Number of the proposal, where it was written.
    pub number: Option<String>,
    /// Why there is none.
    pub refusal: Option<Refusal>,
}

/// Customers and what their write-offs would be, or are.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ts_rs::TS)]
pub struct WriteOffsOfEach {
    /// In the order of the request.
    pub customers: Vec<WriteOffOfOne>,
    /// Those that have a write-off.
    #[ts(type = "number")]
    pub possible: usize,
}

/// `write_offs.preview_each`: nothing is written.
pub fn preview_each(
    session: &mut Session<'_>,
    request: WriteOffEach,
) -> Result<WriteOffsOfEach, Refusal> {
    let by = (session.actor.user_id, session.today);
    let job = session.job;
    session.read(|connection| {
        each(&request, job, |one| {
            Ok((draft(connection, one, by)?.shown, None))
        })
    })
}

/// `write_offs.propose_each`: one proposal for each customer who owes something; the others are named with the reason.
pub fn propose_each(
    session: &mut Session<'_>,
    request: WriteOffEach,
) -> Result<WriteOffsOfEach, Refusal> {
    let by = (session.actor.user_id, session.today);
    let job = session.job;
    session.act(|act| {
        let done = each(&request, job, |one| {
            let made = draft(act, one, by)?;
            let number = number_of(act, &made)?;
            Ok((made.shown, Some(number)))
        })?;
        if done.possible == 0 {
            return Err(done
                .customers
                .into_iter()
                .find_map(|one| one.refusal)
                .unwrap_or_else(|| Refusal::new("nothing_chosen")));
        }
        act.about("write_offs", done.possible);
        Ok(done)
    })
}

fn each(
    request: &WriteOffEach,
    job: &dyn Job,
    mut make: impl FnMut(&WriteOffRequest) -> Result<(WriteOffPreview, Option<String>), Refusal>,
) -> Result<WriteOffsOfEach, Refusal> {
    if request.accounts.is_empty() {
        return Err(Refusal::new("nothing_chosen"));
    }
    let total = request.accounts.len() as u64;
    let mut customers = Vec::new();
    for (at, account) in (0..).zip(&request.accounts) {
        check_cancelled(job)?;
        job.progress(at, total, "write_offs");
        let mut one = WriteOffOfOne {
            account: account.clone(),
            ..WriteOffOfOne::default()
        };
        match make(&request.of(account)) {
            Ok((shown, number)) => {
                one.name = shown.name;
                one.sums = shown.sums;
                one.items = shown.items.len();
                one.number = number;
            }
            Err(refusal) => one.refusal = Some(refusal),
        }
        customers.push(one);
    }
    let possible = customers.iter().filter(|one| one.refusal.is_none()).count();
    Ok(WriteOffsOfEach {
        customers,
        possible,
    })
}

fn number_of(act: &mut Act<'_>, made: &Draft) -> Result<String, Refusal> {
    let id = write(act, made)?;
    Ok(act
        .prepare_cached("SELECT number FROM write_offs WHERE id = :id")?
        .query_row(named_params! {":id": id}, |row| row.get("number"))?)
}
