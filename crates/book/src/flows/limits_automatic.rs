//! `limits.generate_automatic`: what scores and automatic limits propose becomes lines of a journal (spec 10 §7.3,
//! spec 11 §4.3): the score of each customer, its header by revenue, the highest limit that is met, at most the eligible one.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use engine::credit::adjustments::{Act as Step, Typed};
use engine::risk::automatic::{Applicant, Header, NoProposal, Proposal, propose};
use engine::risk::scoring::Value;
use rusqlite::{Connection, Row, named_params};
use serde::{Deserialize, Serialize};

use crate::accounts::{currency_of, day_of};
use crate::credit::journal_lines::{check_line, eligible, insert};
use crate::credit::journals::{JournalKind, LimitJournal, load, load_head, step};
use crate::credit::setup::{ReasonKind, reason_id};
use crate::refusal::Refusal;
use crate::risk::automatic::engine_headers;
use crate::risk::values_of_score;
use crate::session::Session;
use crate::standing;

/// Makes lines from scores.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct GenerateAutomatic {
    /// The journal.
    #[ts(type = "number")]
    pub journal_id: i64,
    /// Account numbers; all customers where it is empty.
    #[serde(default)]
    pub accounts: Vec<String>,
    /// First day, of temporary limits.
    #[serde(default)]
    pub from_on: Option<NaiveDate>,
    /// New expiry.
    pub to_on: NaiveDate,
    /// Code of the reason.
    pub reason: String,
    /// Comment.
    #[serde(default)]
    pub comment: String,
}

/// What was made, and why others have no line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct AutomaticGenerated {
    /// The journal with its lines.
    pub journal: LimitJournal,
    /// Lines that were made.
    #[ts(type = "number")]
    pub lines: usize,
    /// Accounts whose limit was capped to the eligible one.
    pub capped: Vec<String>,
    /// Customers that are unlimited or excluded from credit management.
    #[ts(type = "number")]
    pub skipped: usize,
    /// Customers without a risk group.
    #[ts(type = "number")]
    pub without_group: usize,
    /// Customers for whose risk group, currency and revenue there is no limit.
    #[ts(type = "number")]
    pub without_header: usize,
    /// Customers that meet no criterion.
    #[ts(type = "number")]
    pub without_match: usize,
    /// Customers whose limit cannot be given in the company's currency.
    #[ts(type = "number")]
    pub without_rate: usize,
}

#[derive(Default)]
struct Made {
    lines: Vec<(i64, i64)>,
    capped: Vec<String>,
    skipped: usize,
    without_group: usize,
    without_header: usize,
    without_match: usize,
    without_rate: usize,
}

/// `limits.generate_automatic`
pub fn generate(
    session: &mut Session<'_>,
    request: GenerateAutomatic,
) -> Result<AutomaticGenerated, Refusal> {
    let today = session.today;
    let connection = session.connection();
    let head = load_head(connection, request.journal_id)?;
    step(session, &head, Step::Edit)?;
    if head.reverses.is_some() {
        return Err(Refusal::new("limit_line_of_undo"));
    }
    let reason = reason_id(connection, ReasonKind::Limit, &request.reason)?;
    let made = proposals(connection, &request.accounts, today)?;
    session.act(|act| {
        act.about("limit_journal", &head.number);
        act.note("generated", made.lines.len());
        for (customer, minor) in &made.lines {
            let typed = Typed {
                customer_id: Some(*customer),
                group_id: None,
                new_minor: Some(*minor),
                from_on: request
                    .from_on
                    .filter(|_| head.kind == JournalKind::Temporary),
                to_on: Some(request.to_on),
                reason_id: Some(reason),
            };
            check_line(act, &head, None, &typed)?;
            insert(act, head.id, &typed, request.comment.trim())?;
        }
        Ok(())
    })?;
    Ok(AutomaticGenerated {
        journal: load(session.connection(), request.journal_id, today)?,
        lines: made.lines.len(),
        capped: made.capped,
        skipped: made.skipped,
        without_group: made.without_group,
        without_header: made.without_header,
        without_match: made.without_match,
        without_rate: made.without_rate,
    })
}

/// Customers that may have a limit, with what decides about it; closed ones are left out.
const CANDIDATES: &str = "
  SELECT c.id, c.account, COALESCE(c.currency, co.currency) AS currency, COALESCE(a.unlimited, 0) AS unlimited,
         COALESCE(a.excluded, 0) AS excluded, a.eligible_minor, a.eligible_currency, g.id AS risk_group_id,
         r.contributions
  FROM customers c JOIN companies co ON co.id = c.company_id
    LEFT JOIN credit_attributes a ON a.customer_id = c.id
    LEFT JOIN account_statuses s ON s.id = a.status_id
    LEFT JOIN risk_scores r ON r.customer_id = c.id AND r.is_current = 1
    LEFT JOIN risk_groups g ON g.code = r.risk_group
  WHERE c.company_id = (SELECT id FROM temp.current_company) AND COALESCE(s.closed, 0) = 0
    AND (:all OR c.account IN (SELECT value FROM json_each(:chosen)))
  ORDER BY c.id";

/// What automatic limits give one customer, minor units of the company's currency; `None` where they give nothing.
pub(crate) fn proposed_for(
    connection: &Connection,
    customer_id: i64,
    today: NaiveDate,
) -> Result<Option<i64>, Refusal> {
    let account: String = connection
        .prepare_cached("SELECT account FROM customers WHERE id = :id")?
        .query_row(named_params! {":id": customer_id}, |row| row.get("account"))?;
    let made = proposals(connection, &[account], today)?;
    Ok(made.lines.first().map(|(_, minor)| *minor))
}

fn proposals(
    connection: &Connection,
    accounts: &[String],
    today: NaiveDate,
) -> Result<Made, Refusal> {
    let headers = engine_headers(connection)?;
    let groups = crate::risk::scoring_ids(connection)?;
    let chosen = serde_json::to_string(accounts)?;
    let mut statement = connection.prepare_cached(CANDIDATES)?;
    let mut rows =
        statement.query(named_params! {":all": accounts.is_empty(), ":chosen": chosen})?;
    let mut made = Made::default();
    while let Some(row) = rows.next()? {
        if row.get("unlimited")? || row.get("excluded")? {
            made.skipped += 1;
            continue;
        }
        let values = match row.get::<_, Option<String>>("contributions")? {
            Some(json) => values_of_score(&json, &groups)?,
            None => BTreeMap::new(),
        };
        made.candidate(connection, row, &headers, &values, today)?;
    }
    Ok(made)
}

impl Made {
    fn candidate(
        &mut self,
        connection: &Connection,
        row: &Row<'_>,
        headers: &[Header],
        values: &BTreeMap<i64, Value>,
        today: NaiveDate,
    ) -> Result<(), Refusal> {
        let id: i64 = row.get("id")?;
        let currency = currency_of(&row.get::<_, String>("currency")?)?;
        let applicant = Applicant {
            risk_group_id: row.get("risk_group_id")?,
            currency,
            revenue_minor: revenue(connection, id, currency, today)?,
            values,
        };
        let minor = match propose(headers, &applicant) {
            Proposal::Limit { limit_minor, .. } => limit_minor,
            Proposal::Nothing { why } => {
                *match why {
                    NoProposal::NoRiskGroup => &mut self.without_group,
                    NoProposal::NoHeader => &mut self.without_header,
                    NoProposal::NoLineMatches => &mut self.without_match,
                } += 1;
                return Ok(());
            }
        };
        let Ok(minor) = standing::in_company_currency(connection, minor, currency, today) else {
            self.without_rate += 1;
            return Ok(());
        };
        let cap = eligible(connection, row, today)?;
        if cap.is_some_and(|cap| minor > cap) {
            self.capped.push(row.get("account")?);
        }
        self.lines
            .push((id, cap.map_or(minor, |cap| minor.min(cap))));
        Ok(())
    }
}

/// The latest revenue figure of a customer in its own currency; `None` where none is known, or it has no rate.
fn revenue(
    connection: &Connection,
    customer_id: i64,
    currency: engine::money::Currency,
    today: NaiveDate,
) -> Result<Option<i64>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT amount_minor, currency, to_on FROM revenues WHERE customer_id = :id AND to_on <= :today
         ORDER BY to_on DESC, from_on, currency LIMIT 1",
    )?;
    let mut rows =
        statement.query(named_params! {":id": customer_id, ":today": today.to_string()})?;
    let Some(row) = rows.next()? else {
        return Ok(None);
    };
    let from = currency_of(&row.get::<_, String>("currency")?)?;
    let on = day_of(row, "to_on")?;
    let minor = row.get("amount_minor")?;
    Ok(standing::converted(connection, minor, from, currency, on).ok())
}
