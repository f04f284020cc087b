//! `settlement.small_balances_sum` and `settlement.small_balances_post`: what a run comes to, and the run.

use chrono::NaiveDate;
use rusqlite::named_params;
use serde::{Deserialize, Serialize};

use super::list::Kept;
use super::plan::{Line, Plan, Shown, SmallBalanceCount, SmallBalanceOutcome, SmallBalanceTotal};
use super::terms::{SmallBalanceTerms, Terms};
use crate::act::Act;
use crate::host::Job;
use crate::refusal::Refusal;
use crate::session::{Session, check_cancelled};
use crate::settlement::post::close_by;
use crate::settlement::posted::DifferenceKind;
use crate::settlement::poster::{Poster, SettledBy};

/// What the ids of a choice are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "SmallBalanceChoiceOf")]
pub enum ChoiceOf {
    /// Everything that is proposed is closed but these.
    #[default]
    AllBut,
    /// Only these are closed.
    Only,
}

/// Which of the proposed rests are closed; the others are skipped, and the log says so.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct SmallBalanceChoice {
    /// What the ids are.
    pub of: ChoiceOf,
    /// Documents.
    #[ts(type = "Array<number>")]
    pub transaction_ids: Vec<i64>,
}

/// Asks for a run.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct PostSmallBalances {
    /// The terms of the list that was shown.
    pub terms: SmallBalanceTerms,
    /// Handle of that list: nothing is closed that it did not show, and nothing that is not as it was shown. Without it
    /// a run closes what it finds.
    #[ts(type = "number | null")]
    pub handle: Option<u64>,
    /// Which of them.
    pub choice: SmallBalanceChoice,
    /// A comment for the log.
    pub note: String,
}

/// What a run would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct SmallBalancesSum {
    /// By outcome.
    pub counts: Vec<SmallBalanceCount>,
    /// Of what would be closed, per currency.
    pub totals: Vec<SmallBalanceTotal>,
}

/// What a run did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct SmallBalancesPosted {
    /// The run; `settlement.small_balances_undo` takes it.
    #[ts(type = "number")]
    pub run_id: i64,
    /// By outcome.
    pub counts: Vec<SmallBalanceCount>,
    /// Of what was closed, per currency.
    pub totals: Vec<SmallBalanceTotal>,
}

/// `settlement.small_balances_sum`
pub fn sum(
    session: &mut Session<'_>,
    request: PostSmallBalances,
) -> Result<SmallBalancesSum, Refusal> {
    let terms = Terms::check(&request.terms, session.today)?;
    let shown = shown(session, request.handle, &terms)?;
    let plan = session
        .read(|connection| Plan::make(connection, &terms, shown.as_ref(), &request.choice))?;
    Ok(SmallBalancesSum {
        counts: plan.counts,
        totals: plan.totals,
    })
}

/// `settlement.small_balances_post`: every document is judged again, and the log keeps what became of each.
pub fn post(
    session: &mut Session<'_>,
    request: PostSmallBalances,
) -> Result<SmallBalancesPosted, Refusal> {
    let terms = Terms::check(&request.terms, session.today)?;
    let shown = shown(session, request.handle, &terms)?;
    let job = session.job;
    session.act(|act| {
        let plan = Plan::make(act, &terms, shown.as_ref(), &request.choice)?;
        if plan.closes() == 0 {
            return Err(Refusal::new("no_small_balances"));
        }
        terms.remember(act)?;
        let note = request.note.trim();
        let run_id = write_run(act, &terms, &plan, note)?;
        act.about("small_balances", run_id);
        act.because(None, Some(note).filter(|note| !note.is_empty()));
        act.note("documents", plan.closes());
        act.note("totals", &plan.totals);
        close(act, job, &plan, run_id, terms.on)?;
        Ok(SmallBalancesPosted {
            run_id,
            counts: plan.counts,
            totals: plan.totals,
        })
    })
}

fn shown(
    session: &Session<'_>,
    handle: Option<u64>,
    terms: &Terms,
) -> Result<Option<Shown>, Refusal> {
    handle
        .map(|handle| session.book.listings.get::<Kept>(handle)?.shown(terms))
        .transpose()
}

fn write_run(act: &Act<'_>, terms: &Terms, plan: &Plan, note: &str) -> Result<i64, Refusal> {
    Ok(act
        .prepare_cached(
            "INSERT INTO small_balance_runs (settled_on, thresholds, whole_documents, note, counts, totals, act_id,
               pool, company_id)
             VALUES (:on, :thresholds, :whole, :note, :counts, :totals, :act, :pool, (SELECT id FROM temp.current_company))",
        )?
        .insert(named_params! {
            ":on": terms.on.to_string(), ":thresholds": serde_json::to_string(&terms.stored())?,
            ":whole": terms.whole_documents(), ":note": note, ":counts": serde_json::to_string(&plan.counts)?,
            ":totals": serde_json::to_string(&plan.totals)?, ":act": act.id, ":pool": terms.pool,
        })?)
}

/// Lines between two looks at whether the run shall stop, and customers whose details the poster keeps in mind.
const AT_ONCE: usize = 256;

/// Closes what is to be closed, one posting for each customer, and writes the log.
fn close(
    act: &mut Act<'_>,
    job: &dyn Job,
    plan: &Plan,
    run_id: i64,
    on: NaiveDate,
) -> Result<(), Refusal> {
    let total = plan.lines.len() as u64;
    let mut poster = Poster::default();
    // The customer whose rests are being closed, and the posting of it.
    let mut begun: Option<(i64, i64)> = None;
    let mut customers = 0;
    for (done, line) in plan.lines.iter().enumerate() {
        if done % AT_ONCE == 0 {
            check_cancelled(job)?;
            job.progress(done as u64, total, "settling");
        }
        let mut posting_id = None;
        if line.outcome == SmallBalanceOutcome::Closed {
            let customer = line.candidate.customer_id;
            let posting = match begun {
                Some((known, posting)) if known == customer => posting,
                _ => {
                    customers += 1;
                    if customers % AT_ONCE == 0 {
                        poster.turn_page();
                    }
                    poster.begin(act, customer, None, SettledBy::Person, on)?
                }
            };
            begun = Some((customer, posting));
            posting_id = Some(posting);
            let id = line.candidate.transaction_id;
            poster.know(line.candidate.side());
            let minor = line.candidate.open_minor.abs();
            let kind = DifferenceKind::SmallDifference;
            close_by(act, &mut poster, (id, None), kind, minor, on)?;
        }
        write_item(act, run_id, line, posting_id)?;
    }
    let (_, touched) = poster.finish(act)?;
    crate::flows::hooks::after_settlement(act, &touched);
    Ok(())
}

fn write_item(
    act: &Act<'_>,
    run_id: i64,
    line: &Line,
    posting_id: Option<i64>,
) -> Result<(), Refusal> {
    let of = &line.candidate;
    act.prepare_cached(
        "INSERT INTO small_balance_items (run_id, transaction_id, customer_id, account, name, kind, document_no,
           currency, amount_minor, open_minor, shown_minor, outcome, posting_id)
         VALUES (:run, :id, :customer, :account, :name, :kind, :number, :currency, :amount, :open, :shown, :outcome,
           :posting)",
    )?
    .execute(named_params! {
        ":run": run_id, ":id": of.transaction_id, ":customer": of.customer_id, ":account": of.account,
        ":name": of.name, ":kind": of.kind.code(), ":number": of.document_no, ":currency": of.currency,
        ":amount": of.amount_minor, ":open": of.open_minor, ":shown": line.shown_minor,
        ":outcome": line.outcome.code(), ":posting": posting_id,
    })?;
    Ok(())
}
