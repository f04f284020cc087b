//! `credit.status_export` and `holds.write`: where customers stand and what is on hold, for other systems, as CSV or JSON
//! (spec 12 §6, spec 30 §12).

use chrono::NaiveDate;
use engine::credit::limits::{Effective, Used};
use rusqlite::{Connection, named_params};
use serde::{Deserialize, Serialize};

use super::hold_list;
use crate::accounts::optional_day_of;
use crate::company;
use crate::host::Job;
pub use crate::lists::DataFormat;
use crate::lists::{ExportDone, WriteData, write_data};
use crate::refusal::Refusal;
use crate::session::Session;
use crate::sheet::Cell;
use crate::standing::{self, Taker};

/// Where a customer stands, as another system takes it. Amounts in minor units of the company's currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct CustomerCreditStatus {
    /// Account number.
    pub account: String,
    /// Name.
    pub name: String,
    /// The day.
    pub as_of: NaiveDate,
    /// Code of the account status; empty where none was set.
    pub status: String,
    /// What may not happen: `none`, `invoice`, `all`.
    pub stop: String,
    /// `not_tested`, `unlimited`, `not_set`, `limit`.
    pub limit: String,
    /// The effective limit.
    #[ts(type = "number | null")]
    pub limit_minor: Option<i64>,
    /// Exposure.
    #[ts(type = "number | null")]
    pub exposure_minor: Option<i64>,
    /// What remains.
    #[ts(type = "number | null")]
    pub remaining_minor: Option<i64>,
    /// Used share, basis points.
    #[ts(type = "number | null")]
    pub used_bp: Option<i64>,
    /// Whether more than the limit is used.
    pub over_limit: bool,
    /// Overdue.
    #[ts(type = "number | null")]
    pub overdue_minor: Option<i64>,
    /// Orders on hold.
    #[ts(type = "number")]
    pub orders_on_hold: i64,
    /// Currency of all amounts.
    pub currency: String,
    /// Empty, or why there are no figures.
    pub error: String,
    /// Code of its company.
    pub company: String,
    /// Code of the reason of the account status; none where none was set.
    pub status_reason: Option<String>,
    /// When the limit expires.
    pub expires_on: Option<NaiveDate>,
    /// Risk group.
    pub risk_group: Option<String>,
}

/// `credit.status_export`: of every company that the user may see, each in its own currency.
pub fn customers(session: &mut Session<'_>, request: WriteData) -> Result<ExportDone, Refusal> {
    let today = session.today;
    let job = session.job;
    let rows = session.read(|connection| {
        let here = company::here(connection)?;
        let companies = if here.several {
            company::all(connection)?
        } else {
            vec![here.id]
        };
        let mut found = Vec::new();
        for id in companies {
            company::inside(connection, id, || {
                statuses(connection, (today, id), job, &mut found)
            })?;
        }
        Ok(found)
    })?;
    write_data(&request, &rows, &STATUS_COLUMNS, status_cells)
}

/// The customers of the company that is worked in.
fn statuses(
    connection: &Connection,
    (today, company): (NaiveDate, i64),
    job: &dyn Job,
    found: &mut Vec<CustomerCreditStatus>,
) -> Result<(), Refusal> {
    let taker = Taker::on(connection, today)?;
    let mut statement = connection.prepare_cached(
        "SELECT c.id, c.account, c.name, COALESCE(s.code, '') AS status, co.code AS company, a.limit_expires_on,
                CASE WHEN c.delivery_hold = 'all' OR s.hold = 'all' THEN 'all'
                     WHEN c.delivery_hold = 'invoice' OR s.hold = 'invoice' THEN 'invoice' ELSE 'none' END AS stop,
                (SELECT COUNT(*) FROM holds h WHERE h.customer_id = c.id AND h.state = 'open') AS held,
                (SELECT r.code FROM account_status_history h JOIN credit_reasons r ON r.id = h.reason_id
                 WHERE h.customer_id = c.id ORDER BY h.id DESC LIMIT 1) AS status_reason
         FROM customers c JOIN companies co ON co.id = c.company_id
           LEFT JOIN credit_attributes a ON a.customer_id = c.id
           LEFT JOIN account_statuses s ON s.id = a.status_id
         WHERE c.company_id = :company ORDER BY c.account",
    )?;
    let mut rows = statement.query(named_params! {":company": company})?;
    while let Some(row) = rows.next()? {
        if found.len().is_multiple_of(512) {
            job.progress(found.len() as u64, 0, "customers");
            crate::session::check_cancelled(job)?;
        }
        found.push(status(connection, &taker, row)?);
    }
    Ok(())
}

const STATUS_COLUMNS: [&str; 18] = [
    "account",
    "name",
    "as_of",
    "status",
    "stop",
    "limit",
    "limit_amount",
    "exposure",
    "remaining",
    "used_percent",
    "over_limit",
    "overdue",
    "orders_on_hold",
    "currency",
    "company",
    "status_reason",
    "expires_on",
    "risk_group",
];

fn status_cells(row: &CustomerCreditStatus) -> Vec<Cell> {
    let money = |value: Option<i64>| {
        value.map_or_else(|| Cell::text(""), |minor| Cell::money(minor, &row.currency))
    };
    vec![
        Cell::text(&row.account),
        Cell::text(&row.name),
        Cell::day(row.as_of),
        Cell::text(&row.status),
        Cell::text(&row.stop),
        Cell::text(&row.limit),
        money(row.limit_minor),
        money(row.exposure_minor),
        money(row.remaining_minor),
        Cell::text(&percent(row.used_bp)),
        Cell::text(if row.over_limit { "1" } else { "0" }),
        money(row.overdue_minor),
        Cell::number(row.orders_on_hold),
        Cell::text(&row.currency),
        Cell::text(&row.company),
        Cell::text(row.status_reason.as_deref().unwrap_or("")),
        row.expires_on.map_or_else(|| Cell::text(""), Cell::day),
        Cell::text(row.risk_group.as_deref().unwrap_or("")),
    ]
}

/// Basis points as a percentage with two places.
fn percent(bp: Option<i64>) -> String {
    bp.map_or_else(String::new, |bp| {
        let sign = if bp < 0 { "-" } else { "" };
        let bp = bp.unsigned_abs();
        format!("{sign}{}.{:02}", bp / 100, bp % 100)
    })
}

fn status(
    connection: &Connection,
    taker: &Taker,
    row: &rusqlite::Row<'_>,
) -> Result<CustomerCreditStatus, Refusal> {
    let id: i64 = row.get("id")?;
    let (standing, error) = match taker.standing(connection, id, None) {
        Ok(standing) => (Some(standing), String::new()),
        Err(refusal) if standing::is_unknown(&refusal) => (None, refusal.code),
        Err(refusal) => return Err(refusal),
    };
    let resolution = standing.as_ref().map(|standing| standing.resolution);
    let (limit, limit_minor) = match resolution.map(|resolution| resolution.effective) {
        None | Some(Effective::NotTested) => ("not_tested", None),
        Some(Effective::Unlimited) => ("unlimited", None),
        Some(Effective::NotSet) => ("not_set", None),
        Some(Effective::Limit { minor, .. }) => ("limit", Some(minor)),
    };
    let used = resolution.and_then(|resolution| resolution.used());
    let remaining_minor = resolution.and_then(|resolution| resolution.remaining_minor);
    Ok(CustomerCreditStatus {
        account: row.get("account")?,
        name: row.get("name")?,
        as_of: taker.as_of,
        status: row.get("status")?,
        stop: row.get("stop")?,
        limit: limit.to_owned(),
        limit_minor,
        exposure_minor: standing.as_ref().map(|now| now.exposure.total_minor),
        remaining_minor,
        used_bp: match used {
            Some(Used::Share { basis_points }) => Some(basis_points),
            _ => None,
        },
        over_limit: remaining_minor.is_some_and(|rest| rest < 0),
        overdue_minor: hold_list::overdue(connection, taker, id).ok(),
        orders_on_hold: row.get("held")?,
        currency: taker.company.code().to_owned(),
        error,
        company: row.get("company")?,
        status_reason: row.get("status_reason")?,
        expires_on: optional_day_of(row, "limit_expires_on")?,
        risk_group: standing::risk_group_of(connection, id, taker.as_of)?,
    })
}

const HOLD_COLUMNS: [&str; 23] = [
    "company",
    "order",
    "account",
    "name",
    "amount",
    "currency",
    "step",
    "held_on",
    "reason",
    "forced",
    "ready",
    "decision",
    "perform_step",
    "release_reason",
    "lines_flagged",
    "reasons",
    "group",
    "risk_group",
    "age_days",
    "used_percent",
    "remaining",
    "overdue",
    "over_limit",
];

/// What is on hold, or was decided, as another system takes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "marks of a row, each with a name of its own"
)]
pub struct HoldData {
    /// Code of its company.
    pub company: String,
    /// Number of the order.
    pub order_no: String,
    /// Account number.
    pub account: String,
    /// Name.
    pub name: String,
    /// Amount, minor units.
    #[ts(type = "number")]
    pub amount_minor: i64,
    /// Currency.
    pub currency: String,
    /// Step.
    pub step: String,
    /// Held on.
    pub held_on: NaiveDate,
    /// Code of the reason, `multiple` where there are several.
    pub reason: String,
    /// Codes of every reason, in the order of the rules.
    pub reasons: Vec<String>,
    /// Credit management group.
    pub group: Option<String>,
    /// Risk group.
    pub risk_group: Option<String>,
    /// Days on hold.
    #[ts(type = "number")]
    pub age_days: i64,
    /// Used share of the limit, basis points.
    #[ts(type = "number | null")]
    pub used_bp: Option<i64>,
    /// The limit is 0 and something is used of it: above every share.
    pub over_limit: bool,
    /// Credit that remains, minor units.
    #[ts(type = "number | null")]
    pub remaining_minor: Option<i64>,
    /// Overdue, minor units.
    #[ts(type = "number | null")]
    pub overdue_minor: Option<i64>,
    /// By hand.
    pub forced: bool,
    /// Ready to release.
    pub ready: bool,
    /// `hold`, `released`, `rejected`, `cancelled`.
    pub decision: String,
    /// *Perform step* goes with the release.
    pub perform_step: bool,
    /// Code of the release reason.
    pub release_reason: Option<String>,
    /// *Remove blocked load lines*: held lines leave the load.
    pub lines_flagged: bool,
}

/// `holds.write`
pub fn holds(session: &mut Session<'_>, request: WriteData) -> Result<ExportDone, Refusal> {
    let today = session.today;
    let rows = session.read(|connection| {
        let takers = hold_list::Takers::on(connection, today)?;
        let flags = super::policy::current(connection)?
            .parameters
            .remove_blocked_lines
            .is_on();
        let mut statement = connection
            .prepare_cached("SELECT id, state, perform_step FROM holds ORDER BY held_on, id")?;
        let ids: Vec<(i64, String, bool)> = statement
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
            .collect::<Result<_, _>>()?;
        ids.into_iter()
            .map(|(id, state, perform_step)| {
                let row = takers.read(connection, id)?;
                let open = state == "open";
                Ok(HoldData {
                    company: row.company,
                    order_no: row.order_no,
                    account: row.account,
                    name: row.name,
                    amount_minor: row.amount_minor,
                    currency: row.currency,
                    step: row.step.code().to_owned(),
                    held_on: row.held_on,
                    reasons: super::store::reasons(connection, id)?
                        .into_iter()
                        .map(|(reason, _)| reason.code.code().to_owned())
                        .collect(),
                    group: row.group,
                    risk_group: row.risk_group,
                    age_days: row.age_days,
                    used_bp: row.used_bp,
                    over_limit: row.over_limit,
                    remaining_minor: row.remaining_minor,
                    overdue_minor: row.overdue_minor,
                    reason: row.reason,
                    forced: row.forced,
                    ready: row.ready,
                    decision: if open { "hold".to_owned() } else { state },
                    perform_step,
                    release_reason: row.release_reason,
                    lines_flagged: open && flags,
                })
            })
            .collect::<Result<Vec<_>, Refusal>>()
    })?;
    write_data(&request, &rows, &HOLD_COLUMNS, |row| {
        let mark = |on: bool| Cell::text(if on { "1" } else { "0" });
        let money = |value: Option<i64>| {
            value.map_or_else(|| Cell::text(""), |minor| Cell::money(minor, &row.currency))
        };
        vec![
            Cell::text(&row.company),
            Cell::text(&row.order_no),
            Cell::text(&row.account),
            Cell::text(&row.name),
            Cell::money(row.amount_minor, &row.currency),
            Cell::text(&row.currency),
            Cell::text(&row.step),
            Cell::day(row.held_on),
            Cell::text(&row.reason),
            mark(row.forced),
            mark(row.ready),
            Cell::text(&row.decision),
            mark(row.perform_step),
            Cell::text(row.release_reason.as_deref().unwrap_or("")),
            mark(row.lines_flagged),
            Cell::text(&row.reasons.join(" ")),
            Cell::text(row.group.as_deref().unwrap_or("")),
            Cell::text(row.risk_group.as_deref().unwrap_or("")),
            Cell::number(row.age_days),
            Cell::text(&percent(row.used_bp)),
            money(row.remaining_minor),
            money(row.overdue_minor),
            mark(row.over_limit),
        ]
    })
}
