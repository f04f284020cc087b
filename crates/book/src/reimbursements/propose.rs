//! `reimbursements.preview` and `reimbursements.propose`: a run over one customer or all.

use engine::reimbursements::{Proposal, Skipped, Status, Why};
use rusqlite::{Connection, named_params};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::payees::paid_to;
use super::plan::for_each_customer;
use super::runs::{ReimbursementRun, report};
use super::steps;
use crate::act::Act;
use crate::company;
use crate::numbers::{self, ONE_TIME_VENDORS, REIMBURSEMENTS};
use crate::refusal::Refusal;
use crate::session::{Session, check_cancelled};

/// How the credits of a customer are put together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum ReimburseSums {
    /// One amount in each currency.
    #[default]
    Customer,
    /// One amount for each set of dimensions.
    Dimensions,
}

impl ReimburseSums {
    fn code(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Dimensions => "dimensions",
        }
    }
}

/// What becomes of customers against whom something is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum ReimburseDebits {
    /// They are left out.
    #[default]
    Skip,
    /// They are taken; what is open against them is kept back.
    Include,
}

impl ReimburseDebits {
    fn code(self) -> &'static str {
        match self {
            Self::Skip => "skip",
            Self::Include => "include",
        }
    }
}

/// Names an amount among those that a run finds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct ReimbursementChoice {
    /// Account number.
    pub account: String,
    /// Currency.
    pub currency: String,
    /// Its dimensions, where the credits of a customer are not put together: name and value.
    pub dimensions: Vec<(String, String)>,
}

/// Asks for a run.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct AskReimbursements {
    /// Account number; every customer where missing.
    pub account: Option<String>,
    /// Several account numbers; all customers where empty.
    pub accounts: Vec<String>,
    /// Customer groups; all of them where empty.
    pub groups: Vec<String>,
    /// What is left out of all that was found.
    pub without: Vec<ReimbursementChoice>,
    /// How credits are put together.
    pub summarize: ReimburseSums,
    /// What becomes of customers with open debits.
    pub with_debits: ReimburseDebits,
}

/// `reimbursements.preview`: the same run, taken back.
pub fn preview(
    session: &mut Session<'_>,
    request: AskReimbursements,
) -> Result<ReimbursementRun, Refusal> {
    session.rehearse(|act| {
        let run_id = run(act, &request, |_| Ok(()))?;
        report(act, run_id)
    })
}

/// `reimbursements.propose`
pub fn propose(
    session: &mut Session<'_>,
    request: AskReimbursements,
) -> Result<ReimbursementRun, Refusal> {
    let job = session.job;
    session.act(|act| {
        let run_id = run(act, &request, |done| {
            check_cancelled(job)?;
            job.progress(done, 0, "reimbursements");
            Ok(())
        })?;
        let report = report(act, run_id)?;
        if report.reimbursements.is_empty() {
            return Err(nothing(&report));
        }
        act.note("proposed", report.reimbursements.len());
        act.note("skipped", report.skipped.len());
        Ok(report)
    })
}

/// Nothing is written for nothing: the first reason says why.
fn nothing(report: &ReimbursementRun) -> Refusal {
    let refusal = Refusal::new("reimbursement_nothing");
    match report.skipped.first() {
        Some(skip) => refusal
            .with("account", &skip.account)
            .with("why", &skip.why)
            .with("amount_minor", skip.amount_minor)
            .with("currency", &skip.currency),
        None => refusal,
    }
}

fn run(
    act: &mut Act<'_>,
    request: &AskReimbursements,
    progress: impl Fn(u64) -> Result<(), Refusal>,
) -> Result<i64, Refusal> {
    let account = request.account.as_deref().map(str::trim);
    let run_id = act
        .prepare_cached(
            "INSERT INTO reimbursement_runs (uuid, company_id, run_on, account, accounts, customer_groups, summarize, with_debits,
               act_id)
             VALUES (:uuid, :company, :on, :account, :accounts, :groups, :summarize, :debits, :act)",
        )?
        .insert(named_params! {
            ":uuid": Uuid::now_v7().to_string(), ":company": company::current(act)?, ":on": act.today.to_string(),
            ":account": account, ":accounts": serde_json::to_string(&request.accounts)?,
            ":groups": serde_json::to_string(&request.groups)?, ":summarize": request.summarize.code(),
            ":debits": request.with_debits.code(), ":act": act.id,
        })?;
    act.about("reimbursement_run", run_id);
    let mut done = 0;
    // The statements of the plan are held while proposals are written beside them.
    let connection = act.connection();
    for_each_customer(connection, request, act.today, |id, proposals, skipped| {
        done += 1;
        progress(done)?;
        let mut skipped = skipped.to_vec();
        let left_out = left_out(act, id, &request.without)?;
        for proposal in proposals {
            if left_out.iter().any(|choice| is_meant(choice, proposal)) {
                skipped.push(Skipped {
                    currency: proposal.currency,
                    amount_minor: proposal.amount_minor,
                    why: Why::LeftOut,
                });
            } else {
                write(act, run_id, id, proposal)?;
            }
        }
        for (row, skip) in (1_i64..).zip(&skipped) {
            write_skip(act, (run_id, id, row), skip)?;
        }
        Ok(())
    })?;
    Ok(run_id)
}

/// What is left out of a customer: currency, and the dimensions as one text.
fn left_out(
    connection: &Connection,
    customer_id: i64,
    without: &[ReimbursementChoice],
) -> Result<Vec<(String, String)>, Refusal> {
    if without.is_empty() {
        return Ok(Vec::new());
    }
    let account: String = connection
        .prepare_cached("SELECT account FROM customers WHERE id = :id")?
        .query_row(named_params! {":id": customer_id}, |row| row.get("account"))?;
    without
        .iter()
        .filter(|choice| choice.account == account)
        .map(|choice| {
            let dimensions = serde_json::to_string(&choice.dimensions)?;
            Ok((choice.currency.clone(), dimensions))
        })
        .collect()
}

fn is_meant((currency, dimensions): &(String, String), proposal: &Proposal<'_>) -> bool {
    let own = match proposal.dimensions {
        "" => "[]",
        own => own,
    };
    proposal.currency.code() == currency && own == dimensions
}

fn write(
    act: &Act<'_>,
    run_id: i64,
    customer_id: i64,
    proposal: &Proposal<'_>,
) -> Result<(), Refusal> {
    let name = name_of(act, customer_id)?;
    let paid_to = paid_to(act, customer_id, &name)?;
    let number = numbers::take(act, REIMBURSEMENTS)?;
    let (vendor, one_time) = match paid_to.vendor.as_str() {
        "" => (numbers::take(act, ONE_TIME_VENDORS)?, 1),
        own => (own.to_owned(), 0),
    };
    let dimensions = match proposal.dimensions {
        "" => "[]",
        own => own,
    };
    let id = act
        .prepare_cached(
            "INSERT INTO reimbursements (uuid, number, run_id, customer_id, currency, amount_minor, dimensions, vendor,
               one_time, holder, iban, bic, status, proposed_on, proposer_id, act_id)
             VALUES (:uuid, :number, :run, :customer, :currency, :amount, :dimensions, :vendor, :one_time, :holder,
               :iban, :bic, 'proposed', :on, :user, :act)",
        )?
        .insert(named_params! {
            ":uuid": Uuid::now_v7().to_string(), ":number": number, ":run": run_id, ":customer": customer_id,
            ":currency": proposal.currency.code(), ":amount": proposal.amount_minor, ":dimensions": dimensions,
            ":vendor": vendor, ":one_time": one_time, ":holder": paid_to.holder, ":iban": paid_to.iban,
            ":bic": paid_to.bic, ":on": act.today.to_string(), ":user": act.actor.user_id, ":act": act.id,
        })?;
    for (transaction_id, minor) in &proposal.parts {
        act.prepare_cached(
            "INSERT INTO reimbursement_items (reimbursement_id, transaction_id, amount_minor)
             VALUES (:id, :transaction, :amount)",
        )?
        .execute(named_params! {":id": id, ":transaction": transaction_id, ":amount": minor})?;
    }
    steps::note(act, id, (None, Status::Proposed, "step"), "")
}

fn name_of(connection: &Connection, customer_id: i64) -> Result<String, Refusal> {
    Ok(connection
        .prepare_cached("SELECT name FROM customers WHERE id = :id")?
        .query_row(named_params! {":id": customer_id}, |row| row.get("name"))?)
}

fn write_skip(
    act: &Act<'_>,
    (run_id, customer_id, row): (i64, i64, i64),
    skip: &Skipped,
) -> Result<(), Refusal> {
    act.prepare_cached(
        "INSERT INTO reimbursement_skips (run_id, customer_id, currency, row, amount_minor, why)
         VALUES (:run, :customer, :currency, :row, :amount, :why)",
    )?
    .execute(named_params! {
        ":run": run_id, ":customer": customer_id, ":currency": skip.currency.code(), ":row": row,
        ":amount": skip.amount_minor, ":why": skip.why.code(),
    })?;
    Ok(())
}
