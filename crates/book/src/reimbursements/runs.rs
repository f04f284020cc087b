//! `reimbursements.runs` and `reimbursements.run`: what a run proposed and what it left out, and why.

use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, named_params};
use serde::{Deserialize, Serialize};

use super::list::{Reimbursement, of_run};
use crate::accounts::day_of;
use crate::refusal::Refusal;
use crate::session::Session;
use crate::wire::Nothing;

/// Names a run.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct ReimbursementRunId {
    /// Row id.
    #[ts(type = "number")]
    pub run_id: i64,
}

/// An amount that a run left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ReimbursementSkip {
    /// Account number.
    pub account: String,
    /// Name.
    pub name: String,
    /// Currency.
    pub currency: String,
    /// Positive minor units.
    #[ts(type = "number")]
    pub amount_minor: i64,
    /// `open_debits`, `disputed`, `no_credit`, `below_minimum` or `left_out`.
    pub why: String,
}

/// What a run did, or would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ReimbursementRun {
    /// Row id.
    #[ts(type = "number")]
    pub run_id: i64,
    /// Its day.
    pub run_on: NaiveDate,
    /// Account number; missing where all customers were asked for.
    pub account: Option<String>,
    /// `customer` or `dimensions`.
    pub summarize: String,
    /// `skip` or `include`.
    pub with_debits: String,
    /// Code of the user.
    pub user: String,
    /// What it proposed, as it is now.
    pub reimbursements: Vec<Reimbursement>,
    /// What it left out.
    pub skipped: Vec<ReimbursementSkip>,
    /// What it proposed, per currency: code and minor units.
    #[ts(type = "Array<[string, number]>")]
    pub totals: Vec<(String, i64)>,
}

/// A run in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ReimbursementRunRow {
    /// Row id.
    #[ts(type = "number")]
    pub run_id: i64,
    /// Its day.
    pub run_on: NaiveDate,
    /// Account number; missing where not just one customer was asked for.
    pub account: Option<String>,
    /// Several account numbers that were asked for.
    pub accounts: Vec<String>,
    /// Customer groups that were asked for; all of them where empty.
    pub groups: Vec<String>,
    /// Code of the user.
    pub user: String,
    /// What it proposed.
    #[ts(type = "number")]
    pub proposed: i64,
    /// What it left out.
    #[ts(type = "number")]
    pub skipped: i64,
}

/// The runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ReimbursementRuns {
    /// The newest first.
    pub runs: Vec<ReimbursementRunRow>,
}

/// `reimbursements.runs`
pub fn list(session: &mut Session<'_>, _: Nothing) -> Result<ReimbursementRuns, Refusal> {
    let mut statement = session.connection().prepare_cached(
        "SELECT r.id, r.run_on, r.account, r.accounts, r.customer_groups, u.code AS user,
                (SELECT COUNT(*) FROM reimbursements x WHERE x.run_id = r.id) AS proposed,
                (SELECT COUNT(*) FROM reimbursement_skips s WHERE s.run_id = r.id) AS skipped
         FROM reimbursement_runs r JOIN audit a ON a.id = r.act_id JOIN users u ON u.id = a.user_id
         ORDER BY r.id DESC LIMIT 200",
    )?;
    let mut rows = statement.query([])?;
    let mut runs = Vec::new();
    while let Some(row) = rows.next()? {
        runs.push(ReimbursementRunRow {
            run_id: row.get("id")?,
            run_on: day_of(row, "run_on")?,
            account: row.get("account")?,
            accounts: serde_json::from_str(&row.get::<_, String>("accounts")?)?,
            groups: serde_json::from_str(&row.get::<_, String>("customer_groups")?)?,
            user: row.get("user")?,
            proposed: row.get("proposed")?,
            skipped: row.get("skipped")?,
        });
    }
    Ok(ReimbursementRuns { runs })
}

/// `reimbursements.run`
pub fn run(
    session: &mut Session<'_>,
    request: ReimbursementRunId,
) -> Result<ReimbursementRun, Refusal> {
    report(session.connection(), request.run_id)
}

/// The report of a run.
pub(super) fn report(connection: &Connection, run_id: i64) -> Result<ReimbursementRun, Refusal> {
    let head = connection
        .prepare_cached(
            "SELECT r.run_on, r.account, r.summarize, r.with_debits, u.code AS user FROM reimbursement_runs r
             JOIN audit a ON a.id = r.act_id JOIN users u ON u.id = a.user_id WHERE r.id = :id",
        )?
        .query_row(named_params! {":id": run_id}, |row| {
            Ok((
                row.get::<_, String>("run_on")?,
                row.get("account")?,
                row.get("summarize")?,
                row.get("with_debits")?,
                row.get("user")?,
            ))
        })
        .optional()?;
    let (run_on, account, summarize, with_debits, user) =
        head.ok_or_else(|| Refusal::new("unknown_reimbursement_run").with("run_id", run_id))?;
    let reimbursements = of_run(connection, run_id)?;
    let mut totals: Vec<(String, i64)> = Vec::new();
    for one in &reimbursements {
        match totals.iter_mut().find(|total| total.0 == one.currency) {
            Some(total) => total.1 += one.amount_minor,
            None => totals.push((one.currency.clone(), one.amount_minor)),
        }
    }
    Ok(ReimbursementRun {
        run_id,
        run_on: crate::accounts::parse_day(&run_on)
            .ok_or_else(|| Refusal::new("book_damaged").with("day", &run_on))?,
        account,
        summarize,
        with_debits,
        user,
        reimbursements,
        skipped: skipped(connection, run_id)?,
        totals,
    })
}

fn skipped(connection: &Connection, run_id: i64) -> Result<Vec<ReimbursementSkip>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT c.account, c.name, s.currency, s.amount_minor, s.why FROM reimbursement_skips s
         JOIN customers c ON c.id = s.customer_id WHERE s.run_id = :run ORDER BY c.account, s.currency, s.row",
    )?;
    let found = statement.query_map(named_params! {":run": run_id}, |row| {
        Ok(ReimbursementSkip {
            account: row.get("account")?,
            name: row.get("name")?,
            currency: row.get("currency")?,
            amount_minor: row.get("amount_minor")?,
            why: row.get("why")?,
        })
    })?;
    Ok(found.collect::<Result<_, _>>()?)
}
