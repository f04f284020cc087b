//! `bank.lines`: the lines of the bank, and what is left to do.

use chrono::NaiveDate;
use rusqlite::{Connection, Row, named_params};
use serde::{Deserialize, Serialize};

use super::line::{BankProposal, Confidence};
use crate::accounts::day_of;
use crate::listing::Ids;
use crate::refusal::Refusal;
use crate::session::Session;
use crate::wire::{PageRequest, Sort, SortOrder};

/// What has become of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum BankLineState {
    /// Waits.
    Open,
    /// Payment and settlement stand.
    Posted,
    /// Has nothing to do with customers.
    SetAside,
    /// A payment came back; waits as a task.
    Returned,
    /// A booked sum whose details count instead.
    Batch,
    /// Pending, or for information only.
    NotBooked,
}

impl BankLineState {
    /// The word in the book and over the wire.
    pub fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Posted => "posted",
            Self::SetAside => "set_aside",
            Self::Returned => "returned",
            Self::Batch => "batch",
            Self::NotBooked => "not_booked",
        }
    }

    pub(crate) fn from_code(code: &str) -> Result<Self, Refusal> {
        Ok(match code {
            "open" => Self::Open,
            "posted" => Self::Posted,
            "set_aside" => Self::SetAside,
            "returned" => Self::Returned,
            "batch" => Self::Batch,
            "not_booked" => Self::NotBooked,
            other => return Err(Refusal::new("book_damaged").with("state", other)),
        })
    }
}

/// Opens the list of lines.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct BankLinesRequest {
    /// Lines in these states; open ones where empty.
    pub states: Vec<BankLineState>,
    /// Number of the own account.
    pub bank_account: Option<String>,
    /// Lines of this statement only.
    #[ts(type = "number | null")]
    pub statement_id: Option<i64>,
    /// Lines that were posted for this customer's account.
    pub account: Option<String>,
    /// Open lines whose best proposal is so sure.
    pub confidence: Option<Confidence>,
    /// Text in payer, payer's account, remittance or reference.
    pub search: String,
    /// By booking day where missing. Columns: `booking_on`, `value_on`, `amount`, `payer`, `state`.
    pub sort: Option<Sort>,
}

/// The opened list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct BankLineListing {
    /// Handle for pages.
    #[ts(type = "number")]
    pub handle: u64,
    /// Rows.
    #[ts(type = "number")]
    pub count: u64,
    /// What is in which state, whatever states were asked for: per currency.
    pub totals: Vec<BankLineTotal>,
}

/// Lines of one state in one currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct BankLineTotal {
    /// Currency.
    pub currency: String,
    /// State.
    pub state: BankLineState,
    /// How many.
    #[ts(type = "number")]
    pub lines: i64,
    /// Money in, minor units.
    #[ts(type = "number")]
    pub in_minor: i64,
    /// Money out, minor units, negative.
    #[ts(type = "number")]
    pub out_minor: i64,
}

/// A line of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct BankLineRow {
    /// The line.
    #[ts(type = "number")]
    pub line_id: i64,
    /// Number of the own account.
    pub bank_account: String,
    /// Booking day.
    pub booking_on: NaiveDate,
    /// Value day.
    pub value_on: NaiveDate,
    /// Minor units; money in positive, money out negative.
    #[ts(type = "number")]
    pub amount_minor: i64,
    /// Currency.
    pub currency: String,
    /// What has become of it.
    pub state: BankLineState,
    /// Who paid, as the bank writes it.
    pub payer_name: String,
    /// The payer's account.
    pub payer_account: String,
    /// Structured reference.
    pub reference: String,
    /// Text of the payment.
    pub remittance: String,
    /// Code of a return.
    pub return_code: String,
    /// Why it was set aside.
    pub note: String,
    /// The best proposal of an open line.
    pub best: Option<BestProposal>,
    /// Accounts for which it was posted.
    pub accounts: Vec<String>,
}

/// The best proposal in one glance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct BestProposal {
    /// How sure.
    pub confidence: Confidence,
    /// Code of the first reason.
    pub reason: String,
    /// Account numbers of its customers.
    pub accounts: Vec<String>,
    /// Name of the first customer.
    pub name: String,
    /// Documents that it pays.
    pub documents: Vec<String>,
}

/// A page of lines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct BankLinePage {
    /// The rows.
    pub rows: Vec<BankLineRow>,
}

const FROM: &str = "
  FROM bank_lines l
  JOIN bank_line_states s ON s.line_id = l.id
  JOIN bank_accounts b ON b.id = l.bank_account_id";

const CONDITION: &str = "
  (:bank_account IS NULL OR b.number = :bank_account)
  AND (:statement IS NULL OR l.statement_id = :statement)
  AND (:account IS NULL OR EXISTS (SELECT 1 FROM bank_postings p JOIN customers c ON c.id = p.customer_id
        WHERE p.line_id = l.id AND p.undone_by_act_id IS NULL AND c.account = :account))
  AND (:search = '' OR instr(lower(l.payer_name), lower(:search)) > 0
       OR instr(lower(l.payer_account), lower(:search)) > 0 OR instr(lower(l.remittance), lower(:search)) > 0
       OR instr(lower(l.reference), lower(:search)) > 0)
  AND (:confidence IS NULL OR EXISTS (SELECT 1 FROM bank_proposals_snapshot p
        WHERE p.line_id = l.id AND p.rank = 1 AND p.confidence = :confidence))";

/// `bank.lines`
pub fn list(
    session: &mut Session<'_>,
    request: BankLinesRequest,
) -> Result<BankLineListing, Refusal> {
    let states: Vec<&str> = if request.states.is_empty() {
        vec![BankLineState::Open.code()]
    } else {
        request.states.iter().map(|state| state.code()).collect()
    };
    let (ids, totals) = {
        let connection = session.connection();
        (
            ids(connection, &request, &states)?,
            totals(connection, &request)?,
        )
    };
    let count = ids.len() as u64;
    Ok(BankLineListing {
        handle: session.book.listings.keep(Ids::<BankLineRow>::new(ids)),
        count,
        totals,
    })
}

fn ids(
    connection: &Connection,
    request: &BankLinesRequest,
    states: &[&str],
) -> Result<Vec<i64>, Refusal> {
    let order = order(request.sort.as_ref())?;
    let mut statement = connection.prepare_cached(&format!(
        "SELECT l.id {FROM} WHERE {CONDITION} AND s.state IN (SELECT value FROM json_each(:states))
         ORDER BY {order}"
    ))?;
    let ids = statement.query_map(
        named_params! {
            ":bank_account": request.bank_account, ":statement": request.statement_id, ":account": request.account,
            ":search": request.search.trim(), ":confidence": request.confidence.map(Confidence::code),
            ":states": serde_json::Value::from(states).to_string(),
        },
        |row| row.get("id"),
    )?;
    Ok(ids.collect::<Result<_, _>>()?)
}

fn totals(
    connection: &Connection,
    request: &BankLinesRequest,
) -> Result<Vec<BankLineTotal>, Refusal> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT l.currency, s.state, COUNT(*) AS lines, SUM(MAX(l.amount_minor, 0)) AS money_in,
                SUM(MIN(l.amount_minor, 0)) AS money_out
         {FROM} WHERE {CONDITION} GROUP BY l.currency, s.state ORDER BY l.currency, s.state"
    ))?;
    let mut rows = statement.query(named_params! {
        ":bank_account": request.bank_account, ":statement": request.statement_id, ":account": request.account,
        ":search": request.search.trim(), ":confidence": request.confidence.map(Confidence::code),
    })?;
    let mut totals = Vec::new();
    while let Some(row) = rows.next()? {
        totals.push(BankLineTotal {
            currency: row.get("currency")?,
            state: BankLineState::from_code(&row.get::<_, String>("state")?)?,
            lines: row.get("lines")?,
            in_minor: row.get("money_in")?,
            out_minor: row.get("money_out")?,
        });
    }
    totals.sort_by(|a, b| (&a.currency, a.state).cmp(&(&b.currency, b.state)));
    Ok(totals)
}

fn order(sort: Option<&Sort>) -> Result<String, Refusal> {
    let Some(sort) = sort else {
        return Ok("l.booking_on, l.id".to_owned());
    };
    let column = match sort.column.as_str() {
        "booking_on" => "l.booking_on",
        "value_on" => "l.value_on",
        "amount" => "l.amount_minor",
        "payer" => "l.payer_name",
        "state" => "s.state",
        other => return Err(Refusal::new("unknown_column").with("column", other)),
    };
    let direction = match sort.order {
        SortOrder::Ascending => "ASC",
        SortOrder::Descending => "DESC",
    };
    Ok(format!("{column} {direction}, l.booking_on, l.id"))
}

/// `bank.page`
pub fn page(session: &mut Session<'_>, request: PageRequest) -> Result<BankLinePage, Refusal> {
    let rows = Ids::page(session, request, load_row)?;
    Ok(BankLinePage { rows })
}

/// One line as the list shows it.
pub(crate) fn load_row(connection: &Connection, id: i64) -> Result<BankLineRow, Refusal> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT l.id, b.number, l.booking_on, l.value_on, l.amount_minor, l.currency, s.state, l.payer_name,
                l.payer_account, l.reference, l.remittance, l.return_code, s.note, p.proposal,
                (SELECT json_group_array(c.account) FROM bank_postings x JOIN customers c ON c.id = x.customer_id
                 WHERE x.line_id = l.id AND x.undone_by_act_id IS NULL) AS accounts
         {FROM} LEFT JOIN bank_proposals_snapshot p ON p.line_id = l.id AND p.rank = 1 WHERE l.id = :id"
    ))?;
    let mut rows = statement.query(named_params! {":id": id})?;
    match rows.next()? {
        Some(row) => from_row(row),
        None => Err(Refusal::new("unknown_bank_line").with("line_id", id)),
    }
}

fn from_row(row: &Row<'_>) -> Result<BankLineRow, Refusal> {
    let state = BankLineState::from_code(&row.get::<_, String>("state")?)?;
    let proposal: Option<String> = row.get("proposal")?;
    let best = proposal
        .filter(|_| state == BankLineState::Open)
        .map(|text| serde_json::from_str::<BankProposal>(&text))
        .transpose()?;
    let accounts: String = row.get("accounts")?;
    Ok(BankLineRow {
        line_id: row.get("id")?,
        bank_account: row.get("number")?,
        booking_on: day_of(row, "booking_on")?,
        value_on: day_of(row, "value_on")?,
        amount_minor: row.get("amount_minor")?,
        currency: row.get("currency")?,
        state,
        payer_name: row.get("payer_name")?,
        payer_account: row.get("payer_account")?,
        reference: row.get("reference")?,
        remittance: row.get("remittance")?,
        return_code: row.get("return_code")?,
        note: row.get("note")?,
        best: best.as_ref().map(BankProposal::glance),
        accounts: serde_json::from_str(&accounts)?,
    })
}

/// The next line that waits after `line_id` in the order of the list, or the first that waits at all.
pub(crate) fn next_open(connection: &Connection, line_id: i64) -> Result<Option<i64>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT l.id FROM bank_line_states s JOIN bank_lines l ON l.id = s.line_id
         LEFT JOIN bank_lines h ON h.id = :id
         WHERE s.state = 'open' AND l.id <> :id
         ORDER BY (l.booking_on, l.id) < (h.booking_on, h.id), l.booking_on, l.id LIMIT 1",
    )?;
    let mut rows = statement.query(named_params! {":id": line_id})?;
    Ok(rows.next()?.map(|row| row.get("id")).transpose()?)
}
